/* audits: whole runs of audits. Pairs of articles, from a file of pairs or matched from two shelves, go through the
 * pipeline on several threads and leave as rows, in order. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/error.h"
#include "base/ordered.h"
#include "input/input.h"
#include "input/pair.h"
#include "pipeline.h"
#include "report/audit.h"
#include "shelf.h"

enum { MOST_THREADS = 64, MOST_SUMS = 256, BLOCK = 64 << 10, RECORD = 16 << 20 };

struct tally {
    struct slant_audit_sum *rows; /* names are owned */
    size_t n;
    int many; /* there were more names than rows: none are told */
};

/* A piece of work: a block of lines, or one matched edit; and what it became. */
struct slot {
    struct slant_block block;
    uint32_t edit;
    struct slant_buffer rows;
    uint64_t pairs, errors, failed;
    uint64_t changes[SLANT_NCHANGES];
    struct slant_error first_error;
    struct tally outlets, editors;
    struct slant_arena mem;
};

struct worker {
    struct slant_worker *wire, *edited;
    struct slant_arena mem;
};

struct running {
    const struct slant *engine;
    const struct slant_job *job;
    const struct slant_audit_settings *settings;
    struct slant_audit_summary *summary;
    struct slant_input_settings input_settings;
    struct slant_report_settings report;
    struct slant_input *input; /* of pairs; NULL: the shelves */
    struct slant_shelf wires, edits;
    int32_t *wire_of;
    uint32_t next;
    int alone; /* one pair: the full report */
    struct worker workers[MOST_THREADS];
    struct slot *slots;
    size_t nslots;
    struct tally outlets, editors;
    slant_status status;
    struct slant_error *err;
};

static slant_status no_memory(struct slant_error *err)
{
    return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
}

/* ---- sums by name ---------------------------------------------------------------------------------------- */

static struct slant_audit_sum *sum_of(struct tally *t, struct slant_str name)
{
    if (name.len == 0)
        return NULL;
    for (size_t i = 0; i < t->n; i++)
        if (t->rows[i].name.len == name.len && memcmp(t->rows[i].name.ptr, name.ptr, name.len) == 0)
            return &t->rows[i];
    if (t->rows == NULL)
        t->rows = calloc(MOST_SUMS, sizeof *t->rows);
    char *copy = t->n < MOST_SUMS && t->rows != NULL ? malloc(name.len) : NULL;
    if (copy == NULL) {
        t->many = 1;
        return NULL;
    }
    memcpy(copy, name.ptr, name.len);
    t->rows[t->n] = (struct slant_audit_sum){.name = {copy, name.len}};
    return &t->rows[t->n++];
}

static void merge(const struct tally *from, struct tally *to)
{
    to->many |= from->many;
    for (size_t i = 0; i < from->n; i++) {
        const struct slant_audit_sum *f = &from->rows[i];
        struct slant_audit_sum *t = sum_of(to, f->name);
        if (t == NULL)
            continue;
        t->pairs += f->pairs;
        t->sentences += f->sentences;
        t->kept += f->kept;
        t->moved += f->moved;
        t->cut += f->cut;
        t->added += f->added;
        for (int k = 0; k < SLANT_NCHANGES; k++)
            t->changes[k] += f->changes[k];
    }
}

static void clear(struct tally *t)
{
    for (size_t i = 0; i < t->n; i++)
        free((char *)(uintptr_t)t->rows[i].name.ptr);
    t->n = 0;
    t->many = 0;
}

/* ---- one pair -------------------------------------------------------------------------------------------- */

static void add_error(const struct running *r, struct slot *s, const struct slant_error *error, struct slant_str id)
{
    if (s->errors++ == 0)
        s->first_error = *error;
    slant_report_error(error, id, r->settings->format == SLANT_AUDIT_TEXT ? SLANT_ERROR_TEXT : SLANT_ERROR_JSONL,
                       &r->report, 0, &s->rows);
}

