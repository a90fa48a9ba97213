/* words: a word as a list writes it → a pattern of ours. */
#include <string.h>

#include "curate/room.h"
#include "lexicon/pattern.h"

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '_'; /* quanteda writes law_and_order, too */
}

struct slant_str slant_trim(struct slant_str text)
{
    while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t')) {
        text.ptr++;
        text.len--;
    }
    while (text.len > 0 && strchr(" \t\r", text.ptr[text.len - 1]) != NULL)
        text.len--;
    return text;
}

int slant_lines_next(struct slant_lines *l, struct slant_str *line)
{
    if (l->at >= l->end)
        return 0;
    const char *stop = l->at;
    while (stop < l->end && *stop != '\n' && *stop != '\r')
        stop++;
    *line = (struct slant_str){l->at, (size_t)(stop - l->at)};
    l->at = stop + (stop < l->end) + (stop + 1 < l->end && stop[0] == '\r' && stop[1] == '\n');
    l->line++;
    return 1;
}

struct slant_str slant_next_field(struct slant_str *rest, char by)
{
    const char *stop = memchr(rest->ptr, by, rest->len);
    size_t len = stop != NULL ? (size_t)(stop - rest->ptr) : rest->len;
    struct slant_str field = {rest->ptr, len};
    len += stop != NULL;
    *rest = (struct slant_str){rest->ptr + len, rest->len - len};
    return field;
}

struct slant_str slant_next_word(struct slant_str *rest)
{
    while (rest->len > 0 && (rest->ptr[0] == ' ' || rest->ptr[0] == '\t'))
        *rest = (struct slant_str){rest->ptr + 1, rest->len - 1};
    struct slant_str word = {rest->ptr, 0};
    while (word.len < rest->len && word.ptr[word.len] != ' ' && word.ptr[word.len] != '\t')
        word.len++;
    *rest = (struct slant_str){rest->ptr + word.len, rest->len - word.len};
    return word;
}

/* Quotation marks around the whole. */
static struct slant_str unquoted(struct slant_str word)
{
    word = slant_trim(word);
    if (word.len >= 2 && (word.ptr[0] == '"' || word.ptr[0] == '\'') && word.ptr[word.len - 1] == word.ptr[0])
        return slant_trim((struct slant_str){word.ptr + 1, word.len - 2});
    if (word.len >= 6 && memcmp(word.ptr, "\u201c", 3) == 0 && memcmp(word.ptr + word.len - 3, "\u201d", 3) == 0)
        return slant_trim((struct slant_str){word.ptr + 3, word.len - 6});
    return word;
}

static int is_letter(unsigned char c)
{
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* One word of the phrase. */
static const char *add_word(struct slant_str word, int by_stem, struct slant_buffer *out)
{
    size_t letters = 0, len = word.len;
    int prefix = len > 1 && word.ptr[len - 1] == '*';
    len -= (size_t)prefix;
    for (size_t i = 0; i < len; i++) {
        char c = word.ptr[i];
        letters += (size_t)is_letter((unsigned char)c);
        if (c == '*' || c == '?')
            return "a pattern has a wildcard only at the end of a word";
        if (!is_letter((unsigned char)c) && c != '\'' && c != '.' && c != '-')
            return "it holds a sign that no pattern can";
    }
    if (letters == 0)
        return "there is no letter in it";
    if (!by_stem && (!prefix || memchr(word.ptr, '-', len) != NULL))
        slant_buffer_putc(out, '=');
    for (size_t i = 0; i < word.len; i++) {
        int curly = i + 2 < word.len && memcmp(word.ptr + i, "\u2019", 3) == 0;
        slant_buffer_putc(out, curly ? '\'' : word.ptr[i]);
        i += curly ? 2 : 0;
    }
    return NULL;
}

static int take_any(void *ctx, const struct slant_sequence *sequence)
{
    (void)ctx;
    (void)sequence;
    return 0;
}

const char *slant_word_to_pattern(struct slant_str word, int by_stem, struct slant_buffer *out)
{
    word = unquoted(word);
    if (word.len == 0)
        return "it is empty";
    for (size_t i = 0; i < word.len;) {
        size_t from = i;
        while (i < word.len && !is_blank(word.ptr[i]))
            i++;
        const char *trouble = NULL;
        if (i > from) {
            if (out->len > 0)
                slant_buffer_putc(out, ' ');
            trouble = add_word((struct slant_str){word.ptr + from, i - from}, by_stem, out);
        }
        if (trouble != NULL)
            return trouble;
        while (i < word.len && is_blank(word.ptr[i]))
            i++;
    }
    slant_buffer_putc(out, '\0');
    if (out->failed || --out->len == 0)
        return "there is no word in it";
    return slant_pattern_expand(out->data, take_any, NULL);
}
