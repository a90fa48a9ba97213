#include "compare/vocabulary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "stats/adjust.h"
#include "stats/share.h"

static const double prior = 1000, alpha = 0.05;
enum { LEAST_WITH = 5 }; /* articles with it on the side that has more: a few articles are no habit */

/* Sums of one term in one outlet. */
struct cell {
    uint32_t outlet, next; /* next: of the same term; 0: none */
    uint64_t y, yy, yw, with;
};

struct term {
    struct slant_str text;
    uint64_t y, yy, yw, with;
    uint32_t words, cells; /* first cell + 1 */
};

struct outlet {
    struct slant_str name;
    uint64_t n, w;
    unsigned __int128 ww;
};

struct slant_vocabulary {
    struct slant_arena mem;
    struct term *terms;
    size_t n, cap;
    uint32_t *slots; /* term + 1 */
    size_t nslots;
    struct cell *cells;
    size_t ncells, cells_cap;
    struct outlet *outlets;
    uint32_t noutlets, outlets_cap;
};

struct slant_vocabulary *slant_vocabulary_new(void)
{
    return calloc(1, sizeof(struct slant_vocabulary));
}

void slant_vocabulary_free(struct slant_vocabulary *v)
{
    if (v == NULL)
        return;
    free(v->terms);
    free(v->slots);
    free(v->cells);
    free(v->outlets);
    slant_arena_free(&v->mem);
    free(v);
}

