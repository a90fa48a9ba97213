#include "stats/matched.h"

#include <math.h>
#include <string.h>

#include "stats/glm.h"
#include "stats/matrix.h"
#include "stats/random.h"
#include "stats/rate.h"

enum { MOST_STEPS = 100 };
static const double TIE = 1e-9;

/* Articles of informative stories only, story after story. */
struct blocks {
    size_t n, stories, outlets, p; /* p: outlets - 1 */
    size_t *start;                 /* stories + 1 */
    double *y, *w, *events;        /* n, n, stories */
    uint32_t *outlet;              /* n */
};

static enum slant_stat usable(const struct slant_stories *data)
{
    for (size_t i = 0; i < data->rows.n; i++)
        if (slant_row_check(1, &data->rows.w[i], &data->rows.y[i]) != SLANT_ROW_USABLE ||
            data->outlet[i] >= data->outlets || data->story[i] >= data->stories)
            return SLANT_STAT_BAD_INPUT;
    return data->outlets < 2 ? SLANT_STAT_TOO_FEW_OUTLETS : SLANT_STAT_OK;
}

static int blocks_room(struct blocks *b, const struct slant_stories *data, struct slant_arena *mem)
{
    *b = (struct blocks){.outlets = data->outlets, .p = data->outlets - 1};
    b->start = slant_arena_zalloc(mem, (data->stories + 2) * sizeof *b->start);
    b->outlet = slant_arena_alloc(mem, (data->rows.n + 1) * sizeof *b->outlet);
    b->y = slant_doubles(mem, data->rows.n);
    b->w = slant_doubles(mem, data->rows.n);
    b->events = slant_doubles(mem, data->stories);
    return b->start && b->outlet && b->y && b->w && b->events;
}

static void append(struct blocks *b, const struct slant_stories *data, size_t row)
{
    b->y[b->n] = data->rows.y[row];
    b->w[b->n] = data->rows.w[row];
    b->outlet[b->n++] = data->outlet[row];
}

/* Sorts rows by story (each in the order that it came) and keeps the stories with events and two articles or more. */
static enum slant_stat blocks_of(const struct slant_stories *data, struct blocks *b, struct slant_arena *mem)
{
    enum slant_stat status = usable(data);
    if (status != SLANT_STAT_OK)
        return status;
    size_t *end = slant_arena_zalloc(mem, (data->stories + 1) * sizeof *end);
    size_t *row = slant_arena_alloc(mem, (data->rows.n + 1) * sizeof *row);
    if (!blocks_room(b, data, mem) || !end || !row)
        return SLANT_STAT_NO_MEMORY;
    for (size_t i = 0; i < data->rows.n; i++)
        end[data->story[i] + 1]++;
    for (size_t s = 0; s < data->stories; s++)
        end[s + 1] += end[s];
    for (size_t i = 0; i < data->rows.n; i++)
        row[end[data->story[i]]++] = i;
    for (size_t s = 0, first = 0; s < data->stories; first = end[s++]) {
        double events = 0;
        for (size_t i = first; i < end[s]; i++)
            events += data->rows.y[row[i]];
        if (events == 0 || end[s] - first < 2)
            continue;
        for (size_t i = first; i < end[s]; i++)
            append(b, data, row[i]);
        b->events[b->stories++] = events;
        b->start[b->stories] = b->n;
    }
    return b->stories == 0 ? SLANT_STAT_NO_EVENTS : b->stories < 2 ? SLANT_STAT_TOO_FEW_UNITS : SLANT_STAT_OK;
}

static double effect_of(const double *coef, uint32_t outlet)
{
    return coef && outlet > 0 ? coef[outlet - 1] : 0;
}

/* Chances of each article of story s to get one of its events. */
static void chances(const struct blocks *b, size_t s, const double *coef, double *chance)
{
    double sum = 0, most = -INFINITY;
    for (size_t i = b->start[s]; i < b->start[s + 1]; i++)
        most = fmax(most, effect_of(coef, b->outlet[i]));
    for (size_t i = b->start[s]; i < b->start[s + 1]; i++)
        sum += chance[i - b->start[s]] = b->w[i] * exp(effect_of(coef, b->outlet[i]) - most);
    for (size_t i = b->start[s]; i < b->start[s + 1]; i++)
        chance[i - b->start[s]] /= sum;
}

