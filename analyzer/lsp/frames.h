/* frames: messages on a pipe, each behind a header with its length. */
#ifndef SLANT_LSP_FRAMES_H
#define SLANT_LSP_FRAMES_H

#include <stddef.h>

struct lsp_reader {
    int fd;
    char *bytes; /* read and not yet taken: bytes[at..len) */
    size_t at, len, cap;
    size_t drop; /* bytes of a frame over the cap still to come */
    int eof;
};

enum lsp_frame {
    LSP_FRAME_MESSAGE, /* body, len: borrowed until the next call */
    LSP_FRAME_BAD,     /* a header that cannot be used, or a frame over the cap: it was passed over */
    LSP_FRAME_NONE,    /* nothing whole has come yet, and it was not to wait */
    LSP_FRAME_END,
    LSP_FRAME_NOMEM
};

enum { LSP_MOST_FRAME = 64 << 20 };

/* may_wait 0: LSP_FRAME_NONE rather than wait for more. After rubbish it goes on with the next header that it finds. */
enum lsp_frame lsp_read(struct lsp_reader *reader, int may_wait, const char **body, size_t *len);
void lsp_reader_free(struct lsp_reader *reader);

/* 0, or -1: the pipe is closed. */
int lsp_write(int fd, const char *body, size_t len);

#endif
