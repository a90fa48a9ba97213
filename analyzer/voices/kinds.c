/* kinds: what stands between quotation marks. Somebody's words, a scare quote (a word or a short phrase with no source:
 * the words stay the outlet's, and are marked), or a mere name (a title, a nickname, a word that is spoken of). */
#include "voices/quotations.h"

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
static void join_fragments(const struct slant_tokens *t, struct slant_quotations *out)
{
    uint32_t sentence = 0;
    for (uint32_t i = 0; i < out->n;) {
        sentence = sentence_of(t, out->rows[i].first, sentence);
        uint32_t end = i;
        int quoted = 0;
        for (; end < out->n && out->rows[end].first < t->sentences[sentence].last; end++)
            quoted |= out->rows[end].kind == SLANT_QUOTATION;
        for (end = end > i ? end : i + 1; i < end; i++)
            if (quoted && out->rows[i].kind == SLANT_SCARE && out->rows[i].last > out->rows[i].first + 1)
                out->rows[i].kind = SLANT_QUOTATION;
    }
}

void slant_quotations_judge(const struct slant_tokens *t, const struct slant_hits *hits, struct slant_quotations *all)
{
    struct setting setting = {.sentence = UINT32_MAX};
    uint32_t sentence = 0;
    for (uint32_t i = 0; i < all->n; i++) {
        struct slant_quotation *q = &all->rows[i];
        sentence = sentence_of(t, q->first, sentence);
        if (setting.sentence != sentence)
            set_scene(t, hits, hits->n, sentence, &setting);
        q->kind = (uint8_t)kind_of(t, &setting, q);
    }
    join_fragments(t, all);
}
