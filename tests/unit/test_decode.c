/* decode/: bytes → clean text, the way back to the field, and the blocks of a page. */
#include "support.h"

#include <utf8proc.h>

#include "decode/charset.h"

/* ---- what the clean text is, and where its stretches stand in the field --------------------------------- */

/* The stretch `needle` of the clean text must be located at `want`, which stands once in the field. Its place is
 * counted here anew, byte by byte. */
static int located(const struct doc *d, const char *needle, const char *want, int in_title)
{
    const struct slant_text *t = &d->text;
    uint32_t from = in_title ? 0 : t->text_start, to = in_title ? t->title_end : t->len;
    const char *at = memmem(t->bytes + from, to - from, needle, strlen(needle));
    struct slant_str field = t->field[in_title];
    const char *place = memmem(field.ptr, field.len, want, strlen(want));
    if (at == NULL || place == NULL) {
        print_error("<%s> is not in the clean text <%.*s>, or <%s> not in the field\n", needle, (int)t->len, t->bytes,
                    want);
        return 0;
    }
    uint32_t start = 0, end = 0;
    for (const char *p = field.ptr; p < place + strlen(want); p++)
        if (((unsigned char)*p & 0xC0) != 0x80) {
            start += p < place;
            end++;
        }
    struct slant_locator locator;
    uint32_t clean = (uint32_t)(at - t->bytes);
    slant_locator_start(&locator, t);
    struct slant_span span = slant_locate(&locator, clean, clean + (uint32_t)strlen(needle));
    if (span.start == start && span.end == end && span.in_title == in_title && span.text.ptr == place &&
        span.text.len == strlen(want))
        return 1;
    print_error("<%s>: want %u-%u <%s>, have %u-%u <%.*s> in %s\n", needle, start, end, want, span.start, span.end,
                (int)span.text.len, span.text.ptr, span.in_title ? "title" : "text");
    return 0;
}

struct place {
    const char *in, *clean, *needle, *want;
};

/* Each with 0 to 40 letters before it: the copier takes 16 bytes at a time. */
static void check_places(const struct place *rows, size_t n)
{
    int wrong = 0;
    struct doc d = {0};
    for (size_t i = 0; i < n; i++)
        for (size_t lead = 0; lead <= 40; lead++) {
            char in[512], clean[512];
            snprintf(in, sizeof in, "%.*s %s", (int)lead, "zyxwvutsrqponmlkjihgfedcbazyxwvutsrqponmlkji", rows[i].in);
            snprintf(clean, sizeof clean, "%.*s %s", (int)lead, "zyxwvutsrqponmlkjihgfedcbazyxwvutsrqponmlkji",
                     rows[i].clean);
            doc_decode(&d, NULL, in);
            char have[600];
            snprintf(have, sizeof have, "%.*s", (int)d.text.len, d.text.bytes);
            same_line(have, clean, in);
            if (!located(&d, rows[i].needle, rows[i].want, 0))
                wrong++;
            if (wrong > 0)
                break;
        }
    doc_free(&d);
    assert_int_equal(wrong, 0);
}

static void test_plain(void **state)
{
    (void)state;
    static const struct place rows[] = {
        {"The bridge fell.", "The bridge fell.", "bridge", "bridge"},
        {"The bridge fell.", "The bridge fell.", "The bridge fell.", "The bridge fell."},
        {"caf\u00E9 d\u00E9bat \U0001F600 end", "caf\u00E9 d\u00E9bat \U0001F600 end", "d\u00E9bat", "d\u00E9bat"},
        {"caf\u00E9 \U0001F600 end", "caf\u00E9 \U0001F600 end", "end", "end"},
        {"\u201Cno\u201D \u2018so\u2019 \u2014 yes", "\u201Cno\u201D \u2018so\u2019 \u2014 yes", "\u2018so\u2019",
         "\u2018so\u2019"},
    };
    check_places(rows, COUNT(rows));
}

static void test_spaces(void **state)
{
    (void)state;
    static const struct place rows[] = {
        {"ten\u00A0men left", "ten men left", "ten men", "ten\u00A0men"},
        {"ten\u00A0men left", "ten men left", "men left", "men left"},
        {"a\u2003b\u202Fc\u3000d end", "a b c d end", "b c d", "b\u202Fc\u3000d"},
        {"a\tb end", "a b end", "a b", "a\tb"},
        {"one\r\ntwo three", "one\ntwo three", "two", "two"},
        {"one\r\ntwo three", "one\ntwo three", "one\ntwo", "one\r\ntwo"},
        {"one\rtwo three", "one\ntwo three", "two", "two"},
        {"one\u2028two three", "one\ntwo three", "two", "two"},
        {"one\r\n\r\ntwo three", "one\n\ntwo three", "three", "three"},
        {"non\u2011stop talks", "non-stop talks", "non-stop", "non\u2011stop"},
        {"non\u2010stop talks", "non-stop talks", "stop talks", "stop talks"},
    };
    check_places(rows, COUNT(rows));
}

static void test_unseen(void **state)
{
    (void)state;
    static const struct place rows[] = {
        {"gov\u00ADern\u00ADment fell", "government fell", "government", "gov\u00ADern\u00ADment"},
        {"gov\u00ADern\u00ADment fell", "government fell", "fell", "fell"},
        {"a \u200Bzero\u200B b", "a zero b", "zero", "zero"}, /* what was left out at the edges stays out */
        {"a ze\u200Dro b", "a zero b", "zero", "ze\u200Dro"},
        {"a \uFEFFzero b", "a zero b", "zero", "zero"},
        {"\u202Aleft\u202C to \u2066right", "left to \u2066right", "left", "left"},
        {"soft\u00AD\u00AD\u00AD end", "soft end", "soft", "soft"},
    };
    check_places(rows, COUNT(rows));
}

