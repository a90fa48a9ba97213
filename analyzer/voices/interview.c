/* interview: transcripts, in which a label says who speaks ("MARROW: …", "Marrow: …", "Q: …", "JO BRAY, HOST: …"). From
 * the first label on, every paragraph is the words of whoever was named last. */
#include <string.h>

#include "voices/quotations.h"

enum { LEAST_LABELS = 3, LEAST_TURNS = 2, MOST_LABEL = 6, MOST_NAME = 2, REMEMBERED = 8 };

/* The first token behind a paragraph's label; first when it has none. names: labels that are capitalised names count
 * too ("Claim:", "Verdict:" look the same, so only where others are in capitals). */
static uint32_t behind_label(const struct slant_tokens *t, uint32_t first, uint32_t last, int names)
{
    for (uint32_t i = first; i < last && i < first + MOST_LABEL; i++) {
        const struct slant_token *w = &t->tokens[i];
        if (i > first && (w->before & SLANT_GAP_COLON) != 0)
            return i;
        int capitals = (w->flags & SLANT_WORD_ALLCAPS) != 0 ||
                       ((w->flags & SLANT_WORD_CAP) != 0 && (w->len == 1 || (names && i < first + MOST_NAME)));
        if (!capitals || (i > first && (w->before & (SLANT_GAP_QUOTE | SLANT_GAP_STOP)) != 0))
            return first;
    }
    return first;
}

/* The labels seen last, by first word: in an interview they come back. "BREAKING:" before three items does not. */
struct turns {
    uint32_t labels, paragraphs, returns;
    uint32_t last[REMEMBERED]; /* first tokens */
};

/* But for the case of ASCII letters: MARROW and Marrow are one speaker. */
static int alike(const char *a, const char *b, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (a[i] != b[i] && ((a[i] | 0x20) != (b[i] | 0x20) || (a[i] | 0x20) < 'a' || (a[i] | 0x20) > 'z'))
            return 0;
    return 1;
}

static int same_word(const struct slant_tokens *t, uint32_t a, uint32_t b)
{
    return t->tokens[a].len == t->tokens[b].len &&
           alike(slant_token_bytes(t, a), slant_token_bytes(t, b), t->tokens[a].len);
}

static void count_label(const struct slant_tokens *t, uint32_t first, struct turns *turns)
{
    uint32_t known = turns->labels < REMEMBERED ? turns->labels : REMEMBERED;
    for (uint32_t i = 0; i < known; i++)
        if (same_word(t, turns->last[i], first)) {
            turns->returns++;
            break;
        }
    turns->last[turns->labels++ % REMEMBERED] = first;
}

/* The last sentence of the paragraph that sentence s begins, plus 1. */
static uint32_t paragraph_end(const struct slant_tokens *t, uint32_t s)
{
    uint32_t end = s + 1;
    while (end < t->nsentences && t->sentences[end].paragraph == t->sentences[s].paragraph)
        end++;
    return end;
}

static struct turns count_turns(const struct slant_tokens *t, uint32_t first_body, int names)
{
    struct turns turns = {0};
    for (uint32_t s = first_body, end; s < t->nsentences; s = end) {
        end = paragraph_end(t, s);
        turns.paragraphs++;
        if (behind_label(t, t->sentences[s].first, t->sentences[end - 1].last, names) != t->sentences[s].first)
            count_label(t, t->sentences[s].first, &turns);
    }
    return turns;
}

slant_status slant_interview_find(const struct slant_tokens *t, struct slant_arena *mem, struct slant_quotations *out)
{
    uint32_t first_body = 0;
    while (first_body < t->nsentences && t->sentences[first_body].title)
        first_body++;
    int names = count_turns(t, first_body, 0).labels >= LEAST_TURNS;
    struct turns turns = count_turns(t, first_body, names);
    if (turns.labels < LEAST_LABELS || turns.returns < LEAST_TURNS || turns.labels * 10 < turns.paragraphs * 3)
        return SLANT_OK;
    out->n = 0; /* what stands in quotation marks here is inside somebody's words */
    uint32_t label = 0, label_end = 0;
    slant_status status = SLANT_OK;
    for (uint32_t s = first_body, end; s < t->nsentences && status == SLANT_OK; s = end) {
        end = paragraph_end(t, s);
        uint32_t first = t->sentences[s].first, last = t->sentences[end - 1].last,
                 from = behind_label(t, first, last, names);
        if (from != first) {
            label = first;
            label_end = from;
        }
        if (label_end == 0 || from >= last)
            continue;
        status = slant_quotations_add(out, mem,
                                      &(struct slant_quotation){.first = from,
                                                                .last = last,
                                                                .start = t->tokens[from].start,
                                                                .end = t->sentences[end - 1].end,
                                                                .label = label,
                                                                .label_end = label_end,
                                                                .kind = SLANT_QUOTATION,
                                                                .closed = 1,
                                                                .continued = 1});
    }
    return status;
}
