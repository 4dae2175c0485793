/* The index of a part of a join: chains of rows with the same key, and where they begin. */
#include "join/join.h"

enum { ROWS_PER_POLL = 1 << 14 };

/* A bitmap over the keys is read at a nanosecond a row, a bloom filter at several; but it must not outgrow the caches for a few rows. */
enum { FEW_BITS = 1 << 23, MOST_BITS = 1 << 28, BITS_PER_ROW = 256 };

static flare_status not_unique(flare_worker *worker)
{
    return flare_fail(&worker->error, FLARE_ERROR_ASSUMPTION, -1,
                      "two rows of a join have a key that was taken to be unique");
}

/* Behind the chain's first row, which stays where the index points. */
static inline void link_second(uint8_t *first, uint8_t *row)
{
    flare_join_link(row, flare_join_next(first));
    flare_join_link(first, row);
}

/* Called for each chunk of a part; false when it fails. */
typedef flare_status index_chunk(flare_worker *worker, flare_join *join, flare_join_part *part,
                                 flare_join_chunk *chunk);

static flare_status for_each_chunk(flare_worker *worker, flare_join *join, int32_t number,
                                   index_chunk *index)
{
    uint32_t rows = 0;
    for (int32_t i = 0; i < join->worker_count; i++) {
        for (flare_join_chunk *c = join->shares[i].lists[number].first; c; c = c->next) {
            FLARE_TRY(index(worker, join, &join->parts[number], c));
            rows += c->count;
            if (rows >= ROWS_PER_POLL) {
                rows = 0;
                if (flare_worker_stopped(worker))
                    return FLARE_FAILED;
            }
        }
    }
    return FLARE_OK;
}

static int64_t count_part(const flare_join *join, int32_t number)
{
    int64_t count = 0;
    for (int32_t i = 0; i < join->worker_count; i++)
        count += join->shares[i].lists[number].count;
    return count;
}

/* ---- no key --------------------------------------------------------------------------------------------------------- */

static flare_status chain_chunk(flare_worker *worker, flare_join *join, flare_join_part *part,
                                flare_join_chunk *chunk)
{
    (void)part;
    for (uint32_t i = 0; i < chunk->count; i++) {
        uint8_t *const row = chunk->rows + (uint64_t)i * join->layout->row_size;
        if (join->chain && join->layout->unique)
            return not_unique(worker);
        flare_join_link(row, join->chain);
        join->chain = row;
    }
    return FLARE_OK;
}

/* ---- dense ---------------------------------------------------------------------------------------------------------- */

static flare_status mark_chunk(flare_worker *worker, flare_join *join, flare_join_part *part,
                               flare_join_chunk *chunk)
{
    const uint64_t row_size = join->layout->row_size;
    const uint8_t *key = chunk->rows + join->layout->key_offset;
    uint64_t twice = 0;
    (void)part;
    for (uint32_t i = 0; i < chunk->count; i++, key += row_size) {
        const uint64_t at = flare_hash_load(key) - (uint64_t)join->from;
        uint64_t *const word = &join->bits[at >> 6];
        twice |= *word >> (at & 63) & 1;
        *word |= 1ull << (at & 63);
    }
    return twice && join->layout->unique ? not_unique(worker) : FLARE_OK;
}

/* Keys before each word of a part. */
static void rank_words(flare_join *join, int32_t number)
{
    const uint64_t words = (join->size + 63) / 64;
    const uint64_t first = (uint64_t)number << (join->part_shift - 6);
    const uint64_t end = (uint64_t)(number + 1) << (join->part_shift - 6);
    uint64_t rank = join->parts[number].first_rank;
    for (uint64_t word = first; word < end && word < words; word++) {
        join->ranks[word] = (uint32_t)rank;
        rank += (uint64_t)__builtin_popcountll(join->bits[word]);
    }
}

static flare_status link_chunk(flare_worker *worker, flare_join *join, flare_join_part *part,
                               flare_join_chunk *chunk)
{
    const uint64_t row_size = join->layout->row_size;
    const uint32_t key_offset = join->layout->key_offset;
    uint8_t *row = chunk->rows;
    (void)worker;
    (void)part;
    for (uint32_t i = 0; i < chunk->count; i++, row += row_size) {
        const uint64_t at = flare_hash_load(row + key_offset) - (uint64_t)join->from;
        uint8_t **const head = flare_join_head(join, at);
        if (*head)
            link_second(*head, row);
        else
            *head = row;
    }
    return FLARE_OK;
}

