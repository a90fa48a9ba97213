/* compare_html: a comparison as one page that needs nothing else: no script, no network. Per measure a sentence, a
 * figure, the numbers, and the marks behind them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/compare_figure.h"
#include "report/compare_words.h"
#include "report/page.h"
#include "report/report.h"

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

enum { MOST_PAIRS = 12 };

struct page {
    const struct slant_comparison *c;
    const struct slant_compare_page *settings;
    struct slant_buffer *out;
    struct slant_buffer text; /* a sentence on its way */
    uint32_t *order;
};

/* What stands in text, escaped. */
static void flush(struct page *p)
{
    slant_buffer_html(p->out, p->text.data != NULL ? p->text.data : "", p->text.len);
    p->out->failed |= p->text.failed;
    p->text.len = 0;
}

static void paragraph(struct page *p, const char *class)
{
    if (p->text.len == 0)
        return;
    slant_buffer_printf(p->out, "<p%s%s%s>", class[0] ? " class=\"" : "", class, class[0] ? "\"" : "");
    flush(p);
    LIT(p->out, "</p>\n");
}

static void value(struct page *p, const struct slant_compared_measure *m, double x)
{
    slant_compare_value(&p->text, m, x);
    flush(p);
}

/* ---- head --------------------------------------------------------------------------------------------- */

static const char style[] =
    ".slant.compare{--hi:#b34700;--lo:#0072b2;--no:#595959;--grid:#c9c9c9;max-width:48rem}"
    "@media(prefers-color-scheme:dark){.slant.compare{--hi:#ff8a3d;--lo:#56b4e9;--no:#b4b4b4;--grid:#55585e}}\n"
    ".compare svg{display:block;width:100%;overflow:visible;font:14px/1.2 system-ui,sans-serif}"
    ".compare svg text{fill:var(--ink);stroke:var(--paper);stroke-width:4px;paint-order:stroke}.compare svg "
    ".s{fill:var(--soft);font-size:13px}"
    ".compare svg .track{stroke:var(--grid);stroke-width:1}.compare svg .mean{stroke:var(--soft);"
    "stroke-width:1;stroke-dasharray:3 3}"
    ".compare svg .iv{stroke-width:3}.compare svg .hi{stroke:var(--hi);fill:var(--hi)}"
    ".compare svg .lo{stroke:var(--lo);fill:var(--lo)}.compare svg .no{stroke:var(--no);fill:var(--no)}"
    ".compare svg .open{fill:var(--paper);stroke-width:2}.compare svg a text{text-decoration:underline}"
    ".compare figure{margin:1rem 0}.compare figcaption{font:.9rem/1.45 system-ui,sans-serif;color:var(--soft)}\n"
    ".compare .small{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:1rem 2rem;padding:0;"
    "list-style:none}.compare .small li{margin:0}"
    ".compare summary{cursor:pointer;font:.95rem/1.6 system-ui,sans-serif}"
    ".compare td.n,.compare th.n{white-space:nowrap}.compare blockquote{margin:.4rem 0 .9rem;padding-left:.9rem;"
    "border-left:3px solid var(--line)}.compare mark{background:var(--loaded-b);text-decoration:underline solid 2px "
    "var(--loaded)}.compare .wide:focus-visible{outline:3px solid var(--link)}"
    ".compare h3{font:600 1rem/1.4 system-ui,sans-serif;margin:1.4rem 0 .3rem}\n"
    "@media(max-width:30rem){.compare .small{grid-template-columns:1fr}}"
    "@media print{.compare details>*{display:block}.compare figure,.compare blockquote{break-inside:avoid}"
    ".compare svg *{-webkit-print-color-adjust:exact;print-color-adjust:exact}}\n";

static void document_head(struct page *p)
{
    LIT(p->out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                "'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"referrer\" content=\"no-referrer\">\n<title>How they differ – slant</title>\n<style>\n");
    slant_report_html_style(p->out);
    LIT(p->out, "html{background:var(--paper)}body{margin:0}\n");
    slant_buffer_add(p->out, style, sizeof style - 1);
    LIT(p->out, "</style>\n</head>\n<body>\n<main class=\"slant compare\">\n<h1>");
    slant_buffer_printf(&p->text, "How %u %ss differ", p->c->noutlets, p->settings->by);
    flush(p);
    LIT(p->out, "</h1>\n");
    slant_compare_summary_line(&p->text, p->c, p->settings);
    paragraph(p, "");
}

