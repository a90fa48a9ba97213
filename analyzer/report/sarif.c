/* sarif: the OASIS format 2.1.0, one run. Columns count Unicode code points, from 1, the end exclusive. */
#include <inttypes.h>
#include <string.h>

#include "report/findings.h"

static void text(struct slant_buffer *out, const char *word)
{
    slant_buffer_json(out, word, strlen(word));
}

static const char *level(enum slant_severity severity)
{
    static const char *const levels[SLANT_NSEVERITIES] = {"none", "note", "warning", "error"};
    return levels[severity];
}

static void rule(const struct slant_rule *r, struct slant_buffer *out)
{
    slant_buffer_printf(out, "{\"id\":\"%s\",\"shortDescription\":{\"text\":", r->id);
    text(out, r->brief);
    slant_buffer_puts(out, "},\"fullDescription\":{\"text\":");
    text(out, r->brief);
    slant_buffer_puts(out, "},\"help\":{\"text\":");
    text(out, r->page);
    slant_buffer_printf(out, "},\"defaultConfiguration\":{\"enabled\":%s,\"level\":\"%s\"},\"properties\":{\"source\":",
                        r->severity == SLANT_OFF ? "false" : "true",
                        level(r->severity == SLANT_OFF ? SLANT_SUGGESTION : r->severity));
    text(out, r->source);
    slant_buffer_puts(out, "}}");
}

void slant_report_sarif_begin(struct slant_buffer *out)
{
    slant_buffer_puts(out, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
                           "\"runs\":[{\"tool\":{\"driver\":{\"name\":\"slant\",\"version\":\"" SLANT_VERSION
                           "\",\"semanticVersion\":\"" SLANT_VERSION "\",\"rules\":[\n");
    const struct slant_rule *r;
    for (size_t i = 0; (r = slant_rule(i)) != NULL; i++) {
        slant_buffer_puts(out, i > 0 ? ",\n" : "");
        rule(r, out);
    }
    slant_buffer_puts(out, "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[");
}

static void region(const struct slant_finding *f, struct slant_buffer *out)
{
    slant_buffer_printf(out,
                        "{\"startLine\":%u,\"startColumn\":%u,\"endLine\":%u,\"endColumn\":%u,\"byteOffset\":%u,"
                        "\"byteLength\":%u",
                        f->start.line + 1, f->start.code_points + 1, f->end.line + 1, f->end.code_points + 1,
                        f->start.byte, f->end.byte - f->start.byte);
}

static void artifact(const char *path, struct slant_buffer *out)
{
    slant_buffer_puts(out, "\"artifactLocation\":{\"uri\":");
    slant_report_uri(out, path);
    slant_buffer_putc(out, '}');
}

static void fix(const struct slant_finding *f, const char *path, const char *words, struct slant_buffer *out)
{
    slant_buffer_puts(out, "{\"description\":{\"text\":\"a plainer wording\"},\"artifactChanges\":[{");
    artifact(path, out);
    slant_buffer_puts(out, ",\"replacements\":[{\"deletedRegion\":");
    region(f, out);
    slant_buffer_puts(out, "},\"insertedContent\":{\"text\":");
    text(out, words);
    slant_buffer_puts(out, "}}]}]}");
}

static size_t rule_index(const struct slant_rule *r)
{
    size_t i = 0;
    while (slant_rule(i) != r)
        i++;
    return i;
}

void slant_report_sarif(const struct slant_finding *f, const char *path, struct slant_buffer *out)
{
    slant_buffer_printf(out,
                        "{\"ruleId\":\"%s\",\"ruleIndex\":%zu,\"level\":\"%s\",\"message\":{\"text\":", f->rule->id,
                        rule_index(f->rule), level(f->severity));
    text(out, f->message);
    slant_buffer_puts(out, "},\"locations\":[{\"physicalLocation\":{");
    artifact(path, out);
    slant_buffer_puts(out, ",\"region\":");
    region(f, out);
    slant_buffer_puts(out, ",\"snippet\":{\"text\":");
    slant_buffer_json(out, f->text.ptr, f->text.len);
    slant_buffer_printf(out, "}}}}],\"partialFingerprints\":{\"slantWords/v1\":\"%016" PRIx64 "\"}", f->fingerprint);
    for (uint32_t i = 0; i < f->nreplacements; i++) {
        slant_buffer_puts(out, i > 0 ? "," : ",\"fixes\":[");
        fix(f, path, f->replacements[i], out);
    }
    slant_buffer_puts(out, f->nreplacements > 0 ? "]}" : "}");
}

void slant_report_sarif_end(struct slant_buffer *out)
{
    slant_buffer_puts(out, "\n]}]}\n");
}
