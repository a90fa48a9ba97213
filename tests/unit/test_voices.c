/* voices/: quotation marks → who is speaking. */
#include "support.h"

#include <time.h>

static struct lab lab;

static const struct entry cues[] = {
    {"(say|said|says)", "verb", "neutral"},     {"(tell|told)", "verb", "neutral"}, {"claim", "verb", "distancing"},
    {"according to", "preposition", "neutral"}, {"call", "verb", "distancing"},     {"ask", "verb", "neutral"},
};
static const struct entry hedges[] = {{"may", "epistemic", ""}};

static int start(void **state)
{
    (void)state;
    lab_dir(&lab);
    lab_lexicon(&lab, "cues.tsv", cues, COUNT(cues));
    lab_lexicon(&lab, "hedges.tsv", hedges, COUNT(hedges));
    lab_start(&lab, NULL);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    lab_close(&lab);
    return 0;
}

struct text {
    const char *title, *in, *want;
};

static void check(const struct text *rows, size_t n, const char *(*write)(const struct doc *))
{
    int wrong = 0;
    struct doc d = {0};
    for (size_t i = 0; i < n; i++) {
        lab_voices(&lab, &d, rows[i].title, rows[i].in);
        same_line(write(&d), rows[i].want, rows[i].in);
        /* The words of the voices are the words of the text, and each mark has the voice of its first word. */
        uint32_t sum = 0;
        for (int v = 0; v < SLANT_NVOICES; v++)
            sum += d.voices.words[v];
        if (sum != d.tokens.words) {
            print_error("<%s>: %u words have a voice, of %u\n", rows[i].in, sum, d.tokens.words);
            wrong++;
        }
        for (uint32_t k = 0; k < d.hits.n; k++)
            wrong += d.hits.rows[k].voice != d.tokens.tokens[d.hits.rows[k].first].voice;
        for (uint32_t k = 0; k < d.voices.quotations.n; k++) {
            const struct slant_quotation *q = &d.voices.quotations.rows[k];
            wrong += q->first >= q->last || q->start >= q->end || (k > 0 && q[-1].last > q->first);
            wrong += d.tokens.tokens[q->first].start < q->start;
            wrong += d.tokens.tokens[q->last - 1].start + d.tokens.tokens[q->last - 1].len > q->end;
        }
    }
    doc_free(&d);
    assert_int_equal(wrong, 0);
}

static void test_quotations(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "\u201CThe bridge will fall,\u201D said Okell.", "quoted[The bridge will fall,]"},
        {NULL, "\"The bridge will fall,\" said Okell.", "quoted[The bridge will fall,]"},
        {NULL, "``The bridge will fall,'' said Okell.", "quoted[The bridge will fall,]"},
        {NULL, "''The bridge will fall,'' said Okell.", "quoted[The bridge will fall,]"},
        {NULL, "\u00ABThe bridge will fall\u00BB, said Okell.", "quoted[The bridge will fall]"},
        {NULL, "\u2018The bridge will fall,\u2019 said Okell.", "quoted[The bridge will fall,]"},
        {NULL, "'The bridge will fall,' said Okell.", "quoted[The bridge will fall,]"},
        {NULL, "\"No,\" Okell said, \"it will not fall at all.\"", "quoted[No,] quoted[it will not fall at all.]"},
        {NULL, "\u201CNever.\u201D", "quoted[Never.]"},
        {NULL, "The bridge \u201Cwill fall before the winter comes\u201D unless it is closed.",
         "quoted[will fall before the winter comes]"},
        {NULL, "Nothing is quoted here.", ""},
        {NULL, "He said \u201C\u201D and left.", ""},
    };
    check(rows, COUNT(rows), doc_quotations);
}

