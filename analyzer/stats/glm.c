#include "stats/glm.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <string.h>

#include "stats/glm_fit.h"
#include "stats/matrix.h"

enum { MOST_STEPS = 100 };
static const double SETTLED = 1e-13;

void slant_design_factor(double *x, size_t n, size_t p, size_t at, const uint32_t *level, size_t levels,
                         enum slant_coding coding)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j + 1 < levels; j++) {
            double *cell = x + i * p + at + j;
            if (coding == SLANT_CODING_TREATMENT)
                *cell = level[i] == j + 1;
            else
                *cell = level[i] + 1 == levels ? -1 : level[i] == j;
        }
}

static enum slant_stat usable(const struct slant_design *d)
{
    double events = 0;
    if (d->p == 0 || d->n <= d->p)
        return SLANT_STAT_TOO_FEW_ARTICLES;
    for (size_t i = 0; i < d->n; i++) {
        if (!(d->y[i] >= 0) || !isfinite(d->y[i]) || (d->offset && !isfinite(d->offset[i])))
            return SLANT_STAT_BAD_INPUT;
        events += d->y[i];
    }
    for (size_t i = 0; i < d->n * d->p; i++)
        if (!isfinite(d->x[i]))
            return SLANT_STAT_BAD_INPUT;
    return events > 0 ? SLANT_STAT_OK : SLANT_STAT_NO_EVENTS;
}

static double offset_of(const struct slant_design *d, size_t i)
{
    return d->offset ? d->offset[i] : 0;
}

static int separated(const struct slant_design *d, const double *coef)
{
    for (size_t j = 0; j < d->p; j++)
        if (!isfinite(coef[j]))
            return 1;
    /* A fitted mean that vanishes beside the others': some coefficient runs to minus infinity. */
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < d->n; i++) {
        double eta = slant_dot(d->x + i * d->p, coef, d->p);
        least = fmin(least, eta);
        most = fmax(most, eta);
    }
    return most - least > 25;
}

double slant_poisson_deviance(const double *y, const double *mu, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (y[i] > 0 ? y[i] * log(y[i] / mu[i]) : 0) - (y[i] - mu[i]);
    return 2 * sum;
}

/* One step of least squares: weights μ/(1+μ/θ), working values η - offset + (y-μ)/μ. cov: the inverse information. */
static enum slant_stat least_squares(const struct slant_design *d, double theta, const double *mu, double *right,
                                     double *coef, double *cov, double *scratch)
{
    memset(right, 0, d->p * sizeof *right);
    memset(cov, 0, d->p * d->p * sizeof *cov);
    for (size_t i = 0; i < d->n; i++) {
        double weight = mu[i] / (1 + mu[i] / theta);
        double z = log(mu[i]) - offset_of(d, i) + (d->y[i] - mu[i]) / mu[i];
        const double *row = d->x + i * d->p;
        for (size_t j = 0; j < d->p; j++)
            right[j] += weight * z * row[j];
        slant_matrix_add_outer(cov, row, weight, d->p);
    }
    enum slant_stat status = slant_matrix_invert(cov, d->p, scratch);
    if (status == SLANT_STAT_OK)
        slant_matrix_times(cov, right, d->p, coef);
    return status;
}

static void means(const struct slant_design *d, const double *coef, double *mu)
{
    for (size_t i = 0; i < d->n; i++)
        mu[i] = exp(slant_dot(d->x + i * d->p, coef, d->p) + offset_of(d, i));
}

enum slant_stat slant_glm_iterate(const struct slant_design *d, double theta, struct slant_glm *fit,
                                  struct slant_arena *mem)
{
    double *right = slant_doubles(mem, d->p), *next = slant_doubles(mem, d->p), *scratch = slant_doubles(mem, 4 * d->p);
    if (!right || !next || !scratch)
        return SLANT_STAT_NO_MEMORY;
    for (int step = 0, settled = 0; step < MOST_STEPS; step++) {
        enum slant_stat status = least_squares(d, theta, fit->mu, right, next, fit->cov, scratch);
        if (status != SLANT_STAT_OK)
            return status == SLANT_STAT_SINGULAR && step > 5 ? SLANT_STAT_SEPARATION : status;
        double change = 0, size = 0;
        for (size_t j = 0; j < d->p; j++) {
            change = fmax(change, fabs(next[j] - fit->coef[j]));
            size = fmax(size, fabs(next[j]));
        }
        memcpy(fit->coef, next, d->p * sizeof *next);
        means(d, fit->coef, fit->mu);
        if (separated(d, fit->coef))
            return SLANT_STAT_SEPARATION;
        if (settled) /* once more, so that cov belongs to the last means */
            return SLANT_STAT_OK;
        settled = step > 0 && change < SETTLED * (1 + size);
    }
    return SLANT_STAT_NO_CONVERGENCE;
}

