#include "decode/furniture.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

enum { PHRASE = 96, SHORT_LINE = 300 };

enum how {
    WHOLE, /* the line is this and nothing else */
    START, /* the line begins so, is short, and is no sentence */
    PLEA,  /* the line begins so and is short: a sentence too, since no article speaks so */
    LIST   /* the line is this; a list of links follows */
};

/* Lower case, words apart by one space, no punctuation. Sorted by bytes. Those under four letters can be WHOLE alone.
 */
static const struct phrase {
    char text[48];
    enum how how;
} phrases[] = {
    {"ad", WHOLE},
    {"ad feedback", WHOLE},
    {"ads by", START},
    {"advertise with us", WHOLE},
    {"advertisement", WHOLE},
    {"advertisement continue reading the main story", WHOLE},
    {"advertisement story continues below", WHOLE},
    {"afp", WHOLE},
    {"all rights reserved", PLEA},
    {"also in the news", LIST},
    {"also on", START},
    {"also read", START},
    {"app users click here", PLEA},
    {"article continued below", PLEA},
    {"article continues after", START},
    {"article continues below", PLEA},
    {"associated press", WHOLE},
    {"back to the top", WHOLE},
    {"back to top", WHOLE},
    {"click for more", PLEA},
    {"click here", PLEA},
    {"click to", START},
    {"comments", WHOLE},
    {"comments are closed", PLEA},
    {"continue reading", PLEA},
    {"continue reading below", WHOLE},
    {"copy link", WHOLE},
    {"copyright", START},
    {"download the", START},
    {"editor s picks", LIST},
    {"editors picks", LIST},
    {"email", WHOLE},
    {"email this", START},
    {"embed", WHOLE},
    {"enlarge this image", PLEA},
    {"expand", WHOLE},
    {"facebook", WHOLE},
    {"facebook twitter", START},
    {"facebook twitter pinterest", PLEA},
    {"file photo", PLEA},
    {"filed under", START},
    {"follow", WHOLE},
    {"follow me on", PLEA},
    {"follow us on", PLEA},
    {"for more newsletters", START},
    {"for more stories", START},
    {"get breaking news", PLEA},
    {"get our daily", PLEA},
    {"get our free", PLEA},
    {"get our newsletter", PLEA},
    {"get the latest", PLEA},
    {"getty images", START},
    {"gettyimages", START},
    {"hide caption", START},
    {"image", WHOLE},
    {"image caption", START},
    {"image copyright", PLEA},
    {"image credit", START},
    {"image source", START},
    {"is this article about", START},
    {"join our mailing list", PLEA},
    {"join the conversation", START},
    {"join the discussion", START},
    {"just in", WHOLE},
    {"just watched", START},
    {"keep reading", WHOLE},
    {"latest news", LIST},
    {"leave a comment", START},
    {"like this article", START},
    {"like us on facebook", PLEA},
    {"linkedin", WHOLE},
    {"listen to this article", PLEA},
    {"load more", START},
    {"loading", WHOLE},
    {"log in to", START},
    {"media caption", START},
    {"media playback is", PLEA},
    {"media requires javascript", PLEA},
    {"more about", LIST},
    {"more from", LIST},
    {"more in", LIST},
    {"more news", LIST},
    {"more on this story", LIST},
    {"more on this topic", LIST},
    {"more stories", LIST},
    {"more to read", LIST},
    {"more videos", WHOLE},
    {"most popular", LIST},
    {"most read", LIST},
    {"must watch", WHOLE},
    {"newsletter sign up", PLEA},
    {"newsletter signup", PLEA},
    {"open in new window", WHOLE},
    {"originally published", PLEA},
    {"our standards", START},
    {"paid post", WHOLE},
    {"photo", WHOLE},
    {"photo by", START},
    {"photo credit", START},
    {"photo illustration", START},
    {"photos", WHOLE},
    {"pinterest", WHOLE},
    {"play", WHOLE},
    {"play video", START},
    {"please enable javascript", PLEA},
    {"please subscribe", PLEA},
    {"please support", START},
    {"pop out", WHOLE},
    {"popular stories", LIST},
    {"posted in", START},
    {"press association", WHOLE},
    {"print", WHOLE},
    {"print this", START},
    {"promoted", WHOLE},
    {"pullquote", WHOLE},
    {"read also", START},
    {"read full article", START},
    {"read full story", WHOLE},
    {"read more", PLEA},
    {"read next", START},
    {"read or share this story", PLEA},
    {"read the full", START},
    {"recommended", LIST},
    {"recommended for you", LIST},
    {"recommended stories", LIST},
    {"recommended videos", LIST},
    {"reddit", WHOLE},
    {"related", LIST},
    {"related article", LIST},
    {"related articles", LIST},
    {"related content", LIST},
    {"related coverage", LIST},
    {"related links", LIST},
    {"related news", LIST},
    {"related stories", LIST},
    {"related story", LIST},
    {"related topics", LIST},
    {"related video", LIST},
    {"related videos", LIST},
    {"replay more videos", START},
    {"reprints", WHOLE},
    {"reuters", WHOLE},
    {"save", WHOLE},
    {"scroll down", START},
    {"see also", START},
    {"see more", WHOLE},
    {"see our", START},
    {"share", WHOLE},
    {"share article", START},
    {"share on", START},
    {"share this", PLEA},
    {"share via", START},
    {"shares", WHOLE},
    {"show caption", WHOLE},
    {"show comments", WHOLE},
    {"show more", WHOLE},
    {"sign up", START},
    {"sign up for", PLEA},
    {"sign up here", PLEA},
    {"sign up now", PLEA},
    {"skip advertisement", WHOLE},
    {"skip to", START},
    {"slideshow", START},
    {"sponsored", WHOLE},
    {"sponsored by", START},
    {"sponsored content", START},
    {"story continued below", PLEA},
    {"story continues below", PLEA},
    {"story highlights", WHOLE},
    {"subscribe", WHOLE},
    {"subscribe now", PLEA},
    {"subscribe to", PLEA},
    {"support journalism", START},
    {"support our journalism", PLEA},
    {"tags", LIST},
    {"tap here", START},
    {"text size", WHOLE},
    {"thank you for subscribing", PLEA},
    {"the associated press", WHOLE},
    {"this article appeared in", PLEA},
    {"this article first appeared", PLEA},
    {"this article originally", PLEA},
    {"this article was originally", PLEA},
    {"this video file cannot be played", PLEA},
    {"toggle caption", START},
    {"top stories", LIST},
    {"topics", LIST},
    {"trending", LIST},
    {"trending now", LIST},
    {"trending stories", LIST},
    {"tweet", WHOLE},
    {"tweet this", START},
    {"twitter", WHOLE},
    {"up next", WHOLE},
    {"video", WHOLE},
    {"video player loading", START},
    {"view all", WHOLE},
    {"view comments", WHOLE},
    {"view gallery", START},
    {"view on twitter", PLEA},
    {"view photos", START},
    {"view slideshow", START},
    {"want more", START},
    {"watch", WHOLE},
    {"watch live", START},
    {"watch more", START},
    {"watch now", WHOLE},
    {"watch the latest video", PLEA},
    {"watch the video", START},
    {"watch video", START},
    {"what others are reading", LIST},
    {"whatsapp", WHOLE},
    {"write to", START},
    {"you can follow", START},
    {"you may also like", LIST},
    {"you might also like", LIST},
    {"your browser does not support", PLEA},
    {"your email", START},
};

