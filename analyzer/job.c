/* job: whole runs. Blocks of articles go through the pipeline on several threads and leave as rows, in order. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/ordered.h"
#include "input/input.h"
#include "job.h"
#include "pipeline.h"
#include "report/report.h"

enum { MOST_OUTLETS = 64, MOST_MEASURES = 128, RECORD = 16 << 20 };

/* Small enough that a block of very short records does not become rows of many megabytes. */
enum { BLOCK = 64 << 10 };

/* A piece of work: a block of articles, and the rows that they became. */
struct slot {
    struct slant_block block;
    struct slant_buffer rows;
    struct slant_buffer profile; /* of the job's first article, for when it is the only one */
    int first;                   /* this block is the job's first */
    struct slant_arena mem;      /* the row that is read */
    uint64_t articles, errors, failed_condition;
    struct slant_error first_error;
    struct slant_outlet_sum *sums;
    size_t nsums;
    int many_outlets;
};

struct running {
    const struct slant *engine;
    const struct slant_job *job;
    struct slant_input *input;
    struct slant_report_settings settings;
    struct slant_worker *workers[SLANT_MOST_THREADS];
    struct slot *slots;
    size_t nslots;
    uint64_t blocks;
    struct slant_summary *summary;
    struct slant_buffer first_rows, first_profile; /* text: held until it is known whether there is a second article */
    struct slant_outlet_sum *sums;
    size_t nsums;
    int many_outlets, headed;
    slant_status status;
    struct slant_error *err;
};

static slant_status no_memory(struct slant_error *err)
{
    return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
}

/* ---- sums by outlet, for the table's foot ---- */

static struct slant_outlet_sum *sum_of(struct slant_outlet_sum *sums, size_t *n, int *many, struct slant_str outlet)
{
    for (size_t i = 0; i < *n; i++)
        if (sums[i].outlet.len == outlet.len &&
            (outlet.len == 0 || memcmp(sums[i].outlet.ptr, outlet.ptr, outlet.len) == 0))
            return &sums[i];
    if (*n == MOST_OUTLETS) {
        *many = 1;
        return NULL;
    }
    char *name = NULL;
    if (outlet.len > 0 && (name = malloc(outlet.len)) == NULL)
        return NULL;
    if (name != NULL)
        memcpy(name, outlet.ptr, outlet.len);
    struct slant_outlet_sum *sum = &sums[(*n)++];
    memset(sum, 0, sizeof *sum);
    sum->outlet = (struct slant_str){name, outlet.len};
    return sum;
}

static void free_sums(struct slant_outlet_sum *sums, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free((char *)(uintptr_t)sums[i].outlet.ptr);
}

/* ---- one block ---- */

static int meets_condition(const struct slant_job *job, const struct slant_result *result)
{
    for (uint32_t i = 0; job->fail_measure != NULL && i < result->nmeasures; i++)
        if (strcmp(result->measures[i].name, job->fail_measure) == 0)
            return isfinite(result->measures[i].rate) && result->measures[i].rate > job->fail_above;
    return 0;
}

static void add_result(const struct running *r, struct slot *s, const struct slant_result *result)
{
    switch (r->job->format) {
    case SLANT_FORMAT_JSONL:
        slant_report_jsonl(result, &r->settings, &s->rows);
        break;
    case SLANT_FORMAT_CSV:
        slant_report_csv(result, &r->settings, &s->rows);
        break;
    case SLANT_FORMAT_TEXT: {
        slant_report_table(result, &r->settings, &s->rows);
        if (s->first && s->articles == 0)
            slant_report_profile(result, &r->settings, &s->profile);
        struct slant_outlet_sum *sum = sum_of(s->sums, &s->nsums, &s->many_outlets, result->article->outlet);
        if (sum != NULL)
            slant_report_table_add(result, sum);
        break;
    }
    }
    s->failed_condition += (uint64_t)meets_condition(r->job, result);
    s->articles++;
}

static void add_error(const struct running *r, struct slot *s, const struct slant_error *error, struct slant_str id)
{
    static const enum slant_error_format formats[] = {
        [SLANT_FORMAT_TEXT] = SLANT_ERROR_TEXT,
        [SLANT_FORMAT_CSV] = SLANT_ERROR_CSV,
        [SLANT_FORMAT_JSONL] = SLANT_ERROR_JSONL,
    };
    uint32_t measures = 0;
    while (slant_measure_describe(r->engine, measures, NULL, NULL, NULL) != NULL)
        measures++;
    if (s->errors++ == 0)
        s->first_error = *error;
    slant_report_error(error, id, formats[r->job->format], &r->settings, measures, &s->rows);
}

