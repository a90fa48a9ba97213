#include "stats/stats.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_version.h>
#include <math.h>

void slant_stats_start(void)
{
    gsl_set_error_handler_off();
}

const char *slant_stats_library(void)
{
    return "GSL " GSL_VERSION;
}

static const struct {
    const char *name, *sentence;
} statuses[] = {
    [SLANT_STAT_OK] = {"OK", "there is enough"},
    [SLANT_STAT_TOO_FEW_ARTICLES] = {"TOO_FEW_ARTICLES", "there are too few articles, or too few with any of it"},
    [SLANT_STAT_TOO_FEW_OUTLETS] = {"TOO_FEW_OUTLETS", "there are too few outlets"},
    [SLANT_STAT_TOO_FEW_UNITS] = {"TOO_FEW_UNITS", "there is too little that can be compared"},
    [SLANT_STAT_NO_EVENTS] = {"NO_EVENTS", "nothing was found anywhere"},
    [SLANT_STAT_SEPARATION] = {"SEPARATION", "one side has none at all, so there is no ratio, only a bound"},
    [SLANT_STAT_NO_VARIATION] = {"NO_VARIATION", "all values are the same"},
    [SLANT_STAT_WELCH_UNDEFINED] = {"WELCH_UNDEFINED", "one of the outlets does not vary, and this test needs that"},
    [SLANT_STAT_NB_BOUNDARY] = {"NB_BOUNDARY", "the counts vary no more than chance alone would make them"},
    [SLANT_STAT_EMPTY_CELL] = {"EMPTY_CELL", "an outlet has too few articles on one of the topics"},
    [SLANT_STAT_COVERAGE_LOW] = {"COVERAGE_LOW", "too few sources were mentioned twice to speak of diversity"},
    [SLANT_STAT_SINGULAR] = {"SINGULAR", "the causes cannot be told apart in these data"},
    [SLANT_STAT_NO_CONVERGENCE] = {"NO_CONVERGENCE", "the estimate did not settle"},
    [SLANT_STAT_UNDEFINED] = {"UNDEFINED", "it is not defined for these data"},
    [SLANT_STAT_BAD_INPUT] = {"BAD_INPUT", "the numbers are not finite, negative, or do not belong together"},
    [SLANT_STAT_NO_MEMORY] = {"NO_MEMORY", "there is not enough memory"},
};

const char *slant_stat_name(enum slant_stat status)
{
    return statuses[status].name;
}

const char *slant_stat_sentence(enum slant_stat status)
{
    return statuses[status].sentence;
}

void slant_sort(double *values, size_t n)
{
    gsl_sort(values, 1, n);
}

/* The value at place h (0-based, between two neighbours by line), held inside. */
static double at_place(const double *sorted, size_t n, double h)
{
    if (n == 0 || isnan(h))
        return NAN;
    if (h <= 0)
        return sorted[0];
    if (h >= (double)(n - 1))
        return sorted[n - 1];
    double low = floor(h);
    size_t i = (size_t)low;
    return sorted[i] + (h - low) * (sorted[i + 1] - sorted[i]);
}

double slant_quantile(const double *sorted, size_t n, double p)
{
    return at_place(sorted, n, ((double)n - 1) * p);
}

double slant_quantile6(const double *sorted, size_t n, double p)
{
    return at_place(sorted, n, ((double)n + 1) * p - 1);
}

double slant_midranks(const double *values, size_t n, size_t *order, double *ranks)
{
    double ties = 0;
    gsl_sort_index(order, values, 1, n);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && values[order[end]] == values[order[i]];)
            end++;
        double t = (double)(end - i), rank = (double)(i + end + 1) / 2;
        ties += t * t * t - t;
        for (size_t j = i; j < end; j++)
            ranks[order[j]] = rank;
    }
    return ties;
}
