#include "stats/joint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/ordered.h"
#include "stats/adjust.h"
#include "stats/random.h"

enum { BLOCK = 64, TAG = 3, RADIX_BITS = 11, RADIX = 1 << RADIX_BITS, SETTLED = 12 };
static const double tie = 1 - 1e-9;

/* Sums over a group of articles; of whole numbers, so exact. */
struct sums {
    double n, y, w, yy, yw, ww;
};

struct spread {
    double level, var; /* log rate or logit, ½ added; its variance */
};

/* Measures with the same exposures have the same articles: their shuffles are done together. */
struct family {
    size_t first, many; /* in `members` */
    uint32_t *articles; /* numbers of its articles, by outlet; starts[o] .. starts[o + 1] */
    uint32_t *starts;
    double *rows; /* n × width, of all articles: w, ww, then y, yy, yw of each member */
    size_t width;
};

struct plan {
    const struct slant_joint *in;
    struct family *families;
    size_t nfamilies, npairs;
    size_t *members; /* measures, family by family */
    struct slant_joint_test *pairs, *all;
    uint32_t *pair_counts, *all_counts; /* of the stage under way */
    uint32_t next, end;                 /* replicates to be dealt out */
    int only_pairs;
};

/* What one thread works with. */
struct bench {
    uint32_t *numbers;       /* 4 × n: of four replicates */
    uint64_t *order, *spare; /* n: number << 32 | article */
    uint64_t *lists;         /* n: the same, by outlet, each in rising order */
    double *prefix;          /* (n + outlets) × width: sums over the first k of a list */
    uint32_t *fill;          /* outlets */
    struct sums *groups;     /* outlets */
    struct spread *spreads;  /* outlets */
};

struct slot {
    uint32_t first, many;
    uint32_t *pairs, *all; /* counts of this block */
};

struct run {
    struct plan *plan;
    struct bench *benches;
    struct slot *slots;
};

/* ---- statistics ---- */

static struct spread spread_of(const struct sums *s, int is_share)
{
    double r = s->y / s->w, v = s->n / (s->n - 1) * fmax(s->yy - 2 * r * s->yw + r * r * s->ww, 0) / (s->w * s->w);
    if (is_share) {
        double p = (s->y + 0.5) / (s->w + 1), slope = p * (1 - p);
        return (struct spread){log(p / (1 - p)), v / (slope * slope)};
    }
    double halved = (s->y + 0.5) / s->w;
    return (struct spread){log(halved), v / (halved * halved)};
}

static double student(const struct sums *a, const struct sums *b, int is_share)
{
    struct spread x = spread_of(a, is_share), y = spread_of(b, is_share);
    double se = sqrt(x.var + y.var);
    return se > 0 ? (y.level - x.level) / se : 0;
}

/* Welch's F over the groups that have articles. scratch: n. */
static double welch(const struct sums *groups, size_t n, int is_share, struct spread *scratch)
{
    double weights = 0, mean = 0, k = 0, between = 0, odd = 0;
    for (size_t i = 0; i < n; i++) {
        if (groups[i].n == 0)
            continue;
        scratch[i] = spread_of(&groups[i], is_share);
        scratch[i].var = 1 / fmax(scratch[i].var, 1e-12); /* from here on its weight */
        weights += scratch[i].var;
        mean += scratch[i].var * scratch[i].level;
        k++;
    }
    mean /= weights;
    for (size_t i = 0; i < n; i++) {
        if (groups[i].n == 0)
            continue;
        double off = scratch[i].level - mean, rest = 1 - scratch[i].var / weights;
        between += scratch[i].var * off * off;
        odd += rest * rest / (groups[i].n - 1);
    }
    return between / (k - 1) / (1 + 2 * (k - 2) / (k * k - 1) * odd);
}

/* ---- the plan ---- */

static int same_exposures(const struct slant_joint *in, size_t a, size_t b)
{
    for (size_t i = 0; i < in->n; i++) {
        double x = in->w[i * in->measures + a], y = in->w[i * in->measures + b];
        if (!(x == y || (isnan(x) && isnan(y))))
            return 0;
    }
    return 1;
}

