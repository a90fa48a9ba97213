/* html: tags, comments and elements that hold no words of the article. Not a browser's tree: a page need not be
 * well-formed to be read. */
#include <string.h>

#include "decode/scanner.h"

enum { MOST_BROKEN = 64 };

/* What an element means for the words in it. */
enum element { INLINE, BLOCK, SKIP, RAW };

static const struct {
    const char *name;
    enum element kind;
} elements[] = {
    /* Left out with all that they hold; at most 64 of these, and they come first. */
    {"script", RAW},
    {"style", RAW},
    {"textarea", RAW},
    {"title", RAW},
    {"template", SKIP},
    {"svg", SKIP},
    {"math", SKIP},
    {"noscript", SKIP},
    {"nav", SKIP},
    {"footer", SKIP},
    {"form", SKIP},
    {"select", SKIP},
    {"button", SKIP},
    {"iframe", RAW},
    {"object", SKIP},
    {"code", SKIP},
    {"head", SKIP},
    /* They begin and end a paragraph. */
    {"address", BLOCK},
    {"article", BLOCK},
    {"aside", BLOCK},
    {"blockquote", BLOCK},
    {"body", BLOCK},
    {"br", BLOCK},
    {"caption", BLOCK},
    {"dd", BLOCK},
    {"div", BLOCK},
    {"dl", BLOCK},
    {"dt", BLOCK},
    {"figcaption", BLOCK},
    {"figure", BLOCK},
    {"h1", BLOCK},
    {"h2", BLOCK},
    {"h3", BLOCK},
    {"h4", BLOCK},
    {"h5", BLOCK},
    {"h6", BLOCK},
    {"header", BLOCK},
    {"hr", BLOCK},
    {"html", BLOCK},
    {"li", BLOCK},
    {"main", BLOCK},
    {"ol", BLOCK},
    {"p", BLOCK},
    {"pre", BLOCK},
    {"section", BLOCK},
    {"table", BLOCK},
    {"td", BLOCK},
    {"th", BLOCK},
    {"tr", BLOCK},
    {"ul", BLOCK},
};
enum { NELEMENTS = sizeof elements / sizeof elements[0] };

static int is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static int is_name(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
}

/* Does the name at p (letters of either case) end where `name` does? */
static int same_name(const char *p, const char *end, const char *name)
{
    size_t n = strlen(name);
    if ((size_t)(end - p) < n)
        return 0;
    for (size_t i = 0; i < n; i++)
        if ((p[i] >= 'A' && p[i] <= 'Z' ? p[i] | 0x20 : p[i]) != name[i])
            return 0;
    return p + n == end || !is_name(p[n]);
}

static size_t element_at(const char *p, const char *end)
{
    size_t i = 0;
    while (i < NELEMENTS && !same_name(p, end, elements[i].name))
        i++;
    return i;
}

/* Behind the '>' of the tag whose name is at p; NULL: it does not close. A '>' inside quotation marks does not count,
 * unless they do not close themselves. */
static const char *tag_end(struct slant_scanner *s, const char *p)
{
    const char *from = p;
    while (s->broken < MOST_BROKEN && p < s->end && *p != '>') {
        /* Quotation marks stand behind an equals sign: a lone apostrophe is not one. */
        int value = (*p == '"' || *p == '\'') && p[-1] == '=';
        const char *close = value ? memchr(p + 1, *p, (size_t)(s->end - p - 1)) : p;
        if (close == NULL) {
            s->broken++;
            p = s->end;
            break;
        }
        p = close + 1;
    }
    if (p < s->end && *p == '>')
        return p + 1;
    p = memchr(from, '>', (size_t)(s->end - from));
    if (p == NULL)
        s->no_more_tags = 1;
    return p != NULL ? p + 1 : NULL;
}

/* Behind the end tag of the element that is open at p; NULL: it has none. Elements of the same name may nest, except
 * where the content is no markup. */
static const char *element_end(struct slant_scanner *s, const char *p, size_t element)
{
    int depth = 1;
    if (s->unclosed >> element & 1)
        return NULL;
    while (p < s->end && (p = memchr(p, '<', (size_t)(s->end - p))) != NULL) {
        p++;
        int closing = p < s->end && *p == '/';
        if (!same_name(p + closing, s->end, elements[element].name))
            continue;
        if (closing)
            depth--;
        else if (elements[element].kind == SKIP)
            depth++;
        if (depth == 0)
            return tag_end(s, p + 1);
    }
    s->unclosed |= (uint64_t)1 << element;
    return NULL;
}

static int cut_to(struct slant_scanner *s, const char *to, char as)
{
    if (to == NULL)
        return 0;
    slant_scanner_cut(s, s->p, to, as);
    s->p = to;
    return 1;
}

static int cut_comment(struct slant_scanner *s)
{
    const char *close = s->no_more_comments ? NULL : slant_scanner_find(s->p + 4, s->end, "-->");
    s->no_more_comments |= close == NULL;
    return cut_to(s, close != NULL ? close + 3 : NULL, 0);
}

/* The first h1's words begin behind its tag. */
static void note_heading(struct slant_scanner *s, const char *name)
{
    if (s->out->heading == UINT32_MAX && same_name(name, s->end, "h1"))
        s->out->heading = (uint32_t)(s->p - s->base);
}

int slant_scan_tag(struct slant_scanner *s)
{
    const char *p = s->p + 1;
    if (s->end - s->p >= 4 && memcmp(s->p, "<!--", 4) == 0)
        return cut_comment(s);
    if (p >= s->end || s->no_more_tags)
        return 0;
    int closing = *p == '/';
    const char *name = p + closing;
    if (*p == '!' || *p == '?')
        return cut_to(s, tag_end(s, p), 0);
    if (name >= s->end || !is_letter(*name))
        return 0;
    size_t element = element_at(name, s->end);
    enum element kind = element < NELEMENTS ? elements[element].kind : INLINE;
    const char *to = tag_end(s, name);
    if (to != NULL && !closing && kind >= SKIP && to[-2] != '/') {
        const char *behind = element_end(s, to, element);
        to = behind != NULL ? behind : to;
    }
    int block = kind == BLOCK || (kind >= SKIP && strcmp(elements[element].name, "code") != 0);
    int cut = cut_to(s, to, block ? '\n' : kind == SKIP ? ' ' : 0);
    if (cut && !closing)
        note_heading(s, name);
    return cut;
}

static int is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* In text, white space of any length is one space, except in <pre>. */
void slant_scan_html(struct slant_scanner *s)
{
    const char *pre_end = s->base;
    while (s->p < s->end && !s->failed) {
        if (*s->p == '<') {
            const char *name = s->p + 1;
            if (!slant_scan_tag(s))
                s->p++;
            else if (s->p >= pre_end && same_name(name, s->end, "pre")) {
                const char *close = slant_scanner_find(s->p, s->end, "</pre");
                pre_end = close != NULL ? close : s->end;
            }
        } else if (is_space(*s->p) && s->p >= pre_end) {
            const char *to = s->p;
            while (to < s->end && is_space(*to))
                to++;
            if (to - s->p > 1 || *s->p != ' ')
                slant_scanner_cut(s, s->p, to, ' ');
            s->p = to;
        } else {
            s->p++;
        }
    }
}
