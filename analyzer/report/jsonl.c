/* jsonl: one article, one line, as the contract's §3 has it.
 *
 * The hot path of scoring: names of ours are copied with their length known, room is reserved once a piece,
 * nothing is printf'd. Strings that come from an article or a lexicon go through slant_buffer_json. */
#include "report/report.h"

#include <math.h>
#include <string.h>

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)
/* Into room already reserved at p. */
#define PUT(p, text) (memcpy((p), (text), sizeof(text) - 1), (p) + sizeof(text) - 1)

enum { DIGITS = 20, DECIMALS = 3 };

static char *put_int(char *p, int64_t value)
{
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    if (value < 0)
        *p++ = '-';
    if (left < 10) { /* most counts */
        *p++ = (char)('0' + left);
        return p;
    }
    char digits[DIGITS], *at = digits + DIGITS;
    do {
        *--at = (char)('0' + left % 10);
        left /= 10;
    } while (left != 0);
    size_t len = (size_t)(digits + DIGITS - at);
    memcpy(p, at, len);
    return p + len;
}

static char *put_bytes(char *p, const char *bytes, size_t len)
{
    memcpy(p, bytes, len);
    return p + len;
}

static void put_done(struct slant_buffer *out, const char *p)
{
    out->len = (size_t)(p - out->data);
}

/* ---- the head ----------------------------------------------------------------------------------------- */

static void json_or_null(struct slant_buffer *out, struct slant_str text)
{
    if (text.ptr == NULL)
        LIT(out, "null");
    else
        slant_buffer_json(out, text.ptr, text.len);
}

/* ,"name":"text", unless it was not given. */
static void field(struct slant_buffer *out, const char *name, size_t name_len, struct slant_str text)
{
    if (text.ptr == NULL)
        return;
    slant_buffer_add(out, name, name_len);
    slant_buffer_json(out, text.ptr, text.len);
}
#define FIELD(out, name, text) field((out), ",\"" name "\":", sizeof(",\"" name "\":") - 1, (text))

static void head(const struct slant_result *result, struct slant_buffer *out)
{
    const struct slant_article *article = result->article;
    LIT(out, "{\"id\":");
    json_or_null(out, article->id);
    FIELD(out, "outlet", article->outlet);
    FIELD(out, "title", result->title.text.ptr != NULL ? result->title.text : article->title);
    FIELD(out, "date", article->date);
    FIELD(out, "url", article->url);
    FIELD(out, "story", article->story);
    FIELD(out, "language", result->language);
}

static void sizes(const struct slant_result *result, struct slant_buffer *out)
{
    char *p = slant_buffer_reserve(out, 128 + 6 * DIGITS);
    if (p == NULL)
        return;
    p = put_int(PUT(p, ",\"words\":"), result->words);
    p = put_int(PUT(p, ",\"sentences\":"), result->sentences);
    p = put_int(PUT(p, ",\"paragraphs\":"), result->paragraphs);
    p = put_int(PUT(p, ",\"voice_words\":{\"outlet\":"), result->voice_words[SLANT_VOICE_OUTLET]);
    p = put_int(PUT(p, ",\"quoted\":"), result->voice_words[SLANT_VOICE_QUOTED]);
    p = put_int(PUT(p, ",\"reported\":"), result->voice_words[SLANT_VOICE_REPORTED]);
    *p++ = '}';
    put_done(out, p);
}

/* ---- measures ----------------------------------------------------------------------------------------- */

static void kinds(const struct slant_measure *measure, struct slant_buffer *out)
{
    LIT(out, ",\"kinds\":{");
    for (uint32_t i = 0; i < measure->nkinds; i++) {
        const struct slant_kind_count *kind = &measure->kinds[i];
        if (i > 0)
            slant_buffer_putc(out, ',');
        slant_buffer_json(out, kind->kind, strlen(kind->kind)); /* from a lexicon: may hold anything */
        char *p = slant_buffer_reserve(out, 1 + DIGITS);
        if (p == NULL)
            return;
        *p++ = ':';
        put_done(out, put_int(p, kind->count));
    }
    slant_buffer_putc(out, '}');
}

