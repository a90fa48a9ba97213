/* counts_csv: counts that another program made, one row an article. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "compare/counts.h"
#include "input/csv.h"

enum { LONGEST_NUMBER = 64, MOST_STRATA = 4, LONGEST_STRATUM = 300, MONTH = 7 };
static const double most_count = 9007199254740992.0; /* 2^53: beyond it a double skips whole numbers */

struct reading {
    struct slant_csv csv;
    const struct slant_counts_columns *want;
    struct slant_counts *out;
    int id, by, exposure, story, date; /* columns; -1: none */
    int strata[MOST_STRATA];           /* -1: the month */
    int counts[SLANT_COUNTS_MEASURES];
};

/* ---- numbers ---- */

enum kind { NUMBER, MISSING, NOT_FINITE, NOT_A_NUMBER };

static enum kind number_in(struct slant_str cell, double *out)
{
    char text[LONGEST_NUMBER];
    while (cell.len > 0 && (*cell.ptr == ' ' || *cell.ptr == '\t'))
        cell = (struct slant_str){cell.ptr + 1, cell.len - 1};
    while (cell.len > 0 && (cell.ptr[cell.len - 1] == ' ' || cell.ptr[cell.len - 1] == '\t'))
        cell.len--;
    if (cell.len == 0 || (cell.len == 2 && memcmp(cell.ptr, "NA", 2) == 0))
        return MISSING;
    if (cell.len >= sizeof text)
        return NOT_A_NUMBER;
    memcpy(text, cell.ptr, cell.len);
    text[cell.len] = '\0';
    char *end;
    *out = strtod(text, &end);
    if (*end != '\0' || strpbrk(text, "xX(") != NULL)
        return NOT_A_NUMBER;
    return isfinite(*out) ? NUMBER : NOT_FINITE;
}

/* What is wrong with the exposure, or NULL. */
static const char *exposure_in(struct slant_str cell, double *out)
{
    switch (number_in(cell, out)) {
    case MISSING:
        return "words_missing";
    case NOT_FINITE:
        return "words_not_finite";
    case NOT_A_NUMBER:
        return "words_not_a_number";
    case NUMBER:
        break;
    }
    return *out < 0 ? "words_negative" : *out > most_count || floor(*out) != *out ? "words_not_integer" : NULL;
}

static const char *count_in(struct slant_str cell, double exposure, int is_share, double *out)
{
    switch (number_in(cell, out)) {
    case MISSING:
        return "count_missing";
    case NOT_FINITE:
        return "count_not_finite";
    case NOT_A_NUMBER:
        return "count_not_a_number";
    case NUMBER:
        break;
    }
    if (*out < 0)
        return "count_negative";
    if (*out > most_count || floor(*out) != *out)
        return "count_not_integer";
    if (exposure == 0)
        return *out > 0 ? "count_without_exposure" : "no_exposure";
    return is_share && *out > exposure ? "count_over_exposure" : NULL;
}

/* ---- rows ---- */

static struct slant_str cell_of(const struct reading *r, int column)
{
    if (column < 0 || (size_t)column >= r->csv.ncells)
        return (struct slant_str){NULL, 0};
    return r->csv.cells[column];
}

static int take_cells(struct reading *r, struct slant_str id, uint64_t line, double exposure, struct slant_cell *cells)
{
    for (size_t i = 0; i < r->want->ncounts; i++) {
        double count;
        struct slant_str found = cell_of(r, r->counts[i]);
        const char *why = count_in(found, exposure, r->want->shares, &count);
        cells[i] = why == NULL ? (struct slant_cell){count, exposure} : (struct slant_cell){0, NAN};
        if (why != NULL && slant_counts_exclude(r->out, id, line, (int32_t)i, why, found) != 0)
            return -1;
    }
    return 0;
}

/* "Politics / 2031-04" of the columns that make the topic; empty when one of them is. */
static struct slant_str stratum_of(const struct reading *r, char room[LONGEST_STRATUM])
{
    size_t len = 0;
    for (size_t i = 0; i < r->want->nstrata; i++) {
        struct slant_str part = cell_of(r, r->strata[i] >= 0 ? r->strata[i] : r->date);
        if (r->strata[i] < 0)
            part.len = slant_counts_day(part) != SLANT_NO_DAY ? MONTH : 0;
        if (part.len == 0 || len + part.len + 4 > LONGEST_STRATUM)
            return (struct slant_str){NULL, 0};
        len +=
            (size_t)snprintf(room + len, LONGEST_STRATUM - len, "%s%.*s", i > 0 ? " / " : "", (int)part.len, part.ptr);
    }
    return (struct slant_str){room, len};
}

