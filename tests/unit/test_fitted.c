/* score/: traits of sentences, the weights' file, the chance. The sums were made by hand. */
#include "support.h"

#include <math.h>

#include "score/fitted.h"

static struct lab lab;
static const struct slant_lexicon_view *lexicon;

static const struct entry hedges[] = {{"=may", "epistemic", ""}};
static const struct entry loaded[] = {{"brutal", "evaluative", ""}, {"thug", "label", ""}};
static const struct entry cues[] = {{"(say|said)", "verb", "neutral"}, {"claim", "verb", "distancing"}};

static int start(void **state)
{
    (void)state;
    lab_dir(&lab);
    lab_lexicon(&lab, "hedges.tsv", hedges, COUNT(hedges));
    lab_lexicon(&lab, "loaded.tsv", loaded, COUNT(loaded));
    lab_lexicon(&lab, "cues.tsv", cues, COUNT(cues));
    lab_start(&lab, NULL);
    lexicon = slant_lexicon_look(lab.lexicon);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    lab_close(&lab);
    return 0;
}

static struct slant_score_input analyse(struct doc *d, const char *title, const char *text)
{
    lab_voices(&lab, d, title, text);
    return (struct slant_score_input){.tokens = &d->tokens,
                                      .hits = &d->hits,
                                      .voices = &d->voices,
                                      .lexicon = lexicon,
                                      .sets = slant_classes_sets(lab.classes)};
}

/* ---- traits ---- */

/* "words 4 | loaded.label 1 | exclamation 1": words as a number, densities as counts, zeros left out. */
static const char *traits_line(const struct slant_traits *t)
{
    static char line[LINE];
    double words = round(exp(t->values[SLANT_TRAIT_WORDS]));
    line[0] = '\0';
    for (int i = 1; i < SLANT_NTRAITS; i++) {
        char name[64], one[128];
        int is_density = i >= SLANT_TRAIT_KIND || (i >= SLANT_TRAIT_NUMBERS && i < SLANT_TRAIT_EXCLAMATION);
        double value = i == SLANT_TRAIT_WORDS   ? words
                       : i == SLANT_TRAIT_MARKS ? expm1(t->values[i])
                       : is_density             ? t->values[i] * (words + 5) / 20
                                                : t->values[i];
        if (t->values[i] == 0)
            continue;
        assert_true(slant_trait_name(i, name, sizeof name));
        snprintf(one, sizeof one, "%s%s %.6g", line[0] ? " | " : "", name, value);
        line_puts(line, one);
    }
    return line;
}

static void test_traits(void **state)
{
    (void)state;
    static const struct {
        const char *text, *traits;
    } rows[] = {
        {"Boats came.", "words 2"},
        {"We may sell 3 boats!",
         "words 5 | numbers 1 | modals 1 | first-person 1 | pronouns 1 | times 1 | exclamation 1 | hedge.epistemic 1"},
        {"Brutal thugs fell, thugs rose.", "words 5 | marks 3 | loaded.label 2 | loaded.evaluative 1"},
        {"US boats, us boats, I\u2019m sure.", "words 6 | first-person 2 | pronouns 2 | capitals 1 | names 1"},
        {"Okell said boats sank; Marl claimed boats rose.", "words 8 | names 1 | cue.neutral 1 | cue.distancing 1"},
        {"Is Marl not \u201Cdeadly\u201D \u2014 surely?",
         "words 5 | marks 1 | negations 1 | adverbs 2 | names 1 | question 1 | quotation 1 | dash 1 | "
         "opinion.rhetorical-question 1 | scare-quote 1"},
    };
    struct doc d = {0};
    struct slant_traits t;
    int wrong = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct slant_score_input in = analyse(&d, NULL, rows[i].text);
        slant_traits_start(&t, &in);
        slant_traits_of(&t, 0, d.tokens.nsentences);
        assert_true(t.values[SLANT_TRAIT_INTERCEPT] == 1);
        same_line(traits_line(&t), rows[i].traits, rows[i].text);
    }
    doc_free(&d);
    assert_int_equal(wrong, 0);
}

/* Each sentence has its own, whatever stands in the others. */
static void test_sentence_by_sentence(void **state)
{
    (void)state;
    struct doc d = {0};
    struct slant_traits t;
    struct slant_score_input in = analyse(&d, "Brutal boats", "Thugs rose! \u201CBoats sank,\u201D Okell said. Boats.");
    static const char *const want[] = {
        "words 2 | marks 1 | loaded.evaluative 1", "words 2 | marks 1 | exclamation 1 | loaded.label 1",
        "words 4 | names 1 | quotation 1 | cue.neutral 1", "" /* the log of one word is 0 */};
    int wrong = 0;
    assert_int_equal(d.tokens.nsentences, COUNT(want));
    slant_traits_start(&t, &in);
    for (uint32_t s = 0; s < COUNT(want); s++) {
        slant_traits_of(&t, s, s + 1);
        same_line(traits_line(&t), want[s], "sentence by sentence");
    }
    doc_free(&d);
    assert_int_equal(wrong, 0);
}

static void test_names_of_traits(void **state)
{
    (void)state;
    char name[64], other[64];
    int n = 0;
    for (int i = 0; i < SLANT_NTRAITS; i++) {
        if (!slant_trait_name(i, name, sizeof name))
            continue;
        n++;
        for (int k = 0; k < i; k++)
            if (slant_trait_name(k, other, sizeof other))
                assert_string_not_equal(name, other);
    }
    assert_true(n > SLANT_TRAIT_KIND + 10);
}

