#include "voices/features.h"

#include <stdio.h>
#include <string.h>

#include "voices/words.h"

/* ---- what a word is to its neighbours ---- */

enum word {
    W_EDGE,
    W_TO,
    W_THAT,
    W_OF,
    W_BY,
    W_WH,
    W_RELATIVE,
    W_SUBORDINATE,
    W_PRONOUN,
    W_POSSESSIVE,
    W_DET,
    W_BE,
    W_HAVE,
    W_DO,
    W_MODAL,
    W_NEGATION,
    W_ADVERB,
    W_PREPOSITION,
    W_CONJUNCTION,
    W_NUMBER,
    W_PERSON,
    W_BODY,
    W_VAGUE,
    W_CAPITAL,
    W_CUE,
    W_ING,
    W_ED,
    W_S,
    W_OTHER,
    NWORDS
};
static const char *const word_names[NWORDS] = {
    "edge",   "to",   "that",  "of",      "by",    "wh",       "relative", "subordinate", "pronoun",     "possessive",
    "det",    "be",   "have",  "do",      "modal", "negation", "adverb",   "preposition", "conjunction", "number",
    "person", "body", "vague", "capital", "cue",   "ing",      "ed",       "s",           "other"};

enum gap { G_NONE, G_QUOTE, G_COMMA, G_COLON, G_DASH, G_OTHER, G_EDGE, NGAPS };
static const char *const gap_names[NGAPS] = {"none", "quote", "comma", "colon", "dash", "other", "edge"};

enum shape { S_BASE, S_ING, S_ED, S_S, S_CAPITAL, S_COLON, NSHAPES };
static const char *const shape_names[NSHAPES] = {"base", "ing", "ed", "s", "capital", "colon"};

enum hit { H_NONE, H_VERB, H_NOUN, H_PREPOSITION, H_ADJECTIVE, H_OTHER, NHITS };
static const char *const hit_names[NHITS] = {"none", "verb", "noun", "preposition", "adjective", "other"};

enum { MANY = 5 }; /* candidates in a sentence: more are not told apart */

static const char *const yes[] = {"yes"};
static const char *const few[] = {"1", "2", "3", "4", "more"};
static const char *const sides[] = {"none", "left-near", "left", "right-near", "right", "both"};
static const char *const lengths[] = {"1", "2", "3", "4", "more"};

static int ends_in(const struct slant_tokens *t, uint32_t i, const char *ending)
{
    size_t n = strlen(ending), len = t->tokens[i].len;
    return len > n + 2 && memcmp(slant_token_bytes(t, i) + len - n, ending, n) == 0;
}

static enum word by_sets(uint32_t sets)
{
    static const struct {
        uint32_t set;
        enum word word;
    } order[] = {{SLANT_SET_BY, W_BY},        {SLANT_SET_BE, W_BE},
                 {SLANT_SET_HAVE, W_HAVE},    {SLANT_SET_DO, W_DO},
                 {SLANT_SET_MODAL, W_MODAL},  {SLANT_SET_NEGATION, W_NEGATION},
                 {SLANT_SET_DET, W_DET},      {SLANT_SET_CONJUNCTION, W_CONJUNCTION},
                 {SLANT_SET_NUM, W_NUMBER},   {SLANT_SET_ADV, W_ADVERB},
                 {SLANT_SET_PRON, W_PRONOUN}, {SLANT_SET_PREPOSITION, W_PREPOSITION}};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
        if (sets & order[i].set)
            return order[i].word;
    return W_OTHER;
}

static enum word by_role(uint32_t roles)
{
    static const struct {
        uint32_t role;
        enum word word;
    } order[] = {{SLANT_ROLE_TO, W_TO},           {SLANT_ROLE_THAT, W_THAT},
                 {SLANT_ROLE_OF, W_OF},           {SLANT_ROLE_POSSESSIVE, W_POSSESSIVE},
                 {SLANT_ROLE_PRONOUN, W_PRONOUN}, {SLANT_ROLE_RELATIVE, W_RELATIVE},
                 {SLANT_ROLE_WH, W_WH},           {SLANT_ROLE_SUBORDINATE, W_SUBORDINATE}};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
        if (roles & order[i].role)
            return order[i].word;
    return W_OTHER;
}

