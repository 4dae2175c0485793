/* Group tables against plain arrays: duplicates within a block, growth, keys of all sizes, merging of workers, budgets. */
#include <pthread.h>

#include "worker_stub.h"

enum { KEYS = 200000, WORKERS = 4 };

static flare_query query;

typedef struct {
    int64_t key[4]; /* as many words as the test uses */
    int64_t count;
    int64_t sum;
} row4;

typedef struct {
    int64_t key;
    int64_t count;
    int64_t sum;
} row1;

static void merge_row1(void *into, const void *from)
{
    ((row1 *)into)->count += ((const row1 *)from)->count;
    ((row1 *)into)->sum += ((const row1 *)from)->sum;
}

static void merge_row4(void *into, const void *from)
{
    ((row4 *)into)->count += ((const row4 *)from)->count;
    ((row4 *)into)->sum += ((const row4 *)from)->sum;
}

static flare_groups *create(flare_worker *worker, uint32_t key_size, uint32_t row_size)
{
    flare_groups *groups;
    assert(flare_groups_create(worker, key_size, row_size, &groups) == FLARE_OK);
    return groups;
}

/* One row more for each of the keys, adding `value`. */
static void add1(flare_worker *worker, flare_groups *groups, const int64_t *keys, int32_t rows,
                 int64_t value)
{
    void *found[FLARE_BLOCK];
    assert(flare_groups_find(worker, groups, keys, rows, found) == FLARE_OK);
    for (int32_t i = 0; i < rows; i++) {
        row1 *const row = found[i];
        assert(row->key == keys[i]);
        row->count++;
        row->sum += value;
    }
}

static void test_duplicates(void)
{
    flare_worker *const worker = &query.workers[0];
    flare_groups *const groups = create(worker, 8, sizeof(row1));
    const int64_t keys[] = { 7, 7, 0, -1, 7, 0, INT64_MIN };
    add1(worker, groups, keys, 7, 10);
    assert(flare_groups_count(groups) == 0); /* not before the merge */
    assert(flare_groups_merge(worker, groups, merge_row1) == FLARE_OK);
    assert(flare_groups_count(groups) == 4);
    void *rows[4];
    flare_groups_rows(groups, 0, 4, rows);
    int64_t counts = 0;
    for (int i = 0; i < 4; i++) {
        const row1 *const row = rows[i];
        counts += row->count;
        assert(row->count == (row->key == 7   ? 3
                              : row->key == 0 ? 2
                                              : 1) &&
               row->sum == 10 * row->count);
    }
    assert(counts == 7);
}

/* After a merge each of `expected` keys i * 3 - 1000 is there once. */
static void check_keys(flare_groups *groups, const uint8_t *expected, int64_t distinct)
{
    static uint8_t seen[KEYS];
    memset(seen, 0, sizeof seen);
    assert(flare_groups_count(groups) == distinct);
    for (int64_t first = 0; first < distinct; first += FLARE_BLOCK) {
        void *rows[FLARE_BLOCK];
        const int32_t count =
            distinct - first < FLARE_BLOCK ? (int32_t)(distinct - first) : FLARE_BLOCK;
        flare_groups_rows(groups, first, count, rows);
        for (int32_t i = 0; i < count; i++) {
            const int64_t number = (*(const int64_t *)rows[i] + 1000) / 3;
            assert(number >= 0 && number < KEYS && expected[number] && !seen[number]);
            seen[number] = 1;
        }
    }
}

