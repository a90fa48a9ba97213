/* Models of counts, topics, trends. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "golden.h"
#include "stats/glm.h"
#include "stats/topic.h"
#include "stats/trend.h"

#define ARTICLES table_of("data/articles.csv")

struct model {
    struct slant_design design;
    char name[16][32]; /* of the columns */
};

static void name_levels(struct model *m, size_t at, const char *factor, const struct levels *levels, int sum)
{
    for (size_t j = 0; j + 1 < levels->n; j++) {
        if (sum)
            snprintf(m->name[at + j], sizeof m->name[0], "%s%zu", factor, j + 1);
        else
            snprintf(m->name[at + j], sizeof m->name[0], "%s%s", factor, levels->name[j + 1]);
    }
}

/* terms: outlet, outlet_genre, outlet_genre_day, or without outlet. */
static struct model model_of(const char *count, int outlet, int genre, int day, int sum)
{
    struct model m = {.design = {.n = ARTICLES->rows, .p = 1}};
    struct slant_rows rows = rows_where(ARTICLES, count, "words", NULL, NULL);
    size_t p = (size_t)(1 + (outlet ? 5 : 0) + (genre ? 3 : 0) + (day ? 1 : 0)), n = rows.n, at = 1;
    double *x = room_for(n * p, sizeof *x), *offset = room_for(n, sizeof *offset), *days = numbers_of(ARTICLES, "day");
    strcpy(m.name[0], "(Intercept)");
    if (outlet) {
        slant_design_factor(x, n, p, at, codes_of(ARTICLES, "outlet", &outlets), 6,
                            sum ? SLANT_CODING_SUM : SLANT_CODING_TREATMENT);
        name_levels(&m, at, "outlet", &outlets, sum);
        at += 5;
    }
    if (genre) {
        slant_design_factor(x, n, p, at, codes_of(ARTICLES, "genre", &genres), 4, SLANT_CODING_TREATMENT);
        name_levels(&m, at, "genre", &genres, 0);
        at += 3;
    }
    for (size_t i = 0; i < n; i++) {
        x[i * p] = 1;
        offset[i] = log(rows.w[i]);
        if (day)
            x[i * p + at] = days[i];
    }
    if (day)
        strcpy(m.name[at], "day");
    m.design = (struct slant_design){n, p, x, rows.y, offset};
    return m;
}

static void put_errors(const struct model *m, const double *cov, double factor, const char *key)
{
    size_t p = m->design.p;
    for (size_t j = 0; j < p; j++)
        put(sqrt(factor * cov[j * p + j]), "%s.%s", key, m->name[j]);
}

static void poisson(const struct id *id)
{
    const char *count = id->part[1];
    int genre = strstr(id->part[2], "genre") != NULL, day = strstr(id->part[2], "day") != NULL;
    struct model m = model_of(count, 1, genre, day, strcmp(id->part[3], "sum") == 0);
    struct model without = model_of(count, 0, genre, day, 0);
    struct slant_glm fit = slant_poisson_fit(&m.design, &mem), small = slant_poisson_fit(&without.design, &mem);
    struct slant_nested f = slant_glm_nested(&small, &fit);
    size_t p = m.design.p, stories;
    double *cov = room_for(p * p, sizeof *cov), t = gsl_cdf_tdist_Pinv(.975, fit.df);
    for (size_t j = 0; j < p; j++) {
        double half = t * sqrt(fit.dispersion * fit.cov[j * p + j]);
        put(fit.coef[j], "coef.%s", m.name[j]);
        put(exp(fit.coef[j] - half), "rr_ci_quasi_lo.%s", m.name[j]);
        put(exp(fit.coef[j] + half), "rr_ci_quasi_hi.%s", m.name[j]);
    }
    put_errors(&m, fit.cov, 1, "se_poisson");
    put_errors(&m, fit.cov, fit.dispersion, "se_quasi");
    slant_glm_robust(&m.design, &fit, SLANT_HC0, cov, &mem);
    put_errors(&m, cov, 1, "se_hc0");
    slant_glm_robust(&m.design, &fit, SLANT_HC1, cov, &mem);
    put_errors(&m, cov, 1, "se_hc1");
    slant_glm_robust(&m.design, &fit, SLANT_HC3, cov, &mem);
    put_errors(&m, cov, 1, "se_hc3");
    const uint32_t *story = distinct_of(ARTICLES, "story_id", &stories);
    slant_glm_cluster(&m.design, &fit, story, stories, cov, &mem);
    put_errors(&m, cov, 1, "se_cluster_story_cr1");
    put(fit.dispersion, "phi");
    put(fit.deviance, "deviance");
    put(fit.df, "df_resid");
    put(fit.loglik, "loglik");
    put(f.f, "F_outlet");
    put(f.p, "F_outlet_p");
}

