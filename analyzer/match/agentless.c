/* agentless: a clausal passive of harm whose agent is not named (codebook §7, ruling 10). */
#include <string.h>

#include "match/match.h"

enum { BACK = 5, AHEAD = 7 };

static uint32_t sets_at(const struct slant_match_input *in, uint32_t i)
{
    return slant_class_of(in->classes, in->tokens->tokens[i].tag)->sets;
}

/* Not over these between an auxiliary and its participle. */
static int parts_clauses(const struct slant_token *t)
{
    return (t->before & (SLANT_GAP_COMMA | SLANT_GAP_COLON | SLANT_GAP_SEMICOLON | SLANT_GAP_DASH | SLANT_GAP_STOP |
                         SLANT_GAP_OPEN | SLANT_GAP_CLOSE)) != 0;
}

/* "I've", "they'll": a subject and its auxiliary in one word. */
static int is_contraction(const struct slant_match_input *in, uint32_t i)
{
    const char *bytes = slant_token_bytes(in->tokens, i);
    size_t len = in->tokens->tokens[i].len;
    return (memchr(bytes, '\'', len) != NULL || memmem(bytes, len, "\xE2\x80\x99", 3) != NULL) &&
           (sets_at(in, i) & SLANT_SET_NEGATION) == 0;
}

/* The auxiliary before the participle, adverbs and negation between them; hit->first where there is none. */
static uint32_t auxiliary(const struct slant_match_input *in, const struct slant_hit *hit, uint32_t first)
{
    const struct slant_token *tokens = in->tokens->tokens;
    uint32_t at = hit->first, found = hit->first;
    for (uint32_t back = 0; back < BACK && at > first && !parts_clauses(&tokens[at]); back++) {
        at--;
        uint32_t sets = sets_at(in, at);
        /* "he's attacked" may be has, and its he is not the verb's; IS in capitals may be a name. */
        if (in->tokens->tokens[at].flags & (SLANT_WORD_POSSESSIVE | SLANT_WORD_ALLCAPS) || is_contraction(in, at))
            break;
        if (sets & (SLANT_SET_BE | SLANT_SET_GET))
            found = at;
        else if (found != hit->first && sets & (SLANT_SET_HAVE | SLANT_SET_MODAL))
            found = at;
        else if ((sets & (SLANT_SET_ADV | SLANT_SET_NEGATION)) == 0)
            break;
    }
    /* "homes have been razed": only with a form of be among it. */
    return found;
}

/* "by police", "by the army": an agent. "by Monday", "by 2030", "by then", "by mistake": none. */
static int has_agent(const struct slant_match_input *in, const struct slant_hit *hit, uint32_t last)
{
    const struct slant_token *tokens = in->tokens->tokens;
    for (uint32_t i = hit->last; i < last && i < hit->last + AHEAD; i++) {
        if (tokens[i].before & (SLANT_GAP_SEMICOLON | SLANT_GAP_DASH | SLANT_GAP_COLON))
            return 0;
        if ((sets_at(in, i) & SLANT_SET_BY) == 0)
            continue;
        if (i + 1 >= last)
            return 0;
        uint32_t next = sets_at(in, i + 1), after = i + 2 < last ? sets_at(in, i + 2) : 0;
        int time = next & SLANT_SET_TIME || (next & SLANT_SET_DET && after & SLANT_SET_TIME);
        return !time && !(next & SLANT_SET_NUM && tokens[i + 1].flags & SLANT_WORD_NUMBER && tokens[i + 1].len == 4);
    }
    return 0;
}

/* Reduced: "twelve miners killed in blast", "dozens wounded". Somebody counted stands right before, and no object
 * behind. */
static int is_reduced(const struct slant_match_input *in, const struct slant_hit *hit, uint32_t first, uint32_t last)
{
    int title = in->tokens->sentences[hit->sentence].title;
    const struct slant_token *tokens = in->tokens->tokens;
    if (hit->first == first || parts_clauses(&tokens[hit->first]))
        return 0;
    uint32_t before = sets_at(in, hit->first - 1);
    if (before & (SLANT_SET_PRON | SLANT_SET_HAVE | SLANT_SET_DET | SLANT_SET_MODAL | SLANT_SET_PREPOSITION) &&
        !(before & SLANT_SET_QUANTITY))
        return 0;
    int counted = 0;
    for (uint32_t i = hit->first, back = 0; i > first && back < 4; back++) {
        if (parts_clauses(&tokens[i]))
            break;
        uint32_t sets = sets_at(in, --i);
        if (sets & SLANT_SET_NUM && !(tokens[i].flags & SLANT_WORD_NUMBER && tokens[i].len == 4))
            counted = 1;
        if (sets & SLANT_SET_QUANTITY || (title && sets & SLANT_SET_PEOPLE))
            counted = 1;
        if (sets & (SLANT_SET_PREPOSITION | SLANT_SET_MODAL | SLANT_SET_BE | SLANT_SET_HAVE))
            break;
    }
    if (!counted)
        return 0;
    if (hit->last >= last)
        return 1;
    const struct slant_token *next = &tokens[hit->last];
    uint32_t sets = sets_at(in, hit->last);
    if (sets & SLANT_SET_CONJUNCTION) /* "three killed and dozens wounded", not "five attacked and beat the man" */
        return hit->last + 1 < last && (sets_at(in, hit->last + 1) & (SLANT_SET_NUM | SLANT_SET_QUANTITY)) != 0;
    return (next->before & (SLANT_GAP_COMMA | SLANT_GAP_COLON | SLANT_GAP_SEMICOLON | SLANT_GAP_DASH)) != 0 ||
           (sets & (SLANT_SET_PREPOSITION | SLANT_SET_TIME)) != 0;
}

int slant_is_agentless(const struct slant_match_input *in, struct slant_hit *hit)
{
    const struct slant_sentence_span *s = &in->tokens->sentences[hit->sentence];
    uint32_t start = auxiliary(in, hit, s->first);
    int within = (sets_at(in, hit->first) & (SLANT_SET_BE | SLANT_SET_GET)) != 0; /* the entry asks for the auxiliary */
    if (start == hit->first && !within && !is_reduced(in, hit, s->first, s->last))
        return 0;
    if (has_agent(in, hit, s->last))
        return 0;
    hit->first = start;
    return 1;
}
