/* lexicon_check: what the files that check lexicons share. */
#ifndef SLANT_LEXICON_CHECK_H
#define SLANT_LEXICON_CHECK_H

#include "base/arena.h"
#include "lexicons.h"
#include "pipeline.h"

struct slant_fault {
    const char *path, *rule, *message;
    uint32_t line, column;
    uint8_t severity; /* enum slant_severity */
};

struct slant_checking {
    const struct slant_lexicon_job *job;
    const struct slant *engine;
    const struct slant_lexicon_info *infos;
    const struct slant_lexicon_view *view;
    struct slant_arena mem;
    struct slant_fault *faults;
    uint32_t n, cap;
    int failed; /* out of memory */
};

/* Adds a fault of a row's cell. */
void slant_fault_at(struct slant_checking *c, const struct slant_entry *e, const char *cell, const char *rule,
                    const char *format, ...) __attribute__((format(printf, 5, 6)));
/* "lexicons/en/loaded.tsv:12", kept in memory. */
const char *slant_fault_place(struct slant_checking *c, const struct slant_entry *e);

/* Stems and prefixes that catch a common word which is none of the entry's forms and in none of its sentences. */
slant_status slant_check_common_words(struct slant_checking *c, const char *table, struct slant_error *err);
/* Entries that the job's articles never, or all too often, hold. */
slant_status slant_check_corpus(struct slant_checking *c, struct slant_error *err);

#endif
