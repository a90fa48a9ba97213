/* slant: how a news article is framed, and who says what in it.
 *
 * The only public header. The library never prints, never exits, reads neither the locale nor the clock,
 * and has no writable globals.
 *
 *     struct slant *s;
 *     struct slant_error err;
 *     if (slant_open(NULL, &s, &err) != SLANT_OK) ...     reads the lexicons: once
 *     struct slant_worker *w = slant_worker_new(s);        one a thread
 *     slant_analyze(w, &article, &result, &err);           as often as you like
 *
 * Ownership: what is returned through a `const` pointer is borrowed from the worker and stands until its
 * next call; what has a `_free` or `_close` of its own is yours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SLANT_H
#define SLANT_H

#include <stddef.h>
#include <stdint.h>

#define SLANT_VERSION "0.1.0"

/* Expected failures. Odd text is never one of them: it is a diagnostic in the article's result. */
typedef enum slant_status {
    SLANT_OK = 0,
    SLANT_ENOMEM,      /* out of memory */
    SLANT_ETOOBIG,     /* a record, an article or a buffer over its cap */
    SLANT_EREAD,       /* a path could not be opened or read */
    SLANT_EWRITE,      /* the output could not be written */
    SLANT_EJSON,       /* a line is not a JSON object */
    SLANT_EFIELD,      /* a field is missing or of the wrong type */
    SLANT_ECOMPRESSED, /* compressed data are damaged or cut */
    SLANT_ELEXICON,    /* a lexicon file cannot be used */
    SLANT_EUSAGE,      /* settings that contradict each other */
    SLANT_EINTERNAL
} slant_status;

/* Where and why. Strings are borrowed or constant; `message` never ends with a stop. */
struct slant_error {
    slant_status code;
    const char *name; /* stable machine word, e.g. "bad-json"; NULL: slant_status_name(code) */
    char path[512];   /* file, or "" */
    uint64_t line;    /* 1-based, 0: unknown */
    uint64_t byte;    /* 0-based offset from the start of the input, UINT64_MAX: unknown */
    uint32_t column;  /* 1-based byte of the line, 0: unknown */
    char message[256];
};

const char *slant_status_name(slant_status status);

/* A run of bytes that somebody else owns. ptr == NULL: not given. */
struct slant_str {
    const char *ptr;
    size_t len;
};

/* ---- an article, coming in ------------------------------------------------------------------------- */

/* How a text is marked up. Tags, comments, code, link targets and front matter are no words of the article; spans count
 * them all the same. */
enum slant_markup { SLANT_PLAIN, SLANT_MARKDOWN, SLANT_HTML };

struct slant_article {
    struct slant_str id, outlet, title, date, byline, url, language, story, topic;
    struct slant_str text;    /* bytes as they came; the only field that must be there */
    int is_file;              /* text is a whole file: a short first line without a stop is the title */
    enum slant_markup markup; /* of the text */
};

/* ---- what is found ----------------------------------------------------------------------------------- */

enum slant_layer {
    SLANT_HEDGE,
    SLANT_BOOSTER,
    SLANT_LOADED,
    SLANT_INSINUATION,
    SLANT_OPINION,
    SLANT_AGENTLESS,
    SLANT_CUE,
    SLANT_CUSTOM, /* of a lexicon of your own: the mark's layer_name says which */
    SLANT_FRAME,  /* these two are no findings: asked for with SLANT_WANT_FRAMES */
    SLANT_LABEL,
    SLANT_SCARE_QUOTE,
    SLANT_FURNITURE,
    SLANT_NLAYERS
};
const char *slant_layer_name(enum slant_layer layer); /* the codebook's word, e.g. "scare-quote" */

enum slant_voice { SLANT_VOICE_OUTLET, SLANT_VOICE_QUOTED, SLANT_VOICE_REPORTED, SLANT_NVOICES };
const char *slant_voice_name(enum slant_voice voice);

/* Half-open, in Unicode code points, into the field `in_title` names, exactly as it came in. Of a file
 * that is one text everything is counted from the file's start and `in_title` is 0. */
