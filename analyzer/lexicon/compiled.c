/* compiled: the frozen matcher as a file, which is mapped into memory as it is: arrays, and indices into them. Reading
 * it takes a tenth of the time that the patterns take. It stands for what the patterns say and never for anything else:
 * its key is made of every lexicon's bytes, the stems, and the code that made it; another key, another length or
 * another checksum, and it is passed over. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/hash.h"
#include "lexicon/room.h"

#ifndef SLANT_MATCHER_ID
#define SLANT_MATCHER_ID "" /* the Makefile gives a checksum of the sources */
#endif

enum { ALIGN = 64, NSETS = 32, MAGIC = 0x746C736D };

enum array { NODES, BEYONDS, EDGES, ENDS, ROOTS, EXACT, SYMBOLS, TEXTS, KNOWN, MASKS, MEMBERSHIPS, FIRST, NARRAYS };

static const size_t sizes[NARRAYS] = {
    [NODES] = sizeof(struct slant_node),
    [BEYONDS] = sizeof(struct slant_beyond),
    [EDGES] = sizeof(struct slant_edge),
    [ENDS] = sizeof(uint32_t),
    [ROOTS] = sizeof(uint32_t),
    [EXACT] = sizeof(uint8_t),
    [SYMBOLS] = sizeof(struct slant_symbol),
    [TEXTS] = sizeof(char),
    [KNOWN] = sizeof(uint64_t),
    [MASKS] = sizeof(struct slant_mask),
    [MEMBERSHIPS] = sizeof(struct slant_membership),
    [FIRST] = sizeof(uint32_t),
};

struct header {
    uint64_t key, checksum; /* the latter of the whole file, itself taken for 0 */
    uint64_t prefix_lengths;
    uint32_t magic, nsymbols, set[NSETS], n[NARRAYS];
};
_Static_assert(sizeof(struct header) == 3 * 8 + (2 + NSETS + NARRAYS) * 4, "nothing unwritten between its members");

static size_t padded(size_t size)
{
    return (size + ALIGN - 1) / ALIGN * ALIGN;
}

static uint64_t mix(uint64_t key, uint64_t with)
{
    key = (key ^ with) * 0x9E3779B97F4A7C15u;
    return key ^ key >> 29;
}

uint64_t slant_compiled_key(const struct slant_lexicon *l, const struct slant_stems *stems)
{
    uint64_t key = mix(slant_hash(SLANT_MATCHER_ID, strlen(SLANT_MATCHER_ID)), sizeof(struct header));
    for (int i = 0; i < NARRAYS; i++)
        key = mix(key, sizes[i]);
    key = mix(key, slant_stems_checksum(stems));
    for (size_t i = 0; i < l->nfiles; i++) {
        key = mix(key, slant_hash(l->infos[i].name, strlen(l->infos[i].name)));
        key = mix(key, l->infos[i].checksum);
    }
    return key;
}

static uint64_t checksum_of(struct header h, const char *bytes, size_t size)
{
    h.checksum = 0;
    uint64_t head = slant_checksum((const char *)&h, sizeof h);
    return mix(head, slant_checksum(bytes + padded(sizeof h), size - padded(sizeof h)));
}

/* ---- writing ---- */

static struct header header_of(const struct slant_lexicon *l)
{
    const struct slant_trie *t = &l->trie;
    const struct slant_symbols *s = &t->symbols;
    struct header h = {.key = l->key, .magic = MAGIC, .prefix_lengths = s->prefix_lengths, .nsymbols = s->n};
    memcpy(h.set, s->set, sizeof h.set);
    const uint32_t n[NARRAYS] = {
        [NODES] = t->nnodes,
        [BEYONDS] = t->nbeyonds,
        [EDGES] = t->nchildren,
        [ENDS] = t->nends,
        [ROOTS] = s->n + 1,
        [EXACT] = l->nentries,
        [SYMBOLS] = s->mask + 1,
        [TEXTS] = s->ntexts,
        [KNOWN] = SLANT_KNOWN_BITS / 64,
        [MASKS] = s->n + 1,
        [MEMBERSHIPS] = s->nmemberships,
        [FIRST] = s->n + 2,
    };
    memcpy(h.n, n, sizeof h.n);
    return h;
}

static void add_padded(struct slant_buffer *out, const void *bytes, size_t size)
{
    static const char zeros[ALIGN];
    slant_buffer_add(out, bytes, size);
    slant_buffer_add(out, zeros, padded(size) - size);
}

