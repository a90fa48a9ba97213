/* topic: what is left of a difference when the mix of topics is held equal. */
#ifndef SLANT_STATS_TOPIC_H
#define SLANT_STATS_TOPIC_H

#include "base/arena.h"
#include "stats/rate.h"
#include "stats/stats.h"

struct slant_strata {
    struct slant_rows rows;
    const uint32_t *outlet;  /* n of 0 .. outlets-1 */
    const uint32_t *stratum; /* n of 0 .. strata-1 */
    size_t outlets, strata;
};
/* Direct standardisation: Σ_g π_g·exp(x'b) of the additive Poisson model outlet + stratum, π the corpus's share of
 * exposure in each stratum; standard error by the delta method from HC1. Arrays in mem.
 * refused[o]: 1 when the outlet has fewer than 3 articles in a stratum that holds over 10 % of the weight. */
struct slant_standardised {
    enum slant_stat status;        /* OK; EMPTY_CELL (every outlet refused); those of the fit */
    double *weights;               /* strata */
    double *crude, *adjusted, *se; /* outlets; per unit of exposure */
    unsigned char *refused;        /* outlets */
    size_t empty_cells;
};
struct slant_standardised slant_standardise(const struct slant_strata *data, struct slant_arena *mem);

/* Mantel & Haenszel's rate ratio of outlet a to outlet b over strata, with the Poisson variance of Greenland & Robins
 * (1985) and one with the article as the unit (linearised, centred within outlet × stratum); 95 % interval from the
 * latter. status: SEPARATION when either sum is 0; TOO_FEW_ARTICLES when an outlet has a single article in a stratum.
 */
struct slant_mantel {
    enum slant_stat status;
    double ratio, log_ratio, var_poisson, var, lo, hi;
};
struct slant_mantel slant_mantel_haenszel(const struct slant_strata *data, uint32_t a, uint32_t b,
                                          struct slant_arena *mem);

/* Does the difference depend on the stratum? Quasi-Poisson F of outlet × stratum (p < .05: show strata, not one
 * number). EMPTY_CELL when an outlet lacks a stratum. */
struct slant_interaction {
    enum slant_stat status;
    double f, df1, df2, p;
};
struct slant_interaction slant_topic_interaction(const struct slant_strata *data, struct slant_arena *mem);

#endif
