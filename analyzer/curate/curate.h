/* curate: lexicons of others → ours, and ours → theirs.
 *
 * Read: LIWC .dic and .dicx, quanteda YAML, MPQA .tff, word lists. Written: .dic, .dicx, YAML, word lists, rules for
 * Vale. A category of theirs is a kind of ours; categories within categories are a path with / between. What cannot be
 * read, or cannot be said in the other form, is told, never dropped in silence. */
#ifndef SLANT_CURATE_CURATE_H
#define SLANT_CURATE_CURATE_H

#include "slant.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "lexicon/lexicon.h"

/* Is told of what is odd: err->name is the rule, path, line and column the place. */
struct slant_listener {
    void (*tell)(void *ctx, const struct slant_error *err);
    void *ctx;
};

/* ---- coming in ---- */

/* Words on the way into a lexicon. */
struct slant_draft_row {
    const char *pattern, *kind;
    const char *category; /* that its list has it in; NULL: none */
    const char *note;     /* what else the list says; NULL: nothing */
};
struct slant_draft {
    struct slant_arena *mem;
    struct slant_listener listener;
    const char *path; /* of the file in hand */
    const char *kind; /* --kind: every word's, whatever its category; NULL: their own */
    const char *layer;
    struct slant_draft_row *rows;
    uint32_t n, cap;
    uint32_t odd; /* things told */
    struct slant_buffer scratch;
    int failed; /* out of memory */
};

/* Reads one file into the draft. form: "dic", "dicx", "yaml", "tff", "txt"; NULL: by its name, then by how it begins.
 * fails: SLANT_EREAD, SLANT_ETOOBIG, SLANT_ELEXICON (no list at all, damaged YAML), SLANT_EUSAGE (an unknown form),
 * SLANT_ENOMEM. */
slant_status slant_draft_read(struct slant_draft *draft, const char *path, const char *form, struct slant_error *err);
/* The draft as one of our files: sorted, a row a pattern, with all its kinds. Returns the number of rows. */
uint32_t slant_draft_write(struct slant_draft *draft, struct slant_buffer *out);
void slant_draft_free(struct slant_draft *draft);

/* ---- going out ---- */

struct slant_export {
    const struct slant_lexicon_view *view;
    const struct slant_lexicon_info *infos;
    const struct slant_stems *stems;
    /* Is this entry wanted? */
    int (*wanted)(void *ctx, const struct slant_entry *entry);
    void *wanted_ctx;
    const char *form; /* "dic", "dicx", "yaml", "txt", "vale" */
    int apart;        /* one file a layer, instead of one for all */
    /* Takes a file: its name (may hold folders), its bytes. Returns 0, or non-zero to stop with SLANT_EWRITE. */
    int (*take)(void *ctx, const char *name, const char *bytes, size_t len);
    void *take_ctx;
    struct slant_listener listener;
};
/* fails: SLANT_EUSAGE (an unknown form, Vale without `apart`), SLANT_EWRITE, SLANT_ENOMEM. */
slant_status slant_export_run(const struct slant_export *job, struct slant_error *err);

#endif
