/* The scan: words are found sixteen bytes at a time as runs of ASCII letters and digits; whatever stands between
 * two runs, and is more than one space, goes through gap(), which knows letters outside ASCII too. */
#include "tokenize/tokenize.h"

#include <emmintrin.h>
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "tokenize/boundary.h"

enum { MOST_WORD = 65535 };

struct scan {
    struct slant_tokens *out;
    struct slant_token *tokens; /* out's */
    struct slant_arena *mem;
    const char *bytes, *block_start, *block_end;
    uint32_t n;                     /* tokens so far, the pending one not counted */
    const char *word, *word_end;    /* the pending token; word NULL: none */
    uint32_t before;                /* bits for the next token that begins */
    uint32_t pending_before;        /* bits of the pending one */
    struct slant_sentence_span now; /* the sentence that is being filled */
    const char *sentence_at;        /* where it began; NULL: not yet */
    char ending;
    int single_open; /* a single mark has opened in this block, and none has closed it */
    int failed;
};

static int is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static int is_letter_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Letters, marks and numbers outside ASCII belong to words. */
static int is_word_char(const char *p, const char *end, size_t *width)
{
    *width = 1;
    if ((unsigned char)*p < 0x80)
        return is_word_byte(*p);
    uint32_t cp = slant_utf8_decode(p, end, width);
    if (cp >= 0x2000 && cp < 0x2070)
        return 0;
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO) && cp != 0xFFFD;
}

/* The length of a word that is too long: no half a character. */
static size_t cut(const char *word)
{
    size_t len = MOST_WORD;
    while (len > 1 && ((unsigned char)word[len] & 0xC0) == 0x80)
        len--;
    return len;
}

/* Every word comes through here: it is in line where nearly all of them do. */
static inline __attribute__((always_inline)) void flush_word(struct scan *s)
{
    size_t len = (size_t)(s->word_end - s->word);
    if (len > MOST_WORD)
        len = cut(s->word);
    s->tokens[s->n++] = (struct slant_token){
        .start = (uint32_t)(s->word - s->bytes), .len = (uint16_t)len, .before = (uint16_t)s->pending_before};
    s->now.words += (s->pending_before & SLANT_GAP_HYPHEN) == 0;
    s->word = NULL;
}

static void flush(struct scan *s)
{
    if (s->word != NULL)
        flush_word(s);
}

static inline void begin(struct scan *s, const char *at)
{
    s->word = at;
    if (s->sentence_at == NULL)
        s->sentence_at = at;
    if (s->n == s->now.first)
        s->before |= SLANT_GAP_SENTENCE;
    s->pending_before = s->before;
    s->before = 0;
}

static void *grown(struct scan *s, void *rows, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return rows;
    uint32_t more = *cap ? *cap * 2 : 64;
    void *out = slant_arena_grow(s->mem, rows, n * size, more * size);
    if (out == NULL) {
        s->failed = 1;
        return NULL;
    }
    *cap = more;
    return out;
}

static void end_sentence(struct scan *s, const char *at)
{
    flush(s);
    struct slant_tokens *out = s->out;
    if (s->n > s->now.first) {
        void *rows = grown(s, out->sentences, out->nsentences, &out->sentences_cap, sizeof *out->sentences);
        if (rows == NULL)
            return;
        out->sentences = rows;
        s->now.last = s->n;
        s->now.start = (uint32_t)(s->sentence_at - s->bytes);
        while (at > s->sentence_at && at[-1] == ' ')
            at--;
        s->now.end = (uint32_t)(at - s->bytes);
        s->now.ending = (uint8_t)s->ending;
        out->words += s->now.words;
        out->sentences[out->nsentences++] = s->now;
    }
    s->now.first = s->n;
    s->now.words = 0;
    s->sentence_at = NULL;
    s->ending = 0;
}

