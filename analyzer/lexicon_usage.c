/* lexicon_usage: lexicons held against use: common words that an entry catches, articles in which it is (not) found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/tsv.h"
#include "input/input.h"
#include "lexicon/pattern.h"
#include "lexicon_check.h"

enum { BLOCK = 64 << 10, RECORD = 16 << 20, LEAST_HITS = 20, MOST_PER_MILLION = 3000 };

/* ---- common words ---- */

/* What is left of a word behind what it shares with another, when both are forms of one word. */
static int is_ending(const char *rest, char last)
{
    static const char *const endings[] = {"",     "s",     "es", "d",   "ed",   "ing", "e",   "y",  "ies",  "ied",
                                          "ly",   "ily",   "r",  "er",  "ers",  "rs",  "est", "st", "ness", "ing",
                                          "ings", "iness", "y",  "ier", "iest", "ity", "eer", "ley"};
    int most = rest[0] == last && last != '\0'; /* slam-med */
    for (int doubled = 0; doubled <= most; doubled++)
        for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
            if (strcmp(rest + doubled, endings[i]) == 0)
                return 1;
    return 0;
}

static int are_forms(const char *a, const char *b)
{
    size_t shared = 0;
    while (a[shared] != '\0' && a[shared] == b[shared])
        shared++;
    return shared >= 2 && is_ending(a + shared, a[shared - 1]) && is_ending(b + shared, b[shared - 1]);
}

struct owning {
    const char *word; /* the common one */
    int owns;         /* the entry has a form of it among its own words */
    int single;       /* it can be a single word */
};

static int own_word(void *ctx, const struct slant_atom *atom)
{
    struct owning *o = ctx;
    char own[SLANT_MOST_WORD * 2 + 8];
    if (atom->kind > SLANT_ATOM_PREFIX)
        return 0;
    slant_words_lower(atom->text.ptr, atom->text.len, own, sizeof own);
    o->owns |= are_forms(own, o->word) || atom->kind == SLANT_ATOM_SURFACE;
    if (atom->kind == SLANT_ATOM_PREFIX) /* a long beginning says what is meant */
        o->owns |= strlen(own) >= 6;
    return 0;
}

static int own_phrase(void *ctx, const struct slant_sequence *sequence)
{
    struct owning *o = ctx;
    if (sequence->n != 1)
        return 0;
    o->single = 1;
    if (sequence->atoms[0].kind == SLANT_ATOM_ALTERNATIVES && !sequence->atoms[0].surface)
        slant_pattern_members(&sequence->atoms[0], own_word, ctx);
    else
        own_word(ctx, &sequence->atoms[0]);
    return 0;
}

static int has_word(const char *sentence, const char *word)
{
    size_t len = strlen(word);
    for (const char *p = strstr(sentence, word); p != NULL; p = strstr(p + 1, word))
        if ((p == sentence || p[-1] == ' ') && strchr(" .,;:!?'\"", p[len]) != NULL)
            return 1;
    return 0;
}

/* A word that is in the entry's own sentence is meant. */
static int is_meant(const struct slant_entry *e, const char *word)
{
    struct owning o = {.word = word};
    slant_pattern_expand(e->pattern, own_phrase, &o);
    return !o.single || o.owns || has_word(e->yes, word);
}

static void check_word(struct slant_checking *c, struct slant_worker *worker, const char *word, const char *often)
{
    struct slant_flow flow;
    char text[SLANT_MOST_WORD + 64] = {0};
    size_t len = strlen(word);
    if (len >= SLANT_MOST_WORD)
        return;
    memcpy(text, word, len);
    struct slant_article article = {.text = {text, len}};
    if (slant_pipeline_run(worker, &article, &flow) != SLANT_OK)
        return;
    for (uint32_t i = 0; i < flow.hits.n; i++) {
        const struct slant_hit *hit = &flow.hits.rows[i];
        const struct slant_entry *e = hit->entry >= 0 ? &c->view->entries[hit->entry] : NULL;
        if (e == NULL || e->exception || is_meant(e, word))
            continue;
        slant_fault_at(
            c, e, e->pattern, "common-word",
            "'%.60s' catches '%s', which has the same stem or beginning and stands %s times in a million words of "
            "news: write =word, an exception, or a yes-sentence with it",
            e->pattern, word, often);
    }
}

