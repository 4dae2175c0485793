/* Appending to a join, and what becomes of its memory. */
#include "join/join.h"

enum { INLINE_BYTES = 12 };
enum { FIRST_CHUNK = 1 << 10, LAST_CHUNK = FLARE_PAGE / 16 }; /* bytes; they double */

/* ---- life ----------------------------------------------------------------------------------------------------------- */

static void close_join(void *object)
{
    flare_join *const join = object;
    for (int32_t i = 0; i < join->worker_count; i++)
        flare_arena_close(&join->shares[i].arena);
    pthread_mutex_destroy(&join->lock);
    flare_pages_give(join->budget, join->places, join->places_size);
    flare_pages_give(join->budget, join->bits, join->bits_size);
    flare_pages_give(join->budget, join->ranks, join->ranks_size);
    flare_pages_give(join->budget, join->heads, join->heads_size);
}

static flare_status check_layout(flare_worker *worker, const flare_join_layout *layout,
                                 const int64_t *range)
{
    const bool fits =
        layout->row_size >= 8 && layout->row_size % 8 == 0 && layout->key_size % 8 == 0 &&
        (layout->key_size == 0 ||
         (layout->key_offset >= 8 && layout->key_offset % 8 == 0 &&
          (uint64_t)layout->key_offset + layout->key_size <= layout->row_size)) &&
        (layout->key_size > 0 || !layout->filter) && (range == NULL || layout->key_size == 8);
    if (fits)
        return FLARE_OK;
    return flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1,
                      "a join's rows of %u bytes have a key of %u bytes at %u", layout->row_size,
                      layout->key_size, layout->key_offset);
}

static flare_status open_dense(flare_worker *worker, flare_join *join, const int64_t *range)
{
    const uint64_t span = (uint64_t)range[1] - (uint64_t)range[0];
    join->from = range[0];
    join->part_shift = 6;
    if (range[0] > range[1])
        return FLARE_OK;
    if (span >= UINT64_MAX / 16)
        return flare_fail_memory(&worker->error, span);
    join->size = span + 1;
    while (span >> join->part_shift >= FLARE_PARTS)
        join->part_shift++;
    join->bits_size = (span / 64 + 1) * 8;
    join->ranks_size = (span / 64 + 1) * sizeof(*join->ranks);
    join->bits = flare_pages_take(join->budget, &join->bits_size);
    if (!join->bits)
        return flare_fail_memory(&worker->error, join->bits_size);
    memset(join->bits, 0, (span / 64 + 1) * 8);
    join->ranks = flare_pages_take(join->budget, &join->ranks_size);
    if (!join->ranks)
        return flare_fail_memory(&worker->error, join->ranks_size);
    return FLARE_OK;
}

flare_status flare_join_create(flare_worker *worker, const flare_join_layout *layout,
                               const int64_t *range, flare_join **created)
{
    FLARE_TRY(check_layout(worker, layout, range));
    const int32_t worker_count = flare_query_workers(worker->query);
    flare_join *const join = flare_allocate(worker, sizeof(*join));
    flare_join_share *const shares =
        flare_allocate(worker, (uint64_t)worker_count * sizeof(*shares));
    if (!join || !shares)
        return FLARE_FAILED;
    join->layout = layout;
    join->budget = flare_query_budget(worker->query);
    join->kind = layout->key_size == 0 ? FLARE_JOIN_NONE
                 : range               ? FLARE_JOIN_DENSE
                                       : FLARE_JOIN_HASH;
    join->shares = shares;
    join->worker_count = worker_count;
    for (int32_t i = 0; i < worker_count; i++) {
        flare_arena_open(&shares[i].arena, join->budget);
        shares[i].least = INT64_MAX;
        shares[i].most = INT64_MIN;
    }
    pthread_mutex_init(&join->lock, NULL);
    FLARE_TRY(flare_worker_defer(worker, close_join, join));
    if (join->kind == FLARE_JOIN_DENSE)
        FLARE_TRY(open_dense(worker, join, range));
    *created = join;
    return FLARE_OK;
}

/* ---- appending ------------------------------------------------------------------------------------------------------ */

static flare_status add_chunk(flare_worker *worker, const flare_join *join, flare_arena *arena,
                              flare_join_list *list)
{
    const uint64_t row_size = join->layout->row_size;
    uint64_t byte_size = FIRST_CHUNK;
    if (list->last && 2 * list->last->capacity * row_size <= LAST_CHUNK)
        byte_size = 2 * list->last->capacity * row_size;
    else if (list->last)
        byte_size = LAST_CHUNK;
    const uint64_t header = sizeof(flare_join_chunk);
    const uint32_t capacity =
        byte_size > header + row_size ? (uint32_t)((byte_size - header) / row_size) : 1;
    flare_join_chunk *const chunk =
        flare_arena_allocate(arena, header + capacity * row_size, &worker->error);
    if (!chunk)
        return FLARE_FAILED;
    chunk->next = NULL;
    chunk->count = 0;
    chunk->capacity = capacity;
    if (list->last)
        list->last->next = chunk;
    else
        list->first = chunk;
    list->last = chunk;
    return FLARE_OK;
}

static flare_status keep_strings(flare_worker *worker, const flare_join_layout *layout,
                                 flare_arena *arena, uint8_t *row)
{
    for (int32_t i = 0; i < layout->string_count; i++) {
        flare_string string;
        memcpy(&string, row + layout->strings[i], sizeof(string));
        if (string.length <= INLINE_BYTES)
            continue;
        uint8_t *const bytes = flare_arena_allocate(arena, string.length, &worker->error);
        if (!bytes)
            return FLARE_FAILED;
        memcpy(bytes, string.tail.bytes, string.length);
        string.tail.bytes = bytes;
        memcpy(row + layout->strings[i], &string, sizeof(string));
    }
    return FLARE_OK;
}

