/* Dense maps and sets against plain arrays: edges of ranges, duplicates, filters, many threads. */
#include <pthread.h>

#include "worker_stub.h"

enum { WORKERS = 4 };

static flare_query query;

static flare_dense *create(int64_t from, int64_t to, uint32_t row_size)
{
    flare_dense *dense;
    assert(flare_dense_create(&query.workers[0], from, to, row_size, &dense) == FLARE_OK);
    return dense;
}

static void test_edges(int64_t from, int64_t to)
{
    flare_worker *const worker = &query.workers[0];
    flare_dense *const dense = create(from, to, 4);
    const int64_t keys[2] = { to, from };
    const int32_t rows[2] = { 11, 22 };
    assert(!flare_dense_has(dense, from) && !flare_dense_has(dense, to));
    assert(flare_dense_add(worker, dense, keys, rows, 2) == FLARE_OK && dense->count == 2);
    assert(*(const int32_t *)flare_dense_row(dense, to) == 11);
    assert(*(const int32_t *)flare_dense_find(dense, from) == 22);
    assert(!flare_dense_find(dense, from + 1));
    const int64_t outside[] = { from == INT64_MIN ? to + 1 : from - 1,
                                to == INT64_MAX ? from - 1 : to + 1 };
    for (int i = 0; i < 2; i++) {
        assert(!flare_dense_has(dense, outside[i]));
        assert(flare_dense_add(worker, dense, &outside[i], rows, 1) == FLARE_FAILED &&
               stub_error(worker) == FLARE_ERROR_CLAIM);
    }
    assert(!flare_dense_has(dense, INT64_MIN) || from == INT64_MIN);
    assert(!flare_dense_has(dense, INT64_MAX) || to == INT64_MAX);
    assert(flare_dense_add(worker, dense, keys + 1, rows, 1) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_ASSUMPTION);
}

static void test_twice_in_a_block(void)
{
    flare_worker *const worker = &query.workers[0];
    flare_dense *const map = create(0, 100, 8);
    const int64_t keys[] = { 5, 6, 5 };
    const int64_t rows[] = { 1, 2, 3 };
    assert(flare_dense_add(worker, map, keys, rows, 3) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_ASSUMPTION);
    flare_dense *const unique = create(0, 100, 0);
    assert(flare_dense_add(worker, unique, keys, NULL, 2) == FLARE_OK && unique->count == 2);
    assert(flare_dense_add(worker, unique, keys, NULL, 1) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_ASSUMPTION);
    flare_dense *const set = create(0, 100, 0);
    assert(flare_dense_put(worker, set, keys, 3) == FLARE_OK && set->count == 2);
    assert(flare_dense_put(worker, set, keys, 3) == FLARE_OK && set->count == 2);
    const int64_t outside = 101;
    assert(flare_dense_put(worker, set, &outside, 1) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_CLAIM);
}

static void test_empty(void)
{
    flare_worker *const worker = &query.workers[0];
    flare_dense *const dense = create(1, 0, 8);
    assert(dense->size == 0 && !flare_dense_has(dense, 0) && !flare_dense_has(dense, 1));
    const int64_t key = 1;
    assert(flare_dense_add(worker, dense, &key, &key, 0) == FLARE_OK);
    assert(flare_dense_add(worker, dense, &key, &key, 1) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_CLAIM);
    uint8_t keep[1] = { 1 };
    const flare_vector column = { .values = &key };
    assert(flare_keep_dense_int64(worker, dense, &column, 1, keep) == FLARE_OK && !keep[0]);
    flare_dense *refused;
    assert(flare_dense_create(worker, INT64_MIN, INT64_MAX, 8, &refused) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_MEMORY);
    assert(flare_dense_create(worker, 0, (int64_t)1 << 40, 0, &refused) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_MEMORY);
}

