/* error: an article that could not be scored, as a row among the others. */
#include "report/report.h"

#include <string.h>

#include "report/plain.h"

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

enum { WIDE_COLUMNS = 10, LONG_COLUMNS = 11 }; /* before the measures; before the error */

static const char *code_of(const struct slant_error *error)
{
    return error->name != NULL ? error->name : slant_status_name(error->code);
}

static void json_string(struct slant_buffer *out, const char *text)
{
    slant_buffer_json(out, text, strlen(text));
}

static void jsonl(const struct slant_error *error, struct slant_str id, struct slant_buffer *out)
{
    slant_buffer_putc(out, '{');
    if (id.ptr != NULL) {
        LIT(out, "\"id\":");
        slant_buffer_json(out, id.ptr, id.len);
        slant_buffer_putc(out, ',');
    }
    LIT(out, "\"error\":{\"code\":");
    json_string(out, code_of(error));
    LIT(out, ",\"message\":");
    json_string(out, error->message);
    if (error->line != 0) {
        LIT(out, ",\"line\":");
        slant_buffer_int(out, (int64_t)error->line);
    }
    if (error->byte != UINT64_MAX) {
        LIT(out, ",\"byte\":");
        slant_buffer_int(out, (int64_t)error->byte);
    }
    if (error->path[0] != '\0') {
        LIT(out, ",\"path\":");
        json_string(out, error->path);
    }
    LIT(out, "}}\n");
}

/* "articles.jsonl:12: " */
static void place(const struct slant_error *error, struct slant_buffer *out)
{
    if (error->path[0] != '\0') {
        slant_plain_add(out, error->path, strlen(error->path));
        slant_buffer_putc(out, ':');
    }
    if (error->line != 0) {
        slant_buffer_puts(out, error->path[0] != '\0' ? "" : "line ");
        slant_buffer_int(out, (int64_t)error->line);
        slant_buffer_putc(out, ':');
    }
    if (error->path[0] != '\0' || error->line != 0)
        slant_buffer_putc(out, ' ');
}

static void csv(const struct slant_error *error, struct slant_str id, size_t columns, struct slant_buffer *out)
{
    struct slant_buffer text = {0};
    slant_buffer_puts(&text, code_of(error));
    LIT(&text, ": ");
    place(error, &text);
    slant_buffer_puts(&text, error->message);
    slant_buffer_csv(out, id.ptr, id.len);
    for (size_t i = 0; i < columns; i++)
        slant_buffer_putc(out, ',');
    slant_buffer_csv(out, text.data, text.len);
    slant_buffer_putc(out, '\n');
    if (text.failed)
        out->failed = 1;
    slant_buffer_free(&text);
}

static void text_line(const struct slant_error *error, struct slant_str id, struct slant_buffer *out)
{
    LIT(out, "not scored: ");
    if (id.len != 0) {
        slant_plain_add(out, id.ptr, id.len);
        LIT(out, ": ");
    }
    place(error, out);
    slant_plain_add(out, error->message, strlen(error->message));
    slant_buffer_printf(out, " [%s]\n", code_of(error));
}

void slant_report_error(const struct slant_error *error, struct slant_str id, enum slant_error_format format,
                        const struct slant_report_settings *settings, uint32_t nmeasures, struct slant_buffer *out)
{
    size_t before = out->len;
    switch (format) {
    case SLANT_ERROR_JSONL:
        jsonl(error, id, out);
        break;
    case SLANT_ERROR_CSV:
        csv(error, id, settings->long_rows ? LONG_COLUMNS : WIDE_COLUMNS + 3 * (size_t)nmeasures, out);
        break;
    case SLANT_ERROR_TEXT:
        text_line(error, id, out);
        break;
    }
    if (out->failed)
        out->len = before;
}