static flare_status index_dense(flare_worker *worker, flare_join *join, int32_t number,
                                int64_t count)
{
    FLARE_TRY(for_each_chunk(worker, join, number, mark_chunk));
    rank_words(join, number);
    memset(join->heads + join->parts[number].first_rank, 0, (uint64_t)count * sizeof(*join->heads));
    return for_each_chunk(worker, join, number, link_chunk);
}

/* Room for the heads of all parts, as if every row had a key of its own. Under the lock. */
static flare_status make_heads(flare_worker *worker, flare_join *join)
{
    uint64_t rows = 0;
    for (int32_t number = 0; number < FLARE_PARTS; number++) {
        join->parts[number].first_rank = rows;
        rows += (uint64_t)count_part(join, number);
    }
    join->heads_size = rows * sizeof(*join->heads);
    if (rows > UINT32_MAX)
        return flare_fail_memory(&worker->error, join->heads_size);
    join->heads = flare_pages_take(join->budget, &join->heads_size);
    return join->heads ? FLARE_OK : flare_fail_memory(&worker->error, rows * sizeof(*join->heads));
}

/* ---- hash ----------------------------------------------------------------------------------------------------------- */

/* At most half of the slots of a part are taken. */
static uint64_t slots_of(int64_t rows)
{
    uint64_t slots = rows > 0 ? 8 : 0;
    while (slots < 2 * (uint64_t)rows)
        slots *= 2;
    return slots;
}

/* Whether a bitmap over so many values pays for so many rows. */
static bool bits_pay(uint64_t values, int64_t rows)
{
    return values > 0 && values <= MOST_BITS &&
           (values <= FEW_BITS || values / BITS_PER_ROW <= (uint64_t)rows);
}

/* Chooses the filter of a join that has rows. Under the lock. */
static flare_status make_filter(flare_worker *worker, flare_join *join)
{
    int64_t least = INT64_MAX;
    int64_t most = INT64_MIN;
    int64_t rows = 0;
    for (int32_t i = 0; i < join->worker_count; i++) {
        const flare_join_share *const share = &join->shares[i];
        least = share->least < least ? share->least : least;
        most = share->most > most ? share->most : most;
        for (int32_t number = 0; number < FLARE_PARTS; number++)
            rows += share->lists[number].count;
    }
    const uint64_t values = (uint64_t)most - (uint64_t)least + 1;
    if (!bits_pay(values, rows)) {
        join->filter =
            join->layout->key_size == 8 ? FLARE_JOIN_FILTER_BLOOM : FLARE_JOIN_FILTER_ALL;
        return FLARE_OK;
    }
    join->filter = FLARE_JOIN_FILTER_BITS;
    join->from = least;
    join->size = values;
    join->bits_size = (values + 63) / 64 * sizeof(uint64_t);
    const uint64_t needed = join->bits_size;
    join->bits = flare_pages_take(join->budget, &join->bits_size);
    if (!join->bits)
        return flare_fail_memory(&worker->error, needed);
    memset(join->bits, 0, needed);
    return FLARE_OK;
}

/* Places for the keys of all parts. Under the lock. */
static flare_status make_places(flare_worker *worker, flare_join *join)
{
    uint64_t slots = 0;
    for (int32_t number = 0; number < FLARE_PARTS; number++)
        slots += slots_of(count_part(join, number));
    if (join->layout->filter)
        FLARE_TRY(make_filter(worker, join));
    const bool bloom = join->filter == FLARE_JOIN_FILTER_BLOOM;
    uint64_t byte_size = (bloom ? slots + slots / 8 : slots) * sizeof(uint64_t);
    if (slots == 0)
        return FLARE_OK;
    join->places = flare_pages_take(join->budget, &byte_size);
    if (!join->places)
        return flare_fail_memory(&worker->error, byte_size);
    join->places_size = byte_size;
    uint64_t *next_slots = join->places;
    uint64_t *next_bloom = join->places + slots;
    for (int32_t number = 0; number < FLARE_PARTS; number++) {
        flare_join_part *const part = &join->parts[number];
        const uint64_t own = slots_of(count_part(join, number));
        if (own == 0)
            continue;
        part->slots = next_slots;
        part->mask = own - 1;
        next_slots += own;
        if (!bloom)
            continue;
        part->bloom = next_bloom;
        part->bloom_mask = own / 8 - 1;
        next_bloom += own / 8;
    }
    return FLARE_OK;
}

