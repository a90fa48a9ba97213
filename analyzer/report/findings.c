#include "report/findings.h"

#include <inttypes.h>
#include <string.h>

#include "report/plain.h"

static void text(struct slant_buffer *out, const char *word)
{
    slant_buffer_json(out, word, strlen(word));
}

static void key(struct slant_buffer *out, const char *name, const char *value)
{
    slant_buffer_printf(out, ",\"%s\":", name);
    text(out, value);
}

static int is_path_plain(unsigned char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || strchr("-._~/", c) != NULL;
}

void slant_report_uri(struct slant_buffer *out, const char *path)
{
    slant_buffer_puts(out, path[0] == '/' ? "\"file://" : "\"");
    for (; *path != '\0'; path++) {
        if (is_path_plain((unsigned char)*path))
            slant_buffer_putc(out, *path);
        else
            slant_buffer_printf(out, "%%%02X", (unsigned char)*path);
    }
    slant_buffer_putc(out, '"');
}

/* ---- for people: path:line:col: severity: message [rule] ---- */

static void as_text(const struct slant_findings_report *report, const struct slant_finding *f, const char *path,
                    struct slant_buffer *out)
{
    static const char *const colors[SLANT_NSEVERITIES] = {"", "\033[36m", "\033[33m", "\033[31m"};
    slant_plain_add(out, path, strlen(path));
    slant_buffer_printf(out, ":%u:%u: %s%s%s: ", f->start.line + 1, f->start.code_points + 1,
                        report->color ? colors[f->severity] : "", slant_severity_name(f->severity),
                        report->color ? "\033[0m" : "");
    slant_plain_add(out, f->message, strlen(f->message));
    slant_buffer_printf(out, " [%s]\n", f->rule->id);
}

/* ---- GitHub's workflow commands ---- */

static void escaped(struct slant_buffer *out, const char *word, const char *also)
{
    for (; *word != '\0'; word++) {
        if (*word == '%' || *word == '\n' || *word == '\r' || strchr(also, *word) != NULL)
            slant_buffer_printf(out, "%%%02X", (unsigned char)*word);
        else
            slant_buffer_putc(out, *word);
    }
}

static void as_github(const struct slant_finding *f, const char *path, struct slant_buffer *out)
{
    static const char *const levels[SLANT_NSEVERITIES] = {"notice", "notice", "warning", "error"};
    slant_buffer_printf(out, "::%s file=", levels[f->severity]);
    escaped(out, path, ":,");
    slant_buffer_printf(out, ",line=%u", f->start.line + 1);
    if (f->end.line == f->start.line)
        slant_buffer_printf(out, ",col=%u,endColumn=%u", f->start.code_points + 1, f->end.code_points + 1);
    else
        slant_buffer_printf(out, ",endLine=%u", f->end.line + 1);
    slant_buffer_printf(out, ",title=%s::", f->rule->id);
    escaped(out, f->message, "");
    slant_buffer_putc(out, '\n');
}

/* ---- JSON ---- */

static void json_point(struct slant_buffer *out, const char *name, const struct slant_point *p)
{
    slant_buffer_printf(out, ",\"%s\":{\"line\":%u,\"column\":%u,\"byte_column\":%u,\"utf16_column\":%u,\"byte\":%u}",
                        name, p->line + 1, p->code_points + 1, p->bytes + 1, p->units + 1, p->byte);
}

static void as_json(const struct slant_finding *f, const char *path, struct slant_buffer *out)
{
    slant_buffer_puts(out, "{\"path\":");
    text(out, path);
    key(out, "rule", f->rule->id);
    key(out, "severity", slant_severity_name(f->severity));
    key(out, "message", f->message);
    json_point(out, "start", &f->start);
    json_point(out, "end", &f->end);
    slant_buffer_puts(out, ",\"text\":");
    slant_buffer_json(out, f->text.ptr, f->text.len);
    if (f->plainer[0] != '\0')
        key(out, "plainer", f->plainer);
    for (uint32_t i = 0; i < f->nreplacements; i++) {
        slant_buffer_puts(out, i > 0 ? "," : ",\"replacements\":[");
        text(out, f->replacements[i]);
    }
    slant_buffer_puts(out, f->nreplacements > 0 ? "]" : "");
    if (f->entry[0] != '\0') {
        key(out, "entry", f->entry);
        key(out, "lexicon", f->lexicon);
        key(out, "why", f->why);
        key(out, "source", f->source);
    }
    slant_buffer_printf(out, ",\"fingerprint\":\"%016" PRIx64 "\"}", f->fingerprint);
}

