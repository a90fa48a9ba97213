#include "report/pen.h"

#include <string.h>

#include "report/layers.h"
#include "report/plain.h"

void slant_pen_start(struct slant_pen *pen, struct slant_buffer *out, int color, size_t width)
{
    memset(pen, 0, sizeof *pen);
    pen->out = out;
    pen->color = color;
    pen->width = width - SLANT_PEN_MARGIN;
    pen->blank = 1;
}

/* ---- style -------------------------------------------------------------------------------------------- */

static int same_style(struct slant_style a, struct slant_style b)
{
    return a.bold == b.bold && a.voice == b.voice && a.marked == b.marked && (!a.marked || a.layer == b.layer);
}

static int is_plain(struct slant_style style)
{
    return same_style(style, (struct slant_style){0});
}

/* Voices by tint and slant of the letters, below the colour of a mark. */
static const char *voice_sgr(enum slant_voice voice)
{
    return voice == SLANT_VOICE_QUOTED ? ";3;38;5;67" : voice == SLANT_VOICE_REPORTED ? ";38;5;101" : "";
}

static void put_style(struct slant_buffer *out, struct slant_style style)
{
    slant_buffer_puts(out, "\033[0");
    slant_buffer_puts(out, style.bold ? ";1" : "");
    slant_buffer_puts(out, voice_sgr(style.voice));
    if (style.marked) {
        slant_buffer_putc(out, ';');
        slant_buffer_puts(out, slant_layer_look(style.layer)->sgr);
    }
    slant_buffer_putc(out, 'm');
}

void slant_pen_style(struct slant_pen *pen, struct slant_style style)
{
    if (same_style(pen->style, style))
        return;
    pen->style = style;
    if (pen->color)
        put_style(&pen->word, style);
}

/* ---- lines -------------------------------------------------------------------------------------------- */

static void margin(struct slant_pen *pen)
{
    int quoted = (pen->line_voices >> SLANT_VOICE_QUOTED & 1) != 0;
    int reported = (pen->line_voices >> SLANT_VOICE_REPORTED & 1) != 0;
    slant_buffer_puts(pen->out, quoted ? "│" : " ");
    slant_buffer_puts(pen->out, reported ? "┊ " : "  ");
}

/* Writes the line. It ends in the style in which the waiting word began, and so will the next one start. */
static void put_line(struct slant_pen *pen)
{
    if (pen->line_columns == 0) { /* an empty line takes no margin, and two of them are one */
        if (!pen->blank)
            slant_buffer_putc(pen->out, '\n');
        pen->blank = 1;
    } else {
        margin(pen);
        slant_buffer_add(pen->out, pen->line.data, pen->line.len);
        if (pen->color && !is_plain(pen->word_style))
            slant_buffer_puts(pen->out, "\033[0m");
        slant_buffer_putc(pen->out, '\n');
        pen->blank = 0;
    }
    pen->line.len = 0;
    pen->line_columns = 0;
    pen->line_voices = 0;
    pen->space = 0;
}

static void put_word(struct slant_pen *pen)
{
    size_t space = pen->space && pen->line_columns > 0 ? 1 : 0;
    if (pen->word_columns > 0 && pen->line_columns + space + pen->word_columns > pen->width) {
        if (pen->line_columns > 0)
            put_line(pen);
        space = 0;
    }
    if (pen->line_columns == 0 && pen->line.len == 0 && pen->color && !is_plain(pen->word_style))
        put_style(&pen->line, pen->word_style);
    if (space != 0 && pen->word_columns > 0) {
        slant_buffer_putc(&pen->line, ' ');
        pen->line_columns++;
        pen->space = 0;
    }
    slant_buffer_add(&pen->line, pen->word.data, pen->word.len);
    pen->line_columns += pen->word_columns;
    pen->line_voices |= pen->word_voices;
    pen->word.len = 0;
    pen->word_columns = 0;
    pen->word_voices = 0;
    pen->word_style = pen->style;
}

static void put_glyph(struct slant_pen *pen, const char *bytes, size_t len, size_t columns)
{
    if (pen->word_columns + columns > pen->width) { /* a word as long as the line is cut */
        put_word(pen);
        put_line(pen);
    }
    slant_buffer_add(&pen->word, bytes, len);
    pen->word_columns += columns;
    pen->word_voices |= 1u << pen->style.voice;
}

void slant_pen_text(struct slant_pen *pen, const char *bytes, size_t len)
{
    struct slant_glyph glyph;
    for (size_t i = 0; i < len;) {
        i += slant_plain_glyph(bytes + i, bytes + len, &glyph);
        if (glyph.len == 1 && glyph.bytes[0] == ' ') {
            put_word(pen);
            pen->space = 1;
        } else if (glyph.len > 0) {
            put_glyph(pen, glyph.bytes, glyph.len, glyph.columns);
        }
    }
}

void slant_pen_sign(struct slant_pen *pen, const char *sign)
{
    size_t len = strlen(sign), columns = slant_plain_columns(sign, len);
    put_glyph(pen, sign, len, columns);
}

void slant_pen_break(struct slant_pen *pen)
{
    put_word(pen);
    put_line(pen);
}

void slant_pen_end(struct slant_pen *pen)
{
    slant_pen_style(pen, (struct slant_style){0});
    put_word(pen);
    if (pen->line_columns > 0)
        put_line(pen);
    if (pen->line.failed || pen->word.failed)
        pen->out->failed = 1;
    slant_buffer_free(&pen->line);
    slant_buffer_free(&pen->word);
}
