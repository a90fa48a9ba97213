/* framing: an article's frames and its choices of names, each in one line of plain words. */
#ifndef SLANT_REPORT_FRAMING_H
#define SLANT_REPORT_FRAMING_H

#include "slant.h"
#include "base/buffer.h"

/* "conflict 38 %, security 12 % of the sentences", the largest share first; nothing where no sentence has a frame or
 * there are too few. */
void slant_framing_frames(const struct slant_result *result, struct slant_buffer *out);

/* "conflict actor: militant 3, terrorist 1 (and 2 by others)": the sets in which a name takes a side, or more than one
 * was chosen; nothing where there is none. */
void slant_framing_names(const struct slant_result *result, struct slant_buffer *out);

#endif
