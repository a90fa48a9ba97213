/* pipeline: one article from bytes to result, room by room, in the order in which data flows. The only file, with
 * job.c, that knows every room. */
#include "pipeline.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

#include "base/error.h"
#include "decode/decode.h"
#include "lexicon/lexicon.h"
#include "match/match.h"
#include "score/fitted.h"
#include "score/norms.h"
#include "score/score.h"
#include "stats/stats.h"
#include "stem/stem.h"
#include "tokenize/tokenize.h"
#include "voices/voices.h"

enum { MOST_DIRS = 32 };

struct slant {
    struct slant_stems *stems;
    struct slant_roles *roles;
    struct slant_weights *weights; /* of cues; NULL: none are shipped for the language */
    struct slant_lexicon *lexicon;
    struct slant_fitted *fitted[SLANT_NCHANCES]; /* NULL: no weights for these lexicons */
    struct slant_norms *norms;                   /* NULL: none for these lexicons */
    char language[16];
    int64_t min_exposure;
};

struct slant_worker {
    const struct slant *engine;
    struct slant_arena mem;
    struct slant_classes *classes;
    struct slant_words *words;
    struct slant_flow flow; /* of the last article, in mem */
    struct slant_result result;
    unsigned keep;
};

/* ---- the engine ---- */

/* As csv has them: with _ for -. */
static int is_same_column(const char *a, const char *b)
{
    for (; *a != '\0' && (*a == *b || (*a == '-' && *b == '_') || (*a == '_' && *b == '-')); a++)
        b++;
    return *a == *b;
}

/* A layer of somebody's own becomes a measure: of a name that nothing else has. */
static slant_status look_at_names(const struct slant *s, const struct slant_options *o, struct slant_error *err)
{
    const char *name;
    const struct slant_lexicon_view *view = slant_lexicon_look(s->lexicon);
    for (uint32_t i = 0; i < view->ncustoms; i++)
        for (size_t k = 0; (name = slant_measure_describe(s, k, NULL, NULL, NULL)) != view->customs[i].name; k++) {
            if (!is_same_column(name, view->customs[i].name))
                continue;
            struct slant_error told;
            slant_fail(o->complain != NULL ? &told : err, SLANT_ELEXICON, o->complain != NULL ? "name" : NULL, NULL, 0,
                       UINT64_MAX, "the lexicon %s.tsv cannot have this name: there is a measure %s",
                       view->customs[i].name, name);
            if (o->complain == NULL)
                return SLANT_ELEXICON;
            o->complain(o->complain_ctx, &told);
        }
    return SLANT_OK;
}

/* dir/<language>/<name>, or dir/<name>; 0: there is neither. */
static int find_beside(const char *dir, const char *language, const char *name, char *path, size_t size)
{
    snprintf(path, size, "%s/%s/%s", dir, language, name);
    if (access(path, F_OK) == 0)
        return 1;
    snprintf(path, size, "%s/%s", dir, name);
    return access(path, F_OK) == 0;
}

/* A file that cannot be used is told to whoever wants to be told, and is then no failure. */
static slant_status complained(const struct slant_options *o, slant_status status, const char *rule,
                               struct slant_error *told)
{
    if (status == SLANT_OK || o->complain == NULL)
        return status;
    told->name = rule;
    o->complain(o->complain_ctx, told);
    return SLANT_OK;
}

/* The fitted weights belong to the lexicons that they stand beside; the last folder that has some wins. */
static slant_status open_fitted(struct slant *s, const struct slant_options *o, const char *const *dirs, size_t n,
                                struct slant_error *err)
{
    static const char *const files[SLANT_NCHANCES] = {[SLANT_CHANCE_SLANTED] = "subjectivity.weights"};
    for (int k = 0; k < SLANT_NCHANCES; k++) {
        char path[4400];
        struct slant_error told;
        size_t dir = n;
        while (dir > 0 && !find_beside(dirs[dir - 1], s->language, files[k], path, sizeof path))
            dir--;
        if (dir == 0)
            continue;
        slant_status status =
            slant_fitted_open(path, slant_lexicon_look(s->lexicon), &s->fitted[k], o->complain != NULL ? &told : err);
        if ((status = complained(o, status, "weights", &told)) != SLANT_OK)
            return status;
    }
    return SLANT_OK;
}

