#include "score/traits.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const names[SLANT_TRAIT_KIND] = {
    [SLANT_TRAIT_INTERCEPT] = "intercept",
    [SLANT_TRAIT_WORDS] = "words",
    [SLANT_TRAIT_MARKS] = "marks",
    [SLANT_TRAIT_NUMBERS] = "numbers",
    [SLANT_TRAIT_MODALS] = "modals",
    [SLANT_TRAIT_NEGATIONS] = "negations",
    [SLANT_TRAIT_FIRST_PERSON] = "first-person",
    [SLANT_TRAIT_PRONOUNS] = "pronouns",
    [SLANT_TRAIT_ADVERBS] = "adverbs",
    [SLANT_TRAIT_DETERMINERS] = "determiners",
    [SLANT_TRAIT_PREPOSITIONS] = "prepositions",
    [SLANT_TRAIT_QUANTITIES] = "quantities",
    [SLANT_TRAIT_TIMES] = "times",
    [SLANT_TRAIT_CAPITALS] = "capitals",
    [SLANT_TRAIT_NAMES] = "names",
    [SLANT_TRAIT_EXCLAMATION] = "exclamation",
    [SLANT_TRAIT_QUESTION] = "question",
    [SLANT_TRAIT_QUOTATION] = "quotation",
    [SLANT_TRAIT_DASH] = "dash",
};

int slant_traits_count(enum slant_layer layer)
{
    switch (layer) {
    case SLANT_HEDGE:
    case SLANT_BOOSTER:
    case SLANT_LOADED:
    case SLANT_INSINUATION:
    case SLANT_OPINION:
    case SLANT_AGENTLESS:
    case SLANT_CUE:
    case SLANT_SCARE_QUOTE:
        return 1;
    default:
        return 0;
    }
}

/* The kinds of a layer, as traits; a layer without kinds is one. */
static const char *const *kinds_of(enum slant_layer layer)
{
    static const char *const stances[] = {"neutral", "distancing", "endorsing", "adversarial", NULL}, *const none[] = {
                                                                                                          "", NULL};
    const char *const *kinds = layer == SLANT_CUE ? stances : slant_lexicon_kinds(layer);
    return kinds[0] != NULL ? kinds : none;
}

int slant_trait_name(int trait, char *room, size_t size)
{
    if (trait < SLANT_TRAIT_KIND)
        return snprintf(room, size, "%s", names[trait]) > 0;
    enum slant_layer layer = (enum slant_layer)((trait - SLANT_TRAIT_KIND) / SLANT_TRAIT_KINDS);
    const char *const *kind = kinds_of(layer);
    for (int i = (trait - SLANT_TRAIT_KIND) % SLANT_TRAIT_KINDS; i > 0 && *kind != NULL; i--)
        kind++;
    if (!slant_traits_count(layer) || *kind == NULL)
        return 0;
    return snprintf(room, size, "%s%s%s", slant_layer_name(layer), **kind ? "." : "", *kind) > 0;
}

static int trait_of_hit(const struct slant_score_input *in, const struct slant_hit *h)
{
    enum slant_layer layer = (enum slant_layer)h->layer;
    if (!slant_traits_count(layer))
        return -1;
    const char *kind = layer == SLANT_CUE && h->entry >= 0 ? in->lexicon->entries[h->entry].stance : h->kind;
    const char *const *kinds = kinds_of(layer);
    if (kinds[0][0] == '\0')
        return SLANT_TRAIT_KIND + (int)layer * SLANT_TRAIT_KINDS;
    for (int i = 0; kinds[i] != NULL && i < SLANT_TRAIT_KINDS; i++)
        if (kinds[i] == kind || strcmp(kinds[i], kind) == 0)
            return SLANT_TRAIT_KIND + (int)layer * SLANT_TRAIT_KINDS + i;
    return -1;
}

void slant_traits_start(struct slant_traits *t, const struct slant_score_input *in)
{
    memset(t, 0, sizeof *t);
    t->in = in;
}

