/* random: Philox4x32-10 (Salmon et al. 2011), a counter-based generator: the numbers depend on seed, stream and place
 * alone, so any thread may draw any replicate, in any order, and gets the same ones. */
#ifndef SLANT_STATS_RANDOM_H
#define SLANT_STATS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

void slant_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* The key of one test's own stream: the seed itself for a name of NULL or "", else a hash of both. Give every test
 * (feature, pair of outlets) its own name, and its result depends on no other. */
uint64_t slant_random_key(uint64_t seed, const char *name);

/* Whole numbers one after the other: counter = (block low, block high, replicate, tag), tag 2. */
struct slant_random {
    uint64_t key, block;
    uint32_t replicate, left, word[4];
};
struct slant_random slant_random_start(uint64_t key, uint32_t replicate);
uint32_t slant_random_next(struct slant_random *random);
/* 0 .. bound-1, all equally likely (Lemire 2019, with rejection). bound > 0. */
uint32_t slant_random_below(struct slant_random *random, uint32_t bound);
/* Strictly between 0 and 1. */
double slant_random_uniform(struct slant_random *random);
/* 0..n-1 in a random order: Fisher-Yates from the top. */
void slant_random_permutation(uint64_t key, uint32_t replicate, size_t n, uint32_t *out);
/* The weight of one article in one replicate of the Poisson bootstrap, Poisson(1): counter = (FNV-1a of the article's
 * id, replicate / 4, 1), word replicate % 4. Sums of weighted counts merge over shards. */
unsigned slant_random_poisson1(uint64_t key, uint64_t article_hash, uint32_t replicate);

#endif
