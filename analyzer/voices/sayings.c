#include "voices/sayings.h"

#include "voices/contents.h"
#include "voices/words.h"

enum { MOST_JOINED = 64 }; /* sayings that one quotation can be part of */

static slant_status add(struct slant_sayings *all, struct slant_arena *mem, const struct slant_saying *row)
{
    if (all->n == all->cap) {
        uint32_t cap = all->cap ? all->cap * 2 : 32;
        void *rows = slant_arena_grow(mem, all->rows, all->n * sizeof *row, cap * sizeof *row);
        if (rows == NULL)
            return SLANT_ENOMEM;
        all->rows = rows;
        all->cap = cap;
    }
    all->rows[all->n++] = *row;
    return SLANT_OK;
}

/* ---- quotations ---- */

static int overlap(struct slant_phrase a, uint32_t first, uint32_t last)
{
    return a.first < last && first < a.last;
}

static void widen(struct slant_phrase *p, const struct slant_quotation *q)
{
    p->first = q->first < p->first ? q->first : p->first;
    p->last = q->last > p->last ? q->last : p->last;
}

/* A quotation that a content reaches into belongs to it as a whole. Returns whether there was one. */
static int join_content(struct slant_saying *s, const struct slant_quotation *q)
{
    int joined = 0;
    for (uint32_t k = 0; k < s->ncontents; k++)
        if (overlap(s->contents[k], q->first, q->last)) {
            widen(&s->contents[k], q);
            joined = 1;
        }
    return joined;
}

static uint32_t paragraph_of(const struct slant_tokens *t, uint32_t sentence)
{
    return t->sentences[sentence].title ? UINT32_MAX : t->sentences[sentence].paragraph;
}

/* The quotation before: whose it was, and in which paragraph. */
struct last_laid {
    uint32_t saying, paragraph; /* UINT32_MAX: nobody's; in the headline */
};

/* Whose words a quotation without a cue in its sentence is: of who spoke before in the paragraph, or speaks next in
 * it, or of who spoke, or was quoted, in the paragraph before when all of this one is quoted. UINT32_MAX: nobody's. */
static uint32_t speaker_near(const struct slant_tokens *t, const struct slant_sayings *all, uint32_t before,
                             uint32_t sentence, const struct slant_quotation *q, struct last_laid last)
{
    uint32_t here = paragraph_of(t, sentence);
    if (before > 0 && paragraph_of(t, all->rows[before - 1].sentence) == here)
        return before - 1;
    if (before < all->n && paragraph_of(t, all->rows[before].sentence) == here)
        return before;
    int opens = q->first == t->sentences[sentence].first;
    if (before > 0 && here != UINT32_MAX && (q->continued || opens) && here > 0 &&
        paragraph_of(t, all->rows[before - 1].sentence) == here - 1)
        return before - 1;
    if (opens && here != UINT32_MAX && last.paragraph != UINT32_MAX && last.paragraph + 1 == here)
        return last.saying;
    return UINT32_MAX;
}

static void put_content(struct slant_saying *s, const struct slant_quotation *q)
{
    if (s->ncontents == SLANT_MOST_CONTENTS)
        return;
    uint32_t k = s->ncontents++;
    for (; k > 0 && s->contents[k - 1].first > q->first; k--)
        s->contents[k] = s->contents[k - 1];
    s->contents[k] = (struct slant_phrase){q->first, q->last};
}

static uint32_t sentence_of(const struct slant_tokens *t, uint32_t token, uint32_t from)
{
    while (from + 1 < t->nsentences && t->sentences[from].last <= token)
        from++;
    return from;
}

/* A turn of a transcript is a saying; the paragraphs behind its first are more of it. */
static slant_status lay_turn(const struct slant_quotation *q, uint32_t sentence, uint32_t found,
                             struct slant_arena *mem, struct slant_sayings *all)
{
    struct slant_saying *before = all->n > found ? &all->rows[all->n - 1] : NULL;
    if (before != NULL && before->rule == SLANT_FOUND_TRANSCRIPT && before->source.first == q->label &&
        before->ncontents < SLANT_MOST_CONTENTS) {
        put_content(before, q);
        return SLANT_OK;
    }
    struct slant_saying turn = {.cue = -1,
                                .sentence = sentence,
                                .source = {q->label, q->label_end},
                                .rule = SLANT_FOUND_TRANSCRIPT,
                                .ncontents = 1};
    turn.contents[0] = (struct slant_phrase){q->first, q->last};
    return add(all, mem, &turn);
}

