/*
 * select *
 * from orders left join customer on o_custkey = c_custkey and o_totalprice < c_acctbal
 * where o_orderdate >= date '1995-01-01'
 *
 *   #1 Join left on (o_custkey = c_custkey) and (o_totalprice < c_acctbal) [hash table over c_custkey, filters
 *           the scan]
 *   #2   Scan orders (o_custkey, o_orderdate, o_totalprice) where o_orderdate >= 1995-01-01, 1500000 rows
 *   #3   Scan customer (c_custkey, c_nationkey, c_mktsegment, c_acctbal), 150000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int32_t o_orderdate[2];                     /* #2 o_orderdate >= 1995-01-01 */
};

/* Keys of #1, compared byte by byte. */
struct customer_key {
    int64_t c_custkey;                          /* #1 */
};

/* A row of #1's right side. */
struct customer {
    const struct customer *next;                /* next row of the same key */
    struct customer_key key;
    flare_string c_mktsegment;
    int64_t c_acctbal;
    int32_t c_nationkey;
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct customer customer_rows[FLARE_BLOCK]; /* #1 */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    const void *customer_found[FLARE_BLOCK];    /* #1 the first partner of each row */
    int32_t pair_row[FLARE_BLOCK];              /* #1 */
    const void *pair_match[FLARE_BLOCK];        /* #1 */
    uint8_t pair_matched[FLARE_BLOCK];          /* #1 */
    int64_t o_custkey[FLARE_BLOCK];
    int32_t o_orderdate[FLARE_BLOCK];
    int64_t o_totalprice[FLARE_BLOCK];
    int64_t c_custkey[FLARE_BLOCK];
    uint8_t c_custkey_valid[FLARE_BLOCK];
    int32_t c_nationkey[FLARE_BLOCK];
    uint8_t c_nationkey_valid[FLARE_BLOCK];
    flare_string c_mktsegment[FLARE_BLOCK];
    uint8_t c_mktsegment_valid[FLARE_BLOCK];
    int64_t c_acctbal[FLARE_BLOCK];
    uint8_t c_acctbal_valid[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_join *customer;                       /* #1 */
};

static const flare_column customer_columns[] = {
    { .name = "c_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "c_nationkey", .type = FLARE_INT32 },                 /* INTEGER */
    { .name = "c_mktsegment", .type = FLARE_STRING },               /* VARCHAR */
    { .name = "c_acctbal", .type = FLARE_INT64 },                   /* DECIMAL(15, 2) */
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
    { .keep = 0 },
};

static const flare_scan orders_scan = {
    .columns = orders_columns,
    .column_count = 3,
    .filters = orders_filters,
};

static const uint32_t join_1_strings[] = {
    FLARE_OFFSET(struct customer, c_mktsegment),
};
static const flare_join_layout join_1 = {
    .row_size = sizeof(struct customer),
    .key_offset = FLARE_OFFSET(struct customer, key),
    .key_size = sizeof(struct customer_key),
    .strings = join_1_strings,
    .string_count = 1,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    (void)parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_join_create(worker, &join_1, 0, &query->customer));
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
        const int32_t *const c_nationkey = block.columns[1].values; /* INTEGER */
        const flare_string *const c_mktsegment = block.columns[2].values; /* VARCHAR */
        const int64_t *const c_acctbal = block.columns[3].values;   /* DECIMAL(15, 2) */

        for (int32_t row = 0; row < block.rows; row++) {
            struct customer *const into_join = &local->customer_rows[row];
            into_join->key.c_custkey = c_custkey[row];              /* #1 build */
            into_join->c_mktsegment = c_mktsegment[row];
            into_join->c_acctbal = c_acctbal[row];
            into_join->c_nationkey = c_nationkey[row];
        }
        FLARE_TRY(flare_join_append(worker, query->customer, local->customer_rows, block.rows)); /* #1 build */
    }
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_JOIN, .offset = FLARE_OFFSET(struct query, customer) }, /* #1 */
};