static int work(void *ctx, size_t slot, size_t worker)
{
    struct running *r = ctx;
    struct slot *s = &r->slots[slot];
    unsigned want = (r->settings.spans ? SLANT_WANT_MARKS | SLANT_WANT_FRAMES : 0u) |
                    (r->settings.sentences ? SLANT_WANT_SENTENCES : 0u);
    struct slant_row row;
    while (slant_block_next(&s->block, &s->mem, &row)) {
        const struct slant_result *result;
        struct slant_error error;
        if (row.status == SLANT_OK) {
            int profile = r->job->format == SLANT_FORMAT_TEXT && s->first && s->articles == 0;
            slant_status status =
                slant_analyze(r->workers[worker], &row.article,
                              want | (profile ? SLANT_WANT_MARKS | SLANT_WANT_SENTENCES : 0u), &result, &error);
            if (status == SLANT_OK) {
                add_result(r, s, result);
            } else {
                error.line = row.line;
                error.byte = row.byte;
                add_error(r, s, &error, row.article.id);
            }
        } else {
            add_error(r, s, &row.error, row.article.id);
        }
        slant_arena_reset(&s->mem);
        if (s->rows.failed)
            return -1;
    }
    return 0;
}

static int fill(void *ctx, size_t slot)
{
    struct running *r = ctx;
    struct slot *s = &r->slots[slot];
    s->rows.len = s->profile.len = 0;
    s->articles = s->errors = s->failed_condition = 0;
    free_sums(s->sums, s->nsums);
    s->nsums = 0;
    s->many_outlets = 0;
    s->first = r->blocks++ == 0;
    return slant_input_next(r->input, &s->block);
}

/* ---- in order again ---- */

static int give(struct running *r, const struct slant_buffer *bytes)
{
    if (bytes->len > 0 && r->job->write(r->job->ctx, bytes->data, bytes->len) != 0) {
        r->status = slant_fail(r->err, SLANT_EWRITE, NULL, NULL, 0, UINT64_MAX, "the output could not be written");
        return -1;
    }
    return 0;
}

/* The table's head comes with the second article: one alone gets a profile. */
static int give_text(struct running *r, struct slot *s)
{
    uint64_t rows = r->summary->articles + r->summary->errors;
    if (!r->headed && rows <= 1 && r->summary->errors == 0) {
        slant_buffer_add(&r->first_rows, s->rows.data, s->rows.len);
        slant_buffer_add(&r->first_profile, s->profile.data, s->profile.len);
        return r->first_rows.failed || r->first_profile.failed ? -1 : 0;
    }
    if (!r->headed) {
        struct slant_buffer head = {0};
        slant_report_table_header(&r->settings, &head);
        int trouble = head.failed || give(r, &head) || give(r, &r->first_rows);
        slant_buffer_free(&head);
        r->headed = 1;
        if (trouble)
            return -1;
    }
    return give(r, &s->rows);
}

static void add_sums(struct running *r, const struct slot *s)
{
    r->many_outlets |= s->many_outlets;
    for (size_t i = 0; i < s->nsums; i++) {
        struct slant_outlet_sum *to = sum_of(r->sums, &r->nsums, &r->many_outlets, s->sums[i].outlet);
        if (to != NULL)
            slant_report_table_merge(&s->sums[i], to);
    }
}

static int drain(void *ctx, size_t slot)
{
    struct running *r = ctx;
    struct slot *s = &r->slots[slot];
    if (r->summary->errors == 0 && s->errors > 0)
        r->summary->first_error = s->first_error;
    r->summary->articles += s->articles;
    r->summary->errors += s->errors;
    r->summary->failed_condition += s->failed_condition;
    if (r->job->format == SLANT_FORMAT_TEXT)
        add_sums(r, s);
    int trouble = r->job->format == SLANT_FORMAT_TEXT ? give_text(r, s) : give(r, &s->rows);
    if (r->job->progress != NULL) {
        struct slant_progress now = {r->summary->articles, r->summary->errors, slant_input_bytes_read(r->input),
                                     slant_input_total_bytes(r->input)};
        r->job->progress(r->job->ctx, &now);
    }
    return trouble;
}

static int give_head(struct running *r)
{
    if (r->job->format != SLANT_FORMAT_CSV)
        return 0;
    struct slant_measure measures[MOST_MEASURES];
    uint32_t n = 0;
    memset(measures, 0, sizeof measures);
    for (const char *name; (name = slant_measure_describe(r->engine, n, NULL, NULL, NULL)) != NULL; n++) {
        assert(n < MOST_MEASURES);
        measures[n].name = name;
    }
    struct slant_buffer head = {0};
    slant_report_csv_header(measures, n, &r->settings, &head);
    int trouble = head.failed || give(r, &head);
    slant_buffer_free(&head);
    return trouble;
}

