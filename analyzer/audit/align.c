#include "audit/align.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_CANDIDATES = 6, /* of one sentence */
    MOST_POSTINGS = 64,  /* a word that stands in more sentences calls up none */
    MOST_JOINED = 4,     /* sentences on one side of a pairing */
    REACH = 3,           /* a split or merged sentence stands that near to its other half */
    PAIRS = 1024         /* slots for the pairs of neighbours in one sentence */
};

/* How alike two sentences must be (0..1): where their neighbours belong together too; where one has moved. And how
 * much of a sentence must be found in what its neighbour left over. Read off real edits. */
#define ALIKE 0.40
#define ALIKE_MOVED 0.50
#define FOUND 0.50F
#define FOUND_REPEATED 0.30F
#define FOUND_WHOLE 0.70F
/* Shared weight below which a likeness is chance, unless the sentences are the same. */
#define ENOUGH 7.0F
#define ENOUGH_REPEATED 5.0F
/* A candidate this much worse than the best one of either sentence is none. */
#define NEAR_BEST 0.75F

struct candidate {
    uint32_t wire, edited;
    float similarity, value;
    int32_t before; /* the candidate before it in the chain */
    uint8_t taken;
};

struct aligning {
    struct side *wire, *edited;
    struct slant_arena *mem;
    uint32_t *offsets, *postings; /* stem → the wire's sentences */
    int32_t *counts;              /* of each stem; all zero between uses */
    uint64_t pairs[PAIRS];
    float *wire_weight, *edited_weight, *wire_best;
    struct candidate *candidates;
    uint32_t n;
    uint32_t *first; /* of each of the edit's sentences; and one behind the last */
    struct alignment *out;
};

/* ---- how alike ----------------------------------------------------------------------------------------- */

static float weight_of(const struct side *side, uint32_t s)
{
    float sum = 0;
    for (uint32_t i = side->sentences[s].first; i < side->sentences[s].last; i++)
        sum += side->words[i].weight;
    return sum;
}

static void count_words(struct aligning *a, const struct side *side, uint32_t s, int32_t by)
{
    for (uint32_t i = side->sentences[s].first; i < side->sentences[s].last; i++)
        a->counts[side->words[i].stem] += by;
}

static void forget_words(struct aligning *a, const struct side *side, uint32_t s)
{
    for (uint32_t i = side->sentences[s].first; i < side->sentences[s].last; i++)
        a->counts[side->words[i].stem] = 0;
}

/* The weight of the sentence's words that are counted; each count serves once. */
static float shared_weight(struct aligning *a, const struct side *side, uint32_t s)
{
    const struct side_range r = side->sentences[s];
    float sum = 0;
    for (uint32_t i = r.first; i < r.last; i++)
        if (a->counts[side->words[i].stem]-- > 0)
            sum += side->words[i].weight;
    for (uint32_t i = r.first; i < r.last; i++)
        a->counts[side->words[i].stem]++;
    return sum;
}

static uint64_t pair_key(const struct side *side, uint32_t i)
{
    return ((uint64_t)side->words[i].stem << 32 | side->words[i + 1].stem) + 1;
}

static uint64_t *pair_slot(struct aligning *a, uint64_t key)
{
    uint32_t at = (uint32_t)((key * 0x9E3779B97F4A7C15u) >> 54) & (PAIRS - 1);
    while (a->pairs[at] != 0 && a->pairs[at] != key)
        at = (at + 1) & (PAIRS - 1);
    return &a->pairs[at];
}

/* Dice over the words that stand side by side, weighted. */
static float alike_in_order(struct aligning *a, uint32_t wire, uint32_t edited)
{
    const struct side_range w = a->wire->sentences[wire], e = a->edited->sentences[edited];
    float all = 0, shared = 0;
    for (uint32_t i = w.first; i + 1 < w.last; i++) {
        uint64_t key = pair_key(a->wire, i);
        *pair_slot(a, key) = key;
        all += a->wire->words[i].weight + a->wire->words[i + 1].weight;
    }
    for (uint32_t i = e.first; i + 1 < e.last; i++) {
        float weight = a->edited->words[i].weight + a->edited->words[i + 1].weight;
        uint64_t key = pair_key(a->edited, i);
        shared += *pair_slot(a, key) == key ? weight : 0;
        all += weight;
    }
    memset(a->pairs, 0, sizeof a->pairs);
    return all > 0 ? 2 * shared / all : 0;
}

