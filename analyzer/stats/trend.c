#include "stats/trend.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#include "stats/glm.h"
#include "stats/matrix.h"
#include "stats/rate.h"

enum { LEAST_WEEKS = 20, LAG = 4 };
static const double Z = 1.959963984540054;

enum slant_stat slant_trend_gate(size_t weeks)
{
    return weeks < LEAST_WEEKS ? SLANT_STAT_TOO_FEW_UNITS : SLANT_STAT_OK;
}

/* Slopes between all pairs (sorted), and Kendall's S. */
static double slopes_of(const double *time, const double *value, size_t n, double *slope)
{
    double s = 0;
    size_t many = 0;
    for (size_t j = 1; j < n; j++)
        for (size_t i = 0; i < j; i++) {
            s += (value[j] > value[i]) - (value[j] < value[i]);
            slope[many++] = (value[j] - value[i]) / (time[j] - time[i]);
        }
    slant_sort(slope, many);
    return s;
}

/* Σ over ties of t(t-1)(2t+5), and of t(t-1)/2; value sorted. */
static double tie_sums(const double *value, size_t n, double *pairs)
{
    double sum = 0;
    *pairs = 0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && value[end] == value[i];)
            end++;
        double t = (double)(end - i);
        sum += t * (t - 1) * (2 * t + 5);
        *pairs += t * (t - 1) / 2;
    }
    return sum;
}

/* Sen's (1968) interval: the slopes at round(M1) and round(M2) + 1, 1-based; as R rounds, half to even. */
static struct slant_interval sen_interval(const double *slope, size_t many, double var)
{
    double half = Z * sqrt(var), lo = rint(((double)many - half) / 2), hi = rint(((double)many + half) / 2) + 1;
    if (lo < 1 || hi > (double)many)
        return (struct slant_interval){NAN, NAN}; /* too few to be sure of anything */
    return (struct slant_interval){slope[(size_t)lo - 1], slope[(size_t)hi - 1]};
}

static enum slant_stat series_status(const double *time, const double *value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(time[i]) || !isfinite(value[i]) || (i > 0 && !(time[i] > time[i - 1])))
            return SLANT_STAT_BAD_INPUT;
    return n < 3 || n > 20000 ? SLANT_STAT_TOO_FEW_UNITS : SLANT_STAT_OK;
}

struct slant_mann_kendall slant_mann_kendall_of(const double *time, const double *value, size_t n,
                                                struct slant_arena *mem)
{
    struct slant_mann_kendall out = {series_status(time, value, n), NAN, NAN, NAN, NAN, NAN, NAN, NAN, {NAN, NAN}};
    if (out.status != SLANT_STAT_OK)
        return out;
    size_t many = n * (n - 1) / 2;
    double *slope = slant_doubles(mem, many), *sorted = slant_doubles(mem, n), tied, count = (double)n;
    if (!slope || !sorted) {
        out.status = SLANT_STAT_NO_MEMORY;
        return out;
    }
    for (size_t i = 0; i < n; i++)
        sorted[i] = value[i];
    slant_sort(sorted, n);
    out.s = slopes_of(time, value, n, slope);
    out.var = (count * (count - 1) * (2 * count + 5) - tie_sums(sorted, n, &tied)) / 18;
    out.slope = slant_quantile(slope, many, 0.5);
    out.intercept =
        slant_quantile(sorted, n, 0.5) - out.slope * (n % 2 ? time[n / 2] : (time[n / 2 - 1] + time[n / 2]) / 2);
    if (!(out.var > 0)) {
        out.status = SLANT_STAT_NO_VARIATION;
        out.p = 1;
        return out;
    }
    out.z = (out.s - (out.s > 0) + (out.s < 0)) / sqrt(out.var);
    out.p = 2 * gsl_cdf_ugaussian_Q(fabs(out.z));
    out.tau_b = out.s / sqrt((double)many * ((double)many - tied));
    out.slope_ci = sen_interval(slope, many, out.var);
    return out;
}

struct slant_count_trend slant_count_trend_of(const double *time, struct slant_rows rows, struct slant_arena *mem)
{
    struct slant_count_trend out = {SLANT_STAT_NO_MEMORY, NAN, NAN, NAN, NAN, NAN, NAN};
    double *x = slant_doubles(mem, 2 * rows.n), *offset = slant_doubles(mem, rows.n),
           *left = slant_doubles(mem, rows.n), cov[4];
    double top = 0, bottom = 0;
    if (!x || !offset || !left)
        return out;
    out.status = SLANT_STAT_BAD_INPUT;
    for (size_t i = 0; i < rows.n; i++) {
        if (slant_row_check(1, &rows.w[i], &rows.y[i]) != SLANT_ROW_USABLE)
            return out;
        x[2 * i] = 1;
        x[2 * i + 1] = time[i];
        offset[i] = log(rows.w[i]);
    }
    struct slant_design design = {rows.n, 2, x, rows.y, offset};
    struct slant_glm fit = slant_poisson_fit(&design, mem);
    out.status = slant_glm_newey_west(&design, &fit, LAG, cov, mem);
    if (out.status != SLANT_STAT_OK)
        return out;
    out.slope = fit.coef[1];
    out.se_poisson = sqrt(fit.cov[3]);
    out.dispersion = fit.dispersion;
    out.se_quasi = sqrt(fit.dispersion * fit.cov[3]);
    out.se_newey_west = sqrt(cov[3]);
    for (size_t i = 0; i < rows.n; i++)
        left[i] = (rows.y[i] - fit.mu[i]) / sqrt(fit.mu[i]);
    double mean = gsl_stats_mean(left, 1, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        top += i > 0 ? (left[i] - mean) * (left[i - 1] - mean) : 0;
        bottom += (left[i] - mean) * (left[i] - mean);
    }
    out.autocorrelation = top / bottom;
    return out;
}
