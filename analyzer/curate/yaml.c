/* yaml: quanteda's dictionaries: keys within keys, lists of words at the end. libyaml's only door. */
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/error.h"
#include "curate/room.h"

enum { MOST_DEPTH = 64 };

struct level {
    const char *path; /* of the category that this stands in; NULL: none */
    const char *key;  /* of a map: the key that waits for its value */
    int is_map;
};

struct reader {
    struct slant_draft *draft;
    struct level levels[MOST_DEPTH];
    uint32_t depth, skipping; /* skipping: levels that are not taken, open now */
    int skipping_key;         /* they are a key */
};

static struct slant_spot spot_of(const yaml_event_t *event)
{
    return (struct slant_spot){(uint32_t)event->start_mark.line + 1, (uint32_t)event->start_mark.column + 1};
}

/* The category that what comes next stands in. */
static const char *path_here(const struct reader *r)
{
    if (r->depth == 0)
        return NULL;
    const struct level *level = &r->levels[r->depth - 1];
    return level->is_map && level->key != NULL ? level->key : level->path;
}

static void value_is_done(struct reader *r)
{
    if (r->depth > 0)
        r->levels[r->depth - 1].key = NULL;
}

static void open_level(struct reader *r, const yaml_event_t *event, int is_map)
{
    if (r->skipping > 0 || r->depth == MOST_DEPTH) {
        if (r->skipping++ == 0)
            slant_draft_odd(r->draft, spot_of(event), "depth", "over %d levels: left out", MOST_DEPTH);
        return;
    }
    struct level *above = r->depth > 0 ? &r->levels[r->depth - 1] : NULL;
    if (above != NULL && above->is_map && above->key == NULL) {
        slant_draft_odd(r->draft, spot_of(event), "key", "a key that is no word: read as '?'");
        r->skipping++;
        r->skipping_key = 1;
        above->key = slant_draft_category(r->draft, above->path, (struct slant_str){"?", 1});
        return;
    }
    const char *path = path_here(r);
    r->levels[r->depth++] = (struct level){path, NULL, is_map};
}

static void close_level(struct reader *r)
{
    if (r->skipping > 0) {
        if (--r->skipping == 0 && !r->skipping_key)
            value_is_done(r);
        r->skipping_key &= r->skipping > 0;
    } else if (r->depth > 0) {
        r->depth--;
        value_is_done(r);
    }
}

static int is_nothing(struct slant_str text, const yaml_event_t *event)
{
    return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           (text.len == 0 || (text.len == 1 && text.ptr[0] == '~') ||
            (text.len == 4 && memcmp(text.ptr, "null", 4) == 0));
}

static void take_scalar(struct reader *r, const yaml_event_t *event)
{
    struct slant_str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    struct level *level = r->depth > 0 ? &r->levels[r->depth - 1] : NULL;
    if (r->skipping > 0)
        return;
    if (level != NULL && level->is_map && level->key == NULL) {
        level->key = slant_draft_category(r->draft, level->path, text);
        return;
    }
    if (is_nothing(text, event))
        slant_draft_odd(r->draft, spot_of(event), "empty", "nothing where a word or a list of words should be");
    else
        slant_draft_add(r->draft, spot_of(event), text, 0, path_here(r), NULL);
    if (level != NULL && level->is_map)
        value_is_done(r);
}

static void take_event(struct reader *r, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        take_scalar(r, event);
        break;
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        open_level(r, event, event->type == YAML_MAPPING_START_EVENT);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        close_level(r);
        break;
    case YAML_ALIAS_EVENT:
        slant_draft_odd(r->draft, spot_of(event), "alias", "*%s: what it stands for is not read here",
                        (const char *)event->data.alias.anchor);
        value_is_done(r);
        break;
    default:
        break;
    }
}

slant_status slant_read_yaml(struct slant_draft *draft, struct slant_str text, struct slant_error *err)
{
    struct reader r = {.draft = draft};
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return slant_fail(err, SLANT_ENOMEM, NULL, draft->path, 0, UINT64_MAX, "out of memory");
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.ptr, text.len);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    slant_status status = SLANT_OK;
    for (int ended = 0; !ended && status == SLANT_OK;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            status = slant_fail(err, SLANT_ELEXICON, NULL, draft->path, parser.problem_mark.line + 1, UINT64_MAX,
                                "no YAML: %s", parser.problem != NULL ? parser.problem : "damaged");
            if (err != NULL)
                err->column = (uint32_t)parser.problem_mark.column + 1;
            break;
        }
        take_event(&r, &event);
        ended = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return status;
}
