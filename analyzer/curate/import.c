/* import: which form a list has; its bytes → UTF-8; each form by its own reader. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/file.h"
#include "curate/room.h"
#include "decode/charset.h"

static int has_ending(const char *path, const char *ending)
{
    size_t len = strlen(path), n = strlen(ending);
    return len > n && strcasecmp(path + len - n, ending) == 0;
}

/* By its first line that is not empty. */
static const char *form_by_looks(struct slant_str text)
{
    struct slant_lines lines = {text.ptr, text.ptr + text.len, 0};
    for (struct slant_str line; slant_lines_next(&lines, &line);) {
        line = slant_trim(line);
        if (line.len == 0)
            continue;
        if (line.ptr[0] == '%')
            return "dic";
        if (line.len > 5 && memcmp(line.ptr, "type=", 5) == 0)
            return "tff";
        if (line.len > 6 && strncasecmp(line.ptr, "Entry,", 6) == 0)
            return "dicx";
        if (line.len > 3 && memcmp(line.ptr, "---", 3) == 0)
            return "yaml";
        break;
    }
    return "txt";
}

static const char *form_of(const char *path, struct slant_str text)
{
    static const struct {
        const char *ending, *form;
    } endings[] = {{".dic", "dic"},   {".dicx", "dicx"}, {".csv", "dicx"},
                   {".yaml", "yaml"}, {".yml", "yaml"},  {".tff", "tff"}};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (has_ending(path, endings[i].ending))
            return endings[i].form;
    return form_by_looks(text);
}

static slant_status read_form(struct slant_draft *d, const char *form, struct slant_str text, struct slant_error *err)
{
    if (strcmp(form, "yaml") == 0)
        return slant_read_yaml(d, text, err);
    if (strcmp(form, "dic") == 0)
        slant_read_dic(d, text);
    else if (strcmp(form, "dicx") == 0)
        slant_read_dicx(d, text);
    else if (strcmp(form, "tff") == 0)
        slant_read_tff(d, text);
    else if (strcmp(form, "txt") == 0)
        slant_read_list(d, text);
    else
        return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX,
                          "no form '%s': there are dic, dicx, yaml, tff, txt", form);
    return SLANT_OK;
}

static slant_status read_text(struct slant_draft *d, struct slant_str bytes, const char *form, struct slant_error *err)
{
    struct slant_str text;
    const char *how;
    slant_status status = slant_charset(bytes, 1, d->mem, &text, &how);
    if (status != SLANT_OK)
        return slant_fail(err, status, NULL, d->path, 0, UINT64_MAX, "out of memory");
    if (how != NULL)
        slant_draft_odd(d, (struct slant_spot){1, 1}, "encoding", "%s", how);
    if (text.len >= 3 && memcmp(text.ptr, "\xEF\xBB\xBF", 3) == 0)
        text = (struct slant_str){text.ptr + 3, text.len - 3};
    if (memchr(text.ptr, '\0', text.len) != NULL)
        return slant_fail(err, SLANT_ELEXICON, NULL, d->path, 0, UINT64_MAX,
                          "there are NUL bytes in it: this is no list");
    return read_form(d, form != NULL ? form : form_of(d->path, text), text, err);
}

slant_status slant_draft_read(struct slant_draft *d, const char *path, const char *form, struct slant_error *err)
{
    char *bytes;
    size_t len;
    d->path = path;
    slant_status status = slant_file_read(path, &bytes, &len, err);
    if (status == SLANT_OK)
        status = read_text(d, (struct slant_str){bytes, len}, form, err);
    free(bytes);
    if (status == SLANT_OK && d->failed)
        status = slant_fail(err, SLANT_ENOMEM, NULL, path, 0, UINT64_MAX, "out of memory");
    return status;
}
