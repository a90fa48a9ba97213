#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "golden.h"
#include "table.h"

enum { MOST_TABLES = 64 };

static const char *folder;
static struct slant_arena keep; /* what all cases read */
static struct {
    const char *name;
    struct table table;
} tables[MOST_TABLES];
static size_t table_count;

void tables_open(const char *path)
{
    folder = path;
}

void tables_close(void)
{
    slant_arena_free(&keep);
}

static void *keep_room(size_t size)
{
    void *out = slant_arena_zalloc(&keep, size);
    if (!out) {
        fprintf(stderr, "there is not enough memory\n");
        exit(2);
    }
    return out;
}

int file_is_there(const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return access(path, R_OK) == 0;
}

char *file_of(const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(2);
    }
    size_t size = (size_t)ftell(file);
    char *bytes = keep_room(size + 2);
    rewind(file);
    if (fread(bytes, 1, size, file) != size) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(2);
    }
    fclose(file);
    if (size > 0 && bytes[size - 1] != '\n')
        bytes[size] = '\n';
    return bytes;
}

static size_t count_of(const char *text, char what, const char *stop)
{
    size_t n = 0;
    for (; *text && !strchr(stop, *text); text++)
        n += *text == what;
    return n;
}

static void split(char *bytes, struct table *table)
{
    table->cols = count_of(bytes, ',', "\n") + 1;
    table->rows = count_of(bytes, '\n', "") - 1;
    table->head = keep_room(table->cols * sizeof *table->head);
    table->cell = keep_room((table->rows + 1) * table->cols * sizeof *table->cell);
    for (size_t i = 0; i < (table->rows + 1) * table->cols; i++) {
        char *end = strpbrk(bytes, ",\n");
        *end = 0;
        if (i < table->cols)
            table->head[i] = bytes;
        else
            table->cell[i - table->cols] = bytes;
        bytes = end + 1;
    }
}

const struct table *table_of(const char *name)
{
    for (size_t i = 0; i < table_count; i++)
        if (strcmp(tables[i].name, name) == 0)
            return &tables[i].table;
    if (table_count == MOST_TABLES)
        exit(2);
    tables[table_count].name = strcpy(keep_room(strlen(name) + 1), name);
    split(file_of(name), &tables[table_count].table);
    return &tables[table_count++].table;
}

static size_t column_of(const struct table *table, const char *column)
{
    for (size_t i = 0; i < table->cols; i++)
        if (strcmp(table->head[i], column) == 0)
            return i;
    fprintf(stderr, "there is no column %s\n", column);
    exit(2);
}

const char *text_at(const struct table *table, size_t row, const char *column)
{
    return table->cell[row * table->cols + column_of(table, column)];
}

static double number_from(const char *text)
{
    char *end;
    double value = strtod(text, &end);
    return *text == 0 || *end != 0 ? NAN : value;
}

double number_at(const struct table *table, size_t row, const char *column)
{
    return number_from(text_at(table, row, column));
}

double *numbers_of(const struct table *table, const char *column)
{
    double *out = room_for(table->rows, sizeof *out);
    size_t at = column_of(table, column);
    for (size_t i = 0; i < table->rows; i++)
        out[i] = number_from(table->cell[i * table->cols + at]);
    return out;
}

uint32_t *matrix_of(const char *name, size_t *rows, size_t *cols)
{
    char *bytes = file_of(name);
    *cols = count_of(bytes, ',', "\n") + 1;
    *rows = count_of(bytes, '\n', "");
    uint32_t *out = room_for(*rows * *cols, sizeof *out);
    for (size_t i = 0; i < *rows * *cols; i++) {
        out[i] = (uint32_t)strtoul(bytes, &bytes, 10);
        bytes++;
    }
    return out;
}

size_t level_of(const struct levels *levels, const char *name)
{
    for (size_t i = 0; i < levels->n; i++)
        if (strcmp(levels->name[i], name) == 0)
            return i;
    return UINT32_MAX;
}

uint32_t *codes_of(const struct table *table, const char *column, const struct levels *levels)
{
    uint32_t *out = room_for(table->rows, sizeof *out);
    for (size_t i = 0; i < table->rows; i++)
        out[i] = (uint32_t)level_of(levels, text_at(table, i, column));
    return out;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct levels levels_in(const struct table *table, const char *column)
{
    struct levels out = {0, {0}};
    for (size_t i = 0; i < table->rows; i++)
        if (level_of(&out, text_at(table, i, column)) == UINT32_MAX && out.n < 32)
            out.name[out.n++] = text_at(table, i, column);
    qsort(out.name, out.n, sizeof *out.name, by_name);
    return out;
}

uint32_t *distinct_of(const struct table *table, const char *column, size_t *many)
{
    uint32_t *out = room_for(table->rows, sizeof *out);
    *many = 0;
    for (size_t i = 0; i < table->rows; i++) {
        size_t j = 0;
        while (j < i && strcmp(text_at(table, j, column), text_at(table, i, column)) != 0)
            j++;
        out[i] = j < i ? out[j] : (uint32_t)(*many)++;
    }
    return out;
}

struct slant_rows rows_where(const struct table *table, const char *y, const char *w, const char *group,
                             const char *name)
{
    double *counts = room_for(table->rows, sizeof *counts), *words = room_for(table->rows, sizeof *words);
    size_t n = 0, yc = column_of(table, y), wc = column_of(table, w);
    for (size_t i = 0; i < table->rows; i++) {
        if (name && strcmp(text_at(table, i, group), name) != 0)
            continue;
        counts[n] = number_from(table->cell[i * table->cols + yc]);
        words[n++] = number_from(table->cell[i * table->cols + wc]);
    }
    return (struct slant_rows){n, counts, words};
}

struct slant_rate_sums sums_where(const struct table *table, const char *y, const char *w, const char *group,
                                  const char *name)
{
    struct slant_rows rows = rows_where(table, y, w, group, name);
    struct slant_rate_sums sums = {0};
    for (size_t i = 0; i < rows.n; i++)
        slant_rate_add(&sums, (uint64_t)rows.y[i], (uint64_t)rows.w[i]);
    return sums;
}

struct slant_rate_sums *sums_of(const struct table *table, const char *y, const char *w, const char *group,
                                const struct levels *levels)
{
    struct slant_rate_sums *out = room_for(levels->n, sizeof *out);
    for (size_t i = 0; i < levels->n; i++)
        out[i] = sums_where(table, y, w, group, levels->name[i]);
    return out;
}

double *rates_of(struct slant_rows rows, double per)
{
    double *out = room_for(rows.n, sizeof *out);
    for (size_t i = 0; i < rows.n; i++)
        out[i] = per * rows.y[i] / rows.w[i];
    return out;
}
