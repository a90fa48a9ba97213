#include "stats/permute.h"

#include <math.h>
#include <string.h>

#include "stats/matrix.h"
#include "stats/random.h"

/* Every statistic here is a function of sums over each group of a few columns a row: so one engine serves them all, and
 * only the rows outside the largest group are summed, the rest being what is left of the total. */
enum { MOST_COLUMNS = 5, Y = 0, W, YY, YW, WW };
static const double TIE = 1e-9;
/* What rounding alone leaves of a sum of squares, as a share of it. */
static const double NOTHING = 1e-14;

struct plan {
    const struct slant_permute *test;
    size_t n, groups, columns, head; /* head: the largest group */
    const double *cell;              /* n × columns */
    size_t *size;                    /* groups */
    size_t *tail;                    /* n - size[head]: the group of each place behind the head */
    double *total, *sums;            /* columns; groups × columns */
    double tie_factor, squares;      /* of Kruskal-Wallis; of all rates about their mean */
};

static double left_of(double squares, double whole)
{
    return squares > NOTHING * whole ? squares : 0;
}

/* n/(n-1) · Σ(y - R w)²/W² */
static double spread_of(const double *s, double n)
{
    double r = s[Y] / s[W], squares = s[YY] - 2 * r * s[YW] + r * r * s[WW];
    return n / (n - 1) * left_of(squares, s[YY]) / (s[W] * s[W]);
}

/* Variance of the rates, whose columns hold r - mean and its square. */
static double variance_of(const struct plan *plan, const double *s, double n)
{
    return left_of(s[1] - s[0] * s[0] / n, plan->squares) / (n - 1);
}

static double studentised(double difference, double variance)
{
    return variance > 0 ? difference / sqrt(variance) : 0;
}

static double two_sample(const struct plan *plan, const double *a, const double *b)
{
    double na = (double)plan->size[0], nb = (double)plan->size[1], ra = a[Y] / a[W], rb = b[Y] / b[W];
    double ha = (a[Y] + 0.5) / a[W], hb = (b[Y] + 0.5) / b[W];
    switch (plan->test->by) {
    case SLANT_PERMUTE_SUMS:
        return rb - ra;
    case SLANT_PERMUTE_STUDENT:
        return studentised(rb - ra, spread_of(a, na) + spread_of(b, nb));
    case SLANT_PERMUTE_STUDENT_LOG:
        return studentised(log(hb) - log(ha), spread_of(a, na) / (ha * ha) + spread_of(b, nb) / (hb * hb));
    case SLANT_PERMUTE_MEANS:
        return b[0] / nb - a[0] / na;
    case SLANT_PERMUTE_WELCH:
        return studentised(b[0] / nb - a[0] / na, variance_of(plan, a, na) / na + variance_of(plan, b, nb) / nb);
    default: /* ranks */
        return b[0] - nb * ((double)plan->n + 1) / 2;
    }
}

/* Welch's F of `groups` estimates x with variances v (of the estimates), n members each. */
static double welch(const double *x, const double *v, const size_t *n, size_t groups)
{
    double sum = 0, mean = 0, q = 0, lambda = 0, k = (double)groups;
    for (size_t g = 0; g < groups; g++) {
        sum += 1 / v[g];
        mean += x[g] / v[g];
    }
    mean /= sum;
    for (size_t g = 0; g < groups; g++) {
        double share = 1 - 1 / v[g] / sum;
        q += (x[g] - mean) * (x[g] - mean) / v[g];
        lambda += share * share / ((double)n[g] - 1);
    }
    return q / (k - 1) / (1 + 2 * (k - 2) / (k * k - 1) * lambda);
}

/* scratch: 2 × groups. */
static double many_sample(const struct plan *plan, const double *sums, double *scratch)
{
    double between = 0, within = 0, *x = scratch, *v = scratch + plan->groups;
    for (size_t g = 0; g < plan->groups; g++) {
        const double *s = sums + g * plan->columns;
        double n = (double)plan->size[g];
        if (plan->test->by == SLANT_PERMUTE_WELCH_LOG) {
            double half = (s[Y] + 0.5) / s[W];
            x[g] = log(half);
            v[g] = fmax(spread_of(s, n) / (half * half), 1e-12);
            continue;
        }
        x[g] = s[0] / n;
        between += s[0] * s[0] / n;
        if (plan->test->by != SLANT_PERMUTE_KRUSKAL) {
            v[g] = variance_of(plan, s, n) / n;
            within += v[g] * n * (n - 1);
        }
    }
    double n = (double)plan->n, k = (double)plan->groups;
    if (plan->test->by == SLANT_PERMUTE_KRUSKAL)
        return (12 / (n * (n + 1)) * between - 3 * (n + 1)) / plan->tie_factor;
    if (plan->test->by == SLANT_PERMUTE_F)
        return between / (k - 1) / (within / (n - k));
    return welch(x, v, plan->size, plan->groups);
}

