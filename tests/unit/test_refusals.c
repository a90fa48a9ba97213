/* stats/: what the statistics refuse, and how: a named status and no number. And what must hold of any permutation
 * test. */
#include "support.h"

#include <math.h>

#include "stats/adjust.h"
#include "stats/agree.h"
#include "stats/contrast.h"
#include "stats/diversity.h"
#include "stats/effect.h"
#include "stats/glm.h"
#include "stats/logistic.h"
#include "stats/map.h"
#include "stats/matched.h"
#include "stats/omnibus.h"
#include "stats/permute.h"
#include "stats/power.h"
#include "stats/random.h"
#include "stats/reliability.h"
#include "stats/resample.h"
#include "stats/topic.h"
#include "stats/trend.h"
#include "stats/words.h"

static struct slant_arena mem;

static int forget(void **state)
{
    (void)state;
    slant_arena_free(&mem);
    return 0;
}

#define refused(status, name) assert_string_equal(slant_stat_name(status), name)

/* n articles of 500 words with counts from a string of digits. */
static struct slant_rate_sums sums_of(const char *digits)
{
    struct slant_rate_sums s = {0};
    for (; *digits; digits++)
        slant_rate_add(&s, (uint64_t)(*digits - '0'), 500);
    return s;
}

/* The same as rows, one group a string. */
static struct slant_permute plan_of(const char *a, const char *b, enum slant_permute_by by)
{
    size_t na = strlen(a), n = na + strlen(b);
    double *y = slant_arena_alloc(&mem, n * sizeof *y), *w = slant_arena_alloc(&mem, n * sizeof *w);
    uint32_t *group = slant_arena_alloc(&mem, n * sizeof *group);
    for (size_t i = 0; i < n; i++) {
        y[i] = (i < na ? a[i] : b[i - na]) - '0';
        w[i] = 500;
        group[i] = i >= na;
    }
    return (struct slant_permute){
        .rows = {n, y, w}, .group = group, .groups = 2, .by = by, .exact_limit = 200000, .replicates = 9999, .key = 3};
}

static struct slant_permuted permuted(const char *a, const char *b, enum slant_permute_by by)
{
    struct slant_permute plan = plan_of(a, b, by);
    return slant_permute_test(&plan, &mem);
}

static void test_every_status_has_words(void **state)
{
    (void)state;
    for (int i = SLANT_STAT_OK; i <= SLANT_STAT_NO_MEMORY; i++) {
        assert_non_null(slant_stat_name((enum slant_stat)i));
        assert_non_null(slant_stat_sentence((enum slant_stat)i));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(slant_stat_name((enum slant_stat)i), slant_stat_name((enum slant_stat)j));
    }
}

static void test_rates(void **state)
{
    (void)state;
    struct slant_rate_sums few = sums_of("123123123"), zeros = sums_of("000000000000"), rare = sums_of("111100000000"),
                           enough = sums_of("111110000000"), none = {0}, one = sums_of("3");
    refused(slant_rate_of(&few).status, "TOO_FEW_ARTICLES");
    refused(slant_rate_of(&zeros).status, "NO_EVENTS");
    refused(slant_rate_of(&rare).status, "TOO_FEW_ARTICLES");
    refused(slant_rate_of(&enough).status, "OK");
    refused(slant_rate_of(&none).status, "TOO_FEW_ARTICLES");
    assert_true(slant_rate_of(&few).rate == 18.0 / 4500); /* a rate, though no interval */
    assert_true(isnan(slant_rate_of(&few).lo) && isnan(slant_rate_of(&none).rate));
    refused(slant_ratio_of(&enough, &zeros, 0.95).status, "SEPARATION");
    refused(slant_ratio_of(&zeros, &zeros, 0.95).status, "NO_EVENTS");
    refused(slant_ratio_of(&enough, &one, 0.95).status, "TOO_FEW_ARTICLES");
    assert_true(isnan(slant_ratio_of(&enough, &zeros, 0.95).p));
    struct slant_rate_sums two = sums_of("222222222222"), three = sums_of("333333333333");
    refused(slant_ratio_of(&two, &two, 0.95).status, "NO_VARIATION");
    assert_true(slant_ratio_of(&two, &two, 0.95).p == 1);
    assert_true(isnan(slant_ratio_of(&three, &two, 0.95).p)); /* certain or not: there is nothing to tell by */
    assert_true(slant_ratio_of(&three, &two, 0.95).ratio == 1.5);
    assert_true(fabs(slant_rate_upper(1000, 0.2, 0.975) - 0.003688879454113936) < 1e-15); /* never below Poisson's */
    assert_true(slant_rate_upper(1000, 2, 0.975) == 2 * slant_rate_upper(1000, 1, 0.975));
}

