/* support: what the unit tests of the rooms share: a document on its way through them, a small lexicon of its own in a
 * folder that goes away, and results written out as one line of text, so that a test is an input and a line. */
#ifndef UNIT_SUPPORT_H
#define UNIT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "decode/decode.h"
#include "lexicon/lexicon.h"
#include "match/match.h"
#include "stem/stem.h"
#include "tokenize/tokenize.h"
#include "voices/voices.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Wrong results are told with the input that made them. */
#define same_line(have, want, input)                                                                                   \
    do {                                                                                                               \
        if (strcmp(have, want) != 0) {                                                                                 \
            print_error("%s:%d: of  <%s>\n  want <%s>\n  have <%s>\n", __FILE__, __LINE__, input, want, have);         \
            wrong++;                                                                                                   \
        }                                                                                                              \
    } while (0)

/* ---- chance, the same on every machine ------------------------------------------------------------------ */

static inline uint32_t chance(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*seed >> 33) % below);
}

/* ---- one document ---------------------------------------------------------------------------------------- */

struct doc {
    struct slant_arena mem;
    char *fields[3];
    struct slant_article article;
    struct slant_text text;
    struct slant_tokens tokens;
    struct slant_hits hits;
    struct slant_voices voices;
};

/* A copy with the 64 readable bytes behind it that decode is promised, no more: a sanitizer sees the 65th. What they
 * hold must not matter. */
static inline struct slant_str doc_field(struct doc *d, int which, const char *bytes, size_t len)
{
    char *copy = malloc(len + 64);
    assert_non_null(copy);
    if (len)
        memcpy(copy, bytes, len);
    for (size_t i = 0; i < 64; i++)
        copy[len + i] = "\xE2\x80\x9D'\"x. &amp;\xCC\x81"[i % 14];
    free(d->fields[which]);
    d->fields[which] = copy;
    return (struct slant_str){copy, len};
}

static inline void doc_free(struct doc *d)
{
    slant_arena_free(&d->mem);
    for (int i = 0; i < 3; i++)
        free(d->fields[i]);
    memset(d, 0, sizeof *d);
}

/* title NULL: none. */
static inline void doc_decode_bytes(struct doc *d, const char *title, const char *text, size_t len, int is_file)
{
    slant_arena_reset(&d->mem);
    struct slant_str outlet = d->article.outlet;
    d->article = (struct slant_article){.outlet = outlet, .is_file = is_file};
    d->article.text = doc_field(d, 0, text, len);
    if (title != NULL)
        d->article.title = doc_field(d, 1, title, strlen(title));
    assert_int_equal(slant_decode(&d->article, &d->mem, &d->text), SLANT_OK);
}

static inline void doc_decode(struct doc *d, const char *title, const char *text)
{
    doc_decode_bytes(d, title, text, strlen(text), 0);
}

static inline void doc_outlet(struct doc *d, const char *outlet)
{
    d->article.outlet = doc_field(d, 2, outlet, strlen(outlet));
}

static inline void doc_tokenize(struct doc *d, const char *title, const char *text)
{
    doc_decode(d, title, text);
    assert_int_equal(slant_tokenize(&d->text, &d->mem, &d->tokens), SLANT_OK);
}

