#include "report/first.h"

#include <string.h>

#include "report/layers.h"
#include "report/plain.h"

/* ---- choosing ----------------------------------------------------------------------------------------- */

/* What a place costs: the least is taken first. The headline comes before everything; a layer's rank counts
 * less than seeing another sentence, another kind, another word. */
enum {
    COST_RANK = 2,
    COST_SAME_LAYER = 2,
    COST_SAME_KIND = 4,
    COST_SAME_SENTENCE = 15,
    COST_SAME_ENTRY = 40,
    GAIN_HEADLINE = 20
};

static int same_sentence(const struct slant_mark *a, const struct slant_mark *b)
{
    return a->in_headline == b->in_headline && (a->in_headline || a->sentence == b->sentence);
}

static int cost(const struct slant_result *result, const struct slant_mark *mark, const uint32_t *taken,
                unsigned ntaken)
{
    int sum = slant_layer_rank(mark->layer) * COST_RANK - (mark->in_headline ? GAIN_HEADLINE : 0);
    for (unsigned i = 0; i < ntaken; i++) {
        const struct slant_mark *other = &result->marks[taken[i]];
        if (other->layer == mark->layer)
            sum += COST_SAME_LAYER + (strcmp(other->kind, mark->kind) == 0 ? COST_SAME_KIND : 0);
        if (same_sentence(other, mark))
            sum += COST_SAME_SENTENCE;
        if (other->layer == mark->layer && strcmp(other->entry, mark->entry) == 0 &&
            strcmp(mark->lexicon, "rules") != 0)
            sum += COST_SAME_ENTRY;
    }
    return sum;
}

static int is_taken(uint32_t mark, const uint32_t *taken, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (taken[i] == mark)
            return 1;
    return 0;
}

static int cheapest(const struct slant_result *result, const uint32_t *taken, unsigned n, uint32_t *best)
{
    int found = 0, least = 0;
    for (uint32_t i = 0; i < result->nmarks; i++) {
        const struct slant_mark *mark = &result->marks[i];
        if (mark->voice != SLANT_VOICE_OUTLET || slant_layer_rank(mark->layer) < 0 || mark->span.text.len == 0 ||
            is_taken(i, taken, n))
            continue;
        int now = cost(result, mark, taken, n);
        if (!found || now < least) {
            found = 1;
            least = now;
            *best = i;
        }
    }
    return found;
}

unsigned slant_first_marks(const struct slant_result *result, uint32_t out[SLANT_FIRST])
{
    unsigned n = 0;
    for (uint32_t best; n < SLANT_FIRST && cheapest(result, out, n, &best); n++)
        out[n] = best;
    for (unsigned i = 1; i < n; i++) /* back into text order */
        for (unsigned j = i; j > 0 && out[j - 1] > out[j]; j--) {
            uint32_t swap = out[j];
            out[j] = out[j - 1];
            out[j - 1] = swap;
        }
    return n;
}

/* ---- the words around --------------------------------------------------------------------------------- */

static int holds(struct slant_str outer, struct slant_str inner)
{
    return outer.ptr != NULL && inner.ptr >= outer.ptr && inner.ptr + inner.len <= outer.ptr + outer.len;
}

static struct slant_str line_around(struct slant_str field, struct slant_str mark)
{
    const char *from = mark.ptr, *to = mark.ptr + mark.len, *end = field.ptr + field.len;
    while (from > field.ptr && from[-1] != '\n')
        from--;
    while (to < end && *to != '\n')
        to++;
    return (struct slant_str){from, (size_t)(to - from)};
}

static struct slant_str sentence_around(const struct slant_result *result, const struct slant_mark *mark)
{
    struct slant_str inner = mark->span.text;
    if (mark->span.in_title)
        return holds(result->title_text, inner) ? result->title_text : inner;
    if (mark->in_headline && holds(result->title.text, inner))
        return result->title.text;
    if (mark->sentence >= 0 && (uint32_t)mark->sentence < result->nrows &&
        holds(result->rows[mark->sentence].span.text, inner))
        return result->rows[mark->sentence].span.text;
    return holds(result->text, inner) ? line_around(result->text, inner) : inner;
}