static void write_pair(const struct running *r, struct slot *s, const struct slant_audit *audit,
                       const struct slant_audit_names *names)
{
    switch (r->settings->format) {
    case SLANT_AUDIT_TEXT:
        (r->alone ? slant_report_audit_text : slant_report_audit_line)(audit, names, &r->report, &s->rows);
        break;
    case SLANT_AUDIT_JSON:
        slant_report_audit_json(audit, names, &s->rows);
        break;
    case SLANT_AUDIT_HTML:
        slant_report_audit_html(audit, names, &s->rows);
        break;
    case SLANT_AUDIT_RDJSONL:
        slant_report_audit_rdjsonl(audit, names, &s->rows);
        break;
    }
}

static void count_pair(const struct running *r, struct slot *s, const struct slant_audit *audit,
                       const struct slant_audit_names *names)
{
    int met = 0;
    s->pairs++;
    for (uint32_t i = 0; i < audit->nchanges; i++) {
        met |= r->settings->fail_level != SLANT_OFF && audit->changes[i].severity >= r->settings->fail_level;
        s->changes[audit->changes[i].kind]++;
    }
    s->failed += (uint64_t)met;
    struct slant_audit_sum *outlet = sum_of(&s->outlets, audit->edited->article->outlet);
    struct slant_audit_sum *editor = sum_of(&s->editors, names->editor);
    if (outlet != NULL)
        slant_audit_sum_add(outlet, audit);
    if (editor != NULL)
        slant_audit_sum_add(editor, audit);
}

static slant_status analyze(struct slant_worker *w, const struct slant_article *article, struct slant_audit_text *out,
                            struct slant_error *err)
{
    slant_status status = slant_analyze(w, article, SLANT_WANT_MARKS | SLANT_WANT_SENTENCES, &out->result, err);
    if (status == SLANT_OK) {
        out->tokens = &slant_worker_flow(w)->tokens;
        out->hits = &slant_worker_flow(w)->hits;
    }
    return status;
}

static slant_status audit_pair(const struct running *r, struct worker *w, const struct slant_article *wire,
                               const struct slant_article *edited, struct slant_audit *out, struct slant_error *err)
{
    struct slant_audit_input in = {.words = slant_worker_words(w->edited), .lexicon = slant_engine_lexicon(r->engine)};
    slant_arena_reset(&w->mem);
    slant_status status = analyze(w->wire, wire, &in.wire, err);
    if (status == SLANT_OK)
        status = analyze(w->edited, edited, &in.edited, err);
    if (status == SLANT_OK && (status = slant_audit_run(&in, &w->mem, out)) != SLANT_OK)
        no_memory(err);
    return status;
}

static void do_pair(const struct running *r, struct slot *s, struct worker *w, const struct slant_article *wire,
                    const struct slant_article *edited, const struct slant_audit_names *names)
{
    struct slant_audit audit;
    struct slant_error error = {0};
    if (audit_pair(r, w, wire, edited, &audit, &error) != SLANT_OK) {
        add_error(r, s, &error, names->id);
        return;
    }
    write_pair(r, s, &audit, names);
    count_pair(r, s, &audit, names);
}

/* ---- pairs from lines ------------------------------------------------------------------------------------ */

/* The file's own folder comes before a path that is not absolute. */
static const char *beside(const struct running *r, struct slant_str path, struct slant_arena *mem)
{
    const char *file = r->settings->pairs, *slash = strrchr(file, '/');
    size_t folder = path.len > 0 && path.ptr[0] != '/' && slash != NULL ? (size_t)(slash - file) + 1 : 0;
    char *out = slant_arena_alloc(mem, folder + path.len + 1);
    if (out == NULL)
        return NULL;
    memcpy(out, file, folder);
    memcpy(out + folder, path.ptr, path.len);
    out[folder + path.len] = '\0';
    return out;
}

