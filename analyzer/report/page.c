#include "report/page.h"

#include <string.h>

#include "report/first.h"
#include "report/layers.h"
#include "report/trail.h"

/* What is open in the page, to be brought in line with the trail. Elements nest, marks need not: one that
 * must be closed to let another out is opened again behind it. Voices stand outside marks. */
struct page {
    struct slant_buffer *out;
    const struct slant_result *result;
    struct slant_trail trail;
    enum slant_voice voice;
    uint32_t open[SLANT_TRAIL_DEPTH];
    unsigned nopen;
};

void slant_page_str(struct slant_buffer *out, struct slant_str text)
{
    slant_buffer_html(out, text.ptr, text.len);
}

void slant_page_puts(struct slant_buffer *out, const char *text)
{
    slant_buffer_html(out, text, strlen(text));
}

void slant_page_sign(const struct slant_result *result, uint32_t mark, struct slant_buffer *out)
{
    slant_buffer_puts(out, slant_layer_look(result->marks[mark].layer)->sign);
    slant_buffer_int(out, (int64_t)mark + 1);
}

/* ---- marks and voices --------------------------------------------------------------------------------- */

/* "loaded word (label) — why (source); plainer: …" */
static void hint(const struct slant_mark *mark, struct slant_buffer *out)
{
    struct slant_buffer text = {0};
    slant_mark_title(&text, mark);
    slant_buffer_html(out, text.data, text.len);
    out->failed |= text.failed;
    slant_buffer_free(&text);
    if (mark->why[0] != '\0') {
        slant_buffer_puts(out, " — ");
        slant_page_puts(out, mark->why);
    }
    if (mark->source[0] != '\0') {
        slant_buffer_puts(out, " (");
        slant_page_puts(out, mark->source);
        slant_buffer_putc(out, ')');
    }
    if (mark->plainer[0] != '\0') {
        slant_buffer_puts(out, "; plainer: ");
        slant_page_puts(out, mark->plainer);
    }
}

static void open_mark(struct page *page, uint32_t mark)
{
    slant_buffer_puts(page->out, "<mark class=\"");
    slant_buffer_puts(page->out, slant_layer_name(page->result->marks[mark].layer));
    slant_buffer_puts(page->out, "\" title=\"");
    hint(&page->result->marks[mark], page->out);
    slant_buffer_puts(page->out, "\">");
    page->open[page->nopen++] = mark;
}

static void close_marks(struct page *page, unsigned keep)
{
    for (; page->nopen > keep; page->nopen--)
        slant_buffer_puts(page->out, "</mark>");
}

static void set_voice(struct page *page, enum slant_voice voice)
{
    if (page->voice == voice)
        return;
    close_marks(page, 0);
    if (page->voice != SLANT_VOICE_OUTLET)
        slant_buffer_puts(page->out, "</span>");
    if (voice != SLANT_VOICE_OUTLET)
        slant_buffer_puts(page->out, voice == SLANT_VOICE_QUOTED ? "<span class=\"q\">" : "<span class=\"r\">");
    page->voice = voice;
}

static void sync(struct page *page)
{
    set_voice(page, page->trail.voice);
    unsigned same = 0;
    while (same < page->nopen && same < page->trail.nopen && page->open[same] == page->trail.open[same])
        same++;
    close_marks(page, same);
    while (page->nopen < page->trail.nopen)
        open_mark(page, page->trail.open[page->nopen]);
}

/* The letter behind a mark leads to its reason, and the reason back. */
static void sign(struct page *page, uint32_t mark)
{
    long long number = (long long)mark + 1;
    slant_buffer_printf(page->out, "<sup><a id=\"m%lld\" href=\"#n%lld\" aria-label=\"mark %lld: %s\">", number, number,
                        number, slant_layer_look(page->result->marks[mark].layer)->plain);
    slant_page_sign(page->result, mark, page->out);
    slant_buffer_puts(page->out, "</a></sup>");
}

