#include "voices/voices.h"

#include <string.h>

enum { SHORT_PHRASE = 3 }; /* words: a longer stretch in quotation marks is somebody's words */

static uint32_t word_count(const struct slant_tokens *t, uint32_t first, uint32_t last)
{
    uint32_t n = 0;
    for (uint32_t i = first; i < last; i++)
        n += (t->tokens[i].before & SLANT_GAP_HYPHEN) == 0 || i == first;
    return n;
}

static uint32_t sentence_of(const struct slant_tokens *t, uint32_t token, uint32_t from)
{
    while (from + 1 < t->nsentences && t->sentences[from].last <= token)
        from++;
    return from;
}

static int is_one_of(const struct slant_tokens *t, uint32_t token, const char *list)
{
    const char *bytes = slant_token_bytes(t, token);
    size_t len = t->tokens[token].len;
    char word[20] = " ";
    if (len + 3 > sizeof word)
        return 0;
    for (size_t i = 0; i < len; i++)
        word[i + 1] = (char)(bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] | 0x20 : bytes[i]);
    memcpy(word + len + 1, " ", 2);
    return strstr(list, word) != NULL;
}

/* What the quotations of one sentence ask of it again and again. */
struct setting {
    uint32_t sentence;
    uint32_t words, lower;        /* words of weight but the first; those of them without a capital */
    uint32_t first_cue, last_cue; /* first token of the first cue, last + 1 of the last one; UINT32_MAX, 0: none */
    uint32_t next_hit;            /* behind the sentence's hits */
};

static int is_weighty(const struct slant_tokens *t, uint32_t i)
{
    return t->tokens[i].len > 3 ||
           (t->tokens[i].len == 3 && !is_one_of(t, i, " the and for but are was our its his her you not "));
}

static void set_scene(const struct slant_tokens *t, const struct slant_hits *hits, uint32_t nhits, uint32_t sentence,
                      struct setting *s)
{
    const struct slant_sentence_span *row = &t->sentences[sentence];
    uint32_t hit = s->next_hit;
    *s = (struct setting){.sentence = sentence, .first_cue = UINT32_MAX};
    for (uint32_t i = row->first + 1; i < row->last; i++)
        if (t->tokens[i].len > 3) {
            s->words++;
            s->lower += (t->tokens[i].flags & SLANT_WORD_CAP) == 0;
        }
    while (hit < nhits && hits->rows[hit].sentence < sentence)
        hit++;
    for (; hit < nhits && hits->rows[hit].sentence == sentence; hit++) {
        const struct slant_hit *h = &hits->rows[hit];
        if (h->layer != SLANT_CUE)
            continue;
        s->first_cue = h->first < s->first_cue ? h->first : s->first_cue;
        s->last_cue = h->last > s->last_cue ? h->last : s->last_cue;
    }
    s->next_hit = hit;
}

static int has_cue(const struct setting *s, const struct slant_quotation *q)
{
    return s->first_cue < q->first || s->last_cue > q->last;
}

/* A single word far from the cue is more often the writer's sneer than the source's word: its 'generous' offer, it
 * says. */
static int is_near_cue(const struct setting *s, const struct slant_quotation *q)
{
    enum { NEAR = 5 };
    if (s->last_cue <= q->first)
        return q->first - s->last_cue <= NEAR;
    if (s->first_cue >= q->last)
        return s->first_cue - q->last <= NEAR;
    return q->first - s->first_cue <= NEAR || s->last_cue - q->last <= NEAR;
}

/* A stretch all of whose weighty words have capitals: the title of a work, a name, a nickname. In a headline set with
 * capitals they tell nothing. */
static int is_name(const struct slant_tokens *t, const struct slant_quotation *q, const struct setting *s)
{
    uint32_t capitals = 0, lower = 0, inside = 0, inside_lower = 0;
    for (uint32_t i = q->first; i < q->last; i++) {
        const struct slant_token *w = &t->tokens[i];
        int capital = (w->flags & (SLANT_WORD_CAP | SLANT_WORD_NUMBER)) != 0;
        if (is_weighty(t, i) || q->last - q->first == 1)
            (capital ? &capitals : &lower)[0]++;
        if (w->len > 3 && i != t->sentences[s->sentence].first) {
            inside++;
            inside_lower += (w->flags & SLANT_WORD_CAP) == 0;
        }
    }
    if (capitals == 0 || lower > 0)
        return 0;
    return s->words <= inside || (s->lower - inside_lower) * 10 >= (s->words - inside) * 3;
}

/* "the word 'x'", "a song called …", "known as the …": the words are spoken of, or introduced; they are not used. But
 * "so-called 'experts'" sneers. */
