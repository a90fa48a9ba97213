/* headline: does the edit's headline claim more than the text below it, where the wire's did not? */
#include <string.h>

#include "audit/changes.h"

/* A sentence that holds this much of the headline's weight tells what the headline tells. */
#define TOLD 0.55F

/* Headlines that share this much (Dice, by weight) tell the same. */
#define SAME 0.4F

/* What holds a claim back, or hands it to somebody. */
struct reserve {
    uint32_t hedges, sources;
    struct side_range first; /* of those, the first one's words */
};

static int is_outright_hedge(const struct side_mark *m)
{
    return m->mark->layer == SLANT_HEDGE && strcmp(m->mark->kind, "approximator") != 0;
}

static void add_hedges(const struct side *side, uint32_t from, uint32_t to, struct reserve *r)
{
    for (uint32_t i = from; i < to; i++)
        if (is_outright_hedge(&side->marks[i])) {
            if (r->hedges++ == 0)
                r->first = side->marks[i].at;
        }
}

/* A headline's source: an attribution in it, or words in quotation marks. */
static struct reserve reserve_of_title(const struct side *side)
{
    struct reserve r = {0};
    add_hedges(side, 0, side->title_marks, &r);
    for (uint32_t i = 0; i < side->result->nattributions && side->result->attributions[i].in_headline; i++) {
        const struct slant_attribution *a = &side->result->attributions[i];
        if (r.hedges + r.sources == 0 && a->cue.text.ptr != NULL)
            r.first = slant_side_words(side, &a->cue);
        r.sources++;
    }
    for (uint32_t i = side->title.first; i < side->title.last; i++)
        r.sources += side->words[i].quoted || side->words[i].scare;
    return r;
}

/* The first sentence that tells what the title tells; -1: none. */
static int32_t told_in(const struct side *side, const struct side *titled)
{
    int32_t best = -1;
    float most = 0, all = 0;
    for (uint32_t i = titled->title.first; i < titled->title.last; i++)
        all += titled->words[i].weight;
    for (uint32_t s = 0; s < side->nsentences && s < 40; s++) {
        float held = 0;
        for (uint32_t i = titled->title.first; i < titled->title.last; i++) {
            uint32_t w = side->sentences[s].first;
            while (w < side->sentences[s].last && side->words[w].stem != titled->words[i].stem)
                w++;
            held += w < side->sentences[s].last ? titled->words[i].weight : 0;
        }
        if (held > most + 0.01F) {
            most = held;
            best = (int32_t)s;
        }
    }
    return all > 0 && most >= TOLD * all ? best : -1;
}

static struct reserve reserve_of_row(const struct side *side, uint32_t row)
{
    struct reserve r = {0};
    add_hedges(side, side->first_mark[row], side->first_mark[row + 1], &r);
    for (uint32_t w = side->sentences[row].first; w < side->sentences[row].last; w++)
        r.sources += side->tokens->tokens[w].voice != SLANT_VOICE_OUTLET;
    return r;
}

static const char *what_is_gone(struct reserve had, struct reserve has)
{
    if (had.hedges > 0 && has.hedges + has.sources == 0)
        return "the headline is without the reserve of the wire's";
    if (had.sources > 0 && has.sources == 0)
        return "the headline says in the outlet's own voice what the wire's gives to a source";
    return had.hedges > has.hedges ? "the headline is without the reserve of the wire's" : NULL;
}

/* New boosters make it stronger, and loaded words that the text below does without. */
static int has_new_force(const struct auditing *a, const struct slant_change_side **force)
{
    for (uint32_t i = 0; i < a->n; i++) {
        const struct slant_change *c = &a->changes[i];
        if ((c->kind != SLANT_BOOSTER_ADDED && c->kind != SLANT_LOADED_ADDED) || c->edited.row >= 0)
            continue;
        struct side_range words = slant_side_words(&a->edited, &c->edited.words);
        uint32_t w = a->edited.title.last;
        while (w < a->edited.nwords && a->edited.words[w].stem != a->edited.words[words.first].stem)
            w++;
        *force = &c->edited;
        if (w == a->edited.nwords)
            return 1;
    }
    return 0;
}

static void against_wire(struct auditing *a, struct reserve wire, struct reserve edited)
{
    struct place from = {ROW_TITLE, wire.first}, to = {ROW_TITLE, {0, 0}};
    const char *gone = what_is_gone(wire, edited);
    const struct slant_change_side *force;
    if (gone != NULL)
        slant_changes_add(a, SLANT_HEADLINE_STRONGER, SLANT_ERROR, from, to, "%s", gone);
    else if (has_new_force(a, &force))
        slant_changes_add(a, SLANT_HEADLINE_STRONGER, SLANT_WARNING, from,
                          (struct place){ROW_TITLE, slant_side_words(&a->edited, &force->words)},
                          "the headline is stronger than the wire's, and than the text below it");
}

/* The edit's headline says outright what its text, and the wire's, hedge or hand to a source. */
static void against_text(struct auditing *a)
{
    int32_t row = told_in(&a->edited, &a->edited), wire = told_in(&a->wire, &a->edited);
    struct reserve in_text = {0}, in_wire = {0};
    if (row >= 0)
        in_text = reserve_of_row(&a->edited, (uint32_t)row);
    if (wire >= 0)
        in_wire = reserve_of_row(&a->wire, (uint32_t)wire);
    if (wire < 0 || in_wire.hedges + in_wire.sources == 0 || (row >= 0 && in_text.hedges + in_text.sources == 0))
        return;
    struct place from = {wire, in_wire.first};
    slant_changes_add(a, SLANT_HEADLINE_STRONGER, SLANT_WARNING, from, (struct place){ROW_TITLE, {0, 0}},
                      "the headline says outright what the text below gives %s",
                      in_wire.hedges > 0 ? "with reserve" : "to a source");
}

int slant_same_headline(const struct auditing *a)
{
    float all[2] = {0}, matched = 0;
    if (range_empty(a->wire.title) || range_empty(a->edited.title))
        return 0;
    for (uint32_t i = a->wire.title.first; i < a->wire.title.last; i++)
        all[0] += a->wire.words[i].weight;
    for (uint32_t i = a->edited.title.first; i < a->edited.title.last; i++) {
        all[1] += a->edited.words[i].weight;
        matched += a->edited.words[i].match != NO_WORD ? a->edited.words[i].weight : 0;
    }
    return 2 * matched >= SAME * (all[0] + all[1]);
}

void slant_audit_headline(struct auditing *a)
{
    if (range_empty(a->edited.title))
        return;
    struct reserve edited = reserve_of_title(&a->edited), wire = reserve_of_title(&a->wire);
    uint32_t before = a->n;
    int same = slant_same_headline(a);
    if (same)
        against_wire(a, wire, edited);
    /* A wire headline that is as outright as the edit's: the edit made nothing stronger. */
    int wire_outright = same && wire.hedges + wire.sources == 0;
    if (a->n == before && edited.hedges + edited.sources == 0 && !wire_outright)
        against_text(a);
}
