/* find: the rules at work. Each looks through the marks or attributions once. */
#include <stdio.h>
#include <string.h>

#include "check/check.h"
#include "check/plainer.h"
#include "check/wording.h"

enum { MESSAGE = 320, SHOWN = 60, NEAR = 20 };

/* What is known of a sentence before rules look. Index 0: the headline; i + 1: sentence i. */
struct about {
    uint8_t attributed;
    uint8_t lead;
    uint8_t alone;      /* all of its paragraph */
    uint8_t judged;     /* voice.unattributed-loaded has spoken */
    int32_t last_hedge; /* index of the mark, or -1 */
};

struct finder {
    const struct slant_result *r;
    const struct slant_severities *severities;
    struct slant_arena *mem;
    struct slant_findings *out;
    struct about *about;
    struct slant_str scare; /* the stretch in scare quotes that begins at or before the mark at hand */
    slant_status status;
};

static struct about *about(const struct finder *f, int32_t sentence, int in_headline)
{
    return &f->about[in_headline || sentence < 0 ? 0 : sentence + 1];
}

static const char *start_of(struct slant_str s)
{
    return s.ptr;
}

static const char *end_of(struct slant_str s)
{
    return s.ptr + s.len;
}

/* ---- preparing ---- */

static void note_attributions(struct finder *f)
{
    for (uint32_t i = 0; i < f->r->nmarks; i++) {
        const struct slant_mark *m = &f->r->marks[i];
        if (m->layer == SLANT_CUE && m->voice == SLANT_VOICE_OUTLET)
            about(f, m->sentence, m->in_headline)->attributed = 1;
    }
    for (uint32_t i = 0; i < f->r->nattributions; i++) {
        const struct slant_attribution *a = &f->r->attributions[i];
        if (a->source_class != SLANT_SOURCE_NONE)
            about(f, a->sentence, a->in_headline)->attributed = 1;
    }
    /* A sentence that a quotation reaches into. */
    uint32_t row = 0;
    for (uint32_t i = 0; i < f->r->nruns; i++) {
        struct slant_str run = f->r->runs[i].span.text;
        while (row < f->r->nrows && end_of(f->r->rows[row].span.text) <= start_of(run))
            row++;
        for (uint32_t k = row; k < f->r->nrows && start_of(f->r->rows[k].span.text) < end_of(run); k++)
            f->about[k + 1].attributed = 1;
    }
}

static slant_status prepare(struct finder *f)
{
    uint32_t n = f->r->nrows + 1;
    f->about = slant_arena_zalloc(f->mem, n * sizeof *f->about);
    if (f->about == NULL)
        return SLANT_ENOMEM;
    for (uint32_t i = 0; i < n; i++)
        f->about[i].last_hedge = -1;
    const struct slant_sentence *rows = f->r->rows;
    for (uint32_t i = 0; i + 1 < n; i++) {
        f->about[i + 1].lead = rows[i].paragraph == rows[0].paragraph;
        f->about[i + 1].alone = (i == 0 || rows[i - 1].paragraph != rows[i].paragraph) &&
                                (i + 2 == n || rows[i + 1].paragraph != rows[i].paragraph);
    }
    note_attributions(f);
    return SLANT_OK;
}

/* ---- making a finding ---- */

/* The words as they are shown in a message: on one line, and not too long. */
static struct slant_str shown(struct finder *f, struct slant_str words)
{
    return slant_wording_short(words, SHOWN, f->mem);
}

static void take_plainer(struct finder *f, const struct slant_mark *m, struct slant_str words,
                         struct slant_finding *row)
{
    const char *forms[SLANT_PLAINER], **kept;
    int n = slant_plainer_forms(words, m->entry, m->plainer, f->mem, forms);
    if (n == 0)
        return;
    kept = n > 0 ? slant_arena_alloc(f->mem, sizeof forms) : NULL;
    if (kept == NULL) {
        f->status = SLANT_ENOMEM;
        return;
    }
    memcpy(kept, forms, (size_t)n * sizeof *forms);
    row->nreplacements = (uint32_t)n;
    row->replacements = kept;
}

