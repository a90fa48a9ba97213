/* lexicon: the commands that look after lexicons. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/run.h"

const char lexicon_does[] =
    "test            tries every entry on the sentences in which it must, and must not, be found\n"
    "check           what is wrong with lexicons: format, order, duplicates, clashes, missing reasons and sentences,\n"
    "                stems that catch common words; with --corpus, entries that never or always fire\n"
    "list            the entries: --layer, --kind, --grep\n"
    "why WORDS…      which entries match them, how they are read, what shadows what, what comes near\n"
    "import FILE…    LIWC .dic and .dicx, quanteda YAML, MPQA .tff, word lists → a lexicon in --to DIR\n"
    "export          the entries --as dic, dicx, yaml, txt or vale, to standard output or --to DIR\n"
    "compile FILE    what make does with the shipped lexicons\n"
    "With --lexicons DIR, list and export are about the entries of DIR alone.";

static int usage(const char *what)
{
    fprintf(stderr, "slant lexicon: %s\nTry 'slant lexicon --help'.\n", what);
    return EXIT_USAGE;
}

/* ---- what is told ---- */

static void say_told(void *ctx, const struct slant_error *err)
{
    (void)ctx;
    say_safely(err->path);
    if (err->line != 0)
        fprintf(stderr, ":%" PRIu64, err->line);
    if (err->column != 0)
        fprintf(stderr, ":%u", err->column);
    fputs(err->path[0] != '\0' ? ": " : "", stderr);
    say_safely(err->message);
    fputc('\n', stderr);
}

/* ---- where results go ---- */

static int write_stdout(void *ctx, const char *name, const char *bytes, size_t len)
{
    (void)ctx;
    (void)name;
    return fwrite(bytes, 1, len, stdout) == len ? 0 : -1;
}

/* Every folder of the path up to its last slash. */
static int make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int made = mkdir(path, 0777) == 0 || errno == EEXIST;
        *slash = '/';
        if (!made)
            return 0;
    }
    return 1;
}

static int cannot_write(const char *path)
{
    int why = errno;
    fputs("slant lexicon: ", stderr);
    say_safely(path);
    fprintf(stderr, ": cannot write: %s\n", strerror(why));
    return -1;
}

static int write_file(void *ctx, const char *name, const char *bytes, size_t len)
{
    const struct options *o = ctx;
    char path[PATH_MAX];
    if ((size_t)snprintf(path, sizeof path, "%s/%s", o->to, name) >= sizeof path) {
        errno = ENAMETOOLONG;
        return cannot_write(o->to);
    }
    if (!make_folders(path))
        return cannot_write(path);
    FILE *file = fopen(path, o->force ? "wb" : "wbx");
    if (file == NULL && errno == EEXIST) {
        fputs("slant lexicon: ", stderr);
        say_safely(path);
        fputs(": is there already: --force writes over it\n", stderr);
        return -1;
    }
    if (file == NULL)
        return cannot_write(path);
    int written = fwrite(bytes, 1, len, file) == len;
    return fclose(file) == 0 && written ? 0 : cannot_write(path);
}

static void prepare(struct options *o, const char *form)
{
    o->lexicon.form = form;
    o->lexicon.tell = say_told;
    o->lexicon.write = o->to != NULL ? write_file : write_stdout;
    o->lexicon.ctx = o;
    o->lexicon.apart = o->to != NULL;
    o->lexicon.args = o->paths + 1;
    o->lexicon.nargs = o->npaths - 1;
}

/* ---- the commands ---- */

/* A folder or file of lexicons named as an argument is as good as --lexicons. */
static int take_folders(struct options *o)
{
    for (size_t i = 1; i < o->npaths; i++) {
        if (o->engine.nlexicon_dirs == MOST_LEXICONS)
            return usage("16 folders at most");
        o->lexicons[o->engine.nlexicon_dirs++] = o->paths[i];
    }
    return EXIT_DONE;
}

/* What a command that needs the lexicons gives. */
static int with_engine(struct options *o, slant_status (*run)(const struct slant *, const struct slant_lexicon_job *,
                                                              struct slant_error *))
{
    struct slant *engine;
    struct slant_error err = {0};
    int code = open_engine(o, "lexicon", &engine);
    if (code != EXIT_DONE)
        return code;
    slant_status status = run(engine, &o->lexicon, &err);
    slant_close(engine);
    if (status == SLANT_EWRITE && o->to != NULL)
        return EXIT_IO; /* said already */
    return status == SLANT_OK ? flushed() : say_error("lexicon", &err);
}