/* Keys alone: by one worker of several or all of them, few or many, mostly new or seldom, merged and added again. */
static void test_add(void)
{
    static uint8_t expected[KEYS];
    static const uint32_t varieties[] = { 100, 20000, KEYS };
    for (int round = 0; round < 12; round++) {
        flare_worker *const worker = &query.workers[0];
        flare_groups *const groups = create(worker, 8, 8);
        const uint32_t variety = varieties[round % 3];
        const int32_t first_worker = round < 6 ? 0 : 2, end_worker = round % 2 ? WORKERS : 3;
        int64_t distinct = 0;
        memset(expected, 0, sizeof expected);
        for (int merges = 0; merges < 3; merges++) {
            for (int block = 0; block < 60; block++) {
                int64_t keys[FLARE_BLOCK];
                const int32_t rows = block % 7 == 0 ? 0 : 1 + (int32_t)random_below(FLARE_BLOCK);
                for (int32_t i = 0; i < rows; i++) {
                    const uint32_t number = random_below(variety);
                    distinct += !expected[number];
                    expected[number] = 1;
                    keys[i] = (int64_t)number * 3 - 1000;
                }
                const int32_t w =
                    first_worker + (int32_t)random_below((uint32_t)(end_worker - first_worker));
                assert(flare_groups_add(&query.workers[w], groups, keys, rows) == FLARE_OK);
            }
            assert(flare_groups_merge(worker, groups, NULL) == FLARE_OK);
            check_keys(groups, expected, distinct);
            flare_arena_reset(&worker->block_arena);
        }
    }
}

/* Mostly new at first, then the same again and again: what stays loose is bounded. */
static void test_add_bounded(void)
{
    flare_query small;
    stub_open(&small, 2, 256 << 20);
    flare_groups *groups;
    assert(flare_groups_create(&small.workers[0], 8, 8, &groups) == FLARE_OK);
    int64_t keys[FLARE_BLOCK];
    for (int block = 0; block < 8000; block++) {
        for (int32_t i = 0; i < FLARE_BLOCK; i++)
            keys[i] = block < 10 ? (int64_t)block * FLARE_BLOCK + i : i;
        assert(flare_groups_add(&small.workers[0], groups, keys, FLARE_BLOCK) == FLARE_OK);
    }
    assert(flare_budget_used(small.budget) < 128 << 20);
    assert(flare_groups_merge(&small.workers[1], groups, NULL) == FLARE_OK);
    assert(flare_groups_count(groups) == 10 * FLARE_BLOCK);
    assert(flare_groups_create(&small.workers[0], 8, 16, &groups) == FLARE_OK);
    assert(flare_groups_add(&small.workers[0], groups, keys, 1) == FLARE_FAILED);
    stub_close(&small);
}

/* Every worker has its own share, overlapping; merged twice. */
static void test_merge(void)
{
    flare_worker *const worker = &query.workers[0];
    flare_groups *const groups = create(worker, 8, sizeof(row1));
    static int64_t expected[KEYS];
    memset(expected, 0, sizeof expected);
    for (int round = 0; round < 2; round++) {
        for (int w = 0; w < WORKERS; w++) {
            for (int block = 0; block < (w == 2 ? 0 : 40 * (w + 1));
                 block++) { /* one worker has nothing */
                int64_t keys[FLARE_BLOCK];
                for (int32_t i = 0; i < FLARE_BLOCK; i++) {
                    const uint32_t number = random_below(random_below(KEYS) + 1);
                    expected[number]++;
                    keys[i] = (int64_t)number * 1000003 - 500000;
                }
                add1(&query.workers[w], groups, keys, FLARE_BLOCK, w);
            }
        }
        assert(flare_groups_merge(worker, groups, merge_row1) == FLARE_OK);
        int64_t distinct = 0;
        for (int i = 0; i < KEYS; i++)
            distinct += expected[i] > 0;
        assert(flare_groups_count(groups) == distinct && distinct > KEYS / 4);
        static uint8_t seen[KEYS];
        memset(seen, 0, sizeof seen);
        for (int64_t first = 0; first < distinct; first += FLARE_BLOCK) {
            void *rows[FLARE_BLOCK];
            const int32_t count =
                distinct - first < FLARE_BLOCK ? (int32_t)(distinct - first) : FLARE_BLOCK;
            flare_groups_rows(groups, first, count, rows);
            for (int32_t i = 0; i < count; i++) {
                const row1 *const row = rows[i];
                const int64_t number = (row->key + 500000) / 1000003;
                assert(!seen[number] && row->count == expected[number]);
                seen[number] = 1;
            }
        }
        flare_arena_reset(&worker->block_arena);
    }
}

/* ---- parts side by side -------------------------------------------------------------------------------------------------- */

