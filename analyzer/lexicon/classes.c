/* classes: what a word of the text is to the matcher. One table a thread, made as words come in. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "lexicon/room.h"
#include "lexicon/sets.h"

enum { MOST_CLASSES = 1 << 20, MOST_SYMBOLS = 1 << 14, MOST_OWN = 128 };

struct slant_classes {
    const struct slant_lexicon *lexicon;
    const struct slant_roles *roles;
    struct slant_class *table; /* [0] is the class of most words: no symbol, no set */
    uint32_t n, cap;
    uint32_t *slots; /* class + 1; 0: free */
    uint32_t mask;
    struct slant_arena mem;                   /* of the symbols and roots */
    uint32_t symbols[MOST_SYMBOLS], nsymbols; /* of the word in hand */
    uint32_t before[MOST_SYMBOLS];            /* scratch of merge_sets */
    struct slant_mask *masks;                 /* by class: hashes of its own symbols */
    uint32_t *sets;                           /* by class */
};

struct slant_classes *slant_classes_new(const struct slant_lexicon *lexicon, const struct slant_roles *roles)
{
    struct slant_classes *c = calloc(1, sizeof *c);
    if (c == NULL)
        return NULL;
    c->lexicon = lexicon;
    c->roles = roles;
    c->cap = 1024;
    c->mask = 4095;
    c->table = aligned_alloc(_Alignof(struct slant_class), c->cap * sizeof *c->table);
    c->slots = calloc(c->mask + 1, sizeof *c->slots);
    c->masks = calloc(c->cap, sizeof *c->masks);
    c->sets = calloc(c->cap, sizeof *c->sets);
    if (c->table == NULL || c->slots == NULL || c->masks == NULL || c->sets == NULL) {
        slant_classes_free(c);
        return NULL;
    }
    c->table[0] = (struct slant_class){0};
    c->n = 1;
    return c;
}

void slant_classes_free(struct slant_classes *classes)
{
    if (classes == NULL)
        return;
    free(classes->table);
    free(classes->slots);
    free(classes->masks);
    free(classes->sets);
    slant_arena_free(&classes->mem);
    free(classes);
}

static uint64_t class_hash(uint32_t sets, struct slant_word_role role, const uint32_t *symbols, uint32_t n)
{
    return slant_hash((const char *)symbols, n * sizeof *symbols) ^ sets * 0x9E3779B97F4A7C15u ^
           ((uint64_t)role.roles << 16 | role.lemma) * 0xD6E8FEB86659FD93u;
}

static int grow_classes(struct slant_classes *c)
{
    struct slant_class *table =
        c->cap >= MOST_CLASSES ? NULL : aligned_alloc(_Alignof(struct slant_class), 2 * c->cap * sizeof *table);
    if (table == NULL)
        return 0;
    memcpy(table, c->table, c->n * sizeof *table);
    free(c->table);
    c->table = table;
    struct slant_mask *masks = realloc(c->masks, 2 * c->cap * sizeof *masks);
    if (masks == NULL)
        return 0;
    c->masks = masks;
    uint32_t *sets = realloc(c->sets, 2 * c->cap * sizeof *sets);
    if (sets == NULL)
        return 0;
    c->sets = sets;
    uint32_t *slots = calloc(c->cap * 8, sizeof *slots);
    if (slots == NULL)
        return 0;
    c->cap *= 2;
    free(c->slots);
    c->slots = slots;
    c->mask = c->cap * 4 - 1;
    for (uint32_t i = 1; i < c->n; i++) {
        const struct slant_class *k = &c->table[i];
        uint32_t at = (uint32_t)class_hash(k->sets, k->rows->role, k->rows->symbols, k->rows->nsymbols) & c->mask;
        while (c->slots[at] != 0)
            at = (at + 1) & c->mask;
        c->slots[at] = i + 1;
    }
    return 1;
}

static void add_symbol(struct slant_classes *c, uint32_t symbol)
{
    if (symbol != 0 && c->nsymbols < MOST_OWN)
        c->symbols[c->nsymbols++] = symbol;
}

static void find_symbol(struct slant_classes *c, enum slant_symbol_kind kind, const char *text, size_t len)
{
    add_symbol(c, slant_symbols_find(&c->lexicon->trie.symbols, kind, text, len, slant_hash(text, len)));
}

static void find_prefixes(struct slant_classes *c, const struct slant_word *word)
{
    const struct slant_symbols *s = &c->lexicon->trie.symbols;
    uint64_t hash = SLANT_HASH_NOTHING;
    for (size_t n = 1; n <= word->len; n++) {
        uint64_t lengths = s->prefix_lengths >> (n < 63 ? n : 63);
        if (lengths == 0)
            return;
        hash = slant_hash_more(hash, word->surface[n - 1]);
        if (lengths & 1)
            add_symbol(c, slant_symbols_find(s, SLANT_SYMBOL_PREFIX, word->surface, n, hash));
    }
}