/* Rows of every size that is copied in its own way. */
static void test_rows(void)
{
    flare_worker *const worker = &query.workers[0];
    static const uint32_t sizes[] = { 1, 2, 3, 4, 8, 12, 16, 40 };
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        const uint32_t size = sizes[s];
        flare_dense *const dense = create(-100, 299, size);
        int64_t keys[400];
        uint8_t rows[400 * 40];
        for (int32_t i = 0; i < 400; i++) {
            keys[i] = i * 7 % 400 - 100;
            memset(rows + (uint32_t)i * size, (int)(keys[i] + 1000), size);
        }
        assert(flare_dense_add(worker, dense, keys, rows, 400) == FLARE_OK);
        for (int64_t key = -100; key < 300; key++) {
            const uint8_t *const found = flare_dense_find(dense, key);
            for (uint32_t b = 0; b < size; b++)
                assert(found[b] == (uint8_t)(key + 1000));
        }
    }
}

static void test_filters(void)
{
    enum { ROWS = 2000 };
    flare_worker *const worker = &query.workers[0];
    flare_dense *const set = create(-300, 299, 0);
    int64_t keys[200];
    for (int32_t i = 0; i < 200; i++)
        keys[i] = i * 3 - 300;
    assert(flare_dense_put(worker, set, keys, 200) == FLARE_OK);
    int32_t narrow[ROWS];
    int64_t wide[ROWS];
    uint8_t before[ROWS], keep32[ROWS], keep64[ROWS];
    for (int32_t i = 0; i < ROWS; i++) {
        wide[i] = i == 0 ? INT32_MIN : i == 1 ? INT32_MAX : (int64_t)random_below(800) - 400;
        narrow[i] = (int32_t)wide[i];
        before[i] = keep32[i] = keep64[i] = random_below(8) != 0;
    }
    const flare_vector column32 = { .values = narrow };
    const flare_vector column64 = { .values = wide };
    assert(flare_keep_dense_int32(worker, set, &column32, ROWS, keep32) == FLARE_OK);
    assert(flare_keep_dense_int64(worker, set, &column64, ROWS, keep64) == FLARE_OK);
    for (int32_t i = 0; i < ROWS; i++) {
        const bool there = wide[i] >= -300 && wide[i] < 300 && wide[i] % 3 == 0;
        assert(keep32[i] == (before[i] && there) && keep64[i] == keep32[i]);
    }
}

/* ---- threads ------------------------------------------------------------------------------------------------------------------ */

enum { SHARED_KEYS = 400000 };

static flare_dense *shared;

/* Every worker adds the keys that are its number modulo WORKERS: neighbours in a word belong to different workers. */
static void *add_share(void *argument)
{
    flare_worker *const worker = argument;
    int64_t keys[FLARE_BLOCK];
    int32_t count = 0;
    for (int64_t key = worker->index; key < SHARED_KEYS; key += WORKERS) {
        keys[count++] = key;
        if (count == FLARE_BLOCK || key + WORKERS >= SHARED_KEYS) {
            assert(flare_dense_add(worker, shared, keys, keys, count) == FLARE_OK);
            count = 0;
        }
    }
    return NULL;
}

static void test_threads(void)
{
    pthread_t threads[WORKERS];
    shared = create(0, SHARED_KEYS - 1, 8);
    for (int32_t i = 0; i < WORKERS; i++)
        assert(pthread_create(&threads[i], NULL, add_share, &query.workers[i]) == 0);
    for (int32_t i = 0; i < WORKERS; i++)
        assert(pthread_join(threads[i], NULL) == 0);
    assert(shared->count == SHARED_KEYS);
    for (int64_t key = 0; key < SHARED_KEYS; key++)
        assert(*(const int64_t *)flare_dense_find(shared, key) == key);
}

int main(void)
{
    stub_open(&query, WORKERS, 1 << 30);
    test_edges(INT64_MIN, INT64_MIN + 200);
    test_edges(INT64_MAX - 200, INT64_MAX);
    test_edges(-3, 61);
    test_edges(7, 9);
    test_twice_in_a_block();
    test_empty();
    test_rows();
    test_filters();
    test_threads();
    stub_close(&query);
    return 0;
}
