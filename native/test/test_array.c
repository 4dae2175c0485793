/* Groups in arrays against plain counts: workers that have none, parts, rows that are not there, sizes that differ, budgets. */
#include "worker_stub.h"

enum { WORKERS = 4, MOST = 5000 };

static flare_query query;

typedef struct {
    int64_t sum;
    int64_t count;
} row;

static void merge_row(void *into, const void *from)
{
    ((row *)into)->sum += ((const row *)from)->sum;
    ((row *)into)->count += ((const row *)from)->count;
}

static flare_array *create(flare_worker *worker)
{
    flare_array *array;
    assert(flare_array_create(worker, sizeof(row), 8, &array) == FLARE_OK);
    return array;
}

static void finish(flare_array *array)
{
    for (int32_t part = 0; part < FLARE_PARTS; part++)
        assert(flare_array_merge_part(&query.workers[part % WORKERS], array, merge_row, part) ==
               FLARE_OK);
    flare_array_finish(array);
}

/* The rows that are there, taken `most` at a time, have the expected counts. */
static void check(flare_array *array, const int64_t *expected, int64_t size, int32_t most)
{
    void *rows[FLARE_BLOCK];
    const row *const base = size > 0 ? flare_array_rows(&query.workers[1], array, size) : NULL;
    int64_t first = 0;
    int64_t at = 0;
    int32_t count;
    while ((count = flare_array_take(array, &first, size, most, rows)) > 0) {
        assert(count <= most);
        for (int32_t i = 0; i < count; i++) {
            const row *const there = rows[i];
            while (expected[at] == 0)
                at++;
            assert(there - base == at && there->count == expected[at]);
            assert(there->sum == 3 * expected[at]);
            at++;
        }
    }
    assert(first == size);
    for (; at < size; at++)
        assert(expected[at] == 0);
}

static void test_merge(int64_t size, int32_t workers, int32_t most)
{
    static int64_t expected[MOST];
    memset(expected, 0, sizeof expected);
    flare_array *const array = create(&query.workers[0]);
    for (int32_t w = WORKERS - workers; w < WORKERS; w++) { /* the first ones have nothing */
        row *const rows = flare_array_rows(&query.workers[w], array, size);
        assert(rows != NULL && flare_array_rows(&query.workers[w], array, size) == rows);
        for (int64_t i = 0; size > 0 && i < size / 2 + 1; i++) {
            const uint32_t at = random_below((uint32_t)size);
            rows[at].count++;
            rows[at].sum += 3;
            expected[at]++;
        }
    }
    finish(array);
    assert(flare_array_size(array) == (workers > 0 ? size : 0));
    check(array, expected, workers > 0 ? size : 0, most);
}

static void test_mistakes(void)
{
    flare_worker *const worker = &query.workers[0];
    flare_array *array = create(worker);
    assert(flare_array_rows(worker, array, 10) != NULL);
    assert(flare_array_rows(worker, array, 11) == NULL);
    assert(stub_error(worker) == FLARE_ERROR_INTERNAL);
    assert(flare_array_rows(&query.workers[1], array, 11) != NULL);
    assert(flare_array_merge_part(worker, array, merge_row, 0) == FLARE_FAILED);
    assert(stub_error(worker) == FLARE_ERROR_INTERNAL);

    array = create(worker);
    assert(flare_array_rows(worker, array, 10) != NULL);
    finish(array);
    assert(flare_array_rows(worker, array, 9) == NULL);
    assert(stub_error(worker) == FLARE_ERROR_INTERNAL);
    query.stopped = true;
    assert(flare_array_merge_part(worker, array, merge_row, 0) == FLARE_FAILED);
    query.stopped = false;
    assert(flare_array_create(worker, sizeof(row), sizeof(row), &array) == FLARE_FAILED);
    assert(stub_error(worker) == FLARE_ERROR_INTERNAL);
}

static void test_budget(void)
{
    static const int64_t sizes[] = { 1 << 20, INT64_MAX, INT64_MAX / 16, -1 };
    flare_query small;
    stub_open(&small, 1, 8 << 20);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        flare_array *array;
        assert(flare_array_create(&small.workers[0], sizeof(row), 8, &array) == FLARE_OK);
        assert(flare_array_rows(&small.workers[0], array, sizes[i]) == NULL);
        assert(stub_error(&small.workers[0]) == FLARE_ERROR_MEMORY);
    }
    stub_close(&small);
}

int main(void)
{
    stub_open(&query, WORKERS, 1 << 30);
    for (int32_t workers = 0; workers <= WORKERS; workers++) {
        test_merge(0, workers, FLARE_BLOCK);
        test_merge(1, workers, FLARE_BLOCK);
        test_merge(63, workers, 1);
        test_merge(MOST, workers, FLARE_BLOCK);
        test_merge(MOST, workers, 7);
    }
    test_mistakes();
    test_budget();
    stub_close(&query);
    return 0;
}
