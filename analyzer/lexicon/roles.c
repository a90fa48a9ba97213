#include "lexicon/roles.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/tsv.h"

enum { MOST_LEMMAS = 8192, FIRST_CAP = 8192 };

enum key { STEM, SURFACE, LEMMA };

struct row {
    const char *word; /* NULL: a free slot */
    uint32_t len;
    uint32_t roles;
    uint16_t lemma;
    uint8_t key; /* enum key: what the word is */
};

struct slant_roles {
    struct slant_arena mem;
    struct row *rows; /* open addressing */
    uint32_t n, mask;
    const char **lemmas; /* [0] is none */
    uint32_t nlemmas;
};

static const struct {
    const char *name;
    uint32_t bit;
} names[] = {
    {"cue", SLANT_ROLE_CUE},
    {"person", SLANT_ROLE_PERSON},
    {"official", SLANT_ROLE_OFFICIAL},
    {"people", SLANT_ROLE_PEOPLE},
    {"organisation", SLANT_ROLE_ORGANISATION},
    {"document", SLANT_ROLE_DOCUMENT},
    {"vague", SLANT_ROLE_VAGUE},
    {"pronoun", SLANT_ROLE_PRONOUN},
    {"possessive", SLANT_ROLE_POSSESSIVE},
    {"title", SLANT_ROLE_TITLE},
    {"to", SLANT_ROLE_TO},
    {"that", SLANT_ROLE_THAT},
    {"of", SLANT_ROLE_OF},
    {"wh", SLANT_ROLE_WH},
    {"relative", SLANT_ROLE_RELATIVE},
    {"subordinate", SLANT_ROLE_SUBORDINATE},
    {"state", SLANT_ROLE_STATE},
    {"participle", SLANT_ROLE_PARTICIPLE},
    {"tells", SLANT_ROLE_TELLS},
    {"place", SLANT_ROLE_PLACE},
    {"adverb", SLANT_ROLE_ADVERB},
};

static slant_status no_memory(struct slant_error *err)
{
    return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
}

static struct row *slot_of(const struct slant_roles *r, const char *word, size_t len, enum key key)
{
    uint32_t at = ((uint32_t)slant_hash(word, len) + (uint32_t)key) & r->mask;
    while (r->rows[at].word != NULL &&
           (r->rows[at].key != key || r->rows[at].len != len || memcmp(r->rows[at].word, word, len) != 0))
        at = (at + 1) & r->mask;
    return &r->rows[at];
}

static int grow(struct slant_roles *r)
{
    struct row *old = r->rows;
    uint32_t cap = r->mask + 1;
    r->rows = calloc(cap * 2, sizeof *r->rows);
    if (r->rows == NULL) {
        r->rows = old;
        return 0;
    }
    r->mask = cap * 2 - 1;
    for (uint32_t i = 0; i < cap; i++)
        if (old[i].word != NULL)
            *slot_of(r, old[i].word, old[i].len, (enum key)old[i].key) = old[i];
    free(old);
    return 1;
}

/* The lemma's number, a new one when it has none. 0: there are too many. */
static uint16_t number_of(struct slant_roles *r, const char *lemma)
{
    size_t len = strlen(lemma);
    struct row *row = slot_of(r, lemma, len, LEMMA);
    if (row->word == NULL && r->nlemmas + 1 < MOST_LEMMAS) {
        r->lemmas[++r->nlemmas] = lemma;
        *row = (struct row){lemma, (uint32_t)len, 0, (uint16_t)r->nlemmas, LEMMA};
        r->n++;
    }
    return row->lemma;
}

/* "cue,document" → bits. 0: there is a name that we do not know. */
static uint32_t bits_of(const char *cell)
{
    uint32_t bits = 0;
    while (*cell != '\0') {
        size_t len = strcspn(cell, ","), i = 0;
        while (i < sizeof names / sizeof names[0] &&
               !(strlen(names[i].name) == len && memcmp(names[i].name, cell, len) == 0))
            i++;
        if (i == sizeof names / sizeof names[0])
            return 0;
        bits |= names[i].bit;
        cell += len + (cell[len] == ',');
    }
    return bits;
}

