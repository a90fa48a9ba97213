/* report: results → bytes. One file a format, one signature. Nothing here reads anything but the result. */
#ifndef SLANT_REPORT_REPORT_H
#define SLANT_REPORT_REPORT_H

#include "slant.h"
#include "base/buffer.h"
#include "stats/rate.h"

struct slant_report_settings {
    int spans, sentences, norms, long_rows;
    int color, width; /* text and show: ANSI colours; columns, 0: 100 */
    int quiet_head;   /* html: 1: a fragment without <html> */
};

/* One article, one row. All appends to out are whole rows; out->failed tells of trouble. */
void slant_report_jsonl(const struct slant_result *result, const struct slant_report_settings *settings,
                        struct slant_buffer *out);
void slant_report_csv(const struct slant_result *result, const struct slant_report_settings *settings,
                      struct slant_buffer *out);
/* The header line of the CSV; measures: as in a result, for their names. */
void slant_report_csv_header(const struct slant_measure *measures, uint32_t n,
                             const struct slant_report_settings *settings, struct slant_buffer *out);
/* A readable profile of one article: contract §7. */
void slant_report_profile(const struct slant_result *result, const struct slant_report_settings *settings,
                          struct slant_buffer *out);
/* A table, one article a line, for many: header, line, and (after the last) a foot. */
void slant_report_table_header(const struct slant_report_settings *settings, struct slant_buffer *out);
void slant_report_table(const struct slant_result *result, const struct slant_report_settings *settings,
                        struct slant_buffer *out);
/* outlets: sums by outlet, in order of first appearance; drawn as a small table under the articles. */
struct slant_outlet_sum {
    struct slant_str outlet;
    uint64_t articles, words, voice_words[SLANT_NVOICES];
    struct slant_rate_sums rates[16]; /* of the measures that the table shows, in its order */
};
void slant_report_table_add(const struct slant_result *result, struct slant_outlet_sum *sum);
/* Adds what other workers summed up; `to` keeps its outlet. */
void slant_report_table_merge(const struct slant_outlet_sum *from, struct slant_outlet_sum *to);
void slant_report_table_foot(const struct slant_outlet_sum *sums, size_t n,
                             const struct slant_report_settings *settings, struct slant_buffer *out);
/* Marks in place. The result must have been made with SLANT_WANT_MARKS. */
void slant_report_show(const struct slant_result *result, const struct slant_report_settings *settings,
                       struct slant_buffer *out);
void slant_report_html(const struct slant_result *result, const struct slant_report_settings *settings,
                       struct slant_buffer *out);
/* The style sheet of that page, for a host page that takes the fragment. */
void slant_report_html_style(struct slant_buffer *out);

/* An article that could not be scored. Its id where that could be read. */
enum slant_error_format { SLANT_ERROR_JSONL, SLANT_ERROR_CSV, SLANT_ERROR_TEXT };
void slant_report_error(const struct slant_error *error, struct slant_str id, enum slant_error_format format,
                        const struct slant_report_settings *settings, uint32_t nmeasures, struct slant_buffer *out);

#endif
