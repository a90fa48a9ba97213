/* speakers: what class a source is of, and who it is: short names, pronouns and "the minister" are followed back to the
 * fullest mention in the article, so that one source counts once. Gender is not guessed: "he" and "she" are whoever
 * spoke last as a person. */
#include <string.h>

#include "voices/sayings.h"
#include "voices/words.h"

enum { MOST_SPEAKERS = 256, MOST_NAME = 6 };

enum {
    NOUN = SLANT_ROLE_PERSON | SLANT_ROLE_OFFICIAL | SLANT_ROLE_PEOPLE | SLANT_ROLE_ORGANISATION | SLANT_ROLE_DOCUMENT |
           SLANT_ROLE_VAGUE
};

struct speaker {
    struct slant_phrase mention; /* the fullest */
    struct slant_phrase source;  /* as it was last given with its description */
    uint8_t source_class;
};

struct finding {
    const struct slant_match_input *in;
    struct speaker *all;
    uint32_t n;
    int32_t last_person, last_body; /* index into all; -1: none yet */
    uint32_t last_person_at;        /* behind the words that named that person */
    struct slant_phrase *names;     /* proper names of two words or more, in text order */
    uint32_t nnames;
};

/* ---- names ---- */

static int is_capital(const struct finding *f, uint32_t i)
{
    return slant_word_capital(f->in, i);
}

static int same_word(const struct slant_tokens *t, uint32_t a, uint32_t b)
{
    size_t n = t->tokens[a].len, m = t->tokens[b].len;
    const char *x = slant_token_bytes(t, a), *y = slant_token_bytes(t, b);
    n -= (t->tokens[a].flags & SLANT_WORD_POSSESSIVE) != 0 ? (x[n - 2] == '\'' ? 2u : 4u) : 0u;
    m -= (t->tokens[b].flags & SLANT_WORD_POSSESSIVE) != 0 ? (y[m - 2] == '\'' ? 2u : 4u) : 0u;
    return n == m && memcmp(x, y, n) == 0;
}

/* "The union" at a sentence's start is the union. */
static int same_first(const struct slant_tokens *t, uint32_t a, uint32_t b)
{
    const char *x = slant_token_bytes(t, a), *y = slant_token_bytes(t, b);
    return t->tokens[a].len == t->tokens[b].len && (*x | 0x20) == (*y | 0x20) &&
           memcmp(x + 1, y + 1, t->tokens[a].len - 1) == 0;
}

static int is_title(const struct finding *f, uint32_t i)
{
    return slant_word_is(f->in, i, SLANT_ROLE_TITLE);
}

/* Runs of capitals in the body, titles left out, two words at least. */
static slant_status gather_names(struct finding *f, struct slant_arena *mem)
{
    const struct slant_tokens *t = f->in->tokens;
    uint32_t cap = 0, body = 0;
    while (body < t->nsentences && t->sentences[body].title)
        body++;
    for (uint32_t i = body < t->nsentences ? t->sentences[body].first : t->n; i < t->n; i++) {
        if ((t->tokens[i].flags & SLANT_WORD_CAP) == 0 || (t->tokens[i].before & SLANT_GAP_HYPHEN) != 0 ||
            !is_capital(f, i) || is_title(f, i))
            continue;
        uint32_t last = i + 1;
        while (last < t->n && last - i < MOST_NAME && !is_title(f, last) &&
               (t->tokens[last].before & (SLANT_GAP_BREAKS | SLANT_GAP_HYPHEN)) == 0 &&
               (t->tokens[last - 1].flags & SLANT_WORD_POSSESSIVE) == 0 && is_capital(f, last))
            last++;
        if (last - i >= 2) {
            if (f->nnames == cap) {
                uint32_t more = cap ? cap * 2 : 64;
                void *rows = slant_arena_grow(mem, f->names, cap * sizeof *f->names, more * sizeof *f->names);
                if (rows == NULL)
                    return SLANT_ENOMEM;
                f->names = rows;
                cap = more;
            }
            f->names[f->nnames++] = (struct slant_phrase){i, last};
        }
        i = last - 1;
    }
    return SLANT_OK;
}

