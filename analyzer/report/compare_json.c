/* compare_json: every number of a comparison, in full. The schema is in the manual page under COMPARISONS AS JSON:
 * names here are public. What was refused is null beside a status that is not "ok". */
#include <string.h>

#include "report/compare.h"

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

static void string(struct slant_buffer *out, const char *text)
{
    slant_buffer_json(out, text, strlen(text));
}

static void str(struct slant_buffer *out, struct slant_str text)
{
    slant_buffer_json(out, text.ptr != NULL ? text.ptr : "", text.len);
}

/* ,"name": */
static void key(struct slant_buffer *out, const char *name)
{
    slant_buffer_putc(out, ',');
    string(out, name);
    slant_buffer_putc(out, ':');
}

static void number(struct slant_buffer *out, const char *name, double value)
{
    key(out, name);
    slant_buffer_double(out, value);
}

static void whole(struct slant_buffer *out, const char *name, uint64_t value)
{
    key(out, name);
    slant_buffer_printf(out, "%llu", (unsigned long long)value);
}

static void word(struct slant_buffer *out, const char *name, const char *value)
{
    key(out, name);
    string(out, value);
}

static void status(struct slant_buffer *out, enum slant_stat what)
{
    word(out, "status", slant_compare_status(what));
    if (what != SLANT_STAT_OK)
        word(out, "reason", slant_compare_sentence(what));
}

/* A few of the marks behind the number, each with its sentence. */
static void examples(const struct slant_example_set *set, struct slant_buffer *out)
{
    if (set == NULL)
        return;
    LIT(out, ",\"examples\":[");
    for (uint32_t i = 0; i < set->n; i++) {
        const struct slant_example *e = &set->examples[i];
        slant_buffer_puts(out, i > 0 ? ",\n  {\"id\":" : "\n  {\"id\":");
        str(out, e->id);
        key(out, "sentence");
        str(out, e->sentence);
        key(out, "marked");
        str(out, (struct slant_str){e->sentence.ptr + e->start, e->len});
        word(out, "kind", e->kind);
        LIT(out, "}");
    }
    LIT(out, "]");
}

static void outlets(const struct slant_comparison *c, const struct slant_compare_page *page,
                    const struct slant_compared_measure *m, struct slant_buffer *out)
{
    LIT(out, ",\"outlets\":{");
    for (uint32_t i = 0; i < c->noutlets; i++) {
        const struct slant_compared_outlet *o = &m->outlets[i];
        slant_buffer_puts(out, i > 0 ? ",\n " : "\n ");
        str(out, c->counts->outlets.names[i]);
        slant_buffer_printf(out, ":{\"articles\":%llu", (unsigned long long)o->articles);
        whole(out, "with_any", o->with_any);
        whole(out, "count", o->count);
        whole(out, "exposure", o->exposure);
        number(out, "rate", o->rate);
        number(out, "lo", o->lo);
        number(out, "hi", o->hi);
        number(out, "upper", o->upper);
        number(out, "median", o->median);
        status(out, o->status);
        examples(slant_examples_of(page->examples, m->what->name, c->counts->outlets.names[i]), out);
        LIT(out, "}");
    }
    LIT(out, "}");
}

static void omnibus(const struct slant_compared_omnibus *o, struct slant_buffer *out)
{
    LIT(out, ",\n\"omnibus\":{\"method\":\"permuted-welch-log\"");
    number(out, "statistic", o->statistic);
    number(out, "df1", o->df1);
    number(out, "df2", o->df2);
    number(out, "p", o->p);
    number(out, "p_adjusted", o->p_adjusted);
    number(out, "permutations", o->permutations);
    key(out, "exact");
    slant_buffer_puts(out, o->exact ? "true" : "false");
    key(out, "selected");
    slant_buffer_puts(out, o->is_selected ? "true" : "false");
    status(out, o->status);
    LIT(out, "}");
}

static void ratio(const struct slant_compared_ratio *r, struct slant_buffer *out)
{
    number(out, "ratio", r->ratio);
    number(out, "lo", r->lo);
    number(out, "hi", r->hi);
    number(out, "lo_95", r->lo_95);
    number(out, "hi_95", r->hi_95);
    number(out, "p", r->p);
    number(out, "p_holm", r->p_holm);
    word(out, "verdict", slant_verdict_name(r->verdict));
    status(out, r->status);
}

