#include "stem/stem.h"

#include <emmintrin.h>
#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/tsv.h"
#include "base/utf8.h"
#include "stem/glue.h"

enum {
    KEY = 24, /* bytes of a word that the table keeps; longer ones are looked at afresh */
    FIRST_SLOTS = 1 << 12,
    MOST_SLOTS = 1 << 17, /* 4 MiB */
    PROBES = 8,
    AHEAD = 8, /* tokens whose slot is fetched before it is needed */
};

struct exception {
    const char *word, *stem, *why; /* NULL word: free */
};

struct slant_stems {
    char language[32];
    struct slant_tsv file;
    struct exception *table;
    uint32_t mask, n;
    uint64_t checksum;
};

struct slot {
    _Alignas(32) char key[KEY];
    uint32_t tag;
    uint16_t flags;
    uint16_t len; /* 0: free */
};

struct slant_words {
    struct sb_stemmer *stemmer;
    const struct slant_stems *stems;
    slant_classify classify;
    void *ctx;
    struct slot *slots;
    uint32_t mask, used;
    char surface[SLANT_MOST_WORD * 2 + 8], full[SLANT_MOST_WORD * 2 + 8];
    char stem[SLANT_MOST_WORD * 2 + 8];
};

const char *slant_stem_library(void)
{
    return "libstemmer (Snowball) 2.2";
}

static struct exception *exception_slot(const struct slant_stems *s, const char *word, size_t len)
{
    for (uint32_t i = (uint32_t)slant_hash(word, len) & s->mask;; i = (i + 1) & s->mask) {
        struct exception *e = &s->table[i];
        if (e->word == NULL || (strncmp(e->word, word, len) == 0 && e->word[len] == '\0'))
            return e;
    }
}

const char *slant_stems_reason(const struct slant_stems *stems, const char *word, size_t len)
{
    return exception_slot(stems, word, len)->why;
}

static slant_status read_exceptions(struct slant_stems *s, const char *path, struct slant_error *err)
{
    slant_status status = slant_tsv_open(&s->file, path, err);
    if (status == SLANT_OK)
        s->checksum = slant_checksum(s->file.bytes, s->file.len);
    while (status == SLANT_OK && slant_tsv_next(&s->file)) {
        if (strcmp(s->file.cells[0], "word") == 0)
            continue;
        if (s->file.ncells < 3 || s->file.cells[0][0] == '\0' || s->file.cells[1][0] == '\0')
            return slant_fail(err, SLANT_ELEXICON, NULL, path, s->file.line, UINT64_MAX,
                              "a stem exception needs a word, its stem and the reason, with tabs between");
        if (s->n * 2 > s->mask)
            return slant_fail(err, SLANT_ELEXICON, NULL, path, s->file.line, UINT64_MAX, "over 4,000 stem exceptions");
        struct exception *e = exception_slot(s, s->file.cells[0], strlen(s->file.cells[0]));
        if (e->word != NULL)
            return slant_fail(err, SLANT_ELEXICON, NULL, path, s->file.line, UINT64_MAX, "'%s' stands here twice",
                              e->word);
        *e = (struct exception){s->file.cells[0], s->file.cells[1], s->file.cells[2]};
        s->n++;
    }
    return status;
}

/* Of words that between them call for most of the stemmer's rules: libstemmer does not tell its version. */
static uint64_t try_stemmer(struct sb_stemmer *stemmer)
{
    static const char words[] = "caresses ponies agreed plastered motoring conflated troubling sized hopping tanned "
                                "falling hissing happy relational conditional digitizer operator feudalism hopefulness "
                                "formality sensitivity triplicate formative electrical goodness revival allowance "
                                "inference airliner gyroscopic adjustable defensible irritant replacement adoption "
                                "communism activate homologous effective rate controll generously inning exceed dying "
                                "news skies only succeed proceeding herring outing yearly arsenal communication";
    uint64_t hash = SLANT_HASH_NOTHING;
    for (const char *p = words; *p != '\0'; p += *p == ' ') {
        size_t len = strcspn(p, " ");
        const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)p, (int)len);
        for (int i = 0; stem != NULL && i < sb_stemmer_length(stemmer); i++)
            hash = slant_hash_more(hash, (char)stem[i]);
        p += len;
    }
    return hash;
}

