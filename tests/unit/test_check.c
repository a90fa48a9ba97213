/* check/: which findings a text gives, where they stand, and what takes them away again. */
#include "support.h"

#include "check/check.h"
#include "check/paths.h"
#include "check/plainer.h"
#include "check/wording.h"

/* ---- a checker with the tests' own small lexicons ---- */

static struct slant_checker *open_checker(const char *const *rules, size_t nrules)
{
    static char data[4096];
    const char *root = getenv("SLANT_DATA");
    snprintf(data, sizeof data, "%s/tests/golden", root != NULL ? root : ".");
    struct slant_options engine = {.min_exposure = -1, .data_dir = data};
    struct slant_check_options options = {.engine = &engine, .no_settings = 1, .rules = rules, .nrules = nrules};
    struct slant_checker *checker;
    struct slant_error err = {0};
    assert_int_equal(slant_checker_open(&options, &checker, &err), SLANT_OK);
    return checker;
}

static const struct slant_checked *check(struct slant_checker *checker, const char *path, const char *text)
{
    const struct slant_checked *out;
    struct slant_error err = {0};
    if (slant_checker_run(checker, path, (struct slant_str){text, strlen(text)}, &out, &err) != SLANT_OK)
        fail_msg("%s:%llu: %s", err.path, (unsigned long long)err.line, err.message);
    return out;
}

/* "loaded.label[regime]"; "-" before what is suppressed. */
static const char *as_line(const struct slant_checked *checked)
{
    static char line[LINE];
    line[0] = '\0';
    for (uint32_t i = 0; i < checked->nfindings; i++) {
        const struct slant_finding *f = &checked->findings[i];
        line_puts(line, i > 0 ? " " : "");
        line_puts(line, f->state == SLANT_FINDING_OPEN ? "" : "-");
        line_puts(line, f->rule->id);
        line_puts(line, "[");
        line_add(line, f->text.ptr, f->text.len);
        line_puts(line, "]");
    }
    return line;
}

struct row {
    const char *text, *want;
};

static void check_rows(struct slant_checker *checker, const char *path, const struct row *rows, size_t n)
{
    int wrong = 0;
    for (size_t i = 0; i < n; i++)
        same_line(as_line(check(checker, path, rows[i].text)), rows[i].want, rows[i].text);
    slant_checker_close(checker);
    assert_int_equal(wrong, 0);
}

/* ---- rules ---- */

static void test_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < SLANT_NRULES; i++) {
        const struct slant_rule *r = slant_rule(i);
        assert_non_null(r->id);
        assert_true(i == 0 || strcmp(slant_rule(i - 1)->id, r->id) < 0);
        assert_true(strlen(r->brief) > 0 && strlen(r->page) > 80 && strlen(r->source) > 0);
        size_t width = 0;
        for (const char *p = r->page; *p != '\0'; p++) {
            width = *p == '\n' ? 0 : width + 1;
            if (width > 80)
                fail_msg("%s: a line of its page is over 80 columns", r->id);
        }
    }
    assert_null(slant_rule(SLANT_NRULES));
}

/* A sentence in front keeps the rest out of the first paragraph. */
#define AFTER "The port was quiet.\n\n"

static void test_words(void **state)
{
    static const struct row rows[] = {
        {AFTER "Ferries ran.", ""},
        {AFTER "Critics slammed it, and a union said so.", "loaded.emotive[slammed]"},
        {AFTER "The regime fell, and a union said so.", "loaded.label[regime]"},
        {AFTER "The regime fell.", "loaded.label[regime] voice.unattributed-loaded[regime]"},
        {AFTER "The regime was brutal.",
         "loaded.label[regime] voice.unattributed-loaded[regime] loaded.evaluative[brutal]"},
        {AFTER "The mayor said: \"The brutal regime slammed us for years.\"", ""},
        {"Chaos ruled the port on Monday.", "lead.evaluation[Chaos] loaded.emotive[Chaos]"},
        {"Chaos ruled the port, and a union said so on Monday.", "loaded.emotive[Chaos]"},
        {"Nine were killed on Monday.\n\nTen were injured.", "agentless[were killed] agentless[were injured]"},
        {AFTER "It should stop. I think so.", "opinion.deontic[should] opinion.first-person[I think]"},
        {AFTER "The so-called reform lays bare the fact that it failed.",
         "insinuation.insinuation[so-called] insinuation.factive[lays bare] insinuation.factive[the fact that]"},
        {AFTER "It could be reportedly over.", "hedge.stacked[could be reportedly]"},
        {AFTER "It could be over, and reportedly was.", ""},
        {AFTER "Perhaps it appears to rain.", "hedge.stacked[Perhaps it appears to]"},
        {AFTER "About 300 may be ill.", ""},
        {AFTER "It was clearly over.", ""},
        {AFTER "Why now?\n\nIt was late. Why now? It rained.", "opinion.rhetorical-question[Why now?]"},
        {AFTER "It should stop, a union said.", ""},
        {AFTER "It was a \"brutal regime\" of rain.", "scare-quote[brutal regime]"},
        {AFTER "The \"open and clear end of it.", "quote.unclosed[\"]"},
    };
    (void)state;
    check_rows(open_checker(NULL, 0), "a.txt", rows, COUNT(rows));
}

