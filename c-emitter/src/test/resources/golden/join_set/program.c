/*
 * select *
 * from orders
 * where o_orderdate >= date '1995-01-01'
 * and o_custkey in (select c_custkey from customer)
 *
 *   #1 Join semi on o_custkey = c_custkey [array over c_custkey 1 .. 150000, filters the scan]
 *   #2   Scan orders (o_custkey, o_orderdate, o_totalprice) where o_orderdate >= 1995-01-01, 1500000 rows
 *   #3   Scan customer (c_custkey, c_nationkey, c_mktsegment, c_acctbal), 150000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int32_t o_orderdate[2];                     /* #2 o_orderdate >= 1995-01-01 */
    int64_t c_custkey_keys[2];                  /* #1 1 .. 150000 */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    int64_t keys[FLARE_BLOCK];                  /* #1 */
};

/* The query's own state, shared by its workers. */
struct query {
    flare_dense *customer;                      /* #1 */
};

static const flare_column customer_columns[] = {
    { .name = "c_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "c_nationkey", .type = FLARE_INT32, .filter_only = true }, /* INTEGER */
    { .name = "c_mktsegment", .type = FLARE_STRING, .filter_only = true }, /* VARCHAR */
    { .name = "c_acctbal", .type = FLARE_INT64, .filter_only = true }, /* DECIMAL(15, 2) */
};

static const flare_scan customer_scan = {
    .columns = customer_columns,
    .column_count = 4,
};

static const flare_column orders_columns[] = {
    { .name = "o_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "o_orderdate", .type = FLARE_INT32 },                 /* DATE */
    { .name = "o_totalprice", .type = FLARE_INT64 },                /* DECIMAL(15, 2) */
};

static const flare_filter orders_filters[] = {
    { .keep = flare_keep_range_int32, .argument = FLARE_OFFSET(struct parameters, o_orderdate),
            .column_count = 1, .columns = { 1 } },                  /* #2 o_orderdate >= 1995-01-01 */
    { .keep = flare_keep_dense_int64, .argument = FLARE_OFFSET(struct query, customer),
            .from_query = true, .column_count = 1, .columns = { 0 } }, /* #2 #1 probe o_custkey */
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

    FLARE_TRY(flare_dense_create(worker, parameters->c_custkey_keys[0],
            parameters->c_custkey_keys[1], 0, &query->customer));
    return flare_worker_status(worker);
}

/* Pipeline 1: customer -> build customer. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_1 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int64_t *const c_custkey = block.columns[0].values;   /* BIGINT */

        for (int32_t row = 0; row < block.rows; row++)
            local->keys[row] = c_custkey[row];                      /* #1 build */
        FLARE_TRY(flare_dense_put(worker, query->customer, local->keys, block.rows)); /* #1 build */
    }
    return flare_worker_status(worker);
}

/* Pipeline 2: orders -> filter -> probe customer -> result. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    (void)state;
    (void)own;


    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int64_t *const o_custkey = block.columns[0].values;   /* BIGINT */
        const int32_t *const o_orderdate = block.columns[1].values; /* DATE */
        const int64_t *const o_totalprice = block.columns[2].values; /* DECIMAL(15, 2) */

        flare_output_column(worker, 0, o_custkey, 0, block.rows);
        flare_output_column(worker, 1, o_orderdate, 0, block.rows);
        flare_output_column(worker, 2, o_totalprice, 0, block.rows);
        flare_output_rows(worker, block.rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* customer -> build customer */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &customer_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
    },
    { /* orders -> filter -> probe customer -> result */
        .name = "2",
        .source = FLARE_SOURCE_SCAN,
        .scan = &orders_scan,
        .morsel = pipeline_2,
    },
};

static const flare_result_column columns[] = {
    { .name = "o_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "o_orderdate", .type = FLARE_INT32 },                 /* DATE */
    { .name = "o_totalprice", .type = FLARE_INT64, .decimal = true }, /* DECIMAL(15, 2) */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .parameters_size = sizeof(struct parameters),
    .open = open,
    .pipelines = pipelines,
    .pipeline_count = 2,
    .columns = columns,
    .column_count = 3,
    .model_count = 0,
};
