/* stats/: the interval of a rate. Expected numbers are R's (4.2.2), over synthetic articles, y marks in w words each:
 *
 *     n <- length(y); R <- sum(y) / sum(w)
 *     v <- n / (n - 1) * sum((y - R * w)^2) / sum(w)^2
 *     se <- sqrt(v); t <- qt(0.975, n - 1)
 *     1000 * R;  1000 * R * exp(c(-1, 1) * t * se / R)
 *
 * which R's glm(y ~ 1 + offset(log(w)), family = quasipoisson) with vcovHC type HC0 · n/(n-1) agrees with. */
#include "support.h"

#include <math.h>

#include "stats/rate.h"

static void near(double have, double want)
{
    if (!(fabs(have - want) <= 1e-10 * fabs(want) + 1e-12)) {
        print_error("want %.17g, have %.17g\n", want, have);
        fail();
    }
}

static void test_sums_as_in_r(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint64_t n, zeros, y, w, yy, yw, ww;
        double rate, lo, hi; /* per 1,000 words */
    } rows[] = {
        {"hedges.Alpha", 180, 34, 601, 109813, 4297, 498364, 92931385, 5.4729403622521922, 4.7925736423504555,
         6.2498937823476108},
        {"hedges.Beta", 120, 19, 490, 83301, 3944, 402653, 75549617, 5.8822823255423105, 4.9469693498000273,
         6.9944329367607958},
        {"hedges.Gamma", 75, 22, 186, 49305, 1078, 171026, 45158759, 3.7724368725281412, 3.0162271325365642,
         4.7182388234939685},
        {"hedges.Delta", 40, 6, 180, 30211, 2314, 194255, 30187601, 5.9580947337062655, 4.1055644843830477,
         8.6465315526892379},
        {"loaded.Alpha", 180, 105, 186, 109813, 822, 139410, 92931385, 1.6937885314124923, 1.3006257538314148,
         2.205799462830222},
        {"loaded.Beta", 120, 47, 230, 83301, 1500, 219634, 75549617, 2.7610712956627173, 2.1417728265235336,
         3.5594413213780824},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct slant_rate_sums s = {.n = rows[i].n,
                                    .with_any = rows[i].n - rows[i].zeros,
                                    .y = rows[i].y,
                                    .w = rows[i].w,
                                    .yy = rows[i].yy,
                                    .yw = rows[i].yw,
                                    .ww = rows[i].ww};
        struct slant_rate r = slant_rate_of(&s);
        near(1000 * r.rate, rows[i].rate);
        near(1000 * r.lo, rows[i].lo);
        near(1000 * r.hi, rows[i].hi);
    }
}

/* The 18 articles of outlet Epsilon, one by one. */
static const uint32_t epsilon[18][3] = {
    /* hedges, loaded, words */
    {1, 1, 318}, {1, 0, 505}, {8, 8, 2489}, {1, 0, 465}, {3, 0, 561}, {2, 0, 439},
    {0, 4, 335}, {3, 2, 754}, {5, 0, 367},  {0, 7, 682}, {7, 0, 561}, {1, 0, 563},
    {5, 4, 565}, {1, 0, 385}, {1, 0, 623},  {8, 0, 239}, {5, 0, 727}, {1, 0, 557},
};

static struct slant_rate_sums sums_of(size_t first, size_t last, int which)
{
    struct slant_rate_sums s = {0};
    for (size_t i = first; i < last; i++)
        slant_rate_add(&s, epsilon[i][which], epsilon[i][2]);
    return s;
}

static void test_articles_as_in_r(void **state)
{
    (void)state;
    struct slant_rate_sums s = sums_of(0, 18, 0);
    assert_int_equal(s.n, 18);
    assert_int_equal(s.with_any, 16);
    assert_int_equal(s.y, 53);
    assert_int_equal(s.w, 11135);
    assert_int_equal((uint64_t)s.yy, 281);
    assert_int_equal((uint64_t)s.yw, 42285);
    assert_int_equal((uint64_t)s.ww, 10938659);
    struct slant_rate r = slant_rate_of(&s);
    near(1000 * r.rate, 4.7597665020206552);
    near(1000 * r.lo, 3.003807228896914);
    near(1000 * r.hi, 7.5422207310146403);
    s = sums_of(0, 18, 1);
    assert_int_equal(s.with_any, 6);
    r = slant_rate_of(&s);
    near(1000 * r.rate, 2.334979793444095);
    near(1000 * r.lo, 1.1668636137601163);
    near(1000 * r.hi, 4.6724660632987023);
}