/* Draws bytes [from, to) of the trail's field; all that was opened is closed again. */
static void draw(struct page *page, size_t from, size_t to)
{
    page->trail.at = from;
    page->trail.end = to;
    for (;;) {
        switch (slant_trail_step(&page->trail)) {
        case SLANT_STEP_TEXT:
            sync(page);
            slant_page_str(page->out, page->trail.text);
            break;
        case SLANT_STEP_CLOSE:
            sync(page);
            sign(page, page->trail.mark);
            break;
        case SLANT_STEP_OPEN:
        case SLANT_STEP_VOICE:
            break; /* when there is text for it */
        case SLANT_STEP_END:
            close_marks(page, 0);
            set_voice(page, SLANT_VOICE_OUTLET);
            return;
        }
    }
}

static void start(struct page *page, const struct slant_result *result, const struct slant_stretch *stretch,
                  struct slant_buffer *out)
{
    memset(page, 0, sizeof *page);
    page->out = out;
    page->result = result;
    slant_trail_start(&page->trail, result, stretch->in_title, stretch->from, stretch->to);
}

int slant_page_headline(const struct slant_result *result, struct slant_buffer *out)
{
    struct slant_stretch all[SLANT_STRETCHES];
    unsigned n = slant_stretches(result, all);
    if (n == 0 || !all[0].is_headline)
        return 0;
    struct page page;
    start(&page, result, &all[0], out);
    draw(&page, all[0].from, all[0].to);
    return 1;
}

/* ---- paragraphs --------------------------------------------------------------------------------------- */

static int is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The next paragraph in [*from, end): moves *from to its first character that is not space, *to to its end.
 */
static int next_paragraph(struct slant_str text, size_t end, int wrapped, size_t *from, size_t *to)
{
    while (*from < end && is_space(text.ptr[*from]))
        ++*from;
    for (*to = *from; *to < end; ++*to)
        if (text.ptr[*to] == '\n' && slant_is_hard_break(text, *to, wrapped))
            break;
    return *from < end;
}

/* Whose words does the paragraph hold besides the outlet's? Moves *run along: runs are in text order. */
static unsigned voices_in(const struct slant_result *result, size_t from, size_t to, uint32_t *run)
{
    unsigned voices = 0;
    for (uint32_t i = *run; i < result->nruns; i++) {
        const struct slant_span *span = &result->runs[i].span;
        if (span->in_title || span->text.ptr == NULL)
            continue;
        size_t start_at = (size_t)(span->text.ptr - result->text.ptr), end_at = start_at + span->text.len;
        if (start_at >= to)
            break;
        if (end_at <= from)
            *run = i + 1;
        else
            voices |= 1u << result->runs[i].voice;
    }
    return voices;
}

static void open_paragraph(unsigned voices, struct slant_buffer *out)
{
    static const char *const tags[] = {"<p>", "<p class=\"hq\">", "<p class=\"hr\">", "<p class=\"hq hr\">"};
    slant_buffer_puts(out, tags[(voices >> SLANT_VOICE_QUOTED & 1) | (voices >> SLANT_VOICE_REPORTED & 1) << 1]);
}

static void draw_stretch(const struct slant_result *result, const struct slant_stretch *stretch,
                         struct slant_buffer *out)
{
    struct page page;
    int wrapped = slant_is_wrapped(result->text);
    uint32_t run = 0;
    start(&page, result, stretch, out);
    for (size_t from = stretch->from, to; next_paragraph(result->text, stretch->to, wrapped, &from, &to); from = to) {
        open_paragraph(voices_in(result, from, to, &run), out);
        draw(&page, from, to);
        slant_buffer_puts(out, "</p>\n");
    }
}

void slant_page_text(const struct slant_result *result, struct slant_buffer *out)
{
    struct slant_stretch all[SLANT_STRETCHES];
    unsigned n = slant_stretches(result, all);
    for (unsigned i = 0; i < n; i++)
        if (!all[i].is_headline)
            draw_stretch(result, &all[i], out);
}
