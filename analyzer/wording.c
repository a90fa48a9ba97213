/* wording: the words and phrases that set outlets apart. The articles are read once for the sums, and again for the
 * foremost terms: an example of each, and how unevenly it is spread. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "compare/vocabulary.h"
#include "gather.h"
#include "pipeline.h"
#include "report/words.h"
#include "stem/stem.h"

enum { MOST_TERMS = 50 };

/* A term where it stands first in an article. */
struct placed {
    struct slant_term_count of;
    uint32_t token;
};

struct found {
    struct slant_str id, outlet;
    uint32_t words;
    struct slant_term_count *terms;
    size_t nterms;
    struct slant_str *sentences; /* second reading, one a term: ptr NULL: none */
    size_t *starts, *lengths;
    struct slant_error *error; /* not NULL: could not be scored */
    struct found *next;
};

struct piece {
    struct slant_arena mem;
    struct found *first, **last;
};

struct wording {
    const struct slant_words_job *job;
    struct slant_vocabulary *vocabulary;
    struct slant_ranking ranking;
    struct slant_words_summary *summary;
    struct wanted *wanted; /* second reading: the ranked terms by name, sorted */
    size_t nwanted;
};

/* One term of one outlet's ranking. */
struct wanted {
    struct slant_str term;
    struct slant_ranked_outlet *outlet;
    struct slant_ranked_term *ranked;
};

/* ---- the terms of an article -------------------------------------------------------------------------- */

static int in_voice(const struct slant_words_job *job, const struct slant_token *t)
{
    return job->any_voice || t->voice == SLANT_VOICE_OUTLET;
}

/* Small letters, without a possessive 's; 0: a number, or no word. */
static size_t spelled(const struct slant_tokens *tokens, uint32_t i, char *room, size_t size)
{
    const struct slant_token *t = &tokens->tokens[i];
    if ((t->flags & (SLANT_WORD_NUMBER | SLANT_WORD_LONG)) != 0)
        return 0;
    size_t len = slant_words_lower(slant_token_bytes(tokens, i), t->len, room, size);
    return len > 2 && memcmp(room + len - 2, "'s", 2) == 0 ? len - 2 : len;
}

static int by_term(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    size_t least = x->of.term.len < y->of.term.len ? x->of.term.len : y->of.term.len;
    int order = memcmp(x->of.term.ptr, y->of.term.ptr, least);
    if (order == 0)
        order = (x->of.term.len > y->of.term.len) - (x->of.term.len < y->of.term.len);
    return order != 0 ? order : (x->token > y->token) - (x->token < y->token);
}

static int put(struct slant_arena *mem, struct placed *to, const char *text, size_t len, uint32_t words, uint32_t token)
{
    char *copy = slant_arena_copy(mem, text, len);
    *to = (struct placed){{{copy, len}, 1, words}, token};
    return copy == NULL;
}

/* All words in the voice, and pairs of them with nothing but a space or hyphen between. Equal ones become one, counted,
 * at their first place. Returns how many; SIZE_MAX: out of memory. */
static size_t terms_of(const struct slant_words_job *job, const struct slant_tokens *tokens, struct slant_arena *mem,
                       struct placed **out, uint32_t *words)
{
    char room[2][SLANT_MOST_WORD + 8], phrase[2 * SLANT_MOST_WORD + 20];
    size_t len[2] = {0, 0}, n = 0, kept = 0;
    struct placed *all = slant_arena_alloc(mem, (2 * (size_t)tokens->n + 1) * sizeof *all);
    *words = 0;
    if (all == NULL)
        return SIZE_MAX;
    for (uint32_t i = 0; i < tokens->n; i++) {
        const struct slant_token *t = &tokens->tokens[i];
        size_t before = i > 0 && (t->before & SLANT_GAP_BREAKS) == 0 ? len[(i + 1) % 2] : 0;
        len[i % 2] = 0;
        if (!in_voice(job, t))
            continue;
        ++*words;
        len[i % 2] = spelled(tokens, i, room[i % 2], sizeof room[0]);
        if (len[i % 2] == 0)
            continue;
        if (put(mem, &all[n++], room[i % 2], len[i % 2], 1, i))
            return SIZE_MAX;
        if (before == 0)
            continue;
        memcpy(phrase, room[(i + 1) % 2], before);
        phrase[before] = (t->before & SLANT_GAP_HYPHEN) != 0 ? '-' : ' ';
        memcpy(phrase + before + 1, room[i % 2], len[i % 2]);
        if (put(mem, &all[n++], phrase, before + 1 + len[i % 2], 2, i - 1))
            return SIZE_MAX;
    }
    qsort(all, n, sizeof *all, by_term);
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && all[kept - 1].of.term.len == all[i].of.term.len &&
            memcmp(all[kept - 1].of.term.ptr, all[i].of.term.ptr, all[i].of.term.len) == 0)
            all[kept - 1].of.count++;
        else
            all[kept++] = all[i];
    }
    *out = all;
    return kept;
}

