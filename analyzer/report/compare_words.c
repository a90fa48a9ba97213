#include "report/compare_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/layers.h"

#define LIT(out, text) slant_buffer_add((out), (text), sizeof(text) - 1)

enum { MOST_NAMED = 3 };

/* ---- words for numbers -------------------------------------------------------------------------------- */

static void spaced(struct slant_buffer *out, const char *name)
{
    for (; *name != '\0'; name++)
        slant_buffer_putc(out, *name == '-' || *name == '_' ? ' ' : *name);
}

void slant_compare_title(struct slant_buffer *out, const struct slant_compared_measure *m)
{
    const struct slant_measure_look *look = slant_measure_look(m->what->name);
    if (look != NULL && look->plain != NULL) {
        slant_buffer_puts(out, look->plain);
        return;
    }
    size_t at = out->len;
    spaced(out, m->what->name);
    if (!out->failed && out->len > at && out->data[at] >= 'a' && out->data[at] <= 'z')
        out->data[at] = (char)(out->data[at] - 'a' + 'A');
}

void slant_compare_many(struct slant_buffer *out, const struct slant_compared_measure *m)
{
    const struct slant_measure_look *look = slant_measure_look(m->what->name);
    if (look != NULL && look->many != NULL && look->many[0] != '\0')
        slant_buffer_puts(out, look->many);
    else
        spaced(out, m->what->name);
}

void slant_compare_value(struct slant_buffer *out, const struct slant_compared_measure *m, double value)
{
    char number[SLANT_NUMBER];
    if (!isfinite(value))
        LIT(out, "–");
    else if (m->what->is_share)
        slant_buffer_printf(out, "%s %%", slant_plain_fixed(100 * value, value < 0.0995 ? 1 : 0, number));
    else
        slant_buffer_puts(out, slant_plain_fixed(value, value < 0.995 ? 2 : 1, number));
}

void slant_compare_unit(struct slant_buffer *out, const struct slant_compared_measure *m)
{
    if (m->what->is_share)
        slant_buffer_printf(out, "of %s", m->what->exposure_name);
    else if (strcmp(m->what->unit, "per 1,000") == 0)
        slant_buffer_printf(out, "per 1,000 %s", m->what->exposure_name);
    else
        slant_buffer_puts(out, m->what->unit);
}

void slant_compare_rate(struct slant_buffer *out, const struct slant_compared_measure *m,
                        const struct slant_compared_outlet *o)
{
    slant_compare_value(out, m, o->rate);
    if (!isfinite(o->lo))
        return;
    LIT(out, " (");
    slant_compare_value(out, m, o->lo);
    LIT(out, "–");
    slant_compare_value(out, m, o->hi);
    LIT(out, ")");
}

void slant_compare_ratio(struct slant_buffer *out, const struct slant_compared_measure *m, double ratio)
{
    char number[SLANT_NUMBER];
    if (!isfinite(ratio))
        LIT(out, "–");
    else if (m->what->is_share)
        slant_buffer_printf(out, "odds %s times as high", slant_plain_fixed(ratio, 2, number));
    else if (ratio >= 2)
        slant_buffer_printf(out, "%s times as many", slant_plain_fixed(ratio, 1, number));
    else
        slant_buffer_printf(out, "%s %% %s", slant_plain_fixed(100 * fabs(ratio - 1), 0, number),
                            ratio < 1 ? "fewer" : "more");
}

void slant_compare_p(struct slant_buffer *out, double p)
{
    char number[SLANT_NUMBER];
    if (!isfinite(p))
        LIT(out, "–");
    else if (p < 0.001)
        LIT(out, "below .001");
    else if (p > 0.999)
        LIT(out, "1");
    else
        slant_buffer_puts(out, slant_plain_fixed(p, 3, number) + 1);
}

static void name_of(struct slant_buffer *out, const struct slant_comparison *c, uint32_t outlet)
{
    slant_plain_add(out, c->counts->outlets.names[outlet].ptr, c->counts->outlets.names[outlet].len);
}

/* ---- orders ------------------------------------------------------------------------------------------- */

double slant_compare_greatest(const struct slant_comparison *c, const struct slant_compared_measure *m)
{
    double greatest = 0;
    for (uint32_t i = 0; i < c->noutlets; i++) {
        const double ends[] = {m->outlets[i].rate, m->outlets[i].hi, m->outlets[i].upper};
        for (size_t k = 0; k < 3; k++)
            if (isfinite(ends[k]) && ends[k] > greatest)
                greatest = ends[k];
    }
    return greatest;
}

