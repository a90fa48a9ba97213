#include "lexicon/pattern.h"

#include <string.h>

#include "lexicon/lexicon.h"
#include "lexicon/sets.h"

/* The pattern is walked from left to right; at a group, once for each alternative. `resume` is where the walk goes
 * on when the alternative is done. */
struct walk {
    const char *end;
    struct slant_sequence sequence;
    int (*take)(void *, const struct slant_sequence *);
    void *ctx;
    unsigned taken;
    const char *trouble;
};

static void walk(struct walk *w, const char *p, const char *stop, const char *resume, int hyphen, int surface);

static int add_atom(struct walk *w, struct slant_atom atom)
{
    if (w->sequence.n == SLANT_MOST_ATOMS) {
        w->trouble = "the pattern has over 16 words";
        return 0;
    }
    w->sequence.atoms[w->sequence.n++] = atom;
    return 1;
}

static int is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '\'' || c == '.' ||
           (unsigned char)c >= 0x80;
}

/* One element without spaces, hyphens or groups. */
static int add_element(struct walk *w, const char *from, size_t len, int surface, int hyphen)
{
    struct slant_atom atom = {.hyphen = hyphen};
    if (from[0] == '~') {
        if (len != 2 || from[1] < '1' || from[1] > '0' + SLANT_MOST_GAP) {
            w->trouble = "a gap is ~1 to ~9";
            return 0;
        }
        atom.kind = SLANT_ATOM_GAP;
        atom.gap = (unsigned)(from[1] - '0');
        return add_atom(w, atom);
    }
    if (from[0] == '@') {
        atom.text = (struct slant_str){from, len};
        if (len == 4 && memcmp(from, "@cap", 4) == 0)
            atom.kind = SLANT_ATOM_CAP;
        else if (len == 4 && memcmp(from, "@end", 4) == 0)
            atom.kind = SLANT_ATOM_END;
        else if (slant_set_named(from, len) != 0)
            atom.kind = SLANT_ATOM_SET;
        else
            w->trouble = "no such word set: there are @num @be @have @do @det @pron @adv @not @modal @people @time "
                         "@cap @end";
        return w->trouble == NULL && add_atom(w, atom);
    }
    atom.kind = surface ? SLANT_ATOM_SURFACE : SLANT_ATOM_STEM;
    if (len > 1 && from[len - 1] == '*') {
        atom.kind = SLANT_ATOM_PREFIX;
        len--;
    }
    for (size_t i = 0; i < len; i++)
        if (!is_word_char(from[i])) {
            w->trouble = "a word holds a sign that is none of ' . * - = ( | ) ~ @";
            return 0;
        }
    if (len == 0) {
        w->trouble = "an empty word";
        return 0;
    }
    atom.text = (struct slant_str){from, len};
    return add_atom(w, atom);
}

static const char *closing(const char *p, const char *end)
{
    for (p++; p < end; p++) {
        if (*p == ')')
            return p;
        if (*p == '(')
            return NULL;
    }
    return NULL;
}

/* At the group at p: each alternative in turn, then what follows the group. */
static void walk_group(struct walk *w, const char *p, const char *stop, const char *resume, int hyphen, int surface)
{
    const char *close = closing(p, stop);
    if (close == NULL || resume != NULL) {
        w->trouble = "brackets do not pair, or stand inside brackets";
        return;
    }
    uint32_t had = w->sequence.n;
    for (const char *from = p + 1; from <= close && w->trouble == NULL; from++) {
        const char *bar = memchr(from, '|', (size_t)(close - from));
        if (bar == NULL)
            bar = close;
        walk(w, from, bar, close + 1, hyphen, surface);
        w->sequence.n = had;
        from = bar;
    }
}

static void finish(struct walk *w)
{
    if (w->sequence.n == 0) {
        w->trouble = "an empty pattern";
        return;
    }
    enum slant_atom_kind first = w->sequence.atoms[0].kind, last = w->sequence.atoms[w->sequence.n - 1].kind;
    if (first == SLANT_ATOM_GAP || last == SLANT_ATOM_GAP || first == SLANT_ATOM_END)
        w->trouble = "a gap must stand between two words, and @end at the end";
    else if (++w->taken > SLANT_MOST_SEQUENCES)
        w->trouble = "the alternatives make over 4,096 phrases";
    else if (w->take(w->ctx, &w->sequence) != 0)
        w->trouble = "out of memory";
}

static void walk(struct walk *w, const char *p, const char *stop, const char *resume, int hyphen, int surface)
{
    while (p < stop && w->trouble == NULL) {
        if (*p == ' ') {
            p++;
            hyphen = surface = 0;
            continue;
        }
        if (*p == '=') {
            surface = 1;
            p++;
        }
        if (p < stop && *p == '(') {
            walk_group(w, p, stop, resume, hyphen, surface);
            return;
        }
        const char *from = p;
        while (p < stop && *p != ' ' && *p != '-' && *p != '(')
            p++;
        if (!add_element(w, from, (size_t)(p - from), surface, hyphen))
            return;
        hyphen = p < stop && *p == '-';
        p += hyphen;
    }
    if (w->trouble != NULL)
        return;
    if (resume != NULL)
        walk(w, resume + (resume < w->end && *resume == '-'), w->end, NULL, resume < w->end && *resume == '-', 0);
    else
        finish(w);
}

const char *slant_pattern_expand(const char *pattern, int (*take)(void *, const struct slant_sequence *), void *ctx)
{
    struct walk w = {.end = pattern + strlen(pattern), .take = take, .ctx = ctx};
    walk(&w, pattern, w.end, NULL, 0, 0);
    return w.trouble;
}
