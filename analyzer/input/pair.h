/* pair: one line of a file of pairs → wire copy and its edit.
 *
 *   {"wire":{article},"edited":{article}}     or a path instead of an article, from the file's own folder
 *   {"text_a":"…","text_b":"…","title_a":…}   the fields of both, with _a for the wire's and _b for the edit's
 *
 * "id" and "editor" beside them (or in the edited article) name the pair and who edited. */
#ifndef SLANT_INPUT_PAIR_H
#define SLANT_INPUT_PAIR_H

#include "input/input.h"

struct slant_pair_half {
    struct slant_str path; /* given: the article stands in this file; else in row */
    struct slant_row row;
};

struct slant_pair {
    struct slant_str id, editor;
    struct slant_pair_half wire, edited;
    slant_status status; /* not OK: error is filled */
    struct slant_error error;
};

/* Reads the line at line..line+len, a line feed or NUL and 64 readable bytes behind it. Strings are borrowed from the
 * line or allocated in mem, and have 64 readable bytes behind their end. */
void slant_pair_read(const char *line, size_t len, const struct slant_input_settings *settings, const char *path,
                     uint64_t line_number, uint64_t byte, struct slant_arena *mem, struct slant_pair *out);

#endif
