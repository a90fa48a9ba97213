/* counts: one row an article, one cell a measure: all that a comparison is computed from. Comes from articles or from
 * a CSV file (compare/counts_csv.c). Rows may be added in any order: what is computed depends on their ids alone. */
#ifndef SLANT_COMPARE_COUNTS_H
#define SLANT_COMPARE_COUNTS_H

#include "slant.h"
#include "base/arena.h"

enum { SLANT_COUNTS_MEASURES = 64, SLANT_NO_DAY = INT32_MIN };

/* exposure NaN: the article is left out of this measure. Both are whole numbers, the count at most 2^53. */
struct slant_cell {
    double count, exposure;
};

/* A rate is count / exposure × scale. A share has scale 1 and its count is a part of its exposure. */
struct slant_counts_measure {
    const char *name, *unit, *exposure_name, *formula;
    double scale;
    int is_share;
};

struct slant_counts_row {
    struct slant_str id;
    uint64_t key;  /* of the id; no two rows have the same */
    uint64_t line; /* in the input; 0: unknown */
    uint32_t outlet;
    int32_t story, topic; /* number of the name; -1: none */
    int32_t day;          /* days since 1970-01-01, or SLANT_NO_DAY */
    uint32_t cells;       /* first of its cells */
};

/* What was left out and why. */
struct slant_counts_excluded {
    struct slant_str id;
    uint64_t line;         /* 0: unknown */
    int32_t measure;       /* -1: of the whole row */
    const char *reason;    /* constant machine word: "count_missing" */
    struct slant_str note; /* the value that was found, or the id of the article that it repeats; ptr NULL: none */
};

/* Names in order of first appearance until slant_counts_close_rows, then sorted by their bytes. */
struct slant_names {
    struct slant_str *names;
    uint32_t n, cap;
    uint32_t *slots;
    uint32_t nslots;
};

struct slant_counts {
    struct slant_arena mem; /* strings */
    struct slant_counts_measure measures[SLANT_COUNTS_MEASURES];
    uint32_t nmeasures;
    struct slant_counts_row *rows;
    struct slant_cell *cells; /* of row i: cells + rows[i].cells .. + nmeasures */
    uint32_t n, cap;
    struct slant_names outlets, stories, topics;
    struct slant_counts_excluded *excluded;
    uint32_t nexcluded, excluded_cap;
};

/* A row to add; strings are copied. outlet, story, topic: NULL or empty is none. */
struct slant_counts_new {
    struct slant_str id, outlet, story, topic;
    uint64_t line;
    int32_t day;
};

/* The cells of the new row, to be filled, or NULL: out of memory. */
struct slant_cell *slant_counts_add(struct slant_counts *counts, const struct slant_counts_new *row);
/* 0, or -1: out of memory. note may be empty. */
int slant_counts_exclude(struct slant_counts *counts, struct slant_str id, uint64_t line, int32_t measure,
                         const char *reason, struct slant_str note);
/* Gives a row a story by name (copied). 0, or -1: out of memory. Before slant_counts_sort. */
int slant_counts_set_story(struct slant_counts *counts, uint32_t row, struct slant_str name);
/* After the last row: sorts outlets, stories and topics by name, rows by outlet, then key; tells equal ids apart. */
slant_status slant_counts_sort(struct slant_counts *counts);
void slant_counts_free(struct slant_counts *counts);

/* "2017-04-09", with or without what follows → days since 1970-01-01; SLANT_NO_DAY where that is no date. */
int32_t slant_counts_day(struct slant_str date);

/* Reads a CSV file: counts and exposures by column name. by NULL: "outlet". story NULL: none. The id is the
 * column "article_id" or "id", else the line. Rows that cannot be used are excluded with a reason; fails, with err
 * filled: what slant_csv_open fails with, SLANT_EUSAGE (a column is not there), SLANT_EFIELD (no row is usable). */
struct slant_counts_columns {
    const char *const *counts;
    size_t ncounts;
    const char *exposure, *by, *story;
    const char *const *strata; /* columns that make the topic together; "month": of the column "date" */
    size_t nstrata;
    int shares; /* the counts are parts of the exposure */
};
slant_status slant_counts_read(const char *path, const struct slant_counts_columns *columns, struct slant_counts *out,
                               struct slant_error *err);

#endif
