#include "input/json.h"

#include <string.h>

#include "base/utf8.h"
#include "input/scan.h"

int slant_json_fail(struct slant_json *json, const char *at, const char *what)
{
    if (json->wrong == NULL) {
        json->wrong = at >= json->end ? "the line ends inside the object; one whole object a line is wanted" : what;
        json->wrong_at = at < json->end ? at : json->end;
    }
    return 0;
}

void slant_json_space(struct slant_json *json)
{
    const char *p = json->at;
    while (*p == ' ' || *p == '\t' || *p == '\r')
        p++;
    json->at = p;
}

/* ---- strings ------------------------------------------------------------------------------------------ */

/* What stands behind a backslash, for the escapes of one letter; 0: no such escape. */
static const char escapes[256] = {
    ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t',
};

/* Four hexadecimal digits; -1: they are not. Stops at the first that is none, so at the line's end too. */
static int32_t hex4(const char *p)
{
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = p[i], low = (char)(c | 0x20);
        if (c >= '0' && c <= '9')
            value = value << 4 | (c - '0');
        else if (low >= 'a' && low <= 'f')
            value = value << 4 | (low - 'a' + 10);
        else
            return -1;
    }
    return value;
}

/* At the backslash of \uXXXX: the code point of it, or of it and its other half; steps over what was used. */
static int unicode_escape(struct slant_json *json, uint32_t *out)
{
    const char *p = json->at;
    int32_t unit = hex4(p + 2);
    if (unit < 0)
        return slant_json_fail(json, p, "\\u wants four hexadecimal digits");
    json->at = p + 6;
    *out = (uint32_t)unit;
    if (unit < 0xD800 || unit > 0xDFFF)
        return 1;
    *out = 0xFFFD;
    if (unit < 0xDC00 && p[6] == '\\' && p[7] == 'u') {
        int32_t second = hex4(p + 8);
        if (second >= 0xDC00 && second <= 0xDFFF) {
            *out = 0x10000 + ((uint32_t)(unit - 0xD800) << 10) + (uint32_t)(second - 0xDC00);
            json->at = p + 12;
        }
    }
    return 1;
}

/* Why a string stopped at p, which is neither a quotation mark nor a backslash. */
static int broken_string(struct slant_json *json, const char *p)
{
    if (p < json->end && *p == '\0')
        return slant_json_fail(json, p, "there is a NUL byte in a string; is the file UTF-16 or binary?");
    return slant_json_fail(json, p, "there is a control character in a string; it must be escaped");
}

static int copy_escape(struct slant_json *json, char **out)
{
    char letter = json->at[1];
    if (letter == 'u') {
        uint32_t cp;
        if (!unicode_escape(json, &cp))
            return 0;
        *out += slant_utf8_encode(cp, *out);
        return 1;
    }
    char c = escapes[(unsigned char)letter];
    if (c == '\0')
        return slant_json_fail(json, json->at + (json->at + 1 >= json->end), "there is no such escape in JSON");
    *(*out)++ = c;
    json->at += 2;
    return 1;
}

/* From inside a string to behind its closing quotation mark. */
static int copy_rest(struct slant_json *json, char **out)
{
    for (;;) {
        const char *p = json->at = slant_scan_copy(json->at, out);
        if (*p == '\\') {
            if (!copy_escape(json, out))
                return 0;
            continue;
        }
        if (*p != '"')
            return broken_string(json, p);
        json->at = p + 1;
        return 1;
    }
}

int slant_json_copy(struct slant_json *json, char **out)
{
    json->at++;
    return copy_rest(json, out);
}

/* Where the string that json->at is inside of ends, or goes wrong. */
static const char *string_end(const struct slant_json *json)
{
    const char *p = slant_scan_string(json->at);
    while (*p == '\\' && p + 2 < json->end)
        p = slant_scan_string(p + 2);
    return p;
}

/* From the first escape on a string is copied. It cannot become longer than it is with its escapes, so that much is
 * asked for, and what is left is given back. */
static int unescape(struct slant_json *json, const char *start, struct slant_str *out)
{
    size_t most = (size_t)(string_end(json) - start) + 64 + 16; /* copied in sixteens */
    size_t plain = (size_t)(json->at - start);
    char *copy = slant_arena_alloc(json->mem, most), *to = copy;
    if (copy == NULL) {
        json->nomem = 1;
        return 0;
    }
    memcpy(to, start, plain);
    to += plain;
    int good = copy_rest(json, &to);
    size_t len = good ? (size_t)(to - copy) : 0;
    memset(copy + len, 0, 64);
    slant_arena_grow(json->mem, copy, most, len + 64);
    out->ptr = copy;
    out->len = len;
    return good;
}

int slant_json_string(struct slant_json *json, struct slant_str *out)
{
    const char *start = json->at + 1;
    const char *p = json->at = slant_scan_string(start);
    if (*p == '\\')
        return unescape(json, start, out);
    if (*p != '"')
        return broken_string(json, p);
    out->ptr = start;
    out->len = (size_t)(p - start);
    json->at = p + 1;
    return 1;
}

