#include "stats/map.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#include "stats/glm.h"
#include "stats/matrix.h"

enum { LEAST_OUTLETS = 5 };

enum slant_stat slant_map_gate(size_t outlets)
{
    return outlets < LEAST_OUTLETS ? SLANT_STAT_TOO_FEW_OUTLETS : SLANT_STAT_OK;
}

/* x (rows × cols) = left · diag(d) · right', left rows × k, right cols × k, k = min(rows, cols), d falling. One-sided
 * Jacobi, which is exact to the last digits; GSL wants at least as many rows as columns, so a wide one is turned. */
struct svd {
    size_t k;
    double *left, *right, *d;
};

static enum slant_stat decompose(const double *x, size_t rows, size_t cols, struct svd *out, struct slant_arena *mem)
{
    int wide = cols > rows;
    size_t tall = wide ? cols : rows, k = wide ? rows : cols;
    double *a = slant_doubles(mem, tall * k), *v = slant_doubles(mem, k * k), *d = slant_doubles(mem, k);
    if (!a || !v || !d)
        return SLANT_STAT_NO_MEMORY;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++)
            a[wide ? j * k + i : i * k + j] = x[i * cols + j];
    gsl_matrix_view av = gsl_matrix_view_array(a, tall, k), vv = gsl_matrix_view_array(v, k, k);
    gsl_vector_view dv = gsl_vector_view_array(d, k);
    if (gsl_linalg_SV_decomp_jacobi(&av.matrix, &vv.matrix, &dv.vector) != GSL_SUCCESS || !isfinite(d[0]))
        return SLANT_STAT_NO_CONVERGENCE;
    *out = (struct svd){k, wide ? v : a, wide ? a : v, d};
    return SLANT_STAT_OK;
}

/* The sign that makes the entry of column c with the greatest size positive. */
static double sign_of(const double *m, size_t rows, size_t k, size_t c)
{
    double most = 0;
    for (size_t i = 0; i < rows; i++)
        if (fabs(m[i * k + c]) > fabs(most))
            most = m[i * k + c];
    return most < 0 ? -1 : 1;
}

static double *z_scores(const double *x, size_t rows, size_t cols, struct slant_arena *mem)
{
    double *z = slant_doubles(mem, rows * cols);
    for (size_t j = 0; z && j < cols; j++) {
        double mean = gsl_stats_mean(x + j, cols, rows), sd = gsl_stats_sd_m(x + j, cols, rows, mean);
        if (!(sd > 0) || !isfinite(sd))
            return NULL;
        for (size_t i = 0; i < rows; i++)
            z[i * cols + j] = (x[i * cols + j] - mean) / sd;
    }
    return z;
}

static void pca_axis(struct slant_pca *out, const struct svd *s, size_t c, size_t rows, size_t cols, double all)
{
    double sign = sign_of(s->right, cols, s->k, c);
    out->sdev[c] = s->d[c] / sqrt((double)rows - 1);
    out->share[c] = s->d[c] * s->d[c] / all;
    for (size_t j = 0; j < cols; j++)
        out->loadings[j * out->axes + c] = sign * s->right[j * s->k + c];
    for (size_t i = 0; i < rows; i++)
        out->scores[i * out->axes + c] = sign * s->d[c] * s->left[i * s->k + c];
}

static int all_finite(const double *x, size_t n, double least)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]) || x[i] < least)
            return 0;
    return 1;
}

struct slant_pca slant_pca_of(const double *x, size_t rows, size_t cols, struct slant_arena *mem)
{
    struct slant_pca out = {.status = SLANT_STAT_OK};
    struct svd s;
    if (rows < 2 || cols < 1)
        out.status = SLANT_STAT_TOO_FEW_OUTLETS;
    else if (!all_finite(x, rows * cols, -INFINITY))
        out.status = SLANT_STAT_BAD_INPUT;
    if (out.status != SLANT_STAT_OK)
        return out;
    double *z = z_scores(x, rows, cols, mem);
    if (!z) {
        out.status = SLANT_STAT_NO_VARIATION;
        return out;
    }
    out.axes = rows - 1 < cols ? rows - 1 : cols;
    out.sdev = slant_doubles(mem, out.axes);
    out.share = slant_doubles(mem, out.axes);
    out.loadings = slant_doubles(mem, cols * out.axes);
    out.scores = slant_doubles(mem, rows * out.axes);
    if (!out.sdev || !out.share || !out.loadings || !out.scores)
        out.status = SLANT_STAT_NO_MEMORY;
    else
        out.status = decompose(z, rows, cols, &s, mem);
    if (out.status != SLANT_STAT_OK)
        return out;
    for (size_t c = 0; c < out.axes; c++)
        pca_axis(&out, &s, c, rows, cols, (double)cols * ((double)rows - 1));
    return out;
}

