/* lexicon_check: what is wrong with lexicons, all of it at once, each with its place. */
#include "lexicon_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static const struct {
    const char *rule;
    enum slant_severity severity;
} rules[] = {
    {"encoding", SLANT_ERROR},
    {"header", SLANT_ERROR},
    {"cells", SLANT_ERROR},
    {"kind", SLANT_ERROR},
    {"stance", SLANT_ERROR},
    {"set", SLANT_ERROR},
    {"pattern", SLANT_ERROR},
    {"name", SLANT_ERROR},
    {"order", SLANT_ERROR},
    {"duplicate", SLANT_ERROR},
    {"conflict", SLANT_ERROR},
    {"no-why", SLANT_ERROR},
    {"no-source", SLANT_WARNING},
    {"no-sentence", SLANT_WARNING},
    {"short-row", SLANT_WARNING},
    {"quoted-cell", SLANT_WARNING},
    {"spaces", SLANT_WARNING},
    {"bom", SLANT_WARNING},
    {"no-reasons", SLANT_WARNING},
    {"shipped", SLANT_WARNING},
    {"common-word", SLANT_WARNING},
    {"always-fires", SLANT_WARNING},
    {"overlap", SLANT_SUGGESTION},
    {"never-fires", SLANT_SUGGESTION},
    {"unknown-column", SLANT_SUGGESTION},
};

static uint8_t severity_of(const char *rule)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (strcmp(rules[i].rule, rule) == 0)
            return (uint8_t)rules[i].severity;
    return SLANT_ERROR;
}

/* ---- the list of faults ---- */

static const char *keep(struct slant_checking *c, const char *text)
{
    const char *copy = slant_arena_copy(&c->mem, text, strlen(text));
    c->failed |= copy == NULL;
    return copy != NULL ? copy : "";
}

static void add_fault(struct slant_checking *c, struct slant_fault fault)
{
    if (c->n == c->cap) {
        uint32_t cap = c->cap ? c->cap * 2 : 256;
        struct slant_fault *faults = realloc(c->faults, cap * sizeof *faults);
        if (faults == NULL) {
            c->failed = 1;
            return;
        }
        c->faults = faults;
        c->cap = cap;
    }
    fault.severity = severity_of(fault.rule);
    c->faults[c->n++] = fault;
}

void slant_fault_at(struct slant_checking *c, const struct slant_entry *e, const char *cell, const char *rule,
                    const char *format, ...)
{
    char message[700];
    struct slant_place at = slant_lexicon_place(slant_engine_matcher(c->engine), e, cell);
    if (!slant_entry_is_meant(c->engine, c->job, e))
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    add_fault(c, (struct slant_fault){keep(c, at.path), rule, keep(c, message), at.line, at.column, 0});
}

const char *slant_fault_place(struct slant_checking *c, const struct slant_entry *e)
{
    char place[4600];
    snprintf(place, sizeof place, "%s:%u", c->infos[e->file].path, e->line);
    return keep(c, place);
}

/* Told while the files are read. */
static void take_complaint(void *ctx, const struct slant_error *err)
{
    struct slant_checking *c = ctx;
    add_fault(c, (struct slant_fault){keep(c, err->path), keep(c, err->name), keep(c, err->message),
                                      (uint32_t)err->line, err->column, 0});
}

/* ---- row by row ---- */

static void check_order(struct slant_checking *c)
{
    for (uint32_t i = 1; i < c->view->nentries; i++) {
        const struct slant_entry *before = &c->view->entries[i - 1], *e = &c->view->entries[i];
        if (before->file == e->file && strcmp(before->pattern, e->pattern) > 0)
            slant_fault_at(c, e, e->pattern, "order",
                           "'%.60s' stands behind '%.60s': rows go by the bytes of the pattern", e->pattern,
                           before->pattern);
    }
}

/* Does any row of the file fill this column? One that nobody fills is said once, of the header. */
static int is_filled(const struct slant_checking *c, uint16_t file, size_t column)
{
    for (uint32_t i = 0; i < c->view->nentries; i++) {
        const struct slant_entry *e = &c->view->entries[i];
        const char *const cells[] = {e->why, e->source, e->yes, e->no};
        if (e->file == file && cells[column][0] != '\0')
            return 1;
    }
    return 0;
}

