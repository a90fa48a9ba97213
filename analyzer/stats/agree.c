#include "stats/agree.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "stats/matrix.h"
#include "stats/random.h"

enum { LEAST_UNITS = 50, LEAST_OF_A_CLASS = 10 };

enum slant_stat slant_agree_gate(double units, double rarest)
{
    return units < LEAST_UNITS || rarest < LEAST_OF_A_CLASS ? SLANT_STAT_TOO_FEW_UNITS : SLANT_STAT_OK;
}

/* ---- Cohen's kappa ---- */

static double weight_of(size_t i, size_t j, size_t levels, enum slant_kappa_weights weights)
{
    double apart = i > j ? (double)(i - j) : (double)(j - i), most = (double)levels - 1;
    switch (weights) {
    case SLANT_KAPPA_LINEAR:
        return 1 - apart / most;
    case SLANT_KAPPA_QUADRATIC:
        return 1 - apart * apart / (most * most);
    default:
        return i == j;
    }
}

/* share: levels × levels; row, col: its margins. */
static void kappa_from(struct slant_kappa *out, const double *share, const double *row, const double *col, size_t q,
                       enum slant_kappa_weights weights, double n, double *mean_row, double *mean_col)
{
    for (size_t i = 0; i < q; i++)
        for (size_t j = 0; j < q; j++) {
            double w = weight_of(i, j, q, weights);
            out->observed += w * share[i * q + j];
            out->expected += w * row[i] * col[j];
            mean_row[i] += w * col[j];
            mean_col[j] += w * row[i];
        }
    double room = 1 - out->expected, var = 0;
    if (!(room > 1e-12)) {
        out->status = SLANT_STAT_UNDEFINED;
        return;
    }
    out->kappa = (out->observed - out->expected) / room;
    for (size_t i = 0; i < q; i++)
        for (size_t j = 0; j < q; j++) {
            double d = weight_of(i, j, q, weights) - (mean_row[i] + mean_col[j]) * (1 - out->kappa);
            var += share[i * q + j] * d * d;
        }
    double centre = out->kappa - out->expected * (1 - out->kappa);
    out->se = sqrt(fmax(0, var - centre * centre) / n) / room;
}

struct slant_kappa slant_kappa_of(const uint32_t *a, const uint32_t *b, size_t n, size_t levels,
                                  enum slant_kappa_weights weights, struct slant_arena *mem)
{
    struct slant_kappa out = {SLANT_STAT_OK, 0, 0, NAN, NAN};
    double *share = slant_doubles(mem, levels * levels), *margin = slant_doubles(mem, 4 * levels);
    if (!share || !margin)
        out.status = SLANT_STAT_NO_MEMORY;
    else if (n == 0 || levels < 2)
        out.status = n == 0 ? SLANT_STAT_TOO_FEW_UNITS : SLANT_STAT_UNDEFINED;
    for (size_t i = 0; out.status == SLANT_STAT_OK && i < n; i++) {
        if (a[i] >= levels || b[i] >= levels)
            out.status = SLANT_STAT_BAD_INPUT;
        else {
            share[a[i] * levels + b[i]] += 1 / (double)n;
            margin[a[i]] += 1 / (double)n;
            margin[levels + b[i]] += 1 / (double)n;
        }
    }
    if (out.status == SLANT_STAT_OK)
        kappa_from(&out, share, margin, margin + levels, levels, weights, (double)n, margin + 2 * levels,
                   margin + 3 * levels);
    return out;
}

/* ---- Krippendorff's alpha ---- */

