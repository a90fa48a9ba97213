/* stories: the same comparison within events that several outlets tell of, so that the choice of stories is no part of
 * the difference. Outlets' names are shuffled within each story (score test); ratios are conditional Poisson, their
 * errors by story. Shares are taken as rates of their exposure here. */
#ifndef SLANT_COMPARE_STORIES_H
#define SLANT_COMPARE_STORIES_H

#include "compare/compare.h"

/* Fills `stories` of every measure; out->measures must stand. fails: SLANT_ENOMEM. */
slant_status slant_stories_run(const struct slant_counts *counts, const struct slant_compare_settings *settings,
                               struct slant_arena *mem, struct slant_comparison *out);

#endif
