#include "report/speakers.h"

#include <stdlib.h>
#include <string.h>

const char *slant_speakers_class(enum slant_source_class source_class)
{
    static const char *const words[SLANT_NSOURCES] = {
        [SLANT_SOURCE_PERSON] = "a person",
        [SLANT_SOURCE_ORGANISATION] = "a body or a state",
        [SLANT_SOURCE_DOCUMENT] = "a document",
        [SLANT_SOURCE_OFFICIAL_UNNAMED] = "officials without a name",
        [SLANT_SOURCE_OTHER_UNNAMED] = "somebody without a name",
        [SLANT_SOURCE_VAGUE] = "nobody who could be found",
        [SLANT_SOURCE_NONE] = "not given",
    };
    return words[source_class];
}

static struct slant_speaker *speaker_of(struct slant_speakers *all, const struct slant_attribution *a)
{
    for (uint32_t i = 0; i < all->n; i++) {
        struct slant_speaker *s = &all->rows[i];
        if (s->name.len == a->speaker.len &&
            (s->name.ptr == a->speaker.ptr ||
             (a->speaker.len > 0 && memcmp(s->name.ptr, a->speaker.ptr, a->speaker.len) == 0)))
            return s;
    }
    if (all->n == SLANT_MOST_SPEAKERS)
        return NULL;
    struct slant_speaker *s = &all->rows[all->n++];
    *s = (struct slant_speaker){.name = a->speaker, .source_class = a->source_class};
    if (a->speaker.len == 0)
        s->source_class = SLANT_SOURCE_NONE;
    return s;
}

static void add_cue(struct slant_speaker *s, const struct slant_attribution *a)
{
    if (a->cue.text.ptr == NULL)
        return;
    for (uint32_t i = 0; i < s->ncues; i++)
        if (s->cues[i].text.len == a->cue.text.len &&
            memcmp(s->cues[i].text.ptr, a->cue.text.ptr, a->cue.text.len) == 0) {
            s->cues[i].count++;
            return;
        }
    if (s->ncues < SLANT_MOST_CUES)
        s->cues[s->ncues++] = (struct slant_speaker_cue){a->cue.text, 1, a->stance};
}

static int by_count(const void *a, const void *b)
{
    const struct slant_speaker *x = a, *y = b;
    if ((x->name.len == 0) != (y->name.len == 0))
        return x->name.len == 0 ? 1 : -1;
    if (x->attributions != y->attributions)
        return x->attributions > y->attributions ? -1 : 1;
    return x->name.ptr < y->name.ptr ? -1 : x->name.ptr > y->name.ptr; /* as they come in the article */
}

void slant_speakers_gather(const struct slant_result *result, struct slant_speakers *out)
{
    out->n = out->left_out = 0;
    for (uint32_t i = 0; i < result->nattributions; i++) {
        const struct slant_attribution *a = &result->attributions[i];
        struct slant_speaker *s = speaker_of(out, a);
        if (s == NULL) {
            out->left_out++;
            continue;
        }
        s->attributions++;
        add_cue(s, a);
    }
    qsort(out->rows, out->n, sizeof out->rows[0], by_count);
}
