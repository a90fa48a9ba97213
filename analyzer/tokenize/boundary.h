/* boundary: does a sentence end at this stop? */
#ifndef SLANT_TOKENIZE_BOUNDARY_H
#define SLANT_TOKENIZE_BOUNDARY_H

#include <stddef.h>

struct slant_stop {
    const char *word; /* the token before the stop; word_len 0: none in this sentence */
    size_t word_len;
    int first_word;   /* it is the first of its sentence */
    char stop;        /* '.', '?', '!', or 'e' for an ellipsis */
    int closed;       /* a closing quotation mark stands between the stop and what follows */
    int opened;       /* an opening quotation mark or bracket stands before what follows */
    int space;        /* white space follows the stop */
    const char *next; /* what follows, at its first letter or digit */
    const char *end;  /* of the text */
};
int slant_is_boundary(const struct slant_stop *at);

#endif
