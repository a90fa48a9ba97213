#include "report/compare_figure.h"

#include <math.h>
#include <string.h>

#include "report/compare_words.h"
#include "report/page.h"

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

enum { ROW = 42, HEAD = 22, STRIP = 46, MOST_NAME = 26 };

/* x="12.3%", with room for a dot at both ends. */
static void place(struct slant_buffer *out, const char *name, double value, double greatest)
{
    slant_buffer_printf(out, " %s=\"", name);
    slant_buffer_decimal(out, 1 + 98 * value / greatest, 2);
    LIT(out, "%\"");
}

static void line(struct slant_buffer *out, const char *class, double from, double to, double greatest, int y1, int y2)
{
    slant_buffer_printf(out, "<line class=\"%s\"", class);
    place(out, "x1", from, greatest);
    place(out, "x2", to, greatest);
    slant_buffer_printf(out, " y1=\"%d\" y2=\"%d\"/>", y1, y2);
}

static const char *class_of(enum slant_verdict verdict)
{
    static const char *const classes[] = {"no", "lo", "hi"};
    return classes[verdict];
}

static void escaped(struct slant_buffer *out, struct slant_buffer *text)
{
    slant_buffer_html(out, text->data != NULL ? text->data : "", text->len);
    out->failed |= text->failed;
    text->len = 0;
}

/* Cut to what a phone has room for. */
static void short_name(struct slant_buffer *out, struct slant_str name, size_t most)
{
    struct slant_buffer text = {0};
    if (slant_plain_columns(name.ptr, name.len) > most)
        slant_plain_cell(&text, name.ptr, name.len, most);
    else
        slant_plain_add(&text, name.ptr, name.len);
    escaped(out, &text);
    slant_buffer_free(&text);
}

static void drawn(struct slant_buffer *out, const struct slant_compared_outlet *o, enum slant_verdict verdict,
                  double greatest, int y)
{
    char class[16] = "iv ";
    strcat(class, class_of(verdict));
    line(out, "track", 0, greatest, greatest, y, y);
    if (isfinite(o->lo))
        line(out, class, o->lo, o->hi, greatest, y, y);
    else if (isfinite(o->upper))
        line(out, class, 0, o->upper, greatest, y, y);
    if (!isfinite(o->rate))
        return;
    slant_buffer_printf(out, "<circle class=\"%s%s\" cy=\"%d\" r=\"5\"", class_of(verdict),
                        isfinite(o->lo) ? "" : " open", y);
    place(out, "cx", o->rate, greatest);
    LIT(out, "/>");
}

static void row(const struct slant_comparison *c, const struct slant_compare_page *page,
                const struct slant_compared_measure *m, uint32_t number, uint32_t i, double greatest, int top,
                struct slant_buffer *out)
{
    const struct slant_compared_outlet *o = &m->outlets[i];
    enum slant_verdict verdict = m->contrasts[i].of.verdict;
    struct slant_buffer text = {0};
    int linked = slant_examples_of(page->examples, m->what->name, c->counts->outlets.names[i]) != NULL;
    if (linked)
        slant_buffer_printf(out, "<a href=\"#e%u-%u\">", number, i);
    slant_buffer_printf(out, "<text x=\"0\" y=\"%d\">", top + 14);
    short_name(out, c->counts->outlets.names[i], MOST_NAME);
    slant_buffer_puts(out, linked ? "</text></a>" : "</text>");
    slant_buffer_printf(out, "<text x=\"100%%\" y=\"%d\" text-anchor=\"end\">", top + 14);
    if (isfinite(o->upper)) {
        LIT(&text, "none; at most ");
        slant_compare_value(&text, m, o->upper);
    } else {
        slant_compare_rate(&text, m, o);
        if (verdict != SLANT_CANNOT_TELL)
            slant_buffer_printf(&text, " %s", slant_verdict_name(verdict));
    }
    escaped(out, &text);
    LIT(out, "</text>");
    drawn(out, o, verdict, greatest, top + 26);
    LIT(out, "\n");
    slant_buffer_free(&text);
}

void slant_figure_rates(const struct slant_comparison *c, const struct slant_compare_page *page,
                        const struct slant_compared_measure *m, uint32_t number, const uint32_t *order,
                        struct slant_buffer *out)
{
    double greatest = slant_compare_greatest(c, m);
    int height = HEAD + ROW * (int)c->noutlets;
    struct slant_buffer text = {0};
    if (!(greatest > 0))
        return;
    slant_buffer_printf(
        out, "<svg height=\"%d\" role=\"group\" aria-label=\"Rates with 95 per cent intervals: ", height + 4);
    slant_compare_many(&text, m);
    escaped(out, &text);
    LIT(out, "\">\n");
    if (isfinite(m->mean_rate))
        line(out, "mean", m->mean_rate, m->mean_rate, greatest, 0, height - HEAD);
    for (uint32_t i = 0; i < c->noutlets; i++)
        row(c, page, m, number, order[i], greatest, ROW * (int)i, out);
    slant_buffer_printf(out, "<text class=\"s\" x=\"1%%\" y=\"%d\">0</text>", height - 6);
    slant_buffer_printf(out, "<text class=\"s\" x=\"99%%\" y=\"%d\" text-anchor=\"end\">", height - 6);
    slant_compare_value(&text, m, greatest);
    escaped(out, &text);
    LIT(out, "</text>\n</svg>\n");
    slant_buffer_free(&text);
}