static void voices_of_measure(const struct slant_measure *measure, struct slant_buffer *out)
{
    char *p = slant_buffer_reserve(out, 64 + 3 * DIGITS);
    if (p == NULL)
        return;
    p = put_int(PUT(p, ",\"outlet\":"), measure->by_voice[SLANT_VOICE_OUTLET]);
    p = put_int(PUT(p, ",\"quoted\":"), measure->by_voice[SLANT_VOICE_QUOTED]);
    p = put_int(PUT(p, ",\"reported\":"), measure->by_voice[SLANT_VOICE_REPORTED]);
    put_done(out, p);
    kinds(measure, out);
}

static void rate(const struct slant_measure *measure, struct slant_buffer *out)
{
    if (isfinite(measure->rate)) {
        slant_buffer_decimal(out, measure->rate, DECIMALS);
        return;
    }
    LIT(out, "null");
    if (measure->reason != NULL) {
        LIT(out, ",\"reason\":");
        slant_buffer_json(out, measure->reason, strlen(measure->reason));
    }
}

/* Names and units are constants of ours, written so that JSON takes them as they are. */
static void one_measure(const struct slant_measure *measure, int first, int norms, struct slant_buffer *out)
{
    size_t name = strlen(measure->name), unit = strlen(measure->unit);
    char *p = slant_buffer_reserve(out, 64 + name + 2 * DIGITS);
    if (p == NULL)
        return;
    if (!first)
        *p++ = ',';
    *p++ = '"';
    p = put_bytes(p, measure->name, name);
    p = put_int(PUT(p, "\":{\"count\":"), measure->count);
    p = put_int(PUT(p, ",\"exposure\":"), measure->exposure);
    put_done(out, PUT(p, ",\"rate\":"));
    rate(measure, out);
    p = slant_buffer_reserve(out, 16 + unit);
    if (p == NULL)
        return;
    p = put_bytes(PUT(p, ",\"unit\":\""), measure->unit, unit);
    put_done(out, PUT(p, "\""));
    if (measure->has_voices)
        voices_of_measure(measure, out);
    if (norms && isfinite(measure->below)) { /* those with the same rate are halved */
        LIT(out, ",\"norm\":");
        slant_buffer_decimal(out, (measure->below + 1 - measure->above) / 2, DECIMALS);
    }
    slant_buffer_putc(out, '}');
}

static void measures(const struct slant_result *result, int norms, struct slant_buffer *out)
{
    LIT(out, ",\"measures\":{");
    for (uint32_t i = 0; i < result->nmeasures; i++)
        one_measure(&result->measures[i], i == 0, norms, out);
    slant_buffer_putc(out, '}');
    if (norms && result->compared_with != NULL) {
        LIT(out, ",\"norms\":");
        slant_buffer_json(out, result->compared_with, strlen(result->compared_with));
    }
}

/* "label_sets":{"conflict-actor":{"militant":{"outlet":3,"quoted":1,"reported":0}}}, where a choice was made. */
static void label_sets(const struct slant_result *result, struct slant_buffer *out)
{
    struct slant_str set = {0};
    if (result->nchoices == 0)
        return;
    LIT(out, ",\"label_sets\":{");
    for (uint32_t i = 0; i < result->nchoices; i++) {
        const struct slant_choice *choice = &result->choices[i];
        if (set.ptr == NULL || set.len != choice->set.len || memcmp(set.ptr, choice->set.ptr, set.len) != 0) {
            slant_buffer_puts(out, set.ptr != NULL ? "}," : "");
            set = choice->set;
            slant_buffer_json(out, set.ptr, set.len);
            LIT(out, ":{");
        } else {
            slant_buffer_putc(out, ',');
        }
        slant_buffer_json(out, choice->name, strlen(choice->name));
        char *p = slant_buffer_reserve(out, 64 + 3 * DIGITS);
        if (p == NULL)
            return;
        p = put_int(PUT(p, ":{\"outlet\":"), choice->by_voice[SLANT_VOICE_OUTLET]);
        p = put_int(PUT(p, ",\"quoted\":"), choice->by_voice[SLANT_VOICE_QUOTED]);
        p = put_int(PUT(p, ",\"reported\":"), choice->by_voice[SLANT_VOICE_REPORTED]);
        put_done(out, PUT(p, "}"));
    }
    LIT(out, "}}");
}

