/* Rows whose value is not NULL, as a sorted list of their numbers. */
#include "flare/window.h"
#include "flare/worker.h"

flare_status flare_valid_find(flare_worker *worker, const flare_partition *partition,
                              uint32_t valid, flare_valid_rows *found)
{
    int64_t *const at = flare_worker_scratch(worker, (uint64_t)partition->rows * sizeof(*at));
    if (at == NULL)
        return FLARE_FAILED;
    int64_t count = 0;
    for (int64_t i = 0; i < partition->rows; i++) {
        at[count] = i;
        count += ((const uint8_t *)partition->row[i])[valid] != 0;
    }
    *found = (flare_valid_rows){ partition, count, at };
    return FLARE_OK;
}

/* How many of them come before a row. */
static int64_t count_before(const flare_valid_rows *valid, int64_t row)
{
    int64_t low = 0;
    int64_t high = valid->count;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (valid->at[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const void *row_of(const flare_valid_rows *valid, int64_t number)
{
    return valid->partition->row[valid->at[number]];
}

const void *flare_valid_nth(const flare_valid_rows *valid, int64_t from, int64_t to, int64_t n)
{
    if (n < 1 || from >= to)
        return NULL;
    const int64_t before = count_before(valid, from);
    if (n > valid->count - before || valid->at[before + n - 1] >= to)
        return NULL;
    return row_of(valid, before + n - 1);
}

const void *flare_valid_last(const flare_valid_rows *valid, int64_t from, int64_t to)
{
    const int64_t before = count_before(valid, to);
    return before > 0 && valid->at[before - 1] >= from ? row_of(valid, before - 1) : NULL;
}

const void *flare_valid_near(const flare_valid_rows *valid, int64_t at, int64_t distance)
{
    if (distance == 0)
        return valid->partition->row[at];
    const int64_t before = count_before(valid, distance < 0 ? at : at + 1);
    const bool inside = distance < 0 ? distance >= -before : distance <= valid->count - before;
    if (!inside)
        return NULL;
    return row_of(valid, distance < 0 ? before + distance : before + distance - 1);
}