/* The outlet with the greatest, or least, rate: its name under the strip. */
static void end_name(const struct slant_comparison *c, uint32_t outlet, const char *anchor, const char *x,
                     struct slant_buffer *out)
{
    slant_buffer_printf(out, "<text class=\"s\" x=\"%s\" y=\"%d\" text-anchor=\"%s\">", x, STRIP - 8, anchor);
    short_name(out, c->counts->outlets.names[outlet], 18);
    LIT(out, "</text>");
}

void slant_figure_strip(const struct slant_comparison *c, const struct slant_compared_measure *m, const uint32_t *order,
                        struct slant_buffer *out)
{
    double greatest = 0;
    uint32_t known = 0;
    for (uint32_t i = 0; i < c->noutlets; i++) {
        known += isfinite(m->outlets[i].rate) ? 1 : 0;
        greatest = fmax(greatest, isfinite(m->outlets[i].rate) ? m->outlets[i].rate : 0);
    }
    if (!(greatest > 0))
        return;
    slant_buffer_printf(out, "<svg height=\"%d\" aria-hidden=\"true\">", STRIP);
    line(out, "track", 0, greatest, greatest, 14, 14);
    if (isfinite(m->mean_rate))
        line(out, "mean", m->mean_rate, m->mean_rate, greatest, 2, 26);
    for (uint32_t i = known; i-- > 0;) {
        const struct slant_compared_outlet *o = &m->outlets[order[i]];
        slant_buffer_printf(out, "<circle class=\"%s%s\" cy=\"14\" r=\"5\"",
                            class_of(m->contrasts[order[i]].of.verdict), isfinite(o->lo) ? "" : " open");
        place(out, "cx", o->rate, greatest);
        LIT(out, "/>");
    }
    if (known > 1)
        end_name(c, order[known - 1], "start", "0", out);
    end_name(c, order[0], "end", "100%", out);
    LIT(out, "</svg>");
}

/* ---- the plane ---------------------------------------------------------------------------------------- */

struct bounds {
    double left, right, low, high;
};

static struct bounds bounds_of(const struct slant_comparison *c)
{
    struct bounds b = {INFINITY, -INFINITY, INFINITY, -INFINITY};
    for (uint32_t i = 0; i < c->noutlets; i++) {
        if (isnan(c->plane.x[i]))
            continue;
        b.left = fmin(b.left, c->plane.x[i]);
        b.right = fmax(b.right, c->plane.x[i]);
        b.low = fmin(b.low, c->plane.y[i]);
        b.high = fmax(b.high, c->plane.y[i]);
    }
    return b;
}

/* Where a name stands: per cent across (for a figure of 600 pixels), and its line. */
struct label {
    double left, right, line;
};

enum { MOST_LABELS = 256, HEIGHT = 420, EDGE = 24, LINE = 14 };

static int is_free(const struct label *taken, uint32_t n, struct label here)
{
    for (uint32_t i = 0; i < n; i++)
        if (taken[i].left < here.right && here.left < taken[i].right && fabs(taken[i].line - here.line) < LINE)
            return 0;
    return here.left >= 0 && here.right <= 100;
}

/* A name of that width at a dot: over it or under it, to either side, or a line further. The inner side first. */
static struct label place_name(const struct label *taken, uint32_t n, double x, double y, double wide)
{
    static const double steps[] = {-8, 19, -22, 33, -36, 47};
    const struct label sides[] = {{x, x + wide, y}, {x - wide, x, y}};
    for (size_t k = 0; k < 2 * sizeof steps / sizeof steps[0]; k++) {
        struct label here = sides[(x > 50) ^ (k % 2)];
        here.line += steps[k / 2];
        if (is_free(taken, n, here))
            return here;
    }
    struct label any = sides[x > 50];
    any.line += steps[0];
    return any;
}

void slant_figure_plane(const struct slant_comparison *c, struct slant_buffer *out)
{
    struct bounds b = bounds_of(c);
    struct label taken[MOST_LABELS];
    uint32_t n = 0;
    if (c->plane.status != SLANT_STAT_OK || !(b.right > b.left) || !(b.high > b.low))
        return;
    slant_buffer_printf(out, "<svg height=\"%d\" role=\"group\" aria-label=\"Map of the outlets\">\n", HEIGHT);
    for (uint32_t i = 0; i < c->noutlets && n < MOST_LABELS; i++) {
        struct slant_str name = c->counts->outlets.names[i];
        if (isnan(c->plane.x[i]))
            continue;
        double x = 2 + 96 * (c->plane.x[i] - b.left) / (b.right - b.left);
        double y = EDGE + (HEIGHT - 2 * EDGE) * (b.high - c->plane.y[i]) / (b.high - b.low);
        double wide = 1.2 * fmin((double)slant_plain_columns(name.ptr, name.len), MOST_NAME);
        struct label here = place_name(taken, n, x, y, wide);
        taken[n++] = here;
        LIT(out, "<circle class=\"no\" r=\"4\" cx=\"");
        slant_buffer_decimal(out, x, 2);
        LIT(out, "%\" cy=\"");
        slant_buffer_decimal(out, y, 1);
        LIT(out, "\"/><text class=\"s\" x=\"");
        slant_buffer_decimal(out, x, 2);
        LIT(out, "%\" y=\"");
        slant_buffer_decimal(out, here.line, 1);
        slant_buffer_puts(out, here.left < x ? "\" text-anchor=\"end\">" : "\">");
        short_name(out, name, MOST_NAME);
        LIT(out, "</text>\n");
    }
    LIT(out, "</svg>\n");
}
