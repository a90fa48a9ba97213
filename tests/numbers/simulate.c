/* simulate: how often the statistics are wrong where the truth is known. Articles are negative binomial, their lengths
 * log-normal; outlets have equal rates unless it says otherwise, so every rejection is false. Prints a table, and fails
 * when what slant relies on leaves its bounds. Usage: simulate [SHARE] (1: all replicates; .1: a tenth, for a look) */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/adjust.h"
#include "stats/contrast.h"
#include "stats/glm.h"
#include "stats/matched.h"
#include "stats/omnibus.h"
#include "stats/permute.h"
#include "stats/random.h"
#include "stats/words.h"

enum { MOST_ARTICLES = 2000, MOST_OUTLETS = 8 };

static struct slant_arena mem;
static gsl_rng *rng;
static double share_of_all = 1;
static int out_of_bounds;

struct corpus {
    size_t n, outlets;
    double y[MOST_ARTICLES], w[MOST_ARTICLES];
    uint32_t outlet[MOST_ARTICLES];
    struct slant_rate_sums sums[MOST_OUTLETS];
};

static unsigned long many(unsigned long all)
{
    double n = (double)all * share_of_all;
    return n < 20 ? 20 : (unsigned long)n;
}

static double draw_words(void)
{
    return fmax(60, round(520 * exp(gsl_ran_gaussian(rng, 0.6))));
}

/* Negative binomial with this mean; infinite theta: Poisson. */
static double draw_count(double mean, double theta)
{
    double rate = isinf(theta) ? mean : mean * gsl_ran_gamma(rng, theta, 1 / theta);
    return rate > 0 ? (double)gsl_ran_poisson(rng, rate) : 0;
}

static void add_articles(struct corpus *c, size_t n, double per_thousand, double theta)
{
    for (size_t i = 0; i < n; i++, c->n++) {
        c->w[c->n] = draw_words();
        c->y[c->n] = draw_count(per_thousand * c->w[c->n] / 1000, theta);
        c->outlet[c->n] = (uint32_t)c->outlets;
        slant_rate_add(&c->sums[c->outlets], (uint64_t)c->y[c->n], (uint64_t)c->w[c->n]);
    }
    c->outlets++;
}

static void clear(struct corpus *c)
{
    c->n = c->outlets = 0;
    memset(c->sums, 0, sizeof c->sums);
    slant_arena_reset(&mem);
}

/* Says the share, and whether it must lie within bounds. */
static void say(const char *what, double wrong, double of, double least, double most)
{
    double share = of > 0 ? wrong / of : NAN;
    int bad = !(share >= least && share <= most);
    printf("  %-34s %.3f%s\n", what, share,
           bad                     ? "  OUT OF BOUNDS"
           : least > 0 || most < 1 ? "  within its bounds"
                                   : "");
    out_of_bounds += bad;
}

static double permuted(const struct corpus *c, enum slant_permute_by by, uint32_t replicates, uint64_t key)
{
    struct slant_permute test = {.rows = {c->n, c->y, c->w},
                                 .group = c->outlet,
                                 .groups = c->outlets,
                                 .by = by,
                                 .exact_limit = 0,
                                 .replicates = replicates,
                                 .key = key};
    return slant_permute_test(&test, &mem).p;
}

/* ---- models, for comparison ---- */

struct models {
    double quasi, negbin;
};

static struct models model_p(const struct corpus *c)
{
    size_t p = c->outlets;
    double *x = slant_arena_zalloc(&mem, c->n * p * sizeof *x), *one = slant_arena_zalloc(&mem, c->n * sizeof *one);
    double *offset = slant_arena_zalloc(&mem, c->n * sizeof *offset);
    if (!x || !one || !offset)
        exit(2);
    slant_design_factor(x, c->n, p, 1, c->outlet, p, SLANT_CODING_TREATMENT);
    for (size_t i = 0; i < c->n; i++) {
        x[i * p] = one[i] = 1;
        offset[i] = log(c->w[i]);
    }
    struct slant_design large = {c->n, p, x, c->y, offset}, small = {c->n, 1, one, c->y, offset};
    struct slant_glm a = slant_poisson_fit(&small, &mem), b = slant_poisson_fit(&large, &mem);
    struct slant_negbin na = slant_negbin_fit(&small, &mem), nb = slant_negbin_fit(&large, &mem);
    double lr = 2 * (nb.glm.loglik - na.glm.loglik);
    return (struct models){slant_glm_nested(&a, &b).p, slant_chi_squared_p(lr, (double)p - 1)};
}

