#include "tokenize/boundary.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

static uint64_t key_at(const char word[8])
{
    uint64_t k;
    memcpy(&k, word, 8);
    return be64toh(k);
}

/* Words of up to eight letters, compared as one number; of longer ones the first eight. */
static uint64_t key(const char *word, size_t len)
{
    unsigned char bytes[8] = {0};
    for (size_t i = 0; i < len && i < 8; i++) {
        unsigned char c = (unsigned char)word[i];
        bytes[i] = c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }
    return key_at((const char *)bytes);
}

static int listed(const char (*list)[8], size_t n, const char *word, size_t len)
{
    if (len == 0 || len > 8)
        return 0;
    uint64_t want = key(word, len);
    for (; n > 1; n -= n / 2) /* without a branch on what is compared: it would be guessed wrong */
        list += key_at(list[n / 2]) <= want ? n / 2 : 0;
    return key_at(*list) == want;
}
#define LISTED(list, word, len) listed(list, sizeof list / sizeof list[0], word, len)

/* Never the end of a sentence before a capital: titles before names, and the like. Sorted. */
static const char titles[][8] = {
    "adj",  "adm",   "amb", "asst", "atty", "bde",  "bishop.", "brig",   "bros", "capt", "cf",   "cmdr", "cmdt",
    "col",  "comdr", "cpl", "cpt",  "del",  "det",  "dr",      "drs",    "e.g",  "ens",  "esp",  "ft",   "gen",
    "gov",  "govs",  "hon", "i.e",  "insp", "lt",   "maj",     "messrs", "mlle", "mme",  "mr",   "mrs",  "ms",
    "msgr", "mt",    "mx",  "ofc",  "pfc",  "pres", "prof",    "profs",  "pvt",  "rep",  "reps", "rev",  "sen",
    "sens", "sgt",   "spc", "st",   "ste",  "supt", "v",       "viz",    "vs",
};

/* The end only where a word follows that often begins a sentence. Sorted. */
static const char abbreviations[][8] = {
    "a.k.a", "a.m",  "ala",  "apr",  "ariz", "ark",  "assn", "aug",  "ave",  "b.a",  "b.c",  "blvd", "ca",
    "calif", "co",   "colo", "conn", "corp", "ct",   "d.c",  "dec",  "dept", "dist", "ed",   "eds",  "esq",
    "est",   "feb",  "fig",  "fl",   "fla",  "ft",   "ga",   "h.r",  "ill",  "inc",  "ind",  "j.d",  "jan",
    "jr",    "jul",  "jun",  "kan",  "ky",   "l.a",  "la",   "llc",  "ltd",  "m.d",  "m.p",  "mar",  "mass",
    "md",    "mich", "minn", "miss", "mo",   "mont", "n.c",  "n.d",  "n.h",  "n.j",  "n.m",  "n.y",  "neb",
    "nev",   "no",   "nos",  "nov",  "oct",  "okla", "op",   "ore",  "p.m",  "pa",   "para", "ph.d", "plc",
    "pp",    "r.i",  "rd",   "s.c",  "s.d",  "sec",  "sep",  "sept", "sq",   "sr",   "tenn", "tex",  "u.k",
    "u.n",   "u.s",  "va",   "vol",  "vt",   "w.va", "wash", "wis",  "wyo",
};

/* Before a digit these are no end: "No. 5", "Jan. 6", "p. 12". Sorted. */
static const char before_number[][8] = {
    "apr", "art", "aug", "ca",  "ch", "dec", "feb", "fig", "figs", "jan", "jul", "jun",  "mar",
    "no",  "nos", "nov", "oct", "p",  "pp",  "sec", "sep", "sept", "v",   "vol", "vols",
};

/* Words that often begin a sentence and seldom stand in the middle of a name. Sorted. */
static const char starters[][8] = {
    "a",        "after",  "all",     "although", "among",   "an",      "and",   "another", "any",    "as",
    "asked",    "at",     "because", "before",   "both",    "but",     "by",    "despite", "during", "each",
    "even",     "every",  "few",     "for",      "from",    "he",      "her",   "here",    "his",    "how",
    "however",  "i",      "if",      "in",       "instead", "it",      "its",   "last",    "later",  "many",
    "meanwhil", "more",   "most",    "my",       "no",      "none",    "not",   "now",     "of",     "on",
    "once",     "one",    "only",    "other",    "others",  "our",     "she",   "since",   "so",     "some",
    "still",    "such",   "that",    "the",      "their",   "then",    "there", "these",   "they",   "this",
    "those",    "though", "to",      "today",    "under",   "until",   "we",    "what",    "when",   "where",
    "which",    "while",  "who",     "why",      "with",    "without", "yes",   "yet",     "you",    "your",
};

