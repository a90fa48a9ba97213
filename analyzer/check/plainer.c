#include "check/plainer.h"

#include <string.h>

#include "check/check.h"

enum { LONGEST = 64 };

enum ending { BASE, S, ED, ING };

/* Past forms that no rule makes, among the words that stand as plainer wordings. */
static const char *const irregular[][2] = {
    {"be", "was"},       {"become", "became"}, {"begin", "began"}, {"bring", "brought"}, {"build", "built"},
    {"buy", "bought"},   {"come", "came"},     {"cut", "cut"},     {"drive", "drove"},   {"fall", "fell"},
    {"fight", "fought"}, {"find", "found"},    {"get", "got"},     {"give", "gave"},     {"go", "went"},
    {"grow", "grew"},    {"have", "had"},      {"hit", "hit"},     {"hold", "held"},     {"keep", "kept"},
    {"lead", "led"},     {"leave", "left"},    {"lose", "lost"},   {"make", "made"},     {"meet", "met"},
    {"pay", "paid"},     {"put", "put"},       {"rise", "rose"},   {"run", "ran"},       {"say", "said"},
    {"see", "saw"},      {"sell", "sold"},     {"send", "sent"},   {"set", "set"},       {"shoot", "shot"},
    {"shut", "shut"},    {"speak", "spoke"},   {"spend", "spent"}, {"spread", "spread"}, {"take", "took"},
    {"tell", "told"},    {"think", "thought"}, {"throw", "threw"}, {"win", "won"},       {"withdraw", "withdrew"},
};

static int is_vowel(char c)
{
    return c != '\0' && strchr("aeiou", c) != NULL;
}

static int ends_in(const char *word, size_t n, const char *ending)
{
    size_t len = strlen(ending);
    return n > len && memcmp(word + n - len, ending, len) == 0;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* One vowel and one consonant at the end of a short word: the consonant doubles (stop, stopped). */
static int doubles(const char *word, size_t n)
{
    return n >= 3 && n <= 4 && !is_vowel(word[n - 1]) && strchr("wxy", word[n - 1]) == NULL && is_vowel(word[n - 2]) &&
           !is_vowel(word[n - 3]);
}

/* Adds the ending to word[0, n), which has room; returns the new length. */
static size_t inflect(char *word, size_t n, enum ending ending)
{
    static const char *const plain[] = {[BASE] = "", [S] = "s", [ED] = "ed", [ING] = "ing"};
    int y = n > 1 && word[n - 1] == 'y' && !is_vowel(word[n - 2]), e = n > 1 && word[n - 1] == 'e';
    const char *add = plain[ending];
    word[n] = '\0';
    if (ending == ED)
        for (size_t i = 0; i < sizeof irregular / sizeof irregular[0]; i++)
            if (strcmp(irregular[i][0], word) == 0) {
                strcpy(word, irregular[i][1]);
                return strlen(word);
            }
    if (ending == S &&
        (ends_in(word, n, "s") || ends_in(word, n, "x") || ends_in(word, n, "ch") || ends_in(word, n, "sh")))
        add = "es";
    else if (y && (ending == S || ending == ED)) {
        n--;
        add = ending == S ? "ies" : "ied";
    } else if (e && ending == ED)
        add = "d";
    else if (e && ending == ING)
        n--;
    else if ((ending == ED || ending == ING) && doubles(word, n))
        word[n] = word[n - 1], n++;
    strcpy(word + n, add);
    return n + strlen(add);
}

/* Is the word the base with this ending? */
static int is_form(const char *word, size_t n, const char *base, size_t base_len, enum ending ending)
{
    char form[2 * LONGEST];
    memcpy(form, base, base_len);
    return inflect(form, base_len, ending) == n && memcmp(form, word, n) == 0;
}

/* The one word of a pattern without signs; 0: it is something else. */
static size_t pattern_word(const char *pattern, const char **word)
{
    *word = pattern + (*pattern == '=');
    size_t n = strlen(*word);
    for (size_t i = 0; i < n; i++)
        if (lower((*word)[i]) < 'a' || lower((*word)[i]) > 'z')
            return 0;
    return n;
}

/* One alternative, plainer[0, n), in the form. NULL in *out: it is no wording, or its form is not sure. 0: no memory.
 */
static int one_form(const char *plainer, size_t n, enum ending ending, int capital, struct slant_arena *mem,
                    const char **out)
{
    *out = NULL;
    while (n > 0 && plainer[n - 1] == ' ')
        n--;
    if (n == 0 || n > LONGEST || memchr(plainer, '(', n) != NULL || (ending != BASE && memchr(plainer, ' ', n) != NULL))
        return 1;
    char *form = slant_arena_alloc(mem, 2 * LONGEST);
    if (form == NULL)
        return 0;
    memcpy(form, plainer, n);
    form[n] = '\0';
    int many =
        ends_in(form, n, "people") || strcmp(form, "people") == 0 || (ends_in(form, n, "s") && form[n - 2] != 's');
    if (ending != BASE && !(ending == S && many))
        inflect(form, n, ending);
    if (capital && form[0] >= 'a' && form[0] <= 'z')
        form[0] = (char)(form[0] - 0x20);
    *out = form;
    return 1;
}

int slant_plainer_forms(struct slant_str words, const char *pattern, const char *plainer, struct slant_arena *mem,
                        const char *out[SLANT_PLAINER])
{
    char word[LONGEST + 1], base[LONGEST + 1];
    const char *stem;
    size_t stem_len = pattern_word(pattern, &stem);
    enum ending ending = BASE;
    int found = 0;
    if (stem_len == 0 || words.len > LONGEST || stem_len > LONGEST)
        return 0;
    for (size_t i = 0; i < words.len; i++)
        word[i] = lower(words.ptr[i]);
    for (size_t i = 0; i < stem_len; i++)
        base[i] = lower(stem[i]);
    while (ending <= ING && !is_form(word, words.len, base, stem_len, ending))
        ending++;
    if (ending > ING)
        return 0;
    int capital = words.ptr[0] >= 'A' && words.ptr[0] <= 'Z';
    for (size_t n; *plainer != '\0' && found < SLANT_PLAINER; plainer += n + (plainer[n] != '\0')) {
        plainer += strspn(plainer, " ");
        n = strcspn(plainer, ",;/");
        if (!one_form(plainer, n, ending, capital, mem, &out[found]))
            return -1;
        found += out[found] != NULL;
    }
    return found;
}
