/* voices: tokens + hits → quotations; every word has a voice.
 * in:    tokens (their voice is filled), hits (their voice is filled; scare quotes and questions are added)
 * out:   quotations in text order, allocated in mem; oddities of quotation marks
 * fails: SLANT_ENOMEM, SLANT_ETOOBIG.
 *
 * A stretch between quotation marks is a quotation (the words are a source's), a scare quote (a word or a short phrase
 * with no source: the words stay the outlet's, and are marked), or a mere name (a title, a nickname, a word that is
 * spoken of). Indirect speech is not found yet: its words count as the outlet's. */
#ifndef SLANT_VOICES_VOICES_H
#define SLANT_VOICES_VOICES_H

#include "match/match.h"

enum slant_quotation_kind { SLANT_QUOTATION, SLANT_SCARE, SLANT_NAME };

struct slant_quotation {
    uint32_t first, last; /* tokens [first, last) */
    uint32_t start, end;  /* bytes between the marks */
    uint8_t kind;         /* enum slant_quotation_kind */
    uint8_t single;       /* by single marks */
    uint8_t closed;       /* 0: it ran to the end of its paragraph */
    uint8_t continued;    /* goes on from the paragraph before, which left it open */
};

struct slant_voices {
    struct slant_quotation *quotations;
    uint32_t n, cap;
    uint32_t words[SLANT_NVOICES]; /* hyphenated words count once */
};

slant_status slant_voices_run(const struct slant_match_input *in, struct slant_arena *mem, struct slant_hits *hits,
                              struct slant_oddities *oddities, struct slant_voices *out);

/* The first step alone: marks → stretches, all of kind SLANT_QUOTATION. */
slant_status slant_quotations_find(const struct slant_tokens *tokens, struct slant_arena *mem,
                                   struct slant_oddities *oddities, struct slant_voices *out);

/* The second: in a transcript, labels say who speaks, and its stretches take the place of those. */
slant_status slant_interview_find(const struct slant_tokens *tokens, struct slant_arena *mem, struct slant_voices *out);

/* Appends one stretch. fails: SLANT_ENOMEM. */
slant_status slant_voices_add(struct slant_voices *voices, struct slant_arena *mem, const struct slant_quotation *row);

#endif
