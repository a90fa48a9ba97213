/* markdown: front matter, code, marks of blocks and of emphasis, link targets. Lines of a paragraph become one. */
#include <string.h>

#include "decode/scanner.h"

/* Bytes that a link's text or target may span; that a template may; links and brackets within each other. */
enum { REACH = 1000, TEMPLATE = 300, NEST = 8 };

struct markdown {
    struct slant_scanner *s;
    const char *close_from[NEST], *close_to[NEST]; /* where open links' "](target)" stand, the innermost last */
    int nclose;
    int in_paragraph, in_list;
};

static int blank_line(const char *p, const char *stop)
{
    while (p < stop && (*p == ' ' || *p == '\t' || *p == '\r'))
        p++;
    return p == stop;
}

static const char *line_stop(const char *p, const char *end)
{
    const char *feed = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
    return feed != NULL ? feed : end;
}

/* Nothing but white space up to the end of the line? */
static int ends_line(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
        p++;
    return p == end || *p == '\n';
}

static const char *skip_spaces(const char *p, const char *stop, int most)
{
    for (int i = 0; i < most && p < stop && *p == ' '; i++)
        p++;
    return p;
}

/* How many of the character c stand at p. */
static size_t run_of(const char *p, const char *stop, char c)
{
    size_t n = 0;
    while (p + n < stop && p[n] == c)
        n++;
    return n;
}

/* ---- front matter ---- */

