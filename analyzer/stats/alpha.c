/* Krippendorff's alpha. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "stats/agree.h"
#include "stats/matrix.h"
#include "stats/random.h"

/* The values as levels 0..many-1 of the distinct ones, so that resamples need only count. */
struct codes {
    size_t units, coders, many;
    enum slant_metric metric;
    uint32_t *level;       /* units × coders; UINT32_MAX: not coded */
    double *value;         /* many, rising */
    double *count, *place; /* many: of the units as they weigh now */
    double *weight;        /* units: how often each is in the sample at hand */
};

static uint32_t level_of(const struct codes *c, double value)
{
    size_t lo = 0, hi = c->many;
    while (hi - lo > 1) {
        size_t mid = (lo + hi) / 2;
        if (c->value[mid] <= value)
            lo = mid;
        else
            hi = mid;
    }
    return (uint32_t)lo;
}

static enum slant_stat codes_of(struct codes *c, const double *values, size_t units, size_t coders,
                                enum slant_metric metric, struct slant_arena *mem)
{
    size_t cells = units * coders, known = 0;
    *c = (struct codes){.units = units, .coders = coders, .metric = metric};
    c->level = slant_arena_alloc(mem, (cells + 1) * sizeof *c->level);
    c->weight = slant_doubles(mem, units);
    c->value = slant_doubles(mem, cells);
    c->count = slant_doubles(mem, cells);
    c->place = slant_doubles(mem, cells);
    if (!c->level || !c->weight || !c->value || !c->count || !c->place)
        return SLANT_STAT_NO_MEMORY;
    for (size_t i = 0; i < cells; i++) {
        if (isinf(values[i]) || (metric == SLANT_RATIO && values[i] < 0))
            return SLANT_STAT_BAD_INPUT;
        if (!isnan(values[i]))
            c->value[known++] = values[i];
    }
    slant_sort(c->value, known);
    for (size_t i = 0; i < known; i++)
        if (c->many == 0 || c->value[i] != c->value[c->many - 1])
            c->value[c->many++] = c->value[i];
    for (size_t i = 0; i < cells; i++)
        c->level[i] = isnan(values[i]) ? UINT32_MAX : level_of(c, values[i]);
    for (size_t u = 0; u < units; u++)
        c->weight[u] = 1;
    return SLANT_STAT_OK;
}

static size_t codes_in(const struct codes *c, size_t unit)
{
    size_t n = 0;
    for (size_t j = 0; j < c->coders; j++)
        n += c->level[unit * c->coders + j] != UINT32_MAX;
    return n;
}

static double distance(const struct codes *c, size_t a, size_t b)
{
    double x = c->place[a], y = c->place[b];
    if (c->metric == SLANT_NOMINAL)
        return a != b;
    if (c->metric == SLANT_RATIO)
        return x + y == 0 ? 0 : (x - y) * (x - y) / ((x + y) * (x + y));
    return (x - y) * (x - y);
}

/* Counts the values that can be paired; places them: by value, or (ordinal) by half of all that lie below or level,
 * which makes the ordinal distance a squared difference. Returns how many. */
static double count_values(struct codes *c)
{
    double n = 0, below = 0;
    memset(c->count, 0, c->many * sizeof *c->count);
    for (size_t u = 0; u < c->units; u++) {
        const uint32_t *level = c->level + u * c->coders;
        if (c->weight[u] == 0 || codes_in(c, u) < 2)
            continue;
        for (size_t j = 0; j < c->coders; j++)
            if (level[j] != UINT32_MAX) {
                c->count[level[j]] += c->weight[u];
                n += c->weight[u];
            }
    }
    for (size_t v = 0; v < c->many; v++) {
        c->place[v] = c->metric == SLANT_ORDINAL ? below + c->count[v] / 2 : c->value[v];
        below += c->count[v];
    }
    return n;
}

static double unit_disagreement(const struct codes *c, size_t unit)
{
    const uint32_t *level = c->level + unit * c->coders;
    double sum = 0, m = (double)codes_in(c, unit);
    for (size_t i = 0; i < c->coders; i++)
        for (size_t j = i + 1; j < c->coders; j++)
            if (level[i] != UINT32_MAX && level[j] != UINT32_MAX)
                sum += 2 * distance(c, level[i], level[j]);
    return m > 1 ? sum / (m - 1) : 0;
}

static struct slant_alpha alpha_from(struct codes *c)
{
    struct slant_alpha out = {SLANT_STAT_TOO_FEW_UNITS, NAN, 0, 0, 0};
    out.values = count_values(c);
    if (out.values < 2)
        return out;
    for (size_t u = 0; u < c->units; u++)
        if (c->weight[u] > 0)
            out.observed += c->weight[u] * unit_disagreement(c, u);
    for (size_t a = 0; a < c->many; a++)
        for (size_t b = a + 1; b < c->many && c->count[a] > 0; b++)
            if (c->count[b] > 0)
                out.expected += 2 * c->count[a] * c->count[b] * distance(c, a, b);
    out.observed /= out.values;
    out.expected /= out.values * (out.values - 1);
    out.status = out.expected > 0 ? SLANT_STAT_OK : SLANT_STAT_UNDEFINED;
    if (out.expected > 0)
        out.alpha = 1 - out.observed / out.expected;
    return out;
}

struct slant_alpha slant_alpha_of(const double *values, size_t units, size_t coders, enum slant_metric metric,
                                  struct slant_arena *mem)
{
    struct codes c;
    enum slant_stat status = codes_of(&c, values, units, coders, metric, mem);
    if (status != SLANT_STAT_OK)
        return (struct slant_alpha){status, NAN, NAN, NAN, 0};
    return alpha_from(&c);
}

