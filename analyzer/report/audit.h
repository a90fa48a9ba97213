/* audit: audits → bytes. */
#ifndef SLANT_REPORT_AUDIT_H
#define SLANT_REPORT_AUDIT_H

#include "report/report.h"

/* What is known of a pair besides its two articles. Empty where it is not. */
struct slant_audit_names {
    struct slant_str id, editor;
    struct slant_str wire_path, edited_path; /* files; for rdjsonl */
};

/* Sums over the pairs of one outlet, or of one editor. */
struct slant_audit_sum {
    struct slant_str name;
    uint64_t pairs, sentences, kept, moved, cut, added;
    uint64_t changes[SLANT_NCHANGES];
};
void slant_audit_sum_add(struct slant_audit_sum *sum, const struct slant_audit *audit);

/* One pair on one screen, side by side where the terminal is wide. */
void slant_report_audit_text(const struct slant_audit *audit, const struct slant_audit_names *names,
                             const struct slant_report_settings *settings, struct slant_buffer *out);
/* One pair of many on one line, and the head of that table. */
void slant_report_audit_line(const struct slant_audit *audit, const struct slant_audit_names *names,
                             const struct slant_report_settings *settings, struct slant_buffer *out);
void slant_report_audit_line_head(const struct slant_report_settings *settings, struct slant_buffer *out);
/* One JSON object on one line. */
void slant_report_audit_json(const struct slant_audit *audit, const struct slant_audit_names *names,
                             struct slant_buffer *out);
/* A page that needs nothing else. */
void slant_report_audit_html(const struct slant_audit *audit, const struct slant_audit_names *names,
                             struct slant_buffer *out);
/* One diagnostic a change, for reviewdog. */
void slant_report_audit_rdjsonl(const struct slant_audit *audit, const struct slant_audit_names *names,
                                struct slant_buffer *out);

/* Behind many pairs: sums by outlet and by editor (either may be empty). */
void slant_report_audit_sums_text(const struct slant_audit_sum *outlets, size_t noutlets,
                                  const struct slant_audit_sum *editors, size_t neditors,
                                  const struct slant_report_settings *settings, struct slant_buffer *out);
void slant_report_audit_sums_json(const struct slant_audit_sum *outlets, size_t noutlets,
                                  const struct slant_audit_sum *editors, size_t neditors, struct slant_buffer *out);

/* "hedge dropped", "hedges dropped". */
const char *slant_change_words(enum slant_change_kind kind, int many);

/* The rate, or, where the text is too short for one, the count in brackets; text: SLANT_NUMBER of room. */
const char *slant_audit_number(const struct slant_measure *measure, char *text);

#endif
