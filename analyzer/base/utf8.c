#include "base/utf8.h"

#include <string.h>

uint32_t slant_utf8_decode(const char *p, const char *end, size_t *width)
{
    const unsigned char *s = (const unsigned char *)p;
    size_t left = (size_t)(end - p);
    uint32_t c = s[0];
    *width = 1;
    if (c < 0x80)
        return c;
    if (c < 0xC2 || c > 0xF4)
        return 0xFFFD;
    if (c < 0xE0) {
        if (left < 2 || (s[1] & 0xC0) != 0x80)
            return 0xFFFD;
        *width = 2;
        return (c & 0x1F) << 6 | (s[1] & 0x3Fu);
    }
    unsigned low = 0x80, high = 0xBF;
    if (c == 0xE0)
        low = 0xA0;
    else if (c == 0xED)
        high = 0x9F;
    else if (c == 0xF0)
        low = 0x90;
    else if (c == 0xF4)
        high = 0x8F;
    if (left < 2 || s[1] < low || s[1] > high)
        return 0xFFFD;
    if (left < 3 || (s[2] & 0xC0) != 0x80) {
        *width = 2;
        return 0xFFFD;
    }
    if (c < 0xF0) {
        *width = 3;
        return (c & 0x0F) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
    }
    if (left < 4 || (s[3] & 0xC0) != 0x80) {
        *width = 3;
        return 0xFFFD;
    }
    *width = 4;
    return (c & 0x07) << 18 | (s[1] & 0x3Fu) << 12 | (s[2] & 0x3Fu) << 6 | (s[3] & 0x3Fu);
}

size_t slant_utf8_encode(uint32_t cp, char *out)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t slant_utf8_count(const char *bytes, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return n;
}

size_t slant_utf8_valid(const char *bytes, size_t len)
{
    size_t i = 0;
    while (i < len) {
        uint64_t eight;
        while (len - i >= 8) {
            memcpy(&eight, bytes + i, 8);
            if (eight & 0x8080808080808080u)
                break;
            i += 8;
        }
        if (i >= len)
            break;
        if ((unsigned char)bytes[i] < 0x80) {
            i++;
            continue;
        }
        size_t width;
        uint32_t cp = slant_utf8_decode(bytes + i, bytes + len, &width);
        if (cp == 0xFFFD && !(width == 3 && memcmp(bytes + i, "\xEF\xBF\xBD", 3) == 0))
            return i;
        i += width;
    }
    return i;
}
