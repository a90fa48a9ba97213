/* input/: files, folders, pipes → blocks → rows. What a JSON text is, test_jsonl_jansson.c asks in bulk. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include <zlib.h>
#include <zstd.h>

#include "input/input.h"

static char folder[64];

/* ---- helpers ------------------------------------------------------------------------------------------- */

static const char *in_folder(const char *name)
{
    static char paths[8][256];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static const char *write_file(const char *name, const void *bytes, size_t len)
{
    const char *path = in_folder(name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
    return path;
}

static const char *write_text(const char *name, const char *text)
{
    return write_file(name, text, strlen(text));
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st;
    (void)kind;
    return where->level > 0 ? remove(path) : 0;
}

static int clean(void **state)
{
    (void)state;
    return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void add_str(struct slant_buffer *out, const char *name, struct slant_str str)
{
    if (str.ptr == NULL)
        return;
    volatile char sum = 0; /* a sanitizer sees when the promised bytes are not there */
    for (size_t i = 0; i < 64; i++)
        sum = (char)(sum ^ str.ptr[str.len + i]);
    slant_buffer_printf(out, " %s=", name);
    slant_buffer_json(out, str.ptr, str.len);
}

/* A row as a line: "1@0 id="a" text="b"" or "1@0 id="a" !bad-json 1@7". */
static void add_row(struct slant_buffer *out, const struct slant_row *row)
{
    const struct slant_article *a = &row->article;
    slant_buffer_printf(out, "%llu@%llu", (unsigned long long)row->line, (unsigned long long)row->byte);
    add_str(out, "id", a->id);
    add_str(out, "outlet", a->outlet);
    if (row->status != SLANT_OK) {
        assert_true(row->error.message[0] != '\0');
        assert_int_equal(row->status, row->error.code);
        slant_buffer_printf(out, " !%s %llu@%lld\n", row->error.name, (unsigned long long)row->error.line,
                            (long long)row->error.byte);
        return;
    }
    add_str(out, "title", a->title);
    add_str(out, "date", a->date);
    add_str(out, "byline", a->byline);
    add_str(out, "url", a->url);
    add_str(out, "language", a->language);
    add_str(out, "story", a->story);
    add_str(out, "topic", a->topic);
    add_str(out, "text", a->text);
    slant_buffer_puts(out, a->is_file ? " file\n" : "\n");
}

static void add_block(struct slant_buffer *out, struct slant_block *block, struct slant_arena *mem)
{
    struct slant_row row;
    while (slant_block_next(block, mem, &row) > 0) {
        assert_true(row.status == SLANT_OK || strcmp(row.error.path, block->path) == 0);
        add_row(out, &row);
        slant_arena_reset(mem);
    }
    assert_int_equal(slant_block_next(block, mem, &row), 0);
}

static char *finish(struct slant_buffer *out)
{
    slant_buffer_putc(out, '\0');
    assert_false(out->failed);
    return out->data;
}

/* All rows of the paths; yours to free. */
static char *rows_of(const char *const *paths, size_t n, const struct slant_input_settings *settings)
{
    struct slant_input *input;
    struct slant_error err = {0};
    struct slant_block block = {0};
    struct slant_arena mem = {0};
    struct slant_buffer out = {0};
    slant_status status = slant_input_open(paths, n, settings, &input, &err);
    if (status != SLANT_OK)
        print_error("%s: %s\n", err.path, err.message);
    assert_int_equal(status, SLANT_OK);
    int more;
    while ((more = slant_input_next(input, &block)) > 0)
        add_block(&out, &block, &mem);
    assert_int_equal(more, 0);
    assert_int_equal(slant_input_next(input, &block), 0);
    if (slant_input_total_bytes(input) != 0)
        assert_true(slant_input_bytes_read(input) <= slant_input_total_bytes(input));
    slant_block_free(&block);
    slant_arena_free(&mem);
    slant_input_close(input);
    return finish(&out);
}

static void check_file(const char *path, const struct slant_input_settings *settings, const char *want)
{
    static const struct slant_input_settings none = {0};
    char *have = rows_of(&path, 1, settings != NULL ? settings : &none);
    if (strcmp(have, want) != 0)
        print_error("%s\nwant:\n%s\nhave:\n%s\n", path, want, have);
    assert_true(strcmp(have, want) == 0);
    free(have);
}

/* One line of JSON, all by itself. */
static void line_with(const char *line, const struct slant_field_map *map, size_t nmap, const char *want)
{
    struct slant_input_settings settings = {.fields = map, .nfields = nmap};
    check_file(write_text("one.jsonl", line), &settings, want);
}

static void line_gives(const char *line, const char *want)
{
    line_with(line, NULL, 0, want);
}

/* ---- records ------------------------------------------------------------------------------------------- */

static void test_fields(void **state)
{
    (void)state;
    line_gives("{\"id\":\"1\",\"outlet\":\"O\",\"title\":\"T\",\"date\":\"D\",\"byline\":\"B\",\"url\":\"U\","
               "\"language\":\"L\",\"story\":\"S\",\"topic\":\"P\",\"text\":\"X\"}",
               "1@0 id=\"1\" outlet=\"O\" title=\"T\" date=\"D\" byline=\"B\" url=\"U\" language=\"L\" "
               "story=\"S\" topic=\"P\" text=\"X\"\n");
    line_gives("{\"text\":\"\"}", "1@0 text=\"\"\n");
    line_gives(" { \"text\" : \"x\" , \"id\" : -12.50e3 } \r", "1@0 id=\"-12.50e3\" text=\"x\"\n");
    line_gives("{\"story\":17,\"text\":\"x\"}", "1@0 story=\"17\" text=\"x\"\n");
    line_gives("{\"id\":null,\"title\":null,\"text\":\"x\"}", "1@0 text=\"x\"\n");
    line_gives("{\"t\\u0065xt\":\"x\"}", "1@0 text=\"x\"\n");
    line_gives("{\"Text\":\"x\",\"tex\":\"y\",\"textt\":\"z\"}", "1@0 !missing-text 1@0\n");
    line_gives("{\"text\":\"a\",\"text\":\"b\"}", "1@0 text=\"b\"\n");
    line_gives("{\"title\":\"a\",\"title\":null,\"text\":\"b\"}", "1@0 text=\"b\"\n");
}

static void test_synonyms(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"source", "outlet"}, {"publisher", "outlet"}, {"site", "outlet"},    {"headline", "title"},
        {"event", "story"},   {"cluster", "story"},    {"authors", "byline"}, {"author", "byline"},
    };
    char line[200], want[200];
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        snprintf(line, sizeof line, "{\"%s\":\"v\",\"text\":\"x\"}", pairs[i][0]);
        snprintf(want, sizeof want, "1@0 %s=\"v\" text=\"x\"\n", pairs[i][1]);
        line_gives(line, want);
        for (int order = 0; order < 2; order++) { /* our own name wins, first or last */
            snprintf(line, sizeof line, "{\"%s\":\"%d\",\"%s\":\"%d\",\"text\":\"x\"}", pairs[i][order], order,
                     pairs[i][!order], !order);
            snprintf(want, sizeof want, "1@0 %s=\"1\" text=\"x\"\n", pairs[i][1]);
            line_gives(line, want);
        }
        snprintf(line, sizeof line, "{\"%s\":[{\"a\":1}],\"text\":\"x\"}", pairs[i][0]);
        line_gives(line, "1@0 text=\"x\"\n"); /* somebody else's word */
    }
    line_gives("{\"body\":\"b\"}", "1@0 text=\"b\"\n");
    line_gives("{\"content\":\"c\"}", "1@0 text=\"c\"\n");
    line_gives("{\"maintext\":\"m\"}", "1@0 text=\"m\"\n");
    line_gives("{\"text\":\"t\",\"body\":\"b\"}", "1@0 text=\"t\"\n");
    line_gives("{\"maintext\":\"m\",\"body\":\"b\",\"content\":\"c\"}", "1@0 text=\"b\"\n");
    line_gives("{\"text\":null,\"body\":\"b\"}", "1@0 text=\"b\"\n");
    line_gives("{\"body\":3,\"content\":\"c\"}", "1@0 text=\"c\"\n");
    line_gives("{\"body\":3}", "1@0 !bad-field 1@8\n");
    line_gives("{\"publisher\":\"p\",\"source\":\"s\",\"text\":\"\"}", "1@0 outlet=\"s\" text=\"\"\n");
}