/* Score (p long) and information (p·p) of story s, added; share: scratch of `outlets`. */
static void add_story(const struct blocks *b, size_t s, const double *chance, double *score, double *info,
                      double *share)
{
    memset(share, 0, b->outlets * sizeof *share);
    for (size_t i = b->start[s]; i < b->start[s + 1]; i++) {
        double p = chance[i - b->start[s]];
        share[b->outlet[i]] += p;
        if (b->outlet[i] > 0)
            score[b->outlet[i] - 1] += b->y[i] - b->events[s] * p;
    }
    for (size_t i = 0; i < b->p; i++) {
        info[i * b->p + i] += b->events[s] * share[i + 1];
        for (size_t j = 0; j < b->p; j++)
            info[i * b->p + j] -= b->events[s] * share[i + 1] * share[j + 1];
    }
}

struct room {
    double *chance, *share, *score, *info, *step, *meat, *scratch, *spare; /* spare: for inverting */
};

static int make_room(struct room *r, const struct blocks *b, struct slant_arena *mem)
{
    r->chance = slant_doubles(mem, b->n);
    r->share = slant_doubles(mem, b->outlets);
    r->score = slant_doubles(mem, b->p);
    r->step = slant_doubles(mem, b->p);
    r->info = slant_doubles(mem, b->p * b->p);
    r->meat = slant_doubles(mem, b->p * b->p);
    r->scratch = slant_doubles(mem, b->p * b->p);
    r->spare = slant_doubles(mem, 4 * b->p);
    return r->chance && r->share && r->score && r->step && r->info && r->meat && r->scratch && r->spare;
}

static void derivatives(const struct blocks *b, const double *coef, struct room *r)
{
    memset(r->score, 0, b->p * sizeof *r->score);
    memset(r->info, 0, b->p * b->p * sizeof *r->info);
    for (size_t s = 0; s < b->stories; s++) {
        chances(b, s, coef, r->chance);
        add_story(b, s, r->chance, r->score, r->info, r->share);
    }
}

/* Newton from 0; leaves the inverse information in r->info. */
static enum slant_stat climb(const struct blocks *b, double *coef, struct room *r)
{
    for (int i = 0, settled = 0; i < MOST_STEPS; i++) {
        double most = 0, size = 0;
        derivatives(b, coef, r);
        enum slant_stat status = slant_matrix_invert(r->info, b->p, r->spare);
        for (size_t j = 0; j < b->p; j++)
            size = fmax(size, fabs(coef[j]));
        if (status != SLANT_STAT_OK || size > 20)
            return size > 5 ? SLANT_STAT_SEPARATION : status;
        if (settled)
            return SLANT_STAT_OK;
        slant_matrix_times(r->info, r->score, b->p, r->step);
        for (size_t j = 0; j < b->p; j++) {
            coef[j] += fmax(-3, fmin(3, r->step[j]));
            most = fmax(most, fabs(r->step[j]));
        }
        settled = most < 1e-13 * (1 + size);
    }
    return SLANT_STAT_NO_CONVERGENCE;
}

/* The sandwich by story, and Pearson's dispersion of the equivalent model with a parameter a story. */
static void robust(const struct blocks *b, struct slant_conditional *out, struct room *r)
{
    double g = 0, pearson = 0, *unused = r->scratch;
    memset(r->meat, 0, b->p * b->p * sizeof *r->meat);
    for (size_t s = 0; s < b->stories; s++) {
        double size = 0;
        memset(r->score, 0, b->p * sizeof *r->score);
        chances(b, s, out->coef, r->chance);
        add_story(b, s, r->chance, r->score, unused, r->share);
        slant_matrix_add_outer(r->meat, r->score, 1, b->p);
        for (size_t j = 0; j < b->p; j++)
            size += fabs(r->score[j]);
        g += size > 0;
        for (size_t i = b->start[s]; i < b->start[s + 1]; i++) {
            double mu = b->events[s] * r->chance[i - b->start[s]];
            pearson += (b->y[i] - mu) * (b->y[i] - mu) / mu;
        }
    }
    slant_matrix_sandwich(r->info, r->meat, b->p, out->robust, r->scratch);
    for (size_t i = 0; i < b->p * b->p; i++)
        out->robust[i] *= g / (g - 1);
    out->dispersion = pearson;
}

