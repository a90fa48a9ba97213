/* stats/: the generator and what merges, bit for bit as tests/numbers/reference/20_check.py made them in Python:
 * Philox, the Poisson bootstrap over shards, permutations, sums over shards, the delete-a-group jackknife. */
#include "support.h"

#include <jansson.h>
#include <math.h>

#include "base/hash.h"
#include "stats/random.h"
#include "stats/rate.h"
#include "stats/resample.h"

enum { ARTICLES = 440, OUTLETS = 6, REPLICATES = 400, GROUPS = 20, SHARDS = 4 };
static const char *const outlets[OUTLETS] = {"Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"};

static struct {
    uint64_t hash;
    size_t outlet;
    uint64_t words, hedges;
} articles[ARTICLES];
static json_t *rng, *merge;
static uint64_t seed;

static char *path_of(const char *name)
{
    static char path[4096];
    const char *root = getenv("SLANT_DATA");
    snprintf(path, sizeof path, "%s/tests/numbers/reference/%s", root ? root : ".", name);
    return path;
}

static int open_files(void **state)
{
    (void)state;
    char line[512], id[16], outlet[16];
    unsigned long words, hedges;
    size_t n = 0;
    rng = json_load_file(path_of("expected/rng.json"), 0, NULL);
    merge = json_load_file(path_of("expected/merge.json"), 0, NULL);
    FILE *file = fopen(path_of("data/articles.csv"), "r");
    if (!rng || !merge || !file || !fgets(line, sizeof line, file))
        return -1;
    seed = (uint64_t)json_integer_value(json_object_get(rng, "seed"));
    while (n < ARTICLES && fgets(line, sizeof line, file)) {
        if (sscanf(line, "%15[^,],%15[^,],%*[^,],%*[^,],%*[^,],%lu,%*[^,],%lu", id, outlet, &words, &hedges) != 4)
            return -1;
        articles[n].hash = slant_hash(id, strlen(id));
        while (strcmp(outlets[articles[n].outlet], outlet) != 0)
            articles[n].outlet++;
        articles[n].words = words;
        articles[n++].hedges = hedges;
    }
    fclose(file);
    return n == ARTICLES ? 0 : -1;
}

static int close_files(void **state)
{
    (void)state;
    json_decref(rng);
    json_decref(merge);
    return 0;
}

static uint64_t whole(const json_t *array, size_t i)
{
    return (uint64_t)json_integer_value(json_array_get(array, i));
}

static void near(double have, double want)
{
    if (!(fabs(have - want) <= 1e-12 * fabs(want))) {
        print_error("want %.17g, have %.17g\n", want, have);
        fail();
    }
}

static void test_philox(void **state)
{
    (void)state;
    const json_t *known = json_object_get(rng, "philox4x32_10_known_answers"), *one;
    size_t i;
    assert_int_equal(json_array_size(known), 2);
    json_array_foreach(known, i, one)
    {
        uint32_t counter[4], key[2], out[4];
        for (size_t j = 0; j < 4; j++)
            counter[j] = (uint32_t)whole(json_object_get(one, "ctr"), j);
        for (size_t j = 0; j < 2; j++)
            key[j] = (uint32_t)whole(json_object_get(one, "key"), j);
        slant_philox(counter, key, out);
        for (size_t j = 0; j < 4; j++)
            assert_int_equal(out[j], whole(json_object_get(one, "out"), j));
    }
}

static void test_poisson_weights(void **state)
{
    (void)state;
    static const char *const ids[] = {"A0001", "A0440"};
    for (size_t i = 0; i < 2; i++) {
        char name[64];
        snprintf(name, sizeof name, "poisson_weights_%s_first20", ids[i]);
        for (uint32_t b = 0; b < 20; b++)
            assert_int_equal(slant_random_poisson1(seed, slant_hash(ids[i], 5), b),
                             whole(json_object_get(rng, name), b));
    }
}

static void test_poisson_bootstrap(void **state)
{
    (void)state;
    static uint64_t y[OUTLETS][REPLICATES], w[OUTLETS][REPLICATES];
    for (size_t i = ARTICLES; i-- > 0;) /* in any order */
        for (uint32_t b = 0; b < REPLICATES; b++) {
            unsigned k = slant_random_poisson1(seed, articles[i].hash, b);
            y[articles[i].outlet][b] += k * articles[i].hedges;
            w[articles[i].outlet][b] += k * articles[i].words;
        }
    for (size_t o = 0; o < OUTLETS; o++) {
        const json_t *want = json_object_get(json_object_get(rng, "poisson_bootstrap_hedges_B400"), outlets[o]);
        uint64_t sum_y = 0, sum_w = 0;
        double rate[REPLICATES];
        for (size_t b = 0; b < REPLICATES; b++) {
            sum_y += y[o][b];
            sum_w += w[o][b];
            rate[b] = 1000 * (double)y[o][b] / (double)w[o][b];
            if (b < 8) {
                assert_int_equal(y[o][b], whole(json_object_get(want, "Y_first8"), b));
                assert_int_equal(w[o][b], whole(json_object_get(want, "W_first8"), b));
            }
        }
        assert_int_equal(sum_y, json_integer_value(json_object_get(want, "sum_Y")));
        assert_int_equal(sum_w, json_integer_value(json_object_get(want, "sum_W")));
        slant_sort(rate, REPLICATES);
        const json_t *ends = json_object_get(want, "perc_type6");
        near(slant_quantile6(rate, REPLICATES, 0.025), json_real_value(json_array_get(ends, 0)));
        near(slant_quantile6(rate, REPLICATES, 0.975), json_real_value(json_array_get(ends, 1)));
    }
}

