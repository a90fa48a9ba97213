/* buffer: bytes that grow, with a cap. After a failure (no memory, over the cap) `failed` is set, further
 * appends do nothing, and the contents are whole up to the last append that succeeded. */
#ifndef SLANT_BASE_BUFFER_H
#define SLANT_BASE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

struct slant_buffer {
    char *data;
    size_t len, cap;
    size_t max; /* 0: no cap but memory */
    int failed;
};

/* Room for `extra` more bytes at data + len. Returns NULL on failure. */
char *slant_buffer_reserve(struct slant_buffer *buffer, size_t extra);
void slant_buffer_add(struct slant_buffer *buffer, const char *bytes, size_t len);
void slant_buffer_puts(struct slant_buffer *buffer, const char *text);
void slant_buffer_putc(struct slant_buffer *buffer, char c);
void slant_buffer_printf(struct slant_buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void slant_buffer_int(struct slant_buffer *buffer, int64_t value);
/* value with at most `decimals` (0..6) digits after the point, rounded half away from zero, trailing zeros
 * dropped, always '.' whatever the locale; "null" when it is not finite. */
void slant_buffer_decimal(struct slant_buffer *buffer, double value, int decimals);
/* Twelve significant digits, '.' whatever the locale; "null" when it is not finite. For numbers that programs read. */
void slant_buffer_double(struct slant_buffer *buffer, double value);
/* A JSON string with its quotation marks; bytes that are not UTF-8 become U+FFFD. */
void slant_buffer_json(struct slant_buffer *buffer, const char *bytes, size_t len);
/* A CSV field: quoted where RFC 4180 wants it; line breaks become spaces, so that a record is one line. */
void slant_buffer_csv(struct slant_buffer *buffer, const char *bytes, size_t len);
/* Text for HTML, in element content and quoted attributes. */
void slant_buffer_html(struct slant_buffer *buffer, const char *bytes, size_t len);
void slant_buffer_free(struct slant_buffer *buffer);

#endif
