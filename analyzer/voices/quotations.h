/* quotations: stretches between quotation marks, and what each is: somebody's words, a scare quote, a mere name. */
#ifndef SLANT_VOICES_QUOTATIONS_H
#define SLANT_VOICES_QUOTATIONS_H

#include "match/match.h"

enum slant_quotation_kind { SLANT_QUOTATION, SLANT_SCARE, SLANT_NAME };

struct slant_quotation {
    uint32_t first, last; /* tokens [first, last) */
    uint32_t start, end;  /* bytes between the marks */
    uint32_t label;       /* in a transcript: the first token of the label that says whose words these are ... */
    uint32_t label_end;   /* ... and the one behind it; 0: there is none */
    uint8_t kind;         /* enum slant_quotation_kind */
    uint8_t single;       /* by single marks */
    uint8_t closed;       /* 0: it ran to the end of its paragraph */
    uint8_t continued;    /* goes on from the paragraph before, which left it open */
};

/* In text order; allocated in the article's arena. A mark that was never closed may make stretches overlap. */
struct slant_quotations {
    struct slant_quotation *rows;
    uint32_t n, cap;
};

/* The first step: marks → stretches, all of kind SLANT_QUOTATION. fails: SLANT_ENOMEM. */
slant_status slant_quotations_find(const struct slant_tokens *tokens, struct slant_arena *mem,
                                   struct slant_oddities *oddities, struct slant_quotations *out);

/* The second: in a transcript, labels say who speaks, and its stretches take the place of those. */
slant_status slant_interview_find(const struct slant_tokens *tokens, struct slant_arena *mem,
                                  struct slant_quotations *out);

/* The third: the kind of each, by its words and the cues of the lexicon in its sentence. */
void slant_quotations_judge(const struct slant_tokens *tokens, const struct slant_hits *hits,
                            struct slant_quotations *all);

/* Appends one stretch. fails: SLANT_ENOMEM. */
slant_status slant_quotations_add(struct slant_quotations *all, struct slant_arena *mem,
                                  const struct slant_quotation *row);

#endif