/* Norms were made with the lexicons that they stand beside, and with no others: those of the last folder hold. */
static slant_status open_norms(struct slant *s, const struct slant_options *o, const char *last,
                               struct slant_error *err)
{
    char path[4400];
    struct slant_error told;
    if (!find_beside(last, s->language, "articles.norms", path, sizeof path))
        return SLANT_OK;
    return complained(o, slant_norms_open(path, &s->norms, o->complain != NULL ? &told : err), "norms", &told);
}

static slant_status open_lexicon(struct slant *s, const struct slant_options *o, const char *shipped,
                                 struct slant_error *err)
{
    const char *dirs[MOST_DIRS];
    size_t n = 0;
    if (!o->no_default_lexicons)
        dirs[n++] = shipped;
    if (o->nlexicon_dirs + n > MOST_DIRS)
        return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX, "over %d lexicon folders", MOST_DIRS - 1);
    for (size_t i = 0; i < o->nlexicon_dirs; i++)
        dirs[n++] = o->lexicon_dirs[i];
    if (n == 0)
        return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX,
                          "the shipped lexicons are switched off and no others are given");
    char compiled[4200];
    snprintf(compiled, sizeof compiled, "%s/%s/compiled", shipped, s->language);
    struct slant_lexicon_sources from = {dirs,
                                         n,
                                         s->language,
                                         !o->no_default_lexicons,
                                         o->complain,
                                         o->complain_ctx,
                                         o->complain == NULL ? compiled : NULL};
    slant_status status = slant_lexicon_open(&from, s->stems, &s->lexicon, err);
    if (status == SLANT_OK)
        status = look_at_names(s, o, err);
    if (status == SLANT_OK)
        status = open_fitted(s, o, dirs, n, err);
    return status == SLANT_OK ? open_norms(s, o, dirs[n - 1], err) : status;
}

slant_status slant_open(const struct slant_options *options, struct slant **out, struct slant_error *err)
{
    static const struct slant_options defaults = {.min_exposure = -1};
    const struct slant_options *o = options != NULL ? options : &defaults;
    struct slant *s = calloc(1, sizeof *s);
    *out = NULL;
    if (s == NULL)
        return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    slant_stats_start();
    const char *data = o->data_dir != NULL ? o->data_dir : SLANT_DATADIR;
    char shipped[4096], stems[4200], words[4200];
    snprintf(s->language, sizeof s->language, "%s", o->language != NULL ? o->language : "en");
    snprintf(shipped, sizeof shipped, "%s/lexicons", data);
    snprintf(stems, sizeof stems, "%s/%s/stems.tsv", shipped, s->language);
    snprintf(words, sizeof words, "%s/%s/words.tsv", shipped, s->language);
    s->min_exposure = o->min_exposure;
    slant_status status = slant_stems_open(s->language, stems, &s->stems, err);
    if (status == SLANT_OK && access(words, F_OK) == 0)
        status = slant_roles_open(words, s->stems, &s->roles, err);
    if (status == SLANT_OK)
        status = open_lexicon(s, o, shipped, err);
    snprintf(words, sizeof words, "%s/%s/cues.weights", shipped, s->language);
    if (status == SLANT_OK && s->roles != NULL && access(words, F_OK) == 0)
        status = slant_weights_open(words, s->roles, &s->weights, err);
    if (status != SLANT_OK) {
        slant_close(s);
        return status;
    }
    *out = s;
    return SLANT_OK;
}

void slant_close(struct slant *engine)
{
    if (engine == NULL)
        return;
    for (int i = 0; i < SLANT_NCHANCES; i++)
        slant_fitted_close(engine->fitted[i]);
    slant_norms_close(engine->norms);
    slant_lexicon_close(engine->lexicon);
    slant_weights_close(engine->weights);
    slant_roles_close(engine->roles);
    slant_stems_close(engine->stems);
    free(engine);
}

