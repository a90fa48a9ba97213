/* lexicon/: patterns → a matcher. What a pattern means is asked through match/, which is what it is for. */
#include "support.h"

#include "lexicon/pattern.h"

/* ---- what each element of a pattern matches ----------------------------------------------------------------- */

struct meaning {
    const char *pattern, *text, *found; /* the hits' words with a bar between; "": none */
};

static const char *found_by(struct lab *lab, struct doc *d, const char *text)
{
    static char line[LINE];
    line[0] = '\0';
    lab_match(lab, d, NULL, text);
    for (uint32_t i = 0; i < d->hits.n; i++) {
        if (i > 0)
            line_puts(line, "|");
        line_tokens(line, d, d->hits.rows[i].first, d->hits.rows[i].last);
    }
    return line;
}

static int same_as_last(const struct meaning *rows, size_t i)
{
    return i > 0 && strcmp(rows[i].pattern, rows[i - 1].pattern) == 0;
}

/* Each pattern alone in a lexicon. Rows of one pattern stand together. */
static void check(const struct meaning *rows, size_t n)
{
    int wrong = 0;
    struct lab lab;
    struct doc d = {0};
    for (size_t i = 0; i < n; i++) {
        if (!same_as_last(rows, i)) {
            if (i > 0)
                lab_close(&lab);
            lab_dir(&lab);
            struct entry e = {rows[i].pattern, "evaluative", ""};
            lab_lexicon(&lab, "loaded.tsv", &e, 1);
            lab_start(&lab, NULL);
        }
        char input[512];
        snprintf(input, sizeof input, "%s  IN  %s", rows[i].pattern, rows[i].text);
        same_line(found_by(&lab, &d, rows[i].text), rows[i].found, input);
    }
    lab_close(&lab);
    doc_free(&d);
    assert_int_equal(wrong, 0);
}

static void test_words(void **state)
{
    (void)state;
    static const struct meaning rows[] = {
        {"slam", "he slams, slammed and is slamming", "slams|slammed|slamming"},
        {"slam", "he SLAMMED it", "SLAMMED"},
        {"slam", "he islam", ""},
        {"slam", "Slam it.", "Slam"},
        {"slammed", "he slams", "slams"}, /* any form stands for its stem */
        {"=mere", "a mere man, merely", "mere"},
        {"=mere", "the mere's end", "mere's"},
        {"terroris*", "terrorists terrorise terrorism terror", "terrorists|terrorise|terrorism"},
        {"terroris*", "terroris", "terroris"},
        {"don't", "they don't and don\u2019t and do not", "don't|don\u2019t"},
        {"=it's", "it's its it", "it's"},
        {"cannot", "he cannot can not", "cannot"},
        {"caf\u00E9", "two caf\u00E9s and cafe\u0301", "caf\u00E9s|caf\u00E9"},
        {"u.s.", "the u.s. army", "u.s."},
        {"3.5", "a 3.5 rise", "3.5"},
    };
    check(rows, COUNT(rows));
}

static void test_phrases(void **state)
{
    (void)state;
    static const struct meaning rows[] = {
        {"cold water", "he poured cold water on it", "cold water"},
        {"cold water", "cold-water fish", "cold-water"}, /* a space stands for a hyphen too */
        {"cold water", "cold, water", ""},
        {"cold water", "cold. Water", ""},
        {"cold water", "cold (water)", ""},
        {"cold water", "water cold", ""},
        {"cold water", "cold  water", "cold  water"},
        {"cold water", "cold or warm water", ""},
        {"so-called", "a so-called plan", "so-called"},
        {"so-called", "a plan so called", ""}, /* a hyphen stands for a hyphen */
        {"so-called", "a so \u2014 called plan", ""},
        {"hard-line =man", "a hard-line man, a hard-line-man, a hard line man", "hard-line man|hard-line-man"},
        {"a b c d e f", "x a b c d e f y", "a b c d e f"},
        {"the powers that be", "the powers that be won", "the powers that be"}, /* anchored within */
        {"of of of", "of of of of", "of of of"},
    };
    check(rows, COUNT(rows));
}