static enum word by_shape(const struct slant_tokens *t, uint32_t i, uint32_t roles)
{
    enum { PERSON = SLANT_ROLE_PERSON | SLANT_ROLE_OFFICIAL | SLANT_ROLE_PEOPLE | SLANT_ROLE_TITLE };
    if (roles & PERSON)
        return W_PERSON;
    if (roles & (SLANT_ROLE_ORGANISATION | SLANT_ROLE_DOCUMENT))
        return W_BODY;
    if (roles & SLANT_ROLE_VAGUE)
        return W_VAGUE;
    if (t->tokens[i].flags & SLANT_WORD_NUMBER)
        return W_NUMBER;
    if (roles & SLANT_ROLE_CUE)
        return W_CUE;
    if (t->tokens[i].flags & SLANT_WORD_CAP)
        return W_CAPITAL;
    return ends_in(t, i, "ing") ? W_ING : ends_in(t, i, "ed") ? W_ED : ends_in(t, i, "s") ? W_S : W_OTHER;
}

/* Of token i in the sentence; outside of it there is the edge. */
static enum word word_at(const struct slant_setting *s, const struct slant_sentence_span *row, int64_t i)
{
    if (i < row->first || i >= row->last)
        return W_EDGE;
    if (s->words[i] != 0)
        return (enum word)(s->words[i] - 1);
    const struct slant_tokens *t = s->in->tokens;
    uint32_t roles = slant_word_role(s->in, (uint32_t)i).roles;
    enum word word = by_role(roles);
    if (word == W_OTHER)
        word = by_sets(slant_word_class(s->in, (uint32_t)i)->sets);
    if (word == W_OTHER)
        word = by_shape(t, (uint32_t)i, roles);
    s->words[i] = (uint8_t)(word + 1);
    return word;
}

static enum gap gap_before(const struct slant_setting *s, const struct slant_sentence_span *row, uint32_t i)
{
    if (i <= row->first || i >= row->last)
        return G_EDGE;
    uint16_t before = s->in->tokens->tokens[i].before;
    if (before & SLANT_GAP_QUOTE)
        return G_QUOTE;
    if (before & SLANT_GAP_COLON)
        return G_COLON;
    if (before & SLANT_GAP_COMMA)
        return G_COMMA;
    if (before & SLANT_GAP_DASH)
        return G_DASH;
    return (before & SLANT_GAP_BREAKS & ~(SLANT_GAP_SENTENCE | SLANT_GAP_HYPHEN)) ? G_OTHER : G_NONE;
}

/* ---- the families ---- */

enum family {
    BIAS,
    HIT,
    STANCE,
    SHAPE,
    QUOTED,
    QUOTED_HIT,
    TITLE,
    CANDIDATES,
    LENGTH,
    PREV,
    PREV2,
    PREV3,
    NEXT,
    NEXT2,
    NEXT3,
    SUBJECT,
    BEFORE,
    AFTER,
    BEFORE_PREV,
    AFTER_NEXT,
    PREV_PREV2,
    NEXT_NEXT2,
    SHAPE_PREV,
    SHAPE_SUBJECT,
    SHAPE_NEXT,
    SHAPE_AFTER,
    QUOTE_SIDE,
    BACK,
    AHEAD,
    OWNER,
    NFAMILIES
};