struct slant_span {
    uint32_t start, end;
    struct slant_str text; /* the very characters of the field at start..end, UTF-8 */
    int in_title;
};

struct slant_mark {
    enum slant_layer layer;
    const char *layer_name; /* slant_layer_name(layer), or the name of a layer of your own */
    enum slant_voice voice;
    const char *kind;    /* the codebook's word, e.g. "evidential"; "" where the layer has none */
    const char *stance;  /* of a cue: neutral, distancing, endorsing, adversarial; else "" */
    const char *entry;   /* the lexicon's pattern, or the name of the rule that found it */
    const char *lexicon; /* "en/hedges"; "rules" where no lexicon was asked */
    const char *why;     /* the entry's reason, one clause */
    const char *plainer; /* a plainer wording, or "" */
    const char *source;  /* literature or style guide behind the entry */
    int32_t sentence;    /* 0-based, over the text; -1: in the title, or in no sentence */
    int in_headline;     /* 1: in the title, of a file's first line too */
    struct slant_span span;
};

/* How a content comes from a source: in quotation marks, in the writer's words, or part and part. */
enum slant_form { SLANT_DIRECT, SLANT_INDIRECT, SLANT_MIXED, SLANT_NFORMS };
const char *slant_form_name(enum slant_form form);

/* The codebook's classes of sources, by the most specific that fits. SLANT_SOURCE_NONE: nobody is given. */
enum slant_source_class {
    SLANT_SOURCE_PERSON,
    SLANT_SOURCE_ORGANISATION,
    SLANT_SOURCE_DOCUMENT,
    SLANT_SOURCE_OFFICIAL_UNNAMED,
    SLANT_SOURCE_OTHER_UNNAMED,
    SLANT_SOURCE_VAGUE,
    SLANT_SOURCE_NONE,
    SLANT_NSOURCES
};
const char *slant_source_class_name(enum slant_source_class source_class); /* "official-unnamed"; "none" */

/* Who says what. A span with text.ptr NULL is not there: no source is named, the quotation marks alone are the cue. */
struct slant_attribution {
    enum slant_form form;
    enum slant_source_class source_class;
    const char *stance;       /* of the cue: neutral, distancing, endorsing, adversarial */
    const char *rule;         /* what found it: see the table in voices/rules.c */
    const char *entry;        /* the cue's lexicon entry, or "" */
    struct slant_str speaker; /* the fullest mention in the article of this source; empty: unknown */
    int32_t sentence;         /* of the cue, or of the content where there is no cue; -1: in the title */
    int in_headline;
    struct slant_span source, cue;
    uint32_t ncontents;
    const struct slant_span *contents; /* in text order */
};

/* What fitted weights estimate of a sentence: the chance that a reader would call it so. */
enum slant_chance { SLANT_CHANCE_SLANTED, SLANT_NCHANCES };

struct slant_sentence {
    struct slant_span span;
    uint32_t paragraph; /* 0-based */
    uint32_t words;
    double chances[SLANT_NCHANCES]; /* NaN: there are no weights for these lexicons */
    int attributed;                 /* 1: a cue or a content of an attribution is in it */
};

struct slant_diagnostic {
    const char *code;    /* stable, e.g. "unclosed-quote" */
    const char *level;   /* "note" or "warning" */
    const char *message; /* constant */
    struct slant_span span;
};

/* One number. rate is NaN when there is none; then reason says why. */
struct slant_measure {
    const char *name;          /* "loaded" */
    const char *unit;          /* "per 1,000 words in the outlet's voice" */
    const char *exposure_name; /* what the exposure counts: "words in the outlet's voice" */
    int64_t count;             /* what the rate is made from */
    int64_t exposure;
    double rate;                          /* count / exposure × scale */
    const char *reason;                   /* NULL: rate stands; else e.g. "needs 100 words" */
    double below, above;                  /* shares of the articles of compared_with whose rate is lower, higher; NaN */
    int has_voices;                       /* by_voice is filled */
    uint32_t by_voice[SLANT_NVOICES];     /* marks in each voice */
    uint32_t nkinds;                      /* kinds with a mark in the outlet's voice */
    const struct slant_kind_count *kinds; /* in the codebook's order, zeros left out */
};

