/*
 * Strings live in segments that double in size, so an id finds its string without a lock and nothing ever moves:
 *
 *   segment 0: ids 0 .. 1023, segment 1: 1024 .. 3071, segment k: 2^(k + 10) ids from (2^k - 1) * 1024 on
 *
 * The index is a table of slots by linear probing at half load. A slot's place is given by the upper bits of its tag, so slots lie in the order
 * of their tags but for collisions, and growing looks at no string.
 *
 * Finding takes no lock: a slot is written once, after its string, and an index that has grown too small stays as it is until the query is
 * closed. Who does not find a string, perhaps because he looked into such an index, looks again under the lock and then adds it.
 */
#include "flare/ids.h"

#include <pthread.h>

#include "hash/hash.h"

enum { FIRST_SEGMENT_BITS = 10, SEGMENTS = 22, INLINE_BYTES = 12 };
enum { FIRST_INDEX_BITS = 10, BATCH = 64 };

/* A slot: | tag, the hash's upper half: 32 bits | id + 1: 32 bits |, 0 for an empty one. */
typedef struct index {
    struct index *older;
    uint64_t byte_size; /* taken */
    uint32_t bits;      /* there are 2^bits slots */
    uint64_t slots[];
} index_table;

struct flare_ids {
    pthread_mutex_t lock; /* of adding */
    flare_budget *budget;
    flare_arena arena; /* bytes of long strings, and the segments */
    flare_string *segments[SEGMENTS];
    index_table *index; /* null: no string; read without the lock */
    uint32_t count;     /* likewise */
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
    for (index_table *older, *index = ids->index; index; index = older) {
        older = index->older;
        flare_pages_give(ids->budget, index, index->byte_size);
    }
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

/* ---- the index ------------------------------------------------------------------------------------------------------ */

static uint32_t tag_of(const flare_string *string)
{
    return (uint32_t)(flare_hash_bytes(bytes_of(string), string->length) >> 32);
}

static uint64_t home_of(uint32_t tag, uint32_t bits)
{
    return (uint64_t)tag << bits >> 32;
}

/* What the slot of a string holds, its own or the empty one where it belongs, and where that is. */
static uint64_t find_slot(const flare_ids *ids, index_table *index, const flare_string *string,
                          uint32_t tag, uint64_t **place)
{
    const uint64_t mask = ((uint64_t)1 << index->bits) - 1;
    for (uint64_t at = home_of(tag, index->bits);; at = (at + 1) & mask) {
        const uint64_t slot = __atomic_load_n(&index->slots[at], __ATOMIC_ACQUIRE);
        *place = &index->slots[at];
        if (slot == 0 || (slot >> 32 == tag &&
                          flare_equal_string(flare_ids_string(ids, (uint32_t)slot - 1), *string)))
            return slot;
    }
}

/* Under the lock. */
static flare_status grow_index(flare_ids *ids, flare_error *error)
{
    index_table *const old = ids->index;
    const uint32_t bits = old ? old->bits + 1 : FIRST_INDEX_BITS;
    uint64_t byte_size = sizeof(index_table) + (sizeof(uint64_t) << bits);
    index_table *const grown = flare_pages_take(ids->budget, &byte_size);
    if (!grown)
        return flare_fail_memory(error, byte_size);
    *grown = (index_table){ .older = old, .byte_size = byte_size, .bits = bits };
    memset(grown->slots, 0, sizeof(uint64_t) << bits);
    const uint64_t mask = ((uint64_t)1 << bits) - 1;
    for (uint64_t i = 0; old && i >> old->bits == 0; i++) {
        if (old->slots[i] == 0)
            continue;
        uint64_t at = home_of((uint32_t)(old->slots[i] >> 32), bits);
        while (grown->slots[at] != 0)
            at = (at + 1) & mask;
        grown->slots[at] = old->slots[i];
    }
    __atomic_store_n(&ids->index, grown, __ATOMIC_RELEASE);
    return FLARE_OK;
}

/* ---- adding --------------------------------------------------------------------------------------------------------- */

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

/* Finds or adds. Under the lock. */
static flare_status add(flare_ids *ids, flare_string string, uint32_t tag, uint32_t *number,
                        flare_error *error)
{
    if (!ids->index || 2 * ((uint64_t)ids->count + 1) > (uint64_t)1 << ids->index->bits)
        FLARE_TRY(grow_index(ids, error));
    uint64_t *place;
    uint64_t slot = find_slot(ids, ids->index, &string, tag, &place);
    if (slot == 0) {
        if (ids->count == UINT32_MAX - 1024) /* ids of operators that mark null or none stay free */
            return flare_fail(
                error, FLARE_ERROR_MEMORY, -1,
                "a text column has more than 4 billion distinct values, which is beyond grouping");
        FLARE_TRY(keep_string(ids, string, error));
        slot = (uint64_t)tag << 32 | ids->count;
        __atomic_store_n(place, slot, __ATOMIC_RELEASE);
    }
    *number = (uint32_t)slot - 1;
    return FLARE_OK;
}

/* Those of a batch that were not found. */
static flare_status add_missing(flare_worker *worker, flare_ids *ids, const flare_string *strings,
                                const uint32_t *tags, const int32_t *missing, int32_t count,
                                uint32_t *numbers)
{
    flare_status status = FLARE_OK;
    if (count == 0)
        return FLARE_OK;
    pthread_mutex_lock(&ids->lock);
    for (int32_t i = 0; i < count && status == FLARE_OK; i++)
        status =
            add(ids, strings[missing[i]], tags[missing[i]], &numbers[missing[i]], &worker->error);
    pthread_mutex_unlock(&ids->lock);
    return status;
}

/* Hashes all and prefetches their slots, then looks. */
static flare_status intern_batch(flare_worker *worker, flare_ids *ids, const flare_string *strings,
                                 int32_t count, uint32_t *numbers)
{
    uint32_t tags[BATCH];
    int32_t missing[BATCH];
    int32_t missing_count = 0;
    index_table *const index = __atomic_load_n(&ids->index, __ATOMIC_ACQUIRE);
    for (int32_t i = 0; i < count; i++) {
        tags[i] = tag_of(&strings[i]);
        if (index)
            __builtin_prefetch(&index->slots[home_of(tags[i], index->bits)]);
    }
    for (int32_t i = 0; i < count; i++) {
        uint64_t *place;
        const uint64_t slot = index ? find_slot(ids, index, &strings[i], tags[i], &place) : 0;
        if (slot == 0)
            missing[missing_count++] = i;
        else
            numbers[i] = (uint32_t)slot - 1;
    }
    return add_missing(worker, ids, strings, tags, missing, missing_count, numbers);
}

flare_status flare_ids_intern_block(flare_worker *worker, flare_ids *ids,
                                    const flare_string *strings, int32_t count, uint32_t *numbers)
{
    for (int32_t first = 0; first < count; first += BATCH)
        FLARE_TRY(intern_batch(worker, ids, strings + first,
                               count - first < BATCH ? count - first : BATCH, numbers + first));
    return FLARE_OK;
}

uint32_t flare_ids_intern(flare_worker *worker, flare_ids *ids, flare_string string)
{
    uint32_t number = 0;
    (void)flare_ids_intern_block(worker, ids, &string, 1,
                                 &number); /* sticky: the error is the worker's */
    return number;
}