static double statistic_of(const struct plan *plan, const double *sums)
{
    if (plan->test->by < SLANT_PERMUTE_WELCH_LOG)
        return two_sample(plan, sums, sums + plan->columns);
    return many_sample(plan, sums, plan->sums + plan->groups * plan->columns);
}

/* The five columns of counts and words are spelled out: most of the time is spent here. */
static void add_row(const struct plan *plan, double *sums, size_t row)
{
    const double *cell = plan->cell + row * plan->columns;
    if (plan->columns == MOST_COLUMNS) {
        sums[Y] += cell[Y];
        sums[W] += cell[W];
        sums[YY] += cell[YY];
        sums[YW] += cell[YW];
        sums[WW] += cell[WW];
        return;
    }
    for (size_t c = 0; c < plan->columns; c++)
        sums[c] += cell[c];
}

/* The statistic when group[row] is the row's group. */
static double by_label(const struct plan *plan, const uint32_t *group)
{
    memset(plan->sums, 0, plan->groups * plan->columns * sizeof *plan->sums);
    for (size_t i = 0; i < plan->n; i++)
        add_row(plan, plan->sums + group[i] * plan->columns, i);
    return statistic_of(plan, plan->sums);
}

/* The statistic when behind the head stand these rows. */
static double by_tail(const struct plan *plan, const uint32_t *rows)
{
    double *head = plan->sums + plan->head * plan->columns;
    size_t many = plan->n - plan->size[plan->head];
    memset(plan->sums, 0, plan->groups * plan->columns * sizeof *plan->sums);
    for (size_t i = 0; i < many; i++)
        add_row(plan, plan->sums + plan->tail[i] * plan->columns, rows[i]);
    for (size_t c = 0; c < plan->columns; c++) {
        head[c] = plan->total[c];
        for (size_t g = 0; g < plan->groups; g++)
            head[c] -= g == plan->head ? 0 : plan->sums[g * plan->columns + c];
    }
    return statistic_of(plan, plan->sums);
}

/* ---- columns ---- */

static size_t columns_of(enum slant_permute_by by)
{
    switch (by) {
    case SLANT_PERMUTE_STUDENT_LOG:
    case SLANT_PERMUTE_STUDENT:
    case SLANT_PERMUTE_SUMS:
    case SLANT_PERMUTE_WELCH_LOG:
        return MOST_COLUMNS;
    default:
        return by == SLANT_PERMUTE_RANKS || by == SLANT_PERMUTE_KRUSKAL ? 1 : 2;
    }
}

static int fill_ranks(struct plan *plan, double *cell, struct slant_arena *mem)
{
    double n = (double)plan->n, *rate = slant_doubles(mem, plan->n);
    size_t *order = slant_arena_alloc(mem, plan->n * sizeof *order);
    if (!rate || !order)
        return 0;
    for (size_t i = 0; i < plan->n; i++)
        rate[i] = plan->test->rows.y[i] / plan->test->rows.w[i];
    plan->tie_factor = 1 - slant_midranks(rate, plan->n, order, cell) / (n * n * n - n);
    return 1;
}

static void fill_row(double *cell, double y, double w, size_t columns, double mean)
{
    if (columns == MOST_COLUMNS) {
        const double values[MOST_COLUMNS] = {y, w, y * y, y * w, w * w};
        memcpy(cell, values, sizeof values);
    } else {
        cell[0] = y / w - mean;
        cell[1] = cell[0] * cell[0];
    }
}

static int fill_cells(struct plan *plan, struct slant_arena *mem)
{
    const struct slant_rows *rows = &plan->test->rows;
    double mean = 0, *cell = slant_doubles(mem, plan->n * plan->columns);
    if (!cell || (plan->columns == 1 && !fill_ranks(plan, cell, mem)))
        return 0;
    for (size_t i = 0; i < plan->n; i++)
        mean += rows->y[i] / rows->w[i] / (double)plan->n;
    for (size_t i = 0; i < plan->n && plan->columns > 1; i++)
        fill_row(cell + i * plan->columns, rows->y[i], rows->w[i], plan->columns, mean);
    plan->cell = cell;
    for (size_t i = 0; i < plan->n; i++)
        add_row(plan, plan->total, i);
    plan->squares = plan->columns == 2 ? plan->total[1] : 0;
    return 1;
}