size_t slant_lexicons(const struct slant *engine, const struct slant_lexicon_info **out)
{
    return slant_lexicon_infos(engine->lexicon, out);
}

slant_status slant_compile(const struct slant *engine, const char *path, struct slant_error *err)
{
    return slant_lexicon_compile(engine->lexicon, path, err);
}

int slant_is_compiled(const struct slant *engine)
{
    return slant_lexicon_is_compiled(engine->lexicon);
}

const char *slant_libraries(char *room, size_t size)
{
    snprintf(room, size, "%s, %s, utf8proc %s", slant_stem_library(), slant_stats_library(), utf8proc_version());
    return room;
}

struct slant_worker *slant_worker_new(const struct slant *engine)
{
    struct slant_worker *w = calloc(1, sizeof *w);
    if (w == NULL)
        return NULL;
    w->engine = engine;
    w->classes = slant_classes_new(engine->lexicon, engine->roles);
    if (w->classes != NULL)
        w->words = slant_words_new(engine->stems, slant_classes_tag, w->classes);
    if (w->words == NULL) {
        slant_worker_free(w);
        return NULL;
    }
    return w;
}

void slant_worker_free(struct slant_worker *worker)
{
    if (worker == NULL)
        return;
    slant_words_free(worker->words);
    slant_classes_free(worker->classes);
    slant_arena_free(&worker->mem);
    free(worker);
}

const struct slant_flow *slant_worker_flow(const struct slant_worker *worker)
{
    return &worker->flow;
}

struct slant_words *slant_worker_words(struct slant_worker *worker)
{
    return worker->words;
}

void slant_worker_keep(struct slant_worker *worker, unsigned what)
{
    worker->keep = what;
}

const struct slant_lexicon_view *slant_engine_lexicon(const struct slant *engine)
{
    return slant_lexicon_look(engine->lexicon);
}

const struct slant_lexicon *slant_engine_matcher(const struct slant *engine)
{
    return engine->lexicon;
}

const struct slant_stems *slant_engine_stems(const struct slant *engine)
{
    return engine->stems;
}

const char *slant_measure_describe(const struct slant *engine, size_t i, const char **formula, const char **unit,
                                   const char **reference)
{
    const struct slant_measure_info *info = slant_score_measure(i);
    const char *name = info != NULL ? info->name : NULL;
    if (info == NULL && engine != NULL) {
        const struct slant_lexicon_view *view = slant_lexicon_look(engine->lexicon);
        size_t ours = 0;
        while (slant_score_measure(ours) != NULL)
            ours++;
        info = slant_score_custom();
        name = i - ours < view->ncustoms ? view->customs[i - ours].name : NULL;
    }
    if (formula != NULL && name != NULL) {
        *formula = info->formula;
        *unit = info->unit;
        *reference = info->reference;
    }
    return name;
}

int slant_measure_exists(const struct slant *engine, const char *name)
{
    const char *other;
    for (size_t i = 0; (other = slant_measure_describe(engine, i, NULL, NULL, NULL)) != NULL; i++)
        if (strcmp(other, name) == 0)
            return 1;
    return 0;
}

/* ---- one article ---- */

static int is_known(uint32_t tag)
{
    return tag != 0;
}

