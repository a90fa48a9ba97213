/* sayings: cues → attributions: who says what, by which words.
 * in:    tokens, the quotations of the article (a scare quote inside a content is found to be a quotation), its cues
 *        (those that are taken)
 * out:   sayings in text order, allocated in mem; their contents' tokens have the voice `reported` where they are not
 *        quoted
 * fails: SLANT_ENOMEM. */
#ifndef SLANT_VOICES_SAYINGS_H
#define SLANT_VOICES_SAYINGS_H

#include "voices/quotations.h"
#include "voices/cues.h"

/* How it was found. The table of names and explanations is in rules.c. */
enum slant_found_by {
    SLANT_FOUND_RIGHT,      /* X said that Y */
    SLANT_FOUND_LEFT,       /* Y, X said; "Y," said X */
    SLANT_FOUND_SPLIT,      /* Y1, X said, Y2 */
    SLANT_FOUND_ACCORDING,  /* according to X, Y */
    SLANT_FOUND_PASSIVE,    /* Y is said to; described by X as Y */
    SLANT_FOUND_NOUN,       /* X's claim that Y */
    SLANT_FOUND_LABEL,      /* X: Y */
    SLANT_FOUND_LABEL_LAST, /* Y: X */
    SLANT_FOUND_TRANSCRIPT, /* a paragraph's label in a transcript */
    SLANT_FOUND_MARKS,      /* quotation marks alone */
    SLANT_NFOUND
};
const char *slant_found_by_name(enum slant_found_by rule);        /* "verb-right" */
const char *slant_found_by_explanation(enum slant_found_by rule); /* one clause */

/* Tokens [first, last); first == last: nothing. */
struct slant_phrase {
    uint32_t first, last;
};

enum { SLANT_MOST_CONTENTS = 12 };

struct slant_saying {
    int32_t cue; /* index into the cues; -1: the marks alone */
    uint32_t sentence;
    struct slant_phrase source;
    struct slant_phrase contents[SLANT_MOST_CONTENTS];
    uint8_t ncontents;
    uint8_t rule;                /* enum slant_found_by */
    uint8_t form;                /* enum slant_form */
    uint8_t source_class;        /* enum slant_source_class */
    struct slant_phrase speaker; /* the fullest mention of the source */
    int32_t who;                 /* number of the speaker in this article, from 1; 0: unknown */
};

struct slant_sayings {
    struct slant_saying *rows;
    uint32_t n, cap;
};

slant_status slant_sayings_find(const struct slant_match_input *in, struct slant_quotations *quotations,
                                const struct slant_cues *cues, struct slant_arena *mem, struct slant_sayings *out);

/* The source of a cue: a noun phrase of its sentence. rule is filled with what the phrase's place tells. */
struct slant_phrase slant_source_find(const struct slant_match_input *in, const struct slant_cue *cue,
                                      enum slant_found_by *rule);

/* Class of each source; the fullest mention of each: pronouns and short names are followed back. */
slant_status slant_speakers_find(const struct slant_match_input *in, struct slant_arena *mem,
                                 struct slant_sayings *sayings);

#endif
