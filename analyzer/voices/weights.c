/* weights: what each feature adds to the log-odds that a candidate is a cue. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/tsv.h"
#include "voices/features.h"

struct slant_weights {
    uint32_t n;
    float values[]; /* by feature */
};

static slant_status no_memory(struct slant_error *err)
{
    return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
}

static slant_status read_row(struct slant_weights *w, const struct slant_roles *roles, const struct slant_tsv *t,
                             const char *path, struct slant_error *err)
{
    char *end;
    double value = strtod(t->cells[1], &end);
    uint32_t number = slant_features_find(roles, t->cells[0]);
    if (number == UINT32_MAX)
        return slant_fail(err, SLANT_ELEXICON, NULL, path, t->line, UINT64_MAX, "no such feature: '%.80s'",
                          t->cells[0]);
    if (end == t->cells[1] || *end != '\0' || !isfinite(value) || fabs(value) > 100)
        return slant_fail(err, SLANT_ELEXICON, NULL, path, t->line, UINT64_MAX,
                          "'%.40s' is no weight: wanted a number from -100 to 100", t->cells[1]);
    w->values[number] = (float)value;
    return SLANT_OK;
}

slant_status slant_weights_open(const char *path, const struct slant_roles *roles, struct slant_weights **out,
                                struct slant_error *err)
{
    struct slant_tsv t;
    uint32_t n = slant_features_count() + slant_roles_lemmas(roles) + 1;
    *out = NULL;
    slant_status status = slant_tsv_open(&t, path, err);
    if (status != SLANT_OK)
        return status;
    struct slant_weights *w = calloc(1, sizeof *w + n * sizeof w->values[0]);
    if (w == NULL)
        status = no_memory(err);
    else
        w->n = n;
    for (int header = 1; status == SLANT_OK && slant_tsv_next(&t); header = 0) {
        if (header && strcmp(t.cells[0], "feature") != 0)
            status = slant_fail(err, SLANT_ELEXICON, NULL, path, t.line, UINT64_MAX,
                                "the first row must be the header: feature weight error");
        else if (!header)
            status = read_row(w, roles, &t, path, err);
    }
    slant_tsv_close(&t);
    if (status != SLANT_OK) {
        free(w);
        return status;
    }
    *out = w;
    return SLANT_OK;
}

void slant_weights_close(struct slant_weights *weights)
{
    free(weights);
}

double slant_weights_chance(const struct slant_weights *weights, const uint32_t *features, uint32_t n)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += features[i] < weights->n ? weights->values[features[i]] : 0;
    return sum < -7 ? 0 : 1 / (1 + exp(-sum)); /* most candidates are far from it */
}