/* Every quotation becomes part of a saying. Both are in text order. */
static slant_status lay_quotations(const struct slant_tokens *t, const struct slant_quotations *v,
                                   struct slant_arena *mem, struct slant_sayings *all)
{
    uint32_t found = all->n, before = 0, sentence = 0;
    struct last_laid last = {UINT32_MAX, UINT32_MAX};
    slant_status status = SLANT_OK;
    for (uint32_t i = 0; i < v->n && status == SLANT_OK; i++) {
        const struct slant_quotation *q = &v->rows[i];
        if (q->kind != SLANT_QUOTATION)
            continue;
        sentence = sentence_of(t, q->first, sentence);
        if (q->label_end > 0) {
            status = lay_turn(q, sentence, found, mem, all);
            continue;
        }
        while (before < found && all->rows[before].sentence < sentence)
            before++;
        int joined = 0;
        uint32_t k = before > 2 ? before - 2 : 0, end = k + MOST_JOINED < found ? k + MOST_JOINED : found;
        for (; k < end && t->sentences[all->rows[k].sentence].first < q->last; k++)
            if (join_content(&all->rows[k], q)) {
                joined = 1;
                last.saying = k;
            }
        struct slant_sayings known = {all->rows, found, all->cap};
        uint32_t whose = joined ? last.saying : speaker_near(t, &known, before, sentence, q, last);
        last = (struct last_laid){whose, paragraph_of(t, sentence_of(t, q->last - 1, sentence))};
        if (joined)
            continue;
        if (whose != UINT32_MAX) {
            put_content(&all->rows[whose], q);
            continue;
        }
        struct slant_saying alone = {.cue = -1,
                                     .sentence = sentence,
                                     .rule = SLANT_FOUND_MARKS,
                                     .source_class = SLANT_SOURCE_NONE,
                                     .ncontents = 1};
        alone.contents[0] = (struct slant_phrase){q->first, q->last};
        status = add(all, mem, &alone);
    }
    return status;
}

static void give_voice(const struct slant_tokens *t, const struct slant_saying *s)
{
    for (uint32_t k = 0; k < s->ncontents; k++)
        for (uint32_t i = s->contents[k].first; i < s->contents[k].last; i++)
            if (t->tokens[i].voice == SLANT_VOICE_OUTLET)
                t->tokens[i].voice = SLANT_VOICE_REPORTED;
}

/* A word or a short phrase in marks that stands in what a source says is the source's own: no scare quote. Contents are
 * told by their tokens' voice, which is given for good later. */
static void own_words(const struct slant_tokens *t, struct slant_quotations *all, const struct slant_sayings *sayings)
{
    for (uint32_t i = 0; i < sayings->n; i++)
        give_voice(t, &sayings->rows[i]);
    for (uint32_t i = 0; i < all->n; i++) {
        struct slant_quotation *q = &all->rows[i];
        if (q->kind != SLANT_SCARE || t->tokens[q->first].voice != SLANT_VOICE_REPORTED ||
            t->tokens[q->last - 1].voice != SLANT_VOICE_REPORTED)
            continue;
        q->kind = SLANT_QUOTATION;
        for (uint32_t k = q->first; k < q->last; k++)
            t->tokens[k].voice = SLANT_VOICE_QUOTED;
    }
}

/* ---- what came of it ---- */

static void give_form(const struct slant_tokens *t, struct slant_saying *s)
{
    uint32_t quoted = 0, all = 0;
    for (uint32_t k = 0; k < s->ncontents; k++)
        for (uint32_t i = s->contents[k].first; i < s->contents[k].last; i++) {
            all++;
            quoted += t->tokens[i].voice == SLANT_VOICE_QUOTED;
        }
    s->form = quoted == 0 ? SLANT_INDIRECT : quoted == all ? SLANT_DIRECT : SLANT_MIXED;
}

/* [0, found) and [found, n) are each in text order: they become one row. */
static slant_status merge(struct slant_sayings *all, uint32_t found, struct slant_arena *mem)
{
    if (found == all->n)
        return SLANT_OK;
    struct slant_saying *rows = slant_arena_alloc(mem, all->n * sizeof *rows);
    if (rows == NULL)
        return SLANT_ENOMEM;
    for (uint32_t i = 0, a = 0, b = found; i < all->n; i++) {
        int first = b == all->n || (a < found && all->rows[a].sentence <= all->rows[b].sentence);
        rows[i] = all->rows[first ? a++ : b++];
    }
    all->rows = rows;
    all->cap = all->n;
    return SLANT_OK;
}

slant_status slant_sayings_find(const struct slant_match_input *in, struct slant_quotations *quotations,
                                const struct slant_cues *cues, struct slant_arena *mem, struct slant_sayings *out)
{
    const struct slant_cue *end = cues->rows + cues->n;
    slant_status status = SLANT_OK;
    *out = (struct slant_sayings){0};
    for (uint32_t i = 0; i < cues->n && status == SLANT_OK; i++) {
        const struct slant_cue *c = &cues->rows[i];
        if (!c->taken)
            continue;
        enum slant_found_by rule;
        struct slant_saying s = {.cue = (int32_t)i, .sentence = c->sentence};
        s.source = slant_source_find(in, c, &rule);
        s.rule = (uint8_t)rule;
        /* "It is believed": whoever believes it stays in the dark. "They were told" is no such thing. */
        s.source_class = rule == SLANT_FOUND_PASSIVE && !slant_word_is(in, c->head, SLANT_ROLE_TELLS)
                             ? SLANT_SOURCE_VAGUE
                             : SLANT_SOURCE_NONE;
        slant_contents_find(in, c, end, &s);
        status = add(out, mem, &s);
    }
    uint32_t found = out->n;
    own_words(in->tokens, quotations, out);
    if (status == SLANT_OK)
        status = lay_quotations(in->tokens, quotations, mem, out);
    if (status == SLANT_OK)
        status = merge(out, found, mem);
    for (uint32_t i = 0; i < out->n; i++)
        give_form(in->tokens, &out->rows[i]);
    for (uint32_t i = 0; i < out->n; i++)
        give_voice(in->tokens, &out->rows[i]);
    return status == SLANT_OK ? slant_speakers_find(in, mem, out) : status;
}
