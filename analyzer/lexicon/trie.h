/* trie: patterns, entered at their anchors, → the frozen nodes, edges and ends that match/ walks. */
#ifndef SLANT_LEXICON_TRIE_H
#define SLANT_LEXICON_TRIE_H

#include "lexicon/commonness.h"
#include "lexicon/lexicon.h"
#include "lexicon/symbols.h"

enum { SLANT_MOST_PATTERN = 4096 };

struct slant_child;
struct slant_end;
struct slant_special;
struct slant_step;
struct slant_phrase;

/* What is known of a symbol while patterns are read. */
struct slant_named {
    uint32_t listed;         /* uses in a million words, of its words */
    uint32_t times;          /* patterns that name it */
    const uint32_t *members; /* of alternatives; else NULL */
    uint32_t nmembers;
    uint32_t commonness; /* both together, of all members; 0: not summed up yet */
};

struct slant_trie {
    struct slant_arena *mem; /* of what is frozen */
    struct slant_symbols symbols;
    struct slant_commonness commonness;
    struct slant_words *stemmer; /* tag of a word = symbol of its stem */
    struct slant_named *named;   /* by symbol */
    uint32_t named_cap;
    /* all patterns, as sequences of steps; entered into the trie when all are there */
    struct slant_step *steps;
    uint32_t nsteps, steps_cap;
    struct slant_phrase *phrases;
    uint32_t nphrases, phrases_cap;
    struct slant_child *children;
    uint32_t nchildren, children_mask;
    struct slant_end *ends;
    uint32_t nends, ends_cap;
    struct slant_special *special;
    uint32_t nnodes, nodes_cap, nbeyonds;
    struct slant_node *nodes; /* frozen */
    int crowded;              /* more at one node than it has room to count */
    /* the entry in hand */
    struct slant_entry *entry;
    const char *trouble; /* with its pattern */
    uint32_t number;
    uint32_t symbol_at[SLANT_MOST_PATTERN]; /* of the word at this byte of its pattern; 0: not looked up yet */
};

int slant_trie_open(struct slant_trie *trie, const struct slant_stems *stems,
                    struct slant_arena *mem); /* 0: no memory */
/* Reads an entry's pattern. NULL, or what is wrong with it; then nothing was added. */
const char *slant_trie_add(struct slant_trie *trie, struct slant_entry *entry, uint32_t number);
/* Enters every pattern at its rarest word; fills nodes, edges, ends of view, and *root_of (by symbol). NULL, or
 * what is wrong. What was needed to build is freed. */
const char *slant_trie_freeze(struct slant_trie *trie, struct slant_lexicon_view *view, uint32_t **root_of);
void slant_trie_close(struct slant_trie *trie);

#endif