static void test_alternatives(void **state)
{
    (void)state;
    static const struct meaning rows[] = {
        {"(in|with) doubt", "in doubt, with doubt, of doubt", "in doubt|with doubt"},
        {"(a bit|somewhat) odd", "a bit odd, somewhat odd, bit odd", "a bit odd|somewhat odd"},
        {"(say|said)", "he says and said", "says|said"},
        {"in (deep|hot) (water|waters)", "in deep water, in hot waters", "in deep water|in hot waters"},
        {"=(mere|sheer) luck", "mere luck, sheer luck, merely luck", "mere luck|sheer luck"},
        {"(hard|soft)-line", "hard-line, soft-line, hard line", "hard-line|soft-line"},
        {"pro-(war|peace)", "pro-war, pro-peace, pro peace", "pro-war|pro-peace"},
        {"(=mere|sheer*) luck", "mere luck, sheerest luck, mered luck", "mere luck|sheerest luck"},
        {"(cold water|cold) comfort", "cold water comfort, cold comfort", "cold water comfort|cold comfort"},
    };
    check(rows, COUNT(rows));
}

static void test_gaps(void **state)
{
    (void)state;
    static const struct meaning rows[] = {
        {"pour ~2 cold water", "pour cold water", "pour cold water"},
        {"pour ~2 cold water", "poured some cold water", "poured some cold water"},
        {"pour ~2 cold water", "poured a little cold water", "poured a little cold water"},
        {"pour ~2 cold water", "poured a little more cold water", ""},
        {"pour ~2 cold water", "poured, again, cold water", "poured, again, cold water"},
        {"pour ~2 cold water", "poured \u201Csome\u201D cold water", "poured \u201Csome\u201D cold water"},
        {"pour ~2 cold water", "poured: cold water", ""},
        {"pour ~2 cold water", "poured it: cold water", ""},
        {"pour ~2 cold water", "poured it; cold water", ""},
        {"pour ~2 cold water", "poured it \u2014 cold water", ""},
        {"pour ~2 cold water", "poured it. Cold water", ""},
        {"a ~1 b ~1 c", "a b c, a x b c, a b y c, a x b y c, a x x b c", "a b c|a x b c|a b y c|a x b y c"},
        {"a ~9 b", "a 1 2 3 4 5 6 7 8 9 b", "a 1 2 3 4 5 6 7 8 9 b"},
        {"a ~9 b", "a 1 2 3 4 5 6 7 8 9 0 b", ""},
        {"the ~1 bloodbath", "the awful bloodbath and the bloodbath", "the awful bloodbath|the bloodbath"},
    };
    check(rows, COUNT(rows));
}

static void test_sets(void **state)
{
    (void)state;
    static const struct meaning rows[] = {
        {"@num dead", "three dead, 300 dead, 3,000 dead, some dead", "three dead|300 dead|3,000 dead"},
        {"@be razed", "is razed, were razed, been razed, has razed", "is razed|were razed|been razed"},
        {"@have razed", "has razed, had razed, is razed", "has razed|had razed"},
        {"@do nothing", "does nothing, did nothing, is nothing", "does nothing|did nothing"},
        {"@det mob", "the mob, their mob, any mob, angry mob", "the mob|their mob|any mob"},
        {"@pron dare", "they dare, who dare, men dare", "they dare|who dare"},
        {"@adv odd", "clearly odd, very odd, too odd, an odd", "clearly odd|very odd|too odd"},
        {"fly @adv", "fly slowly, fly fly", "fly slowly"},
        {"@modal fall", "may fall, could fall, men fall", "may fall|could fall"},
        {"@not clear", "not clear, never clear, most clear", "not clear|never clear"},
        {"it @be", "it is, it's, it was", "it is|it was"},
    };
    check(rows, COUNT(rows));
}

