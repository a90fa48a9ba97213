/* stem/: words → stems and shapes, the table that remembers them, words run together. */
#include "support.h"

#include "base/hash.h"
#include "stem/glue.h"

/* A tag that tells everything of the word: what the table remembers must be what the stemmer says. Of some words
 * nothing is known. */
static uint32_t everything(void *ctx, const struct slant_word *w)
{
    unsigned *calls = ctx;
    ++*calls;
    uint64_t h = slant_hash(w->surface, w->len) * 31 + slant_hash(w->full, w->full_len) * 17 +
                 slant_hash(w->stem, w->stem_len) * 7 + w->shape;
    return w->len % 3 == 0 ? 0 : (uint32_t)(h >> 20) | 1;
}

static struct lab lab; /* only its folder */
static struct slant_stems *stems;
static struct slant_words *words;
static unsigned calls;

static int start(void **state)
{
    (void)state;
    lab_dir(&lab);
    static const char file[] = "word\tstem\twhy\n# a comment\nnews\tnews\tnot the plural of new\n"
                               "universities\tuniversity\tnot universe\nmen\tman\tirregular\n";
    const char *path = lab_write(&lab, "stems.tsv", file, strlen(file));
    struct slant_error err = {0};
    assert_int_equal(slant_stems_open("en", path, &stems, &err), SLANT_OK);
    words = slant_words_new(stems, everything, &calls);
    assert_non_null(words);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    slant_words_free(words);
    slant_stems_close(stems);
    lab_close(&lab);
    return 0;
}

static void test_stems(void **state)
{
    (void)state;
    static const struct {
        const char *in, *surface, *stem;
        unsigned shape;
    } rows[] = {
        {"slammed", "slammed", "slam", 0},
        {"Slamming", "slamming", "slam", SLANT_WORD_CAP},
        {"SLAMS", "slams", "slam", SLANT_WORD_CAP | SLANT_WORD_ALLCAPS},
        {"A", "a", "a", SLANT_WORD_CAP},
        {"clearly", "clearly", "clear", SLANT_WORD_LY},
        {"only", "only", "onli", 0},
        {"regime's", "regime", "regim", SLANT_WORD_POSSESSIVE},
        {"regime\u2019s", "regime", "regim", SLANT_WORD_POSSESSIVE},
        {"Regime\u2019S", "regime", "regim", SLANT_WORD_POSSESSIVE | SLANT_WORD_CAP},
        {"NATO's", "nato", "nato", SLANT_WORD_POSSESSIVE | SLANT_WORD_CAP | SLANT_WORD_ALLCAPS},
        {"don\u2019t", "don't", "don't", 0},
        {"U.S.", "u.s", "u.", SLANT_WORD_CAP | SLANT_WORD_ALLCAPS | SLANT_WORD_DOTTED},
        {"3.5", "3.5", "3.5", SLANT_WORD_NUMBER},
        {"20th", "20th", "20th", SLANT_WORD_NUMBER},
        {"caf\u00E9s", "caf\u00E9s", "caf\u00E9", 0},
        {"\u00C9COLE", "\u00E9cole", "\u00E9cole", SLANT_WORD_CAP | SLANT_WORD_ALLCAPS},
        /* exceptions */
        {"news", "news", "news", 0},
        {"News", "news", "news", SLANT_WORD_CAP},
        {"news\u2019s", "news", "news", SLANT_WORD_POSSESSIVE},
        {"universities", "universities", "university", 0},
        {"university", "university", "univers", 0}, /* is none itself */
        {"men", "men", "man", 0},
        {"men's", "men", "man", SLANT_WORD_POSSESSIVE},
    };
    int wrong = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct slant_word w;
        slant_words_analyse(words, rows[i].in, strlen(rows[i].in), &w);
        char have[200], want[200];
        snprintf(have, sizeof have, "%s %s %x", w.surface, w.stem, w.shape);
        snprintf(want, sizeof want, "%s %s %x", rows[i].surface, rows[i].stem, rows[i].shape);
        same_line(have, want, rows[i].in);
        wrong += w.len != strlen(w.surface) || w.stem_len != strlen(w.stem) || w.full_len != strlen(w.full);
    }
    assert_int_equal(wrong, 0);
}

