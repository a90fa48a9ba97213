/* sources: the noun phrase that a content is laid at. Without a parser: from the cue's place, its form and the small
 * words around it one can tell on which side the source stands, and how far it reaches. */
#include <string.h>

#include "voices/sayings.h"
#include "voices/words.h"

enum { MOST_STEPS = 8, MOST_INSERTION = 30, MOST_APPOSITION = 16, MOST_LABEL = 8, MOST_PHRASE = 24, MOST_REACH = 120 };

enum {
    HUMAN = SLANT_ROLE_PERSON | SLANT_ROLE_OFFICIAL | SLANT_ROLE_PEOPLE | SLANT_ROLE_TITLE | SLANT_ROLE_VAGUE,
    NOUN = HUMAN | SLANT_ROLE_ORGANISATION | SLANT_ROLE_DOCUMENT,
    JOINT = SLANT_ROLE_THAT | SLANT_ROLE_TO | SLANT_ROLE_WH | SLANT_ROLE_SUBORDINATE, /* a clause begins */
    AUXILIARY = SLANT_SET_BE | SLANT_SET_HAVE | SLANT_SET_DO | SLANT_SET_MODAL | SLANT_SET_NEGATION,
    BREAKS =
        SLANT_GAP_BREAKS & ~(SLANT_GAP_SENTENCE | SLANT_GAP_STOP) /* a stop inside a sentence ends an abbreviation */
};

/* Where the search goes on. */
struct search {
    const struct slant_match_input *in;
    uint32_t floor, ceiling; /* the sentence's tokens */
};

static const struct slant_phrase nobody = {0, 0};

static int has_ending(const struct search *s, uint32_t i, const char *ending)
{
    const struct slant_tokens *t = s->in->tokens;
    size_t n = strlen(ending), len = t->tokens[i].len;
    return len > n + 2 && memcmp(slant_token_bytes(t, i) + len - n, ending, n) == 0;
}

/* The capital that a sentence begins with tells nothing of a word that can act. */
static int is_capital(const struct search *s, uint32_t i)
{
    return slant_word_capital(s->in, i) && (i != s->floor || !(slant_word_is(s->in, i, SLANT_ROLE_CUE) ||
                                                               slant_word_in(s->in, i, SLANT_SET_NUM | SLANT_SET_ADV) ||
                                                               has_ending(s, i, "ing") || has_ending(s, i, "ed")));
}

static int is_noun(const struct search *s, uint32_t i)
{
    return slant_word_is(s->in, i, NOUN) || is_capital(s, i);
}

/* "say", "growing", "expected": a word that acts, unless it is known as a noun too. */
static int is_verb(const struct search *s, uint32_t i)
{
    if (slant_word_has(s->in, i, SLANT_WORD_CAP | SLANT_WORD_POSSESSIVE) || slant_word_is(s->in, i, NOUN))
        return 0;
    return slant_word_is(s->in, i, SLANT_ROLE_CUE) || has_ending(s, i, "ed");
}

static int is_preposition(const struct search *s, uint32_t i)
{
    return slant_word_in(s->in, i, SLANT_SET_PREPOSITION | SLANT_SET_BY) || slant_word_is(s->in, i, SLANT_ROLE_OF);
}

/* ---- phrases ---- */

