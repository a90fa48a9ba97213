#include "input/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "input/record.h"
#include "input/scan.h"
#include "input/settings.h"
#include "input/stream.h"
#include "input/walk.h"

enum { SPARE = 64, KEEP = 8 }; /* buffers over KEEP block sizes are given back at once */

struct slant_input {
    const struct slant_input_settings *settings;
    size_t block_size, max_record;
    struct slant_arena mem; /* paths and folder names */
    struct slant_list list;
    size_t next_entry;
    struct slant_stream stream;

    /* the open file */
    const struct slant_entry *file; /* NULL: none is open */
    int fd;
    int is_text;
    int skipping;              /* inside a line over the cap */
    uint64_t line, byte;       /* of the first byte of `carry` */
    struct slant_buffer carry; /* bytes read that are in no block yet: mostly the beginning of a line */
};

/* ---- open, close, counts ------------------------------------------------------------------------------ */

static slant_status check_fields(const struct slant_input_settings *settings, struct slant_error *err)
{
    for (size_t i = 0; i < settings->nfields; i++) {
        if (!slant_record_is_field(settings->fields[i].field))
            return slant_fail(err, SLANT_EUSAGE, NULL, NULL, 0, UINT64_MAX,
                              "there is no field %.40s; fields are id, outlet, title, date, byline, url, "
                              "language, story, topic and text",
                              settings->fields[i].field);
    }
    return SLANT_OK;
}

slant_status slant_input_open(const char *const *paths, size_t npaths, const struct slant_input_settings *settings,
                              struct slant_input **out, struct slant_error *err)
{
    *out = NULL;
    slant_status status = check_fields(settings, err);
    if (status != SLANT_OK)
        return status;
    struct slant_input *input = calloc(1, sizeof *input);
    if (input == NULL)
        return slant_fail(err, SLANT_ENOMEM, NULL, NULL, 0, UINT64_MAX, "out of memory");
    input->settings = settings;
    input->block_size = slant_settings_block_size(settings);
    input->max_record = (size_t)slant_settings_max_record(settings);
    status = slant_walk(paths, npaths, settings->markup, &input->mem, &input->list, err);
    if (status != SLANT_OK) {
        slant_input_close(input);
        return status;
    }
    *out = input;
    return SLANT_OK;
}

static int is_stdin(const struct slant_entry *entry)
{
    return strcmp(entry->path, "-") == 0;
}

static void close_file(struct slant_input *input)
{
    if (input->file != NULL && !is_stdin(input->file))
        close(input->fd);
    input->file = NULL;
    input->carry.len = 0;
}

void slant_input_close(struct slant_input *input)
{
    if (input == NULL)
        return;
    close_file(input);
    slant_stream_free(&input->stream);
    slant_buffer_free(&input->carry);
    slant_list_free(&input->list);
    slant_arena_free(&input->mem);
    free(input);
}

uint64_t slant_input_skipped(const struct slant_input *input)
{
    return input->list.skipped;
}

uint64_t slant_input_total_bytes(const struct slant_input *input)
{
    return input->list.unknown_bytes ? 0 : input->list.total_bytes;
}

uint64_t slant_input_bytes_read(const struct slant_input *input)
{
    return atomic_load_explicit(&input->stream.bytes_read, memory_order_relaxed);
}

/* ---- blocks ------------------------------------------------------------------------------------------- */

/* The block takes over the carried bytes with their buffer, and the carry gets the block's: nothing is
 * copied, and a buffer that one huge record made large is freed when it comes round. */
static void begin_block(struct slant_input *input, struct slant_block *block, const struct slant_entry *file)
{
    struct slant_buffer bytes = block->bytes;
    if (bytes.cap / KEEP > input->block_size)
        slant_buffer_free(&bytes);
    bytes.len = 0;
    memset(block, 0, sizeof *block);
    block->bytes = input->carry;
    input->carry = bytes;
    block->path = file->path;
    block->settings = input->settings;
    block->is_text = input->is_text;
    if (input->is_text) {
        block->outlet = file->outlet;
        block->markup = file->markup;
    }
    block->line = block->at_line = input->line;
    block->byte = input->byte;
}