/* The fullest name of the article that ends with the word at `word`; the first of the longest. */
static struct slant_phrase fullest(const struct finding *f, struct slant_phrase short_name)
{
    enum { MOST_LOOKED_AT = 500 };
    const struct slant_tokens *t = f->in->tokens;
    struct slant_phrase best = short_name;
    for (uint32_t i = 0; i < f->nnames && i < MOST_LOOKED_AT; i++) {
        struct slant_phrase name = f->names[i];
        if (name.last - name.first > best.last - best.first && name.last - name.first <= 4 &&
            same_word(t, name.last - 1, short_name.last - 1) &&
            (short_name.last - short_name.first == 1 || same_word(t, name.first, short_name.first)))
            best = name;
    }
    return best;
}

/* ---- classes ---- */

/* The phrase up to its first comma, preposition or "who": where its head stands. */
static struct slant_phrase main_part(const struct finding *f, struct slant_phrase p)
{
    for (uint32_t i = p.first + 1; i < p.last; i++)
        if ((slant_gap_has(f->in, i, SLANT_GAP_BREAKS & ~SLANT_GAP_SENTENCE) && !slant_word_nickname(f->in, i)) ||
            slant_word_in(f->in, i, SLANT_SET_PREPOSITION | SLANT_SET_BY) ||
            slant_word_is(f->in, i, SLANT_ROLE_RELATIVE | SLANT_ROLE_OF | SLANT_ROLE_THAT))
            return (struct slant_phrase){p.first, i};
    return p;
}

/* The name in it, the last run of capitals: a person's or a body's. */
static struct slant_phrase name_in(const struct finding *f, struct slant_phrase p)
{
    uint32_t last = p.last;
    while (last > p.first && !is_capital(f, last - 1))
        last--;
    uint32_t first = last;
    while (first > p.first && is_capital(f, first - 1) && !is_title(f, first - 1) &&
           (first == last || !slant_word_has(f->in, first - 1, SLANT_WORD_POSSESSIVE)))
        first--;
    return (struct slant_phrase){first, last};
}

static int any_is(const struct finding *f, struct slant_phrase p, uint32_t roles)
{
    for (uint32_t i = p.first; i < p.last; i++)
        if (slant_word_is(f->in, i, roles))
            return 1;
    return 0;
}

static int is_acronym(const struct finding *f, uint32_t i)
{
    return slant_word_has(f->in, i, SLANT_WORD_ALLCAPS) && f->in->tokens->tokens[i].len <= 6;
}

static enum slant_source_class class_of_name(const struct finding *f, struct slant_phrase part,
                                             struct slant_phrase name)
{
    int titled = name.first > part.first && slant_word_is(f->in, name.first - 1, SLANT_ROLE_TITLE | SLANT_ROLE_PERSON);
    if (titled)
        return SLANT_SOURCE_PERSON;
    if (any_is(f, name, SLANT_ROLE_ORGANISATION) || is_acronym(f, name.last - 1))
        return SLANT_SOURCE_ORGANISATION;
    if (any_is(f, name, SLANT_ROLE_DOCUMENT))
        return SLANT_SOURCE_DOCUMENT;
    if (slant_word_in(f->in, part.first, SLANT_SET_DET) && name.last == part.last)
        return SLANT_SOURCE_ORGANISATION; /* the Pentagon */
    return SLANT_SOURCE_PERSON;
}

static enum slant_source_class class_of_noun(const struct finding *f, struct slant_phrase whole,
                                             struct slant_phrase part)
{
    uint32_t roles = slant_word_role(f->in, part.last - 1).roles;
    if (roles & SLANT_ROLE_DOCUMENT)
        return SLANT_SOURCE_DOCUMENT;
    if (roles & SLANT_ROLE_ORGANISATION)
        return SLANT_SOURCE_ORGANISATION;
    if (roles & SLANT_ROLE_OFFICIAL)
        return SLANT_SOURCE_OFFICIAL_UNNAMED;
    if ((roles & SLANT_ROLE_VAGUE) && whole.last == part.last && part.last - part.first <= 2)
        return SLANT_SOURCE_VAGUE;
    if (roles & SLANT_ROLE_TITLE)
        return SLANT_SOURCE_PERSON; /* the president: there is one */
    return SLANT_SOURCE_OTHER_UNNAMED;
}

/* "a spokesman for the ministry, Jan Rood": the name that a comma behind `from` leads to. */
static struct slant_phrase name_behind(const struct finding *f, struct slant_phrase p, uint32_t from)
{
    while (from < p.last && !slant_gap_has(f->in, from, SLANT_GAP_COMMA))
        from++;
    struct slant_phrase rest = {from, p.last}, none = {from, from};
    if (from == p.last)
        return none;
    struct slant_phrase name = name_in(f, main_part(f, rest));
    return name.first == from ? name : none;
}

