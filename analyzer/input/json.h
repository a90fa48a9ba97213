/* json: reading one JSON text on demand, where it stands, without building anything.
 *
 * The bytes must be followed by a line feed or a NUL, and 64 readable bytes behind that: no byte below 0x20
 * other than white space is ever stepped over, so every loop stops there and none asks for the end.
 * A failure returns 0 and sets wrong and wrong_at, or nomem. Accepts what RFC 8259 accepts, except that
 * half a surrogate pair is no error but U+FFFD, and bytes need not be UTF-8 (decode/ looks at that). */
#ifndef SLANT_INPUT_JSON_H
#define SLANT_INPUT_JSON_H

#include "slant.h"
#include "base/arena.h"

enum { SLANT_JSON_DEPTH = 512 }; /* arrays and objects within each other, the outermost one counted */

struct slant_json {
    const char *at;          /* what is read next */
    const char *end;         /* the line feed or NUL behind the text */
    struct slant_arena *mem; /* for strings with escapes */
    const char *wrong;       /* constant; NULL: nothing */
    const char *wrong_at;
    int nomem;
};

/* Takes down the first thing that is wrong; returns 0. */
int slant_json_fail(struct slant_json *json, const char *at, const char *what);
void slant_json_space(struct slant_json *json);
/* At a quotation mark: the string, borrowed from the text when it has no escapes, else in mem. 64 readable
 * bytes follow it. */
int slant_json_string(struct slant_json *json, struct slant_str *out);
/* At a quotation mark: writes the string to *out and moves *out on. It is never longer than the text it
 * comes from, but 16 bytes more are written over. */
int slant_json_copy(struct slant_json *json, char **out);
/* At a number: its text, borrowed. */
int slant_json_number(struct slant_json *json, struct slant_str *out);
/* At any value: steps over it. It stands inside `depth` arrays and objects. */
int slant_json_skip(struct slant_json *json, unsigned depth);

#endif
