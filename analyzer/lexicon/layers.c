/* layers: the codebook's words. */
#include <string.h>

#include "lexicon/lexicon.h"

static const char *const layer_names[SLANT_NLAYERS] = {
    [SLANT_HEDGE] = "hedge",
    [SLANT_BOOSTER] = "booster",
    [SLANT_LOADED] = "loaded",
    [SLANT_INSINUATION] = "insinuation",
    [SLANT_OPINION] = "opinion",
    [SLANT_AGENTLESS] = "agentless",
    [SLANT_CUE] = "cue",
    [SLANT_CUSTOM] = "custom",
    [SLANT_FRAME] = "frame",
    [SLANT_LABEL] = "label",
    [SLANT_SCARE_QUOTE] = "scare-quote",
    [SLANT_FURNITURE] = "furniture",
};

/* The files that hold lexicons, and the kinds that their entries may have. */
static const struct {
    const char *file;
    enum slant_layer layer;
    const char *kinds[12];
} files[] = {
    {"hedges", SLANT_HEDGE, {"evidential", "epistemic", "approximator"}},
    {"boosters", SLANT_BOOSTER, {"booster"}},
    {"loaded", SLANT_LOADED, {"label", "evaluative", "emotive", "euphemism", "metaphor"}},
    {"insinuation", SLANT_INSINUATION, {"factive", "insinuation"}},
    {"opinion", SLANT_OPINION, {"first-person", "deontic", "rhetorical-question", "imperative"}},
    {"agentless", SLANT_AGENTLESS, {"agentless"}},
    {"frames",
     SLANT_FRAME,
     {"conflict", "responsibility", "human-interest", "economic", "morality", "security", "diplomacy"}},
    {"labels", SLANT_LABEL, {"neutral", "harsher", "softer"}},
    {"cues", SLANT_CUE, {"verb", "noun", "preposition", "adjective", "adverb"}},
};

const char *slant_layer_name(enum slant_layer layer)
{
    return (unsigned)layer < SLANT_NLAYERS ? layer_names[layer] : "";
}

const char *slant_form_name(enum slant_form form)
{
    static const char *const names[SLANT_NFORMS] = {"direct", "indirect", "mixed"};
    return names[form];
}

const char *slant_source_class_name(enum slant_source_class source_class)
{
    static const char *const names[SLANT_NSOURCES] = {"person",        "organisation", "document", "official-unnamed",
                                                      "other-unnamed", "vague",        "none"};
    return names[source_class];
}

const char *slant_voice_name(enum slant_voice voice)
{
    static const char *const names[SLANT_NVOICES] = {"outlet", "quoted", "reported"};
    return (unsigned)voice < SLANT_NVOICES ? names[voice] : "";
}

int slant_lexicon_layer(const char *name)
{
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        if (strcmp(files[i].file, name) == 0 || strcmp(layer_names[files[i].layer], name) == 0)
            return (int)files[i].layer;
    return -1;
}

const char *const *slant_lexicon_kinds(enum slant_layer layer)
{
    static const char *const none[] = {NULL};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        if (files[i].layer == layer)
            return files[i].kinds;
    return none;
}
