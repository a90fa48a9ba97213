/* Rates, bootstrap, contrasts, reliability, power. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "stats/contrast.h"
#include "stats/omnibus.h"
#include "stats/power.h"
#include "stats/reliability.h"
#include "stats/resample.h"

#define ARTICLES table_of("data/articles.csv")

static void put_interval(struct slant_interval ci, double per, const char *key)
{
    put(per * ci.lo, "%s.lo", key);
    put(per * ci.hi, "%s.hi", key);
}

static void share(const char *outlet)
{
    struct slant_rate_sums sums = sums_where(ARTICLES, "attributed", "sentences", "outlet", outlet);
    struct slant_rate rate = slant_share_estimate(&sums, 0.95);
    put((double)sums.n, "n");
    put(rate.rate, "share");
    put(sqrt(rate.v), "se_linear");
    put(rate.log_se, "se_logit");
    put_interval((struct slant_interval){rate.lo, rate.hi}, 1, "ci_logit_t");
    put(rate.v / (rate.rate * (1 - rate.rate) / (double)sums.w), "design_effect");
}

static void description(const struct id *id)
{
    static const char *const names[5] = {"q05", "q25", "q50", "q75", "q95"};
    const char *count = id->part[1], *outlet = id->part[2];
    if (strcmp(count, "attributed") == 0) {
        share(outlet);
        return;
    }
    struct slant_description d = slant_rate_describe(rows_where(ARTICLES, count, "words", "outlet", outlet), &mem);
    struct slant_rate_sums sums = sums_where(ARTICLES, count, "words", "outlet", outlet);
    put(d.n, "n");
    put(d.y, "sum_count");
    put(d.w, "sum_exposure");
    put(d.zeros, "articles_zero");
    put(1000 * d.rate, "rate");
    put(1000 * d.se, "se_linear");
    put(d.log_se, "se_log");
    put_interval(d.log_t, 1000, "ci_log_t");
    put_interval(d.wald_t, 1000, "ci_wald_t");
    put_interval(d.poisson, 1000, "ci_poisson_naive");
    put(1000 * d.jackknife_se, "se_jackknife");
    put(1000 * d.mean, "mean_of_rates");
    put(1000 * d.sd, "sd_of_rates");
    put(1000 * d.median, "median_rate");
    put(1000 * d.mad, "mad_rate");
    put(d.dispersion, "pearson_dispersion");
    for (size_t i = 0; i < 5; i++)
        put(1000 * d.quantiles[i], "quantiles_type7.%s", names[i]);
    put((double)sums.yy, "sums.yy");
    put((double)sums.yw, "sums.yw");
    put((double)sums.ww, "sums.ww");
}

static void quantile(const struct id *id)
{
    static const double x[] = {1, 2, 3, 4, 10, 20}, p[] = {0, .05, .3, .5, .9, 1};
    (void)id;
    for (size_t i = 0; i < 6; i++)
        put(slant_quantile(x, 6, p[i]), "q.%zu", i);
}

/* ---- bootstrap ---- */

static double ratio_picked(struct slant_rows rows, const uint32_t *pick, size_t n)
{
    double y = 0, w = 0;
    for (size_t i = 0; i < n; i++) {
        y += rows.y[pick[i]];
        w += rows.w[pick[i]];
    }
    return 1000 * y / w;
}

static double *jackknife(struct slant_rows rows)
{
    double *out = room_for(rows.n, sizeof *out), y = 0, w = 0;
    for (size_t i = 0; i < rows.n; i++) {
        y += rows.y[i];
        w += rows.w[i];
    }
    for (size_t i = 0; i < rows.n; i++)
        out[i] = 1000 * (y - rows.y[i]) / (w - rows.w[i]);
    return out;
}

static void mean_sd(const double *x, size_t n, double *mean, double *sd)
{
    *mean = *sd = 0;
    for (size_t i = 0; i < n; i++)
        *mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        *sd += (x[i] - *mean) * (x[i] - *mean) / ((double)n - 1);
    *sd = sqrt(*sd);
}

static void normal_ends(const double *sorted, size_t n, struct slant_interval places, const char *key)
{
    put(slant_quantile_normal(sorted, n, places.lo), "%s.lo", key);
    put(slant_quantile_normal(sorted, n, places.hi), "%s.hi", key);
}

