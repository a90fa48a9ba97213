/* tsv: a file of tab-separated lines, held whole, read line by line. */
#ifndef SLANT_BASE_TSV_H
#define SLANT_BASE_TSV_H

#include "slant.h"

enum { SLANT_TSV_COLUMNS = 16 };

struct slant_tsv {
    char *bytes; /* owned; NUL-terminated */
    size_t len;
    char *next;
    uint32_t line; /* of the row last read, 1-based */
    uint32_t ncells;
    const char *cells[SLANT_TSV_COLUMNS]; /* NUL-terminated, trimmed of '\r'; point into bytes */
};

/* Reads the whole file. fails: SLANT_EREAD, SLANT_ETOOBIG (over 64 MiB), SLANT_ENOMEM, SLANT_ELEXICON (not UTF-8, or a
 * NUL), with err filled. */
slant_status slant_tsv_open(struct slant_tsv *tsv, const char *path, struct slant_error *err);
/* 1: a row; 0: the end. Empty lines and lines that begin with '#' are passed over. Cells past the 16th are lost,
 * though counted in ncells. */
int slant_tsv_next(struct slant_tsv *tsv);
void slant_tsv_close(struct slant_tsv *tsv);

#endif
