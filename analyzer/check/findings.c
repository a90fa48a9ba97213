/* findings: their places, their order, and what tells one from another when lines move. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "check/check.h"

slant_status slant_findings_add(struct slant_findings *findings, struct slant_arena *mem,
                                const struct slant_severities *severities, enum slant_rule_index rule,
                                const struct slant_finding *row, struct slant_str words)
{
    if (severities->of[rule] == SLANT_OFF)
        return SLANT_OK;
    if (findings->n == findings->cap) {
        uint32_t cap = findings->cap ? findings->cap * 2 : 16;
        void *rows =
            slant_arena_grow(mem, findings->rows, findings->n * sizeof *findings->rows, cap * sizeof *findings->rows);
        if (rows == NULL)
            return SLANT_ENOMEM;
        findings->rows = rows;
        findings->cap = cap;
    }
    struct slant_finding *f = &findings->rows[findings->n++];
    *f = *row;
    f->rule = slant_rule(rule);
    f->severity = (enum slant_severity)severities->of[rule];
    f->text = words;
    f->reason = "";
    return SLANT_OK;
}

/* ---- places ---- */

struct cursor {
    struct slant_str text;
    struct slant_point at;
};

/* Moves on to the byte, which is not before the place that it stands at. */
static struct slant_point move_to(struct cursor *c, size_t byte)
{
    const char *bytes = c->text.ptr, *end = bytes + c->text.len;
    while (c->at.byte < byte && c->at.byte < c->text.len) {
        size_t width = 1;
        char ch = bytes[c->at.byte];
        uint32_t cp = (unsigned char)ch < 0x80 ? (uint32_t)ch : slant_utf8_decode(bytes + c->at.byte, end, &width);
        int mark = cp == 0xFEFF && c->at.byte == 0; /* a byte order mark: no editor counts it as a column */
        int more = ch == '\r' && c->at.byte + 1 < c->text.len && bytes[c->at.byte + 1] == '\n';
        c->at.byte += (uint32_t)width;
        c->at.bytes += (uint32_t)width;
        c->at.code_points += !mark;
        c->at.units += mark ? 0 : cp >= 0x10000 ? 2 : 1;
        if ((ch == '\n' || ch == '\r') && !more) {
            c->at.line++;
            c->at.bytes = c->at.code_points = c->at.units = 0;
        }
    }
    return c->at;
}

static int order(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static const char *end_of(const struct slant_finding *f)
{
    return f->text.ptr + f->text.len;
}

static int by_end(const void *a, const void *b)
{
    return order((uintptr_t)end_of(a), (uintptr_t)end_of(b));
}

static int by_place(const void *a, const void *b)
{
    const struct slant_finding *x = a, *y = b;
    int start = order((uintptr_t)x->text.ptr, (uintptr_t)y->text.ptr),
        rule = order((uintptr_t)x->rule, (uintptr_t)y->rule);
    return start ? start : by_end(a, b) ? by_end(a, b) : rule ? rule : strcmp(x->message, y->message);
}

/* ---- fingerprints ---- */

/* Letters and figures alone, in lower case, so that lines may be wrapped afresh. */
static uint64_t hash_words(struct slant_str words)
{
    uint64_t h = slant_hash("", 0);
    for (size_t i = 0; i < words.len; i++) {
        unsigned char c = (unsigned char)words.ptr[i], low = c | 0x20;
        if ((low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
            h = (h ^ (c < 0x80 ? low : c)) * 0x100000001b3u;
    }
    return (h ^ 0xFF) * 0x100000001b3u;
}

/* The sentence that the finding begins in, or the headline. *row is moved on: findings come by place. */
static struct slant_str sentence_of(const struct slant_result *r, const struct slant_finding *f, uint32_t *row)
{
    while (*row < r->nrows && r->rows[*row].span.text.ptr + r->rows[*row].span.text.len <= f->text.ptr)
        (*row)++;
    if (*row < r->nrows && r->rows[*row].span.text.ptr <= f->text.ptr)
        return r->rows[*row].span.text;
    return r->title.text;
}

static void take_fingerprints(struct slant_findings *findings, const struct slant_result *result)
{
    struct slant_str sentence = {NULL, 0};
    uint64_t of_sentence = 0;
    uint32_t row = 0;
    for (uint32_t i = 0; i < findings->n; i++) {
        struct slant_finding *f = &findings->rows[i];
        struct slant_str here = sentence_of(result, f, &row);
        if (i == 0 || here.ptr != sentence.ptr) { /* a long one is gone through once */
            sentence = here;
            of_sentence = hash_words(sentence);
        }
        uint64_t parts[] = {slant_hash(f->rule->id, strlen(f->rule->id)), hash_words(f->text), of_sentence};
        f->fingerprint = slant_hash((const char *)parts, sizeof parts);
    }
}

static int by_hash(const void *a, const void *b)
{
    const struct slant_finding *x = a, *y = b;
    int hash = order(x->fingerprint, y->fingerprint);
    return hash ? hash : by_place(a, b);
}

/* The second finding of the same rule, words and sentence is another than the first. */
static void number_twins(struct slant_findings *findings)
{
    uint64_t base = 0, twins = 0;
    for (uint32_t i = 0; i < findings->n; i++) {
        struct slant_finding *f = &findings->rows[i];
        twins = i > 0 && f->fingerprint == base ? twins + 1 : 0;
        base = f->fingerprint;
        f->fingerprint = (base ^ twins) * 0x100000001b3u;
    }
}

void slant_findings_finish(struct slant_findings *findings, const struct slant_result *result)
{
    struct slant_finding *rows = findings->rows;
    if (findings->n == 0)
        return;
    qsort(rows, findings->n, sizeof *rows, by_place);
    take_fingerprints(findings, result);
    qsort(rows, findings->n, sizeof *rows, by_hash);
    number_twins(findings);
    qsort(rows, findings->n, sizeof *rows, by_end);
    struct cursor ends = {.text = result->text}, starts = ends;
    for (uint32_t i = 0; i < findings->n; i++)
        rows[i].end = move_to(&ends, (size_t)(end_of(&rows[i]) - result->text.ptr));
    qsort(rows, findings->n, sizeof *rows, by_place);
    for (uint32_t i = 0; i < findings->n; i++)
        rows[i].start = move_to(&starts, (size_t)(rows[i].text.ptr - result->text.ptr));
}