/* The whole job on one page. */
slant_status slant_pipeline_run(struct slant_worker *w, const struct slant_article *article, struct slant_flow *f)
{
    struct slant_arena *mem = &w->mem;
    const struct slant_lexicon_view *view = slant_lexicon_look(w->engine->lexicon);
    memset(f, 0, sizeof *f);
    slant_arena_reset(mem);
    slant_status status = slant_decode(article, mem, &f->text);
    if (status == SLANT_OK)
        status = slant_tokenize(&f->text, mem, &f->tokens);
    if (status != SLANT_OK)
        return status;
    slant_words_tag(w->words, &f->tokens);
    status = slant_words_unglue(w->words, &f->tokens, is_known, mem, &f->text.oddities);
    f->view = view;
    f->roles = w->engine->roles;
    f->match = (struct slant_match_input){&f->tokens, view, slant_classes_table(w->classes),
                                          slant_classes_masks(w->classes), w->keep};
    if (status == SLANT_OK)
        status = slant_match_run(&f->match, mem, &f->hits);
    if (w->keep & SLANT_KEEP_LOST)
        return status; /* what did not stand is for nobody else */
    if (status == SLANT_OK)
        status = slant_voices_run(&f->match, w->engine->weights, mem, &f->hits, &f->text.oddities, &f->voices);
    f->score = (struct slant_score_input){
        .tokens = &f->tokens,
        .hits = &f->hits,
        .voices = &f->voices,
        .lexicon = view,
        .sets = slant_classes_sets(w->classes),
        .min_exposure = w->engine->min_exposure,
    };
    if (status == SLANT_OK)
        status = slant_fitted_run(w->engine->fitted, &f->score, mem, f->score.chances);
    if (status == SLANT_OK)
        status = slant_score_run(&f->score, mem, &f->measures, &f->nmeasures);
    if (status == SLANT_OK)
        status = slant_score_choices(&f->score, mem, &f->choices, &f->nchoices);
    if (status == SLANT_OK)
        slant_norms_apply(w->engine->norms, f->measures, f->nmeasures);
    return status;
}

/* ---- what was found → the public result, with places in the original ---- */

struct describing {
    const struct slant *engine;
    const struct slant_flow *flow;
    struct slant_arena *mem;
    struct slant_result *result;
    uint32_t title_sentences;
    int no_memory;
};

static void *room(struct describing *d, size_t n, size_t size)
{
    void *out = slant_arena_zalloc(d->mem, (n ? n : 1) * size);
    d->no_memory |= out == NULL;
    return out;
}

/* A hit's bytes: its words, a possessive 's left out. */
static void hit_bytes(const struct slant_flow *f, const struct slant_hit *h, uint32_t *start, uint32_t *end)
{
    const struct slant_token *last = &f->tokens.tokens[h->last - 1];
    *start = f->tokens.tokens[h->first].start;
    *end = last->start + last->len;
    if (h->layer == SLANT_OPINION && h->entry < 0) { /* a question: the whole sentence */
        *start = f->tokens.sentences[h->sentence].start;
        *end = f->tokens.sentences[h->sentence].end;
    } else if ((last->flags & SLANT_WORD_POSSESSIVE) && h->entry >= 0 &&
               strchr(f->view->entries[h->entry].pattern, '\'') == NULL) {
        *end -= f->text.bytes[*end - 2] == '\'' ? 2 : 4;
    }
}

static void describe_hit(const struct describing *d, const struct slant_hit *h, struct slant_locator *at,
                         struct slant_mark *m)
{
    const struct slant_flow *f = d->flow;
    const struct slant_lexicon_info *infos;
    slant_lexicon_infos(d->engine->lexicon, &infos);
    uint32_t start, end;
    hit_bytes(f, h, &start, &end);
    *m = (struct slant_mark){.layer = (enum slant_layer)h->layer,
                             .layer_name = slant_layer_name((enum slant_layer)h->layer),
                             .voice = (enum slant_voice)h->voice,
                             .kind = h->kind,
                             .stance = "",
                             .entry = h->rule,
                             .lexicon = "rules",
                             .why = "",
                             .plainer = "",
                             .source = "slant codebook"};
    if (h->entry >= 0) {
        const struct slant_entry *e = &f->view->entries[h->entry];
        if (h->layer == SLANT_CUSTOM)
            m->layer_name = f->view->customs[h->slot - SLANT_NLAYERS].name;
        m->stance = e->stance;
        m->entry = e->pattern;
        m->lexicon = infos[e->file].name;
        m->why = e->why;
        m->plainer = e->plainer;
        m->source = e->source;
    } else {
        m->why = strchr(h->rule, ':') + 1;
    }
    m->in_headline = f->tokens.sentences[h->sentence].title;
    m->sentence = m->in_headline ? -1 : (int32_t)(h->sentence - d->title_sentences);
    m->span = slant_locate(at, start, end);
}