static void test_end(void **state)
{
    (void)state;
    static const struct meaning rows[] = {
        {"or else @end", "Do it or else.", "or else"},
        {"or else @end", "Do it or else!", "or else"},
        {"or else @end", "Do it or else", "or else"},
        {"or else @end", "\u201CDo it or else.\u201D He left.", "or else"},
        {"or else @end", "Do it or else leave.", ""},
        {"or else @end", "Do it or else, he said.", ""},
        {"or ~1 else @end", "Do it or what else.", "or what else"},
    };
    check(rows, COUNT(rows));
}

static void test_cap(void **state)
{
    (void)state;
    static const struct meaning rows[] = {
        {"the @cap lobby", "and the Meriden lobby, the steel lobby", "the Meriden lobby"},
        {"anti-@cap", "an anti-Meriden man, an anti-war man", "anti-Meriden"},
        {"@cap apologists", "He met Meriden apologists, and war apologists", "Meriden apologists"},
        {"@cap apologists", "Meriden apologists left", ""}, /* begins the sentence: no name for sure */
        {"@cap @cap apologists", "all Port Meriden apologists", "Port Meriden apologists"},
        {"with ~2 @cap regime", "it talks with the old Meriden regime", "with the old Meriden regime"},
    };
    check(rows, COUNT(rows));
}

/* A name in capitals is a name; and what a pattern wants as a name is not held against it. */
static void test_cap_and_the_capital_guard(void **state)
{
    (void)state;
    static const struct meaning rows[] = {
        {"the @cap lobby", "and the NATO lobby", "the NATO lobby"},
        {"pro-@cap", "a pro-Meriden man, a pro-war man", "pro-Meriden"},
    };
    check(rows, COUNT(rows));
}

static void test_proper(void **state)
{
    (void)state;
    static const struct meaning rows[] = {
        {"Orwellian", "an Orwellian law", "Orwellian"},
        {"orwellian", "an Orwellian law", ""}, /* the capital guard */
        {"Islamist =mob", "an Islamist mob", "Islamist mob"},
    };
    check(rows, COUNT(rows));
}

/* ---- several entries ----------------------------------------------------------------------------------------- */

static const struct entry family[] = {
    {"plan", "label", ""},
    {"=plan =b", "evaluative", ""},
    {"plan b", "emotive", ""},
    {"plan (a|b|c) now", "euphemism", ""},
    {"!according to plan", "label", ""},
    {"!@det plan of ~2 action", "label", ""},
    {"action", "metaphor", ""},
    {"b now", "metaphor", ""},
    {"~x", "", ""},
};
enum { FAMILY = COUNT(family) - 1 };

static const char *const family_texts[] = {
    "a plan b",       "a plan b now", "it went according to plan", "the plan of all action",
    "planned action", "plan a b now", "the plan of, action",       "plan plan b b now",
    "plans b",
};

static const char *family_line(struct lab *lab, struct doc *d)
{
    static char line[LINE];
    line[0] = '\0';
    for (size_t i = 0; i < COUNT(family_texts); i++) {
        lab_match(lab, d, NULL, family_texts[i]);
        for (uint32_t k = 0; k < d->hits.n; k++) {
            line_tokens(line, d, d->hits.rows[k].first, d->hits.rows[k].last);
            line_puts(line, "=");
            line_puts(line, d->hits.rows[k].kind);
            line_puts(line, " ");
        }
        line_puts(line, "/ ");
    }
    return line;
}

static void test_longest_and_exceptions(void **state)
{
    (void)state;
    struct lab lab;
    struct doc d = {0};
    lab_dir(&lab);
    lab_lexicon(&lab, "loaded.tsv", family, FAMILY);
    lab_start(&lab, NULL);
    assert_string_equal(family_line(&lab, &d), "plan b=evaluative / " /* the exacter of two on the same words */
                                               "plan b now=euphemism / "
                                               "/ "
                                               "/ "
                                               "planned=label action=metaphor / "
                                               "plan=label b now=metaphor / "
                                               "plan=label action=metaphor / " /* a lone comma parts */
                                               "plan=label plan b=evaluative b now=metaphor / "
                                               "plans b=emotive / ");
    lab_close(&lab);
    doc_free(&d);
}

