/* The edges: ties, constants, nothing, too much, broken rows. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "stats/effect.h"
#include "stats/glm.h"
#include "stats/omnibus.h"
#include "stats/permute.h"

static const struct levels pqr = {3, {"P", "Q", "R"}};

struct edge {
    const struct table *table;
    struct slant_rows all, one[3];
    struct slant_rate_sums sum[3];
    const uint32_t *group;
    size_t groups;
};

static struct edge edge_of(const char *file)
{
    struct edge e = {.table = table_of(file)};
    e.all = rows_where(e.table, "count", "words", NULL, NULL);
    e.group = codes_of(e.table, "outlet", &pqr);
    for (size_t g = 0; g < 3; g++) {
        e.one[g] = rows_where(e.table, "count", "words", "outlet", pqr.name[g]);
        e.sum[g] = sums_where(e.table, "count", "words", "outlet", pqr.name[g]);
        e.groups += e.one[g].n > 0;
    }
    return e;
}

static void put_rates(const struct edge *e)
{
    for (size_t g = 0; g < e->groups; g++)
        put(1000 * slant_rate_of(&e->sum[g]).rate, "rate.%s", pqr.name[g]);
}

static struct slant_kruskal kruskal(const struct edge *e)
{
    return slant_kruskal_wallis(rates_of(e->all, 1), e->group, e->all.n, e->groups, &mem);
}

/* Outlets a and b alone. */
static struct slant_permuted permuted(const struct edge *e, size_t a, size_t b, enum slant_permute_by by)
{
    size_t n = e->one[a].n + e->one[b].n;
    double *y = room_for(n, sizeof *y), *w = room_for(n, sizeof *w);
    uint32_t *group = room_for(n, sizeof *group);
    for (size_t i = 0; i < n; i++) {
        const struct slant_rows *from = i < e->one[a].n ? &e->one[a] : &e->one[b];
        size_t at = i < e->one[a].n ? i : i - e->one[a].n;
        y[i] = from->y[at];
        w[i] = from->w[at];
        group[i] = i >= e->one[a].n;
    }
    struct slant_permute plan = {
        .rows = {n, y, w}, .group = group, .groups = 2, .by = by, .exact_limit = 200000, .replicates = 9999};
    return slant_permute_test(&plan, &mem);
}

static struct slant_mann_whitney ranks(const struct edge *e, size_t a, size_t b)
{
    return slant_mann_whitney(rates_of(e->one[a], 1), e->one[a].n, rates_of(e->one[b], 1), e->one[b].n, &mem);
}

static struct slant_cliff cliff(const struct edge *e, size_t a, size_t b)
{
    return slant_cliff_delta(rates_of(e->one[a], 1), e->one[a].n, rates_of(e->one[b], 1), e->one[b].n, &mem);
}

/* Poisson with one rate an outlet, those of `use` alone. */
static struct slant_glm by_outlet(const struct edge *e, const unsigned char *use, struct slant_design *design)
{
    size_t n = 0, p = 0, column[3];
    for (size_t g = 0; g < e->groups; g++)
        column[g] = use[g] ? p++ : 0;
    double *x = room_for(e->all.n * p, sizeof *x), *y = room_for(e->all.n, sizeof *y),
           *offset = room_for(e->all.n, sizeof *y);
    for (size_t i = 0; i < e->all.n; i++)
        if (use[e->group[i]]) {
            x[n * p] = 1;
            if (column[e->group[i]] > 0)
                x[n * p + column[e->group[i]]] = 1;
            y[n] = e->all.y[i];
            offset[n++] = log(e->all.w[i]);
        }
    *design = (struct slant_design){n, p, x, y, offset};
    return slant_poisson_fit(design, &mem);
}

static const unsigned char everyone[3] = {1, 1, 1};

static void all_ties(const struct id *id)
{
    struct edge e = edge_of("data/edge_allties.csv");
    struct slant_design design;
    struct slant_kruskal k = kruskal(&e);
    struct slant_ratio r = slant_ratio_of(&e.sum[0], &e.sum[1], 0.95);
    (void)id;
    put(1000 * slant_rate_estimate(&e.sum[0], 0.95).rate, "rate");
    put(r.ratio, "rate_ratio");
    put(cliff(&e, 0, 1).delta, "cliff");
    put(k.h, "kw_H_R");
    put(k.p, "kw_p_required");
    put(permuted(&e, 0, 1, SLANT_PERMUTE_STUDENT_LOG).p, "perm_p");
    put(ranks(&e, 0, 1).p, "mw_p_required");
    put(by_outlet(&e, everyone, &design).dispersion, "phi");
    put_text(slant_stat_name(r.status), "status");
}

