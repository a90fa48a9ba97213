/* house: the settings of a house, .slant.ini, and the style packages that they name.
 *
 *     # before the first section                [rules]                      [path wire/]
 *     lexicons = DIR                            loaded.label = warning       agentless = off
 *     style = DIR                               opinion.* = off
 *     suppressions = FILE
 *     baseline = FILE
 *     fail-level = LEVEL
 *
 * Names of files count from the folder that the settings stand in. A style package is a folder with rules.ini (the same
 * format), or lexicons/, or both; what settings say behind its line is stronger. Later lines are stronger than earlier
 * ones; a [path] section holds for the files that its glob names (check/paths.h), also in a package. */
#ifndef SLANT_CHECK_HOUSE_H
#define SLANT_CHECK_HOUSE_H

#include "check/check.h"

enum { SLANT_HOUSE_DIRS = 16, SLANT_HOUSE_FILES = 8 };

/* A line of settings that names a file or a folder. */
struct slant_house_name {
    const char *path; /* absolute */
    const char *from; /* the settings file ... */
    uint32_t line;    /* ... and line that named it */
};

struct slant_house_row {
    const char *glob; /* NULL: every file */
    const char *pattern;
    enum slant_severity severity;
    const char *from;
    uint32_t line;
};

struct slant_house {
    const char *path;   /* of the settings file; NULL: none is in force */
    const char *folder; /* that it stands in */
    const char *base;   /* globs count from here: the folder, unless somebody says otherwise */
    struct slant_house_row *rows;
    uint32_t nrows, rows_cap;
    struct slant_house_name lexicons[SLANT_HOUSE_DIRS], suppressions[SLANT_HOUSE_FILES], styles[SLANT_HOUSE_FILES];
    uint32_t nlexicons, nsuppressions, nstyles;
    struct slant_house_name baseline, fail; /* path NULL: not named; fail's is the word itself */
    enum slant_severity fail_level;
};

/* Where the settings for a file in the folder (absolute) stand: the nearest .slant.ini upward; else `user`, if it is
 * there; NULL: nowhere. */
const char *slant_house_find(const char *folder, const char *user, struct slant_arena *mem);

/* Strings live in mem. fails: SLANT_EREAD, SLANT_ENOMEM, and SLANT_EUSAGE with path and line. */
slant_status slant_house_read(const char *path, struct slant_arena *mem, struct slant_house *out,
                              struct slant_error *err);

/* The severity of every rule for a file, and (if not NULL) the row that said so, or NULL: by default. */
void slant_house_severities(const struct slant_house *house, const char *path, struct slant_severities *out,
                            const struct slant_house_row *from[SLANT_NRULES]);

#endif
