#include "input/record.h"

#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "input/json.h"

/* ---- which key is which field ------------------------------------------------------------------------- */

enum field { ID, OUTLET, TITLE, DATE, BYLINE, URL, LANGUAGE, STORY, TOPIC, TEXT, NFIELDS };

static const struct {
    const char *name;
    size_t offset;
    int takes_number; /* a number is taken as its text: ids and clusters are often counted */
} fields[NFIELDS] = {
    [ID] = {"id", offsetof(struct slant_article, id), 1},
    [OUTLET] = {"outlet", offsetof(struct slant_article, outlet), 0},
    [TITLE] = {"title", offsetof(struct slant_article, title), 0},
    [DATE] = {"date", offsetof(struct slant_article, date), 0},
    [BYLINE] = {"byline", offsetof(struct slant_article, byline), 0},
    [URL] = {"url", offsetof(struct slant_article, url), 0},
    [LANGUAGE] = {"language", offsetof(struct slant_article, language), 0},
    [STORY] = {"story", offsetof(struct slant_article, story), 1},
    [TOPIC] = {"topic", offsetof(struct slant_article, topic), 0},
    [TEXT] = {"text", offsetof(struct slant_article, text), 0},
};

/* A field has a place for each name it may come under, the best first; so the order of the keys in the line
 * does not matter, and only of one key given twice the last wins. */
enum rank { MAPPED, EXACT, SYNONYM_1, SYNONYM_2, SYNONYM_3, NRANKS };

struct key {
    char name[11];
    unsigned char len, field, rank;
};

/* By length, which alone tells most keys apart. */
static const struct key keys[] = {
    {"id", 2, ID, EXACT},
    {"url", 3, URL, EXACT},
    {"text", 4, TEXT, EXACT},
    {"date", 4, DATE, EXACT},
    {"site", 4, OUTLET, SYNONYM_3},
    {"body", 4, TEXT, SYNONYM_1},
    {"title", 5, TITLE, EXACT},
    {"story", 5, STORY, EXACT},
    {"event", 5, STORY, SYNONYM_1},
    {"topic", 5, TOPIC, EXACT},
    {"outlet", 6, OUTLET, EXACT},
    {"source", 6, OUTLET, SYNONYM_1},
    {"byline", 6, BYLINE, EXACT},
    {"author", 6, BYLINE, SYNONYM_2},
    {"authors", 7, BYLINE, SYNONYM_1},
    {"cluster", 7, STORY, SYNONYM_2},
    {"content", 7, TEXT, SYNONYM_2},
    {"headline", 8, TITLE, SYNONYM_1},
    {"language", 8, LANGUAGE, EXACT},
    {"maintext", 8, TEXT, SYNONYM_3},
    {"publisher", 9, OUTLET, SYNONYM_2},
};
static const unsigned char first_key[] = {0, 0, 0, 1, 2, 6, 10, 14, 17, 20, 21};

static const struct key *find_key(struct slant_str name)
{
    if (name.len + 1 >= sizeof first_key)
        return NULL;
    for (unsigned i = first_key[name.len]; i < first_key[name.len + 1]; i++) {
        if (memcmp(keys[i].name, name.ptr, name.len) == 0)
            return &keys[i];
    }
    return NULL;
}

static int same(const char *text, struct slant_str bytes)
{
    return strlen(text) == bytes.len && memcmp(text, bytes.ptr, bytes.len) == 0;
}

static int field_of(const char *name)
{
    for (int i = 0; i < NFIELDS; i++) {
        if (strcmp(fields[i].name, name) == 0)
            return i;
    }
    return -1;
}

int slant_record_is_field(const char *name)
{
    return field_of(name) >= 0;
}

/* ---- values ------------------------------------------------------------------------------------------- */

enum type { ABSENT, GIVEN, NUMBER, WRONG };

struct value {
    enum type type;
    struct slant_str str;
    const char *at; /* where it stands */
};

struct reader {
    struct slant_json json;
    struct value values[NFIELDS][NRANKS];
};

/* The elements of an array of strings, joined by ", ". That is never longer than the array's own text: an
 * element's quotation marks and comma go, two bytes come. */
