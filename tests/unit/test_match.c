/* match/: which of the lexicon's entries stand in a text. */
#include "support.h"

static struct lab lab;

static const struct entry hedges[] = {
    {"=may", "epistemic", ""},
    {"appear to", "epistemic", ""},
    {"reportedly", "evidential", ""},
    {"!=may @num", "epistemic", ""},
};
static const struct entry boosters[] = {
    {"=clearly", "booster", ""}, {"of course", "booster", ""}, {"=entirely", "booster", ""}};
static const struct entry loaded[] = {
    {"=terror", "label", ""},           {"terrorist", "label", ""},   {"regime", "label", ""},
    {"=war =on =terror", "label", ""},  {"bloodbath", "emotive", ""}, {"Orwellian", "evaluative", ""},
    {"hard line", "evaluative", ""},    {"brutal", "evaluative", ""}, {"brutal regime", "label", ""},
    {"regime change", "euphemism", ""},
};
static const struct entry agentless[] = {
    {"(=killed|=razed|=shot|=wounded|=shot dead|=destroyed|=beaten)", "agentless", ""}};

static int start(void **state)
{
    (void)state;
    lab_dir(&lab);
    lab_lexicon(&lab, "hedges.tsv", hedges, COUNT(hedges));
    lab_lexicon(&lab, "boosters.tsv", boosters, COUNT(boosters));
    lab_lexicon(&lab, "loaded.tsv", loaded, COUNT(loaded));
    lab_lexicon(&lab, "agentless.tsv", agentless, COUNT(agentless));
    lab_start(&lab, NULL);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    lab_close(&lab);
    return 0;
}

struct text {
    const char *title, *in, *want;
};

static void check(const struct text *rows, size_t n)
{
    int wrong = 0;
    struct doc d = {0};
    for (size_t i = 0; i < n; i++) {
        lab_match(&lab, &d, rows[i].title, rows[i].in);
        same_line(doc_hits(&d), rows[i].want, rows[i].in);
        for (uint32_t k = 0; k < d.hits.n; k++) {
            const struct slant_hit *h = &d.hits.rows[k];
            const struct slant_sentence_span *s = &d.tokens.sentences[h->sentence];
            wrong += h->first >= h->last || h->first < s->first || h->last > s->last;
            wrong += k > 0 && (h[-1].first > h->first || (h[-1].first == h->first && h[-1].last > h->last));
        }
    }
    doc_free(&d);
    assert_int_equal(wrong, 0);
}

static void test_capital_guard(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "It may rain in May.", "hedge[may]"},
        {NULL, "May it rain.", "hedge[May]"}, /* the first word of a sentence: the capital tells nothing */
        {NULL, "It rained. May it stop.", "hedge[May]"},
        {NULL, "She said: \u201CMay it rain.\u201D", "hedge[May]"},
        {NULL, "Mrs May won.", ""},
        {NULL, "The War on Terror Museum opened.", ""},
        {NULL, "The war on terror goes on.", "loaded[war on terror]"},
        {NULL, "The Regime Theatre burned.", ""},
        {NULL, "The REGIME fell.", "loaded[REGIME]"},                /* shouted, not named */
        {NULL, "An Orwellian law was passed.", "loaded[Orwellian]"}, /* always written so: no guard */
        {NULL, "The Brutal regime fell.", "loaded[Brutal regime]"},  /* not every word has its capital */
        {NULL, "He met the Terrorist in a bar.", ""},
        {NULL, "The (Regime) fell.", "loaded[Regime]"},
    };
    check(rows, COUNT(rows));
}

static void test_headline_case(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {"Brutal Regime May Fall, Minister Says", "It rained.", "loaded[Brutal Regime] hedge[May]"},
        {"Minister says brutal regime may fall", "It rained.", "loaded[brutal regime] hedge[may]"},
        {"Minister to meet Mrs May in Bridge Street town hall", "It rained.", ""},
        {NULL, "Brutal Regime May Fall, Minister Says", "loaded[Brutal Regime] hedge[May]"},
        {"BRUTAL REGIME FALLS", "It rained.", "loaded[BRUTAL REGIME]"},
        {"Minister Quits", "The Regime Theatre burned.", ""}, /* the headline's case says nothing of the body */
    };
    check(rows, COUNT(rows));
}

