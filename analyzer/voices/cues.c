#include "voices/cues.h"

#include <string.h>

#include "voices/words.h"

#define LIKELY_IN_TITLE .2

static slant_status add(struct slant_cues *cues, struct slant_arena *mem, const struct slant_cue *row)
{
    if (cues->n == cues->cap) {
        uint32_t cap = cues->cap ? cues->cap * 2 : 64;
        void *rows = slant_arena_grow(mem, cues->rows, cues->n * sizeof *row, cap * sizeof *row);
        if (rows == NULL)
            return SLANT_ENOMEM;
        cues->rows = rows;
        cues->cap = cap;
    }
    cues->rows[cues->n++] = *row;
    return SLANT_OK;
}

static uint16_t lemma_of(const struct slant_match_input *in, uint32_t token)
{
    return slant_word_role(in, token).lemma;
}

static uint32_t next_cue_word(const struct slant_match_input *in, uint32_t from, uint32_t end)
{
    while (from < end && (in->tokens->tokens[from].tag & SLANT_TAG_CUE) == 0)
        from++;
    return from;
}

/* Patterns name company that is no part of the cue: "polls show", "as Smith said", "told Reuters". */
static void trim(const struct slant_match_input *in, struct slant_cue *c)
{
    enum {
        SOURCE = SLANT_ROLE_PERSON | SLANT_ROLE_OFFICIAL | SLANT_ROLE_PEOPLE | SLANT_ROLE_ORGANISATION |
                 SLANT_ROLE_DOCUMENT | SLANT_ROLE_PRONOUN | SLANT_ROLE_POSSESSIVE | SLANT_ROLE_VAGUE
    };
    for (uint32_t i = c->first; i < c->head; i++)
        if (slant_word_is(in, i, SOURCE) || slant_word_capital(in, i)) {
            c->first = c->head;
            break;
        }
    while (c->last > c->head + 1 &&
           (slant_word_capital(in, c->last - 1) || slant_word_in(in, c->last - 1, SLANT_SET_DET | SLANT_SET_PRON) ||
            slant_word_is(in, c->last - 1, SLANT_ROLE_THAT | SLANT_ROLE_POSSESSIVE)))
        c->last--;
}

/* A hit of the lexicon: the word in it that says it is the first that can be a cue. */
static struct slant_cue from_hit(const struct slant_match_input *in, const struct slant_hit *h)
{
    struct slant_cue c = {.first = h->first, .last = h->last, .head = h->first, .entry = h->entry};
    c.head = next_cue_word(in, h->first, h->last);
    if (c.head < h->last && slant_word_is(in, c.head, SLANT_ROLE_DOCUMENT | SLANT_ROLE_PEOPLE)) { /* the report found */
        uint32_t verb = next_cue_word(in, c.head + 1, h->last);
        c.head = verb < h->last ? verb : c.head;
    }
    c.head = c.head < h->last ? c.head : h->first;
    c.lemma = lemma_of(in, c.head);
    trim(in, &c);
    return c;
}

/* "accused the builders of", "denied that": what a pattern leaves a gap for, and "that", belong to the content. Only
 * behind the judgement, which knows cues by what the patterns found. */
static void cut(const struct slant_match_input *in, struct slant_cue *c)
{
    int gap = c->entry >= 0 && strchr(in->lexicon->entries[c->entry].pattern, '~') != NULL;
    if (gap && c->last > c->head + 2)
        c->last = c->head + 1;
    if (c->last > c->head + 1 && slant_word_is(in, c->last - 1, SLANT_ROLE_THAT))
        c->last--;
}

static int is_colon(const struct slant_tokens *t, const struct slant_sentence_span *row, uint32_t i)
{
    return i > row->first && (t->tokens[i].before & SLANT_GAP_COLON) != 0;
}

/* "so-called", "much-praised": part of a longer word. */
static int is_joined(const struct slant_tokens *t, uint32_t i)
{
    return (t->tokens[i].before & SLANT_GAP_HYPHEN) != 0 ||
           (i + 1 < t->n && (t->tokens[i + 1].before & SLANT_GAP_HYPHEN) != 0);
}

/* The candidates of one sentence. *hit is the first hit behind what was looked at. */
static slant_status find_in(const struct slant_match_input *in, const struct slant_hits *hits, uint32_t sentence,
                            uint32_t *hit, struct slant_arena *mem, struct slant_cues *out)
{
    const struct slant_tokens *t = in->tokens;
    const struct slant_sentence_span *row = &t->sentences[sentence];
    slant_status status = SLANT_OK;
    for (uint32_t i = row->first; i < row->last && status == SLANT_OK;) {
        struct slant_cue c = {.first = i, .last = i, .head = i, .entry = -1, .colon = 1};
        if (is_colon(t, row, i)) {
            c.sentence = sentence;
            c.quoted = t->tokens[i - 1].voice == SLANT_VOICE_QUOTED;
            status = add(out, mem, &c);
        }
        while (*hit < hits->n && (hits->rows[*hit].layer != SLANT_CUE || hits->rows[*hit].first < i))
            ++*hit;
        int found = *hit < hits->n && hits->rows[*hit].first == i;
        if (found && (hits->rows[*hit].last > i + 1 || !is_joined(t, i))) {
            c = from_hit(in, &hits->rows[*hit]);
        } else if ((t->tokens[i].tag & SLANT_TAG_CUE) != 0 && !is_joined(t, i)) {
            c = (struct slant_cue){.first = i, .last = i + 1, .head = i, .entry = -1, .lemma = lemma_of(in, i)};
        } else {
            i++;
            continue;
        }
        c.sentence = sentence;
        c.quoted = t->tokens[i].voice == SLANT_VOICE_QUOTED;
        if (status == SLANT_OK)
            status = add(out, mem, &c);
        i = c.last > i ? c.last : i + 1;
    }
    return status;
}

