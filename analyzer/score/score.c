#include "score/score.h"

#include <math.h>
#include <string.h>

#include "score/attributed.h"

#define PER_1000 "per 1,000 words in the outlet's voice"
#define SEMETKO "Semetko & Valkenburg 2000"
#define OWN_WORDS "words in the outlet's voice"
#define OWN_SENTENCES "sentences, by the outlet's share of their words"
#define BODY_SENTENCES "sentences of the body"
#define SOURCE_WORDS "words attributed to a known source"
#define THREE "needs 3 attributions"
#define MEAN_CHANCE "mean estimated chance"

enum { MOST_KINDS = 8 };

/* Counted once for all measures. */
struct tally {
    const struct slant_score_input *in;
    uint32_t marks[SLANT_NLAYERS][SLANT_NVOICES];
    uint32_t kinds[SLANT_NLAYERS][MOST_KINDS]; /* in the outlet's voice */
    uint32_t headline[SLANT_NLAYERS];          /* in the headline, in the outlet's voice */
    uint32_t headline_words, words;
    struct custom_tally {
        uint32_t marks[SLANT_NVOICES];
        uint32_t *kinds; /* in the outlet's voice, by kind_number */
    } customs[SLANT_MOST_CUSTOM];
    uint32_t body_sentences, frame_sentences[MOST_KINDS]; /* sentences of the body; those with a frame of the kind */
    uint32_t attributed_sentences, bare_loaded; /* of the body; bare: loaded in the own voice, not attributed */
    struct slant_attributed said;
};

typedef void (*compute)(const struct tally *tally, enum slant_layer layer, struct slant_measure *out);

static void marks_in_own_voice(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    out->count = t->marks[layer][SLANT_VOICE_OUTLET];
    out->exposure = t->in->voices->words[SLANT_VOICE_OUTLET];
    out->rate = (double)out->count * 1000.0 / (double)out->exposure;
    out->has_voices = 1;
    memcpy(out->by_voice, t->marks[layer], sizeof out->by_voice);
}

static void share(uint32_t part, uint32_t whole, struct slant_measure *out)
{
    out->count = part;
    out->exposure = whole;
    out->rate = (double)part / (double)whole;
}

static void quoted_words(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    (void)layer;
    share(t->in->voices->words[SLANT_VOICE_QUOTED], t->words, out);
}

static void reported_words(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    (void)layer;
    share(t->in->voices->words[SLANT_VOICE_REPORTED], t->words, out);
}

/* ---- attribution ---- */

static void attribution(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    (void)layer;
    share(t->said.all, t->words, out);
    out->rate *= 1000;
}

static void attributed_sentences(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    (void)layer;
    share(t->attributed_sentences, t->body_sentences, out);
}

static void unattributed_loaded(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    (void)layer;
    share(t->bare_loaded, t->body_sentences, out);
}

static void unnamed_sources(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    (void)layer;
    share(t->said.unnamed, t->said.sourced, out);
}

static void vague_sources(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    (void)layer;
    share(t->said.vague, t->said.all, out);
}

static void distancing_cues(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    (void)layer;
    share(t->said.distancing, t->said.cued, out);
}

static void endorsing_cues(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    (void)layer;
    share(t->said.endorsing, t->said.cued, out);
}

static void sources(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    (void)layer;
    out->count = t->said.sources;
    out->exposure = t->words;
    out->rate = t->said.sources;
}

static void source_diversity(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    (void)layer;
    out->count = t->said.sources;
    out->exposure = t->said.words;
    out->rate = t->said.effective;
}

static void top_source(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    (void)layer;
    share(t->said.most, t->said.words, out);
}

/* ---- the others ---- */

/* The mean over the sentences of the body, each weighed by the share of its words that are in the outlet's voice. */
static void mean_chance(const struct tally *t, enum slant_chance chance, struct slant_measure *out)
{
    const struct slant_tokens *tokens = t->in->tokens;
    const double *chances = t->in->chances[chance];
    double sum = 0, weights = 0;
    for (uint32_t s = 0; s < tokens->nsentences && chances != NULL; s++) {
        const struct slant_sentence_span *sentence = &tokens->sentences[s];
        uint32_t own = 0;
        for (uint32_t i = sentence->first; i < sentence->last; i++)
            own += tokens->tokens[i].voice == SLANT_VOICE_OUTLET;
        double weight = sentence->title ? 0 : (double)own / (double)(sentence->last - sentence->first);
        weights += weight;
        sum += weight * chances[s];
    }
    if (chances == NULL)
        out->reason = "there are no weights for these lexicons";
    out->count = llround(sum);
    out->exposure = (int64_t)ceil(weights);
    out->rate = sum / weights;
}

