/* agree: do annotators agree, and does the tool agree with people? */
#ifndef SLANT_STATS_AGREE_H
#define SLANT_STATS_AGREE_H

#include "base/arena.h"
#include "stats/stats.h"

/* May agreement be reported? OK, or TOO_FEW_UNITS below 50 units or below 10 of the rarer class. */
enum slant_stat slant_agree_gate(double units, double rarest);

/* Cohen's kappa of two raters over levels 0 .. levels-1, se of Fleiss, Cohen & Everitt (1969). */
enum slant_kappa_weights { SLANT_KAPPA_PLAIN, SLANT_KAPPA_LINEAR, SLANT_KAPPA_QUADRATIC };
struct slant_kappa {
    enum slant_stat status; /* OK; UNDEFINED (both always gave one and the same level) */
    double observed, expected, kappa, se;
};
struct slant_kappa slant_kappa_of(const uint32_t *a, const uint32_t *b, size_t n, size_t levels,
                                  enum slant_kappa_weights weights, struct slant_arena *mem);

/* Krippendorff's alpha (2011). values: units × coders, row-major; NaN: not coded. UNDEFINED when every value is the
 * same: never 1. */
enum slant_metric { SLANT_NOMINAL, SLANT_ORDINAL, SLANT_INTERVAL, SLANT_RATIO };
struct slant_alpha {
    enum slant_stat status;                   /* OK; UNDEFINED; TOO_FEW_UNITS (nothing that two coders coded) */
    double alpha, observed, expected, values; /* disagreement; values that can be paired */
};
struct slant_alpha slant_alpha_of(const double *values, size_t units, size_t coders, enum slant_metric metric,
                                  struct slant_arena *mem);
/* Intervals, 95 %: percentiles (type 6) of alpha over resamples of clusters, and jackknife over clusters with t. A
 * cluster is what was drawn together: the units (sentences) of one article; without clusters each unit is its own. */
struct slant_alpha_plan {
    const double *values; /* as above */
    size_t units, coders;
    enum slant_metric metric;
    const uint32_t *cluster; /* of each unit, 0 .. clusters-1; NULL: each its own */
    size_t clusters;
    size_t replicates;
    uint64_t key;          /* of the stream that resamples are drawn from */
    const uint32_t *picks; /* NULL; or the resamples, given: replicates rows of `units` unit numbers */
};
struct slant_alpha_interval {
    enum slant_stat status;
    double units; /* clusters with a unit that has two or more codes */
    struct slant_interval bootstrap, jackknife;
    double jackknife_se;
    double *replicates; /* alpha of each, as drawn; in mem */
};
struct slant_alpha_interval slant_alpha_interval_of(const struct slant_alpha_plan *plan, struct slant_arena *mem);

/* Tool against people, yes or no; clusters (articles) 0 .. clusters-1 for the standard errors (linearised ratio). */
struct slant_detection {
    enum slant_stat status; /* OK; UNDEFINED: nothing marked, or nothing to mark (the ratios that it hits are NaN) */
    double tp, fp, fn, tn;
    double precision, precision_se, recall, recall_se, f1, f1_se, specificity, accuracy;
    double kappa, kappa_se, pabak, ac1 /* Gwet 2008 */, alpha;
    double prevalence_tool, prevalence_corrected /* Rogan & Gladen 1978 */, count_factor /* precision / recall */;
    double always_no; /* accuracy of never marking anything */
};
struct slant_detection slant_detection_of(const unsigned char *human, const unsigned char *tool,
                                          const uint32_t *cluster, size_t n, size_t clusters, struct slant_arena *mem);

#endif