static slant_status judge(const struct slant_setting *setting, const struct slant_weights *weights, uint32_t i,
                          struct slant_arena *mem, struct slant_cue *c)
{
    uint32_t features[SLANT_MOST_FEATURES];
    c->nfeatures = slant_features_of(setting, i, features);
    uint32_t *kept = slant_arena_alloc(mem, c->nfeatures * sizeof *kept);
    if (kept == NULL)
        return SLANT_ENOMEM;
    memcpy(kept, features, c->nfeatures * sizeof *kept);
    c->features = kept;
    c->chance = slant_weights_chance(weights, features, c->nfeatures);
    return SLANT_OK;
}

slant_status slant_cues_find(const struct slant_match_input *in, const struct slant_hits *hits,
                             const struct slant_weights *weights, struct slant_arena *mem, struct slant_cues *out)
{
    struct slant_setting setting;
    uint32_t hit = 0;
    *out = (struct slant_cues){0};
    slant_status status = slant_setting_start(&setting, in, out, mem);
    for (uint32_t s = 0; s < in->tokens->nsentences && status == SLANT_OK; s++)
        status = find_in(in, hits, s, &hit, mem, out);
    for (uint32_t i = 0; i < out->n && status == SLANT_OK; i++) {
        struct slant_cue *c = &out->rows[i];
        if (c->quoted) /* what is said in a quotation is part of what its speaker says */
            continue;
        c->chance = c->entry >= 0;
        if (weights != NULL)
            status = judge(&setting, weights, i, mem, c);
    }
    return status;
}

/* Two that touch say one thing: "refused to say", "continued to insist". */
static int touch(const struct slant_tokens *t, const struct slant_cue *a, const struct slant_cue *b)
{
    return a->sentence == b->sentence && b->first <= a->last + 1 &&
           (b->first == a->last || (t->tokens[b->first].before & SLANT_GAP_BREAKS) == 0);
}

/* "Minister: no talks", "No talks this week: union": in a headline a colon that sets off a few words, the last of them
 * somebody who can speak, ties what stands on its other side to them. Articles to learn it from have no headlines. */
static int is_headline_colon(const struct slant_match_input *in, const struct slant_cue *c)
{
    enum { WHO = SLANT_ROLE_PERSON | SLANT_ROLE_OFFICIAL | SLANT_ROLE_PEOPLE | SLANT_ROLE_ORGANISATION, SHORT = 4 };
    const struct slant_sentence_span *row = &in->tokens->sentences[c->sentence];
    if (!c->colon || !row->title)
        return 0;
    int before = c->first - row->first <= SHORT && slant_word_is(in, c->first - 1, WHO);
    return before || (row->last - c->first <= SHORT && slant_word_is(in, row->last - 1, WHO));
}

/* "No talks this week: union": where the colon tells who speaks, "talks" is one of their words. */
static int yields_to_colon(const struct slant_match_input *in, const struct slant_cues *cues, uint32_t i)
{
    enum { FAR = 8 };
    const struct slant_cue *c = &cues->rows[i];
    if (c->colon || !in->tokens->sentences[c->sentence].title ||
        (c->entry >= 0 && strcmp(in->lexicon->entries[c->entry].kind, "noun") != 0))
        return 0;
    for (uint32_t k = i > FAR ? i - FAR : 0; k < cues->n && k < i + FAR; k++)
        if (cues->rows[k].sentence == c->sentence && is_headline_colon(in, &cues->rows[k]))
            return 1;
    return 0;
}

void slant_cues_take(const struct slant_match_input *in, struct slant_cues *cues, double likely)
{
    struct slant_cue *before = NULL;
    for (uint32_t i = 0; i < cues->n; i++) {
        struct slant_cue *c = &cues->rows[i];
        c->taken = 0;
        int title = in->tokens->sentences[c->sentence].title && c->entry >= 0 && !c->quoted;
        if (c->chance < (title ? LIKELY_IN_TITLE : likely) && !is_headline_colon(in, c))
            continue;
        if (yields_to_colon(in, cues, i))
            continue;
        int touches = before != NULL && touch(in->tokens, before, c);
        if (touches && c->chance <= before->chance)
            continue;
        if (touches)
            before->taken = 0;
        c->taken = 1;
        before = c;
    }
    for (uint32_t i = 0; i < cues->n; i++)
        if (!cues->rows[i].colon)
            cut(in, &cues->rows[i]);
}
