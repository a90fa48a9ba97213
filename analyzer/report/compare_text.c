/* compare_text: a comparison for the terminal: per measure a sentence, a picture with its numbers, the pairs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/compare_words.h"

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

enum { MOST_PAIRS = 8, NARROW = 84 };

struct page {
    const struct slant_comparison *c;
    const struct slant_compare_page *settings;
    struct slant_buffer *out;
    size_t width, name, picture;
};

static void paragraph(struct page *p, struct slant_buffer *text, size_t indent)
{
    slant_plain_spaces(p->out, indent);
    slant_plain_wrap(p->out, text->data, text->len, indent, indent, p->width);
    slant_buffer_putc(p->out, '\n');
    p->out->failed |= text->failed;
    text->len = 0;
}

static void bold(struct page *p, int on)
{
    if (p->settings->color)
        slant_buffer_puts(p->out, on ? "\033[1m" : "\033[0m");
}

/* "  ├──●────┤   ": the interval on a line from 0 to `greatest`; a bound is "├───" from 0. */
static void picture(struct page *p, const struct slant_compared_outlet *o, double greatest, double mean)
{
    size_t n = p->picture;
    long last = (long)n - 1;
    long at = isfinite(o->rate) ? lround(o->rate / greatest * (double)last) : -1;
    long lo = isfinite(o->lo) ? lround(o->lo / greatest * (double)last) : -1;
    long hi = isfinite(o->hi) ? lround(o->hi / greatest * (double)last) : -1;
    long middle = isfinite(mean) ? lround(mean / greatest * (double)last) : -1;
    if (isfinite(o->upper)) {
        lo = 0;
        hi = lround(o->upper / greatest * (double)last);
    }
    for (long i = 0; i < (long)n; i++) {
        const char *sign = i == middle ? "┊" : " ";
        if (lo >= 0 && i >= lo && i <= hi)
            sign = i == lo ? "├" : i == hi ? "┤" : "─";
        if (i == at)
            sign = isfinite(o->lo) ? "●" : "○";
        slant_buffer_puts(p->out, sign);
    }
}

static void cell(struct page *p, struct slant_buffer *text, size_t columns)
{
    size_t have = slant_plain_columns(text->data, text->len);
    if (have < columns)
        slant_plain_spaces(p->out, columns - have);
    slant_buffer_add(p->out, text->data, text->len);
    p->out->failed |= text->failed;
    text->len = 0;
}

/* What stands behind the picture: the verdict against the mean (or the baseline), or why there is none. */
static void verdict(struct page *p, const struct slant_compared_measure *m, uint32_t i, struct slant_buffer *text)
{
    const struct slant_compared_outlet *o = &m->outlets[i];
    const struct slant_compared_ratio *r = &m->contrasts[i].of;
    static const char *const words[] = {"", "lower", "higher"};
    if (isfinite(o->upper)) {
        LIT(text, "none found; at most ");
        slant_compare_value(text, m, o->upper);
    } else if (o->status != SLANT_STAT_OK) {
        slant_buffer_puts(text, o->articles == 0 ? "no article" : "counts only");
    } else {
        slant_buffer_puts(text, words[r->verdict]);
    }
    slant_buffer_add(p->out, text->data, text->len);
    p->out->failed |= text->failed;
    text->len = 0;
}

static void row(struct page *p, const struct slant_compared_measure *m, uint32_t i, double greatest)
{
    const struct slant_compared_outlet *o = &m->outlets[i];
    struct slant_str name = p->c->counts->outlets.names[i];
    struct slant_buffer text = {0};
    char number[SLANT_NUMBER];
    LIT(p->out, "  ");
    slant_plain_cell(p->out, name.ptr, name.len, p->name);
    slant_plain_right(p->out, slant_plain_count(o->articles, number), 7);
    slant_plain_right(p->out, slant_plain_count(o->count, number), 8);
    slant_compare_value(&text, m, o->rate);
    cell(p, &text, 7);
    if (isfinite(o->lo)) {
        slant_compare_value(&text, m, o->lo);
        LIT(&text, "–");
        slant_compare_value(&text, m, o->hi);
    }
    cell(p, &text, 13);
    LIT(p->out, "  ");
    if (greatest > 0)
        picture(p, o, greatest, m->mean_rate);
    LIT(p->out, "  ");
    verdict(p, m, i, &text);
    slant_buffer_putc(p->out, '\n');
    slant_buffer_free(&text);
}

static void heads(struct page *p, const struct slant_compared_measure *m)
{
    struct slant_buffer text = {0};
    bold(p, 1);
    LIT(p->out, "  ");
    slant_plain_cell(p->out, p->settings->by, strlen(p->settings->by), p->name);
    LIT(p->out, "articles  count   rate       95 %    ");
    LIT(&text, " ");
    slant_compare_unit(&text, m);
    slant_buffer_add(p->out, text.data, text.len);
    bold(p, 0);
    slant_buffer_putc(p->out, '\n');
    slant_buffer_free(&text);
}

