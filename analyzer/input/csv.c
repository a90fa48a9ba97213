#include "input/csv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "input/stream.h"

enum { PIECE = 1 << 18 };

/* ---- the bytes ---- */

static slant_status read_all(struct slant_csv *csv, int fd, struct slant_error *err)
{
    struct slant_stream stream = {0};
    enum slant_stream_state state = SLANT_STREAM_DATA;
    slant_stream_start(&stream, fd);
    while (state == SLANT_STREAM_DATA) {
        size_t got = 0;
        char *room = slant_buffer_reserve(&csv->bytes, PIECE);
        state = room == NULL ? SLANT_STREAM_NOMEM : slant_stream_read(&stream, room, PIECE - 1, &got, 1);
        if (state == SLANT_STREAM_DATA)
            csv->bytes.len += got;
    }
    int code = stream.code;
    const char *what = stream.what;
    slant_stream_free(&stream);
    switch (state) {
    case SLANT_STREAM_BROKEN:
        return slant_fail(err, SLANT_ECOMPRESSED, NULL, csv->path, 0, UINT64_MAX, "%s", what);
    case SLANT_STREAM_FAILED:
        return slant_fail(err, SLANT_EREAD, NULL, csv->path, 0, UINT64_MAX, "%s", strerrordesc_np(code));
    case SLANT_STREAM_NOMEM:
        return slant_fail(err, SLANT_ENOMEM, NULL, csv->path, 0, UINT64_MAX, "out of memory");
    case SLANT_STREAM_DATA:
    case SLANT_STREAM_END:
    case SLANT_STREAM_WAIT:
        break;
    }
    return SLANT_OK;
}

/* ---- rows ---- */

/* Unquotes the cell at `at` in place; *at moves behind it, onto the separator or the line's end. 0: a quotation mark is
 * not closed. */
static int cell(struct slant_csv *csv, struct slant_str *out)
{
    char *from = csv->at, *to = csv->at;
    out->ptr = from;
    if (from < csv->end && *from == '"') {
        for (from++;; *to++ = *from++) {
            if (from == csv->end)
                return 0;
            csv->line += *from == '\n';
            if (*from == '"' && (from + 1 == csv->end || from[1] != '"'))
                break;
            from += *from == '"';
        }
        from++;
    }
    while (from < csv->end && *from != csv->separator && *from != '\n')
        *to++ = *from++;
    csv->at = from;
    if (to > out->ptr && to[-1] == '\r' && (from == csv->end || *from == '\n'))
        to--;
    out->len = (size_t)(to - out->ptr);
    return 1;
}

static int row(struct slant_csv *csv, struct slant_error *err)
{
    uint64_t line = csv->line;
    csv->ncells = 0;
    for (;; csv->at++) {
        if (csv->ncells == SLANT_CSV_COLUMNS) {
            slant_fail(err, SLANT_EFIELD, "bad-csv", csv->path, line, UINT64_MAX, "over %d columns", SLANT_CSV_COLUMNS);
            return -1;
        }
        if (!cell(csv, &csv->cells[csv->ncells++])) {
            slant_fail(err, SLANT_EFIELD, "bad-csv", csv->path, line, UINT64_MAX,
                       "a quotation mark is opened in this row and never closed");
            return -1;
        }
        if (csv->at == csv->end || *csv->at == '\n')
            break;
    }
    if (csv->at < csv->end)
        csv->at++;
    csv->line++;
    return 1;
}

int slant_csv_next(struct slant_csv *csv, uint64_t *line, struct slant_error *err)
{
    while (csv->at < csv->end) {
        *line = csv->line;
        int got = row(csv, err);
        if (got < 0 || csv->ncells > 1 || csv->cells[0].len > 0)
            return got;
    }
    return 0;
}

/* ---- the head ---- */

/* A comma, unless the first line has none and has semicolons or tabs. */
static char separator_of(const char *at, const char *end)
{
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    size_t len = (size_t)((stop != NULL ? stop : end) - at);
    if (memchr(at, ',', len) != NULL)
        return ',';
    return memchr(at, '\t', len) != NULL ? '\t' : memchr(at, ';', len) != NULL ? ';' : ',';
}

static slant_status read_head(struct slant_csv *csv, struct slant_error *err)
{
    uint64_t line;
    csv->at = csv->bytes.data;
    csv->end = csv->at != NULL ? csv->at + csv->bytes.len : NULL;
    csv->line = 1;
    if (csv->bytes.len >= 3 && memcmp(csv->at, "\xef\xbb\xbf", 3) == 0)
        csv->at += 3;
    csv->separator = csv->at < csv->end ? separator_of(csv->at, csv->end) : ',';
    int got = slant_csv_next(csv, &line, err);
    if (got < 0)
        return SLANT_EFIELD;
    if (got == 0)
        return slant_fail(err, SLANT_EFIELD, "bad-csv", csv->path, 0, UINT64_MAX, "there is nothing in it");
    memcpy(csv->head, csv->cells, csv->ncells * sizeof *csv->cells);
    csv->ncolumns = csv->ncells;
    for (size_t i = 0; i < csv->ncolumns; i++)
        if (csv->head[i].len > 0 && slant_csv_column(csv, csv->head[i].ptr, csv->head[i].len) != (int)i)
            return slant_fail(err, SLANT_EFIELD, "bad-csv", csv->path, line, UINT64_MAX,
                              "two columns have the name '%.*s'", (int)(csv->head[i].len < 80 ? csv->head[i].len : 80),
                              csv->head[i].ptr);
    return SLANT_OK;
}

slant_status slant_csv_open(struct slant_csv *csv, const char *path, struct slant_error *err)
{
    memset(csv, 0, sizeof *csv);
    csv->path = path;
    csv->cells = calloc(2 * SLANT_CSV_COLUMNS, sizeof *csv->cells);
    if (csv->cells == NULL)
        return slant_fail(err, SLANT_ENOMEM, NULL, path, 0, UINT64_MAX, "out of memory");
    csv->head = csv->cells + SLANT_CSV_COLUMNS;
    int is_stdin = strcmp(path, "-") == 0, fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return slant_fail(err, SLANT_EREAD, NULL, path, 0, UINT64_MAX, "%s", strerrordesc_np(errno));
    slant_status status = read_all(csv, fd, err);
    if (!is_stdin)
        close(fd);
    return status == SLANT_OK ? read_head(csv, err) : status;
}

int slant_csv_column(const struct slant_csv *csv, const char *name, size_t len)
{
    for (size_t i = 0; i < csv->ncolumns; i++)
        if (csv->head[i].len == len && memcmp(csv->head[i].ptr, name, len) == 0)
            return (int)i;
    return -1;
}

void slant_csv_close(struct slant_csv *csv)
{
    slant_buffer_free(&csv->bytes);
    free(csv->cells);
    csv->cells = NULL;
}