/* What a mark's neighbours say of its side: space before and none behind opens; none before closes. */
static uint8_t side_of(const struct scan *s, const char *p, size_t width)
{
    const char *next = p + width;
    int space_before = p == s->block_start || strchr(" \n([{-", p[-1]) != NULL ||
                       (p - s->block_start >= 3 && memcmp(p - 3, "\xE2\x80\x94", 3) == 0) ||
                       (p - s->block_start >= 3 && memcmp(p - 3, "\xE2\x80\x93", 3) == 0) ||
                       (p - s->block_start >= 3 && memcmp(p - 3, "\xE2\x80\x9C", 3) == 0) ||
                       (p - s->block_start >= 3 && memcmp(p - 3, "\xE2\x80\x98", 3) == 0) ||
                       (p[-1] == '"' && next < s->block_end && *next != ' ');
    int space_behind = next >= s->block_end || strchr(" \n.,;:!?)]}", *next) != NULL;
    if (space_before && !space_behind)
        return SLANT_QUOTE_OPEN;
    if (!space_before && space_behind)
        return SLANT_QUOTE_CLOSE;
    return SLANT_QUOTE_EITHER;
}

static void add_quote(struct scan *s, const char *p, size_t width, int single, int side)
{
    struct slant_tokens *out = s->out;
    flush(s);
    s->before |= SLANT_GAP_QUOTE;
    if (s->sentence_at == NULL)
        s->sentence_at = p;
    struct slant_quote_mark *rows = grown(s, out->quotes, out->nquotes, &out->quotes_cap, sizeof *out->quotes);
    if (rows == NULL)
        return;
    out->quotes = rows;
    const char *back = p;
    while (back > s->block_start && back[-1] == ' ')
        back--;
    char last = back > s->block_start ? back[-1] : ' ';
    out->quotes[out->nquotes++] = (struct slant_quote_mark){.at = (uint32_t)(p - s->bytes),
                                                            .token = s->n,
                                                            .width = (uint8_t)width,
                                                            .single = (uint8_t)single,
                                                            .side = (uint8_t)side,
                                                            .stop = strchr(",.?!", last) != NULL};
    if (single)
        s->single_open = side == SLANT_QUOTE_OPEN;
}

/* A single mark right behind a word: of a possessive plural ("the dockers' union"), unless it closes what a
 * single mark has opened. Behind an s, it closes only where no other mark does so further on. */
