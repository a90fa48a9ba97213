#include "stats/rate.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

enum { LEAST_ARTICLES = 10, LEAST_WITH_ANY = 5 };

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

/* a·b·c, or 0 and *over set. */
static unsigned __int128 product(unsigned __int128 a, unsigned __int128 b, unsigned __int128 c, int *over)
{
    unsigned __int128 out;
    if (__builtin_mul_overflow(a, b, &out) || __builtin_mul_overflow(out, c, &out))
        *over = 1;
    return *over ? 0 : out;
}

/* Σ(y - R w)² = (W²Σyy - 2YWΣyw + Y²Σww)/W²: exact in whole numbers, so that 'no variance' is exactly 0; rounded
 * where 128 bits do not hold it. */
static long double residual_squares(const struct slant_rate_sums *s)
{
    int over = 0;
    unsigned __int128 w = s->w, y = s->y;
    unsigned __int128 a = product(w, w, s->yy, &over), b = product(w, y, s->yw, &over), c = product(y, y, s->ww, &over);
    unsigned __int128 ac, bb;
    long double wl = (long double)s->w, r = (long double)s->y / wl;
    if (!over && !__builtin_add_overflow(a, c, &ac) && !__builtin_add_overflow(b, b, &bb))
        return (long double)(ac > bb ? ac - bb : 0) / wl / wl;
    long double squares = (long double)s->yy - 2 * r * (long double)s->yw + r * r * (long double)s->ww;
    return squares > 0 ? squares : 0;
}

static void put_interval(struct slant_rate *out, double level, double df)
{
    double half = gsl_cdf_tdist_Pinv(0.5 + level / 2, df) * out->log_se;
    if (!isfinite(half)) {
        out->status = SLANT_STAT_BAD_INPUT;
        return;
    }
    out->lo = out->rate * exp(-half);
    out->hi = out->rate * exp(half);
    if (out->log_se == 0)
        out->status = SLANT_STAT_NO_VARIATION;
}

/* Rate and spread, no interval. */
static struct slant_rate spread_of(const struct slant_rate_sums *s)
{
    struct slant_rate out = {SLANT_STAT_OK, NAN, NAN, NAN, NAN, NAN};
    if (s->w == 0) {
        out.status = s->n == 0 ? SLANT_STAT_TOO_FEW_ARTICLES : SLANT_STAT_BAD_INPUT;
        return out;
    }
    long double w = (long double)s->w, r = (long double)s->y / w, n = (long double)s->n;
    out.rate = (double)r;
    out.status = s->n < 2 ? SLANT_STAT_TOO_FEW_ARTICLES : s->y == 0 ? SLANT_STAT_NO_EVENTS : SLANT_STAT_OK;
    if (s->n < 2)
        return out;
    long double v = n / (n - 1) * residual_squares(s) / (w * w);
    out.v = (double)v;
    if (s->y > 0)
        out.log_se = (double)(sqrtl(v) / r);
    return out;
}

struct slant_rate slant_rate_estimate(const struct slant_rate_sums *s, double level)
{
    struct slant_rate out = spread_of(s);
    if (out.status == SLANT_STAT_OK)
        put_interval(&out, level, (double)(s->n - 1));
    return out;
}

enum slant_stat slant_rate_gate(const struct slant_rate_sums *s)
{
    if (s->n < LEAST_ARTICLES)
        return SLANT_STAT_TOO_FEW_ARTICLES;
    if (s->y == 0)
        return SLANT_STAT_NO_EVENTS;
    return s->with_any < LEAST_WITH_ANY ? SLANT_STAT_TOO_FEW_ARTICLES : SLANT_STAT_OK;
}

struct slant_rate slant_rate_of(const struct slant_rate_sums *s)
{
    enum slant_stat gate = slant_rate_gate(s);
    struct slant_rate out = gate == SLANT_STAT_OK ? slant_rate_estimate(s, 0.95) : spread_of(s);
    if (gate != SLANT_STAT_OK && s->w > 0)
        out.status = gate;
    return out;
}