/* Can the phrase [first, end) take the token before it in? stop_next: no more behind that one. */
static int goes_left(const struct search *s, uint32_t first, uint32_t end, int after_determiner)
{
    const struct slant_match_input *in = s->in;
    uint32_t i = first - 1;
    if (first < end && slant_gap_has(in, first, BREAKS))
        return slant_word_nickname(in, first);
    if (slant_word_is(in, i, SLANT_ROLE_PRONOUN | SLANT_ROLE_RELATIVE) && !slant_word_is(in, i, SLANT_ROLE_POSSESSIVE))
        return first == end;
    if (slant_word_in(in, i, AUXILIARY) || (slant_word_is(in, i, JOINT) && !slant_word_in(in, i, SLANT_SET_DET)))
        return 0;
    if (slant_word_in(in, i, SLANT_SET_CONJUNCTION))
        return first < end && i > s->floor && is_noun(s, first) && is_noun(s, i - 1) && !slant_gap_has(in, i, BREAKS) &&
               !slant_gap_has(in, first, BREAKS);
    if (is_preposition(s, i))
        return first < end && i > s->floor && !slant_gap_has(in, i, BREAKS) &&
               (is_noun(s, i - 1) || (slant_word_is(in, i, SLANT_ROLE_OF) && !is_verb(s, i - 1)));
    if (after_determiner)
        return 0;
    if (slant_word_in(in, i, SLANT_SET_DET) || slant_word_is(in, i, SLANT_ROLE_POSSESSIVE))
        return first < end || slant_word_is(in, i, SLANT_ROLE_VAGUE | SLANT_ROLE_THAT) ||
               slant_word_in(in, i, SLANT_SET_QUANTITY);
    if (slant_word_in(in, i, SLANT_SET_TIME) && !slant_word_has(in, i, SLANT_WORD_POSSESSIVE))
        return 0;
    if (slant_word_in(in, i, SLANT_SET_ADV) || slant_word_is(in, i, SLANT_ROLE_ADVERB))
        return 0;
    if (is_verb(s, i) && first < end && slant_word_in(in, first, SLANT_SET_DET | SLANT_SET_NUM))
        return 0; /* killed 86 people */
    if (is_verb(s, i) && first == end)
        return i > s->floor &&
               (slant_word_in(in, i - 1, SLANT_SET_DET) || slant_word_is(in, i - 1, SLANT_ROLE_POSSESSIVE) ||
                slant_word_has(in, i - 1, SLANT_WORD_POSSESSIVE));
    if (first < end && is_capital(s, first) && (first + 1 == end || is_capital(s, first + 1)) &&
        !slant_word_has(in, i, SLANT_WORD_CAP | SLANT_WORD_NUMBER))
        return slant_word_is(in, i, NOUN) || slant_word_has(in, i, SLANT_WORD_POSSESSIVE);
    return !is_verb(s, i) || has_ending(s, i, "ed");
}

/* The noun phrase that ends before token `end`. */
static struct slant_phrase phrase_left(const struct search *s, uint32_t end)
{
    uint32_t first = end;
    int after_determiner = 0;
    while (first > s->floor && end - first < MOST_PHRASE && goes_left(s, first, end, after_determiner)) {
        first--;
        if (slant_word_is(s->in, first, SLANT_ROLE_PRONOUN | SLANT_ROLE_RELATIVE) && first + 1 == end)
            break;
        after_determiner =
            slant_word_in(s->in, first, SLANT_SET_DET) || slant_word_is(s->in, first, SLANT_ROLE_POSSESSIVE);
        if (is_preposition(s, first) || slant_word_in(s->in, first, SLANT_SET_CONJUNCTION))
            after_determiner = 0;
    }
    return (struct slant_phrase){first, end};
}

static int goes_right(const struct search *s, uint32_t start, uint32_t i)
{
    const struct slant_match_input *in = s->in;
    if (i > start && slant_gap_has(in, i, BREAKS))
        return 0;
    if (slant_word_is(in, i, SLANT_ROLE_PRONOUN) && !slant_word_is(in, i, SLANT_ROLE_POSSESSIVE))
        return i == start;
    if (i > start && slant_word_is(in, i - 1, SLANT_ROLE_PRONOUN) && !slant_word_is(in, i - 1, SLANT_ROLE_POSSESSIVE))
        return 0;
    if (slant_word_in(in, i, AUXILIARY) || slant_word_is(in, i, SLANT_ROLE_RELATIVE) ||
        (slant_word_is(in, i, JOINT) && !(i == start && slant_word_in(in, i, SLANT_SET_DET))))
        return 0;
    if (slant_word_in(in, i, SLANT_SET_TIME) || slant_word_is(in, i, SLANT_ROLE_ADVERB))
        return 0;
    if (i > start && (slant_word_in(in, i, SLANT_SET_DET) || slant_word_is(in, i, SLANT_ROLE_POSSESSIVE)) &&
        !is_preposition(s, i - 1) && !slant_word_in(in, i - 1, SLANT_SET_CONJUNCTION | SLANT_SET_QUANTITY))
        return 0;
    if (slant_word_in(in, i, SLANT_SET_CONJUNCTION))
        return i > start && i + 1 < s->ceiling && is_noun(s, i - 1) && is_noun(s, i + 1);
    if (is_preposition(s, i))
        return i > start && i + 1 < s->ceiling && !slant_word_in(in, i + 1, SLANT_SET_TIME) &&
               (slant_word_is(in, i, SLANT_ROLE_OF) ||
                (is_capital(s, i + 1) || (slant_word_in(in, i + 1, SLANT_SET_DET) && slant_word_is(in, i - 1, NOUN))));
    if (slant_word_in(in, i, SLANT_SET_ADV) && i + 1 < s->ceiling && !has_ending(s, i + 1, "ed"))
        return 0;
    if (is_verb(s, i))
        return i == start || slant_word_in(in, i - 1, SLANT_SET_DET) || slant_word_in(in, i - 1, SLANT_SET_ADV);
    return !has_ending(s, i, "ing") || i == start || slant_word_in(in, i - 1, SLANT_SET_DET);
}