static void put_negbin(const struct model *m, const struct slant_negbin *fit)
{
    for (size_t j = 0; j < m->design.p; j++)
        put(fit->glm.coef[j], "coef.%s", m->name[j]);
    put_errors(m, fit->glm.cov, 1, "se");
    put(fit->theta, "theta");
    put(fit->theta_se, "se_theta");
    put(fit->glm.loglik, "loglik");
}

static void negbin(const struct id *id)
{
    int genre = strstr(id->part[2], "genre") != NULL;
    struct model m = model_of(id->part[1], 1, genre, 0, 0), without = model_of(id->part[1], 0, genre, 0, 0);
    struct slant_negbin fit = slant_negbin_fit(&m.design, &mem), small = slant_negbin_fit(&without.design, &mem);
    double lr = 2 * (fit.glm.loglik - small.glm.loglik);
    put_negbin(&m, &fit);
    put(lr, "LR_outlet");
    put(slant_chi_squared_p(lr, 5), "LR_outlet_p");
    put(fit.lr, "LR_vs_poisson");
    put(fit.p, "p_vs_poisson_halfmix");
}

static void quine(const struct id *id)
{
    static const struct {
        const char *column;
        struct levels levels;
    } factors[] = {{"Eth", {2, {"A", "N"}}},
                   {"Sex", {2, {"F", "M"}}},
                   {"Age", {4, {"F0", "F1", "F2", "F3"}}},
                   {"Lrn", {2, {"AL", "SL"}}}};
    const struct table *table = table_of("data/quine.csv");
    struct model m = {.design = {.n = table->rows, .p = 7}};
    double *x = room_for(table->rows * 7, sizeof *x);
    size_t at = 1;
    (void)id;
    strcpy(m.name[0], "(Intercept)");
    for (size_t i = 0; i < table->rows; i++)
        x[i * 7] = 1;
    for (size_t f = 0; f < 4; f++) {
        slant_design_factor(x, table->rows, 7, at, codes_of(table, factors[f].column, &factors[f].levels),
                            factors[f].levels.n, SLANT_CODING_TREATMENT);
        name_levels(&m, at, factors[f].column, &factors[f].levels, 0);
        at += factors[f].levels.n - 1;
    }
    m.design.x = x;
    m.design.y = numbers_of(table, "Days");
    struct slant_negbin fit = slant_negbin_fit(&m.design, &mem);
    put_negbin(&m, &fit);
}

static void dispersion(const struct id *id)
{
    struct model m = model_of(id->part[1], 1, 0, 0, 0);
    struct slant_glm fit = slant_poisson_fit(&m.design, &mem);
    struct slant_dispersion d = slant_dispersion_test(m.design.y, fit.mu, fit.n, fit.p);
    put(d.pearson, "pearson_X2");
    put(d.df, "df");
    put(d.ratio, "ratio");
    put(d.p, "p_chisq");
    put(d.alpha, "ct_alpha");
    put(d.z, "ct_z");
    put(d.dean_lawless, "dean_lawless_z");
    put(d.dean_lawless_p, "dean_p_one_sided");
}

/* The articles of the first `many` outlets, by genre. */
static struct slant_strata strata_of(const char *count, size_t many)
{
    struct slant_rows all = rows_where(ARTICLES, count, "words", NULL, NULL);
    uint32_t *outlet = codes_of(ARTICLES, "outlet", &outlets), *genre = codes_of(ARTICLES, "genre", &genres);
    double *y = room_for(all.n, sizeof *y), *w = room_for(all.n, sizeof *w);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++)
        if (outlet[i] < many) {
            y[n] = all.y[i];
            w[n] = all.w[i];
            outlet[n] = outlet[i];
            genre[n++] = genre[i];
        }
    return (struct slant_strata){{n, y, w}, outlet, genre, many, genres.n};
}