static void add_article(struct sums *s, double y, double w)
{
    s->n++;
    s->y += y;
    s->w += w;
    s->yy += y * y;
    s->yw += y * w;
    s->ww += w * w;
}

/* The articles of each outlet, then their numbers as the prefix sums want them. */
static int open_family(const struct plan *plan, struct family *f)
{
    const struct slant_joint *in = plan->in;
    size_t exposure = plan->members[f->first];
    f->width = 2 + 3 * f->many;
    f->articles = malloc((in->n + 1) * sizeof *f->articles);
    f->starts = calloc(in->outlets + 1, sizeof *f->starts);
    f->rows = malloc((in->n * f->width + 1) * sizeof *f->rows);
    if (f->articles == NULL || f->starts == NULL || f->rows == NULL)
        return -1;
    uint32_t at = 0;
    for (uint32_t o = 0; o < in->outlets; o++) {
        f->starts[o] = at;
        for (uint32_t i = 0; i < in->n; i++)
            if (in->outlet[i] == o && !isnan(in->w[i * in->measures + exposure]))
                f->articles[at++] = i;
    }
    f->starts[in->outlets] = at;
    for (size_t i = 0; i < in->n; i++) {
        double w = in->w[i * in->measures + exposure], *row = f->rows + i * f->width;
        row[0] = w;
        row[1] = w * w;
        for (size_t k = 0; k < f->many; k++) {
            double y = in->y[i * in->measures + plan->members[f->first + k]];
            row[2 + 3 * k] = y;
            row[3 + 3 * k] = y * y;
            row[4 + 3 * k] = y * w;
        }
    }
    return 0;
}

static int open_plan(struct plan *plan)
{
    const struct slant_joint *in = plan->in;
    plan->npairs = slant_joint_pairs(in->outlets);
    plan->families = calloc(in->measures + 1, sizeof *plan->families);
    plan->members = malloc((in->measures + 1) * sizeof *plan->members);
    unsigned char *taken = calloc(in->measures + 1, 1);
    int trouble = plan->families == NULL || plan->members == NULL || taken == NULL;
    size_t at = 0;
    for (size_t m = 0; !trouble && m < in->measures; m++) {
        if (taken[m])
            continue;
        struct family *f = &plan->families[plan->nfamilies++];
        f->first = at;
        for (size_t k = m; k < in->measures; k++)
            if (!taken[k] && (k == m || same_exposures(in, m, k))) {
                plan->members[at++] = k;
                taken[k] = 1;
                f->many++;
            }
        trouble = open_family(plan, f);
    }
    free(taken);
    return trouble;
}

static void close_plan(struct plan *plan)
{
    for (size_t i = 0; plan->families != NULL && i < plan->nfamilies; i++) {
        free(plan->families[i].articles);
        free(plan->families[i].starts);
        free(plan->families[i].rows);
    }
    free(plan->families);
    free(plan->members);
}

/* ---- what was observed ---- */

static int takes_part(const struct slant_joint *in, size_t measure, size_t outlet)
{
    return in->is_tested[measure * in->outlets + outlet];
}

static void observe_measure(const struct plan *plan, size_t m, struct sums *groups, struct spread *scratch)
{
    const struct slant_joint *in = plan->in;
    static const struct slant_joint_test none = {NAN, 0, 0, NAN};
    memset(groups, 0, in->outlets * sizeof *groups);
    for (size_t i = 0; i < in->n; i++)
        if (!isnan(in->w[i * in->measures + m]) && takes_part(in, m, in->outlet[i]))
            add_article(&groups[in->outlet[i]], in->y[i * in->measures + m], in->w[i * in->measures + m]);
    size_t present = 0;
    for (size_t a = 0; a < in->outlets; a++) {
        present += groups[a].n > 0;
        for (size_t b = a + 1; b < in->outlets; b++) {
            struct slant_joint_test *test = &plan->pairs[m * plan->npairs + slant_joint_pair(in->outlets, a, b)];
            *test = none;
            if (groups[a].n > 1 && groups[b].n > 1)
                test->statistic = student(&groups[a], &groups[b], in->is_share[m]);
        }
    }
    plan->all[m] = none;
    if (present > 1)
        plan->all[m].statistic = welch(groups, in->outlets, in->is_share[m], scratch);
}

