/* fit: the weights of a fitted measure, from labelled sentences.
 *
 *     fit MODEL ROWS.tsv SLANT_DATA HELD_OUT.tsv > MODEL.weights
 *
 * ROWS.tsv is made by labelled.py. The recipe, a logistic regression with a ridge penalty (stats/logistic.h):
 *  - columns: the traits (score/traits.h), and the entries of the lexicons found in at least LEAST_UNITS of the rows,
 *    held down to ENTRY_SCALE, which makes their penalty 1 / ENTRY_SCALE² times as strong;
 *  - beside them a column for each outlet and each set, next to unpenalised, which are thrown away afterwards: what
 * only tells outlets or sets apart shall not end up in the weights;
 *  - the penalty is the one of PENALTIES with the least deviance in ten-fold cross-validation. A row's fold is the hash
 *    of its group;
 *  - the log-odds of the rows of the first set that were held out, without outlet and set, are brought to the labels by
 *    a line (Platt 1999), and the weights with it.
 * HELD_OUT.tsv gets every row's chance by the fit that did not see its fold. No text of the sets goes anywhere. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/tsv.h"
#include "pipeline.h"
#include "score/traits.h"
#include "stats/logistic.h"

enum { FOLDS = 10, LEAST_UNITS = 6, MOST_SETS = 4, MOST_NAMES = 128, MOST_FOUND = 64, BINS = 10 };
static const double ENTRY_SCALE = 0.3, OUTLET_SCALE = 2, SET_SCALE = 3;
static const double PENALTIES[] = {1, 3, 10};
enum { NPENALTIES = sizeof PENALTIES / sizeof PENALTIES[0] };

static const struct recipe {
    const char *model;
    const char *sets[MOST_SETS]; /* the first is the one that the chances are calibrated to */
    double weights[MOST_SETS];   /* of a row */
    const char *without[8];      /* traits that tell topics and outlets rather than what is asked */
} recipes[] = {
    {"subjectivity", {"loaded/sentences", "loaded/propaganda_articles"}, {1, 0.35}, {"times", "names", "determiners"}},
};

struct unit {
    uint32_t set, outlet, fold, nfound;
    double label, traits[SLANT_NTRAITS];
    char *group;
    int32_t found[MOST_FOUND]; /* entries, one for each mark */
};

struct names {
    char *name[MOST_NAMES];
    uint32_t n;
};

/* A column of the design: where it comes from. */
struct column {
    enum { TRAIT, ENTRY, OUTLET, SET } what;
    uint32_t which, units;
    double scale;
};

struct fit {
    const struct recipe *recipe;
    const struct slant_lexicon_view *lexicon;
    struct unit *units;
    uint32_t n;
    struct names outlets;
    struct column *columns;
    uint32_t ncolumns, nkept; /* [0, nkept) are shipped, the others are thrown away */
    struct slant_logistic design;
    uint32_t *folds;
    double *eta; /* log-odds of the held-out rows, without outlet and set */
    double *coefficients, *errors;
    double penalty, deviance[NPENALTIES], line[2];
    struct slant_arena mem;
};

static void give_up(const char *what, const char *why)
{
    fprintf(stderr, "fit: %s: %s\n", what, why);
    exit(2);
}

static void *need(void *pointer)
{
    if (pointer == NULL)
        give_up("memory", "there is not enough");
    return pointer;
}

static void need_stat(enum slant_stat status, const char *what)
{
    if (status != SLANT_STAT_OK)
        give_up(what, slant_stat_sentence(status));
}

/* ---- rows → units ---- */

static uint32_t number_of(struct names *names, const char *name)
{
    for (uint32_t i = 0; i < names->n; i++)
        if (strcmp(names->name[i], name) == 0)
            return i;
    if (names->n == MOST_NAMES)
        give_up(name, "too many outlets");
    names->name[names->n] = need(strdup(name));
    return names->n++;
}

static uint32_t set_of(const struct recipe *recipe, const char *name)
{
    for (uint32_t i = 0; i < MOST_SETS && recipe->sets[i] != NULL; i++)
        if (strcmp(recipe->sets[i], name) == 0)
            return i;
    give_up(name, "the recipe has no such set");
    return 0;
}

