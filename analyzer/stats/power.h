/* power: what could have been seen. */
#ifndef SLANT_STATS_POWER_H
#define SLANT_STATS_POWER_H

#include "stats/rate.h"

/* Variance of one article's share in the log rate: u = n·Var(log R); observed, or from a rate per unit of exposure, the
 * mean exposure, its coefficient of variation and the dispersion theta: 1/(rate·w̄) + (1 + cv²)/θ. */
double slant_power_u(const struct slant_rate_sums *sums);
double slant_power_u_planned(double rate, double mean_w, double cv, double theta);
/* Articles in the first outlet for `power` (0.8) at two-sided `alpha` (0.05): (z + z)² (u1 + u2/balance)/log(ratio)²;
 * balance = n2/n1 (Zhu & Lakkis 2014). NaN when ratio is 1 or not positive. */
double slant_power_articles(double ratio, double u1, double u2, double balance, double alpha, double power);
/* The smallest ratio (> 1) that such a test would see with the given power: exp((z + z)·√(u1/n1 + u2/n2)). */
double slant_power_detectable(double n1, double u1, double n2, double u2, double alpha, double power);
/* The power to see a given ratio, when se is the standard error of its log: Φ(|log ratio|/se - z). */
double slant_power_of(double ratio, double se, double alpha);

#endif
