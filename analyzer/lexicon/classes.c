/* classes: what a word of the text is to the matcher. One table a thread, made as words come in. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "lexicon/room.h"
#include "lexicon/sets.h"

enum { MOST_CLASSES = 1 << 20, MOST_SYMBOLS = 4096 };

struct slant_classes {
    const struct slant_lexicon *lexicon;
    struct slant_class *table; /* [0] is the class of most words: no symbol, no set */
    uint32_t n, cap;
    uint32_t *slots; /* class + 1; 0: free */
    uint32_t mask;
    struct slant_arena mem; /* of the symbols and roots */
    uint32_t symbols[MOST_SYMBOLS], nsymbols; /* of the word in hand */
};

struct slant_classes *slant_classes_new(const struct slant_lexicon *lexicon)
{
    struct slant_classes *c = calloc(1, sizeof *c);
    if (c == NULL)
        return NULL;
    c->lexicon = lexicon;
    c->cap = 1024;
    c->mask = 4095;
    c->table = calloc(c->cap, sizeof *c->table);
    c->slots = calloc(c->mask + 1, sizeof *c->slots);
    if (c->table == NULL || c->slots == NULL) {
        slant_classes_free(c);
        return NULL;
    }
    c->n = 1;
    return c;
}

void slant_classes_free(struct slant_classes *classes)
{
    if (classes == NULL)
        return;
    free(classes->table);
    free(classes->slots);
    slant_arena_free(&classes->mem);
    free(classes);
}

static uint64_t class_hash(uint32_t sets, const uint32_t *symbols, uint32_t n)
{
    return slant_hash((const char *)symbols, n * sizeof *symbols) ^ sets * 0x9E3779B97F4A7C15u;
}

static int grow_classes(struct slant_classes *c)
{
    struct slant_class *table = c->cap >= MOST_CLASSES ? NULL : realloc(c->table, 2 * c->cap * sizeof *table);
    if (table == NULL)
        return 0;
    c->table = table;
    uint32_t *slots = calloc(c->cap * 8, sizeof *slots);
    if (slots == NULL)
        return 0;
    c->cap *= 2;
    free(c->slots);
    c->slots = slots;
    c->mask = c->cap * 4 - 1;
    for (uint32_t i = 1; i < c->n; i++) {
        const struct slant_class *k = &c->table[i];
        uint32_t at = (uint32_t)class_hash(k->sets, k->symbols, k->nsymbols) & c->mask;
        while (c->slots[at] != 0)
            at = (at + 1) & c->mask;
        c->slots[at] = i + 1;
    }
    return 1;
}

static void add_symbol(struct slant_classes *c, uint32_t symbol)
{
    if (symbol == 0)
        return;
    for (uint32_t i = 0; i < c->nsymbols; i++)
        if (c->symbols[i] == symbol)
            return;
    if (c->nsymbols < MOST_SYMBOLS)
        c->symbols[c->nsymbols++] = symbol;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The word's own symbols, then the sets of alternatives that they are members of. */
static uint32_t collect_symbols(struct slant_classes *c, const struct slant_word *word)
{
    const struct slant_symbols *s = &c->lexicon->trie.symbols;
    uint32_t sets = slant_sets_of(word);
    c->nsymbols = 0;
    add_symbol(c, slant_symbols_find(s, SLANT_SYMBOL_STEM, word->stem, word->stem_len));
    add_symbol(c, slant_symbols_find(s, SLANT_SYMBOL_SURFACE, word->full, word->full_len));
    if (word->len != word->full_len)
        add_symbol(c, slant_symbols_find(s, SLANT_SYMBOL_SURFACE, word->surface, word->len));
    for (size_t n = 1; s->has_prefixes && n <= word->len; n++)
        add_symbol(c, slant_symbols_find(s, SLANT_SYMBOL_PREFIX, word->surface, n));
    for (uint32_t bit = 0; bit < 32; bit++)
        if (sets >> bit & 1)
            add_symbol(c, s->set[bit]);
    uint32_t own = c->nsymbols;
    for (uint32_t i = 0; i < own; i++)
        for (uint32_t k = s->first_membership[c->symbols[i]]; k < s->first_membership[c->symbols[i] + 1]; k++)
            add_symbol(c, s->memberships[k].set);
    qsort(c->symbols, c->nsymbols, sizeof c->symbols[0], by_number);
    return sets;
}

static void add_root(const struct slant_lexicon *l, struct slant_class *k, uint32_t *roots, uint32_t node)
{
    const struct slant_node *root = &l->view.nodes[node];
    int settled = root->nends == 0 && root->gap_node == 0 && !root->at_end;
    for (int side = SLANT_RIGHT; side <= SLANT_LEFT; side++)
        k->wants[side] |= !settled || root->cap_node[side] ? UINT64_MAX : root->bloom[side];
    roots[k->nroots++] = node;
}

/* Makes the class of the collected symbols. 0: out of memory. */
static int make_class(struct slant_classes *c, uint32_t sets, struct slant_class *k)
{
    const struct slant_lexicon *l = c->lexicon;
    uint32_t nroots = 0;
    for (uint32_t i = 0; i < c->nsymbols; i++)
        nroots += l->root_of[c->symbols[i]] != 0;
    uint32_t *symbols = slant_arena_alloc(&c->mem, c->nsymbols * sizeof *symbols);
    uint32_t *roots = slant_arena_alloc(&c->mem, nroots * sizeof *roots);
    if (symbols == NULL || roots == NULL)
        return 0;
    *k = (struct slant_class){.sets = sets, .nsymbols = c->nsymbols, .symbols = symbols, .roots = roots};
    for (uint32_t i = 0; i < c->nsymbols; i++) {
        symbols[i] = c->symbols[i];
        k->bloom |= (uint64_t)1 << (symbols[i] % 63);
        if (l->root_of[symbols[i]] != 0)
            add_root(l, k, roots, l->root_of[symbols[i]]);
    }
    return 1;
}

uint32_t slant_classes_tag(void *ctx, const struct slant_word *word)
{
    struct slant_classes *c = ctx;
    uint32_t sets = collect_symbols(c, word);
    if (c->nsymbols == 0 && sets == 0)
        return 0;
    if (c->n == c->cap && !grow_classes(c))
        return 0;
    uint32_t at = (uint32_t)class_hash(sets, c->symbols, c->nsymbols) & c->mask;
    for (; c->slots[at] != 0; at = (at + 1) & c->mask) {
        const struct slant_class *k = &c->table[c->slots[at] - 1];
        if (k->sets == sets && k->nsymbols == c->nsymbols &&
            memcmp(k->symbols, c->symbols, c->nsymbols * sizeof c->symbols[0]) == 0)
            break;
    }
    if (c->slots[at] == 0) {
        if (!make_class(c, sets, &c->table[c->n]))
            return 0;
        c->slots[at] = ++c->n;
    }
    uint32_t number = c->slots[at] - 1;
    return number | (c->table[number].nroots > 0 ? SLANT_TAG_STARTS : 0);
}

const struct slant_class *slant_classes_table(const struct slant_classes *classes)
{
    return classes->table;
}
