#include "compare/examples.h"

#include <stdlib.h>
#include <string.h>

static int same(struct slant_str a, struct slant_str b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static struct slant_str copy_of(struct slant_arena *mem, struct slant_str text)
{
    char *copy = slant_arena_copy(mem, text.len > 0 ? text.ptr : "", text.len);
    return (struct slant_str){copy, copy != NULL ? text.len : 0};
}

static struct slant_example_set *set_of(struct slant_examples *e, const char *measure, struct slant_str outlet)
{
    for (uint32_t i = 0; i < e->n; i++)
        if (strcmp(e->sets[i].measure, measure) == 0 && same(e->sets[i].outlet, outlet))
            return &e->sets[i];
    if (e->n == e->cap) {
        uint32_t cap = e->cap > 0 ? e->cap * 2 : 64;
        struct slant_example_set *grown = realloc(e->sets, cap * sizeof *grown);
        if (grown == NULL)
            return NULL;
        e->sets = grown;
        e->cap = cap;
    }
    struct slant_example_set *set = &e->sets[e->n++];
    memset(set, 0, sizeof *set);
    set->measure = measure;
    set->outlet = copy_of(&e->mem, outlet);
    return set;
}

int slant_examples_add(struct slant_examples *e, const char *measure, struct slant_str outlet, struct slant_str id,
                       const struct slant_example *example)
{
    struct slant_example_set *set = set_of(e, measure, outlet);
    if (set == NULL || set->outlet.ptr == NULL)
        return -1;
    set->seen++;
    uint32_t at = set->n;
    while (at > 0 && set->examples[at - 1].hash > example->hash)
        at--;
    if (at == SLANT_MOST_EXAMPLES)
        return 0;
    if (set->n < SLANT_MOST_EXAMPLES)
        set->n++;
    memmove(&set->examples[at + 1], &set->examples[at], (set->n - at - 1) * sizeof set->examples[0]);
    set->examples[at] = *example;
    set->examples[at].sentence = copy_of(&e->mem, example->sentence);
    set->examples[at].id = copy_of(&e->mem, id);
    return set->examples[at].sentence.ptr != NULL && set->examples[at].id.ptr != NULL ? 0 : -1;
}

const struct slant_example_set *slant_examples_of(const struct slant_examples *e, const char *measure,
                                                  struct slant_str outlet)
{
    for (uint32_t i = 0; e != NULL && i < e->n; i++)
        if (strcmp(e->sets[i].measure, measure) == 0 && same(e->sets[i].outlet, outlet))
            return &e->sets[i];
    return NULL;
}

void slant_examples_free(struct slant_examples *e)
{
    free(e->sets);
    slant_arena_free(&e->mem);
    memset(e, 0, sizeof *e);
}
