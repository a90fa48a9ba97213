/* matrix: small symmetric systems, for this room alone. Matrices are row-major. */
#ifndef SLANT_STATS_MATRIX_H
#define SLANT_STATS_MATRIX_H

#include "base/arena.h"
#include "stats/stats.h"

double *slant_doubles(struct slant_arena *mem, size_t n); /* cleared; NULL: no memory, or too many */

/* a (p·p, symmetric, positive) becomes its inverse. It is scaled to a unit diagonal first, so that the units of the
 * columns do not matter; SINGULAR when its reciprocal condition is then below 1e-12, or when it is not positive or not
 * finite (GSL's own Cholesky lets NaN through). scratch: 4·p. */
enum slant_stat slant_matrix_invert(double *a, size_t p, double *scratch);
void slant_matrix_times(const double *a, const double *v, size_t p, double *out); /* out = a v; out may not be v */
/* out = a m a, all p·p and symmetric: the sandwich. scratch: p·p. */
void slant_matrix_sandwich(const double *a, const double *m, size_t p, double *out, double *scratch);
/* a += weight · x x', upper and lower. */
void slant_matrix_add_outer(double *a, const double *x, double weight, size_t p);
double slant_dot(const double *a, const double *b, size_t n);

#endif
