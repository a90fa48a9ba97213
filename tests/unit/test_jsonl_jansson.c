/* input/: the reader of JSON lines against jansson: thousands of made-up and broken lines must be accepted or
 * refused alike, and give the same values. Jansson is a guest of the tests only.
 *   test_jsonl_jansson [SEED [LINES]] */
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
#include "input/input.h"

static uint64_t seed = 20310402;
static unsigned long lines = 60000;

static unsigned pick(unsigned n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)((seed >> 16) % n);
}

/* ---- lines -------------------------------------------------------------------------------------------- */

struct line {
    char bytes[8192];
    size_t len;
};

static void put(struct line *line, const char *text)
{
    size_t n = strlen(text);
    if (line->len + n < sizeof line->bytes) {
        memcpy(line->bytes + line->len, text, n);
        line->len += n;
    }
}

static void put_space(struct line *line)
{
    static const char *const spaces[] = {"", "", "", "", "", " ", "  ", "\t", "\r"};
    put(line, spaces[pick(9)]);
}

static void put_string(struct line *line)
{
    static const char *const parts[] = {
        "a",
        "the minister said ",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\b\\f\\r\\t",
        "\\u0041",
        "\\u00e9",
        "\\u20AC",
        "\\u0000",
        "\xC3\xA9",
        "\xE2\x80\x9C",
        "\xF0\x9F\x98\x80",
        "\x7f",
        "{[,:]}",
        "\\ud83d\\ude00",
        "0123456789abcdef0123456789abcdef",
        "'",
        " ",
    };
    put(line, "\"");
    for (unsigned n = pick(12); n > 0; n--)
        put(line, parts[pick(sizeof parts / sizeof parts[0])]);
    put(line, "\"");
}

static void put_number(struct line *line)
{
    static const char *const numbers[] = {
        "0",  "-0", "1", "-17", "3.5", "0.25", "1e5",  "1E+2", "2e-3", "-0.0e0", "12.5E1", "9007199254740993",
        "00", "1.", "-", ".5",  "+1",  "1e",   "0x10", "01",   "-01"};
    put(line, numbers[pick(pick(4) != 0 ? 12 : sizeof numbers / sizeof numbers[0])]);
}

static void put_value(struct line *line, unsigned depth);

static void put_members(struct line *line, unsigned depth, int object)
{
    unsigned n = pick(4);
    put(line, object ? "{" : "[");
    put_space(line);
    for (unsigned i = 0; i < n; i++) {
        if (i > 0)
            put(line, ",");
        put_space(line);
        if (object) {
            put_string(line);
            put_space(line);
            put(line, ":");
        }
        put_value(line, depth + 1);
    }
    put(line, object ? "}" : "]");
}

static void put_value(struct line *line, unsigned depth)
{
    static const char *const words[] = {"true", "false", "null"};
    unsigned kind = pick(depth < 6 ? 8 : 5);
    put_space(line);
    if (kind < 3)
        put_string(line);
    else if (kind == 3)
        put_number(line);
    else if (kind == 4)
        put(line, words[pick(3)]);
    else
        put_members(line, depth, kind & 1);
    put_space(line);
}

static void make_line(struct line *line)
{
    static const char *const keys[] = {"\"id\"",    "\"text\"", "\"title\"", "\"date\"", "\"url\"",  "\"t\\u0065xt\"",
                                       "\"other\"", "\"\"",     "\"texts\"", "\"idd\"",  "\"story\""};
    line->len = 0;
    put_space(line);
    put(line, "{");
    put_space(line);
    for (unsigned i = 0, n = pick(7); i < n; i++) {
        if (i > 0)
            put(line, ",");
        put_space(line);
        if (pick(8) == 0)
            put_string(line);
        else
            put(line, keys[pick(sizeof keys / sizeof keys[0])]);
        put_space(line);
        put(line, ":");
        if (pick(3) == 0)
            put_value(line, 0);
        else
            put_string(line);
        put_space(line);
    }
    put(line, "}");
    put_space(line);
}