static void subjectivity(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    (void)layer;
    mean_chance(t, SLANT_CHANCE_SLANTED, out);
}

/* Marks per 100 words of the headline less marks per 100 words of the body, both in the outlet's voice. */
static void headline_gap(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    uint32_t own = t->in->voices->words[SLANT_VOICE_OUTLET],
             body = own > t->headline_words ? own - t->headline_words : 0;
    uint32_t marks = t->marks[layer][SLANT_VOICE_OUTLET] - t->headline[layer];
    out->count = t->headline[layer];
    out->exposure = t->headline_words;
    out->rate = 100.0 * (double)out->count / (double)out->exposure - 100.0 * (double)marks / (double)body;
}

static int kind_number(enum slant_layer layer, const char *kind)
{
    const char *const *kinds = slant_lexicon_kinds(layer);
    for (int i = 0; kinds[i] != NULL && i < MOST_KINDS; i++)
        if (kinds[i] == kind) /* of an entry it is one of these very texts */
            return i;
    for (int i = 0; kinds[i] != NULL && i < MOST_KINDS; i++)
        if (strcmp(kinds[i], kind) == 0)
            return i;
    return -1;
}

/* Whose frame it is, the measure's name says: frame-conflict. */
static void frame_share(const struct tally *t, enum slant_layer layer, struct slant_measure *out)
{
    out->count = t->frame_sentences[kind_number(layer, strchr(out->name, '-') + 1)];
    out->exposure = t->body_sentences;
    out->rate = (double)out->count / (double)out->exposure;
}

#define FRAME(kind, what, reference)                                                                                   \
    {                                                                                                                  \
        {"frame-" kind,                                                                                                \
         BODY_SENTENCES,                                                                                               \
         "share of sentences",                                                                                         \
         5,                                                                                                            \
         "needs 5 sentences",                                                                                          \
         "sentences of the body, in any voice, that speak of " what ", as a share of all",                             \
         reference},                                                                                                   \
            SLANT_FRAME, frame_share                                                                                   \
    }

