/* base/: arena, utf8, tsv, ordered. (buffer has its own file.) */
#include "support.h"

#include <pthread.h>

#include "base/error.h"
#include "base/ordered.h"
#include "base/tsv.h"

/* ---- arena ------------------------------------------------------------------------------------------------- */

static void test_arena(void **state)
{
    (void)state;
    struct slant_arena a = {0};
    static const size_t sizes[] = {0, 1, 15, 16, 17, 1000, 300000, 3, 5000000, 7, 2 << 20, 1};
    unsigned char *at[COUNT(sizes)];
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT(sizes); i++) {
            at[i] = slant_arena_alloc(&a, sizes[i]);
            assert_non_null(at[i]);
            assert_int_equal((uintptr_t)at[i] % 16, 0);
            memset(at[i], (int)i + 1, sizes[i]);
        }
        for (size_t i = 0; i < COUNT(sizes); i++) /* none stands on another */
            for (size_t k = 0; k < sizes[i]; k += 1 + sizes[i] / 100)
                assert_int_equal(at[i][k], i + 1);
        slant_arena_reset(&a);
    }
    unsigned char *z = slant_arena_zalloc(&a, 5000);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(z[i], 0);
    char *copy = slant_arena_copy(&a, "abc\0def", 7);
    assert_memory_equal(copy, "abc\0def", 8);
    assert_string_equal(slant_arena_copy(&a, NULL, 0), "");
    assert_null(slant_arena_alloc(&a, SIZE_MAX));
    assert_null(slant_arena_alloc(&a, SIZE_MAX / 2));
    assert_null(slant_arena_grow(&a, copy, 8, SIZE_MAX));
    slant_arena_free(&a);
    assert_null(a.chunk);
    slant_arena_reset(&a);
    slant_arena_free(&a); /* twice is nothing */
}

static void test_arena_grow(void **state)
{
    (void)state;
    struct slant_arena a = {0};
    char *p = slant_arena_grow(&a, NULL, 0, 10);
    memcpy(p, "123456789", 10);
    char *q = slant_arena_grow(&a, p, 10, 100); /* the last one: in place */
    assert_ptr_equal(p, q);
    char *other = slant_arena_alloc(&a, 1);
    assert_true(other >= q + 100);
    q = slant_arena_grow(&a, p, 100, 200); /* no longer the last: copied */
    assert_ptr_not_equal(p, q);
    assert_memory_equal(q, "123456789", 10);
    q = slant_arena_grow(&a, q, 200, 400000); /* over the chunk's end */
    assert_memory_equal(q, "123456789", 10);
    memset(q, 'x', 400000);
    char *behind = slant_arena_alloc(&a, 16);
    assert_true(behind >= q + 400000 || behind < q);
    size_t n = 16;
    uint32_t *rows = slant_arena_alloc(&a, n * sizeof *rows);
    for (uint32_t i = 0; i < 100000; i++) {
        if (i == n) {
            rows = slant_arena_grow(&a, rows, n * sizeof *rows, 2 * n * sizeof *rows);
            n *= 2;
        }
        rows[i] = i;
        if (i % 1000 == 0)
            slant_arena_alloc(&a, 10);
    }
    for (uint32_t i = 0; i < 100000; i++)
        assert_int_equal(rows[i], i);
    slant_arena_free(&a);
}

/* ---- utf8 -------------------------------------------------------------------------------------------------- */

static void test_utf8_every_code_point(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        if (cp >= 0xD800 && cp < 0xE000)
            continue;
        char b[8] = {0};
        size_t n = slant_utf8_encode(cp, b), width = 99;
        size_t want = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
        uint32_t back = slant_utf8_decode(b, b + n, &width);
        if (n != want || back != cp || width != n || slant_utf8_valid(b, n) != n || slant_utf8_count(b, n) != 1)
            fail_msg("U+%04X", cp);
        for (size_t cut = 1; cut < n; cut++) { /* cut short: one replacement for what is there */
            if (slant_utf8_decode(b, b + cut, &width) != 0xFFFD || width != cut || slant_utf8_valid(b, cut) != 0)
                fail_msg("U+%04X cut to %zu", cp, cut);
        }
    }
}

