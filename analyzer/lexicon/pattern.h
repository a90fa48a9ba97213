/* pattern: one pattern → the sequences of atoms that it stands for. Alternatives of one word each are one atom, so
 * that "(a|b|c) x (d|e)" is one sequence; only alternatives of several words make more. */
#ifndef SLANT_LEXICON_PATTERN_H
#define SLANT_LEXICON_PATTERN_H

#include "slant.h"

enum { SLANT_MOST_ATOMS = 16, SLANT_MOST_SEQUENCES = 4096 };

enum slant_atom_kind {
    SLANT_ATOM_STEM,
    SLANT_ATOM_SURFACE,
    SLANT_ATOM_PREFIX,
    SLANT_ATOM_SET,
    SLANT_ATOM_ALTERNATIVES, /* text: the group with its brackets; slant_pattern_members names the words */
    SLANT_ATOM_CAP,
    SLANT_ATOM_END,
    SLANT_ATOM_GAP
};

struct slant_atom {
    enum slant_atom_kind kind;
    int hyphen;            /* a hyphen stands before it */
    int surface;           /* of ALTERNATIVES: "=(a|b)": all by surface */
    unsigned gap;          /* of GAP: most words */
    struct slant_str text; /* points into the pattern */
};

struct slant_sequence {
    uint32_t n;
    struct slant_atom atoms[SLANT_MOST_ATOMS];
};

/* Calls take with each sequence of the pattern (its leading '!' already gone). Returns NULL, or what is wrong with
 * the pattern: a constant message. take returns 0, or non-zero to stop with "out of memory". */
const char *slant_pattern_expand(const char *pattern, int (*take)(void *ctx, const struct slant_sequence *sequence),
                                 void *ctx);

/* Calls take with each one-word alternative of a group. Returns NULL, or what is wrong with one of them ("out of
 * memory" when take returned anything but 0). */
const char *slant_pattern_members(const struct slant_atom *group, int (*take)(void *ctx, const struct slant_atom *atom),
                                  void *ctx);

#endif
