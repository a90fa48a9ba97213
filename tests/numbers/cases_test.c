/* Tests of outlets: omnibus, permutation, pairs, multiplicity. */
#include <math.h>
#include <string.h>

#include "golden.h"
#include "stats/adjust.h"
#include "stats/effect.h"
#include "stats/omnibus.h"
#include "stats/permute.h"

#define ARTICLES table_of("data/articles.csv")

static void omnibus(const struct id *id)
{
    struct slant_rows rows = rows_where(ARTICLES, id->part[1], "words", NULL, NULL);
    const uint32_t *group = codes_of(ARTICLES, "outlet", &outlets);
    const double *rate = rates_of(rows, 1);
    struct slant_kruskal k = slant_kruskal_wallis(rate, group, rows.n, 6, &mem);
    struct slant_ftest w = slant_welch_anova(rate, group, rows.n, 6), f = slant_classical_f(rate, group, rows.n, 6);
    put(k.h, "kw_H");
    put(k.tie_correction, "kw_tie_correction");
    put(k.df, "kw_df");
    put(k.p, "kw_p");
    put(k.epsilon_squared, "epsilon_squared");
    put(w.f, "welch_F");
    put(w.df1, "welch_df1");
    put(w.df2, "welch_df2");
    put(w.p, "welch_p");
    put(f.f, "F");
    put(f.p, "F_p");
}

static void airquality(const struct id *id)
{
    const struct table *air = table_of("data/airquality.csv");
    const struct levels months = {5, {"5", "6", "7", "8", "9"}};
    const uint32_t *month = codes_of(air, "Month", &months);
    double *x = room_for(air->rows, sizeof *x);
    uint32_t *group = room_for(air->rows, sizeof *group);
    size_t n = 0;
    (void)id;
    for (size_t i = 0; i < air->rows; i++)
        if (!isnan(number_at(air, i, "Ozone"))) {
            group[n] = month[i];
            x[n++] = number_at(air, i, "Ozone");
        }
    struct slant_kruskal k = slant_kruskal_wallis(x, group, n, 5, &mem);
    put(k.h, "H");
    put(k.p, "p");
}

static void welch_log(const struct id *id)
{
    struct slant_ftest f = slant_welch_log(sums_of(ARTICLES, id->part[1], "words", "outlet", &outlets), 6, 1);
    put(f.f, "F");
    put(f.df2, "df2");
    put(f.p, "p_F");
}

static struct slant_permute plan_of(const char *file, size_t groups, enum slant_permute_by by)
{
    static const struct levels names = {3, {"P", "Q", "R"}};
    const struct table *table = table_of(file);
    return (struct slant_permute){.rows = rows_where(table, "count", "words", NULL, NULL),
                                  .group = codes_of(table, "outlet", &names),
                                  .groups = groups,
                                  .by = by,
                                  .exact_limit = 200000,
                                  .replicates = 9999};
}

static struct slant_permuted permuted(const char *file, size_t groups, enum slant_permute_by by)
{
    struct slant_permute plan = plan_of(file, groups, by);
    return slant_permute_test(&plan, &mem);
}

static void permuted_three(const struct id *id)
{
    struct slant_permuted f = permuted("data/small3.csv", 3, SLANT_PERMUTE_F);
    struct slant_permuted h = permuted("data/small3.csv", 3, SLANT_PERMUTE_KRUSKAL);
    struct slant_permuted w = permuted("data/small3.csv", 3, SLANT_PERMUTE_WELCH_F);
    (void)id;
    put(f.assignments, "n_assignments");
    put(f.statistic, "F");
    put(f.at_least, "n_ge_F");
    put(f.p, "p_F");
    put(h.statistic, "kw_H");
    put(h.at_least, "n_ge_H");
    put(h.p, "p_H");
    put(w.statistic, "welch_F");
    put(w.at_least, "n_ge_welchF");
}

static void permuted_log(const struct id *id)
{
    struct slant_permuted w = permuted("data/small3.csv", 3, SLANT_PERMUTE_WELCH_LOG);
    const struct levels names = {3, {"P", "Q", "R"}};
    struct slant_ftest f =
        slant_welch_log(sums_of(table_of("data/small3.csv"), "count", "words", "outlet", &names), 3, 1);
    (void)id;
    put(w.statistic, "F");
    put(f.df2, "df2");
    put(w.assignments, "n_assignments");
    put(w.at_least, "n_ge");
    put(w.p, "p");
}

static const struct {
    const char *name;
    enum slant_permute_by by;
    double per;
} kinds[] = {{"ros", SLANT_PERMUTE_SUMS, 1000},
             {"mor", SLANT_PERMUTE_MEANS, 1000},
             {"stud", SLANT_PERMUTE_STUDENT, 1},
             {"studlog", SLANT_PERMUTE_STUDENT_LOG, 1},
             {"welch", SLANT_PERMUTE_WELCH, 1}};

static void permuted_two(const struct id *id)
{
    (void)id;
    for (size_t i = 0; i < 5; i++) {
        struct slant_permuted t = permuted("data/small2.csv", 2, kinds[i].by);
        put(kinds[i].per * t.statistic, "obs.%s", kinds[i].name);
        put(t.at_least, "n_ge.%s", kinds[i].name);
        put(t.p, "p.%s", kinds[i].name);
        if (i == 0)
            put(t.assignments, "n");
    }
    struct slant_permuted r = permuted("data/small2.csv", 2, SLANT_PERMUTE_RANKS);
    put(r.statistic + 7 * 14 / 2.0, "ranksum_Q");
    put(r.p, "p_ranksum_exact");
}