static void test_field_map(void **state)
{
    (void)state;
    const struct slant_field_map map[] = {
        {"outlet", "paper"}, {"text", "b\xC3\xB6"}, {"id", "title"}, {"story", "paper"}};
    line_with("{\"paper\":\"p\",\"source\":\"s\",\"b\\u00f6\":\"x\"}", map, 4,
              "1@0 outlet=\"p\" story=\"p\" text=\"x\"\n");
    line_with("{\"source\":\"s\",\"text\":\"x\"}", map, 4, "1@0 outlet=\"s\" text=\"x\"\n");
    line_with("{\"paper\":\"p\",\"outlet\":\"o\",\"text\":\"x\"}", map, 1, "1@0 outlet=\"p\" text=\"x\"\n");
    line_with("{\"outlet\":\"o\",\"paper\":\"p\",\"text\":\"x\"}", map, 1, "1@0 outlet=\"p\" text=\"x\"\n");
    line_with("{\"title\":\"t\",\"text\":\"x\"}", map, 4, "1@0 id=\"t\" text=\"x\"\n"); /* a title no more */
    line_with("{\"paper\":[1],\"text\":\"x\"}", map, 1, "1@0 !bad-field 1@9\n");
    line_with("{\"paper\":[1,\"text\":\"x\"}", map, 1, "1@0 !bad-json 1@18\n");

    const struct slant_field_map bad = {"headline", "x"};
    struct slant_input_settings settings = {.fields = &bad, .nfields = 1};
    struct slant_input *input = (void *)1;
    struct slant_error err = {0};
    assert_int_equal(slant_input_open(NULL, 0, &settings, &input, &err), SLANT_EUSAGE);
    assert_null(input);
    assert_non_null(strstr(err.message, "headline"));
}

static void test_bylines(void **state)
{
    (void)state;
    line_gives("{\"authors\":[\"A B\",\"C\\n\",\"\"],\"text\":\"x\"}", "1@0 byline=\"A B, C\\n, \" text=\"x\"\n");
    line_gives("{\"byline\":[ ],\"text\":\"x\"}", "1@0 text=\"x\"\n");
    line_gives("{\"byline\":[ \"A\" , \"B\" ],\"text\":\"x\"}", "1@0 byline=\"A, B\" text=\"x\"\n");
    line_gives("{\"byline\":[\"A\",{\"n\":[1]}],\"text\":\"x\"}", "1@0 !bad-field 1@10\n");
    line_gives("{\"authors\":[\"A\",1],\"text\":\"x\"}", "1@0 text=\"x\"\n");
    line_gives("{\"byline\":[\"A\",],\"text\":\"x\"}", "1@0 !bad-json 1@15\n");
    line_gives("{\"byline\":[\"A\" \"B\"],\"text\":\"x\"}", "1@0 !bad-json 1@15\n");
    line_gives("{\"byline\":[\"A\",\"B\"", "1@0 !bad-json 1@18\n");
    struct slant_buffer line = {0}, want = {0}; /* joining must not be quadratic */
    slant_buffer_puts(&line, "{\"byline\":[\"\\u0041\"");
    slant_buffer_puts(&want, "1@0 byline=\"A");
    for (int i = 0; i < 300000; i++) {
        slant_buffer_puts(&line, ",\"\\n\"");
        slant_buffer_puts(&want, ", \\n");
    }
    slant_buffer_puts(&line, "],\"text\":\"x\"}");
    slant_buffer_puts(&want, "\" text=\"x\"\n");
    line_gives(finish(&line), finish(&want));
    slant_buffer_free(&line);
    slant_buffer_free(&want);
}

static void test_wrong_types(void **state)
{
    (void)state;
    line_gives("{\"id\":\"7\",\"text\":[\"x\"]}", "1@0 id=\"7\" !bad-field 1@17\n");
    line_gives("{\"text\":true,\"id\":\"7\"}", "1@0 id=\"7\" !bad-field 1@8\n");
    line_gives("{\"text\":\"x\",\"title\":5}", "1@0 !bad-field 1@20\n");
    line_gives("{\"title\":5,\"headline\":\"h\",\"text\":\"x\"}", "1@0 !bad-field 1@9\n");
    line_gives("{\"text\":\"x\",\"id\":{}}", "1@0 !bad-field 1@17\n");
    line_gives("{\"text\":\"x\",\"date\":false}", "1@0 !bad-field 1@19\n");
    line_gives("{\"id\":3}", "1@0 id=\"3\" !missing-text 1@0\n");
    line_gives("{\"text\":null}", "1@0 !missing-text 1@0\n");
    line_gives("{}", "1@0 !missing-text 1@0\n");
}

