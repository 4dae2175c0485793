/* Queries from open to close: programs compiled here, run by the pool. */
#include "engine_support.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>

enum { MB = 1 << 20 };

static flare_error error;

static flare_engine *open_engine(int32_t threads, int64_t memory)
{
    flare_engine *const engine = flare_engine_open(threads, memory, &error);
    CHECK_OK(engine != NULL, error);
    return engine;
}

static int64_t used_memory(const flare_engine *engine)
{
    int64_t numbers[FLARE_ENGINE_NUMBERS];
    flare_engine_numbers(engine, numbers);
    return numbers[1];
}

/* ---- Rows of every type ---------------------------------------------------------------------------------------------------- */

struct values_parameters {
    int64_t rows;
    int64_t fail_at;
    uint64_t numbers; /* offset */
    uint32_t text_length;
    char text_prefix[4];
    uint64_t text; /* offset */
    int64_t three[3];
    char long_text[24];
};

enum { COLUMNS = 6, FLAG = 0, DAY, NUMBER, WIDE, REAL, TEXT };
enum { NULLS = 0, VALIDITY, VALUES, VALUES_SIZE, BYTES, BYTES_SIZE };

static const char long_text[] = "a text of 21 letters!";

static flare_query *open_values(flare_engine *engine, flare_compiled *compiled, int64_t rows,
                                int64_t fail_at)
{
    struct values_parameters parameters = { .rows = rows,
                                            .fail_at = fail_at,
                                            .numbers = offsetof(struct values_parameters, three),
                                            .text_length = sizeof long_text - 1,
                                            .text_prefix = "a te",
                                            .text = offsetof(struct values_parameters, long_text),
                                            .three = { 10, -20, 30 } };
    memcpy(parameters.long_text, long_text, sizeof long_text);
    const int32_t relocations[] = { offsetof(struct values_parameters, numbers),
                                    offsetof(struct values_parameters, text) };
    flare_query *const query = flare_query_open(engine, compiled, &parameters, sizeof parameters,
                                                relocations, 2, 4, &error);
    CHECK_OK(query != NULL, error);
    CHECK_OK(flare_query_start(query, &error) == 0, error);
    return query;
}

static bool bit(int64_t address, int64_t row)
{
    return ((const uint8_t *)(intptr_t)address)[row / 8] >> (row % 8) & 1;
}

static void check_row(int64_t (*columns)[FLARE_BATCH_NUMBERS], int64_t row, int64_t at)
{
    const bool valid = at % 3 != 2;
    CHECK(bit(columns[FLAG][VALUES], row) == (at & 1));
    CHECK(columns[DAY][VALIDITY] == 0 || bit(columns[DAY][VALIDITY], row) == valid);
    CHECK(((const int32_t *)(intptr_t)columns[DAY][VALUES])[row] == (valid ? (int32_t)at : 0));
    CHECK(((const int64_t *)(intptr_t)columns[NUMBER][VALUES])[row] == (!valid        ? 0
                                                                        : at % 3 == 0 ? 10
                                                                                      : -20));
    const uint64_t *const wide = (const uint64_t *)(intptr_t)columns[WIDE][VALUES] + 2 * row;
    CHECK(wide[0] == (uint64_t)at && wide[1] == UINT64_MAX);
    CHECK(((const double *)(intptr_t)columns[REAL][VALUES])[row] == (double)at / 4);
    const int32_t *const offsets = (const int32_t *)(intptr_t)columns[TEXT][VALUES];
    const size_t length = (size_t)(offsets[row + 1] - offsets[row]);
    CHECK(length == (valid ? sizeof long_text - 1 : 0));
    CHECK(memcmp((const char *)(intptr_t)columns[TEXT][BYTES] + offsets[row], long_text, length) ==
          0);
}

/* Checks a batch whose first row is row number `first` of the result; returns its rows. */
static int64_t check_values(const flare_batch *batch, int64_t first)
{
    int64_t numbers[1 + COLUMNS * FLARE_BATCH_NUMBERS];
    flare_batch_numbers(batch, numbers);
    int64_t(*const columns)[FLARE_BATCH_NUMBERS] = (int64_t(*)[FLARE_BATCH_NUMBERS]) & numbers[1];
    const int64_t rows = numbers[0];
    CHECK(rows >= 1 && rows <= 65536);
    int64_t nulls = 0;
    for (int64_t row = 0; row < rows; row++) {
        check_row(columns, row, first + row);
        nulls += (first + row) % 3 == 2;
    }
    for (int32_t i = 0; i < COLUMNS; i++) {
        const bool nullable = i == DAY || i == NUMBER || i == TEXT;
        CHECK(columns[i][NULLS] == (nullable ? nulls : 0));
        CHECK((columns[i][VALIDITY] != 0) == (columns[i][NULLS] > 0));
        CHECK(columns[i][VALUES] % 64 == 0 && columns[i][VALIDITY] % 64 == 0);
    }
    CHECK(columns[FLAG][VALUES_SIZE] == (rows + 7) / 8);
    CHECK(columns[TEXT][VALUES_SIZE] == (rows + 1) * 4);
    CHECK(columns[TEXT][BYTES_SIZE] == (rows - nulls) * (int64_t)(sizeof long_text - 1));
    return rows;
}

