#include "input/pair.h"

#include <string.h>

#include "base/error.h"
#include "input/json.h"
#include "input/record.h"

struct reading {
    const struct slant_input_settings *settings;
    const char *line, *path;
    uint64_t number, byte;
    struct slant_json json;
    struct slant_pair *out;
    int suffixed; /* it has text_a */
};

static int is(struct slant_str name, const char *word)
{
    return name.len == strlen(word) && memcmp(name.ptr, word, name.len) == 0;
}

/* The object as a line of its own, which the reader of records wants. */
static int read_article(struct reading *r, struct slant_row *row)
{
    const char *from = r->json.at;
    if (!slant_json_skip(&r->json, 1))
        return 0;
    size_t len = (size_t)(r->json.at - from);
    char *copy = slant_arena_zalloc(r->json.mem, len + 1 + 64);
    if (copy == NULL) {
        r->json.nomem = 1;
        return 0;
    }
    memcpy(copy, from, len);
    copy[len] = '\n';
    *row = (struct slant_row){.line = r->number, .byte = r->byte + (uint64_t)(from - r->line)};
    slant_record_read(copy, len, r->settings, r->path, r->json.mem, row);
    return 1;
}

/* "editor" within the edited article. */
static void find_editor(struct reading *r, const char *from, const char *to)
{
    struct slant_json json = {.at = from + 1, .end = to, .mem = r->json.mem};
    struct slant_str name, value;
    for (slant_json_space(&json); *json.at == '"'; slant_json_space(&json)) {
        if (!slant_json_string(&json, &name))
            return;
        slant_json_space(&json);
        json.at += *json.at == ':';
        slant_json_space(&json);
        int wanted = is(name, "editor") && *json.at == '"';
        if (wanted ? !slant_json_string(&json, &value) : !slant_json_skip(&json, 2))
            return;
        if (wanted && r->out->editor.ptr == NULL)
            r->out->editor = value;
        slant_json_space(&json);
        if (*json.at != ',')
            return;
        json.at++;
    }
}

static int read_half(struct reading *r, struct slant_pair_half *half, int edited)
{
    const char *from = r->json.at;
    if (*from == '"')
        return slant_json_string(&r->json, &half->path);
    if (*from != '{')
        return slant_json_fail(&r->json, from, "an article or a path is wanted here");
    if (!read_article(r, &half->row))
        return 0;
    if (edited)
        find_editor(r, from, r->json.at);
    return 1;
}

static int read_member(struct reading *r)
{
    struct slant_json *json = &r->json;
    struct slant_str name;
    if (*json->at != '"')
        return slant_json_fail(json, json->at, "a key in quotation marks is wanted here");
    if (!slant_json_string(json, &name))
        return 0;
    slant_json_space(json);
    if (*json->at != ':')
        return slant_json_fail(json, json->at, "a colon is wanted after the key");
    json->at++;
    slant_json_space(json);
    if (is(name, "wire"))
        return read_half(r, &r->out->wire, 0);
    if (is(name, "edited"))
        return read_half(r, &r->out->edited, 1);
    r->suffixed |= is(name, "text_a");
    struct slant_str *to = is(name, "id") ? &r->out->id : is(name, "editor") ? &r->out->editor : NULL;
    if (to != NULL && *json->at == '"')
        return slant_json_string(json, to);
    return slant_json_skip(json, 1);
}

static int read_pair(struct reading *r)
{
    struct slant_json *json = &r->json;
    slant_json_space(json);
    if (*json->at != '{')
        return slant_json_fail(json, json->at, "a pair is wanted here: {\"wire\":…,\"edited\":…}");
    json->at++;
    slant_json_space(json);
    int more = *json->at != '}';
    while (more) {
        slant_json_space(json);
        if (!read_member(r))
            return 0;
        slant_json_space(json);
        more = *json->at == ',';
        if (!more && *json->at != '}')
            return slant_json_fail(json, json->at, "a comma or } is wanted here");
        json->at += more;
    }
    json->at++;
    slant_json_space(json);
    return json->at == json->end || slant_json_fail(json, json->at, "something follows the object");
}

/* The same line read as an article whose fields end in the suffix. */
static void read_suffixed(const struct reading *r, size_t len, int edited, struct slant_row *row)
{
    static const struct slant_field_map maps[2][8] = {
        {{"text", "text_a"}, {"title", "title_a"}, {"outlet", "outlet_a"}, {"date", "date_a"}, {"id", "a"}},
        {{"text", "text_b"}, {"title", "title_b"}, {"outlet", "outlet_b"}, {"date", "date_b"}, {"id", "b"}}};
    struct slant_input_settings settings = *r->settings;
    settings.fields = maps[edited];
    settings.nfields = 5;
    *row = (struct slant_row){.line = r->number, .byte = r->byte};
    slant_record_read(r->line, len, &settings, r->path, r->json.mem, row);
}

static void check_half(struct slant_pair *pair, const struct slant_pair_half *half, const char *name,
                       const struct reading *r)
{
    if (pair->status != SLANT_OK || half->path.ptr != NULL)
        return;
    if (half->row.status != SLANT_OK) {
        pair->status = half->row.status;
        pair->error = half->row.error;
    } else if (half->row.article.text.ptr == NULL) {
        pair->status = slant_fail(&pair->error, SLANT_EFIELD, "missing-half", r->path, r->number, r->byte,
                                  "the pair has no \"%s\": an article, or the path of one", name);
    }
}

void slant_pair_read(const char *line, size_t len, const struct slant_input_settings *settings, const char *path,
                     uint64_t line_number, uint64_t byte, struct slant_arena *mem, struct slant_pair *out)
{
    struct reading r = {.settings = settings,
                        .line = line,
                        .path = path,
                        .number = line_number,
                        .byte = byte,
                        .json = {.at = line, .end = line + len, .mem = mem},
                        .out = out};
    memset(out, 0, sizeof *out);
    if (byte == 0 && len >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0)
        r.json.at += 3;
    if (!read_pair(&r)) {
        uint64_t at = byte + (uint64_t)((r.json.wrong != NULL ? r.json.wrong_at : line) - line);
        out->status = r.json.nomem
                          ? slant_fail(&out->error, SLANT_ENOMEM, NULL, path, line_number, byte, "out of memory")
                          : slant_fail(&out->error, SLANT_EJSON, NULL, path, line_number, at, "%s", r.json.wrong);
        return;
    }
    if (r.suffixed && out->wire.row.article.text.ptr == NULL && out->wire.path.ptr == NULL) {
        read_suffixed(&r, len, 0, &out->wire.row);
        read_suffixed(&r, len, 1, &out->edited.row);
    }
    check_half(out, &out->wire, "wire", &r);
    check_half(out, &out->edited, "edited", &r);
}
