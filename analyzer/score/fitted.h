/* fitted: the chance that a reader would call a sentence slanted, by weights that were fitted to what
 * readers said (tests/quality/fit.c). A plain logistic sum: each trait of the sentence times its weight, and the weight
 * of each entry found in it.
 *
 * The weights are a TSV file, "feature weight error units": the features are the traits' names and, as
 * "entry:LAYER:PATTERN", single entries of the lexicons; error is the weight's standard error, units how many of the
 * sentences that it was fitted to have the feature. An entry that is in no lexicon any more weighs nothing. */
#ifndef SLANT_SCORE_FITTED_H
#define SLANT_SCORE_FITTED_H

#include "score/traits.h"

struct slant_fitted;
/* fails: SLANT_EREAD, SLANT_ELEXICON (with file and line: a trait that there is not, a number that is none, a feature
 * twice), SLANT_ENOMEM. */
slant_status slant_fitted_open(const char *path, const struct slant_lexicon_view *lexicon, struct slant_fitted **out,
                               struct slant_error *err);
void slant_fitted_close(struct slant_fitted *fitted);

/* For every sentence, the title's too, in mem: a chance by each of the models; of a model that is NULL there is none.
 * fails: SLANT_ENOMEM. */
slant_status slant_fitted_run(struct slant_fitted *const models[SLANT_NCHANCES], const struct slant_score_input *in,
                              struct slant_arena *mem, double *out[SLANT_NCHANCES]);

#endif
