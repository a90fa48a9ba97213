/* show: one article with every mark in place, for a terminal.
 *
 * Each mark ends in a raised letter; without colours it stands between ‹ and ›, with them it is underlined in
 * the layer's colour. Quoted and reported words have a rule in the margin; reported words stand between
 * braces too, since nothing in the text itself sets them off. */
#include "report/report.h"

#include <string.h>

#include "report/first.h"
#include "report/layers.h"
#include "report/pen.h"
#include "report/plain.h"
#include "report/speakers.h"
#include "report/trail.h"

enum { REASONS = 12, NAME = 22, SPEAKERS = 12 };

/* ---- the text ----------------------------------------------------------------------------------------- */

static struct slant_style style_of(const struct slant_trail *trail, int bold)
{
    struct slant_style style = {.bold = bold, .voice = trail->voice};
    if (trail->nopen > 0) {
        style.marked = 1;
        style.layer = trail->result->marks[trail->open[trail->nopen - 1]].layer;
    }
    return style;
}

/* Text between two events; its hard line breaks are paragraphs. */
static void draw_text(struct slant_pen *pen, struct slant_str field, struct slant_str text, int wrapped)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '\n' || !slant_is_hard_break(field, (size_t)(text.ptr + i - field.ptr), wrapped))
            continue;
        slant_pen_text(pen, text.ptr + from, i - from);
        slant_pen_break(pen);
        from = i + 1;
    }
    slant_pen_text(pen, text.ptr + from, text.len - from);
}

static void draw_close(struct slant_pen *pen, const struct slant_trail *trail, int bold, int color)
{
    const struct slant_mark *mark = &trail->result->marks[trail->mark];
    struct slant_style style = {.bold = bold, .voice = trail->voice, .marked = 1, .layer = mark->layer};
    slant_pen_style(pen, style);
    if (!color)
        slant_pen_sign(pen, "›");
    slant_pen_sign(pen, slant_layer_look(mark->layer)->raised);
    slant_pen_style(pen, style_of(trail, bold));
}

/* A brace belongs to the reported words: drawn in their style. */
static void draw_voice(struct slant_pen *pen, const struct slant_trail *trail, int bold)
{
    if (trail->left == SLANT_VOICE_REPORTED)
        slant_pen_sign(pen, "}");
    slant_pen_style(pen, style_of(trail, bold));
    if (trail->voice == SLANT_VOICE_REPORTED)
        slant_pen_sign(pen, "{");
}

static void draw_stretch(struct slant_pen *pen, const struct slant_result *result, const struct slant_stretch *stretch,
                         int color)
{
    struct slant_trail trail;
    struct slant_str field = stretch->in_title ? result->title_text : result->text;
    int bold = stretch->is_headline, wrapped = !stretch->is_headline && slant_is_wrapped(field);
    slant_trail_start(&trail, result, stretch->in_title, stretch->from, stretch->to);
    slant_pen_style(pen, style_of(&trail, bold));
    for (;;) {
        switch (slant_trail_step(&trail)) {
        case SLANT_STEP_TEXT:
            draw_text(pen, field, trail.text, wrapped);
            break;
        case SLANT_STEP_OPEN:
            slant_pen_style(pen, style_of(&trail, bold));
            if (!color)
                slant_pen_sign(pen, "‹");
            break;
        case SLANT_STEP_CLOSE:
            draw_close(pen, &trail, bold, color);
            break;
        case SLANT_STEP_VOICE:
            draw_voice(pen, &trail, bold);
            break;
        case SLANT_STEP_END:
            if (trail.voice == SLANT_VOICE_REPORTED)
                slant_pen_sign(pen, "}");
            slant_pen_style(pen, (struct slant_style){0});
            slant_pen_break(pen);
            return;
        }
    }
}

static void article(const struct slant_result *result, const struct slant_report_settings *settings,
                    struct slant_buffer *out)
{
    struct slant_stretch stretches[SLANT_STRETCHES];
    unsigned n = slant_stretches(result, stretches);
    struct slant_pen pen;
    slant_pen_start(&pen, out, settings->color, slant_plain_width(settings->width));
    for (unsigned i = 0; i < n; i++) {
        draw_stretch(&pen, result, &stretches[i], settings->color);
        if (!stretches[i].is_headline) {
            slant_pen_break(&pen);
        } else {
            slant_plain_spaces(out, SLANT_PEN_MARGIN);
            slant_plain_byline(out, result);
            slant_buffer_puts(out, "\n\n");
            pen.blank = 1;
        }
    }
    slant_pen_end(&pen);
    if (n == 0)
        slant_buffer_puts(out, "There are no words in this article.\n\n");
}

