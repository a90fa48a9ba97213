/* server: reads messages, keeps the documents, answers. One thread: a message that can be answered is answered before
 * the next is looked at; those that have come meanwhile wait in a queue, where a cancel can still find them. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lsp/answers.h"
#include "lsp/frames.h"
#include "lsp/lsp.h"

enum { MOST_QUEUED = 256 };

/* Codes of JSON-RPC and of LSP. */
enum {
    PARSE_ERROR = -32700,
    INVALID_REQUEST = -32600,
    METHOD_NOT_FOUND = -32601,
    INVALID_PARAMS = -32602,
    INTERNAL_ERROR = -32603,
    NOT_INITIALIZED = -32002,
    REQUEST_CANCELLED = -32800
};

enum { EXIT_GOOD = 0, EXIT_ABRUPT = 1, EXIT_NO_MEMORY = 70, EXIT_NO_OUTPUT = 74 };

struct server {
    struct slant_checker *checker;
    struct lsp_reader reader;
    struct lsp_document *documents;
    json_t *queue[MOST_QUEUED];
    size_t nqueued;
    enum lsp_encoding encoding;
    int initialized, shut_down;
    int code; /* -1: go on; else the exit code */
};

typedef void (*handler)(struct server *s, json_t *id, const json_t *params);

/* ---- sending ---- */

/* Takes the message over. */
static void send_message(struct server *s, json_t *message)
{
    char *body = message != NULL ? json_dumps(message, JSON_COMPACT) : NULL;
    if (body == NULL)
        s->code = EXIT_NO_MEMORY;
    else if (lsp_write(STDOUT_FILENO, body, strlen(body)) != 0)
        s->code = EXIT_NO_OUTPUT;
    free(body);
    json_decref(message);
}

static void answer(struct server *s, json_t *id, json_t *result)
{
    send_message(s, json_pack("{s:s,s:O,s:o}", "jsonrpc", "2.0", "id", id, "result", result));
}

static void refuse(struct server *s, json_t *id, int code, const char *why)
{
    json_t *error = json_pack("{s:i,s:s}", "code", code, "message", why);
    send_message(s, id != NULL ? json_pack("{s:s,s:O,s:o}", "jsonrpc", "2.0", "id", id, "error", error)
                               : json_pack("{s:s,s:n,s:o}", "jsonrpc", "2.0", "id", "error", error));
}

static void notify(struct server *s, const char *method, json_t *params)
{
    send_message(s, json_pack("{s:s,s:s,s:o}", "jsonrpc", "2.0", "method", method, "params", params));
}

/* ---- checking ---- */

static const struct slant_checked *check(struct server *s, struct lsp_document *d, struct slant_error *err)
{
    const struct slant_checked *checked;
    memset(err, 0, sizeof *err);
    struct slant_str text = {d->text, d->len};
    return slant_checker_run(s->checker, d->path, text, &checked, err) == SLANT_OK ? checked : NULL;
}

static void publish(struct server *s, struct lsp_document *d)
{
    struct slant_error err;
    const struct slant_checked *checked = check(s, d, &err);
    d->stale = 0;
    notify(s, "textDocument/publishDiagnostics", lsp_diagnostics(d, checked, &err, s->encoding));
}

/* Only when nothing waits: of ten changes in a row the last alone is checked. */
static void publish_stale(struct server *s)
{
    for (struct lsp_document *d = s->documents; d != NULL && s->code < 0; d = d->next)
        if (d->stale)
            publish(s, d);
}

/* ---- what params hold ---- */

static const json_t *field(const json_t *params, const char *a, const char *b)
{
    const json_t *inner = json_object_get(params, a);
    return b != NULL ? json_object_get(inner, b) : inner;
}

static struct lsp_document *document_of(struct server *s, const json_t *params)
{
    const char *uri = json_string_value(field(params, "textDocument", "uri"));
    return uri != NULL ? lsp_document_find(s->documents, uri) : NULL;
}