static void test_values(void)
{
    flare_engine *const engine = open_engine(2, 256 * MB);
    flare_compiled *const compiled = compile_program("values");
    int64_t numbers[FLARE_COMPILED_NUMBERS];
    flare_compiled_numbers(compiled, numbers);
    CHECK(numbers[0] == 40 && numbers[1] == 1 && numbers[2] == 0 && numbers[3] == 6 &&
          numbers[4] == 0);
    CHECK(strcmp(flare_compiled_pipeline(compiled, 0), "1: values -> result") == 0);
    CHECK(strcmp(flare_compiled_pipeline(compiled, 1), "") == 0);

    static const int64_t row_counts[] = { 0, 1, 7, 8, 2048, 2049, 65536, 65537, 200001 };
    for (size_t i = 0; i < sizeof row_counts / sizeof *row_counts; i++) {
        flare_query *const query = open_values(engine, compiled, row_counts[i], -1);
        int64_t rows = 0;
        int32_t result;
        flare_batch *batch;
        while ((result = flare_query_next(query, -1, &batch, &error)) == FLARE_NEXT_READY) {
            rows += check_values(batch, rows);
            flare_batch_release(batch);
        }
        CHECK_OK(result == FLARE_NEXT_END, error);
        CHECK(rows == row_counts[i]);
        CHECK(flare_query_next(query, 0, &batch, &error) == FLARE_NEXT_END);
        int64_t progress[FLARE_QUERY_NUMBERS];
        flare_query_numbers(query, progress);
        CHECK(progress[0] == 1 && progress[1] == 1 && progress[2] == 1 && progress[3] == 1);
        CHECK(progress[6] == rows && progress[7] > 0);
        flare_query_close(query);
    }
    flare_compiled_close(compiled);
    flare_engine_close(engine);
}

static void test_a_batch_outlives_query_and_engine(void)
{
    flare_engine *const engine = open_engine(1, 64 * MB);
    flare_compiled *const compiled = compile_program("values");
    flare_query *const query = open_values(engine, compiled, 1000, -1);
    flare_compiled_close(compiled);
    flare_batch *batch;
    CHECK(flare_query_next(query, -1, &batch, &error) == FLARE_NEXT_READY);
    flare_query_close(query);
    flare_engine_close(engine);
    CHECK(check_values(batch, 0) == 1000);
    flare_batch_retain(batch);
    flare_batch_release(batch);
    CHECK(check_values(batch, 0) == 1000);
    flare_batch_release(batch);
}

static void test_an_error_has_its_code_and_position(void)
{
    flare_engine *const engine = open_engine(2, 64 * MB);
    flare_compiled *const compiled = compile_program("values");
    for (int32_t again = 0; again < 2; again++) { /* the engine goes on serving */
        flare_query *const query = open_values(engine, compiled, 1000000, 70000);
        flare_batch *batch;
        int32_t result;
        while ((result = flare_query_next(query, -1, &batch, &error)) == FLARE_NEXT_READY)
            flare_batch_release(batch);
        CHECK(result == FLARE_NEXT_FAILED);
        CHECK(error.code == FLARE_ERROR_OVERFLOW && error.position == 17);
        CHECK(flare_query_next(query, -1, &batch, &error) == FLARE_NEXT_FAILED);
        CHECK(error.code == FLARE_ERROR_OVERFLOW && batch == NULL);
        flare_query_close(query);
    }
    flare_compiled_close(compiled);
    flare_engine_close(engine);
}

static void test_the_budget_ends_a_query_but_not_the_engine(void)
{
    flare_engine *const engine = open_engine(2, 4 * MB);
    flare_compiled *const compiled = compile_program("values");
    flare_query *const query = open_values(engine, compiled, 1000000, -1);
    flare_batch *batch;
    flare_batch *held[64];
    int32_t held_count = 0;
    int32_t result;
    while ((result = flare_query_next(query, -1, &batch, &error)) == FLARE_NEXT_READY)
        held[held_count++] = batch;
    CHECK(result == FLARE_NEXT_FAILED);
    CHECK(error.code == FLARE_ERROR_MEMORY);
    flare_query_close(query);
    while (held_count > 0)
        flare_batch_release(held[--held_count]);

    flare_query *const small = open_values(engine, compiled, 10, -1);
    CHECK_OK(flare_query_next(small, -1, &batch, &error) == FLARE_NEXT_READY, error);
    flare_batch_release(batch);
    flare_query_close(small);
    flare_compiled_close(compiled);
    flare_engine_close(engine);
}

