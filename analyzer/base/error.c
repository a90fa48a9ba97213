#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const status_names[] = {
    [SLANT_OK] = "ok",
    [SLANT_ENOMEM] = "out-of-memory",
    [SLANT_ETOOBIG] = "too-big",
    [SLANT_EREAD] = "cannot-read",
    [SLANT_EWRITE] = "cannot-write",
    [SLANT_EJSON] = "bad-json",
    [SLANT_EFIELD] = "bad-field",
    [SLANT_ECOMPRESSED] = "bad-compression",
    [SLANT_ELEXICON] = "bad-lexicon",
    [SLANT_EUSAGE] = "usage",
    [SLANT_EINTERNAL] = "internal",
};

const char *slant_status_name(slant_status status)
{
    size_t n = sizeof status_names / sizeof status_names[0];
    return (size_t)status < n ? status_names[status] : "unknown";
}

slant_status slant_fail(struct slant_error *err, slant_status code, const char *name, const char *path, uint64_t line,
                        uint64_t byte, const char *format, ...)
{
    if (err == NULL)
        return code;
    err->code = code;
    err->name = name != NULL ? name : slant_status_name(code);
    snprintf(err->path, sizeof err->path, "%s", path != NULL ? path : "");
    err->line = line;
    err->byte = byte;
    err->column = 0;
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return code;
}
