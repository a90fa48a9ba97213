#include "report/trail.h"

#include <string.h>

/* ---- the walk ----------------------------------------------------------------------------------------- */

static struct slant_str field_of(const struct slant_result *result, int in_title)
{
    return in_title ? result->title_text : result->text;
}

/* Where a span lies in the field, in bytes; 0: in the other field, or empty. */
static int place(const struct slant_trail *trail, const struct slant_span *span, size_t *from, size_t *to)
{
    if (!span->in_title != !trail->in_title || span->text.ptr == NULL || span->text.len == 0)
        return 0;
    *from = (size_t)(span->text.ptr - trail->base);
    *to = *from + span->text.len;
    return 1;
}

void slant_trail_start(struct slant_trail *trail, const struct slant_result *result, int in_title, size_t from,
                       size_t to)
{
    memset(trail, 0, sizeof *trail);
    trail->result = result;
    trail->in_title = in_title;
    trail->base = field_of(result, in_title).ptr;
    trail->at = from;
    trail->end = to;
}

static size_t mark_end(const struct slant_trail *trail, uint32_t mark)
{
    const struct slant_str *text = &trail->result->marks[mark].span.text;
    return (size_t)(text->ptr - trail->base) + text->len;
}

/* Passes over marks of the other field and such as end before here. */
static int next_mark(struct slant_trail *trail, size_t *from)
{
    size_t to;
    for (; trail->next_mark < trail->result->nmarks; trail->next_mark++)
        if (place(trail, &trail->result->marks[trail->next_mark].span, from, &to) && to > trail->at)
            return 1;
    return 0;
}

static int next_run(struct slant_trail *trail, size_t *from, size_t *to)
{
    for (; trail->next_run < trail->result->nruns; trail->next_run++)
        if (place(trail, &trail->result->runs[trail->next_run].span, from, to) && *to > trail->at)
            return 1;
    return 0;
}

/* A longer mark that opens here, too, belongs outside. */
static void push(struct slant_trail *trail, uint32_t mark)
{
    unsigned i = trail->nopen++;
    for (; i > 0 && mark_end(trail, trail->open[i - 1]) < mark_end(trail, mark); i--) {
        const char *other = trail->result->marks[trail->open[i - 1]].span.text.ptr;
        if (other != trail->result->marks[mark].span.text.ptr)
            break;
        trail->open[i] = trail->open[i - 1];
    }
    trail->open[i] = mark;
}

static int close_one(struct slant_trail *trail)
{
    for (unsigned i = trail->nopen; i-- > 0;) {
        if (mark_end(trail, trail->open[i]) > trail->at)
            continue;
        trail->mark = trail->open[i];
        memmove(&trail->open[i], &trail->open[i + 1], (trail->nopen - i - 1) * sizeof trail->open[0]);
        trail->nopen--;
        return 1;
    }
    return 0;
}

static int change_voice(struct slant_trail *trail, size_t *boundary)
{
    size_t from = 0, to = 0;
    enum slant_voice voice = SLANT_VOICE_OUTLET;
    if (next_run(trail, &from, &to)) {
        if (from <= trail->at)
            voice = trail->result->runs[trail->next_run].voice;
        *boundary = from <= trail->at ? to : from;
    }
    trail->left = trail->voice;
    trail->voice = voice;
    return trail->left != voice;
}

static int open_one(struct slant_trail *trail, size_t *boundary)
{
    size_t from;
    while (next_mark(trail, &from)) {
        if (from > trail->at) {
            *boundary = from;
            return 0;
        }
        trail->mark = trail->next_mark++;
        if (trail->nopen == SLANT_TRAIL_DEPTH)
            continue;
        push(trail, trail->mark);
        return 1;
    }
    return 0;
}

