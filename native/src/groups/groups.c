/*
 * Each worker has a table of its own, so finding takes no lock; merging moves the first table into the shared one and folds the others in.
 *
 *   slots   | tag u32 | row number + 1 u32 |   linear probing at half load; the tag is the hash's upper half
 *   pages   up to 256 KB of rows each, a power of two of them, at least one; rows never move
 *
 * Finding works on a block: hash all keys and prefetch their slots, then probe. The table grows before the block, never within it.
 */
#include "hash/hash.h"

#include "flare/worker.h"

enum { MERGE_BLOCK = 1024, PREFETCH_FROM_SLOTS = 1 << 14, FIRST_SLOTS = 512 };

typedef struct {
    uint32_t tag;
    uint32_t number;
} slot;

typedef struct {
    slot *slots;
    uint64_t slots_size; /* bytes taken */
    uint64_t mask;
    uint8_t **pages;
    uint64_t directory_size; /* bytes taken for `pages` */
    uint32_t page_count;
    uint32_t count; /* rows */
} table;

struct flare_groups {
    flare_budget *budget;
    uint32_t key_size;
    uint32_t row_size;
    uint32_t page_bits;  /* a page holds 2^page_bits rows */
    uint64_t page_size;  /* bytes asked for each page */
    uint64_t page_taken; /* and what the pool makes of it */
    int32_t worker_count;
    table merged;
    table *workers;
};

static void close_table(flare_groups *groups, table *t)
{
    for (uint32_t page = 0; page < t->page_count; page++)
        flare_pages_give(groups->budget, t->pages[page], groups->page_taken);
    flare_pages_give(groups->budget, t->pages, t->directory_size);
    flare_pages_give(groups->budget, t->slots, t->slots_size);
    memset(t, 0, sizeof(*t));
}

static void close_groups(void *object)
{
    flare_groups *const groups = object;
    close_table(groups, &groups->merged);
    for (int32_t worker = 0; worker < groups->worker_count; worker++)
        close_table(groups, &groups->workers[worker]);
}

flare_status flare_groups_create(flare_worker *worker, uint32_t key_size, uint32_t row_size,
                                 flare_groups **created)
{
    if (key_size == 0 || key_size % 8 != 0 || row_size % 8 != 0 || row_size < key_size)
        return flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1,
                          "a group's key has %u of %u bytes, both must be multiples of 8", key_size,
                          row_size);
    flare_groups *const groups = flare_allocate(worker, sizeof(*groups));
    const int32_t worker_count = flare_query_workers(worker->query);
    table *const workers = flare_allocate(worker, (uint64_t)worker_count * sizeof(*workers));
    if (!groups || !workers)
        return FLARE_FAILED;
    groups->budget = flare_query_budget(worker->query);
    groups->key_size = key_size;
    groups->row_size = row_size;
    while (((uint64_t)row_size << (groups->page_bits + 1)) <= FLARE_PAGE)
        groups->page_bits++;
    groups->page_size = (uint64_t)row_size << groups->page_bits;
    groups->worker_count = worker_count;
    groups->workers = workers;
    FLARE_TRY(flare_worker_defer(worker, close_groups, groups));
    *created = groups;
    return FLARE_OK;
}

int64_t flare_groups_count(const flare_groups *groups)
{
    return groups->merged.count;
}

static uint8_t *row_at(const flare_groups *groups, const table *t, uint32_t number)
{
    const uint32_t place = number & ((1u << groups->page_bits) - 1);
    return t->pages[number >> groups->page_bits] + (uint64_t)place * groups->row_size;
}

void flare_groups_rows(const flare_groups *groups, int64_t first, int32_t count, void **rows)
{
    for (int32_t i = 0; i < count; i++)
        rows[i] = row_at(groups, &groups->merged, (uint32_t)(first + i));
}

/* ---- growing -------------------------------------------------------------------------------------------------------- */

