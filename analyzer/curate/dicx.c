/* dicx: LIWC-22's form. A table with commas: a word a row, a column for each category, 1 or X where it stands in it. */
#include <stdlib.h>
#include <string.h>

#include "curate/room.h"

enum { MOST_COLUMNS = 4096 };

/* Takes the next cell of a record that begins at rest; RFC 4180. 0: there is none. ended: it was the line's last. */
static int next_cell(struct slant_str *rest, uint32_t *line, struct slant_buffer *cell, int *ended)
{
    size_t i = 0;
    cell->len = 0;
    *ended = 1;
    if (rest->len == 0)
        return 0;
    int quoted = rest->ptr[0] == '"';
    for (i = (size_t)quoted; i < rest->len; i++) {
        char c = rest->ptr[i];
        if (quoted && c == '"' && i + 1 < rest->len && rest->ptr[i + 1] == '"') {
            i++;
        } else if (quoted && c == '"') {
            quoted = 0;
            continue;
        } else if (!quoted && (c == ',' || c == '\n' || c == '\r')) {
            break;
        }
        *line += c == '\n';
        slant_buffer_putc(cell, c);
    }
    *ended = i >= rest->len || rest->ptr[i] != ',';
    if (i < rest->len && rest->ptr[i] == '\r' && i + 1 < rest->len && rest->ptr[i + 1] == '\n')
        i++;
    i += i < rest->len;
    *rest = (struct slant_str){rest->ptr + i, rest->len - i};
    return 1;
}

static struct slant_str cell_text(const struct slant_buffer *cell)
{
    return slant_trim((struct slant_str){cell->data != NULL ? cell->data : "", cell->len});
}

static int is_yes(struct slant_str mark)
{
    return mark.len > 0 && !(mark.len == 1 && mark.ptr[0] == '0');
}

static int is_plain_yes(struct slant_str mark)
{
    return mark.len == 1 && strchr("1Xx", mark.ptr[0]) != NULL;
}

struct columns {
    const char *path[MOST_COLUMNS];
    uint32_t n;
};

static void read_head(struct slant_draft *d, struct slant_str *rest, uint32_t *line, struct columns *columns)
{
    struct slant_buffer cell = {0};
    int ended = 0;
    for (uint32_t i = 0; !ended && next_cell(rest, line, &cell, &ended); i++) {
        struct slant_str name = cell_text(&cell);
        if (i == 0)
            continue;
        if (columns->n == MOST_COLUMNS || name.len == 0) {
            slant_draft_odd(d, (struct slant_spot){1, 0}, "header",
                            "column %u has no name, or is one too many: left out", i + 1);
            if (columns->n < MOST_COLUMNS)
                columns->path[columns->n++] = NULL;
            continue;
        }
        columns->path[columns->n] = slant_draft_category(d, NULL, name);
        for (uint32_t k = 0; k < columns->n; k++)
            if (columns->path[k] != NULL && strcmp(columns->path[k], columns->path[columns->n]) == 0)
                slant_draft_odd(d, (struct slant_spot){1, 0}, "header", "two columns are called '%s': read as one",
                                columns->path[k]);
        columns->n++;
    }
    slant_buffer_free(&cell);
}

static void read_row(struct slant_draft *d, struct slant_str *rest, uint32_t *line, const struct columns *columns)
{
    struct slant_buffer cell = {0}, word = {0};
    struct slant_spot at = {*line, 1};
    uint32_t added = 0, full = 0;
    int ended = 0;
    for (uint32_t i = 0; !ended && next_cell(rest, line, &cell, &ended); i++) {
        struct slant_str text = cell_text(&cell);
        full += text.len > 0;
        if (i == 0) {
            slant_buffer_add(&word, text.ptr, text.len);
        } else if (is_yes(text) && (i > columns->n || columns->path[i - 1] == NULL)) {
            slant_draft_odd(d, at, "category", "a mark in column %u, which is no category's: left out", i + 1);
        } else if (is_yes(text)) {
            slant_draft_add(d, at, cell_text(&word), 0, columns->path[i - 1], NULL);
            added++;
            if (!is_plain_yes(text))
                slant_draft_odd(d, at, "weight", "'%.*s' has the weight %.*s in '%s': read as 1", (int)word.len,
                                word.data != NULL ? word.data : "", (int)text.len, text.ptr, columns->path[i - 1]);
        }
    }
    if (full > 0 && added == 0)
        slant_draft_odd(d, at, "category", "'%.*s' stands in no category: left out", (int)word.len,
                        word.data != NULL ? word.data : "");
    slant_buffer_free(&cell);
    slant_buffer_free(&word);
}

void slant_read_dicx(struct slant_draft *draft, struct slant_str text)
{
    struct columns *columns = calloc(1, sizeof *columns);
    draft->failed |= columns == NULL;
    if (columns == NULL)
        return;
    uint32_t line = 1;
    read_head(draft, &text, &line, columns);
    for (line = 2; text.len > 0; line++)
        read_row(draft, &text, &line, columns);
    free(columns);
}
