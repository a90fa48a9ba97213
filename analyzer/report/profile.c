/* profile: one article on one screen, in plain words; contract §7. */
#include "report/report.h"

#include <string.h>

#include "report/first.h"
#include "report/framing.h"
#include "report/layers.h"
#include "report/plain.h"
#include "report/sources.h"

enum { NAME = 24, RATE = 32, QUOTED = 15, REPORTED = 9, NORM = 20, PLACE = 14 };

static void bold(struct slant_buffer *out, const struct slant_report_settings *settings, int on)
{
    if (settings->color)
        slant_buffer_puts(out, on ? "\033[1m" : "\033[0m");
}

/* ---- head --------------------------------------------------------------------------------------------- */

static void head(const struct slant_result *result, const struct slant_report_settings *settings,
                 struct slant_buffer *out)
{
    size_t width = slant_plain_width(settings->width);
    struct slant_str title = slant_title_of(result);
    if (title.len == 0)
        title = result->article->id;
    bold(out, settings, 1);
    if (title.len != 0)
        slant_plain_wrap(out, title.ptr, title.len, 0, 0, width);
    else
        slant_buffer_puts(out, "(no title)");
    bold(out, settings, 0);
    slant_buffer_putc(out, '\n');
    slant_plain_byline(out, result);
    slant_buffer_puts(out, "\n\n");
}

/* "Mostly the outlet." A sentence before the shares. */
static const char *who_in_words(const struct slant_result *result)
{
    double all = result->words, own = result->voice_words[SLANT_VOICE_OUTLET] / all;
    if (own >= 0.95)
        return "Nearly all the outlet.";
    if (own >= 0.6)
        return "Mostly the outlet.";
    if (own > 0.4)
        return "Half and half.";
    return "Mostly others.";
}

/* One line of plain words behind its name, if there are any. columns: of the name. */
static void worded(const char *name, void (*words)(const struct slant_result *, struct slant_buffer *), size_t columns,
                   const struct slant_result *result, const struct slant_report_settings *settings,
                   struct slant_buffer *out)
{
    struct slant_buffer line = {0};
    words(result, &line);
    if (line.len > 0) {
        slant_plain_cell(out, name, strlen(name), columns);
        slant_plain_wrap(out, line.data, line.len, columns, columns, slant_plain_width(settings->width));
        slant_buffer_putc(out, '\n');
    }
    if (line.failed)
        out->failed = 1;
    slant_buffer_free(&line);
}

static void who_speaks(const struct slant_result *result, const struct slant_report_settings *settings,
                       struct slant_buffer *out)
{
    static const char *const names[] = {"Own voice", "quoted", "reported"};
    if (result->words == 0) {
        slant_buffer_puts(out, "There are no words in this article.\n\n");
        return;
    }
    char number[SLANT_NUMBER];
    struct slant_buffer line = {0};
    slant_buffer_puts(&line, who_in_words(result));
    for (int voice = 0; voice < slant_voices_told(result); voice++)
        slant_buffer_printf(&line, "%s %s %s %%", voice == 0 ? "" : " ·", names[voice],
                            slant_plain_percent(result->voice_words[voice], result->words, number));
    slant_buffer_puts(out, "Who speaks    ");
    slant_plain_wrap(out, line.data, line.len, PLACE, PLACE, slant_plain_width(settings->width));
    slant_buffer_putc(out, '\n');
    worded("Sources", slant_sources_heard, PLACE, result, settings, out);
    worded("Attribution", slant_sources_cues, PLACE, result, settings, out);
    slant_buffer_putc(out, '\n');
    if (line.failed)
        out->failed = 1;
    slant_buffer_free(&line);
}

/* ---- the measures ------------------------------------------------------------------------------------- */

/* Does another line of this page say it already? */
static int is_elsewhere(const struct slant_measure *measure)
{
    const struct slant_measure_look *look = slant_measure_look(measure->name);
    return look != NULL && look->plain == NULL;
}

static void name_of(const struct slant_measure *measure, size_t columns, struct slant_buffer *out)
{
    const struct slant_measure_look *look = slant_measure_look(measure->name);
    const char *name = look != NULL ? look->plain : measure->name;
    slant_plain_cell(out, name, strlen(name), columns);
}

static void voice_count(const struct slant_measure *measure, enum slant_voice voice, size_t columns,
                        struct slant_buffer *out)
{
    char number[SLANT_NUMBER];
    const char *text = slant_plain_count(measure->by_voice[voice], number);
    if (measure->by_voice[voice] == 0)
        text = "-";
    slant_plain_cell(out, text, strlen(text), columns);
}

