/* report: results made by hand → JSONL, CSV, profile, table, show, page. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>

#include "base/utf8.h"
#include "report/first.h"
#include "report/framing.h"
#include "report/plain.h"
#include "report/report.h"
#include "report/trail.h"

/* ---- a result, made by hand --------------------------------------------------------------------------- */

enum { MARKS = 32, RUNS = 8, ROWS = 8 };

struct made {
    struct slant_article article;
    struct slant_result result;
    struct slant_mark marks[MARKS];
    struct slant_voice_run runs[RUNS];
    struct slant_sentence rows[ROWS];
    struct slant_measure measures[3];
    struct slant_kind_count kinds[2];
};

static struct slant_str str(const char *text)
{
    return (struct slant_str){text, text != NULL ? strlen(text) : 0};
}

static struct slant_span span_of(const struct made *m, const char *words, int in_title)
{
    const struct slant_str *field = in_title ? &m->result.title_text : &m->result.text;
    const char *at = strstr(field->ptr, words);
    if (at == NULL)
        fail_msg("no <%s> in the field", words);
    size_t start = slant_utf8_count(field->ptr, (size_t)(at - field->ptr));
    return (struct slant_span){(uint32_t)start, (uint32_t)(start + slant_utf8_count(words, strlen(words))), str(words),
                               in_title};
}

/* The span must point into the field itself. */
static struct slant_span span_in(const struct made *m, const char *words, int in_title)
{
    struct slant_span span = span_of(m, words, in_title);
    span.text.ptr = strstr(in_title ? m->result.title_text.ptr : m->result.text.ptr, words);
    return span;
}

static struct slant_mark *add_mark(struct made *m, enum slant_layer layer, const char *words, int in_title)
{
    struct slant_mark *mark = &m->marks[m->result.nmarks++];
    *mark = (struct slant_mark){.layer = layer,
                                .layer_name = slant_layer_name(layer),
                                .kind = "",
                                .stance = "",
                                .entry = words,
                                .lexicon = "en/test",
                                .why = "why not",
                                .plainer = "",
                                .source = "",
                                .sentence = in_title ? -1 : 0,
                                .in_headline = in_title,
                                .span = span_in(m, words, in_title)};
    return mark;
}

static void add_run(struct made *m, enum slant_voice voice, const char *words)
{
    m->runs[m->result.nruns++] = (struct slant_voice_run){voice, span_in(m, words, 0)};
}

static void make(struct made *m, const char *title, const char *text)
{
    memset(m, 0, sizeof *m);
    m->kinds[0] = (struct slant_kind_count){"label", 2};
    m->kinds[1] = (struct slant_kind_count){"me\"taphor", 1};
    m->measures[0] = (struct slant_measure){.name = "loaded",
                                            .unit = "per 1,000 words in the outlet's voice",
                                            .count = 3,
                                            .exposure = 700,
                                            .rate = 4.28571,
                                            .has_voices = 1,
                                            .by_voice = {3, 2, 1},
                                            .nkinds = 2,
                                            .kinds = m->kinds};
    m->measures[1] = (struct slant_measure){.name = "scare-quote",
                                            .unit = "per 1,000 words in the outlet's voice",
                                            .exposure = 12,
                                            .rate = NAN,
                                            .reason = "needs 100 words",
                                            .has_voices = 1};
    m->measures[2] = (struct slant_measure){
        .name = "quoted-words", .unit = "share of words", .count = 180, .exposure = 1043, .rate = 0.1726};
    m->article.title = str(title);
    m->article.text = str(text);
    for (size_t i = 0; i < sizeof m->measures / sizeof *m->measures; i++)
        m->measures[i].below = m->measures[i].above = NAN;
    m->result = (struct slant_result){.article = &m->article,
                                      .language = str("en"),
                                      .words = 1043,
                                      .sentences = 48,
                                      .paragraphs = 30,
                                      .voice_words = {700, 180, 163},
                                      .nmeasures = 3,
                                      .measures = m->measures,
                                      .marks = m->marks,
                                      .rows = m->rows,
                                      .runs = m->runs,
                                      .text = str(text),
                                      .title_text = str(title)};
    if (title != NULL)
        m->result.title = (struct slant_span){0, (uint32_t)slant_utf8_count(title, strlen(title)), str(title), 1};
}

static const struct slant_report_settings all = {.spans = 1, .sentences = 1};

static char *text_of(struct slant_buffer *out)
{
    assert_false(out->failed);
    slant_buffer_putc(out, '\0');
    return out->data;
}

static json_t *parse(struct slant_buffer *out)
{
    char *text = text_of(out);
    size_t len = strlen(text);
    assert_int_equal(text[len - 1], '\n');
    assert_ptr_equal(strchr(text, '\n'), text + len - 1); /* one line */
    json_error_t error;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL)
        fail_msg("%s at %d of %s", error.text, error.position, text);
    return root;
}

static int64_t int_at(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    assert_true(json_is_integer(value));
    return json_integer_value(value);
}

static const char *string_at(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    assert_true(json_is_string(value));
    return json_string_value(value);
}

static unsigned times(const char *text, const char *what)
{
    unsigned n = 0;
    for (; (text = strstr(text, what)) != NULL; text += strlen(what))
        n++;
    return n;
}

