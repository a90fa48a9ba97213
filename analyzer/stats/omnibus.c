#include "stats/omnibus.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#include "stats/matrix.h"

/* Welch's F (1951) as it grows over groups: estimates x with variances v of n members each. Kept as sums about the
 * first estimate, so that nothing needs to be stored. */
struct welch {
    double k, weight, first, x, xx;
    double one, share, square; /* Σ1/(n-1), Σw/(n-1), Σw²/(n-1) */
};

static void welch_add(struct welch *s, double x, double v, double n)
{
    double w = 1 / v;
    if (s->k == 0)
        s->first = x;
    x -= s->first;
    s->k++;
    s->weight += w;
    s->x += w * x;
    s->xx += w * x * x;
    s->one += 1 / (n - 1);
    s->share += w / (n - 1);
    s->square += w * w / (n - 1);
}

static struct slant_ftest welch_finish(const struct welch *s)
{
    struct slant_ftest out = {SLANT_STAT_OK, NAN, NAN, NAN, NAN};
    double k = s->k, q = fmax(0, s->xx - s->x * s->x / s->weight);
    double lambda = s->one - 2 * s->share / s->weight + s->square / (s->weight * s->weight);
    out.df1 = k - 1;
    out.df2 = (k * k - 1) / (3 * lambda);
    out.f = q / (k - 1) / (1 + 2 * (k - 2) / (k * k - 1) * lambda);
    out.p = gsl_cdf_fdist_Q(out.f, out.df1, out.df2);
    if (!isfinite(out.f) || !isfinite(out.p))
        return (struct slant_ftest){SLANT_STAT_WELCH_UNDEFINED, NAN, NAN, NAN, NAN};
    return out;
}

static struct slant_ftest no_ftest(enum slant_stat status)
{
    return (struct slant_ftest){status, NAN, NAN, NAN, NAN};
}

struct slant_ftest slant_welch_log(const struct slant_rate_sums *sums, size_t groups, int halves)
{
    struct welch sum = {0};
    if (groups < 2)
        return no_ftest(SLANT_STAT_TOO_FEW_OUTLETS);
    for (size_t g = 0; g < groups; g++) {
        struct slant_rate rate = slant_rate_estimate(&sums[g], 0.95);
        double w = (double)sums[g].w, half = ((double)sums[g].y + 0.5) / w;
        if (rate.status == SLANT_STAT_TOO_FEW_ARTICLES || rate.status == SLANT_STAT_BAD_INPUT)
            return no_ftest(rate.status);
        if (!halves && rate.status != SLANT_STAT_OK)
            return no_ftest(rate.status == SLANT_STAT_NO_EVENTS ? SLANT_STAT_SEPARATION : SLANT_STAT_WELCH_UNDEFINED);
        if (halves)
            welch_add(&sum, log(half), fmax(rate.v / (half * half), 1e-12), (double)sums[g].n);
        else
            welch_add(&sum, log(rate.rate), rate.log_se * rate.log_se, (double)sums[g].n);
    }
    return welch_finish(&sum);
}

/* Size, mean and sum of squares about it of the members of g. */
struct moments {
    double n, mean, squares;
};

static struct moments moments_of(const double *x, const uint32_t *group, size_t n, size_t g)
{
    struct moments m = {0, 0, 0};
    for (size_t i = 0; i < n; i++)
        if (group[i] == g) {
            m.n++;
            m.mean += (x[i] - m.mean) / m.n; /* exact where all are the same */
        }
    if (m.n == 0)
        return m;
    for (size_t i = 0; i < n; i++)
        if (group[i] == g)
            m.squares += (x[i] - m.mean) * (x[i] - m.mean);
    return m;
}

struct slant_ftest slant_welch_anova(const double *x, const uint32_t *group, size_t n, size_t groups)
{
    struct welch sum = {0};
    if (groups < 2)
        return no_ftest(SLANT_STAT_TOO_FEW_OUTLETS);
    for (size_t g = 0; g < groups; g++) {
        struct moments m = moments_of(x, group, n, g);
        if (!(m.n > 1) || !(m.squares > 0))
            return no_ftest(m.n == 0 ? SLANT_STAT_BAD_INPUT : SLANT_STAT_WELCH_UNDEFINED);
        welch_add(&sum, m.mean, m.squares / (m.n - 1) / m.n, m.n);
    }
    return welch_finish(&sum);
}