static int is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The end of the longest head of whole words that is at most `columns` wide. */
static const char *words_after(const char *from, const char *end, size_t columns)
{
    const char *p = from, *kept = from;
    struct slant_glyph glyph;
    for (size_t used = 0; p < end; used += glyph.columns) {
        if (is_space(*p))
            kept = p;
        if (used >= columns)
            return kept;
        p += slant_plain_glyph(p, end, &glyph);
    }
    return end;
}

static const char *words_before(const char *start, const char *end, size_t columns)
{
    const char *p = end, *kept = end;
    for (size_t used = 0; p > start; used++) {
        if (is_space(p[-1]))
            kept = p;
        if (used >= columns)
            return kept;
        do
            p--;
        while (p > start && ((unsigned char)*p & 0xC0) == 0x80);
    }
    return start;
}

static void trim(struct slant_str *text)
{
    while (text->len > 0 && is_space(text->ptr[0])) {
        text->ptr++;
        text->len--;
    }
    while (text->len > 0 && is_space(text->ptr[text->len - 1]))
        text->len--;
}

static size_t most(size_t have, size_t want)
{
    return have < want ? have : want;
}

struct slant_fragment slant_fragment_of(const struct slant_result *result, const struct slant_mark *mark,
                                        size_t columns)
{
    struct slant_str all = sentence_around(result, mark), marked = mark->span.text;
    trim(&all);
    const char *from = all.ptr, *to = all.ptr + all.len, *end = marked.ptr + marked.len;
    if (!holds(all, marked)) { /* the mark is nothing but space at an edge: take it as it is */
        from = marked.ptr;
        to = end;
    }
    size_t wide = slant_plain_columns(marked.ptr, marked.len) + 4; /* set-off marks and two ellipses */
    size_t room = columns > wide ? columns - wide : 0;
    size_t left = slant_plain_columns(from, (size_t)(marked.ptr - from));
    size_t right = slant_plain_columns(end, (size_t)(to - end));
    if (left + right > room) { /* a little more after than before: what comes says more */
        size_t share = most(left, room * 2 / 5);
        right = most(right, room - share);
        left = most(left, room - right);
    }
    const char *first = words_before(from, marked.ptr, left), *last = words_after(end, to, right);
    return (struct slant_fragment){
        {first, (size_t)(marked.ptr - first)}, marked, {end, (size_t)(last - end)}, first > from, last < to};
}

/* ---- words about a mark ------------------------------------------------------------------------------- */

const char *slant_mark_kind(const struct slant_mark *mark)
{
    const char *kind = mark->layer == SLANT_CUE ? mark->stance : mark->kind;
    if (strcmp(kind, mark->layer_name) == 0)
        return "";
    return mark->layer == SLANT_CUSTOM ? kind : slant_kind_plain(kind);
}

void slant_mark_title(struct slant_buffer *out, const struct slant_mark *mark)
{
    const char *kind = slant_mark_kind(mark);
    slant_buffer_puts(out, mark->layer == SLANT_CUSTOM ? mark->layer_name : slant_layer_look(mark->layer)->plain);
    if (kind[0] != '\0')
        slant_buffer_printf(out, " (%s)", kind);
}

void slant_mark_place(const struct slant_result *result, const struct slant_mark *mark, struct slant_buffer *paragraph,
                      struct slant_buffer *sentence)
{
    if (mark->in_headline) {
        slant_buffer_puts(paragraph, "headline");
        return;
    }
    if (mark->sentence < 0)
        return;
    if ((uint32_t)mark->sentence >= result->nrows) { /* rows were not asked for */
        slant_buffer_printf(paragraph, "sentence %d", (int)mark->sentence + 1);
        return;
    }
    slant_buffer_printf(paragraph, "paragraph %u", result->rows[mark->sentence].paragraph + 1);
    slant_buffer_printf(sentence, "sentence %d", (int)mark->sentence + 1);
}
