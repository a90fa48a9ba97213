#include "lexicon/symbols.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "lexicon/lexicon.h"

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
    free(symbols->texts);
    free(symbols->memberships);
    symbols->table = NULL;
    symbols->texts = NULL;
    symbols->memberships = NULL;
}

static uint32_t mix(enum slant_symbol_kind kind, uint64_t hash)
{
    return (uint32_t)(hash * (2 * (uint64_t)kind + 1) >> 8);
}

static struct slant_symbol *slot(const struct slant_symbols *symbols, enum slant_symbol_kind kind, const char *text,
                                 size_t len, uint64_t hash)
{
    for (uint32_t at = mix(kind, hash) & symbols->mask;; at = (at + 1) & symbols->mask) {
        struct slant_symbol *s = &symbols->table[at];
        if (s->id == 0 || (s->kind == kind && s->len == len && memcmp(symbols->texts + s->text, text, len) == 0))
            return s;
    }
}

static uint64_t hash_of(const struct slant_symbols *symbols, const struct slant_symbol *s)
{
    return slant_hash(symbols->texts + s->text, s->len);
}

static int grow(struct slant_symbols *symbols)
{
    struct slant_symbol *old = symbols->table;
    uint32_t had = symbols->mask + 1;
    struct slant_symbol *bigger = calloc(had * 2, sizeof *bigger);
    if (bigger == NULL)
        return 0;
    symbols->table = bigger;
    symbols->mask = had * 2 - 1;
    for (uint32_t i = 0; i < had; i++)
        if (old[i].id != 0)
            *slot(symbols, old[i].kind, symbols->texts + old[i].text, old[i].len, hash_of(symbols, &old[i])) = old[i];
    free(old);
    return 1;
}

/* The place of a copy of this text; UINT32_MAX: out of memory. */
static uint32_t add_text(struct slant_symbols *symbols, const char *text, size_t len)
{
    if (symbols->texts_cap - symbols->ntexts < len) {
        size_t cap = symbols->texts_cap * (size_t)2 + len + (1 << 17);
        char *more = cap <= UINT32_MAX / 2 ? realloc(symbols->texts, cap) : NULL;
        if (more == NULL)
            return UINT32_MAX;
        symbols->texts = more;
        symbols->texts_cap = (uint32_t)cap;
    }
    memcpy(symbols->texts + symbols->ntexts, text, len);
    symbols->ntexts += (uint32_t)len;
    return symbols->ntexts - (uint32_t)len;
}

uint32_t slant_symbols_add(struct slant_symbols *symbols, enum slant_symbol_kind kind, const char *text, size_t len)
{
    if (len > UINT16_MAX || (symbols->n * 2 >= symbols->mask && !grow(symbols)))
        return 0;
    struct slant_symbol *s = slot(symbols, kind, text, len, slant_hash(text, len));
    if (s->id == 0) {
        uint32_t copy = add_text(symbols, text, len);
        if (copy == UINT32_MAX)
            return 0;
        *s = (struct slant_symbol){copy, ++symbols->n, (uint16_t)len, (uint16_t)kind};
        if (kind == SLANT_SYMBOL_PREFIX)
            symbols->prefix_lengths |= (uint64_t)1 << (len < 63 ? len : 63);
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

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

uint32_t slant_symbols_alternatives(struct slant_symbols *symbols, uint32_t *members, uint32_t *n)
{
    qsort(members, *n, sizeof *members, by_number);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *n; i++)
        if (kept == 0 || members[kept - 1] != members[i])
            members[kept++] = members[i];
    *n = kept;
    if (kept <= 1)
        return kept == 1 ? members[0] : 0;
    uint32_t before = symbols->n;
    uint32_t id = slant_symbols_add(symbols, SLANT_SYMBOL_ALTERNATIVES, (const char *)members, kept * sizeof *members);
    if (id <= before)
        return id; /* the same alternatives stand in another pattern */
    while (symbols->nmemberships + kept > symbols->memberships_cap) {
        uint32_t cap = symbols->memberships_cap ? symbols->memberships_cap * 2 : 8192;
        struct slant_membership *more = realloc(symbols->memberships, cap * sizeof *more);
        if (more == NULL)
            return 0;
        symbols->memberships = more;
        symbols->memberships_cap = cap;
    }
    for (uint32_t i = 0; i < kept; i++)
        symbols->memberships[symbols->nmemberships++] = (struct slant_membership){members[i], id};
    return id;
}

static int hash_symbols(struct slant_symbols *symbols)
{
    symbols->masks = slant_arena_zalloc(symbols->mem, (symbols->n + 1) * sizeof *symbols->masks);
    symbols->known = slant_arena_zalloc(symbols->mem, SLANT_KNOWN_BITS / 8);
    if (symbols->masks == NULL || symbols->known == NULL)
        return 0;
    for (uint32_t i = 0; i <= symbols->mask; i++) {
        const struct slant_symbol *s = &symbols->table[i];
        if (s->id == 0 || s->kind == SLANT_SYMBOL_ALTERNATIVES)
            continue;
        uint32_t at = mix(s->kind, hash_of(symbols, s)) & (SLANT_KNOWN_BITS - 1);
        symbols->known[at / 64] |= (uint64_t)1 << (at % 64);
        slant_mask_add(&symbols->masks[s->id], s->id);
    }
    for (uint32_t bit = 0; bit < 32; bit++)
        if (symbols->set[bit] != 0)
            slant_mask_add(&symbols->masks[symbols->set[bit]], symbols->set[bit]);
    for (uint32_t i = 0; i < symbols->nmemberships; i++)
        slant_mask_join(&symbols->masks[symbols->memberships[i].set], &symbols->masks[symbols->memberships[i].member]);
    return 1;
}

/* A counting sort: memberships of symbol s are [first[s], first[s + 1]). */
int slant_symbols_freeze(struct slant_symbols *symbols)
{
    uint32_t n = symbols->nmemberships;
    uint32_t *first = slant_arena_zalloc(symbols->mem, (symbols->n + 2) * sizeof *first);
    struct slant_membership *sorted = malloc((n ? n : 1) * sizeof *sorted);
    if (first == NULL || sorted == NULL) {
        free(sorted);
        return 0;
    }
    for (uint32_t i = 0; i < n; i++)
        first[symbols->memberships[i].member + 1]++;
    for (uint32_t s = 1; s < symbols->n + 2; s++)
        first[s] += first[s - 1];
    for (uint32_t i = n; i-- > 0;) {
        uint32_t member = symbols->memberships[i].member;
        sorted[--first[member + 1]] = symbols->memberships[i];
    }
    /* first[s + 1] now is where s begins: move it to its place. */
    memmove(first, first + 1, (symbols->n + 1) * sizeof *first);
    first[symbols->n + 1] = n;
    free(symbols->memberships);
    symbols->memberships = sorted;
    symbols->first_membership = first;
    return hash_symbols(symbols);
}

uint32_t slant_symbols_find(const struct slant_symbols *symbols, enum slant_symbol_kind kind, const char *text,
                            size_t len, uint64_t hash)
{
    uint32_t at = mix(kind, hash) & (SLANT_KNOWN_BITS - 1);
    if ((symbols->known[at / 64] >> (at % 64) & 1) == 0)
        return 0;
    return slot(symbols, kind, text, len, hash)->id;
}