/* ---- one article -------------------------------------------------------------------------------------- */

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

static struct slant_str keep(struct slant_arena *mem, struct slant_str text)
{
    char *copy = slant_arena_copy(mem, text.len > 0 ? text.ptr : "", text.len);
    return (struct slant_str){copy, copy != NULL ? text.len : 0};
}

static int leave_out(struct piece *p, const struct slant_row *row, const struct slant_error *error)
{
    struct found *f = new_found(p);
    if (f == NULL || (f->error = slant_arena_alloc(&p->mem, sizeof *f->error)) == NULL)
        return -1;
    *f->error = *error;
    f->error->line = error->line != 0 ? error->line : row->line;
    return 0;
}

/* Takes an article apart; *f NULL: it was left out. 0, or -1: out of memory. */
static int take(const struct wording *w, struct piece *p, struct slant_worker *worker, const struct slant_row *row,
                struct slant_flow *flow, struct found **f)
{
    struct slant_error error = row->error;
    slant_status status = row->status;
    *f = NULL;
    if (status == SLANT_OK)
        status = slant_pipeline_run(worker, &row->article, flow);
    if (status == SLANT_ENOMEM)
        return -1;
    if (status != SLANT_OK && row->status == SLANT_OK)
        slant_fail(&error, status, NULL, NULL, row->line, UINT64_MAX, "the article could not be taken apart");
    if (status == SLANT_OK && row->article.outlet.len == 0)
        status = slant_fail(&error, SLANT_EFIELD, "outlet_missing", NULL, row->line, UINT64_MAX,
                            "the article has no outlet");
    if (status != SLANT_OK)
        return leave_out(p, row, &error);
    if ((*f = new_found(p)) == NULL)
        return -1;
    (*f)->id = keep(&p->mem, row->article.id);
    (*f)->outlet = keep(&p->mem, row->article.outlet);
    (void)w;
    return (*f)->outlet.ptr == NULL || (*f)->id.ptr == NULL ? -1 : 0;
}

static int count_article(void *ctx, void *piece, struct slant_worker *worker, const struct slant_row *row)
{
    const struct wording *w = ctx;
    struct piece *p = piece;
    struct slant_flow flow;
    struct found *f;
    struct placed *placed;
    if (take(w, p, worker, row, &flow, &f) != 0)
        return -1;
    if (f == NULL)
        return 0;
    f->nterms = terms_of(w->job, &flow.tokens, &p->mem, &placed, &f->words);
    if (f->nterms == SIZE_MAX || (f->terms = slant_arena_alloc(&p->mem, (f->nterms + 1) * sizeof *f->terms)) == NULL)
        return -1;
    for (size_t i = 0; i < f->nterms; i++)
        f->terms[i] = placed[i].of;
    return 0;
}

static void empty(struct piece *p)
{
    slant_arena_reset(&p->mem);
    p->first = NULL;
    p->last = NULL;
}

static int merge_counts(void *ctx, void *piece)
{
    struct wording *w = ctx;
    struct piece *p = piece;
    for (const struct found *f = p->first; f != NULL; f = f->next) {
        if (f->error != NULL) {
            if (w->summary->errors++ == 0)
                w->summary->first_error = *f->error;
            continue;
        }
        w->summary->articles++;
        if (slant_vocabulary_add(w->vocabulary, f->outlet, f->words, f->terms, f->nterms) != 0)
            return -1;
    }
    empty(p);
    return 0;
}

static void free_piece(void *piece)
{
    slant_arena_free(&((struct piece *)piece)->mem);
}

/* ---- the second reading ------------------------------------------------------------------------------- */