/* Puts the sets that a symbol is a member of, ascending, among the symbols, ascending too: each once. */
static void merge_sets(struct slant_classes *c, const struct slant_membership *rows, uint32_t n)
{
    uint32_t had = c->nsymbols, to = 0;
    memcpy(c->before, c->symbols, had * sizeof c->before[0]);
    for (uint32_t i = 0, k = 0; (i < had || k < n) && to < MOST_SYMBOLS; to++) {
        uint32_t a = i < had ? c->before[i] : UINT32_MAX, b = k < n ? rows[k].set : UINT32_MAX;
        c->symbols[to] = a < b ? a : b;
        i += a <= b;
        k += b <= a;
    }
    c->nsymbols = to;
}

static void sort_symbols(uint32_t *symbols, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        for (uint32_t k = i; k > 0 && symbols[k - 1] > symbols[k]; k--) {
            uint32_t larger = symbols[k - 1];
            symbols[k - 1] = symbols[k];
            symbols[k] = larger;
        }
}

/* The word's own symbols, then the sets of alternatives that they are members of. */
static uint32_t collect_symbols(struct slant_classes *c, const struct slant_word *word, struct slant_mask *mask)
{
    const struct slant_symbols *s = &c->lexicon->trie.symbols;
    uint32_t sets = slant_sets_of(&c->lexicon->sets, word);
    c->nsymbols = 0;
    find_symbol(c, SLANT_SYMBOL_STEM, word->stem, word->stem_len);
    find_symbol(c, SLANT_SYMBOL_SURFACE, word->full, word->full_len);
    if (word->len != word->full_len)
        find_symbol(c, SLANT_SYMBOL_SURFACE, word->surface, word->len);
    find_prefixes(c, word);
    for (uint32_t left = sets; left != 0; left &= left - 1)
        add_symbol(c, s->set[__builtin_ctz(left)]);
    uint32_t own[MOST_OWN], nown = c->nsymbols;
    sort_symbols(c->symbols, nown);
    memcpy(own, c->symbols, nown * sizeof own[0]);
    *mask = (struct slant_mask){{0, 0}};
    for (uint32_t i = 0; i < nown; i++) {
        const uint32_t *first = &s->first_membership[own[i]];
        slant_mask_add(mask, own[i]);
        merge_sets(c, s->memberships + first[0], first[1] - first[0]);
    }
    return sets;
}

static const struct slant_mask *mask_of(const struct slant_classes *c, uint32_t edge_symbol)
{
    return &c->lexicon->trie.symbols.masks[edge_symbol & ~(SLANT_EDGE_LEFT | SLANT_EDGE_HYPHEN)];
}

static struct slant_root near_of(const struct slant_classes *c, uint32_t node)
{
    const struct slant_node *root = &c->lexicon->view.nodes[node];
    return (struct slant_root){{root->bloom[0], root->bloom[1]}, node};
}

/* Gaps of one root are looked into as one, the longest; words alone may stand behind them. */
static struct slant_far_root far_of(const struct slant_classes *c, uint32_t node)
{
    const struct slant_lexicon_view *view = &c->lexicon->view;
    const struct slant_node *root = &view->nodes[node];
    const struct slant_beyond *beyond = &view->beyonds[root->beyond];
    struct slant_far_root far = {.near = near_of(c, node)};
    if (root->sides & SLANT_SIDE_END)
        far.other |= SLANT_OTHER_END;
    if (root->beyond == 0)
        return far;
    far.other |= (uint8_t)((beyond->cap_node[SLANT_RIGHT] != 0 ? SLANT_OTHER_CAP_RIGHT : 0) |
                           (beyond->cap_node[SLANT_LEFT] != 0 ? SLANT_OTHER_CAP_LEFT : 0));
    far.gap_side = beyond->gap_side;
    for (uint32_t k = root->beyond; k != 0 && view->beyonds[k].gap_node != 0; k = view->beyonds[k].next) {
        const struct slant_beyond *gap = &view->beyonds[k];
        const struct slant_node *node_behind = &view->nodes[gap->gap_node];
        if (gap->gap_side != far.gap_side || node_behind->beyond != 0)
            far.other |= SLANT_OTHER_ALWAYS;
        far.gap = gap->gap > far.gap ? gap->gap : far.gap;
        for (uint32_t e = 0; e < node_behind->nedges; e++)
            slant_mask_join(&far.wants, mask_of(c, view->edges[node_behind->first_edge + e].symbol));
    }
    return far;
}

static int is_far(const struct slant_node *root)
{
    return root->beyond != 0 || (root->sides & SLANT_SIDE_END) != 0;
}

