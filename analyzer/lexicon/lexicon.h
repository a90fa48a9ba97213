/* lexicon: lexicons/<language>/<layer>.tsv → one frozen matcher.
 *
 * Every word that a pattern names is a symbol. A word of the text has a class: the set of the symbols that it
 * satisfies (its surface, its stem, prefixes, word sets). Patterns are paths in one trie whose edges are symbols. */
#ifndef SLANT_LEXICON_LEXICON_H
#define SLANT_LEXICON_LEXICON_H

#include "slant.h"
#include "stem/stem.h"

enum { SLANT_MOST_SYMBOLS = 14, SLANT_MOST_GAP = 9 };

struct slant_entry {
    const char *pattern, *kind, *stance, *plainer, *yes, *no, *why, *source;
    uint32_t line;
    uint16_t file; /* index into slant_lexicon_infos */
    uint8_t layer; /* enum slant_layer */
    uint8_t exception; /* written with '!': what it covers does not count */
    uint8_t proper;    /* written with a capital: the capital guard is off */
    uint8_t exact;     /* how many of its words are by surface: of two entries on the same words the exacter wins */
};

/* Word sets: what a class says of a word besides its symbols. */
enum {
    SLANT_SET_BE = 1 << 0,
    SLANT_SET_HAVE = 1 << 1,
    SLANT_SET_DO = 1 << 2,
    SLANT_SET_DET = 1 << 3,
    SLANT_SET_PRON = 1 << 4,
    SLANT_SET_NUM = 1 << 5,
    SLANT_SET_ADV = 1 << 6,
    SLANT_SET_NEGATION = 1 << 7,
    SLANT_SET_MODAL = 1 << 8,
    SLANT_SET_PREPOSITION = 1 << 9,
    SLANT_SET_BY = 1 << 10,
    SLANT_SET_GET = 1 << 11,
    SLANT_SET_QUANTITY = 1 << 12, /* dozens, several, many: how many people, without a number */
    SLANT_SET_CONJUNCTION = 1 << 13,
    SLANT_SET_TIME = 1 << 14, /* Monday, dawn, year: what "by" may stand before without naming anybody */
    SLANT_SET_PEOPLE = 1 << 15, /* people, civilians, protesters: plural nouns for human beings */
};

/* What a word of the text is to the matcher. */
struct slant_class {
    uint32_t sets;
    uint16_t nsymbols;
    uint16_t nroots;
    uint64_t bloom;                        /* of its symbols: bit symbol % 64 */
    uint32_t symbols[SLANT_MOST_SYMBOLS];
    uint32_t roots[SLANT_MOST_SYMBOLS];    /* trie nodes that a pattern beginning with this word is at */
};

enum { SLANT_EDGE_HYPHEN = 1u << 31 }; /* added to a symbol: the hyphen before the word must be there */

struct slant_edge {
    uint32_t symbol, node;
};
struct slant_node {
    uint32_t first_edge, nedges; /* sorted by symbol */
    uint32_t first_end, nends;   /* entries that end here */
    uint64_t bloom;              /* of its edges' symbols; bit 63 also stands for @cap and gaps */
    uint32_t gap_node;           /* after a gap of up to `gap` words; 0: none. Several gaps chain through gap_next */
    uint32_t cap_node;           /* after a capitalised word; 0: none */
    uint32_t gap_next;           /* another node of the same place with a gap of another width; 0: none */
    uint8_t gap;
    uint8_t at_end;              /* its ends hold only where the sentence ends */
};

struct slant_lexicon;

struct slant_lexicon_view { /* the frozen matcher, for match/ */
    const struct slant_entry *entries;
    uint32_t nentries;
    const struct slant_node *nodes;
    const struct slant_edge *edges;
    const uint32_t *ends;
    uint32_t cap_root; /* root edge of patterns that begin with @cap; 0: none */
};

/* Reads every <layer>.tsv in dirs, in any order, with the same result. words is used to stem the patterns.
 * fails: SLANT_EREAD, SLANT_ELEXICON (with file and line), SLANT_ENOMEM. */
slant_status slant_lexicon_open(const char *const *dirs, size_t ndirs, const char *language,
                                struct slant_words *words, struct slant_lexicon **out, struct slant_error *err);
void slant_lexicon_close(struct slant_lexicon *lexicon);
const struct slant_lexicon_view *slant_lexicon_look(const struct slant_lexicon *lexicon);
size_t slant_lexicon_infos(const struct slant_lexicon *lexicon, const struct slant_lexicon_info **out);

/* The classes of one thread: they are made as words come in. */
struct slant_classes;
struct slant_classes *slant_classes_new(const struct slant_lexicon *lexicon);
void slant_classes_free(struct slant_classes *classes);
/* A slant_classify: gives the tag of a word. ctx is the slant_classes. Out of memory gives class 0. */
uint32_t slant_classes_tag(void *ctx, const struct slant_word *word);

enum { SLANT_TAG_STARTS = 1u << 31 }; /* a pattern may begin at this word */
const struct slant_class *slant_classes_table(const struct slant_classes *classes);
static inline const struct slant_class *slant_class_of(const struct slant_class *table, uint32_t tag)
{
    return &table[tag & ~(uint32_t)SLANT_TAG_STARTS];
}

/* Which layer a file's name stands for; -1: none. */
int slant_lexicon_layer(const char *name);
/* Kinds of a layer in the codebook's order, NULL at the end. */
const char *const *slant_lexicon_kinds(enum slant_layer layer);

#endif
