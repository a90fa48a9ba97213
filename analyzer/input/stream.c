#include "input/stream.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { IN_SIZE = 128 * 1024, UNKNOWN = 0, PLAIN, GZIP, ZSTD };

void slant_stream_start(struct slant_stream *stream, int fd)
{
    struct stat st;
    stream->fd = fd;
    stream->never_blocks = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    stream->kind = UNKNOWN;
    stream->eof = stream->full = stream->code = 0;
    stream->between = 1;
    stream->stuck = SLANT_STREAM_DATA;
    stream->what = NULL;
    stream->at = stream->len = 0;
}

void slant_stream_free(struct slant_stream *stream)
{
    if (stream->gzip != NULL)
        inflateEnd(stream->gzip);
    free(stream->gzip);
    ZSTD_freeDStream(stream->zstd);
    free(stream->in);
    stream->gzip = stream->zstd = NULL;
    stream->in = NULL;
}

/* ---- bytes as they are on disk ------------------------------------------------------------------------ */

static enum slant_stream_state failed(struct slant_stream *stream, int code)
{
    stream->code = code;
    return stream->stuck = SLANT_STREAM_FAILED;
}

static enum slant_stream_state broken(struct slant_stream *stream, const char *what)
{
    stream->what = what;
    return stream->stuck = SLANT_STREAM_BROKEN;
}

/* Whether a read would return at once. What poll cannot say, read will. */
static int ready(int fd, int may_wait)
{
    struct pollfd one = {.fd = fd, .events = POLLIN};
    int n;
    do
        n = poll(&one, 1, may_wait ? -1 : 0);
    while (n < 0 && errno == EINTR && may_wait);
    return n != 0;
}

static enum slant_stream_state read_some(struct slant_stream *stream, void *out, size_t want, size_t *got, int may_wait)
{
    *got = 0;
    if (stream->eof)
        return SLANT_STREAM_END;
    if (!may_wait && !stream->never_blocks && !ready(stream->fd, 0))
        return SLANT_STREAM_WAIT;
    for (;;) {
        ssize_t n = read(stream->fd, out, want < INT_MAX ? want : INT_MAX);
        if (n > 0) {
            *got = (size_t)n;
            atomic_fetch_add_explicit(&stream->bytes_read, (uint64_t)n, memory_order_relaxed);
            return SLANT_STREAM_DATA;
        }
        if (n == 0) {
            stream->eof = 1;
            return SLANT_STREAM_END;
        }
        if (errno == EINTR)
            continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK)
            return failed(stream, errno);
        if (!may_wait) /* a descriptor that somebody made non-blocking */
            return SLANT_STREAM_WAIT;
        ready(stream->fd, 1);
    }
}

/* More bytes behind those at hand. */
static enum slant_stream_state fill(struct slant_stream *stream, int may_wait)
{
    size_t got;
    if (stream->at == stream->len)
        stream->at = stream->len = 0;
    enum slant_stream_state state = read_some(stream, stream->in + stream->len, IN_SIZE - stream->len, &got, may_wait);
    stream->len += got;
    return state;
}

/* ---- what kind it is ---------------------------------------------------------------------------------- */

/* UNKNOWN: more bytes are wanted. A pipe may hold back its second byte until the first line is answered, so
 * bytes that cannot begin a magic number are plain at once. */
static int kind_of(const unsigned char *in, size_t len, int whole)
{
    static const unsigned char gzip[] = {0x1F, 0x8B}, zstd[] = {0x28, 0xB5, 0x2F, 0xFD};
    static const unsigned char skippable[] = {0x50, 0x2A, 0x4D, 0x18}; /* a zstd frame to skip: 0x50..0x5F */
    size_t n = len < 4 ? len : 4;
    if (memcmp(in, gzip, n < 2 ? n : 2) == 0)
        return n >= 2 ? GZIP : whole ? PLAIN : UNKNOWN;
    if (memcmp(in, zstd, n) == 0 || ((in[0] & 0xF0) == 0x50 && memcmp(in + 1, skippable + 1, n - 1) == 0))
        return n == 4 ? ZSTD : whole ? PLAIN : UNKNOWN;
    return PLAIN;
}

static enum slant_stream_state find_kind(struct slant_stream *stream, int may_wait)
{
    if (stream->in == NULL && (stream->in = malloc(IN_SIZE)) == NULL)
        return SLANT_STREAM_NOMEM;
    for (;;) {
        enum slant_stream_state state = fill(stream, may_wait);
        if (state != SLANT_STREAM_DATA && !(state == SLANT_STREAM_END && stream->len > 0))
            return state;
        stream->kind = kind_of(stream->in, stream->len, state == SLANT_STREAM_END);
        if (stream->kind != UNKNOWN)
            return SLANT_STREAM_DATA;
    }
}

/* ---- gzip --------------------------------------------------------------------------------------------- */

static enum slant_stream_state gzip_ready(struct slant_stream *stream)
{
    if (stream->gzip != NULL)
        return SLANT_STREAM_DATA;
    z_stream *z = calloc(1, sizeof *z);
    if (z == NULL)
        return SLANT_STREAM_NOMEM;
    if (inflateInit2(z, 15 + 16) != Z_OK) {
        free(z);
        return SLANT_STREAM_NOMEM;
    }
    stream->gzip = z;
    return SLANT_STREAM_DATA;
}