/* Letters right behind a composed one keep their place. */
static void test_letters_behind_composed(void **state)
{
    (void)state;
    static const struct place rows[] = {
        {"cafe\u0301\U0001F600 end", "caf\u00E9\U0001F600 end", "\U0001F600", "\U0001F600"},
        {"\u0438\u0306\u043D\u0435 end", "\u0439\u043D\u0435 end", "\u0435", "\u0435"},
        {"5 \u212B\u4E2D end", "5 \u00C5\u4E2D end", "\u4E2D end", "\u4E2D end"},
    };
    check_places(rows, COUNT(rows));
}

/* What is left out or is a space stays that, whatever stands before it. */
static void test_unseen_behind_letters(void **state)
{
    (void)state;
    static const struct place rows[] = {
        {"\U0001F600\uFEFF end", "\U0001F600 end", "end", "end"},
        {"cafe\u0301\u200B end", "caf\u00E9 end", "caf\u00E9", "cafe\u0301"},
        {"\u4E2D\u3000\u6587 end", "\u4E2D \u6587 end", "end", "end"},
    };
    check_places(rows, COUNT(rows));
}

static void test_c1_controls(void **state)
{
    (void)state;
    static const struct place rows[] = {
        {"he said \302\223no\302\224 twice", "he said \u201Cno\u201D twice", "\u201Cno\u201D", "\302\223no\302\224"},
        {"he said \302\223no\302\224 twice", "he said \u201Cno\u201D twice", "twice", "twice"},
        {"it\302\222s late", "it\u2019s late", "it\u2019s", "it\302\222s"},
        {"a \302\226 b \302\227 c", "a \u2013 b \u2014 c", "b \u2014", "b \302\227"},
        {"wait\302\205 what", "wait\u2026 what", "wait\u2026", "wait\302\205"},
        {"\302\200 10", "\u20AC 10", "\u20AC 10", "\302\200 10"},
        {"x\302\201y z", "x y z", "y z", "y z"}, /* stands for nothing */
    };
    check_places(rows, COUNT(rows));
}

/* Text that grows: each C1 control from two bytes to three. */
static void test_growing(void **state)
{
    (void)state;
    enum { N = 300000 };
    char *in = malloc(2 * N + 1);
    for (size_t i = 0; i < N; i++)
        memcpy(in + 2 * i, "\xC2\x93", 2);
    struct doc d = {0};
    doc_decode_bytes(&d, "\xC2\x93\xC2\x93\xC2\x93\xC2\x93", in, 2 * N, 0);
    assert_int_equal(d.text.len - d.text.text_start, 3 * N);
    assert_memory_equal(d.text.bytes + d.text.len - 3, "\u201C", 3);
    free(in);
    doc_free(&d);
}

static void test_composition(void **state)
{
    (void)state;
    static const struct place rows[] = {
        {"cafe\u0301 closed", "caf\u00E9 closed", "caf\u00E9", "cafe\u0301"},
        {"cafe\u0301 closed", "caf\u00E9 closed", "closed", "closed"},
        {"Vie\u0323\u0302t Nam", "Vi\u1EC7t Nam", "Vi\u1EC7t", "Vie\u0323\u0302t"},
        {"Vie\u0302\u0323t Nam", "Vi\u1EC7t Nam", "Vi\u1EC7t", "Vie\u0302\u0323t"},
        {"e\u0301e\u0301e\u0301 end", "\u00E9\u00E9\u00E9 end", "\u00E9\u00E9\u00E9", "e\u0301e\u0301e\u0301"},
        {"5 \u212Bngstrom", "5 \u00C5ngstrom", "\u00C5ngstrom", "\u212Bngstrom"},
        {"q\u0301 end", "q\u0301 end", "end", "end"},
        {"\u1112\u1161\u11AB end", "\uD55C end", "\uD55C", "\u1112\u1161\u11AB"},
        {"\u00F4\u0301 end", "\u1ED1 end", "\u1ED1 end", "\u00F4\u0301 end"},
    };
    check_places(rows, COUNT(rows));
}

static void test_entities(void **state)
{
    (void)state;
    static const struct place rows[] = {
        {"Smith &amp; Sons lost", "Smith & Sons lost", "Smith & Sons", "Smith &amp; Sons"},
        {"Smith &amp; Sons lost", "Smith & Sons lost", "lost", "lost"},
        {"it&rsquo;s late", "it\u2019s late", "it\u2019s", "it&rsquo;s"},
        {"&ldquo;no&rdquo; twice", "\u201Cno\u201D twice", "\u201Cno\u201D", "&ldquo;no&rdquo;"},
        {"&quot;no&quot; twice", "\"no\" twice", "\"no\"", "&quot;no&quot;"},
        {"it&#8217;s &#x2014; late", "it\u2019s \u2014 late", "it\u2019s \u2014", "it&#8217;s &#x2014;"},
        {"it&#39;s &#039;x&#039; late", "it's 'x' late", "'x'", "&#039;x&#039;"},
        {"ten&nbsp;men&#160;left", "ten men left", "ten men", "ten&nbsp;men"},
        {"a &#x1F600; b", "a \U0001F600 b", "\U0001F600", "&#x1F600;"},
        {"AT&T &c. & so &foo; &#; &#x; &#xD800; on", "AT&T &c. & so &foo; &#; &#x; &#xD800; on", "&foo;", "&foo;"},
        {"a &amp;quot; b", "a &quot; b", "b", "b"},
    };
    check_places(rows, COUNT(rows));
}