static enum slant_source_class class_of(const struct finding *f, struct slant_phrase p)
{
    struct slant_phrase part = main_part(f, p), name = name_in(f, part);
    uint32_t head = part.last - 1;
    if (p.last - p.first == 1 && slant_word_is(f->in, head, SLANT_ROLE_PRONOUN | SLANT_ROLE_POSSESSIVE))
        return slant_word_is(f->in, head, SLANT_ROLE_VAGUE) ? SLANT_SOURCE_VAGUE : SLANT_SOURCE_PERSON;
    int named = name.first < name.last && name.last == part.last;
    if (named && name.last - name.first == 1 && slant_gap_has(f->in, name.first, SLANT_GAP_SENTENCE) &&
        slant_word_is(f->in, head, NOUN & ~SLANT_ROLE_ORGANISATION)) /* Officials said: a sentence's first capital */
        named = 0;
    if (named)
        return class_of_name(f, part, name);
    struct slant_phrase other = name_behind(f, p, part.last);
    if (other.first < other.last)
        return class_of_name(f, other, other);
    return class_of_noun(f, p, part);
}

/* ---- who it is ---- */

static int32_t known_speaker(const struct finding *f, struct slant_phrase mention)
{
    const struct slant_tokens *t = f->in->tokens;
    uint32_t n = mention.last - mention.first;
    for (uint32_t i = 0; i < f->n; i++) {
        struct slant_phrase other = f->all[i].mention;
        uint32_t k = other.last - other.first == n && same_first(t, other.first, mention.first);
        while (other.last - other.first == n && k < n && same_word(t, other.first + k, mention.first + k))
            k++;
        if (k == n)
            return (int32_t)i;
    }
    return -1;
}

static int32_t add_speaker(struct finding *f, struct slant_phrase mention, struct slant_phrase source,
                           enum slant_source_class source_class)
{
    int32_t known = known_speaker(f, mention);
    if (known < 0 && f->n < MOST_SPEAKERS) {
        f->all[f->n] = (struct speaker){mention, source, (uint8_t)source_class};
        known = (int32_t)f->n++;
    } else if (known >= 0 && source.last - source.first > f->all[known].source.last - f->all[known].source.first) {
        f->all[known].source = source;
    }
    return known;
}

/* "the minister": who was described with that word before. */
static int32_t described(const struct finding *f, uint32_t head)
{
    for (uint32_t i = f->n; i > 0; i--) {
        const struct speaker *s = &f->all[i - 1];
        for (uint32_t k = s->source.first; k < s->source.last; k++)
            if (k != head && s->source_class == SLANT_SOURCE_PERSON && same_word(f->in->tokens, k, head))
                return (int32_t)(i - 1);
    }
    return -1;
}

/* The pronoun at i is one of the first n of them. */
static int is_of_things(const struct slant_tokens *t, uint32_t i, size_t n)
{
    static const char *const words[] = {"it", "its", "It", "Its", "they", "their", "them", "They", "Their"};
    for (size_t k = 0; k < n; k++)
        if (strlen(words[k]) == t->tokens[i].len && memcmp(words[k], slant_token_bytes(t, i), t->tokens[i].len) == 0)
            return 1;
    return 0;
}

static int is_it(const struct slant_tokens *t, uint32_t i)
{
    return is_of_things(t, i, 4);
}

static int is_plural_or_thing(const struct slant_tokens *t, uint32_t i)
{
    return is_of_things(t, i, 9);
}

/* The person last named in full before token i, if that was after the last one spoke. */
static struct slant_phrase person_named(const struct finding *f, uint32_t i)
{
    uint32_t low = 0, high = f->nnames;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (f->names[middle].first < i)
            low = middle + 1;
        else
            high = middle;
    }
    for (uint32_t steps = 0; low > 0 && steps < MOST_NAME; low--, steps++) {
        struct slant_phrase name = f->names[low - 1];
        if (name.first <= f->last_person_at)
            break;
        if (!any_is(f, name, SLANT_ROLE_PLACE | SLANT_ROLE_PEOPLE) &&
            class_of_name(f, (struct slant_phrase){name.first > 0 ? name.first - 1 : 0, name.last}, name) ==
                SLANT_SOURCE_PERSON)
            return fullest(f, name);
    }
    return (struct slant_phrase){0, 0};
}

