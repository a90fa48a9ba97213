#include "match/match.h"

#include <assert.h>
#include <emmintrin.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CANDIDATES = 4 << 20, MOST_STEPS = 4000 };

/* While one article is matched. */
struct matching {
    const struct slant_match_input *in;
    const struct slant_token *tokens;
    const struct slant_mask *masks; /* of the tokens' classes; one more at either end */
    struct slant_arena *mem;
    struct slant_hits *out; /* candidates first, then, in the same rows, what stands */
    uint32_t sentence;      /* the one that the walk is in */
    uint32_t sentence_first, sentence_end;
    int headline_case; /* of that sentence: -1 not yet known */
    uint32_t steps;
    slant_status status;
};

slant_status slant_hits_add(struct slant_hits *hits, struct slant_arena *mem, const struct slant_hit *hit)
{
    if (hits->n == hits->cap) {
        uint32_t cap = hits->cap ? hits->cap * 2 : 64;
        if (cap > MOST_CANDIDATES)
            return SLANT_ETOOBIG;
        void *rows = slant_arena_grow(mem, hits->rows, hits->n * sizeof *hits->rows, cap * sizeof *hits->rows);
        if (rows == NULL)
            return SLANT_ENOMEM;
        hits->rows = rows;
        hits->cap = cap;
    }
    hits->rows[hits->n++] = *hit;
    return SLANT_OK;
}

static const struct slant_class *class_at(const struct matching *m, uint32_t i)
{
    return slant_class_of(m->in->classes, m->tokens[i].tag);
}

/* ---- guards ---- */

/* Is the sentence set in headline case (Most Words Begin With Capitals) or in capitals? Then capitals say nothing. */
static int in_headline_case(struct matching *m)
{
    if (m->headline_case >= 0)
        return m->headline_case;
    const struct slant_sentence_span *s = &m->in->tokens->sentences[m->sentence];
    uint32_t long_words = 0, capitals = 0;
    for (uint32_t i = s->first + 1; i < s->last; i++) {
        const struct slant_token *t = &m->tokens[i];
        if (t->len < 4 || (t->flags & SLANT_WORD_NUMBER))
            continue;
        long_words++;
        capitals += (t->flags & SLANT_WORD_CAP) != 0;
    }
    m->headline_case = long_words >= 2 ? capitals * 10 >= long_words * 7 : s->title;
    return m->headline_case;
}

/* A word with a capital that no sentence, quotation or colon before it asks for. */
static int has_own_capital(const struct matching *m, uint32_t i)
{
    const struct slant_token *t = &m->tokens[i];
    const uint32_t begins = SLANT_GAP_SENTENCE | SLANT_GAP_QUOTE | SLANT_GAP_COLON | SLANT_GAP_STOP | SLANT_GAP_OPEN;
    if ((t->flags & SLANT_WORD_CAP) == 0 || (t->before & begins) != 0)
        return 0;
    const char *bytes = slant_token_bytes(m->in->tokens, i);
    if (bytes[0] == 'I' && (t->len == 1 || bytes[1] == '\'' || (unsigned char)bytes[1] == 0xE2)) /* I, I'm */
        return 0;
    return 1;
}

/* A word whose capital has no other reason than that it is (part of) a name. SHOUTED words are no names. */
static int is_name_word(const struct matching *m, uint32_t i)
{
    const struct slant_token *t = &m->tokens[i];
    return has_own_capital(m, i) && ((t->flags & SLANT_WORD_ALLCAPS) == 0 || t->len <= 3);
}

/* Part of a name: every word of weight has its capital in mid-sentence. */
static int is_name(struct matching *m, const struct slant_hit *hit)
{
    int names = 0, plain = 0;
    for (uint32_t i = hit->first; i < hit->last; i++) {
        if (is_name_word(m, i))
            names++;
        else if (m->tokens[i].len > 3 || hit->last - hit->first == 1)
            plain++;
    }
    return names > 0 && plain == 0 && !in_headline_case(m);
}

