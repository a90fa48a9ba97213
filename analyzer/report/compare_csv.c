/* compare_csv: one row an outlet, a pair or a contrast of a measure: "what" says which. Empty where there is no value.
 */
#include <math.h>
#include <string.h>

#include "report/compare.h"

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

static void field(struct slant_buffer *out, struct slant_str text)
{
    slant_buffer_csv(out, text.ptr, text.len);
    slant_buffer_putc(out, ',');
}

static void word(struct slant_buffer *out, const char *text)
{
    field(out, (struct slant_str){text, strlen(text)});
}

static void number(struct slant_buffer *out, double value)
{
    if (isfinite(value))
        slant_buffer_double(out, value);
    slant_buffer_putc(out, ',');
}

static void head(struct slant_buffer *out, const char *what, const struct slant_compared_measure *m)
{
    word(out, m->what->name);
    word(out, what);
}

static void outlet(const struct slant_comparison *c, const struct slant_compared_measure *m, uint32_t i,
                   struct slant_buffer *out)
{
    const struct slant_compared_outlet *o = &m->outlets[i];
    head(out, "outlet", m);
    field(out, c->counts->outlets.names[i]);
    LIT(out, ",");
    number(out, (double)o->articles);
    number(out, (double)o->with_any);
    number(out, (double)o->count);
    number(out, (double)o->exposure);
    number(out, o->rate);
    number(out, o->lo);
    number(out, o->hi);
    LIT(out, ",,,");
    number(out, o->upper);
    slant_buffer_puts(out, slant_compare_status(o->status));
    LIT(out, "\n");
}

static void ratio(const struct slant_compared_ratio *r, double detectable, struct slant_buffer *out)
{
    LIT(out, ",,,,");
    number(out, r->ratio);
    number(out, r->lo);
    number(out, r->hi);
    number(out, r->p);
    number(out, r->p_holm);
    word(out, slant_verdict_name(r->verdict));
    number(out, detectable);
    slant_buffer_puts(out, slant_compare_status(r->status));
    LIT(out, "\n");
}

static void omnibus(const struct slant_compared_measure *m, struct slant_buffer *out)
{
    head(out, "all", m);
    LIT(out, ",,,,,,");
    number(out, m->omnibus.statistic);
    LIT(out, ",,");
    number(out, m->omnibus.p);
    number(out, m->omnibus.p_adjusted);
    word(out, m->omnibus.is_selected ? "differ" : "cannot-tell");
    LIT(out, ",");
    slant_buffer_puts(out, slant_compare_status(m->omnibus.status));
    LIT(out, "\n");
}

void slant_report_compare_csv(const struct slant_comparison *c, const struct slant_compare_page *page,
                              struct slant_buffer *out)
{
    static const char mean[] = "mean of outlets";
    (void)page;
    LIT(out, "measure,what,a,b,articles,with_any,count,exposure,value,lo,hi,p,p_adjusted,verdict,bound,status\n");
    for (uint32_t i = 0; i < c->nmeasures; i++) {
        const struct slant_compared_measure *m = &c->measures[i];
        for (uint32_t k = 0; k < c->noutlets; k++)
            outlet(c, m, k, out);
        omnibus(m, out);
        for (uint32_t k = 0; k < m->npairs; k++) {
            head(out, "pair", m);
            field(out, c->counts->outlets.names[m->pairs[k].a]);
            field(out, c->counts->outlets.names[m->pairs[k].b]);
            ratio(&m->pairs[k].of, m->pairs[k].detectable, out);
        }
        for (uint32_t k = 0; k < m->ncontrasts; k++) {
            head(out, "contrast", m);
            field(out, c->counts->outlets.names[m->contrasts[k].outlet]);
            field(out,
                  c->settings.baseline.ptr != NULL ? c->settings.baseline : (struct slant_str){mean, sizeof mean - 1});
            ratio(&m->contrasts[k].of, NAN, out);
        }
    }
}
