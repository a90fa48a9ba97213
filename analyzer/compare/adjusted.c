#include "compare/adjusted.h"

#include <math.h>

#include "stats/share.h"
#include "stats/topic.h"

enum { UNSEEN = UINT32_MAX, UNNUMBERED = UINT32_MAX - 1 };

struct strata {
    struct slant_strata data;
    double *y, *w;
    uint32_t *outlet, *stratum;
    uint32_t *outlet_number, *outlet_of, *stratum_number;
};

static int alloc(struct strata *s, const struct slant_counts *c, struct slant_arena *mem)
{
    s->y = slant_arena_alloc(mem, (c->n + 1) * sizeof *s->y);
    s->w = slant_arena_alloc(mem, (c->n + 1) * sizeof *s->w);
    s->outlet = slant_arena_alloc(mem, (c->n + 1) * sizeof *s->outlet);
    s->stratum = slant_arena_alloc(mem, (c->n + 1) * sizeof *s->stratum);
    s->outlet_number = slant_arena_alloc(mem, (c->outlets.n + 1) * sizeof *s->outlet_number);
    s->outlet_of = slant_arena_alloc(mem, (c->outlets.n + 1) * sizeof *s->outlet_of);
    s->stratum_number = slant_arena_alloc(mem, (c->topics.n + 1) * sizeof *s->stratum_number);
    return s->y == NULL || s->w == NULL || s->outlet == NULL || s->stratum == NULL || s->outlet_number == NULL ||
           s->outlet_of == NULL || s->stratum_number == NULL;
}

static const struct slant_cell *usable(const struct slant_counts *c, const struct slant_compared_measure *m,
                                       uint32_t number, uint32_t row)
{
    const struct slant_cell *x = &c->cells[(size_t)c->rows[row].cells + number];
    return c->rows[row].topic >= 0 && !isnan(x->exposure) && m->outlets[c->rows[row].outlet].status == SLANT_STAT_OK
               ? x
               : NULL;
}

/* Articles with a topic of the outlets that have a rate of their own, renumbered without gaps. Topics on which nothing
 * was found by anybody say nothing of the ratios, and have no place in the model. */
static void collect(const struct slant_counts *c, const struct slant_compared_measure *m, uint32_t number,
                    struct strata *s)
{
    size_t n = 0;
    s->data.outlets = s->data.strata = 0;
    for (uint32_t i = 0; i < c->outlets.n; i++)
        s->outlet_number[i] = UNSEEN;
    for (uint32_t i = 0; i < c->topics.n; i++)
        s->stratum_number[i] = UNSEEN;
    for (uint32_t i = 0; i < c->n; i++) {
        const struct slant_cell *x = usable(c, m, number, i);
        if (x != NULL && x->count > 0)
            s->stratum_number[c->rows[i].topic] = UNNUMBERED;
    }
    for (uint32_t i = 0; i < c->n; i++) {
        const struct slant_counts_row *row = &c->rows[i];
        const struct slant_cell *x = usable(c, m, number, i);
        if (x == NULL || s->stratum_number[row->topic] == UNSEEN)
            continue;
        uint32_t *outlet = &s->outlet_number[row->outlet], *stratum = &s->stratum_number[row->topic];
        if (*outlet == UNSEEN) {
            s->outlet_of[s->data.outlets] = row->outlet;
            *outlet = (uint32_t)s->data.outlets++;
        }
        if (*stratum == UNNUMBERED)
            *stratum = (uint32_t)s->data.strata++;
        s->y[n] = x->count;
        s->w[n] = x->exposure;
        s->outlet[n] = *outlet;
        s->stratum[n++] = *stratum;
    }
    s->data.rows = (struct slant_rows){n, s->y, s->w};
    s->data.outlet = s->outlet;
    s->data.stratum = s->stratum;
}

static int alloc_result(struct slant_compared_adjusted *to, uint32_t outlets, struct slant_arena *mem)
{
    double **columns[] = {&to->crude, &to->rate, &to->lo, &to->hi};
    to->refused = slant_arena_alloc(mem, (outlets + 1) * sizeof *to->refused);
    if (to->refused == NULL)
        return -1;
    for (size_t k = 0; k < 4; k++) {
        if ((*columns[k] = slant_arena_alloc(mem, (outlets + 1) * sizeof **columns[k])) == NULL)
            return -1;
        for (uint32_t i = 0; i < outlets; i++)
            (*columns[k])[i] = NAN;
    }
    for (uint32_t i = 0; i < outlets; i++)
        to->refused[i] = SLANT_STAT_TOO_FEW_ARTICLES;
    return 0;
}

static slant_status adjust(const struct strata *s, double scale, struct slant_arena *mem,
                           struct slant_compared_adjusted *to)
{
    if (s->data.outlets < 2 || s->data.strata < 2) {
        to->status = s->data.outlets < 2 ? SLANT_STAT_TOO_FEW_OUTLETS : SLANT_STAT_TOO_FEW_UNITS;
        return SLANT_OK;
    }
    struct slant_standardised got = slant_standardise(&s->data, mem);
    to->status = got.status;
    if (got.status == SLANT_STAT_NO_MEMORY)
        return SLANT_ENOMEM;
    if (got.status != SLANT_STAT_OK)
        return SLANT_OK;
    double df = (double)(s->data.rows.n - s->data.outlets - s->data.strata + 1);
    for (size_t k = 0; k < s->data.outlets; k++) {
        uint32_t o = s->outlet_of[k];
        to->refused[o] = got.refused[k] ? SLANT_STAT_EMPTY_CELL : SLANT_STAT_OK;
        to->crude[o] = scale * got.crude[k];
        if (got.refused[k])
            continue;
        struct slant_interval ends = slant_log_interval(log(got.adjusted[k]), got.se[k] / got.adjusted[k], df, 0.95);
        to->rate[o] = scale * got.adjusted[k];
        to->lo[o] = scale * ends.lo;
        to->hi[o] = scale * ends.hi;
    }
    struct slant_interaction interaction = slant_topic_interaction(&s->data, mem);
    if (interaction.status == SLANT_STAT_NO_MEMORY)
        return SLANT_ENOMEM;
    to->interaction_p = interaction.status == SLANT_STAT_OK ? interaction.p : NAN;
    return SLANT_OK;
}

slant_status slant_adjusted_run(const struct slant_counts *counts, struct slant_arena *mem,
                                struct slant_comparison *out)
{
    struct strata s = {0};
    if (alloc(&s, counts, mem) != 0)
        return SLANT_ENOMEM;
    for (uint32_t m = 0; m < counts->nmeasures; m++) {
        struct slant_compared_adjusted *to = &out->measures[m].adjusted;
        collect(counts, &out->measures[m], m, &s);
        *to =
            (struct slant_compared_adjusted){.articles = s.data.rows.n, .strata = s.data.strata, .interaction_p = NAN};
        if (alloc_result(to, counts->outlets.n, mem) != 0 || adjust(&s, counts->measures[m].scale, mem, to) != SLANT_OK)
            return SLANT_ENOMEM;
    }
    return SLANT_OK;
}
