#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#include "stats/glm.h"
#include "stats/matched.h"
#include "stats/matrix.h"
#include "stats/random.h"

enum { MOST_EXACT_PAIRS = 20, MOST_EXACT_RANKS = 200, MOST_WALSH = 2000 };
static const double TIE = 1e-9;

/* ---- swaps within pairs ---- */

static int swapped(const unsigned char *bits, size_t i)
{
    return bits[i >> 3] >> (i & 7) & 1;
}

/* The mean difference and the log ratio of sums when the pairs whose bit is set have traded places. */
static void swap_statistics(const struct slant_pairs *p, const unsigned char *bits, double *mean, double *ratio)
{
    double ya = 0, wa = 0, yb = 0, wb = 0, sum = 0;
    for (size_t i = 0; i < p->n; i++) {
        double d = p->yb[i] / p->wb[i] - p->ya[i] / p->wa[i];
        int swap = swapped(bits, i);
        sum += swap ? -d : d;
        ya += swap ? p->yb[i] : p->ya[i];
        wa += swap ? p->wb[i] : p->wa[i];
        yb += swap ? p->ya[i] : p->yb[i];
        wb += swap ? p->wa[i] : p->wb[i];
    }
    *mean = sum / (double)p->n;
    *ratio = log((yb + 0.5) / wb) - log((ya + 0.5) / wa);
}

/* The pairs whose bit of `which` is set; there are at most 20. */
static void choose_swaps(unsigned char *bits, size_t n, uint32_t which)
{
    for (size_t i = 0; i <= n / 8; i++, which >>= 8)
        bits[i] = (unsigned char)(which & 0xff);
}

static void draw_swaps(unsigned char *bits, size_t n, uint64_t key, uint32_t replicate)
{
    struct slant_random random = slant_random_start(key, replicate);
    for (size_t i = 0; i <= n / 8; i++)
        bits[i] = (unsigned char)(slant_random_next(&random) & 0xff);
}

static void count_swap(struct slant_signflip *out, const struct slant_pairs *pairs, const unsigned char *bits)
{
    double mean, ratio;
    swap_statistics(pairs, bits, &mean, &ratio);
    out->drawn++;
    out->at_least += fabs(mean) >= fabs(out->mean_difference) * (1 - TIE);
    out->at_least_ratio += fabs(ratio) >= fabs(out->log_ratio) * (1 - TIE);
}

static enum slant_stat pairs_status(const struct slant_pairs *p)
{
    int differ = 0;
    double events = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (!(p->ya[i] >= 0 && p->yb[i] >= 0 && p->wa[i] > 0 && p->wb[i] > 0) ||
            !isfinite(p->ya[i] + p->yb[i] + p->wa[i] + p->wb[i]))
            return SLANT_STAT_BAD_INPUT;
        differ |= p->ya[i] * p->wb[i] != p->yb[i] * p->wa[i];
        events += p->ya[i] + p->yb[i];
    }
    if (p->n == 0)
        return SLANT_STAT_TOO_FEW_UNITS;
    return events == 0 ? SLANT_STAT_NO_EVENTS : differ ? SLANT_STAT_OK : SLANT_STAT_NO_VARIATION;
}

struct slant_signflip slant_sign_flip(const struct slant_pairs *pairs, uint32_t replicates, uint64_t key,
                                      struct slant_arena *mem)
{
    struct slant_signflip out = {.status = pairs_status(pairs), .n = (double)pairs->n, .p = NAN, .p_ratio = NAN};
    unsigned char *bits = slant_arena_zalloc(mem, pairs->n / 8 + 8);
    out.mean_difference = out.log_ratio = NAN;
    if (!bits)
        out.status = SLANT_STAT_NO_MEMORY;
    if (out.status == SLANT_STAT_NO_VARIATION) {
        out.mean_difference = 0;
        out.p = out.p_ratio = 1;
    }
    if (out.status != SLANT_STAT_OK)
        return out;
    swap_statistics(pairs, bits, &out.mean_difference, &out.log_ratio);
    out.exact = pairs->n <= MOST_EXACT_PAIRS;
    uint32_t many = out.exact ? 1u << pairs->n : replicates;
    for (uint32_t b = 0; b < many; b++) {
        if (out.exact)
            choose_swaps(bits, pairs->n, b);
        else
            draw_swaps(bits, pairs->n, key, b);
        count_swap(&out, pairs, bits);
    }
    double more = out.exact ? 0 : 1;
    out.p = (out.at_least + more) / (out.drawn + more);
    out.p_ratio = (out.at_least_ratio + more) / (out.drawn + more);
    return out;
}