static void json_end(const struct slant_check_summary *s, struct slant_buffer *out)
{
    slant_buffer_printf(out,
                        "\n],\"summary\":{\"files\":%" PRIu64 ",\"errors\":%" PRIu64 ",\"error\":%" PRIu64
                        ",\"warning\":%" PRIu64 ",\"suggestion\":%" PRIu64 ",\"suppressed\":%" PRIu64
                        ",\"known\":%" PRIu64 "}}\n",
                        s->files, s->errors, s->findings[SLANT_ERROR], s->findings[SLANT_WARNING],
                        s->findings[SLANT_SUGGESTION], s->suppressed, s->known);
}

/* ---- reviewdog's lines: bytes, from 1, the end exclusive ---- */

static void rd_range(struct slant_buffer *out, const struct slant_finding *f)
{
    slant_buffer_printf(out, "\"range\":{\"start\":{\"line\":%u,\"column\":%u},\"end\":{\"line\":%u,\"column\":%u}}",
                        f->start.line + 1, f->start.bytes + 1, f->end.line + 1, f->end.bytes + 1);
}

static void as_rdjsonl(const struct slant_finding *f, const char *path, struct slant_buffer *out)
{
    static const char *const levels[SLANT_NSEVERITIES] = {"INFO", "INFO", "WARNING", "ERROR"};
    slant_buffer_puts(out, "{\"message\":");
    text(out, f->message);
    slant_buffer_puts(out, ",\"location\":{\"path\":");
    text(out, path);
    slant_buffer_putc(out, ',');
    rd_range(out, f);
    slant_buffer_printf(out, "},\"severity\":\"%s\",\"source\":{\"name\":\"slant\"},\"code\":{\"value\":\"%s\"}",
                        levels[f->severity], f->rule->id);
    for (uint32_t i = 0; i < f->nreplacements; i++) {
        slant_buffer_puts(out, i > 0 ? ",{" : ",\"suggestions\":[{");
        rd_range(out, f);
        key(out, "text", f->replacements[i]);
        slant_buffer_putc(out, '}');
    }
    slant_buffer_puts(out, f->nreplacements > 0 ? "]}\n" : "}\n");
}

/* ---- all formats ---- */

void slant_report_findings_begin(struct slant_findings_report *report, struct slant_buffer *out)
{
    report->given = 0;
    if (report->format == SLANT_CHECK_SARIF)
        slant_report_sarif_begin(out);
    if (report->format == SLANT_CHECK_JSON)
        slant_buffer_puts(out, "{\"tool\":{\"name\":\"slant\",\"version\":\"" SLANT_VERSION "\"},\"findings\":[");
}

static void one_finding(struct slant_findings_report *report, const struct slant_finding *f, const char *path,
                        struct slant_buffer *out)
{
    int in_list = report->format == SLANT_CHECK_SARIF || report->format == SLANT_CHECK_JSON;
    if (in_list)
        slant_buffer_puts(out, report->given > 0 ? ",\n" : "\n");
    report->given++;
    switch (report->format) {
    case SLANT_CHECK_TEXT:
        as_text(report, f, path, out);
        break;
    case SLANT_CHECK_JSON:
        as_json(f, path, out);
        break;
    case SLANT_CHECK_SARIF:
        slant_report_sarif(f, path, out);
        break;
    case SLANT_CHECK_RDJSONL:
        as_rdjsonl(f, path, out);
        break;
    case SLANT_CHECK_GITHUB:
        as_github(f, path, out);
        break;
    }
}

void slant_report_findings(struct slant_findings_report *report, const char *path, const struct slant_finding *findings,
                           uint32_t n, struct slant_buffer *out)
{
    for (uint32_t i = 0; i < n; i++)
        if (findings[i].state == SLANT_FINDING_OPEN)
            one_finding(report, &findings[i], findings[i].path != NULL ? findings[i].path : path, out);
}

void slant_report_findings_end(struct slant_findings_report *report, const struct slant_check_summary *summary,
                               struct slant_buffer *out)
{
    if (report->format == SLANT_CHECK_SARIF)
        slant_report_sarif_end(out);
    if (report->format == SLANT_CHECK_JSON)
        json_end(summary, out);
}

void slant_report_baseline(const struct slant_finding *finding, const char *path, struct slant_buffer *out)
{
    slant_buffer_printf(out, "%016" PRIx64 "\t%s\t", finding->fingerprint, finding->rule->id);
    slant_plain_add(out, path, strlen(path));
    slant_buffer_putc(out, '\t');
    slant_plain_add(out, finding->text.ptr, finding->text.len);
    slant_buffer_putc(out, '\n');
}
