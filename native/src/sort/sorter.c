/*
 * Each worker keeps its rows in a part of its own: copies of the program's row structs in an arena, with the bytes of their strings. Finishing
 * gathers one entry for each row and sorts them.
 *
 * Top-k: a part that holds 2 * limit rows (at least TRIM_FROM) is sorted, keeps the first `limit` and moves them to a fresh arena; from then on a
 * row that comes after the last one kept is not even copied.
 */
#include <string.h>

#include "flare/worker.h"
#include "sort/compare.h"
#include "sort/order.h"

enum { TRIM_FROM = 8192, INLINE_BYTES = 12 };

typedef struct {
    flare_arena arena;
    flare_sort_entry *entries;
    uint64_t entries_size; /* bytes taken */
    int64_t count;
    bool trimmed; /* entries[limit - 1] is the last one that counts */
} part;

struct flare_sorter {
    const flare_sort *sort;
    flare_budget *budget;
    int64_t limit; /* < 0: none */
    int32_t part_count;
    part *parts;
    part sorted; /* after finish; its rows lie in the arenas of the parts */
};

static void close_sorter(void *object)
{
    flare_sorter *const sorter = object;
    for (int32_t i = 0; i < sorter->part_count; i++) {
        flare_pages_give(sorter->budget, sorter->parts[i].entries, sorter->parts[i].entries_size);
        flare_arena_close(&sorter->parts[i].arena);
    }
    flare_pages_give(sorter->budget, sorter->sorted.entries, sorter->sorted.entries_size);
}

flare_status flare_sorter_create(flare_worker *worker, const flare_sort *sort, int64_t limit,
                                 flare_sorter **created)
{
    flare_sorter *const sorter = flare_allocate(worker, sizeof(*sorter));
    const int32_t part_count = flare_query_workers(worker->query);
    part *const parts = flare_allocate(worker, (uint64_t)part_count * sizeof(*parts));
    if (!sorter || !parts)
        return FLARE_FAILED;
    sorter->sort = sort;
    sorter->budget = flare_query_budget(worker->query);
    sorter->limit = limit;
    sorter->parts = parts;
    sorter->part_count = part_count;
    for (int32_t i = 0; i < part_count; i++)
        flare_arena_open(&parts[i].arena, sorter->budget);
    FLARE_TRY(flare_worker_defer(worker, close_sorter, sorter));
    *created = sorter;
    return FLARE_OK;
}

int64_t flare_sorter_count(const flare_sorter *sorter)
{
    return sorter->sorted.count;
}

const flare_sort *flare_sorter_sort(const flare_sorter *sorter)
{
    return sorter->sort;
}

void flare_sorter_rows(const flare_sorter *sorter, int64_t first, int32_t count, void **rows)
{
    for (int32_t i = 0; i < count; i++)
        rows[i] = sorter->sorted.entries[first + i].row;
}

static bool stopped(void *worker)
{
    return flare_worker_stopped(worker);
}

/* ---- appending ------------------------------------------------------------------------------------------------------ */

static flare_status reserve_entries(flare_sorter *sorter, part *p, int64_t count,
                                    flare_error *error)
{
    const uint64_t needed = (uint64_t)count * sizeof(flare_sort_entry);
    if (needed <= p->entries_size)
        return FLARE_OK;
    uint64_t byte_size = needed > 2 * p->entries_size ? needed : 2 * p->entries_size;
    flare_sort_entry *const entries = flare_pages_take(sorter->budget, &byte_size);
    if (!entries)
        return flare_fail_memory(error, byte_size);
    if (p->count)
        memcpy(entries, p->entries, (uint64_t)p->count * sizeof(*entries));
    flare_pages_give(sorter->budget, p->entries, p->entries_size);
    p->entries = entries;
    p->entries_size = byte_size;
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

static flare_status sort_part(flare_worker *worker, flare_sorter *sorter, part *p)
{
    uint64_t spare_size = (uint64_t)p->count * sizeof(flare_sort_entry);
    flare_sort_entry *const spare = p->count ? flare_pages_take(sorter->budget, &spare_size) : NULL;
    if (p->count && !spare)
        return flare_fail_memory(&worker->error, spare_size);
    flare_sort_entries(sorter->sort, p->entries, spare, p->count, stopped, worker);
    flare_pages_give(sorter->budget, spare, spare_size);
    return flare_worker_stopped(worker) ? FLARE_FAILED : FLARE_OK;
}

static flare_status trim(flare_worker *worker, flare_sorter *sorter, part *p)
{
    FLARE_TRY(sort_part(worker, sorter, p));
    p->count = sorter->limit;
    p->trimmed = true;
    flare_arena fresh;
    flare_arena_open(&fresh, sorter->budget);
    for (int64_t i = 0; i < p->count; i++) {
        uint8_t *const moved = keep_row(sorter->sort, &fresh, p->entries[i].row, &worker->error);
        if (!moved) {
            flare_arena_close(&fresh);
            return FLARE_FAILED;
        }
        p->entries[i].row = moved;
    }
    flare_arena_close(&p->arena);
    p->arena = fresh;
    return FLARE_OK;
}

static bool comes_too_late(const flare_sorter *sorter, const part *p, uint64_t prefix,
                           const uint8_t *row)
{
    if (!p->trimmed)
        return false;
    const flare_sort_entry *const last = &p->entries[sorter->limit - 1];
    return prefix > last->prefix ||
           (prefix == last->prefix && flare_sort_compare(sorter->sort, row, last->row) >= 0);
}

flare_status flare_sorter_append(flare_worker *worker, flare_sorter *sorter, const void *rows,
                                 int32_t row_count)
{
    part *const p = &sorter->parts[worker->index];
    if (sorter->limit == 0)
        return FLARE_OK;
    FLARE_TRY(reserve_entries(sorter, p, p->count + row_count, &worker->error));
    for (int32_t i = 0; i < row_count; i++) {
        const uint8_t *const row = (const uint8_t *)rows + (uint64_t)i * sorter->sort->row_size;
        const uint64_t prefix = flare_sort_prefix(sorter->sort, row);
        if (comes_too_late(sorter, p, prefix, row))
            continue;
        uint8_t *const kept = keep_row(sorter->sort, &p->arena, row, &worker->error);
        if (!kept)
            return FLARE_FAILED;
        p->entries[p->count++] = (flare_sort_entry){ prefix, kept };
    }
    if (sorter->limit > 0 && p->count >= TRIM_FROM && p->count / 2 >= sorter->limit)
        return trim(worker, sorter, p);
    return FLARE_OK;
}

/* ---- finishing ------------------------------------------------------------------------------------------------------ */

flare_status flare_sorter_finish(flare_worker *worker, flare_sorter *sorter)
{
    part *const sorted = &sorter->sorted;
    int64_t total = 0;
    for (int32_t i = 0; i < sorter->part_count; i++)
        total += sorter->parts[i].count;
    FLARE_TRY(reserve_entries(sorter, sorted, total, &worker->error));
    for (int32_t i = 0; i < sorter->part_count; i++) {
        part *const p = &sorter->parts[i];
        if (p->count)
            memcpy(sorted->entries + sorted->count, p->entries,
                   (uint64_t)p->count * sizeof(*p->entries));
        sorted->count += p->count;
        flare_pages_give(sorter->budget, p->entries, p->entries_size);
        p->entries = NULL;
        p->entries_size = 0;
        p->count = 0;
        p->trimmed = false;
    }
    FLARE_TRY(sort_part(worker, sorter, sorted));
    if (sorter->limit >= 0 && sorted->count > sorter->limit)
        sorted->count = sorter->limit;
    return FLARE_OK;
}
