#include "voices/voices.h"

#include <string.h>

static slant_status add_scare_quotes(const struct slant_tokens *t, const struct slant_quotations *all,
                                     struct slant_arena *mem, struct slant_hits *hits)
{
    slant_status status = SLANT_OK;
    for (uint32_t i = 0, sentence = 0; i < all->n && status == SLANT_OK; i++) {
        const struct slant_quotation *q = &all->rows[i];
        while (sentence + 1 < t->nsentences && t->sentences[sentence].last <= q->first)
            sentence++;
        struct slant_hit hit = {.first = q->first,
                                .last = q->last,
                                .sentence = sentence,
                                .entry = -1,
                                .layer = SLANT_SCARE_QUOTE,
                                .rule = "rule:short phrase in quotation marks, no source",
                                .kind = ""};
        if (q->kind == SLANT_SCARE)
            status = slant_hits_add(hits, mem, &hit);
    }
    return status;
}

/* Questions in the outlet's own voice: the reader is asked, nobody else is there to answer. */
static slant_status add_questions(const struct slant_tokens *t, struct slant_arena *mem, struct slant_hits *hits)
{
    slant_status status = SLANT_OK;
    for (uint32_t s = 0; s < t->nsentences && status == SLANT_OK; s++) {
        const struct slant_sentence_span *row = &t->sentences[s];
        if (row->ending != '?' || t->tokens[row->first].voice != SLANT_VOICE_OUTLET ||
            t->tokens[row->last - 1].voice != SLANT_VOICE_OUTLET)
            continue;
        struct slant_hit hit = {.first = row->first,
                                .last = row->last,
                                .sentence = s,
                                .entry = -1,
                                .layer = SLANT_OPINION,
                                .rule = "rule:question in the outlet's own voice",
                                .kind = "rhetorical-question"};
        status = slant_hits_add(hits, mem, &hit);
    }
    return status;
}

static void give_voices(const struct slant_tokens *t, const struct slant_quotations *all)
{
    /* Every token is born with the outlet's voice. */
    for (uint32_t k = 0; k < all->n; k++)
        if (all->rows[k].kind == SLANT_QUOTATION)
            for (uint32_t i = all->rows[k].first; i < all->rows[k].last; i++)
                t->tokens[i].voice = SLANT_VOICE_QUOTED;
}

int slant_voices_report_begins(const struct slant_tokens *t, uint32_t i)
{
    return t->tokens[i].voice == SLANT_VOICE_REPORTED &&
           (i == 0 || t->tokens[i - 1].voice != SLANT_VOICE_REPORTED ||
            (t->tokens[i].before & (SLANT_GAP_SENTENCE | SLANT_GAP_QUOTE)) != 0);
}

static void count_words(const struct slant_tokens *t, struct slant_voices *v)
{
    for (uint32_t i = 0; i < t->n; i++) {
        v->nreported += (uint32_t)slant_voices_report_begins(t, i);
        v->words[t->tokens[i].voice] += i == 0 || (t->tokens[i].before & SLANT_GAP_HYPHEN) == 0;
    }
}

static slant_status mark_sentences(const struct slant_tokens *t, const struct slant_sayings *sayings,
                                   struct slant_arena *mem, unsigned char **out)
{
    unsigned char *marks = slant_arena_zalloc(mem, (size_t)t->nsentences + 1);
    for (uint32_t i = 0; i < sayings->n && marks != NULL; i++) {
        const struct slant_saying *s = &sayings->rows[i];
        marks[s->sentence] = 1;
        for (uint32_t k = 0; k < s->ncontents; k++) {
            uint32_t at = s->sentence; /* contents lie near their cue */
            while (at > 0 && t->sentences[at].first > s->contents[k].first)
                at--;
            for (; at < t->nsentences && t->sentences[at].first < s->contents[k].last; at++)
                if (t->sentences[at].last > s->contents[k].first)
                    marks[at] = 1;
        }
    }
    *out = marks;
    return marks != NULL ? SLANT_OK : SLANT_ENOMEM;
}

/* The cues that are taken stand in for the lexicon's hits; an opinion mark is the writer's own or none: "I think" in a
 * quotation is the speaker's business. */
static slant_status settle_hits(const struct slant_match_input *in, const struct slant_cues *cues,
                                struct slant_arena *mem, struct slant_hits *hits)
{
    const struct slant_tokens *t = in->tokens;
    int lexicon_test =
        (in->keep & SLANT_KEEP_EXCEPTIONS) != 0; /* it asks what the patterns find, not what is made of it */
    uint32_t kept = 0;
    for (uint32_t i = 0; i < hits->n; i++) {
        struct slant_hit *h = &hits->rows[i];
        h->voice = t->tokens[h->first].voice;
        if ((h->layer != SLANT_CUE || lexicon_test) &&
            (h->layer != SLANT_OPINION || h->voice == SLANT_VOICE_OUTLET || lexicon_test))
            hits->rows[kept++] = *h;
    }
    hits->n = kept;
    slant_status status = SLANT_OK;
    for (uint32_t i = 0; i < cues->n && !lexicon_test && status == SLANT_OK; i++) {
        const struct slant_cue *c = &cues->rows[i];
        if (!c->taken || c->colon)
            continue;
        struct slant_hit hit = {.first = c->first,
                                .last = c->last,
                                .sentence = c->sentence,
                                .entry = c->entry,
                                .layer = SLANT_CUE,
                                .voice = t->tokens[c->first].voice,
                                .rule = c->entry < 0 ? "rule:a word that is a cue in this company" : NULL,
                                .kind = c->entry < 0 ? "verb" : in->lexicon->entries[c->entry].kind};
        status = slant_hits_add(hits, mem, &hit);
    }
    slant_hits_sort(hits);
    return status;
}

slant_status slant_voices_run(const struct slant_match_input *in, const struct slant_weights *weights,
                              struct slant_arena *mem, struct slant_hits *hits, struct slant_oddities *oddities,
                              struct slant_voices *out)
{
    const struct slant_tokens *t = in->tokens;
    struct slant_quotations *quotations = &out->quotations;
    memset(out, 0, sizeof *out);
    slant_status status = slant_quotations_find(t, mem, oddities, quotations);
    if (status == SLANT_OK)
        status = slant_interview_find(t, mem, quotations);
    slant_quotations_judge(t, hits, quotations);
    give_voices(t, quotations);
    if (status == SLANT_OK)
        status = slant_cues_find(in, hits, weights, mem, &out->cues);
    slant_cues_take(in, &out->cues, SLANT_CUE_LIKELY);
    if (status == SLANT_OK)
        status = slant_sayings_find(in, quotations, &out->cues, mem, &out->sayings);
    if (status == SLANT_OK)
        status = mark_sentences(t, &out->sayings, mem, &out->attributed);
    if (status == SLANT_OK)
        status = add_scare_quotes(t, quotations, mem, hits);
    if (status == SLANT_OK)
        status = add_questions(t, mem, hits);
    if (status == SLANT_OK)
        status = settle_hits(in, &out->cues, mem, hits);
    count_words(t, out);
    return status;
}
