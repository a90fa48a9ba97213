/* audit: all of it, room by room of this room, and the summary. */
#include "audit/audit.h"

#include <stdlib.h>
#include <string.h>

#include "audit/changes.h"
#include "audit/diff.h"

/* Fewer of the shorter text's sentences found in the other: one is no edit of the other. */
#define HARDLY 0.08

/* ---- names ---------------------------------------------------------------------------------------------- */

const char *slant_change_name(enum slant_change_kind kind)
{
    static const char *const names[SLANT_NCHANGES] = {
        [SLANT_ATTRIBUTION_DROPPED] = "attribution-dropped",
        [SLANT_QUOTATION_ALTERED] = "quotation-altered",
        [SLANT_NUMBER_CHANGED] = "number-changed",
        [SLANT_HEADLINE_STRONGER] = "headline-stronger",
        [SLANT_SIDE_CUT] = "side-cut",
        [SLANT_HEDGE_DROPPED] = "hedge-dropped",
        [SLANT_LABEL_SWAPPED] = "label-swapped",
        [SLANT_CUE_CHANGED] = "cue-changed",
        [SLANT_SOURCE_VAGUER] = "source-vaguer",
        [SLANT_AGENT_REMOVED] = "agent-removed",
        [SLANT_LOADED_ADDED] = "loaded-added",
        [SLANT_BOOSTER_ADDED] = "booster-added",
        [SLANT_SCARE_QUOTES_ADDED] = "scare-quotes-added",
        [SLANT_HEDGE_ADDED] = "hedge-added",
        [SLANT_LOADED_DROPPED] = "loaded-dropped",
    };
    return (unsigned)kind < SLANT_NCHANGES ? names[kind] : "";
}

const char *slant_relation_name(enum slant_relation relation)
{
    static const char *const names[SLANT_NRELATIONS] = {"same", "rewritten", "split", "merged", "cut", "added"};
    return (unsigned)relation < SLANT_NRELATIONS ? names[relation] : "";
}

/* ---- the changes, in order ------------------------------------------------------------------------------ */

/* Where the change stands in the edit; of what is cut, in the wire, behind all others of its rank. */
static int compare_places(const struct slant_change_side *a, const struct slant_change_side *b)
{
    if ((a->words.text.ptr == NULL) != (b->words.text.ptr == NULL))
        return a->words.text.ptr == NULL ? 1 : -1;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return a->words.start < b->words.start ? -1 : a->words.start > b->words.start;
}

static int worst_first(const void *x, const void *y)
{
    const struct slant_change *a = x, *b = y;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    int places = compare_places(&a->edited, &b->edited);
    if (places == 0)
        places = compare_places(&a->wire, &b->wire);
    return places != 0 ? places : strcmp(a->message, b->message);
}

static void find_changes(struct auditing *a, const struct pairing *p)
{
    slant_audit_labels(a, p); /* first: a swap is told once */
    slant_audit_marks(a, p);
    slant_audit_agents(a, p);
    slant_audit_quotes(a, p);
    slant_audit_numbers(a, p);
}

static slant_status match_words(struct auditing *a)
{
    uint32_t n = a->alignment.n, moved;
    a->moved_words = slant_arena_zalloc(a->mem, (n + 1) * sizeof *a->moved_words);
    if (a->moved_words == NULL)
        return SLANT_ENOMEM;
    slant_status status = slant_diff(&a->wire, &a->edited, NULL, &a->scratch, &moved);
    for (uint32_t i = 0; i < n && status == SLANT_OK; i++)
        status = slant_diff(&a->wire, &a->edited, &a->alignment.rows[i], &a->scratch, &a->moved_words[i]);
    return status;
}

/* ---- the pairings, for the reader ------------------------------------------------------------------------ */

static int is_same(const struct auditing *a, const struct pairing *p)
{
    struct side_range w = a->wire.sentences[p->wire[0]], e = a->edited.sentences[p->edited[0]];
    if (w.last - w.first != e.last - e.first)
        return 0;
    for (uint32_t i = 0; i < w.last - w.first; i++)
        if (a->wire.words[w.first + i].surface != a->edited.words[e.first + i].surface)
            return 0;
    return 1;
}

