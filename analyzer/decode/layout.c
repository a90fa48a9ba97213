/* layout: lines → the title, paragraphs and furniture. */
#include <string.h>

#include "decode/decode.h"
#include "decode/furniture.h"

enum { FIRST_LINES = 6, LIST_LINE = 140, TITLE_LINE = 200, ABOVE = 1000 };

struct layout {
    const struct slant_article *article;
    struct slant_text *text;
    struct slant_arena *mem;
    struct slant_line title; /* what a second copy of the headline is held against */
    size_t nlines;           /* lines with anything on them so far */
    int in_list;
    int failed;
};

static void add_block(struct layout *l, const char *from, const char *to, enum slant_block_kind kind, const char *rule)
{
    struct slant_text *t = l->text;
    while (from < to && *from == ' ')
        from++;
    while (to > from && to[-1] == ' ')
        to--;
    if (from == to || l->failed)
        return;
    if (t->nblocks == t->blocks_cap) {
        uint32_t cap = t->blocks_cap ? t->blocks_cap * 2 : 64;
        void *blocks = slant_arena_grow(l->mem, t->blocks, t->nblocks * sizeof *t->blocks, cap * sizeof *t->blocks);
        if (blocks == NULL) {
            l->failed = 1;
            return;
        }
        t->blocks = blocks;
        t->blocks_cap = cap;
    }
    t->blocks[t->nblocks++] =
        (struct slant_text_block){(uint32_t)(from - t->bytes), (uint32_t)(to - t->bytes), kind, rule};
}

static int has_stop(const char *from, const char *to)
{
    while (to > from && (strchr("\"')] ", to[-1]) != NULL || (unsigned char)to[-1] >= 0x80))
        to--;
    return to > from && strchr(".!?:", to[-1]) != NULL;
}

/* In a headline, what follows a last bar or dash and is the outlet's name (or, after a bar, any name of at most
 * four words) is the page's, not the headline's. */
static const char *headline_end(const struct layout *l, const char *from, const char *to)
{
    struct slant_str outlet = l->article->outlet;
    for (const char *p = to; p > from + 8; p--) {
        size_t width = p[-1] == '|' || p[-1] == '-' ? 1 : 0;
        if (p - from > 3 && memcmp(p - 3, "\xE2\x80\x93", 3) == 0)
            width = 3;
        if (p - from > 3 && memcmp(p - 3, "\xE2\x80\x94", 3) == 0)
            width = 3;
        if (width == 0 || p == to || *p != ' ' || p[-(ptrdiff_t)width - 1] != ' ')
            continue;
        size_t tail = (size_t)(to - p), words = 0;
        for (const char *q = p; q < to; q++)
            words += *q == ' ';
        int same = outlet.len > 0 && slant_furniture_same(p, tail, outlet.ptr, outlet.len);
        return same || (p[-1] == '|' && words <= 4) ? p - width : to;
    }
    return to;
}

static void add_title(struct layout *l, const char *from, const char *to)
{
    const char *end = headline_end(l, from, to);
    l->title = (struct slant_line){from, (size_t)(end - from), 1};
    add_block(l, from, end, SLANT_BLOCK_TITLE, NULL);
    if (end < to)
        add_block(l, end, to, SLANT_BLOCK_FURNITURE, "furniture:outlet");
}

/* What stands on a page above its headline: the section's name, the way that led there. Only a little of it, or the
 * heading is one inside the article. */
static int is_above_heading(const struct layout *l, const char *to)
{
    const struct slant_text *t = l->text;
    return l->article->markup == SLANT_HTML && t->heading != UINT32_MAX && t->heading - t->text_start < ABOVE &&
           to - t->bytes <= (ptrdiff_t)t->heading && l->title.len == 0;
}

