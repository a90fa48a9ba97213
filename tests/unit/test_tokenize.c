/* tokenize/: clean text → words, sentences, quotation marks. */
#include "support.h"

struct text {
    const char *in, *want;
};

static void check(const struct text *rows, size_t n, const char *(*write)(const struct doc *))
{
    int wrong = 0;
    struct doc d = {0};
    for (size_t i = 0; i < n; i++) {
        doc_tokenize(&d, NULL, rows[i].in);
        same_line(write(&d), rows[i].want, rows[i].in);
        const char *trouble = doc_tokens_trouble(&d);
        if (trouble != NULL) {
            print_error("<%s>: %s\n", rows[i].in, trouble);
            wrong++;
        }
    }
    doc_free(&d);
    assert_int_equal(wrong, 0);
}

/* ---- words ------------------------------------------------------------------------------------------------- */

static void test_words(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {"The council voted.", "The|council|voted"},
        {"and/or (this) [that] {those}", "and|or|this|that|those"},
        {"  a  b  ", "a|b"},
        {"caf\u00E9 na\u00EFve Z\u00FCrich \u00C9cole", "caf\u00E9|na\u00EFve|Z\u00FCrich|\u00C9cole"},
        {"\u041C\u043E\u0441\u043A\u0432\u0430 \u6771\u4EAC", "\u041C\u043E\u0441\u043A\u0432\u0430|\u6771\u4EAC"},
        {"@mira #harbour x_y a*b", "mira|harbour|x|y|a|b"},
        {"one\u2014two\u2013three--four - five", "one|two|three|four|five"},
        {"\U0001F600 so \U0001F600", "so"},
        {"x", "x"},
        {"...", ""},
        {"see example.com or www.example.co.uk now", "see|example.com|or|www.example.co.uk|now"},
        {"AT&T and R&D & so", "AT&T|and|R&D|so"},
        {"caf\u00E9s\u2019 menus", "caf\u00E9s|menus"},
    };
    check(rows, COUNT(rows), doc_words);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {"of 1,000 in 3.5 cases", "of|1,000|in|3.5|cases"},
        {"1,234,567.89 in all", "1,234,567.89|in|all"},
        {"at 10:30 on Monday", "at|10:30|on|Monday"},
        {"\u00A35m and $1.5bn and 20%", "5m|and|1.5bn|and|20"},
        {"in 1990\u20132000, 12, 13", "in|1990|2000|12|13"},
        {"the 3rd of 2nd", "the|3rd|of|2nd"},
        {"rose 3.5.", "rose|3.5"},
        {"rose 3. Wages fell", "rose|3|Wages|fell"},
    };
    check(rows, COUNT(rows), doc_words);
}

static void test_hyphens(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {"a so-called state-of-the-art plan", "a|so|-called|state|-of|-the|-art|plan"},
        {"COVID-19 and 20-year-olds", "COVID|-19|and|20|-year|-olds"},
        {"pre- and post-war", "pre|and|post|-war"},
        {"co-op\u00E9ration", "co|-op\u00E9ration"},
        {"\u00E9cole-\u00E9t\u00E9", "\u00E9cole|-\u00E9t\u00E9"},
        {"non\u2011stop", "non|-stop"},
        {"well--maybe -no", "well|maybe|no"},
    };
    check(rows, COUNT(rows), doc_words);
    struct doc d = {0};
    doc_tokenize(&d, NULL, "The so-called state-of-the-art plan failed.");
    assert_int_equal(d.tokens.n, 9);
    assert_int_equal(d.tokens.words, 5); /* hyphenated words count once */
    assert_int_equal(d.tokens.sentences[0].words, 5);
    doc_free(&d);
}

static void test_apostrophes(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {"don't won't O'Brien's", "don't|won't|O'Brien's"},
        {"don\u2019t O\u2019Brien\u2019s", "don\u2019t|O\u2019Brien\u2019s"},
        {"the dockers' union", "the|dockers|union"},
        {"the dockers\u2019 union", "the|dockers|union"},
        {"the '90s and \u201990s", "the|90s|and|90s"},
        {"give 'em hell", "give|em|hell"},
        {"rock 'n' roll, rock'n'roll", "rock|n|roll|rock'n'roll"},
        {"l'\u00E9tat c'est moi", "l'\u00E9tat|c'est|moi"},
        {"caf\u00E9\u2019s door", "caf\u00E9\u2019s|door"},
    };
    check(rows, COUNT(rows), doc_words);
    /* None of these is a quotation mark. */
    struct doc d = {0};
    int wrong = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (strstr(rows[i].in, "'n' roll"))
            continue;
        doc_tokenize(&d, NULL, rows[i].in);
        if (d.tokens.nquotes != 0) {
            print_error("a quotation mark in <%s>\n", rows[i].in);
            wrong++;
        }
    }
    doc_free(&d);
    assert_int_equal(wrong, 0);
}