static void test_permutations(void **state)
{
    (void)state;
    uint32_t order[ARTICLES];
    for (uint32_t b = 0; b < 5; b++) {
        slant_random_permutation(seed, b, 13, order);
        for (size_t i = 0; i < 13; i++)
            assert_int_equal(order[i], whole(json_array_get(json_object_get(rng, "permutations_n13_first5"), b), i));
    }
    slant_random_permutation(seed, 0, ARTICLES, order);
    for (size_t i = 0; i < 20; i++)
        assert_int_equal(order[i], whole(json_object_get(rng, "permutations_n440_b0_first20"), i));
}

/* Every test has numbers of its own, and the same each time. */
static void test_streams(void **state)
{
    (void)state;
    assert_int_equal(slant_random_key(7, NULL), 7);
    assert_int_equal(slant_random_key(7, ""), 7);
    uint64_t a = slant_random_key(7, "hedge Alpha Beta"), b = slant_random_key(7, "hedge Alpha Gamma");
    assert_int_not_equal(a, b);
    assert_int_not_equal(a, slant_random_key(8, "hedge Alpha Beta"));
    assert_int_equal(a, slant_random_key(7, "hedge Alpha Beta"));
    struct slant_random x = slant_random_start(a, 0), y = slant_random_start(a, 1), again = slant_random_start(a, 0);
    unsigned same = 0, count[7] = {0};
    double sum = 0;
    for (size_t i = 0; i < 7000; i++) {
        uint32_t draw = slant_random_below(&x, 7);
        assert_true(draw < 7);
        count[draw]++;
        same += draw == slant_random_below(&y, 7);
        assert_int_equal(draw, slant_random_below(&again, 7));
        double u = slant_random_uniform(&y);
        assert_true(u > 0 && u < 1);
        sum += u;
    }
    for (size_t i = 0; i < 7; i++)
        assert_in_range(count[i], 880, 1120); /* 4 standard deviations */
    assert_in_range(same, 880, 1120);
    assert_true(fabs(sum / 7000 - 0.5) < 0.014);
}

static void test_shards(void **state)
{
    (void)state;
    for (size_t o = 0; o < OUTLETS; o++) {
        const json_t *want = json_object_get(json_object_get(merge, "outlets"), outlets[o]);
        struct slant_rate_sums shard[SHARDS] = {0}, all = {0};
        double y[GROUPS] = {0}, w[GROUPS] = {0};
        size_t used;
        for (size_t i = 0; i < ARTICLES; i++)
            if (articles[i].outlet == o) {
                slant_rate_add(&shard[i % SHARDS], articles[i].hedges, articles[i].words);
                y[articles[i].hash % GROUPS] += (double)articles[i].hedges;
                w[articles[i].hash % GROUPS] += (double)articles[i].words;
            }
        for (size_t s = SHARDS; s-- > 0;) {
            const json_t *part = json_array_get(json_object_get(want, "shards"), s);
            assert_int_equal(shard[s].n, json_integer_value(json_object_get(part, "n")));
            assert_int_equal((uint64_t)shard[s].yw, json_integer_value(json_object_get(part, "YW")));
            assert_int_equal((uint64_t)shard[s].ww, json_integer_value(json_object_get(part, "WW")));
            slant_rate_merge(&all, &shard[s]);
        }
        near(slant_rate_estimate(&all, 0.95).v, json_real_value(json_object_get(want, "v_linear")));
        near(slant_group_jackknife(y, w, GROUPS, &used), json_real_value(json_object_get(want, "dagjk_se_log")));
        assert_int_equal(used, json_integer_value(json_object_get(want, "dagjk_groups")));
    }
}

int main(void)
{
    slant_stats_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_philox),
        cmocka_unit_test(test_poisson_weights),
        cmocka_unit_test(test_poisson_bootstrap),
        cmocka_unit_test(test_permutations),
        cmocka_unit_test(test_streams),
        cmocka_unit_test(test_shards),
    };
    return cmocka_run_group_tests(tests, open_files, close_files);
}
