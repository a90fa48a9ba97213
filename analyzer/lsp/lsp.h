/* lsp: a language server (LSP 3.17) on standard input and output: findings while somebody writes. */
#ifndef SLANT_LSP_LSP_H
#define SLANT_LSP_LSP_H

#include "slant.h"

/* Serves one client until it says exit, or its pipe ends. Returns the exit code: 0 after shutdown and exit, 1 without,
 * 70 without memory, 74 where answers cannot be written. */
int slant_lsp_serve(const struct slant_check_options *options);

#endif
