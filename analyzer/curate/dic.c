/* dic: LIWC's older form. Categories with numbers between two lines of %, then words with the numbers of theirs. In the
 * wild: one % or none, spaces for tabs, numbers twice or never defined, categories indented under others, remarks in
 * brackets behind a name, and conditions such as (02 134)125/464 where a number should be. */
#include <stdlib.h>
#include <string.h>

#include "curate/room.h"

enum { MOST_CATEGORIES = 4096, MOST_DEPTH = 32 };

struct category {
    uint64_t id;
    struct slant_str name;
    const char *path;
};

struct dic {
    struct slant_draft *draft;
    struct category *categories;
    uint32_t n;
    struct {
        size_t indent;
        const char *path;
    } open[MOST_DEPTH]; /* the categories that the line in hand may stand in */
    uint32_t depth;
};

static int is_number(struct slant_str text, uint64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || i > 17)
            return 0;
        *number = *number * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    return text.len > 0;
}

static const struct category *category_of(const struct dic *dic, struct slant_str code)
{
    uint64_t id;
    int numbered = is_number(code, &id);
    for (uint32_t i = 0; i < dic->n; i++) {
        const struct category *c = &dic->categories[i];
        if (numbered ? c->id == id : c->name.len == code.len && memcmp(c->name.ptr, code.ptr, code.len) == 0)
            return c;
    }
    return NULL;
}

static struct slant_spot spot(const struct slant_lines *lines, struct slant_str line, const char *at)
{
    return (struct slant_spot){lines->line, (uint32_t)(at - line.ptr) + 1};
}

/* "31 posemo (Positive Emotions)": the name is what stands before the brackets. */
static struct slant_str name_of(struct slant_str rest)
{
    struct slant_str name = slant_trim(rest);
    if (name.len > 0 && name.ptr[name.len - 1] == ')') {
        size_t at = name.len;
        while (at > 0 && name.ptr[at - 1] != '(')
            at--;
        if (at > 1)
            name.len = at - 1;
    }
    return slant_trim(name);
}

static void add_category(struct dic *dic, struct category c, size_t indent, struct slant_spot at)
{
    const struct category *other = NULL;
    for (uint32_t i = 0; i < dic->n; i++)
        if (dic->categories[i].id == c.id)
            other = &dic->categories[i];
    if (other != NULL) {
        slant_draft_odd(dic->draft, at, "category", "the number %llu is '%.*s' already: '%.*s' has no words of its own",
                        (unsigned long long)c.id, (int)other->name.len, other->name.ptr, (int)c.name.len, c.name.ptr);
        return;
    }
    if (dic->n == MOST_CATEGORIES) {
        slant_draft_odd(dic->draft, at, "category", "over %d categories: left out", MOST_CATEGORIES);
        return;
    }
    while (dic->depth > 0 && dic->open[dic->depth - 1].indent >= indent)
        dic->depth--;
    c.path = slant_draft_category(dic->draft, dic->depth > 0 ? dic->open[dic->depth - 1].path : NULL, c.name);
    dic->categories[dic->n++] = c;
    if (dic->depth < MOST_DEPTH) {
        dic->open[dic->depth].indent = indent;
        dic->open[dic->depth++].path = c.path;
    }
}

/* A line of the head; 0: it is none, the words begin. strict: between two %, where nothing else can stand. */
static int read_category(struct dic *dic, const struct slant_lines *lines, struct slant_str line, int strict)
{
    struct slant_str rest = line;
    size_t indent = 0;
    while (indent < line.len && line.ptr[indent] == '\t')
        indent++;
    struct category c = {0};
    struct slant_str first = slant_next_word(&rest);
    int numbered = is_number(first, &c.id);
    uint64_t number;
    struct slant_str behind = rest, second = slant_next_word(&behind);
    if (!numbered || second.len == 0 || (!strict && is_number(second, &number))) {
        if (strict)
            slant_draft_odd(dic->draft, spot(lines, line, first.ptr), "category",
                            "wanted a number and a category's name: the line is left out");
        return strict;
    }
    c.name = name_of(rest);
    add_category(dic, c, indent, spot(lines, line, first.ptr));
    return 1;
}

/* What stands in the place of a category's number. */
static int looks_like_code(const struct dic *dic, struct slant_str text)
{
    uint64_t number;
    return is_number(text, &number) || text.ptr[0] == '(' || text.ptr[0] == '<' ||
           ((text.ptr[0] >= '0' && text.ptr[0] <= '9') && memchr(text.ptr, '/', text.len) != NULL) ||
           text.ptr[text.len - 1] == ')' || memchr(text.ptr, ')', text.len) != NULL || category_of(dic, text) != NULL;
}