enum { NPHRASES = sizeof phrases / sizeof phrases[0] };

/* Words that make furniture of a line when a colon follows them at its head: "Watch: …", "Related: …". */
static const char *const colon_heads[] = {"also read",     "audio",
                                          "credit",        "file photo",
                                          "filed under",   "gallery",
                                          "image",         "in pictures",
                                          "listen",        "live",
                                          "more",          "must read",
                                          "photo",         "photos",
                                          "picture",       "poll",
                                          "quiz",          "read",
                                          "read also",     "read more",
                                          "related",       "related coverage",
                                          "related reads", "related stories",
                                          "see also",      "slideshow",
                                          "source",        "sources",
                                          "tags",          "topics",
                                          "video",         "via",
                                          "watch"};

/* Ends of credit lines. */
static const char *const tails[] = {"contributed to this report",
                                    "contributed to this story",
                                    "contributed to this article",
                                    "contributed reporting",
                                    "all rights reserved",
                                    "this material may not be published",
                                    "may not be published broadcast rewritten or redistributed"};

/* ASCII letters and digits in lower case, everything else one space. Returns the length. */
static size_t fold(const char *from, size_t len, char *to, size_t room)
{
    size_t n = 0;
    int gap = 0;
    for (size_t i = 0; i < len && n + 2 < room; i++) {
        unsigned char c = (unsigned char)from[i];
        if (c >= 'A' && c <= 'Z')
            c |= 0x20;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0x80 && c != 0xE2 && c != 0xC2)) {
            if (gap && n > 0)
                to[n++] = ' ';
            gap = 0;
            to[n++] = (char)c;
        } else {
            gap = 1;
            if (c == 0xE2) /* a quotation mark, a dash, an ellipsis: three bytes */
                i += 2;
        }
    }
    to[n] = '\0';
    return n;
}