static void assemble(const struct slant_lexicon *l, const uint8_t *exact, struct slant_buffer *out)
{
    const struct slant_symbols *s = &l->trie.symbols;
    const void *arrays[NARRAYS] = {
        [NODES] = l->view.nodes,
        [BEYONDS] = l->view.beyonds,
        [EDGES] = l->view.edges,
        [ENDS] = l->view.ends,
        [ROOTS] = l->root_of,
        [EXACT] = exact,
        [SYMBOLS] = s->table,
        [TEXTS] = s->texts,
        [KNOWN] = s->known,
        [MASKS] = s->masks,
        [MEMBERSHIPS] = s->memberships,
        [FIRST] = s->first_membership,
    };
    struct header h = header_of(l);
    add_padded(out, &h, sizeof h);
    for (int i = 0; i < NARRAYS; i++)
        add_padded(out, arrays[i], h.n[i] * sizes[i]);
    if (out->failed)
        return;
    h.checksum = checksum_of(h, out->data, out->len);
    memcpy(out->data, &h, sizeof h);
}

/* Under another name first: nobody sees half a file. */
static int write_whole(const char *path, const struct slant_buffer *bytes)
{
    char aside[4200];
    snprintf(aside, sizeof aside, "%s.%ld", path, (long)getpid());
    FILE *file = fopen(aside, "wb");
    if (file == NULL)
        return 0;
    int good = fwrite(bytes->data, 1, bytes->len, file) == bytes->len;
    good &= fclose(file) == 0;
    good = good && rename(aside, path) == 0;
    if (!good)
        unlink(aside);
    return good;
}

slant_status slant_lexicon_compile(const struct slant_lexicon *l, const char *path, struct slant_error *err)
{
    struct slant_buffer bytes = {0};
    uint8_t *exact = malloc(l->nentries + 1);
    for (uint32_t i = 0; exact != NULL && i < l->nentries; i++)
        exact[i] = l->entries[i].exact;
    if (exact != NULL)
        assemble(l, exact, &bytes);
    slant_status status = SLANT_OK;
    if (exact == NULL || bytes.failed)
        status = slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    else if (!write_whole(path, &bytes))
        status = slant_fail(err, SLANT_EWRITE, NULL, path, 0, UINT64_MAX, "cannot be written");
    free(exact);
    slant_buffer_free(&bytes);
    return status;
}

/* ---- reading ---- */

static size_t size_of(const struct header *h)
{
    size_t size = padded(sizeof *h);
    for (int i = 0; i < NARRAYS; i++)
        size += padded(h->n[i] * sizes[i]);
    return size;
}

static int is_sound(const struct slant_lexicon *l, const char *bytes, size_t size)
{
    struct header h;
    memcpy(&h, bytes, sizeof h);
    return h.magic == MAGIC && h.key == l->key && h.n[EXACT] == l->nentries && size_of(&h) == size &&
           checksum_of(h, bytes, size) == h.checksum;
}

static void take(struct slant_lexicon *l, char *bytes)
{
    struct header h;
    void *arrays[NARRAYS];
    memcpy(&h, bytes, sizeof h);
    bytes += padded(sizeof h);
    for (int i = 0; i < NARRAYS; i++) {
        arrays[i] = bytes;
        bytes += padded(h.n[i] * sizes[i]);
    }
    struct slant_trie *t = &l->trie;
    t->nnodes = h.n[NODES];
    t->nbeyonds = h.n[BEYONDS];
    t->nchildren = h.n[EDGES];
    t->nends = h.n[ENDS];
    struct slant_symbols *s = &t->symbols;
    *s = (struct slant_symbols){.n = h.nsymbols, .prefix_lengths = h.prefix_lengths};
    memcpy(s->set, h.set, sizeof s->set);
    s->table = arrays[SYMBOLS];
    s->mask = h.n[SYMBOLS] - 1;
    s->texts = arrays[TEXTS];
    s->ntexts = h.n[TEXTS];
    s->known = arrays[KNOWN];
    s->masks = arrays[MASKS];
    s->memberships = arrays[MEMBERSHIPS];
    s->nmemberships = h.n[MEMBERSHIPS];
    s->first_membership = arrays[FIRST];
    l->view.nodes = arrays[NODES];
    l->view.beyonds = arrays[BEYONDS];
    l->view.edges = arrays[EDGES];
    l->view.ends = arrays[ENDS];
    l->root_of = arrays[ROOTS];
    for (uint32_t i = 0; i < l->nentries; i++)
        l->entries[i].exact = ((const uint8_t *)arrays[EXACT])[i];
}

int slant_compiled_take(struct slant_lexicon *l, const char *path)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    void *map = MAP_FAILED;
    if (fstat(fd, &info) == 0 && (size_t)info.st_size >= padded(sizeof(struct header)))
        map = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    close(fd);
    if (map == MAP_FAILED)
        return 0;
    if (!is_sound(l, map, (size_t)info.st_size)) {
        munmap(map, (size_t)info.st_size);
        return 0;
    }
    l->map = map;
    l->map_size = (size_t)info.st_size;
    take(l, map);
    return 1;
}

/* What was taken is the file's, and nobody frees it one by one. */
void slant_compiled_drop(struct slant_lexicon *l)
{
    if (l->map == NULL)
        return;
    memset(&l->trie, 0, sizeof l->trie);
    munmap(l->map, l->map_size);
}