static int position_of(const json_t *value, struct lsp_position *out)
{
    const json_t *line = json_object_get(value, "line"), *column = json_object_get(value, "character");
    json_int_t l = json_integer_value(line), c = json_integer_value(column);
    if (!json_is_integer(line) || !json_is_integer(column) || l < 0 || c < 0)
        return 0;
    out->line = l < INT32_MAX ? (uint32_t)l : INT32_MAX;
    out->column = c < INT32_MAX ? (uint32_t)c : INT32_MAX;
    return 1;
}

/* ---- the life of the server ---- */

static enum lsp_encoding encoding_of(const json_t *params)
{
    static const struct {
        const char *name;
        enum lsp_encoding encoding;
    } names[] = {{"utf-8", LSP_UTF8}, {"utf-16", LSP_UTF16}, {"utf-32", LSP_UTF32}};
    const json_t *list = json_object_get(field(params, "capabilities", "general"), "positionEncodings");
    for (size_t i = 0; i < json_array_size(list); i++)
        for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
            const char *name = json_string_value(json_array_get(list, i));
            if (name != NULL && strcmp(name, names[k].name) == 0)
                return names[k].encoding;
        }
    return LSP_UTF16;
}

static void initialize(struct server *s, json_t *id, const json_t *params)
{
    static const char *const names[] = {[LSP_UTF16] = "utf-16", [LSP_UTF8] = "utf-8", [LSP_UTF32] = "utf-32"};
    if (s->initialized) {
        refuse(s, id, INVALID_REQUEST, "initialize comes once");
        return;
    }
    s->initialized = 1;
    s->encoding = encoding_of(params);
    json_t *sync = json_pack("{s:b,s:i,s:b}", "openClose", 1, "change", 1, "save", 1);
    json_t *capabilities =
        json_pack("{s:s,s:o,s:b,s:{s:[s]}}", "positionEncoding", names[s->encoding], "textDocumentSync", sync,
                  "hoverProvider", 1, "codeActionProvider", "codeActionKinds", "quickfix");
    answer(s, id,
           json_pack("{s:o,s:{s:s,s:s}}", "capabilities", capabilities, "serverInfo", "name", "slant", "version",
                     SLANT_VERSION));
}

static void shut_down(struct server *s, json_t *id, const json_t *params)
{
    (void)params;
    s->shut_down = 1;
    answer(s, id, json_null());
}

static void leave(struct server *s, json_t *id, const json_t *params)
{
    (void)id;
    (void)params;
    s->code = s->shut_down ? EXIT_GOOD : EXIT_ABRUPT;
}

/* ---- documents ---- */

static void set_text(struct server *s, struct lsp_document *d, const json_t *text, const json_t *version)
{
    if (d == NULL ||
        !lsp_document_set(d, json_string_value(text), json_string_length(text), json_integer_value(version)))
        s->code = EXIT_NO_MEMORY;
}

static void did_open(struct server *s, json_t *id, const json_t *params)
{
    const json_t *text = field(params, "textDocument", "text");
    const char *uri = json_string_value(field(params, "textDocument", "uri"));
    const char *language = json_string_value(field(params, "textDocument", "languageId"));
    (void)id;
    if (uri == NULL || !json_is_string(text))
        return;
    slant_checker_refresh(s->checker);
    set_text(s, lsp_document_open(&s->documents, uri, language != NULL ? language : ""), text,
             field(params, "textDocument", "version"));
}

static void did_change(struct server *s, json_t *id, const json_t *params)
{
    struct lsp_document *d = document_of(s, params);
    const json_t *changes = json_object_get(params, "contentChanges");
    const json_t *last = json_array_get(changes, json_array_size(changes) - 1), *text = json_object_get(last, "text");
    (void)id;
    /* The client was told that whole texts are wanted: a piece of one is not one. */
    if (d != NULL && json_is_string(text) && json_object_get(last, "range") == NULL)
        set_text(s, d, text, field(params, "textDocument", "version"));
}

/* Settings may have changed with it. */
static void refresh(struct server *s, json_t *id, const json_t *params)
{
    (void)id;
    (void)params;
    slant_checker_refresh(s->checker);
    for (struct lsp_document *d = s->documents; d != NULL; d = d->next)
        d->stale = 1;
}

