/* said: what the finders of changes in attributions share: an attribution by its words, words of saying, names. */
#ifndef SLANT_AUDIT_SAID_H
#define SLANT_AUDIT_SAID_H

#include "audit/changes.h"

struct said {
    const struct slant_attribution *a;
    struct side_range source, cue; /* empty: there is none */
    int32_t row;                   /* of the cue, or of the content; ROW_TITLE */
};
struct said slant_said_of(const struct side *side, const struct slant_attribution *a);
/* The span's words; empty where there is no span. */
struct side_range slant_said_words(const struct side *side, const struct slant_span *span);

/* The marks of a sentence, or of the title: side->marks[from .. to). */
struct marks {
    uint32_t from, to;
};
struct marks slant_marks_of(const struct side *side, int32_t row);
int slant_has_cue(const struct side *side, int32_t row);

/* Is the cue a word with which somebody says something? One of the plainest? */
int slant_said_aloud(const struct side *side, const struct said *s);
int slant_said_plainly(const struct side *side, const struct said *s);

/* The source by name; empty: nobody is named. */
struct slant_str slant_name_of(const struct slant_attribution *a);
/* "Brannick" of "Interior Minister Aldous Brannick"; empty of an empty name. */
struct slant_str slant_last_word(struct slant_str name);
int slant_same_speaker(struct slant_str a, struct slant_str b);
int slant_is_capital(char c);

/* A name, for "%.*s". */
#define STR(s) (int)(s).len, (s).ptr

#endif