static void test_over_paragraphs(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "Okell said: \u201CThe bridge will fall.\n\n\u201CIt is old,\u201D she said.",
         "quoted[The bridge will fall.]~ +quoted[It is old,]"},
        {NULL, "Okell said: \"The bridge will fall.\n\n\"It is old.\n\n\"It must go,\" she said.",
         "quoted[The bridge will fall.]~ +quoted[It is old.]~ +quoted[It must go,]"},
        {NULL, "Okell said: 'The bridge will fall.'\n\n'It is old,' she said.",
         "quoted[The bridge will fall.] quoted[It is old,]"},
        {NULL, "Okell said: \u201CThe bridge will fall.\n\nIt is old.", "quoted[The bridge will fall.]~"},
        {NULL, "Okell said: \u201CThe bridge will fall.\n\nAdvertisement\n\n\u201CIt is old,\u201D she said.",
         "quoted[The bridge will fall.]~ +quoted[It is old,]"},
    };
    check(rows, COUNT(rows), doc_quotations);
    static const struct text odd[] = {
        {NULL, "Okell said: \u201CThe bridge will fall.\n\n\u201CIt is old,\u201D she said.", ""},
        {NULL, "Okell said: \u201CThe bridge will fall.\n\nIt is old.", "unclosed-quote"},
        {NULL, "Okell said: \u201CThe bridge will fall.", "unclosed-quote"},
    };
    check(odd, COUNT(odd), doc_oddities);
}

static void test_british(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "'We won't go, and the dockers' union won't either,' said Bray.",
         "quoted[We won't go, and the dockers' union won't either,]"},
        {NULL, "\u2018We won\u2019t go, and the dockers\u2019 union won\u2019t either,\u2019 said Bray.",
         "quoted[We won\u2019t go, and the dockers\u2019 union won\u2019t either,]"},
        {NULL, "The dockers' union said it won't go.", ""},
        {NULL, "It was the dockers' and the miners' day, in the '90s.", ""},
        {NULL, "Bray's union said it 'can't and won't' go back.", "quoted[can't and won't]"},
        {NULL, "'He told me \"never\" and left,' said Bray.", "quoted[He told me \"never\" and left,]"},
        {NULL, "The dockers' leader said: 'Not now.' The owners' side said: 'We will see.'",
         "quoted[Not now.] quoted[We will see.]"},
    };
    check(rows, COUNT(rows), doc_quotations);
}

/* A capital makes no name of what somebody is said to have said. */
static void test_one_word_quotations(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "The dockers' leader said: 'No.' The owners' side said: 'Yes.'", "quoted[No.] quoted[Yes.]"},
        {NULL, "Okell said \u201CNever\u201D twice.", "quoted[Never]"},
    };
    check(rows, COUNT(rows), doc_quotations);
}

static void test_short_nicknames(void **state)
{
    (void)state;
    static const struct text rows[] = {{NULL, "Jon \"Mad Dog\" Bray won the fight.", "name[Mad Dog]"}};
    check(rows, COUNT(rows), doc_quotations);
}

static void test_nested(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "\u201CHe told me \u2018never\u2019 and left,\u201D said Bray.",
         "quoted[He told me \u2018never\u2019 and left,]"},
        {NULL, "\"He told me 'never' and left,\" said Bray.", "quoted[He told me 'never' and left,]"},
        {NULL, "\u201C\u2018Never,\u2019 he told me,\u201D said Bray.", "quoted[\u2018Never,\u2019 he told me,]"},
        {NULL, "\"He told me 'never'\" was what Bray said.", "quoted[He told me 'never']"},
        {NULL, "\u201CHe told me \u2018never\u2019\u201D was what Bray said.", "quoted[He told me \u2018never\u2019]"},
    };
    check(rows, COUNT(rows), doc_quotations);
}

