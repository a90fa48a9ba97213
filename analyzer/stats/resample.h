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

/* Delete-a-group jackknife of a log rate from the sums of `groups` hash groups (empty ones are passed over): its
 * standard error. groups_used may be NULL. */
double slant_group_jackknife(const double *y, const double *w, size_t groups, size_t *groups_used);

#endif
