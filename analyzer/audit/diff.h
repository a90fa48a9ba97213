/* diff: which words of two stretches belong together: the longest common run of words in order, weighted by rarity,
 * then runs that changed places. */
#ifndef SLANT_AUDIT_DIFF_H
#define SLANT_AUDIT_DIFF_H

#include "audit/align.h"

/* Fills the words' match for one pairing, or (pairing NULL) for the two titles. *moved_words: those that changed
 * places. scratch is reset. fails: SLANT_ENOMEM. */
slant_status slant_diff(struct side *wire, struct side *edited, const struct pairing *pairing,
                        struct slant_arena *scratch, uint32_t *moved_words);

#endif
