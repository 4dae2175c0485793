/*
 * select   o_orderdate, count(distinct o_clerk) as clerks, sum(distinct o_custkey) as customers, count(*) as
 *     orders
 * from     orders
 * group by o_orderdate
 *
 *   #1 Aggregate by o_orderdate: clerks = count(distinct o_clerk), customers = sum(distinct o_custkey), orders =
 *           count(*) [hash table]
 *   #2   Scan orders (o_clerk, o_custkey, o_orderdate), 1500000 rows
 */
#include "flare/program.h"

/* Keys of #1, compared byte by byte. */
struct key {
    int32_t o_orderdate;                        /* #1 */
    uint8_t padding[4];                         /* always zero */
};

/* One group of #1. */
struct group {
    struct key key;                             /* #1 */
    int64_t clerks;                             /* #1 count(o_clerk) */
    flare_int128 customers;                     /* #1 sum(o_custkey) */
    int64_t orders;                             /* #1 count(*) */
};

/* Keys of #1 distinct o_clerk, compared byte by byte. */
struct distinct_o_clerk {
    int32_t o_orderdate;                        /* #1 distinct o_clerk */
    uint32_t o_clerk;                           /* #1 distinct o_clerk id in o_clerk */
};

/* Keys of #1 distinct o_custkey, compared byte by byte. */
struct distinct_o_custkey {
    int64_t o_custkey;                          /* #1 distinct o_custkey */
    int32_t o_orderdate;                        /* #1 distinct o_custkey */
    uint8_t padding[4];                         /* always zero */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct key keys[FLARE_BLOCK];               /* #1 */
    void *found[FLARE_BLOCK];                   /* #1 the group of each row */
    struct distinct_o_clerk distinct_o_clerk_keys[FLARE_BLOCK]; /* #1 */
    struct distinct_o_custkey distinct_o_custkey_keys[FLARE_BLOCK]; /* #1 */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    struct key keys[FLARE_BLOCK];               /* #1 */
    void *found[FLARE_BLOCK];                   /* #1 the group of each row */
};

/* One worker's own part of pipeline 3. */
struct local_3 {
    struct key keys[FLARE_BLOCK];               /* #1 */
    void *found[FLARE_BLOCK];                   /* #1 the group of each row */
};

/* One worker's own part of pipeline 4. */
struct local_4 {
    int32_t o_orderdate[FLARE_BLOCK];
    int64_t clerks[FLARE_BLOCK];
    flare_int128 customers[FLARE_BLOCK];
    int64_t orders[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_ids *o_clerk;                         /* #1 ids of o_clerk */
    flare_groups *distinct_o_clerk;             /* #1 distinct o_clerk */
    flare_groups *distinct_o_custkey;           /* #1 distinct o_custkey */
    flare_groups *groups;                       /* #1 */
};

/* Adds one group to another of the same kind. */
static void merge_group(void *into_row, const void *from_row)
{
    struct group *const into = into_row;
    const struct group *const from = from_row;

    flare_accumulate_int128(&into->customers, from->customers);
    into->clerks += from->clerks;
    into->orders += from->orders;
}

static const flare_column orders_columns[] = {
    { .name = "o_clerk", .type = FLARE_IDS, .nullable = true,
            .ids = FLARE_OFFSET(struct query, o_clerk) },           /* VARCHAR */
    { .name = "o_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "o_orderdate", .type = FLARE_INT32 },                 /* DATE */
};

static const flare_scan orders_scan = {
    .columns = orders_columns,
    .column_count = 3,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    (void)parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_ids_create(worker, &query->o_clerk));
    FLARE_TRY(flare_groups_create(worker, sizeof(struct distinct_o_clerk),
            sizeof(struct distinct_o_clerk), &query->distinct_o_clerk));
    FLARE_TRY(flare_groups_create(worker, sizeof(struct distinct_o_custkey),
            sizeof(struct distinct_o_custkey), &query->distinct_o_custkey));
    FLARE_TRY(flare_groups_create(worker, sizeof(struct key), sizeof(struct group),
            &query->groups));
    return flare_worker_status(worker);
}

/* Pipeline 1: orders -> groups. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_1 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const uint32_t *const o_clerk = block.columns[0].values;    /* VARCHAR */
        const uint8_t *const o_clerk_valid = block.columns[0].valid;
        const int64_t *const o_custkey = block.columns[1].values;   /* BIGINT */
        const int32_t *const o_orderdate = block.columns[2].values; /* DATE */