static void test_scare_quotes(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "The \"self-defence\" strike hit the port.", "scare[self-defence]"},
        {NULL, "The \u201Cself-defence\u201D strike hit the port.", "scare[self-defence]"},
        {NULL, "The 'self-defence' strike hit the port.", "scare[self-defence]"},
        {NULL, "The \u2018self-defence\u2019 strike hit the port.", "scare[self-defence]"},
        {NULL, "It was a \"robust and lasting\" peace.", "scare[robust and lasting]"},
        /* With a cue in the sentence the same stretch is somebody's words. */
        {NULL, "Okell said the \"self-defence\" strike hit the port.", "quoted[self-defence]"},
        {NULL, "It was a \"robust and lasting\" peace, according to Okell.", "quoted[robust and lasting]"},
        {NULL, "Okell claimed it. The \"self-defence\" strike hit the port.", "scare[self-defence]"},
        /* A cue that itself is quoted is none. */
        {NULL, "The \"so they say\" strike hit the port.", "scare[so they say]"},
        {NULL, "\"Never,\" and he left.", "quoted[Never,]"},
    };
    check(rows, COUNT(rows), doc_quotations);
    static const struct text hits[] = {
        {NULL, "The \"self-defence\" strike may end.", "scare-quote[self-defence] hedge[may]"},
        {NULL, "The \u201Cmay\u201D strike.", "hedge[may] scare-quote[may]"},
    };
    check(hits, 1, doc_hits);
    struct doc d = {0};
    lab_voices(&lab, &d, NULL, "The \"self-defence\" strike may end. \"It may,\" said Okell.");
    assert_int_equal(d.voices.words[SLANT_VOICE_OUTLET], 7); /* the self-defence strike may end, said Okell */
    assert_int_equal(d.voices.words[SLANT_VOICE_QUOTED], 2);
    assert_string_equal(doc_hits(&d), "scare-quote[self-defence] hedge[may] hedge[may] cue[said]");
    assert_int_equal(d.hits.rows[1].voice, SLANT_VOICE_OUTLET);
    assert_int_equal(d.hits.rows[2].voice, SLANT_VOICE_QUOTED);
    doc_free(&d);
}

static void test_names(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "She starred in \"The Last Bridge\" that year.", "name[The Last Bridge]"},
        {NULL, "She starred in \u2018The Last Bridge\u2019 that year.", "name[The Last Bridge]"},
        {NULL, "Jon \"Iron Fist\" Bray won the fight.", "name[Iron Fist]"},
        {NULL, "Jon \u201CRed\u201D Bray won the fight.", "name[Red]"},
        {NULL, "The word \"bridge\" has six letters.", "name[bridge]"},
        {NULL, "A song called \"bridge over\" was played.", "quoted[bridge over]"}, /* call is a cue here */
        {NULL, "A film titled \"bridge over\" was shown.", "name[bridge over]"},
    };
    check(rows, COUNT(rows), doc_quotations);
}

static void test_headlines(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {"\u2018No talks this week,\u2019 says minister", "The bridge fell.", "quoted[No talks this week,]"},
        {"Minister blames \"foreign agitators\" for strike", "The bridge fell.", "scare[foreign agitators]"},
        {"Bridge 'will fall before the winter comes'", "The bridge fell.", "quoted[will fall before the winter comes]"},
        {"Minister: \u2018No talks", "The bridge fell, \u2018they\u2019 say.", "quoted[they]"},
        {"Bridge \u201Cfalls", "\u201CIt fell,\u201D said Okell.", "scare[falls]~ quoted[It fell,]"},
    };
    check(rows, 3, doc_quotations);
    /* What a headline leaves open does not go on in the text. */
    struct doc d = {0};
    lab_voices(&lab, &d, rows[4].title, rows[4].in);
    assert_int_equal(d.voices.quotations.n, 2);
    assert_int_equal(d.voices.quotations.rows[0].closed, 0);
    assert_int_equal(d.voices.quotations.rows[1].continued, 0);
    assert_string_equal(doc_oddities(&d), "unclosed-quote");
    lab_voices(&lab, &d, rows[3].title, rows[3].in);
    assert_string_equal(doc_quotations(&d), "quoted[they]");
    doc_free(&d);
}

static void test_odd_marks(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "It fell,\u201D said Okell.", ""},
        {NULL, "Okell said \u201Cno and left. \u201CIt fell,\u201D she said.",
         "quoted[no and left. ]~ quoted[It fell,]"},
        {NULL, "A 6' man and his dog's tail.", ""},
        {NULL, "'Tis the season, they say.", ""},
    };
    check(rows, COUNT(rows), doc_quotations);
    static const struct text odd[] = {
        {NULL, "It fell,\u201D said Okell.", "stray-quote"},
        {NULL, "Okell said \u201Cno and left. \u201CIt fell,\u201D she said.", "unclosed-quote"},
        {NULL, "\u201CIt fell,\u201D said Okell.", ""},
        {NULL, "The dockers' union won't go.", ""},
    };
    check(odd, COUNT(odd), doc_oddities);
}