struct slant_kind_count {
    const char *kind;
    uint32_t count;
};

/* One of several names that there are for the same thing, and how often each voice chose it. */
struct slant_choice {
    struct slant_str set; /* "conflict-actor" */
    const char *name;     /* "militant" */
    const char *kind;     /* "neutral", or "harsher" or "softer" than that */
    uint32_t by_voice[SLANT_NVOICES];
};

struct slant_result {
    const struct slant_article *article; /* as given */
    struct slant_span title;             /* of a file: its first line when that is a title; else the field */
    struct slant_str language;           /* "en" */
    uint32_t words, sentences, paragraphs;
    uint32_t voice_words[SLANT_NVOICES]; /* sums to words */
    uint32_t nmeasures;
    const struct slant_measure *measures; /* always all, in one order */
    const char *compared_with;            /* "2,998 US news articles of 2012–2020"; NULL: no norms */
    uint32_t nchoices;
    const struct slant_choice *choices; /* always all that were made, by set, then by name */
    uint32_t nmarks;                    /* filled when asked for, in text order, title first */
    const struct slant_mark *marks;
    uint32_t nrows;
    const struct slant_sentence *rows;
    uint32_t nruns; /* stretches of one voice other than the outlet's */
    const struct slant_voice_run *runs;
    uint32_t nattributions; /* filled with the marks, in the order of their first span */
    const struct slant_attribution *attributions;
    uint32_t ndiagnostics;
    const struct slant_diagnostic *diagnostics;
    struct slant_str text;       /* the text field as valid UTF-8: what the spans count in */
    struct slant_str title_text; /* the title field likewise */
};

struct slant_voice_run {
    enum slant_voice voice;
    struct slant_span span;
};

/* ---- the engine ------------------------------------------------------------------------------------------ */

struct slant;
struct slant_worker;

struct slant_options {
    const char *const *lexicon_dirs; /* NULL: the shipped set alone; searched after it otherwise */
    size_t nlexicon_dirs;
    const char *data_dir; /* where lexicons/ stands; NULL: the place that it was installed to */
    const char *language; /* NULL: "en" */
    int64_t min_exposure; /* -1: each measure's own minimum; 0 lifts them */
    int no_default_lexicons;
    /* Told of a lexicon's rows that cannot be used, which are then passed over. NULL: they are a failure. err->name is
     * the rule; path, line and column are the place. */
    void (*complain)(void *ctx, const struct slant_error *err);
    void *complain_ctx;
};

/* Reads and compiles the lexicons. fails: SLANT_ELEXICON, SLANT_EREAD, SLANT_ENOMEM, with err filled. */
slant_status slant_open(const struct slant_options *options, struct slant **out, struct slant_error *err);
void slant_close(struct slant *engine);

/* The shipped and added lexicons, for --version. Borrowed from the engine. */
struct slant_lexicon_info {
    const char *name; /* "en/hedges" */
    const char *path;
    uint32_t entries;
    uint64_t checksum; /* of the file's bytes: see base/hash.h */
    int shipped;       /* it came with slant */
};
size_t slant_lexicons(const struct slant *engine, const struct slant_lexicon_info **out);
/* Writes the patterns of the engine's lexicons to a file in the form in which they are matched. As the file `compiled`
 * beside the shipped lexicons it makes the start several times as fast; where it was made from other lexicons, stems or
 * code, it is passed over. fails: SLANT_EWRITE, SLANT_ENOMEM. */
slant_status slant_compile(const struct slant *engine, const char *path, struct slant_error *err);
int slant_is_compiled(const struct slant *engine); /* were the patterns read from such a file? */
/* "libstemmer (Snowball) 2.2, GSL 2.7.1, utf8proc 2.8.0", written to room. */
const char *slant_libraries(char *room, size_t size);

