#include "audit/diff.h"

#include <string.h>

struct diffing {
    struct side *wire, *edited;
    uint32_t *w, *e; /* the words of both stretches */
    uint32_t nw, ne;
};

static uint32_t gather(const struct side *side, const uint32_t *rows, uint32_t nrows, uint32_t *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < nrows; i++)
        for (uint32_t k = side->sentences[rows[i]].first; k < side->sentences[rows[i]].last; k++)
            out[n++] = k;
    return n;
}

static uint32_t gather_title(const struct side *side, uint32_t *out)
{
    uint32_t n = 0;
    for (uint32_t k = side->title.first; k < side->title.last && n < MOST_SENTENCE_WORDS; k++)
        out[n++] = k;
    return n;
}

/* What it is worth to match the two: nothing, unless they are the same word. */
static float worth(const struct diffing *d, uint32_t i, uint32_t k)
{
    const struct side_word *w = &d->wire->words[d->w[i]], *e = &d->edited->words[d->e[k]];
    if (w->stem != e->stem)
        return 0;
    return w->weight + (w->surface == e->surface ? 0.2F : 0.1F);
}

/* best: the most that the words from i and from k on are worth; matched: the same, i and k being a match. A match that
 * goes on from the one before is worth a little more, so that words stay with their phrase. */
struct cell {
    float best, matched;
};
#define GOES_ON 0.2F

static int goes_on(const struct cell *next)
{
    return next->matched > 0 && next->matched + GOES_ON > next->best;
}

static void longest(const struct diffing *d, struct cell *cells)
{
    uint32_t row = d->ne + 1;
    memset(cells, 0, (size_t)(d->nw + 1) * row * sizeof *cells);
    for (uint32_t i = d->nw; i-- > 0;)
        for (uint32_t k = d->ne; k-- > 0;) {
            struct cell *c = &cells[i * row + k], *next = c + row + 1;
            float v = worth(d, i, k);
            if (v > 0)
                c->matched = v + (goes_on(next) ? next->matched + GOES_ON : next->best);
            c->best = c[1].best > c[row].best ? c[1].best : c[row].best;
            c->best = c->matched > c->best ? c->matched : c->best;
        }
}

static void match(const struct diffing *d, uint32_t i, uint32_t k)
{
    d->wire->words[d->w[i]].match = (int32_t)d->e[k];
    d->edited->words[d->e[k]].match = (int32_t)d->w[i];
}

static void trace(const struct diffing *d, const struct cell *cells)
{
    uint32_t row = d->ne + 1, i = 0, k = 0;
    int forced = 0;
    while (i < d->nw && k < d->ne) {
        const struct cell *c = &cells[i * row + k];
        if (forced || (c->matched > 0 && c->matched >= c->best)) {
            match(d, i++, k++);
            forced = goes_on(c + row + 1);
        } else if (c[row].best >= c[1].best) {
            i++;
        } else {
            k++;
        }
    }
}

static int is_free(const struct diffing *d, uint32_t i, uint32_t k)
{
    return d->wire->words[d->w[i]].match == NO_WORD && d->edited->words[d->e[k]].match == NO_WORD &&
           d->wire->words[d->w[i]].stem == d->edited->words[d->e[k]].stem;
}

/* A telling word that has no match takes the first one of the other side that has none, and their neighbours follow. */
static uint32_t match_moved(const struct diffing *d)
{
    uint32_t moved = 0;
    for (uint32_t i = 0; i < d->nw; i++) {
        if (d->wire->words[d->w[i]].match != NO_WORD || d->wire->words[d->w[i]].weight < TELLING)
            continue;
        for (uint32_t k = 0; k < d->ne; k++) {
            if (!is_free(d, i, k))
                continue;
            uint32_t from = 0, to = 1;
            while (from < i && from < k && is_free(d, i - from - 1, k - from - 1))
                from++;
            while (i + to < d->nw && k + to < d->ne && is_free(d, i + to, k + to))
                to++;
            for (uint32_t n = i - from; n < i + to; n++)
                match(d, n, n + k - i);
            moved += from + to;
            break;
        }
    }
    return moved;
}

slant_status slant_diff(struct side *wire, struct side *edited, const struct pairing *p, struct slant_arena *scratch,
                        uint32_t *moved_words)
{
    struct diffing d = {.wire = wire, .edited = edited};
    uint32_t nwire = p != NULL ? p->nwire : 1, nedited = p != NULL ? p->nedited : 1;
    slant_arena_reset(scratch);
    d.w = slant_arena_alloc(scratch, nwire * MOST_SENTENCE_WORDS * sizeof *d.w);
    d.e = slant_arena_alloc(scratch, nedited * MOST_SENTENCE_WORDS * sizeof *d.e);
    if (d.w == NULL || d.e == NULL)
        return SLANT_ENOMEM;
    d.nw = p != NULL ? gather(wire, p->wire, p->nwire, d.w) : gather_title(wire, d.w);
    d.ne = p != NULL ? gather(edited, p->edited, p->nedited, d.e) : gather_title(edited, d.e);
    struct cell *cells = slant_arena_alloc(scratch, (size_t)(d.nw + 1) * (d.ne + 1) * sizeof *cells);
    if (cells == NULL)
        return SLANT_ENOMEM;
    longest(&d, cells);
    trace(&d, cells);
    *moved_words = match_moved(&d);
    return SLANT_OK;
}
