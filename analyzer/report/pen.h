/* pen: writes styled words to a terminal, wrapped, with a rule in the margin that says whose words a line
 * holds. */
#ifndef SLANT_REPORT_PEN_H
#define SLANT_REPORT_PEN_H

#include "slant.h"
#include "base/buffer.h"

/* What the words look like. All zero: the outlet's own, unmarked. */
struct slant_style {
    int bold;
    enum slant_voice voice;
    int marked; /* layer says how */
    enum slant_layer layer;
};

struct slant_pen {
    struct slant_buffer *out;
    struct slant_buffer line, word; /* not yet written; escape sequences and all */
    size_t width;                   /* columns for text, margin apart */
    size_t line_columns, word_columns;
    unsigned line_voices, word_voices;    /* bit 1 << voice */
    int color, space;                     /* space: one is due before the word */
    struct slant_style style, word_style; /* now; where the word began */
    int blank;                            /* the last line written was empty, or nothing was written */
};

enum { SLANT_PEN_MARGIN = 3 };

void slant_pen_start(struct slant_pen *pen, struct slant_buffer *out, int color, size_t width);
void slant_pen_style(struct slant_pen *pen, struct slant_style style);
/* Text of the article: made harmless, wrapped. A line break in it is a space. */
void slant_pen_text(struct slant_pen *pen, const char *bytes, size_t len);
/* A sign of ours, stuck to the word where the pen stands. */
void slant_pen_sign(struct slant_pen *pen, const char *sign);
/* Ends the line; never more than one empty line in a row. */
void slant_pen_break(struct slant_pen *pen);
void slant_pen_end(struct slant_pen *pen);

#endif
