#include "stats/stats.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_version.h>
#include <math.h>

enum { LEAST_ARTICLES = 10, LEAST_WITH_ANY = 5 };

void slant_stats_start(void)
{
    gsl_set_error_handler_off();
}

const char *slant_stats_library(void)
{
    return "GSL " GSL_VERSION;
}

void slant_rate_add(struct slant_rate_sums *s, uint64_t y, uint64_t w)
{
    s->n++;
    s->with_any += y > 0;
    s->y += y;
    s->w += w;
    s->yy += (unsigned __int128)y * y;
    s->yw += (unsigned __int128)y * w;
    s->ww += (unsigned __int128)w * w;
}

void slant_rate_merge(struct slant_rate_sums *to, const struct slant_rate_sums *from)
{
    to->n += from->n;
    to->with_any += from->with_any;
    to->y += from->y;
    to->w += from->w;
    to->yy += from->yy;
    to->yw += from->yw;
    to->ww += from->ww;
}

struct slant_rate slant_rate_of(const struct slant_rate_sums *s)
{
    struct slant_rate out = {NAN, NAN, NAN};
    if (s->n == 0 || s->w == 0)
        return out;
    long double w = (long double)s->w, r = (long double)s->y / w, n = (long double)s->n;
    out.rate = (double)r;
    if (s->n < LEAST_ARTICLES || s->with_any < LEAST_WITH_ANY)
        return out;
    long double squares = (long double)s->yy - 2 * r * (long double)s->yw + r * r * (long double)s->ww;
    long double v = n / (n - 1) * (squares > 0 ? squares : 0) / (w * w);
    double t = gsl_cdf_tdist_Pinv(0.975, (double)(n - 1)), half = t * sqrt((double)(v / (r * r)));
    if (!isfinite(half))
        return out;
    out.lo = out.rate * exp(-half);
    out.hi = out.rate * exp(half);
    return out;
}
