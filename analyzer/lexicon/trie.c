#include "lexicon/trie.h"

#include <stdlib.h>
#include <string.h>

#include "lexicon/pattern.h"
#include "lexicon/sets.h"

enum { MOST_NODES = 1 << 24, MOST_MEMBERS = 1024 };

/* While it grows, a node's children are found by (node, symbol) in one hash table. */
struct slant_child {
    uint32_t node, symbol, to; /* to 0: free */
};
struct slant_end {
    uint32_t node, entry;
};
/* One atom of a sequence. */
struct slant_step {
    uint32_t symbol; /* of a word, a set, alternatives */
    uint8_t kind;    /* enum slant_atom_kind */
    uint8_t hyphen, gap;
};
struct slant_phrase {
    uint32_t first, n, entry;
};
/* A node's continuations that are no words. */
struct slant_special {
    uint32_t gap_node, gap_next, cap_node[2];
    uint8_t gap, gap_side;
};

static void *doubled(void *rows, uint32_t n, uint32_t *cap, uint32_t first, size_t size)
{
    if (n < *cap)
        return rows;
    uint32_t more = *cap ? *cap * 2 : first;
    void *out = realloc(rows, more * size);
    if (out != NULL)
        *cap = more;
    return out;
}

static uint32_t new_node(struct slant_trie *t)
{
    if (t->nnodes >= MOST_NODES)
        return 0;
    struct slant_special *special = doubled(t->special, t->nnodes, &t->nodes_cap, 4096, sizeof *special);
    if (special == NULL)
        return 0;
    t->special = special;
    special[t->nnodes] = (struct slant_special){0};
    return t->nnodes++;
}

static struct slant_child *child_slot(struct slant_child *table, uint32_t mask, uint32_t node, uint32_t symbol)
{
    uint64_t h = ((uint64_t)node << 32 | symbol) * 0x9E3779B97F4A7C15u;
    for (uint32_t i = (uint32_t)(h >> 32) & mask;; i = (i + 1) & mask)
        if (table[i].to == 0 || (table[i].node == node && table[i].symbol == symbol))
            return &table[i];
}

static int grow_children(struct slant_trie *t)
{
    uint32_t slots = t->children_mask ? (t->children_mask + 1) * 2 : 1 << 16;
    struct slant_child *bigger = calloc(slots, sizeof *bigger);
    if (bigger == NULL)
        return 0;
    for (uint32_t i = 0; t->children != NULL && i <= t->children_mask; i++)
        if (t->children[i].to != 0)
            *child_slot(bigger, slots - 1, t->children[i].node, t->children[i].symbol) = t->children[i];
    free(t->children);
    t->children = bigger;
    t->children_mask = slots - 1;
    return 1;
}

static uint32_t child_of(struct slant_trie *t, uint32_t node, uint32_t symbol)
{
    if (t->nchildren * 2 >= t->children_mask && !grow_children(t))
        return 0;
    struct slant_child *c = child_slot(t->children, t->children_mask, node, symbol);
    if (c->to == 0) {
        uint32_t to = new_node(t);
        *c = (struct slant_child){node, symbol, to};
        t->nchildren += to != 0;
    }
    return c->to;
}

/* The node after a gap of up to `gap` words on this side of this node. */
static uint32_t gap_of(struct slant_trie *t, uint32_t node, unsigned gap, int side)
{
    for (uint32_t at = node;; at = t->special[at].gap_next) {
        if (t->special[at].gap_node == 0) {
            uint32_t to = new_node(t);
            t->special[at].gap_node = to;
            t->special[at].gap = (uint8_t)gap;
            t->special[at].gap_side = (uint8_t)side;
            return to;
        }
        if (t->special[at].gap == gap && t->special[at].gap_side == side)
            return t->special[at].gap_node;
        if (t->special[at].gap_next == 0) {
            uint32_t more = new_node(t);
            if (more == 0)
                return 0;
            t->special[at].gap_next = more;
        }
    }
}

/* ---- words → symbols ---- */

/* Room for what is known of a symbol. NULL: out of memory. */
static struct slant_named *named_of(struct slant_trie *t, uint32_t symbol)
{
    if (symbol >= t->named_cap) {
        uint32_t cap = symbol * 2 + 16384;
        struct slant_named *named = realloc(t->named, cap * sizeof *named);
        if (named == NULL)
            return NULL;
        memset(named + t->named_cap, 0, (cap - t->named_cap) * sizeof *named);
        t->named = named;
        t->named_cap = cap;
    }
    return &t->named[symbol];
}