static int take_row(struct reading *r, uint64_t line)
{
    char stratum[LONGEST_STRATUM];
    char number[32];
    struct slant_str id = cell_of(r, r->id), outlet = cell_of(r, r->by), found = cell_of(r, r->exposure);
    if (id.len == 0)
        id = (struct slant_str){number, (size_t)snprintf(number, sizeof number, "line %llu", (unsigned long long)line)};
    double exposure;
    const char *why = outlet.len == 0 ? "outlet_missing" : exposure_in(found, &exposure);
    if (r->csv.ncells != r->csv.ncolumns)
        why = r->csv.ncells < r->csv.ncolumns ? "cells_missing" : "cells_too_many";
    if (why != NULL)
        return slant_counts_exclude(r->out, id, line, -1, why, outlet.len == 0 ? (struct slant_str){NULL, 0} : found);
    struct slant_counts_new row = {.id = id,
                                   .outlet = outlet,
                                   .story = cell_of(r, r->story),
                                   .topic = stratum_of(r, stratum),
                                   .line = line,
                                   .day = slant_counts_day(cell_of(r, r->date))};
    struct slant_cell *cells = slant_counts_add(r->out, &row);
    return cells != NULL ? take_cells(r, id, line, exposure, cells) : -1;
}

/* ---- columns ---- */

static slant_status find(struct reading *r, const char *name, int *column, struct slant_error *err)
{
    *column = slant_csv_column(&r->csv, name, strlen(name));
    if (*column >= 0)
        return SLANT_OK;
    char have[160] = "";
    for (size_t i = 0, at = 0; i < r->csv.ncolumns && at + r->csv.head[i].len + 3 < sizeof have; i++)
        at += (size_t)snprintf(have + at, sizeof have - at, "%s%.*s", i > 0 ? ", " : "", (int)r->csv.head[i].len,
                               r->csv.head[i].ptr);
    return slant_fail(err, SLANT_EUSAGE, NULL, r->csv.path, 1, UINT64_MAX, "there is no column '%.60s'; there are: %s",
                      name, have);
}

static slant_status find_columns(struct reading *r, struct slant_error *err)
{
    const struct slant_counts_columns *want = r->want;
    r->id = slant_csv_column(&r->csv, "article_id", 10);
    if (r->id < 0)
        r->id = slant_csv_column(&r->csv, "id", 2);
    r->story = -1;
    r->date = slant_csv_column(&r->csv, "date", 4);
    slant_status status = find(r, want->by != NULL ? want->by : "outlet", &r->by, err);
    if (status == SLANT_OK)
        status = find(r, want->exposure, &r->exposure, err);
    if (status == SLANT_OK && want->story != NULL)
        status = find(r, want->story, &r->story, err);
    if (want->nstrata > MOST_STRATA)
        return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX, "--adjust: over %d columns", MOST_STRATA);
    for (size_t i = 0; i < want->nstrata && status == SLANT_OK; i++) {
        r->strata[i] = -1;
        if (strcmp(want->strata[i], "month") != 0 || r->date < 0 || slant_csv_column(&r->csv, "month", 5) >= 0)
            status = find(r, want->strata[i], &r->strata[i], err);
    }
    for (size_t i = 0; i < want->ncounts && status == SLANT_OK; i++)
        status = find(r, want->counts[i], &r->counts[i], err);
    return status;
}

static void name_measures(const struct slant_counts_columns *columns, struct slant_counts *out)
{
    for (size_t i = 0; i < columns->ncounts; i++)
        out->measures[i] = (struct slant_counts_measure){.name = columns->counts[i],
                                                         .unit = columns->shares ? "share" : "per 1,000",
                                                         .exposure_name = columns->exposure,
                                                         .formula = "counted by another program",
                                                         .scale = columns->shares ? 1 : 1000,
                                                         .is_share = columns->shares};
    out->nmeasures = (uint32_t)columns->ncounts;
}

static slant_status read_rows(struct reading *r, struct slant_error *err)
{
    uint64_t line;
    int got;
    while ((got = slant_csv_next(&r->csv, &line, err)) == 1)
        if (take_row(r, line) != 0)
            return slant_fail(err, SLANT_ENOMEM, NULL, r->csv.path, line, UINT64_MAX, "out of memory");
    if (got < 0)
        return SLANT_EFIELD;
    if (r->out->n > 0)
        return SLANT_OK;
    const struct slant_counts_excluded *first = r->out->nexcluded > 0 ? &r->out->excluded[0] : NULL;
    return slant_fail(err, SLANT_EFIELD, "no-rows", r->csv.path, first != NULL ? first->line : 0, UINT64_MAX,
                      "no row can be used%s%s", first != NULL ? "; the first: " : "",
                      first != NULL ? first->reason : "");
}

slant_status slant_counts_read(const char *path, const struct slant_counts_columns *columns, struct slant_counts *out,
                               struct slant_error *err)
{
    struct reading r = {.want = columns, .out = out};
    name_measures(columns, out);
    slant_status status = slant_csv_open(&r.csv, path, err);
    if (status == SLANT_OK)
        status = find_columns(&r, err);
    if (status == SLANT_OK)
        status = read_rows(&r, err);
    slant_csv_close(&r.csv);
    return status;
}
