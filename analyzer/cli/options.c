#include "cli/options.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_FIRST = 256 };

/* Returns NULL, or what is wrong with the value. */
typedef const char *(*take)(struct options *o, const char *value);

static const char *take_format(struct options *o, const char *value)
{
    static const struct {
        const char *name;
        enum slant_format format;
    } formats[] = {{"text", SLANT_FORMAT_TEXT},
                   {"csv", SLANT_FORMAT_CSV},
                   {"jsonl", SLANT_FORMAT_JSONL},
                   {"json", SLANT_FORMAT_JSONL}};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(formats[i].name, value) == 0) {
            o->job.format = formats[i].format;
            return NULL;
        }
    return "wanted text, csv or jsonl";
}

static const char *take_audit_format(struct options *o, const char *value)
{
    static const struct {
        const char *name;
        enum slant_audit_format format;
    } formats[] = {{"text", SLANT_AUDIT_TEXT},
                   {"json", SLANT_AUDIT_JSON},
                   {"jsonl", SLANT_AUDIT_JSON},
                   {"html", SLANT_AUDIT_HTML},
                   {"rdjsonl", SLANT_AUDIT_RDJSONL}};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(formats[i].name, value) == 0) {
            o->audit.format = formats[i].format;
            return NULL;
        }
    return "wanted text, json, html or rdjsonl";
}

static const char *take_pairs(struct options *o, const char *value)
{
    o->audit.pairs = value;
    return NULL;
}

static const char *take_input(struct options *o, const char *value)
{
    if (strcmp(value, "jsonl") == 0)
        o->job.input = SLANT_INPUT_JSONL;
    else if (strcmp(value, "text") == 0)
        o->job.input = SLANT_INPUT_TEXT;
    else if (strcmp(value, "auto") != 0)
        return "wanted auto, jsonl or text";
    return NULL;
}

static const char *take_long(struct options *o, const char *value)
{
    (void)value;
    o->job.long_rows = 1;
    o->job.format = SLANT_FORMAT_CSV;
    return NULL;
}

static const char *take_spans(struct options *o, const char *value)
{
    (void)value;
    o->job.spans = 1;
    return NULL;
}

static const char *take_norms(struct options *o, const char *value)
{
    (void)value;
    o->job.norms = 1;
    return NULL;
}

static const char *take_sentences(struct options *o, const char *value)
{
    (void)value;
    o->job.sentences = 1;
    return NULL;
}

static const char *take_number(const char *value, long long least, long long most, long long *out)
{
    char *end;
    errno = 0;
    *out = strtoll(value, &end, 10);
    return errno != 0 || end == value || *end != '\0' || *out < least || *out > most ? "wanted a whole number" : NULL;
}

static const char *take_jobs(struct options *o, const char *value)
{
    long long n;
    const char *trouble = take_number(value, 1, 64, &n);
    o->job.jobs = (int)n;
    return trouble != NULL ? "wanted a number of threads from 1 to 64" : NULL;
}

static const char *take_record(struct options *o, const char *value)
{
    long long n;
    const char *trouble = take_number(value, 1, INT64_MAX, &n);
    o->record = (uint64_t)n;
    return trouble != NULL ? "wanted the number of an article, from 1" : NULL;
}

static const char *take_width(struct options *o, const char *value)
{
    long long n;
    const char *trouble = take_number(value, 40, 400, &n);
    o->job.width = (int)n;
    return trouble != NULL ? "wanted a number of columns from 40 to 400" : NULL;
}

static const char *take_min_exposure(struct options *o, const char *value)
{
    long long n;
    const char *trouble = take_number(value, 0, INT32_MAX, &n);
    o->engine.min_exposure = n;
    return trouble;
}

/* Bytes, with an optional K, M or G. */
static const char *take_max_record(struct options *o, const char *value)
{
    char *end;
    errno = 0;
    unsigned long long n = strtoull(value, &end, 10);
    int shift = *end == 'K' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : 0;
    end += shift > 0;
    if (errno != 0 || end == value || *end != '\0' || *value == '-' || n == 0 || n > (1ull << 30) >> shift)
        return "wanted a size from 1 to 1G, such as 16M";
    o->job.max_record = n << shift;
    return NULL;
}