/* ---- one replicate ---- */

/* Random numbers of four replicates for every article: Philox, counter = (key low, key high, replicate / 4, tag). */
static void draw(const struct slant_joint *in, uint32_t four, uint32_t *numbers)
{
    const uint32_t key[2] = {(uint32_t)in->seed, (uint32_t)(in->seed >> 32)};
    for (size_t i = 0; i < in->n; i++) {
        const uint32_t counter[4] = {(uint32_t)in->key[i], (uint32_t)(in->key[i] >> 32), four, TAG};
        slant_philox(counter, key, numbers + 4 * i);
    }
}

/* Rising by number; equal numbers (one pair in 2^32) by the article's place. */
static void sort_articles(struct bench *b, size_t n, const uint32_t *numbers)
{
    uint32_t counts[3][RADIX];
    memset(counts, 0, sizeof counts);
    for (size_t i = 0; i < n; i++) {
        uint32_t x = numbers[4 * i];
        b->order[i] = (uint64_t)x << 32 | i;
        counts[0][x & (RADIX - 1)]++;
        counts[1][x >> RADIX_BITS & (RADIX - 1)]++;
        counts[2][x >> 2 * RADIX_BITS]++;
    }
    for (int pass = 0; pass < 3; pass++) {
        for (uint32_t i = 0, at = 0; i < RADIX; i++) {
            uint32_t many = counts[pass][i];
            counts[pass][i] = at;
            at += many;
        }
        for (size_t i = 0; i < n; i++) {
            uint32_t digit = (uint32_t)(b->order[i] >> (32 + RADIX_BITS * pass)) & (RADIX - 1);
            b->spare[counts[pass][digit]++] = b->order[i];
        }
        uint64_t *swap = b->order;
        b->order = b->spare;
        b->spare = swap;
    }
}

/* The lists of each outlet in rising order, and the sums over the first k of each. */
static void sum_lists(const struct plan *plan, const struct family *f, struct bench *b)
{
    const struct slant_joint *in = plan->in;
    size_t exposure = plan->members[f->first];
    memcpy(b->fill, f->starts, in->outlets * sizeof *b->fill);
    for (size_t o = 0; o < in->outlets; o++)
        memset(b->prefix + (f->starts[o] + o) * f->width, 0, f->width * sizeof *b->prefix);
    for (size_t i = 0; i < in->n; i++) {
        uint32_t article = (uint32_t)b->order[i], o = in->outlet[article];
        if (isnan(in->w[article * in->measures + exposure]))
            continue;
        uint32_t at = b->fill[o]++;
        const double *restrict row = f->rows + article * f->width, *restrict before = b->prefix + (at + o) * f->width;
        double *restrict after = b->prefix + (at + o + 1) * f->width;
        b->lists[at] = b->order[i];
        for (size_t k = 0; k < f->width; k++)
            after[k] = before[k] + row[k];
    }
}

/* Of two rising lists, how many of the `take` least stand in the first. */
static uint32_t split(const uint64_t *a, uint32_t na, const uint64_t *b, uint32_t nb, uint32_t take)
{
    uint32_t lo = take > nb ? take - nb : 0, hi = take < na ? take : na;
    while (lo < hi) {
        uint32_t k = lo + (hi - lo) / 2;
        if (a[k] < b[take - k - 1])
            lo = k + 1;
        else
            hi = k;
    }
    return lo;
}

static struct sums sums_at(const double *x, const double *y, size_t member, double n)
{
    const size_t at = 2 + 3 * member;
    return (struct sums){n, x[at] + y[at], x[0] + y[0], x[at + 1] + y[at + 1], x[at + 2] + y[at + 2], x[1] + y[1]};
}

