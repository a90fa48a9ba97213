/* why: which entries match a phrase, and what became of each. It is the matcher itself that is asked. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "lexicon/pattern.h"
#include "lexicons.h"
#include "pipeline.h"

enum { MOST_WORDS = 64, MOST_NEAR = 10 };

struct asking {
    const struct slant *engine;
    const struct slant_lexicon_info *infos;
    struct slant_worker *worker;
    struct slant_words *words;
    struct slant_flow flow;
    const char *phrase;
    uint32_t nwords; /* of the phrase, MOST_WORDS at most */
    struct looked_up {
        char surface[SLANT_MOST_WORD * 2 + 8], stem[SLANT_MOST_WORD * 2 + 8];
    } looked_up[MOST_WORDS];
    struct slant_buffer out;
    int json;
};

static uint32_t no_tag(void *ctx, const struct slant_word *word)
{
    (void)ctx;
    (void)word;
    return 0;
}

static void look_up(struct asking *a)
{
    a->nwords = a->flow.tokens.n < MOST_WORDS ? a->flow.tokens.n : MOST_WORDS;
    for (uint32_t i = 0; i < a->nwords; i++) {
        const struct slant_token *t = &a->flow.tokens.tokens[i];
        struct slant_word word;
        slant_words_analyse(a->words, a->flow.text.bytes + t->start, t->len, &word);
        strcpy(a->looked_up[i].surface, word.surface);
        strcpy(a->looked_up[i].stem, word.stem);
    }
}

/* ---- entries that come near: they name a word of the phrase ---- */

struct naming {
    const struct asking *a;
    struct slant_words *words;
    uint64_t named; /* a bit for each word of the phrase that the entry names */
};

static int name_word(void *ctx, const struct slant_atom *atom)
{
    struct naming *n = ctx;
    struct slant_word word;
    if (atom->kind > SLANT_ATOM_PREFIX)
        return 0;
    slant_words_analyse(n->words, atom->text.ptr, atom->text.len, &word);
    for (uint32_t i = 0; i < n->a->nwords; i++) {
        const struct looked_up *own = &n->a->looked_up[i];
        int same = atom->kind == SLANT_ATOM_PREFIX ? strncmp(own->surface, word.surface, word.len) == 0
                                                   : strcmp(own->stem, word.stem) == 0;
        n->named |= same ? (uint64_t)1 << i : 0;
    }
    return 0;
}

static int name_words(void *ctx, const struct slant_sequence *sequence)
{
    for (uint32_t i = 0; i < sequence->n; i++) {
        if (sequence->atoms[i].kind == SLANT_ATOM_ALTERNATIVES)
            slant_pattern_members(&sequence->atoms[i], name_word, ctx);
        else
            name_word(ctx, &sequence->atoms[i]);
    }
    return 0;
}

static int is_matched(const struct asking *a, uint32_t entry)
{
    for (uint32_t i = 0; i < a->flow.hits.n; i++)
        if (a->flow.hits.rows[i].entry == (int32_t)entry)
            return 1;
    return 0;
}

/* Rare words weigh more: that an entry shares "the" says nothing. */
struct near {
    uint32_t entry;
    double weight;
};

static double weight_of(uint64_t named, const uint32_t *times)
{
    double weight = 0;
    for (uint32_t i = 0; i < MOST_WORDS; i++)
        weight += named >> i & 1 ? 1.0 / times[i] : 0;
    return weight;
}

static void add_near(struct near near[MOST_NEAR], uint32_t *n, struct near one)
{
    uint32_t at = *n < MOST_NEAR ? (*n)++ : MOST_NEAR;
    for (; at > 0 && near[at - 1].weight < one.weight; at--)
        if (at < MOST_NEAR)
            near[at] = near[at - 1];
    if (at < MOST_NEAR)
        near[at] = one;
}

