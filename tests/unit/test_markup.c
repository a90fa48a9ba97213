/* decode/: Markdown and HTML → clean text, and every place still the file's own. */
#include "support.h"

#include "decode/entity.h"
#include "decode/markup.h"

static void decode_markup(struct doc *d, enum slant_markup markup, const char *bytes, size_t len)
{
    slant_arena_reset(&d->mem);
    d->article = (struct slant_article){.is_file = 1, .markup = markup, .text = doc_field(d, 0, bytes, len)};
    assert_int_equal(slant_decode(&d->article, &d->mem, &d->text), SLANT_OK);
}

struct row {
    const char *in, *blocks;
};

static void check_rows(enum slant_markup markup, const struct row *rows, size_t n)
{
    struct doc d = {0};
    int wrong = 0;
    for (size_t i = 0; i < n; i++) {
        decode_markup(&d, markup, rows[i].in, strlen(rows[i].in));
        same_line(doc_blocks(&d), rows[i].blocks, rows[i].in);
    }
    doc_free(&d);
    assert_int_equal(wrong, 0);
}

static void test_html(void **state)
{
    static const struct row rows[] = {
        {"<p>One <b>two</b>\n  three.</p><p>Four.", "par[One two three.] par[Four.]"},
        {"<h1>Is it <em>so</em>?</h1><p>Yes.", "title[Is it so?] par[Yes.]"},
        {"<head><title>Page</title></head><nav><a>Home</a></nav><p>World</p><h1>Bridge opens</h1><p>It did.",
         "above-headline[World] title[Bridge opens] par[It did.]"},
        {"<p>A.<script>if (a < b) \"<p>no</p>\";</script><style>p { x: y }</style>B.", "par[A.] par[B.]"},
        {"<p>A &lt;b&gt; &amp; &eacute;&nbsp;&#8220;q&#x201d;.", "par[A <b> & é “q”.]"},
        {"<p>An <!-- hidden <b>x</b> --> end.", "par[An  end.]"},
        {"<p>3 < 4 and 5 > 4.", "par[3 < 4 and 5 > 4.]"},
        {"<p>It <a href=\"x>y\" title='a > b'>goes</a> on.", "par[It goes on.]"},
        {"<p>Broken <a href=\"x>tag</a> here.", "par[Broken tag here.]"},
        {"<p>Unclosed <b at the end.", "par[Unclosed <b at the end.]"},
        {"<p>don't <b class=x>stop</b> won't.", "par[don't stop won't.]"},
        {"<pre>One line.\nTwo line.</pre>", "par[One line.] par[Two line.]"},
        {"<p>Use <code>rm slammed</code> now.", "par[Use   now.]"},
        {"<nav>open for ever <p>but read.", "title[open for ever] par[but read.]"},
        {"<ul><li>One point.<li>Two points.</ul>", "par[One point.] par[Two points.]"},
        {"<SCRIPT>x</SCRIPT><P>Upper.</P>", "par[Upper.]"},
        {"<p>One<br>two.", "title[One] par[two.]"},
        {"<form><p>Sign up</p></form><p>Read on.", "par[Read on.]"},
        {"", ""},
    };
    (void)state;
    check_rows(SLANT_HTML, rows, COUNT(rows));
}