static void test_shares(void **state)
{
    (void)state;
    struct slant_rate_sums all = {0}, over = {0};
    for (int i = 0; i < 12; i++) {
        slant_rate_add(&all, 20, 20);
        slant_rate_add(&over, 21, 20);
    }
    refused(slant_share_estimate(&all, 0.95).status, "NO_VARIATION");
    refused(slant_share_estimate(&over, 0.95).status, "BAD_INPUT");
    assert_true(isnan(slant_share_estimate(&all, 0.95).lo));
}

static void test_contrasts(void **state)
{
    (void)state;
    struct slant_rate_sums sums[3] = {sums_of("102030120"), sums_of("230121021"), sums_of("000000000")};
    struct slant_contrast out[3];
    refused(slant_contrast_mean(sums, 1, 0.95, out), "TOO_FEW_OUTLETS");
    refused(slant_contrast_mean(sums, 3, 0.95, out), "SEPARATION");
    assert_true(isnan(out[0].p) && isnan(out[2].log_rate));
    refused(slant_contrast_mean(sums, 2, 0.95, out), "OK");
    assert_true(fabs(out[0].est + out[1].est) < 1e-15);
    refused(slant_welch_log(sums, 3, 0).status, "SEPARATION");
    refused(slant_welch_log(sums, 3, 1).status, "OK");
    refused(slant_reliability_of(sums, 2, &mem).status, "TOO_FEW_OUTLETS");
    refused(slant_reliability_of(sums, 3, &mem).status, "SEPARATION");
    assert_true(isnan(slant_power_articles(1, 1, 1, 1, 0.05, 0.8)));
}

static void test_permutations_refuse(void **state)
{
    (void)state;
    struct slant_permuted t = permuted("000", "0000", SLANT_PERMUTE_STUDENT_LOG);
    refused(t.status, "NO_EVENTS");
    assert_true(isnan(t.p));
    t = permuted("222", "2222", SLANT_PERMUTE_STUDENT_LOG);
    refused(t.status, "NO_VARIATION");
    assert_true(t.p == 1);
    refused(permuted("2", "12345", SLANT_PERMUTE_STUDENT_LOG).status, "TOO_FEW_ARTICLES");
    refused(permuted("2", "12345", SLANT_PERMUTE_SUMS).status, "OK");
    struct slant_permute plan = plan_of("123", "456", SLANT_PERMUTE_STUDENT_LOG);
    double w[6] = {500, 500, 0, 500, 500, 500};
    plan.rows.w = w;
    refused(slant_permute_test(&plan, &mem).status, "BAD_INPUT");
    w[2] = NAN;
    refused(slant_permute_test(&plan, &mem).status, "BAD_INPUT");
    plan = plan_of("123", "456", SLANT_PERMUTE_STUDENT_LOG);
    plan.groups = 3;
    refused(slant_permute_test(&plan, &mem).status, "BAD_INPUT");
    plan.groups = 1;
    refused(slant_permute_test(&plan, &mem).status, "TOO_FEW_OUTLETS");
}

/* The names of the outlets do not matter, nor (when exact) the order of rows; exact and random agree; p has a floor. */
static void test_permutations_hold(void **state)
{
    (void)state;
    static const enum slant_permute_by kinds[] = {
        SLANT_PERMUTE_STUDENT_LOG, SLANT_PERMUTE_STUDENT, SLANT_PERMUTE_SUMS,      SLANT_PERMUTE_MEANS,
        SLANT_PERMUTE_WELCH,       SLANT_PERMUTE_RANKS,   SLANT_PERMUTE_WELCH_LOG, SLANT_PERMUTE_F,
        SLANT_PERMUTE_WELCH_F,     SLANT_PERMUTE_KRUSKAL};
    for (size_t k = 0; k < COUNT(kinds); k++) {
        struct slant_permuted a = permuted("0132021", "35241634", kinds[k]),
                              b = permuted("35241634", "0132021", kinds[k]);
        struct slant_permuted turned = permuted("1202310", "43614253", kinds[k]);
        assert_true(a.exact && a.assignments == 6435 && a.drawn == 6435);
        assert_true(a.at_least == b.at_least && a.at_least == turned.at_least);
        assert_true(a.p >= a.least_p && a.least_p == 1.0 / 6435 && a.p < 0.02);
        struct slant_permute plan = plan_of("0132021", "35241634", kinds[k]);
        plan.exact_limit = 0;
        struct slant_permuted drawn = slant_permute_test(&plan, &mem), again = slant_permute_test(&plan, &mem);
        assert_true(!drawn.exact && drawn.drawn == 9999 && drawn.p == again.p);
        assert_true(fabs(drawn.p - a.p) < 4 * sqrt(a.p / 9999) + 2e-4);
        assert_true(fabs(drawn.statistic - a.statistic) < 1e-12 * fabs(a.statistic));
    }
}