/* The end of a span behind a character reference takes all of it, of an ampersand too. */
static void test_ampersand_at_the_end(void **state)
{
    (void)state;
    static const struct place rows[] = {{"profit &amp; loss", "profit & loss", "profit &", "profit &amp;"}};
    check_places(rows, COUNT(rows));
}

/* HTML reads &#128; to &#159; as Windows-1252 (as written pages mean them); and what a reference stands for is treated
 * like the character itself. */
static void test_references_to_odd_characters(void **state)
{
    (void)state;
    static const struct place rows[] = {
        {"he said &#147;no&#148; twice", "he said \u201Cno\u201D twice", "\u201Cno\u201D", "&#147;no&#148;"},
        {"gov&#173;ernment fell", "government fell", "government", "gov&#173;ernment"},
        {"a &#8203;zero b", "a zero b", "zero", "zero"},
        {"ten&#8239;men left", "ten men left", "ten men", "ten&#8239;men"},
    };
    check_places(rows, COUNT(rows));
}

static void test_title_and_text(void **state)
{
    (void)state;
    struct doc d = {0};
    doc_decode(&d, "Caf\u00E9 &amp; bar\nclose\u00ADd", "\uFEFFThe cafe\u0301 closed.");
    assert_int_equal(d.text.title_end, strlen("Caf\u00E9 & bar closed"));
    assert_memory_equal(d.text.bytes, "Caf\u00E9 & bar closed\n\nThe caf\u00E9 closed.", d.text.len);
    assert_true(located(&d, "bar", "bar", 1));
    assert_true(located(&d, "& bar closed", "&amp; bar\nclose\u00ADd", 1));
    assert_true(located(&d, "The", "The", 0));
    assert_true(located(&d, "caf\u00E9", "cafe\u0301", 0));
    /* Asked back and forth, the answers are the same. */
    struct slant_locator at;
    slant_locator_start(&at, &d.text);
    struct slant_span body = slant_locate(&at, d.text.text_start, d.text.text_start + 3);
    struct slant_span head = slant_locate(&at, 0, 5);
    struct slant_span again = slant_locate(&at, d.text.text_start, d.text.text_start + 3);
    assert_int_equal(head.in_title, 1);
    assert_int_equal(head.start, 0);
    assert_int_equal(head.end, 4);
    assert_int_equal(body.in_title, 0);
    assert_int_equal(body.start, 1); /* behind the mark */
    assert_int_equal(body.end, 4);
    assert_int_equal(again.start, body.start);
    assert_int_equal(again.end, body.end);
    assert_ptr_equal(again.text.ptr, body.text.ptr);
    doc_free(&d);
}

/* Over random text: what stands at a span, decoded by itself, is the clean text of the span; clean text is in NFC. */
static void test_spans_decode_to_themselves(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a",        "e",           "o",      "n",       "The ",
        " ",        "\n",          "\r\n",   ". ",      "plain words here ",
        "\u0301",   "\u0323",      "\u0302", "\u00E9",  "\u00AD",
        "x\u200B",  "x\uFEFF",     "\u00A0", "x\u3000", "\302\223",
        "\302\222", "\302\201",    "\u201C", "\u201D",  "\u2019",
        "\u2014",   "x\U0001F600", "&amp;",  "&quot;",  "&#8217;",
        "&nbsp;",   "& ",          "&x",     "x\uAC00", "x\u1100\u1161\u11A8",
        "x\u212B",  "\t",          "\u2011",
    };
    uint64_t seed = 20240601;
    struct doc d = {0}, part = {0};
    for (int round = 0; round < 3000; round++) {
        char in[1024] = "";
        for (uint32_t n = 1 + chance(&seed, 40); n > 0; n--)
            strcat(in, pieces[chance(&seed, COUNT(pieces))]);
        doc_decode(&d, NULL, in);
        const char *bytes = d.text.bytes;
        assert_int_equal(slant_utf8_valid(bytes, d.text.len), d.text.len);
        struct slant_locator at;
        slant_locator_start(&at, &d.text);
        uint32_t last_end = 0;
        for (int k = 0; k < 12 && d.text.len > 0; k++) {
            uint32_t from = chance(&seed, d.text.len), to = from + 1 + chance(&seed, d.text.len - from);
            /* Only between letters with all their marks. */
            utf8proc_int32_t cp, next;
            while (from > 0 && ((unsigned char)bytes[from] & 0xC0) == 0x80)
                from--;
            while (to < d.text.len && ((unsigned char)bytes[to] & 0xC0) == 0x80)
                to++;
            utf8proc_iterate((const utf8proc_uint8_t *)bytes + from, (utf8proc_ssize_t)(d.text.len - from), &cp);
            next = ' ';
            if (to < d.text.len)
                utf8proc_iterate((const utf8proc_uint8_t *)bytes + to, (utf8proc_ssize_t)(d.text.len - to), &next);
            if (utf8proc_get_property(cp)->combining_class || utf8proc_get_property(next)->combining_class ||
                (cp >= 0x1160 && cp <= 0x11FF) || (next >= 0x1160 && next <= 0x11FF))
                continue;
            struct slant_span span = slant_locate(&at, from, to);
            const char *field = d.text.field[0].ptr;
            assert_true(span.text.ptr >= field && span.text.ptr + span.text.len <= field + d.text.field[0].len);
            assert_int_equal(slant_utf8_count(field, (size_t)(span.text.ptr - field)), span.start);
            assert_int_equal(slant_utf8_count(span.text.ptr, span.text.len), span.end - span.start);
            doc_decode_bytes(&part, NULL, span.text.ptr, span.text.len, 0);
            if (part.text.len != to - from || memcmp(part.text.bytes, bytes + from, to - from) != 0) {
                print_error("of <%s> the clean <%.*s> is said to come from <%.*s>\n", in, (int)(to - from),
                            bytes + from, (int)span.text.len, span.text.ptr);
                fail();
            }
            last_end = span.end;
        }
        assert_true(last_end <= slant_utf8_count(d.text.field[0].ptr, d.text.field[0].len));
    }
    doc_free(&part);
    doc_free(&d);
}

