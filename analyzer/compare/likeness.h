/* likeness: which articles are one and the same text (wire copy, reprints), and which tell of the same event.
 *
 * Same text: a sketch of the five-word runs of the text (one-permutation minwise hashing, 64 places; Li, Owen & Zhang
 * 2012); texts whose sketches agree in 45 places or more share about 70 % of their runs.
 * Same event: words of headline and lead weighted by their rarity, cosine of .15 or more, at most two days apart,
 * joined by the mean over all pairs of two groups (UPGMA), the most alike first. */
#ifndef SLANT_COMPARE_LIKENESS_H
#define SLANT_COMPARE_LIKENESS_H

#include "compare/counts.h"

enum { SLANT_SKETCH = 64, SLANT_LEAD_WORDS = 400 };

struct slant_likeness {
    uint32_t sketch[SLANT_SKETCH]; /* all 0: too short for one */
    uint32_t *words;               /* hashes of different words of headline and lead, rising */
    uint32_t nwords;
};

/* words are allocated in mem. 0, or -1: out of memory. */
int slant_likeness_of(struct slant_str title, struct slant_str text, struct slant_arena *mem,
                      struct slant_likeness *out);

/* all: one a row of counts, in the order of the rows, which must not be sorted yet. Of articles with the same text the
 * first by day, then outlet, then id stays; the others are excluded as "same_text", with its id. fails: SLANT_ENOMEM.
 */
slant_status slant_likeness_drop_copies(struct slant_counts *counts, struct slant_likeness *all);
/* Gives every article that shares its event with another outlet's a story, named by the id of the event's first
 * article; others lose theirs. */
slant_status slant_likeness_match(struct slant_counts *counts, const struct slant_likeness *all);

#endif
