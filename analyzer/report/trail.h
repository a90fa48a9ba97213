/* trail: walks along an article's text and says, in order, where each mark opens and closes, where the voice
 * changes, and which text lies between. The terminal and the page draw from the same trail.
 *
 * Marks may overlap in any way. At one place marks close first, then the voice changes, then marks open (the
 * longer first). Over SLANT_TRAIL_DEPTH marks at once the rest is passed over: the list below the text has
 * them all the same. */
#ifndef SLANT_REPORT_TRAIL_H
#define SLANT_REPORT_TRAIL_H

#include "slant.h"

enum { SLANT_TRAIL_DEPTH = 16 };

enum slant_step { SLANT_STEP_END, SLANT_STEP_TEXT, SLANT_STEP_OPEN, SLANT_STEP_CLOSE, SLANT_STEP_VOICE };

struct slant_trail {
    const struct slant_result *result;
    int in_title;
    const char *base; /* the field */
    size_t at, end;   /* bytes of the field still to go */
    uint32_t next_mark, next_run;
    uint32_t open[SLANT_TRAIL_DEPTH]; /* indices of marks, the outer first */
    unsigned nopen;
    enum slant_voice voice;
    /* what the last step was about */
    uint32_t mark;         /* OPEN, CLOSE */
    enum slant_voice left; /* VOICE: the voice before; `voice` is the new one */
    struct slant_str text; /* TEXT */
};

/* Bytes [from, to) of the text, or of the title field. */
void slant_trail_start(struct slant_trail *trail, const struct slant_result *result, int in_title, size_t from,
                       size_t to);
enum slant_step slant_trail_step(struct slant_trail *trail);

/* The headline and what is left of the text without it: what a page draws, in this order. */
struct slant_stretch {
    int in_title, is_headline;
    size_t from, to;
};
enum { SLANT_STRETCHES = 3 };
unsigned slant_stretches(const struct slant_result *result, struct slant_stretch out[SLANT_STRETCHES]);

/* Are single line breaks of the text soft, as in a mail that was wrapped by hand? */
int slant_is_wrapped(struct slant_str text);
/* Is the break at text.ptr[at] the end of a paragraph? */
int slant_is_hard_break(struct slant_str text, size_t at, int wrapped);

#endif