/* ---- the legend --------------------------------------------------------------------------------------- */

static void sign_of(enum slant_layer layer, const struct slant_report_settings *settings, struct slant_buffer *out)
{
    const struct slant_layer_look *look = slant_layer_look(layer);
    if (settings->color)
        slant_buffer_printf(out, "\033[%sm%s\033[0m", look->sgr, look->sign);
    else
        slant_buffer_puts(out, look->sign);
}

static void layer_line(enum slant_layer layer, unsigned total, unsigned own,
                       const struct slant_report_settings *settings, struct slant_buffer *out)
{
    const struct slant_layer_look *look = slant_layer_look(layer);
    char number[SLANT_NUMBER];
    slant_buffer_puts(out, "   ");
    sign_of(layer, settings, out);
    slant_buffer_puts(out, "  ");
    slant_plain_cell(out, look->plain, strlen(look->plain), NAME - 2);
    slant_plain_right(out, slant_plain_count(total, number), 4);
    slant_buffer_puts(out, "  ");
    struct slant_buffer line = {0};
    slant_buffer_puts(&line, look->meaning);
    if (own != total && layer != SLANT_FURNITURE && layer != SLANT_CUE)
        slant_buffer_printf(&line, "; %u in the outlet's own voice", own);
    enum { AT = 3 + 1 + 2 + NAME - 2 + 4 + 2 };
    slant_plain_wrap(out, line.data, line.len, AT, AT, slant_plain_width(settings->width));
    slant_buffer_putc(out, '\n');
    out->failed |= line.failed;
    slant_buffer_free(&line);
}

static void voice_lines(const struct slant_result *result, struct slant_buffer *out)
{
    int seen[SLANT_NVOICES] = {0};
    for (uint32_t i = 0; i < result->nruns; i++)
        seen[result->runs[i].voice] = 1;
    if (seen[SLANT_VOICE_QUOTED])
        slant_buffer_puts(out, "   │  somebody is quoted in this line\n");
    if (seen[SLANT_VOICE_REPORTED])
        slant_buffer_puts(out, "   ┊  what somebody said, in the writer's words: {between braces}\n");
}

static void legend(const struct slant_result *result, const struct slant_report_settings *settings,
                   struct slant_buffer *out)
{
    unsigned total[SLANT_NLAYERS] = {0}, own[SLANT_NLAYERS] = {0};
    for (uint32_t i = 0; i < result->nmarks; i++) {
        total[result->marks[i].layer]++;
        own[result->marks[i].layer] += result->marks[i].voice == SLANT_VOICE_OUTLET;
    }
    slant_buffer_puts(out, settings->color ? "\033[1mSigns\033[0m\n" : "Signs\n");
    if (result->nmarks == 0)
        slant_buffer_puts(out, "   Nothing was found to mark.\n");
    for (int layer = 0; layer < SLANT_NLAYERS; layer++)
        if (total[layer] > 0)
            layer_line((enum slant_layer)layer, total[layer], own[layer], settings, out);
    voice_lines(result, out);
}

/* ---- who says what ------------------------------------------------------------------------------------ */

static void speaker_line(const struct slant_speaker *speaker, const struct slant_report_settings *settings,
                         struct slant_buffer *out)
{
    enum { AT = 3 + NAME + 6 };
    char number[SLANT_NUMBER];
    struct slant_buffer line = {0};
    static const char nobody[] = "(nobody is given)";
    struct slant_str name = speaker->name.len > 0 ? speaker->name : (struct slant_str){nobody, sizeof nobody - 1};
    slant_buffer_puts(out, "   ");
    slant_plain_cell(out, name.ptr, name.len, NAME);
    slant_plain_right(out, slant_plain_count(speaker->attributions, number), 4);
    slant_buffer_puts(out, "  ");
    if (speaker->name.len > 0)
        slant_buffer_puts(&line, slant_speakers_class(speaker->source_class));
    for (uint32_t i = 0; i < speaker->ncues; i++) {
        slant_buffer_puts(&line, line.len == 0 ? "" : i == 0 ? ": " : ", ");
        slant_buffer_add(&line, speaker->cues[i].text.ptr, speaker->cues[i].text.len);
        if (speaker->cues[i].count > 1)
            slant_buffer_printf(&line, " %u", speaker->cues[i].count);
        if (strcmp(speaker->cues[i].stance, "neutral") != 0 && speaker->cues[i].stance[0] != '\0')
            slant_buffer_printf(&line, " (%s)", speaker->cues[i].stance);
    }
    slant_plain_wrap(out, line.data != NULL ? line.data : "", line.len, AT, AT, slant_plain_width(settings->width));
    slant_buffer_putc(out, '\n');
    out->failed |= line.failed;
    slant_buffer_free(&line);
}