static int starts(const char *text, const char *prefix)
{
    size_t n = strlen(prefix);
    return strncmp(text, prefix, n) == 0 && (text[n] == '\0' || text[n] == ' ');
}

static int is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static int is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static int ends_sentence(const char *line, size_t len)
{
    while (len > 0 && (line[len - 1] == '"' || line[len - 1] == '\'' || line[len - 1] == ')' ||
                       (unsigned char)line[len - 1] >= 0x80))
        len--;
    return len > 0 && strchr(".!?:;", line[len - 1]) != NULL;
}

static size_t count_words(const char *folded)
{
    size_t n = *folded != '\0';
    for (; *folded; folded++)
        n += *folded == ' ';
    return n;
}

static int has_ending(const char *line, size_t len, const char *ending)
{
    size_t n = strlen(ending);
    if (len < n)
        return 0;
    for (size_t i = 0; i < n; i++)
        if ((line[len - n + i] | 0x20) != ending[i] && line[len - n + i] != ending[i])
            return 0;
    return 1;
}

static int is_file_or_link(const char *line, size_t len)
{
    if (memchr(line, ' ', len) != NULL)
        return 0;
    static const char *const endings[] = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp4", ".pdf"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (has_ending(line, len, endings[i]))
            return 1;
    return (len > 7 && (memcmp(line, "http://", 7) == 0 || memcmp(line, "https:/", 7) == 0)) ||
           (len > 4 && memcmp(line, "www.", 4) == 0) || (len > 4 && len < 20 && memcmp(line, "pic.", 4) == 0);
}

/* "By Mira Okell", "By Mira Okell and Jon Bray, Political Editor", "BY MIRA OKELL | April 2, 2031". */
static int is_byline(const char *line, size_t len)
{
    if (len < 6 || len > 120 || (line[0] != 'B' && line[0] != 'b') || (line[1] | 0x20) != 'y' || line[2] != ' ')
        return 0;
    if (!is_upper(line[3]) || (line[len - 1] == '.' && len > 60))
        return 0;
    size_t words = 0, capital = 0;
    for (size_t i = 3; i < len; i++) {
        if (line[i - 1] != ' ')
            continue;
        words++;
        capital += is_upper(line[i]) || (line[i] >= '0' && line[i] <= '9') || line[i] == '|' || line[i] == '-' ||
                   (unsigned char)line[i] >= 0x80 || starts(line + i, "and") || starts(line + i, "of") ||
                   starts(line + i, "for") || starts(line + i, "in") || starts(line + i, "at");
    }
    return words <= 14 && capital * 10 >= words * 8;
}

/* "(Reuters)", "[embed]", "(Photo by Ana Lind/Pool)". */
static int is_bracketed(const char *line, size_t len)
{
    if (len < 3 || len > 140)
        return 0;
    if (line[0] == '[' && line[len - 1] == ']')
        return memchr(line, ' ', len) == NULL || len < 60;
    if (line[0] != '(' || (line[len - 1] != ')' && !(line[len - 1] == '.' && line[len - 2] == ')')))
        return 0;
    return memchr(line, '/', len) != NULL || memchr(line, ' ', len) == NULL || starts(line + 1, "Photo") ||
           starts(line + 1, "File") || starts(line + 1, "Image") || starts(line + 1, "AP");
}

/* A section label: at most three words in capitals, where a page has its labels. */
static int is_label(const struct slant_line *line)
{
    if (!line->first || line->len > 40 || line->len < 3)
        return 0;
    size_t spaces = 0;
    for (size_t i = 0; i < line->len; i++) {
        if (is_lower(line->ptr[i]) || (unsigned char)line->ptr[i] >= 0x80 || line->ptr[i] == '"')
            return 0;
        spaces += line->ptr[i] == ' ';
    }
    return spaces < 3 && !ends_sentence(line->ptr, line->len);
}