/* Lines and files in any order. */
static void test_order_is_nothing(void **state)
{
    (void)state;
    uint64_t seed = 5;
    struct doc d = {0};
    char want[LINE] = "";
    for (int round = 0; round < 40; round++) {
        struct entry rows[FAMILY], late[FAMILY];
        size_t n = 0, nlate = 0;
        memcpy(rows, family, sizeof rows);
        for (size_t i = FAMILY; i > 1; i--) {
            size_t k = chance(&seed, (uint32_t)i);
            struct entry swap = rows[i - 1];
            rows[i - 1] = rows[k];
            rows[k] = swap;
        }
        for (size_t i = 0; i < FAMILY; i++) /* some go to a second folder's file of the same layer */
            if (round > 0 && chance(&seed, 2))
                late[nlate++] = rows[i];
            else
                rows[n++] = rows[i];
        struct lab lab, other;
        lab_dir(&lab);
        lab_dir(&other);
        lab_lexicon(&lab, "loaded.tsv", rows, n);
        lab_lexicon(&other, "loaded.tsv", late, nlate);
        const char *dirs[] = {lab.dir, other.dir};
        if (round % 2) {
            dirs[0] = other.dir;
            dirs[1] = lab.dir;
        }
        assert_int_equal(slant_stems_open("en", NULL, &lab.stems, &lab.err), SLANT_OK);
        struct slant_lexicon_sources both = {.dirs = dirs, .ndirs = 2, .language = "en"};
        assert_int_equal(slant_lexicon_open(&both, lab.stems, &lab.lexicon, &lab.err), SLANT_OK);
        lab.classes = slant_classes_new(lab.lexicon, NULL);
        lab.words = slant_words_new(lab.stems, slant_classes_tag, lab.classes);
        const char *have = family_line(&lab, &d);
        if (round == 0)
            strcpy(want, have);
        assert_string_equal(have, want);
        lab_close(&lab);
        lab_close(&other);
    }
    doc_free(&d);
}

/* Many entries at random, two ways: in one lexicon, and each in a lexicon of its own. What the one finds of an entry
 * that no other overlaps, the other finds too. */
static void test_entries_do_not_disturb_each_other(void **state)
{
    (void)state;
    static const char *const elements[] = {"aa", "bb", "cc",   "=dd",  "ee*", "(aa|ff)",
                                           "~1", "~2", "@num", "@det", "the", "of"};
    static const char *const text[] = {"aa", "bb", "cc", "dd", "eeh", "ff", "7", "the", "of", "x"};
    enum { ENTRIES = 12, TEXTS = 60 };
    uint64_t seed = 21;
    struct doc d = {0};
    for (int round = 0; round < 25; round++) {
        char patterns[ENTRIES][128];
        struct entry rows[ENTRIES];
        static const char *const files[] = {"hedges.tsv", "boosters.tsv", "loaded.tsv"};
        static const char *const kinds[] = {"epistemic", "booster", "label"};
        for (size_t i = 0; i < ENTRIES; i++) {
            size_t n = 2 + chance(&seed, 3);
            patterns[i][0] = '\0';
            int gap = 1, word = 0;
            for (size_t k = 0; k < n || gap || !word; k++) {
                const char *e = elements[chance(&seed, COUNT(elements))];
                if (e[0] == '~' && gap)
                    continue;
                gap = e[0] == '~';
                word = 1;
                if (patterns[i][0])
                    strcat(patterns[i], " ");
                strcat(patterns[i], e);
                if (strlen(patterns[i]) > 100)
                    break;
            }
            if (gap)
                strcat(patterns[i], " aa");
        }
        char in[4096] = "";
        for (int k = 0; k < TEXTS * 4; k++) {
            strcat(in, text[chance(&seed, COUNT(text))]);
            strcat(in, chance(&seed, 12) ? " " : ". Now ");
        }
        /* Layers are independent: three entries at a time, one a layer, against each alone. */
        for (size_t i = 0; i + 3 <= ENTRIES; i += 3) {
            char together[LINE] = "", apart[LINE] = "";
            for (int way = 0; way < 2; way++)
                for (int k = 0; k < 3; k++) {
                    struct lab lab;
                    lab_dir(&lab);
                    for (int m = 0; m < 3; m++) {
                        rows[0] = (struct entry){patterns[i + (size_t)m], kinds[m], ""};
                        if (way == 0 || m == k)
                            lab_lexicon(&lab, files[m], rows, 1);
                    }
                    lab_start(&lab, NULL);
                    lab_match(&lab, &d, NULL, in);
                    for (uint32_t h = 0; h < d.hits.n; h++)
                        if (strcmp(d.hits.rows[h].kind, kinds[k]) == 0) {
                            char one[64];
                            snprintf(one, sizeof one, "%d:%u-%u ", k, d.hits.rows[h].first, d.hits.rows[h].last);
                            line_puts(way ? apart : together, one);
                        }
                    lab_close(&lab);
                }
            if (strcmp(together, apart) != 0) {
                print_error("<%s> <%s> <%s> in <%s>\n", patterns[i], patterns[i + 1], patterns[i + 2], in);
                assert_string_equal(together, apart);
            }
        }
    }
    doc_free(&d);
}

