/* files: <layer>.tsv → entries, as written; their patterns come after, in lexicon.c. */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/hash.h"
#include "lexicon/room.h"

enum { MOST_NAME = 40 };

static const char *const column_names[SLANT_NCOLUMNS] = {"pattern", "kind", "stance", "plainer", "yes",
                                                         "no",      "why",  "source", "set"};

const char *slant_lexicon_column(enum slant_column column)
{
    return column_names[column];
}

slant_status slant_lexicon_no_memory(struct slant_lexicon *l)
{
    return slant_fail(l->err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
}

/* Somebody listens: he is told, and the reading goes on without what is wrong. Nobody does: it is the end. */
slant_status slant_lexicon_fault(struct slant_lexicon *l, struct slant_place at, const char *rule, const char *format,
                                 ...)
{
    char message[sizeof l->err->message];
    struct slant_error told = {0};
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    struct slant_error *err = l->complain != NULL ? &told : l->err;
    slant_fail(err, SLANT_ELEXICON, l->complain != NULL ? rule : NULL, at.path, at.line, UINT64_MAX, "%s", message);
    if (err != NULL)
        err->column = at.column;
    if (l->complain == NULL)
        return SLANT_ELEXICON;
    l->complain(l->complain_ctx, &told);
    return SLANT_OK;
}

/* What is odd but can be read: told to who listens. */
static void remark(struct slant_lexicon *l, struct slant_place at, const char *rule, const char *message)
{
    if (l->complain != NULL)
        slant_lexicon_fault(l, at, rule, "%s", message);
}

static struct slant_place place_of(const struct slant_lexicon *l, const struct slant_tsv *t, const char *cell)
{
    return (struct slant_place){l->infos[l->nfiles - 1].path, t->line, (uint32_t)(cell - t->cells[0]) + 1};
}

struct slant_place slant_lexicon_place(const struct slant_lexicon *l, const struct slant_entry *e, const char *cell)
{
    const char *row = l->files[e->file].bytes + e->row;
    const char *end = l->files[e->file].bytes + l->files[e->file].len;
    int within = cell >= row && cell < end; /* a cell that is not written has no place of its own */
    return (struct slant_place){l->infos[e->file].path, e->line, within ? (uint32_t)(cell - row) + 1 : 1};
}

/* ---- the header ---- */

/* Where each column of ours stands in the file, from 1; 0: it is not there. */
struct header {
    uint8_t at[SLANT_NCOLUMNS];
    uint32_t ncells;
};

static int column_named(const char *name)
{
    for (int i = 0; i < SLANT_NCOLUMNS; i++)
        if (strcasecmp(name, column_names[i]) == 0)
            return i;
    return -1;
}

/* Columns may stand in any order; all but the pattern may be left out; what slant does not know is somebody's own. */
static slant_status read_header(struct slant_lexicon *l, const struct slant_tsv *t, struct header *h)
{
    memset(h, 0, sizeof *h);
    h->ncells = t->ncells;
    for (uint32_t i = 0; i < t->ncells && i < SLANT_TSV_COLUMNS; i++) {
        int column = column_named(t->cells[i]);
        if (column < 0)
            remark(l, place_of(l, t, t->cells[i]), "unknown-column",
                   "slant knows no column of this name, and reads none");
        else if (h->at[column] != 0)
            return slant_lexicon_fault(l, place_of(l, t, t->cells[i]), "header", "two columns are called '%s'",
                                       column_names[column]);
        else
            h->at[column] = (uint8_t)(i + 1);
    }
    if (h->at[SLANT_COLUMN_PATTERN] == 0)
        return slant_lexicon_fault(l, place_of(l, t, t->cells[0]), "header",
                                   "the first row must be the header and name the column pattern, as in: pattern kind "
                                   "stance plainer yes no why source");
    if (h->at[SLANT_COLUMN_WHY] == 0 || h->at[SLANT_COLUMN_SOURCE] == 0)
        remark(l, place_of(l, t, t->cells[0]), "no-reasons",
               "there is no column why, or none source: nobody can be told why a word was marked");
    return SLANT_OK;
}

/* ---- the rows ---- */

struct trouble {
    const char *rule, *message;
    enum slant_column column;
};

static struct trouble kind_trouble(const struct slant_lexicon *l, struct slant_entry *e)
{
    if (e->layer == SLANT_CUSTOM) {
        if (e->kind[0] == '\0')
            e->kind = l->customs[e->slot - SLANT_NLAYERS].name;
        return (struct trouble){0};
    }
    const char *const *kinds = slant_lexicon_kinds((enum slant_layer)e->layer), *const *kind = kinds;
    if (e->kind[0] == '\0' && kinds[1] == NULL)
        e->kind = kinds[0]; /* there is but one */
    while (*kind != NULL && strcmp(*kind, e->kind) != 0)
        kind++;
    if (*kind == NULL)
        return (struct trouble){"kind", "the kind is none of this layer's", SLANT_COLUMN_KIND};
    e->kind = *kind; /* so that kinds are told apart by where they stand */
    return (struct trouble){0};
}

static struct trouble stance_trouble(const struct slant_entry *e)
{
    static const char *const stances[] = {"neutral", "distancing", "endorsing", "adversarial"};
    int stance = 0;
    for (size_t i = 0; i < sizeof stances / sizeof stances[0]; i++)
        stance |= strcmp(stances[i], e->stance) == 0;
    if (e->layer == SLANT_CUSTOM || (e->layer == SLANT_CUE ? stance || e->exception : e->stance[0] == '\0'))
        return (struct trouble){0};
    return (struct trouble){"stance",
                            "a cue has a stance (neutral, distancing, endorsing, adversarial), and nothing else has",
                            SLANT_COLUMN_STANCE};
}

/* "conflict-actor/militant": which choice, and what is chosen. */
static int is_set(const char *set)
{
    const char *slash = strchr(set, '/');
    return slash != NULL && slash > set && slash[1] != '\0' && strchr(slash + 1, '/') == NULL;
}

static struct trouble set_trouble(const struct slant_entry *e)
{
    int may = e->layer == SLANT_LABEL ? e->exception || is_set(e->set) : e->set[0] == '\0';
    if (e->layer == SLANT_CUSTOM || may)
        return (struct trouble){0};
    return (struct trouble){"set", "a label has a set, as in conflict-actor/militant, and nothing else has",
                            SLANT_COLUMN_SET};
}

static struct trouble row_trouble(const struct slant_lexicon *l, struct slant_entry *e)
{
    struct trouble trouble = kind_trouble(l, e);
    if (trouble.rule == NULL)
        trouble = stance_trouble(e);
    return trouble.rule == NULL ? set_trouble(e) : trouble;
}

static const char *cell_of(const struct slant_tsv *t, const struct header *h, enum slant_column column)
{
    uint32_t at = h->at[column];
    return at == 0 || at > t->ncells ? "" : t->cells[at - 1];
}

static struct slant_entry *new_entry(struct slant_lexicon *l)
{
    if (l->nentries == l->entries_cap) {
        uint32_t cap = l->entries_cap ? l->entries_cap * 2 : 2048;
        struct slant_entry *more = realloc(l->entries, cap * sizeof *more);
        if (more == NULL)
            return NULL;
        l->entries = more;
        l->entries_cap = cap;
    }
    return memset(&l->entries[l->nentries++], 0, sizeof *l->entries);
}

static void fill(struct slant_entry *e, const struct slant_tsv *t, const struct header *h)
{
    const char **cells[SLANT_NCOLUMNS] = {&e->pattern, &e->kind, &e->stance, &e->plainer, &e->yes,
                                          &e->no,      &e->why,  &e->source, &e->set};
    for (int i = 0; i < SLANT_NCOLUMNS; i++)
        *cells[i] = cell_of(t, h, (enum slant_column)i);
    e->line = t->line;
    e->row = (uint32_t)(t->cells[0] - t->bytes);
    e->exception = e->pattern[0] == '!';
    for (const char *p = e->pattern; *p; p++)
        e->proper |= *p >= 'A' && *p <= 'Z';
    e->proper |= strstr(e->pattern, "@cap") != NULL;
}

static void look_at_cells(struct slant_lexicon *l, const struct slant_tsv *t, const struct header *h)
{
    if (t->ncells < h->ncells)
        remark(l, place_of(l, t, t->cells[0]), "short-row", "the row has fewer cells than the header");
    for (uint32_t i = 0; i < t->ncells && i < SLANT_TSV_COLUMNS; i++) {
        size_t len = strlen(t->cells[i]);
        if (len > 1 && t->cells[i][0] == '"' && t->cells[i][len - 1] == '"')
            remark(l, place_of(l, t, t->cells[i]), "quoted-cell",
                   "the cell is in quotation marks, which are read as part of it: did a spreadsheet put them there?");
        else if (len > 0 && (t->cells[i][0] == ' ' || t->cells[i][len - 1] == ' '))
            remark(l, place_of(l, t, t->cells[i]), "spaces", "the cell begins or ends with a space");
    }
}

static slant_status add_entry(struct slant_lexicon *l, const struct slant_tsv *t, const struct header *h,
                              struct slant_layer_place layer)
{
    if (t->ncells > h->ncells)
        return slant_lexicon_fault(l, place_of(l, t, t->cells[0]), "cells",
                                   "'%.60s': the row has %u cells with tabs between, the header %u", t->cells[0],
                                   t->ncells, h->ncells);
    look_at_cells(l, t, h);
    struct slant_entry *e = new_entry(l);
    if (e == NULL)
        return slant_lexicon_no_memory(l);
    fill(e, t, h);
    e->file = (uint16_t)(l->nfiles - 1);
    e->layer = (uint8_t)layer.layer;
    e->slot = layer.slot;
    struct trouble trouble = row_trouble(l, e);
    if (trouble.rule == NULL)
        return SLANT_OK;
    l->nentries--;
    return slant_lexicon_fault(l, slant_lexicon_place(l, e, cell_of(t, h, trouble.column)), trouble.rule, "'%.60s': %s",
                               e->pattern, trouble.message);
}

static slant_status add_file(struct slant_lexicon *l, const char *path, const char *name,
                             struct slant_layer_place layer)
{
    struct slant_place whole = {path, 0, 0};
    if (l->nfiles == SLANT_MOST_FILES)
        return slant_fail(l->err, SLANT_ELEXICON, NULL, path, 0, UINT64_MAX, "over 256 lexicon files");
    struct slant_tsv *t = &l->files[l->nfiles];
    struct slant_error err = {0};
    slant_status status = slant_tsv_open(t, path, &err);
    if (status == SLANT_ELEXICON)
        return slant_lexicon_fault(l, (struct slant_place){path, (uint32_t)err.line, err.column}, "encoding", "%s",
                                   err.message);
    if (status != SLANT_OK) {
        if (l->err != NULL)
            *l->err = err;
        return status;
    }
    struct slant_lexicon_info *info = &l->infos[l->nfiles++];
    info->name = slant_arena_copy(&l->mem, name, strlen(name));
    info->path = slant_arena_copy(&l->mem, path, strlen(path));
    info->checksum = slant_checksum(t->bytes, t->len);
    info->shipped = l->shipped;
    if (info->name == NULL || info->path == NULL)
        return slant_lexicon_no_memory(l);
    if (t->next > t->bytes)
        remark(l, (struct slant_place){path, 1, 1}, "bom", "the file begins with a byte order mark");
    struct header header;
    if (!slant_tsv_next(t))
        return slant_lexicon_fault(l, whole, "header", "the file is empty: there is no header");
    status = read_header(l, t, &header);
    if (status != SLANT_OK || header.at[SLANT_COLUMN_PATTERN] == 0)
        return status;
    while (status == SLANT_OK && slant_tsv_next(t)) {
        status = add_entry(l, t, &header, layer);
        info->entries++;
    }
    return status;
}

/* ---- the folders ---- */

/* Tables in a folder of lexicons that are none. */
static int is_no_lexicon(const char *name)
{
    static const char *const names[] = {"stems", "words", "weights", "norms", "frequent"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0)
            return 1;
    return 0;
}

/* The layer of somebody's own that a file is; made if need be. NULL: too many, or no memory. */
static struct slant_custom *custom_named(struct slant_lexicon *l, const char *name, slant_status *status)
{
    for (uint32_t i = 0; i < l->ncustoms; i++)
        if (strcmp(l->customs[i].name, name) == 0)
            return &l->customs[i];
    *status = SLANT_OK;
    const char *copy = l->ncustoms < SLANT_MOST_CUSTOM ? slant_arena_copy(&l->mem, name, strlen(name)) : NULL;
    if (copy == NULL) {
        *status = l->ncustoms < SLANT_MOST_CUSTOM ? slant_lexicon_no_memory(l) : SLANT_OK;
        return NULL;
    }
    l->customs[l->ncustoms] = (struct slant_custom){.name = copy};
    return &l->customs[l->ncustoms++];
}

static int is_measure_name(const char *name)
{
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
    return len > 0 && name[len] == '\0' && len <= MOST_NAME;
}

static slant_status add_named(struct slant_lexicon *l, const char *path, const char *name, const char *shown)
{
    int layer = slant_lexicon_layer(name);
    if (layer >= 0)
        return add_file(l, path, shown, (struct slant_layer_place){layer, (uint8_t)layer});
    if (!is_measure_name(name))
        return slant_lexicon_fault(l, (struct slant_place){path, 0, 0}, "name",
                                   "a lexicon's name becomes a measure's: up to %d letters a to z, digits, - and _",
                                   MOST_NAME);
    slant_status status;
    struct slant_custom *custom = custom_named(l, name, &status);
    if (custom == NULL)
        return status != SLANT_OK ? status
                                  : slant_lexicon_fault(l, (struct slant_place){path, 0, 0}, "name",
                                                        "over %d layers of your own", SLANT_MOST_CUSTOM);
    return add_file(l, path, shown,
                    (struct slant_layer_place){SLANT_CUSTOM, (uint8_t)(SLANT_NLAYERS + (custom - l->customs))});
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static slant_status list_folder(struct slant_lexicon *l, DIR *folder, const char *path, char **names, size_t *n)
{
    for (struct dirent *d; (d = readdir(folder)) != NULL;) {
        size_t len = strlen(d->d_name);
        if (len <= 4 || d->d_name[0] == '.' || strcmp(d->d_name + len - 4, ".tsv") != 0)
            continue;
        if (*n == SLANT_MOST_FILES)
            return slant_fail(l->err, SLANT_ELEXICON, NULL, path, 0, UINT64_MAX, "over 256 .tsv files in this folder");
        char *name = slant_arena_copy(&l->mem, d->d_name, len - 4);
        if (name == NULL)
            return slant_lexicon_no_memory(l);
        if (!is_no_lexicon(name))
            names[(*n)++] = name;
    }
    qsort(names, *n, sizeof *names, by_name);
    return SLANT_OK;
}

/* One file instead of a folder. */
static slant_status add_single(struct slant_lexicon *l, const char *path, const char *language)
{
    char name[256], shown[300];
    const char *slash = strrchr(path, '/'), *base = slash != NULL ? slash + 1 : path;
    size_t len = strlen(base);
    if (len <= 4 || len >= sizeof name || strcmp(base + len - 4, ".tsv") != 0)
        return slant_fail(l->err, SLANT_ELEXICON, NULL, path, 0, UINT64_MAX,
                          "a lexicon's name ends in .tsv; other lists come in through 'slant lexicon import'");
    snprintf(name, sizeof name, "%.*s", (int)(len - 4), base);
    snprintf(shown, sizeof shown, "%s/%s", language, name);
    return add_named(l, path, name, shown);
}

slant_status slant_lexicon_add_folder(struct slant_lexicon *l, const char *dir, const char *language)
{
    char path[4096], *names[SLANT_MOST_FILES];
    size_t n = 0;
    snprintf(path, sizeof path, "%s/%s", dir, language);
    DIR *folder = opendir(path);
    if (folder == NULL) {
        snprintf(path, sizeof path, "%s", dir);
        folder = opendir(path);
    }
    if (folder == NULL && errno == ENOTDIR)
        return add_single(l, dir, language);
    if (folder == NULL)
        return slant_fail(l->err, SLANT_EREAD, NULL, dir, 0, UINT64_MAX, "cannot open the lexicon folder: %s",
                          strerrordesc_np(errno));
    slant_status status = list_folder(l, folder, path, names, &n);
    closedir(folder);
    for (size_t i = 0; i < n && status == SLANT_OK; i++) {
        char file[4400], shown[300];
        snprintf(file, sizeof file, "%s/%s.tsv", path, names[i]);
        snprintf(shown, sizeof shown, "%s/%s", language, names[i]);
        status = add_named(l, file, names[i], shown);
    }
    if (status == SLANT_OK && n == 0)
        return slant_fail(l->err, SLANT_ELEXICON, NULL, dir, 0, UINT64_MAX,
                          "no lexicon here: wanted .tsv files, such as hedges.tsv, loaded.tsv or one of your own");
    return status;
}
