#include "base/buffer.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/utf8.h"

enum { FIRST_SIZE = 256 };

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

/* ---- room --------------------------------------------------------------------------------------------- */

static int has_room(const struct slant_buffer *buffer, size_t extra)
{
    return !buffer->failed && buffer->cap - buffer->len >= extra;
}

/* Doubles, so that n appends cost O(n); never over the cap, which `cap` therefore keeps too. */
static char *grow(struct slant_buffer *buffer, size_t extra)
{
    size_t max = buffer->max != 0 ? buffer->max : SIZE_MAX / 2;
    if (buffer->failed || buffer->len > max || extra > max - buffer->len) {
        buffer->failed = 1;
        return NULL;
    }
    size_t need = buffer->len + extra;
    size_t cap = buffer->cap > max / 2 ? max : buffer->cap * 2;
    if (cap < FIRST_SIZE)
        cap = FIRST_SIZE < max ? FIRST_SIZE : max;
    if (cap < need)
        cap = need;
    char *data = realloc(buffer->data, cap != 0 ? cap : 1);
    if (data == NULL) {
        buffer->failed = 1;
        return NULL;
    }
    buffer->data = data;
    buffer->cap = cap;
    return data + buffer->len;
}

char *slant_buffer_reserve(struct slant_buffer *buffer, size_t extra)
{
    if (has_room(buffer, extra) && buffer->data != NULL)
        return buffer->data + buffer->len;
    return grow(buffer, extra);
}

void slant_buffer_add(struct slant_buffer *buffer, const char *bytes, size_t len)
{
    if (len == 0)
        return;
    if (!has_room(buffer, len) && grow(buffer, len) == NULL)
        return;
    memcpy(buffer->data + buffer->len, bytes, len);
    buffer->len += len;
}

void slant_buffer_puts(struct slant_buffer *buffer, const char *text)
{
    slant_buffer_add(buffer, text, strlen(text));
}

void slant_buffer_putc(struct slant_buffer *buffer, char c)
{
    if (!has_room(buffer, 1) && grow(buffer, 1) == NULL)
        return;
    buffer->data[buffer->len++] = c;
}

void slant_buffer_printf(struct slant_buffer *buffer, const char *format, ...)
{
    if (buffer->failed)
        return;
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, format, args);
    if (len < 0) {
        buffer->failed = 1;
    } else if ((size_t)len < sizeof small) {
        slant_buffer_add(buffer, small, (size_t)len);
    } else {
        /* Formatted aside: the NUL that vsnprintf writes must not count against the cap. */
        char *large = malloc((size_t)len + 1);
        if (large == NULL) {
            buffer->failed = 1;
        } else {
            vsnprintf(large, (size_t)len + 1, format, again);
            slant_buffer_add(buffer, large, (size_t)len);
            free(large);
        }
    }
    va_end(again);
    va_end(args);
}

void slant_buffer_free(struct slant_buffer *buffer)
{
    free(buffer->data);
    buffer->data = NULL;
    buffer->len = buffer->cap = 0;
    buffer->failed = 0;
}

/* ---- numbers ------------------------------------------------------------------------------------------ */

