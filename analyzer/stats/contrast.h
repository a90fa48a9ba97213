/* contrast: each outlet beside the others. */
#ifndef SLANT_STATS_CONTRAST_H
#define SLANT_STATS_CONTRAST_H

#include "stats/rate.h"

/* One outlet against the unweighted mean of all outlets' log rates (so no outlet is the norm, and the large ones do not
 * outvote the small): est = l_k - mean(l), se from the linearised variances, Satterthwaite's df. ratio = exp(est). */
struct slant_contrast {
    enum slant_stat status; /* OK, TOO_FEW_OUTLETS, TOO_FEW_ARTICLES, SEPARATION (an outlet with none), NO_VARIATION */
    double log_rate, var_log;
    double est, se, df, p, ratio, lo, hi;
};
/* Fills out[groups]; every outlet must have its log rate (leave those that slant_rate_gate refuses out before). level:
 * of the interval: 0.95, or 1 - 0.05/m for intervals that agree with Holm's verdicts. Returns out[0]'s kind of trouble:
 * OK, or what all of them have. */
enum slant_stat slant_contrast_mean(const struct slant_rate_sums *sums, size_t groups, double level,
                                    struct slant_contrast *out);
/* Outlet `which` against all others pooled, as a ratio. */
struct slant_ratio slant_contrast_rest(const struct slant_rate_sums *sums, size_t groups, size_t which, double level);

#endif