enum slant_stat slant_glm_start(const struct slant_design *d, struct slant_glm *fit, struct slant_arena *mem)
{
    *fit = (struct slant_glm){
        .status = usable(d), .n = d->n, .p = d->p, .dispersion = NAN, .deviance = NAN, .loglik = NAN};
    fit->df = (double)d->n - (double)d->p;
    if (fit->status != SLANT_STAT_OK)
        return fit->status;
    fit->coef = slant_doubles(mem, d->p);
    fit->cov = slant_doubles(mem, d->p * d->p);
    fit->mu = slant_doubles(mem, d->n);
    if (!fit->coef || !fit->cov || !fit->mu)
        return fit->status = SLANT_STAT_NO_MEMORY;
    for (size_t i = 0; i < d->n; i++)
        fit->mu[i] = d->y[i] + 0.1;
    return SLANT_STAT_OK;
}

struct slant_glm slant_poisson_fit(const struct slant_design *d, struct slant_arena *mem)
{
    struct slant_glm fit;
    if (slant_glm_start(d, &fit, mem) != SLANT_STAT_OK)
        return fit;
    fit.status = slant_glm_iterate(d, INFINITY, &fit, mem);
    if (fit.status != SLANT_STAT_OK)
        return fit;
    double pearson = 0;
    for (size_t i = 0; i < d->n; i++)
        pearson += (d->y[i] - fit.mu[i]) * (d->y[i] - fit.mu[i]) / fit.mu[i];
    fit.dispersion = pearson / fit.df;
    fit.deviance = slant_poisson_deviance(d->y, fit.mu, d->n);
    fit.loglik = slant_negbin_loglik(d->y, fit.mu, d->n, INFINITY);
    return fit;
}

/* ---- robust covariances ---- */

static double leverage(const double *row, const double *cov, double mu, size_t p)
{
    double sum = 0;
    for (size_t j = 0; j < p; j++)
        sum += row[j] * slant_dot(cov + j * p, row, p);
    return sum * mu;
}

enum slant_stat slant_glm_robust(const struct slant_design *d, const struct slant_glm *fit, enum slant_robust kind,
                                 double *cov, struct slant_arena *mem)
{
    size_t p = d->p;
    double *meat = slant_doubles(mem, p * p), *scratch = slant_doubles(mem, p * p);
    if (fit->status != SLANT_STAT_OK)
        return fit->status;
    if (!meat || !scratch)
        return SLANT_STAT_NO_MEMORY;
    double factor = kind == SLANT_HC1 ? (double)d->n / fit->df : 1;
    for (size_t i = 0; i < d->n; i++) {
        const double *row = d->x + i * p;
        double e = d->y[i] - fit->mu[i];
        if (kind == SLANT_HC3)
            e /= 1 - leverage(row, fit->cov, fit->mu[i], p);
        if (!isfinite(e)) /* an article that its own parameter fits exactly */
            return SLANT_STAT_TOO_FEW_ARTICLES;
        slant_matrix_add_outer(meat, row, factor * e * e, p);
    }
    slant_matrix_sandwich(fit->cov, meat, p, cov, scratch);
    return SLANT_STAT_OK;
}

enum slant_stat slant_glm_cluster(const struct slant_design *d, const struct slant_glm *fit, const uint32_t *cluster,
                                  size_t clusters, double *cov, struct slant_arena *mem)
{
    size_t p = d->p;
    double *meat = slant_doubles(mem, p * p), *scratch = slant_doubles(mem, p * p),
           *score = slant_doubles(mem, clusters * p);
    unsigned char *seen = slant_arena_zalloc(mem, clusters + 1);
    double groups = 0, n = (double)d->n;
    if (fit->status != SLANT_STAT_OK)
        return fit->status;
    if (!meat || !scratch || !score || !seen)
        return SLANT_STAT_NO_MEMORY;
    for (size_t i = 0; i < d->n; i++) {
        if (cluster[i] >= clusters)
            return SLANT_STAT_BAD_INPUT;
        groups += !seen[cluster[i]];
        seen[cluster[i]] = 1;
        for (size_t j = 0; j < p; j++)
            score[cluster[i] * p + j] += (d->y[i] - fit->mu[i]) * d->x[i * p + j];
    }
    if (groups < 2)
        return SLANT_STAT_TOO_FEW_UNITS;
    for (size_t g = 0; g < clusters; g++)
        slant_matrix_add_outer(meat, score + g * p, groups / (groups - 1) * (n - 1) / fit->df, p);
    slant_matrix_sandwich(fit->cov, meat, p, cov, scratch);
    return SLANT_STAT_OK;
}