/* Standardised residuals of shares, (p - rc)/√(rc); sums of rows and columns into r and c. 0: an empty one. */
static int residuals_of(const double *counts, size_t rows, size_t cols, double *out, double *r, double *c,
                        double *total)
{
    *total = 0;
    for (size_t i = 0; i < rows * cols; i++)
        *total += counts[i];
    for (size_t i = 0; i < rows * cols; i++) {
        r[i / cols] += counts[i] / *total;
        c[i % cols] += counts[i] / *total;
    }
    for (size_t i = 0; i < rows * cols; i++) {
        double expected = r[i / cols] * c[i % cols];
        if (!(expected > 0))
            return 0;
        out[i] = (counts[i] / *total - expected) / sqrt(expected);
    }
    return 1;
}

static void ca_axis(struct slant_ca *out, const struct svd *s, size_t a, const double *r, size_t rows, const double *c,
                    size_t cols)
{
    out->singular[a] = s->d[a];
    out->share[a] = s->d[a] * s->d[a] / out->inertia;
    for (size_t j = 0; j < cols; j++)
        out->cols[j * out->axes + a] = s->d[a] * s->right[j * s->k + a] / sqrt(c[j]);
    double sign = sign_of(out->cols, cols, out->axes, a);
    for (size_t j = 0; j < cols; j++)
        out->cols[j * out->axes + a] *= sign;
    for (size_t i = 0; i < rows; i++) {
        double u = s->left[i * s->k + a];
        out->rows[i * out->axes + a] = sign * s->d[a] * u / sqrt(r[i]);
        out->row_contributions[i * out->axes + a] = u * u;
    }
}

static int ca_room(struct slant_ca *out, size_t rows, size_t cols, struct slant_arena *mem)
{
    out->axes = (rows < cols ? rows : cols) - 1;
    out->singular = slant_doubles(mem, out->axes);
    out->share = slant_doubles(mem, out->axes);
    out->rows = slant_doubles(mem, rows * out->axes);
    out->cols = slant_doubles(mem, cols * out->axes);
    out->row_contributions = slant_doubles(mem, rows * out->axes);
    out->residuals = slant_doubles(mem, rows * cols);
    return out->singular && out->share && out->rows && out->cols && out->row_contributions && out->residuals;
}

struct slant_ca slant_ca_of(const double *counts, size_t rows, size_t cols, struct slant_arena *mem)
{
    struct slant_ca out = {.status = SLANT_STAT_OK};
    struct svd s;
    double total, *r = slant_doubles(mem, rows), *c = slant_doubles(mem, cols);
    if (rows < 2 || cols < 2)
        out.status = SLANT_STAT_TOO_FEW_OUTLETS;
    else if (!all_finite(counts, rows * cols, 0))
        out.status = SLANT_STAT_BAD_INPUT;
    else if (!r || !c || !ca_room(&out, rows, cols, mem))
        out.status = SLANT_STAT_NO_MEMORY;
    else if (!residuals_of(counts, rows, cols, out.residuals, r, c, &total))
        out.status = SLANT_STAT_NO_EVENTS;
    if (out.status != SLANT_STAT_OK)
        return out;
    out.status = decompose(out.residuals, rows, cols, &s, mem);
    if (out.status != SLANT_STAT_OK)
        return out;
    for (size_t i = 0; i < rows * cols; i++) {
        out.inertia += out.residuals[i] * out.residuals[i];
        out.residuals[i] *= sqrt(total);
    }
    out.chi2 = out.inertia * total;
    out.df = ((double)rows - 1) * ((double)cols - 1);
    out.p = slant_chi_squared_p(out.chi2, out.df);
    out.cramers_v = sqrt(out.inertia / (double)out.axes);
    for (size_t a = 0; a < out.axes; a++)
        ca_axis(&out, &s, a, r, rows, c, cols);
    return out;
}
