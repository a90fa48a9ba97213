/* checker: files → findings. Finds the settings of each, opens the lexicons that they name, and keeps both for the next
 * file of the same folder. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "check/check.h"
#include "check/house.h"
#include "check/paths.h"
#include "check/suppress.h"
#include "input/input.h"
#include "input/walk.h"
#include "report/findings.h"

enum { MOST_RULES = 64, MOST_DIRS = 32, SPARE = 64 };

/* The lexicons that some settings name, compiled. */
struct engine {
    struct engine *next;
    const char *dirs[MOST_DIRS];
    size_t ndirs;
    struct slant *slant;
    struct slant_worker *worker;
};

/* Settings in force, with all that they name. */
struct home {
    struct home *next;
    const char *key; /* path of the settings file; "": none */
    struct slant_house house;
    struct slant_suppressions suppressions[SLANT_HOUSE_FILES + 1];
    uint32_t nsuppressions;
    struct slant_baseline baseline;
    struct engine *engine; /* NULL: not opened yet */
};

/* Folders looked at so far. */
struct folder {
    struct folder *next;
    const char *path;
    struct home *home;
};

struct slant_checker {
    struct slant_check_options options;
    struct slant_options engine_options;
    struct engine *engines;
    struct home *homes;
    struct folder *folders;
    struct slant_arena settings_mem; /* until settings are forgotten */
    struct slant_arena mem;          /* of the file at hand */
    struct slant_checked checked;
};

static slant_status no_memory(struct slant_error *err)
{
    return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
}

/* ---- opening ---- */

/* "loaded.label=error" */
static int apply_rule(const char *word, struct slant_severities *severities)
{
    const char *equals = strchr(word, '=');
    int severity = equals != NULL ? slant_severity_read(equals + 1, strlen(equals + 1)) : -1;
    return severity >= 0 &&
           slant_severities_set(severities, word, (size_t)(equals - word), (enum slant_severity)severity) > 0;
}

slant_status slant_checker_open(const struct slant_check_options *options, struct slant_checker **out,
                                struct slant_error *err)
{
    static const struct slant_options defaults = {.min_exposure = -1};
    struct slant_severities any;
    *out = NULL;
    for (size_t i = 0; i < options->nrules; i++)
        if (!apply_rule(options->rules[i], &any))
            return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX,
                              "wanted RULE=SEVERITY, such as loaded.label=warning, not %.80s", options->rules[i]);
    struct slant_checker *c = calloc(1, sizeof *c);
    if (c == NULL)
        return no_memory(err);
    c->options = *options;
    c->engine_options = options->engine != NULL ? *options->engine : defaults;
    *out = c;
    return SLANT_OK;
}

static void free_homes(struct slant_checker *c)
{
    for (struct home *h = c->homes; h != NULL; h = h->next) {
        for (uint32_t i = 0; i < h->nsuppressions; i++)
            slant_suppressions_free(&h->suppressions[i]);
        slant_baseline_free(&h->baseline);
    }
    c->homes = NULL;
    c->folders = NULL;
}

static void free_engines(struct slant_checker *c)
{
    for (struct engine *e = c->engines; e != NULL; e = e->next) {
        slant_worker_free(e->worker);
        slant_close(e->slant);
    }
    c->engines = NULL;
}

void slant_checker_refresh(struct slant_checker *checker)
{
    free_homes(checker);
    free_engines(checker);
    slant_arena_reset(&checker->settings_mem);
}

void slant_checker_close(struct slant_checker *checker)
{
    if (checker == NULL)
        return;
    slant_checker_refresh(checker);
    slant_arena_free(&checker->settings_mem);
    slant_arena_free(&checker->mem);
    free(checker);
}

/* ---- settings ---- */

static slant_status add_suppressions(struct home *h, const char *path, struct slant_error *err)
{
    slant_status status = slant_suppressions_read(path, &h->suppressions[h->nsuppressions], err);
    h->nsuppressions += status == SLANT_OK;
    return status;
}