static void test_bad_json(void **state)
{
    (void)state;
    line_gives("{\"id\":\"a\",\"text\":\"x\" \"y\"}", "1@0 id=\"a\" !bad-json 1@21\n");
    line_gives("{\"text\":\"x\"} {}", "1@0 !bad-json 1@13\n");
    line_gives("{\"text\":\"x\"", "1@0 !bad-json 1@11\n");
    line_gives("{\"text\":\"x", "1@0 !bad-json 1@10\n");
    line_gives("{\"text\":\"x\\", "1@0 !bad-json 1@11\n");
    line_gives("{\"text\":\"\\x\"}", "1@0 !bad-json 1@9\n");
    line_gives("{\"text\":\"\\u12g4\"}", "1@0 !bad-json 1@9\n");
    line_gives("{\"text\":\"a\tb\"}", "1@0 !bad-json 1@10\n");
    line_gives("{\"a\":01}", "1@0 !bad-json 1@5\n");
    line_gives("{\"a\":1.}", "1@0 !bad-json 1@7\n");
    line_gives("{\"a\":NaN}", "1@0 !bad-json 1@5\n");
    line_gives("{\"a\":1,}", "1@0 !bad-json 1@7\n");
    line_gives("{'a':1}", "1@0 !bad-json 1@1\n");
    line_gives("{\"a\" 1}", "1@0 !bad-json 1@5\n");
    line_gives("{\"a\":[1}", "1@0 !bad-json 1@7\n");
    line_gives("{\"a\":{\"b\":1]", "1@0 !bad-json 1@11\n");
    line_gives("{", "1@0 !bad-json 1@1\n");
    line_gives("[{\"text\":\"x\"}]", "1@0 !bad-json 1@0\n");
    line_gives("\"x\"", "1@0 !bad-json 1@0\n");
    line_gives("  The minister", "1@0 !bad-json 1@2\n");
    line_gives("\n \t\r\n\n", "1@0 !empty-line 1@0\n2@1 !empty-line 2@1\n3@5 !empty-line 3@5\n");
    check_file(write_file("one.jsonl", "{\"text\":\"x\0y\"}\n\0\n{}", 19), NULL,
               "1@0 !bad-json 1@10\n2@15 !bad-json 2@15\n3@17 !missing-text 3@17\n");
}

static void test_messages(void **state)
{
    (void)state;
    const char *path = write_text("one.jsonl", "The minister said.\n[1]\n{\"text\":\n{\"text\":\"\x01\"}");
    const char *const want[] = {"--input text", "array", "whole object", "control character"};
    struct slant_input_settings settings = {0};
    struct slant_input *input;
    struct slant_error err;
    struct slant_block block = {0};
    struct slant_arena mem = {0};
    struct slant_row row;
    assert_int_equal(slant_input_open(&path, 1, &settings, &input, &err), SLANT_OK);
    assert_int_equal(slant_input_next(input, &block), 1);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(slant_block_next(&block, &mem, &row), 1);
        assert_non_null(strstr(row.error.message, want[i]));
        assert_int_equal(row.error.line, i + 1);
    }
    assert_int_equal(slant_block_next(&block, &mem, &row), 0);
    slant_block_free(&block);
    slant_arena_free(&mem);
    slant_input_close(input);
}

