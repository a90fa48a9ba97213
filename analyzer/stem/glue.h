/* glue: could this be two words that lost the space between them? */
#ifndef SLANT_STEM_GLUE_H
#define SLANT_STEM_GLUE_H

#include <stddef.h>

/* Length of the first part of a lower-case word that looks like a function word run together with another one
 * ("thecouncil": 3, "votedon": 5); 0 for the rest, English words that merely begin or end so among them. Whether
 * the other part is a word is for the caller to say. */
size_t slant_glue_parts(const char *word, size_t len, unsigned shape);
int slant_glue_is_function(const char *part, size_t len);

#endif