/* The rows of the collected symbols, counted. */
static struct slant_class_rows count_rows(const struct slant_classes *c, uint16_t *nroots)
{
    struct slant_class_rows rows = {.nsymbols = c->nsymbols};
    *nroots = 0;
    for (uint32_t i = 0; i < c->nsymbols; i++) {
        uint32_t node = c->lexicon->root_of[c->symbols[i]];
        const struct slant_node *root = &c->lexicon->view.nodes[node];
        if (node == 0)
            continue;
        rows.nfinds += root->nends;
        rows.nfar += (uint32_t)is_far(root);
        *nroots = (uint16_t)(*nroots + (!is_far(root) && root->nedges > 0));
    }
    return rows;
}

static void fill_roots(const struct slant_classes *c, struct slant_class *k, struct slant_root *roots,
                       struct slant_far_root *far, uint32_t *finds)
{
    const struct slant_lexicon_view *view = &c->lexicon->view;
    for (uint32_t i = 0; i < c->nsymbols; i++) {
        uint32_t node = c->lexicon->root_of[c->symbols[i]];
        const struct slant_node *root = &view->nodes[node];
        if (node == 0)
            continue;
        for (uint32_t e = 0; e < root->nends; e++)
            *finds++ = view->ends[root->first_end + e];
        if (is_far(root)) {
            *far++ = far_of(c, node);
            continue;
        }
        if (root->nedges > 0)
            *roots++ = near_of(c, node);
        for (uint32_t e = root->first_edge; e < root->first_edge + root->nedges; e++)
            slant_mask_join(&k->wants[(view->edges[e].symbol & SLANT_EDGE_LEFT) != 0],
                            mask_of(c, view->edges[e].symbol));
    }
}

/* Makes the class of the collected symbols; its rows lie together. 0: out of memory. */
static int make_class(struct slant_classes *c, uint32_t sets, struct slant_word_role role, struct slant_class *k)
{
    *k = (struct slant_class){.sets = sets};
    struct slant_class_rows counts = count_rows(c, &k->nroots),
                            *rows =
                                slant_arena_alloc(&c->mem, sizeof *rows + k->nroots * sizeof(struct slant_root) +
                                                               counts.nfar * sizeof(struct slant_far_root) +
                                                               (counts.nfinds + counts.nsymbols) * sizeof(uint32_t));
    if (rows == NULL)
        return 0;
    struct slant_far_root *far = (struct slant_far_root *)(void *)(rows + 1);
    struct slant_root *roots = (struct slant_root *)(void *)(far + counts.nfar);
    uint32_t *finds = (uint32_t *)(void *)(roots + k->nroots), *symbols = finds + counts.nfinds;
    *rows = (struct slant_class_rows){roots, far, finds, symbols, counts.nfar, counts.nfinds, counts.nsymbols, role};
    memcpy(symbols, c->symbols, c->nsymbols * sizeof *symbols);
    for (uint32_t i = 0; i < c->nsymbols; i++)
        slant_mask_add(&k->own, symbols[i]);
    fill_roots(c, k, roots, far, finds);
    k->rows = rows;
    k->special = (counts.nfar | counts.nfinds) != 0;
    return 1;
}

static int starts(const struct slant_class *k)
{
    return (k->nroots | k->special) != 0;
}

uint32_t slant_classes_tag(void *ctx, const struct slant_word *word)
{
    struct slant_classes *c = ctx;
    struct slant_mask mask;
    uint32_t sets = collect_symbols(c, word, &mask);
    struct slant_word_role role = {0, 0};
    if (c->roles != NULL)
        role = slant_roles_of(c->roles, word);
    if (c->nsymbols == 0 && sets == 0 && role.roles == 0)
        return 0;
    if (c->n == c->cap && !grow_classes(c))
        return 0;
    uint32_t at = (uint32_t)class_hash(sets, role, c->symbols, c->nsymbols) & c->mask;
    for (; c->slots[at] != 0; at = (at + 1) & c->mask) {
        const struct slant_class *k = &c->table[c->slots[at] - 1];
        if (k->sets == sets && k->rows->role.roles == role.roles && k->rows->role.lemma == role.lemma &&
            k->rows->nsymbols == c->nsymbols &&
            memcmp(k->rows->symbols, c->symbols, c->nsymbols * sizeof c->symbols[0]) == 0)
            break;
    }
    if (c->slots[at] == 0) {
        if (!make_class(c, sets, role, &c->table[c->n]))
            return 0;
        c->masks[c->n] = mask;
        c->sets[c->n] = sets;
        c->slots[at] = ++c->n;
    }
    uint32_t number = c->slots[at] - 1;
    return number | (starts(&c->table[number]) ? SLANT_TAG_STARTS : 0) | (role.lemma != 0 ? SLANT_TAG_CUE : 0);
}

const struct slant_class *slant_classes_table(const struct slant_classes *classes)
{
    return classes->table;
}

const uint32_t *slant_classes_sets(const struct slant_classes *classes)
{
    return classes->sets;
}

const struct slant_mask *slant_classes_masks(const struct slant_classes *classes)
{
    return classes->masks;
}