static void constant(const struct id *id)
{
    struct edge e = edge_of("data/edge_constant.csv");
    struct slant_kruskal k = kruskal(&e);
    struct slant_ftest w = slant_welch_anova(rates_of(e.all, 1), e.group, e.all.n, 3);
    struct slant_ttest t = slant_welch_t(rates_of(e.one[0], 1), e.one[0].n, rates_of(e.one[1], 1), e.one[1].n);
    struct slant_ratio r = slant_ratio_of(&e.sum[0], &e.sum[1], 0.95);
    (void)id;
    put_rates(&e);
    put(slant_rate_estimate(&e.sum[0], 0.95).v, "v_P");
    put(w.status == SLANT_STAT_WELCH_UNDEFINED ? w.f : 0, "oneway_welch_R");
    put(k.h, "kw_H");
    put(k.p, "kw_p");
    put(t.t, "welch_t_PQ");
    put(t.df, "welch_df_PQ");
    put(t.p, "welch_p_PQ");
    put(r.log_ratio, "log_rr_PQ");
    put(r.se, "se_log_rr");
    put(r.df, "df");
    put(r.p, "p");
}

static void one_article(const struct id *id)
{
    struct edge e = edge_of("data/edge_onearticle.csv");
    size_t two = e.one[0].n + e.one[1].n; /* R stands last */
    struct slant_ftest w = slant_welch_anova(rates_of(e.all, 1), e.group, two, 2);
    struct slant_ftest all = slant_welch_anova(rates_of(e.all, 1), e.group, e.all.n, 3);
    (void)id;
    put_rates(&e);
    for (size_t g = 0; g < 3; g++)
        put((double)e.sum[g].n, "n.%s", pqr.name[g]);
    put(kruskal(&e).h, "kw_H_all");
    put(w.f, "welch_excl_R_F");
    put(w.df2, "welch_excl_R_df2");
    put(w.p, "welch_excl_R_p");
    put_text(all.status == SLANT_STAT_WELCH_UNDEFINED ? "error" : "a number", "welch_all_in_R");
    put_text(slant_stat_name(slant_rate_of(&e.sum[2]).status), "status_R");
}

static void all_zero(const struct id *id)
{
    struct edge e = edge_of("data/edge_allzero.csv");
    (void)id;
    put_rates(&e);
    for (size_t g = 0; g < 3; g++) {
        double w = (double)e.sum[g].w;
        put(1000 * slant_rate_upper(w, 1, 0.95), "upper95_one_sided.%s", pqr.name[g]);
        put(1000 * slant_rate_upper(w, 1, 0.975), "upper975.%s", pqr.name[g]);
        put(w, "words.%s", pqr.name[g]);
    }
    put_text(slant_stat_name(slant_ratio_of(&e.sum[0], &e.sum[1], 0.95).status), "status");
}

static void one_zero(const struct id *id)
{
    static const unsigned char rest[3] = {1, 0, 1};
    struct edge e = edge_of("data/edge_onezero.csv");
    struct slant_design design;
    double phi = by_outlet(&e, rest, &design).dispersion, w = (double)e.sum[1].w;
    struct slant_permuted t = permuted(&e, 1, 0, SLANT_PERMUTE_SUMS);
    struct slant_mann_whitney u = ranks(&e, 1, 0);
    struct slant_kruskal k = kruskal(&e);
    struct slant_glm all = by_outlet(&e, everyone, &design);
    (void)id;
    put_rates(&e);
    put(phi, "phi_rest");
    put(1000 * slant_rate_upper(w, 1, 0.975), "upper_Q_poisson");
    put(1000 * slant_rate_upper(w, phi, 0.975), "upper_Q_scaled");
    put(t.assignments, "perm_exact_n");
    put(t.at_least, "perm_exact_n_ge");
    put(t.p, "perm_exact_p");
    put(u.u, "mw_U_QP");
    put(u.p, "mw_p_cc");
    put(cliff(&e, 1, 0).delta, "cliff_QP");
    put(k.h, "kw_H");
    put(k.p, "kw_p");
    /* R's coefficient runs below -15; ours is refused */
    put(all.status == SLANT_STAT_SEPARATION ? -15 : 0, "glm_coef_below");
    put_text(slant_stat_name(slant_ratio_of(&e.sum[1], &e.sum[0], 0.95).status), "status");
}

static void huge(const struct id *id)
{
    struct edge e = edge_of("data/edge_huge.csv");
    struct slant_design design;
    struct slant_glm fit = by_outlet(&e, everyone, &design);
    struct slant_ratio r = slant_ratio_of(&e.sum[1], &e.sum[0], 0.95);
    (void)id;
    put_rates(&e);
    for (size_t g = 0; g < 3; g++) {
        put((double)e.sum[g].y, "sum_count.%s", pqr.name[g]);
        put((double)e.sum[g].w, "sum_words.%s", pqr.name[g]);
        put(slant_rate_estimate(&e.sum[g], 0.95).v, "v.%s", pqr.name[g]);
    }
    put(r.log_ratio, "log_rr_QP");
    put(r.se, "se_log_rr_QP");
    put(r.df, "df_QP");
    put(fit.dispersion, "phi");
    put(fit.coef[0], "coef.(Intercept)");
    put(fit.coef[1], "coef.outletQ");
    put(fit.coef[2], "coef.outletR");
}

