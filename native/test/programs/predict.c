/*
 * select model(number, 1) as both for numbers 0 .. count - 1, every third of them null
 *
 *   #1 Predict  both = model(number, 1)     one input of two columns
 *   #2 Values                               pipeline 1
 */
#include "flare/program.h"

struct parameters {
    int64_t count;
};

struct query {
    int64_t nothing;
};

struct local {
    flare_model_tile *model; /* #1 */
};

/* One tile a worker. */
static flare_status open_1(flare_worker *worker, const void *parameters, void *query, void *state)
{
    struct local *const local = state;
    (void)parameters;
    (void)query;
    return flare_model_open(worker, 0, &local->model);
}

/* Pipeline 1: values -> predict -> result. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_struct, void *query,
                               void *state)
{
    const struct parameters *const parameters = parameter_struct;
    const struct local *const local = state;
    (void)query;
    for (int64_t first = 0; first < parameters->count; first += FLARE_BLOCK) {
        const int64_t left = parameters->count - first;
        const int32_t rows = left < FLARE_BLOCK ? (int32_t)left : FLARE_BLOCK;
        uint8_t valid[FLARE_BLOCK];

        float *const input = flare_model_input(local->model, 0); /* #1 */
        for (int32_t row = 0; row < rows; row++) {
            valid[row] = (first + row) % 3 != 0;
            input[row * 2 + 0] = valid[row] ? (float)(first + row) : 0;
            input[row * 2 + 1] = valid[row] ? 1 : 0;
        }
        FLARE_TRY(flare_model_run(worker, local->model, rows));
        const int64_t *const both = flare_model_output(local->model);
        FLARE_TRY(flare_output_column(worker, 0, both, valid, rows));
        FLARE_TRY(flare_output_rows(worker, rows));
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { .name = "1: values -> predict -> result",
      .source = FLARE_SOURCE_ONCE,
      .local_size = sizeof(struct local),
      .local_open = open_1,
      .morsel = pipeline_1 },
};

static const flare_result_column columns[] = {
    { .name = "both", .type = FLARE_INT64, .nullable = true },
};

const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .parameters_size = sizeof(struct parameters),
    .pipelines = pipelines,
    .pipeline_count = 1,
    .columns = columns,
    .column_count = 1,
    .model_count = 1,
};