static void holds(const char *text, const char *what)
{
    if (strstr(text, what) == NULL)
        fail_msg("no <%s> in:\n%s", what, text);
}

static void lacks(const char *text, const char *what)
{
    if (strstr(text, what) != NULL)
        fail_msg("<%s> in:\n%s", what, text);
}

/* ---- jsonl -------------------------------------------------------------------------------------------- */

static void test_jsonl_fields(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, "A \"title\"", "Perhaps so.");
    m.article.id = str("a\x01\xff/1");
    m.article.outlet = str("");
    slant_report_jsonl(&m.result, &(struct slant_report_settings){0}, &out);
    json_t *root = parse(&out);
    assert_string_equal(string_at(root, "id"), "a\x01\xEF\xBF\xBD/1");
    assert_string_equal(string_at(root, "outlet"), "");
    assert_string_equal(string_at(root, "title"), "A \"title\"");
    assert_null(json_object_get(root, "date"));
    assert_int_equal(int_at(root, "words"), 1043);
    assert_int_equal(int_at(json_object_get(root, "voice_words"), "reported"), 163);
    json_t *measures = json_object_get(root, "measures"), *loaded = json_object_get(measures, "loaded");
    assert_int_equal(int_at(loaded, "count"), 3);
    assert_true(fabs(json_real_value(json_object_get(loaded, "rate")) - 4.286) < 1e-9);
    assert_int_equal(int_at(loaded, "quoted"), 2);
    assert_int_equal(int_at(json_object_get(loaded, "kinds"), "me\"taphor"), 1);
    json_t *scare = json_object_get(measures, "scare-quote");
    assert_true(json_is_null(json_object_get(scare, "rate")));
    assert_string_equal(string_at(scare, "reason"), "needs 100 words");
    assert_null(json_object_get(json_object_get(measures, "quoted-words"), "outlet"));
    static const char *const absent[] = {"spans", "voices", "sentence_rows", "diagnostics", "attributions"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_null(json_object_get(root, absent[i]));
    json_decref(root);
    slant_buffer_free(&out);
}

static void test_jsonl_order(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, NULL, "x");
    slant_report_jsonl(&m.result, &(struct slant_report_settings){0}, &out);
    holds(text_of(&out), "{\"id\":null,\"language\":\"en\",\"words\":1043,\"sentences\":48,\"paragraphs\":30,"
                         "\"voice_words\":{\"outlet\":700,\"quoted\":180,\"reported\":163},\"measures\":{\"loaded\":"
                         "{\"count\":3,\"exposure\":700,\"rate\":4.286,\"unit\":\"per 1,000 words in the outlet's "
                         "voice\",\"outlet\":3,\"quoted\":2,\"reported\":1,\"kinds\":{\"label\":2,");
    slant_buffer_free(&out);
}

static void add_choices(struct made *m)
{
    static const struct slant_choice choices[] = {
        {{"actor/bandit", 5}, "bandit", "harsher", {1, 0, 2}},
        {{"actor/rebel", 5}, "rebel", "neutral", {3, 0, 0}},
        {{"the-crowd/crowd", 9}, "crowd", "neutral", {4, 0, 0}},
        {{"the-rule/regime", 8}, "regime", "harsher", {0, 1, 0}},
    };
    m->result.choices = choices;
    m->result.nchoices = 4;
}

static void test_choices(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, NULL, "x");
    add_choices(&m);
    slant_report_jsonl(&m.result, &(struct slant_report_settings){0}, &out);
    json_t *root = parse(&out), *sets = json_object_get(root, "label_sets");
    assert_int_equal(json_object_size(sets), 3);
    assert_int_equal(json_object_size(json_object_get(sets, "actor")), 2);
    json_t *bandit = json_object_get(json_object_get(sets, "actor"), "bandit");
    assert_int_equal(json_integer_value(json_object_get(bandit, "outlet")), 1);
    assert_int_equal(json_integer_value(json_object_get(bandit, "quoted")), 0);
    assert_int_equal(json_integer_value(json_object_get(bandit, "reported")), 2);
    json_decref(root);
    out.len = 0;
    slant_framing_names(&m.result, &out);
    assert_string_equal(text_of(&out),
                        "actor: bandit 1 (and 2 by others), rebel 3 \u00b7 the rule: regime (1 by others)");
    slant_buffer_free(&out);
}

static void test_frames(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, NULL, "x");
    slant_framing_frames(&m.result, &out);
    assert_int_equal(out.len, 0);
    m.measures[0] = (struct slant_measure){.name = "frame-conflict", .count = 1, .exposure = 8, .rate = 0.125};
    m.measures[1] = (struct slant_measure){.name = "frame-morality", .count = 0, .exposure = 8, .rate = 0};
    m.measures[2] = (struct slant_measure){.name = "frame-economic", .count = 4, .exposure = 8, .rate = 0.5};
    slant_framing_frames(&m.result, &out);
    assert_string_equal(text_of(&out), "economic 50 %, conflict 13 % of the sentences");
    m.measures[2].rate = NAN;
    out.len = 0;
    slant_framing_frames(&m.result, &out);
    assert_string_equal(text_of(&out), "conflict 13 % of the sentences");
    slant_buffer_free(&out);
}

