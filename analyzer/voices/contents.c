/* contents: what is laid at the source: which words of the sentence, on which side of the cue, how far. */
#include "voices/contents.h"

#include <string.h>

#include "voices/words.h"

enum {
    BREAKS = SLANT_GAP_BREAKS & ~(SLANT_GAP_SENTENCE | SLANT_GAP_STOP),
    MOST_ADVERBIAL = 9, /* "in an interview with the paper on Monday" */
    MOST_TO_THAT = 9,
    MOST_TO_QUOTE = 14,
    MOST_REACH = 90 /* a sentence that is longer is none */
};

struct place {
    const struct slant_match_input *in;
    uint32_t floor, ceiling;
    struct slant_phrase chunk; /* cue and source together */
};

static int is_quoted(const struct place *p, uint32_t i)
{
    return p->in->tokens->tokens[i].voice == SLANT_VOICE_QUOTED;
}

static void add(struct slant_saying *s, uint32_t first, uint32_t last)
{
    if (first < last && s->ncontents < SLANT_MOST_CONTENTS)
        s->contents[s->ncontents++] = (struct slant_phrase){first, last};
}

/* "on Monday", "in a statement", "late Thursday" behind the cue: where what follows them begins. */
static uint32_t behind_adverbial(const struct place *p, uint32_t from)
{
    uint32_t i = from;
    if (i >= p->ceiling || slant_gap_has(p->in, i, BREAKS) ||
        !slant_word_in(p->in, i, SLANT_SET_PREPOSITION | SLANT_SET_TIME | SLANT_SET_ADV))
        return from;
    for (; i < p->ceiling && i - from < MOST_ADVERBIAL; i++)
        if (i > from && slant_gap_has(p->in, i, BREAKS))
            return i;
    return i == p->ceiling ? i : from;
}

/* "told him it rained", "told reporters it rained": who is told is no part of it. */
static int is_addressee(const struct place *p, const struct slant_cue *cue)
{
    uint32_t i = p->chunk.last;
    return i == cue->last && i + 2 < p->ceiling && slant_word_is(p->in, cue->head, SLANT_ROLE_TELLS) &&
           !slant_gap_has(p->in, i, BREAKS) && !slant_gap_has(p->in, i + 1, BREAKS) &&
           !slant_word_has(p->in, i, SLANT_WORD_CAP) &&
           (slant_word_is(p->in, i, SLANT_ROLE_PEOPLE | SLANT_ROLE_PRONOUN) ||
            slant_word_in(p->in, i, SLANT_SET_PRON)) &&
           !slant_word_is(p->in, i + 1, SLANT_ROLE_TO | SLANT_ROLE_OF) &&
           !slant_word_in(p->in, i + 1, SLANT_SET_PREPOSITION | SLANT_SET_CONJUNCTION);
}

/* Where the content to the right begins: behind "that" where there is one, at the quotation that a comma or a colon
 * leads to, behind a mere time. */
static uint32_t right_start(const struct place *p, const struct slant_cue *cue)
{
    uint32_t from = p->chunk.last;
    for (uint32_t i = from; i < p->ceiling && i < from + MOST_TO_THAT; i++) {
        if (i > from && slant_gap_has(p->in, i, BREAKS))
            break;
        if (slant_word_is(p->in, i, SLANT_ROLE_THAT) && i + 1 < p->ceiling &&
            (i > from || !slant_gap_has(p->in, i, SLANT_GAP_QUOTE)))
            return i + 1;
    }
    for (uint32_t i = from; i < p->ceiling && i < from + MOST_TO_QUOTE; i++)
        if (is_quoted(p, i) && (i == 0 || !is_quoted(p, i - 1)) &&
            slant_gap_has(p->in, i, SLANT_GAP_COMMA | SLANT_GAP_COLON))
            return i;
    if (is_addressee(p, cue))
        from++;
    while (from < p->ceiling && slant_word_in(p->in, from, SLANT_SET_TIME) && !slant_gap_has(p->in, from, BREAKS))
        from++;
    return from < p->ceiling ? from : p->chunk.last;
}

