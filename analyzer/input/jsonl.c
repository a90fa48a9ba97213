/* The rows of a block: its lines, or its one text, and then the trouble that ended it. */
#include <string.h>

#include "base/error.h"
#include "input/input.h"
#include "input/record.h"
#include "input/settings.h"

static struct slant_str base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    return (struct slant_str){name, strlen(name)};
}

static void clear_row(const struct slant_block *block, struct slant_row *row)
{
    memset(&row->article, 0, sizeof row->article);
    row->status = row->error.code = SLANT_OK;
    row->line = block->at_line;
    row->byte = block->byte + block->at;
    if (block->is_text) {
        row->article.id = base_name(block->path);
        row->article.outlet = block->outlet;
        row->article.markup = block->markup;
    }
}

/* Files that a newcomer hands over as an article, and that are none yet: what they are, by their first bytes. */
static const char *other_kind(const struct slant_buffer *bytes)
{
    static const struct {
        const char *head, *name;
    } kinds[] = {{"%PDF-", "a PDF file"},
                 {"PK\x03\x04", "a zip or office file (.docx, .odt)"},
                 {"{\\rtf", "an RTF file"},
                 {"\xD0\xCF\x11\xE0", "an old office file (.doc)"},
                 {"\x89PNG", "a picture"},
                 {"\xFF\xD8\xFF", "a picture"},
                 {"GIF8", "a picture"},
                 {"\x7F"
                  "ELF",
                  "a program"},
                 {"<!doctype html", "a web page"},
                 {"<html", "a web page"},
                 {"<?xml", "an XML file"}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t n = strlen(kinds[i].head);
        size_t same = 0; /* ASCII letters in either case, whatever the locale */
        while (same < n && same < bytes->len &&
               (bytes->data[same] == kinds[i].head[same] || (bytes->data[same] >= 'A' && bytes->data[same] <= 'Z' &&
                                                             (bytes->data[same] | 0x20) == kinds[i].head[same])))
            same++;
        if (same == n)
            return kinds[i].name;
    }
    return NULL;
}

static int text_row(struct slant_block *block, struct slant_row *row)
{
    const char *other = block->markup == SLANT_HTML ? NULL : other_kind(&block->bytes);
    if (other != NULL)
        row->status = slant_fail(&row->error, SLANT_EFIELD, "not-text", block->path, 1, 0,
                                 "this is %s: save the article as plain text", other);
    row->article.text = (struct slant_str){block->bytes.data, block->bytes.len};
    row->article.is_file = 1;
    block->at = block->bytes.len;
    return 1;
}

static int line_row(struct slant_block *block, struct slant_arena *mem, struct slant_row *row)
{
    const char *line = block->bytes.data + block->at;
    size_t left = block->bytes.len - block->at;
    const char *feed = memchr(line, '\n', left);
    size_t len = feed != NULL ? (size_t)(feed - line) : left;
    uint64_t max = slant_settings_max_record(block->settings);
    block->at += len + (feed != NULL);
    block->at_line++;
    if (len > max)
        row->status = slant_record_too_big(&row->error, block->path, "the line", row->line, row->byte, max);
    else
        slant_record_read(line, len, block->settings, block->path, mem, row);
    return 1;
}

int slant_block_is_mark(const struct slant_block *block)
{
    return block->byte == 0 && !block->is_text && block->bytes.len == 3 &&
           memcmp(block->bytes.data, "\xEF\xBB\xBF", 3) == 0;
}

int slant_block_next(struct slant_block *block, struct slant_arena *mem, struct slant_row *row)
{
    if (slant_block_is_mark(block))
        block->at = 3;
    clear_row(block, row);
    if (block->at < block->bytes.len)
        return block->is_text ? text_row(block, row) : line_row(block, mem, row);
    if (block->trouble == SLANT_OK || block->done)
        return 0;
    block->done = 1;
    row->status = block->trouble;
    row->error = block->error;
    return 1;
}

void slant_block_free(struct slant_block *block)
{
    slant_buffer_free(&block->bytes);
}