static int is_trailing_apostrophe(const struct scan *s, const char *p, size_t width)
{
    const char *next = p + width, *end = s->block_end - next > 300 ? next + 300 : s->block_end;
    if (p == s->block_start || !is_word_byte(p[-1]))
        return 0;
    if (!s->single_open)
        return 1;
    if (p[-1] != 's' || next + 1 >= end || *next != ' ' || !(next[1] >= 'a' && next[1] <= 'z'))
        return 0;
    for (const char *q = next; q < end; q++) {
        size_t w = *q == '\'' ? 1 : end - q >= 3 && memcmp(q, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
        if (end - q >= 3 && memcmp(q, "\xE2\x80\x98", 3) == 0)
            return 0;
        if (w > 0 && q[-1] != ' ' && (q + w >= end || strchr(" .,;:?!)", q[w]) != NULL))
            return 1;
    }
    return 0;
}

/* 'em, '90s, 'til: nothing is quoted. */
static int is_leading_apostrophe(const char *p, size_t width, const char *end)
{
    const char *q = p + width;
    if (q >= end)
        return 0;
    if (is_digit(*q)) /* the '90s, in '29 */
        return q + 2 <= end && is_digit(q[1]) && (q + 2 == end || !is_digit(q[2]));
    if (*q == 'n' && q + 2 < end && (q[1] == '\'' || (unsigned char)q[1] == 0xE2)) /* rock 'n' roll */
        return 1;
    static const char *const cut[] = {"em ", "tis ", "twas ", "til ", "cause ", "n ", "round ", "em.", "em,"};
    for (size_t i = 0; i < sizeof cut / sizeof cut[0]; i++) {
        size_t n = strlen(cut[i]);
        if ((size_t)(end - q) >= n && memcmp(q, cut[i], n) == 0)
            return 1;
    }
    return 0;
}

/* Where the pending word goes on behind the apostrophe, full stop, comma or ampersand at p. */
static int joins(const struct scan *s, const char *p, size_t width, char what)
{
    const char *next = p + width;
    if (s->word == NULL || s->word_end != p || next >= s->block_end)
        return 0;
    size_t ignored;
    char last = p[-1];
    switch (what) {
    case '\'':
        return is_word_char(next, s->block_end, &ignored) && !(is_digit(last) && is_digit(*next));
    case ',':
    case ':':
        return is_digit(last) && is_digit(*next) && (what == ',' || p - s->word <= 2);
    case '&':
        return is_letter_byte(last) && is_letter_byte(*next) && p - s->word <= 3;
    default:
        break;
    }
    if (is_digit(last) && is_digit(*next))
        return 1;
    const char *piece = p;
    while (piece > s->word && piece[-1] != '.')
        piece--;
    if (p - piece == 1 && is_letter_byte(last) && is_letter_byte(*next)) /* "U.S", "e.g" */
        return 1;
    if (p - piece == 2 && piece > s->word - 1 && (last == 'h') && *next == 'D') /* "Ph.D" */
        return 1;
    return is_word_byte(last) && *next >= 'a' && *next <= 'z'; /* "example.com" */
}

/* "U.S." and "a.m." keep their last stop. */
static int is_initialism(const struct scan *s)
{
    size_t len = (size_t)(s->word_end - s->word);
    return len >= 3 && len <= 12 && s->word_end[-2] == '.' && is_letter_byte(s->word_end[-1]);
}

/* At the stop(s) at p: where the sentence ends, closing marks included; NULL when it goes on. *after is where the
 * stops end. */
static const char *stop_at(struct scan *s, const char *p, const char **after)
{
    struct slant_stop at = {.stop = *p, .end = s->block_end};
    const char *q = p, *end = s->block_end;
    int dots = 0;
    while (q < end && (strchr(".?!", *q) != NULL || (end - q >= 3 && memcmp(q, "\xE2\x80\xA6", 3) == 0) ||
                       (*q == ' ' && q + 1 < end && q[1] == '.' && q > p && q[-1] == '.'))) {
        dots += *q == '.';
        if (*q == '?' || *q == '!')
            at.stop = *q;
        if ((unsigned char)*q == 0xE2) {
            dots += 3;
            q += 3;
        } else {
            q++;
        }
    }
    if (at.stop == '.' && dots >= 2)
        at.stop = 'e';
    if ((unsigned char)at.stop == 0xE2)
        at.stop = 'e';
    const char *after_stops = *after = q;
    /* Closing marks and brackets, also behind a space where a closing mark stands apart: the end. */
    for (;;) {
        size_t width = *q == '"' || *q == '\'' ? 1 : 0;
        if (q < end && end - q >= 3 && (memcmp(q, "\xE2\x80\x9D", 3) == 0 || memcmp(q, "\xE2\x80\x99", 3) == 0))
            width = 3;
        if (q < end && width > 0) {
            at.closed = 1;
            q += width;
        } else if (q < end && (*q == ')' || *q == ']')) {
            q++;
        } else {
            break;
        }
    }
    const char *boundary = q;
    while (q < end && (*q == ' ' || *q == '\n')) {
        at.space = 1;
        q++;
    }
    while (q < end && strchr(" \"'([{-", *q) != NULL) {
        at.opened |= *q == '"' || *q == '(' || *q == '\'';
        q++;
    }
    while (end - q >= 3 && (memcmp(q, "\xE2\x80\x9C", 3) == 0 || memcmp(q, "\xE2\x80\x98", 3) == 0)) {
        at.opened = 1;
        q += 3;
    }
    at.next = q;
    if (q > after_stops && !at.space && at.closed && q == boundary && q < end)
        at.closed = is_word_byte(*q) ? 0 : at.closed; /* a mark glued to what follows opened it */
    const struct slant_token *last = NULL;
    if (s->word != NULL) {
        at.word = s->word;
        at.word_len = (size_t)(s->word_end - s->word);
        at.first_word = s->n == s->now.first;
    } else if (s->n > s->now.first) {
        last = &s->out->tokens[s->n - 1];
        at.word = s->bytes + last->start;
        at.word_len = last->len;
        at.first_word = s->n - 1 == s->now.first;
    } else {
        return NULL; /* nothing to end */
    }
    if (last != NULL && s->bytes + last->start + last->len != p && at.stop == '.')
        at.word_len = 0; /* "…) ." : not behind the word itself */
    s->ending = at.stop == 'e' ? '.' : at.stop;
    return slant_is_boundary(&at) ? boundary : NULL;
}

/* "… in the tower Image: Ana Lind." A caption's credit begins a sentence of its own, though no stop stands before it.
 */
static void split_credit(struct scan *s)
{
    static const char *const credits[] = {"Image", "Photo", "Picture", "Photograph", "Credit", "Video"};
    if (s->word == NULL || s->n == s->now.first)
        return;
    size_t len = (size_t)(s->word_end - s->word);
    for (size_t i = 0; i < sizeof credits / sizeof credits[0]; i++) {
        if (strlen(credits[i]) != len || memcmp(credits[i], s->word, len) != 0)
            continue;
        const char *word = s->word, *end = s->word_end;
        s->word = NULL;
        end_sentence(s, word);
        s->before = s->pending_before;
        begin(s, word);
        s->word_end = end;
        return;
    }
}

static int is_hyphen_join(const struct scan *s, const char *p)
{
    size_t width;
    if (s->word == NULL || s->word_end != p || p + 1 >= s->block_end)
        return 0;
    if (p[1] == '\n' && s->out->text->wrapped) /* "so-" at the end of a line that was wrapped by hand */
        return p + 2 < s->block_end && p[2] >= 'a' && p[2] <= 'z';
    return is_word_char(p + 1, s->block_end, &width);
}

struct punctuation {
    const char *bytes;
    uint8_t width, single, side, is_quote;
    uint16_t bit;
};

/* The marks outside ASCII that news writes. */
static const struct punctuation high_marks[] = {
    {"\xE2\x80\x99", 3, 1, SLANT_QUOTE_CLOSE, 1, 0},  {"\xE2\x80\x9C", 3, 0, SLANT_QUOTE_OPEN, 1, 0},
    {"\xE2\x80\x9D", 3, 0, SLANT_QUOTE_CLOSE, 1, 0},  {"\xE2\x80\x98", 3, 1, SLANT_QUOTE_OPEN, 1, 0},
    {"\xE2\x80\x9E", 3, 0, SLANT_QUOTE_OPEN, 1, 0},   {"\xE2\x80\x9F", 3, 0, SLANT_QUOTE_OPEN, 1, 0},
    {"\xE2\x80\x9A", 3, 1, SLANT_QUOTE_OPEN, 1, 0},   {"\xE2\x80\x9B", 3, 1, SLANT_QUOTE_OPEN, 1, 0},
    {"\xC2\xAB", 2, 0, SLANT_QUOTE_OPEN, 1, 0},       {"\xC2\xBB", 2, 0, SLANT_QUOTE_CLOSE, 1, 0},
    {"\xE2\x80\x94", 3, 0, 0, 0, SLANT_GAP_DASH},     {"\xE2\x80\x93", 3, 0, 0, 0, SLANT_GAP_DASH},
    {"\xE2\x80\x95", 3, 0, 0, 0, SLANT_GAP_DASH},     {"\xE2\x88\x92", 3, 0, 0, 0, SLANT_GAP_DASH},
    {"\xE2\x80\xB3", 3, 0, SLANT_QUOTE_EITHER, 1, 0},
};

static const char *high_gap(struct scan *s, const char *p)
{
    size_t width;
    if (is_word_char(p, s->block_end, &width)) {
        if (s->word == NULL || s->word_end != p) {
            flush(s);
            begin(s, p);
        }
        s->word_end = p + width;
        return p + width;
    }
    if (memcmp(p, "\xE2\x80\xA6", 3) == 0)
        return NULL; /* an ellipsis: a stop */
    for (size_t i = 0; i < sizeof high_marks / sizeof high_marks[0]; i++) {
        const struct punctuation *m = &high_marks[i];
        if (memcmp(p, m->bytes, m->width) != 0)
            continue;
        if (!m->is_quote) {
            flush(s);
            s->before |= m->bit;
        } else if (m->single && m->side == SLANT_QUOTE_CLOSE && joins(s, p, m->width, '\'')) {
            s->word_end = p + m->width;
        } else if (m->single && ((m->side == SLANT_QUOTE_CLOSE && is_trailing_apostrophe(s, p, m->width)) ||
                                 is_leading_apostrophe(p, m->width, s->block_end))) {
            flush(s);
        } else {
            int either = m->side == SLANT_QUOTE_EITHER ? side_of(s, p, m->width) : m->side;
            add_quote(s, p, m->width, m->single, either);
        }
        return p + m->width;
    }
    flush(s);
    s->before |= SLANT_GAP_OTHER;
    return p + width;
}

/* '' and `` stand for one double mark. */
static int is_doubled(const char *p, const char *end)
{
    return p + 1 < end && p[1] == *p;
}

static const char *quote_gap(struct scan *s, const char *p)
{
    if (*p == '"') {
        add_quote(s, p, 1, 0, side_of(s, p, 1));
        return p + 1;
    }
    if (is_doubled(p, s->block_end)) {
        int side = *p == '`' ? SLANT_QUOTE_OPEN : side_of(s, p, 2);
        add_quote(s, p, 2, 0, side);
        return p + 2;
    }
    if (*p == '`') {
        add_quote(s, p, 1, 1, side_of(s, p, 1));
    } else if (joins(s, p, 1, '\'')) {
        s->word_end = p + 1;
    } else if (!is_leading_apostrophe(p, 1, s->block_end) && !is_trailing_apostrophe(s, p, 1)) {
        add_quote(s, p, 1, 1, side_of(s, p, 1));
    }
    return p + 1;
}

/* One character of a gap that is not a letter. Returns where to go on. */
static const char *gap_char(struct scan *s, const char *p)
{
    unsigned char c = (unsigned char)*p;
    if (c >= 0x80) {
        const char *next = high_gap(s, p);
        if (next != NULL)
            return next;
        c = '.';
    }
    uint32_t bit;
    switch (c) {
    case ' ':
        bit = SLANT_GAP_SPACE;
        break;
    case '\n':
        bit = SLANT_GAP_SPACE | SLANT_GAP_LINE;
        break;
    case '.':
    case '?':
    case '!': {
        if (*p == '.' && joins(s, p, 1, '.')) {
            s->word_end = p + 1;
            return p + 1;
        }
        const char *after, *end = stop_at(s, p, &after);
        if (*p == '.' && s->word != NULL && s->word_end == p && is_initialism(s)) {
            s->word_end = p + 1;
            if (end == NULL && after == p + 1) /* "U.S.-led", "U.S. forces": the stop is the word's */
                return after;
        }
        flush(s);
        s->before |= SLANT_GAP_STOP;
        if (end == NULL)
            return after;
        /* The marks that close here are still this sentence's. */
        for (p = after; p < end;)
            p = *p == '"' || *p == '\'' || (unsigned char)*p >= 0x80 ? gap_char(s, p) : p + 1;
        end_sentence(s, p);
        return p;
    }
    case ',':
    case ':':
        if (joins(s, p, 1, (char)c)) {
            s->word_end = p + 1;
            return p + 1;
        }
        bit = c == ',' ? SLANT_GAP_COMMA : SLANT_GAP_COLON;
        if (c == ':')
            split_credit(s);
        break;
    case ';':
        bit = SLANT_GAP_SEMICOLON;
        break;
    case '"':
    case '\'':
    case '`':
        return quote_gap(s, p);
    case '-':
        bit = SLANT_GAP_DASH;
        if (is_hyphen_join(s, p)) {
            bit = SLANT_GAP_HYPHEN;
            p += p[1] == '\n';
        } else {
            while (p + 1 < s->block_end && p[1] == '-')
                p++;
        }
        break;
    case '(':
    case '[':
    case '{':
        bit = SLANT_GAP_OPEN;
        if (s->sentence_at == NULL && s->word == NULL)
            s->sentence_at = p; /* "(It rained.)" */
        break;
    case ')':
    case ']':
    case '}':
        bit = SLANT_GAP_CLOSE;
        break;
    case '&':
        if (joins(s, p, 1, '&')) {
            s->word_end = p + 1;
            return p + 1;
        }
        bit = SLANT_GAP_OTHER;
        break;
    default:
        bit = SLANT_GAP_OTHER;
        break;
    }
    flush(s);
    s->before |= bit;
    return p + 1;
}

/* A run of ASCII letters and digits. */
static inline void run(struct scan *s, const char *from, const char *to)
{
    if (s->word != NULL && s->word_end == from) {
        s->word_end = to;
        return;
    }
    if (s->word != NULL)
        flush(s);
    begin(s, from);
    s->word_end = to;
}

static inline void gap(struct scan *s, const char *from, const char *to)
{
    if (to - from == 1 && *from == ' ') { /* nearly always */
        if (s->word != NULL)
            flush_word(s);
        s->before |= SLANT_GAP_SPACE;
        return;
    }
    while (from < to)
        from = gap_char(s, from);
}

static uint64_t word_mask(const char *p)
{
    const __m128i case_bit = _mm_set1_epi8(0x20), a = _mm_set1_epi8('a' - 1), z = _mm_set1_epi8('z' + 1),
                  zero = _mm_set1_epi8('0' - 1), nine = _mm_set1_epi8('9' + 1);
    uint64_t mask = 0;
    for (int i = 0; i < 4; i++) {
        __m128i v = _mm_loadu_si128((const __m128i *)(p + 16 * i));
        __m128i lower = _mm_or_si128(v, case_bit);
        __m128i letter = _mm_and_si128(_mm_cmpgt_epi8(lower, a), _mm_cmplt_epi8(lower, z));
        __m128i digit = _mm_and_si128(_mm_cmpgt_epi8(v, zero), _mm_cmplt_epi8(v, nine));
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(letter, digit)) << (16 * i);
    }
    return mask;
}

