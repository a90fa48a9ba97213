#include "compare/compare.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "compare/adjusted.h"
#include "compare/plane.h"
#include "compare/stories.h"
#include "compare/verdicts.h"
#include "stats/adjust.h"
#include "stats/effect.h"
#include "stats/joint.h"
#include "stats/omnibus.h"
#include "stats/permute.h"
#include "stats/power.h"
#include "stats/share.h"

enum { PERMUTATIONS = 9999, FEW_PERMUTATIONS = 999, MOST_PERMUTATIONS = 99999, EXACT_LIMIT = 200000 };
enum { MANY_ROWS = 20000, VERY_MANY_ROWS = 200000 }; /* from here on fewer shuffles: rates of so many are sure */
static const double alpha = 0.05;

struct comparing {
    const struct slant_counts *counts;
    const struct slant_compare_settings *settings;
    struct slant_arena *mem;
    struct slant_comparison *out;
    struct slant_rate_sums *sums; /* measures × outlets */
    unsigned char *is_tested;     /* the same */
    struct slant_joint_test *pairs, *all;
    size_t noutlets, npairs;
    uint32_t *starts; /* noutlets + 1: first row of each outlet */
    int32_t baseline; /* -1: the mean of the outlets */
    int no_memory;
};

const char *slant_compare_status(enum slant_stat status)
{
    return status == SLANT_STAT_OK ? "ok" : slant_stat_name(status);
}

const char *slant_compare_sentence(enum slant_stat status)
{
    return slant_stat_sentence(status);
}

static void *room(struct comparing *c, size_t n, size_t size)
{
    void *out = slant_arena_zalloc(c->mem, (n + 1) * size);
    c->no_memory |= out == NULL;
    return out;
}

static const struct slant_cell *cell(const struct comparing *c, uint32_t row, uint32_t measure)
{
    return &c->counts->cells[(size_t)c->counts->rows[row].cells + measure];
}

static struct slant_rate_sums *sums_of(const struct comparing *c, uint32_t measure)
{
    return c->sums + (size_t)measure * c->noutlets;
}

/* ---- outlets ---- */

static void add_sums(struct comparing *c)
{
    for (uint32_t i = 0, o = 0; o <= c->noutlets; o++) { /* rows are sorted by outlet */
        while (i < c->counts->n && c->counts->rows[i].outlet < o)
            i++;
        c->starts[o] = i;
    }
    for (uint32_t i = 0; i < c->counts->n; i++)
        for (uint32_t m = 0; m < c->counts->nmeasures; m++) {
            const struct slant_cell *x = cell(c, i, m);
            if (!isnan(x->exposure))
                slant_rate_add(&sums_of(c, m)[c->counts->rows[i].outlet], (uint64_t)x->count, (uint64_t)x->exposure);
        }
}

/* Pearson's φ given each outlet's own rate; outlets without events have none. */
static double dispersion_of(const struct comparing *c, uint32_t m)
{
    const struct slant_rate_sums *sums = sums_of(c, m);
    double squares = 0, df = 0;
    int is_share = c->counts->measures[m].is_share;
    for (uint32_t i = 0; i < c->counts->n; i++) {
        const struct slant_cell *x = cell(c, i, m);
        const struct slant_rate_sums *s = &sums[c->counts->rows[i].outlet];
        double rate = (double)s->y / (double)s->w, mean = rate * x->exposure;
        double var = is_share ? mean * (1 - rate) : mean;
        if (isnan(x->exposure) || s->y == 0 || !(var > 0))
            continue;
        squares += (x->count - mean) * (x->count - mean) / var;
        df++;
    }
    for (size_t o = 0; o < c->noutlets; o++)
        df -= sums[o].y > 0;
    return df > 0 ? squares / df : NAN;
}

/* The articles' own rates of one outlet, in scratch; returns how many. */
static size_t rates_of(const struct comparing *c, uint32_t m, uint32_t outlet, double *rates)
{
    size_t n = 0;
    for (uint32_t i = c->starts[outlet]; i < c->starts[outlet + 1]; i++)
        if (!isnan(cell(c, i, m)->exposure))
            rates[n++] = cell(c, i, m)->count / cell(c, i, m)->exposure;
    return n;
}