static const char *take_field(struct options *o, const char *value)
{
    char *copy = strdup(value), *equals = copy != NULL ? strchr(copy, '=') : NULL;
    if (equals == NULL || equals == copy || equals[1] == '\0' || o->job.nfields == MOST_FIELDS) {
        free(copy);
        return "wanted OURS=THEIRS, such as outlet=publisher (16 at most)";
    }
    *equals = '\0';
    o->field_names[o->job.nfields] = copy;
    o->fields[o->job.nfields++] = (struct slant_field_map){copy, equals + 1};
    return NULL;
}

static const char *take_lexicons(struct options *o, const char *value)
{
    if (o->engine.nlexicon_dirs == MOST_LEXICONS)
        return "16 folders at most";
    o->lexicons[o->engine.nlexicon_dirs++] = value;
    return NULL;
}

static const char *take_no_lexicons(struct options *o, const char *value)
{
    (void)value;
    o->engine.no_default_lexicons = 1;
    return NULL;
}

static const char *take_language(struct options *o, const char *value)
{
    if (strcmp(value, "en") != 0)
        return "only en is there so far";
    o->engine.language = value;
    return NULL;
}

static const char *take_fail_on(struct options *o, const char *value)
{
    const char *above = strchr(value, '>');
    char *end;
    if (above == NULL || above == value || (size_t)(above - value) >= sizeof o->fail_on)
        return "wanted MEASURE>NUMBER, such as 'loaded>10' (in quotes, for the shell)";
    memcpy(o->fail_on, value, (size_t)(above - value));
    o->job.fail_above = strtod(above + 1, &end);
    if (end == above + 1 || *end != '\0' || !isfinite(o->job.fail_above))
        return "wanted MEASURE>NUMBER, such as 'loaded>10' (in quotes, for the shell)";
    o->job.fail_measure = o->fail_on;
    return NULL;
}

static const char *take_color(struct options *o, const char *value)
{
    o->color = value;
    return strcmp(value, "auto") && strcmp(value, "always") && strcmp(value, "never") ? "wanted auto, always or never"
                                                                                      : NULL;
}

static const char *take_html(struct options *o, const char *value)
{
    (void)value;
    o->html = 1;
    return NULL;
}

static const char *take_id(struct options *o, const char *value)
{
    o->id = value;
    return NULL;
}

static const char *take_dump(struct options *o, const char *value)
{
    o->dump = value;
    return NULL;
}

static const char *take_compare_format(struct options *o, const char *value)
{
    static const char *const names[] = {
        [SLANT_COMPARE_TEXT] = "text",
        [SLANT_COMPARE_CSV] = "csv",
        [SLANT_COMPARE_JSON] = "json",
        [SLANT_COMPARE_HTML] = "html",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], value) == 0) {
            o->compare.format = (enum slant_compare_format)i;
            return NULL;
        }
    return "wanted text, csv, json or html";
}

/* "a,b,c" → names; *copy is what they point into. */
static const char *take_names(const char *value, char **copy, const char **names, size_t *n)
{
    free(*copy);
    *n = 0;
    if ((*copy = strdup(value)) == NULL)
        return "out of memory";
    for (char *at = *copy, *next; at != NULL; at = next) {
        if ((next = strchr(at, ',')) != NULL)
            *next++ = '\0';
        if (*at == '\0' || *n == MOST_COLUMNS)
            return "wanted names with commas between them (64 at most)";
        names[(*n)++] = at;
    }
    return NULL;
}

static const char *take_count(struct options *o, const char *value)
{
    return take_names(value, &o->column_names, o->columns, &o->compare.ncount_columns);
}

static const char *take_measures(struct options *o, const char *value)
{
    return take_names(value, &o->measure_names, o->measures, &o->compare.nonly);
}

static const char *take_counts(struct options *o, const char *value)
{
    o->compare.counts_path = value;
    return NULL;
}

static const char *take_exposure(struct options *o, const char *value)
{
    o->compare.exposure_column = value;
    return NULL;
}

static const char *take_story(struct options *o, const char *value)
{
    o->compare.story_column = value;
    return NULL;
}

static const char *take_by(struct options *o, const char *value)
{
    o->compare.by = value;
    return NULL;
}

static const char *take_base_outlet(struct options *o, const char *value)
{
    o->compare.baseline = value;
    return NULL;
}

static const char *take_shares(struct options *o, const char *value)
{
    (void)value;
    o->compare.are_shares = 1;
    return NULL;
}

static const char *take_adjust(struct options *o, const char *value)
{
    return take_names(value, &o->adjust_names, o->adjust, &o->compare.nadjust);
}

