/* table: many articles, one a line; under them the outlets' sums and what stands out as plain arithmetic. */
#include "report/report.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "report/layers.h"
#include "report/plain.h"

enum { ID_LEAST = 12, ID_MOST = 40, PER = 1000 };
/* A sum says something only above these: a rate from 100 words, a comparison from 1,000 and ten marks. */
enum { LEAST_WORDS = 100, TELLING_WORDS = 1000, TELLING_COUNT = 10 };
static const double telling_ratio = 1.5;

/* Widths of the columns: fewer and narrower where the terminal is. own 0: left out. */
struct columns {
    size_t id, outlet, words, own, rate;
};

static struct columns columns_for(const struct slant_report_settings *settings)
{
    size_t width = slant_plain_width(settings->width);
    struct columns c = width < 92 ? (struct columns){0, 10, 6, 0, 7} : (struct columns){0, 16, 7, 6, 7};
    size_t others = c.outlet + c.words + c.own + c.rate * SLANT_TABLE_MEASURES + 2;
    c.id = width < others + ID_LEAST ? ID_LEAST : width - others < ID_MOST ? width - others : ID_MOST;
    return c;
}

static void cell(struct slant_buffer *out, struct slant_str text, size_t columns)
{
    slant_plain_cell(out, text.ptr, text.len, columns);
    slant_buffer_putc(out, ' ');
}

static struct slant_str of(const char *text)
{
    return (struct slant_str){text, strlen(text)};
}

static void sizes(struct slant_buffer *out, const struct columns *c, uint64_t words, uint64_t own)
{
    char number[SLANT_NUMBER];
    slant_plain_right(out, slant_plain_count(words, number), c->words);
    if (c->own > 0)
        slant_plain_right(out, slant_plain_percent(own, words, number), c->own);
}

static void heads(const char *first, const char *second, const struct slant_report_settings *settings,
                  struct slant_buffer *out)
{
    struct columns c = columns_for(settings);
    if (settings->color)
        slant_buffer_puts(out, "\033[1m");
    cell(out, of(first), c.id);
    cell(out, of(second), c.outlet);
    slant_plain_right(out, "words", c.words);
    if (c.own > 0)
        slant_plain_right(out, "own %", c.own);
    for (unsigned i = 0; i < SLANT_TABLE_MEASURES; i++)
        slant_plain_right(out, slant_table_measure(i)->head, c.rate);
    slant_buffer_puts(out, settings->color ? "\033[0m\n" : "\n");
}

static const char explanation[] =
    "own %: share of the words in the outlet's own voice. The other columns: how many per 1,000 of those "
    "words "
    "(insin.: insinuations, opin.: marks of opinion, scare: scare quotes, harm: harm without a doer); "
    "· where the text is too short to tell.";

void slant_report_table_header(const struct slant_report_settings *settings, struct slant_buffer *out)
{
    size_t before = out->len;
    slant_plain_wrap(out, explanation, sizeof explanation - 1, 0, 0, slant_plain_width(settings->width));
    slant_buffer_puts(out, "\n\n");
    heads("article", "outlet", settings, out);
    if (out->failed)
        out->len = before;
}

void slant_report_table(const struct slant_result *result, const struct slant_report_settings *settings,
                        struct slant_buffer *out)
{
    size_t before = out->len;
    char number[SLANT_NUMBER];
    const struct slant_article *article = result->article;
    struct slant_str id = article->id.len != 0 ? article->id : slant_title_of(result);
    struct columns c = columns_for(settings);
    cell(out, id.len != 0 ? id : of("(no id)"), c.id);
    cell(out, article->outlet, c.outlet);
    sizes(out, &c, result->words, result->voice_words[SLANT_VOICE_OUTLET]);
    for (unsigned i = 0; i < SLANT_TABLE_MEASURES; i++) {
        const struct slant_measure *measure = slant_find_measure(result, slant_table_measure(i)->name);
        double rate = measure != NULL ? measure->rate : NAN;
        slant_plain_right(out, slant_plain_fixed(rate, 1, number), c.rate);
    }
    slant_buffer_putc(out, '\n');
    if (out->failed)
        out->len = before;
}

