#include "compare/verdicts.h"

#include <math.h>

#include "stats/adjust.h"
#include "stats/share.h"

const char *slant_verdict_name(enum slant_verdict verdict)
{
    static const char *const names[] = {"cannot-tell", "lower", "higher"};
    return names[verdict];
}

int slant_verdicts(struct slant_compared_ratio **ratios, const struct slant_estimate *of, size_t n, double level,
                   int is_selected, struct slant_arena *mem)
{
    double *p = slant_arena_alloc(mem, (n + 1) * sizeof *p), *holm = slant_arena_alloc(mem, (n + 1) * sizeof *holm);
    if (p == NULL || holm == NULL)
        return -1;
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        p[i] = ratios[i]->status == SLANT_STAT_OK ? ratios[i]->p : NAN;
        m += isnan(p[i]) ? 0 : 1;
    }
    if (slant_adjust(SLANT_ADJUST_HOLM, p, n, holm, mem) == SLANT_STAT_NO_MEMORY)
        return -1;
    for (size_t i = 0; i < n; i++) {
        struct slant_compared_ratio *r = ratios[i];
        r->p_holm = holm[i];
        r->lo = r->hi = r->lo_95 = r->hi_95 = NAN;
        if (isnan(p[i]))
            continue;
        struct slant_interval own = slant_log_interval(of[i].log_ratio, of[i].se, of[i].df, 0.95);
        struct slant_interval all = slant_log_interval(of[i].log_ratio, of[i].se, of[i].df, 1 - level / (double)m);
        int differs = is_selected && holm[i] <= level;
        if (differs && all.lo <= 1 && all.hi >= 1) {
            size_t above = 0;
            for (size_t k = 0; k < n; k++)
                above += (size_t)(p[k] >= p[i]);
            all = slant_log_interval(of[i].log_ratio, of[i].se, of[i].df, 1 - level / (double)above);
            differs = !(all.lo <= 1 && all.hi >= 1);
        }
        if (!differs) {
            all.lo = fmin(all.lo, 1);
            all.hi = fmax(all.hi, 1);
        }
        r->lo_95 = own.lo;
        r->hi_95 = own.hi;
        r->lo = all.lo;
        r->hi = all.hi;
        r->verdict = !differs ? SLANT_CANNOT_TELL : r->ratio > 1 ? SLANT_HIGHER : SLANT_LOWER;
    }
    return 0;
}
