/* rate: how often, per unit of exposure, with the article as the unit; and the ratio of two such rates. */
#ifndef SLANT_STATS_RATE_H
#define SLANT_STATS_RATE_H

#include "base/arena.h"
#include "stats/stats.h"

/* Sums over the articles of one group: count y and exposure w of each. Whole numbers, so they merge exactly under any
 * sharding. */
struct slant_rate_sums {
    uint64_t n, with_any; /* articles; those with y > 0 */
    uint64_t y, w;
    unsigned __int128 yy, yw, ww;
};
void slant_rate_add(struct slant_rate_sums *sums, uint64_t y, uint64_t w);
void slant_rate_merge(struct slant_rate_sums *to, const struct slant_rate_sums *from);

/* The rate Y/W and what is known of its spread: v = n/(n-1) · Σ(y - R w)² / W² (Cochran 1977, ch. 6), log_se = √v/R.
 * Interval: R·exp(±t log_se), t with n-1 degrees of freedom. */
struct slant_rate {
    enum slant_stat
        status; /* of the interval: OK, TOO_FEW_ARTICLES, NO_EVENTS, NO_VARIATION (a point), BAD_INPUT (W = 0) */
    double rate, v, log_se, lo, hi;
};
/* What may be shown: the 95 % interval is refused below 10 articles and below 5 with any (TOO_FEW_ARTICLES), where it
 * covers too little. rate and v stand wherever they can be computed. */
struct slant_rate slant_rate_of(const struct slant_rate_sums *sums);
/* The same without these two thresholds, for any level (0.95): needs n >= 2 and Y > 0. */
struct slant_rate slant_rate_estimate(const struct slant_rate_sums *sums, double level);
/* A share (Y of W, Y <= W): the interval is made on the logit scale, and log_se is the standard error of the logit. */
struct slant_rate slant_share_estimate(const struct slant_rate_sums *sums, double level);
/* Whether there is enough for an interval and a test: OK, NO_EVENTS, or TOO_FEW_ARTICLES. */
enum slant_stat slant_rate_gate(const struct slant_rate_sums *sums);
/* Of a group with no event: the greatest rate that this is compatible with, φ·(-ln(1-p))/W, φ = max(1, dispersion) of
 * the other groups; p = 0.975 for the end of a 95 % interval. */
double slant_rate_upper(double w, double dispersion, double p);

/* R_a / R_b with its interval: log ratio ± t se, se² = log_se_a² + log_se_b², Satterthwaite's degrees of freedom. It is
 * the Poisson pseudo-likelihood estimate with HC0·n/(n-1) variance. status: OK; TOO_FEW_ARTICLES (a side below 2);
 * NO_EVENTS (both none); SEPARATION (one none); NO_VARIATION (both constant: ratio stands, no interval, p is 1 when the
 * ratio is 1, else NaN). No thresholds: see slant_rate_gate. */
struct slant_ratio {
    enum slant_stat status;
    double ratio, log_ratio, se, df, t, p, lo, hi;
};
struct slant_ratio slant_ratio_of(const struct slant_rate_sums *a, const struct slant_rate_sums *b, double level);

/* Everything about one group that needs its articles one by one. Rates as given: per unit of w. */
struct slant_description {
    enum slant_stat status;
    double n, zeros, y, w;
    double rate, se, log_se;
    struct slant_interval log_t, wald_t; /* 95 % */
    struct slant_interval poisson;       /* as if words were independent: for comparison, far too narrow */
    double jackknife_se;
    double mean, sd, median, mad; /* of the articles' own rates; mad is scaled by 1.4826 */
    double quantiles[5];          /* of the same: 5, 25, 50, 75, 95 % */
    double dispersion;            /* Pearson: Σ(y - μ)²/μ / (n-1) */
};
struct slant_description slant_rate_describe(struct slant_rows rows, struct slant_arena *mem);

/* The gate of the input: what makes a row unusable. Missing is told apart from not finite by the caller's flags. */
enum slant_row_fault {
    SLANT_ROW_USABLE,
    SLANT_ROW_OUTLET_MISSING,
    SLANT_ROW_WORDS_MISSING,
    SLANT_ROW_WORDS_NOT_FINITE,
    SLANT_ROW_COUNT_MISSING,
    SLANT_ROW_COUNT_NOT_FINITE,
    SLANT_ROW_COUNT_NEGATIVE,
    SLANT_ROW_COUNT_NOT_INTEGER,
    SLANT_ROW_NO_EXPOSURE,            /* words 0 (or below), count 0 */
    SLANT_ROW_COUNT_WITHOUT_EXPOSURE, /* words 0, count above: an error in the data, not a zero */
};
/* words, count: NULL when missing. */
enum slant_row_fault slant_row_check(int has_outlet, const double *words, const double *count);
const char *slant_row_fault_name(enum slant_row_fault fault); /* "count_negative"; usable: "usable" */

#endif
