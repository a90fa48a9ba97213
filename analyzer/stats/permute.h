/* permute: tests that shuffle articles (count and exposure together) over outlets. Exact when there are few ways, else
 * from a fixed number of random ones. */
#ifndef SLANT_STATS_PERMUTE_H
#define SLANT_STATS_PERMUTE_H

#include "base/arena.h"
#include "stats/stats.h"

enum slant_permute_by {
    /* Two outlets, two-sided on |T|. */
    SLANT_PERMUTE_STUDENT_LOG, /* headline: (log((Y₂+½)/W₂) - log((Y₁+½)/W₁)) / √(v₁/R₁'² + v₂/R₂'²); 0 when that is 0/0
                                */
    SLANT_PERMUTE_STUDENT, /* (R₂ - R₁)/√(v₁ + v₂) */
    SLANT_PERMUTE_SUMS,    /* R₂ - R₁, ratios of sums */
    SLANT_PERMUTE_MEANS,   /* difference of the mean article rates */
    SLANT_PERMUTE_WELCH,   /* Welch's t of the article rates */
    SLANT_PERMUTE_RANKS,   /* rank sum of the article rates, centred on its mean */
    /* Two or more outlets, one-sided on T. */
    SLANT_PERMUTE_WELCH_LOG, /* headline: Welch's F on log((Y+½)/W), weights 1/max(v/R'², 1e-12) */
    SLANT_PERMUTE_F,         /* classical F of the article rates */
    SLANT_PERMUTE_WELCH_F,   /* Welch's F of the article rates */
    SLANT_PERMUTE_KRUSKAL,   /* Kruskal-Wallis H of the article rates */
};

struct slant_permute {
    struct slant_rows rows;
    const uint32_t
        *group; /* of each row, 0 .. groups-1; every group has a row. Two outlets: T is group 1 less group 0 */
    size_t groups;
    enum slant_permute_by by;
    uint64_t exact_limit; /* 200,000: enumerate when there are at most so many assignments; 0: never */
    uint32_t replicates;  /* 9,999 */
    uint64_t key;         /* of this test's stream: slant_random_key */
};

/* exact: p = at_least / assignments, over all of them. Else p = (at_least + 1)/(replicates + 1) (Phipson & Smyth 2010).
 * at_least counts T* >= T (1 - 1e-9), so that ties in floating point are ties. least_p: the smallest p that this design
 * can give. Valid for equal rates even where spreads differ (Janssen 1997; Chung & Romano 2013; Pauly et al. 2015).
 * The random ones depend on the order of rows within the input: sort them by article id. They cost replicates times the
 * rows outside the largest outlet, about 10 ns each: a million articles want fewer replicates. status: OK;
 * TOO_FEW_ARTICLES (a group of the studentised kinds below 2); NO_EVENTS; NO_VARIATION (all rates equal: p = 1);
 * TOO_FEW_OUTLETS; BAD_INPUT; NO_MEMORY. */
struct slant_permuted {
    enum slant_stat status;
    int exact;
    double assignments; /* in all; as a double, for it may be beyond counting */
    double drawn, at_least, statistic, p, least_p;
};
struct slant_permuted slant_permute_test(const struct slant_permute *test, struct slant_arena *mem);
/* The same from permutations that are given: many rows of n row numbers; the first n₀ places are group 0's, and so on.
 */
struct slant_permuted slant_permute_given(const struct slant_permute *test, const uint32_t *order, size_t many,
                                          struct slant_arena *mem);
/* How many assignments of sum(sizes) rows there are, as a double (may be infinite). */
double slant_permute_assignments(const size_t *sizes, size_t groups);

#endif