static struct slant_rate estimate(const struct comparing *c, uint32_t m, uint32_t o)
{
    const struct slant_rate_sums *s = &sums_of(c, m)[o];
    struct slant_rate rate = slant_rate_of(s); /* with its refusals */
    if (rate.status == SLANT_STAT_OK && c->counts->measures[m].is_share)
        rate = slant_share_estimate(s, 0.95);
    return rate;
}

static void describe_outlet(struct comparing *c, uint32_t m, uint32_t o, int any_events, double *scratch)
{
    struct slant_compared_measure *out = &c->out->measures[m];
    const struct slant_rate_sums *s = &sums_of(c, m)[o];
    struct slant_rate rate = estimate(c, m, o);
    double scale = c->counts->measures[m].scale;
    struct slant_compared_outlet *to = &out->outlets[o];
    *to = (struct slant_compared_outlet){
        rate.status, s->n, s->with_any, s->y, s->w, rate.rate * scale, rate.lo * scale, rate.hi * scale, NAN, NAN};
    if (rate.status != SLANT_STAT_OK)
        to->lo = to->hi = NAN;
    if (s->w > 0 && s->y == 0) {
        to->status = any_events ? SLANT_STAT_SEPARATION : SLANT_STAT_NO_EVENTS;
        to->upper = scale * slant_rate_upper((double)s->w, out->dispersion, 0.975);
        if (c->counts->measures[m].is_share)
            to->upper = fmin(to->upper, 1);
    }
    size_t n = rates_of(c, m, o, scratch);
    slant_sort(scratch, n);
    to->median = scale * slant_quantile(scratch, n, 0.5);
    c->is_tested[m * c->noutlets + o] = slant_rate_gate(s) == SLANT_STAT_OK &&
                                        (rate.status == SLANT_STAT_OK || rate.status == SLANT_STAT_NO_VARIATION) &&
                                        !(c->counts->measures[m].is_share && s->y == s->w);
}

/* Whether all articles of all outlets have one and the same rate. */
static int all_tied(const struct comparing *c, uint32_t m)
{
    double first = NAN;
    for (uint32_t i = 0; i < c->counts->n; i++) {
        const struct slant_cell *x = cell(c, i, m);
        if (isnan(x->exposure))
            continue;
        if (isnan(first))
            first = x->count / x->exposure;
        if (x->count / x->exposure != first)
            return 0;
    }
    return 1;
}

/* What keeps the outlets of a measure from being compared at all. */
static enum slant_stat measure_status(struct comparing *c, uint32_t m)
{
    const struct slant_rate_sums *sums = sums_of(c, m);
    size_t with_articles = 0, tested = 0, events = 0, *sizes = room(c, c->noutlets, sizeof *sizes);
    if (sizes == NULL)
        return SLANT_STAT_NO_MEMORY;
    for (size_t o = 0; o < c->noutlets; o++) {
        if (sums[o].n > 0)
            sizes[with_articles++] = (size_t)sums[o].n;
        tested += c->is_tested[m * c->noutlets + o] != 0;
        events += sums[o].y > 0;
    }
    if (events == 0)
        return SLANT_STAT_NO_EVENTS;
    if (with_articles < 2)
        return SLANT_STAT_TOO_FEW_OUTLETS;
    if (slant_permute_assignments(sizes, with_articles) * alpha < 1)
        return SLANT_STAT_TOO_FEW_ARTICLES;
    if (all_tied(c, m))
        return SLANT_STAT_NO_VARIATION;
    return tested >= 2 ? SLANT_STAT_OK : SLANT_STAT_TOO_FEW_ARTICLES;
}

static void describe_measure(struct comparing *c, uint32_t m, double *scratch)
{
    struct slant_compared_measure *out = &c->out->measures[m];
    int any_events = 0;
    out->what = &c->counts->measures[m];
    out->dispersion = dispersion_of(c, m);
    out->mean_rate = NAN;
    for (size_t o = 0; o < c->noutlets; o++)
        any_events |= sums_of(c, m)[o].y > 0;
    for (uint32_t o = 0; o < c->noutlets; o++)
        describe_outlet(c, m, o, any_events, scratch);
    out->status = measure_status(c, m);
    if (out->status == SLANT_STAT_NO_VARIATION)
        for (size_t o = 0; o < c->noutlets; o++) {
            out->outlets[o].status = SLANT_STAT_NO_VARIATION;
            out->outlets[o].lo = out->outlets[o].hi = NAN;
        }
    if (out->status != SLANT_STAT_OK)
        memset(&c->is_tested[m * c->noutlets], 0, c->noutlets);
}

