/* logistic: regularised (L2) logistic regression. Deterministic: Newton's method from 0, no random start. */
#ifndef SLANT_STATS_LOGISTIC_H
#define SLANT_STATS_LOGISTIC_H

#include "base/arena.h"
#include "stats/stats.h"

/* n rows, k columns, row-major. Put a column of ones first for an intercept: column `unpenalised` (k: none) is not
 * penalised. The penalty weighs all columns alike: bring them to like scale
 * before. */
struct slant_logistic {
    size_t n, k;
    const double *x;       /* n·k, finite */
    const double *y;       /* 0 or 1, or a share between */
    const double *weights; /* n, >= 0; NULL: all 1 */
    size_t unpenalised;
};
/* Maximises Σ weight·(y log p + (1-y) log(1-p)) - lambda/2 · Σ b² (le Cessie & van Houwelingen 1992).
 * coefficients, se: k each. se: √diag(H⁻¹ J H⁻¹), H the penalised and J the plain information: the sampling spread of
 * the penalised estimate (with lambda 0 the usual ones). se may be NULL. loglik: without the penalty; may be NULL. OK;
 * SEPARATION (lambda 0 and the estimate runs away); SINGULAR; NO_CONVERGENCE; BAD_INPUT; NO_MEMORY. */
enum slant_stat slant_logistic_fit(const struct slant_logistic *data, double lambda, double *coefficients, double *se,
                                   double *loglik, struct slant_arena *mem);
/* The penalty out of `lambdas` with the least held-out deviance in `folds`-fold cross-validation. fold[i]: 0 ..
 * folds-1, the caller's, so that what belongs together (the sentences of one article) stays together. deviance (may be
 * NULL): the mean held-out deviance per unit of weight at each lambda. Ties go to the greater penalty. */
enum slant_stat slant_logistic_choose(const struct slant_logistic *data, const uint32_t *fold, size_t folds,
                                      const double *lambdas, size_t many, size_t *best, double *deviance,
                                      struct slant_arena *mem);
double slant_logistic_chance(const double *row, const double *coefficients, size_t k);

#endif
