#include "check/house.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/tsv.h"
#include "check/paths.h"

enum { MOST_NEST = 8 }; /* packages that name packages */

struct reader {
    struct slant_house *house;
    struct slant_arena *mem;
    struct slant_error *err;
    const char *path, *folder;
    uint32_t line;
    const char *glob; /* of the section */
    int in_section, nest;
};

static slant_status read_file(struct reader *r);

static slant_status bad(const struct reader *r, const char *what, const char *word)
{
    return slant_fail(r->err, SLANT_EUSAGE, "bad-settings", r->path, r->line, UINT64_MAX, "%s%.80s", what, word);
}

static slant_status no_memory(const struct reader *r)
{
    return slant_fail(r->err, SLANT_ENOMEM, NULL, r->path, 0, UINT64_MAX, "out of memory");
}

static int is_there(const char *path, int folder)
{
    struct stat st;
    return stat(path, &st) == 0 && (folder ? S_ISDIR(st.st_mode) : !S_ISDIR(st.st_mode));
}

static char *trim(char *s)
{
    while (*s == ' ' || *s == '\t')
        s++;
    size_t n = strlen(s);
    while (n > 0 && strchr(" \t\r", s[n - 1]) != NULL)
        n--;
    s[n] = '\0';
    return s;
}

/* ---- what a line says ---- */

static slant_status add_rule(struct reader *r, const char *pattern, const char *value)
{
    struct slant_house *h = r->house;
    struct slant_severities any;
    int severity = slant_severity_read(value, strlen(value));
    if (severity < 0)
        return bad(r, "wanted off, suggestion, warning or error, not ", value);
    if (slant_severities_set(&any, pattern, strlen(pattern), SLANT_OFF) == 0)
        return bad(r, "there is no such rule; see 'slant check --list-rules': ", pattern);
    if (h->nrows == h->rows_cap) {
        uint32_t cap = h->rows_cap ? h->rows_cap * 2 : 32;
        void *rows = slant_arena_grow(r->mem, h->rows, h->nrows * sizeof *h->rows, cap * sizeof *h->rows);
        if (rows == NULL)
            return no_memory(r);
        h->rows = rows;
        h->rows_cap = cap;
    }
    const char *copy = slant_arena_copy(r->mem, pattern, strlen(pattern));
    if (copy == NULL)
        return no_memory(r);
    h->rows[h->nrows++] = (struct slant_house_row){r->glob, copy, (enum slant_severity)severity, r->path, r->line};
    return SLANT_OK;
}

static slant_status name_file(struct reader *r, const char *value, int folder, struct slant_house_name *out)
{
    *out = (struct slant_house_name){slant_path_in(r->folder, value, r->mem), r->path, r->line};
    if (out->path == NULL)
        return no_memory(r);
    if (!is_there(out->path, folder))
        return bad(r, folder ? "there is no folder " : "there is no file ", out->path);
    return SLANT_OK;
}

static slant_status add_name(struct reader *r, const char *value, int folder, struct slant_house_name *list,
                             uint32_t *n, uint32_t most)
{
    if (*n == most)
        return bad(r, "there are too many lines like this one: ", value);
    return name_file(r, value, folder, &list[(*n)++]);
}

/* A style package: its rules are read here and now, so that later lines are stronger. */
static slant_status add_style(struct reader *r, const char *value)
{
    struct slant_house *h = r->house;
    slant_status status = add_name(r, value, 1, h->styles, &h->nstyles, SLANT_HOUSE_FILES);
    if (status != SLANT_OK)
        return status;
    const char *folder = h->styles[h->nstyles - 1].path;
    struct reader package = *r;
    package.folder = folder;
    package.path = slant_path_in(folder, "rules.ini", r->mem);
    const char *lexicons = slant_path_in(folder, "lexicons", r->mem);
    if (package.path == NULL || lexicons == NULL)
        return no_memory(r);
    int rules = is_there(package.path, 0), words = is_there(lexicons, 1);
    if (!rules && !words)
        return bad(r, "there is neither rules.ini nor lexicons/ in ", folder);
    if (++package.nest > MOST_NEST)
        return bad(r, "style packages name each other in a circle: ", folder);
    if (words)
        status = add_name(r, lexicons, 1, h->lexicons, &h->nlexicons, SLANT_HOUSE_DIRS);
    return status == SLANT_OK && rules ? read_file(&package) : status;
}

static slant_status set_fail_level(struct reader *r, const char *value)
{
    int severity = slant_severity_read(value, strlen(value));
    const char *word = slant_arena_copy(r->mem, value, strlen(value));
    if (severity < 0)
        return bad(r, "wanted off, suggestion, warning or error, not ", value);
    if (word == NULL)
        return no_memory(r);
    r->house->fail_level = (enum slant_severity)severity;
    r->house->fail = (struct slant_house_name){word, r->path, r->line};
    return SLANT_OK;
}

