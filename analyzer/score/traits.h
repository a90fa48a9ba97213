/* traits: a sentence as a row of named numbers, for the fitted measures: marks of each kind, and a few plain things
 * (numbers, modal verbs, an exclamation mark) that a reader can check by eye. No trait asks who is speaking. */
#ifndef SLANT_SCORE_TRAITS_H
#define SLANT_SCORE_TRAITS_H

#include "score/score.h"

/* A density is 20 × how many / (words + 5): how many in a sentence of 15 words, held back in short ones. */
enum slant_trait {
    SLANT_TRAIT_INTERCEPT, /* 1 */
    SLANT_TRAIT_WORDS,     /* log of the words */
    SLANT_TRAIT_MARKS,     /* log of 1 + marks of the layers loaded, insinuation and opinion */
    SLANT_TRAIT_NUMBERS,   /* densities of words from here on */
    SLANT_TRAIT_MODALS,
    SLANT_TRAIT_NEGATIONS,
    SLANT_TRAIT_FIRST_PERSON,
    SLANT_TRAIT_PRONOUNS,
    SLANT_TRAIT_ADVERBS, /* in -ly */
    SLANT_TRAIT_DETERMINERS,
    SLANT_TRAIT_PREPOSITIONS,
    SLANT_TRAIT_QUANTITIES,  /* many, several, dozens */
    SLANT_TRAIT_TIMES,       /* Monday, year */
    SLANT_TRAIT_CAPITALS,    /* words all in capitals */
    SLANT_TRAIT_NAMES,       /* capitalised words that do not begin the sentence */
    SLANT_TRAIT_EXCLAMATION, /* 1 or 0 from here on */
    SLANT_TRAIT_QUESTION,
    SLANT_TRAIT_QUOTATION, /* a quotation mark stands in it */
    SLANT_TRAIT_DASH,
    SLANT_TRAIT_KIND, /* densities of marks: a layer's kinds (a cue's stances) from here on, SLANT_TRAIT_KINDS a layer
                       */
    SLANT_TRAIT_KINDS = 8,
    SLANT_NTRAITS = SLANT_TRAIT_KIND + SLANT_NLAYERS * SLANT_TRAIT_KINDS
};

/* Are this layer's marks traits? Frames and labels tell of topics, layers of one's own of anything. */
int slant_traits_count(enum slant_layer layer);
/* "first-person", "loaded.metaphor", "cue.distancing", into room; 0: there is no such trait. */
int slant_trait_name(int trait, char *room, size_t size);

/* Walks an article's sentences in order. */
struct slant_traits {
    const struct slant_score_input *in;
    uint32_t hit, quote; /* the first that were not passed yet */
    double values[SLANT_NTRAITS];
    uint64_t marked[(SLANT_NTRAITS + 63) / 64]; /* a bit for each trait from SLANT_TRAIT_KIND on that is not 0 */
    uint32_t first_hit;                         /* hits [first_hit, hit) are the sentence's */
};
void slant_traits_start(struct slant_traits *t, const struct slant_score_input *in);
/* Sentences [first, last) as one: fills values. Ask in ascending order. */
void slant_traits_of(struct slant_traits *t, uint32_t first, uint32_t last);

/* The first trait of a kind of marks, from this one on, that is not 0; SLANT_NTRAITS: none. Few are. */
int slant_trait_marked(const struct slant_traits *t, int from);

#endif
