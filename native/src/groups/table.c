/*
 * Finding works on a batch of keys: hash them and prefetch their slots, read the slots and prefetch the rows they name, then compare. A table
 * grows before a block, never within it.
 */
#include "groups/table.h"

enum { FIRST_SLOT_BITS = 9, BATCH = 128, MOST_ROWS = INT32_MAX };
enum { PREFETCH_FROM_SLOT_BITS = 11 };

/* ---- growing -------------------------------------------------------------------------------------------------------- */

/* Slots of the old table in order, so that both are gone through from front to back; those that wrapped around come again at the end. */
static void move_slots(const flare_group_slot *from, uint64_t from_count, flare_group_slot *to,
                       uint32_t part_bits, uint32_t slot_bits)
{
    const uint64_t mask = ((uint64_t)1 << slot_bits) - 1;
    for (uint64_t i = 0; i < from_count; i++) {
        if (from[i].number == 0)
            continue;
        uint64_t at = flare_group_home(from[i].tag, part_bits, slot_bits);
        while (to[at].number != 0)
            at = (at + 1) & mask;
        to[at] = from[i];
    }
}

flare_status flare_group_grow(flare_budget *budget, flare_group_slot **slots, uint64_t *slots_size,
                              uint32_t *slot_bits, uint32_t part_bits, uint64_t rows,
                              flare_error *error)
{
    uint32_t bits = *slots ? *slot_bits : FIRST_SLOT_BITS - part_bits;
    if (*slots && 2 * rows <= (uint64_t)1 << bits)
        return FLARE_OK;
    while (2 * rows > (uint64_t)1 << bits)
        bits++;
    uint64_t byte_size = sizeof(**slots) << bits;
    flare_group_slot *const grown = flare_pages_take(budget, &byte_size);
    if (!grown)
        return flare_fail_memory(error, byte_size);
    memset(grown, 0, sizeof(**slots) << bits);
    if (*slots)
        move_slots(*slots, (uint64_t)1 << *slot_bits, grown, part_bits, bits);
    flare_pages_give(budget, *slots, *slots_size);
    *slots = grown;
    *slots_size = byte_size;
    *slot_bits = bits;
    return FLARE_OK;
}

static flare_status grow_directory(const flare_groups *groups, flare_group_table *table,
                                   flare_error *error)
{
    uint64_t byte_size = table->directory_size ? 2 * table->directory_size : 64 * sizeof(void *);
    uint8_t **const pages = flare_pages_take(groups->budget, &byte_size);
    if (!pages)
        return flare_fail_memory(error, byte_size);
    if (table->page_count)
        memcpy(pages, table->pages, table->page_count * sizeof(*pages));
    flare_pages_give(groups->budget, table->pages, table->directory_size);
    table->pages = pages;
    table->directory_size = byte_size;
    return FLARE_OK;
}

flare_status flare_group_reserve(flare_groups *groups, flare_group_table *table, uint32_t rows,
                                 flare_error *error)
{
    const uint64_t count = (uint64_t)table->count + rows;
    FLARE_TRY(flare_group_reserve_rows(groups, table, count, error));
    return flare_group_grow(groups->budget, &table->slots, &table->slots_size, &table->slot_bits, 0,
                            count - table->merged, error);
}

flare_status flare_group_reserve_rows(flare_groups *groups, flare_group_table *table,
                                      uint64_t count, flare_error *error)
{
    if (count > MOST_ROWS)
        return flare_fail(error, FLARE_ERROR_MEMORY, -1,
                          "a query has more than 2 billion groups, which is beyond grouping");
    while (((uint64_t)table->page_count << groups->page_bits) < count) {
        if (table->directory_size < (table->page_count + 1) * sizeof(*table->pages))
            FLARE_TRY(grow_directory(groups, table, error));
        uint8_t *const page = flare_arena_allocate(
            &table->arena, (uint64_t)groups->row_size << groups->page_bits, error);
        if (!page)
            return FLARE_FAILED;
        table->pages[table->page_count++] = page;
    }
    return FLARE_OK;
}

/* ---- finding -------------------------------------------------------------------------------------------------------- */

static inline uint8_t *add_row(const flare_groups *groups, flare_group_table *table,
                               flare_group_slot *free_slot, const uint8_t *key, uint32_t tag,
                               uint32_t key_size)
{
    uint8_t *const row = flare_group_row(groups, table, table->count);
    memcpy(row, key, key_size);
    memset(row + key_size, 0, groups->row_size - key_size);
    table->count++;
    *free_slot = (flare_group_slot){ tag, table->count };
    return row;
}

static inline uint8_t *find_one(const flare_groups *groups, flare_group_table *table,
                                const uint8_t *key, uint32_t tag, uint64_t home, uint32_t key_size)
{
    const uint64_t mask = ((uint64_t)1 << table->slot_bits) - 1;
    for (uint64_t at = home;; at = (at + 1) & mask) {
        flare_group_slot *const slot = &table->slots[at];
        if (slot->number == 0)
            return add_row(groups, table, slot, key, tag, key_size);
        if (slot->tag != tag)
            continue;
        uint8_t *const row = flare_group_row(groups, table, slot->number - 1);
        if (flare_group_equal(row, key, key_size))
            return row;
    }
}

/* One instance for each usual key size, so that hashing and comparing unroll. */
static inline __attribute__((always_inline)) void find_all(const flare_groups *groups,
                                                           flare_group_table *table,
                                                           const uint8_t *keys, int32_t rows,
                                                           void **found, uint32_t key_size)
{
    uint32_t tags[BATCH];
    const bool prefetch = table->slot_bits >= PREFETCH_FROM_SLOT_BITS;
    for (int32_t first = 0; first < rows; first += BATCH) {
        const int32_t count = rows - first < BATCH ? rows - first : BATCH;
        const uint8_t *const key = keys + (uint64_t)first * key_size;
        for (int32_t i = 0; i < count; i++) {
            tags[i] = flare_group_tag(flare_hash_words(key + (uint64_t)i * key_size, key_size));
            if (prefetch)
                __builtin_prefetch(&table->slots[flare_group_home(tags[i], 0, table->slot_bits)]);
        }
        for (int32_t i = 0; prefetch && i < count; i++) {
            const flare_group_slot *const slot =
                &table->slots[flare_group_home(tags[i], 0, table->slot_bits)];
            if (slot->tag == tags[i] && slot->number != 0)
                __builtin_prefetch(flare_group_row(groups, table, slot->number - 1));
        }
        for (int32_t i = 0; i < count; i++)
            found[first + i] = find_one(groups, table, key + (uint64_t)i * key_size, tags[i],
                                        flare_group_home(tags[i], 0, table->slot_bits), key_size);
    }
}

flare_status flare_groups_find(flare_worker *worker, flare_groups *groups, const void *keys,
                               int32_t rows, void **found)
{
    if (rows <= 0)
        return FLARE_OK;
    flare_group_table *const table = &groups->workers[worker->index];
    FLARE_TRY(flare_group_reserve(groups, table, (uint32_t)rows, &worker->error));
    switch (groups->key_size) {
    case 8:
        find_all(groups, table, keys, rows, found, 8);
        break;
    case 16:
        find_all(groups, table, keys, rows, found, 16);
        break;
    default:
        find_all(groups, table, keys, rows, found, groups->key_size);
    }
    return FLARE_OK;
}