/* The random ones are slant_random_permutation's, though only part of each is drawn. */
static void test_permutations_are_the_given_ones(void **state)
{
    (void)state;
    struct slant_permute plan = plan_of("013202135", "3524", SLANT_PERMUTE_STUDENT_LOG);
    uint32_t *order = slant_arena_alloc(&mem, 300 * 13 * sizeof *order);
    plan.exact_limit = 0;
    plan.replicates = 300;
    for (uint32_t b = 0; b < 300; b++)
        slant_random_permutation(plan.key, b, 13, order + 13 * b);
    struct slant_permuted drawn = slant_permute_test(&plan, &mem), given = slant_permute_given(&plan, order, 300, &mem);
    assert_true(drawn.at_least == given.at_least && drawn.p == given.p && drawn.at_least > 5);
}

static void test_least_p(void **state)
{
    (void)state;
    assert_true(permuted("12", "34", SLANT_PERMUTE_SUMS).least_p == 1.0 / 3); /* 2 of 6: the outlets can trade names */
    assert_true(permuted("123", "4567", SLANT_PERMUTE_SUMS).least_p == 1.0 / 35);
    assert_true(permuted("123", "4567", SLANT_PERMUTE_SUMS).p == 2.0 / 35); /* 567 against 1234 is as far */
    const size_t sizes[] = {3, 3, 4};
    assert_true(slant_permute_assignments(sizes, 3) == 4200);
    const size_t large[] = {400, 600};
    assert_true(slant_permute_assignments(large, 2) > 1e200);
}

static void test_effects(void **state)
{
    (void)state;
    static const double low[] = {1, 2, 3, 4, 5}, high[] = {11, 12, 13, 14, 15}, flat[] = {2, 2, 2, 2, 2};
    struct slant_cliff c = slant_cliff_delta(high, 5, low, 5, &mem);
    refused(c.status, "SEPARATION");
    assert_true(c.delta == 1 && c.ci.lo == 1 && fabs(c.superiority_bound - pow(0.025, 0.2)) < 1e-15);
    refused(slant_cliff_delta(flat, 5, flat, 4, &mem).status, "NO_VARIATION");
    refused(slant_cliff_delta(low, 1, high, 5, &mem).status, "TOO_FEW_ARTICLES");
    assert_true(slant_cliff_delta(low, 1, high, 5, &mem).delta == -1);
    refused(slant_hedges_g(flat, 5, flat, 5).status, "NO_VARIATION");
    refused(slant_mann_whitney(flat, 5, flat, 5, &mem).status, "NO_VARIATION");
    assert_true(slant_mann_whitney(flat, 5, flat, 5, &mem).p == 1);
    refused(slant_brunner_munzel(low, 5, high, 5, &mem).status, "SEPARATION");
    refused(slant_welch_t(flat, 5, flat, 5).status, "NO_VARIATION");
    assert_true(fabs(slant_noncentral_t(1.5, 10, 0) - 0.9177463367772799) < 1e-9); /* R: pt(1.5, 10) */
    assert_true(fabs(slant_noncentral_t(2, 5, 1) - 0.778074662615947) < 1e-9);     /* R: pt(2, 5, 1) */
}

/* y over 12 articles of two outlets: x = 1, second outlet. */
static struct slant_design design_of(double *y, int second_too)
{
    double *x = slant_arena_zalloc(&mem, 36 * sizeof *x);
    for (size_t i = 0; i < 12; i++) {
        x[3 * i] = 1;
        x[3 * i + 1] = i >= 6;
        x[3 * i + 2] = second_too ? 2.0 * (i >= 6) : (double)(i % 3);
    }
    return (struct slant_design){12, 3, x, y, NULL};
}