static void test_nfc(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a",      "e",      "o",      "u",      "n",      "A",      " ",
                                         "\u0301", "\u0323", "\u0302", "\u0303", "\u0327", "\u1EA1", "\u00E7",
                                         "\u01A1", "\u0430", "\u0306", "\u0915", "\u093C", "\u0643", "\u0654"};
    uint64_t seed = 7;
    struct doc d = {0};
    for (int round = 0; round < 5000; round++) {
        char in[512] = "";
        for (uint32_t n = 1 + chance(&seed, 30); n > 0; n--)
            strcat(in, pieces[chance(&seed, COUNT(pieces))]);
        doc_decode(&d, NULL, in);
        char clean[600];
        snprintf(clean, sizeof clean, "%.*s", (int)d.text.len, d.text.bytes);
        utf8proc_uint8_t *want = utf8proc_NFC((const utf8proc_uint8_t *)in);
        /* Marks that make a letter longer are left as they came: there is no room kept for them. */
        if (strcmp(clean, (char *)want) != 0 && strlen((char *)want) <= strlen(in) && strlen(clean) < strlen(in)) {
            utf8proc_uint8_t *nfc = utf8proc_NFC((const utf8proc_uint8_t *)clean);
            assert_string_equal((char *)nfc, (char *)want); /* nothing is lost at any rate */
            free(nfc);
        }
        utf8proc_uint8_t *same = utf8proc_NFC((const utf8proc_uint8_t *)clean);
        assert_string_equal((char *)same, (char *)want);
        free(same);
        free(want);
    }
    doc_free(&d);
}

/* Names in Yoruba: the acute was composed by whoever wrote, the dot below was not. */
static void test_composition_that_grows(void **state)
{
    (void)state;
    static const struct place rows[] = {{"\u00E9\u0323 end", "\u1EB9\u0301 end", "end", "end"}};
    check_places(rows, COUNT(rows));
}

/* ---- what the bytes are ------------------------------------------------------------------------------------ */

static void decodes_to(const char *bytes, size_t len, int is_file, const char *field, const char *codes)
{
    struct doc d = {0};
    doc_decode_bytes(&d, NULL, bytes, len, is_file);
    if (d.text.field[0].len != strlen(field) || memcmp(d.text.field[0].ptr, field, strlen(field)) != 0) {
        print_error("want <%s>\nhave <%.*s>\n", field, (int)d.text.field[0].len, d.text.field[0].ptr);
        fail();
    }
    assert_string_equal(doc_oddities(&d), codes);
    doc_free(&d);
}

static size_t utf16(const char *text, int big, int mark, char *out)
{
    size_t n = 0, width;
    const char *end = text + strlen(text);
    uint32_t units[2], k;
    if (mark)
        n += (size_t)sprintf(out, big ? "\xFE\xFF" : "\xFF\xFE");
    for (const char *p = text; p < end; p += width) {
        uint32_t cp = slant_utf8_decode(p, end, &width);
        k = 1;
        units[0] = cp;
        if (cp > 0xFFFF) {
            units[0] = 0xD800 + ((cp - 0x10000) >> 10);
            units[1] = 0xDC00 + ((cp - 0x10000) & 0x3FF);
            k = 2;
        }
        for (uint32_t i = 0; i < k; i++) {
            out[n++] = (char)(big ? units[i] >> 8 : units[i]);
            out[n++] = (char)(big ? units[i] : units[i] >> 8);
        }
    }
    return n;
}

static void test_utf16(void **state)
{
    (void)state;
    static const char text[] = "The caf\u00E9 \u201Cclosed\u201D \U0001F600 on Monday.";
    char bytes[256], marked[128];
    snprintf(marked, sizeof marked, "\uFEFF%s", text);
    for (int big = 0; big < 2; big++) {
        size_t n = utf16(text, big, 1, bytes);
        decodes_to(bytes, n, 1, marked, "encoding");
        n = utf16(text, big, 0, bytes);
        decodes_to(bytes, n, 1, text, "encoding");
        struct doc d = {0};
        n = utf16(text, big, 1, bytes);
        doc_decode_bytes(&d, NULL, bytes, n, 1);
        assert_int_equal(d.text.len, strlen(text)); /* the mark is gone from the clean text */
        assert_true(located(&d, "\u201Cclosed\u201D", "\u201Cclosed\u201D", 0));
        assert_true(located(&d, "Monday", "Monday", 0));
        doc_free(&d);
    }
    decodes_to("\xFF\xFE"
               "a\0b",
               5, 1, "\uFEFFa\uFFFD", "encoding"); /* half a unit */
    decodes_to("\xFF\xFE"
               "\x00\xD8"
               "b\0",
               6, 1, "\uFEFF\uFFFDb", "encoding"); /* half a pair */
    decodes_to("\xFF\xFE"
               "\x00\xDC"
               "b\0",
               6, 1, "\uFEFF\uFFFDb", "encoding");
    decodes_to("\xFF\xFE"
               "\x00\xD8",
               4, 1, "\uFEFF\uFFFD", "encoding");
    decodes_to("\xFF\xFE", 2, 1, "\uFEFF", "encoding");
    /* A field of JSON is UTF-8 already: two stray bytes, and nothing more. */
    decodes_to("\xFF\xFE The bridge fell over the river.", 34, 0, "\u00FF\u00FE The bridge fell over the river.",
               "encoding");
}