static slant_status open_home(struct slant_checker *c, struct home *h, int is_user, struct slant_error *err)
{
    slant_status status = SLANT_OK;
    if (h->key[0] != '\0')
        status = slant_house_read(h->key, &c->settings_mem, &h->house, err);
    if (is_user)
        h->house.base = "/";
    for (uint32_t i = 0; i < h->house.nsuppressions && status == SLANT_OK; i++)
        status = add_suppressions(h, h->house.suppressions[i].path, err);
    if (status == SLANT_OK && c->options.suppressions != NULL)
        status = add_suppressions(h, c->options.suppressions, err);
    const char *baseline = c->options.baseline != NULL ? c->options.baseline : h->house.baseline.path;
    if (status == SLANT_OK && baseline != NULL && !c->options.no_baseline)
        status = slant_baseline_read(baseline, &h->baseline, err);
    return status;
}

static slant_status home_of_settings(struct slant_checker *c, const char *key, int is_user, struct home **out,
                                     struct slant_error *err)
{
    for (struct home *h = c->homes; h != NULL; h = h->next)
        if (strcmp(h->key, key) == 0) {
            *out = h;
            return SLANT_OK;
        }
    struct home *h = slant_arena_zalloc(&c->settings_mem, sizeof *h);
    if (h == NULL || (h->key = slant_arena_copy(&c->settings_mem, key, strlen(key))) == NULL)
        return no_memory(err);
    h->next = c->homes;
    c->homes = h;
    slant_status status = open_home(c, h, is_user, err);
    if (status != SLANT_OK) { /* next time it is read, and fails, again */
        c->homes = h->next;
        for (uint32_t i = 0; i < h->nsuppressions; i++)
            slant_suppressions_free(&h->suppressions[i]);
        slant_baseline_free(&h->baseline);
    }
    *out = h;
    return status;
}

static slant_status home_of(struct slant_checker *c, const char *path, struct home **out, struct slant_error *err)
{
    const char *folder = slant_path_folder(path, &c->mem), *key = "";
    if (folder == NULL)
        return no_memory(err);
    for (struct folder *f = c->folders; f != NULL; f = f->next)
        if (strcmp(f->path, folder) == 0) {
            *out = f->home;
            return SLANT_OK;
        }
    const char *user = c->options.user_settings;
    if (c->options.settings != NULL)
        key = c->options.settings;
    else if (!c->options.no_settings)
        key = slant_house_find(folder, user, &c->mem);
    if (key == NULL)
        key = "";
    slant_status status = home_of_settings(c, key, key == user, out, err);
    if (status != SLANT_OK)
        return status;
    struct folder *f = slant_arena_zalloc(&c->settings_mem, sizeof *f);
    const char *kept = slant_arena_copy(&c->settings_mem, folder, strlen(folder));
    if (f == NULL || kept == NULL)
        return no_memory(err);
    *f = (struct folder){c->folders, kept, *out};
    c->folders = f;
    return SLANT_OK;
}

/* ---- lexicons ---- */

static int same_dirs(const struct engine *a, const struct engine *b)
{
    if (a->ndirs != b->ndirs)
        return 0;
    for (size_t i = 0; i < a->ndirs; i++)
        if (strcmp(a->dirs[i], b->dirs[i]) != 0)
            return 0;
    return 1;
}