static void test_initialisms(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {"The U.S. Army and the U.K. too", "The|U.S.|Army|and|the|U.K.|too"},
        {"at 5 p.m. sharp, e.g. now", "at|5|p.m.|sharp|e.g.|now"},
        {"J.K. Rowling, Ph.D., left", "J.K.|Rowling|Ph.D.|left"},
    };
    check(rows, COUNT(rows), doc_words);
}

/* Hyphen and possessive belong to their word, behind a stop too. */
static void test_initialisms_joined(void **state)
{
    (void)state;
    static const struct text rows[] = {{"the U.S.'s plan", "the|U.S.'s|plan"},
                                       {"the U.S.\u2019s plan", "the|U.S.\u2019s|plan"},
                                       {"U.S.-led talks", "U.S.|-led|talks"}};
    check(rows, COUNT(rows), doc_words);
    struct doc d = {0};
    doc_tokenize(&d, NULL, rows[0].in);
    assert_int_equal(d.tokens.nquotes, 0);
    doc_free(&d);
}

static void test_gaps(void **state)
{
    (void)state;
    struct doc d = {0};
    doc_tokenize(&d, NULL, "a, b: c; d - e (f) g\u2014h \"i\" j/k l\nm n. O");
    static const unsigned want[] = {
        SLANT_GAP_SENTENCE | SLANT_GAP_LINE,
        SLANT_GAP_COMMA | SLANT_GAP_SPACE,
        SLANT_GAP_COLON | SLANT_GAP_SPACE,
        SLANT_GAP_SEMICOLON | SLANT_GAP_SPACE,
        SLANT_GAP_DASH | SLANT_GAP_SPACE,
        SLANT_GAP_OPEN | SLANT_GAP_SPACE,
        SLANT_GAP_CLOSE | SLANT_GAP_SPACE,
        SLANT_GAP_DASH,
        SLANT_GAP_QUOTE | SLANT_GAP_SPACE,
        SLANT_GAP_QUOTE | SLANT_GAP_SPACE,
        SLANT_GAP_OTHER,
        SLANT_GAP_SPACE,
    };
    for (size_t i = 0; i < COUNT(want); i++)
        assert_int_equal(d.tokens.tokens[i].before, want[i]);
    doc_free(&d);
}

/* ---- sentences --------------------------------------------------------------------------------------------- */

static void test_sentences(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {"It rained. The bridge fell.", "It rained. // The bridge fell."},
        {"It rained.  The bridge fell", "It rained. // The bridge fell"},
        {"Is it over? Nobody knows! It is.", "Is it over? // Nobody knows! // It is."},
        {"Prices rose 3.5 percent. Wages fell.", "Prices rose 3.5 percent. // Wages fell."},
        {"In 2031. 40 died.", "In 2031. // 40 died."},
        {"He said no. The council agreed.", "He said no. // The council agreed."},
        {"It ended Monday.The council met.", "It ended Monday. // The council met."},
        {"Node.js and e.g. apples. Done.", "Node.js and e.g. apples. // Done."},
        {"3. The council met.", "3. The council met."},
        {"It rained?! Yes.", "It rained?! // Yes."},
        {"\u00C9t\u00E9 ended. \u00C9cole began.", "\u00C9t\u00E9 ended. // \u00C9cole began."},
        {"It rained. ", "It rained."},
        {". . . It rained.", "It rained."},
    };
    check(rows, COUNT(rows), doc_sentences);
}

/* A bracket that closes belongs to the sentence, so the one that opens does. */
static void test_sentence_in_brackets(void **state)
{
    (void)state;
    static const struct text rows[] = {{"(It rained.) The bridge fell.", "(It rained.) // The bridge fell."}};
    check(rows, COUNT(rows), doc_sentences);
}

