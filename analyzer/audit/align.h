/* align: which sentences of two texts belong together. The stretch of sentences that keep their order first, then
 * those that moved, then sentences that were split or merged. */
#ifndef SLANT_AUDIT_ALIGN_H
#define SLANT_AUDIT_ALIGN_H

#include "audit/side.h"

struct pairing {
    uint32_t *wire, *edited; /* sentences, ascending */
    uint32_t nwire, nedited;
    int moved;
    double similarity;
};

struct alignment {
    struct pairing *rows; /* by the edit's first sentence; those of cut and added sentences are not among them */
    uint32_t n;
};

/* Fills group_of of both sides. fails: SLANT_ENOMEM. */
slant_status slant_align(struct side *wire, struct side *edited, uint32_t nstems, struct slant_arena *mem,
                         struct alignment *out);

#endif