/* ---- the plan ---- */

static enum slant_stat usable(const struct slant_permute *test)
{
    double events = 0;
    int varies = 0;
    if (test->groups < 2)
        return SLANT_STAT_TOO_FEW_OUTLETS;
    if (test->by < SLANT_PERMUTE_WELCH_LOG && test->groups != 2)
        return SLANT_STAT_BAD_INPUT;
    for (size_t i = 0; i < test->rows.n; i++) {
        double y = test->rows.y[i], w = test->rows.w[i];
        if (!(y >= 0 && isfinite(y) && w > 0 && isfinite(w)) || test->group[i] >= test->groups)
            return SLANT_STAT_BAD_INPUT;
        events += y;
        varies |= y * test->rows.w[0] != test->rows.y[0] * w;
    }
    if (events == 0)
        return SLANT_STAT_NO_EVENTS;
    return varies ? SLANT_STAT_OK : SLANT_STAT_NO_VARIATION;
}

static enum slant_stat measure_groups(struct plan *plan)
{
    int studentises = plan->columns > 1 && plan->test->by != SLANT_PERMUTE_SUMS &&
                      plan->test->by != SLANT_PERMUTE_MEANS && plan->test->by != SLANT_PERMUTE_F;
    for (size_t i = 0; i < plan->n; i++)
        plan->size[plan->test->group[i]]++;
    for (size_t g = 0; g < plan->groups; g++) {
        if (plan->size[g] < (studentises ? 2 : 1))
            return SLANT_STAT_TOO_FEW_ARTICLES;
        if (plan->size[g] > plan->size[plan->head])
            plan->head = g;
    }
    for (size_t g = 0, at = 0; g < plan->groups; g++)
        for (size_t i = 0; g != plan->head && i < plan->size[g]; i++)
            plan->tail[at++] = g;
    return SLANT_STAT_OK;
}

static enum slant_stat make_plan(struct plan *plan, const struct slant_permute *test, struct slant_arena *mem)
{
    enum slant_stat status = usable(test);
    *plan = (struct plan){.test = test, .n = test->rows.n, .groups = test->groups, .columns = columns_of(test->by)};
    if (status == SLANT_STAT_BAD_INPUT || status == SLANT_STAT_TOO_FEW_OUTLETS)
        return status;
    plan->size = slant_arena_zalloc(mem, plan->groups * sizeof *plan->size);
    plan->tail = slant_arena_alloc(mem, (plan->n + 1) * sizeof *plan->tail);
    plan->total = slant_doubles(mem, plan->columns);
    plan->sums = slant_doubles(mem, plan->groups * (plan->columns + 2));
    if (!plan->size || !plan->tail || !plan->total || !plan->sums)
        return SLANT_STAT_NO_MEMORY;
    enum slant_stat few = measure_groups(plan);
    if (few != SLANT_STAT_OK || status == SLANT_STAT_NO_EVENTS)
        return few != SLANT_STAT_OK ? few : status;
    return fill_cells(plan, mem) ? status : SLANT_STAT_NO_MEMORY;
}

double slant_permute_assignments(const size_t *sizes, size_t groups)
{
    double ways = 1, n = 0;
    for (size_t g = 0; g < groups; g++)
        for (size_t i = 1; i <= sizes[g]; i++) {
            n++;
            ways = ways * n / (double)i; /* a binomial coefficient at every step, so exact while it is small */
        }
    return ways;
}

/* Outlets of one size can trade places without changing the statistic. */
static double least_p(const struct plan *plan, double ways)
{
    double alike = 1;
    for (size_t g = 0; g < plan->groups; g++) {
        double before = 1;
        for (size_t h = 0; h < g; h++)
            before += plan->size[h] == plan->size[g];
        alike *= before;
    }
    return fmin(1, alike / ways);
}

/* ---- the tests ---- */

static double size_of(const struct plan *plan, double t)
{
    return plan->test->by < SLANT_PERMUTE_WELCH_LOG ? fabs(t) : t;
}

static void compare(const struct plan *plan, struct slant_permuted *out, double t)
{
    double here = size_of(plan, out->statistic);
    out->drawn++;
    out->at_least += size_of(plan, t) >= here - TIE * fabs(here);
}

/* The next order of labels, rising as numbers; 0 after the last. */
static int next_labels(uint32_t *label, size_t n)
{
    size_t i = n - 1, j = n - 1;
    while (i > 0 && label[i - 1] >= label[i])
        i--;
    if (i == 0)
        return 0;
    while (label[j] <= label[i - 1])
        j--;
    uint32_t swap = label[i - 1];
    label[i - 1] = label[j];
    label[j] = swap;
    for (size_t a = i, b = n - 1; a < b; a++, b--) {
        swap = label[a];
        label[a] = label[b];
        label[b] = swap;
    }
    return 1;
}