static void test_abbreviations(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {"Dr. Okell spoke. She left.", "Dr. Okell spoke. // She left."},
        {"Mr. Bray met Gen. Lind. They talked.", "Mr. Bray met Gen. Lind. // They talked."},
        {"J. Bray voted. K. Lind did not.", "J. Bray voted. // K. Lind did not."},
        {"The U.S. Army left. It rained.", "The U.S. Army left. // It rained."},
        {"He lives in the U.S. The army left.", "He lives in the U.S. // The army left."},
        {"At 5 p.m. the council met.", "At 5 p.m. the council met."},
        {"It met at 5 p.m. The council voted.", "It met at 5 p.m. // The council voted."},
        {"On Jan. 6 they met. Dec. 7 is next.", "On Jan. 6 they met. // Dec. 7 is next."},
        {"No. 5 won. No. 6 lost.", "No. 5 won. // No. 6 lost."},
        {"Lind Inc. Chairman Jon Bray left.", "Lind Inc. Chairman Jon Bray left."},
        {"He runs Lind Inc. The firm is small.", "He runs Lind Inc. // The firm is small."},
        {"St. Mary's burned. It fell.", "St. Mary's burned. // It fell."},
        {"Jones v. Bray was heard. It failed.", "Jones v. Bray was heard. // It failed."},
        {"Jan Bray Jr. Left early.", "Jan Bray Jr. Left early."},
        {"Rep. Okell (D-Ohio) spoke.", "Rep. Okell (D-Ohio) spoke."},
    };
    check(rows, COUNT(rows), doc_sentences);
}

static void test_ellipses(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {"Well ... he left.", "Well ... he left."},
        {"Well . . . he left.", "Well . . . he left."},
        {"He left... The end came.", "He left... // The end came."},
        {"He left\u2026 The end came.", "He left\u2026 // The end came."},
        {"He left \u2026 Bray stayed.", "He left \u2026 Bray stayed."},
        {"\u2026 and so on.", "and so on."},
        {"He left\u2026", "He left\u2026"},
        {"\"He left...\" The end came.", "\"He left...\" // The end came."},
    };
    check(rows, COUNT(rows), doc_sentences);
}

static void test_sentence_ends_in_quotations(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {"\u201CIt rained.\u201D The bridge fell.", "\u201CIt rained.\u201D // The bridge fell."},
        {"\"It rained.\" The bridge fell.", "\"It rained.\" // The bridge fell."},
        {"\u2018It rained.\u2019 The bridge fell.", "\u2018It rained.\u2019 // The bridge fell."},
        {"'It rained.' The bridge fell.", "'It rained.' // The bridge fell."},
        {"``It rained.'' The bridge fell.", "``It rained.'' // The bridge fell."},
        {"It rained. \u201CThe bridge fell.\u201D", "It rained. // \u201CThe bridge fell.\u201D"},
        {"It rained. \"The bridge fell.\"", "It rained. // \"The bridge fell.\""},
        {"\u201CIt rained,\u201D Okell said. \u201CIt fell.\u201D",
         "\u201CIt rained,\u201D Okell said. // \u201CIt fell.\u201D"},
        {"\"What now?\" Okell asked.", "\"What now?\" Okell asked."},
        {"\"What now?\" asked Okell.", "\"What now?\" asked Okell."},
        {"\"What now?\" Ms. Okell asked.", "\"What now?\" Ms. Okell asked."},
        {"\"What now?\" The council voted.", "\"What now?\" // The council voted."},
        {"\u201CNo!\u201D said Bray. He left.", "\u201CNo!\u201D said Bray. // He left."},
        {"\u201CGo.\u201D\u201CNo.\u201D", "\u201CGo.\u201D // \u201CNo.\u201D"},
        {"\u201CHe said: \u2018No.\u2019\u201D Then he left.", "\u201CHe said: \u2018No.\u2019\u201D // Then he left."},
        {"\u201CHe left (at last).\u201D It rained.", "\u201CHe left (at last).\u201D // It rained."},
    };
    check(rows, COUNT(rows), doc_sentences);
}

static void test_endings(void **state)
{
    (void)state;
    struct doc d = {0};
    doc_tokenize(&d, "A headline", "Is it? It is! It was. \u201CWhy?\u201D And so");
    static const char want[] = {0, '?', '!', '.', '?', 0};
    assert_int_equal(d.tokens.nsentences, COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++)
        assert_int_equal(d.tokens.sentences[i].ending, want[i]);
    doc_free(&d);
}

