#include "decode/decode.h"

#include <emmintrin.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "decode/charset.h"
#include "decode/entity.h"
#include "decode/markup.h"

enum { MAX_ODDITIES = 100, MAX_FIELD = 1 << 30, SPARE = 64 };

/* Copying one field: from in to out, a map point wherever the distance between the two changes. */
struct copier {
    struct slant_arena *mem;
    struct slant_text *text;
    const char *in, *end, *base; /* the field */
    char *out, *start;           /* the clean text */
    int failed;
    int plain; /* no markup: a character reference is odd */
    int said_control, said_entity;
};

slant_status slant_oddities_add(struct slant_oddities *all, struct slant_arena *mem, const char *code,
                                const char *level, const char *message, uint32_t start, uint32_t end)
{
    if (all->n >= MAX_ODDITIES)
        return SLANT_OK;
    if (all->n == all->cap) {
        uint32_t cap = all->cap ? all->cap * 2 : 8;
        void *rows = slant_arena_grow(mem, all->rows, all->n * sizeof *all->rows, cap * sizeof *all->rows);
        if (rows == NULL)
            return SLANT_ENOMEM;
        all->rows = rows;
        all->cap = cap;
    }
    all->rows[all->n++] = (struct slant_oddity){code, level, message, start, end};
    return SLANT_OK;
}

/* Of what was just copied to from. */
static void odd(struct copier *c, const char *code, const char *message, const char *from)
{
    uint32_t start = (uint32_t)(from - c->start), end = (uint32_t)(c->out - c->start);
    if (slant_oddities_add(&c->text->oddities, c->mem, code, "note", message, start, end) != SLANT_OK)
        c->failed = 1;
}

/* before: where in the field the clean text so far ends. */
static void mark_point(struct copier *c, const char *before)
{
    struct slant_text *t = c->text;
    uint32_t clean = (uint32_t)(c->out - c->start), field = (uint32_t)(c->in - c->base);
    while (t->npoints > 0 && t->points[t->npoints - 1].clean > clean)
        t->npoints--; /* a cluster that was composed again became shorter */
    if (t->npoints > 0 && t->points[t->npoints - 1].clean == clean) {
        t->points[t->npoints - 1].field = field;
        return;
    }
    if (t->npoints == t->points_cap) {
        uint32_t cap = t->points_cap ? t->points_cap * 2 : 32;
        void *points = slant_arena_grow(c->mem, t->points, t->npoints * sizeof *t->points, cap * sizeof *t->points);
        if (points == NULL) {
            c->failed = 1;
            return;
        }
        t->points = points;
        t->points_cap = cap;
    }
    t->points[t->npoints++] = (struct slant_map_point){clean, field, (uint32_t)(before - c->base)};
}

static void put(struct copier *c, uint32_t cp, size_t taken)
{
    size_t n = cp ? slant_utf8_encode(cp, c->out) : 0;
    const char *before = n > 0 ? c->in + taken : c->in;
    c->out += n;
    c->in += taken;
    if (n != taken)
        mark_point(c, before);
}

/* Could this character change under NFC, or change what stands before it? Below U+0300 nothing does. */
static int nfc_suspect(uint32_t cp)
{
    if (cp < 0x300 || (cp >= 0x2010 && cp <= 0x205F))
        return 0;
    const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)cp);
    int second = p->comb_index != UINT16_MAX && p->comb_index >= 0x8000;
    if (p->combining_class != 0 || second || (cp >= 0x1160 && cp <= 0x11FF))
        return 1;
    /* What has a canonical decomposition may be one that is not composed again (the sign for angstrom). */
    return p->decomp_type == 0 && p->decomp_seqindex != UINT16_MAX;
}

