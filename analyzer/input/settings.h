/* settings: what a setting of 0 means. */
#ifndef SLANT_INPUT_SETTINGS_H
#define SLANT_INPUT_SETTINGS_H

#include "input/input.h"

/* Lengths are kept well below what size_t holds, so that sums with them cannot wrap. */
static inline uint64_t slant_settings_max_record(const struct slant_input_settings *settings)
{
    const uint64_t most = SIZE_MAX / 8;
    uint64_t max = settings->max_record != 0 ? settings->max_record : 16u * 1024 * 1024;
    return max < most ? max : most;
}

static inline size_t slant_settings_block_size(const struct slant_input_settings *settings)
{
    const size_t most = SIZE_MAX / 8;
    size_t size = settings->block_size != 0 ? settings->block_size : 256u * 1024;
    return size < most ? size : most;
}

#endif