/* Between two lines of --- (or +++) at the very start; the first of them may end in "...". */
static void cut_front_matter(struct slant_scanner *s)
{
    const char *p = s->p;
    if (s->end - p >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
        p += 3;
    const char *stop = line_stop(p, s->end);
    if (stop - p < 3 || (memcmp(p, "---", 3) != 0 && memcmp(p, "+++", 3) != 0) || !blank_line(p + 3, stop))
        return;
    char c = *p;
    for (const char *line = stop + 1; line < s->end; line = stop + 1) {
        stop = line_stop(line, s->end);
        int same = stop - line >= 3 && line[0] == c && line[1] == c && line[2] == c;
        int dots = c == '-' && stop - line >= 3 && memcmp(line, "...", 3) == 0;
        if ((same || dots) && blank_line(line + 3, stop)) {
            slant_scanner_cut(s, s->p, stop, '\n');
            s->p = stop;
            return;
        }
    }
}

/* ---- blocks: what a line begins with ---- */

/* A list's mark at p: its length with the spaces behind it; 0: there is none. Inside a paragraph a number begins a
 * list only if it is 1: a line may well begin with a year. */
static size_t list_mark(const char *p, const char *stop, int in_paragraph)
{
    size_t digits = 0;
    while (p + digits < stop && digits < 9 && p[digits] >= '0' && p[digits] <= '9')
        digits++;
    const char *q = p + digits;
    if (in_paragraph && digits > 0 && (digits > 1 || *p != '1'))
        return 0;
    if (q >= stop || (digits > 0 ? *q != '.' && *q != ')' : *q != '-' && *q != '*' && *q != '+'))
        return 0;
    q++;
    if (q < stop && *q != ' ' && *q != '\t' && *q != '\r')
        return 0;
    while (q < stop && (*q == ' ' || *q == '\t'))
        q++;
    return (size_t)(q - p);
}

/* A line of nothing but three or more of -, *, _ or =: a rule, or what underlines a heading. */
static int is_rule(const char *p, const char *stop)
{
    char c = *p;
    size_t n = 0;
    if (strchr("-*_=", c) == NULL)
        return 0;
    for (; p < stop; p++) {
        if (*p == c)
            n++;
        else if (*p != ' ' && *p != '\t' && *p != '\r')
            return 0;
    }
    return n >= 3 || (n > 0 && c == '=');
}

static int is_table_rule(const char *p, const char *stop)
{
    int bars = 0, dashes = 0;
    for (; p < stop; p++) {
        bars += *p == '|';
        dashes += *p == '-';
        if (strchr("|-: \t\r", *p) == NULL)
            return 0;
    }
    return bars > 0 && dashes > 2;
}

/* "[name]: target": where a link goes. */
static int is_definition(const char *p, const char *stop)
{
    const char *close = *p == '[' ? memchr(p, ']', (size_t)(stop - p)) : NULL;
    return close != NULL && close > p + 1 && p[1] != '^' && close + 1 < stop && close[1] == ':';
}

/* The end of the fenced code that opens at the mark p: behind its closing line, or the field's end. */
static const char *fence_end(const char *p, const char *end)
{
    char c = *p;
    size_t n = run_of(p, end, c);
    for (const char *stop = line_stop(p, end); stop < end;) {
        const char *line = stop + 1;
        stop = line_stop(line, end);
        while (line < stop && (*line == ' ' || *line == '>' || *line == '\t'))
            line++;
        size_t closing = run_of(line, stop, c);
        if (closing >= n && blank_line(line + closing, stop))
            return stop;
    }
    return end;
}

static int is_fence(const char *p, const char *stop)
{
    if (run_of(p, stop, '~') >= 3)
        return 1;
    size_t n = run_of(p, stop, '`');
    return n >= 3 && memchr(p + n, '`', (size_t)(stop - p) - n) == NULL;
}

/* Code by its indent of four: not inside a paragraph or a list, where the indent means that the line goes on. */
static int is_indented_code(const struct markdown *m, const char *line, const char *stop)
{
    const char *p = skip_spaces(line, stop, 4);
    return !m->in_paragraph && !m->in_list && (p - line == 4 || (p < stop && *p == '\t'));
}

/* "# Heading #": cuts the marks. Returns where its words begin; NULL: it is no heading. */
static const char *heading_words(struct markdown *m, const char *p, const char *stop)
{
    size_t rank = run_of(p, stop, '#');
    if (rank < 1 || rank > 6 || (p + rank < stop && strchr(" \t\r", p[rank]) == NULL))
        return NULL;
    const char *words = p + rank;
    while (words < stop && (*words == ' ' || *words == '\t'))
        words++;
    if (rank == 1 && m->s->out->heading == UINT32_MAX)
        m->s->out->heading = (uint32_t)(words - m->s->base);
    return words;
}

/* A line that is left out whole. */
static int is_no_text(const char *p, const char *stop)
{
    return is_rule(p, stop) || is_table_rule(p, stop) || is_definition(p, stop);
}

/* At the start of a line whose break, with what stood before, is cut from `from` on: steps to its first word, or, of
 * a line without any, to its end. */
static void begin_line(struct markdown *m, const char *from, const char *line)
{
    struct slant_scanner *s = m->s;
    const char *stop = line_stop(line, s->end), *p = line;
    char as = m->in_paragraph ? ' ' : '\n';
    if (blank_line(line, stop) || is_indented_code(m, line, stop)) {
        slant_scanner_cut(s, from, stop, '\n');
        m->in_paragraph = 0;
        s->p = stop;
        return;
    }
    int indented = *p == ' ' || *p == '\t', listed = 0;
    while (p < stop && (*p == ' ' || *p == '\t'))
        p++;
    for (size_t n; p < stop; p += n) { /* quotations and lists within each other */
        n = *p == '>' ? 1u + (p + 1 < stop && p[1] == ' ') : is_rule(p, stop) ? 0 : list_mark(p, stop, m->in_paragraph);
        if (n == 0)
            break;
        listed |= *p != '>';
    }
    as = listed ? '\n' : as;
    m->in_list = listed || (m->in_list && (indented || m->in_paragraph));
    const char *heading = p < stop ? heading_words(m, p, stop) : NULL;
    int code = p < stop && is_fence(p, stop);
    m->in_paragraph = 0;
    if (code || p >= stop || (heading == NULL && is_no_text(p, stop))) {
        s->p = code ? fence_end(p, s->end) : stop;
        slant_scanner_cut(s, from, s->p, '\n');
    } else if (heading != NULL) {
        slant_scanner_cut(s, from, heading, '\n');
        s->p = heading;
    } else {
        slant_scanner_cut(s, from, p, as);
        s->p = p;
        m->in_paragraph = 1;
    }
}

/* ---- inlines ---- */

/* The end of the paragraph at p, or REACH bytes on. */
static const char *reach(const char *p, const char *end)
{
    const char *stop = end - p > REACH ? p + REACH : end;
    const char *gap = slant_scanner_find(p, stop, "\n\n");
    return gap != NULL ? gap : stop;
}

/* Behind the bracket that closes the one at p; NULL: none does. */
static const char *bracket_end(const char *p, const char *stop, char open, char close)
{
    int depth = 0;
    for (; p < stop; p++) {
        if (*p == '\\')
            p++;
        else if (*p == open && ++depth > NEST)
            return NULL;
        else if (*p == close && --depth == 0)
            return p + 1;
    }
    return NULL;
}

/* At '[': the end of a link's "](target)" or "][name]" in *to, and where it begins. NULL: no link. */
static const char *link_close(const char *p, const char *stop, const char **to)
{
    const char *text_end = bracket_end(p, stop, '[', ']');
    if (text_end == NULL || text_end >= stop)
        return NULL;
    *to = *text_end == '('   ? bracket_end(text_end, stop, '(', ')')
          : *text_end == '[' ? bracket_end(text_end, stop, '[', ']')
                             : NULL;
    return *to != NULL ? text_end - 1 : NULL;
}

static int cut_to(struct slant_scanner *s, const char *to, char as)
{
    slant_scanner_cut(s, s->p, to, as);
    s->p = to;
    return 1;
}

/* "[text](target)" keeps its text, "![alt](target)" and "[^note]" nothing. */
static int cut_link(struct markdown *m)
{
    struct slant_scanner *s = m->s;
    int image = *s->p == '!';
    const char *open = s->p + image, *stop = reach(open, s->end), *to, *from;
    if (open >= s->end || *open != '[')
        return 0;
    if (open + 1 < stop && open[1] == '^' && (to = bracket_end(open, stop, '[', ']')) != NULL)
        return cut_to(s, to + (to < stop && *to == ':'), 0);
    from = link_close(open, stop, &to);
    if (from == NULL || (!image && m->nclose == NEST))
        return 0;
    if (image)
        return cut_to(s, to, ' ');
    if (m->nclose > 0 && to > m->close_from[m->nclose - 1])
        return 0; /* it would reach out of the link that it stands in */
    m->close_from[m->nclose] = from;
    m->close_to[m->nclose++] = to;
    return cut_to(s, open + 1, 0);
}

static int cut_code(struct slant_scanner *s)
{
    size_t n = run_of(s->p, s->end, '`');
    const char *stop = reach(s->p, s->end);
    for (const char *p = s->p + n; p < stop; p++) {
        size_t closing = run_of(p, stop, '`');
        if (closing == n)
            return cut_to(s, p + n, ' ');
        p += closing;
    }
    s->p += n;
    return 1;
}

static int is_word(const char *p)
{
    unsigned char c = (unsigned char)*p, low = c | 0x20;
    return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

static int is_gap(const char *p)
{
    return strchr(" \t\r\n", *p) != NULL;
}

/* Stars, underscores and doubled tildes that touch a word on one side. An underscore inside a word, or a star between
 * figures, is none. */
static int cut_emphasis(struct slant_scanner *s)
{
    char c = *s->p;
    size_t n = run_of(s->p, s->end, c);
    const char *to = s->p + n, *before = s->p > s->base ? s->p - 1 : NULL;
    int gap_before = before == NULL || is_gap(before), gap_behind = to == s->end || is_gap(to);
    int inside = before != NULL && to < s->end && is_word(before) && is_word(to);
    int figures = inside && *before >= '0' && *before <= '9' && *to >= '0' && *to <= '9';
    if ((gap_before && gap_behind) || (inside && c == '_') || figures || (c == '~' && n != 2)) {
        s->p = to;
        return 1;
    }
    return cut_to(s, to, 0);
}

/* "{{ … }}" and "{% … %}" of site builders. */
static int cut_template(struct slant_scanner *s)
{
    const char *stop = s->end - s->p > TEMPLATE ? s->p + TEMPLATE : s->end;
    const char *close = stop - s->p < 4  ? NULL
                        : s->p[1] == '{' ? slant_scanner_find(s->p + 2, stop, "}}")
                        : s->p[1] == '%' ? slant_scanner_find(s->p + 2, stop, "%}")
                                         : NULL;
    return close != NULL && cut_to(s, close + 2, ' ');
}

/* "<https://…>", which is no tag. */
static int cut_autolink(struct slant_scanner *s)
{
    const char *stop = s->end - s->p > REACH ? s->p + REACH : s->end;
    const char *close = memchr(s->p, '>', (size_t)(stop - s->p));
    if (close == NULL)
        return 0;
    int address =
        memchr(s->p, ':', (size_t)(close - s->p)) != NULL || memchr(s->p, '@', (size_t)(close - s->p)) != NULL;
    for (const char *p = s->p; p < close; p++)
        if (is_gap(p))
            return 0;
    return address && cut_to(s, close + 1, ' ');
}

static int cut_escape(struct slant_scanner *s)
{
    const char *next = s->p + 1;
    if (next >= s->end || strchr("\\`*_{}[]()#+-.!~>|<\"'&$%,/:;=?@^\n", *next) == NULL)
        return 0;
    cut_to(s, next, 0);
    if (*next != '\n')
        s->p++;
    return 1;
}

static int cut_inline(struct markdown *m)
{
    struct slant_scanner *s = m->s;
    if (m->nclose > 0 && s->p == m->close_from[m->nclose - 1])
        return cut_to(s, m->close_to[--m->nclose], 0);
    switch (*s->p) {
    case '\\':
        return cut_escape(s);
    case '`':
        return cut_code(s);
    case '*':
    case '_':
    case '~':
        return cut_emphasis(s);
    case '!':
    case '[':
        return cut_link(m);
    case '<':
        return cut_autolink(s) || slant_scan_tag(s);
    case '{':
        return cut_template(s);
    case '|': { /* a table's cells */
        const char *line = s->p;
        while (line > s->base && line[-1] != '\n' && s->p - line < REACH)
            line--;
        while (*line == ' ')
            line++;
        return *line == '|' && cut_to(s, s->p + 1, '\n');
    }
    default:
        return 0;
    }
}

/* The marks that close a heading. */
static int cut_heading_end(struct markdown *m)
{
    struct slant_scanner *s = m->s;
    if (*s->p != '#' || m->in_paragraph || s->p == s->base || s->p[-1] != ' ')
        return 0;
    const char *to = s->p + run_of(s->p, s->end, '#');
    return ends_line(to, s->end) && cut_to(s, to, 0);
}

static void end_line(struct markdown *m)
{
    const char *from = m->s->p, *line = from + (*from == '\r') + 1;
    while (m->nclose > 0 && m->close_from[m->nclose - 1] < from)
        m->nclose--; /* something longer ran over its end */
    begin_line(m, from, line);
}

void slant_scan_markdown(struct slant_scanner *s)
{
    struct markdown m = {.s = s};
    cut_front_matter(s);
    if (s->p == s->base)
        begin_line(&m, s->p, s->p);
    while (s->p < s->end && !s->failed) {
        if (*s->p == '\n' || (*s->p == '\r' && s->end - s->p > 1 && s->p[1] == '\n'))
            end_line(&m);
        else if (!cut_heading_end(&m) && !cut_inline(&m))
            s->p++;
    }
}
