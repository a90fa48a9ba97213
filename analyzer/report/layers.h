/* layers: how each layer, voice and measure is called and drawn when a person reads it. */
#ifndef SLANT_REPORT_LAYERS_H
#define SLANT_REPORT_LAYERS_H

#include "slant.h"

struct slant_layer_look {
    const char *sign;    /* one capital letter: "L" */
    const char *raised;  /* the same as a small raised letter, one column wide */
    const char *sgr;     /* terminal: SGR parameters */
    const char *plain;   /* "loaded word" */
    const char *meaning; /* for the legend: one clause */
};
const struct slant_layer_look *slant_layer_look(enum slant_layer layer);

/* The codebook's word for a kind or stance, as a reader without the codebook would say it. */
const char *slant_kind_plain(const char *kind);

/* Which layer an editor's eye should go to first: 0 loaded ... 6 a list of one's own; -1: not one to point at. */
int slant_layer_rank(enum slant_layer layer);

struct slant_measure_look {
    const char *name;  /* as in slant_measure */
    const char *plain; /* "Loaded words"; NULL: the page says it elsewhere */
    const char *many;  /* in a sentence: "loaded words" */
    const char *head;  /* column head in the table; NULL: not in the table */
};
/* NULL: a measure that this room has no words for; its own name must do. */
const struct slant_measure_look *slant_measure_look(const char *name);

/* The measures of the table, in its order. */
enum { SLANT_TABLE_MEASURES = 7 };
const struct slant_measure_look *slant_table_measure(unsigned i);
/* The measure of that name in a result; NULL: there is none. */
const struct slant_measure *slant_find_measure(const struct slant_result *result, const char *name);

/* How many voices a page speaks of: the third, reported speech, only where some was told apart. */
int slant_voices_told(const struct slant_result *result);

/* What the numbers leave open. One wording for the terminal and the page. */
extern const char slant_limits[];

#endif
