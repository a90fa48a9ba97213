#include "stats/matrix.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

static const double LEAST_CONDITION = 1e-12;

double *slant_doubles(struct slant_arena *mem, size_t n)
{
    return n < SIZE_MAX / sizeof(double) / 2 ? slant_arena_zalloc(mem, (n + 1) * sizeof(double)) : NULL;
}

static int scale_to_unit(double *a, size_t p, double *scale)
{
    for (size_t i = 0; i < p; i++) {
        scale[i] = 1 / sqrt(a[i * p + i]);
        if (!(a[i * p + i] > 0) || !isfinite(scale[i]))
            return 0;
    }
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            a[i * p + j] *= scale[i] * scale[j];
            if (!isfinite(a[i * p + j]))
                return 0;
        }
    return 1;
}

enum slant_stat slant_matrix_invert(double *a, size_t p, double *scratch)
{
    double *scale = scratch, *work = scratch + p, condition = 0;
    if (p == 0)
        return SLANT_STAT_BAD_INPUT;
    gsl_matrix_view view = gsl_matrix_view_array(a, p, p);
    gsl_vector_view room = gsl_vector_view_array(work, 3 * p);
    if (!scale_to_unit(a, p, scale) || gsl_linalg_cholesky_decomp1(&view.matrix) != GSL_SUCCESS ||
        gsl_linalg_cholesky_rcond(&view.matrix, &condition, &room.vector) != GSL_SUCCESS ||
        !(condition > LEAST_CONDITION) || gsl_linalg_cholesky_invert(&view.matrix) != GSL_SUCCESS)
        return SLANT_STAT_SINGULAR;
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            a[i * p + j] *= scale[i] * scale[j];
    return SLANT_STAT_OK;
}

double slant_dot(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

void slant_matrix_times(const double *a, const double *v, size_t p, double *out)
{
    for (size_t i = 0; i < p; i++)
        out[i] = slant_dot(a + i * p, v, p);
}

void slant_matrix_sandwich(const double *a, const double *m, size_t p, double *out, double *scratch)
{
    for (size_t i = 0; i < p; i++) /* both symmetric: row i of a m, then by a's rows */
        for (size_t j = 0; j < p; j++)
            scratch[i * p + j] = slant_dot(a + i * p, m + j * p, p);
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            out[i * p + j] = slant_dot(scratch + i * p, a + j * p, p);
}

void slant_matrix_add_outer(double *a, const double *x, double weight, size_t p)
{
    for (size_t i = 0; i < p; i++) {
        double wx = weight * x[i];
        if (wx != 0)
            for (size_t j = 0; j < p; j++)
                a[i * p + j] += wx * x[j];
    }
}