static int read_names(struct slant_json *json, struct value *value)
{
    /* How long that is: looked at once without taking anything. */
    const char *from = json->at;
    if (!slant_json_skip(json, 1))
        return 0;
    size_t most = (size_t)(json->at - from) + 64 + 16; /* copied in sixteens */
    json->at = from;
    char *names = slant_arena_alloc(json->mem, most), *to = names;
    if (names == NULL) {
        json->nomem = 1;
        return 0;
    }
    value->type = ABSENT;
    json->at++;
    slant_json_space(json);
    int more = *json->at != ']', good = 1;
    while (more && good) {
        slant_json_space(json);
        if (*json->at == '"') {
            if (to > names) {
                *to++ = ',';
                *to++ = ' ';
            }
            good = slant_json_copy(json, &to);
            if (value->type == ABSENT)
                value->type = GIVEN;
        } else {
            good = slant_json_skip(json, 2);
            value->type = WRONG;
        }
        slant_json_space(json);
        more = *json->at == ',';
        json->at += good && more;
    }
    if (good && *json->at != ']')
        good = slant_json_fail(json, json->at, "a comma or ] is wanted here");
    json->at++;
    value->str.ptr = names;
    value->str.len = (size_t)(to - names);
    memset(to, 0, 64);
    slant_arena_grow(json->mem, names, most, value->str.len + 64);
    return good;
}

static int read_value(struct slant_json *json, int names, struct value *value)
{
    slant_json_space(json);
    value->at = json->at;
    char c = *json->at;
    if (c == '"') {
        value->type = GIVEN;
        return slant_json_string(json, &value->str);
    }
    if (c == '-' || (c >= '0' && c <= '9')) {
        value->type = NUMBER;
        return slant_json_number(json, &value->str);
    }
    if (c == '[' && names)
        return read_names(json, value);
    value->type = c == 'n' ? ABSENT : WRONG;
    return slant_json_skip(json, 1);
}

static int read_known(struct reader *r, unsigned field, unsigned rank)
{
    struct value value = {.type = ABSENT};
    if (!read_value(&r->json, field == BYLINE, &value))
        return 0;
    if (value.type == NUMBER && fields[field].takes_number)
        value.type = GIVEN;
    r->values[field][rank] = value;
    return 1;
}

/* A key that --field names. The value is read for each field it goes to. 0: wrong, 1: read, 2: not named. */
static int read_mapped(struct reader *r, const struct slant_input_settings *settings, struct slant_str name)
{
    const char *start = r->json.at;
    int result = 2;
    for (size_t i = 0; i < settings->nfields; i++) {
        int field = field_of(settings->fields[i].field);
        if (field < 0 || !same(settings->fields[i].name, name))
            continue;
        r->json.at = start;
        if (!read_known(r, (unsigned)field, MAPPED))
            return 0;
        result = 1;
    }
    return result;
}

/* At a key: reads it and what belongs to it. */
static int read_member(struct reader *r, const struct slant_input_settings *settings)
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
    if (settings->nfields != 0) {
        int mapped = read_mapped(r, settings, name);
        if (mapped != 2)
            return mapped;
    }
    const struct key *key = find_key(name);
    return key != NULL ? read_known(r, key->field, key->rank) : slant_json_skip(json, 1);
}

static int read_object(struct reader *r, const struct slant_input_settings *settings)
{
    struct slant_json *json = &r->json;
    json->at++;
    slant_json_space(json);
    int more = *json->at != '}';
    while (more) {
        slant_json_space(json);
        if (!read_member(r, settings))
            return 0;
        slant_json_space(json);
        more = *json->at == ',';
        if (!more && *json->at != '}')
            return slant_json_fail(json, json->at, "a comma or } is wanted here");
        json->at += more;
    }
    json->at++;
    slant_json_space(json);
    if (json->at != json->end)
        return slant_json_fail(json, json->at, "something follows the object; one object a line is wanted");
    return 1;
}

/* ---- the row ------------------------------------------------------------------------------------------ */

static const char *type_name(const struct value *value)
{
    switch (*value->at) {
    case '{':
        return "an object";
    case '[':
        return "an array";
    case 't':
    case 'f':
        return "true or false";
    default:
        return "a number";
    }
}

/* The best name under which a field was given. Of the wrong type it is an error when the name is ours or was
 * mapped to it; a synonym of the wrong type is somebody else's word and passed over. */
