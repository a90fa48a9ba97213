#include "compare/likeness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum {
    RUN = 5,
    LEAST_RUNS = 40,
    ALIKE = 45,
    BANDS = 16,
    BAND = SLANT_SKETCH / BANDS,
    STEM = 7,
    LEAST_WORD = 3,
    DAYS = 2
};
static const double same_event = 0.15;

/* ---- words -------------------------------------------------------------------------------------------- */

static int is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

/* The next word of at..end: its hash in small letters, whole and of its first STEM bytes; its length, 0: there is none.
 */
static size_t next_word(const char **at, const char *end, uint64_t *whole, uint32_t *stem)
{
    const char *p = *at;
    while (p < end && !is_letter((unsigned char)*p))
        p++;
    size_t len = 0;
    uint64_t hash = 0xcbf29ce484222325u, short_hash = 0;
    for (; p < end && is_letter((unsigned char)*p); p++, len++) {
        unsigned char c = (unsigned char)*p;
        hash = (hash ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 0x100000001b3u;
        if (len < STEM)
            short_hash = hash;
    }
    *at = p;
    *whole = hash;
    *stem = (uint32_t)(short_hash ^ short_hash >> 32);
    return len;
}

static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9u;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

/* ---- the sketch --------------------------------------------------------------------------------------- */

/* Every run falls into one of 64 places; each keeps its least. Empty places take their right neighbour's. */
static void sketch(struct slant_str text, uint32_t *out)
{
    uint64_t words[RUN] = {0}, whole;
    uint32_t stem, runs = 0, n = 0;
    const char *at = text.ptr, *end = text.ptr + text.len;
    memset(out, 0xff, SLANT_SKETCH * sizeof *out);
    while (text.len > 0 && next_word(&at, end, &whole, &stem) > 0) {
        words[n++ % RUN] = whole;
        if (n < RUN)
            continue;
        uint64_t hash = 0;
        for (uint32_t i = 0; i < RUN; i++)
            hash = mix(hash * 31 + words[(n + i) % RUN]);
        uint32_t value = (uint32_t)hash, *place = &out[hash >> 58];
        *place = value < *place ? value : *place;
        runs++;
    }
    if (runs < LEAST_RUNS) {
        memset(out, 0, SLANT_SKETCH * sizeof *out);
        return;
    }
    for (int i = 2 * SLANT_SKETCH - 1; i >= 0; i--)
        if (out[i % SLANT_SKETCH] == UINT32_MAX)
            out[i % SLANT_SKETCH] = out[(i + 1) % SLANT_SKETCH];
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

int slant_likeness_of(struct slant_str title, struct slant_str text, struct slant_arena *mem,
                      struct slant_likeness *out)
{
    const struct slant_str fields[] = {title, text};
    uint32_t n = 0, seen = 0, *words = slant_arena_alloc(mem, SLANT_LEAD_WORDS * sizeof *words);
    if (words == NULL)
        return -1;
    sketch(text, out->sketch);
    for (size_t f = 0; f < 2; f++) {
        const char *at = fields[f].ptr, *end = fields[f].ptr + fields[f].len;
        uint64_t whole;
        size_t len;
        while (fields[f].len > 0 && seen < SLANT_LEAD_WORDS && (len = next_word(&at, end, &whole, &words[n])) > 0) {
            seen++;
            n += len >= LEAST_WORD;
        }
    }
    qsort(words, n, sizeof *words, by_value);
    out->words = words;
    out->nwords = 0;
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || words[i] != words[i - 1])
            words[out->nwords++] = words[i];
    return 0;
}

/* ---- the same text ------------------------------------------------------------------------------------ */

struct banded {
    uint64_t hash;
    uint32_t row;
};

static int by_hash(const void *a, const void *b)
{
    const struct banded *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static uint32_t agreeing(const struct slant_likeness *a, const struct slant_likeness *b)
{
    uint32_t n = 0;
    for (int i = 0; i < SLANT_SKETCH; i++)
        n += a->sketch[i] == b->sketch[i];
    return n;
}

static uint32_t root_of(uint32_t *parent, uint32_t row)
{
    while (parent[row] != row)
        row = parent[row] = parent[parent[row]];
    return row;
}

static int order_of(struct slant_str a, struct slant_str b)
{
    int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* Which of two copies stands for both: the earlier; undated ones come last. */
static int is_before(const struct slant_counts *c, uint32_t a, uint32_t b)
{
    const struct slant_counts_row *x = &c->rows[a], *y = &c->rows[b];
    if (x->day != y->day)
        return y->day == SLANT_NO_DAY || (x->day != SLANT_NO_DAY && x->day < y->day);
    int order = order_of(c->outlets.names[x->outlet], c->outlets.names[y->outlet]);
    return order != 0 ? order < 0 : order_of(x->id, y->id) < 0;
}

static void join_copies(struct banded *bands, size_t n, const struct slant_likeness *all, uint32_t *parent)
{
    qsort(bands, n, sizeof *bands, by_hash);
    for (size_t i = 1; i < n; i++) {
        if (bands[i].hash != bands[i - 1].hash)
            continue;
        uint32_t a = root_of(parent, bands[i - 1].row), b = root_of(parent, bands[i].row);
        if (a != b && agreeing(&all[bands[i - 1].row], &all[bands[i].row]) >= ALIKE)
            parent[a > b ? a : b] = a > b ? b : a;
    }
}

static int drop_joined(struct slant_counts *c, struct slant_likeness *all, uint32_t *parent, uint32_t *first)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->n; i++)
        first[i] = UINT32_MAX;
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t root = root_of(parent, i);
        if (first[root] == UINT32_MAX || is_before(c, i, first[root]))
            first[root] = i;
    }
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t of = first[root_of(parent, i)];
        if (of == i)
            continue;
        if (slant_counts_exclude(c, c->rows[i].id, c->rows[i].line, -1, "same_text", c->rows[of].id) != 0)
            return -1;
    }
    for (uint32_t i = 0; i < c->n; i++)
        if (first[root_of(parent, i)] == i) {
            all[kept] = all[i];
            c->rows[kept++] = c->rows[i];
        }
    c->n = kept;
    return 0;
}