static void test_utf8_ill_formed(void **state)
{
    (void)state;
    /* Unicode 15, table 3-8 and its like: the widths of the maximal subparts. */
    static const struct {
        const char *bytes, *widths;
    } rows[] = {
        {"\x80", "1"},
        {"\xBF\x80", "11"},
        {"\xC0\xAF", "11"},
        {"\xC1\xBF", "11"},
        {"\xE0\x9F\xBF", "111"},
        {"\xE0\xA0", "2"},
        {"\xED\xA0\x80", "111"},
        {"\xED\x9F", "2"},
        {"\xF0\x8F\xBF\xBF", "1111"},
        {"\xF4\x90\x80\x80", "1111"},
        {"\xF5\x80", "11"},
        {"\xFF\xFE", "11"},
        {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF", "2132"},
        {"\xC2\x41", "11"},
        {"\xF0\x9F\x98\x41", "31"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *p = rows[i].bytes, *end = p + strlen(p);
        for (const char *w = rows[i].widths; *w; w++) {
            size_t width = 0;
            uint32_t cp = slant_utf8_decode(p, end, &width);
            assert_int_equal(width, *w - '0');
            assert_true(cp == 0xFFFD || cp == 'A');
            p += width;
        }
        assert_ptr_equal(p, end);
        for (size_t lead = 0; lead < 20; lead++) { /* wherever it stands */
            char in[64];
            memset(in, 'a', lead);
            strcpy(in + lead, rows[i].bytes);
            assert_int_equal(slant_utf8_valid(in, strlen(in)), lead);
        }
    }
    assert_int_equal(slant_utf8_valid("\uFFFD", 3), 3); /* the replacement itself is well-formed */
    assert_int_equal(slant_utf8_valid("", 0), 0);
    assert_int_equal(slant_utf8_count("a\u00E9\u4E2D\U0001F600", 10), 4);
}

/* Random bytes: valid, and the widths of decode, against a reading of the definition byte by byte. */
static int well_formed(const unsigned char *s, size_t left)
{
    static const unsigned char table[9][8] = {
        {0x00, 0x7F},
        {0xC2, 0xDF, 0x80, 0xBF},
        {0xE0, 0xE0, 0xA0, 0xBF, 0x80, 0xBF},
        {0xE1, 0xEC, 0x80, 0xBF, 0x80, 0xBF},
        {0xED, 0xED, 0x80, 0x9F, 0x80, 0xBF},
        {0xEE, 0xEF, 0x80, 0xBF, 0x80, 0xBF},
        {0xF0, 0xF0, 0x90, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
        {0xF1, 0xF3, 0x80, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
        {0xF4, 0xF4, 0x80, 0x8F, 0x80, 0xBF, 0x80, 0xBF},
    };
    static const size_t lengths[] = {1, 2, 3, 3, 3, 3, 4, 4, 4};
    for (size_t i = 0; i < 9; i++) {
        size_t n = lengths[i], k = 0;
        while (k < n && k < left && s[k] >= table[i][2 * k] && s[k] <= table[i][2 * k + 1])
            k++;
        if (k == n)
            return (int)n;
    }
    return 0;
}

static void test_utf8_random(void **state)
{
    (void)state;
    uint64_t seed = 17;
    for (int round = 0; round < 200000; round++) {
        static const unsigned char some[] = {0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2, 0xDF,
                                             0xE0, 0xE1, 0xED, 0xEE, 0xF0, 0xF1, 0xF4, 0xF5, 0xC0};
        char b[24];
        size_t n = 1 + chance(&seed, 23);
        for (size_t i = 0; i < n; i++)
            b[i] = (char)some[chance(&seed, sizeof some)];
        size_t good = 0;
        for (int w; good < n && (w = well_formed((unsigned char *)b + good, n - good)) > 0;)
            good += (size_t)w;
        assert_int_equal(slant_utf8_valid(b, n), good);
        for (size_t i = 0; i < n;) {
            size_t width = 0;
            uint32_t cp = slant_utf8_decode(b + i, b + n, &width);
            int w = well_formed((unsigned char *)b + i, n - i);
            assert_true(width >= 1 && width <= n - i);
            assert_true(w > 0 ? width == (size_t)w : cp == 0xFFFD);
            i += width;
        }
    }
}

/* ---- tsv --------------------------------------------------------------------------------------------------- */

static struct slant_tsv tsv;
static struct slant_error err;

static slant_status open_bytes(const char *bytes, size_t len)
{
    struct lab lab;
    lab_dir(&lab);
    const char *path = lab_write(&lab, "a.tsv", bytes, len);
    memset(&err, 0, sizeof err);
    slant_status status = slant_tsv_open(&tsv, path, &err);
    if (status != SLANT_OK)
        assert_string_equal(err.path, path);
    lab_close(&lab);
    return status;
}

static void reads(const char *bytes, const char *want)
{
    char have[LINE] = "";
    assert_int_equal(open_bytes(bytes, strlen(bytes)), SLANT_OK);
    while (slant_tsv_next(&tsv)) {
        char one[64];
        snprintf(one, sizeof one, "%u:", tsv.line);
        line_puts(have, one);
        for (uint32_t i = 0; i < tsv.ncells && i < SLANT_TSV_COLUMNS; i++) {
            line_puts(have, i ? "|" : "");
            line_puts(have, tsv.cells[i]);
        }
        line_puts(have, ";");
    }
    slant_tsv_close(&tsv);
    assert_string_equal(have, want);
}

static void test_tsv(void **state)
{
    (void)state;
    reads("a\tb\tc\n", "1:a|b|c;");
    reads("a\tb\tc", "1:a|b|c;"); /* no line break at the end */
    reads("a\tb\r\nc\td\r\n", "1:a|b;2:c|d;");
    reads("# note\n\n\na\n  \n#x\nb\t", "4:a;5:  ;7:b|;");
    reads("\uFEFFa\tb\n", "1:a|b;");
    reads("\uFEFF# note\na\n", "2:a;");
    reads("\t\t\n", "1:||;");
    reads("", "");
    reads("\r\n\n", "");
    reads("caf\u00E9\t\u4E2D\n", "1:caf\u00E9|\u4E2D;");
    /* Cells past the 16th are lost, though counted. */
    char wide[256] = "0";
    for (int i = 1; i < 20; i++)
        sprintf(wide + strlen(wide), "\t%d", i);
    assert_int_equal(open_bytes(wide, strlen(wide)), SLANT_OK);
    assert_true(slant_tsv_next(&tsv));
    assert_int_equal(tsv.ncells, 20);
    assert_string_equal(tsv.cells[15], "15");
    slant_tsv_close(&tsv);
    slant_tsv_close(&tsv);
    /* More than the first read takes. */
    char *big = malloc(400000);
    size_t n = 0;
    for (int i = 0; i < 20000; i++)
        n += (size_t)sprintf(big + n, "w%d\t%d\n", i, i);
    assert_int_equal(open_bytes(big, n), SLANT_OK);
    for (int i = 0; i < 20000; i++) {
        assert_true(slant_tsv_next(&tsv));
        assert_int_equal(atoi(tsv.cells[1]), i);
        assert_int_equal(tsv.line, i + 1);
    }
    assert_false(slant_tsv_next(&tsv));
    slant_tsv_close(&tsv);
    /* Exactly as much as the first read takes. */
    memset(big, 'x', 65536);
    assert_int_equal(open_bytes(big, 65536), SLANT_OK);
    assert_true(slant_tsv_next(&tsv));
    assert_int_equal(strlen(tsv.cells[0]), 65536);
    slant_tsv_close(&tsv);
    free(big);
}

static void test_tsv_refused(void **state)
{
    (void)state;
    assert_int_equal(slant_tsv_open(&tsv, "/nowhere/at/all.tsv", &err), SLANT_EREAD);
    assert_string_equal(err.path, "/nowhere/at/all.tsv");
    assert_true(err.message[0] != '\0');
    slant_tsv_close(&tsv);
    assert_int_equal(slant_tsv_open(&tsv, "/tmp", &err), SLANT_EREAD); /* a folder */
    slant_tsv_close(&tsv);
    assert_int_equal(open_bytes("ab\xFF"
                                "c\n",
                                5),
                     SLANT_ELEXICON);
    assert_int_equal(err.byte, 2);
    assert_int_equal(slant_tsv_open(&tsv, "/nowhere", NULL), SLANT_EREAD); /* err may be left out */
    assert_int_equal(slant_tsv_open(&tsv, "/dev/zero", &err), SLANT_ETOOBIG);
    slant_tsv_close(&tsv);
}

static void test_fail(void **state)
{
    (void)state;
    char path[2000];
    memset(path, 'p', sizeof path);
    path[sizeof path - 1] = '\0';
    assert_int_equal(slant_fail(&err, SLANT_EREAD, "odd", path, 3, 4, "%s", path), SLANT_EREAD);
    assert_int_equal(err.code, SLANT_EREAD);
    assert_int_equal(strlen(err.path), sizeof err.path - 1);
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
    assert_int_equal(err.line, 3);
    assert_int_equal(slant_fail(&err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "x"), SLANT_ENOMEM);
    assert_string_equal(err.path, "");
    assert_int_equal(slant_fail(NULL, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "x"), SLANT_ENOMEM);
    for (int s = SLANT_OK; s <= SLANT_EINTERNAL; s++)
        for (int k = SLANT_OK; k < s; k++)
            assert_string_not_equal(slant_status_name((slant_status)s), slant_status_name((slant_status)k));
}

/* ---- ordered ----------------------------------------------------------------------------------------------- */

enum { SLOTS = 7, MOST_THREADS = 16 };

struct job {
    size_t pieces, filled, drained;
    size_t value[SLOTS];
    int busy[SLOTS];           /* 1 between fill and drain */
    int at_work[MOST_THREADS]; /* a worker's number is never used twice at once */
    int filling, draining, trouble;
    size_t stop_fill, stop_work, stop_drain; /* at this piece; SIZE_MAX: never */
    pthread_mutex_t lock;
};

static void claim(struct job *j, int *what, int from)
{
    pthread_mutex_lock(&j->lock);
    j->trouble |= *what != from;
    *what = !from;
    pthread_mutex_unlock(&j->lock);
}

static int fill(void *ctx, size_t slot)
{
    struct job *j = ctx;
    claim(j, &j->filling, 0);
    int more = j->filled < j->pieces, stops = j->filled == j->stop_fill;
    if (more && !stops) {
        claim(j, &j->busy[slot], 0);
        j->value[slot] = j->filled++;
    }
    claim(j, &j->filling, 1);
    return stops ? -1 : more;
}

static int work(void *ctx, size_t slot, size_t worker)
{
    struct job *j = ctx;
    claim(j, &j->at_work[worker], 0);
    size_t n = j->value[slot];
    for (volatile size_t spin = n * 2654435761u % 3000; spin > 0; spin--)
        ;
    j->value[slot] = n * n;
    claim(j, &j->at_work[worker], 1);
    return n == j->stop_work ? -1 : 0;
}

static int drain(void *ctx, size_t slot)
{
    struct job *j = ctx;
    claim(j, &j->draining, 0);
    if (j->value[slot] != j->drained * j->drained)
        j->trouble = 1;
    int stops = j->drained == j->stop_drain;
    j->drained++;
    claim(j, &j->busy[slot], 1);
    claim(j, &j->draining, 1);
    return stops ? -1 : 0;
}

static int run(struct job *j, size_t threads, size_t slots)
{
    pthread_mutex_init(&j->lock, NULL);
    struct slant_ordered o = {j, slots, fill, work, drain};
    int status = slant_ordered_run(&o, threads);
    pthread_mutex_destroy(&j->lock);
    assert_false(j->trouble);
    return status;
}

static void test_ordered(void **state)
{
    (void)state;
    static const size_t threads[] = {1, 2, 3, 8, MOST_THREADS}, pieces[] = {0, 1, 2, SLOTS, SLOTS + 1, 5000};
    for (size_t t = 0; t < COUNT(threads); t++)
        for (size_t p = 0; p < COUNT(pieces); p++)
            for (size_t slots = 1; slots <= SLOTS; slots += 3) {
                struct job j = {
                    .pieces = pieces[p], .stop_fill = SIZE_MAX, .stop_work = SIZE_MAX, .stop_drain = SIZE_MAX};
                assert_int_equal(run(&j, threads[t], slots), 0);
                assert_int_equal(j.drained, pieces[p]);
                assert_int_equal(j.filled, pieces[p]);
            }
}

static void test_ordered_stops(void **state)
{
    (void)state;
    for (size_t threads = 1; threads <= 8; threads *= 2)
        for (size_t at = 0; at < 300; at += 37) {
            struct job j = {.pieces = 1000, .stop_fill = at, .stop_work = SIZE_MAX, .stop_drain = SIZE_MAX};
            assert_int_equal(run(&j, threads, SLOTS), -1);
            assert_int_equal(j.filled, at);
            assert_true(j.drained <= at);
            j = (struct job){.pieces = 1000, .stop_fill = SIZE_MAX, .stop_work = at, .stop_drain = SIZE_MAX};
            assert_int_equal(run(&j, threads, SLOTS), -1);
            assert_true(j.drained <= at); /* what failed, and what follows it, is not given away */
            assert_true(j.filled <= at + SLOTS + 1);
            j = (struct job){.pieces = 1000, .stop_fill = SIZE_MAX, .stop_work = SIZE_MAX, .stop_drain = at};
            assert_int_equal(run(&j, threads, SLOTS), -1);
            assert_int_equal(j.drained, at + 1);
        }
}

/* "the pieces before it in order were drained as far as they were done": on one thread all of them were. */
static void test_ordered_drains_what_was_done(void **state)
{
    (void)state;
    struct job j = {.pieces = 100, .stop_fill = 40, .stop_work = SIZE_MAX, .stop_drain = SIZE_MAX};
    assert_int_equal(run(&j, 1, SLOTS), -1);
    assert_int_equal(j.drained, 40);
    j = (struct job){.pieces = 100, .stop_fill = SIZE_MAX, .stop_work = 40, .stop_drain = SIZE_MAX};
    assert_int_equal(run(&j, 1, SLOTS), -1);
    assert_int_equal(j.drained, 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena),
        cmocka_unit_test(test_arena_grow),
        cmocka_unit_test(test_utf8_every_code_point),
        cmocka_unit_test(test_utf8_ill_formed),
        cmocka_unit_test(test_utf8_random),
        cmocka_unit_test(test_tsv),
        cmocka_unit_test(test_tsv_refused),
        cmocka_unit_test(test_fail),
        cmocka_unit_test(test_ordered),
        cmocka_unit_test(test_ordered_stops),
        cmocka_unit_test(test_ordered_drains_what_was_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
