/* stats: what can be said about numbers, and how sure it is. GSL's only door.
 * One header a family; this one holds what they share. The unit is the article (or something coarser), never the word:
 * y is its count, w its exposure (words, sentences), and rates are per unit of exposure.
 *
 * Every result begins with a status: OK, or why it was refused. What could not be computed is NaN beside a status that
 * is not OK, never a number that looks like a result. Nothing here allocates but in the arena that it is given: results
 * and scratch live there until the caller resets it. Same input, same bytes: no result depends on threads or on the
 * order of calls. */
#ifndef SLANT_STATS_STATS_H
#define SLANT_STATS_STATS_H

#include <stddef.h>
#include <stdint.h>

/* GSL aborts the process on an error unless told otherwise: call once, before any thread starts. */
void slant_stats_start(void);
const char *slant_stats_library(void); /* "GSL 2.7.1" */

enum slant_stat {
    SLANT_STAT_OK,
    SLANT_STAT_TOO_FEW_ARTICLES,
    SLANT_STAT_TOO_FEW_OUTLETS,
    SLANT_STAT_TOO_FEW_UNITS,
    SLANT_STAT_NO_EVENTS,       /* nothing was counted anywhere */
    SLANT_STAT_SEPARATION,      /* one side has none at all: no ratio, only a bound */
    SLANT_STAT_NO_VARIATION,    /* every value is the same */
    SLANT_STAT_WELCH_UNDEFINED, /* one group has no variance, so its weight would be infinite */
    SLANT_STAT_NB_BOUNDARY,     /* no overdispersion: theta is infinite, the Poisson model holds */
    SLANT_STAT_EMPTY_CELL,      /* an outlet is missing from a stratum that weighs */
    SLANT_STAT_COVERAGE_LOW,    /* too few mentions to speak of diversity */
    SLANT_STAT_SINGULAR,        /* the columns of a design depend on each other */
    SLANT_STAT_NO_CONVERGENCE,
    SLANT_STAT_UNDEFINED, /* 0/0 by its definition */
    SLANT_STAT_BAD_INPUT, /* not finite, negative, or of the wrong shape */
    SLANT_STAT_NO_MEMORY,
};
const char *slant_stat_name(enum slant_stat status);     /* "TOO_FEW_ARTICLES" */
const char *slant_stat_sentence(enum slant_stat status); /* for people, without a stop: "there are too few articles" */

struct slant_interval {
    double lo, hi; /* NaN: none */
};

/* Articles as two columns of the same length. Counts and exposures are whole numbers >= 0 held as doubles; w > 0. */
struct slant_rows {
    size_t n;
    const double *y, *w;
};

/* The quantile of sorted values: type 7, by linear interpolation, and type 6 (Hyndman & Fan 1996). NaN when n is 0. */
double slant_quantile(const double *sorted, size_t n, double p);
double slant_quantile6(const double *sorted, size_t n, double p);
void slant_sort(double *values, size_t n); /* rising; values must be finite */
/* Midranks (ties share the mean of their places), 1-based. order: scratch for n. Returns the sum of t³ - t over ties.
 */
double slant_midranks(const double *values, size_t n, size_t *order, double *ranks);

#endif