static void how_to_read(struct page *p)
{
    LIT(p->out,
        "<h2 id=\"read\">How to read this</h2>\n<ul class=\"ui\">\n"
        "<li>A <b>dot</b> is what was counted in these articles; the <b>line</b> through it is how far the true rate "
        "may "
        "be from it (95&nbsp;%). Few articles make long lines.</li>\n"
        "<li>The <b>dashed line</b> is the mean of all. <b>Higher</b> and <b>lower</b> stand only where the difference "
        "from it holds after allowing for everything else that was compared on this page. Nothing there means that it "
        "cannot be told, not that there is no difference.</li>\n"
        "<li>A <b>hollow dot</b> is a plain count: too few articles to say anything of others.</li>\n"
        "<li>A mark is a place to look at, not a fault; a high rate is not a verdict on anybody. Names lead to some of "
        "the marks behind the number: read them before you believe it.</li>\n</ul>\n");
}

/* ---- all measures at a glance -------------------------------------------------------------------------- */

static void overview(struct page *p)
{
    if (p->c->nmeasures < 2)
        return;
    LIT(p->out, "<h2>At a glance</h2>\n<ul class=\"small\">\n");
    for (uint32_t i = 0; i < p->c->nmeasures; i++) {
        const struct slant_compared_measure *m = &p->c->measures[i];
        slant_buffer_printf(p->out, "<li><a class=\"ui\" href=\"#m%u\">", i);
        slant_compare_title(&p->text, m);
        flush(p);
        slant_buffer_puts(p->out, m->omnibus.is_selected       ? "</a> <span class=\"ui soft\">they differ</span>"
                                  : m->status == SLANT_STAT_OK ? "</a> <span class=\"ui soft\">cannot tell</span>"
                                                               : "</a> <span class=\"ui soft\">not compared</span>");
        slant_compare_order(p->c, m, p->order);
        slant_figure_strip(p->c, m, p->order, p->out);
        LIT(p->out, "</li>\n");
    }
    LIT(p->out, "</ul>\n");
}

/* Which measures lie farthest out on one side of an axis: "opinion, loaded words". */
static void axis(struct page *p, const double *load, int positive)
{
    uint32_t best[3], n = 0;
    for (uint32_t i = 0; i < p->c->nmeasures; i++) {
        double far = positive ? load[i] : -load[i];
        if (!(far > 0.15))
            continue;
        uint32_t at = n < 3 ? n++ : 3;
        for (; at > 0 && far > fabs(load[best[at - 1]]); at--)
            if (at < 3)
                best[at] = best[at - 1];
        if (at < 3)
            best[at] = i;
    }
    for (uint32_t i = 0; i < n; i++) {
        slant_buffer_puts(&p->text, i > 0 ? ", " : "");
        slant_compare_many(&p->text, &p->c->measures[best[i]]);
    }
    if (n == 0)
        LIT(&p->text, "nothing in particular");
}

static void plane(struct page *p)
{
    const struct slant_compared_plane *at = &p->c->plane;
    char number[SLANT_NUMBER];
    if (at->status != SLANT_STAT_OK)
        return;
    LIT(p->out, "<h2 id=\"map\">A map</h2>\n<p>Outlets that lie near each other have like rates. Distances are a "
                "summary and say nothing of how sure they are: the figures below do.</p>\n<figure>\n");
    slant_figure_plane(p->c, p->out);
    LIT(p->out, "<figcaption>");
    slant_buffer_printf(&p->text, "Across (%s %% of what differs): more to the right: ",
                        slant_plain_fixed(100 * at->share[0], 0, number));
    axis(p, at->load_x, 1);
    LIT(&p->text, "; more to the left: ");
    axis(p, at->load_x, 0);
    slant_buffer_printf(&p->text,
                        ". Up and down (%s %%): more at the top: ", slant_plain_fixed(100 * at->share[1], 0, number));
    axis(p, at->load_y, 1);
    LIT(&p->text, "; more at the bottom: ");
    axis(p, at->load_y, 0);
    LIT(&p->text, ".");
    flush(p);
    LIT(p->out, "</figcaption>\n</figure>\n");
}

/* ---- one measure -------------------------------------------------------------------------------------- */

static void outlet_name(struct page *p, uint32_t outlet)
{
    slant_plain_add(&p->text, p->c->counts->outlets.names[outlet].ptr, p->c->counts->outlets.names[outlet].len);
    flush(p);
}

static void ends(struct page *p, double lo, double hi)
{
    char number[2][SLANT_NUMBER];
    if (isfinite(lo))
        slant_buffer_printf(p->out, " (%s–%s)", slant_plain_fixed(lo, 2, number[0]),
                            slant_plain_fixed(hi, 2, number[1]));
}