static int is_mention(const struct slant_tokens *t, const struct slant_quotation *q,
                      const struct slant_sentence_span *s)
{
    static const char near[] = " word words term terms phrase phrases slogan titled entitled nicknamed nickname named "
                               "headlined captioned hashtag dubbed spelled letters reading reads song film movie book "
                               "novel album episode show series play essay poem programme program column report ";
    static const char far[] = " known called term phrase word words title meaning dubbed example synonymous names "
                              "headline nickname slogan ";
    if (q->first > s->first && is_one_of(t, q->first - 1, near))
        return 1;
    for (uint32_t i = q->first, back = 0; i > s->first && back < 4; back++) {
        i--;
        if (is_one_of(t, i, far) && (t->tokens[i].before & SLANT_GAP_HYPHEN) == 0)
            return 1;
    }
    return q->last < s->last && is_one_of(t, q->last,
                                          " synonymous provision clause section card sign label sticker badge flag "
                                          "question ");
}

/* "his call to 'fix' it", "branded as an 'act of war'": somebody's words, though no verb of saying is there. But "the
 * town's 'rescue'" sneers. */
static int has_owner(const struct slant_tokens *t, const struct slant_quotation *q, const struct slant_sentence_span *s)
{
    static const char speech[] =
        " reference references call calls promise promises talk claims accusations allegations "
        "charges remark remarks comments complaint complaints description demand demands pledge "
        "pledges warning warnings motto mantra chant quote vow words ";
    if (q->first == s->first)
        return 0;
    uint32_t before = q->first - 1;
    if (is_one_of(t, before, " as "))
        return 1;
    if (before > s->first && is_one_of(t, before, " a an the ") && is_one_of(t, before - 1, " as "))
        return 1;
    for (uint32_t i = q->first, back = 0; i > s->first && back < 4; back++)
        if (is_one_of(t, --i, speech))
            return 1;
    return 0;
}

/* An abbreviation among the words, or a single letter: a name, not a sneer. */
static int is_term(const struct slant_tokens *t, const struct slant_quotation *q)
{
    for (uint32_t i = q->first; i < q->last; i++)
        if ((t->tokens[i].flags & (SLANT_WORD_ALLCAPS | SLANT_WORD_NUMBER)) && t->tokens[i].len > 1)
            return 1;
    return q->last == q->first + 1 && t->tokens[q->first].len == 1;
}

/* "No," she said; said: "Never." A single word with a capital that is speech, not a name. */
static int is_said(const struct slant_tokens *t, const struct slant_quotation *q, const struct setting *s)
{
    const char *bytes = t->text->bytes;
    if (!has_cue(s, q))
        return 0;
    int behind_colon = (t->tokens[q->first].before & SLANT_GAP_COLON) != 0;
    return behind_colon || q->first == s->last_cue || (q->end > q->start && strchr(",.?!", bytes[q->end - 1]) != NULL);
}

static enum slant_quotation_kind kind_of(const struct slant_tokens *t, const struct setting *s,
                                         const struct slant_quotation *q)
{
    const struct slant_sentence_span *row = &t->sentences[s->sentence];
    uint32_t words = word_count(t, q->first, q->last);
    if (q->continued || !q->closed || q->last > row->last)
        return SLANT_QUOTATION;
    if (words > SHORT_PHRASE)
        return words <= 10 && is_name(t, q, s) && (words <= 5 || !has_cue(s, q)) ? SLANT_NAME : SLANT_QUOTATION;
    if (q->first == row->first && q->last == row->last) /* a sentence of its own: "Never." */
        return row->title ? SLANT_SCARE : SLANT_QUOTATION;
    if (words == 1 && is_said(t, q, s))
        return SLANT_QUOTATION;
    if (q->first > row->first && (t->tokens[q->first].before & SLANT_GAP_COLON) != 0) /* Minister: 'No deal' */
        return SLANT_QUOTATION;
    if (is_name(t, q, s) && (words >= 2 || q->first > row->first))
        return SLANT_NAME;
    if (has_cue(s, q) && (words > 1 || row->title || is_near_cue(s, q)))
        return SLANT_QUOTATION;
    if (is_mention(t, q, row))
        return SLANT_NAME;
    const char *bytes = t->text->bytes;
    char last = q->end > q->start ? bytes[q->end - 1] : ' ';
    if (strchr("?!", last) != NULL || (last == ',' && q->first == row->first))
        return SLANT_QUOTATION; /* "Never," … : speech, though no cue was found */
    if (has_owner(t, q, row))
        return SLANT_QUOTATION;
    if (s->lower * 10 >= s->words * 3 && is_term(t, q))
        return SLANT_NAME;
    return SLANT_SCARE;
}

