/* selftest: every lexicon entry carries sentences in which it must, and must not, be found. */
#include <stdio.h>
#include <string.h>

#include "lexicon/lexicon.h"
#include "pipeline.h"

struct trial {
    struct slant_worker *worker;
    size_t ran, failed;
    void (*report)(void *, const char *, uint32_t, const char *, const char *, const char *);
    void *ctx;
    const struct slant_lexicon_info *infos;
};

/* Is this entry among what is found in the sentence, or one of its layer and sort (an exception for an exception) that
 * took its words because it is longer? *instead: the entry of its layer that stands there otherwise. */
static int fires(struct trial *t, const struct slant_lexicon_view *view, uint32_t entry, const char *sentence,
                 int wanted, const char **instead)
{
    struct slant_flow flow;
    struct slant_article article = {.text = {sentence, strlen(sentence)}};
    if (slant_pipeline_run(t->worker, &article, &flow) != SLANT_OK)
        return 0;
    int found = 0;
    *instead = NULL;
    for (uint32_t i = 0; i < flow.hits.n; i++) {
        const struct slant_hit *h = &flow.hits.rows[i];
        if (h->entry < 0 || h->layer != view->entries[entry].layer)
            continue;
        const struct slant_entry *other = &view->entries[h->entry];
        found |= wanted ? other->exception == view->entries[entry].exception : h->entry == (int32_t)entry;
        *instead = other->pattern;
    }
    return found;
}

static void try_sentence(struct trial *t, const struct slant_lexicon_view *view, uint32_t entry, const char *sentence,
                         int wanted)
{
    if (sentence[0] == '\0')
        return;
    const struct slant_entry *e = &view->entries[entry];
    const char *instead = NULL;
    char what[300];
    t->ran++;
    if (fires(t, view, entry, sentence, wanted, &instead) == wanted)
        return;
    t->failed++;
    if (!wanted)
        snprintf(what, sizeof what, "found in its no-sentence");
    else if (instead != NULL)
        snprintf(what, sizeof what, "not found in its sentence: '%.200s' stands there instead", instead);
    else
        snprintf(what, sizeof what, "not found in its sentence");
    t->report(t->ctx, t->infos[e->file].path, e->line, e->pattern, what, sentence);
}

size_t slant_lexicon_test(const struct slant *engine, size_t *ran,
                          void (*report)(void *, const char *, uint32_t, const char *, const char *, const char *),
                          void *ctx)
{
    struct trial t = {.worker = slant_worker_new(engine), .report = report, .ctx = ctx};
    *ran = 0;
    if (t.worker == NULL) {
        *ran = 1;
        return 1;
    }
    slant_worker_keep(t.worker, SLANT_KEEP_EXCEPTIONS);
    slant_lexicons(engine, &t.infos);
    const struct slant_lexicon_view *view = slant_engine_lexicon(engine);
    for (uint32_t i = 0; i < view->nentries; i++) {
        const struct slant_entry *e = &view->entries[i];
        /* An exception's own sentence is the one in which what it covers must not count: there it must fire. */
        try_sentence(&t, view, i, e->exception ? e->no : e->yes, 1);
        if (!e->exception)
            try_sentence(&t, view, i, e->no, 0);
    }
    slant_worker_free(t.worker);
    *ran = t.ran;
    return t.failed;
}