static void test_jsonl_lists(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, "Thugs", "Zoë “said” it.\nIt may be.");
    add_mark(&m, SLANT_LOADED, "Thugs", 1)->kind = "label";
    add_mark(&m, SLANT_CUE, "said", 0)->stance = "neutral";
    add_mark(&m, SLANT_HEDGE, "may", 0)->sentence = 1;
    add_run(&m, SLANT_VOICE_QUOTED, "“said”");
    m.rows[0] = (struct slant_sentence){span_in(&m, "Zoë “said” it.", 0), 0, 3, {NAN}, 0};
    m.rows[1] = (struct slant_sentence){span_in(&m, "It may be.", 0), 1, 3, {0.4236}, 1};
    m.result.nrows = 2;
    struct slant_diagnostic odd = {"unclosed-quote", "note", "a quotation is not closed", span_in(&m, "“", 0)};
    m.result.diagnostics = &odd;
    m.result.ndiagnostics = 1;
    slant_report_jsonl(&m.result, &all, &out);
    json_t *root = parse(&out), *spans = json_object_get(root, "spans");
    assert_int_equal(json_array_size(spans), 3);
    json_t *first = json_array_get(spans, 0), *second = json_array_get(spans, 1);
    assert_string_equal(string_at(first, "layer"), "loaded");
    assert_string_equal(string_at(first, "kind"), "label");
    assert_string_equal(string_at(first, "in"), "title");
    assert_true(json_is_null(json_object_get(first, "sentence")));
    assert_null(json_object_get(first, "stance"));
    assert_null(json_object_get(second, "kind"));
    assert_string_equal(string_at(second, "stance"), "neutral");
    assert_string_equal(string_at(second, "text"), "said");
    assert_int_equal(int_at(second, "start"), 5);
    assert_int_equal(int_at(second, "end"), 9);
    assert_int_equal(int_at(json_array_get(spans, 2), "sentence"), 1);
    json_t *voice = json_array_get(json_object_get(root, "voices"), 0);
    assert_string_equal(string_at(voice, "voice"), "quoted");
    assert_int_equal(int_at(voice, "end"), 10);
    assert_string_equal(string_at(voice, "in"), "text");
    json_t *row = json_array_get(json_object_get(root, "sentence_rows"), 1);
    assert_int_equal(int_at(row, "paragraph"), 1);
    assert_true(json_is_true(json_object_get(row, "attributed")));
    assert_true(
        json_is_false(json_object_get(json_array_get(json_object_get(root, "sentence_rows"), 0), "attributed")));
    assert_int_equal(int_at(row, "start"), 15);
    assert_true(fabs(json_real_value(json_object_get(row, "subjectivity")) - 0.424) < 1e-9);
    assert_null(json_object_get(json_array_get(json_object_get(root, "sentence_rows"), 0), "subjectivity"));
    json_t *found = json_array_get(json_object_get(root, "diagnostics"), 0);
    assert_string_equal(string_at(found, "code"), "unclosed-quote");
    assert_string_equal(string_at(found, "level"), "note");
    json_decref(root);
    slant_buffer_free(&out);
}

/* A buffer that is full holds whole rows only. */
static void test_rows_are_whole(void **state)
{
    (void)state;
    struct made m;
    make(&m, "T", "Text.");
    struct slant_buffer probe = {0};
    slant_report_jsonl(&m.result, &all, &probe);
    size_t row = probe.len;
    slant_buffer_free(&probe);
    for (size_t max = 1; max < 2 * row; max += 7) {
        struct slant_buffer out = {.max = max};
        slant_report_jsonl(&m.result, &all, &out);
        slant_report_jsonl(&m.result, &all, &out);
        assert_true(out.failed);
        assert_int_equal(out.len, max >= row ? row : 0);
        slant_buffer_free(&out);
    }
}

/* ---- csv ---------------------------------------------------------------------------------------------- */

/* Commas outside quotation marks. */
static unsigned separators(const char *line)
{
    unsigned n = 0;
    int quoted = 0;
    for (; *line != '\0' && *line != '\n'; line++) {
        quoted ^= *line == '"';
        n += !quoted && *line == ',';
    }
    return n;
}

static void test_csv(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, "=A \"b\",\r\nc", "Never in a table.");
    m.article.id = str("@1");
    const struct slant_report_settings wide = {0};
    slant_report_csv_header(m.measures, 3, &wide, &out);
    slant_report_csv(&m.result, &wide, &out);
    struct slant_error error = {.code = SLANT_EJSON, .name = "bad-json", .byte = UINT64_MAX, .message = "no, not this"};
    slant_report_error(&error, str("x,y"), SLANT_ERROR_CSV, &wide, 3, &out);
    char *text = text_of(&out), *row = strchr(text, '\n') + 1, *last = strchr(row, '\n') + 1;
    assert_int_equal(times(text, "\n"), 3);
    holds(text, "id,outlet,title,date,story,words,sentences,outlet_words,quoted_words,reported_words,"
                "loaded_rate,loaded_count,loaded_exposure,scare_quote_rate,scare_quote_count,"
                "scare_quote_exposure,quoted_words_rate,quoted_words_count,quoted_words_exposure,error\n");
    assert_int_equal(separators(row), separators(text));
    assert_int_equal(separators(last), separators(text));
    holds(row, "@1,,\"=A \"\"b\"\", c\",,,1043,48,700,180,163,4.286,3,700,,0,12,0.173,180,1043,\n");
    holds(last, "\"x,y\",,");
    holds(last, ",\"bad-json: no, not this\"\n");
    lacks(text, "Never in a table");
    slant_buffer_free(&out);
}