/* The cluster around in: from the last starter already copied to the next starter, composed afresh. */
static void compose(struct copier *c)
{
    char *from = c->out;
    const char *in_from = c->in;
    if (from > c->start && c->in > c->base) { /* one character back, in both */
        const char *p = c->in;
        do
            p--;
        while (p > c->base && ((unsigned char)*p & 0xC0) == 0x80);
        char *q = from;
        do
            q--;
        while (q > c->start && ((unsigned char)*q & 0xC0) == 0x80);
        if (c->in - p == from - q && memcmp(p, q, (size_t)(from - q)) == 0) {
            from = q;
            in_from = p;
        }
    }
    const char *to = c->in;
    size_t width;
    slant_utf8_decode(to, c->end, &width);
    to += width;
    while (to < c->end && (unsigned char)*to >= 0x80 && to - in_from < 256) {
        uint32_t cp = slant_utf8_decode(to, c->end, &width);
        if (!nfc_suspect(cp))
            break;
        to += width;
    }
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)in_from, (utf8proc_ssize_t)(to - in_from), &composed,
                                      UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    /* What was copied already has had its share of the room; only what is new may grow by half. */
    size_t taken = (size_t)(to - in_from), again = (size_t)(c->in - in_from), fresh = taken - again;
    if (n < 0 || (size_t)n > again + fresh + fresh / 2) {
        memcpy(from, in_from, taken);
        n = (utf8proc_ssize_t)taken;
    } else {
        memcpy(from, composed, (size_t)n);
    }
    free(composed);
    c->out = from + n;
    c->in = to;
    if ((size_t)n != taken)
        mark_point(c, c->in);
}

/* What a character outside ASCII is read as: itself, a plain one that it stands for, or 0: nothing that can be seen. */
static uint32_t meant(uint32_t cp)
{
    if (cp >= 0x80 && cp <= 0x9F)
        return slant_cp1252((unsigned char)cp) ? slant_cp1252((unsigned char)cp) : cp == 0x85 ? '\n' : ' ';
    if (cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F || cp == 0x205F || cp == 0x3000)
        return ' ';
    if (cp == 0x2028 || cp == 0x2029)
        return '\n';
    if (cp == 0x2010 || cp == 0x2011)
        return '-';
    if (cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
        (cp >= 0x2060 && cp <= 0x2064) || cp == 0xFEFF)
        return 0;
    return cp;
}

static void copy_high(struct copier *c)
{
    size_t width;
    uint32_t cp = slant_utf8_decode(c->in, c->end, &width), as = meant(cp);
    if (as != cp) {
        put(c, as, width);
    } else if (nfc_suspect(cp)) {
        compose(c);
    } else {
        memcpy(c->out, c->in, width);
        c->out += width;
        c->in += width;
    }
}

static void copy_special(struct copier *c)
{
    unsigned char ch = (unsigned char)*c->in;
    size_t taken = 1;
    if (ch >= 0x80) {
        copy_high(c);
    } else if (ch == '&') {
        uint32_t cp = slant_entity(c->in, c->end, &taken);
        const char *at = c->out;
        if (cp == 0) {
            put(c, '&', 1);
            return;
        }
        put(c, cp < 0x80 ? cp : meant(cp), taken);
        if (c->plain && !c->said_entity) {
            c->said_entity = 1;
            odd(c, "html-entity", "HTML character references are read as the characters they stand for", at);
        }
    } else if (ch == '\r') {
        put(c, '\n', c->in + 1 < c->end && c->in[1] == '\n' ? 2 : 1);
    } else {
        const char *at = c->out;
        put(c, ' ', 1);
        if (ch != '\t' && ch != '\f' && ch != '\v' && !c->said_control) {
            c->said_control = 1;
            odd(c, "control-character", "control characters are read as spaces", at);
        }
    }
}

static int is_special(unsigned char ch)
{
    return ch >= 0x80 || ch == '&' || (ch < 0x20 && ch != '\n');
}

/* The hot loop: sixteen bytes at a time as long as they are plain. Compared as signed bytes, those from 0x80
 * on are below 0x20 too. */