struct slant_ftest slant_classical_f(const double *x, const uint32_t *group, size_t n, size_t groups)
{
    struct slant_ftest out = no_ftest(SLANT_STAT_OK);
    double mean = n > 0 ? gsl_stats_mean(x, 1, n) : NAN, between = 0, within = 0, k = (double)groups;
    if (groups < 2)
        return no_ftest(SLANT_STAT_TOO_FEW_OUTLETS);
    if (n <= groups)
        return no_ftest(SLANT_STAT_TOO_FEW_ARTICLES);
    for (size_t g = 0; g < groups; g++) {
        struct moments m = moments_of(x, group, n, g);
        if (m.n == 0)
            return no_ftest(SLANT_STAT_BAD_INPUT);
        between += m.n * (m.mean - mean) * (m.mean - mean);
        within += m.squares;
    }
    if (!(within > 0))
        return no_ftest(SLANT_STAT_NO_VARIATION);
    out.df1 = k - 1;
    out.df2 = (double)n - k;
    out.f = between / out.df1 / (within / out.df2);
    out.p = gsl_cdf_fdist_Q(out.f, out.df1, out.df2);
    return out;
}

struct slant_kruskal slant_kruskal_wallis(const double *x, const uint32_t *group, size_t n, size_t groups,
                                          struct slant_arena *mem)
{
    struct slant_kruskal out = {SLANT_STAT_OK, NAN, NAN, (double)groups - 1, NAN, NAN};
    double *rank = slant_doubles(mem, n), *sum = slant_doubles(mem, 2 * groups), all = (double)n, between = 0;
    size_t *order = slant_arena_alloc(mem, (n + 1) * sizeof *order);
    if (!rank || !sum || !order) {
        out.status = SLANT_STAT_NO_MEMORY;
        return out;
    }
    if (groups < 2 || n < 2) {
        out.status = groups < 2 ? SLANT_STAT_TOO_FEW_OUTLETS : SLANT_STAT_TOO_FEW_ARTICLES;
        return out;
    }
    out.tie_correction = 1 - slant_midranks(x, n, order, rank) / (all * all * all - all);
    for (size_t i = 0; i < n; i++) {
        sum[group[i]] += rank[i];
        sum[groups + group[i]]++;
    }
    for (size_t g = 0; g < groups; g++)
        between += sum[g] * sum[g] / sum[groups + g];
    if (!(out.tie_correction > 0)) {
        out.status = SLANT_STAT_NO_VARIATION;
        out.p = 1;
        return out;
    }
    out.h = (12 / (all * (all + 1)) * between - 3 * (all + 1)) / out.tie_correction;
    out.p = gsl_cdf_chisq_Q(fmax(0, out.h), out.df);
    out.epsilon_squared = out.h * (all + 1) / (all * all - 1);
    if (!isfinite(out.h))
        out.status = SLANT_STAT_BAD_INPUT; /* an empty group */
    return out;
}

static struct slant_ttest no_ttest(enum slant_stat status)
{
    return (struct slant_ttest){status, NAN, NAN, NAN, NAN, {NAN, NAN}};
}

struct slant_ttest slant_welch_t(const double *x, size_t n, const double *y, size_t m)
{
    struct slant_ttest out = no_ttest(SLANT_STAT_OK);
    if (n < 2 || m < 2)
        return no_ttest(SLANT_STAT_TOO_FEW_ARTICLES);
    double a = (double)n, b = (double)m, va = gsl_stats_variance(x, 1, n) / a, vb = gsl_stats_variance(y, 1, m) / b;
    out.difference = gsl_stats_mean(x, 1, n) - gsl_stats_mean(y, 1, m);
    if (!(va + vb > 0)) {
        out.status = SLANT_STAT_NO_VARIATION;
        return out;
    }
    out.t = out.difference / sqrt(va + vb);
    out.df = (va + vb) * (va + vb) / (va * va / (a - 1) + vb * vb / (b - 1));
    out.p = 2 * gsl_cdf_tdist_Q(fabs(out.t), out.df);
    double half = gsl_cdf_tdist_Pinv(0.975, out.df) * sqrt(va + vb);
    out.ci = (struct slant_interval){out.difference - half, out.difference + half};
    return out;
}