static void test_escapes(void **state)
{
    (void)state;
    line_gives("{\"text\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "1@0 text=\"\\\"\\\\/\\b\\f\\n\\r\\t\"\n");
    line_gives("{\"text\":\"\\u0041\\u00e9\\u20AC\\ud83d\\uDE00\"}",
               "1@0 text=\"A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"\n");
    line_gives("{\"text\":\"\\u0000.\"}", "1@0 text=\"\\u0000.\"\n");
#define FFFD "\xEF\xBF\xBD"
    line_gives("{\"text\":\"\\ud800\"}", "1@0 text=\"" FFFD "\"\n");
    line_gives("{\"text\":\"\\udc00\\udc00\"}", "1@0 text=\"" FFFD FFFD "\"\n");
    line_gives("{\"text\":\"\\udc00\\ud800x\"}", "1@0 text=\"" FFFD FFFD "x\"\n");
    line_gives("{\"text\":\"\\ud800\\ud83d\\ude00\"}", "1@0 text=\"" FFFD "\xF0\x9F\x98\x80\"\n");
    line_gives("{\"text\":\"\\ud800\\u0041\\ud800\\n\"}", "1@0 text=\"" FFFD "A" FFFD "\\n\"\n");
    line_gives("{\"text\":\"\\ud800\\u00\"}", "1@0 !bad-json 1@15\n");
    line_gives("{\"other\":\"\\ud800\\q\",\"text\":\"\"}", "1@0 !bad-json 1@16\n");
}

/* Bytes that are not UTF-8 come through as they are: decode/ deals with them. */
static void test_bytes_untouched(void **state)
{
    (void)state;
    const char *path = write_text("one.jsonl", "{\"id\":\"\xFF\xC3\",\"text\":\"a\\n\x80\xED\xA0\x80\"}");
    struct slant_input_settings settings = {0};
    struct slant_input *input;
    struct slant_error err;
    struct slant_block block = {0};
    struct slant_arena mem = {0};
    struct slant_row row;
    assert_int_equal(slant_input_open(&path, 1, &settings, &input, &err), SLANT_OK);
    assert_int_equal(slant_input_next(input, &block), 1);
    assert_int_equal(slant_block_next(&block, &mem, &row), 1);
    assert_int_equal(row.status, SLANT_OK);
    assert_int_equal(row.article.id.len, 2);
    assert_memory_equal(row.article.id.ptr, "\xFF\xC3", 2);
    assert_int_equal(row.article.text.len, 6);
    assert_memory_equal(row.article.text.ptr, "a\n\x80\xED\xA0\x80", 6);
    slant_block_free(&block);
    slant_arena_free(&mem);
    slant_input_close(input);
}

/* Escapes and ends at every distance from the 16- and 32-byte steps. */
static void test_places(void **state)
{
    (void)state;
    char xs[101], line[400], want[400];
    memset(xs, 'x', 100);
    xs[100] = '\0';
    for (int before = 0; before < 70; before++) {
        for (int after = 0; after < 40; after += 1 + (after > 2) * 5) {
            snprintf(line, sizeof line, "{\"skip\":\"%.*s\\t%.*s\",\"text\":\"%.*s\\n%.*s\",\"id\":\"%.*s\"}", before,
                     xs, after, xs, before, xs, after, xs, before + after, xs);
            snprintf(want, sizeof want, "1@0 id=\"%.*s\" text=\"%.*s\\n%.*s\"\n", before + after, xs, before, xs, after,
                     xs);
            line_gives(line, want);
        }
    }
}

static void nested(unsigned depth, const char *open, const char *close, const char *want)
{
    struct slant_buffer line = {0};
    slant_buffer_puts(&line, "{\"text\":\"x\",\"a\":");
    for (unsigned i = 0; i < depth; i++)
        slant_buffer_puts(&line, open);
    slant_buffer_puts(&line, "1");
    for (unsigned i = 0; i < depth; i++)
        slant_buffer_puts(&line, close);
    slant_buffer_puts(&line, "}");
    line_gives(finish(&line), want);
    slant_buffer_free(&line);
}

static void test_depth(void **state)
{
    (void)state;
    nested(511, "[", "]", "1@0 text=\"x\"\n");
    nested(512, "[", "]", "1@0 !bad-json 1@527\n");
    nested(511, "{\"k\":", "}", "1@0 text=\"x\"\n");
    nested(512, "{\"k\":", "}", "1@0 !bad-json 1@2571\n");
    nested(255, "[{\"k\":", "}]", "1@0 text=\"x\"\n");
    nested(1000000, "[", "]", "1@0 !bad-json 1@527\n");
    nested(100, "[[1,{\"a\":[]}],{\"b\":", "}]", "1@0 text=\"x\"\n");
}

/* ---- lines, blocks, the cap ------------------------------------------------------------------------------
 */

static void test_line_ends(void **state)
{
    (void)state;
    check_file(write_text("a.jsonl", "{\"text\":\"1\"}\r\n\r\n{\"text\":\"2\"}"), NULL,
               "1@0 text=\"1\"\n2@14 !empty-line 2@14\n3@16 text=\"2\"\n");
    check_file(write_text("a.jsonl", ""), NULL, "");
    check_file(write_text("a.jsonl", "\n"), NULL, "1@0 !empty-line 1@0\n");
    check_file(write_text("a.jsonl", "\xEF\xBB\xBF{\"text\":\"1\"}\n\xEF\xBB\xBF{}\n"), NULL,
               "1@0 text=\"1\"\n2@16 !bad-json 2@16\n");
    check_file(write_text("a.jsonl", "\xEF\xBB\xBF"), NULL, "");
    check_file(write_text("a.jsonl", "\xEF\xBB\xBF{\"text\":1}"), NULL, "1@0 !bad-field 1@11\n");
    check_file(write_text("a.jsonl", "\xEF\xBB"), NULL, "1@0 !bad-json 1@0\n");
    check_file(write_file("a.jsonl", "\xFF\xFE{\0\n\0}\0", 8), NULL, "1@0 !bad-json 1@0\n");
    check_file(write_file("a.jsonl", "\xFE\xFF\0{\0}\n\0", 8), NULL, "1@0 !bad-json 1@0\n");
    check_file(write_text("a.jsonl", "\xFF{}\n{}"), NULL, "1@0 !bad-json 1@0\n2@4 !missing-text 2@4\n");
}

static void test_cap(void **state)
{
    (void)state;
    struct slant_input_settings settings = {.max_record = 20};
    const char *text = "{\"text\":\"0123456\"}\n"     /* 18 */
                       "{\"text\":\"012345678\"}\r\n" /* 20 and its \r: 21 */
                       "{\"text\":\"012345678\"}\n"   /* 20: just right */
                       "{\"text\":\"0123456789\"}\n"  /* 21 */
                       "{\"text\":\"a very much longer line of it, longer than all the blocks below\"}\n"
                       "\n"
                       "{\"text\":\"end\"}\n"
                       "{\"text\":\"too long, and without its end";
    const char *want = "1@0 text=\"0123456\"\n"
                       "2@19 !too-big 2@19\n"
                       "3@41 text=\"012345678\"\n"
                       "4@62 !too-big 4@62\n"
                       "5@84 !too-big 5@84\n"
                       "6@159 !empty-line 6@159\n"
                       "7@160 text=\"end\"\n"
                       "8@175 !too-big 8@175\n";
    const char *path = write_text("cap.jsonl", text);
    for (size_t size = 1; size < 260; size++) { /* the rows must not depend on the blocks */
        settings.block_size = size;
        check_file(path, &settings, want);
    }
    settings.block_size = 0;
    check_file(path, &settings, want);
    check_file(write_text("b.jsonl", "0123456789012345678901234567890"), &settings, "1@0 !too-big 1@0\n");
}

static void test_any_blocks(void **state)
{
    (void)state;
    struct slant_buffer text = {0};
    uint32_t seed = 7;
    for (int i = 0; i < 400; i++) {
        seed = seed * 1664525u + 1013904223u;
        unsigned kind = seed >> 28, len = (seed >> 16) % 300;
        if (kind == 0)
            slant_buffer_puts(&text, "\n");
        else if (kind == 1)
            slant_buffer_puts(&text, "{\"text\":oops}\n");
        else
            slant_buffer_printf(&text, "{\"id\":%d,\"text\":\"%0*d\\n\\u00e9%s\"}%s\n", i, (int)len, i,
                                kind & 1 ? "\\\\" : "z", kind & 2 ? "\r" : "");
    }
    const char *path = write_file("many.jsonl", text.data, text.len);
    slant_buffer_free(&text);
    struct slant_input_settings settings = {0};
    char *whole = rows_of(&path, 1, &settings);
    assert_non_null(strstr(whole, "!empty-line"));
    assert_non_null(strstr(whole, "!bad-json"));
    for (size_t size = 1; size < 5000; size += 1 + size / 3) {
        settings.block_size = size;
        check_file(path, &settings, whole);
    }
    free(whole);
}

static void test_huge(void **state)
{
    (void)state;
    struct slant_input_settings settings = {0};
    size_t len = 20u << 20;
    char *text = malloc(len);
    assert_non_null(text);
    memset(text, '\n', len);
    const char *path = write_file("feeds.jsonl", text, 1000000);
    struct slant_input *input;
    struct slant_error err;
    struct slant_block block = {0};
    struct slant_arena mem = {0};
    struct slant_row row;
    uint64_t n = 0;
    assert_int_equal(slant_input_open(&path, 1, &settings, &input, &err), SLANT_OK);
    assert_int_equal(slant_input_total_bytes(input), 1000000);
    while (slant_input_next(input, &block) > 0) {
        while (slant_block_next(&block, &mem, &row) > 0) {
            assert_string_equal(row.error.name, "empty-line");
            assert_int_equal(row.byte, n);
            assert_int_equal(row.line, ++n);
        }
    }
    assert_int_equal(n, 1000000);
    assert_int_equal(slant_input_bytes_read(input), 1000000);
    slant_block_free(&block);
    slant_arena_free(&mem);
    slant_input_close(input);

    memset(text, 'x', len); /* one line of 20 MiB between two good ones: the default cap is 16 MiB */
    memcpy(text, "{\"text\":\"1\"}\n", 13);
    memcpy(text + len - 14, "\n{\"text\":\"2\"}\n", 14);
    char want[200];
    snprintf(want, sizeof want, "1@0 text=\"1\"\n2@13 !too-big 2@13\n3@%zu text=\"2\"\n", len - 13);
    check_file(write_file("huge.jsonl", text, len), NULL, want);
    struct slant_input_settings more = {.max_record = 64u << 20};
    snprintf(want, sizeof want, "1@0 text=\"1\"\n2@13 !bad-json 2@13\n3@%zu text=\"2\"\n", len - 13);
    check_file(in_folder("huge.jsonl"), &more, want);
    check_file(write_file("huge.txt", text, len), NULL, "1@0 id=\"huge.txt\" !too-big 1@0\n");
    free(text);
}

/* ---- compressed -------------------------------------------------------------------------------------------
 */

static size_t gzip(const char *text, char *out, size_t room)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)text;
    z.avail_in = (uInt)strlen(text);
    z.next_out = (unsigned char *)out;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return room - z.avail_out;
}

