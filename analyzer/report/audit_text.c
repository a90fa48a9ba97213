/* audit_text: one pair on one screen: what changed most first, the numbers, then the changes, side by side where the
 * terminal is wide. Many pairs: a line each, and sums. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "report/audit.h"
#include "report/layers.h"
#include "report/plain.h"

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

enum { SHOWN = 12, WIDE = 100, FRAGMENT = 260, NAME = 22, NUMBER = 9, SPEAKERS = 3, GAP = 3 };

static const char *const bold = "\033[1m", *const plain = "\033[0m";

const char *slant_change_words(enum slant_change_kind kind, int many)
{
    static const char *const words[SLANT_NCHANGES][2] = {
        [SLANT_ATTRIBUTION_DROPPED] = {"attribution dropped", "attributions dropped"},
        [SLANT_QUOTATION_ALTERED] = {"quotation altered", "quotations altered"},
        [SLANT_NUMBER_CHANGED] = {"number changed", "numbers changed"},
        [SLANT_HEADLINE_STRONGER] = {"headline made stronger", "headlines made stronger"},
        [SLANT_SIDE_CUT] = {"source cut", "sources cut"},
        [SLANT_HEDGE_DROPPED] = {"hedge dropped", "hedges dropped"},
        [SLANT_LABEL_SWAPPED] = {"label swapped", "labels swapped"},
        [SLANT_CUE_CHANGED] = {"reporting verb changed", "reporting verbs changed"},
        [SLANT_SOURCE_VAGUER] = {"source made vaguer", "sources made vaguer"},
        [SLANT_AGENT_REMOVED] = {"agent removed", "agents removed"},
        [SLANT_LOADED_ADDED] = {"loaded word added", "loaded words added"},
        [SLANT_BOOSTER_ADDED] = {"booster added", "boosters added"},
        [SLANT_SCARE_QUOTES_ADDED] = {"pair of scare quotes added", "pairs of scare quotes added"},
        [SLANT_HEDGE_ADDED] = {"hedge added", "hedges added"},
        [SLANT_LOADED_DROPPED] = {"loaded word dropped", "loaded words dropped"},
    };
    return words[kind][many != 0];
}

static void style(struct slant_buffer *out, const struct slant_report_settings *s, const char *sgr)
{
    if (s->color)
        slant_buffer_puts(out, sgr);
}

/* ---- head ----------------------------------------------------------------------------------------------- */

static void title_line(const char *label, const struct slant_result *r, const struct slant_report_settings *s,
                       struct slant_buffer *out)
{
    struct slant_str title = slant_title_of(r);
    struct slant_buffer by = {0};
    slant_plain_byline(&by, r);
    style(out, s, bold);
    slant_buffer_puts(out, label);
    slant_plain_cell(out, title.len > 0 ? title.ptr : "(no title)", title.len > 0 ? title.len : 10,
                     slant_plain_width(s->width) - strlen(label) - slant_plain_columns(by.data, by.len) - 2);
    style(out, s, plain);
    LIT(out, "  ");
    slant_buffer_add(out, by.data, by.len);
    slant_buffer_putc(out, '\n');
    out->failed |= by.failed;
    slant_buffer_free(&by);
}

/* "3 attributions dropped · 2 loaded words added", by weight. */
static void in_a_word(const struct slant_audit *audit, const struct slant_report_settings *s, struct slant_buffer *out)
{
    struct slant_audit_sum sum = {0};
    struct slant_buffer line = {0};
    char number[SLANT_NUMBER];
    slant_audit_sum_add(&sum, audit);
    for (int k = 0; k < SLANT_NCHANGES; k++) {
        if (sum.changes[k] == 0)
            continue;
        slant_buffer_puts(&line, line.len > 0 ? " · " : "");
        slant_buffer_puts(&line, slant_plain_count(sum.changes[k], number));
        slant_buffer_putc(&line, ' ');
        slant_buffer_puts(&line, slant_change_words((enum slant_change_kind)k, sum.changes[k] != 1));
    }
    if (line.len == 0)
        LIT(&line, "No change of framing was found.");
    style(out, s, bold);
    slant_plain_wrap(out, line.data, line.len, 0, 0, slant_plain_width(s->width));
    style(out, s, plain);
    slant_buffer_putc(out, '\n');
    out->failed |= line.failed;
    slant_buffer_free(&line);
}

