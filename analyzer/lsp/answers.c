#include "lsp/answers.h"

#include <stdio.h>
#include <string.h>

enum { LINE = 1024, PAGE = 8192 };

static uint32_t column(const struct slant_point *p, enum lsp_encoding encoding)
{
    return encoding == LSP_UTF8 ? p->bytes : encoding == LSP_UTF16 ? p->units : p->code_points;
}

static json_t *position(const struct slant_point *p, enum lsp_encoding encoding)
{
    return json_pack("{s:I,s:I}", "line", (json_int_t)p->line, "character", (json_int_t)column(p, encoding));
}

static json_t *range(const struct slant_point *start, const struct slant_point *end, enum lsp_encoding encoding)
{
    return json_pack("{s:o,s:o}", "start", position(start, encoding), "end", position(end, encoding));
}

static int is_shown(const struct slant_finding *f)
{
    return f->state == SLANT_FINDING_OPEN && f->path == NULL;
}

/* ---- diagnostics ---- */

static json_t *diagnostic(const struct slant_finding *f, enum lsp_encoding encoding)
{
    static const int severities[SLANT_NSEVERITIES] = {4, 3, 2, 1};
    return json_pack("{s:o,s:i,s:s,s:s,s:s}", "range", range(&f->start, &f->end, encoding), "severity",
                     severities[f->severity], "code", f->rule->id, "source", "slant", "message", f->message);
}

/* Settings, a lexicon: it stands at the top of the document, where somebody sees it. */
static json_t *trouble(const struct slant_error *err)
{
    char line[LINE];
    if (err->line > 0)
        snprintf(line, sizeof line, "%s:%llu: %s", err->path, (unsigned long long)err->line, err->message);
    else
        snprintf(line, sizeof line, "%s%s%s", err->path, err->path[0] != '\0' ? ": " : "", err->message);
    return json_pack("[{s:{s:{s:i,s:i},s:{s:i,s:i}},s:i,s:s,s:s+}]", "range", "start", "line", 0, "character", 0, "end",
                     "line", 0, "character", 0, "severity", 1, "source", "slant", "message", line, "");
}

json_t *lsp_diagnostics(const struct lsp_document *document, const struct slant_checked *checked,
                        const struct slant_error *err, enum lsp_encoding encoding)
{
    json_t *list = checked != NULL ? json_array() : trouble(err);
    for (uint32_t i = 0; checked != NULL && i < checked->nfindings; i++)
        if (is_shown(&checked->findings[i]) &&
            json_array_append_new(list, diagnostic(&checked->findings[i], encoding)) != 0) {
            json_decref(list);
            return NULL;
        }
    return json_pack("{s:s,s:I,s:o}", "uri", document->uri, "version", (json_int_t)document->version, "diagnostics",
                     list);
}

/* ---- hover ---- */

struct page {
    char text[PAGE];
    size_t len;
};

static void say(struct page *page, const char *format, const char *word, int len)
{
    int n = snprintf(page->text + page->len, sizeof page->text - page->len, format, len, word);
    size_t room = sizeof page->text - page->len;
    page->len += n < 0 ? 0 : (size_t)n < room ? (size_t)n : room - 1;
}

static void say_if(struct page *page, const char *format, const char *word)
{
    if (word[0] != '\0')
        say(page, format, word, (int)strlen(word));
}

static int covers(const char *base, struct slant_str words, size_t byte)
{
    size_t from = (size_t)(words.ptr - base);
    return byte >= from && byte <= from + words.len;
}

static void describe(struct page *page, const struct slant_mark *m)
{
    if (page->len > 0)
        say(page, "\n\n---\n\n%.*s", "", 0);
    say(page, "**%.*s**", m->layer_name, (int)strlen(m->layer_name));
    say_if(page, " (%.*s)", m->kind);
    say_if(page, ", %.*s", m->stance);
    if (m->voice != SLANT_VOICE_OUTLET)
        say_if(page, ", %.*s", slant_voice_name(m->voice));
    say_if(page, ": %.*s", m->why);
    say_if(page, "\n\nPlainer: %.*s", m->plainer);
    say_if(page, "\n\nEntry `%.*s`", m->entry);
    say_if(page, " of %.*s", m->lexicon);
    say_if(page, "; source: %.*s", m->source);
}