static int same_words(const struct aligning *a, uint32_t wire, uint32_t edited)
{
    const struct side_range w = a->wire->sentences[wire], e = a->edited->sentences[edited];
    if (w.last - w.first != e.last - e.first)
        return 0;
    for (uint32_t i = 0; i < w.last - w.first; i++)
        if (a->wire->words[w.first + i].surface != a->edited->words[e.first + i].surface)
            return 0;
    return 1;
}

/* The edit's words are counted already. */
static float similarity(struct aligning *a, uint32_t wire, uint32_t edited)
{
    float shared = shared_weight(a, a->wire, wire);
    float all = a->wire_weight[wire] + a->edited_weight[edited];
    if (shared < ENOUGH && !same_words(a, wire, edited))
        return 0;
    return all > 0 ? 0.7F * (2 * shared / all) + 0.3F * alike_in_order(a, wire, edited) : 0;
}

/* ---- candidates ---------------------------------------------------------------------------------------- */

static int index_wire(struct aligning *a, uint32_t nstems)
{
    const struct side *w = a->wire;
    a->offsets = slant_arena_zalloc(a->mem, (nstems + 2) * sizeof *a->offsets);
    a->postings = slant_arena_alloc(a->mem, (w->nwords + 1) * sizeof *a->postings);
    if (a->offsets == NULL || a->postings == NULL)
        return 0;
    for (uint32_t s = 0; s < w->nsentences; s++)
        for (uint32_t i = w->sentences[s].first; i < w->sentences[s].last; i++)
            a->offsets[w->words[i].stem + 2]++;
    for (uint32_t i = 2; i < nstems + 2; i++)
        a->offsets[i] += a->offsets[i - 1];
    for (uint32_t s = 0; s < w->nsentences; s++)
        for (uint32_t i = w->sentences[s].first; i < w->sentences[s].last; i++)
            a->postings[a->offsets[w->words[i].stem + 1]++] = s;
    return 1;
}

struct calling {
    float *score;     /* of each of the wire's sentences */
    uint32_t *called; /* those with a score */
    uint32_t ncalled;
};

static void call_up(const struct aligning *a, uint32_t edited, struct calling *c)
{
    const struct side_range r = a->edited->sentences[edited];
    for (uint32_t i = r.first; i < r.last; i++) {
        const struct side_word *w = &a->edited->words[i];
        uint32_t from = a->offsets[w->stem], to = a->offsets[w->stem + 1];
        if (to - from > MOST_POSTINGS || (w->weight < 1 && r.last - r.first > 4))
            continue;
        for (uint32_t k = from; k < to; k++) {
            if (c->score[a->postings[k]] == 0)
                c->called[c->ncalled++] = a->postings[k];
            c->score[a->postings[k]] += w->weight;
        }
    }
}

/* Takes the best of those called up; all scores are zero again afterwards. */
static uint32_t best_called(struct calling *c, uint32_t best[MOST_CANDIDATES])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->ncalled; i++) {
        uint32_t s = c->called[i], at = n;
        if (n == MOST_CANDIDATES) {
            if (c->score[s] <= c->score[best[n - 1]])
                continue;
            at = n - 1;
        } else {
            n++;
        }
        while (at > 0 && c->score[best[at - 1]] < c->score[s]) {
            best[at] = best[at - 1];
            at--;
        }
        best[at] = s;
    }
    for (uint32_t i = 0; i < c->ncalled; i++)
        c->score[c->called[i]] = 0;
    c->ncalled = 0;
    return n;
}

