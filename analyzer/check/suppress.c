/* suppress: comments in the text, and the suppression file. */
#include "check/suppress.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/tsv.h"
#include "check/paths.h"
#include "check/wording.h"
#include "decode/markup.h"

enum { MOST_RANGES = 1000, MESSAGE = 200 };

/* What one rule of one comment covers. */
struct range {
    struct slant_str rule, comment, reason;
    const char *from, *to; /* to NULL: still open */
    int used;
};

struct comments {
    struct slant_findings *findings;
    const struct slant_result *result;
    const struct slant_severities *severities;
    struct slant_arena *mem;
    struct range *ranges;
    uint32_t n;
    slant_status status;
};

/* ---- words of a comment ---- */

static struct slant_str trim(struct slant_str s)
{
    while (s.len > 0 && strchr(" \t\r\n", s.ptr[0]) != NULL)
        s.ptr++, s.len--;
    while (s.len > 0 && strchr(" \t\r\n", s.ptr[s.len - 1]) != NULL)
        s.len--;
    return s;
}

/* Takes the next word, up to white space or a comma. */
static struct slant_str take_word(struct slant_str *s)
{
    while (s->len > 0 && strchr(" \t\r\n,", s->ptr[0]) != NULL)
        s->ptr++, s->len--;
    struct slant_str word = {s->ptr, 0};
    while (s->len > 0 && strchr(" \t\r\n,", s->ptr[0]) == NULL)
        s->ptr++, s->len--, word.len++;
    return word;
}

/* Cuts " -- reason" off. */
static struct slant_str take_reason(struct slant_str *s)
{
    const char *dashes = memmem(s->ptr, s->len, "--", 2);
    struct slant_str reason = {"", 0};
    if (dashes == NULL)
        return reason;
    const char *end = s->ptr + s->len;
    reason = (struct slant_str){dashes + 2, (size_t)(end - dashes - 2)};
    s->len = (size_t)(dashes - s->ptr);
    return trim(reason);
}

static int is_word(struct slant_str s, const char *word)
{
    return s.len == strlen(word) && memcmp(s.ptr, word, s.len) == 0;
}

