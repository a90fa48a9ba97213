/* quotations: pairs of marks. What opens in a paragraph closes in it, unless the next one opens with the same mark:
 * then the quotation goes on. Marks of the other size inside are part of what is quoted. */
#include "voices/quotations.h"

slant_status slant_quotations_add(struct slant_quotations *out, struct slant_arena *mem,
                                  const struct slant_quotation *row)
{
    if (out->n == out->cap) {
        uint32_t cap = out->cap ? out->cap * 2 : 32;
        void *rows = slant_arena_grow(mem, out->rows, out->n * sizeof *row, cap * sizeof *row);
        if (rows == NULL)
            return SLANT_ENOMEM;
        out->rows = rows;
        out->cap = cap;
    }
    out->rows[out->n++] = *row;
    return SLANT_OK;
}

struct pairing {
    const struct slant_tokens *tokens;
    struct slant_arena *mem;
    struct slant_oddities *oddities;
    struct slant_quotations *out;
    const struct slant_text_block *block;
    uint32_t mark, marks_end;            /* of the block */
    const struct slant_quote_mark *open; /* NULL: none */
    int continued;                       /* what is open goes on from the paragraph before */
    int carried;                         /* the paragraph before left its quotation open ... */
    int carried_single;                  /* ... that a mark of this size had opened */
    uint32_t carried_at;                 /* ... there */
    slant_status status;
};

static void odd(struct pairing *p, const char *code, const char *message, uint32_t start, uint32_t end)
{
    if (p->status == SLANT_OK)
        p->status = slant_oddities_add(p->oddities, p->mem, code, "note", message, start, end);
}

static void add(struct pairing *p, uint32_t end, uint32_t last, int closed)
{
    const struct slant_quote_mark *open = p->open;
    p->open = NULL;
    uint32_t start = open->at + open->width;
    if (last <= open->token || end <= start || p->status != SLANT_OK)
        return;
    p->status = slant_quotations_add(p->out, p->mem,
                                     &(struct slant_quotation){.first = open->token,
                                                               .last = last,
                                                               .start = start,
                                                               .end = end,
                                                               .kind = SLANT_QUOTATION,
                                                               .single = open->single,
                                                               .closed = (uint8_t)closed,
                                                               .continued = (uint8_t)p->continued});
    p->continued = 0;
}

/* A single mark opens only where another closes in the same paragraph: else it is an apostrophe. The search stops at
 * the next single mark that can only open. */
static int closes_later(const struct pairing *p, uint32_t i)
{
    const struct slant_quote_mark *marks = p->tokens->quotes;
    for (uint32_t k = i + 1; k < p->marks_end && k < i + 64; k++) {
        if (!marks[k].single)
            continue;
        if (marks[k].side == SLANT_QUOTE_OPEN)
            return 0;
        return 1;
    }
    return 0;
}

static void take_mark(struct pairing *p, uint32_t i)
{
    const struct slant_quote_mark *mark = &p->tokens->quotes[i];
    if (p->open == NULL) {
        if (mark->side == SLANT_QUOTE_CLOSE)
            odd(p, "stray-quote", "a closing quotation mark that nothing opened", mark->at, mark->at + mark->width);
        else if (!mark->single || closes_later(p, i))
            p->open = mark;
        return;
    }
    if (p->open->single != mark->single)
        return;
    if (mark->side != SLANT_QUOTE_OPEN) {
        add(p, mark->at, mark->token, 1);
        return;
    }
    /* It opens again: the first was never closed. Its words end with the sentence that stands before this mark. */
    odd(p, "unclosed-quote", "a quotation that is not closed before the next one opens", p->open->at,
        p->open->at + p->open->width);
    add(p, mark->at, mark->token, 0);
    p->open = mark;
}

static uint32_t block_last_token(const struct pairing *p)
{
    /* Tokens are in order: the first that starts at or behind the block's end. */
    uint32_t low = p->marks_end > 0 ? p->tokens->quotes[p->marks_end - 1].token : 0, n = p->tokens->n - low;
    while (n > 0) {
        uint32_t half = n / 2;
        if (p->tokens->tokens[low + half].start < p->block->end) {
            low += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return low;
}

static void start_block(struct pairing *p)
{
    const struct slant_quote_mark *mark = &p->tokens->quotes[p->mark];
    int opens = p->mark < p->marks_end && mark->at == p->block->start && mark->side != SLANT_QUOTE_CLOSE &&
                mark->single == p->carried_single;
    if (p->carried && opens) {
        p->open = mark;
        p->continued = 1;
        p->mark++;
    } else if (p->carried) {
        odd(p, "unclosed-quote", "a quotation that is not closed: read up to the end of its paragraph", p->carried_at,
            p->carried_at + 1);
    }
    p->carried = 0;
}

slant_status slant_quotations_find(const struct slant_tokens *tokens, struct slant_arena *mem,
                                   struct slant_oddities *oddities, struct slant_quotations *out)
{
    struct pairing p = {.tokens = tokens, .mem = mem, .oddities = oddities, .out = out};
    for (uint32_t b = 0; b < tokens->text->nblocks && p.status == SLANT_OK; b++) {
        p.block = &tokens->text->blocks[b];
        if (p.block->kind == SLANT_BLOCK_FURNITURE)
            continue;
        while (p.marks_end < tokens->nquotes && tokens->quotes[p.marks_end].at < p.block->end)
            p.marks_end++;
        if (p.mark == p.marks_end && !p.carried)
            continue;
        start_block(&p);
        for (uint32_t i = p.mark; i < p.marks_end; i++)
            take_mark(&p, i);
        p.mark = p.marks_end;
        if (p.open != NULL) {
            p.carried = 1;
            p.carried_single = p.open->single;
            p.carried_at = p.open->at;
            add(&p, p.block->end, block_last_token(&p), 0);
        }
        if (p.block->kind == SLANT_BLOCK_TITLE && p.carried) {
            odd(&p, "unclosed-quote", "a quotation in the headline that is not closed", p.carried_at, p.carried_at + 1);
            p.carried = 0;
        }
    }
    if (p.carried)
        odd(&p, "unclosed-quote", "a quotation that is not closed: read up to the end of its paragraph", p.carried_at,
            p.carried_at + 1);
    return p.status;
}
