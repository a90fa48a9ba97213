/* gather: every article of a job, on several threads, into pieces that are handed over in input order. For what looks
 * at many articles together (compare, words); job.c writes rows as they come. */
#ifndef SLANT_GATHER_H
#define SLANT_GATHER_H

#include "slant.h"
#include "input/input.h"

struct slant_gathering {
    void *ctx;
    size_t piece_size; /* of the caller's own struct, one for each block under way; zeroed at first */
    /* One article, or an error where one should have been (row->status). Any thread. 0, or -1: the run stops. */
    int (*each)(void *ctx, void *piece, struct slant_worker *worker, const struct slant_row *row);
    /* What the piece has become, in input order, one thread at a time; leaves it empty. 0, or -1. */
    int (*merge)(void *ctx, void *piece);
    void (*free_piece)(void *piece);
};

/* fails: what slant_score fails with; SLANT_ENOMEM where a step said stop. */
slant_status slant_gather(const struct slant *engine, const struct slant_job *job, const struct slant_gathering *what,
                          uint64_t *skipped, struct slant_error *err);

#endif