/* Runs the yes- and no-sentences of every entry. Calls report for each failure; returns how many failed and,
 * in *ran, how many sentences were tried. */
size_t slant_lexicon_test(const struct slant *engine, size_t *ran,
                          void (*report)(void *ctx, const char *file, uint32_t line, const char *pattern,
                                         const char *what, const char *sentence),
                          void *ctx);

/* ---- looking after lexicons ---- */

/* Which entries a command is about, and where its results go. Where the engine's options name folders of lexicons,
 * list, check and export are about the entries of those alone. */
struct slant_lexicon_job {
    const char *layer, *kind; /* import: where the list is to go; else: these alone. NULL: any */
    const char *grep;         /* entries with this in their pattern, reason, wording or sentences; NULL: all */
    const char *form;         /* list, check: text, tsv, json, jsonl; import, export: dic, dicx, yaml, tff, txt, vale */
    const char *const *args;  /* import: files; why: words or phrases; check: articles to try the entries on */
    size_t nargs;
    int apart; /* export: one file a layer */
    /* Takes a result: the name of the file that it is to be, "" where there is but one. 0, or non-zero: SLANT_EWRITE.
     */
    int (*write)(void *ctx, const char *name, const char *bytes, size_t len);
    /* Is told what was left out or read oddly; name "summary" and code SLANT_OK: what was done. */
    void (*tell)(void *ctx, const struct slant_error *err);
    void *ctx;
};
/* All fail with SLANT_EUSAGE, SLANT_EWRITE, SLANT_ENOMEM; import with SLANT_EREAD, SLANT_ETOOBIG, SLANT_ELEXICON too.
 */
slant_status slant_lexicon_list(const struct slant *engine, const struct slant_lexicon_job *job,
                                struct slant_error *err);
/* What is wrong with lexicons: told of all of it, where slant_open would stop at the first. options: which lexicons, as
 * for slant_open. *errors: how many of the findings are errors. */
slant_status slant_lexicon_check(const struct slant_options *options, const struct slant_lexicon_job *job,
                                 size_t *errors, struct slant_error *err);
/* Which entries match the words, how they are read, what became of each, and what comes near. form: text, json. */
slant_status slant_lexicon_why(const struct slant *engine, const struct slant_lexicon_job *job,
                               struct slant_error *err);
slant_status slant_lexicon_import(const struct slant_lexicon_job *job, struct slant_error *err);
slant_status slant_lexicon_export(const struct slant *engine, const struct slant_lexicon_job *job,
                                  struct slant_error *err);

#define SLANT_WANT_MARKS 1u     /* marks, voice runs */
#define SLANT_WANT_SENTENCES 2u /* sentence rows */
#define SLANT_WANT_FRAMES 4u    /* with the marks: those of the layers frame and label, too */

struct slant_worker *slant_worker_new(const struct slant *engine); /* NULL: out of memory */
void slant_worker_free(struct slant_worker *worker);
/* fails: SLANT_ENOMEM, SLANT_ETOOBIG. The result is borrowed until the worker's next call. */
slant_status slant_analyze(struct slant_worker *worker, const struct slant_article *article, unsigned want,
                           const struct slant_result **out, struct slant_error *err);

/* ---- whole jobs: paths in, rows out ------------------------------------------------------------------------ */

enum slant_format { SLANT_FORMAT_TEXT, SLANT_FORMAT_CSV, SLANT_FORMAT_JSONL };

enum slant_input_kind { SLANT_INPUT_AUTO, SLANT_INPUT_JSONL, SLANT_INPUT_TEXT };

struct slant_field_map {
    const char *field; /* ours: "outlet" */
    const char *name;  /* theirs: "publisher" */
};

struct slant_progress {
    uint64_t articles, errors, bytes;
    uint64_t total_bytes; /* 0: unknown */
};

