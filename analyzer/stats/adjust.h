/* adjust: p values of several tests at once. NaN (a test that was refused) stays NaN and does not count. */
#ifndef SLANT_STATS_ADJUST_H
#define SLANT_STATS_ADJUST_H

#include "base/arena.h"
#include "stats/stats.h"

enum slant_adjust_by {
    SLANT_ADJUST_HOLM,       /* chance of any false claim; within one feature */
    SLANT_ADJUST_BH,         /* share of false claims (Benjamini & Hochberg 1995); over features, words */
    SLANT_ADJUST_BY,         /* the same under any dependence (Benjamini & Yekutieli 2001) */
    SLANT_ADJUST_HOCHBERG,   /* Hochberg 1988 */
    SLANT_ADJUST_BONFERRONI, /* for simultaneous intervals: level 1 - .05/m */
};
/* Adjusted p values, in the order of p; adjusted may be p itself. OK or NO_MEMORY, BAD_INPUT (p outside 0..1). */
enum slant_stat slant_adjust(enum slant_adjust_by by, const double *p, size_t n, double *adjusted,
                             struct slant_arena *mem);

/* Several features (families), each with an omnibus p and some contrasts: BH over the omnibus p; inside the R selected
 * of m families Holm at level alpha·R/m (Benjamini & Bogomolov 2014). So a verdict on a contrast is adjusted[i] <=
 * level. */
struct slant_families {
    size_t tested, selected; /* m without NaN; R */
    double level;            /* alpha·R/m: that inside selected families; 0 when none */
};
/* omnibus: `families` p values; chosen[f]: 1 when selected. */
enum slant_stat slant_adjust_families(const double *omnibus, size_t families, double alpha, unsigned char *chosen,
                                      struct slant_families *out, struct slant_arena *mem);

#endif
