#include "audit/changes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_CHANGES = 20000, AROUND = 5, MOST_REPLACED = 6 };

static struct slant_change_side side_of(const struct side *side, struct place at)
{
    struct slant_change_side out = {.row = -1};
    if (at.row == ROW_NONE)
        return out;
    if (at.row == ROW_TITLE) {
        out.sentence = side->result->title;
    } else {
        out.row = at.row;
        out.sentence = side->result->rows[at.row].span;
    }
    out.words = range_empty(at.words) ? out.sentence : slant_side_span(side, at.words);
    return out;
}

void slant_changes_add(struct auditing *a, enum slant_change_kind kind, enum slant_severity severity, struct place wire,
                       struct place edited, const char *format, ...)
{
    char message[512];
    if (a->n == MOST_CHANGES)
        return;
    if (a->n == a->cap) {
        uint32_t cap = a->cap ? a->cap * 2 : 32;
        struct slant_change *more = slant_arena_grow(a->mem, a->changes, a->cap * sizeof *more, cap * sizeof *more);
        if (more == NULL) {
            a->no_memory = 1;
            return;
        }
        a->changes = more;
        a->cap = cap;
    }
    va_list args;
    va_start(args, format);
    int n = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    char *text = slant_arena_copy(a->mem, message, n < (int)sizeof message ? (size_t)n : sizeof message - 1);
    a->no_memory |= text == NULL;
    a->changes[a->n++] =
        (struct slant_change){kind, severity, side_of(&a->wire, wire), side_of(&a->edited, edited), text};
}

struct side_range slant_stretch(const struct side *side, const struct pairing *p, int is_wire, uint32_t i)
{
    if (p == NULL)
        return i == 0 ? side->title : (struct side_range){0, 0};
    uint32_t n = is_wire ? p->nwire : p->nedited;
    return i < n ? side->sentences[(is_wire ? p->wire : p->edited)[i]] : (struct side_range){0, 0};
}

int32_t slant_row_of(const struct side *side, uint32_t word)
{
    return side->sentence_of[word] == UINT32_MAX ? ROW_TITLE : (int32_t)side->sentence_of[word];
}

struct place slant_place(const struct side *side, struct side_range words)
{
    return (struct place){range_empty(words) ? ROW_NONE : slant_row_of(side, words.first), words};
}

static struct side_range sentence_at(const struct side *side, uint32_t word)
{
    int32_t row = slant_row_of(side, word);
    return row == ROW_TITLE ? side->title : side->sentences[row];
}

struct place slant_place_missing(const struct side *side, const struct side *other, struct side_range words)
{
    struct side_range sentence = sentence_at(other, words.first);
    for (uint32_t d = 0; d < sentence.last - sentence.first; d++) {
        int32_t left = words.first >= sentence.first + d ? other->words[words.first - d].match : NO_WORD;
        int32_t right = words.first + d < sentence.last ? other->words[words.first + d].match : NO_WORD;
        int32_t found = left != NO_WORD ? left : right;
        if (found != NO_WORD)
            return (struct place){slant_row_of(side, (uint32_t)found), {0, 0}};
    }
    return (struct place){ROW_NONE, {0, 0}};
}

/* The matched words nearest to these on both sides; NO_WORD at the sentence's ends. */
static void anchors(const struct side *side, struct side_range words, int32_t *left, int32_t *right)
{
    struct side_range sentence = sentence_at(side, words.first);
    *left = *right = NO_WORD;
    for (uint32_t i = words.first; i > sentence.first && *left == NO_WORD; i--)
        *left = side->words[i - 1].match;
    for (uint32_t i = words.last; i < sentence.last && *right == NO_WORD; i++)
        *right = side->words[i].match;
}

struct side_range slant_replaced(const struct side *side, const struct side *other, struct side_range words)
{
    int32_t left, right;
    anchors(side, words, &left, &right);
    if (left == NO_WORD && right == NO_WORD)
        return (struct side_range){0, 0};
    struct side_range sentence = sentence_at(other, (uint32_t)(left != NO_WORD ? left : right));
    struct side_range r = {left != NO_WORD ? (uint32_t)left + 1 : sentence.first,
                           right != NO_WORD ? (uint32_t)right : sentence.last};
    if (r.first >= r.last || r.last - r.first > MOST_REPLACED || r.first < sentence.first || r.last > sentence.last)
        return (struct side_range){0, 0};
    for (uint32_t i = r.first; i < r.last; i++)
        if (other->words[i].match != NO_WORD)
            return (struct side_range){0, 0};
    return r;
}

int slant_surroundings_stay(const struct side *side, const struct side *other, struct side_range words)
{
    struct side_range sentence = sentence_at(side, words.first);
    uint32_t from = words.first > sentence.first + AROUND ? words.first - AROUND : sentence.first;
    uint32_t to = words.last + AROUND < sentence.last ? words.last + AROUND : sentence.last;
    float all = 0, stay = 0;
    int32_t next = NO_WORD; /* the next telling word: what is hedged, or boosted */
    for (uint32_t i = from; i < to; i++) {
        const struct side_word *w = &side->words[i];
        if ((i >= words.first && i < words.last) || w->weight < TELLING)
            continue;
        if (next == NO_WORD && i >= words.last)
            next = (int32_t)i;
        all += w->weight;
        stay += w->match != NO_WORD ? w->weight : 0;
    }
    if (all <= 0 || stay < all / 2)
        return 0;
    return next == NO_WORD || side->words[next].match != NO_WORD || !range_empty(slant_replaced(side, other, words));
}

int slant_has_stem(const struct side *side, const struct pairing *p, int is_wire, uint32_t stem)
{
    struct side_range r;
    for (uint32_t i = 0; !range_empty(r = slant_stretch(side, p, is_wire, i)); i++)
        for (uint32_t w = r.first; w < r.last; w++)
            if (side->words[w].stem == stem)
                return 1;
    return 0;
}