/* ---- signed ranks ---- */

double slant_round10(double value)
{
    return isfinite(value) ? (double)(roundl((long double)value * 1e10L) / 1e10L) : value;
}

static void paired_t(const double *d, size_t n, struct slant_signed_ranks *out)
{
    double sd = gsl_stats_sd(d, 1, n), se = sd / sqrt((double)n), half = gsl_cdf_tdist_Pinv(0.975, (double)n - 1) * se;
    out->t = out->mean / se;
    out->t_p = 2 * gsl_cdf_tdist_Q(fabs(out->t), (double)n - 1);
    out->t_ci = (struct slant_interval){out->mean - half, out->mean + half};
}

/* Two-sided, over all signs: how many of the 2^n sums of (doubled, so whole) ranks lie as far from their middle as v.
 */
static double exact_signs(const double *rank, size_t n, double v, struct slant_arena *mem)
{
    size_t most = 0, reached = 0;
    for (size_t i = 0; i < n; i++)
        most += (size_t)(2 * rank[i]);
    double *chance = slant_doubles(mem, most + 1), p = 0;
    if (!chance)
        return NAN;
    chance[0] = 1;
    for (size_t i = 0; i < n; i++) {
        size_t step = (size_t)(2 * rank[i]);
        reached += step;
        for (size_t s = reached + 1; s-- > 0;)
            chance[s] = (chance[s] + (s >= step ? chance[s - step] : 0)) / 2;
    }
    double middle = (double)most / 2, far = fabs(2 * v - middle) - 1e-9;
    for (size_t s = 0; s <= most; s++)
        p += fabs((double)s - middle) >= far ? chance[s] : 0;
    return fmin(1, p);
}

static double walsh_median(const double *d, size_t n, struct slant_arena *mem)
{
    double *mean = slant_doubles(mem, n * (n + 1) / 2);
    size_t many = 0;
    if (!mean)
        return NAN;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++)
            mean[many++] = (d[i] + d[j]) / 2;
    slant_sort(mean, many);
    return slant_quantile(mean, many, 0.5);
}

/* Sum of the ranks of what is positive, the sum and the sum of squares of all ranks of what is not 0. */
static void rank_sums(const double *d, const double *rank, size_t n, double *v, double *sum, double *squares)
{
    *v = *sum = *squares = 0;
    for (size_t i = 0; i < n; i++) {
        if (d[i] == 0)
            continue;
        *v += d[i] > 0 ? rank[i] : 0;
        *sum += rank[i];
        *squares += rank[i] * rank[i];
    }
}

/* 2 · P(X <= the fewer) under even odds. */
static double sign_test(double positive, double negative)
{
    double fewer = fmin(positive, negative), n = positive + negative;
    return fmin(1, 2 * gsl_cdf_binomial_P((unsigned)fewer, 0.5, (unsigned)n));
}

/* Room for ranking n differences by their size. */
struct ranking {
    double *size, *rank;
    size_t *order;
    double v, sum, squares; /* of the ranks: see rank_sums */
};

static void rank_by_size(struct ranking *r, const double *d, size_t n)
{
    for (size_t i = 0; i < n; i++)
        r->size[i] = fabs(d[i]);
    slant_midranks(r->size, n, r->order, r->rank);
    rank_sums(d, r->rank, n, &r->v, &r->sum, &r->squares);
}