enum slant_stat slant_glm_newey_west(const struct slant_design *d, const struct slant_glm *fit, size_t lag, double *cov,
                                     struct slant_arena *mem)
{
    size_t p = d->p;
    double *meat = slant_doubles(mem, p * p), *scratch = slant_doubles(mem, p * p), *u = slant_doubles(mem, d->n * p);
    if (fit->status != SLANT_STAT_OK)
        return fit->status;
    if (!meat || !scratch || !u)
        return SLANT_STAT_NO_MEMORY;
    for (size_t i = 0; i < d->n * p; i++)
        u[i] = d->x[i] * (d->y[i / p] - fit->mu[i / p]);
    for (size_t l = 0; l <= lag && l < d->n; l++) {
        double weight = (1 - (double)l / ((double)lag + 1)) * (double)d->n / fit->df;
        for (size_t t = l; t < d->n; t++)
            for (size_t i = 0; i < p; i++)
                for (size_t j = 0; j < p; j++) {
                    double now = u[t * p + i] * u[(t - l) * p + j], mirror = u[t * p + j] * u[(t - l) * p + i];
                    meat[i * p + j] += weight * (l == 0 ? now : now + mirror);
                }
    }
    slant_matrix_sandwich(fit->cov, meat, p, cov, scratch);
    return SLANT_STAT_OK;
}

/* ---- comparing models ---- */

struct slant_nested slant_glm_nested(const struct slant_glm *small, const struct slant_glm *large)
{
    struct slant_nested out = {small->status != SLANT_STAT_OK ? small->status : large->status, NAN, NAN, NAN, NAN};
    if (out.status != SLANT_STAT_OK)
        return out;
    if (small->n != large->n || small->p >= large->p || !(large->dispersion > 0)) {
        out.status = large->dispersion > 0 ? SLANT_STAT_BAD_INPUT : SLANT_STAT_NO_VARIATION;
        return out;
    }
    out.df1 = (double)(large->p - small->p);
    out.df2 = large->df;
    out.f = (small->deviance - large->deviance) / out.df1 / large->dispersion;
    out.p = gsl_cdf_fdist_Q(fmax(0, out.f), out.df1, out.df2);
    return out;
}

double slant_chi_squared_p(double x, double df)
{
    return isfinite(x) ? gsl_cdf_chisq_Q(fmax(0, x), df) : NAN;
}

struct slant_dispersion slant_dispersion_test(const double *y, const double *mu, size_t n, size_t p)
{
    struct slant_dispersion out = {SLANT_STAT_OK, 0, (double)n - (double)p, NAN, NAN, NAN, NAN, NAN, NAN};
    double cross = 0, squares = 0, lack = 0, rest = 0;
    if (n <= p) {
        out.status = SLANT_STAT_TOO_FEW_ARTICLES;
        return out;
    }
    for (size_t i = 0; i < n; i++) {
        double e = (y[i] - mu[i]) * (y[i] - mu[i]);
        out.pearson += e / mu[i];
        cross += e - y[i]; /* ((y-μ)² - y)/μ regressed on μ without a constant */
        squares += mu[i] * mu[i];
    }
    out.ratio = out.pearson / out.df;
    out.p = slant_chi_squared_p(out.pearson, out.df);
    out.alpha = cross / squares;
    for (size_t i = 0; i < n; i++) {
        lack = ((y[i] - mu[i]) * (y[i] - mu[i]) - y[i]) / mu[i] - out.alpha * mu[i];
        rest += lack * lack;
    }
    out.z = out.alpha / sqrt(rest / ((double)n - 1) / squares);
    out.dean_lawless = cross / sqrt(2 * squares);
    out.dean_lawless_p = gsl_cdf_ugaussian_Q(out.dean_lawless);
    return out;
}
