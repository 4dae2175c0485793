/* A query that calls a model: tiles on the query's budget and for its life, failures of the model as the query's. */
#include "engine_support.h"

#include <stdbool.h>

#include "flare/model.h"

enum { MB = 1 << 20 };

static flare_error error;

/* A model that adds two floats to an int64; it counts its tiles and fails after some runs. */
typedef struct {
    flare_model head;
    int32_t tiles; /* open */
    int32_t runs;
    int32_t fail_after; /* runs, or -1 */
} adder;

typedef struct {
    flare_model_tile head;
    void *input;
    int64_t sums[FLARE_BLOCK];
} adder_tile;

static flare_status open_tile(flare_model *model, void *memory, flare_error *tile_error,
                              flare_model_tile **result)
{
    adder_tile *const tile = calloc(1, sizeof *tile);
    (void)tile_error;
    CHECK(tile != NULL);
    tile->input = memory;
    tile->head = (flare_model_tile){ .model = model, .inputs = &tile->input };
    ((adder *)model)->tiles++;
    *result = &tile->head;
    return FLARE_OK;
}

static flare_status run(flare_model_tile *head, int32_t rows, flare_error *tile_error)
{
    adder_tile *const tile = (adder_tile *)head;
    adder *const model = (adder *)head->model;
    if (model->runs == model->fail_after) {
        *tile_error = (flare_error){ FLARE_ERROR_MODEL, -1, "the model will not" };
        return FLARE_FAILED;
    }
    model->runs++;
    const float *const values = tile->input;
    for (int32_t row = 0; row < rows; row++)
        tile->sums[row] = (int64_t)(values[row * 2] + values[row * 2 + 1]);
    head->output = tile->sums;
    return FLARE_OK;
}

static void close_tile(flare_model_tile *head)
{
    ((adder *)head->model)->tiles--;
    free(head);
}

static void close_model(flare_model *model)
{
    (void)model;
}

static const flare_model_kind kind = { open_tile, run, close_tile, close_model };

static adder make_adder(int32_t fail_after)
{
    return (adder){ .head = { .kind = &kind,
                              .input_count = 1,
                              .output_bytes = sizeof(int64_t),
                              .tile_bytes = FLARE_BLOCK * 2 * sizeof(float) },
                    .fail_after = fail_after };
}

static flare_query *open_query(flare_engine *engine, flare_compiled *compiled, int64_t rows,
                               adder *model)
{
    flare_query *const query =
        flare_query_open(engine, compiled, &rows, sizeof rows, NULL, 0, 2, &error);
    CHECK_OK(query != NULL, error);
    if (model != NULL)
        CHECK_OK(flare_query_bind_model(query, 0, &model->head, &error) == 0, error);
    return query;
}

static int64_t check_batch(const flare_batch *batch, int64_t first)
{
    int64_t numbers[1 + FLARE_BATCH_NUMBERS];
    flare_batch_numbers(batch, numbers);
    const uint8_t *const validity = (const uint8_t *)(intptr_t)numbers[2];
    const int64_t *const values = (const int64_t *)(intptr_t)numbers[3];
    for (int64_t row = 0; row < numbers[0]; row++) {
        const int64_t number = first + row;
        const bool valid = number % 3 != 0;
        CHECK((validity[row / 8] >> (row % 8) & 1) == valid);
        CHECK(values[row] == (valid ? number + 1 : 0));
    }
    return numbers[0];
}

static void test_every_row_is_predicted(flare_engine *engine, flare_compiled *compiled)
{
    static const int64_t counts[] = { 0, 1, 2048, 2049, 100000 };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        adder model = make_adder(-1);
        flare_query *const query = open_query(engine, compiled, counts[i], &model);
        CHECK_OK(flare_query_start(query, &error) == 0, error);
        int64_t rows = 0;
        int32_t result;
        flare_batch *batch;
        while ((result = flare_query_next(query, -1, &batch, &error)) == FLARE_NEXT_READY) {
            rows += check_batch(batch, rows);
            flare_batch_release(batch);
        }
        CHECK_OK(result == FLARE_NEXT_END, error);
        CHECK(rows == counts[i]);
        CHECK(model.runs == (counts[i] + FLARE_BLOCK - 1) / FLARE_BLOCK);
        flare_query_close(query);
        CHECK(model.tiles == 0);
    }
}

static void test_a_failure_is_the_querys(flare_engine *engine, flare_compiled *compiled)
{
    adder model = make_adder(3);
    flare_query *const query = open_query(engine, compiled, 100000, &model);
    CHECK_OK(flare_query_start(query, &error) == 0, error);
    int32_t result;
    flare_batch *batch;
    while ((result = flare_query_next(query, -1, &batch, &error)) == FLARE_NEXT_READY)
        flare_batch_release(batch);
    CHECK(result == FLARE_NEXT_FAILED && error.code == FLARE_ERROR_MODEL);
    CHECK(strstr(error.message, "the model will not") != NULL);
    flare_query_close(query);
    CHECK(model.tiles == 0 && model.runs == 3);
}

static void test_a_tile_above_the_budget(flare_engine *engine, flare_compiled *compiled)
{
    adder model = make_adder(-1);
    model.head.tile_bytes = 128 * (uint64_t)MB;
    flare_query *const query = open_query(engine, compiled, 10, &model);
    CHECK_OK(flare_query_start(query, &error) == 0, error);
    flare_batch *batch;
    CHECK(flare_query_next(query, -1, &batch, &error) == FLARE_NEXT_FAILED);
    CHECK(error.code == FLARE_ERROR_MEMORY && model.tiles == 0);
    flare_query_close(query);
}

static void test_a_model_must_be_bound(flare_engine *engine, flare_compiled *compiled)
{
    flare_query *const query = open_query(engine, compiled, 10, NULL);
    CHECK(flare_query_start(query, &error) != 0);
    CHECK(error.code == FLARE_ERROR_INTERNAL);
    flare_query_close(query);
}

int main(void)
{
    flare_engine *const engine = flare_engine_open(2, 64 * MB, &error);
    CHECK_OK(engine != NULL, error);
    flare_compiled *const compiled = compile_program("predict");
    test_every_row_is_predicted(engine, compiled);
    test_a_failure_is_the_querys(engine, compiled);
    test_a_tile_above_the_budget(engine, compiled);
    test_a_model_must_be_bound(engine, compiled);
    test_every_row_is_predicted(engine, compiled);
    flare_compiled_close(compiled);
    flare_engine_close(engine);
    return 0;
}
