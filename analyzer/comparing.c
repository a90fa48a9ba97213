/* comparing: articles, or counts from elsewhere, through compare/ to a report. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "compare/compare.h"
#include "compare/likeness.h"
#include "compare/robust.h"
#include "gather.h"
#include "job.h"
#include "report/compare.h"
#include "score/score.h"

/* A row on its way from the thread that made it to the table. */
struct found {
    struct slant_counts_new row;
    const char *reason; /* not NULL: an article that could not be scored */
    struct slant_error error;
    struct slant_cell *cells;
    struct slant_likeness *likeness;
    struct slant_example *examples; /* one a measure; sentence NULL: none */
    struct slant_term_count *terms;
    size_t nterms;
    struct found *next;
};

struct piece {
    struct slant_arena mem;
    struct found *first, **last;
};

struct comparing {
    const struct slant_compare_job *job;
    struct slant_counts counts;
    struct slant_examples examples;
    struct slant_terms terms;
    struct slant_arena words;        /* of the likenesses */
    struct slant_likeness *likeness; /* one a row of counts */
    size_t likeness_cap;
    int from[SLANT_COUNTS_MEASURES]; /* number of the score's measure */
    struct slant_compare_summary *summary;
};

/* ---- which measures ---- */

static int is_wanted(const struct slant_compare_job *job, const char *name)
{
    for (size_t i = 0; i < job->nonly; i++)
        if (strcmp(job->only[i], name) == 0)
            return 1;
    return job->nonly == 0;
}

/* What kind of number a measure is, by its unit: a rate "per 1,000 …" (scale 1000), a share (scale 1), or neither (0):
 * what is no ratio of two sums cannot be compared as one. */
static double scale_of(const char *unit)
{
    if (strncmp(unit, "share of", 8) == 0)
        return 1;
    if (strncmp(unit, "per ", 4) != 0 || strstr(unit, " less ") != NULL)
        return 0;
    double scale = 0;
    for (const char *p = unit + 4; (*p >= '0' && *p <= '9') || *p == ','; p++)
        if (*p != ',')
            scale = scale * 10 + (*p - '0');
    return scale;
}

static slant_status choose_measures(struct comparing *c, const struct slant *engine, struct slant_error *err)
{
    struct slant_counts *counts = &c->counts;
    const char *name, *formula, *unit, *reference;
    for (size_t i = 0; i < c->job->nonly; i++)
        if (!slant_measure_exists(engine, c->job->only[i]))
            return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX,
                              "there is no measure '%s'; see 'slant measures'", c->job->only[i]);
    for (size_t i = 0; (name = slant_measure_describe(engine, i, &formula, &unit, &reference)) != NULL &&
                       counts->nmeasures < SLANT_COUNTS_MEASURES;
         i++) {
        const struct slant_measure_info *info = slant_score_measure(i);
        double scale = scale_of(unit);
        if (scale == 0 || !is_wanted(c->job, name))
            continue;
        c->from[counts->nmeasures] = (int)i;
        counts->measures[counts->nmeasures++] = (struct slant_counts_measure){
            name, unit, info != NULL ? info->exposure : slant_score_custom()->exposure, formula, scale, scale == 1};
    }
    if (counts->nmeasures == 0)
        return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX,
                          "none of these measures is a rate or a share: there is nothing to compare");
    return SLANT_OK;
}

/* ---- one article ---- */

static struct slant_str group_of(const struct slant_compare_job *job, const struct slant_article *a)
{
    const struct {
        const char *name;
        struct slant_str value;
    } fields[] = {{"outlet", a->outlet},
                  {"topic", a->topic},
                  {"story", a->story},
                  {"language", a->language},
                  {"byline", a->byline}};
    for (size_t i = 0; job->by != NULL && i < sizeof fields / sizeof fields[0]; i++)
        if (strcmp(job->by, fields[i].name) == 0)
            return fields[i].value;
    return a->outlet;
}

