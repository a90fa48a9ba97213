/* audit_json: an audit as one JSON object, and as diagnostics for reviewdog. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/audit.h"

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

static void key_string(struct slant_buffer *out, const char *key, const char *text, size_t len)
{
    slant_buffer_printf(out, "\"%s\":", key);
    slant_buffer_json(out, text, len);
}

static void key_str(struct slant_buffer *out, const char *key, struct slant_str text)
{
    if (text.len == 0)
        return;
    key_string(out, key, text.ptr, text.len);
    slant_buffer_putc(out, ',');
}

static void key_word(struct slant_buffer *out, const char *key, const char *word)
{
    key_string(out, key, word, strlen(word));
}

static void place(const struct slant_span *span, struct slant_buffer *out)
{
    slant_buffer_printf(out, "\"start\":%u,\"end\":%u,\"in\":\"%s\"", span->start, span->end,
                        span->in_title ? "title" : "text");
}

/* ---- changes -------------------------------------------------------------------------------------------- */

static void change_side(const char *key, const struct slant_change_side *side, struct slant_buffer *out)
{
    slant_buffer_printf(out, ",\"%s\":", key);
    if (side->words.text.ptr == NULL) {
        LIT(out, "null");
        return;
    }
    slant_buffer_putc(out, '{');
    place(&side->words, out);
    slant_buffer_putc(out, ',');
    key_string(out, "text", side->words.text.ptr, side->words.text.len);
    LIT(out, ",\"sentence\":{");
    if (side->row >= 0)
        slant_buffer_printf(out, "\"number\":%d,", side->row);
    place(&side->sentence, out);
    slant_buffer_putc(out, ',');
    key_string(out, "text", side->sentence.text.ptr, side->sentence.text.len);
    LIT(out, "}}");
}

static void change(const struct slant_change *c, struct slant_buffer *out)
{
    const struct slant_change_side *side = c->edited.words.text.ptr != NULL ? &c->edited : &c->wire;
    slant_buffer_printf(out, "{\"kind\":\"%s\",\"severity\":\"%s\",\"in\":\"%s\"", slant_change_name(c->kind),
                        slant_severity_name(c->severity), side->words.in_title ? "title" : "text");
    change_side("wire", &c->wire, out);
    change_side("edited", &c->edited, out);
    slant_buffer_putc(out, ',');
    key_word(out, "message", c->message);
    slant_buffer_putc(out, '}');
}

/* ---- alignment ------------------------------------------------------------------------------------------ */

static void rows(const char *key, const struct slant_result *r, const uint32_t *numbers, uint32_t n,
                 struct slant_buffer *out)
{
    slant_buffer_printf(out, ",\"%s\":[", key);
    for (uint32_t i = 0; i < n; i++) {
        slant_buffer_printf(out, "%s{\"number\":%u,", i > 0 ? "," : "", numbers[i]);
        place(&r->rows[numbers[i]].span, out);
        slant_buffer_putc(out, '}');
    }
    slant_buffer_putc(out, ']');
}

static void pairing(const struct slant_audit *audit, const struct slant_pairing *p, struct slant_buffer *out)
{
    slant_buffer_printf(out, "{\"relation\":\"%s\",\"moved\":%s", slant_relation_name(p->relation),
                        p->moved ? "true" : "false");
    if (p->nwire > 0 && p->nedited > 0) {
        LIT(out, ",\"similarity\":");
        slant_buffer_decimal(out, p->similarity, 3);
        slant_buffer_puts(out, p->clauses_moved ? ",\"clauses_moved\":true" : "");
    }
    rows("wire", audit->wire, p->wire, p->nwire, out);
    rows("edited", audit->edited, p->edited, p->nedited, out);
    slant_buffer_putc(out, '}');
}

/* ---- summary -------------------------------------------------------------------------------------------- */

static void share(const char *key, uint64_t part, uint64_t whole, struct slant_buffer *out)
{
    slant_buffer_printf(out, "\"%s\":", key);
    slant_buffer_decimal(out, whole > 0 ? (double)part / (double)whole : NAN, 4);
}

static void rate(const char *key, const struct slant_measure *m, struct slant_buffer *out)
{
    slant_buffer_printf(out, "\"%s\":", key);
    slant_buffer_decimal(out, m->rate, 4);
}

static void rates(const struct slant_audit *audit, struct slant_buffer *out)
{
    LIT(out, ",\"rates\":{");
    for (uint32_t i = 0; i < audit->wire->nmeasures && i < audit->edited->nmeasures; i++) {
        const struct slant_measure *w = &audit->wire->measures[i], *e = &audit->edited->measures[i];
        slant_buffer_printf(out, "%s\"%s\":{", i > 0 ? "," : "", w->name);
        rate("wire", w, out);
        slant_buffer_putc(out, ',');
        rate("edited", e, out);
        slant_buffer_printf(out, ",\"wire_count\":%lld,\"edited_count\":%lld,", (long long)w->count,
                            (long long)e->count);
        key_word(out, "unit", w->unit);
        slant_buffer_putc(out, '}');
    }
    slant_buffer_putc(out, '}');
}

