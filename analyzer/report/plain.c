#include "report/plain.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

/* ---- one character ------------------------------------------------------------------------------------ */

static int is_break_or_tab(uint32_t c)
{
    return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Characters that are not drawn and may reorder or hide what is: they never pass. */
static int is_hidden(uint32_t c)
{
    return c == 0xAD || c == 0x200B || c == 0xFEFF || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           (c >= 0xE0000 && c <= 0xE007F);
}

static int is_zero_width(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x200C && c <= 0x200F) ||
           (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F);
}

static uint32_t drawable(uint32_t c)
{
    if (is_break_or_tab(c))
        return ' ';
    if (c < 0x20)
        return 0x2400 + c;
    if (c == 0x7F)
        return 0x2421;
    return c >= 0x80 && c < 0xA0 ? '?' : c;
}

size_t slant_plain_glyph(const char *p, const char *end, struct slant_glyph *glyph)
{
    size_t width;
    uint32_t c = slant_utf8_decode(p, end, &width);
    glyph->len = glyph->columns = 0;
    if (c == '\r' && p + 1 < end && p[1] == '\n') /* CR LF is one break */
        return width;
    if (is_hidden(c))
        return width;
    glyph->len = (unsigned)slant_utf8_encode(drawable(c), glyph->bytes);
    glyph->columns = !is_zero_width(c);
    return width;
}

/* ---- runs of characters ------------------------------------------------------------------------------- */

size_t slant_plain_columns(const char *bytes, size_t len)
{
    struct slant_glyph glyph;
    size_t columns = 0;
    for (size_t i = 0; i < len; columns += glyph.columns)
        i += slant_plain_glyph(bytes + i, bytes + len, &glyph);
    return columns;
}

void slant_plain_add(struct slant_buffer *out, const char *bytes, size_t len)
{
    struct slant_glyph glyph;
    for (size_t i = 0; i < len;) {
        i += slant_plain_glyph(bytes + i, bytes + len, &glyph);
        slant_buffer_add(out, glyph.bytes, glyph.len);
    }
}

void slant_plain_spaces(struct slant_buffer *out, size_t n)
{
    while (n-- > 0)
        slant_buffer_putc(out, ' ');
}

/* Bytes of the longest head of the run that is at most `columns` wide. */
static size_t fitting(const char *bytes, size_t len, size_t columns)
{
    struct slant_glyph glyph;
    size_t i = 0;
    while (i < len) {
        size_t width = slant_plain_glyph(bytes + i, bytes + len, &glyph);
        if (glyph.columns > columns)
            break;
        columns -= glyph.columns;
        i += width;
    }
    return i;
}

void slant_plain_cell(struct slant_buffer *out, const char *bytes, size_t len, size_t columns)
{
    /* One more column than fits decides: no need to look at the whole of a long run. */
    size_t fits = fitting(bytes, len, columns);
    if (fits < len && columns > 0) {
        slant_plain_add(out, bytes, fitting(bytes, len, columns - 1));
        slant_buffer_puts(out, "…");
        return;
    }
    slant_plain_add(out, bytes, fits);
    slant_plain_spaces(out, columns - slant_plain_columns(bytes, fits));
}

void slant_plain_right(struct slant_buffer *out, const char *text, size_t columns)
{
    size_t have = slant_plain_columns(text, strlen(text));
    if (have < columns)
        slant_plain_spaces(out, columns - have);
    slant_buffer_puts(out, text);
}

static int is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

size_t slant_plain_wrap(struct slant_buffer *out, const char *bytes, size_t len, size_t at, size_t indent, size_t width)
{
    int first = 1;
    for (size_t i = 0; i < len;) {
        while (i < len && is_space(bytes[i]))
            i++;
        size_t start = i;
        while (i < len && !is_space(bytes[i]))
            i++;
        if (i == start)
            break;
        size_t columns = slant_plain_columns(bytes + start, i - start);
        if (at > indent && at + columns + !first > width) {
            slant_buffer_putc(out, '\n');
            slant_plain_spaces(out, indent);
            at = indent;
        } else if (!first) {
            slant_buffer_putc(out, ' ');
            at++;
        }
        slant_plain_add(out, bytes + start, i - start);
        at += columns;
        first = 0;
    }
    return at;
}

/* ---- numbers ------------------------------------------------------------------------------------------ */

const char *slant_plain_count(uint64_t n, char text[SLANT_NUMBER])
{
    char *at = text + SLANT_NUMBER - 1;
    *at = '\0';
    for (int digits = 0; digits == 0 || n != 0; digits++, n /= 10) {
        if (digits != 0 && digits % 3 == 0)
            *--at = ',';
        *--at = (char)('0' + n % 10);
    }
    return at;
}

