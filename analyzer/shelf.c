#include "shelf.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"

/* SHINGLE: words in a row. One shingle in KEEP is looked at. */
enum { MOST_SHELVED = 1000000, SHINGLE = 3, KEEP = 2, LEAST_SHARED = 4, LEAST_PER_CENT = 4 };

/* ---- filling --------------------------------------------------------------------------------------------- */

static struct slant_str keep(struct slant_arena *mem, struct slant_str s, int *no_memory)
{
    char *copy = s.ptr != NULL ? slant_arena_alloc(mem, s.len + 64) : NULL;
    if (copy == NULL) {
        *no_memory |= s.ptr != NULL;
        return (struct slant_str){NULL, 0};
    }
    memcpy(copy, s.ptr, s.len);
    memset(copy + s.len, 0, 64);
    return (struct slant_str){copy, s.len};
}

static slant_status shelve(struct slant_shelf *shelf, const struct slant_row *row, const char *path,
                           struct slant_error *err)
{
    if (shelf->n == MOST_SHELVED)
        return slant_fail(err, SLANT_ETOOBIG, NULL, path, 0, UINT64_MAX, "over a million articles to match");
    if (shelf->n == shelf->cap) {
        uint32_t cap = shelf->cap ? shelf->cap * 2 : 64;
        struct slant_shelved *more = realloc(shelf->rows, cap * sizeof *more);
        if (more == NULL)
            return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
        shelf->rows = more;
        shelf->cap = cap;
    }
    struct slant_shelved *s = &shelf->rows[shelf->n++];
    int no_memory = 0;
    const struct slant_article *a = &row->article;
    memset(s, 0, sizeof *s);
    s->status = row->status;
    s->error = row->error;
    s->article = (struct slant_article){.id = keep(&shelf->mem, a->id, &no_memory),
                                        .outlet = keep(&shelf->mem, a->outlet, &no_memory),
                                        .title = keep(&shelf->mem, a->title, &no_memory),
                                        .date = keep(&shelf->mem, a->date, &no_memory),
                                        .byline = keep(&shelf->mem, a->byline, &no_memory),
                                        .story = keep(&shelf->mem, a->story, &no_memory),
                                        .text = keep(&shelf->mem, a->text, &no_memory),
                                        .is_file = a->is_file};
    s->path = keep(&shelf->mem, (struct slant_str){path, strlen(path)}, &no_memory);
    return no_memory ? slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory") : SLANT_OK;
}

slant_status slant_shelf_fill(struct slant_shelf *shelf, const char *path, const struct slant_input_settings *settings,
                              struct slant_error *err)
{
    struct slant_input *input;
    struct slant_block block = {0};
    struct slant_arena mem = {0};
    struct slant_row row;
    int got;
    slant_status status = slant_input_open(&path, 1, settings, &input, err);
    if (status != SLANT_OK)
        return status;
    while (status == SLANT_OK && (got = slant_input_next(input, &block)) != 0) {
        if (got < 0)
            status = slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
        while (status == SLANT_OK && slant_block_next(&block, &mem, &row)) {
            status = shelve(shelf, &row, block.path, err);
            slant_arena_reset(&mem);
        }
    }
    slant_block_free(&block);
    slant_arena_free(&mem);
    slant_input_close(input);
    return status;
}

void slant_shelf_free(struct slant_shelf *shelf)
{
    free(shelf->rows);
    slant_arena_free(&shelf->mem);
    memset(shelf, 0, sizeof *shelf);
}

/* ---- matching -------------------------------------------------------------------------------------------- */

enum { NOBODY = -1, MANY = -2 };

struct owner {
    uint64_t key; /* 0: free */
    int32_t wire; /* or MANY */
};

struct owners {
    struct owner *slots;
    uint32_t mask, used;
};

static int open_owners(struct owners *o, uint64_t keys)
{
    uint64_t size = 256;
    while (size < keys * 2 && size < 1u << 28)
        size *= 2;
    o->slots = calloc(size, sizeof *o->slots);
    o->mask = (uint32_t)(size - 1);
    o->used = 0;
    return o->slots != NULL;
}

static struct owner *find(const struct owners *o, uint64_t key)
{
    uint32_t at = (uint32_t)(key ^ key >> 29) & o->mask;
    while (o->slots[at].key != 0 && o->slots[at].key != key)
        at = (at + 1) & o->mask;
    return &o->slots[at];
}

static void own(struct owners *o, uint64_t key, int32_t wire)
{
    struct owner *s = find(o, key);
    if (s->key == 0 && o->used < o->mask - o->mask / 4) {
        *s = (struct owner){key, wire};
        o->used++;
    } else if (s->key != 0 && s->wire != wire) {
        s->wire = MANY;
    }
}

static int32_t owner_of(const struct owners *o, uint64_t key)
{
    const struct owner *s = find(o, key);
    return s->key != 0 ? s->wire : NOBODY;
}

/* A file's name without what follows the first dot. */
static uint64_t id_key(const struct slant_article *a)
{
    size_t len = 0;
    while (len < a->id.len && (len == 0 || !a->is_file || a->id.ptr[len] != '.'))
        len++;
    return len > 0 ? slant_hash(a->id.ptr, len) | 1 : 0;
}

