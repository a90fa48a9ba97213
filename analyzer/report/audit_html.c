/* audit_html: one pair as one page that needs nothing else: what changed, worst first, then both texts side by side,
 * each change linked with its places. */
#include <stdlib.h>
#include <string.h>

#include "report/audit.h"
#include "report/layers.h"
#include "report/page.h"
#include "report/plain.h"

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

static const char style[] =
    "html{background:var(--paper)}body{margin:0}.slant.audit{max-width:76rem}\n"
    ".slant .lead{font:600 1.15rem/1.4 system-ui,sans-serif;margin:.4rem 0}"
    ".slant .pair{display:grid;grid-template-columns:1fr 1fr;gap:0 1.6rem}.slant .pair>*{min-width:0}"
    ".slant .changes{list-style:none;padding:0}.slant .changes>li{border-left:5px solid var(--line);"
    "padding:.1rem 0 .1rem .9rem;margin:1.1rem 0}"
    ".slant .changes>li.error{border-color:var(--loaded)}.slant .changes>li.warning{border-color:var(--scare)}"
    ".slant .changes>li.suggestion{border-color:var(--hedge)}.slant .changes>li:target{outline:2px solid var(--link);"
    "outline-offset:4px}\n"
    ".slant .kind{font:600 1rem/1.4 system-ui,sans-serif;margin:0}.slant .kind a{margin-left:.5em;font-weight:400}"
    ".slant .said{margin:.1rem 0 .3rem}.slant .pair p{margin:.15rem 0;padding:.25rem .5rem}"
    ".slant .side{font:600 .75rem/1.2 system-ui,sans-serif;color:var(--soft);text-transform:uppercase;"
    "letter-spacing:.05em;display:block}"
    ".slant mark{background:var(--loaded-b);color:inherit;text-decoration:underline 2px var(--loaded)}"
    ".slant mark:target{outline:2px solid var(--link)}"
    ".slant .texts .pair{border-bottom:1px solid var(--line)}.slant .texts .cut,.slant .texts .new{background:"
    "var(--hedge-b)}.slant .texts .cut{text-decoration:line-through 1px}"
    ".slant .texts .pair.head{position:sticky;top:0;background:var(--paper);z-index:1}"
    ".slant .how{font:.8rem/1.3 system-ui,sans-serif;color:var(--soft)}\n"
    "@media(max-width:44rem){.slant .pair{grid-template-columns:1fr}.slant .texts .pair.head{position:static}"
    ".slant .texts .pair{padding:.4rem 0}}\n";

/* ---- which changes stand in which sentence -------------------------------------------------------------- */

struct reference {
    int32_t row;
    uint32_t start, change;
};

struct references {
    struct reference *rows;
    uint32_t n;
};

static int by_place(const void *x, const void *y)
{
    const struct reference *a = x, *b = y;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->change < b->change ? -1 : a->change > b->change;
}

static const struct slant_change_side *side_of(const struct slant_change *c, int is_wire)
{
    return is_wire ? &c->wire : &c->edited;
}

static int refer(const struct slant_audit *audit, int is_wire, struct references *out)
{
    out->n = 0;
    out->rows = calloc(audit->nchanges + 1, sizeof *out->rows);
    if (out->rows == NULL)
        return 0;
    for (uint32_t i = 0; i < audit->nchanges; i++) {
        const struct slant_change_side *s = side_of(&audit->changes[i], is_wire);
        if (s->words.text.ptr != NULL)
            out->rows[out->n++] = (struct reference){s->row, s->words.start, i};
    }
    qsort(out->rows, out->n, sizeof *out->rows, by_place);
    return 1;
}