static int run_list(struct options *o)
{
    prepare(o, o->lexicon.form);
    int code = o->to != NULL ? usage("list writes to standard output") : take_folders(o);
    return code == EXIT_DONE ? with_engine(o, slant_lexicon_list) : code;
}

static int run_export(struct options *o)
{
    prepare(o, o->as);
    int code = o->as == NULL ? usage("export as what? --as dic, dicx, yaml, txt or vale") : take_folders(o);
    return code == EXIT_DONE ? with_engine(o, slant_lexicon_export) : code;
}

static int run_check_lexicons(struct options *o)
{
    char room[PATH_MAX];
    struct slant_error err = {0};
    size_t errors;
    prepare(o, o->lexicon.form);
    for (size_t i = 1; i < o->npaths && o->ncorpus > 0; i++) { /* --corpus PATH… */
        if (o->ncorpus == MOST_LEXICONS)
            return usage("16 paths at most behind --corpus");
        o->corpus[o->ncorpus++] = o->paths[i];
    }
    int code = o->to != NULL ? usage("check writes to standard output") : o->ncorpus > 0 ? 0 : take_folders(o);
    if (code != EXIT_DONE)
        return code;
    o->lexicon.args = o->corpus;
    o->lexicon.nargs = o->ncorpus;
    o->engine.data_dir = data_dir(room, sizeof room);
    slant_status status = slant_lexicon_check(&o->engine, &o->lexicon, &errors, &err);
    if (status != SLANT_OK)
        return say_error("lexicon", &err);
    code = flushed();
    return code != EXIT_DONE ? code : errors > 0 ? EXIT_MET : EXIT_DONE;
}

static int run_why(struct options *o)
{
    prepare(o, o->lexicon.form);
    if (o->lexicon.nargs == 0)
        return usage("why what? name words, or phrases in quotation marks");
    return o->to != NULL ? usage("why writes to standard output") : with_engine(o, slant_lexicon_why);
}

static int run_import(struct options *o)
{
    struct slant_error err = {0};
    prepare(o, o->from);
    if (o->lexicon.nargs == 0)
        return usage("import what? name a .dic, .dicx, .yml, .tff or .txt file");
    slant_status status = slant_lexicon_import(&o->lexicon, &err);
    if (status == SLANT_EWRITE && o->to != NULL)
        return EXIT_IO;
    return status == SLANT_OK ? flushed() : say_error("lexicon", &err);
}

static int run_compile(struct options *o)
{
    struct slant *engine;
    struct slant_error err = {0};
    if (o->npaths != 2)
        return usage("wanted 'slant lexicon compile FILE'");
    int code = open_engine(o, "lexicon", &engine);
    if (code != EXIT_DONE)
        return code;
    slant_status status = slant_compile(engine, o->paths[1], &err);
    slant_close(engine);
    return status == SLANT_OK ? EXIT_DONE : say_error("lexicon", &err);
}

static void report_failure(void *ctx, const char *file, uint32_t line, const char *pattern, const char *what,
                           const char *sentence)
{
    (void)ctx;
    printf("%s:%u: '%s' %s: %s\n", file, line, pattern, what, sentence);
}

static int run_test(struct options *o)
{
    struct slant *engine;
    int code = take_folders(o);
    if (code == EXIT_DONE)
        code = open_engine(o, "lexicon", &engine);
    if (code != EXIT_DONE)
        return code;
    size_t ran, failed = slant_lexicon_test(engine, &ran, report_failure, NULL);
    slant_close(engine);
    printf("%zu passed, %zu failed\n", ran - failed, failed);
    code = flushed();
    return code != EXIT_DONE ? code : failed > 0 ? EXIT_MET : EXIT_DONE;
}

int run_lexicon(struct options *o)
{
    static const struct {
        const char *name;
        int (*run)(struct options *o);
    } verbs[] = {{"test", run_test},     {"list", run_list},     {"check", run_check_lexicons}, {"why", run_why},
                 {"import", run_import}, {"export", run_export}, {"compile", run_compile}};
    for (size_t i = 0; o->npaths > 0 && i < sizeof verbs / sizeof verbs[0]; i++)
        if (strcmp(verbs[i].name, o->paths[0]) == 0)
            return verbs[i].run(o);
    return usage("do what? check, test, list, why, import, export or compile");
}
