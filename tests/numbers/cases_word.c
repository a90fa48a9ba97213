/* Words, maps, diversity. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "stats/adjust.h"
#include "stats/diversity.h"
#include "stats/map.h"
#include "stats/words.h"

/* All words of one outlet against the others. bh: adjusted p values of G². */
static struct slant_keyness *keyness_of(const char *outlet, double **bh)
{
    const struct table *words = table_of("data/vocab.csv"), *totals = table_of("data/vocab_totals.csv");
    struct slant_keyness *out = room_for(words->rows, sizeof *out);
    double *count[6], *p = room_for(words->rows, sizeof *p), all = 0, ni = 0;
    char column[32];
    for (size_t o = 0; o < 6; o++) {
        snprintf(column, sizeof column, "n_%s", outlets.name[o]);
        count[o] = numbers_of(words, column);
        all += number_at(totals, o, "tokens");
        ni += strcmp(outlets.name[o], outlet) == 0 ? number_at(totals, o, "tokens") : 0;
    }
    const double *here = count[level_of(&outlets, outlet)];
    for (size_t i = 0; i < words->rows; i++) {
        double y = 0;
        for (size_t o = 0; o < 6; o++)
            y += count[o][i];
        out[i] = slant_keyness_of(here[i], ni, y - here[i], all - ni, 1000 * y / all, 1000);
        p[i] = out[i].g2_p;
    }
    *bh = room_for(words->rows, sizeof **bh);
    slant_adjust(SLANT_ADJUST_BH, p, words->rows, *bh, &mem);
    return out;
}

static void put_word(const char *before, const char *word, const struct slant_keyness *k, double bh)
{
    put(k->delta, "%s%s.delta", before, word);
    put(k->var, "%s%s.var", before, word);
    put(k->zeta, "%s%s.z", before, word);
    put(k->g2_two_cells, "%s%s.G2_2cell", before, word);
    put(k->g2, "%s%s.G2_4cell", before, word);
    put(k->g2_p, "%s%s.p_G2", before, word);
    put(k->log2_ratio, "%s%s.log2ratio", before, word);
    put(bh, "%s%s.BH", before, word);
}

static void keyness(const struct id *id)
{
    char outlet[32];
    snprintf(outlet, sizeof outlet, "%.*s", (int)strcspn(id->part[1], "_"), id->part[1]);
    const struct table *words = table_of("data/vocab.csv");
    double *bh, claimed = 0, far = 0;
    struct slant_keyness *k = keyness_of(outlet, &bh);
    for (size_t i = 0; i < words->rows; i++) {
        const char *word = text_at(words, i, "word");
        if (strstr("w001 w040 w120 w400", word))
            put_word("rows.", word, &k[i], bh[i]);
        claimed += bh[i] < .05;
        far += fabs(k[i].zeta) > 1.96;
    }
    put(claimed, "n_sig_BH05");
    put(far, "n_abs_z_gt_1.96");
    for (size_t rank = 0; rank < 10; rank++) {
        size_t best = 0;
        for (size_t i = 0; i < words->rows; i++)
            if (k[i].zeta > k[best].zeta)
                best = i;
        put_text(text_at(words, best, "word"), "top10_by_z.%zu", rank);
        k[best].zeta = -INFINITY;
    }
}

/* Every cell of expected/keyness_<outlet>_vs_rest.csv. */
static void keyness_table(const struct id *id)
{
    static const char *const columns[] = {"delta", "var", "z", "G2_2cell", "G2_4cell", "p_G2", "log2ratio", "BH"};
    char name[64];
    snprintf(name, sizeof name, "expected/keyness_%s_vs_rest.csv", id->part[1]);
    const struct table *want = table_of(name), *words = table_of("data/vocab.csv");
    double *bh, wrong = want->rows == words->rows ? 0 : 1;
    const struct slant_keyness *k = keyness_of(id->part[1], &bh);
    for (size_t i = 0; i < want->rows && wrong == 0; i++) {
        const double got[] = {k[i].delta, k[i].var,  k[i].zeta,       k[i].g2_two_cells,
                              k[i].g2,    k[i].g2_p, k[i].log2_ratio, bh[i]};
        for (size_t c = 0; c < 8; c++) {
            double value = number_at(want, i, columns[c]), tolerance = value < 1e-8 && c >= 5 ? 1e-6 : 1e-9;
            wrong += !(fabs(got[c] - value) <= 1e-11 * (c < 5 || c == 6) + tolerance * fabs(value));
        }
    }
    put(wrong, "wrong");
}

