/* compare: what slant_compare found → bytes. One file a format (compare_text.c, compare_csv.c, compare_json.c,
 * compare_html.c), one signature; words that they share in compare_words.c. */
#ifndef SLANT_REPORT_COMPARE_H
#define SLANT_REPORT_COMPARE_H

#include "base/buffer.h"
#include "compare/compare.h"
#include "compare/examples.h"

struct slant_compare_page {
    const struct slant_examples *examples;
    const char *by; /* what the groups are: "outlet" */
    int from_counts;
    int is_matched; /* the stories were found, not given */
    int color, width;
};

/* Append to out; out->failed tells of trouble. */
void slant_report_compare_text(const struct slant_comparison *comparison, const struct slant_compare_page *page,
                               struct slant_buffer *out);
void slant_report_compare_csv(const struct slant_comparison *comparison, const struct slant_compare_page *page,
                              struct slant_buffer *out);
void slant_report_compare_json(const struct slant_comparison *comparison, const struct slant_compare_page *page,
                               struct slant_buffer *out);
void slant_report_compare_html(const struct slant_comparison *comparison, const struct slant_compare_page *page,
                               struct slant_buffer *out);

#endif