static void test_csv_long(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, NULL, "");
    const struct slant_report_settings rows = {.long_rows = 1};
    slant_report_csv_header(m.measures, 3, &rows, &out);
    slant_report_csv(&m.result, &rows, &out);
    struct slant_error error = {.code = SLANT_EJSON, .name = "bad-json", .byte = UINT64_MAX, .message = "no"};
    slant_report_error(&error, str(NULL), SLANT_ERROR_CSV, &rows, 3, &out);
    char *text = text_of(&out);
    assert_int_equal(times(text, "\n"), 5);
    for (char *line = text; *line != '\0'; line = strchr(line, '\n') + 1)
        assert_int_equal(separators(line), 11);
    holds(text, ",,scare-quote,0,12,,needs 100 words,0,0,0,\"per 1,000 words in the outlet's voice\",\n");
    holds(text, ",,quoted-words,180,1043,0.173,,,,,share of words,\n");
    holds(text, ",,,,,,,,,,,bad-json: no\n");
    slant_buffer_free(&out);
}

/* ---- errors ------------------------------------------------------------------------------------------- */

static void test_error_jsonl(void **state)
{
    (void)state;
    struct slant_buffer out = {0};
    struct slant_error error = {.code = SLANT_EJSON,
                                .name = "bad-json",
                                .path = "a\"b.jsonl",
                                .line = 3,
                                .byte = 0,
                                .message = "not an object"};
    slant_report_error(&error, str("i"), SLANT_ERROR_JSONL, &all, 0, &out);
    json_t *root = parse(&out), *inner = json_object_get(root, "error");
    assert_string_equal(string_at(root, "id"), "i");
    assert_string_equal(string_at(inner, "path"), "a\"b.jsonl");
    assert_int_equal(int_at(inner, "line"), 3);
    assert_int_equal(int_at(inner, "byte"), 0);
    json_decref(root);
    out.len = 0;
    error = (struct slant_error){.code = SLANT_EJSON, .name = "bad-json", .byte = UINT64_MAX, .message = "m"};
    slant_report_error(&error, str(NULL), SLANT_ERROR_JSONL, &all, 0, &out);
    assert_string_equal(text_of(&out), "{\"error\":{\"code\":\"bad-json\",\"message\":\"m\"}}\n");
    slant_buffer_free(&out);
}

static void test_error_text(void **state)
{
    (void)state;
    struct slant_buffer out = {0};
    struct slant_error error = {
        .code = SLANT_EJSON, .name = "bad-json", .path = "x.jsonl", .line = 3, .byte = 9, .message = "m"};
    slant_report_error(&error, str("\033[2Ji"), SLANT_ERROR_TEXT, &all, 0, &out);
    assert_string_equal(text_of(&out), "not scored: ␛[2Ji: x.jsonl:3: m [bad-json]\n");
    slant_buffer_free(&out);
}

/* ---- plain text --------------------------------------------------------------------------------------- */

static void test_plain(void **state)
{
    (void)state;
    struct slant_buffer out = {0};
    static const char nasty[] = "a\033[31mb\a\r\nc\td\x7f\xC2\x9B"
                                "e\xE2\x80\xAE"
                                "f\xff";
    slant_plain_add(&out, nasty, sizeof nasty - 1);
    assert_string_equal(text_of(&out), "a␛[31mb␇ c d␡?ef\xEF\xBF\xBD");
    assert_int_equal(slant_plain_columns(nasty, sizeof nasty - 1), 17);
    out.len = 0;
    slant_plain_cell(&out, "Zoë Müller", 12, 6);
    slant_plain_cell(&out, "ab", 2, 4);
    slant_plain_cell(&out, NULL, 0, 2);
    slant_plain_right(&out, "·", 3);
    assert_string_equal(text_of(&out), "Zoë M…ab      ·");
    char number[SLANT_NUMBER];
    assert_string_equal(slant_plain_count(0, number), "0");
    assert_string_equal(slant_plain_count(1234567, number), "1,234,567");
    assert_string_equal(slant_plain_fixed(0.05, 1, number), "0.1");
    assert_string_equal(slant_plain_fixed(-12.34, 1, number), "-12.3");
    assert_string_equal(slant_plain_fixed(999.96, 1, number), "1000.0");
    assert_string_equal(slant_plain_fixed(3, 0, number), "3");
    assert_string_equal(slant_plain_fixed(NAN, 1, number), "·");
    assert_string_equal(slant_plain_percent(1, 0, number), "·");
    out.len = 0;
    size_t at = slant_plain_wrap(&out, "  one two\nthree ", 16, 2, 2, 9);
    assert_string_equal(text_of(&out), "one two\n  three");
    assert_int_equal(at, 7);
    slant_buffer_free(&out);
}

