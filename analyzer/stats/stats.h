/* stats: GSL's only door. */
#ifndef SLANT_STATS_STATS_H
#define SLANT_STATS_STATS_H

#include <stdint.h>

/* GSL aborts the process on an error unless told otherwise: call once, before any thread starts. */
void slant_stats_start(void);
const char *slant_stats_library(void); /* "GSL 2.7.1" */

/* Sums over the articles of one group: count y and exposure w of each. */
struct slant_rate_sums {
    uint64_t n, with_any; /* articles; those with y > 0 */
    uint64_t y, w;
    unsigned __int128 yy, yw, ww;
};
void slant_rate_add(struct slant_rate_sums *sums, uint64_t y, uint64_t w);
void slant_rate_merge(struct slant_rate_sums *to, const struct slant_rate_sums *from);

/* The rate Y/W and its 95 % interval R·exp(±t s), t with n-1 degrees of freedom, s² = v/R²,
 * v = n/(n-1) · Σ(y - R w)² / W²: the article is the unit (Cochran 1977, ch. 6). Has no interval (lo and hi NaN) below
 * 10 articles or below 5 with any: then it is counts only. */
struct slant_rate {
    double rate, lo, hi; /* per unit of exposure; NaN: none */
};
struct slant_rate slant_rate_of(const struct slant_rate_sums *sums);

#endif
