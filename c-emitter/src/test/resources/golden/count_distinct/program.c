/*
 * select   o_orderpriority, o_orderdate, count(distinct o_custkey) as customers
 * from     orders
 * where    o_totalprice > 1000
 * group by o_orderpriority, o_orderdate
 *
 *   #1 Aggregate by o_orderpriority, o_orderdate: customers = count(distinct o_custkey) [hash table]
 *   #2   Scan orders (o_orderpriority, o_orderdate, o_custkey, o_totalprice) where o_totalprice > 1000.00,
 *           1500000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int64_t o_totalprice[2];                    /* #2 o_totalprice > 1000.00 */
};

/* Keys of #1, compared byte by byte. */
struct key {
    uint32_t o_orderpriority;                   /* #1 id in o_orderpriority */
    int32_t o_orderdate;                        /* #1 */
};

/* One group of #1. */
struct group {
    struct key key;                             /* #1 */
    int64_t customers;                          /* #1 count(o_custkey) */
};

/* Keys of #1 distinct o_custkey, compared byte by byte. */
struct distinct_o_custkey {
    int64_t o_custkey;                          /* #1 distinct o_custkey */
    uint32_t o_orderpriority;                   /* #1 distinct o_custkey id in o_orderpriority */
    int32_t o_orderdate;                        /* #1 distinct o_custkey */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct distinct_o_custkey distinct_o_custkey_keys[FLARE_BLOCK]; /* #1 */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    struct key keys[FLARE_BLOCK];               /* #1 */
    void *found[FLARE_BLOCK];                   /* #1 the group of each row */
};

/* One worker's own part of pipeline 3. */
struct local_3 {
    flare_string o_orderpriority[FLARE_BLOCK];
    int32_t o_orderdate[FLARE_BLOCK];
    int64_t customers[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_ids *o_orderpriority;                 /* #1 ids of o_orderpriority */
    flare_groups *distinct_o_custkey;           /* #1 distinct o_custkey */
    flare_groups *groups;                       /* #1 */
};

/* Adds one group to another of the same kind. */
static void merge_group(void *into_row, const void *from_row)
{
    struct group *const into = into_row;
    const struct group *const from = from_row;

    into->customers += from->customers;
}

static const flare_column orders_columns[] = {
    { .name = "o_orderpriority", .type = FLARE_IDS,
            .ids = FLARE_OFFSET(struct query, o_orderpriority) },   /* VARCHAR */
    { .name = "o_orderdate", .type = FLARE_INT32 },                 /* DATE */
    { .name = "o_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "o_totalprice", .type = FLARE_INT64, .filter_only = true }, /* DECIMAL(15, 2) */
};

static const flare_filter orders_filters[] = {
    { .keep = flare_keep_range_int64, .argument = FLARE_OFFSET(struct parameters, o_totalprice),
            .column_count = 1, .columns = { 3 } },                  /* #2 o_totalprice > 1000.00 */
    { .keep = 0 },
};

static const flare_scan orders_scan = {
    .columns = orders_columns,
    .column_count = 4,
    .filters = orders_filters,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    (void)parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_ids_create(worker, &query->o_orderpriority));
    FLARE_TRY(flare_groups_create(worker, sizeof(struct distinct_o_custkey),
            sizeof(struct distinct_o_custkey), &query->distinct_o_custkey));
    FLARE_TRY(flare_groups_create(worker, sizeof(struct key), sizeof(struct group),
            &query->groups));
    return flare_worker_status(worker);
}

/* Pipeline 1: orders -> filter -> groups. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_1 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const uint32_t *const o_orderpriority = block.columns[0].values; /* VARCHAR */
        const int32_t *const o_orderdate = block.columns[1].values; /* DATE */
        const int64_t *const o_custkey = block.columns[2].values;   /* BIGINT */

        int32_t distinct_o_custkey_rows = 0;
        for (int32_t row = 0; row < block.rows; row++) {
            struct distinct_o_custkey *const distinct =
                    &local->distinct_o_custkey_keys[distinct_o_custkey_rows];
            distinct->o_orderpriority = o_orderpriority[row];       /* #1 */
            distinct->o_orderdate = o_orderdate[row];               /* #1 */
            distinct->o_custkey = o_custkey[row];                   /* #1 */
            distinct_o_custkey_rows++;
        }
        FLARE_TRY(flare_groups_add(worker, query->distinct_o_custkey,
                local->distinct_o_custkey_keys, distinct_o_custkey_rows)); /* #1 */
    }
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_GROUPS, .offset = FLARE_OFFSET(struct query, distinct_o_custkey) }, /* #1 */
};

/* Pipeline 2: distinct values -> groups. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        for (int32_t row = 0; row < block.rows; row++) {
            const struct distinct_o_custkey *const value = block.row[row]; /* #1 */
            struct key *const key = &local->keys[row];
            key->o_orderpriority = value->o_orderpriority;          /* #1 */
            key->o_orderdate = value->o_orderdate;                  /* #1 */
        }
        FLARE_TRY(flare_groups_find(worker, query->groups, local->keys, block.rows, local->found)); /* #1 */
        for (int32_t row = 0; row < block.rows; row++) {
            struct group *const group = local->found[row];          /* #1 */
            group->customers++;                                     /* #1 */
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
            local->o_orderpriority[row] =
                    flare_ids_string(query->o_orderpriority, source->key.o_orderpriority);
            local->o_orderdate[row] = source->key.o_orderdate;
            local->customers[row] = source->customers;
        }
        flare_output_column(worker, 0, local->o_orderpriority, 0, block.rows);
        flare_output_column(worker, 1, local->o_orderdate, 0, block.rows);
        flare_output_column(worker, 2, local->customers, 0, block.rows);
        flare_output_rows(worker, block.rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* orders -> filter -> groups */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &orders_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
        .built = built_1,
        .built_count = 1,
    },
    { /* distinct values -> groups */
        .name = "2",
        .source = FLARE_SOURCE_GROUPS,
        .source_offset = FLARE_OFFSET(struct query, distinct_o_custkey),
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
    { .name = "o_orderpriority", .type = FLARE_STRING },            /* VARCHAR */
    { .name = "o_orderdate", .type = FLARE_INT32 },                 /* DATE */
    { .name = "customers", .type = FLARE_INT64 },                   /* BIGINT */
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