static int compare_terms(struct slant_str a, struct slant_str b)
{
    int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int by_wanted(const void *a, const void *b)
{
    const struct wanted *x = a, *y = b;
    int order = compare_terms(x->term, y->term);
    return order != 0 ? order : (x->outlet > y->outlet) - (x->outlet < y->outlet);
}

/* The first of those that want the term, or NULL. */
static struct wanted *wanted_of(const struct wording *w, struct slant_str term)
{
    size_t lo = 0, hi = w->nwanted;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (compare_terms(w->wanted[middle].term, term) < 0)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo < w->nwanted && compare_terms(w->wanted[lo].term, term) == 0 ? &w->wanted[lo] : NULL;
}

static const struct slant_sentence_span *sentence_of(const struct slant_tokens *tokens, uint32_t token)
{
    for (uint32_t s = 0; s < tokens->nsentences; s++)
        if (token >= tokens->sentences[s].first && token < tokens->sentences[s].last)
            return &tokens->sentences[s];
    return NULL;
}

static int find_examples(void *ctx, void *piece, struct slant_worker *worker, const struct slant_row *row)
{
    const struct wording *w = ctx;
    struct piece *p = piece;
    struct slant_flow flow;
    struct found *f;
    struct placed *placed;
    if (take(w, p, worker, row, &flow, &f) != 0)
        return -1;
    if (f == NULL)
        return 0;
    size_t n = terms_of(w->job, &flow.tokens, &p->mem, &placed, &f->words);
    if (n == SIZE_MAX)
        return -1;
    f->terms = slant_arena_alloc(&p->mem, (n + 1) * sizeof *f->terms);
    f->sentences = slant_arena_zalloc(&p->mem, (n + 1) * sizeof *f->sentences);
    f->starts = slant_arena_zalloc(&p->mem, (n + 1) * sizeof *f->starts);
    f->lengths = slant_arena_zalloc(&p->mem, (n + 1) * sizeof *f->lengths);
    if (f->terms == NULL || f->sentences == NULL || f->starts == NULL || f->lengths == NULL)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (wanted_of(w, placed[i].of.term) == NULL)
            continue;
        const struct slant_sentence_span *s = sentence_of(&flow.tokens, placed[i].token);
        const struct slant_token *first = &flow.tokens.tokens[placed[i].token];
        const struct slant_token *last = first + placed[i].of.words - 1;
        if (s != NULL) {
            f->sentences[f->nterms] = keep(&p->mem, (struct slant_str){flow.text.bytes + s->start, s->end - s->start});
            f->starts[f->nterms] = first->start - s->start;
            f->lengths[f->nterms] = last->start + last->len - first->start;
        }
        f->terms[f->nterms++] = placed[i].of;
    }
    return 0;
}

static int merge_examples(void *ctx, void *piece)
{
    struct wording *w = ctx;
    struct piece *p = piece;
    for (const struct found *f = p->first; f != NULL; f = f->next) {
        for (size_t i = 0; i < f->nterms; i++) {
            struct wanted *want = wanted_of(w, f->terms[i].term);
            for (; want < w->wanted + w->nwanted && compare_terms(want->term, f->terms[i].term) == 0; want++) {
                struct slant_ranked_term *t = want->ranked;
                uint64_t hash = slant_hash(f->id.ptr, f->id.len) ^ slant_hash(t->term.ptr, t->term.len);
                slant_dp_add(&t->dp, f->terms[i].count, f->words);
                if (compare_terms(want->outlet->outlet, f->outlet) != 0 || f->sentences[i].ptr == NULL ||
                    (t->sentence.ptr != NULL && hash >= t->hash))
                    continue;
                free((char *)(uintptr_t)t->sentence.ptr);
                free((char *)(uintptr_t)t->id.ptr);
                t->sentence = (struct slant_str){strndup(f->sentences[i].ptr, f->sentences[i].len), 0};
                t->id = (struct slant_str){strndup(f->id.ptr, f->id.len), f->id.len};
                if (t->sentence.ptr == NULL || t->id.ptr == NULL)
                    return -1;
                t->sentence.len = strlen(t->sentence.ptr);
                t->start = f->starts[i];
                t->len = f->lengths[i];
                t->hash = hash;
            }
        }
    }
    empty(p);
    return 0;
}

static void each_ranked(struct wording *w,
                        void (*what)(struct wording *, struct slant_ranked_outlet *, struct slant_ranked_term *))
{
    for (uint32_t o = 0; o < w->ranking.n; o++)
        for (uint32_t i = 0; i < w->ranking.outlets[o].n; i++)
            what(w, &w->ranking.outlets[o], &w->ranking.outlets[o].terms[i]);
}