static uint64_t story_key(const struct slant_article *a)
{
    return a->story.len > 0 ? slant_hash(a->story.ptr, a->story.len) | 1 : 0;
}

/* The next shingle's key from *at on; 0: no more. Words are runs of letters, digits and bytes beyond ASCII. */
struct shingling {
    struct slant_str text;
    size_t at;
    uint64_t words[SHINGLE];
    uint32_t n;
};

static uint64_t next_word(struct shingling *s)
{
    uint64_t h = 0;
    for (; s->at < s->text.len; s->at++) {
        unsigned char c = (unsigned char)s->text.ptr[s->at];
        unsigned char low = c >= 'A' && c <= 'Z' ? c | 0x20 : c;
        int inside = (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
        if (inside)
            h = ((h ? h : 0xcbf29ce484222325u) ^ low) * 0x100000001b3u;
        else if (h != 0)
            break;
    }
    return h;
}

static uint64_t next_shingle(struct shingling *s)
{
    for (uint64_t word; (word = next_word(s)) != 0;) {
        memmove(s->words, s->words + 1, (SHINGLE - 1) * sizeof *s->words);
        s->words[SHINGLE - 1] = word;
        if (++s->n < SHINGLE)
            continue;
        uint64_t key = 0;
        for (int i = 0; i < SHINGLE; i++)
            key = (key ^ s->words[i]) * 0x9E3779B97F4A7C15u;
        if ((key >> 40) % KEEP == 0)
            return key | 1;
    }
    return 0;
}

struct matching {
    const struct slant_shelf *wires;
    struct owners ids, stories, shingles;
    uint32_t *votes; /* of each wire; all zero between uses */
    int32_t *voted;
};

static int open_matching(struct matching *m, const struct slant_shelf *wires)
{
    uint64_t words = 0;
    m->wires = wires;
    for (uint32_t i = 0; i < wires->n; i++)
        words += wires->rows[i].article.text.len / (5 * KEEP) + 1;
    m->votes = calloc(wires->n + 1, sizeof *m->votes);
    m->voted = calloc(wires->n + 1, sizeof *m->voted);
    if (m->votes == NULL || m->voted == NULL || !open_owners(&m->ids, wires->n) ||
        !open_owners(&m->stories, wires->n) || !open_owners(&m->shingles, words))
        return 0;
    for (uint32_t i = 0; i < wires->n; i++) {
        const struct slant_article *a = &wires->rows[i].article;
        struct shingling s = {.text = a->text};
        if (id_key(a) != 0)
            own(&m->ids, id_key(a), (int32_t)i);
        if (story_key(a) != 0)
            own(&m->stories, story_key(a), (int32_t)i);
        for (uint64_t key; (key = next_shingle(&s)) != 0;)
            own(&m->shingles, key, (int32_t)i);
    }
    return 1;
}

static void close_matching(struct matching *m)
{
    free(m->ids.slots);
    free(m->stories.slots);
    free(m->shingles.slots);
    free(m->votes);
    free(m->voted);
}

/* The wire copy with most shingles that are its own and in the edit, if they are enough. */
static int32_t by_words(struct matching *m, const struct slant_article *a)
{
    struct shingling s = {.text = a->text};
    uint32_t all = 0, nvoted = 0;
    int32_t best = NOBODY;
    for (uint64_t key; (key = next_shingle(&s)) != 0; all++) {
        int32_t wire = owner_of(&m->shingles, key);
        if (wire < 0)
            continue;
        if (m->votes[wire]++ == 0)
            m->voted[nvoted++] = wire;
    }
    uint32_t most = LEAST_SHARED - 1;
    for (uint32_t i = 0; i < nvoted; i++) {
        int32_t wire = m->voted[i];
        if (m->votes[wire] > most || (m->votes[wire] == most && best >= 0 && wire < best)) {
            most = m->votes[wire];
            best = wire;
        }
    }
    for (uint32_t i = 0; i < nvoted; i++)
        m->votes[m->voted[i]] = 0;
    return best >= 0 && (uint64_t)most * 100 >= (uint64_t)all * LEAST_PER_CENT ? best : NOBODY;
}

slant_status slant_shelf_match(const struct slant_shelf *wires, struct slant_shelf *edits, int32_t **wire_of)
{
    struct matching m = {0};
    *wire_of = slant_arena_alloc(&edits->mem, (edits->n + 1) * sizeof **wire_of);
    if (*wire_of == NULL || !open_matching(&m, wires)) {
        close_matching(&m);
        return SLANT_ENOMEM;
    }
    for (uint32_t i = 0; i < edits->n; i++) {
        const struct slant_article *a = &edits->rows[i].article;
        int32_t wire = id_key(a) != 0 ? owner_of(&m.ids, id_key(a)) : NOBODY;
        if (wire < 0 && story_key(a) != 0)
            wire = owner_of(&m.stories, story_key(a));
        (*wire_of)[i] = wire >= 0 ? wire : by_words(&m, a);
    }
    close_matching(&m);
    return SLANT_OK;
}
