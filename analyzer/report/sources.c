#include "report/sources.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "report/layers.h"
#include "report/plain.h"
#include "report/speakers.h"

enum { MOST_CUES = 40, CUES_TOLD = 5, MOST_TOLD = 8, LONGEST = 40 };

/* ---- sources ------------------------------------------------------------------------------------------ */

static int same_text(struct slant_str a, struct slant_str b)
{
    return a.len == b.len && (a.len == 0 || strncasecmp(a.ptr, b.ptr, a.len) == 0);
}

static void classes(const struct slant_result *result, struct slant_buffer *out)
{
    static const struct {
        const char *one, *many;
    } names[] = {{"named person", "named people"},
                 {"organisation", "organisations"},
                 {"document", "documents"},
                 {"unnamed official", "unnamed officials"},
                 {"other without a name", "others without a name"}};
    enum { NAMES = sizeof names / sizeof names[0] };
    struct slant_speakers all;
    uint32_t counts[NAMES] = {0};
    const char *before = ": ";
    slant_speakers_gather(result, &all);
    for (uint32_t i = 0; i < all.n; i++)
        if ((unsigned)all.rows[i].source_class < NAMES)
            counts[all.rows[i].source_class]++;
    for (size_t i = 0; i < NAMES; i++) {
        if (counts[i] == 0)
            continue;
        slant_buffer_printf(out, "%s%u %s", before, counts[i], counts[i] == 1 ? names[i].one : names[i].many);
        before = ", ";
    }
}

void slant_sources_heard(const struct slant_result *result, struct slant_buffer *out)
{
    const struct slant_measure *sources = slant_find_measure(result, "sources"),
                               *top = slant_find_measure(result, "top-source"),
                               *vague = slant_find_measure(result, "vague-sources");
    char number[SLANT_NUMBER];
    if (sources == NULL)
        return;
    if (sources->count == 0)
        slant_buffer_puts(out, "none that can be told");
    else
        slant_buffer_puts(out, slant_plain_count((uint64_t)sources->count, number));
    classes(result, out);
    if (top != NULL && isfinite(top->rate) && sources->count > 1)
        slant_buffer_printf(out, " · one source has %s %% of the attributed words",
                            slant_plain_percent((uint64_t)top->count, (uint64_t)top->exposure, number));
    if (vague != NULL && vague->count > 0)
        slant_buffer_printf(out, " · vague (some say, it is believed) %s%s",
                            vague->count == 1 ? "once" : slant_plain_count((uint64_t)vague->count, number),
                            vague->count == 1 ? "" : " times");
}

/* ---- cues --------------------------------------------------------------------------------------------- */

struct told_cue {
    struct slant_str text, speaker;
    uint32_t count;
    int doubts, alone; /* alone: all have the same speaker, who is known */
};

static uint32_t gather_cues(const struct slant_result *result, struct told_cue rows[MOST_CUES])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < result->nattributions; i++) {
        const struct slant_attribution *a = &result->attributions[i];
        struct slant_str text = a->cue.text;
        uint32_t k = 0;
        while (k < n && !same_text(rows[k].text, text))
            k++;
        if (text.len < 2 || text.len > LONGEST || k == MOST_CUES) /* no marks, no colon, nothing endless */
            continue;
        if (k == n)
            rows[n++] =
                (struct told_cue){text, a->speaker, 0, strcmp(a->stance, "distancing") == 0, a->speaker.len > 0};
        rows[k].count++;
        rows[k].alone &= same_text(rows[k].speaker, a->speaker);
    }
    return n;
}

/* The most frequent first, equal ones as they come in the text. */
static void sort_cues(struct told_cue *rows, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        struct told_cue row = rows[i];
        uint32_t at = i;
        for (; at > 0 && rows[at - 1].count < row.count; at--)
            rows[at] = rows[at - 1];
        rows[at] = row;
    }
}

static void one_cue(const struct told_cue *cue, struct slant_buffer *out)
{
    slant_buffer_puts(out, "“");
    for (size_t i = 0; i < cue->text.len; i++)
        slant_buffer_putc(out, cue->text.ptr[i] >= 'A' && cue->text.ptr[i] <= 'Z' ? (char)(cue->text.ptr[i] | 0x20)
                                                                                  : cue->text.ptr[i]);
    slant_buffer_printf(out, "” %u", cue->count);
    if (!cue->doubts || !cue->alone || cue->speaker.len > LONGEST)
        return;
    slant_buffer_puts(out, cue->count == 1 ? " (of " : cue->count == 2 ? " (both of " : " (all of ");
    int article = cue->speaker.len > 4 && memcmp(cue->speaker.ptr, "The ", 4) == 0; /* it began a sentence */
    slant_buffer_puts(out, article ? "the " : "");
    slant_buffer_add(out, cue->speaker.ptr + 4 * article, cue->speaker.len - 4 * (size_t)article);
    slant_buffer_putc(out, ')');
}

static void cues(const struct slant_result *result, struct slant_buffer *out)
{
    struct told_cue rows[MOST_CUES];
    uint32_t n = gather_cues(result, rows), told = 0;
    sort_cues(rows, n);
    for (uint32_t i = 0; i < n && told < MOST_TOLD; i++) {
        if (i >= CUES_TOLD && !rows[i].doubts)
            continue;
        slant_buffer_puts(out, told++ > 0 ? ", " : " · ");
        one_cue(&rows[i], out);
    }
}

void slant_sources_cues(const struct slant_result *result, struct slant_buffer *out)
{
    const struct slant_measure *density = slant_find_measure(result, "attribution"),
                               *sentences = slant_find_measure(result, "attributed-sentences");
    char number[SLANT_NUMBER];
    if (density == NULL)
        return;
    if (density->count == 0)
        slant_buffer_puts(out, "none");
    else if (!isfinite(density->rate))
        slant_buffer_puts(out, slant_plain_count((uint64_t)density->count, number));
    else
        slant_plain_rate(out, density);
    if (density->count > 0 && sentences != NULL && isfinite(sentences->rate)) {
        slant_buffer_puts(out, ", ");
        slant_plain_rate(out, sentences);
    }
    cues(result, out);
}
