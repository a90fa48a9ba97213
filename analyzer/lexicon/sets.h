/* sets: small closed classes of English words, by surface. */
#ifndef SLANT_LEXICON_SETS_H
#define SLANT_LEXICON_SETS_H

#include "stem/stem.h"

enum { SLANT_SET_SLOTS = 1024 };
struct slant_sets {
    struct {
        const char *word;
        uint32_t len, bits;
    } slots[SLANT_SET_SLOTS];
};
void slant_sets_open(struct slant_sets *table);

/* The SLANT_SET_* bits of a word. */
uint32_t slant_sets_of(const struct slant_sets *table, const struct slant_word *word);
/* The bit that a pattern's "@be" stands for; 0: no such set. */
uint32_t slant_set_named(const char *name, size_t len);

#endif