static void add(struct finder *f, enum slant_rule_index rule, const struct slant_mark *m, struct slant_str words,
                const char *message)
{
    struct slant_finding row = {.message = message, .plainer = "", .entry = "", .lexicon = "", .why = "", .source = ""};
    if (f->status != SLANT_OK || message == NULL) {
        f->status = SLANT_ENOMEM;
        return;
    }
    if (m != NULL) {
        row.plainer = m->plainer;
        row.entry = m->entry;
        row.lexicon = m->lexicon;
        row.why = m->why;
        row.source = m->source;
        take_plainer(f, m, words, &row);
    }
    if (f->status == SLANT_OK)
        f->status = slant_findings_add(f->out, f->mem, f->severities, rule, &row, words);
}

static int is_on(const struct finder *f, enum slant_rule_index rule)
{
    return f->severities->of[rule] != SLANT_OFF;
}

/* The message takes the marked words, the plainer wording and the reason from the mark. */
static void add_mark(struct finder *f, enum slant_rule_index rule, const struct slant_mark *m, const char *what)
{
    if (!is_on(f, rule))
        return;
    struct slant_str words = shown(f, m->span.text);
    const char *plainer = m->plainer[0] != '\0' ? "; plainer: " : "";
    char *room = slant_arena_alloc(f->mem, MESSAGE);
    if (room != NULL)
        snprintf(room, MESSAGE, "\"%.*s\" %s%s%s", (int)words.len, words.ptr, what, plainer, m->plainer);
    add(f, rule, m, m->span.text, room);
}

static void add_words(struct finder *f, enum slant_rule_index rule, const struct slant_mark *m, struct slant_str words,
                      const char *format, struct slant_str named)
{
    if (!is_on(f, rule))
        return;
    char *room = slant_arena_alloc(f->mem, MESSAGE);
    struct slant_str short_words = shown(f, named);
    if (room != NULL)
        snprintf(room, MESSAGE, format, (int)short_words.len, short_words.ptr);
    add(f, rule, m, words, room);
}

/* ---- terrorist: the agencies' rule ---- */

/* "terrorist", "terror group", "act of terror", not fear and not the field. */
static int is_terrorist(const struct slant_mark *m)
{
    return m->layer == SLANT_LOADED && strcmp(m->kind, "label") == 0 && slant_wording_has(m->span.text, "terror");
}

static void one_word_in_marks(struct finder *f, struct slant_str words)
{
    if (slant_wording_same(words, "terrorist") || slant_wording_same(words, "terrorists"))
        add_words(f, SLANT_RULE_TERRORIST, NULL, words,
                  "\"%.*s\" stands alone in quotation marks; quote at length, with the source", words);
}

static void terrorist(struct finder *f, const struct slant_mark *m)
{
    struct slant_str field = m->span.in_title ? f->r->title_text : f->r->text;
    if (m->layer == SLANT_SCARE_QUOTE)
        one_word_in_marks(f, m->span.text);
    if (!is_terrorist(m) || m->voice == SLANT_VOICE_QUOTED || slant_wording_in_marks(field, m->span.text))
        return;
    if (slant_wording_before(field, m->span.text, "so-called") ||
        slant_wording_before(field, m->span.text, "so called"))
        add_mark(f, SLANT_RULE_TERRORIST, m, "stands after so-called");
    else if (m->voice == SLANT_VOICE_OUTLET && !about(f, m->sentence, m->in_headline)->attributed)
        add_mark(f, SLANT_RULE_TERRORIST, m, "is used without a source");
}

/* ---- rules over one mark ---- */

/* In quotation marks that quote nobody: the marks are the matter, not the word. */
static int is_marked_off(const struct finder *f, const struct slant_mark *m)
{
    const char *from = start_of(m->span.text), *to = end_of(m->span.text);
    return f->scare.ptr != NULL && from >= f->scare.ptr && to <= end_of(f->scare);
}