static void test_parameters_are_checked(void)
{
    flare_engine *const engine = open_engine(1, 64 * MB);
    flare_compiled *const compiled = compile_program("values");
    int64_t parameters[8] = { 0 };
    CHECK(flare_query_open(engine, compiled, parameters, 39, NULL, 0, 1, &error) == NULL);
    CHECK(error.code == FLARE_ERROR_INTERNAL);
    static const int32_t bad_places[] = { -8, 4, 60, 64, INT32_MAX };
    for (size_t i = 0; i < sizeof bad_places / sizeof *bad_places; i++)
        CHECK(flare_query_open(engine, compiled, parameters, 64, &bad_places[i], 1, 1, &error) ==
              NULL);
    static const int32_t good_place = 56;
    parameters[7] = 65;
    CHECK(flare_query_open(engine, compiled, parameters, 64, &good_place, 1, 1, &error) == NULL);
    parameters[7] = 64;
    flare_query *const query =
        flare_query_open(engine, compiled, parameters, 64, &good_place, 1, 1, &error);
    CHECK_OK(query != NULL, error);
    flare_batch *batch;
    CHECK(flare_query_next(query, 0, &batch, &error) == FLARE_NEXT_FAILED); /* not started */
    CHECK(flare_query_bind_scan(query, 0, NULL, NULL, 0, NULL, NULL, 0, &error) != 0);
    CHECK(flare_query_bind_model(query, 0, NULL, &error) != 0);
    flare_query_close(query);
    flare_compiled_close(compiled);
    CHECK(used_memory(engine) <= 8 * MB); /* idle pages */
    flare_engine_close(engine);
}

static void test_what_is_no_program(void)
{
    CHECK(flare_compiled_open("/nowhere/q.so", &error) == NULL);
    CHECK(error.code == FLARE_ERROR_COMPILER && strstr(error.message, "/nowhere/q.so") != NULL);
    CHECK(flare_compiled_open("libm.so.6", &error) == NULL);
    CHECK(error.code == FLARE_ERROR_INTERNAL && strstr(error.message, "no contents page") != NULL);
    flare_compiled_close(NULL);
    CHECK(flare_engine_open(0, 64 * MB, &error) == NULL);
    CHECK(flare_engine_open(1, 0, &error) == NULL);
    flare_engine_close(NULL);
    flare_query_close(NULL);
    flare_batch_release(NULL);
}

/* ---- Groups and sorted rows ---------------------------------------------------------------------------------------------------- */

struct groups_parameters {
    int64_t count;
    int64_t spoilt;
    int64_t silent_failure;
};

static flare_query *open_groups(flare_engine *engine, flare_compiled *compiled, int64_t count,
                                int64_t spoilt, int64_t silent)
{
    const struct groups_parameters parameters = { count, spoilt, silent };
    flare_query *const query =
        flare_query_open(engine, compiled, &parameters, sizeof parameters, NULL, 0, 7, &error);
    CHECK_OK(query != NULL, error);
    CHECK_OK(flare_query_start(query, &error) == 0, error);
    return query;
}

static void check_groups(flare_query *query, int64_t count)
{
    int64_t rows = 0;
    int64_t last_key = 0;
    int64_t last_twice = 0;
    int32_t result;
    flare_batch *batch;
    while ((result = flare_query_next(query, -1, &batch, &error)) == FLARE_NEXT_READY) {
        int64_t numbers[1 + 2 * FLARE_BATCH_NUMBERS];
        flare_batch_numbers(batch, numbers);
        const int64_t *const key = (const int64_t *)(intptr_t)numbers[1 + VALUES];
        const int64_t *const twice =
            (const int64_t *)(intptr_t)numbers[1 + FLARE_BATCH_NUMBERS + VALUES];
        for (int64_t row = 0; row < numbers[0]; row++, rows++) {
            last_key = key[row];
            last_twice = twice[row];
            if (rows < 10000 && rows < count - 5)
                CHECK(last_key == count - 6 - rows && last_twice == 2 * last_key);
        }
        flare_batch_release(batch);
    }
    CHECK_OK(result == FLARE_NEXT_END, error);
    CHECK(rows == (count < 5 ? 0 : count - 5 < 10000 ? count - 5 : 10000) + 1);
    CHECK(last_key >= (count > 0) && last_key <= 7); /* the workers that pipeline 2 had */
    CHECK(last_twice == count);
}

