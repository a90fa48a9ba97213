/* plainer: a plainer wording in the form of the words that it is to replace. */
#ifndef SLANT_CHECK_PLAINER_H
#define SLANT_CHECK_PLAINER_H

#include "slant.h"
#include "base/arena.h"

enum { SLANT_PLAINER = 4 };

/* "slammed" by "criticise; attack" → "criticised", "attacked": the alternatives in the number, tense and capitals of
 * the words. Left out is one whose form is not sure: a remark in brackets, several words that would have to be
 * inflected, words whose ending is not one of the pattern's. Returns how many, at most SLANT_PLAINER; -1: no memory. */
int slant_plainer_forms(struct slant_str words, const char *pattern, const char *plainer, struct slant_arena *mem,
                        const char *out[SLANT_PLAINER]);

#endif
