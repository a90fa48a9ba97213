/* joint: the headline permutation tests (permute.h) of many measures over all pairs of outlets, and of all outlets, in
 * one go. Each replicate gives every article a random number (from the seed, the article's key and the replicate), and
 * deals the articles to the outlets in the rising order of these numbers; one sort serves all measures and pairs, and
 * the result depends on the keys alone, not on the order of articles, threads or shards. */
#ifndef SLANT_STATS_JOINT_H
#define SLANT_STATS_JOINT_H

#include "stats/rate.h"
#include "stats/stats.h"

struct slant_joint {
    size_t n, outlets, measures;
    const uint64_t *key;            /* n, all different: hashes of the articles' ids */
    const uint32_t *outlet;         /* n of 0 .. outlets-1 */
    const double *y, *w;            /* n × measures, row-major; w NaN: the article is left out of that measure */
    const unsigned char *is_share;  /* measures: 1: on the logit, ½ of an event added on either side */
    const unsigned char *is_tested; /* measures × outlets: 1: the outlet takes part (slant_rate_gate) */
    uint32_t replicates;            /* of all; 9,999 */
    /* Pairs still below 12 in 10,000 go on, up to so many, where the level that Holm is held to (alpha·R/m, as
     * slant_adjust_families has it from the tests of all) asks for smaller p values than that; 0: never. */
    uint32_t most_replicates;
    double alpha;
    uint64_t seed;
    size_t threads;
};

/* p = (at_least + 1)/(drawn + 1); NaN: not tested. */
struct slant_joint_test {
    double statistic; /* pair: T of b less a; all: Welch's F */
    double at_least, drawn, p;
};
/* pairs: measures × slant_joint_pairs, in the order of slant_joint_pair; all: measures. fails: NO_MEMORY. */
enum slant_stat slant_joint_run(const struct slant_joint *joint, struct slant_joint_test *pairs,
                                struct slant_joint_test *all);
static inline size_t slant_joint_pairs(size_t outlets)
{
    return outlets * (outlets - (outlets > 0)) / 2;
}
/* Number of the pair a < b: (0,1), (0,2), …, (1,2), … */
static inline size_t slant_joint_pair(size_t outlets, size_t a, size_t b)
{
    return a * outlets - a * (a + 1) / 2 + b - a - 1;
}

#endif