slant_status slant_likeness_drop_copies(struct slant_counts *c, struct slant_likeness *all)
{
    struct banded *bands = malloc(((size_t)c->n * BANDS + 1) * sizeof *bands);
    uint32_t *parent = malloc((c->n + 1) * sizeof *parent), *first = malloc((c->n + 1) * sizeof *first);
    int trouble = bands == NULL || parent == NULL || first == NULL;
    static const uint32_t none[SLANT_SKETCH];
    size_t n = 0;
    for (uint32_t i = 0; i < c->n && !trouble; i++) {
        parent[i] = i;
        if (memcmp(all[i].sketch, none, sizeof none) == 0)
            continue;
        for (uint64_t k = 0; k < BANDS; k++)
            bands[n++] =
                (struct banded){slant_hash((const char *)&all[i].sketch[k * BAND], BAND * sizeof(uint32_t)) ^ k, i};
    }
    if (!trouble) {
        join_copies(bands, n, all, parent);
        trouble = drop_joined(c, all, parent, first);
    }
    free(bands);
    free(parent);
    free(first);
    return trouble ? SLANT_ENOMEM : SLANT_OK;
}

/* ---- the same event ----------------------------------------------------------------------------------- */

struct matching {
    struct slant_counts *counts;
    const struct slant_likeness *all;
    uint32_t *vocabulary, *spread; /* different words, rising; articles with each */
    size_t nvocabulary;
    float **weights; /* of each article's words, squared */
    double *norms;
    uint32_t *next, *head, *size; /* groups as linked lists; head of each article's group; size by head */
};

struct alike {
    double cosine;
    uint32_t a, b; /* a < b */
};

static int by_cosine(const void *x, const void *y)
{
    const struct alike *p = x, *q = y;
    if (p->cosine != q->cosine)
        return p->cosine > q->cosine ? -1 : 1;
    if (p->a != q->a)
        return p->a < q->a ? -1 : 1;
    return (p->b > q->b) - (p->b < q->b);
}

static double cosine(const struct matching *m, uint32_t a, uint32_t b)
{
    const struct slant_likeness *x = &m->all[a], *y = &m->all[b];
    double sum = 0;
    for (uint32_t i = 0, k = 0; i < x->nwords && k < y->nwords;) {
        if (x->words[i] == y->words[k]) {
            sum += (double)m->weights[a][i];
            i++;
            k++;
        } else if (x->words[i] < y->words[k]) {
            i++;
        } else {
            k++;
        }
    }
    return m->norms[a] > 0 && m->norms[b] > 0 ? sum / (m->norms[a] * m->norms[b]) : 0;
}

static int weigh(struct matching *m, struct slant_arena *mem)
{
    size_t n = 0, total = 0, kept = 0;
    uint32_t articles = m->counts->n;
    for (uint32_t i = 0; i < articles; i++)
        total += m->all[i].nwords;
    m->vocabulary = slant_arena_alloc(mem, (total + 1) * sizeof *m->vocabulary);
    m->spread = slant_arena_zalloc(mem, (total + 1) * sizeof *m->spread);
    m->weights = slant_arena_alloc(mem, (articles + 1) * sizeof *m->weights);
    m->norms = slant_arena_zalloc(mem, (articles + 1) * sizeof *m->norms);
    if (m->vocabulary == NULL || m->spread == NULL || m->weights == NULL || m->norms == NULL)
        return -1;
    for (uint32_t i = 0; i < articles; i++)
        for (uint32_t k = 0; k < m->all[i].nwords; k++)
            m->vocabulary[n++] = m->all[i].words[k];
    qsort(m->vocabulary, n, sizeof *m->vocabulary, by_value);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || m->vocabulary[i] != m->vocabulary[i - 1])
            m->vocabulary[kept++] = m->vocabulary[i];
        m->spread[kept - 1]++;
    }
    m->nvocabulary = kept;
    for (uint32_t i = 0; i < articles; i++) {
        double sum = 0;
        m->weights[i] = slant_arena_alloc(mem, (m->all[i].nwords + 1) * sizeof **m->weights);
        if (m->weights[i] == NULL)
            return -1;
        for (uint32_t k = 0; k < m->all[i].nwords; k++) {
            const uint32_t *at = bsearch(&m->all[i].words[k], m->vocabulary, kept, sizeof *m->vocabulary, by_value);
            double idf = at != NULL ? log((articles + 1.0) / m->spread[at - m->vocabulary]) : 0;
            m->weights[i][k] = (float)(idf * idf);
            sum += idf * idf;
        }
        m->norms[i] = sqrt(sum);
    }
    return 0;
}