/* ---- lists that are asked for ------------------------------------------------------------------------- */

/* "start":1,"end":2 */
static void range(const struct slant_span *span, struct slant_buffer *out)
{
    char *p = slant_buffer_reserve(out, 24 + 2 * DIGITS);
    if (p == NULL)
        return;
    p = put_int(PUT(p, "\"start\":"), span->start);
    put_done(out, put_int(PUT(p, ",\"end\":"), span->end));
}

static void field_name(const struct slant_span *span, struct slant_buffer *out)
{
    if (span->in_title)
        LIT(out, ",\"in\":\"title\"}");
    else
        LIT(out, ",\"in\":\"text\"}");
}

static void string(struct slant_buffer *out, const char *text)
{
    slant_buffer_json(out, text, strlen(text));
}

static void one_mark(const struct slant_mark *mark, struct slant_buffer *out)
{
    LIT(out, "{\"layer\":");
    string(out, mark->layer_name);
    if (mark->kind[0] != '\0') {
        LIT(out, ",\"kind\":");
        string(out, mark->kind);
    }
    if (mark->stance[0] != '\0') {
        LIT(out, ",\"stance\":");
        string(out, mark->stance);
    }
    slant_buffer_putc(out, ',');
    range(&mark->span, out);
    LIT(out, ",\"text\":");
    slant_buffer_json(out, mark->span.text.ptr, mark->span.text.len);
    LIT(out, ",\"voice\":");
    string(out, slant_voice_name(mark->voice));
    LIT(out, ",\"sentence\":");
    if (mark->sentence < 0)
        LIT(out, "null");
    else
        slant_buffer_int(out, mark->sentence);
    LIT(out, ",\"entry\":");
    string(out, mark->entry);
    LIT(out, ",\"lexicon\":");
    string(out, mark->lexicon);
    field_name(&mark->span, out);
}

static void spans(const struct slant_result *result, struct slant_buffer *out)
{
    LIT(out, ",\"spans\":[");
    for (uint32_t i = 0; i < result->nmarks; i++) {
        if (i > 0)
            slant_buffer_putc(out, ',');
        one_mark(&result->marks[i], out);
    }
    LIT(out, "],\"voices\":[");
    for (uint32_t i = 0; i < result->nruns; i++) {
        if (i > 0)
            slant_buffer_putc(out, ',');
        LIT(out, "{\"voice\":");
        string(out, slant_voice_name(result->runs[i].voice));
        slant_buffer_putc(out, ',');
        range(&result->runs[i].span, out);
        field_name(&result->runs[i].span, out);
    }
    slant_buffer_putc(out, ']');
}

static void one_phrase(const struct slant_span *span, struct slant_buffer *out)
{
    slant_buffer_putc(out, '{');
    range(span, out);
    LIT(out, ",\"text\":");
    slant_buffer_json(out, span->text.ptr, span->text.len);
    slant_buffer_putc(out, '}');
}

