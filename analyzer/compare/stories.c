#include "compare/stories.h"

#include <math.h>
#include <string.h>

#include "compare/verdicts.h"
#include "stats/adjust.h"
#include "stats/matched.h"
#include "stats/random.h"
#include "stats/share.h"

enum { EXACT_LIMIT = 200000, PERMUTATIONS = 9999, LEAST_STORIES = 10 };
static const double alpha = 0.05;

/* The articles of stories that two outlets or more tell of, renumbered without gaps. */
struct told {
    struct slant_stories data;
    double *y, *w;
    uint32_t *outlet, *story;
    uint32_t *outlet_number, *outlet_of; /* ours → theirs, and back */
    uint32_t *story_number;
};

static int alloc(struct told *t, const struct slant_counts *c, struct slant_arena *mem)
{
    t->y = slant_arena_alloc(mem, (c->n + 1) * sizeof *t->y);
    t->w = slant_arena_alloc(mem, (c->n + 1) * sizeof *t->w);
    t->outlet = slant_arena_alloc(mem, (c->n + 1) * sizeof *t->outlet);
    t->story = slant_arena_alloc(mem, (c->n + 1) * sizeof *t->story);
    t->outlet_number = slant_arena_alloc(mem, (c->outlets.n + 1) * sizeof *t->outlet_number);
    t->outlet_of = slant_arena_alloc(mem, (c->outlets.n + 1) * sizeof *t->outlet_of);
    t->story_number = slant_arena_alloc(mem, (c->stories.n + 1) * sizeof *t->story_number);
    return t->y == NULL || t->w == NULL || t->outlet == NULL || t->story == NULL || t->outlet_number == NULL ||
           t->outlet_of == NULL || t->story_number == NULL;
}

static const struct slant_cell *usable(const struct slant_counts *c, uint32_t row, uint32_t m)
{
    const struct slant_cell *x = &c->cells[(size_t)c->rows[row].cells + m];
    return c->rows[row].story >= 0 && !isnan(x->exposure) ? x : NULL;
}

enum { UNSEEN = UINT32_MAX, SEVERAL = UINT32_MAX - 1 };

/* Which stories have two outlets or more: their number; others UNSEEN. */
static void number_stories(const struct slant_counts *c, uint32_t m, struct told *t)
{
    for (uint32_t i = 0; i < c->stories.n; i++)
        t->story_number[i] = UNSEEN;
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t *seen = usable(c, i, m) != NULL ? &t->story_number[c->rows[i].story] : NULL;
        if (seen != NULL)
            *seen = *seen == UNSEEN || *seen == c->rows[i].outlet ? c->rows[i].outlet : SEVERAL;
    }
    t->data.stories = 0;
    for (uint32_t i = 0; i < c->stories.n; i++)
        t->story_number[i] = t->story_number[i] == SEVERAL ? (uint32_t)t->data.stories++ : UNSEEN;
}

static void collect(const struct slant_counts *c, uint32_t m, struct told *t)
{
    size_t n = 0;
    number_stories(c, m, t);
    t->data.outlets = 0;
    for (uint32_t o = 0; o < c->outlets.n; o++)
        t->outlet_number[o] = UNSEEN;
    for (uint32_t i = 0; i < c->n; i++) {
        const struct slant_cell *x = usable(c, i, m);
        if (x == NULL || t->story_number[c->rows[i].story] == UNSEEN)
            continue;
        uint32_t *number = &t->outlet_number[c->rows[i].outlet];
        if (*number == UNSEEN) {
            t->outlet_of[t->data.outlets] = c->rows[i].outlet;
            *number = (uint32_t)t->data.outlets++;
        }
        t->y[n] = x->count;
        t->w[n] = x->exposure;
        t->outlet[n] = *number;
        t->story[n++] = t->story_number[c->rows[i].story];
    }
    t->data.rows = (struct slant_rows){n, t->y, t->w};
    t->data.outlet = t->outlet;
    t->data.story = t->story;
}

static void test(const struct slant_compare_settings *settings, const char *name, const struct told *t,
                 struct slant_arena *mem, struct slant_compared_stories *out)
{
    char stream[128] = "same story: ";
    strncat(stream, name, sizeof stream - strlen(stream) - 1);
    uint32_t replicates = settings->permutations > 0 ? settings->permutations : PERMUTATIONS;
    struct slant_story_test got =
        slant_story_permutation(&t->data, EXACT_LIMIT, replicates, slant_random_key(settings->seed, stream), mem);
    out->status = got.status;
    out->statistic = got.statistic;
    out->informative = got.informative;
    out->p = got.status == SLANT_STAT_OK ? got.p : NAN;
    out->permutations = got.exact ? got.assignments : got.drawn;
    out->exact = got.exact;
}

