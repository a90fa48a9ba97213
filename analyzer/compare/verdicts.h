/* verdicts: the comparisons of one measure, held to Holm; intervals that say the same. */
#ifndef SLANT_COMPARE_VERDICTS_H
#define SLANT_COMPARE_VERDICTS_H

#include "compare/compare.h"

struct slant_estimate {
    double log_ratio, se, df;
};

/* Fills p_holm, intervals and verdicts of n comparisons from their status, ratio and p. level: what Holm is held to;
 * is_selected: claims may be made. The interval is that of Bonferroni; where Holm, which is sharper, finds a difference
 * that it would just miss, it is taken at Holm's own step; where a difference is not claimed that it would just show,
 * it is drawn out to 1. 0, or -1: out of memory. */
int slant_verdicts(struct slant_compared_ratio **ratios, const struct slant_estimate *of, size_t n, double level,
                   int is_selected, struct slant_arena *mem);

#endif
