/* Scan filters on what joins are built from (flare_keep_dense_* and flare_keep_join_* of program.h). */
#include "join/join.h"

#define KEEP(name)                                                                             \
    flare_status name(flare_worker *worker, const void *argument, const flare_vector *columns, \
                      int32_t rows, uint8_t *keep)

/*
 * A bitmap over a range. Rows are told without a branch: what is out of range asks for bit 0.
 */
#define KEEP_BITS(name, type)                                                       \
    static void name(const type *values, int32_t rows, int64_t from, uint64_t size, \
                     const uint64_t *bits, uint8_t *keep)                           \
    {                                                                               \
        if (size == 0) {                                                            \
            memset(keep, 0, (size_t)rows);                                          \
            return;                                                                 \
        }                                                                           \
        for (int32_t row = 0; row < rows; row++) {                                  \
            const uint64_t at = (uint64_t)(int64_t)values[row] - (uint64_t)from;    \
            const uint64_t within = at < size;                                      \
            const uint64_t place = within ? at : 0;                                 \
            keep[row] &= (uint8_t)(bits[place >> 6] >> (place & 63) & within);      \
        }                                                                           \
    }

KEEP_BITS(keep_bits_int32, int32_t)
KEEP_BITS(keep_bits_int64, int64_t)

KEEP(flare_keep_dense_int32)
{
    const flare_dense *const dense = argument;
    (void)worker;
    keep_bits_int32(columns->values, rows, dense->from, dense->size, dense->bits, keep);
    return FLARE_OK;
}

KEEP(flare_keep_dense_int64)
{
    const flare_dense *const dense = argument;
    (void)worker;
    keep_bits_int64(columns->values, rows, dense->from, dense->size, dense->bits, keep);
    return FLARE_OK;
}

/* The bloom filter of the key's part says no for sure, yes perhaps. */
static inline uint8_t may_have(const flare_join *join, int64_t key)
{
    const uint64_t hash = flare_hash_words(&key, sizeof(key));
    const flare_join_part *const part = &join->parts[flare_join_part_of_hash(hash)];
    if (!part->bloom)
        return 0;
    const uint64_t wanted = flare_join_bloom_bits(hash);
    return (part->bloom[flare_join_bloom_place(hash) & part->bloom_mask] & wanted) == wanted;
}

static bool has_filter(const flare_join *join)
{
    return join->kind == FLARE_JOIN_DENSE ||
           (join->kind == FLARE_JOIN_HASH && join->layout->filter);
}

/* An array's own bitmap says it too. */
static flare_join_filter filter_of(const flare_join *join)
{
    return join->kind == FLARE_JOIN_DENSE ? FLARE_JOIN_FILTER_BITS : join->filter;
}

static flare_status refuse(flare_worker *worker)
{
    return flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1,
                      "a scan is filtered by a join without a filter");
}

#define KEEP_JOIN(name, type, keep_bits)                                       \
    KEEP(name)                                                                 \
    {                                                                          \
        const flare_join *const join = argument;                               \
        const type *const values = columns->values;                            \
        if (!has_filter(join))                                                 \
            return refuse(worker);                                             \
        switch (filter_of(join)) {                                             \
        case FLARE_JOIN_FILTER_NONE:                                           \
            memset(keep, 0, (size_t)rows);                                     \
            break;                                                             \
        case FLARE_JOIN_FILTER_BITS:                                           \
            keep_bits(values, rows, join->from, join->size, join->bits, keep); \
            break;                                                             \
        case FLARE_JOIN_FILTER_BLOOM:                                          \
            for (int32_t row = 0; row < rows; row++)                           \
                keep[row] &= may_have(join, values[row]);                      \
            break;                                                             \
        case FLARE_JOIN_FILTER_ALL:                                            \
            break;                                                             \
        }                                                                      \
        return FLARE_OK;                                                       \
    }

KEEP_JOIN(flare_keep_join_int32, int32_t, keep_bits_int32)
KEEP_JOIN(flare_keep_join_int64, int64_t, keep_bits_int64)
