#include "stats/agree.h"

#include <math.h>

#include "stats/matrix.h"

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
