/* cli: words to stderr, results to stdout, and the exit codes that scripts depend on. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "cli/run.h"
#include "slant.h"

struct command {
    const char *name;
    unsigned bit;
    const char *synopsis, *does;
    int (*run)(struct options *o);
};

/* ---- words ---- */

/* Names of files and words of articles may hold anything: the terminal is not to obey it. */
void say_safely(const char *text)
{
    for (; *text != '\0'; text++)
        fputc((unsigned char)*text < 0x20 || *text == 0x7F ? '?' : *text, stderr);
}

void say_place(const struct slant_error *err)
{
    say_safely(err->path);
    if (err->path[0] != '\0')
        fputs(": ", stderr);
    if (err->line != 0)
        fprintf(stderr, "line %" PRIu64 ": ", err->line);
    say_safely(err->message);
    fputc('\n', stderr);
}

int say_error(const char *command, const struct slant_error *err)
{
    fprintf(stderr, "slant %s: ", command);
    say_place(err);
    switch (err->code) {
    case SLANT_EWRITE:
        return EXIT_IO;
    case SLANT_ENOMEM:
    case SLANT_EINTERNAL:
        return EXIT_SOFTWARE;
    default:
        return EXIT_USAGE;
    }
}

/* Where lexicons/ stands: $SLANT_DATA; beside the program's build folder; ../share/slant; else as installed. */
const char *data_dir(char *room, size_t size)
{
    const char *given = getenv("SLANT_DATA");
    if (given != NULL && given[0] != '\0')
        return given;
    char exe[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n <= 0)
        return NULL;
    exe[n] = '\0';
    char *slash = strrchr(exe, '/');
    *slash = '\0';
    static const char *const places[] = {"..", "../..", "../share/slant", "."};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        char probe[PATH_MAX + 64];
        snprintf(probe, sizeof probe, "%s/%s/lexicons/en/stems.tsv", exe, places[i]);
        if (access(probe, R_OK) != 0)
            continue;
        char *plain = NULL; /* without the .. */
        snprintf(probe, sizeof probe, "%s/%s", exe, places[i]);
        int fits = (plain = realpath(probe, NULL)) != NULL && (size_t)snprintf(room, size, "%s", plain) < size;
        free(plain);
        if (fits)
            return room;
    }
    return NULL;
}

int open_engine(struct options *o, const char *command, struct slant **engine)
{
    char room[PATH_MAX];
    struct slant_error err = {0};
    o->engine.data_dir = data_dir(room, sizeof room);
    if (slant_open(&o->engine, engine, &err) == SLANT_OK)
        return EXIT_DONE;
    int code = say_error(command, &err);
    if (err.code == SLANT_EREAD && o->engine.data_dir == NULL)
        fprintf(stderr, "The lexicons were not found: set SLANT_DATA to the folder that holds lexicons/.\n");
    return code;
}

int flushed(void)
{
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_DONE : EXIT_IO;
}

static int print_version(struct options *o)
{
    struct slant *engine;
    char libraries[128];
    printf("slant %s\n%s\n", SLANT_VERSION, slant_libraries(libraries, sizeof libraries));
    int code = open_engine(o, "--version", &engine);
    if (code != EXIT_DONE)
        return code;
    const struct slant_lexicon_info *infos;
    size_t n = slant_lexicons(engine, &infos);
    for (size_t i = 0; i < n; i++)
        printf("%-16s %5u entries  %016" PRIx64 "  %s\n", infos[i].name, infos[i].entries, infos[i].checksum,
               infos[i].path);
    printf("patterns         %s\n", slant_is_compiled(engine) ? "compiled beforehand" : "compiled at the start");
    slant_close(engine);
    return flushed();
}