void slant_report_table_add(const struct slant_result *result, struct slant_outlet_sum *sum)
{
    static_assert((int)SLANT_TABLE_MEASURES <= (int)(sizeof sum->rates / sizeof sum->rates[0]), "room");
    sum->articles++;
    sum->words += result->words;
    for (int voice = 0; voice < SLANT_NVOICES; voice++)
        sum->voice_words[voice] += result->voice_words[voice];
    for (unsigned i = 0; i < SLANT_TABLE_MEASURES; i++) {
        const struct slant_measure *measure = slant_find_measure(result, slant_table_measure(i)->name);
        if (measure == NULL)
            continue;
        if (measure->exposure > 0)
            slant_rate_add(&sum->rates[i], measure->count > 0 ? (uint64_t)measure->count : 0,
                           (uint64_t)measure->exposure);
    }
}

void slant_report_table_merge(const struct slant_outlet_sum *from, struct slant_outlet_sum *to)
{
    to->articles += from->articles;
    to->words += from->words;
    for (int voice = 0; voice < SLANT_NVOICES; voice++)
        to->voice_words[voice] += from->voice_words[voice];
    for (unsigned i = 0; i < SLANT_TABLE_MEASURES; i++) {
        slant_rate_merge(&to->rates[i], &from->rates[i]);
    }
}

/* ---- foot --------------------------------------------------------------------------------------------- */

static double sum_rate(const struct slant_outlet_sum *sum, unsigned i)
{
    if (sum->rates[i].w < LEAST_WORDS)
        return NAN;
    return PER * (double)sum->rates[i].y / (double)sum->rates[i].w;
}

static void sum_row(const struct slant_outlet_sum *sum, const char *name, const struct slant_report_settings *settings,
                    struct slant_buffer *out)
{
    char number[SLANT_NUMBER];
    struct slant_str outlet = sum->outlet.len != 0 ? sum->outlet : of("(no outlet)");
    struct columns c = columns_for(settings);
    cell(out, name != NULL ? of(name) : outlet, c.id);
    struct slant_buffer articles = {0};
    slant_buffer_puts(&articles, slant_plain_count(sum->articles, number));
    slant_buffer_puts(&articles, sum->articles == 1 ? " article" : " articles");
    cell(out, (struct slant_str){articles.data, articles.len}, c.outlet);
    slant_buffer_free(&articles);
    sizes(out, &c, sum->words, sum->voice_words[SLANT_VOICE_OUTLET]);
    for (unsigned i = 0; i < SLANT_TABLE_MEASURES; i++)
        slant_plain_right(out, slant_plain_fixed(sum_rate(sum, i), 1, number), c.rate);
    slant_buffer_putc(out, '\n');
}

struct contrast {
    size_t high, low;
    unsigned measure;
    double ratio; /* 0: nothing stands out */
};

/* The highest against the lowest outlet in one measure. Half a mark is added to each, so that "none" gives a
 * large ratio and not an infinite one; the sentence prints the plain numbers. */
static struct contrast contrast_of(const struct slant_outlet_sum *sums, size_t n, unsigned measure)
{
    struct contrast best = {.measure = measure};
    int found = 0;
    double least = 0, greatest = 0;
    for (size_t i = 0; i < n; i++) {
        if (sums[i].outlet.len == 0 || sums[i].rates[measure].w < TELLING_WORDS)
            continue;
        double rate = ((double)sums[i].rates[measure].y + 0.5) / (double)sums[i].rates[measure].w;
        if (!found || rate > greatest) {
            greatest = rate;
            best.high = i;
        }
        if (!found || rate < least) {
            least = rate;
            best.low = i;
        }
        found = 1;
    }
    if (found && sums[best.high].rates[measure].y >= TELLING_COUNT && greatest >= telling_ratio * least)
        best.ratio = greatest / least;
    return best;
}

static struct contrast widest(const struct slant_outlet_sum *sums, size_t n)
{
    struct contrast best = contrast_of(sums, n, 0);
    for (unsigned i = 1; i < SLANT_TABLE_MEASURES; i++) {
        struct contrast next = contrast_of(sums, n, i);
        if (next.ratio > best.ratio)
            best = next;
    }
    return best;
}