static size_t zstd(const char *text, char *out, size_t room)
{
    size_t n = ZSTD_compress(out, room, text, strlen(text), 3);
    assert_false(ZSTD_isError(n));
    return n;
}

static const char *const first = "{\"text\":\"one\"}\n{\"text\":\"tw", *const second = "o\"}\n{\"text\":\"three\"}\n";
static const char *const all = "1@0 text=\"one\"\n2@15 text=\"two\"\n3@30 text=\"three\"\n";

static void test_gzip(void **state)
{
    (void)state;
    char bytes[4096];
    size_t a = gzip(first, bytes, 1000), b = gzip(second, bytes + a, 1000), len = a + b;
    check_file(write_file("a.jsonl.gz", bytes, len), NULL, all);
    check_file(write_file("by-its-bytes.jsonl", bytes, len), NULL, all);
    check_file(write_file("no-name", bytes, len), NULL, all);
    memset(bytes + len, 0, 600);
    check_file(write_file("padded.gz", bytes, len + 600), NULL, all);
    struct slant_input_settings tiny = {.block_size = 1};
    check_file(in_folder("padded.gz"), &tiny, all);
    bytes[len] = 'x';
    check_file(write_file("junk.gz", bytes, len + 1), NULL,
               "1@0 text=\"one\"\n2@15 text=\"two\"\n3@30 text=\"three\"\n4@47 !bad-compression 4@47\n");
    for (size_t cut = 2; cut < len; cut++) { /* every cut is noticed, and what came before is kept */
        if (cut == a)
            continue; /* one whole member */
        const char *path = write_file("cut.jsonl.gz", bytes, cut);
        struct slant_input_settings settings = {0};
        char *rows = rows_of(&path, 1, &settings);
        assert_non_null(strstr(rows, "!bad-compression"));
        if (cut > a)
            assert_true(strncmp(rows, all, 15) == 0);
        free(rows);
    }
    bytes[len - 6] ^= 1; /* the checksum of the second member */
    check_file(write_file("bad.jsonl.gz", bytes, len), NULL,
               "1@0 text=\"one\"\n2@15 text=\"two\"\n3@30 text=\"three\"\n4@47 !bad-compression 4@47\n");
    check_file(write_file("none.jsonl.gz", "", 0), NULL, "1@0 !bad-compression 1@0\n");
    check_file(write_file("1.txt.gz", bytes, a), NULL,
               "1@0 id=\"1.txt.gz\" text=\"{\\\"text\\\":\\\"one\\\"}\\n{\\\"text\\\":\\\"tw\" file\n");
    check_file(write_file("2.txt.gz", bytes, a - 3), NULL, "1@0 id=\"2.txt.gz\" !bad-compression 1@26\n");
}

static void test_zstd(void **state)
{
    (void)state;
    static const char skippable[] = "\x53\x2A\x4D\x18\x05\0\0\0hello";
    char bytes[4096];
    size_t a = zstd(first, bytes, 1000), b = zstd(second, bytes + a, 1000), len = a + b;
    check_file(write_file("a.jsonl.zst", bytes, len), NULL, all);
    check_file(write_file("no-name", bytes, len), NULL, all);
    struct slant_input_settings tiny = {.block_size = 1};
    check_file(in_folder("no-name"), &tiny, all);
    for (size_t cut = 4; cut < len; cut++) {
        if (cut == a)
            continue;
        const char *path = write_file("cut.jsonl.zst", bytes, cut);
        struct slant_input_settings settings = {0};
        char *rows = rows_of(&path, 1, &settings);
        assert_non_null(strstr(rows, "!bad-compression"));
        free(rows);
    }
    memcpy(bytes + len, "junk", 5);
    check_file(write_file("junk.jsonl.zst", bytes, len + 5), NULL,
               "1@0 text=\"one\"\n2@15 text=\"two\"\n3@30 text=\"three\"\n4@47 !bad-compression 4@47\n");
    memmove(bytes + 13, bytes, len);
    memcpy(bytes, skippable, 13);
    check_file(write_file("skip", bytes, len + 13), NULL, all);
    check_file(write_file("p.jsonl", "PS\n", 3), NULL, "1@0 !bad-json 1@0\n");
}

/* Much more than the buffers hold, and a file after a broken one is read. */
static void test_compressed_large(void **state)
{
    (void)state;
    struct slant_buffer text = {0};
    uint32_t seed = 3;
    for (int i = 0; i < 20000; i++) {
        seed = seed * 1664525u + 1013904223u;
        slant_buffer_printf(&text, "{\"id\":%d,\"text\":\"%x %0*x\"}\n", i, seed, (int)(seed >> 24), seed * 77);
    }
    slant_buffer_putc(&text, '\0');
    size_t room = text.len + 1000;
    char *bytes = malloc(room);
    const char *plain = write_text("plain.jsonl", text.data);
    struct slant_input_settings settings = {0};
    char *want = rows_of(&plain, 1, &settings);
    size_t n = gzip(text.data, bytes, room);
    check_file(write_file("l.jsonl.gz", bytes, n), NULL, want);
    write_file("m.jsonl.gz", bytes, n / 2);
    n = zstd(text.data, bytes, room);
    check_file(write_file("l.jsonl.zst", bytes, n), NULL, want);
    write_file("m.jsonl.zst", bytes, n / 2);
    const char *paths[] = {in_folder("m.jsonl.gz"), in_folder("m.jsonl.zst"), plain};
    char *rows = rows_of(paths, 3, &settings), *gone = strstr(rows, "!bad-compression"), *again;
    assert_non_null(gone);
    again = strstr(gone + 1, "!bad-compression");
    assert_non_null(again);
    assert_string_equal(strchr(again, '\n') + 1, want);
    free(rows);
    free(want);
    free(bytes);
    slant_buffer_free(&text);
}

