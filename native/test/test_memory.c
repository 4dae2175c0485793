/* Budget, pages, arenas and buffers. */
#include "flare/memory.h"

#include <pthread.h>
#include <string.h>

#include "engine_support.h"

enum { MB = 1 << 20 };

static void test_the_budget_is_a_limit(void)
{
    flare_budget *const budget = flare_budget_open(10 * MB);
    CHECK(flare_budget_take(budget, 6 * MB));
    CHECK(!flare_budget_take(budget, 5 * MB));
    CHECK(!flare_budget_take(budget, UINT64_MAX));
    CHECK(flare_budget_take(budget, 4 * MB));
    CHECK(flare_budget_used(budget) == 10 * MB);
    flare_budget_release(budget, 10 * MB);
    CHECK(flare_budget_used(budget) == 0);
    CHECK(flare_budget_peak(budget) == 10 * MB);
    flare_budget_close(budget);
}

static void test_pages_are_as_big_as_they_say(void)
{
    flare_budget *const budget = flare_budget_open(1 << 30);
    static const uint64_t sizes[] = { 0,          1,       63,          64,      65,
                                      4096,       65536,   65537,       100000,  131072,
                                      262144,     262145,  1000000,     2 * MB,  3 * MB,
                                      5 * MB + 1, 16 * MB, 16 * MB + 1, 40 * MB, 100 * MB };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (int32_t again = 0; again < 2; again++) { /* from the pool the second time */
            uint64_t size = sizes[i];
            uint8_t *const pages = flare_pages_take(budget, &size);
            CHECK(pages != NULL && size >= sizes[i] && size <= sizes[i] + sizes[i] / 3 + 64);
            CHECK((uintptr_t)pages % FLARE_ALIGNMENT == 0);
            pages[0] = 1;
            pages[size - 1] = 1;
            flare_pages_give(budget, pages, size);
        }
    }
    CHECK(flare_budget_used(budget) <= 64 * MB); /* idle */
    flare_budget_close(budget);
}

static void test_idle_pages_make_room(void)
{
    flare_budget *const budget = flare_budget_open(10 * MB);
    uint64_t size = 8 * MB;
    void *const pages = flare_pages_take(budget, &size);
    CHECK(pages != NULL);
    uint64_t more = 4 * MB;
    CHECK(flare_pages_take(budget, &more) == NULL);
    flare_pages_give(budget, pages, size);
    void *const others = flare_pages_take(budget, &more);
    CHECK(others != NULL);
    flare_pages_give(budget, others, more);
    uint64_t too_much = UINT64_MAX;
    CHECK(flare_pages_take(budget, &too_much) == NULL);
    flare_budget_close(budget);
}

static void test_arena(void)
{
    flare_budget *const budget = flare_budget_open(100 * MB);
    flare_error error = { .code = FLARE_ERROR_NONE };
    flare_arena arena;
    flare_arena_open(&arena, budget);
    CHECK(flare_budget_used(budget) == 0);
    uint8_t *last = NULL;
    for (uint64_t size = 1; size < 300000; size = size * 3 / 2 + 1) {
        uint8_t *const bytes = flare_arena_allocate(&arena, size, &error);
        uint8_t *const zeroes = flare_arena_allocate_zeroed(&arena, size, &error);
        CHECK(bytes != NULL && zeroes != NULL && bytes != last);
        CHECK((uintptr_t)bytes % 16 == 0 && (uintptr_t)zeroes % FLARE_ALIGNMENT == 0);
        memset(bytes, 0xAB, size);
        for (uint64_t i = 0; i < size; i++)
            CHECK(zeroes[i] == 0);
        memset(zeroes, 0xCD, size);
        CHECK(size == 0 || (bytes[0] == 0xAB && bytes[size - 1] == 0xAB));
        last = bytes;
    }
    flare_arena_reset(&arena);
    CHECK(arena.byte_size <= 2 * FLARE_PAGE);
    const uint8_t *const zeroes = flare_arena_allocate_zeroed(&arena, 1000, &error);
    for (int32_t i = 0; i < 1000; i++)
        CHECK(zeroes[i] == 0);
    CHECK(flare_arena_allocate(&arena, 200 * MB, &error) == NULL);
    CHECK(error.code == FLARE_ERROR_MEMORY);
    CHECK(flare_arena_allocate(&arena, UINT64_MAX, &error) == NULL);
    CHECK(flare_arena_allocate_zeroed(&arena, UINT64_MAX - 32, &error) == NULL);
    flare_arena_close(&arena);
    flare_arena_close(&arena);
    CHECK(arena.byte_size == 0);
    flare_budget_close(budget);
}