static void bootstrap(const struct id *id)
{
    size_t many, n;
    const uint32_t *pick = matrix_of("data/boot_idx_epsilon_999x18.csv", &many, &n);
    struct slant_rows rows = rows_where(ARTICLES, "hedges", "words", "outlet", "Epsilon");
    struct slant_rate_sums sums = sums_where(ARTICLES, "hedges", "words", "outlet", "Epsilon");
    double *t = room_for(many, sizeof *t), *jack = jackknife(rows), mean, sd;
    double estimate = 1000 * slant_rate_estimate(&sums, 0.95).rate, package = slant_bca_acceleration(jack, n, estimate);
    (void)id;
    for (size_t b = 0; b < many; b++)
        t[b] = ratio_picked(rows, pick + b * n, n);
    for (size_t i = 0; i < 5; i++)
        put(t[i], "first5.%zu", i);
    mean_sd(t, many, &mean, &sd);
    struct slant_bca bca = slant_bca_of(estimate, t, many, jack, n, 0.95); /* sorts t */
    put(estimate, "t0");
    put(mean, "mean_t");
    put(sd, "sd_t");
    put(bca.z0, "z0");
    put(bca.accel, "accel_mean_centred");
    put(package, "accel_boot_pkg");
    put_interval(bca.ci, 1, "bca_type6");
    normal_ends(t, many, slant_bca_places(bca.z0, bca.accel, 0.95), "bca_norminter");
    normal_ends(t, many, slant_bca_places(bca.z0, package, 0.95), "bca_norminter_bootpkg");
    put(slant_quantile6(t, many, 0.025), "perc_type6.lo");
    put(slant_quantile6(t, many, 0.975), "perc_type6.hi");
    normal_ends(t, many, (struct slant_interval){0.025, 0.975}, "perc_norminter");
}

static double exact_quantile(const double *t, const double *chance, size_t n, double p)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += chance[i];
        if (sum >= p - 1e-15)
            return t[i];
    }
    return NAN;
}

/* The exact distribution over all resamples is given. */
static void bootstrap_exact(const struct id *id)
{
    const struct table *cdf = table_of("data/boot_exact_zeta.csv");
    const double *t = numbers_of(cdf, "t"), *chance = numbers_of(cdf, "prob");
    struct slant_rows rows = rows_where(ARTICLES, "hedges", "words", "outlet", "Zeta");
    struct slant_rate_sums sums = sums_where(ARTICLES, "hedges", "words", "outlet", "Zeta");
    double estimate = 1000 * slant_rate_estimate(&sums, 0.95).rate, mean = 0, square = 0, below = 0,
           *jack = jackknife(rows);
    double centre = 0, many = 1;
    (void)id;
    for (size_t i = 0; i < cdf->rows; i++) {
        mean += chance[i] * t[i];
        square += chance[i] * t[i] * t[i];
        below += fabs(t[i] - estimate) < 1e-9 ? chance[i] / 2 : t[i] < estimate ? chance[i] : 0;
    }
    for (size_t i = 0; i < rows.n; i++)
        centre += jack[i] / (double)rows.n;
    for (size_t i = 1; i < rows.n; i++) /* n + n-1 over n */
        many = many * (double)(rows.n + i) / (double)i;
    double accel = slant_bca_acceleration(jack, rows.n, centre), z0 = gsl_cdf_ugaussian_Pinv(below);
    struct slant_interval places = slant_bca_places(z0, accel, 0.95);
    put(many, "n_multisets");
    put(mean, "mean");
    put(sqrt(square - mean * mean), "sd");
    put(exact_quantile(t, chance, cdf->rows, 0.025), "q025");
    put(exact_quantile(t, chance, cdf->rows, 0.5), "q500");
    put(exact_quantile(t, chance, cdf->rows, 0.975), "q975");
    put(z0, "z0_mid");
    put(accel, "accel");
    put(places.lo, "bca_lo_p");
    put(places.hi, "bca_hi_p");
    put(exact_quantile(t, chance, cdf->rows, places.lo), "bca_lo");
    put(exact_quantile(t, chance, cdf->rows, places.hi), "bca_hi");
}

/* ---- outlets beside each other ---- */

static void grand_mean(const struct id *id)
{
    struct slant_rate_sums *sums = sums_of(ARTICLES, id->part[1], "words", "outlet", &outlets);
    struct slant_contrast c[6];
    struct slant_ftest f = slant_welch_log(sums, 6, 0);
    slant_contrast_mean(sums, 6, 0.95, c);
    for (size_t i = 0; i < 6; i++) {
        const char *o = outlets.name[i];
        struct slant_ratio rest = slant_contrast_rest(sums, 6, i, 0.95);
        put(c[i].log_rate, "log_rate.%s", o);
        put(c[i].var_log, "var_log.%s", o);
        put(c[i].est, "est.%s", o);
        put(c[i].se, "se.%s", o);
        put(c[i].df, "df.%s", o);
        put(c[i].ratio, "ratio.%s", o);
        put(c[i].p, "p.%s", o);
        put(rest.ratio, "vs_rest_ratio.%s", o);
        put(rest.se, "vs_rest_se_log.%s", o);
    }
    put(f.f, "welch_F");
    put(f.df1, "df1");
    put(f.df2, "df2");
    put(f.p, "welch_p");
}