static void describe_furniture(const struct slant_text_block *block, struct slant_locator *at, struct slant_mark *m)
{
    *m = (struct slant_mark){.layer = SLANT_FURNITURE,
                             .layer_name = slant_layer_name(SLANT_FURNITURE),
                             .kind = strchr(block->rule, ':') + 1,
                             .stance = "",
                             .entry = block->rule,
                             .lexicon = "rules",
                             .why = "part of the page, not of the article",
                             .plainer = "",
                             .source = "slant codebook",
                             .sentence = -1};
    m->span = slant_locate(at, block->start, block->end);
}

/* Frames are on every other word and labels are often plain: they are shown to who asks for them. */
static int is_wanted(const struct slant_hit *h, unsigned want)
{
    return (want & SLANT_WANT_FRAMES) || (h->layer != SLANT_FRAME && h->layer != SLANT_LABEL);
}

static void describe_marks(struct describing *d, unsigned want)
{
    const struct slant_flow *f = d->flow;
    uint32_t nfurniture = 0, n = 0, hit = 0;
    for (uint32_t i = 0; i < f->text.nblocks; i++)
        nfurniture += f->text.blocks[i].kind == SLANT_BLOCK_FURNITURE;
    struct slant_mark *marks = room(d, f->hits.n + nfurniture, sizeof *marks);
    struct slant_locator at;
    slant_locator_start(&at, &f->text);
    for (uint32_t b = 0; b < f->text.nblocks && marks != NULL; b++) {
        const struct slant_text_block *block = &f->text.blocks[b];
        if (block->kind == SLANT_BLOCK_FURNITURE)
            describe_furniture(block, &at, &marks[n++]);
        for (; hit < f->hits.n; hit++) {
            if (f->tokens.tokens[f->hits.rows[hit].first].start >= block->end)
                break;
            if (is_wanted(&f->hits.rows[hit], want))
                describe_hit(d, &f->hits.rows[hit], &at, &marks[n++]);
        }
    }
    d->result->marks = marks;
    d->result->nmarks = marks != NULL ? n : 0;
}

/* Quoted runs are what stands between the marks, reported ones go from word to word. */
static void describe_runs(struct describing *d)
{
    const struct slant_flow *f = d->flow;
    const struct slant_quotations *q = &f->voices.quotations;
    const struct slant_token *tokens = f->tokens.tokens;
    struct slant_voice_run *runs = room(d, q->n + f->voices.nreported, sizeof *runs);
    struct slant_locator at;
    slant_locator_start(&at, &f->text);
    uint32_t n = 0, next = 0;
    for (uint32_t i = 0; i < f->tokens.n && runs != NULL; i++) {
        for (; next < q->n && q->rows[next].first <= i; next++)
            if (q->rows[next].kind == SLANT_QUOTATION)
                runs[n++] = (struct slant_voice_run){SLANT_VOICE_QUOTED,
                                                     slant_locate(&at, q->rows[next].start, q->rows[next].end)};
        if (!slant_voices_report_begins(&f->tokens, i))
            continue;
        uint32_t last = i;
        while (last + 1 < f->tokens.n && tokens[last + 1].voice == SLANT_VOICE_REPORTED &&
               !slant_voices_report_begins(&f->tokens, last + 1))
            last++;
        runs[n++] = (struct slant_voice_run){SLANT_VOICE_REPORTED,
                                             slant_locate(&at, tokens[i].start, tokens[last].start + tokens[last].len)};
    }
    d->result->runs = runs;
    d->result->nruns = n;
}