static const char *take_match(struct options *o, const char *value)
{
    (void)value;
    o->compare.match = 1;
    return NULL;
}

static const char *take_keep_copies(struct options *o, const char *value)
{
    (void)value;
    o->compare.keep_copies = 1;
    return NULL;
}

static const char *take_words_format(struct options *o, const char *value)
{
    const char *trouble = take_compare_format(o, value);
    o->words.format = o->compare.format;
    return trouble != NULL || o->words.format == SLANT_COMPARE_HTML ? "wanted text, csv or json" : NULL;
}

static const char *take_any_voice(struct options *o, const char *value)
{
    (void)value;
    o->words.any_voice = 1;
    return NULL;
}

static const char *take_top(struct options *o, const char *value)
{
    long long n;
    const char *trouble = take_number(value, 1, 1000, &n);
    o->words.top = (uint32_t)n;
    return trouble != NULL ? "wanted a whole number from 1 to 1000" : NULL;
}

static const char *take_seed(struct options *o, const char *value)
{
    char *end;
    errno = 0;
    o->compare.seed = strtoull(value, &end, 10);
    return errno != 0 || end == value || *end != '\0' || strchr(value, '-') != NULL ? "wanted a whole number" : NULL;
}

static const char *take_permutations(struct options *o, const char *value)
{
    long long n;
    const char *trouble = take_number(value, 99, 10000000, &n);
    o->compare.permutations = (uint32_t)n;
    return trouble != NULL ? "wanted a whole number from 99 to 10000000" : NULL;
}

static const char *take_strict(struct options *o, const char *value)
{
    (void)value;
    o->strict = 1;
    return NULL;
}

static const char *take_no_progress(struct options *o, const char *value)
{
    (void)value;
    o->no_progress = 1;
    return NULL;
}

static const char *take_help(struct options *o, const char *value)
{
    (void)value;
    o->help = 1;
    return NULL;
}

static const char *take_version(struct options *o, const char *value)
{
    (void)value;
    o->version = 1;
    return NULL;
}

static const char *take_check_format(struct options *o, const char *value)
{
    static const char *const names[] = {[SLANT_CHECK_TEXT] = "text",
                                        [SLANT_CHECK_JSON] = "json",
                                        [SLANT_CHECK_SARIF] = "sarif",
                                        [SLANT_CHECK_RDJSONL] = "rdjsonl",
                                        [SLANT_CHECK_GITHUB] = "github"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], value) == 0) {
            o->check_format = (enum slant_check_format)i;
            return NULL;
        }
    return "wanted text, json, sarif, rdjsonl or github";
}

static const char *take_fail_level(struct options *o, const char *value)
{
    for (int i = SLANT_SUGGESTION; i < SLANT_NSEVERITIES; i++)
        if (strcmp(slant_severity_name((enum slant_severity)i), value) == 0) {
            o->fail_level = (enum slant_severity)i;
            return NULL;
        }
    return "wanted suggestion, warning or error";
}

static const char *take_rule(struct options *o, const char *value)
{
    if (o->check.nrules == MOST_RULES)
        return "64 at most";
    o->rules[o->check.nrules++] = value;
    return NULL;
}

static const char *take_settings(struct options *o, const char *value)
{
    o->check.settings = value;
    return NULL;
}

static const char *take_no_settings(struct options *o, const char *value)
{
    (void)value;
    o->check.no_settings = 1;
    return NULL;
}

static const char *take_suppressions(struct options *o, const char *value)
{
    o->check.suppressions = value;
    return NULL;
}

static const char *take_baseline(struct options *o, const char *value)
{
    o->check.baseline = value;
    return NULL;
}

static const char *take_write_baseline(struct options *o, const char *value)
{
    (void)value;
    o->write_baseline = 1;
    return NULL;
}

static const char *take_stdin_name(struct options *o, const char *value)
{
    o->stdin_name = value;
    return NULL;
}

static const char *take_stdio(struct options *o, const char *value)
{
    (void)o;
    (void)value;
    return NULL;
}

static const char *take_explain(struct options *o, const char *value)
{
    o->explain = value;
    return NULL;
}

static const char *take_list_rules(struct options *o, const char *value)
{
    (void)value;
    o->list_rules = 1;
    return NULL;
}