static void table_row(struct page *p, const struct slant_compared_measure *m, uint32_t i)
{
    const struct slant_compared_outlet *o = &m->outlets[i];
    const struct slant_compared_ratio *r = &m->contrasts[i].of;
    char number[SLANT_NUMBER];
    LIT(p->out, "<tr><th scope=\"row\">");
    outlet_name(p, i);
    const uint64_t wholes[] = {o->articles, o->with_any, o->count, o->exposure};
    for (size_t k = 0; k < 4; k++)
        slant_buffer_printf(p->out, "<td class=\"n\">%s", slant_plain_count(wholes[k], number));
    LIT(p->out, "<td class=\"n\">");
    slant_compare_rate(&p->text, m, o);
    flush(p);
    LIT(p->out, "<td class=\"n\">");
    if (isfinite(r->ratio))
        slant_buffer_puts(p->out, slant_plain_fixed(r->ratio, 2, number));
    ends(p, r->lo, r->hi);
    LIT(p->out, "<td class=\"n\">");
    slant_compare_p(&p->text, r->p_holm);
    flush(p);
    LIT(p->out, "<td>");
    if (r->verdict != SLANT_CANNOT_TELL)
        slant_buffer_puts(p->out, slant_verdict_name(r->verdict));
    else
        slant_page_puts(p->out, o->status != SLANT_STAT_OK ? slant_compare_sentence(o->status) : "cannot tell");
    LIT(p->out, "</tr>\n");
}

