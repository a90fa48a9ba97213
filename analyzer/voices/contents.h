/* contents: the words of its sentence that a cue lays at its source. */
#ifndef SLANT_VOICES_CONTENTS_H
#define SLANT_VOICES_CONTENTS_H

#include "voices/sayings.h"

/* Fills the saying's contents, and sharpens its rule. end: behind the article's last cue. */
void slant_contents_find(const struct slant_match_input *in, const struct slant_cue *cue, const struct slant_cue *end,
                         struct slant_saying *saying);

#endif