static void test_models(void **state)
{
    (void)state;
    double y[12] = {1, 4, 2, 3, 0, 5, 2, 2, 7, 3, 4, 1}, zero[12] = {0}, apart[12] = {1, 4, 2, 3, 2, 5};
    struct slant_design good = design_of(y, 0), twice = design_of(y, 1), none = design_of(zero, 0),
                        split = design_of(apart, 0);
    refused(slant_poisson_fit(&good, &mem).status, "OK");
    refused(slant_poisson_fit(&twice, &mem).status, "SINGULAR");
    refused(slant_poisson_fit(&none, &mem).status, "NO_EVENTS");
    refused(slant_poisson_fit(&split, &mem).status, "SEPARATION");
    y[3] = -1;
    refused(slant_poisson_fit(&good, &mem).status, "BAD_INPUT");
    y[3] = NAN;
    refused(slant_negbin_fit(&good, &mem).glm.status, "BAD_INPUT");
    good.n = 3;
    refused(slant_poisson_fit(&good, &mem).status, "TOO_FEW_ARTICLES");
}

static void test_logistic(void **state)
{
    (void)state;
    double x[16] = {1, -3, 1, -2, 1, -1, 1, 0, 1, 1, 1, 2, 1, 3, 1, 4}, y[8] = {0, 0, 0, 0, 1, 1, 1, 1}, b[2], se[2],
           ll;
    struct slant_logistic data = {8, 2, x, y, NULL, 0};
    refused(slant_logistic_fit(&data, 0, b, se, &ll, &mem), "SEPARATION");
    assert_true(isnan(b[1]) && isnan(se[1]) && isnan(ll));
    refused(slant_logistic_fit(&data, 1, b, se, &ll, &mem), "OK");
    assert_true(b[1] > 0 && se[1] > 0 && ll < 0);
    for (size_t i = 0; i < 8; i++)
        x[2 * i + 1] = 3;
    y[0] = 1;
    refused(slant_logistic_fit(&data, 0, b, se, &ll, &mem), "SINGULAR");
    y[1] = 2;
    refused(slant_logistic_fit(&data, 1, b, se, &ll, &mem), "BAD_INPUT");
}

static void test_stories(void **state)
{
    (void)state;
    double y[6] = {1, 2, 0, 0, 3, 1}, w[6] = {500, 400, 300, 500, 600, 500};
    uint32_t outlet[6] = {0, 1, 0, 1, 0, 1}, story[6] = {0, 0, 1, 1, 2, 2};
    struct slant_stories data = {{6, y, w}, outlet, story, 2, 3};
    refused(slant_conditional_poisson(&data, &mem).status, "OK");
    assert_true(slant_conditional_poisson(&data, &mem).informative == 2);
    data.stories = 2; /* a story without a number */
    refused(slant_conditional_poisson(&data, &mem).status, "BAD_INPUT");
    data.stories = 3;
    y[4] = y[5] = 0;
    refused(slant_conditional_poisson(&data, &mem).status, "TOO_FEW_UNITS");
    y[0] = y[1] = 0;
    refused(slant_story_permutation(&data, 1000, 99, 1, &mem).status, "NO_EVENTS");
    y[1] = y[5] = 3; /* only the second outlet has any */
    refused(slant_conditional_poisson(&data, &mem).status, "SEPARATION");
    struct slant_story_test t = slant_story_permutation(&data, 1000, 99, 1, &mem);
    refused(t.status, "OK");
    assert_true(t.exact && t.assignments == 4);
    data.outlets = 3; /* the third is nowhere */
    refused(slant_story_permutation(&data, 1000, 99, 1, &mem).status, "SINGULAR");
}

static void test_pairs(void **state)
{
    (void)state;
    double d[4] = {0, 0, 0, 0}, y[3] = {1, 2, 3}, w[3] = {100, 200, 300};
    refused(slant_signed_rank_test(d, 4, &mem).status, "NO_VARIATION");
    assert_true(slant_signed_rank_test(d, 4, &mem).p_exact == 1);
    refused(slant_signed_rank_test(d, 1, &mem).status, "TOO_FEW_UNITS");
    struct slant_pairs same = {3, y, w, y, w};
    refused(slant_sign_flip(&same, 99, 1, &mem).status, "NO_VARIATION");
    double many_a[40], many_b[40], words[40];
    for (size_t i = 0; i < 40; i++) {
        many_a[i] = (double)(i % 5);
        many_b[i] = (double)(i % 3) + 2;
        words[i] = 500;
    }
    struct slant_pairs many = {40, many_a, words, many_b, words};
    struct slant_signflip flip = slant_sign_flip(&many, 999, 1, &mem);
    assert_true(!flip.exact && flip.drawn == 999 && flip.p < 0.01 && flip.p >= 0.001);
}

