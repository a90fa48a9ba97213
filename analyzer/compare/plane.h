/* plane: outlets as points, near each other where their rates are alike (principal components of log rates). For five
 * outlets or more and three measures or more. */
#ifndef SLANT_COMPARE_PLANE_H
#define SLANT_COMPARE_PLANE_H

#include "compare/compare.h"

/* Fills out->plane; out->measures must stand. fails: SLANT_ENOMEM. */
slant_status slant_plane_run(struct slant_arena *mem, struct slant_comparison *out);

#endif