static struct slant_pairing describe(const struct auditing *a, uint32_t group)
{
    const struct pairing *p = &a->alignment.rows[group];
    enum slant_relation relation = p->nwire > 1     ? SLANT_MERGED
                                   : p->nedited > 1 ? SLANT_SPLIT
                                   : is_same(a, p)  ? SLANT_SAME
                                                    : SLANT_REWRITTEN;
    return (struct slant_pairing){relation, p->moved, a->moved_words[group] >= 3, p->similarity, p->nwire, p->nedited,
                                  p->wire,  p->edited};
}

/* Cut sentences stand behind the pairing of the sentence before them, or first. */
static slant_status list_pairings(struct auditing *a, struct slant_audit *out)
{
    uint32_t most = a->wire.nsentences + a->edited.nsentences, n = 0, cut = 0;
    struct slant_pairing *rows = slant_arena_zalloc(a->mem, (most + 1) * sizeof *rows);
    uint32_t *numbers = slant_arena_alloc(a->mem, (most + 1) * sizeof *numbers);
    if (rows == NULL || numbers == NULL)
        return SLANT_ENOMEM;
    for (uint32_t e = 0; e <= a->edited.nsentences; e++) {
        int32_t group = e < a->edited.nsentences ? a->edited.group_of[e] : -1;
        const struct pairing *p = group >= 0 ? &a->alignment.rows[group] : NULL;
        uint32_t to = e == a->edited.nsentences ? a->wire.nsentences : p != NULL && !p->moved ? p->wire[0] : cut;
        for (; cut < to; cut++) {
            numbers[cut] = cut;
            if (a->wire.group_of[cut] < 0)
                rows[n++] = (struct slant_pairing){.relation = SLANT_CUT, .nwire = 1, .wire = &numbers[cut]};
        }
        if (e == a->edited.nsentences)
            break;
        uint32_t *number = &numbers[a->wire.nsentences + e];
        *number = e;
        if (p == NULL)
            rows[n++] = (struct slant_pairing){.relation = SLANT_ADDED, .nedited = 1, .edited = number};
        else if (p->edited[0] == e)
            rows[n++] = describe(a, (uint32_t)group);
    }
    out->pairings = rows;
    out->npairings = n;
    return SLANT_OK;
}

static void summarize(const struct auditing *a, struct slant_audit *out)
{
    uint32_t shared = 0;
    for (uint32_t i = 0; i < a->wire.nsentences; i++) {
        int32_t group = a->wire.group_of[i];
        int moved = group >= 0 && a->alignment.rows[group].moved;
        out->cut += group < 0;
        out->moved += (uint32_t)moved;
        out->kept += group >= 0 && !moved;
    }
    for (uint32_t i = 0; i < a->edited.nsentences; i++)
        out->added += a->edited.group_of[i] < 0;
    shared = out->kept + out->moved;
    uint32_t least = a->wire.nsentences < a->edited.nsentences ? a->wire.nsentences : a->edited.nsentences;
    out->strangers = shared < HARDLY * least || shared == 0;
    out->capped = a->wire.capped + a->edited.capped;
}

slant_status slant_audit_run(const struct slant_audit_input *in, struct slant_arena *mem, struct slant_audit *out)
{
    struct auditing *a = slant_arena_zalloc(mem, sizeof *a);
    uint32_t nstems;
    memset(out, 0, sizeof *out);
    out->wire = in->wire.result;
    out->edited = in->edited.result;
    if (a == NULL)
        return SLANT_ENOMEM;
    a->in = in;
    a->mem = mem;
    slant_status status = slant_sides_make(in, mem, &a->wire, &a->edited, &nstems);
    if (status == SLANT_OK)
        status = slant_align(&a->wire, &a->edited, nstems, mem, &a->alignment);
    if (status == SLANT_OK)
        status = match_words(a);
    if (status == SLANT_OK)
        status = list_pairings(a, out);
    if (status == SLANT_OK)
        summarize(a, out);
    for (uint32_t i = 0; i < a->alignment.n && status == SLANT_OK && !out->strangers; i++)
        find_changes(a, &a->alignment.rows[i]);
    if (status == SLANT_OK && !out->strangers) {
        if (slant_same_headline(a))
            find_changes(a, NULL);
        slant_audit_headline(a);
        slant_audit_added(a);
        slant_audit_sources(a);
    }
    if (status == SLANT_OK)
        slant_audit_speakers(a, out);
    slant_arena_free(&a->scratch);
    if (a->n > 1)
        qsort(a->changes, a->n, sizeof *a->changes, worst_first);
    out->changes = a->changes;
    out->nchanges = a->n;
    return status == SLANT_OK && a->no_memory ? SLANT_ENOMEM : status;
}