/* What one quotation left open may not take the outlet's own words behind its paragraph with it. */
static void test_voice_of_each_word(void **state)
{
    (void)state;
    struct doc d = {0};
    lab_voices(&lab, &d, NULL,
               "Okell said: \u201CIt fell.\n\nThe council met. \u201CIt must go,\u201D it said.\n\nIt rained.");
    static const char want[] = "oo"
                               "qq"
                               "ooo"
                               "qqq"
                               "oo"
                               "oo";
    assert_int_equal(d.tokens.n, strlen(want));
    for (uint32_t i = 0; i < d.tokens.n; i++)
        assert_int_equal(d.tokens.tokens[i].voice, want[i] == 'q' ? SLANT_VOICE_QUOTED : SLANT_VOICE_OUTLET);
    doc_free(&d);
}

static void test_questions(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {NULL, "Who will pay? The council met.", "opinion[Who will pay]"},
        {NULL, "\u201CWho will pay?\u201D asked Okell.", "cue[asked]"},
        {NULL, "\u201CWho will pay? Not me,\u201D said Okell.", "cue[said]"},
        {"Who will pay?", "The council met.", "opinion[Who will pay]"},
    };
    check(rows, COUNT(rows), doc_hits);
}

static double seconds(size_t n, const char *piece)
{
    size_t len = strlen(piece);
    char *in = malloc(n * len + 1);
    assert_non_null(in);
    for (size_t i = 0; i < n; i++)
        memcpy(in + i * len, piece, len);
    in[n * len] = '\0';
    struct doc d = {0};
    struct timespec a, b;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    lab_voices(&lab, &d, NULL, in);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    if (n <= 5000) /* the check itself is not linear */
        assert_null(doc_tokens_trouble(&d));
    assert_true(d.text.oddities.n <= 100);
    doc_free(&d);
    free(in);
    return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

/* Eight times the marks may not take much more than eight times as long: what is quadratic takes 64 times. */
static int stays_linear(const char *piece, size_t n)
{
    double few = seconds(n / 8, piece), many = seconds(n, piece);
    if (many <= 24 * few + 0.1)
        return 1;
    print_error("<%s>: %zu take %.3f s, %zu take %.3f s\n", piece, n / 8, few, n, many);
    return 0;
}

static void test_a_million_open_marks(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\u201Ca ",          "\u2018a ", "\"a ",        "'a ",
                                         "\u201D a ",         "a\u2019 ", "\u201Ca\n\n", "'as we go\n\n",
                                         "\u2018as it goes ", "a' "};
    int wrong = 0;
    for (size_t i = 0; i < COUNT(pieces); i++)
        wrong += !(stays_linear(pieces[i], 40000) && stays_linear(pieces[i], 1000000));
    assert_int_equal(wrong, 0);
}

static void test_many_quotations_in_a_sentence(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\u2018a\u2019 ", "\u201Ca\u201D ", "\"a\" ", "\u2018Bridges\u2019 ",
                                         "\u201Ca b c d e f g\u201D "};
    int wrong = 0;
    for (size_t i = 0; i < COUNT(pieces); i++)
        wrong += !stays_linear(pieces[i], 40000);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quotations),
        cmocka_unit_test(test_over_paragraphs),
        cmocka_unit_test(test_british),
        cmocka_unit_test(test_one_word_quotations),
        cmocka_unit_test(test_short_nicknames),
        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_scare_quotes),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_headlines),
        cmocka_unit_test(test_odd_marks),
        cmocka_unit_test(test_voice_of_each_word),
        cmocka_unit_test(test_questions),
        cmocka_unit_test(test_a_million_open_marks),
        cmocka_unit_test(test_many_quotations_in_a_sentence),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