static void loaded(struct finder *f, const struct slant_mark *m)
{
    static const struct {
        const char *kind;
        enum slant_rule_index rule;
        const char *what;
        int judges, leads;
    } kinds[] = {{"label", SLANT_RULE_LABEL, "is a contested name", 1, 0},
                 {"evaluative", SLANT_RULE_EVALUATIVE, "judges", 1, 1},
                 {"emotive", SLANT_RULE_EMOTIVE, "stirs where a plainer word would inform", 0, 1},
                 {"euphemism", SLANT_RULE_EUPHEMISM, "hides what was done", 0, 0},
                 {"metaphor", SLANT_RULE_METAPHOR, "is an image that argues", 0, 1}};
    struct about *s = about(f, m->sentence, m->in_headline);
    size_t k = 0;
    while (k < sizeof kinds / sizeof kinds[0] && strcmp(kinds[k].kind, m->kind) != 0)
        k++;
    if (k == sizeof kinds / sizeof kinds[0] || m->voice != SLANT_VOICE_OUTLET || is_marked_off(f, m))
        return;
    if (is_terrorist(m) && is_on(f, SLANT_RULE_TERRORIST))
        return; /* it has a rule of its own */
    add_mark(f, kinds[k].rule, m, kinds[k].what);
    if (kinds[k].leads && s->lead && !s->attributed && !m->in_headline)
        add_mark(f, SLANT_RULE_LEAD_EVALUATION, m, "stands in the first paragraph, and nobody is given as the source");
    if (kinds[k].judges && !s->attributed && !s->judged) {
        s->judged = 1;
        add_mark(f, SLANT_RULE_UNATTRIBUTED, m, "is the outlet's own word: nobody is given as the source");
    }
}

/* Two hedges on one claim: near each other, with no stop or comma between them, one of them about likelihood. */
static void hedge(struct finder *f, uint32_t index)
{
    const struct slant_mark *m = &f->r->marks[index];
    struct about *s = about(f, m->sentence, m->in_headline);
    if (m->voice == SLANT_VOICE_QUOTED || strcmp(m->kind, "approximator") == 0)
        return;
    const struct slant_mark *last = s->last_hedge >= 0 ? &f->r->marks[s->last_hedge] : NULL;
    s->last_hedge = (int32_t)index;
    if (last == NULL || (strcmp(m->kind, "epistemic") != 0 && strcmp(last->kind, "epistemic") != 0))
        return;
    const char *from = end_of(last->span.text), *to = start_of(m->span.text);
    if (from > to || to - from > NEAR || m->span.text.len > NEAR || last->span.text.len > NEAR ||
        slant_wording_parts((struct slant_str){from, (size_t)(to - from)}))
        return;
    struct slant_str both = {start_of(last->span.text), (size_t)(end_of(m->span.text) - start_of(last->span.text))};
    add_words(f, SLANT_RULE_HEDGE_STACKED, NULL, both, "\"%.*s\" hedges one claim twice", both);
}

static void cue(struct finder *f, const struct slant_mark *m)
{
    if (strcmp(m->stance, "distancing") == 0)
        add_mark(f, SLANT_RULE_CUE_DISTANCING, m, "doubts what the source says; plainer: said");
    else if (strcmp(m->stance, "endorsing") == 0)
        add_mark(f, SLANT_RULE_CUE_ENDORSING, m, "vouches for what the source says; plainer: said");
}

/* A question that is a paragraph of its own is the heading of what answers it. */
static void opinion(struct finder *f, const struct slant_mark *m, const struct about *s)
{
    if (strcmp(m->kind, "deontic") == 0) {
        if (!s->attributed)
            add_mark(f, SLANT_RULE_DEONTIC, m, "is a demand of the outlet's own");
    } else if (strcmp(m->kind, "first-person") == 0)
        add_mark(f, SLANT_RULE_FIRST_PERSON, m, "is the writer speaking of themselves");
    else if (strcmp(m->kind, "imperative") == 0)
        add_mark(f, SLANT_RULE_IMPERATIVE, m, "tells the reader what to do");
    else if (!s->alone)
        add_mark(f, SLANT_RULE_QUESTION, m, "is the outlet's own question");
}

