/* swaps: a name for people that gave its place to another of its set, and agents that were left out. */
#include <string.h>

#include "audit/changes.h"

enum { MOST_FOUND = 64, NEAR = 4, AGENT = 6 };

/* ---- labels --------------------------------------------------------------------------------------------- */

struct found {
    struct side_range at;
    const char *set; /* "conflict-actor/militant": the set, and the name in it */
    int plain;
};

/* The first hit that begins at the word or behind it. */
static uint32_t first_hit(const struct side *side, uint32_t word)
{
    uint32_t low = 0, high = side->hits->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (side->hits->rows[middle].first < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t find_labels(const struct auditing *a, const struct side *side, const struct pairing *p, int is_wire,
                            struct found found[MOST_FOUND])
{
    uint32_t n = 0;
    struct side_range r;
    for (uint32_t i = 0; !range_empty(r = slant_stretch(side, p, is_wire, i)); i++)
        for (uint32_t k = first_hit(side, r.first); k < side->hits->n && n < MOST_FOUND; k++) {
            const struct slant_hit *h = &side->hits->rows[k];
            if (h->first >= r.last)
                break;
            if (h->layer == SLANT_LABEL && h->entry >= 0 && a->in->lexicon->entries[h->entry].set[0] != '\0')
                found[n++] = (struct found){
                    {h->first, h->last}, a->in->lexicon->entries[h->entry].set, strcmp(h->kind, "neutral") == 0};
        }
    return n;
}

static int has_name(const struct found *rows, uint32_t n, const char *set)
{
    for (uint32_t i = 0; i < n; i++)
        if (strcmp(rows[i].set, set) == 0)
            return 1;
    return 0;
}

/* A set's name up to "-status": whether somebody is a migrant and whether a lawful one are two sets, one choice. */
static size_t set_len(const char *set)
{
    size_t len = strcspn(set, "/");
    const char *status = strstr(set, "-status/");
    return status != NULL && status < set + len ? (size_t)(status - set) : len;
}

static int same_set(const char *a, const char *b)
{
    return set_len(a) == set_len(b) && strncmp(a, b, set_len(a)) == 0;
}

/* In the same gap between matched words; or in the same pairing, when nothing else of the set is there. */
static int belongs(const struct auditing *a, const struct found *wire, const struct found *edited)
{
    struct side_range gap = slant_replaced(&a->edited, &a->wire, edited->at);
    return range_empty(gap) || (gap.first <= wire->at.first && wire->at.last <= gap.last);
}

static void swap(struct auditing *a, const struct found *wire, const struct found *edited)
{
    struct slant_span from = slant_side_span(&a->wire, wire->at), to = slant_side_span(&a->edited, edited->at);
    slant_changes_add(a, SLANT_LABEL_SWAPPED, edited->plain ? SLANT_SUGGESTION : SLANT_WARNING,
                      slant_place(&a->wire, wire->at), slant_place(&a->edited, edited->at),
                      "the wire's \"%.*s\" became \"%.*s\"", (int)from.text.len, from.text.ptr, (int)to.text.len,
                      to.text.ptr);
}

void slant_audit_labels(struct auditing *a, const struct pairing *p)
{
    struct found wire[MOST_FOUND], edited[MOST_FOUND];
    uint32_t nw = find_labels(a, &a->wire, p, 1, wire), ne = find_labels(a, &a->edited, p, 0, edited);
    for (uint32_t e = 0; e < ne; e++) {
        if (a->edited.words[edited[e].at.first].quoted || has_name(wire, nw, edited[e].set))
            continue;
        for (uint32_t w = 0; w < nw; w++) {
            if (!same_set(wire[w].set, edited[e].set) || has_name(edited, ne, wire[w].set) ||
                a->wire.words[wire[w].at.first].quoted || !belongs(a, &wire[w], &edited[e]))
                continue;
            swap(a, &wire[w], &edited[e]);
            break;
        }
    }
}

/* ---- agents --------------------------------------------------------------------------------------------- */

static uint32_t sets_of(const struct side *side, uint32_t w)
{
    return side->words[w].sets;
}

static int parts_clauses(const struct side *side, uint32_t w)
{
    return (side->tokens->tokens[w].before & SLANT_GAP_BREAKS) != 0;
}

static int ends_in(const struct side *side, uint32_t w, const char *end)
{
    size_t len, n = strlen(end);
    const char *bytes = slant_side_bytes(side, w, &len);
    return len > n && memcmp(bytes + len - n, end, n) == 0;
}

/* A participle: "closed", or one of those that look like the past and the present of their verb. */
static int is_participle(const struct side *side, uint32_t w)
{
    static const char *const odd[] = {"shot", "hit",   "cut",   "hurt",   "held",  "built", "sent",
                                      "sold", "burnt", "put",   "shut",   "left",  "lost",  "paid",
                                      "kept", "told",  "found", "beaten", "killed"};
    if (side->tokens->tokens[w].flags & SLANT_WORD_CAP)
        return 0;
    if (ends_in(side, w, "ed"))
        return 1;
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
        if (slant_side_is(side, w, odd[i]))
            return 1;
    return 0;
}

/* The auxiliary of a passive before the participle: its word, or the participle's own where there is none. */
static uint32_t auxiliary(const struct side *side, uint32_t w, uint32_t first)
{
    for (uint32_t back = w; back > first && w - back < NEAR && !parts_clauses(side, back);) {
        back--;
        if (sets_of(side, back) & (SLANT_SET_BE | SLANT_SET_GET))
            return back;
        if ((sets_of(side, back) & (SLANT_SET_ADV | SLANT_SET_NEGATION)) == 0)
            break;
    }
    return w;
}

/* "by the army" behind the participle: the agent's words; empty: none. Not "by Monday", "by 300", "by then". */
static struct side_range by_whom(const struct side *side, uint32_t w, uint32_t last)
{
    for (uint32_t i = w + 1; i + 1 < last && i <= w + AGENT; i++) {
        if (parts_clauses(side, i))
            break;
        if ((sets_of(side, i) & SLANT_SET_BY) == 0)
            continue;
        if (sets_of(side, i + 1) & (SLANT_SET_NUM | SLANT_SET_TIME) || ends_in(side, i + 1, "ing"))
            break;
        uint32_t end = i + 1;
        while (end < last && end < i + AGENT && (end == i + 1 || !parts_clauses(side, end)) &&
               (sets_of(side, end) & (SLANT_SET_PREPOSITION | SLANT_SET_BE)) == 0)
            end++;
        return (struct side_range){i + 1, end};
    }
    return (struct side_range){0, 0};
}

/* Who does it in an active clause: the words before the verb. */
static struct side_range subject(const struct side *side, uint32_t w, uint32_t first)
{
    uint32_t from = w;
    while (from > first && w - from < NEAR && !parts_clauses(side, from) &&
           (sets_of(side, from - 1) & SLANT_SET_PREPOSITION) == 0)
        from--;
    return (struct side_range){from, w};
}

/* The agent's head, the last telling word of the phrase, must not be in the edit. */
static int agent_is_gone(const struct auditing *a, const struct pairing *p, struct side_range agent)
{
    for (uint32_t w = agent.last; w > agent.first; w--) {
        const struct side_word *word = &a->wire.words[w - 1];
        if (word->weight >= 1 && (word->sets & (SLANT_SET_NUM | SLANT_SET_TIME | SLANT_SET_ADV | SLANT_SET_MODAL |
                                                SLANT_SET_HAVE | SLANT_SET_DET | SLANT_SET_PRON)) == 0)
            return !slant_has_stem(&a->edited, p, 0, word->stem);
    }
    return 0;
}

static int is_agentless_mark(const struct side *side, uint32_t w)
{
    int32_t row = slant_row_of(side, w);
    uint32_t from = row == ROW_TITLE ? 0 : side->first_mark[row];
    uint32_t to = row == ROW_TITLE ? side->title_marks : side->first_mark[row + 1];
    for (uint32_t i = from; i < to; i++)
        if (side->marks[i].mark->layer == SLANT_AGENTLESS && side->marks[i].at.last - 1 == w)
            return 1;
    return 0;
}

static void participle(struct auditing *a, const struct pairing *p, struct side_range sentence, uint32_t w)
{
    uint32_t aux = auxiliary(&a->edited, w, sentence.first);
    int harm = is_agentless_mark(&a->edited, w);
    int32_t m = a->edited.words[w].match;
    if ((aux == w && !harm) || m == NO_WORD || a->edited.words[w].quoted || a->wire.words[m].quoted ||
        !range_empty(by_whom(&a->edited, w, sentence.last)) || is_agentless_mark(&a->wire, (uint32_t)m))
        return;
    int32_t row = slant_row_of(&a->wire, (uint32_t)m);
    struct side_range there = row == ROW_TITLE ? a->wire.title : a->wire.sentences[row];
    struct side_range agent = by_whom(&a->wire, (uint32_t)m, there.last);
    if (range_empty(agent)) {
        if (auxiliary(&a->wire, (uint32_t)m, there.first) != (uint32_t)m) /* a passive without an agent, too */
            return;
        agent = subject(&a->wire, (uint32_t)m, there.first);
    }
    if (!agent_is_gone(a, p, agent))
        return;
    struct slant_span who = slant_side_span(&a->wire, agent);
    slant_changes_add(a, SLANT_AGENT_REMOVED, SLANT_WARNING, slant_place(&a->wire, agent),
                      slant_place(&a->edited, (struct side_range){aux, w + 1}),
                      "the wire says who did it: \"%.*s\"; the edit does not", (int)who.text.len, who.text.ptr);
}

void slant_audit_agents(struct auditing *a, const struct pairing *p)
{
    struct side_range r;
    for (uint32_t i = 0; !range_empty(r = slant_stretch(&a->edited, p, 0, i)); i++)
        for (uint32_t w = r.first; w < r.last; w++)
            if (is_participle(&a->edited, w))
                participle(a, p, r, w);
}
