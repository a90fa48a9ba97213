/* words_csv: one row an outlet and term. Empty where there is no value. */
#include <math.h>
#include <string.h>

#include "report/compare.h"
#include "report/words.h"

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

static void field(struct slant_buffer *out, struct slant_str text)
{
    slant_buffer_csv(out, text.ptr, text.len);
    slant_buffer_putc(out, ',');
}

static void number(struct slant_buffer *out, double value)
{
    if (isfinite(value))
        slant_buffer_double(out, value);
    slant_buffer_putc(out, ',');
}

void slant_report_words_csv(const struct slant_ranking *r, const struct slant_words_page *page,
                            struct slant_buffer *out)
{
    (void)page;
    LIT(out, "outlet,term,words,count,articles,rate,count_elsewhere,articles_elsewhere,rate_elsewhere,ratio,lo,hi,zeta,"
             "p,p_adjusted,dp,claimed,id,example\n");
    for (uint32_t i = 0; i < r->n; i++)
        for (uint32_t k = 0; k < r->outlets[i].n; k++) {
            const struct slant_ranked_term *t = &r->outlets[i].terms[k];
            const double numbers[] = {t->words,
                                      (double)t->count,
                                      (double)t->articles,
                                      t->rate,
                                      (double)t->count_elsewhere,
                                      (double)t->articles_elsewhere,
                                      t->rate_elsewhere,
                                      t->ratio,
                                      t->lo,
                                      t->hi,
                                      t->zeta,
                                      t->test.p,
                                      t->p_adjusted,
                                      t->unevenness};
            field(out, r->outlets[i].outlet);
            field(out, t->term);
            for (size_t n = 0; n < sizeof numbers / sizeof numbers[0]; n++)
                number(out, numbers[n]);
            slant_buffer_puts(out, t->is_claimed ? "1," : "0,");
            field(out, t->id);
            slant_buffer_csv(out, t->sentence.ptr, t->sentence.len);
            LIT(out, "\n");
        }
}
