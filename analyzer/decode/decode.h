/* decode: an article's bytes → clean UTF-8 text, with a way back to the original.
 *
 * Title and text become one run of bytes: the title, a blank line, the text. In it every line break is '\n',
 * every kind of space is ' ', letters are in NFC, characters that cannot be seen (soft hyphens, zero-width
 * spaces, byte-order marks) are gone, markup is gone, HTML's character references are the characters they stand for,
 * and the C1 controls that stand for Windows-1252 punctuation are that punctuation. Quotation marks and dashes stay as
 * they were written: tokenize/ tells them apart.
 *
 * The run is cut into blocks: the title, paragraphs, and page furniture (share buttons, bylines, datelines,
 * link lists, the headline printed again), which no later room looks at. */
#ifndef SLANT_DECODE_DECODE_H
#define SLANT_DECODE_DECODE_H

#include "slant.h"
#include "base/arena.h"

/* From byte `clean` of the clean text on, clean and field offsets run side by side. What stands before it in the clean
 * text ends at byte `before` of the field: what lies between the two is left out. */
struct slant_map_point {
    uint32_t clean, field, before;
};

enum slant_block_kind { SLANT_BLOCK_TITLE, SLANT_BLOCK_PARAGRAPH, SLANT_BLOCK_FURNITURE };

/* [start, end) of the clean text; blocks are in order and do not overlap. */
struct slant_text_block {
    uint32_t start, end;
    enum slant_block_kind kind;
    const char *rule; /* of furniture: which rule took it */
};

/* Something odd at [start, end) of the clean text. */
struct slant_oddity {
    const char *code, *level, *message;
    uint32_t start, end;
};

struct slant_oddities {
    struct slant_oddity *rows;
    uint32_t n, cap;
};
/* At most 100 an article are kept: the rest of a kind adds nothing. fails: SLANT_ENOMEM. */
slant_status slant_oddities_add(struct slant_oddities *all, struct slant_arena *mem, const char *code,
                                const char *level, const char *message, uint32_t start, uint32_t end);

struct slant_text {
    const char *bytes; /* 64 readable bytes follow */
    uint32_t len;
    uint32_t title_end;             /* [0, title_end) came from the title field; 0: there is none */
    uint32_t text_start;            /* where the text field begins */
    struct slant_str field[2];      /* text, title: the fields as valid UTF-8: what spans count in */
    struct slant_map_point *points; /* ascending; for the title, then for the text */
    uint32_t npoints, points_cap;
    struct slant_text_block *blocks;
    uint32_t nblocks, blocks_cap;
    struct slant_oddities oddities;
    uint32_t heading; /* of markup: where its first heading of the first rank begins; UINT32_MAX: there is none */
    int wrapped;      /* single line breaks are soft: the text was wrapped by hand */
};

/* in:    article (borrowed: its strings have 64 readable bytes behind their end, and out points into them)
 * out:   allocated in mem
 * fails: SLANT_ENOMEM, SLANT_ETOOBIG (over 1 GiB). Odd text is never an error. */
slant_status slant_decode(const struct slant_article *article, struct slant_arena *mem, struct slant_text *out);

/* Turns clean offsets into places in the fields. Cheapest when asked in ascending order. */
struct slant_locator {
    const struct slant_text *text;
    uint32_t point;      /* the map point in force */
    uint32_t field_byte; /* bytes of the field counted so far ... */
    uint32_t code_point; /* ... and the code points in them */
    int in_title;
};
void slant_locator_start(struct slant_locator *at, const struct slant_text *text);
struct slant_span slant_locate(struct slant_locator *at, uint32_t start, uint32_t end);

/* The layout step alone (decode calls it): fills out->blocks from out->bytes. */
slant_status slant_layout(const struct slant_article *article, struct slant_arena *mem, struct slant_text *out);

#endif
