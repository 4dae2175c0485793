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

/* One worker's own part of pipeline 1. */
struct local_1 {
    int64_t slot_count;                         /* #1 */
    struct group *groups;                       /* #1 */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    int64_t c_custkey[FLARE_BLOCK];
    flare_int128 balance[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    int64_t slot_count;                         /* #1 slots of groups */
    struct group *groups_of_worker[257];        /* #1 */
    int32_t groups_workers;                     /* #1 */
    struct group *groups;                       /* #1 */
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

/* Opens pipeline 1 for a worker. */
static flare_status open_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    (void)state;
    struct local_1 *const local = own;

    local->slot_count = parameters->c_custkey_keys[1] - parameters->c_custkey_keys[0] + 1; /* #1 */
    local->groups = flare_allocate(worker, (uint64_t)local->slot_count * sizeof(struct group));
    return flare_worker_status(worker);
}

/* Pipeline 1: customer -> groups. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    (void)state;
    struct local_1 *const local = own;

    struct group *const groups = local->groups;
    const int64_t c_custkey_slots = parameters->c_custkey_keys[1] - parameters->c_custkey_keys[0]
            + 1;

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

/* Adds a worker's part of pipeline 1 to the query. */
static flare_status merge_1(flare_worker *worker, void *state, const void *own)
{
    struct query *const query = state;
    const struct local_1 *const local = own;

    query->groups_of_worker[query->groups_workers++] = local->groups;
    query->groups = query->groups_of_worker[0];
    query->slot_count = local->slot_count;
    return flare_worker_status(worker);
}

/* Works on one part of what pipeline 1 has built. */
static flare_status part_1(flare_worker *worker, const void *parameter_block, void *state,
        int32_t part)
{
    (void)parameter_block;
    struct query *const query = state;

    const int64_t from = query->slot_count * part / FLARE_PARTS;
    const int64_t to = query->slot_count * (part + 1) / FLARE_PARTS;
    for (int32_t other = 1; other < query->groups_workers; other++) {
        const struct group *const groups = query->groups_of_worker[other];
        for (int64_t slot = from; slot < to; slot++) {
            if (groups[slot].row_count != 0)
                merge_group(&query->groups[slot], &groups[slot]);
        }
    }
    return flare_worker_status(worker);
}

/* Ends pipeline 1. */
static flare_status finish_1(flare_worker *worker, const void *parameter_block, void *state)
{
    (void)parameter_block;
    struct query *const query = state;

    if (query->groups_workers > 1)                                  /* merged */
        query->groups_workers = 1;
    return flare_worker_status(worker);
}

/* Pipeline 2: groups -> result. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    for (int64_t start = 0; start < query->slot_count; start += FLARE_BLOCK) {
        const int32_t count = flare_block_rows(query->slot_count - start);
        int32_t result_rows = 0;
        for (int32_t row = 0; row < count; row++) {
            const int64_t slot = start + row;
            const struct group *const source = &query->groups[slot]; /* #1 */
            if (source->row_count == 0)
                continue;
            local->c_custkey[result_rows] = parameters->c_custkey_keys[0] + slot;
            local->balance[result_rows] = flare_int128_of(source->balance);
            result_rows++;
        }
        flare_output_column(worker, 0, local->c_custkey, 0, result_rows);
        flare_output_column(worker, 1, local->balance, 0, result_rows);
        flare_output_rows(worker, result_rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* customer -> groups */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &customer_scan,
        .local_size = sizeof(struct local_1),
        .local_open = open_1,
        .morsel = pipeline_1,
        .merge = merge_1,
        .part = part_1,
        .finish = finish_1,
    },
    { /* groups -> result */
        .name = "2",
        .source = FLARE_SOURCE_ONCE,
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
    .pipelines = pipelines,
    .pipeline_count = 2,
    .columns = columns,
    .column_count = 2,
    .model_count = 0,
};
