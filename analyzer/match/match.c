#include "match/match.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_CANDIDATES = 4 << 20, MOST_STEPS = 4000 };

/* While one article is matched. */
struct matching {
    const struct slant_match_input *in;
    const struct slant_token *tokens;
    uint32_t n;
    struct slant_arena *mem;
    struct slant_hits *out;   /* candidates first, then, in the same rows, what stands */
    uint32_t sentence;        /* the one that the walk is in */
    uint32_t sentence_end;
    int headline_case;        /* of that sentence: -1 not yet known */
    uint32_t start;           /* of the walk */
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

/* A word whose capital has no other reason than that it is (part of) a name. */
static int is_name_word(const struct matching *m, uint32_t i)
{
    const struct slant_token *t = &m->tokens[i];
    const uint32_t begins = SLANT_GAP_SENTENCE | SLANT_GAP_QUOTE | SLANT_GAP_COLON | SLANT_GAP_STOP | SLANT_GAP_OPEN;
    if ((t->flags & SLANT_WORD_CAP) == 0 || (t->before & begins) != 0)
        return 0;
    return (t->flags & SLANT_WORD_ALLCAPS) == 0 || t->len <= 3;
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

/* Does a candidate stand up by itself? (Whether another takes its place comes after.) */
static int stands(struct matching *m, struct slant_hit *hit)
{
    const struct slant_entry *e = &m->in->lexicon->entries[hit->entry];
    if (e->exception)
        return 1;
    if (!e->proper && is_name(m, hit))
        return 0;
    if (hit->layer == SLANT_BOOSTER && is_negated(m, hit))
        return 0;
    return hit->layer != SLANT_AGENTLESS || slant_is_agentless(m->in, hit);
}

/* ---- the walk through the trie ---- */

static void found(struct matching *m, const struct slant_node *node, uint32_t last)
{
    if (node->at_end && last != m->sentence_end)
        return;
    for (uint32_t k = 0; k < node->nends && m->status == SLANT_OK; k++) {
        uint32_t entry = m->in->lexicon->ends[node->first_end + k];
        const struct slant_entry *e = &m->in->lexicon->entries[entry];
        struct slant_hit hit = {.first = m->start,
                                .last = last,
                                .sentence = m->sentence,
                                .entry = (int32_t)entry,
                                .layer = e->layer,
                                .kind = e->kind};
        if (stands(m, &hit))
            m->status = slant_hits_add(m->out, m->mem, &hit);
    }
}

static uint32_t edge(const struct slant_lexicon_view *l, const struct slant_node *node, uint32_t symbol)
{
    const struct slant_edge *e = l->edges + node->first_edge;
    uint32_t n = node->nedges;
    while (n > 0) {
        uint32_t half = n / 2;
        if (e[half].symbol == symbol)
            return e[half].node;
        if (e[half].symbol < symbol) {
            e += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return 0;
}

static void walk(struct matching *m, uint32_t node_id, uint32_t next);

/* From this node, by the word at token i. */
static void take_word(struct matching *m, const struct slant_node *node, uint32_t i)
{
    const struct slant_token *t = &m->tokens[i];
    const struct slant_class *c = class_at(m, i);
    if ((c->bloom & node->bloom) != 0) {
        for (uint32_t k = 0; k < c->nsymbols && m->status == SLANT_OK; k++) {
            uint32_t to = edge(m->in->lexicon, node, c->symbols[k]);
            if (to != 0)
                walk(m, to, i + 1);
            if (t->before & SLANT_GAP_HYPHEN) {
                to = edge(m->in->lexicon, node, c->symbols[k] | SLANT_EDGE_HYPHEN);
                if (to != 0)
                    walk(m, to, i + 1);
            }
        }
    }
    if (node->cap_node != 0 && is_name_word(m, i))
        walk(m, node->cap_node, i + 1);
}

static void take_gap(struct matching *m, const struct slant_node *node, uint32_t next)
{
    const struct slant_node *nodes = m->in->lexicon->nodes;
    for (const struct slant_node *at = node; at->gap_node != 0; at = &nodes[at->gap_next]) {
        for (uint32_t skip = 0; skip <= at->gap && next + skip < m->sentence_end; skip++) {
            /* A gap may reach over a comma or quotation marks, not over what parts clauses. */
            uint32_t parts = SLANT_GAP_COLON | SLANT_GAP_SEMICOLON | SLANT_GAP_DASH | SLANT_GAP_STOP;
            if (m->tokens[next + skip].before & parts)
                break;
            take_word(m, &nodes[at->gap_node], next + skip);
        }
        if (at->gap_next == 0)
            break;
    }
}

static void walk(struct matching *m, uint32_t node_id, uint32_t next)
{
    const struct slant_node *node = &m->in->lexicon->nodes[node_id];
    if (node->nends > 0)
        found(m, node, next);
    if (m->status != SLANT_OK || ++m->steps > MOST_STEPS)
        return;
    if (node->nedges > 0 && next == m->sentence_end) {
        uint32_t end = edge(m->in->lexicon, node, 0);
        if (end != 0)
            walk(m, end, next);
    }
    if (next >= m->sentence_end)
        return;
    if (node->gap_node != 0)
        take_gap(m, node, next);
    if ((node->nedges > 0 || node->cap_node != 0) && (m->tokens[next].before & SLANT_GAP_BREAKS) == 0)
        take_word(m, node, next);
}

/* Most words that may begin a pattern begin none here: the next word settles it, by one AND. */
static inline void start_at(struct matching *m, uint32_t i)
{
    const struct slant_node *nodes = m->in->lexicon->nodes;
    const struct slant_class *c = class_at(m, i);
    uint64_t next = i + 1 < m->sentence_end && !(m->tokens[i + 1].before & SLANT_GAP_BREAKS)
                        ? class_at(m, i + 1)->bloom | (uint64_t)1 << 63
                        : (uint64_t)1 << 63;
    for (uint32_t k = 0; k < c->nroots; k++) {
        const struct slant_node *node = &nodes[c->roots[k]];
        if (node->nends == 0 && (node->bloom & next) == 0)
            continue;
        m->start = i;
        m->steps = 0;
        walk(m, c->roots[k], i + 1);
    }
}

/* ---- which candidates stand ---- */

static int by_weight(const void *a, const void *b, void *ctx)
{
    const struct slant_hit *x = a, *y = b;
    const struct slant_entry *entries = ctx;
    uint32_t len_x = x->last - x->first, len_y = y->last - y->first;
    const struct slant_entry *ex = &entries[x->entry], *ey = &entries[y->entry];
    if (len_x != len_y)
        return len_x > len_y ? -1 : 1;
    if (ex->exception != ey->exception)
        return ex->exception ? -1 : 1;
    if (ex->exact != ey->exact)
        return ex->exact > ey->exact ? -1 : 1;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    int names = strcmp(ex->pattern, ey->pattern);
    return names != 0 ? names : x->entry < y->entry ? -1 : x->entry > y->entry;
}

static int by_place(const void *a, const void *b)
{
    const struct slant_hit *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->last != y->last)
        return x->last < y->last ? -1 : 1;
    return x->layer < y->layer ? -1 : x->layer > y->layer;
}

/* Candidates that overlap one another, weightiest first: each takes its words in its layer. Returns how many of rows
 * are kept, at their front. */
static uint32_t settle(const struct slant_match_input *in, struct slant_hit *rows, uint32_t n)
{
    struct slant_token *tokens = in->tokens->tokens;
    const struct slant_entry *entries = in->lexicon->entries;
    qsort_r(rows, n, sizeof *rows, by_weight, (void *)(uintptr_t)entries);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint8_t bit = (uint8_t)(1u << rows[i].layer), taken = 0;
        for (uint32_t t = rows[i].first; t < rows[i].last; t++)
            taken |= tokens[t].layers & bit;
        if (taken)
            continue;
        for (uint32_t t = rows[i].first; t < rows[i].last; t++)
            tokens[t].layers |= bit;
        if (!entries[rows[i].entry].exception || in->keep_exceptions)
            rows[kept++] = rows[i];
    }
    qsort(rows, kept, sizeof *rows, by_place);
    return kept;
}

static void resolve(struct matching *m)
{
    struct slant_hit *rows = m->out->rows;
    const struct slant_entry *entries = m->in->lexicon->entries;
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
            n = !entries[rows[i].entry].exception || m->in->keep_exceptions;
        else
            n = settle(m->in, rows + i, n);
        memmove(rows + kept, rows + i, n * sizeof *rows);
        kept += n;
        i = j;
    }
    m->out->n = kept;
}

static int starts_earlier(const void *a, const void *b)
{
    const struct slant_hit *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

slant_status slant_match_run(const struct slant_match_input *in, struct slant_arena *mem, struct slant_hits *out)
{
    struct matching m = {.in = in, .tokens = in->tokens->tokens, .n = in->tokens->n, .mem = mem, .out = out};
    memset(out, 0, sizeof *out);
    int unordered = 0;
    for (uint32_t s = 0; s < in->tokens->nsentences && m.status == SLANT_OK; s++) {
        m.sentence = s;
        m.sentence_end = in->tokens->sentences[s].last;
        m.headline_case = -1;
        for (uint32_t i = in->tokens->sentences[s].first; i < m.sentence_end && m.status == SLANT_OK; i++) {
            if (m.tokens[i].tag & SLANT_TAG_STARTS)
                start_at(&m, i);
            if (in->lexicon->cap_root != 0 && is_name_word(&m, i)) {
                m.start = i;
                m.steps = 0;
                walk(&m, in->lexicon->cap_root, i + 1);
            }
        }
    }
    /* The agentless passives have grown to the left, over their auxiliaries. */
    for (uint32_t i = 1; i < out->n && !unordered; i++)
        unordered = out->rows[i].first < out->rows[i - 1].first;
    if (unordered)
        qsort(out->rows, out->n, sizeof *out->rows, starts_earlier);
    if (m.status == SLANT_OK)
        resolve(&m);
    return m.status;
}