static double tokens_p(const struct corpus *c)
{
    const struct slant_rate_sums *a = &c->sums[0], *b = &c->sums[1];
    return slant_keyness_of((double)a->y, (double)a->w, (double)b->y, (double)b->w, 1, 1000).g2_p;
}

static double rank_p(const struct corpus *c)
{
    double *rate = slant_arena_alloc(&mem, c->n * sizeof *rate);
    if (!rate)
        exit(2);
    for (size_t i = 0; i < c->n; i++)
        rate[i] = c->y[i] / c->w[i];
    if (c->outlets > 2)
        return slant_kruskal_wallis(rate, c->outlet, c->n, c->outlets, &mem).p;
    size_t n = c->sums[0].n;
    return slant_mann_whitney(rate, n, rate + n, c->n - n, &mem).p;
}

/* ---- two outlets ---- */

struct pair_setting {
    const char *name;
    size_t n1, n2;
    double rate, theta1, theta2;
    int must_hold;
};

static void two_outlets(const struct pair_setting *s)
{
    static struct corpus c;
    double wrong[7] = {0};
    unsigned long all = many(3000);
    gsl_rng_set(rng, 1001);
    for (unsigned long r = 0; r < all; r++) {
        clear(&c);
        add_articles(&c, s->n1, s->rate, s->theta1);
        add_articles(&c, s->n2, s->rate, s->theta2);
        struct models m = model_p(&c);
        const double p[7] = {tokens_p(&c),
                             m.quasi,
                             m.negbin,
                             rank_p(&c),
                             permuted(&c, SLANT_PERMUTE_SUMS, 999, r),
                             slant_ratio_of(&c.sums[0], &c.sums[1], 0.95).p,
                             permuted(&c, SLANT_PERMUTE_STUDENT_LOG, 999, r)};
        for (size_t i = 0; i < 7; i++)
            wrong[i] += p[i] <= 0.05;
    }
    printf("%s\n", s->name);
    static const char *const names[6] = {"G2 of words",  "quasi-Poisson",     "negative binomial",
                                         "Mann-Whitney", "plain permutation", "t of the log ratio"};
    for (size_t i = 0; i < 6; i++)
        say(names[i], wrong[i], (double)all, 0, 1);
    say("studentised permutation", wrong[6], (double)all, s->must_hold ? 0.03 : 0, s->must_hold ? 0.07 : 1);
}

/* ---- several outlets ---- */

static void add_five(struct corpus *c, double rate)
{
    static const size_t n[5] = {12, 20, 40, 80, 150};
    static const double theta[5] = {0.7, 0.7, 1, 2, 2};
    for (size_t o = 0; o < 5; o++)
        add_articles(c, n[o], rate, theta[o]);
}

static void several_outlets(void)
{
    static struct corpus c;
    double wrong[4] = {0};
    unsigned long all = many(3000);
    gsl_rng_set(rng, 1002);
    for (unsigned long r = 0; r < all; r++) {
        clear(&c);
        add_five(&c, 5);
        struct models m = model_p(&c);
        const double p[4] = {rank_p(&c), m.quasi, m.negbin, permuted(&c, SLANT_PERMUTE_WELCH_LOG, 999, r)};
        for (size_t i = 0; i < 4; i++)
            wrong[i] += p[i] <= 0.05;
    }
    printf("five outlets of 12 to 150 articles, the small ones noisier\n");
    say("Kruskal-Wallis", wrong[0], (double)all, 0, 1);
    say("quasi-Poisson", wrong[1], (double)all, 0, 1);
    say("negative binomial", wrong[2], (double)all, 0, 1);
    say("permuted Welch of log rates", wrong[3], (double)all, 0.03, 0.07);
}

/* ---- a whole report: omnibus tests, Benjamini-Hochberg over features, Holm over pairs inside ---- */

/* Pairs of c that Holm claims at this level; those that involve outlet `real` (-1: none) are true. */
static void claim_pairs(const struct corpus *c, double level, int real, uint64_t key, double *false_claims)
{
    static struct corpus two;
    double p[MOST_OUTLETS * MOST_OUTLETS], holm[MOST_OUTLETS * MOST_OUTLETS];
    size_t n = 0;
    for (size_t a = 0; a < c->outlets; a++)
        for (size_t b = a + 1; b < c->outlets; b++) {
            two.n = 0;
            two.outlets = 2;
            for (size_t i = 0; i < c->n; i++)
                if (c->outlet[i] == a || c->outlet[i] == b) {
                    two.y[two.n] = c->y[i];
                    two.w[two.n] = c->w[i];
                    two.outlet[two.n++] = c->outlet[i] == b;
                }
            p[n] = permuted(&two, SLANT_PERMUTE_STUDENT_LOG, 2999, key + n);
            n++;
        }
    slant_adjust(SLANT_ADJUST_HOLM, p, n, holm, &mem);
    n = 0;
    for (size_t a = 0; a < c->outlets; a++)
        for (size_t b = a + 1; b < c->outlets; b++, n++)
            *false_claims += holm[n] <= level && (int)a != real && (int)b != real;
}

