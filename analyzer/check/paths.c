#include "check/paths.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Takes "." and ".." and doubled slashes out of an absolute path, in place. */
static void tidy(char *path)
{
    char *to = path;
    for (const char *p = path; *p != '\0';) {
        while (*p == '/')
            p++;
        size_t n = strcspn(p, "/");
        if (n == 2 && memcmp(p, "..", 2) == 0) {
            while (to > path && *--to != '/')
                ;
        } else if (n > 0 && !(n == 1 && *p == '.')) {
            *to++ = '/';
            memmove(to, p, n);
            to += n;
        }
        p += n;
    }
    if (to == path)
        *to++ = '/';
    *to = '\0';
}

char *slant_path_in(const char *folder, const char *name, struct slant_arena *mem)
{
    size_t size = strlen(folder) + strlen(name) + 3;
    char *out = slant_arena_alloc(mem, size);
    if (out == NULL)
        return NULL;
    snprintf(out, size, "%s/%s", name[0] == '/' ? "" : folder, name);
    tidy(out);
    return out;
}

char *slant_path_absolute(const char *path, struct slant_arena *mem)
{
    char here[PATH_MAX];
    if (path[0] != '/' && getcwd(here, sizeof here) == NULL)
        return NULL;
    return slant_path_in(path[0] == '/' ? "" : here, path, mem);
}

char *slant_path_folder(const char *path, struct slant_arena *mem)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
    return slant_arena_copy(mem, path, n);
}

static int glob(const char *g, const char *p)
{
    for (; *g != '\0'; g++, p++) {
        if (*g == '*') {
            int any = g[1] == '*';
            const char *rest = g + 1 + any + (any && g[2] == '/');
            for (;; p++) {
                if (glob(rest, p))
                    return 1;
                if (*p == '\0' || (!any && *p == '/'))
                    return 0;
            }
        }
        if (*p == '\0' || (*g != *p && *g != '?') || (*g == '?' && *p == '/'))
            return 0;
    }
    return *p == '\0';
}

int slant_path_matches(const char *pattern, const char *folder, const char *path)
{
    char below[PATH_MAX + 4];
    size_t n = strlen(folder), len = strlen(pattern);
    const char *slash = strchr(pattern, '/'), *base = strrchr(path, '/');
    if (n > 1 && (strncmp(path, folder, n) != 0 || path[n] != '/'))
        return 0;
    const char *inside = n > 1 ? path + n + 1 : path + 1;
    if (slash == NULL)
        return glob(pattern, base != NULL ? base + 1 : path);
    if (pattern[len - 1] != '/')
        return glob(pattern + (pattern[0] == '/'), inside);
    if ((size_t)snprintf(below, sizeof below, "%s**", pattern + (pattern[0] == '/')) >= sizeof below)
        return 0;
    return glob(below, inside);
}
