/* csv: a table that another program wrote, held whole: RFC 4180, with what is found in the wild taken too (a byte
 * order mark, CR LF, line breaks inside quotation marks, gzip and zstd, semicolons or tabs for commas where the head
 * says so). */
#ifndef SLANT_INPUT_CSV_H
#define SLANT_INPUT_CSV_H

#include "slant.h"
#include "base/buffer.h"

enum { SLANT_CSV_COLUMNS = 1024 };

struct slant_csv {
    struct slant_buffer bytes; /* the file; cells are unquoted where they stand */
    const char *path;          /* borrowed */
    char *at, *end;
    char separator;
    uint64_t line;           /* 1-based, of the next row */
    struct slant_str *cells; /* SLANT_CSV_COLUMNS of room; of the row last read */
    size_t ncells;           /* there may be more in the file than there is room for: then ROW is an error */
    struct slant_str *head;  /* the names in the first row */
    size_t ncolumns;
};

/* Reads the whole file ("-": standard input) and its head. fails: SLANT_EREAD, SLANT_ECOMPRESSED, SLANT_EFIELD (no
 * head, a column twice), SLANT_ENOMEM, with err filled. Close it in any case. */
slant_status slant_csv_open(struct slant_csv *csv, const char *path, struct slant_error *err);
/* 1: a row, *line its first line; 0: the end; -1: a quotation mark that is never closed, or too many columns: err
 * says where. Rows that are wholly empty are passed over. Cells are borrowed until the file is closed. */
int slant_csv_next(struct slant_csv *csv, uint64_t *line, struct slant_error *err);
/* The number of the column with that name, or -1. */
int slant_csv_column(const struct slant_csv *csv, const char *name, size_t len);
void slant_csv_close(struct slant_csv *csv);

#endif
