/* choices: which of several names for the same thing each voice chose. */
#include <string.h>

#include "score/score.h"

/* "conflict-actor/militant" → its set, and the name behind the slash. */
static struct slant_choice choice_of(const struct slant_entry *entry)
{
    const char *slash = strchr(entry->set, '/');
    return (struct slant_choice){
        .set = {entry->set, (size_t)(slash - entry->set)}, .name = slash + 1, .kind = entry->kind};
}

/* Where this choice stands, or where to put it: by the text of the column, which is set, slash, name. */
static uint32_t find(const struct slant_choice *rows, uint32_t n, const char *set, int *found)
{
    uint32_t low = 0, left = n;
    *found = 0;
    while (left > 0 && !*found) {
        uint32_t half = left / 2;
        int order = strcmp(rows[low + half].set.ptr, set); /* set.ptr is the whole column */
        *found = order == 0;
        if (order < 0) {
            low += half + 1;
            left -= half + 1;
        } else {
            left = half;
        }
    }
    return *found ? low + left : low;
}

slant_status slant_score_choices(const struct slant_score_input *in, struct slant_arena *mem,
                                 const struct slant_choice **out, uint32_t *n)
{
    struct slant_choice *rows = NULL;
    uint32_t cap = 0;
    *n = 0;
    for (uint32_t i = 0; i < in->hits->n; i++) {
        const struct slant_hit *h = &in->hits->rows[i];
        if (h->layer != SLANT_LABEL || in->lexicon->entries[h->entry].exception)
            continue;
        int found;
        const struct slant_entry *entry = &in->lexicon->entries[h->entry];
        uint32_t at = find(rows, *n, entry->set, &found);
        if (!found) {
            if (*n == cap) {
                uint32_t more = cap ? cap * 2 : 16;
                rows = slant_arena_grow(mem, rows, cap * sizeof *rows, more * sizeof *rows);
                if (rows == NULL)
                    return SLANT_ENOMEM;
                cap = more;
            }
            if (*n > at)
                memmove(rows + at + 1, rows + at, (*n - at) * sizeof *rows);
            rows[at] = choice_of(entry);
            (*n)++;
        }
        rows[at].by_voice[h->voice]++;
    }
    *out = rows;
    return SLANT_OK;
}
