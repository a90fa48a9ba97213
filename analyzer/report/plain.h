/* plain: text for a terminal or a mail: nothing in it can steer the terminal, and its columns are counted.
 * One code point is one column, combining marks none. */
#ifndef SLANT_REPORT_PLAIN_H
#define SLANT_REPORT_PLAIN_H

#include "slant.h"
#include "base/buffer.h"

struct slant_glyph {
    char bytes[4];
    unsigned len;     /* 0: nothing is drawn */
    unsigned columns; /* 0 or 1 */
};
/* The character at p (p < end) as it may be drawn; returns how many bytes of p it took. Line breaks and tabs
 * become spaces, control characters their pictures (ESC: U+241B), bidirectional overrides nothing. */
size_t slant_plain_glyph(const char *p, const char *end, struct slant_glyph *glyph);

size_t slant_plain_columns(const char *bytes, size_t len);
void slant_plain_add(struct slant_buffer *out, const char *bytes, size_t len);
/* Exactly `columns` wide: cut with an ellipsis, or filled with spaces. */
void slant_plain_cell(struct slant_buffer *out, const char *bytes, size_t len, size_t columns);
/* Flush right; text of ours. Never cut. */
void slant_plain_right(struct slant_buffer *out, const char *text, size_t columns);
void slant_plain_spaces(struct slant_buffer *out, size_t n);

/* Words of ours or of the article, wrapped: the pen stands at column `at`; later lines are indented. Returns
 * the column where the pen stands afterwards. No line break at the end. */
size_t slant_plain_wrap(struct slant_buffer *out, const char *bytes, size_t len, size_t at, size_t indent,
                        size_t width);

enum { SLANT_NUMBER = 40 };                                                              /* room for any number below */
const char *slant_plain_count(uint64_t n, char text[SLANT_NUMBER]);                      /* 1,043 */
const char *slant_plain_fixed(double value, int decimals, char text[SLANT_NUMBER]);      /* 11.2; decimals 0..3 */
const char *slant_plain_percent(uint64_t part, uint64_t whole, char text[SLANT_NUMBER]); /* 64; "·" of 0 */

/* Columns to use: settings' width within reason. */
size_t slant_plain_width(int width);
/* The title: a span of the text, or the field; ptr NULL: none. */
struct slant_str slant_title_of(const struct slant_result *result);
/* "The Ledger · 2 April 2031 · 612 words"; the words always. */
void slant_plain_byline(struct slant_buffer *out, const struct slant_result *result);

/* A measure's value in words: "11.2 per 1,000 words (4)", "too short: needs 100 words", "none". The head of
 * the column says whose voice. Text of ours. */
void slant_plain_rate(struct slant_buffer *out, const struct slant_measure *measure);

/* Where the rate lies among the articles it is compared with: "higher than 9 in 10", "about the middle", "like most";
 * "" where that is not known. */
const char *slant_plain_norm(const struct slant_measure *measure);

#endif