static void sentences_line(const struct slant_audit *a, const struct slant_report_settings *s, struct slant_buffer *out)
{
    struct slant_buffer line = {0};
    slant_buffer_printf(&line, "Of the wire's %u sentence%s %u kept, %u moved, %u cut; %u of the edit's %u new.",
                        a->wire->sentences, a->wire->sentences == 1 ? "" : "s", a->kept, a->moved, a->cut, a->added,
                        a->edited->sentences);
    if (a->strangers)
        LIT(&line, " These two hardly share anything: the one is no edit of the other, so no changes are told.");
    if (a->capped > 0)
        slant_buffer_printf(&line, " %u words of overlong sentences were not compared.", a->capped);
    slant_plain_wrap(out, line.data, line.len, 0, 0, slant_plain_width(s->width));
    LIT(out, "\n\n");
    out->failed |= line.failed;
    slant_buffer_free(&line);
}

/* ---- numbers before and after --------------------------------------------------------------------------- */

static void number_row(const char *name, const char *wire, const char *edited, const char *unit,
                       const struct slant_report_settings *s, struct slant_buffer *out)
{
    enum { AT = NAME + 2 * NUMBER + 2 };
    slant_plain_cell(out, name, strlen(name), NAME);
    slant_plain_right(out, wire, NUMBER);
    slant_plain_right(out, edited, NUMBER);
    LIT(out, "  ");
    slant_plain_wrap(out, unit, strlen(unit), AT, AT, slant_plain_width(s->width));
    slant_buffer_putc(out, '\n');
}

const char *slant_audit_number(const struct slant_measure *m, char *text)
{
    if (isfinite(m->rate))
        return slant_plain_fixed(m->rate, 1, text);
    snprintf(text, SLANT_NUMBER, "(%lld)", (long long)m->count);
    return text;
}

static void numbers(const struct slant_audit *a, const struct slant_report_settings *s, struct slant_buffer *out)
{
    static const char *const names[SLANT_NVOICES] = {"Outlet's own voice", "Quoted", "Reported"};
    slant_plain_spaces(out, NAME);
    style(out, s, bold);
    slant_plain_right(out, "wire", NUMBER);
    slant_plain_right(out, "edit", NUMBER);
    style(out, s, plain);
    slant_buffer_putc(out, '\n');
    char before[SLANT_NUMBER], after[SLANT_NUMBER];
    for (int v = 0; v < SLANT_NVOICES; v++)
        number_row(names[v], slant_plain_percent(a->wire->voice_words[v], a->wire->words, before),
                   slant_plain_percent(a->edited->voice_words[v], a->edited->words, after), "% of words", s, out);
    int short_text = 0;
    for (uint32_t i = 0; i < a->wire->nmeasures && i < a->edited->nmeasures; i++) {
        const struct slant_measure *w = &a->wire->measures[i], *e = &a->edited->measures[i];
        const struct slant_measure_look *look = slant_measure_look(w->name);
        if (!w->has_voices || look == NULL || look->plain == NULL || (w->count == 0 && e->count == 0))
            continue;
        short_text |= !isfinite(w->rate) || !isfinite(e->rate);
        number_row(look->plain, slant_audit_number(w, before), slant_audit_number(e, after), w->unit, s, out);
    }
    if (short_text)
        LIT(out, "In brackets, where a text is too short for a rate: how many.\n");
}

static void lost_most(const struct slant_audit *a, const struct slant_report_settings *s, struct slant_buffer *out)
{
    struct slant_buffer line = {0};
    uint32_t told = 0;
    for (uint32_t i = 0; i < a->nspeakers && told < SPEAKERS; i++) {
        const struct slant_audit_speaker *p = &a->speakers[i];
        if (p->wire_words <= p->edited_words)
            break;
        slant_buffer_puts(&line, told++ > 0 ? " · " : "");
        slant_plain_add(&line, p->name.ptr, p->name.len);
        slant_buffer_printf(&line, " %u → %u words", p->wire_words, p->edited_words);
    }
    if (told > 0) {
        const char *head = "Who lost most";
        slant_plain_cell(out, head, strlen(head), NAME);
        slant_plain_wrap(out, line.data, line.len, NAME, NAME, slant_plain_width(s->width));
        slant_buffer_putc(out, '\n');
    }
    out->failed |= line.failed;
    slant_buffer_free(&line);
}

