/* lexicons: listing lexicons, taking in those of others, giving ours away. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/buffer.h"
#include "curate/curate.h"
#include "lexicon/lexicon.h"
#include "lexicons.h"
#include "pipeline.h"

slant_status slant_give(const struct slant_lexicon_job *job, const char *name, struct slant_buffer *bytes,
                        struct slant_error *err)
{
    slant_status status = SLANT_OK;
    if (bytes->failed)
        status = slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    else if (job->write(job->ctx, name, bytes->data != NULL ? bytes->data : "", bytes->len) != 0)
        status = slant_fail(err, SLANT_EWRITE, NULL, NULL, 0, UINT64_MAX, "the output could not be written");
    slant_buffer_free(bytes);
    return status;
}

/* ---- which entries are meant ---- */

static int contains(const char *text, const char *part)
{
    size_t len = strlen(part);
    for (; *text != '\0'; text++)
        if (strncasecmp(text, part, len) == 0)
            return 1;
    return len == 0;
}

const char *slant_entry_layer(const struct slant *engine, const struct slant_entry *e)
{
    return e->layer == SLANT_CUSTOM ? slant_engine_lexicon(engine)->customs[e->slot - SLANT_NLAYERS].name
                                    : slant_layer_name((enum slant_layer)e->layer);
}

static int is_of_layer(const struct slant *engine, const struct slant_entry *e, const char *layer)
{
    int ours = slant_lexicon_layer(layer);
    return ours >= 0 ? e->layer == ours : strcmp(slant_entry_layer(engine, e), layer) == 0;
}

/* "a,b" is of the kinds a and b. */
static int is_of_kind(const struct slant_entry *e, const char *kind)
{
    size_t len = strlen(kind);
    for (const char *p = e->kind; p != NULL; p = strchr(p, ',') != NULL ? strchr(p, ',') + 1 : NULL)
        if (strncmp(p, kind, len) == 0 && (p[len] == '\0' || p[len] == ','))
            return 1;
    return strcmp(e->kind, kind) == 0;
}

/* Where lexicons were added, theirs alone are meant. */
static int is_added(const struct slant *engine, const struct slant_entry *e)
{
    const struct slant_lexicon_info *infos;
    size_t n = slant_lexicons(engine, &infos);
    int any = 0;
    for (size_t i = 0; i < n; i++)
        any |= !infos[i].shipped;
    return !any || !infos[e->file].shipped;
}

int slant_entry_is_meant(const struct slant *engine, const struct slant_lexicon_job *job, const struct slant_entry *e)
{
    return is_added(engine, e) && (job->layer == NULL || is_of_layer(engine, e, job->layer)) &&
           (job->kind == NULL || is_of_kind(e, job->kind)) &&
           (job->grep == NULL || contains(e->pattern, job->grep) || contains(e->why, job->grep) ||
            contains(e->plainer, job->grep) || contains(e->yes, job->grep) || contains(e->no, job->grep));
}

/* ---- list ---- */

enum { NCELLS = 12 };
static const char *const cell_names[NCELLS] = {"layer", "pattern", "kind",   "stance", "plainer", "yes",
                                               "no",    "why",     "source", "set",    "file",    "line"};

static void cells_of(const struct slant *engine, const struct slant_entry *e, const char *cells[NCELLS - 1])
{
    const struct slant_lexicon_info *infos;
    slant_lexicons(engine, &infos);
    const char *all[NCELLS - 1] = {slant_entry_layer(engine, e),
                                   e->pattern,
                                   e->kind,
                                   e->stance,
                                   e->plainer,
                                   e->yes,
                                   e->no,
                                   e->why,
                                   e->source,
                                   e->set,
                                   infos[e->file].path};
    memcpy(cells, all, sizeof all);
}

static void put_tsv(struct slant_buffer *out, const struct slant *engine, const struct slant_entry *e)
{
    const char *cells[NCELLS - 1];
    cells_of(engine, e, cells);
    for (int i = 0; i < NCELLS - 1; i++)
        slant_buffer_printf(out, "%s\t", cells[i]);
    slant_buffer_printf(out, "%u\n", e->line);
}