static void did_close(struct server *s, json_t *id, const json_t *params)
{
    const struct lsp_document *d = document_of(s, params);
    (void)id;
    if (d == NULL)
        return;
    notify(s, "textDocument/publishDiagnostics", json_pack("{s:s,s:[]}", "uri", d->uri, "diagnostics"));
    lsp_document_close(&s->documents, d->uri);
}

/* ---- requests ---- */

/* NULL: refused or answered already. */
static const struct slant_checked *checked_for(struct server *s, json_t *id, struct lsp_document *d, json_t *nothing)
{
    struct slant_error err;
    const struct slant_checked *checked = d != NULL ? check(s, d, &err) : NULL;
    if (checked == NULL)
        answer(s, id, nothing);
    else
        json_decref(nothing);
    return checked;
}

static void hover(struct server *s, json_t *id, const json_t *params)
{
    struct lsp_document *d = document_of(s, params);
    struct lsp_position where;
    if (!position_of(json_object_get(params, "position"), &where)) {
        refuse(s, id, INVALID_PARAMS, "hover wants a document and a position");
        return;
    }
    const struct slant_checked *checked = checked_for(s, id, d, json_null());
    if (checked != NULL)
        answer(s, id, lsp_hover(d, checked, where, s->encoding));
}

/* Does the client want quick fixes? A kind includes what begins with it. */
static int wants_fixes(const json_t *params)
{
    const json_t *only = json_object_get(json_object_get(params, "context"), "only");
    int wanted = !json_is_array(only);
    for (size_t i = 0; i < json_array_size(only); i++) {
        const char *kind = json_string_value(json_array_get(only, i));
        wanted |= kind != NULL && (kind[0] == '\0' || strcmp(kind, "quickfix") == 0);
    }
    return wanted;
}

static void code_action(struct server *s, json_t *id, const json_t *params)
{
    struct lsp_document *d = document_of(s, params);
    struct lsp_position start, end;
    if (!position_of(field(params, "range", "start"), &start) || !position_of(field(params, "range", "end"), &end)) {
        refuse(s, id, INVALID_PARAMS, "codeAction wants a document and a range");
        return;
    }
    if (!wants_fixes(params)) {
        answer(s, id, json_array());
        return;
    }
    const struct slant_checked *checked = checked_for(s, id, d, json_array());
    if (checked != NULL)
        answer(
            s, id,
            lsp_actions(d, checked, lsp_byte_of(d, start, s->encoding), lsp_byte_of(d, end, s->encoding), s->encoding));
}

/* ---- dispatch ---- */

static const struct {
    const char *method;
    handler handle;
    int is_request;
} methods[] = {
    {"initialize", initialize, 1},
    {"shutdown", shut_down, 1},
    {"textDocument/hover", hover, 1},
    {"textDocument/codeAction", code_action, 1},
    {"exit", leave, 0},
    {"textDocument/didOpen", did_open, 0},
    {"textDocument/didChange", did_change, 0},
    {"textDocument/didSave", refresh, 0},
    {"textDocument/didClose", did_close, 0},
    {"workspace/didChangeConfiguration", refresh, 0},
    {"workspace/didChangeWatchedFiles", refresh, 0},
};
enum { NMETHODS = sizeof methods / sizeof methods[0] };

static void handle_request(struct server *s, json_t *id, const char *method, const json_t *params)
{
    size_t i = 0;
    while (i < NMETHODS && (!methods[i].is_request || strcmp(methods[i].method, method) != 0))
        i++;
    if (!s->initialized && strcmp(method, "initialize") != 0)
        refuse(s, id, NOT_INITIALIZED, "initialize comes first");
    else if (s->shut_down)
        refuse(s, id, INVALID_REQUEST, "the server has been shut down");
    else if (i == NMETHODS)
        refuse(s, id, METHOD_NOT_FOUND, "slant has no such method");
    else
        methods[i].handle(s, id, params);
}

static void handle_notification(struct server *s, const char *method, const json_t *params)
{
    for (size_t i = 0; i < NMETHODS; i++) {
        int leaves = methods[i].handle == leave;
        if (!methods[i].is_request && strcmp(methods[i].method, method) == 0 &&
            (leaves || (s->initialized && !s->shut_down)))
            methods[i].handle(s, NULL, params);
    }
}

