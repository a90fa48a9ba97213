/* voices/: who says what, with the lexicons and weights that are shipped: a text, and a line for each attribution. */
#include "support.h"

#include <time.h>

#include "slant.h"

static struct slant *engine;
static struct slant_worker *worker;

static int start(void **state)
{
    (void)state;
    const char *data = getenv("SLANT_DATA");
    struct slant_error err = {0};
    struct slant_options options = {.data_dir = data != NULL ? data : ".", .min_exposure = -1};
    if (slant_open(&options, &engine, &err) != SLANT_OK)
        print_error("%s: %s\n", err.path, err.message);
    assert_non_null(engine);
    worker = slant_worker_new(engine);
    assert_non_null(worker);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    slant_worker_free(worker);
    slant_close(engine);
    return 0;
}

static const struct slant_result *analyse(const char *title, const char *text)
{
    const struct slant_result *result;
    struct slant_error err = {0};
    struct slant_article article = {.text = {text, strlen(text)}};
    if (title != NULL)
        article.title = (struct slant_str){title, strlen(title)};
    assert_int_equal(slant_analyze(worker, &article, SLANT_WANT_MARKS, &result, &err), SLANT_OK);
    return result;
}

/* What may be put on a line: paragraph breaks become " / ". */
static void put(char *line, struct slant_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != '\n')
            line_add(line, s.ptr + i, 1);
        else if (i > 0 && s.ptr[i - 1] != '\n')
            line_puts(line, " / ");
}

/* "indirect/person/Jan Rood: Rood | said | it would rain || all day", the next behind " ## ". */
static const char *sayings(const struct slant_result *r)
{
    static char line[LINE];
    line[0] = '\0';
    for (uint32_t i = 0; i < r->nattributions; i++) {
        const struct slant_attribution *a = &r->attributions[i];
        line_puts(line, i > 0 ? " ## " : "");
        line_puts(line, slant_form_name(a->form));
        line_puts(line, "/");
        line_puts(line, slant_source_class_name(a->source_class));
        line_puts(line, "/");
        put(line, a->speaker);
        line_puts(line, ": ");
        put(line, a->source.text);
        line_puts(line, " | ");
        put(line, a->cue.text);
        for (uint32_t k = 0; k < a->ncontents; k++) {
            line_puts(line, k == 0 ? " | " : " || ");
            put(line, a->contents[k].text);
        }
    }
    return line;
}

struct text {
    const char *title, *in, *want;
};

static void check(const struct text *rows, size_t n)
{
    int wrong = 0;
    for (size_t i = 0; i < n; i++)
        same_line(sayings(analyse(rows[i].title, rows[i].in)), rows[i].want, rows[i].in);
    assert_int_equal(wrong, 0);
}

static void test_verbs(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "The mayor said that the bridge would stay closed until May.",
         "indirect/person/The mayor: The mayor | said | the bridge would stay closed until May"},
        {NULL, "\"The bridge will stay closed,\" said Anna Okell.",
         "direct/person/Anna Okell: Anna Okell | said | The bridge will stay closed"},
        {NULL, "\"The bridge,\" Okell said, \"will stay closed.\"",
         "direct/person/Okell: Okell | said | The bridge || will stay closed"},
        {NULL, "The bridge, engineers warned, would not hold.",
         "indirect/other-unnamed/engineers: engineers | warned | The bridge || would not hold"},
        {NULL, "The bridge would stay closed, Okell said on Monday.",
         "indirect/person/Okell: Okell | said | The bridge would stay closed"},
        {NULL, "Okell told reporters that the bridge was safe.",
         "indirect/person/Okell: Okell | told | the bridge was safe"},
        {NULL, "Okell told the city council on Monday that the bridge was safe.",
         "indirect/person/Okell: Okell | told | the bridge was safe"},
        {NULL, "Okell told him the bridge was safe.", "indirect/person/Okell: Okell | told | the bridge was safe"},
        {NULL, "Okell told reporters the bridge was safe.",
         "indirect/person/Okell: Okell | told | the bridge was safe"},
        {NULL, "The union wants a better offer.",
         "indirect/organisation/The union: The union | wants | a better offer"},
        {NULL, "Residents believe the river is poisoned.",
         "indirect/other-unnamed/Residents: Residents | believe | the river is poisoned"},
        {NULL, "The mayor accused the builders of lying.",
         "indirect/person/The mayor: The mayor | accused | the builders of lying"},
        {NULL, "Okell called the plan \"a waste of money\".",
         "mixed/person/Okell: Okell | called | the plan \"a waste of money"},
        {NULL, "Some say the bridge was never safe.", "indirect/vague/: Some | say | the bridge was never safe"},
        {NULL, "Witnesses said they saw smoke.", "indirect/other-unnamed/Witnesses: Witnesses | said | they saw smoke"},
        {NULL, "Ministry officials denied that the talks had failed.",
         "indirect/official-unnamed/Ministry officials: Ministry officials | denied | the talks had failed"},
        {NULL, "The Red Cross said the road was open.",
         "indirect/organisation/The Red Cross: The Red Cross | said | the road was open"},
    };
    check(rows, COUNT(rows));
}

