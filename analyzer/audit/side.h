/* side: one text of an audit, its words made comparable with the other's. */
#ifndef SLANT_AUDIT_SIDE_H
#define SLANT_AUDIT_SIDE_H

#include "audit/audit.h"
#include "lexicon/lexicon.h"

enum { NO_WORD = -1 };

struct side_word {
    uint64_t surface;    /* hash of the word in lower case, without 's */
    uint32_t stem;       /* dense number, the same in both texts */
    uint32_t sets;       /* SLANT_SET_* */
    float weight;        /* how much it tells: the logarithm of its rarity */
    uint32_t start, end; /* code points of the field */
    const char *bytes;   /* in the field */
    uint32_t len;
    int32_t match;    /* the other text's word; NO_WORD */
    uint8_t quoted;   /* in a quotation */
    uint8_t scare;    /* in scare quotes */
    uint8_t in_title; /* start and end count in the title's field */
};

/* A stretch of words: a sentence, a mark, a quotation. */
struct side_range {
    uint32_t first, last; /* [first, last) */
};

struct side_mark {
    struct side_range at;
    const struct slant_mark *mark;
};

struct side {
    const struct slant_tokens *tokens;
    const struct slant_hits *hits;
    const struct slant_result *result;
    uint32_t nwords;
    struct side_word *words;
    struct side_range title;      /* empty: no title */
    uint32_t nsentences;          /* as the result's rows */
    struct side_range *sentences; /* cut to MOST_SENTENCE_WORDS */
    uint32_t *sentence_of;        /* of each word: row; UINT32_MAX: title */
    int32_t *group_of;            /* of each sentence: the pairing; -1: none */
    uint32_t nmarks;
    struct side_mark *marks;                  /* those with words, in text order */
    uint32_t *first_mark;                     /* of each sentence, and one behind the last */
    uint32_t title_marks;                     /* marks of the title come first */
    const struct slant_attribution **sayings; /* by the sentence of their cue; those of the title first */
    uint32_t *first_saying;                   /* of each sentence, and one behind the last */
    uint32_t nruns;
    struct side_range *runs; /* quotations, in text order */
    uint8_t *quotes_stem;    /* of each stem: this text has it in quotation marks */
    uint32_t capped;
};

enum { MOST_SENTENCE_WORDS = 600 };

/* Words that tell something, when two sentences are held side by side. */
#define TELLING 2.0F

/* fails: SLANT_ENOMEM. */
slant_status slant_sides_make(const struct slant_audit_input *in, struct slant_arena *mem, struct side *wire,
                              struct side *edited, uint32_t *nstems);

/* The words whose characters lie in the span; empty where there are none. */
struct side_range slant_side_words(const struct side *side, const struct slant_span *span);
/* The first quotation that ends behind the word. */
uint32_t slant_side_run(const struct side *side, uint32_t word);
/* The characters from the first word to the last. */
struct slant_span slant_side_span(const struct side *side, struct side_range range);
const char *slant_side_bytes(const struct side *side, uint32_t word, size_t *len);
int slant_side_is(const struct side *side, uint32_t word, const char *lower); /* the word in lower case */

static inline int range_empty(struct side_range r)
{
    return r.first >= r.last;
}

#endif