static void test_terrorist(void **state)
{
    static const struct row rows[] = {
        {AFTER "The terrorists fled.", "voice.terrorist[terrorists]"},
        {AFTER "The terrorists fled, and the army said so.", ""},
        {AFTER "The army said: \"These terrorists fled to the hills at night.\"", ""},
        {AFTER "He was a \"terrorist\" in a hurry.", "scare-quote[terrorist] voice.terrorist[terrorist]"},
        {AFTER "The so-called terrorists fled, and the army said so.",
         "insinuation.insinuation[so-called] voice.terrorist[terrorists]"},
    };
    static const char *const off[] = {"voice.*=off"};
    static const struct row others[] = {
        {AFTER "The terrorists fled, and the army said so.", "loaded.label[terrorists]"}};
    (void)state;
    check_rows(open_checker(NULL, 0), "a.txt", rows, COUNT(rows));
    check_rows(open_checker(off, 1), "a.txt", others, COUNT(others));
}

static void test_headline(void **state)
{
    static const struct row rows[] = {
        {"Reckless council shuts ferry\n\nThe council shut the ferry on Monday.",
         "headline.stronger[Reckless] loaded.evaluative[Reckless] voice.unattributed-loaded[Reckless]"},
        {"Reckless council shuts ferry and union says so\n\nThe council shut the ferry on Monday.",
         "loaded.evaluative[Reckless]"},
        {"Chaos at the ferry\n\nIt was quiet.\n\nThere was no chaos.", "loaded.emotive[Chaos] loaded.emotive[chaos]"},
        {"Council sells ferry terminal to rival\n\nThe council may be selling the ferry terminal to a rival firm.",
         "headline.stronger[Council sells ferry terminal to rival]"},
        {"Council may be selling ferry terminal\n\nThe council may be selling the ferry terminal to a rival firm.", ""},
        {"Minister: council sells ferry terminal\n\nThe council may be selling the ferry terminal to a firm.", ""},
        {"Chaotic scenes at the ferry\n\nIt was chaos. The ferry was late.",
         "lead.evaluation[chaos] loaded.emotive[chaos]"},
        {"Thugs slam ferry terminal\n\nThe rioters slammed it.\n\nIt was shut.",
         "headline.stronger[Thugs] loaded.label[Thugs] voice.unattributed-loaded[Thugs] loaded.emotive[slam] "
         "lead.evaluation[slammed] loaded.emotive[slammed]"},
        {"Council plans to sell ferry terminal to rival\n\nThe council may be selling the ferry terminal to a rival.",
         ""},
        {"Rain in the north\n\nThe council may be selling the ferry terminal to a rival firm.", ""},
    };
    (void)state;
    check_rows(open_checker(NULL, 0), "a.txt", rows, COUNT(rows));
}

static void test_severities(void **state)
{
    static const char *const rules[] = {"*=off", "loaded.*=error", "loaded.label=warning", "booster=suggestion"};
    struct slant_checker *checker = open_checker(rules, COUNT(rules));
    const struct slant_checked *c = check(checker, "a.txt", AFTER "The brutal regime clearly fell.");
    (void)state;
    assert_string_equal(as_line(c), "loaded.evaluative[brutal] loaded.label[regime] booster[clearly]");
    assert_int_equal(c->findings[0].severity, SLANT_ERROR);
    assert_int_equal(c->findings[1].severity, SLANT_WARNING);
    assert_int_equal(c->findings[2].severity, SLANT_SUGGESTION);
    slant_checker_close(checker);
}