/* Rows that a model with a parameter a story would have: those of stories with events, single ones too. */
static double rows_with_events(const struct slant_stories *data, double *stories, struct slant_arena *mem)
{
    double *events = slant_doubles(mem, data->stories), rows = 0;
    *stories = 0;
    for (size_t i = 0; events && i < data->rows.n; i++)
        events[data->story[i]] += data->rows.y[i];
    for (size_t i = 0; events && i < data->rows.n; i++)
        rows += events[data->story[i]] > 0;
    for (size_t s = 0; events && s < data->stories; s++)
        *stories += events[s] > 0;
    return events ? rows : NAN;
}

static void wald_of(const struct blocks *b, struct slant_conditional *out, struct room *r)
{
    memcpy(r->meat, out->robust, b->p * b->p * sizeof *r->meat);
    out->wald_df = (double)b->p;
    if (slant_matrix_invert(r->meat, b->p, r->spare) != SLANT_STAT_OK)
        return; /* fewer stories than outlets: no joint test */
    slant_matrix_times(r->meat, out->coef, b->p, r->step);
    out->wald = slant_dot(out->coef, r->step, b->p);
    out->wald_p = slant_chi_squared_p(out->wald, out->wald_df);
}

struct slant_conditional slant_conditional_poisson(const struct slant_stories *data, struct slant_arena *mem)
{
    struct slant_conditional out = {.dispersion = NAN, .wald = NAN, .wald_df = NAN, .wald_p = NAN};
    struct blocks b = {0};
    struct room r;
    double stories;
    out.status = blocks_of(data, &b, mem);
    out.informative = (double)b.stories;
    if (out.status != SLANT_STAT_OK)
        return out;
    out.coef = slant_doubles(mem, b.p);
    out.se = slant_doubles(mem, b.p);
    out.se_robust = slant_doubles(mem, b.p);
    out.robust = slant_doubles(mem, b.p * b.p);
    if (!out.coef || !out.se || !out.se_robust || !out.robust || !make_room(&r, &b, mem)) {
        out.status = SLANT_STAT_NO_MEMORY;
        return out;
    }
    out.status = climb(&b, out.coef, &r);
    if (out.status != SLANT_STAT_OK)
        return out;
    robust(&b, &out, &r);
    double rows = rows_with_events(data, &stories, mem);
    out.dispersion /= rows - stories - (double)b.p;
    for (size_t j = 0; j < b.p; j++) {
        out.se[j] = sqrt(r.info[j * b.p + j]);
        out.se_robust[j] = sqrt(out.robust[j * b.p + j]);
    }
    wald_of(&b, &out, &r);
    return out;
}

/* ---- permutation within stories ---- */

/* At b = 0 an article's chance of an event depends on its words alone, so shuffling moves (count, words) over the
 * places of a story. position[i]: which article stands at place i. */
struct shuffle {
    const struct blocks *b;
    struct room *r;
    size_t *position;
};

/* U'I⁻¹U; NaN when the information is singular. */
static double score_statistic(struct shuffle *s)
{
    const struct blocks *b = s->b;
    struct room *r = s->r;
    memset(r->score, 0, b->p * sizeof *r->score);
    memset(r->info, 0, b->p * b->p * sizeof *r->info);
    for (size_t story = 0; story < b->stories; story++) {
        double words = 0;
        for (size_t i = b->start[story]; i < b->start[story + 1]; i++)
            words += b->w[i];
        memset(r->share, 0, b->outlets * sizeof *r->share);
        for (size_t i = b->start[story]; i < b->start[story + 1]; i++) {
            uint32_t outlet = b->outlet[i];
            double p = b->w[s->position[i]] / words;
            r->share[outlet] += p;
            if (outlet > 0)
                r->score[outlet - 1] += b->y[s->position[i]] - b->events[story] * p;
        }
        for (size_t i = 0; i < b->p; i++) {
            r->info[i * b->p + i] += b->events[story] * r->share[i + 1];
            for (size_t j = 0; j < b->p; j++)
                r->info[i * b->p + j] -= b->events[story] * r->share[i + 1] * r->share[j + 1];
        }
    }
    if (slant_matrix_invert(r->info, b->p, r->spare) != SLANT_STAT_OK)
        return NAN;
    slant_matrix_times(r->info, r->score, b->p, r->step);
    return slant_dot(r->score, r->step, b->p);
}

