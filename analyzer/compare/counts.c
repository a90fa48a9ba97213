#include "compare/counts.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* ---- names ---- */

static int same(struct slant_str a, struct slant_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static uint32_t slot_of(const struct slant_names *names, struct slant_str name)
{
    uint32_t at = (uint32_t)slant_hash(name.ptr, name.len) & (names->nslots - 1);
    while (names->slots[at] != 0 && !same(names->names[names->slots[at] - 1], name))
        at = (at + 1) & (names->nslots - 1);
    return at;
}

static int grow_names(struct slant_names *names)
{
    uint32_t cap = names->cap > 0 ? names->cap * 2 : 64;
    struct slant_str *grown = realloc(names->names, cap * sizeof *grown);
    if (grown == NULL)
        return -1;
    names->names = grown;
    uint32_t *slots = calloc(cap * 2, sizeof *slots);
    if (slots == NULL)
        return -1;
    free(names->slots);
    names->slots = slots;
    names->nslots = cap * 2;
    names->cap = cap;
    for (uint32_t i = 0; i < names->n; i++)
        names->slots[slot_of(names, names->names[i])] = i + 1;
    return 0;
}

/* The number of the name; -1: there is none; -2: out of memory. */
static int32_t number_of(struct slant_names *names, struct slant_arena *mem, struct slant_str name)
{
    if (name.len == 0)
        return -1;
    if (names->n == names->cap && grow_names(names) != 0)
        return -2;
    uint32_t slot = slot_of(names, name);
    if (names->slots[slot] == 0) {
        char *copy = slant_arena_copy(mem, name.ptr, name.len);
        if (copy == NULL)
            return -2;
        names->names[names->n] = (struct slant_str){copy, name.len};
        names->slots[slot] = ++names->n;
    }
    return (int32_t)names->slots[slot] - 1;
}

static int by_bytes(const void *a, const void *b)
{
    const struct slant_str *x = a, *y = b;
    int order = memcmp(x->ptr, y->ptr, x->len < y->len ? x->len : y->len);
    return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

/* Sorts the names; returns where each went (to be freed), or NULL: out of memory. */
static uint32_t *sort_names(struct slant_names *names)
{
    uint32_t *to = malloc((names->n + 1) * sizeof *to);
    struct slant_str *before = malloc((names->n + 1) * sizeof *before);
    if (to != NULL && before != NULL && names->n > 0) {
        memcpy(before, names->names, names->n * sizeof *before);
        qsort(names->names, names->n, sizeof *names->names, by_bytes);
        memset(names->slots, 0, names->nslots * sizeof *names->slots);
        for (uint32_t i = 0; i < names->n; i++)
            names->slots[slot_of(names, names->names[i])] = i + 1;
        for (uint32_t i = 0; i < names->n; i++)
            to[i] = names->slots[slot_of(names, before[i])] - 1;
    }
    if (before == NULL) {
        free(to);
        to = NULL;
    }
    free(before);
    return to;
}

static void free_names(struct slant_names *names)
{
    free(names->names);
    free(names->slots);
}

/* ---- rows ---- */

static int grow_rows(struct slant_counts *c)
{
    uint32_t cap = c->cap > 0 ? c->cap * 2 : 256;
    struct slant_counts_row *rows = realloc(c->rows, cap * sizeof *rows);
    if (rows == NULL)
        return -1;
    c->rows = rows;
    struct slant_cell *cells = realloc(c->cells, (size_t)cap * c->nmeasures * sizeof *cells);
    if (cells == NULL)
        return -1;
    c->cells = cells;
    c->cap = cap;
    return 0;
}

struct slant_cell *slant_counts_add(struct slant_counts *c, const struct slant_counts_new *new)
{
    if (c->n == c->cap && grow_rows(c) != 0)
        return NULL;
    struct slant_counts_row *row = &c->rows[c->n];
    int32_t outlet = number_of(&c->outlets, &c->mem, new->outlet);
    char *id = slant_arena_copy(&c->mem, new->id.len > 0 ? new->id.ptr : "", new->id.len);
    *row = (struct slant_counts_row){.id = {id, new->id.len},
                                     .key = slant_hash(new->id.len > 0 ? new->id.ptr : "", new->id.len),
                                     .line = new->line,
                                     .outlet = (uint32_t)outlet,
                                     .story = number_of(&c->stories, &c->mem, new->story),
                                     .topic = number_of(&c->topics, &c->mem, new->topic),
                                     .day = new->day,
                                     .cells = c->n * c->nmeasures};
    if (outlet < 0 || row->story == -2 || row->topic == -2 || id == NULL)
        return NULL;
    return c->cells + c->rows[c->n++].cells;
}

int slant_counts_set_story(struct slant_counts *c, uint32_t row, struct slant_str name)
{
    int32_t story = number_of(&c->stories, &c->mem, name);
    c->rows[row].story = story;
    return story == -2 ? -1 : 0;
}

static struct slant_str copy_of(struct slant_arena *mem, struct slant_str text)
{
    char *copy = text.len > 0 ? slant_arena_copy(mem, text.ptr, text.len) : NULL;
    return (struct slant_str){copy, copy != NULL ? text.len : 0};
}

int slant_counts_exclude(struct slant_counts *c, struct slant_str id, uint64_t line, int32_t measure,
                         const char *reason, struct slant_str note)
{
    if (c->nexcluded == c->excluded_cap) {
        uint32_t cap = c->excluded_cap > 0 ? c->excluded_cap * 2 : 64;
        struct slant_counts_excluded *grown = realloc(c->excluded, cap * sizeof *grown);
        if (grown == NULL)
            return -1;
        c->excluded = grown;
        c->excluded_cap = cap;
    }
    c->excluded[c->nexcluded++] = (struct slant_counts_excluded){
        .id = copy_of(&c->mem, id), .line = line, .measure = measure, .reason = reason, .note = copy_of(&c->mem, note)};
    return 0;
}

static int by_outlet_and_key(const void *a, const void *b)
{
    const struct slant_counts_row *x = a, *y = b;
    if (x->outlet != y->outlet)
        return x->outlet < y->outlet ? -1 : 1;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->cells > y->cells) - (x->cells < y->cells);
}

static int by_key(const void *a, const void *b)
{
    const struct slant_counts_row *x = *(struct slant_counts_row *const *)a, *y = *(struct slant_counts_row *const *)b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x > y) - (x < y);
}