static void plain_str(struct slant_buffer *out, struct slant_str text)
{
    slant_plain_add(out, text.ptr, text.len);
}

/* "18.8 (15.0–24.1)"; the rate alone where there are too few articles for an interval. */
static void rate_and_interval(const struct slant_rate_sums *sums, struct slant_buffer *out)
{
    struct slant_rate rate = slant_rate_of(sums);
    char number[SLANT_NUMBER];
    slant_buffer_puts(out, slant_plain_fixed(PER * rate.rate, 1, number));
    if (!isfinite(rate.lo))
        return;
    slant_buffer_printf(out, " (%s", slant_plain_fixed(PER * rate.lo, 1, number));
    slant_buffer_printf(out, "–%s)", slant_plain_fixed(PER * rate.hi, 1, number));
}

static void contrast_sentence(const struct slant_outlet_sum *sums, struct contrast what, struct slant_buffer *out)
{
    const struct slant_outlet_sum *high = &sums[what.high], *low = &sums[what.low];
    const char *many = slant_table_measure(what.measure)->many;
    double high_rate = sum_rate(high, what.measure), low_rate = sum_rate(low, what.measure);
    char number[SLANT_NUMBER];
    plain_str(out, high->outlet);
    slant_buffer_puts(out, " used ");
    if (low->rates[what.measure].y == 0) {
        rate_and_interval(&high->rates[what.measure], out);
        slant_buffer_printf(out, " %s per 1,000 words of its own voice, ", many);
        plain_str(out, low->outlet);
        slant_buffer_puts(out, " none.");
        return;
    }
    slant_buffer_printf(out, "%s times as many %s per 1,000 words of its own voice as ",
                        slant_plain_fixed(high_rate / low_rate, 1, number), many);
    plain_str(out, low->outlet);
    slant_buffer_puts(out, " (");
    rate_and_interval(&high->rates[what.measure], out);
    slant_buffer_puts(out, " against ");
    rate_and_interval(&low->rates[what.measure], out);
    slant_buffer_puts(out, ").");
}

/* How sure that is: the article is the unit, so a few articles say nothing of others. */
static void how_sure(const struct slant_outlet_sum *sums, struct contrast what, struct slant_buffer *out)
{
    struct slant_rate high = slant_rate_of(&sums[what.high].rates[what.measure]);
    struct slant_rate low = slant_rate_of(&sums[what.low].rates[what.measure]);
    slant_buffer_puts(out, isfinite(high.lo) && isfinite(low.lo)
                               ? " In brackets 95 % intervals, with the article as the unit."
                               : " That is plain arithmetic over these articles: for more, an outlet needs 10 of them, "
                                 "5 of which have any.");
}

static void what_stands_out(const struct slant_outlet_sum *sums, size_t n, size_t width, struct slant_buffer *out)
{
    struct contrast what = n > 1 ? widest(sums, n) : (struct contrast){0};
    if (what.ratio <= 0)
        return;
    struct slant_buffer line = {0};
    contrast_sentence(sums, what, &line);
    how_sure(sums, what, &line);
    slant_buffer_putc(out, '\n');
    slant_plain_wrap(out, line.data, line.len, 0, 0, width);
    slant_buffer_putc(out, '\n');
    if (line.failed)
        out->failed = 1;
    slant_buffer_free(&line);
}

void slant_report_table_foot(const struct slant_outlet_sum *sums, size_t n,
                             const struct slant_report_settings *settings, struct slant_buffer *out)
{
    size_t before = out->len, width = slant_plain_width(settings->width);
    if (n > 0) {
        struct slant_outlet_sum all = {0};
        for (size_t i = 0; i < n; i++)
            slant_report_table_merge(&sums[i], &all);
        slant_buffer_putc(out, '\n');
        heads("outlet", "", settings, out);
        for (size_t i = 0; i < n; i++)
            if (n > 1 || sums[i].outlet.len != 0)
                sum_row(&sums[i], NULL, settings, out);
        if (n > 1 || sums[0].outlet.len == 0)
            sum_row(&all, "all", settings, out);
        what_stands_out(sums, n, width, out);
    }
    slant_buffer_puts(out, "\nNext: `slant show FILE` marks every finding in one article.\n");
    if (out->failed)
        out->len = before;
}