static void test_markdown(void **state)
{
    static const struct row rows[] = {
        {"---\ntitle: Slammed\n---\n\n# Bridge *opens*\n\nIt did.", "title[Bridge opens] par[It did.]"},
        {"+++\ntitle = \"x\"\n+++\nIt did.", "par[It did.]"},
        {"---\nNot front matter.", "par[Not front matter.]"},
        {"One\ntwo\nthree.\n\nFour.", "par[One two three.] par[Four.]"},
        {"A **b** *c* __d__ _e_ ~~f~~ g.", "par[A b c d e f g.]"},
        {"snake_case 5*3 * 2 and ~ it.", "par[snake_case 5*3 * 2 and ~ it.]"},
        {"See [the text](http://x/slammed \"slammed\"), ok.", "par[See the text, ok.]"},
        {"See [the *text*][id] and [sic] ok.\n\n[id]: http://x/slammed", "par[See the text and [sic] ok.]"},
        {"![a brutal picture](x.png) Text.", "par[Text.]"},
        {"[![alt](x.png)](http://y) Text.", "par[Text.]"},
        {"A note[^1] here.\n\n[^1]: The note.", "par[A note here.] par[The note.]"},
        {"Use `slam` now, ``a ` b`` too.", "par[Use   now,   too.]"},
        {"One.\n\n```\nslam\n\n```\nTwo.", "par[One.] par[Two.]"},
        {"One.\n\n~~~ c\nslam\n", "par[One.]"},
        {"One.\n\n    slam\n\nTwo.", "par[One.] par[Two.]"},
        {"- one.\n- two\n  goes on.\n\n  And on.\n* three.", "par[one.] par[two goes on.] par[And on.] par[three.]"},
        {"> Said\n> so.\n>\n> Twice.", "par[Said so.] par[Twice.]"},
        {"It was in\n1999. That year\n1. one.", "title[It was in 1999. That year] par[one.]"},
        {"Heading\n=======\n\nText.\n\n---\n\nMore.", "title[Heading] par[Text.] par[More.]"},
        {"## Two ##\nText.", "title[Two] par[Text.]"},
        {"A \\*star\\* and \\[so\\].", "par[A *star* and [so].]"},
        {"<div>\nText <b>bold</b>.\n</div>", "par[Text bold.]"},
        {"A <https://x.y/slam> link &amp; more.", "par[A   link & more.]"},
        {"<!-- slant off loaded.* -- why -->\nText.", "par[Text.]"},
        {"| a | b |\n|---|---|\n| One cell. | two |", "title[a] par[b] par[One cell.] par[two]"},
        {"Text {{< fig slammed >}} on {% raw slammed %} it.", "par[Text   on   it.]"},
        {"a [b", "title[a [b]"},
        {"[a](b", "title[[a](b]"},
        {"``` not closed on the line ```", ""},
        {"# A\r\n\r\nB c\r\nd.\r\n", "title[A] par[B c d.]"},
        {"\xEF\xBB\xBF---\nx: y\n---\n# A\n\nB.", "title[A] par[B.]"},
    };
    (void)state;
    check_rows(SLANT_MARKDOWN, rows, COUNT(rows));
}

static void test_plain_keeps_its_signs(void **state)
{
    static const struct row rows[] = {
        {"# A *b*.\n\n<p>C.", "par[# A *b*.] par[<p>C.]"},
        {"A. <!-- slant off x -- y --> B.", "par[A.  B.]"},
        {"A. <!-- other --> B.", "par[A. <!-- other --> B.]"},
        {"A. <!-- slant off B.", "par[A. <!-- slant off B.]"},
    };
    (void)state;
    check_rows(SLANT_PLAIN, rows, COUNT(rows));
}

/* The clean word's place is the word's own in the file, whatever was cut before, inside or behind it. */
static void test_places(void **state)
{
    static const struct {
        enum slant_markup markup;
        const char *in, *clean, *want;
    } rows[] = {
        {SLANT_MARKDOWN, "A **brutal** act", "brutal", "brutal"},
        {SLANT_MARKDOWN, "A [brutal](x) act", "brutal", "brutal"},
        {SLANT_MARKDOWN, "A **bru**tal act", "brutal", "bru**tal"},
        {SLANT_MARKDOWN, "---\na: b\n---\n\xC3\xA9 *so\ncalled* act", "so called", "so\ncalled"},
        {SLANT_HTML, "<p>A <b>brutal</b> act", "brutal", "brutal"},
        {SLANT_HTML, "<p>caf&eacute; <i>bru</i>tal", "brutal", "bru</i>tal"},
        {SLANT_HTML, "<p>so\n\n   called", "so called", "so\n\n   called"},
        {SLANT_HTML, "<p>the caf&eacute;.", "caf\xC3\xA9", "caf&eacute;"},
    };
    struct doc d = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        decode_markup(&d, rows[i].markup, rows[i].in, strlen(rows[i].in));
        const char *at = memmem(d.text.bytes, d.text.len, rows[i].clean, strlen(rows[i].clean));
        assert_non_null(at);
        struct slant_locator locator;
        slant_locator_start(&locator, &d.text);
        uint32_t from = (uint32_t)(at - d.text.bytes);
        struct slant_span span = slant_locate(&locator, from, from + (uint32_t)strlen(rows[i].clean));
        const char *want = strstr(rows[i].in, rows[i].want);
        assert_int_equal(span.text.ptr - d.text.field[0].ptr, want - rows[i].in);
        if (span.text.len != strlen(rows[i].want) || memcmp(span.text.ptr, rows[i].want, span.text.len) != 0)
            fail_msg("%s: have <%.*s>", rows[i].in, (int)span.text.len, span.text.ptr);
    }
    doc_free(&d);
}

