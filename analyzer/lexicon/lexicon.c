#include "lexicon/lexicon.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/tsv.h"
#include "lexicon/pattern.h"
#include "lexicon/sets.h"
#include "lexicon/symbols.h"

enum { COLUMNS = 8, MOST_FILES = 256, MOST_NODES = 1 << 24 };

/* A trie that still grows: children are found by (node, symbol) in one hash table. */
struct child {
    uint32_t node, symbol, to; /* to 0: free */
};
struct end {
    uint32_t node, entry;
};
/* A node's special continuations. */
struct special {
    uint32_t gap_node, gap_next, cap_node;
    uint8_t gap, at_end;
};

struct slant_lexicon {
    struct slant_arena mem;
    struct slant_tsv *files;
    size_t nfiles;
    struct slant_lexicon_info *infos;
    struct slant_entry *entries;
    uint32_t nentries, entries_cap;
    struct slant_symbols symbols;
    struct child *children;
    uint32_t nchildren, children_mask;
    struct end *ends;
    uint32_t nends, ends_cap;
    struct special *special;
    uint32_t nnodes, nodes_cap;
    struct slant_lexicon_view view;
    uint32_t *root_of; /* by symbol */
    /* while reading */
    struct slant_words *words;
    struct slant_entry *entry;
    const char *pattern_trouble;
};

static slant_status no_memory(struct slant_error *err)
{
    return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
}

/* ---- the trie ---- */

static uint32_t new_node(struct slant_lexicon *l)
{
    if (l->nnodes == l->nodes_cap) {
        uint32_t cap = l->nodes_cap ? l->nodes_cap * 2 : 1024;
        struct special *more = cap > MOST_NODES ? NULL : realloc(l->special, cap * sizeof *more);
        if (more == NULL)
            return 0;
        l->special = more;
        l->nodes_cap = cap;
    }
    l->special[l->nnodes] = (struct special){0};
    return l->nnodes++;
}

static struct child *child_slot(struct child *table, uint32_t mask, uint32_t node, uint32_t symbol)
{
    uint64_t h = ((uint64_t)node << 32 | symbol) * 0x9E3779B97F4A7C15u;
    for (uint32_t i = (uint32_t)(h >> 32) & mask;; i = (i + 1) & mask)
        if (table[i].to == 0 || (table[i].node == node && table[i].symbol == symbol))
            return &table[i];
}

static int grow_children(struct slant_lexicon *l)
{
    uint32_t slots = l->children_mask ? (l->children_mask + 1) * 2 : 1 << 14;
    struct child *bigger = calloc(slots, sizeof *bigger);
    if (bigger == NULL)
        return 0;
    for (uint32_t i = 0; l->children != NULL && i <= l->children_mask; i++)
        if (l->children[i].to != 0)
            *child_slot(bigger, slots - 1, l->children[i].node, l->children[i].symbol) = l->children[i];
    free(l->children);
    l->children = bigger;
    l->children_mask = slots - 1;
    return 1;
}

static uint32_t child_of(struct slant_lexicon *l, uint32_t node, uint32_t symbol)
{
    if (l->nchildren * 2 >= l->children_mask && !grow_children(l))
        return 0;
    struct child *c = child_slot(l->children, l->children_mask, node, symbol);
    if (c->to == 0) {
        uint32_t to = new_node(l);
        *c = (struct child){node, symbol, to};
        l->nchildren += to != 0;
    }
    return c->to;
}

/* The node after a gap of up to `gap` words at this node. */
static uint32_t gap_of(struct slant_lexicon *l, uint32_t node, unsigned gap)
{
    for (uint32_t at = node;; at = l->special[at].gap_next) {
        if (l->special[at].gap_node != 0 && l->special[at].gap == gap)
            return l->special[at].gap_node;
        if (l->special[at].gap_node == 0) {
            uint32_t to = new_node(l);
            l->special[at].gap_node = to;
            l->special[at].gap = (uint8_t)gap;
            return to;
        }
        if (l->special[at].gap_next == 0) {
            uint32_t more = new_node(l);
            if (more == 0)
                return 0;
            l->special[at].gap_next = more;
        }
    }
}

