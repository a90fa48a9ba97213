/* marks: hedges, boosters, loaded words, scare quotes that one side of a pairing has and the other has not. A mark that
 * only moved, or gave its place to another of its kind, is no change. */
#include <string.h>

#include "audit/changes.h"

/* SNEER: words; what is longer is somebody's own words. RECENT: changes that one pairing may have given. */
enum { MOST_MARKS = 256, SNEER = 3, RECENT = 64 };

struct list {
    const struct side *side, *other;
    const struct side_mark *marks[MOST_MARKS];
    uint8_t met[MOST_MARKS]; /* has its like on the other side */
    uint32_t n;
};

#define MARK(m) (int)(m)->mark->span.text.len, (m)->mark->span.text.ptr

static void take_marks(struct list *l, uint32_t from, uint32_t to, enum slant_layer layer)
{
    for (uint32_t i = from; i < to && l->n < MOST_MARKS; i++)
        if (l->side->marks[i].mark->layer == layer)
            l->marks[l->n++] = &l->side->marks[i];
}

static void gather(struct list *l, const struct side *side, const struct pairing *p, int is_wire,
                   enum slant_layer layer)
{
    l->side = side;
    l->other = NULL;
    l->n = 0;
    memset(l->met, 0, sizeof l->met);
    if (p == NULL)
        take_marks(l, 0, side->title_marks, layer);
    const uint32_t *rows = p == NULL ? NULL : is_wire ? p->wire : p->edited;
    for (uint32_t i = 0; p != NULL && i < (is_wire ? p->nwire : p->nedited); i++)
        take_marks(l, side->first_mark[rows[i]], side->first_mark[rows[i] + 1], layer);
}

/* ---- which marks have their like ----------------------------------------------------------------------- */

static int share_words(const struct list *l, const struct side_mark *m, const struct side_mark *other)
{
    for (uint32_t w = m->at.first; w < m->at.last; w++) {
        int32_t match = l->side->words[w].match;
        if (match >= (int32_t)other->at.first && match < (int32_t)other->at.last)
            return 1;
    }
    return 0;
}

static int is_quoted(const struct side_mark *m)
{
    return m->mark->voice == SLANT_VOICE_QUOTED;
}

typedef int (*alike)(const struct list *l, const struct side_mark *a, const struct side_mark *b);

static int same_place(const struct list *l, const struct side_mark *a, const struct side_mark *b)
{
    return share_words(l, a, b);
}

static int same_entry(const struct list *l, const struct side_mark *a, const struct side_mark *b)
{
    (void)l;
    return strcmp(a->mark->entry, b->mark->entry) == 0;
}

/* "scolds" where the other has "slams". */
static int in_its_place(const struct list *l, const struct side_mark *a, const struct side_mark *b)
{
    struct side_range gap = slant_replaced(l->side, l->other, a->at);
    return !range_empty(gap) && gap.first <= b->at.first && b->at.last <= gap.last;
}

/* "may" for "might", "about" for "some". */
static int same_kind(const struct list *l, const struct side_mark *a, const struct side_mark *b)
{
    (void)l;
    return strcmp(a->mark->kind, b->mark->kind) == 0;
}

static void meet(struct list *a, struct list *b, alike test)
{
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t k = 0; k < b->n && !a->met[i]; k++)
            if (!b->met[k] && is_quoted(a->marks[i]) == is_quoted(b->marks[k]) && test(a, a->marks[i], b->marks[k]))
                a->met[i] = b->met[k] = 1;
}

/* Do the very words stand on the other side, marked or not? */
static int stays(const struct list *l, const struct side_mark *m)
{
    for (uint32_t w = m->at.first; w < m->at.last; w++)
        if (l->side->words[w].match == NO_WORD)
            return 0;
    return 1;
}

/* A cue that is a hedge as well ("according to") is the business of the attributions. */
static int is_cue(const struct list *l, const struct side_mark *m)
{
    int32_t row = slant_row_of(l->side, m->at.first);
    for (uint32_t i = row == ROW_TITLE ? 0 : l->side->first_mark[row]; i < l->side->nmarks; i++) {
        const struct side_mark *c = &l->side->marks[i];
        if (c->at.first >= m->at.last)
            break;
        if (c->mark->layer == SLANT_CUE && c->at.first <= m->at.first && c->at.last >= m->at.last &&
            strcmp(m->mark->kind, "evidential") == 0)
            return 1;
    }
    return 0;
}

/* "nearly 300" beside another number is the number's business. */
static int has_other_number(const struct list *l, const struct side_mark *m)
{
    return strcmp(m->mark->kind, "approximator") == 0 && l->side->words[m->at.last - 1].match == NO_WORD &&
           (l->side->words[m->at.last - 1].sets & SLANT_SET_NUM) != 0;
}

/* ---- hedges --------------------------------------------------------------------------------------------- */