static void test_utf8_mark(void **state)
{
    (void)state;
    decodes_to("\uFEFFThe bridge fell.", 19, 1, "\uFEFFThe bridge fell.", "");
    struct doc d = {0};
    doc_decode_bytes(&d, NULL, "\uFEFFThe bridge fell.", 19, 1);
    assert_memory_equal(d.text.bytes, "The bridge fell.", 16);
    assert_int_equal(d.text.len, 16);
    assert_true(located(&d, "The", "The", 0));
    doc_free(&d);
}

static void test_cp1252(void **state)
{
    (void)state;
    decodes_to("He said \x93no\x94 \x96 it\x92s the caf\xE9\x85", 29, 0,
               "He said \u201Cno\u201D \u2013 it\u2019s the caf\u00E9\u2026", "encoding");
    decodes_to("A caf\xE9.", 7, 1, "A caf\u00E9.", "encoding");
    struct doc d = {0};
    doc_decode_bytes(&d, NULL, "The caf\xE9 \x93 closed\x94 it", 21, 0);
    assert_true(located(&d, "closed\u201D", "closed\u201D", 0));
    assert_true(located(&d, "it", "it", 0));
    struct slant_locator at;
    slant_locator_start(&at, &d.text);
    struct slant_span span = slant_locate(&at, d.text.len - 2, d.text.len);
    assert_int_equal(span.start, 19); /* one byte, one character */
    assert_int_equal(span.end, 21);
    doc_free(&d);
    /* All 256. */
    for (int c = 1; c < 256; c++) {
        uint32_t cp = slant_cp1252((unsigned char)c);
        assert_true(c >= 0x80 && c <= 0x9F ? cp != (uint32_t)c : cp == 0);
    }
}