static void percentiles(struct slant_alpha_interval *out, size_t many, struct slant_arena *mem)
{
    double *sorted = slant_doubles(mem, many);
    size_t defined = 0;
    for (size_t b = 0; sorted && b < many; b++)
        if (!isnan(out->replicates[b]))
            sorted[defined++] = out->replicates[b];
    if (!sorted)
        out->status = SLANT_STAT_NO_MEMORY;
    if (defined < 20 || (double)defined < 0.9 * (double)many)
        return; /* too many resamples without any disagreement to expect */
    slant_sort(sorted, defined);
    out->bootstrap.lo = slant_quantile6(sorted, defined, 0.025);
    out->bootstrap.hi = slant_quantile6(sorted, defined, 0.975);
}

/* Units in the order of their clusters; start: where each cluster begins. */
struct clusters {
    size_t n, *start, *unit;
};

static enum slant_stat clusters_of(const struct slant_alpha_plan *plan, struct clusters *out, struct slant_arena *mem)
{
    out->n = plan->cluster ? plan->clusters : plan->units;
    out->start = slant_arena_zalloc(mem, (out->n + 2) * sizeof *out->start);
    out->unit = slant_arena_alloc(mem, (plan->units + 1) * sizeof *out->unit);
    if (!out->start || !out->unit)
        return SLANT_STAT_NO_MEMORY;
    for (size_t u = 0; u < plan->units; u++) {
        size_t cluster = plan->cluster ? plan->cluster[u] : u;
        if (cluster >= out->n)
            return SLANT_STAT_BAD_INPUT;
        out->start[cluster + 2]++; /* two further on: filling moves it to where it belongs */
    }
    for (size_t g = 0; g < out->n; g++)
        out->start[g + 2] += out->start[g + 1];
    for (size_t u = 0; u < plan->units; u++)
        out->unit[out->start[(plan->cluster ? plan->cluster[u] : u) + 1]++] = u;
    return SLANT_STAT_OK;
}

static void add_weight(struct codes *c, const struct clusters *groups, size_t cluster, double weight)
{
    for (size_t i = groups->start[cluster]; i < groups->start[cluster + 1]; i++)
        c->weight[groups->unit[i]] += weight;
}

/* One resample: given, or drawn cluster by cluster. */
static double resampled(struct codes *c, const struct slant_alpha_plan *plan, const struct clusters *groups, size_t b)
{
    struct slant_random random = slant_random_start(plan->key, (uint32_t)b);
    memset(c->weight, 0, c->units * sizeof *c->weight);
    for (size_t u = 0; plan->picks && u < c->units; u++)
        c->weight[plan->picks[b * c->units + u]]++;
    for (size_t g = 0; !plan->picks && g < groups->n; g++)
        add_weight(c, groups, slant_random_below(&random, (uint32_t)groups->n), 1);
    return alpha_from(c).alpha;
}

/* Leaves out one cluster at a time, of those that have a unit with two codes. jack: scratch, one a cluster. */
static void jackknife(struct codes *c, const struct clusters *groups, double alpha, double *jack,
                      struct slant_alpha_interval *out)
{
    double n = 0, mean = 0, squares = 0;
    for (size_t u = 0; u < c->units; u++)
        c->weight[u] = 1;
    for (size_t g = 0; g < groups->n; g++) {
        int pairs = 0;
        for (size_t i = groups->start[g]; i < groups->start[g + 1]; i++)
            pairs |= codes_in(c, groups->unit[i]) > 1;
        if (!pairs)
            continue;
        add_weight(c, groups, g, -1);
        jack[(size_t)n] = alpha_from(c).alpha;
        add_weight(c, groups, g, 1);
        mean += jack[(size_t)n++];
    }
    out->units = n;
    mean /= n;
    for (size_t i = 0; i < (size_t)n; i++)
        squares += (jack[i] - mean) * (jack[i] - mean);
    out->jackknife_se = n > 1 ? sqrt((n - 1) / n * squares) : NAN;
    double half = n > 1 ? gsl_cdf_tdist_Pinv(0.975, n - 1) * out->jackknife_se : NAN;
    if (isfinite(half))
        out->jackknife = (struct slant_interval){alpha - half, alpha + half};
}

struct slant_alpha_interval slant_alpha_interval_of(const struct slant_alpha_plan *plan, struct slant_arena *mem)
{
    struct slant_alpha_interval out = {SLANT_STAT_OK, 0, {NAN, NAN}, {NAN, NAN}, NAN, NULL};
    struct codes c;
    struct clusters groups;
    out.status = codes_of(&c, plan->values, plan->units, plan->coders, plan->metric, mem);
    if (out.status == SLANT_STAT_OK)
        out.status = clusters_of(plan, &groups, mem);
    out.replicates = slant_doubles(mem, plan->replicates);
    if (!out.replicates)
        out.status = SLANT_STAT_NO_MEMORY;
    if (out.status != SLANT_STAT_OK)
        return out;
    double *jack = slant_doubles(mem, groups.n);
    struct slant_alpha whole = alpha_from(&c);
    out.status = jack ? whole.status : SLANT_STAT_NO_MEMORY;
    if (out.status != SLANT_STAT_OK)
        return out;
    for (size_t b = 0; b < plan->replicates; b++)
        out.replicates[b] = resampled(&c, plan, &groups, b);
    percentiles(&out, plan->replicates, mem);
    jackknife(&c, &groups, whole.alpha, jack, &out);
    return out;
}