static uint32_t step(struct slant_lexicon *l, uint32_t node, const struct slant_atom *atom)
{
    if (atom->kind == SLANT_ATOM_GAP)
        return gap_of(l, node, atom->gap);
    if (atom->kind == SLANT_ATOM_CAP) {
        if (l->special[node].cap_node == 0) {
            uint32_t to = new_node(l);
            l->special[node].cap_node = to;
        }
        return l->special[node].cap_node;
    }
    uint32_t symbol;
    if (atom->kind == SLANT_ATOM_SET) {
        symbol = slant_symbols_set(&l->symbols, slant_set_named(atom->text.ptr, atom->text.len));
    } else {
        struct slant_word word;
        slant_words_analyse(l->words, atom->text.ptr, atom->text.len, &word);
        int stem = atom->kind == SLANT_ATOM_STEM;
        enum slant_symbol_kind kind = stem                              ? SLANT_SYMBOL_STEM
                                      : atom->kind == SLANT_ATOM_PREFIX ? SLANT_SYMBOL_PREFIX
                                                                        : SLANT_SYMBOL_SURFACE;
        symbol = slant_symbols_add(&l->symbols, kind, stem ? word.stem : word.full, stem ? word.stem_len : word.full_len);
    }
    return symbol == 0 ? 0 : child_of(l, node, symbol | (atom->hyphen ? SLANT_EDGE_HYPHEN : 0));
}

static int add_sequence(void *ctx, const struct slant_sequence *sequence)
{
    struct slant_lexicon *l = ctx;
    uint32_t node = 0, n = sequence->n;
    int at_end = sequence->atoms[n - 1].kind == SLANT_ATOM_END;
    uint8_t exact = 0;
    for (uint32_t i = 0; i < n - (uint32_t)at_end; i++) {
        exact = (uint8_t)(exact + (sequence->atoms[i].kind == SLANT_ATOM_SURFACE));
        if ((node = step(l, node, &sequence->atoms[i])) == 0)
            return -1;
    }
    if (at_end) { /* symbol 0 is no word: the edge to a node whose ends hold only where the sentence ends */
        if ((node = child_of(l, node, 0)) == 0)
            return -1;
        l->special[node].at_end = 1;
    }
    if (exact > l->entry->exact)
        l->entry->exact = exact;
    if (l->nends == l->ends_cap) {
        uint32_t cap = l->ends_cap ? l->ends_cap * 2 : 1024;
        struct end *more = realloc(l->ends, cap * sizeof *more);
        if (more == NULL)
            return -1;
        l->ends = more;
        l->ends_cap = cap;
    }
    l->ends[l->nends++] = (struct end){node, (uint32_t)(l->entry - l->entries)};
    return 0;
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
    *e = (struct slant_entry){t->cells[0], t->cells[1], t->cells[2], t->cells[3], t->cells[4],
                              t->cells[5], t->cells[6], t->cells[7], t->line, (uint16_t)(l->nfiles - 1),
                              (uint8_t)layer, (uint8_t)exception, 0, 0};
    for (const char *p = e->pattern; *p; p++)
        e->proper |= *p >= 'A' && *p <= 'Z';
    l->entry = e;
    trouble = slant_pattern_expand(e->pattern + exception, add_sequence, l);
    if (trouble != NULL)
        return slant_fail(err, SLANT_ELEXICON, NULL, path, t->line, UINT64_MAX, "'%.60s': %s", e->pattern, trouble);
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
    info->checksum = slant_hash(t->bytes, t->len);
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
                          strerror(errno));
    for (struct dirent *d; n < MOST_FILES && (d = readdir(folder)) != NULL;) {
        size_t len = strlen(d->d_name);
        if (len > 4 && d->d_name[0] != '.' && strcmp(d->d_name + len - 4, ".tsv") == 0 &&
            (names[n] = slant_arena_copy(&l->mem, d->d_name, len)) != NULL)
            n++;
    }
    closedir(folder);
    qsort(names, n, sizeof *names, by_name);
    slant_status status = SLANT_OK;
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

/* ---- freezing ---- */

static int by_node_symbol(const void *a, const void *b)
{
    const struct child *x = a, *y = b;
    if (x->node != y->node)
        return x->node < y->node ? -1 : 1;
    return x->symbol < y->symbol ? -1 : x->symbol > y->symbol;
}

static int by_node_entry(const void *a, const void *b)
{
    const struct end *x = a, *y = b;
    if (x->node != y->node)
        return x->node < y->node ? -1 : 1;
    return x->entry < y->entry ? -1 : x->entry > y->entry;
}

