/* fit_cues: the weights by which candidates are taken for cues, from articles in which people marked the cues.
 *
 *     fit_cues ROWS.tsv SLANT_DATA PARTS > cues.weights
 *
 * ROWS.tsv is made by labelled.py: an article a row. A candidate (voices/cues.h) that is
 * not quoted is right when it meets a marked cue.
 * The recipe: a logistic regression over the named features (voices/features.h) that maximises
 * Σ (y log p + (1-y) log(1-p)) - PENALTY/2 · Σ b², the feature "bias" like the others, by Newton's method from 0;
 * weights below LEAST_WEIGHT are left out. PARTS gets the weights of ten fits, PARTS.0 … PARTS.9: part k was fitted
 * without the articles whose number, modulo 10, is k, so that quality.py can measure on what a fit had not seen. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tsv.h"
#include "pipeline.h"
#include "voices/cues.h"

enum { PARTS = 10, MOST_STEPS = 1000, NO_PART = PARTS };
static const double PENALTY = 3, LEAST_WEIGHT = 0.02, FLAT = 1e-7, LOWEST = 0.30, HIGHEST = 0.52, STEP = 0.02;

struct mark {
    uint32_t start, end; /* code points */
    uint32_t cue;        /* a cue may have several pieces */
};

struct article {
    char *text;
    struct mark *marks;
    uint32_t nmarks, ncues, part;
};

struct candidate {
    uint32_t first, n; /* features[first, first + n) */
    uint32_t part;
    int right;
};

struct fit {
    struct slant *engine;
    struct slant_worker *worker;
    const struct slant_roles *roles;
    struct article *articles;
    struct candidate *rows;
    uint32_t *features;
    uint32_t narticles, nrows, nfeatures, k;
    double *scales; /* by feature: weight = scale · coordinate, for coordinates of like curvature */
    double *weights[PARTS + 1];
};

static void give_up(const char *what, const char *why)
{
    fprintf(stderr, "fit_cues: %s: %s\n", what, why);
    exit(2);
}

static void *need(void *pointer)
{
    if (pointer == NULL)
        give_up("memory", "there is not enough");
    return pointer;
}

/* Room for one row more: doubled at each power of two. */
static void *room(void *rows, uint32_t n, size_t size)
{
    return (n & (n - 1)) == 0 ? need(realloc(rows, (n > 0 ? 2 * (size_t)n : 1) * size)) : rows;
}

/* ---- rows → articles ---- */

/* "\n" is a new line, "\\" a backslash. */
static char *unescaped(const char *cell)
{
    char *text = need(malloc(strlen(cell) + 1)), *to = text;
    for (; *cell != '\0'; cell++)
        *to++ = *cell != '\\' ? *cell : *++cell == 'n' ? '\n' : *cell == 't' ? '\t' : *cell;
    *to = '\0';
    return text;
}

/* "12-16 30-34+40-42": the second cue has two pieces. */
static void read_marks(struct article *a, const char *cell)
{
    for (char *at = (char *)cell; *at != '\0'; a->nmarks++) {
        a->marks = room(a->marks, a->nmarks, sizeof *a->marks);
        struct mark *m = &a->marks[a->nmarks];
        m->start = (uint32_t)strtoul(at, &at, 10);
        m->end = *at == '-' ? (uint32_t)strtoul(at + 1, &at, 10) : 0;
        m->cue = a->ncues;
        if (m->end <= m->start)
            give_up(cell, "this is no list of marks");
        a->ncues += *at != '+';
        at += *at != '\0';
    }
}

static void read_articles(struct fit *fit, const char *path)
{
    struct slant_tsv t;
    struct slant_error err;
    if (slant_tsv_open(&t, path, &err) != SLANT_OK)
        give_up(path, err.message);
    for (int header = 1; slant_tsv_next(&t); header = 0) {
        if (t.ncells != 3)
            give_up(path, "a row has not 3 cells");
        if (header)
            continue;
        fit->articles = room(fit->articles, fit->narticles, sizeof *fit->articles);
        struct article *a = &fit->articles[fit->narticles++];
        *a = (struct article){.text = unescaped(t.cells[1]), .part = (uint32_t)(strtoul(t.cells[0], NULL, 10) % PARTS)};
        read_marks(a, t.cells[2]);
    }
    slant_tsv_close(&t);
}

/* ---- articles → candidates ---- */

static void run(struct fit *fit, const struct article *a, struct slant_flow *flow)
{
    struct slant_article given = {.text = {a->text, strlen(a->text)}};
    if (slant_pipeline_run(fit->worker, &given, flow) != SLANT_OK)
        give_up("an article", "it could not be analysed");
    fit->roles = flow->roles;
}