static void test_negated_boosters(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "It is clearly wrong.", "booster[clearly]"},
        {NULL, "It is not clearly wrong.", ""},
        {NULL, "It isn't clearly wrong.", ""},
        {NULL, "It isn\u2019t so clearly wrong.", ""},
        {NULL, "It was never entirely clear.", ""},
        {NULL, "It is not of course wrong.", ""},
        {NULL, "No, it is clearly wrong.", "booster[clearly]"},
        {NULL, "It is not, clearly, wrong.", "booster[clearly]"},
        {NULL, "It did not rain. Clearly it will.", "booster[Clearly]"},
        {NULL, "It did not rain in the town and clearly it will.", "booster[clearly]"},
        {NULL, "It may not clearly end.", "hedge[may]"}, /* other layers do not mind negation */
        {NULL, "It may not brutal be.", "hedge[may] loaded[brutal]"},
        {NULL, "Clearly not.", "booster[Clearly]"},
    };
    check(rows, COUNT(rows));
}

static void test_agentless(void **state)
{
    (void)state;
    static const struct text rows[] = {
        /* with an auxiliary: the span takes it in */
        {NULL, "Three men were killed on Monday.", "agentless[were killed]"},
        {NULL, "Three men were shot dead on Monday.", "agentless[were shot dead]"},
        {NULL, "Homes have been razed.", "agentless[have been razed]"},
        {NULL, "Homes could have been razed.", "agentless[could have been razed]"},
        {NULL, "The man was not killed.", "agentless[was not killed]"},
        {NULL, "The man was reportedly killed.", "agentless[was reportedly killed] hedge[reportedly]"},
        {NULL, "The man got shot in the street.", "agentless[got shot]"},
        {NULL, "He is being beaten.", "agentless[is being beaten]"},
        /* an agent is named */
        {NULL, "Three men were killed by police.", ""},
        {NULL, "Three men were killed by the army.", ""},
        {NULL, "Three men were killed in the street by soldiers.", ""},
        {NULL, "Twelve miners killed by guards.", ""},
        /* "by" that names nobody */
        {NULL, "Three men were killed by Monday.", "agentless[were killed]"},
        {NULL, "All homes were razed by the end of the week.", "agentless[were razed]"},
        {NULL, "All homes were razed by 2030.", "agentless[were razed]"},
        {NULL, "All homes were razed by then.", "agentless[were razed]"},
        /* reduced */
        {NULL, "Twelve miners killed in blast.", "agentless[killed]"},
        {"Twelve miners killed", "It rained.", "agentless[killed]"},
        {NULL, "Dozens wounded.", "agentless[wounded]"},
        {NULL, "At least 12 people killed and many wounded.", "agentless[killed] agentless[wounded]"},
        /* active, or an adjective */
        {NULL, "The army killed three men.", ""},
        {NULL, "Soldiers killed three men.", ""},
        {NULL, "Twelve soldiers killed three men.", ""},
        {NULL, "They have killed before.", ""},
        {NULL, "Police said they had shot a man.", ""},
        {NULL, "The wounded men left.", ""},
        {NULL, "Wounded men left.", ""},
        {NULL, "The storm destroyed the town.", ""},
        {NULL, "Smoke killed in silence.", ""}, /* nobody was counted */
    };
    check(rows, COUNT(rows));
}

/* The "by" of the next clause names no agent of this one. */
static void test_agent_of_another_clause(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "Three men were killed; the town was cut off by snow.", "agentless[were killed]"},
        {NULL, "Three men were killed \u2014 the town was cut off by snow.", "agentless[were killed]"},
    };
    check(rows, COUNT(rows));
}

static void test_possessives(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "The regime's men left.", "loaded[regime's]"},
        {NULL, "The regime\u2019s men left.", "loaded[regime\u2019s]"},
        {NULL, "The regimes\u2019 men left.", "loaded[regimes]"},
        {NULL, "The bloodbath's end.", "loaded[bloodbath's]"},
    };
    check(rows, COUNT(rows));
}