/* Writes the digits so that they end before `end`; returns where they begin. At most 20. */
static char *digits_before(char *end, uint64_t value)
{
    do {
        *--end = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    return end;
}

void slant_buffer_int(struct slant_buffer *buffer, int64_t value)
{
    char text[24], *end = text + sizeof text;
    char *at = digits_before(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
    if (value < 0)
        *--at = '-';
    slant_buffer_add(buffer, at, (size_t)(end - at));
}

/* Half away from zero for 0 <= value <= 2^53, where the subtraction is exact; without libm, since llround is
 * a call and this runs for every number that goes out. */
static uint64_t round_half_up(double value)
{
    uint64_t whole = (uint64_t)value;
    return whole + (value - (double)whole >= 0.5);
}

void slant_buffer_decimal(struct slant_buffer *buffer, double value, int decimals)
{
    static const uint32_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    const double exact = 9007199254740992.0; /* 2^53: from here on doubles are integers */
    if (!isfinite(value)) {
        slant_buffer_puts(buffer, "null");
        return;
    }
    double size = fabs(value);
    if (size >= exact) {
        slant_buffer_printf(buffer, "%.0f", value); /* no point, so no locale */
        return;
    }
    decimals = decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
    uint32_t power = powers[decimals];
    double scaled = size * power;
    uint64_t whole, part;
    if (scaled < exact) {
        uint64_t all = round_half_up(scaled);
        whole = all / power;
        part = all % power;
    } else { /* the product would round by itself: keep the integer part apart */
        whole = (uint64_t)size;
        part = round_half_up((size - (double)whole) * power);
        whole += part / power;
        part %= power;
    }
    int negative = value < 0 && (whole | part) != 0; /* never "-0" */
    while (decimals > 0 && part % 10 == 0) {
        part /= 10;
        decimals--;
    }
    char text[40], *end = text + sizeof text, *at = end;
    if (decimals > 0) {
        char *fraction = end - decimals;
        at = digits_before(end, part);
        while (at > fraction)
            *--at = '0';
        *--at = '.';
    }
    at = digits_before(at, whole);
    if (negative)
        *--at = '-';
    slant_buffer_add(buffer, at, (size_t)(end - at));
}

/* ---- escaped text ------------------------------------------------------------------------------------- */

/* How many bytes at p stand as they are in a JSON string. Never reads past end: strings come from anywhere.
 */
static size_t json_plain(const char *p, const char *end)
{
    const char *start = p;
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1F);
    for (; end - p >= 16; p += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, slash));
        hits = _mm_or_si128(hits, _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
        unsigned mask = (unsigned)_mm_movemask_epi8(hits);
        if (mask != 0)
            return (size_t)(p - start) + (size_t)__builtin_ctz(mask);
    }
#else
    const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    for (; end - p >= 8; p += 8) {
        uint64_t v, quote, slash;
        memcpy(&v, p, 8);
        quote = v ^ ones * '"';
        slash = v ^ ones * '\\';
        if ((((v - ones * 0x20) | (quote - ones) | (slash - ones)) & ~v & highs) != 0)
            break; /* may be a false alarm of a borrow: the loop below decides */
    }
#endif
    while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
        p++;
    return (size_t)(p - start);
}

static void json_escape(struct slant_buffer *buffer, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    static const char shorts[0x20] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
    };
    char two[2] = {'\\', (char)c};
    if (c < 0x20 && shorts[c] == 0) {
        char six[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
        slant_buffer_add(buffer, six, sizeof six);
        return;
    }
    if (c < 0x20)
        two[1] = shorts[c];
    slant_buffer_add(buffer, two, sizeof two);
}

static void add_json(struct slant_buffer *buffer, const char *p, const char *end)
{
    while (p < end) {
        size_t plain = json_plain(p, end);
        slant_buffer_add(buffer, p, plain);
        p += plain;
        if (p < end)
            json_escape(buffer, (unsigned char)*p++);
    }
}

static size_t plain_run(const char *p, const char *end, const char special[256])
{
    const char *start = p;
    while (p < end && !special[(unsigned char)*p])
        p++;
    return (size_t)(p - start);
}

static void add_csv(struct slant_buffer *buffer, const char *p, const char *end)
{
    static const char special[256] = {[0] = 1, ['\n'] = 1, ['\v'] = 1, ['\f'] = 1, ['\r'] = 1, ['"'] = 1};
    while (p < end) {
        size_t plain = plain_run(p, end, special);
        slant_buffer_add(buffer, p, plain);
        p += plain;
        if (p == end)
            return;
        if (*p == '"')
            slant_buffer_add(buffer, "\"\"", 2);
        else if (*p == '\0') /* readers of CSV take it for the end of the field */
            slant_buffer_add(buffer, replacement, 3);
        else
            slant_buffer_putc(buffer, ' ');
        p += *p == '\r' && p + 1 < end && p[1] == '\n' ? 2 : 1;
    }
}