/* Does the candidate meet a mark? met (may be NULL) gets a 1 for each cue that it meets. */
static int meets(const struct article *a, const struct slant_flow *f, struct slant_locator *at,
                 const struct slant_cue *c, char *met)
{
    const struct slant_token *first = &f->tokens.tokens[c->first];
    const struct slant_token *last = &f->tokens.tokens[c->last - (c->last > c->first)];
    struct slant_span span =
        slant_locate(at, c->colon ? first->start - 1 : first->start, c->colon ? first->start : last->start + last->len);
    int any = 0;
    for (uint32_t i = 0; i < a->nmarks && !span.in_title; i++)
        if (a->marks[i].start < span.end && span.start < a->marks[i].end) {
            any = 1;
            if (met != NULL)
                met[a->marks[i].cue] = 1;
        }
    return any;
}

static void add_candidates(struct fit *fit, uint32_t number)
{
    struct slant_flow flow;
    struct slant_locator at;
    run(fit, &fit->articles[number], &flow);
    slant_locator_start(&at, &flow.text);
    for (uint32_t i = 0; i < flow.voices.cues.n; i++) {
        const struct slant_cue *c = &flow.voices.cues.rows[i];
        if (c->nfeatures == 0) /* quoted: it is never taken */
            continue;
        int right = meets(&fit->articles[number], &flow, &at, c, NULL);
        fit->rows = room(fit->rows, fit->nrows, sizeof *fit->rows);
        fit->rows[fit->nrows++] = (struct candidate){fit->nfeatures, c->nfeatures, fit->articles[number].part, right};
        for (uint32_t k = 0; k < c->nfeatures; k++) {
            fit->features = room(fit->features, fit->nfeatures, sizeof *fit->features);
            fit->features[fit->nfeatures++] = c->features[k];
            fit->k = c->features[k] >= fit->k ? c->features[k] + 1 : fit->k;
        }
    }
}

static void find_scales(struct fit *fit)
{
    fit->scales = need(calloc(fit->k, sizeof(double)));
    for (uint32_t i = 0; i < fit->nfeatures; i++)
        fit->scales[fit->features[i]] += 0.1; /* about the mean of p (1 - p) */
    for (uint32_t j = 0; j < fit->k; j++)
        fit->scales[j] = 1 / sqrt(PENALTY + fit->scales[j]);
}

/* ---- the fits: Newton's method, each step by conjugate gradients, since the information is too wide to hold ---- */

static double chance(double eta)
{
    return 1 / (1 + exp(-eta));
}

static double dot(const double *a, const double *b, uint32_t n)
{
    double sum = 0;
    for (uint32_t j = 0; j < n; j++)
        sum += a[j] * b[j];
    return sum;
}

/* The sum of a row's coordinates, each by its scale: its log-odds. */
static double row_sum(const struct fit *fit, const struct candidate *row, const double *z)
{
    double sum = 0;
    for (uint32_t k = 0; k < row->n; k++)
        sum += z[fit->features[row->first + k]] * fit->scales[fit->features[row->first + k]];
    return sum;
}

static void row_add(const struct fit *fit, const struct candidate *row, double what, double *to)
{
    for (uint32_t k = 0; k < row->n; k++)
        to[fit->features[row->first + k]] += what * fit->scales[fit->features[row->first + k]];
}

/* Half the penalised deviance at z, its slope, and p (1 - p) of each row (0: of the part left out). */
static double height(const struct fit *fit, uint32_t without, const double *z, double *slope, double *spread)
{
    double sum = 0;
    for (uint32_t j = 0; j < fit->k; j++) {
        slope[j] = PENALTY * z[j] * fit->scales[j] * fit->scales[j];
        sum += slope[j] * z[j] / 2;
    }
    for (uint32_t i = 0; i < fit->nrows; i++) {
        const struct candidate *row = &fit->rows[i];
        spread[i] = 0;
        if (row->part == without)
            continue;
        double eta = row_sum(fit, row, z), p = chance(eta);
        sum += (eta > 0 ? eta + log1p(exp(-eta)) : log1p(exp(eta))) - row->right * eta;
        spread[i] = p * (1 - p);
        row_add(fit, row, p - row->right, slope);
    }
    return sum;
}

