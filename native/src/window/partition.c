/* Partitions and peers: runs of rows that are equal by some keys, found by doubling steps and then halving them. */
#include "flare/window.h"
#include "flare/worker.h"
#include "sort/compare.h"
#include "window/cut.h"

static flare_sort only_keys(const flare_sort *sort, int32_t first, int32_t count)
{
    flare_sort only = *sort;
    only.keys = sort->keys + first;
    only.key_count = count;
    return only;
}

/* Rows by number. */
typedef const uint8_t *row_getter(const void *rows, int64_t at);

static const uint8_t *sorter_row(const void *sorter, int64_t at)
{
    void *row = NULL;
    flare_sorter_rows(sorter, at, 1, &row);
    return row;
}

static const uint8_t *partition_row(const void *partition, int64_t at)
{
    return ((const flare_partition *)partition)->row[at];
}

/* Behind the last row from `first` on that is equal to it; rows are in the order of the keys. */
__attribute__((always_inline)) static inline int64_t run_end(const flare_sort *keys,
                                                             const void *rows, row_getter *row_of,
                                                             int64_t first, int64_t count)
{
    const uint8_t *const row = row_of(rows, first);
    int64_t same = first;
    int64_t step = 1;
    while (step < count - same && flare_sort_compare(keys, row, row_of(rows, same + step)) == 0) {
        same += step;
        step *= 2;
    }
    int64_t other = step < count - same ? same + step : count;
    while (other - same > 1) {
        const int64_t middle = same + (other - same) / 2;
        if (flare_sort_compare(keys, row, row_of(rows, middle)) == 0)
            same = middle;
        else
            other = middle;
    }
    return other;
}

int64_t flare_partition_cut(const flare_sorter *sorter, int32_t partition_keys, int64_t at)
{
    const int64_t rows = flare_sorter_count(sorter);
    if (at <= 0 || at >= rows)
        return at <= 0 ? 0 : rows;
    const flare_sort keys = only_keys(flare_sorter_sort(sorter), 0, partition_keys);
    return run_end(&keys, sorter, sorter_row, at - 1, rows);
}

flare_status flare_partition_take(flare_worker *worker, const flare_sorter *sorter,
                                  int32_t partition_keys, int64_t first, flare_partition *partition)
{
    const flare_sort *const sort = flare_sorter_sort(sorter);
    const flare_sort keys = only_keys(sort, 0, partition_keys);
    const int64_t rows =
        run_end(&keys, sorter, sorter_row, first, flare_sorter_count(sorter)) - first;
    void **const row = flare_worker_scratch(worker, (uint64_t)rows * sizeof(*row));
    if (row == NULL)
        return FLARE_FAILED;
    for (int64_t i = 0; i < rows; i += FLARE_BLOCK)
        flare_sorter_rows(sorter, first + i, flare_block_rows(rows - i), row + i);
    *partition = (flare_partition){ rows, row, sort, partition_keys };
    return FLARE_OK;
}

flare_status flare_partition_poll(flare_worker *worker)
{
    return flare_worker_stopped(worker) ? FLARE_FAILED : FLARE_OK;
}

void flare_next_peers(const flare_partition *partition, flare_peers *peers)
{
    const int32_t first_key = partition->partition_keys;
    const flare_sort keys =
        only_keys(partition->sort, first_key, partition->sort->key_count - first_key);
    const int64_t end = run_end(&keys, partition, partition_row, peers->end, partition->rows);
    *peers = (flare_peers){ peers->end, end, peers->number + 1 };
}

int64_t flare_ntile(flare_worker *worker, int64_t at, int64_t rows, int64_t parts, int32_t position)
{
    if (parts < 1) {
        flare_raise(worker, FLARE_ERROR_DATA, position);
        return 0;
    }
    const int64_t size = rows / parts;
    const int64_t larger = rows % parts; /* parts with one row more */
    const int64_t in_larger = larger * (size + 1);
    return at < in_larger ? at / (size + 1) + 1 : larger + (at - in_larger) / size + 1;
}

/* ---- frames by value ------------------------------------------------------------------------------------------------------- */

static int32_t compare_to_limit(const flare_partition *partition, const flare_sort_key *limit,
                                int64_t row, int64_t at)
{
    const flare_sort_key *const key = &partition->sort->keys[partition->partition_keys];
    return flare_sort_compare_key(key, limit, partition->row[row], partition->row[at]);
}

int64_t flare_limit_first(const flare_partition *partition, const flare_sort_key *limit, int64_t at,
                          int64_t first)
{
    while (first < partition->rows && compare_to_limit(partition, limit, first, at) < 0)
        first++;
    return first;
}

int64_t flare_limit_end(const flare_partition *partition, const flare_sort_key *limit, int64_t at,
                        int64_t end)
{
    while (end < partition->rows && compare_to_limit(partition, limit, end, at) <= 0)
        end++;
    return end;
}