enum slant_step slant_trail_step(struct slant_trail *trail)
{
    size_t to = trail->end, run = trail->end, mark = trail->end;
    if (close_one(trail))
        return SLANT_STEP_CLOSE;
    if (trail->at >= trail->end)
        return SLANT_STEP_END;
    if (change_voice(trail, &run))
        return SLANT_STEP_VOICE;
    if (open_one(trail, &mark))
        return SLANT_STEP_OPEN;
    to = run < to ? run : to;
    to = mark < to ? mark : to;
    for (unsigned i = 0; i < trail->nopen; i++)
        if (mark_end(trail, trail->open[i]) < to)
            to = mark_end(trail, trail->open[i]);
    trail->text.ptr = trail->base + trail->at;
    trail->text.len = to - trail->at;
    trail->at = to;
    return SLANT_STEP_TEXT;
}

/* ---- what is drawn, in order -------------------------------------------------------------------------- */

static int is_blank(const char *p, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (p[i] != ' ' && (p[i] < '\t' || p[i] > '\r'))
            return 0;
    return 1;
}

static void add_stretch(const struct slant_result *result, struct slant_stretch *out, unsigned *n,
                        struct slant_stretch stretch)
{
    struct slant_str field = field_of(result, stretch.in_title);
    if (stretch.from < stretch.to && !is_blank(field.ptr + stretch.from, stretch.to - stretch.from))
        out[(*n)++] = stretch;
}

unsigned slant_stretches(const struct slant_result *result, struct slant_stretch out[SLANT_STRETCHES])
{
    const struct slant_str *text = &result->text, *title = &result->title.text;
    unsigned n = 0;
    if (title->ptr == NULL || title->len == 0 || result->title.in_title) {
        add_stretch(result, out, &n, (struct slant_stretch){1, 1, 0, result->title_text.len});
        add_stretch(result, out, &n, (struct slant_stretch){0, 0, 0, text->len});
        return n;
    }
    size_t from = (size_t)(title->ptr - text->ptr), to = from + title->len;
    add_stretch(result, out, &n, (struct slant_stretch){0, 1, from, to});
    add_stretch(result, out, &n, (struct slant_stretch){0, 0, 0, from});
    add_stretch(result, out, &n, (struct slant_stretch){0, 0, to, text->len});
    return n;
}

/* ---- line breaks -------------------------------------------------------------------------------------- */

enum { SHORT_LINE = 40, LONG_LINE = 100 };

static size_t line_end(struct slant_str text, size_t at)
{
    const char *stop = memchr(text.ptr + at, '\n', text.len - at);
    return stop != NULL ? (size_t)(stop - text.ptr) : text.len;
}

static int ends_sentence(struct slant_str text, size_t end)
{
    while (end > 0 && (text.ptr[end - 1] == ' ' || text.ptr[end - 1] == '\r'))
        end--;
    return end > 0 && strchr(".!?\"')\x9d\x99", text.ptr[end - 1]) != NULL; /* also of U+201D, U+2019 */
}

/* No line is long, and lines of middling length mostly run on: bytes will do for columns here. */
int slant_is_wrapped(struct slant_str text)
{
    size_t run_on = 0, ended = 0;
    for (size_t at = 0; at < text.len;) {
        size_t end = line_end(text, at);
        if (end - at > LONG_LINE)
            return 0;
        if (end - at >= SHORT_LINE && end + 1 < text.len && text.ptr[end + 1] > ' ') {
            if (ends_sentence(text, end))
                ended++;
            else
                run_on++;
        }
        at = end + 1;
    }
    return run_on > ended;
}

/* In wrapped text a break is soft when words stand on both sides of it and the line is not a short one: those
 * are headings and ends. */
int slant_is_hard_break(struct slant_str text, size_t at, int wrapped)
{
    if (!wrapped)
        return 1;
    size_t start = at;
    while (start > 0 && text.ptr[start - 1] != '\n')
        start--;
    if (at - start < SHORT_LINE || at + 1 >= text.len)
        return 1;
    unsigned char next = (unsigned char)text.ptr[at + 1];
    return next <= ' ';
}