/* ---- profile and table -------------------------------------------------------------------------------- */

static void test_profile(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, "Thugs \033]0;x\a out", "The regime fell. Clearly it had to.");
    m.article.outlet = str("The Ledger");
    m.rows[0] = (struct slant_sentence){span_in(&m, "The regime fell.", 0), 0, 3, {NAN}, 0};
    m.rows[1] = (struct slant_sentence){span_in(&m, "Clearly it had to.", 0), 0, 4, {NAN}, 0};
    m.result.nrows = 2;
    add_mark(&m, SLANT_LOADED, "Thugs", 1)->kind = "label";
    struct slant_mark *regime = add_mark(&m, SLANT_LOADED, "regime", 0);
    regime->plainer = "government";
    add_mark(&m, SLANT_BOOSTER, "Clearly", 0)->sentence = 1;
    add_mark(&m, SLANT_HEDGE, "fell", 0);
    add_mark(&m, SLANT_LOADED, "had", 0)->voice = SLANT_VOICE_QUOTED;
    slant_report_profile(&m.result, &(struct slant_report_settings){.width = 80}, &out);
    char *text = text_of(&out);
    holds(text, "The Ledger · 1,043 words\n");
    holds(text, "Mostly the outlet. Own voice 67 % · quoted 17 % · reported 16 %");
    holds(text, "4.3 per 1,000 words (3)         2              1\n");
    holds(text, "0 (too short: needs 100 words)");
    holds(text, "»Thugs« ");
    holds(text, "The »regime« fell.\n");
    holds(text, "plainer: government");
    holds(text, "sentence 2");
    lacks(text, "»fell«");
    lacks(text, "»had«");
    lacks(text, "\033");
    lacks(text, "\a");
    for (char *line = text; *line != '\0'; line = strchr(line, '\n') + 1)
        assert_true(slant_plain_columns(line, (size_t)(strchr(line, '\n') - line)) <= 80);
    slant_buffer_free(&out);
}

static struct slant_attribution said(const struct made *m, const char *speaker, enum slant_source_class source_class,
                                     const char *cue, const char *stance)
{
    return (struct slant_attribution){.source_class = source_class,
                                      .stance = stance,
                                      .rule = "",
                                      .entry = "",
                                      .speaker = speaker != NULL ? span_in(m, speaker, 0).text : (struct slant_str){0},
                                      .cue = span_in(m, cue, 0)};
}

static void test_profile_sources(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, "Ships", "The union claimed it, Claimed that. Jan Okell said so and insisted. Some <b> say.");
    struct slant_attribution rows[] = {said(&m, "The union", SLANT_SOURCE_ORGANISATION, "claimed", "distancing"),
                                       said(&m, "Jan Okell", SLANT_SOURCE_PERSON, "said", "neutral"),
                                       said(&m, "The union", SLANT_SOURCE_ORGANISATION, "Claimed", "distancing"),
                                       said(&m, "Jan Okell", SLANT_SOURCE_PERSON, "said", "neutral"),
                                       said(&m, "Jan Okell", SLANT_SOURCE_PERSON, "said", "neutral"),
                                       said(&m, "Jan Okell", SLANT_SOURCE_PERSON, "insisted", "distancing"),
                                       said(&m, NULL, SLANT_SOURCE_VAGUE, "insisted", "distancing")};
    struct slant_measure measures[] = {
        {.name = "attribution", .unit = "per 1,000 words", .count = 7, .exposure = 1043, .rate = 6.711},
        {.name = "attributed-sentences", .unit = "share of sentences", .count = 20, .exposure = 48, .rate = 20.0 / 48},
        {.name = "sources", .unit = "distinct sources", .count = 2, .exposure = 1043, .rate = 2},
        {.name = "top-source", .unit = "share of attributed words", .count = 58, .exposure = 100, .rate = 0.58},
        {.name = "vague-sources", .unit = "share of attributions", .count = 1, .exposure = 7, .rate = 1.0 / 7}};
    m.result.measures = measures;
    m.result.nmeasures = sizeof measures / sizeof *measures;
    m.result.attributions = rows;
    m.result.nattributions = sizeof rows / sizeof *rows;
    slant_report_profile(&m.result, &(struct slant_report_settings){.width = 160}, &out);
    char *text = text_of(&out);
    holds(text,
          "Sources       2: 1 named person, 1 organisation · one source has 58 % of the attributed words · vague (some "
          "say, it is believed) once\n");
    holds(text, "Attribution   6.7 per 1,000 words, 42 % of sentences · “said” 3, “claimed” 2 (both of the union), "
                "“insisted” 2\n");
    lacks(text, "attributed-sentences");
    slant_buffer_free(&out);
    /* Too short for rates, one source: what was found is said all the same. */
    measures[0].rate = measures[1].rate = measures[2].rate = measures[3].rate = NAN;
    measures[0].reason = measures[1].reason = measures[2].reason = measures[3].reason = "needs 100 words";
    measures[0].count = measures[2].count = 1;
    measures[4].count = 0;
    m.result.nattributions = 1;
    slant_report_profile(&m.result, &(struct slant_report_settings){.width = 160}, &out);
    text = text_of(&out);
    holds(text, "Sources       1: 1 organisation\n");
    holds(text, "Attribution   1 · “claimed” 1 (of the union)\n");
    slant_buffer_free(&out);
    measures[0].count = measures[2].count = 0;
    m.result.nattributions = 0;
    slant_report_profile(&m.result, &(struct slant_report_settings){.width = 160}, &out);
    text = text_of(&out);
    holds(text, "Sources       none that can be told\n");
    holds(text, "Attribution   none\n");
    slant_buffer_free(&out);
}