static void check_reasons(struct slant_checking *c)
{
    int file = -1, whys = 0, sources = 0;
    for (uint32_t i = 0; i < c->view->nentries; i++) {
        const struct slant_entry *e = &c->view->entries[i];
        if (e->file != file) {
            file = e->file;
            whys = is_filled(c, e->file, 0);
            sources = is_filled(c, e->file, 1);
        }
        if (whys && e->why[0] == '\0')
            slant_fault_at(c, e, e->why, "no-why", "'%.60s': nobody can be told why it was marked (column why)",
                           e->pattern);
        if (sources && e->source[0] == '\0')
            slant_fault_at(c, e, e->source, "no-source", "'%.60s': no literature or style guide (column source)",
                           e->pattern);
    }
}

/* ---- entries that are one phrase ---- */

struct pair {
    uint32_t a, b;
};
struct pairs {
    struct pair *rows;
    uint32_t n, cap;
    const struct slant_lexicon_view *view;
    int failed;
};

static void take_clash(void *ctx, const uint32_t *entries, uint32_t n)
{
    struct pairs *p = ctx;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i && !p->failed; k++) {
            struct pair pair =
                entries[k] < entries[i] ? (struct pair){entries[k], entries[i]} : (struct pair){entries[i], entries[k]};
            if (pair.a == pair.b || p->view->entries[pair.a].slot != p->view->entries[pair.b].slot)
                continue;
            if (p->n == p->cap) {
                uint32_t cap = p->cap ? p->cap * 2 : 1024;
                struct pair *rows = realloc(p->rows, cap * sizeof *rows);
                p->failed = rows == NULL;
                if (p->failed)
                    return;
                p->rows = rows;
                p->cap = cap;
            }
            p->rows[p->n++] = pair;
        }
}