/* The penalised information times a direction. */
static void bend(const struct fit *fit, const double *spread, const double *direction, double *out)
{
    for (uint32_t j = 0; j < fit->k; j++)
        out[j] = PENALTY * direction[j] * fit->scales[j] * fit->scales[j];
    for (uint32_t i = 0; i < fit->nrows; i++)
        if (spread[i] > 0)
            row_add(fit, &fit->rows[i], spread[i] * row_sum(fit, &fit->rows[i], direction), out);
}

struct descent {
    double *z, *slope, *spread, *step, *rest, *direction, *bent, *next;
};

/* information · step = -slope, until what is missing is a hundredth of the slope. */
static void find_step(const struct fit *fit, struct descent *d)
{
    uint32_t n = fit->k;
    for (uint32_t j = 0; j < n; j++) {
        d->step[j] = 0;
        d->rest[j] = d->direction[j] = -d->slope[j];
    }
    double size = dot(d->rest, d->rest, n), enough = size * 1e-4;
    for (int i = 0; i < MOST_STEPS && size > enough; i++) {
        bend(fit, d->spread, d->direction, d->bent);
        double along = size / dot(d->direction, d->bent, n), before = size;
        for (uint32_t j = 0; j < n; j++) {
            d->step[j] += along * d->direction[j];
            d->rest[j] -= along * d->bent[j];
        }
        size = dot(d->rest, d->rest, n);
        for (uint32_t j = 0; j < n; j++)
            d->direction[j] = d->rest[j] + size / before * d->direction[j];
    }
}

/* One step down, halved until it does not lead up. Returns the height there. */
static double descend(const struct fit *fit, uint32_t without, double here, struct descent *d)
{
    find_step(fit, d);
    for (double share = 1; share > 1e-6; share /= 2) {
        for (uint32_t j = 0; j < fit->k; j++)
            d->next[j] = d->z[j] + share * d->step[j];
        double there = height(fit, without, d->next, d->slope, d->spread);
        if (there <= here + 1e-12 * here) {
            memcpy(d->z, d->next, fit->k * sizeof(double));
            return there;
        }
    }
    give_up("the fit", "it leads nowhere");
    return 0;
}

static double *doubles(uint32_t n)
{
    return need(calloc(n, sizeof(double)));
}

/* The weights without a part (NO_PART: of all). */
static double *fitted(const struct fit *fit, uint32_t without)
{
    uint32_t n = fit->k;
    struct descent d = {doubles(n), doubles(n), doubles(fit->nrows), doubles(n),
                        doubles(n), doubles(n), doubles(n),          doubles(n)};
    double here = height(fit, without, d.z, d.slope, d.spread);
    for (int steps = 0; dot(d.slope, d.slope, n) > FLAT * FLAT; steps++) {
        if (steps == MOST_STEPS)
            give_up("the fit", "it did not settle");
        here = descend(fit, without, here, &d);
    }
    for (uint32_t j = 0; j < n; j++)
        d.z[j] *= fit->scales[j];
    free(d.slope);
    free(d.spread);
    free(d.step);
    free(d.rest);
    free(d.direction);
    free(d.bent);
    free(d.next);
    return d.z;
}

static double log_odds(const double *weights, const uint32_t *features, uint32_t n)
{
    double eta = 0;
    for (uint32_t k = 0; k < n; k++)
        eta += weights[features[k]];
    return eta;
}

/* 1 / √ of the diagonal of the penalised information: less than the whole truth, since features go together. */
static double *errors_of(const struct fit *fit, const double *weights)
{
    double *errors = need(calloc(fit->k, sizeof *errors));
    for (uint32_t i = 0; i < fit->nrows; i++) {
        const uint32_t *features = fit->features + fit->rows[i].first;
        double p = chance(log_odds(weights, features, fit->rows[i].n));
        for (uint32_t k = 0; k < fit->rows[i].n; k++)
            errors[features[k]] += p * (1 - p);
    }
    for (uint32_t j = 0; j < fit->k; j++)
        errors[j] = 1 / sqrt(PENALTY + errors[j]);
    return errors;
}

/* ---- what is written ---- */

struct tally {
    uint32_t taken, right, met;
};

/* What is taken at a threshold, by the weights that had not seen the article. */
static void add_tally(const struct article *a, const struct slant_flow *f, struct slant_cues *cues, double likely,
                      struct tally *sum)
{
    struct slant_locator at;
    char *met = need(calloc(a->ncues + 1, 1));
    slant_locator_start(&at, &f->text);
    slant_cues_take(&f->match, cues, likely);
    for (uint32_t i = 0; i < cues->n; i++)
        if (cues->rows[i].taken) {
            sum->taken++;
            sum->right += (uint32_t)meets(a, f, &at, &cues->rows[i], met);
        }
    for (uint32_t i = 0; i < a->ncues; i++)
        sum->met += met[i] != 0;
    free(met);
}

