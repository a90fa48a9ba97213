#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "lexicon/room.h"

/* When all entries are there (their table no longer moves): their patterns. Those that cannot be read are left out. */
static slant_status build(struct slant_lexicon *l, const struct slant_stems *stems)
{
    uint32_t kept = 0;
    if (!slant_trie_open(&l->trie, stems, &l->mem))
        return slant_lexicon_no_memory(l);
    for (uint32_t i = 0; i < l->nentries; i++) {
        struct slant_entry *e = &l->entries[kept];
        *e = l->entries[i];
        const char *trouble = slant_trie_add(&l->trie, e, kept);
        if (trouble == NULL) {
            kept++;
            continue;
        }
        slant_status status = slant_lexicon_fault(l, slant_lexicon_place(l, e, e->pattern), "pattern", "'%.60s': %s",
                                                  e->pattern, trouble);
        if (status != SLANT_OK)
            return status;
    }
    l->nentries = kept;
    const char *trouble = slant_trie_freeze(&l->trie, &l->view, &l->root_of);
    if (trouble != NULL)
        return slant_fail(l->err, SLANT_ELEXICON, NULL, NULL, 0, UINT64_MAX, "%s", trouble);
    return SLANT_OK;
}

/* ---- the kinds of layers of somebody's own ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What stands twice in sorted texts is dropped. */
static uint32_t unique(const char **texts, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (kept == 0 || strcmp(texts[kept - 1], texts[i]) != 0)
            texts[kept++] = texts[i];
    return kept;
}

/* "a,b": the next of them, copied; a comma behind \\ is the kind's own. */
static const char *next_kind(struct slant_arena *mem, const char **rest)
{
    const char *from = *rest, *p = from;
    while (*p != '\0' && *p != ',')
        p += p[0] == '\\' && p[1] != '\0' ? 2 : 1;
    *rest = *p == ',' ? p + 1 : NULL;
    return slant_arena_copy(mem, from, (size_t)(p - from));
}

static uint32_t count_kinds(const struct slant_entry *e)
{
    uint32_t n = 1;
    for (const char *p = e->kind; *p != '\0'; p++)
        n += *p == ',';
    return n;
}

/* An entry of a custom layer may be of several kinds. */
static slant_status number_kinds(struct slant_lexicon *l, struct slant_custom *custom, uint8_t slot)
{
    uint32_t n = 0, at = l->nkind_numbers;
    for (uint32_t i = 0; i < l->nentries; i++)
        n += l->entries[i].slot == slot ? count_kinds(&l->entries[i]) : 0;
    const char **kinds = slant_arena_alloc(&l->mem, (n + 1) * sizeof *kinds);
    const char **sorted = slant_arena_alloc(&l->mem, (n + 1) * sizeof *sorted);
    uint32_t *numbers =
        slant_arena_grow(&l->mem, l->kind_numbers, at * sizeof *numbers, (at + n + 1) * sizeof *numbers);
    if (kinds == NULL || sorted == NULL || numbers == NULL)
        return slant_lexicon_no_memory(l);
    l->kind_numbers = numbers;
    n = 0;
    for (uint32_t i = 0; i < l->nentries; i++) {
        struct slant_entry *e = &l->entries[i];
        const char *rest = e->slot == slot ? e->kind : NULL;
        e->kinds_at = e->slot == slot ? at + n : e->kinds_at;
        for (uint32_t first = n; rest != NULL; e->nkinds = (uint16_t)(n - first))
            if ((kinds[n++] = next_kind(&l->mem, &rest)) == NULL)
                return slant_lexicon_no_memory(l);
    }
    memcpy(sorted, kinds, n * sizeof *kinds);
    qsort(sorted, n, sizeof *sorted, by_text);
    custom->nkinds = unique(sorted, n);
    custom->kinds = sorted;
    for (uint32_t i = 0; i < n; i++) {
        const char **kind = bsearch(&kinds[i], sorted, custom->nkinds, sizeof *sorted, by_text);
        numbers[at + i] = (uint32_t)(kind - sorted);
    }
    l->nkind_numbers = at + n;
    return SLANT_OK;
}

static int by_custom_name(const void *a, const void *b)
{
    return strcmp(((const struct slant_custom *)a)->name, ((const struct slant_custom *)b)->name);
}

