#include "stem/glue.h"

#include <string.h>

#include "stem/stem.h"

/* Function words that few English words begin with ... */
static const char *const heads[] = {"the",  "that", "with", "which", "their", "from",
                                    "said", "were", "was",  "have",  "and"};
/* ... and the beginnings of those that do. */
static const char *const innocent[] = {
    "theat",  "thef",      "theft",   "theis",  "them",    "theo",     "thera",    "there",   "therm",
    "thes",   "thesa",     "thet",    "thew",   "they",    "then",     "thematic", "theme",   "thence",
    "thatch", "withal",    "withdr",  "withe",  "within",  "withheld", "withhold", "without", "withst",
    "withy",  "whichever", "whichso", "theirs", "fromage", "saidst",   "werew",    "haven",   "wash",
    "wasp",   "wast",      "wass",    "andr",   "ande",    "anda",     "andi",
};
/* Function words that a verb in -ed or -ing is run together with. */
static const char *const ends[] = {"that", "with", "from", "the", "and", "for", "on",
                                   "in",   "to",   "of",   "by",  "at",  "as"};

static int has_prefix(const char *word, size_t len, const char *prefix)
{
    size_t n = strlen(prefix);
    return len >= n && memcmp(word, prefix, n) == 0;
}

int slant_glue_is_function(const char *part, size_t len)
{
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (strlen(heads[i]) == len && memcmp(heads[i], part, len) == 0)
            return 1;
    return 0;
}

size_t slant_glue_parts(const char *word, size_t len, unsigned shape)
{
    if (len < 7 || len > 30 || (shape & (SLANT_WORD_NUMBER | SLANT_WORD_POSSESSIVE | SLANT_WORD_DOTTED)) != 0)
        return 0;
    for (size_t i = 0; i < len; i++)
        if (word[i] < 'a' || word[i] > 'z')
            return 0;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        size_t n = strlen(heads[i]);
        if (len < n + 4 || !has_prefix(word, len, heads[i]))
            continue;
        for (size_t k = 0; k < sizeof innocent / sizeof innocent[0]; k++)
            if (has_prefix(word, len, innocent[k]))
                return 0;
        return n;
    }
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t n = strlen(ends[i]);
        if (len < n + 5 || memcmp(word + len - n, ends[i], n) != 0)
            continue;
        const char *verb_end = word + len - n;
        if (memcmp(verb_end - 2, "ed", 2) == 0 || memcmp(verb_end - 3, "ing", 3) == 0)
            return len - n;
    }
    return 0;
}