/* Deals the articles of two outlets: the least numbers to a, the others to b. */
static void deal_pair(const struct plan *plan, const struct family *f, const struct bench *b, size_t oa, size_t ob,
                      uint32_t *counts)
{
    const struct slant_joint *in = plan->in;
    uint32_t na = f->starts[oa + 1] - f->starts[oa], nb = f->starts[ob + 1] - f->starts[ob];
    uint32_t k = split(b->lists + f->starts[oa], na, b->lists + f->starts[ob], nb, na);
    const double *head_a = b->prefix + (f->starts[oa] + oa + k) * f->width;
    const double *head_b = b->prefix + (f->starts[ob] + ob + na - k) * f->width;
    const double *all_a = b->prefix + (f->starts[oa] + oa + na) * f->width;
    const double *all_b = b->prefix + (f->starts[ob] + ob + nb) * f->width;
    for (size_t i = 0; i < f->many; i++) {
        size_t m = plan->members[f->first + i], at = m * plan->npairs + slant_joint_pair(in->outlets, oa, ob);
        const struct slant_joint_test *test = &plan->pairs[at];
        if (isnan(test->statistic) || (plan->only_pairs && test->at_least >= SETTLED))
            continue;
        struct sums first = sums_at(head_a, head_b, i, na), both = sums_at(all_a, all_b, i, nb);
        struct sums second = {
            nb, both.y - first.y, both.w - first.w, both.yy - first.yy, both.yw - first.yw, both.ww - first.ww};
        counts[at] += fabs(student(&first, &second, in->is_share[m])) >= fabs(test->statistic) * tie;
    }
}

/* Deals all articles of a measure: the first to the first outlet that takes part, and so on. */
static void deal_all(const struct plan *plan, const struct family *f, struct bench *b, size_t m, uint32_t *counts)
{
    const struct slant_joint *in = plan->in;
    size_t o = 0, room = 0;
    if (isnan(plan->all[m].statistic))
        return;
    memset(b->groups, 0, in->outlets * sizeof *b->groups);
    for (size_t i = 0; i < in->n; i++) {
        size_t article = (uint32_t)b->order[i];
        double y = in->y[article * in->measures + m], w = in->w[article * in->measures + m];
        if (isnan(w) || !takes_part(in, m, in->outlet[article]))
            continue;
        for (; room == 0; o++)
            if (takes_part(in, m, o))
                room = f->starts[o + 1] - f->starts[o];
        add_article(&b->groups[o - 1], y, w);
        room--;
    }
    counts[m] += welch(b->groups, in->outlets, in->is_share[m], b->spreads) >= plan->all[m].statistic * tie;
}

/* Whether any test of a family still needs this outlet's pairs: late replicates are for a few pairs only. */
static int is_live(const struct plan *plan, const struct family *f)
{
    for (size_t i = 0; i < f->many; i++) {
        const struct slant_joint_test *tests = &plan->pairs[plan->members[f->first + i] * plan->npairs];
        for (size_t k = 0; k < plan->npairs; k++)
            if (!isnan(tests[k].statistic) && tests[k].at_least < SETTLED)
                return 1;
    }
    return 0;
}

static void deal(const struct plan *plan, struct bench *b, const struct slot *s)
{
    const struct slant_joint *in = plan->in;
    for (size_t i = 0; i < plan->nfamilies; i++) {
        const struct family *f = &plan->families[i];
        if (plan->only_pairs && !is_live(plan, f))
            continue;
        sum_lists(plan, f, b);
        for (size_t oa = 0; oa < in->outlets; oa++)
            for (size_t ob = oa + 1; ob < in->outlets; ob++)
                deal_pair(plan, f, b, oa, ob, s->pairs);
        for (size_t k = 0; k < f->many && !plan->only_pairs; k++)
            deal_all(plan, f, b, plan->members[f->first + k], s->all);
    }
}

/* ---- many replicates, in blocks ---- */