/* ---- permutations ---- */

static slant_status permute(struct comparing *c)
{
    size_t n = c->counts->n, measures = c->counts->nmeasures;
    uint64_t *key = room(c, n, sizeof *key);
    uint32_t *outlet = room(c, n, sizeof *outlet);
    double *y = room(c, n * measures, sizeof *y), *w = room(c, n * measures, sizeof *w);
    unsigned char *is_share = room(c, measures, 1);
    c->pairs = room(c, measures * c->npairs, sizeof *c->pairs);
    c->all = room(c, measures, sizeof *c->all);
    if (c->no_memory)
        return SLANT_ENOMEM;
    for (uint32_t i = 0; i < n; i++) {
        key[i] = c->counts->rows[i].key;
        outlet[i] = c->counts->rows[i].outlet;
        for (uint32_t m = 0; m < measures; m++) {
            y[i * measures + m] = cell(c, i, m)->count;
            w[i * measures + m] = cell(c, i, m)->exposure;
        }
    }
    for (size_t m = 0; m < measures; m++)
        is_share[m] = (unsigned char)c->counts->measures[m].is_share;
    struct slant_joint joint = {.n = n,
                                .outlets = c->noutlets,
                                .measures = measures,
                                .key = key,
                                .outlet = outlet,
                                .y = y,
                                .w = w,
                                .is_share = is_share,
                                .is_tested = c->is_tested,
                                .replicates = n > VERY_MANY_ROWS ? FEW_PERMUTATIONS : PERMUTATIONS,
                                .most_replicates = n > MANY_ROWS ? 0 : MOST_PERMUTATIONS,
                                .alpha = alpha,
                                .seed = c->settings->seed,
                                .threads = c->settings->threads};
    if (c->settings->permutations > 0) {
        joint.replicates = c->settings->permutations;
        joint.most_replicates = 0;
    }
    return slant_joint_run(&joint, c->pairs, c->all) == SLANT_STAT_OK ? SLANT_OK : SLANT_ENOMEM;
}

/* Where all ways of dealing the articles of two outlets can be gone through, that takes the place of drawing. */
static void go_through(struct comparing *c, uint32_t m, struct slant_compared_pair *pair)
{
    const struct slant_rate_sums *sums = sums_of(c, m);
    size_t sizes[2] = {sums[pair->b].n, sums[pair->a].n}, n = 0;
    if (c->counts->measures[m].is_share || slant_permute_assignments(sizes, 2) > EXACT_LIMIT)
        return;
    double *y = room(c, sizes[0] + sizes[1], sizeof *y), *w = room(c, sizes[0] + sizes[1], sizeof *w);
    uint32_t *group = room(c, sizes[0] + sizes[1], sizeof *group);
    if (c->no_memory)
        return;
    const uint32_t of[2] = {pair->b, pair->a};
    for (uint32_t side = 0; side < 2; side++)
        for (uint32_t i = c->starts[of[side]]; i < c->starts[of[side] + 1]; i++) {
            if (isnan(cell(c, i, m)->exposure))
                continue;
            y[n] = cell(c, i, m)->count;
            w[n] = cell(c, i, m)->exposure;
            group[n++] = side;
        }
    struct slant_permute test = {{n, y, w}, group, 2, SLANT_PERMUTE_STUDENT_LOG, EXACT_LIMIT, 1, 0};
    struct slant_permuted got = slant_permute_test(&test, c->mem);
    if (got.status != SLANT_STAT_OK || !got.exact)
        return;
    pair->of.p = got.p;
    pair->permutations = got.assignments;
    pair->exact = 1;
}

/* ---- pairs ---- */

static enum slant_stat pair_status(const struct comparing *c, uint32_t m, uint32_t a, uint32_t b)
{
    const struct slant_rate_sums *x = &sums_of(c, m)[a], *y = &sums_of(c, m)[b];
    if (c->out->measures[m].status == SLANT_STAT_NO_VARIATION)
        return SLANT_STAT_NO_VARIATION;
    if (x->n == 0 || y->n == 0)
        return SLANT_STAT_TOO_FEW_ARTICLES;
    if (x->y == 0 && y->y == 0)
        return SLANT_STAT_NO_EVENTS;
    if (x->y == 0 || y->y == 0)
        return SLANT_STAT_SEPARATION;
    return c->is_tested[m * c->noutlets + a] && c->is_tested[m * c->noutlets + b] ? SLANT_STAT_OK
                                                                                  : SLANT_STAT_TOO_FEW_ARTICLES;
}

