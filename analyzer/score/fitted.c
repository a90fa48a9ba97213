#include "score/fitted.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/tsv.h"

struct slant_fitted {
    double traits[SLANT_NTRAITS];
    uint32_t nentries;
    float entries[]; /* by entry */
};

/* ---- the file ---- */

/* Layer and pattern → entries, while a file is read. */
struct finder {
    const struct slant_lexicon_view *lexicon;
    uint32_t *slots; /* entry + 1; 0: free */
    uint32_t mask;
};

static uint64_t key_of(enum slant_layer layer, const char *pattern)
{
    return slant_hash(pattern, strlen(pattern)) * 31 + (uint64_t)layer;
}

static int finder_open(struct finder *f, const struct slant_lexicon_view *lexicon)
{
    f->lexicon = lexicon;
    f->mask = 1024;
    while (f->mask < lexicon->nentries * 2)
        f->mask *= 2;
    f->slots = calloc(f->mask--, sizeof *f->slots);
    for (uint32_t i = 0; i < lexicon->nentries && f->slots != NULL; i++) {
        const struct slant_entry *e = &lexicon->entries[i];
        uint32_t at = (uint32_t)key_of((enum slant_layer)e->layer, e->pattern) & f->mask;
        while (f->slots[at] != 0)
            at = (at + 1) & f->mask;
        f->slots[at] = i + 1;
    }
    return f->slots != NULL;
}

/* "entry:loaded:slam": several files may have it. */
static const char *set_entry(struct slant_fitted *fitted, const struct finder *f, const char *name, double weight)
{
    const char *layer_end = strchr(name, ':');
    int layer = 0;
    while (layer_end != NULL && layer < SLANT_NLAYERS &&
           (strlen(slant_layer_name((enum slant_layer)layer)) != (size_t)(layer_end - name) ||
            memcmp(slant_layer_name((enum slant_layer)layer), name, (size_t)(layer_end - name)) != 0))
        layer++;
    if (layer_end == NULL || layer == SLANT_NLAYERS)
        return "wanted entry:LAYER:PATTERN";
    const char *pattern = layer_end + 1;
    for (uint32_t at = (uint32_t)key_of((enum slant_layer)layer, pattern) & f->mask; f->slots[at] != 0;
         at = (at + 1) & f->mask) {
        const struct slant_entry *e = &f->lexicon->entries[f->slots[at] - 1];
        if (e->layer != layer || strcmp(e->pattern, pattern) != 0)
            continue;
        if (fitted->entries[f->slots[at] - 1] != 0)
            return "the entry stands here twice";
        fitted->entries[f->slots[at] - 1] = (float)weight;
    }
    return NULL;
}

static const char *set_trait(struct slant_fitted *fitted, const char *name, double weight)
{
    char other[128];
    for (int i = 0; i < SLANT_NTRAITS; i++)
        if (slant_trait_name(i, other, sizeof other) && strcmp(name, other) == 0) {
            if (fitted->traits[i] != 0)
                return "the trait stands here twice";
            fitted->traits[i] = weight;
            return NULL;
        }
    return "there is no such trait";
}

static const char *read_row(struct slant_fitted *fitted, const struct finder *f, const struct slant_tsv *t)
{
    static const char entry[] = "entry:";
    char *end;
    if (t->ncells != 4)
        return "a row has 4 cells with tabs between: feature weight error units";
    double weight = strtod(t->cells[1], &end);
    if (end == t->cells[1] || *end != '\0' || !isfinite(weight) || fabs(weight) > 100)
        return "the weight must be a number from -100 to 100";
    double error = strtod(t->cells[2], &end);
    if (end == t->cells[2] || *end != '\0' || !(error >= 0) || !isfinite(error))
        return "the error must be a number, 0 or more";
    if (strncmp(t->cells[0], entry, sizeof entry - 1) == 0)
        return set_entry(fitted, f, t->cells[0] + sizeof entry - 1, weight);
    return set_trait(fitted, t->cells[0], weight);
}

static slant_status read_rows(struct slant_fitted *fitted, const struct finder *f, struct slant_tsv *t,
                              const char *path, struct slant_error *err)
{
    for (int rows = 0; slant_tsv_next(t); rows++) {
        const char *trouble = NULL;
        if (rows == 0)
            trouble = strcmp(t->cells[0], "feature") != 0
                          ? "the first row must be the header: feature weight error units"
                          : NULL;
        else
            trouble = read_row(fitted, f, t);
        if (trouble != NULL)
            return slant_fail(err, SLANT_ELEXICON, NULL, path, t->line, UINT64_MAX, "'%.80s': %s", t->cells[0],
                              trouble);
    }
    return SLANT_OK;
}

slant_status slant_fitted_open(const char *path, const struct slant_lexicon_view *lexicon, struct slant_fitted **out,
                               struct slant_error *err)
{
    struct slant_tsv t;
    struct finder finder = {0};
    *out = NULL;
    slant_status status = slant_tsv_open(&t, path, err);
    if (status != SLANT_OK)
        return status;
    struct slant_fitted *fitted = calloc(1, sizeof *fitted + lexicon->nentries * sizeof fitted->entries[0]);
    if (fitted == NULL || !finder_open(&finder, lexicon)) {
        status = slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    } else {
        fitted->nentries = lexicon->nentries;
        status = read_rows(fitted, &finder, &t, path, err);
    }
    free(finder.slots);
    slant_tsv_close(&t);
    if (status != SLANT_OK) {
        slant_fitted_close(fitted);
        return status;
    }
    *out = fitted;
    return SLANT_OK;
}

void slant_fitted_close(struct slant_fitted *fitted)
{
    free(fitted);
}

/* ---- chances ---- */

static double chance_of(const struct slant_fitted *model, const struct slant_traits *t)
{
    double sum = 0;
    for (int i = 0; i < SLANT_TRAIT_KIND; i++)
        sum += model->traits[i] * t->values[i];
    for (int i = slant_trait_marked(t, SLANT_TRAIT_KIND); i < SLANT_NTRAITS; i = slant_trait_marked(t, i + 1))
        sum += model->traits[i] * t->values[i];
    for (uint32_t i = t->first_hit; i < t->hit; i++) {
        int32_t entry = t->in->hits->rows[i].entry;
        if (entry >= 0 && (uint32_t)entry < model->nentries)
            sum += model->entries[entry];
    }
    return 1 / (1 + exp(-sum));
}

slant_status slant_fitted_run(struct slant_fitted *const models[SLANT_NCHANCES], const struct slant_score_input *in,
                              struct slant_arena *mem, double *out[SLANT_NCHANCES])
{
    uint32_t n = in->tokens->nsentences, wanted = 0;
    for (int m = 0; m < SLANT_NCHANCES; m++) {
        out[m] = NULL;
        if (models[m] != NULL && (out[m] = slant_arena_alloc(mem, (n + 1) * sizeof *out[m])) == NULL)
            return SLANT_ENOMEM;
        wanted += models[m] != NULL;
    }
    struct slant_traits traits;
    slant_traits_start(&traits, in);
    for (uint32_t s = 0; s < n && wanted > 0; s++) {
        slant_traits_of(&traits, s, s + 1);
        for (int m = 0; m < SLANT_NCHANCES; m++)
            if (models[m] != NULL)
                out[m][s] = chance_of(models[m], &traits);
    }
    return SLANT_OK;
}