static int fill(void *ctx, size_t slot)
{
    struct run *run = ctx;
    struct plan *plan = run->plan;
    struct slot *s = &run->slots[slot];
    if (plan->next == plan->end)
        return 0;
    s->first = plan->next;
    s->many = plan->end - plan->next < BLOCK ? plan->end - plan->next : BLOCK;
    plan->next += s->many;
    memset(s->pairs, 0, plan->in->measures * plan->npairs * sizeof *s->pairs);
    memset(s->all, 0, plan->in->measures * sizeof *s->all);
    return 1;
}

static int work(void *ctx, size_t slot, size_t worker)
{
    struct run *run = ctx;
    struct bench *b = &run->benches[worker];
    const struct slot *s = &run->slots[slot];
    for (uint32_t r = s->first; r < s->first + s->many; r++) {
        if (r % 4 == 0 || r == s->first)
            draw(run->plan->in, r / 4, b->numbers);
        sort_articles(b, run->plan->in->n, b->numbers + r % 4);
        deal(run->plan, b, s);
    }
    return 0;
}

/* The tests themselves learn of it when the stage is over: what is settled must not depend on the order of blocks. */
static int drain(void *ctx, size_t slot)
{
    struct run *run = ctx;
    struct plan *plan = run->plan;
    for (size_t i = 0; i < plan->in->measures * plan->npairs; i++)
        plan->pair_counts[i] += run->slots[slot].pairs[i];
    for (size_t i = 0; i < plan->in->measures; i++)
        plan->all_counts[i] += run->slots[slot].all[i];
    return 0;
}

static int open_bench(struct bench *b, const struct plan *plan)
{
    size_t n = plan->in->n, width = 0, outlets = plan->in->outlets;
    for (size_t i = 0; i < plan->nfamilies; i++)
        width = plan->families[i].width > width ? plan->families[i].width : width;
    b->numbers = malloc((4 * n + 1) * sizeof *b->numbers);
    b->order = malloc((n + 1) * sizeof *b->order);
    b->spare = malloc((n + 1) * sizeof *b->spare);
    b->lists = malloc((n + 1) * sizeof *b->lists);
    b->prefix = malloc(((n + outlets) * width + 1) * sizeof *b->prefix);
    b->fill = malloc((outlets + 1) * sizeof *b->fill);
    b->groups = malloc((outlets + 1) * sizeof *b->groups);
    b->spreads = malloc((outlets + 1) * sizeof *b->spreads);
    return b->numbers == NULL || b->order == NULL || b->spare == NULL || b->lists == NULL || b->prefix == NULL ||
           b->fill == NULL || b->groups == NULL || b->spreads == NULL;
}

static void close_bench(struct bench *b)
{
    free(b->numbers);
    free(b->order);
    free(b->spare);
    free(b->lists);
    free(b->prefix);
    free(b->fill);
    free(b->groups);
    free(b->spreads);
}

static int open_slot(struct slot *s, const struct plan *plan)
{
    s->pairs = malloc((plan->in->measures * plan->npairs + 1) * sizeof *s->pairs);
    s->all = malloc((plan->in->measures + 1) * sizeof *s->all);
    return s->pairs == NULL || s->all == NULL;
}

/* Replicates first .. end-1, and what they add to the tests. */
static int run_stage(struct plan *plan, uint32_t first, uint32_t end, const struct slant_ordered *job, size_t threads)
{
    size_t tests = plan->in->measures * plan->npairs;
    memset(plan->pair_counts, 0, tests * sizeof *plan->pair_counts);
    memset(plan->all_counts, 0, plan->in->measures * sizeof *plan->all_counts);
    plan->next = first;
    plan->end = end;
    if (slant_ordered_run(job, threads) != 0)
        return -1;
    for (size_t i = 0; i < tests; i++) {
        if (isnan(plan->pairs[i].statistic) || (plan->only_pairs && plan->pairs[i].at_least >= SETTLED))
            continue;
        plan->pairs[i].at_least += plan->pair_counts[i];
        plan->pairs[i].drawn = end;
    }
    for (size_t i = 0; i < plan->in->measures && !plan->only_pairs; i++) {
        plan->all[i].at_least += plan->all_counts[i];
        plan->all[i].drawn = isnan(plan->all[i].statistic) ? 0 : end;
    }
    return 0;
}