/* Pipeline 2: orders -> filter -> probe customer -> result. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int64_t *const o_custkey = block.columns[0].values;   /* BIGINT */
        const int32_t *const o_orderdate = block.columns[1].values; /* DATE */
        const int64_t *const o_totalprice = block.columns[2].values; /* DECIMAL(15, 2) */

        FLARE_TRY(flare_join_find(worker, query->customer, o_custkey, block.rows,
                local->customer_found));                            /* #1 probe */
        flare_pairs pairs = { 0 };
        while (flare_next_pairs(worker, &pairs, local->customer_found, block.rows,
                local->pair_matched, local->pair_row, local->pair_match)) {
            int32_t kept_rows = 0;
            for (int32_t pair = 0; pair < pairs.count; pair++) {
                const int32_t row = local->pair_row[pair];
                const struct customer *const customer = local->pair_match[pair]; /* #1 */
                if (!(customer == 0 || o_totalprice[row] < customer->c_acctbal)) /* #1 */
                    continue;
                local->pair_matched[row] = customer != 0;           /* #1 */
                local->o_custkey[kept_rows] = o_custkey[row];
                local->o_orderdate[kept_rows] = o_orderdate[row];
                local->o_totalprice[kept_rows] = o_totalprice[row];
                local->c_custkey[kept_rows] = customer != 0 ? o_custkey[row] : 0;
                local->c_custkey_valid[kept_rows] = customer != 0;
                local->c_nationkey[kept_rows] = customer != 0 ? customer->c_nationkey : 0;
                local->c_nationkey_valid[kept_rows] = customer != 0;
                local->c_mktsegment[kept_rows] = customer != 0 ? customer->c_mktsegment
                        : flare_string_empty();
                local->c_mktsegment_valid[kept_rows] = customer != 0;
                local->c_acctbal[kept_rows] = customer != 0 ? customer->c_acctbal : 0;
                local->c_acctbal_valid[kept_rows] = customer != 0;
                kept_rows++;
            }
            flare_output_column(worker, 0, local->o_custkey, 0, kept_rows);
            flare_output_column(worker, 1, local->o_orderdate, 0, kept_rows);
            flare_output_column(worker, 2, local->o_totalprice, 0, kept_rows);
            flare_output_column(worker, 3, local->c_custkey, local->c_custkey_valid, kept_rows);
            flare_output_column(worker, 4, local->c_nationkey, local->c_nationkey_valid, kept_rows);
            flare_output_column(worker, 5, local->c_mktsegment, local->c_mktsegment_valid,
                    kept_rows);
            flare_output_column(worker, 6, local->c_acctbal, local->c_acctbal_valid, kept_rows);
            flare_output_rows(worker, kept_rows);
        }
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
        .built = built_1,
        .built_count = 1,
    },
    { /* orders -> filter -> probe customer -> result */
        .name = "2",
        .source = FLARE_SOURCE_SCAN,
        .scan = &orders_scan,
        .local_size = sizeof(struct local_2),
        .morsel = pipeline_2,
    },
};

static const flare_result_column columns[] = {
    { .name = "o_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "o_orderdate", .type = FLARE_INT32 },                 /* DATE */
    { .name = "o_totalprice", .type = FLARE_INT64, .decimal = true }, /* DECIMAL(15, 2) */
    { .name = "c_custkey", .type = FLARE_INT64, .nullable = true }, /* BIGINT */
    { .name = "c_nationkey", .type = FLARE_INT32, .nullable = true }, /* INTEGER */
    { .name = "c_mktsegment", .type = FLARE_STRING, .nullable = true }, /* VARCHAR */
    { .name = "c_acctbal", .type = FLARE_INT64, .nullable = true, .decimal = true }, /* DECIMAL(15, 2) */
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
    .column_count = 7,
    .model_count = 0,
};