static int by_pair(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* Two entries share phrases. How much of each that is: 1: all. */
struct share {
    const struct slant_entry *a, *b;
    int all_of_a, all_of_b;
};

/* One of ours and one of somebody's. An exception of one's own switches an entry of ours off: that is what it is for.
 */
static void tell_shipped(struct slant_checking *c, struct share s)
{
    const struct slant_entry *ours = c->infos[s.a->file].shipped ? s.a : s.b, *theirs = ours == s.a ? s.b : s.a;
    int all = ours == s.a ? s.all_of_b : s.all_of_a;
    if (all && ours->exception == theirs->exception)
        slant_fault_at(c, theirs, theirs->pattern, "shipped", "'%.60s' is in the shipped lexicons already: '%.60s', %s",
                       theirs->pattern, ours->pattern, slant_fault_place(c, ours));
}

static void tell_share(struct slant_checking *c, struct share s)
{
    const struct slant_entry *a = s.a, *b = s.b;
    const char *place = slant_fault_place(c, a);
    int off = a->exception != b->exception, entry_is_gone = a->exception ? s.all_of_b : s.all_of_a;
    if (c->infos[a->file].shipped != c->infos[b->file].shipped)
        tell_shipped(c, s);
    else if (off && entry_is_gone)
        slant_fault_at(c, b, b->pattern, "conflict",
                       "'%.60s' and '%.60s', %s, are the same phrase: the entry never counts", b->pattern, a->pattern,
                       place);
    else if (off || !(s.all_of_a || s.all_of_b))
        slant_fault_at(c, b, b->pattern, "overlap", "'%.60s' has phrases in common with '%.60s', %s", b->pattern,
                       a->pattern, place);
    else if (strcmp(a->kind, b->kind) != 0 || strcmp(a->stance, b->stance) != 0)
        slant_fault_at(c, b, b->pattern, "conflict", "'%.60s' (%s%s%s) and '%.60s' (%s%s%s), %s, are the same phrase",
                       b->pattern, b->kind, b->stance[0] ? ", " : "", b->stance, a->pattern, a->kind,
                       a->stance[0] ? ", " : "", a->stance, place);
    else
        slant_fault_at(c, b, b->pattern, "duplicate",
                       "'%.60s' is the same phrase as '%.60s', %s, once words go by their stems", b->pattern,
                       a->pattern, place);
}

static void check_clashes(struct slant_checking *c)
{
    struct pairs p = {.view = c->view};
    uint32_t *phrases = slant_lexicon_count_phrases(slant_engine_matcher(c->engine));
    slant_lexicon_each_clash(slant_engine_matcher(c->engine), take_clash, &p);
    c->failed |= p.failed || phrases == NULL;
    if (!c->failed && p.n > 0)
        qsort(p.rows, p.n, sizeof *p.rows, by_pair);
    for (uint32_t i = 0, n; i < p.n && !c->failed; i += n) {
        for (n = 1; i + n < p.n && by_pair(&p.rows[i], &p.rows[i + n]) == 0;)
            n++;
        const struct pair *pair = &p.rows[i];
        tell_share(c, (struct share){&c->view->entries[pair->a], &c->view->entries[pair->b], n >= phrases[pair->a],
                                     n >= phrases[pair->b]});
    }
    free(phrases);
    free(p.rows);
}

/* ---- sentences ---- */

/* Marks the entries that this exception takes words from, in its own sentence. */
static void find_ambiguous(struct slant_checking *c, struct slant_worker *worker, uint32_t exception, uint32_t *by)
{
    struct slant_flow flow;
    const char *sentence = c->view->entries[exception].no;
    struct slant_article article = {.text = {sentence, strlen(sentence)}};
    if (sentence[0] == '\0' || slant_pipeline_run(worker, &article, &flow) != SLANT_OK)
        return;
    for (uint32_t i = 0; i < flow.hits.n; i++) {
        const struct slant_hit *lost = &flow.hits.rows[i];
        for (uint32_t k = 0; k < flow.hits.n && lost->fate == SLANT_SHADOWED; k++) {
            const struct slant_hit *hit = &flow.hits.rows[k];
            if (hit->entry == (int32_t)exception && hit->fate == SLANT_STANDS && hit->slot == lost->slot &&
                hit->first < lost->last && lost->first < hit->last && !c->view->entries[lost->entry].exception)
                by[lost->entry] = exception + 1;
        }
    }
}

static void tell_sentences(struct slant_checking *c, const uint32_t *by)
{
    int file = -1, has_yes = 0, has_no = 0;
    for (uint32_t i = 0; i < c->view->nentries; i++) {
        const struct slant_entry *e = &c->view->entries[i];
        if (e->file != file) {
            file = e->file;
            has_yes = is_filled(c, e->file, 2);
            has_no = is_filled(c, e->file, 3);
        }
        if (e->exception && has_no && e->no[0] == '\0')
            slant_fault_at(c, e, e->no, "no-sentence",
                           "'%.60s': an exception needs the sentence in which it must take effect (column no)",
                           e->pattern);
        if (e->exception || by[i] == 0 || !(has_yes || has_no) || (e->yes[0] != '\0' && e->no[0] != '\0'))
            continue;
        const struct slant_entry *exception = &c->view->entries[by[i] - 1];
        slant_fault_at(c, e, e->yes[0] == '\0' ? e->yes : e->no, "no-sentence",
                       "'%.60s' has two meanings ('%.60s', %s): it needs a sentence %s", e->pattern, exception->pattern,
                       slant_fault_place(c, exception),
                       e->yes[0] != '\0' ? "in which it must not be found (column no)"
                       : e->no[0] != '\0'
                           ? "in which it must be found (column yes)"
                           : "in which it must be found, and one in which it must not (columns yes, no)");
    }
}

static void check_sentences(struct slant_checking *c)
{
    struct slant_worker *worker = slant_worker_new(c->engine);
    uint32_t *by = calloc(c->view->nentries + 1, sizeof *by);
    c->failed |= worker == NULL || by == NULL;
    if (!c->failed) {
        slant_worker_keep(worker, SLANT_KEEP_EXCEPTIONS | SLANT_KEEP_LOST);
        for (uint32_t i = 0; i < c->view->nentries; i++)
            if (c->view->entries[i].exception)
                find_ambiguous(c, worker, i, by);
        tell_sentences(c, by);
    }
    free(by);
    slant_worker_free(worker);
}

/* ---- out ---- */

static int by_place(const void *a, const void *b)
{
    const struct slant_fault *x = a, *y = b;
    int order = strcmp(x->path, y->path);
    if (order != 0)
        return order;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    order = strcmp(x->rule, y->rule);
    return order != 0 ? order : strcmp(x->message, y->message);
}

static void put_text(struct slant_buffer *out, const struct slant_fault *f)
{
    slant_buffer_printf(out, "%s:%u:%u: %s: %s [%s]\n", f->path[0] ? f->path : "-", f->line > 0 ? f->line : 1,
                        f->column > 0 ? f->column : 1, slant_severity_name((enum slant_severity)f->severity),
                        f->message, f->rule);
}

static void put_json(struct slant_buffer *out, const struct slant_fault *f)
{
    slant_buffer_puts(out, "{\"path\":");
    slant_buffer_json(out, f->path, strlen(f->path));
    slant_buffer_printf(
        out, ",\"line\":%u,\"column\":%u,\"severity\":\"%s\",\"rule\":\"%s\",\"message\":", f->line > 0 ? f->line : 1,
        f->column > 0 ? f->column : 1, slant_severity_name((enum slant_severity)f->severity), f->rule);
    slant_buffer_json(out, f->message, strlen(f->message));
    slant_buffer_putc(out, '}');
}

static void put_all(struct slant_checking *c, const char *form, struct slant_buffer *out, uint32_t counts[])
{
    int json = strcmp(form, "json") == 0, lines = strcmp(form, "jsonl") == 0;
    if (c->n > 0)
        qsort(c->faults, c->n, sizeof *c->faults, by_place);
    slant_buffer_puts(out, json ? "[" : "");
    for (uint32_t i = 0, put = 0; i < c->n; i++) {
        if (i > 0 && by_place(&c->faults[i - 1], &c->faults[i]) == 0)
            continue;
        if (json)
            slant_buffer_puts(out, put > 0 ? ",\n" : "\n");
        if (json || lines)
            put_json(out, &c->faults[i]);
        else
            put_text(out, &c->faults[i]);
        slant_buffer_puts(out, lines ? "\n" : "");
        counts[c->faults[i].severity]++;
        put++;
    }
    slant_buffer_puts(out, json ? "\n]\n" : "");
}

static slant_status check_all(struct slant_checking *c, const char *frequent, struct slant_error *err)
{
    check_order(c);
    check_reasons(c);
    check_clashes(c);
    check_sentences(c);
    slant_status status = slant_check_common_words(c, frequent, err);
    if (status == SLANT_OK && c->job->nargs > 0)
        status = slant_check_corpus(c, err);
    return status;
}

static slant_status finish(struct slant_checking *c, const char *form, size_t *errors, struct slant_error *err)
{
    struct slant_buffer out = {0};
    uint32_t counts[SLANT_ERROR + 1] = {0};
    struct slant_error said = {0};
    put_all(c, form, &out, counts);
    out.failed |= c->failed;
    *errors = counts[SLANT_ERROR];
    slant_fail(&said, SLANT_OK, "summary", NULL, 0, UINT64_MAX, "%u errors, %u warnings, %u suggestions in %u entries",
               counts[SLANT_ERROR], counts[SLANT_WARNING], counts[SLANT_SUGGESTION],
               c->view != NULL ? c->view->nentries : 0);
    c->job->tell(c->job->ctx, &said);
    return slant_give(c->job, "", &out, err);
}

slant_status slant_lexicon_check(const struct slant_options *options, const struct slant_lexicon_job *job,
                                 size_t *errors, struct slant_error *err)
{
    struct slant_checking c = {.job = job};
    struct slant_options telling = *options;
    struct slant *engine = NULL;
    const char *form = job->form != NULL ? job->form : "text";
    char frequent[4200];
    *errors = 0;
    if (strcmp(form, "text") != 0 && strcmp(form, "json") != 0 && strcmp(form, "jsonl") != 0)
        return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX, "wanted text, json or jsonl");
    telling.complain = take_complaint;
    telling.complain_ctx = &c;
    snprintf(frequent, sizeof frequent, "%s/lexicons/%s/frequent.tsv",
             options->data_dir != NULL ? options->data_dir : SLANT_DATADIR,
             options->language != NULL ? options->language : "en");
    slant_status status = slant_open(&telling, &engine, err);
    if (status == SLANT_OK) {
        c.engine = engine;
        c.view = slant_engine_lexicon(engine);
        slant_lexicons(engine, &c.infos);
        status = check_all(&c, frequent, err);
    }
    if (status == SLANT_OK)
        status = finish(&c, form, errors, err);
    free(c.faults);
    slant_arena_free(&c.mem);
    slant_close(engine);
    return status;
}
