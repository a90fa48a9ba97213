#include "score/attributed.h"

#include <math.h>
#include <string.h>

#include "stats/diversity.h"

static void count_saying(const struct slant_score_input *in, const struct slant_saying *s, struct slant_attributed *out)
{
    out->all++;
    out->sourced += s->source.first < s->source.last;
    out->unnamed += s->source_class == SLANT_SOURCE_OFFICIAL_UNNAMED || s->source_class == SLANT_SOURCE_OTHER_UNNAMED;
    out->vague += s->source_class == SLANT_SOURCE_VAGUE;
    if (s->cue < 0)
        return;
    int32_t entry = in->voices->cues.rows[s->cue].entry;
    const char *stance = entry >= 0 ? in->lexicon->entries[entry].stance : "neutral";
    out->cued++;
    out->distancing += strcmp(stance, "distancing") == 0;
    out->endorsing += strcmp(stance, "endorsing") == 0;
}

/* "X said that Y had denied Z": Z is in the contents of both. A word counts once, for whom the text lets speak first.
 */
static void count_words(const struct slant_score_input *in, const struct slant_saying *s, unsigned char *taken,
                        double *words)
{
    for (uint32_t k = 0; k < s->ncontents; k++)
        for (uint32_t i = s->contents[k].first; i < s->contents[k].last; i++) {
            words[s->who] += !taken[i] && (i == 0 || (in->tokens->tokens[i].before & SLANT_GAP_HYPHEN) == 0);
            taken[i] = 1;
        }
}

slant_status slant_attributed_count(const struct slant_score_input *in, struct slant_arena *mem,
                                    struct slant_attributed *out)
{
    const struct slant_sayings *sayings = &in->voices->sayings;
    int32_t most = 0;
    *out = (struct slant_attributed){.effective = NAN};
    if (sayings->n == 0)
        return SLANT_OK;
    for (uint32_t i = 0; i < sayings->n; i++)
        most = sayings->rows[i].who > most ? sayings->rows[i].who : most;
    size_t n = (size_t)most + 1;
    double *words = slant_arena_zalloc(mem, n * sizeof *words);
    unsigned char *taken = slant_arena_zalloc(mem, in->tokens->n), *heard = slant_arena_zalloc(mem, n);
    if (words == NULL || taken == NULL || heard == NULL)
        return SLANT_ENOMEM;
    for (uint32_t i = 0; i < sayings->n; i++) {
        const struct slant_saying *s = &sayings->rows[i];
        count_saying(in, s, out);
        if (s->who == 0)
            continue;
        out->sources += !heard[s->who];
        heard[s->who] = 1;
        count_words(in, s, taken, words);
    }
    for (size_t i = 1; i < n; i++) {
        out->words += (uint32_t)words[i];
        out->most = (uint32_t)fmax(out->most, words[i]);
    }
    out->effective = slant_diversity_of(words, n).hill1;
    return SLANT_OK;
}
