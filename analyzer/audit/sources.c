/* sources: attributions that the edit dropped or changed. */
#include <string.h>

#include "audit/said.h"

/* LOOK_BACK: words. */
enum { FAR = 12, NEAR = 3, LOOK_BACK = 2000, VAGUE = 2 };

/* A content of which less than this is in the edit has been cut. */
#define THERE 0.5F

/* ---- is its content in the edit, and who says it there --------------------------------------------------- */

/* Of what a source says in the wire: the weight of it all, of what is in the edit, and of that in the outlet's voice.
 */
struct fate {
    float all, there, bare;
    struct side_range wire;              /* the content's words, first to last */
    int32_t row;                         /* the edit's sentence that most of it is in; ROW_NONE */
    const struct slant_attribution *now; /* what carries it there; NULL */
};

struct sayings {
    uint32_t from, to;
};

/* Those with their cue in these sentences, the last one included; or in the title. */
static struct sayings sayings_near(const struct side *side, int32_t from, int32_t to)
{
    if (from == ROW_TITLE)
        return (struct sayings){0, side->first_saying[0]};
    uint32_t last = (uint32_t)to < side->nsentences ? (uint32_t)to + 1 : side->nsentences;
    return (struct sayings){side->first_saying[from], side->first_saying[last]};
}

/* The edit's attribution whose content has the word: of several, the innermost. A long quotation's cue may stand FAR
 * sentences before its end, or NEAR ones behind its beginning. */
static const struct slant_attribution *carrier(const struct side *side, uint32_t word)
{
    const struct side_word *w = &side->words[word];
    int32_t row = slant_row_of(side, word);
    const struct slant_attribution *best = NULL;
    struct sayings s = sayings_near(side, row == ROW_TITLE ? ROW_TITLE : row > FAR ? row - FAR : 0, row + NEAR);
    for (uint32_t i = s.from; i < s.to; i++) {
        const struct slant_attribution *a = side->sayings[i];
        for (uint32_t c = 0; c < a->ncontents; c++) /* the innermost: the later one */
            if (a->contents[c].start <= w->start && w->end <= a->contents[c].end)
                best = a;
    }
    return best;
}

static void follow_word(const struct auditing *a, uint32_t w, struct fate *f, uint32_t rows[8], float weights[8],
                        const struct slant_attribution *carriers[8])
{
    const struct side_word *word = &a->wire.words[w];
    if (word->weight < 1)
        return;
    f->all += word->weight;
    if (word->match == NO_WORD)
        return;
    uint32_t e = (uint32_t)word->match;
    const struct slant_attribution *by = carrier(&a->edited, e);
    f->there += word->weight;
    f->bare += by == NULL && a->edited.tokens->tokens[e].voice == SLANT_VOICE_OUTLET ? word->weight : 0;
    uint32_t row = a->edited.sentence_of[e];
    for (int i = 0; i < 8; i++) {
        if (weights[i] > 0 && (rows[i] != row || carriers[i] != by))
            continue;
        rows[i] = row;
        carriers[i] = by;
        weights[i] += word->weight;
        break;
    }
}

/* The longer part of the sentence beside the source and the cue. */
static struct side_range around(const struct side *side, const struct said *s)
{
    struct side_range r = side->sentences[s->row];
    uint32_t first = r.last, last = r.first;
    for (uint32_t w = r.first; w < r.last; w++)
        if (side->words[w].quoted)
            return (struct side_range){0, 0};
    const struct side_range parts[] = {s->source, s->cue};
    for (int i = 0; i < 2; i++) {
        first = !range_empty(parts[i]) && parts[i].first < first ? parts[i].first : first;
        last = !range_empty(parts[i]) && parts[i].last > last ? parts[i].last : last;
    }
    if (first >= last)
        return (struct side_range){0, 0};
    return first - r.first > r.last - last ? (struct side_range){r.first, first} : (struct side_range){last, r.last};
}