static void test_groups(int32_t threads)
{
    flare_engine *const engine = open_engine(threads, 256 * MB);
    flare_compiled *const compiled = compile_program("groups");
    static const int64_t counts[] = { 0, 1, 6, 2053, 32768, 32769, 300000 };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        flare_query *const query = open_groups(engine, compiled, counts[i], -1, 0);
        check_groups(query, counts[i]);
        flare_query_close(query);
    }
    flare_query *query = open_groups(engine, compiled, 300000, 250000, 0);
    flare_batch *batch;
    CHECK(flare_query_next(query, -1, &batch, &error) == FLARE_NEXT_FAILED);
    CHECK(error.code == FLARE_ERROR_DIVISION_BY_ZERO && error.position == 3);
    flare_query_close(query);
    query = open_groups(engine, compiled, 300000, 100000, 1);
    CHECK(flare_query_next(query, -1, &batch, &error) == FLARE_NEXT_FAILED);
    CHECK(error.code == FLARE_ERROR_INTERNAL && strstr(error.message, "2: groups -> sort") != NULL);
    flare_query_close(query);
    flare_compiled_close(compiled);
    flare_engine_close(engine);
}

struct client {
    flare_engine *engine;
    flare_compiled *compiled;
};

static void *ask(void *argument)
{
    const struct client *const client = argument;
    for (int32_t i = 0; i < 5; i++) {
        const struct groups_parameters parameters = { 100000 + i, -1, 0 };
        flare_error mine;
        flare_query *const query = flare_query_open(client->engine, client->compiled, &parameters,
                                                    sizeof parameters, NULL, 0, 2, &mine);
        CHECK_OK(query != NULL, mine);
        CHECK_OK(flare_query_start(query, &mine) == 0, mine);
        int64_t rows = 0;
        int32_t result;
        flare_batch *batch;
        while ((result = flare_query_next(query, 1000, &batch, &mine)) != FLARE_NEXT_END) {
            CHECK_OK(result != FLARE_NEXT_FAILED, mine);
            int64_t numbers[1 + 2 * FLARE_BATCH_NUMBERS];
            if (result == FLARE_NEXT_TIMEOUT)
                continue;
            flare_batch_numbers(batch, numbers);
            rows += numbers[0];
            flare_batch_release(batch);
        }
        CHECK(rows == 10001);
        flare_query_close(query);
    }
    return NULL;
}

static void test_queries_take_turns(void)
{
    struct client client = { open_engine(3, 512 * MB), compile_program("groups") };
    pthread_t threads[5];
    for (int32_t i = 0; i < 5; i++)
        CHECK(pthread_create(&threads[i], NULL, ask, &client) == 0);
    for (int32_t i = 0; i < 5; i++)
        pthread_join(threads[i], NULL);
    flare_compiled_close(client.compiled);
    flare_engine_close(client.engine);
}

/* ---- Cancel ---------------------------------------------------------------------------------------------------------------------- */

static void test_cancel(void)
{
    flare_engine *const engine = open_engine(2, 128 * MB);
    flare_compiled *const compiled = compile_program("groups");
    flare_batch *batch;
    flare_query *query = open_groups(engine, compiled, 2000000, -1, 0);
    flare_query_cancel(query);
    flare_query_cancel(query);
    CHECK(flare_query_next(query, -1, &batch, &error) == FLARE_NEXT_FAILED);
    CHECK(error.code == FLARE_ERROR_CANCELLED);
    flare_query_close(query);

    query = open_groups(engine, compiled, 2000000, -1, 0);
    flare_query_close(query); /* in the middle */
    const struct groups_parameters parameters = { 1, -1, 0 };
    query = flare_query_open(engine, compiled, &parameters, sizeof parameters, NULL, 0, 1, &error);
    flare_query_close(query); /* never started */
    query = open_groups(engine, compiled, 5000, -1, 0);
    check_groups(query, 5000);
    flare_query_close(query);
    flare_compiled_close(compiled);
    flare_engine_close(engine);
}

int main(void)
{
    test_values();
    test_a_batch_outlives_query_and_engine();
    test_an_error_has_its_code_and_position();
    test_the_budget_ends_a_query_but_not_the_engine();
    test_parameters_are_checked();
    test_what_is_no_program();
    test_groups(1);
    test_groups(7);
    test_queries_take_turns();
    test_cancel();
    return 0;
}