static void test_damage(void **state)
{
    (void)state;
    /* Enough good UTF-8 that the bad is damage, and one U+FFFD for each maximal subpart (Unicode 15, table 3-8). */
    static const char good[] = "\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9"
                               "\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9";
    static const struct {
        const char *bad, *want;
    } rows[] = {
        {"\xC0\x80", "\uFFFD\uFFFD"},
        {"\xE0\x80\x80", "\uFFFD\uFFFD\uFFFD"},
        {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
        {"\xE2\x80", "\uFFFD"},
        {"\xF0\x9F\x98", "\uFFFD"},
        {"\xF4\x91\x92\x93", "\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"\xFF", "\uFFFD"},
        {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF", "\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"\xC2", "\uFFFD"},
    };
    struct doc d = {0};
    for (size_t i = 0; i < COUNT(rows); i++) {
        char in[256], want[256];
        snprintf(in, sizeof in, "%s %s end", good, rows[i].bad);
        snprintf(want, sizeof want, "%s %s end", good, rows[i].want);
        decodes_to(in, strlen(in), 0, want, "encoding");
        doc_decode(&d, NULL, in);
        assert_true(located(&d, "end", "end", 0));
        snprintf(in, sizeof in, "%s %s", good, rows[i].bad); /* at the very end */
        snprintf(want, sizeof want, "%s %s", good, rows[i].want);
        decodes_to(in, strlen(in), 0, want, "encoding");
    }
    doc_free(&d);
    decodes_to("a \uFFFD b", 7, 0, "a \uFFFD b", ""); /* is a character like another */
    decodes_to("", 0, 0, "", "");
    decodes_to("", 0, 1, "", "");
}

static void test_nuls(void **state)
{
    (void)state;
    struct doc d = {0};
    doc_decode_bytes(&d, NULL, "one\0two\0\0 three", 15, 0);
    assert_int_equal(d.text.len, 15);
    assert_memory_equal(d.text.bytes, "one two   three", 15);
    assert_string_equal(doc_oddities(&d), "control-character"); /* once */
    struct slant_locator at;
    slant_locator_start(&at, &d.text);
    struct slant_span span = slant_locate(&at, 10, 15);
    assert_int_equal(span.start, 10);
    assert_int_equal(span.end, 15);
    doc_decode_bytes(&d, NULL, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20, 1);
    assert_int_equal(d.text.nblocks, 0);
    doc_free(&d);
}

static void test_many_oddities(void **state)
{
    (void)state;
    struct slant_arena mem = {0};
    struct slant_oddities odd = {0};
    for (int i = 0; i < 1000; i++)
        assert_int_equal(slant_oddities_add(&odd, &mem, "x", "note", "y", (uint32_t)i, (uint32_t)i), SLANT_OK);
    assert_int_equal(odd.n, 100);
    assert_int_equal(odd.rows[99].start, 99);
    slant_arena_free(&mem);
}

static void test_too_big(void **state)
{
    (void)state;
    struct slant_arena mem = {0};
    struct slant_text out;
    struct slant_article article = {.text = {"", ((size_t)1 << 30) + 1}};
    assert_int_equal(slant_decode(&article, &mem, &out), SLANT_ETOOBIG);
    article = (struct slant_article){.text = {"", 0}, .title = {"", ((size_t)1 << 30) + 1}};
    assert_int_equal(slant_decode(&article, &mem, &out), SLANT_ETOOBIG);
    slant_arena_free(&mem);
}

/* ---- the blocks -------------------------------------------------------------------------------------------- */

/* The line, between two paragraphs that stand far enough down that the first lines are over. */
static const char *rule_of(struct doc *d, const char *line, int first)
{
    static const char body[] = "The council met on Monday to talk of the bridge.";
    char in[2048];
    if (first)
        snprintf(in, sizeof in, "%s\n\n%s", line, body);
    else
        snprintf(in, sizeof in, "%s\n\n%s\n\n%s\n\n%s\n\n%s\n\n%s\n\n%s\n\n%s\n\n%s", body, body, body, body, body,
                 body, body, line, body);
    doc_decode(d, NULL, in);
    for (uint32_t i = 0; i < d->text.nblocks; i++) {
        const struct slant_text_block *b = &d->text.blocks[i];
        size_t len = b->end - b->start;
        while (*line == ' ')
            line++;
        if (strncmp(d->text.bytes + b->start, line, len < strlen(line) ? len : strlen(line)) == 0)
            return b->kind == SLANT_BLOCK_FURNITURE ? strchr(b->rule, ':') + 1 : "";
    }
    return "lost";
}

struct line {
    const char *line, *rule;
};

static void check_lines(const struct line *rows, size_t n, int first)
{
    int wrong = 0;
    struct doc d = {0};
    for (size_t i = 0; i < n; i++) {
        const char *have = rule_of(&d, rows[i].line, first);
        same_line(have, rows[i].rule, rows[i].line);
    }
    doc_free(&d);
    assert_int_equal(wrong, 0);
}

static void test_furniture(void **state)
{
    (void)state;
    static const struct line rows[] = {
        {"Share", "phrase"},
        {"SHARE", "phrase"},
        {"Share this article", "phrase"},
        {"Advertisement", "phrase"},
        {"Back to top", "phrase"},
        {"  Back to top  ", "phrase"},
        {"Sign up for our newsletter", "phrase"},
        {"Read more", "phrase"},
        {"Read more: Minister denies talks", "phrase"},
        {"Story continues below", "phrase"},
        {"Click here to subscribe.", "phrase"},
        {"Copyright 2031 Harbour Wire", "phrase"},
        {"* * *", "ornament"},
        {"\u2014\u2014\u2014", "ornament"},
        {"Watch: the bridge comes down", "pointer"},
        {"Related: Council votes on bridge", "pointer"},
        {"Tags: bridge, council, harbour", "pointer"},
        {"Related stories", "list"},
        {"Most read", "list"},
        {"https://example.com/a/b", "link"},
        {"www.example.com", "link"},
        {"bridge-2031.jpg", "link"},
        {"By Mira Okell", "byline"},
        {"By Mira Okell and Jon Bray, Political Editor", "byline"},
        {"BY MIRA OKELL | April 2, 2031", "byline"},
        {"(Handout/Reuters)", "bracketed"},
        {"(Photo by Ana Lind/Pool)", "phrase"},
        {"(Ana Lind/Pool)", "bracketed"},
        {"[music]", "bracketed"},
        {"Published 2 April 2031", "date"},
        {"2 April 2031", "date"},
        {"April 2, 2031 at 9:14 AM EDT", "date"},
        {"Last updated: 10:32 am", "date"},
        {"Jon Bray contributed to this report.", "credit"},
        {"\u00A9 2031 Harbour Wire", "copyright"},
    };
    check_lines(rows, COUNT(rows), 0);
    static const struct line top[] = {{"WORLD NEWS", "label"}, {"POLITICS", "label"}, {"By Mira Okell", "byline"}};
    check_lines(top, COUNT(top), 1);
}

/* Lines of an article that look like furniture at a glance. */
static void test_near_misses(void **state)
{
    (void)state;
    static const struct line rows[] = {
        {"Share prices fell.", ""},
        {"Shares in the firm fell by a tenth.", ""},
        {"Watch the skies, said the farmer.", ""},
        {"Save the bridge, the crowd shouted.", ""},
        {"Play resumed after an hour.", ""},
        {"Video of the bridge was shown in court.", ""},
        {"Photographs of the bridge were shown in court.", ""},
        {"Email was down all day.", ""},
        {"Comments by the minister angered the dockers.", ""},
        {"Image is everything, he said.", ""},
        {"Related charges were dropped.", ""},
        {"Topics ranged from trade to fishing.", ""},
        {"Recommended doses vary.", ""},
        {"More in sorrow than in anger, she resigned.", ""},
        {"Facebook was fined on Monday.", ""},
        {"Twitter removed the post.", ""},
        {"Advertisement spending fell.", ""},
        {"By Monday the bridge was closed.", ""},
        {"By then, Mira Okell had resigned.", ""},
        {"By Friday Ms Okell had resigned from the council.", ""},
        {"(He declined to say why.)", ""},
        {"He said: \"No.\"", ""},
        {"No deal.", ""},
        {"May 2031 was the worst month.", ""},
        {"The council, which met on 2 April 2031, voted.", ""},
        {"She contributed to this report on the bridge when it was written.", ""},
        {"What happened next?", ""},
        {"5", ""},
    };
    check_lines(rows, COUNT(rows), 0);
    static const struct line top[] = {
        {"WAR IS OVER.", ""}, {"NATO agreed.", ""}, {"The council voted.", ""}, {"\"No,\" said Okell.", ""}};
    check_lines(top, COUNT(top), 1);
}

/* Sentences that begin like a button. */
static void test_sentences_are_no_buttons(void **state)
{
    (void)state;
    static const struct line rows[] = {
        {"Also on Tuesday, the council approved the budget.", ""},
        {"Copyright lawyers disagree with the ruling.", ""},
        {"Getty Images has accused the firm of theft.", ""},
        {"Getty said it would appeal.", ""},
        {"Posted in Kabul for two years, she learned Dari.", ""},
        {"Our standards have slipped, the head teacher said.", ""},
        {"You can follow the money, but it does not lead to the minister.", ""},
        {"\"Please support us,\" she told the crowd.", ""},
        {"\"Sign up,\" the recruiter told them.", ""},
    };
    check_lines(rows, COUNT(rows), 0);
}

/* Sentences with a number in them, and a word that begins like a month or a page's date. */
static void test_sentences_are_no_dates(void **state)
{
    (void)state;
    static const struct line rows[] = {
        {"On 2 April 2031 the bridge fell.", ""},
        {"On April 2, 2031, the bridge fell.", ""},
        {"He died on April 2, 2031.", ""},
        {"Marchers numbered 20,000 at the bridge.", ""},
        {"The market shed 12,400 jobs.", ""},
        {"The mayor spent 10,000 pounds on cups.", ""},
        {"Updated figures put the toll at 12.", ""},
        {"Modified crops cover 40 hectares.", ""},
        {"Published in 2029, the book sold well.", ""},
    };
    check_lines(rows, COUNT(rows), 0);
}

struct page {
    const char *title, *text, *blocks;
};

static void check_pages(const struct page *rows, size_t n, int is_file)
{
    int wrong = 0;
    struct doc d = {0};
    doc_outlet(&d, "The Ledger");
    for (size_t i = 0; i < n; i++) {
        doc_decode_bytes(&d, rows[i].title, rows[i].text, strlen(rows[i].text), is_file);
        same_line(doc_blocks(&d), rows[i].blocks, rows[i].text);
    }
    doc_free(&d);
    assert_int_equal(wrong, 0);
}

static void test_datelines(void **state)
{
    (void)state;
    static const struct page rows[] = {
        {NULL, "PORT MERIDEN, April 2 (Harbour Wire) - The bridge fell.",
         "dateline[PORT MERIDEN, April 2 (Harbour Wire) -] par[The bridge fell.]"},
        {NULL, "WASHINGTON (AP) \u2014 The bridge fell.", "dateline[WASHINGTON (AP) \u2014] par[The bridge fell.]"},
        {NULL, "LONDON \u2013 The bridge fell.", "dateline[LONDON \u2013] par[The bridge fell.]"},
        {NULL, "Washington (CNN) The bridge fell.", "dateline[Washington (CNN)] par[The bridge fell.]"},
        {NULL, "(Reuters) - The bridge fell.", "dateline[(Reuters) -] par[The bridge fell.]"},
        {NULL, "The council - which met on Monday - voted.", "par[The council - which met on Monday - voted.]"},
        {NULL, "It fell. WASHINGTON - said so.", "par[It fell. WASHINGTON - said so.]"},
        {NULL, "A well-known bridge fell.", "par[A well-known bridge fell.]"},
        {NULL, "LONDON-based banks fell.", "par[LONDON-based banks fell.]"},
        {NULL, "The minister (who was late) resigned.", "par[The minister (who was late) resigned.]"},
        {NULL, "WASHINGTON", "label[WASHINGTON]"},
    };
    check_pages(rows, COUNT(rows), 0);
}

/* Behind a dateline a sentence begins; where the sentence goes on there was none. */
static void test_no_datelines(void **state)
{
    (void)state;
    static const struct page rows[] = {
        {NULL, "NATO \u2014 which has many members \u2014 agreed.",
         "par[NATO \u2014 which has many members \u2014 agreed.]"},
        {NULL, "The African Union (AU) said on Monday it would wait.",
         "par[The African Union (AU) said on Monday it would wait.]"},
        {NULL, "Jon Bray (SNP) said he would resign.", "par[Jon Bray (SNP) said he would resign.]"},
    };
    check_pages(rows, COUNT(rows), 0);
}

static void test_titles(void **state)
{
    (void)state;
    static const struct page rows[] = {
        {"Bridge falls", "The bridge fell.\n\nNobody was hurt.",
         "title[Bridge falls] par[The bridge fell.] par[Nobody was hurt.]"},
        {"Bridge falls, says Okell", "BRIDGE FALLS SAYS OKELL\n\nThe bridge fell.",
         "title[Bridge falls, says Okell] headline-again[BRIDGE FALLS SAYS OKELL] par[The bridge fell.]"},
        {"\u2018Bridge\u2019 falls", "'Bridge' falls\n\nThe bridge fell.",
         "title[\u2018Bridge\u2019 falls] headline-again['Bridge' falls] par[The bridge fell.]"},
        {"Bridge falls - The Ledger", "The bridge fell.",
         "title[Bridge falls] outlet[- The Ledger] par[The bridge fell.]"},
        {"Bridge falls \u2013 The Ledger", "Bridge falls\nThe bridge fell.",
         "title[Bridge falls] outlet[\u2013 The Ledger] headline-again[Bridge falls] par[The bridge fell.]"},
        {"Bridge falls | Harbour News", "The bridge fell.",
         "title[Bridge falls] outlet[| Harbour News] par[The bridge fell.]"},
        {"Bridge falls - at last", "The bridge fell.", "title[Bridge falls - at last] par[The bridge fell.]"},
        {"Bridge falls", "Bridge falls into the river.", "title[Bridge falls] par[Bridge falls into the river.]"},
        {"", "The bridge fell.", "par[The bridge fell.]"},
        {"Bridge falls", "", "title[Bridge falls]"},
    };
    check_pages(rows, COUNT(rows), 0);
}

static void test_text_files(void **state)
{
    (void)state;
    static const struct page rows[] = {
        {NULL, "Bridge falls\n\nThe bridge fell.", "title[Bridge falls] par[The bridge fell.]"},
        {NULL, "\uFEFF\n\nBridge falls\nThe bridge fell.", "title[Bridge falls] par[The bridge fell.]"},
        {NULL, "The bridge fell.\n\nNobody was hurt.", "par[The bridge fell.] par[Nobody was hurt.]"},
        {NULL, "\u201CThe bridge fell.\u201D\n\nNobody was hurt.",
         "par[\u201CThe bridge fell.\u201D] par[Nobody was hurt.]"},
        {NULL, "Bridge falls\nBridge falls\nThe bridge fell.",
         "title[Bridge falls] headline-again[Bridge falls] par[The bridge fell.]"},
        {NULL, "\n  \n", ""},
        {NULL, "Bridge falls", "title[Bridge falls]"},
    };
    check_pages(rows, COUNT(rows), 1);
    /* Offsets are into the whole file. */
    struct doc d = {0};
    doc_decode_bytes(&d, NULL, "Bridge falls\r\n\r\nThe bridge fell.", 32, 1);
    assert_int_equal(d.text.title_end, 0);
    assert_true(located(&d, "The bridge", "The bridge", 0));
    assert_true(located(&d, "Bridge falls", "Bridge falls", 0));
    doc_free(&d);
}

static void test_lists(void **state)
{
    (void)state;
    static const struct page rows[] = {
        {NULL, "Related stories\nCouncil votes on bridge\nDockers walk out\nThe bridge fell.\nNobody was hurt",
         "list[Related stories] list[Council votes on bridge] list[Dockers walk out] par[The bridge fell.] par[Nobody "
         "was "
         "hurt]"},
        {NULL, "The bridge fell.\nShare\nNobody was hurt.",
         "par[The bridge fell.] phrase[Share] par[Nobody was hurt.]"},
    };
    check_pages(rows, COUNT(rows), 0);
}

static void test_wrapped(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "The council of Port Meriden voted on Monday night to close",
        "the old bridge over the river, which had been",
        "said to be unsafe for many years by those who use it every",
        "day. Nobody was hurt when the last part of it fell.",
    };
    char in[1024], want[1024];
    snprintf(in, sizeof in, "%s\n%s\n%s\n%s\n\n%s\n%s\n%s\n%s\n", lines[0], lines[1], lines[2], lines[3], lines[0],
             lines[1], lines[2], lines[3]);
    snprintf(want, sizeof want, "par[%s\n%s\n%s\n%s] par[%s\n%s\n%s\n%s]", lines[0], lines[1], lines[2], lines[3],
             lines[0], lines[1], lines[2], lines[3]);
    struct page row = {NULL, in, want};
    check_pages(&row, 1, 0);
    /* One paragraph a line is no wrapping. */
    struct page plain = {
        NULL,
        "The bridge fell on Monday, in the early hours.\nNobody was hurt, the police of the town "
        "said.\nThe council meets today to talk about it.\nMore is to come when it has met again.",
        "par[The bridge fell on Monday, in the early hours.] par[Nobody was hurt, the police of the town "
        "said.] par[The council meets today to talk about it.] par[More is to come when it has met "
        "again.]"};
    check_pages(&plain, 1, 0);
}

/* Long clusters that grow when they are composed: nothing is written or named outside the room that there is. */
static void test_clusters_that_grow(void **state)
{
    (void)state;
    enum { PIECE = 256, TIMES = 40 };
    static char text[PIECE * TIMES + 8];
    size_t n = 0;
    for (int k = 0; k < TIMES; k++)
        for (int i = 0; i < PIECE / 2; i++) {
            memcpy(text + n, i < PIECE / 4 ? "\xCD\x84" : "\xCC\x81", 2);
            n += 2;
        }
    memcpy(text + n, " end", 5);
    struct doc d = {0};
    doc_decode(&d, NULL, text);
    const struct slant_str field = d.text.field[0];
    struct slant_locator at;
    slant_locator_start(&at, &d.text);
    for (uint32_t from = 0; from < d.text.len; from++) {
        struct slant_span span = slant_locate(&at, from, from + 1);
        assert_true(span.text.ptr >= field.ptr && span.text.ptr + span.text.len <= field.ptr + field.len);
        assert_true(span.text.len < field.len);
        assert_int_equal(slant_utf8_valid(span.text.ptr, span.text.len), span.text.len);
    }
    doc_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_spaces),
        cmocka_unit_test(test_unseen),
        cmocka_unit_test(test_letters_behind_composed),
        cmocka_unit_test(test_unseen_behind_letters),
        cmocka_unit_test(test_c1_controls),
        cmocka_unit_test(test_growing),
        cmocka_unit_test(test_composition),
        cmocka_unit_test(test_composition_that_grows),
        cmocka_unit_test(test_clusters_that_grow),
        cmocka_unit_test(test_nfc),
        cmocka_unit_test(test_entities),
        cmocka_unit_test(test_ampersand_at_the_end),
        cmocka_unit_test(test_references_to_odd_characters),
        cmocka_unit_test(test_title_and_text),
        cmocka_unit_test(test_spans_decode_to_themselves),
        cmocka_unit_test(test_utf16),
        cmocka_unit_test(test_utf8_mark),
        cmocka_unit_test(test_cp1252),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_nuls),
        cmocka_unit_test(test_many_oddities),
        cmocka_unit_test(test_too_big),
        cmocka_unit_test(test_furniture),
        cmocka_unit_test(test_near_misses),
        cmocka_unit_test(test_sentences_are_no_buttons),
        cmocka_unit_test(test_sentences_are_no_dates),
        cmocka_unit_test(test_datelines),
        cmocka_unit_test(test_no_datelines),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_text_files),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_wrapped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
