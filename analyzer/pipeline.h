/* pipeline: for the files at the top, which run it over many articles. */
#ifndef SLANT_PIPELINE_H
#define SLANT_PIPELINE_H

#include "slant.h"
#include "match/match.h"
#include "score/score.h"
#include "voices/voices.h"

#ifndef SLANT_DATADIR
#define SLANT_DATADIR "/usr/local/share/slant"
#endif

/* What every room made of one article. Stands in the worker's memory until its next run. */
struct slant_flow {
    struct slant_text text;
    struct slant_tokens tokens;
    const struct slant_lexicon_view *view;
    const struct slant_roles *roles;
    struct slant_match_input match;
    struct slant_hits hits;
    struct slant_voices voices;
    struct slant_measure *measures;
    uint32_t nmeasures;
    const struct slant_choice *choices;
    uint32_t nchoices;
    struct slant_score_input score; /* what the measures were made from */
};

slant_status slant_pipeline_run(struct slant_worker *worker, const struct slant_article *article,
                                struct slant_flow *flow);

/* For audits: what slant_analyze made of the last article, and the thread's stemmer. */
const struct slant_flow *slant_worker_flow(const struct slant_worker *worker);
struct slant_words *slant_worker_words(struct slant_worker *worker);

/* For who looks after the lexicons: SLANT_KEEP_*. With SLANT_KEEP_LOST a run ends with the hits. */
void slant_worker_keep(struct slant_worker *worker, unsigned what);
const struct slant_lexicon_view *slant_engine_lexicon(const struct slant *engine);
const struct slant_stems *slant_engine_stems(const struct slant *engine);
const struct slant_lexicon *slant_engine_matcher(const struct slant *engine);

#endif
