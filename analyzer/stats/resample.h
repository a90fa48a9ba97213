/* resample: bootstrap intervals for statistics without a closed form, and jackknifes that shards can share. */
#ifndef SLANT_STATS_RESAMPLE_H
#define SLANT_STATS_RESAMPLE_H

#include "base/arena.h"
#include "stats/stats.h"

/* Bias-corrected and accelerated (Efron 1987): z0 counts ties by half; a = Σd³/(6 (Σd²)^1.5), d = mean(jack) - jack.
 * Ends are type-6 quantiles of the replicates at p. status: OK; UNDEFINED when every replicate lies on one side. */
struct slant_bca {
    enum slant_stat status;
    double z0, accel, p_lo, p_hi;
    struct slant_interval ci;
};
/* replicates: sorted in place. jack: the n leave-one-out values. */
struct slant_bca slant_bca_of(double estimate, double *replicates, size_t many, const double *jack, size_t n,
                              double level);
/* a about a centre: the mean of jack as above; R's boot takes the estimate itself. */
double slant_bca_acceleration(const double *jack, size_t n, double centre);
/* The places p of the ends, of z0 and acceleration. */
struct slant_interval slant_bca_places(double z0, double accel, double level);
/* Quantile by normal interpolation between order statistics, as R's boot does. */
double slant_quantile_normal(const double *sorted, size_t n, double p);

/* Bootstraps any statistic over n articles (or coarser): `replicates` resamples drawn from key, and every article left
 * out once. For what has no closed form: medians, diversity. BCa wants 30 articles or more. statistic: of the articles
 * whose numbers stand in pick, `many` of them, repeats among them; must be finite. */
struct slant_bootstrap {
    enum slant_stat
        status; /* OK; TOO_FEW_ARTICLES (n < 2); UNDEFINED, of the bca alone or of everything: then se is NaN */
    double estimate, se;
    struct slant_interval percentile, bca; /* 95 % */
};
struct slant_bootstrap slant_bootstrap_of(double (*statistic)(void *ctx, const uint32_t *pick, size_t many), void *ctx,
                                          size_t n, size_t replicates, uint64_t key, struct slant_arena *mem);

/* Delete-a-group jackknife of a log rate from the sums of `groups` hash groups (empty ones are passed over): its
 * standard error. groups_used may be NULL. */
double slant_group_jackknife(const double *y, const double *w, size_t groups, size_t *groups_used);

#endif
