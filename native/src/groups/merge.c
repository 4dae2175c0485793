/* Merging the workers' tables, a part at a time. */
#include "groups/table.h"

enum { BATCH = 256, PART_BITS = 6 };

/* Rows of one table on their way into a part. */
typedef struct {
    int32_t count;
    uint32_t tags[BATCH];
    uint8_t *rows[BATCH];
} batch;

static bool has_new_rows(const flare_group_table *table)
{
    return table->count > table->merged;
}

/* As long as there is no second table with rows, there is nothing to do; sole is the one there is, or null. */
static bool is_sole(const flare_groups *groups, const flare_group_table **sole)
{
    *sole = NULL;
    if (groups->in_parts)
        return false;
    for (int32_t i = 0; i < groups->worker_count; i++) {
        if (!has_new_rows(&groups->workers[i]))
            continue;
        if (*sole || groups->workers[i].loose_count > 0)
            return false;
        *sole = &groups->workers[i];
    }
    return true;
}

/* ---- the slots of a part ------------------------------------------------------------------------------------------------ */

/*
 * A way through the slots of a table that may hold tags of a part: from the home of the least tag on, and beyond the home of the largest up
 * to a free slot, perhaps around the end. A table has free slots, so it ends.
 */
typedef struct {
    const flare_group_table *table;
    uint64_t at;
    uint64_t certain; /* slots left before a free one ends it */
} way;

static way way_of(const flare_group_table *table, uint32_t part)
{
    const uint32_t first = part << (32 - PART_BITS);
    const uint32_t last = first | ((1u << (32 - PART_BITS)) - 1);
    const uint64_t from = flare_group_home(first, 0, table->slot_bits);
    const uint64_t to = flare_group_home(last, 0, table->slot_bits);
    return (way){ table, from, to - from + 1 };
}

/* The next slot that is taken by the part, or null. */
static inline const flare_group_slot *next_slot(way *w, uint32_t part)
{
    const uint64_t mask = ((uint64_t)1 << w->table->slot_bits) - 1;
    for (;;) {
        const flare_group_slot *const slot = &w->table->slots[w->at];
        if (slot->number == 0 && w->certain == 0)
            return NULL;
        w->at = (w->at + 1) & mask;
        w->certain -= w->certain > 0;
        if (slot->number != 0 && slot->tag >> (32 - PART_BITS) == part)
            return slot;
    }
}

static uint64_t count_slots(const flare_group_table *table, uint32_t part)
{
    uint64_t count = table->loose_counts[part];
    if (!table->slots)
        return count;
    for (way w = way_of(table, part); next_slot(&w, part);)
        count++;
    return count;
}

/* ---- a part --------------------------------------------------------------------------------------------------------- */

static flare_status reserve(const flare_groups *groups, flare_group_part *part, uint64_t count,
                            flare_error *error)
{
    FLARE_TRY(flare_group_grow(groups->budget, &part->slots, &part->slots_size, &part->slot_bits,
                               PART_BITS, count, error));
    uint64_t byte_size = count * sizeof(*part->rows);
    if (byte_size <= part->rows_size)
        return FLARE_OK;
    uint8_t **const rows = flare_pages_take(groups->budget, &byte_size);
    if (!rows)
        return flare_fail_memory(error, byte_size);
    if (part->count)
        memcpy(rows, part->rows, part->count * sizeof(*rows));
    flare_pages_give(groups->budget, part->rows, part->rows_size);
    part->rows = rows;
    part->rows_size = byte_size;
    return FLARE_OK;
}

static inline void add_row(const flare_groups *groups, flare_group_part *part, uint32_t tag,
                           uint8_t *row, void (*merge)(void *into, const void *from))
{
    const uint64_t mask = ((uint64_t)1 << part->slot_bits) - 1;
    for (uint64_t at = flare_group_home(tag, PART_BITS, part->slot_bits);; at = (at + 1) & mask) {
        flare_group_slot *const slot = &part->slots[at];
        if (slot->number == 0) {
            part->rows[part->count++] = row;
            *slot = (flare_group_slot){ tag, part->count };
            return;
        }
        uint8_t *const other = part->rows[slot->number - 1];
        if (slot->tag == tag && flare_group_equal(other, row, groups->key_size)) {
            if (merge != NULL)
                merge(other, row);
            return;
        }
    }
}

/* The first table's rows meet nothing yet, others are prefetched. */
static void add_batch(const flare_groups *groups, flare_group_part *part, const batch *rows,
                      void (*merge)(void *into, const void *from))
{
    for (int32_t i = 0; i < rows->count; i++) {
        const uint64_t home = flare_group_home(rows->tags[i], PART_BITS, part->slot_bits);
        const flare_group_slot *const slot = &part->slots[home];
        if (slot->number == 0 || slot->tag != rows->tags[i])
            continue;
        __builtin_prefetch(rows->rows[i]);
        __builtin_prefetch(part->rows[slot->number - 1], 1);
    }
    for (int32_t i = 0; i < rows->count; i++)
        add_row(groups, part, rows->tags[i], rows->rows[i], merge);
}

