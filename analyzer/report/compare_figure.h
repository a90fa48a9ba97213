/* compare_figure: pictures of a comparison as SVG. Places across are per cent of the width and the type has a size of
 * its own, so that they can be read on a phone. Colour never tells anything alone: words stand beside it. */
#ifndef SLANT_REPORT_COMPARE_FIGURE_H
#define SLANT_REPORT_COMPARE_FIGURE_H

#include "report/compare.h"

/* One row an outlet: name, rate and interval in words, and drawn. number: of the measure, for links to its marks. */
void slant_figure_rates(const struct slant_comparison *comparison, const struct slant_compare_page *page,
                        const struct slant_compared_measure *measure, uint32_t number, const uint32_t *order,
                        struct slant_buffer *out);
/* All outlets of a measure on one line, the ends named. */
void slant_figure_strip(const struct slant_comparison *comparison, const struct slant_compared_measure *measure,
                        const uint32_t *order, struct slant_buffer *out);

/* Outlets on the plane, each with its name. Nothing where there is no plane. */
void slant_figure_plane(const struct slant_comparison *comparison, struct slant_buffer *out);

#endif