static void pairs(const struct slant_comparison *c, const struct slant_compared_measure *m, struct slant_buffer *out)
{
    LIT(out, ",\n\"pairs\":[");
    for (uint32_t i = 0; i < m->npairs; i++) {
        const struct slant_compared_pair *p = &m->pairs[i];
        slant_buffer_puts(out, i > 0 ? ",\n {\"a\":" : "\n {\"a\":");
        str(out, c->counts->outlets.names[p->a]);
        key(out, "b");
        str(out, c->counts->outlets.names[p->b]);
        ratio(&p->of, out);
        number(out, "detectable_ratio", p->detectable);
        number(out, "cliffs_delta", p->delta);
        number(out, "cliffs_delta_lo", p->delta_lo);
        number(out, "cliffs_delta_hi", p->delta_hi);
        number(out, "permutations", p->permutations);
        key(out, "exact");
        slant_buffer_puts(out, p->exact ? "true}" : "false}");
    }
    LIT(out, "]");
}

static void contrasts(const struct slant_comparison *c, const struct slant_compared_contrast *rows, uint32_t n,
                      struct slant_str against, struct slant_buffer *out)
{
    for (uint32_t i = 0; i < n; i++) {
        slant_buffer_puts(out, i > 0 ? ",\n {\"outlet\":" : "\n {\"outlet\":");
        str(out, c->counts->outlets.names[rows[i].outlet]);
        key(out, "against");
        if (against.ptr != NULL)
            str(out, against);
        else
            string(out, "mean of outlets");
        ratio(&rows[i].of, out);
        LIT(out, "}");
    }
    LIT(out, "]");
}

static void same_story(const struct slant_comparison *c, const struct slant_compared_stories *s,
                       struct slant_buffer *out)
{
    LIT(out, ",\n\"same_story\":{\"method\":\"permuted-within-story-score\"");
    whole(out, "stories", s->stories);
    number(out, "informative", s->informative);
    whole(out, "articles", s->articles);
    number(out, "statistic", s->statistic);
    number(out, "p", s->p);
    number(out, "p_adjusted", s->p_adjusted);
    number(out, "permutations", s->permutations);
    key(out, "exact");
    slant_buffer_puts(out, s->exact ? "true" : "false");
    key(out, "selected");
    slant_buffer_puts(out, s->is_selected ? "true" : "false");
    status(out, s->status);
    LIT(out, ",\n\"contrasts\":[");
    contrasts(c, s->contrasts, s->ncontrasts, (struct slant_str){NULL, 0}, out);
    LIT(out, "}");
}

static void adjusted(const struct slant_comparison *c, const struct slant_compared_adjusted *a,
                     struct slant_buffer *out)
{
    LIT(out, ",\n\"adjusted\":{\"method\":\"direct-standardisation\"");
    whole(out, "articles", a->articles);
    whole(out, "strata", a->strata);
    number(out, "interaction_p", a->interaction_p);
    status(out, a->status);
    LIT(out, ",\"outlets\":{");
    for (uint32_t i = 0; i < c->noutlets; i++) {
        slant_buffer_puts(out, i > 0 ? ",\n " : "\n ");
        str(out, c->counts->outlets.names[i]);
        LIT(out, ":{\"crude\":");
        slant_buffer_double(out, a->crude[i]);
        number(out, "adjusted", a->rate[i]);
        number(out, "lo", a->lo[i]);
        number(out, "hi", a->hi[i]);
        status(out, a->refused[i]);
        LIT(out, "}");
    }
    LIT(out, "}}");
}

/* What falls when one term (story) is left out; null where that cannot be tried. */
static void left_out(const struct slant_comparison *c, const struct slant_compared_robust *r, struct slant_buffer *out)
{
    if (!r->is_known) {
        LIT(out, "null");
        return;
    }
    slant_buffer_printf(out, "{\"claims\":%u", r->claims);
    whole(out, "hanging", r->hanging);
    whole(out, "tried", r->tried);
    whole(out, "toppled", r->toppled);
    LIT(out, ",\"worst\":[");
    for (uint32_t i = 0; i < r->nworst; i++) {
        const struct slant_left_out *x = &r->worst[i];
        slant_buffer_puts(out, i > 0 ? ",\n {\"left_out\":" : "\n {\"left_out\":");
        str(out, x->name);
        whole(out, "marks", x->marks);
        whole(out, "falls", x->falls);
        key(out, "a");
        str(out, c->counts->outlets.names[x->a]);
        key(out, "against");
        if (x->b >= 0)
            str(out, c->counts->outlets.names[x->b]);
        else
            string(out, "mean of outlets");
        number(out, "ratio", x->before);
        number(out, "ratio_without", x->after);
        number(out, "lo_without", x->lo);
        number(out, "hi_without", x->hi);
        LIT(out, "}");
    }
    LIT(out, "]}");
}