/* ---- the file ---- */

#define HEAD "feature\tweight\terror\tunits\n"

static slant_status open_weights(const char *bytes, struct slant_fitted **out, struct slant_error *err)
{
    return slant_fitted_open(lab_write(&lab, "subjectivity.weights", bytes, strlen(bytes)), lexicon, out, err);
}

static void test_bad_weights(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        uint64_t line;
        const char *message;
    } rows[] = {
        {"weight\tfeature\n", 1, "'weight': the first row must be the header: feature weight error units"},
        {"# what\n\n" HEAD "words\t1\t0\n", 4,
         "'words': a row has 4 cells with tabs between: feature weight error units"},
        {HEAD "words\t1\t0\t3\nmarks\tnan\t0\t3\n", 3, "'marks': the weight must be a number from -100 to 100"},
        {HEAD "marks\t1e999\t0\t3\n", 2, "'marks': the weight must be a number from -100 to 100"},
        {HEAD "marks\t\t0\t3\n", 2, "'marks': the weight must be a number from -100 to 100"},
        {HEAD "marks\t1,5\t0\t3\n", 2, "'marks': the weight must be a number from -100 to 100"},
        {HEAD "marks\t1\t-1\t3\n", 2, "'marks': the error must be a number, 0 or more"},
        {HEAD "marks\t1\tinf\t3\n", 2, "'marks': the error must be a number, 0 or more"},
        {HEAD "mark\t1\t0\t3\n", 2, "'mark': there is no such trait"},
        {HEAD "marks\t1\t0\t3\nmarks\t2\t0\t3\n", 3, "'marks': the trait stands here twice"},
        {HEAD "entry:brutal\t1\t0\t3\n", 2, "'entry:brutal': wanted entry:LAYER:PATTERN"},
        {HEAD "entry:load:brutal\t1\t0\t3\n", 2, "'entry:load:brutal': wanted entry:LAYER:PATTERN"},
        {HEAD "entry:loaded:brutal\t1\t0\t3\nentry:loaded:brutal\t1\t0\t3\n", 3,
         "'entry:loaded:brutal': the entry stands here twice"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct slant_fitted *fitted;
        struct slant_error err = {0};
        assert_int_equal(open_weights(rows[i].bytes, &fitted, &err), SLANT_ELEXICON);
        assert_null(fitted);
        assert_int_equal(err.line, rows[i].line);
        assert_string_equal(err.message, rows[i].message);
        assert_non_null(strstr(err.path, "subjectivity.weights"));
    }
}

/* ---- the chance ---- */

static double logistic(double sum)
{
    return 1 / (1 + exp(-sum));
}

static void near(double have, double want)
{
    if (!(fabs(have - want) < 1e-6)) { /* entries' weights are floats */
        print_error("want %.9g, have %.9g\n", want, have);
        fail();
    }
}

static void test_chances(void **state)
{
    (void)state;
    struct slant_fitted *models[SLANT_NCHANCES];
    struct slant_error err;
    struct doc d = {0};
    double *chances[SLANT_NCHANCES];
    assert_int_equal(open_weights(HEAD "intercept\t-2\t.1\t9\nwords\t0.5\t0\t9\nloaded.evaluative\t1.2\t0\t9\n"
                                       "entry:loaded:brutal\t0.7\t0\t9\nentry:loaded:gone\t9\t0\t9\n",
                                  &models[0], &err),
                     SLANT_OK);
    struct slant_score_input in =
        analyse(&d, "Brutal sea", "The brutal thugs fell. The sea rose. \u201CBrutal,\u201D Okell said.");
    assert_int_equal(slant_fitted_run(models, &in, &d.mem, chances), SLANT_OK);
    near(chances[0][0], logistic(-2 + 0.5 * log(2) + 1.2 * 20 / 7 + 0.7));
    near(chances[0][1], logistic(-2 + 0.5 * log(4) + 1.2 * 20 / 9 + 0.7));
    near(chances[0][2], logistic(-2 + 0.5 * log(3)));
    near(chances[0][3], logistic(-2 + 0.5 * log(3) + 1.2 * 20 / 8 + 0.7));
    /* The measure: the body, each sentence by the outlet's share. */
    struct slant_measure *rows;
    uint32_t n, i = 0;
    in.min_exposure = 0;
    in.chances[0] = chances[0];
    assert_int_equal(slant_score_run(&in, &d.mem, &rows, &n), SLANT_OK);
    while (i < n && strcmp(rows[i].name, "subjectivity") != 0)
        i++;
    assert_true(i < n);
    double sum = chances[0][1] + chances[0][2] + chances[0][3] * 2 / 3;
    near(rows[i].rate, sum / (2 + 2.0 / 3));
    assert_int_equal(rows[i].exposure, 3);
    assert_int_equal(rows[i].count, lround(sum));
    in.chances[0] = NULL;
    assert_int_equal(slant_score_run(&in, &d.mem, &rows, &n), SLANT_OK);
    assert_true(isnan(rows[i].rate));
    assert_string_equal(rows[i].reason, "there are no weights for these lexicons");
    slant_fitted_close(models[0]);
    /* Without weights, no chances. */
    models[0] = NULL;
    assert_int_equal(slant_fitted_run(models, &in, &d.mem, chances), SLANT_OK);
    assert_null(chances[0]);
    doc_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_traits),          cmocka_unit_test(test_sentence_by_sentence),
        cmocka_unit_test(test_names_of_traits), cmocka_unit_test(test_bad_weights),
        cmocka_unit_test(test_chances),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
