/* voices: tokens + hits → who says what; every word has a voice.
 * in:    tokens (their voice is filled), hits (their voice is filled; scare quotes and questions are added; those of
 * layer cue give way to the cues that are taken) out:   quotations, cues and sayings in text order, allocated in mem;
 * oddities of quotation marks fails: SLANT_ENOMEM, SLANT_ETOOBIG.
 *
 * In this order: quotations (marks → stretches → what each is), cues (candidates → those that are taken), sayings
 * (source, content, form, class, speaker of each). */
#ifndef SLANT_VOICES_VOICES_H
#define SLANT_VOICES_VOICES_H

#include "voices/sayings.h"

struct slant_voices {
    struct slant_quotations quotations;
    struct slant_cues cues; /* all candidates; `taken` tells which hold */
    struct slant_sayings sayings;
    uint32_t nreported;            /* runs of reported words */
    uint32_t words[SLANT_NVOICES]; /* hyphenated words count once */
    unsigned char *attributed;     /* by sentence: 1: a cue or a content is in it */
};

/* weights: of the cues; NULL: the lexicon decides alone. */
slant_status slant_voices_run(const struct slant_match_input *in, const struct slant_weights *weights,
                              struct slant_arena *mem, struct slant_hits *hits, struct slant_oddities *oddities,
                              struct slant_voices *out);

/* Does a run of reported words begin at token i? It ends with its sentence. */
int slant_voices_report_begins(const struct slant_tokens *tokens, uint32_t i);

#endif