json_t *lsp_hover(const struct lsp_document *document, const struct slant_checked *checked, struct lsp_position where,
                  enum lsp_encoding encoding)
{
    const struct slant_result *r = checked->result;
    struct page page = {.len = 0};
    size_t byte = lsp_byte_of(document, where, encoding);
    for (uint32_t i = 0; i < checked->nfindings; i++) {
        const struct slant_finding *f = &checked->findings[i];
        if (!is_shown(f) || !covers(r->text.ptr, f->text, byte))
            continue;
        say(&page, page.len > 0 ? "\n\n%.*s" : "%.*s", f->message, (int)strlen(f->message));
        say(&page, " (%.*s)", f->rule->id, (int)strlen(f->rule->id));
    }
    for (uint32_t i = 0; i < r->nmarks; i++)
        if (r->marks[i].layer != SLANT_FURNITURE && covers(r->text.ptr, r->marks[i].span.text, byte))
            describe(&page, &r->marks[i]);
    if (page.len == 0)
        return json_null();
    json_t *text = json_string(page.text);
    if (text == NULL) /* cut inside a character */
        text = json_string(checked->findings != NULL ? "(too long to show)" : "");
    return json_pack("{s:{s:s,s:o}}", "contents", "kind", "markdown", "value", text);
}

/* ---- code actions ---- */

static json_t *text_edit(const struct slant_point *start, const struct slant_point *end, const char *text,
                         enum lsp_encoding encoding)
{
    return json_pack("{s:o,s:s}", "range", range(start, end, encoding), "newText", text);
}

static int add_action(json_t *list, const struct lsp_document *d, const struct slant_finding *f, const char *title,
                      int preferred, json_t *edits, enum lsp_encoding encoding)
{
    return json_array_append_new(list, json_pack("{s:s,s:s,s:b,s:[o],s:{s:{s:o}}}", "title", title, "kind", "quickfix",
                                                 "isPreferred", preferred, "diagnostics", diagnostic(f, encoding),
                                                 "edit", "changes", d->uri, edits));
}

static int is_line_break(char c)
{
    return c == '\n' || c == '\r';
}

/* Is there nothing on the line above the one that the byte is on? */
static int stands_alone(const struct lsp_document *d, size_t line)
{
    size_t p = line;
    if (p > 0)
        p--; /* the break */
    if (p > 0 && d->text[p] == '\n' && d->text[p - 1] == '\r')
        p--;
    while (p > 0 && (d->text[p - 1] == ' ' || d->text[p - 1] == '\t'))
        p--;
    return p == 0 || is_line_break(d->text[p - 1]);
}

/* A comment above a line that begins a paragraph; inside one, where a line of its own would cut it in two, comments
 * around the words. The reason is left to be written: until then a finding asks for it. */
static json_t *suppression(const struct lsp_document *d, const struct slant_finding *f, enum lsp_encoding encoding)
{
    char off[LINE], on[LINE];
    struct slant_point line = {.line = f->start.line};
    size_t start = f->start.byte - f->start.bytes;
    if (stands_alone(d, start)) {
        snprintf(off, sizeof off, "<!-- slant off-next-line %s --  -->\n", f->rule->id);
        return json_pack("[o]", text_edit(&line, &line, off, encoding));
    }
    snprintf(off, sizeof off, "<!-- slant off %s --  -->", f->rule->id);
    snprintf(on, sizeof on, "<!-- slant on %s -->", f->rule->id);
    return json_pack("[o,o]", text_edit(&f->start, &f->start, off, encoding),
                     text_edit(&f->end, &f->end, on, encoding));
}

static int add_actions(json_t *list, const struct lsp_document *d, const struct slant_finding *f,
                       enum lsp_encoding encoding)
{
    char title[LINE];
    int bad = 0;
    for (uint32_t i = 0; i < f->nreplacements; i++) {
        snprintf(title, sizeof title, "Write \"%s\"", f->replacements[i]);
        bad |= add_action(list, d, f, title, i == 0,
                          json_pack("[o]", text_edit(&f->start, &f->end, f->replacements[i], encoding)), encoding);
    }
    if (strncmp(f->rule->id, "suppression.", 12) == 0)
        return bad;
    snprintf(title, sizeof title, "Leave it, with a reason (%s off here)", f->rule->id);
    return bad | add_action(list, d, f, title, 0, suppression(d, f, encoding), encoding);
}

json_t *lsp_actions(const struct lsp_document *document, const struct slant_checked *checked, size_t from, size_t to,
                    enum lsp_encoding encoding)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < checked->nfindings; i++) {
        const struct slant_finding *f = &checked->findings[i];
        if (is_shown(f) && f->start.byte <= to && f->end.byte >= from && add_actions(list, document, f, encoding)) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}