static flare_status add_loose(flare_worker *worker, const flare_groups *groups,
                              const flare_group_table *table, uint32_t number,
                              flare_group_part *part, void (*merge)(void *into, const void *from))
{
    for (const flare_group_chunk *c = table->loose[number]; c; c = c->next) {
        batch rows = { .count = (int32_t)c->count };
        for (uint32_t i = 0; i < c->count; i++) {
            rows.tags[i] = c->slots[i].tag;
            rows.rows[i] = flare_group_row(groups, table, c->slots[i].number - 1);
        }
        if (flare_worker_stopped(worker))
            return FLARE_FAILED;
        add_batch(groups, part, &rows, merge);
    }
    return FLARE_OK;
}

static flare_status add_table(flare_worker *worker, const flare_groups *groups,
                              const flare_group_table *table, uint32_t number,
                              flare_group_part *part, void (*merge)(void *into, const void *from))
{
    batch rows = { .count = 0 };
    FLARE_TRY(add_loose(worker, groups, table, number, part, merge));
    if (!table->slots)
        return FLARE_OK;
    way w = way_of(table, number);
    for (const flare_group_slot *slot; (slot = next_slot(&w, number)) != NULL;) {
        rows.tags[rows.count] = slot->tag;
        rows.rows[rows.count++] = flare_group_row(groups, table, slot->number - 1);
        if (rows.count < BATCH)
            continue;
        if (flare_worker_stopped(worker))
            return FLARE_FAILED;
        add_batch(groups, part, &rows, merge);
        rows.count = 0;
    }
    add_batch(groups, part, &rows, merge);
    return FLARE_OK;
}

static flare_status merge_part(flare_worker *worker, flare_groups *groups, uint32_t number,
                               void (*merge)(void *into, const void *from))
{
    flare_group_part *const part = &groups->parts[number];
    uint64_t count = part->count;
    for (int32_t i = 0; i < groups->worker_count; i++)
        if (has_new_rows(&groups->workers[i]))
            count += count_slots(&groups->workers[i], number);
    if (count == part->count)
        return FLARE_OK;
    FLARE_TRY(reserve(groups, part, count, &worker->error));
    for (int32_t i = 0; i < groups->worker_count; i++)
        if (has_new_rows(&groups->workers[i]))
            FLARE_TRY(add_table(worker, groups, &groups->workers[i], number, part, merge));
    return FLARE_OK;
}

/* ---- the end of a merge ----------------------------------------------------------------------------------------------- */

/* The rows stay in their tables' pages, but no key finds them there. */
static void end_merge(flare_groups *groups)
{
    groups->parts_done = 0;
    if (is_sole(groups, &groups->sole)) {
        groups->count = groups->sole ? groups->sole->count : 0;
        return;
    }
    groups->in_parts = true;
    for (int32_t i = 0; i < groups->worker_count; i++) {
        flare_group_table *const table = &groups->workers[i];
        flare_pages_give(groups->budget, table->slots, table->slots_size);
        table->slots = NULL;
        table->slots_size = 0;
        table->merged = table->count;
        table->loose_count = 0;
        memset(table->loose_counts, 0, sizeof table->loose_counts);
        memset(table->loose, 0, sizeof table->loose);
    }
    groups->count = 0;
    for (int32_t i = 0; i < FLARE_PARTS; i++) {
        groups->parts[i].first = groups->count;
        groups->count += groups->parts[i].count;
    }
}

flare_status flare_groups_merge_part(flare_worker *worker, flare_groups *groups,
                                     void (*merge)(void *into, const void *from), int32_t part)
{
    const flare_group_table *sole;
    if (part < 0 || part >= FLARE_PARTS)
        return flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1, "groups have no part %d", part);
    if (flare_worker_stopped(worker))
        return FLARE_FAILED;
    if (!is_sole(groups, &sole))
        FLARE_TRY(merge_part(worker, groups, (uint32_t)part, merge));
    if (__atomic_add_fetch(&groups->parts_done, 1, __ATOMIC_ACQ_REL) == FLARE_PARTS)
        end_merge(groups);
    return FLARE_OK;
}

flare_status flare_groups_merge(flare_worker *worker, flare_groups *groups,
                                void (*merge)(void *into, const void *from))
{
    for (int32_t part = 0; part < FLARE_PARTS; part++)
        FLARE_TRY(flare_groups_merge_part(worker, groups, merge, part));
    return FLARE_OK;
}
