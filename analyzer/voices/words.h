/* words: what voices/ asks of single tokens. */
#ifndef SLANT_VOICES_WORDS_H
#define SLANT_VOICES_WORDS_H

#include "match/match.h"

static inline const struct slant_class *slant_word_class(const struct slant_match_input *in, uint32_t i)
{
    return slant_class_of(in->classes, in->tokens->tokens[i].tag);
}

static inline struct slant_word_role slant_word_role(const struct slant_match_input *in, uint32_t i)
{
    const struct slant_class_rows *rows = slant_word_class(in, i)->rows;
    return rows != NULL ? rows->role : (struct slant_word_role){0, 0};
}

static inline int slant_word_is(const struct slant_match_input *in, uint32_t i, uint32_t roles)
{
    return (slant_word_role(in, i).roles & roles) != 0;
}

static inline int slant_word_in(const struct slant_match_input *in, uint32_t i, uint32_t sets)
{
    return (slant_word_class(in, i)->sets & sets) != 0;
}

static inline int slant_word_has(const struct slant_match_input *in, uint32_t i, unsigned flags)
{
    return (in->tokens->tokens[i].flags & flags) != 0;
}

/* Punctuation of these kinds stands before token i. */
static inline int slant_gap_has(const struct slant_match_input *in, uint32_t i, unsigned gaps)
{
    return (in->tokens->tokens[i].before & gaps) != 0;
}

/* A capital that tells of a name: not the one that a sentence begins with, unless the word is known for nothing else.
 */
static inline int slant_word_capital(const struct slant_match_input *in, uint32_t i)
{
    return slant_word_has(in, i, SLANT_WORD_CAP) &&
           !slant_word_is(in, i,
                          SLANT_ROLE_PRONOUN | SLANT_ROLE_POSSESSIVE | SLANT_ROLE_SUBORDINATE | SLANT_ROLE_WH |
                              SLANT_ROLE_THAT | SLANT_ROLE_RELATIVE | SLANT_ROLE_TO | SLANT_ROLE_ADVERB) &&
           !slant_word_in(in, i,
                          SLANT_SET_DET | SLANT_SET_PREPOSITION | SLANT_SET_CONJUNCTION | SLANT_SET_BE |
                              SLANT_SET_HAVE | SLANT_SET_DO | SLANT_SET_MODAL | SLANT_SET_TIME);
}

/* Quotation marks around a nickname are all that parts token i from the one before: Jon "Iron Fist" Bray. */
static inline int slant_word_nickname(const struct slant_match_input *in, uint32_t i)
{
    const struct slant_token *w = &in->tokens->tokens[i];
    return i > 0 && (w->before & SLANT_GAP_BREAKS) == SLANT_GAP_QUOTE && w->voice != SLANT_VOICE_QUOTED &&
           w[-1].voice != SLANT_VOICE_QUOTED && slant_word_capital(in, i) && slant_word_capital(in, i - 1);
}

#endif