/* "Published 2 April 2031", "Updated 10:32 am", "2 April 2031", "April 2, 2031 at 9:14 AM EDT". */
static int is_dated(const char *line, size_t length)
{
    static const char *const heads[] = {"published",       "last updated",  "updated", "posted",
                                        "first published", "last modified", "modified"};
    static const char *const months =
        " jan january feb february mar march apr april may jun june jul july aug august sep "
        "sept september oct october nov november dec december ";
    size_t digits = 0;
    if (length > 90 || (line[length - 1] == '.' && line[length - 2] != 'm')) /* a sentence; but "10.32 a.m." is none */
        return 0;
    for (size_t i = 0; i < length; i++)
        digits += line[i] >= '0' && line[i] <= '9';
    if (digits == 0)
        return 0;
    char folded[PHRASE + 2] = " ";
    fold(line, length, folded + 1, PHRASE);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (starts(folded + 1, heads[i]))
            return count_words(folded + 1) <= 10;
    int month = 0;
    for (char *word = folded; *word != '\0'; word++) {
        char name[16];
        size_t n = 1 + strcspn(word + 1, " ");
        if (*word != ' ' || n + 2 > sizeof name)
            continue;
        memcpy(name, word, n);
        memcpy(name + n, " ", 2);
        month |= n > 1 && strstr(months, name) != NULL;
    }
    return month && digits >= 5 && length <= 48 && count_words(folded + 1) <= 8;
}

/* ASCII letters in either case, whatever the locale. */
static int begins_with(const char *line, const char *lower, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((is_upper(line[i]) ? line[i] | 0x20 : line[i]) != lower[i])
            return 0;
    return 1;
}

/* "© 2031 The Ledger", "Copyright 2031 …". */
static int is_copyright(const char *line, size_t len)
{
    if (len > 2 && strncmp(line, "\xC2\xA9", 2) == 0)
        return 1;
    if (len < 12 || !begins_with(line, "copyright", 9))
        return 0;
    const char *p = line + 9 + (line[9] == ' ');
    return (*p >= '0' && *p <= '9') || strncmp(p, "\xC2\xA9", 2) == 0 || strncmp(p, "(c)", 3) == 0;
}

/* The first letters as a number, which sorts as they do. */
static uint32_t letters_at(const char text[4])
{
    uint32_t letters;
    memcpy(&letters, text, 4);
    return be32toh(letters);
}

/* The first phrase whose first four letters do not sort before these. */
static size_t first_phrase(uint32_t letters)
{
    size_t low = 0, left = NPHRASES;
    while (left > 0) {
        size_t half = left / 2;
        if (letters_at(phrases[low + half].text) < letters) {
            low += half + 1;
            left -= half + 1;
        } else {
            left = half;
        }
    }
    return low;
}

/* Somebody is quoted, or there are no letters: no phrase begins so. */
static int may_be_phrase(const struct slant_line *line)
{
    for (size_t i = 0; i < line->len; i++) {
        if (is_lower((char)(line->ptr[i] | 0x20)))
            return 1;
        if (i > 8 || line->ptr[i] == '"' || (unsigned char)line->ptr[i] == 0xE2)
            return 0;
    }
    return 0;
}

/* The range of phrases that share their first four letters with the line's head, narrowed to where they share eight; 0:
 * most lines are done with here. */
static size_t phrases_like(const char *head, size_t *end)
{
    uint32_t letters = letters_at(head);
    size_t i = first_phrase(letters), like = 0;
    for (; i < NPHRASES && letters_at(phrases[i].text) == letters; i++)
        if (phrases[i].text[7] == '\0' || letters_at(phrases[i].text + 4) == letters_at(head + 4)) {
            *end = i + 1;
            like++;
        }
    return like;
}

