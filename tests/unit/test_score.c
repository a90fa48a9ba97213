/* score/: marks → measures. Every number here was counted by hand. */
#include "support.h"

#include <math.h>

#include "score/score.h"

static struct lab lab;

static const struct entry hedges[] = {
    {"=may", "epistemic", ""}, {"=reportedly", "evidential", ""}, {"=nearly", "approximator", ""}};
static const struct entry loaded[] = {
    {"brutal", "evaluative", ""}, {"thug", "label", ""}, {"bloodbath", "emotive", ""}};
static const struct entry cues[] = {
    {"(say|said)", "verb", "neutral"}, {"claim", "verb", "distancing"}, {"reveal", "verb", "endorsing"}};
static const struct entry frames[] = {{"tax", "economic", ""},
                                      {"quarrel", "conflict", ""},
                                      {"court", "responsibility", ""},
                                      {"!tax haven", "economic", ""}};
static const char labels[] = LABELS_HEADER "rebel\tneutral\t\t\t\t\twhy\tsource\tactor/rebel\n"
                                           "insurgent\tneutral\t\t\t\t\twhy\tsource\tactor/rebel\n"
                                           "bandit\tharsher\t\trebel\t\t\twhy\tsource\tactor/bandit\n"
                                           "regime\tharsher\t\t\t\t\twhy\tsource\trule/regime\n"
                                           "!tax regime\tharsher\t\t\t\t\twhy\tsource\t\n";

static int start(void **state)
{
    (void)state;
    lab_dir(&lab);
    lab_lexicon(&lab, "hedges.tsv", hedges, COUNT(hedges));
    lab_lexicon(&lab, "loaded.tsv", loaded, COUNT(loaded));
    lab_lexicon(&lab, "cues.tsv", cues, COUNT(cues));
    lab_lexicon(&lab, "frames.tsv", frames, COUNT(frames));
    lab_write(&lab, "labels.tsv", labels, sizeof labels - 1);
    lab_start(&lab, NULL);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    lab_close(&lab);
    return 0;
}

static struct slant_measure *rows;
static uint32_t nrows;
static const struct slant_choice *choices;
static uint32_t nchoices;

static void score_again(struct doc *d, int64_t min_exposure)
{
    struct slant_score_input in = {
        .tokens = &d->tokens,
        .hits = &d->hits,
        .voices = &d->voices,
        .lexicon = slant_lexicon_look(lab.lexicon),
        .sets = slant_classes_sets(lab.classes),
        .min_exposure = min_exposure,
    };
    assert_int_equal(slant_score_run(&in, &d->mem, &rows, &nrows), SLANT_OK);
    assert_int_equal(slant_score_choices(&in, &d->mem, &choices, &nchoices), SLANT_OK);
}

static void score(struct doc *d, const char *title, const char *text, int64_t min_exposure)
{
    lab_voices(&lab, d, title, text);
    score_again(d, min_exposure);
}