static void test_long_words(void **state)
{
    (void)state;
    char in[200];
    memset(in, 'a', sizeof in);
    struct slant_word w;
    slant_words_analyse(words, in, SLANT_MOST_WORD, &w);
    assert_int_equal(w.len, SLANT_MOST_WORD);
    slant_words_analyse(words, in, SLANT_MOST_WORD + 1, &w);
    assert_int_equal(w.shape, SLANT_WORD_LONG);
    assert_int_equal(w.len, 0);
    assert_int_equal(w.stem_len, 0);
    /* Lower case of some letters takes more bytes: İ → i̇, Ⱥ → ⱥ. */
    char wide[SLANT_MOST_WORD + 1] = "";
    for (int i = 0; i < SLANT_MOST_WORD / 2; i++)
        strcat(wide, "\u023A");
    slant_words_analyse(words, wide, strlen(wide), &w);
    assert_int_equal(w.len, SLANT_MOST_WORD / 2 * 3);
    char room[16];
    assert_int_equal(slant_words_lower("It\u2019S", 6, room, sizeof room), 4);
    assert_string_equal(room, "it's");
    assert_true(slant_words_lower(in, sizeof in, room, sizeof room) < sizeof room);
}

static void test_exceptions_file(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        unsigned line;
    } rows[] = {
        {"word\tstem\twhy\nnews\tnews\n", 2},
        {"word\tstem\twhy\n\n\tnews\tx\n", 3},
        {"word\tstem\twhy\nnews\t\tx\n", 2},
        {"word\tstem\twhy\nnews\tnews\tx\nmen\tman\tx\nnews\tnew\tx\n", 4},
    };
    struct slant_stems *s;
    struct slant_error err;
    for (size_t i = 0; i < COUNT(rows); i++) {
        memset(&err, 0, sizeof err);
        const char *path = lab_write(&lab, "bad.tsv", rows[i].file, strlen(rows[i].file));
        assert_int_equal(slant_stems_open("en", path, &s, &err), SLANT_ELEXICON);
        assert_int_equal(err.line, rows[i].line);
        assert_string_equal(err.path, path);
        assert_null(s);
    }
    assert_int_equal(slant_stems_open("en", "/nowhere/stems.tsv", &s, &err), SLANT_EREAD);
    assert_int_equal(slant_stems_open("xx", NULL, &s, &err), SLANT_ELEXICON);
    assert_int_equal(slant_stems_open("en", NULL, &s, &err), SLANT_OK);
    slant_stems_close(s);
    slant_stems_close(NULL);
}

/* ---- the table ---- */

/* What the table gave of a word against what is found afresh. */
static int as_uncached(const char *bytes, size_t len, uint32_t tag, int flags)
{
    struct slant_word w;
    unsigned ignored = 0;
    slant_words_analyse(words, bytes, len, &w);
    uint32_t want = everything(&ignored, &w);
    if (want == 0 && slant_glue_parts(w.surface, w.len, w.shape) != 0)
        w.shape |= SLANT_WORD_GLUED;
    return tag == want && (flags < 0 || (unsigned)flags == w.shape);
}

static size_t random_word(uint64_t *seed, char *out)
{
    static const char *const pieces[] = {"a",      "b", "e",          "th",      "ing",    "ed",
                                         "ly",     "s", "A",          "T",       "tion",   "\u00E9",
                                         "\u0416", "5", "thecouncil", "votedon", "\u023A", "x"};
    if (chance(seed, 3) == 0) { /* alike but for the key's last bytes */
        memcpy(out, "abcdefghijklmnop", 16);
        for (size_t i = 16; i < 24; i++)
            out[i] = (char)('a' + chance(seed, 26));
        return 24;
    }
    size_t n = 0, want = chance(seed, 20) ? 1 + chance(seed, 26) : 1 + chance(seed, 120);
    while (n < want) {
        const char *piece = pieces[chance(seed, COUNT(pieces))];
        memcpy(out + n, piece, strlen(piece));
        n += strlen(piece);
    }
    static const char *const tails[] = {"", "", "", "'s", "\u2019s", "'t"};
    const char *tail = tails[chance(seed, COUNT(tails))];
    memcpy(out + n, tail, strlen(tail));
    return n + strlen(tail);
}

