/* answers: what the checker found, as the client wants it: diagnostics, hovers, code actions. JSON values are the
 * caller's; NULL: out of memory. */
#ifndef SLANT_LSP_ANSWERS_H
#define SLANT_LSP_ANSWERS_H

#include <jansson.h>

#include "slant.h"
#include "lsp/documents.h"

/* checked NULL: err says why nothing could be checked, which then is the one diagnostic. */
json_t *lsp_diagnostics(const struct lsp_document *document, const struct slant_checked *checked,
                        const struct slant_error *err, enum lsp_encoding encoding);
/* Null where there is nothing to say. */
json_t *lsp_hover(const struct lsp_document *document, const struct slant_checked *checked,
                  struct lsp_position position, enum lsp_encoding encoding);
/* For what lies in or touches bytes [from, to]. */
json_t *lsp_actions(const struct lsp_document *document, const struct slant_checked *checked, size_t from, size_t to,
                    enum lsp_encoding encoding);

#endif