static struct fate follow(const struct auditing *a, const struct said *s)
{
    struct fate f = {.row = ROW_NONE};
    uint32_t rows[8] = {0};
    float weights[8] = {0}, best = 0;
    const struct slant_attribution *carriers[8] = {0};
    for (uint32_t c = 0; c < s->a->ncontents || (c == 0 && s->row >= 0 && slant_said_aloud(&a->wire, s)); c++) {
        struct side_range r = c < s->a->ncontents ? slant_said_words(&a->wire, &s->a->contents[c])
                                                  : around(&a->wire, s); /* none was found: the rest of the sentence */
        if (range_empty(r))
            continue;
        f.wire.first = f.wire.last == 0 ? r.first : f.wire.first;
        f.wire.last = r.last;
        for (uint32_t w = r.first; w < r.last; w++)
            follow_word(a, w, &f, rows, weights, carriers);
    }
    for (int i = 0; i < 8; i++)
        if (weights[i] > best) {
            best = weights[i];
            f.row = rows[i] == UINT32_MAX ? ROW_TITLE : (int32_t)rows[i];
            f.now = carriers[i];
        }
    return f;
}

/* ---- dropped, changed, vaguer --------------------------------------------------------------------------- */

/* A cue that is not the wire's: another way of saying who says it. */
static int has_new_cue(const struct side *side, int32_t row)
{
    struct marks m = slant_marks_of(side, row);
    for (; m.from < m.to; m.from++) {
        const struct side_mark *c = &side->marks[m.from];
        if (c->mark->layer == SLANT_CUE && side->words[c->at.first].match == NO_WORD &&
            side->words[c->at.last - 1].match == NO_WORD)
            return 1;
    }
    return 0;
}

/* Does a neighbour in the same paragraph let the same source speak, so that a reader may take this for its words? */
static int is_carried_over(const struct auditing *a, const struct slant_attribution *wire, int32_t row)
{
    const struct slant_result *r = a->edited.result;
    struct sayings near = sayings_near(&a->edited, row > 0 ? row - 1 : 0, row + 1);
    for (uint32_t i = near.from; i < near.to; i++) {
        const struct slant_attribution *e = a->edited.sayings[i];
        if (e->sentence == row || r->rows[e->sentence].paragraph != r->rows[row].paragraph)
            continue;
        if (slant_same_speaker(slant_name_of(e), slant_name_of(wire)))
            return 1;
    }
    return 0;
}

static int is_told(const struct auditing *a, enum slant_change_kind kind, int32_t row)
{
    for (uint32_t i = a->n; i-- > 0 && a->n - i < 64;)
        if (a->changes[i].kind == kind && a->changes[i].edited.row == row)
            return 1;
    return 0;
}

/* Words that tell nothing of who speaks and how. */
#define LITTLE                                                                                                         \
    (SLANT_SET_DET | SLANT_SET_PREPOSITION | SLANT_SET_BE | SLANT_SET_HAVE | SLANT_SET_CONJUNCTION | SLANT_SET_PRON)

/* Are the words still in the edit's sentence, so that nothing of them was dropped? */
static int is_still_there(const struct side *wire, struct side_range words)
{
    for (uint32_t w = words.first; w < words.last; w++)
        if (wire->words[w].match != NO_WORD && (wire->words[w].sets & LITTLE) == 0)
            return 1;
    return 0;
}

/* Do the cue's words stand within what the source says in the wire? Then it is no new source. */
static int was_within(const struct auditing *a, const struct fate *f, struct side_range cue)
{
    for (uint32_t w = cue.first; w < cue.last; w++)
        if (a->edited.words[w].match < (int32_t)f->wire.first || a->edited.words[w].match >= (int32_t)f->wire.last)
            return 0;
    return !range_empty(cue);
}

/* Somebody speaks there, without quotation marks: a speech, a letter. */
static int is_first_person(const struct side *side, int32_t row)
{
    static const char *const words[] = {"i", "we", "us", "me", "my", "our"};
    for (uint32_t w = side->sentences[row].first; w < side->sentences[row].last; w++)
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (slant_side_is(side, w, words[i]))
                return 1;
    return 0;
}

static int is_told_at(const struct auditing *a, enum slant_change_kind kind, uint32_t start)
{
    for (uint32_t i = a->n; i-- > 0 && a->n - i < 64;)
        if (a->changes[i].kind == kind && a->changes[i].edited.words.start == start)
            return 1;
    return 0;
}

