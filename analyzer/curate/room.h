/* room: what the files of curate/ share, and nobody else sees. */
#ifndef SLANT_CURATE_ROOM_H
#define SLANT_CURATE_ROOM_H

#include "curate/curate.h"

/* Where something stands in the file in hand: from 1; 0: unknown. */
struct slant_spot {
    uint32_t line, column;
};

/* Tells of something odd. */
void slant_draft_odd(struct slant_draft *draft, struct slant_spot at, const char *rule, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Adds one word or phrase, as its list writes it, to the category with this path (NULL: none). by_stem: any form of it
 * is meant. note: what else the list says of it, or NULL. What cannot be a pattern is told. */
void slant_draft_add(struct slant_draft *draft, struct slant_spot at, struct slant_str word, int by_stem,
                     const char *category, const char *note);
/* A category's path: what it stands in (NULL: nothing) and its own name, so written that / and , in it are its own. */
const char *slant_draft_category(struct slant_draft *draft, const char *within, struct slant_str name);

/* One line at a time, without its line end; *spot is where it begins. 0: there is no more. */
struct slant_lines {
    const char *at, *end;
    uint32_t line;
};
int slant_lines_next(struct slant_lines *lines, struct slant_str *line);
struct slant_str slant_trim(struct slant_str text);
struct slant_str slant_next_field(struct slant_str *rest, char by); /* what stands before `by`, or all of it */
struct slant_str slant_next_word(struct slant_str *rest);           /* apart by spaces and tabs; len 0: none */

void slant_read_dic(struct slant_draft *draft, struct slant_str text);
void slant_read_dicx(struct slant_draft *draft, struct slant_str text);
void slant_read_tff(struct slant_draft *draft, struct slant_str text);
void slant_read_list(struct slant_draft *draft, struct slant_str text);
slant_status slant_read_yaml(struct slant_draft *draft, struct slant_str text, struct slant_error *err);

/* A list word → a pattern in out. NULL, or why it can be none. */
const char *slant_word_to_pattern(struct slant_str word, int by_stem, struct slant_buffer *out);

/* ---- out ---- */

/* A phrase, and the categories that it stands in. */
struct slant_phrase_row {
    const char *phrase, *path;
    const struct slant_entry *entry;
};
struct slant_phrases {
    struct slant_arena *mem;
    struct slant_phrase_row *rows;
    uint32_t n, cap;
    int failed;
};
/* What the plain forms cannot say, counted. */
struct slant_losses {
    uint32_t exceptions, gaps, sets, capitals, ends, many, by_stem, guarded, kinds;
};
/* The phrases that an entry stands for, as written; `*` behind a prefix. Those that cannot be said are counted. */
void slant_phrases_of(struct slant_phrases *phrases, const struct slant_entry *entry, const char *path,
                      struct slant_words *words, struct slant_losses *losses);

void slant_write_dic(const struct slant_phrases *phrases, struct slant_buffer *out);
void slant_write_dicx(const struct slant_phrases *phrases, struct slant_buffer *out);
void slant_write_yaml(const struct slant_phrases *phrases, struct slant_buffer *out);
void slant_write_list(const struct slant_phrases *phrases, struct slant_buffer *out);

/* Vale: a rule file of one layer and kind, for the entries that have a plainer wording, or for the others. Returns how
 * many phrases it holds. */
uint32_t slant_write_vale(const struct slant_phrases *phrases, const char *layer, const char *kind, int plainer,
                          struct slant_buffer *out);

/* The next part of a path, between /; \ keeps a sign behind it from parting. out: the name as it was. */
const char *slant_path_next(const char *path, struct slant_buffer *out);

#endif