static int in_time(const struct slant_counts *c, uint32_t a, uint32_t b)
{
    int32_t x = c->rows[a].day, y = c->rows[b].day;
    return x == SLANT_NO_DAY || y == SLANT_NO_DAY || (x - y <= DAYS && y - x <= DAYS);
}

/* Mean over all pairs across two groups; those too far apart in time count as 0. */
static double mean_likeness(const struct matching *m, uint32_t a, uint32_t b)
{
    double sum = 0;
    for (uint32_t i = a; i != UINT32_MAX; i = m->next[i])
        for (uint32_t k = b; k != UINT32_MAX; k = m->next[k])
            sum += in_time(m->counts, i, k) ? cosine(m, i, k) : 0;
    return sum / ((double)m->size[a] * m->size[b]);
}

static void join(struct matching *m, uint32_t a, uint32_t b)
{
    uint32_t last = a;
    while (m->next[last] != UINT32_MAX)
        last = m->next[last];
    m->next[last] = b;
    m->size[a] += m->size[b];
    for (uint32_t i = b; i != UINT32_MAX; i = m->next[i])
        m->head[i] = a;
}

static int find_alike(const struct matching *m, struct alike **pairs, size_t *n)
{
    size_t cap = 0;
    for (uint32_t a = 0; a < m->counts->n; a++)
        for (uint32_t b = a + 1; b < m->counts->n; b++) {
            double c = in_time(m->counts, a, b) ? cosine(m, a, b) : 0;
            if (c < same_event)
                continue;
            if (*n == cap) {
                cap = cap > 0 ? cap * 2 : 1024;
                struct alike *grown = realloc(*pairs, cap * sizeof *grown);
                if (grown == NULL)
                    return -1;
                *pairs = grown;
            }
            (*pairs)[(*n)++] = (struct alike){c, a, b};
        }
    return 0;
}

static slant_status name_stories(struct matching *m)
{
    struct slant_counts *c = m->counts;
    for (uint32_t i = 0; i < c->n; i++)
        c->rows[i].story = -1;
    for (uint32_t head = 0; head < c->n; head++) {
        if (m->head[head] != head)
            continue;
        uint32_t first = head;
        int outlets = 0;
        for (uint32_t i = head; i != UINT32_MAX; i = m->next[i]) {
            outlets |= c->rows[i].outlet != c->rows[head].outlet;
            first = is_before(c, i, first) ? i : first;
        }
        for (uint32_t i = head; outlets && i != UINT32_MAX; i = m->next[i])
            if (slant_counts_set_story(c, i, c->rows[first].id) != 0)
                return SLANT_ENOMEM;
    }
    return SLANT_OK;
}

slant_status slant_likeness_match(struct slant_counts *c, const struct slant_likeness *all)
{
    struct matching m = {.counts = c, .all = all};
    struct slant_arena mem = {0};
    struct alike *pairs = NULL;
    size_t npairs = 0;
    m.next = slant_arena_alloc(&mem, (c->n + 1) * sizeof *m.next);
    m.head = slant_arena_alloc(&mem, (c->n + 1) * sizeof *m.head);
    m.size = slant_arena_alloc(&mem, (c->n + 1) * sizeof *m.size);
    int trouble = m.next == NULL || m.head == NULL || m.size == NULL || weigh(&m, &mem) != 0 ||
                  find_alike(&m, &pairs, &npairs) != 0;
    for (uint32_t i = 0; i < c->n && !trouble; i++) {
        m.next[i] = UINT32_MAX;
        m.head[i] = i;
        m.size[i] = 1;
    }
    if (!trouble && npairs > 0)
        qsort(pairs, npairs, sizeof *pairs, by_cosine);
    for (size_t i = 0; i < npairs && !trouble; i++) {
        uint32_t a = m.head[pairs[i].a], b = m.head[pairs[i].b];
        if (a != b && mean_likeness(&m, a, b) >= same_event)
            join(&m, a < b ? a : b, a < b ? b : a);
    }
    slant_status status = trouble ? SLANT_ENOMEM : name_stories(&m);
    free(pairs);
    slant_arena_free(&mem);
    return status;
}
