#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <string.h>

#include "stats/glm_fit.h"
#include "stats/matrix.h"

enum { MOST_ROUNDS = 400, MOST_STEPS = 100 };
static const double BOUNDARY = 1e7;

/* Σ over j < y of 1/(θ+j), 1/(θ+j)², log1p(j/θ): how many articles have more than j tells how often each term counts.
 * The differences of gamma functions that these stand for lose all digits at large θ. */
struct tail {
    size_t len;
    const double *more; /* more[j]: articles with y > j */
};

static int tail_of(const double *y, size_t n, struct tail *tail, struct slant_arena *mem)
{
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, y[i]);
    if (most > 1e7) /* the sums would be longer than is sensible: counts of words are not */
        return 0;
    tail->len = (size_t)most;
    double *more = slant_doubles(mem, tail->len + 1);
    if (!more)
        return 0;
    for (size_t i = 0; i < n; i++)
        more[(size_t)y[i]]++;
    for (size_t j = tail->len; j-- > 0;)
        more[j] += more[j + 1];
    for (size_t j = 0; j < tail->len; j++) /* from y >= j to y > j */
        more[j] = more[j + 1];
    tail->more = more;
    return 1;
}

/* First and second derivative of the log-likelihood by θ at given means. */
static void theta_score(double theta, const struct tail *tail, const double *y, const double *mu, size_t n,
                        double *first, double *second)
{
    double a = 0, b = 0, c = 0, d = 0;
    for (size_t j = 0; j < tail->len; j++) {
        double t = theta + (double)j;
        a += tail->more[j] / t;
        b -= tail->more[j] / (t * t);
    }
    for (size_t i = 0; i < n; i++) {
        double s = mu[i] + theta;
        c += -log1p(mu[i] / theta) + (mu[i] - y[i]) / s;
        d += 1 / theta - 2 / s + (y[i] + theta) / (s * s);
    }
    *first = a + c;
    *second = b + d;
}

double slant_negbin_loglik(const double *y, const double *mu, size_t n, double theta)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += y[i] * log(mu[i]) - gsl_sf_lngamma(y[i] + 1);
        if (isinf(theta)) {
            sum -= mu[i];
            continue;
        }
        for (double j = 0; j < y[i]; j++)
            sum += log1p(j / theta);
        sum -= (y[i] + theta) * log1p(mu[i] / theta);
    }
    return sum;
}

/* Newton on log θ at given means. */
static double best_theta(double theta, const struct tail *tail, const double *y, const double *mu, size_t n)
{
    double u = log(theta);
    for (int i = 0; i < MOST_STEPS; i++) {
        double first, second, t = exp(u);
        theta_score(t, tail, y, mu, n, &first, &second);
        double slope = first * t, bend = second * t * t + slope;
        double step = bend < 0 ? -slope / bend : slope > 0 ? 0.5 : -0.5;
        step = fmax(-2, fmin(2, step));
        u += step;
        if (fabs(step) < 1e-15 || u > log(BOUNDARY) + 3)
            break;
    }
    return exp(u);
}

static double first_theta(const double *y, const double *mu, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (y[i] / mu[i] - 1) * (y[i] / mu[i] - 1);
    return fmax(1e-2, fmin(BOUNDARY, (double)n / sum));
}

static enum slant_stat fit_both(const struct slant_design *d, const struct tail *tail, struct slant_negbin *out,
                                struct slant_arena *mem)
{
    for (int round = 0; round < MOST_ROUNDS; round++) {
        double before = out->theta;
        out->theta = best_theta(before, tail, d->y, out->glm.mu, d->n);
        if (out->theta > BOUNDARY)
            return SLANT_STAT_NB_BOUNDARY;
        enum slant_stat status = slant_glm_iterate(d, out->theta, &out->glm, mem);
        if (status != SLANT_STAT_OK)
            return status;
        if (fabs(out->theta - before) < 1e-13 * out->theta)
            return SLANT_STAT_OK;
    }
    return SLANT_STAT_NO_CONVERGENCE;
}

struct slant_negbin slant_negbin_fit(const struct slant_design *d, struct slant_arena *mem)
{
    struct slant_negbin out = {.theta = NAN, .theta_se = NAN, .lr = NAN, .p = NAN};
    struct slant_glm poisson = slant_poisson_fit(d, mem);
    struct tail tail;
    out.glm = poisson;
    if (poisson.status != SLANT_STAT_OK)
        return out;
    if (slant_glm_start(d, &out.glm, mem) != SLANT_STAT_OK)
        return out;
    memcpy(out.glm.mu, poisson.mu, d->n * sizeof *poisson.mu);
    memcpy(out.glm.coef, poisson.coef, d->p * sizeof *poisson.coef);
    if (!tail_of(d->y, d->n, &tail, mem)) {
        out.glm.status = SLANT_STAT_BAD_INPUT;
        return out;
    }
    out.theta = first_theta(d->y, poisson.mu, d->n);
    out.glm.status = fit_both(d, &tail, &out, mem);
    if (out.glm.status == SLANT_STAT_NB_BOUNDARY) {
        out.glm = poisson;
        out.glm.status = SLANT_STAT_NB_BOUNDARY;
        out.theta = INFINITY;
        out.lr = 0;
        out.p = 1;
    } else if (out.glm.status == SLANT_STAT_OK) {
        double first, second;
        theta_score(out.theta, &tail, d->y, out.glm.mu, d->n, &first, &second);
        out.theta_se = 1 / sqrt(-second);
        out.glm.loglik = slant_negbin_loglik(d->y, out.glm.mu, d->n, out.theta);
        out.lr = 2 * (out.glm.loglik - poisson.loglik);
        out.p = slant_chi_squared_p(out.lr, 1) / 2;
    }
    return out;
}