typedef struct {
    flare_groups *groups;
    flare_worker *worker;
    int32_t *next_part;
} merging;

static void *merge_parts(void *argument)
{
    const merging *const m = argument;
    for (int32_t part;
         (part = __atomic_fetch_add(m->next_part, 1, __ATOMIC_RELAXED)) < FLARE_PARTS;)
        assert(flare_groups_merge_part(m->worker, m->groups, merge_row1, part) == FLARE_OK);
    return NULL;
}

static void merge_in_parallel(flare_groups *groups)
{
    int32_t next_part = 0;
    merging shares[WORKERS];
    pthread_t threads[WORKERS];
    for (int32_t i = 0; i < WORKERS; i++) {
        shares[i] = (merging){ groups, &query.workers[i], &next_part };
        assert(pthread_create(&threads[i], NULL, merge_parts, &shares[i]) == 0);
    }
    for (int32_t i = 0; i < WORKERS; i++)
        assert(pthread_join(threads[i], NULL) == 0);
}

/* Keys 0 .. keys - 1, each with `count` and a sum of 10 * count. */
static void check_all(const flare_groups *groups, int64_t keys, int64_t count)
{
    assert(flare_groups_count(groups) == keys);
    uint8_t *const seen = calloc((size_t)keys + 1, 1);
    for (int64_t first = 0; first < keys; first += 1000) {
        void *rows[1000];
        const int32_t some = keys - first < 1000 ? (int32_t)(keys - first) : 1000;
        flare_groups_rows(groups, first, some, rows);
        for (int32_t i = 0; i < some; i++) {
            const row1 *const row = rows[i];
            assert(row->key >= 0 && row->key < keys && !seen[row->key]++);
            assert(row->count == count && row->sum == 10 * count);
        }
    }
    free(seen);
}

static void add_range(flare_worker *worker, flare_groups *groups, int64_t keys)
{
    for (int64_t first = 0; first < keys; first += FLARE_BLOCK) {
        int64_t key[FLARE_BLOCK];
        const int32_t rows = keys - first < FLARE_BLOCK ? (int32_t)(keys - first) : FLARE_BLOCK;
        for (int32_t i = 0; i < rows; i++)
            key[i] = first + i;
        add1(worker, groups, key, rows, 10);
    }
}

/* One table alone, again the same one, then two, then all, each merged on top of what is there. */
static void test_parts(int64_t keys)
{
    flare_groups *const groups = create(&query.workers[0], 8, sizeof(row1));
    merge_in_parallel(groups);
    assert(flare_groups_count(groups) == 0);
    add_range(&query.workers[1], groups, keys);
    merge_in_parallel(groups);
    check_all(groups, keys, 1);
    add_range(&query.workers[1], groups, keys);
    merge_in_parallel(groups);
    check_all(groups, keys, 2);
    add_range(&query.workers[2], groups, keys);
    merge_in_parallel(groups);
    check_all(groups, keys, 3);
    for (int32_t i = 0; i < WORKERS; i++)
        add_range(&query.workers[i], groups, keys);
    merge_in_parallel(groups);
    check_all(groups, keys, 3 + WORKERS);
    merge_in_parallel(groups);
    check_all(groups, keys, 3 + WORKERS);
}

static void test_key_sizes(void)
{
    flare_worker *const worker = &query.workers[0];
    for (uint32_t words = 1; words <= 4; words++) {
        /* The key is the first words of key[]: the rest belongs to the aggregates, so it starts as zero. */
        flare_groups *const groups = create(worker, words * 8, sizeof(row4));
        for (int round = 0; round < 3; round++) {
            for (int64_t a = 0; a < 40; a++) {
                int64_t keys[40 * 4];
                for (int64_t b = 0; b < 40; b++)
                    for (uint32_t k = 0; k < words; k++)
                        keys[b * words + k] = k + 1 == words ? b : k == 0 ? a : 0;
                void *found[40];
                assert(flare_groups_find(worker, groups, keys, 40, found) == FLARE_OK);
                for (int64_t b = 0; b < 40; b++) {
                    row4 *const row = found[b];
                    assert(memcmp(row->key, keys + b * words, words * 8) == 0);
                    for (uint32_t k = words; k < 4; k++)
                        assert(row->key[k] == 0);
                    row->count++;
                    row->sum += a;
                }
            }
        }
        assert(flare_groups_merge(worker, groups, merge_row4) == FLARE_OK);
        assert(flare_groups_count(groups) == (words == 1 ? 40 : 1600));
        void *rows[1600];
        flare_groups_rows(groups, 0, (int32_t)flare_groups_count(groups), rows);
        for (int64_t i = 0; i < flare_groups_count(groups); i++)
            assert(((row4 *)rows[i])->count == (words == 1 ? 120 : 3));
    }
}