/* "image 5, name for people 3", on a line of its own; a single kind would say nothing more. first: what stands before
 * them. */
static void kinds_of(const struct slant_measure *measure, const char *first, size_t width, struct slant_buffer *out)
{
    char number[SLANT_NUMBER];
    struct slant_buffer line = {0};
    slant_buffer_puts(&line, first);
    for (uint32_t i = 0; i < measure->nkinds && measure->nkinds > 1; i++) {
        const struct slant_kind_count *kind = &measure->kinds[i];
        slant_buffer_printf(&line, "%s%s %s",
                            i > 0              ? ", "
                            : first[0] != '\0' ? " · "
                                               : "",
                            slant_kind_plain(kind->kind), slant_plain_count(kind->count, number));
    }
    if (line.len > 0) {
        slant_plain_spaces(out, NAME);
        slant_plain_wrap(out, line.data, line.len, NAME, NAME, width);
        slant_buffer_putc(out, '\n');
    }
    if (line.failed)
        out->failed = 1;
    slant_buffer_free(&line);
}

static void trim_line(struct slant_buffer *out)
{
    while (out->len > 0 && out->data[out->len - 1] == ' ')
        out->len--;
    slant_buffer_putc(out, '\n');
}

/* Narrow terminals take it from the rate, which then stands on a line of its own. */
static size_t rate_columns(size_t width)
{
    size_t others = NAME + QUOTED + REPORTED;
    if (width >= others + RATE)
        return RATE;
    return width >= others + 12 ? width - others : 12;
}

/* Is there room for a last column, or does it begin the line of the kinds? */
static int has_norm_column(size_t width)
{
    return width >= NAME + RATE + QUOTED + REPORTED + NORM;
}

static void measure_row(const struct slant_measure *measure, int voices, size_t width, struct slant_buffer *out)
{
    struct slant_buffer cell = {0};
    name_of(measure, NAME, out);
    slant_plain_rate(&cell, measure);
    size_t rate = rate_columns(width);
    if (slant_plain_columns(cell.data, cell.len) >= rate) { /* own line for the rest */
        slant_plain_add(out, cell.data, cell.len);
        slant_buffer_putc(out, '\n');
        slant_plain_spaces(out, NAME + rate);
    } else {
        slant_plain_cell(out, cell.data, cell.len, rate);
    }
    voice_count(measure, SLANT_VOICE_QUOTED, QUOTED, out);
    if (voices > SLANT_VOICE_REPORTED)
        voice_count(measure, SLANT_VOICE_REPORTED, REPORTED, out);
    if (has_norm_column(width))
        slant_buffer_puts(out, slant_plain_norm(measure));
    trim_line(out);
    kinds_of(measure, has_norm_column(width) ? "" : slant_plain_norm(measure), width, out);
    if (cell.failed)
        out->failed = 1;
    slant_buffer_free(&cell);
}

static void other_row(const struct slant_measure *measure, size_t width, struct slant_buffer *out)
{
    struct slant_buffer line = {0};
    const char *norm = measure->rate != 0 ? slant_plain_norm(measure) : ""; /* no difference: nothing to compare */
    name_of(measure, NAME, out);
    slant_plain_rate(&line, measure);
    slant_buffer_printf(&line, "%s%s", norm[0] != '\0' ? " · " : "", norm);
    slant_plain_wrap(out, line.data, line.len, NAME, NAME, width);
    slant_buffer_putc(out, '\n');
    out->failed |= line.failed;
    slant_buffer_free(&line);
}

static void measures(const struct slant_result *result, const struct slant_report_settings *settings,
                     struct slant_buffer *out)
{
    size_t width = slant_plain_width(settings->width);
    int heads = 0, others = 0, voices = slant_voices_told(result);
    struct slant_buffer foot = {0};
    for (uint32_t i = 0; i < result->nmeasures; i++) {
        const struct slant_measure *measure = &result->measures[i];
        if (!measure->has_voices)
            continue;
        if (!heads++) {
            slant_plain_spaces(out, NAME);
            slant_plain_cell(out, "outlet's own voice", 18, rate_columns(width));
            slant_plain_cell(out, "in quotations", 13, QUOTED);
            if (voices > SLANT_VOICE_REPORTED)
                slant_plain_cell(out, "reported", 8, REPORTED);
            if (has_norm_column(width) && result->compared_with != NULL)
                slant_buffer_puts(out, "other articles");
            trim_line(out);
        }
        measure_row(measure, voices, width, out);
    }
    for (uint32_t i = 0; i < result->nmeasures; i++) {
        const struct slant_measure *measure = &result->measures[i];
        if (measure->has_voices || is_elsewhere(measure))
            continue;
        if (!others++ && heads)
            slant_buffer_putc(out, '\n');
        other_row(measure, width, out);
    }
    if (heads + others > 0 && result->compared_with != NULL) {
        slant_buffer_printf(&foot, "Other articles: %s.", result->compared_with);
        slant_plain_wrap(out, foot.data, foot.len, 0, 0, width);
        slant_buffer_putc(out, '\n');
    }
    out->failed |= foot.failed;
    slant_buffer_free(&foot);
    if (heads + others > 0)
        slant_buffer_putc(out, '\n');
}