/* "Politics / 2031-04": what the article is adjusted by; empty when a part is not there. */
static struct slant_str stratum_of(const struct slant_compare_job *job, const struct slant_article *a, char room[300])
{
    size_t len = 0;
    if (job->nadjust == 0)
        return a->topic;
    for (size_t i = 0; i < job->nadjust; i++) {
        struct slant_str part = a->topic;
        if (strcmp(job->adjust[i], "month") == 0)
            part = (struct slant_str){a->date.ptr, slant_counts_day(a->date) != SLANT_NO_DAY ? 7 : 0};
        if (part.len == 0 || len + part.len + 4 > 300)
            return (struct slant_str){NULL, 0};
        len += (size_t)snprintf(room + len, 300 - len, "%s%.*s", i > 0 ? " / " : "", (int)part.len, part.ptr);
    }
    return (struct slant_str){room, len};
}

static struct slant_str keep(struct slant_arena *mem, struct slant_str text)
{
    char *copy = text.len > 0 ? slant_arena_copy(mem, text.ptr, text.len) : NULL;
    return (struct slant_str){copy, copy != NULL ? text.len : 0};
}

/* An article without an id is known by its line. */
static struct slant_str id_of(struct slant_arena *mem, const struct slant_row *row)
{
    char line[40];
    if (row->article.id.len > 0)
        return keep(mem, row->article.id);
    int len = snprintf(line, sizeof line, "line %llu", (unsigned long long)row->line);
    return keep(mem, (struct slant_str){line, (size_t)len});
}

static struct found *new_found(struct piece *p)
{
    struct found *f = slant_arena_zalloc(&p->mem, sizeof *f);
    if (f == NULL)
        return NULL;
    if (p->last == NULL)
        p->last = &p->first;
    *p->last = f;
    p->last = &f->next;
    return f;
}

static int leave_out(struct piece *p, const struct slant_row *row, const struct slant_error *error, const char *reason)
{
    struct found *f = new_found(p);
    if (f == NULL)
        return -1;
    f->row.id = keep(&p->mem, row->article.id);
    f->row.line = row->line;
    f->reason = reason;
    f->error = *error;
    return 0;
}

static int measure_of(const struct slant_counts *counts, const char *layer)
{
    for (uint32_t i = 0; i < counts->nmeasures; i++)
        if (strcmp(counts->measures[i].name, layer) == 0)
            return (int)i;
    return -1;
}

/* One mark of each measure as an example: that whose hash is least, so any order of articles gives the same. */
static void choose_examples(const struct slant_counts *counts, const struct slant_result *r, struct slant_str id,
                            struct slant_arena *mem, struct slant_example *examples)
{
    uint64_t key = slant_hash(id.len > 0 ? id.ptr : "", id.len);
    for (uint32_t i = 0; i < r->nmarks; i++) {
        const struct slant_mark *m = &r->marks[i];
        int measure = measure_of(counts, m->layer_name);
        if (measure < 0 || m->voice != SLANT_VOICE_OUTLET || m->sentence < 0 || (uint32_t)m->sentence >= r->nrows)
            continue;
        const struct slant_span *s = &r->rows[m->sentence].span;
        const uint64_t parts[2] = {htole64(key), htole64(i)};
        uint64_t hash = slant_hash((const char *)parts, sizeof parts);
        struct slant_example *e = &examples[measure];
        if ((e->sentence.ptr != NULL && hash >= e->hash) || m->span.text.ptr < s->text.ptr ||
            m->span.text.ptr + m->span.text.len > s->text.ptr + s->text.len)
            continue;
        *e = (struct slant_example){.hash = hash,
                                    .kind = m->kind,
                                    .sentence = s->text,
                                    .start = (size_t)(m->span.text.ptr - s->text.ptr),
                                    .len = m->span.text.len};
    }
    for (uint32_t i = 0; i < counts->nmeasures; i++)
        examples[i].sentence = keep(mem, examples[i].sentence);
}

