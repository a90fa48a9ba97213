/* utf8: reading one code point at a time. */
#ifndef SLANT_BASE_UTF8_H
#define SLANT_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The code point at p (p < end) and, in *width, its length in bytes. Of bytes that are not well-formed UTF-8
 * (Unicode 15, table 3-7): 0xFFFD, and *width = the length of the maximal ill-formed subpart, at least 1. */
uint32_t slant_utf8_decode(const char *p, const char *end, size_t *width);
/* Writes cp's bytes (1..4) to out, returns how many. */
size_t slant_utf8_encode(uint32_t cp, char *out);
/* How many code points there are in well-formed bytes. */
size_t slant_utf8_count(const char *bytes, size_t len);
/* Length of the longest well-formed prefix. Fast on ASCII. */
size_t slant_utf8_valid(const char *bytes, size_t len);

#endif
