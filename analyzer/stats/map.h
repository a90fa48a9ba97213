/* map: outlets as points. Refused below 5 outlets (slant_map_gate): fewer make no pattern. */
#ifndef SLANT_STATS_MAP_H
#define SLANT_STATS_MAP_H

#include "base/arena.h"
#include "stats/stats.h"

enum slant_stat slant_map_gate(size_t outlets); /* OK or TOO_FEW_OUTLETS */

/* Principal components of z-scored columns (n-1), x: rows × cols, row-major. The largest |loading| of each is positive.
 * Components: axes = min(rows-1, cols), in falling order. Arrays in mem. */
struct slant_pca {
    enum slant_stat status; /* OK; NO_VARIATION (a constant column); TOO_FEW_OUTLETS (below 2 rows); … */
    size_t axes;
    double *sdev, *share; /* axes */
    double *loadings;     /* cols × axes, row-major */
    double *scores;       /* rows × axes, row-major */
};
struct slant_pca slant_pca_of(const double *x, size_t rows, size_t cols, struct slant_arena *mem);

/* Correspondence analysis of counts (Greenacre): principal coordinates. The largest |column coordinate| of each axis is
 * positive. axes = min(rows, cols) - 1. Arrays in mem. */
struct slant_ca {
    enum slant_stat status; /* OK; NO_EVENTS (an empty row or column); … */
    size_t axes;
    double *singular, *share; /* axes */
    double inertia, chi2, df, p, cramers_v;
    double *rows, *cols;       /* rows × axes, cols × axes */
    double *row_contributions; /* rows × axes: share of the axis's inertia */
    double *residuals;         /* rows × cols: standardised, (O-E)/√E */
};
struct slant_ca slant_ca_of(const double *counts, size_t rows, size_t cols, struct slant_arena *mem);

#endif