/* How many marks each term has in the article. 0, or -1: out of memory. */
static int count_terms(const struct slant_counts *counts, const struct slant_result *r, struct slant_arena *mem,
                       struct found *f)
{
    f->terms = slant_arena_alloc(mem, (r->nmarks + 1) * sizeof *f->terms);
    if (f->terms == NULL)
        return -1;
    for (uint32_t i = 0; i < r->nmarks; i++) {
        const struct slant_mark *m = &r->marks[i];
        int measure = m->voice == SLANT_VOICE_OUTLET ? measure_of(counts, m->layer_name) : -1;
        size_t k = 0;
        if (measure < 0)
            continue;
        while (k < f->nterms && (f->terms[k].measure != (uint32_t)measure || strcmp(f->terms[k].term, m->entry) != 0))
            k++;
        if (k == f->nterms)
            f->terms[f->nterms++] = (struct slant_term_count){.term = m->entry, .measure = (uint32_t)measure};
        f->terms[k].count++;
    }
    return 0;
}

static int each(void *ctx, void *piece, struct slant_worker *worker, const struct slant_row *row)
{
    const struct comparing *c = ctx;
    struct piece *p = piece;
    const struct slant_result *result;
    struct slant_error error = row->error;
    slant_status status = row->status;
    int wants_examples = c->job->format == SLANT_COMPARE_JSON || c->job->format == SLANT_COMPARE_HTML;
    int wants_terms = c->job->format != SLANT_COMPARE_CSV;
    unsigned wants = (wants_terms ? SLANT_WANT_MARKS : 0) | (wants_examples ? SLANT_WANT_SENTENCES : 0);
    if (status == SLANT_OK)
        status = slant_analyze(worker, &row->article, wants, &result, &error);
    if (status != SLANT_OK)
        return leave_out(p, row, &error, error.name != NULL ? error.name : slant_status_name(status));
    struct slant_str outlet = group_of(c->job, &row->article);
    if (outlet.len == 0) {
        slant_fail(&error, SLANT_EFIELD, "outlet_missing", NULL, row->line, UINT64_MAX, "the article has no %s",
                   c->job->by != NULL ? c->job->by : "outlet");
        return leave_out(p, row, &error, "outlet_missing");
    }
    char stratum[300];
    struct found *f = new_found(p);
    if (f == NULL || (f->cells = slant_arena_alloc(&p->mem, c->counts.nmeasures * sizeof *f->cells)) == NULL)
        return -1;
    f->row = (struct slant_counts_new){.id = id_of(&p->mem, row),
                                       .outlet = keep(&p->mem, outlet),
                                       .story = keep(&p->mem, row->article.story),
                                       .topic = keep(&p->mem, stratum_of(c->job, &row->article, stratum)),
                                       .line = row->line,
                                       .day = slant_counts_day(row->article.date)};
    for (uint32_t i = 0; i < c->counts.nmeasures; i++) {
        const struct slant_measure *m = &result->measures[c->from[i]];
        int is_usable = m->exposure > 0 && m->count >= 0;
        f->cells[i] = (struct slant_cell){(double)m->count, is_usable ? (double)m->exposure : (double)NAN};
    }
    f->likeness = slant_arena_zalloc(&p->mem, sizeof *f->likeness);
    if (f->likeness == NULL || slant_likeness_of(result->title_text, result->text, &p->mem, f->likeness) != 0)
        return -1;
    if (wants_terms && count_terms(&c->counts, result, &p->mem, f) != 0)
        return -1;
    if (!wants_examples)
        return 0;
    f->examples = slant_arena_zalloc(&p->mem, c->counts.nmeasures * sizeof *f->examples);
    if (f->examples == NULL)
        return -1;
    choose_examples(&c->counts, result, f->row.id, &p->mem, f->examples);
    return 0;
}

/* ---- into the table ---- */