static slant_status freeze(struct slant_lexicon *l, struct slant_error *err)
{
    uint32_t nchildren = 0;
    for (uint32_t i = 0; l->children != NULL && i <= l->children_mask; i++)
        if (l->children[i].to != 0)
            l->children[nchildren++] = l->children[i];
    if (nchildren > 0)
        qsort(l->children, nchildren, sizeof *l->children, by_node_symbol);
    if (l->nends > 0)
        qsort(l->ends, l->nends, sizeof *l->ends, by_node_entry);
    struct slant_node *nodes = slant_arena_zalloc(&l->mem, l->nnodes * sizeof *nodes);
    struct slant_edge *edges = slant_arena_alloc(&l->mem, nchildren * sizeof *edges);
    uint32_t *ends = slant_arena_alloc(&l->mem, l->nends * sizeof *ends);
    l->root_of = slant_arena_zalloc(&l->mem, (l->symbols.n + 1) * sizeof *l->root_of);
    if (nodes == NULL || edges == NULL || ends == NULL || l->root_of == NULL)
        return no_memory(err);
    for (uint32_t i = 0; i < l->nnodes; i++) {
        const struct special *s = &l->special[i];
        nodes[i].gap_node = s->gap_node;
        nodes[i].gap_next = s->gap_next;
        nodes[i].cap_node = s->cap_node;
        nodes[i].gap = s->gap;
        nodes[i].at_end = s->at_end;
        nodes[i].bloom = s->gap_node || s->cap_node ? (uint64_t)1 << 63 : 0;
    }
    for (uint32_t i = 0; i < nchildren; i++) {
        const struct child *c = &l->children[i];
        struct slant_node *node = &nodes[c->node];
        if (node->nedges++ == 0)
            node->first_edge = i;
        edges[i] = (struct slant_edge){c->symbol, c->to};
        uint32_t symbol = c->symbol & ~(uint32_t)SLANT_EDGE_HYPHEN;
        node->bloom |= symbol == 0 ? (uint64_t)1 << 63 : (uint64_t)1 << (symbol % 63);
        if (c->node == 0)
            l->root_of[symbol] = c->to;
    }
    for (uint32_t i = 0; i < l->nends; i++) {
        struct slant_node *node = &nodes[l->ends[i].node];
        if (node->nends++ == 0)
            node->first_end = i;
        ends[i] = l->ends[i].entry;
    }
    l->view = (struct slant_lexicon_view){l->entries, l->nentries, nodes, edges, ends, nodes[0].cap_node};
    free(l->children);
    free(l->ends);
    free(l->special);
    l->children = NULL;
    l->ends = NULL;
    l->special = NULL;
    return SLANT_OK;
}