static void framing(const struct slant_result *result, const struct slant_report_settings *settings,
                    struct slant_buffer *out)
{
    size_t before = out->len;
    worded("Frames", slant_framing_frames, NAME, result, settings, out);
    worded("Names chosen", slant_framing_names, NAME, result, settings, out);
    if (out->len > before)
        slant_buffer_putc(out, '\n');
}

/* ---- look first at ------------------------------------------------------------------------------------ */

static void fragment(const struct slant_result *result, const struct slant_mark *mark, size_t columns,
                     const struct slant_report_settings *settings, struct slant_buffer *out)
{
    struct slant_fragment part = slant_fragment_of(result, mark, columns);
    slant_buffer_puts(out, part.cut_before ? "…" : "");
    slant_plain_add(out, part.before.ptr, part.before.len);
    slant_buffer_puts(out, settings->color ? "\033[1;4m" : "»");
    slant_plain_add(out, part.marked.ptr, part.marked.len);
    slant_buffer_puts(out, settings->color ? "\033[0m" : "«");
    slant_plain_add(out, part.after.ptr, part.after.len);
    slant_buffer_puts(out, part.cut_after ? "…\n" : "\n");
}

/* What, why, and what could stand there instead. */
static void reason(const struct slant_mark *mark, size_t width, struct slant_buffer *out)
{
    struct slant_buffer line = {0};
    slant_mark_title(&line, mark);
    if (mark->why[0] != '\0') {
        slant_buffer_puts(&line, ": ");
        slant_buffer_puts(&line, mark->why);
    }
    if (mark->plainer[0] != '\0') {
        slant_buffer_puts(&line, " · plainer: ");
        slant_buffer_puts(&line, mark->plainer);
    }
    slant_plain_wrap(out, line.data, line.len, PLACE + 2, PLACE + 2, width);
    slant_buffer_putc(out, '\n');
    if (line.failed)
        out->failed = 1;
    slant_buffer_free(&line);
}

static void look_at(const struct slant_result *result, const struct slant_mark *mark,
                    const struct slant_report_settings *settings, struct slant_buffer *out)
{
    size_t width = slant_plain_width(settings->width);
    struct slant_buffer upper = {0}, lower = {0};
    slant_mark_place(result, mark, &upper, &lower);
    slant_buffer_puts(out, "  ");
    slant_plain_cell(out, upper.data, upper.len, PLACE);
    fragment(result, mark, width - PLACE - 2, settings, out);
    slant_buffer_puts(out, "  ");
    slant_plain_cell(out, lower.data, lower.len, PLACE);
    reason(mark, width, out);
    if (upper.failed || lower.failed)
        out->failed = 1;
    slant_buffer_free(&upper);
    slant_buffer_free(&lower);
}

static void look_first(const struct slant_result *result, const struct slant_report_settings *settings,
                       struct slant_buffer *out)
{
    uint32_t marks[SLANT_FIRST];
    unsigned n = slant_first_marks(result, marks);
    if (n == 0)
        return;
    bold(out, settings, 1);
    slant_buffer_puts(out, "Look first at");
    bold(out, settings, 0);
    slant_buffer_puts(out, settings->color ? "\n" : "   (the marked words stand between » and «)\n");
    for (unsigned i = 0; i < n; i++)
        look_at(result, &result->marks[marks[i]], settings, out);
    slant_buffer_putc(out, '\n');
}

void slant_report_profile(const struct slant_result *result, const struct slant_report_settings *settings,
                          struct slant_buffer *out)
{
    size_t before = out->len;
    head(result, settings, out);
    who_speaks(result, settings, out);
    measures(result, settings, out);
    framing(result, settings, out);
    look_first(result, settings, out);
    slant_plain_wrap(out, slant_limits, strlen(slant_limits), 0, 0, slant_plain_width(settings->width));
    slant_buffer_putc(out, '\n');
    if (out->failed)
        out->len = before;
}