/* Marks come by place; a scare quote and a word in it may begin at one. */
static void note_scare_quotes(struct finder *f, uint32_t index)
{
    const struct slant_mark *marks = f->r->marks;
    for (uint32_t i = index; i < f->r->nmarks && start_of(marks[i].span.text) <= end_of(marks[index].span.text); i++)
        if (marks[i].layer == SLANT_SCARE_QUOTE && start_of(marks[i].span.text) <= start_of(marks[index].span.text))
            f->scare = marks[i].span.text;
}

static void look_at_mark(struct finder *f, uint32_t index)
{
    const struct slant_mark *m = &f->r->marks[index];
    const struct about *s = about(f, m->sentence, m->in_headline);
    int own = m->voice == SLANT_VOICE_OUTLET;
    note_scare_quotes(f, index);
    terrorist(f, m);
    if (m->layer == SLANT_LOADED)
        loaded(f, m);
    else if (m->layer == SLANT_HEDGE)
        hedge(f, index);
    else if (m->layer == SLANT_BOOSTER && own)
        add_mark(f, SLANT_RULE_BOOSTER, m, "adds weight to the claim");
    else if (m->layer == SLANT_INSINUATION && own)
        add_mark(f, strcmp(m->kind, "factive") == 0 ? SLANT_RULE_INSINUATION_FACTIVE : SLANT_RULE_INSINUATION, m,
                 strcmp(m->kind, "factive") == 0 ? "takes something for granted" : "hints and does not say");
    else if (m->layer == SLANT_SCARE_QUOTE && !s->attributed)
        add_mark(f, SLANT_RULE_SCARE_QUOTE, m, "stands in quotation marks that quote nobody");
    else if (m->layer == SLANT_AGENTLESS && own)
        add_mark(f, SLANT_RULE_AGENTLESS, m, "does not say who did it");
    else if (m->layer == SLANT_CUE && own)
        cue(f, m);
    else if (m->layer == SLANT_CUSTOM && own)
        add_mark(f, SLANT_RULE_HOUSE_WORD, m, "is a word of the house's list");
    else if (m->layer == SLANT_OPINION && own)
        opinion(f, m, s);
}

/* ---- attributions ---- */

/* From the source to the cue, or from the cue to the source. */
static struct slant_str source_and_cue(const struct slant_attribution *a)
{
    struct slant_str source = a->source.text, words = a->cue.text;
    if (source.ptr == NULL || words.ptr == NULL || a->source.in_title != a->cue.in_title)
        return source.ptr != NULL ? source : words;
    const char *from = start_of(source) < start_of(words) ? start_of(source) : start_of(words);
    const char *to = end_of(source) > end_of(words) ? end_of(source) : end_of(words);
    return to - from <= SHOWN ? (struct slant_str){from, (size_t)(to - from)} : words;
}

static int has_any(struct slant_str words, const char *const *parts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (words.ptr != NULL && slant_wording_has(words, parts[i]))
            return 1;
    return 0;
}

