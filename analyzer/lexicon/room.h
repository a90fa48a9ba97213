/* room: what the files of lexicon/ share, and nobody else sees. */
#ifndef SLANT_LEXICON_ROOM_H
#define SLANT_LEXICON_ROOM_H

#include "base/arena.h"
#include "base/tsv.h"
#include "lexicon/lexicon.h"
#include "lexicon/sets.h"
#include "lexicon/trie.h"

struct slant_lexicon {
    struct slant_arena mem;
    struct slant_tsv *files;
    size_t nfiles;
    struct slant_lexicon_info *infos;
    struct slant_entry *entries;
    uint32_t nentries, entries_cap;
    struct slant_trie trie;
    struct slant_sets sets;
    struct slant_lexicon_view view;
    uint32_t *root_of; /* by symbol: the node of patterns with their anchor there; 0: none */
};

#endif
