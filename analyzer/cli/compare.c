/* compare: the commands that look at many articles together. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/run.h"

/* What was left out, and how the run ends because of it. */
static int say_left_out(const struct options *o, const struct slant_compare_summary *summary)
{
    if (summary->skipped > 0)
        fprintf(stderr, "%" PRIu64 " file%s left out: neither .txt nor .jsonl\n", summary->skipped,
                summary->skipped == 1 ? "" : "s");
    if (summary->errors > 0) {
        fprintf(stderr, "%" PRIu64 " left out; the first: ", summary->errors);
        say_place(&summary->first_error);
    }
    return o->strict && summary->errors > 0 ? EXIT_STRICT : EXIT_DONE;
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
    return status == SLANT_OK ? say_left_out(o, &summary) : say_error("compare", &err);
}