/* Where a rate lies among others: a last column, or where there is no room for one, the line below. */
static void test_profile_with_norms(void **state)
{
    (void)state;
    static const struct {
        double below, above;
        const char *words;
    } rows[] = {{.96, .04, "higher than 19 in 20"},
                {.9, .1, "higher than 9 in 10"},
                {.65, .3, "higher than 6 in 10"},
                {.59, .41, "about the middle"},
                {.3, .7, "lower than 7 in 10"},
                {0, .97, "lower than 19 in 20"},
                {0, .45, "like most"},
                {.4, .1, "like most"}};
    struct made m;
    make(&m, "Thugs out", "The regime fell.");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct slant_buffer out = {0};
        char line[128];
        m.measures[0].below = rows[i].below;
        m.measures[0].above = rows[i].above;
        m.result.compared_with = "200 articles";
        slant_report_profile(&m.result, &(struct slant_report_settings){.width = 100}, &out);
        snprintf(line, sizeof line, " 2              1        %s\n", rows[i].words);
        holds(text_of(&out), line);
        holds(text_of(&out), "in quotations  reported other articles\n");
        holds(text_of(&out), "Other articles: 200 articles.\n");
        out.len = 0;
        slant_report_profile(&m.result, &(struct slant_report_settings){.width = 80}, &out);
        snprintf(line, sizeof line, " 2              1\n                        %s", rows[i].words);
        holds(text_of(&out), line);
        out.len = 0;
        m.measures[0].below = m.measures[0].above = NAN;
        m.result.compared_with = NULL;
        slant_report_profile(&m.result, &(struct slant_report_settings){.width = 100}, &out);
        lacks(text_of(&out), "ther articles");
        lacks(text_of(&out), rows[i].words);
        slant_buffer_free(&out);
    }
}

static void test_first_marks(void **state)
{
    (void)state;
    struct made m;
    uint32_t first[SLANT_FIRST];
    make(&m, NULL, "a b c d e f g h i");
    static const char *const words[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
    for (int i = 0; i < 9; i++)
        add_mark(&m, i < 8 ? SLANT_LOADED : SLANT_SCARE_QUOTE, words[i], 0)->sentence = i;
    m.marks[1].entry = m.marks[0].entry; /* the same word again waits */
    m.marks[5].in_headline = 1;
    assert_int_equal(slant_first_marks(&m.result, first), SLANT_FIRST);
    int scare = 0, headline = 0;
    for (int i = 0; i < SLANT_FIRST; i++) {
        scare |= first[i] == 8;
        headline |= first[i] == 5;
        assert_true(first[i] != 1 && (i == 0 || first[i] > first[i - 1]));
    }
    assert_true(scare && headline);
    m.result.nmarks = 0;
    assert_int_equal(slant_first_marks(&m.result, first), 0);
}

static void test_fragment(void **state)
{
    (void)state;
    struct made m;
    make(&m, NULL, "Ein langer Satz über die Stadt und den Hafen und was dort geschah, heißt es.");
    const struct slant_mark *mark = add_mark(&m, SLANT_LOADED, "Hafen", 0);
    struct slant_fragment part = slant_fragment_of(&m.result, mark, 30);
    assert_true(part.cut_before && part.cut_after);
    assert_true(slant_plain_columns(part.before.ptr, part.before.len) + 5 +
                    slant_plain_columns(part.after.ptr, part.after.len) + 4 <=
                30);
    assert_memory_equal(part.before.ptr, "und den ", 8);
    part = slant_fragment_of(&m.result, mark, 200);
    assert_false(part.cut_before || part.cut_after);
    assert_ptr_equal(part.before.ptr, m.result.text.ptr);
}

static void test_table(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, NULL, "x");
    const struct slant_report_settings settings = {0};
    struct slant_outlet_sum sums[2] = {0}, merged = {0};
    slant_report_table_header(&settings, &out);
    size_t head = out.len;
    m.article.outlet = str("The Daily Beacon");
    m.article.id = str("an-id-that-is-much-too-long-for-its-column");
    slant_report_table(&m.result, &settings, &out);
    assert_int_equal(slant_plain_columns(out.data + head, out.len - head - 1), 100);
    sums[0].outlet = m.article.outlet;
    sums[1].outlet = str("The Ledger");
    m.measures[0].count = 31;
    for (int i = 0; i < 2; i++)
        slant_report_table_add(&m.result, &sums[0]);
    m.measures[0].count = 10;
    for (int i = 0; i < 2; i++)
        slant_report_table_add(&m.result, &sums[1]);
    slant_report_table_merge(&sums[0], &merged);
    assert_int_equal(merged.rates[0].y, 62);
    assert_int_equal(merged.articles, 2);
    slant_report_table_foot(sums, 2, &settings, &out);
    char *text = text_of(&out);
    holds(text, "44.3");
    holds(text, "The Daily Beacon used 3.1 times as many loaded words per 1,000 words of its own voice");
    holds(text, "slant show FILE");
    lacks(text, "compare");
    out.len = 0;
    slant_report_table_foot(NULL, 0, &settings, &out);
    holds(text_of(&out), "slant show FILE");
    slant_buffer_free(&out);
}