/* ---- output and progress ---- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void clear_progress(struct output *out)
{
    if (out->progress && out->shown > 0)
        fputs("\r\033[K", stderr);
    out->shown = 0;
}

static int write_out(void *ctx, const char *bytes, size_t len)
{
    clear_progress(ctx);
    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN) { /* somebody made the pipe non-blocking: wait for room */
            struct pollfd room = {.fd = STDOUT_FILENO, .events = POLLOUT};
            poll(&room, 1, -1);
            continue;
        }
        if (n <= 0)
            return -1;
        bytes += n;
        len -= (size_t)n;
    }
    return 0;
}

static void show_progress(void *ctx, const struct slant_progress *p)
{
    struct output *out = ctx;
    double t = now();
    if (!out->progress || t - out->started < 0.5 || t - out->shown < 0.1)
        return;
    double rate = (double)p->articles / (t - out->started);
    fprintf(stderr, "\r%" PRIu64 " articles, %.0f a second", p->articles, rate);
    if (p->total_bytes > 0 && p->bytes > 0) {
        double left = (t - out->started) * (double)(p->total_bytes - p->bytes) / (double)p->bytes;
        fprintf(stderr, ", %.0f %%, %.0f s left", 100.0 * (double)p->bytes / (double)p->total_bytes, left);
    }
    fputs("\033[K", stderr);
    out->shown = t;
}