/* A slant_classify: so that the stemmer is asked once for each distinct word of the lexicon. */
static uint32_t stem_symbol(void *ctx, const struct slant_word *word)
{
    struct slant_trie *t = ctx;
    uint32_t symbol = slant_symbols_add(&t->symbols, SLANT_SYMBOL_STEM, word->stem, word->stem_len);
    struct slant_named *named = symbol != 0 ? named_of(t, symbol) : NULL;
    if (named == NULL)
        return 0;
    uint32_t listed = slant_commonness_of(&t->commonness, word->surface, word->len);
    named->listed = listed > named->listed ? listed : named->listed;
    return symbol;
}

struct members {
    struct slant_trie *trie;
    uint32_t n, symbols[MOST_MEMBERS];
};

static uint32_t symbol_of(struct slant_trie *t, const struct slant_atom *atom);

static int add_member(void *ctx, const struct slant_atom *atom)
{
    struct members *m = ctx;
    uint32_t symbol = m->n < MOST_MEMBERS ? symbol_of(m->trie, atom) : 0;
    if (symbol == 0)
        return -1;
    m->symbols[m->n++] = symbol;
    return 0;
}

static uint32_t look_up_alternatives(struct slant_trie *t, const struct slant_atom *atom)
{
    struct members members; /* 4 KiB that nobody need clear */
    members.trie = t;
    members.n = 0;
    const char *trouble = slant_pattern_members(atom, add_member, &members);
    if (trouble != NULL) {
        t->trouble = trouble;
        return 0;
    }
    uint32_t symbol = slant_symbols_alternatives(&t->symbols, members.symbols, &members.n);
    struct slant_named *named = symbol != 0 ? named_of(t, symbol) : NULL;
    if (named != NULL && members.n > 1 && named->members == NULL) {
        named->nmembers = members.n;
        named->members = (const uint32_t *)(const void *)slant_arena_copy(t->mem, (const char *)members.symbols,
                                                                          members.n * sizeof members.symbols[0]);
        if (named->members == NULL)
            return 0;
    }
    return named != NULL ? symbol : 0;
}

static uint32_t look_up(struct slant_trie *t, const struct slant_atom *atom)
{
    if (atom->kind == SLANT_ATOM_ALTERNATIVES)
        return look_up_alternatives(t, atom);
    if (atom->kind == SLANT_ATOM_STEM)
        return slant_words_tag_of(t->stemmer, atom->text.ptr, atom->text.len);
    uint32_t symbol, listed;
    if (atom->kind == SLANT_ATOM_SET) {
        uint32_t set = slant_set_named(atom->text.ptr, atom->text.len);
        symbol = slant_symbols_set(&t->symbols, set);
        listed = slant_commonness_of_set(set);
    } else {
        char lower[SLANT_MOST_WORD * 2 + 8];
        size_t len = slant_words_lower(atom->text.ptr, atom->text.len, lower, sizeof lower);
        symbol = slant_symbols_add(
            &t->symbols, atom->kind == SLANT_ATOM_PREFIX ? SLANT_SYMBOL_PREFIX : SLANT_SYMBOL_SURFACE, lower, len);
        listed = slant_commonness_of(&t->commonness, lower, len);
    }
    struct slant_named *named = symbol != 0 ? named_of(t, symbol) : NULL;
    if (named == NULL)
        return 0;
    named->listed = listed;
    return symbol;
}

/* A pattern's words may stand in several of its sequences: each is looked up once. */
static uint32_t symbol_of(struct slant_trie *t, const struct slant_atom *atom)
{
    uint32_t *memo = &t->symbol_at[atom->text.ptr - t->entry->pattern];
    if (*memo == 0 && (*memo = look_up(t, atom)) != 0)
        named_of(t, *memo)->times++;
    return *memo;
}

/* ---- entries → sequences of steps ---- */

