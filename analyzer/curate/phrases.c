/* phrases: an entry → the words and phrases that it stands for, as plain lists can write them. */
#include <stdlib.h>
#include <string.h>

#include "curate/room.h"
#include "lexicon/pattern.h"

enum { MOST_PHRASES = 2000, MOST_PHRASE = 512 };

struct spelling {
    struct slant_phrases *phrases;
    const struct slant_entry *entry;
    const char *path;
    struct slant_words *words;
    struct slant_losses *losses;
    const struct slant_sequence *sequence;
    uint32_t made;
    int by_stem, many;
    char text[MOST_PHRASE];
};

/* While the words of a group of alternatives are gone through. */
struct choice {
    struct spelling *s;
    uint32_t atom;
    size_t len;
    int surface;
};

static void spell(struct spelling *s, uint32_t atom, size_t len);

static void keep(struct spelling *s, const char *text, size_t len)
{
    struct slant_phrases *p = s->phrases;
    if (s->made == MOST_PHRASES) {
        s->many = 1;
        return;
    }
    if (p->n == p->cap) {
        uint32_t cap = p->cap ? p->cap * 2 : 1024;
        struct slant_phrase_row *rows = realloc(p->rows, cap * sizeof *rows);
        if (rows == NULL) {
            p->failed = 1;
            return;
        }
        p->rows = rows;
        p->cap = cap;
    }
    const char *copy = slant_arena_copy(p->mem, text, len);
    p->failed |= copy == NULL;
    if (copy == NULL)
        return;
    p->rows[p->n++] = (struct slant_phrase_row){copy, s->path, s->entry};
    s->made++;
}

/* ---- the forms of a word that goes by its stem ---- */

struct form {
    char text[MOST_PHRASE];
    size_t len;
};

static int has_stem(struct slant_words *words, const struct form *form, const char *stem)
{
    struct slant_word word;
    slant_words_analyse(words, form->text, form->len, &word);
    return strcmp(word.stem, stem) == 0;
}

static void try_form(struct spelling *s, const char *word, size_t len, const char *ending, const char *stem)
{
    struct form form = {.len = len + strlen(ending)};
    if (form.len >= sizeof form.text)
        return;
    memcpy(form.text, word, len);
    memcpy(form.text + len, ending, strlen(ending) + 1);
    if (has_stem(s->words, &form, stem))
        keep(s, form.text, form.len);
}

/* An adjective by its looks: brutal, shameful, reckless, vicious, divisive. */
static int makes_adverb(const char *word, size_t len)
{
    static const char *const looks[] = {"al", "ful", "less", "ous", "ive", "ish"};
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
        if (len > strlen(looks[i]) + 2 && memcmp(word + len - strlen(looks[i]), looks[i], strlen(looks[i])) == 0)
            return 1;
    return 0;
}

/* Regular forms alone, and of those only such as the stemmer brings back to the same stem. */
static void keep_forms(struct spelling *s, const char *word, size_t len)
{
    static const char *const endings[] = {"s", "es", "ed", "ing"};
    struct slant_word itself;
    char stem[MOST_PHRASE], doubled[2] = {word[len - 1], '\0'};
    slant_words_analyse(s->words, word, len, &itself);
    memcpy(stem, itself.stem, itself.stem_len + 1);
    keep(s, word, len);
    if (word[0] >= 'A' && word[0] <= 'Z') { /* a name: no verb */
        try_form(s, word, len, "s", stem);
        return;
    }
    if (makes_adverb(word, len))
        try_form(s, word, len, "ly", stem);
    if (doubled[0] == 'e') {
        try_form(s, word, len, "s", stem);
        try_form(s, word, len, "d", stem);
        try_form(s, word, len - 1, "ing", stem);
        return;
    }
    if (doubled[0] == 'y' && len > 2 && strchr("aeiou", word[len - 2]) == NULL) {
        try_form(s, word, len - 1, "ies", stem);
        try_form(s, word, len - 1, "ied", stem);
        try_form(s, word, len, "ing", stem);
        return;
    }
    int hisses = strchr("sxz", doubled[0]) != NULL || (len > 1 && doubled[0] == 'h' && strchr("cs", word[len - 2]));
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (i > 1 || (i == 1) == hisses)
            try_form(s, word, len, endings[i], stem);
    char twice[8] = {doubled[0], 'e', 'd', '\0'};
    if (len > 2 && strchr("bdgklmnprt", doubled[0]) != NULL && strchr("aeiou", word[len - 2]) != NULL) {
        try_form(s, word, len, twice, stem);
        memcpy(twice + 1, "ing", 4);
        try_form(s, word, len, twice, stem);
    }
}