static int give_foot(struct running *r)
{
    if (r->job->format != SLANT_FORMAT_TEXT)
        return 0;
    if (!r->headed)
        return give(r, &r->first_profile);
    struct slant_buffer foot = {0};
    slant_report_table_foot(r->sums, r->many_outlets ? 0 : r->nsums, &r->settings, &foot);
    int trouble = foot.failed || give(r, &foot);
    slant_buffer_free(&foot);
    return trouble;
}

/* ---- the run ---- */

size_t slant_job_threads(const struct slant_job *job)
{
    long n = job->jobs > 0 ? job->jobs : sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > SLANT_MOST_THREADS ? SLANT_MOST_THREADS : (size_t)n;
}

static slant_status open_run(struct running *r, size_t threads)
{
    r->nslots = threads == 1 ? 1 : threads * 2 + 1;
    r->slots = calloc(r->nslots, sizeof *r->slots);
    r->sums = calloc(MOST_OUTLETS, sizeof *r->sums);
    if (r->slots == NULL || r->sums == NULL)
        return no_memory(r->err);
    for (size_t i = 0; i < r->nslots; i++)
        if ((r->slots[i].sums = calloc(MOST_OUTLETS, sizeof *r->slots[i].sums)) == NULL)
            return no_memory(r->err);
    for (size_t i = 0; i < threads; i++)
        if ((r->workers[i] = slant_worker_new(r->engine)) == NULL)
            return no_memory(r->err);
    return SLANT_OK;
}

static void close_run(struct running *r)
{
    for (size_t i = 0; r->slots != NULL && i < r->nslots; i++) {
        struct slot *s = &r->slots[i];
        if (s->sums != NULL)
            free_sums(s->sums, s->nsums);
        free(s->sums);
        slant_block_free(&s->block);
        slant_buffer_free(&s->rows);
        slant_buffer_free(&s->profile);
        slant_arena_free(&s->mem);
    }
    for (size_t i = 0; i < SLANT_MOST_THREADS; i++)
        slant_worker_free(r->workers[i]);
    if (r->sums != NULL)
        free_sums(r->sums, r->nsums);
    free(r->sums);
    free(r->slots);
    slant_buffer_free(&r->first_rows);
    slant_buffer_free(&r->first_profile);
    slant_input_close(r->input);
}

struct slant_input_settings slant_job_input(const struct slant_job *job)
{
    return (struct slant_input_settings){.kind = job->input,
                                         .stdin_is_jsonl = job->format == SLANT_FORMAT_JSONL,
                                         .block_size = BLOCK,
                                         .max_record = job->max_record ? job->max_record : RECORD,
                                         .fields = job->fields,
                                         .nfields = job->nfields};
}

static struct slant_report_settings report_settings(const struct slant_job *job)
{
    return (struct slant_report_settings){.spans = job->spans,
                                          .sentences = job->sentences,
                                          .norms = job->norms,
                                          .long_rows = job->long_rows,
                                          .color = job->color,
                                          .width = job->width};
}

slant_status slant_score(const struct slant *engine, const struct slant_job *job, struct slant_summary *summary,
                         struct slant_error *err)
{
    struct slant_input_settings settings = slant_job_input(job);
    struct running r = {.engine = engine, .job = job, .settings = report_settings(job), .summary = summary, .err = err};
    size_t threads = slant_job_threads(job);
    memset(summary, 0, sizeof *summary);
    slant_status status = slant_input_open(job->paths, job->npaths, &settings, &r.input, err);
    if (status == SLANT_OK)
        status = open_run(&r, threads);
    if (status == SLANT_OK) {
        struct slant_ordered ordered = {&r, r.nslots, fill, work, drain};
        summary->skipped = slant_input_skipped(r.input);
        if (give_head(&r) != 0 || slant_ordered_run(&ordered, threads) != 0 || give_foot(&r) != 0)
            status = r.status != SLANT_OK ? r.status : no_memory(err);
    }
    close_run(&r);
    return status;
}

/* ---- one article of a file ---- */

