/* tff: MPQA's subjectivity clues, and plain word lists: a line an entry. */
#include <stdio.h>
#include <string.h>

#include "curate/room.h"

/* ---- MPQA: type=strongsubj len=1 word1=abandoned pos1=adj stemmed1=n priorpolarity=negative ---- */

struct clue {
    struct slant_str type, polarity;
    char words[512]; /* word1 to wordN, with spaces between */
    size_t len;
    int by_stem;
};

static int is_key(struct slant_str key, const char *name)
{
    return key.len == strlen(name) && memcmp(key.ptr, name, key.len) == 0;
}

static int is_numbered(struct slant_str key, const char *name)
{
    size_t len = strlen(name);
    return key.len == len + 1 && memcmp(key.ptr, name, len) == 0 && key.ptr[len] >= '1' && key.ptr[len] <= '9';
}

static void take_word(struct clue *clue, struct slant_str value)
{
    if (clue->len + value.len + 2 > sizeof clue->words)
        return;
    if (clue->len > 0)
        clue->words[clue->len++] = ' ';
    memcpy(clue->words + clue->len, value.ptr, value.len);
    clue->len += value.len;
}

static void read_pair(struct slant_draft *d, struct slant_spot at, struct slant_str pair, struct clue *clue)
{
    struct slant_str value = pair, key = slant_next_field(&value, '=');
    if (key.len == pair.len || value.len == 0) {
        slant_draft_odd(d, at, "pair", "'%.*s' is no key=value: left out", (int)pair.len, pair.ptr);
        return;
    }
    if (is_key(key, "type"))
        clue->type = value;
    else if (is_key(key, "priorpolarity") || is_key(key, "polarity") || is_key(key, "mpqapolarity"))
        clue->polarity = value;
    else if (is_numbered(key, "word"))
        take_word(clue, value);
    else if (is_numbered(key, "stemmed"))
        clue->by_stem |= value.ptr[0] == 'y';
    else if (!is_numbered(key, "pos") && !is_key(key, "len"))
        slant_draft_odd(d, at, "pair", "the key '%.*s' means nothing here", (int)key.len, key.ptr);
}

static void read_clue(struct slant_draft *d, const struct slant_lines *lines, struct slant_str line)
{
    struct clue clue = {.len = 0};
    char note[400];
    int n = snprintf(note, sizeof note, "%.*s", (int)line.len, line.ptr);
    struct slant_str rest = line, pair;
    while ((pair = slant_next_word(&rest)).len > 0)
        read_pair(d, (struct slant_spot){lines->line, (uint32_t)(pair.ptr - line.ptr) + 1}, pair, &clue);
    struct slant_spot at = {lines->line, 1};
    if (clue.len == 0) {
        slant_draft_odd(d, at, "word", "there is no word1= in this line: left out");
        return;
    }
    const char *kept = slant_arena_copy(d->mem, note, (size_t)n < sizeof note ? (size_t)n : sizeof note - 1);
    d->failed |= kept == NULL;
    if (clue.type.len == 0 && clue.polarity.len == 0)
        slant_draft_odd(d, at, "category", "'%.*s' has neither a type nor a polarity", (int)clue.len, clue.words);
    struct slant_str word = {clue.words, clue.len};
    if (clue.type.len > 0)
        slant_draft_add(d, at, word, clue.by_stem, slant_draft_category(d, NULL, clue.type), kept);
    if (clue.polarity.len > 0)
        slant_draft_add(d, at, word, clue.by_stem, slant_draft_category(d, NULL, clue.polarity), kept);
    if (clue.type.len == 0 && clue.polarity.len == 0)
        slant_draft_add(d, at, word, clue.by_stem, NULL, kept);
}

void slant_read_tff(struct slant_draft *draft, struct slant_str text)
{
    struct slant_lines lines = {text.ptr, text.ptr + text.len, 0};
    for (struct slant_str line; slant_lines_next(&lines, &line);) {
        line = slant_trim(line);
        if (line.len > 0 && line.ptr[0] != '#')
            read_clue(draft, &lines, line);
    }
}

/* ---- word lists: a word or phrase a line, behind a tab its category or weight; # and ; begin a remark ---- */

static struct slant_str without_remark(struct slant_str line)
{
    for (size_t i = 0; i < line.len; i++)
        if ((line.ptr[i] == '#' || line.ptr[i] == ';') && (i == 0 || line.ptr[i - 1] == ' ' || line.ptr[i - 1] == '\t'))
            line.len = i;
    return slant_trim(line);
}

static int is_weight(struct slant_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (strchr("0123456789.+-eE", text.ptr[i]) == NULL)
            return 0;
    return text.len > 0;
}

static void read_entry(struct slant_draft *d, struct slant_spot at, struct slant_str line)
{
    struct slant_str rest = line, word = slant_next_field(&rest, '\t');
    uint32_t added = 0;
    while (rest.len > 0) {
        struct slant_str cell = slant_trim(slant_next_field(&rest, '\t'));
        if (cell.len == 0)
            continue;
        if (is_weight(cell)) {
            slant_draft_odd(d, at, "weight", "'%.*s' has the weight %.*s: left out", (int)word.len, word.ptr,
                            (int)cell.len, cell.ptr);
            continue;
        }
        slant_draft_add(d, at, word, 0, slant_draft_category(d, NULL, cell), NULL);
        added++;
    }
    if (added == 0)
        slant_draft_add(d, at, word, 0, NULL, NULL);
}

void slant_read_list(struct slant_draft *draft, struct slant_str text)
{
    struct slant_lines lines = {text.ptr, text.ptr + text.len, 0};
    for (struct slant_str line; slant_lines_next(&lines, &line);) {
        struct slant_str entry = without_remark(line);
        if (entry.len > 0)
            read_entry(draft, (struct slant_spot){lines.line, 1}, entry);
    }
}
