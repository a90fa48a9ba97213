#include "stats/topic.h"

#include <math.h>
#include <string.h>

#include "stats/glm.h"
#include "stats/matrix.h"

static const double WEIGHT_THAT_COUNTS = 0.1, Z = 1.959963984540054;
enum { LEAST_IN_STRATUM = 3 };

/* Sums over the articles of each outlet × stratum. */
struct cell {
    double n, y, w;
};

static enum slant_stat usable(const struct slant_strata *data)
{
    for (size_t i = 0; i < data->rows.n; i++)
        if (slant_row_check(1, &data->rows.w[i], &data->rows.y[i]) != SLANT_ROW_USABLE ||
            data->outlet[i] >= data->outlets || data->stratum[i] >= data->strata)
            return SLANT_STAT_BAD_INPUT;
    if (data->outlets < 2)
        return SLANT_STAT_TOO_FEW_OUTLETS;
    return data->rows.n > 0 && data->strata > 0 ? SLANT_STAT_OK : SLANT_STAT_TOO_FEW_ARTICLES;
}

static struct cell *cells_of(const struct slant_strata *data, struct slant_arena *mem)
{
    struct cell *cells = slant_arena_zalloc(mem, (data->outlets * data->strata + 1) * sizeof *cells);
    for (size_t i = 0; cells && i < data->rows.n; i++) {
        struct cell *cell = &cells[data->outlet[i] * data->strata + data->stratum[i]];
        cell->n++;
        cell->y += data->rows.y[i];
        cell->w += data->rows.w[i];
    }
    return cells;
}

/* outlet + stratum, and with each of their products when `products`. */
static int design_of(const struct slant_strata *data, int products, struct slant_design *design,
                     struct slant_arena *mem)
{
    size_t o = data->outlets - 1, s = data->strata - 1, p = 1 + o + s + (products ? o * s : 0), n = data->rows.n;
    double *x = slant_doubles(mem, n * p), *offset = slant_doubles(mem, n);
    if (!x || !offset)
        return 0;
    slant_design_factor(x, n, p, 1, data->outlet, data->outlets, SLANT_CODING_TREATMENT);
    slant_design_factor(x, n, p, 1 + o, data->stratum, data->strata, SLANT_CODING_TREATMENT);
    for (size_t i = 0; i < n; i++) {
        x[i * p] = 1;
        offset[i] = log(data->rows.w[i]);
        if (products && data->outlet[i] > 0 && data->stratum[i] > 0)
            x[i * p + 1 + o + s + (data->outlet[i] - 1) * s + data->stratum[i] - 1] = 1;
    }
    *design = (struct slant_design){n, p, x, data->rows.y, offset};
    return 1;
}

/* The adjusted rate of one outlet and, in slope, its derivative by every coefficient. */
static double standard_rate(const struct slant_strata *data, const double *weights, const double *coef, size_t outlet,
                            double *slope)
{
    double rate = 0;
    size_t o = data->outlets - 1;
    memset(slope, 0, (o + data->strata) * sizeof *slope);
    for (size_t g = 0; g < data->strata; g++) {
        double here = weights[g] * exp(coef[0] + (outlet ? coef[outlet] : 0) + (g ? coef[o + g] : 0));
        rate += here;
        slope[0] += here;
        if (outlet)
            slope[outlet] += here;
        if (g)
            slope[o + g] += here;
    }
    return rate;
}

/* Weights, crude rates, what is refused. Returns how many outlets stand. */
static size_t crude_rates(const struct slant_strata *data, const struct cell *cells, struct slant_standardised *out)
{
    double all = 0;
    size_t standing = 0;
    for (size_t i = 0; i < data->outlets * data->strata; i++) {
        all += cells[i].w;
        out->weights[i % data->strata] += cells[i].w;
        out->empty_cells += cells[i].n == 0 ? 1 : 0;
    }
    for (size_t g = 0; g < data->strata; g++)
        out->weights[g] /= all;
    for (size_t o = 0; o < data->outlets; o++) {
        double y = 0, w = 0;
        for (size_t g = 0; g < data->strata; g++) {
            const struct cell *cell = &cells[o * data->strata + g];
            y += cell->y;
            w += cell->w;
            out->refused[o] |= cell->n < LEAST_IN_STRATUM && out->weights[g] > WEIGHT_THAT_COUNTS;
        }
        out->crude[o] = w > 0 ? y / w : NAN;
        standing += !out->refused[o];
    }
    return standing;
}

struct slant_standardised slant_standardise(const struct slant_strata *data, struct slant_arena *mem)
{
    struct slant_standardised out = {.status = usable(data)};
    struct slant_design design;
    if (out.status != SLANT_STAT_OK)
        return out;
    struct cell *cells = cells_of(data, mem);
    out.weights = slant_doubles(mem, data->strata);
    out.crude = slant_doubles(mem, data->outlets);
    out.adjusted = slant_doubles(mem, data->outlets);
    out.se = slant_doubles(mem, data->outlets);
    out.refused = slant_arena_zalloc(mem, data->outlets);
    if (!cells || !out.weights || !out.crude || !out.adjusted || !out.se || !out.refused ||
        !design_of(data, 0, &design, mem)) {
        out.status = SLANT_STAT_NO_MEMORY;
        return out;
    }
    size_t standing = crude_rates(data, cells, &out), p = design.p;
    struct slant_glm fit = slant_poisson_fit(&design, mem);
    double *cov = slant_doubles(mem, p * p), *slope = slant_doubles(mem, p), *times = slant_doubles(mem, p);
    out.status = cov && slope && times ? slant_glm_robust(&design, &fit, SLANT_HC1, cov, mem) : SLANT_STAT_NO_MEMORY;
    for (size_t o = 0; o < data->outlets; o++) {
        out.adjusted[o] = out.se[o] = NAN;
        if (out.status != SLANT_STAT_OK)
            continue;
        out.adjusted[o] = standard_rate(data, out.weights, fit.coef, o, slope);
        slant_matrix_times(cov, slope, p, times);
        out.se[o] = sqrt(slant_dot(slope, times, p));
    }
    if (out.status == SLANT_STAT_OK && standing == 0)
        out.status = SLANT_STAT_EMPTY_CELL;
    return out;
}

