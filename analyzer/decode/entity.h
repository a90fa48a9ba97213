/* entity: HTML's character references. */
#ifndef SLANT_DECODE_ENTITY_H
#define SLANT_DECODE_ENTITY_H

#include <stddef.h>
#include <stdint.h>

/* At '&': the character that the reference there stands for, and in *taken the reference's length. 0 where the
 * ampersand is just that. A no-break space is a space. */
uint32_t slant_entity(const char *p, const char *end, size_t *taken);

#endif