struct slant_rate slant_share_estimate(const struct slant_rate_sums *s, double level)
{
    struct slant_rate out = spread_of(s);
    double p = out.rate;
    if (out.status != SLANT_STAT_OK)
        return out;
    out.log_se = NAN;
    if (s->y >= s->w) {
        out.status = s->y > s->w ? SLANT_STAT_BAD_INPUT : SLANT_STAT_NO_VARIATION;
        return out;
    }
    out.log_se = sqrt(out.v) / (p * (1 - p));
    double half = gsl_cdf_tdist_Pinv(0.5 + level / 2, (double)(s->n - 1)) * out.log_se, logit = log(p / (1 - p));
    out.lo = 1 / (1 + exp(-(logit - half)));
    out.hi = 1 / (1 + exp(-(logit + half)));
    if (out.log_se == 0)
        out.status = SLANT_STAT_NO_VARIATION;
    return out;
}

double slant_rate_upper(double w, double dispersion, double p)
{
    return w > 0 && p > 0 && p < 1 ? fmax(1, dispersion) * -log1p(-p) / w : NAN;
}

static enum slant_stat ratio_status(const struct slant_rate_sums *a, const struct slant_rate_sums *b)
{
    if (a->n < 2 || b->n < 2)
        return SLANT_STAT_TOO_FEW_ARTICLES;
    if (a->w == 0 || b->w == 0)
        return SLANT_STAT_BAD_INPUT;
    if (a->y == 0 && b->y == 0)
        return SLANT_STAT_NO_EVENTS;
    return a->y == 0 || b->y == 0 ? SLANT_STAT_SEPARATION : SLANT_STAT_OK;
}

