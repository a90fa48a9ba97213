/* trend: weekly rates over time. Weeks without an article are left out before: missing, not 0. */
#ifndef SLANT_STATS_TREND_H
#define SLANT_STATS_TREND_H

#include "base/arena.h"
#include "stats/stats.h"

enum slant_stat slant_trend_gate(size_t weeks); /* OK or TOO_FEW_UNITS below 20 */

/* Mann (1945) and Kendall with ties and continuity; slope and 95 % interval of Theil and Sen (1968), the interval's
 * places are round(M1) and round(M2)+1 of the sorted slopes, 1-based. time rising, without repeats. */
struct slant_mann_kendall {
    enum slant_stat status; /* OK; NO_VARIATION: p 1; TOO_FEW_UNITS below 3; BAD_INPUT */
    double s, var, z, p, tau_b;
    double slope, intercept;
    struct slant_interval slope_ci;
};
struct slant_mann_kendall slant_mann_kendall_of(const double *time, const double *value, size_t n,
                                                struct slant_arena *mem);

/* Counts over time: log-linear slope with quasi-Poisson and Newey-West (lag 4) errors; autocorrelation of the Pearson
 * residuals at lag 1 (above .3 with fewer than 50 weeks: trust Newey-West, not Mann-Kendall). */
struct slant_count_trend {
    enum slant_stat status;
    double slope, se_poisson, dispersion, se_quasi, se_newey_west, autocorrelation;
};
struct slant_count_trend slant_count_trend_of(const double *time, struct slant_rows rows, struct slant_arena *mem);

#endif
