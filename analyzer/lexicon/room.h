/* room: what the files of lexicon/ share, and nobody else sees. */
#ifndef SLANT_LEXICON_ROOM_H
#define SLANT_LEXICON_ROOM_H

#include "base/arena.h"
#include "base/tsv.h"
#include "lexicon/lexicon.h"
#include "lexicon/sets.h"
#include "lexicon/trie.h"

enum { SLANT_MOST_FILES = 256 };

struct slant_lexicon {
    struct slant_arena mem;
    struct slant_tsv *files;
    size_t nfiles;
    struct slant_lexicon_info *infos;
    struct slant_entry *entries;
    uint32_t nentries, entries_cap;
    struct slant_custom customs[SLANT_MOST_CUSTOM];
    uint32_t ncustoms;
    uint32_t *kind_numbers, nkind_numbers; /* of entries of custom layers */
    struct slant_trie trie;
    struct slant_sets sets;
    struct slant_lexicon_view view;
    uint32_t *root_of; /* by symbol: the node of patterns with their anchor there; 0: none */
    uint64_t key;      /* of all that the matcher is made from */
    void *map;         /* the compiled file that trie, view and root_of stand in; NULL: they were made here */
    size_t map_size;
    /* while it is opened */
    int shipped; /* the folder in hand came with slant */
    struct slant_error *err;
    void (*complain)(void *ctx, const struct slant_error *err);
    void *complain_ctx;
};

/* The layer that a file's entries are of, and its slot. */
struct slant_layer_place {
    int layer;
    uint8_t slot;
};

/* compiled.c: the key of what l was read from; the matcher from a file, where that has l's key (1: taken). */
uint64_t slant_compiled_key(const struct slant_lexicon *l, const struct slant_stems *stems);
int slant_compiled_take(struct slant_lexicon *l, const char *path);
void slant_compiled_drop(struct slant_lexicon *l);

/* files.c: reads dir/<language>/ if there is such a folder, else dir itself, which may be a single file. */
slant_status slant_lexicon_add_folder(struct slant_lexicon *l, const char *dir, const char *language);
/* Something makes a row, or a file, useless: see slant_lexicon_sources. */
slant_status slant_lexicon_fault(struct slant_lexicon *l, struct slant_place at, const char *rule, const char *format,
                                 ...) __attribute__((format(printf, 4, 5)));
slant_status slant_lexicon_no_memory(struct slant_lexicon *l);

#endif
