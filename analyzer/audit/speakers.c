/* speakers: who is heard in the two texts, how much, and who is not heard any more. */
#include <string.h>

#include "audit/said.h"

enum { MOST_SPEAKERS = 64 };

static uint32_t content_words(const struct side *side, const struct slant_attribution *a)
{
    uint32_t n = 0;
    for (uint32_t c = 0; c < a->ncontents; c++) {
        struct side_range r = slant_said_words(side, &a->contents[c]);
        n += r.last - r.first;
    }
    return n;
}

static struct slant_audit_speaker *speaker_of(struct slant_audit_speaker *rows, uint32_t *n,
                                              const struct slant_attribution *a)
{
    struct slant_str name = slant_name_of(a);
    if (name.len == 0 || a->source_class == SLANT_SOURCE_NONE || a->source_class == SLANT_SOURCE_VAGUE)
        return NULL;
    for (uint32_t i = 0; i < *n; i++)
        if (slant_same_speaker(rows[i].name, name)) {
            if (name.len > rows[i].name.len)
                rows[i].name = name;
            return &rows[i];
        }
    if (*n == MOST_SPEAKERS)
        return NULL;
    rows[*n] = (struct slant_audit_speaker){.name = name, .source_class = a->source_class};
    return &rows[(*n)++];
}

static void count_speakers(const struct side *side, int is_wire, struct slant_audit_speaker *rows, uint32_t *n)
{
    for (uint32_t i = 0; i < side->result->nattributions; i++) {
        const struct slant_attribution *a = &side->result->attributions[i];
        struct slant_audit_speaker *s = speaker_of(rows, n, a);
        if (s == NULL)
            continue;
        ++*(is_wire ? &s->wire_attributions : &s->edited_attributions);
        *(is_wire ? &s->wire_words : &s->edited_words) += content_words(side, a);
    }
}

/* Is a word of the name in a sentence of the edit that has a cue, or a quotation? Then the speaker may be heard there.
 */
static int may_be_heard(const struct side *side, struct slant_str word)
{
    for (uint32_t i = 0; i < side->nwords; i++) {
        const struct side_word *w = &side->words[i];
        if (w->len < word.len || memcmp(w->bytes, word.ptr, word.len) != 0)
            continue;
        int32_t row = slant_row_of(side, i);
        if (row == ROW_TITLE || slant_has_cue(side, row))
            return 1;
    }
    return 0;
}

static const struct slant_attribution *first_of(const struct side *side, const struct slant_audit_speaker *s)
{
    for (uint32_t i = 0; i < side->result->nattributions; i++)
        if (!side->result->attributions[i].in_headline &&
            slant_same_speaker(s->name, slant_name_of(&side->result->attributions[i])))
            return &side->result->attributions[i];
    return NULL;
}

static int is_a_name(const struct side *side, const struct slant_audit_speaker *s, const struct said *first)
{
    struct slant_str last = slant_last_word(s->name);
    if (last.len < 3 || range_empty(first->source) || memchr(last.ptr, '.', last.len) != NULL ||
        (last.len == 5 && memcmp(last.ptr + 1, "here", 4) == 0)) /* "D-N.Y."; "there have been reports" */
        return 0;
    const struct side_word *w = &side->words[first->source.last - 1];
    if (w->sets & (SLANT_SET_PRON | SLANT_SET_DET | SLANT_SET_ADV | SLANT_SET_TIME | SLANT_SET_PREPOSITION))
        return 0;
    int named = (s->source_class == SLANT_SOURCE_PERSON && slant_is_capital(last.ptr[0])) ||
                s->source_class == SLANT_SOURCE_ORGANISATION;
    return named || s->wire_attributions > 1 ? slant_said_aloud(side, first) : slant_said_plainly(side, first);
}

static void side_cut(struct auditing *a, const struct slant_audit_speaker *s, uint32_t all_words)
{
    if (s->wire_attributions == 0 || s->edited_attributions > 0 || s->source_class == SLANT_SOURCE_DOCUMENT ||
        may_be_heard(&a->edited, slant_last_word(s->name)))
        return;
    const struct slant_attribution *first = first_of(&a->wire, s);
    if (first == NULL)
        return;
    struct said said = slant_said_of(&a->wire, first);
    if (said.row < 0 || !is_a_name(&a->wire, s, &said))
        return;
    for (uint32_t i = 0; i < a->n; i++) /* told already: what this source said is in the edit */
        if ((a->changes[i].kind == SLANT_ATTRIBUTION_DROPPED || a->changes[i].kind == SLANT_SOURCE_VAGUER) &&
            a->changes[i].wire.row == said.row)
            return;
    int weighty = s->wire_attributions > 1 || s->wire_words * 8 >= all_words;
    slant_changes_add(a, SLANT_SIDE_CUT, weighty ? SLANT_WARNING : SLANT_SUGGESTION,
                      (struct place){said.row, said.source}, (struct place){ROW_NONE, {0, 0}},
                      "%.*s: %u attribution%s in the wire, none in the edit", STR(s->name), s->wire_attributions,
                      s->wire_attributions == 1 ? "" : "s");
}

static void sort_speakers(struct slant_audit_speaker *rows, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) { /* few; keeps the order of equals */
        struct slant_audit_speaker row = rows[i];
        int64_t lost = (int64_t)row.wire_words - row.edited_words;
        uint32_t at = i;
        for (; at > 0 && (int64_t)rows[at - 1].wire_words - rows[at - 1].edited_words < lost; at--)
            rows[at] = rows[at - 1];
        rows[at] = row;
    }
}

void slant_audit_speakers(struct auditing *a, struct slant_audit *out)
{
    struct slant_audit_speaker *rows = slant_arena_zalloc(a->mem, MOST_SPEAKERS * sizeof *rows);
    uint32_t n = 0, words = 0;
    if (rows == NULL) {
        a->no_memory = 1;
        return;
    }
    count_speakers(&a->wire, 1, rows, &n);
    count_speakers(&a->edited, 0, rows, &n);
    for (uint32_t i = 0; i < n; i++)
        words += rows[i].wire_words;
    for (uint32_t i = 0; i < n && !out->strangers; i++)
        side_cut(a, &rows[i], words);
    sort_speakers(rows, n);
    out->speakers = rows;
    out->nspeakers = n;
}
