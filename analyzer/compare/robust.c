#include "compare/robust.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/share.h"

enum { MOST_TERMS = 8000000 }; /* 192 MB */

/* A claim is a sum of weighted log rates (logits): 1 and -1 for a pair, 1 less the mean for a contrast. */
struct claim {
    uint32_t a;
    int32_t b;        /* -1: against the mean of the tested outlets */
    double log_ratio; /* as shown */
    double reach;     /* half of the interval that is shown, in standard errors */
    int hangs;        /* has fallen when one thing was left out */
};

struct difference {
    double log_ratio, se; /* NaN: too little remains */
};

struct robust {
    const struct slant_counts *counts;
    struct slant_arena *mem;
    const struct slant_compared_measure *m;
    uint32_t number; /* of the measure */
    uint32_t noutlets;
    struct slant_rate_sums *whole, *left;
    double *whole_log, *whole_var, *log, *var; /* of each outlet's rate: all, and without what is left out */
    unsigned char *in_mean;                    /* outlets that were tested */
    struct claim *claims;
    uint32_t nclaims;
    uint32_t *row_of;   /* sorted place of a row, by the order of adding */
    uint32_t *by_story; /* rows by story */
    size_t nby_story;
};

/* ---- terms ---- */

int slant_terms_add(struct slant_terms *t, const struct slant_term_count *count)
{
    if (t->too_many || (t->too_many = t->n == MOST_TERMS))
        return 0;
    if (t->n == t->cap) {
        size_t cap = t->cap > 0 ? t->cap * 2 : 1024;
        struct slant_term_count *grown = realloc(t->all, cap * sizeof *grown);
        if (grown == NULL)
            return -1;
        t->all = grown;
        t->cap = cap;
    }
    t->all[t->n++] = *count;
    return 0;
}

void slant_terms_free(struct slant_terms *t)
{
    free(t->all);
    memset(t, 0, sizeof *t);
}