/* ---- texts, folders, names ---------------------------------------------------------------------------- */

static void test_texts(void **state)
{
    (void)state;
    check_file(write_text("03.txt", "Title\n\nText.\n"), NULL, "1@0 id=\"03.txt\" text=\"Title\\n\\nText.\\n\" file\n");
    check_file(write_text("03.txt", ""), NULL, "1@0 id=\"03.txt\" !missing-text 1@0\n");
    check_file(write_file("03.TXT", "\xEF\xBB\xBF\0{", 5), NULL,
               "1@0 id=\"03.TXT\" text=\"\xEF\xBB\xBF\\u0000{\" file\n");
    check_file(write_text("{.text", "{\"text\":\"x\"}"), NULL,
               "1@0 id=\"{.text\" text=\"{\\\"text\\\":\\\"x\\\"}\" file\n");
    struct slant_input_settings settings = {.kind = SLANT_INPUT_TEXT};
    check_file(write_text("a.jsonl", "{}\n"), &settings, "1@0 id=\"a.jsonl\" text=\"{}\\n\" file\n");
    settings.kind = SLANT_INPUT_JSONL;
    check_file(write_text("a.txt", "{\"text\":\"x\"}\n"), &settings, "1@0 text=\"x\"\n");
    settings = (struct slant_input_settings){.max_record = 5};
    for (settings.block_size = 1; settings.block_size < 9; settings.block_size++) {
        check_file(write_text("a.txt", "12345"), &settings, "1@0 id=\"a.txt\" text=\"12345\" file\n");
        check_file(write_text("a.txt", "123456"), &settings, "1@0 id=\"a.txt\" !too-big 1@0\n");
    }
}

static void test_auto(void **state)
{
    (void)state;
    check_file(write_text("a", " \r\n\t{\"text\":\"x\"}"), NULL, "1@0 !empty-line 1@0\n2@3 text=\"x\"\n");
    check_file(write_text("a", "\xEF\xBB\xBF{\"text\":\"x\"}"), NULL, "1@0 text=\"x\"\n");
    check_file(write_text("a", "text {"), NULL, "1@0 id=\"a\" text=\"text {\" file\n");
    check_file(write_text("a", " \n "), NULL, "1@0 id=\"a\" text=\" \\n \" file\n");
    check_file(write_text("a", ""), NULL, "1@0 id=\"a\" !missing-text 1@0\n");
    check_file(write_text("a.dat", "(PK)"), NULL, "1@0 id=\"a.dat\" text=\"(PK)\" file\n");
    check_file(write_text("a.json", "[{\"text\":\"x\"}]"), NULL, "1@0 !bad-json 1@0\n");
    check_file(write_file("a", "\xFF\xFE{\0}\0", 6), NULL, "1@0 !bad-json 1@0\n");
    check_file(write_file("a", "\xFF\xFEx\0", 4), NULL, "1@0 id=\"a\" text=\"" FFFD FFFD "x\\u0000\" file\n");
    char *white = malloc(700001); /* more than a block of white space before the first word */
    memset(white, ' ', 700000);
    white[699999] = '\n';
    white[700000] = '{';
    const char *path = write_file("white", white, 700001);
    check_file(path, NULL, "1@0 !empty-line 1@0\n2@700000 !bad-json 2@700001\n");
    struct slant_input_settings settings = {.max_record = 300000};
    check_file(path, &settings, "1@0 id=\"white\" !too-big 1@0\n");
    free(white);
}

static void test_folders(void **state)
{
    (void)state;
    mkdir(in_folder("c"), 0777);
    mkdir(in_folder("c/ledger"), 0777);
    mkdir(in_folder("c/ledger/deep"), 0777);
    mkdir(in_folder("c/.git"), 0777);
    mkdir(in_folder("c/empty"), 0777);
    write_text("c/ledger/2.txt", "two");
    write_text("c/ledger/10.txt", "ten");
    write_text("c/ledger/deep/x.text", "deep");
    write_text("c/a.jsonl", "{\"text\":\"j\"}\n");
    write_text("c/z.ndjson", "{\"text\":\"n\"}\n");
    write_text("c/.hidden.txt", "no");
    write_text("c/.git/x.txt", "no");
    write_text("c/picture.png", "no");
    write_text("c/ABOUT", "no");
    write_text("c/.txt", "no");
    assert_int_equal(symlink("ledger", in_folder("c/link")), 0);
    assert_int_equal(symlink("a.jsonl", in_folder("c/link.jsonl")), 0);
    assert_int_equal(symlink("nowhere", in_folder("c/lost.txt")), 0);
    assert_int_equal(mkfifo(in_folder("c/pipe.txt"), 0666), 0);
    const char *want = "1@0 text=\"j\"\n"
                       "1@0 id=\"10.txt\" outlet=\"ledger\" text=\"ten\" file\n"
                       "1@0 id=\"2.txt\" outlet=\"ledger\" text=\"two\" file\n"
                       "1@0 id=\"x.text\" outlet=\"deep\" text=\"deep\" file\n"
                       "1@0 text=\"j\"\n"
                       "1@0 id=\"lost.txt\" outlet=\"c\" !cannot-read 0@-1\n"
                       "1@0 text=\"n\"\n";
    check_file(in_folder("c"), NULL, want);
    check_file(in_folder("c//"), NULL, want);
    char here[4096];
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(in_folder("c/ledger/deep")), 0);
    check_file(".", NULL, "1@0 id=\"x.text\" outlet=\"deep\" text=\"deep\" file\n");
    check_file("../deep/", NULL, "1@0 id=\"x.text\" outlet=\"deep\" text=\"deep\" file\n");
    check_file("x.text", NULL, "1@0 id=\"x.text\" text=\"deep\" file\n");
    assert_int_equal(chdir(here), 0);

    const char *path = in_folder("c");
    struct slant_input_settings settings = {0};
    struct slant_input *input;
    struct slant_error err;
    assert_int_equal(slant_input_open(&path, 1, &settings, &input, &err), SLANT_OK);
    assert_int_equal(slant_input_skipped(input), 3); /* picture.png, ABOUT, pipe.txt */
    assert_int_equal(slant_input_total_bytes(input), 3 + 3 + 4 + 13 * 3);
    slant_input_close(input);
}

