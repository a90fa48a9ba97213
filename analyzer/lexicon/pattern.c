#include "lexicon/pattern.h"

#include <string.h>

#include "lexicon/lexicon.h"
#include "lexicon/sets.h"

/* The pattern is walked from left to right; at a group, once for its one-word alternatives together and once for each
 * longer one. `resume` is where the walk goes on when the alternative is done. */
struct walk {
    const char *end;
    struct slant_sequence sequence;
    int (*take)(void *, const struct slant_sequence *);
    void *ctx;
    unsigned taken;
    const char *trouble;
};

/* Where the walk stands, and what the last sign asks of the next word. */
struct place {
    const char *at, *stop, *resume;
    int hyphen, surface;
};

static void walk(struct walk *w, struct place p);

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

/* One element without spaces, hyphens or groups. Returns NULL, or what is wrong. */
static const char *parse_element(const char *from, size_t len, int surface, struct slant_atom *atom)
{
    if (len == 0)
        return "an empty word";
    atom->text = (struct slant_str){from, len};
    if (from[0] == '~') {
        if (len != 2 || from[1] < '1' || from[1] > '0' + SLANT_MOST_GAP)
            return "a gap is ~1 to ~9";
        atom->kind = SLANT_ATOM_GAP;
        atom->gap = (unsigned)(from[1] - '0');
        return NULL;
    }
    if (from[0] == '@') {
        if (len == 4 && memcmp(from, "@cap", 4) == 0)
            atom->kind = SLANT_ATOM_CAP;
        else if (len == 4 && memcmp(from, "@end", 4) == 0)
            atom->kind = SLANT_ATOM_END;
        else if (slant_set_named(from, len) != 0)
            atom->kind = SLANT_ATOM_SET;
        else
            return "no such word set: there are @num @be @have @do @det @pron @adv @not @modal @people @time @cap @end";
        return NULL;
    }
    atom->kind = surface ? SLANT_ATOM_SURFACE : SLANT_ATOM_STEM;
    if (len > 1 && from[len - 1] == '*') {
        atom->kind = SLANT_ATOM_PREFIX;
        atom->text.len = --len;
    }
    for (size_t i = 0; i < len; i++)
        if (!is_word_char(from[i]))
            return "a word holds a sign that is none of ' . * - = ( | ) ~ @";
    return NULL;
}

/* One alternative that is one word or word set: it can be an atom's member. */
static int is_member(const char *from, const char *to)
{
    size_t len = (size_t)(to - from);
    for (const char *p = from; p < to; p++)
        if (*p <= '-' && (*p == ' ' || *p == '-' || *p == '('))
            return 0;
    return len > 0 && *from != '~' && !(len == 4 && (memcmp(from, "@cap", 4) == 0 || memcmp(from, "@end", 4) == 0));
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

static const char *next_bar(const char *from, const char *close)
{
    const char *bar = memchr(from, '|', (size_t)(close - from));
    return bar != NULL ? bar : close;
}

const char *slant_pattern_members(const struct slant_atom *group, int (*take)(void *, const struct slant_atom *),
                                  void *ctx)
{
    const char *close = group->text.ptr + group->text.len - 1;
    for (const char *from = group->text.ptr + 1; from <= close; from++) {
        const char *bar = next_bar(from, close);
        if (is_member(from, bar)) {
            struct slant_atom atom = {0};
            int surface = group->surface || *from == '=';
            const char *word = from + (*from == '=');
            const char *trouble = parse_element(word, (size_t)(bar - word), surface, &atom);
            if (trouble != NULL)
                return trouble;
            if (take(ctx, &atom) != 0)
                return "out of memory";
        }
        from = bar;
    }
    return NULL;
}

/* At the group at p.at. */
static void walk_group(struct walk *w, struct place p)
{
    const char *close = closing(p.at, p.stop);
    if (close == NULL || p.resume != NULL) {
        w->trouble = "brackets do not pair, or stand inside brackets";
        return;
    }
    uint32_t had = w->sequence.n;
    int hyphen_behind = close + 1 < w->end && close[1] == '-';
    struct place behind = {close + 1 + hyphen_behind, w->end, NULL, hyphen_behind, 0};
    int members = 0;
    for (const char *from = p.at + 1; from <= close && w->trouble == NULL; from++) {
        const char *bar = next_bar(from, close);
        if (is_member(from, bar)) {
            members++;
        } else {
            walk(w, (struct place){from, bar, close + 1, p.hyphen, p.surface});
            w->sequence.n = had;
        }
        from = bar;
    }
    if (members == 0 || w->trouble != NULL)
        return;
    struct slant_atom atom = {.kind = SLANT_ATOM_ALTERNATIVES,
                              .hyphen = p.hyphen,
                              .surface = p.surface,
                              .text = {p.at, (size_t)(close + 1 - p.at)}};
    if (add_atom(w, atom))
        walk(w, behind);
    w->sequence.n = had;
}

static void finish(struct walk *w)
{
    if (w->sequence.n == 0) {
        w->trouble = "an empty pattern";
        return;
    }
    enum slant_atom_kind first = w->sequence.atoms[0].kind, last = w->sequence.atoms[w->sequence.n - 1].kind;
    int end_within = 0, word = 0;
    for (uint32_t i = 0; i < w->sequence.n; i++) {
        end_within |= w->sequence.atoms[i].kind == SLANT_ATOM_END && i + 1 < w->sequence.n;
        word |= w->sequence.atoms[i].kind <= SLANT_ATOM_ALTERNATIVES;
    }
    if (first == SLANT_ATOM_GAP || last == SLANT_ATOM_GAP || first == SLANT_ATOM_END || end_within)
        w->trouble = "a gap must stand between two words, and @end at the end";
    else if (!word)
        w->trouble = "there must be a word besides @cap";
    else if (++w->taken > SLANT_MOST_SEQUENCES)
        w->trouble = "the alternatives make over 4,096 phrases";
    else if (w->take(w->ctx, &w->sequence) != 0)
        w->trouble = "out of memory";
}

static void walk(struct walk *w, struct place p)
{
    while (p.at < p.stop && w->trouble == NULL) {
        if (*p.at == ' ') {
            p.at++;
            p.hyphen = p.surface = 0;
            continue;
        }
        if (*p.at == '=') {
            p.surface = 1;
            p.at++;
        }
        if (p.at < p.stop && *p.at == '(') {
            walk_group(w, p);
            return;
        }
        const char *from = p.at;
        while (p.at < p.stop && *p.at != ' ' && *p.at != '-' && *p.at != '(')
            p.at++;
        struct slant_atom atom = {.hyphen = p.hyphen};
        w->trouble = parse_element(from, (size_t)(p.at - from), p.surface, &atom);
        if (w->trouble != NULL || !add_atom(w, atom))
            return;
        p.hyphen = p.at < p.stop && *p.at == '-';
        p.at += p.hyphen;
    }
    if (w->trouble != NULL)
        return;
    if (p.resume == NULL) {
        finish(w);
        return;
    }
    int hyphen = p.resume < w->end && *p.resume == '-';
    walk(w, (struct place){p.resume + hyphen, w->end, NULL, hyphen, 0});
}

const char *slant_pattern_expand(const char *pattern, int (*take)(void *, const struct slant_sequence *), void *ctx)
{
    struct walk w = {.end = pattern + strlen(pattern), .take = take, .ctx = ctx};
    walk(&w, (struct place){pattern, w.end, NULL, 0, 0});
    return w.trouble;
}
