/* documents: what the client has open, and places in it. */
#ifndef SLANT_LSP_DOCUMENTS_H
#define SLANT_LSP_DOCUMENTS_H

#include <stddef.h>
#include <stdint.h>

/* How the client counts columns. */
enum lsp_encoding { LSP_UTF16, LSP_UTF8, LSP_UTF32 };

struct lsp_position {
    uint32_t line, column; /* from 0 */
};

struct lsp_document {
    struct lsp_document *next;
    char *uri, *path; /* path: what the checker is told */
    char *text;       /* UTF-8, a NUL behind */
    size_t len;
    int64_t version;
    int stale; /* changed since it was checked */
};

/* Takes copies. NULL: out of memory. language: the client's id, for documents without a file. */
struct lsp_document *lsp_document_open(struct lsp_document **list, const char *uri, const char *language);
int lsp_document_set(struct lsp_document *document, const char *text, size_t len, int64_t version); /* 0: no memory */
struct lsp_document *lsp_document_find(struct lsp_document *list, const char *uri);
void lsp_document_close(struct lsp_document **list, const char *uri);
void lsp_documents_free(struct lsp_document **list);

/* The byte of a place: of one behind its line's end that end, behind the last line the text's. */
size_t lsp_byte_of(const struct lsp_document *document, struct lsp_position position, enum lsp_encoding encoding);

#endif
