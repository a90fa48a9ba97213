/* lexicons: what the files that look after lexicons share. */
#ifndef SLANT_LEXICONS_H
#define SLANT_LEXICONS_H

#include "slant.h"
#include "base/buffer.h"
#include "lexicon/lexicon.h"

/* Hands the bytes to the job's writer and frees them. */
slant_status slant_give(const struct slant_lexicon_job *job, const char *name, struct slant_buffer *bytes,
                        struct slant_error *err);
/* Is the entry one that the job asks for? Where lexicons were added, theirs alone are. */
int slant_entry_is_meant(const struct slant *engine, const struct slant_lexicon_job *job, const struct slant_entry *e);
/* The name of its layer, of our own or of somebody's. */
const char *slant_entry_layer(const struct slant *engine, const struct slant_entry *e);
/* Its cells as members of a JSON object, without the brackets. */
void slant_entry_json(struct slant_buffer *out, const struct slant *engine, const struct slant_entry *e);

#endif
