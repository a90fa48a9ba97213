#include "stats/contrast.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static enum slant_stat contrast_status(const struct slant_rate_sums *sums, size_t groups)
{
    int variation = 0;
    if (groups < 2)
        return SLANT_STAT_TOO_FEW_OUTLETS;
    for (size_t k = 0; k < groups; k++) {
        struct slant_rate rate = slant_rate_estimate(&sums[k], 0.95);
        if (rate.status == SLANT_STAT_NO_EVENTS)
            return SLANT_STAT_SEPARATION;
        if (rate.status != SLANT_STAT_OK && rate.status != SLANT_STAT_NO_VARIATION)
            return rate.status;
        variation |= rate.status == SLANT_STAT_OK;
    }
    return variation ? SLANT_STAT_OK : SLANT_STAT_NO_VARIATION;
}

/* Outlet k's own weight is 1 - 1/K, the others' -1/K. */
static void contrast_one(const struct slant_rate_sums *sums, size_t groups, size_t k, double level,
                         struct slant_contrast *all)
{
    struct slant_contrast *out = &all[k];
    double share = 1 / (double)groups, var = 0, below = 0, mean = 0;
    for (size_t j = 0; j < groups; j++) {
        double c = (j == k) - share, part = c * c * all[j].var_log;
        var += part;
        below += part * part / (double)(sums[j].n - 1);
        mean += all[j].log_rate * share;
    }
    out->est = out->log_rate - mean;
    out->se = sqrt(var);
    out->ratio = exp(out->est);
    if (out->se == 0)
        return;
    out->df = var * var / below;
    out->p = 2 * gsl_cdf_tdist_Q(fabs(out->est) / out->se, out->df);
    double half = gsl_cdf_tdist_Pinv(0.5 + level / 2, out->df) * out->se;
    out->lo = out->ratio * exp(-half);
    out->hi = out->ratio * exp(half);
    if (!isfinite(half) || !isfinite(out->p))
        out->status = SLANT_STAT_BAD_INPUT;
}

enum slant_stat slant_contrast_mean(const struct slant_rate_sums *sums, size_t groups, double level,
                                    struct slant_contrast *out)
{
    enum slant_stat status = contrast_status(sums, groups);
    for (size_t k = 0; k < groups; k++) {
        struct slant_rate rate = slant_rate_estimate(&sums[k], level);
        out[k] = (struct slant_contrast){status, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
        out[k].log_rate = rate.rate > 0 ? log(rate.rate) : NAN;
        out[k].var_log = rate.log_se * rate.log_se;
    }
    if (status == SLANT_STAT_OK || status == SLANT_STAT_NO_VARIATION)
        for (size_t k = 0; k < groups; k++)
            contrast_one(sums, groups, k, level, out);
    return status;
}

struct slant_ratio slant_contrast_rest(const struct slant_rate_sums *sums, size_t groups, size_t which, double level)
{
    struct slant_rate_sums rest = {0};
    for (size_t k = 0; k < groups; k++)
        if (k != which)
            slant_rate_merge(&rest, &sums[k]);
    return slant_ratio_of(&sums[which], &rest, level);
}