        for (int32_t row = 0; row < block.rows; row++) {
            struct key *const key = &local->keys[row];
            key->o_orderdate = o_orderdate[row];                    /* #1 */
        }
        FLARE_TRY(flare_groups_find(worker, query->groups, local->keys, block.rows, local->found)); /* #1 */
        for (int32_t row = 0; row < block.rows; row++) {
            struct group *const group = local->found[row];          /* #1 */
            group->orders++;                                        /* #1 */
        }
        int32_t distinct_o_clerk_rows = 0;
        for (int32_t row = 0; row < block.rows; row++) {
            if (o_clerk_valid[row]) {
                struct distinct_o_clerk *const distinct =
                        &local->distinct_o_clerk_keys[distinct_o_clerk_rows];
                distinct->o_orderdate = o_orderdate[row];           /* #1 */
                distinct->o_clerk = o_clerk_valid[row] ? o_clerk[row] : 0; /* #1 */
                distinct_o_clerk_rows++;
            }
        }
        FLARE_TRY(flare_groups_add(worker, query->distinct_o_clerk, local->distinct_o_clerk_keys,
                distinct_o_clerk_rows));                            /* #1 */
        int32_t distinct_o_custkey_rows = 0;
        for (int32_t row = 0; row < block.rows; row++) {
            struct distinct_o_custkey *const distinct_2 =
                    &local->distinct_o_custkey_keys[distinct_o_custkey_rows];
            distinct_2->o_orderdate = o_orderdate[row];             /* #1 */
            distinct_2->o_custkey = o_custkey[row];                 /* #1 */
            distinct_o_custkey_rows++;
        }
        FLARE_TRY(flare_groups_add(worker, query->distinct_o_custkey,
                local->distinct_o_custkey_keys, distinct_o_custkey_rows)); /* #1 */
    }
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_GROUPS, .offset = FLARE_OFFSET(struct query, distinct_o_clerk) }, /* #1 */
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
            const struct distinct_o_clerk *const value = block.row[row]; /* #1 */
            struct key *const key = &local->keys[row];
            key->o_orderdate = value->o_orderdate;                  /* #1 */
        }
        FLARE_TRY(flare_groups_find(worker, query->groups, local->keys, block.rows, local->found)); /* #1 */
        for (int32_t row = 0; row < block.rows; row++) {
            struct group *const group = local->found[row];          /* #1 */
            group->clerks++;                                        /* #1 */
        }
    }
    return flare_worker_status(worker);
}

/* Pipeline 3: distinct values -> groups. */
static flare_status pipeline_3(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_3 *const local = own;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        for (int32_t row = 0; row < block.rows; row++) {
            const struct distinct_o_custkey *const value = block.row[row]; /* #1 */
            struct key *const key = &local->keys[row];
            key->o_orderdate = value->o_orderdate;                  /* #1 */
        }
        FLARE_TRY(flare_groups_find(worker, query->groups, local->keys, block.rows, local->found)); /* #1 */
        for (int32_t row = 0; row < block.rows; row++) {
            struct group *const group = local->found[row];          /* #1 */
            const struct distinct_o_custkey *const value = block.row[row]; /* #1 */
            flare_accumulate_int64(&group->customers, value->o_custkey); /* #1 */
        }
    }
    return flare_worker_status(worker);
}

static const flare_built built_3[] = {
    { .kind = FLARE_BUILT_GROUPS, .offset = FLARE_OFFSET(struct query, groups),
            .merge = merge_group },                                 /* #1 */
};

/* Pipeline 4: groups -> result. */
static flare_status pipeline_4(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    (void)state;
    struct local_4 *const local = own;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        for (int32_t row = 0; row < block.rows; row++) {
            const struct group *const source = block.row[row];      /* #1 */
            local->o_orderdate[row] = source->key.o_orderdate;
            local->clerks[row] = source->clerks;
            local->customers[row] = source->customers;
            local->orders[row] = source->orders;
        }
        flare_output_column(worker, 0, local->o_orderdate, 0, block.rows);
        flare_output_column(worker, 1, local->clerks, 0, block.rows);
        flare_output_column(worker, 2, local->customers, 0, block.rows);
        flare_output_column(worker, 3, local->orders, 0, block.rows);
        flare_output_rows(worker, block.rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* orders -> groups */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &orders_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
        .built = built_1,
        .built_count = 2,
    },
    { /* distinct values -> groups */
        .name = "2",
        .source = FLARE_SOURCE_GROUPS,
        .source_offset = FLARE_OFFSET(struct query, distinct_o_clerk),
        .local_size = sizeof(struct local_2),
        .morsel = pipeline_2,
    },
    { /* distinct values -> groups */
        .name = "3",
        .source = FLARE_SOURCE_GROUPS,
        .source_offset = FLARE_OFFSET(struct query, distinct_o_custkey),
        .local_size = sizeof(struct local_3),
        .morsel = pipeline_3,
        .built = built_3,
        .built_count = 1,
    },
    { /* groups -> result */
        .name = "4",
        .source = FLARE_SOURCE_GROUPS,
        .source_offset = FLARE_OFFSET(struct query, groups),
        .local_size = sizeof(struct local_4),
        .morsel = pipeline_4,
    },
};

static const flare_result_column columns[] = {
    { .name = "o_orderdate", .type = FLARE_INT32 },                 /* DATE */
    { .name = "clerks", .type = FLARE_INT64 },                      /* BIGINT */
    { .name = "customers", .type = FLARE_INT128, .nullable = true }, /* DECIMAL(38, 0) */
    { .name = "orders", .type = FLARE_INT64 },                      /* BIGINT */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .open = open,
    .pipelines = pipelines,
    .pipeline_count = 4,
    .columns = columns,
    .column_count = 4,
    .model_count = 0,
};