/* Finds the record-th article, or the one with this id, and hands it to take. */
static slant_status
with_article(const struct slant *engine, const struct slant_job *job, uint64_t record, const char *id,
             slant_status (*take)(struct slant_worker *, const struct slant_article *, void *, struct slant_error *),
             void *ctx, struct slant_error *err)
{
    struct slant_input_settings settings = slant_job_input(job);
    settings.stdin_is_jsonl = 0;
    struct slant_input *input;
    slant_status status = slant_input_open(job->paths, job->npaths, &settings, &input, err);
    if (status != SLANT_OK)
        return status;
    struct slant_worker *worker = slant_worker_new(engine);
    struct slant_block block = {0};
    struct slant_arena mem = {0};
    struct slant_row row;
    uint64_t at = 0;
    int found = 0;
    if (worker == NULL)
        status = no_memory(err);
    while (status == SLANT_OK && !found && slant_input_next(input, &block) == 1) {
        while (!found && slant_block_next(&block, &mem, &row)) {
            int same = row.article.id.ptr != NULL && id != NULL && strlen(id) == row.article.id.len &&
                       memcmp(id, row.article.id.ptr, row.article.id.len) == 0;
            found = id != NULL ? same : at++ == record;
            if (found && row.status != SLANT_OK) {
                status = row.status;
                if (err != NULL)
                    *err = row.error;
            } else if (found) {
                status = take(worker, &row.article, ctx, err);
            }
            slant_arena_reset(&mem);
        }
    }
    if (status == SLANT_OK && !found)
        status = id != NULL ? slant_fail(err, SLANT_EREAD, "not-found", job->paths[0], 0, UINT64_MAX,
                                         "there is no article with the id '%s'", id)
                            : slant_fail(err, SLANT_EREAD, "not-found", job->paths[0], 0, UINT64_MAX,
                                         "there is no article number %llu", (unsigned long long)record + 1);
    slant_worker_free(worker);
    slant_block_free(&block);
    slant_arena_free(&mem);
    slant_input_close(input);
    return status;
}

struct showing {
    const struct slant_job *job;
    enum slant_show_format format;
};

static slant_status write_all(const struct slant_job *job, struct slant_buffer *bytes, struct slant_error *err)
{
    slant_status status = SLANT_OK;
    if (bytes->failed)
        status = no_memory(err);
    else if (job->write(job->ctx, bytes->data, bytes->len) != 0)
        status = slant_fail(err, SLANT_EWRITE, NULL, NULL, 0, UINT64_MAX, "the output could not be written");
    slant_buffer_free(bytes);
    return status;
}

static slant_status show_article(struct slant_worker *worker, const struct slant_article *article, void *ctx,
                                 struct slant_error *err)
{
    const struct showing *s = ctx;
    const struct slant_result *result;
    slant_status status = slant_analyze(worker, article, SLANT_WANT_MARKS | SLANT_WANT_SENTENCES, &result, err);
    if (status != SLANT_OK)
        return status;
    struct slant_report_settings settings = report_settings(s->job);
    struct slant_buffer out = {0};
    (s->format == SLANT_SHOW_HTML ? slant_report_html : slant_report_show)(result, &settings, &out);
    return write_all(s->job, &out, err);
}

slant_status slant_show(const struct slant *engine, const struct slant_job *job, enum slant_show_format format,
                        uint64_t record, const char *id, struct slant_error *err)
{
    struct showing showing = {job, format};
    return with_article(engine, job, record, id, show_article, &showing, err);
}

/* ---- what a stage hands on, for the golden tests ---- */

struct dumping {
    const struct slant_job *job;
    const char *stage;
};

static void put_run(struct slant_buffer *out, const char *bytes, uint32_t start, uint32_t end)
{
    slant_buffer_json(out, bytes + start, end - start);
    slant_buffer_putc(out, '\n');
}

static void dump_text(const struct slant_flow *f, struct slant_buffer *out)
{
    static const char *const kinds[] = {"title", "paragraph", "furniture"};
    for (uint32_t i = 0; i < f->text.nblocks; i++) {
        const struct slant_text_block *b = &f->text.blocks[i];
        slant_buffer_printf(out, "%u-%u %s ", b->start, b->end, b->rule != NULL ? b->rule : kinds[b->kind]);
        put_run(out, f->text.bytes, b->start, b->end);
    }
    for (uint32_t i = 0; i < f->text.oddities.n; i++)
        slant_buffer_printf(out, "odd %u-%u %s\n", f->text.oddities.rows[i].start, f->text.oddities.rows[i].end,
                            f->text.oddities.rows[i].code);
}