/* The noun phrase that begins at token `start`. */
static struct slant_phrase phrase_right(const struct search *s, uint32_t start)
{
    uint32_t last = start;
    while (last < s->ceiling && last - start < MOST_PHRASE && goes_right(s, start, last))
        last++;
    while (last > start && (is_preposition(s, last - 1) || slant_word_in(s->in, last - 1, SLANT_SET_CONJUNCTION)))
        last--;
    if (last == start + 1 && slant_word_in(s->in, start, SLANT_SET_DET) && !slant_word_is(s->in, start, NOUN))
        return nobody; /* "that": no noun came */
    return (struct slant_phrase){start, last};
}

/* ", the ministry's spokesman," behind a phrase: as far as the comma that ends it. sure: what follows is no content. */
static struct slant_phrase with_apposition(const struct search *s, struct slant_phrase p, int sure)
{
    const struct slant_match_input *in = s->in;
    uint32_t i = p.last;
    if (p.first == p.last || i >= s->ceiling || !slant_gap_has(in, i, SLANT_GAP_COMMA) ||
        slant_gap_has(in, i, SLANT_GAP_QUOTE))
        return p;
    int opens =
        slant_word_in(in, i, SLANT_SET_DET) || slant_word_is(in, i, NOUN | SLANT_ROLE_POSSESSIVE | SLANT_ROLE_RELATIVE);
    int human = 0;
    if (!opens)
        return p;
    for (uint32_t last = i; last <= s->ceiling && last - i <= MOST_APPOSITION; last++) {
        if (last == s->ceiling || (last > i && slant_gap_has(in, last, BREAKS)))
            return human && (sure || last < s->ceiling) ? (struct slant_phrase){p.first, last} : p;
        if (slant_word_in(in, last, AUXILIARY) && !sure)
            return p;
        human |= slant_word_is(in, last, HUMAN);
    }
    return p;
}

/* ---- subjects ---- */

/* The sentence's first phrase that can be a source and does not hang on a preposition. */
static struct slant_phrase main_subject(const struct search *s, uint32_t limit)
{
    for (uint32_t i = s->floor; i < limit; i++) {
        int can = (is_noun(s, i) && !slant_word_in(s->in, i, SLANT_SET_TIME)) ||
                  (slant_word_is(s->in, i, SLANT_ROLE_PRONOUN) && !slant_word_is(s->in, i, SLANT_ROLE_POSSESSIVE));
        if (!can)
            continue;
        struct slant_phrase p = phrase_right(s, i);
        if (p.last > limit)
            p.last = limit;
        if (p.first == p.last)
            continue;
        struct slant_phrase left = phrase_left(s, p.last);
        p.first = left.first < p.first ? left.first : p.first;
        int hangs = p.first > s->floor && is_preposition(s, p.first - 1);
        if (!hangs)
            return p;
        i = p.last - 1;
    }
    return nobody;
}

/* Does a clause begin at token i? */
static int opens_clause(const struct search *s, uint32_t i)
{
    return i == s->floor || slant_gap_has(s->in, i, BREAKS) || slant_word_in(s->in, i - 1, SLANT_SET_CONJUNCTION) ||
           slant_word_is(s->in, i - 1, JOINT);
}

/* "…, the ministry's spokesman, said": the phrase before the insertion, and with it the insertion when that describes.
 * An insertion may have commas of its own: the farthest phrase that begins a clause is the subject. */
