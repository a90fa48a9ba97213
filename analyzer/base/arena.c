#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 256 * 1024, KEEP_CHUNK = 2 * 1024 * 1024, ALIGN = 16 };

struct slant_arena_chunk {
    struct slant_arena_chunk *next;
    size_t size; /* of data */
    _Alignas(16) char data[];
};

static size_t round_up(size_t size)
{
    return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

void *slant_arena_alloc(struct slant_arena *arena, size_t size)
{
    if (size > SIZE_MAX / 4)
        return NULL;
    size = round_up(size ? size : 1);
    if (arena->chunk == NULL || arena->chunk->size - arena->used < size) {
        size_t want = arena->chunk ? arena->chunk->size * 2 : FIRST_CHUNK;
        if (want > KEEP_CHUNK)
            want = KEEP_CHUNK;
        if (want < size)
            want = size;
        struct slant_arena_chunk *chunk = malloc(sizeof *chunk + want);
        if (chunk == NULL)
            return NULL;
        chunk->next = arena->chunk;
        chunk->size = want;
        arena->chunk = chunk;
        arena->used = 0;
    }
    void *out = arena->chunk->data + arena->used;
    arena->used += size;
    return out;
}

void *slant_arena_zalloc(struct slant_arena *arena, size_t size)
{
    void *out = slant_arena_alloc(arena, size);
    if (out != NULL)
        memset(out, 0, size);
    return out;
}

void *slant_arena_grow(struct slant_arena *arena, void *old, size_t old_size, size_t new_size)
{
    if (old != NULL && new_size < SIZE_MAX / 4) {
        size_t had = round_up(old_size ? old_size : 1), wants = round_up(new_size);
        char *at = old;
        if (arena->chunk != NULL && at + had == arena->chunk->data + arena->used &&
            (size_t)(at - arena->chunk->data) + wants <= arena->chunk->size) {
            arena->used = (size_t)(at - arena->chunk->data) + wants;
            return old;
        }
    }
    void *out = slant_arena_alloc(arena, new_size);
    if (out != NULL && old != NULL)
        memcpy(out, old, old_size < new_size ? old_size : new_size);
    return out;
}

char *slant_arena_copy(struct slant_arena *arena, const char *bytes, size_t len)
{
    char *out = slant_arena_alloc(arena, len + 1);
    if (out != NULL) {
        if (len)
            memcpy(out, bytes, len);
        out[len] = '\0';
    }
    return out;
}

/* Keeps the newest chunk of ordinary size: it is the largest of them. */
void slant_arena_reset(struct slant_arena *arena)
{
    struct slant_arena_chunk *keep = NULL;
    for (struct slant_arena_chunk *chunk = arena->chunk, *next; chunk != NULL; chunk = next) {
        next = chunk->next;
        if (keep == NULL && chunk->size <= KEEP_CHUNK)
            keep = chunk;
        else
            free(chunk);
    }
    if (keep != NULL)
        keep->next = NULL;
    arena->chunk = keep;
    arena->used = 0;
}

void slant_arena_free(struct slant_arena *arena)
{
    for (struct slant_arena_chunk *chunk = arena->chunk, *next; chunk != NULL; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    arena->chunk = NULL;
    arena->used = 0;
}
