#include "report/layers.h"

#include <string.h>

/* Colours: after Okabe and Ito, moved to shades of the 256 that stand out on black and on white alike (about
 * 4:1 on both). The sign says the same without colour. */
static const struct slant_layer_look looks[SLANT_NLAYERS] = {
    [SLANT_HEDGE] = {"H", "\u1d34", "4;38;5;29", "hedge", "softens a claim (may, reportedly, about)"},
    [SLANT_BOOSTER] = {"B", "\u1d2e", "4;38;5;136", "booster", "makes a claim surer (clearly, of course)"},
    [SLANT_LOADED] = {"L", "\u1d38", "4;38;5;166", "loaded word", "judges, where a plainer word would inform"},
    [SLANT_INSINUATION] = {"I", "\u1d35", "4;38;5;169", "insinuation", "takes something for granted, or hints at it"},
    [SLANT_OPINION] = {"O", "\u1d3c", "4;38;5;32", "opinion", "the writer demands, asks the reader or says I"},
    [SLANT_AGENTLESS] = {"A", "\u1d2c", "4;38;5;97", "harm without a doer", "does not say who did it"},
    [SLANT_CUE] = {"C", "\u1d9c", "4;38;5;31", "who says so", "ties words to a speaker (said, claimed)"},
    [SLANT_CUSTOM] = {"X", "\u02e3", "4;38;5;67", "your own list", "from a lexicon of your own"},
    [SLANT_FRAME] = {"R", "\u1d3f", "38;5;102", "frame", "what the sentence is about (costs, security, morals)"},
    [SLANT_LABEL] = {"N", "\u1d3a", "38;5;102", "name", "one of several names for the same thing"},
    [SLANT_SCARE_QUOTE] = {"S", "\u02e2", "4;38;5;172", "scare quotes",
                           "quotation marks with no speaker: doubt or mockery"},
    [SLANT_FURNITURE] = {"F", "\u1da0", "2;9", "page furniture", "not part of the article; not counted"},
};

const struct slant_layer_look *slant_layer_look(enum slant_layer layer)
{
    return &looks[layer];
}

const char *slant_kind_plain(const char *kind)
{
    static const struct {
        const char *kind, *plain;
    } words[] = {
        {"evidential", "somebody says so"},
        {"epistemic", "perhaps"},
        {"approximator", "roughly"},
        {"label", "name for people"},
        {"evaluative", "judging"},
        {"emotive", "stirring"},
        {"euphemism", "softening"},
        {"metaphor", "image"},
        {"factive", "taken for granted"},
        {"first-person", "I or we"},
        {"deontic", "demand"},
        {"rhetorical-question", "question to the reader"},
        {"imperative", "call to the reader"},
        {"neutral", "takes no side"},
        {"distancing", "keeps a distance"},
        {"endorsing", "vouches for it"},
        {"adversarial", "tells of a conflict"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].kind, kind) == 0)
            return words[i].plain;
    return kind;
}

int slant_layer_rank(enum slant_layer layer)
{
    switch (layer) {
    case SLANT_LOADED:
        return 0;
    case SLANT_INSINUATION:
        return 1;
    case SLANT_SCARE_QUOTE:
        return 2;
    case SLANT_AGENTLESS:
        return 3;
    case SLANT_OPINION:
        return 4;
    case SLANT_BOOSTER:
        return 5;
    case SLANT_CUSTOM:
        return 6;
    case SLANT_HEDGE:
    case SLANT_CUE:
    case SLANT_FRAME:
    case SLANT_LABEL:
    case SLANT_FURNITURE:
    case SLANT_NLAYERS:
        break;
    }
    return -1;
}

/* The first SLANT_TABLE_MEASURES rows are the table's columns. */
static const struct slant_measure_look measures[] = {
    {"loaded", "Loaded words", "loaded words", "loaded"},
    {"hedge", "Hedges (softeners)", "hedges", "hedges"},
    {"booster", "Boosters (certainty)", "boosters", "boost"},
    {"insinuation", "Insinuation", "insinuations", "insin."},
    {"opinion", "Opinion", "marks of opinion", "opin."},
    {"scare-quote", "Scare quotes", "scare quotes", "scare"},
    {"agentless", "Harm without a doer", "mentions of harm without a doer", "harm"},
    {"headline-gap", "Headline: loaded words", "", NULL},
    {"headline-gap-hedge", "Headline: hedges", "", NULL},
    {"subjectivity", "Subjectivity", "", NULL},
    {"frame-conflict", NULL, "", NULL}, /* "Frames" has these */
    {"frame-responsibility", NULL, "", NULL},
    {"frame-human-interest", NULL, "", NULL},
    {"frame-economic", NULL, "", NULL},
    {"frame-morality", NULL, "", NULL},
    {"frame-security", NULL, "", NULL},
    {"frame-diplomacy", NULL, "", NULL},
    {"quoted-words", NULL, "", NULL}, /* "Who speaks" has them */
    {"reported-words", NULL, "", NULL},
    {"unattributed-loaded", "Loaded, no source", "", NULL},
    {"attribution", NULL, "", NULL}, /* "Attribution" and "Sources" tell of these */
    {"attributed-sentences", NULL, "", NULL},
    {"unnamed-sources", NULL, "", NULL},
    {"vague-sources", NULL, "", NULL},
    {"distancing-cues", NULL, "", NULL},
    {"endorsing-cues", NULL, "", NULL},
    {"sources", NULL, "", NULL},
    {"source-diversity", NULL, "", NULL},
    {"top-source", NULL, "", NULL},
};

const struct slant_measure_look *slant_measure_look(const char *name)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (strcmp(measures[i].name, name) == 0)
            return &measures[i];
    return NULL;
}

const struct slant_measure_look *slant_table_measure(unsigned i)
{
    return &measures[i];
}

const struct slant_measure *slant_find_measure(const struct slant_result *result, const char *name)
{
    for (uint32_t i = 0; i < result->nmeasures; i++)
        if (strcmp(result->measures[i].name, name) == 0)
            return &result->measures[i];
    return NULL;
}

int slant_voices_told(const struct slant_result *result)
{
    return result->voice_words[SLANT_VOICE_REPORTED] > 0 ? SLANT_NVOICES : SLANT_VOICE_REPORTED;
}

const char slant_limits[] =
    "What these numbers cannot tell: whether a claim is true, what was left out, and what anybody meant by "
    "it. A marked word is a place to look at, not a fault.";
