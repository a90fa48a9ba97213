/* words: the terms that set outlets apart → bytes. One file a format (words_text.c, words_csv.c, words_json.c). */
#ifndef SLANT_REPORT_WORDS_H
#define SLANT_REPORT_WORDS_H

#include "base/buffer.h"
#include "compare/vocabulary.h"

struct slant_words_page {
    uint32_t top; /* terms shown of each outlet, in text */
    int any_voice;
    int has_examples; /* 0: the input could be read once only */
    int color, width;
};

void slant_report_words_text(const struct slant_ranking *ranking, const struct slant_words_page *page,
                             struct slant_buffer *out);
void slant_report_words_csv(const struct slant_ranking *ranking, const struct slant_words_page *page,
                            struct slant_buffer *out);
void slant_report_words_json(const struct slant_ranking *ranking, const struct slant_words_page *page,
                             struct slant_buffer *out);

#endif