static const struct {
    struct slant_measure_info info;
    enum slant_layer layer;
    compute compute;
} table[] = {
    {{"hedge", OWN_WORDS, PER_1000, 100, "needs 100 words", "hedges in the outlet's voice, per 1,000 words in it",
      "Hyland 2005; Vincze 2013"},
     SLANT_HEDGE,
     marks_in_own_voice},
    {{"booster", OWN_WORDS, PER_1000, 100, "needs 100 words",
      "boosters in the outlet's voice outside negation, per 1,000 words in it", "Hyland 2005"},
     SLANT_BOOSTER,
     marks_in_own_voice},
    {{"loaded", OWN_WORDS, PER_1000, 100, "needs 100 words",
      "loaded terms in the outlet's voice, per 1,000 words in it", "Recasens et al. 2013; Spinde et al. 2021"},
     SLANT_LOADED,
     marks_in_own_voice},
    {{"insinuation", OWN_WORDS, PER_1000, 100, "needs 100 words",
      "presuppositions and insinuations in the outlet's voice, per 1,000 words in it",
      "Kiparsky & Kiparsky 1970; Karttunen 1971"},
     SLANT_INSINUATION,
     marks_in_own_voice},
    {{"scare-quote", OWN_WORDS, PER_1000, 100, "needs 100 words",
      "words and short phrases in quotation marks without a source, per 1,000 words in the outlet's voice",
      "Predelli 2003"},
     SLANT_SCARE_QUOTE,
     marks_in_own_voice},
    {{"agentless", OWN_WORDS, PER_1000, 100, "needs 100 words",
      "passives of harm without an agent in the outlet's voice, per 1,000 words in it", "Trew 1979; Fowler 1991"},
     SLANT_AGENTLESS,
     marks_in_own_voice},
    {{"opinion", OWN_WORDS, PER_1000, 100, "needs 100 words",
      "first person, demands, questions and imperatives to the reader in the outlet's voice, per 1,000 words in it",
      "Martin & White 2005"},
     SLANT_OPINION,
     marks_in_own_voice},
    {{"quoted-words", "words", "share of words", 100, "needs 100 words",
      "words inside direct quotations, as a share of all words", "slant codebook"},
     SLANT_NLAYERS,
     quoted_words},
    {{"reported-words", "words", "share of words", 100, "needs 100 words",
      "words of indirect attributions' contents (the minister said that ...), as a share of all words",
      "slant codebook"},
     SLANT_NLAYERS,
     reported_words},
    {{"attribution", "words", "per 1,000 words", 100, "needs 100 words",
      "attributions, the headline's too, per 1,000 words in any voice", "Bergler 1991; Pareti 2015"},
     SLANT_NLAYERS,
     attribution},
    {{"attributed-sentences", BODY_SENTENCES, "share of sentences", 5, "needs 5 sentences",
      "sentences of the body that hold an attribution's cue or content, as a share of all", "Pareti 2015"},
     SLANT_NLAYERS,
     attributed_sentences},
    {{"unattributed-loaded", BODY_SENTENCES, "share of sentences", 5, "needs 5 sentences",
      "sentences of the body with a loaded term in the outlet's voice and no attribution, as a share of all",
      "slant codebook"},
     SLANT_LOADED,
     unattributed_loaded},
    {{"unnamed-sources", "attributions with a source", "share of attributions with a source", 3, THREE " with a source",
      "attributions to officials and others without a name, as a share of those with a source",
      "Duffy & Williams 2011"},
     SLANT_NLAYERS,
     unnamed_sources},
    {{"vague-sources", "attributions", "share of attributions", 3, THREE,
      "attributions to nobody that could be found (some say, it is believed), as a share of all", "slant codebook"},
     SLANT_NLAYERS,
     vague_sources},
    {{"distancing-cues", "attributions with a cue", "share of attributions with a cue", 3, THREE " with a cue",
      "attributions whose cue signals doubt (claim, allege), as a share of those with a cue; a cue that no lexicon "
      "has is neutral",
      "Geis 1987"},
     SLANT_CUE,
     distancing_cues},
    {{"endorsing-cues", "attributions with a cue", "share of attributions with a cue", 3, THREE " with a cue",
      "attributions whose cue takes the content for true (reveal, note), as a share of those with a cue; a cue that no "
      "lexicon has is neutral",
      "Geis 1987"},
     SLANT_CUE,
     endorsing_cues},
    {{"sources", "words", "distinct sources", 100, "needs 100 words",
      "speakers that are told apart, each counted once however often it speaks; vague ones are nobody",
      "slant codebook"},
     SLANT_NLAYERS,
     sources},
    {{"source-diversity", SOURCE_WORDS, "sources, by effective number", 30, "needs 30 words attributed to a source",
      "exp of the Shannon entropy of the sources' shares of the attributed words: as many sources as would be heard "
      "equally long",
      "Hill 1973; Jost 2006"},
     SLANT_NLAYERS,
     source_diversity},
    {{"top-source", SOURCE_WORDS, "share of attributed words", 30, "needs 30 words attributed to a source",
      "words of the source that has most, as a share of the words attributed to a source", "Berger & Parker 1970"},
     SLANT_NLAYERS,
     top_source},
    {{"headline-gap", "words of the headline in the outlet's voice", "per 100 words, headline less body", 4,
      "needs a headline of 4 words and a body of 100",
      "loaded terms per 100 words of the headline less the same of the body, in the outlet's voice", "slant codebook"},
     SLANT_LOADED,
     headline_gap},
    {{"headline-gap-hedge", "words of the headline in the outlet's voice", "per 100 words, headline less body", 4,
      "needs a headline of 4 words and a body of 100",
      "hedges per 100 words of the headline less the same of the body, in the outlet's voice", "slant codebook"},
     SLANT_HEDGE,
     headline_gap},
    {{"subjectivity", OWN_SENTENCES, MEAN_CHANCE, 5, "needs 5 sentences",
      "estimated chance that a reader would call a sentence slanted, by weights fitted to readers' judgements: the "
      "mean over the sentences of the body, each by the outlet's share of its words",
      "Spinde et al. 2021; Da San Martino et al. 2019"},
     SLANT_NLAYERS,
     subjectivity},
    FRAME("conflict", "a dispute, blame between sides, winning and losing", SEMETKO),
    FRAME("responsibility", "causes, duties and remedies", SEMETKO),
    FRAME("human-interest", "a face, feelings, a private life", SEMETKO),
    FRAME("economic", "costs, gains, jobs, trade", SEMETKO),
    FRAME("morality", "right and wrong, faith, shame, principle", SEMETKO),
    FRAME("security", "threats, forces, weapons, borders", "slant codebook"),
    FRAME("diplomacy", "talks, treaties, envoys, mediation", "slant codebook"),
};
enum { NMEASURES = sizeof table / sizeof table[0] };