struct slant_job {
    const char *const *paths; /* files, folders, "-" for standard input */
    size_t npaths;
    enum slant_input_kind input;
    enum slant_format format;
    int long_rows, spans, sentences, norms;
    int jobs;            /* threads that score; 0: one a processor */
    uint64_t max_record; /* bytes; 0: 16 MiB */
    const struct slant_field_map *fields;
    size_t nfields;
    int color;                /* for the text format */
    int width;                /* columns of the terminal; 0: 100 */
    const char *fail_measure; /* --fail-on MEASURE>X: NULL: none */
    double fail_above;
    /* Takes the output, in order. Returns 0, or non-zero to stop the run with SLANT_EWRITE. */
    int (*write)(void *ctx, const char *bytes, size_t len);
    void (*progress)(void *ctx, const struct slant_progress *now); /* may be NULL; seldom called */
    void *ctx;
};

struct slant_summary {
    uint64_t articles;              /* scored */
    uint64_t errors;                /* rows that are errors */
    uint64_t skipped;               /* files in folders that are of no kind we read */
    uint64_t failed_condition;      /* articles that met fail_measure > fail_above */
    struct slant_error first_error; /* code SLANT_OK when there was none */
};

/* fails: SLANT_EREAD for a path that cannot be read (before anything is scored), SLANT_EWRITE, SLANT_ENOMEM.
 * A bad article among many is a row and is counted in the summary. */
slant_status slant_score(const struct slant *engine, const struct slant_job *job, struct slant_summary *summary,
                         struct slant_error *err);

/* Marks one article in place. The file may hold one text, or JSONL (record: 0-based line of it). */
enum slant_show_format { SLANT_SHOW_TERMINAL, SLANT_SHOW_HTML };
slant_status slant_show(const struct slant *engine, const struct slant_job *job, enum slant_show_format format,
                        uint64_t record, const char *id, struct slant_error *err);

/* ---- findings for editors ------------------------------------------------------------------------------------ */

enum slant_severity { SLANT_OFF, SLANT_SUGGESTION, SLANT_WARNING, SLANT_ERROR, SLANT_NSEVERITIES };
const char *slant_severity_name(enum slant_severity severity); /* "off", "suggestion", "warning", "error" */

/* What `check` looks for. Ids are stable. All constant. */
struct slant_rule {
    const char *id;               /* "loaded.label" */
    enum slant_severity severity; /* if nobody says otherwise */
    const char *brief;            /* one clause, without a stop */
    const char *page;             /* what it finds, why, what to do, when to leave it: lines of at most 78 columns */
    const char *source;           /* literature or style guide */
};
const struct slant_rule *slant_rule(size_t i); /* by id in ascending order; NULL behind the last */

/* A place in a file. Lines and columns count from 0; a line ends at \n, \r\n or \r. A byte order mark at the start
 * counts as bytes only. */
struct slant_point {
    uint32_t byte, line;
    uint32_t bytes, code_points, units; /* the column: in UTF-8 bytes, in code points, in UTF-16 units */
};

enum slant_finding_state {
    SLANT_FINDING_OPEN,
    SLANT_FINDING_SUPPRESSED, /* by a comment or a line of a suppression file; `reason` says why */
    SLANT_FINDING_KNOWN       /* it stands in the baseline */
};

struct slant_finding {
    const struct slant_rule *rule;
    enum slant_severity severity; /* by the settings in force; never SLANT_OFF */
    enum slant_finding_state state;
    const char *message; /* one line */
    const char *reason;  /* of a suppressed one; "" when none was given */
    struct slant_point start, end;
    struct slant_str text; /* the very bytes of the file */
    const char *path;      /* NULL: the file that was checked; else the suppression file that this is about */
    const char *plainer;   /* as the lexicon has it: "government; authorities", or "" */
    uint32_t nreplacements;
    const char *const *replacements; /* each may take the text's place, in the form that it has there */
    const char *entry;               /* the lexicon's pattern, or "" */
    const char *lexicon;             /* "en/loaded", or "" */
    const char *why;                 /* the entry's reason, or "" */
    const char *source;              /* literature or style guide behind the entry, or "" */
    uint64_t fingerprint;            /* of rule, words and sentence: the same when lines move */
};