static void read_code(struct dic *dic, struct slant_spot at, struct slant_str word, struct slant_str code,
                      uint32_t *added)
{
    uint64_t number;
    const struct category *c = category_of(dic, code);
    if (c != NULL) {
        slant_draft_add(dic->draft, at, word, 0, c->path, NULL);
        ++*added;
    } else if (is_number(code, &number) && dic->n == 0) { /* there was no head: the number must do */
        slant_draft_add(dic->draft, at, word, 0, slant_draft_category(dic->draft, NULL, code), NULL);
        ++*added;
    } else if (is_number(code, &number)) {
        slant_draft_odd(dic->draft, at, "category", "no category has the number %.*s", (int)code.len, code.ptr);
    } else {
        slant_draft_odd(dic->draft, at, "condition", "'%.*s' is a condition, which no pattern can hold: left out",
                        (int)code.len, code.ptr);
    }
}

/* Where the word ends and its codes begin: behind the first tab; without one, before the codes at the end. */
static struct slant_str word_of(const struct dic *dic, struct slant_str line, struct slant_str *codes)
{
    line = slant_trim(line);
    struct slant_str rest = line, word = slant_next_field(&rest, '\t');
    if (word.len < line.len) {
        *codes = rest;
        return slant_trim(word);
    }
    rest = line;
    slant_next_word(&rest); /* the first is the word, even "911" */
    const char *end = rest.ptr;
    for (struct slant_str next; (next = slant_next_word(&rest)).len > 0;)
        if (!looks_like_code(dic, next))
            end = rest.ptr;
    *codes = (struct slant_str){end, (size_t)(line.ptr + line.len - end)};
    return slant_trim((struct slant_str){line.ptr, (size_t)(end - line.ptr)});
}

/* "(02 134)125/464" is one code, though there is a space in it. */
static struct slant_str next_code(struct slant_str *rest)
{
    struct slant_str code = slant_next_word(rest);
    while (code.len > 0 && code.ptr[0] == '(' && memchr(code.ptr, ')', code.len) == NULL && rest->len > 0) {
        struct slant_str more = slant_next_word(rest);
        code.len = (size_t)(more.ptr + more.len - code.ptr);
    }
    return code;
}

static void read_word(struct dic *dic, const struct slant_lines *lines, struct slant_str line)
{
    struct slant_str codes, word = word_of(dic, line, &codes), code;
    uint32_t added = 0, seen = 0;
    /* "kind <of>131": the tag belongs to a condition, not to the word. */
    while ((code = next_code(&codes)).len > 0) {
        seen++;
        read_code(dic, spot(lines, line, code.ptr), word, code, &added);
    }
    if (added == 0)
        slant_draft_odd(dic->draft, spot(lines, line, word.ptr), "category", "'%.*s' %s: left out", (int)word.len,
                        word.ptr, seen == 0 ? "stands in no category" : "has no category that is left");
}

static uint32_t count_marks(struct slant_str text)
{
    struct slant_lines lines = {text.ptr, text.ptr + text.len, 0};
    uint32_t marks = 0;
    for (struct slant_str line; slant_lines_next(&lines, &line);)
        marks += slant_trim(line).len > 0 && slant_trim(line).ptr[0] == '%';
    return marks;
}

void slant_read_dic(struct slant_draft *draft, struct slant_str text)
{
    struct dic dic = {.draft = draft, .categories = calloc(MOST_CATEGORIES, sizeof *dic.categories)};
    draft->failed |= dic.categories == NULL;
    if (dic.categories == NULL)
        return;
    struct slant_lines lines = {text.ptr, text.ptr + text.len, 0};
    uint32_t marks = count_marks(text), passed = 0;
    int head = 1;
    if (marks < 2)
        slant_draft_odd(draft, (struct slant_spot){1, 1}, "header", "%s: lines of a number and a name are taken for it",
                        marks == 0 ? "no line of % before the categories, and none behind"
                                   : "one line of % where two should be");
    for (struct slant_str line; slant_lines_next(&lines, &line);) {
        struct slant_str trimmed = slant_trim(line);
        if (trimmed.len == 0)
            continue;
        if (trimmed.ptr[0] == '%') {
            if (++passed > 2)
                slant_draft_odd(draft, spot(&lines, line, trimmed.ptr), "header", "one more line of %%: passed over");
            continue;
        }
        int strict = marks >= 2 && passed == 1;
        head = marks >= 2 ? passed < 2 : head;
        if (head && read_category(&dic, &lines, line, strict))
            continue;
        head = 0;
        read_word(&dic, &lines, line);
    }
    free(dic.categories);
}
