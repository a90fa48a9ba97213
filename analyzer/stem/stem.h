/* stem: words → stems. libstemmer's only door.
 *
 * The slow call is made once for each distinct word: a table keyed by the word's bytes as written remembers what
 * came out. What is remembered is a tag that the caller computes from the word and its stem (see lexicon/), and the
 * word's shape. The table is a cache of bounded size: memory does not grow with the corpus. */
#ifndef SLANT_STEM_STEM_H
#define SLANT_STEM_STEM_H

#include "slant.h"
#include "tokenize/tokenize.h"

/* Shape of a word: slant_token.flags. */
enum {
    SLANT_WORD_CAP = 1 << 0,        /* begins with a capital */
    SLANT_WORD_ALLCAPS = 1 << 1,    /* two letters or more, all capitals */
    SLANT_WORD_NUMBER = 1 << 2,     /* begins with a digit */
    SLANT_WORD_POSSESSIVE = 1 << 3, /* ended in 's, which was left out */
    SLANT_WORD_DOTTED = 1 << 4,     /* "U.S." */
    SLANT_WORD_LY = 1 << 5,         /* ends in -ly */
    SLANT_WORD_GLUED = 1 << 6,      /* looks like two words run together */
    SLANT_WORD_LONG = 1 << 7,       /* longer than any word: no stem was sought */
    SLANT_WORD_PART = 1 << 8,       /* one half of a word that was split */
};

enum { SLANT_MOST_WORD = 80 }; /* bytes; what is longer is no word */

struct slant_word {
    const char *surface; /* lower case, straight apostrophes, without 's; NUL-terminated */
    size_t len;
    const char *full; /* the same, 's kept */
    size_t full_len;
    const char *stem;
    size_t stem_len;
    unsigned shape;
};

/* The language's stemmer and the words that it is kept away from. Read-only once made. */
struct slant_stems;
/* exceptions: a TSV file of word, stem, why. NULL: none. fails: SLANT_EREAD, SLANT_ELEXICON, SLANT_ENOMEM. */
slant_status slant_stems_open(const char *language, const char *exceptions, struct slant_stems **out,
                              struct slant_error *err);
void slant_stems_close(struct slant_stems *stems);
/* Why the exceptions give this word (in lower case) a stem of its own; NULL: they do not. */
const char *slant_stems_reason(const struct slant_stems *stems, const char *word, size_t len);
/* Changes with the language, the exceptions and the rules by which words are stemmed. */
uint64_t slant_stems_checksum(const struct slant_stems *stems);
const char *slant_stem_library(void); /* "libstemmer (Snowball) 2.2" */

/* One a thread. classify gives the tag of a word that was not seen lately; it must depend on the word alone. */
typedef uint32_t (*slant_classify)(void *ctx, const struct slant_word *word);
struct slant_words;
struct slant_words *slant_words_new(const struct slant_stems *stems, slant_classify classify, void *ctx);
void slant_words_free(struct slant_words *words);
/* Lower case, stem and shape of one word, uncached; out's strings stand until the next call. */
void slant_words_analyse(struct slant_words *words, const char *bytes, size_t len, struct slant_word *out);

/* Lower case with straight apostrophes into room, NUL-terminated; returns the length. Longer words are cut. */
size_t slant_words_lower(const char *bytes, size_t len, char *room, size_t size);

/* The tag of one word, from the table where it is there. */
uint32_t slant_words_tag_of(struct slant_words *words, const char *bytes, size_t len);

/* Fills tag and flags of every token. */
void slant_words_tag(struct slant_words *words, struct slant_tokens *tokens);

/* Splits tokens that are two words run together by a lost space ("thecouncil"), where the parts are beyond doubt:
 * a function word, and a word that stands elsewhere in this article or in the lexicon (known says so of a tag).
 * Each gets a diagnostic. fails: SLANT_ENOMEM. */
slant_status slant_words_unglue(struct slant_words *words, struct slant_tokens *tokens, int (*known)(uint32_t tag),
                                struct slant_arena *mem, struct slant_oddities *odd);

#endif
