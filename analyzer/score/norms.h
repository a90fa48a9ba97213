/* norms: where a measure's rate lies among those of many articles.
 *
 * A TSV file: "about" and what the articles are, then the header "measure group articles p1 p5 … p99", then a row a
 * measure and group of articles: how many of them have a rate, and its percentiles. The group "all" is compared with;
 * the others (kinds of outlets, topics) are for people to read. */
#ifndef SLANT_SCORE_NORMS_H
#define SLANT_SCORE_NORMS_H

#include "slant.h"

struct slant_norms;
/* fails: SLANT_EREAD, SLANT_ELEXICON (with file and line: a number that is none, percentiles that fall, a measure twice
 * in a group), SLANT_ENOMEM. */
slant_status slant_norms_open(const char *path, struct slant_norms **out, struct slant_error *err);
void slant_norms_close(struct slant_norms *norms);
/* "2,998 US news articles of 2012–2020"; NULL for norms that are NULL. */
const char *slant_norms_about(const struct slant_norms *norms);
/* Fills below and above of each measure, in the order of slant_score_run; norms NULL: there are none. */
void slant_norms_apply(const struct slant_norms *norms, struct slant_measure *measures, uint32_t n);

#endif