static void test_entities(void **state)
{
    static const struct {
        const char *in;
        uint32_t cp;
        size_t taken;
    } rows[] = {{"&amp;", '&', 5},     {"&eacute;x", 0xE9, 8},  {"&yuml;", 0xFF, 6},
                {"&Agrave;", 0xC0, 8}, {"&#233;", 0xE9, 6},     {"&#xE9;", 0xE9, 6},
                {"&#160;", ' ', 6},    {"&hellip;", 0x2026, 8}, {"&nothing;", 0, 0},
                {"& b", 0, 0},         {"&#;", 0, 0},           {"&#x;", 0, 0},
                {"&#xD800;", 0, 0},    {"&#1114112;", 0, 0},    {"&amp", 0, 0},
                {"&", 0, 0},           {"&#10FFFF;", 0, 0},     {"&#x10FFFF;", 0x10FFFF, 10}};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t taken = 0;
        uint32_t cp = slant_entity(rows[i].in, rows[i].in + strlen(rows[i].in), &taken);
        if (cp != rows[i].cp || (cp != 0 && taken != rows[i].taken))
            fail_msg("%s: have U+%04X, %zu bytes", rows[i].in, (unsigned)cp, taken);
    }
}

/* Cuts are in order and inside the field; blocks and their places too, whatever the bytes. */
static void test_any_bytes(void **state)
{
    static const char *const pieces[] = {
        "<",    "</", ">",   "p", "script", "pre",       "h1",   "<!--",     "-->",      "\"", "=",  "'",  " ",   "\n",
        "\n\n", "#",  "*",   "_", "`",      "```",       "[",    "]",        "(",        ")",  "!",  "\\", "---", "|",
        "> ",   "- ", "1. ", "&", "amp;",   "slant off", "word", "\xC3\xA9", "\xCC\x81", "\r", "~~", "{{", "}}"};
    struct doc d = {0};
    uint64_t seed = 7;
    (void)state;
    for (int round = 0; round < 6000; round++) {
        char in[400];
        size_t len = 0;
        for (uint32_t n = chance(&seed, 40); n > 0; n--) {
            const char *piece = pieces[chance(&seed, COUNT(pieces))];
            memcpy(in + len, piece, strlen(piece));
            len += strlen(piece);
        }
        decode_markup(&d, (enum slant_markup)(round % 3), in, len);
        struct slant_cuts cuts;
        assert_int_equal(slant_markup_scan(d.text.field[0], d.article.markup, &d.mem, &cuts), SLANT_OK);
        for (uint32_t i = 0; i < cuts.n; i++) {
            assert_true(cuts.rows[i].from < cuts.rows[i].to && cuts.rows[i].to <= d.text.field[0].len);
            assert_true(i == 0 || cuts.rows[i - 1].to < cuts.rows[i].from);
        }
        struct slant_locator locator;
        slant_locator_start(&locator, &d.text);
        uint32_t last = 0;
        for (uint32_t i = 0; i < d.text.nblocks; i++) {
            struct slant_span span = slant_locate(&locator, d.text.blocks[i].start, d.text.blocks[i].end);
            assert_true(span.start >= last && span.end >= span.start);
            last = span.start;
        }
    }
    doc_free(&d);
}

/* A lot of what never closes takes no longer than as much of what does. */
static void test_never_closed(void **state)
{
    static const char *const pieces[] = {
        "<a ", "<a b=\"", "<script>", "<nav>", "<!--", "[",      "![a](", "`",  "`` ` ",       "*a ",   "<pre>",
        "{{",  "<a b='>", "| ",       "> ",    "- ",   "<http:", "# # ",  "\\", "<!-- slant ", "```\n", "[a](b"};
    enum { SIZE = 1 << 18 };
    struct doc d = {0};
    char *in = malloc(SIZE + 16);
    (void)state;
    assert_non_null(in);
    for (size_t i = 0; i < COUNT(pieces); i++)
        for (int markup = SLANT_PLAIN; markup <= SLANT_HTML; markup++) {
            size_t n = strlen(pieces[i]), len = 0;
            for (; len < SIZE; len += n)
                memcpy(in + len, pieces[i], n);
            decode_markup(&d, (enum slant_markup)markup, in, len);
        }
    free(in);
    doc_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_plain_keeps_its_signs),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_entities),
        cmocka_unit_test(test_any_bytes),
        cmocka_unit_test(test_never_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
