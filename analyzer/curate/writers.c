/* writers: phrases with their categories → .dic, .dicx, YAML, a word list, a Vale rule. Rows come in order, each once.
 */
#include <stdlib.h>
#include <string.h>

#include "curate/room.h"

const char *slant_path_next(const char *path, struct slant_buffer *out)
{
    out->len = 0;
    for (; *path != '\0' && *path != '/'; path++) {
        if (*path == '\\' && path[1] != '\0')
            path++;
        slant_buffer_putc(out, *path);
    }
    slant_buffer_putc(out, '\0');
    out->len -= !out->failed;
    return *path == '/' ? path + 1 : NULL;
}

/* ---- the categories ---- */

struct paths {
    const char **rows;
    uint32_t n;
    int failed;
};

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Parts before whole: "a" before "a/b" before "a!" . */
static int by_path(const void *a, const void *b)
{
    const unsigned char *x = *(const unsigned char *const *)a, *y = *(const unsigned char *const *)b;
    while (*x != '\0' && *x == *y) {
        x++;
        y++;
    }
    int p = *x == '/' ? 1 : *x == '\0' ? 0 : *x + 1, q = *y == '/' ? 1 : *y == '\0' ? 0 : *y + 1;
    return p - q;
}

static struct paths paths_of(const struct slant_phrases *phrases)
{
    struct paths paths = {malloc((phrases->n + 1) * sizeof *paths.rows), 0, 0};
    paths.failed = paths.rows == NULL;
    if (paths.failed)
        return paths;
    for (uint32_t i = 0; i < phrases->n; i++)
        paths.rows[i] = phrases->rows[i].path;
    if (phrases->n > 0)
        qsort(paths.rows, phrases->n, sizeof *paths.rows, by_text);
    for (uint32_t i = 0; i < phrases->n; i++)
        if (paths.n == 0 || strcmp(paths.rows[paths.n - 1], paths.rows[i]) != 0)
            paths.rows[paths.n++] = paths.rows[i];
    if (paths.n > 0)
        qsort(paths.rows, paths.n, sizeof *paths.rows, by_path);
    return paths;
}

static uint32_t number_of(const struct paths *paths, const char *path)
{
    const char **row = bsearch(&path, paths->rows, paths->n, sizeof *paths->rows, by_path);
    return (uint32_t)(row - paths->rows);
}

/* How many parts two paths begin with together. */
static uint32_t shared_parts(const char *a, const char *b)
{
    uint32_t parts = 0;
    for (; *a == *b && *a != '\0'; a++, b++) {
        if (*a == '\\' && a[1] != '\0' && a[1] == b[1]) {
            a++;
            b++;
        } else {
            parts += *a == '/';
        }
    }
    return parts + ((*a == '\0' || *a == '/') && (*b == '\0' || *b == '/'));
}

static uint32_t count_parts(const char *path)
{
    uint32_t parts = 1;
    for (; *path != '\0'; path++) {
        if (*path == '\\' && path[1] != '\0')
            path++;
        else
            parts += *path == '/';
    }
    return parts;
}

/* The parts of path behind those it shares with the path written before; part is their name, depth where it stands. */
struct parts {
    struct slant_buffer name;
    const char *rest;
    uint32_t depth;
};

static int next_part(struct parts *parts)
{
    if (parts->rest == NULL)
        return 0;
    parts->rest = slant_path_next(parts->rest, &parts->name);
    parts->depth++;
    return !parts->name.failed;
}

/* ---- LIWC ---- */

static void put_times(struct slant_buffer *out, const char *text, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        slant_buffer_puts(out, text);
}

/* Categories within others that have no words of their own need a line, and a number, all the same. */
static void write_head(const struct paths *paths, uint32_t *ids, struct slant_buffer *out)
{
    uint32_t id = 0;
    slant_buffer_puts(out, "%\n");
    for (uint32_t i = 0; i < paths->n; i++) {
        struct parts parts = {.rest = paths->rows[i]};
        uint32_t known = i > 0 ? shared_parts(paths->rows[i - 1], paths->rows[i]) : 0;
        while (next_part(&parts)) {
            if (parts.depth <= known)
                continue;
            put_times(out, "\t", parts.depth - 1);
            slant_buffer_printf(out, "%u\t%s\n", ++id, parts.name.data);
        }
        ids[i] = id;
        slant_buffer_free(&parts.name);
    }
    slant_buffer_puts(out, "%\n");
}