/* Articles with the same id (or none) would draw the same random numbers: the second gets a key of its own. */
static slant_status part_keys(struct slant_counts *c)
{
    struct slant_counts_row **order = malloc((c->n + 1) * sizeof *order);
    if (order == NULL)
        return SLANT_ENOMEM;
    for (uint32_t i = 0; i < c->n; i++)
        order[i] = &c->rows[i];
    qsort(order, c->n, sizeof *order, by_key);
    for (uint32_t i = 1, run = 0; i < c->n; i++) {
        uint64_t first = order[i - 1 - run]->key;
        run = order[i]->key == first ? run + 1 : 0;
        uint64_t mixed[2] = {htole64(first), htole64(run)};
        if (run > 0)
            order[i]->key = slant_hash((const char *)mixed, sizeof mixed);
    }
    free(order);
    return SLANT_OK;
}

slant_status slant_counts_sort(struct slant_counts *c)
{
    uint32_t *outlets = sort_names(&c->outlets), *stories = sort_names(&c->stories), *topics = sort_names(&c->topics);
    slant_status status = outlets != NULL && stories != NULL && topics != NULL ? SLANT_OK : SLANT_ENOMEM;
    for (uint32_t i = 0; status == SLANT_OK && i < c->n; i++) {
        struct slant_counts_row *row = &c->rows[i];
        row->outlet = outlets[row->outlet];
        row->story = row->story >= 0 ? (int32_t)stories[row->story] : -1;
        row->topic = row->topic >= 0 ? (int32_t)topics[row->topic] : -1;
    }
    free(outlets);
    free(stories);
    free(topics);
    if (status != SLANT_OK)
        return status;
    qsort(c->rows, c->n, sizeof *c->rows, by_outlet_and_key);
    return part_keys(c);
}

void slant_counts_free(struct slant_counts *c)
{
    free_names(&c->outlets);
    free_names(&c->stories);
    free_names(&c->topics);
    free(c->rows);
    free(c->cells);
    free(c->excluded);
    slant_arena_free(&c->mem);
    memset(c, 0, sizeof *c);
}

/* ---- dates ---- */

static int digits(const char *p, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return -1;
        value = value * 10 + (p[i] - '0');
    }
    return value;
}

int32_t slant_counts_day(struct slant_str date)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (date.len < 10 || date.ptr[4] != '-' || date.ptr[7] != '-')
        return SLANT_NO_DAY;
    int y = digits(date.ptr, 4), m = digits(date.ptr + 5, 2), d = digits(date.ptr + 8, 2);
    if (y < 0 || m < 1 || m > 12 || d < 1)
        return SLANT_NO_DAY;
    int leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    if (d > lengths[m - 1] + (m == 2 && leap))
        return SLANT_NO_DAY;
    /* Days from the civil calendar (H. Hinnant's formula): years begin in March. */
    y -= m <= 2;
    int era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}
