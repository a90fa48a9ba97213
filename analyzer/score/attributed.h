/* attributed: sayings → the counts that the measures of attribution are made of.
 * in:    tokens, voices, lexicon of the input
 * fails: SLANT_ENOMEM. */
#ifndef SLANT_SCORE_ATTRIBUTED_H
#define SLANT_SCORE_ATTRIBUTED_H

#include "score/score.h"

struct slant_attributed {
    uint32_t all;                   /* attributions, those of the headline too */
    uint32_t sourced, cued;         /* with a source in words; with a cue */
    uint32_t unnamed, vague;        /* by class of source */
    uint32_t distancing, endorsing; /* by stance of the cue's entry */
    uint32_t sources;               /* distinct speakers */
    uint32_t words, most;           /* words of content of all known speakers; of the one who has most */
    double effective;               /* number of speakers, exp(Shannon entropy) of their words; NaN: no words */
};
slant_status slant_attributed_count(const struct slant_score_input *in, struct slant_arena *mem,
                                    struct slant_attributed *out);

#endif