static int same(struct slant_str a, struct slant_str b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static int names_a_rule(struct slant_str pattern)
{
    const struct slant_rule *rule;
    for (size_t i = 0; (rule = slant_rule(i)) != NULL; i++)
        if (slant_rule_matches(pattern.ptr, pattern.len, rule->id))
            return 1;
    return 0;
}

/* ---- comments ---- */

static void complain(struct comments *c, enum slant_rule_index rule, struct slant_str comment, const char *format,
                     struct slant_str word)
{
    struct slant_finding row = {.plainer = "", .entry = "", .lexicon = "", .why = "", .source = ""};
    struct slant_str shown = slant_wording_short(word, MESSAGE / 3, c->mem);
    char *message = slant_arena_alloc(c->mem, MESSAGE);
    if (message == NULL) {
        c->status = SLANT_ENOMEM;
        return;
    }
    snprintf(message, MESSAGE, format, (int)shown.len, shown.ptr);
    row.message = message;
    if (c->status == SLANT_OK)
        c->status = slant_findings_add(c->findings, c->mem, c->severities, rule, &row, comment);
}

/* The line behind the comment that is the next with anything on it. */
static void next_line(const struct slant_result *r, struct range *range)
{
    const char *end = r->text.ptr + r->text.len, *p = range->from;
    const char *feed = memchr(p, '\n', (size_t)(end - p));
    p = feed != NULL ? feed + 1 : end;
    while (p < end && strchr(" \t\r\n", *p) != NULL)
        p++;
    feed = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
    range->from = p;
    range->to = feed != NULL ? feed : end;
}

static void switch_off(struct comments *c, const struct range *model, int one_line)
{
    if (!names_a_rule(model->rule)) {
        complain(c, SLANT_RULE_UNKNOWN_RULE, model->comment, "there is no rule \"%.*s\"", model->rule);
        return;
    }
    if (c->n == MOST_RANGES) {
        complain(c, SLANT_RULE_UNKNOWN_RULE, model->comment,
                 "%.*s: the suppressions behind the thousandth are not read", model->rule);
        return;
    }
    c->ranges[c->n] = *model;
    if (one_line)
        next_line(c->result, &c->ranges[c->n]);
    c->n++;
}

static void switch_on(struct comments *c, struct slant_str rule, struct slant_str comment)
{
    int closed = 0;
    for (uint32_t i = 0; i < c->n; i++)
        if (c->ranges[i].to == NULL && (rule.len == 0 || same(c->ranges[i].rule, rule))) {
            c->ranges[i].to = comment.ptr;
            closed = 1;
        }
    if (!closed)
        complain(c, SLANT_RULE_UNUSED, comment, "nothing is switched off here that this could switch on%.*s",
                 (struct slant_str){"", 0});
}

static void read_comment(struct comments *c, struct slant_str comment, struct slant_str words)
{
    struct range model = {.comment = comment, .from = comment.ptr + comment.len, .reason = take_reason(&words)};
    struct slant_str verb = take_word(&words);
    int one_line = is_word(verb, "off-next-line"), off = one_line || is_word(verb, "off");
    if (!off && !is_word(verb, "on")) {
        complain(c, SLANT_RULE_UNKNOWN_RULE, comment, "a comment for slant says off, on or off-next-line, not \"%.*s\"",
                 verb);
        return;
    }
    model.rule = take_word(&words);
    if (off && model.rule.len == 0)
        complain(c, SLANT_RULE_UNKNOWN_RULE, comment, "%.*s: no rule is named; all means all", verb);
    if (off && model.reason.len == 0)
        complain(c, SLANT_RULE_NO_REASON, comment, "%.*s: say why, behind two dashes", verb);
    if (!off && model.rule.len == 0)
        switch_on(c, model.rule, comment);
    for (; model.rule.len > 0 && c->status == SLANT_OK; model.rule = take_word(&words)) {
        if (off)
            switch_off(c, &model, one_line);
        else
            switch_on(c, model.rule, comment);
    }
}

static void apply(struct comments *c, uint32_t nfindings)
{
    for (uint32_t i = 0; i < nfindings; i++) {
        struct slant_finding *f = &c->findings->rows[i];
        for (uint32_t k = 0; k < c->n; k++) {
            struct range *r = &c->ranges[k];
            if (f->text.ptr < r->from || (r->to != NULL && f->text.ptr >= r->to) ||
                !slant_rule_matches(r->rule.ptr, r->rule.len, f->rule->id))
                continue;
            r->used = 1;
            if (f->state == SLANT_FINDING_OPEN) {
                f->state = SLANT_FINDING_SUPPRESSED;
                f->reason = slant_wording_short(r->reason, MESSAGE, c->mem).ptr;
            }
        }
    }
}

slant_status slant_suppress_by_comments(struct slant_findings *findings, const struct slant_result *result,
                                        const struct slant_severities *severities, struct slant_arena *mem)
{
    struct comments c = {findings, result, severities, mem, NULL, 0, SLANT_OK};
    const char *p = result->text.ptr, *end = p + result->text.len, *start, *stop;
    struct slant_str words;
    uint32_t nfindings = findings->n;
    while (c.status == SLANT_OK && slant_markup_directive(p, end, &start, &stop, &words)) {
        if (c.ranges == NULL && (c.ranges = slant_arena_alloc(mem, MOST_RANGES * sizeof *c.ranges)) == NULL)
            return SLANT_ENOMEM;
        read_comment(&c, (struct slant_str){start, (size_t)(stop - start)}, words);
        p = stop;
    }
    apply(&c, nfindings);
    for (uint32_t i = 0; i < c.n && c.status == SLANT_OK; i++)
        if (!c.ranges[i].used)
            complain(&c, SLANT_RULE_UNUSED, c.ranges[i].comment, "there is no finding of %.*s to suppress",
                     c.ranges[i].rule);
    return c.status;
}

/* ---- the suppression file ---- */

static slant_status bad_line(struct slant_error *err, const struct slant_suppressions *list, uint32_t line,
                             const char *what)
{
    return slant_fail(err, SLANT_EUSAGE, "bad-settings", list->path, line, UINT64_MAX, "%s", what);
}

/* A word, or what stands in quotation marks. */
static struct slant_str take_cell(struct slant_str *s)
{
    *s = trim(*s);
    if (s->len == 0 || s->ptr[0] != '"')
        return take_word(s);
    const char *close = memchr(s->ptr + 1, '"', s->len - 1);
    size_t n = close != NULL ? (size_t)(close - s->ptr) - 1 : s->len - 1;
    struct slant_str cell = {s->ptr + 1, n};
    size_t used = n + 1 + (close != NULL);
    s->ptr += used;
    s->len -= used;
    return cell;
}

static const char *keep(struct slant_suppressions *list, struct slant_str s)
{
    return slant_arena_copy(&list->mem, s.ptr, s.len);
}

static slant_status add_line(struct slant_suppressions *list, struct slant_str line, uint32_t number, uint32_t start,
                             struct slant_error *err)
{
    struct slant_suppression row = {.line = number, .start = start, .len = (uint32_t)line.len};
    struct slant_str reason = take_reason(&line), glob = take_cell(&line), rule = take_cell(&line);
    struct slant_str words = take_cell(&line);
    if (rule.len == 0)
        return bad_line(err, list, number, "wanted: PATH RULE [\"WORDS\"] -- reason");
    if (!names_a_rule(rule))
        return bad_line(err, list, number, "there is no such rule; see 'slant check --list-rules'");
    if (trim(line).len > 0)
        return bad_line(err, list, number, "words stand in quotation marks, and the reason behind two dashes");
    if (list->n == list->cap) {
        uint32_t cap = list->cap ? list->cap * 2 : 16;
        void *rows = slant_arena_grow(&list->mem, list->rows, list->n * sizeof *list->rows, cap * sizeof *list->rows);
        if (rows == NULL)
            return slant_fail(err, SLANT_ENOMEM, NULL, list->path, 0, UINT64_MAX, "out of memory");
        list->rows = rows;
        list->cap = cap;
    }
    row.glob = keep(list, glob);
    row.rule = keep(list, rule);
    row.words = keep(list, words);
    row.reason = keep(list, reason);
    if (row.glob == NULL || row.rule == NULL || row.words == NULL || row.reason == NULL)
        return slant_fail(err, SLANT_ENOMEM, NULL, list->path, 0, UINT64_MAX, "out of memory");
    list->rows[list->n++] = row;
    return SLANT_OK;
}

static slant_status read_lines(struct slant_suppressions *out, struct slant_error *err)
{
    const char *end = out->bytes.ptr + out->bytes.len, *line = out->bytes.ptr;
    slant_status status = SLANT_OK;
    for (uint32_t number = 1; status == SLANT_OK && line < end; number++) {
        const char *feed = memchr(line, '\n', (size_t)(end - line)), *stop = feed != NULL ? feed : end;
        struct slant_str words = trim((struct slant_str){line, (size_t)(stop - line)});
        if (words.len > 0 && words.ptr[0] != '#')
            status = add_line(out, words, number, (uint32_t)(words.ptr - out->bytes.ptr), err);
        line = stop + 1;
    }
    return status;
}

slant_status slant_suppressions_read(const char *path, struct slant_suppressions *out, struct slant_error *err)
{
    struct slant_tsv file;
    memset(out, 0, sizeof *out);
    slant_status status = slant_tsv_open(&file, path, err);
    if (status != SLANT_OK)
        return status;
    char *whole = slant_path_absolute(path, &out->mem);
    out->bytes = (struct slant_str){slant_arena_copy(&out->mem, file.bytes, file.len), file.len};
    out->path = slant_arena_copy(&out->mem, path, strlen(path));
    out->folder = whole != NULL ? slant_path_folder(whole, &out->mem) : NULL;
    slant_tsv_close(&file);
    if (out->folder == NULL || out->bytes.ptr == NULL || out->path == NULL)
        status = slant_fail(err, SLANT_ENOMEM, NULL, path, 0, UINT64_MAX, "out of memory");
    else
        status = read_lines(out, err);
    if (status != SLANT_OK)
        slant_suppressions_free(out);
    return status;
}

void slant_suppressions_free(struct slant_suppressions *list)
{
    slant_arena_free(&list->mem);
    memset(list, 0, sizeof *list);
}

void slant_suppress_by_file(struct slant_suppressions *list, const char *path, struct slant_findings *findings)
{
    for (uint32_t i = 0; i < list->n; i++) {
        struct slant_suppression *s = &list->rows[i];
        if (!slant_path_matches(s->glob, list->folder, path))
            continue;
        s->met = 1;
        for (uint32_t k = 0; k < findings->n; k++) {
            struct slant_finding *f = &findings->rows[k];
            if (!slant_rule_matches(s->rule, strlen(s->rule), f->rule->id) ||
                (s->words[0] != '\0' && !slant_wording_same(f->text, s->words)))
                continue;
            s->used = 1;
            if (f->state == SLANT_FINDING_OPEN) {
                f->state = SLANT_FINDING_SUPPRESSED;
                f->reason = s->reason;
            }
        }
    }
}

slant_status slant_suppressions_report(const struct slant_suppressions *list, const struct slant_severities *severities,
                                       struct slant_arena *mem, struct slant_findings *out)
{
    struct slant_result file = {.text = list->bytes};
    for (uint32_t i = 0; i < list->n; i++) {
        const struct slant_suppression *s = &list->rows[i];
        struct slant_finding row = {
            .path = list->path, .plainer = "", .entry = "", .lexicon = "", .why = "", .source = ""};
        struct slant_str words = {list->bytes.ptr + s->start, s->len};
        slant_status status = SLANT_OK;
        row.message = "say why, behind two dashes";
        if (s->reason[0] == '\0')
            status = slant_findings_add(out, mem, severities, SLANT_RULE_NO_REASON, &row, words);
        row.message = "there is no finding to suppress in the files that this names";
        if (status == SLANT_OK && s->met && !s->used)
            status = slant_findings_add(out, mem, severities, SLANT_RULE_UNUSED, &row, words);
        if (status != SLANT_OK)
            return status;
    }
    slant_findings_finish(out, &file);
    return SLANT_OK;
}