/* The first worker that comes makes room for all; false if it could not, for any of them. */
static bool have_places(flare_worker *worker, flare_join *join)
{
    pthread_mutex_lock(&join->lock);
    if (!join->places_made && join->kind == FLARE_JOIN_DENSE)
        make_heads(worker, join);
    else if (!join->places_made)
        make_places(worker, join);
    join->places_made = true;
    const bool made = join->places || join->heads;
    pthread_mutex_unlock(&join->lock);
    if (!made)
        flare_fail_memory(&worker->error, 0);
    return made;
}

static void open_part(const flare_join_part *part)
{
    memset(part->slots, 0, (part->mask + 1) * sizeof(*part->slots));
    if (part->bloom)
        memset(part->bloom, 0, (part->bloom_mask + 1) * sizeof(*part->bloom));
}

/* A new key; parts share the words of the bitmap. */
static inline void add_to_filter(const flare_join *join, flare_join_part *part, uint64_t hash,
                                 const uint8_t *key)
{
    if (join->filter == FLARE_JOIN_FILTER_BITS) {
        const uint64_t at = flare_hash_load(key) - (uint64_t)join->from;
        __atomic_fetch_or(&join->bits[at >> 6], 1ull << (at & 63), __ATOMIC_RELAXED);
    } else if (part->bloom) {
        part->bloom[flare_join_bloom_place(hash) & part->bloom_mask] |= flare_join_bloom_bits(hash);
    }
}

/* The first row with the key of `row`, or null, and then it is in the index. */
static inline uint8_t *find_or_insert(flare_join_part *part, uint64_t hash, uint8_t *row,
                                      uint32_t key_offset, uint32_t key_size)
{
    const uint64_t tag = flare_join_tag(hash);
    for (uint64_t at = hash & part->mask;; at = (at + 1) & part->mask) {
        const uint64_t slot = part->slots[at];
        if (slot == 0) {
            part->slots[at] = tag | (uint64_t)(uintptr_t)row;
            return NULL;
        }
        uint8_t *const other = flare_join_pointer(slot);
        if (((slot ^ tag) >> 48) == 0 &&
            flare_join_equal(other + key_offset, row + key_offset, key_size))
            return other;
    }
}

static inline __attribute__((always_inline)) flare_status hash_rows(flare_worker *worker,
                                                                    const flare_join *join,
                                                                    flare_join_part *part,
                                                                    flare_join_chunk *chunk,
                                                                    uint32_t key_size)
{
    const uint64_t row_size = join->layout->row_size;
    const uint32_t key_offset = join->layout->key_offset;
    uint8_t *row = chunk->rows;
    for (uint32_t i = 0; i < chunk->count; i++, row += row_size) {
        const uint64_t hash = flare_hash_words(row + key_offset, key_size);
        uint8_t *const first = find_or_insert(part, hash, row, key_offset, key_size);
        if (first) {
            if (join->layout->unique)
                return not_unique(worker);
            link_second(first, row);
        } else {
            add_to_filter(join, part, hash, row + key_offset);
        }
    }
    return FLARE_OK;
}

static flare_status hash_chunk(flare_worker *worker, flare_join *join, flare_join_part *part,
                               flare_join_chunk *chunk)
{
    switch (join->layout->key_size) {
    case 8:
        return hash_rows(worker, join, part, chunk, 8);
    case 16:
        return hash_rows(worker, join, part, chunk, 16);
    default:
        return hash_rows(worker, join, part, chunk, join->layout->key_size);
    }
}

flare_status flare_join_index(flare_worker *worker, flare_join *join, int32_t number)
{
    if (number < 0 || number >= FLARE_PARTS)
        return flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1, "a join has no part %d",
                          number);
    const int64_t count = count_part(join, number);
    if (count == 0)
        return FLARE_OK;
    if (join->kind == FLARE_JOIN_NONE)
        return for_each_chunk(worker, join, number, chain_chunk);
    if (!have_places(worker, join))
        return FLARE_FAILED;
    if (join->kind == FLARE_JOIN_DENSE)
        return index_dense(worker, join, number, count);
    open_part(&join->parts[number]);
    return for_each_chunk(worker, join, number, hash_chunk);
}
