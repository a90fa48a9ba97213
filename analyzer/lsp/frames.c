#include "lsp/frames.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { MOST_HEADER = 16 << 10, BLOCK = 64 << 10 };

/* ---- bytes ---- */

static int make_room(struct lsp_reader *r)
{
    if (r->at > 0) {
        memmove(r->bytes, r->bytes + r->at, r->len - r->at);
        r->len -= r->at;
        r->at = 0;
    }
    if (r->cap - r->len >= BLOCK)
        return 1;
    size_t cap = r->cap * 2 + BLOCK;
    char *more = realloc(r->bytes, cap);
    if (more == NULL)
        return 0;
    r->bytes = more;
    r->cap = cap;
    return 1;
}

/* 1: more bytes, or the end; 0: it would have to wait; -1: no memory. */
static int read_more(struct lsp_reader *r, int may_wait)
{
    struct pollfd input = {.fd = r->fd, .events = POLLIN};
    if (!may_wait && poll(&input, 1, 0) <= 0)
        return 0;
    if (!make_room(r))
        return -1;
    ssize_t n;
    do
        n = read(r->fd, r->bytes + r->len, BLOCK);
    while (n < 0 && errno == EINTR);
    if (n < 0 && errno == EAGAIN) {
        poll(&input, 1, may_wait ? -1 : 0);
        return may_wait;
    }
    r->eof = n <= 0;
    r->len += n > 0 ? (size_t)n : 0;
    return 1;
}

/* ---- headers ---- */

/* Behind the empty line that ends a header; NULL: it is not there yet. */
static const char *header_end(const char *from, const char *end)
{
    for (const char *p = from; p < end; p++) {
        if (*p != '\n')
            continue;
        if (p + 1 < end && p[1] == '\n')
            return p + 2;
        if (p + 2 < end && p[1] == '\r' && p[2] == '\n')
            return p + 3;
    }
    return NULL;
}

/* The last length in the header: what stands before it may be the rest of something broken. -1: there is none. */
static long long content_length(const char *from, const char *end)
{
    static const char name[] = "Content-Length:";
    const size_t n = sizeof name - 1;
    for (const char *p = end - n; p >= from; p--) {
        if (strncasecmp(p, name, n) != 0)
            continue;
        p += n;
        while (p < end && (*p == ' ' || *p == '\t'))
            p++;
        long long length = p < end && *p >= '0' && *p <= '9' ? 0 : -1;
        for (; p < end && *p >= '0' && *p <= '9' && length <= (1ll << 50); p++)
            length = length * 10 + (*p - '0');
        return p < end && (*p == '\r' || *p == '\n' || *p == ' ') ? length : -1;
    }
    return -1;
}

/* Rubbish without an end: the last bytes alone may be the beginning of a header. */
static void drop_rubbish(struct lsp_reader *r)
{
    if (r->len - r->at > MOST_HEADER)
        r->at = r->len - MOST_HEADER / 2;
}

static int drop_more(struct lsp_reader *r)
{
    size_t there = r->len - r->at, n = there < r->drop ? there : r->drop;
    r->at += n;
    r->drop -= n;
    return r->drop > 0;
}

/* What the bytes at hand hold. */
static enum lsp_frame take(struct lsp_reader *r, const char **body, size_t *len)
{
    if (r->bytes == NULL || drop_more(r))
        return LSP_FRAME_NONE;
    const char *from = r->bytes + r->at, *end = r->bytes + r->len;
    const char *start = header_end(from, end);
    if (start == NULL) {
        drop_rubbish(r);
        return LSP_FRAME_NONE;
    }
    long long length = content_length(from, start);
    if (length < 0 || length > LSP_MOST_FRAME) {
        r->at = (size_t)(start - r->bytes);
        r->drop = length > 0 ? (size_t)length : 0;
        return LSP_FRAME_BAD;
    }
    if (end - start < length)
        return LSP_FRAME_NONE;
    *body = start;
    *len = (size_t)length;
    r->at = (size_t)(start - r->bytes) + (size_t)length;
    return LSP_FRAME_MESSAGE;
}

enum lsp_frame lsp_read(struct lsp_reader *reader, int may_wait, const char **body, size_t *len)
{
    for (;;) {
        enum lsp_frame frame = take(reader, body, len);
        if (frame != LSP_FRAME_NONE)
            return frame;
        if (reader->eof)
            return LSP_FRAME_END;
        int more = read_more(reader, may_wait);
        if (more <= 0)
            return more < 0 ? LSP_FRAME_NOMEM : LSP_FRAME_NONE;
    }
}

void lsp_reader_free(struct lsp_reader *reader)
{
    free(reader->bytes);
    memset(reader, 0, sizeof *reader);
}

static int write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN) {
            struct pollfd room = {.fd = fd, .events = POLLOUT};
            poll(&room, 1, -1);
            continue;
        }
        if (n <= 0)
            return -1;
        bytes += n;
        len -= (size_t)n;
    }
    return 0;
}

int lsp_write(int fd, const char *body, size_t len)
{
    char header[64];
    int n = snprintf(header, sizeof header, "Content-Length: %zu\r\n\r\n", len);
    return write_all(fd, header, (size_t)n) == 0 && write_all(fd, body, len) == 0 ? 0 : -1;
}
