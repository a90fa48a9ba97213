/* compare: a table of counts → what differs between outlets, and how sure that is.
 *
 * Per measure: a rate for each outlet (ratio of sums, log-t interval), one test of all outlets (permuted Welch F on log
 * rates), a test of each pair (permuted studentised log ratio), each outlet against the mean of outlets. Claims are
 * made within bounds that hold for the whole report: Benjamini-Hochberg over the measures, Holm within those selected,
 * at level .05·R/m (Benjamini & Bogomolov 2014). The unit is the article. Methods: stats/.
 * in:    counts, sorted (borrowed: the result points into them)
 * out:   allocated in mem
 * fails: SLANT_ENOMEM; SLANT_EUSAGE (no outlet has the baseline's name). Too few data are no failure: every number that
 *        is refused has a status and a sentence. */
#ifndef SLANT_COMPARE_COMPARE_H
#define SLANT_COMPARE_COMPARE_H

#include "compare/counts.h"
#include "stats/stats.h"

enum slant_verdict { SLANT_CANNOT_TELL, SLANT_LOWER, SLANT_HIGHER };
const char *slant_verdict_name(enum slant_verdict verdict); /* "cannot-tell" */
/* "ok", "TOO_FEW_ARTICLES", … and what that means, for people, without a stop. */
const char *slant_compare_status(enum slant_stat status);
const char *slant_compare_sentence(enum slant_stat status);

struct slant_compare_settings {
    uint64_t seed;
    size_t threads;
    uint32_t permutations;     /* 0: 9,999, more where many tests ask for smaller p values */
    int is_adjusted;           /* by the topics of the rows */
    struct slant_str baseline; /* ptr NULL: the mean of the outlets */
};

/* Rates are in the measure's unit; NaN: none. */
struct slant_compared_outlet {
    enum slant_stat status; /* of the interval */
    uint64_t articles, with_any, count, exposure;
    double rate, lo, hi; /* 95 % */
    double upper;        /* where nothing was found: the greatest rate that this is compatible with, else NaN */
    double median;       /* of the articles' own rates */
};

/* A ratio of rates, of shares the ratio of their odds. */
struct slant_compared_ratio {
    enum slant_stat status;
    double ratio, lo, hi; /* simultaneous over the measure's pairs (or contrasts); agrees with the verdict */
    double lo_95, hi_95;  /* of this one alone */
    double p, p_holm;
    enum slant_verdict verdict;
};

struct slant_compared_pair {
    uint32_t a, b; /* ratio is a / b; a < b by name */
    struct slant_compared_ratio of;
    double permutations;
    int exact;
    double detectable;                /* the smallest ratio (> 1) that would have been seen, 80 % power */
    double delta, delta_lo, delta_hi; /* Cliff's: chance that an article of a has the greater rate, less the reverse */
};

/* An outlet against the mean of all that were tested, or against the baseline. */
struct slant_compared_contrast {
    uint32_t outlet;
    struct slant_compared_ratio of;
};

struct slant_compared_omnibus {
    enum slant_stat status;
    double statistic, df1, df2, p, p_adjusted, permutations;
    int is_selected; /* claims may be made about this measure */
    int exact;
};

/* Within stories that two outlets or more tell of: see compare/stories.h. */
struct slant_compared_stories {
    enum slant_stat status; /* TOO_FEW_UNITS: fewer than two such stories */
    uint64_t stories, articles;
    double informative; /* stories with any of it */
    double statistic, p, p_adjusted, permutations;
    int exact, is_selected;
    struct slant_compared_contrast *contrasts; /* against the mean; of the outlets in these stories */
    uint32_t ncontrasts;
};

/* Rates as they would be if all outlets had the same mix of topics: see compare/adjusted.h. */
struct slant_compared_adjusted {
    enum slant_stat status;
    uint64_t articles, strata;
    double interaction_p;           /* small: the difference depends on the topic, and one number hides that */
    enum slant_stat *refused;       /* of each outlet; OK: it has an adjusted rate */
    double *crude, *rate, *lo, *hi; /* of each outlet, in the unit; NaN: none */
};

/* Claims that fall when one thing is left out: see compare/robust.h. */
enum { SLANT_MOST_LEFT_OUT = 5 };
struct slant_left_out {
    struct slant_str name;        /* of the term or story */
    uint64_t marks;               /* that went with it */
    uint32_t falls;               /* claims that fall without it */
    uint32_t a;                   /* of these the one that moves most: outlet a ... */
    int32_t b;                    /* ... against outlet b; -1: against the mean */
    double before, after, lo, hi; /* its ratio; NaN: too little remains */
};
struct slant_compared_robust {
    int is_known;     /* 0: there is one term (story) or none, or the count is not the sum of its terms' marks */
    uint32_t claims;  /* pairs, and outlets against the mean or baseline, that are said to differ */
    uint32_t hanging; /* of them, those that fall without some one term (story) */
    uint64_t tried;   /* left out one by one; 0 where nothing is claimed */
    uint64_t toppled; /* of them, those without which a claim falls */
    struct slant_left_out worst[SLANT_MOST_LEFT_OUT]; /* by falls, then marks, falling */
    uint32_t nworst;
};

struct slant_compared_measure {
    const struct slant_counts_measure *what;
    enum slant_stat status;                /* of the whole measure */
    struct slant_compared_outlet *outlets; /* all, by name */
    struct slant_compared_omnibus omnibus;
    struct slant_compared_pair *pairs;
    uint32_t npairs;
    struct slant_compared_contrast *contrasts; /* of outlets */
    uint32_t ncontrasts;
    struct slant_compared_stories stories;
    struct slant_compared_adjusted adjusted; /* where the settings ask for it */
    struct slant_compared_robust terms, stories_out;
    double dispersion; /* Pearson's φ, given the outlets' rates: 1 is Poisson */
    double mean_rate;  /* the unweighted mean of the tested outlets, on the log (logit) scale */
};

/* Outlets on a plane: see compare/plane.h. NaN: not on it. */
struct slant_compared_plane {
    enum slant_stat status;
    double share[2];         /* of the variance, that the two axes hold */
    double *x, *y;           /* outlets */
    double *load_x, *load_y; /* measures: where outlets with more of it lie */
};

struct slant_comparison {
    const struct slant_counts *counts;
    struct slant_compare_settings settings;
    struct slant_compared_measure *measures;
    uint32_t nmeasures;
    uint32_t noutlets;
    uint32_t tested, selected; /* measures with an omnibus p, and those of them with claims */
    uint32_t stories_tested, stories_selected;
    struct slant_compared_plane plane;
    double level; /* that Holm was held to in the selected ones: .05·R/m */
};

slant_status slant_compare_run(const struct slant_counts *counts, const struct slant_compare_settings *settings,
                               struct slant_arena *mem, struct slant_comparison *out, struct slant_error *err);

#endif
