#include "stats/random.h"

#include <string.h>

#include "base/hash.h"

enum { TAG_POISSON = 1, TAG_SEQUENCE = 2, TAG_NAME = 3 };

void slant_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    uint32_t a = counter[0], b = counter[1], c = counter[2], d = counter[3], k = key[0], l = key[1];
    for (int round = 0; round < 10; round++, k += 0x9E3779B9u, l += 0xBB67AE85u) {
        uint64_t p = (uint64_t)0xD2511F53u * a, q = (uint64_t)0xCD9E8D57u * c;
        a = (uint32_t)(q >> 32) ^ b ^ k;
        b = (uint32_t)q;
        c = (uint32_t)(p >> 32) ^ d ^ l;
        d = (uint32_t)p;
    }
    out[0] = a;
    out[1] = b;
    out[2] = c;
    out[3] = d;
}

static void draw(uint64_t key, uint64_t place, uint32_t third, uint32_t tag, uint32_t out[4])
{
    const uint32_t counter[4] = {(uint32_t)place, (uint32_t)(place >> 32), third, tag};
    const uint32_t halves[2] = {(uint32_t)key, (uint32_t)(key >> 32)};
    slant_philox(counter, halves, out);
}

uint64_t slant_random_key(uint64_t seed, const char *name)
{
    uint32_t word[4];
    if (!name || !*name)
        return seed;
    draw(seed, slant_hash(name, strlen(name)), 0, TAG_NAME, word);
    return (uint64_t)word[1] << 32 | word[0];
}

struct slant_random slant_random_start(uint64_t key, uint32_t replicate)
{
    return (struct slant_random){.key = key, .replicate = replicate};
}

uint32_t slant_random_next(struct slant_random *random)
{
    if (random->left == 0) {
        draw(random->key, random->block++, random->replicate, TAG_SEQUENCE, random->word);
        random->left = 4;
    }
    return random->word[4 - random->left--];
}

uint32_t slant_random_below(struct slant_random *random, uint32_t bound)
{
    uint64_t product = (uint64_t)slant_random_next(random) * bound;
    if ((uint32_t)product < bound)
        for (uint32_t least = (0u - bound) % bound; (uint32_t)product < least;)
            product = (uint64_t)slant_random_next(random) * bound;
    return (uint32_t)(product >> 32);
}

double slant_random_uniform(struct slant_random *random)
{
    uint64_t high = slant_random_next(random) >> 6, low = slant_random_next(random) >> 6;
    return ((double)(high << 26 | low) + 0.5) * 0x1p-52;
}

void slant_random_permutation(uint64_t key, uint32_t replicate, size_t n, uint32_t *out)
{
    struct slant_random random = slant_random_start(key, replicate);
    for (size_t i = 0; i < n; i++)
        out[i] = (uint32_t)i;
    for (size_t i = n; i-- > 1;) {
        uint32_t j = slant_random_below(&random, (uint32_t)i + 1), swap = out[i];
        out[i] = out[j];
        out[j] = swap;
    }
}

unsigned slant_random_poisson1(uint64_t key, uint64_t article_hash, uint32_t replicate)
{
    /* floor(2^32 · P(X <= k)); beyond the last the chance is below 2^-32 */
    static const uint32_t below[] = {1580030168u, 3160060337u, 3950075421u, 4213413783u, 4279248373u, 4292415291u,
                                     4294609777u, 4294923276u, 4294962463u, 4294966817u, 4294967252u, 4294967292u};
    uint32_t word[4];
    unsigned k = 0;
    draw(key, article_hash, replicate >> 2, TAG_POISSON, word);
    while (k < sizeof below / sizeof *below && word[replicate & 3] >= below[k])
        k++;
    return k;
}