void prepare_output(struct options *o, struct output *out)
{
    int terminal = isatty(STDOUT_FILENO);
    const char *no = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE"), *term = getenv("TERM");
    int color = terminal && !(term != NULL && strcmp(term, "dumb") == 0);
    if (force != NULL && force[0] != '\0' && force[0] != '0')
        color = 1;
    if (no != NULL && no[0] != '\0')
        color = 0;
    if (o->color != NULL && strcmp(o->color, "auto") != 0)
        color = strcmp(o->color, "always") == 0;
    o->job.color = color;
    struct winsize size;
    if (o->job.width == 0 && terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        o->job.width = size.ws_col < 120 ? size.ws_col : 120;
    out->progress = !o->no_progress && isatty(STDERR_FILENO);
    out->started = now();
    o->job.ctx = out;
    o->job.write = write_out;
    o->job.progress = show_progress;
}

/* ---- commands ---- */

static const char *const standard_input[] = {"-"};

int paths_or_stdin(struct options *o, const char *command)
{
    o->job.paths = o->paths;
    o->job.npaths = o->npaths;
    if (o->npaths > 0)
        return EXIT_DONE;
    if (isatty(STDIN_FILENO)) {
        fprintf(stderr,
                "slant %s: no article given: name a file or a folder, or '-' to read what you type or pipe in.\n",
                command);
        return EXIT_USAGE;
    }
    o->job.paths = standard_input;
    o->job.npaths = 1;
    return EXIT_DONE;
}

static int run_score(struct options *o)
{
    struct slant *engine;
    struct output out = {0};
    int code = paths_or_stdin(o, "score");
    if (code == EXIT_DONE && (o->job.spans || o->job.sentences || o->job.norms) &&
        o->job.format != SLANT_FORMAT_JSONL) {
        fprintf(stderr, "slant score: --spans, --sentences and --norms go with --format jsonl\n");
        return EXIT_USAGE;
    }
    if (code == EXIT_DONE)
        code = open_engine(o, "score", &engine);
    if (code != EXIT_DONE)
        return code;
    if (o->job.fail_measure != NULL && slant_measure_exists(engine, o->job.fail_measure) == 0) {
        fprintf(stderr, "slant score: --fail-on: there is no measure '%s'; see 'slant measures'\n",
                o->job.fail_measure);
        slant_close(engine);
        return EXIT_USAGE;
    }
    prepare_output(o, &out);
    struct slant_summary summary;
    struct slant_error err = {0};
    slant_status status = slant_score(engine, &o->job, &summary, &err);
    clear_progress(&out);
    slant_close(engine);
    if (status != SLANT_OK)
        return say_error("score", &err);
    if (summary.skipped > 0)
        fprintf(stderr, "%" PRIu64 " file%s left out: neither .txt nor .jsonl\n", summary.skipped,
                summary.skipped == 1 ? "" : "s");
    if (summary.articles + summary.errors == 0)
        fprintf(stderr, "slant score: there was no article to score\n");
    if (summary.errors > 0) {
        const struct slant_error *e = &summary.first_error;
        fprintf(stderr, "%" PRIu64 " of %" PRIu64 " could not be scored; the first: ", summary.errors,
                summary.articles + summary.errors);
        say_place(e);
    }
    if (o->strict && summary.errors > 0)
        return EXIT_STRICT;
    return summary.failed_condition > 0 ? EXIT_MET : EXIT_DONE;
}

static int run_show(struct options *o)
{
    struct slant *engine;
    struct output out = {0};
    int code = paths_or_stdin(o, "show");
    if (code == EXIT_DONE && o->npaths > 1) {
        fprintf(stderr, "slant show: one file at a time\n");
        return EXIT_USAGE;
    }
    if (code == EXIT_DONE)
        code = open_engine(o, "show", &engine);
    if (code != EXIT_DONE)
        return code;
    prepare_output(o, &out);
    struct slant_error err = {0};
    slant_status status;
    if (o->dump != NULL)
        status = slant_dump(engine, &o->job, o->dump, o->record > 0 ? o->record - 1 : 0, o->id, &err);
    else
        status = slant_show(engine, &o->job, o->html ? SLANT_SHOW_HTML : SLANT_SHOW_TERMINAL,
                            o->record > 0 ? o->record - 1 : 0, o->id, &err);
    slant_close(engine);
    return status == SLANT_OK ? EXIT_DONE : say_error("show", &err);
}

static void say_audit(const struct slant_audit_summary *s)
{
    if (s->unused > 0)
        fprintf(stderr, "%" PRIu64 " wire cop%s matched by no edit\n", s->unused,
                s->unused == 1 ? "y was" : "ies were");
    if (s->pairs + s->errors == 0)
        fprintf(stderr, "slant audit: there was no pair to audit\n");
    if (s->errors > 0) {
        fprintf(stderr, "%" PRIu64 " of %" PRIu64 " could not be audited; the first: ", s->errors,
                s->pairs + s->errors);
        say_place(&s->first_error);
    }
}

static int run_audit(struct options *o)
{
    struct slant *engine;
    struct output out = {0};
    if (o->audit.pairs != NULL ? o->npaths != 0 : o->npaths != 2) {
        fprintf(stderr, "slant audit: wanted the wire copy and its edit, two files or two folders, or --pairs FILE\n"
                        "Try 'slant audit --help'.\n");
        return EXIT_USAGE;
    }
    o->job.paths = o->paths;
    o->job.npaths = o->npaths;
    int code = open_engine(o, "audit", &engine);
    if (code != EXIT_DONE)
        return code;
    prepare_output(o, &out);
    struct slant_audit_summary summary;
    struct slant_error err = {0};
    o->audit.fail_level = o->fail_level;
    slant_status status = slant_audit_pairs(engine, &o->job, &o->audit, &summary, &err);
    clear_progress(&out);
    slant_close(engine);
    if (status != SLANT_OK)
        return say_error("audit", &err);
    say_audit(&summary);
    if (o->strict && summary.errors > 0)
        return EXIT_STRICT;
    return summary.failed_condition > 0 ? EXIT_MET : EXIT_DONE;
}

static int run_measures(struct options *o)
{
    struct slant *engine = NULL;
    int code = o->engine.nlexicon_dirs > 0 ? open_engine(o, "measures", &engine) : EXIT_DONE;
    if (code != EXIT_DONE)
        return code;
    const char *name, *formula, *unit, *reference;
    for (size_t i = 0; (name = slant_measure_describe(engine, i, &formula, &unit, &reference)) != NULL; i++)
        printf("%-20s %s\n%-20s   (%s; %s)\n", name, formula, "", unit, reference);
    slant_close(engine);
    return flushed();
}

static const struct command commands[] = {
    {"score", FOR_SCORE, "slant score [OPTION…] [PATH…|-]",
     "Scores each article: a profile of one, a table of many, or csv or jsonl. PATH is a text file, a file of JSON\n"
     "Lines (one article a line), either of them in gzip or zstd, a folder of such, or - for standard input.",
     run_score},
    {"show", FOR_SHOW, "slant show [OPTION…] FILE", "Marks every finding of one article in place, with its voice.",
     run_show},
    {"check", FOR_CHECK, "slant check [OPTION…] [FILE…|-]",
     "Findings for the person who edits, as path:line:column: what each says, its severity, its rule. FILE is a text,\n"
     "Markdown or HTML file that holds one article, a folder of such, or - for standard input.",
     run_check},
    {"config", FOR_CONFIG, "slant config [OPTION…] [FILE]",
     "Says which settings are in force for FILE (or here): every rule's severity, and the file and line that set it.",
     run_config},
    {"compare", FOR_COMPARE, "slant compare [OPTION…] [PATH…|-]",
     "How outlets differ, and how sure that is: rates with intervals, tests, the smallest difference that could have\n"
     "been seen. Of articles, or (--counts) of counts that another program made.",
     run_compare},
    {"words", FOR_WORDS, "slant words [OPTION…] [PATH…|-]",
     "The words and phrases that each outlet uses more, or less, than the others, with an example of each.", run_words},
    {"audit", FOR_AUDIT, "slant audit [OPTION…] WIRE EDITED",
     "Tells what an edit did to the framing of wire copy, worst first. WIRE and EDITED are two articles, or two\n"
     "folders or files of many, matched by id, story or words; --pairs FILE takes pairs from lines of JSON instead.",
     run_audit},
    {"lsp", FOR_LSP, "slant lsp [OPTION…]",
     "A language server on standard input and output: the findings of check while you write, in any editor that\n"
     "speaks LSP. Settings are those of check. EDITORS.md in the source, and 'man slant', show how editors start it.",
     run_lsp},
    {"lexicon", FOR_LEXICON, "slant lexicon check|test|list|why|import|export|compile [OPTION…] [FILE…]", lexicon_does,
     run_lexicon},
    {"measures", FOR_MEASURES, "slant measures",
     "Says what every measure is: its formula in words, its unit, its reference.", run_measures},
};
enum { NCOMMANDS = sizeof commands / sizeof commands[0] };

static void print_help(FILE *to)
{
    fputs("slant tells how a news article is framed, and who says what in it.\n\n", to);
    for (size_t i = 0; i < NCOMMANDS; i++)
        fprintf(to, "  %s\n", commands[i].synopsis);
    fputs("\n'slant COMMAND --help' tells more; 'man slant' tells all.\n"
          "Begin with: slant score corpus/harbour/articles.jsonl\n",
          to);
}

static int run_command(const struct command *c, struct options *o, int argc, char **argv)
{
    int code = options_read(o, argc, argv, c->bit, c->name);
    if (code != 0)
        return code;
    if (o->help) {
        printf("%s\n\n%s\n\n", c->synopsis, c->does);
        options_help(c->bit);
        return flushed();
    }
    return o->version ? print_version(o) : c->run(o);
}

int main(int argc, char **argv)
{
    struct options o = {.engine.min_exposure = -1, .color = "auto", .compare.seed = 1};
    const char *name = argc > 1 ? argv[1] : "--help";
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)
        return print_version(&o);
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        print_help(argc > 1 ? stdout : stderr);
        return argc > 1 ? flushed() : EXIT_USAGE;
    }
    for (size_t i = 0; i < NCOMMANDS; i++) {
        const struct command *c = &commands[i];
        if (strcmp(c->name, name) != 0)
            continue;
        int code = run_command(c, &o, argc - 1, argv + 1);
        options_free(&o);
        return code;
    }
    fprintf(stderr, "slant: there is no command '%s'\n\n", name);
    print_help(stderr);
    return EXIT_USAGE;
}