/* "not clearly", "isn't certainly", "never entirely": a negation up to three words before, in the same clause. */
static int is_negated(const struct matching *m, const struct slant_hit *hit)
{
    const struct slant_sentence_span *s = &m->in->tokens->sentences[hit->sentence];
    for (uint32_t i = hit->first, back = 0; i > s->first && back < 3; back++) {
        if (m->tokens[i].before & (SLANT_GAP_BREAKS & ~SLANT_GAP_SENTENCE))
            return 0;
        i--;
        if (class_at(m, i)->sets & SLANT_SET_NEGATION)
            return 1;
    }
    return 0;
}

static int names_or_judges(uint8_t layer)
{
    return layer == SLANT_LOADED || layer == SLANT_INSINUATION || layer == SLANT_FRAME || layer == SLANT_LABEL ||
           layer == SLANT_CUSTOM;
}

/* Does a candidate stand up by itself? (Whether another takes its place comes after.) */
static enum slant_fate fate_of(struct matching *m, struct slant_hit *hit)
{
    const struct slant_gist *e = &m->in->lexicon->gists[hit->entry];
    if (e->exception)
        return SLANT_STANDS;
    if (!e->proper && is_name(m, hit))
        return SLANT_A_NAME;
    if (hit->layer == SLANT_BOOSTER && is_negated(m, hit))
        return SLANT_NEGATED;
    /* "May's plan": nothing that hedges, boosts or says has a possessive; what names or judges may have one. */
    const struct slant_token *t = &m->tokens[hit->first];
    if (hit->last == hit->first + 1 && (t->flags & SLANT_WORD_POSSESSIVE) && !names_or_judges(hit->layer) &&
        !(class_at(m, hit->first)->sets & SLANT_SET_BE))
        return SLANT_POSSESSIVE;
    if (hit->layer == SLANT_AGENTLESS && !slant_is_agentless(m->in, hit))
        return SLANT_NO_PASSIVE;
    return SLANT_STANDS;
}

/* ---- the walk through the trie ---- */

/* Tokens [first, last) are matched so far. */
struct reach {
    uint32_t first, last;
};

static void found(struct matching *m, uint32_t entry, struct reach at)
{
    const struct slant_gist *e = &m->in->lexicon->gists[entry];
    struct slant_hit hit = {.first = at.first,
                            .last = at.last,
                            .sentence = m->sentence,
                            .entry = (int32_t)entry,
                            .layer = e->layer,
                            .slot = e->slot,
                            .kind = e->kind};
    hit.fate = (uint8_t)fate_of(m, &hit);
    if (m->status == SLANT_OK && (hit.fate == SLANT_STANDS || (m->in->keep & SLANT_KEEP_LOST)))
        m->status = slant_hits_add(m->out, m->mem, &hit);
}

/* Does value stand in sorted numbers? Without branches on what is compared: they would be guessed wrong. */
static int is_among(const uint32_t *numbers, uint32_t n, uint32_t value)
{
    if (n == 0)
        return 0;
    for (; n > 1; n -= n / 2)
        numbers += numbers[n / 2] <= value ? n / 2 : 0;
    return *numbers == value;
}

static uint32_t edge(const struct slant_lexicon_view *l, const struct slant_node *node, uint32_t symbol)
{
    const struct slant_edge *e = l->edges + node->first_edge;
    uint32_t low = 0, left = node->nedges;
    while (left > 0) {
        uint32_t half = left / 2;
        if (e[low + half].symbol == symbol)
            return e[low + half].node;
        if (e[low + half].symbol < symbol) {
            low += half + 1;
            left -= half + 1;
        } else {
            left = half;
        }
    }
    return 0;
}

static void walk(struct matching *m, uint32_t node_id, struct reach at);