static int add_sequence(void *ctx, const struct slant_sequence *sequence)
{
    struct slant_trie *t = ctx;
    struct slant_phrase *phrases = doubled(t->phrases, t->nphrases, &t->phrases_cap, 16384, sizeof *phrases);
    if (phrases == NULL)
        return -1;
    t->phrases = phrases;
    phrases[t->nphrases++] = (struct slant_phrase){t->nsteps, sequence->n, t->number};
    uint8_t exact = 0;
    for (uint32_t i = 0; i < sequence->n; i++) {
        const struct slant_atom *a = &sequence->atoms[i];
        struct slant_step *steps = doubled(t->steps, t->nsteps, &t->steps_cap, 65536, sizeof *steps);
        if (steps == NULL)
            return -1;
        t->steps = steps;
        struct slant_step *step = &steps[t->nsteps++];
        *step = (struct slant_step){0, (uint8_t)a->kind, (uint8_t)a->hyphen, (uint8_t)a->gap};
        if (a->kind <= SLANT_ATOM_ALTERNATIVES && (step->symbol = symbol_of(t, a)) == 0)
            return -1;
        exact = (uint8_t)(exact + (a->kind == SLANT_ATOM_SURFACE ||
                                   (a->kind == SLANT_ATOM_ALTERNATIVES && (a->surface || a->text.ptr[1] == '='))));
    }
    if (exact > t->entry->exact)
        t->entry->exact = exact;
    return 0;
}

const char *slant_trie_add(struct slant_trie *t, struct slant_entry *entry, uint32_t number)
{
    size_t len = strlen(entry->pattern);
    if (len >= SLANT_MOST_PATTERN)
        return "a pattern of over 4,000 bytes";
    t->entry = entry;
    t->number = number;
    t->trouble = NULL;
    memset(t->symbol_at, 0, (len + 1) * sizeof t->symbol_at[0]);
    uint32_t nphrases = t->nphrases, nsteps = t->nsteps;
    const char *trouble = slant_pattern_expand(entry->pattern + entry->exception, add_sequence, t);
    if (t->trouble != NULL)
        trouble = t->trouble;
    if (trouble != NULL) { /* nothing of it is left */
        t->nphrases = nphrases;
        t->nsteps = nsteps;
    }
    return trouble;
}

/* ---- sequences → the trie ---- */

/* Uses in a million words; a word that many patterns name is a common one. */
static uint32_t commonness_of(struct slant_trie *t, uint32_t symbol)
{
    struct slant_named *n = &t->named[symbol];
    if (n->commonness == 0) {
        n->commonness = n->members == NULL ? n->listed + 3 * n->times : 1;
        for (uint32_t i = 0; i < n->nmembers; i++)
            n->commonness += commonness_of(t, n->members[i]);
    }
    return n->commonness;
}

/* The rarest word; one with a gap beside it counts for more, since a walk must look into the gap. */
static uint32_t anchor_of(struct slant_trie *t, const struct slant_step *steps, uint32_t n)
{
    uint32_t best = 0, least = UINT32_MAX;
    for (uint32_t i = 0; i < n && n > 1; i++) {
        if (steps[i].kind > SLANT_ATOM_ALTERNATIVES)
            continue;
        uint32_t common = commonness_of(t, steps[i].symbol);
        if ((i + 1 < n ? steps[i + 1] : steps[i - 1]).kind == SLANT_ATOM_GAP)
            common *= 3;
        if (common < least) {
            least = common;
            best = i;
        }
    }
    return best;
}

/* One step on, to this side. hyphen: one must stand between this word and what is matched so far. */
static uint32_t go(struct slant_trie *t, uint32_t node, const struct slant_step *step, int side, int hyphen)
{
    if (step->kind == SLANT_ATOM_GAP)
        return gap_of(t, node, step->gap, side);
    if (step->kind == SLANT_ATOM_CAP) {
        if (t->special[node].cap_node[side] == 0) {
            uint32_t to = new_node(t);
            t->special[node].cap_node[side] = to;
        }
        return t->special[node].cap_node[side];
    }
    if (step->kind == SLANT_ATOM_END)
        return child_of(t, node, 0);
    return child_of(t, node,
                    step->symbol | (hyphen ? SLANT_EDGE_HYPHEN : 0) | (side == SLANT_LEFT ? SLANT_EDGE_LEFT : 0));
}

/* How often the step that comes next on one side holds, in a million words: what waits behind a gap is looked for in
 * several places. UINT32_MAX: nothing is left on this side. */
static uint32_t next_commonness(struct slant_trie *t, const struct slant_step *steps, uint32_t left)
{
    enum { CAPITAL = 150000, END = 50000 };
    if (left == 0)
        return UINT32_MAX;
    if (steps->kind == SLANT_ATOM_CAP)
        return CAPITAL;
    if (steps->kind == SLANT_ATOM_END)
        return END;
    return steps->kind == SLANT_ATOM_GAP ? UINT32_MAX - 1 : commonness_of(t, steps->symbol);
}