static void test_layers_and_length(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "The brutal regime fell.", "loaded[brutal regime]"},
        {NULL, "The brutal regime change failed.", "loaded[brutal regime]"}, /* as long: the earlier */
        {NULL, "A regime change failed.", "loaded[regime change]"},
        {NULL, "A brutal, regime.", "loaded[brutal] loaded[regime]"},
        {NULL, "It may fall in may 5 days.", "hedge[may]"}, /* the exception covers the second */
        {NULL, "It may clearly be brutal.", "hedge[may] booster[clearly] loaded[brutal]"},
        {NULL, "A hard-line regime.", "loaded[hard-line] loaded[regime]"},
    };
    check(rows, COUNT(rows));
}

static void test_breaks(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "He spoke of, course it rained.", ""},
        {NULL, "He spoke of. Course it rained.", ""},
        {NULL, "He spoke of (course) it.", ""},
        {NULL, "He spoke of \u201Ccourse\u201D it.", ""},
        {NULL, "He spoke of \u2014 course it.", ""},
        {NULL, "He spoke of: course it.", ""},
        {NULL, "He spoke of; course it.", ""},
        {NULL, "He spoke of course", "booster[of course]"},
        {NULL, "He spoke of  course", "booster[of  course]"},
        {"He spoke of", "course it rained", ""},
        {NULL, "He spoke of\n\ncourse it rained", ""},
    };
    check(rows, COUNT(rows));
}

/* Nothing is found in furniture, and what is kept for the lexicon's own tests is the exceptions. */
static void test_furniture_and_exceptions(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "It rained.\n\nRead more: the brutal regime\n\nIt stopped.", ""},
    };
    check(rows, COUNT(rows));
    struct doc d = {0};
    lab_match(&lab, &d, NULL, "It fell in may 5 days.");
    assert_int_equal(d.hits.n, 0);
    struct slant_match_input in = lab_input(&lab, &d);
    in.keep = SLANT_KEEP_EXCEPTIONS;
    assert_int_equal(slant_match_run(&in, &d.mem, &d.hits), SLANT_OK);
    assert_string_equal(doc_hits(&d), "hedge[may 5]");
    assert_true(slant_lexicon_look(lab.lexicon)->entries[d.hits.rows[0].entry].exception);
    doc_free(&d);
}

/* The order that hits are added in is not the order they come out in. */
static void test_sort(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int round = 0; round < 20; round++) {
        struct slant_arena mem = {0};
        struct slant_hits hits = {0};
        uint32_t n = round < 10 ? 50 : 5000;
        for (uint32_t i = 0; i < n; i++) {
            uint32_t first = round % 2 ? chance(&seed, 1000) : i + chance(&seed, 3);
            struct slant_hit h = {.first = first,
                                  .last = first + 1 + chance(&seed, 4),
                                  .layer = (uint8_t)chance(&seed, SLANT_NLAYERS),
                                  .entry = (int32_t)i};
            assert_int_equal(slant_hits_add(&hits, &mem, &h), SLANT_OK);
        }
        slant_hits_sort(&hits);
        uint64_t sum = 0;
        for (uint32_t i = 0; i < n; i++) {
            const struct slant_hit *b = &hits.rows[i], *a = b - 1;
            sum += (uint64_t)b->entry;
            if (i > 0)
                assert_true(
                    a->first < b->first ||
                    (a->first == b->first && (a->last < b->last || (a->last == b->last && a->layer <= b->layer))));
        }
        assert_int_equal(sum, (uint64_t)n * (n - 1) / 2);
        slant_arena_free(&mem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_capital_guard),
        cmocka_unit_test(test_headline_case),
        cmocka_unit_test(test_negated_boosters),
        cmocka_unit_test(test_agentless),
        cmocka_unit_test(test_agent_of_another_clause),
        cmocka_unit_test(test_possessives),
        cmocka_unit_test(test_layers_and_length),
        cmocka_unit_test(test_breaks),
        cmocka_unit_test(test_furniture_and_exceptions),
        cmocka_unit_test(test_sort),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
