#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"

static slant_status read_all(FILE *file, char **bytes, size_t *len, const char *path, struct slant_error *err)
{
    struct stat info;
    size_t cap = 1 << 16;
    if (fstat(fileno(file), &info) == 0 && info.st_size > 0 && info.st_size < SLANT_MOST_FILE)
        cap = (size_t)info.st_size + 1; /* one more, so that the end shows itself */
    *bytes = malloc(cap + 1);
    while (*bytes != NULL) {
        *len += fread(*bytes + *len, 1, cap - *len, file);
        if (*len < cap)
            break;
        if (cap >= SLANT_MOST_FILE)
            return slant_fail(err, SLANT_ETOOBIG, NULL, path, 0, UINT64_MAX, "the file is over 64 MiB");
        cap *= 2;
        char *more = realloc(*bytes, cap + 1);
        if (more == NULL)
            free(*bytes);
        *bytes = more;
    }
    if (*bytes == NULL)
        return slant_fail(err, SLANT_ENOMEM, NULL, path, 0, UINT64_MAX, "out of memory");
    if (ferror(file))
        return slant_fail(err, SLANT_EREAD, NULL, path, 0, UINT64_MAX, "reading failed: %s", strerrordesc_np(errno));
    (*bytes)[*len] = '\0';
    return SLANT_OK;
}

slant_status slant_file_read(const char *path, char **bytes, size_t *len, struct slant_error *err)
{
    *bytes = NULL;
    *len = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return slant_fail(err, SLANT_EREAD, NULL, path, 0, UINT64_MAX, "cannot open: %s", strerrordesc_np(errno));
    slant_status status = read_all(file, bytes, len, path, err);
    fclose(file);
    return status;
}