static void want(struct wording *w, struct slant_ranked_outlet *outlet, struct slant_ranked_term *term)
{
    w->wanted[w->nwanted++] = (struct wanted){term->term, outlet, term};
}

static void finish(struct wording *w, struct slant_ranked_outlet *outlet, struct slant_ranked_term *term)
{
    (void)w;
    (void)outlet;
    term->unevenness = slant_dp_finish(&term->dp);
}

static void drop_example(struct wording *w, struct slant_ranked_outlet *outlet, struct slant_ranked_term *term)
{
    (void)w;
    (void)outlet;
    free((char *)(uintptr_t)term->sentence.ptr);
    free((char *)(uintptr_t)term->id.ptr);
}

/* Standard input can be read once only: then there are no examples. */
static int can_read_again(const struct slant_job *job)
{
    for (size_t i = 0; i < job->npaths; i++)
        if (strcmp(job->paths[i], "-") == 0)
            return 0;
    return 1;
}

static slant_status read_again(struct wording *w, const struct slant *engine, struct slant_error *err)
{
    struct slant_gathering what = {w, sizeof(struct piece), find_examples, merge_examples, free_piece};
    uint64_t skipped;
    size_t n = 0;
    for (uint32_t o = 0; o < w->ranking.n; o++)
        n += w->ranking.outlets[o].n;
    w->wanted = malloc((n + 1) * sizeof *w->wanted);
    if (w->wanted == NULL)
        return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    each_ranked(w, want);
    qsort(w->wanted, w->nwanted, sizeof *w->wanted, by_wanted);
    slant_status status = slant_gather(engine, &w->job->job, &what, &skipped, err);
    if (status == SLANT_OK)
        each_ranked(w, finish);
    return status;
}

/* ---- the run ------------------------------------------------------------------------------------------ */

static slant_status write_report(const struct wording *w, struct slant_error *err)
{
    static void (*const reports[])(const struct slant_ranking *, const struct slant_words_page *,
                                   struct slant_buffer *) = {
        [SLANT_COMPARE_TEXT] = slant_report_words_text,
        [SLANT_COMPARE_CSV] = slant_report_words_csv,
        [SLANT_COMPARE_JSON] = slant_report_words_json,
    };
    const struct slant_job *job = &w->job->job;
    struct slant_words_page page = {w->job->top > 0 ? w->job->top : 12, w->job->any_voice, w->wanted != NULL,
                                    job->color, job->width};
    struct slant_buffer out = {0};
    reports[w->job->format](&w->ranking, &page, &out);
    slant_status status = SLANT_OK;
    if (out.failed)
        status = slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    else if (job->write(job->ctx, out.data, out.len) != 0)
        status = slant_fail(err, SLANT_EWRITE, NULL, NULL, 0, UINT64_MAX, "the output could not be written");
    slant_buffer_free(&out);
    return status;
}

slant_status slant_words(const struct slant *engine, const struct slant_words_job *job,
                         struct slant_words_summary *summary, struct slant_error *err)
{
    struct wording w = {.job = job, .summary = summary, .vocabulary = slant_vocabulary_new()};
    struct slant_gathering what = {&w, sizeof(struct piece), count_article, merge_counts, free_piece};
    struct slant_arena mem = {0};
    memset(summary, 0, sizeof *summary);
    slant_status status = SLANT_OK;
    if (job->format == SLANT_COMPARE_HTML)
        status = slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX, "words have no html");
    else if (w.vocabulary == NULL)
        status = slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    if (status == SLANT_OK)
        status = slant_gather(engine, &job->job, &what, &summary->skipped, err);
    uint32_t most = job->top > MOST_TERMS ? job->top : MOST_TERMS;
    if (status == SLANT_OK && (status = slant_vocabulary_rank(w.vocabulary, most, &mem, &w.ranking)) != SLANT_OK)
        slant_fail(err, status, NULL, NULL, 0, UINT64_MAX, "out of memory");
    if (status == SLANT_OK && w.ranking.n == 0)
        status = slant_fail(err, SLANT_EFIELD, "no-rows", NULL, 0, UINT64_MAX, "there is no article with an outlet");
    if (status == SLANT_OK && can_read_again(&job->job))
        status = read_again(&w, engine, err);
    if (status == SLANT_OK)
        status = write_report(&w, err);
    each_ranked(&w, drop_example);
    free(w.wanted);
    slant_vocabulary_free(w.vocabulary);
    slant_arena_free(&mem);
    return status;
}
