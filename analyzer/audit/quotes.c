/* quotes: is what the edit has between quotation marks what the wire has there? A quotation may be cut at its ends, and
 * inside where an ellipsis says so; its words may not differ. */
#include <string.h>

#include "audit/changes.h"

/* LONGER: words put in at an end; so many, and the edit quotes more of the speech, from elsewhere. */
enum { SHORTEST = 3, SHORT = 6, LONGER = 4, MOST_WORDS = 600 };

/* Less of a quotation than this found in the wire's: it is another one. Of a short one, one word may be half. */
#define SAME_QUOTATION 0.62F
#define SAME_SHORT_QUOTATION 0.45F

struct quoting {
    const struct auditing *a;
    uint32_t *wire; /* the wire's quoted words nearby */
    uint32_t nwire;
    struct side_range run; /* the edit's quotation */
    int32_t *at;           /* of each of its words: the place in wire; -1 */
};

/* ---- the wire's words ----------------------------------------------------------------------------------- */

static void take_row(struct quoting *q, uint32_t row)
{
    const struct side *side = &q->a->wire;
    for (uint32_t w = side->sentences[row].first; w < side->sentences[row].last && q->nwire < MOST_WORDS; w++)
        if (side->words[w].quoted || side->words[w].scare)
            q->wire[q->nwire++] = w;
}

/* Those of the pairing's sentences, and of the sentence before and behind. */
static void take_wire(struct quoting *q, const struct pairing *p)
{
    if (p == NULL) {
        for (uint32_t w = q->a->wire.title.first; w < q->a->wire.title.last && q->nwire < MOST_WORDS; w++)
            if (q->a->wire.words[w].quoted || q->a->wire.words[w].scare)
                q->wire[q->nwire++] = w;
        return;
    }
    uint32_t from = p->wire[0] > 0 ? p->wire[0] - 1 : 0, to = p->wire[p->nwire - 1] + 1;
    if (to - from > 12) /* far apart: each for itself */
        to = from + 12;
    for (uint32_t row = from; row <= to && row < q->a->wire.nsentences; row++)
        take_row(q, row);
}

/* ---- equal words ---------------------------------------------------------------------------------------- */

/* "organise" and "organize", "colour" and "color": one letter more or other, in a word of some length. */
static int spelt_otherwise(const char *a, size_t na, const char *b, size_t nb)
{
    if (na < 5 || nb < 5 || (na > nb ? na - nb : nb - na) > 1)
        return 0;
    size_t head = 0, tail = 0;
    while (head < na && head < nb && (a[head] | 0x20) == (b[head] | 0x20))
        head++;
    while (tail < na - head && tail < nb - head && (a[na - 1 - tail] | 0x20) == (b[nb - 1 - tail] | 0x20))
        tail++;
    if (na == nb)
        return head + tail == na - 1 && strchr("sz", a[head] | 0x20) != NULL && strchr("sz", b[head] | 0x20) != NULL;
    return head + tail == (na < nb ? na : nb) && (na > nb ? a : b)[head] == 'u';
}

static int equal(const struct quoting *q, uint32_t edited, uint32_t wire)
{
    const struct side_word *e = &q->a->edited.words[edited], *w = &q->a->wire.words[wire];
    return e->surface == w->surface || spelt_otherwise(e->bytes, e->len, w->bytes, w->len);
}

/* best: the most that the words from i and the wire's from k on are worth; matched: the same, i and k being a match. A
 * match that goes on from the one before is worth more, so that words stay with their sentence. */
struct cell {
    uint32_t best, matched;
};

static uint32_t worth(const struct quoting *q, const struct cell *next, uint32_t i, uint32_t k)
{
    if (!equal(q, q->run.first + i, q->wire[k]))
        return 0;
    int goes_on = next->matched > 0 && k + 1 < q->nwire && q->wire[k + 1] == q->wire[k] + 1;
    return 4 + (goes_on && next->matched + 1 > next->best ? next->matched + 1 : next->best);
}

/* The longest common run, by the words' letters: fills at. Returns the share of the quotation in it, by words or by
 * weight, whichever is less. */