/* In the order of their names, whatever order the folders were given in. */
static slant_status settle_customs(struct slant_lexicon *l)
{
    const char *were[SLANT_MOST_CUSTOM] = {NULL};
    uint8_t now[SLANT_MOST_CUSTOM] = {0};
    for (uint32_t i = 0; i < l->ncustoms; i++)
        were[i] = l->customs[i].name;
    qsort(l->customs, l->ncustoms, sizeof l->customs[0], by_custom_name);
    for (uint32_t i = 0; i < l->ncustoms; i++)
        for (uint32_t k = 0; k < l->ncustoms; k++)
            if (were[i] == l->customs[k].name)
                now[i] = (uint8_t)(SLANT_NLAYERS + k);
    for (uint32_t i = 0; i < l->nentries; i++)
        if (l->entries[i].slot >= SLANT_NLAYERS)
            l->entries[i].slot = now[l->entries[i].slot - SLANT_NLAYERS];
    slant_status status = SLANT_OK;
    for (uint32_t i = 0; i < l->ncustoms && status == SLANT_OK; i++)
        status = number_kinds(l, &l->customs[i], (uint8_t)(SLANT_NLAYERS + i));
    l->view.kind_numbers = l->kind_numbers;
    return status;
}

/* ---- opening ---- */

static slant_status fill_gists(struct slant_lexicon *l)
{
    struct slant_gist *gists = slant_arena_alloc(&l->mem, (l->nentries + 1) * sizeof *gists);
    if (gists == NULL)
        return slant_lexicon_no_memory(l);
    for (uint32_t i = 0; i < l->nentries; i++) {
        const struct slant_entry *e = &l->entries[i];
        gists[i] = (struct slant_gist){e->kind, e->layer, e->slot, e->exception, e->proper, e->exact};
    }
    l->view.gists = gists;
    return SLANT_OK;
}

slant_status slant_lexicon_open(const struct slant_lexicon_sources *from, const struct slant_stems *stems,
                                struct slant_lexicon **out, struct slant_error *err)
{
    struct slant_lexicon *l = calloc(1, sizeof *l);
    *out = NULL;
    if (l == NULL)
        return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    l->err = err;
    l->complain = from->complain;
    l->complain_ctx = from->complain_ctx;
    l->files = calloc(SLANT_MOST_FILES, sizeof *l->files);
    l->infos = calloc(SLANT_MOST_FILES, sizeof *l->infos);
    slant_status status = SLANT_OK;
    slant_sets_open(&l->sets);
    if (l->files == NULL || l->infos == NULL)
        status = slant_lexicon_no_memory(l);
    for (size_t i = 0; i < from->ndirs && status == SLANT_OK; i++) {
        l->shipped = from->first_is_shipped && i == 0;
        status = slant_lexicon_add_folder(l, from->dirs[i], from->language);
    }
    l->key = slant_compiled_key(l, stems);
    if (status == SLANT_OK && (from->compiled == NULL || !slant_compiled_take(l, from->compiled)))
        status = build(l, stems);
    if (status == SLANT_OK)
        status = settle_customs(l);
    if (status == SLANT_OK)
        status = fill_gists(l);
    l->view.entries = l->entries;
    l->view.nentries = l->nentries;
    l->view.customs = l->customs;
    l->view.ncustoms = l->ncustoms;
    if (status != SLANT_OK) {
        slant_lexicon_close(l);
        return status;
    }
    l->err = NULL;
    *out = l;
    return SLANT_OK;
}

void slant_lexicon_close(struct slant_lexicon *l)
{
    if (l == NULL)
        return;
    for (size_t i = 0; i < SLANT_MOST_FILES && l->files != NULL; i++)
        slant_tsv_close(&l->files[i]);
    free(l->files);
    free(l->infos);
    free(l->entries);
    slant_compiled_drop(l);
    slant_trie_close(&l->trie);
    slant_arena_free(&l->mem);
    free(l);
}

int slant_lexicon_is_compiled(const struct slant_lexicon *lexicon)
{
    return lexicon->map != NULL;
}

void slant_lexicon_each_clash(const struct slant_lexicon *l, void (*take)(void *, const uint32_t *, uint32_t),
                              void *ctx)
{
    for (uint32_t i = 0; i < l->trie.nnodes; i++)
        if (l->view.nodes[i].nends > 1)
            take(ctx, l->view.ends + l->view.nodes[i].first_end, l->view.nodes[i].nends);
}

uint32_t *slant_lexicon_count_phrases(const struct slant_lexicon *l)
{
    uint32_t *counts = calloc(l->nentries + 1, sizeof *counts);
    for (uint32_t i = 0; i < l->trie.nnodes && counts != NULL; i++)
        for (uint32_t k = 0; k < l->view.nodes[i].nends; k++)
            counts[l->view.ends[l->view.nodes[i].first_end + k]]++;
    return counts;
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
