#include "decode/entity.h"

#include <string.h>

/* The names of ISO 8859-1's upper half, in its order from U+00C0 on. */
static const char *const latin[] = {
    "Agrave", "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",
    "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde",
    "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",  "szlig",  "agrave",
    "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",
    "igrave", "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",
    "divide", "oslash", "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};
enum { NLATIN = sizeof latin / sizeof latin[0], LONGEST = 8 };

static const struct {
    const char *name;
    uint32_t cp;
} others[] = {{"amp", '&'},       {"quot", '"'},     {"apos", '\''},    {"lt", '<'},        {"gt", '>'},
              {"nbsp", ' '},      {"rsquo", 0x2019}, {"lsquo", 0x2018}, {"rdquo", 0x201D},  {"ldquo", 0x201C},
              {"sbquo", 0x201A},  {"bdquo", 0x201E}, {"laquo", 0xAB},   {"raquo", 0xBB},    {"lsaquo", 0x2039},
              {"rsaquo", 0x203A}, {"ndash", 0x2013}, {"mdash", 0x2014}, {"hellip", 0x2026}, {"bull", 0x2022},
              {"middot", 0xB7},   {"pound", 0xA3},   {"euro", 0x20AC},  {"cent", 0xA2},     {"yen", 0xA5},
              {"sect", 0xA7},     {"copy", 0xA9},    {"reg", 0xAE},     {"trade", 0x2122},  {"deg", 0xB0},
              {"plusmn", 0xB1},   {"frac12", 0xBD},  {"frac14", 0xBC},  {"frac34", 0xBE},   {"sup2", 0xB2},
              {"sup3", 0xB3},     {"micro", 0xB5},   {"para", 0xB6},    {"iexcl", 0xA1},    {"iquest", 0xBF},
              {"ordf", 0xAA},     {"ordm", 0xBA},    {"shy", 0xAD},     {"ensp", 0x2002},   {"emsp", 0x2003},
              {"thinsp", 0x2009}, {"zwnj", 0x200C},  {"zwj", 0x200D},   {"minus", 0x2212},  {"prime", 0x2032},
              {"OElig", 0x152},   {"oelig", 0x153},  {"Scaron", 0x160}, {"scaron", 0x161},  {"Yuml", 0x178},
              {"dagger", 0x2020}, {"larr", 0x2190},  {"rarr", 0x2192}};

static int same(const char *name, const char *p, size_t n)
{
    return strlen(name) == n && memcmp(name, p, n) == 0;
}

static uint32_t named(const char *p, size_t n)
{
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (same(others[i].name, p, n))
            return others[i].cp;
    for (size_t i = 0; i < NLATIN; i++)
        if (same(latin[i], p, n))
            return 0xC0 + (uint32_t)i;
    return 0;
}

/* At the first digit, or the x. Returns 0 for what is no character. */
static uint32_t numbered(const char *p, size_t n)
{
    int hex = n > 0 && (*p | 0x20) == 'x';
    uint32_t cp = 0;
    if (n <= (size_t)hex || n > 7)
        return 0;
    for (size_t i = (size_t)hex; i < n; i++) {
        int ch = (unsigned char)p[i], lower = ch | 0x20;
        if (ch >= '0' && ch <= '9')
            cp = cp * (hex ? 16 : 10) + (uint32_t)(ch - '0');
        else if (hex && lower >= 'a' && lower <= 'f')
            cp = cp * 16 + (uint32_t)(lower - 'a' + 10);
        else
            return 0;
    }
    if (cp < 0x20 || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
        return 0;
    return cp == 0xA0 ? ' ' : cp;
}

uint32_t slant_entity(const char *p, const char *end, size_t *taken)
{
    size_t left = (size_t)(end - p) - 1;
    const char *semicolon = memchr(p + 1, ';', left < LONGEST + 1 ? left : LONGEST + 1);
    if (semicolon == NULL)
        return 0;
    size_t n = (size_t)(semicolon - p) - 1;
    *taken = n + 2;
    return n > 1 && p[1] == '#' ? numbered(p + 2, n - 1) : named(p + 1, n);
}
