/* page: the article as HTML with its marks, for html.c. */
#ifndef SLANT_REPORT_PAGE_H
#define SLANT_REPORT_PAGE_H

#include "slant.h"
#include "base/buffer.h"

/* The headline with its marks, without <h1>. Returns 0 when there is none. */
int slant_page_headline(const struct slant_result *result, struct slant_buffer *out);
/* The text in paragraphs, without the headline. */
void slant_page_text(const struct slant_result *result, struct slant_buffer *out);

/* Shared with the lists: the letter of a mark and its number, "L3". */
void slant_page_sign(const struct slant_result *result, uint32_t mark, struct slant_buffer *out);
void slant_page_str(struct slant_buffer *out, struct slant_str text);
void slant_page_puts(struct slant_buffer *out, const char *text); /* escaped */

#endif
