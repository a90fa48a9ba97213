/* changes: what the finders of changes share: the two sides, held together, and the list that they write to. */
#ifndef SLANT_AUDIT_CHANGES_H
#define SLANT_AUDIT_CHANGES_H

#include "audit/align.h"

enum { ROW_TITLE = -1, ROW_NONE = -2 };

/* Words of one side; empty words: the whole sentence. */
struct place {
    int32_t row; /* sentence, ROW_TITLE or ROW_NONE */
    struct side_range words;
};

struct auditing {
    const struct slant_audit_input *in;
    struct slant_arena *mem;
    struct slant_arena scratch;
    struct side wire, edited;
    struct alignment alignment;
    uint32_t *moved_words; /* of each pairing */
    struct slant_change *changes;
    uint32_t n, cap;
    int no_memory;
};

void slant_changes_add(struct auditing *a, enum slant_change_kind kind, enum slant_severity severity, struct place wire,
                       struct place edited, const char *format, ...) __attribute__((format(printf, 6, 7)));

/* The finders, one pairing at a time; pairing NULL: the two titles. */
void slant_audit_marks(struct auditing *a, const struct pairing *p);
void slant_audit_labels(struct auditing *a, const struct pairing *p);
void slant_audit_agents(struct auditing *a, const struct pairing *p);
void slant_audit_quotes(struct auditing *a, const struct pairing *p);
void slant_audit_numbers(struct auditing *a, const struct pairing *p);
/* Do the two headlines tell the same? 0 where there is none. */
int slant_same_headline(const struct auditing *a);
/* Over both texts. */
void slant_audit_sources(struct auditing *a);
void slant_audit_speakers(struct auditing *a, struct slant_audit *out); /* behind slant_audit_sources */
void slant_audit_headline(struct auditing *a);
void slant_audit_added(struct auditing *a);

/* ---- looking around ---- */

/* The words of a pairing on one side, sentence by sentence: the i-th stretch; empty behind the last. */
struct side_range slant_stretch(const struct side *side, const struct pairing *p, int is_wire, uint32_t i);
int32_t slant_row_of(const struct side *side, uint32_t word); /* ROW_TITLE for the title's */
struct place slant_place(const struct side *side, struct side_range words);
/* The nearest sentence of the pairing on this side, without words: where something is missing. */
struct place slant_place_missing(const struct side *side, const struct side *other, struct side_range others_words);
/* The other side's words that stand between the same matched words as these do; empty: none, or too many. */
struct side_range slant_replaced(const struct side *side, const struct side *other, struct side_range words);
/* Do the words around these stand in the other text too? Then what is missing was left out, not cut with its clause. */
int slant_surroundings_stay(const struct side *side, const struct side *other, struct side_range words);
/* Is the stem among the words of that pairing's side? */
int slant_has_stem(const struct side *side, const struct pairing *p, int is_wire, uint32_t stem);

#endif
