/* commonness: how often a word stands in English news, roughly: for choosing a pattern's anchor. A wrong guess costs
 * time, never a match. */
#ifndef SLANT_LEXICON_COMMONNESS_H
#define SLANT_LEXICON_COMMONNESS_H

#include <stddef.h>
#include <stdint.h>

enum { SLANT_MOST_COMMON = 5, SLANT_COMMON_SLOTS = 1024 };

struct slant_commonness {
    struct {
        const char *word;
        uint16_t len, rank;
    } slots[SLANT_COMMON_SLOTS];
};

void slant_commonness_open(struct slant_commonness *commonness);
/* 0 (rare) to 4 (the, of) of a word in lower case. Word sets such as @det count as SLANT_MOST_COMMON. */
unsigned slant_commonness_of(const struct slant_commonness *commonness, const char *word, size_t len);

#endif