static struct slant_phrase before_insertion(const struct search *s, uint32_t verb)
{
    struct slant_phrase best = nobody;
    for (uint32_t i = verb - 1, steps = 0; i > s->floor && steps < MOST_INSERTION; i--, steps++) {
        if (slant_gap_has(s->in, i, SLANT_GAP_QUOTE | SLANT_GAP_SEMICOLON))
            break;
        if (!slant_gap_has(s->in, i, SLANT_GAP_COMMA | SLANT_GAP_DASH | SLANT_GAP_OPEN))
            continue;
        struct slant_phrase p = phrase_left(s, i);
        if (p.first == p.last || !opens_clause(s, p.first) ||
            !(is_noun(s, p.last - 1) || slant_word_is(s->in, p.first, SLANT_ROLE_PRONOUN)))
            continue;
        int relative = slant_word_is(s->in, i, SLANT_ROLE_RELATIVE | SLANT_ROLE_SUBORDINATE) || is_preposition(s, i);
        best = relative ? p : (struct slant_phrase){p.first, verb};
    }
    return best;
}

static int is_skipped(const struct search *s, uint32_t i)
{
    return (slant_word_in(s->in, i, AUXILIARY | SLANT_SET_ADV) || slant_word_is(s->in, i, SLANT_ROLE_ADVERB)) &&
           !slant_word_is(s->in, i, SLANT_ROLE_PRONOUN | SLANT_ROLE_VAGUE);
}

/* "Ted Cruz (R-Tex.) said": where the bracket that closes before token i opens; i: none does. */
static uint32_t before_bracket(const struct search *s, uint32_t i)
{
    if (!slant_gap_has(s->in, i, SLANT_GAP_CLOSE))
        return i;
    for (uint32_t k = i - 1; k > s->floor && i - k < MOST_STEPS; k--)
        if (slant_gap_has(s->in, k, SLANT_GAP_OPEN))
            return k;
    return i;
}

/* "economists who favour taxes agree": the phrase is part of another's description. */
static struct slant_phrase past_relative(const struct search *s, struct slant_phrase p)
{
    uint32_t i = p.first;
    for (int steps = 0; steps < MOST_STEPS / 2 && i > s->floor && !slant_gap_has(s->in, i, BREAKS); steps++, i--) {
        if (slant_word_is(s->in, i - 1, SLANT_ROLE_RELATIVE) && i - 1 > s->floor && i < p.first &&
            !slant_gap_has(s->in, i - 1, BREAKS)) {
            struct slant_phrase whole = phrase_left(s, i - 1);
            return whole.first < whole.last ? whole : p;
        }
        if (!is_skipped(s, i - 1) && !is_verb(s, i - 1))
            return p;
    }
    return p;
}

/* The subject of the verb at `verb`: to its left, past "has", "not", "declined to", "smiled and". */
static struct slant_phrase subject_left(const struct search *s, uint32_t verb)
{
    uint32_t i = verb;
    for (int steps = 0; steps < MOST_STEPS && i > s->floor; steps++) {
        if (slant_gap_has(s->in, i, BREAKS)) {
            uint32_t open = before_bracket(s, i);
            if (open < i) {
                i = open;
                continue;
            }
            if (slant_gap_has(s->in, i, SLANT_GAP_QUOTE) && !slant_gap_has(s->in, i, SLANT_GAP_COMMA))
                return nobody;
            struct slant_phrase p = has_ending(s, verb, "ing") ? nobody : before_insertion(s, i);
            return p.first < p.last ? p : main_subject(s, i);
        }
        if (is_skipped(s, i - 1)) {
            i--;
            continue;
        }
        if (slant_word_is(s->in, i - 1, SLANT_ROLE_TO)) { /* "declined to say": the governing word goes too */
            if (i - 1 > s->floor && (is_noun(s, i - 2) || slant_word_is(s->in, i - 2, SLANT_ROLE_PRONOUN)) &&
                !slant_word_is(s->in, i - 2, SLANT_ROLE_CUE)) /* asked him to explain */
                return phrase_left(s, i - 1);
            i = i - 1 > s->floor ? i - 2 : i - 1;
            continue;
        }
        if (slant_word_in(s->in, i - 1, SLANT_SET_CONJUNCTION))
            return main_subject(s, i - 1);
        if (slant_word_is(s->in, i - 1, SLANT_ROLE_THAT) && i - 1 > s->floor &&
            is_noun(s, i - 2)) /* the ad that urges */
            return phrase_left(s, i - 1);
        if (is_preposition(s, i - 1) ||
            (slant_word_is(s->in, i - 1, JOINT) && !slant_word_in(s->in, i - 1, SLANT_SET_DET)))
            return main_subject(s, i - 1);
        if (is_verb(s, i - 1) && has_ending(s, verb, "ing")) { /* "began shouting" */
            i--;
            continue;
        }
        struct slant_phrase p = phrase_left(s, i);
        return p.first < p.last ? past_relative(s, p) : main_subject(s, i);
    }
    return nobody;
}