static void test_other_cues(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "According to the dockers' union, the port will stay shut.",
         "indirect/organisation/the dockers' union: the dockers' union | According to | the port will stay shut"},
        {NULL, "The port will stay shut, according to the dockers' union.",
         "indirect/organisation/the dockers' union: the dockers' union | according to | The port will stay shut"},
        {NULL, "The town was rebuilt after Okell's claim that the bridge was safe.",
         "indirect/person/Okell: Okell's | claim | the bridge was safe"},
        {NULL, "She denied Okell's claim that the bridge was safe.",
         "indirect/person/: She | denied | the bridge was safe"},
        {NULL, "The minister is said to be ill.", "indirect/vague/:  | is said to | The minister || be ill"},
        {NULL, "It is widely believed that the bridge was sold.",
         "indirect/vague/:  | is widely believed | the bridge was sold"},
        {NULL, "The plan was described by Okell as a disaster.",
         "indirect/person/Okell: Okell | described | The plan || a disaster"},
        {NULL, "The union's position is that the treaty holds.",
         "indirect/organisation/The union: The union's | position is | the treaty holds"},
        {NULL, "The report found that the bridge was unsafe.",
         "indirect/document/The report: The report | found | the bridge was unsafe"},
        {NULL, "Official figures show that rents fell last year.",
         "indirect/document/Official figures: Official figures | show | rents fell last year"},
        {NULL, "In a statement, the company said it would appeal.",
         "indirect/organisation/the company: the company | said | it would appeal"},
    };
    check(rows, COUNT(rows));
}

static void test_sources(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "A spokesman for the ministry, Jan Rood, said the talks would go on.",
         "indirect/person/Jan Rood: A spokesman for the ministry, Jan Rood | said | the talks would go on"},
        {NULL, "Wilfried Sauer, the ministry's spokesman, said:\n\n\"The talks will go on.\"",
         "direct/person/Wilfried Sauer: Wilfried Sauer, the ministry's spokesman | said | The talks will go on"},
        {NULL, "Anna Okell, who said the bridge was unsafe, left the council in May.",
         "indirect/person/Anna Okell: who | said | the bridge was unsafe"},
        {NULL, "Wilfried Sauer came late. \"The talks will go on,\" Sauer said. He said that nobody had left.",
         "direct/person/Wilfried Sauer: Sauer | said | The talks will go on ## indirect/person/Wilfried Sauer: He | "
         "said | nobody had left"},
        {NULL, "The dockers' union met on Monday. It said the offer was too low.",
         "indirect/organisation/: It | said | the offer was too low"},
        {NULL, "Jon \"Iron Fist\" Bray said the fight was fair.",
         "indirect/person/Jon \"Iron Fist\" Bray: Jon \"Iron Fist\" Bray | said | the fight was fair"},
        {NULL, "Senator Maria Holt (D-Ohio) said the bill was dead.",
         "indirect/person/Maria Holt: Senator Maria Holt | said | the bill was dead"},
    };
    check(rows, COUNT(rows));
}

