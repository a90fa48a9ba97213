/* base/buffer: growth and cap, numbers, escaping. */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/utf8.h"

static void holds_bytes(struct slant_buffer *b, const char *want, size_t len)
{
    if (b->len != len || (len != 0 && memcmp(b->data, want, len) != 0)) {
        print_error("want <%.*s>\nhave <%.*s>\n", (int)len, want, (int)b->len, b->len ? b->data : "");
        fail();
    }
    assert_false(b->failed);
    b->len = 0;
}

static void holds(struct slant_buffer *b, const char *want)
{
    holds_bytes(b, want, strlen(want));
}

static void test_appends(void **state)
{
    (void)state;
    struct slant_buffer b = {0};
    slant_buffer_add(&b, NULL, 0);
    assert_int_equal(b.len, 0);
    slant_buffer_puts(&b, "ab");
    slant_buffer_putc(&b, 'c');
    slant_buffer_add(&b, "d\0e", 3);
    holds_bytes(&b, "abcd\0e", 6);
    slant_buffer_printf(&b, "%d-%s", 7, "x");
    holds(&b, "7-x");
    char *at = slant_buffer_reserve(&b, 5000);
    assert_non_null(at);
    memset(at, 'z', 5000);
    assert_int_equal(b.len, 0); /* reserving is not adding */
    char *long_text = malloc(3001);
    memset(long_text, 'q', 3000);
    long_text[3000] = '\0';
    for (size_t n = 200; n <= 300; n++) { /* around the room printf tries first */
        slant_buffer_printf(&b, "%.*s", (int)n, long_text);
        holds_bytes(&b, long_text, n);
    }
    slant_buffer_printf(&b, "%s", long_text);
    holds(&b, long_text);
    free(long_text);
    slant_buffer_free(&b);
    assert_null(b.data);
}

static void test_many_small(void **state)
{
    (void)state;
    struct slant_buffer b = {0};
    for (int i = 0; i < 100000; i++)
        slant_buffer_int(&b, i % 10);
    assert_int_equal(b.len, 100000);
    for (size_t i = 0; i < b.len; i++)
        assert_int_equal(b.data[i], '0' + (int)(i % 10));
    slant_buffer_free(&b);
}

static void test_cap(void **state)
{
    (void)state;
    struct slant_buffer b = {.max = 10};
    slant_buffer_puts(&b, "0123456789");
    assert_false(b.failed);
    assert_true(b.cap <= 10);
    slant_buffer_putc(&b, 'x');
    assert_true(b.failed);
    assert_int_equal(b.len, 10);
    slant_buffer_free(&b);

    struct slant_buffer c = {.max = 10};
    slant_buffer_puts(&c, "01234");
    slant_buffer_puts(&c, "too much");
    assert_true(c.failed);
    slant_buffer_puts(&c, "x"); /* would fit, but nothing is added after a failure */
    assert_null(slant_buffer_reserve(&c, 1));
    assert_int_equal(c.len, 5);
    slant_buffer_free(&c);

    struct slant_buffer d = {.max = 10};
    slant_buffer_json(&d, "abcdefgh", 8);
    holds(&d, "\"abcdefgh\"");
    slant_buffer_puts(&d, "xy");
    slant_buffer_json(&d, "abcdefg", 7); /* one too many: none of it stays */
    assert_true(d.failed);
    assert_int_equal(d.len, 2);
    slant_buffer_free(&d);

    struct slant_buffer e = {.max = 5};
    slant_buffer_printf(&e, "%d", 12345);
    holds(&e, "12345");
    slant_buffer_printf(&e, "%d", 123456);
    assert_true(e.failed);
    slant_buffer_free(&e);

    struct slant_buffer f = {0};
    slant_buffer_putc(&f, 'x');
    assert_null(slant_buffer_reserve(&f, SIZE_MAX - 1));
    assert_true(f.failed);
    assert_int_equal(f.len, 1);
    slant_buffer_free(&f);

    struct slant_buffer g = {.max = 8};
    slant_buffer_csv(&g, "a,\"b\"", 5); /* 9 bytes out */
    assert_true(g.failed);
    assert_int_equal(g.len, 0);
    slant_buffer_free(&g);
    struct slant_buffer h = {.max = 4};
    slant_buffer_html(&h, "a&b", 3);
    assert_true(h.failed);
    assert_int_equal(h.len, 0);
    slant_buffer_free(&h);
}

static void test_int(void **state)
{
    (void)state;
    struct slant_buffer b = {0};
    const int64_t values[] = {0, 1, -1, 9, 10, -10, 99, 100, 1234567890123456789, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        char want[32];
        snprintf(want, sizeof want, "%lld", (long long)values[i]);
        slant_buffer_int(&b, values[i]);
        holds(&b, want);
    }
    slant_buffer_free(&b);
}