/* ---- one phrase, word by word ---- */

static void spell_word(struct spelling *s, uint32_t at, size_t len, const struct slant_atom *word)
{
    const struct slant_atom *atom = &s->sequence->atoms[at];
    int prefix = word->kind == SLANT_ATOM_PREFIX, stem = word->kind == SLANT_ATOM_STEM;
    if (len + word->text.len + 3 > sizeof s->text) {
        s->many = 1;
        return;
    }
    if (at > 0)
        s->text[len++] = atom->hyphen ? '-' : ' ';
    memcpy(s->text + len, word->text.ptr, word->text.len);
    len += word->text.len;
    if (prefix)
        s->text[len++] = '*';
    s->by_stem |= stem;
    if (stem && s->sequence->n == 1)
        keep_forms(s, s->text, len);
    else
        spell(s, at + 1, len);
}

static int spell_member(void *ctx, const struct slant_atom *member)
{
    const struct choice *c = ctx;
    struct slant_atom word = *member;
    if (c->surface && word.kind == SLANT_ATOM_STEM)
        word.kind = SLANT_ATOM_SURFACE;
    if (word.kind == SLANT_ATOM_SET)
        c->s->losses->sets++;
    else
        spell_word(c->s, c->atom, c->len, &word);
    return 0;
}

static void spell(struct spelling *s, uint32_t at, size_t len)
{
    if (at == s->sequence->n) {
        keep(s, s->text, len);
        return;
    }
    const struct slant_atom *atom = &s->sequence->atoms[at];
    if (atom->kind != SLANT_ATOM_ALTERNATIVES) {
        spell_word(s, at, len, atom);
        return;
    }
    struct choice choice = {s, at, len, atom->surface};
    slant_pattern_members(atom, spell_member, &choice);
}

/* What no list can say. */
static int cannot_be_said(const struct slant_sequence *sequence, struct slant_losses *losses)
{
    for (uint32_t i = 0; i < sequence->n; i++) {
        enum slant_atom_kind kind = sequence->atoms[i].kind;
        uint32_t *count = kind == SLANT_ATOM_GAP   ? &losses->gaps
                          : kind == SLANT_ATOM_SET ? &losses->sets
                          : kind == SLANT_ATOM_CAP ? &losses->capitals
                          : kind == SLANT_ATOM_END ? &losses->ends
                                                   : NULL;
        if (count != NULL) {
            ++*count;
            return 1;
        }
    }
    return 0;
}

static int take_sequence(void *ctx, const struct slant_sequence *sequence)
{
    struct spelling *s = ctx;
    s->sequence = sequence;
    if (!cannot_be_said(sequence, s->losses))
        spell(s, 0, 0);
    return 0;
}

void slant_phrases_of(struct slant_phrases *phrases, const struct slant_entry *entry, const char *path,
                      struct slant_words *words, struct slant_losses *losses)
{
    struct spelling s = {.phrases = phrases, .entry = entry, .path = path, .words = words, .losses = losses};
    slant_pattern_expand(entry->pattern, take_sequence, &s);
    losses->by_stem += (uint32_t)s.by_stem;
    losses->many += (uint32_t)s.many;
}