static void one_attribution(const struct slant_attribution *a, struct slant_buffer *out)
{
    const struct slant_span *any = a->cue.text.ptr != NULL ? &a->cue : a->contents;
    LIT(out, "{\"form\":");
    string(out, slant_form_name(a->form));
    LIT(out, ",\"stance\":");
    string(out, a->stance);
    LIT(out, ",\"source_class\":");
    string(out, slant_source_class_name(a->source_class));
    LIT(out, ",\"speaker\":");
    if (a->speaker.len > 0)
        slant_buffer_json(out, a->speaker.ptr, a->speaker.len);
    else
        LIT(out, "null");
    LIT(out, ",\"rule\":");
    string(out, a->rule);
    LIT(out, ",\"sentence\":");
    if (a->sentence < 0)
        LIT(out, "null");
    else
        slant_buffer_int(out, a->sentence);
    if (a->source.text.ptr != NULL) {
        LIT(out, ",\"source\":");
        one_phrase(&a->source, out);
    }
    if (a->cue.text.ptr != NULL) {
        LIT(out, ",\"cue\":");
        one_phrase(&a->cue, out);
    }
    LIT(out, ",\"content\":[");
    for (uint32_t k = 0; k < a->ncontents; k++) {
        if (k > 0)
            slant_buffer_putc(out, ',');
        one_phrase(&a->contents[k], out);
    }
    slant_buffer_putc(out, ']');
    field_name(any, out);
}

static void attributions(const struct slant_result *result, struct slant_buffer *out)
{
    LIT(out, ",\"attributions\":[");
    for (uint32_t i = 0; i < result->nattributions; i++) {
        if (i > 0)
            slant_buffer_putc(out, ',');
        one_attribution(&result->attributions[i], out);
    }
    slant_buffer_putc(out, ']');
}

/* ,"subjectivity":0.423, where there are weights. */
static void chances(const struct slant_sentence *row, struct slant_buffer *out)
{
    static const char *const names[SLANT_NCHANCES] = {[SLANT_CHANCE_SLANTED] = ",\"subjectivity\":"};
    for (int i = 0; i < SLANT_NCHANCES; i++)
        if (isfinite(row->chances[i])) {
            slant_buffer_puts(out, names[i]);
            slant_buffer_decimal(out, row->chances[i], DECIMALS);
        }
}

static void sentence_rows(const struct slant_result *result, struct slant_buffer *out)
{
    LIT(out, ",\"sentence_rows\":[");
    for (uint32_t i = 0; i < result->nrows; i++) {
        const struct slant_sentence *row = &result->rows[i];
        char *p = slant_buffer_reserve(out, 96 + 4 * DIGITS);
        if (p == NULL)
            return;
        if (i > 0)
            *p++ = ',';
        p = put_int(PUT(p, "{\"start\":"), row->span.start);
        p = put_int(PUT(p, ",\"end\":"), row->span.end);
        p = put_int(PUT(p, ",\"paragraph\":"), row->paragraph);
        p = put_int(PUT(p, ",\"words\":"), row->words);
        put_done(out, row->attributed ? PUT(p, ",\"attributed\":true") : PUT(p, ",\"attributed\":false"));
        chances(row, out);
        slant_buffer_putc(out, '}');
    }
    slant_buffer_putc(out, ']');
}

static void diagnostics(const struct slant_result *result, struct slant_buffer *out)
{
    if (result->ndiagnostics == 0)
        return;
    LIT(out, ",\"diagnostics\":[");
    for (uint32_t i = 0; i < result->ndiagnostics; i++) {
        const struct slant_diagnostic *odd = &result->diagnostics[i];
        if (i > 0)
            slant_buffer_putc(out, ',');
        LIT(out, "{\"code\":");
        string(out, odd->code);
        LIT(out, ",\"level\":");
        string(out, odd->level);
        slant_buffer_putc(out, ',');
        range(&odd->span, out);
        LIT(out, ",\"message\":");
        string(out, odd->message);
        field_name(&odd->span, out);
    }
    slant_buffer_putc(out, ']');
}

void slant_report_jsonl(const struct slant_result *result, const struct slant_report_settings *settings,
                        struct slant_buffer *out)
{
    size_t before = out->len;
    head(result, out);
    sizes(result, out);
    measures(result, settings->norms, out);
    label_sets(result, out);
    if (settings->spans)
        spans(result, out);
    if (settings->spans)
        attributions(result, out);
    if (settings->sentences)
        sentence_rows(result, out);
    diagnostics(result, out);
    LIT(out, "}\n");
    if (out->failed)
        out->len = before; /* whole rows or none */
}
