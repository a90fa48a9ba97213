/* symbols: the words that patterns name, numbered from 1. */
#ifndef SLANT_LEXICON_SYMBOLS_H
#define SLANT_LEXICON_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum slant_symbol_kind { SLANT_SYMBOL_STEM = 1, SLANT_SYMBOL_SURFACE, SLANT_SYMBOL_PREFIX };

struct slant_symbol {
    const char *text;
    uint32_t len;
    uint16_t kind;
    uint32_t id; /* 0: free */
};

struct slant_symbols {
    struct slant_arena *mem;
    struct slant_symbol *table;
    uint32_t mask;
    uint32_t n;          /* ids given out */
    uint32_t set[32];    /* id of a word set by its bit; 0: no pattern names it */
    int has_prefixes;
};

int slant_symbols_open(struct slant_symbols *symbols, struct slant_arena *mem); /* 0: out of memory */
void slant_symbols_close(struct slant_symbols *symbols);
/* The id of a word, made if need be. 0: out of memory. */
uint32_t slant_symbols_add(struct slant_symbols *symbols, enum slant_symbol_kind kind, const char *text, size_t len);
uint32_t slant_symbols_set(struct slant_symbols *symbols, uint32_t set_bit);
/* 0: no pattern names it. */
uint32_t slant_symbols_find(const struct slant_symbols *symbols, enum slant_symbol_kind kind, const char *text,
                            size_t len);

#endif
