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
        if (strcmp(kinds[i], kind) == 0)
            return SLANT_TRAIT_KIND + (int)layer * SLANT_TRAIT_KINDS + i;
    return -1;
}

void slant_traits_start(struct slant_traits *t, const struct slant_score_input *in)
{
    memset(t, 0, sizeof *t);
    t->in = in;
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

static void add_word(struct slant_traits *t, uint32_t i, uint32_t first)
{
    static const struct {
        uint32_t set;
        enum slant_trait trait;
    } sets[] = {
        {SLANT_SET_MODAL, SLANT_TRAIT_MODALS},
        {SLANT_SET_NEGATION, SLANT_TRAIT_NEGATIONS},
        {SLANT_SET_PRON, SLANT_TRAIT_PRONOUNS},
        {SLANT_SET_DET, SLANT_TRAIT_DETERMINERS},
        {SLANT_SET_PREPOSITION, SLANT_TRAIT_PREPOSITIONS},
        {SLANT_SET_QUANTITY, SLANT_TRAIT_QUANTITIES},
        {SLANT_SET_TIME, SLANT_TRAIT_TIMES},
    };
    const struct slant_tokens *tokens = t->in->tokens;
    const struct slant_token *token = &tokens->tokens[i];
    uint32_t has = slant_class_of(t->in->classes, token->tag)->sets;
    for (size_t k = 0; k < sizeof sets / sizeof sets[0] && has != 0; k++)
        t->values[sets[k].trait] += (has & sets[k].set) != 0;
    t->values[SLANT_TRAIT_NUMBERS] += (token->flags & SLANT_WORD_NUMBER) != 0;
    t->values[SLANT_TRAIT_ADVERBS] += (token->flags & SLANT_WORD_LY) != 0 && token->len > 4;
    t->values[SLANT_TRAIT_CAPITALS] += (token->flags & SLANT_WORD_ALLCAPS) != 0;
    t->values[SLANT_TRAIT_NAMES] += (token->flags & SLANT_WORD_CAP) != 0 && i > first;
    t->values[SLANT_TRAIT_FIRST_PERSON] += token->len < 12 && is_first_person(slant_token_bytes(tokens, i), token->len);
    if ((token->before & SLANT_GAP_DASH) && i > first)
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
        if (trait >= 0)
            t->values[trait]++;
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

void slant_traits_of(struct slant_traits *t, uint32_t first, uint32_t last)
{
    const struct slant_sentence_span *s = t->in->tokens->sentences;
    uint32_t words = 0;
    memset(t->values, 0, sizeof t->values);
    for (uint32_t k = first; k < last; k++) {
        words += s[k].words;
        t->values[SLANT_TRAIT_EXCLAMATION] += s[k].ending == '!';
        t->values[SLANT_TRAIT_QUESTION] += s[k].ending == '?';
        for (uint32_t i = s[k].first; i < s[k].last; i++)
            add_word(t, i, s[k].first);
    }
    add_hits(t, first, last);
    add_quotation(t, s[first].start, s[last - 1].end);
    double scale = 20.0 / (words + 5.0);
    for (int i = SLANT_TRAIT_NUMBERS; i < SLANT_TRAIT_EXCLAMATION; i++)
        t->values[i] *= scale;
    for (int i = SLANT_TRAIT_KIND; i < SLANT_NTRAITS; i++)
        t->values[i] *= scale;
    for (int i = SLANT_TRAIT_EXCLAMATION; i <= SLANT_TRAIT_QUESTION; i++)
        t->values[i] = t->values[i] > 0;
    t->values[SLANT_TRAIT_INTERCEPT] = 1;
    t->values[SLANT_TRAIT_WORDS] = log(words > 0 ? words : 1);
    t->values[SLANT_TRAIT_MARKS] = log1p(t->values[SLANT_TRAIT_MARKS]);
}