void slant_write_dic(const struct slant_phrases *phrases, struct slant_buffer *out)
{
    struct paths paths = paths_of(phrases);
    uint32_t *ids = malloc((paths.n + 1) * sizeof *ids);
    out->failed |= paths.failed || ids == NULL;
    if (!out->failed)
        write_head(&paths, ids, out);
    for (uint32_t i = 0; i < phrases->n && !out->failed; i++) {
        const struct slant_phrase_row *row = &phrases->rows[i];
        if (i == 0 || strcmp(phrases->rows[i - 1].phrase, row->phrase) != 0)
            slant_buffer_printf(out, "%s%s", i > 0 ? "\n" : "", row->phrase);
        slant_buffer_printf(out, "\t%u", ids[number_of(&paths, row->path)]);
    }
    if (phrases->n > 0)
        slant_buffer_putc(out, '\n');
    free(ids);
    free(paths.rows);
}

static void put_csv(struct slant_buffer *out, const char *text)
{
    slant_buffer_csv(out, text, strlen(text));
}

/* "a/b" stays as it is: the form has no categories within categories. */
static void put_flat(struct slant_buffer *out, const char *path)
{
    struct parts parts = {.rest = path};
    struct slant_buffer flat = {0};
    while (next_part(&parts))
        slant_buffer_printf(&flat, "%s%s", parts.depth > 1 ? "/" : "", parts.name.data);
    slant_buffer_csv(out, flat.data, flat.len);
    out->failed |= flat.failed;
    slant_buffer_free(&parts.name);
    slant_buffer_free(&flat);
}

void slant_write_dicx(const struct slant_phrases *phrases, struct slant_buffer *out)
{
    struct paths paths = paths_of(phrases);
    out->failed |= paths.failed;
    slant_buffer_puts(out, "Entry");
    for (uint32_t i = 0; i < paths.n; i++) {
        slant_buffer_putc(out, ',');
        put_flat(out, paths.rows[i]);
    }
    slant_buffer_putc(out, '\n');
    for (uint32_t i = 0; i < phrases->n && !out->failed;) {
        const char *phrase = phrases->rows[i].phrase;
        put_csv(out, phrase);
        for (uint32_t column = 0; column < paths.n; column++) {
            int stands = i < phrases->n && strcmp(phrases->rows[i].phrase, phrase) == 0;
            /* a phrase's rows are in the order of the paths' bytes, the columns in that of the parts */
            int marked = 0;
            for (uint32_t k = i; stands && k < phrases->n && strcmp(phrases->rows[k].phrase, phrase) == 0; k++)
                marked |= strcmp(phrases->rows[k].path, paths.rows[column]) == 0;
            slant_buffer_puts(out, marked ? ",1" : ",");
        }
        slant_buffer_putc(out, '\n');
        while (i < phrases->n && strcmp(phrases->rows[i].phrase, phrase) == 0)
            i++;
    }
    free(paths.rows);
}

/* ---- quanteda ---- */

static void put_quoted(struct slant_buffer *out, const char *text)
{
    slant_buffer_json(out, text, strlen(text));
}

/* Does the next path lie within this one? Then its words and its parts stand in one sequence. */
static int has_within(const struct paths *paths, uint32_t i)
{
    return i + 1 < paths->n && shared_parts(paths->rows[i], paths->rows[i + 1]) == count_parts(paths->rows[i]);
}

static void put_words(const struct slant_phrases *phrases, const char *path, uint32_t indent, struct slant_buffer *out)
{
    for (uint32_t i = 0; i < phrases->n; i++) {
        if (strcmp(phrases->rows[i].path, path) != 0)
            continue;
        put_times(out, "  ", indent);
        slant_buffer_puts(out, "- ");
        put_quoted(out, phrases->rows[i].phrase);
        slant_buffer_putc(out, '\n');
    }
}

