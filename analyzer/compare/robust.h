/* robust: does what a comparison claims hang on one word, or on one story? Every term of a measure is left out in turn
 * (its marks taken from the counts), and every story (its articles taken away). A claim falls when the interval of what
 * remains, as many standard errors wide as the one that is shown, holds 1, or when too little remains to test. Nothing
 * is shuffled anew: this tells how a claim leans, and makes none. */
#ifndef SLANT_COMPARE_ROBUST_H
#define SLANT_COMPARE_ROBUST_H

#include "compare/compare.h"

/* Marks of one term in one article, in the outlet's own voice. */
struct slant_term_count {
    const char *term; /* borrowed */
    uint32_t measure; /* of the counts */
    uint32_t row;     /* number of the article, as added to the counts */
    uint32_t count;
};
/* Zeroed at first. */
struct slant_terms {
    struct slant_term_count *all;
    size_t n, cap;
    int too_many; /* to be kept in memory (8 million): then no term is tried */
};
/* At most one for a term, measure and row. 0, or -1: out of memory. */
int slant_terms_add(struct slant_terms *terms, const struct slant_term_count *count);
void slant_terms_free(struct slant_terms *terms);

/* Fills the measures' `terms` and `stories_out`. terms are sorted; rows that have been left out are passed over.
 * Without terms only the stories are tried. Fails: SLANT_ENOMEM. */
slant_status slant_robust_run(const struct slant_counts *counts, struct slant_terms *terms, struct slant_arena *mem,
                              struct slant_comparison *out);

#endif
