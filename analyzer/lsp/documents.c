#include "lsp/documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

/* "file:///a%20b.md" → "/a b.md". Of other URIs what follows the last slash or colon, with an ending by language. */
static char *path_of(const char *uri, const char *language)
{
    int is_file = strncmp(uri, "file://", 7) == 0;
    const char *from = uri + (is_file ? 7 : 0), *ending = "";
    size_t n = 0;
    if (is_file && *from != '/' && strchr(from, '/') != NULL)
        from = strchr(from, '/'); /* the machine's name */
    if (!is_file) {
        const char *slash = strrchr(uri, '/'), *colon = strrchr(uri, ':');
        from = slash > colon ? slash + 1 : colon != NULL ? colon + 1 : uri;
        ending = strcmp(language, "markdown") == 0 ? ".md" : strcmp(language, "html") == 0 ? ".html" : "";
    }
    char *path = malloc(strlen(from) + strlen(ending) + 2);
    if (path == NULL)
        return NULL;
    for (const char *p = from; *p != '\0'; p++) {
        int code = *p == '%' && hex(p[1]) >= 0 && hex(p[2]) >= 0 ? hex(p[1]) * 16 + hex(p[2]) : 0;
        path[n++] = code > 0 ? (char)code : *p;
        p += code > 0 ? 2 : 0;
    }
    if (n == 0)
        path[n++] = '-';
    strcpy(path + n, ending);
    return path;
}

struct lsp_document *lsp_document_find(struct lsp_document *list, const char *uri)
{
    while (list != NULL && strcmp(list->uri, uri) != 0)
        list = list->next;
    return list;
}

static void free_document(struct lsp_document *d)
{
    free(d->uri);
    free(d->path);
    free(d->text);
    free(d);
}

struct lsp_document *lsp_document_open(struct lsp_document **list, const char *uri, const char *language)
{
    struct lsp_document *d = calloc(1, sizeof *d);
    lsp_document_close(list, uri);
    if (d == NULL)
        return NULL;
    d->uri = strdup(uri);
    d->path = path_of(uri, language);
    d->text = calloc(1, 1);
    if (d->uri == NULL || d->path == NULL || d->text == NULL) {
        free_document(d);
        return NULL;
    }
    d->next = *list;
    *list = d;
    return d;
}

int lsp_document_set(struct lsp_document *document, const char *text, size_t len, int64_t version)
{
    char *copy = malloc(len + 1);
    if (copy == NULL)
        return 0;
    memcpy(copy, text, len);
    copy[len] = '\0';
    free(document->text);
    document->text = copy;
    document->len = len;
    document->version = version;
    document->stale = 1;
    return 1;
}

void lsp_document_close(struct lsp_document **list, const char *uri)
{
    for (; *list != NULL; list = &(*list)->next)
        if (strcmp((*list)->uri, uri) == 0) {
            struct lsp_document *gone = *list;
            *list = gone->next;
            free_document(gone);
            return;
        }
}

void lsp_documents_free(struct lsp_document **list)
{
    while (*list != NULL)
        lsp_document_close(list, (*list)->uri);
}

/* ---- places ---- */

static size_t next_line(const struct lsp_document *d, size_t at)
{
    while (at < d->len && d->text[at] != '\n' && d->text[at] != '\r')
        at++;
    if (at < d->len)
        at += d->text[at] == '\r' && at + 1 < d->len && d->text[at + 1] == '\n' ? 2 : 1;
    return at;
}

size_t lsp_byte_of(const struct lsp_document *document, struct lsp_position position, enum lsp_encoding encoding)
{
    const struct lsp_document *d = document;
    size_t at = 0;
    for (uint32_t line = 0; line < position.line; line++) {
        size_t next = next_line(d, at);
        int ended = next > at && (d->text[next - 1] == '\n' || d->text[next - 1] == '\r');
        if (!ended)
            return d->len;
        at = next;
    }
    for (uint32_t column = 0; at < d->len && column < position.column;) {
        unsigned char c = (unsigned char)d->text[at];
        if (c == '\n' || c == '\r')
            break;
        size_t width = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        column += encoding == LSP_UTF8 ? (uint32_t)width : encoding == LSP_UTF16 && width == 4 ? 2 : 1;
        at += width;
    }
    return at < d->len ? at : d->len;
}