/* Ends the block after its first `len` bytes and carries the rest on. */
static int end_block(struct slant_input *input, struct slant_block *block, size_t len)
{
    if (slant_buffer_reserve(&block->bytes, SPARE) == NULL)
        return -1;
    slant_buffer_add(&input->carry, block->bytes.data + len, block->bytes.len - len);
    if (input->carry.failed)
        return -1;
    block->bytes.len = len;
    memset(block->bytes.data + len, 0, SPARE); /* the reader of the last line stops at a NUL */
    if (!input->is_text)
        input->line += slant_scan_lines(block->bytes.data, len);
    input->byte += len;
    return 1;
}

/* What went wrong behind the block's whole lines, at the end of what was read. */
static void set_trouble(struct slant_input *input, struct slant_block *block, enum slant_stream_state state)
{
    uint64_t line = input->is_text ? 1 : input->line, byte = input->byte + input->carry.len;
    if (state == SLANT_STREAM_BROKEN)
        block->trouble = slant_fail(&block->error, SLANT_ECOMPRESSED, NULL, block->path, line, byte,
                                    "cannot be decompressed: %s", input->stream.what);
    else
        block->trouble = slant_fail(&block->error, SLANT_EREAD, NULL, block->path, line, byte,
                                    "cannot be read further: %s", slant_walk_reason(input->stream.code));
}

static int grow_to(struct slant_buffer *bytes, size_t size)
{
    return slant_buffer_reserve(bytes, size - bytes->len + SPARE) != NULL;
}

/* ---- files of lines ----------------------------------------------------------------------------------- */

/* Drops the rest of a line over the cap. DATA: bytes of the next line are at hand. */
static enum slant_stream_state skip_line(struct slant_input *input, struct slant_buffer *bytes)
{
    for (;;) {
        const char *feed = bytes->len != 0 ? memchr(bytes->data, '\n', bytes->len) : NULL;
        size_t drop = feed != NULL ? (size_t)(feed - bytes->data) + 1 : bytes->len, got;
        input->byte += drop;
        bytes->len -= drop;
        if (feed != NULL) {
            memmove(bytes->data, feed + 1, bytes->len);
            input->line++;
            input->skipping = 0;
            return SLANT_STREAM_DATA;
        }
        if (!grow_to(bytes, input->block_size))
            return SLANT_STREAM_NOMEM;
        enum slant_stream_state state = slant_stream_read(&input->stream, bytes->data, input->block_size, &got, 1);
        if (state != SLANT_STREAM_DATA)
            return state;
        bytes->len = got;
    }
}

/* Reads until there are enough whole lines, or the stream ends or would block, or one line is over the cap.
 * *whole: how many bytes make up whole lines. DATA: enough, or the cap. */
static enum slant_stream_state read_whole_lines(struct slant_input *input, struct slant_buffer *bytes, size_t *whole)
{
    size_t target = input->block_size, seen = 0;
    *whole = 0;
    for (;;) {
        /* Only what is new is looked through, so a long line costs what it is long. */
        const char *feed = bytes->len > seen ? memrchr(bytes->data + seen, '\n', bytes->len - seen) : NULL;
        if (feed != NULL)
            *whole = (size_t)(feed - bytes->data) + 1;
        seen = bytes->len;
        if (*whole == 0 && bytes->len > input->max_record)
            return SLANT_STREAM_DATA;
        if (bytes->len >= target) {
            if (*whole != 0)
                return SLANT_STREAM_DATA;
            target = bytes->len > input->max_record / 2 ? input->max_record + 1 : bytes->len * 2;
        }
        if (!grow_to(bytes, target))
            return SLANT_STREAM_NOMEM;
        size_t got;
        enum slant_stream_state state =
            slant_stream_read(&input->stream, bytes->data + bytes->len, target - bytes->len, &got, *whole == 0);
        if (state != SLANT_STREAM_DATA)
            return state;
        bytes->len += got;
    }
}

static int too_long(struct slant_input *input, struct slant_block *block)
{
    block->trouble =
        slant_record_too_big(&block->error, block->path, "the line", input->line, input->byte, input->max_record);
    input->skipping = 1;
    return end_block(input, block, 0) < 0 ? -1 : 1;
}