/* Files that go between the listing and the reading. */
static void test_gone(void **state)
{
    (void)state;
    mkdir(in_folder("g"), 0777);
    write_text("g/1.txt", "one");
    write_text("g/2.jsonl", "{}");
    write_text("g/3.txt", "three");
    const char *path = in_folder("g");
    struct slant_input_settings settings = {0};
    struct slant_input *input;
    struct slant_error err;
    struct slant_block block = {0};
    struct slant_arena mem = {0};
    struct slant_buffer out = {0};
    assert_int_equal(slant_input_open(&path, 1, &settings, &input, &err), SLANT_OK);
    unlink(in_folder("g/1.txt"));
    unlink(in_folder("g/2.jsonl"));
    mkdir(in_folder("g/2.jsonl"), 0777);
    while (slant_input_next(input, &block) > 0)
        add_block(&out, &block, &mem);
    assert_string_equal(finish(&out), "1@0 id=\"1.txt\" outlet=\"g\" !cannot-read 0@-1\n"
                                      "1@0 !cannot-read 0@-1\n"
                                      "1@0 id=\"3.txt\" outlet=\"g\" text=\"three\" file\n");
    slant_buffer_free(&out);
    slant_block_free(&block);
    slant_arena_free(&mem);
    slant_input_close(input);
}

static void test_open_fails(void **state)
{
    (void)state;
    struct slant_input_settings settings = {0};
    struct slant_input *input = (void *)1;
    struct slant_error err = {0};
    const char *paths[] = {write_text("a.txt", "x"), in_folder("not-there")};
    assert_int_equal(slant_input_open(paths, 2, &settings, &input, &err), SLANT_EREAD);
    assert_null(input);
    assert_string_equal(err.path, paths[1]);
    assert_string_equal(err.name, "cannot-read");
    assert_non_null(strstr(err.message, "No such file"));
    const char *twice[] = {"-", "-"};
    assert_int_equal(slant_input_open(twice, 2, &settings, &input, &err), SLANT_EUSAGE);
    assert_int_equal(slant_input_open(NULL, 0, &settings, &input, &err), SLANT_OK);
    struct slant_block block = {0};
    assert_int_equal(slant_input_next(input, &block), 0);
    slant_input_close(input);
    slant_input_close(NULL);
    slant_block_free(&block);
    if (geteuid() != 0) {
        const char *path = write_text("locked.txt", "x");
        chmod(path, 0);
        assert_int_equal(slant_input_open(&path, 1, &settings, &input, &err), SLANT_EREAD);
        assert_non_null(strstr(err.message, "Permission denied"));
    }
}

static void test_long_path(void **state)
{
    (void)state;
    char name[5000];
    memset(name, 'x', sizeof name);
    name[sizeof name - 1] = '\0';
    const char *path = name;
    struct slant_input_settings settings = {0};
    struct slant_input *input;
    struct slant_error err;
    assert_int_equal(slant_input_open(&path, 1, &settings, &input, &err), SLANT_EREAD);
    assert_int_equal(strlen(err.path), sizeof err.path - 1);
}

/* ---- pipes -------------------------------------------------------------------------------------------- */

struct piped {
    int saved, to;
    struct slant_input_settings settings;
    struct slant_input *input;
    struct slant_block block;
    struct slant_arena mem;
};

static void pipe_open(struct piped *p)
{
    int ends[2];
    struct slant_error err;
    const char *path = "-";
    assert_int_equal(pipe(ends), 0);
    p->saved = dup(STDIN_FILENO);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    p->to = ends[1];
    assert_int_equal(slant_input_open(&path, 1, &p->settings, &p->input, &err), SLANT_OK);
    assert_int_equal(slant_input_total_bytes(p->input), 0);
}

static void pipe_close(struct piped *p)
{
    if (p->to >= 0)
        close(p->to);
    slant_block_free(&p->block);
    slant_arena_free(&p->mem);
    slant_input_close(p->input);
    if (p->saved >= 0)
        dup2(p->saved, STDIN_FILENO);
    close(p->saved);
}

static void send(struct piped *p, const void *bytes, size_t len)
{
    assert_int_equal(write(p->to, bytes, len), len);
}

static void next_gives(struct piped *p, const char *want)
{
    struct slant_buffer out = {0};
    alarm(20); /* a reader that waits for more than it needs is killed here */
    int more = slant_input_next(p->input, &p->block);
    alarm(0);
    if (more > 0)
        add_block(&out, &p->block, &p->mem);
    if (want == NULL)
        assert_int_equal(more, 0);
    else
        assert_string_equal(finish(&out), want);
    slant_buffer_free(&out);
}

static void test_pipe_early(void **state)
{
    (void)state;
    struct piped p = {.settings = {.stdin_is_jsonl = 1}};
    pipe_open(&p);
    send(&p, "\n", strlen("\n")); /* not even two bytes to tell gzip by */
    next_gives(&p, "1@0 !empty-line 1@0\n");
    send(&p, "{\"text\":\"1\"}\n{\"te", strlen("{\"text\":\"1\"}\n{\"te"));
    next_gives(&p, "2@1 text=\"1\"\n");
    send(&p, "xt\":\"2\"}\n", strlen("xt\":\"2\"}\n"));
    next_gives(&p, "3@14 text=\"2\"\n");
    send(&p, "{\"text\":\"3\"}", strlen("{\"text\":\"3\"}"));
    close(p.to);
    p.to = -1;
    next_gives(&p, "4@27 text=\"3\"\n");
    next_gives(&p, NULL);
    assert_int_equal(slant_input_bytes_read(p.input), 39);
    pipe_close(&p);
}

static void test_pipe_nonblocking(void **state)
{
    (void)state;
    struct piped p = {.settings = {0}};
    pipe_open(&p);
    fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
    send(&p, "{\"text\":\"1\"}\n", strlen("{\"text\":\"1\"}\n"));
    next_gives(&p, "1@0 text=\"1\"\n"); /* told to be JSON Lines by its first byte */
    send(&p, "{}", strlen("{}"));
    close(p.to);
    p.to = -1;
    next_gives(&p, "2@13 !missing-text 2@13\n");
    next_gives(&p, NULL);
    pipe_close(&p);
}