static int by_wire(const void *x, const void *y)
{
    const struct candidate *a = x, *b = y;
    return a->wire < b->wire ? -1 : a->wire > b->wire;
}

static int find_candidates(struct aligning *a)
{
    uint32_t ne = a->edited->nsentences, nw = a->wire->nsentences;
    struct calling c = {slant_arena_zalloc(a->mem, (nw + 1) * sizeof(float)),
                        slant_arena_alloc(a->mem, (nw + 1) * sizeof(uint32_t)), 0};
    a->candidates = slant_arena_alloc(a->mem, ((size_t)ne * MOST_CANDIDATES + 1) * sizeof *a->candidates);
    a->first = slant_arena_zalloc(a->mem, (ne + 1) * sizeof *a->first);
    if (c.score == NULL || c.called == NULL || a->candidates == NULL || a->first == NULL)
        return 0;
    for (uint32_t e = 0; e < ne; e++) {
        uint32_t best[MOST_CANDIDATES];
        call_up(a, e, &c);
        uint32_t n = best_called(&c, best);
        a->first[e] = a->n;
        count_words(a, a->edited, e, 1);
        for (uint32_t i = 0; i < n; i++) {
            float s = similarity(a, best[i], e);
            a->candidates[a->n++] = (struct candidate){best[i], e, s, 0, -1, 0};
            if (s > a->wire_best[best[i]])
                a->wire_best[best[i]] = s;
        }
        forget_words(a, a->edited, e);
        qsort(a->candidates + a->first[e], a->n - a->first[e], sizeof *a->candidates, by_wire);
    }
    a->first[ne] = a->n;
    return 1;
}

/* ---- the chain of those that keep their order ---------------------------------------------------------- */

/* Of equals the earlier one. */
static int is_better(const struct aligning *a, int32_t x, int32_t y)
{
    float vx = a->candidates[x].value, vy = a->candidates[y].value;
    return vx > vy || (vx >= vy && x < y);
}

/* The best chain that ends at or before each of the wire's sentences: a tree of maxima over prefixes. */
static int32_t best_before(const struct aligning *a, const int32_t *tree, uint32_t wire)
{
    int32_t best = -1;
    for (uint32_t i = wire; i > 0; i &= i - 1)
        if (tree[i] >= 0 && (best < 0 || is_better(a, tree[i], best)))
            best = tree[i];
    return best;
}

static void enter(const struct aligning *a, int32_t *tree, uint32_t n, int32_t candidate)
{
    for (uint32_t i = a->candidates[candidate].wire + 1; i <= n; i += i & (~i + 1))
        if (tree[i] < 0 || is_better(a, candidate, tree[i]))
            tree[i] = candidate;
}

static float best_of(const struct aligning *a, uint32_t edited)
{
    float best = 0;
    for (uint32_t i = a->first[edited]; i < a->first[edited + 1]; i++)
        best = a->candidates[i].similarity > best ? a->candidates[i].similarity : best;
    return best;
}

static int is_near_best(const struct aligning *a, const struct candidate *c, float best)
{
    return c->similarity >= NEAR_BEST * best && c->similarity >= NEAR_BEST * a->wire_best[c->wire];
}

static void value_candidates(struct aligning *a, uint32_t edited, const int32_t *tree)
{
    float best = best_of(a, edited);
    for (uint32_t i = a->first[edited]; i < a->first[edited + 1]; i++) {
        struct candidate *c = &a->candidates[i];
        float weight =
            a->wire_weight[c->wire] < a->edited_weight[edited] ? a->wire_weight[c->wire] : a->edited_weight[edited];
        c->value = 0;
        if (c->similarity < ALIKE || !is_near_best(a, c, best))
            continue;
        c->before = best_before(a, tree, c->wire);
        c->value = c->similarity * c->similarity * (weight < 60 ? weight : 60) +
                   (c->before >= 0 ? a->candidates[c->before].value : 0);
    }
}