/* Reads the half from its file, if it is one. */
static slant_status fetch(const struct running *r, struct slant_pair_half *half, struct slant_shelf *shelf,
                          struct slant_arena *mem, struct slant_error *err)
{
    if (half->path.ptr == NULL)
        return SLANT_OK;
    const char *path = beside(r, half->path, mem);
    if (path == NULL)
        return no_memory(err);
    struct slant_input_settings settings = r->input_settings;
    settings.kind = SLANT_INPUT_AUTO;
    slant_status status = slant_shelf_fill(shelf, path, &settings, err);
    if (status == SLANT_OK && shelf->n != 1)
        return slant_fail(err, SLANT_EFIELD, "not-one", path, 0, UINT64_MAX, "one article is wanted here, and there %s",
                          shelf->n == 0 ? "is none" : "are several");
    if (status == SLANT_OK && shelf->rows[0].status != SLANT_OK) {
        *err = shelf->rows[0].error;
        return shelf->rows[0].status;
    }
    if (status == SLANT_OK)
        half->row.article = shelf->rows[0].article;
    return status;
}

static void line_pair(const struct running *r, struct slot *s, struct worker *w, struct slant_pair *p)
{
    struct slant_shelf wire = {0}, edited = {0};
    struct slant_error error = p->error;
    slant_status status = p->status;
    if (status == SLANT_OK)
        status = fetch(r, &p->wire, &wire, &s->mem, &error);
    if (status == SLANT_OK)
        status = fetch(r, &p->edited, &edited, &s->mem, &error);
    struct slant_str id = p->id.ptr != NULL ? p->id : p->edited.row.article.id;
    struct slant_audit_names names = {id, p->editor, p->wire.path.ptr ? p->wire.path : p->wire.row.article.id,
                                      p->edited.path.ptr ? p->edited.path : p->edited.row.article.id};
    if (status != SLANT_OK)
        add_error(r, s, &error, id);
    else
        do_pair(r, s, w, &p->wire.row.article, &p->edited.row.article, &names);
    slant_shelf_free(&wire);
    slant_shelf_free(&edited);
}

static void work_on_lines(const struct running *r, struct slot *s, struct worker *w)
{
    struct slant_block *b = &s->block;
    uint64_t number = b->line;
    for (size_t at = 0; at < b->bytes.len; number++) {
        const char *line = b->bytes.data + at;
        const char *feed = memchr(line, '\n', b->bytes.len - at);
        size_t len = feed != NULL ? (size_t)(feed - line) : b->bytes.len - at;
        struct slant_pair pair;
        slant_pair_read(line, len, &r->input_settings, b->path, number, b->byte + at, &s->mem, &pair);
        line_pair(r, s, w, &pair);
        slant_arena_reset(&s->mem);
        at += len + (feed != NULL);
    }
    if (b->trouble != SLANT_OK)
        add_error(r, s, &b->error, (struct slant_str){NULL, 0});
}

/* ---- matched pairs --------------------------------------------------------------------------------------- */

static void work_on_edit(const struct running *r, struct slot *s, struct worker *w)
{
    const struct slant_shelved *edit = &r->edits.rows[s->edit];
    int32_t at = r->wire_of[s->edit];
    struct slant_error error = edit->error;
    slant_status status = edit->status;
    if (status == SLANT_OK && at < 0) {
        status = slant_fail(&error, SLANT_EFIELD, "no-wire", edit->path.ptr, 0, UINT64_MAX,
                            "no wire copy has this id or story, or shares enough words with it");
    } else if (status == SLANT_OK && r->wires.rows[at].status != SLANT_OK) {
        status = r->wires.rows[at].status;
        error = r->wires.rows[at].error;
    }
    if (status != SLANT_OK) {
        add_error(r, s, &error, edit->article.id);
        return;
    }
    const struct slant_shelved *wire = &r->wires.rows[at];
    struct slant_audit_names names = {edit->article.id, {NULL, 0}, wire->path, edit->path};
    do_pair(r, s, w, &wire->article, &edit->article, &names);
}

/* ---- the run --------------------------------------------------------------------------------------------- */

