#include "audit/said.h"

#include <string.h>

struct side_range slant_said_words(const struct side *side, const struct slant_span *span)
{
    return span->text.ptr != NULL ? slant_side_words(side, span) : (struct side_range){0, 0};
}

struct said slant_said_of(const struct side *side, const struct slant_attribution *a)
{
    struct said s = {.a = a, .source = slant_said_words(side, &a->source), .cue = slant_said_words(side, &a->cue)};
    s.row = a->in_headline ? ROW_TITLE : a->sentence;
    return s;
}

struct marks slant_marks_of(const struct side *side, int32_t row)
{
    return row == ROW_TITLE ? (struct marks){0, side->title_marks}
                            : (struct marks){side->first_mark[row], side->first_mark[row + 1]};
}

int slant_has_cue(const struct side *side, int32_t row)
{
    struct marks m = slant_marks_of(side, row);
    while (m.from < m.to && side->marks[m.from].mark->layer != SLANT_CUE)
        m.from++;
    return m.from < m.to;
}

/* ---- words of saying -------------------------------------------------------------------------------------- */

/* Words with which somebody says something: what a cue of another kind ties to a noun is often no voice. */
int slant_said_aloud(const struct side *side, const struct said *s)
{
    static const char *const words[] = {
        "according", "accused",  "acknowledged", "added",     "admitted",  "alleged",    "alleges",    "announced",
        "argued",    "argues",   "asked",        "believe",   "believed",  "believes",   "called",     "claim",
        "claimed",   "claims",   "complained",   "concluded", "confirmed", "criticised", "criticized", "demanded",
        "denied",    "denies",   "described",    "disputed",  "estimate",  "estimated",  "estimates",  "expect",
        "expects",   "figures",  "find",         "finds",     "found",     "insisted",   "insists",    "maintained",
        "noted",     "objected", "predicted",    "rejected",  "replied",   "reported",   "reports",    "said",
        "say",       "says",     "show",         "showed",    "shows",     "stated",     "stressed",   "suggested",
        "suggests",  "tell",     "tells",        "testified", "told",      "tweeted",    "urged",      "warn",
        "warned",    "warns",    "welcomed",     "write",     "writes",    "wrote"};
    for (uint32_t w = s->cue.first; w < s->cue.last; w++)
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (slant_side_is(side, w, words[i]))
                return 1;
    return 0;
}

int slant_said_plainly(const struct side *side, const struct said *s)
{
    static const char *const words[] = {"say", "says", "said", "saying", "tell", "tells", "told", "according"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slant_side_is(side, s->cue.first, words[i]))
            return 1;
    return 0;
}

/* ---- names ------------------------------------------------------------------------------------------------ */

int slant_is_capital(char c)
{
    return (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xC3;
}

/* The last word of a name: "Brannick" of "Interior Minister Aldous Brannick". */
struct slant_str slant_last_word(struct slant_str name)
{
    while (name.len > 0 && strchr(" .,;:'\"", name.ptr[name.len - 1]) != NULL)
        name.len--;
    size_t at = name.len;
    while (at > 0 && name.ptr[at - 1] != ' ')
        at--;
    struct slant_str out = {name.ptr + at, name.len - at};
    if (out.len > 2 && memcmp(out.ptr + out.len - 2, "'s", 2) == 0)
        out.len -= 2;
    return out;
}

static int contains(struct slant_str text, struct slant_str word)
{
    return word.len > 0 && text.len >= word.len && memmem(text.ptr, text.len, word.ptr, word.len) != NULL;
}

int slant_same_speaker(struct slant_str a, struct slant_str b)
{
    return a.len > 0 && b.len > 0 && (contains(a, slant_last_word(b)) || contains(b, slant_last_word(a)));
}

static int is_pronoun(struct slant_str name)
{
    static const char *const words[] = {"he", "she", "it", "they", "i", "we", "you", "who", "which", "that", "this"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (name.len == strlen(words[i]) && (name.ptr[0] | 0x20) == words[i][0] &&
            memcmp(name.ptr + 1, words[i] + 1, name.len - 1) == 0)
            return 1;
    return 0;
}

/* The source by name; empty: nobody is named. */
struct slant_str slant_name_of(const struct slant_attribution *a)
{
    struct slant_str name = a->speaker.len > 0 ? a->speaker : a->source.text;
    return is_pronoun(name) ? (struct slant_str){name.ptr, 0} : name;
}