static slant_status open_engine(struct slant_checker *c, struct home *h, struct slant_error *err)
{
    struct engine want = {0}, *e;
    if (h->engine != NULL)
        return SLANT_OK;
    const struct slant_options *o = &c->engine_options;
    for (uint32_t i = 0; i < h->house.nlexicons && want.ndirs < MOST_DIRS; i++)
        want.dirs[want.ndirs++] = h->house.lexicons[i].path;
    for (size_t i = 0; i < o->nlexicon_dirs && want.ndirs < MOST_DIRS; i++)
        want.dirs[want.ndirs++] = o->lexicon_dirs[i];
    for (e = c->engines; e != NULL; e = e->next)
        if (same_dirs(e, &want)) {
            h->engine = e;
            return SLANT_OK;
        }
    e = slant_arena_zalloc(&c->settings_mem, sizeof *e);
    if (e == NULL)
        return no_memory(err);
    *e = want;
    struct slant_options options = *o;
    options.lexicon_dirs = e->dirs;
    options.nlexicon_dirs = e->ndirs;
    slant_status status = slant_open(&options, &e->slant, err);
    if (status != SLANT_OK)
        return status;
    e->worker = slant_worker_new(e->slant);
    if (e->worker == NULL) {
        slant_close(e->slant);
        return no_memory(err);
    }
    e->next = c->engines;
    c->engines = e;
    h->engine = e;
    return SLANT_OK;
}

static slant_status settings_of(struct slant_checker *c, const char *path, struct home **home, const char **whole,
                                struct slant_error *err)
{
    *whole = slant_path_absolute(path, &c->mem);
    if (*whole == NULL)
        return slant_fail(err, SLANT_EREAD, NULL, path, 0, UINT64_MAX, "the working folder cannot be found");
    slant_status status = home_of(c, *whole, home, err);
    return status == SLANT_OK ? open_engine(c, *home, err) : status;
}

static void severities_of(const struct slant_checker *c, const struct home *h, const char *whole,
                          struct slant_severities *out, const struct slant_house_row *from[SLANT_NRULES])
{
    slant_house_severities(&h->house, whole, out, from);
    for (size_t i = 0; i < c->options.nrules; i++)
        apply_rule(c->options.rules[i], out);
}

/* ---- one file ---- */

static slant_status find_all(struct slant_checker *c, struct home *h, const char *whole, struct slant_findings *out)
{
    const struct slant_result *r = c->checked.result;
    struct slant_severities severities;
    severities_of(c, h, whole, &severities, NULL);
    slant_status status = slant_check_run(r, &severities, &c->mem, out);
    if (status != SLANT_OK)
        return status;
    slant_findings_finish(out, r);
    for (uint32_t i = 0; i < h->nsuppressions; i++)
        slant_suppress_by_file(&h->suppressions[i], whole, out);
    slant_baseline_apply(&h->baseline, out);
    status = slant_suppress_by_comments(out, r, &severities, &c->mem);
    if (status == SLANT_OK)
        slant_findings_finish(out, r);
    return status;
}

static slant_status run(struct slant_checker *c, const char *path, struct slant_str bytes, struct slant_error *err)
{
    struct home *home;
    const char *whole;
    slant_status status = settings_of(c, path, &home, &whole, err);
    if (status != SLANT_OK)
        return status;
    struct slant_article *article = slant_arena_zalloc(&c->mem, sizeof *article);
    char *copy = slant_arena_alloc(&c->mem, bytes.len + SPARE), *id = slant_arena_alloc(&c->mem, strlen(path) + SPARE);
    if (article == NULL || copy == NULL || id == NULL)
        return no_memory(err);
    if (bytes.len > 0)
        memcpy(copy, bytes.ptr, bytes.len);
    memset(copy + bytes.len, 0, SPARE);
    memcpy(id, path, strlen(path));
    memset(id + strlen(path), 0, SPARE);
    article->id = (struct slant_str){id, strlen(path)};
    article->text = (struct slant_str){copy, bytes.len};
    article->is_file = 1;
    article->markup = slant_walk_markup(path);
    status =
        slant_analyze(home->engine->worker, article, SLANT_WANT_MARKS | SLANT_WANT_SENTENCES, &c->checked.result, err);
    if (status != SLANT_OK)
        return status;
    struct slant_findings findings = {0};
    if (find_all(c, home, whole, &findings) != SLANT_OK)
        return no_memory(err);
    c->checked.findings = findings.rows;
    c->checked.nfindings = findings.n;
    return SLANT_OK;
}

