/* symbols: the words that patterns name, and the sets of them that stand as alternatives, numbered from 1. */
#ifndef SLANT_LEXICON_SYMBOLS_H
#define SLANT_LEXICON_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct slant_mask;

enum slant_symbol_kind {
    SLANT_SYMBOL_STEM = 1,
    SLANT_SYMBOL_SURFACE,
    SLANT_SYMBOL_PREFIX,
    SLANT_SYMBOL_ALTERNATIVES, /* text: its members' numbers, ascending */
};

struct slant_symbol {
    uint32_t text; /* place in the texts */
    uint32_t id;   /* 0: free */
    uint16_t len, kind;
};

enum { SLANT_KNOWN_BITS = 1 << 18 };

/* One member of one set of alternatives. */
struct slant_membership {
    uint32_t member, set;
};

/* All that is left of it once it is frozen can be written to a file: it holds no addresses. */
struct slant_symbols {
    struct slant_arena *mem;
    struct slant_symbol *table;
    uint32_t mask;
    char *texts;
    uint32_t ntexts, texts_cap;
    uint32_t n;                           /* ids given out */
    uint32_t set[32];                     /* id of a word set (@be) by its bit; 0: no pattern names it */
    uint64_t *known;                      /* a bit for the place of each id in the table: most words have none */
    uint64_t prefix_lengths;              /* bit n: some prefix has n bytes; bit 63: 63 or more */
    struct slant_membership *memberships; /* sorted by member once all are there */
    uint32_t nmemberships, memberships_cap;
    uint32_t *first_membership; /* by symbol, n + 2 of them; made by slant_symbols_freeze */
    struct slant_mask *masks;   /* by symbol: its hash, or its members'; made by slant_symbols_freeze */
};

int slant_symbols_open(struct slant_symbols *symbols, struct slant_arena *mem); /* 0: out of memory */
void slant_symbols_close(struct slant_symbols *symbols);
/* The id of a word, made if need be. 0: out of memory. */
uint32_t slant_symbols_add(struct slant_symbols *symbols, enum slant_symbol_kind kind, const char *text, size_t len);
uint32_t slant_symbols_set(struct slant_symbols *symbols, uint32_t set_bit);
/* The id of a set of alternatives (of the one member, when there is one). members is sorted in place, and what stands
 * twice is dropped. */
uint32_t slant_symbols_alternatives(struct slant_symbols *symbols, uint32_t *members, uint32_t *n);
int slant_symbols_freeze(struct slant_symbols *symbols); /* 0: out of memory */
/* 0: no pattern names it. hash is slant_hash of the text. */
uint32_t slant_symbols_find(const struct slant_symbols *symbols, enum slant_symbol_kind kind, const char *text,
                            size_t len, uint64_t hash);

#endif