static enum slant_line_kind by_phrase(const struct slant_line *line)
{
    char folded[PHRASE], head[12] = {0};
    size_t end;
    fold(line->ptr, line->len, head, sizeof head);
    if (head[0] == '\0' || phrases_like(head, &end) == 0)
        return SLANT_LINE_TEXT;
    size_t n = fold(line->ptr, line->len, folded, sizeof folded);
    for (size_t i = first_phrase(letters_at(head)); i < end; i++) {
        const struct phrase *p = &phrases[i];
        if (!starts(folded, p->text))
            continue;
        int whole = n == strlen(p->text);
        if (p->how == LIST && whole)
            return SLANT_LINE_LIST;
        if (whole || p->how == PLEA || (p->how == START && line->len < 120 && !ends_sentence(line->ptr, line->len)))
            return SLANT_LINE_FURNITURE;
    }
    return SLANT_LINE_TEXT;
}

static enum slant_line_kind by_colon(const struct slant_line *line)
{
    size_t at = 0;
    while (at < line->len && at < 20 && line->ptr[at] != ':')
        at++;
    if (at == line->len || at == 20 || at == 0)
        return SLANT_LINE_TEXT;
    char head[32];
    fold(line->ptr, at, head, sizeof head);
    for (size_t i = 0; i < sizeof colon_heads / sizeof colon_heads[0]; i++)
        if (strcmp(head, colon_heads[i]) == 0)
            return line->len < 160 ? SLANT_LINE_FURNITURE : SLANT_LINE_TEXT;
    return SLANT_LINE_TEXT;
}

/* Words that no article has in its own sentences, anywhere in a line; and a line that ends in a link's label. */
static int by_inside(const char *line, size_t len)
{
    /* Most lines end in a stop, and none of these do. */
    if (strchr(".?!\"", line[len - 1]) != NULL || (unsigned char)line[len - 1] == 0x9D)
        return 0;
    static const char *const inside[] = {"delivered to your inbox", "you agree to our", "unsupported on your device",
                                         "toggle caption",          " Photograph: ",    "pic.twitter.com/",
                                         "reprint permission"};
    for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++)
        if (memmem(line, len, inside[i], strlen(inside[i])) != NULL)
            return 1;
    if (len > 8 && memcmp(line, "Follow ", 7) == 0 && len < 120 &&
        (memchr(line, '@', len) != NULL || memmem(line, len, " on Twitter", 11) != NULL))
        return 1;
    return len > 12 && memcmp(line + len - 10, " Read more", 10) == 0;
}

static int by_tail(const char *line, size_t len)
{
    static const char *const ends[] = {"port", "tory", "icle", "ting", "rved", "shed", "uted"};
    size_t end = len;
    while (end > 0 && !is_lower(line[end - 1]) && !is_upper(line[end - 1]))
        end--;
    int known = 0;
    if (end <= 20 || strchr("tyegd", line[end - 1] | 0x20) == NULL)
        return 0;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        known |= has_ending(line, end, ends[i]);
    if (!known)
        return 0;
    char folded[PHRASE];
    size_t from = len > PHRASE - 8 ? len - (PHRASE - 8) : 0;
    size_t n = fold(line + from, len - from, folded, sizeof folded);
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        size_t t = strlen(tails[i]);
        if (n >= t && strcmp(folded + n - t, tails[i]) == 0)
            return 1;
    }
    return 0;
}

static int has_letter(const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)line[i];
        if (is_lower((char)(c | 0x20)) || (c >= '0' && c <= '9') || (c >= 0xC3 && c != 0xE2))
            return 1;
    }
    return 0;
}

enum slant_line_kind slant_furniture_line(const struct slant_line *line, const char **rule)
{
    const char *p = line->ptr;
    size_t len = line->len;
    *rule = NULL;
    if (len > SHORT_LINE)
        return SLANT_LINE_TEXT;
    if (len < 12 && !has_letter(p, len)) {
        *rule = "furniture:ornament";
        return SLANT_LINE_FURNITURE;
    }
    if (may_be_phrase(line)) {
        enum slant_line_kind kind = by_phrase(line);
        *rule = kind == SLANT_LINE_LIST ? "furniture:list" : "furniture:phrase";
        if (kind != SLANT_LINE_TEXT)
            return kind;
    }
    *rule = by_colon(line) != SLANT_LINE_TEXT ? "furniture:pointer"
            : is_file_or_link(p, len)         ? "furniture:link"
            : is_byline(p, len)               ? "furniture:byline"
            : is_bracketed(p, len)            ? "furniture:bracketed"
            : is_label(line)                  ? "furniture:label"
            : is_dated(p, len)                ? "furniture:date"
            : by_tail(p, len)                 ? "furniture:credit"
            : by_inside(p, len)               ? "furniture:page-words"
            : is_copyright(p, len)            ? "furniture:copyright"
                                              : NULL;
    return *rule != NULL ? SLANT_LINE_FURNITURE : SLANT_LINE_TEXT;
}