static const struct value *choose(const struct value values[NRANKS], const struct value **wrong)
{
    *wrong = NULL;
    for (unsigned rank = 0; rank < NRANKS; rank++) {
        const struct value *value = &values[rank];
        if (value->type == GIVEN)
            return value;
        if (value->type == ABSENT)
            continue;
        if (*wrong == NULL)
            *wrong = value;
        if (rank <= EXACT)
            return NULL;
    }
    return NULL;
}

static void set_field(struct slant_article *article, unsigned field, struct slant_str str)
{
    memcpy((char *)article + fields[field].offset, &str, sizeof str);
}

/* What is wrong with the fields, if anything. */
static void fill_article(struct reader *r, const char *line, const char *path, struct slant_row *row)
{
    for (unsigned field = 0; field < NFIELDS; field++) {
        const struct value *wrong, *value = choose(r->values[field], &wrong);
        if (value != NULL) {
            set_field(&row->article, field, value->str);
            continue;
        }
        int fatal = field == TEXT || r->values[field][MAPPED].type > GIVEN || r->values[field][EXACT].type > GIVEN;
        if (wrong == NULL || !fatal || row->status != SLANT_OK)
            continue;
        row->status =
            slant_fail(&row->error, SLANT_EFIELD, "bad-field", path, row->line,
                       row->byte + (uint64_t)(wrong->at - line), "%s must be a string%s, not %s", fields[field].name,
                       field == BYLINE              ? " or an array of strings"
                       : fields[field].takes_number ? " or a number"
                                                    : "",
                       field == BYLINE && *wrong->at == '[' ? "an array of something else" : type_name(wrong));
    }
    if (row->status == SLANT_OK && row->article.text.ptr == NULL)
        row->status = slant_fail(&row->error, SLANT_EFIELD, "missing-text", path, row->line, row->byte,
                                 "the article has no text; name its field with --field text=NAME");
}

/* A line that does not begin like an object. */
static void no_object(const char *at, const char *line, size_t len, const char *path, struct slant_row *row)
{
    uint64_t byte = row->byte + (uint64_t)(at - line);
    if (at == line + len)
        row->status =
            slant_fail(&row->error, SLANT_EJSON, "empty-line", path, row->line, row->byte, "the line is empty");
    else if (*at == '[')
        row->status = slant_fail(&row->error, SLANT_EJSON, NULL, path, row->line, byte,
                                 "the line begins with [; one JSON object a line is wanted, not an array");
    else if (*at == '\0')
        row->status = slant_fail(&row->error, SLANT_EJSON, NULL, path, row->line, byte,
                                 "the line begins with a NUL byte; is the file UTF-16 or binary?");
    else
        row->status = slant_fail(&row->error, SLANT_EJSON, NULL, path, row->line, byte,
                                 "not JSON: the line does not begin with {; plain text is read with --input text");
}

void slant_record_read(const char *line, size_t len, const struct slant_input_settings *settings, const char *path,
                       struct slant_arena *mem, struct slant_row *row)
{
    struct reader r;
    memset(r.values, 0, sizeof r.values);
    r.json = (struct slant_json){.at = line, .end = line + len, .mem = mem};
    if (row->byte == 0 && len >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0)
        r.json.at += 3; /* a byte order mark at the file's start */
    slant_json_space(&r.json);
    if (*r.json.at != '{') {
        no_object(r.json.at, line, len, path, row);
        return;
    }
    if (read_object(&r, settings)) {
        fill_article(&r, line, path, row);
        return;
    }
    const struct value *wrong, *id = choose(r.values[ID], &wrong);
    if (id != NULL)
        row->article.id = id->str;
    uint64_t byte = row->byte + (uint64_t)((r.json.wrong != NULL ? r.json.wrong_at : line) - line);
    if (r.json.nomem)
        row->status = slant_fail(&row->error, SLANT_ENOMEM, NULL, path, row->line, row->byte, "out of memory");
    else
        row->status = slant_fail(&row->error, SLANT_EJSON, NULL, path, row->line, byte, "%s", r.json.wrong);
}

slant_status slant_record_too_big(struct slant_error *err, const char *path, const char *what, uint64_t line,
                                  uint64_t byte, uint64_t max)
{
    return slant_fail(err, SLANT_ETOOBIG, NULL, path, line, byte,
                      "%s is longer than %llu bytes; raise the cap with --max-record", what, (unsigned long long)max);
}