uint64_t slant_stems_checksum(const struct slant_stems *stems)
{
    return stems->checksum;
}

slant_status slant_stems_open(const char *language, const char *exceptions, struct slant_stems **out,
                              struct slant_error *err)
{
    struct slant_stems *s = calloc(1, sizeof *s);
    *out = s;
    if (s == NULL)
        return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    s->mask = (1 << 13) - 1;
    s->table = calloc(s->mask + 1, sizeof *s->table);
    strncpy(s->language, strcmp(language, "en") == 0 ? "english" : language, sizeof s->language - 1);
    struct sb_stemmer *trial = sb_stemmer_new(s->language, "UTF_8");
    slant_status status = SLANT_OK;
    if (s->table == NULL)
        status = slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    else if (trial == NULL)
        status =
            slant_fail(err, SLANT_ELEXICON, NULL, NULL, 0, UINT64_MAX, "libstemmer knows no language '%s'", language);
    else if (exceptions != NULL)
        status = read_exceptions(s, exceptions, err);
    if (status == SLANT_OK)
        s->checksum ^= slant_hash(s->language, strlen(s->language)) ^ try_stemmer(trial);
    sb_stemmer_delete(trial);
    if (status != SLANT_OK) {
        slant_stems_close(s);
        *out = NULL;
    }
    return status;
}

void slant_stems_close(struct slant_stems *stems)
{
    if (stems == NULL)
        return;
    slant_tsv_close(&stems->file);
    free(stems->table);
    free(stems);
}

struct slant_words *slant_words_new(const struct slant_stems *stems, slant_classify classify, void *ctx)
{
    struct slant_words *w = calloc(1, sizeof *w);
    if (w == NULL)
        return NULL;
    w->stems = stems;
    w->classify = classify;
    w->ctx = ctx;
    w->stemmer = sb_stemmer_new(stems->language, "UTF_8");
    w->mask = FIRST_SLOTS - 1;
    w->slots = aligned_alloc(64, FIRST_SLOTS * sizeof *w->slots);
    if (w->stemmer == NULL || w->slots == NULL) {
        slant_words_free(w);
        return NULL;
    }
    memset(w->slots, 0, FIRST_SLOTS * sizeof *w->slots);
    return w;
}

void slant_words_free(struct slant_words *words)
{
    if (words == NULL)
        return;
    sb_stemmer_delete(words->stemmer);
    free(words->slots);
    free(words);
}

