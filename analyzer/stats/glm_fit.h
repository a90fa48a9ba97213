/* glm_fit: what the Poisson and the negative binomial fit share, for this room alone. */
#ifndef SLANT_STATS_GLM_FIT_H
#define SLANT_STATS_GLM_FIT_H

#include "stats/glm.h"

/* Checks the design, makes room, and puts the means to y + .1. */
enum slant_stat slant_glm_start(const struct slant_design *design, struct slant_glm *fit, struct slant_arena *mem);
/* Reweighted least squares from fit->mu for a given theta (infinite: Poisson): fills coef, cov, mu. */
enum slant_stat slant_glm_iterate(const struct slant_design *design, double theta, struct slant_glm *fit,
                                  struct slant_arena *mem);
double slant_poisson_deviance(const double *y, const double *mu, size_t n);

#endif
