#include "gather.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/ordered.h"
#include "job.h"

struct slot {
    struct slant_block block;
    struct slant_arena mem;
    void *piece;
};

struct running {
    const struct slant_gathering *what;
    const struct slant_job *job;
    struct slant_input *input;
    struct slant_worker *workers[SLANT_MOST_THREADS];
    struct slot *slots;
    size_t nslots;
    struct slant_progress progress;
};

static int fill(void *ctx, size_t slot)
{
    struct running *r = ctx;
    return slant_input_next(r->input, &r->slots[slot].block);
}

static int work(void *ctx, size_t slot, size_t worker)
{
    struct running *r = ctx;
    struct slot *s = &r->slots[slot];
    struct slant_row row;
    while (slant_block_next(&s->block, &s->mem, &row)) {
        if (r->what->each(r->what->ctx, s->piece, r->workers[worker], &row) != 0)
            return -1;
        slant_arena_reset(&s->mem);
    }
    return 0;
}

static int drain(void *ctx, size_t slot)
{
    struct running *r = ctx;
    if (r->what->merge(r->what->ctx, r->slots[slot].piece) != 0)
        return -1;
    if (r->job->progress != NULL) {
        r->progress.bytes = slant_input_bytes_read(r->input);
        r->progress.total_bytes = slant_input_total_bytes(r->input);
        r->job->progress(r->job->ctx, &r->progress);
    }
    return 0;
}

static int open_run(struct running *r, const struct slant *engine, size_t threads)
{
    r->nslots = threads == 1 ? 1 : threads * 2 + 1;
    r->slots = calloc(r->nslots, sizeof *r->slots);
    if (r->slots == NULL)
        return -1;
    for (size_t i = 0; i < r->nslots; i++)
        if ((r->slots[i].piece = calloc(1, r->what->piece_size)) == NULL)
            return -1;
    for (size_t i = 0; i < threads; i++)
        if ((r->workers[i] = slant_worker_new(engine)) == NULL)
            return -1;
    return 0;
}

static void close_run(struct running *r)
{
    for (size_t i = 0; r->slots != NULL && i < r->nslots; i++) {
        struct slot *s = &r->slots[i];
        if (s->piece != NULL)
            r->what->free_piece(s->piece);
        free(s->piece);
        slant_block_free(&s->block);
        slant_arena_free(&s->mem);
    }
    free(r->slots);
    for (size_t i = 0; i < SLANT_MOST_THREADS; i++)
        slant_worker_free(r->workers[i]);
    slant_input_close(r->input);
}

slant_status slant_gather(const struct slant *engine, const struct slant_job *job, const struct slant_gathering *what,
                          uint64_t *skipped, struct slant_error *err)
{
    struct running r = {.what = what, .job = job};
    struct slant_input_settings settings = slant_job_input(job);
    size_t threads = slant_job_threads(job);
    slant_status status = slant_input_open(job->paths, job->npaths, &settings, &r.input, err);
    if (status == SLANT_OK) {
        struct slant_ordered ordered = {&r, 0, fill, work, drain};
        *skipped = slant_input_skipped(r.input);
        int trouble = open_run(&r, engine, threads);
        ordered.slot_count = r.nslots;
        if (trouble || slant_ordered_run(&ordered, threads) != 0)
            status = slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    }
    close_run(&r);
    return status;
}