static void standardised(const struct id *id)
{
    struct slant_strata strata = strata_of(id->part[1], 6);
    struct slant_standardised s = slant_standardise(&strata, &mem);
    for (size_t g = 0; g < genres.n; g++)
        put(s.weights[g], "genre_weights.%s", genres.name[g]);
    for (size_t o = 0; o < 6; o++) {
        put(1000 * s.crude[o], "crude.%s", outlets.name[o]);
        put(1000 * s.adjusted[o], "adjusted.%s", outlets.name[o]);
        put(1000 * s.se[o], "se_adjusted.%s", outlets.name[o]);
    }
    put((double)s.empty_cells, "empty_cells");
}

static void interaction(const struct id *id)
{
    struct slant_strata strata = strata_of(id->part[1], 4);
    struct slant_interaction f = slant_topic_interaction(&strata, &mem);
    put(f.f, "F");
    put(f.df1, "df1");
    put(f.df2, "df2");
    put(f.p, "p");
}

static void mantel(const struct id *id)
{
    struct slant_strata strata = strata_of(id->part[1], 6);
    struct slant_mantel m = slant_mantel_haenszel(&strata, 1, 0, &mem);
    put(m.ratio, "rr");
    put(m.log_ratio, "log_rr");
    put(m.var_poisson, "var_poisson_GR");
    put(m.var, "var_robust");
    put(m.lo, "ci_robust.lo");
    put(m.hi, "ci_robust.hi");
}

static void weekly(const struct id *id)
{
    const struct table *table = table_of("data/trend.csv");
    double *week = room_for(table->rows, sizeof *week), *y = room_for(table->rows, sizeof *y),
           *w = room_for(table->rows, sizeof *w);
    size_t n = 0;
    (void)id;
    for (size_t i = 0; i < table->rows; i++)
        if (number_at(table, i, "words") > 0) {
            week[n] = number_at(table, i, "week");
            y[n] = number_at(table, i, "count");
            w[n++] = number_at(table, i, "words");
        }
    struct slant_rows rows = {n, y, w};
    struct slant_mann_kendall k = slant_mann_kendall_of(week, rates_of(rows, 1000), n, &mem);
    struct slant_count_trend t = slant_count_trend_of(week, rows, &mem);
    put((double)n, "n_weeks");
    put(k.s, "S");
    put(k.var, "var_S");
    put(k.z, "z");
    put(k.p, "p");
    put(k.tau_b, "tau_b");
    put(k.slope, "sen_slope");
    put(k.intercept, "sen_intercept");
    put(k.slope_ci.lo, "sen_ci.lo");
    put(k.slope_ci.hi, "sen_ci.hi");
    put(t.slope, "glm_slope");
    put(100 * expm1(t.slope), "pct_per_week");
    put(t.se_poisson, "se_poisson");
    put(t.dispersion, "phi");
    put(t.se_quasi, "se_quasi");
    put(t.se_newey_west, "se_newey_west4");
    put(t.autocorrelation, "lag1_autocorr_pearson_resid");
}

static void small_trend(const struct id *id)
{
    static const double time[] = {1, 2, 3, 4, 5, 6, 7, 8}, x[] = {5, 3, 3, 7, 7, 9, 2, 8};
    struct slant_mann_kendall k = slant_mann_kendall_of(time, x, 8, &mem);
    (void)id;
    put(k.s, "S");
    put(k.var, "var_S");
    put(k.slope, "sen_slope");
}

const struct cases model_cases[] = {
    {"pois.", poisson},
    {"nb.real.quine", quine},
    {"nb.", negbin},
    {"overdisp.", dispersion},
    {"standardised.", standardised},
    {"interaction.", interaction},
    {"mantel_haenszel.", mantel},
    {"trend.weekly", weekly},
    {"mk.small", small_trend},
    {NULL, NULL},
};