static int fill(void *ctx, size_t slot)
{
    struct running *r = ctx;
    struct slot *s = &r->slots[slot];
    s->rows.len = 0;
    s->pairs = s->errors = s->failed = 0;
    memset(s->changes, 0, sizeof s->changes);
    clear(&s->outlets);
    clear(&s->editors);
    if (r->input != NULL)
        return slant_input_next(r->input, &s->block);
    if (r->next == r->edits.n)
        return 0;
    s->edit = r->next++;
    return 1;
}

static int work(void *ctx, size_t slot, size_t worker)
{
    struct running *r = ctx;
    struct slot *s = &r->slots[slot];
    if (r->input != NULL)
        work_on_lines(r, s, &r->workers[worker]);
    else
        work_on_edit(r, s, &r->workers[worker]);
    return s->rows.failed ? -1 : 0;
}

static int give(struct running *r, const struct slant_buffer *bytes)
{
    if (bytes->len > 0 && r->job->write(r->job->ctx, bytes->data, bytes->len) != 0) {
        r->status = slant_fail(r->err, SLANT_EWRITE, NULL, NULL, 0, UINT64_MAX, "the output could not be written");
        return -1;
    }
    return 0;
}

static int drain(void *ctx, size_t slot)
{
    struct running *r = ctx;
    struct slot *s = &r->slots[slot];
    struct slant_audit_summary *sum = r->summary;
    if (sum->errors == 0 && s->errors > 0)
        sum->first_error = s->first_error;
    sum->pairs += s->pairs;
    sum->errors += s->errors;
    sum->failed_condition += s->failed;
    for (int k = 0; k < SLANT_NCHANGES; k++)
        sum->changes[k] += s->changes[k];
    merge(&s->outlets, &r->outlets);
    merge(&s->editors, &r->editors);
    if (r->alone && s->errors > 0) { /* no row: the words on stderr say it */
        r->status = s->first_error.code;
        if (r->err != NULL)
            *r->err = s->first_error;
        return -1;
    }
    if (r->job->progress != NULL) {
        struct slant_progress now = {sum->pairs, sum->errors, r->input != NULL ? slant_input_bytes_read(r->input) : 0,
                                     r->input != NULL ? slant_input_total_bytes(r->input) : 0};
        r->job->progress(r->job->ctx, &now);
    }
    return give(r, &s->rows);
}

static int give_edge(struct running *r, int foot)
{
    struct slant_buffer out = {0};
    size_t outlets = r->outlets.many ? 0 : r->outlets.n, editors = r->editors.many ? 0 : r->editors.n;
    if (!r->alone && r->settings->format == SLANT_AUDIT_TEXT && !foot)
        slant_report_audit_line_head(&r->report, &out);
    else if (!r->alone && r->settings->format == SLANT_AUDIT_TEXT)
        slant_report_audit_sums_text(r->outlets.rows, outlets, r->editors.rows, editors, &r->report, &out);
    else if (!r->alone && r->settings->format == SLANT_AUDIT_JSON && foot)
        slant_report_audit_sums_json(r->outlets.rows, outlets, r->editors.rows, editors, &out);
    int trouble = out.failed || give(r, &out);
    slant_buffer_free(&out);
    return trouble;
}

static uint64_t count_unused(const struct running *r)
{
    uint64_t used = 0;
    char *seen = calloc(r->wires.n + 1, 1);
    for (uint32_t i = 0; i < r->edits.n && seen != NULL; i++)
        if (r->wire_of[i] >= 0)
            used += !seen[r->wire_of[i]]++;
    free(seen);
    return r->wires.n - used;
}