/* Few edges, many symbols: each edge that this side and hyphen allow is held against the class. */
static void take_by_edges(struct matching *m, const struct slant_node *node, const struct slant_class *c,
                          struct reach to, uint32_t side, int hyphen)
{
    for (uint32_t k = 0; k < node->nedges && m->status == SLANT_OK; k++) {
        const struct slant_edge *e = &m->in->lexicon->edges[node->first_edge + k];
        uint32_t symbol = e->symbol & ~(SLANT_EDGE_LEFT | SLANT_EDGE_HYPHEN);
        if ((e->symbol & SLANT_EDGE_LEFT) != side || ((e->symbol & SLANT_EDGE_HYPHEN) && !hyphen))
            continue;
        if (slant_mask_has(&c->own, symbol) && is_among(c->rows->symbols, c->rows->nsymbols, symbol))
            walk(m, e->node, to);
    }
}

static void take_by_symbols(struct matching *m, const struct slant_node *node, const struct slant_class *c,
                            struct reach to, uint32_t side, int hyphen)
{
    for (uint32_t k = 0; k < c->rows->nsymbols && m->status == SLANT_OK; k++) {
        uint32_t symbol = c->rows->symbols[k] | side, next = edge(m->in->lexicon, node, symbol);
        if (next != 0)
            walk(m, next, to);
        if (hyphen && (next = edge(m->in->lexicon, node, symbol | SLANT_EDGE_HYPHEN)) != 0)
            walk(m, next, to);
    }
}

/* Takes the word at token i, which stands on this side of what is matched. */
static void take_word(struct matching *m, const struct slant_node *node, struct reach at, uint32_t i, int side,
                      int hyphen)
{
    struct reach to = side == SLANT_LEFT ? (struct reach){i, at.last} : (struct reach){at.first, i + 1};
    if ((slant_mask_fold(&m->masks[i]) & node->bloom[side]) != 0) {
        const struct slant_class *c = class_at(m, i);
        uint32_t flag = side == SLANT_LEFT ? SLANT_EDGE_LEFT : 0;
        (node->nedges <= c->rows->nsymbols ? take_by_edges : take_by_symbols)(m, node, c, to, flag, hyphen);
    }
    if (node->beyond != 0 && m->in->lexicon->beyonds[node->beyond].cap_node[side] != 0 && has_own_capital(m, i))
        walk(m, m->in->lexicon->beyonds[node->beyond].cap_node[side], to);
}

/* The next word on this side, where nothing parts it from what is matched. */
static void take_next(struct matching *m, const struct slant_node *node, struct reach at, int side)
{
    if (side == SLANT_RIGHT ? at.last >= m->sentence_end : at.first <= m->sentence_first)
        return;
    uint32_t i = side == SLANT_RIGHT ? at.last : at.first - 1;
    uint16_t between = m->tokens[side == SLANT_RIGHT ? i : at.first].before;
    if ((between & SLANT_GAP_BREAKS) == 0)
        take_word(m, node, at, i, side, (between & SLANT_GAP_HYPHEN) != 0);
}

/* A gap may reach over quotation marks, and over commas when they come in pairs ("poured, once more, cold water"), not
 * over what parts clauses. */
static void take_gap(struct matching *m, const struct slant_beyond *gap, struct reach at)
{
    const struct slant_node *node = &m->in->lexicon->nodes[gap->gap_node];
    const uint32_t parts = SLANT_GAP_COLON | SLANT_GAP_SEMICOLON | SLANT_GAP_DASH | SLANT_GAP_STOP;
    int right = gap->gap_side == SLANT_RIGHT;
    unsigned commas = 0;
    for (uint32_t skip = 0; skip <= gap->gap; skip++) {
        if (right ? at.last + skip >= m->sentence_end : at.first < m->sentence_first + skip + 1)
            return;
        uint32_t between = m->tokens[right ? at.last + skip : at.first - skip].before;
        if (between & parts)
            return;
        commas += (between & SLANT_GAP_COMMA) != 0;
        if (commas != 1)
            take_word(m, node, at, right ? at.last + skip : at.first - skip - 1, gap->gap_side, 0);
    }
}