/* Verbs after a speaker's name, for: "What now?" Okell asked. Sorted. */
static const char sayings[][8] = {
    "added",   "adds",    "admitted", "agreed",   "answered", "argued",   "asked",    "asks",     "believes",
    "called",  "claimed", "cried",    "declared", "demanded", "exclaime", "explaine", "insisted", "joked",
    "laughed", "noted",   "quipped",  "recalled", "remarked", "replied",  "responde", "said",     "says",
    "shouted", "told",    "tweeted",  "wondered", "writes",   "wrote",    "yelled",
};

static int is_upper(const char *p, const char *end)
{
    if ((unsigned char)*p < 0x80)
        return *p >= 'A' && *p <= 'Z';
    size_t width;
    uint32_t cp = slant_utf8_decode(p, end, &width);
    return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LU;
}

static int is_lower(const char *p, const char *end)
{
    if ((unsigned char)*p < 0x80)
        return *p >= 'a' && *p <= 'z';
    size_t width;
    uint32_t cp = slant_utf8_decode(p, end, &width);
    return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LL;
}

static size_t word_at(const char *p, const char *end)
{
    size_t n = 0;
    while (p + n < end && ((p[n] | 0x20) >= 'a') && ((p[n] | 0x20) <= 'z'))
        n++;
    return n;
}

static int is_starter(const char *next, const char *end)
{
    size_t n = word_at(next, end);
    return n > 0 && LISTED(starters, next, n > 8 ? 8 : n);
}

/* "What now?" Okell asked; "What now?" Ms Okell asked. */
static int speech_goes_on(const char *next, const char *end)
{
    const char *p = next;
    for (int words = 0; words < 4 && p < end; words++) {
        size_t n = word_at(p, end);
        if (n == 0)
            return 0;
        if (words > 0 && LISTED(sayings, p, n > 8 ? 8 : n))
            return 1;
        p += n;
        if (p < end && *p == '.')
            p++;
        if (p >= end || *p != ' ')
            return 0;
        p++;
    }
    return 0;
}

/* After a full stop: is the word before it only shortened? */
static int is_shortened(const struct slant_stop *at)
{
    const char *word = at->word;
    size_t len = at->word_len;
    int digit = *at->next >= '0' && *at->next <= '9';
    if (len > 0 && word[len - 1] == '.')
        len--;
    if (digit && LISTED(before_number, word, len))
        return 1;
    if (LISTED(titles, word, len) && !digit && !at->closed)
        return 1;
    int starter = is_starter(at->next, at->end);
    if (len == 1 && is_upper(word, at->end)) /* an initial: "J. Bray" */
        return !starter;
    int dotted = len >= 3 && memchr(word, '.', len) != NULL && len <= 8;
    if (dotted || LISTED(abbreviations, word, len)) {
        int written = (word[0] >= 'A' && word[0] <= 'Z') || dotted || len > 4;
        return written && !starter && !at->opened;
    }
    return 0;
}

int slant_is_boundary(const struct slant_stop *at)
{
    if (at->next >= at->end)
        return 1;
    if (is_lower(at->next, at->end))
        return 0;
    int upper = is_upper(at->next, at->end);
    if (!at->space && !at->closed) { /* "Monday.The council": a lost space, unless this is a name: "Node.js" */
        return at->word_len > 2 && is_lower(at->word + at->word_len - 1, at->end) && upper && at->next + 1 < at->end &&
               (is_lower(at->next + 1, at->end) || at->next[1] == ' ');
    }
    if (at->stop == 'e')
        return upper && (at->closed || at->opened || is_starter(at->next, at->end));
    if (at->stop != '.')
        return !(at->closed && speech_goes_on(at->next, at->end));
    if (at->first_word && at->word_len <= 3 && at->word_len > 0 && at->word[0] >= '0' && at->word[0] <= '9')
        return 0; /* "3. The council": the number of an item */
    return !is_shortened(at);
}