/* ---- show and page ------------------------------------------------------------------------------------ */

static void test_overlaps(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, NULL, "It is said to be one two three.");
    add_mark(&m, SLANT_HEDGE, "is said to be", 0);
    add_mark(&m, SLANT_CUE, "said", 0);
    add_mark(&m, SLANT_LOADED, "one two", 0);
    add_mark(&m, SLANT_BOOSTER, "two three", 0);
    add_mark(&m, SLANT_INSINUATION, "two three", 0);
    add_run(&m, SLANT_VOICE_REPORTED, "be one two");
    slant_report_show(&m.result, &(struct slant_report_settings){0}, &out);
    holds(text_of(&out), " ┊ It ‹is ‹said›ᶜ to {be›ᴴ ‹one ‹‹two›ᴸ} three›ᴵ›ᴮ.\n");
    out.len = 0;
    slant_report_html(&m.result, &(struct slant_report_settings){.quiet_head = 1}, &out);
    char *text = text_of(&out);
    assert_int_equal(times(text, "<mark"), times(text, "</mark>"));
    assert_int_equal(times(text, "<span"), times(text, "</span>"));
    for (int i = 1; i <= 5; i++) {
        char id[32];
        snprintf(id, sizeof id, "id=\"m%d\"", i);
        assert_int_equal(times(text, id), 1);
        snprintf(id, sizeof id, "<li id=\"n%d\"", i);
        assert_int_equal(times(text, id), 1);
    }
    lacks(text, "<html");
    slant_buffer_free(&out);
}

/* More marks at one place than are drawn: nothing breaks, and the list has them all. */
static void test_depth(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, NULL, "word");
    for (int i = 0; i < MARKS; i++)
        add_mark(&m, SLANT_LOADED, "word", 0);
    slant_report_show(&m.result, &(struct slant_report_settings){.color = 1}, &out);
    out.len = 0;
    slant_report_html(&m.result, &all, &out);
    char *text = text_of(&out);
    assert_int_equal(times(text, "<li id=\"n"), MARKS);
    assert_int_equal(times(text, "id=\"m"), SLANT_TRAIL_DEPTH);
    slant_buffer_free(&out);
}

static void test_escape_bytes(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, "T\033[2J", "A \033]52;c;aGk=\a mark\033[0m \xC2\x9B here\x7f.");
    add_mark(&m, SLANT_LOADED, "mark\033[0m", 0)->kind = "label";
    slant_report_show(&m.result, &(struct slant_report_settings){0}, &out);
    char *text = text_of(&out);
    holds(text, "T␛[2J");
    holds(text, "‹mark␛[0m›ᴸ");
    for (const char *p = text; *p != '\0'; p++)
        assert_true((unsigned char)*p >= 0x20 ? *p != 0x7f : *p == '\n');
    lacks(text, "\xC2\x9B");
    out.len = 0; /* with colours, all escapes are ours: CSI ... m */
    slant_report_show(&m.result, &(struct slant_report_settings){.color = 1}, &out);
    text = text_of(&out);
    for (const char *p = text; (p = strchr(p, '\033')) != NULL; p++)
        assert_int_equal(p[1 + strspn(p + 1, "[0123456789;")], 'm');
    slant_buffer_free(&out);
}

static void test_html_escapes(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, "<script>alert(1)</script>", "He & \"she\" <b>thugs</b>.\n\n<img src=x onerror=y>");
    m.article.outlet = str("<i>");
    struct slant_mark *mark = add_mark(&m, SLANT_LOADED, "<script>", 1);
    mark->why = "\" onmouseover=\"x";
    mark->plainer = "<u>";
    mark->source = "<s>";
    mark->lexicon = "<tt>";
    mark->kind = "<kbd>";
    add_mark(&m, SLANT_LOADED, "<b>thugs</b>", 0);
    slant_report_html(&m.result, &all, &out);
    char *text = text_of(&out);
    static const char *const never[] = {"<script", "<b>thugs", "<img",           "<i>",   "<u>",    "<s>",
                                        "<tt>",    "<kbd>",    "\" onmouseover", "http:", "https:", "url("};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        lacks(text, never[i]);
    holds(text, "default-src 'none'; style-src 'unsafe-inline'");
    holds(text, "<mark class=\"loaded\" title=\"loaded word (&lt;kbd&gt;) — &quot; onmouseover=&quot;x (&lt;s&gt;); "
                "plainer: &lt;u&gt;\">&lt;script&gt;</mark><sup><a id=\"m1\" href=\"#n1\"");
    assert_int_equal(times(text, "<p>"), times(text, "</p>") - 1); /* and the byline's */
    slant_buffer_free(&out);
}

