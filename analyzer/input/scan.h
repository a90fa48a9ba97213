/* scan: the two loops over raw bytes that reading JSON Lines spends its time in. */
#ifndef SLANT_INPUT_SCAN_H
#define SLANT_INPUT_SCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>

/* One bit for each of the 16 bytes that is `"`, `\` or below 0x20. */
static inline unsigned slant_scan_mask(__m128i bytes)
{
    const __m128i control = _mm_set1_epi8(0x1F);
    __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    hits = _mm_or_si128(hits, _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
    return (unsigned)_mm_movemask_epi8(hits);
}

static inline __m128i slant_scan_load(const char *p)
{
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}
#endif

/* The first byte at or after p that is `"`, `\` or below 0x20. There must be one, with 64 readable bytes
 * behind it: the line feed at a line's end, or the NULs behind a block. */
static inline const char *slant_scan_string(const char *p)
{
#ifdef __SSE2__
    for (;;) {
        unsigned first = slant_scan_mask(slant_scan_load(p));
        unsigned second = slant_scan_mask(slant_scan_load(p + 16));
        unsigned mask = first | second << 16;
        if (mask != 0)
            return p + __builtin_ctz(mask);
        p += 32;
    }
#else
    while (*p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
        p++;
    return p;
#endif
}

/* The same, copying what it passes to *out, which it moves on. Up to 16 bytes more than that are written. */
static inline const char *slant_scan_copy(const char *p, char **out)
{
    char *to = *out;
#ifdef __SSE2__
    for (;;) {
        __m128i bytes = slant_scan_load(p);
        _mm_storeu_si128((__m128i *)(void *)to, bytes);
        unsigned mask = slant_scan_mask(bytes);
        if (mask != 0) {
            unsigned n = (unsigned)__builtin_ctz(mask);
            *out = to + n;
            return p + n;
        }
        p += 16;
        to += 16;
    }
#else
    const char *end = slant_scan_string(p);
    memcpy(to, p, (size_t)(end - p));
    *out = to + (end - p);
    return end;
#endif
}

/* How many line feeds there are in len bytes. */
static inline uint64_t slant_scan_lines(const char *p, size_t len)
{
    uint64_t lines = 0;
    size_t i = 0;
#ifdef __SSE2__
    const __m128i feed = _mm_set1_epi8('\n');
    while (len - i >= 16) {
        /* Bytes count to 255 at most before they are added up. */
        size_t steps = (len - i) / 16 < 255 ? (len - i) / 16 : 255;
        __m128i sum = _mm_setzero_si128();
        for (; steps > 0; steps--, i += 16)
            sum = _mm_sub_epi8(sum, _mm_cmpeq_epi8(slant_scan_load(p + i), feed));
        sum = _mm_sad_epu8(sum, _mm_setzero_si128());
        lines += (uint64_t)_mm_cvtsi128_si32(sum) + (uint64_t)_mm_cvtsi128_si32(_mm_srli_si128(sum, 8));
    }
#endif
    for (; i < len; i++)
        lines += p[i] == '\n';
    return lines;
}

#endif