/* Ratios against the mean of the outlets in these stories. level: what Holm is held to. */
static int contrast(const struct told *t, double level, struct slant_arena *mem, struct slant_compared_stories *out)
{
    size_t n = t->data.outlets;
    struct slant_conditional fit = slant_conditional_poisson(&t->data, mem);
    struct slant_contrast *got = slant_arena_alloc(mem, (n + 1) * sizeof *got);
    struct slant_estimate *of = slant_arena_zalloc(mem, (n + 1) * sizeof *of);
    struct slant_compared_ratio **ratios = slant_arena_alloc(mem, (n + 1) * sizeof *ratios);
    out->contrasts = slant_arena_zalloc(mem, (n + 1) * sizeof *out->contrasts);
    if (got == NULL || of == NULL || ratios == NULL || out->contrasts == NULL)
        return -1;
    if (fit.status == SLANT_STAT_OK)
        slant_contrast_stories(&fit, n, got);
    out->ncontrasts = (uint32_t)n;
    for (size_t k = 0; k < n; k++) {
        struct slant_compared_ratio *r = ratios[k] = &out->contrasts[k].of;
        out->contrasts[k].outlet = t->outlet_of[k];
        *r = (struct slant_compared_ratio){.status = fit.status, .ratio = NAN, .p = NAN};
        if (fit.status != SLANT_STAT_OK)
            continue;
        *r = (struct slant_compared_ratio){.status = got[k].status, .ratio = got[k].ratio, .p = got[k].p};
        of[k] = (struct slant_estimate){got[k].est, got[k].se, got[k].df};
        if (fit.informative < LEAST_STORIES) /* errors by story need more stories than that */
            r->status = SLANT_STAT_TOO_FEW_UNITS;
    }
    return slant_verdicts(ratios, of, n, level, out->is_selected, mem);
}

/* Over the measures as the comparison itself: Benjamini and Hochberg, then Holm in those selected. */
static int select_measures(struct slant_comparison *out, double *level, struct slant_arena *mem)
{
    double *p = slant_arena_alloc(mem, (out->nmeasures + 1) * sizeof *p);
    double *adjusted = slant_arena_alloc(mem, (out->nmeasures + 1) * sizeof *adjusted);
    unsigned char *chosen = slant_arena_zalloc(mem, out->nmeasures + 1);
    struct slant_families families = {0};
    if (p == NULL || adjusted == NULL || chosen == NULL)
        return -1;
    for (uint32_t m = 0; m < out->nmeasures; m++)
        p[m] = out->measures[m].stories.p;
    if (slant_adjust(SLANT_ADJUST_BH, p, out->nmeasures, adjusted, mem) == SLANT_STAT_NO_MEMORY ||
        slant_adjust_families(p, out->nmeasures, alpha, chosen, &families, mem) == SLANT_STAT_NO_MEMORY)
        return -1;
    out->stories_tested = (uint32_t)families.tested;
    out->stories_selected = (uint32_t)families.selected;
    *level = families.selected > 0 ? families.level : families.tested > 0 ? alpha / (double)families.tested : alpha;
    for (uint32_t m = 0; m < out->nmeasures; m++) {
        out->measures[m].stories.p_adjusted = adjusted[m];
        out->measures[m].stories.is_selected = chosen[m];
    }
    return 0;
}

slant_status slant_stories_run(const struct slant_counts *counts, const struct slant_compare_settings *settings,
                               struct slant_arena *mem, struct slant_comparison *out)
{
    struct told t = {0};
    double level;
    if (alloc(&t, counts, mem) != 0)
        return SLANT_ENOMEM;
    for (uint32_t m = 0; m < counts->nmeasures; m++) {
        struct slant_compared_stories *to = &out->measures[m].stories;
        collect(counts, m, &t);
        *to = (struct slant_compared_stories){.status = SLANT_STAT_TOO_FEW_UNITS,
                                              .stories = t.data.stories,
                                              .articles = t.data.rows.n,
                                              .statistic = NAN,
                                              .p = NAN,
                                              .p_adjusted = NAN};
        if (t.data.stories > 1)
            test(settings, counts->measures[m].name, &t, mem, to);
        if (to->status == SLANT_STAT_NO_MEMORY)
            return SLANT_ENOMEM;
    }
    if (select_measures(out, &level, mem) != 0)
        return SLANT_ENOMEM;
    for (uint32_t m = 0; m < counts->nmeasures; m++) {
        collect(counts, m, &t);
        if (out->measures[m].stories.status == SLANT_STAT_OK && contrast(&t, level, mem, &out->measures[m].stories))
            return SLANT_ENOMEM;
    }
    return SLANT_OK;
}