/* Ranks of x and y together, then (when own is not NULL) of each alone. */
static int joint_ranks(const double *x, size_t n, const double *y, size_t m, double **joint, double **own, double *ties,
                       struct slant_arena *mem)
{
    double *both = slant_doubles(mem, n + m);
    size_t *order = slant_arena_alloc(mem, (n + m + 1) * sizeof *order);
    *joint = slant_doubles(mem, n + m);
    if (own)
        *own = slant_doubles(mem, n + m);
    if (!both || !order || !*joint || (own && !*own))
        return 0;
    memcpy(both, x, n * sizeof *x);
    memcpy(both + n, y, m * sizeof *y);
    *ties = slant_midranks(both, n + m, order, *joint);
    if (own) {
        slant_midranks(x, n, order, *own);
        slant_midranks(y, m, order, *own + n);
    }
    return 1;
}

struct slant_mann_whitney slant_mann_whitney(const double *x, size_t n, const double *y, size_t m,
                                             struct slant_arena *mem)
{
    struct slant_mann_whitney out = {SLANT_STAT_OK, NAN, NAN, NAN, NAN, NAN};
    double a = (double)n, b = (double)m, all = a + b, ties, *rank;
    if (n < 1 || m < 1) {
        out.status = SLANT_STAT_TOO_FEW_ARTICLES;
        return out;
    }
    if (!joint_ranks(x, n, y, m, &rank, NULL, &ties, mem)) {
        out.status = SLANT_STAT_NO_MEMORY;
        return out;
    }
    out.u = -a * (a + 1) / 2;
    for (size_t i = 0; i < n; i++)
        out.u += rank[i];
    out.var = a * b / 12 * (all + 1 - ties / (all * (all - 1)));
    if (!(out.var > 0)) {
        out.status = SLANT_STAT_NO_VARIATION;
        out.p = out.p_plain = 1;
        return out;
    }
    double centred = out.u - a * b / 2, corrected = centred - (centred > 0 ? 0.5 : centred < 0 ? -0.5 : 0);
    out.z = corrected / sqrt(out.var);
    out.p = 2 * gsl_cdf_ugaussian_Q(fabs(out.z));
    out.p_plain = 2 * gsl_cdf_ugaussian_Q(fabs(centred) / sqrt(out.var));
    return out;
}

/* Mean of the joint ranks, and variance of what is left of them without the ranks inside the group. */
static void placements(const double *joint, const double *own, size_t n, double *mean, double *var)
{
    double squares = 0;
    *mean = gsl_stats_mean(joint, 1, n);
    for (size_t i = 0; i < n; i++) {
        double d = joint[i] - own[i] - *mean + ((double)n + 1) / 2;
        squares += d * d;
    }
    *var = squares / ((double)n - 1);
}

struct slant_ttest slant_brunner_munzel(const double *x, size_t n, const double *y, size_t m, struct slant_arena *mem)
{
    struct slant_ttest out = no_ttest(SLANT_STAT_OK);
    double a = (double)n, b = (double)m, ties, *joint, *own, mx, my, sx, sy;
    if (n < 2 || m < 2)
        return no_ttest(SLANT_STAT_TOO_FEW_ARTICLES);
    if (!joint_ranks(x, n, y, m, &joint, &own, &ties, mem))
        return no_ttest(SLANT_STAT_NO_MEMORY);
    placements(joint, own, n, &mx, &sx);
    placements(joint + n, own + n, m, &my, &sy);
    double v = a * sx + b * sy;
    out.difference = (my - mx) / (a + b); /* P(X < Y) - ½ */
    if (!(v > 0)) {
        out.status = out.difference == 0 ? SLANT_STAT_NO_VARIATION : SLANT_STAT_SEPARATION;
        return out;
    }
    out.t = a * b * (my - mx) / ((a + b) * sqrt(v));
    out.df = v * v / (a * sx * a * sx / (a - 1) + b * sy * b * sy / (b - 1));
    out.p = 2 * gsl_cdf_tdist_Q(fabs(out.t), out.df);
    double half = gsl_cdf_tdist_Pinv(0.975, out.df) * sqrt(v) / (a * b);
    out.ci = (struct slant_interval){out.difference - half, out.difference + half};
    return out;
}