/* 1: a block, 0: the file ended without one, -1: out of memory. */
static int read_lines(struct slant_input *input, struct slant_block *block)
{
    enum slant_stream_state state = SLANT_STREAM_DATA;
    size_t whole = 0;
    begin_block(input, block, input->file);
    if (input->skipping)
        state = skip_line(input, &block->bytes);
    block->line = block->at_line = input->line;
    block->byte = input->byte;
    if (state == SLANT_STREAM_DATA)
        state = read_whole_lines(input, &block->bytes, &whole);
    if (state == SLANT_STREAM_NOMEM)
        return -1;
    if (state == SLANT_STREAM_DATA && whole == 0)
        return too_long(input, block);
    if (state == SLANT_STREAM_END)
        whole = block->bytes.len; /* the last line may lack its line feed */
    if (end_block(input, block, whole) < 0)
        return -1;
    if (state == SLANT_STREAM_DATA || state == SLANT_STREAM_WAIT)
        return 1;
    if (state != SLANT_STREAM_END)
        set_trouble(input, block, state);
    close_file(input);
    return whole != 0 || state != SLANT_STREAM_END;
}

/* ---- files that are one text -------------------------------------------------------------------------- */

static enum slant_stream_state read_whole_text(struct slant_input *input, struct slant_buffer *bytes)
{
    size_t target = input->block_size;
    enum slant_stream_state state = SLANT_STREAM_DATA;
    while (state == SLANT_STREAM_DATA && bytes->len <= input->max_record) {
        size_t got = 0;
        if (bytes->len >= target)
            target = bytes->len > input->max_record / 2 ? input->max_record + 1 : bytes->len * 2;
        if (!grow_to(bytes, target))
            return SLANT_STREAM_NOMEM;
        state = slant_stream_read(&input->stream, bytes->data + bytes->len, target - bytes->len, &got, 1);
        bytes->len += got;
    }
    return state;
}

static int read_text(struct slant_input *input, struct slant_block *block)
{
    begin_block(input, block, input->file);
    enum slant_stream_state state = read_whole_text(input, &block->bytes);
    if (state == SLANT_STREAM_NOMEM)
        return -1;
    size_t len = block->bytes.len;
    if (end_block(input, block, state == SLANT_STREAM_END && len <= input->max_record ? len : 0) < 0)
        return -1;
    if (len > input->max_record)
        block->trouble = slant_record_too_big(&block->error, block->path, "the file", 1, 0, input->max_record);
    else if (state != SLANT_STREAM_END)
        set_trouble(input, block, state);
    else if (len == 0)
        block->trouble =
            slant_fail(&block->error, SLANT_EFIELD, "missing-text", block->path, 1, 0, "the file is empty");
    close_file(input);
    return 1;
}

/* ---- which kind a file is ----------------------------------------------------------------------------- */

/* Reads ahead until there are n bytes. Trouble is left for the reading proper: the stream says it again. */
static int peek(struct slant_input *input, size_t n)
{
    while (input->carry.len < n) {
        size_t got, want = input->carry.len + input->block_size;
        if (!grow_to(&input->carry, want))
            return -1;
        enum slant_stream_state state =
            slant_stream_read(&input->stream, input->carry.data + input->carry.len, want - input->carry.len, &got, 1);
        if (state == SLANT_STREAM_NOMEM)
            return -1;
        if (state != SLANT_STREAM_DATA)
            return 0;
        input->carry.len += got;
    }
    return 1;
}

/* A byte order mark of UTF-16 at the start? 1, 0, -1: out of memory. A pipe may hold its second byte back
 * until the first line is answered, so it is not asked for without need. */
static int is_utf16(struct slant_input *input)
{
    int there = peek(input, 1);
    if (there <= 0 || ((unsigned char)input->carry.data[0] & 0xFE) != 0xFE)
        return there < 0 ? -1 : 0;
    there = peek(input, 2);
    if (there <= 0)
        return there;
    return memcmp(input->carry.data, "\xFF\xFE", 2) == 0 || memcmp(input->carry.data, "\xFE\xFF", 2) == 0;
}