static void read_unit(struct fit *fit, struct slant_worker *worker, const struct slant_tsv *t, struct unit *u)
{
    static struct slant_traits traits;
    struct slant_article article = {.text = {t->cells[4], strlen(t->cells[4])}};
    struct slant_flow flow;
    if (slant_pipeline_run(worker, &article, &flow) != SLANT_OK)
        give_up(t->cells[1], "the text could not be analysed");
    u->set = set_of(fit->recipe, t->cells[0]);
    u->group = need(strdup(t->cells[1]));
    u->fold = (uint32_t)(slant_hash(u->group, strlen(u->group)) % FOLDS);
    u->outlet = t->cells[2][0] != '\0' ? number_of(&fit->outlets, t->cells[2]) : MOST_NAMES;
    u->label = atof(t->cells[3]);
    if (flow.tokens.nsentences == 0)
        return;
    slant_traits_start(&traits, &flow.score);
    slant_traits_of(&traits, 0, flow.tokens.nsentences);
    memcpy(u->traits, traits.values, sizeof u->traits);
    for (uint32_t i = 0; i < flow.hits.n && u->nfound < MOST_FOUND; i++)
        if (flow.hits.rows[i].entry >= 0 && slant_traits_count((enum slant_layer)flow.hits.rows[i].layer))
            u->found[u->nfound++] = flow.hits.rows[i].entry;
}

static void read_rows(struct fit *fit, const char *path, const struct slant *engine)
{
    struct slant_tsv t;
    struct slant_error err;
    struct slant_worker *worker = need(slant_worker_new(engine));
    uint32_t cap = 1024;
    if (slant_tsv_open(&t, path, &err) != SLANT_OK)
        give_up(path, err.message);
    fit->units = need(malloc(cap * sizeof *fit->units));
    slant_tsv_next(&t); /* the header */
    while (slant_tsv_next(&t)) {
        if (t.ncells != 5)
            give_up(path, "a row has not 5 cells");
        if (fit->n == cap)
            fit->units = need(realloc(fit->units, (cap *= 2) * sizeof *fit->units));
        memset(&fit->units[fit->n], 0, sizeof *fit->units);
        read_unit(fit, worker, &t, &fit->units[fit->n++]);
    }
    slant_worker_free(worker);
    slant_tsv_close(&t);
}

/* ---- units → design ---- */

static int is_without(const struct recipe *recipe, const char *trait)
{
    for (size_t i = 0; i < 8 && recipe->without[i] != NULL; i++)
        if (strcmp(recipe->without[i], trait) == 0)
            return 1;
    return 0;
}

static void add_column(struct fit *fit, int what, uint32_t which, double scale, uint32_t units)
{
    fit->columns[fit->ncolumns++] = (struct column){what, which, units, scale};
}

static void choose_traits(struct fit *fit)
{
    char name[128];
    for (uint32_t k = 0; k < SLANT_NTRAITS; k++) {
        uint32_t units = 0;
        for (uint32_t i = 0; i < fit->n; i++)
            units += fit->units[i].traits[k] != 0;
        if (slant_trait_name((int)k, name, sizeof name) && units >= LEAST_UNITS && !is_without(fit->recipe, name))
            add_column(fit, TRAIT, k, 1, units);
    }
}

static int has_entry(const struct unit *u, int32_t entry)
{
    for (uint32_t k = 0; k < u->nfound; k++)
        if (u->found[k] == entry)
            return 1;
    return 0;
}

static void choose_entries(struct fit *fit)
{
    uint32_t *units = need(calloc(fit->lexicon->nentries, sizeof *units));
    for (uint32_t i = 0; i < fit->n; i++)
        for (uint32_t k = 0; k < fit->units[i].nfound; k++) {
            struct unit before = fit->units[i];
            before.nfound = k;
            units[fit->units[i].found[k]] += !has_entry(&before, fit->units[i].found[k]);
        }
    for (uint32_t e = 0; e < fit->lexicon->nentries; e++)
        if (units[e] >= LEAST_UNITS)
            add_column(fit, ENTRY, e, ENTRY_SCALE, units[e]);
    free(units);
}

static void choose_columns(struct fit *fit)
{
    fit->columns = need(calloc(SLANT_NTRAITS + fit->lexicon->nentries + MOST_NAMES + MOST_SETS, sizeof *fit->columns));
    choose_traits(fit);
    choose_entries(fit);
    fit->nkept = fit->ncolumns;
    for (uint32_t i = 0; i < fit->outlets.n; i++)
        add_column(fit, OUTLET, i, OUTLET_SCALE, 0);
    for (uint32_t i = 1; i < MOST_SETS && fit->recipe->sets[i] != NULL; i++)
        add_column(fit, SET, i, SET_SCALE, 0);
}

