/* audit: pairs of short texts → what changed, one line a pair: "kind wire's words | edit's words". */
#include "support.h"

#include "audit/audit.h"
#include "pipeline.h"

struct pair {
    struct slant *engine;
    struct slant_worker *wire, *edited;
    struct slant_arena mem;
    char room[2][4096 + 64];
};

static int open_pair(void **state)
{
    static struct pair p;
    char data[4096];
    const char *root = getenv("SLANT_DATA");
    snprintf(data, sizeof data, "%s/tests/golden", root != NULL ? root : ".");
    struct slant_options options = {.data_dir = data, .min_exposure = -1};
    struct slant_error err = {0};
    if (slant_open(&options, &p.engine, &err) != SLANT_OK) {
        print_error("%s: %s\n", err.path, err.message);
        return -1;
    }
    p.wire = slant_worker_new(p.engine);
    p.edited = slant_worker_new(p.engine);
    *state = &p;
    return p.wire == NULL || p.edited == NULL;
}

static int close_pair(void **state)
{
    struct pair *p = *state;
    slant_worker_free(p->wire);
    slant_worker_free(p->edited);
    slant_arena_free(&p->mem);
    slant_close(p->engine);
    return 0;
}

static struct slant_audit_text take(struct pair *p, int edited, const char *text, struct slant_article *article)
{
    struct slant_worker *w = edited ? p->edited : p->wire;
    struct slant_error err;
    struct slant_audit_text out;
    memset(p->room[edited], 0, sizeof p->room[edited]);
    assert_true(strlen(text) < 4096);
    memcpy(p->room[edited], text, strlen(text));
    *article = (struct slant_article){.text = {p->room[edited], strlen(text)}};
    assert_int_equal(slant_analyze(w, article, SLANT_WANT_MARKS | SLANT_WANT_SENTENCES, &out.result, &err), SLANT_OK);
    out.tokens = &slant_worker_flow(w)->tokens;
    out.hits = &slant_worker_flow(w)->hits;
    return out;
}

static void audit(struct pair *p, const char *wire, const char *edited, struct slant_audit *out)
{
    static struct slant_article articles[2];
    slant_arena_reset(&p->mem);
    struct slant_audit_input in = {take(p, 0, wire, &articles[0]), take(p, 1, edited, &articles[1]),
                                   slant_worker_words(p->edited), slant_engine_lexicon(p->engine)};
    assert_int_equal(slant_audit_run(&in, &p->mem, out), SLANT_OK);
}

static void words(const struct slant_change_side *s, char *line, size_t size)
{
    size_t at = strlen(line);
    if (s->words.text.ptr == NULL)
        snprintf(line + at, size - at, "-");
    else if (s->words.text.ptr == s->sentence.text.ptr && s->words.text.len == s->sentence.text.len)
        snprintf(line + at, size - at, "…");
    else
        snprintf(line + at, size - at, "%.*s", (int)s->words.text.len, s->words.text.ptr);
}

static void changes(const struct slant_audit *a, char *line, size_t size)
{
    line[0] = '\0';
    for (uint32_t i = 0; i < a->nchanges; i++) {
        size_t at = strlen(line);
        snprintf(line + at, size - at, "%s%s ", i > 0 ? "; " : "", slant_change_name(a->changes[i].kind));
        words(&a->changes[i].wire, line, size);
        at = strlen(line);
        snprintf(line + at, size - at, " | ");
        words(&a->changes[i].edited, line, size);
    }
}

static void relations(const struct slant_audit *a, char *line, size_t size)
{
    line[0] = '\0';
    for (uint32_t i = 0; i < a->npairings; i++) {
        const struct slant_pairing *p = &a->pairings[i];
        size_t at = strlen(line);
        snprintf(line + at, size - at, "%s%s%s", i > 0 ? " " : "", slant_relation_name(p->relation),
                 p->moved ? "-moved" : "");
    }
}

/* ---- changes of one sentence ------------------------------------------------------------------------------ */

