/* check: an article's result → findings for the person who edits it.
 * in:    a result with marks and sentences (borrowed), the severity of every rule
 * out:   findings by place, allocated in mem
 * fails: SLANT_ENOMEM. Odd text is never an error.
 *
 * A rule looks at the marks, voices and attributions; none looks at another rule's findings. */
#ifndef SLANT_CHECK_CHECK_H
#define SLANT_CHECK_CHECK_H

#include "slant.h"
#include "base/arena.h"

/* In the order of their ids, which is the order of the table in rules.c. */
enum slant_rule_index {
    SLANT_RULE_AGENTLESS,
    SLANT_RULE_SINGLE_ANONYMOUS,
    SLANT_RULE_VAGUE,
    SLANT_RULE_BOOSTER,
    SLANT_RULE_CUE_DISTANCING,
    SLANT_RULE_CUE_ENDORSING,
    SLANT_RULE_HEADLINE_STRONGER,
    SLANT_RULE_HEDGE_STACKED,
    SLANT_RULE_HOUSE_WORD,
    SLANT_RULE_INSINUATION_FACTIVE,
    SLANT_RULE_INSINUATION,
    SLANT_RULE_LEAD_EVALUATION,
    SLANT_RULE_EMOTIVE,
    SLANT_RULE_EUPHEMISM,
    SLANT_RULE_EVALUATIVE,
    SLANT_RULE_LABEL,
    SLANT_RULE_METAPHOR,
    SLANT_RULE_DEONTIC,
    SLANT_RULE_FIRST_PERSON,
    SLANT_RULE_IMPERATIVE,
    SLANT_RULE_QUESTION,
    SLANT_RULE_UNCLOSED_QUOTE,
    SLANT_RULE_SCARE_QUOTE,
    SLANT_RULE_NO_REASON,
    SLANT_RULE_UNKNOWN_RULE,
    SLANT_RULE_UNUSED,
    SLANT_RULE_TERRORIST,
    SLANT_RULE_UNATTRIBUTED,
    SLANT_NRULES
};

/* The severity of each rule: enum slant_severity. */
struct slant_severities {
    uint8_t of[SLANT_NRULES];
};
void slant_severities_default(struct slant_severities *severities);

/* Sets every rule that the pattern means: an id, "loaded.*", or "*" (also written "all"). Returns how many. */
unsigned slant_severities_set(struct slant_severities *severities, const char *pattern, size_t len,
                              enum slant_severity severity);
/* Does the pattern mean this rule? */
int slant_rule_matches(const char *pattern, size_t len, const char *id);
/* -1: the word names no severity. */
int slant_severity_read(const char *word, size_t len);

struct slant_findings {
    struct slant_finding *rows;
    uint32_t n, cap;
};

slant_status slant_check_run(const struct slant_result *result, const struct slant_severities *severities,
                             struct slant_arena *mem, struct slant_findings *out);

/* Appends a finding about bytes [from, to) of the result's text; the rest of `row` is taken as given. Nothing happens
 * where the rule is off. fails: SLANT_ENOMEM. */
slant_status slant_findings_add(struct slant_findings *findings, struct slant_arena *mem,
                                const struct slant_severities *severities, enum slant_rule_index rule,
                                const struct slant_finding *row, struct slant_str words);

/* Sorts the findings by place, and fills the places and the fingerprint of each from its text, which must lie in the
 * result's. */
void slant_findings_finish(struct slant_findings *findings, const struct slant_result *result);

#endif