static void test_headings_and_furniture(void **state)
{
    (void)state;
    struct doc d = {0};
    doc_tokenize(
        &d, "Bridge falls. Nobody hurt",
        "By Mira Okell\n\nThe bridge fell. It rained.\n\nA town in grief\n\nShare this article\n\nNobody was hurt.");
    assert_string_equal(doc_sentences(&d),
                        "Bridge falls. // Nobody hurt // The bridge fell. // It rained. // A town in "
                        "grief // Nobody was hurt.");
    static const struct {
        uint32_t paragraph;
        int title;
    } want[] = {{0, 1}, {0, 1}, {0, 0}, {0, 0}, {1, 0}, {2, 0}};
    for (size_t i = 0; i < COUNT(want); i++) {
        assert_int_equal(d.tokens.sentences[i].paragraph, want[i].paragraph);
        assert_int_equal(d.tokens.sentences[i].title, want[i].title);
    }
    assert_int_equal(d.tokens.nparagraphs, 3);
    assert_int_equal(d.tokens.words, 4 + 5 + 4 + 3);
    assert_null(doc_tokens_trouble(&d));
    doc_tokenize(&d, NULL, "");
    assert_int_equal(d.tokens.n, 0);
    assert_int_equal(d.tokens.nsentences, 0);
    doc_tokenize(&d, NULL, "Share this article\n\n* * *\n");
    assert_int_equal(d.tokens.n, 0);
    doc_free(&d);
}

/* ---- quotation marks --------------------------------------------------------------------------------------- */

/* Double marks < > =, single ones ( ) ~: open, close, either. A dot behind one with a comma or stop right before
 * (of those that open it says nothing). */
static const char *marks(const struct doc *d)
{
    static char line[LINE];
    size_t n = 0;
    for (uint32_t i = 0; i < d->tokens.nquotes && n + 3 < LINE; i++) {
        const struct slant_quote_mark *m = &d->tokens.quotes[i];
        line[n++] = m->single ? "()~"[m->side] : "<>="[m->side];
        if (m->stop && m->side != SLANT_QUOTE_OPEN)
            line[n++] = '.';
    }
    line[n] = '\0';
    return line;
}

static void test_marks(void **state)
{
    (void)state;
    static const struct text rows[] = {
        {"He said \"no\" twice.", "<>"},
        {"He said \u201Cno\u201D twice.", "<>"},
        {"He said ``no'' twice.", "<>"},
        {"He said ''no'' twice.", "<>"},
        {"He said \u00ABno\u00BB twice.", "<>"},
        {"He said \u201Eno\u201C twice.", "<<"},
        {"He said 'no' twice.", "()"},
        {"He said \u2018no\u2019 twice.", "()"},
        {"\"No,\" he said. \"Never.\"", "<>.<>."},
        {"so (\"no\") then", "<>"},
        {"she\u2014\"no\"\u2014left", "<="},
        {"a \" b", "="},
        {"\"He said 'no' twice,\" she said.", "<()>."},
        {"\u201CHe said \u2018no\u2019 twice,\u201D she said.", "<()>."},
        {"\"'No,' he said,\" she said.", "<().>."},
        {"\u201C\u2018No,\u2019 he said,\u201D she said.", "<().>."},
        {"'The dockers' union won't go,' he said.", "()."},
        {"\u2018The dockers\u2019 union won\u2019t go,\u2019 he said.", "()."},
        {"the dockers' union won't", ""},
        {"a 6' 2\" man", "~"},
    };
    check(rows, COUNT(rows) - 1, marks);
}

static void test_marks_have_their_token(void **state)
{
    (void)state;
    struct doc d = {0};
    doc_tokenize(&d, NULL, "He said \u201Cno way\u201D twice. \u201CGo.\u201D");
    static const uint32_t want[] = {2, 4, 5, 6};
    assert_int_equal(d.tokens.nquotes, 4);
    for (size_t i = 0; i < COUNT(want); i++)
        assert_int_equal(d.tokens.quotes[i].token, want[i]);
    assert_memory_equal(d.text.bytes + d.tokens.quotes[1].at, "\u201D", 3);
    doc_free(&d);
}

/* ---- any text ---------------------------------------------------------------------------------------------- */

