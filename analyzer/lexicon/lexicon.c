#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "lexicon/room.h"

enum { COLUMNS = 8, MOST_FILES = 256 };

static slant_status no_memory(struct slant_error *err)
{
    return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
}

/* ---- the files ---- */

static const char *check_row(const struct slant_tsv *t, enum slant_layer layer, int exception)
{
    if (t->ncells != COLUMNS)
        return "a row has 8 cells with tabs between: pattern kind stance plainer yes no why source";
    const char *const *kind = slant_lexicon_kinds(layer);
    while (*kind != NULL && strcmp(*kind, t->cells[1]) != 0)
        kind++;
    if (*kind == NULL)
        return "the kind is none of this layer's";
    static const char *const stances[] = {"neutral", "distancing", "endorsing", "adversarial"};
    int stance = 0;
    for (size_t i = 0; i < sizeof stances / sizeof stances[0]; i++)
        stance |= strcmp(stances[i], t->cells[2]) == 0;
    if (layer == SLANT_CUE ? !stance && !exception : t->cells[2][0] != '\0')
        return "a cue has a stance (neutral, distancing, endorsing, adversarial), and nothing else has";
    return t->cells[6][0] == '\0' ? "there is no reason given (column why)" : NULL;
}

static slant_status add_entry(struct slant_lexicon *l, const struct slant_tsv *t, enum slant_layer layer,
                              struct slant_error *err)
{
    const char *path = l->infos[l->nfiles - 1].path;
    int exception = t->cells[0][0] == '!';
    const char *trouble = check_row(t, layer, exception);
    if (trouble != NULL)
        return slant_fail(err, SLANT_ELEXICON, NULL, path, t->line, UINT64_MAX, "'%.60s': %s", t->cells[0], trouble);
    if (l->nentries == l->entries_cap) {
        uint32_t cap = l->entries_cap ? l->entries_cap * 2 : 2048;
        struct slant_entry *more = realloc(l->entries, cap * sizeof *more);
        if (more == NULL)
            return no_memory(err);
        l->entries = more;
        l->entries_cap = cap;
    }
    struct slant_entry *e = &l->entries[l->nentries++];
    *e = (struct slant_entry){t->cells[0],
                              t->cells[1],
                              t->cells[2],
                              t->cells[3],
                              t->cells[4],
                              t->cells[5],
                              t->cells[6],
                              t->cells[7],
                              t->line,
                              (uint16_t)(l->nfiles - 1),
                              (uint8_t)layer,
                              (uint8_t)exception,
                              0,
                              0};
    for (const char *p = e->pattern; *p; p++)
        e->proper |= *p >= 'A' && *p <= 'Z';
    e->proper |= strstr(e->pattern, "@cap") != NULL;
    return SLANT_OK;
}

