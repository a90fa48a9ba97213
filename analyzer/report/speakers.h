/* speakers: who is given as a source in an article, how often, by which cues. For the pages that show one article. */
#ifndef SLANT_REPORT_SPEAKERS_H
#define SLANT_REPORT_SPEAKERS_H

#include "slant.h"

enum { SLANT_MOST_SPEAKERS = 40, SLANT_MOST_CUES = 6 };

struct slant_speaker_cue {
    struct slant_str text; /* as first written */
    uint32_t count;
    const char *stance;
};

struct slant_speaker {
    struct slant_str name; /* ptr NULL: nobody is given */
    enum slant_source_class source_class;
    uint32_t attributions;
    uint32_t ncues; /* those behind the last are not listed */
    struct slant_speaker_cue cues[SLANT_MOST_CUES];
};

struct slant_speakers {
    struct slant_speaker rows[SLANT_MOST_SPEAKERS]; /* the most often given first, nobody last */
    uint32_t n;
    uint32_t left_out; /* attributions of further speakers */
};

void slant_speakers_gather(const struct slant_result *result, struct slant_speakers *out);

/* "person", "an organisation, a state": the class in words that a reader knows. */
const char *slant_speakers_class(enum slant_source_class source_class);

#endif