static void scan_block(struct scan *s, const char *from, const char *to)
{
    const char *gap_from = from, *run_from = NULL;
    uint64_t carry = 0;
    for (const char *p = from; p < to; p += 64) {
        uint64_t mask = word_mask(p);
        size_t left = (size_t)(to - p);
        if (left < 64)
            mask &= ((uint64_t)1 << left) - 1;
        uint64_t turns = mask ^ (mask << 1 | carry);
        carry = mask >> 63;
        for (; turns != 0; turns &= turns - 1) {
            const char *at = p + __builtin_ctzll(turns);
            if (run_from == NULL) {
                /* gap_from may already be past `at`: a stop took its closing marks along. */
                if (gap_from < at)
                    gap(s, gap_from, at);
                run_from = at;
            } else {
                run(s, run_from, at);
                gap_from = at;
                run_from = NULL;
            }
        }
    }
    if (run_from != NULL)
        run(s, run_from, to);
    else
        gap(s, gap_from, to);
}

slant_status slant_tokenize(const struct slant_text *text, struct slant_arena *mem, struct slant_tokens *out)
{
    memset(out, 0, sizeof *out);
    out->text = text;
    /* Two bytes a token at the least, and one token more for each block. */
    size_t most = (size_t)text->len / 2 + text->nblocks + 1, size = most * sizeof *out->tokens;
    struct scan s = {.out = out, .mem = mem, .bytes = text->bytes};
    out->quotes_cap = 64;
    out->sentences_cap = text->nblocks + 64;
    out->quotes = slant_arena_alloc(mem, out->quotes_cap * sizeof *out->quotes);
    out->sentences = slant_arena_alloc(mem, out->sentences_cap * sizeof *out->sentences);
    s.tokens = out->tokens = slant_arena_alloc(mem, size);
    if (out->quotes == NULL || out->sentences == NULL || out->tokens == NULL)
        return SLANT_ENOMEM;
    for (uint32_t i = 0; i < text->nblocks; i++) {
        const struct slant_text_block *block = &text->blocks[i];
        if (block->kind == SLANT_BLOCK_FURNITURE)
            continue;
        s.now = (struct slant_sentence_span){
            .first = s.n, .paragraph = out->nparagraphs, .title = block->kind == SLANT_BLOCK_TITLE};
        out->nparagraphs += block->kind == SLANT_BLOCK_PARAGRAPH;
        s.block_start = text->bytes + block->start;
        s.block_end = text->bytes + block->end;
        s.before = SLANT_GAP_LINE;
        s.sentence_at = NULL;
        s.single_open = 0;
        scan_block(&s, s.block_start, s.block_end);
        end_sentence(&s, s.block_end);
        if (s.failed)
            return SLANT_ENOMEM;
    }
    out->n = s.n;
    return SLANT_OK;
}
