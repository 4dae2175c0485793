/* The life of groups, and their rows by number. */
#include "groups/table.h"

enum { PAGE = FLARE_PAGE / 8 };

static void close_groups(void *object)
{
    flare_groups *const groups = object;
    for (int32_t i = 0; i < groups->worker_count; i++) {
        flare_group_table *const table = &groups->workers[i];
        flare_arena_close(&table->arena);
        flare_pages_give(groups->budget, table->pages, table->directory_size);
        flare_pages_give(groups->budget, table->slots, table->slots_size);
    }
    for (int32_t i = 0; i < FLARE_PARTS; i++) {
        flare_pages_give(groups->budget, groups->parts[i].slots, groups->parts[i].slots_size);
        flare_pages_give(groups->budget, groups->parts[i].rows, groups->parts[i].rows_size);
    }
}

flare_status flare_groups_create(flare_worker *worker, uint32_t key_size, uint32_t row_size,
                                 flare_groups **created)
{
    if (key_size == 0 || key_size % 8 != 0 || row_size % 8 != 0 || row_size < key_size)
        return flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1,
                          "a group's key has %u of %u bytes, both must be multiples of 8", key_size,
                          row_size);
    const int32_t worker_count = flare_query_workers(worker->query);
    flare_groups *const groups = flare_allocate(worker, sizeof(*groups));
    flare_group_table *const workers =
        flare_allocate(worker, (uint64_t)worker_count * sizeof(*workers));
    if (!groups || !workers)
        return FLARE_FAILED;
    groups->budget = flare_query_budget(worker->query);
    groups->key_size = key_size;
    groups->row_size = row_size;
    while (((uint64_t)row_size << (groups->page_bits + 1)) <= PAGE)
        groups->page_bits++;
    groups->worker_count = worker_count;
    groups->workers = workers;
    for (int32_t i = 0; i < worker_count; i++)
        flare_arena_open(&workers[i].arena, groups->budget);
    FLARE_TRY(flare_worker_defer(worker, close_groups, groups));
    *created = groups;
    return FLARE_OK;
}

int64_t flare_groups_count(const flare_groups *groups)
{
    return groups->count;
}

/* The part of a row that exists. */
static int32_t part_of(const flare_groups *groups, int64_t row)
{
    int32_t low = 0;
    int32_t high = FLARE_PARTS;
    while (high - low > 1) {
        const int32_t middle = (low + high) / 2;
        if (groups->parts[middle].first <= row)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void flare_groups_rows(const flare_groups *groups, int64_t first, int32_t count, void **rows)
{
    if (!groups->in_parts) {
        for (int32_t i = 0; i < count; i++)
            rows[i] = flare_group_row(groups, groups->sole, (uint32_t)(first + i));
        return;
    }
    int32_t number = count > 0 ? part_of(groups, first) : 0;
    for (int32_t i = 0; i < count;) {
        const flare_group_part *const part = &groups->parts[number++];
        for (int64_t at = first + i - part->first; i < count && at < part->count; at++) {
            rows[i] = part->rows[at];
            flare_prefetch_row(rows[i++]);
        }
    }
}
