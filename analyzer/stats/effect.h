/* effect: how large a difference is, without a unit. */
#ifndef SLANT_STATS_EFFECT_H
#define SLANT_STATS_EFFECT_H

#include "base/arena.h"
#include "stats/stats.h"

/* Cliff's delta, P(X > Y) - P(X < Y), with the interval of Cliff and Feng (Feng & Cliff 2004; variance at least
 * (1-δ²)/(nm-1)). |δ| = 1: the interval collapses to a point, so status is SEPARATION and bound holds the least |δ|
 * that min(n, m) disjoint pairs allow: 2·0.025^(1/min(n,m)) - 1 (superiority_bound: the same as a chance). */
struct slant_cliff {
    enum slant_stat status; /* OK, SEPARATION, NO_VARIATION (all tied: δ 0), TOO_FEW_ARTICLES (a side below 2) */
    double delta, superiority, var;
    struct slant_interval ci;        /* 95 % */
    double superiority_bound, bound; /* NaN unless |δ| = 1 */
};
struct slant_cliff slant_cliff_delta(const double *x, size_t n, const double *y, size_t m, struct slant_arena *mem);

/* Hedges' g with its small-sample factor J; a normal interval and one from the noncentral t. */
struct slant_hedges {
    enum slant_stat status;
    double d, j, g, var;
    struct slant_interval ci, ci_noncentral; /* 95 % */
};
struct slant_hedges slant_hedges_g(const double *x, size_t n, const double *y, size_t m);

/* P(T <= t) of the noncentral t with df degrees of freedom. */
double slant_noncentral_t(double t, double df, double ncp);

#endif