/* ---- what is refused, and where ------------------------------------------------------------------------------- */

static void refused(const char *file, const char *bytes, uint64_t line, const char *part)
{
    struct lab lab;
    lab_dir(&lab);
    lab_write(&lab, file, bytes, strlen(bytes));
    slant_status status = lab_try(&lab, NULL);
    if (status != SLANT_ELEXICON || lab.err.line != line || strstr(lab.err.message, part) == NULL ||
        strcmp(lab.err.path, lab.files[0]) != 0) {
        print_error("<%s>\n  want line %d with <%s>\n  have status %d, line %d, <%s>, %s\n", bytes, (int)line, part,
                    status, (int)lab.err.line, lab.err.message, lab.err.path);
        lab_close(&lab);
        fail();
    }
    lab_close(&lab);
}

#define LABEL(pattern, kind, set) pattern "\t" kind "\t\t\t\t\twhy\tsource\t" set "\n"
#define ROW(pattern, kind, stance) pattern "\t" kind "\t" stance "\t\t\t\twhy\tsource\n"

static void test_bad_rows(void **state)
{
    (void)state;
    refused("loaded.tsv", "brutal\tevaluative\t\t\t\t\twhy\tsource\n", 1, "header");
    refused("loaded.tsv", "kind\twhy\nbrutal\tevaluative\n", 1, "header");
    refused("loaded.tsv", "", 0, "empty");
    refused("loaded.tsv", "pattern\tkind\tPattern\n", 1, "two columns");
    refused("loaded.tsv", LEXICON_HEADER "brutal\tevaluative\t\t\t\t\twhy\tsource\tmore\n", 2, "9 cells");
    refused("labels.tsv", LABELS_HEADER ROW("rebel", "neutral", ""), 2, "has a set");
    refused("labels.tsv", LABELS_HEADER LABEL("rebel", "neutral", ""), 2, "has a set");
    refused("labels.tsv", LABELS_HEADER LABEL("rebel", "neutral", "actor"), 2, "has a set");
    refused("labels.tsv", LABELS_HEADER LABEL("rebel", "neutral", "actor/"), 2, "has a set");
    refused("labels.tsv", LABELS_HEADER LABEL("rebel", "neutral", "/rebel"), 2, "has a set");
    refused("labels.tsv", LABELS_HEADER LABEL("rebel", "neutral", "actor/rebel/two"), 2, "has a set");
    refused("labels.tsv", LEXICON_HEADER ROW("rebel", "neutral", ""), 2, "has a set");
    refused("loaded.tsv", LABELS_HEADER LABEL("rebel", "label", "actor/rebel"), 2, "has a set");
    refused("loaded.tsv", LEXICON_HEADER "# a comment\n\n" ROW("brutal", "epistemic", ""), 4, "kind");
    refused("loaded.tsv", LEXICON_HEADER ROW("brutal", "", ""), 2, "kind");
    refused("hedges.tsv", LEXICON_HEADER ROW("may", "label", ""), 2, "kind");
    refused("loaded.tsv", LEXICON_HEADER ROW("brutal", "label", "neutral"), 2, "stance");
    refused("cues.tsv", LEXICON_HEADER ROW("say", "verb", ""), 2, "stance");
    refused("cues.tsv", LEXICON_HEADER ROW("say", "verb", "odd"), 2, "stance");
    refused("loaded.tsv", LEXICON_HEADER "brut\xE9l\tevaluative\t\t\t\t\twhy\tsource\n", 2, "UTF-8");
    refused("my words.tsv", LEXICON_HEADER "brutal\t\t\t\t\t\twhy\tsource\n", 0, "letters");
    struct lab lab;
    lab_dir(&lab);
    assert_int_equal(lab_try(&lab, NULL), SLANT_ELEXICON); /* nothing there */
    lab_close(&lab);
    lab_dir(&lab);
    lab_write(&lab, "other.tsv", "x", 1);
    assert_int_equal(lab_try(&lab, NULL), SLANT_ELEXICON);
    lab_close(&lab);
    lab_dir(&lab);
    const char *nowhere[] = {"/nowhere/at/all"};
    assert_int_equal(slant_stems_open("en", NULL, &lab.stems, &lab.err), SLANT_OK);
    struct slant_lexicon_sources from = {.dirs = nowhere, .ndirs = 1, .language = "en"};
    assert_int_equal(slant_lexicon_open(&from, lab.stems, &lab.lexicon, &lab.err), SLANT_EREAD);
    assert_null(lab.lexicon);
    lab_close(&lab);
}

