#include "stats/reliability.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#include "stats/glm.h"
#include "stats/matrix.h"

enum { LEAST_OUTLETS = 5 };

/* τ² by moments; l, v: log rates and their variances. */
static void between_outlets(struct slant_reliability *out, const double *l, const double *v, size_t k)
{
    double w = 0, ww = 0, wl = 0, mean_w = 0, mean = 0;
    for (size_t i = 0; i < k; i++) {
        w += 1 / v[i];
        ww += 1 / (v[i] * v[i]);
        wl += l[i] / v[i];
    }
    out->q = 0;
    for (size_t i = 0; i < k; i++)
        out->q += (l[i] - wl / w) * (l[i] - wl / w) / v[i];
    out->df = (double)k - 1;
    out->q_p = slant_chi_squared_p(out->q, out->df);
    out->tau2 = fmax(0, (out->q - out->df) / (w - ww / w));
    for (size_t i = 0; i < k; i++) {
        mean_w += 1 / (v[i] + out->tau2);
        mean += l[i] / (v[i] + out->tau2);
    }
    out->mean_log_rate = mean / mean_w;
}

struct slant_reliability slant_reliability_of(const struct slant_rate_sums *sums, size_t outlets,
                                              struct slant_arena *mem)
{
    struct slant_reliability out = {SLANT_STAT_TOO_FEW_OUTLETS, NAN, NAN, NAN, NAN, NAN, NULL, NULL, NULL};
    double *l = slant_doubles(mem, outlets), *v = slant_doubles(mem, outlets);
    if (outlets < 2)
        return out;
    out.reliability = slant_doubles(mem, outlets);
    out.shrunken = slant_doubles(mem, outlets);
    out.articles_needed = slant_doubles(mem, outlets);
    if (!l || !v || !out.reliability || !out.shrunken || !out.articles_needed) {
        out.status = SLANT_STAT_NO_MEMORY;
        return out;
    }
    for (size_t i = 0; i < outlets; i++) {
        struct slant_rate rate = slant_rate_estimate(&sums[i], 0.95);
        out.reliability[i] = out.shrunken[i] = out.articles_needed[i] = NAN;
        if (rate.status != SLANT_STAT_OK) {
            out.status = rate.status == SLANT_STAT_NO_EVENTS ? SLANT_STAT_SEPARATION : rate.status;
            return out;
        }
        l[i] = log(rate.rate);
        v[i] = rate.log_se * rate.log_se;
    }
    between_outlets(&out, l, v, outlets);
    for (size_t i = 0; i < outlets; i++) {
        out.reliability[i] = out.tau2 / (out.tau2 + v[i]);
        out.shrunken[i] = exp(out.mean_log_rate + out.reliability[i] * (l[i] - out.mean_log_rate));
        out.articles_needed[i] = out.tau2 > 0 ? (double)sums[i].n * v[i] * 4 / out.tau2 : INFINITY;
    }
    if (outlets >= LEAST_OUTLETS)
        out.status = SLANT_STAT_OK;
    return out;
}

struct slant_split_half slant_split_half_of(const double *odd, const double *even, size_t n)
{
    struct slant_split_half out = {SLANT_STAT_TOO_FEW_UNITS, NAN, NAN};
    if (n < 3)
        return out;
    out.r = gsl_stats_correlation(odd, 1, even, 1, n);
    out.status = isfinite(out.r) ? SLANT_STAT_OK : SLANT_STAT_NO_VARIATION;
    out.spearman_brown = 2 * out.r / (1 + out.r);
    return out;
}

static double alpha_of(double items, double variances, double whole)
{
    return items / (items - 1) * (1 - variances / whole);
}

/* Variance of the rows' sums over the columns that `use` says. */
static double sum_variance(const double *x, size_t n, size_t k, size_t first, size_t step, size_t without, double *sum)
{
    for (size_t i = 0; i < n; i++) {
        sum[i] = 0;
        for (size_t j = first; j < k; j += step)
            sum[i] += j == without ? 0 : x[i * k + j];
    }
    return gsl_stats_variance(sum, 1, n);
}

struct slant_cronbach slant_cronbach_of(const double *x, size_t n, size_t k, struct slant_arena *mem)
{
    struct slant_cronbach out = {SLANT_STAT_TOO_FEW_UNITS, NAN, {NAN, NAN}, NAN, NAN, NAN, NULL};
    double variances = 0, items = (double)k, rows = (double)n, *odd = slant_doubles(mem, n),
           *even = slant_doubles(mem, n);
    out.dropped = slant_doubles(mem, k);
    if (!odd || !even || !out.dropped)
        out.status = SLANT_STAT_NO_MEMORY;
    if (n < 3 || k < 2 || out.status == SLANT_STAT_NO_MEMORY)
        return out;
    for (size_t j = 0; j < k; j++)
        variances += gsl_stats_variance(x + j, k, n);
    double whole = sum_variance(x, n, k, 0, 1, k, odd);
    out.status = whole > 0 ? SLANT_STAT_OK : SLANT_STAT_NO_VARIATION;
    if (!(whole > 0))
        return out;
    out.alpha = alpha_of(items, variances, whole);
    out.ci.lo = 1 - (1 - out.alpha) * gsl_cdf_fdist_Pinv(0.975, rows - 1, (rows - 1) * (items - 1));
    out.ci.hi = 1 - (1 - out.alpha) * gsl_cdf_fdist_Pinv(0.025, rows - 1, (rows - 1) * (items - 1));
    for (size_t j = 0; j < k; j++) {
        double left = variances - gsl_stats_variance(x + j, k, n);
        out.dropped[j] = k > 2 ? alpha_of(items - 1, left, sum_variance(x, n, k, 0, 1, j, odd)) : NAN;
    }
    sum_variance(x, n, k, 0, 2, k, odd);
    sum_variance(x, n, k, 1, 2, k, even);
    struct slant_split_half half = slant_split_half_of(odd, even, n);
    out.split_half = half.r;
    out.spearman_brown = half.spearman_brown;
    out.guttman = 4 * gsl_stats_covariance(odd, 1, even, 1, n) / whole;
    return out;
}
