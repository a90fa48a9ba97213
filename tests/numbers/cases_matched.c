/* Stories and pairs. */
#include <math.h>
#include <string.h>

#include "golden.h"
#include "stats/matched.h"

static const struct levels five = {5, {"Alpha", "Beta", "Gamma", "Delta", "Epsilon"}};

static struct slant_stories stories_of(const struct table *table, const char *count, const struct levels *levels)
{
    struct slant_stories data = {.rows = rows_where(table, count, "words", NULL, NULL), .outlets = levels->n};
    data.outlet = codes_of(table, "outlet", levels);
    data.story = distinct_of(table, "story_id", &data.stories);
    return data;
}

static void conditional(const struct id *id)
{
    struct slant_stories data = stories_of(table_of("data/stories.csv"), id->part[1], &five);
    struct slant_conditional c = slant_conditional_poisson(&data, &mem);
    for (size_t j = 0; j + 1 < five.n; j++) {
        const char *o = five.name[j + 1];
        put(c.coef[j], "coef.%s", o);
        put(c.se[j], "se.%s", o);
        put(c.se_robust[j], "se_robust.%s", o);
        put(exp(c.coef[j]), "rate_ratio.%s", o);
    }
    put(c.informative, "informative_stories");
    put(c.dispersion, "phi");
    put(c.wald, "wald_chisq_robust");
    put(c.wald_df, "wald_df");
    put(c.wald_p, "wald_p");
}

static void sign_flip(const struct id *id)
{
    const struct table *t = table_of("data/story_pairs_AB.csv");
    struct slant_pairs pairs = {t->rows < 16 ? t->rows : 16, numbers_of(t, "a_count"), numbers_of(t, "a_words"),
                                numbers_of(t, "b_count"), numbers_of(t, "b_words")};
    struct slant_signflip s = slant_sign_flip(&pairs, 9999, 1, &mem);
    (void)id;
    put(s.n, "n");
    put(1000 * s.mean_difference, "mean_diff");
    put(s.at_least, "n_ge");
    put(s.p, "p");
    put(s.log_ratio, "log_ros");
    put(s.at_least_ratio, "n_ge_ros");
    put(s.p_ratio, "p_ros");
}

static void put_ranks(const struct slant_signed_ranks *r)
{
    put(r->n, "n");
    put(r->zeros, "n_zero");
    put(r->mean, "mean_diff");
    put(r->t, "paired_t");
    put(r->t_p, "paired_p");
    put(r->t_ci.lo, "paired_ci.lo");
    put(r->t_ci.hi, "paired_ci.hi");
    put(r->v, "V");
    put(r->var, "var");
    put(r->z, "z_cc");
    put(r->p, "p_cc");
    put(r->p_plain, "p_nocc");
    put(r->p_exact, "p_exact_ties");
    put(r->pratt_z, "pratt_z");
    put(r->pratt_p, "pratt_p");
    put(r->walsh_median, "walsh_median");
    put(r->positive, "sign_pos");
    put(r->negative, "sign_neg");
    put(r->sign_p, "sign_p");
}

static void wire(const struct id *id)
{
    const struct table *t = table_of("data/pairs.csv");
    size_t n = t->rows;
    double *d = room_for(n, sizeof *d), *y = room_for(2 * n, sizeof *y), *w = room_for(2 * n, sizeof *w);
    uint32_t *edited = room_for(2 * n, sizeof *edited), *story = room_for(2 * n, sizeof *story);
    (void)id;
    for (size_t i = 0; i < n; i++) {
        y[2 * i] = number_at(t, i, "wire_count");
        w[2 * i] = number_at(t, i, "wire_words");
        y[2 * i + 1] = number_at(t, i, "edited_count");
        w[2 * i + 1] = number_at(t, i, "edited_words");
        edited[2 * i + 1] = 1;
        story[2 * i] = story[2 * i + 1] = (uint32_t)i;
        d[i] = slant_round10(1000 * (y[2 * i + 1] / w[2 * i + 1] - y[2 * i] / w[2 * i]));
    }
    struct slant_signed_ranks r = slant_signed_rank_test(d, n, &mem);
    struct slant_stories data = {{2 * n, y, w}, edited, story, 2, n};
    struct slant_conditional c = slant_conditional_poisson(&data, &mem);
    put_ranks(&r);
    put(c.coef[0], "cond_log_rr");
    put(c.se[0], "cond_se_poisson");
    put(c.se_robust[0], "cond_se_robust");
}

static void friedman(const struct id *id)
{
    const struct table *t = table_of("data/stories_complete.csv");
    size_t stories, k = 4;
    const uint32_t *story = distinct_of(t, "story_id", &stories), *outlet = codes_of(t, "outlet", &five);
    double *x = room_for(stories * k, sizeof *x);
    (void)id;
    for (size_t i = 0; i < t->rows; i++)
        x[story[i] * k + outlet[i]] = 1000 * (number_at(t, i, "hedges") / number_at(t, i, "words"));
    struct slant_friedman f = slant_friedman_test(x, stories, k, &mem);
    put(f.q, "Q");
    put(f.df, "df");
    put(f.p, "p");
    put(f.w, "kendall_W");
}

static void van_elteren(const struct id *id)
{
    const struct table *t = table_of("data/stories.csv");
    size_t stories, n = 0;
    uint32_t *story = distinct_of(t, "story_id", &stories);
    double *x = room_for(t->rows, sizeof *x);
    unsigned char *second = room_for(t->rows, 1);
    (void)id;
    for (size_t i = 0; i < t->rows; i++) {
        size_t o = level_of(&five, text_at(t, i, "outlet"));
        if (o > 1)
            continue;
        x[n] = number_at(t, i, "hedges") / number_at(t, i, "words");
        second[n] = o == 1;
        story[n++] = story[i];
    }
    struct slant_van_elteren v = slant_van_elteren_test(x, second, story, n, stories, &mem);
    put(v.t, "T");
    put(v.expected, "E");
    put(v.var, "V");
    put(v.z, "z");
    put(v.p, "p");
}

/* The first three stories of the complete set. */
static void story_permutation(const struct id *id)
{
    const struct levels four = {4, {"Alpha", "Beta", "Gamma", "Delta"}};
    struct slant_stories data = stories_of(table_of("data/stories_complete.csv"), "hedges", &four);
    (void)id;
    data.rows.n = 12;
    data.stories = 3;
    struct slant_story_test t = slant_story_permutation(&data, 200000, 9999, 1, &mem);
    put(t.statistic, "T");
    put(t.assignments, "n_assignments");
    put(t.at_least, "n_ge");
    put(t.p, "p");
}

const struct cases matched_cases[] = {
    {"conditional_poisson.", conditional},
    {"signflip_exact.", sign_flip},
    {"wire_pairs", wire},
    {"friedman.", friedman},
    {"van_elteren.", van_elteren},
    {"story_perm_exact.", story_permutation},
    {NULL, NULL},
};
