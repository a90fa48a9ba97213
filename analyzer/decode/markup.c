/* markup: Markdown (CommonMark's blocks and inlines as far as news copy uses them) and HTML → stretches to leave out.
 */
#include "decode/markup.h"

#include <string.h>

#include "decode/scanner.h"

/* ---- cuts ---- */

static int weight(char as)
{
    return as == '\n' ? 2 : as == ' ';
}

void slant_scanner_cut(struct slant_scanner *s, const char *from, const char *to, char as)
{
    struct slant_cuts *c = s->out;
    if (from >= to || s->failed)
        return;
    uint32_t start = (uint32_t)(from - s->base), end = (uint32_t)(to - s->base);
    if (c->n > 0 && c->rows[c->n - 1].to == start) {
        struct slant_cut *last = &c->rows[c->n - 1];
        last->to = end;
        last->as = weight(as) > weight(last->as) ? as : last->as;
        return;
    }
    if (c->n == c->cap) {
        uint32_t cap = c->cap ? c->cap * 2 : 64;
        void *rows = slant_arena_grow(s->mem, c->rows, c->n * sizeof *c->rows, cap * sizeof *c->rows);
        if (rows == NULL) {
            s->failed = 1;
            return;
        }
        c->rows = rows;
        c->cap = cap;
    }
    c->rows[c->n++] = (struct slant_cut){start, end, as};
}

const char *slant_scanner_find(const char *from, const char *end, const char *what)
{
    size_t n = strlen(what);
    return end - from >= (ptrdiff_t)n ? memmem(from, (size_t)(end - from), what, n) : NULL;
}

/* ---- comments for slant ---- */

int slant_markup_directive(const char *from, const char *end, const char **start, const char **stop,
                           struct slant_str *words)
{
    const char *p = from;
    while ((p = slant_scanner_find(p, end, "<!--")) != NULL) {
        const char *word = p + 4;
        while (word < end && (*word == ' ' || *word == '\t'))
            word++;
        if (end - word < 6 || memcmp(word, "slant", 5) != 0 || (word[5] != ' ' && word[5] != '\t')) {
            p += 4;
            continue;
        }
        const char *close = slant_scanner_find(word, end, "-->");
        if (close == NULL)
            return 0;
        *start = p;
        *stop = close + 3;
        *words = (struct slant_str){word + 6, close > word + 6 ? (size_t)(close - word - 6) : 0};
        return 1;
    }
    return 0;
}

static void scan_plain(struct slant_scanner *s)
{
    const char *start, *stop;
    struct slant_str words;
    while (slant_markup_directive(s->p, s->end, &start, &stop, &words)) {
        slant_scanner_cut(s, start, stop, 0);
        s->p = stop;
    }
}

slant_status slant_markup_scan(struct slant_str field, enum slant_markup kind, struct slant_arena *mem,
                               struct slant_cuts *out)
{
    struct slant_scanner s = {.base = field.ptr, .end = field.ptr + field.len, .p = field.ptr, .mem = mem, .out = out};
    memset(out, 0, sizeof *out);
    out->heading = UINT32_MAX;
    if (field.len == 0)
        return SLANT_OK;
    if (kind == SLANT_MARKDOWN)
        slant_scan_markdown(&s);
    else if (kind == SLANT_HTML)
        slant_scan_html(&s);
    else
        scan_plain(&s);
    return s.failed ? SLANT_ENOMEM : SLANT_OK;
}