/* ---- Mantel-Haenszel ---- */

struct mantel {
    double top, bottom, poisson;
};

/* The two sums whose ratio it is, and the numerator of its Poisson variance. */
static struct mantel mantel_sums(const struct slant_strata *data, const struct cell *a, const struct cell *b)
{
    struct mantel m = {0, 0, 0};
    for (size_t g = 0; g < data->strata; g++) {
        double w = a[g].w + b[g].w;
        if (a[g].w == 0 || b[g].w == 0)
            continue;
        m.top += a[g].y * b[g].w / w;
        m.bottom += b[g].y * a[g].w / w;
        m.poisson += (a[g].y + b[g].y) * a[g].w * b[g].w / (w * w);
    }
    return m;
}

/* What one article moves the log ratio by. here: the cell of its outlet, there: the other outlet's, in its stratum. */
static double influence(double y, double w, const struct cell *here, const struct cell *there, double own, double other)
{
    double whole = here->w + there->w;
    return (y * there->w / whole - w * here->y * there->w / (whole * whole)) / own -
           w * (there->y / whole - there->y * here->w / (whole * whole)) / other;
}

/* Sum over outlet × stratum of n · variance of the influences: each article's, centred in its cell. NaN: a single one.
 */
static double mantel_variance(const struct slant_strata *data, const struct cell *cells, uint32_t a, uint32_t b,
                              const struct mantel *m, struct slant_arena *mem)
{
    size_t many = data->outlets * data->strata;
    double *sum = slant_doubles(mem, many), *squares = slant_doubles(mem, many), var = 0;
    if (!sum || !squares)
        return NAN;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < data->rows.n; i++) {
            uint32_t o = data->outlet[i], other = o == a ? b : a;
            size_t at = o * data->strata + data->stratum[i], across = other * data->strata + data->stratum[i];
            if ((o != a && o != b) || cells[across].n == 0)
                continue;
            double d = influence(data->rows.y[i], data->rows.w[i], &cells[at], &cells[across],
                                 o == a ? m->top : m->bottom, o == a ? m->bottom : m->top);
            if (pass == 0)
                sum[at] += d;
            else
                squares[at] += (d - sum[at] / cells[at].n) * (d - sum[at] / cells[at].n);
        }
    for (size_t g = 0; g < data->strata; g++) {
        const struct cell *x = &cells[a * data->strata + g], *y = &cells[b * data->strata + g];
        if (x->n > 0 && y->n > 0)
            var +=
                x->n / (x->n - 1) * squares[a * data->strata + g] + y->n / (y->n - 1) * squares[b * data->strata + g];
    }
    return var;
}

struct slant_mantel slant_mantel_haenszel(const struct slant_strata *data, uint32_t a, uint32_t b,
                                          struct slant_arena *mem)
{
    struct slant_mantel out = {usable(data), NAN, NAN, NAN, NAN, NAN, NAN};
    if (out.status == SLANT_STAT_OK && (a >= data->outlets || b >= data->outlets || a == b))
        out.status = SLANT_STAT_BAD_INPUT;
    if (out.status != SLANT_STAT_OK)
        return out;
    struct cell *cells = cells_of(data, mem);
    if (!cells) {
        out.status = SLANT_STAT_NO_MEMORY;
        return out;
    }
    struct mantel m = mantel_sums(data, cells + a * data->strata, cells + b * data->strata);
    if (!(m.top > 0) || !(m.bottom > 0)) {
        out.status = m.top > 0 || m.bottom > 0 ? SLANT_STAT_SEPARATION : SLANT_STAT_NO_EVENTS;
        return out;
    }
    out.ratio = m.top / m.bottom;
    out.log_ratio = log(out.ratio);
    out.var_poisson = m.poisson / (m.top * m.bottom);
    out.var = mantel_variance(data, cells, a, b, &m, mem);
    out.lo = out.ratio * exp(-Z * sqrt(out.var));
    out.hi = out.ratio * exp(Z * sqrt(out.var));
    if (!isfinite(out.var))
        out.status = SLANT_STAT_TOO_FEW_ARTICLES;
    return out;
}

struct slant_interaction slant_topic_interaction(const struct slant_strata *data, struct slant_arena *mem)
{
    struct slant_interaction out = {usable(data), NAN, NAN, NAN, NAN};
    struct slant_design additive, full;
    if (out.status != SLANT_STAT_OK)
        return out;
    struct cell *cells = cells_of(data, mem);
    if (!cells || !design_of(data, 0, &additive, mem) || !design_of(data, 1, &full, mem)) {
        out.status = SLANT_STAT_NO_MEMORY;
        return out;
    }
    for (size_t i = 0; i < data->outlets * data->strata; i++)
        if (cells[i].n == 0) {
            out.status = SLANT_STAT_EMPTY_CELL;
            return out;
        }
    struct slant_glm small = slant_poisson_fit(&additive, mem), large = slant_poisson_fit(&full, mem);
    struct slant_nested nested = slant_glm_nested(&small, &large);
    return (struct slant_interaction){nested.status, nested.f, nested.df1, nested.df2, nested.p};
}
