/* The bodies of range.h's loops. Included by one source per level, which defines FLARE_RANGE_LOOPS, the table's name. */
#include "scan/range.h"

#define RANGE(name, type)                                                                 \
    static void name(const type *values, int32_t rows, type from, type to, uint8_t *keep) \
    {                                                                                     \
        for (int32_t i = 0; i < rows; i++)                                                \
            keep[i] &= (uint8_t)((values[i] >= from) & (values[i] <= to));                \
    }

#define RANGE_OF_REAL(name, type)                                                         \
    static void name(const type *values, int32_t rows, type from, type to, uint8_t *keep) \
    {                                                                                     \
        if (to != to) { /* up to NaN: no upper bound */                                   \
            for (int32_t i = 0; i < rows; i++)                                            \
                keep[i] &= (uint8_t)((values[i] >= from) | (values[i] != values[i]));     \
            return;                                                                       \
        }                                                                                 \
        for (int32_t i = 0; i < rows; i++)                                                \
            keep[i] &= (uint8_t)((values[i] >= from) & (values[i] <= to));                \
    }

#define WITHIN(name, type)                                                 \
    static bool name(const type *values, int64_t rows, type from, type to) \
    {                                                                      \
        type outside = 0;                                                  \
        for (int64_t i = 0; i < rows; i++)                                 \
            outside |= (type)((values[i] < from) | (values[i] > to));      \
        return outside == 0;                                               \
    }

RANGE(range_int32, int32_t)
RANGE(range_int64, int64_t)
RANGE_OF_REAL(range_float, float)
RANGE_OF_REAL(range_double, double)
WITHIN(within_int32, int32_t)
WITHIN(within_int64, int64_t)

const flare_range_loops FLARE_RANGE_LOOPS = {
    .int32 = range_int32,
    .int64 = range_int64,
    .float32 = range_float,
    .float64 = range_double,
    .within_int32 = within_int32,
    .within_int64 = within_int64,
};