/* A cell: NULL when it is missing. */
static const double *cell(const char *text, double *value)
{
    if (*text == 0 || strcmp(text, "NA") == 0)
        return NULL;
    *value = strtod(text, NULL);
    return value;
}

static void missing(const struct id *id)
{
    const struct table *t = table_of("data/edge_missing.csv");
    struct slant_rate_sums sum[2] = {0};
    size_t usable = 0;
    static const char *const outlet[] = {"P", "Q"};
    (void)id;
    for (size_t pass = 0; pass < 2; pass++) /* what is usable is listed outlet by outlet */
        for (size_t i = 0; i < t->rows; i++) {
            double words = 0, count = 0;
            const char *name = text_at(t, i, "outlet"), *article = text_at(t, i, "article_id");
            const double *w = cell(text_at(t, i, "words"), &words), *y = cell(text_at(t, i, "count"), &count);
            enum slant_row_fault fault = slant_row_check(*name != 0, w, y);
            if (fault != SLANT_ROW_USABLE && pass == 0)
                put_text(slant_row_fault_name(fault), "excluded.%s", article);
            if (fault != SLANT_ROW_USABLE || strcmp(name, outlet[pass]) != 0)
                continue;
            slant_rate_add(&sum[pass], (uint64_t)count, (uint64_t)words);
            put_text(article, "usable.%zu", usable++);
        }
    put((double)t->rows, "n_rows");
    put((double)usable, "n_usable");
    for (size_t g = 0; g < 2; g++) {
        put(1000 * slant_rate_of(&sum[g]).rate, "rate.%s", outlet[g]);
        put((double)sum[g].n, "n.%s", outlet[g]);
    }
}

static void underdispersed(const struct id *id)
{
    struct edge e = edge_of("data/edge_underdispersed.csv");
    struct slant_design design;
    struct slant_glm fit = by_outlet(&e, everyone, &design);
    struct slant_negbin nb = slant_negbin_fit(&design, &mem);
    double before = -INFINITY;
    int rises = nb.glm.status == SLANT_STAT_NB_BOUNDARY;
    (void)id;
    for (int i = 0; i < 4; i++) {
        double ll = slant_negbin_loglik(design.y, fit.mu, design.n, (const double[]){10, 100, 1e4, 1e8}[i]);
        rises &= ll > before;
        before = ll;
    }
    put(nb.glm.coef[0], "coef.(Intercept)");
    put(nb.glm.coef[1], "coef.outletQ");
    put(sqrt(nb.glm.cov[0]), "se_poisson.(Intercept)");
    put(sqrt(nb.glm.cov[3]), "se_poisson.outletQ");
    put(fit.dispersion, "phi");
    put(fmax(1, fit.dispersion), "phi_used");
    put(fit.loglik, "loglik_poisson");
    put(before, "nb_loglik_theta_1e8");
    put_text(rises ? "TRUE" : "FALSE", "monotone");
    put(nb.theta, "theta");
    put(nb.lr, "LR_vs_poisson");
    put(nb.p, "p_vs_poisson");
}

static void two_articles(const struct id *id)
{
    struct edge e = edge_of("data/edge_n2_identical.csv");
    struct slant_permuted t = permuted(&e, 0, 1, SLANT_PERMUTE_SUMS);
    (void)id;
    put(slant_ratio_of(&e.sum[0], &e.sum[1], 0.95).ratio, "rate_ratio");
    put(t.assignments, "n_assignments");
    put(t.p, "perm_p_ros");
    put(t.least_p, "min_attainable_p");
    put_text(slant_stat_name(slant_rate_gate(&e.sum[0])), "status");
}

static void separated(const struct id *id)
{
    struct edge e = edge_of("data/edge_separated.csv");
    struct slant_cliff c = cliff(&e, 0, 1);
    struct slant_ratio r = slant_ratio_of(&e.sum[1], &e.sum[0], 0.95);
    (void)id;
    put(c.delta, "cliff");
    put(permuted(&e, 0, 1, SLANT_PERMUTE_RANKS).p, "p_exact");
    put(ranks(&e, 0, 1).p, "mw_p_cc");
    put(c.superiority_bound, "psup_lower");
    put(-c.bound, "delta_bound");
    put(r.log_ratio, "log_rr_QP");
    put(r.se, "se");
    put(r.df, "df");
}

const struct cases edge_cases[] = {
    {"edge.allties", all_ties},
    {"edge.constant", constant},
    {"edge.onearticle", one_article},
    {"edge.allzero", all_zero},
    {"edge.onezero", one_zero},
    {"edge.huge", huge},
    {"edge.missing", missing},
    {"edge.underdispersed", underdispersed},
    {"edge.n2_identical", two_articles},
    {"edge.separated", separated},
    {NULL, NULL},
};
