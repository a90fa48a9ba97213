/* input: files, folders, standard input → articles.
 * The run of bytes that comes in is cut into blocks; a block is the unit of work of one thread. A block of
 * JSON Lines holds whole lines; a block of texts holds one file. Blocks come in input order.
 *
 *   slant_input_open   names what is to be read; looks at every path before anything is read
 *   slant_input_next   the next block (one thread calls it)
 *   slant_block_next   the next article, or error row, of a block (any thread, one a block)
 */
#ifndef SLANT_INPUT_INPUT_H
#define SLANT_INPUT_INPUT_H

#include "slant.h"
#include "base/arena.h"
#include "base/buffer.h"

struct slant_input;

struct slant_input_settings {
    enum slant_input_kind kind; /* AUTO: by name, then by the first byte that is not white space */
    int stdin_is_jsonl;         /* AUTO and standard input: take it as JSON Lines whatever it begins with */
    uint64_t max_record;        /* bytes of one line or one text file, after decompression */
    size_t block_size;          /* bytes that a block of lines aims at; 0: 256 KiB */
    const struct slant_field_map *fields;
    size_t nfields;
    int markup; /* folders: take Markdown and HTML as well */
};

/* Opens nothing for good yet, but stats and lists: folders are walked, sorted by name (bytes), files of a
 * kind that we read (.txt .text .jsonl .ndjson, if asked for .md .html and the like, each also with .gz or .zst)
 * are kept, others counted as skipped, links to folders not followed, hidden names left out. Settings are borrowed and
 * must outlive the input. fails: SLANT_EREAD (a named path that is not there or cannot be opened; message says what to
 * do), SLANT_EUSAGE (an unknown field in the field map), SLANT_ENOMEM. */
slant_status slant_input_open(const char *const *paths, size_t npaths, const struct slant_input_settings *settings,
                              struct slant_input **out, struct slant_error *err);
void slant_input_close(struct slant_input *input);
uint64_t slant_input_skipped(const struct slant_input *input);
uint64_t slant_input_total_bytes(const struct slant_input *input); /* on disk; 0: unknown (pipes) */
uint64_t slant_input_bytes_read(const struct slant_input *input);  /* on disk, so far */

/* A block is reused: give the same struct again and again, zeroed at first, freed by slant_block_free. */
struct slant_block {
    struct slant_buffer bytes; /* whole lines, or one file's bytes; 64 readable bytes follow the last */
    const char *path;          /* borrowed from the input; "-" for standard input */
    struct slant_str outlet;   /* folder's name for texts in folders, else NULL; borrowed from the input */
    int is_text;               /* one text file */
    enum slant_markup markup;  /* of it */
    uint64_t line, byte;       /* of the block's first byte in its file: 1-based line, 0-based byte */
    slant_status trouble;      /* not OK: what stopped the reading after these bytes (a cut gzip, a read
                                  error, a record over the cap); one more error row comes after the rest */
    struct slant_error error;
    const struct slant_input_settings *settings;
    size_t at; /* slant_block_next's place */
    uint64_t at_line;
    int done;
};

/* 1: a block; 0: the end; -1: out of memory. Never fails for odd data: that is a block with trouble.
 * Returns early with what is there when the next read would block (pipes). */
int slant_input_next(struct slant_input *input, struct slant_block *block);

/* A row: either an article, or an error where one should have been. */
struct slant_row {
    struct slant_article article; /* strings borrowed from the block or allocated in mem */
    uint64_t line, byte;          /* where the record starts */
    slant_status status;          /* not OK: error is filled; article.id is given where it could be read */
    struct slant_error error;
};
/* 1: a row, 0: no more. Fields of the article that JSON escapes are unescaped into mem; the others point into
 * the block. Every given string has 64 readable bytes behind its end. */
int slant_block_next(struct slant_block *block, struct slant_arena *mem, struct slant_row *row);
void slant_block_free(struct slant_block *block);

#endif