static void permuted_given(const struct id *id)
{
    size_t many, n;
    const uint32_t *order = matrix_of("data/perm_small2_499x13.csv", &many, &n);
    (void)id;
    put((double)many, "m");
    for (size_t i = 0; i < 5; i++) {
        struct slant_permute plan = plan_of("data/small2.csv", 2, kinds[i].by);
        struct slant_permuted t = slant_permute_given(&plan, order, many, &mem);
        put(t.at_least, "b.%s", kinds[i].name);
        put(t.p, "p.%s", kinds[i].name);
    }
}

static void put_ends(struct slant_interval ci, const char *key)
{
    put(ci.lo, "%s.lo", key);
    put(ci.hi, "%s.hi", key);
}

static void put_tests(const double *a, size_t n, const double *b, size_t m)
{
    struct slant_mann_whitney u = slant_mann_whitney(a, n, b, m, &mem);
    struct slant_ttest bm = slant_brunner_munzel(b, m, a, n, &mem), t = slant_welch_t(a, n, b, m);
    put(u.u, "mw_U");
    put(u.var, "mw_var");
    put(u.z, "mw_z_cc");
    put(u.p, "mw_p_cc");
    put(u.p_plain, "mw_p_nocc");
    put(bm.t, "bm_stat");
    put(bm.df, "bm_df");
    put(bm.p, "bm_p");
    put(t.t, "welch_t");
    put(t.df, "welch_df");
    put(t.p, "welch_p");
    put(t.difference, "mean_diff");
    put_ends(t.ci, "welch_ci");
}

static void put_effects(const double *a, size_t n, const double *b, size_t m)
{
    struct slant_cliff c = slant_cliff_delta(a, n, b, m, &mem);
    struct slant_hedges h = slant_hedges_g(a, n, b, m);
    put(c.delta, "cliff.delta");
    put(c.superiority, "cliff.p_superiority");
    put(c.var, "cliff.var_unbiased");
    put_ends(c.ci, "cliff.ci_asym_unbiased");
    put(h.d, "hedges.d");
    put(h.j, "hedges.J");
    put(h.g, "hedges.g");
    put(h.var, "hedges.var_g");
    put_ends(h.ci, "hedges.ci_normal");
    put_ends(h.ci_noncentral, "hedges.ci_noncentral_t");
}

static void pair(const struct id *id)
{
    const char *count = id->part[1], *x = id->part[2], *y = id->part[4];
    struct slant_rows a = rows_where(ARTICLES, count, "words", "outlet", x);
    struct slant_rows b = rows_where(ARTICLES, count, "words", "outlet", y);
    struct slant_rate_sums sa = sums_where(ARTICLES, count, "words", "outlet", x);
    struct slant_rate_sums sb = sums_where(ARTICLES, count, "words", "outlet", y);
    struct slant_ratio r = slant_ratio_of(&sa, &sb, 0.95);
    put_tests(rates_of(a, 1000), a.n, rates_of(b, 1000), b.n);
    put_effects(rates_of(a, 1000), a.n, rates_of(b, 1000), b.n);
    put(r.ratio, "rate_ratio.rr");
    put(r.log_ratio, "rate_ratio.log_rr");
    put(r.se, "rate_ratio.se");
    put(r.df, "rate_ratio.df");
    put(r.t, "rate_ratio.t");
    put(r.p, "rate_ratio.p");
    put_ends((struct slant_interval){r.lo, r.hi}, "rate_ratio.ci");
}

static void adjusted(const struct id *id)
{
    static const double p[] = {.0003, .012, .012, .04, .049, .2, .5, NAN, .99, 1, .0003};
    static const char *const names[] = {"holm", "BH", "BY", "hochberg", "bonferroni"};
    (void)id;
    for (size_t by = 0; by < 5; by++) {
        double out[11];
        slant_adjust((enum slant_adjust_by)by, p, 11, out, &mem);
        for (size_t i = 0; i < 11; i++)
            put(out[i], "%s.%zu", names[by], i);
    }
}

static void all_pairs(const struct id *id)
{
    struct slant_rate_sums *sums = sums_of(ARTICLES, id->part[1], "words", "outlet", &outlets);
    double p[15], holm[15], rejected = 0;
    size_t n = 0;
    for (size_t i = 0; i < 6; i++)
        for (size_t j = i + 1; j < 6; j++)
            p[n++] = slant_ratio_of(&sums[j], &sums[i], 0.95).p;
    slant_adjust(SLANT_ADJUST_HOLM, p, n, holm, &mem);
    n = 0;
    for (size_t i = 0; i < 6; i++)
        for (size_t j = i + 1; j < 6; j++, n++) {
            put(p[n], "p.%s_vs_%s", outlets.name[j], outlets.name[i]);
            put(holm[n], "holm.%s_vs_%s", outlets.name[j], outlets.name[i]);
            rejected += holm[n] <= .05;
        }
    put(rejected, "n_reject");
}

const struct cases test_cases[] = {
    {"omnibus.", omnibus},
    {"real.airquality", airquality},
    {"welchlog.", welch_log},
    {"perm_exact.small3", permuted_three},
    {"perm_exact_welchlog.small3", permuted_log},
    {"perm_exact.small2", permuted_two},
    {"perm_mc.small2", permuted_given},
    {"pair.", pair},
    {"padjust", adjusted},
    {"allpairs.", all_pairs},
    {NULL, NULL},
};