/* What must hold of the tokens of any text. Returns NULL, or what does not. */
static inline const char *doc_tokens_trouble(const struct doc *d)
{
    const struct slant_tokens *t = &d->tokens;
    const char *bytes = d->text.bytes;
    uint32_t words = 0, b = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        const struct slant_token *a = &t->tokens[i];
        if (a->len == 0 || a->start + a->len > d->text.len)
            return "a token is empty or reaches over the text's end";
        if (i > 0 && t->tokens[i - 1].start + t->tokens[i - 1].len > a->start)
            return "tokens overlap, or are out of order";
        if (slant_utf8_valid(bytes + a->start, a->len) != a->len)
            return "a token cuts a character in two";
    }
    for (uint32_t s = 0; s < t->nsentences; s++) {
        const struct slant_sentence_span *a = &t->sentences[s];
        if (a->first >= a->last || a->last > t->n)
            return "a sentence has no token";
        if (a->first != (s ? t->sentences[s - 1].last : 0))
            return "a token is in no sentence, or in two";
        if (a->start >= a->end || (s > 0 && t->sentences[s - 1].end > a->start))
            return "sentences overlap, or are out of order";
        if (bytes[a->start] == ' ' || bytes[a->end - 1] == ' ')
            return "a sentence begins or ends with a space";
        if (t->tokens[a->first].start < a->start || t->tokens[a->last - 1].start + t->tokens[a->last - 1].len > a->end)
            return "a token stands outside its sentence";
        for (uint32_t i = a->first; i < a->last; i++)
            if (((t->tokens[i].before & SLANT_GAP_SENTENCE) != 0) != (i == a->first))
                return "SLANT_GAP_SENTENCE is not just on the first token";
        while (b < d->text.nblocks && d->text.blocks[b].end <= a->start)
            b++;
        if (b == d->text.nblocks || d->text.blocks[b].start > a->start || d->text.blocks[b].end < a->end ||
            d->text.blocks[b].kind == SLANT_BLOCK_FURNITURE)
            return "a sentence is not within one title or paragraph";
        words += a->words;
    }
    if (t->n != (t->nsentences ? t->sentences[t->nsentences - 1].last : 0))
        return "the last tokens are in no sentence";
    if (words != t->words)
        return "the sentences' words are not the text's";
    for (uint32_t q = 0; q < t->nquotes; q++) {
        const struct slant_quote_mark *m = &t->quotes[q];
        if (q > 0 && t->quotes[q - 1].at + t->quotes[q - 1].width > m->at)
            return "quotation marks overlap, or are out of order";
        if (m->token > t->n || (m->token < t->n && t->tokens[m->token].start < m->at + m->width) ||
            (m->token > 0 && t->tokens[m->token - 1].start + t->tokens[m->token - 1].len > m->at))
            return "a quotation mark's token is not the first behind it";
    }
    return NULL;
}

/* ---- a line of text from a result -------------------------------------------------------------------------- */

enum { LINE = 8192 };

static inline void line_add(char *line, const char *bytes, size_t len)
{
    size_t n = strlen(line);
    if (n + len + 1 > LINE)
        len = LINE - 1 - n;
    if (len)
        memcpy(line + n, bytes, len);
    line[n + len] = '\0';
}

static inline void line_puts(char *line, const char *text)
{
    line_add(line, text, strlen(text));
}

static inline void line_tokens(char *line, const struct doc *d, uint32_t first, uint32_t last)
{
    uint32_t from = d->tokens.tokens[first].start,
             to = d->tokens.tokens[last - 1].start + d->tokens.tokens[last - 1].len;
    line_add(line, d->text.bytes + from, to - from);
}

/* "The|council|so|-called". */
static inline const char *doc_words(const struct doc *d)
{
    static char line[LINE];
    line[0] = '\0';
    for (uint32_t i = 0; i < d->tokens.n; i++) {
        if (i > 0)
            line_puts(line, "|");
        if (d->tokens.tokens[i].before & SLANT_GAP_HYPHEN)
            line_puts(line, "-");
        line_tokens(line, d, i, i + 1);
    }
    return line;
}

/* "It rained. // The bridge fell." */
static inline const char *doc_sentences(const struct doc *d)
{
    static char line[LINE];
    line[0] = '\0';
    for (uint32_t i = 0; i < d->tokens.nsentences; i++) {
        const struct slant_sentence_span *s = &d->tokens.sentences[i];
        if (i > 0)
            line_puts(line, " // ");
        line_add(line, d->text.bytes + s->start, s->end - s->start);
    }
    return line;
}