/* One file, checked. */
struct slant_checked {
    const struct slant_result *result; /* with marks and sentences */
    uint32_t nfindings;
    const struct slant_finding *findings; /* by place */
};

struct slant_check_options {
    const struct slant_options *engine; /* its lexicon folders count beside those that settings name; NULL: none */
    const char *settings;               /* this file for every path; NULL: .slant.ini is searched upward */
    const char *user_settings;          /* where no .slant.ini is found, if it is there; NULL: none */
    int no_settings;                    /* look at no settings at all */
    const char *const *rules;           /* "RULE=SEVERITY": stronger than settings */
    size_t nrules;
    const char *suppressions; /* a suppression file beside those that settings name; NULL: none */
    const char *baseline;     /* instead of the one that settings name; NULL: theirs */
    int no_baseline;          /* to write one */
};

/* Reads nothing yet but the options. One thread at a time. fails: SLANT_ENOMEM, SLANT_EUSAGE, SLANT_EREAD. */
struct slant_checker;
slant_status slant_checker_open(const struct slant_check_options *options, struct slant_checker **out,
                                struct slant_error *err);
void slant_checker_close(struct slant_checker *checker);

/* Forgets settings, baselines and suppression files: they are read again when next needed. */
void slant_checker_refresh(struct slant_checker *checker);

/* Checks the bytes as the file `path`, which need not exist: its name says what markup they are in, and its folder
 * which settings hold. The result is borrowed until the next call. fails: as slant_analyze, and for settings, lexicons,
 * baseline and suppression files that cannot be used (SLANT_EUSAGE, SLANT_ELEXICON, SLANT_EREAD, with path and line).
 */
slant_status slant_checker_run(struct slant_checker *checker, const char *path, struct slant_str bytes,
                               const struct slant_checked **out, struct slant_error *err);

enum slant_check_format {
    SLANT_CHECK_TEXT,
    SLANT_CHECK_JSON,
    SLANT_CHECK_SARIF,
    SLANT_CHECK_RDJSONL,
    SLANT_CHECK_GITHUB
};

struct slant_check_job {
    const char *const *paths; /* text, Markdown and HTML files, folders of such, "-" for standard input */
    size_t npaths;
    const char *stdin_name; /* what standard input is checked as; NULL: "-" */
    enum slant_check_format format;
    enum slant_severity fail_level; /* SLANT_OFF: what the settings say, else none */
    const char *write_baseline;     /* writes what is found to this file instead of reporting it; NULL: no */
    uint64_t max_record;            /* bytes; 0: 16 MiB */
    int color;
    int (*write)(void *ctx, const char *bytes, size_t len); /* as of slant_job */
    void *ctx;
};

struct slant_check_summary {
    uint64_t files;                       /* checked */
    uint64_t errors;                      /* files in folders that could not be */
    uint64_t skipped;                     /* files in folders that are of no kind we check */
    uint64_t findings[SLANT_NSEVERITIES]; /* open ones */
    uint64_t suppressed, known;
    uint64_t stale;  /* entries of the baseline that nothing was found for in a run over all that it names */
    uint64_t failed; /* open findings at or above the level that fails */
    struct slant_error first_error;
};

/* fails: SLANT_EREAD, SLANT_EUSAGE, SLANT_ELEXICON before anything is checked; SLANT_EWRITE, SLANT_ENOMEM. */
slant_status slant_check(struct slant_checker *checker, const struct slant_check_job *job,
                         struct slant_check_summary *summary, struct slant_error *err);

/* What is in force for `path`, and from where, as lines for people. */
slant_status slant_checker_explain(struct slant_checker *checker, const char *path,
                                   int (*write)(void *ctx, const char *bytes, size_t len), void *ctx,
                                   struct slant_error *err);

/* ---- an audit: wire copy, and what an edit made of it ------------------------------------------------- */