static void test_bad_patterns(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "",
        "!",
        "~2 water",
        "water ~2",
        "~3",
        "water ~0 cold",
        "water ~10 cold",
        "water ~x cold",
        "(a|b",
        "a) b",
        "a (b (c|d))",
        "@nothing",
        "@end",
        "a @end b",
        "@cap",
        "@cap @cap",
        "a_b",
        "a / b",
        "a \"b\"",
        "(|)",
        "a $",
        "=",
        "*",
        "a - b",
        "a b c d e f g h i j k l m n o p q",
        "(a b|c d|e f|g h|i j|k l|m n|o p) (a b|c d|e f|g h|i j|k l|m n|o p) (a b|c d|e f|g h|i j|k l|m n|o p) "
        "(a b|c d|e f|g h|i j|k l|m n|o p) (a b|c d|e f|g h|i j|k l|m n|o p)",
    };
    for (size_t i = 0; i < COUNT(patterns); i++) {
        char bytes[512];
        snprintf(bytes, sizeof bytes, LEXICON_HEADER ROW("brutal", "label", "") "%s\tlabel\t\t\t\t\twhy\tsource\n",
                 patterns[i]);
        refused("loaded.tsv", bytes, 3, ":");
    }
}

static void test_infos(void **state)
{
    (void)state;
    struct lab lab;
    lab_dir(&lab);
    static const struct entry hedges[] = {{"may", "epistemic", ""}, {"might", "epistemic", ""}};
    static const struct entry cues[] = {{"say", "verb", "neutral"}, {"!say no more", "verb", ""}};
    lab_lexicon(&lab, "hedges.tsv", hedges, 2);
    lab_lexicon(&lab, "cues.tsv", cues, 2);
    lab_write(&lab, "stems.tsv", "no lexicon", 10);
    lab_start(&lab, NULL);
    const struct slant_lexicon_info *infos;
    assert_int_equal(slant_lexicon_infos(lab.lexicon, &infos), 2);
    assert_string_equal(infos[0].name, "en/cues");
    assert_string_equal(infos[1].name, "en/hedges");
    assert_int_equal(infos[1].entries, 2);
    const struct slant_lexicon_view *view = slant_lexicon_look(lab.lexicon);
    assert_int_equal(view->nentries, 4);
    int seen = 0;
    for (uint32_t i = 0; i < view->nentries; i++) {
        const struct slant_entry *e = &view->entries[i];
        seen += strcmp(e->pattern, "!say no more") == 0 && e->exception && e->layer == SLANT_CUE && e->line == 3;
        seen += strcmp(e->pattern, "might") == 0 && !e->exception && e->layer == SLANT_HEDGE && e->line == 3;
    }
    assert_int_equal(seen, 2);
    uint64_t sum = infos[1].checksum;
    lab_stop(&lab);
    lab_start(&lab, NULL);
    slant_lexicon_infos(lab.lexicon, &infos);
    assert_true(infos[1].checksum == sum);
    lab_stop(&lab);
    lab_lexicon(&lab, "hedges.tsv", hedges, 1);
    lab_start(&lab, NULL);
    slant_lexicon_infos(lab.lexicon, &infos);
    assert_true(infos[1].checksum != sum);
    lab_close(&lab);
}