static uint32_t find_near(struct asking *a, struct near near[MOST_NEAR])
{
    const struct slant_lexicon_view *view = a->flow.view;
    uint64_t *named = calloc(view->nentries + 1, sizeof *named);
    uint32_t times[MOST_WORDS] = {0}, n = 0;
    a->out.failed |= named == NULL;
    for (uint32_t i = 0; i < view->nentries && named != NULL; i++) {
        struct naming naming = {a, a->words, 0};
        slant_pattern_expand(view->entries[i].pattern + view->entries[i].exception, name_words, &naming);
        named[i] = naming.named;
        for (uint32_t w = 0; w < MOST_WORDS; w++)
            times[w] += (uint32_t)(naming.named >> w & 1);
    }
    for (uint32_t i = 0; i < view->nentries && named != NULL; i++)
        if (named[i] != 0 && !is_matched(a, i))
            add_near(near, &n, (struct near){i, weight_of(named[i], times)});
    free(named);
    return n;
}

/* ---- what became of a candidate ---- */

static const char *const fates[] = {
    [SLANT_STANDS] = "counts",
    [SLANT_SHADOWED] = "shadowed",
    [SLANT_A_NAME] = "does not count: its capital is a name's",
    [SLANT_NEGATED] = "does not count: it stands behind a negation",
    [SLANT_POSSESSIVE] = "does not count: a possessive",
    [SLANT_NO_PASSIVE] = "does not count: no passive without a doer",
};

/* The one that has its words. */
static const struct slant_entry *shadow_of(const struct asking *a, const struct slant_hit *hit)
{
    for (uint32_t i = 0; i < a->flow.hits.n; i++) {
        const struct slant_hit *other = &a->flow.hits.rows[i];
        if (other->fate == SLANT_STANDS && other->slot == hit->slot && other->first < hit->last &&
            hit->first < other->last)
            return &a->flow.view->entries[other->entry];
    }
    return NULL;
}

static struct slant_str words_of(const struct asking *a, const struct slant_hit *hit)
{
    const struct slant_token *first = &a->flow.tokens.tokens[hit->first], *last = &a->flow.tokens.tokens[hit->last - 1];
    return (struct slant_str){a->flow.text.bytes + first->start, last->start + last->len - first->start};
}

/* ---- for people ---- */

static void put_place(struct asking *a, const struct slant_entry *e)
{
    slant_buffer_printf(&a->out, "%s:%u", a->infos[e->file].path, e->line);
}

static void put_sort(struct asking *a, const struct slant_entry *e)
{
    const char *layer = slant_entry_layer(a->engine, e);
    slant_buffer_puts(&a->out, layer);
    if (strcmp(layer, e->kind) != 0)
        slant_buffer_printf(&a->out, ": %s", e->kind);
    if (e->stance[0] != '\0')
        slant_buffer_printf(&a->out, ", %s", e->stance);
    slant_buffer_puts(&a->out, e->exception ? ", an exception" : "");
}

static void put_line(struct asking *a, const char *name, const char *text)
{
    if (text[0] != '\0')
        slant_buffer_printf(&a->out, "      %-8s %s\n", name, text);
}

static void put_match(struct asking *a, const struct slant_hit *hit)
{
    const struct slant_entry *e = &a->flow.view->entries[hit->entry], *by;
    struct slant_str words = words_of(a, hit);
    slant_buffer_printf(&a->out, "  %.*s  ←  %s  (", (int)words.len, words.ptr, e->pattern);
    put_sort(a, e);
    slant_buffer_puts(&a->out, ")\n      ");
    put_place(a, e);
    slant_buffer_putc(&a->out, '\n');
    if (hit->fate == SLANT_SHADOWED && (by = shadow_of(a, hit)) != NULL) {
        slant_buffer_printf(&a->out, "      shadowed by %s%s, ", by->exception ? "the exception " : "", by->pattern);
        put_place(a, by);
        slant_buffer_putc(&a->out, '\n');
    } else if (e->exception) {
        slant_buffer_puts(&a->out, "      an exception: what it covers does not count\n");
    } else {
        slant_buffer_printf(&a->out, "      %s\n", fates[hit->fate]);
    }
    put_line(a, "why", e->why);
    put_line(a, "plainer", e->plainer);
    put_line(a, "set", e->set);
    put_line(a, "source", e->source);
    put_line(a, "yes", e->yes);
    put_line(a, "no", e->no);
}

