/*
 * Strings live in segments that double in size, so an id finds its string without a lock and nothing ever moves:
 *
 *   segment 0: ids 0 .. 1023, segment 1: 1024 .. 3071, segment k: 2^(k + 10) ids from (2^k - 1) * 1024 on
 *
 * The index is a table of ids by linear probing at half load, guarded by the lock together with the arena of bytes. Readers
 * of flare_ids_string got their id from somebody who held the lock, which orders the writes before their reads.
 */
#include "flare/ids.h"

#include <pthread.h>

#include "hash/hash.h"

enum { FIRST_SEGMENT_BITS = 10, SEGMENTS = 22, INLINE_BYTES = 12 };

/* | tag: the hash's upper half | id + 1, 0 for an empty slot | */
typedef struct {
    uint32_t tag;
    uint32_t number;
} slot;

struct flare_ids {
    pthread_mutex_t lock;
    flare_budget *budget;
    flare_arena arena; /* bytes of long strings, and the segments */
    flare_string *segments[SEGMENTS];
    slot *slots;
    uint64_t slots_size; /* bytes taken */
    uint64_t mask;
    uint32_t count;
};

static uint32_t segment_of(uint32_t id)
{
    const uint32_t shifted = (id >> FIRST_SEGMENT_BITS) + 1;
    return 31u - (uint32_t)__builtin_clz(shifted);
}

static uint32_t place_in_segment(uint32_t id, uint32_t segment)
{
    return id - (((1u << segment) - 1u) << FIRST_SEGMENT_BITS);
}

static const uint8_t *bytes_of(const flare_string *string)
{
    return string->length <= INLINE_BYTES ? string->prefix : string->tail.bytes;
}

static void close_ids(void *object)
{
    flare_ids *const ids = object;
    flare_pages_give(ids->budget, ids->slots, ids->slots_size);
    flare_arena_close(&ids->arena);
    pthread_mutex_destroy(&ids->lock);
}

flare_status flare_ids_create(flare_worker *worker, flare_ids **created)
{
    flare_ids *const ids = flare_allocate(worker, sizeof(*ids));
    if (!ids)
        return FLARE_FAILED;
    ids->budget = flare_query_budget(worker->query);
    flare_arena_open(&ids->arena, ids->budget);
    pthread_mutex_init(&ids->lock, NULL);
    FLARE_TRY(flare_worker_defer(worker, close_ids, ids));
    /* From the start, so that the id 0 of a failed flare_ids_intern has a string too: the empty one. */
    ids->segments[0] = flare_arena_allocate_zeroed(
        &ids->arena, sizeof(flare_string) << FIRST_SEGMENT_BITS, &worker->error);
    if (!ids->segments[0])
        return FLARE_FAILED;
    *created = ids;
    return FLARE_OK;
}

uint32_t flare_ids_count(const flare_ids *ids)
{
    return __atomic_load_n(&ids->count, __ATOMIC_ACQUIRE);
}

flare_string flare_ids_string(const flare_ids *ids, uint32_t id)
{
    const uint32_t segment = segment_of(id);
    return ids->segments[segment][place_in_segment(id, segment)];
}

/* The slot of a string: its own, or the empty one where it belongs. */
static slot *find_slot(const flare_ids *ids, const flare_string *string, uint64_t hash)
{
    const uint32_t tag = (uint32_t)(hash >> 32);
    for (uint64_t at = hash & ids->mask;; at = (at + 1) & ids->mask) {
        slot *const candidate = &ids->slots[at];
        if (candidate->number == 0)
            return candidate;
        if (candidate->tag == tag &&
            flare_equal_string(flare_ids_string(ids, candidate->number - 1), *string))
            return candidate;
    }
}

static flare_status grow_index(flare_ids *ids, flare_error *error)
{
    const uint64_t slot_count = ids->slots ? 2 * (ids->mask + 1) : 1024;
    uint64_t byte_size = slot_count * sizeof(slot);
    slot *const grown = flare_pages_take(ids->budget, &byte_size);
    if (!grown)
        return flare_fail_memory(error, byte_size);
    memset(grown, 0, slot_count * sizeof(slot));
    const uint64_t mask = slot_count - 1;
    for (uint32_t id = 0; id < ids->count; id++) {
        const flare_string string = flare_ids_string(ids, id);
        const uint64_t hash = flare_hash_bytes(bytes_of(&string), string.length);
        uint64_t at = hash & mask;
        while (grown[at].number != 0)
            at = (at + 1) & mask;
        grown[at] = (slot){ (uint32_t)(hash >> 32), id + 1 };
    }
    flare_pages_give(ids->budget, ids->slots, ids->slots_size);
    ids->slots = grown;
    ids->slots_size = byte_size;
    ids->mask = mask;
    return FLARE_OK;
}

static flare_status keep_string(flare_ids *ids, flare_string string, flare_error *error)
{
    const uint32_t segment = segment_of(ids->count);
    if (!ids->segments[segment]) {
        const uint64_t byte_size = (sizeof(flare_string) << FIRST_SEGMENT_BITS) << segment;
        ids->segments[segment] = flare_arena_allocate(&ids->arena, byte_size, error);
        if (!ids->segments[segment])
            return FLARE_FAILED;
    }
    if (string.length > INLINE_BYTES) {
        uint8_t *const bytes = flare_arena_allocate(&ids->arena, string.length, error);
        if (!bytes)
            return FLARE_FAILED;
        memcpy(bytes, string.tail.bytes, string.length);
        string.tail.bytes = bytes;
    }
    ids->segments[segment][place_in_segment(ids->count, segment)] = string;
    __atomic_store_n(&ids->count, ids->count + 1, __ATOMIC_RELEASE);
    return FLARE_OK;
}

static flare_status intern(flare_ids *ids, flare_string string, uint32_t *number,
                           flare_error *error)
{
    if (2 * ((uint64_t)ids->count + 1) > (ids->slots ? ids->mask + 1 : 0))
        FLARE_TRY(grow_index(ids, error));
    const uint64_t hash = flare_hash_bytes(bytes_of(&string), string.length);
    slot *const found = find_slot(ids, &string, hash);
    if (found->number == 0) {
        if (ids->count == UINT32_MAX - 1024) /* ids of operators that mark null or none stay free */
            return flare_fail(
                error, FLARE_ERROR_MEMORY, -1,
                "a text column has more than 4 billion distinct values, which is beyond grouping");
        FLARE_TRY(keep_string(ids, string, error));
        *found = (slot){ (uint32_t)(hash >> 32), ids->count };
    }
    *number = found->number - 1;
    return FLARE_OK;
}

flare_status flare_ids_intern_block(flare_worker *worker, flare_ids *ids,
                                    const flare_string *strings, int32_t count, uint32_t *numbers)
{
    flare_status status = FLARE_OK;
    pthread_mutex_lock(&ids->lock);
    for (int32_t row = 0; row < count && status == FLARE_OK; row++)
        status = intern(ids, strings[row], &numbers[row], &worker->error);
    pthread_mutex_unlock(&ids->lock);
    return status;
}

uint32_t flare_ids_intern(flare_worker *worker, flare_ids *ids, flare_string string)
{
    uint32_t number = 0;
    (void)flare_ids_intern_block(worker, ids, &string, 1,
                                 &number); /* sticky: the error is the worker's */
    return number;
}