static slant_status open_shelves(struct running *r)
{
    slant_status status = slant_shelf_fill(&r->wires, r->job->paths[0], &r->input_settings, r->err);
    if (status == SLANT_OK)
        status = slant_shelf_fill(&r->edits, r->job->paths[1], &r->input_settings, r->err);
    if (status != SLANT_OK)
        return status;
    for (int k = 0; k < 2; k++)
        if ((k ? r->edits : r->wires).n == 0)
            return slant_fail(r->err, SLANT_EREAD, NULL, r->job->paths[k], 0, UINT64_MAX, "there is no article here");
    if (slant_shelf_match(&r->wires, &r->edits, &r->wire_of) != SLANT_OK)
        return no_memory(r->err);
    r->alone = r->wires.n == 1 && r->edits.n == 1;
    if (r->alone)
        r->wire_of[0] = 0;
    r->summary->unused = count_unused(r);
    return SLANT_OK;
}

static slant_status open_run(struct running *r, size_t threads)
{
    slant_status status;
    if (r->settings->pairs != NULL)
        status = slant_input_open(&r->settings->pairs, 1, &r->input_settings, &r->input, r->err);
    else
        status = open_shelves(r);
    if (status != SLANT_OK)
        return status;
    if (!r->alone && r->settings->format == SLANT_AUDIT_HTML)
        return slant_fail(r->err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX, "a page shows one pair: name two articles");
    r->nslots = threads == 1 ? 1 : threads * 2 + 1;
    r->slots = calloc(r->nslots, sizeof *r->slots);
    for (size_t i = 0; i < threads; i++) {
        r->workers[i].wire = slant_worker_new(r->engine);
        r->workers[i].edited = slant_worker_new(r->engine);
        if (r->slots == NULL || r->workers[i].wire == NULL || r->workers[i].edited == NULL)
            return no_memory(r->err);
    }
    return SLANT_OK;
}

static void free_tally(struct tally *t)
{
    clear(t);
    free(t->rows);
}

static void close_run(struct running *r)
{
    for (size_t i = 0; r->slots != NULL && i < r->nslots; i++) {
        slant_block_free(&r->slots[i].block);
        slant_buffer_free(&r->slots[i].rows);
        slant_arena_free(&r->slots[i].mem);
        free_tally(&r->slots[i].outlets);
        free_tally(&r->slots[i].editors);
    }
    for (size_t i = 0; i < MOST_THREADS; i++) {
        slant_worker_free(r->workers[i].wire);
        slant_worker_free(r->workers[i].edited);
        slant_arena_free(&r->workers[i].mem);
    }
    free(r->slots);
    free_tally(&r->outlets);
    free_tally(&r->editors);
    slant_input_close(r->input);
    slant_shelf_free(&r->wires);
    slant_shelf_free(&r->edits);
}

static size_t thread_count(const struct slant_job *job)
{
    long n = job->jobs > 0 ? job->jobs : sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > MOST_THREADS ? MOST_THREADS : (size_t)n;
}

slant_status slant_audit_pairs(const struct slant *engine, const struct slant_job *job,
                               const struct slant_audit_settings *settings, struct slant_audit_summary *summary,
                               struct slant_error *err)
{
    struct running *r = calloc(1, sizeof *r);
    memset(summary, 0, sizeof *summary);
    if (r == NULL)
        return no_memory(err);
    r->engine = engine;
    r->job = job;
    r->settings = settings;
    r->summary = summary;
    r->err = err;
    r->input_settings = (struct slant_input_settings){.kind = settings->pairs != NULL ? SLANT_INPUT_JSONL : job->input,
                                                      .block_size = BLOCK,
                                                      .max_record = job->max_record ? job->max_record : RECORD,
                                                      .fields = job->fields,
                                                      .nfields = job->nfields};
    r->report = (struct slant_report_settings){.color = job->color, .width = job->width};
    size_t threads = thread_count(job);
    slant_status status = open_run(r, threads);
    if (status == SLANT_OK) {
        struct slant_ordered ordered = {r, r->nslots, fill, work, drain};
        if (give_edge(r, 0) != 0 || slant_ordered_run(&ordered, threads) != 0 || give_edge(r, 1) != 0)
            status = r->status != SLANT_OK ? r->status : no_memory(err);
    }
    close_run(r);
    free(r);
    return status;
}