/* ---- changes -------------------------------------------------------------------------------------------- */

/* The nearest start of a character at or before at, or (forward) behind it. */
static const char *on_character(const char *at, const char *low, const char *high, int forward)
{
    while (at > low && at < high && ((unsigned char)*at & 0xC0) == 0x80)
        at += forward ? 1 : -1;
    return at;
}

/* The sentence with its words between » and «, cut to a fragment where it is long. */
static void marked_sentence(const struct slant_change_side *side, struct slant_buffer *out)
{
    const struct slant_str s = side->sentence.text, w = side->words.text;
    if (w.ptr == NULL) {
        LIT(out, "—");
        return;
    }
    int whole = w.ptr == s.ptr && w.len == s.len;
    const char *end = s.ptr + s.len, *from = s.ptr, *to = end;
    if (w.ptr < s.ptr || w.ptr + w.len > end) { /* not within: the words alone */
        from = w.ptr;
        to = w.ptr + w.len;
        end = to;
    }
    if (!whole && w.ptr - from > FRAGMENT)
        from = on_character(w.ptr - FRAGMENT, from, end, 1);
    if (to - from > 2 * FRAGMENT + (long)(whole ? 0 : w.len))
        to = on_character(from + 2 * FRAGMENT + (whole ? 0 : w.len), from, end, 0);
    slant_buffer_puts(out, from > s.ptr ? "… " : "");
    if (whole) {
        slant_plain_add(out, from, (size_t)(to - from));
    } else {
        slant_plain_add(out, from, (size_t)(w.ptr - from));
        LIT(out, "»");
        slant_plain_add(out, w.ptr, w.len);
        LIT(out, "«");
        slant_plain_add(out, w.ptr + w.len, w.ptr + w.len < to ? (size_t)(to - (w.ptr + w.len)) : 0);
    }
    slant_buffer_puts(out, to < end ? " …" : "");
}

/* One line of wrapped text, what stands between » and « in bold, filled up to the columns. *open: within them. */
static void column_line(struct slant_buffer *out, const char *line, size_t len, size_t columns, int color, int *open)
{
    size_t used = slant_plain_columns(line, len);
    if (color && *open)
        slant_buffer_puts(out, bold);
    for (size_t i = 0; i < len; i++) {
        int mark = i + 1 < len && line[i] == '\xC2' ? (line[i + 1] == '\xBB' ? 1 : line[i + 1] == '\xAB' ? -1 : 0) : 0;
        if (mark > 0 && color)
            slant_buffer_puts(out, bold);
        slant_buffer_putc(out, line[i]);
        if (mark != 0) {
            slant_buffer_putc(out, line[++i]);
            *open = mark > 0;
        }
        if (mark < 0 && color)
            slant_buffer_puts(out, plain);
    }
    if (color && *open)
        slant_buffer_puts(out, plain);
    if (columns > used)
        slant_plain_spaces(out, columns - used);
}

struct wrapped {
    struct slant_buffer text;
    size_t at;
    int open;
};

static void wrap(struct wrapped *w, const struct slant_change_side *side, size_t columns)
{
    struct slant_buffer sentence = {0};
    marked_sentence(side, &sentence);
    slant_plain_wrap(&w->text, sentence.data, sentence.len, 0, 0, columns);
    w->text.failed |= sentence.failed;
    slant_buffer_free(&sentence);
}

/* Writes the next line of it; 0: there was none left. */
static int next_line(struct wrapped *w, size_t columns, int color, struct slant_buffer *out)
{
    if (w->at >= w->text.len) {
        slant_plain_spaces(out, columns);
        return 0;
    }
    const char *line = w->text.data + w->at, *feed = memchr(line, '\n', w->text.len - w->at);
    size_t len = feed != NULL ? (size_t)(feed - line) : w->text.len - w->at;
    column_line(out, line, len, columns, color, &w->open);
    w->at += len + 1;
    return 1;
}