static void test_an_arena_fills_its_budget_and_no_more(void)
{
    flare_budget *const budget = flare_budget_open(3 * MB);
    flare_error error = { .code = FLARE_ERROR_NONE };
    flare_arena arena;
    flare_arena_open(&arena, budget);
    int32_t count = 0;
    while (flare_arena_allocate(&arena, 1000, &error) != NULL)
        count++;
    CHECK(error.code == FLARE_ERROR_MEMORY);
    CHECK(count > 2500 && count < 3146);
    flare_arena_close(&arena);
    flare_budget_close(budget);
}

static void test_buffer(void)
{
    flare_budget *const budget = flare_budget_open(10 * MB);
    flare_error error = { .code = FLARE_ERROR_NONE };
    flare_buffer buffer;
    flare_buffer_open(&buffer, budget);
    CHECK(flare_buffer_grow(&buffer, 5, 0, &error) == FLARE_OK);
    memcpy(buffer.data, "hello", 5);
    for (uint64_t size = 6; size < 2 * MB; size = size * 5 / 4 + 1) {
        CHECK_OK(flare_buffer_grow(&buffer, size, 5, &error) == FLARE_OK, error);
        CHECK(buffer.capacity >= size && memcmp(buffer.data, "hello", 5) == 0);
        memset(buffer.data + 5, 1, buffer.capacity + FLARE_SLACK - 5);
    }
    CHECK(flare_buffer_reserve(&buffer, 9 * MB, &error) ==
          FLARE_OK); /* gives the old one back first */
    CHECK(flare_buffer_grow(&buffer, 11 * MB, 0, &error) == FLARE_FAILED);
    CHECK(error.code == FLARE_ERROR_MEMORY);
    CHECK(flare_buffer_reserve(&buffer, UINT64_MAX - 100, &error) == FLARE_FAILED);
    flare_buffer_close(&buffer);
    flare_buffer_close(&buffer);
    flare_budget_close(budget);
}

static void *hammer(void *budget)
{
    for (int32_t i = 0; i < 2000; i++) {
        uint64_t size = (uint64_t)(i % 7 + 1) * 100000;
        uint8_t *const pages = flare_pages_take(budget, &size);
        if (pages != NULL) {
            pages[0] = pages[size - 1] = (uint8_t)i;
            flare_pages_give(budget, pages, size);
        }
    }
    return NULL;
}

static void test_threads(void)
{
    flare_budget *const budget = flare_budget_open(2 * MB);
    pthread_t threads[7];
    for (int32_t i = 0; i < 7; i++)
        CHECK(pthread_create(&threads[i], NULL, hammer, budget) == 0);
    for (int32_t i = 0; i < 7; i++)
        pthread_join(threads[i], NULL);
    CHECK(flare_budget_peak(budget) <= 2 * MB);
    CHECK(flare_budget_take(budget, 2 * MB)); /* nothing is lost */
    flare_budget_release(budget, 2 * MB);
    flare_budget_close(budget);
}

static void test_messages_are_cut_between_characters(void)
{
    for (int32_t before = 0; before < 4; before++) {
        char text[600] = { 0 };
        memset(text, 'a', (size_t)before);
        for (size_t i = (size_t)before; i + 3 < 560; i += 3)
            memcpy(text + i, "\xE2\x82\xAC", 3);
        flare_error error = { .code = FLARE_ERROR_NONE };
        CHECK(flare_fail(&error, FLARE_ERROR_DATA, 4, "%s", text) == FLARE_FAILED);
        const size_t length = strlen(error.message);
        CHECK(length > 505 && (length - (size_t)before) % 3 == 0);
        flare_fail(&error, FLARE_ERROR_FILE, 5, "second");
        CHECK(error.code == FLARE_ERROR_DATA && error.position == 4);
    }
    flare_error error = { .code = FLARE_ERROR_NONE };
    flare_fail(&error, FLARE_ERROR_DATA, -1, "page %d", 7);
    flare_fail_more(&error, " of column %s", "a");
    CHECK(strcmp(error.message, "page 7 of column a") == 0);
}

int main(void)
{
    test_the_budget_is_a_limit();
    test_pages_are_as_big_as_they_say();
    test_idle_pages_make_room();
    test_arena();
    test_an_arena_fills_its_budget_and_no_more();
    test_buffer();
    test_threads();
    test_messages_are_cut_between_characters();
    return 0;
}
