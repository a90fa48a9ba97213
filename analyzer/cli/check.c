/* check: the commands check, config and lsp. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/run.h"
#include "lsp/lsp.h"

/* A fault in settings stands at a place that editors can jump to: file:line. */
static int say_check_error(const char *command, const struct slant_error *err)
{
    if (err->line == 0 || err->path[0] == '\0')
        return say_error(command, err);
    fprintf(stderr, "slant %s: ", command);
    say_safely(err->path);
    fprintf(stderr, ":%" PRIu64 ": ", err->line);
    say_safely(err->message);
    fputc('\n', stderr);
    return EXIT_USAGE;
}

/* $XDG_CONFIG_HOME/slant/config.ini, or ~/.config/slant/config.ini. */
static const char *user_settings(char *room, size_t size)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (config != NULL && config[0] == '/')
        return (size_t)snprintf(room, size, "%s/slant/config.ini", config) < size ? room : NULL;
    if (home != NULL && home[0] == '/')
        return (size_t)snprintf(room, size, "%s/.config/slant/config.ini", home) < size ? room : NULL;
    return NULL;
}

struct checker_room {
    char data[PATH_MAX], user[PATH_MAX];
};

static void complete_options(struct options *o, struct checker_room *room)
{
    o->engine.data_dir = data_dir(room->data, sizeof room->data);
    o->check.engine = &o->engine;
    o->check.user_settings = user_settings(room->user, sizeof room->user);
    o->check.rules = o->rules;
}

static int open_checker(struct options *o, const char *command, struct checker_room *room, struct slant_checker **out)
{
    struct slant_error err = {0};
    complete_options(o, room);
    return slant_checker_open(&o->check, out, &err) == SLANT_OK ? EXIT_DONE : say_check_error(command, &err);
}

/* ---- the rules ---- */

static int list_rules(void)
{
    const struct slant_rule *r;
    for (size_t i = 0; (r = slant_rule(i)) != NULL; i++)
        printf("%-28s %-11s %s\n", r->id, slant_severity_name(r->severity), r->brief);
    return flushed();
}

static int explain_rule(const char *id)
{
    const struct slant_rule *r;
    for (size_t i = 0; (r = slant_rule(i)) != NULL; i++) {
        if (strcmp(r->id, id) != 0)
            continue;
        printf("%s: %s\n\n%s\nBy default: %s. To change it, in .slant.ini:\n\n    [rules]\n    %s = %s\n\n"
               "To leave one place alone, with a reason:\n\n    <!-- slant off %s -- why -->  ...  "
               "<!-- slant on %s -->\n\nSource: %s\n",
               r->id, r->brief, r->page, slant_severity_name(r->severity), r->id,
               r->severity == SLANT_OFF ? "suggestion" : "off", r->id, r->id, r->source);
        return flushed();
    }
    fprintf(stderr, "slant check: there is no rule '");
    say_safely(id);
    fprintf(stderr, "'; see 'slant check --list-rules'\n");
    return EXIT_USAGE;
}

/* ---- check ---- */

static void say_count(uint64_t n, const char *what, const char *end)
{
    fprintf(stderr, "%" PRIu64 " %s%s%s", n, what, n == 1 ? "" : "s", end);
}

static void say_summary(const struct options *o, const struct slant_check_summary *s)
{
    if (s->skipped > 0)
        fprintf(stderr, "%" PRIu64 " file%s left out: not text, Markdown or HTML\n", s->skipped,
                s->skipped == 1 ? "" : "s");
    if (s->errors > 0) {
        fprintf(stderr, "%" PRIu64 " could not be checked; the first: ", s->errors);
        say_safely(s->first_error.path);
        fputs(": ", stderr);
        say_safely(s->first_error.message);
        fputc('\n', stderr);
    }
    if (o->no_progress)
        return;
    say_count(s->findings[SLANT_ERROR], "error", ", ");
    say_count(s->findings[SLANT_WARNING], "warning", ", ");
    say_count(s->findings[SLANT_SUGGESTION], "suggestion", " in ");
    say_count(s->files, "file", "");
    if (s->suppressed + s->known > 0)
        fprintf(stderr, "; %" PRIu64 " suppressed, %" PRIu64 " in the baseline", s->suppressed, s->known);
    fputc('\n', stderr);
    if (s->stale > 0)
        fprintf(stderr,
                "%" PRIu64 " of the baseline's lines were not met: if all its files were checked, write it "
                "anew (--write-baseline)\n",
                s->stale);
}

static int wrong_use(const struct options *o)
{
    if (o->write_baseline && o->check.baseline == NULL) {
        fprintf(stderr, "slant check: --write-baseline wants --baseline FILE, the file to write\n");
        return 1;
    }
    if (o->npaths == 0 && isatty(STDIN_FILENO)) {
        fprintf(stderr, "slant check: no file given: name files or folders, or '-' to read standard input.\n");
        return 1;
    }
    return 0;
}

int run_check(struct options *o)
{
    static const char *const standard_input[] = {"-"};
    struct slant_checker *checker;
    struct checker_room room;
    struct output out = {0};
    struct slant_check_summary summary;
    struct slant_error err = {0};
    if (o->list_rules)
        return list_rules();
    if (o->explain != NULL)
        return explain_rule(o->explain);
    if (wrong_use(o))
        return EXIT_USAGE;
    o->check.no_baseline = o->write_baseline;
    int code = open_checker(o, "check", &room, &checker);
    if (code != EXIT_DONE)
        return code;
    prepare_output(o, &out);
    struct slant_check_job job = {.paths = o->npaths > 0 ? o->paths : standard_input,
                                  .npaths = o->npaths > 0 ? o->npaths : 1,
                                  .stdin_name = o->stdin_name,
                                  .format = o->check_format,
                                  .fail_level = o->fail_level,
                                  .write_baseline = o->write_baseline ? o->check.baseline : NULL,
                                  .max_record = o->job.max_record,
                                  .color = o->job.color,
                                  .write = o->job.write,
                                  .ctx = o->job.ctx};
    slant_status status = slant_check(checker, &job, &summary, &err);
    slant_checker_close(checker);
    if (status != SLANT_OK)
        return say_check_error("check", &err);
    say_summary(o, &summary);
    if (o->strict && summary.errors > 0)
        return EXIT_STRICT;
    return summary.failed > 0 && !o->write_baseline ? EXIT_MET : EXIT_DONE;
}

/* ---- config ---- */

int run_config(struct options *o)
{
    struct slant_checker *checker;
    struct checker_room room;
    struct output out = {0};
    struct slant_error err = {0};
    if (o->npaths > 1) {
        fprintf(stderr, "slant config: one file at a time\n");
        return EXIT_USAGE;
    }
    int code = open_checker(o, "config", &room, &checker);
    if (code != EXIT_DONE)
        return code;
    prepare_output(o, &out);
    slant_status status =
        slant_checker_explain(checker, o->npaths > 0 ? o->paths[0] : "article.txt", o->job.write, o->job.ctx, &err);
    slant_checker_close(checker);
    return status == SLANT_OK ? EXIT_DONE : say_check_error("config", &err);
}

/* ---- lsp ---- */

int run_lsp(struct options *o)
{
    struct checker_room room;
    struct slant_checker *probe;
    if (o->npaths > 0) {
        fprintf(stderr, "slant lsp: it reads standard input, and no file\n");
        return EXIT_USAGE;
    }
    int code = open_checker(o, "lsp", &room, &probe); /* wrong options are said here, to a person */
    if (code != EXIT_DONE)
        return code;
    slant_checker_close(probe);
    return slant_lsp_serve(&o->check);
}