static void insert_hash(table *t, uint64_t hash, uint32_t number)
{
    uint64_t at = hash & t->mask;
    while (t->slots[at].number != 0)
        at = (at + 1) & t->mask;
    t->slots[at] = (slot){ (uint32_t)(hash >> 32), number };
}

static flare_status grow_slots(const flare_groups *groups, table *t, uint64_t rows,
                               flare_error *error)
{
    uint64_t slot_count = t->slots ? t->mask + 1 : FIRST_SLOTS;
    if (t->slots && 2 * rows <= slot_count)
        return FLARE_OK;
    while (2 * rows > slot_count)
        slot_count *= 2;
    uint64_t byte_size = slot_count * sizeof(slot);
    slot *const slots = flare_pages_take(groups->budget, &byte_size);
    if (!slots)
        return flare_fail_memory(error, byte_size);
    memset(slots, 0, slot_count * sizeof(slot));
    flare_pages_give(groups->budget, t->slots, t->slots_size);
    t->slots = slots;
    t->slots_size = byte_size;
    t->mask = slot_count - 1;
    for (uint32_t number = 0; number < t->count; number++)
        insert_hash(t, flare_hash_words(row_at(groups, t, number), groups->key_size), number + 1);
    return FLARE_OK;
}

static flare_status grow_directory(const flare_groups *groups, table *t, flare_error *error)
{
    uint64_t byte_size = t->directory_size ? 2 * t->directory_size : 64 * sizeof(*t->pages);
    uint8_t **const pages = flare_pages_take(groups->budget, &byte_size);
    if (!pages)
        return flare_fail_memory(error, byte_size);
    memset(pages, 0, byte_size);
    if (t->page_count)
        memcpy(pages, t->pages, t->page_count * sizeof(*pages));
    flare_pages_give(groups->budget, t->pages, t->directory_size);
    t->pages = pages;
    t->directory_size = byte_size;
    return FLARE_OK;
}

/* Room for `rows` more rows, so that a block's inserts cannot fail. */
static flare_status reserve(flare_groups *groups, table *t, uint32_t rows, flare_error *error)
{
    if ((uint64_t)t->count + rows >= UINT32_MAX)
        return flare_fail(error, FLARE_ERROR_MEMORY, -1,
                          "a query has more than 4 billion groups, which is beyond grouping");
    FLARE_TRY(grow_slots(groups, t, (uint64_t)t->count + rows, error));
    while (((uint64_t)t->page_count << groups->page_bits) < (uint64_t)t->count + rows) {
        if (t->directory_size < (t->page_count + 1) * sizeof(*t->pages))
            FLARE_TRY(grow_directory(groups, t, error));
        uint64_t byte_size = groups->page_size;
        uint8_t *const page = flare_pages_take(groups->budget, &byte_size);
        if (!page)
            return flare_fail_memory(error, byte_size);
        groups->page_taken = byte_size; /* the same for every page: all have one size */
        t->pages[t->page_count++] = page;
    }
    return FLARE_OK;
}

/* ---- finding -------------------------------------------------------------------------------------------------------- */

static inline bool equal_keys(const uint8_t *a, const uint8_t *b, uint32_t byte_size)
{
    uint64_t differences = 0;
    for (uint32_t at = 0; at < byte_size; at += 8)
        differences |= flare_hash_load(a + at) ^ flare_hash_load(b + at);
    return differences == 0;
}

static void *add_row(const flare_groups *groups, table *t, slot *free_slot, const uint8_t *key,
                     uint64_t hash)
{
    uint8_t *const row = row_at(groups, t, t->count);
    memcpy(row, key, groups->key_size);
    memset(row + groups->key_size, 0, groups->row_size - groups->key_size);
    t->count++;
    *free_slot = (slot){ (uint32_t)(hash >> 32), t->count };
    return row;
}