static int begins_any(struct slant_str words, const char *const *first, size_t n)
{
    struct slant_str word = {words.ptr, 0};
    while (word.len < words.len && words.ptr[word.len] != ' ')
        word.len++;
    for (size_t i = 0; i < n; i++)
        if (slant_wording_same(word, first[i]))
            return 1;
    return 0;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Somebody accuses: not a charge, which is a court's, nor the noun. */
static int is_accusation(const struct slant_attribution *a)
{
    static const char *const cues[] = {"accuse", "accusing", "alleged", "alleges", "allege ", "blame"};
    static const char *const parties[] = {"prosecut", "plaintiff", "lawsuit", "lawyer", "attorney", "police", "victim"};
    int verb = has_any(a->cue.text, cues, COUNT(cues)) || slant_wording_same(a->cue.text, "allege");
    return verb && !slant_wording_has(a->cue.text, "accused of") && a->source.text.ptr != NULL &&
           !has_any(a->source.text, parties, COUNT(parties));
}

/* "some", "many observers", "critics", with a word of saying or thinking: somebody whom nobody could ask. Not "critics
 * like Mr Ode", who has a name. */
static int is_somebody(struct slant_str source, struct slant_str cue)
{
    static const char *const vague[] = {"some",         "many",       "others",   "several",    "critics",
                                        "observers",    "insiders",   "pundits",  "supporters", "opponents",
                                        "commentators", "detractors", "sceptics", "skeptics"};
    static const char *const says[] = {
        "sa",     "argu",      "believ",  "think", "claim",    "suggest",  "fear",      "question", "contend",
        "see",    "warn",      "worr",    "call",  "consider", "insist",   "interpret", "accus",    "maintain",
        "regard", "according", "thought", "assum", "doubt",    "complain", "not",       "critici"};
    unsigned gaps = 0;
    for (size_t i = 0; i < source.len; i++)
        gaps += source.ptr[i] == ' ';
    return gaps < 3 && begins_any(source, vague, COUNT(vague)) && has_any(cue, says, COUNT(says));
}

/* "it is understood", "is said to", "is widely seen as": passives of saying and thinking whose subject is gone. What is
 * expected or asked is left alone: news is full of both. */
static int is_hearsay(struct slant_str cue)
{
    static const char *const be[] = {"is", "are", "was", "were", "be", "been"};
    static const char *const said[] = {"said to", "said that", "believed", "understood", "thought",    "rumoured",
                                       "rumored", "reported",  "seen as",  "regarded",   "considered", "feared"};
    return begins_any(cue, be, COUNT(be)) && has_any(cue, said, COUNT(said)) && !slant_wording_has(cue, " by");
}

static int is_vague(const struct slant_attribution *a)
{
    if (a->source_class != SLANT_SOURCE_VAGUE)
        return 0;
    return a->source.text.ptr != NULL ? is_somebody(a->source.text, a->cue.text) : is_hearsay(a->cue.text);
}

static int is_quoted(const struct slant_result *r, struct slant_str words)
{
    uint32_t from = 0, to = r->nruns;
    while (from < to) { /* the last stretch that begins at or before the words */
        uint32_t middle = from + (to - from) / 2;
        if (start_of(r->runs[middle].span.text) <= words.ptr)
            from = middle + 1;
        else
            to = middle;
    }
    return from > 0 && r->runs[from - 1].voice == SLANT_VOICE_QUOTED && words.ptr < end_of(r->runs[from - 1].span.text);
}

static int is_unnamed(enum slant_source_class class)
{
    return class == SLANT_SOURCE_OFFICIAL_UNNAMED || class == SLANT_SOURCE_OTHER_UNNAMED;
}

/* Does somebody with a name speak in the same sentence? */
static int is_seconded(const struct slant_result *r, const struct slant_attribution *a)
{
    for (uint32_t i = 0; i < r->nattributions; i++) {
        const struct slant_attribution *other = &r->attributions[i];
        if (other->sentence == a->sentence && other->in_headline == a->in_headline &&
            other->source_class <= SLANT_SOURCE_DOCUMENT)
            return 1;
    }
    return 0;
}

static void look_at_attribution(struct finder *f, const struct slant_attribution *a)
{
    struct slant_str words = source_and_cue(a);
    if (words.ptr == NULL || is_quoted(f->r, words))
        return;
    if (is_vague(a))
        add_words(f, SLANT_RULE_VAGUE, NULL, words,
                  a->source.text.ptr != NULL ? "\"%.*s\" names nobody who could be asked"
                                             : "\"%.*s\": nobody is given who says or thinks so",
                  words);
    else if (is_unnamed(a->source_class) && is_accusation(a) && !is_seconded(f->r, a))
        add_words(f, SLANT_RULE_SINGLE_ANONYMOUS, NULL, words,
                  "\"%.*s\": the accusation rests on a source without a name", words);
}

/* ---- the headline ---- */

/* Does the body use the entry too, or open in the same tone? */
static int body_has(const struct finder *f, const struct slant_mark *mark)
{
    const struct slant_result *r = f->r;
    for (uint32_t i = 0; i < r->nmarks; i++) {
        const struct slant_mark *m = &r->marks[i];
        if (m->in_headline || m->layer != mark->layer)
            continue;
        int opens = m->sentence >= 0 && about(f, m->sentence, 0)->lead;
        if (strcmp(m->entry, mark->entry) == 0 || (opens && strcmp(m->kind, mark->kind) == 0))
            return 1;
    }
    return slant_wording_again(r->text, r->title.text, mark->span.text);
}

/* Anything in the headline that weakens it, or gives it to somebody. */
static int headline_is_careful(const struct finder *f)
{
    const struct slant_result *r = f->r;
    if (f->about[0].attributed || memchr(r->title.text.ptr, '?', r->title.text.len) != NULL ||
        memchr(r->title.text.ptr, ':', r->title.text.len) != NULL)
        return 1;
    for (uint32_t i = 0; i < r->nmarks && r->marks[i].in_headline; i++)
        if (r->marks[i].layer == SLANT_HEDGE || r->marks[i].voice != SLANT_VOICE_OUTLET)
            return 1;
    return 0;
}

/* From the end of the hedge on, as far as its sentence goes. */
static struct slant_str hedged(const struct slant_result *r, const struct slant_mark *m)
{
    const char *from = end_of(m->span.text), *to = end_of(r->rows[m->sentence].span.text);
    return from < to ? (struct slant_str){from, (size_t)(to - from)} : (struct slant_str){to, 0};
}

static void flat_headline(struct finder *f)
{
    const struct slant_result *r = f->r;
    for (uint32_t i = 0; i < r->nmarks; i++) {
        const struct slant_mark *m = &r->marks[i];
        if (m->in_headline || m->layer != SLANT_HEDGE || strcmp(m->kind, "approximator") == 0 || m->sentence < 0 ||
            m->sentence > 1 || m->voice == SLANT_VOICE_QUOTED || !slant_wording_alike(r->title.text, hedged(r, m)))
            continue;
        add_words(f, SLANT_RULE_HEADLINE_STRONGER, NULL, r->title.text,
                  "the headline says flatly what the body hedges: \"%.*s\"", m->span.text);
        return;
    }
}

static void headline(struct finder *f)
{
    const struct slant_result *r = f->r;
    if (r->title.text.len == 0 || r->nrows == 0 || headline_is_careful(f))
        return;
    for (uint32_t i = 0; i < r->nmarks && r->marks[i].in_headline; i++) {
        note_scare_quotes(f, i);
        if (r->marks[i].layer == SLANT_LOADED && !is_marked_off(f, &r->marks[i]) && !body_has(f, &r->marks[i]))
            add_mark(f, SLANT_RULE_HEADLINE_STRONGER, &r->marks[i], "stands in the headline and nowhere in the body");
    }
    if (!slant_wording_careful(r->title.text))
        flat_headline(f);
}

/* ---- all of them ---- */

static void single_words_in_quotation(struct finder *f)
{
    for (uint32_t i = 0; i < f->r->nruns; i++)
        if (f->r->runs[i].voice == SLANT_VOICE_QUOTED)
            one_word_in_marks(f, f->r->runs[i].span.text);
}

static void oddities(struct finder *f)
{
    for (uint32_t i = 0; i < f->r->ndiagnostics; i++) {
        const struct slant_diagnostic *d = &f->r->diagnostics[i];
        if (strcmp(d->code, "unclosed-quote") == 0 || strcmp(d->code, "stray-quote") == 0)
            add(f, SLANT_RULE_UNCLOSED_QUOTE, NULL, d->span.text, d->message);
    }
}

slant_status slant_check_run(const struct slant_result *result, const struct slant_severities *severities,
                             struct slant_arena *mem, struct slant_findings *out)
{
    struct finder f = {.r = result, .severities = severities, .mem = mem, .out = out};
    f.status = prepare(&f);
    for (uint32_t i = 0; i < result->nmarks && f.status == SLANT_OK; i++)
        look_at_mark(&f, i);
    for (uint32_t i = 0; i < result->nattributions && f.status == SLANT_OK; i++)
        look_at_attribution(&f, &result->attributions[i]);
    if (f.status == SLANT_OK) {
        single_words_in_quotation(&f);
        headline(&f);
        oddities(&f);
    }
    return f.status;
}
