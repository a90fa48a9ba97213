/* error: filling a slant_error in one line. */
#ifndef SLANT_BASE_ERROR_H
#define SLANT_BASE_ERROR_H

#include "slant.h"

/* Fills err (which may be NULL) and returns code. line 0 and byte UINT64_MAX: unknown. path may be NULL. */
slant_status slant_fail(struct slant_error *err, slant_status code, const char *name, const char *path, uint64_t line,
                        uint64_t byte, const char *format, ...) __attribute__((format(printf, 7, 8)));

#endif
