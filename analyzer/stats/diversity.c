#include "stats/diversity.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>

enum { LEAST_MENTIONS = 30 };
static const double LEAST_COVERAGE = 0.5;

static void tally(const double *counts, size_t many, struct slant_diversity *out)
{
    for (size_t i = 0; i < many; i++) {
        out->n += counts[i];
        out->s += counts[i] > 0;
        out->f1 += counts[i] == 1;
        out->f2 += counts[i] == 2;
    }
}

/* Chao & Jost 2012. */
static double coverage(double n, double f1, double f2)
{
    if (f2 > 0)
        return 1 - f1 / n * ((n - 1) * f1 / ((n - 1) * f1 + 2 * f2));
    if (f1 > 1)
        return 1 - f1 / n * ((n - 1) * (f1 - 1) / ((n - 1) * (f1 - 1) + 2));
    return 1;
}

/* Horvitz-Thompson over the sources seen, their shares shrunk by the coverage. With nothing but singletons the coverage
 * would be 0: one of them is then taken as seen twice. */
static double chao_shen(const double *counts, size_t many, double n, double f1)
{
    double c = 1 - (f1 == n ? n - 1 : f1) / n, sum = 0;
    if (c == 0 || n == 1)
        return NAN;
    for (size_t i = 0; i < many; i++)
        if (counts[i] > 0) {
            double p = c * counts[i] / n;
            sum -= p * log(p) / -expm1(n * log1p(-p));
        }
    return sum;
}

struct slant_diversity slant_diversity_of(const double *counts, size_t many)
{
    struct slant_diversity out = {.status = SLANT_STAT_OK};
    double squares = 0, pairs = 0;
    for (size_t i = 0; i < many; i++)
        if (!(counts[i] >= 0) || !isfinite(counts[i]) || counts[i] != floor(counts[i]))
            out.status = SLANT_STAT_BAD_INPUT;
    tally(counts, many, &out);
    if (out.n == 0 && out.status == SLANT_STAT_OK)
        out.status = SLANT_STAT_NO_EVENTS;
    if (out.status != SLANT_STAT_OK) {
        out.shannon = out.miller_madow = out.chao_shen = out.coverage_good = out.coverage_chao_jost = out.simpson = NAN;
        out.hill1 = out.hill2 = out.chao1 = out.pielou = out.top_share = NAN;
        return out;
    }
    for (size_t i = 0; i < many; i++) {
        double p = counts[i] / out.n;
        out.shannon -= p > 0 ? p * log(p) : 0;
        out.top_share = fmax(out.top_share, p);
        squares += p * p;
        pairs += counts[i] * (counts[i] - 1);
    }
    out.miller_madow = out.shannon + (out.s - 1) / (2 * out.n);
    out.chao_shen = chao_shen(counts, many, out.n, out.f1);
    out.coverage_good = 1 - out.f1 / out.n;
    out.coverage_chao_jost = coverage(out.n, out.f1, out.f2);
    out.simpson = out.n > 1 ? 1 - pairs / (out.n * (out.n - 1)) : NAN;
    out.hill1 = exp(out.shannon);
    out.hill2 = 1 / squares;
    out.chao1 = out.s + out.f1 * (out.f1 - 1) / (2 * (out.f2 + 1));
    out.pielou = out.s > 1 ? out.shannon / log(out.s) : NAN;
    if (out.f1 == out.n || out.n < LEAST_MENTIONS || out.coverage_good < LEAST_COVERAGE)
        out.status = SLANT_STAT_COVERAGE_LOW;
    return out;
}

/* log of n over k, 0 <= k <= n. */
static double log_choose(double n, double k)
{
    return gsl_sf_lngamma(n + 1) - gsl_sf_lngamma(k + 1) - gsl_sf_lngamma(n - k + 1);
}

double slant_rarefied(const double *counts, size_t many, double m)
{
    double n = 0, sum = 0;
    for (size_t i = 0; i < many; i++)
        n += counts[i];
    if (!(m >= 0 && m <= n))
        return NAN;
    for (size_t i = 0; i < many; i++) /* the chance that all m miss this source */
        if (counts[i] > 0)
            sum += n - counts[i] < m ? 1 : -expm1(log_choose(n - counts[i], m) - log_choose(n, m));
    return sum;
}