static void voices(const struct slant_audit *audit, struct slant_buffer *out)
{
    LIT(out, ",\"voices\":{");
    for (int v = 0; v < SLANT_NVOICES; v++) {
        slant_buffer_printf(out, "%s\"%s\":{", v > 0 ? "," : "", slant_voice_name((enum slant_voice)v));
        share("wire", audit->wire->voice_words[v], audit->wire->words, out);
        slant_buffer_putc(out, ',');
        share("edited", audit->edited->voice_words[v], audit->edited->words, out);
        slant_buffer_putc(out, '}');
    }
    LIT(out, "},\"speakers\":[");
    for (uint32_t i = 0; i < audit->nspeakers; i++) {
        const struct slant_audit_speaker *s = &audit->speakers[i];
        slant_buffer_puts(out, i > 0 ? ",{" : "{");
        key_string(out, "name", s->name.ptr, s->name.len);
        slant_buffer_printf(out,
                            ",\"source_class\":\"%s\",\"wire\":{\"attributions\":%u,\"words\":%u},\"edited\":{"
                            "\"attributions\":%u,\"words\":%u}}",
                            slant_source_class_name(s->source_class), s->wire_attributions, s->wire_words,
                            s->edited_attributions, s->edited_words);
    }
    slant_buffer_putc(out, ']');
}

static void counts(const uint64_t *of, struct slant_buffer *out)
{
    int first = 1;
    for (int k = 0; k < SLANT_NCHANGES; k++) {
        if (of[k] == 0)
            continue;
        slant_buffer_printf(out, "%s\"%s\":%llu", first ? "" : ",", slant_change_name((enum slant_change_kind)k),
                            (unsigned long long)of[k]);
        first = 0;
    }
}

static void summary(const struct slant_audit *audit, struct slant_buffer *out)
{
    struct slant_audit_sum sum = {0};
    slant_audit_sum_add(&sum, audit);
    LIT(out, "\"summary\":{");
    share("kept", sum.kept, sum.sentences, out);
    slant_buffer_putc(out, ',');
    share("moved", sum.moved, sum.sentences, out);
    slant_buffer_putc(out, ',');
    share("cut", sum.cut, sum.sentences, out);
    slant_buffer_printf(out, ",\"wire_sentences\":%u,\"edited_sentences\":%u,\"added_sentences\":%u,",
                        audit->wire->sentences, audit->edited->sentences, audit->added);
    slant_buffer_printf(out, "\"wire_words\":%u,\"edited_words\":%u,\"changes\":{", audit->wire->words,
                        audit->edited->words);
    counts(sum.changes, out);
    slant_buffer_putc(out, '}');
    rates(audit, out);
    voices(audit, out);
    slant_buffer_putc(out, '}');
}

static void notes(const struct slant_audit *audit, struct slant_buffer *out)
{
    LIT(out, "\"notes\":[");
    if (audit->strangers)
        LIT(out, "{\"code\":\"strangers\",\"message\":\"these two hardly share anything\"}");
    if (audit->capped > 0)
        slant_buffer_printf(out,
                            "%s{\"code\":\"capped\",\"message\":\"%u words of overlong sentences were not compared\"}",
                            audit->strangers ? "," : "", audit->capped);
    LIT(out, "],");
}

static void article(const char *key, const struct slant_result *r, struct slant_buffer *out)
{
    slant_buffer_printf(out, "\"%s\":{", key);
    key_str(out, "id", r->article->id);
    key_str(out, "outlet", r->article->outlet);
    struct slant_str title = r->title.text;
    if (title.ptr != NULL)
        key_str(out, "title", title);
    slant_buffer_printf(out, "\"words\":%u},", r->words);
}

void slant_report_audit_json(const struct slant_audit *audit, const struct slant_audit_names *names,
                             struct slant_buffer *out)
{
    size_t before = out->len;
    slant_buffer_putc(out, '{');
    key_str(out, "id", names->id);
    key_str(out, "editor", names->editor);
    article("wire", audit->wire, out);
    article("edited", audit->edited, out);
    LIT(out, "\"changes\":[");
    for (uint32_t i = 0; i < audit->nchanges; i++) {
        slant_buffer_puts(out, i > 0 ? "," : "");
        change(&audit->changes[i], out);
    }
    LIT(out, "],\"alignment\":[");
    for (uint32_t i = 0; i < audit->npairings; i++) {
        slant_buffer_puts(out, i > 0 ? "," : "");
        pairing(audit, &audit->pairings[i], out);
    }
    LIT(out, "],");
    notes(audit, out);
    summary(audit, out);
    LIT(out, "}\n");
    if (out->failed)
        out->len = before;
}

/* ---- sums ----------------------------------------------------------------------------------------------- */

void slant_audit_sum_add(struct slant_audit_sum *sum, const struct slant_audit *audit)
{
    sum->pairs++;
    sum->sentences += audit->wire->sentences;
    sum->kept += audit->kept;
    sum->moved += audit->moved;
    sum->cut += audit->cut;
    sum->added += audit->added;
    for (uint32_t i = 0; i < audit->nchanges; i++)
        sum->changes[audit->changes[i].kind]++;
}