static slant_status add_row(struct slant_roles *r, struct slant_words *words, const struct slant_tsv *t,
                            const char *path, struct slant_error *err)
{
    int surface = t->cells[0][0] == '=';
    const char *written = t->cells[0] + surface, *lemma = t->cells[2][0] != '\0' ? t->cells[2] : written;
    uint32_t bits = bits_of(t->cells[1]);
    if (bits == 0)
        return slant_fail(err, SLANT_ELEXICON, NULL, path, t->line, UINT64_MAX, "'%.60s': no such role: '%.60s'",
                          t->cells[0], t->cells[1]);
    struct slant_word word;
    slant_words_analyse(words, written, strlen(written), &word);
    const char *key = surface ? written : slant_arena_copy(&r->mem, word.stem, word.stem_len);
    char *kept = slant_arena_copy(&r->mem, lemma, strlen(lemma));
    if (key == NULL || kept == NULL || (r->n * 2 + 2 > r->mask && !grow(r)))
        return no_memory(err);
    size_t len = strlen(key);
    struct row *row = slot_of(r, key, len, surface ? SURFACE : STEM);
    if (row->word != NULL)
        return slant_fail(err, SLANT_ELEXICON, NULL, path, t->line, UINT64_MAX,
                          "'%.60s' has the stem of a row before it", t->cells[0]);
    if (surface)
        key = slant_arena_copy(&r->mem, key, len);
    if (key == NULL)
        return no_memory(err);
    *row = (struct row){key, (uint32_t)len, bits, 0, surface ? SURFACE : STEM};
    r->n++;
    if ((bits & SLANT_ROLE_CUE) != 0) /* the table does not move: there was room for two */
        row->lemma = number_of(r, kept);
    return SLANT_OK;
}

static uint32_t no_tag(void *ctx, const struct slant_word *word)
{
    (void)ctx;
    (void)word;
    return 0;
}

static slant_status read_rows(struct slant_roles *r, const char *path, const struct slant_stems *stems,
                              struct slant_error *err)
{
    struct slant_tsv t;
    slant_status status = slant_tsv_open(&t, path, err);
    if (status != SLANT_OK)
        return status;
    struct slant_words *words = slant_words_new(stems, no_tag, NULL);
    if (words == NULL)
        status = no_memory(err);
    for (int header = 1; status == SLANT_OK && slant_tsv_next(&t); header = 0) {
        if (header && strcmp(t.cells[0], "word") != 0)
            status = slant_fail(err, SLANT_ELEXICON, NULL, path, t.line, UINT64_MAX,
                                "the first row must be the header: word roles lemma");
        else if (!header)
            status = add_row(r, words, &t, path, err);
    }
    slant_words_free(words);
    slant_tsv_close(&t);
    return status;
}

slant_status slant_roles_open(const char *path, const struct slant_stems *stems, struct slant_roles **out,
                              struct slant_error *err)
{
    struct slant_roles *r = calloc(1, sizeof *r);
    *out = NULL;
    if (r == NULL)
        return no_memory(err);
    r->mask = FIRST_CAP - 1;
    r->rows = calloc(FIRST_CAP, sizeof *r->rows);
    r->lemmas = calloc(MOST_LEMMAS, sizeof *r->lemmas);
    slant_status status = r->rows == NULL || r->lemmas == NULL ? no_memory(err) : read_rows(r, path, stems, err);
    if (status != SLANT_OK) {
        slant_roles_close(r);
        return status;
    }
    *out = r;
    return SLANT_OK;
}

void slant_roles_close(struct slant_roles *roles)
{
    if (roles == NULL)
        return;
    free(roles->rows);
    free(roles->lemmas);
    slant_arena_free(&roles->mem);
    free(roles);
}

struct slant_word_role slant_roles_of(const struct slant_roles *roles, const struct slant_word *word)
{
    const struct row *written = slot_of(roles, word->surface, word->len, SURFACE);
    const struct row *stem = slot_of(roles, word->stem, word->stem_len, STEM);
    struct slant_word_role out = {0, 0};
    if (stem->word != NULL)
        out = (struct slant_word_role){stem->roles, stem->lemma};
    if (written->word != NULL) {
        out.roles |= written->roles;
        out.lemma = written->lemma != 0 ? written->lemma : out.lemma;
    }
    return out;
}

uint32_t slant_roles_lemmas(const struct slant_roles *roles)
{
    return roles->nlemmas;
}

const char *slant_roles_lemma(const struct slant_roles *roles, uint32_t number)
{
    return roles->lemmas[number];
}

uint32_t slant_roles_find(const struct slant_roles *roles, const char *lemma)
{
    return slot_of(roles, lemma, strlen(lemma), LEMMA)->lemma;
}
