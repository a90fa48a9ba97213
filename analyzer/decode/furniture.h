/* furniture: what a page prints between the paragraphs of an article. One table of phrases, and a few rules on
 * the shape of a line; every rule has a name, which the mark carries. */
#ifndef SLANT_DECODE_FURNITURE_H
#define SLANT_DECODE_FURNITURE_H

#include <stddef.h>

enum slant_line_kind {
    SLANT_LINE_TEXT,
    SLANT_LINE_FURNITURE,
    SLANT_LINE_LIST, /* furniture, and so are the short lines without a stop that follow */
};

struct slant_line {
    const char *ptr; /* trimmed */
    size_t len;
    int first; /* one of the first lines of the text: where bylines and section labels stand */
};

/* What a line is. For furniture *rule names why. */
enum slant_line_kind slant_furniture_line(const struct slant_line *line, const char **rule);

/* Bytes at the head of a line that are a dateline ("PORT MERIDEN, April 2 (Harbour Wire) - "), 0 for none. */
size_t slant_furniture_dateline(const char *line, size_t len);

/* Are two lines the same but for case, punctuation and space? */
int slant_furniture_same(const char *a, size_t a_len, const char *b, size_t b_len);

#endif
