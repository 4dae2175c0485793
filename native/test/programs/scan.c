/*
 * select n, sum(n) over all rows, as two results of one scan:  rows of a file in their order, then their sum.
 *
 *   #1 Scan      numbers (1 column), n >= parameter          pipeline 1
 */
#include "flare/program.h"

struct parameters {
    int64_t n[2]; /* from .. to */
};

struct query {
    int64_t sum;
};

struct local {
    int64_t sum;
};

static const flare_column numbers_columns[] = {
    { .name = "n", .type = FLARE_INT64, .nullable = false },
};

static const flare_filter numbers_filters[] = {
    { .keep = flare_keep_range_int64,
      .argument = FLARE_OFFSET(struct parameters, n),
      .column_count = 1,
      .columns = { 0 } },
    { .keep = 0 },
};

static const flare_scan numbers = {
    .columns = numbers_columns,
    .column_count = 1,
    .filters = numbers_filters,
};

/* Pipeline 1: numbers -> filter -> result and sum. */
static flare_status pipeline_1(flare_worker *worker, const void *parameters, void *state,
                               void *local_struct)
{
    struct local *const local = local_struct;
    (void)parameters;
    (void)state;
    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int64_t *const n = block.columns[0].values;
        for (int32_t row = 0; row < block.rows; row++)
            local->sum += n[row];
        FLARE_TRY(flare_output_column(worker, 0, n, 0, block.rows));
        FLARE_TRY(flare_output_rows(worker, block.rows));
    }
    return flare_worker_status(worker);
}

static flare_status merge_1(flare_worker *worker, void *state, const void *local_struct)
{
    struct query *const query = state;
    const struct local *const local = local_struct;
    (void)worker;
    query->sum += local->sum;
    return FLARE_OK;
}

static flare_status finish_1(flare_worker *worker, const void *parameters, void *state)
{
    const struct query *const query = state;
    (void)parameters;
    FLARE_TRY(flare_output_column(worker, 0, &query->sum, 0, 1));
    return flare_output_rows(worker, 1);
}

static const flare_pipeline pipelines[] = {
    { .name = "1: numbers -> filter -> result, sum",
      .source = FLARE_SOURCE_SCAN,
      .scan = &numbers,
      .local_size = sizeof(struct local),
      .morsel = pipeline_1,
      .merge = merge_1,
      .finish = finish_1 },
};

static const flare_result_column columns[] = {
    { .name = "n", .type = FLARE_INT64, .nullable = false },
};

const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .parameters_size = sizeof(struct parameters),
    .pipelines = pipelines,
    .pipeline_count = 1,
    .columns = columns,
    .column_count = 1,
};