#define NAMES(x) x, sizeof x / sizeof x[0]
static const char *const stances[] = {"none", "neutral", "distancing", "endorsing", "adversarial"};
static const struct {
    const char *name;
    const char *const *a;
    uint32_t na;
    const char *const *b; /* NULL: one value */
    uint32_t nb;
} families[NFAMILIES] = {
    [BIAS] = {"bias", NAMES(yes), NULL, 1},
    [HIT] = {"entry", NAMES(hit_names), NULL, 1},
    [STANCE] = {"stance", NAMES(stances), NULL, 1},
    [SHAPE] = {"shape", NAMES(shape_names), NULL, 1},
    [QUOTED] = {"quoted", NAMES(yes), NULL, 1},
    [QUOTED_HIT] = {"quoted+entry", NAMES(yes), NAMES(hit_names)},
    [TITLE] = {"headline", NAMES(yes), NULL, 1},
    [CANDIDATES] = {"candidates", NAMES(few), NULL, 1},
    [LENGTH] = {"words", NAMES(lengths), NULL, 1},
    [PREV] = {"prev", NAMES(word_names), NULL, 1},
    [PREV2] = {"prev2", NAMES(word_names), NULL, 1},
    [PREV3] = {"prev3", NAMES(word_names), NULL, 1},
    [NEXT] = {"next", NAMES(word_names), NULL, 1},
    [NEXT2] = {"next2", NAMES(word_names), NULL, 1},
    [NEXT3] = {"next3", NAMES(word_names), NULL, 1},
    [SUBJECT] = {"subject", NAMES(word_names), NULL, 1},
    [BEFORE] = {"before", NAMES(gap_names), NULL, 1},
    [AFTER] = {"after", NAMES(gap_names), NULL, 1},
    [BEFORE_PREV] = {"before+prev", NAMES(gap_names), NAMES(word_names)},
    [AFTER_NEXT] = {"after+next", NAMES(gap_names), NAMES(word_names)},
    [PREV_PREV2] = {"prev+prev2", NAMES(word_names), NAMES(word_names)},
    [NEXT_NEXT2] = {"next+next2", NAMES(word_names), NAMES(word_names)},
    [SHAPE_PREV] = {"shape+prev", NAMES(shape_names), NAMES(word_names)},
    [SHAPE_SUBJECT] = {"shape+subject", NAMES(shape_names), NAMES(word_names)},
    [SHAPE_NEXT] = {"shape+next", NAMES(shape_names), NAMES(word_names)},
    [SHAPE_AFTER] = {"shape+after", NAMES(shape_names), NAMES(gap_names)},
    [QUOTE_SIDE] = {"quotation", NAMES(sides), NULL, 1},
    [BACK] = {"candidate-before", NAMES(few), NULL, 1},
    [AHEAD] = {"candidate-after", NAMES(few), NULL, 1},
    [OWNER] = {"owner", NAMES(few), NAMES(word_names)},
};

static uint32_t base_of(enum family family)
{
    uint32_t base = 0;
    for (int f = 0; f < (int)family; f++)
        base += families[f].na * families[f].nb;
    return base;
}

uint32_t slant_features_count(void)
{
    return base_of(NFAMILIES);
}

void slant_features_name(const struct slant_roles *roles, uint32_t feature, char *room, size_t size)
{
    for (int f = 0; f < NFAMILIES; f++) {
        uint32_t n = families[f].na * families[f].nb;
        if (feature < n) {
            snprintf(room, size, "%s:%s%s%s", families[f].name, families[f].a[feature / families[f].nb],
                     families[f].b != NULL ? "+" : "",
                     families[f].b != NULL ? families[f].b[feature % families[f].nb] : "");
            return;
        }
        feature -= n;
    }
    snprintf(room, size, "word:%s", feature > 0 && roles != NULL ? slant_roles_lemma(roles, feature) : "none");
}

/* The place of the first len bytes of value among names; n: it is none of them. */
static uint32_t place_of(const char *value, size_t len, const char *const *all, uint32_t n)
{
    uint32_t i = 0;
    while (i < n && !(strlen(all[i]) == len && memcmp(all[i], value, len) == 0))
        i++;
    return i;
}

uint32_t slant_features_find(const struct slant_roles *roles, const char *name)
{
    size_t len = strcspn(name, ":");
    const char *value = name + len + (name[len] == ':');
    if (len == 4 && memcmp(name, "word", 4) == 0) {
        uint32_t lemma = slant_roles_find(roles, value);
        return lemma != 0 ? slant_features_count() + lemma : UINT32_MAX;
    }
    for (int f = 0; f < NFAMILIES; f++) {
        if (strlen(families[f].name) != len || memcmp(families[f].name, name, len) != 0)
            continue;
        size_t split = families[f].b != NULL ? strcspn(value, "+") : strlen(value);
        uint32_t a = place_of(value, split, families[f].a, families[f].na), b = 0;
        if (families[f].b != NULL)
            b = value[split] == '+'
                    ? place_of(value + split + 1, strlen(value + split + 1), families[f].b, families[f].nb)
                    : families[f].nb;
        return a < families[f].na && b < families[f].nb ? base_of((enum family)f) + a * families[f].nb + b : UINT32_MAX;
    }
    return UINT32_MAX;
}

