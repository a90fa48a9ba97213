/* score/: where a rate lies among those of other articles. */
#include "support.h"

#include <math.h>

#include "score/norms.h"

static struct lab lab;

static int start(void **state)
{
    (void)state;
    lab_dir(&lab);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    lab_close(&lab);
    return 0;
}

#define ABOUT "about\t200 articles\n"
#define HEAD "measure\tgroup\tarticles\tp1\tp5\tp10\tp20\tp30\tp40\tp50\tp60\tp70\tp80\tp90\tp95\tp99\n"
#define RISING "1\t5\t10\t20\t30\t40\t50\t60\t70\t80\t90\t95\t99\n"

static slant_status open_norms(const char *bytes, struct slant_norms **out, struct slant_error *err)
{
    return slant_norms_open(lab_write(&lab, "articles.norms", bytes, strlen(bytes)), out, err);
}

static void test_bad_files(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        uint64_t line;
        const char *message;
    } rows[] = {
        {"", 0, "the file is empty"},
        {"# nothing\n", 0, "the file is empty"},
        {HEAD, 1, "'measure': the first row must be: about, and what the articles are"},
        {ABOUT "measure\tgroup\n", 2,
         "'measure': the header must be: measure group articles p1 p5 p10 p20 … p90 p95 p99"},
        {ABOUT HEAD "hedge\tall\t9\t1\t2\n", 3,
         "'hedge': a row has 16 cells with tabs between: measure group articles and 13 percentiles"},
        {ABOUT HEAD "hedge\tall\t0\t" RISING, 3, "'hedge': the articles must be a number above 0"},
        {ABOUT HEAD "hedge\tall\tx\t" RISING, 3, "'hedge': the articles must be a number above 0"},
        {ABOUT HEAD "hedge\ttopic:sea\t9\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\tinf\t1\n", 3,
         "'hedge': a percentile is no number"},
        {ABOUT HEAD "hedge\tall\t9\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t0.9\n", 3,
         "'hedge': the percentiles must not fall"},
        {ABOUT HEAD "hedge\tall\t9\t" RISING "hedge\tall\t9\t" RISING, 4, "'hedge': the measure stands here twice"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct slant_norms *norms;
        struct slant_error err = {0};
        assert_int_equal(open_norms(rows[i].bytes, &norms, &err), SLANT_ELEXICON);
        assert_null(norms);
        assert_string_equal(err.message, rows[i].message);
        assert_int_equal(err.line, rows[i].line);
        assert_non_null(strstr(err.path, "articles.norms"));
    }
}

static void has(const struct slant_norms *norms, uint32_t measure, const char *name, double rate, double below,
                double above)
{
    struct slant_measure rows[8] = {0};
    assert_true(measure < COUNT(rows));
    for (uint32_t i = 0; i < COUNT(rows); i++) {
        rows[i].name = "";
        rows[i].rate = NAN;
    }
    rows[measure].name = name;
    rows[measure].rate = rate;
    rows[measure].exposure = 100;
    slant_norms_apply(norms, rows, COUNT(rows));
    for (uint32_t i = 0; i < COUNT(rows); i++)
        if (i != measure)
            assert_true(!isfinite(rows[i].below) && !isfinite(rows[i].above));
    if (!(fabs(rows[measure].below - below) < 1e-12) || !(fabs(rows[measure].above - above) < 1e-12)) {
        print_error("%s %g: want %g below, %g above; have %g, %g\n", name, rate, below, above, rows[measure].below,
                    rows[measure].above);
        fail();
    }
}

static void test_places(void **state)
{
    (void)state;
    struct slant_norms *norms;
    struct slant_error err;
    /* Of the first, percentile p is p; of the second, a third has none. Another group's numbers are not asked. */
    assert_int_equal(open_norms(ABOUT HEAD "hedge\tall\t200\t" RISING
                                           "hedge\ttopic:sea\t9\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\n"
                                           "booster\tall\t200\t0\t0\t0\t0\t0\t1\t2\t3\t4\t5\t6\t7\t8\n",
                                &norms, &err),
                     SLANT_OK);
    assert_string_equal(slant_norms_about(norms), "200 articles");
    has(norms, 0, "hedge", 50, .5, .5);
    has(norms, 0, "hedge", 55, .55, .45);
    has(norms, 0, "hedge", 97, .97, .03);
    has(norms, 0, "hedge", 1000, .99, 0);
    has(norms, 0, "hedge", 0.5, 0, .99);
    has(norms, 1, "booster", 0, 0, .7);
    has(norms, 1, "booster", 0.5, .35, .65);
    has(norms, 1, "booster", 9, .99, 0);
    slant_norms_close(norms);
}

static void test_what_is_not_compared(void **state)
{
    (void)state;
    struct slant_norms *norms;
    struct slant_error err;
    struct slant_measure m = {.name = "hedge", .rate = 50, .exposure = 99};
    assert_int_equal(open_norms(ABOUT HEAD "hedge\tall\t200\t" RISING, &norms, &err), SLANT_OK);
    slant_norms_apply(norms, &m, 1);
    assert_true(!isfinite(m.below) && !isfinite(m.above)); /* below the measure's own minimum */
    m.exposure = 100;
    slant_norms_apply(norms, &m, 1);
    assert_true(isfinite(m.below));
    slant_norms_apply(NULL, &m, 1);
    assert_true(!isfinite(m.below) && !isfinite(m.above));
    assert_null(slant_norms_about(NULL));
    m.name = "of-my-own";
    slant_norms_apply(norms, &m, 1);
    assert_true(!isfinite(m.below));
    slant_norms_close(norms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_files),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_what_is_not_compared),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
