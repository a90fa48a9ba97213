/* features: what can be seen of a word that may be a cue, as named yes-or-no features, and the weights that they carry.
 *
 * A feature is a family and a value, "next:that", or two of each, "next+next2:to+other". The last family is the word
 * itself, "word:say". The weights are a TSV file (feature, weight, standard error): the log-odds that each adds; what
 * is not in it weighs nothing. */
#ifndef SLANT_VOICES_FEATURES_H
#define SLANT_VOICES_FEATURES_H

#include "match/match.h"

enum { SLANT_MOST_FEATURES = 48 };

/* A word, some words or a colon that may tie a content to a source. */
struct slant_cue {
    uint32_t first, last; /* tokens [first, last); of a colon: the token behind it, twice */
    uint32_t head;        /* the token that says it */
    uint32_t sentence;
    int32_t entry;  /* index into the entries; -1: the word alone */
    uint16_t lemma; /* see lexicon/roles.h; 0: none */
    uint8_t colon;
    uint8_t quoted;           /* it stands inside a quotation */
    uint8_t taken;            /* it is held for a cue */
    double chance;            /* that a reader would call it a cue */
    const uint32_t *features; /* what the chance was made from, since what is found later changes voices and ends */
    uint32_t nfeatures;       /* 0: it was not asked, for it is quoted, or there are no weights */
};

struct slant_cues {
    struct slant_cue *rows;
    uint32_t n, cap;
};

/* What the neighbours of a candidate are asked. The tokens' voices say what is quoted. */
struct slant_setting {
    const struct slant_match_input *in;
    const struct slant_cues *cues;
    uint8_t *words;     /* by token: what it is to its neighbours, plus 1; 0: not asked yet */
    uint32_t bases[32]; /* the first feature of each family */
};
/* fails: SLANT_ENOMEM. */
slant_status slant_setting_start(struct slant_setting *setting, const struct slant_match_input *in,
                                 const struct slant_cues *cues, struct slant_arena *mem);

/* The features of cue number i; returns how many. Numbers are below slant_features_count(). */
uint32_t slant_features_of(const struct slant_setting *setting, uint32_t i, uint32_t out[SLANT_MOST_FEATURES]);
/* Without the words: lemma n is feature slant_features_count() + n. */
uint32_t slant_features_count(void);
/* The number of a name, UINT32_MAX: there is no such feature. */
uint32_t slant_features_find(const struct slant_roles *roles, const char *name);
/* "next:that" into room. */
void slant_features_name(const struct slant_roles *roles, uint32_t feature, char *room, size_t size);

struct slant_weights;
/* fails: SLANT_EREAD, SLANT_ELEXICON (with file and line: a feature that there is not, a number that is none),
 * SLANT_ENOMEM. roles is borrowed for the call. */
slant_status slant_weights_open(const char *path, const struct slant_roles *roles, struct slant_weights **out,
                                struct slant_error *err);
void slant_weights_close(struct slant_weights *weights);
/* 1 / (1 + exp(-(sum of weights))). */
double slant_weights_chance(const struct slant_weights *weights, const uint32_t *features, uint32_t n);

#endif
