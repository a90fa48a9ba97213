/* matched: the same story told by several outlets; wire copy and its edit. */
#ifndef SLANT_STATS_MATCHED_H
#define SLANT_STATS_MATCHED_H

#include "base/arena.h"
#include "stats/stats.h"

struct slant_stories {
    struct slant_rows rows;
    const uint32_t *outlet; /* n of 0 .. outlets-1; 0 is what the others are held against */
    const uint32_t *story;  /* n of 0 .. stories-1 */
    size_t outlets, stories;
};
/* Conditional Poisson given story totals (Hausman, Hall & Griliches 1984), p ∝ w·e^b; the robust covariance is a
 * sandwich clustered by story, ·G/(G-1), G the informative stories (Wooldridge 1999). Stories with a total of 0 or one
 * article say nothing. φ: Pearson of the equivalent model with a parameter a story. Arrays in mem, outlets-1 long. */
struct slant_conditional {
    enum slant_stat status; /* OK; TOO_FEW_UNITS (fewer than 2 informative stories); SEPARATION; SINGULAR; … */
    double *coef, *se, *se_robust;
    double *robust; /* covariance, (outlets-1)² */
    double informative, dispersion;
    double wald, wald_df, wald_p; /* that no outlet differs; robust */
};
struct slant_conditional slant_conditional_poisson(const struct slant_stories *data, struct slant_arena *mem);

/* Shuffles the outlets' names within every story: score statistic U'I⁻¹U of the same model at b = 0 (Rao). Exact when
 * the product of the numbers of arrangements (orders of the articles of a story) is at most exact_limit. status: OK;
 * TOO_FEW_UNITS; SINGULAR; NO_EVENTS; BAD_INPUT; NO_MEMORY. */
struct slant_story_test {
    enum slant_stat status;
    int exact;
    double assignments, drawn, at_least, statistic, p;
    double informative; /* stories with events and at least two outlets */
};
struct slant_story_test slant_story_permutation(const struct slant_stories *data, uint64_t exact_limit,
                                                uint32_t replicates, uint64_t key, struct slant_arena *mem);

/* Pairs: a is the first version (or outlet), b the second. */
struct slant_pairs {
    size_t n;
    const double *ya, *wa, *yb, *wb;
};
/* Swaps within pairs, all 2^n for n <= 20, else replicates: of the mean rate difference b - a, and of the log ratio of
 * sums (½ added). */
struct slant_signflip {
    enum slant_stat status;
    int exact;
    double n, drawn;
    double mean_difference, at_least, p;
    double log_ratio, at_least_ratio, p_ratio;
};
struct slant_signflip slant_sign_flip(const struct slant_pairs *pairs, uint32_t replicates, uint64_t key,
                                      struct slant_arena *mem);

/* Differences of rates d (b - a) that were rounded by slant_round10 before, so that ties are ties. */
double slant_round10(double value); /* to 1e-10 */
struct slant_signed_ranks {
    enum slant_stat status;        /* OK; NO_VARIATION: all differences 0, p 1; TOO_FEW_UNITS */
    double n, zeros, mean, t, t_p; /* paired t */
    struct slant_interval t_ci;    /* 95 % */
    double v, var, z, p;           /* Wilcoxon, zeros dropped, continuity-corrected */
    double p_plain;                /* not corrected */
    double p_exact;                /* over all signs, with midranks; NaN above 200 pairs that differ */
    double pratt_z, pratt_p;       /* zeros ranked, then dropped (Pratt 1959) */
    double walsh_median;           /* Hodges-Lehmann, of the differences that are not 0; NaN above 2,000 */
    double positive, negative, sign_p;
};
struct slant_signed_ranks slant_signed_rank_test(const double *d, size_t n, struct slant_arena *mem);

/* Friedman (1937) with ties: blocks rows of k values, row-major. */
struct slant_friedman {
    enum slant_stat status;
    double q, df, p, w; /* w: Kendall's */
};
struct slant_friedman slant_friedman_test(const double *x, size_t blocks, size_t k, struct slant_arena *mem);

/* van Elteren (1960): two outlets (marked 1: the second), incomplete stories; within-story midranks / (n_s + 1).
 * Stories without both are passed over. */
struct slant_van_elteren {
    enum slant_stat status;
    double t, expected, var, z, p;
};
struct slant_van_elteren slant_van_elteren_test(const double *x, const unsigned char *second, const uint32_t *story,
                                                size_t n, size_t stories, struct slant_arena *mem);

#endif
