/* Id spaces: the same string has the same id, ids count from 0, strings outlive their source; by several threads; out of budget. */
#include "worker_stub.h"

#include <pthread.h>

#include "flare/ids.h"

enum { MANY = 150000, THREADS = 4, DISTINCT = 20000 };

static flare_query query;

/* String number i, short or long, in a buffer of 64 bytes. */
static flare_string numbered(char *buffer, uint32_t i)
{
    const int length = snprintf(buffer, 64, i % 3 ? "%u" : "%u is the number of a long string", i);
    return string_of(buffer, (size_t)length);
}

static void test_growth(void)
{
    flare_worker *const worker = &query.workers[0];
    flare_ids *ids;
    assert(flare_ids_create(worker, &ids) == FLARE_OK && flare_ids_count(ids) == 0);
    char buffer[64];
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < MANY; i++)
            assert(flare_ids_intern(worker, ids, numbered(buffer, i)) == i);
    assert(flare_ids_count(ids) == MANY);
    memset(buffer, 0, sizeof buffer);
    for (uint32_t i = 0; i < MANY; i++)
        assert(flare_equal_string(flare_ids_string(ids, i), numbered(buffer, i)));
    assert(worker->error.code == FLARE_ERROR_NONE);
}

static void test_likenesses(void)
{
    flare_worker *const worker = &query.workers[0];
    flare_ids *ids;
    assert(flare_ids_create(worker, &ids) == FLARE_OK);
    const flare_string strings[] = { text(""),
                                     string_of("\0", 1),
                                     string_of("\0\0", 2),
                                     text("a"),
                                     string_of("a\0", 2),
                                     text("123456789012"),
                                     text("1234567890123"),
                                     text("1234567890124"),
                                     string_of("1234567890123\0", 14) };
    const int32_t count = sizeof strings / sizeof *strings;
    uint32_t numbers[sizeof strings / sizeof *strings];
    for (int32_t round = 0; round < 2; round++) {
        assert(flare_ids_intern_block(worker, ids, strings, count, numbers) == FLARE_OK);
        for (int32_t i = 0; i < count; i++)
            assert(numbers[i] == (uint32_t)i);
    }
    assert(flare_ids_count(ids) == (uint32_t)count);
}

struct task {
    flare_worker *worker;
    flare_ids *ids;
    uint32_t first;
};

/* All strings, each thread from another place, in blocks and one by one; every id must give its string at once. */
static void *intern_all(void *argument)
{
    const struct task *const task = argument;
    char buffers[16][64];
    flare_string strings[16];
    uint32_t numbers[16];
    for (uint32_t i = 0; i < DISTINCT; i += 16) {
        for (uint32_t k = 0; k < 16; k++)
            strings[k] = numbered(buffers[k], (task->first + i + k) % DISTINCT);
        if (i % 32 == 0)
            assert(flare_ids_intern_block(task->worker, task->ids, strings, 16, numbers) ==
                   FLARE_OK);
        for (uint32_t k = 0; k < 16; k++) {
            if (i % 32 != 0)
                numbers[k] = flare_ids_intern(task->worker, task->ids, strings[k]);
            assert(numbers[k] < flare_ids_count(task->ids));
            assert(flare_equal_string(flare_ids_string(task->ids, numbers[k]), strings[k]));
        }
    }
    return NULL;
}

static void test_threads(void)
{
    flare_ids *ids;
    assert(flare_ids_create(&query.workers[0], &ids) == FLARE_OK);
    pthread_t threads[THREADS];
    struct task tasks[THREADS];
    for (uint32_t i = 0; i < THREADS; i++) {
        tasks[i] = (struct task){ &query.workers[i], ids, i * (DISTINCT / THREADS) };
        assert(pthread_create(&threads[i], NULL, intern_all, &tasks[i]) == 0);
    }
    for (uint32_t i = 0; i < THREADS; i++)
        assert(pthread_join(threads[i], NULL) == 0);
    assert(flare_ids_count(ids) == DISTINCT);
}

static void test_budget(void)
{
    flare_query small;
    stub_open(&small, 1, 1 << 20);
    flare_worker *const worker = &small.workers[0];
    flare_ids *ids;
    assert(flare_ids_create(worker, &ids) == FLARE_OK);
    char buffer[64];
    uint32_t i = 0;
    while (worker->error.code == FLARE_ERROR_NONE && i < MANY)
        flare_ids_intern(worker, ids, numbered(buffer, i++));
    assert(stub_error(worker) == FLARE_ERROR_MEMORY);
    for (uint32_t id = 0; id < flare_ids_count(ids); id++) /* what there was is still there */
        assert(flare_ids_intern(worker, ids, numbered(buffer, id)) == id ||
               stub_error(worker) == FLARE_ERROR_MEMORY);
    stub_close(&small);

    /* Even the first string: id 0 still has a string. */
    stub_open(&small, 1, 1 << 20);
    assert(flare_ids_create(&small.workers[0], &ids) == FLARE_OK);
    flare_string huge = text("a string of two megabytes, so it says");
    huge.length = 2 << 20;
    char *const bytes = calloc(1, huge.length);
    assert(bytes != NULL);
    memcpy(bytes, huge.prefix, 4);
    huge.tail.bytes = (const uint8_t *)bytes;
    assert(flare_ids_intern(&small.workers[0], ids, huge) == 0);
    assert(stub_error(&small.workers[0]) == FLARE_ERROR_MEMORY);
    assert(flare_ids_count(ids) == 0 && flare_ids_string(ids, 0).length == 0);
    free(bytes);
    stub_close(&small);

    stub_open(&small, 1, 4096);
    assert(flare_ids_create(&small.workers[0], &ids) == FLARE_FAILED);
    assert(stub_error(&small.workers[0]) == FLARE_ERROR_MEMORY);
    stub_close(&small);
}

int main(void)
{
    stub_open(&query, THREADS, 256 << 20);
    test_growth();
    test_likenesses();
    test_threads();
    test_budget();
    stub_close(&query);
    return 0;
}