static struct slant_span locate_phrase(const struct slant_flow *f, struct slant_locator *at, struct slant_phrase p)
{
    if (p.first >= p.last)
        return (struct slant_span){0};
    const struct slant_token *last = &f->tokens.tokens[p.last - 1];
    return slant_locate(at, f->tokens.tokens[p.first].start, last->start + last->len);
}

/* A colon is no token: it stands somewhere between two. */
static struct slant_span locate_cue(const struct slant_flow *f, struct slant_locator *at, const struct slant_cue *c)
{
    if (!c->colon)
        return locate_phrase(f, at, (struct slant_phrase){c->first, c->last});
    uint32_t i = f->tokens.tokens[c->first].start;
    while (i > 0 && f->text.bytes[i] != ':')
        i--;
    return slant_locate(at, i, i + 1);
}

static void describe_attribution(struct describing *d, const struct slant_saying *s, struct slant_locator *at,
                                 struct slant_attribution *out)
{
    const struct slant_flow *f = d->flow;
    const struct slant_cue *c = s->cue >= 0 ? &f->voices.cues.rows[s->cue] : NULL;
    struct slant_span *contents = room(d, s->ncontents, sizeof *contents);
    *out = (struct slant_attribution){.form = (enum slant_form)s->form,
                                      .source_class = (enum slant_source_class)s->source_class,
                                      .stance = "neutral",
                                      .rule = slant_found_by_name((enum slant_found_by)s->rule),
                                      .entry = "",
                                      .in_headline = f->tokens.sentences[s->sentence].title,
                                      .contents = contents};
    out->sentence = out->in_headline ? -1 : (int32_t)(s->sentence - d->title_sentences);
    out->source = locate_phrase(f, at, s->source);
    if (c != NULL)
        out->cue = locate_cue(f, at, c);
    if (c != NULL && c->entry >= 0) {
        out->stance = f->view->entries[c->entry].stance;
        out->entry = f->view->entries[c->entry].pattern;
    }
    for (uint32_t k = 0; k < s->ncontents && contents != NULL; k++)
        contents[out->ncontents++] = locate_phrase(f, at, s->contents[k]);
}

/* "Okell's claim": the speaker is Okell. */
static struct slant_str without_possessive(const struct slant_flow *f, struct slant_phrase p, struct slant_str text)
{
    if ((f->tokens.tokens[p.last - 1].flags & SLANT_WORD_POSSESSIVE) != 0)
        while (text.len > 1 && text.ptr[--text.len] != '\'' && (unsigned char)text.ptr[text.len] != 0xE2)
            ;
    return text;
}

/* Each speaker's text is looked up once: mentions lie all over the article. */
static void describe_speakers(struct describing *d, struct slant_attribution *rows)
{
    const struct slant_sayings *s = &d->flow->voices.sayings;
    int32_t most = 0;
    for (uint32_t i = 0; i < s->n; i++)
        most = s->rows[i].who > most ? s->rows[i].who : most;
    struct slant_str *texts = room(d, (size_t)most + 1, sizeof *texts);
    struct slant_locator at;
    slant_locator_start(&at, &d->flow->text);
    for (uint32_t i = 0; i < s->n && texts != NULL; i++) {
        struct slant_str *text = &texts[s->rows[i].who];
        if (s->rows[i].who > 0 && text->ptr == NULL)
            *text =
                without_possessive(d->flow, s->rows[i].speaker, locate_phrase(d->flow, &at, s->rows[i].speaker).text);
        rows[i].speaker = *text;
    }
}

static void describe_attributions(struct describing *d)
{
    const struct slant_sayings *s = &d->flow->voices.sayings;
    struct slant_attribution *rows = room(d, s->n, sizeof *rows);
    struct slant_locator at;
    slant_locator_start(&at, &d->flow->text);
    for (uint32_t i = 0; i < s->n && rows != NULL; i++)
        describe_attribution(d, &s->rows[i], &at, &rows[i]);
    if (rows != NULL)
        describe_speakers(d, rows);
    d->result->attributions = rows;
    d->result->nattributions = rows != NULL ? s->n : 0;
}