static int chain(struct aligning *a)
{
    uint32_t n = a->wire->nsentences;
    int32_t *tree = slant_arena_alloc(a->mem, (n + 1) * sizeof *tree);
    if (tree == NULL)
        return 0;
    memset(tree, 0xFF, (n + 1) * sizeof *tree);
    for (uint32_t e = 0; e < a->edited->nsentences; e++) {
        value_candidates(a, e, tree);
        for (uint32_t i = a->first[e]; i < a->first[e + 1]; i++)
            if (a->candidates[i].value > 0)
                enter(a, tree, n, (int32_t)i);
    }
    for (int32_t i = best_before(a, tree, n); i >= 0; i = a->candidates[i].before)
        a->candidates[i].taken = 1;
    return 1;
}

/* ---- pairings ------------------------------------------------------------------------------------------ */

static int pair_up(struct aligning *a, struct candidate *c, int moved)
{
    struct pairing *p = &a->out->rows[a->out->n];
    uint32_t *rows = slant_arena_alloc(a->mem, 2 * MOST_JOINED * sizeof *rows);
    if (rows == NULL)
        return 0;
    *p = (struct pairing){rows, rows + MOST_JOINED, 1, 1, moved, c->similarity};
    p->wire[0] = c->wire;
    p->edited[0] = c->edited;
    a->wire->group_of[c->wire] = a->edited->group_of[c->edited] = (int32_t)a->out->n++;
    return 1;
}

static int by_similarity(const void *x, const void *y)
{
    const struct candidate *a = *(struct candidate *const *)x, *b = *(struct candidate *const *)y;
    if (a->similarity > b->similarity || a->similarity < b->similarity)
        return a->similarity > b->similarity ? -1 : 1;
    return a < b ? -1 : a > b;
}

static int pair_moved(struct aligning *a, struct candidate **order)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->n; i++)
        if (a->candidates[i].similarity >= ALIKE_MOVED)
            order[n++] = &a->candidates[i];
    qsort(order, n, sizeof *order, by_similarity);
    for (uint32_t i = 0; i < n; i++)
        if (a->wire->group_of[order[i]->wire] < 0 && a->edited->group_of[order[i]->edited] < 0 &&
            !pair_up(a, order[i], 1))
            return 0;
    return 1;
}

static void insert(uint32_t *rows, uint32_t *n, uint32_t row)
{
    uint32_t at = (*n)++;
    for (; at > 0 && rows[at - 1] > row; at--)
        rows[at] = rows[at - 1];
    rows[at] = row;
}

static uint32_t distance(const uint32_t *rows, uint32_t n, uint32_t row)
{
    uint32_t least = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t d = rows[i] > row ? rows[i] - row : row - rows[i];
        least = d < least ? d : least;
    }
    return least;
}

/* Is the sentence in what one side of the pairing has and the other has not? Most of it, or a part where the rest
 * repeats what the other has ("The library was built in 1902. The library holds …"). */
static int is_in_rest(struct aligning *a, const struct pairing *p, int in_wire, uint32_t sentence)
{
    const struct side *has = in_wire ? a->wire : a->edited, *other = in_wire ? a->edited : a->wire;
    const uint32_t *plus = in_wire ? p->wire : p->edited, *minus = in_wire ? p->edited : p->wire;
    uint32_t nplus = in_wire ? p->nwire : p->nedited, nminus = in_wire ? p->nedited : p->nwire;
    float weight = (in_wire ? a->edited_weight : a->wire_weight)[sentence];
    for (uint32_t i = 0; i < nplus; i++)
        count_words(a, has, plus[i], 1);
    float whole = shared_weight(a, other, sentence);
    for (uint32_t i = 0; i < nminus; i++)
        count_words(a, other, minus[i], -1);
    float rest = shared_weight(a, other, sentence);
    for (uint32_t i = 0; i < nplus; i++)
        forget_words(a, has, plus[i]);
    for (uint32_t i = 0; i < nminus; i++)
        forget_words(a, other, minus[i]);
    return (rest >= ENOUGH && rest >= FOUND * weight) ||
           (rest >= ENOUGH_REPEATED && rest >= FOUND_REPEATED * weight && whole >= FOUND_WHOLE * weight);
}

