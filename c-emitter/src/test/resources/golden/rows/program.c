/*
 * select o_comment, o_totalprice + o_totalprice as doubled, 1000000 / o_orderkey as half
 * from   orders
 * where  o_orderkey > 7
 * limit  100 offset 20
 *
 *   #1 Limit limit 100 offset 20
 *   #2   Project o_comment, doubled = o_totalprice + o_totalprice, half = 1000000 / o_orderkey
 *   #3     Scan orders (o_orderkey, o_totalprice, o_comment) where o_orderkey > 7, 1500000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int64_t o_orderkey[2];                      /* #3 o_orderkey > 7 */
    int64_t offset;                             /* #1 20 */
    int64_t limit;                              /* #1 100 */
    int64_t o_orderkey_dividend;                /* #2 1000000 */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    flare_string o_comment[FLARE_BLOCK];
    uint8_t o_comment_valid[FLARE_BLOCK];
    int64_t doubled[FLARE_BLOCK];
    uint8_t doubled_valid[FLARE_BLOCK];
    int64_t half[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_limit limit;                          /* #1 */
};

static const flare_column orders_columns[] = {
    { .name = "o_orderkey", .type = FLARE_INT64 },                  /* BIGINT */
    { .name = "o_totalprice", .type = FLARE_INT64, .nullable = true }, /* DECIMAL(15, 2) */
    { .name = "o_comment", .type = FLARE_STRING, .nullable = true }, /* VARCHAR */
};

static const flare_filter orders_filters[] = {
    { .keep = flare_keep_range_int64, .argument = FLARE_OFFSET(struct parameters, o_orderkey),
            .column_count = 1, .columns = { 0 } },                  /* #3 o_orderkey > 7 */
    { .keep = 0 },
};

static const flare_scan orders_scan = {
    .columns = orders_columns,
    .column_count = 3,
    .filters = orders_filters,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    const struct parameters *const parameters = parameter_block;
    struct query *const query = state;

    query->limit.offset = parameters->offset;
    query->limit.limit = parameters->limit;
    return flare_worker_status(worker);
}

/* Pipeline 1: orders -> filter -> project -> limit -> result. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    struct query *const query = state;
    struct local_1 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int64_t *const o_orderkey = block.columns[0].values;  /* BIGINT */
        const int64_t *const o_totalprice = block.columns[1].values; /* DECIMAL(15, 2) */
        const uint8_t *const o_totalprice_valid = block.columns[1].valid;
        const flare_string *const o_comment = block.columns[2].values; /* VARCHAR */
        const uint8_t *const o_comment_valid = block.columns[2].valid;

        int32_t first_row, row_limit;
        FLARE_TRY(flare_limit_take(worker, &query->limit, block.rows, &first_row, &row_limit)); /* #1 */
        const int32_t end_row = first_row + row_limit;
        int32_t result_rows = 0;
        for (int32_t row = first_row; row < end_row; row++) {
            local->o_comment[result_rows] = o_comment[row];
            local->o_comment_valid[result_rows] = o_comment_valid[row];
            local->doubled[result_rows] = o_totalprice[row] + o_totalprice[row];
            local->doubled_valid[result_rows] = o_totalprice_valid[row];
            local->half[result_rows] = flare_divide_int64(worker, parameters->o_orderkey_dividend,
                    o_orderkey[row], 0);
            result_rows++;
        }
        flare_output_column(worker, 0, local->o_comment, local->o_comment_valid, result_rows);
        flare_output_column(worker, 1, local->doubled, local->doubled_valid, result_rows);
        flare_output_column(worker, 2, local->half, 0, result_rows);
        flare_output_rows(worker, result_rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* orders -> filter -> project -> limit -> result */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &orders_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
    },
};

static const flare_result_column columns[] = {
    { .name = "o_comment", .type = FLARE_STRING, .nullable = true }, /* VARCHAR */
    { .name = "doubled", .type = FLARE_INT64, .nullable = true, .decimal = true }, /* DECIMAL(16, 2) */
    { .name = "half", .type = FLARE_INT64 },                        /* BIGINT */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .parameters_size = sizeof(struct parameters),
    .open = open,
    .pipelines = pipelines,
    .pipeline_count = 1,
    .columns = columns,
    .column_count = 3,
    .model_count = 0,
};
