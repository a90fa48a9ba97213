/* markup: which stretches of a field are markup, and so no words of the article. */
#ifndef SLANT_DECODE_MARKUP_H
#define SLANT_DECODE_MARKUP_H

#include "slant.h"
#include "base/arena.h"

/* Bytes [from, to) of the field are read as `as`: '\n' where a paragraph ends, ' ', or 0: as nothing. */
struct slant_cut {
    uint32_t from, to;
    char as;
};

struct slant_cuts {
    struct slant_cut *rows; /* in order, none empty, none touching the next */
    uint32_t n, cap;
    uint32_t heading; /* where the words of the first heading of the first rank begin; UINT32_MAX: there is none */
};

/* Of plain text only the comments that are meant for slant are cut. Markup that is broken is read as text from where it
 * breaks: never an error. Takes time in proportion to the field's length. fails: SLANT_ENOMEM. */
slant_status slant_markup_scan(struct slant_str field, enum slant_markup kind, struct slant_arena *mem,
                               struct slant_cuts *out);

/* The next comment in [from, end) that begins with the word slant: 1, and [*start, *stop) is all of it, *words its
 * inner text with the word left out. 0: there is none. An unclosed one is none. */
int slant_markup_directive(const char *from, const char *end, const char **start, const char **stop,
                           struct slant_str *words);

#endif
