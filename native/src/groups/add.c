/* Adding keys that nobody asks for again before the merge. */
#include "groups/table.h"

/*
 * Looking for keys pays where it finds them: after so many rows of a table are three of four keys new, those that follow stay loose. A bound on
 * their bytes keeps keys that come again and again later on from filling the memory.
 */
enum { JUDGED_FROM = 1 << 13, MOST_LOOSE_BYTES = 1 << 25 };
enum { PART_SHIFT = 26 };

static bool should_stay_loose(const flare_groups *groups, const flare_group_table *table)
{
    const uint64_t bytes =
        (uint64_t)table->loose_count * (groups->row_size + sizeof(flare_group_slot));
    return groups->worker_count > 1 && table->count >= JUDGED_FROM &&
           4 * (uint64_t)table->count >= 3 * table->added && bytes < MOST_LOOSE_BYTES;
}

static flare_status note(flare_group_table *table, flare_group_slot slot, flare_error *error)
{
    const uint32_t part = slot.tag >> PART_SHIFT;
    flare_group_chunk *chunk = table->loose[part];
    if (!chunk || chunk->count == sizeof(chunk->slots) / sizeof(*chunk->slots)) {
        chunk = flare_arena_allocate(&table->arena, sizeof(*chunk), error);
        if (!chunk)
            return FLARE_FAILED;
        chunk->next = table->loose[part];
        chunk->count = 0;
        table->loose[part] = chunk;
    }
    chunk->slots[chunk->count++] = slot;
    table->loose_counts[part]++;
    table->loose_count++;
    return FLARE_OK;
}

static flare_status append(flare_groups *groups, flare_group_table *table, const uint8_t *keys,
                           int32_t rows, flare_error *error)
{
    const uint32_t key_size = groups->key_size;
    FLARE_TRY(
        flare_group_reserve_rows(groups, table, (uint64_t)table->count + (uint32_t)rows, error));
    for (int32_t i = 0; i < rows; i++) {
        const uint8_t *const key = keys + (uint64_t)i * key_size;
        memcpy(flare_group_row(groups, table, table->count), key, key_size);
        table->count++;
        const uint32_t tag = flare_group_tag(flare_hash_words(key, key_size));
        FLARE_TRY(note(table, (flare_group_slot){ tag, table->count }, error));
    }
    return FLARE_OK;
}

flare_status flare_groups_add(flare_worker *worker, flare_groups *groups, const void *keys,
                              int32_t rows)
{
    flare_group_table *const table = &groups->workers[worker->index];
    if (groups->row_size != groups->key_size)
        return flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1,
                          "keys are added to groups of %u bytes, of which keys are %u",
                          groups->row_size, groups->key_size);
    if (table->stays_loose && rows > 0) {
        FLARE_TRY(append(groups, table, keys, rows, &worker->error));
    } else {
        void *found[FLARE_BLOCK];
        FLARE_TRY(flare_groups_find(worker, groups, keys, rows, found));
        table->added += (uint64_t)(rows > 0 ? rows : 0);
    }
    table->stays_loose = should_stay_loose(groups, table);
    return FLARE_OK;
}