static slant_status take_key(struct reader *r, const char *key, const char *value)
{
    struct slant_house *h = r->house;
    if (strcmp(key, "lexicons") == 0)
        return add_name(r, value, 1, h->lexicons, &h->nlexicons, SLANT_HOUSE_DIRS);
    if (strcmp(key, "style") == 0)
        return add_style(r, value);
    if (strcmp(key, "suppressions") == 0)
        return add_name(r, value, 0, h->suppressions, &h->nsuppressions, SLANT_HOUSE_FILES);
    if (strcmp(key, "baseline") == 0)
        return name_file(r, value, 0, &h->baseline);
    if (strcmp(key, "fail-level") == 0)
        return set_fail_level(r, value);
    return bad(r, "before the first section stand lexicons, style, suppressions, baseline and fail-level, not ", key);
}

static slant_status take_section(struct reader *r, char *line)
{
    size_t n = strlen(line);
    if (n < 3 || line[n - 1] != ']')
        return bad(r, "a section is written [rules] or [path GLOB], not ", line);
    line[n - 1] = '\0';
    char *name = trim(line + 1);
    r->in_section = 1;
    r->glob = NULL;
    if (strcmp(name, "rules") == 0)
        return SLANT_OK;
    if (strncmp(name, "path ", 5) != 0 || *trim(name + 5) == '\0')
        return bad(r, "a section is written [rules] or [path GLOB], not ", name);
    name = trim(name + 5);
    r->glob = slant_arena_copy(r->mem, name, strlen(name));
    return r->glob != NULL ? SLANT_OK : no_memory(r);
}

static slant_status take_line(struct reader *r, char *line)
{
    line = trim(line);
    if (*line == '\0' || *line == '#' || *line == ';')
        return SLANT_OK;
    if (*line == '[')
        return take_section(r, line);
    char *equals = strchr(line, '=');
    if (equals == NULL)
        return bad(r, "wanted NAME = VALUE, not ", line);
    *equals = '\0';
    const char *key = trim(line), *value = trim(equals + 1);
    if (*key == '\0' || *value == '\0')
        return bad(r, "wanted NAME = VALUE", "");
    return r->in_section ? add_rule(r, key, value) : take_key(r, key, value);
}

static slant_status read_file(struct reader *r)
{
    struct slant_tsv file;
    slant_status status = slant_tsv_open(&file, r->path, r->err);
    if (status != SLANT_OK)
        return status;
    if (memchr(file.bytes, '\0', file.len) != NULL)
        status = bad(r, "there is a NUL byte in it: is it text?", "");
    r->line = 0;
    r->in_section = 0;
    r->glob = NULL;
    for (char *line = file.next; status == SLANT_OK && line != NULL;) {
        char *feed = strchr(line, '\n');
        if (feed != NULL)
            *feed = '\0';
        r->line++;
        status = take_line(r, line);
        line = feed != NULL ? feed + 1 : NULL;
    }
    slant_tsv_close(&file);
    return status;
}

slant_status slant_house_read(const char *path, struct slant_arena *mem, struct slant_house *out,
                              struct slant_error *err)
{
    struct reader r = {.house = out, .mem = mem, .err = err};
    memset(out, 0, sizeof *out);
    r.path = slant_path_absolute(path, mem);
    r.folder = r.path != NULL ? slant_path_folder(r.path, mem) : NULL;
    if (r.folder == NULL)
        return slant_fail(err, SLANT_ENOMEM, NULL, path, 0, UINT64_MAX, "out of memory");
    out->path = r.path;
    out->folder = out->base = r.folder;
    return read_file(&r);
}

/* ---- which settings, and what they come to ---- */

const char *slant_house_find(const char *folder, const char *user, struct slant_arena *mem)
{
    char *path = slant_path_in(folder, ".slant.ini", mem);
    while (path != NULL) {
        if (is_there(path, 0))
            return path;
        char *slash = strrchr(path, '/'), *above = slash;
        while (above > path && *--above != '/')
            ;
        if (slash == path)
            break;
        memmove(above, slash, strlen(slash) + 1);
    }
    return user != NULL && is_there(user, 0) ? user : NULL;
}

void slant_house_severities(const struct slant_house *house, const char *path, struct slant_severities *out,
                            const struct slant_house_row *from[SLANT_NRULES])
{
    slant_severities_default(out);
    for (size_t i = 0; from != NULL && i < SLANT_NRULES; i++)
        from[i] = NULL;
    for (uint32_t i = 0; i < house->nrows; i++) {
        const struct slant_house_row *row = &house->rows[i];
        if (row->glob != NULL && !slant_path_matches(row->glob, house->base, path))
            continue;
        slant_severities_set(out, row->pattern, strlen(row->pattern), row->severity);
        for (size_t k = 0; from != NULL && k < SLANT_NRULES; k++)
            if (slant_rule_matches(row->pattern, strlen(row->pattern), slant_rule(k)->id))
                from[k] = row;
    }
}
