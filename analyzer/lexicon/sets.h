/* sets: small closed classes of English words, by surface. */
#ifndef SLANT_LEXICON_SETS_H
#define SLANT_LEXICON_SETS_H

#include "stem/stem.h"

/* The SLANT_SET_* bits of a word. */
uint32_t slant_sets_of(const struct slant_word *word);
/* The bit that a pattern's "@be" stands for; 0: no such set. */
uint32_t slant_set_named(const char *name, size_t len);

#endif
