/* omnibus: do several outlets differ at all? (And the classical tests of two, for the appendix.) */
#ifndef SLANT_STATS_OMNIBUS_H
#define SLANT_STATS_OMNIBUS_H

#include "base/arena.h"
#include "stats/rate.h"
#include "stats/stats.h"

struct slant_ftest {
    enum slant_stat status;
    double f, df1, df2, p;
};
/* Welch's F (1951) on the log rates of `groups` outlets, from their sums. halves: add ½ to every Y (never undefined,
 * variances floored at 1e-12), as the headline permutation does; else the rates as they are (SEPARATION when one is 0).
 * Its own p trusts the F distribution: the headline p is permuted. */
struct slant_ftest slant_welch_log(const struct slant_rate_sums *sums, size_t groups, int halves);
/* Of values (article rates) in groups: Welch's ANOVA (WELCH_UNDEFINED when a group has no variance or one member) and
 * the classical F. */
struct slant_ftest slant_welch_anova(const double *x, const uint32_t *group, size_t n, size_t groups);
struct slant_ftest slant_classical_f(const double *x, const uint32_t *group, size_t n, size_t groups);

/* Kruskal & Wallis (1952) with correction for ties. All tied: NO_VARIATION, h NaN, p 1. */
struct slant_kruskal {
    enum slant_stat status;
    double h, tie_correction, df, p, epsilon_squared;
};
struct slant_kruskal slant_kruskal_wallis(const double *x, const uint32_t *group, size_t n, size_t groups,
                                          struct slant_arena *mem);

struct slant_ttest {
    enum slant_stat status;
    double difference, t, df, p;
    struct slant_interval ci; /* of the difference, 95 % */
};
struct slant_ttest slant_welch_t(const double *x, size_t n, const double *y, size_t m);

/* Mann & Whitney (1947), normal approximation with ties. All tied: NO_VARIATION, p 1. */
struct slant_mann_whitney {
    enum slant_stat status;
    double u, var, z, p; /* continuity-corrected */
    double p_plain;      /* not corrected */
};
struct slant_mann_whitney slant_mann_whitney(const double *x, size_t n, const double *y, size_t m,
                                             struct slant_arena *mem);
/* Brunner & Munzel (2000): for P(X < Y) = ½, whatever the spreads; positive when y is the greater. */
struct slant_ttest slant_brunner_munzel(const double *x, size_t n, const double *y, size_t m, struct slant_arena *mem);

#endif