static float compare(struct quoting *q, struct cell *cells)
{
    uint32_t ne = q->run.last - q->run.first, row = q->nwire + 1;
    memset(cells, 0, (size_t)(ne + 1) * row * sizeof *cells);
    for (uint32_t i = ne; i-- > 0;)
        for (uint32_t k = q->nwire; k-- > 0;) {
            struct cell *c = &cells[i * row + k];
            c->matched = worth(q, c + row + 1, i, k);
            c->best = c[1].best > c[row].best ? c[1].best : c[row].best;
            c->best = c->matched > c->best ? c->matched : c->best;
        }
    float all = 0, found = 0;
    uint32_t words = 0;
    int goes_on = 0;
    for (uint32_t i = 0, k = 0; i < ne; i++) {
        all += q->a->edited.words[q->run.first + i].weight;
        q->at[i] = -1;
        while (k < q->nwire && q->at[i] < 0) {
            const struct cell *c = &cells[i * row + k];
            if (!goes_on && c->best == c[row].best)
                break; /* as good without this word */
            if (goes_on || c->matched == c->best) {
                q->at[i] = (int32_t)k;
                found += q->a->edited.words[q->run.first + i].weight;
                words++;
                goes_on = k + 1 < q->nwire && q->wire[k + 1] == q->wire[k] + 1 && c[row + 1].matched > 0 &&
                          c[row + 1].matched + 1 > c[row + 1].best;
            }
            k++;
        }
    }
    float share = all > 0 ? found / all : 0, share_of_words = (float)words / (float)ne;
    return share < share_of_words ? share : share_of_words;
}

/* ---- differences ---------------------------------------------------------------------------------------- */

/* Between the word before and this one: "…", "..." or a bracket, which tell the reader that something is otherwise. */
static int is_owned_up(const struct side *side, uint32_t word)
{
    if (word == 0)
        return 0;
    const struct side_word *before = &side->words[word - 1], *w = &side->words[word];
    const char *from = before->bytes + before->len;
    if (before->in_title != w->in_title || from > w->bytes)
        return 0;
    size_t len = (size_t)(w->bytes - from);
    return memmem(from, len, "\xE2\x80\xA6", 3) != NULL || memmem(from, len, "..", 2) != NULL ||
           memmem(from, len, ". .", 3) != NULL || memchr(from, '[', len) != NULL || memchr(from, ']', len) != NULL ||
           memchr(from, '(', len) != NULL;
}

/* Of the words that the edit put in, and those that it left out between words that it kept. Not counted: what an
 * ellipsis or a bracket owns up to, and a first word such as "and". */
/* Words at the quotation's end (or start) that are not the wire's. */
static uint32_t at_the_end(const struct quoting *q, int start)
{
    uint32_t ne = q->run.last - q->run.first, n = 0;
    while (n < ne && q->at[start ? n : ne - 1 - n] < 0)
        n++;
    return n;
}

static uint32_t differences(const struct quoting *q, uint32_t *put_in, uint32_t *left_out)
{
    uint32_t ne = q->run.last - q->run.first;
    int32_t last = -1;
    int owned = 0;
    for (uint32_t i = 0; i < ne; i++) {
        owned |= i > 0 && is_owned_up(&q->a->edited, q->run.first + i);
        if (q->at[i] < 0) {
            *put_in += !owned && !(i == 0 && q->a->edited.words[q->run.first].weight < 1);
            continue;
        }
        if (last >= 0 && !owned)
            *left_out += (uint32_t)(q->at[i] - last - 1);
        last = q->at[i];
        owned = 0;
    }
    for (int start = 0; start < 2; start++) {
        uint32_t more = at_the_end(q, start);
        *put_in -= more >= LONGER && more <= *put_in ? more : 0;
    }
    return *put_in + *left_out;
}

