#include "audit/side.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "lexicon/commonness.h"
#include "lexicon/sets.h"

/* Sentences of other texts that the rarity of a word is guessed from, before those of the two are counted. */
enum { PRIOR_SENTENCES = 50, SENTENCE_WORDS = 22 };

/* ---- numbers for words -------------------------------------------------------------------------------- */

struct slot {
    uint64_t key; /* 0: free */
    uint32_t value, sets;
};

struct table {
    struct slot *slots;
    uint32_t mask;
};

static int open_table(struct table *t, uint32_t words, struct slant_arena *mem)
{
    uint32_t size = 256;
    while (size < words * 2 && size < 1u << 30)
        size *= 2;
    t->slots = slant_arena_zalloc(mem, size * sizeof *t->slots);
    t->mask = size - 1;
    return t->slots != NULL;
}

/* The key's slot: its own, or a free one. */
static struct slot *find(const struct table *t, uint64_t key)
{
    uint32_t at = (uint32_t)(key ^ key >> 32) & t->mask;
    while (t->slots[at].key != 0 && t->slots[at].key != key)
        at = (at + 1) & t->mask;
    return &t->slots[at];
}

struct making {
    const struct slant_audit_input *in;
    struct slant_arena *mem;
    struct table surfaces, stems;
    uint32_t nstems;
    uint32_t *per_million; /* of each stem */
    struct slant_sets sets;
    struct slant_commonness commonness;
};

static uint32_t stem_number(struct making *m, const struct slant_word *word)
{
    uint64_t key = slant_hash(word->stem, word->stem_len) | 1;
    struct slot *s = find(&m->stems, key);
    uint32_t common = slant_commonness_of(&m->commonness, word->surface, word->len);
    if (s->key == 0) {
        *s = (struct slot){key, m->nstems++, 0};
        m->per_million[s->value] = common;
    } else if (common > m->per_million[s->value]) {
        m->per_million[s->value] = common;
    }
    return s->value;
}

static void fill_word(struct making *m, const struct slant_tokens *t, uint32_t i, struct side_word *w)
{
    char lower[256];
    size_t len = t->tokens[i].len < SLANT_MOST_WORD ? t->tokens[i].len : SLANT_MOST_WORD;
    size_t n = slant_words_lower(slant_token_bytes(t, i), len, lower, sizeof lower);
    struct slot *s = find(&m->surfaces, slant_hash(lower, n) | 1);
    if (s->key == 0) {
        struct slant_word word;
        slant_words_analyse(m->in->words, slant_token_bytes(t, i), len, &word);
        s->key = slant_hash(lower, n) | 1;
        s->value = stem_number(m, &word);
        s->sets = slant_sets_of(&m->sets, &word);
    }
    if (n > 2 && lower[n - 2] == '\'' && lower[n - 1] == 's')
        n -= 2;
    w->surface = slant_hash(lower, n);
    w->stem = s->value;
    w->sets = s->sets;
    w->match = NO_WORD;
    w->quoted = t->tokens[i].voice == SLANT_VOICE_QUOTED;
}

static int fill_words(struct making *m, const struct slant_audit_text *from, struct side *side)
{
    const struct slant_tokens *t = from->tokens;
    struct slant_locator at;
    side->tokens = t;
    side->hits = from->hits;
    side->result = from->result;
    side->nwords = t->n;
    side->words = slant_arena_zalloc(m->mem, (t->n + 1) * sizeof *side->words);
    if (side->words == NULL)
        return 0;
    slant_locator_start(&at, t->text);
    for (uint32_t i = 0; i < t->n; i++) {
        struct side_word *w = &side->words[i];
        struct slant_span span = slant_locate(&at, t->tokens[i].start, t->tokens[i].start + t->tokens[i].len);
        fill_word(m, t, i, w);
        w->start = span.start;
        w->end = span.end;
        w->bytes = span.text.ptr;
        w->len = (uint32_t)span.text.len;
        w->in_title = span.in_title != 0;
    }
    return 1;
}

/* ---- sentences ---------------------------------------------------------------------------------------- */