/* One to three small injuries, mostly bytes that mean something in JSON. */
static void injure(struct line *line)
{
    static const char bytes[] = "\"\\{}[],:0123456789.eE+-tfnul \t\r\x01\x1f\x0b"
                                "abuX/\0";
    for (unsigned n = 1 + pick(3); n > 0 && line->len > 0; n--) {
        size_t at = pick((unsigned)line->len);
        char c = bytes[pick(sizeof bytes)];
        switch (pick(4)) {
        case 0:
            line->bytes[at] = c;
            break;
        case 1:
            memmove(line->bytes + at, line->bytes + at + 1, line->len - at - 1);
            line->len--;
            break;
        case 2:
            if (line->len < sizeof line->bytes) {
                memmove(line->bytes + at + 1, line->bytes + at, line->len - at);
                line->bytes[at] = c;
                line->len++;
            }
            break;
        default:
            if (pick(3) == 0)
                line->len = at;
        }
    }
}

/* ---- the two readers ---------------------------------------------------------------------------------- */

static int same_text(struct slant_str have, const json_t *want)
{
    if (!json_is_string(want))
        return have.ptr == NULL;
    size_t len = json_string_length(want);
    return have.ptr != NULL && have.len == len && memcmp(have.ptr, json_string_value(want), len) == 0;
}

static void fail_line(const struct line *line, const char *what, const char *more)
{
    print_error("%s (%s)\n<%.*s>\n", what, more, (int)line->len, line->bytes);
    fail();
}

/* What our row should be, seen from the object that jansson read. */
static void compare_object(const struct line *line, const struct slant_row *row, const json_t *object)
{
    static const char *const names[] = {"title", "date", "url", "story"};
    const struct slant_str have[] = {row->article.title, row->article.date, row->article.url, row->article.story};
    const json_t *text = json_object_get(object, "text"), *id = json_object_get(object, "id");
    int bad = text != NULL && !json_is_string(text) && !json_is_null(text);
    for (int i = 0; i < 4; i++) {
        const json_t *value = json_object_get(object, names[i]);
        int right = value == NULL || json_is_string(value) || json_is_null(value);
        if (!right && !(i == 3 && json_is_number(value)))
            bad = 1;
        else if (right && !same_text(have[i], value))
            fail_line(line, "another value", names[i]);
    }
    if (id != NULL && !json_is_string(id) && !json_is_null(id) && !json_is_number(id))
        bad = 1;
    else if (!json_is_number(id) && !same_text(row->article.id, id))
        fail_line(line, "another value", "id");
    const char *want = bad ? "bad-field" : text == NULL || json_is_null(text) ? "missing-text" : "";
    const char *got = row->status != SLANT_OK ? row->error.name : "";
    if (strcmp(want, got) != 0)
        fail_line(line, want, got);
    if (!bad && !same_text(row->article.text, text))
        fail_line(line, "another value", "text");
}

/* Jansson refuses more than JSON does: half surrogate pairs, NULs in keys, huge numbers; and it passes over a
 * NUL byte behind a number, which is no JSON. 0: no verdict. */
static int jansson_says(const struct line *line, json_t **object)
{
    json_error_t error;
    *object = NULL;
    if (memchr(line->bytes, '\0', line->len) != NULL)
        return 1;
    *object = json_loadb(line->bytes, line->len, JSON_ALLOW_NUL, &error);
    if (*object != NULL)
        return 1;
    enum json_error_code code = json_error_code(&error);
    return code != json_error_null_byte_in_key && code != json_error_numeric_overflow &&
           code != json_error_invalid_utf8 && strstr(error.text, "invalid Unicode") == NULL;
}

static int is_blank(const struct line *line)
{
    for (size_t i = 0; i < line->len; i++) {
        if (strchr(" \t\r", line->bytes[i]) == NULL || line->bytes[i] == '\0')
            return 0;
    }
    return 1;
}