/* The most words in a row that both have. */
static uint32_t longest_run(const struct quoting *q)
{
    uint32_t run = 0, longest = 0;
    for (uint32_t i = 0; i < q->run.last - q->run.first; i++) {
        int goes_on = i > 0 && q->at[i] >= 0 && q->at[i - 1] >= 0 && q->at[i] == q->at[i - 1] + 1;
        run = q->at[i] < 0 ? 0 : goes_on ? run + 1 : 1;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static struct side_range wire_words(const struct quoting *q)
{
    struct side_range r = {0, 0};
    for (uint32_t i = 0; i < q->run.last - q->run.first; i++) {
        if (q->at[i] < 0)
            continue;
        uint32_t w = q->wire[q->at[i]];
        r.first = r.last == 0 ? w : r.first;
        r.last = w + 1;
    }
    return r;
}

static int is_first_person(const struct auditing *a, uint32_t w)
{
    static const char *const words[] = {"i", "we", "you", "us", "me", "my", "our", "your", "i'm", "we're", "you're"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slant_side_is(&a->edited, w, words[i]))
            return 1;
    return 0;
}

/* The wire gives the source's meaning in its own words: has the edit put those between quotation marks? */
static int was_no_quotation(const struct quoting *q)
{
    float all = 0, plain = 0;
    for (uint32_t w = q->run.first; w < q->run.last; w++) {
        const struct side_word *word = &q->a->edited.words[w];
        if (is_first_person(q->a, w)) /* a speech that is printed without quotation marks */
            return 0;
        all += word->weight;
        plain += word->match != NO_WORD && q->a->wire.tokens->tokens[word->match].voice == SLANT_VOICE_REPORTED
                     ? word->weight
                     : 0;
    }
    return plain >= 0.9F * all && q->run.last - q->run.first > SHORTEST;
}

static void judge(struct auditing *a, struct quoting *q, float share)
{
    uint32_t put_in = 0, left_out = 0;
    int is_short = q->run.last - q->run.first < SHORT;
    if (share < (is_short ? SAME_SHORT_QUOTATION : SAME_QUOTATION) || (!is_short && longest_run(q) < SHORTEST)) {
        if (was_no_quotation(q))
            slant_changes_add(a, SLANT_QUOTATION_ALTERED, SLANT_ERROR,
                              slant_place_missing(&a->wire, &a->edited, q->run), slant_place(&a->edited, q->run),
                              "the wire does not quote these words: it gives their meaning");
        return;
    }
    if (differences(q, &put_in, &left_out) == 0)
        return;
    const char *how = put_in == 0     ? "words are left out of the quotation, and no ellipsis says so"
                      : left_out == 0 ? "the quotation has words that the wire's has not"
                                      : "the quotation's words are not the wire's";
    slant_changes_add(a, SLANT_QUOTATION_ALTERED, put_in == 0 ? SLANT_WARNING : SLANT_ERROR,
                      slant_place(&a->wire, wire_words(q)), slant_place(&a->edited, q->run), "%s", how);
}

void slant_audit_quotes(struct auditing *a, const struct pairing *p)
{
    struct side_range r;
    for (uint32_t i = 0; !range_empty(r = slant_stretch(&a->edited, p, 0, i)); i++)
        for (uint32_t k = slant_side_run(&a->edited, r.first); k < a->edited.nruns; k++) {
            struct quoting q = {.a = a, .run = a->edited.runs[k]};
            if (q.run.first >= r.last)
                break;
            if (q.run.first < r.first) /* it began in a sentence before, and was looked at there for its part */
                q.run.first = r.first;
            q.run.last = q.run.last < r.last ? q.run.last : r.last;
            if (q.run.last - q.run.first < SHORTEST)
                continue;
            slant_arena_reset(&a->scratch);
            q.wire = slant_arena_alloc(&a->scratch, MOST_WORDS * sizeof *q.wire);
            q.at = slant_arena_alloc(&a->scratch, (r.last - r.first) * sizeof *q.at);
            if (q.wire != NULL)
                take_wire(&q, p);
            struct cell *cells =
                slant_arena_alloc(&a->scratch, (size_t)(q.run.last - q.run.first + 1) * (q.nwire + 1) * sizeof *cells);
            if (q.wire == NULL || q.at == NULL || cells == NULL) {
                a->no_memory = 1;
                return;
            }
            judge(a, &q, compare(&q, cells));
        }
}
