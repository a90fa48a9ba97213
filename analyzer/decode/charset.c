#include "decode/charset.h"

#include <string.h>

#include "base/utf8.h"

uint32_t slant_cp1252(unsigned char byte)
{
    static const uint16_t high[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
    };
    return byte >= 0x80 && byte <= 0x9F ? high[byte - 0x80] : 0;
}

struct utf16 {
    const unsigned char *bytes;
    size_t len;
    int big;
};

static uint32_t unit_at(const struct utf16 *in, size_t i)
{
    unsigned a = in->bytes[i], b = in->bytes[i + 1];
    return in->big ? a << 8 | b : b << 8 | a;
}

static slant_status from_utf16(struct utf16 in, struct slant_arena *mem, struct slant_str *out)
{
    char *to = slant_arena_alloc(mem, in.len / 2 * 3 + 3 + 64);
    if (to == NULL)
        return SLANT_ENOMEM;
    size_t n = 0;
    for (size_t i = 0; i < in.len; i += 2) {
        uint32_t cp = i + 1 < in.len ? unit_at(&in, i) : 0xFFFD;
        if (cp >= 0xD800 && cp < 0xDC00 && i + 3 < in.len) {
            uint32_t low = unit_at(&in, i + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        if (cp >= 0xD800 && cp < 0xE000)
            cp = 0xFFFD;
        n += slant_utf8_encode(cp, to + n);
    }
    memset(to + n, 0, 64);
    *out = (struct slant_str){to, n};
    return SLANT_OK;
}

/* UTF-16 without a mark shows itself by NULs at every other place: ASCII letters have an empty half. */
static int looks_utf16(struct slant_str bytes, int *big)
{
    size_t n = bytes.len < 400 ? bytes.len : 400, even = 0, odd = 0;
    for (size_t i = 0; i < n; i++)
        if (bytes.ptr[i] == '\0')
            (i & 1 ? &odd : &even)[0]++;
    *big = even > odd;
    return n >= 8 && (even > n * 2 / 5 || odd > n * 2 / 5) && (even < n / 20 || odd < n / 20);
}

/* Windows-1252 that claims to be UTF-8: high bytes, and hardly one of them part of a valid sequence. */
static int looks_cp1252(struct slant_str bytes)
{
    size_t valid = 0, stray = 0, undefined = 0;
    const char *end = bytes.ptr + bytes.len;
    for (const char *p = bytes.ptr; p < end;) {
        size_t width = 1;
        if ((unsigned char)*p >= 0x80) {
            uint32_t cp = slant_utf8_decode(p, end, &width);
            if (cp != 0xFFFD || width == 3) {
                valid++;
            } else {
                unsigned char c = (unsigned char)*p;
                stray++;
                undefined += c >= 0x80 && c <= 0x9F && slant_cp1252(c) == 0;
                width = 1;
            }
        }
        p += width;
    }
    /* Text has a letter or sign in a hundred that is not ASCII; what has many more is no text at all. */
    return stray > 0 && valid * 10 <= stray && undefined * 10 <= stray && stray * 4 <= bytes.len;
}

static slant_status from_cp1252(struct slant_str bytes, struct slant_arena *mem, struct slant_str *out)
{
    char *to = slant_arena_alloc(mem, bytes.len * 3 + 64);
    if (to == NULL)
        return SLANT_ENOMEM;
    size_t n = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        uint32_t cp = slant_cp1252(c);
        n += slant_utf8_encode(cp != 0 ? cp : c >= 0x80 && c <= 0x9F ? 0xFFFD : c, to + n);
    }
    memset(to + n, 0, 64);
    *out = (struct slant_str){to, n};
    return SLANT_OK;
}

static slant_status repair(struct slant_str bytes, struct slant_arena *mem, struct slant_str *out)
{
    char *to = slant_arena_alloc(mem, bytes.len * 3 + 64);
    if (to == NULL)
        return SLANT_ENOMEM;
    size_t n = 0;
    const char *end = bytes.ptr + bytes.len;
    for (const char *p = bytes.ptr; p < end;) {
        size_t good = slant_utf8_valid(p, (size_t)(end - p));
        memcpy(to + n, p, good);
        n += good;
        p += good;
        if (p < end) {
            size_t width;
            slant_utf8_decode(p, end, &width);
            n += slant_utf8_encode(0xFFFD, to + n);
            p += width;
        }
    }
    memset(to + n, 0, 64);
    *out = (struct slant_str){to, n};
    return SLANT_OK;
}

slant_status slant_charset(struct slant_str bytes, int is_file, struct slant_arena *mem, struct slant_str *out,
                           const char **how)
{
    const unsigned char *b = (const unsigned char *)bytes.ptr;
    int big = 0;
    *how = NULL;
    *out = bytes;
    if (is_file && bytes.len >= 2 && ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF))) {
        *how = "read as UTF-16";
        return from_utf16((struct utf16){b, bytes.len, b[0] == 0xFE}, mem, out);
    }
    if (is_file && looks_utf16(bytes, &big)) {
        *how = "read as UTF-16 without a byte-order mark";
        return from_utf16((struct utf16){b, bytes.len, big}, mem, out);
    }
    if (slant_utf8_valid(bytes.ptr, bytes.len) == bytes.len)
        return SLANT_OK;
    if (looks_cp1252(bytes)) {
        *how = "not UTF-8: read as Windows-1252";
        return from_cp1252(bytes, mem, out);
    }
    *how = "bytes that are not UTF-8 were replaced";
    return repair(bytes, mem, out);
}
