/* score: hits + voices → measures. One measure is one row of one table (score.c), and one function.
 * in:    tokens, hits, voices (borrowed)
 * out:   one measure a row of the table, in its order, then one a custom layer; allocated in mem
 * fails: SLANT_ENOMEM. Too little text is no failure: the measure has no rate, and a reason. */
#ifndef SLANT_SCORE_SCORE_H
#define SLANT_SCORE_SCORE_H

#include "lexicon/lexicon.h"
#include "match/match.h"
#include "voices/voices.h"

struct slant_score_input {
    const struct slant_tokens *tokens;
    const struct slant_hits *hits;
    const struct slant_voices *voices;
    const struct slant_lexicon_view *lexicon;
    const uint32_t *sets;            /* of the classes of the tokens' words */
    int64_t min_exposure;            /* -1: each measure's own */
    double *chances[SLANT_NCHANCES]; /* by sentence, see score/fitted.h; NULL: there are no weights */
};

/* What a measure is: shown in the documentation and in --help. */
struct slant_measure_info {
    const char *name;
    const char *exposure; /* what it is a share of, or counted against */
    const char *unit;
    int64_t minimum;     /* exposure below which there is no rate */
    const char *reason;  /* said then */
    const char *formula; /* in words */
    const char *reference;
};
/* The i-th row; NULL behind the last. */
const struct slant_measure_info *slant_score_measure(size_t i);
/* What the measures of layers of somebody's own are, but for the name, which is the layer's. They come behind the
 * table's, one a layer. */
const struct slant_measure_info *slant_score_custom(void);

/* Labels by what they chose, in the order of set and name. fails: SLANT_ENOMEM. */
slant_status slant_score_choices(const struct slant_score_input *in, struct slant_arena *mem,
                                 const struct slant_choice **out, uint32_t *n);

slant_status slant_score_run(const struct slant_score_input *in, struct slant_arena *mem, struct slant_measure **out,
                             uint32_t *n);

#endif