static struct slant_ratio ratio_of(const struct comparing *c, uint32_t m, uint32_t a, uint32_t b)
{
    const struct slant_rate_sums *sums = sums_of(c, m);
    return (c->counts->measures[m].is_share ? slant_odds_ratio_of : slant_ratio_of)(&sums[a], &sums[b], 0.95);
}

static double detectable(const struct comparing *c, uint32_t m, uint32_t a, uint32_t b)
{
    const struct slant_rate_sums *s[2] = {&sums_of(c, m)[a], &sums_of(c, m)[b]};
    double u[2];
    for (int i = 0; i < 2; i++) {
        struct slant_rate rate =
            c->counts->measures[m].is_share ? slant_share_estimate(s[i], 0.95) : slant_rate_estimate(s[i], 0.95);
        u[i] = (double)s[i]->n * rate.log_se * rate.log_se;
    }
    return slant_power_detectable((double)s[0]->n, u[0], (double)s[1]->n, u[1], alpha, 0.8);
}

static void compare_pair(struct comparing *c, uint32_t m, struct slant_compared_pair *pair, struct slant_estimate *of,
                         double *scratch)
{
    struct slant_ratio ratio = ratio_of(c, m, pair->a, pair->b);
    const struct slant_joint_test *test = &c->pairs[m * c->npairs + slant_joint_pair(c->noutlets, pair->a, pair->b)];
    pair->of.status = pair_status(c, m, pair->a, pair->b);
    if (pair->of.status == SLANT_STAT_OK)
        pair->of.status = ratio.status;
    pair->of.ratio = ratio.ratio;
    pair->of.p = pair->of.status == SLANT_STAT_OK ? test->p : NAN;
    pair->permutations = test->drawn;
    pair->detectable = detectable(c, m, pair->a, pair->b);
    *of = (struct slant_estimate){ratio.log_ratio, ratio.se, ratio.df};
    size_t na = rates_of(c, m, pair->a, scratch), nb = rates_of(c, m, pair->b, scratch + na);
    struct slant_cliff cliff = slant_cliff_delta(scratch, na, scratch + na, nb, c->mem);
    pair->delta = cliff.delta;
    pair->delta_lo = cliff.ci.lo;
    pair->delta_hi = cliff.ci.hi;
    if (pair->of.status == SLANT_STAT_OK)
        go_through(c, m, pair);
}

static void compare_pairs(struct comparing *c, uint32_t m, double *scratch)
{
    struct slant_compared_measure *out = &c->out->measures[m];
    struct slant_estimate *of = room(c, c->npairs, sizeof *of);
    out->pairs = room(c, c->npairs, sizeof *out->pairs);
    if (c->no_memory)
        return;
    for (uint32_t a = 0; a < c->noutlets; a++)
        for (uint32_t b = a + 1; b < c->noutlets; b++) {
            struct slant_compared_pair *pair = &out->pairs[out->npairs];
            pair->a = a;
            pair->b = b;
            compare_pair(c, m, pair, &of[out->npairs++], scratch);
        }
    struct slant_compared_ratio **ratios = room(c, c->npairs, sizeof *ratios);
    for (size_t i = 0; ratios != NULL && i < c->npairs; i++)
        ratios[i] = &out->pairs[i].of;
    if (ratios != NULL)
        c->no_memory |= slant_verdicts(ratios, of, c->npairs, c->out->level, out->omnibus.is_selected, c->mem) != 0;
}

/* ---- contrasts ---- */