static void test_topics(void **state)
{
    (void)state;
    double y[8] = {1, 2, 3, 1, 0, 2, 4, 1}, w[8] = {500, 400, 300, 500, 600, 500, 400, 300};
    uint32_t outlet[8] = {0, 0, 0, 0, 1, 1, 1, 1}, stratum[8] = {0, 0, 1, 1, 0, 0, 0, 0};
    struct slant_strata data = {{8, y, w}, outlet, stratum, 2, 2};
    struct slant_standardised s = slant_standardise(&data, &mem);
    refused(s.status, "EMPTY_CELL");
    assert_true(s.empty_cells == 1 && s.refused[0] && s.refused[1]);
    refused(slant_topic_interaction(&data, &mem).status, "EMPTY_CELL");
    stratum[7] = 2;
    refused(slant_standardise(&data, &mem).status, "BAD_INPUT");
    stratum[7] = 0;
    y[4] = y[5] = y[6] = y[7] = 0;
    refused(slant_mantel_haenszel(&data, 0, 1, &mem).status, "SEPARATION");
    refused(slant_mantel_haenszel(&data, 0, 0, &mem).status, "BAD_INPUT");
}

static void test_gates(void **state)
{
    (void)state;
    refused(slant_map_gate(4), "TOO_FEW_OUTLETS");
    refused(slant_map_gate(5), "OK");
    refused(slant_trend_gate(19), "TOO_FEW_UNITS");
    refused(slant_agree_gate(49, 20), "TOO_FEW_UNITS");
    refused(slant_agree_gate(50, 9), "TOO_FEW_UNITS");
    refused(slant_agree_gate(50, 10), "OK");
    double once[40], twice[40], cells[6] = {1, 2, 3, 0, 0, 0};
    for (size_t i = 0; i < 40; i++) {
        once[i] = 1;
        twice[i] = 2;
    }
    refused(slant_diversity_of(once, 40).status, "COVERAGE_LOW");
    refused(slant_diversity_of(twice, 14).status, "COVERAGE_LOW");
    refused(slant_diversity_of(twice, 15).status, "OK");
    refused(slant_diversity_of(twice, 0).status, "NO_EVENTS");
    assert_true(isnan(slant_diversity_of(twice, 0).hill1));
    refused(slant_ca_of(cells, 2, 3, &mem).status, "NO_EVENTS");
    refused(slant_pca_of(once, 5, 2, &mem).status, "NO_VARIATION");
    cells[3] = NAN;
    refused(slant_ca_of(cells, 2, 3, &mem).status, "BAD_INPUT");
}

static void test_agreement(void **state)
{
    (void)state;
    double all_yes[6] = {1, 1, 1, 1, 1, 1}, alone[4] = {1, NAN, NAN, 2};
    uint32_t yes[4] = {1, 1, 1, 1};
    unsigned char no[4] = {0}, some[4] = {1, 0, 1, 0};
    uint32_t article[4] = {0, 0, 1, 1};
    refused(slant_alpha_of(all_yes, 3, 2, SLANT_NOMINAL, &mem).status, "UNDEFINED");
    refused(slant_alpha_of(alone, 2, 2, SLANT_NOMINAL, &mem).status, "TOO_FEW_UNITS");
    refused(slant_kappa_of(yes, yes, 4, 2, SLANT_KAPPA_PLAIN, &mem).status, "UNDEFINED");
    struct slant_detection d = slant_detection_of(some, no, article, 4, 2, &mem);
    refused(d.status, "UNDEFINED");
    assert_true(isnan(d.precision) && d.recall == 0 && d.accuracy == 0.5);
    article[3] = 2;
    refused(slant_detection_of(some, no, article, 4, 2, &mem).status, "BAD_INPUT");
}

/* The same resamples whoever asks, and near what the jackknife says; units that come in identical pairs count once when
 * they are drawn together. */