slant_status slant_checker_run(struct slant_checker *checker, const char *path, struct slant_str bytes,
                               const struct slant_checked **out, struct slant_error *err)
{
    slant_arena_reset(&checker->mem);
    slant_status status = run(checker, path, bytes, err);
    *out = &checker->checked;
    return status;
}

/* ---- many files ---- */

struct checking {
    struct slant_checker *checker;
    const struct slant_check_job *job;
    struct slant_check_summary *summary;
    struct slant_findings_report report;
    struct slant_buffer out;
    struct slant_error *err;
};

static slant_status flush(struct checking *k)
{
    if (k->out.failed)
        return no_memory(k->err);
    if (k->out.len > 0 && k->job->write(k->job->ctx, k->out.data, k->out.len) != 0)
        return slant_fail(k->err, SLANT_EWRITE, NULL, NULL, 0, UINT64_MAX, "the output could not be written");
    k->out.len = 0;
    return SLANT_OK;
}

static void count(struct checking *k, const struct slant_finding *f, enum slant_severity fail)
{
    struct slant_check_summary *s = k->summary;
    if (f->state == SLANT_FINDING_SUPPRESSED)
        s->suppressed++;
    else if (f->state == SLANT_FINDING_KNOWN)
        s->known++;
    else
        s->findings[f->severity]++;
    if (f->state == SLANT_FINDING_OPEN && fail != SLANT_OFF && f->severity >= fail)
        s->failed++;
}

static int is_about_suppressions(const struct slant_finding *f)
{
    return strncmp(f->rule->id, "suppression.", 12) == 0;
}

static void give(struct checking *k, const char *path, const struct slant_finding *findings, uint32_t n,
                 enum slant_severity fail)
{
    for (uint32_t i = 0; i < n; i++)
        count(k, &findings[i], fail);
    if (k->job->write_baseline == NULL)
        slant_report_findings(&k->report, path, findings, n, &k->out);
    for (uint32_t i = 0; i < n && k->job->write_baseline != NULL; i++)
        if (findings[i].state == SLANT_FINDING_OPEN && !is_about_suppressions(&findings[i]))
            slant_report_baseline(&findings[i], path, &k->out);
}

static enum slant_severity fail_level(const struct checking *k, const struct home *h)
{
    return k->job->fail_level != SLANT_OFF ? k->job->fail_level : h->house.fail_level;
}

static const char *name_of(const struct checking *k, const char *path)
{
    return strcmp(path, "-") == 0 && k->job->stdin_name != NULL ? k->job->stdin_name : path;
}

static slant_status check_bytes(struct checking *k, const char *path, const struct slant_row *row)
{
    const struct slant_checked *checked;
    struct home *home;
    const char *whole;
    /* A file without a word has no fault; one that is no text is another matter. */
    int is_empty = row->status != SLANT_OK && row->error.name != NULL && strcmp(row->error.name, "missing-text") == 0;
    if (row->status != SLANT_OK && !is_empty) {
        if (k->summary->errors++ == 0)
            k->summary->first_error = row->error;
        return SLANT_OK;
    }
    struct slant_str bytes = is_empty ? (struct slant_str){"", 0} : row->article.text;
    slant_status status = slant_checker_run(k->checker, path, bytes, &checked, k->err);
    if (status == SLANT_OK)
        status = settings_of(k->checker, path, &home, &whole, k->err);
    if (status != SLANT_OK)
        return status;
    k->summary->files++;
    give(k, path, checked->findings, checked->nfindings, fail_level(k, home));
    return k->job->write_baseline != NULL ? SLANT_OK : flush(k);
}

static slant_status check_file(struct checking *k, const char *path)
{
    struct slant_input_settings settings = {.kind = SLANT_INPUT_TEXT, .max_record = k->job->max_record, .markup = 1};
    struct slant_input *input;
    struct slant_block block = {0};
    struct slant_arena mem = {0};
    struct slant_row row;
    const char *name = name_of(k, path);
    slant_status status = slant_input_open(&path, 1, &settings, &input, k->err);
    while (status == SLANT_OK && slant_input_next(input, &block) == 1) {
        block.markup = slant_walk_markup(name);
        while (status == SLANT_OK && slant_block_next(&block, &mem, &row))
            status = check_bytes(k, name, &row);
    }
    slant_block_free(&block);
    slant_arena_free(&mem);
    slant_input_close(input);
    return status;
}

