/* csv: one row an article, or (--long) one row an article and measure.
 *
 * RFC 4180's quoting; a record is one physical line and ends with LF, so that cut, awk and grep work on it.
 * Values that begin with = + - @ are data and stay as they are: who opens the file in a spreadsheet should
 * import those columns as text. */
#include "report/report.h"

#include <math.h>
#include <string.h>

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

enum { DECIMALS = 3 };

static void field(struct slant_buffer *out, struct slant_str text)
{
    slant_buffer_csv(out, text.ptr, text.len);
    slant_buffer_putc(out, ',');
}

static void word(struct slant_buffer *out, const char *text)
{
    slant_buffer_csv(out, text, strlen(text));
    slant_buffer_putc(out, ',');
}

static void number(struct slant_buffer *out, int64_t n)
{
    slant_buffer_int(out, n);
    slant_buffer_putc(out, ',');
}

/* An empty field where there is no rate: R, pandas and spreadsheets read it as missing. */
static void rate(struct slant_buffer *out, double value)
{
    if (isfinite(value))
        slant_buffer_decimal(out, value, DECIMALS);
    slant_buffer_putc(out, ',');
}

/* "scare-quote" → "scare_quote": a name that R and SQL take as it is. */
static void column(struct slant_buffer *out, const char *name, const char *suffix)
{
    for (; *name != '\0'; name++)
        slant_buffer_putc(out, *name == '-' ? '_' : *name);
    slant_buffer_puts(out, suffix);
}

void slant_report_csv_header(const struct slant_measure *measures, uint32_t n,
                             const struct slant_report_settings *settings, struct slant_buffer *out)
{
    size_t before = out->len;
    if (settings->long_rows) {
        LIT(out, "id,outlet,measure,count,exposure,rate,reason,outlet_count,quoted_count,reported_count,unit,"
                 "error\n");
    } else {
        LIT(out, "id,outlet,title,date,story,words,sentences,outlet_words,quoted_words,reported_words,");
        for (uint32_t i = 0; i < n; i++) {
            column(out, measures[i].name, "_rate,");
            column(out, measures[i].name, "_count,");
            column(out, measures[i].name, "_exposure,");
        }
        LIT(out, "error\n");
    }
    if (out->failed)
        out->len = before;
}

static void long_row(const struct slant_result *result, const struct slant_measure *measure, struct slant_buffer *out)
{
    field(out, result->article->id);
    field(out, result->article->outlet);
    word(out, measure->name);
    number(out, measure->count);
    number(out, measure->exposure);
    rate(out, measure->rate);
    word(out, !isfinite(measure->rate) && measure->reason != NULL ? measure->reason : "");
    for (int voice = 0; voice < SLANT_NVOICES; voice++) {
        if (measure->has_voices)
            number(out, measure->by_voice[voice]);
        else
            slant_buffer_putc(out, ',');
    }
    word(out, measure->unit);
    slant_buffer_putc(out, '\n');
}

static void wide_row(const struct slant_result *result, struct slant_buffer *out)
{
    const struct slant_article *article = result->article;
    field(out, article->id);
    field(out, article->outlet);
    field(out, result->title.text.ptr != NULL ? result->title.text : article->title);
    field(out, article->date);
    field(out, article->story);
    number(out, result->words);
    number(out, result->sentences);
    for (int voice = 0; voice < SLANT_NVOICES; voice++)
        number(out, result->voice_words[voice]);
    for (uint32_t i = 0; i < result->nmeasures; i++) {
        rate(out, result->measures[i].rate);
        number(out, result->measures[i].count);
        number(out, result->measures[i].exposure);
    }
    slant_buffer_putc(out, '\n'); /* the last column, error, is empty */
}

void slant_report_csv(const struct slant_result *result, const struct slant_report_settings *settings,
                      struct slant_buffer *out)
{
    size_t before = out->len;
    if (!settings->long_rows)
        wide_row(result, out);
    for (uint32_t i = 0; settings->long_rows && i < result->nmeasures; i++)
        long_row(result, &result->measures[i], out);
    if (out->failed)
        out->len = before;
}
