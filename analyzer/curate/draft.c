/* draft: words as they come in → one of our files. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "curate/room.h"

void slant_draft_odd(struct slant_draft *d, struct slant_spot at, const char *rule, const char *format, ...)
{
    char message[200];
    struct slant_error err = {0};
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    slant_fail(&err, SLANT_ELEXICON, rule, d->path, at.line, UINT64_MAX, "%s", message);
    err.column = at.column;
    d->odd++;
    d->listener.tell(d->listener.ctx, &err);
}

static const char *keep(struct slant_draft *d, const char *bytes, size_t len)
{
    const char *copy = slant_arena_copy(d->mem, bytes, len);
    d->failed |= copy == NULL;
    return copy != NULL ? copy : "";
}

const char *slant_draft_category(struct slant_draft *d, const char *within, struct slant_str name)
{
    struct slant_buffer *b = &d->scratch;
    b->len = 0;
    if (within != NULL) {
        slant_buffer_puts(b, within);
        slant_buffer_putc(b, '/');
    }
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (c == '/' || c == ',' || c == '\\')
            slant_buffer_putc(b, '\\');
        slant_buffer_putc(b, c < 0x20 ? ' ' : name.ptr[i]);
    }
    d->failed |= b->failed;
    return keep(d, b->data != NULL ? b->data : "", b->len);
}

void slant_draft_add(struct slant_draft *d, struct slant_spot at, struct slant_str word, int by_stem,
                     const char *category, const char *note)
{
    d->scratch.len = 0;
    const char *trouble = slant_word_to_pattern(word, by_stem, &d->scratch);
    if (trouble != NULL) {
        int shown = (int)(word.len < 60 ? word.len : 60);
        slant_draft_odd(d, at, "word", "'%.*s' left out: %s", shown, word.ptr, trouble);
        return;
    }
    if (d->n == d->cap) {
        uint32_t cap = d->cap ? d->cap * 2 : 1024;
        struct slant_draft_row *rows = realloc(d->rows, cap * sizeof *rows);
        if (rows == NULL) {
            d->failed = 1;
            return;
        }
        d->rows = rows;
        d->cap = cap;
    }
    d->failed |= d->scratch.failed;
    const char *kind = d->kind != NULL ? d->kind : category != NULL ? category : d->layer;
    d->rows[d->n++] = (struct slant_draft_row){keep(d, d->scratch.data, d->scratch.len), kind, category, note};
}

/* ---- out ---- */

static int by_texts(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int by_row(const void *a, const void *b)
{
    const struct slant_draft_row *x = a, *y = b;
    int order = strcmp(x->pattern, y->pattern);
    if (order == 0)
        order = strcmp(x->kind, y->kind);
    if (order == 0)
        order = by_texts(x->category, y->category);
    return order != 0 ? order : by_texts(x->note, y->note);
}

static void put_cell(struct slant_buffer *out, const char *text)
{
    for (; *text != '\0'; text++)
        slant_buffer_putc(out, (unsigned char)*text < 0x20 ? ' ' : *text);
}

static const char *kind_of(const struct slant_draft_row *row)
{
    return row->kind;
}

static const char *category_of(const struct slant_draft_row *row)
{
    return row->category;
}

static const char *note_of(const struct slant_draft_row *row)
{
    return row->note;
}

/* One thing of rows that are one pattern, each that there is once. Returns how many. */
static uint32_t put_each(struct slant_buffer *out, const struct slant_draft_row *rows, uint32_t n,
                         const char *(*of)(const struct slant_draft_row *), const char *before, const char *between)
{
    uint32_t put = 0;
    for (uint32_t i = 0; i < n; i++) {
        int seen = of(&rows[i]) == NULL;
        for (uint32_t k = 0; k < i && !seen; k++)
            seen = of(&rows[k]) != NULL && strcmp(of(&rows[k]), of(&rows[i])) == 0;
        if (seen)
            continue;
        slant_buffer_puts(out, put++ == 0 ? before : between);
        put_cell(out, of(&rows[i]));
    }
    return put;
}

uint32_t slant_draft_write(struct slant_draft *d, struct slant_buffer *out)
{
    uint32_t count = 0;
    if (d->n > 0)
        qsort(d->rows, d->n, sizeof *d->rows, by_row);
    for (int i = 0; i < SLANT_COLUMN_SET; i++)
        slant_buffer_printf(out, "%s%s", i > 0 ? "\t" : "", slant_lexicon_column((enum slant_column)i));
    slant_buffer_putc(out, '\n');
    for (uint32_t i = 0, n; i < d->n; i += n, count++) {
        for (n = 1; i + n < d->n && strcmp(d->rows[i + n].pattern, d->rows[i].pattern) == 0;)
            n++;
        slant_buffer_puts(out, d->rows[i].pattern);
        slant_buffer_putc(out, '\t');
        put_each(out, d->rows + i, n, kind_of, "", ",");
        slant_buffer_puts(out, "\t\t\t\t\t");
        if (put_each(out, d->rows + i, n, note_of, "", "; ") == 0 &&
            put_each(out, d->rows + i, n, category_of, "listed under ", ", ") == 0)
            slant_buffer_puts(out, "listed");
        slant_buffer_puts(out, "\timported list\n");
    }
    return count;
}

void slant_draft_free(struct slant_draft *d)
{
    free(d->rows);
    slant_buffer_free(&d->scratch);
    d->rows = NULL;
}