/* Between members: another one begins, or there is nothing but the zeros that tapes pad with. */
static enum slant_stream_state next_member(struct slant_stream *stream)
{
    while (stream->at < stream->len && stream->in[stream->at] == 0)
        stream->at++;
    if (stream->at == stream->len)
        return SLANT_STREAM_DATA;
    if (stream->in[stream->at] != 0x1F)
        return broken(stream, "something that is not gzip follows the gzip data");
    if (inflateReset(stream->gzip) != Z_OK)
        return broken(stream, "the gzip data are damaged");
    stream->between = 0;
    return SLANT_STREAM_DATA;
}

static enum slant_stream_state read_gzip(struct slant_stream *stream, char *out, size_t want, size_t *got, int may_wait)
{
    enum slant_stream_state state = gzip_ready(stream);
    uInt room = want < UINT_MAX ? (uInt)want : UINT_MAX;
    z_stream *z = stream->gzip;
    while (state == SLANT_STREAM_DATA && *got == 0) {
        if (stream->at == stream->len && (stream->between || !stream->full)) {
            state = fill(stream, may_wait);
            if (state == SLANT_STREAM_END && !stream->between)
                return broken(stream, "the gzip data are cut short");
            if (state != SLANT_STREAM_DATA)
                return state;
        }
        if (stream->between) {
            state = next_member(stream);
            if (stream->between)
                continue;
        }
        z->next_in = stream->in + stream->at;
        z->avail_in = (uInt)(stream->len - stream->at);
        z->next_out = (unsigned char *)out;
        z->avail_out = room;
        int result = inflate(z, Z_NO_FLUSH);
        stream->at = stream->len - z->avail_in;
        *got = room - z->avail_out;
        stream->full = z->avail_out == 0;
        stream->between = result == Z_STREAM_END;
        if (result == Z_MEM_ERROR)
            return SLANT_STREAM_NOMEM;
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
            broken(stream, "the gzip data are damaged");
            return *got > 0 ? SLANT_STREAM_DATA : SLANT_STREAM_BROKEN; /* what came before is good */
        }
    }
    return state;
}

/* ---- zstd --------------------------------------------------------------------------------------------- */

static enum slant_stream_state zstd_ready(struct slant_stream *stream, int fresh)
{
    if (stream->zstd == NULL)
        stream->zstd = ZSTD_createDStream();
    if (stream->zstd == NULL)
        return SLANT_STREAM_NOMEM;
    if (fresh)
        ZSTD_initDStream(stream->zstd);
    return SLANT_STREAM_DATA;
}

static enum slant_stream_state read_zstd(struct slant_stream *stream, char *out, size_t want, size_t *got, int may_wait)
{
    while (*got == 0) {
        if (stream->at == stream->len && (stream->between || !stream->full)) {
            enum slant_stream_state state = fill(stream, may_wait);
            if (state == SLANT_STREAM_END && !stream->between)
                return broken(stream, "the zstd data are cut short");
            if (state != SLANT_STREAM_DATA)
                return state;
        }
        ZSTD_inBuffer in = {stream->in, stream->len, stream->at};
        ZSTD_outBuffer to = {out, want, 0};
        size_t result = ZSTD_decompressStream(stream->zstd, &to, &in);
        *got = to.pos;
        if (ZSTD_isError(result)) {
            broken(stream, ZSTD_getErrorName(result)); /* constant */
            return *got > 0 ? SLANT_STREAM_DATA : SLANT_STREAM_BROKEN;
        }
        stream->at = in.pos;
        stream->full = to.pos == to.size;
        stream->between = result == 0;
    }
    return SLANT_STREAM_DATA;
}

/* ---- all of it ---------------------------------------------------------------------------------------- */

static enum slant_stream_state read_plain(struct slant_stream *stream, char *out, size_t want, size_t *got,
                                          int may_wait)
{
    size_t held = stream->len - stream->at;
    if (held == 0) /* straight to where it is wanted */
        return read_some(stream, out, want, got, may_wait);
    *got = held < want ? held : want;
    memcpy(out, stream->in + stream->at, *got);
    stream->at += *got;
    return SLANT_STREAM_DATA;
}

enum slant_stream_state slant_stream_read(struct slant_stream *stream, char *out, size_t want, size_t *got,
                                          int may_wait)
{
    *got = 0;
    if (stream->stuck != SLANT_STREAM_DATA)
        return stream->stuck;
    if (stream->kind == UNKNOWN) {
        enum slant_stream_state state = find_kind(stream, may_wait);
        if (state == SLANT_STREAM_DATA && stream->kind == ZSTD)
            state = zstd_ready(stream, 1);
        if (state != SLANT_STREAM_DATA)
            return state;
    }
    switch (stream->kind) {
    case GZIP:
        return read_gzip(stream, out, want, got, may_wait);
    case ZSTD:
        return read_zstd(stream, out, want, got, may_wait);
    default:
        return read_plain(stream, out, want, got, may_wait);
    }
}