static double cell(const struct column *column, const struct unit *u)
{
    double count = 0;
    switch (column->what) {
    case TRAIT:
        return u->traits[column->which] * column->scale;
    case ENTRY:
        for (uint32_t k = 0; k < u->nfound; k++)
            count += u->found[k] == (int32_t)column->which;
        return count * column->scale;
    case OUTLET:
        return u->outlet == column->which ? column->scale : 0;
    case SET:
        return u->set == column->which ? column->scale : 0;
    }
    return 0;
}

static void make_design(struct fit *fit)
{
    size_t n = fit->n, k = fit->ncolumns;
    double *x = need(malloc(n * k * sizeof *x)), *y = need(malloc(n * sizeof *y)), *w = need(malloc(n * sizeof *w));
    fit->folds = need(malloc(n * sizeof *fit->folds));
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < k; j++)
            x[i * k + j] = cell(&fit->columns[j], &fit->units[i]);
        y[i] = fit->units[i].label;
        w[i] = fit->recipe->weights[fit->units[i].set];
        fit->folds[i] = fit->units[i].fold;
    }
    fit->design = (struct slant_logistic){.n = n, .k = k, .x = x, .y = y, .weights = w, .unpenalised = 0};
    fit->coefficients = need(calloc(k, sizeof(double)));
    fit->errors = need(calloc(k, sizeof(double)));
    fit->eta = need(calloc(n, sizeof(double)));
}

/* ---- the fits ---- */

static void choose_penalty(struct fit *fit)
{
    size_t best = 0;
    need_stat(
        slant_logistic_choose(&fit->design, fit->folds, FOLDS, PENALTIES, NPENALTIES, &best, fit->deviance, &fit->mem),
        "the penalty");
    fit->penalty = PENALTIES[best];
    slant_arena_reset(&fit->mem);
}

/* Log-odds of what was held out, by the columns that are kept. */
static void hold_out(struct fit *fit, uint32_t fold)
{
    struct slant_logistic part = fit->design;
    double *weights = need(malloc(fit->n * sizeof *weights));
    for (uint32_t i = 0; i < fit->n; i++)
        weights[i] = fit->folds[i] == fold ? 0 : fit->design.weights[i];
    part.weights = weights;
    need_stat(slant_logistic_fit(&part, fit->penalty, fit->coefficients, NULL, NULL, &fit->mem), "a fold");
    for (uint32_t i = 0; i < fit->n; i++)
        for (size_t j = 0; j < fit->nkept && fit->folds[i] == fold; j++)
            fit->eta[i] += part.x[i * part.k + j] * fit->coefficients[j];
    free(weights);
    slant_arena_reset(&fit->mem);
}

static void find_line(struct fit *fit)
{
    struct slant_logistic line = {.k = 2, .unpenalised = 0};
    double *x = need(malloc(2 * fit->n * sizeof *x)), *y = need(malloc(fit->n * sizeof *y));
    for (uint32_t i = 0; i < fit->n; i++)
        if (fit->units[i].set == 0) {
            x[2 * line.n] = 1;
            x[2 * line.n + 1] = fit->eta[i];
            y[line.n++] = fit->units[i].label;
        }
    line.x = x;
    line.y = y;
    need_stat(slant_logistic_fit(&line, 0, fit->line, NULL, NULL, &fit->mem), "the calibration");
    free(x);
    free(y);
}

static double held_out_chance(const struct fit *fit, uint32_t i)
{
    return 1 / (1 + exp(-(fit->line[0] + fit->line[1] * fit->eta[i])));
}

/* ---- what is written ---- */

static void write_held_out(const struct fit *fit, const char *path)
{
    FILE *out = fopen(path, "w");
    if (out == NULL)
        give_up(path, "it cannot be written");
    fprintf(out, "set\tgroup\tlabel\tchance\n");
    for (uint32_t i = 0; i < fit->n; i++)
        fprintf(out, "%s\t%s\t%.0f\t%.4f\n", fit->recipe->sets[fit->units[i].set], fit->units[i].group,
                fit->units[i].label, held_out_chance(fit, i));
    if (fclose(out) != 0)
        give_up(path, "it cannot be written");
}

