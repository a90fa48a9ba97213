/* rules: by what a saying was found. The one table: what JSONL calls `rule`, and what a person is told of it. */
#include "voices/sayings.h"

static const struct {
    const char *name, *explanation;
} rules[SLANT_NFOUND] = {
    [SLANT_FOUND_RIGHT] = {"content-behind", "the cue's subject stands before it, the content behind: X said that Y"},
    [SLANT_FOUND_LEFT] = {"content-before", "the content stands before source and cue: Y, said X"},
    [SLANT_FOUND_SPLIT] = {"content-around", "source and cue stand inside the content: Y, X said, Y"},
    [SLANT_FOUND_ACCORDING] = {"according-to", "a preposition is the cue: according to X, Y"},
    [SLANT_FOUND_PASSIVE] = {"passive", "the cue is passive, its source behind 'by' or not given: Y is said to Z"},
    [SLANT_FOUND_NOUN] = {"noun", "a noun is the cue: X's claim that Y"},
    [SLANT_FOUND_LABEL] = {"colon", "a colon is the cue, the source before it: X: Y"},
    [SLANT_FOUND_LABEL_LAST] = {"colon-source-last", "a headline's colon, the source behind it: Y: X"},
    [SLANT_FOUND_TRANSCRIPT] = {"transcript", "the label of a turn in a transcript"},
    [SLANT_FOUND_MARKS] = {"quotation-marks", "quotation marks alone, nobody is named near by"},
};

const char *slant_found_by_name(enum slant_found_by rule)
{
    return rules[rule].name;
}

const char *slant_found_by_explanation(enum slant_found_by rule)
{
    return rules[rule].explanation;
}
