/* walk: paths → the list of files to read, in order. */
#ifndef SLANT_INPUT_WALK_H
#define SLANT_INPUT_WALK_H

#include "slant.h"
#include "base/arena.h"

struct slant_entry {
    const char *path;           /* "-": standard input; 64 readable bytes follow, as behind every field */
    struct slant_str outlet;    /* of what came from a folder: the name of the folder it stands in */
    enum slant_input_kind kind; /* by the name; AUTO: the name does not say */
    enum slant_markup markup;   /* by the name */
    int code;                   /* errno when it is known already that it cannot be read */
};

struct slant_list {
    struct slant_entry *entries;
    size_t n, cap;
    uint64_t skipped, total_bytes;
    int unknown_bytes; /* there is a pipe among them */
    int markup;        /* take Markdown and HTML from folders */
};

/* Strings are allocated in mem. What folders hold in Markdown and HTML is taken only where markup is set: beside
 * articles in other formats such files are mostly about them. fails: SLANT_EREAD, SLANT_EUSAGE, SLANT_ENOMEM. */
slant_status slant_walk(const char *const *paths, size_t npaths, int markup, struct slant_arena *mem,
                        struct slant_list *out, struct slant_error *err);
void slant_list_free(struct slant_list *list);

/* By the name's ending, .md, .markdown, .html, .htm, .xhtml, each also with .gz or .zst. */
enum slant_markup slant_walk_markup(const char *path);
/* Does the name end in .gz or .zst? */
int slant_walk_compressed(const char *path);
/* In words, without the locale: "No such file or directory". */
const char *slant_walk_reason(int code);

#endif