static uint32_t count_cues(const struct side *side, const struct pairing *p, int is_wire)
{
    struct list l;
    gather(&l, side, p, is_wire, SLANT_CUE);
    return l.n;
}

static void hedges(struct auditing *a, const struct pairing *p)
{
    struct list wire, edited;
    gather(&wire, &a->wire, p, 1, SLANT_HEDGE);
    gather(&edited, &a->edited, p, 0, SLANT_HEDGE);
    meet(&wire, &edited, same_place);
    meet(&wire, &edited, same_entry);
    meet(&wire, &edited, same_kind);
    int sourced = count_cues(&a->edited, p, 0) > count_cues(&a->wire, p, 1);
    for (uint32_t i = 0; i < wire.n; i++) {
        const struct side_mark *m = wire.marks[i];
        if (wire.met[i] || is_quoted(m) || stays(&wire, m) || is_cue(&wire, m) || has_other_number(&wire, m) ||
            (sourced && strcmp(m->mark->kind, "evidential") == 0) ||
            !slant_surroundings_stay(&a->wire, &a->edited, m->at))
            continue;
        struct place gone = slant_place_missing(&a->edited, &a->wire, m->at);
        gone.words = slant_replaced(&a->wire, &a->edited, m->at);
        slant_changes_add(a, SLANT_HEDGE_DROPPED, SLANT_WARNING, slant_place(&a->wire, m->at), gone,
                          "the wire says it with \"%.*s\", the edit without", MARK(m));
    }
    for (uint32_t i = 0; i < edited.n; i++) {
        const struct side_mark *m = edited.marks[i];
        if (edited.met[i] || is_quoted(m) || stays(&edited, m) || is_cue(&edited, m) || has_other_number(&edited, m) ||
            !slant_surroundings_stay(&a->edited, &a->wire, m->at))
            continue;
        struct place none = slant_place_missing(&a->wire, &a->edited, m->at);
        none.words = slant_replaced(&a->edited, &a->wire, m->at);
        slant_changes_add(a, SLANT_HEDGE_ADDED, SLANT_SUGGESTION, none, slant_place(&a->edited, m->at),
                          "\"%.*s\" is new: the wire says it outright", MARK(m));
    }
}

/* ---- boosters and loaded words -------------------------------------------------------------------------- */

/* The wire's words that this one came for; else its sentence. */
static struct place came_for(struct auditing *a, const struct side_mark *m)
{
    struct side_range words = slant_replaced(&a->edited, &a->wire, m->at);
    return range_empty(words) ? slant_place_missing(&a->wire, &a->edited, m->at) : slant_place(&a->wire, words);
}

static void say_added(struct auditing *a, const struct side_mark *m, struct place wire)
{
    struct place edited = slant_place(&a->edited, m->at);
    enum slant_severity severity = wire.row == ROW_NONE ? SLANT_SUGGESTION : SLANT_WARNING;
    enum slant_change_kind kind = m->mark->layer == SLANT_BOOSTER ? SLANT_BOOSTER_ADDED : SLANT_LOADED_ADDED;
    if (wire.row == ROW_NONE)
        slant_changes_add(a, kind, severity, wire, edited, "\"%.*s\" in a %s that the wire does not have", MARK(m),
                          edited.row == ROW_TITLE ? "headline" : "sentence");
    else if (!range_empty(wire.words)) {
        struct slant_span old = slant_side_span(&a->wire, wire.words);
        slant_changes_add(a, kind, severity, wire, edited, "\"%.*s\" where the wire has \"%.*s\"", MARK(m),
                          (int)old.text.len, old.text.ptr);
    } else {
        slant_changes_add(a, kind, severity, wire, edited, "\"%.*s\" is not the wire's word", MARK(m));
    }
}

static int is_loaded(const struct side_mark *m)
{
    return m->mark->layer == SLANT_LOADED || m->mark->layer == SLANT_BOOSTER ||
           (m->mark->layer == SLANT_INSINUATION && strcmp(m->mark->kind, "insinuation") == 0);
}

/* The label's swap is told already. */
static int is_told(const struct auditing *a, const struct side *side, const struct side_mark *m, int is_wire)
{
    uint32_t start = side->words[m->at.first].start;
    for (uint32_t i = a->n > RECENT ? a->n - RECENT : 0; i < a->n; i++) {
        const struct slant_change_side *s = is_wire ? &a->changes[i].wire : &a->changes[i].edited;
        if (a->changes[i].kind == SLANT_LABEL_SWAPPED && s->words.start <= start && start < s->words.end &&
            s->words.in_title == side->words[m->at.first].in_title)
            return 1;
    }
    return 0;
}