static void copy_field(struct copier *c)
{
    const __m128i space = _mm_set1_epi8(0x20), newline = _mm_set1_epi8('\n'), amp = _mm_set1_epi8('&');
    while (c->in < c->end && !c->failed) {
        while (c->end - c->in >= 16) {
            __m128i v = _mm_loadu_si128((const __m128i *)c->in);
            __m128i low = _mm_andnot_si128(_mm_cmpeq_epi8(v, newline), _mm_cmplt_epi8(v, space));
            int mask = _mm_movemask_epi8(_mm_or_si128(low, _mm_cmpeq_epi8(v, amp)));
            _mm_storeu_si128((__m128i *)c->out, v);
            int plain = mask ? __builtin_ctz((unsigned)mask) : 16;
            c->out += plain;
            c->in += plain;
            if (mask)
                break;
        }
        if (c->in < c->end) {
            if (is_special((unsigned char)*c->in))
                copy_special(c);
            else
                *c->out++ = *c->in++;
        }
    }
}

/* What a cut is read as; what stands before it ends where it begins. */
static void put_cut(struct copier *c, const struct slant_cut *cut)
{
    const char *before = c->in;
    if (cut->as != 0)
        *c->out++ = cut->as;
    c->in = c->base + cut->to;
    mark_point(c, before);
}

/* Copies the field but for the cuts. */
static void decode_field(struct copier *c, struct slant_str field, const struct slant_cuts *cuts)
{
    const char *end = field.ptr + field.len;
    c->base = c->in = field.ptr;
    mark_point(c, c->in);
    c->text->heading = UINT32_MAX;
    for (uint32_t i = 0; i <= cuts->n; i++) {
        c->end = i < cuts->n ? c->base + cuts->rows[i].from : end;
        if (c->text->heading == UINT32_MAX && c->in - c->base >= (ptrdiff_t)cuts->heading)
            c->text->heading = (uint32_t)(c->out - c->start);
        copy_field(c);
        if (i < cuts->n)
            put_cut(c, &cuts->rows[i]);
    }
}

static slant_status field_to_utf8(struct slant_str bytes, int is_file, struct slant_arena *mem, struct slant_text *out,
                                  struct slant_str *field)
{
    const char *how;
    slant_status status = slant_charset(bytes, is_file, mem, field, &how);
    if (status == SLANT_OK && how != NULL)
        status = slant_oddities_add(&out->oddities, mem, "encoding", "warning", how, 0, 0);
    return status;
}

slant_status slant_decode(const struct slant_article *article, struct slant_arena *mem, struct slant_text *out)
{
    memset(out, 0, sizeof *out);
    if (article->text.len > MAX_FIELD || article->title.len > MAX_FIELD)
        return SLANT_ETOOBIG;
    struct slant_str *text = &out->field[0], *title = &out->field[1];
    slant_status status = field_to_utf8(article->text, article->is_file, mem, out, text);
    uint32_t text_oddities = out->oddities.n;
    if (status == SLANT_OK && !article->is_file)
        status = field_to_utf8(article->title, 0, mem, out, title);
    if (status != SLANT_OK)
        return status;
    if (text->len + title->len > MAX_FIELD)
        return SLANT_ETOOBIG;
    struct slant_cuts cuts = {.heading = UINT32_MAX};
    if (article->is_file || article->markup != SLANT_PLAIN)
        status = slant_markup_scan(*text, article->markup, mem, &cuts);
    if (status != SLANT_OK)
        return status;
    /* Of what is copied only C1 controls grow, from two bytes to three. */
    size_t room = text->len + title->len;
    char *start = slant_arena_alloc(mem, room + room / 2 + 2 + SPARE);
    if (start == NULL)
        return SLANT_ENOMEM;
    struct copier c = {.mem = mem, .text = out, .out = start, .start = start, .plain = article->markup == SLANT_PLAIN};
    if (title->len > 0) {
        decode_field(&c, *title, &(struct slant_cuts){.heading = UINT32_MAX});
        for (char *p = start; p < c.out; p++)
            if (*p == '\n')
                *p = ' ';
        out->title_end = (uint32_t)(c.out - start);
        *c.out++ = '\n';
        *c.out++ = '\n';
    }
    out->text_start = (uint32_t)(c.out - start);
    for (uint32_t i = 0; i < text_oddities; i++) /* of the text as a whole: at its start */
        out->oddities.rows[i].start = out->oddities.rows[i].end = out->text_start;
    decode_field(&c, *text, &cuts);
    if (c.failed)
        return SLANT_ENOMEM;
    out->bytes = start;
    out->len = (uint32_t)(c.out - start);
    memset(c.out, 0, SPARE);
    return slant_layout(article, mem, out);
}