static void test_table(void **state)
{
    (void)state;
    enum { WORDS = 20000, ROUNDS = 3 };
    uint64_t seed = 99;
    char *in = malloc(WORDS * 140);
    size_t n = 0;
    for (int i = 0; i < WORDS; i++) {
        n += random_word(&seed, in + n);
        in[n++] = ' ';
    }
    in[n] = '\0';
    struct doc d = {0};
    doc_tokenize(&d, NULL, in);
    assert_true(d.tokens.n > WORDS * 9 / 10);
    unsigned first = 0;
    for (int round = 0; round < ROUNDS; round++) {
        calls = 0;
        for (uint32_t i = 0; i < d.tokens.n; i++)
            d.tokens.tokens[i].tag = d.tokens.tokens[i].flags = 0;
        slant_words_tag(words, &d.tokens);
        if (round == 0)
            first = calls;
        else
            assert_true(calls < first / 2); /* it does remember */
        for (uint32_t i = 0; i < d.tokens.n; i++) {
            const struct slant_token *t = &d.tokens.tokens[i];
            const char *bytes = slant_token_bytes(&d.tokens, i);
            if (!as_uncached(bytes, t->len, t->tag, t->flags) ||
                !as_uncached(bytes, t->len, slant_words_tag_of(words, bytes, t->len), -1)) {
                print_error("round %d: <%.*s>\n", round, t->len, bytes);
                fail();
            }
        }
    }
    free(in);
    doc_free(&d);
}

/* Words that differ only where the key ends: 15 to 26 bytes. */
static void test_near_words(void **state)
{
    (void)state;
    char in[40];
    for (size_t len = 1; len < 30; len++)
        for (int round = 0; round < 2; round++)
            for (char last = 'a'; last <= 'z'; last++) {
                memset(in, 'q', sizeof in);
                in[len - 1] = last;
                in[len] = last; /* what stands behind the word is not the word */
                assert_true(as_uncached(in, len, slant_words_tag_of(words, in, len), -1));
            }
}

/* ---- words run together ---- */

/* Only words of five letters or more that begin with z are known. */
static uint32_t tag_known(void *ctx, const struct slant_word *w)
{
    (void)ctx;
    return w->len >= 5 && w->surface[0] == 'z' ? 1 : 0;
}

static const char *unglued(struct doc *d, const char *text)
{
    doc_tokenize(d, NULL, text);
    struct slant_words *w = slant_words_new(stems, tag_known, NULL);
    assert_non_null(w);
    slant_words_tag(w, &d->tokens);
    assert_int_equal(slant_words_unglue(w, &d->tokens, lab_known, &d->mem, &d->text.oddities), SLANT_OK);
    slant_words_free(w);
    return doc_words(d);
}

static void test_glued(void **state)
{
    (void)state;
    static const struct {
        const char *in, *want;
        unsigned splits;
    } rows[] = {
        {"Here thecouncil votedon it. The council voted.", "Here|the|council|voted|on|it|The|council|voted", 2},
        {"The council voted. So thecouncil votedon it.", "The|council|voted|So|the|council|voted|on|it", 2},
        {"So thezebras left.", "So|the|zebras|left", 1},              /* the lexicon knows it */
        {"So thecouncil votedon it.", "So|thecouncil|votedon|it", 0}, /* nothing says that they are words */
        {"A thematic view, together within the theatre. A matic. Gether in.",
         "A|thematic|view|together|within|the|theatre|A|matic|Gether|in", 0},
        {"thematic matic together gether within in withdrawn drawn there re",
         "thematic|matic|together|gether|within|in|withdrawn|drawn|there|re", 0},
        {"The wedding was in Wellington. Welling. Theory and therapy. Ory. Rapy.",
         "The|wedding|was|in|Wellington|Welling|Theory|and|therapy|Ory|Rapy", 0},
        {"So thecouncil's plan. The council.", "So|thecouncil's|plan|The|council", 0},
        {"thecouncil votedon", "thecouncil|votedon", 0},
    };
    int wrong = 0;
    struct doc d = {0};
    for (size_t i = 0; i < COUNT(rows); i++) {
        same_line(unglued(&d, rows[i].in), rows[i].want, rows[i].in);
        const char *trouble = doc_tokens_trouble(&d);
        if (trouble != NULL) {
            print_error("<%s>: %s\n", rows[i].in, trouble);
            wrong++;
        }
        wrong += d.text.oddities.n != rows[i].splits;
    }
    doc_free(&d);
    assert_int_equal(wrong, 0);
}

