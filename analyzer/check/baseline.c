/* baseline: findings that were there before anybody asked. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/tsv.h"
#include "check/suppress.h"

static int ascending(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static int read_fingerprint(const char *cell, uint64_t *out)
{
    char *end;
    if (strlen(cell) != 16 || strspn(cell, "0123456789abcdef") != 16)
        return 0;
    *out = strtoull(cell, &end, 16);
    return 1;
}

static slant_status read_rows(struct slant_tsv *file, const char *path, struct slant_baseline *out,
                              struct slant_error *err)
{
    uint32_t cap = 0;
    while (slant_tsv_next(file)) {
        uint64_t fingerprint;
        if (!read_fingerprint(file->cells[0], &fingerprint))
            return slant_fail(err, SLANT_EUSAGE, "bad-settings", path, file->line, UINT64_MAX,
                              "a baseline's line begins with sixteen digits; write it with --write-baseline");
        if (out->n == cap) {
            cap = cap ? cap * 2 : 64;
            uint64_t *rows = realloc(out->fingerprints, cap * sizeof *rows);
            if (rows == NULL)
                return slant_fail(err, SLANT_ENOMEM, NULL, path, 0, UINT64_MAX, "out of memory");
            out->fingerprints = rows;
        }
        out->fingerprints[out->n++] = fingerprint;
    }
    out->used = calloc(out->n + 1, 1);
    if (out->used == NULL)
        return slant_fail(err, SLANT_ENOMEM, NULL, path, 0, UINT64_MAX, "out of memory");
    if (out->n > 0)
        qsort(out->fingerprints, out->n, sizeof *out->fingerprints, ascending);
    uint32_t n = 0; /* the same sentence in two files: once */
    for (uint32_t i = 0; i < out->n; i++)
        if (n == 0 || out->fingerprints[n - 1] != out->fingerprints[i])
            out->fingerprints[n++] = out->fingerprints[i];
    out->n = n;
    return SLANT_OK;
}

slant_status slant_baseline_read(const char *path, struct slant_baseline *out, struct slant_error *err)
{
    struct slant_tsv file;
    memset(out, 0, sizeof *out);
    slant_status status = slant_tsv_open(&file, path, err);
    if (status != SLANT_OK)
        return status;
    status = read_rows(&file, path, out, err);
    slant_tsv_close(&file);
    if (status != SLANT_OK)
        slant_baseline_free(out);
    return status;
}

void slant_baseline_free(struct slant_baseline *baseline)
{
    free(baseline->fingerprints);
    free(baseline->used);
    memset(baseline, 0, sizeof *baseline);
}

void slant_baseline_apply(struct slant_baseline *baseline, struct slant_findings *findings)
{
    for (uint32_t i = 0; i < findings->n; i++) {
        struct slant_finding *f = &findings->rows[i];
        uint64_t *at = f->state == SLANT_FINDING_OPEN && baseline->n > 0
                           ? bsearch(&f->fingerprint, baseline->fingerprints, baseline->n, sizeof *at, ascending)
                           : NULL;
        if (at == NULL)
            continue;
        f->state = SLANT_FINDING_KNOWN;
        baseline->used[at - baseline->fingerprints] = 1;
    }
}