static void dropped(struct auditing *a, const struct said *s, const struct fate *f)
{
    if (f->row < 0 || is_first_person(&a->edited, f->row) || !slant_said_aloud(&a->wire, s) || range_empty(s->source) ||
        (a->wire.words[s->source.last - 1].sets & SLANT_SET_TIME) != 0 || is_still_there(&a->wire, s->cue) ||
        is_still_there(&a->wire, s->source) || has_new_cue(&a->edited, f->row) ||
        is_told(a, SLANT_ATTRIBUTION_DROPPED, f->row))
        return;
    struct slant_str who = slant_name_of(s->a);
    int carried = is_carried_over(a, s->a, f->row);
    struct place wire = {s->row, !range_empty(s->source) ? s->source : s->cue};
    slant_changes_add(a, SLANT_ATTRIBUTION_DROPPED, carried ? SLANT_SUGGESTION : SLANT_ERROR, wire,
                      (struct place){f->row, {0, 0}}, "the wire gives this to %.*s; the edit says it itself",
                      who.len > 0 ? (int)who.len : 8, who.len > 0 ? who.ptr : "a source");
}

/* One name, or a pronoun or a description for one; not two names. */
static int may_be_the_same(const struct auditing *a, const struct said *s, const struct said *now)
{
    struct slant_str was = slant_name_of(s->a), is = slant_name_of(now->a);
    if (slant_same_speaker(was, is))
        return 1;
    for (uint32_t w = s->source.first; w < s->source.last; w++)
        if (a->wire.words[w].match >= (int32_t)now->source.first &&
            a->wire.words[w].match < (int32_t)now->source.last && a->wire.words[w].weight >= 1)
            return 1;
    return !slant_is_capital(slant_last_word(was).ptr[0]) || !slant_is_capital(slant_last_word(is).ptr[0]);
}

static void cue_changed(struct auditing *a, const struct said *s, const struct said *now)
{
    if (range_empty(s->cue) || range_empty(now->cue) || strcmp(s->a->stance, now->a->stance) == 0 ||
        is_still_there(&a->wire, s->cue) || is_still_there(&a->edited, now->cue) ||
        (slant_name_of(s->a).len > 0 && slant_name_of(now->a).len > 0 && !may_be_the_same(a, s, now)))
        return;
    int softer = strcmp(now->a->stance, "neutral") == 0;
    slant_changes_add(a, SLANT_CUE_CHANGED, softer ? SLANT_SUGGESTION : SLANT_WARNING, (struct place){s->row, s->cue},
                      (struct place){now->row, now->cue}, "\"%.*s\" (%s) became \"%.*s\" (%s)", STR(s->a->cue.text),
                      s->a->stance, STR(now->a->cue.text), now->a->stance);
}

/* What stands in the cue's place, if it is a cue of another stance, or a loaded word. */
static const struct side_mark *cue_in_its_place(const struct auditing *a, const struct said *s, struct side_range *gap)
{
    *gap = slant_replaced(&a->wire, &a->edited, s->cue);
    if (range_empty(*gap))
        return NULL;
    struct marks m = slant_marks_of(&a->edited, slant_row_of(&a->edited, gap->first));
    const struct side_mark *found = NULL;
    for (; m.from < m.to; m.from++) {
        const struct side_mark *c = &a->edited.marks[m.from];
        int cue = c->mark->layer == SLANT_CUE, loaded = c->mark->layer == SLANT_LOADED;
        if ((cue || loaded) && c->at.first < gap->last && c->at.last > gap->first && (found == NULL || cue))
            found = c;
    }
    return found;
}

static int cue_replaced(struct auditing *a, const struct said *s)
{
    struct side_range gap;
    if (range_empty(s->cue) || is_still_there(&a->wire, s->cue))
        return 0;
    const struct side_mark *now = cue_in_its_place(a, s, &gap);
    if (now == NULL || is_told_at(a, SLANT_CUE_CHANGED, now->mark->span.start))
        return now != NULL;
    /* A cue that no list has is an unusual word for saying. */
    const char *stance = now->mark->layer != SLANT_CUE  ? "loaded"
                         : now->mark->stance[0] != '\0' ? now->mark->stance
                                                        : "unusual";
    if (strcmp(stance, s->a->stance) == 0 || (strcmp(stance, "unusual") == 0 && !slant_said_plainly(&a->wire, s)))
        return 1;
    slant_changes_add(a, SLANT_CUE_CHANGED, strcmp(stance, "neutral") == 0 ? SLANT_SUGGESTION : SLANT_WARNING,
                      (struct place){s->row, s->cue}, slant_place(&a->edited, now->at),
                      "\"%.*s\" (%s) became \"%.*s\" (%s)", STR(s->a->cue.text), s->a->stance,
                      STR(now->mark->span.text), stance);
    return 1;
}