enum slant_change_kind {
    SLANT_ATTRIBUTION_DROPPED,
    SLANT_QUOTATION_ALTERED,
    SLANT_NUMBER_CHANGED,
    SLANT_HEADLINE_STRONGER,
    SLANT_SIDE_CUT,
    SLANT_HEDGE_DROPPED,
    SLANT_LABEL_SWAPPED,
    SLANT_CUE_CHANGED,
    SLANT_SOURCE_VAGUER,
    SLANT_AGENT_REMOVED,
    SLANT_LOADED_ADDED,
    SLANT_BOOSTER_ADDED,
    SLANT_SCARE_QUOTES_ADDED,
    SLANT_HEDGE_ADDED,
    SLANT_LOADED_DROPPED,
    SLANT_NCHANGES
};
const char *slant_change_name(enum slant_change_kind kind); /* "attribution-dropped" */

/* One side of a change: the words that it is about, and the sentence that they stand in. words.text.ptr NULL: this
 * side has nothing. Where only the words are gone, words is the whole sentence that they are gone from. */
struct slant_change_side {
    struct slant_span words, sentence;
    int32_t row; /* of the sentence among the result's rows; -1: the title, or nothing */
};

struct slant_change {
    enum slant_change_kind kind;
    enum slant_severity severity;
    struct slant_change_side wire, edited;
    const char *message; /* one sentence for a person, without a stop */
};

/* What became of some sentences. */
enum slant_relation {
    SLANT_SAME,      /* word for word */
    SLANT_REWRITTEN, /* one for one, in other words */
    SLANT_SPLIT,     /* one of the wire's, several of the edit's */
    SLANT_MERGED,    /* several of the wire's, one of the edit's (or several) */
    SLANT_CUT,       /* the wire's alone */
    SLANT_ADDED,     /* the edit's alone */
    SLANT_NRELATIONS
};
const char *slant_relation_name(enum slant_relation relation);

struct slant_pairing {
    enum slant_relation relation;
    int moved;         /* stands in another order than its neighbours */
    int clauses_moved; /* inside it, three words or more changed places */
    double similarity; /* 0..1: shared words, weighted by rarity, of both sides' words (Dice) */
    uint32_t nwire, nedited;
    const uint32_t *wire, *edited; /* rows of the results, ascending */
};

/* A source's part in the two texts. */
struct slant_audit_speaker {
    struct slant_str name; /* the fullest mention */
    enum slant_source_class source_class;
    uint32_t wire_attributions, edited_attributions;
    uint32_t wire_words, edited_words; /* of what is ascribed to it */
};

struct slant_audit {
    const struct slant_result *wire, *edited;
    uint32_t nchanges;
    const struct slant_change *changes; /* worst first; among equals in the edit's order */
    uint32_t npairings;
    const struct slant_pairing *pairings; /* in the edit's order; cut sentences behind the wire's sentence before */
    uint32_t kept, moved, cut;            /* of the wire's sentences; their sum is all of them */
    uint32_t added;                       /* of the edit's sentences */
    uint32_t nspeakers;
    const struct slant_audit_speaker *speakers; /* of both, who lost most words first */
    int strangers;                              /* the two hardly share anything: one is no edit of the other */
    uint32_t capped;                            /* words of overlong sentences that were not compared; the rest was */
};

/* Audits: wire copy against its edit, one pair or many.
 *
 * job->paths names two: the wire's file or folder, the edit's file or folder. One article each is a pair; of several,
 * each of the edit's is matched with the wire's of the same id (file name), the same story, or with that which it
 * shares most words with. Or `pairs` names a file of pairs, one JSON object a line (see the manual), and there are no
 * paths. */
enum slant_audit_format { SLANT_AUDIT_TEXT, SLANT_AUDIT_JSON, SLANT_AUDIT_HTML, SLANT_AUDIT_RDJSONL };

struct slant_audit_settings {
    enum slant_audit_format format;
    const char *pairs;              /* NULL: none */
    enum slant_severity fail_level; /* pairs with such a change, or worse, meet the condition; SLANT_OFF: none */
};

struct slant_audit_summary {
    uint64_t pairs;            /* audited */
    uint64_t errors;           /* pairs that could not be, and edits without a wire copy */
    uint64_t unused;           /* wire copies that no edit was matched with */
    uint64_t failed_condition; /* pairs that met fail_level */
    uint64_t changes[SLANT_NCHANGES];
    struct slant_error first_error; /* code SLANT_OK when there was none */
};

