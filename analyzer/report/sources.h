/* sources: who is heard in an article, and by which words, each in one line of plain words. Where there are no measures
 * of attribution nothing is said. */
#ifndef SLANT_REPORT_SOURCES_H
#define SLANT_REPORT_SOURCES_H

#include "slant.h"
#include "base/buffer.h"

/* "4: 2 named people, 1 organisation, 1 unnamed · one source has 58 % of the attributed words" */
void slant_sources_heard(const struct slant_result *result, struct slant_buffer *out);

/* "14.7 per 1,000 words, 41 % of sentences · "said" 6, "claimed" 2 (all of the union)": the most frequent cues, and
 * those of doubt with whom they are kept for. The cues are told when the attributions are there. */
void slant_sources_cues(const struct slant_result *result, struct slant_buffer *out);

#endif