static int fill_sentences(struct making *m, struct side *side)
{
    const struct slant_tokens *t = side->tokens;
    uint32_t titles = 0;
    while (titles < t->nsentences && t->sentences[titles].title)
        titles++;
    if (titles > 0)
        side->title = (struct side_range){t->sentences[0].first, t->sentences[titles - 1].last};
    side->nsentences = t->nsentences - titles;
    side->sentences = slant_arena_zalloc(m->mem, (side->nsentences + 1) * sizeof *side->sentences);
    side->group_of = slant_arena_alloc(m->mem, (side->nsentences + 1) * sizeof *side->group_of);
    side->sentence_of = slant_arena_alloc(m->mem, (side->nwords + 1) * sizeof *side->sentence_of);
    if (side->sentences == NULL || side->group_of == NULL || side->sentence_of == NULL)
        return 0;
    memset(side->sentence_of, 0xFF, (side->nwords + 1) * sizeof *side->sentence_of);
    for (uint32_t i = 0; i < side->nsentences; i++) {
        const struct slant_sentence_span *s = &t->sentences[titles + i];
        struct side_range *r = &side->sentences[i];
        *r = (struct side_range){s->first, s->last};
        for (uint32_t w = r->first; w < r->last; w++)
            side->sentence_of[w] = i;
        if (r->last - r->first > MOST_SENTENCE_WORDS) {
            side->capped += r->last - r->first - MOST_SENTENCE_WORDS;
            r->last = r->first + MOST_SENTENCE_WORDS;
        }
        side->group_of[i] = -1;
    }
    return 1;
}

/* ---- marks and quotations ------------------------------------------------------------------------------ */

struct side_range slant_side_words(const struct side *side, const struct slant_span *span)
{
    uint32_t titles = 0, low, high;
    if (side->nwords > 0 && side->words[0].in_title)
        while (titles < side->title.last && side->words[titles].in_title)
            titles++;
    low = span->in_title ? 0 : titles;
    high = span->in_title ? titles : side->nwords;
    const uint32_t end = high;
    while (low < high) { /* the first word that ends behind the span's start */
        uint32_t middle = low + (high - low) / 2;
        if (side->words[middle].end <= span->start)
            low = middle + 1;
        else
            high = middle;
    }
    struct side_range r = {low, low};
    while (r.last < end && side->words[r.last].start < span->end)
        r.last++;
    return r;
}

static int fill_marks(struct making *m, struct side *side)
{
    const struct slant_result *r = side->result;
    side->marks = slant_arena_alloc(m->mem, (r->nmarks + 1) * sizeof *side->marks);
    side->first_mark = slant_arena_zalloc(m->mem, (side->nsentences + 2) * sizeof *side->first_mark);
    if (side->marks == NULL || side->first_mark == NULL)
        return 0;
    uint32_t sentence = 0;
    for (uint32_t i = 0; i < r->nmarks; i++) {
        struct side_mark mark = {slant_side_words(side, &r->marks[i].span), &r->marks[i]};
        if (mark.mark->layer == SLANT_FURNITURE || range_empty(mark.at))
            continue;
        uint32_t of = side->sentence_of[mark.at.first];
        side->title_marks += of == UINT32_MAX;
        while (of != UINT32_MAX && sentence <= of)
            side->first_mark[sentence++] = side->nmarks;
        for (uint32_t w = mark.at.first; mark.mark->layer == SLANT_SCARE_QUOTE && w < mark.at.last; w++)
            side->words[w].scare = 1;
        side->marks[side->nmarks++] = mark;
    }
    while (sentence <= side->nsentences)
        side->first_mark[sentence++] = side->nmarks;
    return 1;
}

static int fill_runs(struct making *m, struct side *side)
{
    const struct slant_result *r = side->result;
    side->runs = slant_arena_alloc(m->mem, (r->nruns + 1) * sizeof *side->runs);
    side->quotes_stem = slant_arena_zalloc(m->mem, m->nstems + 1);
    if (side->runs == NULL || side->quotes_stem == NULL)
        return 0;
    for (uint32_t i = 0; i < side->nwords; i++)
        side->quotes_stem[side->words[i].stem] |= side->words[i].quoted | side->words[i].scare;
    for (uint32_t i = 0; i < r->nruns; i++) {
        struct side_range at = slant_side_words(side, &r->runs[i].span);
        if (r->runs[i].voice == SLANT_VOICE_QUOTED && !range_empty(at))
            side->runs[side->nruns++] = at;
    }
    return 1;
}

/* Which sentence's: 0 the title's, else row + 1. */
static uint32_t place_of(const struct side *side, const struct slant_attribution *a)
{
    return a->in_headline || a->sentence < 0 || (uint32_t)a->sentence >= side->nsentences ? 0
                                                                                          : (uint32_t)a->sentence + 1;
}