/* By hand, since printf would write a decimal comma in some locales. */
const char *slant_plain_fixed(double value, int decimals, char text[SLANT_NUMBER])
{
    static const double powers[] = {1, 10, 100, 1000};
    if (!isfinite(value) || fabs(value) > 1e12)
        return "·";
    uint64_t all = (uint64_t)(fabs(value) * powers[decimals] + 0.5);
    int negative = value < 0 && all != 0;
    char *at = text + SLANT_NUMBER - 1;
    *at = '\0';
    for (int i = 0; i <= decimals || all != 0; i++, all /= 10) {
        if (i == decimals && decimals > 0)
            *--at = '.';
        *--at = (char)('0' + all % 10);
    }
    if (negative)
        *--at = '-';
    return at;
}

const char *slant_plain_percent(uint64_t part, uint64_t whole, char text[SLANT_NUMBER])
{
    if (whole == 0)
        return "·";
    return slant_plain_fixed(100.0 * (double)part / (double)whole, 0, text);
}

/* ---- what several pages say --------------------------------------------------------------------------- */

size_t slant_plain_width(int width)
{
    if (width <= 0)
        return 100;
    return width < 40 ? 40 : width > 160 ? 160 : (size_t)width;
}

struct slant_str slant_title_of(const struct slant_result *result)
{
    if (result->title.text.ptr != NULL)
        return result->title.text;
    return result->article->title;
}

void slant_plain_byline(struct slant_buffer *out, const struct slant_result *result)
{
    const struct slant_str *parts[] = {&result->article->outlet, &result->article->date};
    for (size_t i = 0; i < 2; i++) {
        if (parts[i]->len == 0)
            continue;
        slant_plain_add(out, parts[i]->ptr, parts[i]->len);
        slant_buffer_puts(out, " · ");
    }
    char number[SLANT_NUMBER];
    slant_buffer_puts(out, slant_plain_count(result->words, number));
    slant_buffer_puts(out, result->words == 1 ? " word" : " words");
}

static void reason(struct slant_buffer *out, const char *why)
{
    if (why == NULL)
        why = "no value";
    if (strncmp(why, "needs ", 6) == 0)
        slant_buffer_puts(out, "too short: ");
    slant_buffer_puts(out, why);
}

/* Units of the measures' table that read better as a phrase; others stand as they are, cut where the head of
 * the column goes on. */
static void value(struct slant_buffer *out, double rate, const char *unit)
{
    static const char gap[] = "per 100 words, headline less body", share[] = "share of ",
                      chance[] = "mean estimated chance";
    char number[SLANT_NUMBER];
    if (strcmp(unit, gap) == 0) {
        slant_buffer_printf(out, "%s %s per 100 words in the headline than in the text",
                            slant_plain_fixed(fabs(rate), 1, number), rate < 0 ? "fewer" : "more");
    } else if (strncmp(unit, share, sizeof share - 1) == 0) {
        slant_buffer_printf(out, "%s %% of %s", slant_plain_fixed(100 * rate, 0, number), unit + sizeof share - 1);
    } else if (strcmp(unit, chance) == 0) {
        slant_buffer_printf(out, "%s %% estimated chance that a sentence reads as slanted",
                            slant_plain_fixed(100 * rate, 0, number));
    } else {
        const char *cut = strstr(unit, " in the outlet's");
        slant_buffer_puts(out, slant_plain_fixed(rate, 1, number));
        slant_buffer_putc(out, ' ');
        slant_buffer_add(out, unit, cut != NULL ? (size_t)(cut - unit) : strlen(unit));
    }
}

void slant_plain_rate(struct slant_buffer *out, const struct slant_measure *measure)
{
    int is_known = isfinite(measure->rate);
    if (measure->has_voices && measure->count == 0 && is_known) {
        slant_buffer_puts(out, "none");
    } else if (is_known) {
        value(out, measure->rate, measure->unit);
        if (measure->has_voices)
            slant_buffer_printf(out, " (%lld)", (long long)measure->count);
    } else if (measure->has_voices) { /* what was found can be said all the same */
        slant_buffer_printf(out, "%lld (", (long long)measure->count);
        reason(out, measure->reason);
        slant_buffer_putc(out, ')');
    } else {
        reason(out, measure->reason);
    }
}

const char *slant_plain_norm(const struct slant_measure *measure)
{
    static const struct {
        double share;
        const char *higher, *lower;
    } words[] = {
        {.95, "higher than 19 in 20", "lower than 19 in 20"}, {.9, "higher than 9 in 10", "lower than 9 in 10"},
        {.8, "higher than 8 in 10", "lower than 8 in 10"},    {.7, "higher than 7 in 10", "lower than 7 in 10"},
        {.6, "higher than 6 in 10", "lower than 6 in 10"},
    };
    if (!isfinite(measure->below))
        return "";
    if (1 - measure->below - measure->above >= .5)
        return "like most";
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (measure->below >= words[i].share)
            return words[i].higher;
        if (measure->above >= words[i].share)
            return words[i].lower;
    }
    return "about the middle";
}