/* differ: how many of the features have outlet 4 at half the rate of the others. Without any, the whole report should
 * hardly ever claim a thing; with some, what is held is the share of wrong among what is claimed (Benjamini & Bogomolov
 * 2014). */
static void whole_report(size_t differ)
{
    enum { FEATURES = 8 };
    static struct corpus c[FEATURES];
    static const double rate[FEATURES] = {12, 8, 5, 5, 3, 3, 1.5, 1.5};
    double any_feature = 0, any_pair = 0, false_share = 0, pair_share = 0;
    unsigned long all = many(800);
    gsl_rng_set(rng, 1003 + differ);
    for (unsigned long r = 0; r < all; r++) {
        double omnibus[FEATURES], false_features = 0, with_false_pair = 0;
        unsigned char chosen[FEATURES];
        struct slant_families families;
        for (size_t f = 0; f < FEATURES; f++) {
            clear(&c[f]);
            for (size_t o = 0; o < 4; o++)
                add_articles(&c[f], 30 + 20 * o, rate[f], 1.5);
            add_articles(&c[f], 110, f < differ ? rate[f] / 2 : rate[f], 1.5);
            omnibus[f] = permuted(&c[f], SLANT_PERMUTE_WELCH_LOG, 1999, r);
        }
        slant_adjust_families(omnibus, FEATURES, 0.05, chosen, &families, &mem);
        for (size_t f = 0; f < FEATURES; f++)
            if (chosen[f]) {
                double false_pairs = 0;
                false_features += f >= differ;
                claim_pairs(&c[f], families.level, f < differ ? 4 : -1, r, &false_pairs);
                with_false_pair += false_pairs > 0;
            }
        any_feature += false_features > 0;
        any_pair += with_false_pair > 0;
        if (families.selected > 0) {
            false_share += false_features / (double)families.selected;
            pair_share += with_false_pair / (double)families.selected;
        }
    }
    printf("a report of 8 features, 5 outlets, %zu features with a true difference\n", differ);
    if (differ == 0) {
        say("reports that claim any feature", any_feature, (double)all, 0, 0.07);
        say("reports that claim any pair", any_pair, (double)all, 0, 0.07);
    } else {
        say("share of claimed features false", false_share, (double)all, 0, 0.07);
        say("share of them with a false pair", pair_share, (double)all, 0, 0.07);
    }
}

/* ---- intervals ---- */

static void coverage(size_t n, const char *name, double rate, double theta)
{
    static struct corpus c;
    double inside = 0, shown = 0;
    unsigned long all = many(10000);
    gsl_rng_set(rng, 1010);
    for (unsigned long r = 0; r < all; r++) {
        clear(&c);
        add_articles(&c, n, rate, theta);
        struct slant_rate interval = slant_rate_of(&c.sums[0]);
        if (interval.status != SLANT_STAT_OK)
            continue;
        shown++;
        inside += interval.lo <= rate / 1000 && rate / 1000 <= interval.hi;
    }
    printf("%zu articles, %s: shown %.2f of the time\n", n, name, shown / (double)all);
    if (shown / (double)all < 0.05)
        printf("  too seldom to say\n");
    else
        say("the interval covers the truth", inside, shown, n >= 30 ? 0.93 : 0, n >= 30 ? 0.97 : 1);
}

/* ---- words, stories ---- */

