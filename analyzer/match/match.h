/* match: finds lexicon entries in a document's tokens.
 * in:    tokens with tags (borrowed), the frozen matcher, the thread's classes
 * out:   hits in text order, allocated in mem
 * fails: SLANT_ENOMEM, SLANT_ETOOBIG (over 4 million candidates in one article). Odd text is never an error.
 *
 * Within a layer the longest match wins, then the one with more words by surface, then the earlier; layers do not see
 * each other. What an exception covers does not count. A hit whose words are part of a name (capitals in mid-sentence)
 * does not count, nor does a booster inside negation. */
#ifndef SLANT_MATCH_MATCH_H
#define SLANT_MATCH_MATCH_H

#include "base/arena.h"
#include "lexicon/lexicon.h"
#include "tokenize/tokenize.h"

/* What became of a candidate. All that stands is handed on; the others to who looks after the lexicons. */
enum slant_fate {
    SLANT_STANDS,
    SLANT_SHADOWED,   /* a weightier one of its layer, or an exception, has its words */
    SLANT_A_NAME,     /* its capitals are a name's */
    SLANT_NEGATED,    /* a booster behind a negation */
    SLANT_POSSESSIVE, /* a single word with 's */
    SLANT_NO_PASSIVE  /* a participle of harm that is no passive, or names its agent */
};

struct slant_hit {
    uint32_t first, last; /* tokens [first, last) */
    uint32_t sentence;
    int32_t entry;    /* index into the entries; -1: a rule found it */
    uint8_t layer;    /* enum slant_layer */
    uint8_t voice;    /* enum slant_voice, filled by voices/ */
    uint8_t slot;     /* its entry's: see lexicon/ */
    uint8_t fate;     /* enum slant_fate */
    const char *rule; /* of a rule's find: its name; else NULL */
    const char *kind; /* the codebook's word */
};

struct slant_hits {
    struct slant_hit *rows;
    uint32_t n, cap;
};

#define SLANT_KEEP_EXCEPTIONS 1u /* exceptions stand among the hits */
#define SLANT_KEEP_LOST 2u       /* so do candidates that do not count */

/* The words that the matcher knows: tags of tokens → classes. */
struct slant_match_input {
    const struct slant_tokens *tokens;
    const struct slant_lexicon_view *lexicon;
    const struct slant_class *classes;
    const struct slant_mask *masks; /* of the classes */
    unsigned keep;                  /* SLANT_KEEP_*, for who looks after the lexicons */
};

slant_status slant_match_run(const struct slant_match_input *in, struct slant_arena *mem, struct slant_hits *out);

/* Appends one hit. fails: SLANT_ENOMEM, SLANT_ETOOBIG. */
slant_status slant_hits_add(struct slant_hits *hits, struct slant_arena *mem, const struct slant_hit *hit);

/* By first word, last word, layer. Cheap on what is nearly in order. */
void slant_hits_sort(struct slant_hits *hits);

/* The participles of harm among candidates → clausal passives without an agent. Widens hit over its auxiliary.
 * 1: keep it. */
int slant_is_agentless(const struct slant_match_input *in, struct slant_hit *hit);

#endif