/* fails: SLANT_EREAD, SLANT_EUSAGE (a page is asked for of several pairs), SLANT_EWRITE, SLANT_ENOMEM; of one pair
 * alone, also whatever is wrong with its articles. A bad pair among many is a row. */
slant_status slant_audit_pairs(const struct slant *engine, const struct slant_job *job,
                               const struct slant_audit_settings *settings, struct slant_audit_summary *summary,
                               struct slant_error *err);

/* What a stage hands to the next, as text for tests: stage is "text", "tokens", "hits", "voices". */
slant_status slant_dump(const struct slant *engine, const struct slant_job *job, const char *stage, uint64_t record,
                        const char *id, struct slant_error *err);

/* ---- many articles together --------------------------------------------------------------------------------- */

enum slant_compare_format { SLANT_COMPARE_TEXT, SLANT_COMPARE_CSV, SLANT_COMPARE_JSON, SLANT_COMPARE_HTML };

struct slant_compare_job {
    struct slant_job job; /* paths, threads, fields, width, colour, write; its format is not looked at */
    enum slant_compare_format format;
    const char
        *by; /* what the groups are: "outlet" (NULL), "topic", "story", "language", "byline"; of counts a column */
    const char *baseline;    /* the outlet that the others are held against; NULL: the mean of the outlets */
    const char *const *only; /* names of measures; NULL: all */
    size_t nonly;
    /* "topic", "month", both; of counts columns: rates are given at one mix of these as well. */
    const char *const *adjust;
    size_t nadjust;
    int match;             /* find which articles tell of the same event, whatever their stories say */
    int keep_copies;       /* 1: a text that several outlets print counts for each; else for the first alone */
    uint64_t seed;         /* of the permutations */
    uint32_t permutations; /* 0: as many as the comparison asks for, 9,999 at least */
    /* Counts that another program made, a CSV file with a row an article, instead of articles. NULL: none. */
    const char *counts_path;
    const char *const *count_columns;
    size_t ncount_columns;
    const char *exposure_column, *story_column;
    int are_shares; /* the counts are parts of the exposure: compared on the logit */
};

struct slant_compare_summary {
    uint64_t articles; /* rows that were compared */
    uint64_t errors;   /* articles, or cells of counts, that were left out because they could not be used */
    uint64_t skipped;  /* files in folders that are of no kind we read */
    struct slant_error first_error;
};

/* How outlets differ, and how sure that is. engine may be NULL where counts_path is given.
 * fails: as slant_score; SLANT_EUSAGE (a column, measure or outlet is not there); SLANT_EFIELD (a CSV file that cannot
 * be read as one, or has no usable row). */
slant_status slant_compare(const struct slant *engine, const struct slant_compare_job *job,
                           struct slant_compare_summary *summary, struct slant_error *err);

struct slant_words_job {
    struct slant_job job; /* as of slant_compare_job; paths other than standard input are read twice, for examples */
    enum slant_compare_format format; /* not html */
    int any_voice;                    /* 1: what others are quoted with as well */
    uint32_t top;                     /* terms shown of each outlet; 0: 12 */
};

struct slant_words_summary {
    uint64_t articles, errors, skipped; /* as of slant_compare_summary */
    struct slant_error first_error;
};

/* The words and phrases that set each outlet apart from the others. fails: as slant_compare. */
slant_status slant_words(const struct slant *engine, const struct slant_words_job *job,
                         struct slant_words_summary *summary, struct slant_error *err);

/* What the i-th measure is: its name, or NULL behind the last. engine NULL: the measures of slant; else those of its
 * lexicons' own layers behind them. formula NULL: the name alone is wanted. Constant, or borrowed from the engine. */
const char *slant_measure_describe(const struct slant *engine, size_t i, const char **formula, const char **unit,
                                   const char **reference);
int slant_measure_exists(const struct slant *engine, const char *name);

#endif
