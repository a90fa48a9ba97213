/* lexicon: lexicons/<language>/<layer>.tsv → one frozen matcher.
 *
 * Every word that a pattern names is a symbol, and so is every set of one-word alternatives. A word of the text has a
 * class: the set of the symbols that it satisfies (its surface, its stem, prefixes, word sets, alternatives). Patterns
 * are paths in one trie whose edges are symbols. */
#ifndef SLANT_LEXICON_LEXICON_H
#define SLANT_LEXICON_LEXICON_H

#include "slant.h"
#include "lexicon/roles.h"
#include "stem/stem.h"

enum { SLANT_MOST_GAP = 9 };

struct slant_entry {
    const char *pattern, *kind, *stance, *plainer, *yes, *no, *why, *source; /* "" where the file has none */
    const char *set; /* of a label: which choice, and what is chosen; else "" */
    uint32_t line;
    uint32_t row;      /* byte of its file at which the line begins */
    uint32_t kinds_at; /* in a custom layer: which of its kinds: nkinds of the view's kind_numbers from here */
    uint16_t nkinds;
    uint16_t file;     /* index into slant_lexicon_infos */
    uint8_t layer;     /* enum slant_layer */
    uint8_t slot;      /* the layer; of the n-th custom layer SLANT_NLAYERS + n: slots do not see each other */
    uint8_t exception; /* written with '!': what it covers does not count */
    uint8_t proper;    /* written with a capital, or asks for one (@cap): the capital guard is off */
    uint8_t exact;     /* how many of its words are by surface: of two entries on the same words the exacter wins */
};

/* The columns of a lexicon, in the order in which we write them. Files may have them in any order. */
enum slant_column {
    SLANT_COLUMN_PATTERN,
    SLANT_COLUMN_KIND,
    SLANT_COLUMN_STANCE,
    SLANT_COLUMN_PLAINER,
    SLANT_COLUMN_YES,
    SLANT_COLUMN_NO,
    SLANT_COLUMN_WHY,
    SLANT_COLUMN_SOURCE,
    SLANT_COLUMN_SET,
    SLANT_NCOLUMNS
};
const char *slant_lexicon_column(enum slant_column column); /* "pattern" */

/* A layer that somebody brought along: <name>.tsv with a name that is none of ours. */
struct slant_custom {
    const char *name;
    const char *const *kinds; /* in the order of their bytes */
    uint32_t nkinds;
};
enum { SLANT_MOST_CUSTOM = 16 };

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
    SLANT_SET_TIME = 1 << 14,   /* Monday, dawn, year: what "by" may stand before without naming anybody */
    SLANT_SET_PEOPLE = 1 << 15, /* people, civilians, protesters: plural nouns for human beings */
};

/* Every word, prefix and set that patterns name has a small hash. A word of the text has those of all that it
 * satisfies, a bit each; whether it may come next in some pattern is then one test, which answers yes too often and no
 * never wrongly. */
struct slant_mask {
    uint64_t half[2];
};
static inline unsigned slant_symbol_hash(uint32_t symbol)
{
    return symbol * 0x9E3779B1u >> 25;
}
static inline void slant_mask_add(struct slant_mask *mask, uint32_t symbol)
{
    unsigned h = slant_symbol_hash(symbol);
    mask->half[h >> 6] |= (uint64_t)1 << (h & 63);
}
static inline int slant_mask_has(const struct slant_mask *mask, uint32_t symbol)
{
    unsigned h = slant_symbol_hash(symbol);
    return (int)(mask->half[h >> 6] >> (h & 63) & 1);
}
static inline void slant_mask_join(struct slant_mask *mask, const struct slant_mask *more)
{
    mask->half[0] |= more->half[0];
    mask->half[1] |= more->half[1];
}
static inline int slant_mask_meet(const struct slant_mask *a, const struct slant_mask *b)
{
    return ((a->half[0] & b->half[0]) | (a->half[1] & b->half[1])) != 0;
}
/* Half as long, for where room is dear. */
static inline uint64_t slant_mask_fold(const struct slant_mask *mask)
{
    return mask->half[0] | mask->half[1];
}