static inline void *find_one(const flare_groups *groups, table *t, const uint8_t *key,
                             uint64_t hash, uint32_t key_size)
{
    const uint32_t tag = (uint32_t)(hash >> 32);
    for (uint64_t at = hash & t->mask;; at = (at + 1) & t->mask) {
        slot *const candidate = &t->slots[at];
        if (candidate->number == 0)
            return add_row(groups, t, candidate, key, hash);
        if (candidate->tag != tag)
            continue;
        uint8_t *const row = row_at(groups, t, candidate->number - 1);
        if (equal_keys(row, key, key_size))
            return row;
    }
}

/* One instance for each usual key size, so that hashing and comparing unroll. */
static inline __attribute__((always_inline)) void find_all(const flare_groups *groups, table *t,
                                                           const uint8_t *keys, int32_t rows,
                                                           void **found, uint32_t key_size)
{
    uint64_t hashes[FLARE_BLOCK];
    const bool prefetch = t->mask >= PREFETCH_FROM_SLOTS;
    for (int32_t row = 0; row < rows; row++) {
        hashes[row] = flare_hash_words(keys + (uint64_t)row * key_size, key_size);
        if (prefetch)
            __builtin_prefetch(&t->slots[hashes[row] & t->mask]);
    }
    for (int32_t row = 0; row < rows; row++)
        found[row] = find_one(groups, t, keys + (uint64_t)row * key_size, hashes[row], key_size);
}

static void find_block(const flare_groups *groups, table *t, const uint8_t *keys, int32_t rows,
                       void **found)
{
    switch (groups->key_size) {
    case 8:
        find_all(groups, t, keys, rows, found, 8);
        break;
    case 16:
        find_all(groups, t, keys, rows, found, 16);
        break;
    default:
        find_all(groups, t, keys, rows, found, groups->key_size);
    }
}

flare_status flare_groups_find(flare_worker *worker, flare_groups *groups, const void *keys,
                               int32_t rows, void **found)
{
    if (rows <= 0)
        return FLARE_OK;
    table *const t = &groups->workers[worker->index];
    FLARE_TRY(reserve(groups, t, (uint32_t)rows, &worker->error));
    find_block(groups, t, keys, rows, found);
    return FLARE_OK;
}

/* ---- merging -------------------------------------------------------------------------------------------------------- */

static flare_status fold_in(flare_worker *worker, flare_groups *groups, const table *from,
                            void (*merge)(void *into, const void *from))
{
    uint8_t *const keys = flare_worker_scratch(worker, (uint64_t)MERGE_BLOCK * groups->key_size);
    if (!keys)
        return FLARE_FAILED;
    void *found[MERGE_BLOCK];
    for (uint32_t first = 0; first < from->count; first += MERGE_BLOCK) {
        if (flare_worker_stopped(worker))
            return FLARE_FAILED;
        const uint32_t left = from->count - first;
        const uint32_t rows = left < MERGE_BLOCK ? left : MERGE_BLOCK;
        FLARE_TRY(reserve(groups, &groups->merged, rows, &worker->error));
        for (uint32_t row = 0; row < rows; row++)
            memcpy(keys + (uint64_t)row * groups->key_size, row_at(groups, from, first + row),
                   groups->key_size);
        find_block(groups, &groups->merged, keys, (int32_t)rows, found);
        for (uint32_t row = 0; row < rows; row++)
            merge(found[row], row_at(groups, from, first + row));
    }
    return FLARE_OK;
}

flare_status flare_groups_merge(flare_worker *worker, flare_groups *groups,
                                void (*merge)(void *into, const void *from))
{
    for (int32_t i = 0; i < groups->worker_count; i++) {
        table *const from = &groups->workers[i];
        if (groups->merged.count == 0) {
            close_table(groups, &groups->merged);
            groups->merged = *from;
            memset(from, 0, sizeof(*from));
            continue;
        }
        FLARE_TRY(fold_in(worker, groups, from, merge));
        close_table(groups, from);
    }
    return FLARE_OK;
}
