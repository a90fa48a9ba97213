#include "stats/power.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double slant_power_u(const struct slant_rate_sums *sums)
{
    struct slant_rate rate = slant_rate_estimate(sums, 0.95);
    return (double)sums->n * rate.log_se * rate.log_se;
}

double slant_power_u_planned(double rate, double mean_w, double cv, double theta)
{
    return 1 / (rate * mean_w) + (1 + cv * cv) / theta;
}

static double both_z(double alpha, double power)
{
    return gsl_cdf_ugaussian_Pinv(1 - alpha / 2) + gsl_cdf_ugaussian_Pinv(power);
}

double slant_power_articles(double ratio, double u1, double u2, double balance, double alpha, double power)
{
    double z = both_z(alpha, power), l = log(ratio);
    return ratio > 0 && l != 0 && balance > 0 ? z * z * (u1 + u2 / balance) / (l * l) : NAN;
}

double slant_power_detectable(double n1, double u1, double n2, double u2, double alpha, double power)
{
    return n1 > 0 && n2 > 0 ? exp(both_z(alpha, power) * sqrt(u1 / n1 + u2 / n2)) : NAN;
}

double slant_power_of(double ratio, double se, double alpha)
{
    return se > 0 ? gsl_cdf_ugaussian_P(fabs(log(ratio)) / se - gsl_cdf_ugaussian_Pinv(1 - alpha / 2)) : NAN;
}
