/* cues: the words that tie a content to a source: said, the claim that, according to, a colon.
 * in:    tokens with the voices of quotations, hits (those of layer cue are candidates), weights
 * out:   the candidates in text order, each with its chance; then those that are taken
 * fails: SLANT_ENOMEM.
 *
 * Candidates are the lexicon's hits, words that can be cues (words.tsv) and colons. Each is judged by named features
 * with fitted weights (logistic regression); without weights the lexicon's hits alone are taken. */
#ifndef SLANT_VOICES_CUES_H
#define SLANT_VOICES_CUES_H

#include "voices/features.h"

slant_status slant_cues_find(const struct slant_match_input *in, const struct slant_hits *hits,
                             const struct slant_weights *weights, struct slant_arena *mem, struct slant_cues *out);

/* The chance from which a candidate is taken: where as many are taken as people marked, and F1 is near its best, on
 * articles that the weights were not fitted to (the table at the head of cues.weights). */
#define SLANT_CUE_LIKELY 0.35

/* Marks those that are taken: at least so likely (in a headline less will do), and the likelier of two that touch. */
void slant_cues_take(const struct slant_match_input *in, struct slant_cues *cues, double likely);

#endif