/* From the anchor to both sides, the rarer word first: most walks end early. What follows a gap is taken with it. */
static int enter(struct slant_trie *t, const struct slant_phrase *phrase)
{
    const struct slant_step *steps = t->steps + phrase->first;
    uint32_t left = anchor_of(t, steps, phrase->n), right = left + 1; /* steps [left, right) are taken */
    uint32_t node = go(t, 0, &steps[left], SLANT_RIGHT, 0);
    while (node != 0 && (left > 0 || right < phrase->n)) {
        int to_right =
            next_commonness(t, &steps[right], phrase->n - right) <= next_commonness(t, &steps[left - (left > 0)], left);
        int gap;
        do {
            const struct slant_step *step = &steps[to_right ? right++ : --left];
            gap = step->kind == SLANT_ATOM_GAP;
            node = go(t, node, step, to_right ? SLANT_RIGHT : SLANT_LEFT, to_right ? step->hyphen : step[1].hyphen);
        } while (gap && node != 0);
    }
    struct slant_end *ends = doubled(t->ends, t->nends, &t->ends_cap, 16384, sizeof *ends);
    if (node == 0 || ends == NULL)
        return 0;
    t->ends = ends;
    ends[t->nends++] = (struct slant_end){node, phrase->entry};
    return 1;
}

int slant_trie_open(struct slant_trie *t, const struct slant_stems *stems, struct slant_arena *mem)
{
    t->mem = mem;
    t->stemmer = slant_words_new(stems, stem_symbol, t);
    slant_commonness_open(&t->commonness);
    int opened = slant_symbols_open(&t->symbols, mem);
    new_node(t); /* the root is node 0 */
    return t->stemmer != NULL && opened && t->nnodes == 1;
}

/* ---- freezing ---- */

static int by_symbol(const void *a, const void *b)
{
    const struct slant_edge *x = a, *y = b;
    return x->symbol < y->symbol ? -1 : x->symbol > y->symbol;
}

/* Room by node: where each node's rows begin. counts[node] rows are there; afterwards counts[node] is the first. */
static void lay_out(uint32_t *counts, uint32_t n)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t rows = counts[i];
        counts[i] = at;
        at += rows;
    }
}

/* Nodes with a gap or a capital get a beyond, numbered from 1. */
static void freeze_specials(const struct slant_trie *t, struct slant_node *nodes, struct slant_beyond *beyonds)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->nnodes; i++) {
        const struct slant_special *x = &t->special[i];
        if (x->gap_node != 0 || x->cap_node[0] != 0 || x->cap_node[1] != 0)
            nodes[i].beyond = ++n;
        for (int side = SLANT_RIGHT; side <= SLANT_LEFT; side++)
            nodes[i].sides |= (uint8_t)((x->cap_node[side] != 0) << side);
    }
    for (uint32_t i = 0; i < t->nnodes; i++) {
        const struct slant_special *x = &t->special[i];
        if (nodes[i].beyond != 0)
            beyonds[nodes[i].beyond] = (struct slant_beyond){{x->cap_node[0], x->cap_node[1]},
                                                             x->gap_node,
                                                             x->gap_next != 0 ? nodes[x->gap_next].beyond : 0,
                                                             x->gap,
                                                             x->gap_side};
    }
}

static uint32_t count_specials(const struct slant_trie *t)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->nnodes; i++)
        n += t->special[i].gap_node != 0 || t->special[i].cap_node[0] != 0 || t->special[i].cap_node[1] != 0;
    return n;
}

static void freeze_edge(const struct slant_trie *t, struct slant_node *nodes, uint32_t n, uint32_t with, uint32_t to,
                        uint32_t *root_of)
{
    struct slant_node *node = &nodes[n];
    uint32_t symbol = with & ~(SLANT_EDGE_HYPHEN | SLANT_EDGE_LEFT);
    int side = (with & SLANT_EDGE_LEFT) != 0;
    if (symbol == 0) {
        node->sides |= SLANT_SIDE_END;
        return;
    }
    node->bloom[side] |= slant_mask_fold(&t->symbols.masks[symbol]);
    node->sides |= (uint8_t)(1u << side);
    if (n == 0)
        root_of[symbol] = to;
}

/* A counting sort by node; a node's few edges are then put in order of their symbols. The root's are found through
 * root_of alone. */
