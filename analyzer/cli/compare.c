/* compare: the commands that look at many articles together. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/run.h"

/* What was left out, and how the run ends because of it. */
static int say_left_out(const struct options *o, uint64_t skipped, uint64_t errors, const struct slant_error *first)
{
    if (skipped > 0)
        fprintf(stderr, "%" PRIu64 " file%s left out: neither .txt nor .jsonl\n", skipped, skipped == 1 ? "" : "s");
    if (errors > 0) {
        fprintf(stderr, "%" PRIu64 " left out; the first: ", errors);
        say_place(first);
    }
    return o->strict && errors > 0 ? EXIT_STRICT : EXIT_DONE;
}

int run_compare(struct options *o)
{
    struct slant *engine = NULL;
    struct output out = {0};
    int code = EXIT_DONE;
    if (o->compare.counts_path != NULL && o->npaths > 0) {
        fprintf(stderr, "slant compare: --counts takes the place of articles: %s is one too many\n", o->paths[0]);
        return EXIT_USAGE;
    }
    if (o->compare.counts_path == NULL) {
        code = paths_or_stdin(o, "compare");
        if (code == EXIT_DONE)
            code = open_engine(o, "compare", &engine);
    }
    if (code != EXIT_DONE)
        return code;
    prepare_output(o, &out);
    o->compare.job = o->job;
    struct slant_compare_summary summary;
    struct slant_error err = {0};
    slant_status status = slant_compare(engine, &o->compare, &summary, &err);
    clear_progress(&out);
    slant_close(engine);
    return status == SLANT_OK ? say_left_out(o, summary.skipped, summary.errors, &summary.first_error)
                              : say_error("compare", &err);
}

int run_words(struct options *o)
{
    struct slant *engine;
    struct output out = {0};
    int code = paths_or_stdin(o, "words");
    if (code == EXIT_DONE)
        code = open_engine(o, "words", &engine);
    if (code != EXIT_DONE)
        return code;
    prepare_output(o, &out);
    o->words.job = o->job;
    struct slant_words_summary summary;
    struct slant_error err = {0};
    slant_status status = slant_words(engine, &o->words, &summary, &err);
    clear_progress(&out);
    slant_close(engine);
    return status == SLANT_OK ? say_left_out(o, summary.skipped, summary.errors, &summary.first_error)
                              : say_error("words", &err);
}