static double p_of(const struct slant_joint_test *test)
{
    return test->drawn > 0 ? (test->at_least + 1) / (test->drawn + 1) : NAN;
}

/* As many replicates as the least p that a pair could be claimed with asks for; -1: out of memory. */
static int64_t replicates_needed(const struct plan *plan)
{
    const struct slant_joint *in = plan->in;
    struct slant_arena mem = {0};
    struct slant_families families = {0};
    double *p = slant_arena_alloc(&mem, (in->measures + 1) * sizeof *p);
    unsigned char *chosen = slant_arena_zalloc(&mem, in->measures + 1);
    int64_t needed = -1;
    for (size_t i = 0; p != NULL && i < in->measures; i++)
        p[i] = p_of(&plan->all[i]);
    if (p != NULL && chosen != NULL &&
        slant_adjust_families(p, in->measures, in->alpha, chosen, &families, &mem) != SLANT_STAT_NO_MEMORY)
        needed = families.selected > 0 ? (int64_t)ceil(2 * (double)plan->npairs / families.level) : 0;
    slant_arena_free(&mem);
    return needed < in->most_replicates ? needed : (int64_t)in->most_replicates;
}

static int run_stages(struct plan *plan, struct run *run, size_t nslots)
{
    const struct slant_joint *in = plan->in;
    const struct slant_ordered job = {run, nslots, fill, work, drain};
    for (size_t i = 0; i < in->measures; i++)
        observe_measure(plan, i, run->benches[0].groups, run->benches[0].spreads);
    if (run_stage(plan, 0, in->replicates, &job, in->threads) != 0)
        return -1;
    int64_t needed = replicates_needed(plan);
    plan->only_pairs = 1;
    if (needed < 0 || (needed > in->replicates && run_stage(plan, in->replicates, (uint32_t)needed, &job, in->threads)))
        return -1;
    for (size_t i = 0; i < in->measures * plan->npairs; i++)
        plan->pairs[i].p = p_of(&plan->pairs[i]);
    for (size_t i = 0; i < in->measures; i++)
        plan->all[i].p = p_of(&plan->all[i]);
    return 0;
}

enum slant_stat slant_joint_run(const struct slant_joint *in, struct slant_joint_test *pairs,
                                struct slant_joint_test *all)
{
    struct plan plan = {.in = in, .pairs = pairs, .all = all};
    size_t nslots = 2 * in->threads + 1;
    struct run run = {&plan, calloc(in->threads, sizeof *run.benches), calloc(nslots, sizeof *run.slots)};
    int trouble = run.benches == NULL || run.slots == NULL || open_plan(&plan) != 0;
    plan.pair_counts = malloc((in->measures * slant_joint_pairs(in->outlets) + 1) * sizeof *plan.pair_counts);
    plan.all_counts = malloc((in->measures + 1) * sizeof *plan.all_counts);
    trouble |= plan.pair_counts == NULL || plan.all_counts == NULL;
    for (size_t i = 0; !trouble && i < in->threads; i++)
        trouble = open_bench(&run.benches[i], &plan);
    for (size_t i = 0; !trouble && i < nslots; i++)
        trouble = open_slot(&run.slots[i], &plan);
    if (!trouble)
        trouble = run_stages(&plan, &run, nslots);
    for (size_t i = 0; run.benches != NULL && i < in->threads; i++)
        close_bench(&run.benches[i]);
    for (size_t i = 0; run.slots != NULL && i < nslots; i++) {
        free(run.slots[i].pairs);
        free(run.slots[i].all);
    }
    free(run.benches);
    free(run.slots);
    free(plan.pair_counts);
    free(plan.all_counts);
    close_plan(&plan);
    return trouble ? SLANT_STAT_NO_MEMORY : SLANT_STAT_OK;
}