void slant_entry_json(struct slant_buffer *out, const struct slant *engine, const struct slant_entry *e)
{
    const char *cells[NCELLS - 1];
    cells_of(engine, e, cells);
    for (int i = 0; i < NCELLS - 1; i++) {
        slant_buffer_printf(out, "\"%s\":", cell_names[i]);
        slant_buffer_json(out, cells[i], strlen(cells[i]));
        slant_buffer_putc(out, ',');
    }
    slant_buffer_printf(out, "\"exception\":%s,\"line\":%u", e->exception ? "true" : "false", e->line);
}

static void put_text(struct slant_buffer *out, const struct slant *engine, const struct slant_entry *e)
{
    const char *layer = slant_entry_layer(engine, e);
    slant_buffer_printf(out, "%s  (%s%s%s%s%s)%s", e->pattern, layer, strcmp(layer, e->kind) == 0 ? "" : ": ",
                        strcmp(layer, e->kind) == 0 ? "" : e->kind, e->stance[0] ? ", " : "", e->stance,
                        e->exception ? "  exception" : "");
    slant_buffer_printf(out, "%s%s%s%s\n", e->why[0] ? "  " : "", e->why, e->plainer[0] ? "; plainer: " : "",
                        e->plainer);
}

slant_status slant_lexicon_list(const struct slant *engine, const struct slant_lexicon_job *job,
                                struct slant_error *err)
{
    const struct slant_lexicon_view *view = slant_engine_lexicon(engine);
    struct slant_buffer out = {0};
    uint32_t n = 0;
    const char *form = job->form != NULL ? job->form : "text";
    int json = strcmp(form, "json") == 0, lines = strcmp(form, "jsonl") == 0, tsv = strcmp(form, "tsv") == 0;
    if (!json && !lines && !tsv && strcmp(form, "text") != 0)
        return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX, "wanted text, tsv, json or jsonl");
    for (int i = 0; i < NCELLS && tsv; i++)
        slant_buffer_printf(&out, "%s%c", cell_names[i], i + 1 < NCELLS ? '\t' : '\n');
    slant_buffer_puts(&out, json ? "[" : "");
    for (uint32_t i = 0; i < view->nentries; i++) {
        const struct slant_entry *e = &view->entries[i];
        if (!slant_entry_is_meant(engine, job, e))
            continue;
        if (json || lines) {
            slant_buffer_puts(&out, json ? (n > 0 ? ",\n{" : "\n{") : "{");
            slant_entry_json(&out, engine, e);
            slant_buffer_puts(&out, json ? "}" : "}\n");
        } else {
            (tsv ? put_tsv : put_text)(&out, engine, e);
        }
        n++;
    }
    slant_buffer_puts(&out, json ? "\n]\n" : "");
    return slant_give(job, "", &out, err);
}

/* ---- import ---- */

enum { MOST_NAME = 40 };

/* "My Words.dic" → "my-words". */
static void layer_name_of(const char *path, char name[MOST_NAME + 1])
{
    const char *slash = strrchr(path, '/'), *base = slash != NULL ? slash + 1 : path;
    const char *dot = strrchr(base, '.');
    size_t len = dot != NULL && dot > base ? (size_t)(dot - base) : strlen(base), n = 0;
    for (size_t i = 0; i < len && n < MOST_NAME; i++) {
        char c = base[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c | 0x20);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
            name[n++] = c;
        else if (n > 0 && name[n - 1] != '-')
            name[n++] = '-';
    }
    while (n > 0 && name[n - 1] == '-')
        n--;
    name[n] = '\0';
    if (n == 0)
        strcpy(name, "imported");
}

static void layer_for(const struct slant_lexicon_job *job, size_t file, char name[MOST_NAME + 1])
{
    if (job->layer != NULL)
        layer_name_of(job->layer, name);
    else
        layer_name_of(job->args[file], name);
}

