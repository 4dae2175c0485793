/*
 * Each worker keeps its rows in a list of its own: copies of the program's row structs in an arena, with the bytes of their strings, and an
 * entry for each. parts.c brings the lists together.
 *
 * Top-k: a list that holds 2 * limit rows (at least TRIM_FROM) is sorted, keeps the first `limit` and moves them to a fresh arena; from then on a
 * row that comes after the last one kept is not even copied.
 */
#include "sort/sorter.h"

#include <string.h>

enum { TRIM_FROM = 8192, INLINE_BYTES = 12 };

static void close_sorter(void *object)
{
    flare_sorter *const sorter = object;
    for (int32_t i = 0; i < sorter->list_count; i++) {
        flare_pages_give(sorter->budget, sorter->lists[i].entries, sorter->lists[i].entries_size);
        flare_arena_close(&sorter->lists[i].arena);
    }
    flare_pages_give(sorter->budget, sorter->sorted, sorter->sorted_size);
    pthread_mutex_destroy(&sorter->lock);
    pthread_cond_destroy(&sorter->changed);
}

flare_status flare_sorter_create(flare_worker *worker, const flare_sort *sort, int64_t limit,
                                 flare_sorter **created)
{
    flare_sorter *const sorter = flare_allocate(worker, sizeof(*sorter));
    const int32_t list_count = flare_query_workers(worker->query);
    flare_sort_list *const lists = flare_allocate(worker, (uint64_t)list_count * sizeof(*lists));
    if (!sorter || !lists)
        return FLARE_FAILED;
    sorter->sort = sort;
    sorter->budget = flare_query_budget(worker->query);
    sorter->limit = limit;
    sorter->lists = lists;
    sorter->list_count = list_count;
    for (int32_t i = 0; i < list_count; i++)
        flare_arena_open(&lists[i].arena, sorter->budget);
    pthread_mutex_init(&sorter->lock, NULL);
    pthread_cond_init(&sorter->changed, NULL);
    FLARE_TRY(flare_worker_defer(worker, close_sorter, sorter));
    *created = sorter;
    return FLARE_OK;
}

int64_t flare_sorter_count(const flare_sorter *sorter)
{
    return sorter->sorted_count;
}

const flare_sort *flare_sorter_sort(const flare_sorter *sorter)
{
    return sorter->sort;
}

void flare_sorter_rows(const flare_sorter *sorter, int64_t first, int32_t count, void **rows)
{
    for (int32_t i = 0; i < count; i++) {
        rows[i] = sorter->sorted[first + i].row;
        flare_prefetch_row(rows[i]);
    }
}

static bool stopped(void *worker)
{
    return flare_worker_stopped(worker);
}

/* ---- appending ------------------------------------------------------------------------------------------------------ */

static flare_status reserve_entries(flare_sorter *sorter, flare_sort_list *list, int64_t count,
                                    flare_error *error)
{
    const uint64_t needed = (uint64_t)count * sizeof(flare_sort_entry);
    if (needed <= list->entries_size)
        return FLARE_OK;
    uint64_t byte_size = needed > 2 * list->entries_size ? needed : 2 * list->entries_size;
    flare_sort_entry *const entries = flare_pages_take(sorter->budget, &byte_size);
    if (!entries)
        return flare_fail_memory(error, byte_size);
    if (list->count)
        memcpy(entries, list->entries, (uint64_t)list->count * sizeof(*entries));
    flare_pages_give(sorter->budget, list->entries, list->entries_size);
    list->entries = entries;
    list->entries_size = byte_size;
    return FLARE_OK;
}

/* Copies a row and the bytes of its strings; a null string has length 0. */
static uint8_t *keep_row(const flare_sort *sort, flare_arena *arena, const uint8_t *row,
                         flare_error *error)
{
    uint8_t *const kept = flare_arena_allocate(arena, sort->row_size, error);
    if (!kept)
        return NULL;
    memcpy(kept, row, sort->row_size);
    for (int32_t i = 0; i < sort->string_count; i++) {
        flare_string string;
        memcpy(&string, row + sort->strings[i], sizeof(string));
        if (string.length <= INLINE_BYTES)
            continue;
        uint8_t *const bytes = flare_arena_allocate(arena, string.length, error);
        if (!bytes)
            return NULL;
        memcpy(bytes, string.tail.bytes, string.length);
        string.tail.bytes = bytes;
        memcpy(kept + sort->strings[i], &string, sizeof(string));
    }
    return kept;
}

flare_status flare_sort_list_sort(flare_worker *worker, flare_sorter *sorter, flare_sort_list *list)
{
    uint64_t spare_size = (uint64_t)list->count * sizeof(flare_sort_entry);
    flare_sort_entry *const spare =
        list->count ? flare_pages_take(sorter->budget, &spare_size) : NULL;
    if (list->count && !spare)
        return flare_fail_memory(&worker->error, spare_size);
    flare_sort_entries(sorter->sort, list->entries, spare, list->count, stopped, worker);
    flare_pages_give(sorter->budget, spare, spare_size);
    return flare_worker_stopped(worker) ? FLARE_FAILED : FLARE_OK;
}

static flare_status trim(flare_worker *worker, flare_sorter *sorter, flare_sort_list *list)
{
    FLARE_TRY(flare_sort_list_sort(worker, sorter, list));
    list->count = sorter->limit;
    list->trimmed = true;
    flare_arena fresh;
    flare_arena_open(&fresh, sorter->budget);
    for (int64_t i = 0; i < list->count; i++) {
        uint8_t *const moved = keep_row(sorter->sort, &fresh, list->entries[i].row, &worker->error);
        if (!moved) {
            flare_arena_close(&fresh);
            return FLARE_FAILED;
        }
        list->entries[i].row = moved;
    }
    flare_arena_close(&list->arena);
    list->arena = fresh;
    return FLARE_OK;
}

static bool comes_too_late(const flare_sorter *sorter, const flare_sort_list *list, uint64_t prefix,
                           const uint8_t *row)
{
    if (!list->trimmed)
        return false;
    const flare_sort_entry *const last = &list->entries[sorter->limit - 1];
    return prefix > last->prefix ||
           (prefix == last->prefix && flare_sort_compare(sorter->sort, row, last->row) >= 0);
}

flare_status flare_sorter_append(flare_worker *worker, flare_sorter *sorter, const void *rows,
                                 int32_t row_count)
{
    flare_sort_list *const list = &sorter->lists[worker->index];
    if (sorter->limit == 0)
        return FLARE_OK;
    FLARE_TRY(reserve_entries(sorter, list, list->count + row_count, &worker->error));
    for (int32_t i = 0; i < row_count; i++) {
        const uint8_t *const row = (const uint8_t *)rows + (uint64_t)i * sorter->sort->row_size;
        const uint64_t prefix = flare_sort_prefix(sorter->sort, 0, row);
        if (comes_too_late(sorter, list, prefix, row))
            continue;
        uint8_t *const kept = keep_row(sorter->sort, &list->arena, row, &worker->error);
        if (!kept)
            return FLARE_FAILED;
        list->entries[list->count++] = (flare_sort_entry){ prefix, kept };
    }
    if (sorter->limit > 0 && list->count >= TRIM_FROM && list->count / 2 >= sorter->limit)
        return trim(worker, sorter, list);
    return FLARE_OK;
}