static void test_pipe_gzip(void **state)
{
    (void)state;
    char bytes[2048];
    struct piped p = {.settings = {.stdin_is_jsonl = 1}};
    size_t a = gzip("{\"text\":\"1\"}\n", bytes, 1000), b = gzip("{\"text\":\"2\"}\n", bytes + a, 1000);
    pipe_open(&p);
    send(&p, bytes, a + 10); /* a member and a bit: its lines are whole, the next header is not */
    next_gives(&p, "1@0 text=\"1\"\n");
    send(&p, bytes + a + 10, b - 10);
    next_gives(&p, "2@13 text=\"2\"\n");
    close(p.to);
    p.to = -1;
    next_gives(&p, NULL);
    pipe_close(&p);
}

/* One flushed zstd block gives out far more than a block of ours takes: what the decompressor still holds
 * must come before it asks the pipe for more. */
static void test_pipe_zstd_pending(void **state)
{
    (void)state;
    char text[3000], bytes[4096];
    for (size_t i = 0; i < 1000; i++)
        memcpy(text + 3 * i, "{}\n", 3);
    ZSTD_CCtx *ctx = ZSTD_createCCtx();
    ZSTD_inBuffer in = {text, sizeof text, 0};
    ZSTD_outBuffer out = {bytes, sizeof bytes, 0};
    assert_int_equal(ZSTD_compressStream2(ctx, &out, &in, ZSTD_e_flush), 0);
    ZSTD_freeCCtx(ctx);
    struct piped p = {.settings = {.stdin_is_jsonl = 1, .block_size = 30}};
    pipe_open(&p);
    send(&p, bytes, out.pos);
    struct slant_row row;
    uint64_t n = 0;
    alarm(20);
    while (n < 1000 && slant_input_next(p.input, &p.block) > 0) {
        while (slant_block_next(&p.block, &p.mem, &row) > 0)
            assert_int_equal(row.line, ++n);
    }
    alarm(0);
    assert_int_equal(n, 1000);
    close(p.to);
    p.to = -1;
    next_gives(&p, "1001@3000 !bad-compression 1001@3000\n");
    next_gives(&p, NULL);
    pipe_close(&p);
}

static void test_pipe_cap(void **state)
{
    (void)state;
    struct piped p = {.settings = {.stdin_is_jsonl = 1, .max_record = 20}};
    pipe_open(&p);
    send(&p, "{\"text\":\"1\"}\n012345678901234567890", strlen("{\"text\":\"1\"}\n012345678901234567890"));
    next_gives(&p, "1@0 text=\"1\"\n");
    next_gives(&p, "2@13 !too-big 2@13\n"); /* said before its end is there */
    send(&p, "and more", strlen("and more"));
    send(&p, " of it\n{\"text\":\"3\"}\n", strlen(" of it\n{\"text\":\"3\"}\n"));
    next_gives(&p, "3@49 text=\"3\"\n");
    close(p.to);
    p.to = -1;
    next_gives(&p, NULL);
    pipe_close(&p);
}

static void test_pipe_text(void **state)
{
    (void)state;
    struct piped p = {.settings = {0}};
    pipe_open(&p);
    send(&p, "\x1f", strlen("\x1f")); /* looks like gzip, and is not */
    close(p.to);
    p.to = -1;
    next_gives(&p, "1@0 id=\"-\" text=\"\\u001f\" file\n");
    next_gives(&p, NULL);
    pipe_close(&p);

    struct piped empty = {.settings = {.stdin_is_jsonl = 1}};
    pipe_open(&empty);
    close(empty.to);
    empty.to = -1;
    next_gives(&empty, NULL);
    pipe_close(&empty);

    struct piped none = {.settings = {0}};
    pipe_open(&none);
    close(none.to);
    none.to = -1;
    next_gives(&none, "1@0 id=\"-\" !missing-text 1@0\n");
    pipe_close(&none);
}

/* A read that fails half-way: standard input that cannot be read. */
static void test_read_error(void **state)
{
    (void)state;
    struct piped p = {.settings = {.stdin_is_jsonl = 1}};
    pipe_open(&p);
    int only_writing = open(write_text("w", "x"), O_WRONLY);
    assert_true(only_writing >= 0);
    send(&p, "{\"text\":\"1\"}\n{\"te", strlen("{\"text\":\"1\"}\n{\"te"));
    next_gives(&p, "1@0 text=\"1\"\n");
    dup2(only_writing, STDIN_FILENO);
    close(only_writing);
    next_gives(&p, "2@13 !cannot-read 2@17\n");
    next_gives(&p, NULL);
    pipe_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_fields, clean),
        cmocka_unit_test_teardown(test_synonyms, clean),
        cmocka_unit_test_teardown(test_field_map, clean),
        cmocka_unit_test_teardown(test_bylines, clean),
        cmocka_unit_test_teardown(test_wrong_types, clean),
        cmocka_unit_test_teardown(test_bad_json, clean),
        cmocka_unit_test_teardown(test_messages, clean),
        cmocka_unit_test_teardown(test_escapes, clean),
        cmocka_unit_test_teardown(test_bytes_untouched, clean),
        cmocka_unit_test_teardown(test_places, clean),
        cmocka_unit_test_teardown(test_depth, clean),
        cmocka_unit_test_teardown(test_line_ends, clean),
        cmocka_unit_test_teardown(test_cap, clean),
        cmocka_unit_test_teardown(test_any_blocks, clean),
        cmocka_unit_test_teardown(test_huge, clean),
        cmocka_unit_test_teardown(test_gzip, clean),
        cmocka_unit_test_teardown(test_zstd, clean),
        cmocka_unit_test_teardown(test_compressed_large, clean),
        cmocka_unit_test_teardown(test_texts, clean),
        cmocka_unit_test_teardown(test_auto, clean),
        cmocka_unit_test_teardown(test_folders, clean),
        cmocka_unit_test_teardown(test_gone, clean),
        cmocka_unit_test_teardown(test_open_fails, clean),
        cmocka_unit_test_teardown(test_long_path, clean),
        cmocka_unit_test_teardown(test_pipe_early, clean),
        cmocka_unit_test_teardown(test_pipe_nonblocking, clean),
        cmocka_unit_test_teardown(test_pipe_gzip, clean),
        cmocka_unit_test_teardown(test_pipe_zstd_pending, clean),
        cmocka_unit_test_teardown(test_pipe_cap, clean),
        cmocka_unit_test_teardown(test_pipe_text, clean),
        cmocka_unit_test_teardown(test_read_error, clean),
    };
    strcpy(folder, "/tmp/slant-input-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    rmdir(folder);
    return failed;
}