slant_status slant_lexicon_open(const char *const *dirs, size_t ndirs, const char *language, struct slant_words *words,
                                struct slant_lexicon **out, struct slant_error *err)
{
    struct slant_lexicon *l = calloc(1, sizeof *l);
    *out = NULL;
    if (l == NULL)
        return no_memory(err);
    l->words = words;
    l->files = calloc(MOST_FILES, sizeof *l->files);
    l->infos = calloc(MOST_FILES, sizeof *l->infos);
    slant_status status = SLANT_OK;
    if (l->files == NULL || l->infos == NULL || !slant_symbols_open(&l->symbols, &l->mem))
        status = no_memory(err);
    else
        new_node(l); /* the root is node 0 */
    if (status == SLANT_OK && l->nnodes == 0)
        status = no_memory(err);
    for (size_t i = 0; i < ndirs && status == SLANT_OK; i++)
        status = add_dir(l, dirs[i], language, err);
    if (status == SLANT_OK)
        status = freeze(l, err);
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
    free(l->children);
    free(l->ends);
    free(l->special);
    slant_symbols_close(&l->symbols);
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

/* ---- classes ---- */

enum { MOST_CLASSES = 1 << 20 };

struct slant_classes {
    const struct slant_lexicon *lexicon;
    struct slant_class *table; /* [0] is the class of most words: no symbol, no set */
    uint32_t n, cap;
    uint32_t *slots; /* class + 1; 0: free */
    uint32_t mask;
};

struct slant_classes *slant_classes_new(const struct slant_lexicon *lexicon)
{
    struct slant_classes *c = calloc(1, sizeof *c);
    if (c == NULL)
        return NULL;
    c->lexicon = lexicon;
    c->cap = 1024;
    c->mask = 4095;
    c->table = calloc(c->cap, sizeof *c->table);
    c->slots = calloc(c->mask + 1, sizeof *c->slots);
    if (c->table == NULL || c->slots == NULL) {
        slant_classes_free(c);
        return NULL;
    }
    c->n = 1;
    return c;
}

void slant_classes_free(struct slant_classes *classes)
{
    if (classes == NULL)
        return;
    free(classes->table);
    free(classes->slots);
    free(classes);
}

static int same_class(const struct slant_class *a, const struct slant_class *b)
{
    return a->sets == b->sets && a->nsymbols == b->nsymbols &&
           memcmp(a->symbols, b->symbols, a->nsymbols * sizeof a->symbols[0]) == 0;
}

static uint64_t class_hash(const struct slant_class *c)
{
    return slant_hash((const char *)c->symbols, c->nsymbols * sizeof c->symbols[0]) ^ c->sets * 0x9E3779B97F4A7C15u;
}

static int grow_classes(struct slant_classes *c)
{
    struct slant_class *table = c->cap >= MOST_CLASSES ? NULL : realloc(c->table, 2 * c->cap * sizeof *table);
    if (table == NULL)
        return 0;
    c->table = table;
    uint32_t *slots = calloc(c->cap * 8, sizeof *slots);
    if (slots == NULL)
        return 0;
    c->cap *= 2;
    free(c->slots);
    c->slots = slots;
    c->mask = c->cap * 4 - 1;
    for (uint32_t i = 1; i < c->n; i++) {
        uint32_t at = (uint32_t)class_hash(&c->table[i]) & c->mask;
        while (c->slots[at] != 0)
            at = (at + 1) & c->mask;
        c->slots[at] = i + 1;
    }
    return 1;
}

static void add_symbol(struct slant_class *c, const struct slant_lexicon *l, uint32_t symbol)
{
    if (symbol == 0 || c->nsymbols == SLANT_MOST_SYMBOLS)
        return;
    for (uint32_t i = 0; i < c->nsymbols; i++)
        if (c->symbols[i] == symbol)
            return;
    c->symbols[c->nsymbols++] = symbol;
    c->bloom |= (uint64_t)1 << (symbol % 63);
    if (l->root_of[symbol] != 0)
        c->roots[c->nroots++] = l->root_of[symbol];
}

uint32_t slant_classes_tag(void *ctx, const struct slant_word *word)
{
    struct slant_classes *c = ctx;
    const struct slant_lexicon *l = c->lexicon;
    const struct slant_symbols *s = &l->symbols;
    struct slant_class k = {.sets = slant_sets_of(word)};
    add_symbol(&k, l, slant_symbols_find(s, SLANT_SYMBOL_STEM, word->stem, word->stem_len));
    add_symbol(&k, l, slant_symbols_find(s, SLANT_SYMBOL_SURFACE, word->full, word->full_len));
    if (word->len != word->full_len)
        add_symbol(&k, l, slant_symbols_find(s, SLANT_SYMBOL_SURFACE, word->surface, word->len));
    for (size_t n = 1; s->has_prefixes && n <= word->len; n++)
        add_symbol(&k, l, slant_symbols_find(s, SLANT_SYMBOL_PREFIX, word->surface, n));
    for (uint32_t bit = 0; bit < 32; bit++)
        if (k.sets >> bit & 1)
            add_symbol(&k, l, s->set[bit]);
    if (k.nsymbols == 0 && k.sets == 0)
        return 0;
    uint32_t at = (uint32_t)class_hash(&k) & c->mask;
    for (; c->slots[at] != 0; at = (at + 1) & c->mask)
        if (same_class(&c->table[c->slots[at] - 1], &k))
            break;
    if (c->slots[at] == 0) {
        if (c->n == c->cap) {
            if (!grow_classes(c))
                return 0;
            return slant_classes_tag(ctx, word);
        }
        c->table[c->n] = k;
        c->slots[at] = ++c->n;
    }
    return (c->slots[at] - 1) | (k.nroots > 0 ? SLANT_TAG_STARTS : 0);
}

const struct slant_class *slant_classes_table(const struct slant_classes *classes)
{
    return classes->table;
}
