#include "base/ordered.h"

#include <pthread.h>
#include <stdlib.h>

enum state { FREE, BUSY, DONE };

struct run {
    const struct slant_ordered *job;
    pthread_mutex_t filling; /* held by whoever reads: pieces are numbered in the order they were filled */
    pthread_mutex_t lock;    /* guards all below */
    pthread_cond_t freed;
    enum state *state;
    size_t *slot_of; /* ring: piece number % slots → its slot */
    size_t filled, drained;
    int draining, ended, failed;
};

struct worker {
    struct run *run;
    size_t number;
};

/* Waits for a slot. Returns slot_count when the job is over. */
static size_t free_slot(struct run *r)
{
    pthread_mutex_lock(&r->lock);
    size_t slot = r->job->slot_count;
    while (!r->failed && slot == r->job->slot_count) {
        for (slot = 0; slot < r->job->slot_count && r->state[slot] != FREE; slot++)
            ;
        if (slot == r->job->slot_count)
            pthread_cond_wait(&r->freed, &r->lock);
    }
    if (r->failed)
        slot = r->job->slot_count;
    else
        r->state[slot] = BUSY;
    pthread_mutex_unlock(&r->lock);
    return slot;
}

static void stop(struct run *r)
{
    pthread_mutex_lock(&r->lock);
    r->failed = 1;
    pthread_cond_broadcast(&r->freed);
    pthread_mutex_unlock(&r->lock);
}

/* Fills a slot. Returns slot_count when there is nothing more to do. */
static size_t next_piece(struct run *r)
{
    pthread_mutex_lock(&r->filling);
    size_t slot = r->ended ? r->job->slot_count : free_slot(r);
    if (slot < r->job->slot_count) {
        int got = r->job->fill(r->job->ctx, slot);
        pthread_mutex_lock(&r->lock);
        if (got == 1) {
            r->slot_of[r->filled++ % r->job->slot_count] = slot;
        } else {
            r->ended = 1;
            r->failed |= got < 0;
            r->state[slot] = FREE;
            pthread_cond_broadcast(&r->freed);
        }
        pthread_mutex_unlock(&r->lock);
        if (got != 1)
            slot = r->job->slot_count;
    }
    pthread_mutex_unlock(&r->filling);
    return slot;
}

/* This piece is done: drain it and what follows it, unless another thread is at that already (it will see it). */
static void deliver(struct run *r, size_t slot)
{
    pthread_mutex_lock(&r->lock);
    r->state[slot] = DONE;
    while (!r->draining && !r->failed && r->drained < r->filled) {
        size_t next = r->slot_of[r->drained % r->job->slot_count];
        if (r->state[next] != DONE)
            break;
        r->draining = 1;
        pthread_mutex_unlock(&r->lock);
        int trouble = r->job->drain(r->job->ctx, next);
        pthread_mutex_lock(&r->lock);
        r->draining = 0;
        r->drained++;
        r->state[next] = FREE;
        r->failed |= trouble != 0;
        pthread_cond_broadcast(&r->freed);
    }
    pthread_mutex_unlock(&r->lock);
}

static void *work(void *arg)
{
    struct worker *w = arg;
    for (size_t slot; (slot = next_piece(w->run)) < w->run->job->slot_count;) {
        if (w->run->job->work(w->run->job->ctx, slot, w->number) != 0)
            stop(w->run);
        deliver(w->run, slot);
    }
    return NULL;
}

int slant_ordered_run(const struct slant_ordered *job, size_t threads)
{
    struct run r = {.job = job};
    pthread_t *ids = calloc(threads, sizeof *ids);
    struct worker *workers = calloc(threads, sizeof *workers);
    r.state = calloc(job->slot_count, sizeof *r.state);
    r.slot_of = calloc(job->slot_count, sizeof *r.slot_of);
    int failed = 1;
    if (ids != NULL && workers != NULL && r.state != NULL && r.slot_of != NULL) {
        pthread_mutex_init(&r.filling, NULL);
        pthread_mutex_init(&r.lock, NULL);
        pthread_cond_init(&r.freed, NULL);
        size_t started = 1;
        for (; started < threads; started++) {
            workers[started] = (struct worker){&r, started};
            if (pthread_create(&ids[started], NULL, work, &workers[started]) != 0)
                break;
        }
        workers[0] = (struct worker){&r, 0};
        work(&workers[0]);
        for (size_t i = 1; i < started; i++)
            pthread_join(ids[i], NULL);
        pthread_cond_destroy(&r.freed);
        pthread_mutex_destroy(&r.lock);
        pthread_mutex_destroy(&r.filling);
        failed = r.failed;
    }
    free(ids);
    free(workers);
    free(r.state);
    free(r.slot_of);
    return failed ? -1 : 0;
}