/* Where it ends: with the sentence, or where a clause with a cue of its own begins behind a comma. */
static uint32_t right_end(const struct place *p, uint32_t start, const struct slant_cue *next,
                          const struct slant_cue *end)
{
    if (slant_word_is(p->in, p->chunk.first, SLANT_ROLE_RELATIVE) && p->chunk.first > p->floor &&
        slant_gap_has(p->in, p->chunk.first, SLANT_GAP_COMMA))
        for (uint32_t i = start + 1; i < p->ceiling; i++)
            if (slant_gap_has(p->in, i, SLANT_GAP_COMMA) && !is_quoted(p, i))
                return i;
    for (uint32_t i = start + 1; i < p->ceiling; i++)
        if (slant_gap_has(p->in, i, SLANT_GAP_SEMICOLON) && !is_quoted(p, i))
            return i;
    enum { MOST_CUES = 40, MOST_INSIDE = 10 }; /* cues inside a content: with more of them a sentence is none */
    uint32_t inside = 0;
    const struct slant_cue *stop = end - next > MOST_CUES ? next + MOST_CUES : end;
    for (; next < stop && next->first < p->ceiling; next++) {
        if (!next->taken || next->first <= start)
            continue;
        if (++inside == MOST_INSIDE)
            return next->first;
        for (uint32_t i = next->first; i > start + 1 && next->first - i < 12; i--)
            if (slant_gap_has(p->in, i, SLANT_GAP_COMMA | SLANT_GAP_DASH) && !is_quoted(p, i) &&
                slant_word_in(p->in, i, SLANT_SET_CONJUNCTION))
                return i;
    }
    return p->ceiling;
}

/* Where a content to the left begins. */
static uint32_t left_start(const struct place *p)
{
    for (uint32_t i = p->chunk.first; i > p->floor; i--)
        if (slant_gap_has(p->in, i - 1, SLANT_GAP_SEMICOLON) && !is_quoted(p, i - 1) && i - 1 > p->floor)
            return i - 1;
    return p->floor;
}

static void verb(const struct place *p, const struct slant_cue *next, const struct slant_cue *end,
                 struct slant_saying *s)
{
    uint32_t tail = behind_adverbial(p, p->chunk.last), first = p->chunk.first;
    unsigned before = first > p->floor ? p->in->tokens->tokens[first].before : 0;
    unsigned behind = tail < p->ceiling ? p->in->tokens->tokens[tail].before : 0;
    int left = first > p->floor && (before & (SLANT_GAP_COMMA | SLANT_GAP_QUOTE | SLANT_GAP_DASH)) != 0;
    int quoted_left = first > p->floor && is_quoted(p, first - 1);
    int ends = tail >= p->ceiling;
    if (left && ends) {
        s->rule = SLANT_FOUND_LEFT;
        add(s, left_start(p), first);
        return;
    }
    if (left && (quoted_left || (behind & SLANT_GAP_COMMA) != 0) &&
        (behind & (SLANT_GAP_COMMA | SLANT_GAP_COLON | SLANT_GAP_QUOTE | SLANT_GAP_DASH)) != 0) {
        s->rule = SLANT_FOUND_SPLIT;
        add(s, left_start(p), first);
        add(s, tail, right_end(p, tail, next, end));
        return;
    }
    if (quoted_left && left) {
        s->rule = SLANT_FOUND_LEFT;
        add(s, left_start(p), first);
        return;
    }
    uint32_t start = right_start(p, next - 1);
    add(s, start, right_end(p, start, next, end));
}

static void according(const struct place *p, const struct slant_cue *next, const struct slant_cue *end,
                      struct slant_saying *s)
{
    uint32_t first = p->chunk.first, last = p->chunk.last;
    int comma = last < p->ceiling && slant_gap_has(p->in, last, BREAKS);
    if (first > p->floor && !(slant_word_in(p->in, first - 1, SLANT_SET_CONJUNCTION) && comma))
        add(s, left_start(p), first);
    if (comma || first == p->floor)
        add(s, last, right_end(p, last, next, end));
}

