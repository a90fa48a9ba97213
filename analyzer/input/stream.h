/* stream: the bytes of one open file, decompressed when it begins like gzip or zstd, whatever its name. */
#ifndef SLANT_INPUT_STREAM_H
#define SLANT_INPUT_STREAM_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum slant_stream_state {
    SLANT_STREAM_DATA, /* at least one byte came */
    SLANT_STREAM_END,
    SLANT_STREAM_WAIT,   /* a read would block, and was not to */
    SLANT_STREAM_BROKEN, /* compressed data are damaged or cut: `what` says it */
    SLANT_STREAM_FAILED, /* read(2) failed: `code` is its errno */
    SLANT_STREAM_NOMEM
};

/* Zeroed at first; started for one file after another; freed once. */
struct slant_stream {
    int fd;
    int never_blocks;              /* a regular file */
    int kind;                      /* what the first bytes said: plain, gzip, zstd */
    int eof;                       /* read(2) has returned 0 */
    int between;                   /* no gzip member or zstd frame is open */
    int full;                      /* the last output filled its room: there may be more without more input */
    enum slant_stream_state stuck; /* BROKEN, FAILED: for good */
    int code;
    const char *what;
    unsigned char *in; /* bytes read and not yet used: in[at..len) */
    size_t at, len;
    void *gzip, *zstd;           /* kept from file to file */
    _Atomic uint64_t bytes_read; /* on disk, of all files */
};

/* fd is not closed by the stream. */
void slant_stream_start(struct slant_stream *stream, int fd);
/* Reads 1..want bytes. may_wait == 0: returns SLANT_STREAM_WAIT rather than block. After END, BROKEN or
 * FAILED it says the same again. */
enum slant_stream_state slant_stream_read(struct slant_stream *stream, char *out, size_t want, size_t *got,
                                          int may_wait);
void slant_stream_free(struct slant_stream *stream);

#endif