/* One of our layers takes its own kinds alone. */
static slant_status look_at_target(const struct slant_lexicon_job *job, const char *layer, struct slant_error *err)
{
    int ours = slant_lexicon_layer(layer);
    if (ours < 0 || slant_lexicon_kinds((enum slant_layer)ours)[1] == NULL)
        return SLANT_OK;
    if (ours == SLANT_CUE)
        return slant_fail(
            err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX,
            "a list cannot become cues, which need a stance each: give it a name of its own, --layer NAME");
    const char *const *kinds = slant_lexicon_kinds((enum slant_layer)ours);
    struct slant_buffer known = {0};
    for (; *kinds != NULL; kinds++) {
        if (job->kind != NULL && strcmp(job->kind, *kinds) == 0) {
            slant_buffer_free(&known);
            return SLANT_OK;
        }
        slant_buffer_printf(&known, " %s", *kinds);
    }
    slant_buffer_putc(&known, '\0');
    slant_fail(
        err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX,
        "%s is a layer of slant's, with the kinds%s: say which, --kind KIND, or name another layer, --layer NAME",
        layer, known.data != NULL ? known.data : "");
    slant_buffer_free(&known);
    return SLANT_EUSAGE;
}

/* What others are to see in the file's head: names without the sender's folders. */
static void put_base_name(struct slant_buffer *out, const char *path)
{
    const char *slash = strrchr(path, '/');
    for (const char *p = slash != NULL ? slash + 1 : path; *p != '\0'; p++)
        slant_buffer_putc(out, (unsigned char)*p < 0x20 ? '?' : *p);
}

static slant_status import_layer(const struct slant_lexicon_job *job, size_t first, const char *layer,
                                 struct slant_error *err)
{
    struct slant_arena mem = {0};
    struct slant_draft draft = {.mem = &mem, .listener = {job->tell, job->ctx}, .kind = job->kind, .layer = layer};
    struct slant_buffer out = {0};
    char other[MOST_NAME + 1], name[MOST_NAME + 8];
    slant_status status = look_at_target(job, layer, err);
    slant_buffer_puts(&out, "# Imported by slant from ");
    for (size_t i = first; i < job->nargs && status == SLANT_OK; i++) {
        layer_for(job, i, other);
        if (strcmp(other, layer) != 0)
            continue;
        slant_buffer_puts(&out, i > first ? ", " : "");
        put_base_name(&out, job->args[i]);
        status = slant_draft_read(&draft, job->args[i], job->form, err);
    }
    slant_buffer_puts(&out, ".\n");
    if (status == SLANT_OK) {
        uint32_t entries = slant_draft_write(&draft, &out);
        struct slant_error said = {0};
        strcat(strcpy(name, layer), ".tsv");
        slant_fail(&said, SLANT_OK, "summary", name, 0, UINT64_MAX, "%u entries; %u odd things told", entries,
                   draft.odd);
        job->tell(job->ctx, &said);
        status = slant_give(job, name, &out, err);
    }
    slant_draft_free(&draft);
    slant_buffer_free(&out);
    slant_arena_free(&mem);
    return status;
}

slant_status slant_lexicon_import(const struct slant_lexicon_job *job, struct slant_error *err)
{
    slant_status status = SLANT_OK;
    char layer[MOST_NAME + 1], before[MOST_NAME + 1];
    for (size_t i = 0; i < job->nargs && status == SLANT_OK; i++) {
        int done = 0;
        layer_for(job, i, layer);
        for (size_t k = 0; k < i && !done; k++) {
            layer_for(job, k, before);
            done = strcmp(before, layer) == 0;
        }
        if (!done)
            status = import_layer(job, i, layer, err);
    }
    return status;
}

/* ---- export ---- */

struct exporting {
    const struct slant *engine;
    const struct slant_lexicon_job *job;
};

static int is_wanted(void *ctx, const struct slant_entry *entry)
{
    const struct exporting *x = ctx;
    return slant_entry_is_meant(x->engine, x->job, entry);
}

slant_status slant_lexicon_export(const struct slant *engine, const struct slant_lexicon_job *job,
                                  struct slant_error *err)
{
    struct exporting x = {engine, job};
    struct slant_export export = {.view = slant_engine_lexicon(engine),
                                  .stems = slant_engine_stems(engine),
                                  .wanted = is_wanted,
                                  .wanted_ctx = &x,
                                  .form = job->form != NULL ? job->form : "",
                                  .apart = job->apart,
                                  .take = job->write,
                                  .take_ctx = job->ctx,
                                  .listener = {job->tell, job->ctx}};
    return slant_export_run(&export, err);
}
