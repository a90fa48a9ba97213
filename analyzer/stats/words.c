#include "stats/words.h"

#include <math.h>

#include "stats/glm.h"

enum { LEAST_ARTICLES = 10 };

static double part(double seen, double expected)
{
    return seen > 0 ? seen * log(seen / expected) : 0;
}

struct slant_keyness slant_keyness_of(double yi, double ni, double yj, double nj, double alpha_w, double prior_total)
{
    struct slant_keyness out;
    double y = yi + yj, n = ni + nj, ei = ni * y / n, ej = nj * y / n;
    out.delta = log((yi + alpha_w) / (ni + prior_total - yi - alpha_w)) -
                log((yj + alpha_w) / (nj + prior_total - yj - alpha_w));
    out.var = 1 / (yi + alpha_w) + 1 / (yj + alpha_w);
    out.zeta = out.delta / sqrt(out.var);
    out.g2_two_cells = 2 * (part(yi, ei) + part(yj, ej));
    out.g2 = out.g2_two_cells + 2 * (part(ni - yi, ni - ei) + part(nj - yj, nj - ej));
    out.g2_p = slant_chi_squared_p(out.g2, 1);
    out.log2_ratio = log2((yi + 0.5) / (ni + 0.5) / ((yj + 0.5) / (nj + 0.5)));
    return out;
}

struct slant_word_test slant_word_test_of(const struct slant_rate_sums *here, const struct slant_rate_sums *there)
{
    struct slant_word_test out = {SLANT_STAT_OK, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    struct slant_ratio ratio = slant_ratio_of(here, there, 0.95);
    out.articles_with = (double)(here->with_any + there->with_any);
    out.log_ratio = ratio.log_ratio;
    out.se = ratio.se;
    out.z = ratio.t;
    out.df = ratio.df;
    out.se_poisson = sqrt(1 / (double)here->y + 1 / (double)there->y);
    out.status = out.articles_with < LEAST_ARTICLES ? SLANT_STAT_TOO_FEW_ARTICLES : ratio.status;
    if (out.status == SLANT_STAT_OK)
        out.p = ratio.p;
    return out;
}

void slant_dp_add(struct slant_dp *dp, double count, double tokens)
{
    dp->sum += fabs(count / dp->word_total - tokens / dp->token_total);
    dp->tokens_seen += tokens;
}

double slant_dp_finish(const struct slant_dp *dp)
{
    if (!(dp->word_total > 0) || !(dp->token_total > 0))
        return NAN;
    return 0.5 * (dp->sum + (dp->token_total - dp->tokens_seen) / dp->token_total);
}

double slant_dp_norm(double dp, double least_tokens, double token_total)
{
    double least = least_tokens / token_total;
    return least < 1 ? dp / (1 - least) : NAN;
}
