/* share: ratios and contrasts of shares, on the logit: what rate.h and contrast.h do with rates on the log. */
#ifndef SLANT_STATS_SHARE_H
#define SLANT_STATS_SHARE_H

#include "stats/contrast.h"
#include "stats/matched.h"

/* The odds of a against the odds of b. As slant_ratio_of; NO_VARIATION also where a share is 1, which has no odds. */
struct slant_ratio slant_odds_ratio_of(const struct slant_rate_sums *a, const struct slant_rate_sums *b, double level);
/* As slant_contrast_mean, of logits; ratio is a ratio of odds. */
enum slant_stat slant_contrast_odds(const struct slant_rate_sums *sums, size_t groups, double level,
                                    struct slant_contrast *out);

/* Each outlet of a conditional Poisson fit against the mean of all, from its robust covariance; df = informative
 * stories - 1. Only status, est, se, df, p, ratio are filled. out: outlets. */
void slant_contrast_stories(const struct slant_conditional *fit, size_t outlets, struct slant_contrast *out);

/* exp(log_ratio ± t·se), t with df degrees of freedom, for any level. */
struct slant_interval slant_log_interval(double log_ratio, double se, double df, double level);

#endif