static int skip_string(struct slant_json *json)
{
    json->at++;
    for (;;) {
        const char *p = json->at = slant_scan_string(json->at);
        char aside[4], *out = aside;
        if (*p == '\\') {
            if (!copy_escape(json, &out))
                return 0;
            continue;
        }
        if (*p != '"')
            return broken_string(json, p);
        json->at = p + 1;
        return 1;
    }
}

/* ---- everything else ---------------------------------------------------------------------------------- */

static const char *skip_digits(const char *p)
{
    while (*p >= '0' && *p <= '9')
        p++;
    return p;
}

int slant_json_number(struct slant_json *json, struct slant_str *out)
{
    const char *start = json->at, *p = start + (*start == '-'), *digits = p;
    p = skip_digits(p);
    if (p == digits)
        return slant_json_fail(json, p, "a number wants a digit here");
    if (*digits == '0' && p - digits > 1)
        return slant_json_fail(json, digits, "a number must not begin with a zero");
    if (*p == '.') {
        digits = p + 1;
        p = skip_digits(digits);
        if (p == digits)
            return slant_json_fail(json, p, "a number wants a digit after its point");
    }
    if (*p == 'e' || *p == 'E') {
        digits = p + 1 + (p[1] == '+' || p[1] == '-');
        p = skip_digits(digits);
        if (p == digits)
            return slant_json_fail(json, p, "a number wants a digit in its exponent");
    }
    out->ptr = start;
    out->len = (size_t)(p - start);
    json->at = p;
    return 1;
}

/* Anything that is not a string, an array or an object. */
static int skip_scalar(struct slant_json *json)
{
    const char *p = json->at;
    struct slant_str number;
    size_t len = *p == 't' ? 4 : *p == 'f' ? 5 : *p == 'n' ? 4 : 0;
    if (len == 0 && *p != '-' && (*p < '0' || *p > '9'))
        return slant_json_fail(json, p, "a value is wanted here");
    if (len == 0)
        return slant_json_number(json, &number);
    if (memcmp(p, *p == 't' ? "true" : *p == 'f' ? "false" : "null", len) != 0)
        return slant_json_fail(json, p, "a value is wanted here: true, false and null are the only words");
    json->at = p + len;
    return 1;
}

/* At a key: steps over it and its colon. */
static int skip_key(struct slant_json *json)
{
    slant_json_space(json);
    if (*json->at != '"')
        return slant_json_fail(json, json->at, "a key in quotation marks is wanted here");
    if (!skip_string(json))
        return 0;
    slant_json_space(json);
    if (*json->at != ':')
        return slant_json_fail(json, json->at, "a colon is wanted after the key");
    json->at++;
    return 1;
}

/* Which of the open arrays and objects are objects, a bit each: no recursion, so no stack to run out of. */
struct nest {
    unsigned depth, base;
    uint64_t objects[SLANT_JSON_DEPTH / 64 + 1];
};

static int in_object(const struct nest *nest)
{
    return (int)(nest->objects[nest->depth / 64] >> (nest->depth % 64) & 1);
}

static int push(struct slant_json *json, struct nest *nest, int object)
{
    if (nest->depth >= SLANT_JSON_DEPTH)
        return slant_json_fail(json, json->at, "there are more than 512 arrays and objects within each other");
    nest->depth++;
    uint64_t bit = (uint64_t)1 << (nest->depth % 64);
    if (object)
        nest->objects[nest->depth / 64] |= bit;
    else
        nest->objects[nest->depth / 64] &= ~bit;
    json->at++;
    return 1;
}

/* Behind a value: closes what is closed there. 1: another value follows, at json->at; 2: all is closed. */
static int after_value(struct slant_json *json, struct nest *nest)
{
    while (nest->depth > nest->base) {
        int object = in_object(nest);
        slant_json_space(json);
        if (*json->at == ',') {
            json->at++;
            return object ? skip_key(json) : 1;
        }
        if (*json->at != (object ? '}' : ']'))
            return slant_json_fail(json, json->at,
                                   object ? "a comma or } is wanted here" : "a comma or ] is wanted here");
        json->at++;
        nest->depth--;
    }
    return 2;
}

int slant_json_skip(struct slant_json *json, unsigned depth)
{
    struct nest nest = {.depth = depth, .base = depth};
    int more = 1;
    while (more == 1) {
        slant_json_space(json);
        char c = *json->at;
        if (c == '{' || c == '[') {
            if (!push(json, &nest, c == '{'))
                return 0;
            slant_json_space(json);
            if (*json->at == (c == '{' ? '}' : ']')) {
                json->at++;
                nest.depth--;
            } else {
                if (c == '{' && !skip_key(json))
                    return 0;
                continue;
            }
        } else if (!(c == '"' ? skip_string(json) : skip_scalar(json))) {
            return 0;
        }
        more = after_value(json, &nest);
    }
    return more == 2;
}
