/* tokenize: clean text → words, sentences, paragraphs, quotation marks.
 *
 * A token is a word or a number. Punctuation is no token: what stands between two words is kept as bits in the
 * second one's `before`. Hyphenated words are several tokens, joined by SLANT_GAP_HYPHEN, and count as one word.
 * "U.S.", "3.5", "1,000", "don't", "AT&T", "example.com" are one token each. */
#ifndef SLANT_TOKENIZE_TOKENIZE_H
#define SLANT_TOKENIZE_TOKENIZE_H

#include "decode/decode.h"

/* What stands between the token before and this one. */
enum {
    SLANT_GAP_SPACE = 1 << 0,
    SLANT_GAP_HYPHEN = 1 << 1, /* nothing but a hyphen: "so-called" */
    SLANT_GAP_COMMA = 1 << 2,
    SLANT_GAP_COLON = 1 << 3,
    SLANT_GAP_SEMICOLON = 1 << 4,
    SLANT_GAP_DASH = 1 << 5,
    SLANT_GAP_STOP = 1 << 6, /* . ? ! … */
    SLANT_GAP_QUOTE = 1 << 7,
    SLANT_GAP_OPEN = 1 << 8, /* a bracket */
    SLANT_GAP_CLOSE = 1 << 9,
    SLANT_GAP_OTHER = 1 << 10,
    SLANT_GAP_SENTENCE = 1 << 11, /* this token begins a sentence */
    SLANT_GAP_LINE = 1 << 12,     /* a line break */
};
/* A phrase does not reach over these. */
#define SLANT_GAP_BREAKS                                                                                               \
    (SLANT_GAP_COMMA | SLANT_GAP_COLON | SLANT_GAP_SEMICOLON | SLANT_GAP_DASH | SLANT_GAP_STOP | SLANT_GAP_QUOTE |     \
     SLANT_GAP_OPEN | SLANT_GAP_CLOSE | SLANT_GAP_SENTENCE)

struct slant_token {
    uint32_t start; /* byte of the clean text */
    uint32_t tag;   /* what the word table says of it: see stem/ */
    uint16_t len;   /* bytes; a longer word is cut at 65,535 */
    uint16_t before;
    uint16_t flags; /* SLANT_WORD_*: see stem/ */
    uint8_t voice;  /* enum slant_voice, filled by voices/ */
};

enum slant_quote_side { SLANT_QUOTE_OPEN, SLANT_QUOTE_CLOSE, SLANT_QUOTE_EITHER };

struct slant_quote_mark {
    uint32_t at;    /* byte */
    uint32_t token; /* the first token behind it */
    uint8_t width;  /* bytes */
    uint8_t single; /* ' ‘ ’ rather than " “ ” « » '' */
    uint8_t side;   /* enum slant_quote_side: what its shape and neighbours say */
    uint8_t stop;   /* a comma or stop stands right before it */
};

struct slant_sentence_span {
    uint32_t first, last; /* tokens [first, last) */
    uint32_t start, end;  /* bytes, with quotation marks and final punctuation */
    uint32_t paragraph;   /* number of its block among paragraphs; of the title: 0 */
    uint32_t words;       /* hyphenated words count once */
    uint8_t title;        /* in the headline */
    uint8_t ending;       /* '.', '?', '!' or 0 */
};

struct slant_tokens {
    const struct slant_text *text;
    struct slant_token *tokens;
    uint32_t n;
    struct slant_quote_mark *quotes;
    uint32_t nquotes, quotes_cap;
    struct slant_sentence_span *sentences;
    uint32_t nsentences, sentences_cap;
    uint32_t nparagraphs; /* without the title */
    uint32_t words;
};

/* in:    text (borrowed)
 * out:   allocated in mem
 * fails: SLANT_ENOMEM. */
slant_status slant_tokenize(const struct slant_text *text, struct slant_arena *mem, struct slant_tokens *out);

/* Room for n + 1 tokens, for those who split one. */
static inline const char *slant_token_bytes(const struct slant_tokens *t, uint32_t i)
{
    return t->text->bytes + t->tokens[i].start;
}

#endif