static void enumerate(const struct plan *plan, uint32_t *label, struct slant_permuted *out)
{
    for (size_t g = 0, at = 0; g < plan->groups; g++)
        for (size_t i = 0; i < plan->size[g]; i++)
            label[at++] = (uint32_t)g;
    do
        compare(plan, out, by_label(plan, label));
    while (next_labels(label, plan->n));
    out->p = out->at_least / out->drawn;
}

/* Draws the rows behind the head and puts row back as it was. Takes the same numbers as slant_random_permutation. */
static double draw(const struct plan *plan, uint32_t replicate, uint32_t *row, uint32_t *swapped)
{
    struct slant_random random = slant_random_start(plan->test->key, replicate);
    size_t head = plan->size[plan->head];
    for (size_t i = plan->n; i-- > head;) {
        uint32_t j = swapped[i] = slant_random_below(&random, (uint32_t)i + 1), swap = row[i];
        row[i] = row[j];
        row[j] = swap;
    }
    double t = by_tail(plan, row + head);
    for (size_t i = head; i < plan->n; i++) {
        uint32_t j = swapped[i], swap = row[i];
        row[i] = row[j];
        row[j] = swap;
    }
    return t;
}

static void sample(const struct plan *plan, uint32_t *row, uint32_t *swapped, struct slant_permuted *out)
{
    for (size_t i = 0; i < plan->n; i++)
        row[i] = (uint32_t)i;
    for (uint32_t b = 0; b < plan->test->replicates; b++)
        compare(plan, out, draw(plan, b, row, swapped));
    out->p = (out->at_least + 1) / (out->drawn + 1);
    out->least_p = fmax(out->least_p, 1 / (out->drawn + 1));
}

/* Everything but the shuffling. p is NaN unless it is known already. */
static struct slant_permuted begin(struct plan *plan, const struct slant_permute *test, struct slant_arena *mem)
{
    struct slant_permuted out = {SLANT_STAT_OK, 0, NAN, 0, 0, NAN, NAN, NAN};
    out.status = make_plan(plan, test, mem);
    if (plan->size && plan->groups >= 2 && out.status != SLANT_STAT_NO_MEMORY) {
        out.assignments = slant_permute_assignments(plan->size, plan->groups);
        out.least_p = least_p(plan, out.assignments);
    }
    if (out.status == SLANT_STAT_NO_VARIATION) {
        out.statistic = test->by < SLANT_PERMUTE_WELCH_LOG ? 0 : NAN;
        out.p = 1;
    }
    if (out.status != SLANT_STAT_OK)
        return out;
    out.statistic = by_label(plan, test->group);
    if (isnan(out.statistic)) /* only Welch's F of the rates */
        out.status = SLANT_STAT_WELCH_UNDEFINED;
    return out;
}

struct slant_permuted slant_permute_test(const struct slant_permute *test, struct slant_arena *mem)
{
    struct plan plan;
    struct slant_permuted out = begin(&plan, test, mem);
    if (out.status != SLANT_STAT_OK)
        return out;
    uint32_t *row = slant_arena_alloc(mem, 2 * plan.n * sizeof *row);
    out.exact = out.assignments <= (double)test->exact_limit;
    if (!row)
        out.status = SLANT_STAT_NO_MEMORY;
    else if (out.exact)
        enumerate(&plan, row, &out);
    else
        sample(&plan, row, row + plan.n, &out);
    return out;
}

struct slant_permuted slant_permute_given(const struct slant_permute *test, const uint32_t *order, size_t many,
                                          struct slant_arena *mem)
{
    struct plan plan;
    struct slant_permuted out = begin(&plan, test, mem);
    if (out.status != SLANT_STAT_OK)
        return out;
    uint32_t *label = slant_arena_alloc(mem, plan.n * sizeof *label);
    if (!label) {
        out.status = SLANT_STAT_NO_MEMORY;
        return out;
    }
    for (size_t b = 0; b < many; b++) {
        for (size_t g = 0, at = 0; g < plan.groups; g++)
            for (size_t i = 0; i < plan.size[g]; i++)
                label[order[b * plan.n + at++]] = (uint32_t)g;
        compare(&plan, &out, by_label(&plan, label));
    }
    out.p = (out.at_least + 1) / (out.drawn + 1);
    out.least_p = fmax(out.least_p, 1 / (out.drawn + 1));
    return out;
}