static void against_mean(struct comparing *c, uint32_t m, struct slant_estimate *of)
{
    struct slant_compared_measure *out = &c->out->measures[m];
    struct slant_rate_sums *sums = room(c, c->noutlets, sizeof *sums);
    struct slant_contrast *got = room(c, c->noutlets, sizeof *got);
    size_t n = 0;
    if (c->no_memory)
        return;
    for (size_t o = 0; o < c->noutlets; o++)
        if (c->is_tested[m * c->noutlets + o])
            sums[n++] = sums_of(c, m)[o];
    (c->counts->measures[m].is_share ? slant_contrast_odds : slant_contrast_mean)(sums, n, 0.95, got);
    n = 0;
    for (uint32_t o = 0; o < c->noutlets; o++) {
        struct slant_compared_ratio *r = &out->contrasts[o].of;
        *r = (struct slant_compared_ratio){.status = out->outlets[o].status, .ratio = NAN, .p = NAN};
        if (!c->is_tested[m * c->noutlets + o]) {
            if (r->status == SLANT_STAT_OK)
                r->status = out->status;
            continue;
        }
        const struct slant_contrast *x = &got[n++];
        *r = (struct slant_compared_ratio){.status = x->status, .ratio = x->ratio, .p = x->p};
        of[o] = (struct slant_estimate){x->est, x->se, x->df};
        out->mean_rate = x->log_rate - x->est;
    }
    if (!isnan(out->mean_rate))
        out->mean_rate = out->what->is_share ? 1 / (1 + exp(-out->mean_rate)) : exp(out->mean_rate) * out->what->scale;
}

static void against_baseline(struct comparing *c, uint32_t m, struct slant_estimate *of)
{
    struct slant_compared_measure *out = &c->out->measures[m];
    uint32_t base = (uint32_t)c->baseline;
    for (uint32_t o = 0; o < c->noutlets; o++) {
        struct slant_compared_ratio *r = &out->contrasts[o].of;
        struct slant_ratio x = ratio_of(c, m, o, base);
        *r = (struct slant_compared_ratio){.status = pair_status(c, m, o, base), .ratio = x.ratio, .p = x.p};
        if (r->status == SLANT_STAT_OK)
            r->status = x.status;
        of[o] = (struct slant_estimate){x.log_ratio, x.se, x.df};
        if (o == base)
            *r = (struct slant_compared_ratio){.status = SLANT_STAT_UNDEFINED, .ratio = 1, .p = NAN};
    }
}

static void contrast_outlets(struct comparing *c, uint32_t m)
{
    struct slant_compared_measure *out = &c->out->measures[m];
    struct slant_estimate *of = room(c, c->noutlets, sizeof *of);
    struct slant_compared_ratio **ratios = room(c, c->noutlets, sizeof *ratios);
    out->contrasts = room(c, c->noutlets, sizeof *out->contrasts);
    if (c->no_memory)
        return;
    out->ncontrasts = (uint32_t)c->noutlets;
    for (uint32_t o = 0; o < c->noutlets; o++) {
        out->contrasts[o].outlet = o;
        ratios[o] = &out->contrasts[o].of;
    }
    (c->baseline >= 0 ? against_baseline : against_mean)(c, m, of);
    if (!c->no_memory)
        c->no_memory |= slant_verdicts(ratios, of, c->noutlets, c->out->level, out->omnibus.is_selected, c->mem) != 0;
}

/* ---- all outlets at once, all measures ---- */

/* With two outlets the test of all is the test of the pair: if that can be gone through, so can this. */
static void adopt_exact(struct comparing *c, uint32_t m, struct slant_compared_omnibus *all)
{
    struct slant_compared_pair pair = {.a = 0, .b = 1};
    if (c->noutlets != 2)
        return;
    go_through(c, m, &pair);
    all->exact = pair.exact;
    if (pair.exact) {
        all->p = pair.of.p;
        all->permutations = pair.permutations;
    }
}

