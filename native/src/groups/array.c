/* Groups in arrays: one for each worker, added up part by part. */
#include <string.h>

#include "flare/worker.h"

/* A worker's array. Merged: not its own any more. */
struct own {
    uint8_t *rows;
    int64_t size;
};

struct flare_array {
    uint32_t row_size, count_offset;
    int32_t worker_count;
    struct own *workers;
    const struct own *merged; /* null before finish, or without any worker's */
    bool finished;
};

flare_status flare_array_create(flare_worker *worker, uint32_t row_size, uint32_t count_offset,
                                flare_array **created)
{
    if (row_size % 8 != 0 || count_offset % 8 != 0 || count_offset >= row_size)
        return flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1,
                          "a group of %u bytes has its count at %u", row_size, count_offset);
    flare_array *const array = flare_allocate(worker, sizeof *array);
    const int32_t worker_count = flare_query_workers(worker->query);
    struct own *const workers = flare_allocate(worker, (uint64_t)worker_count * sizeof *workers);
    if (array == NULL || workers == NULL)
        return FLARE_FAILED;
    *array = (flare_array){ row_size, count_offset, worker_count, workers, NULL, false };
    *created = array;
    return FLARE_OK;
}

static void *allocate(flare_worker *worker, const flare_array *array, struct own *own, int64_t size)
{
    uint64_t byte_size;
    if (size < 0 || __builtin_mul_overflow((uint64_t)size, array->row_size, &byte_size)) {
        flare_fail_memory(&worker->error, UINT64_MAX);
        return NULL;
    }
    own->rows = flare_allocate(worker, byte_size > 0 ? byte_size : 1);
    own->size = size;
    return own->rows;
}

void *flare_array_rows(flare_worker *worker, flare_array *array, int64_t size)
{
    struct own *const own = &array->workers[worker->index];
    if (!array->finished && own->rows == NULL)
        return allocate(worker, array, own, size);
    const struct own *const there = array->finished ? array->merged : own;
    if (there == NULL || there->size != size) {
        flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1, "an array of groups has no %lld rows",
                   (long long)size);
        return NULL;
    }
    return there->rows;
}

/* The array that the others are added to. */
static const struct own *first_of(const flare_array *array)
{
    for (int32_t i = 0; i < array->worker_count; i++)
        if (array->workers[i].rows != NULL)
            return &array->workers[i];
    return NULL;
}

static bool is_there(const flare_array *array, const uint8_t *row)
{
    return *(const int64_t *)(const void *)(row + array->count_offset) != 0;
}

static flare_status merge_rows(flare_worker *worker, const flare_array *array,
                               const struct own *into, const struct own *from,
                               void (*merge)(void *into, const void *from), int32_t part)
{
    if (from->size != into->size)
        return flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1, "arrays of groups differ");
    const int64_t first = into->size * part / FLARE_PARTS;
    const int64_t end = into->size * (part + 1) / FLARE_PARTS;
    for (int64_t i = first; i < end; i++) {
        const uint64_t at = (uint64_t)i * array->row_size;
        if (is_there(array, from->rows + at))
            merge(into->rows + at, from->rows + at);
    }
    return FLARE_OK;
}

flare_status flare_array_merge_part(flare_worker *worker, flare_array *array,
                                    void (*merge)(void *into, const void *from), int32_t part)
{
    const struct own *const into = first_of(array);
    for (int32_t i = 0; i < array->worker_count; i++) {
        const struct own *const from = &array->workers[i];
        if (flare_worker_stopped(worker))
            return FLARE_FAILED;
        if (from->rows != NULL && from != into)
            FLARE_TRY(merge_rows(worker, array, into, from, merge, part));
    }
    return FLARE_OK;
}

void flare_array_finish(flare_array *array)
{
    array->merged = first_of(array);
    array->finished = true;
}

int64_t flare_array_size(const flare_array *array)
{
    return array->merged == NULL ? 0 : array->merged->size;
}

int32_t flare_array_take(const flare_array *array, int64_t *first, int64_t end, int32_t most,
                         void **rows)
{
    int32_t count = 0;
    while (*first < end && count < most) {
        uint8_t *const row = array->merged->rows + (uint64_t)(*first)++ * array->row_size;
        rows[count] = row;
        count += is_there(array, row);
    }
    return count;
}