static int by_measure_and_term(const void *a, const void *b)
{
    const struct slant_term_count *x = a, *y = b;
    if (x->measure != y->measure)
        return x->measure < y->measure ? -1 : 1;
    int order = strcmp(x->term, y->term);
    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

/* ---- what is claimed ---- */

static const struct slant_cell *cell(const struct robust *r, uint32_t row)
{
    return &r->counts->cells[(size_t)r->counts->rows[row].cells + r->number];
}

static void measure_outlet(const struct robust *r, const struct slant_rate_sums *sums, double *log_rate, double *var)
{
    *log_rate = *var = NAN;
    if (slant_rate_gate(sums) != SLANT_STAT_OK)
        return;
    int is_share = r->m->what->is_share;
    struct slant_rate rate = is_share ? slant_share_estimate(sums, 0.95) : slant_rate_estimate(sums, 0.95);
    *log_rate = is_share ? log(rate.rate / (1 - rate.rate)) : log(rate.rate);
    *var = rate.log_se * rate.log_se;
}

static struct difference difference_of(const struct robust *r, const struct claim *claim)
{
    double n = 0, mean = 0, var = 0;
    if (claim->b >= 0)
        return (struct difference){r->log[claim->a] - r->log[claim->b], sqrt(r->var[claim->a] + r->var[claim->b])};
    for (uint32_t o = 0; o < r->noutlets; o++)
        n += r->in_mean[o] && isfinite(r->log[o]) ? 1 : 0;
    for (uint32_t o = 0; o < r->noutlets; o++) {
        if (!r->in_mean[o] || !isfinite(r->log[o]))
            continue;
        double weight = (o == claim->a) - 1 / n;
        mean += r->log[o] / n;
        var += weight * weight * r->var[o];
    }
    return (struct difference){r->log[claim->a] - mean, isfinite(r->log[claim->a]) ? sqrt(var) : NAN};
}

static int stands(const struct claim *claim, struct difference now)
{
    double signed_ratio = claim->log_ratio > 0 ? now.log_ratio : -now.log_ratio;
    return signed_ratio > claim->reach * now.se;
}

static void add_claim(struct robust *r, const struct slant_compared_ratio *of, uint32_t a, int32_t b)
{
    struct claim *claim = &r->claims[r->nclaims];
    if (of->verdict == SLANT_CANNOT_TELL)
        return;
    *claim = (struct claim){a, b, log(of->ratio), 0, 0};
    double se = difference_of(r, claim).se;
    claim->reach = log(of->hi / of->lo) / 2 / se;
    r->nclaims += se > 0 ? 1 : 0;
}

/* Of two outlets the pair says all. */
static void find_claims(struct robust *r, int32_t baseline)
{
    r->nclaims = 0;
    for (uint32_t i = 0; r->noutlets > 2 && i < r->m->ncontrasts; i++)
        add_claim(r, &r->m->contrasts[i].of, r->m->contrasts[i].outlet, baseline);
    for (uint32_t i = 0; i < r->m->npairs; i++)
        add_claim(r, &r->m->pairs[i].of, r->m->pairs[i].a, (int32_t)r->m->pairs[i].b);
}

static void start_measure(struct robust *r, const struct slant_comparison *c, uint32_t m, int32_t baseline)
{
    r->m = &c->measures[m];
    r->number = m;
    memset(r->whole, 0, r->noutlets * sizeof *r->whole);
    for (uint32_t i = 0; i < r->counts->n; i++)
        if (!isnan(cell(r, i)->exposure))
            slant_rate_add(&r->whole[r->counts->rows[i].outlet], (uint64_t)cell(r, i)->count,
                           (uint64_t)cell(r, i)->exposure);
    for (uint32_t o = 0; o < r->noutlets; o++) {
        measure_outlet(r, &r->whole[o], &r->whole_log[o], &r->whole_var[o]);
        r->in_mean[o] = isfinite(r->m->contrasts[o].of.ratio) ? 1 : 0;
    }
    memcpy(r->log, r->whole_log, r->noutlets * sizeof *r->log);
    memcpy(r->var, r->whole_var, r->noutlets * sizeof *r->var);
    find_claims(r, baseline);
}

/* ---- leaving out ---- */

static void take_marks(struct slant_rate_sums *s, const struct slant_cell *x, uint64_t marks)
{
    uint64_t y = (uint64_t)x->count;
    s->with_any -= y == marks ? 1 : 0;
    s->y -= marks;
    s->yy -= (unsigned __int128)marks * (2 * y - marks);
    s->yw -= (unsigned __int128)marks * (uint64_t)x->exposure;
}

static void take_article(struct slant_rate_sums *s, const struct slant_cell *x)
{
    uint64_t y = (uint64_t)x->count, w = (uint64_t)x->exposure;
    s->n--;
    s->with_any -= y > 0 ? 1 : 0;
    s->y -= y;
    s->w -= w;
    s->yy -= (unsigned __int128)y * y;
    s->yw -= (unsigned __int128)y * w;
    s->ww -= (unsigned __int128)w * w;
}

static void keep_worst(struct slant_compared_robust *to, const struct slant_left_out *x)
{
    uint32_t at = to->nworst;
    while (at > 0 && (to->worst[at - 1].falls < x->falls ||
                      (to->worst[at - 1].falls == x->falls && to->worst[at - 1].marks < x->marks)))
        at--;
    if (at == SLANT_MOST_LEFT_OUT)
        return;
    if (to->nworst < SLANT_MOST_LEFT_OUT)
        to->nworst++;
    memmove(&to->worst[at + 1], &to->worst[at], (to->nworst - at - 1) * sizeof to->worst[0]);
    to->worst[at] = *x;
}

/* After the sums in r->left: which claims fall. */
static void try_without(struct robust *r, struct slant_str name, struct slant_compared_robust *to)
{
    struct slant_left_out out = {.name = name};
    double most = -1;
    for (uint32_t o = 0; o < r->noutlets; o++) {
        out.marks += r->whole[o].y - r->left[o].y;
        r->log[o] = r->whole_log[o];
        r->var[o] = r->whole_var[o];
        if (r->left[o].w != r->whole[o].w || r->left[o].y != r->whole[o].y)
            measure_outlet(r, &r->left[o], &r->log[o], &r->var[o]);
    }
    for (uint32_t i = 0; i < r->nclaims; i++) {
        struct claim *claim = &r->claims[i];
        struct difference now = difference_of(r, claim);
        if (stands(claim, now))
            continue;
        out.falls++;
        to->hanging += !claim->hangs;
        claim->hangs = 1;
        double moves = isfinite(now.log_ratio) ? fabs(claim->log_ratio - now.log_ratio) : (double)INFINITY;
        if (moves <= most)
            continue;
        most = moves;
        out.a = claim->a;
        out.b = claim->b;
        out.before = exp(claim->log_ratio);
        out.after = exp(now.log_ratio);
        out.lo = exp(now.log_ratio - claim->reach * now.se);
        out.hi = exp(now.log_ratio + claim->reach * now.se);
    }
    to->tried++;
    to->toppled += out.falls > 0 ? 1 : 0;
    if (out.falls > 0)
        keep_worst(to, &out);
}

/* Whether the counts of the measure are the marks of two terms or more: then taking a term's marks away leaves out the
 * term. */
static int terms_add_up(const struct robust *r, const struct slant_term_count *terms, size_t n)
{
    double marks = 0, count = 0;
    for (size_t i = 0; i < n; i++)
        if (r->row_of[terms[i].row] != UINT32_MAX && !isnan(cell(r, r->row_of[terms[i].row])->exposure))
            marks += terms[i].count;
    for (uint32_t i = 0; i < r->counts->n; i++)
        count += isnan(cell(r, i)->exposure) ? 0 : cell(r, i)->count;
    return n > 0 && strcmp(terms[0].term, terms[n - 1].term) != 0 && marks == count;
}

static void without_terms(struct robust *r, const struct slant_term_count *terms, size_t n,
                          struct slant_compared_robust *to)
{
    to->is_known = terms_add_up(r, terms, n);
    to->claims = to->is_known ? r->nclaims : 0;
    for (uint32_t i = 0; i < r->nclaims; i++)
        r->claims[i].hangs = 0;
    for (size_t first = 0, end; to->claims > 0 && first < n; first = end) {
        memcpy(r->left, r->whole, r->noutlets * sizeof *r->left);
        for (end = first; end < n && strcmp(terms[end].term, terms[first].term) == 0; end++) {
            uint32_t row = r->row_of[terms[end].row];
            if (row != UINT32_MAX && !isnan(cell(r, row)->exposure))
                take_marks(&r->left[r->counts->rows[row].outlet], cell(r, row), terms[end].count);
        }
        try_without(r, (struct slant_str){terms[first].term, strlen(terms[first].term)}, to);
    }
}

static void without_stories(struct robust *r, struct slant_compared_robust *to)
{
    const struct slant_counts_row *rows = r->counts->rows;
    to->is_known = r->nby_story > 0 && rows[r->by_story[0]].story != rows[r->by_story[r->nby_story - 1]].story;
    to->claims = to->is_known ? r->nclaims : 0;
    for (uint32_t i = 0; i < r->nclaims; i++)
        r->claims[i].hangs = 0;
    for (size_t first = 0, end; to->claims > 0 && first < r->nby_story; first = end) {
        int32_t story = rows[r->by_story[first]].story;
        memcpy(r->left, r->whole, r->noutlets * sizeof *r->left);
        for (end = first; end < r->nby_story && rows[r->by_story[end]].story == story; end++) {
            uint32_t row = r->by_story[end];
            if (!isnan(cell(r, row)->exposure))
                take_article(&r->left[rows[row].outlet], cell(r, row));
        }
        try_without(r, r->counts->stories.names[story], to);
    }
}

/* ---- all measures ---- */

/* Counting sort: rows that have a story, by its number. */
static void sort_by_story(struct robust *r, uint32_t *starts)
{
    const struct slant_counts *c = r->counts;
    for (uint32_t i = 0; i < c->n; i++)
        if (c->rows[i].story >= 0)
            starts[c->rows[i].story + 1]++;
    for (uint32_t s = 0; s < c->stories.n; s++)
        starts[s + 1] += starts[s];
    r->nby_story = starts[c->stories.n];
    for (uint32_t i = 0; i < c->n; i++)
        if (c->rows[i].story >= 0)
            r->by_story[starts[c->rows[i].story]++] = i;
}

static int prepare(struct robust *r)
{
    const struct slant_counts *c = r->counts;
    size_t o = r->noutlets + 1, added = c->cap; /* with those that have been left out since */
    uint32_t *starts = slant_arena_zalloc(r->mem, (c->stories.n + 2) * sizeof *starts);
    r->whole = slant_arena_zalloc(r->mem, o * sizeof *r->whole);
    r->left = slant_arena_zalloc(r->mem, o * sizeof *r->left);
    r->whole_log = slant_arena_zalloc(r->mem, 4 * o * sizeof *r->log);
    r->in_mean = slant_arena_zalloc(r->mem, o);
    r->claims = slant_arena_alloc(r->mem, (o + o * o / 2) * sizeof *r->claims);
    r->row_of = slant_arena_alloc(r->mem, (added + 1) * sizeof *r->row_of);
    r->by_story = slant_arena_alloc(r->mem, (c->n + 1) * sizeof *r->by_story);
    if (starts == NULL || r->whole == NULL || r->left == NULL || r->whole_log == NULL || r->in_mean == NULL ||
        r->claims == NULL || r->row_of == NULL || r->by_story == NULL)
        return -1;
    r->whole_var = r->whole_log + o;
    r->log = r->whole_log + 2 * o;
    r->var = r->whole_log + 3 * o;
    memset(r->row_of, 0xff, (added + 1) * sizeof *r->row_of);
    for (uint32_t i = 0; i < c->n; i++)
        r->row_of[c->rows[i].cells / c->nmeasures] = i;
    sort_by_story(r, starts);
    return 0;
}

static int32_t baseline_of(const struct slant_comparison *c)
{
    struct slant_str name = c->settings.baseline;
    for (uint32_t o = 0; name.ptr != NULL && o < c->noutlets; o++) {
        struct slant_str have = c->counts->outlets.names[o];
        if (have.len == name.len && memcmp(have.ptr, name.ptr, name.len) == 0)
            return (int32_t)o;
    }
    return -1;
}

slant_status slant_robust_run(const struct slant_counts *counts, struct slant_terms *terms, struct slant_arena *mem,
                              struct slant_comparison *out)
{
    struct robust r = {.counts = counts, .mem = mem, .noutlets = out->noutlets};
    int32_t baseline = baseline_of(out);
    size_t n = terms->too_many ? 0 : terms->n, first = 0;
    if (prepare(&r) != 0)
        return SLANT_ENOMEM;
    if (n > 0)
        qsort(terms->all, n, sizeof *terms->all, by_measure_and_term);
    for (uint32_t m = 0; m < out->nmeasures; m++) {
        size_t end = first;
        while (end < n && terms->all[end].measure == m)
            end++;
        start_measure(&r, out, m, baseline);
        without_terms(&r, end > first ? &terms->all[first] : NULL, end - first, &out->measures[m].terms);
        without_stories(&r, &out->measures[m].stories_out);
        first = end;
    }
    return SLANT_OK;
}