static void article_level(const struct id *id)
{
    const struct table *t = table_of("data/vocab_articles.csv");
    const double *tokens = numbers_of(t, "words");
    double all = 0, least = INFINITY;
    for (size_t i = 0; i < t->rows; i++) {
        all += tokens[i];
        least = fmin(least, tokens[i]);
    }
    for (size_t c = 3; c < t->cols; c++) {
        const char *word = t->head[c];
        const double *count = numbers_of(t, word);
        struct slant_rate_sums here = {0}, there = {0};
        struct slant_dp dp = {.token_total = all};
        for (size_t i = 0; i < t->rows; i++) {
            int in = strcmp(text_at(t, i, "outlet"), id->part[2]) == 0;
            slant_rate_add(in ? &here : &there, (uint64_t)count[i], (uint64_t)tokens[i]);
            dp.word_total += count[i];
        }
        for (size_t i = 0; i < t->rows; i++)
            if (count[i] > 0)
                slant_dp_add(&dp, count[i], tokens[i]);
        struct slant_word_test w = slant_word_test_of(&here, &there);
        put(w.log_ratio, "%s.log_rr", word);
        put(w.se, "%s.se_article", word);
        put(w.z, "%s.z_article", word);
        put(w.se_poisson, "%s.se_poisson", word);
        put(w.articles_with, "%s.articles_with", word);
        put(slant_dp_finish(&dp), "%s.DP", word);
        put(slant_dp_norm(slant_dp_finish(&dp), least, all), "%s.DPnorm", word);
    }
}

/* The numbers of a table whose first column names its rows. */
static double *body_of(const struct table *t)
{
    double *x = room_for(t->rows * (t->cols - 1), sizeof *x);
    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 1; j < t->cols; j++)
            x[i * (t->cols - 1) + j - 1] = number_at(t, i, t->head[j]);
    return x;
}

static void pca(const struct id *id)
{
    const struct table *t = table_of("data/profile.csv");
    struct slant_pca p = slant_pca_of(body_of(t), t->rows, t->cols - 1, &mem);
    (void)id;
    for (size_t a = 0; a < p.axes; a++) {
        put(p.sdev[a], "sdev.%zu", a);
        put(p.share[a], "var_explained.%zu", a);
        for (size_t j = 1; j < t->cols; j++)
            put(p.loadings[(j - 1) * p.axes + a], "loadings.PC%zu.%s", a + 1, t->head[j]);
        for (size_t i = 0; i < t->rows; i++)
            put(p.scores[i * p.axes + a], "scores.PC%zu.%s", a + 1, text_at(t, i, "outlet"));
    }
}

static void ca(const struct id *id)
{
    const struct table *t = table_of("data/frames.csv");
    size_t cols = t->cols - 1;
    struct slant_ca c = slant_ca_of(body_of(t), t->rows, cols, &mem);
    (void)id;
    put(c.inertia, "inertia_total");
    put(c.chi2, "chisq");
    put(c.df, "df");
    put(c.p, "p");
    put(c.cramers_v, "cramers_v");
    for (size_t a = 0; a < c.axes; a++) {
        put(c.singular[a], "singular_values.%zu", a);
        put(c.share[a], "share.%zu", a);
        for (size_t j = 0; j < cols; j++)
            put(c.cols[j * c.axes + a], "cols.axis%zu.%s", a + 1, t->head[j + 1]);
    }
    for (size_t i = 0; i < t->rows; i++) {
        const char *o = text_at(t, i, "outlet");
        for (size_t a = 0; a < 2; a++)
            put(c.rows[i * c.axes + a], "rows.axis%zu.%s", a + 1, o);
        put(c.row_contributions[i * c.axes], "row_contrib_axis1.%s", o);
        for (size_t j = 0; j < cols; j++)
            put(c.residuals[i * cols + j], "std_residuals.%s.%zu", o, j);
    }
}

static void put_diversity(const double *x, size_t n)
{
    struct slant_diversity d = slant_diversity_of(x, n);
    put(d.n, "n");
    put(d.s, "S");
    put(d.f1, "f1");
    put(d.f2, "f2");
    put(d.shannon, "shannon_mle");
    put(d.miller_madow, "shannon_miller_madow");
    put(d.chao_shen, "shannon_chao_shen");
    put(d.coverage_good, "coverage_good");
    put(d.coverage_chao_jost, "coverage_chao_jost");
    put(d.simpson, "simpson_unbiased");
    put(d.hill1, "hill1");
    put(d.hill2, "hill2_inv_simpson");
    put(d.chao1, "chao1_bc");
    put(d.pielou, "pielou");
    put(d.top_share, "top_source_share");
    put(slant_rarefied(x, n, 10), "rarefied_10");
    put(slant_rarefied(x, n, 12), "rarefied_12");
}

static void diversity(const struct id *id)
{
    static const double example[] = {4, 2, 3, 0, 2, 4, 0, 0, 2, 1, 1};
    const struct table *t = table_of("data/sources.csv");
    double *x = room_for(t->rows, sizeof *x);
    size_t n = 0;
    if (strcmp(id->part[1], "entropy_pkg_example") == 0) {
        put_diversity(example, 11);
        return;
    }
    for (size_t i = 0; i < t->rows; i++)
        if (strcmp(text_at(t, i, "outlet"), id->part[1]) == 0)
            x[n++] = number_at(t, i, "mentions");
    put_diversity(x, n);
}

const struct cases word_cases[] = {
    {"keyness.article_level.", article_level},
    {"keyness_table.", keyness_table},
    {"keyness.", keyness},
    {"pca.", pca},
    {"ca.", ca},
    {"diversity.", diversity},
    {NULL, NULL},
};
