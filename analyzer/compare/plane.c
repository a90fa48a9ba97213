#include "compare/plane.h"

#include <math.h>

#include "stats/map.h"

enum { LEAST_MEASURES = 3 };

static uint32_t known(const struct slant_comparison *c, uint32_t m)
{
    uint32_t n = 0;
    for (uint32_t o = 0; o < c->noutlets; o++)
        n += c->measures[m].outlets[o].status == SLANT_STAT_OK ? 1 : 0;
    return c->measures[m].status == SLANT_STAT_OK ? n : 0;
}

/* The measures that know the most outlets, and all the same ones. */
static void choose(const struct slant_comparison *c, unsigned char *measures, unsigned char *outlets)
{
    uint32_t best = 0;
    for (uint32_t m = 1; m < c->nmeasures; m++)
        best = known(c, m) > known(c, best) ? m : best;
    for (uint32_t o = 0; o < c->noutlets; o++)
        outlets[o] = known(c, best) > 0 && c->measures[best].outlets[o].status == SLANT_STAT_OK;
    for (uint32_t m = 0; m < c->nmeasures; m++) {
        measures[m] = known(c, m) > 0;
        for (uint32_t o = 0; o < c->noutlets; o++)
            if (outlets[o] && c->measures[m].outlets[o].status != SLANT_STAT_OK)
                measures[m] = 0;
    }
}

static double level(const struct slant_compared_measure *m, uint32_t outlet)
{
    double rate = m->outlets[outlet].rate;
    return m->what->is_share ? log(rate / (1 - rate)) : log(rate);
}

static void put(struct slant_comparison *c, const struct slant_pca *pca, const unsigned char *measures,
                const unsigned char *outlets)
{
    struct slant_compared_plane *to = &c->plane;
    size_t row = 0, col = 0;
    for (size_t k = 0; k < 2; k++)
        to->share[k] = pca->share[k];
    for (uint32_t o = 0; o < c->noutlets; o++)
        if (outlets[o]) {
            to->x[o] = pca->scores[row * pca->axes];
            to->y[o] = pca->scores[row++ * pca->axes + 1];
        }
    for (uint32_t m = 0; m < c->nmeasures; m++)
        if (measures[m]) {
            to->load_x[m] = pca->loadings[col * pca->axes];
            to->load_y[m] = pca->loadings[col++ * pca->axes + 1];
        }
}

slant_status slant_plane_run(struct slant_arena *mem, struct slant_comparison *c)
{
    struct slant_compared_plane *to = &c->plane;
    double **columns[] = {&to->x, &to->y, &to->load_x, &to->load_y};
    unsigned char *measures = slant_arena_zalloc(mem, c->nmeasures + 1);
    unsigned char *outlets = slant_arena_zalloc(mem, c->noutlets + 1);
    size_t rows = 0, cols = 0, n = 0;
    *to = (struct slant_compared_plane){.share = {NAN, NAN}};
    for (size_t k = 0; k < 4; k++) {
        size_t many = k < 2 ? c->noutlets : c->nmeasures;
        if ((*columns[k] = slant_arena_alloc(mem, (many + 1) * sizeof **columns[k])) == NULL)
            return SLANT_ENOMEM;
        for (size_t i = 0; i < many; i++)
            (*columns[k])[i] = NAN;
    }
    if (measures == NULL || outlets == NULL)
        return SLANT_ENOMEM;
    choose(c, measures, outlets);
    for (uint32_t o = 0; o < c->noutlets; o++)
        rows += outlets[o];
    for (uint32_t m = 0; m < c->nmeasures; m++)
        cols += measures[m];
    to->status = slant_map_gate(rows);
    if (to->status == SLANT_STAT_OK && cols < LEAST_MEASURES)
        to->status = SLANT_STAT_TOO_FEW_UNITS;
    if (to->status != SLANT_STAT_OK)
        return SLANT_OK;
    double *x = slant_arena_alloc(mem, rows * cols * sizeof *x);
    if (x == NULL)
        return SLANT_ENOMEM;
    for (uint32_t o = 0; o < c->noutlets; o++)
        for (uint32_t m = 0; m < c->nmeasures; m++)
            if (outlets[o] && measures[m])
                x[n++] = level(&c->measures[m], o);
    struct slant_pca pca = slant_pca_of(x, rows, cols, mem);
    to->status = pca.status;
    if (pca.status == SLANT_STAT_NO_MEMORY)
        return SLANT_ENOMEM;
    if (pca.status == SLANT_STAT_OK)
        put(c, &pca, measures, outlets);
    return SLANT_OK;
}