/* Columns by name, in any order, all but the pattern optional; a name that is none of ours is a layer of its own. */
static void test_columns_and_own_layers(void **state)
{
    (void)state;
    static const char ours[] = "why\tsomebody's\tPattern\tset\nan insult\tx\tblinkered\ta/b\n\t\tshort\n";
    static const char booster[] = "pattern\nsurely\n"; /* there is but one kind */
    struct lab lab;
    lab_dir(&lab);
    lab_write(&lab, "zeal.tsv", "pattern\tkind\nblinkered\tz\nkeen\ty\n", 31);
    lab_write(&lab, "house.tsv", ours, sizeof ours - 1);
    lab_write(&lab, "booster.tsv", booster, sizeof booster - 1);
    lab_start(&lab, NULL);
    const struct slant_lexicon_view *view = slant_lexicon_look(lab.lexicon);
    assert_int_equal(view->nentries, 5);
    assert_int_equal(view->ncustoms, 2);
    assert_string_equal(view->customs[0].name, "house");
    assert_string_equal(view->customs[1].name, "zeal");
    assert_int_equal(view->customs[1].nkinds, 2);
    assert_string_equal(view->customs[1].kinds[0], "y");
    for (uint32_t i = 0; i < view->nentries; i++) {
        const struct slant_entry *e = &view->entries[i];
        if (strcmp(e->pattern, "surely") == 0) {
            assert_int_equal(e->layer, SLANT_BOOSTER);
            assert_string_equal(e->kind, "booster");
        } else if (strcmp(e->pattern, "blinkered") == 0 && e->why[0] != '\0') {
            assert_string_equal(e->why, "an insult");
            assert_string_equal(e->set, "a/b");
            assert_string_equal(e->kind, "house");
            assert_string_equal(e->yes, "");
            struct slant_place at = slant_lexicon_place(lab.lexicon, e, e->pattern);
            assert_int_equal(at.line, 2);
            assert_int_equal(at.column, 13);
        }
    }
    struct doc d = {0};
    lab_match(&lab, &d, NULL, "Surely the keen and blinkered man was keen.");
    assert_string_equal(doc_hits(&d), "booster[Surely] custom[keen] custom[blinkered] custom[blinkered] custom[keen]");
    doc_free(&d);
    lab_close(&lab);
}

struct told {
    unsigned n;
    char line[LINE];
};

static void tell(void *ctx, const struct slant_error *err)
{
    struct told *told = ctx;
    char one[128];
    told->n++;
    snprintf(one, sizeof one, "%s%d:%d:%s", told->n > 1 ? " " : "", (int)err->line, (int)err->column, err->name);
    line_puts(told->line, one);
}