static int32_t by_pronoun(struct finding *f, struct slant_phrase p)
{
    if (slant_word_is(f->in, p.first, SLANT_ROLE_RELATIVE)) { /* X, who said: X */
        uint32_t last = p.first, first = last;
        const struct slant_tokens *t = f->in->tokens;
        while (first > 0 && is_capital(f, first - 1) && last - first < MOST_NAME &&
               (t->tokens[first].before & SLANT_GAP_SENTENCE) == 0 &&
               (first == last || (t->tokens[first].before & SLANT_GAP_BREAKS) == 0))
            first--;
        if (first == last)
            return -1;
        return add_speaker(f, fullest(f, (struct slant_phrase){first, last}), (struct slant_phrase){first, last},
                           class_of(f, (struct slant_phrase){first, last}));
    }
    if (is_plural_or_thing(f->in->tokens, p.first))
        return f->last_body;
    struct slant_phrase named = person_named(f, p.first);
    return named.first < named.last ? add_speaker(f, named, named, SLANT_SOURCE_PERSON) : f->last_person;
}

static int is_pronoun(const struct finding *f, struct slant_phrase p)
{
    return p.last - p.first == 1 &&
           slant_word_is(f->in, p.first, SLANT_ROLE_PRONOUN | SLANT_ROLE_POSSESSIVE | SLANT_ROLE_RELATIVE) &&
           !slant_word_is(f->in, p.first, SLANT_ROLE_VAGUE);
}

/* The mention by which a source that is no pronoun goes: a person's full name, else its main part. */
static struct slant_phrase mention_of(const struct finding *f, struct slant_phrase p,
                                      enum slant_source_class source_class)
{
    struct slant_phrase part = main_part(f, p);
    if (source_class != SLANT_SOURCE_PERSON)
        return part;
    struct slant_phrase name = name_in(f, part);
    if (name.first == name.last)
        name = name_behind(f, p, part.last);
    if (name.first == name.last)
        name = name_in(f, p);
    return name.first < name.last ? fullest(f, name) : part;
}

static void resolve(struct finding *f, struct slant_saying *s)
{
    if (s->source.first == s->source.last) {
        return;
    }
    int pronoun = is_pronoun(f, s->source);
    enum slant_source_class source_class = class_of(f, s->source);
    int32_t who = -1;
    if (s->rule == SLANT_FOUND_TRANSCRIPT) {
        int letter =
            s->source.last - s->source.first == 1 && f->in->tokens->tokens[s->source.first].len == 1; /* Q, A */
        source_class = letter ? SLANT_SOURCE_OTHER_UNNAMED : SLANT_SOURCE_PERSON;
        who = add_speaker(f, main_part(f, s->source), s->source, source_class);
    } else if (pronoun) {
        who = by_pronoun(f, s->source);
        if (who >= 0)
            source_class = (enum slant_source_class)f->all[who].source_class;
        else if (is_it(f->in->tokens, s->source.first))
            source_class = SLANT_SOURCE_ORGANISATION;
    } else if (source_class != SLANT_SOURCE_VAGUE) {
        struct slant_phrase part = main_part(f, s->source);
        int definite = slant_word_in(f->in, part.first, SLANT_SET_DET) && !is_capital(f, part.last - 1) &&
                       slant_word_is(f->in, part.last - 1, SLANT_ROLE_PERSON);
        if (definite && (who = described(f, part.last - 1)) >= 0)
            source_class = SLANT_SOURCE_PERSON;
        else
            who = add_speaker(f, mention_of(f, s->source, source_class), s->source, source_class);
    }
    s->source_class = (uint8_t)source_class;
    if (who < 0)
        return;
    s->speaker = f->all[who].mention;
    s->who = who + 1;
    if (source_class == SLANT_SOURCE_PERSON) {
        f->last_person = who;
        f->last_person_at = s->source.last;
    } else if (source_class != SLANT_SOURCE_DOCUMENT)
        f->last_body = who;
}

slant_status slant_speakers_find(const struct slant_match_input *in, struct slant_arena *mem,
                                 struct slant_sayings *sayings)
{
    struct finding f = {.in = in, .last_person = -1, .last_body = -1};
    if (sayings->n == 0)
        return SLANT_OK;
    f.all = slant_arena_alloc(mem, MOST_SPEAKERS * sizeof *f.all);
    if (f.all == NULL)
        return SLANT_ENOMEM;
    slant_status status = gather_names(&f, mem);
    for (uint32_t i = 0; i < sayings->n && status == SLANT_OK; i++)
        resolve(&f, &sayings->rows[i]);
    return status;
}
