/*
 * select count(*) as rows from t
 *
 *   #1 Aggregate rows = count(*) [one group]
 *   #2   Scan t (), 1000 rows
 */
#include "flare/program.h"

/* The totals of #1. */
struct totals {
    int64_t rows;                               /* #1 count(*) */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct totals totals;                       /* #1 */
};

/* The query's own state, shared by its workers. */
struct query {
    struct totals totals;                       /* #1 */
};

/* Adds one worker's totals to another of the same kind. */
static void merge_totals(void *into_row, const void *from_row)
{
    struct totals *const into = into_row;
    const struct totals *const from = from_row;

    into->rows += from->rows;
}

static const flare_scan t_scan = {
    .column_count = 0,
};

/* Pipeline 1: t -> totals. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    (void)state;
    struct local_1 *const local = own;

    struct totals *const totals = &local->totals;
    int64_t rows_2 = 0;                                             /* #1 */

    flare_block block;
    while (flare_next_block(worker, &block))
        rows_2 += block.rows;                                       /* #1 */
    totals->rows += rows_2;
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_TOTALS, .offset = FLARE_OFFSET(struct query, totals),
            .local = FLARE_OFFSET(struct local_1, totals), .merge = merge_totals }, /* #1 */
};

/* Pipeline 2: totals -> result. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    (void)own;

    const struct totals *const source = &query->totals;
    const int64_t rows_2 = source->rows;
    flare_output_column(worker, 0, &rows_2, 0, 1);
    flare_output_rows(worker, 1);
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* t -> totals */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &t_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
        .built = built_1,
        .built_count = 1,
    },
    { /* totals -> result */
        .name = "2",
        .source = FLARE_SOURCE_ONCE,
        .morsel = pipeline_2,
    },
};

static const flare_result_column columns[] = {
    { .name = "rows", .type = FLARE_INT64 },                        /* BIGINT */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .pipelines = pipelines,
    .pipeline_count = 2,
    .columns = columns,
    .column_count = 1,
    .model_count = 0,
};
