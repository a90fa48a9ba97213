/* plainer: a plainer wording in the form of the words that it is to replace. */
#ifndef SLANT_CHECK_PLAINER_H
#define SLANT_CHECK_PLAINER_H

#include "slant.h"
#include "base/arena.h"

/* "slammed" by "criticise; attack" → "criticised". Takes the first of the alternatives, in the number, tense and
 * capitals of the words. *out is NULL where no such form is sure: several words, an alternative in brackets, an ending
 * that is not that of the pattern. fails: SLANT_ENOMEM. */
slant_status slant_plainer_form(struct slant_str words, const char *pattern, const char *plainer,
                                struct slant_arena *mem, const char **out);

#endif
