/* findings: what check found, as bytes: for people, for scripts, and for the tools that show findings beside the text.
 * Every format is begun once, given file after file, and ended once. */
#ifndef SLANT_REPORT_FINDINGS_H
#define SLANT_REPORT_FINDINGS_H

#include "slant.h"
#include "base/buffer.h"

struct slant_findings_report {
    enum slant_check_format format;
    int color;
    uint64_t given; /* findings so far */
};

void slant_report_findings_begin(struct slant_findings_report *report, struct slant_buffer *out);
/* The open ones of n findings. path: of the file, as it was named; a finding with a path of its own keeps that. */
void slant_report_findings(struct slant_findings_report *report, const char *path, const struct slant_finding *findings,
                           uint32_t n, struct slant_buffer *out);
void slant_report_findings_end(struct slant_findings_report *report, const struct slant_check_summary *summary,
                               struct slant_buffer *out);

/* sarif.c */
void slant_report_sarif_begin(struct slant_buffer *out);
void slant_report_sarif(const struct slant_finding *finding, const char *path, struct slant_buffer *out);
void slant_report_sarif_end(struct slant_buffer *out);

/* A path as the reference of a URI: "a b.txt" → "a%20b.txt"; one from the root gets "file://". A JSON string. */
void slant_report_uri(struct slant_buffer *out, const char *path);

/* One finding of a baseline file: fingerprint, rule, path, words. */
void slant_report_baseline(const struct slant_finding *finding, const char *path, struct slant_buffer *out);

#endif
