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
    struct slant_arena mem;                   /* of the symbols and roots */
    uint32_t symbols[MOST_SYMBOLS], nsymbols; /* of the word in hand */
    uint64_t *hashes;                         /* by class */
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
    c->hashes = calloc(c->cap, sizeof *c->hashes);
    if (c->table == NULL || c->slots == NULL || c->hashes == NULL) {
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
    free(classes->hashes);
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
    uint64_t *hashes = realloc(c->hashes, 2 * c->cap * sizeof *hashes);
    if (hashes == NULL)
        return 0;
    c->hashes = hashes;
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
static uint32_t collect_symbols(struct slant_classes *c, const struct slant_word *word, uint64_t *hashes)
{
    const struct slant_symbols *s = &c->lexicon->trie.symbols;
    uint32_t sets = slant_sets_of(&c->lexicon->sets, word);
    c->nsymbols = 0;
    add_symbol(c, slant_symbols_find(s, SLANT_SYMBOL_STEM, word->stem, word->stem_len));
    add_symbol(c, slant_symbols_find(s, SLANT_SYMBOL_SURFACE, word->full, word->full_len));
    if (word->len != word->full_len)
        add_symbol(c, slant_symbols_find(s, SLANT_SYMBOL_SURFACE, word->surface, word->len));
    for (size_t n = 1; s->prefix_lengths >> (n < 63 ? n : 63) != 0 && n <= word->len; n++)
        if (s->prefix_lengths >> (n < 63 ? n : 63) & 1)
            add_symbol(c, slant_symbols_find(s, SLANT_SYMBOL_PREFIX, word->surface, n));
    for (uint32_t bit = 0; bit < 32; bit++)
        if (sets >> bit & 1)
            add_symbol(c, s->set[bit]);
    uint32_t own = c->nsymbols;
    *hashes = own > 8 ? SLANT_HASH_ANY : 0;
    for (uint32_t i = 0; i < own && own <= 8; i++)
        *hashes |= (uint64_t)slant_symbol_hash(c->symbols[i]) << (8 * i);
    for (uint32_t i = 0; i < own; i++)
        for (uint32_t k = s->first_membership[c->symbols[i]]; k < s->first_membership[c->symbols[i] + 1]; k++)
            add_symbol(c, s->memberships[k].set);
    qsort(c->symbols, c->nsymbols, sizeof c->symbols[0], by_number);
    return sets;
}

static int is_open(const struct slant_node *root)
{
    return root->nends > 0 || root->beyond != 0 || (root->sides & SLANT_SIDE_END) != 0;
}

static void add_roots(const struct slant_classes *c, struct slant_class *k, struct slant_root *roots, int open)
{
    const struct slant_lexicon *l = c->lexicon;
    for (uint32_t i = 0; i < c->nsymbols; i++) {
        uint32_t node = l->root_of[c->symbols[i]];
        const struct slant_node *root = &l->view.nodes[node];
        if (node == 0 || is_open(root) != open)
            continue;
        struct slant_root *out = &roots[k->nroots++];
        *out = (struct slant_root){{root->bloom[0], root->bloom[1]}, node};
        k->nopen += (uint32_t)open;
        for (uint32_t e = root->first_edge; e < root->first_edge + root->nedges && !open; e++) {
            uint32_t symbol = l->view.edges[e].symbol;
            uint64_t *wants = k->wants[(symbol & SLANT_EDGE_LEFT) != 0];
            for (int word = 0; word < 4; word++)
                wants[word] |= l->trie.symbols.hashes[symbol & ~(SLANT_EDGE_LEFT | SLANT_EDGE_HYPHEN)][word];
            wants[3] |= (uint64_t)1 << 63;
        }
    }
}

/* Makes the class of the collected symbols. 0: out of memory. */
static int make_class(struct slant_classes *c, uint32_t sets, struct slant_class *k)
{
    const struct slant_lexicon *l = c->lexicon;
    uint32_t nroots = 0;
    for (uint32_t i = 0; i < c->nsymbols; i++)
        nroots += l->root_of[c->symbols[i]] != 0;
    uint32_t *symbols = slant_arena_alloc(&c->mem, c->nsymbols * sizeof *symbols);
    struct slant_root *roots = slant_arena_alloc(&c->mem, nroots * sizeof *roots);
    if (symbols == NULL || roots == NULL)
        return 0;
    *k = (struct slant_class){.sets = sets, .nsymbols = c->nsymbols, .symbols = symbols, .roots = roots};
    memcpy(symbols, c->symbols, c->nsymbols * sizeof *symbols);
    for (uint32_t i = 0; i < c->nsymbols; i++)
        k->own[slant_symbol_hash(symbols[i]) >> 6] |= (uint64_t)1 << (slant_symbol_hash(symbols[i]) & 63);
    add_roots(c, k, roots, 1);
    add_roots(c, k, roots, 0);
    return 1;
}

uint32_t slant_classes_tag(void *ctx, const struct slant_word *word)
{
    struct slant_classes *c = ctx;
    uint64_t hashes;
    uint32_t sets = collect_symbols(c, word, &hashes);
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
        c->hashes[c->n] = hashes;
        c->slots[at] = ++c->n;
    }
    uint32_t number = c->slots[at] - 1;
    return number | (c->table[number].nroots > 0 ? SLANT_TAG_STARTS : 0);
}

const struct slant_class *slant_classes_table(const struct slant_classes *classes)
{
    return classes->table;
}

const uint64_t *slant_classes_hashes(const struct slant_classes *classes)
{
    return classes->hashes;
}