static void test_voices(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, NULL, "\"One.\n\nTwo,\" he said, and that it is so.\nNone.");
    add_run(&m, SLANT_VOICE_QUOTED, "\"One.\n\nTwo,\"");
    add_run(&m, SLANT_VOICE_REPORTED, "it is so");
    slant_report_show(&m.result, &(struct slant_report_settings){0}, &out);
    holds(text_of(&out), "│  \"One.\n\n│┊ Two,\" he said, and that {it is so}.\n   None.\n");
    out.len = 0;
    slant_report_html(&m.result, &all, &out);
    holds(text_of(&out),
          "<p class=\"hq\"><span class=\"q\">&quot;One.</span></p>\n<p class=\"hq hr\"><span class=\"q\">"
          "Two,&quot;</span> he said, and that <span class=\"r\">it is so</span>.</p>\n<p>None.</p>");
    slant_buffer_free(&out);
}

/* The headline of a file is part of its text: drawn once, and marks in it come first. */
static void test_file_headline(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    make(&m, NULL, "\xEF\xBB\xBF\nThugs at large\n\nNobody was hurt.\n");
    m.result.title = span_in(&m, "Thugs at large", 0);
    add_mark(&m, SLANT_LOADED, "Thugs", 0)->in_headline = 1;
    add_mark(&m, SLANT_AGENTLESS, "was hurt", 0);
    slant_report_show(&m.result, &(struct slant_report_settings){0}, &out);
    char *text = text_of(&out);
    assert_int_equal(times(text, "at large"), 1);
    holds(text, "‹Thugs›ᴸ at large\n   1,043 words\n\n");
    holds(text, "\n   Nobody ‹was hurt›ᴬ.\n\n");
    out.len = 0;
    slant_report_html(&m.result, &all, &out);
    holds(text_of(&out), "</a></sup> at large</h1>");
    slant_buffer_free(&out);
}

static void test_wrapped_text(void **state)
{
    (void)state;
    static const char mail[] = "The harbour stood still for the ninth day in a row and\n"
                               "nobody could say when the cranes would move again, for\n"
                               "the talks had ended.\n"
                               "A new paragraph.";
    struct slant_str text = str(mail), prose = str("One short line here, that is long enough to count.\nNext.");
    assert_true(slant_is_wrapped(text));
    assert_false(slant_is_wrapped(prose));
    assert_false(slant_is_hard_break(text, 54, 1));
    assert_true(slant_is_hard_break(text, (size_t)(strstr(mail, "\nA new") - mail), 1));
}

/* Long words are cut, lines keep the width, and styles do not run into the margin. */
static void test_narrow(void **state)
{
    (void)state;
    struct made m;
    struct slant_buffer out = {0};
    static char text[600];
    memset(text, 'x', 300);
    strcpy(text + 300, " a few words that follow and are marked as a whole, over several lines of the page");
    make(&m, NULL, text);
    add_mark(&m, SLANT_LOADED, "words that follow and are marked as a whole, over several lines", 0);
    for (int color = 0; color < 2; color++) {
        out.len = 0;
        slant_report_show(&m.result, &(struct slant_report_settings){.color = color, .width = 40}, &out);
        char *shown = text_of(&out);
        for (char *line = shown; *line != '\0'; line = strchr(line, '\n') + 1) {
            size_t len = (size_t)(strchr(line, '\n') - line);
            assert_true(color || slant_plain_columns(line, len) <= 40 || strstr(line, "in the writer") == line);
            if (color && memchr(line, '\033', len) != NULL)
                assert_true(strncmp(line + len - 4, "\033[0m", 4) == 0 || strstr(line, "\033[0m") < line + len);
        }
    }
    slant_buffer_free(&out);
}

static void test_empty(void **state)
{
    (void)state;
    for (int given = 0; given < 2; given++) {
        struct made m;
        struct slant_buffer out = {0};
        make(&m, given ? "" : NULL, given ? "" : NULL);
        m.result.words = m.result.sentences = m.result.paragraphs = m.result.nmeasures = 0;
        memset(m.result.voice_words, 0, sizeof m.result.voice_words);
        slant_report_jsonl(&m.result, &all, &out);
        json_decref(parse(&out));
        slant_report_csv(&m.result, &all, &out);
        slant_report_table(&m.result, &all, &out);
        out.len = 0;
        slant_report_profile(&m.result, &all, &out);
        slant_report_show(&m.result, &all, &out);
        slant_report_html(&m.result, &all, &out);
        assert_int_equal(times(text_of(&out), "There are no words in this article."), 3);
        slant_buffer_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jsonl_fields),
        cmocka_unit_test(test_jsonl_order),
        cmocka_unit_test(test_jsonl_lists),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_frames),
        cmocka_unit_test(test_rows_are_whole),
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_csv_long),
        cmocka_unit_test(test_error_jsonl),
        cmocka_unit_test(test_error_text),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_profile),
        cmocka_unit_test(test_profile_sources),
        cmocka_unit_test(test_profile_with_norms),
        cmocka_unit_test(test_first_marks),
        cmocka_unit_test(test_fragment),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_overlaps),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_escape_bytes),
        cmocka_unit_test(test_html_escapes),
        cmocka_unit_test(test_voices),
        cmocka_unit_test(test_file_headline),
        cmocka_unit_test(test_wrapped_text),
        cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
