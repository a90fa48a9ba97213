/* compare_words: what a comparison says in sentences, the same in text and on the page. */
#ifndef SLANT_REPORT_COMPARE_WORDS_H
#define SLANT_REPORT_COMPARE_WORDS_H

#include "report/compare.h"
#include "report/plain.h"

/* "Hedges (softeners)"; for a heading. Written to out, plain text. */
void slant_compare_title(struct slant_buffer *out, const struct slant_compared_measure *measure);
/* What the measure counts, in the middle of a sentence: "hedges", "quoted words". */
void slant_compare_many(struct slant_buffer *out, const struct slant_compared_measure *measure);
/* "3.3", of a share "41 %"; "–" where there is none. */
void slant_compare_value(struct slant_buffer *out, const struct slant_compared_measure *measure, double value);
/* "per 1,000 words in the outlet's voice", "of words". */
void slant_compare_unit(struct slant_buffer *out, const struct slant_compared_measure *measure);
/* "3.3 (2.7–3.9)" */
void slant_compare_rate(struct slant_buffer *out, const struct slant_compared_measure *measure,
                        const struct slant_compared_outlet *outlet);
/* "31 % fewer", "2.4 times as many"; of odds "odds 0.69" */
void slant_compare_ratio(struct slant_buffer *out, const struct slant_compared_measure *measure, double ratio);
/* ".012", "below .001" */
void slant_compare_p(struct slant_buffer *out, double p);

/* What the measure shows: one to three sentences. */
void slant_compare_finding(struct slant_buffer *out, const struct slant_comparison *comparison,
                           const struct slant_compare_page *page, const struct slant_compared_measure *measure);
/* Rates at one mix of topics, beside the crude ones; nothing where that was not asked for. */
void slant_compare_adjusted(struct slant_buffer *out, const struct slant_comparison *comparison,
                            const struct slant_compared_measure *measure);
/* The same within stories; nothing where none is told by two of them. */
void slant_compare_same_story(struct slant_buffer *out, const struct slant_comparison *comparison,
                              const struct slant_compare_page *page, const struct slant_compared_measure *measure);
/* Whether what is claimed hangs on one term or one story; nothing where nothing is claimed. */
void slant_compare_robust(struct slant_buffer *out, const struct slant_comparison *comparison,
                          const struct slant_compared_measure *measure);
/* How small a difference would have gone unseen; nothing where no pair was compared. */
void slant_compare_unseen(struct slant_buffer *out, const struct slant_compared_measure *measure);
/* Of the whole report: which measures show a difference. */
void slant_compare_summary_line(struct slant_buffer *out, const struct slant_comparison *comparison,
                                const struct slant_compare_page *page);

/* How it was done, a paragraph each; NULL behind the last. */
const char *slant_compare_method(size_t i);
/* What was left out, by reason: "3 count_missing, 1 no_exposure"; "nothing". */
void slant_compare_left_out(struct slant_buffer *out, const struct slant_comparison *comparison);
/* Seed, shuffles, level, version, in one line. */
void slant_compare_settings_line(struct slant_buffer *out, const struct slant_comparison *comparison);

/* The greatest end of an interval (or rate) of a measure: where its picture ends. 0: there is nothing to draw. */
double slant_compare_greatest(const struct slant_comparison *comparison, const struct slant_compared_measure *measure);
/* The pairs that differ, by the size of their ratio, `most` at most; returns how many, and in *all how many differ. */
uint32_t slant_compare_widest(const struct slant_compared_measure *measure, uint32_t *pairs, uint32_t most,
                              uint32_t *all);
/* Outlets in the order of their rates, falling; those without one last. order: noutlets. */
void slant_compare_order(const struct slant_comparison *comparison, const struct slant_compared_measure *measure,
                         uint32_t *order);

#endif