/* The values as levels 0..many-1 of the distinct ones, so that resamples need only count. */
struct codes {
    size_t units, coders, many;
    enum slant_metric metric;
    uint32_t *level;       /* units × coders; UINT32_MAX: not coded */
    double *value;         /* many, rising */
    double *count, *place; /* many: of the choice of units at hand */
    uint32_t *pick;        /* units */
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
    c->pick = slant_arena_alloc(mem, (units + 1) * sizeof *c->pick);
    c->value = slant_doubles(mem, cells);
    c->count = slant_doubles(mem, cells);
    c->place = slant_doubles(mem, cells);
    if (!c->level || !c->pick || !c->value || !c->count || !c->place)
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
        c->pick[u] = (uint32_t)u;
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
static double count_values(struct codes *c, const uint32_t *pick, size_t many)
{
    double n = 0, below = 0;
    memset(c->count, 0, c->many * sizeof *c->count);
    for (size_t u = 0; u < many; u++) {
        const uint32_t *level = c->level + pick[u] * c->coders;
        if (codes_in(c, pick[u]) < 2)
            continue;
        for (size_t j = 0; j < c->coders; j++)
            if (level[j] != UINT32_MAX) {
                c->count[level[j]]++;
                n++;
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

static struct slant_alpha alpha_from(struct codes *c, const uint32_t *pick, size_t many)
{
    struct slant_alpha out = {SLANT_STAT_TOO_FEW_UNITS, NAN, 0, 0, 0};
    out.values = count_values(c, pick, many);
    if (out.values < 2)
        return out;
    for (size_t u = 0; u < many; u++)
        out.observed += unit_disagreement(c, pick[u]);
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
    return alpha_from(&c, c.pick, units);
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

/* Leaves out one unit with two codes or more at a time. jack: scratch of `units`. */
static void jackknife(struct codes *c, double alpha, double *jack, struct slant_alpha_interval *out)
{
    double n = 0, mean = 0, squares = 0;
    for (size_t u = 0; u < c->units; u++) {
        if (codes_in(c, u) < 2)
            continue;
        c->pick[u] = (uint32_t)(u + 1 < c->units ? c->units - 1 : u); /* the last one takes its place */
        jack[(size_t)n] = alpha_from(c, c->pick, c->units - 1).alpha;
        c->pick[u] = (uint32_t)u;
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

struct slant_alpha_interval slant_alpha_interval_of(const double *values, size_t units, size_t coders,
                                                    enum slant_metric metric, const uint32_t *picks, size_t replicates,
                                                    uint64_t key, struct slant_arena *mem)
{
    struct slant_alpha_interval out = {SLANT_STAT_OK, 0, {NAN, NAN}, {NAN, NAN}, NAN, NULL};
    struct codes c;
    out.status = codes_of(&c, values, units, coders, metric, mem);
    uint32_t *pick = slant_arena_alloc(mem, (units + 1) * sizeof *pick);
    double *jack = slant_doubles(mem, units);
    out.replicates = slant_doubles(mem, replicates);
    if (!pick || !jack || !out.replicates)
        out.status = SLANT_STAT_NO_MEMORY;
    if (out.status != SLANT_STAT_OK)
        return out;
    struct slant_alpha whole = alpha_from(&c, c.pick, units);
    out.status = whole.status;
    if (whole.status != SLANT_STAT_OK)
        return out;
    for (size_t b = 0; b < replicates; b++) {
        struct slant_random random = slant_random_start(key, (uint32_t)b);
        for (size_t u = 0; u < units && !picks; u++)
            pick[u] = slant_random_below(&random, (uint32_t)units);
        out.replicates[b] = alpha_from(&c, picks ? picks + b * units : pick, units).alpha;
    }
    percentiles(&out, replicates, mem);
    jackknife(&c, whole.alpha, jack, &out);
    return out;
}

/* ---- the tool against people ---- */

/* Σtop/Σbottom over clusters and its linearised standard error; clusters with neither count nothing of their own but
 * are clusters all the same. seen: 1 for each cluster that has a unit. */
static double cluster_ratio(const double *top, const double *bottom, const unsigned char *seen, size_t clusters,
                            double *se)
{
    double t = 0, b = 0, g = 0, squares = 0;
    for (size_t c = 0; c < clusters; c++) {
        t += top[c];
        b += bottom[c];
        g += seen[c];
    }
    double ratio = b > 0 ? t / b : NAN;
    for (size_t c = 0; c < clusters; c++)
        squares += (top[c] - ratio * bottom[c]) * (top[c] - ratio * bottom[c]);
    *se = g > 1 ? sqrt(g / (g - 1) * squares) / b : NAN;
    return ratio;
}

static void agreement_beyond_chance(struct slant_detection *out, double n)
{
    double human = (out->tp + out->fn) / n, tool = (out->tp + out->fp) / n, both = (human + tool) / 2;
    double gwet = 2 * both * (1 - both), yes = 2 * n * both, pairs = 2 * n;
    out->pabak = 2 * out->accuracy - 1;
    out->ac1 = (out->accuracy - gwet) / (1 - gwet);
    double expected = 2 * yes * (pairs - yes) / (pairs * (pairs - 1));
    out->alpha = expected > 0 ? 1 - (1 - out->accuracy) / expected : NAN;
    out->prevalence_tool = tool;
    out->always_no = 1 - human;
    out->prevalence_corrected = (tool + out->specificity - 1) / (out->recall + out->specificity - 1);
    out->count_factor = out->precision / out->recall;
}

struct slant_detection slant_detection_of(const unsigned char *human, const unsigned char *tool,
                                          const uint32_t *cluster, size_t n, size_t clusters, struct slant_arena *mem)
{
    struct slant_detection out = {.status = n > 0 ? SLANT_STAT_OK : SLANT_STAT_TOO_FEW_UNITS};
    double *tp = slant_doubles(mem, clusters), *tool_yes = slant_doubles(mem, clusters);
    double *human_yes = slant_doubles(mem, clusters), *twice = slant_doubles(mem, clusters);
    double *either = slant_doubles(mem, clusters);
    unsigned char *seen = slant_arena_zalloc(mem, clusters + 1);
    uint32_t *a = slant_arena_alloc(mem, (n + 1) * sizeof *a), *b = slant_arena_alloc(mem, (n + 1) * sizeof *b);
    if (!tp || !tool_yes || !human_yes || !twice || !either || !seen || !a || !b)
        out.status = SLANT_STAT_NO_MEMORY;
    for (size_t i = 0; out.status == SLANT_STAT_OK && i < n; i++) {
        if (cluster[i] >= clusters) {
            out.status = SLANT_STAT_BAD_INPUT;
            break;
        }
        int h = human[i] != 0, t = tool[i] != 0;
        a[i] = (uint32_t)h;
        b[i] = (uint32_t)t;
        seen[cluster[i]] = 1;
        tp[cluster[i]] += h && t;
        twice[cluster[i]] += 2 * (h && t);
        tool_yes[cluster[i]] += t;
        human_yes[cluster[i]] += h;
        either[cluster[i]] += h + t;
        out.tp += h && t;
        out.fp += !h && t;
        out.fn += h && !t;
        out.tn += !h && !t;
    }
    if (out.status != SLANT_STAT_OK)
        return out;
    struct slant_kappa kappa = slant_kappa_of(a, b, n, 2, SLANT_KAPPA_PLAIN, mem);
    out.kappa = kappa.kappa;
    out.kappa_se = kappa.se;
    out.precision = cluster_ratio(tp, tool_yes, seen, clusters, &out.precision_se);
    out.recall = cluster_ratio(tp, human_yes, seen, clusters, &out.recall_se);
    out.f1 = cluster_ratio(twice, either, seen, clusters, &out.f1_se);
    out.specificity = out.tn + out.fp > 0 ? out.tn / (out.tn + out.fp) : NAN;
    out.accuracy = (out.tp + out.tn) / (double)n;
    agreement_beyond_chance(&out, (double)n);
    if (isnan(out.precision) || isnan(out.recall) || kappa.status != SLANT_STAT_OK)
        out.status = SLANT_STAT_UNDEFINED;
    return out;
}
