/* golden: what the families of golden cases share. A case computes with the library and puts every value under its key;
 * the runner then holds what was put against expected_flat.tsv. */
#ifndef SLANT_TESTS_NUMBERS_GOLDEN_H
#define SLANT_TESTS_NUMBERS_GOLDEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "stats/rate.h"
#include "stats/stats.h"

/* A CSV of data/, all cells as text. A file that is not there ends the program: the set is not whole. */
struct table {
    size_t rows, cols;
    const char **head; /* cols */
    const char **cell; /* rows × cols */
};
const struct table *table_of(const char *name);
const char *text_at(const struct table *table, size_t row, const char *column);
double number_at(const struct table *table, size_t row, const char *column); /* NaN: "", "NA" */
double *numbers_of(const struct table *table, const char *column);           /* rows long */
/* A CSV without a header, all numbers. */
uint32_t *matrix_of(const char *name, size_t *rows, size_t *cols);

extern struct slant_arena mem; /* of the case at hand; reset after it */
void *room_for(size_t n, size_t size);

/* Names of the levels of a factor, and each row's place among them (UINT32_MAX: none of them). */
struct levels {
    size_t n;
    const char *name[32];
};
extern const struct levels outlets, genres;
size_t level_of(const struct levels *levels, const char *name);
uint32_t *codes_of(const struct table *table, const char *column, const struct levels *levels);
struct levels levels_in(const struct table *table, const char *column); /* sorted */
/* Each distinct text of a column as a number; *many: how many. */
uint32_t *distinct_of(const struct table *table, const char *column, size_t *many);

/* The articles whose `group` column says name (NULL: all). */
struct slant_rows rows_where(const struct table *table, const char *y, const char *w, const char *group,
                             const char *name);
struct slant_rate_sums sums_where(const struct table *table, const char *y, const char *w, const char *group,
                                  const char *name);
struct slant_rate_sums *sums_of(const struct table *table, const char *y, const char *w, const char *group,
                                const struct levels *levels);
double *rates_of(struct slant_rows rows, double per);

void put(double value, const char *key, ...) __attribute__((format(printf, 2, 3)));
void put_text(const char *text, const char *key, ...) __attribute__((format(printf, 2, 3)));

/* An id of an expected case: its parts between dots. */
struct id {
    const char *whole, *part[8];
    size_t parts;
};
struct cases {
    const char *prefix; /* of the id */
    void (*run)(const struct id *id);
};
/* Each ends with an empty row. */
extern const struct cases rate_cases[], test_cases[], model_cases[], matched_cases[], word_cases[], agree_cases[],
    edge_cases[], corpus_cases[], more_cases[];

#endif