/* Behind a split the sentences and quotation marks still have their own tokens. */
static void test_indexes_behind_a_split(void **state)
{
    (void)state;
    struct doc d = {0};
    unglued(&d, "The council voted. \u201CHere thecouncil sat,\u201D he said. Then \u201Cthecouncil\u201D votedon it. "
                "thecouncil \u201Cvotedon\u201D");
    assert_string_equal(doc_words(&d),
                        "The|council|voted|Here|the|council|sat|he|said|Then|the|council|voted|on|it|the|"
                        "council|voted|on");
    assert_null(doc_tokens_trouble(&d));
    static const uint32_t sentences[][3] = {{0, 3, 3}, {3, 9, 6}, {9, 15, 6}, {15, 19, 4}};
    /* "it. thecouncil": lower case behind a stop does not begin a sentence. */
    assert_int_equal(d.tokens.nsentences, 3);
    for (uint32_t i = 0; i < 2; i++) {
        assert_int_equal(d.tokens.sentences[i].first, sentences[i][0]);
        assert_int_equal(d.tokens.sentences[i].last, sentences[i][1]);
        assert_int_equal(d.tokens.sentences[i].words, sentences[i][2]);
    }
    assert_int_equal(d.tokens.sentences[2].last, 19);
    static const uint32_t quotes[] = {3, 7, 10, 12, 17, 19};
    assert_int_equal(d.tokens.nquotes, COUNT(quotes));
    for (uint32_t i = 0; i < COUNT(quotes); i++)
        assert_int_equal(d.tokens.quotes[i].token, quotes[i]);
    assert_true(d.tokens.tokens[4].flags & SLANT_WORD_PART);
    assert_true(d.tokens.tokens[5].flags & SLANT_WORD_PART);
    assert_false(d.tokens.tokens[6].flags & SLANT_WORD_PART);
    assert_int_equal(d.tokens.tokens[5].before, SLANT_GAP_SPACE);
    doc_free(&d);
}

/* The same over random texts. */
static void test_splits_at_random(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "thecouncil ", "votedon ", "the council voted. ", "A ",   "b. ", "\u201C",
        "\u201D ",     "It ",      "thecouncil. The ",    "\n\n", "so-", "thezebras, "};
    uint64_t seed = 11;
    struct doc d = {0}, plain = {0};
    for (int round = 0; round < 2000; round++) {
        char in[2048] = "";
        for (uint32_t n = 1 + chance(&seed, 40); n > 0; n--)
            strcat(in, pieces[chance(&seed, COUNT(pieces))]);
        doc_tokenize(&plain, NULL, in);
        unglued(&d, in);
        const char *trouble = doc_tokens_trouble(&d);
        if (trouble != NULL || d.tokens.nsentences != plain.tokens.nsentences ||
            d.tokens.nquotes != plain.tokens.nquotes) {
            print_error("<%s>: %s\n", in, trouble ? trouble : "other sentences or marks than before");
            fail();
        }
    }
    doc_free(&plain);
    doc_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stems),
        cmocka_unit_test(test_long_words),
        cmocka_unit_test(test_exceptions_file),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_near_words),
        cmocka_unit_test(test_glued),
        cmocka_unit_test(test_indexes_behind_a_split),
        cmocka_unit_test(test_splits_at_random),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