struct writing {
    uint32_t *out;
    uint32_t n;
    const uint32_t *bases; /* by family */
};

static void add(struct writing *w, enum family family, uint32_t a, uint32_t b)
{
    w->out[w->n++] = w->bases[family] + a * families[family].nb + b;
}

/* ---- one candidate ---- */

static enum shape shape_of(const struct slant_tokens *t, const struct slant_cue *c)
{
    if (c->colon)
        return S_COLON;
    if (t->tokens[c->head].flags & SLANT_WORD_CAP)
        return S_CAPITAL;
    return ends_in(t, c->head, "ing")  ? S_ING
           : ends_in(t, c->head, "ed") ? S_ED
           : ends_in(t, c->head, "s")  ? S_S
                                       : S_BASE;
}

static enum hit hit_of(const struct slant_setting *s, const struct slant_cue *c)
{
    if (c->entry < 0)
        return H_NONE;
    const char *kind = s->in->lexicon->entries[c->entry].kind;
    for (int h = H_VERB; h < H_OTHER; h++)
        if (strcmp(kind, hit_names[h]) == 0)
            return (enum hit)h;
    return H_OTHER;
}

static uint32_t stance_of(const struct slant_setting *s, const struct slant_cue *c)
{
    for (uint32_t i = 1; c->entry >= 0 && i < sizeof stances / sizeof stances[0]; i++)
        if (strcmp(s->in->lexicon->entries[c->entry].stance, stances[i]) == 0)
            return i;
    return 0;
}

/* The word to the left that is no adverb, no "has", no "not": often the subject. */
static enum word subject_of(const struct slant_setting *s, const struct slant_sentence_span *row, uint32_t first)
{
    for (int64_t i = (int64_t)first - 1, steps = 0; steps < 5; i--, steps++) {
        enum word word = word_at(s, row, i);
        if (word != W_ADVERB && word != W_HAVE && word != W_NEGATION && word != W_DO && word != W_MODAL)
            return word;
    }
    return W_ADVERB;
}

/* The nearest word to the left that can be a source, without a break between: how far, and what it is. */
static uint32_t owner_of(const struct slant_setting *s, const struct slant_sentence_span *row, uint32_t first,
                         enum word *what)
{
    for (uint32_t steps = 1; steps <= 7; steps++) {
        int64_t i = (int64_t)first - steps;
        if (gap_before(s, row, (uint32_t)(i + 1)) != G_NONE)
            break;
        *what = word_at(s, row, i);
        if (*what == W_PRONOUN || *what == W_PERSON || *what == W_BODY || *what == W_CAPITAL || *what == W_VAGUE ||
            *what == W_RELATIVE || *what == W_POSSESSIVE)
            return steps <= 4 ? steps - 1 : 4;
    }
    *what = W_EDGE;
    return 4;
}

/* On which side of the cue words are quoted in its sentence. */
static uint32_t quote_side(const struct slant_setting *s, const struct slant_sentence_span *row,
                           const struct slant_cue *c)
{
    enum { NEAR = 3, FAR = 80, NONE = 0, LEFT_NEAR, LEFT, RIGHT_NEAR, RIGHT, BOTH };
    uint32_t left = 0, right = 0;
    for (uint32_t i = c->first; i > row->first && left == 0 && c->first - i < FAR; i--)
        if (s->in->tokens->tokens[i - 1].voice == SLANT_VOICE_QUOTED)
            left = c->first - i + 1;
    for (uint32_t i = c->last; i < row->last && right == 0 && i - c->last < FAR; i++)
        if (s->in->tokens->tokens[i].voice == SLANT_VOICE_QUOTED)
            right = i - c->last + 1;
    if (left && right)
        return BOTH;
    if (left)
        return left <= NEAR ? LEFT_NEAR : LEFT;
    if (right)
        return right <= NEAR ? RIGHT_NEAR : RIGHT;
    return NONE;
}