static slant_status add_file(struct slant_lexicon *l, const char *path, const char *name, enum slant_layer layer,
                             struct slant_error *err)
{
    if (l->nfiles == MOST_FILES)
        return slant_fail(err, SLANT_ELEXICON, NULL, path, 0, UINT64_MAX, "over 256 lexicon files");
    struct slant_tsv *t = &l->files[l->nfiles];
    slant_status status = slant_tsv_open(t, path, err);
    if (status != SLANT_OK)
        return status;
    struct slant_lexicon_info *info = &l->infos[l->nfiles++];
    info->name = slant_arena_copy(&l->mem, name, strlen(name));
    info->path = slant_arena_copy(&l->mem, path, strlen(path));
    info->checksum = slant_checksum(t->bytes, t->len);
    if (info->name == NULL || info->path == NULL)
        return no_memory(err);
    int header = 0;
    while (status == SLANT_OK && slant_tsv_next(t)) {
        if (!header) {
            header = 1;
            if (strcmp(t->cells[0], "pattern") != 0)
                return slant_fail(err, SLANT_ELEXICON, NULL, path, t->line, UINT64_MAX,
                                  "the first row must be the header: pattern kind stance plainer yes no why source");
            continue;
        }
        status = add_entry(l, t, layer, err);
        info->entries++;
    }
    return status;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* dir/<language>/ if there is such a folder, else dir itself. */
static slant_status add_dir(struct slant_lexicon *l, const char *dir, const char *language, struct slant_error *err)
{
    char path[4096];
    char *names[MOST_FILES];
    size_t n = 0, found = 0;
    snprintf(path, sizeof path, "%s/%s", dir, language);
    DIR *folder = opendir(path);
    if (folder == NULL) {
        snprintf(path, sizeof path, "%s", dir);
        folder = opendir(path);
    }
    if (folder == NULL)
        return slant_fail(err, SLANT_EREAD, NULL, dir, 0, UINT64_MAX, "cannot open the lexicon folder: %s",
                          strerrordesc_np(errno));
    slant_status status = SLANT_OK;
    for (struct dirent *d; status == SLANT_OK && (d = readdir(folder)) != NULL;) {
        size_t len = strlen(d->d_name);
        if (len <= 4 || d->d_name[0] == '.' || strcmp(d->d_name + len - 4, ".tsv") != 0)
            continue;
        if (n == MOST_FILES)
            status = slant_fail(err, SLANT_ELEXICON, NULL, path, 0, UINT64_MAX, "over 256 .tsv files in this folder");
        else if ((names[n++] = slant_arena_copy(&l->mem, d->d_name, len)) == NULL)
            status = no_memory(err);
    }
    closedir(folder);
    if (status != SLANT_OK)
        return status;
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n && status == SLANT_OK; i++) {
        char file[4400], name[300];
        snprintf(file, sizeof file, "%s/%s", path, names[i]);
        names[i][strlen(names[i]) - 4] = '\0';
        int layer = slant_lexicon_layer(names[i]);
        if (layer < 0)
            continue; /* stems.tsv and the like */
        snprintf(name, sizeof name, "%s/%s", language, names[i]);
        status = add_file(l, file, name, (enum slant_layer)layer, err);
        found++;
    }
    if (status == SLANT_OK && found == 0)
        return slant_fail(err, SLANT_ELEXICON, NULL, dir, 0, UINT64_MAX,
                          "no lexicon here: wanted hedges.tsv, boosters.tsv, loaded.tsv, insinuation.tsv, opinion.tsv, "
                          "agentless.tsv or cues.tsv");
    return status;
}

/* When all entries are there (their table no longer moves): their patterns. */
static slant_status build(struct slant_lexicon *l, struct slant_error *err)
{
    for (uint32_t i = 0; i < l->nentries; i++) {
        struct slant_entry *e = &l->entries[i];
        const char *trouble = slant_trie_add(&l->trie, e, i);
        if (trouble != NULL)
            return slant_fail(err, SLANT_ELEXICON, NULL, l->infos[e->file].path, e->line, UINT64_MAX, "'%.60s': %s",
                              e->pattern, trouble);
    }
    const char *trouble = slant_trie_freeze(&l->trie, &l->view, &l->root_of);
    if (trouble != NULL)
        return slant_fail(err, SLANT_ELEXICON, NULL, NULL, 0, UINT64_MAX, "%s", trouble);
    l->view.entries = l->entries;
    l->view.nentries = l->nentries;
    return SLANT_OK;
}

slant_status slant_lexicon_open(const char *const *dirs, size_t ndirs, const char *language,
                                const struct slant_stems *stems, struct slant_lexicon **out, struct slant_error *err)
{
    struct slant_lexicon *l = calloc(1, sizeof *l);
    *out = NULL;
    if (l == NULL)
        return no_memory(err);
    l->files = calloc(MOST_FILES, sizeof *l->files);
    l->infos = calloc(MOST_FILES, sizeof *l->infos);
    slant_status status = SLANT_OK;
    slant_sets_open(&l->sets);
    if (l->files == NULL || l->infos == NULL || !slant_trie_open(&l->trie, stems, &l->mem))
        status = no_memory(err);
    for (size_t i = 0; i < ndirs && status == SLANT_OK; i++)
        status = add_dir(l, dirs[i], language, err);
    if (status == SLANT_OK)
        status = build(l, err);
    if (status != SLANT_OK) {
        slant_lexicon_close(l);
        return status;
    }
    *out = l;
    return SLANT_OK;
}

void slant_lexicon_close(struct slant_lexicon *l)
{
    if (l == NULL)
        return;
    for (size_t i = 0; i < l->nfiles + 1 && i < MOST_FILES && l->files != NULL; i++)
        slant_tsv_close(&l->files[i]);
    free(l->files);
    free(l->infos);
    free(l->entries);
    slant_trie_close(&l->trie);
    slant_arena_free(&l->mem);
    free(l);
}

const struct slant_lexicon_view *slant_lexicon_look(const struct slant_lexicon *lexicon)
{
    return &lexicon->view;
}

size_t slant_lexicon_infos(const struct slant_lexicon *lexicon, const struct slant_lexicon_info **out)
{
    *out = lexicon->infos;
    return lexicon->nfiles;
}
