/* Prebuilt filter stages on numbers, booleans and nulls (flare_keep_* of program.h). */
#include <string.h>

#include "flare/program.h"
#include "scan/range.h"

static const flare_range_loops *loops;

__attribute__((constructor)) static void choose_loops(void)
{
    loops = flare_range_loops_best();
}

#define KEEP(name)                                                                             \
    flare_status name(flare_worker *worker, const void *argument, const flare_vector *columns, \
                      int32_t rows, uint8_t *keep)

#define UNUSED(parameter) ((void)(parameter))

/* ---- Ranges --------------------------------------------------------------------------------------------------------- */

KEEP(flare_keep_range_int32)
{
    const int32_t *const bounds = argument;
    loops->int32(columns->values, rows, bounds[0], bounds[1], keep);
    UNUSED(worker);
    return FLARE_OK;
}

KEEP(flare_keep_range_int64)
{
    const int64_t *const bounds = argument;
    loops->int64(columns->values, rows, bounds[0], bounds[1], keep);
    UNUSED(worker);
    return FLARE_OK;
}

KEEP(flare_keep_range_float)
{
    const float *const bounds = argument;
    loops->float32(columns->values, rows, bounds[0], bounds[1], keep);
    UNUSED(worker);
    return FLARE_OK;
}

KEEP(flare_keep_range_double)
{
    const double *const bounds = argument;
    loops->float64(columns->values, rows, bounds[0], bounds[1], keep);
    UNUSED(worker);
    return FLARE_OK;
}

static inline uint8_t not_above(flare_int128 a, flare_int128 b)
{
    return (uint8_t)((a.high < b.high) | ((a.high == b.high) & (a.low <= b.low)));
}

KEEP(flare_keep_range_int128)
{
    const flare_int128 *const bounds = argument;
    const flare_int128 *const values = columns->values;
    for (int32_t row = 0; row < rows; row++)
        keep[row] &=
            (uint8_t)(not_above(bounds[0], values[row]) & not_above(values[row], bounds[1]));
    UNUSED(worker);
    return FLARE_OK;
}

/* ---- Unequal -------------------------------------------------------------------------------------------------------- */

KEEP(flare_keep_unequal_int32)
{
    const int32_t other = *(const int32_t *)argument;
    const int32_t *const values = columns->values;
    for (int32_t row = 0; row < rows; row++)
        keep[row] &= (uint8_t)(values[row] != other);
    UNUSED(worker);
    return FLARE_OK;
}

KEEP(flare_keep_unequal_int64)
{
    const int64_t other = *(const int64_t *)argument;
    const int64_t *const values = columns->values;
    for (int32_t row = 0; row < rows; row++)
        keep[row] &= (uint8_t)(values[row] != other);
    UNUSED(worker);
    return FLARE_OK;
}

/* ---- Booleans and nulls: stages see no nulls, whose outcome is null_kept ------------------------------------------------ */

KEEP(flare_keep_true)
{
    const uint8_t *const values = columns->values;
    for (int32_t row = 0; row < rows; row++)
        keep[row] &= values[row];
    UNUSED(worker);
    UNUSED(argument);
    return FLARE_OK;
}

KEEP(flare_keep_false)
{
    const uint8_t *const values = columns->values;
    for (int32_t row = 0; row < rows; row++)
        keep[row] &= values[row] ^ 1;
    UNUSED(worker);
    UNUSED(argument);
    return FLARE_OK;
}

KEEP(flare_keep_null)
{
    memset(keep, 0, (size_t)rows);
    UNUSED(worker);
    UNUSED(argument);
    UNUSED(columns);
    return FLARE_OK;
}

KEEP(flare_keep_not_null)
{
    UNUSED(worker);
    UNUSED(argument);
    UNUSED(columns);
    UNUSED(rows);
    UNUSED(keep);
    return FLARE_OK;
}

/* ---- Lists ---------------------------------------------------------------------------------------------------------- */

/* Short lists are compared with every row, one value at a time over all rows; longer ones are searched. */
enum { SHORT_LIST = 8 };

/*
 * One list test a line. The search has no branch on values: `base` moves to the last list value that is not above the
 * row's, by halves.
 */
#define KEEP_IN(name, type)                                                                     \
    static void short_##name(const type *values, int32_t rows, const type *list, int64_t count, \
                             uint8_t *keep)                                                     \
    {                                                                                           \
        uint8_t found[FLARE_BLOCK];                                                             \
        memset(found, 0, (size_t)rows);                                                         \
        for (int64_t i = 0; i < count; i++) {                                                   \
            const type value = list[i];                                                         \
            for (int32_t row = 0; row < rows; row++)                                            \
                found[row] |= (uint8_t)(values[row] == value);                                  \
        }                                                                                       \
        for (int32_t row = 0; row < rows; row++)                                                \
            keep[row] &= found[row];                                                            \
    }                                                                                           \
                                                                                                \
    KEEP(name)                                                                                  \
    {                                                                                           \
        const flare_list *const list = argument;                                                \
        const type *const values = columns->values;                                             \
        UNUSED(worker);                                                                         \
        if (list->count <= SHORT_LIST && rows <= FLARE_BLOCK) {                                 \
            short_##name(values, rows, list->values, list->count, keep);                        \
            return FLARE_OK;                                                                    \
        }                                                                                       \
        for (int32_t row = 0; row < rows; row++) {                                              \
            const type *base = list->values;                                                    \
            for (int64_t left = list->count; left > 1;) {                                       \
                const int64_t half = left / 2;                                                  \
                base += base[half] <= values[row] ? half : 0;                                   \
                left -= half;                                                                   \
            }                                                                                   \
            keep[row] &= (uint8_t)(*base == values[row]);                                       \
        }                                                                                       \
        return FLARE_OK;                                                                        \
    }

KEEP_IN(flare_keep_in_int32, int32_t)
KEEP_IN(flare_keep_in_int64, int64_t)
