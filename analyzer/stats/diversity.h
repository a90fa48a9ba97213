/* diversity: how many sources, and how evenly heard. Compare at equal mentions or equal coverage only. */
#ifndef SLANT_STATS_DIVERSITY_H
#define SLANT_STATS_DIVERSITY_H

#include "stats/stats.h"

/* counts: mentions of each source (zeros are passed over). NaN where undefined. status: OK; NO_EVENTS; COVERAGE_LOW
 * when every source was mentioned once, below 30 mentions, or coverage (Good) below .5: then do not compare. */
struct slant_diversity {
    enum slant_stat status;
    double n, s, f1, f2;                     /* mentions, sources, those heard once, twice */
    double shannon, miller_madow, chao_shen; /* entropy in nats: plug-in, corrected, Chao & Shen 2003 */
    double coverage_good, coverage_chao_jost;
    double simpson; /* unbiased: the chance that two mentions are of two sources */
    double hill1, hill2, chao1, pielou, top_share;
};
struct slant_diversity slant_diversity_of(const double *counts, size_t many);
/* Sources to be expected among m of the mentions (hypergeometric). NaN when m > n. */
double slant_rarefied(const double *counts, size_t many, double m);

#endif
