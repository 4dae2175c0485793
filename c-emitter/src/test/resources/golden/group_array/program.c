/*
 * select c_custkey, sum(c_acctbal) as balance
 * from customer
 * group by c_custkey
 *
 *   #1 Aggregate by c_custkey: balance = sum(c_acctbal) [direct array of 1 dimension]
 *   #2   Scan customer (c_custkey, c_nationkey, c_mktsegment, c_acctbal), 150000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int64_t c_custkey_keys[2];                  /* #1 1 .. 150000 */
    int64_t c_acctbal_claim[2];                 /* #2 claimed -99999 .. 999999 */
};

/* One group of #1. */
struct group {
    int64_t balance;                            /* #1 sum(c_acctbal) */
    int64_t row_count;                          /* #1 count(*) */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    int64_t c_custkey[FLARE_BLOCK];
    flare_int128 balance[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_array *groups;                        /* #1 */
};

/* Adds one group to another of the same kind. */
static void merge_group(void *into_row, const void *from_row)
{
    struct group *const into = into_row;
    const struct group *const from = from_row;

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

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    (void)parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_array_create(worker, sizeof(struct group),
            FLARE_OFFSET(struct group, row_count), &query->groups));
    return flare_worker_status(worker);
}

/* Pipeline 1: customer -> groups. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    struct query *const query = state;
    (void)own;

    const int64_t c_custkey_slots = parameters->c_custkey_keys[1] - parameters->c_custkey_keys[0]
            + 1;
    struct group *const groups = flare_array_rows(worker, query->groups, c_custkey_slots); /* #1 */
    if (!groups)
        return FLARE_FAILED;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int64_t *const c_custkey = block.columns[0].values;   /* BIGINT */
        const int64_t *const c_acctbal = block.columns[3].values;   /* DECIMAL(15, 2) */

        for (int32_t row = 0; row < block.rows; row++) {
            const int64_t c_custkey_slot = c_custkey[row] - parameters->c_custkey_keys[0]; /* #1 */
            if (c_custkey_slot < 0 || c_custkey_slot >= c_custkey_slots) /* the range is a claim of the file */
                return flare_raise(worker, FLARE_ERROR_CLAIM, -1);
            struct group *const group = &groups[c_custkey_slot];    /* #1 */
            group->balance += c_acctbal[row];                       /* #1 */
            group->row_count++;                                     /* #1 */
        }
    }
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_ARRAY, .offset = FLARE_OFFSET(struct query, groups),
            .merge = merge_group },                                 /* #1 */
};

/* Pipeline 2: groups -> result. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    const int64_t c_custkey_slots = parameters->c_custkey_keys[1] - parameters->c_custkey_keys[0]
            + 1;
    const struct group *const merged = flare_array_rows(worker, query->groups, c_custkey_slots); /* #1 */
    if (!merged)
        return FLARE_FAILED;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        for (int32_t row = 0; row < block.rows; row++) {
            const struct group *const source = block.row[row];      /* #1 */
            const int64_t slot = source - merged;
            local->c_custkey[row] = parameters->c_custkey_keys[0] + slot;
            local->balance[row] = flare_int128_of(source->balance);
        }
        flare_output_column(worker, 0, local->c_custkey, 0, block.rows);
        flare_output_column(worker, 1, local->balance, 0, block.rows);
        flare_output_rows(worker, block.rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* customer -> groups */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &customer_scan,
        .morsel = pipeline_1,
        .built = built_1,
        .built_count = 1,
    },
    { /* groups -> result */
        .name = "2",
        .source = FLARE_SOURCE_ARRAY,
        .source_offset = FLARE_OFFSET(struct query, groups),
        .local_size = sizeof(struct local_2),
        .morsel = pipeline_2,
    },
};

static const flare_result_column columns[] = {
    { .name = "c_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "balance", .type = FLARE_INT128, .nullable = true },  /* DECIMAL(38, 2) */
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
    .column_count = 2,
    .model_count = 0,
};