static void test_any_text(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a",          "I",
        "the ",       "The ",
        "dockers",    "Mr",
        "U",          "S",
        "5",          "31",
        " ",          " ",
        " ",          "  ",
        "\n",         "\n\n",
        ".",          ".",
        "?",          "!",
        "...",        "\u2026",
        ",",          ":",
        ";",          "-",
        "--",         "(",
        ")",          "[",
        "]",          "\"",
        "\"",         "'",
        "'",          "`",
        "``",         "''",
        "\u201C",     "\u201D",
        "\u2018",     "\u2019",
        "\u2019",     "\u2014",
        "\u2013",     "\u00AB",
        "\u00BB",     "&",
        "/",          "\u00E9",
        "\u00C9",     "\u0430",
        "\U0001F600", "\uFFFD",
        "\u00A0",     "\u00AD",
        "\u200B",     "e\u0301",
        "\u2033",     "\u2212",
        "s ",         "n't ",
        "said ",      ". The ",
        ".\" ",       "\u201E",
        "\u2020",     "$",
        "%",          "\u20AC",
        "\t",         "long words that fill a line and more of them to cross the blocks of sixty-four bytes ",
    };
    uint64_t seed = 1;
    struct doc d = {0};
    for (int round = 0; round < 20000; round++) {
        char in[4096] = "";
        for (uint32_t n = 1 + chance(&seed, 40); n > 0; n--)
            strcat(in, pieces[chance(&seed, COUNT(pieces))]);
        doc_tokenize(&d, chance(&seed, 4) ? NULL : "It's \u2018so\u2019. A 'title", in);
        const char *trouble = doc_tokens_trouble(&d);
        if (trouble != NULL) {
            print_error("round %d: %s\n<%s>\n", round, trouble, in);
            fail();
        }
        /* Every ASCII letter and digit outside furniture is in a token. */
        uint32_t token = 0;
        for (uint32_t b = 0; b < d.text.nblocks; b++) {
            const struct slant_text_block *block = &d.text.blocks[b];
            for (uint32_t i = block->start; i < block->end && block->kind != SLANT_BLOCK_FURNITURE; i++) {
                char c = d.text.bytes[i];
                if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
                    continue;
                while (token < d.tokens.n && d.tokens.tokens[token].start + d.tokens.tokens[token].len <= i)
                    token++;
                if (token == d.tokens.n || d.tokens.tokens[token].start > i) {
                    print_error("round %d: '%c' at %u is in no token\n<%s>\n", round, c, i, in);
                    fail();
                }
            }
        }
    }
    doc_free(&d);
}

/* Marks at the edges of the scan's blocks of 64 bytes. */
static void test_block_edges(void **state)
{
    (void)state;
    struct doc d = {0};
    for (int lead = 0; lead < 200; lead++) {
        char in[512], want[512];
        snprintf(in, sizeof in, "%0*d \u201CIt's so-called 3.5.\u201D The U.S. left\u2026 He didn\u2019t. End",
                 lead + 1, 0);
        snprintf(want, sizeof want,
                 "%0*d \u201CIt's so-called 3.5.\u201D // The U.S. left\u2026 // He didn\u2019t. // End", lead + 1, 0);
        doc_tokenize(&d, NULL, in);
        assert_string_equal(doc_sentences(&d), want);
        snprintf(want, sizeof want, "%0*d|It's|so|-called|3.5|The|U.S.|left|He|didn\u2019t|End", lead + 1, 0);
        assert_string_equal(doc_words(&d), want);
        assert_string_equal(marks(&d), "<>.");
    }
    doc_free(&d);
}

static void test_long_word(void **state)
{
    (void)state;
    enum { N = 200000 };
    char *in = malloc(N + 8);
    memset(in, 'a', N);
    strcpy(in + N, " b.");
    struct doc d = {0};
    doc_tokenize(&d, NULL, in);
    assert_int_equal(d.tokens.n, 2);
    assert_int_equal(d.tokens.tokens[0].len, 65535);
    assert_int_equal(d.tokens.tokens[1].start, N + 1);
    free(in);
    doc_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_hyphens),
        cmocka_unit_test(test_apostrophes),
        cmocka_unit_test(test_initialisms),
        cmocka_unit_test(test_initialisms_joined),
        cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_sentence_in_brackets),
        cmocka_unit_test(test_abbreviations),
        cmocka_unit_test(test_ellipses),
        cmocka_unit_test(test_sentence_ends_in_quotations),
        cmocka_unit_test(test_endings),
        cmocka_unit_test(test_headings_and_furniture),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_marks_have_their_token),
        cmocka_unit_test(test_any_text),
        cmocka_unit_test(test_block_edges),
        cmocka_unit_test(test_long_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