/* A short piece in a sentence that quotes more of somebody's words is one more piece of them. */
static void join_fragments(const struct slant_tokens *t, struct slant_voices *out)
{
    uint32_t sentence = 0;
    for (uint32_t i = 0; i < out->n;) {
        sentence = sentence_of(t, out->quotations[i].first, sentence);
        uint32_t end = i;
        int quoted = 0;
        for (; end < out->n && out->quotations[end].first < t->sentences[sentence].last; end++)
            quoted |= out->quotations[end].kind == SLANT_QUOTATION;
        for (end = end > i ? end : i + 1; i < end; i++)
            if (quoted && out->quotations[i].kind == SLANT_SCARE &&
                out->quotations[i].last > out->quotations[i].first + 1)
                out->quotations[i].kind = SLANT_QUOTATION;
    }
}

static slant_status add_scare_quote(struct slant_arena *mem, struct slant_hits *hits, const struct slant_quotation *q,
                                    uint32_t sentence)
{
    struct slant_hit hit = {.first = q->first,
                            .last = q->last,
                            .sentence = sentence,
                            .entry = -1,
                            .layer = SLANT_SCARE_QUOTE,
                            .rule = "rule:short phrase in quotation marks, no source",
                            .kind = ""};
    return slant_hits_add(hits, mem, &hit);
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

static void give_voices(const struct slant_tokens *t, const struct slant_voices *voices)
{
    /* Every token is born with the outlet's voice. */
    for (uint32_t k = 0; k < voices->n; k++)
        if (voices->quotations[k].kind == SLANT_QUOTATION)
            for (uint32_t i = voices->quotations[k].first; i < voices->quotations[k].last; i++)
                t->tokens[i].voice = SLANT_VOICE_QUOTED;
}

/* Stretches may overlap (a mark that was never closed): the tokens tell what is quoted. */
static void count_words(const struct slant_tokens *t, struct slant_voices *v)
{
    uint32_t behind = 0;
    for (uint32_t k = 0; k < v->n; k++) {
        const struct slant_quotation *q = &v->quotations[k];
        if (q->kind != SLANT_QUOTATION)
            continue;
        for (uint32_t i = q->first > behind ? q->first : behind; i < q->last; i++)
            v->words[SLANT_VOICE_QUOTED] += (t->tokens[i].before & SLANT_GAP_HYPHEN) == 0;
        behind = q->last > behind ? q->last : behind;
    }
    v->words[SLANT_VOICE_OUTLET] = t->words - v->words[SLANT_VOICE_QUOTED];
}

slant_status slant_voices_run(const struct slant_match_input *in, struct slant_arena *mem, struct slant_hits *hits,
                              struct slant_oddities *oddities, struct slant_voices *out)
{
    const struct slant_tokens *t = in->tokens;
    memset(out, 0, sizeof *out);
    slant_status status = slant_quotations_find(t, mem, oddities, out);
    if (status == SLANT_OK)
        status = slant_interview_find(t, mem, out);
    struct setting setting = {.sentence = UINT32_MAX};
    uint32_t sentence = 0, found = hits->n;
    for (uint32_t i = 0; i < out->n; i++) {
        struct slant_quotation *q = &out->quotations[i];
        sentence = sentence_of(t, q->first, sentence);
        if (setting.sentence != sentence)
            set_scene(t, hits, found, sentence, &setting);
        q->kind = (uint8_t)kind_of(t, &setting, q);
    }
    join_fragments(t, out);
    for (uint32_t i = 0, at = 0; i < out->n && status == SLANT_OK; i++) {
        const struct slant_quotation *q = &out->quotations[i];
        at = sentence_of(t, q->first, at);
        if (q->kind == SLANT_SCARE)
            status = add_scare_quote(mem, hits, q, at);
    }
    give_voices(t, out);
    if (status == SLANT_OK)
        status = add_questions(t, mem, hits);
    if (status != SLANT_OK)
        return status;
    slant_hits_sort(hits);
    count_words(t, out);
    /* An opinion mark, or a cue, is the writer's own or none: "I think" and "he told me" in a quotation are the
     * speaker's business. */
    uint32_t kept = 0;
    for (uint32_t i = 0; i < hits->n; i++) {
        struct slant_hit *h = &hits->rows[i];
        h->voice = t->tokens[h->first].voice;
        if ((h->layer != SLANT_OPINION && h->layer != SLANT_CUE) || h->voice == SLANT_VOICE_OUTLET)
            hits->rows[kept++] = *h;
    }
    hits->n = kept;
    return SLANT_OK;
}