/* By their first two letters, a bit for the low half of the second one's code: hardly another word goes on from here.
 */
static int may_be_first_person(const char *bytes, uint32_t len)
{
#define SECOND(c) ((uint32_t)1 << ((c)&31))
    static const uint32_t seconds[32] = {['i' & 31] = SECOND('\'') | SECOND(0xE2),
                                         ['w' & 31] = SECOND('e'),
                                         ['m' & 31] = SECOND('e') | SECOND('y') | SECOND('i'),
                                         ['u' & 31] = SECOND('s'),
                                         ['o' & 31] = SECOND('u')};
#undef SECOND
    int alone = (len == 1) & ((bytes[0] | 0x20) == 'i');
    return alone | ((len > 1) & (int)(seconds[bytes[0] & 31] >> (bytes[1] & 31) & 1));
}

/* I, we, my, our and their like, with what is tied to them by an apostrophe. */
static int is_first_person(const char *bytes, size_t len)
{
    static const char *const words[] = {"i", "we", "me", "us", "my", "our", "mine", "ours", "myself", "ourselves"};
    char lower[16];
    size_t n = 0;
    while (n < len && n < sizeof lower - 1 && bytes[n] != '\'' && (unsigned char)bytes[n] < 0x80) {
        lower[n] = (char)(bytes[n] | 0x20);
        n++;
    }
    if (n < len && n + 1 < sizeof lower && bytes[n] != '\'' && (unsigned char)bytes[n] != 0xE2)
        return 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i]) == n && memcmp(words[i], lower, n) == 0)
            return !(n == 2 && lower[0] == 'u' && bytes[0] == 'U' && bytes[1] == 'S'); /* the country */
    return 0;
}

/* Four counters that a word's bits are counted into at once. */
typedef uint32_t counts __attribute__((vector_size(16)));

static inline counts with_bits(uint32_t bits, counts masks)
{
    counts all = {bits, bits, bits, bits};
    return (counts)((all & masks) == masks); /* -1 where the bit is set */
}

/* A sentence's words, without a branch where most words go either way. */
static void add_words(struct slant_traits *t, uint32_t first, uint32_t last)
{
    const counts some = {SLANT_SET_MODAL, SLANT_SET_NEGATION, SLANT_SET_PRON, SLANT_SET_DET},
                 more = {SLANT_SET_PREPOSITION, SLANT_SET_QUANTITY, SLANT_SET_TIME, SLANT_SET_TIME},
                 shape = {SLANT_WORD_NUMBER, SLANT_WORD_LY, SLANT_WORD_ALLCAPS, SLANT_WORD_CAP};
    const struct slant_tokens *tokens = t->in->tokens;
    counts n = {0}, m = {0}, shapes = {0};
    uint32_t first_person = 0, before = 0;
    for (uint32_t i = first; i < last; i++) {
        const struct slant_token *token = &tokens->tokens[i];
        uint32_t has = t->in->sets[token->tag & SLANT_TAG_CLASS];
        n -= with_bits(has, some);
        m -= with_bits(has, more);
        shapes -= with_bits(token->len > 4 ? token->flags : token->flags & ~(unsigned)SLANT_WORD_LY, shape);
        before |= i > first ? token->before : 0u;
        const char *bytes = slant_token_bytes(tokens, i);
        if (may_be_first_person(bytes, token->len))
            first_person += token->len < 12 && is_first_person(bytes, token->len);
    }
    t->values[SLANT_TRAIT_MODALS] += n[0];
    t->values[SLANT_TRAIT_NEGATIONS] += n[1];
    t->values[SLANT_TRAIT_PRONOUNS] += n[2];
    t->values[SLANT_TRAIT_DETERMINERS] += n[3];
    t->values[SLANT_TRAIT_PREPOSITIONS] += m[0];
    t->values[SLANT_TRAIT_QUANTITIES] += m[1];
    t->values[SLANT_TRAIT_TIMES] += m[2];
    t->values[SLANT_TRAIT_NUMBERS] += shapes[0];
    t->values[SLANT_TRAIT_ADVERBS] += shapes[1];
    t->values[SLANT_TRAIT_CAPITALS] += shapes[2];
    t->values[SLANT_TRAIT_NAMES] += shapes[3] - (first < last && (tokens->tokens[first].flags & SLANT_WORD_CAP) != 0);
    t->values[SLANT_TRAIT_FIRST_PERSON] += first_person;
    if (before & SLANT_GAP_DASH)
        t->values[SLANT_TRAIT_DASH] = 1;
}

