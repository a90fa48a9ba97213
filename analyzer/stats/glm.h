/* glm: counts with several causes at once: Poisson and quasi-Poisson with robust standard errors, negative binomial.
 * For adjustment, dispersion and planning; the headline p is permuted (permute.h). */
#ifndef SLANT_STATS_GLM_H
#define SLANT_STATS_GLM_H

#include "base/arena.h"
#include "stats/stats.h"

/* E(y) = exp(x'b + offset). */
struct slant_design {
    size_t n, p;
    const double *x;      /* n·p, row-major */
    const double *y;      /* n, whole numbers >= 0 */
    const double *offset; /* n: log of the exposure; NULL: 0 */
};
/* Adds the columns of a factor to row-major x (n rows of p) from column `at`: coded against level 0 (levels-1 columns),
 * or with sum to zero (the last level is -1 everywhere). level: n of 0 .. levels-1. */
enum slant_coding { SLANT_CODING_TREATMENT, SLANT_CODING_SUM };
void slant_design_factor(double *x, size_t n, size_t p, size_t at, const uint32_t *level, size_t levels,
                         enum slant_coding coding);

/* Fitted by iteratively reweighted least squares (McCullagh & Nelder 1989). All arrays in mem. */
struct slant_glm {
    enum slant_stat status; /* OK; SINGULAR; SEPARATION; NO_CONVERGENCE; NO_EVENTS; BAD_INPUT; NO_MEMORY */
    size_t n, p;
    double *coef;      /* p */
    double *cov;       /* p·p: the inverse information; Poisson standard errors are √ of its diagonal */
    double *mu;        /* n */
    double dispersion; /* φ = ΣPearson²/(n-p); what is shown uses max(1, φ) */
    double deviance, loglik, df;
};
struct slant_glm slant_poisson_fit(const struct slant_design *design, struct slant_arena *mem);

/* Robust covariances of a Poisson fit, p·p into cov. HC1: ·n/(n-p); HC3: residuals / (1 - leverage). */
enum slant_robust { SLANT_HC0, SLANT_HC1, SLANT_HC3 };
enum slant_stat slant_glm_robust(const struct slant_design *design, const struct slant_glm *fit, enum slant_robust kind,
                                 double *cov, struct slant_arena *mem);
/* CR1: articles of one cluster (story, day, author) belong together: ·G/(G-1)·(n-1)/(n-p). cluster: n of 0..clusters-1.
 * TOO_FEW_UNITS below 2 clusters; distrust it below 30. */
enum slant_stat slant_glm_cluster(const struct slant_design *design, const struct slant_glm *fit,
                                  const uint32_t *cluster, size_t clusters, double *cov, struct slant_arena *mem);
/* Newey & West (1987), Bartlett weights up to `lag`, ·n/(n-p): for rows in the order of time. */
enum slant_stat slant_glm_newey_west(const struct slant_design *design, const struct slant_glm *fit, size_t lag,
                                     double *cov, struct slant_arena *mem);
/* F of a model against a smaller one inside it: difference of deviances per column over the larger one's φ. */
struct slant_nested {
    enum slant_stat status;
    double f, df1, df2, p;
};
struct slant_nested slant_glm_nested(const struct slant_glm *small, const struct slant_glm *large);

/* Negative binomial, var = μ + μ²/θ (NB2; Lawless 1987): Newton on log θ around reweighted least squares. cov: from the
 * expected information. Boundary (likelihood still rising at θ = 1e7): status NB_BOUNDARY, θ infinite, the Poisson
 * estimates, lr 0, p 1. */
struct slant_negbin {
    struct slant_glm glm; /* coef, cov, mu, loglik; dispersion and deviance NaN */
    double theta, theta_se;
    double lr, p; /* against Poisson: 2Δloglik, ½P(χ²₁ > lr) */
};
struct slant_negbin slant_negbin_fit(const struct slant_design *design, struct slant_arena *mem);
/* Log-likelihood at given means; theta may be infinite. */
double slant_negbin_loglik(const double *y, const double *mu, size_t n, double theta);
double slant_chi_squared_p(double x, double df); /* upper tail */

/* Is there more spread than Poisson's? Reported, never a gate. */
struct slant_dispersion {
    enum slant_stat status;
    double pearson, df, ratio, p;        /* Pearson's χ² */
    double alpha, z;                     /* Cameron & Trivedi (1990), NB2 form */
    double dean_lawless, dean_lawless_p; /* Dean & Lawless (1989), one-sided */
};
struct slant_dispersion slant_dispersion_test(const double *y, const double *mu, size_t n, size_t p);

#endif
