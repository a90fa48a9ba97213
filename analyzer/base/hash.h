/* hash: FNV-1a, 64 bits. For checksums and small tables; its order never reaches the output. */
#ifndef SLANT_BASE_HASH_H
#define SLANT_BASE_HASH_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SLANT_HASH_NOTHING 0xcbf29ce484222325u /* of no bytes */

/* The hash of what was hashed so far and one byte more: so those of all prefixes come in one pass. */
static inline uint64_t slant_hash_more(uint64_t hash, char byte)
{
    return (hash ^ (unsigned char)byte) * 0x100000001b3u;
}

static inline uint64_t slant_hash(const char *bytes, size_t len)
{
    uint64_t h = SLANT_HASH_NOTHING;
    for (size_t i = 0; i < len; i++)
        h = slant_hash_more(h, bytes[i]);
    return h;
}

/* The same over eight bytes at a time (as little-endian numbers), then the rest one by one, then the length: the
 * checksum of files. */
static inline uint64_t slant_checksum(const char *bytes, size_t len)
{
    uint64_t h = 0xcbf29ce484222325u;
    size_t i = 0;
    for (; i + 8 <= len; i += 8) {
        uint64_t word;
        memcpy(&word, bytes + i, 8);
        h = (h ^ le64toh(word)) * 0x100000001b3u;
        h ^= h >> 32;
    }
    for (; i < len; i++)
        h = (h ^ (unsigned char)bytes[i]) * 0x100000001b3u;
    return (h ^ len) * 0x100000001b3u;
}

#endif
