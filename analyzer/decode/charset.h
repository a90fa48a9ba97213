/* charset: a field's bytes → valid UTF-8. */
#ifndef SLANT_DECODE_CHARSET_H
#define SLANT_DECODE_CHARSET_H

#include "decode/decode.h"

/* Bytes in UTF-16 (with a byte-order mark, or of a file every other byte NUL), Windows-1252, or UTF-8 with
 * damage → valid UTF-8 in mem. Ill-formed UTF-8 becomes one U+FFFD for each maximal subpart (Unicode, D93b).
 * *how names what was done, for a diagnostic; NULL when the bytes were valid already and *out borrows them.
 * fails: SLANT_ENOMEM. */
slant_status slant_charset(struct slant_str bytes, int is_file, struct slant_arena *mem, struct slant_str *out,
                           const char **how);

/* What a Windows-1252 byte 0x80..0x9F stands for; 0 for the five that stand for nothing. */
uint32_t slant_cp1252(unsigned char byte);

#endif