struct slant_ratio slant_ratio_of(const struct slant_rate_sums *a, const struct slant_rate_sums *b, double level)
{
    struct slant_ratio out = {ratio_status(a, b), NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    struct slant_rate ra = spread_of(a), rb = spread_of(b);
    if (a->y > 0 && b->y > 0 && a->w > 0 && b->w > 0) {
        out.ratio = ra.rate / rb.rate;
        out.log_ratio = log(out.ratio);
    }
    if (out.status != SLANT_STAT_OK)
        return out;
    double va = ra.log_se * ra.log_se, vb = rb.log_se * rb.log_se, na = (double)a->n, nb = (double)b->n;
    out.se = sqrt(va + vb);
    if (out.se == 0) {
        out.status = SLANT_STAT_NO_VARIATION;
        out.p = out.log_ratio == 0 ? 1 : NAN;
        return out;
    }
    out.df = (va + vb) * (va + vb) / (va * va / (na - 1) + vb * vb / (nb - 1));
    out.t = out.log_ratio / out.se;
    out.p = 2 * gsl_cdf_tdist_Q(fabs(out.t), out.df);
    double half = gsl_cdf_tdist_Pinv(0.5 + level / 2, out.df) * out.se;
    if (!isfinite(half) || !isfinite(out.p)) {
        out.status = SLANT_STAT_BAD_INPUT;
        return out;
    }
    out.lo = out.ratio * exp(-half);
    out.hi = out.ratio * exp(half);
    return out;
}

/* The articles' own rates: mean, spread, quantiles. rate, scratch: n each. */
static void describe_rates(struct slant_description *out, double *rate, size_t n)
{
    static const double places[5] = {0.05, 0.25, 0.5, 0.75, 0.95};
    out->mean = gsl_stats_mean(rate, 1, n);
    out->sd = n > 1 ? gsl_stats_sd(rate, 1, n) : NAN;
    slant_sort(rate, n);
    for (size_t i = 0; i < 5; i++)
        out->quantiles[i] = slant_quantile(rate, n, places[i]);
    out->median = out->quantiles[2];
    for (size_t i = 0; i < n; i++)
        rate[i] = fabs(rate[i] - out->median);
    slant_sort(rate, n);
    out->mad = 1.4826 * slant_quantile(rate, n, 0.5);
}

static double jackknife_of(struct slant_rows rows, double y, double w, double *left)
{
    double n = (double)rows.n;
    for (size_t i = 0; i < rows.n; i++)
        left[i] = (y - rows.y[i]) / (w - rows.w[i]);
    return (n - 1) / sqrt(n) * gsl_stats_sd(left, 1, rows.n);
}

/* Exact ends for a Poisson count y (Garwood 1936). */
static struct slant_interval poisson_ends(double y, double w)
{
    double lo = y > 0 ? gsl_cdf_gamma_Pinv(0.025, y, 1) : 0, hi = gsl_cdf_gamma_Pinv(0.975, y + 1, 1);
    return (struct slant_interval){lo / w, hi / w};
}

static struct slant_description undescribed(enum slant_stat status)
{
    const struct slant_interval none = {NAN, NAN};
    return (struct slant_description){
        status, NAN, NAN, NAN, NAN, NAN, NAN, NAN, none, none, none, NAN, NAN, NAN, NAN, NAN, {NAN, NAN, NAN, NAN, NAN},
        NAN};
}

struct slant_description slant_rate_describe(struct slant_rows rows, struct slant_arena *mem)
{
    struct slant_description out = undescribed(SLANT_STAT_BAD_INPUT);
    struct slant_rate_sums sums = {0};
    double squares = 0, *scratch = slant_arena_alloc(mem, (rows.n + 1) * sizeof *scratch);
    for (size_t i = 0; i < rows.n; i++) {
        if (slant_row_check(1, &rows.w[i], &rows.y[i]) != SLANT_ROW_USABLE || rows.w[i] > 1e18 || rows.y[i] > 1e18)
            return out;
        slant_rate_add(&sums, (uint64_t)rows.y[i], (uint64_t)rows.w[i]);
    }
    if (!scratch || rows.n == 0) {
        out.status = scratch ? SLANT_STAT_TOO_FEW_ARTICLES : SLANT_STAT_NO_MEMORY;
        return out;
    }
    struct slant_rate rate = slant_rate_estimate(&sums, 0.95);
    out.status = rate.status;
    out.n = (double)rows.n;
    out.zeros = (double)(sums.n - sums.with_any);
    out.y = (double)sums.y;
    out.w = (double)sums.w;
    out.rate = rate.rate;
    out.se = sqrt(rate.v);
    out.log_se = rate.log_se;
    out.log_t = (struct slant_interval){rate.lo, rate.hi};
    out.poisson = poisson_ends(out.y, out.w);
    if (rows.n > 1) {
        double half = gsl_cdf_tdist_Pinv(0.975, out.n - 1) * out.se;
        out.wald_t = (struct slant_interval){out.rate - half, out.rate + half};
        out.jackknife_se = jackknife_of(rows, out.y, out.w, scratch);
        for (size_t i = 0; i < rows.n; i++) {
            double mu = out.rate * rows.w[i];
            squares += (rows.y[i] - mu) * (rows.y[i] - mu) / mu;
        }
        out.dispersion = squares / (out.n - 1);
    }
    for (size_t i = 0; i < rows.n; i++)
        scratch[i] = rows.y[i] / rows.w[i];
    describe_rates(&out, scratch, rows.n);
    return out;
}

enum slant_row_fault slant_row_check(int has_outlet, const double *words, const double *count)
{
    if (!has_outlet)
        return SLANT_ROW_OUTLET_MISSING;
    if (!words)
        return SLANT_ROW_WORDS_MISSING;
    if (!isfinite(*words))
        return SLANT_ROW_WORDS_NOT_FINITE;
    if (!count)
        return SLANT_ROW_COUNT_MISSING;
    if (!isfinite(*count))
        return SLANT_ROW_COUNT_NOT_FINITE;
    if (*count < 0)
        return SLANT_ROW_COUNT_NEGATIVE;
    if (*count != floor(*count))
        return SLANT_ROW_COUNT_NOT_INTEGER;
    if (*words <= 0)
        return *count > 0 ? SLANT_ROW_COUNT_WITHOUT_EXPOSURE : SLANT_ROW_NO_EXPOSURE;
    return SLANT_ROW_USABLE;
}

const char *slant_row_fault_name(enum slant_row_fault fault)
{
    static const char *const names[] = {
        "usable",           "outlet_missing", "words_missing",     "words_not_finite", "count_missing",
        "count_not_finite", "count_negative", "count_not_integer", "no_exposure",      "count_without_exposure",
    };
    return names[fault];
}
