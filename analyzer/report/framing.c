#include "report/framing.h"

#include <math.h>
#include <string.h>

#include "report/plain.h"

enum { MOST_FRAMES = 16 };

static const char prefix[] = "frame-";

/* ---- frames ------------------------------------------------------------------------------------------- */

/* Frames that some sentence has, the largest share first, equal ones in the codebook's order. */
static unsigned frames_of(const struct slant_result *result, const struct slant_measure *rows[MOST_FRAMES])
{
    unsigned n = 0;
    for (uint32_t i = 0; i < result->nmeasures && n < MOST_FRAMES; i++) {
        const struct slant_measure *m = &result->measures[i];
        if (strncmp(m->name, prefix, sizeof prefix - 1) != 0 || !isfinite(m->rate) || m->count == 0)
            continue;
        unsigned at = n++;
        for (; at > 0 && rows[at - 1]->rate < m->rate; at--)
            rows[at] = rows[at - 1];
        rows[at] = m;
    }
    return n;
}

void slant_framing_frames(const struct slant_result *result, struct slant_buffer *out)
{
    const struct slant_measure *rows[MOST_FRAMES];
    char number[SLANT_NUMBER];
    unsigned n = frames_of(result, rows);
    for (unsigned i = 0; i < n; i++)
        slant_buffer_printf(out, "%s%s %s %%", i > 0 ? ", " : "", rows[i]->name + sizeof prefix - 1,
                            slant_plain_percent((uint64_t)rows[i]->count, (uint64_t)rows[i]->exposure, number));
    slant_buffer_puts(out, n > 0 ? " of the sentences" : "");
}

/* ---- names -------------------------------------------------------------------------------------------- */

static int same_set(const struct slant_choice *a, const struct slant_choice *b)
{
    return a->set.len == b->set.len && memcmp(a->set.ptr, b->set.ptr, a->set.len) == 0;
}

/* Choices [from, end) are of one set. Does it tell something? */
static int tells(const struct slant_choice *rows, uint32_t from, uint32_t end)
{
    return end > from + 1 || strcmp(rows[from].kind, "neutral") != 0;
}

static void one_name(const struct slant_choice *choice, struct slant_buffer *out)
{
    uint32_t own = choice->by_voice[SLANT_VOICE_OUTLET], others = 0;
    for (int voice = SLANT_VOICE_OUTLET + 1; voice < SLANT_NVOICES; voice++)
        others += choice->by_voice[voice];
    slant_buffer_puts(out, choice->name);
    if (own > 0)
        slant_buffer_printf(out, " %u", own);
    if (others > 0)
        slant_buffer_printf(out, own > 0 ? " (and %u by others)" : " (%u by others)", others);
}

/* "conflict-actor" → "conflict actor: " */
static void set_name(struct slant_str set, struct slant_buffer *out)
{
    for (size_t i = 0; i < set.len; i++)
        slant_buffer_putc(out, set.ptr[i] == '-' ? ' ' : set.ptr[i]);
    slant_buffer_puts(out, ": ");
}

void slant_framing_names(const struct slant_result *result, struct slant_buffer *out)
{
    const struct slant_choice *rows = result->choices;
    int sets = 0;
    for (uint32_t from = 0, end; from < result->nchoices; from = end) {
        for (end = from + 1; end < result->nchoices && same_set(&rows[from], &rows[end]);)
            end++;
        if (!tells(rows, from, end))
            continue;
        slant_buffer_puts(out, sets++ > 0 ? " · " : "");
        set_name(rows[from].set, out);
        for (uint32_t i = from; i < end; i++) {
            slant_buffer_puts(out, i > from ? ", " : "");
            one_name(&rows[i], out);
        }
    }
}