static const char *take_corpus(struct options *o, const char *value)
{
    if (o->ncorpus == MOST_LEXICONS)
        return "16 at most";
    o->corpus[o->ncorpus++] = value;
    return NULL;
}

static const char *take_list_format(struct options *o, const char *value)
{
    o->lexicon.form = value;
    return NULL;
}

static const char *take_layer(struct options *o, const char *value)
{
    o->lexicon.layer = value;
    return NULL;
}

static const char *take_kind(struct options *o, const char *value)
{
    o->lexicon.kind = value;
    return NULL;
}

static const char *take_grep(struct options *o, const char *value)
{
    o->lexicon.grep = value;
    return NULL;
}

static const char *take_from(struct options *o, const char *value)
{
    o->from = value;
    return NULL;
}

static const char *take_as(struct options *o, const char *value)
{
    o->as = value;
    return NULL;
}

static const char *take_to(struct options *o, const char *value)
{
    o->to = value;
    return NULL;
}

static const char *take_force(struct options *o, const char *value)
{
    (void)value;
    o->force = 1;
    return NULL;
}

static const struct row {
    const char *name;
    char letter;       /* 0: none */
    const char *value; /* NULL: takes none */
    unsigned commands;
    take take;
    const char *help;
} table[] = {
    {"format", 'f', "FORMAT", FOR_SCORE, take_format, "text (a table, or a profile of one article), csv, jsonl"},
    {"format", 'f', "FORMAT", FOR_CHECK, take_check_format, "text, json, sarif, rdjsonl, github"},
    {"format", 'f', "FORMAT", FOR_LEXICON, take_list_format,
     "list: text, tsv, json, jsonl; check: text, json, jsonl; why: text, json"},
    {"layer", 0, "NAME", FOR_LEXICON, take_layer, "list, export: this layer alone; import: the layer to make"},
    {"kind", 0, "KIND", FOR_LEXICON, take_kind, "list, export: this kind alone; import: the kind of all entries"},
    {"grep", 0, "WORDS", FOR_LEXICON, take_grep, "list, export: entries with these in pattern, reason or sentences"},
    {"corpus", 0, "PATH…", FOR_LEXICON, take_corpus, "check: articles to try the entries on"},
    {"from", 0, "FORM", FOR_LEXICON, take_from,
     "import: dic, dicx, yaml, tff, txt, instead of what the file looks like"},
    {"as", 0, "FORM", FOR_LEXICON, take_as, "export: dic, dicx, yaml, txt, vale"},
    {"to", 0, "DIR", FOR_LEXICON, take_to, "import, export: the folder to write to"},
    {"force", 0, NULL, FOR_LEXICON, take_force, "import, export: write over files that are there"},
    {"format", 'f', "FORMAT", FOR_AUDIT, take_audit_format,
     "text, json (one line a pair), html (of one pair), rdjsonl"},
    {"pairs", 0, "FILE", FOR_AUDIT, take_pairs, "pairs, one JSON object a line, instead of WIRE and EDITED"},
    {"fail-level", 0, "LEVEL", FOR_CHECK | FOR_AUDIT, take_fail_level,
     "exit 1 at a finding or change of this severity or above: suggestion, warning, error"},
    {"rule", 'r', "RULE=SEVERITY", FOR_CHECK | FOR_CONFIG | FOR_LSP, take_rule,
     "off, suggestion, warning or error for a rule; loaded.* means many (may be repeated)"},
    {"list-rules", 0, NULL, FOR_CHECK, take_list_rules, "all rules, with their severities"},
    {"explain", 0, "RULE", FOR_CHECK, take_explain, "what a rule finds, why, and what to do"},
    {"settings", 0, "FILE", FOR_CHECK | FOR_CONFIG | FOR_LSP, take_settings,
     "settings, instead of the .slant.ini that is searched"},
    {"no-settings", 0, NULL, FOR_CHECK | FOR_CONFIG | FOR_LSP, take_no_settings, "look at no settings"},
    {"suppressions", 0, "FILE", FOR_CHECK | FOR_CONFIG | FOR_LSP, take_suppressions,
     "a suppression file: PATH RULE [\"WORDS\"] -- reason"},
    {"baseline", 0, "FILE", FOR_CHECK | FOR_CONFIG | FOR_LSP, take_baseline,
     "findings that stand in this file are not reported"},
    {"write-baseline", 0, NULL, FOR_CHECK, take_write_baseline, "write that file, and report nothing"},
    {"stdin-name", 0, "NAME", FOR_CHECK, take_stdin_name, "the path of what comes by standard input"},
    {"stdio", 0, NULL, FOR_LSP, take_stdio, "what it does in any case: some clients say it"},
    {"format", 'f', "FORMAT", FOR_COMPARE, take_compare_format, "text, csv, json, or html (one self-contained page)"},
    {"format", 'f', "FORMAT", FOR_WORDS, take_words_format, "text, csv, json"},
    {"top", 0, "N", FOR_WORDS, take_top, "how many words of each outlet to show (12); csv and json have 50 at least"},
    {"any-voice", 0, NULL, FOR_WORDS, take_any_voice, "look at what others are quoted with as well"},
    {"by", 0, "FIELD", FOR_COMPARE, take_by,
     "what to compare: outlet, topic, story, language, byline; with --counts a column"},
    {"measures", 'm', "NAMES", FOR_COMPARE, take_measures, "these measures only, with commas between them"},
    {"baseline", 0, "OUTLET", FOR_COMPARE, take_base_outlet,
     "hold the others against this one, not against the mean of all"},
    {"counts", 0, "FILE", FOR_COMPARE, take_counts, "compare counts that another program made: CSV, a row an article"},
    {"count", 0, "COLUMNS", FOR_COMPARE, take_count, "of --counts: the columns that hold counts"},
    {"exposure", 0, "COLUMN", FOR_COMPARE, take_exposure, "of --counts: what the counts are out of (words, sentences)"},
    {"story", 0, "COLUMN", FOR_COMPARE, take_story, "of --counts: the event that several outlets tell of"},
    {"share", 0, NULL, FOR_COMPARE, take_shares, "of --counts: the counts are parts of the exposure"},
    {"adjust", 0, "FIELDS", FOR_COMPARE, take_adjust,
     "rates at one mix of these as well: topic, month, or both with a comma; columns of counts"},
    {"match", 0, NULL, FOR_COMPARE, take_match,
     "find the articles that tell of the same event, by their words and dates"},
    {"keep-copies", 0, NULL, FOR_COMPARE, take_keep_copies, "count a text that several outlets print for each of them"},
    {"seed", 0, "N", FOR_COMPARE, take_seed, "of the random shuffles (1)"},
    {"permutations", 0, "N", FOR_COMPARE, take_permutations, "shuffles for each test (9,999, more for many outlets)"},
    {"long", 0, NULL, FOR_SCORE, take_long, "csv with a row for each article and measure"},
    {"spans", 0, NULL, FOR_SCORE, take_spans, "jsonl: every mark, with its place, entry and voice"},
    {"norms", 0, NULL, FOR_SCORE, take_norms, "jsonl: beside each rate, the share of news articles that are lower"},
    {"sentences", 0, NULL, FOR_SCORE, take_sentences, "jsonl: a row for each sentence"},
    {"html", 0, NULL, FOR_SHOW, take_html, "one self-contained page instead of the terminal's text"},
    {"record", 'n', "N", FOR_SHOW, take_record, "the Nth article of the file (the first, if not given)"},
    {"id", 0, "ID", FOR_SHOW, take_id, "the article with this id"},
    {"dump", 0, "STAGE", FOR_SHOW, take_dump, "what a stage hands on: text, tokens, hits or voices"},
    {"width", 0, "N", FOR_SCORE | FOR_SHOW | FOR_COMPARE | FOR_WORDS | FOR_AUDIT, take_width,
     "columns to write for (the terminal's, or 100)"},
    {"color", 0, "WHEN", FOR_SCORE | FOR_SHOW | FOR_CHECK | FOR_COMPARE | FOR_WORDS | FOR_AUDIT, take_color,
     "auto, always, never; NO_COLOR is heeded"},
    {"input", 'i', "KIND", FOR_SCORE | FOR_SHOW | FOR_COMPARE | FOR_WORDS | FOR_AUDIT, take_input,
     "auto, jsonl, text: what the files and stdin hold"},
    {"field", 0, "OURS=THEIRS", FOR_SCORE | FOR_SHOW | FOR_COMPARE | FOR_WORDS | FOR_AUDIT, take_field,
     "take a field by another name: outlet=publisher"},
    {"max-record", 0, "SIZE", FOR_SCORE | FOR_SHOW | FOR_CHECK | FOR_COMPARE | FOR_WORDS | FOR_AUDIT, take_max_record,
     "longest article taken (16M); longer ones are error rows"},
    {"min-exposure", 0, "N", FOR_SCORE | FOR_SHOW | FOR_AUDIT, take_min_exposure,
     "words that a rate needs, instead of each measure's minimum"},
    {"lexicons", 'l', "DIR", FOR_ALL, take_lexicons, "add a folder of lexicons (may be repeated)"},
    {"no-default-lexicons", 0, NULL, FOR_ALL, take_no_lexicons, "leave out the lexicons that come with slant"},
    {"language", 0, "CODE", FOR_ALL, take_language, "en"},
    {"jobs", 'j', "N", FOR_SCORE | FOR_COMPARE | FOR_WORDS | FOR_AUDIT, take_jobs,
     "threads (one a processor); the output is the same for any number"},
    {"fail-on", 0, "MEASURE>X", FOR_SCORE, take_fail_on, "exit 1 if an article's measure is above X"},
    {"strict", 0, NULL, FOR_SCORE | FOR_CHECK | FOR_COMPARE | FOR_WORDS | FOR_AUDIT, take_strict,
     "exit 3 if an article could not be read (the others are)"},
    {"no-progress", 'q', NULL, FOR_SCORE | FOR_CHECK | FOR_COMPARE | FOR_WORDS | FOR_AUDIT, take_no_progress,
     "no progress, and no sums, on stderr"},
    {"help", 'h', NULL, FOR_ALL, take_help, "this"},
    {"version", 'V', NULL, FOR_ALL, take_version, "versions of slant, its libraries and each lexicon"},
};
enum { NROWS = sizeof table / sizeof table[0] };