static int fill_sayings(struct making *m, struct side *side)
{
    const struct slant_result *r = side->result;
    uint32_t n = side->nsentences;
    uint32_t *first = slant_arena_zalloc(m->mem, (n + 3) * sizeof *first);
    side->sayings = slant_arena_alloc(m->mem, (r->nattributions + 1) * sizeof *side->sayings);
    if (first == NULL || side->sayings == NULL)
        return 0;
    for (uint32_t i = 0; i < r->nattributions; i++)
        first[place_of(side, &r->attributions[i]) + 2]++;
    for (uint32_t i = 2; i < n + 3; i++)
        first[i] += first[i - 1];
    for (uint32_t i = 0; i < r->nattributions; i++)
        side->sayings[first[place_of(side, &r->attributions[i]) + 1]++] = &r->attributions[i];
    side->first_saying = first + 1; /* [0]: behind the title's; [row]: of row; [n]: behind the last */
    return 1;
}

/* ---- weights ------------------------------------------------------------------------------------------- */

/* In how many sentences each stem stands. */
static void count_sentences(const struct side *side, uint32_t *count, uint32_t *seen, uint32_t *stamp)
{
    for (uint32_t s = 0; s < side->nsentences; s++) {
        ++*stamp;
        for (uint32_t i = side->sentences[s].first; i < side->sentences[s].last; i++) {
            uint32_t stem = side->words[i].stem;
            count[stem] += seen[stem] != *stamp;
            seen[stem] = *stamp;
        }
    }
}

/* log of the inverse share of sentences that hold the word: those of both texts, and PRIOR_SENTENCES of English. */
static int weigh(struct making *m, struct side *wire, struct side *edited)
{
    uint32_t *count = slant_arena_zalloc(m->mem, (m->nstems + 1) * sizeof *count);
    uint32_t *seen = slant_arena_zalloc(m->mem, (m->nstems + 1) * sizeof *seen);
    uint32_t stamp = 0;
    if (count == NULL || seen == NULL)
        return 0;
    count_sentences(wire, count, seen, &stamp);
    count_sentences(edited, count, seen, &stamp);
    double all = wire->nsentences + edited->nsentences + PRIOR_SENTENCES + 1;
    struct side *const sides[] = {wire, edited};
    for (int k = 0; k < 2; k++)
        for (uint32_t i = 0; i < sides[k]->nwords; i++) {
            struct side_word *w = &sides[k]->words[i];
            double share = m->per_million[w->stem] * 1e-6 * SENTENCE_WORDS;
            double prior = PRIOR_SENTENCES * (share < 0.9 ? share : 0.9);
            w->weight = (float)log(all / (count[w->stem] + prior + 0.5));
            if (w->weight < 0.05F)
                w->weight = 0.05F;
        }
    return 1;
}

slant_status slant_sides_make(const struct slant_audit_input *in, struct slant_arena *mem, struct side *wire,
                              struct side *edited, uint32_t *nstems)
{
    struct making *m = slant_arena_zalloc(mem, sizeof *m);
    uint32_t words = in->wire.tokens->n + in->edited.tokens->n;
    if (m == NULL)
        return SLANT_ENOMEM;
    m->in = in;
    m->mem = mem;
    slant_sets_open(&m->sets);
    slant_commonness_open(&m->commonness);
    m->per_million = slant_arena_alloc(mem, (words + 1) * sizeof *m->per_million);
    if (m->per_million == NULL || !open_table(&m->surfaces, words, mem) || !open_table(&m->stems, words, mem))
        return SLANT_ENOMEM;
    if (!fill_words(m, &in->wire, wire) || !fill_words(m, &in->edited, edited) || !fill_sentences(m, wire) ||
        !fill_sentences(m, edited) || !fill_marks(m, wire) || !fill_marks(m, edited) || !fill_runs(m, wire) ||
        !fill_runs(m, edited) || !fill_sayings(m, wire) || !fill_sayings(m, edited) || !weigh(m, wire, edited))
        return SLANT_ENOMEM;
    *nstems = m->nstems;
    return SLANT_OK;
}

/* ---- asking ------------------------------------------------------------------------------------------- */

uint32_t slant_side_run(const struct side *side, uint32_t word)
{
    uint32_t low = 0, high = side->nruns;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (side->runs[middle].last <= word)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct slant_span slant_side_span(const struct side *side, struct side_range range)
{
    if (range_empty(range))
        return (struct slant_span){0};
    const struct side_word *first = &side->words[range.first], *last = &side->words[range.last - 1];
    return (struct slant_span){
        first->start, last->end, {first->bytes, (size_t)(last->bytes + last->len - first->bytes)}, first->in_title};
}

const char *slant_side_bytes(const struct side *side, uint32_t word, size_t *len)
{
    *len = side->words[word].len;
    return side->words[word].bytes;
}

int slant_side_is(const struct side *side, uint32_t word, const char *lower)
{
    return side->words[word].surface == slant_hash(lower, strlen(lower));
}