/* Lower case into room; the shape on the way. */
static size_t lower(const char *bytes, size_t len, char *room, size_t size, unsigned *shape)
{
    const char *p = bytes, *end = bytes + len;
    size_t n = 0, letters = 0, capitals = 0;
    for (; p < end && (unsigned char)*p < 0x80 && n + 5 < size; p++) { /* nearly always all of it */
        char capital = *p >= 'A' && *p <= 'Z', low = (char)(capital ? *p | 0x20 : *p);
        letters += low >= 'a' && low <= 'z';
        capitals += (size_t)capital;
        if (p == bytes)
            *shape |= (capital ? SLANT_WORD_CAP : 0u) | (low >= '0' && low <= '9' ? SLANT_WORD_NUMBER : 0u);
        room[n++] = low;
    }
    while (p < end && n + 5 < size) {
        size_t width;
        uint32_t cp = slant_utf8_decode(p, end, &width);
        uint32_t low =
            cp < 0x80 ? (cp >= 'A' && cp <= 'Z' ? cp | 0x20 : cp) : (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
        if (cp == 0x2019)
            low = '\'';
        letters += cp >= 0x80 ? cp != 0x2019 : (low >= 'a' && low <= 'z');
        capitals += low != cp && cp != 0x2019;
        if (p == bytes) {
            *shape |= low != cp ? SLANT_WORD_CAP : 0;
            *shape |= cp >= '0' && cp <= '9' ? SLANT_WORD_NUMBER : 0;
        }
        n += slant_utf8_encode(low, room + n);
        p += width;
    }
    if (capitals >= 2 && capitals == letters)
        *shape |= SLANT_WORD_ALLCAPS;
    room[n] = '\0';
    return n;
}

size_t slant_words_lower(const char *bytes, size_t len, char *room, size_t size)
{
    unsigned shape = 0;
    return lower(bytes, len, room, size, &shape);
}

void slant_words_analyse(struct slant_words *w, const char *bytes, size_t len, struct slant_word *out)
{
    unsigned shape = 0;
    if (len > SLANT_MOST_WORD) {
        *out = (struct slant_word){"", 0, "", 0, "", 0, SLANT_WORD_LONG};
        return;
    }
    size_t full = lower(bytes, len, w->full, sizeof w->full, &shape), n = full;
    memcpy(w->surface, w->full, n + 1);
    if (n > 2 && memcmp(w->surface + n - 2, "'s", 2) == 0) {
        n -= 2;
        shape |= SLANT_WORD_POSSESSIVE;
        if ((shape & SLANT_WORD_CAP) && n >= 2 && len > 2) { /* "NATO's" is all capitals but for its 's */
            size_t caps = 0;
            for (size_t i = 0; i < n && i < len; i++)
                caps += bytes[i] >= 'A' && bytes[i] <= 'Z';
            if (caps == n)
                shape |= SLANT_WORD_ALLCAPS;
        }
    }
    if (n > 1 && w->surface[n - 1] == '.') {
        n--;
        shape |= SLANT_WORD_DOTTED;
    }
    w->surface[n] = '\0';
    if (n > 4 && memcmp(w->surface + n - 2, "ly", 2) == 0)
        shape |= SLANT_WORD_LY;
    size_t stem_len = n;
    const struct exception *e = exception_slot(w->stems, w->surface, n);
    if (e->word != NULL) {
        stem_len = strlen(e->stem);
        if (stem_len >= sizeof w->stem)
            stem_len = sizeof w->stem - 1;
        memcpy(w->stem, e->stem, stem_len);
    } else {
        const sb_symbol *stem = sb_stemmer_stem(w->stemmer, (const sb_symbol *)w->surface, (int)n);
        if (stem != NULL)
            stem_len = (size_t)sb_stemmer_length(w->stemmer);
        memcpy(w->stem, stem != NULL ? (const char *)stem : w->surface, stem_len);
    }
    w->stem[stem_len] = '\0';
    *out = (struct slant_word){w->surface, n, w->full, full, w->stem, stem_len, shape};
}

static void look_at(struct slant_words *w, const char *bytes, size_t len, uint32_t *tag, uint16_t *flags)
{
    struct slant_word word;
    slant_words_analyse(w, bytes, len, &word);
    *tag = w->classify(w->ctx, &word);
    if (*tag == 0 && slant_glue_parts(word.surface, word.len, word.shape) != 0)
        word.shape |= SLANT_WORD_GLUED;
    *flags = (uint16_t)word.shape;
}

/* ---- the table ---- */

static const unsigned char key_mask[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                           255, 255, 255, 255, 255, 255, 255, 255};

struct key {
    __m128i head;
    uint64_t tail;
};

static inline struct key key_of(const char *p, size_t len)
{
    struct key k;
    size_t head = len < 16 ? len : 16;
    __m128i mask = _mm_loadu_si128((const __m128i *)(key_mask + 16 - head));
    k.head = _mm_and_si128(_mm_loadu_si128((const __m128i *)p), mask);
    k.tail = 0;
    if (len > 16) {
        memcpy(&k.tail, p + 16, 8);
        if (len < 24)
            k.tail &= ((uint64_t)1 << (8 * (len - 16))) - 1;
    }
    return k;
}

static inline uint32_t hash_of(struct key k)
{
    uint64_t low = (uint64_t)_mm_cvtsi128_si64(k.head);
    uint64_t high = (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(k.head, k.head));
    uint64_t h =
        (low ^ (high + 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u ^ k.tail * 0xC2B2AE3D27D4EB4Fu) * 0xFF51AFD7ED558CCDu;
    return (uint32_t)(h >> 32) ^ (uint32_t)(h >> 45);
}

static inline int same(const struct slot *s, struct key k, size_t len)
{
    uint64_t tail;
    memcpy(&tail, s->key + 16, 8);
    __m128i head = _mm_load_si128((const __m128i *)(const void *)s->key);
    return s->len == len && tail == k.tail && _mm_movemask_epi8(_mm_cmpeq_epi8(head, k.head)) == 0xFFFF;
}

static void rehash(struct slant_words *w)
{
    uint32_t slots = (w->mask + 1) * 4;
    struct slot *bigger = aligned_alloc(64, slots * sizeof *bigger);
    if (bigger == NULL)
        return; /* a small table is slower, not wrong */
    memset(bigger, 0, slots * sizeof *bigger);
    for (uint32_t i = 0; i <= w->mask; i++) {
        if (w->slots[i].len == 0)
            continue;
        uint32_t at = hash_of(key_of(w->slots[i].key, w->slots[i].len)) & (slots - 1);
        for (int probe = 0; probe < PROBES && bigger[at].len != 0; probe++)
            at = (at + 1) & (slots - 1);
        bigger[at] = w->slots[i];
    }
    free(w->slots);
    w->slots = bigger;
    w->mask = slots - 1;
}

static const struct slot *miss(struct slant_words *w, const char *bytes, size_t len, struct key k, uint32_t home)
{
    if (w->used * 2 > w->mask && w->mask + 1 < MOST_SLOTS) {
        rehash(w);
        home = hash_of(k) & w->mask;
    }
    uint32_t at = home;
    for (int probe = 0; probe < PROBES && w->slots[at].len != 0; probe++)
        at = (at + 1) & w->mask;
    if (w->slots[at].len != 0)
        at = home; /* full here: the newest word takes the home slot */
    else
        w->used++;
    struct slot *slot = &w->slots[at];
    look_at(w, bytes, len, &slot->tag, &slot->flags);
    _mm_store_si128((__m128i *)(void *)slot->key, k.head);
    memcpy(slot->key + 16, &k.tail, 8);
    slot->len = (uint16_t)len;
    return slot;
}

static inline void tag_one(struct slant_words *w, const char *bytes, struct slant_token *t, struct key k, uint32_t h)
{
    if (t->len > KEY || t->len == 0) {
        look_at(w, bytes, t->len, &t->tag, &t->flags);
        return;
    }
    uint32_t at = h & w->mask;
    const struct slot *slot = &w->slots[at];
    for (int probe = 0; !same(slot, k, t->len); probe++) {
        if (slot->len == 0 || probe == PROBES) {
            slot = miss(w, bytes, t->len, k, h & w->mask);
            break;
        }
        at = (at + 1) & w->mask;
        slot = &w->slots[at];
    }
    t->tag = slot->tag;
    t->flags = slot->flags;
}

uint32_t slant_words_tag_of(struct slant_words *w, const char *bytes, size_t len)
{
    char room[KEY + 8] = {0}; /* the key is read in whole registers */
    struct slant_token t = {.len = (uint16_t)(len < UINT16_MAX ? len : UINT16_MAX)};
    if (len <= KEY) {
        memcpy(room, bytes, len);
        bytes = room;
    }
    struct key k = len <= KEY ? key_of(bytes, len) : (struct key){0};
    tag_one(w, bytes, &t, k, hash_of(k));
    return t.tag;
}

void slant_words_tag(struct slant_words *w, struct slant_tokens *tokens)
{
    const char *bytes = tokens->text->bytes;
    struct slant_token *t = tokens->tokens;
    struct key keys[AHEAD];
    uint32_t hashes[AHEAD];
    for (uint32_t i = 0; i < tokens->n + AHEAD; i++) {
        uint32_t ring = i % AHEAD;
        if (i >= AHEAD)
            tag_one(w, bytes + t[i - AHEAD].start, &t[i - AHEAD], keys[ring], hashes[ring]);
        if (i < tokens->n) {
            keys[ring] = key_of(bytes + t[i].start, t[i].len);
            hashes[ring] = hash_of(keys[ring]);
            _mm_prefetch((const char *)&w->slots[hashes[ring] & w->mask], _MM_HINT_T0);
        }
    }
}

/* ---- words run together ---- */

static int stands_elsewhere(const struct slant_tokens *tokens, const char *part, size_t len)
{
    for (uint32_t i = 0; i < tokens->n; i++) {
        const struct slant_token *t = &tokens->tokens[i];
        if (t->len == len && memcmp(tokens->text->bytes + t->start, part, len) == 0)
            return 1;
    }
    return 0;
}

/* Where token i comes apart, 0: nowhere. */
static size_t split_of(struct slant_words *w, const struct slant_tokens *tokens, uint32_t i, int (*known)(uint32_t))
{
    const struct slant_token *t = &tokens->tokens[i];
    const char *bytes = tokens->text->bytes + t->start;
    struct slant_word word;
    slant_words_analyse(w, bytes, t->len, &word);
    size_t at = slant_glue_parts(word.surface, word.len, word.shape);
    if (at == 0 || t->len != word.len)
        return 0;
    int head_is_function = slant_glue_is_function(bytes, at);
    const char *part = head_is_function ? bytes + at : bytes;
    size_t len = head_is_function ? t->len - at : at;
    uint32_t tag;
    uint16_t flags;
    look_at(w, part, len, &tag, &flags);
    return known(tag) || stands_elsewhere(tokens, part, len) ? at : 0;
}

slant_status slant_words_unglue(struct slant_words *words, struct slant_tokens *tokens, int (*known)(uint32_t),
                                struct slant_arena *mem, struct slant_oddities *odd)
{
    enum { MOST_SPLITS = 256, MOST_LOOKS = 20000000 };
    uint32_t where[MOST_SPLITS], n = 0, candidates = 0;
    uint16_t at[MOST_SPLITS];
    for (uint32_t i = 0; i < tokens->n && n < MOST_SPLITS; i++) {
        if ((tokens->tokens[i].flags & SLANT_WORD_GLUED) == 0)
            continue;
        if ((uint64_t)++candidates * tokens->n > MOST_LOOKS && candidates > 1)
            break; /* each looks through the whole article */
        size_t cut = split_of(words, tokens, i, known);
        if (cut == 0)
            continue;
        where[n] = i;
        at[n++] = (uint16_t)cut;
        const struct slant_token *t = &tokens->tokens[i];
        if (slant_oddities_add(odd, mem, "glued-words", "note", "two words run together were read as two", t->start,
                               t->start + t->len) != SLANT_OK)
            return SLANT_ENOMEM;
    }
    if (n == 0)
        return SLANT_OK;
    struct slant_token *out = slant_arena_alloc(mem, (tokens->n + n) * sizeof *out);
    if (out == NULL)
        return SLANT_ENOMEM;
    uint32_t to = 0, next = 0, sentence = 0, quote = 0;
    for (uint32_t i = 0; i <= tokens->n; i++) {
        while (quote < tokens->nquotes && tokens->quotes[quote].token <= i)
            tokens->quotes[quote++].token = to;
        while (sentence < tokens->nsentences && tokens->sentences[sentence].last <= i) {
            tokens->sentences[sentence].last = to;
            if (sentence + 1 < tokens->nsentences)
                tokens->sentences[sentence + 1].first = to;
            sentence++;
        }
        if (i == tokens->n)
            break;
        struct slant_token *t = &out[to++];
        *t = tokens->tokens[i];
        if (next == n || where[next] != i)
            continue;
        struct slant_token *tail = &out[to++];
        *tail = *t;
        t->len = at[next];
        tail->start += t->len;
        tail->len = (uint16_t)(tail->len - t->len);
        tail->before = SLANT_GAP_SPACE;
        look_at(words, tokens->text->bytes + t->start, t->len, &t->tag, &t->flags);
        look_at(words, tokens->text->bytes + tail->start, tail->len, &tail->tag, &tail->flags);
        t->flags |= SLANT_WORD_PART;
        tail->flags |= SLANT_WORD_PART;
        tokens->words++;
        if (sentence < tokens->nsentences)
            tokens->sentences[sentence].words++;
        next++;
    }
    tokens->tokens = out;
    tokens->n = to;
    return SLANT_OK;
}
