/* vocabulary: which words and phrases (terms) set an outlet apart from the others.
 *
 * Monroe's zeta ranks (Monroe, Colaresi & Quinn 2008, prior: the term's share of all words); the test that may claim
 * has the article as the unit, Benjamini-Hochberg over all terms tried for an outlet; terms in fewer than 10 articles
 * are not tried. What is kept are sums, so the result does not depend on the order of articles. */
#ifndef SLANT_COMPARE_VOCABULARY_H
#define SLANT_COMPARE_VOCABULARY_H

#include "slant.h"
#include "base/arena.h"
#include "stats/stats.h"
#include "stats/words.h"

enum { SLANT_TERM_ARTICLES = 10 };

/* A term of one article. */
struct slant_term_count {
    struct slant_str term; /* small letters, words with one space between */
    uint32_t count;        /* in the voice that is looked at */
    uint32_t words;        /* 1, or 2 of a phrase */
};

struct slant_vocabulary;                             /* its sums */
struct slant_vocabulary *slant_vocabulary_new(void); /* NULL: out of memory */
void slant_vocabulary_free(struct slant_vocabulary *vocabulary);
/* The terms of one article of `words` words; each term once. Copied. 0, or -1: out of memory. */
int slant_vocabulary_add(struct slant_vocabulary *vocabulary, struct slant_str outlet, uint32_t words,
                         const struct slant_term_count *terms, size_t n);

struct slant_ranked_term {
    struct slant_str term;
    uint32_t words;
    uint64_t count, articles;                     /* here */
    uint64_t count_elsewhere, articles_elsewhere; /* in all other outlets */
    double rate, rate_elsewhere;                  /* per 1,000 words */
    double zeta;
    struct slant_word_test test;
    double ratio, lo, hi; /* 95 %, of the rates; NaN: none */
    double p_adjusted;
    int is_claimed;                /* p_adjusted <= .05, and 5 articles have it on the side that has more */
    struct slant_dp dp;            /* fed by the second reading; over all articles */
    double unevenness;             /* DP, 0 even .. 1; NaN: not known */
    struct slant_str id, sentence; /* an example; ptr NULL: none */
    size_t start, len;             /* of the term in it, bytes */
    uint64_t hash;                 /* the example with the least is kept */
};

struct slant_ranked_outlet {
    struct slant_str outlet;
    uint64_t articles, words;
    uint64_t tried, claimed;
    enum slant_stat status;          /* TOO_FEW_ARTICLES: ranked, nothing claimed */
    struct slant_ranked_term *terms; /* claimed ones first, each part by |zeta|, falling */
    uint32_t n;
};

struct slant_ranking {
    struct slant_ranked_outlet *outlets; /* by name */
    uint32_t n;
    uint64_t articles, words, terms; /* terms: different ones in SLANT_TERM_ARTICLES articles or more */
};

/* The `most` foremost terms of each outlet. Everything is allocated in mem, terms borrowed from the vocabulary.
 * fails: SLANT_ENOMEM. */
slant_status slant_vocabulary_rank(const struct slant_vocabulary *vocabulary, uint32_t most, struct slant_arena *mem,
                                   struct slant_ranking *out);

#endif
