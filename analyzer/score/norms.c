#include "score/norms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/tsv.h"
#include "score/score.h"

enum { POINTS = 13, MOST_ROWS = 256 };

static const struct {
    const char *name;
    double share;
} points[POINTS] = {{"p1", .01},  {"p5", .05},  {"p10", .10}, {"p20", .20}, {"p30", .30}, {"p40", .40}, {"p50", .50},
                    {"p60", .60}, {"p70", .70}, {"p80", .80}, {"p90", .90}, {"p95", .95}, {"p99", .99}};

struct slant_norms {
    struct slant_tsv file; /* the names point into it */
    const char *about;
    uint32_t n;
    struct row {
        const char *measure;
        double at[POINTS];
    } rows[MOST_ROWS];
};

/* ---- the file ---- */

static const char *check_header(const struct slant_tsv *t)
{
    int same = t->ncells == 3 + POINTS && strcmp(t->cells[0], "measure") == 0 && strcmp(t->cells[1], "group") == 0 &&
               strcmp(t->cells[2], "articles") == 0;
    for (int i = 0; i < POINTS && same; i++)
        same = strcmp(t->cells[3 + i], points[i].name) == 0;
    return same ? NULL : "the header must be: measure group articles p1 p5 p10 p20 … p90 p95 p99";
}

static const char *read_row(struct slant_norms *norms, const struct slant_tsv *t)
{
    struct row row = {.measure = t->cells[0]};
    if (t->ncells != 3 + POINTS)
        return "a row has 16 cells with tabs between: measure group articles and 13 percentiles";
    for (int i = -1; i < POINTS; i++) {
        char *end;
        const char *cell = t->cells[3 + i];
        double value = strtod(cell, &end);
        if (end == cell || *end != '\0' || !isfinite(value) || (i < 0 && value < 1))
            return i < 0 ? "the articles must be a number above 0" : "a percentile is no number";
        if (i > 0 && value < row.at[i - 1])
            return "the percentiles must not fall";
        if (i >= 0)
            row.at[i] = value;
    }
    if (strcmp(t->cells[1], "all") != 0)
        return NULL;
    for (uint32_t i = 0; i < norms->n; i++)
        if (strcmp(norms->rows[i].measure, row.measure) == 0)
            return "the measure stands here twice";
    if (norms->n == MOST_ROWS)
        return "there are over 256 measures";
    norms->rows[norms->n++] = row;
    return NULL;
}

static slant_status read_rows(struct slant_norms *norms, const char *path, struct slant_error *err)
{
    struct slant_tsv *t = &norms->file;
    for (int rows = 0; slant_tsv_next(t); rows++) {
        const char *trouble = NULL;
        if (rows == 0)
            trouble = t->ncells != 2 || strcmp(t->cells[0], "about") != 0
                          ? "the first row must be: about, and what the articles are"
                          : NULL;
        else
            trouble = rows == 1 ? check_header(t) : read_row(norms, t);
        if (trouble != NULL)
            return slant_fail(err, SLANT_ELEXICON, NULL, path, t->line, UINT64_MAX, "'%.80s': %s", t->cells[0],
                              trouble);
        if (rows == 0)
            norms->about = t->cells[1];
    }
    return norms->about != NULL ? SLANT_OK
                                : slant_fail(err, SLANT_ELEXICON, NULL, path, 0, UINT64_MAX, "the file is empty");
}

slant_status slant_norms_open(const char *path, struct slant_norms **out, struct slant_error *err)
{
    struct slant_norms *norms = calloc(1, sizeof *norms);
    *out = NULL;
    if (norms == NULL)
        return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    slant_status status = slant_tsv_open(&norms->file, path, err);
    if (status == SLANT_OK)
        status = read_rows(norms, path, err);
    if (status != SLANT_OK) {
        slant_norms_close(norms);
        return status;
    }
    *out = norms;
    return SLANT_OK;
}

void slant_norms_close(struct slant_norms *norms)
{
    if (norms == NULL)
        return;
    slant_tsv_close(&norms->file);
    free(norms);
}

const char *slant_norms_about(const struct slant_norms *norms)
{
    return norms != NULL ? norms->about : NULL;
}

/* ---- the place of a rate ---- */

/* Between the points by line; outside them nobody knows, and 0 is said. Values that many articles share (no marks at
 * all) are neither below nor above themselves. */
static double share_below(const struct row *row, double rate)
{
    int i = 0;
    while (i < POINTS && row->at[i] < rate)
        i++;
    if (i == 0)
        return 0;
    if (i == POINTS)
        return points[POINTS - 1].share;
    double low = row->at[i - 1], high = row->at[i], part = (rate - low) / (high - low);
    return points[i - 1].share + part * (points[i].share - points[i - 1].share);
}

static double share_above(const struct row *row, double rate)
{
    int i = POINTS - 1;
    while (i >= 0 && row->at[i] > rate)
        i--;
    if (i == POINTS - 1)
        return 0;
    if (i < 0)
        return 1 - points[0].share;
    double low = row->at[i], high = row->at[i + 1], part = (rate - low) / (high - low);
    return 1 - points[i].share - part * (points[i + 1].share - points[i].share);
}

/* The file is in the order of the measures: the row after the last one found is looked at first. */
static const struct row *row_of(const struct slant_norms *norms, const char *measure, uint32_t *next)
{
    for (uint32_t k = 0; k < norms->n; k++) {
        uint32_t i = (*next + k) % norms->n;
        if (strcmp(norms->rows[i].measure, measure) == 0) {
            *next = i + 1;
            return &norms->rows[i];
        }
    }
    return NULL;
}

/* The articles of the norms were held to the measures' own minimums. */
static int is_comparable(const struct slant_measure *m, uint32_t i)
{
    const struct slant_measure_info *info = slant_score_measure(i);
    return info != NULL && isfinite(m->rate) && m->exposure >= info->minimum;
}

void slant_norms_apply(const struct slant_norms *norms, struct slant_measure *measures, uint32_t n)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct slant_measure *m = &measures[i];
        const struct row *row = norms != NULL && is_comparable(m, i) ? row_of(norms, m->name, &next) : NULL;
        m->below = row != NULL ? share_below(row, m->rate) : NAN;
        m->above = row != NULL ? share_above(row, m->rate) : NAN;
    }
}