/* A claim or an accusation, and who makes it: attributions made by hand. */
static void test_attributions(void **state)
{
    static const struct {
        enum slant_source_class source_class;
        const char *text, *source, *cue, *want;
    } rows[] = {
        {SLANT_SOURCE_VAGUE, "Some say it fell.", "Some", "say", "attribution.vague[Some say]"},
        {SLANT_SOURCE_VAGUE, "It fell, critics say.", "critics", "say", "attribution.vague[critics say]"},
        {SLANT_SOURCE_VAGUE, "They say it fell.", "They", "say", ""},
        {SLANT_SOURCE_VAGUE, "Nobody knows why.", "Nobody", "knows", ""},
        {SLANT_SOURCE_VAGUE, "It is understood that it fell.", NULL, "is understood that",
         "attribution.vague[is understood that]"},
        {SLANT_SOURCE_VAGUE, "It is widely seen as a fall.", NULL, "is widely seen as",
         "attribution.vague[is widely seen as]"},
        {SLANT_SOURCE_VAGUE, "It is expected to fall.", NULL, "is expected to", ""},
        {SLANT_SOURCE_VAGUE, "It was reported by nine.", NULL, "was reported by", ""},
        {SLANT_SOURCE_VAGUE, "Asked, he fell.", NULL, "Asked", ""},
        {SLANT_SOURCE_OTHER_UNNAMED, "Analysts say it fell.", "Analysts", "say", ""},
        {SLANT_SOURCE_OFFICIAL_UNNAMED, "Officials accused them.", "Officials", "accused",
         "attribution.single-anonymous[Officials accused]"},
        {SLANT_SOURCE_OTHER_UNNAMED, "A source alleged it.", "A source", "alleged",
         "attribution.single-anonymous[A source alleged]"},
        {SLANT_SOURCE_OTHER_UNNAMED, "Prosecutors allege it.", "Prosecutors", "allege", ""},
        {SLANT_SOURCE_PERSON, "Mr Ode accused them.", "Mr Ode", "accused", ""},
    };
    struct slant_severities severities;
    struct slant_arena mem = {0};
    int wrong = 0;
    (void)state;
    slant_severities_default(&severities);
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *text = rows[i].text;
        struct slant_sentence sentence = {.span.text = {text, strlen(text)}};
        struct slant_attribution a = {.source_class = rows[i].source_class, .stance = "neutral"};
        a.cue.text = (struct slant_str){strstr(text, rows[i].cue), strlen(rows[i].cue)};
        if (rows[i].source != NULL)
            a.source.text = (struct slant_str){strstr(text, rows[i].source), strlen(rows[i].source)};
        struct slant_result r = {
            .text = sentence.span.text, .nrows = 1, .rows = &sentence, .nattributions = 1, .attributions = &a};
        struct slant_findings findings = {0};
        assert_int_equal(slant_check_run(&r, &severities, &mem, &findings), SLANT_OK);
        slant_findings_finish(&findings, &r);
        struct slant_checked checked = {&r, findings.n, findings.rows};
        same_line(as_line(&checked), rows[i].want, text);
        struct slant_voice_run run = {SLANT_VOICE_QUOTED, sentence.span};
        r.nruns = 1;
        r.runs = &run;
        findings = (struct slant_findings){0};
        assert_int_equal(slant_check_run(&r, &severities, &mem, &findings), SLANT_OK);
        assert_int_equal(findings.n, 0); /* what somebody is quoted as saying is theirs */
    }
    /* One with a name beside the one without. */
    static const char text[] = "Mr Ode and officials accused them.";
    struct slant_span ode = {.text = {text, 6}}, officials = {.text = {text + 11, 9}}, cue = {.text = {text + 21, 7}};
    struct slant_attribution two[] = {
        {.source_class = SLANT_SOURCE_PERSON, .stance = "adversarial", .source = ode, .cue = cue},
        {.source_class = SLANT_SOURCE_OFFICIAL_UNNAMED, .stance = "adversarial", .source = officials, .cue = cue}};
    struct slant_sentence sentence = {.span.text = {text, sizeof text - 1}};
    struct slant_result r = {
        .text = sentence.span.text, .nrows = 1, .rows = &sentence, .nattributions = 2, .attributions = two};
    struct slant_findings findings = {0};
    assert_int_equal(slant_check_run(&r, &severities, &mem, &findings), SLANT_OK);
    assert_int_equal(findings.n, 0);
    slant_arena_free(&mem);
    assert_int_equal(wrong, 0);
}

