/* examples: a few marks of each measure and outlet, with the sentence around them: what stands behind a number. */
#ifndef SLANT_COMPARE_EXAMPLES_H
#define SLANT_COMPARE_EXAMPLES_H

#include "slant.h"
#include "base/arena.h"

enum { SLANT_MOST_EXAMPLES = 3 };

struct slant_example {
    uint64_t hash; /* those with the least are kept */
    const char *kind;
    struct slant_str sentence; /* UTF-8; ptr NULL: none */
    size_t start, len;         /* of the mark in the sentence, bytes */
    struct slant_str id;       /* of the article */
};

struct slant_example_set {
    const char *measure; /* borrowed */
    struct slant_str outlet;
    struct slant_example examples[SLANT_MOST_EXAMPLES]; /* by hash, rising */
    uint32_t n;
    uint64_t seen;
};

/* Zeroed at first. */
struct slant_examples {
    struct slant_arena mem;
    struct slant_example_set *sets;
    uint32_t n, cap;
};

/* Strings are copied. 0, or -1: out of memory. */
int slant_examples_add(struct slant_examples *examples, const char *measure, struct slant_str outlet,
                       struct slant_str id, const struct slant_example *example);
/* NULL: there are none. */
const struct slant_example_set *slant_examples_of(const struct slant_examples *examples, const char *measure,
                                                  struct slant_str outlet);
void slant_examples_free(struct slant_examples *examples);

#endif