static void words(void)
{
    enum { WORDS = 300, ARTICLES = 100 };
    static struct slant_rate_sums sums[2];
    double flagged[3] = {0}, any[3] = {0};
    unsigned long all = many(150);
    gsl_rng_set(rng, 1020);
    for (unsigned long r = 0; r < all; r++) {
        double token_p[WORDS], article_p[WORDS], length[2 * ARTICLES], hit[3] = {0};
        slant_arena_reset(&mem);
        for (size_t i = 0; i < 2 * ARTICLES; i++)
            length[i] = draw_words();
        for (size_t v = 0; v < WORDS; v++) {
            memset(sums, 0, sizeof sums);
            for (size_t i = 0; i < 2 * ARTICLES; i++)
                slant_rate_add(&sums[i % 2], (uint64_t)draw_count(60.0 / (double)(v + 1) * length[i] / 1000, 0.15),
                               (uint64_t)length[i]);
            const struct slant_rate_sums *a = &sums[0], *b = &sums[1];
            double share = (double)(a->y + b->y) / (double)(a->w + b->w);
            struct slant_keyness k =
                slant_keyness_of((double)a->y, (double)a->w, (double)b->y, (double)b->w, 1000 * share, 1000);
            struct slant_word_test t = slant_word_test_of(a, b);
            token_p[v] = share > 0 ? k.g2_p : NAN;
            article_p[v] = t.p;
            hit[1] += fabs(k.zeta) > 1.96;
        }
        slant_adjust(SLANT_ADJUST_BH, token_p, WORDS, token_p, &mem);
        slant_adjust(SLANT_ADJUST_BH, article_p, WORDS, article_p, &mem);
        for (size_t v = 0; v < WORDS; v++) {
            hit[0] += token_p[v] <= 0.05;
            hit[2] += article_p[v] <= 0.05;
        }
        for (size_t i = 0; i < 3; i++) {
            flagged[i] += hit[i];
            any[i] += hit[i] > 0;
        }
    }
    printf("300 words that come in bursts, 100 articles against 100\n");
    say("words flagged by G2", flagged[0], (double)(all * WORDS), 0, 1);
    say("words with |zeta| > 1.96", flagged[1], (double)(all * WORDS), 0, 1);
    say("words claimed", flagged[2], (double)(all * WORDS), 0, 0.005);
    say("corpora with any word claimed", any[2], (double)all, 0, 0.15);
}

static void stories(void)
{
    enum { STORIES = 60, OUTLETS = 3 };
    static double y[STORIES * OUTLETS], w[STORIES * OUTLETS];
    static uint32_t outlet[STORIES * OUTLETS], story[STORIES * OUTLETS];
    double wrong[2] = {0};
    unsigned long all = many(1000);
    gsl_rng_set(rng, 1030);
    for (unsigned long r = 0; r < all; r++) {
        slant_arena_reset(&mem);
        for (size_t s = 0; s < STORIES; s++) {
            double heat = gsl_ran_gamma(rng, 1.5, 1 / 1.5);
            for (size_t o = 0; o < OUTLETS; o++) {
                size_t i = s * OUTLETS + o;
                w[i] = draw_words();
                y[i] = draw_count(5 * heat * w[i] / 1000, o == 0 ? 1 : 4);
                outlet[i] = (uint32_t)o;
                story[i] = (uint32_t)s;
            }
        }
        struct slant_stories data = {{STORIES * OUTLETS, y, w}, outlet, story, OUTLETS, STORIES};
        wrong[0] += slant_conditional_poisson(&data, &mem).wald_p <= 0.05;
        wrong[1] += slant_story_permutation(&data, 0, 499, r, &mem).p <= 0.05;
    }
    printf("60 stories in three outlets, one of them noisier\n");
    say("robust Wald, conditional Poisson", wrong[0], (double)all, 0, 1);
    say("permutation within stories", wrong[1], (double)all, 0.03, 0.07);
}

int main(int argc, char **argv)
{
    static const struct pair_setting pairs[] = {
        {"50 articles against 50 (theta 2.5)", 50, 50, 5, 2.5, 2.5, 1},
        {"20 noisy articles (theta 1) against 150 (2.5)", 20, 150, 5, 1, 2.5, 1},
        {"20 articles (theta 2.5) against 150 noisy (1)", 20, 150, 5, 2.5, 1, 1},
        {"8 noisy articles (theta 1) against 40 (2.5)", 8, 40, 5, 1, 2.5, 1},
        {"a rare trait, 60 articles against 60 (theta 0.3)", 60, 60, 0.35, 0.3, 0.3, 1},
        {"8 very noisy articles (theta 0.5) against 40 (2.5): slant refuses fewer than 10", 8, 40, 5, 0.5, 2.5, 0},
    };
    static const size_t sizes[] = {10, 30, 50, 100};
    share_of_all = argc > 1 ? strtod(argv[1], NULL) : 1;
    slant_stats_start();
    rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rng)
        return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("False alarms at a nominal .05 (outlets alike in rate):\n");
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        two_outlets(&pairs[i]);
    several_outlets();
    whole_report(0);
    whole_report(3);
    words();
    stories();
    printf("Coverage of the 95 %% interval, where it is shown:\n");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        coverage(sizes[i], "a common trait", 5, 2);
        coverage(sizes[i], "a moderate trait", 1.5, 0.8);
        coverage(sizes[i], "a rare trait", 0.35, 0.3);
    }
    gsl_rng_free(rng);
    slant_arena_free(&mem);
    return out_of_bounds > 0;
}