static void go_on(struct matching *m, uint32_t node_id, struct reach at)
{
    const struct slant_node *nodes = m->in->lexicon->nodes, *node = &nodes[node_id];
    if (m->status != SLANT_OK || ++m->steps > MOST_STEPS)
        return;
    if ((node->sides & SLANT_SIDE_END) && at.last == m->sentence_end)
        walk(m, edge(m->in->lexicon, node, 0), at);
    const struct slant_beyond *beyonds = m->in->lexicon->beyonds;
    for (uint32_t k = node->beyond; k != 0 && beyonds[k].gap_node != 0; k = beyonds[k].next)
        take_gap(m, &beyonds[k], at);
    if (node->sides & 1u << SLANT_RIGHT)
        take_next(m, node, at, SLANT_RIGHT);
    if (node->sides & 1u << SLANT_LEFT)
        take_next(m, node, at, SLANT_LEFT);
}

static void walk(struct matching *m, uint32_t node_id, struct reach at)
{
    const struct slant_node *node = &m->in->lexicon->nodes[node_id];
    for (uint32_t k = 0; k < node->nends; k++)
        found(m, m->in->lexicon->ends[node->first_end + k], at);
    go_on(m, node_id, at);
}

/* Does a word that some pattern asks for stand where its gap may end? */
static int has_far_word(const struct matching *m, const struct slant_far_root *far, uint32_t i)
{
    uint32_t most = far->gap + 1u, left = i - m->sentence_first, right = m->sentence_end - i - 1;
    uint32_t n = far->gap_side == SLANT_RIGHT ? right : left;
    int64_t step = far->gap_side == SLANT_RIGHT ? 1 : -1;
    const struct slant_mask *mask = m->masks + i + step;
    int some = 0;
    for (n = n < most ? n : most; n > 0; n--, mask += step)
        some |= slant_mask_meet(&far->wants, mask);
    return some;
}

/* One more mask stands at either end of the text. */
static inline int wants_near(const struct matching *m, const struct slant_root *root, uint32_t i)
{
    uint64_t right = slant_mask_fold(&m->masks[i + 1]), left = slant_mask_fold(&m->masks[(int64_t)i - 1]);
    return ((root->wants[SLANT_RIGHT] & right) | (root->wants[SLANT_LEFT] & left)) != 0;
}

static int may_go_far(const struct matching *m, const struct slant_far_root *far, uint32_t i)
{
    if (wants_near(m, &far->near, i))
        return 1;
    if (far->gap > 0 && has_far_word(m, far, i))
        return 1;
    if (far->other == 0)
        return 0;
    return (far->other & SLANT_OTHER_ALWAYS) ||
           ((far->other & SLANT_OTHER_CAP_RIGHT) && i + 1 < m->sentence_end && has_own_capital(m, i + 1)) ||
           ((far->other & SLANT_OTHER_CAP_LEFT) && i > m->sentence_first && has_own_capital(m, i - 1)) ||
           ((far->other & SLANT_OTHER_END) && i + 1 == m->sentence_end);
}

static void start_special(struct matching *m, const struct slant_class_rows *rows, uint32_t i)
{
    struct reach at = {i, i + 1};
    for (uint32_t k = 0; k < rows->nfinds; k++)
        found(m, rows->finds[k], at);
    for (uint32_t k = 0; k < rows->nfar; k++) {
        m->steps = 0;
        if (may_go_far(m, &rows->far[k], i))
            go_on(m, rows->far[k].near.node, at);
    }
}

static inline int wants_neighbour(const struct matching *m, const struct slant_class *c, uint32_t i)
{
    return slant_mask_meet(&c->wants[SLANT_RIGHT], &m->masks[i + 1]) |
           slant_mask_meet(&c->wants[SLANT_LEFT], &m->masks[(int64_t)i - 1]);
}

