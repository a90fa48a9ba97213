/* shelf: articles held in memory, for matching edits with their wire copy. */
#ifndef SLANT_SHELF_H
#define SLANT_SHELF_H

#include "slant.h"
#include "input/input.h"

struct slant_shelved {
    struct slant_article article;
    struct slant_str path; /* the file that it came from */
    slant_status status;   /* not OK: error says why there is no article */
    struct slant_error error;
};

struct slant_shelf {
    struct slant_arena mem;
    struct slant_shelved *rows;
    uint32_t n, cap;
};

/* All articles of the path: a text, JSON Lines, a folder. fails: SLANT_EREAD, SLANT_ENOMEM, SLANT_ETOOBIG (over a
 * million). */
slant_status slant_shelf_fill(struct slant_shelf *shelf, const char *path, const struct slant_input_settings *settings,
                              struct slant_error *err);
void slant_shelf_free(struct slant_shelf *shelf);

/* For each of the edits, the number of its wire copy in *wire_of, or -1: by id, then by story where only one wire copy
 * has it, then by shared words. wire_of: edits->n numbers, allocated in edits. fails: SLANT_ENOMEM. */
slant_status slant_shelf_match(const struct slant_shelf *wires, struct slant_shelf *edits, int32_t **wire_of);

#endif
