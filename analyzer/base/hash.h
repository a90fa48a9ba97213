/* hash: FNV-1a, 64 bits. For checksums and small tables; its order never reaches the output. */
#ifndef SLANT_BASE_HASH_H
#define SLANT_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t slant_hash(const char *bytes, size_t len)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)bytes[i]) * 0x100000001b3u;
    return h;
}

#endif