/* ---- places and fingerprints ---- */

static void test_places(void **state)
{
    struct slant_checker *checker = open_checker(NULL, 0);
    const struct slant_checked *c = check(checker, "a.txt",
                                          "Quiet day.\r\n\r\n\xC3\xA9\xF0\x9F\x98\x80 the regime fell, and a union "
                                          "said so.\rNo regime, and a union said so.");
    (void)state;
    assert_int_equal(c->nfindings, 2);
    const struct slant_point *p = &c->findings[0].start;
    assert_int_equal(p->line, 2);
    assert_int_equal(p->bytes, 11);
    assert_int_equal(p->code_points, 7);
    assert_int_equal(p->units, 8);
    assert_int_equal(p->byte, 25);
    assert_int_equal(c->findings[0].end.units, 14);
    assert_int_equal(c->findings[1].start.line, 3);
    assert_int_equal(c->findings[1].start.bytes, 3);
    c = check(checker, "a.txt", "\xEF\xBB\xBFRegime falls\n\nThe ferry left.");
    assert_int_equal(c->findings[0].start.byte, 3);
    assert_int_equal(c->findings[0].start.bytes, 3);
    assert_int_equal(c->findings[0].start.code_points, 0);
    assert_int_equal(c->findings[0].start.units, 0);
    slant_checker_close(checker);
}

/* The same when lines move and are wrapped afresh; another for each of two that are alike. */
static void test_fingerprints(void **state)
{
    static const char *const texts[] = {AFTER "The regime fell, and a union said so.",
                                        AFTER AFTER "Ferries ran.\n\nThe regime fell, and a union said so.",
                                        AFTER "The\nregime fell, and a\nunion said so."};
    struct slant_checker *checker = open_checker(NULL, 0);
    uint64_t first = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        const struct slant_checked *c = check(checker, "a.md", texts[i]);
        assert_int_equal(c->nfindings, 1);
        first = i == 0 ? c->findings[0].fingerprint : first;
        assert_true(c->findings[0].fingerprint == first);
    }
    const struct slant_checked *c =
        check(checker, "a.md", AFTER "The regime fell, and a union said so.\n\nThe regime fell, and a union said so.");
    assert_int_equal(c->nfindings, 2);
    assert_true(c->findings[0].fingerprint == first && c->findings[1].fingerprint != first);
    c = check(checker, "a.md", AFTER "The regime stood, and a union said so.");
    assert_true(c->findings[0].fingerprint != first);
    slant_checker_close(checker);
}

/* ---- suppressions ---- */

static void test_comments(void **state)
{
    static const struct row rows[] = {
        {AFTER "<!-- slant off loaded.label -- the court's word -->\n\nThe regime fell, and a union said so.\n\n"
               "<!-- slant on loaded.label -->\n\nThe regime rose, and a union said so.",
         "-loaded.label[regime] loaded.label[regime]"},
        {AFTER
         "<!-- slant off-next-line loaded.* -- so it is -->\nThe regime fell, and a union said so.\n\nThe regime rose, "
         "and a union said so.",
         "-loaded.label[regime] loaded.label[regime]"},
        {AFTER "<!-- slant off loaded.label -->\n\nThe regime fell, and a union said so.",
         "suppression.no-reason[<!-- slant off loaded.label -->] -loaded.label[regime]"},
        {AFTER "<!-- slant off loaded.label -- why -->\n\nThe ferry left.",
         "suppression.unused[<!-- slant off loaded.label -- why -->]"},
        {AFTER "<!-- slant off loaded.lable -- why -->",
         "suppression.unknown-rule[<!-- slant off loaded.lable -- why -->]"},
        {AFTER "<!-- slant of all -- why -->", "suppression.unknown-rule[<!-- slant of all -- why -->]"},
        {AFTER "<!-- slant on all -->", "suppression.unused[<!-- slant on all -->]"},
        {AFTER "<!-- slant off -- why -->", "suppression.unknown-rule[<!-- slant off -- why -->]"},
        {AFTER "<!-- slant off loaded.label, voice.* -- both -->\nThe regime fell.",
         "-loaded.label[regime] -voice.unattributed-loaded[regime]"},
        {AFTER "<!-- nothing for us --> The regime fell, and a union said so.", "loaded.label[regime]"},
    };
    (void)state;
    check_rows(open_checker(NULL, 0), "a.md", rows, COUNT(rows));
}