/* With somebody to tell, every bad row is told, and the rest is read. */
static void test_complaints(void **state)
{
    (void)state;
    static const char bytes[] = "pattern\tkind\tmine\n"
                                "brutal\tevaluative\n"
                                "cruel\tepistemic\n"
                                "vile\tlabel\tx\tmore\n"
                                "a (b\tlabel\t\n"
                                " thug\tlabel\t\"x\"\n"
                                "mob\tlabel\t\n";
    struct lab lab;
    struct told told = {0};
    lab_dir(&lab);
    lab_write(&lab, "loaded.tsv", bytes, sizeof bytes - 1);
    const char *dirs[] = {lab.dir};
    struct slant_lexicon_sources from = {dirs, 1, "en", 0, tell, &told, NULL};
    assert_int_equal(slant_stems_open("en", NULL, &lab.stems, &lab.err), SLANT_OK);
    assert_int_equal(slant_lexicon_open(&from, lab.stems, &lab.lexicon, &lab.err), SLANT_OK);
    assert_string_equal(told.line, "1:14:unknown-column 1:1:no-reasons 2:1:short-row 3:1:short-row 3:7:kind 4:1:cells "
                                   "6:1:spaces 6:13:quoted-cell 5:1:pattern");
    const struct slant_lexicon_view *view = slant_lexicon_look(lab.lexicon);
    assert_int_equal(view->nentries, 3);
    assert_string_equal(view->entries[2].pattern, "mob");
    lab.classes = slant_classes_new(lab.lexicon, NULL);
    lab.words = slant_words_new(lab.stems, slant_classes_tag, lab.classes);
    struct doc d = {0};
    lab_match(&lab, &d, NULL, "A brutal, cruel mob of thugs and b.");
    assert_string_equal(doc_hits(&d), "loaded[brutal] loaded[mob] loaded[thugs]");
    doc_free(&d);
    lab_close(&lab);
}

static void test_layers(void **state)
{
    (void)state;
    static const char *const names[] = {"hedges", "boosters", "loaded", "insinuation", "opinion", "agentless", "cues"};
    for (size_t i = 0; i < COUNT(names); i++)
        assert_int_equal(slant_lexicon_layer(names[i]), (int)i);
    assert_int_equal(slant_lexicon_layer("stems"), -1);
    assert_string_equal(slant_lexicon_kinds(SLANT_HEDGE)[0], "evidential");
    assert_null(slant_lexicon_kinds(SLANT_FURNITURE)[0]);
    assert_string_equal(slant_layer_name(SLANT_SCARE_QUOTE), "scare-quote");
    assert_string_equal(slant_voice_name(SLANT_VOICE_REPORTED), "reported");
}

/* Many words and classes: the tables grow. */
static void test_a_large_lexicon(void **state)
{
    (void)state;
    enum { N = 12000 };
    char *bytes = malloc(N * 64 + 256);
    size_t len = (size_t)sprintf(bytes, LEXICON_HEADER);
    for (int i = 0; i < N; i++)
        len += (size_t)sprintf(bytes + len, "=w%dx =v%dx\tlabel\t\t\t\t\twhy\tsource\n", i, i % 97);
    struct lab lab;
    lab_dir(&lab);
    lab_write(&lab, "loaded.tsv", bytes, len);
    lab_start(&lab, NULL);
    len = 0;
    for (int i = 0; i < N; i++)
        len += (size_t)sprintf(bytes + len, "w%dx v%dx, w%dx v%dx. ", i, i % 97, i, (i + 1) % 97);
    struct doc d = {0};
    lab_match(&lab, &d, NULL, bytes);
    assert_int_equal(d.hits.n, N);
    for (uint32_t i = 0; i < N; i++)
        assert_int_equal(d.hits.rows[i].first, 4 * i);
    free(bytes);
    doc_free(&d);
    lab_close(&lab);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_phrases),
        cmocka_unit_test(test_alternatives),
        cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_sets),
        cmocka_unit_test(test_end),
        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_cap_and_the_capital_guard),
        cmocka_unit_test(test_proper),
        cmocka_unit_test(test_longest_and_exceptions),
        cmocka_unit_test(test_order_is_nothing),
        cmocka_unit_test(test_entries_do_not_disturb_each_other),
        cmocka_unit_test(test_bad_rows),
        cmocka_unit_test(test_bad_patterns),
        cmocka_unit_test(test_infos),
        cmocka_unit_test(test_columns_and_own_layers),
        cmocka_unit_test(test_complaints),
        cmocka_unit_test(test_layers),
        cmocka_unit_test(test_a_large_lexicon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