const struct slant_measure_info *slant_score_measure(size_t i)
{
    return i < NMEASURES ? &table[i].info : NULL;
}

static const struct slant_measure_info custom_info = {
    NULL,         OWN_WORDS,         PER_1000,
    100,          "needs 100 words", "marks of a lexicon of your own in the outlet's voice, per 1,000 words in it",
    "the lexicon"};

const struct slant_measure_info *slant_score_custom(void)
{
    return &custom_info;
}

/* Hits come in text order: a sentence counts when its first mark of a kind is seen. */
static void count_frame(struct tally *t, const struct slant_hit *h, uint32_t seen[MOST_KINDS])
{
    int kind = kind_number(SLANT_FRAME, h->kind);
    if (kind < 0 || t->in->tokens->sentences[h->sentence].title || seen[kind] == h->sentence + 1)
        return;
    seen[kind] = h->sentence + 1;
    t->frame_sentences[kind]++;
}

static void count_custom(struct tally *t, const struct slant_hit *h)
{
    const struct slant_entry *e = &t->in->lexicon->entries[h->entry];
    struct custom_tally *custom = &t->customs[h->slot - SLANT_NLAYERS];
    custom->marks[h->voice]++;
    for (uint32_t i = 0; i < e->nkinds && h->voice == SLANT_VOICE_OUTLET; i++)
        custom->kinds[t->in->lexicon->kind_numbers[e->kinds_at + i]]++;
}

static int is_bare(const struct slant_score_input *in, uint32_t sentence)
{
    return !in->tokens->sentences[sentence].title && !in->voices->attributed[sentence];
}

static void count(struct tally *t)
{
    const struct slant_tokens *tokens = t->in->tokens;
    uint32_t seen[MOST_KINDS] = {0}, bare = 0; /* the sentence last counted, plus 1 */
    t->words = tokens->words;
    t->body_sentences = tokens->nsentences;
    for (uint32_t s = 0; s < tokens->nsentences && tokens->sentences[s].title; s++, t->body_sentences--)
        for (uint32_t i = tokens->sentences[s].first; i < tokens->sentences[s].last; i++)
            t->headline_words +=
                tokens->tokens[i].voice == SLANT_VOICE_OUTLET && (tokens->tokens[i].before & SLANT_GAP_HYPHEN) == 0;
    for (uint32_t s = tokens->nsentences - t->body_sentences; s < tokens->nsentences; s++)
        t->attributed_sentences += t->in->voices->attributed[s];
    for (uint32_t i = 0; i < t->in->hits->n; i++) {
        const struct slant_hit *h = &t->in->hits->rows[i];
        if (h->layer == SLANT_CUSTOM) {
            count_custom(t, h);
            continue;
        }
        if (h->layer == SLANT_FRAME)
            count_frame(t, h, seen);
        t->marks[h->layer][h->voice]++;
        if (h->voice != SLANT_VOICE_OUTLET)
            continue;
        int kind = kind_number((enum slant_layer)h->layer, h->kind);
        if (kind >= 0)
            t->kinds[h->layer][kind]++;
        t->headline[h->layer] += tokens->sentences[h->sentence].title;
        if (h->layer == SLANT_LOADED && bare != h->sentence + 1 && is_bare(t->in, h->sentence)) {
            bare = h->sentence + 1;
            t->bare_loaded++;
        }
    }
}