static int same(struct slant_str a, struct slant_str b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static size_t slot_of(const struct slant_vocabulary *v, struct slant_str text)
{
    size_t at = slant_hash(text.ptr, text.len) & (v->nslots - 1);
    while (v->slots[at] != 0 && !same(v->terms[v->slots[at] - 1].text, text))
        at = (at + 1) & (v->nslots - 1);
    return at;
}

static int grow(struct slant_vocabulary *v)
{
    size_t cap = v->cap > 0 ? v->cap * 2 : 4096;
    struct term *terms = cap < UINT32_MAX / 2 ? realloc(v->terms, cap * sizeof *terms) : NULL;
    if (terms == NULL)
        return -1;
    v->terms = terms;
    uint32_t *slots = calloc(cap * 2, sizeof *slots);
    if (slots == NULL)
        return -1;
    free(v->slots);
    v->slots = slots;
    v->nslots = cap * 2;
    v->cap = cap;
    for (size_t i = 0; i < v->n; i++)
        v->slots[slot_of(v, v->terms[i].text)] = (uint32_t)i + 1;
    return 0;
}

static struct term *term_of(struct slant_vocabulary *v, const struct slant_term_count *of)
{
    if (v->n == v->cap && grow(v) != 0)
        return NULL;
    size_t slot = slot_of(v, of->term);
    if (v->slots[slot] == 0) {
        char *copy = slant_arena_copy(&v->mem, of->term.ptr, of->term.len);
        if (copy == NULL)
            return NULL;
        v->terms[v->n] = (struct term){.text = {copy, of->term.len}, .words = of->words};
        v->slots[slot] = (uint32_t)++v->n;
    }
    return &v->terms[v->slots[slot] - 1];
}

static struct cell *cell_of(struct slant_vocabulary *v, struct term *term, uint32_t outlet)
{
    for (uint32_t at = term->cells; at != 0; at = v->cells[at - 1].next)
        if (v->cells[at - 1].outlet == outlet)
            return &v->cells[at - 1];
    if (v->ncells == v->cells_cap) {
        size_t cap = v->cells_cap > 0 ? v->cells_cap * 2 : 4096;
        struct cell *grown = cap < UINT32_MAX ? realloc(v->cells, cap * sizeof *grown) : NULL;
        if (grown == NULL)
            return NULL;
        v->cells = grown;
        v->cells_cap = cap;
    }
    v->cells[v->ncells] = (struct cell){.outlet = outlet, .next = term->cells};
    term->cells = (uint32_t)++v->ncells;
    return &v->cells[v->ncells - 1];
}

static struct outlet *outlet_of(struct slant_vocabulary *v, struct slant_str name)
{
    for (uint32_t i = 0; i < v->noutlets; i++)
        if (same(v->outlets[i].name, name))
            return &v->outlets[i];
    if (v->noutlets == v->outlets_cap) {
        uint32_t cap = v->outlets_cap > 0 ? v->outlets_cap * 2 : 16;
        struct outlet *grown = realloc(v->outlets, cap * sizeof *grown);
        if (grown == NULL)
            return NULL;
        v->outlets = grown;
        v->outlets_cap = cap;
    }
    char *copy = slant_arena_copy(&v->mem, name.ptr, name.len);
    if (copy == NULL)
        return NULL;
    v->outlets[v->noutlets] = (struct outlet){.name = {copy, name.len}};
    return &v->outlets[v->noutlets++];
}

int slant_vocabulary_add(struct slant_vocabulary *v, struct slant_str name, uint32_t words,
                         const struct slant_term_count *terms, size_t n)
{
    struct outlet *outlet = outlet_of(v, name);
    if (outlet == NULL)
        return -1;
    uint32_t number = (uint32_t)(outlet - v->outlets);
    outlet->n++;
    outlet->w += words;
    outlet->ww += (unsigned __int128)words * words;
    for (size_t i = 0; i < n; i++) {
        struct term *term = term_of(v, &terms[i]);
        struct cell *cell = term != NULL ? cell_of(v, term, number) : NULL;
        if (cell == NULL)
            return -1;
        uint64_t y = terms[i].count;
        cell->y += y;
        cell->yy += y * y;
        cell->yw += y * words;
        cell->with++;
        term->y += y;
        term->yy += y * y;
        term->yw += y * words;
        term->with++;
    }
    return 0;
}

/* ---- ranking ------------------------------------------------------------------------------------------ */

struct ranking {
    const struct slant_vocabulary *v;
    struct slant_arena *mem;
    struct slant_rate_sums all; /* n, w, ww of all outlets */
};

static struct slant_ranked_term rank_one(const struct ranking *r, const struct outlet *o, const struct term *t,
                                         const struct cell *c)
{
    struct slant_rate_sums here = {o->n, c->with, c->y, o->w, c->yy, c->yw, o->ww};
    struct slant_rate_sums there = {r->all.n - o->n, t->with - c->with, t->y - c->y,      r->all.w - o->w,
                                    t->yy - c->yy,   t->yw - c->yw,     r->all.ww - o->ww};
    double share = prior * (double)t->y / (double)r->all.w;
    struct slant_ranked_term out = {.term = t->text,
                                    .words = t->words,
                                    .count = c->y,
                                    .articles = c->with,
                                    .count_elsewhere = there.y,
                                    .articles_elsewhere = there.with_any,
                                    .rate = 1000 * (double)c->y / (double)o->w,
                                    .rate_elsewhere = there.w > 0 ? 1000 * (double)there.y / (double)there.w : NAN,
                                    .ratio = NAN,
                                    .lo = NAN,
                                    .hi = NAN,
                                    .p_adjusted = NAN,
                                    .unevenness = NAN,
                                    .dp = {.word_total = (double)t->y, .token_total = (double)r->all.w}};
    out.zeta = slant_keyness_of((double)here.y, (double)here.w, (double)there.y, (double)there.w, share, prior).zeta;
    out.test = slant_word_test_of(&here, &there);
    if (out.test.status == SLANT_STAT_OK) {
        struct slant_interval ends = slant_log_interval(out.test.log_ratio, out.test.se, out.test.df, 0.95);
        out.ratio = exp(out.test.log_ratio);
        out.lo = ends.lo;
        out.hi = ends.hi;
    } else {
        out.test.p = NAN;
    }
    return out;
}

static int by_rank(const void *a, const void *b)
{
    const struct slant_ranked_term *x = a, *y = b;
    if (x->is_claimed != y->is_claimed)
        return y->is_claimed - x->is_claimed;
    if (fabs(x->zeta) != fabs(y->zeta))
        return fabs(x->zeta) > fabs(y->zeta) ? -1 : 1;
    int order = memcmp(x->term.ptr, y->term.ptr, x->term.len < y->term.len ? x->term.len : y->term.len);
    return order != 0 ? order : (x->term.len > y->term.len) - (x->term.len < y->term.len);
}

static int by_name(const void *a, const void *b)
{
    const struct slant_ranked_outlet *x = a, *y = b;
    size_t least = x->outlet.len < y->outlet.len ? x->outlet.len : y->outlet.len;
    int order = memcmp(x->outlet.ptr, y->outlet.ptr, least);
    return order != 0 ? order : (x->outlet.len > y->outlet.len) - (x->outlet.len < y->outlet.len);
}

static int claim(struct slant_ranked_outlet *to, struct slant_ranked_term *terms, size_t n, struct slant_arena *mem)
{
    double *p = slant_arena_alloc(mem, (n + 1) * sizeof *p);
    if (p == NULL)
        return -1;
    for (size_t i = 0; i < n; i++) {
        p[i] = terms[i].test.p;
        to->tried += isnan(p[i]) ? 0 : 1;
    }
    if (slant_adjust(SLANT_ADJUST_BH, p, n, p, mem) == SLANT_STAT_NO_MEMORY)
        return -1;
    for (size_t i = 0; i < n; i++) {
        terms[i].p_adjusted = p[i];
        uint64_t with = terms[i].ratio > 1 ? terms[i].articles : terms[i].articles_elsewhere;
        terms[i].is_claimed = to->status == SLANT_STAT_OK && p[i] <= alpha && with >= LEAST_WITH;
        to->claimed += terms[i].is_claimed ? 1 : 0;
    }
    return 0;
}

static int rank_outlet(const struct ranking *r, uint32_t number, uint32_t most, struct slant_ranked_outlet *to)
{
    const struct outlet *o = &r->v->outlets[number];
    static const struct cell none;
    struct slant_arena scratch = {0};
    struct slant_ranked_term *terms = malloc((r->v->n + 1) * sizeof *terms);
    size_t n = 0;
    int trouble = terms == NULL;
    *to = (struct slant_ranked_outlet){.outlet = o->name,
                                       .articles = o->n,
                                       .words = o->w,
                                       .status = o->n < SLANT_TERM_ARTICLES || r->all.n - o->n < SLANT_TERM_ARTICLES
                                                     ? SLANT_STAT_TOO_FEW_ARTICLES
                                                     : SLANT_STAT_OK};
    for (size_t i = 0; i < r->v->n && !trouble && o->w > 0; i++) {
        const struct term *t = &r->v->terms[i];
        const struct cell *c = &none;
        if (t->with < SLANT_TERM_ARTICLES)
            continue;
        for (uint32_t at = t->cells; at != 0; at = r->v->cells[at - 1].next)
            if (r->v->cells[at - 1].outlet == number)
                c = &r->v->cells[at - 1];
        terms[n++] = rank_one(r, o, t, c);
    }
    trouble = trouble || claim(to, terms, n, &scratch) != 0;
    if (!trouble) {
        qsort(terms, n, sizeof *terms, by_rank);
        to->n = (uint32_t)(n < most ? n : most);
        to->terms = slant_arena_alloc(r->mem, (to->n + 1) * sizeof *to->terms);
        trouble = to->terms == NULL;
    }
    if (!trouble)
        memcpy(to->terms, terms, to->n * sizeof *to->terms);
    free(terms);
    slant_arena_free(&scratch);
    return trouble ? -1 : 0;
}

slant_status slant_vocabulary_rank(const struct slant_vocabulary *v, uint32_t most, struct slant_arena *mem,
                                   struct slant_ranking *out)
{
    struct ranking r = {.v = v, .mem = mem};
    *out = (struct slant_ranking){.n = v->noutlets};
    out->outlets = slant_arena_alloc(mem, (v->noutlets + 1) * sizeof *out->outlets);
    if (out->outlets == NULL)
        return SLANT_ENOMEM;
    for (uint32_t i = 0; i < v->noutlets; i++) {
        r.all.n += v->outlets[i].n;
        r.all.w += v->outlets[i].w;
        r.all.ww += v->outlets[i].ww;
    }
    out->articles = r.all.n;
    out->words = r.all.w;
    for (size_t i = 0; i < v->n; i++)
        out->terms += v->terms[i].with >= SLANT_TERM_ARTICLES ? 1 : 0;
    for (uint32_t i = 0; i < v->noutlets; i++)
        if (rank_outlet(&r, i, most, &out->outlets[i]) != 0)
            return SLANT_ENOMEM;
    qsort(out->outlets, out->n, sizeof *out->outlets, by_name);
    return SLANT_OK;
}
