/* numbers: a number that stands where the wire has another one. */
#include <stdlib.h>
#include <string.h>

#include "audit/changes.h"

enum { MOST_NUMBERS = 64 };

struct number {
    double value;
    struct side_range at;
    uint32_t unit; /* the next telling word; UINT32_MAX: none */
    uint8_t met;
};

/* ---- reading numbers ------------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    double value;
} names[] = {{"two", 2},       {"three", 3},    {"four", 4},     {"five", 5},       {"six", 6},       {"seven", 7},
             {"eight", 8},     {"nine", 9},     {"ten", 10},     {"eleven", 11},    {"twelve", 12},   {"thirteen", 13},
             {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19},
             {"twenty", 20},   {"thirty", 30},  {"forty", 40},   {"fifty", 50},     {"sixty", 60},    {"seventy", 70},
             {"eighty", 80},   {"ninety", 90},  {"dozen", 12},   {"half", 0.5}},
  sizes[] = {{"hundred", 1e2}, {"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}, {"trillion", 1e12},
             {"m", 1e6},       {"bn", 1e9},       {"k", 1e3},       {"tn", 1e12}};

/* "1,250", "4.5", "$3m": its value; 0 where it is no such number ("6:30", "B52", "2031-04"). */
static double digits(const char *p, size_t len, double *size)
{
    char room[32];
    size_t n = 0;
    *size = 1;
    while (len > 0 && (unsigned char)*p >= 0x80) { /* a currency's sign */
        p++;
        len--;
    }
    if (len > 0 && *p == '$') {
        p++;
        len--;
    }
    for (; len > 0 && n + 1 < sizeof room && ((*p >= '0' && *p <= '9') || *p == ',' || *p == '.'); p++, len--)
        if (*p != ',')
            room[n++] = *p;
    room[n] = '\0';
    if (n == 0 || room[0] == '.')
        return 0;
    for (size_t i = 0; len > 0 && i < sizeof sizes / sizeof sizes[0]; i++)
        if (strlen(sizes[i].word) == len && memcmp(sizes[i].word, p, len) == 0) {
            *size = sizes[i].value;
            len = 0;
        }
    if (len == 1 && *p == '%')
        len = 0;
    double value = 0, unit = 1; /* strtod would ask the locale */
    const char *c = room;
    for (; *c >= '0' && *c <= '9'; c++)
        value = value * 10 + (*c - '0');
    if (*c == '.')
        for (c++; *c >= '0' && *c <= '9'; c++)
            value += (unit /= 10) * (*c - '0');
    return len == 0 && *c == '\0' ? value : 0;
}

static double named(const struct side *side, uint32_t w)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (slant_side_is(side, w, names[i].word))
            return names[i].value;
    return 0;
}

static double size_named(const struct side *side, uint32_t w)
{
    for (size_t i = 0; i < 5; i++)
        if (slant_side_is(side, w, sizes[i].word))
            return sizes[i].value;
    return 0;
}

static int runs_on(const struct side *side, uint32_t w)
{
    return (side->tokens->tokens[w].before & SLANT_GAP_BREAKS) == 0;
}

/* The number that begins at w: "twenty-five", "1.2 million", "three hundred". 0: none. */
static double read_number(const struct side *side, uint32_t w, uint32_t last, uint32_t *end)
{
    size_t len;
    double size, value;
    const char *bytes = slant_side_bytes(side, w, &len);
    *end = w + 1;
    if ((side->words[w].sets & SLANT_SET_NUM) == 0)
        return 0;
    value = digits(bytes, len, &size);
    if (value <= 0) {
        value = named(side, w);
        if (value >= 20 && value < 100 && *end < last && (side->tokens->tokens[*end].before & SLANT_GAP_HYPHEN)) {
            double more = slant_side_is(side, *end, "one") ? 1 : named(side, *end);
            value += more;
            *end += more > 0;
        }
    }
    value *= size;
    while (value > 0 && *end < last && runs_on(side, *end)) {
        double by = size_named(side, *end);
        if (by <= 0)
            break;
        value *= by;
        ++*end;
    }
    return value;
}

static uint32_t unit_of(const struct side *side, uint32_t from, uint32_t last)
{
    for (uint32_t i = from; i < last && i < from + 3; i++)
        if (side->words[i].weight >= 1 && (side->words[i].sets & SLANT_SET_NUM) == 0)
            return i;
    return UINT32_MAX;
}

