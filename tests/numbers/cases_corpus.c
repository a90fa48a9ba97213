/* Published corpora whose licence is not clear: their counts are not here, but a folder that has them
 * (data/real_basil.csv, data/real_polnear.csv) can be given. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "golden.h"
#include "stats/adjust.h"
#include "stats/glm.h"
#include "stats/matched.h"
#include "stats/omnibus.h"

static struct slant_design design_of(struct slant_rows rows, const uint32_t *outlet, const struct levels *levels)
{
    size_t n = rows.n, p = levels->n;
    double *x = room_for(n * p, sizeof *x), *offset = room_for(n, sizeof *offset);
    slant_design_factor(x, n, p, 1, outlet, p, SLANT_CODING_TREATMENT);
    for (size_t i = 0; i < n; i++) {
        x[i * p] = 1;
        offset[i] = log(rows.w[i]);
    }
    return (struct slant_design){n, p, x, rows.y, offset};
}

static void put_ratio(const struct slant_rate_sums *a, const struct slant_rate_sums *b, const char *name)
{
    struct slant_ratio r = slant_ratio_of(a, b, 0.95);
    put(r.log_ratio, "rate_ratio.%s.log_rr", name);
    put(r.se, "rate_ratio.%s.se", name);
    put(r.df, "rate_ratio.%s.df", name);
    put(r.p, "rate_ratio.%s.p", name);
    put(r.lo, "rate_ratio.%s.lo", name);
    put(r.hi, "rate_ratio.%s.hi", name);
}

static void put_omnibus(struct slant_rows rows, const uint32_t *outlet, size_t groups)
{
    struct slant_kruskal k = slant_kruskal_wallis(rates_of(rows, 1), outlet, rows.n, groups, &mem);
    struct slant_ftest w = slant_welch_anova(rates_of(rows, 1), outlet, rows.n, groups);
    put(k.h, "kw_H");
    put(k.p, "kw_p");
    put(w.f, "welch_F");
    put(w.df2, "welch_df2");
    put(w.p, "welch_p");
}

/* 100 events, three outlets each. */
static void basil(const struct id *id)
{
    static const struct levels levels = {3, {"nyt", "fox", "hpo"}};
    const struct table *t = table_of("data/real_basil.csv");
    struct slant_stories data = {.rows = rows_where(t, id->part[1], "words", NULL, NULL), .outlets = 3};
    data.outlet = codes_of(t, "outlet", &levels);
    data.story = distinct_of(t, "story_id", &data.stories);
    struct slant_rate_sums *sums = sums_of(t, id->part[1], "words", "outlet", &levels);
    struct slant_design design = design_of(data.rows, data.outlet, &levels);
    struct slant_glm fit = slant_poisson_fit(&design, &mem);
    double cov[9], *block = room_for(data.stories * 3, sizeof *block);
    for (size_t g = 0; g < 3; g++) {
        struct slant_rate r = slant_rate_estimate(&sums[g], 0.95);
        put(1000 * r.rate, "desc.%s.rate", levels.name[g]);
        put(r.log_se, "desc.%s.se_log", levels.name[g]);
        put(1000 * r.lo, "desc.%s.lo", levels.name[g]);
        put(1000 * r.hi, "desc.%s.hi", levels.name[g]);
    }
    put(fit.dispersion, "phi");
    put(slant_negbin_fit(&design, &mem).theta, "theta");
    put_omnibus(data.rows, data.outlet, 3);
    put_ratio(&sums[1], &sums[0], "fox_vs_nyt");
    put_ratio(&sums[2], &sums[0], "hpo_vs_nyt");
    put_ratio(&sums[1], &sums[2], "fox_vs_hpo");
    slant_glm_cluster(&design, &fit, data.story, data.stories, cov, &mem);
    put(sqrt(cov[4]), "se_cluster_story.fox");
    put(sqrt(cov[8]), "se_cluster_story.hpo");
    struct slant_conditional c = slant_conditional_poisson(&data, &mem);
    for (size_t j = 0; j < 2; j++) {
        put(c.coef[j], "conditional.coef.%s", levels.name[j + 1]);
        put(c.se[j], "conditional.se.%s", levels.name[j + 1]);
        put(c.se_robust[j], "conditional.se_robust.%s", levels.name[j + 1]);
    }
    put(c.informative, "conditional.informative_stories");
    for (size_t i = 0; i < data.rows.n; i++)
        block[data.story[i] * 3 + data.outlet[i]] = data.rows.y[i] / data.rows.w[i];
    struct slant_friedman f = slant_friedman_test(block, data.stories, 3, &mem);
    put(f.q, "friedman_Q");
    put(f.p, "friedman_p");
}

static void polnear(const struct id *id)
{
    const struct table *t = table_of("data/real_polnear.csv");
    struct levels levels = levels_in(t, "outlet");
    struct slant_rows rows = rows_where(t, id->part[1], "words", NULL, NULL);
    const uint32_t *outlet = codes_of(t, "outlet", &levels);
    struct slant_rate_sums *sums = sums_of(t, id->part[1], "words", "outlet", &levels);
    struct slant_design design = design_of(rows, outlet, &levels);
    struct slant_negbin nb = slant_negbin_fit(&design, &mem);
    double p[32], holm[32], rejected = 0;
    size_t n = 0;
    for (size_t g = 0; g < levels.n; g++) {
        struct slant_rate r = slant_rate_estimate(&sums[g], 0.95);
        put(1000 * r.rate, "rate.%s", levels.name[g]);
        put(1000 * r.lo, "lo.%s", levels.name[g]);
        put(1000 * r.hi, "hi.%s", levels.name[g]);
        for (size_t h = g + 1; h < levels.n; h++)
            p[n++] = slant_ratio_of(&sums[h], &sums[g], 0.95).p;
    }
    put(slant_poisson_fit(&design, &mem).dispersion, "phi");
    put(nb.theta, "theta");
    put(nb.glm.loglik, "nb_loglik");
    put_omnibus(rows, outlet, levels.n);
    slant_adjust(SLANT_ADJUST_HOLM, p, n, holm, &mem);
    n = 0;
    for (size_t g = 0; g < levels.n; g++)
        for (size_t h = g + 1; h < levels.n; h++, n++) {
            put(p[n], "pair_p.%s_vs_%s", levels.name[h], levels.name[g]);
            put(holm[n], "pair_holm.%s_vs_%s", levels.name[h], levels.name[g]);
            rejected += holm[n] <= .05;
        }
    put(rejected, "holm_rejections");
}

const struct cases corpus_cases[] = {{"basil.", basil}, {"polnear.", polnear}, {NULL, NULL}};