static void test_all(struct comparing *c)
{
    struct slant_comparison *out = c->out;
    double *p = room(c, out->nmeasures, sizeof *p), *adjusted = room(c, out->nmeasures, sizeof *adjusted);
    unsigned char *chosen = room(c, out->nmeasures, 1);
    struct slant_rate_sums *sums = room(c, c->noutlets, sizeof *sums);
    struct slant_families families = {0};
    if (c->no_memory)
        return;
    for (uint32_t m = 0; m < out->nmeasures; m++) {
        struct slant_compared_omnibus *all = &out->measures[m].omnibus;
        size_t n = 0;
        for (size_t o = 0; o < c->noutlets; o++)
            if (c->is_tested[m * c->noutlets + o])
                sums[n++] = sums_of(c, m)[o];
        *all = (struct slant_compared_omnibus){out->measures[m].status, NAN, NAN, NAN, NAN, NAN, 0, 0, 0};
        p[m] = NAN;
        if (all->status == SLANT_STAT_NO_VARIATION)
            all->p = 1;
        if (all->status != SLANT_STAT_OK)
            continue;
        struct slant_ftest classical = slant_welch_log(sums, n, 1);
        all->statistic = c->all[m].statistic;
        all->df1 = (double)n - 1;
        all->df2 = out->measures[m].what->is_share ? NAN : classical.df2;
        all->permutations = c->all[m].drawn;
        all->p = c->all[m].p;
        adopt_exact(c, m, all);
        p[m] = all->p;
    }
    slant_adjust(SLANT_ADJUST_BH, p, out->nmeasures, adjusted, c->mem);
    slant_adjust_families(p, out->nmeasures, alpha, chosen, &families, c->mem);
    out->tested = (uint32_t)families.tested;
    out->selected = (uint32_t)families.selected;
    /* Where nothing was selected nothing is claimed; the intervals are then those of one selected measure. */
    out->level = families.selected > 0 ? families.level : families.tested > 0 ? alpha / (double)families.tested : alpha;
    for (uint32_t m = 0; m < out->nmeasures; m++) {
        out->measures[m].omnibus.p_adjusted = adjusted[m];
        out->measures[m].omnibus.is_selected = chosen[m];
    }
}

static slant_status find_baseline(struct comparing *c, struct slant_error *err)
{
    struct slant_str name = c->settings->baseline;
    c->baseline = -1;
    if (name.ptr == NULL)
        return SLANT_OK;
    for (uint32_t o = 0; o < c->noutlets; o++)
        if (c->counts->outlets.names[o].len == name.len &&
            memcmp(c->counts->outlets.names[o].ptr, name.ptr, name.len) == 0)
            c->baseline = (int32_t)o;
    return c->baseline >= 0 ? SLANT_OK
                            : slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX,
                                         "--baseline: there is no outlet '%.*s'", (int)name.len, name.ptr);
}

static slant_status no_memory(struct slant_error *err)
{
    return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
}

slant_status slant_compare_run(const struct slant_counts *counts, const struct slant_compare_settings *settings,
                               struct slant_arena *mem, struct slant_comparison *out, struct slant_error *err)
{
    struct comparing c = {.counts = counts,
                          .settings = settings,
                          .mem = mem,
                          .out = out,
                          .noutlets = counts->outlets.n,
                          .npairs = slant_joint_pairs(counts->outlets.n)};
    slant_status status = find_baseline(&c, err);
    if (status != SLANT_OK)
        return status;
    *out = (struct slant_comparison){
        .counts = counts, .settings = *settings, .nmeasures = counts->nmeasures, .noutlets = counts->outlets.n};
    double *scratch = room(&c, counts->n, sizeof *scratch);
    c.sums = room(&c, (size_t)counts->nmeasures * c.noutlets, sizeof *c.sums);
    c.starts = room(&c, c.noutlets + 1, sizeof *c.starts);
    c.is_tested = room(&c, (size_t)counts->nmeasures * c.noutlets, 1);
    out->measures = room(&c, counts->nmeasures, sizeof *out->measures);
    for (uint32_t m = 0; !c.no_memory && m < counts->nmeasures; m++)
        out->measures[m].outlets = room(&c, c.noutlets, sizeof *out->measures[m].outlets);
    if (c.no_memory)
        return no_memory(err);
    add_sums(&c);
    for (uint32_t m = 0; m < counts->nmeasures && !c.no_memory; m++)
        describe_measure(&c, m, scratch);
    if (c.no_memory || permute(&c) != SLANT_OK)
        return no_memory(err);
    test_all(&c);
    for (uint32_t m = 0; m < counts->nmeasures && !c.no_memory; m++) {
        compare_pairs(&c, m, scratch);
        contrast_outlets(&c, m);
    }
    if (!c.no_memory && settings->is_adjusted && slant_adjusted_run(counts, mem, out) != SLANT_OK)
        return no_memory(err);
    if (!c.no_memory && slant_plane_run(mem, out) != SLANT_OK)
        return no_memory(err);
    if (!c.no_memory && slant_stories_run(counts, settings, mem, out) != SLANT_OK)
        return no_memory(err);
    return c.no_memory ? no_memory(err) : SLANT_OK;
}
