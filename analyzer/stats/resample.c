#include "stats/resample.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#include "stats/matrix.h"
#include "stats/random.h"

double slant_bca_acceleration(const double *jack, size_t n, double centre)
{
    double squares = 0, cubes = 0;
    for (size_t i = 0; i < n; i++) {
        double d = centre - jack[i];
        squares += d * d;
        cubes += d * d * d;
    }
    return squares > 0 ? cubes / (6 * pow(squares, 1.5)) : NAN;
}

struct slant_interval slant_bca_places(double z0, double accel, double level)
{
    double z = gsl_cdf_ugaussian_Pinv(0.5 + level / 2), lo = z0 - z, hi = z0 + z;
    return (struct slant_interval){gsl_cdf_ugaussian_P(z0 + lo / (1 - accel * lo)),
                                   gsl_cdf_ugaussian_P(z0 + hi / (1 - accel * hi))};
}

struct slant_bca slant_bca_of(double estimate, double *replicates, size_t many, const double *jack, size_t n,
                              double level)
{
    struct slant_bca out = {SLANT_STAT_UNDEFINED, NAN, NAN, NAN, NAN, {NAN, NAN}};
    double below = 0;
    for (size_t i = 0; i < many; i++) {
        if (!isfinite(replicates[i]))
            return out;
        below += replicates[i] < estimate ? 1 : replicates[i] == estimate ? 0.5 : 0;
    }
    out.accel = n > 0 ? slant_bca_acceleration(jack, n, gsl_stats_mean(jack, 1, n)) : NAN;
    if (!(below > 0 && below < (double)many) || !isfinite(out.accel))
        return out;
    slant_sort(replicates, many);
    out.z0 = gsl_cdf_ugaussian_Pinv(below / (double)many);
    struct slant_interval places = slant_bca_places(out.z0, out.accel, level);
    out.p_lo = places.lo;
    out.p_hi = places.hi;
    out.ci = (struct slant_interval){slant_quantile6(replicates, many, places.lo),
                                     slant_quantile6(replicates, many, places.hi)};
    out.status = SLANT_STAT_OK;
    return out;
}

double slant_quantile_normal(const double *sorted, size_t n, double p)
{
    double place = ((double)n + 1) * p, k = floor(place), all = (double)n + 1;
    if (n == 0 || isnan(p))
        return NAN;
    if (k < 1 || k >= (double)n)
        return sorted[k < 1 ? 0 : n - 1];
    double low = sorted[(size_t)k - 1], high = sorted[(size_t)k];
    double a = gsl_cdf_ugaussian_Pinv(k / all), b = gsl_cdf_ugaussian_Pinv((k + 1) / all);
    return place == k ? low : low + (gsl_cdf_ugaussian_Pinv(place / all) - a) / (b - a) * (high - low);
}

struct slant_bootstrap slant_bootstrap_of(double (*statistic)(void *ctx, const uint32_t *pick, size_t many), void *ctx,
                                          size_t n, size_t replicates, uint64_t key, struct slant_arena *mem)
{
    struct slant_bootstrap out = {SLANT_STAT_TOO_FEW_ARTICLES, NAN, NAN, {NAN, NAN}, {NAN, NAN}};
    double *t = slant_doubles(mem, replicates), *jack = slant_doubles(mem, n);
    uint32_t *pick = slant_arena_alloc(mem, (n + 1) * sizeof *pick);
    if (!t || !jack || !pick)
        out.status = SLANT_STAT_NO_MEMORY;
    if (!t || !jack || !pick || n < 2)
        return out;
    for (size_t i = 0; i < n; i++)
        pick[i] = (uint32_t)i;
    out.estimate = statistic(ctx, pick, n);
    for (size_t i = 0; i < n; i++) { /* the last one takes the place of the one left out */
        pick[i] = (uint32_t)n - 1;
        jack[i] = statistic(ctx, pick, n - 1);
        pick[i] = (uint32_t)i;
    }
    for (size_t b = 0; b < replicates; b++) {
        struct slant_random random = slant_random_start(key, (uint32_t)b);
        for (size_t i = 0; i < n; i++)
            pick[i] = slant_random_below(&random, (uint32_t)n);
        t[b] = statistic(ctx, pick, n);
    }
    struct slant_bca bca = slant_bca_of(out.estimate, t, replicates, jack, n, 0.95);
    out.status = bca.status;
    out.bca = bca.ci;
    out.se = replicates > 1 ? gsl_stats_sd(t, 1, replicates) : NAN;
    if (!isfinite(out.se) || !isfinite(out.estimate)) {
        out.status = SLANT_STAT_UNDEFINED;
        out.se = NAN;
        return out;
    }
    slant_sort(t, replicates);
    out.percentile =
        (struct slant_interval){slant_quantile6(t, replicates, 0.025), slant_quantile6(t, replicates, 0.975)};
    return out;
}

double slant_group_jackknife(const double *y, const double *w, size_t groups, size_t *groups_used)
{
    double all_y = 0, all_w = 0, used = 0, mean = 0, squares = 0;
    for (size_t g = 0; g < groups; g++) {
        all_y += y[g];
        all_w += w[g];
    }
    for (int pass = 0; pass < 2; pass++)
        for (size_t g = 0; g < groups; g++) {
            if (!(w[g] > 0))
                continue;
            double log_rate = log((all_y - y[g]) / (all_w - w[g]));
            if (pass == 0) {
                used++;
                mean += (log_rate - mean) / used;
            } else
                squares += (log_rate - mean) * (log_rate - mean);
        }
    if (groups_used)
        *groups_used = (size_t)used;
    double se = sqrt((used - 1) / used * squares);
    return used > 1 && isfinite(se) ? se : NAN;
}