/* Most words that may begin a walk begin none here: what stands near them settles it. */
static inline void start_at(struct matching *m, uint32_t i)
{
    const struct slant_class *c = class_at(m, i);
    if (c->special)
        start_special(m, c->rows, i);
    if (!wants_neighbour(m, c, i))
        return;
    const struct slant_root *roots = c->rows->roots;
    for (uint32_t k = 0; k < c->nroots; k++) {
        if (!wants_near(m, &roots[k], i))
            continue;
        m->steps = 0;
        go_on(m, roots[k].node, (struct reach){i, i + 1});
    }
}

/* ---- which candidates stand ---- */

static int by_weight(const void *a, const void *b, void *ctx)
{
    const struct slant_hit *x = a, *y = b;
    const struct slant_entry *entries = ctx;
    uint32_t len_x = x->last - x->first, len_y = y->last - y->first;
    const struct slant_entry *ex = &entries[x->entry], *ey = &entries[y->entry];
    /* A passive has grown over its auxiliary, past the exception that is meant for it. */
    if (ex->exception != ey->exception && x->layer == SLANT_AGENTLESS && y->layer == SLANT_AGENTLESS)
        return ex->exception ? -1 : 1;
    if (len_x != len_y)
        return len_x > len_y ? -1 : 1;
    if (ex->exception != ey->exception)
        return ex->exception ? -1 : 1;
    if (ex->exact != ey->exact)
        return ex->exact > ey->exact ? -1 : 1;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    int names = strcmp(ex->pattern, ey->pattern);
    /* The same pattern twice: what it says decides, so that the order of files and lines does not. */
    if (names == 0)
        names = strcmp(ex->kind, ey->kind);
    if (names == 0)
        names = strcmp(ex->why, ey->why);
    return names != 0 ? names : x->entry < y->entry ? -1 : x->entry > y->entry;
}

static int by_place(const void *a, const void *b)
{
    const struct slant_hit *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->last != y->last)
        return x->last < y->last ? -1 : 1;
    if (x->layer != y->layer)
        return x->layer < y->layer ? -1 : 1;
    return x->slot < y->slot ? -1 : x->slot > y->slot;
}

void slant_hits_sort(struct slant_hits *hits)
{
    /* Nearly in order already, so that putting the stragglers in one by one is cheap, unless there are many. */
    uint32_t moves = 0;
    for (uint32_t i = 1; i < hits->n; i++) {
        if (by_place(&hits->rows[i - 1], &hits->rows[i]) <= 0)
            continue;
        struct slant_hit hit = hits->rows[i];
        uint32_t to = i;
        for (; to > 0 && by_place(&hits->rows[to - 1], &hit) > 0; to--, moves++)
            hits->rows[to] = hits->rows[to - 1];
        hits->rows[to] = hit;
        if (moves > 16 * hits->n) {
            qsort(hits->rows, hits->n, sizeof *hits->rows, by_place);
            return;
        }
    }
}

/* Candidates that overlap one another, weightiest first: each takes its words in its slot; taken_by: by token, a bit
 * for each slot. Returns how many of rows are kept, at their front. */
static uint32_t settle(const struct slant_match_input *in, uint32_t *taken_by, struct slant_hit *rows, uint32_t n)
{
    const struct slant_entry *entries = in->lexicon->entries;
    qsort_r(rows, n, sizeof *rows, by_weight, (void *)(uintptr_t)entries);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t bit = 1u << rows[i].slot, taken = 0;
        for (uint32_t t = rows[i].first; t < rows[i].last; t++)
            taken |= taken_by[t] & bit;
        if (taken && rows[i].fate == SLANT_STANDS)
            rows[i].fate = SLANT_SHADOWED;
        if (rows[i].fate != SLANT_STANDS) {
            if (in->keep & SLANT_KEEP_LOST)
                rows[kept++] = rows[i];
            continue;
        }
        for (uint32_t t = rows[i].first; t < rows[i].last; t++)
            taken_by[t] |= bit;
        if (!entries[rows[i].entry].exception || (in->keep & SLANT_KEEP_EXCEPTIONS))
            rows[kept++] = rows[i];
    }
    qsort(rows, kept, sizeof *rows, by_place);
    return kept;
}

