/* Finding partners: a batch of keys at a time, so that their cache misses overlap. */
#include "join/join.h"

#include "flare/steps.h"

enum { BATCH = 256 };

/* A prefetch of what is not mapped walks the page tables in vain, and a branch would often be foretold wrongly. */
static inline void prefetch_if(bool wanted, const void *address, const void *mapped)
{
    __builtin_prefetch(wanted ? address : mapped);
}

static void find_dense(const flare_join *join, const uint8_t *keys, int32_t rows,
                       const void **found)
{
    for (int32_t first = 0; first < rows; first += BATCH) {
        const int32_t end = rows - first < BATCH ? rows : first + BATCH;
        for (int32_t row = first; row < end; row++) {
            const uint64_t at = flare_hash_load(keys + (uint64_t)row * 8) - (uint64_t)join->from;
            const bool has = at < join->size && (join->bits[at >> 6] >> (at & 63) & 1);
            found[row] = has ? flare_join_head(join, at) : NULL;
            prefetch_if(has, found[row], join->bits);
        }
        for (int32_t row = first; row < end; row++) {
            const void *const *const head = found[row];
            found[row] = head ? *head : NULL;
        }
    }
}

/* Where the probe of a key begins. */
typedef struct {
    const flare_join_part *part;
    uint64_t hash;
} place;

static inline const void *probe(const place *from, const uint8_t *key, uint32_t key_offset,
                                uint32_t key_size)
{
    const flare_join_part *const part = from->part;
    const uint64_t tag = flare_join_tag(from->hash);
    if (!part->slots)
        return NULL;
    for (uint64_t at = from->hash & part->mask;; at = (at + 1) & part->mask) {
        const uint64_t slot = part->slots[at];
        if (slot == 0)
            return NULL;
        const uint8_t *const row = flare_join_pointer(slot);
        if (((slot ^ tag) >> 48) == 0 && flare_join_equal(row + key_offset, key, key_size))
            return row;
    }
}

/* Prefetches slots, then the rows that they point at, then compares. */
static inline __attribute__((always_inline)) void find_hash(const flare_join *join,
                                                            const uint8_t *keys, int32_t rows,
                                                            const void **found, uint32_t key_size)
{
    const uint32_t key_offset = join->layout->key_offset;
    place places[BATCH];
    for (int32_t first = 0; first < rows; first += BATCH) {
        const int32_t count = rows - first < BATCH ? rows - first : BATCH;
        const uint8_t *const key = keys + (uint64_t)first * key_size;
        for (int32_t i = 0; i < count; i++) {
            const uint64_t hash = flare_hash_words(key + (uint64_t)i * key_size, key_size);
            const flare_join_part *const part = &join->parts[flare_join_part_of_hash(hash)];
            places[i] = (place){ part, hash };
            if (part->slots)
                __builtin_prefetch(&part->slots[hash & part->mask]);
        }
        for (int32_t i = 0; i < count; i++) {
            const flare_join_part *const part = places[i].part;
            if (!part->slots)
                continue;
            const uint64_t slot = part->slots[places[i].hash & part->mask];
            const bool likely = ((slot ^ flare_join_tag(places[i].hash)) >> 48) == 0 && slot != 0;
            prefetch_if(likely, flare_join_pointer(slot) + key_offset, part->slots);
        }
        for (int32_t i = 0; i < count; i++)
            found[first + i] =
                probe(&places[i], key + (uint64_t)i * key_size, key_offset, key_size);
    }
}

flare_status flare_join_find(flare_worker *worker, const flare_join *join, const void *keys,
                             int32_t rows, const void **found)
{
    switch (join->kind) {
    case FLARE_JOIN_NONE:
        for (int32_t row = 0; row < rows; row++)
            found[row] = join->chain;
        break;
    case FLARE_JOIN_DENSE:
        find_dense(join, keys, rows, found);
        break;
    case FLARE_JOIN_HASH:
        if (join->layout->key_size == 8)
            find_hash(join, keys, rows, found, 8);
        else if (join->layout->key_size == 16)
            find_hash(join, keys, rows, found, 16);
        else
            find_hash(join, keys, rows, found, join->layout->key_size);
        break;
    }
    return flare_worker_status(worker);
}

flare_status flare_join_find_valid(flare_worker *worker, const flare_join *join, const void *keys,
                                   const uint8_t *valid, int32_t rows, const void **found)
{
    FLARE_TRY(flare_join_find(worker, join, keys, rows, found));
    for (int32_t row = 0; row < rows; row++)
        found[row] = valid[row] ? found[row] : NULL;
    return FLARE_OK;
}

/* ---- pairs ---------------------------------------------------------------------------------------------------------- */

static int32_t pair_matches(flare_pairs *pairs, const void *const *found, int32_t rows,
                            int32_t *pair_row, const void **match)
{
    int32_t count = 0;
    int32_t row = pairs->row;
    const void *at = pairs->match;
    while (count < flare_steps_block) {
        if (!at) {
            if (row == rows)
                break;
            at = found[row++];
            continue;
        }
        pair_row[count] = row - 1;
        match[count++] = at;
        at = flare_join_next(at);
    }
    pairs->row = row;
    pairs->match = at;
    return count;
}

static int32_t pair_alone(flare_pairs *pairs, int32_t rows, const uint8_t *matched,
                          int32_t *pair_row, const void **match)
{
    int32_t count = 0;
    for (; pairs->row < rows && count < flare_steps_block; pairs->row++) {
        if (matched[pairs->row])
            continue;
        pair_row[count] = pairs->row;
        match[count++] = NULL;
    }
    return count;
}

const void *flare_join_first(flare_worker *worker, const void *found)
{
    return flare_worker_stopped(worker) ? NULL : found;
}

bool flare_next_pairs(flare_worker *worker, flare_pairs *pairs, const void *const *found,
                      int32_t rows, uint8_t *matched, int32_t *pair_row, const void **match)
{
    if (!pairs->begun && matched)
        memset(matched, 0, (size_t)rows);
    pairs->begun = true;
    pairs->count = 0;
    if (flare_worker_stopped(worker))
        return false;
    if (!pairs->alone) {
        pairs->count = pair_matches(pairs, found, rows, pair_row, match);
        if (pairs->count > 0 || !matched)
            return pairs->count > 0;
        pairs->alone = true;
        pairs->row = 0;
    }
    pairs->count = pair_alone(pairs, rows, matched, pair_row, match);
    return pairs->count > 0;
}