static void put_words(struct asking *a)
{
    for (uint32_t i = 0; i < a->nwords; i++) {
        const struct slant_token *t = &a->flow.tokens.tokens[i];
        const struct looked_up *w = &a->looked_up[i];
        const char *reason = slant_stems_reason(slant_engine_stems(a->engine), w->surface, strlen(w->surface));
        slant_buffer_printf(&a->out, "  %.*s: ", (int)t->len, a->flow.text.bytes + t->start);
        if (strlen(w->surface) != t->len || memcmp(w->surface, a->flow.text.bytes + t->start, t->len) != 0)
            slant_buffer_printf(&a->out, "read as %s, ", w->surface);
        slant_buffer_printf(&a->out, "stem %s", w->stem);
        if (reason != NULL)
            slant_buffer_printf(&a->out, " (stems.tsv: %s)", reason);
        slant_buffer_putc(&a->out, '\n');
    }
}

static void put_near(struct asking *a)
{
    struct near near[MOST_NEAR];
    uint32_t n = find_near(a, near);
    if (n > 0)
        slant_buffer_puts(&a->out, "\nNear: other entries with these words\n");
    for (uint32_t i = 0; i < n; i++) {
        const struct slant_entry *e = &a->flow.view->entries[near[i].entry];
        slant_buffer_printf(&a->out, "  %.70s%s  (", e->pattern, strlen(e->pattern) > 70 ? "…" : "");
        put_sort(a, e);
        slant_buffer_puts(&a->out, ")  ");
        put_place(a, e);
        slant_buffer_putc(&a->out, '\n');
    }
}

static void answer_in_text(struct asking *a)
{
    slant_buffer_printf(&a->out, "%s\n", a->phrase);
    put_words(a);
    slant_buffer_puts(&a->out, a->flow.hits.n > 0 ? "\n" : "\nNothing matches.\n");
    for (uint32_t i = 0; i < a->flow.hits.n; i++)
        put_match(a, &a->flow.hits.rows[i]);
    put_near(a);
}

/* ---- for programs ---- */

static void json_string(struct slant_buffer *out, const char *name, struct slant_str text)
{
    slant_buffer_printf(out, "\"%s\":", name);
    slant_buffer_json(out, text.ptr, text.len);
}

static struct slant_str str(const char *text)
{
    return (struct slant_str){text, strlen(text)};
}

static void json_words(struct asking *a)
{
    slant_buffer_puts(&a->out, ",\"words\":[");
    for (uint32_t i = 0; i < a->nwords; i++) {
        const struct slant_token *t = &a->flow.tokens.tokens[i];
        const struct looked_up *w = &a->looked_up[i];
        const char *reason = slant_stems_reason(slant_engine_stems(a->engine), w->surface, strlen(w->surface));
        slant_buffer_puts(&a->out, i > 0 ? ",{" : "{");
        json_string(&a->out, "text", (struct slant_str){a->flow.text.bytes + t->start, t->len});
        slant_buffer_putc(&a->out, ',');
        json_string(&a->out, "folded", str(w->surface));
        slant_buffer_putc(&a->out, ',');
        json_string(&a->out, "stem", str(w->stem));
        if (reason != NULL) {
            slant_buffer_putc(&a->out, ',');
            json_string(&a->out, "exception", str(reason));
        }
        slant_buffer_putc(&a->out, '}');
    }
}

