/* ordered: one job cut into pieces that several threads work on, and whose results leave in the order they came in.
 * A bounded number of slots holds the pieces that are under way, so memory does not grow with the job. */
#ifndef SLANT_BASE_ORDERED_H
#define SLANT_BASE_ORDERED_H

#include <stddef.h>

struct slant_ordered {
    void *ctx;
    size_t slot_count;
    /* Fills slot with the next piece. 1: done; 0: there is no more; -1: failure, the job stops. One thread at a time.
     */
    int (*fill)(void *ctx, size_t slot);
    /* Works on it. Any thread; worker: 0 .. threads-1, never twice at once. 0, or -1: the job stops. */
    int (*work)(void *ctx, size_t slot, size_t worker);
    /* Gives the result away, in order of filling; one thread at a time. 0, or -1: the job stops. */
    int (*drain)(void *ctx, size_t slot);
};

/* Runs the job on `threads` threads, this one among them; with fewer if the system grants fewer. 0: all done;
 * -1: some step said stop (the pieces before it in order were drained as far as they were done), or no memory. */
int slant_ordered_run(const struct slant_ordered *job, size_t threads);

#endif
