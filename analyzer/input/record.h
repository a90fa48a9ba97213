/* record: one line of JSON Lines → one article. */
#ifndef SLANT_INPUT_RECORD_H
#define SLANT_INPUT_RECORD_H

#include "input/input.h"

/* Is `name` one of the article's fields, as --field names them? */
int slant_record_is_field(const char *name);

/* Reads the line at line..line+len, a line feed or NUL and 64 readable bytes behind it. Fills row->article,
 * or row->status and row->error; row->line and row->byte are where the line stands. */
void slant_record_read(const char *line, size_t len, const struct slant_input_settings *settings, const char *path,
                       struct slant_arena *mem, struct slant_row *row);

/* The error of a record over the cap, wherever that is noticed. */
slant_status slant_record_too_big(struct slant_error *err, const char *path, const char *what, uint64_t line,
                                  uint64_t byte, uint64_t max);

/* A file of lines that is a byte order mark and nothing else: it has no line. */
int slant_block_is_mark(const struct slant_block *block);

#endif