static void test_changes(void **state)
{
    static const struct {
        const char *wire, *edited, *want;
    } rows[] = {
        {"The bridge over the Tarn was closed to lorries on Monday.",
         "The bridge over the Tarn was closed to lorries on Monday.", ""},
        /* hedges: dropped, moved, changed for another, cut with their clause */
        {"The council will perhaps close the bridge over the Tarn in spring.",
         "The council will close the bridge over the Tarn in spring.", "hedge-dropped perhaps | …"},
        {"Perhaps the council closes the bridge over the Tarn in spring.",
         "The council perhaps closes the bridge over the Tarn in spring.", ""},
        {"The council will close the bridge over the Tarn, which perhaps costs a fortune, in the spring of next year.",
         "The council will close the bridge over the Tarn in the spring of next year.", ""},
        {"The council will close the bridge over the Tarn in spring.",
         "The council will perhaps close the bridge over the Tarn in spring.", "hedge-added … | perhaps"},
        /* numbers: values, not letters */
        {"The bridge carried 2,300 lorries in April.", "The bridge carried 3,200 lorries in April.",
         "number-changed 2,300 | 3,200"},
        {"The bridge carried 2,300 lorries in April.", "The bridge carried 2300 lorries in April.", ""},
        {"The bridge carried twenty-five lorries in April.", "The bridge carried 25 lorries in April.", ""},
        {"The repair of the bridge cost 1.2 million crowns.", "The repair of the bridge cost 1,200,000 crowns.", ""},
        {"The repair of the bridge cost $3m in April.", "The repair of the bridge cost three million in April.", ""},
        {"The train for Osk leaves at 6:30 every morning now.", "The train for Osk leaves at 7:30 every morning now.",
         ""},
        /* quotations: an ellipsis, a bracket, the ends, a spelling */
        {"\"We saw the bridge and we saw the colour of the water below it,\" said Ada Lund.",
         "\"We saw the bridge and the colour of the water below it,\" said Ada Lund.",
         "quotation-altered We saw the bridge and we saw the colour of the water below it | We saw the bridge and the "
         "colour of the water below it"},
        {"\"We saw the bridge and we saw the colour of the water below it,\" said Ada Lund.",
         "\"We saw the bridge and … the colour of the water below it,\" said Ada Lund.", ""},
        {"\"We saw the bridge and we saw the colour of the water below it,\" said Ada Lund.",
         "\"We saw the bridge and we saw the colour of the water,\" said Ada Lund.", ""},
        {"\"We saw the bridge and we saw the colour of the water below it,\" said Ada Lund.",
         "\"We saw the bridge and we saw the color of the water below it,\" said Ada Lund.", ""},
        {"\"We saw the bridge and we saw the colour of the water below it,\" said Ada Lund.",
         "\"We saw the bridge and we saw the colour of the blood below it,\" said Ada Lund.",
         "quotation-altered We saw the bridge and we saw the colour of the water below it | We saw the bridge and we "
         "saw "
         "the colour of the blood below it"},
        /* scare quotes, agents */
        {"The reform of the harbour office begins in the autumn.",
         "The \"reform\" of the harbour office begins in the autumn.", "scare-quotes-added reform | reform"},
        {"The army closed the road to the northern valley.", "The road to the northern valley was closed.",
         "agent-removed The army | was closed"},
        {"The road to the northern valley was closed by the army.", "The road to the northern valley was closed.",
         "agent-removed the army | was closed"},
        {"The road to the northern valley was closed by Monday.", "The road to the northern valley was closed.", ""},
        {"The army closed the road to the northern valley.", "The road to the northern valley was closed by the army.",
         ""},
    };
    struct slant_audit a;
    char have[1024];
    int wrong = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        audit(*state, rows[i].wire, rows[i].edited, &a);
        changes(&a, have, sizeof have);
        same_line(have, rows[i].want, rows[i].edited);
    }
    assert_int_equal(wrong, 0);
}

/* ---- which sentences belong together ---------------------------------------------------------------------- */

#define A "The ferry to Osk was late because of fog in the strait. "
#define B "Its captain blamed a broken radar and a missing pilot. "
#define C "Passengers waited in the old customs hall until midnight. "

static void test_alignment(void **state)
{
    static const struct {
        const char *wire, *edited, *want;
    } rows[] = {
        {A B C, A B C, "same same same"},
        {A B C, A C, "same cut same"},
        {A B C, B C, "cut same same"},
        {A B C, A B, "same same cut"},
        {A B, A C B, "same added same"},
        {A B C, C A B, "same-moved same same"},
        {A B C, A "Its captain blamed a broken radar. Its captain blamed a missing pilot. " C, "same split same"},
        {A "Its captain blamed a broken radar. The pilot was missing from the harbour. " C,
         A "Its captain blamed a broken radar and the pilot who was missing from the harbour. " C, "same merged same"},
        {A, "Nothing of this was ever heard of elsewhere.", "added cut"},
        {"", A, "added"},
        {A, "", "cut"},
        {"", "", ""},
        {A A A, A, "same cut cut"},
    };
    struct slant_audit a;
    char have[1024];
    int wrong = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        audit(*state, rows[i].wire, rows[i].edited, &a);
        relations(&a, have, sizeof have);
        same_line(have, rows[i].want, rows[i].edited);
        assert_int_equal(a.kept + a.moved + a.cut, a.wire->sentences);
    }
    assert_int_equal(wrong, 0);
}

static void test_strangers(void **state)
{
    struct slant_audit a;
    audit(*state, A B C,
          "A hat was found in a tree. Nobody wanted to have it, and so it stayed there for a brutal winter.", &a);
    assert_true(a.strangers);
    assert_int_equal(a.nchanges, 0);
    audit(*state, A B C, A B, &a);
    assert_false(a.strangers);
}

/* Every kind and relation has a name of its own. */
static void test_names(void **state)
{
    (void)state;
    for (int i = 0; i < SLANT_NCHANGES; i++)
        for (int k = 0; k < i; k++)
            assert_string_not_equal(slant_change_name((enum slant_change_kind)i),
                                    slant_change_name((enum slant_change_kind)k));
    assert_string_equal(slant_change_name(SLANT_SOURCE_VAGUER), "source-vaguer");
    assert_string_equal(slant_change_name(SLANT_NCHANGES), "");
    assert_string_equal(slant_relation_name(SLANT_MERGED), "merged");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_alignment),
        cmocka_unit_test(test_strangers),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests_name("audit", tests, open_pair, close_pair);
}