static void dump_tokens(const struct slant_flow *f, struct slant_buffer *out)
{
    for (uint32_t s = 0; s < f->tokens.nsentences; s++) {
        const struct slant_sentence_span *row = &f->tokens.sentences[s];
        slant_buffer_printf(out, "sentence %u%s ", s, row->title ? " title" : "");
        put_run(out, f->text.bytes, row->start, row->end);
        for (uint32_t i = row->first; i < row->last; i++) {
            const struct slant_token *t = &f->tokens.tokens[i];
            slant_buffer_printf(out, "  %03x %02x ", (unsigned)t->before, (unsigned)t->flags);
            put_run(out, f->text.bytes, t->start, t->start + t->len);
        }
    }
    for (uint32_t i = 0; i < f->tokens.nquotes; i++) {
        const struct slant_quote_mark *q = &f->tokens.quotes[i];
        static const char *const sides[] = {"open", "close", "either"};
        slant_buffer_printf(out, "quote %u %s %s\n", q->at, q->single ? "single" : "double", sides[q->side]);
    }
}

static void dump_hits(const struct slant_flow *f, struct slant_buffer *out)
{
    for (uint32_t i = 0; i < f->hits.n; i++) {
        const struct slant_hit *h = &f->hits.rows[i];
        const struct slant_token *last = &f->tokens.tokens[h->last - 1];
        slant_buffer_printf(out, "%u %s %s %s [%s] ", h->sentence, slant_layer_name((enum slant_layer)h->layer),
                            h->kind[0] ? h->kind : "-", slant_voice_name((enum slant_voice)h->voice),
                            h->entry >= 0 ? f->view->entries[h->entry].pattern : h->rule);
        put_run(out, f->text.bytes, f->tokens.tokens[h->first].start, last->start + last->len);
    }
}

static void dump_voices(const struct slant_flow *f, struct slant_buffer *out)
{
    static const char *const kinds[] = {"quotation", "scare-quote", "name"};
    for (uint32_t i = 0; i < f->voices.quotations.n; i++) {
        const struct slant_quotation *q = &f->voices.quotations.rows[i];
        slant_buffer_printf(out, "%s%s%s ", kinds[q->kind], q->closed ? "" : " unclosed",
                            q->continued ? " continued" : "");
        put_run(out, f->text.bytes, q->start, q->end);
    }
    for (int v = 0; v < SLANT_NVOICES; v++)
        slant_buffer_printf(out, "words %s %u\n", slant_voice_name((enum slant_voice)v), f->voices.words[v]);
}

/* For fitting: where each candidate stands, whether it is taken, its chance, its features. */
static void dump_cues(const struct slant_flow *f, struct slant_buffer *out)
{
    struct slant_locator at;
    slant_locator_start(&at, &f->text);
    for (uint32_t i = 0; i < f->voices.cues.n; i++) {
        const struct slant_cue *c = &f->voices.cues.rows[i];
        const struct slant_token *first = &f->tokens.tokens[c->first],
                                 *last = &f->tokens.tokens[c->last - (c->last > c->first)];
        struct slant_span span = slant_locate(&at, c->colon ? first->start - 1 : first->start,
                                              c->colon ? first->start : last->start + last->len);
        slant_buffer_printf(out, "%s %u %u %d %.3f", span.in_title ? "title" : "text", span.start, span.end, c->taken,
                            c->chance);
        for (uint32_t k = 0; k < c->nfeatures; k++) {
            char name[128];
            slant_features_name(f->roles, c->features[k], name, sizeof name);
            slant_buffer_printf(out, " %s", name);
        }
        slant_buffer_putc(out, '\n');
    }
}

static slant_status dump_article(struct slant_worker *worker, const struct slant_article *article, void *ctx,
                                 struct slant_error *err)
{
    static const struct {
        const char *stage;
        void (*dump)(const struct slant_flow *, struct slant_buffer *);
    } stages[] = {{"text", dump_text},
                  {"tokens", dump_tokens},
                  {"hits", dump_hits},
                  {"cues", dump_cues},
                  {"voices", dump_voices}};
    const struct dumping *d = ctx;
    struct slant_flow flow;
    slant_status status = slant_pipeline_run(worker, article, &flow);
    if (status != SLANT_OK)
        return slant_fail(err, status, NULL, NULL, 0, UINT64_MAX, "the article could not be taken apart");
    struct slant_buffer out = {0};
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++)
        if (strcmp(stages[i].stage, d->stage) == 0) {
            stages[i].dump(&flow, &out);
            return write_all(d->job, &out, err);
        }
    return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX,
                      "no stage '%s': there are text, tokens, hits, cues, voices", d->stage);
}

slant_status slant_dump(const struct slant *engine, const struct slant_job *job, const char *stage, uint64_t record,
                        const char *id, struct slant_error *err)
{
    struct dumping dumping = {job, stage};
    return with_article(engine, job, record, id, dump_article, &dumping, err);
}