/* A node that patterns with their anchor at some word are at, and the hashes (folded) of the words that it goes on
 * with, to the right, to the left. */
struct slant_root {
    uint64_t wants[2];
    uint32_t node;
};

/* A root that the next word alone does not settle: patterns go on from it over a gap, with a capitalised word, or end
 * with the sentence. */
struct slant_far_root {
    struct slant_mask wants; /* hashes of the words behind its gaps */
    struct slant_root near;
    uint8_t gap;      /* most words passed over */
    uint8_t gap_side; /* SLANT_RIGHT, SLANT_LEFT */
    uint8_t other;    /* SLANT_OTHER_* */
};
enum {
    SLANT_OTHER_CAP_RIGHT = 1 << 0, /* a capitalised word on this side */
    SLANT_OTHER_CAP_LEFT = 1 << 1,
    SLANT_OTHER_END = 1 << 2,    /* the sentence's end */
    SLANT_OTHER_ALWAYS = 1 << 3, /* too much to say */
};

/* What begins at a word, and what it satisfies. */
struct slant_class_rows {
    const struct slant_root *roots;
    const struct slant_far_root *far;
    const uint32_t *finds;   /* entries that this word alone is */
    const uint32_t *symbols; /* ascending, alternatives included */
    uint32_t nfar, nfinds, nsymbols;
    struct slant_word_role role;
};

/* What a word of the text is to the matcher: one line of a cache, which mostly tells that nothing begins. */
struct slant_class {
    _Alignas(64) struct slant_mask wants[2]; /* hashes that its roots, but for far ones, go on with: right, left */
    struct slant_mask own;                   /* hashes of all its symbols: most that it does not have are told so */
    const struct slant_class_rows *rows;
    uint32_t sets;
    uint16_t nroots;
    uint16_t special; /* it has finds or far roots */
};

/* A pattern is entered at its rarest word, its anchor: so that few words of the text begin a walk. From there the path
 * goes on to the right, word by word, then from the anchor to the left. */
#define SLANT_EDGE_HYPHEN 0x80000000u /* added to a symbol: a hyphen must stand between the two words */
#define SLANT_EDGE_LEFT 0x40000000u   /* added to a symbol: the word stands to the left of what is matched so far */
enum { SLANT_RIGHT, SLANT_LEFT };

struct slant_edge {
    uint32_t symbol, node;
};
struct slant_node {                 /* half a line of a cache: a walk is mostly visits to nodes */
    _Alignas(32) uint64_t bloom[2]; /* hashes, folded, of the words of its edges to the right, to the left */
    uint32_t first_edge;            /* edges are sorted by symbol */
    uint32_t first_end;             /* entries that end here */
    uint32_t beyond;                /* index into the beyonds; 0: words are all that it goes on with */
    uint16_t nedges;
    uint8_t nends;
    uint8_t sides; /* bits SLANT_RIGHT, SLANT_LEFT: something is on that side; bit 2: it goes on at a sentence's end */
};
enum { SLANT_SIDE_END = 1 << 2 };

/* A node's continuations that are no words. */
struct slant_beyond {
    uint32_t cap_node[2]; /* after a capitalised word to the right, to the left; 0: none */
    uint32_t gap_node;    /* after a gap of up to `gap` words; 0: none */
    uint32_t next;        /* another gap of the same node: index of its beyond; 0: none */
    uint8_t gap, gap_side;
};

struct slant_lexicon;

/* What every find asks of an entry: its reasons are far from here, so that these stay near. */
struct slant_gist {
    const char *kind;
    uint8_t layer, slot, exception, proper, exact;
};

struct slant_lexicon_view { /* the frozen matcher, for match/ */
    const struct slant_entry *entries;
    const struct slant_gist *gists; /* by entry */
    uint32_t nentries;
    const struct slant_node *nodes;
    const struct slant_beyond *beyonds;
    const struct slant_edge *edges;
    const uint32_t *ends;
    const struct slant_custom *customs;
    const uint32_t *kind_numbers;
    uint32_t ncustoms;
};