/* Estimated chance against share of labels, in bins of a tenth. */
static void write_calibration(const struct fit *fit)
{
    uint32_t n[BINS] = {0};
    double chance[BINS] = {0}, label[BINS] = {0};
    for (uint32_t i = 0; i < fit->n; i++) {
        if (fit->units[i].set != 0)
            continue;
        double p = held_out_chance(fit, i);
        int bin = (int)fmin(BINS - 1, floor(p * BINS));
        n[bin]++;
        chance[bin] += p;
        label[bin] += fit->units[i].label;
    }
    printf("# Calibration on what was held out of %s: sentences, mean estimated chance, share that readers marked\n",
           fit->recipe->sets[0]);
    for (int b = 0; b < BINS; b++)
        if (n[b] > 0)
            printf("#   %5" PRIu32 "  %.2f  %.2f\n", n[b], chance[b] / n[b], label[b] / n[b]);
}

static void write_head(const struct fit *fit)
{
    printf("# Weights of the measure %s: log-odds that a trait of a sentence, or an entry found in it, adds.\n"
           "# Fitted by tests/quality/fit.c (make fit), not written by hand. Numbers only: no text of the sets.\n",
           fit->recipe->model);
    for (uint32_t s = 0; s < MOST_SETS && fit->recipe->sets[s] != NULL; s++) {
        uint32_t n = 0, yes = 0;
        for (uint32_t i = 0; i < fit->n; i++) {
            n += fit->units[i].set == s;
            yes += fit->units[i].set == s && fit->units[i].label > 0;
        }
        printf("# Set %s: %" PRIu32 " sentences, %" PRIu32 " marked, weight %.2f each\n", fit->recipe->sets[s], n, yes,
               fit->recipe->weights[s]);
    }
    printf("# Penalty %g, of", fit->penalty);
    for (int i = 0; i < NPENALTIES; i++)
        printf(" %g (held-out deviance %.4f)", PENALTIES[i], fit->deviance[i]);
    printf("; of an entry %.0f times that\n", fit->penalty / (ENTRY_SCALE * ENTRY_SCALE) / fit->penalty);
    write_calibration(fit);
}

static void write_weights(const struct fit *fit)
{
    char name[128];
    printf("feature\tweight\terror\tunits\n");
    for (uint32_t j = 0; j < fit->nkept; j++) {
        const struct column *column = &fit->columns[j];
        double scale = column->scale * fit->line[1];
        double weight = fit->coefficients[j] * scale + (j == 0 ? fit->line[0] : 0);
        if (column->what == TRAIT) {
            slant_trait_name((int)column->which, name, sizeof name);
            printf("%s", name);
        } else {
            const struct slant_entry *e = &fit->lexicon->entries[column->which];
            printf("entry:%s:%s", slant_layer_name((enum slant_layer)e->layer), e->pattern);
        }
        printf("\t%.3f\t%.3f\t%" PRIu32 "\n", weight, fit->errors[j] * scale, column->units);
    }
}

int main(int argc, char **argv)
{
    static struct fit fit;
    struct slant *engine;
    struct slant_error err;
    struct slant_options options = {.min_exposure = 0};
    if (argc != 5)
        give_up("usage", "fit MODEL ROWS.tsv SLANT_DATA HELD_OUT.tsv > MODEL.weights");
    for (size_t i = 0; i < sizeof recipes / sizeof recipes[0]; i++)
        if (strcmp(recipes[i].model, argv[1]) == 0)
            fit.recipe = &recipes[i];
    if (fit.recipe == NULL)
        give_up(argv[1], "there is no such model");
    options.data_dir = argv[3];
    if (slant_open(&options, &engine, &err) != SLANT_OK)
        give_up(err.path, err.message);
    fit.lexicon = slant_engine_lexicon(engine);
    read_rows(&fit, argv[2], engine);
    choose_columns(&fit);
    make_design(&fit);
    choose_penalty(&fit);
    for (uint32_t fold = 0; fold < FOLDS; fold++)
        hold_out(&fit, fold);
    find_line(&fit);
    need_stat(slant_logistic_fit(&fit.design, fit.penalty, fit.coefficients, fit.errors, NULL, &fit.mem), "the fit");
    write_held_out(&fit, argv[4]);
    write_head(&fit);
    write_weights(&fit);
    slant_close(engine);
    return 0;
}
