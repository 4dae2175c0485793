/*
 * Dense maps. A worker that sets a bit which was clear owns the key's row, so rows need no lock; keys of one word that follow each other, as
 * they do in a sorted column, are set by one instruction.
 */
#include <string.h>

#include "flare/worker.h"

typedef struct {
    flare_dense map; /* what the program sees; first */
    flare_budget *budget;
    uint64_t bits_size, rows_size; /* bytes taken */
} dense_map;

static void close_dense(void *object)
{
    dense_map *const dense = object;
    flare_pages_give(dense->budget, dense->map.bits, dense->bits_size);
    flare_pages_give(dense->budget, dense->map.rows, dense->rows_size);
}

flare_status flare_dense_create(flare_worker *worker, int64_t from, int64_t to, uint32_t row_size,
                                flare_dense **created)
{
    const uint64_t span = (uint64_t)to - (uint64_t)from;
    const uint64_t limit = (uint64_t)INT64_MAX / 8 / (row_size > 0 ? row_size : 1);
    dense_map *const dense = flare_allocate(worker, sizeof(*dense));
    if (!dense)
        return FLARE_FAILED;
    dense->budget = flare_query_budget(worker->query);
    dense->map.from = from;
    dense->map.row_size = row_size;
    *created = &dense->map;
    if (from > to)
        return FLARE_OK;
    if (span >= limit)
        return flare_fail_memory(&worker->error, span);
    FLARE_TRY(flare_worker_defer(worker, close_dense, dense));
    dense->bits_size = (span / 64 + 1) * 8;
    dense->map.bits = flare_pages_take(dense->budget, &dense->bits_size);
    if (!dense->map.bits)
        return flare_fail_memory(&worker->error, dense->bits_size);
    memset(dense->map.bits, 0, (span / 64 + 1) * 8);
    if (row_size > 0) {
        dense->rows_size = (span + 1) * row_size;
        dense->map.rows = flare_pages_take(dense->budget, &dense->rows_size);
        if (!dense->map.rows)
            return flare_fail_memory(&worker->error, dense->rows_size);
    }
    dense->map.size = span + 1;
    return FLARE_OK;
}

/* ---- bits ----------------------------------------------------------------------------------------------------------- */

/* Sets bits, by one worker or many, and says which of them were set before. */
static inline uint64_t set_bits(uint64_t *word, uint64_t mask, bool shared)
{
    if (shared)
        return __atomic_fetch_or(word, mask, __ATOMIC_RELAXED) & mask;
    const uint64_t before = *word;
    *word = before | mask;
    return before & mask;
}

static flare_status outside(flare_worker *worker, int64_t key)
{
    return flare_fail(
        &worker->error, FLARE_ERROR_CLAIM, -1,
        "a join's key %lld is outside of the range that its file's statistics promise",
        (long long)key);
}

static flare_status not_unique(flare_worker *worker, int64_t key)
{
    return flare_fail(&worker->error, FLARE_ERROR_ASSUMPTION, -1,
                      "two rows of a join have the key %lld, which was taken to be unique",
                      (long long)key);
}

/*
 * Sets the bits of keys, those of one word together; *added becomes how many were clear. A key that is there already is an error when they
 * are to be unique.
 */
static inline __attribute__((always_inline)) flare_status set_keys(flare_worker *worker,
                                                                   flare_dense *map,
                                                                   const int64_t *keys,
                                                                   int32_t count, bool unique,
                                                                   int64_t *added)
{
    const bool shared = flare_query_workers(worker->query) > 1;
    const uint64_t from = (uint64_t)map->from;
    *added = 0;
    for (int32_t i = 0; i < count;) {
        const uint64_t place = (uint64_t)keys[i] - from;
        if (place >= map->size)
            return outside(worker, keys[i]);
        uint64_t mask = 0;
        for (; i < count; i++) {
            const uint64_t at = (uint64_t)keys[i] - from;
            if (at >= map->size || at >> 6 != place >> 6)
                break;
            const uint64_t bit = 1ull << (at & 63);
            if (unique && (mask & bit))
                return not_unique(worker, keys[i]);
            mask |= bit;
        }
        const uint64_t before = set_bits(&map->bits[place >> 6], mask, shared);
        if (unique && before) {
            const uint64_t twice = (place & ~(uint64_t)63) + (uint64_t)__builtin_ctzll(before);
            return not_unique(worker, (int64_t)(from + twice));
        }
        *added += __builtin_popcountll(mask ^ before);
    }
    return FLARE_OK;
}

/* ---- rows ----------------------------------------------------------------------------------------------------------- */

static inline __attribute__((always_inline)) void copy_rows(const flare_dense *map,
                                                            const int64_t *keys,
                                                            const uint8_t *rows, int32_t count,
                                                            uint32_t row_size)
{
    for (int32_t i = 0; i < count; i++)
        memcpy(map->rows + ((uint64_t)keys[i] - (uint64_t)map->from) * row_size,
               rows + (uint64_t)i * row_size, row_size);
}

static void set_rows(const flare_dense *map, const int64_t *keys, const void *rows, int32_t count)
{
    switch (map->row_size) {
    case 0:
        break;
    case 1:
        copy_rows(map, keys, rows, count, 1);
        break;
    case 2:
        copy_rows(map, keys, rows, count, 2);
        break;
    case 4:
        copy_rows(map, keys, rows, count, 4);
        break;
    case 8:
        copy_rows(map, keys, rows, count, 8);
        break;
    case 16:
        copy_rows(map, keys, rows, count, 16);
        break;
    default:
        copy_rows(map, keys, rows, count, map->row_size);
    }
}

flare_status flare_dense_add(flare_worker *worker, flare_dense *dense, const int64_t *keys,
                             const void *rows, int32_t count)
{
    int64_t added;
    FLARE_TRY(set_keys(worker, dense, keys, count, true, &added));
    __atomic_fetch_add(&dense->count, added, __ATOMIC_RELAXED);
    set_rows(dense, keys, rows, count);
    return FLARE_OK;
}

flare_status flare_dense_put(flare_worker *worker, flare_dense *dense, const int64_t *keys,
                             int32_t count)
{
    int64_t added;
    FLARE_TRY(set_keys(worker, dense, keys, count, false, &added));
    __atomic_fetch_add(&dense->count, added, __ATOMIC_RELAXED);
    return FLARE_OK;
}