static void side_by_side(const struct slant_change *c, const struct slant_report_settings *s, struct slant_buffer *out)
{
    size_t columns = (slant_plain_width(s->width) - 4 - GAP) / 2;
    struct wrapped wire = {0}, edited = {0};
    wrap(&wire, &c->wire, columns);
    wrap(&edited, &c->edited, columns);
    while (wire.at < wire.text.len || edited.at < edited.text.len) {
        LIT(out, "    ");
        next_line(&wire, columns, s->color, out);
        LIT(out, " │ ");
        next_line(&edited, 0, s->color, out);
        slant_buffer_putc(out, '\n');
    }
    out->failed |= wire.text.failed | edited.text.failed;
    slant_buffer_free(&wire.text);
    slant_buffer_free(&edited.text);
}

static void one_below_the_other(const char *label, const struct slant_change_side *side,
                                const struct slant_report_settings *s, struct slant_buffer *out)
{
    size_t columns = slant_plain_width(s->width) - 10;
    struct wrapped w = {0};
    wrap(&w, side, columns);
    for (int first = 1; w.at < w.text.len; first = 0) {
        slant_buffer_puts(out, "    ");
        slant_buffer_puts(out, first ? label : "      ");
        next_line(&w, 0, s->color, out);
        slant_buffer_putc(out, '\n');
    }
    out->failed |= w.text.failed;
    slant_buffer_free(&w.text);
}

static unsigned line_of(const struct slant_result *r, const struct slant_span *span)
{
    struct slant_str field = span->in_title ? r->title_text : r->text;
    unsigned line = 1;
    for (const char *p = field.ptr; p < span->text.ptr; p++)
        line += *p == '\n';
    return line;
}

static void where(const struct slant_audit *a, const struct slant_change *c, struct slant_buffer *out)
{
    const struct slant_change_side *sides[] = {&c->wire, &c->edited};
    const struct slant_result *results[] = {a->wire, a->edited};
    static const char *const names[] = {"wire", "edit"};
    for (int i = 0; i < 2; i++) {
        if (sides[i]->words.text.ptr == NULL)
            continue;
        if (sides[i]->row < 0)
            slant_buffer_printf(out, "· %s's headline ", names[i]);
        else
            slant_buffer_printf(out, "· %s's line %u ", names[i], line_of(results[i], &sides[i]->words));
    }
}

static void change(const struct slant_audit *a, uint32_t number, const struct slant_report_settings *s,
                   struct slant_buffer *out)
{
    enum { AT = 4 };
    static const char *const colors[SLANT_NSEVERITIES] = {"", "\033[36m", "\033[33m", "\033[1;31m"};
    const struct slant_change *c = &a->changes[number];
    struct slant_buffer line = {0};
    slant_buffer_printf(out, "\n%2u  ", number + 1);
    style(out, s, colors[c->severity]);
    slant_buffer_printf(&line, "%s: %s", slant_severity_name(c->severity), slant_change_words(c->kind, 0));
    size_t at = slant_plain_wrap(out, line.data, line.len, AT, AT, slant_plain_width(s->width));
    style(out, s, plain);
    line.len = 0;
    where(a, c, &line);
    slant_buffer_putc(out, ' ');
    slant_plain_wrap(out, line.data, line.len, at + 1, AT, slant_plain_width(s->width));
    LIT(out, "\n    ");
    slant_plain_wrap(out, c->message, strlen(c->message), AT, AT, slant_plain_width(s->width));
    out->failed |= line.failed;
    slant_buffer_free(&line);
    slant_buffer_putc(out, '\n');
    if (slant_plain_width(s->width) >= WIDE && c->wire.words.text.ptr != NULL && c->edited.words.text.ptr != NULL) {
        side_by_side(c, s, out);
        return;
    }
    if (c->wire.words.text.ptr != NULL)
        one_below_the_other("wire  ", &c->wire, s, out);
    if (c->edited.words.text.ptr != NULL)
        one_below_the_other("edit  ", &c->edited, s, out);
}