static int is_title(const struct layout *l, const char *from, const char *to, size_t nth)
{
    if (nth > 0 || !l->article->is_file)
        return 0;
    if (l->text->heading != UINT32_MAX && !is_above_heading(l, to) &&
        from - l->text->bytes >= (ptrdiff_t)l->text->heading)
        return to - from <= 2 * TITLE_LINE;
    return to - from <= TITLE_LINE && !has_stop(from, to) && !is_above_heading(l, to);
}

static void add_line(struct layout *l, const char *from, const char *to)
{
    while (from < to && *from == ' ')
        from++;
    while (to > from && to[-1] == ' ')
        to--;
    if (from == to)
        return;
    size_t len = (size_t)(to - from);
    size_t nth = l->nlines++;
    if (is_title(l, from, to, nth)) {
        add_title(l, from, to);
        return;
    }
    if (is_above_heading(l, to)) {
        add_block(l, from, to, SLANT_BLOCK_FURNITURE, "furniture:above-headline");
        l->nlines = 0;
        return;
    }
    struct slant_line line = {from, len, nth < FIRST_LINES};
    const char *rule;
    enum slant_line_kind kind = slant_furniture_line(&line, &rule);
    if (kind == SLANT_LINE_TEXT && line.first && l->title.len > 0 &&
        slant_furniture_same(from, len, l->title.ptr, l->title.len)) {
        kind = SLANT_LINE_FURNITURE;
        rule = "furniture:headline-again";
    }
    if (kind == SLANT_LINE_TEXT && l->in_list && len <= LIST_LINE && !has_stop(from, to)) {
        kind = SLANT_LINE_FURNITURE;
        rule = "furniture:list";
    } else {
        l->in_list = kind == SLANT_LINE_LIST;
    }
    if (kind != SLANT_LINE_TEXT) {
        add_block(l, from, to, SLANT_BLOCK_FURNITURE, rule);
        return;
    }
    size_t dateline = line.first ? slant_furniture_dateline(from, len) : 0;
    if (dateline > 0 && dateline < len) {
        add_block(l, from, from + dateline, SLANT_BLOCK_FURNITURE, "furniture:dateline");
        from += dateline;
    }
    add_block(l, from, to, SLANT_BLOCK_PARAGRAPH, NULL);
}

/* Text that was wrapped by hand: most single line breaks stand in the middle of a sentence, after lines of much
 * the same length. */
static int is_wrapped(const char *from, const char *end)
{
    size_t single = 0, soft = 0;
    const char *line = from;
    for (const char *p; line < end && (p = memchr(line, '\n', (size_t)(end - line))) != NULL; line = p + 1) {
        if (p == line || p + 1 >= end || p[1] == '\n' || p[1] == ' ')
            continue;
        size_t len = (size_t)(p - line);
        single++;
        soft += len >= 40 && len <= 120 && !has_stop(line, p);
    }
    return single >= 3 && soft * 10 >= single * 6;
}

/* The end of a line's paragraph in wrapped text: the next blank line. */
static const char *wrapped_end(const char *line, const char *end)
{
    for (const char *p = line; p < end; p++) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (p == NULL)
            return end;
        if (p + 1 == end || p[1] == '\n' || (p[1] == ' ' && p + 2 < end && p[2] == ' '))
            return p;
    }
    return end;
}

slant_status slant_layout(const struct slant_article *article, struct slant_arena *mem, struct slant_text *out)
{
    struct layout l = {.article = article, .text = out, .mem = mem};
    const char *end = out->bytes + out->len, *line = out->bytes + out->text_start;
    if (out->title_end > 0)
        add_title(&l, out->bytes, out->bytes + out->title_end);
    out->wrapped = article->markup == SLANT_PLAIN && is_wrapped(line, end);
    while (line < end) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        if (stop == NULL)
            stop = end;
        if (out->wrapped && stop > line && (size_t)(stop - line) >= 40 && !(l.nlines == 0 && article->is_file))
            stop = wrapped_end(line, end);
        add_line(&l, line, stop);
        line = stop + 1;
    }
    return l.failed ? SLANT_ENOMEM : SLANT_OK;
}