static uint32_t find_numbers(const struct side *side, const struct pairing *p, int is_wire,
                             struct number out[MOST_NUMBERS])
{
    uint32_t n = 0, end;
    struct side_range r;
    for (uint32_t i = 0; !range_empty(r = slant_stretch(side, p, is_wire, i)); i++)
        for (uint32_t w = r.first; w < r.last && n < MOST_NUMBERS; w = end) {
            double value = read_number(side, w, r.last, &end);
            if (value > 0 && !side->words[w].quoted)
                out[n++] = (struct number){value, {w, end}, unit_of(side, end, r.last), 0};
        }
    return n;
}

/* ---- comparing ------------------------------------------------------------------------------------------- */

static int same_value(double a, double b)
{
    double d = a > b ? a - b : b - a;
    return d <= 1e-9 * (a > b ? a : b);
}

static int in_the_same_place(const struct auditing *a, const struct number *wire, const struct number *edited)
{
    struct side_range gap = slant_replaced(&a->edited, &a->wire, edited->at);
    return gap.first <= wire->at.first && wire->at.last <= gap.last && !range_empty(gap);
}

static int is_approximate(const struct side *side, const struct number *n)
{
    int32_t row = slant_row_of(side, n->at.first);
    for (uint32_t i = row == ROW_TITLE ? 0 : side->first_mark[row]; i < side->nmarks; i++) {
        const struct side_mark *m = &side->marks[i];
        if (m->at.first > n->at.last)
            break;
        if (strcmp(m->mark->kind, "approximator") == 0 && m->at.last + 1 >= n->at.first)
            return 1;
    }
    return 0;
}

static double apart(const struct number *wire, const struct number *edited)
{
    double d = wire->value > edited->value ? wire->value - edited->value : edited->value - wire->value;
    return d / wire->value;
}

/* "297" and "about 300": rounded, and one of the two says so. */
static int is_rounded(const struct auditing *a, const struct number *wire, const struct number *edited)
{
    return apart(wire, edited) <= 0.1 && (is_approximate(&a->edited, edited) || is_approximate(&a->wire, wire));
}

static int of_the_same_unit(const struct auditing *a, const struct number *wire, const struct number *edited)
{
    return wire->unit != UINT32_MAX && edited->unit != UINT32_MAX &&
           a->wire.words[wire->unit].match == (int32_t)edited->unit;
}

static void tell(struct auditing *a, const struct number *wire, const struct number *edited)
{
    struct slant_span from = slant_side_span(&a->wire, wire->at), to = slant_side_span(&a->edited, edited->at);
    int rounded = is_rounded(a, wire, edited);
    slant_changes_add(a, SLANT_NUMBER_CHANGED, rounded ? SLANT_SUGGESTION : SLANT_ERROR,
                      slant_place(&a->wire, wire->at), slant_place(&a->edited, edited->at),
                      "the wire's %.*s became %.*s%s", (int)from.text.len, from.text.ptr, (int)to.text.len, to.text.ptr,
                      rounded ? ", which is near" : "");
}

void slant_audit_numbers(struct auditing *a, const struct pairing *p)
{
    struct number wire[MOST_NUMBERS], edited[MOST_NUMBERS];
    uint32_t nw = find_numbers(&a->wire, p, 1, wire), ne = find_numbers(&a->edited, p, 0, edited);
    for (uint32_t e = 0; e < ne; e++)
        for (uint32_t w = 0; w < nw; w++)
            if (same_value(wire[w].value, edited[e].value))
                wire[w].met = edited[e].met = 1;
    for (int by_unit = 0; by_unit < 2; by_unit++)
        for (uint32_t e = 0; e < ne; e++) {
            struct number *best = NULL;
            for (uint32_t w = 0; w < nw && !edited[e].met; w++) {
                int same =
                    by_unit ? of_the_same_unit(a, &wire[w], &edited[e]) : in_the_same_place(a, &wire[w], &edited[e]);
                if (!wire[w].met && same && (best == NULL || apart(&wire[w], &edited[e]) < apart(best, &edited[e])))
                    best = &wire[w];
            }
            if (best == NULL)
                continue;
            best->met = edited[e].met = 1;
            tell(a, best, &edited[e]);
        }
}