static void add_hits(struct slant_traits *t, uint32_t first, uint32_t last)
{
    const struct slant_hits *hits = t->in->hits;
    while (t->hit < hits->n && hits->rows[t->hit].sentence < first)
        t->hit++;
    t->first_hit = t->hit;
    for (; t->hit < hits->n && hits->rows[t->hit].sentence < last; t->hit++) {
        const struct slant_hit *h = &hits->rows[t->hit];
        int trait = trait_of_hit(t->in, h);
        if (trait >= 0) {
            t->values[trait]++;
            t->marked[trait / 64] |= (uint64_t)1 << (trait % 64);
        }
        t->values[SLANT_TRAIT_MARKS] +=
            h->layer == SLANT_LOADED || h->layer == SLANT_INSINUATION || h->layer == SLANT_OPINION;
    }
}

static void add_quotation(struct slant_traits *t, uint32_t start, uint32_t end)
{
    const struct slant_tokens *tokens = t->in->tokens;
    while (t->quote < tokens->nquotes && tokens->quotes[t->quote].at < start)
        t->quote++;
    t->values[SLANT_TRAIT_QUOTATION] = t->quote < tokens->nquotes && tokens->quotes[t->quote].at < end;
}

int slant_trait_marked(const struct slant_traits *t, int from)
{
    for (int word = from / 64; word < (int)(sizeof t->marked / sizeof t->marked[0]); word++) {
        uint64_t left = t->marked[word] & (word == from / 64 ? UINT64_MAX << (from % 64) : UINT64_MAX);
        if (left != 0)
            return word * 64 + __builtin_ctzll(left);
    }
    return SLANT_NTRAITS;
}

void slant_traits_of(struct slant_traits *t, uint32_t first, uint32_t last)
{
    const struct slant_sentence_span *s = t->in->tokens->sentences;
    uint32_t words = 0;
    memset(t->values, 0, SLANT_TRAIT_KIND * sizeof t->values[0]);
    for (int i = slant_trait_marked(t, SLANT_TRAIT_KIND); i < SLANT_NTRAITS; i = slant_trait_marked(t, i + 1))
        t->values[i] = 0;
    memset(t->marked, 0, sizeof t->marked);
    for (uint32_t k = first; k < last; k++) {
        words += s[k].words;
        t->values[SLANT_TRAIT_EXCLAMATION] += s[k].ending == '!';
        t->values[SLANT_TRAIT_QUESTION] += s[k].ending == '?';
        add_words(t, s[k].first, s[k].last);
    }
    add_hits(t, first, last);
    add_quotation(t, s[first].start, s[last - 1].end);
    double scale = 20.0 / (words + 5.0);
    for (int i = SLANT_TRAIT_NUMBERS; i < SLANT_TRAIT_EXCLAMATION; i++)
        t->values[i] *= scale;
    for (int i = slant_trait_marked(t, SLANT_TRAIT_KIND); i < SLANT_NTRAITS; i = slant_trait_marked(t, i + 1))
        t->values[i] *= scale;
    for (int i = SLANT_TRAIT_EXCLAMATION; i <= SLANT_TRAIT_QUESTION; i++)
        t->values[i] = t->values[i] > 0;
    t->values[SLANT_TRAIT_INTERCEPT] = 1;
    t->values[SLANT_TRAIT_WORDS] = log(words > 0 ? words : 1);
    t->values[SLANT_TRAIT_MARKS] = log1p(t->values[SLANT_TRAIT_MARKS]);
}