static uint32_t first_in(const struct references *r, int32_t row)
{
    uint32_t low = 0, high = r->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (r->rows[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- one sentence --------------------------------------------------------------------------------------- */

static void plain_run(struct slant_buffer *out, const char *from, const char *to)
{
    if (from < to)
        slant_buffer_html(out, from, (size_t)(to - from));
}

static void number(struct slant_buffer *out, uint32_t change)
{
    slant_buffer_printf(out, "<sup><a href=\"#c%u\" aria-label=\"change %u\">%u</a></sup>", change + 1, change + 1,
                        change + 1);
}

/* The sentence with the words of its changes marked and numbered. Marks do not nest: a later one that begins inside an
 * earlier gets its number alone, as does what is about the whole sentence. */
static void marked(const struct slant_audit *audit, const struct references *r, int is_wire, int32_t row,
                   struct slant_str sentence, struct slant_buffer *out)
{
    const char *at = sentence.ptr, *end = sentence.ptr + sentence.len;
    uint32_t first = first_in(r, row), i;
    for (i = first; i < r->n && r->rows[i].row == row; i++) {
        struct slant_str w = side_of(&audit->changes[r->rows[i].change], is_wire)->words.text;
        if (w.ptr < at || w.ptr + w.len > end || w.len == sentence.len)
            continue;
        plain_run(out, at, w.ptr);
        slant_buffer_printf(out, "<mark id=\"%c%u\">", is_wire ? 'w' : 'e', r->rows[i].change + 1);
        plain_run(out, w.ptr, w.ptr + w.len);
        LIT(out, "</mark>");
        number(out, r->rows[i].change);
        at = w.ptr + w.len;
    }
    plain_run(out, at, end);
    at = sentence.ptr;
    for (i = first; i < r->n && r->rows[i].row == row; i++) {
        struct slant_str w = side_of(&audit->changes[r->rows[i].change], is_wire)->words.text;
        if (w.ptr >= at && w.ptr + w.len <= end && w.len != sentence.len) {
            at = w.ptr + w.len;
            continue;
        }
        slant_buffer_printf(out, "<span id=\"%c%u\"></span>", is_wire ? 'w' : 'e', r->rows[i].change + 1);
        number(out, r->rows[i].change);
    }
}

/* ---- the head and the numbers --------------------------------------------------------------------------- */

static void head(const struct slant_audit *audit, struct slant_buffer *out)
{
    struct slant_str title = slant_title_of(audit->edited);
    LIT(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" "
             "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    slant_page_str(out, title.len != 0 ? title : audit->edited->article->id);
    LIT(out, " – slant audit</title>\n<style>\n");
    slant_report_html_style(out);
    slant_buffer_add(out, style, sizeof style - 1);
    LIT(out, "</style>\n</head>\n<body>\n<main class=\"slant audit\">\n");
}

static void counts(const struct slant_audit *audit, struct slant_buffer *out)
{
    struct slant_audit_sum sum = {0};
    int told = 0;
    slant_audit_sum_add(&sum, audit);
    LIT(out, "<p class=\"lead\">");
    for (int k = 0; k < SLANT_NCHANGES; k++)
        if (sum.changes[k] > 0)
            slant_buffer_printf(out, "%s%llu %s", told++ ? " · " : "", (unsigned long long)sum.changes[k],
                                slant_change_words((enum slant_change_kind)k, sum.changes[k] != 1));
    if (told == 0)
        slant_page_puts(out, audit->strangers ? "These two hardly share anything: the one is no edit of the other."
                                              : "No change of framing was found.");
    LIT(out, "</p>\n");
    slant_buffer_printf(out,
                        "<p class=\"ui\">Of the wire’s %u sentences %u kept, %u moved, %u cut; %u of the edit’s %u "
                        "new.",
                        audit->wire->sentences, audit->kept, audit->moved, audit->cut, audit->added,
                        audit->edited->sentences);
    if (audit->capped > 0)
        slant_buffer_printf(out, " %u words of overlong sentences were not compared.", audit->capped);
    LIT(out, "</p>\n");
}

static void number_row(const char *name, const char *wire, const char *edited, const char *unit,
                       struct slant_buffer *out)
{
    LIT(out, "<tr><th scope=\"row\">");
    slant_page_puts(out, name);
    slant_buffer_printf(out, "</th><td class=\"n\">%s</td><td class=\"n\">%s</td><td>", wire, edited);
    slant_page_puts(out, unit);
    LIT(out, "</td></tr>\n");
}

static void numbers(const struct slant_audit *a, struct slant_buffer *out)
{
    static const char *const voices[SLANT_NVOICES] = {"Outlet’s own voice", "Quoted", "Reported"};
    char before[SLANT_NUMBER], after[SLANT_NUMBER];
    LIT(out, "<section class=\"ui\">\n<h2>Before and after</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" "
             "aria-label=\"Before and after\"><table>\n<caption>In brackets, where a text is too short for a "
             "rate: how many.</caption>\n<thead><tr><th scope=\"col\">What</th><th scope=\"col\" "
             "class=\"n\">wire</th><th scope=\"col\" class=\"n\">edit</th><th scope=\"col\">per</th></tr></thead>\n"
             "<tbody>\n");
    for (int v = 0; v < SLANT_NVOICES; v++)
        number_row(voices[v], slant_plain_percent(a->wire->voice_words[v], a->wire->words, before),
                   slant_plain_percent(a->edited->voice_words[v], a->edited->words, after), "% of words", out);
    for (uint32_t i = 0; i < a->wire->nmeasures && i < a->edited->nmeasures; i++) {
        const struct slant_measure *w = &a->wire->measures[i], *e = &a->edited->measures[i];
        const struct slant_measure_look *look = slant_measure_look(w->name);
        if (w->has_voices && look != NULL && look->plain != NULL && (w->count > 0 || e->count > 0))
            number_row(look->plain, slant_audit_number(w, before), slant_audit_number(e, after), w->unit, out);
    }
    LIT(out, "</tbody></table></div>\n");
    int told = 0;
    for (uint32_t i = 0; i < a->nspeakers && told < 5; i++) {
        const struct slant_audit_speaker *p = &a->speakers[i];
        if (p->wire_words <= p->edited_words)
            break;
        slant_buffer_puts(out, told++ == 0 ? "<p>Who lost most: " : " · ");
        slant_page_str(out, p->name);
        slant_buffer_printf(out, " %u → %u words", p->wire_words, p->edited_words);
    }
    slant_buffer_puts(out, told > 0 ? "</p>\n</section>\n" : "</section>\n");
}

/* ---- the changes ---------------------------------------------------------------------------------------- */

static void one_side(const char *name, const struct slant_change_side *side, struct slant_buffer *out)
{
    struct slant_str s = side->sentence.text, w = side->words.text;
    slant_buffer_printf(out, "<p><span class=\"side\">%s</span>", name);
    if (w.ptr == NULL) {
        LIT(out, "—</p>");
        return;
    }
    int inside = w.ptr >= s.ptr && w.ptr + w.len <= s.ptr + s.len && w.len < s.len;
    plain_run(out, s.ptr, inside ? w.ptr : s.ptr + s.len);
    if (inside) {
        LIT(out, "<mark>");
        plain_run(out, w.ptr, w.ptr + w.len);
        LIT(out, "</mark>");
        plain_run(out, w.ptr + w.len, s.ptr + s.len);
    }
    LIT(out, "</p>");
}

static void one_change(const struct slant_change *c, uint32_t i, struct slant_buffer *out)
{
    const char *severity = slant_severity_name(c->severity);
    slant_buffer_printf(out, "<li id=\"c%u\" class=\"%s\"><p class=\"kind\">%u. %s: %s", i + 1, severity, i + 1,
                        severity, slant_change_words(c->kind, 0));
    if (c->wire.words.text.ptr != NULL)
        slant_buffer_printf(out, " <a href=\"#w%u\">in the wire</a>", i + 1);
    if (c->edited.words.text.ptr != NULL)
        slant_buffer_printf(out, " <a href=\"#e%u\">in the edit</a>", i + 1);
    LIT(out, "</p><p class=\"said ui\">");
    slant_page_puts(out, c->message);
    LIT(out, ".</p><div class=\"pair\">");
    one_side("wire", &c->wire, out);
    one_side("edit", &c->edited, out);
    LIT(out, "</div></li>\n");
}

static void changes(const struct slant_audit *audit, struct slant_buffer *out)
{
    if (audit->nchanges == 0)
        return;
    LIT(out, "<section>\n<h2>What changed, worst first</h2>\n<ol class=\"changes\">\n");
    for (uint32_t i = 0; i < audit->nchanges; i++)
        one_change(&audit->changes[i], i, out);
    LIT(out, "</ol>\n</section>\n");
}

/* ---- both texts ----------------------------------------------------------------------------------------- */

struct both {
    const struct slant_audit *audit;
    struct references wire, edited;
};

static void text_side(const struct both *b, int is_wire, const struct slant_pairing *p, struct slant_buffer *out)
{
    const struct slant_result *r = is_wire ? b->audit->wire : b->audit->edited;
    const uint32_t *rows = is_wire ? p->wire : p->edited;
    uint32_t n = is_wire ? p->nwire : p->nedited;
    slant_buffer_puts(out, p->relation == SLANT_CUT && is_wire      ? "<p class=\"cut\">"
                           : p->relation == SLANT_ADDED && !is_wire ? "<p class=\"new\">"
                                                                    : "<p>");
    for (uint32_t i = 0; i < n; i++) {
        slant_buffer_puts(out, i > 0 ? " " : "");
        marked(b->audit, is_wire ? &b->wire : &b->edited, is_wire, (int32_t)rows[i], r->rows[rows[i]].span.text, out);
    }
    static const char *const how[SLANT_NRELATIONS] = {"", "", "split", "merged", "cut", "new"};
    int here = is_wire ? p->relation == SLANT_CUT : 1;
    if (here && (how[p->relation][0] != '\0' || p->moved))
        slant_buffer_printf(out, " <span class=\"how\">[%s%s%s]</span>", how[p->relation],
                            how[p->relation][0] != '\0' && p->moved ? ", " : "", p->moved ? "moved" : "");
    LIT(out, "</p>");
}

static void headlines(const struct both *b, struct slant_buffer *out)
{
    LIT(out, "<div class=\"pair\">");
    for (int is_wire = 1; is_wire >= 0; is_wire--) {
        struct slant_str title = slant_title_of(is_wire ? b->audit->wire : b->audit->edited);
        LIT(out, "<p><b>");
        if (title.ptr != NULL)
            marked(b->audit, is_wire ? &b->wire : &b->edited, is_wire, -1, title, out);
        LIT(out, "</b></p>");
    }
    LIT(out, "</div>\n");
}

static void texts(const struct both *b, struct slant_buffer *out)
{
    LIT(out, "<section class=\"texts\">\n<h2>Side by side</h2>\n<div class=\"pair head\"><p><span "
             "class=\"side\">wire</span></p><p><span class=\"side\">edit</span></p></div>\n");
    headlines(b, out);
    for (uint32_t i = 0; i < b->audit->npairings; i++) {
        LIT(out, "<div class=\"pair\">");
        text_side(b, 1, &b->audit->pairings[i], out);
        text_side(b, 0, &b->audit->pairings[i], out);
        LIT(out, "</div>\n");
    }
    LIT(out, "</section>\n");
}

static void article_line(const char *name, const struct slant_result *r, struct slant_buffer *out)
{
    struct slant_buffer line = {0};
    slant_plain_byline(&line, r);
    slant_buffer_printf(out, "<p class=\"by ui\"><b>%s</b> ", name);
    slant_page_str(out, slant_title_of(r));
    LIT(out, " · ");
    slant_buffer_html(out, line.data, line.len);
    LIT(out, "</p>\n");
    out->failed |= line.failed;
    slant_buffer_free(&line);
}

void slant_report_audit_html(const struct slant_audit *audit, const struct slant_audit_names *names,
                             struct slant_buffer *out)
{
    size_t before = out->len;
    struct both b = {.audit = audit};
    (void)names;
    if (!refer(audit, 1, &b.wire) || !refer(audit, 0, &b.edited))
        out->failed = 1;
    head(audit, out);
    LIT(out, "<header>\n<h1>What the edit did</h1>\n");
    article_line("Wire", audit->wire, out);
    article_line("Edit", audit->edited, out);
    LIT(out, "</header>\n");
    counts(audit, out);
    numbers(audit, out);
    changes(audit, out);
    if (!out->failed)
        texts(&b, out);
    LIT(out,
        "<footer class=\"ui soft\">\n<h2>What this cannot tell</h2>\n<p>Whether the wire or the edit is right, and "
        "what anybody meant by a change. Sentences are matched by the words that they share.</p>\n<p>Made with "
        "slant " SLANT_VERSION ".</p>\n</footer>\n</main>\n</body>\n</html>\n");
    free(b.wire.rows);
    free(b.edited.rows);
    if (out->failed)
        out->len = before;
}
