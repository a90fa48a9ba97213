/* reliability: would the same ranking come out again? */
#ifndef SLANT_STATS_RELIABILITY_H
#define SLANT_STATS_RELIABILITY_H

#include "base/arena.h"
#include "stats/rate.h"
#include "stats/stats.h"

/* Spread between outlets τ² (DerSimonian & Laird 1986) on log rates against the spread within: reliability of an
 * outlet's rate τ²/(τ²+s²), its rate drawn towards the mean accordingly, articles for reliability .8 (n s² 4/τ²).
 * Arrays in mem. Needs 5 outlets: TOO_FEW_OUTLETS says so, numbers stand all the same from 2. A ranking needs .7. */
struct slant_reliability {
    enum slant_stat status;
    double q, df, q_p, tau2, mean_log_rate;
    double *reliability, *shrunken, *articles_needed; /* outlets; articles_needed infinite when τ² is 0 */
};
struct slant_reliability slant_reliability_of(const struct slant_rate_sums *sums, size_t outlets,
                                              struct slant_arena *mem);

/* Correlation of two halves and what it means for the whole (Spearman 1910, Brown 1910). */
struct slant_split_half {
    enum slant_stat status;
    double r, spearman_brown;
};
struct slant_split_half slant_split_half_of(const double *odd, const double *even, size_t n);

/* Cronbach's alpha of k items over n articles (x row-major), Feldt's (1965) 95 % interval, odd-even halves. */
struct slant_cronbach {
    enum slant_stat status;
    double alpha;
    struct slant_interval ci;
    double split_half, spearman_brown, guttman;
    double *dropped; /* k: alpha without the item; in mem */
};
struct slant_cronbach slant_cronbach_of(const double *x, size_t n, size_t k, struct slant_arena *mem);

#endif