static void test_quotations(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "\"The bridge will stay closed,\" Okell said. \"It is old. It must go.\"",
         "direct/person/Okell: Okell | said | The bridge will stay closed || It is old. It must go"},
        {NULL, "\"The bridge is old,\" Okell said.\n\n\"It must go.\"",
         "direct/person/Okell: Okell | said | The bridge is old || It must go"},
        {NULL, "Okell said: \"The bridge is old.\n\n\"It must go.\"",
         "direct/person/Okell: Okell | said | The bridge is old || It must go"},
        {NULL,
         "The plant in Hull will have forty workers. \"We are proud of it,\" said Jo Bray, chief executive of Bray "
         "Steel.",
         "direct/person/Jo Bray: Jo Bray, chief executive of Bray Steel | said | We are proud of it"},
        {NULL, "Okell said: \"The bridge is old.\n\n\"It must go.\n\n\"Build a new one.\"\n\nIt rained.",
         "direct/person/Okell: Okell | said | The bridge is old || It must go || Build a new one"},
        {NULL, "Okell said: \"The bridge is old.\n\nThe council met in May.",
         "direct/person/Okell: Okell | said | The bridge is old"},
        {NULL, "\"He told me 'never' and left,\" said Bray.",
         "direct/person/Bray: Bray | said | He told me 'never' and left"},
        {NULL, "''The bridge is old,'' said Okell.", "direct/person/Okell: Okell | said | The bridge is old"},
        {NULL, "\xE2\x80\x9CThe bridge is old,\xE2\x80\x9D said Okell. 'It must go,' said Bray.",
         "direct/person/Okell: Okell | said | The bridge is old ## direct/person/Bray: Bray | said | It must go"},
        {NULL, "Okell said:\n\n- \"Close the bridge now.\"\n\n- \"Build a new one soon.\"",
         "direct/person/Okell: Okell | said | Close the bridge now || Build a new one soon"},
        {NULL, "The \"self-defence\" strike hit the port.", ""},
    };
    check(rows, COUNT(rows));
}

static void test_headlines(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {"Minister: no talks", "It rained.", "indirect/official-unnamed/Minister: Minister | : | no talks"},
        {"No talks this week: union", "It rained.", "indirect/organisation/union: union | : | No talks this week"},
        {"\xE2\x80\x98No talks this week,\xE2\x80\x99 says minister", "It rained.",
         "direct/official-unnamed/minister: minister | says | No talks this week"},
        {"Bridge will fall, engineers warn", "It rained.",
         "indirect/other-unnamed/engineers: engineers | warn | Bridge will fall"},
        {"Police: suspect fled town", "It rained.", "indirect/organisation/Police: Police | : | suspect fled town"},
        {"US election: what to watch", "It rained.", ""},
        {"Rents rise, figures show", "It rained.", "indirect/document/figures: figures | show | Rents rise"},
    };
    check(rows, COUNT(rows));
}

static void test_transcripts(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "MARROW: Is the bridge safe?\n\nOKELL: No. It must go.\n\nMARROW: When?\n\nOKELL: In May.\n\nIt is old.",
         "direct/person/MARROW: MARROW |  | Is the bridge safe ## direct/person/OKELL: OKELL |  | No. It must go ## "
         "direct/person/MARROW: MARROW |  | When ## direct/person/OKELL: OKELL |  | In May || It is old"},
        {NULL, "Q: Is the bridge safe?\n\nA: No, it is not.\n\nQ: When will it go?\n\nA: In May.",
         "direct/other-unnamed/Q: Q |  | Is the bridge safe ## direct/other-unnamed/A: A |  | No, it is not ## "
         "direct/other-unnamed/Q: Q |  | When will it go ## direct/other-unnamed/A: A |  | In May"},
    };
    check(rows, COUNT(rows));
}

/* ---- the two files of the room ---- */

/* What opening a file of words, or of weights, complains of: "3: no such role", "" when it does not. */
static const char *trouble(struct lab *lab, const char *words, const char *weights)
{
    static char line[LINE];
    struct slant_error err = {0};
    struct slant_roles *roles = NULL;
    struct slant_weights *read = NULL;
    const char *path = lab_write(lab, "words.tsv", words, strlen(words));
    slant_status status = slant_roles_open(path, lab->stems, &roles, &err);
    if (status == SLANT_OK && weights != NULL) {
        path = lab_write(lab, "cues.weights", weights, strlen(weights));
        status = slant_weights_open(path, roles, &read, &err);
    }
    slant_weights_close(read);
    slant_roles_close(roles);
    line[0] = '\0';
    if (status == SLANT_OK)
        return line;
    assert_int_equal(status, SLANT_ELEXICON);
    assert_string_equal(err.path, path);
    snprintf(line, sizeof line, "%llu: %s", (unsigned long long)err.line, err.message);
    return line;
}