/* ---- by the cue's kind ---- */

static struct slant_phrase by_agent(const struct search *s, uint32_t from)
{
    for (uint32_t i = from; i + 1 < s->ceiling && i < from + MOST_STEPS; i++) {
        if (i > from && slant_gap_has(s->in, i, SLANT_GAP_SEMICOLON | SLANT_GAP_COLON | SLANT_GAP_DASH))
            return nobody;
        if (slant_word_in(s->in, i, SLANT_SET_BY))
            return slant_word_in(s->in, i + 1, SLANT_SET_TIME) ? nobody : phrase_right(s, i + 1);
        if (i > from && slant_word_is(s->in, i, SLANT_ROLE_THAT | SLANT_ROLE_CUE))
            return nobody;
    }
    return nobody;
}

/* X's claim, his repeated claims; a claim by X. */
static struct slant_phrase of_noun(const struct search *s, const struct slant_cue *c)
{
    for (uint32_t i = c->first, steps = 0; i > s->floor && steps < 4; i--, steps++) {
        if (slant_gap_has(s->in, i, BREAKS))
            break;
        if (slant_word_is(s->in, i - 1, SLANT_ROLE_POSSESSIVE))
            return (struct slant_phrase){i - 1, i};
        if (slant_word_has(s->in, i - 1, SLANT_WORD_POSSESSIVE))
            return phrase_left(s, i);
        if (slant_word_in(s->in, i - 1, SLANT_SET_DET | AUXILIARY) || is_preposition(s, i - 1))
            break;
        if (is_capital(s, i - 1) || slant_word_is(s->in, i - 1, SLANT_ROLE_ORGANISATION))
            return phrase_left(s, i); /* "Trump comments", "government plans" */
    }
    uint32_t to = c->last;
    if (to < s->ceiling && !slant_gap_has(s->in, to, BREAKS) && is_preposition(s, to) && to + 1 < s->ceiling &&
        !slant_word_is(s->in, to, SLANT_ROLE_OF) && is_noun(s, to + 1))
        return phrase_right(s, to + 1);
    struct slant_phrase agent = by_agent(s, c->last);
    return agent.first < agent.last ? agent : main_subject(s, c->first);
}

/* "was described", "is expected": a participle behind "be". */
static int is_passive(const struct search *s, const struct slant_cue *c)
{
    uint32_t i = c->head;
    if (c->last < s->ceiling && slant_word_in(s->in, c->last, SLANT_SET_BY) && has_ending(s, i, "ed"))
        return 1;
    if (!(has_ending(s, i, "ed") || slant_word_is(s->in, i, SLANT_ROLE_PARTICIPLE)) ||
        slant_word_is(s->in, i, SLANT_ROLE_STATE))
        return 0;
    while (i > s->floor && (slant_word_in(s->in, i - 1, SLANT_SET_ADV | SLANT_SET_NEGATION)))
        i--;
    if (i > c->first && slant_word_in(s->in, c->first, SLANT_SET_BE))
        return 1;
    return i > s->floor && slant_word_in(s->in, i - 1, SLANT_SET_BE | SLANT_SET_GET) &&
           !slant_gap_has(s->in, i, BREAKS);
}

/* "…," said X: the content came before, a noun phrase comes behind. */
static int is_inverted(const struct search *s, const struct slant_cue *c)
{
    uint32_t i = c->last;
    if (i >= s->ceiling || slant_gap_has(s->in, i, BREAKS) ||
        !(c->first == s->floor || slant_gap_has(s->in, c->first, SLANT_GAP_COMMA | SLANT_GAP_QUOTE | SLANT_GAP_DASH)))
        return 0;
    if (has_ending(s, c->head, "ing"))
        return 0;
    if (slant_word_is(s->in, i, SLANT_ROLE_THAT | SLANT_ROLE_WH | SLANT_ROLE_TO) || is_preposition(s, i))
        return 0;
    return slant_gap_has(s->in, c->first, SLANT_GAP_QUOTE) || is_noun(s, i) ||
           slant_word_is(s->in, i, SLANT_ROLE_PRONOUN | SLANT_ROLE_POSSESSIVE) ||
           slant_word_in(s->in, i, SLANT_SET_DET);
}

