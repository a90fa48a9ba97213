/* words_json: the schema is in the manual page under WORDS AS JSON. */
#include <string.h>

#include "report/compare.h"
#include "report/words.h"

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

static void number(struct slant_buffer *out, const char *name, double value)
{
    slant_buffer_printf(out, ",\"%s\":", name);
    slant_buffer_double(out, value);
}

static void str(struct slant_buffer *out, const char *name, struct slant_str text)
{
    slant_buffer_printf(out, ",\"%s\":", name);
    slant_buffer_json(out, text.ptr, text.len);
}

static void example(const struct slant_ranked_term *t, const struct slant_words_page *page, struct slant_buffer *out)
{
    if (t->sentence.ptr == NULL || t->start + t->len > t->sentence.len)
        return;
    LIT(out, ",\"example\":{\"id\":");
    slant_buffer_json(out, t->id.ptr, t->id.len);
    str(out, "sentence", t->sentence);
    str(out, "marked", (struct slant_str){t->sentence.ptr + t->start, t->len});
    slant_buffer_puts(out, page->any_voice ? ",\"voice\":\"any\"}" : ",\"voice\":\"outlet\"}");
}

static void term(const struct slant_ranked_term *t, const struct slant_words_page *page, struct slant_buffer *out)
{
    LIT(out, "{\"term\":");
    slant_buffer_json(out, t->term.ptr, t->term.len);
    number(out, "words", t->words);
    number(out, "count", (double)t->count);
    number(out, "articles", (double)t->articles);
    number(out, "rate", t->rate);
    number(out, "count_elsewhere", (double)t->count_elsewhere);
    number(out, "articles_elsewhere", (double)t->articles_elsewhere);
    number(out, "rate_elsewhere", t->rate_elsewhere);
    number(out, "ratio", t->ratio);
    number(out, "lo", t->lo);
    number(out, "hi", t->hi);
    number(out, "zeta", t->zeta);
    number(out, "p", t->test.p);
    number(out, "p_adjusted", t->p_adjusted);
    number(out, "dp", t->unevenness);
    slant_buffer_puts(out, t->is_claimed ? ",\"claimed\":true" : ",\"claimed\":false");
    slant_buffer_printf(out, ",\"status\":\"%s\"", slant_compare_status(t->test.status));
    example(t, page, out);
    LIT(out, "}");
}

void slant_report_words_json(const struct slant_ranking *r, const struct slant_words_page *page,
                             struct slant_buffer *out)
{
    LIT(out, "{\"outlets\":{");
    for (uint32_t i = 0; i < r->n; i++) {
        const struct slant_ranked_outlet *o = &r->outlets[i];
        slant_buffer_puts(out, i > 0 ? ",\n" : "\n");
        slant_buffer_json(out, o->outlet.ptr, o->outlet.len);
        slant_buffer_printf(out, ":{\"articles\":%llu,\"words\":%llu,\"tried\":%llu,\"claimed\":%llu",
                            (unsigned long long)o->articles, (unsigned long long)o->words, (unsigned long long)o->tried,
                            (unsigned long long)o->claimed);
        slant_buffer_printf(out, ",\"status\":\"%s\",\"terms\":[", slant_compare_status(o->status));
        for (uint32_t k = 0; k < o->n; k++) {
            slant_buffer_puts(out, k > 0 ? ",\n " : "\n ");
            term(&o->terms[k], page, out);
        }
        LIT(out, "]}");
    }
    slant_buffer_printf(
        out, "},\n\"articles\":%llu,\"terms\":%llu,\"voice\":\"%s\",\"version\":\"" SLANT_VERSION "\"}\n",
        (unsigned long long)r->articles, (unsigned long long)r->terms, page->any_voice ? "any" : "outlet");
}