static slant_status add_kinds(const struct tally *t, enum slant_layer layer, struct slant_arena *mem,
                              struct slant_measure *m)
{
    struct slant_kind_count *kinds = NULL;
    const char *const *names = slant_lexicon_kinds(layer);
    for (int i = 0; names[i] != NULL && i < MOST_KINDS; i++) {
        if (t->kinds[layer][i] == 0)
            continue;
        if (kinds == NULL && (kinds = slant_arena_alloc(mem, MOST_KINDS * sizeof *kinds)) == NULL)
            return SLANT_ENOMEM;
        kinds[m->nkinds++] = (struct slant_kind_count){names[i], t->kinds[layer][i]};
    }
    m->kinds = kinds;
    return SLANT_OK;
}

/* No rate where there is too little for one. */
static void hold_to_minimum(const struct slant_score_input *in, const struct slant_measure_info *info, int enough,
                            struct slant_measure *m)
{
    int64_t minimum = in->min_exposure >= 0 ? in->min_exposure : info->minimum;
    if (m->exposure >= minimum && m->exposure > 0 && enough && isfinite(m->rate))
        return;
    m->rate = NAN;
    if (m->reason == NULL)
        m->reason = in->min_exposure >= 0 && m->exposure > 0 ? "below the minimum that was asked for" : info->reason;
}

static slant_status add_custom(const struct tally *t, uint32_t i, struct slant_arena *mem, struct slant_measure *m)
{
    const struct slant_custom *custom = &t->in->lexicon->customs[i];
    const uint32_t *counts = t->customs[i].kinds;
    m->name = custom->name;
    m->unit = custom_info.unit;
    m->exposure_name = custom_info.exposure;
    m->count = t->customs[i].marks[SLANT_VOICE_OUTLET];
    m->exposure = t->in->voices->words[SLANT_VOICE_OUTLET];
    m->rate = (double)m->count * 1000.0 / (double)m->exposure;
    m->has_voices = 1;
    memcpy(m->by_voice, t->customs[i].marks, sizeof m->by_voice);
    hold_to_minimum(t->in, &custom_info, 1, m);
    struct slant_kind_count *kinds = slant_arena_alloc(mem, (custom->nkinds + 1) * sizeof *kinds);
    for (uint32_t k = 0; k < custom->nkinds && kinds != NULL; k++)
        if (counts[k] > 0)
            kinds[m->nkinds++] = (struct slant_kind_count){custom->kinds[k], counts[k]};
    m->kinds = kinds;
    return kinds != NULL ? SLANT_OK : SLANT_ENOMEM;
}

static slant_status open_customs(struct tally *t, struct slant_arena *mem)
{
    for (uint32_t i = 0; i < t->in->lexicon->ncustoms; i++) {
        size_t size = (t->in->lexicon->customs[i].nkinds + 1) * sizeof *t->customs[i].kinds;
        if ((t->customs[i].kinds = slant_arena_zalloc(mem, size)) == NULL)
            return SLANT_ENOMEM;
    }
    return SLANT_OK;
}

slant_status slant_score_run(const struct slant_score_input *in, struct slant_arena *mem, struct slant_measure **out,
                             uint32_t *n)
{
    struct tally tally = {.in = in};
    struct slant_measure *rows = slant_arena_zalloc(mem, (NMEASURES + in->lexicon->ncustoms) * sizeof *rows);
    if (rows == NULL || open_customs(&tally, mem) != SLANT_OK ||
        slant_attributed_count(in, mem, &tally.said) != SLANT_OK)
        return SLANT_ENOMEM;
    count(&tally);
    for (uint32_t i = 0; i < NMEASURES; i++) {
        struct slant_measure *m = &rows[i];
        const struct slant_measure_info *info = &table[i].info;
        m->name = info->name;
        m->unit = info->unit;
        m->exposure_name = info->exposure;
        table[i].compute(&tally, table[i].layer, m);
        int enough_body = table[i].compute != headline_gap || in->min_exposure >= 0 ||
                          in->voices->words[SLANT_VOICE_OUTLET] >= tally.headline_words + 100;
        hold_to_minimum(in, info, enough_body, m);
        if (m->has_voices && add_kinds(&tally, table[i].layer, mem, m) != SLANT_OK)
            return SLANT_ENOMEM;
    }
    for (uint32_t i = 0; i < in->lexicon->ncustoms; i++)
        if (add_custom(&tally, i, mem, &rows[NMEASURES + i]) != SLANT_OK)
            return SLANT_ENOMEM;
    *out = rows;
    *n = NMEASURES + in->lexicon->ncustoms;
    return SLANT_OK;
}