/* The pairs that differ, the smallest p first; how many more. */
static void pairs(struct page *p, const struct slant_compared_measure *m)
{
    struct slant_buffer text = {0};
    uint32_t shown[MOST_PAIRS], all, n = slant_compare_widest(m, shown, MOST_PAIRS, &all);
    if (p->c->noutlets < 3)
        return;
    if (all == 0)
        return;
    slant_buffer_printf(&text, "Pairs that differ: %u of %u%s", all, m->npairs, all > n ? "; the widest:" : ":");
    paragraph(p, &text, 2);
    for (uint32_t k = 0; k < n; k++) {
        const struct slant_compared_pair *pair = &m->pairs[shown[k]];
        int turned = pair->of.ratio < 1;
        uint32_t high = turned ? pair->b : pair->a, low = turned ? pair->a : pair->b;
        char number[3][SLANT_NUMBER];
        struct slant_str a = p->c->counts->outlets.names[high], b = p->c->counts->outlets.names[low];
        slant_plain_add(&text, a.ptr, a.len);
        LIT(&text, " : ");
        slant_plain_add(&text, b.ptr, b.len);
        slant_buffer_printf(&text, "  %s%s (%s–%s), p ", m->what->is_share ? "odds " : "",
                            slant_plain_fixed(turned ? 1 / pair->of.ratio : pair->of.ratio, 2, number[0]),
                            slant_plain_fixed(turned ? 1 / pair->of.hi : pair->of.lo, 2, number[1]),
                            slant_plain_fixed(turned ? 1 / pair->of.lo : pair->of.hi, 2, number[2]));
        slant_compare_p(&text, pair->of.p_holm);
        paragraph(p, &text, 4);
    }
    slant_buffer_free(&text);
}

static void measure(struct page *p, const struct slant_compared_measure *m, uint32_t *order)
{
    struct slant_buffer text = {0};
    double greatest = slant_compare_greatest(p->c, m);
    slant_buffer_putc(p->out, '\n');
    bold(p, 1);
    slant_compare_title(&text, m);
    slant_buffer_add(p->out, text.data, text.len);
    text.len = 0;
    bold(p, 0);
    slant_buffer_putc(p->out, '\n');
    slant_compare_finding(&text, p->c, p->settings, m);
    paragraph(p, &text, 2);
    if (m->status != SLANT_STAT_NO_EVENTS) {
        slant_buffer_putc(p->out, '\n');
        heads(p, m);
        slant_compare_order(p->c, m, order);
        for (uint32_t i = 0; i < p->c->noutlets; i++)
            row(p, m, order[i], greatest);
    }
    pairs(p, m);
    slant_compare_adjusted(&text, p->c, m);
    if (text.len > 0)
        paragraph(p, &text, 2);
    slant_compare_same_story(&text, p->c, p->settings, m);
    if (text.len > 0)
        paragraph(p, &text, 2);
    slant_compare_robust(&text, p->c, m);
    if (text.len > 0)
        paragraph(p, &text, 2);
    slant_compare_unseen(&text, m);
    if (text.len > 0)
        paragraph(p, &text, 2);
    slant_buffer_free(&text);
}

static void how(struct page *p)
{
    struct slant_buffer text = {0};
    slant_buffer_putc(p->out, '\n');
    bold(p, 1);
    LIT(p->out, "How this was done\n");
    bold(p, 0);
    for (size_t i = 0; slant_compare_method(i) != NULL; i++) {
        slant_buffer_puts(&text, slant_compare_method(i));
        paragraph(p, &text, 2);
    }
    LIT(&text, "Left out: ");
    slant_compare_left_out(&text, p->c);
    LIT(&text, ". ");
    slant_compare_settings_line(&text, p->c);
    paragraph(p, &text, 2);
    slant_buffer_free(&text);
}

void slant_report_compare_text(const struct slant_comparison *c, const struct slant_compare_page *settings,
                               struct slant_buffer *out)
{
    struct page p = {c, settings, out, slant_plain_width(settings->width), 12, 16};
    struct slant_buffer text = {0};
    uint32_t *order = malloc((c->noutlets + 1) * sizeof *order);
    if (order == NULL) {
        out->failed = 1;
        return;
    }
    for (uint32_t i = 0; i < c->noutlets; i++) {
        size_t columns = slant_plain_columns(c->counts->outlets.names[i].ptr, c->counts->outlets.names[i].len);
        p.name = columns > p.name ? columns : p.name;
    }
    size_t most = p.width < NARROW ? 14 : 24;
    p.name = p.name > most ? most : p.name;
    size_t used = 2 + p.name + 7 + 8 + 7 + 13 + 2 + 2 + 12;
    p.picture = p.width > used + 12 ? p.width - used : 12;
    slant_compare_summary_line(&text, c, settings);
    paragraph(&p, &text, 0);
    for (uint32_t i = 0; i < c->nmeasures; i++)
        measure(&p, &c->measures[i], order);
    how(&p);
    slant_buffer_free(&text);
    free(order);
}
