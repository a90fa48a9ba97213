/* words: which words set one side apart. Monroe's zeta ranks; only the article-level test may claim. */
#ifndef SLANT_STATS_WORDS_H
#define SLANT_STATS_WORDS_H

#include "stats/rate.h"
#include "stats/stats.h"

/* One word: y_i of n_i tokens here, y_j of n_j there. */
struct slant_keyness {
    double delta, var, zeta; /* Monroe, Colaresi & Quinn 2008: log odds with an informative Dirichlet prior */
    double g2, g2_two_cells; /* Dunning 1993, four cells; Rayson & Garside 2000, two: for comparison, never a test */
    double g2_p;             /* as if tokens were independent: false claims are the rule (Lijffijt et al. 2016) */
    double log2_ratio;       /* of rates, ½ added */
};
/* prior: alpha_w = prior_total (1,000) · the word's share of all tokens. */
struct slant_keyness slant_keyness_of(double yi, double ni, double yj, double nj, double alpha_w, double prior_total);

/* The test that may claim: the log rate ratio with the article as the unit. sums are over ALL articles of a side, those
 * without the word too (y 0, w their tokens). z = log ratio / se; p from Student's t with Satterthwaite's df; then BH
 * over the words tested. status: TOO_FEW_ARTICLES below 10 articles with the word in both sides together; SEPARATION
 * (one side never uses it: no ratio; log2_ratio and zeta still rank it). */
struct slant_word_test {
    enum slant_stat status;
    double log_ratio, se, z, df, p;
    double se_poisson; /* as if tokens were independent */
    double articles_with;
};
struct slant_word_test slant_word_test_of(const struct slant_rate_sums *here, const struct slant_rate_sums *there);

/* Gries 2008: how unevenly a word is spread over articles, ½Σ|share of the word - share of the tokens|; 0 even, 1
 * clumped. norm: / (1 - least share) (Lijffijt & Gries 2012). Add every article that has the word; finish adds the
 * others. */
struct slant_dp {
    double word_total, token_total; /* the caller's: all of the word, all tokens of all articles */
    double sum, tokens_seen;
};
void slant_dp_add(struct slant_dp *dp, double count, double tokens); /* count > 0 */
double slant_dp_finish(const struct slant_dp *dp);
double slant_dp_norm(double dp, double least_tokens, double token_total);

#endif