/* Sets is_text by the first byte that is not white space. NULs and byte order marks are passed over, so that
 * UTF-16 is told apart too. Reads no further than the cap. */
static int look_inside(struct slant_input *input)
{
    size_t at = 0;
    int there;
    input->is_text = 1;
    while ((there = peek(input, at + 1)) > 0 && at <= input->max_record) {
        char c = input->carry.data[at];
        int mark = at < 3 && strchr("\xEF\xBB\xBF\xFF\xFE", c) != NULL; /* finds the NUL as well */
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != '\0' && !mark) {
            input->is_text = c != '{';
            break;
        }
        at++;
    }
    return there < 0 ? -1 : 1;
}

static enum slant_input_kind by_settings_or_name(const struct slant_input *input, const struct slant_entry *entry)
{
    if (input->settings->kind != SLANT_INPUT_AUTO)
        return input->settings->kind;
    return is_stdin(entry) && input->settings->stdin_is_jsonl ? SLANT_INPUT_JSONL : entry->kind;
}

/* ---- from file to file -------------------------------------------------------------------------------- */

/* A block that is one error row for a whole file. */
static int refuse(struct slant_input *input, struct slant_block *block, const struct slant_entry *entry,
                  slant_status code, const char *message, const char *reason)
{
    input->carry.len = 0;
    begin_block(input, block, entry);
    slant_fail(&block->error, code, NULL, entry->path, code == SLANT_EREAD ? 0 : 1,
               code == SLANT_EREAD ? UINT64_MAX : 0, "%s%s", message, reason);
    block->trouble = code;
    if (input->file != NULL)
        close_file(input);
    return end_block(input, block, 0);
}

/* The folder was listed some time ago: what stands there now may be something else. */
static int open_entry(const struct slant_entry *entry, int *fd)
{
    struct stat st;
    if (entry->code != 0)
        return entry->code;
    do
        *fd = is_stdin(entry) ? STDIN_FILENO : open(entry->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    while (*fd < 0 && errno == EINTR);
    if (*fd < 0)
        return errno;
    if (fstat(*fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        if (!is_stdin(entry))
            close(*fd);
        return EISDIR;
    }
    return 0;
}

/* 1: a block with what is wrong with the file, 0: it is open, -1: out of memory. */
static int start_file(struct slant_input *input, struct slant_block *block, const struct slant_entry *entry)
{
    input->line = 1;
    input->byte = 0;
    input->skipping = 0;
    input->is_text = by_settings_or_name(input, entry) == SLANT_INPUT_TEXT;
    int code = open_entry(entry, &input->fd);
    if (code != 0)
        return refuse(input, block, entry, SLANT_EREAD, "cannot be opened: ", slant_walk_reason(code));
    input->file = entry;
    slant_stream_start(&input->stream, input->fd);
    int utf16 = 0;
    if (by_settings_or_name(input, entry) == SLANT_INPUT_AUTO && look_inside(input) < 0)
        return -1;
    if (!input->is_text && (utf16 = is_utf16(input)) < 0)
        return -1;
    if (utf16)
        return refuse(input, block, entry, SLANT_EJSON,
                      "the file is UTF-16, JSON Lines are UTF-8; convert it: iconv -f UTF-16 -t UTF-8", "");
    if (slant_walk_compressed(entry->path)) {
        int there = peek(input, 1);
        if (there < 0)
            return -1;
        if (there == 0 && input->stream.stuck == SLANT_STREAM_DATA && input->stream.eof && input->stream.kind == 0)
            return refuse(input, block, entry, SLANT_ECOMPRESSED, "the compressed file is empty", "");
    }
    return 0;
}

int slant_input_next(struct slant_input *input, struct slant_block *block)
{
    for (;;) {
        if (input->file == NULL) {
            if (input->next_entry == input->list.n)
                return 0;
            int started = start_file(input, block, &input->list.entries[input->next_entry++]);
            if (started != 0)
                return started;
        }
        int result = input->is_text ? read_text(input, block) : read_lines(input, block);
        /* A block holds at least one row: who counts blocks may count on that. */
        if (result != 0 && !(result == 1 && slant_block_is_mark(block) && block->trouble == SLANT_OK))
            return result;
    }
}