static void speakers(const struct slant_result *result, const struct slant_report_settings *settings,
                     struct slant_buffer *out)
{
    struct slant_speakers all;
    slant_speakers_gather(result, &all);
    if (all.n == 0)
        return;
    slant_buffer_puts(out, settings->color ? "\n\033[1mWho says what\033[0m\n" : "\nWho says what\n");
    uint32_t listed = 0;
    for (uint32_t i = 0; i < all.n; i++)
        if (i < SPEAKERS || all.rows[i].name.len == 0) {
            speaker_line(&all.rows[i], settings, out);
            listed += all.rows[i].attributions;
        }
    if (listed < result->nattributions)
        slant_buffer_printf(out, "   … and %u more\n", result->nattributions - listed);
}

/* ---- reasons ------------------------------------------------------------------------------------------ */

/* One line an entry, not a mark. Hedges, cues and furniture explain themselves in the legend. Only the few
 * that are printed already are looked through, so that many marks stay quick. */
static int worth_a_reason(const struct slant_result *result, const struct slant_mark *mark, const uint32_t *printed,
                          unsigned n)
{
    if (slant_layer_rank(mark->layer) < 0 || mark->voice != SLANT_VOICE_OUTLET || mark->why[0] == '\0')
        return 0;
    for (unsigned i = 0; i < n; i++) {
        const struct slant_mark *other = &result->marks[printed[i]];
        if (other->layer == mark->layer && strcmp(other->entry, mark->entry) == 0)
            return 0;
    }
    return 1;
}

static void reason_line(const struct slant_mark *mark, const struct slant_report_settings *settings,
                        struct slant_buffer *out)
{
    enum { AT = 6 };
    struct slant_buffer line = {0};
    slant_buffer_add(&line, mark->span.text.ptr, mark->span.text.len);
    const char *kind = slant_mark_kind(mark);
    slant_buffer_puts(&line, kind[0] != '\0' ? " (" : "");
    slant_buffer_puts(&line, kind);
    slant_buffer_puts(&line, kind[0] != '\0' ? "): " : ": ");
    slant_buffer_puts(&line, mark->why);
    if (mark->plainer[0] != '\0') {
        slant_buffer_puts(&line, " · plainer: ");
        slant_buffer_puts(&line, mark->plainer);
    }
    slant_buffer_puts(out, "   ");
    sign_of(mark->layer, settings, out);
    slant_buffer_puts(out, "  ");
    slant_plain_wrap(out, line.data, line.len, AT, AT, slant_plain_width(settings->width));
    slant_buffer_putc(out, '\n');
    out->failed |= line.failed;
    slant_buffer_free(&line);
}

static void reasons(const struct slant_result *result, const struct slant_report_settings *settings,
                    struct slant_buffer *out)
{
    uint32_t printed[REASONS];
    unsigned n = 0;
    for (uint32_t i = 0; i < result->nmarks; i++) {
        if (!worth_a_reason(result, &result->marks[i], printed, n))
            continue;
        if (n == REASONS) {
            slant_buffer_puts(out, "   … and more: `slant show --html` gives the reason for every mark.\n");
            return;
        }
        printed[n++] = i;
        if (n == 1)
            slant_buffer_puts(out, settings->color ? "\n\033[1mWhy, in the outlet's own voice\033[0m\n"
                                                   : "\nWhy, in the outlet's own voice\n");
        reason_line(&result->marks[i], settings, out);
    }
}

void slant_report_show(const struct slant_result *result, const struct slant_report_settings *settings,
                       struct slant_buffer *out)
{
    size_t before = out->len;
    article(result, settings, out);
    legend(result, settings, out);
    speakers(result, settings, out);
    reasons(result, settings, out);
    slant_buffer_putc(out, '\n');
    slant_plain_wrap(out, slant_limits, strlen(slant_limits), 0, 0, slant_plain_width(settings->width));
    slant_buffer_putc(out, '\n');
    if (out->failed)
        out->len = before;
}