static void write_thresholds(struct fit *fit)
{
    enum { MOST = 32 };
    struct tally sums[MOST] = {{0}};
    uint32_t row = 0, cues = 0;
    int n = (int)lround((HIGHEST - LOWEST) / STEP) + 1;
    for (uint32_t i = 0; i < fit->narticles; i++) {
        struct slant_flow flow;
        run(fit, &fit->articles[i], &flow);
        for (uint32_t c = 0; c < flow.voices.cues.n; c++) {
            struct slant_cue *cue = &flow.voices.cues.rows[c];
            if (cue->nfeatures > 0)
                cue->chance = chance(log_odds(fit->weights[fit->rows[row++].part], cue->features, cue->nfeatures));
        }
        for (int k = 0; k < n; k++)
            add_tally(&fit->articles[i], &flow, &flow.voices.cues, LOWEST + k * STEP, &sums[k]);
        cues += fit->articles[i].ncues;
    }
    printf("# On what was held out, by threshold of the chance: taken for each marked cue, precision, recall, F1\n");
    for (int k = 0; k < n; k++) {
        double precision = (double)sums[k].right / sums[k].taken, recall = (double)sums[k].met / cues;
        printf("#   %.2f  %.3f  %.3f  %.3f  %.3f\n", LOWEST + k * STEP, (double)sums[k].taken / cues, precision, recall,
               2 * precision * recall / (precision + recall));
    }
}

static void write_head(const struct fit *fit)
{
    uint32_t cues = 0, right = 0;
    for (uint32_t i = 0; i < fit->narticles; i++)
        cues += fit->articles[i].ncues;
    for (uint32_t i = 0; i < fit->nrows; i++)
        right += (uint32_t)fit->rows[i].right;
    printf("# Weights of cues: log-odds that a feature of a candidate adds. Numbers only: no text of the set.\n"
           "# Fitted by tests/quality/fit_cues.c (make fit DATA=FOLDER), not written by hand.\n"
           "# Set attribution/train: %" PRIu32 " articles, %" PRIu32 " marked cues; %" PRIu32 " candidates, %" PRIu32
           " of them meet one\n"
           "# Penalty %g; weights below %g are left out; error: 1 / √ of the information's diagonal\n",
           fit->narticles, cues, fit->nrows, right, PENALTY, LEAST_WEIGHT);
}

static void write_weights(const struct fit *fit, const double *weights, FILE *out)
{
    double *errors = errors_of(fit, weights);
    char name[128];
    fprintf(out, "feature\tweight\terror\n");
    for (uint32_t j = 0; j < fit->k; j++)
        if (fabs(weights[j]) >= LEAST_WEIGHT) {
            slant_features_name(fit->roles, j, name, sizeof name);
            fprintf(out, "%s\t%.3f\t%.3f\n", name, weights[j], errors[j]);
        }
    free(errors);
}

static void write_part(const struct fit *fit, const char *stem, uint32_t part)
{
    char path[4096];
    snprintf(path, sizeof path, "%s.%" PRIu32, stem, part);
    FILE *out = fopen(path, "w");
    if (out == NULL)
        give_up(path, "it cannot be written");
    write_weights(fit, fit->weights[part], out);
    if (fclose(out) != 0)
        give_up(path, "it cannot be written");
}

int main(int argc, char **argv)
{
    static struct fit fit;
    struct slant_error err;
    struct slant_options options = {.min_exposure = 0};
    if (argc != 4)
        give_up("usage", "fit_cues ROWS.tsv SLANT_DATA PARTS > cues.weights");
    options.data_dir = argv[2];
    if (slant_open(&options, &fit.engine, &err) != SLANT_OK)
        give_up(err.path, err.message);
    fit.worker = need(slant_worker_new(fit.engine));
    read_articles(&fit, argv[1]);
    for (uint32_t i = 0; i < fit.narticles; i++)
        add_candidates(&fit, i);
    find_scales(&fit);
    for (uint32_t part = 0; part < PARTS; part++) {
        fit.weights[part] = fitted(&fit, part);
        write_part(&fit, argv[3], part);
    }
    fit.weights[NO_PART] = fitted(&fit, NO_PART);
    write_head(&fit);
    write_thresholds(&fit);
    write_weights(&fit, fit.weights[NO_PART], stdout);
    slant_worker_free(fit.worker);
    slant_close(fit.engine);
    return 0;
}