static void decimal(double value, int decimals, const char *want)
{
    struct slant_buffer b = {0};
    slant_buffer_decimal(&b, value, decimals);
    holds(&b, want);
    slant_buffer_free(&b);
}

static void test_decimal(void **state)
{
    (void)state;
    decimal(0, 0, "0");
    decimal(0, 6, "0");
    decimal(-0.0, 3, "0");
    decimal(-0.0004, 3, "0");
    decimal(-0.0005, 3, "-0.001");
    decimal(0.5, 0, "1");
    decimal(-0.5, 0, "-1");
    decimal(2.5, 0, "3");
    decimal(0.49999999999999994, 0, "0");
    decimal(44.3, 1, "44.3");
    decimal(44.25, 1, "44.3");
    decimal(-44.25, 1, "-44.3");
    decimal(44.04, 1, "44");
    decimal(99.96, 1, "100");
    decimal(1.05, 3, "1.05");
    decimal(1.005, 6, "1.005");
    decimal(0.000001, 6, "0.000001");
    decimal(0.0000004, 6, "0");
    decimal(123456.789012, 6, "123456.789012");
    decimal(10.25, 9, "10.25"); /* out of range: taken as 6 */
    decimal(10.75, -1, "11");
    decimal(NAN, 2, "null");
    decimal(INFINITY, 2, "null");
    decimal(-INFINITY, 2, "null");
    decimal(9007199254740991.0, 6, "9007199254740991");
    decimal(9007199254740993.0, 2, "9007199254740992");
    decimal(-1e22, 2, "-10000000000000000000000");
    decimal(1234567890123.25, 6, "1234567890123.25"); /* times a million is over 2^53 */
    decimal(1234567890123.9999, 3, "1234567890124");
    decimal(4503599627370495.5, 0, "4503599627370496");
    decimal(4503599627370495.5, 6, "4503599627370495.5");
    struct slant_buffer b = {0};
    slant_buffer_decimal(&b, DBL_MAX, 2);
    char want[400];
    snprintf(want, sizeof want, "%.0f", DBL_MAX);
    holds(&b, want);
    slant_buffer_free(&b);
}

/* Against printf, wherever the value is not so near a half that the two may round apart. */
static void test_decimal_random(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252u;
    struct slant_buffer b = {0};
    for (int i = 0; i < 200000; i++) {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        double value = ((double)(seed >> 11) / 9007199254740992.0 - 0.5) * pow(10, (double)(seed % 12));
        int decimals = (int)((seed >> 20) % 7);
        double scaled = fabs(value) * pow(10, decimals);
        if (fabs(scaled - floor(scaled) - 0.5) < 1e-3)
            continue;
        char want[64];
        snprintf(want, sizeof want, "%.*f", decimals, value);
        if (strchr(want, ',') != NULL)
            *strchr(want, ',') = '.'; /* printf asks the locale */
        if (strchr(want, '.') != NULL) {
            char *end = want + strlen(want);
            while (end[-1] == '0')
                *--end = '\0';
            if (end[-1] == '.')
                *--end = '\0';
        }
        slant_buffer_decimal(&b, value, decimals);
        holds(&b, strcmp(want, "-0") == 0 ? "0" : want);
    }
    slant_buffer_free(&b);
}