/* Of the differences that are not 0. Ties are in the variance: Σr² is what they make of n(n+1)(2n+1)/6. */
static void wilcoxon(struct slant_signed_ranks *out, const double *left, size_t many, struct ranking *r,
                     struct slant_arena *mem)
{
    rank_by_size(r, left, many);
    double centred = r->v - r->sum / 2, corrected = centred - (centred > 0 ? 0.5 : centred < 0 ? -0.5 : 0);
    out->v = r->v;
    out->var = r->squares / 4;
    out->z = corrected / sqrt(out->var);
    out->p = 2 * gsl_cdf_ugaussian_Q(fabs(out->z));
    out->p_plain = 2 * gsl_cdf_ugaussian_Q(fabs(centred) / sqrt(out->var));
    if (many <= MOST_EXACT_RANKS)
        out->p_exact = exact_signs(r->rank, many, out->v, mem);
    if (many <= MOST_WALSH)
        out->walsh_median = walsh_median(left, many, mem);
}

static void pratt(struct slant_signed_ranks *out, const double *d, size_t n, struct ranking *r)
{
    rank_by_size(r, d, n);
    out->pratt_z = (r->v - r->sum / 2) / sqrt(r->squares / 4);
    out->pratt_p = 2 * gsl_cdf_ugaussian_Q(fabs(out->pratt_z));
}

/* Keeps what is not 0; how many, or SIZE_MAX when one is not finite. */
static size_t count_signs(struct slant_signed_ranks *out, const double *d, size_t n, double *left)
{
    size_t many = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(d[i]))
            return SIZE_MAX;
        out->positive += d[i] > 0;
        out->negative += d[i] < 0;
        if (d[i] != 0)
            left[many++] = d[i];
    }
    out->zeros = (double)(n - many);
    out->mean = gsl_stats_mean(d, 1, n);
    return many;
}

struct slant_signed_ranks slant_signed_rank_test(const double *d, size_t n, struct slant_arena *mem)
{
    struct slant_signed_ranks out = {SLANT_STAT_TOO_FEW_UNITS,
                                     (double)n,
                                     0,
                                     NAN,
                                     NAN,
                                     NAN,
                                     {NAN, NAN},
                                     NAN,
                                     NAN,
                                     NAN,
                                     NAN,
                                     NAN,
                                     NAN,
                                     NAN,
                                     NAN,
                                     NAN,
                                     0,
                                     0,
                                     NAN};
    double *left = slant_doubles(mem, n);
    struct ranking r = {.size = slant_doubles(mem, n), .rank = slant_doubles(mem, n)};
    r.order = slant_arena_alloc(mem, (n + 1) * sizeof *r.order);
    if (!left || !r.size || !r.rank || !r.order)
        out.status = SLANT_STAT_NO_MEMORY;
    if (n < 2 || out.status == SLANT_STAT_NO_MEMORY)
        return out;
    size_t many = count_signs(&out, d, n, left);
    out.status = many == SIZE_MAX ? SLANT_STAT_BAD_INPUT : many > 0 ? SLANT_STAT_OK : SLANT_STAT_NO_VARIATION;
    if (out.status == SLANT_STAT_NO_VARIATION)
        out.p = out.p_plain = out.p_exact = out.pratt_p = out.sign_p = out.t_p = 1;
    if (out.status != SLANT_STAT_OK)
        return out;
    paired_t(d, n, &out);
    out.sign_p = sign_test(out.positive, out.negative);
    pratt(&out, d, n, &r);
    wilcoxon(&out, left, many, &r, mem);
    return out;
}

/* ---- blocks ---- */

