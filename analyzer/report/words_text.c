/* words_text: for each outlet the words that it uses more, and less, than the others; each with a sentence. */
#include <math.h>
#include <string.h>

#include "report/plain.h"
#include "report/words.h"

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

enum { TERM = 26, CONTEXT = 34 };

static void wrapped(struct slant_buffer *out, struct slant_buffer *text, size_t indent, size_t width)
{
    slant_plain_spaces(out, indent);
    slant_plain_wrap(out, text->data, text->len, indent, indent, width);
    slant_buffer_putc(out, '\n');
    out->failed |= text->failed;
    text->len = 0;
}

/* Some of the sentence on either side, cut at words where that can be: "… has been »brutal« in its …" */
static void context(struct slant_buffer *text, const struct slant_ranked_term *t)
{
    if (t->sentence.ptr == NULL || t->start + t->len > t->sentence.len)
        return;
    const char *s = t->sentence.ptr;
    size_t from = t->start > CONTEXT ? t->start - CONTEXT : 0, end = t->start + t->len;
    size_t to = end + CONTEXT < t->sentence.len ? end + CONTEXT : t->sentence.len;
    while (from > 0 && from < t->start && s[from - 1] != ' ')
        from++;
    while (to < t->sentence.len && to > end && s[to] != ' ')
        to--;
    slant_buffer_puts(text, from > 0 ? "… " : "");
    slant_plain_add(text, s + from, t->start - from);
    LIT(text, "»");
    slant_plain_add(text, s + t->start, t->len);
    LIT(text, "«");
    slant_plain_add(text, s + end, to - end);
    slant_buffer_puts(text, to < t->sentence.len ? " …" : "");
    LIT(text, "  [");
    slant_plain_add(text, t->id.ptr, t->id.len);
    LIT(text, "]");
}

static void row(const struct slant_ranked_term *t, size_t width, struct slant_buffer *out)
{
    struct slant_buffer text = {0};
    char number[3][SLANT_NUMBER];
    LIT(out, "  ");
    slant_plain_cell(out, t->term.ptr, t->term.len, TERM);
    slant_plain_right(out, slant_plain_fixed(t->rate, 2, number[0]), 7);
    slant_plain_right(out, slant_plain_fixed(t->rate_elsewhere, 2, number[0]), 10);
    slant_plain_right(out, slant_plain_count(t->articles, number[0]), 9);
    slant_buffer_printf(&text, "%s (%s–%s)", slant_plain_fixed(t->ratio, 2, number[0]),
                        slant_plain_fixed(t->lo, 2, number[1]), slant_plain_fixed(t->hi, 2, number[2]));
    size_t columns = slant_plain_columns(text.data, text.len);
    slant_plain_spaces(out, columns < 18 ? 18 - columns : 1);
    slant_buffer_add(out, text.data, text.len);
    slant_plain_right(out, slant_plain_fixed(t->zeta, 1, number[0]), 7);
    slant_plain_right(out, slant_plain_fixed(t->unevenness, 2, number[0]), 7);
    slant_buffer_putc(out, '\n');
    text.len = 0;
    context(&text, t);
    if (text.len > 0)
        wrapped(out, &text, 6, width);
    slant_buffer_free(&text);
}

/* Terms on one side; returns how many were shown. */
static uint32_t side(const struct slant_ranked_outlet *o, int more, const struct slant_words_page *page, size_t width,
                     struct slant_buffer *out)
{
    uint32_t shown = 0, most = more ? page->top : page->top / 2;
    for (uint32_t i = 0; i < o->n && shown < most; i++) {
        const struct slant_ranked_term *t = &o->terms[i];
        if (!t->is_claimed || (t->zeta > 0) != more)
            continue;
        if (shown++ == 0)
            slant_buffer_puts(out, more ? "  more than elsewhere\n" : "  less than elsewhere\n");
        row(t, width, out);
    }
    return shown;
}

static void outlet(const struct slant_ranked_outlet *o, const struct slant_words_page *page, size_t width,
                   struct slant_buffer *out)
{
    struct slant_buffer text = {0};
    char number[SLANT_NUMBER], other[SLANT_NUMBER];
    slant_buffer_puts(out, page->color ? "\n\033[1m" : "\n");
    slant_plain_add(out, o->outlet.ptr, o->outlet.len);
    slant_buffer_puts(out, page->color ? "\033[0m\n" : "\n");
    if (o->status != SLANT_STAT_OK) {
        LIT(&text, "Nothing can be claimed: that needs 10 articles here and 10 elsewhere.");
    } else {
        slant_buffer_printf(&text, "%s of ", slant_plain_count(o->claimed, number));
        slant_buffer_printf(&text,
                            "%s words and phrases are clearly more, or less, used here than elsewhere (%s articles).",
                            slant_plain_count(o->tried, number), slant_plain_count(o->articles, other));
    }
    wrapped(out, &text, 2, width);
    if (o->claimed > 0) {
        LIT(out, "  ");
        slant_plain_cell(out, "", 0, TERM);
        LIT(out, "   here elsewhere articles       ratio (95 %)   zeta     DP\n");
        side(o, 1, page, width, out);
        side(o, 0, page, width, out);
    }
    slant_buffer_free(&text);
}

void slant_report_words_text(const struct slant_ranking *r, const struct slant_words_page *page,
                             struct slant_buffer *out)
{
    struct slant_buffer text = {0};
    size_t width = slant_plain_width(page->width);
    char number[SLANT_NUMBER];
    slant_buffer_printf(&text, "%s articles, %u outlets, ", slant_plain_count(r->articles, number), r->n);
    slant_buffer_printf(&text,
                        "%s words and phrases in 10 articles or more. %s. A word is no frame: read the sentences.",
                        slant_plain_count(r->terms, number),
                        page->any_voice ? "Words in every voice" : "Words in the outlets' own voice only");
    wrapped(out, &text, 0, width);
    for (uint32_t i = 0; i < r->n; i++)
        outlet(&r->outlets[i], page, width, out);
    LIT(&text,
        "here, elsewhere: per 1,000 words. What is listed is claimed: log ratio of the rates, the article as the unit, "
        "Benjamini and Hochberg over all that was tried for the outlet; the order is by zeta (Monroe, Colaresi & "
        "Quinn 2008), which ranks and does not test. DP: 0 evenly spread over articles, 1 clumped. Names of people "
        "and places show what an outlet writes about, not how.");
    if (!page->has_examples)
        LIT(&text, " No examples: standard input can be read once only.");
    slant_buffer_putc(out, '\n');
    wrapped(out, &text, 0, width);
    slant_buffer_free(&text);
}