static inline flare_status append_row(flare_worker *worker, const flare_join *join,
                                      flare_join_share *share, uint32_t number, const uint8_t *row)
{
    const flare_join_layout *const layout = join->layout;
    flare_join_list *const list = &share->lists[number];
    if (!list->last || list->last->count == list->last->capacity)
        FLARE_TRY(add_chunk(worker, join, &share->arena, list));
    flare_join_chunk *const chunk = list->last;
    uint8_t *const kept = chunk->rows + (uint64_t)chunk->count * layout->row_size;
    memcpy(kept, row, layout->row_size);
    flare_join_link(kept, NULL);
    if (layout->string_count > 0)
        FLARE_TRY(keep_strings(worker, layout, &share->arena, kept));
    chunk->count++;
    list->count++;
    return FLARE_OK;
}

static flare_status outside(flare_worker *worker, int64_t key)
{
    return flare_fail(
        &worker->error, FLARE_ERROR_CLAIM, -1,
        "a join's key %lld is outside of the range that its file's statistics promise",
        (long long)key);
}

/* What the filter will have to span. */
static void note_first_words(const flare_join_layout *layout, flare_join_share *share,
                             const void *rows, int32_t row_count)
{
    const uint8_t *key = (const uint8_t *)rows + layout->key_offset;
    int64_t least = share->least;
    int64_t most = share->most;
    for (int32_t i = 0; i < row_count; i++, key += layout->row_size) {
        const int64_t word = (int64_t)flare_hash_load(key);
        least = word < least ? word : least;
        most = word > most ? word : most;
    }
    share->least = least;
    share->most = most;
}

flare_status flare_join_append(flare_worker *worker, flare_join *join, const void *rows,
                               int32_t row_count)
{
    const flare_join_layout *const layout = join->layout;
    flare_join_share *const share = &join->shares[worker->index];
    if (layout->filter && join->kind == FLARE_JOIN_HASH)
        note_first_words(layout, share, rows, row_count);
    for (int32_t i = 0; i < row_count; i++) {
        const uint8_t *const row = (const uint8_t *)rows + (uint64_t)i * layout->row_size;
        const uint8_t *const key = row + layout->key_offset;
        uint32_t part = 0;
        if (join->kind == FLARE_JOIN_HASH) {
            part = flare_join_part_of_hash(flare_hash_words(key, layout->key_size));
        } else if (join->kind == FLARE_JOIN_DENSE) {
            const uint64_t at = flare_hash_load(key) - (uint64_t)join->from;
            if (at >= join->size)
                return outside(worker, (int64_t)flare_hash_load(key));
            part = (uint32_t)(at >> join->part_shift);
        }
        FLARE_TRY(append_row(worker, join, share, part, row));
    }
    return FLARE_OK;
}

flare_status flare_join_append_apart(flare_worker *worker, flare_join *join, const void *rows,
                                     int32_t row_count)
{
    for (int32_t i = 0; i < row_count; i++) {
        const uint8_t *const row = (const uint8_t *)rows + (uint64_t)i * join->layout->row_size;
        FLARE_TRY(append_row(worker, join, &join->shares[worker->index], FLARE_JOIN_APART, row));
    }
    return FLARE_OK;
}

/* ---- rows by number ------------------------------------------------------------------------------------------------- */

flare_status flare_join_finish(flare_worker *worker, flare_join *join)
{
    int64_t chunk_count = 0;
    for (int32_t i = 0; i < join->worker_count; i++)
        for (int32_t l = 0; l < FLARE_JOIN_LISTS; l++)
            for (const flare_join_chunk *c = join->shares[i].lists[l].first; c; c = c->next)
                chunk_count++;
    join->chunks = flare_allocate(worker, (uint64_t)(chunk_count + 1) * sizeof(*join->chunks));
    if (!join->chunks)
        return FLARE_FAILED;
    for (int32_t i = 0; i < join->worker_count; i++) {
        for (int32_t l = 0; l < FLARE_JOIN_LISTS; l++) {
            for (flare_join_chunk *c = join->shares[i].lists[l].first; c; c = c->next) {
                c->first = join->count;
                join->count += c->count;
                join->chunks[join->chunk_count++] = c;
            }
        }
        join->apart_count += join->shares[i].lists[FLARE_JOIN_APART].count;
    }
    return FLARE_OK;
}

int64_t flare_join_count(const flare_join *join)
{
    return join->count;
}

int64_t flare_join_apart_count(const flare_join *join)
{
    return join->apart_count;
}

/* The chunk of a row that exists. */
static int64_t chunk_of(const flare_join *join, int64_t row)
{
    int64_t low = 0;
    int64_t high = join->chunk_count;
    while (high - low > 1) {
        const int64_t middle = low + (high - low) / 2;
        if (join->chunks[middle]->first <= row)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void flare_join_rows(const flare_join *join, int64_t first, int32_t count, void **rows)
{
    if (count == 0)
        return;
    int64_t number = chunk_of(join, first);
    uint32_t at = (uint32_t)(first - join->chunks[number]->first);
    for (int32_t i = 0; i < count; i++) {
        while (at == join->chunks[number]->count) {
            number++;
            at = 0;
        }
        rows[i] = join->chunks[number]->rows + (uint64_t)at++ * join->layout->row_size;
    }
}
