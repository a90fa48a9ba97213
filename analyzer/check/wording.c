#include "check/wording.h"

#include <string.h>

enum { WEIGHT = 4, STEM = 5, DOZEN = 12, MOST_WORDS = 40 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static int starts(const char *p, const char *end, const char *word, size_t len)
{
    if ((size_t)(end - p) < len)
        return 0;
    for (size_t i = 0; i < len; i++)
        if (lower(p[i]) != lower(word[i]))
            return 0;
    return 1;
}

static int contains(const char *p, const char *end, const char *part, size_t len)
{
    for (; len > 0 && (size_t)(end - p) >= len; p++)
        if (starts(p, end, part, len))
            return 1;
    return 0;
}

int slant_wording_same(struct slant_str words, const char *word)
{
    return words.len == strlen(word) && starts(words.ptr, words.ptr + words.len, word, words.len);
}

int slant_wording_has(struct slant_str words, const char *part)
{
    return contains(words.ptr, words.ptr + words.len, part, strlen(part));
}

int slant_wording_before(struct slant_str field, struct slant_str words, const char *word)
{
    const char *p = words.ptr;
    size_t len = strlen(word);
    while (p > field.ptr && (p[-1] == ' ' || p[-1] == '\n' || p[-1] == '\r' || p[-1] == '\t'))
        p--;
    return p < words.ptr && (size_t)(p - field.ptr) >= len && starts(p - len, p, word, len);
}

int slant_wording_in_marks(struct slant_str field, struct slant_str words)
{
    static const char *const marks[] = {"\"",           "'",        "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98",
                                        "\xE2\x80\x99", "\xC2\xAB", "\xC2\xBB",     "\xE2\x80\x9E"};
    const char *from = words.ptr, *to = words.ptr + words.len, *end = field.ptr + field.len;
    int before = 0, behind = 0;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t n = strlen(marks[i]);
        before |= (size_t)(from - field.ptr) >= n && memcmp(from - n, marks[i], n) == 0;
        behind |= (size_t)(end - to) >= n && memcmp(to, marks[i], n) == 0;
    }
    return before && behind;
}

int slant_wording_parts(struct slant_str between)
{
    unsigned gaps = 0;
    for (size_t i = 0; i < between.len; i++) {
        if (strchr(",.;:()[]!?", between.ptr[i]) != NULL || (unsigned char)between.ptr[i] >= 0x80)
            return 1;
        gaps += between.ptr[i] == ' ' && i > 0 && between.ptr[i - 1] != ' ';
    }
    return gaps > 1;
}

int slant_wording_careful(struct slant_str headline)
{
    static const char *const words[] = {"claim",  "alleg", "accus", "report",       "rumo",        "suspect",  "fear",
                                        "threat", "plan",  "bid",   "push",         "seek",        "consider", "propos",
                                        "expect", "\"",    " '",    "\xE2\x80\x98", "\xE2\x80\x9C"};
    if (memchr(headline.ptr, '?', headline.len) != NULL || memchr(headline.ptr, ':', headline.len) != NULL)
        return 1;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slant_wording_has(headline, words[i]))
            return 1;
    return 0;
}

/* ---- words of weight ---- */

static int is_letter(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (unsigned char)c >= 0x80;
}

/* The next word of at least WEIGHT letters at or behind *p; *p is moved behind it. */
static int next_word(const char **p, const char *end, struct slant_str *word)
{
    while (*p < end) {
        while (*p < end && !is_letter(**p))
            (*p)++;
        const char *from = *p;
        while (*p < end && is_letter(**p))
            (*p)++;
        if (*p - from >= WEIGHT) {
            *word = (struct slant_str){from, (size_t)(*p - from)};
            return 1;
        }
    }
    return 0;
}

/* The same as far as five letters go (strike, strikes, striking), of shorter words all but the last. */
static size_t stem_length(size_t len)
{
    return len > STEM ? STEM : len > WEIGHT ? len - 1 : len;
}

static int has_word(struct slant_str text, struct slant_str word)
{
    const char *p = text.ptr, *end = text.ptr + text.len;
    struct slant_str other;
    while (next_word(&p, end, &other))
        if (starts(other.ptr, other.ptr + other.len, word.ptr, stem_length(word.len)))
            return 1;
    return 0;
}

/* As far as the first dozen words of weight go. */
static struct slant_str first_words(struct slant_str text)
{
    const char *p = text.ptr, *end = text.ptr + text.len;
    struct slant_str word;
    for (unsigned i = 0; i < DOZEN && next_word(&p, end, &word); i++)
        ;
    return (struct slant_str){text.ptr, (size_t)(p - text.ptr)};
}

int slant_wording_alike(struct slant_str headline, struct slant_str following)
{
    const char *p = headline.ptr, *end = headline.ptr + headline.len;
    struct slant_str text = first_words(following), word;
    unsigned all = 0, shared = 0;
    while (all < MOST_WORDS && next_word(&p, end, &word)) {
        all++;
        shared += has_word(text, word) ? 1u : 0u;
    }
    return shared >= 3 && shared * 2 >= all;
}

int slant_wording_again(struct slant_str text, struct slant_str headline, struct slant_str words)
{
    const char *end = text.ptr + text.len;
    int inside = headline.ptr >= text.ptr && headline.ptr < end;
    const char *from = inside ? headline.ptr + headline.len : text.ptr;
    return contains(from, end, words.ptr, stem_length(words.len));
}

struct slant_str slant_wording_short(struct slant_str words, size_t most, struct slant_arena *mem)
{
    static const char dots[] = " \xE2\x80\xA6 ";
    size_t head = words.len, tail = 0, room = words.len + sizeof dots;
    if (words.len > most) {
        head = most * 2 / 3;
        tail = most / 4;
        while (head > 0 && words.ptr[head] != ' ')
            head--;
        while (tail > 0 && words.ptr[words.len - tail] != ' ')
            tail--;
    }
    char *copy = slant_arena_alloc(mem, room + 1);
    size_t n = 0;
    if (copy == NULL)
        return (struct slant_str){"", 0};
    for (size_t i = 0; i < words.len; i++) {
        if (i == head && words.len > most) {
            memcpy(copy + n, dots, sizeof dots - 1);
            n += sizeof dots - 1;
            i = words.len - tail;
            if (i >= words.len)
                break;
        }
        char c = (unsigned char)words.ptr[i] < 0x20 || words.ptr[i] == 0x7F ? ' ' : words.ptr[i];
        if (c != ' ' || (n > 0 && copy[n - 1] != ' '))
            copy[n++] = c;
    }
    copy[n] = '\0';
    return (struct slant_str){copy, n};
}