static int keep_likeness(struct comparing *c, const struct slant_likeness *from)
{
    uint32_t row = c->counts.n - 1;
    if (row >= c->likeness_cap) {
        size_t cap = c->likeness_cap > 0 ? c->likeness_cap * 2 : 256;
        struct slant_likeness *grown = realloc(c->likeness, cap * sizeof *grown);
        if (grown == NULL)
            return -1;
        c->likeness = grown;
        c->likeness_cap = cap;
    }
    c->likeness[row] = *from;
    if (!c->job->match) {
        c->likeness[row].nwords = 0;
        return 0;
    }
    size_t size = from->nwords * sizeof *from->words;
    uint32_t *words = slant_arena_alloc(&c->words, size + 1);
    if (words == NULL)
        return -1;
    if (size > 0)
        memcpy(words, from->words, size);
    c->likeness[row].words = words;
    return 0;
}

static int merge_one(struct comparing *c, struct found *f)
{
    if (f->reason != NULL) {
        if (c->summary->errors++ == 0)
            c->summary->first_error = f->error;
        return slant_counts_exclude(&c->counts, f->row.id, f->row.line, -1, f->reason, (struct slant_str){NULL, 0});
    }
    struct slant_cell *cells = slant_counts_add(&c->counts, &f->row);
    if (cells == NULL)
        return -1;
    memcpy(cells, f->cells, c->counts.nmeasures * sizeof *cells);
    if (keep_likeness(c, f->likeness) != 0)
        return -1;
    for (size_t i = 0; i < f->nterms; i++) {
        f->terms[i].row = c->counts.n - 1;
        if (slant_terms_add(&c->terms, &f->terms[i]) != 0)
            return -1;
    }
    for (uint32_t i = 0; i < c->counts.nmeasures; i++)
        if (isnan(cells[i].exposure) && slant_counts_exclude(&c->counts, f->row.id, f->row.line, (int32_t)i,
                                                             "no_exposure", (struct slant_str){NULL, 0}) != 0)
            return -1;
    for (uint32_t i = 0; f->examples != NULL && i < c->counts.nmeasures; i++)
        if (f->examples[i].sentence.ptr != NULL &&
            slant_examples_add(&c->examples, c->counts.measures[i].name, f->row.outlet, f->row.id, &f->examples[i]))
            return -1;
    return 0;
}

static int merge(void *ctx, void *piece)
{
    struct piece *p = piece;
    int trouble = 0;
    for (struct found *f = p->first; f != NULL && !trouble; f = f->next)
        trouble = merge_one(ctx, f);
    slant_arena_reset(&p->mem);
    p->first = NULL;
    p->last = NULL;
    return trouble;
}

static void free_piece(void *piece)
{
    slant_arena_free(&((struct piece *)piece)->mem);
}

static slant_status from_articles(struct comparing *c, const struct slant *engine, struct slant_error *err)
{
    struct slant_gathering what = {c, sizeof(struct piece), each, merge, free_piece};
    slant_status status = choose_measures(c, engine, err);
    for (size_t i = 0; i < c->job->nadjust && status == SLANT_OK; i++)
        if (strcmp(c->job->adjust[i], "topic") != 0 && strcmp(c->job->adjust[i], "month") != 0)
            status = slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX,
                                "--adjust: articles have topic and month, not '%s'", c->job->adjust[i]);
    if (status == SLANT_OK)
        status = slant_gather(engine, &c->job->job, &what, &c->summary->skipped, err);
    if (status == SLANT_OK && !c->job->keep_copies)
        status = slant_likeness_drop_copies(&c->counts, c->likeness);
    if (status == SLANT_OK && c->job->match)
        status = slant_likeness_match(&c->counts, c->likeness);
    return status == SLANT_ENOMEM ? slant_fail(err, status, NULL, NULL, 0, UINT64_MAX, "out of memory") : status;
}

