#include "base/tsv.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/utf8.h"

static slant_status fail_at(const struct slant_tsv *tsv, const char *path, size_t byte, const char *what,
                            struct slant_error *err)
{
    uint64_t line = 1;
    size_t begins = 0;
    for (size_t i = 0; i < byte; i++)
        if (tsv->bytes[i] == '\n') {
            line++;
            begins = i + 1;
        }
    slant_fail(err, SLANT_ELEXICON, NULL, path, line, byte, "%s", what);
    if (err != NULL)
        err->column = (uint32_t)(byte - begins) + 1;
    return SLANT_ELEXICON;
}

slant_status slant_tsv_open(struct slant_tsv *tsv, const char *path, struct slant_error *err)
{
    memset(tsv, 0, sizeof *tsv);
    slant_status status = slant_file_read(path, &tsv->bytes, &tsv->len, err);
    if (status == SLANT_OK) {
        size_t good = slant_utf8_valid(tsv->bytes, tsv->len), nul = strlen(tsv->bytes);
        if (nul < good)
            status = fail_at(tsv, path, nul, "a NUL byte: is this a text file in UTF-8?", err);
        else if (good < tsv->len)
            status = fail_at(tsv, path, good, "not UTF-8", err);
    }
    if (status != SLANT_OK)
        slant_tsv_close(tsv);
    tsv->next = tsv->bytes;
    if (status == SLANT_OK && tsv->len >= 3 && memcmp(tsv->bytes, "\xEF\xBB\xBF", 3) == 0)
        tsv->next += 3;
    return status;
}

int slant_tsv_next(struct slant_tsv *tsv)
{
    char *end = tsv->bytes + tsv->len;
    while (tsv->next < end) {
        char *line = tsv->next;
        char *stop = memchr(line, '\n', (size_t)(end - line));
        if (stop == NULL)
            stop = end;
        tsv->next = stop + 1;
        tsv->line++;
        if (stop > line && stop[-1] == '\r')
            stop--;
        *stop = '\0';
        if (line == stop || *line == '#')
            continue;
        tsv->ncells = 0;
        for (char *cell = line; cell != NULL; tsv->ncells++) {
            char *tab = strchr(cell, '\t');
            if (tab != NULL)
                *tab++ = '\0';
            if (tsv->ncells < SLANT_TSV_COLUMNS)
                tsv->cells[tsv->ncells] = cell;
            cell = tab;
        }
        return 1;
    }
    return 0;
}

void slant_tsv_close(struct slant_tsv *tsv)
{
    free(tsv->bytes);
    memset(tsv, 0, sizeof *tsv);
}