/* What is wrong with settings and lexicons is said before any file is checked. */
static slant_status prepare(struct checking *k, struct slant_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct slant_entry *e = &list->entries[i];
        struct home *home;
        const char *whole;
        if (e->kind == SLANT_INPUT_JSONL && e->outlet.ptr == NULL)
            return slant_fail(k->err, SLANT_EUSAGE, NULL, e->path, 0, UINT64_MAX,
                              "check reads files that hold one article: text, Markdown, HTML");
        slant_status status = settings_of(k->checker, name_of(k, e->path), &home, &whole, k->err);
        if (status != SLANT_OK)
            return status;
    }
    return SLANT_OK;
}

/* Suppression files and baselines: what of them had no use. */
static slant_status finish(struct checking *k)
{
    for (struct home *h = k->checker->homes; h != NULL; h = h->next) {
        struct slant_severities severities;
        severities_of(k->checker, h, h->key, &severities, NULL);
        for (uint32_t i = 0; i < h->nsuppressions; i++) {
            struct slant_findings findings = {0};
            if (slant_suppressions_report(&h->suppressions[i], &severities, &k->checker->mem, &findings) != SLANT_OK)
                return no_memory(k->err);
            give(k, h->suppressions[i].path, findings.rows, findings.n, fail_level(k, h));
        }
        for (uint32_t i = 0; i < h->baseline.n; i++)
            k->summary->stale += !h->baseline.used[i];
    }
    return SLANT_OK;
}

static slant_status write_file(const char *path, const struct slant_buffer *bytes, struct slant_error *err)
{
    FILE *file = fopen(path, "wb");
    int good = file != NULL && fwrite(bytes->data, 1, bytes->len, file) == bytes->len;
    int code = errno;
    if (file != NULL && fclose(file) != 0)
        good = 0;
    return good ? SLANT_OK
                : slant_fail(err, SLANT_EWRITE, NULL, path, 0, UINT64_MAX, "cannot be written: %s",
                             slant_walk_reason(code));
}

static slant_status check_all(struct checking *k, struct slant_list *list)
{
    slant_status status = prepare(k, list);
    if (k->job->write_baseline != NULL)
        slant_buffer_puts(&k->out, "# Findings that were there when this was written (slant check --write-baseline):\n"
                                   "# fingerprint, rule, file, words. Take lines out, or write it anew.\n");
    else
        slant_report_findings_begin(&k->report, &k->out);
    for (size_t i = 0; i < list->n && status == SLANT_OK; i++) {
        if (list->entries[i].kind == SLANT_INPUT_JSONL)
            k->summary->skipped++;
        else
            status = check_file(k, list->entries[i].path);
    }
    if (status == SLANT_OK)
        status = finish(k);
    if (status != SLANT_OK)
        return status;
    if (k->job->write_baseline != NULL)
        return k->out.failed ? no_memory(k->err) : write_file(k->job->write_baseline, &k->out, k->err);
    slant_report_findings_end(&k->report, k->summary, &k->out);
    return flush(k);
}

slant_status slant_check(struct slant_checker *checker, const struct slant_check_job *job,
                         struct slant_check_summary *summary, struct slant_error *err)
{
    struct checking k = {
        .checker = checker, .job = job, .summary = summary, .report = {job->format, job->color, 0}, .err = err};
    struct slant_arena mem = {0};
    struct slant_list list = {0};
    memset(summary, 0, sizeof *summary);
    slant_status status = slant_walk(job->paths, job->npaths, 1, &mem, &list, err);
    summary->skipped = list.skipped;
    if (status == SLANT_OK)
        status = check_all(&k, &list);
    slant_list_free(&list);
    slant_arena_free(&mem);
    slant_buffer_free(&k.out);
    return status;
}