/* "title[…] par[…] byline[…]": of furniture the rule without its "furniture:". */
static inline const char *doc_blocks(const struct doc *d)
{
    static char line[LINE];
    line[0] = '\0';
    for (uint32_t i = 0; i < d->text.nblocks; i++) {
        const struct slant_text_block *b = &d->text.blocks[i];
        if (i > 0)
            line_puts(line, " ");
        line_puts(line, b->kind == SLANT_BLOCK_TITLE       ? "title"
                        : b->kind == SLANT_BLOCK_PARAGRAPH ? "par"
                                                           : strchr(b->rule, ':') + 1);
        line_puts(line, "[");
        line_add(line, d->text.bytes + b->start, b->end - b->start);
        line_puts(line, "]");
    }
    return line;
}

/* "unclosed-quote stray-quote" */
static inline const char *doc_oddities(const struct doc *d)
{
    static char line[LINE];
    line[0] = '\0';
    for (uint32_t i = 0; i < d->text.oddities.n; i++) {
        if (i > 0)
            line_puts(line, " ");
        line_puts(line, d->text.oddities.rows[i].code);
    }
    return line;
}

/* "hedge[may] booster[of course]" */
static inline const char *doc_hits(const struct doc *d)
{
    static char line[LINE];
    line[0] = '\0';
    for (uint32_t i = 0; i < d->hits.n; i++) {
        const struct slant_hit *h = &d->hits.rows[i];
        if (i > 0)
            line_puts(line, " ");
        line_puts(line, slant_layer_name((enum slant_layer)h->layer));
        line_puts(line, "[");
        line_tokens(line, d, h->first, h->last);
        line_puts(line, "]");
    }
    return line;
}

/* "quoted[…] scare[…] name[…]"; "+" before one that goes on from the paragraph before, "~" behind one that was not
 * closed. */
static inline const char *doc_quotations(const struct doc *d)
{
    static char line[LINE];
    static const char *const kinds[] = {[SLANT_QUOTATION] = "quoted", [SLANT_SCARE] = "scare", [SLANT_NAME] = "name"};
    line[0] = '\0';
    for (uint32_t i = 0; i < d->voices.quotations.n; i++) {
        const struct slant_quotation *q = &d->voices.quotations.rows[i];
        if (i > 0)
            line_puts(line, " ");
        line_puts(line, q->continued ? "+" : "");
        line_puts(line, kinds[q->kind]);
        line_puts(line, "[");
        line_add(line, d->text.bytes + q->start, q->end - q->start);
        line_puts(line, q->closed ? "]" : "]~");
    }
    return line;
}

/* ---- a lexicon of its own ---------------------------------------------------------------------------------- */

struct entry {
    const char *pattern, *kind, *stance;
};

struct lab {
    char dir[64];
    char files[16][96];
    size_t nfiles;
    struct slant_stems *stems;
    struct slant_lexicon *lexicon;
    struct slant_classes *classes;
    struct slant_words *words;
    struct slant_error err;
};

static inline void lab_dir(struct lab *lab)
{
    memset(lab, 0, sizeof *lab);
    strcpy(lab->dir, "/tmp/slant-unit-XXXXXX");
    assert_non_null(mkdtemp(lab->dir));
}

static inline const char *lab_write(struct lab *lab, const char *name, const char *bytes, size_t len)
{
    char *path = NULL;
    for (size_t i = 0; i < lab->nfiles; i++)
        if (strcmp(strrchr(lab->files[i], '/') + 1, name) == 0)
            path = lab->files[i];
    if (path == NULL) {
        assert_true(lab->nfiles < COUNT(lab->files));
        path = lab->files[lab->nfiles++];
        assert_true(strlen(lab->dir) + strlen(name) + 2 < sizeof lab->files[0]);
        strcpy(path, lab->dir);
        strcat(strcat(path, "/"), name);
    }
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
    return path;
}

