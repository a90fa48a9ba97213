#include "lexicon/symbols.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

int slant_symbols_open(struct slant_symbols *symbols, struct slant_arena *mem)
{
    memset(symbols, 0, sizeof *symbols);
    symbols->mem = mem;
    symbols->mask = (1 << 14) - 1;
    symbols->table = calloc(symbols->mask + 1, sizeof *symbols->table);
    return symbols->table != NULL;
}

void slant_symbols_close(struct slant_symbols *symbols)
{
    free(symbols->table);
    symbols->table = NULL;
}

static struct slant_symbol *slot(struct slant_symbol *table, uint32_t mask, enum slant_symbol_kind kind,
                                 const char *text, size_t len)
{
    uint32_t at = (uint32_t)(slant_hash(text, len) * (2 * (uint64_t)kind + 1) >> 8) & mask;
    for (;; at = (at + 1) & mask) {
        struct slant_symbol *s = &table[at];
        if (s->id == 0 || (s->kind == kind && s->len == len && memcmp(s->text, text, len) == 0))
            return s;
    }
}

static int grow(struct slant_symbols *symbols)
{
    uint32_t mask = symbols->mask * 2 + 1;
    struct slant_symbol *bigger = calloc(mask + 1, sizeof *bigger);
    if (bigger == NULL)
        return 0;
    for (uint32_t i = 0; i <= symbols->mask; i++) {
        struct slant_symbol *s = &symbols->table[i];
        if (s->id != 0)
            *slot(bigger, mask, s->kind, s->text, s->len) = *s;
    }
    free(symbols->table);
    symbols->table = bigger;
    symbols->mask = mask;
    return 1;
}

uint32_t slant_symbols_add(struct slant_symbols *symbols, enum slant_symbol_kind kind, const char *text, size_t len)
{
    if (symbols->n * 2 >= symbols->mask && !grow(symbols))
        return 0;
    struct slant_symbol *s = slot(symbols->table, symbols->mask, kind, text, len);
    if (s->id == 0) {
        const char *copy = slant_arena_copy(symbols->mem, text, len);
        if (copy == NULL)
            return 0;
        *s = (struct slant_symbol){copy, (uint32_t)len, (uint16_t)kind, ++symbols->n};
        symbols->has_prefixes |= kind == SLANT_SYMBOL_PREFIX;
    }
    return s->id;
}

uint32_t slant_symbols_set(struct slant_symbols *symbols, uint32_t set_bit)
{
    uint32_t *id = &symbols->set[__builtin_ctz(set_bit)];
    if (*id == 0)
        *id = ++symbols->n;
    return *id;
}

uint32_t slant_symbols_find(const struct slant_symbols *symbols, enum slant_symbol_kind kind, const char *text,
                            size_t len)
{
    return slot(symbols->table, symbols->mask, kind, text, len)->id;
}
