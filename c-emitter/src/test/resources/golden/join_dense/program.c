/*
 * select c_mktsegment, sum(o_totalprice) as total, count(*) as orders
 * from orders join customer on o_custkey = c_custkey
 * where o_orderdate >= date '1995-01-01'
 * group by c_mktsegment
 *
 *   #1 Aggregate by c_mktsegment: total = sum(o_totalprice), orders = count(*) [hash table]
 *   #2   Join inner on o_custkey = c_custkey [array over c_custkey 1 .. 150000, unique, filters the scan]
 *   #3     Scan orders (o_custkey, o_orderdate, o_totalprice) where o_orderdate >= 1995-01-01, 1500000 rows
 *   #4     Scan customer (c_custkey, c_nationkey, c_mktsegment, c_acctbal), 150000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int32_t o_orderdate[2];                     /* #3 o_orderdate >= 1995-01-01 */
    int64_t c_custkey_keys[2];                  /* #2 1 .. 150000 */
    int64_t o_totalprice_claim[2];              /* #3 claimed 85771 .. 55528516 */
};

/* A row of #2's right side. */
struct customer {
    uint32_t c_mktsegment;                      /* id in c_mktsegment */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    int64_t keys[FLARE_BLOCK];                  /* #2 */
    struct customer customer_rows[FLARE_BLOCK]; /* #2 */
};

/* Keys of #1, compared byte by byte. */
struct key {
    uint32_t c_mktsegment;                      /* #1 id in c_mktsegment */
    uint8_t padding[4];                         /* always zero */
};

/* One group of #1. */
struct group {
    struct key key;                             /* #1 */
    int64_t total;                              /* #1 sum(o_totalprice) */
    int64_t orders;                             /* #1 count(*) */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    struct key keys[FLARE_BLOCK];               /* #1 */
    void *found[FLARE_BLOCK];                   /* #1 the group of each row */
};

/* One worker's own part of pipeline 3. */
struct local_3 {
    flare_string c_mktsegment[FLARE_BLOCK];
    flare_int128 total[FLARE_BLOCK];
    int64_t orders[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_ids *c_mktsegment;                    /* #2 ids of c_mktsegment */
    flare_dense *customer;                      /* #2 */
    flare_groups *groups;                       /* #1 */
};

/* Adds one group to another of the same kind. */
static void merge_group(void *into_row, const void *from_row)
{
    struct group *const into = into_row;
    const struct group *const from = from_row;

    into->total += from->total;
    into->orders += from->orders;
}

static const flare_column customer_columns[] = {
    { .name = "c_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "c_nationkey", .type = FLARE_INT32, .filter_only = true }, /* INTEGER */
    { .name = "c_mktsegment", .type = FLARE_STRING },               /* VARCHAR */
    { .name = "c_acctbal", .type = FLARE_INT64, .filter_only = true }, /* DECIMAL(15, 2) */
};

static const flare_scan customer_scan = {
    .columns = customer_columns,
    .column_count = 4,
};

static const flare_column orders_columns[] = {
    { .name = "o_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "o_orderdate", .type = FLARE_INT32, .filter_only = true }, /* DATE */
    { .name = "o_totalprice", .type = FLARE_INT64, .has_range = true,
            .range = FLARE_OFFSET(struct parameters, o_totalprice_claim) }, /* DECIMAL(15, 2) */
};

static const flare_filter orders_filters[] = {
    { .keep = flare_keep_range_int32, .argument = FLARE_OFFSET(struct parameters, o_orderdate),
            .column_count = 1, .columns = { 1 } },                  /* #3 o_orderdate >= 1995-01-01 */
    { .keep = flare_keep_dense_int64, .argument = FLARE_OFFSET(struct query, customer),
            .from_query = true, .column_count = 1, .columns = { 0 } }, /* #3 #2 probe o_custkey */
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

    FLARE_TRY(flare_ids_create(worker, &query->c_mktsegment));
    FLARE_TRY(flare_dense_create(worker, parameters->c_custkey_keys[0],
            parameters->c_custkey_keys[1], sizeof(struct customer), &query->customer));
    FLARE_TRY(flare_groups_create(worker, sizeof(struct key), sizeof(struct group),
            &query->groups));
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
        const flare_string *const c_mktsegment = block.columns[2].values; /* VARCHAR */

        for (int32_t row = 0; row < block.rows; row++) {
            local->keys[row] = c_custkey[row];                      /* #2 build */
            struct customer *const into_join = &local->customer_rows[row];
            into_join->c_mktsegment = flare_ids_intern(worker, query->c_mktsegment,
                    c_mktsegment[row]);
        }
        FLARE_TRY(flare_dense_add(worker, query->customer, local->keys, local->customer_rows,
                block.rows));                                       /* #2 build */
    }
    return flare_worker_status(worker);
}

/* Pipeline 2: orders -> filter -> probe customer -> groups. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    const flare_dense customer_map = *query->customer;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int64_t *const o_custkey = block.columns[0].values;   /* BIGINT */
        const int64_t *const o_totalprice = block.columns[2].values; /* DECIMAL(15, 2) */

        for (int32_t row = 0; row < block.rows; row++) {
            const struct customer *const customer = flare_dense_row(&customer_map, o_custkey[row]); /* #2 probe */
            struct key *const key = &local->keys[row];
            key->c_mktsegment = customer->c_mktsegment;             /* #1 */
        }
        FLARE_TRY(flare_groups_find(worker, query->groups, local->keys, block.rows, local->found)); /* #1 */
        for (int32_t row = 0; row < block.rows; row++) {
            struct group *const group = local->found[row];          /* #1 */
            group->total += o_totalprice[row];                      /* #1 */
            group->orders++;                                        /* #1 */
        }
    }
    return flare_worker_status(worker);
}

static const flare_built built_2[] = {
    { .kind = FLARE_BUILT_GROUPS, .offset = FLARE_OFFSET(struct query, groups),
            .merge = merge_group },                                 /* #1 */
};

/* Pipeline 3: groups -> result. */
static flare_status pipeline_3(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_3 *const local = own;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        for (int32_t row = 0; row < block.rows; row++) {
            const struct group *const source = block.row[row];      /* #1 */
            local->c_mktsegment[row] = flare_ids_string(query->c_mktsegment,
                    source->key.c_mktsegment);
            local->total[row] = flare_int128_of(source->total);
            local->orders[row] = source->orders;
        }
        flare_output_column(worker, 0, local->c_mktsegment, 0, block.rows);
        flare_output_column(worker, 1, local->total, 0, block.rows);
        flare_output_column(worker, 2, local->orders, 0, block.rows);
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
    { /* orders -> filter -> probe customer -> groups */
        .name = "2",
        .source = FLARE_SOURCE_SCAN,
        .scan = &orders_scan,
        .local_size = sizeof(struct local_2),
        .morsel = pipeline_2,
        .built = built_2,
        .built_count = 1,
    },
    { /* groups -> result */
        .name = "3",
        .source = FLARE_SOURCE_GROUPS,
        .source_offset = FLARE_OFFSET(struct query, groups),
        .local_size = sizeof(struct local_3),
        .morsel = pipeline_3,
    },
};

static const flare_result_column columns[] = {
    { .name = "c_mktsegment", .type = FLARE_STRING },               /* VARCHAR */
    { .name = "total", .type = FLARE_INT128, .nullable = true },    /* DECIMAL(38, 2) */
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
    .column_count = 3,
    .model_count = 0,
};