static int vagueness(enum slant_source_class c)
{
    static const int ranks[SLANT_NSOURCES] = {[SLANT_SOURCE_PERSON] = 0,        [SLANT_SOURCE_ORGANISATION] = 0,
                                              [SLANT_SOURCE_DOCUMENT] = 0,      [SLANT_SOURCE_OFFICIAL_UNNAMED] = 1,
                                              [SLANT_SOURCE_OTHER_UNNAMED] = 2, [SLANT_SOURCE_VAGUE] = 3,
                                              [SLANT_SOURCE_NONE] = 3};
    return ranks[c];
}

/* "one woman", "some in the city", "a source": nobody, whatever else the article calls so. */
static int is_anybody(const struct side *side, struct side_range source)
{
    static const char *const words[] = {"one", "some", "a", "an", "several", "many"};
    int any = 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0] && !range_empty(source); i++)
        any |= slant_side_is(side, source.first, words[i]);
    for (uint32_t w = source.first + 1; w < source.last && any; w++)
        any = (side->tokens->tokens[w].flags & SLANT_WORD_CAP) == 0;
    return any;
}

static int vagueness_of(const struct side *side, const struct said *s)
{
    int rank = vagueness(s->a->source_class);
    return rank < VAGUE && is_anybody(side, s->source) ? VAGUE : rank;
}

/* Does the edit have the word before there? Then a vaguer mention may lean on it. */
static int has_word_before(const struct side *side, struct slant_str word, uint32_t last)
{
    for (uint32_t i = last > LOOK_BACK ? last - LOOK_BACK : 0; i < last; i++)
        if (side->words[i].len >= word.len && memcmp(side->words[i].bytes, word.ptr, word.len) == 0)
            return 1;
    return 0;
}

/* The name alone, without what follows a comma: "Agnes Toll, 67, who lives there". */
static struct side_range name_alone(const struct side *side, struct side_range source)
{
    for (uint32_t w = source.first + 1; w < source.last; w++)
        if (side->tokens->tokens[w].before & SLANT_GAP_BREAKS)
            return (struct side_range){source.first, w};
    return source;
}

/* Is the name's last word, which carries it, on the other side as well? */
static int name_stays(const struct side *side, struct side_range source)
{
    struct side_range name = name_alone(side, source);
    return side->words[name.last - 1].match != NO_WORD;
}

/* Who speaks in the wire is named, or an office at least, and the edit gives nobody as near. */
static void source_vaguer(struct auditing *a, const struct said *s, const struct said *now)
{
    struct slant_str was = slant_name_of(s->a), is = now->a->source.text;
    int named = vagueness_of(&a->wire, s) == 0;
    if (vagueness_of(&a->edited, now) <= vagueness_of(&a->wire, s) || range_empty(s->source) ||
        s->a->source_class == SLANT_SOURCE_DOCUMENT || range_empty(now->cue) || range_empty(now->source) ||
        (named && !slant_is_capital(slant_last_word(was).ptr[0]) && s->a->source_class == SLANT_SOURCE_PERSON) ||
        name_stays(&a->wire, s->source) || name_stays(&a->edited, now->source) ||
        has_word_before(&a->edited, slant_last_word(was), now->source.last))
        return;
    slant_changes_add(a, SLANT_SOURCE_VAGUER, SLANT_WARNING, (struct place){s->row, s->source},
                      (struct place){now->row, now->source}, "the wire names %.*s, the edit %.*s", STR(was), STR(is));
}

static void compare(struct auditing *a, const struct slant_attribution *attribution)
{
    struct said s = slant_said_of(&a->wire, attribution);
    if (s.row < 0)
        return;
    int replaced = cue_replaced(a, &s);
    struct fate f = follow(a, &s);
    if (f.all <= 0 || f.there < THERE * f.all || f.row == ROW_NONE || f.row == ROW_TITLE)
        return;
    struct said now = {0};
    if (f.now != NULL)
        now = slant_said_of(&a->edited, f.now);
    if (f.bare >= 0.6F * f.there || (f.now != NULL && was_within(a, &f, now.cue))) {
        dropped(a, &s, &f);
    } else if (f.now != NULL) {
        if (!replaced)
            cue_changed(a, &s, &now);
        source_vaguer(a, &s, &now);
    }
}

void slant_audit_sources(struct auditing *a)
{
    const struct slant_result *r = a->wire.result;
    for (uint32_t i = 0; i < r->nattributions; i++)
        compare(a, &r->attributions[i]);
}
