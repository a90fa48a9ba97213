/* Logistic regression, families of tests, and whole tables beside the list. */
#include <math.h>
#include <string.h>

#include "golden.h"
#include "stats/adjust.h"
#include "stats/logistic.h"
#include "stats/resample.h"

/* Is an article opinion? From loaded words and hedges per 100 words, and its length. */
static struct slant_logistic opinion(void)
{
    const struct table *t = table_of("data/articles.csv");
    double *x = room_for(t->rows * 4, sizeof *x), *y = room_for(t->rows, sizeof *y);
    const double *words = numbers_of(t, "words"), *loaded = numbers_of(t, "loaded"), *hedges = numbers_of(t, "hedges");
    for (size_t i = 0; i < t->rows; i++) {
        y[i] = strcmp(text_at(t, i, "genre"), "opinion") == 0;
        x[4 * i] = 1;
        x[4 * i + 1] = 100 * loaded[i] / words[i];
        x[4 * i + 2] = 100 * hedges[i] / words[i];
        x[4 * i + 3] = log(words[i] / 500);
    }
    return (struct slant_logistic){t->rows, 4, x, y, NULL, 0};
}

static void choose(const struct slant_logistic *data)
{
    static const double lambdas[] = {0.1, 1, 10, 100, 1000};
    uint32_t *fold = room_for(data->n, sizeof *fold);
    double deviance[5];
    size_t best = 9;
    for (size_t i = 0; i < data->n; i++)
        fold[i] = (uint32_t)(i % 5);
    slant_logistic_choose(data, fold, 5, lambdas, 5, &best, deviance, &mem);
    for (size_t l = 0; l < 5; l++)
        put(deviance[l], "deviance.%zu", l);
    put((double)best, "best");
}

static void logistic(const struct id *id)
{
    struct slant_logistic data = opinion();
    double *weights = room_for(data.n, sizeof *weights), coef[4], se[4], loglik, lambda = 0;
    if (strcmp(id->part[1], "choose") == 0) {
        choose(&data);
        return;
    }
    if (strcmp(id->part[1], "ridge") == 0) {
        for (size_t i = 0; i < data.n; i++)
            weights[i] = (const double[]){1, 2, 0.5, 0}[i % 4];
        data.weights = weights;
        lambda = 3;
    }
    slant_logistic_fit(&data, lambda, coef, se, &loglik, &mem);
    for (size_t j = 0; j < 4; j++) {
        put(coef[j], "coef.%zu", j);
        put(se[j], "se.%zu", j);
    }
    put(loglik, "loglik");
}

static void families(const struct id *id)
{
    static const double p[] = {0.001, 0.2, NAN, 0.012, 0.04, 0.03, 0.9};
    unsigned char chosen[7];
    struct slant_families f;
    (void)id;
    slant_adjust_families(p, 7, 0.05, chosen, &f, &mem);
    put((double)f.tested, "tested");
    put((double)f.selected, "selected");
    put(f.level, "level");
    for (size_t i = 0; i < 7; i++)
        put(chosen[i], "chosen.%zu", i);
}

static double ratio_of(void *ctx, const uint32_t *pick, size_t many)
{
    const struct slant_rows *rows = ctx;
    double y = 0, w = 0;
    for (size_t i = 0; i < many; i++) {
        y += rows->y[pick[i]];
        w += rows->w[pick[i]];
    }
    return 1000 * y / w;
}

/* Our own resamples, held to the exact distribution over all of them. */
static void bootstrap(const struct id *id)
{
    struct slant_rows rows = rows_where(table_of("data/articles.csv"), "hedges", "words", "outlet", "Zeta");
    struct slant_bootstrap b = slant_bootstrap_of(ratio_of, &rows, rows.n, 20000, 1, &mem);
    (void)id;
    put(b.se, "sd");
    put(b.percentile.lo, "q025");
    put(b.percentile.hi, "q975");
    put(b.bca.lo, "bca_lo");
    put(b.bca.hi, "bca_hi");
}

const struct cases more_cases[] = {
    {"bootstrap.", bootstrap}, {"logistic.", logistic}, {"families", families}, {NULL, NULL}};