/* Past one dash with the spaces around it ("-" and "--" need one before them); NULL where there is none. */
static const char *past_dash(const char *line, const char *p, const char *end)
{
    const char *from = p;
    while (p < end && *p == ' ')
        p++;
    int spaced = p > from || p == line;
    const char *dash = p;
    while (p < end && *p == '-')
        p++;
    if (p > dash && !spaced)
        return NULL;
    if (p == dash && end - p >= 3 && memcmp(p, "\xE2\x80", 2) == 0 && (unsigned char)p[2] >= 0x92 &&
        (unsigned char)p[2] <= 0x95)
        p += 3;
    if (p == dash)
        return NULL;
    while (p < end && *p == ' ')
        p++;
    return p;
}

/* What stands before a dateline's dash: a place in capitals, or anything short that ends in an agency's name in
 * brackets; never something that could be a sentence. */
static int is_dateline_head(const char *line, const char *end)
{
    size_t words = 1, capitals = 0, first = 0;
    while (line + first < end && line[first] != ' ' && line[first] != ',') {
        if (is_lower(line[first]))
            break;
        capitals += (size_t)is_upper(line[first++]);
    }
    for (const char *p = line; p < end; p++) {
        words += *p == ' ';
        int stop =
            *p == '.' && p - line > 5 && is_lower(p[-1]) && is_lower(p[-2]) && is_lower(p[-3]) && is_lower(p[-4]);
        if (strchr("!?;:\"", *p) != NULL || (stop && p[-1] != 't'))
            return 0;
    }
    int in_capitals = capitals >= 3 && (line + first >= end || !is_lower(line[first]));
    int agency = end - line > 3 && end[-1] == ')';
    return words <= 9 && is_upper(line[0] == '(' ? line[1] : line[0]) && (in_capitals || agency);
}

/* What follows a dateline begins a sentence. */
static size_t dateline_up_to(const char *line, const char *text, const char *end)
{
    return text < end && !is_lower(*text) ? (size_t)(text - line) : 0;
}

size_t slant_furniture_dateline(const char *line, size_t len)
{
    const char *end = line + (len < 90 ? len : 90);
    size_t words = 0;
    for (const char *p = line; p < end; p++) {
        int may = *p == '-' || (unsigned char)*p == 0xE2 || (*p == ' ' && (p[1] == '-' || (unsigned char)p[1] == 0xE2));
        const char *dash = p > line && may ? past_dash(line, p, end) : NULL;
        if (dash != NULL)
            return is_dateline_head(line, p) ? dateline_up_to(line, dash, end) : 0;
        if (*p == '(') {
            const char *close = memchr(p, ')', (size_t)(end - p));
            if (close == NULL || close - p > 30 || end - close < 3)
                return 0;
            /* "Washington (CNN) The senator …": no dash. */
            if (words <= 3 && close[1] == ' ' && past_dash(line, close + 1, end) == NULL)
                return is_upper(p[1]) && is_upper(p[2]) && is_upper(close[-1]) && is_upper(line[p == line ? 1 : 0])
                           ? dateline_up_to(line, close + 2, end)
                           : 0;
            p = close;
        }
        words += *p == ' ';
    }
    return 0;
}

/* The first letter or digit, in lower case; 0: none of ASCII. */
static char first_letter(const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char c = (char)(is_upper(line[i]) ? line[i] | 0x20 : line[i]);
        if (is_lower(c) || (c >= '0' && c <= '9'))
            return c;
    }
    return 0;
}

int slant_furniture_same(const char *a, size_t a_len, const char *b, size_t b_len)
{
    enum { MOST = 400 };
    char one[MOST], two[MOST];
    if (a_len >= MOST || b_len >= MOST || a_len * 2 < b_len || b_len * 2 < a_len ||
        first_letter(a, a_len) != first_letter(b, b_len))
        return 0;
    size_t n = fold(a, a_len, one, sizeof one), m = fold(b, b_len, two, sizeof two);
    return n > 0 && n == m && memcmp(one, two, n) == 0;
}