static void test_json(void **state)
{
    (void)state;
    struct slant_buffer b = {0};
    slant_buffer_json(&b, NULL, 0);
    holds(&b, "\"\"");
    slant_buffer_json(&b, "plain", 5);
    holds(&b, "\"plain\"");
    slant_buffer_json(&b, "a\"b\\c/d\b\f\n\r\t", 12);
    holds(&b, "\"a\\\"b\\\\c/d\\b\\f\\n\\r\\t\"");
    slant_buffer_json(&b, "\0\x01\x1f\x7f", 4);
    holds(&b, "\"\\u0000\\u0001\\u001f\x7f\"");
    slant_buffer_json(&b, "\xC3\xA9\xE2\x80\x9C\xF0\x9F\x98\x80", 9);
    holds(&b, "\"\xC3\xA9\xE2\x80\x9C\xF0\x9F\x98\x80\"");
    slant_buffer_json(&b,
                      "a\xFF"
                      "b\xC3",
                      4);
    holds(&b, "\"a\xEF\xBF\xBD"
              "b\xEF\xBF\xBD\"");
    slant_buffer_json(&b, "\xED\xA0\x80", 3); /* a surrogate: each byte is a subpart of its own */
    holds(&b, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    slant_buffer_json(&b, "\xE2\x80", 2); /* cut: one subpart */
    holds(&b, "\"\xEF\xBF\xBD\"");
    slant_buffer_free(&b);
}

/* A byte that needs an escape at every place of a string of every length: the wide steps and the tail, in an
 * allocation of just that size so that a sanitizer sees a read behind it. */
static void test_json_places(void **state)
{
    (void)state;
    const char *const odd[] = {"\"", "\\", "\n", "\x1f", "\xFF", "\xC3\xA9"};
    const char *const out[] = {"\\\"", "\\\\", "\\n", "\\u001f", "\xEF\xBF\xBD", "\xC3\xA9"};
    struct slant_buffer b = {0};
    for (size_t kind = 0; kind < 6; kind++) {
        for (size_t len = 0; len < 70; len++) {
            for (size_t at = 0; at <= len; at++) {
                size_t width = strlen(odd[kind]);
                char *text = malloc(len + width), want[160];
                memset(text, 'x', len + width);
                memcpy(text + at, odd[kind], width);
                slant_buffer_json(&b, text, len + width);
                free(text);
                char xs[71];
                memset(xs, 'x', 70);
                snprintf(want, sizeof want, "\"%.*s%s%.*s\"", (int)at, xs, out[kind], (int)(len - at), xs);
                holds(&b, want);
            }
        }
    }
    slant_buffer_free(&b);
}

static void test_csv(void **state)
{
    (void)state;
    struct slant_buffer b = {0};
    const struct {
        const char *in, *want;
    } cases[] = {
        {"", ""},
        {"plain words", "plain words"},
        {"a,b", "\"a,b\""},
        {"a\"b", "\"a\"\"b\""},
        {"\"", "\"\"\"\""},
        {"a\nb", "a b"},
        {"a\r\nb", "a b"},
        {"a\r\rb\n\nc", "a  b  c"},
        {"a,\r\n", "\"a, \""},
        {"\xC3\xA9\xFF", "\xC3\xA9\xEF\xBF\xBD"},
        {"a\tb", "a\tb"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        slant_buffer_csv(&b, cases[i].in, strlen(cases[i].in));
        holds(&b, cases[i].want);
    }
    slant_buffer_csv(&b, "a\0b", 3);
    holds(&b, "a\xEF\xBF\xBD"
              "b");
    slant_buffer_free(&b);
}

static void test_html(void **state)
{
    (void)state;
    struct slant_buffer b = {0};
    slant_buffer_html(&b, "<a href=\"x\">'&'</a>", 19);
    holds(&b, "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
    slant_buffer_html(&b, "a\nb\tc\r\x01\x7f\0z", 10);
    holds(&b, "a\nb\tc \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz");
    slant_buffer_html(&b, "\xFF\xC3\xA9", 3);
    holds(&b, "\xEF\xBF\xBD\xC3\xA9");
    slant_buffer_free(&b);
}

/* Whatever goes in, what comes out is UTF-8 without a byte that would end a string or a line. */
static void test_any_bytes(void **state)
{
    (void)state;
    uint32_t seed = 1;
    struct slant_buffer b = {0};
    for (int i = 0; i < 20000; i++) {
        char text[64];
        size_t len = (seed >> 8) % sizeof text;
        for (size_t k = 0; k < len; k++) {
            seed = seed * 1664525u + 1013904223u;
            text[k] = (char)(seed >> 24);
        }
        seed = seed * 1664525u + 1013904223u;
        slant_buffer_json(&b, text, len);
        assert_int_equal(slant_utf8_valid(b.data, b.len), b.len);
        for (size_t k = 1; k + 1 < b.len; k++) {
            assert_true((unsigned char)b.data[k] >= 0x20);
            if (b.data[k] == '\\')
                k++;
            else
                assert_int_not_equal(b.data[k], '"');
        }
        b.len = 0;
        slant_buffer_csv(&b, text, len);
        assert_int_equal(slant_utf8_valid(b.data, b.len), b.len);
        assert_true(b.len == 0 || (memchr(b.data, '\n', b.len) == NULL && memchr(b.data, '\r', b.len) == NULL));
        b.len = 0;
        slant_buffer_html(&b, text, len);
        assert_int_equal(slant_utf8_valid(b.data, b.len), b.len);
        assert_true(b.len == 0 || (memchr(b.data, '<', b.len) == NULL && memchr(b.data, '"', b.len) == NULL));
        b.len = 0;
    }
    slant_buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_appends), cmocka_unit_test(test_many_small),  cmocka_unit_test(test_cap),
        cmocka_unit_test(test_int),     cmocka_unit_test(test_decimal),     cmocka_unit_test(test_decimal_random),
        cmocka_unit_test(test_json),    cmocka_unit_test(test_json_places), cmocka_unit_test(test_csv),
        cmocka_unit_test(test_html),    cmocka_unit_test(test_any_bytes),
    };
    /* A locale with a decimal comma must change nothing; where it is not installed this does nothing. */
    setlocale(LC_ALL, "de_DE.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
