/* curate/: words of other people's lists → patterns; entries → what plain lists can say. */
#include "support.h"

#include "curate/room.h"

static void becomes(const char *word, int by_stem, const char *pattern)
{
    struct slant_buffer out = {0};
    const char *trouble = slant_word_to_pattern((struct slant_str){word, strlen(word)}, by_stem, &out);
    if ((trouble == NULL) != (pattern != NULL) || (pattern != NULL && strcmp(out.data, pattern) != 0)) {
        print_error("<%s>: want <%s>, have <%s>, %s\n", word, pattern ? pattern : "none", out.data ? out.data : "",
                    trouble ? trouble : "no trouble");
        slant_buffer_free(&out);
        fail();
    }
    slant_buffer_free(&out);
}

static void test_words(void **state)
{
    (void)state;
    becomes("hate", 0, "=hate");
    becomes("hate", 1, "hate");
    becomes("  kind \t of ", 0, "=kind =of");
    becomes("law_and_order", 0, "=law =and =order");
    becomes("\"cold feet\"", 0, "=cold =feet");
    becomes("\u201Ccold feet\u201D", 0, "=cold =feet");
    becomes("abandon*", 0, "abandon*");
    becomes("so-called", 0, "=so-called");
    becomes("half-heart*", 0, "=half-heart*");
    becomes("don\u2019t", 0, "=don't");
    becomes("u.s.", 0, "=u.s.");
    becomes("911", 0, "=911");
    becomes("d\u00E9j\u00E0 vu", 0, "=d\u00E9j\u00E0 =vu");
    static const char *const none[] = {
        "",    " ", "\"\"", "*",    "?",   "ne*er", "w?rd", "a, b", ":)",     "a/b",
        "...", "-", "a -",  "-ish", "(a)", "=a",    "@be",  "~2",   "a ** b", "a b c d e f g h i j k l m n o p q"};
    for (size_t i = 0; i < COUNT(none); i++)
        becomes(none[i], 0, NULL);
}

static void test_paths(void **state)
{
    (void)state;
    struct slant_arena mem = {0};
    struct slant_draft draft = {.mem = &mem};
    struct slant_buffer part = {0};
    const char *outer = slant_draft_category(&draft, NULL, (struct slant_str){"a/b, c", 6});
    const char *path = slant_draft_category(&draft, outer, (struct slant_str){"d\\e\tf", 5});
    assert_string_equal(path, "a\\/b\\, c/d\\\\e f");
    const char *rest = slant_path_next(path, &part);
    assert_string_equal(part.data, "a/b, c");
    assert_null(slant_path_next(rest, &part));
    assert_string_equal(part.data, "d\\e f");
    slant_buffer_free(&part);
    slant_draft_free(&draft);
    slant_arena_free(&mem);
}

static uint32_t no_tag(void *ctx, const struct slant_word *word)
{
    (void)ctx;
    (void)word;
    return 0;
}

/* The phrases of one pattern, with bars between. */
static void stands_for(struct slant_words *words, const char *pattern, const char *phrases, uint32_t lost)
{
    struct slant_arena mem = {0};
    struct slant_phrases found = {.mem = &mem};
    struct slant_losses losses = {0};
    struct slant_entry entry = {.pattern = pattern};
    char line[LINE] = "";
    slant_phrases_of(&found, &entry, "", words, &losses);
    for (uint32_t i = 0; i < found.n; i++) {
        line_puts(line, i > 0 ? "|" : "");
        line_puts(line, found.rows[i].phrase);
    }
    assert_string_equal(line, phrases);
    assert_int_equal(losses.gaps + losses.sets + losses.capitals + losses.ends + losses.many, lost);
    free(found.rows);
    slant_arena_free(&mem);
}

static void test_phrases(void **state)
{
    (void)state;
    struct slant_stems *stems;
    struct slant_error err;
    assert_int_equal(slant_stems_open("en", NULL, &stems, &err), SLANT_OK);
    struct slant_words *words = slant_words_new(stems, no_tag, NULL);
    stands_for(words, "=mere", "mere", 0);
    stands_for(words, "terroris*", "terroris*", 0);
    stands_for(words, "slam", "slam|slams|slammed|slamming", 0);
    stands_for(words, "criticise", "criticise|criticises|criticised|criticising", 0);
    stands_for(words, "vilify", "vilify|vilifies|vilified|vilifying", 0);
    stands_for(words, "NATO", "NATO|NATOs", 0);
    stands_for(words, "so-called =man", "so-called man", 0);
    stands_for(words, "(big|quite big) =(win|loss)", "quite big win|quite big loss|big win|big loss", 0);
    stands_for(words, "pour ~2 water", "", 1);
    stands_for(words, "@num dead", "", 1);
    stands_for(words, "(@num|some) dead", "some dead", 1);
    stands_for(words, "the @cap plan", "", 1);
    stands_for(words, "so there @end", "", 1);
    slant_words_free(words);
    slant_stems_close(stems);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_phrases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
