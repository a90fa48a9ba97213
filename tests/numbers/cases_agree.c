/* Agreement. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "golden.h"
#include "stats/agree.h"

static void kappa(const struct id *id)
{
    static const char *const names[] = {"unweighted", "linear", "quadratic"};
    const struct table *t = table_of("data/annot_two_raters.csv");
    uint32_t *a = room_for(t->rows, sizeof *a), *b = room_for(t->rows, sizeof *b);
    (void)id;
    for (size_t i = 0; i < t->rows; i++) {
        a[i] = (uint32_t)number_at(t, i, "r1") - 1;
        b[i] = (uint32_t)number_at(t, i, "r2") - 1;
    }
    for (size_t w = 0; w < 3; w++) {
        struct slant_kappa k = slant_kappa_of(a, b, t->rows, 5, (enum slant_kappa_weights)w, &mem);
        put(k.observed, "%s.po", names[w]);
        put(k.expected, "%s.pe", names[w]);
        put(k.kappa, "%s.kappa", names[w]);
        put(k.se, "%s.se", names[w]);
    }
}

static void detection(const struct id *id)
{
    const struct table *t = table_of("data/tool_vs_human.csv");
    unsigned char *human = room_for(t->rows, 1), *tool = room_for(t->rows, 1);
    size_t articles;
    const uint32_t *article = distinct_of(t, "article", &articles);
    (void)id;
    for (size_t i = 0; i < t->rows; i++) {
        human[i] = number_at(t, i, "human") == 1;
        tool[i] = number_at(t, i, "tool") == 1;
    }
    struct slant_detection d = slant_detection_of(human, tool, article, t->rows, articles, &mem);
    const struct {
        const char *key;
        double value;
    } all[] = {{"tp", d.tp},
               {"fp", d.fp},
               {"fn", d.fn},
               {"tn", d.tn},
               {"precision", d.precision},
               {"precision_se", d.precision_se},
               {"recall", d.recall},
               {"recall_se", d.recall_se},
               {"f1", d.f1},
               {"f1_se", d.f1_se},
               {"specificity", d.specificity},
               {"accuracy", d.accuracy},
               {"kappa", d.kappa},
               {"kappa_se_iid", d.kappa_se},
               {"pabak", d.pabak},
               {"gwet_ac1", d.ac1},
               {"kripp_nominal_2coders", d.alpha},
               {"apparent_prev", d.prevalence_tool},
               {"rogan_gladen", d.prevalence_corrected},
               {"count_factor", d.count_factor},
               {"share_correct_by_always_no", d.always_no}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        put(all[i].value, "%s", all[i].key);
}

static double *codes_in(const struct table *t)
{
    size_t coders = t->cols - 1;
    double *x = room_for(t->rows * coders, sizeof *x);
    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < coders; j++)
            x[i * coders + j] = number_at(t, i, t->head[j + 1]);
    return x;
}

static const char *const metrics[] = {"nominal", "ordinal", "interval", "ratio"};

static void published(const struct id *id)
{
    const struct table *t = table_of("data/annot_krippendorff2011.csv");
    (void)id;
    for (size_t m = 0; m < 4; m++)
        put(slant_alpha_of(codes_in(t), t->rows, t->cols - 1, (enum slant_metric)m, &mem).alpha, "%s", metrics[m]);
}

static void all_same(const struct id *id)
{
    const struct table *t = table_of("data/annot_all_same.csv");
    struct slant_alpha a = slant_alpha_of(codes_in(t), t->rows, t->cols - 1, SLANT_NOMINAL, &mem);
    (void)id;
    put_text(a.status == SLANT_STAT_UNDEFINED && isnan(a.alpha) ? "undefined" : "a number", "alpha");
    put(a.expected, "De");
}

static void alpha(const struct id *id)
{
    char file[64];
    size_t metric = 0, many, units;
    while (strcmp(metrics[metric], id->part[1]) != 0)
        metric++;
    snprintf(file, sizeof file, "data/annot_%s.csv", id->part[1]);
    const struct table *t = table_of(file);
    const double *x = codes_in(t);
    const uint32_t *picks = matrix_of("data/boot_idx_units_300x80.csv", &many, &units);
    struct slant_alpha a = slant_alpha_of(x, t->rows, t->cols - 1, (enum slant_metric)metric, &mem);
    struct slant_alpha_plan plan = {.values = x,
                                    .units = t->rows,
                                    .coders = t->cols - 1,
                                    .metric = (enum slant_metric)metric,
                                    .replicates = many,
                                    .picks = picks};
    struct slant_alpha_interval i = slant_alpha_interval_of(&plan, &mem);
    put(a.alpha, "alpha");
    put(a.observed, "Do");
    put(a.expected, "De");
    put(a.values, "n_pairable");
    put(i.units, "units_pairable");
    put(i.bootstrap.lo, "boot_ci.lo");
    put(i.bootstrap.hi, "boot_ci.hi");
    for (size_t b = 0; b < 3; b++)
        put(i.replicates[b], "boot_first3.%zu", b);
    put(i.jackknife_se, "jack_se");
    put(i.jackknife.lo, "jack_ci_t.lo");
    put(i.jackknife.hi, "jack_ci_t.hi");
}

const struct cases agree_cases[] = {
    {"kappa.", kappa},
    {"tool_vs_human", detection},
    {"kripp.published", published},
    {"kripp.all_same", all_same},
    {"kripp.", alpha},
    {NULL, NULL},
};