void slant_locator_start(struct slant_locator *at, const struct slant_text *text)
{
    memset(at, 0, sizeof *at);
    at->text = text;
    at->in_title = text->title_end > 0;
}

static uint32_t field_byte(struct slant_locator *at, uint32_t clean)
{
    const struct slant_text *t = at->text;
    while (at->point > 0 && t->points[at->point].clean > clean)
        at->point--;
    while (at->point + 1 < t->npoints && t->points[at->point + 1].clean <= clean)
        at->point++;
    uint32_t byte = t->points[at->point].field + (clean - t->points[at->point].clean);
    /* A cluster may have grown when it was composed: no place in it lies behind its end in the field. */
    if (at->point + 1 < t->npoints) {
        const struct slant_map_point *next = &t->points[at->point + 1];
        int same_field = next->clean < t->text_start || clean >= t->text_start;
        if (same_field && byte > next->before)
            byte = next->before;
    }
    return byte;
}

static uint32_t code_point(struct slant_locator *at, int in_title, uint32_t byte)
{
    const struct slant_str field = at->text->field[in_title];
    if (at->in_title != in_title) {
        at->in_title = in_title;
        at->field_byte = at->code_point = 0;
    }
    if (byte > field.len)
        byte = (uint32_t)field.len;
    if (byte >= at->field_byte)
        at->code_point += (uint32_t)slant_utf8_count(field.ptr + at->field_byte, byte - at->field_byte);
    else
        at->code_point -= (uint32_t)slant_utf8_count(field.ptr + byte, at->field_byte - byte);
    at->field_byte = byte;
    return at->code_point;
}

struct slant_span slant_locate(struct slant_locator *at, uint32_t start, uint32_t end)
{
    int in_title = start < at->text->title_end || (start == 0 && at->text->title_end > 0);
    uint32_t from = field_byte(at, start), to = from;
    const struct slant_map_point *points = at->text->points;
    if (end > start) {
        /* The end is where its last character ends, so that what was left out behind it stays out. */
        field_byte(at, end - 1);
        int mapped = at->point + 1 < at->text->npoints && points[at->point + 1].clean == end;
        to = mapped ? points[at->point + 1].before : points[at->point].field + (end - points[at->point].clean);
    }
    const struct slant_str field = at->text->field[in_title];
    if (to > field.len)
        to = (uint32_t)field.len;
    /* Inside a cluster that was composed, places are those of whole characters. */
    while (from > 0 && from < field.len && ((unsigned char)field.ptr[from] & 0xC0) == 0x80)
        from--;
    while (to < field.len && ((unsigned char)field.ptr[to] & 0xC0) == 0x80)
        to++;
    if (from > field.len)
        from = (uint32_t)field.len;
    if (to < from)
        to = from;
    struct slant_span span = {.in_title = in_title};
    span.start = code_point(at, in_title, from);
    span.end = code_point(at, in_title, to);
    span.text = (struct slant_str){at->text->field[in_title].ptr + from, to - from};
    return span;
}
