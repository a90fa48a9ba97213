/* options: one table of all options; help and parsing are made from it. */
#ifndef SLANT_CLI_OPTIONS_H
#define SLANT_CLI_OPTIONS_H

#include "slant.h"

enum { MOST_FIELDS = 16, MOST_LEXICONS = 16, MOST_RULES = 64, MOST_COLUMNS = 64 };

struct options {
    struct slant_job job;
    struct slant_options engine;
    struct slant_field_map fields[MOST_FIELDS];
    char *field_names[MOST_FIELDS]; /* owned: what fields points into */
    const char *lexicons[MOST_LEXICONS];
    const char *color; /* auto, always, never */
    int html, strict, no_progress, help, version;
    struct slant_check_options check;
    const char *rules[MOST_RULES];
    enum slant_check_format check_format;
    enum slant_severity fail_level;
    int list_rules, write_baseline;
    const char *explain, *stdin_name;
    uint64_t record; /* show: 1-based as given; 0: not given */
    const char *id, *dump;
    struct slant_lexicon_job lexicon;
    const char *from, *as, *to;        /* lexicon: import, export */
    const char *corpus[MOST_LEXICONS]; /* lexicon check */
    size_t ncorpus;
    int force;
    char fail_on[64];
    struct slant_compare_job compare;                  /* its job is filled from `job` when it runs */
    char *column_names, *measure_names, *adjust_names; /* owned: what columns and measures point into */
    const char *columns[MOST_COLUMNS], *measures[MOST_COLUMNS], *adjust[MOST_COLUMNS];
    struct slant_words_job words;
    struct slant_audit_settings audit; /* format, pairs */
    const char **paths;                /* what is left: points into argv */
    size_t npaths;
};

enum {
    FOR_SCORE = 1,
    FOR_SHOW = 2,
    FOR_LEXICON = 4,
    FOR_MEASURES = 8,
    FOR_CHECK = 16,
    FOR_CONFIG = 32,
    FOR_LSP = 64,
    FOR_COMPARE = 128,
    FOR_WORDS = 256,
    FOR_AUDIT = 512
};
enum { FOR_ALL = 1023 };

/* Reads the options behind the command's name. Returns 0, or prints what is wrong to stderr and returns 2. */
int options_read(struct options *o, int argc, char **argv, unsigned command, const char *command_name);
void options_free(struct options *o);
/* The options of a command, as lines of help. */
void options_help(unsigned command);

#endif
