/* export: our entries → the lists of others. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "curate/room.h"

static const struct form {
    const char *name, *ending;
    void (*write)(const struct slant_phrases *phrases, struct slant_buffer *out);
} forms[] = {
    {"dic", "dic", slant_write_dic},
    {"dicx", "dicx", slant_write_dicx},
    {"yaml", "yml", slant_write_yaml},
    {"txt", "txt", slant_write_list},
    {"vale", "yml", NULL},
};

struct exporting {
    const struct slant_export *job;
    const struct form *form;
    struct slant_arena mem;
    struct slant_words *words;
    struct slant_phrases phrases;
    struct slant_losses losses;
    int layered; /* several layers go into one file: the layer is the outermost category */
    int failed, stopped;
};

static const char *layer_of(const struct exporting *x, const struct slant_entry *e)
{
    return e->layer == SLANT_CUSTOM ? x->job->view->customs[e->slot - SLANT_NLAYERS].name
                                    : slant_layer_name((enum slant_layer)e->layer);
}

static const char *next_kind(const char *kind, struct slant_buffer *out)
{
    out->len = 0;
    for (; *kind != '\0' && *kind != ','; kind++) {
        if (*kind == '\\' && kind[1] != '\0')
            slant_buffer_putc(out, *kind++);
        slant_buffer_putc(out, *kind);
    }
    slant_buffer_putc(out, '\0');
    return *kind == ',' ? kind + 1 : NULL;
}

/* An entry's phrases, once for each of its kinds. */
static void add_entry(struct exporting *x, const struct slant_entry *e)
{
    struct slant_buffer kind = {0}, path = {0};
    if (e->exception) {
        x->losses.exceptions++;
        return;
    }
    for (const char *rest = e->kind; rest != NULL;) {
        struct slant_losses none = {0};
        rest = next_kind(rest, &kind);
        path.len = 0;
        if (x->layered)
            slant_buffer_printf(&path, "%s/", layer_of(x, e));
        slant_buffer_puts(&path, kind.data != NULL ? kind.data : "");
        const char *copy = slant_arena_copy(&x->mem, path.data != NULL ? path.data : "", path.len);
        x->failed |= copy == NULL || kind.failed || path.failed;
        if (copy != NULL) /* losses are counted once */
            slant_phrases_of(&x->phrases, e, copy, x->words, rest == NULL ? &x->losses : &none);
    }
    slant_buffer_free(&kind);
    slant_buffer_free(&path);
}

static int by_phrase(const void *a, const void *b)
{
    const struct slant_phrase_row *x = a, *y = b;
    int order = strcmp(x->phrase, y->phrase);
    return order != 0 ? order : strcmp(x->path, y->path);
}

/* In order, and each once. */
static void settle(struct slant_phrases *p)
{
    uint32_t kept = 0;
    if (p->n > 0)
        qsort(p->rows, p->n, sizeof *p->rows, by_phrase);
    for (uint32_t i = 0; i < p->n; i++)
        if (kept == 0 || by_phrase(&p->rows[kept - 1], &p->rows[i]) != 0)
            p->rows[kept++] = p->rows[i];
    p->n = kept;
}

static void give(struct exporting *x, const char *name, struct slant_buffer *out)
{
    x->failed |= out->failed;
    if (!x->failed && !x->stopped)
        x->stopped = x->job->take(x->job->take_ctx, name, out->data != NULL ? out->data : "", out->len) != 0;
    slant_buffer_free(out);
}

/* Entries of one slot (UINT32_MAX: all), of one kind (NULL: all). */
static void gather(struct exporting *x, uint32_t slot, const char *kind)
{
    const struct slant_lexicon_view *view = x->job->view;
    x->phrases.n = 0;
    for (uint32_t i = 0; i < view->nentries; i++) {
        const struct slant_entry *e = &view->entries[i];
        if ((slot == UINT32_MAX || e->slot == slot) && (kind == NULL || strcmp(e->kind, kind) == 0) &&
            x->job->wanted(x->job->wanted_ctx, e))
            add_entry(x, e);
    }
    settle(&x->phrases);
    x->failed |= x->phrases.failed;
}

static void write_vale_rule(struct exporting *x, const char *layer, const char *kind, int plainer)
{
    struct slant_buffer out = {0}, name = {0};
    const char *own = strcmp(layer, kind) == 0 ? "" : kind;
    slant_buffer_printf(&name, "styles/slant/%s%s", layer, own[0] != '\0' ? "-" : "");
    for (const char *p = own; *p != '\0'; p++) {
        int plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p == '-';
        slant_buffer_putc(&name, plain ? *p : '_');
    }
    slant_buffer_puts(&name, plainer ? "-plainer.yml" : ".yml");
    slant_buffer_putc(&name, '\0');
    x->failed |= name.failed;
    if (slant_write_vale(&x->phrases, layer, kind, plainer, &out) > 0 && !x->failed)
        give(x, name.data, &out);
    slant_buffer_free(&out);
    slant_buffer_free(&name);
}