#define LEXICON_HEADER "pattern\tkind\tstance\tplainer\tyes\tno\twhy\tsource\n"
#define LABELS_HEADER "pattern\tkind\tstance\tplainer\tyes\tno\twhy\tsource\tset\n"

/* name: "hedges.tsv". */
static inline void lab_lexicon(struct lab *lab, const char *name, const struct entry *entries, size_t n)
{
    size_t size = 256, len;
    for (size_t i = 0; i < n; i++)
        size += strlen(entries[i].pattern) + strlen(entries[i].kind) + 64;
    char *bytes = malloc(size);
    assert_non_null(bytes);
    len = (size_t)snprintf(bytes, size, LEXICON_HEADER);
    for (size_t i = 0; i < n; i++)
        len += (size_t)snprintf(bytes + len, size - len, "%s\t%s\t%s\t\t\t\ta test\tslant codebook\n",
                                entries[i].pattern, entries[i].kind, entries[i].stance ? entries[i].stance : "");
    lab_write(lab, name, bytes, len);
    free(bytes);
}

static inline slant_status lab_try(struct lab *lab, const char *stems)
{
    const char *dirs[] = {lab->dir};
    slant_status status = slant_stems_open("en", stems, &lab->stems, &lab->err);
    if (status == SLANT_OK)
        status = slant_lexicon_open(&(struct slant_lexicon_sources){.dirs = dirs, .ndirs = 1, .language = "en"},
                                    lab->stems, &lab->lexicon, &lab->err);
    if (status != SLANT_OK)
        return status;
    lab->classes = slant_classes_new(lab->lexicon, NULL);
    assert_non_null(lab->classes);
    lab->words = slant_words_new(lab->stems, slant_classes_tag, lab->classes);
    assert_non_null(lab->words);
    return status;
}

static inline void lab_start(struct lab *lab, const char *stems)
{
    slant_status status = lab_try(lab, stems);
    if (status != SLANT_OK)
        print_error("%s:%llu: %s\n", lab->err.path, (unsigned long long)lab->err.line, lab->err.message);
    assert_int_equal(status, SLANT_OK);
}

static inline void lab_stop(struct lab *lab)
{
    slant_words_free(lab->words);
    slant_classes_free(lab->classes);
    slant_lexicon_close(lab->lexicon);
    slant_stems_close(lab->stems);
    lab->words = NULL;
    lab->classes = NULL;
    lab->lexicon = NULL;
    lab->stems = NULL;
}

static inline void lab_close(struct lab *lab)
{
    lab_stop(lab);
    for (size_t i = 0; i < lab->nfiles; i++)
        unlink(lab->files[i]);
    rmdir(lab->dir);
}

static inline int lab_known(uint32_t tag)
{
    return tag != 0;
}

static inline struct slant_match_input lab_input(const struct lab *lab, const struct doc *d)
{
    return (struct slant_match_input){.tokens = &d->tokens,
                                      .lexicon = slant_lexicon_look(lab->lexicon),
                                      .classes = slant_classes_table(lab->classes),
                                      .masks = slant_classes_masks(lab->classes)};
}

static inline void lab_match(struct lab *lab, struct doc *d, const char *title, const char *text)
{
    doc_tokenize(d, title, text);
    slant_words_tag(lab->words, &d->tokens);
    assert_int_equal(slant_words_unglue(lab->words, &d->tokens, lab_known, &d->mem, &d->text.oddities), SLANT_OK);
    struct slant_match_input in = lab_input(lab, d);
    assert_int_equal(slant_match_run(&in, &d->mem, &d->hits), SLANT_OK);
}

static inline void lab_voices(struct lab *lab, struct doc *d, const char *title, const char *text)
{
    lab_match(lab, d, title, text);
    struct slant_match_input in = lab_input(lab, d);
    assert_int_equal(slant_voices_run(&in, NULL, &d->mem, &d->hits, &d->text.oddities, &d->voices), SLANT_OK);
}

#endif