static void describe_sentences(struct describing *d)
{
    const struct slant_tokens *t = &d->flow->tokens;
    uint32_t n = t->nsentences - d->title_sentences;
    struct slant_sentence *rows = room(d, n, sizeof *rows);
    struct slant_locator at;
    slant_locator_start(&at, &d->flow->text);
    for (uint32_t i = 0; i < n && rows != NULL; i++) {
        const struct slant_sentence_span *s = &t->sentences[d->title_sentences + i];
        rows[i] = (struct slant_sentence){.span = slant_locate(&at, s->start, s->end),
                                          .paragraph = s->paragraph,
                                          .words = s->words,
                                          .attributed = d->flow->voices.attributed[d->title_sentences + i]};
        for (int k = 0; k < SLANT_NCHANCES; k++)
            rows[i].chances[k] =
                d->flow->score.chances[k] != NULL ? d->flow->score.chances[k][d->title_sentences + i] : NAN;
    }
    d->result->rows = rows;
    d->result->nrows = n;
}

static void describe_oddities(struct describing *d)
{
    const struct slant_oddities *o = &d->flow->text.oddities;
    struct slant_diagnostic *rows = room(d, o->n, sizeof *rows);
    struct slant_locator at;
    slant_locator_start(&at, &d->flow->text);
    for (uint32_t i = 0; i < o->n && rows != NULL; i++) {
        const struct slant_oddity *odd = &o->rows[i];
        rows[i] =
            (struct slant_diagnostic){odd->code, odd->level, odd->message, slant_locate(&at, odd->start, odd->end)};
    }
    d->result->diagnostics = rows;
    d->result->ndiagnostics = rows != NULL ? o->n : 0;
}

static void describe_title(struct describing *d)
{
    const struct slant_text *t = &d->flow->text;
    struct slant_locator at;
    slant_locator_start(&at, t);
    for (uint32_t b = 0; b < t->nblocks; b++)
        if (t->blocks[b].kind == SLANT_BLOCK_TITLE) {
            d->result->title = slant_locate(&at, t->blocks[b].start, t->blocks[b].end);
            return;
        }
}

slant_status slant_analyze(struct slant_worker *w, const struct slant_article *article, unsigned want,
                           const struct slant_result **out, struct slant_error *err)
{
    struct slant_flow f;
    slant_status status = slant_pipeline_run(w, article, &f);
    if (status != SLANT_OK)
        return slant_fail(err, status, NULL, NULL, 0, UINT64_MAX,
                          status == SLANT_ETOOBIG ? "the article is too big" : "out of memory");
    struct slant_result *r = &w->result;
    memset(r, 0, sizeof *r);
    struct describing d = {.engine = w->engine, .flow = &f, .mem = &w->mem, .result = r};
    while (d.title_sentences < f.tokens.nsentences && f.tokens.sentences[d.title_sentences].title)
        d.title_sentences++;
    r->article = article;
    r->language = (struct slant_str){w->engine->language, strlen(w->engine->language)};
    r->words = f.tokens.words;
    r->sentences = f.tokens.nsentences - d.title_sentences;
    r->paragraphs = f.tokens.nparagraphs;
    memcpy(r->voice_words, f.voices.words, sizeof r->voice_words);
    r->nmeasures = f.nmeasures;
    r->measures = f.measures;
    r->compared_with = slant_norms_about(w->engine->norms);
    r->nchoices = f.nchoices;
    r->choices = f.choices;
    r->text = f.text.field[0];
    r->title_text = f.text.field[1];
    describe_title(&d);
    describe_oddities(&d);
    if (want & SLANT_WANT_MARKS) {
        describe_marks(&d, want);
        describe_runs(&d);
        describe_attributions(&d);
    }
    if (want & SLANT_WANT_SENTENCES)
        describe_sentences(&d);
    if (d.no_memory)
        return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    w->flow = f;
    w->flow.tokens.text = &w->flow.text;
    *out = r;
    return SLANT_OK;
}