static void test_big_rows(void)
{
    flare_worker *const worker = &query.workers[0];
    const uint32_t row_size = 300 << 10; /* larger than a page */
    flare_groups *const groups = create(worker, 8, row_size);
    for (int64_t key = 0; key < 20; key++) {
        void *found;
        assert(flare_groups_find(worker, groups, &key, 1, &found) == FLARE_OK);
        for (uint32_t i = 8; i < row_size; i++)
            assert(((uint8_t *)found)[i] == 0);
        memset((uint8_t *)found + 8, (int)key + 1, row_size - 8);
    }
    assert(flare_groups_merge(worker, groups, merge_row1) == FLARE_OK &&
           flare_groups_count(groups) == 20);
    for (int64_t key = 0; key < 20; key++) {
        void *row;
        flare_groups_rows(groups, key, 1, &row);
        assert(*(int64_t *)row == key && ((uint8_t *)row)[row_size - 1] == key + 1);
    }
}

static void test_empty(void)
{
    flare_worker *const worker = &query.workers[0];
    flare_groups *const groups = create(worker, 8, sizeof(row1));
    void *found[1];
    assert(flare_groups_find(worker, groups, NULL, 0, found) == FLARE_OK);
    assert(flare_groups_merge(worker, groups, merge_row1) == FLARE_OK &&
           flare_groups_count(groups) == 0);
    flare_groups *refused;
    assert(flare_groups_create(worker, 12, 24, &refused) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_INTERNAL);
    assert(flare_groups_create(worker, 16, 8, &refused) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_INTERNAL);
    assert(flare_groups_create(worker, 0, 8, &refused) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_INTERNAL);
    assert(flare_groups_merge_part(worker, groups, merge_row1, FLARE_PARTS) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_INTERNAL);
}

/* Out of budget while finding, and while merging; a stopped query ends a merge. */
static void test_budget(void)
{
    flare_query small;
    stub_open(&small, 2, 8 << 20);
    flare_groups *const groups = create(&small.workers[0], 8, sizeof(row1));
    int64_t next = 0;
    for (int w = 0; w < 2; w++) {
        flare_status status = FLARE_OK;
        for (int32_t block = 0; status == FLARE_OK && (w == 1 || block < 40); block++) {
            int64_t keys[FLARE_BLOCK];
            void *found[FLARE_BLOCK];
            for (int32_t i = 0; i < FLARE_BLOCK; i++)
                keys[i] = next++;
            status = flare_groups_find(&small.workers[w], groups, keys, FLARE_BLOCK, found);
        }
        assert(stub_error(&small.workers[w]) == (w == 0 ? FLARE_ERROR_NONE : FLARE_ERROR_MEMORY));
    }
    assert(flare_groups_merge(&small.workers[0], groups, merge_row1) == FLARE_FAILED);
    assert(stub_error(&small.workers[0]) == FLARE_ERROR_MEMORY);
    small.stopped = true;
    assert(flare_groups_merge(&small.workers[0], groups, merge_row1) == FLARE_FAILED);
    stub_close(&small);
}

int main(void)
{
    stub_open(&query, WORKERS, 1 << 30);
    test_duplicates();
    test_add();
    test_add_bounded();
    test_merge();
    test_parts(0);
    test_parts(1);
    test_parts(300);
    test_parts(200000);
    test_key_sizes();
    test_big_rows();
    test_empty();
    test_budget();
    stub_close(&query);
    return 0;
}