/* Nothing but a time or a place follows. */
static int ends_behind(const struct search *s, uint32_t i)
{
    if (i < s->ceiling && !slant_gap_has(s->in, i, BREAKS) &&
        slant_word_in(s->in, i, SLANT_SET_PREPOSITION | SLANT_SET_TIME))
        while (i < s->ceiling && !slant_gap_has(s->in, i, BREAKS))
            i++;
    return i >= s->ceiling || slant_gap_has(s->in, i, SLANT_GAP_COMMA);
}

/* Somebody or something that can speak is in it. */
static int speaks(const struct search *s, struct slant_phrase p)
{
    for (uint32_t i = p.first; i < p.last; i++)
        if (is_capital(s, i) || slant_word_is(s->in, i, HUMAN | SLANT_ROLE_ORGANISATION | SLANT_ROLE_PRONOUN))
            return 1;
    return 0;
}

static struct slant_phrase label_of(const struct search *s, const struct slant_cue *c)
{
    uint32_t first = c->first;
    while (first > s->floor && c->first - first < MOST_LABEL &&
           (first == c->first || !slant_gap_has(s->in, first, BREAKS)))
        first--;
    return (struct slant_phrase){first, c->first};
}

static int has_kind(const struct slant_match_input *in, const struct slant_cue *c, const char *kind)
{
    return c->entry >= 0 && strcmp(in->lexicon->entries[c->entry].kind, kind) == 0;
}

/* A word that is a noun here: behind a determiner, a possessive or an adjective, and no verb of the lexicon. */
static int is_noun_cue(const struct search *s, const struct slant_cue *c)
{
    if (c->entry >= 0)
        return has_kind(s->in, c, "noun");
    if (has_ending(s, c->head, "ed") || has_ending(s, c->head, "ing") || c->head == s->floor)
        return 0;
    uint32_t i = c->head;
    return !slant_gap_has(s->in, i, BREAKS) &&
           ((slant_word_in(s->in, i - 1, SLANT_SET_DET) && !slant_word_is(s->in, i - 1, SLANT_ROLE_THAT)) ||
            slant_word_is(s->in, i - 1, SLANT_ROLE_POSSESSIVE) || slant_word_has(s->in, i - 1, SLANT_WORD_POSSESSIVE));
}

/* "as Smith said": a preposition to the lexicon, a verb with a subject to us. */
static int is_said(const struct search *s, const struct slant_cue *c)
{
    return c->first == c->head && c->lemma != 0 && c->head > s->floor &&
           !slant_word_in(s->in, c->last - 1, SLANT_SET_PREPOSITION) &&
           !slant_word_is(s->in, c->last - 1, SLANT_ROLE_TO);
}

struct slant_phrase slant_source_find(const struct slant_match_input *in, const struct slant_cue *cue,
                                      enum slant_found_by *rule)
{
    const struct slant_sentence_span *row = &in->tokens->sentences[cue->sentence];
    struct search s = {in, cue->first > row->first + MOST_REACH ? cue->first - MOST_REACH : row->first,
                       row->last > cue->last + MOST_REACH ? cue->last + MOST_REACH : row->last};
    *rule = SLANT_FOUND_RIGHT;
    if (cue->colon) {
        *rule = SLANT_FOUND_LABEL;
        return label_of(&s, cue);
    }
    if (has_kind(in, cue, "preposition") && !is_said(&s, cue)) {
        *rule = SLANT_FOUND_ACCORDING;
        return with_apposition(&s, phrase_right(&s, cue->last), cue->first > s.floor);
    }
    if (is_noun_cue(&s, cue)) {
        *rule = SLANT_FOUND_NOUN;
        return of_noun(&s, cue);
    }
    if (is_passive(&s, cue)) {
        *rule = SLANT_FOUND_PASSIVE;
        return by_agent(&s, cue->last);
    }
    int quote_before = cue->first > s.floor && slant_gap_has(in, cue->first, SLANT_GAP_QUOTE);
    if (is_inverted(&s, cue)) {
        *rule = SLANT_FOUND_LEFT;
        struct slant_phrase p = with_apposition(&s, phrase_right(&s, cue->last), 1);
        int tells = slant_word_is(in, cue->head, SLANT_ROLE_TELLS);
        if (p.first < p.last && speaks(&s, p) &&
            ((quote_before && !tells) || ((quote_before || !tells) && ends_behind(&s, p.last))))
            return p;
        *rule = SLANT_FOUND_RIGHT;
    }
    return subject_left(&s, cue->first);
}
