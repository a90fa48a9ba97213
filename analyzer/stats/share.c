#include "stats/share.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

struct logit {
    double level, var, df;
};

static struct logit logit_of(const struct slant_rate_sums *sums)
{
    struct slant_rate share = slant_share_estimate(sums, 0.95);
    double p = share.rate;
    return (struct logit){log(p / (1 - p)), share.log_se * share.log_se, (double)(sums->n - 1)};
}

struct slant_interval slant_log_interval(double log_ratio, double se, double df, double level)
{
    double half = gsl_cdf_tdist_Pinv(0.5 + level / 2, df) * se;
    if (!isfinite(half))
        return (struct slant_interval){NAN, NAN};
    return (struct slant_interval){exp(log_ratio - half), exp(log_ratio + half)};
}

struct slant_ratio slant_odds_ratio_of(const struct slant_rate_sums *a, const struct slant_rate_sums *b, double level)
{
    struct slant_ratio out = slant_ratio_of(a, b, level); /* its status; the numbers are replaced */
    out.ratio = out.log_ratio = out.se = out.df = out.t = out.p = out.lo = out.hi = NAN;
    if (out.status != SLANT_STAT_OK)
        return out;
    struct logit x = logit_of(a), y = logit_of(b);
    double var = x.var + y.var;
    out.log_ratio = x.level - y.level;
    out.ratio = exp(out.log_ratio);
    out.se = sqrt(var);
    if (!isfinite(out.log_ratio) || !(out.se > 0)) {
        out.status = SLANT_STAT_NO_VARIATION;
        return out;
    }
    out.df = var * var / (x.var * x.var / x.df + y.var * y.var / y.df);
    out.t = out.log_ratio / out.se;
    out.p = 2 * gsl_cdf_tdist_Q(fabs(out.t), out.df);
    struct slant_interval ends = slant_log_interval(out.log_ratio, out.se, out.df, level);
    out.lo = ends.lo;
    out.hi = ends.hi;
    return out;
}

/* Outlet k's own weight is 1 - 1/K, the others' -1/K. log_rate and var_log of all are filled. */
static void contrast_odds(const struct slant_rate_sums *sums, double mean, size_t groups, size_t k, double level,
                          struct slant_contrast *all)
{
    struct slant_contrast *out = &all[k];
    double var = 0, below = 0;
    for (size_t j = 0; j < groups; j++) {
        double c = (j == k) - 1 / (double)groups, part = c * c * all[j].var_log;
        var += part;
        below += part * part / (double)(sums[j].n - 1);
    }
    out->est = out->log_rate - mean;
    out->se = sqrt(var);
    out->ratio = exp(out->est);
    out->df = var * var / below;
    out->p = 2 * gsl_cdf_tdist_Q(fabs(out->est) / out->se, out->df);
    struct slant_interval ends = slant_log_interval(out->est, out->se, out->df, level);
    out->lo = ends.lo;
    out->hi = ends.hi;
    if (!isfinite(out->p) || !isfinite(out->lo))
        out->status = SLANT_STAT_NO_VARIATION;
}

enum slant_stat slant_contrast_odds(const struct slant_rate_sums *sums, size_t groups, double level,
                                    struct slant_contrast *out)
{
    enum slant_stat status = slant_contrast_mean(sums, groups, level, out); /* refusals are the same */
    double mean = 0;
    if (status != SLANT_STAT_OK)
        return status;
    for (size_t k = 0; k < groups; k++) {
        struct logit x = logit_of(&sums[k]);
        out[k].log_rate = x.level;
        out[k].var_log = x.var;
        mean += x.level / (double)groups;
    }
    for (size_t k = 0; k < groups; k++)
        contrast_odds(sums, mean, groups, k, level, out);
    return status;
}

void slant_contrast_stories(const struct slant_conditional *fit, size_t outlets, struct slant_contrast *out)
{
    double mean = 0, share = 1 / (double)outlets;
    size_t p = outlets - 1;
    for (size_t k = 0; k < p; k++)
        mean += fit->coef[k] * share;
    for (size_t k = 0; k < outlets; k++) {
        double var = 0;
        for (size_t i = 0; i < p; i++)
            for (size_t j = 0; j < p; j++)
                var += ((i + 1 == k) - share) * ((j + 1 == k) - share) * fit->robust[i * p + j];
        out[k] = (struct slant_contrast){fit->status, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
        out[k].est = (k > 0 ? fit->coef[k - 1] : 0) - mean;
        out[k].se = sqrt(var);
        out[k].df = fit->informative - 1;
        out[k].ratio = exp(out[k].est);
        out[k].p = 2 * gsl_cdf_tdist_Q(fabs(out[k].est) / out[k].se, out[k].df);
        if (!isfinite(out[k].p))
            out[k].status = SLANT_STAT_NO_VARIATION;
    }
}
