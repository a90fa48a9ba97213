/* scanner: what the readers of Markdown and HTML share. */
#ifndef SLANT_DECODE_SCANNER_H
#define SLANT_DECODE_SCANNER_H

#include "decode/markup.h"

struct slant_scanner {
    const char *base, *end; /* the field */
    const char *p;          /* what is read next */
    struct slant_arena *mem;
    struct slant_cuts *out;
    int failed;           /* no memory */
    unsigned broken;      /* tags whose quotation marks did not close */
    int no_more_tags;     /* there is no '>' any more */
    int no_more_comments; /* there is no "-->" any more */
    uint64_t unclosed;    /* elements of the table in html.c that are known to have no end behind p: a bit each */
};

/* A cut that touches the one before becomes one with it. */
void slant_scanner_cut(struct slant_scanner *s, const char *from, const char *to, char as);
/* NULL: it does not stand in [from, end). */
const char *slant_scanner_find(const char *from, const char *end, const char *what);

void slant_scan_html(struct slant_scanner *s);
void slant_scan_markdown(struct slant_scanner *s);

/* At '<': cuts the tag, comment or whole element that begins there and steps behind it: 1. 0: a mere sign. */
int slant_scan_tag(struct slant_scanner *s);

#endif