static double half_rate(struct slant_rows rows, size_t first)
{
    double y = 0, w = 0;
    for (size_t i = first; i < rows.n; i += 2) {
        y += rows.y[i];
        w += rows.w[i];
    }
    return 1000 * y / w;
}

static void outlet_score(const struct id *id)
{
    const char *count = id->part[1];
    double odd[6], even[6];
    struct slant_reliability r = slant_reliability_of(sums_of(ARTICLES, count, "words", "outlet", &outlets), 6, &mem);
    for (size_t i = 0; i < 6; i++) {
        struct slant_rows rows = rows_where(ARTICLES, count, "words", "outlet", outlets.name[i]);
        odd[i] = half_rate(rows, 0);
        even[i] = half_rate(rows, 1);
        put(r.reliability[i], "reliability.%s", outlets.name[i]);
        put(1000 * r.shrunken[i], "shrunken_rate.%s", outlets.name[i]);
        put(r.articles_needed[i], "n_for_rel80.%s", outlets.name[i]);
    }
    struct slant_split_half half = slant_split_half_of(odd, even, 6);
    put(r.q, "Q");
    put(r.df, "df");
    put(r.q_p, "Q_p");
    put(r.tau2, "tau2");
    put(r.mean_log_rate, "mean_log_rate_RE");
    put(half.r, "split_half_r");
    put(half.spearman_brown, "split_half_sb");
}

static void cronbach(const struct id *id)
{
    const struct table *items = table_of("data/items.csv");
    size_t k = items->cols - 1;
    double *x = room_for(items->rows * k, sizeof *x);
    (void)id;
    for (size_t i = 0; i < items->rows; i++)
        for (size_t j = 0; j < k; j++)
            x[i * k + j] = number_at(items, i, items->head[j + 1]);
    struct slant_cronbach c = slant_cronbach_of(x, items->rows, k, &mem);
    put(c.alpha, "alpha");
    put_interval(c.ci, 1, "ci_feldt");
    put(c.split_half, "split_half_r");
    put(c.spearman_brown, "spearman_brown");
    put(c.guttman, "guttman_split");
    for (size_t j = 0; j < k; j++)
        put(c.dropped[j], "alpha_drop.%s", items->head[j + 1]);
}

static void power(const struct id *id)
{
    static const double ratios[] = {1.25, 1.5, 2}, rates[] = {.35, 1.5, 5}, thetas[] = {.3, .8, 2};
    struct slant_rate_sums a = sums_where(ARTICLES, "hedges", "words", "outlet", "Alpha");
    struct slant_rate_sums b = sums_where(ARTICLES, "hedges", "words", "outlet", "Beta");
    double ua = slant_power_u(&a), ub = slant_power_u(&b), na = (double)a.n, nb = (double)b.n;
    (void)id;
    for (size_t i = 0; i < 9; i++) {
        double rr = ratios[i % 3], rate = rates[i / 3], theta = thetas[i / 3];
        double u1 = slant_power_u_planned(rate / 1000, 600, .65, theta);
        double u2 = slant_power_u_planned(rate * rr / 1000, 600, .65, theta);
        put(rr, "grid.g%zu.rr", i + 1);
        put(rate, "grid.g%zu.rate", i + 1);
        put(theta, "grid.g%zu.theta", i + 1);
        put(slant_power_articles(rr, u1, u2, 1, 0.05, 0.8), "grid.g%zu.n", i + 1);
    }
    put(slant_power_detectable(na, ua, nb, ub, 0.05, 0.8), "mde_hedges_Alpha_Beta");
    put(slant_power_of(1.35, sqrt(ua / na + ub / nb), 0.05), "power_at_rr1.35");
}

const struct cases rate_cases[] = {
    {"desc.", description},           {"quantile.", quantile},    {"boot.epsilon.", bootstrap},
    {"boot.exact.", bootstrap_exact}, {"grandmean.", grand_mean}, {"outlet_score.", outlet_score},
    {"cronbach.", cronbach},          {"power.", power},          {NULL, NULL},
};