#define WORDS "word\troles\tlemma\n"
#define WEIGHTS "feature\tweight\n"

static void test_bad_files(void **state)
{
    (void)state;
    static const struct {
        const char *words, *weights, *want;
    } rows[] = {
        {WORDS "say\tcue\t\n=said\tcue\tsay\n", WEIGHTS "next:that\t0.5\nword:say\t-1\n", ""},
        {"say\tcue\t\n", NULL, "1: the first row must be the header: word roles lemma"},
        {WORDS "say\tcue\t\n=mayor\tperson,boss\t\n", NULL, "3: '=mayor': no such role: 'person,boss'"},
        {WORDS "say\t\t\n", NULL, "2: 'say': no such role: ''"},
        {WORDS "support\tcue\t\n# a remark\nsupported\tpeople\t\n", NULL,
         "4: 'supported' has the stem of a row before it"},
        {WORDS "=said\tcue\tsay\n=said\tcue\tsay\n", NULL, "3: '=said' has the stem of a row before it"},
        {WORDS "say\tcue\t\n", "next:that\t0.5\n", "1: the first row must be the header: feature weight error"},
        {WORDS "say\tcue\t\n", WEIGHTS "next:that\t0.5\nnext:thou\t0.5\n", "3: no such feature: 'next:thou'"},
        {WORDS "say\tcue\t\n", WEIGHTS "word:shout\t0.5\n", "2: no such feature: 'word:shout'"},
        {WORDS "say\tcue\t\n", WEIGHTS "next:that\tmuch\n", "2: 'much' is no weight: wanted a number from -100 to 100"},
        {WORDS "say\tcue\t\n", WEIGHTS "next:that\t\n", "2: '' is no weight: wanted a number from -100 to 100"},
        {WORDS "say\tcue\t\n", WEIGHTS "next:that\tnan\n", "2: 'nan' is no weight: wanted a number from -100 to 100"},
        {WORDS "say\tcue\t\n", WEIGHTS "next:that\t0.5x\n", "2: '0.5x' is no weight: wanted a number from -100 to 100"},
        {WORDS "say\tcue\t\n", WEIGHTS "next:that\t1000\n", "2: '1000' is no weight: wanted a number from -100 to 100"},
    };
    int wrong = 0;
    struct lab lab;
    struct slant_error err = {0};
    lab_dir(&lab);
    assert_int_equal(slant_stems_open("en", NULL, &lab.stems, &err), SLANT_OK);
    for (size_t i = 0; i < COUNT(rows); i++)
        same_line(trouble(&lab, rows[i].words, rows[i].weights), rows[i].want,
                  rows[i].weights != NULL ? rows[i].weights : rows[i].words);
    lab_close(&lab);
    assert_int_equal(wrong, 0);
}

/* ---- much of it ---- */

static double seconds(const char *piece, size_t size)
{
    size_t len = strlen(piece), n = size / len;
    char *text = malloc(n * len + 1);
    assert_non_null(text);
    for (size_t i = 0; i < n; i++)
        memcpy(text + i * len, piece, len);
    text[n * len] = '\0';
    struct timespec a, b;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    analyse(NULL, text);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    free(text);
    return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

/* Eight times the text may not take much more than eight times as long: what is quadratic takes 64 times. */
static void test_linear_time(void **state)
{
    (void)state;
    static const char *const pieces[] = {"said ",        "Bob said ",         "According to Bob, ",
                                         "Bob: ",        "BOB: I said.\n\n",  "\"It is,\" said Bob.\n\n\"So.\" ",
                                         "by him said ", "Bob's claim, who, "};
    int wrong = 0;
    for (size_t i = 0; i < COUNT(pieces); i++) {
        double few = seconds(pieces[i], 200000), many = seconds(pieces[i], 1600000);
        if (many > 24 * few + 0.1) {
            print_error("<%s>: 200 kB take %.3f s, 1,600 kB take %.3f s\n", pieces[i], few, many);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verbs),      cmocka_unit_test(test_other_cues),  cmocka_unit_test(test_sources),
        cmocka_unit_test(test_quotations), cmocka_unit_test(test_headlines),   cmocka_unit_test(test_transcripts),
        cmocka_unit_test(test_bad_files),  cmocka_unit_test(test_linear_time),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