static void test_alpha_interval(void **state)
{
    (void)state;
    double values[240];
    uint32_t cluster[120];
    for (size_t i = 0; i < 120; i++) {
        size_t article = i / 2;
        values[2 * i] = (double)(article % 3);
        values[2 * i + 1] = article % 7 ? (double)(article % 3) : (double)((article + 1) % 3);
        cluster[i] = (uint32_t)article;
    }
    struct slant_alpha_plan plan = {.values = values, .units = 120, .coders = 2, .replicates = 500, .key = 9};
    struct slant_alpha_interval alone = slant_alpha_interval_of(&plan, &mem),
                                again = slant_alpha_interval_of(&plan, &mem);
    double alpha = slant_alpha_of(values, 120, 2, SLANT_NOMINAL, &mem).alpha;
    assert_true(alone.bootstrap.lo == again.bootstrap.lo && alone.units == 120);
    assert_true(alone.bootstrap.lo < alpha && alpha < alone.bootstrap.hi);
    assert_true(fabs(alone.bootstrap.lo - alone.jackknife.lo) < 0.05);
    plan.cluster = cluster;
    plan.clusters = 60;
    struct slant_alpha_interval together = slant_alpha_interval_of(&plan, &mem);
    assert_true(together.units == 60);
    assert_true(fabs(together.jackknife_se / alone.jackknife_se - sqrt(2)) < 0.02);
    assert_true(together.bootstrap.lo < alone.bootstrap.lo);
    plan.clusters = 59;
    refused(slant_alpha_interval_of(&plan, &mem).status, "BAD_INPUT");
}

static void test_resampling(void **state)
{
    (void)state;
    double replicates[4] = {2, 3, 4, 5}, jack[3] = {1, 1, 1}, spread[3] = {1, 2, 4};
    refused(slant_bca_of(1, replicates, 4, spread, 3, 0.95).status, "UNDEFINED");
    refused(slant_bca_of(3.5, replicates, 4, jack, 3, 0.95).status, "UNDEFINED");
    refused(slant_bca_of(3.5, replicates, 4, spread, 3, 0.95).status, "OK");
    assert_true(isnan(slant_quantile(NULL, 0, 0.5)));
    double y[2] = {3, 0}, w[2] = {100, 0};
    assert_true(isnan(slant_group_jackknife(y, w, 2, NULL)));
}

static void test_adjusting(void **state)
{
    (void)state;
    double p[3] = {0.01, NAN, 0.04}, out[3], bad[1] = {1.5}, nothing[2] = {NAN, NAN};
    unsigned char chosen[2];
    struct slant_families families;
    refused(slant_adjust(SLANT_ADJUST_HOLM, p, 3, out, &mem), "OK");
    assert_true(out[0] == 0.02 && isnan(out[1]) && out[2] == 0.04);
    refused(slant_adjust(SLANT_ADJUST_BH, bad, 1, out, &mem), "BAD_INPUT");
    refused(slant_adjust_families(nothing, 2, 0.05, chosen, &families, &mem), "OK");
    assert_true(families.tested == 0 && families.level == 0 && !chosen[0]);
}

static void test_words(void **state)
{
    (void)state;
    struct slant_rate_sums here = sums_of("1110000000"), there = sums_of("1111100000"), never = sums_of("0000000000");
    struct slant_rate_sums often = sums_of("2131211131");
    refused(slant_word_test_of(&here, &there).status, "TOO_FEW_ARTICLES"); /* 8 articles have it */
    refused(slant_word_test_of(&often, &never).status, "SEPARATION");
    refused(slant_word_test_of(&often, &there).status, "OK");
    struct slant_dp even = {.word_total = 4, .token_total = 2000};
    for (int i = 0; i < 4; i++)
        slant_dp_add(&even, 1, 500);
    assert_true(slant_dp_finish(&even) == 0);
    struct slant_dp clumped = {.word_total = 4, .token_total = 2000};
    slant_dp_add(&clumped, 4, 500);
    assert_true(slant_dp_finish(&clumped) == 0.75 && slant_dp_norm(0.75, 500, 2000) == 1);
}

int main(void)
{
    slant_stats_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_status_has_words),
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_contrasts),
        cmocka_unit_test(test_permutations_refuse),
        cmocka_unit_test(test_permutations_hold),
        cmocka_unit_test(test_permutations_are_the_given_ones),
        cmocka_unit_test(test_least_p),
        cmocka_unit_test(test_effects),
        cmocka_unit_test(test_models),
        cmocka_unit_test(test_logistic),
        cmocka_unit_test(test_stories),
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_topics),
        cmocka_unit_test(test_gates),
        cmocka_unit_test(test_agreement),
        cmocka_unit_test(test_alpha_interval),
        cmocka_unit_test(test_resampling),
        cmocka_unit_test(test_adjusting),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, forget);
}