slant_status slant_check_common_words(struct slant_checking *c, const char *table, struct slant_error *err)
{
    struct slant_tsv t;
    slant_status status = slant_tsv_open(&t, table, err);
    struct slant_worker *worker = status == SLANT_OK ? slant_worker_new(c->engine) : NULL;
    if (status != SLANT_OK)
        return status;
    c->failed |= worker == NULL;
    while (worker != NULL && slant_tsv_next(&t))
        if (t.ncells >= 2 && t.cells[1][0] >= '0' && t.cells[1][0] <= '9')
            check_word(c, worker, t.cells[0], t.cells[1]);
    slant_worker_free(worker);
    slant_tsv_close(&t);
    return SLANT_OK;
}

/* ---- articles ---- */

struct usage {
    uint32_t *hits; /* by entry, exceptions too */
    uint64_t articles, words, errors;
};

static slant_status count_hits(struct slant_checking *c, struct slant_worker *worker, struct slant_input *input,
                               struct usage *usage)
{
    struct slant_block block = {0};
    struct slant_arena mem = {0};
    struct slant_row row;
    int more;
    while ((more = slant_input_next(input, &block)) == 1)
        while (slant_block_next(&block, &mem, &row)) {
            struct slant_flow flow;
            if (row.status == SLANT_OK && slant_pipeline_run(worker, &row.article, &flow) == SLANT_OK) {
                usage->articles++;
                usage->words += flow.tokens.words;
                for (uint32_t i = 0; i < flow.hits.n; i++)
                    if (flow.hits.rows[i].entry >= 0)
                        usage->hits[flow.hits.rows[i].entry]++;
            } else {
                usage->errors++;
            }
            slant_arena_reset(&mem);
        }
    c->failed |= more < 0;
    slant_block_free(&block);
    slant_arena_free(&mem);
    return SLANT_OK;
}

static void tell_usage(struct slant_checking *c, const struct usage *usage)
{
    for (uint32_t i = 0; i < c->view->nentries; i++) {
        const struct slant_entry *e = &c->view->entries[i];
        double per_million = usage->words > 0 ? usage->hits[i] * 1e6 / (double)usage->words : 0;
        if (usage->hits[i] == 0)
            slant_fault_at(c, e, e->pattern, "never-fires", "'%.60s' is found in none of %llu articles", e->pattern,
                           (unsigned long long)usage->articles);
        else if (!e->exception && usage->hits[i] >= LEAST_HITS && per_million > MOST_PER_MILLION)
            slant_fault_at(c, e, e->pattern, "always-fires",
                           "'%.60s' is found %u times in %llu words, %.0f in a million", e->pattern, usage->hits[i],
                           (unsigned long long)usage->words, per_million);
    }
    struct slant_error said = {0};
    slant_fail(&said, SLANT_OK, "summary", NULL, 0, UINT64_MAX,
               "tried on %llu articles of %llu words; %llu could not be read", (unsigned long long)usage->articles,
               (unsigned long long)usage->words, (unsigned long long)usage->errors);
    c->job->tell(c->job->ctx, &said);
}

slant_status slant_check_corpus(struct slant_checking *c, struct slant_error *err)
{
    struct slant_input_settings settings = {.block_size = BLOCK, .max_record = RECORD};
    struct slant_input *input = NULL;
    struct usage usage = {.hits = calloc(c->view->nentries + 1, sizeof *usage.hits)};
    struct slant_worker *worker = slant_worker_new(c->engine);
    slant_status status = slant_input_open(c->job->args, c->job->nargs, &settings, &input, err);
    c->failed |= usage.hits == NULL || worker == NULL;
    if (status == SLANT_OK && !c->failed) {
        slant_worker_keep(worker, SLANT_KEEP_EXCEPTIONS);
        status = count_hits(c, worker, input, &usage);
        tell_usage(c, &usage);
    }
    slant_input_close(input);
    slant_worker_free(worker);
    free(usage.hits);
    return status;
}
