/* adjusted: rates at one and the same mix of topics (direct standardisation of a Poisson model outlet + topic), beside
 * the crude ones. An outlet with fewer than 3 articles on a topic that holds over 10 % of the words is refused. */
#ifndef SLANT_COMPARE_ADJUSTED_H
#define SLANT_COMPARE_ADJUSTED_H

#include "compare/compare.h"

/* Fills `adjusted` of every measure; out->measures must stand. Rows without a topic are left out. fails: SLANT_ENOMEM.
 */
slant_status slant_adjusted_run(const struct slant_counts *counts, struct slant_arena *mem,
                                struct slant_comparison *out);

#endif
