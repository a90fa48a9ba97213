/* file: a whole file's bytes. */
#ifndef SLANT_BASE_FILE_H
#define SLANT_BASE_FILE_H

#include "slant.h"

enum { SLANT_MOST_FILE = 64 << 20 };

/* Reads the file at path; a NUL stands behind its bytes, which are the caller's to free, on failure too.
 * fails: SLANT_EREAD, SLANT_ETOOBIG (over 64 MiB), SLANT_ENOMEM, with err filled. */
slant_status slant_file_read(const char *path, char **bytes, size_t *len, struct slant_error *err);

#endif
