/* audit: wire copy + edited copy → what the edit did to the framing.
 * in:    two articles as tokens and results (with marks, sentences and attributions), both borrowed
 * out:   allocated in mem; spans are those of the results' fields
 * fails: SLANT_ENOMEM. Texts that have nothing in common are no failure: out->strangers says so.
 *
 *   side.c      words with their stems, weights and places
 *   align.c     which sentences belong together
 *   diff.c      which words of those belong together
 *   marks.c     hedges, boosters, loaded words, scare quotes
 *   swaps.c     labels, agents
 *   quotes.c    quotations
 *   numbers.c   numbers
 *   sources.c   attributions
 *   speakers.c  who is heard
 *   headline.c  headlines
 *   audit.c     all of it, and the summary */
#ifndef SLANT_AUDIT_AUDIT_H
#define SLANT_AUDIT_AUDIT_H

#include "slant.h"
#include "base/arena.h"
#include "match/match.h"
#include "stem/stem.h"
#include "tokenize/tokenize.h"

struct slant_audit_text {
    const struct slant_tokens *tokens;
    const struct slant_hits *hits; /* for the labels, which are no marks */
    const struct slant_result *result;
};

struct slant_audit_input {
    struct slant_audit_text wire, edited;
    struct slant_words *words; /* the thread's stemmer */
    const struct slant_lexicon_view *lexicon;
};

slant_status slant_audit_run(const struct slant_audit_input *in, struct slant_arena *mem, struct slant_audit *out);

#endif