static const struct slant_measure *measure(const char *name)
{
    for (uint32_t i = 0; i < nrows; i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    print_error("no measure '%s'\n", name);
    fail();
    return NULL;
}

static void has(const char *name, int64_t count, int64_t exposure, double rate)
{
    const struct slant_measure *m = measure(name);
    if (m->count != count || m->exposure != exposure || !(fabs(m->rate - rate) < 1e-12 * fabs(rate) + 1e-15) ||
        m->reason != NULL) {
        print_error("%s: want %d of %d, %.17g; have %d of %d, %.17g, %s\n", name, (int)count, (int)exposure, rate,
                    (int)m->count, (int)m->exposure, m->rate, m->reason ? m->reason : "no reason");
        fail();
    }
}

static void has_none(const char *name, int64_t count, int64_t exposure, const char *reason)
{
    const struct slant_measure *m = measure(name);
    if (m->count != count || m->exposure != exposure || !isnan(m->rate) || m->reason == NULL ||
        strcmp(m->reason, reason) != 0) {
        print_error("%s: want %d of %d, \"%s\"; have %d of %d, %.17g, %s\n", name, (int)count, (int)exposure, reason,
                    (int)m->count, (int)m->exposure, m->rate, m->reason ? m->reason : "no reason");
        fail();
    }
}

static const char *kinds_of(const char *name)
{
    static char line[LINE];
    const struct slant_measure *m = measure(name);
    line[0] = '\0';
    for (uint32_t i = 0; i < m->nkinds; i++) {
        char one[64];
        snprintf(one, sizeof one, "%s%s=%u", i ? " " : "", m->kinds[i].kind, m->kinds[i].count);
        line_puts(line, one);
    }
    return line;
}

/* n plain words, ten a sentence, behind what stands in line already. */
static void plain(char *line, size_t n)
{
    for (size_t i = 0; i < n; i++)
        strcat(line, i % 10 == 9 || i + 1 == n ? "sea. " : i % 10 == 0 ? "The " : "sea ");
}

static void test_rates_by_hand(void **state)
{
    (void)state;
    struct doc d = {0};
    /* The outlet: 7 words, "said Okell" 2, and 191 plain ones: 200. Quoted: 6. */
    char text[4096] = "The brutal thugs may nearly fall down. \u201CIt may be a bloodbath now,\u201D said Okell. ";
    plain(text, 191);
    score(&d, NULL, text, -1);
    assert_int_equal(d.tokens.words, 206);
    has("loaded", 2, 200, 10);
    has("hedge", 2, 200, 10);
    has("booster", 0, 200, 0);
    has("quoted-words", 6, 206, 6.0 / 206);
    has("opinion", 0, 200, 0);
    const struct slant_measure *m = measure("loaded");
    assert_int_equal(m->by_voice[SLANT_VOICE_OUTLET], 2);
    assert_int_equal(m->by_voice[SLANT_VOICE_QUOTED], 1);
    assert_int_equal(m->by_voice[SLANT_VOICE_REPORTED], 0);
    assert_true(m->has_voices);
    assert_string_equal(kinds_of("loaded"),
                        "label=1 evaluative=1"); /* the codebook's order; the quoted one is not there */
    m = measure("hedge");
    assert_int_equal(m->by_voice[SLANT_VOICE_OUTLET], 2);
    assert_int_equal(m->by_voice[SLANT_VOICE_QUOTED], 1);
    assert_string_equal(kinds_of("hedge"), "epistemic=1 approximator=1");
    assert_string_equal(kinds_of("booster"), "");
    assert_false(measure("quoted-words")->has_voices);
    doc_free(&d);
}

static void test_minimum(void **state)
{
    (void)state;
    struct doc d = {0};
    for (size_t n = 99; n <= 100; n++) {
        char text[4096] = "";
        plain(text, n);
        score(&d, NULL, text, -1);
        if (n < 100) {
            has_none("loaded", 0, 99, "needs 100 words");
            has_none("quoted-words", 0, 99, "needs 100 words");
        } else {
            has("loaded", 0, 100, 0);
            has("quoted-words", 0, 100, 0);
        }
    }
    /* It is the outlet's words that must be a hundred: these are quoted, but for two. */
    char text[4096] = "\u201C";
    for (int i = 0; i < 150; i++)
        strcat(text, "sea ");
    strcat(text, "brutal,\u201D said Okell.");
    score(&d, NULL, text, -1);
    has_none("loaded", 0, 2, "needs 100 words");
    has("quoted-words", 151, 153, 151.0 / 153);
    /* Lifted, and set. */
    score(&d, NULL, "The brutal thugs fell.", 0);
    has("loaded", 2, 4, 500);
    score(&d, NULL, "The brutal thugs fell.", 4);
    has("loaded", 2, 4, 500);
    score(&d, NULL, "The brutal thugs fell.", 5);
    has_none("loaded", 2, 4, "below the minimum that was asked for");
    /* Nothing at all has no rate, lifted or not. */
    score(&d, NULL, "", 0);
    has_none("loaded", 0, 0, "needs 100 words");
    has_none("quoted-words", 0, 0, "needs 100 words");
    assert_int_equal(measure("headline-gap")->exposure, 0);
    assert_true(isnan(measure("headline-gap")->rate));
    score(&d, NULL, "\u201CBrutal thugs fell on the sea,\u201D", 0);
    assert_true(isnan(measure("loaded")->rate));
    assert_int_equal(measure("loaded")->by_voice[SLANT_VOICE_QUOTED], 2);
    doc_free(&d);
}

static void test_hyphens_count_once(void **state)
{
    (void)state;
    struct doc d = {0};
    score(&d, NULL, "The so-called state-of-the-art thugs fell.", 0);
    has("loaded", 1, 5, 200);
    doc_free(&d);
}

static void test_headline_gap(void **state)
{
    (void)state;
    struct doc d = {0};
    char text[4096] = "The brutal thugs may fall. ";
    plain(text, 95);
    /* Headline: 1 loaded in 5; body: 2 in 100. Hedges: 0 in 5; 1 in 100. */
    score(&d, "Brutal storm hits the sea", text, -1);
    has("headline-gap", 1, 5, 100.0 / 5 - 100.0 * 2 / 100);
    has("headline-gap-hedge", 0, 5, -100.0 * 1 / 100);
    has("loaded", 3, 105, 3000.0 / 105); /* headline included */
    /* Too short a headline, too short a body. */
    score(&d, "Brutal sea storm", text, -1);
    has_none("headline-gap", 1, 3, "needs a headline of 4 words and a body of 100");
    char shorter[4096] = "The brutal thugs may fall. ";
    plain(shorter, 94);
    score(&d, "Brutal storm hits the sea", shorter, -1);
    has_none("headline-gap", 1, 5, "needs a headline of 4 words and a body of 100");
    score(&d, NULL, text, -1);
    has_none("headline-gap", 0, 0, "needs a headline of 4 words and a body of 100");
    /* What the headline quotes is not the outlet's. */
    score(&d, "\u201CBrutal storm may hit the sea\u201D, Okell said", text, -1);
    assert_int_equal(d.voices.words[SLANT_VOICE_QUOTED], 6);
    assert_int_equal(measure("headline-gap")->count, 0);
    assert_int_equal(measure("headline-gap")->exposure, 2);
    doc_free(&d);
}

static void test_scare_quotes_and_questions(void **state)
{
    (void)state;
    struct doc d = {0};
    score(&d, NULL, "The \u201Cbrutal\u201D sea rose. Who will pay?", 0);
    has("scare-quote", 1, 7, 1000.0 / 7);
    has("loaded", 1, 7, 1000.0 / 7); /* the words stay the outlet's */
    has("opinion", 1, 7, 1000.0 / 7);
    assert_string_equal(kinds_of("opinion"), "rhetorical-question=1");
    doc_free(&d);
}

static void test_frames(void **state)
{
    (void)state;
    struct doc d = {0};
    /* Two marks of a kind in a sentence count once; the headline is no sentence of the body; quoted ones count. */
    score(&d, "Tax quarrel ends",
          "The tax, the tax. They quarrel on tax. He said: \u201CA tax haven.\u201D \u201CA tax!\u201D "
          "The sea rose.",
          0);
    has("frame-economic", 3, 5, 3.0 / 5);
    has("frame-conflict", 1, 5, 1.0 / 5);
    has("frame-responsibility", 0, 5, 0);
    has("frame-diplomacy", 0, 5, 0);
    assert_false(measure("frame-economic")->has_voices);
    score(&d, NULL, "A tax. A tax. A tax. A tax.", -1);
    has_none("frame-economic", 4, 4, "needs 5 sentences");
    score(&d, NULL, "A tax. A tax. A tax. A tax. A sea.", -1);
    has("frame-economic", 4, 5, 4.0 / 5);
    doc_free(&d);
}

static void test_attribution(void **state)
{
    (void)state;
    struct doc d = {0};
    /* Of Okell 3 words in the headline, 3 and 6; of Rood 2; of the union 3 and 4: 12, 2 and 7 of 21. Quoted: 6. */
    score(&d, "Okell said brutal seas rise",
          "Jan Okell said the thugs fell. Rood claims ships sank. The union revealed the sea rose. "
          "\u201CIt may be a brutal bloodbath,\u201D said Okell. The thugs ran. The brutal thugs fell, the union said. "
          "The sea was calm.",
          0);
    has("attribution", 6, 43, 6000.0 / 43); /* the headline's too */
    has("reported-words", 15, 43, 15.0 / 43);
    has("quoted-words", 6, 43, 6.0 / 43);
    has("attributed-sentences", 5, 7, 5.0 / 7);
    has("unattributed-loaded", 1, 7, 1.0 / 7); /* the thugs that ran: the others are said by somebody */
    has("unnamed-sources", 2, 6, 2.0 / 6);
    has("vague-sources", 0, 6, 0);
    has("distancing-cues", 1, 6, 1.0 / 6);
    has("endorsing-cues", 1, 6, 1.0 / 6);
    has("sources", 3, 43, 3);
    has("source-diversity", 3, 21,
        exp(-(12.0 / 21 * log(12.0 / 21) + 2.0 / 21 * log(2.0 / 21) + 7.0 / 21 * log(7.0 / 21))));
    has("top-source", 12, 21, 12.0 / 21);
    /* A source as loud as another: two. A quotation that nobody says has no source and no cue; the loaded words of two
     * sentences without attribution, however many, are two sentences. */
    score(&d, NULL,
          "Okell said ships sank. Rood said seas rose.\n\nThe sea was calm.\n\n\u201CIt may be over for all of "
          "us,\u201D was on the wall.\n\n"
          "Brutal thugs came. A thug ran.",
          0);
    has("attribution", 3, 30, 3000.0 / 30);
    has("source-diversity", 2, 4, 2);
    has("top-source", 2, 4, 0.5);
    has("unnamed-sources", 0, 2, 0);
    has("distancing-cues", 0, 2, 0);
    has("vague-sources", 0, 3, 0);
    has("unattributed-loaded", 2, 6, 2.0 / 6);
    doc_free(&d);
}

/* As the voices leave it, and then as they might have: the classes, and one content inside another. */
static void test_attribution_by_class(void **state)
{
    (void)state;
    struct doc d = {0};
    lab_voices(&lab, &d, NULL, "Okell said ships sank. Rood said seas rose. Tan said the well-known tide came.");
    struct slant_saying *rows_said = d.voices.sayings.rows;
    assert_int_equal(d.voices.sayings.n, 3);
    rows_said[0].source_class = SLANT_SOURCE_OFFICIAL_UNNAMED;
    rows_said[1].source_class = SLANT_SOURCE_VAGUE;
    rows_said[1].source.last = rows_said[1].source.first;
    rows_said[1].who = 0;
    /* Okell's content reaches to the end, over Tan's: those words are heard from Okell. */
    rows_said[0].contents[0].last = d.tokens.n;
    score_again(&d, 0);
    has("unnamed-sources", 1, 2, 1.0 / 2);
    has("vague-sources", 1, 3, 1.0 / 3);
    has("sources", 2, 14, 2);
    has("top-source", 12, 12, 1); /* well-known is one word */
    has("source-diversity", 2, 12, 1);
    doc_free(&d);
}

static void test_attribution_minimums(void **state)
{
    (void)state;
    struct doc d = {0};
    score(&d, NULL, "Okell said ships sank. Rood said seas rose.", -1);
    has_none("attribution", 2, 8, "needs 100 words");
    has_none("reported-words", 4, 8, "needs 100 words");
    has_none("sources", 2, 8, "needs 100 words");
    has_none("attributed-sentences", 2, 2, "needs 5 sentences");
    has_none("unattributed-loaded", 0, 2, "needs 5 sentences");
    has_none("unnamed-sources", 0, 2, "needs 3 attributions with a source");
    has_none("vague-sources", 0, 2, "needs 3 attributions");
    has_none("distancing-cues", 0, 2, "needs 3 attributions with a cue");
    has_none("endorsing-cues", 0, 2, "needs 3 attributions with a cue");
    has_none("source-diversity", 2, 4, "needs 30 words attributed to a source");
    has_none("top-source", 2, 4, "needs 30 words attributed to a source");
    score(&d, NULL, "Okell said ships sank. Rood claims seas rose. Tan said tides came.", -1);
    has("distancing-cues", 1, 3, 1.0 / 3);
    has("vague-sources", 0, 3, 0);
    /* Nobody says anything. */
    score(&d, NULL, "The sea rose.", 0);
    has("attribution", 0, 3, 0);
    has("sources", 0, 3, 0);
    has("attributed-sentences", 0, 1, 0);
    has_none("vague-sources", 0, 0, "needs 3 attributions");
    has_none("source-diversity", 0, 0, "needs 30 words attributed to a source");
    doc_free(&d);
}

static const char *choices_made(void)
{
    static char line[LINE];
    line[0] = '\0';
    for (uint32_t i = 0; i < nchoices; i++) {
        const struct slant_choice *c = &choices[i];
        char one[128];
        snprintf(one, sizeof one, "%s%.*s:%s(%s)=%u,%u,%u", i ? "|" : "", (int)c->set.len, c->set.ptr, c->name, c->kind,
                 c->by_voice[0], c->by_voice[1], c->by_voice[2]);
        line_puts(line, one);
    }
    return line;
}

static void test_choices(void **state)
{
    (void)state;
    struct doc d = {0};
    score(
        &d, "The regime falls",
        "Rebels met insurgents. \u201CThe bandits and the rebels ran,\u201D said Okell. The regime's tax regime ended.",
        -1);
    assert_string_equal(choices_made(),
                        "actor:bandit(harsher)=0,1,0|actor:rebel(neutral)=2,1,0|rule:regime(harsher)=2,0,0");
    score(&d, NULL, "The sea rose.", -1);
    assert_int_equal(nchoices, 0);
    doc_free(&d);
}

static void test_the_table(void **state)
{
    (void)state;
    struct doc d = {0};
    score(&d, NULL, "The sea.", -1);
    size_t n = 0;
    for (const struct slant_measure_info *info; (info = slant_score_measure(n)) != NULL; n++) {
        assert_string_equal(info->name, rows[n].name); /* always all, in one order */
        assert_string_equal(info->unit, rows[n].unit);
        assert_string_equal(info->exposure, rows[n].exposure_name);
        assert_true(info->formula[0] && info->reference[0] && info->reason[0] && info->minimum > 0);
        for (size_t k = 0; k < n; k++)
            assert_string_not_equal(info->name, slant_score_measure(k)->name);
    }
    assert_int_equal(n, nrows);
    assert_null(slant_score_measure(n + 100));
    doc_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rates_by_hand),
        cmocka_unit_test(test_minimum),
        cmocka_unit_test(test_hyphens_count_once),
        cmocka_unit_test(test_headline_gap),
        cmocka_unit_test(test_scare_quotes_and_questions),
        cmocka_unit_test(test_frames),
        cmocka_unit_test(test_attribution),
        cmocka_unit_test(test_attribution_by_class),
        cmocka_unit_test(test_attribution_minimums),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_the_table),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