/* ---- small things ---- */

static void test_plainer(void **state)
{
    static const struct {
        const char *words, *pattern, *plainer, *want;
    } rows[] = {
        {"slam", "slam", "criticise", "criticise"},
        {"slammed", "slam", "criticise; attack", "criticised|attacked"},
        {"Slams", "slam", "criticise", "Criticises"},
        {"slamming", "slam", "criticise", "criticising"},
        {"thugs", "thug", "protester, attacker", "protesters|attackers"},
        {"regimes", "regime", "authority", "authorities"},
        {"mobs", "mob", "people", "people"},
        {"blasted", "blast", "say", "said"},
        {"hiked", "hike", "stop", "stopped"},
        {"brutal", "=brutal", "violent", "violent"},
        {"mere", "=mere", "(leave out)", ""},
        {"slammed", "slam", "be hard on, attack", "attacked"},
        {"slam", "slam", "be hard on", "be hard on"},
        {"regime's", "regime", "government", ""},
        {"took out", "take out", "kill", ""},
        {"slammed", "(slam|blast)", "criticise", ""},
        {"slam", "slam", "", ""},
        {"crushes", "crush", "defeat", "defeats"},
        {"slam", "slam", "a, b, c, d, e", "a|b|c|d"},
    };
    struct slant_arena mem = {0};
    int wrong = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *forms[SLANT_PLAINER];
        struct slant_str words = {rows[i].words, strlen(rows[i].words)};
        int n = slant_plainer_forms(words, rows[i].pattern, rows[i].plainer, &mem, forms);
        char line[LINE] = "";
        assert_true(n >= 0);
        for (int k = 0; k < n; k++) {
            line_puts(line, k > 0 ? "|" : "");
            line_puts(line, forms[k]);
        }
        same_line(line, rows[i].want, rows[i].words);
    }
    slant_arena_free(&mem);
    assert_int_equal(wrong, 0);
}

static void test_globs(void **state)
{
    static const struct {
        const char *glob, *folder, *path;
        int want;
    } rows[] = {
        {"*.txt", "/n", "/n/a.txt", 1},
        {"*.txt", "/n", "/n/b/c/a.txt", 1},
        {"*.txt", "/n", "/m/a.txt", 0},
        {"wire/*.txt", "/n", "/n/wire/a.txt", 1},
        {"wire/*.txt", "/n", "/n/wire/b/a.txt", 0},
        {"wire/**", "/n", "/n/wire/b/a.txt", 1},
        {"wire/", "/n", "/n/wire/b/a.txt", 1},
        {"/wire/a.txt", "/n", "/n/wire/a.txt", 1},
        {"**/a.txt", "/n", "/n/x/y/a.txt", 1},
        {"**/a.txt", "/n", "/n/a.txt", 1},
        {"a?.txt", "/n", "/n/ab.txt", 1},
        {"a?.txt", "/n", "/n/a.txt", 0},
        {"wire", "/n", "/n/wire/a.txt", 0},
        {"*.txt", "/", "/n/a.txt", 1},
        {"n/*.txt", "/", "/n/a.txt", 1},
        {"*.txt", "/n", "/nn/a.txt", 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (slant_path_matches(rows[i].glob, rows[i].folder, rows[i].path) != rows[i].want)
            fail_msg("%s in %s, %s", rows[i].glob, rows[i].folder, rows[i].path);
}

static void test_paths(void **state)
{
    struct slant_arena mem = {0};
    (void)state;
    assert_string_equal(slant_path_in("/a/b", "../c/./d", &mem), "/a/c/d");
    assert_string_equal(slant_path_in("/a/b", "/x//y/", &mem), "/x/y");
    assert_string_equal(slant_path_in("/a", "../../..", &mem), "/");
    assert_string_equal(slant_path_folder("/a/b.txt", &mem), "/a");
    assert_string_equal(slant_path_folder("/b.txt", &mem), "/");
    slant_arena_free(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),    cmocka_unit_test(test_words),        cmocka_unit_test(test_terrorist),
        cmocka_unit_test(test_headline), cmocka_unit_test(test_severities),   cmocka_unit_test(test_attributions),
        cmocka_unit_test(test_places),   cmocka_unit_test(test_fingerprints), cmocka_unit_test(test_comments),
        cmocka_unit_test(test_plainer),  cmocka_unit_test(test_globs),        cmocka_unit_test(test_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