static void added(struct auditing *a, const struct pairing *p, enum slant_layer layer)
{
    struct list wire, edited;
    gather(&wire, &a->wire, p, 1, layer);
    gather(&edited, &a->edited, p, 0, layer);
    meet(&wire, &edited, same_place);
    meet(&wire, &edited, same_entry);
    wire.other = &a->edited;
    meet(&wire, &edited, in_its_place);
    for (uint32_t i = 0; i < edited.n; i++) {
        const struct side_mark *m = edited.marks[i];
        if (!edited.met[i] && !is_quoted(m) && is_loaded(m) && !stays(&edited, m) && !is_told(a, &a->edited, m, 0))
            say_added(a, m, came_for(a, m));
    }
    for (uint32_t i = 0; i < wire.n && layer == SLANT_LOADED; i++) {
        const struct side_mark *m = wire.marks[i];
        if (wire.met[i] || is_quoted(m) || stays(&wire, m) || is_told(a, &a->wire, m, 1) ||
            !slant_surroundings_stay(&a->wire, &a->edited, m->at))
            continue;
        struct place gone = slant_place_missing(&a->edited, &a->wire, m->at);
        gone.words = slant_replaced(&a->wire, &a->edited, m->at);
        slant_changes_add(a, SLANT_LOADED_DROPPED, SLANT_SUGGESTION, slant_place(&a->wire, m->at), gone,
                          "the wire's \"%.*s\" is gone", MARK(m));
    }
}

/* ---- scare quotes --------------------------------------------------------------------------------------- */

/* 1: they are the wire's words, which stand there without quotation marks; 0: the wire quotes some of them; -1: some
 * are not the wire's. */
static int unquoted_in_wire(const struct auditing *a, struct side_range words)
{
    uint32_t matched = 0;
    for (uint32_t w = words.first; w < words.last; w++) {
        int32_t m = a->edited.words[w].match;
        if (m == NO_WORD)
            continue;
        if (a->wire.words[m].quoted || a->wire.words[m].scare)
            return 0;
        matched++;
    }
    return matched == words.last - words.first ? 1 : -1;
}

/* Does the wire quote such words anywhere? */
static int quoted_anywhere(const struct auditing *a, struct side_range words)
{
    for (uint32_t w = words.first; w < words.last; w++)
        if (!a->wire.quotes_stem[a->edited.words[w].stem])
            return 0;
    return 1;
}

static void sneer(struct auditing *a, struct side_range words)
{
    struct slant_span span = slant_side_span(&a->edited, words);
    if (unquoted_in_wire(a, words) == 0 || quoted_anywhere(a, words))
        return;
    struct place wire = slant_place_missing(&a->wire, &a->edited, words);
    int32_t match = a->edited.words[words.first].match;
    if (match != NO_WORD)
        wire = slant_place(&a->wire, (struct side_range){(uint32_t)match, (uint32_t)match + 1});
    if (wire.row == ROW_NONE)
        return;
    slant_changes_add(a, SLANT_SCARE_QUOTES_ADDED, SLANT_WARNING, wire, slant_place(&a->edited, words),
                      "the quotation marks around \"%.*s\" are not the wire's", (int)span.text.len, span.text.ptr);
}

static void scare_quotes(struct auditing *a, const struct pairing *p)
{
    struct list l;
    gather(&l, &a->edited, p, 0, SLANT_SCARE_QUOTE);
    for (uint32_t i = 0; i < l.n; i++)
        if (p != NULL || unquoted_in_wire(a, l.marks[i]->at) == 1) /* a headline quotes what the text says */
            sneer(a, l.marks[i]->at);
    struct side_range r;
    for (uint32_t i = 0; !range_empty(r = slant_stretch(&a->edited, p, 0, i)); i++)
        for (uint32_t k = slant_side_run(&a->edited, r.first); k < a->edited.nruns; k++) {
            struct side_range run = a->edited.runs[k];
            if (run.first >= r.last)
                break;
            if (run.last <= r.last && run.last - run.first <= SNEER && unquoted_in_wire(a, run) == 1)
                sneer(a, run);
        }
}

void slant_audit_marks(struct auditing *a, const struct pairing *p)
{
    if (p != NULL) /* of a headline, losing them makes it stronger: headline.c */
        hedges(a, p);
    added(a, p, SLANT_BOOSTER);
    added(a, p, SLANT_LOADED);
    added(a, p, SLANT_INSINUATION);
    scare_quotes(a, p);
}

/* What stands in sentences, or in a headline, that the wire does not have. */
void slant_audit_added(struct auditing *a)
{
    int same_headline = slant_same_headline(a);
    for (uint32_t i = 0; i < a->edited.nmarks; i++) {
        const struct side_mark *m = &a->edited.marks[i];
        int32_t row = slant_row_of(&a->edited, m->at.first);
        if ((row >= 0 ? a->edited.group_of[row] < 0 : !same_headline) && m->mark->voice == SLANT_VOICE_OUTLET &&
            is_loaded(m))
            say_added(a, m, (struct place){ROW_NONE, {0, 0}});
    }
}
