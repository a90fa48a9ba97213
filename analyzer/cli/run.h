/* run: what the commands share. */
#ifndef SLANT_CLI_RUN_H
#define SLANT_CLI_RUN_H

#include "cli/options.h"

enum { EXIT_DONE = 0, EXIT_MET = 1, EXIT_USAGE = 2, EXIT_STRICT = 3, EXIT_SOFTWARE = 70, EXIT_IO = 74 };

struct output {
    int progress;          /* stderr is a terminal and nobody asked for silence */
    double started, shown; /* seconds */
};

/* Says what went wrong on stderr; returns the exit code for it. */
int say_error(const char *command, const struct slant_error *err);
/* "path: line 3: what": the place and the message alone. */
void say_place(const struct slant_error *err);
/* Writes text of others to stderr so that the terminal does not obey it. */
void say_safely(const char *text);
/* Where lexicons/ stands; NULL: where it was installed to. */
const char *data_dir(char *room, size_t size);
/* Sets the job's colour, width and output. */
void prepare_output(struct options *o, struct output *out);
void clear_progress(struct output *out);
/* The job's paths: those given, else standard input. 0, or the exit code when it is a terminal: that is said. */
int paths_or_stdin(struct options *o, const char *command);
int flushed(void);
/* Opens what the options ask for; what is wrong is said. 0, or the exit code. */
int open_engine(struct options *o, const char *command, struct slant **engine);

int run_lexicon(struct options *o);
extern const char lexicon_does[]; /* for its help */

int run_compare(struct options *o);
int run_words(struct options *o);
int run_check(struct options *o);
int run_config(struct options *o);
int run_lsp(struct options *o);

#endif