static void write_vale_rules(struct exporting *x, uint32_t slot)
{
    const struct slant_lexicon_view *view = x->job->view;
    for (uint32_t i = 0; i < view->nentries; i++) {
        const struct slant_entry *e = &view->entries[i];
        int first = e->slot == slot && x->job->wanted(x->job->wanted_ctx, e);
        for (uint32_t k = 0; k < i && first; k++)
            first = view->entries[k].slot != slot || strcmp(view->entries[k].kind, e->kind) != 0 ||
                    !x->job->wanted(x->job->wanted_ctx, &view->entries[k]);
        if (!first)
            continue;
        gather(x, slot, e->kind);
        for (int plainer = 0; plainer <= 1; plainer++)
            write_vale_rule(x, layer_of(x, e), e->kind, plainer);
    }
}

static void write_layers(struct exporting *x)
{
    for (uint32_t slot = 0; slot < SLANT_NLAYERS + x->job->view->ncustoms; slot++) {
        const struct slant_entry *any = NULL;
        for (uint32_t i = 0; i < x->job->view->nentries && any == NULL; i++)
            if (x->job->view->entries[i].slot == slot && x->job->wanted(x->job->wanted_ctx, &x->job->view->entries[i]))
                any = &x->job->view->entries[i];
        if (any == NULL)
            continue;
        if (x->form->write == NULL) {
            write_vale_rules(x, slot);
            continue;
        }
        char name[80];
        struct slant_buffer out = {0};
        gather(x, slot, NULL);
        x->form->write(&x->phrases, &out);
        snprintf(name, sizeof name, "%s.%s", layer_of(x, any), x->form->ending);
        give(x, name, &out);
    }
    if (x->form->write == NULL) {
        struct slant_buffer ini = {0};
        slant_buffer_puts(&ini, "StylesPath = styles\nMinAlertLevel = suggestion\n\n[*]\nBasedOnStyles = slant\n");
        give(x, ".vale.ini", &ini);
    }
}

static int has_several_layers(const struct slant_export *job)
{
    int slot = -1;
    for (uint32_t i = 0; i < job->view->nentries; i++) {
        const struct slant_entry *e = &job->view->entries[i];
        if (!job->wanted(job->wanted_ctx, e))
            continue;
        if (slot >= 0 && slot != e->slot)
            return 1;
        slot = e->slot;
    }
    return 0;
}

/* ---- what was lost ---- */

static void tell(const struct slant_export *job, uint32_t n, const char *what)
{
    struct slant_error err = {0};
    if (n == 0)
        return;
    slant_fail(&err, SLANT_ELEXICON, "loss", NULL, 0, UINT64_MAX, "%u %s", n, what);
    job->listener.tell(job->listener.ctx, &err);
}

static void tell_losses(const struct exporting *x)
{
    const struct slant_losses *l = &x->losses;
    const struct slant_export *job = x->job;
    tell(job, l->exceptions, "exceptions left out: the form has none");
    tell(job, l->gaps, "phrases with a gap left out");
    tell(job, l->sets, "phrases with a word set (@be, @num ...) left out");
    tell(job, l->capitals, "phrases with any capitalised word left out");
    tell(job, l->ends, "phrases that ask for the sentence's end left out");
    tell(job, l->many, "entries cut: they stand for over 2,000 phrases");
    tell(job, l->by_stem, "entries that go by stem written as their regular forms; in phrases, as they stand");
    tell(job, l->guarded, "entries lose their guard: a name's capital, a negation or a doer no longer stops them");
    tell(job, l->kinds, "entries lose their kind: a plain list has none");
}

static void count_guards(struct exporting *x)
{
    for (uint32_t i = 0; i < x->job->view->nentries; i++) {
        const struct slant_entry *e = &x->job->view->entries[i];
        if (e->exception || !x->job->wanted(x->job->wanted_ctx, e))
            continue;
        x->losses.guarded += !e->proper || e->layer == SLANT_BOOSTER || e->layer == SLANT_AGENTLESS;
        x->losses.kinds += strcmp(x->form->name, "txt") == 0 && strcmp(e->kind, layer_of(x, e)) != 0;
    }
}

static uint32_t no_tag(void *ctx, const struct slant_word *word)
{
    (void)ctx;
    (void)word;
    return 0;
}

slant_status slant_export_run(const struct slant_export *job, struct slant_error *err)
{
    struct exporting x = {.job = job};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (strcmp(forms[i].name, job->form) == 0)
            x.form = &forms[i];
    if (x.form == NULL)
        return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX,
                          "no form '%s': there are dic, dicx, yaml, txt, vale", job->form);
    if (x.form->write == NULL && !job->apart)
        return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX,
                          "a Vale package is a folder: say where, --to DIR");
    x.phrases.mem = &x.mem;
    x.words = slant_words_new(job->stems, no_tag, NULL);
    x.failed = x.words == NULL;
    if (!x.failed && job->apart) {
        write_layers(&x);
    } else if (!x.failed) {
        struct slant_buffer out = {0};
        x.layered = has_several_layers(job);
        gather(&x, UINT32_MAX, NULL);
        x.form->write(&x.phrases, &out);
        give(&x, "", &out);
    }
    if (!x.failed && !x.stopped) {
        count_guards(&x);
        tell_losses(&x);
    }
    slant_words_free(x.words);
    free(x.phrases.rows);
    slant_arena_free(&x.mem);
    if (x.failed)
        return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    return x.stopped ? slant_fail(err, SLANT_EWRITE, NULL, NULL, 0, UINT64_MAX, "the output could not be written")
                     : SLANT_OK;
}
