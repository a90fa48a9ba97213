/* commonness: how often a word stands in English news, roughly: for choosing a pattern's anchor. A wrong guess costs
 * time, never a match. */
#ifndef SLANT_LEXICON_COMMONNESS_H
#define SLANT_LEXICON_COMMONNESS_H

#include <stddef.h>
#include <stdint.h>

enum { SLANT_COMMON_SLOTS = 1024 };

struct slant_commonness {
    struct {
        const char *word;
        uint16_t len, per_million;
    } slots[SLANT_COMMON_SLOTS];
};

void slant_commonness_open(struct slant_commonness *commonness);
/* Uses in a million words, very roughly, of a word in lower case; 5 for those that are not listed. */
uint32_t slant_commonness_of(const struct slant_commonness *commonness, const char *word, size_t len);

/* Likewise of a word set: the number of @det, @be, … is in SLANT_SET_*. */
uint32_t slant_commonness_of_set(uint32_t set_bit);

#endif
