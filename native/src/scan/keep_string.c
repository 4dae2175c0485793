/* Prebuilt filter stages on strings (flare_keep_* of program.h). They look only at rows that are still kept. */
#include <string.h>

#include "flare/program.h"
#include "flare/strings.h"

#define KEEP(name)                                                                             \
    flare_status name(flare_worker *worker, const void *argument, const flare_vector *columns, \
                      int32_t rows, uint8_t *keep)

/* The first 8 bytes tell most strings apart: length and prefix. */
static inline uint64_t head(const flare_string *string)
{
    uint64_t bits;
    memcpy(&bits, string, sizeof bits);
    return bits;
}

KEEP(flare_keep_equal_string)
{
    const flare_string *const other = argument;
    const flare_string *const values = columns->values;
    const uint64_t other_head = head(other);
    for (int32_t row = 0; row < rows; row++)
        keep[row] &=
            (uint8_t)(head(&values[row]) == other_head && flare_equal_string(values[row], *other));
    (void)worker;
    return FLARE_OK;
}

KEEP(flare_keep_unequal_string)
{
    const flare_string *const other = argument;
    const flare_string *const values = columns->values;
    const uint64_t other_head = head(other);
    for (int32_t row = 0; row < rows; row++)
        keep[row] &=
            (uint8_t)(head(&values[row]) != other_head || !flare_equal_string(values[row], *other));
    (void)worker;
    return FLARE_OK;
}

static bool in_range(flare_string value, const flare_string_range *range)
{
    if (range->has_from) {
        const int32_t order = flare_compare_string(value, range->from);
        if (order < 0 || (order == 0 && range->from_excluded))
            return false;
    }
    if (range->has_to) {
        const int32_t order = flare_compare_string(value, range->to);
        if (order > 0 || (order == 0 && range->to_excluded))
            return false;
    }
    return true;
}

KEEP(flare_keep_range_string)
{
    const flare_string *const values = columns->values;
    for (int32_t row = 0; row < rows; row++)
        if (keep[row])
            keep[row] = in_range(values[row], argument);
    (void)worker;
    return FLARE_OK;
}

KEEP(flare_keep_in_string)
{
    const flare_list *const list = argument;
    const flare_string *const values = columns->values;
    for (int32_t row = 0; row < rows; row++)
        if (keep[row])
            keep[row] = flare_in_string(values[row], *list);
    (void)worker;
    return FLARE_OK;
}

/* The pattern is analysed once a block: that costs less than one row. */
static flare_status keep_like(const flare_like *like, const flare_vector *columns, int32_t rows,
                              bool wanted, uint8_t *keep)
{
    flare_like_pattern pattern;
    flare_like_compile(&pattern, like->pattern, like->escape);
    flare_like_keep(&pattern, columns->values, rows, wanted, keep);
    return FLARE_OK;
}

KEEP(flare_keep_like)
{
    (void)worker;
    return keep_like(argument, columns, rows, true, keep);
}

KEEP(flare_keep_not_like)
{
    (void)worker;
    return keep_like(argument, columns, rows, false, keep);
}
