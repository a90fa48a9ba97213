#include "stats/effect.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#include "stats/matrix.h"

static const double Z = 1.959963984540054; /* of 97.5 % */

/* For each of x, sorted order not needed: the share of y below less the share above. y is sorted. *equal: pairs tied.
 */
static void dominance(const double *x, size_t n, const double *y, size_t m, double *out, double *equal)
{
    *equal = 0;
    for (size_t i = 0; i < n; i++) {
        size_t below = 0, upto = 0;
        for (size_t step = m; step > 0; step /= 2) { /* how many are < x, and how many <= x, by halving */
            while (below + step <= m && y[below + step - 1] < x[i])
                below += step;
            while (upto + step <= m && y[upto + step - 1] <= x[i])
                upto += step;
        }
        out[i] = ((double)below - ((double)m - (double)upto)) / (double)m;
        *equal += (double)(upto - below);
    }
}

static double squares_about(const double *d, size_t n, double centre)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (d[i] - centre) * (d[i] - centre);
    return sum;
}

/* Feng & Cliff 2004, asymmetric, with the unbiased variance held above (1-δ²)/(nm-1). */
static void cliff_interval(struct slant_cliff *out, double sx, double sy, double equal, double n, double m)
{
    double d = out->delta, pairs = n * m, each = pairs - equal - pairs * d * d;
    double unbiased = (m * m * sx + n * n * sy - each) / (pairs * (n - 1) * (m - 1));
    out->var = fmax(unbiased, (1 - d * d) / (pairs - 1));
    double room = 1 - d * d, half = Z * sqrt(out->var) * sqrt(room * room + Z * Z * out->var);
    double below = room + Z * Z * out->var;
    if (fabs(d) < 1)
        out->ci = (struct slant_interval){(d - d * d * d - half) / below, (d - d * d * d + half) / below};
    else
        out->ci = (struct slant_interval){d, d};
}

struct slant_cliff slant_cliff_delta(const double *x, size_t n, const double *y, size_t m, struct slant_arena *mem)
{
    struct slant_cliff out = {SLANT_STAT_TOO_FEW_ARTICLES, NAN, NAN, NAN, {NAN, NAN}, NAN, NAN};
    double *sx = slant_doubles(mem, n), *sy = slant_doubles(mem, m), *d = slant_doubles(mem, n + m), equal, again;
    if (n == 0 || m == 0)
        return out;
    if (!sx || !sy || !d) {
        out.status = SLANT_STAT_NO_MEMORY;
        return out;
    }
    memcpy(sx, x, n * sizeof *x);
    memcpy(sy, y, m * sizeof *y);
    slant_sort(sx, n);
    slant_sort(sy, m);
    dominance(sx, n, sy, m, d, &equal);
    dominance(sy, m, sx, n, d + n, &again);
    for (size_t j = 0; j < m; j++)
        d[n + j] = -d[n + j];
    out.delta = gsl_stats_mean(d, 1, n);
    out.superiority = (out.delta + 1) / 2;
    if (n < 2 || m < 2)
        return out;
    out.status = SLANT_STAT_OK;
    cliff_interval(&out, squares_about(d, n, out.delta), squares_about(d + n, m, out.delta), equal, (double)n,
                   (double)m);
    if (equal == (double)n * (double)m)
        out.status = SLANT_STAT_NO_VARIATION;
    if (fabs(out.delta) == 1) {
        out.status = SLANT_STAT_SEPARATION;
        out.superiority_bound = pow(0.025, 1 / (double)(n < m ? n : m));
        out.bound = 2 * out.superiority_bound - 1;
    }
    return out;
}

/* ∫ Φ(t s - δ) f(s) ds over the density f of s = √(χ²/df), by Simpson's rule: everything lies within 12 deviations. */
double slant_noncentral_t(double t, double df, double ncp)
{
    enum { PARTS = 2000 };
    if (!(df > 0) || !isfinite(t) || !isfinite(ncp))
        return NAN;
    double reach = 12 / sqrt(2 * df), lo = fmax(0, 1 - reach), step = (1 + reach - lo) / PARTS, sum = 0;
    for (int i = 0; i <= PARTS; i++) {
        double s = lo + step * i, factor = i == 0 || i == PARTS ? 1 : i % 2 ? 4 : 2;
        if (s > 0)
            sum += factor * gsl_cdf_ugaussian_P(t * s - ncp) * 2 * df * s * gsl_ran_chisq_pdf(df * s * s, df);
    }
    return sum * step / 3;
}

/* The noncentrality at which t lies at chance p; the chance falls as it rises. */
static double noncentrality(double t, double df, double p)
{
    double lo = t - 8, hi = t + 8;
    while (slant_noncentral_t(t, df, lo) < p && lo > -1e6)
        lo -= 16 + fabs(t);
    while (slant_noncentral_t(t, df, hi) > p && hi < 1e6)
        hi += 16 + fabs(t);
    for (int i = 0; i < 60 && hi - lo > 1e-11 * (1 + fabs(t)); i++) {
        double mid = (lo + hi) / 2;
        if (slant_noncentral_t(t, df, mid) > p)
            lo = mid;
        else
            hi = mid;
    }
    return (lo + hi) / 2;
}

struct slant_hedges slant_hedges_g(const double *x, size_t n, const double *y, size_t m)
{
    struct slant_hedges out = {SLANT_STAT_TOO_FEW_ARTICLES, NAN, NAN, NAN, NAN, {NAN, NAN}, {NAN, NAN}};
    if (n < 2 || m < 2)
        return out;
    double a = (double)n, b = (double)m, df = a + b - 2, size = sqrt(1 / a + 1 / b);
    double pooled = sqrt(((a - 1) * gsl_stats_variance(x, 1, n) + (b - 1) * gsl_stats_variance(y, 1, m)) / df);
    out.status = pooled > 0 ? SLANT_STAT_OK : SLANT_STAT_NO_VARIATION;
    if (!(pooled > 0))
        return out;
    out.d = (gsl_stats_mean(x, 1, n) - gsl_stats_mean(y, 1, m)) / pooled;
    out.j = exp(gsl_sf_lngamma(df / 2) - log(sqrt(df / 2)) - gsl_sf_lngamma((df - 1) / 2));
    out.g = out.j * out.d;
    out.var = (a + b) / (a * b) + out.g * out.g / (2 * (a + b));
    out.ci = (struct slant_interval){out.g - Z * sqrt(out.var), out.g + Z * sqrt(out.var)};
    double t = out.d / size;
    out.ci_noncentral.lo = out.j * size * noncentrality(t, df, 0.975);
    out.ci_noncentral.hi = out.j * size * noncentrality(t, df, 0.025);
    return out;
}