enum { MOST_PARTS = 64 };

/* in_list[depth]: what stands at that depth are items of a list, since its category has words of its own. */
void slant_write_yaml(const struct slant_phrases *phrases, struct slant_buffer *out)
{
    struct paths paths = paths_of(phrases);
    uint8_t in_list[MOST_PARTS + 1] = {0};
    uint32_t indents[MOST_PARTS + 1] = {0};
    out->failed |= paths.failed;
    for (uint32_t i = 0; i < paths.n && !out->failed; i++) {
        struct parts parts = {.rest = paths.rows[i]};
        uint32_t known = i > 0 ? shared_parts(paths.rows[i - 1], paths.rows[i]) : 0;
        while (next_part(&parts) && parts.depth < MOST_PARTS) {
            uint32_t depth = parts.depth;
            if (depth > known) {
                put_times(out, "  ", indents[depth]);
                slant_buffer_puts(out, in_list[depth] ? "- " : "");
                put_quoted(out, parts.name.data);
                slant_buffer_puts(out, ":\n");
                indents[depth + 1] = indents[depth] + 1u + in_list[depth];
                in_list[depth + 1] = (uint8_t)(parts.rest == NULL && has_within(&paths, i));
            }
        }
        put_words(phrases, paths.rows[i], indents[parts.depth < MOST_PARTS ? parts.depth + 1 : MOST_PARTS], out);
        slant_buffer_free(&parts.name);
    }
    if (paths.n == 0)
        slant_buffer_puts(out, "{}\n");
    free(paths.rows);
}

/* ---- a word a line ---- */

void slant_write_list(const struct slant_phrases *phrases, struct slant_buffer *out)
{
    for (uint32_t i = 0; i < phrases->n; i++)
        if (i == 0 || strcmp(phrases->rows[i - 1].phrase, phrases->rows[i].phrase) != 0)
            slant_buffer_printf(out, "%s\n", phrases->rows[i].phrase);
}

/* ---- Vale ---- */

/* Vale's tokens are regular expressions. */
static void put_token(struct slant_buffer *out, const char *phrase)
{
    struct slant_buffer token = {0};
    for (const char *p = phrase; *p != '\0'; p++) {
        if (*p == '.')
            slant_buffer_puts(&token, "\\.");
        else if (*p == '*')
            slant_buffer_puts(&token, "\\w*");
        else if (*p == ' ')
            slant_buffer_puts(&token, "[- ]");
        else
            slant_buffer_putc(&token, *p);
    }
    slant_buffer_json(out, token.data, token.len);
    out->failed |= token.failed;
    slant_buffer_free(&token);
}

uint32_t slant_write_vale(const struct slant_phrases *phrases, const char *layer, const char *kind, int plainer,
                          struct slant_buffer *out)
{
    struct slant_buffer message = {0};
    uint32_t n = 0;
    slant_buffer_printf(&message, plainer ? "Plainer: '%%s' instead of '%%s' (%s%s%s)." : "'%%s' (%s%s%s).", layer,
                        strcmp(layer, kind) == 0 ? "" : ": ", strcmp(layer, kind) == 0 ? "" : kind);
    slant_buffer_printf(out, "extends: %s\nmessage: ", plainer ? "substitution" : "existence");
    slant_buffer_json(out, message.data, message.len);
    slant_buffer_printf(out, "\nlevel: suggestion\nignorecase: true\n%s:\n", plainer ? "swap" : "tokens");
    for (uint32_t i = 0; i < phrases->n; i++) {
        const struct slant_phrase_row *row = &phrases->rows[i];
        if ((row->entry->plainer[0] != '\0') != plainer)
            continue;
        slant_buffer_puts(out, plainer ? "  " : "  - ");
        put_token(out, row->phrase);
        if (plainer) {
            slant_buffer_puts(out, ": ");
            put_quoted(out, row->entry->plainer);
        }
        slant_buffer_putc(out, '\n');
        n++;
    }
    out->failed |= message.failed;
    slant_buffer_free(&message);
    return n;
}
