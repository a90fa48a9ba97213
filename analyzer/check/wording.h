/* wording: small questions about stretches of text. Upper and lower case of ASCII are the same. */
#ifndef SLANT_CHECK_WORDING_H
#define SLANT_CHECK_WORDING_H

#include "slant.h"
#include "base/arena.h"

int slant_wording_same(struct slant_str words, const char *word);
int slant_wording_has(struct slant_str words, const char *part);
/* Does `word` stand right before the words, with white space between? */
int slant_wording_before(struct slant_str field, struct slant_str words, const char *word);
/* Does a quotation mark stand right before the words and right behind them? */
int slant_wording_in_marks(struct slant_str field, struct slant_str words);
/* Is there more in it than one word: a second, or a comma, a stop, a dash? */
int slant_wording_parts(struct slant_str between);
/* Does the headline ask, quote, name a source by a colon, or call what it tells a claim, a plan, a fear? */
int slant_wording_careful(struct slant_str headline);
/* Does what follows (the first dozen words) hold most of the headline's words of weight, and at least three? */
int slant_wording_alike(struct slant_str headline, struct slant_str following);
/* Do the words occur in the text outside the headline? */
int slant_wording_again(struct slant_str text, struct slant_str headline, struct slant_str words);
/* On one line; over `most` bytes its two ends with an ellipsis between them. In mem; "" without memory. */
struct slant_str slant_wording_short(struct slant_str words, size_t most, struct slant_arena *mem);

#endif