static void sums(const char *key, const struct slant_audit_sum *all, size_t n, struct slant_buffer *out)
{
    slant_buffer_printf(out, "\"%s\":[", key);
    for (size_t i = 0; i < n; i++) {
        const struct slant_audit_sum *s = &all[i];
        slant_buffer_puts(out, i > 0 ? ",{" : "{");
        key_string(out, "name", s->name.ptr, s->name.len);
        slant_buffer_printf(out, ",\"pairs\":%llu,", (unsigned long long)s->pairs);
        share("kept", s->kept, s->sentences, out);
        slant_buffer_putc(out, ',');
        share("moved", s->moved, s->sentences, out);
        slant_buffer_putc(out, ',');
        share("cut", s->cut, s->sentences, out);
        LIT(out, ",\"changes\":{");
        counts(s->changes, out);
        LIT(out, "}}");
    }
    slant_buffer_putc(out, ']');
}

void slant_report_audit_sums_json(const struct slant_audit_sum *outlets, size_t noutlets,
                                  const struct slant_audit_sum *editors, size_t neditors, struct slant_buffer *out)
{
    LIT(out, "{\"totals\":{");
    sums("outlets", outlets, noutlets, out);
    slant_buffer_putc(out, ',');
    sums("editors", editors, neditors, out);
    LIT(out, "}}\n");
}

/* ---- rdjsonl -------------------------------------------------------------------------------------------- */

/* Where the lines of a field begin. */
struct lines {
    struct slant_str field;
    size_t *starts, n;
};

static int find_lines(struct slant_str field, struct lines *out)
{
    size_t n = 1;
    for (size_t i = 0; i < field.len; i++)
        n += field.ptr[i] == '\n';
    *out = (struct lines){field, calloc(n, sizeof *out->starts), 1};
    for (size_t i = 0; i < field.len && out->starts != NULL; i++)
        if (field.ptr[i] == '\n')
            out->starts[out->n++] = i + 1;
    return out->starts != NULL;
}

/* "line":1,"column":1, both from 1, the column in bytes. */
static void point(const struct lines *l, const char *at, struct slant_buffer *out)
{
    size_t byte = (size_t)(at - l->field.ptr), low = 0, high = l->n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (l->starts[middle] <= byte)
            low = middle;
        else
            high = middle;
    }
    slant_buffer_printf(out, "{\"line\":%zu,\"column\":%zu}", low + 1, byte - l->starts[low] + 1);
}

/* lines: of the text, of the title. */
static void location(const struct lines lines[2], struct slant_str path, const struct slant_span *span,
                     struct slant_buffer *out)
{
    const struct lines *l = &lines[span->in_title != 0];
    LIT(out, "\"location\":{\"path\":");
    slant_buffer_json(out, path.ptr, path.len);
    LIT(out, ",\"range\":{\"start\":");
    point(l, span->text.ptr, out);
    LIT(out, ",\"end\":");
    point(l, span->text.ptr + span->text.len, out);
    LIT(out, "}}");
}

static void diagnostic(const struct slant_change *c, const struct slant_audit_names *names, struct lines wire[2],
                       struct lines edited[2], struct slant_buffer *out)
{
    static const char *const severities[SLANT_NSEVERITIES] = {"", "INFO", "WARNING", "ERROR"};
    int here = c->edited.words.text.ptr != NULL;
    slant_buffer_putc(out, '{');
    key_word(out, "message", c->message);
    slant_buffer_putc(out, ',');
    location(here ? edited : wire, here ? names->edited_path : names->wire_path,
             here ? &c->edited.words : &c->wire.words, out);
    slant_buffer_printf(out, ",\"severity\":\"%s\",\"source\":{\"name\":\"slant\"},\"code\":{\"value\":\"audit.%s\"}",
                        severities[c->severity], slant_change_name(c->kind));
    if (here && c->wire.words.text.ptr != NULL) {
        LIT(out, ",\"relatedLocations\":[{");
        key_string(out, "message", c->wire.sentence.text.ptr, c->wire.sentence.text.len);
        slant_buffer_putc(out, ',');
        location(wire, names->wire_path, &c->wire.sentence, out);
        LIT(out, "}]");
    }
    LIT(out, "}\n");
}

void slant_report_audit_rdjsonl(const struct slant_audit *audit, const struct slant_audit_names *names,
                                struct slant_buffer *out)
{
    struct lines lines[4] = {0};
    const struct slant_str fields[] = {audit->wire->text, audit->wire->title_text, audit->edited->text,
                                       audit->edited->title_text};
    size_t before = out->len;
    for (int i = 0; i < 4; i++)
        out->failed |= !find_lines(fields[i], &lines[i]);
    for (uint32_t i = 0; i < audit->nchanges && !out->failed; i++)
        diagnostic(&audit->changes[i], names, lines, lines + 2, out);
    for (int i = 0; i < 4; i++)
        free(lines[i].starts);
    if (out->failed)
        out->len = before;
}
