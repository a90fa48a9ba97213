#include "stats/logistic.h"

#include <math.h>
#include <string.h>

#include "stats/matrix.h"

enum { MOST_STEPS = 100, MOST_HALVINGS = 40 };

static double weight_of(const struct slant_logistic *data, size_t i)
{
    return data->weights ? data->weights[i] : 1;
}

static double log1pexp(double x)
{
    return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

/* log p and log(1-p) weighted by y: y·eta - log(1+e^eta). */
static double loglik_of(const struct slant_logistic *data, const double *b)
{
    double sum = 0;
    for (size_t i = 0; i < data->n; i++) {
        double eta = slant_dot(data->x + i * data->k, b, data->k), weight = weight_of(data, i);
        if (weight > 0)
            sum += weight * (data->y[i] * eta - log1pexp(eta));
    }
    return sum;
}

static double objective(const struct slant_logistic *data, const double *b, double lambda)
{
    double squares = 0;
    for (size_t j = 0; j < data->k; j++)
        squares += j == data->unpenalised ? 0 : b[j] * b[j];
    return loglik_of(data, b) - lambda / 2 * squares;
}

double slant_logistic_chance(const double *row, const double *coefficients, size_t k)
{
    double eta = slant_dot(row, coefficients, k);
    return eta > 0 ? 1 / (1 + exp(-eta)) : exp(eta) / (1 + exp(eta));
}

/* Score (penalised) and plain information at b. */
static void derivatives(const struct slant_logistic *data, const double *b, double lambda, double *score, double *info)
{
    size_t k = data->k;
    memset(score, 0, k * sizeof *score);
    memset(info, 0, k * k * sizeof *info);
    for (size_t i = 0; i < data->n; i++) {
        double weight = weight_of(data, i);
        if (weight == 0)
            continue;
        const double *row = data->x + i * k;
        double p = slant_logistic_chance(row, b, k), residual = weight * (data->y[i] - p);
        for (size_t j = 0; j < k; j++)
            score[j] += residual * row[j];
        slant_matrix_add_outer(info, row, weight * p * (1 - p), k);
    }
    for (size_t j = 0; j < k; j++)
        score[j] -= j == data->unpenalised ? 0 : lambda * b[j];
}

static void add_penalty(const struct slant_logistic *data, double lambda, double *info)
{
    for (size_t j = 0; j < data->k; j++)
        info[j * data->k + j] += j == data->unpenalised ? 0 : lambda;
}

static int usable(const struct slant_logistic *data, double lambda)
{
    double total = 0;
    for (size_t i = 0; i < data->n; i++) {
        double weight = weight_of(data, i);
        if (!isfinite(weight) || weight < 0 || !(data->y[i] >= 0 && data->y[i] <= 1))
            return 0;
        total += weight;
    }
    for (size_t i = 0; i < data->n * data->k; i++)
        if (!isfinite(data->x[i]))
            return 0;
    return data->k > 0 && total > 0 && lambda >= 0 && isfinite(lambda);
}

/* Does b tell the two answers apart without a doubt? Then the likelihood has no maximum. */
static int runs_away(const struct slant_logistic *data, const double *b)
{
    double most = 0;
    for (size_t i = 0; i < data->n; i++)
        if (weight_of(data, i) > 0)
            most = fmax(most, fabs(slant_dot(data->x + i * data->k, b, data->k)));
    return most > 25;
}

struct newton {
    double *score, *info, *inverse, *step, *next, *scratch;
};

static int newton_room(struct newton *room, size_t k, struct slant_arena *mem)
{
    room->score = slant_doubles(mem, k);
    room->step = slant_doubles(mem, k);
    room->next = slant_doubles(mem, k);
    room->info = slant_doubles(mem, k * k);
    room->inverse = slant_doubles(mem, k * k);
    room->scratch = slant_doubles(mem, 4 * k);
    return room->score && room->step && room->next && room->info && room->inverse && room->scratch;
}

/* One step from b, halved until the objective does not fall. The greatest relative change, or -1: it falls everywhere.
 */
static double step_from(const struct slant_logistic *data, double lambda, struct newton *room, double *b)
{
    double here = objective(data, b, lambda), change = 0;
    for (int half = 0; half < MOST_HALVINGS; half++) {
        double size = ldexp(1, -half);
        for (size_t j = 0; j < data->k; j++)
            room->next[j] = b[j] + size * room->step[j];
        if (objective(data, room->next, lambda) >= here - 1e-13 * (1 + fabs(here))) {
            for (size_t j = 0; j < data->k; j++)
                change = fmax(change, fabs(room->next[j] - b[j]) / (1 + fabs(room->next[j])));
            memcpy(b, room->next, data->k * sizeof *b);
            return change;
        }
    }
    return -1;
}

/* Newton from b. Leaves the plain information in room->info and the penalised one's inverse in room->inverse. */
static enum slant_stat climb(const struct slant_logistic *data, double lambda, double *b, struct newton *room)
{
    for (int i = 0, settled = 0; i < MOST_STEPS; i++) {
        derivatives(data, b, lambda, room->score, room->info);
        memcpy(room->inverse, room->info, data->k * data->k * sizeof(double));
        add_penalty(data, lambda, room->inverse);
        enum slant_stat status = slant_matrix_invert(room->inverse, data->k, room->scratch);
        if (status != SLANT_STAT_OK)
            return status == SLANT_STAT_SINGULAR && runs_away(data, b) ? SLANT_STAT_SEPARATION : status;
        if (settled)
            return runs_away(data, b) && lambda == 0 ? SLANT_STAT_SEPARATION : SLANT_STAT_OK;
        slant_matrix_times(room->inverse, room->score, data->k, room->step);
        double change = step_from(data, lambda, room, b);
        if (change < 0)
            return SLANT_STAT_NO_CONVERGENCE;
        settled = change < 1e-12;
    }
    return runs_away(data, b) ? SLANT_STAT_SEPARATION : SLANT_STAT_NO_CONVERGENCE;
}

enum slant_stat slant_logistic_fit(const struct slant_logistic *data, double lambda, double *coefficients, double *se,
                                   double *loglik, struct slant_arena *mem)
{
    struct newton room;
    size_t k = data->k;
    if (!usable(data, lambda))
        return SLANT_STAT_BAD_INPUT;
    if (!newton_room(&room, k, mem))
        return SLANT_STAT_NO_MEMORY;
    memset(coefficients, 0, k * sizeof *coefficients);
    enum slant_stat status = climb(data, lambda, coefficients, &room);
    if (loglik)
        *loglik = status == SLANT_STAT_OK ? loglik_of(data, coefficients) : NAN;
    if (status == SLANT_STAT_OK && !se)
        return status;
    double *spread = slant_doubles(mem, k * k), *scratch = slant_doubles(mem, k * k);
    if (!spread || !scratch)
        return SLANT_STAT_NO_MEMORY;
    slant_matrix_sandwich(room.inverse, room.info, k, spread, scratch);
    for (size_t j = 0; j < k; j++) {
        if (se)
            se[j] = status == SLANT_STAT_OK ? sqrt(spread[j * k + j]) : NAN;
        if (status != SLANT_STAT_OK)
            coefficients[j] = NAN;
    }
    return status;
}

/* The deviance of the rows of one fold under a fit to the others, added to *sum. */
static enum slant_stat held_out(const struct slant_logistic *data, const uint32_t *fold, size_t out, double lambda,
                                double *train, double *b, struct newton *room, double *sum)
{
    struct slant_logistic part = *data, rest = *data;
    double *test = train + data->n, any = 0;
    for (size_t i = 0; i < data->n; i++) {
        train[i] = fold[i] == out ? 0 : weight_of(data, i);
        test[i] = weight_of(data, i) - train[i];
        any += train[i];
    }
    part.weights = train;
    rest.weights = test;
    if (any == 0)
        return SLANT_STAT_BAD_INPUT;
    memset(b, 0, data->k * sizeof *b);
    enum slant_stat status = climb(&part, lambda, b, room);
    *sum += status == SLANT_STAT_OK ? -2 * loglik_of(&rest, b) : NAN; /* this penalty is out of the running */
    return SLANT_STAT_OK;
}

enum slant_stat slant_logistic_choose(const struct slant_logistic *data, const uint32_t *fold, size_t folds,
                                      const double *lambdas, size_t many, size_t *best, double *deviance,
                                      struct slant_arena *mem)
{
    struct newton room;
    double total = 0, least = INFINITY, *b = slant_doubles(mem, data->k), *train = slant_doubles(mem, 2 * data->n);
    enum slant_stat status = SLANT_STAT_NO_CONVERGENCE;
    if (!b || !train || !newton_room(&room, data->k, mem))
        return SLANT_STAT_NO_MEMORY;
    for (size_t i = 0; i < data->n; i++)
        total += weight_of(data, i);
    for (size_t l = 0; l < many; l++) {
        double sum = 0;
        if (!usable(data, lambdas[l]) || folds < 2)
            return SLANT_STAT_BAD_INPUT;
        for (size_t out = 0; out < folds; out++) {
            enum slant_stat one = held_out(data, fold, out, lambdas[l], train, b, &room, &sum);
            if (one != SLANT_STAT_OK)
                return one;
        }
        sum /= total;
        if (deviance)
            deviance[l] = sum;
        if (sum < least || (sum == least && lambdas[l] > lambdas[*best])) {
            least = sum;
            *best = l;
            status = SLANT_STAT_OK;
        }
    }
    return status;
}
