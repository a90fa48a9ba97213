/* suppress: what the people who edit have looked at and left, with a reason; and what they accepted as it was. */
#ifndef SLANT_CHECK_SUPPRESS_H
#define SLANT_CHECK_SUPPRESS_H

#include "check/check.h"

/* Comments in the text:
 *     <!-- slant off RULE[, RULE…] -- reason -->      until "on", or the end
 *     <!-- slant on [RULE…] -->
 *     <!-- slant off-next-line RULE -- reason -->     the next line that is not empty
 * Marks what they cover as suppressed, and adds what is wrong with the comments themselves. `findings` must be
 * finished, and must be finished again. fails: SLANT_ENOMEM. */
slant_status slant_suppress_by_comments(struct slant_findings *findings, const struct slant_result *result,
                                        const struct slant_severities *severities, struct slant_arena *mem);

/* A suppression file: a line holds a glob of paths, a rule, words in quotation marks if not all, and " -- reason". */
struct slant_suppression {
    const char *glob, *rule, *words, *reason; /* words: "" for any */
    uint32_t line, start, len;                /* of the line in the file */
    int met;                                  /* a file that it names was checked */
    int used;
};

struct slant_suppressions {
    const char *path;
    char *folder; /* globs count from here */
    struct slant_suppression *rows;
    uint32_t n, cap;
    struct slant_arena mem;
    struct slant_str bytes;
};

/* fails: SLANT_EREAD, SLANT_ENOMEM, and SLANT_EUSAGE for a line that cannot be read. */
slant_status slant_suppressions_read(const char *path, struct slant_suppressions *out, struct slant_error *err);
void slant_suppressions_free(struct slant_suppressions *list);
/* path: absolute. */
void slant_suppress_by_file(struct slant_suppressions *list, const char *path, struct slant_findings *findings);
/* What is wrong with the lines themselves, with places in that file. */
slant_status slant_suppressions_report(const struct slant_suppressions *list, const struct slant_severities *severities,
                                       struct slant_arena *mem, struct slant_findings *out);

/* ---- baseline: findings of the past, by fingerprint ---- */

struct slant_baseline {
    uint64_t *fingerprints; /* ascending, each once */
    uint8_t *used;
    uint32_t n;
};

/* fails: SLANT_EREAD, SLANT_ENOMEM, SLANT_EUSAGE for what is none. */
slant_status slant_baseline_read(const char *path, struct slant_baseline *out, struct slant_error *err);
void slant_baseline_free(struct slant_baseline *baseline);
/* Marks what stands in it as known. */
void slant_baseline_apply(struct slant_baseline *baseline, struct slant_findings *findings);

#endif