void slant_report_audit_text(const struct slant_audit *audit, const struct slant_audit_names *names,
                             const struct slant_report_settings *settings, struct slant_buffer *out)
{
    size_t before = out->len;
    (void)names;
    title_line("Wire  ", audit->wire, settings, out);
    title_line("Edit  ", audit->edited, settings, out);
    slant_buffer_putc(out, '\n');
    if (!audit->strangers)
        in_a_word(audit, settings, out);
    sentences_line(audit, settings, out);
    numbers(audit, settings, out);
    lost_most(audit, settings, out);
    for (uint32_t i = 0; i < audit->nchanges && i < SHOWN; i++)
        change(audit, i, settings, out);
    if (audit->nchanges > SHOWN)
        slant_buffer_printf(out, "\n… and %u more: --format html or json shows them all.\n", audit->nchanges - SHOWN);
    if (out->failed)
        out->len = before;
}

/* ---- many pairs ----------------------------------------------------------------------------------------- */

enum { ID = 24, CELL = 7 };

static const enum slant_change_kind shown[] = {
    SLANT_ATTRIBUTION_DROPPED, SLANT_QUOTATION_ALTERED, SLANT_NUMBER_CHANGED, SLANT_HEDGE_DROPPED,
    SLANT_LABEL_SWAPPED,       SLANT_LOADED_ADDED,      SLANT_SIDE_CUT};
enum { NSHOWN = sizeof shown / sizeof shown[0] };

static void head(const char *first, const struct slant_report_settings *s, struct slant_buffer *out)
{
    static const char *const names[NSHOWN] = {"attr.", "quotes", "number", "hedges", "labels", "loaded", "cut"};
    style(out, s, bold);
    slant_plain_cell(out, first, strlen(first), ID);
    slant_plain_right(out, "kept %", CELL);
    slant_plain_right(out, "cut %", CELL);
    slant_plain_right(out, "changes", CELL + 2);
    for (int i = 0; i < NSHOWN; i++)
        slant_plain_right(out, names[i], CELL);
    style(out, s, plain);
    slant_buffer_putc(out, '\n');
}

static void line(struct slant_str name, const struct slant_audit_sum *sum, struct slant_buffer *out)
{
    char text[SLANT_NUMBER];
    uint64_t all = 0;
    for (int k = 0; k < SLANT_NCHANGES; k++)
        all += sum->changes[k];
    slant_plain_cell(out, name.ptr, name.len, ID);
    slant_plain_right(out, slant_plain_percent(sum->kept + sum->moved, sum->sentences, text), CELL);
    slant_plain_right(out, slant_plain_percent(sum->cut, sum->sentences, text), CELL);
    slant_plain_right(out, slant_plain_count(all, text), CELL + 2);
    for (int i = 0; i < NSHOWN; i++)
        slant_plain_right(out, sum->changes[shown[i]] > 0 ? slant_plain_count(sum->changes[shown[i]], text) : "·",
                          CELL);
}

void slant_report_audit_line_head(const struct slant_report_settings *settings, struct slant_buffer *out)
{
    head("pair", settings, out);
}

void slant_report_audit_line(const struct slant_audit *audit, const struct slant_audit_names *names,
                             const struct slant_report_settings *settings, struct slant_buffer *out)
{
    struct slant_audit_sum sum = {0};
    size_t before = out->len;
    (void)settings;
    slant_audit_sum_add(&sum, audit);
    line(names->id, &sum, out);
    slant_buffer_puts(out, audit->strangers ? "  hardly share anything\n" : "\n");
    if (out->failed)
        out->len = before;
}

static void sums(const char *first, const struct slant_audit_sum *all, size_t n, const struct slant_report_settings *s,
                 struct slant_buffer *out)
{
    if (n == 0)
        return;
    slant_buffer_putc(out, '\n');
    head(first, s, out);
    for (size_t i = 0; i < n; i++) {
        line(all[i].name, &all[i], out);
        slant_buffer_printf(out, "  %llu pair%s\n", (unsigned long long)all[i].pairs, all[i].pairs == 1 ? "" : "s");
    }
}

void slant_report_audit_sums_text(const struct slant_audit_sum *outlets, size_t noutlets,
                                  const struct slant_audit_sum *editors, size_t neditors,
                                  const struct slant_report_settings *settings, struct slant_buffer *out)
{
    sums("by outlet", outlets, noutlets, settings, out);
    sums("by editor", editors, neditors, settings, out);
    LIT(out, "\nCounts of changes: attributions dropped, quotations altered, numbers changed, hedges dropped, labels "
             "swapped,\nloaded words added, sources cut; 'changes' counts every kind. One pair alone is shown in "
             "full.\n");
}