/* ---- what is in force ---- */

static void say_name(struct slant_buffer *out, const char *what, const struct slant_house_name *name)
{
    slant_buffer_printf(out, "%-13s %s   (%s:%u)\n", what, name->path, name->from, name->line);
}

static void say_house(const struct slant_checker *c, const struct home *h, struct slant_buffer *out)
{
    const struct slant_house *house = &h->house;
    slant_buffer_printf(out, "%-13s %s\n", "settings", house->path != NULL ? house->path : "none: the defaults");
    for (uint32_t i = 0; i < house->nstyles; i++)
        say_name(out, "style", &house->styles[i]);
    for (uint32_t i = 0; i < house->nlexicons; i++)
        say_name(out, "lexicons", &house->lexicons[i]);
    for (size_t i = 0; i < c->engine_options.nlexicon_dirs; i++)
        slant_buffer_printf(out, "%-13s %s   (--lexicons)\n", "lexicons", c->engine_options.lexicon_dirs[i]);
    for (uint32_t i = 0; i < house->nsuppressions; i++)
        say_name(out, "suppressions", &house->suppressions[i]);
    if (c->options.suppressions != NULL)
        slant_buffer_printf(out, "%-13s %s   (--suppressions)\n", "suppressions", c->options.suppressions);
    if (c->options.baseline != NULL)
        slant_buffer_printf(out, "%-13s %s   (--baseline)\n", "baseline", c->options.baseline);
    else if (house->baseline.path != NULL)
        say_name(out, "baseline", &house->baseline);
    if (house->fail.path != NULL)
        say_name(out, "fail-level", &house->fail);
}

static void say_rules(const struct slant_checker *c, const struct home *h, const char *whole, struct slant_buffer *out)
{
    const struct slant_house_row *from[SLANT_NRULES];
    struct slant_severities severities, given;
    severities_of(c, h, whole, &severities, from);
    for (size_t i = 0; i < SLANT_NRULES; i++) {
        const char *id = slant_rule(i)->id, *option = NULL;
        for (size_t k = 0; k < c->options.nrules; k++) {
            const char *word = c->options.rules[k];
            if (apply_rule(word, &given) && slant_rule_matches(word, strcspn(word, "="), id))
                option = word;
        }
        slant_buffer_printf(out, "%-30s %-11s ", id, slant_severity_name((enum slant_severity)severities.of[i]));
        if (option != NULL)
            slant_buffer_printf(out, "--rule %s\n", option);
        else if (from[i] == NULL)
            slant_buffer_puts(out, "default\n");
        else
            slant_buffer_printf(out, "%s:%u%s%s%s\n", from[i]->from, from[i]->line,
                                from[i]->glob != NULL ? " [path " : "", from[i]->glob != NULL ? from[i]->glob : "",
                                from[i]->glob != NULL ? "]" : "");
    }
}

slant_status slant_checker_explain(struct slant_checker *checker, const char *path,
                                   int (*write)(void *ctx, const char *bytes, size_t len), void *ctx,
                                   struct slant_error *err)
{
    struct slant_buffer out = {0};
    struct home *home;
    const char *whole;
    slant_arena_reset(&checker->mem);
    slant_status status = settings_of(checker, path, &home, &whole, err);
    if (status != SLANT_OK)
        return status;
    slant_buffer_printf(&out, "%-13s %s\n", "for", whole);
    say_house(checker, home, &out);
    slant_buffer_putc(&out, '\n');
    say_rules(checker, home, whole, &out);
    if (out.failed)
        status = no_memory(err);
    else if (write(ctx, out.data, out.len) != 0)
        status = slant_fail(err, SLANT_EWRITE, NULL, NULL, 0, UINT64_MAX, "the output could not be written");
    slant_buffer_free(&out);
    return status;
}