static slant_status from_counts(struct comparing *c, struct slant_error *err)
{
    const struct slant_compare_job *job = c->job;
    struct slant_counts_columns columns = {.counts = job->count_columns,
                                           .ncounts = job->ncount_columns,
                                           .exposure = job->exposure_column,
                                           .by = job->by,
                                           .story = job->story_column,
                                           .strata = job->adjust,
                                           .nstrata = job->nadjust,
                                           .shares = job->are_shares};
    if (job->ncount_columns == 0 || job->exposure_column == NULL)
        return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX,
                          "counts need the names of their columns: --count and --exposure");
    if (job->ncount_columns > SLANT_COUNTS_MEASURES)
        return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX, "over %d columns of counts",
                          SLANT_COUNTS_MEASURES);
    slant_status status = slant_counts_read(job->counts_path, &columns, &c->counts, err);
    const struct slant_counts_excluded *first = &c->counts.excluded[0];
    c->summary->errors = c->counts.nexcluded;
    if (status == SLANT_OK && c->counts.nexcluded > 0)
        slant_fail(&c->summary->first_error, SLANT_EFIELD, "bad-row", job->counts_path, first->line, UINT64_MAX,
                   "%s%s%.*s%s", first->reason, first->note.len > 0 ? " ('" : "",
                   (int)(first->note.len < 60 ? first->note.len : 60), first->note.len > 0 ? first->note.ptr : "",
                   first->note.len > 0 ? "')" : "");
    return status;
}

/* ---- the run ---- */

static slant_status write_report(struct comparing *c, const struct slant_comparison *comparison,
                                 struct slant_error *err)
{
    static void (*const reports[])(const struct slant_comparison *, const struct slant_compare_page *,
                                   struct slant_buffer *) = {
        [SLANT_COMPARE_TEXT] = slant_report_compare_text,
        [SLANT_COMPARE_CSV] = slant_report_compare_csv,
        [SLANT_COMPARE_JSON] = slant_report_compare_json,
        [SLANT_COMPARE_HTML] = slant_report_compare_html,
    };
    const struct slant_job *job = &c->job->job;
    struct slant_compare_page page = {.examples = &c->examples,
                                      .by = c->job->by != NULL ? c->job->by : "outlet",
                                      .is_matched = c->job->match,
                                      .from_counts = c->job->counts_path != NULL,
                                      .color = job->color,
                                      .width = job->width};
    struct slant_buffer out = {0};
    reports[c->job->format](comparison, &page, &out);
    slant_status status = SLANT_OK;
    if (out.failed)
        status = slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    else if (job->write(job->ctx, out.data, out.len) != 0)
        status = slant_fail(err, SLANT_EWRITE, NULL, NULL, 0, UINT64_MAX, "the output could not be written");
    slant_buffer_free(&out);
    return status;
}

slant_status slant_compare(const struct slant *engine, const struct slant_compare_job *job,
                           struct slant_compare_summary *summary, struct slant_error *err)
{
    struct comparing c = {.job = job, .summary = summary};
    struct slant_arena mem = {0};
    struct slant_comparison comparison;
    memset(summary, 0, sizeof *summary);
    struct slant_compare_settings settings = {
        .seed = job->seed,
        .threads = slant_job_threads(&job->job),
        .permutations = job->permutations,
        .is_adjusted = job->nadjust > 0,
        .baseline = {job->baseline, job->baseline != NULL ? strlen(job->baseline) : 0}};
    slant_status status = job->counts_path != NULL ? from_counts(&c, err) : from_articles(&c, engine, err);
    if (status == SLANT_OK && c.counts.n == 0)
        status =
            slant_fail(err, SLANT_EFIELD, "no-rows", NULL, 0, UINT64_MAX, "there is no article that could be compared");
    summary->articles = c.counts.n;
    if (status == SLANT_OK && (status = slant_counts_sort(&c.counts)) != SLANT_OK)
        slant_fail(err, status, NULL, NULL, 0, UINT64_MAX, "out of memory");
    if (status == SLANT_OK)
        status = slant_compare_run(&c.counts, &settings, &mem, &comparison, err);
    if (status == SLANT_OK && (status = slant_robust_run(&c.counts, &c.terms, &mem, &comparison)) != SLANT_OK)
        slant_fail(err, status, NULL, NULL, 0, UINT64_MAX, "out of memory");
    if (status == SLANT_OK)
        status = write_report(&c, &comparison, err);
    slant_counts_free(&c.counts);
    slant_examples_free(&c.examples);
    slant_terms_free(&c.terms);
    slant_arena_free(&c.words);
    slant_arena_free(&mem);
    free(c.likeness);
    return status;
}