static int complain(const char *command, const char *what, const char *name, const char *why)
{
    fprintf(stderr, "slant %s: %s%s%s%s\n", command, what, name, why[0] ? ": " : "", why);
    fprintf(stderr, "Try 'slant %s --help'.\n", command);
    return 2;
}

void options_free(struct options *o)
{
    for (size_t i = 0; i < MOST_FIELDS; i++)
        free(o->field_names[i]);
    free(o->column_names);
    free(o->measure_names);
    free(o->adjust_names);
}

int options_read(struct options *o, int argc, char **argv, unsigned command, const char *command_name)
{
    struct option longs[NROWS + 1];
    char shorts[NROWS * 2 + 2] = ":";
    memset(longs, 0, sizeof longs);
    size_t n = 0, at = 1;
    for (size_t i = 0; i < NROWS; i++) {
        if ((table[i].commands & command) == 0)
            continue;
        longs[n++] = (struct option){table[i].name, table[i].value != NULL ? required_argument : no_argument, NULL,
                                     OPT_FIRST + (int)i};
        if (table[i].letter != 0) {
            shorts[at++] = table[i].letter;
            if (table[i].value != NULL)
                shorts[at++] = ':';
        }
    }
    shorts[at] = '\0';
    opterr = 0;
    optind = 1;
    for (int got; (got = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        size_t row = NROWS;
        if (got >= OPT_FIRST)
            row = (size_t)(got - OPT_FIRST);
        for (size_t i = 0; got < OPT_FIRST && i < NROWS; i++)
            if (table[i].letter == got && got != 0)
                row = i;
        if (got == ':')
            return complain(command_name, "a value is missing behind ", argv[optind - 1], "");
        if (row == NROWS)
            return complain(command_name, "there is no option ", argv[optind - 1], "");
        const char *trouble = table[row].take(o, optarg);
        if (trouble != NULL)
            return complain(command_name, "--", table[row].name, trouble);
    }
    o->paths = (const char **)(argv + optind);
    o->npaths = (size_t)(argc - optind);
    o->job.fields = o->fields;
    o->engine.lexicon_dirs = o->lexicons;
    o->compare.count_columns = o->columns;
    o->compare.only = o->measures;
    o->compare.adjust = o->adjust;
    return 0;
}

void options_help(unsigned command)
{
    for (size_t i = 0; i < NROWS; i++) {
        const struct row *r = &table[i];
        if ((r->commands & command) == 0)
            continue;
        char name[64];
        snprintf(name, sizeof name, "%s%c%s --%s%s%s", r->letter ? "-" : " ", r->letter ? r->letter : ' ',
                 r->letter ? "," : " ", r->name, r->value ? "=" : "", r->value ? r->value : "");
        printf("  %-28s %s\n", name, r->help);
    }
}
