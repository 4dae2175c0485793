/*
 * select sum(c_acctbal) as balance, count(*) as orders
 * from orders join customer on o_custkey = c_custkey
 * where o_orderdate >= date '1995-01-01'
 *
 *   #1 Aggregate balance = sum(c_acctbal), orders = count(*) [one group]
 *   #2   Join inner on o_custkey = c_custkey [hash table over c_custkey, unique, filters the scan]
 *   #3     Scan orders (o_custkey, o_orderdate, o_totalprice) where o_orderdate >= 1995-01-01, 1500000 rows
 *   #4     Scan customer (c_custkey, c_nationkey, c_mktsegment, c_acctbal), 150000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int32_t o_orderdate[2];                     /* #3 o_orderdate >= 1995-01-01 */
    int64_t c_acctbal_claim[2];                 /* #4 claimed -99999 .. 999999 */
};

/* Keys of #2, compared byte by byte. */
struct customer_key {
    int64_t c_custkey;                          /* #2 */
};

/* A row of #2's right side. */
struct customer {
    const struct customer *next;                /* next row of the same key */
    struct customer_key key;
    int64_t c_acctbal;
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct customer customer_rows[FLARE_BLOCK]; /* #2 */
};

/* The totals of #1. */
struct totals {
    int64_t balance;                            /* #1 sum(c_acctbal) */
    int64_t row_count;                          /* #1 count(*) */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    struct totals totals;                       /* #1 */
    const void *customer_found[FLARE_BLOCK];    /* #2 the first partner of each row */
};

/* The query's own state, shared by its workers. */
struct query {
    flare_join *customer;                       /* #2 */
    struct totals totals;                       /* #1 */
};

/* Adds one worker's totals to another of the same kind. */
static void merge_totals(void *into_row, const void *from_row)
{
    struct totals *const into = into_row;
    const struct totals *const from = from_row;

    into->balance += from->balance;
    into->row_count += from->row_count;
}

static const flare_column customer_columns[] = {
    { .name = "c_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "c_nationkey", .type = FLARE_INT32, .filter_only = true }, /* INTEGER */
    { .name = "c_mktsegment", .type = FLARE_STRING, .filter_only = true }, /* VARCHAR */
    { .name = "c_acctbal", .type = FLARE_INT64, .has_range = true,
            .range = FLARE_OFFSET(struct parameters, c_acctbal_claim) }, /* DECIMAL(15, 2) */
};

static const flare_scan customer_scan = {
    .columns = customer_columns,
    .column_count = 4,
};

static const flare_column orders_columns[] = {
    { .name = "o_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "o_orderdate", .type = FLARE_INT32, .filter_only = true }, /* DATE */
    { .name = "o_totalprice", .type = FLARE_INT64, .filter_only = true }, /* DECIMAL(15, 2) */
};

static const flare_filter orders_filters[] = {
    { .keep = flare_keep_range_int32, .argument = FLARE_OFFSET(struct parameters, o_orderdate),
            .column_count = 1, .columns = { 1 } },                  /* #3 o_orderdate >= 1995-01-01 */
    { .keep = flare_keep_join_int64, .argument = FLARE_OFFSET(struct query, customer),
            .from_query = true, .column_count = 1, .columns = { 0 } }, /* #3 #2 probe o_custkey */
    { .keep = 0 },
};

static const flare_scan orders_scan = {
    .columns = orders_columns,
    .column_count = 3,
    .filters = orders_filters,
};

static const flare_join_layout join_2 = {
    .row_size = sizeof(struct customer),
    .key_offset = FLARE_OFFSET(struct customer, key),
    .key_size = sizeof(struct customer_key),
    .unique = true,
    .filter = true,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    (void)parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_join_create(worker, &join_2, 0, &query->customer));
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
        const int64_t *const c_acctbal = block.columns[3].values;   /* DECIMAL(15, 2) */

        for (int32_t row = 0; row < block.rows; row++) {
            struct customer *const into_join = &local->customer_rows[row];
            into_join->key.c_custkey = c_custkey[row];              /* #2 build */
            into_join->c_acctbal = c_acctbal[row];
        }
        FLARE_TRY(flare_join_append(worker, query->customer, local->customer_rows, block.rows)); /* #2 build */
    }
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_JOIN, .offset = FLARE_OFFSET(struct query, customer) }, /* #2 */
};

/* Pipeline 2: orders -> filter -> probe customer -> totals. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    struct totals *const totals = &local->totals;
    int64_t balance = 0;                                            /* #1 */
    int64_t row_count = 0;                                          /* #1 */

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int64_t *const o_custkey = block.columns[0].values;   /* BIGINT */

        FLARE_TRY(flare_join_find(worker, query->customer, o_custkey, block.rows,
                local->customer_found));                            /* #2 probe */
        for (int32_t row = 0; row < block.rows; row++) {
            const struct customer *const customer = local->customer_found[row]; /* #2 */
            if (customer == 0)                                      /* #2 */
                continue;
            balance += customer->c_acctbal;                         /* #1 */
            row_count++;                                            /* #1 */
        }
    }
    totals->balance += balance;
    totals->row_count += row_count;
    return flare_worker_status(worker);
}

static const flare_built built_2[] = {
    { .kind = FLARE_BUILT_TOTALS, .offset = FLARE_OFFSET(struct query, totals),
            .local = FLARE_OFFSET(struct local_2, totals), .merge = merge_totals }, /* #1 */
};

/* Pipeline 3: totals -> result. */
static flare_status pipeline_3(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    (void)own;

    const struct totals *const source = &query->totals;
    const flare_int128 balance = flare_int128_of(source->balance);
    const uint8_t balance_valid = source->row_count > 0;
    flare_output_column(worker, 0, &balance, &balance_valid, 1);
    const int64_t orders = source->row_count;
    flare_output_column(worker, 1, &orders, 0, 1);
    flare_output_rows(worker, 1);
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* customer -> build customer */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &customer_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
        .built = built_1,
        .built_count = 1,
    },
    { /* orders -> filter -> probe customer -> totals */
        .name = "2",
        .source = FLARE_SOURCE_SCAN,
        .scan = &orders_scan,
        .local_size = sizeof(struct local_2),
        .morsel = pipeline_2,
        .built = built_2,
        .built_count = 1,
    },
    { /* totals -> result */
        .name = "3",
        .source = FLARE_SOURCE_ONCE,
        .morsel = pipeline_3,
    },
};

static const flare_result_column columns[] = {
    { .name = "balance", .type = FLARE_INT128, .nullable = true },  /* DECIMAL(38, 2) */
    { .name = "orders", .type = FLARE_INT64 },                      /* BIGINT */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .parameters_size = sizeof(struct parameters),
    .open = open,
    .pipelines = pipelines,
    .pipeline_count = 3,
    .columns = columns,
    .column_count = 2,
    .model_count = 0,
};