static void table(struct page *p, const struct slant_compared_measure *m)
{
    LIT(p->out, "<details><summary>All numbers</summary>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" "
                "aria-label=\"Numbers: ");
    slant_compare_many(&p->text, m);
    flush(p);
    LIT(p->out, "\"><table class=\"ui\"><caption>Rate ");
    slant_compare_unit(&p->text, m);
    flush(p);
    slant_buffer_puts(p->out, m->what->is_share ? "; ratio of odds to " : "; ratio to ");
    slant_page_puts(p->out, p->c->settings.baseline.ptr != NULL ? p->c->settings.baseline.ptr : "the mean");
    LIT(p->out, ", its interval as wide as the number of comparisons asks for; p after Holm</caption>\n<thead><tr><th "
                "scope=\"col\">");
    slant_page_puts(p->out, p->settings->by);
    LIT(p->out, "<th scope=\"col\" class=\"n\">articles<th scope=\"col\" class=\"n\">with any<th scope=\"col\" "
                "class=\"n\">count<th scope=\"col\" class=\"n\">out of<th scope=\"col\" class=\"n\">rate (95 %)<th "
                "scope=\"col\" class=\"n\">ratio<th scope=\"col\" class=\"n\">p<th "
                "scope=\"col\">verdict</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < p->c->noutlets; i++)
        table_row(p, m, p->order[i]);
    LIT(p->out, "</tbody></table></div></details>\n");
}

static void pairs(struct page *p, const struct slant_compared_measure *m)
{
    uint32_t shown[MOST_PAIRS], all, n = slant_compare_widest(m, shown, MOST_PAIRS, &all);
    char number[SLANT_NUMBER];
    if (n == 0 || p->c->noutlets < 3)
        return;
    slant_buffer_printf(p->out, "<details><summary>Pairs that differ: %u of %u%s</summary>\n<ul class=\"ui\">\n", all,
                        m->npairs, all > n ? ", the widest first" : "");
    for (uint32_t k = 0; k < n; k++) {
        const struct slant_compared_pair *pair = &m->pairs[shown[k]];
        int turned = pair->of.ratio < 1;
        LIT(p->out, "<li>");
        outlet_name(p, turned ? pair->b : pair->a);
        LIT(p->out, " against ");
        outlet_name(p, turned ? pair->a : pair->b);
        slant_buffer_printf(p->out, ": %s%s", m->what->is_share ? "odds " : "",
                            slant_plain_fixed(turned ? 1 / pair->of.ratio : pair->of.ratio, 2, number));
        ends(p, turned ? 1 / pair->of.hi : pair->of.lo, turned ? 1 / pair->of.lo : pair->of.hi);
        LIT(p->out, ", p ");
        slant_compare_p(&p->text, pair->of.p_holm);
        flush(p);
        LIT(p->out, "</li>\n");
    }
    LIT(p->out, "</ul></details>\n");
}

static void measure(struct page *p, uint32_t i)
{
    const struct slant_compared_measure *m = &p->c->measures[i];
    slant_buffer_printf(p->out, "<section aria-labelledby=\"m%u\">\n<h2 id=\"m%u\">", i, i);
    slant_compare_title(&p->text, m);
    flush(p);
    LIT(p->out, "</h2>\n");
    slant_compare_finding(&p->text, p->c, p->settings, m);
    paragraph(p, "");
    if (m->status == SLANT_STAT_NO_EVENTS) {
        LIT(p->out, "</section>\n");
        return;
    }
    slant_compare_order(p->c, m, p->order);
    LIT(p->out, "<figure>\n");
    slant_figure_rates(p->c, p->settings, m, i, p->order, p->out);
    LIT(p->out, "<figcaption>");
    slant_compare_title(&p->text, m);
    slant_buffer_puts(&p->text, ", ");
    slant_compare_unit(&p->text, m);
    flush(p);
    if (isfinite(m->mean_rate)) {
        LIT(p->out, "; dashed: the mean, ");
        value(p, m, m->mean_rate);
    }
    LIT(p->out, ".</figcaption>\n</figure>\n");
    slant_compare_adjusted(&p->text, p->c, m);
    paragraph(p, "");
    slant_compare_same_story(&p->text, p->c, p->settings, m);
    paragraph(p, "");
    slant_compare_robust(&p->text, p->c, m);
    paragraph(p, "");
    slant_compare_unseen(&p->text, m);
    paragraph(p, "soft");
    pairs(p, m);
    table(p, m);
    LIT(p->out, "</section>\n");
}

/* ---- the marks behind --------------------------------------------------------------------------------- */

static void example(struct page *p, const struct slant_example *e)
{
    LIT(p->out, "<blockquote>");
    slant_page_str(p->out, (struct slant_str){e->sentence.ptr, e->start});
    LIT(p->out, "<mark>");
    slant_page_str(p->out, (struct slant_str){e->sentence.ptr + e->start, e->len});
    LIT(p->out, "</mark>");
    slant_page_str(p->out,
                   (struct slant_str){e->sentence.ptr + e->start + e->len, e->sentence.len - e->start - e->len});
    LIT(p->out, "<br><small>");
    slant_page_str(p->out, e->id);
    LIT(p->out, "</small></blockquote>\n");
}

static void examples(struct page *p)
{
    int headed = 0;
    for (uint32_t i = 0; i < p->c->nmeasures; i++) {
        int titled = 0;
        for (uint32_t o = 0; o < p->c->noutlets; o++) {
            const struct slant_example_set *set =
                slant_examples_of(p->settings->examples, p->c->measures[i].what->name, p->c->counts->outlets.names[o]);
            if (set == NULL)
                continue;
            if (!headed++)
                LIT(p->out, "<h2 id=\"marks\">Some of the marks behind the numbers</h2>\n<p>Drawn by lot, one from an "
                            "article, three at most; the small print is the article.</p>\n");
            if (!titled++) {
                slant_buffer_printf(p->out, "<details id=\"e%u\" open><summary>", i);
                slant_compare_title(&p->text, &p->c->measures[i]);
                flush(p);
                LIT(p->out, "</summary>\n");
            }
            slant_buffer_printf(p->out, "<h3 id=\"e%u-%u\">", i, o);
            outlet_name(p, o);
            slant_buffer_printf(p->out, " <a href=\"#m%u\" aria-label=\"back to the figure\">↑</a></h3>\n", i);
            for (uint32_t k = 0; k < set->n; k++)
                example(p, &set->examples[k]);
        }
        if (titled)
            LIT(p->out, "</details>\n");
    }
}

static void method(struct page *p)
{
    LIT(p->out, "<h2 id=\"how\">How this was done, and what it cannot tell</h2>\n");
    for (size_t i = 0; slant_compare_method(i) != NULL; i++) {
        slant_buffer_puts(&p->text, slant_compare_method(i));
        paragraph(p, "ui");
    }
    LIT(&p->text, "Left out: ");
    slant_compare_left_out(&p->text, p->c);
    LIT(&p->text, ".");
    paragraph(p, "ui");
    slant_compare_settings_line(&p->text, p->c);
    paragraph(p, "ui soft");
}

void slant_report_compare_html(const struct slant_comparison *c, const struct slant_compare_page *settings,
                               struct slant_buffer *out)
{
    struct page p = {c, settings, out, {0}, malloc((c->noutlets + 1) * sizeof *p.order)};
    if (p.order == NULL) {
        out->failed = 1;
        return;
    }
    document_head(&p);
    how_to_read(&p);
    overview(&p);
    plane(&p);
    for (uint32_t i = 0; i < c->nmeasures; i++)
        measure(&p, i);
    examples(&p);
    method(&p);
    LIT(out, "</main>\n</body>\n</html>\n");
    slant_buffer_free(&p.text);
    free(p.order);
}
