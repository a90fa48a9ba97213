/* first: which marks an editor should look at first, and the words around a mark. */
#ifndef SLANT_REPORT_FIRST_H
#define SLANT_REPORT_FIRST_H

#include "slant.h"
#include "base/buffer.h"

enum { SLANT_FIRST = 6 };
/* Indices of at most SLANT_FIRST marks in the outlet's voice, in text order. Returns how many. */
unsigned slant_first_marks(const struct slant_result *result, uint32_t out[SLANT_FIRST]);

/* The mark's surroundings, inside its sentence (or headline, or line), of at most about `columns`. */
struct slant_fragment {
    struct slant_str before, marked, after;
    int cut_before, cut_after; /* something of the sentence was left out */
};
struct slant_fragment slant_fragment_of(const struct slant_result *result, const struct slant_mark *mark,
                                        size_t columns);

/* The kind (of a cue: the stance) in plain words; "" where it would say the layer's name again. */
const char *slant_mark_kind(const struct slant_mark *mark);
/* "loaded word (image)" */
void slant_mark_title(struct slant_buffer *out, const struct slant_mark *mark);
/* "headline", "paragraph 3": and on its own, "sentence 5", or "". */
void slant_mark_place(const struct slant_result *result, const struct slant_mark *mark, struct slant_buffer *paragraph,
                      struct slant_buffer *sentence);

#endif