/* Where lexicons come from. With `complain`, a file or row that cannot be used, and what is odd, is told (err->name is
 * the rule, path, line and column the place) and passed over; without, the first that cannot be used is the end. */
struct slant_lexicon_sources {
    const char *const *dirs;
    size_t ndirs;
    const char *language;
    int first_is_shipped; /* dirs[0] came with slant */
    void (*complain)(void *ctx, const struct slant_error *err);
    void *complain_ctx;
    const char *compiled; /* a file that slant_lexicon_compile may have written; NULL: none */
};

/* Reads every <layer>.tsv in dirs, in any order, with the same result. stems is borrowed for the call.
 * fails: SLANT_EREAD, SLANT_ELEXICON (with file, line and column), SLANT_ENOMEM. */
slant_status slant_lexicon_open(const struct slant_lexicon_sources *from, const struct slant_stems *stems,
                                struct slant_lexicon **out, struct slant_error *err);
void slant_lexicon_close(struct slant_lexicon *lexicon);
/* Writes the matcher to a file from which it is read faster. fails: SLANT_EWRITE, SLANT_ENOMEM. */
slant_status slant_lexicon_compile(const struct slant_lexicon *lexicon, const char *path, struct slant_error *err);
int slant_lexicon_is_compiled(const struct slant_lexicon *lexicon); /* was it read from such a file? */
/* Calls take with the entries of each phrase that several of them stand for, once for each such phrase. An entry of
 * many phrases may come often. */
void slant_lexicon_each_clash(const struct slant_lexicon *lexicon,
                              void (*take)(void *ctx, const uint32_t *entries, uint32_t n), void *ctx);
/* How many phrases an entry stands for, alternatives of one word each counted as one; by entry, made with malloc. NULL:
 * out of memory. */
uint32_t *slant_lexicon_count_phrases(const struct slant_lexicon *lexicon);
const struct slant_lexicon_view *slant_lexicon_look(const struct slant_lexicon *lexicon);
size_t slant_lexicon_infos(const struct slant_lexicon *lexicon, const struct slant_lexicon_info **out);

/* Where a cell of an entry is written: line and column from 1, the column in bytes. */
struct slant_place {
    const char *path;
    uint32_t line, column;
};
struct slant_place slant_lexicon_place(const struct slant_lexicon *lexicon, const struct slant_entry *entry,
                                       const char *cell);

/* The classes of one thread: they are made as words come in. */
struct slant_classes;
/* roles: NULL: words have none. */
struct slant_classes *slant_classes_new(const struct slant_lexicon *lexicon, const struct slant_roles *roles);
void slant_classes_free(struct slant_classes *classes);
/* A slant_classify: gives the tag of a word. ctx is the slant_classes. Out of memory gives class 0. */
uint32_t slant_classes_tag(void *ctx, const struct slant_word *word);

#define SLANT_TAG_STARTS 0x80000000u /* a pattern may have its anchor here */
#define SLANT_TAG_CUE 0x40000000u    /* the word may be a cue: see lexicon/roles.h */
#define SLANT_TAG_CLASS 0x3fffffffu  /* the rest: the class */
const struct slant_class *slant_classes_table(const struct slant_classes *classes);
/* The sets of each class: dense, for those who ask it of every word. */
const uint32_t *slant_classes_sets(const struct slant_classes *classes);
/* The hashes of each class, without those of its alternatives. */
const struct slant_mask *slant_classes_masks(const struct slant_classes *classes);
static inline const struct slant_class *slant_class_of(const struct slant_class *table, uint32_t tag)
{
    return &table[tag & SLANT_TAG_CLASS];
}

/* Which layer a file's name stands for ("hedges"; "hedge" will do); -1: none of ours. */
int slant_lexicon_layer(const char *name);
/* Kinds of a layer in the codebook's order, NULL at the end. */
const char *const *slant_lexicon_kinds(enum slant_layer layer);

#endif