static void compare(const struct line *line, struct slant_arena *mem, unsigned long counts[2])
{
    static const struct slant_input_settings settings = {0};
    json_t *object;
    if (slant_utf8_valid(line->bytes, line->len) != line->len || memchr(line->bytes, '\n', line->len) != NULL ||
        !jansson_says(line, &object))
        return;
    /* An allocation of just this size: a sanitizer sees any read behind the 64 spare bytes. */
    char *data = calloc(1, line->len + 64);
    memcpy(data, line->bytes, line->len);
    struct slant_block block = {.bytes = {.data = data, .len = line->len}, .path = "x", .settings = &settings};
    block.line = block.at_line = 1;
    struct slant_row row;
    int there = slant_block_next(&block, mem, &row);
    if (line->len == 0) {
        assert_int_equal(there, 0);
    } else {
        assert_int_equal(there, 1);
        assert_int_equal(row.line, 1);
        int refused = row.status == SLANT_EJSON;
        if (refused && (row.error.byte > line->len || row.error.message[0] == '\0'))
            fail_line(line, "an error without a place", row.error.message);
        if (refused != (object == NULL))
            fail_line(line, refused ? "refused, jansson accepts" : "accepted, jansson refuses",
                      refused ? row.error.message : "");
        if (refused && (strcmp(row.error.name, "empty-line") == 0) != is_blank(line))
            fail_line(line, "empty-line", row.error.name);
        if (object != NULL)
            compare_object(line, &row, object);
        counts[refused]++;
        assert_int_equal(slant_block_next(&block, mem, &row), 0);
    }
    slant_arena_reset(mem);
    free(data);
    json_decref(object);
}

static void test_lines(void **state)
{
    (void)state;
    static struct line line;
    struct slant_arena mem = {0};
    unsigned long counts[2] = {0, 0};
    for (unsigned long i = 0; i < lines; i++) {
        make_line(&line);
        if (pick(3) != 0)
            injure(&line);
        if (line.len > 0 && line.bytes[0] != '[') /* jansson takes arrays too */
            compare(&line, &mem, counts);
    }
    print_message("accepted by both %lu, refused by both %lu\n", counts[0], counts[1]);
    assert_true(counts[0] > lines / 6 && counts[1] > lines / 6); /* it did compare both ways */
    slant_arena_free(&mem);
}

/* Every pair of bytes behind every small beginning, and every cut of one good line. */
static void test_small(void **state)
{
    (void)state;
    static const char *const starts[] = {"{",           "{\"a\":",        "{\"a\":1",    "{\"a\":\"",
                                         "{\"a\":\"\\", "{\"a\":[",       "{\"a\":[1,{", "{\"a\":-",
                                         "{\"a\":1e",   "{\"a\":\"\\u12", "{\"a\":nul",  "{\"a\":[]"};
    static const char *const ends[] = {"", "}", "\"}", "]}", "}]}", ":1}"};
    static struct line line;
    struct slant_arena mem = {0};
    unsigned long counts[2] = {0, 0};
    for (size_t s = 0; s < 12; s++) {
        for (unsigned a = 0; a < 128; a++) {
            for (unsigned b = 0; b<128; b += b> 0 && b < 31 ? 2 : 1) {
                line.len = 0;
                put(&line, starts[s]);
                line.bytes[line.len++] = (char)a;
                line.bytes[line.len++] = (char)b;
                put(&line, ends[(a + b) % 6]);
                compare(&line, &mem, counts);
            }
        }
    }
    const char *good = " {\"id\":\"\\ud83d\\ude00\",\"o\":[{\"a\":[true,-1.5e+3]},null],\"text\":\"x\\ny\"} ";
    for (size_t n = 1; n <= strlen(good); n++) {
        memcpy(line.bytes, good, n);
        line.len = n;
        compare(&line, &mem, counts);
    }
    assert_true(counts[0] > 100 && counts[1] > 10000);
    slant_arena_free(&mem);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        seed = strtoull(argv[1], NULL, 10) * 2 + 1;
    if (argc > 2)
        lines = strtoul(argv[2], NULL, 10);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines), cmocka_unit_test(test_small)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
