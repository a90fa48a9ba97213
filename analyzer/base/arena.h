/* arena: memory for one article (or one run) that is given back all at once.
 * Not thread-safe: one a worker. Blocks that are large are returned to the system at reset, so that one
 * huge article does not stay resident. */
#ifndef SLANT_BASE_ARENA_H
#define SLANT_BASE_ARENA_H

#include <stddef.h>

struct slant_arena_chunk;
struct slant_arena {
    struct slant_arena_chunk *chunk; /* the one that is filled now */
    size_t used;                     /* bytes of it in use */
};

/* 16-byte aligned, not cleared. NULL: out of memory. */
void *slant_arena_alloc(struct slant_arena *arena, size_t size);
void *slant_arena_zalloc(struct slant_arena *arena, size_t size);
/* Grows the last allocation in place where possible, else copies. */
void *slant_arena_grow(struct slant_arena *arena, void *old, size_t old_size, size_t new_size);
char *slant_arena_copy(struct slant_arena *arena, const char *bytes, size_t len); /* adds a NUL */
void slant_arena_reset(struct slant_arena *arena);
void slant_arena_free(struct slant_arena *arena);

#endif
