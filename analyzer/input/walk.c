#include "input/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

const char *slant_walk_reason(int code)
{
    const char *reason = strerrordesc_np(code);
    return reason != NULL ? reason : "unknown error";
}

/* ---- names -------------------------------------------------------------------------------------------- */

/* ASCII letters in either case; strcasecmp would ask the locale. */
static int ends_in(const char *name, size_t len, const char *ending)
{
    size_t n = strlen(ending);
    if (len <= n) /* there must be a name before it */
        return 0;
    for (size_t i = 0; i < n; i++) {
        char c = name[len - n + i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c | 0x20);
        if (c != ending[i])
            return 0;
    }
    return 1;
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

int slant_walk_compressed(const char *path)
{
    const char *name = base_of(path);
    size_t len = strlen(name);
    return ends_in(name, len, ".gz") || ends_in(name, len, ".zst");
}

/* The length of the name without the ending of what compressed it. */
static size_t plain_length(const char *name)
{
    size_t len = strlen(name);
    return len - (ends_in(name, len, ".gz") ? 3 : ends_in(name, len, ".zst") ? 4 : 0);
}

enum slant_markup slant_walk_markup(const char *path)
{
    const char *name = base_of(path);
    size_t len = plain_length(name);
    if (ends_in(name, len, ".md") || ends_in(name, len, ".markdown"))
        return SLANT_MARKDOWN;
    if (ends_in(name, len, ".html") || ends_in(name, len, ".htm") || ends_in(name, len, ".xhtml"))
        return SLANT_HTML;
    return SLANT_PLAIN;
}

static enum slant_input_kind kind_by_name(const char *path)
{
    const char *name = base_of(path);
    size_t len = plain_length(name);
    if (slant_walk_markup(path) != SLANT_PLAIN)
        return SLANT_INPUT_TEXT;
    if (ends_in(name, len, ".jsonl") || ends_in(name, len, ".ndjson"))
        return SLANT_INPUT_JSONL;
    if (ends_in(name, len, ".txt") || ends_in(name, len, ".text"))
        return SLANT_INPUT_TEXT;
    return SLANT_INPUT_AUTO;
}

/* ids and outlets point into these, so they too have 64 readable bytes behind them. */
static char *keep(struct slant_arena *mem, const char *a, size_t alen, const char *b, size_t blen)
{
    char *out = slant_arena_zalloc(mem, alen + blen + 65);
    if (out != NULL) {
        memcpy(out, a, alen);
        memcpy(out + alen, b, blen);
    }
    return out;
}

/* The name of a folder; of "." and the like the one it has in its own parent. */
static int folder_name(struct slant_arena *mem, const char *path, struct slant_str *out)
{
    char whole[PATH_MAX];
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    size_t start = len;
    while (start > 0 && path[start - 1] != '/')
        start--;
    const char *name = path + start;
    size_t n = len - start;
    if ((n == 0 || (n <= 2 && memcmp(name, "..", n) == 0)) && realpath(path, whole) != NULL) {
        name = base_of(whole);
        n = strlen(name);
    }
    out->ptr = n > 0 ? keep(mem, name, n, "", 0) : NULL; /* the root folder has no name */
    out->len = n;
    return n == 0 || out->ptr != NULL;
}

/* ---- the list ----------------------------------------------------------------------------------------- */

struct item {
    struct slant_entry entry;
    int is_folder;
};

/* What is still to be looked at, the next on top: folders are walked without recursion. */
struct stack {
    struct item *items;
    size_t n, cap;
};

static void *more_room(void *old, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return old;
    size_t wants = *cap != 0 ? *cap * 2 : 64;
    void *data = wants <= SIZE_MAX / 2 / size ? realloc(old, wants * size) : NULL;
    if (data != NULL)
        *cap = wants;
    return data;
}

static int push(struct stack *stack, const struct item *item)
{
    struct item *items = more_room(stack->items, stack->n, &stack->cap, sizeof *items);
    if (items == NULL)
        return 0;
    stack->items = items;
    items[stack->n++] = *item;
    return 1;
}

static int add_entry(struct slant_list *list, const struct slant_entry *entry)
{
    struct slant_entry *entries = more_room(list->entries, list->n, &list->cap, sizeof *entries);
    if (entries == NULL)
        return 0;
    list->entries = entries;
    entries[list->n++] = *entry;
    return 1;
}

void slant_list_free(struct slant_list *list)
{
    free(list->entries);
    list->entries = NULL;
    list->n = list->cap = 0;
}

/* ---- folders ------------------------------------------------------------------------------------------ */

/* The names come last first, as a stack wants them. */
static int by_name_downwards(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    return strcmp(y->entry.path, x->entry.path);
}

/* One name in a folder. Returns 0 when memory ran out. */
static int look_at(struct slant_list *list, struct stack *stack, struct slant_arena *mem, int fd, const char *folder,
                   struct slant_str outlet, const char *name)
{
    struct stat st;
    if (name[0] == '.')
        return 1;
    struct item item = {.entry = {.outlet = outlet, .kind = kind_by_name(name), .markup = slant_walk_markup(name)}};
    int code = fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ? errno : 0;
    item.is_folder = code == 0 && S_ISDIR(st.st_mode);
    if (code == 0 && S_ISLNK(st.st_mode)) {
        code = fstatat(fd, name, &st, 0) != 0 ? errno : 0;
        if (code == 0 && S_ISDIR(st.st_mode))
            return 1; /* a link to a folder: it may lead round in a circle */
    }
    int is_file = code != 0 || S_ISREG(st.st_mode); /* opening a pipe that nobody writes to would hang */
    int wanted = item.entry.kind != SLANT_INPUT_AUTO && (item.entry.markup == SLANT_PLAIN || list->markup);
    if (!item.is_folder && (!is_file || !wanted)) {
        list->skipped++;
        return 1;
    }
    if (code == 0 && !item.is_folder)
        list->total_bytes += (uint64_t)st.st_size;
    item.entry.code = code;
    size_t len = strlen(folder);
    int slash = len > 0 && folder[len - 1] == '/';
    char *path = slant_arena_zalloc(mem, len + 1 + strlen(name) + 65);
    if (path == NULL)
        return 0;
    memcpy(path, folder, len);
    if (!slash)
        path[len++] = '/';
    memcpy(path + len, name, strlen(name));
    item.entry.path = path;
    return push(stack, &item);
}

/* Puts what a folder holds on the stack. Returns 0, or errno: ENOMEM alone is serious. */
static int list_folder(struct slant_list *list, struct stack *stack, struct slant_arena *mem, const char *path)
{
    struct slant_str outlet;
    DIR *folder = opendir(path);
    if (folder == NULL)
        return errno;
    size_t first = stack->n;
    int code = folder_name(mem, path, &outlet) ? 0 : ENOMEM;
    while (code == 0) {
        errno = 0;
        const struct dirent *one = readdir(folder);
        if (one == NULL) {
            code = errno;
            break;
        }
        if (!look_at(list, stack, mem, dirfd(folder), path, outlet, one->d_name))
            code = ENOMEM;
    }
    closedir(folder);
    if (stack->n > first)
        qsort(stack->items + first, stack->n - first, sizeof *stack->items, by_name_downwards);
    return code;
}

/* Works the stack off. Folders inside the one that was named: one that cannot be read is an error row. */
static int walk_stack(struct slant_list *list, struct stack *stack, struct slant_arena *mem)
{
    while (stack->n > 0) {
        struct item item = stack->items[--stack->n];
        if (item.is_folder) {
            item.entry.code = list_folder(list, stack, mem, item.entry.path);
            if (item.entry.code == ENOMEM)
                return 0;
            if (item.entry.code == 0)
                continue;
        }
        if (!add_entry(list, &item.entry))
            return 0;
    }
    return 1;
}

/* ---- named paths -------------------------------------------------------------------------------------- */

static slant_status cannot_read(const char *path, int code, struct slant_error *err)
{
    const char *advice = code == ENOENT   ? "; check the spelling and the folder you are in"
                         : code == EACCES ? "; ask for permission to read it, or leave it out"
                                          : "";
    return slant_fail(err, SLANT_EREAD, NULL, path, 0, UINT64_MAX, "cannot be read: %s%s", slant_walk_reason(code),
                      advice);
}

static slant_status add_file(struct slant_list *list, struct slant_entry *entry, const struct stat *st, off_t offset,
                             struct slant_error *err)
{
    if (S_ISREG(st->st_mode))
        list->total_bytes += st->st_size > offset ? (uint64_t)(st->st_size - offset) : 0;
    else
        list->unknown_bytes = 1;
    if (!add_entry(list, entry))
        return slant_fail(err, SLANT_ENOMEM, NULL, entry->path, 0, UINT64_MAX, "out of memory");
    return SLANT_OK;
}

static slant_status add_stdin(struct slant_list *list, struct slant_arena *mem, struct slant_error *err)
{
    struct stat st;
    for (size_t i = 0; i < list->n; i++) {
        if (strcmp(list->entries[i].path, "-") == 0)
            return slant_fail(err, SLANT_EUSAGE, NULL, "-", 0, UINT64_MAX,
                              "standard input is named twice; it can be read only once");
    }
    if (fstat(STDIN_FILENO, &st) != 0)
        return cannot_read("-", errno, err);
    if (S_ISDIR(st.st_mode))
        return cannot_read("-", EISDIR, err);
    struct slant_entry entry = {.path = keep(mem, "-", 1, "", 0)};
    if (entry.path == NULL)
        return slant_fail(err, SLANT_ENOMEM, NULL, "-", 0, UINT64_MAX, "out of memory");
    off_t offset = S_ISREG(st.st_mode) ? lseek(STDIN_FILENO, 0, SEEK_CUR) : 0;
    return add_file(list, &entry, &st, offset > 0 ? offset : 0, err);
}

static slant_status add_path(struct slant_list *list, struct stack *stack, struct slant_arena *mem, const char *path,
                             struct slant_error *err)
{
    struct stat st;
    if (strcmp(path, "-") == 0)
        return add_stdin(list, mem, err);
    if (stat(path, &st) != 0 || faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) != 0)
        return cannot_read(path, errno, err);
    if (S_ISDIR(st.st_mode)) {
        int code = list_folder(list, stack, mem, path);
        if (code == 0 && walk_stack(list, stack, mem))
            return SLANT_OK;
        if (code != 0 && code != ENOMEM)
            return cannot_read(path, code, err);
        return slant_fail(err, SLANT_ENOMEM, NULL, path, 0, UINT64_MAX, "out of memory");
    }
    if (S_ISSOCK(st.st_mode))
        return cannot_read(path, ENXIO, err);
    struct slant_entry entry = {
        .path = keep(mem, path, strlen(path), "", 0), .kind = kind_by_name(path), .markup = slant_walk_markup(path)};
    if (entry.path == NULL)
        return slant_fail(err, SLANT_ENOMEM, NULL, path, 0, UINT64_MAX, "out of memory");
    if (entry.kind == SLANT_INPUT_AUTO && ends_in(path, strlen(path), ".json"))
        entry.kind = SLANT_INPUT_JSONL; /* an array would otherwise be scored as prose, without a word */
    return add_file(list, &entry, &st, 0, err);
}

slant_status slant_walk(const char *const *paths, size_t npaths, int markup, struct slant_arena *mem,
                        struct slant_list *out, struct slant_error *err)
{
    struct stack stack = {0};
    out->markup = markup;
    slant_status status = SLANT_OK;
    for (size_t i = 0; i < npaths && status == SLANT_OK; i++)
        status = add_path(out, &stack, mem, paths[i], err);
    free(stack.items);
    return status;
}