/* Sums of parts are the sums of the whole, in any order, to the bit. */
static void test_merge(void **state)
{
    (void)state;
    struct slant_rate_sums whole = sums_of(0, 18, 0);
    for (size_t cut = 0; cut <= 18; cut++) {
        struct slant_rate_sums a = sums_of(0, cut, 0), b = sums_of(cut, 18, 0);
        slant_rate_merge(&b, &a);
        assert_memory_equal(&b, &whole, sizeof whole);
    }
}

/* Outlet Zeta: 7 articles, 28 hedges in 5,124 words: R has an interval (1.9 to 16.1), it is not told. */
static void test_too_few(void **state)
{
    (void)state;
    struct slant_rate_sums s = {.n = 7, .with_any = 7, .y = 28, .w = 5124, .yy = 204, .yw = 19141, .ww = 4567230};
    struct slant_rate r = slant_rate_of(&s);
    near(1000 * r.rate, 5.4644808743169397);
    assert_true(isnan(r.lo) && isnan(r.hi));
    for (size_t n = 0; n <= 18; n++) {
        s = sums_of(0, n, 0);
        r = slant_rate_of(&s);
        int enough = n >= 10;
        assert_int_equal(!isnan(r.lo), enough);
        assert_int_equal(!isnan(r.hi), enough);
        assert_int_equal(!isnan(r.rate), n > 0);
    }
    /* Below five articles with any. */
    for (uint64_t any = 0; any <= 12; any++) {
        struct slant_rate_sums few = {0};
        for (uint64_t i = 0; i < 12; i++)
            slant_rate_add(&few, i < any ? 2 : 0, 300 + i);
        r = slant_rate_of(&few);
        assert_int_equal(!isnan(r.lo), any >= 5);
        near(r.rate, 2.0 * (double)any / (12 * 300 + 66));
    }
}

static void test_edges(void **state)
{
    (void)state;
    struct slant_rate_sums s = {0};
    struct slant_rate r = slant_rate_of(&s);
    assert_true(isnan(r.rate) && isnan(r.lo) && isnan(r.hi));
    for (int i = 0; i < 20; i++)
        slant_rate_add(&s, 0, 0); /* articles without a word */
    r = slant_rate_of(&s);
    assert_true(isnan(r.rate));
    s = (struct slant_rate_sums){0};
    for (int i = 0; i < 20; i++)
        slant_rate_add(&s, 0, 500);
    r = slant_rate_of(&s);
    assert_true(r.rate == 0 && isnan(r.lo) && isnan(r.hi));
    s = (struct slant_rate_sums){0};
    for (int i = 0; i < 20; i++)
        slant_rate_add(&s, 5, 500); /* all alike: the interval is a point */
    r = slant_rate_of(&s);
    near(r.rate, 0.01);
    near(r.lo, 0.01);
    near(r.hi, 0.01);
    /* Squares that do not fit 64 bits. */
    s = (struct slant_rate_sums){0};
    for (uint64_t i = 0; i < 20; i++)
        slant_rate_add(&s, epsilon[i % 18][0] * (uint64_t)3000000000, epsilon[i % 18][2] * (uint64_t)3000000000);
    struct slant_rate_sums small = {0};
    for (uint64_t i = 0; i < 20; i++)
        slant_rate_add(&small, epsilon[i % 18][0], epsilon[i % 18][2]);
    struct slant_rate a = slant_rate_of(&s), b = slant_rate_of(&small);
    near(a.rate, b.rate);
    near(a.lo, b.lo);
    near(a.hi, b.hi);
}

int main(void)
{
    slant_stats_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sums_as_in_r), cmocka_unit_test(test_articles_as_in_r),
        cmocka_unit_test(test_merge),        cmocka_unit_test(test_too_few),
        cmocka_unit_test(test_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