static int is_as(const struct place *p, uint32_t i)
{
    return p->in->tokens->tokens[i].len == 2 && memcmp(slant_token_bytes(p->in->tokens, i), "as", 2) == 0;
}

/* "No talks this week: union": who can speak stands behind the colon, and alone. */
static int label_is_last(const struct place *p)
{
    enum { WHO = SLANT_ROLE_PERSON | SLANT_ROLE_OFFICIAL | SLANT_ROLE_PEOPLE | SLANT_ROLE_ORGANISATION, SHORT = 4 };
    uint32_t label = p->chunk.last - p->chunk.first, rest = p->ceiling - p->chunk.last;
    return rest <= SHORT && rest < label &&
           (slant_word_is(p->in, p->ceiling - 1, WHO) || !slant_word_is(p->in, p->chunk.last - 1, WHO));
}

/* "The minister is said to be ill": the subject is part of what is said; "it" in "it is said" is not. */
static void add_subject(const struct place *p, struct slant_saying *s)
{
    uint32_t first = p->chunk.first;
    while (first > p->floor && p->chunk.first - first < MOST_TO_QUOTE && !slant_gap_has(p->in, first, BREAKS) &&
           !slant_word_is(p->in, first - 1, SLANT_ROLE_THAT | SLANT_ROLE_SUBORDINATE | SLANT_ROLE_RELATIVE) &&
           !slant_word_in(p->in, first - 1, SLANT_SET_CONJUNCTION))
        first--;
    uint32_t last = p->chunk.first;
    while (last > first &&
           slant_word_in(p->in, last - 1,
                         SLANT_SET_BE | SLANT_SET_HAVE | SLANT_SET_MODAL | SLANT_SET_NEGATION | SLANT_SET_ADV))
        last--;
    if (!slant_word_is(p->in, first, SLANT_ROLE_PRONOUN))
        add(s, first, last);
}

void slant_contents_find(const struct slant_match_input *in, const struct slant_cue *cue, const struct slant_cue *end,
                         struct slant_saying *s)
{
    const struct slant_sentence_span *row = &in->tokens->sentences[cue->sentence];
    struct place p = {in,
                      cue->first > row->first + MOST_REACH ? cue->first - MOST_REACH : row->first,
                      row->last > cue->last + MOST_REACH ? cue->last + MOST_REACH : row->last,
                      {cue->first, cue->last}};
    if (s->source.first < s->source.last && s->source.first >= row->first) {
        int apart = s->source.last + MOST_ADVERBIAL < cue->first; /* the subject of another verb */
        if (s->source.first < p.chunk.first && !apart)
            p.chunk.first = s->source.first;
        if (s->source.last > p.chunk.last && s->source.first <= p.chunk.last)
            p.chunk.last = s->source.last;
    }
    switch (s->rule) {
    case SLANT_FOUND_ACCORDING:
        according(&p, cue + 1, end, s);
        return;
    case SLANT_FOUND_LABEL:
        if (row->title && label_is_last(&p)) {
            s->rule = SLANT_FOUND_LABEL_LAST;
            s->source = (struct slant_phrase){cue->last, p.ceiling};
            add(s, p.floor, cue->first);
            return;
        }
        add(s, cue->last, p.ceiling);
        return;
    case SLANT_FOUND_NOUN: {
        p.chunk.last = cue->last;
        uint32_t start = right_start(&p, cue);
        add(s, start, right_end(&p, start, cue + 1, end));
        return;
    }
    case SLANT_FOUND_PASSIVE: {
        if (s->source.first >= cue->last && s->source.last > p.chunk.last) /* described by X as Y */
            p.chunk.last = s->source.last;
        if (p.chunk.last + 1 < p.ceiling && is_as(&p, p.chunk.last))
            p.chunk.last++;
        add_subject(&p, s);
        uint32_t start = right_start(&p, cue);
        add(s, start, right_end(&p, start, cue + 1, end));
        return;
    }
    default:
        verb(&p, cue + 1, end, s);
    }
}