/* The next arrangement of one story's places; 0 (and back to the first) after the last. */
static int next_arrangement(size_t *position, size_t n)
{
    size_t i = n - 1, j = n - 1, swap;
    while (i > 0 && position[i - 1] >= position[i])
        i--;
    if (i > 0) {
        while (position[j] <= position[i - 1])
            j--;
        swap = position[j];
        position[j] = position[i - 1];
        position[i - 1] = swap;
    }
    for (size_t a = i, z = n - 1; a < z; a++, z--) {
        swap = position[a];
        position[a] = position[z];
        position[z] = swap;
    }
    return i > 0;
}

static int next_all(struct shuffle *s)
{
    for (size_t story = 0; story < s->b->stories; story++)
        if (next_arrangement(s->position + s->b->start[story], s->b->start[story + 1] - s->b->start[story]))
            return 1;
    return 0;
}

static void draw_all(struct shuffle *s, uint64_t key, uint32_t replicate)
{
    struct slant_random random = slant_random_start(key, replicate);
    for (size_t i = 0; i < s->b->n; i++)
        s->position[i] = i;
    for (size_t story = 0; story < s->b->stories; story++) {
        size_t *place = s->position + s->b->start[story];
        for (size_t i = s->b->start[story + 1] - s->b->start[story]; i-- > 1;) {
            uint32_t j = slant_random_below(&random, (uint32_t)i + 1);
            size_t swap = place[i];
            place[i] = place[j];
            place[j] = swap;
        }
    }
}

static double arrangements(const struct blocks *b)
{
    double ways = 1;
    for (size_t s = 0; s < b->stories; s++)
        for (size_t i = 2; i <= b->start[s + 1] - b->start[s]; i++)
            ways *= (double)i;
    return ways;
}

struct slant_story_test slant_story_permutation(const struct slant_stories *data, uint64_t exact_limit,
                                                uint32_t replicates, uint64_t key, struct slant_arena *mem)
{
    struct slant_story_test out = {SLANT_STAT_OK, 0, NAN, 0, 0, NAN, NAN, 0};
    struct blocks b = {0};
    struct room r;
    out.status = blocks_of(data, &b, mem);
    out.informative = (double)b.stories;
    if (out.status != SLANT_STAT_OK)
        return out;
    struct shuffle s = {&b, &r, slant_arena_alloc(mem, (b.n + 1) * sizeof *s.position)};
    if (!s.position || !make_room(&r, &b, mem)) {
        out.status = SLANT_STAT_NO_MEMORY;
        return out;
    }
    for (size_t i = 0; i < b.n; i++)
        s.position[i] = i;
    out.assignments = arrangements(&b);
    out.exact = out.assignments <= (double)exact_limit;
    out.statistic = score_statistic(&s);
    if (isnan(out.statistic)) {
        out.status = SLANT_STAT_SINGULAR;
        return out;
    }
    double least = out.statistic * (1 - TIE);
    for (uint32_t i = 0; !out.exact && i < replicates; i++, out.drawn++) {
        draw_all(&s, key, i);
        out.at_least += score_statistic(&s) >= least;
    }
    if (out.exact)
        do {
            out.drawn++;
            out.at_least += score_statistic(&s) >= least;
        } while (next_all(&s));
    out.p = out.exact ? out.at_least / out.drawn : (out.at_least + 1) / (out.drawn + 1);
    return out;
}