static void measure(const struct slant_comparison *c, const struct slant_compare_page *page,
                    const struct slant_compared_measure *m, struct slant_buffer *out)
{
    LIT(out, "\n");
    string(out, m->what->name);
    LIT(out, ":{\"unit\":");
    string(out, m->what->unit);
    word(out, "exposure", m->what->exposure_name);
    word(out, "effect", m->what->is_share ? "odds-ratio" : "rate-ratio");
    status(out, m->status);
    outlets(c, page, m, out);
    omnibus(&m->omnibus, out);
    pairs(c, m, out);
    LIT(out, ",\n\"contrasts\":[");
    contrasts(c, m->contrasts, m->ncontrasts, c->settings.baseline, out);
    same_story(c, &m->stories, out);
    if (c->settings.is_adjusted)
        adjusted(c, &m->adjusted, out);
    LIT(out, ",\n\"robustness\":{\"terms\":");
    left_out(c, &m->terms, out);
    LIT(out, ",\"stories\":");
    left_out(c, &m->stories_out, out);
    LIT(out, "}");
    number(out, "mean_of_outlets", m->mean_rate);
    number(out, "dispersion", m->dispersion);
    LIT(out, "}");
}

static void excluded(const struct slant_comparison *c, struct slant_buffer *out)
{
    LIT(out, ",\n\"excluded\":[");
    for (uint32_t i = 0; i < c->counts->nexcluded; i++) {
        const struct slant_counts_excluded *x = &c->counts->excluded[i];
        slant_buffer_puts(out, i > 0 ? ",\n {\"id\":" : "\n {\"id\":");
        str(out, x->id);
        if (x->line != 0)
            whole(out, "line", x->line);
        word(out, "reason", x->reason);
        if (x->measure >= 0)
            word(out, "measure", c->counts->measures[x->measure].name);
        if (x->note.ptr != NULL) {
            key(out, "found");
            str(out, x->note);
        }
        LIT(out, "}");
    }
    LIT(out, "]");
}

static void point(struct slant_buffer *out, double x, double y)
{
    LIT(out, ":[");
    slant_buffer_double(out, x);
    LIT(out, ",");
    slant_buffer_double(out, y);
    LIT(out, "]");
}

static void plane(const struct slant_comparison *c, struct slant_buffer *out)
{
    LIT(out, ",\n\"map\":{\"method\":\"pca-log-rates\"");
    status(out, c->plane.status);
    LIT(out, ",\"share\"");
    point(out, c->plane.share[0], c->plane.share[1]);
    LIT(out, ",\"outlets\":{");
    for (uint32_t i = 0; i < c->noutlets; i++) {
        slant_buffer_puts(out, i > 0 ? "," : "");
        str(out, c->counts->outlets.names[i]);
        point(out, c->plane.x[i], c->plane.y[i]);
    }
    LIT(out, "},\"measures\":{");
    for (uint32_t i = 0; i < c->nmeasures; i++) {
        slant_buffer_puts(out, i > 0 ? "," : "");
        string(out, c->measures[i].what->name);
        point(out, c->plane.load_x[i], c->plane.load_y[i]);
    }
    LIT(out, "}}");
}

/* Which story each article was found to tell: the id of the story's first article. */
static void matched(const struct slant_comparison *c, struct slant_buffer *out)
{
    int n = 0;
    LIT(out, ",\n\"matched\":[");
    for (uint32_t i = 0; i < c->counts->n; i++) {
        if (c->counts->rows[i].story < 0)
            continue;
        slant_buffer_puts(out, n++ > 0 ? ",\n {\"id\":" : "\n {\"id\":");
        str(out, c->counts->rows[i].id);
        key(out, "story");
        str(out, c->counts->stories.names[c->counts->rows[i].story]);
        LIT(out, "}");
    }
    LIT(out, "]");
}

void slant_report_compare_json(const struct slant_comparison *c, const struct slant_compare_page *page,
                               struct slant_buffer *out)
{
    LIT(out, "{\"measures\":{");
    for (uint32_t i = 0; i < c->nmeasures; i++) {
        slant_buffer_puts(out, i > 0 ? "," : "");
        measure(c, page, &c->measures[i], out);
    }
    LIT(out, "}");
    word(out, "by", page->by);
    whole(out, "articles", c->counts->n);
    whole(out, "seed", c->settings.seed);
    number(out, "alpha", 0.05);
    whole(out, "measures_tested", c->tested);
    whole(out, "measures_selected", c->selected);
    number(out, "holm_level", c->level);
    whole(out, "same_story_tested", c->stories_tested);
    whole(out, "same_story_selected", c->stories_selected);
    word(out, "version", SLANT_VERSION);
    plane(c, out);
    if (page->is_matched)
        matched(c, out);
    excluded(c, out);
    LIT(out, "}\n");
}