/* A sentence that was left over belongs to a pairing nearby if most of it is in what that left over. */
static void join(struct aligning *a, const struct candidate *c)
{
    int32_t wire = a->wire->group_of[c->wire], edited = a->edited->group_of[c->edited];
    if ((wire < 0) == (edited < 0))
        return;
    int in_wire = wire >= 0;
    int32_t group = in_wire ? wire : edited;
    struct pairing *p = &a->out->rows[group];
    uint32_t sentence = in_wire ? c->edited : c->wire;
    uint32_t *rows = in_wire ? p->edited : p->wire, *n = in_wire ? &p->nedited : &p->nwire;
    if (*n == MOST_JOINED || distance(rows, *n, sentence) > REACH || !is_in_rest(a, p, in_wire, sentence))
        return;
    insert(rows, n, sentence);
    (in_wire ? a->edited : a->wire)->group_of[sentence] = group;
}

static int by_edited(const void *x, const void *y)
{
    const struct pairing *a = x, *b = y;
    return a->edited[0] < b->edited[0] ? -1 : a->edited[0] > b->edited[0];
}

static void number_again(struct aligning *a)
{
    qsort(a->out->rows, a->out->n, sizeof *a->out->rows, by_edited);
    for (uint32_t i = 0; i < a->out->n; i++) {
        const struct pairing *p = &a->out->rows[i];
        for (uint32_t k = 0; k < p->nwire; k++)
            a->wire->group_of[p->wire[k]] = (int32_t)i;
        for (uint32_t k = 0; k < p->nedited; k++)
            a->edited->group_of[p->edited[k]] = (int32_t)i;
    }
}

static int make_pairings(struct aligning *a)
{
    uint32_t most = a->wire->nsentences < a->edited->nsentences ? a->wire->nsentences : a->edited->nsentences;
    struct candidate **order = slant_arena_alloc(a->mem, (a->n + 1) * sizeof *order);
    a->out->rows = slant_arena_zalloc(a->mem, (most + 1) * sizeof *a->out->rows);
    if (a->out->rows == NULL || order == NULL)
        return 0;
    for (uint32_t i = 0; i < a->n; i++)
        if (a->candidates[i].taken && !pair_up(a, &a->candidates[i], 0))
            return 0;
    if (!pair_moved(a, order))
        return 0;
    for (uint32_t i = 0; i < a->n; i++)
        join(a, &a->candidates[i]);
    number_again(a);
    return 1;
}

slant_status slant_align(struct side *wire, struct side *edited, uint32_t nstems, struct slant_arena *mem,
                         struct alignment *out)
{
    struct aligning *a = slant_arena_zalloc(mem, sizeof *a);
    if (a == NULL)
        return SLANT_ENOMEM;
    a->wire = wire;
    a->edited = edited;
    a->mem = mem;
    a->out = out;
    a->counts = slant_arena_zalloc(mem, (nstems + 1) * sizeof *a->counts);
    a->wire_weight = slant_arena_alloc(mem, (wire->nsentences + 1) * sizeof *a->wire_weight);
    a->wire_best = slant_arena_zalloc(mem, (wire->nsentences + 1) * sizeof *a->wire_best);
    a->edited_weight = slant_arena_alloc(mem, (edited->nsentences + 1) * sizeof *a->edited_weight);
    if (a->counts == NULL || a->wire_weight == NULL || a->wire_best == NULL || a->edited_weight == NULL)
        return SLANT_ENOMEM;
    for (uint32_t i = 0; i < wire->nsentences; i++)
        a->wire_weight[i] = weight_of(wire, i);
    for (uint32_t i = 0; i < edited->nsentences; i++)
        a->edited_weight[i] = weight_of(edited, i);
    memset(out, 0, sizeof *out);
    return index_wire(a, nstems) && find_candidates(a) && chain(a) && make_pairings(a) ? SLANT_OK : SLANT_ENOMEM;
}