static uint32_t bucket(uint32_t distance)
{
    return distance == 0 ? 0 : distance <= 4 ? distance - 1 : 4;
}

static void add_neighbours(const struct slant_setting *s, const struct slant_sentence_span *row,
                           const struct slant_cue *c, struct writing *w)
{
    const struct slant_tokens *t = s->in->tokens;
    enum word prev[3], next[3], owner;
    for (int k = 0; k < 3; k++) {
        prev[k] = word_at(s, row, (int64_t)c->first - 1 - k);
        next[k] = word_at(s, row, (int64_t)c->last + k);
        add(w, (enum family)(PREV + k), prev[k], 0);
        add(w, (enum family)(NEXT + k), next[k], 0);
    }
    enum gap before = c->colon ? G_COLON : gap_before(s, row, c->first), after = gap_before(s, row, c->last);
    enum word subject = subject_of(s, row, c->first);
    enum shape shape = shape_of(t, c);
    uint32_t distance = owner_of(s, row, c->first, &owner);
    add(w, SHAPE, shape, 0);
    add(w, SUBJECT, subject, 0);
    add(w, BEFORE, before, 0);
    add(w, AFTER, after, 0);
    add(w, BEFORE_PREV, before, prev[0]);
    add(w, AFTER_NEXT, after, next[0]);
    add(w, PREV_PREV2, prev[0], prev[1]);
    add(w, NEXT_NEXT2, next[0], next[1]);
    add(w, SHAPE_PREV, shape, prev[0]);
    add(w, SHAPE_SUBJECT, shape, subject);
    add(w, SHAPE_NEXT, shape, next[0]);
    add(w, SHAPE_AFTER, shape, after);
    add(w, OWNER, distance, owner);
}

slant_status slant_setting_start(struct slant_setting *s, const struct slant_match_input *in,
                                 const struct slant_cues *cues, struct slant_arena *mem)
{
    _Static_assert(NFAMILIES <= sizeof s->bases / sizeof s->bases[0], "room for every family");
    *s = (struct slant_setting){.in = in, .cues = cues, .words = slant_arena_zalloc(mem, in->tokens->n + 1)};
    for (int f = 0; f + 1 < NFAMILIES; f++)
        s->bases[f + 1] = s->bases[f] + families[f].na * families[f].nb;
    return s->words != NULL ? SLANT_OK : SLANT_ENOMEM;
}

uint32_t slant_features_of(const struct slant_setting *s, uint32_t i, uint32_t out[SLANT_MOST_FEATURES])
{
    const struct slant_cue *c = &s->cues->rows[i];
    const struct slant_sentence_span *row = &s->in->tokens->sentences[c->sentence];
    struct writing w = {.out = out, .bases = s->bases};
    uint32_t before = i, after = i, hit = hit_of(s, c);
    while (before > 0 && i - before < MANY && s->cues->rows[before - 1].sentence == c->sentence)
        before--;
    while (after + 1 < s->cues->n && after - i < MANY && s->cues->rows[after + 1].sentence == c->sentence)
        after++;
    add(&w, BIAS, 0, 0);
    add(&w, HIT, hit, 0);
    add(&w, STANCE, stance_of(s, c), 0);
    if (c->quoted) {
        add(&w, QUOTED, 0, 0);
        add(&w, QUOTED_HIT, 0, hit);
    }
    if (row->title)
        add(&w, TITLE, 0, 0);
    add(&w, CANDIDATES, bucket(after - before + 1), 0);
    add(&w, LENGTH, bucket(c->last - c->first), 0);
    add(&w, QUOTE_SIDE, quote_side(s, row, c), 0);
    if (before < i)
        add(&w, BACK, bucket(c->first - s->cues->rows[i - 1].last + 1), 0);
    if (after > i)
        add(&w, AHEAD, bucket(s->cues->rows[i + 1].first - c->last + 1), 0);
    add_neighbours(s, row, c, &w);
    if (c->lemma != 0)
        out[w.n++] = slant_features_count() + c->lemma;
    return w.n;
}