static void json_match(struct asking *a, const struct slant_hit *hit)
{
    static const char *const names[] = {"counts", "shadowed", "name", "negated", "possessive", "no-passive"};
    const struct slant_entry *e = &a->flow.view->entries[hit->entry], *by = NULL;
    slant_buffer_putc(&a->out, '{');
    json_string(&a->out, "text", words_of(a, hit));
    slant_buffer_printf(&a->out, ",\"fate\":\"%s\",",
                        e->exception && hit->fate == SLANT_STANDS ? "exception" : names[hit->fate]);
    if (hit->fate == SLANT_SHADOWED && (by = shadow_of(a, hit)) != NULL) {
        slant_buffer_puts(&a->out, "\"shadowed_by\":{");
        slant_entry_json(&a->out, a->engine, by);
        slant_buffer_puts(&a->out, "},");
    }
    slant_entry_json(&a->out, a->engine, e);
    slant_buffer_putc(&a->out, '}');
}

static void answer_in_json(struct asking *a)
{
    struct near near[MOST_NEAR];
    uint32_t n = find_near(a, near);
    slant_buffer_putc(&a->out, '{');
    json_string(&a->out, "phrase", str(a->phrase));
    json_words(a);
    slant_buffer_puts(&a->out, "],\"matches\":[");
    for (uint32_t i = 0; i < a->flow.hits.n; i++) {
        slant_buffer_puts(&a->out, i > 0 ? "," : "");
        json_match(a, &a->flow.hits.rows[i]);
    }
    slant_buffer_puts(&a->out, "],\"near\":[");
    for (uint32_t i = 0; i < n; i++) {
        slant_buffer_puts(&a->out, i > 0 ? ",{" : "{");
        slant_entry_json(&a->out, a->engine, &a->flow.view->entries[near[i].entry]);
        slant_buffer_putc(&a->out, '}');
    }
    slant_buffer_puts(&a->out, "]}");
}

/* ---- the command ---- */

static slant_status answer(struct asking *a, const char *phrase, struct slant_error *err)
{
    char *copy = calloc(1, strlen(phrase) + 64); /* the readable bytes that decode/ is promised */
    if (copy == NULL)
        return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    struct slant_article article = {.text = {strcpy(copy, phrase), strlen(phrase)}};
    a->phrase = phrase;
    slant_status status = slant_pipeline_run(a->worker, &article, &a->flow);
    if (status == SLANT_OK) {
        look_up(a);
        (a->json ? answer_in_json : answer_in_text)(a);
    } else {
        slant_fail(err, status, NULL, NULL, 0, UINT64_MAX, "the phrase could not be taken apart");
    }
    free(copy);
    return status;
}

slant_status slant_lexicon_why(const struct slant *engine, const struct slant_lexicon_job *job, struct slant_error *err)
{
    struct asking a = {.engine = engine, .worker = slant_worker_new(engine)};
    const char *form = job->form != NULL ? job->form : "text";
    a.words = slant_words_new(slant_engine_stems(engine), no_tag, NULL);
    a.json = strcmp(form, "json") == 0;
    slant_status status = SLANT_OK;
    if (!a.json && strcmp(form, "text") != 0)
        status = slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX, "wanted text or json");
    else if (a.worker == NULL || a.words == NULL)
        status = slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    if (status == SLANT_OK)
        slant_worker_keep(a.worker, SLANT_KEEP_EXCEPTIONS | SLANT_KEEP_LOST);
    slant_lexicons(engine, &a.infos);
    slant_buffer_puts(&a.out, a.json ? "[" : "");
    for (size_t i = 0; i < job->nargs && status == SLANT_OK; i++) {
        slant_buffer_puts(&a.out, i == 0 ? "" : a.json ? ",\n" : "\n");
        status = answer(&a, job->args[i], err);
    }
    slant_buffer_puts(&a.out, a.json ? "]\n" : "");
    if (status == SLANT_OK)
        status = slant_give(job, "", &a.out, err);
    slant_buffer_free(&a.out);
    slant_words_free(a.words);
    slant_worker_free(a.worker);
    return status;
}