static void handle(struct server *s, const json_t *message)
{
    json_t *id = json_object_get(message, "id");
    const json_t *method = json_object_get(message, "method");
    int good_id = id == NULL || json_is_integer(id) || json_is_string(id);
    if (!json_is_object(message) || !good_id || (method != NULL && !json_is_string(method)))
        refuse(s, NULL, INVALID_REQUEST, "the message is no request and no notification");
    else if (method == NULL &&
             (id == NULL || (json_object_get(message, "result") == NULL && json_object_get(message, "error") == NULL)))
        refuse(s, id, INVALID_REQUEST, "the message names no method");
    else if (method != NULL && id != NULL)
        handle_request(s, id, json_string_value(method), json_object_get(message, "params"));
    else if (method != NULL)
        handle_notification(s, json_string_value(method), json_object_get(message, "params"));
}

/* ---- the queue ---- */

/* The request is answered here, and no more looked at. */
static void cancel(struct server *s, const json_t *wanted)
{
    for (size_t i = 0; i < s->nqueued && wanted != NULL; i++) {
        json_t *id = json_object_get(s->queue[i], "id");
        if (id == NULL || json_object_get(s->queue[i], "method") == NULL || !json_equal(id, wanted))
            continue;
        refuse(s, id, REQUEST_CANCELLED, "cancelled");
        json_decref(s->queue[i]);
        s->nqueued--;
        memmove(&s->queue[i], &s->queue[i + 1], (s->nqueued - i) * sizeof s->queue[0]);
        return;
    }
}

static void enqueue(struct server *s, const char *body, size_t len)
{
    json_error_t error;
    json_t *message = json_loadb(body, len, JSON_ALLOW_NUL, &error);
    const char *method = json_string_value(json_object_get(message, "method"));
    if (message == NULL) {
        refuse(s, NULL, PARSE_ERROR, error.text);
    } else if (method != NULL && strcmp(method, "$/cancelRequest") == 0) {
        cancel(s, field(message, "params", "id"));
        json_decref(message);
    } else {
        s->queue[s->nqueued++] = message;
    }
}

/* Takes in what has come; waits only if there is nothing to do. */
static void fill_queue(struct server *s)
{
    const char *body;
    size_t len;
    while (s->code < 0 && s->nqueued < MOST_QUEUED) {
        enum lsp_frame frame = lsp_read(&s->reader, 0, &body, &len);
        if (frame == LSP_FRAME_NONE && s->nqueued == 0) {
            publish_stale(s);
            frame = s->code < 0 ? lsp_read(&s->reader, 1, &body, &len) : frame;
        }
        if (frame == LSP_FRAME_MESSAGE)
            enqueue(s, body, len);
        else if (frame == LSP_FRAME_BAD)
            refuse(s, NULL, PARSE_ERROR, "a frame without a length that can be used, or over 64 MiB, was passed over");
        else if (frame == LSP_FRAME_NOMEM)
            s->code = EXIT_NO_MEMORY;
        else if (frame == LSP_FRAME_NONE || s->nqueued > 0)
            return;
        else
            s->code = EXIT_ABRUPT; /* the client is gone */
    }
}

int slant_lsp_serve(const struct slant_check_options *options)
{
    struct server s = {.reader = {.fd = STDIN_FILENO}, .code = -1};
    struct slant_error err = {0};
    if (slant_checker_open(options, &s.checker, &err) != SLANT_OK)
        return EXIT_NO_MEMORY;
    while (s.code < 0) {
        fill_queue(&s);
        if (s.nqueued == 0 || s.code >= 0)
            continue;
        json_t *message = s.queue[0];
        s.nqueued--;
        memmove(&s.queue[0], &s.queue[1], s.nqueued * sizeof s.queue[0]);
        handle(&s, message);
        json_decref(message);
    }
    for (size_t i = 0; i < s.nqueued; i++)
        json_decref(s.queue[i]);
    lsp_documents_free(&s.documents);
    lsp_reader_free(&s.reader);
    slant_checker_close(s.checker);
    return s.code;
}