static void add_html(struct slant_buffer *buffer, const char *p, const char *end)
{
    static const char special[256] = {
        ['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, ['\''] = 1, [0] = 2,  [1] = 2,   [2] = 2,    [3] = 2,
        [4] = 2,   [5] = 2,   [6] = 2,   [7] = 2,   [8] = 2,    [11] = 2, [14] = 2,  [15] = 2,   [16] = 2,
        [17] = 2,  [18] = 2,  [19] = 2,  [20] = 2,  [21] = 2,   [22] = 2, [23] = 2,  [24] = 2,   [25] = 2,
        [26] = 2,  [27] = 2,  [28] = 2,  [29] = 2,  [30] = 2,   [31] = 2, [127] = 2, [0xC2] = 3, [13] = 4,
    };
    while (p < end) {
        size_t plain = plain_run(p, end, special);
        slant_buffer_add(buffer, p, plain);
        p += plain;
        if (p == end)
            return;
        unsigned char c = (unsigned char)*p++;
        if (special[c] == 3 && p < end && (unsigned char)*p >= 0x80 && (unsigned char)*p <= 0x9F) {
            p++; /* C1 controls, nor these */
            slant_buffer_add(buffer, replacement, 3);
        } else if (special[c] == 3)
            slant_buffer_putc(buffer, (char)c);
        else if (special[c] == 4) /* CR: a page has line feeds alone */
            slant_buffer_putc(buffer, ' ');
        else if (special[c] == 2) /* HTML has no such character, not even as a reference */
            slant_buffer_add(buffer, replacement, 3);
        else
            slant_buffer_puts(buffer, c == '&'   ? "&amp;"
                                      : c == '<' ? "&lt;"
                                      : c == '>' ? "&gt;"
                                      : c == '"' ? "&quot;"
                                                 : "&#39;");
    }
}

/* Well-formed stretches go through `add`; what lies between becomes U+FFFD. */
static void add_clean(struct slant_buffer *buffer, const char *p, size_t len,
                      void (*add)(struct slant_buffer *, const char *, const char *))
{
    const char *end = p + len;
    while (p < end) {
        size_t valid = slant_utf8_valid(p, (size_t)(end - p));
        add(buffer, p, p + valid);
        p += valid;
        if (p < end) {
            size_t width;
            slant_utf8_decode(p, end, &width);
            slant_buffer_add(buffer, replacement, 3);
            p += width;
        }
    }
}

void slant_buffer_double(struct slant_buffer *buffer, double value)
{
    char text[40];
    if (!isfinite(value)) {
        slant_buffer_puts(buffer, "null");
        return;
    }
    snprintf(text, sizeof text, "%.12g", value == 0 ? 0.0 : value);
    for (char *p = text; *p != '\0'; p++)
        if (*p != '-' && *p != '+' && *p != 'e' && (*p < '0' || *p > '9'))
            *p = '.'; /* the decimal sign of the host's locale */
    slant_buffer_puts(buffer, text);
}

void slant_buffer_json(struct slant_buffer *buffer, const char *bytes, size_t len)
{
    size_t before = buffer->len;
    slant_buffer_putc(buffer, '"');
    if (len != 0)
        add_clean(buffer, bytes, len, add_json);
    slant_buffer_putc(buffer, '"');
    if (buffer->failed)
        buffer->len = before;
}

void slant_buffer_csv(struct slant_buffer *buffer, const char *bytes, size_t len)
{
    if (len == 0)
        return;
    size_t before = buffer->len;
    int quoted = memchr(bytes, ',', len) != NULL || memchr(bytes, '"', len) != NULL;
    if (quoted)
        slant_buffer_putc(buffer, '"');
    add_clean(buffer, bytes, len, add_csv);
    if (quoted)
        slant_buffer_putc(buffer, '"');
    if (buffer->failed)
        buffer->len = before;
}

void slant_buffer_html(struct slant_buffer *buffer, const char *bytes, size_t len)
{
    size_t before = buffer->len;
    if (len != 0)
        add_clean(buffer, bytes, len, add_html);
    if (buffer->failed)
        buffer->len = before;
}
