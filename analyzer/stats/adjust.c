#include "stats/adjust.h"

#include <gsl/gsl_sort.h>
#include <math.h>

/* Rising p values i = 0..m-1 with their factor, made monotone upwards (step-down) or downwards (step-up). */
static double factor_of(enum slant_adjust_by by, size_t i, size_t m, double harmonic)
{
    double rank = (double)i + 1, all = (double)m;
    switch (by) {
    case SLANT_ADJUST_HOLM:
    case SLANT_ADJUST_HOCHBERG:
        return all - rank + 1;
    case SLANT_ADJUST_BH:
        return all / rank;
    case SLANT_ADJUST_BY:
        return harmonic * all / rank;
    case SLANT_ADJUST_BONFERRONI:
        return all;
    }
    return NAN;
}

enum slant_stat slant_adjust(enum slant_adjust_by by, const double *p, size_t n, double *adjusted,
                             struct slant_arena *mem)
{
    size_t m = 0, *place = slant_arena_alloc(mem, (n + 1) * sizeof *place);
    size_t *order = slant_arena_alloc(mem, (n + 1) * sizeof *order);
    double *known = slant_arena_alloc(mem, (n + 1) * sizeof *known), harmonic = 0, bound;
    if (!place || !order || !known)
        return SLANT_STAT_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        if (p[i] < 0 || p[i] > 1)
            return SLANT_STAT_BAD_INPUT;
        if (isnan(p[i]))
            adjusted[i] = NAN;
        else {
            place[m] = i;
            known[m++] = p[i];
            harmonic += 1 / (double)m;
        }
    }
    gsl_sort_index(order, known, 1, m);
    if (by == SLANT_ADJUST_HOLM) {
        bound = 0;
        for (size_t i = 0; i < m; i++) {
            bound = fmax(bound, factor_of(by, i, m, harmonic) * known[order[i]]);
            adjusted[place[order[i]]] = fmin(1, bound);
        }
        return SLANT_STAT_OK;
    }
    bound = 1;
    for (size_t i = m; i-- > 0;) {
        double scaled = factor_of(by, i, m, harmonic) * known[order[i]];
        bound = by == SLANT_ADJUST_BONFERRONI ? fmin(1, scaled) : fmin(bound, scaled);
        adjusted[place[order[i]]] = bound;
    }
    return SLANT_STAT_OK;
}

enum slant_stat slant_adjust_families(const double *omnibus, size_t families, double alpha, unsigned char *chosen,
                                      struct slant_families *out, struct slant_arena *mem)
{
    double *adjusted = slant_arena_alloc(mem, (families + 1) * sizeof *adjusted);
    if (!adjusted)
        return SLANT_STAT_NO_MEMORY;
    enum slant_stat status = slant_adjust(SLANT_ADJUST_BH, omnibus, families, adjusted, mem);
    *out = (struct slant_families){0};
    if (status != SLANT_STAT_OK)
        return status;
    for (size_t f = 0; f < families; f++) {
        chosen[f] = adjusted[f] <= alpha;
        out->tested += isnan(adjusted[f]) ? 0 : 1;
        out->selected += chosen[f];
    }
    if (out->selected > 0)
        out->level = alpha * (double)out->selected / (double)out->tested;
    return SLANT_STAT_OK;
}