static void resolve(struct matching *m)
{
    static_assert(SLANT_NLAYERS + SLANT_MOST_CUSTOM <= 32, "a slot is a bit");
    uint32_t *taken_by = slant_arena_zalloc(m->mem, (m->in->tokens->n + 1) * sizeof *taken_by);
    if (taken_by == NULL) {
        m->status = SLANT_ENOMEM;
        return;
    }
    struct slant_hit *rows = m->out->rows;
    const struct slant_gist *gists = m->in->lexicon->gists;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < m->out->n;) {
        uint32_t end = rows[i].last, j = i + 1;
        while (j < m->out->n && rows[j].first < end) {
            if (rows[j].last > end)
                end = rows[j].last;
            j++;
        }
        uint32_t n = j - i;
        if (n == 1)
            n = !gists[rows[i].entry].exception || (m->in->keep & SLANT_KEEP_EXCEPTIONS);
        else
            n = settle(m->in, taken_by, rows + i, n);
        memmove(rows + kept, rows + i, n * sizeof *rows);
        kept += n;
        i = j;
    }
    m->out->n = kept;
}

/* Classes and their rows are visits to memory that is seldom near: they are asked for some words ahead. */
enum { CLASS_AHEAD = 8, ROWS_AHEAD = 4 };

/* Of the words at which walks may start, those where their neighbours let one, or that are not settled by them; in one
 * sweep, without a branch that could be guessed wrong. Returns how many are kept, at the front of starts. */
static uint32_t sift(const struct matching *m, uint32_t *starts, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t k = 0; k < n; k++) {
        if (k + CLASS_AHEAD < n)
            _mm_prefetch((const char *)class_at(m, starts[k + CLASS_AHEAD]), _MM_HINT_T0);
        uint32_t i = starts[k];
        const struct slant_class *c = class_at(m, i);
        starts[kept] = i;
        kept += (uint32_t)((c->special != 0) | wants_neighbour(m, c, i));
    }
    return kept;
}

slant_status slant_match_run(const struct slant_match_input *in, struct slant_arena *mem, struct slant_hits *out)
{
    struct matching m = {.in = in, .tokens = in->tokens->tokens, .mem = mem, .out = out};
    memset(out, 0, sizeof *out);
    uint32_t n = in->tokens->n, nstarts = 0;
    struct slant_mask *masks = slant_arena_alloc(mem, (n + 2) * sizeof *masks);
    uint32_t *starts = slant_arena_alloc(mem, (n + 1) * sizeof *starts);
    if (masks == NULL || starts == NULL)
        return SLANT_ENOMEM;
    masks[0] = masks[n + 1] = (struct slant_mask){{0, 0}};
    for (uint32_t i = 0; i < n; i++) {
        masks[i + 1] = in->masks[m.tokens[i].tag & SLANT_TAG_CLASS];
        starts[nstarts] = i;
        nstarts += m.tokens[i].tag >> 31;
    }
    m.masks = masks + 1;
    m.sentence = UINT32_MAX;
    nstarts = sift(&m, starts, nstarts);
    for (uint32_t k = 0; k < nstarts && m.status == SLANT_OK; k++) {
        if (k + ROWS_AHEAD < nstarts)
            _mm_prefetch((const char *)class_at(&m, starts[k + ROWS_AHEAD])->rows, _MM_HINT_T0);
        while (starts[k] >= m.sentence_end) {
            const struct slant_sentence_span *s = &in->tokens->sentences[++m.sentence];
            m.sentence_first = s->first;
            m.sentence_end = s->last;
            m.headline_case = -1;
        }
        start_at(&m, starts[k]);
    }
    slant_hits_sort(out);
    if (m.status == SLANT_OK)
        resolve(&m);
    return m.status;
}