static int comes_before(const struct slant_compared_measure *m, uint32_t a, uint32_t b)
{
    double x = m->outlets[a].rate, y = m->outlets[b].rate;
    if (isfinite(x) != isfinite(y))
        return isfinite(x);
    return isfinite(x) && x > y;
}

void slant_compare_order(const struct slant_comparison *c, const struct slant_compared_measure *m, uint32_t *order)
{
    for (uint32_t i = 0; i < c->noutlets; i++) { /* insertion: stable, and outlets are few */
        uint32_t at = i;
        for (; at > 0 && comes_before(m, i, order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

static double width_of(const struct slant_compared_pair *pair)
{
    return fabs(log(pair->of.ratio));
}

uint32_t slant_compare_widest(const struct slant_compared_measure *m, uint32_t *pairs, uint32_t most, uint32_t *all)
{
    uint32_t n = 0;
    *all = 0;
    for (uint32_t i = 0; i < m->npairs; i++) {
        if (m->pairs[i].of.verdict == SLANT_CANNOT_TELL)
            continue;
        ++*all;
        uint32_t at = n < most ? n++ : most;
        for (; at > 0 && width_of(&m->pairs[i]) > width_of(&m->pairs[pairs[at - 1]]); at--)
            if (at < most)
                pairs[at] = pairs[at - 1];
        if (at < most)
            pairs[at] = i;
    }
    return n;
}

/* ---- what a measure shows ----------------------------------------------------------------------------- */

static const char *mean_or_baseline(const struct slant_comparison *c)
{
    return c->settings.baseline.ptr != NULL ? c->settings.baseline.ptr : "the mean of them all";
}

/* "A, B and 3 others have more hedges than the mean of them all: A 5.4 (4.9–5.9), 23 % more." of those on one side. */
static int side(struct slant_buffer *out, const struct slant_comparison *c, const struct slant_compared_measure *m,
                const uint32_t *order, enum slant_verdict verdict)
{
    uint32_t named[MOST_NAMED], n = 0, all = 0;
    for (uint32_t k = 0; k < c->noutlets; k++) {
        uint32_t i = verdict == SLANT_HIGHER ? order[k] : order[c->noutlets - 1 - k];
        if (m->contrasts[i].of.verdict != verdict)
            continue;
        if (n < MOST_NAMED)
            named[n++] = i;
        all++;
    }
    if (all == 0)
        return 0;
    for (uint32_t k = 0; k < n; k++) {
        slant_buffer_puts(out, k == 0 ? "" : k + 1 == all ? " and " : ", ");
        name_of(out, c, named[k]);
    }
    if (all > n)
        slant_buffer_printf(out, " and %u other%s", all - n, all - n == 1 ? "" : "s");
    slant_buffer_puts(out, all == 1 ? " has " : " have ");
    slant_buffer_puts(out, m->what->is_share ? (verdict == SLANT_HIGHER ? "a greater share of " : "a smaller share of ")
                           : verdict == SLANT_HIGHER ? "more "
                                                     : "fewer ");
    slant_compare_many(out, m);
    slant_buffer_printf(out, " than %s, in this sample: ", mean_or_baseline(c));
    if (all > 1) {
        name_of(out, c, named[0]);
        slant_buffer_putc(out, ' ');
    }
    slant_compare_rate(out, m, &m->outlets[named[0]]);
    slant_buffer_putc(out, ' ');
    slant_compare_unit(out, m);
    LIT(out, ", ");
    slant_compare_ratio(out, m, m->contrasts[named[0]].of.ratio);
    LIT(out, ".");
    return 1;
}

static void two_outlets(struct slant_buffer *out, const struct slant_comparison *c,
                        const struct slant_compared_measure *m)
{
    const struct slant_compared_pair *p = &m->pairs[0];
    uint32_t high = p->of.ratio >= 1 ? p->a : p->b, low = high == p->a ? p->b : p->a;
    double ratio = high == p->a ? p->of.ratio : 1 / p->of.ratio;
    name_of(out, c, high);
    slant_buffer_puts(out, m->what->is_share ? " has a greater share of " : " has more ");
    slant_compare_many(out, m);
    LIT(out, " than ");
    name_of(out, c, low);
    LIT(out, ", in this sample: ");
    slant_compare_rate(out, m, &m->outlets[high]);
    LIT(out, " against ");
    slant_compare_rate(out, m, &m->outlets[low]);
    slant_buffer_putc(out, ' ');
    slant_compare_unit(out, m);
    LIT(out, ", ");
    slant_compare_ratio(out, m, ratio);
    LIT(out, ".");
}

static void pairs_only(struct slant_buffer *out, const struct slant_comparison *c,
                       const struct slant_compared_measure *m)
{
    for (uint32_t i = 0; i < m->npairs; i++) {
        const struct slant_compared_pair *p = &m->pairs[i];
        if (p->of.verdict == SLANT_CANNOT_TELL)
            continue;
        LIT(out, "No outlet stands out from the others, but ");
        name_of(out, c, p->of.verdict == SLANT_HIGHER ? p->a : p->b);
        slant_buffer_puts(out, m->what->is_share ? " has a greater share of " : " has more ");
        slant_compare_many(out, m);
        LIT(out, " than ");
        name_of(out, c, p->of.verdict == SLANT_HIGHER ? p->b : p->a);
        LIT(out, ": see the pairs.");
        return;
    }
    LIT(out, "The outlets differ somewhere, but which from which cannot be told.");
}

/* Of plain counts: who has the most and the least in these very articles. */
static void in_these_articles(struct slant_buffer *out, const struct slant_comparison *c,
                              const struct slant_compared_measure *m, const uint32_t *order)
{
    uint32_t last = c->noutlets;
    while (last > 0 && !isfinite(m->outlets[order[last - 1]].rate))
        last--;
    if (last < 2 || m->outlets[order[0]].rate == m->outlets[order[last - 1]].rate)
        return;
    LIT(out, " In these articles alone ");
    name_of(out, c, order[0]);
    LIT(out, " has the most (");
    slant_compare_value(out, m, m->outlets[order[0]].rate);
    slant_buffer_putc(out, ' ');
    slant_compare_unit(out, m);
    LIT(out, "), ");
    name_of(out, c, order[last - 1]);
    LIT(out, " the least (");
    slant_compare_value(out, m, m->outlets[order[last - 1]].rate);
    LIT(out, ").");
}

static void refused(struct slant_buffer *out, const struct slant_comparison *c, const struct slant_compared_measure *m,
                    const uint32_t *order)
{
    switch (m->status) {
    case SLANT_STAT_NO_EVENTS:
        LIT(out, "Nothing of the kind was found in any article.");
        break;
    case SLANT_STAT_TOO_FEW_OUTLETS:
        LIT(out, "There is one outlet only: nothing to compare it with.");
        break;
    case SLANT_STAT_NO_VARIATION:
        LIT(out, "All articles have the same rate: there is no difference.");
        break;
    case SLANT_STAT_TOO_FEW_ARTICLES:
        LIT(out, "Cannot be compared: for that, two outlets at least need 10 articles each, 5 of them with any. The "
                 "numbers below are plain counts from these articles and say nothing of others.");
        in_these_articles(out, c, m, order);
        break;
    default:
        LIT(out, "Cannot be compared: ");
        slant_buffer_puts(out, slant_compare_sentence(m->status));
        LIT(out, ".");
    }
}

void slant_compare_finding(struct slant_buffer *out, const struct slant_comparison *c,
                           const struct slant_compare_page *page, const struct slant_compared_measure *m)
{
    uint32_t *order = malloc((c->noutlets + 1) * sizeof *order);
    (void)page;
    if (order == NULL) {
        out->failed = 1;
        return;
    }
    slant_compare_order(c, m, order);
    if (m->status != SLANT_STAT_OK) {
        refused(out, c, m, order);
    } else if (!m->omnibus.is_selected) {
        LIT(out, "No clear difference between them, in this sample (p ");
        slant_compare_p(out, m->omnibus.p_adjusted);
        slant_buffer_puts(out, c->tested > 1 ? ", allowing for the other measures)." : ").");
    } else if (c->noutlets == 2 && m->pairs[0].of.verdict != SLANT_CANNOT_TELL) {
        two_outlets(out, c, m);
    } else {
        int high = side(out, c, m, order, SLANT_HIGHER);
        size_t at = out->len;
        if (high)
            slant_buffer_putc(out, ' ');
        int low = side(out, c, m, order, SLANT_LOWER);
        if (!low && !out->failed)
            out->len = at;
        if (!high && !low)
            pairs_only(out, c, m);
    }
    free(order);
}

void slant_compare_adjusted(struct slant_buffer *out, const struct slant_comparison *c,
                            const struct slant_compared_measure *m)
{
    const struct slant_compared_adjusted *a = &m->adjusted;
    uint32_t refused_here = 0, said = 0;
    if (!c->settings.is_adjusted)
        return;
    if (a->status != SLANT_STAT_OK) {
        slant_buffer_printf(out, "At one mix of topics: refused, %s.", slant_compare_sentence(a->status));
        return;
    }
    slant_buffer_printf(
        out, "At one mix of topics (%llu with any; in brackets as they are): ", (unsigned long long)a->strata);
    for (uint32_t i = 0; i < c->noutlets; i++) {
        refused_here += a->refused[i] == SLANT_STAT_EMPTY_CELL ? 1 : 0;
        if (a->refused[i] != SLANT_STAT_OK)
            continue;
        slant_buffer_puts(out, said++ > 0 ? ", " : "");
        name_of(out, c, i);
        slant_buffer_putc(out, ' ');
        slant_compare_value(out, m, a->rate[i]);
        LIT(out, " (");
        slant_compare_value(out, m, a->crude[i]);
        LIT(out, ")");
    }
    LIT(out, ".");
    if (refused_here > 0)
        slant_buffer_printf(out, " %u refused: too few articles on a topic that weighs.", refused_here);
    if (a->interaction_p < 0.05)
        LIT(out, " The difference depends on the topic: one number hides that.");
}

/* "more: A 1.4 times, B 1.3 times" of those on one side within stories. */
static int story_side(struct slant_buffer *out, const struct slant_comparison *c,
                      const struct slant_compared_stories *s, enum slant_verdict verdict, int said)
{
    char number[SLANT_NUMBER];
    int n = 0;
    for (uint32_t i = 0; i < s->ncontrasts; i++) {
        const struct slant_compared_ratio *r = &s->contrasts[i].of;
        if (r->verdict != verdict)
            continue;
        slant_buffer_puts(out, n++ > 0 ? ", " : said ? "; fewer: " : verdict == SLANT_HIGHER ? " More: " : " Fewer: ");
        name_of(out, c, s->contrasts[i].outlet);
        slant_buffer_printf(out, " %s times the mean", slant_plain_fixed(r->ratio, 2, number));
    }
    return n;
}

void slant_compare_same_story(struct slant_buffer *out, const struct slant_comparison *c,
                              const struct slant_compare_page *page, const struct slant_compared_measure *m)
{
    const struct slant_compared_stories *s = &m->stories;
    char number[2][SLANT_NUMBER];
    if (s->stories == 0)
        return;
    slant_buffer_printf(out, "On the same stories (%s %s by two or more of them, %s of these with any): ",
                        slant_plain_count(s->stories, number[0]), page->is_matched ? "found to be told" : "told",
                        slant_plain_count(isfinite(s->informative) ? (uint64_t)s->informative : 0, number[1]));
    if (s->status != SLANT_STAT_OK) {
        slant_buffer_puts(out, slant_compare_sentence(s->status));
        LIT(out, ".");
        return;
    }
    slant_buffer_puts(out, s->is_selected ? "they differ (p " : "no clear difference (p ");
    slant_compare_p(out, s->p_adjusted);
    LIT(out, ").");
    int high = story_side(out, c, s, SLANT_HIGHER, 0), low = story_side(out, c, s, SLANT_LOWER, high);
    if (high + low > 0)
        LIT(out, ".");
    if (s->is_selected && s->ncontrasts > 0 && s->contrasts[0].of.status == SLANT_STAT_TOO_FEW_UNITS) {
        uint32_t top = 0;
        for (uint32_t i = 1; i < s->ncontrasts; i++)
            top = s->contrasts[i].of.ratio > s->contrasts[top].of.ratio ? i : top;
        LIT(out, " Most: ");
        name_of(out, c, s->contrasts[top].outlet);
        slant_buffer_printf(out, ", %s times the mean; too few stories to say how sure each ratio is.",
                            slant_plain_fixed(s->contrasts[top].of.ratio, 1, number[0]));
    }
}

/* Without the lexicon's and the rules' signs: "might" of "=might". */
static void term_name(struct slant_buffer *out, struct slant_str name)
{
    size_t skip = name.len > 1 && name.ptr[0] == '=' ? 1 : 0;
    if (name.len > 5 && memcmp(name.ptr, "rule:", 5) == 0)
        skip = 5;
    slant_plain_add(out, name.ptr + skip, name.len - skip);
}

static void one_left_out(struct slant_buffer *out, const struct slant_comparison *c, const struct slant_left_out *x)
{
    char number[3][SLANT_NUMBER];
    LIT(out, "Without “");
    term_name(out, x->name);
    slant_buffer_printf(out, "” (%s %s) %s %s", slant_plain_count(x->marks, number[0]),
                        x->marks == 1 ? "mark" : "marks", slant_plain_count(x->falls, number[1]),
                        x->falls == 1 ? "falls: " : "fall, as ");
    name_of(out, c, x->a);
    LIT(out, " against ");
    if (x->b >= 0)
        name_of(out, c, (uint32_t)x->b);
    else
        LIT(out, "the mean");
    slant_buffer_printf(out, ", ratio %s, then ", slant_plain_fixed(x->before, 2, number[0]));
    if (isfinite(x->after) && isfinite(x->lo))
        slant_buffer_printf(out, "%s (%s–%s).", slant_plain_fixed(x->after, 2, number[0]),
                            slant_plain_fixed(x->lo, 2, number[1]), slant_plain_fixed(x->hi, 2, number[2]));
    else
        LIT(out, "too little to tell.");
}

void slant_compare_robust(struct slant_buffer *out, const struct slant_comparison *c,
                          const struct slant_compared_measure *m)
{
    const struct slant_compared_robust *all[] = {&m->terms, &m->stories_out};
    static const char *const what[][2] = {{"term", "terms"}, {"story", "stories"}};
    char number[SLANT_NUMBER];
    for (size_t i = 0; i < 2; i++) {
        const struct slant_compared_robust *r = all[i];
        if (r->claims == 0)
            continue;
        slant_buffer_puts(out, out->len > 0 ? " " : "");
        if (r->hanging == 0) {
            slant_buffer_printf(out, "No difference hangs on one %s: each of %s %s was left out in turn.", what[i][0],
                                slant_plain_count(r->tried, number), what[i][1]);
            continue;
        }
        slant_buffer_printf(out, "%u of %u differences (pairs%s) %s on one %s. ", r->hanging, r->claims,
                            c->noutlets > 2 ? ", and outlets against the mean" : "", r->hanging == 1 ? "hangs" : "hang",
                            what[i][0]);
        one_left_out(out, c, &r->worst[0]);
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void slant_compare_unseen(struct slant_buffer *out, const struct slant_compared_measure *m)
{
    double *ratios = malloc((m->npairs + 1) * sizeof *ratios);
    size_t n = 0;
    char number[SLANT_NUMBER];
    for (uint32_t i = 0; ratios != NULL && i < m->npairs; i++)
        if (m->pairs[i].of.status == SLANT_STAT_OK && isfinite(m->pairs[i].detectable))
            ratios[n++] = m->pairs[i].detectable;
    if (ratios == NULL)
        out->failed = 1;
    if (n > 0) {
        qsort(ratios, n, sizeof *ratios, by_size);
        double middle = ratios[n / 2];
        LIT(out, "Could something have been missed? A difference between two of them of less than ");
        if (middle < 2)
            slant_buffer_printf(out, "%s %%", slant_plain_fixed(100 * (middle - 1), 0, number));
        else
            slant_buffer_printf(out, "%s times", slant_plain_fixed(middle, 1, number));
        slant_buffer_puts(out, m->what->is_share ? " in the odds would" : " would");
        slant_buffer_puts(out, n > 1 ? " often have gone unseen (80 % power, the middle one of the pairs)."
                                     : " often have gone unseen (80 % power).");
        if (middle > 2 && !m->omnibus.is_selected)
            LIT(out, " So it cannot be told: these articles are too few for this measure.");
    }
    free(ratios);
}

/* "hedges, boosters and opinion." of those selected, over all articles or within stories. */
static void list_measures(struct slant_buffer *out, const struct slant_comparison *c, int within, uint32_t all)
{
    for (uint32_t i = 0, said = 0; i < c->nmeasures; i++) {
        const struct slant_compared_measure *m = &c->measures[i];
        if (within ? !m->stories.is_selected : !m->omnibus.is_selected)
            continue;
        slant_buffer_puts(out, said == 0 ? "" : said + 1 == all ? " and " : ", ");
        slant_compare_many(out, m);
        said++;
    }
    LIT(out, ".");
}

void slant_compare_summary_line(struct slant_buffer *out, const struct slant_comparison *c,
                                const struct slant_compare_page *page)
{
    char number[SLANT_NUMBER];
    slant_buffer_puts(out, slant_plain_count(c->counts->n, number));
    slant_buffer_printf(out, " article%s, ", c->counts->n == 1 ? "" : "s");
    slant_buffer_printf(out, "%u %s%s. ", c->noutlets, page->by, c->noutlets == 1 ? "" : "s");
    if (c->tested == 0 && c->stories_selected == 0) {
        LIT(out, "Nothing here can be compared with any confidence.");
        return;
    }
    if (c->selected == 0 && c->tested > 0) {
        slant_buffer_puts(out, c->tested == 1 ? "No clear difference was found in the measure that could be tested."
                                              : "No clear difference was found in any measure.");
    } else if (c->selected > 0) {
        LIT(out, "They differ in ");
        list_measures(out, c, 0, c->selected);
    } else {
        LIT(out, "There are too few articles to compare all they wrote.");
    }
    if (c->stories_selected > 0) {
        LIT(out, " On the same stories they differ in ");
        list_measures(out, c, 1, c->stories_selected);
    }
}

/* ---- how it was done ---------------------------------------------------------------------------------- */

const char *slant_compare_method(size_t i)
{
    static const char *const paragraphs[] = {
        "The unit is the article, never the word: words of one article belong together. A rate is all that was counted "
        "over all that it was counted in; its 95 % interval comes from how much articles differ (log scale, Student's "
        "t; shares on the logit).",
        "Whether outlets differ at all: Welch's F of their log rates, against the same of articles shuffled over the "
        "outlets. Over the measures, Benjamini and Hochberg keep the share of false findings at 5 in 100; only "
        "measures "
        "that pass are claimed.",
        "Which outlets differ: the studentised log ratio of two rates, articles shuffled between the two; each outlet "
        "against the unweighted mean, so that no outlet is the norm, by Student's t. Within a measure Holm's method "
        "keeps the chance of any false claim at 5 in 100. Intervals of ratios are that wide, too: where one touches 1, "
        "the "
        "verdict is 'cannot tell'.",
        "Refused, and said so: intervals below 10 articles or 5 with any; ratios where one side has none (then a bound "
        "is given); tests that could never reach 5 in 100.",
        "On the same stories: the names of the outlets are shuffled within each story (score test of the conditional "
        "Poisson model); ratios against the mean are from that model, with errors by story. Stories with one outlet, "
        "or "
        "without any mark, say nothing there. A text that several print counts once, for the first.",
        "Whether a difference hangs on one term, or one story: each is left out in turn, without new shuffles; a "
        "difference falls when its interval, as many standard errors wide as before, then holds 1.",
        "What it cannot tell: over all articles, whether topics or stories, not the outlets, make the difference; "
        "whether the marks are equally right in every outlet; what anybody meant.",
    };
    return i < sizeof paragraphs / sizeof paragraphs[0] ? paragraphs[i] : NULL;
}

void slant_compare_left_out(struct slant_buffer *out, const struct slant_comparison *c)
{
    const char *reasons[32];
    uint64_t counts[32];
    size_t n = 0;
    for (uint32_t i = 0; i < c->counts->nexcluded; i++) {
        size_t k = 0;
        while (k < n && strcmp(reasons[k], c->counts->excluded[i].reason) != 0)
            k++;
        if (k == 32)
            continue;
        if (k == n) {
            reasons[n] = c->counts->excluded[i].reason;
            counts[n++] = 0;
        }
        counts[k]++;
    }
    if (n == 0)
        LIT(out, "nothing");
    for (size_t k = 0; k < n; k++) {
        slant_buffer_printf(out, "%s%llu ", k > 0 ? ", " : "", (unsigned long long)counts[k]);
        spaced(out, reasons[k]);
    }
}

void slant_compare_settings_line(struct slant_buffer *out, const struct slant_comparison *c)
{
    double most = 0;
    char number[SLANT_NUMBER];
    for (uint32_t i = 0; i < c->nmeasures; i++)
        for (uint32_t k = 0; k < c->measures[i].npairs; k++)
            most = fmax(most, c->measures[i].pairs[k].permutations);
    slant_buffer_printf(out, "Seed %llu, ", (unsigned long long)c->settings.seed);
    slant_buffer_printf(out, "up to %s shuffles a test", slant_plain_count((uint64_t)most, number));
    slant_buffer_printf(out, ", %u of %u tested measures claimed (Holm at %s), slant " SLANT_VERSION ".", c->selected,
                        c->tested, slant_plain_fixed(c->level, 3, number));
}