static void freeze_children(struct slant_trie *t, struct slant_node *nodes, struct slant_edge *edges, uint32_t *next,
                            uint32_t *root_of)
{
    memset(next, 0, t->nnodes * sizeof *next);
    for (uint32_t i = 0; t->children != NULL && i <= t->children_mask; i++)
        next[t->children[i].node] += t->children[i].to != 0;
    for (uint32_t i = 0; i < t->nnodes; i++) {
        t->crowded |= i > 0 && next[i] > UINT16_MAX; /* the root's edges are not walked */
        nodes[i].nedges = (uint16_t)next[i];
    }
    lay_out(next, t->nnodes);
    for (uint32_t i = 0; i < t->nnodes; i++)
        nodes[i].first_edge = next[i];
    for (uint32_t i = 0; t->children != NULL && i <= t->children_mask; i++) {
        const struct slant_child *c = &t->children[i];
        if (c->to == 0)
            continue;
        edges[next[c->node]++] = (struct slant_edge){c->symbol, c->to};
        freeze_edge(t, nodes, c->node, c->symbol, c->to, root_of);
    }
    for (uint32_t i = 1; i < t->nnodes; i++)
        if (nodes[i].nedges > 1)
            qsort(edges + nodes[i].first_edge, nodes[i].nedges, sizeof *edges, by_symbol);
}

/* Likewise; within a node they stay in the order of the entries. */
static void freeze_ends(struct slant_trie *t, struct slant_node *nodes, uint32_t *ends, uint32_t *next)
{
    memset(next, 0, t->nnodes * sizeof *next);
    for (uint32_t i = 0; i < t->nends; i++)
        next[t->ends[i].node]++;
    for (uint32_t i = 0; i < t->nnodes; i++) {
        t->crowded |= next[i] > UINT8_MAX;
        nodes[i].nends = (uint8_t)next[i];
    }
    lay_out(next, t->nnodes);
    for (uint32_t i = 0; i < t->nnodes; i++)
        nodes[i].first_end = next[i];
    for (uint32_t i = 0; i < t->nends; i++)
        ends[next[t->ends[i].node]++] = t->ends[i].entry;
}

static void free_building(struct slant_trie *t)
{
    slant_words_free(t->stemmer);
    free(t->named);
    free(t->steps);
    free(t->phrases);
    free(t->children);
    free(t->ends);
    free(t->special);
    t->stemmer = NULL;
    t->named = NULL;
    t->steps = NULL;
    t->phrases = NULL;
    t->children = NULL;
    t->ends = NULL;
    t->special = NULL;
}

const char *slant_trie_freeze(struct slant_trie *t, struct slant_lexicon_view *view, uint32_t **root_of)
{
    for (uint32_t i = 0; i < t->nphrases; i++)
        if (!enter(t, &t->phrases[i]))
            return "out of memory";
    struct slant_node *nodes = t->nodes = aligned_alloc(_Alignof(struct slant_node), t->nnodes * sizeof *nodes);
    struct slant_edge *edges = slant_arena_alloc(t->mem, t->nchildren * sizeof *edges);
    uint32_t *ends = slant_arena_alloc(t->mem, t->nends * sizeof *ends);
    t->nbeyonds = count_specials(t) + 1;
    struct slant_beyond *beyonds = slant_arena_zalloc(t->mem, t->nbeyonds * sizeof *beyonds);
    uint32_t *next = slant_arena_alloc(t->mem, t->nnodes * sizeof *next);
    *root_of = slant_arena_zalloc(t->mem, (t->symbols.n + 1) * sizeof **root_of);
    if (nodes == NULL || edges == NULL || ends == NULL || beyonds == NULL || next == NULL || *root_of == NULL ||
        !slant_symbols_freeze(&t->symbols))
        return "out of memory";
    memset(nodes, 0, t->nnodes * sizeof *nodes);
    freeze_specials(t, nodes, beyonds);
    freeze_children(t, nodes, edges, next, *root_of);
    freeze_ends(t, nodes, ends, next);
    if (t->crowded)
        return "over 255 entries are one and the same phrase, or over 65,535 phrases go on from one";
    view->nodes = nodes;
    view->beyonds = beyonds;
    view->edges = edges;
    view->ends = ends;
    free_building(t);
    return NULL;
}

void slant_trie_close(struct slant_trie *t)
{
    free_building(t);
    slant_symbols_close(&t->symbols);
    free(t->nodes);
}