struct slant_friedman slant_friedman_test(const double *x, size_t blocks, size_t k, struct slant_arena *mem)
{
    struct slant_friedman out = {SLANT_STAT_OK, NAN, (double)k - 1, NAN, NAN};
    double *rank = slant_doubles(mem, k), *sum = slant_doubles(mem, k), ties = 0, between = 0;
    size_t *order = slant_arena_alloc(mem, (k + 1) * sizeof *order);
    double b = (double)blocks, c = (double)k;
    if (!rank || !sum || !order)
        out.status = SLANT_STAT_NO_MEMORY;
    else if (blocks < 2 || k < 2)
        out.status = SLANT_STAT_TOO_FEW_UNITS;
    if (out.status != SLANT_STAT_OK)
        return out;
    for (size_t i = 0; i < blocks; i++) {
        ties += slant_midranks(x + i * k, k, order, rank);
        for (size_t j = 0; j < k; j++)
            sum[j] += rank[j];
    }
    for (size_t j = 0; j < k; j++)
        between += (sum[j] - b * (c + 1) / 2) * (sum[j] - b * (c + 1) / 2);
    double below = b * c * (c + 1) - ties / (c - 1);
    if (!(below > 1e-9)) {
        out.status = SLANT_STAT_NO_VARIATION;
        out.p = 1;
        return out;
    }
    out.q = 12 * between / below;
    out.p = slant_chi_squared_p(out.q, out.df);
    out.w = out.q / (b * (c - 1));
    return out;
}

/* Ranks of one story's articles (rows i of order), added to t, its mean and its variance. */
static void add_block(const double *value, const unsigned char *second, size_t n, double *rank, size_t *order,
                      struct slant_van_elteren *out)
{
    double many = 0, mean = ((double)n + 1) / 2, spread = 0, size = (double)n + 1, here = (double)n;
    slant_midranks(value, n, order, rank);
    for (size_t i = 0; i < n; i++) {
        many += second[i];
        out->t += second[i] ? rank[i] / size : 0;
        spread += (rank[i] - mean) * (rank[i] - mean) / (size * size);
    }
    out->expected += many * mean / size;
    out->var += many * (here - many) / (here * (here - 1)) * spread;
}

struct slant_van_elteren slant_van_elteren_test(const double *x, const unsigned char *second, const uint32_t *story,
                                                size_t n, size_t stories, struct slant_arena *mem)
{
    struct slant_van_elteren out = {SLANT_STAT_TOO_FEW_UNITS, 0, 0, 0, NAN, NAN};
    double *value = slant_doubles(mem, n), *rank = slant_doubles(mem, n);
    size_t *end = slant_arena_zalloc(mem, (stories + 2) * sizeof *end),
           *order = slant_arena_alloc(mem, (n + 1) * sizeof *order);
    unsigned char *side = slant_arena_alloc(mem, n + 1);
    if (!value || !rank || !end || !order || !side) {
        out.status = SLANT_STAT_NO_MEMORY;
        return out;
    }
    for (size_t i = 0; i < n; i++) {
        if (story[i] >= stories || !isfinite(x[i])) {
            out.status = SLANT_STAT_BAD_INPUT;
            return out;
        }
        end[story[i] + 1]++;
    }
    for (size_t s = 0; s < stories; s++)
        end[s + 1] += end[s];
    for (size_t i = 0; i < n; i++) {
        size_t at = end[story[i]]++;
        value[at] = x[i];
        side[at] = second[i] != 0;
    }
    for (size_t s = 0, first = 0; s < stories; first = end[s++]) {
        size_t seconds = 0, many = end[s] - first;
        for (size_t i = first; i < end[s]; i++)
            seconds += side[i];
        if (seconds == 0 || seconds == many)
            continue;
        add_block(value + first, side + first, many, rank, order, &out);
        out.status = SLANT_STAT_NO_VARIATION;
    }
    if (out.status == SLANT_STAT_NO_VARIATION && out.var > 0) {
        out.status = SLANT_STAT_OK;
        out.z = (out.t - out.expected) / sqrt(out.var);
        out.p = 2 * gsl_cdf_ugaussian_Q(fabs(out.z));
    } else if (out.status == SLANT_STAT_NO_VARIATION)
        out.p = 1;
    return out;
}
