/* golden: runs every golden case of a set and says what differs. Usage: golden FOLDER
 * FOLDER holds expected_flat.tsv (id, key, value, rtol, atol), perhaps expected_more.tsv, data/ and expected/. One case
 * passes when every value that is expected of it was computed and |got - want| <= atol + rtol·|want|. */
#include "golden.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"

struct slant_arena mem;
const struct levels outlets = {6, {"Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"}};
const struct levels genres = {4, {"news", "opinion", "sport", "business"}};

enum { MOST_VALUES = 4096, KEY = 128 };

static struct got {
    char key[KEY], text[KEY]; /* text: "" for a number */
    double value;
} got[MOST_VALUES];
static size_t got_count;

void *room_for(size_t n, size_t size)
{
    void *out = slant_arena_zalloc(&mem, (n + 1) * size);
    if (!out)
        exit(2);
    return out;
}

static struct got *next_got(void)
{
    if (got_count == MOST_VALUES) {
        fprintf(stderr, "a case put more than %d values\n", MOST_VALUES);
        exit(2);
    }
    return &got[got_count++];
}

void put(double value, const char *key, ...)
{
    struct got *g = next_got();
    va_list args;
    va_start(args, key);
    vsnprintf(g->key, sizeof g->key, key, args);
    va_end(args);
    g->value = value;
    g->text[0] = 0;
}

void put_text(const char *text, const char *key, ...)
{
    struct got *g = next_got();
    va_list args;
    va_start(args, key);
    vsnprintf(g->key, sizeof g->key, key, args);
    va_end(args);
    snprintf(g->text, sizeof g->text, "%s", text);
}

struct want {
    char *id, *key, *value;
    double rtol, atol;
};

static char *cell(char **at, char stop)
{
    char *start = *at, *end = strchr(start, stop);
    if (!end) {
        fprintf(stderr, "expected_flat.tsv is broken at '%.40s'\n", start);
        exit(2);
    }
    *end = 0;
    *at = end + 1;
    return start;
}

static int next_want(char **at, struct want *want)
{
    if (**at == 0)
        return 0;
    want->id = cell(at, '\t');
    want->key = cell(at, '\t');
    want->value = cell(at, '\t');
    want->rtol = strtod(cell(at, '\t'), NULL);
    want->atol = strtod(cell(at, '\n'), NULL);
    return 1;
}

/* A number that is expected: 1, and which. "null" and "NaN" are NaN. */
static int is_number(const char *text, double *value)
{
    char *end;
    if (strcmp(text, "null") == 0) {
        *value = NAN;
        return 1;
    }
    *value = strtod(text, &end);
    return *end == 0;
}

static int agrees(const struct got *g, const struct want *want)
{
    double value;
    if (!is_number(want->value, &value) || g->text[0])
        return strcmp(g->text, want->value) == 0;
    if (isnan(value) || isinf(value))
        return isnan(value) ? isnan(g->value) : g->value == value;
    return fabs(g->value - value) <= want->atol + want->rtol * fabs(value);
}

/* 1: as expected. Else says what is wrong. */
static int check(const struct want *want)
{
    for (size_t i = 0; i < got_count; i++) {
        if (strcmp(got[i].key, want->key) != 0)
            continue;
        if (agrees(&got[i], want))
            return 1;
        if (got[i].text[0])
            printf("FAIL %s %s: want %s, got %s\n", want->id, want->key, want->value, got[i].text);
        else
            printf("FAIL %s %s: want %s, got %.17g\n", want->id, want->key, want->value, got[i].value);
        return 0;
    }
    printf("FAIL %s %s: not computed\n", want->id, want->key);
    return 0;
}

static void split_id(const char *id, struct id *out)
{
    char *copy = strcpy(room_for(strlen(id) + 1, 1), id);
    *out = (struct id){.whole = id};
    for (char *part = copy; part && out->parts < 8; out->parts++) {
        char *dot = strchr(part, '.');
        if (dot)
            *dot++ = 0;
        out->part[out->parts] = part;
        part = dot;
    }
}

static void compute(const char *id)
{
    static const struct cases *const families[] = {rate_cases,  test_cases, model_cases,  matched_cases, word_cases,
                                                   agree_cases, edge_cases, corpus_cases, more_cases};
    struct id parts;
    got_count = 0;
    slant_arena_reset(&mem);
    split_id(id, &parts);
    for (size_t f = 0; f < sizeof families / sizeof *families; f++)
        for (const struct cases *c = families[f]; c->prefix; c++)
            if (strncmp(id, c->prefix, strlen(c->prefix)) == 0) {
                c->run(&parts);
                return;
            }
    printf("FAIL %s: nobody computes this case\n", id);
}

struct totals {
    size_t passed, failed, values;
};

/* All cases of one list of wanted values, in its order. */
static void run_list(char *at, struct totals *totals)
{
    const char *id = NULL;
    size_t wrong = 0;
    struct want want;
    while (next_want(&at, &want)) {
        if (!id || strcmp(id, want.id) != 0) {
            totals->passed += id && wrong == 0;
            totals->failed += wrong > 0;
            id = want.id;
            wrong = 0;
            compute(id);
        }
        totals->values++;
        wrong += !check(&want);
    }
    totals->passed += id && wrong == 0;
    totals->failed += wrong > 0;
}

int main(int argc, char **argv)
{
    /* Whole tables beside the list: how many of their cells are wrong. */
    char more[] = "keyness_table.Beta\twrong\t0\t0\t0\nkeyness_table.Gamma\twrong\t0\t0\t0\n";
    struct totals totals = {0, 0, 0};
    if (argc != 2) {
        fprintf(stderr, "Usage: golden FOLDER\n");
        return 2;
    }
    slant_stats_start();
    tables_open(argv[1]);
    run_list(strchr(file_of("expected_flat.tsv"), '\n') + 1, &totals); /* behind its header */
    if (file_is_there("expected_more.tsv"))
        run_list(strchr(file_of("expected_more.tsv"), '\n') + 1, &totals);
    run_list(more, &totals);
    slant_arena_free(&mem);
    tables_close();
    printf("%zu values\n%zu passed, %zu failed\n", totals.values, totals.passed, totals.failed);
    return totals.failed > 0;
}
