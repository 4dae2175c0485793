/*
 * select *
 * from customer, (select avg(c_acctbal) as average, single_value(c_mktsegment) as segment from customer)
 * where c_acctbal > average
 *
 *   #1 Join inner on c_acctbal > average [one row]
 *   #2   Scan customer (c_custkey, c_nationkey, c_mktsegment, c_acctbal), 150000 rows
 *   #3   Aggregate average = avg(c_acctbal), segment = single_value(c_mktsegment) [one group]
 *   #4     Scan customer (c_custkey, c_nationkey, c_mktsegment, c_acctbal), 150000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int64_t c_acctbal_claim[2];                 /* #4 claimed -99999 .. 999999 */
    int64_t c_acctbal_claim_2[2];               /* #2 claimed -99999 .. 999999 */
};

/* The totals of #3. */
struct totals {
    int64_t average;                            /* #3 sum(c_acctbal) */
    int64_t row_count;                          /* #3 count(*) */
    flare_string segment;                       /* #3 any_value(c_mktsegment) */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct totals totals;                       /* #3 */
};

/* A row of #1's right side. */
struct totals_2 {
    flare_int128 average;
    uint32_t segment;                           /* id in segment */
    uint8_t average_valid;
    uint8_t segment_valid;
};

/* One worker's own part of pipeline 3. */
struct local_3 {
    int64_t c_custkey[FLARE_BLOCK];
    int32_t c_nationkey[FLARE_BLOCK];
    flare_string c_mktsegment[FLARE_BLOCK];
    int64_t c_acctbal[FLARE_BLOCK];
    flare_int128 average[FLARE_BLOCK];
    uint8_t average_valid[FLARE_BLOCK];
    flare_string segment[FLARE_BLOCK];
    uint8_t segment_valid[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    struct totals totals;                       /* #3 */
    flare_ids *kept_strings;                    /* #3 strings that groups keep */
    flare_ids *segment;                         /* #1 ids of segment */
    struct totals_2 totals_2;                   /* #1 */
};

/* Adds one worker's totals to another of the same kind. */
static void merge_totals(void *into_row, const void *from_row)
{
    struct totals *const into = into_row;
    const struct totals *const from = from_row;

    into->average += from->average;
    if (from->row_count > 0 && into->row_count == 0)
        into->segment = from->segment;
    into->row_count += from->row_count;
}

static const flare_column customer_columns[] = {
    { .name = "c_custkey", .type = FLARE_INT64, .filter_only = true }, /* BIGINT */
    { .name = "c_nationkey", .type = FLARE_INT32, .filter_only = true }, /* INTEGER */
    { .name = "c_mktsegment", .type = FLARE_STRING },               /* VARCHAR */
    { .name = "c_acctbal", .type = FLARE_INT64, .has_range = true,
            .range = FLARE_OFFSET(struct parameters, c_acctbal_claim) }, /* DECIMAL(15, 2) */
};

static const flare_scan customer_scan = {
    .columns = customer_columns,
    .column_count = 4,
};

static const flare_column customer_2_columns[] = {
    { .name = "c_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "c_nationkey", .type = FLARE_INT32 },                 /* INTEGER */
    { .name = "c_mktsegment", .type = FLARE_STRING },               /* VARCHAR */
    { .name = "c_acctbal", .type = FLARE_INT64, .has_range = true,
            .range = FLARE_OFFSET(struct parameters, c_acctbal_claim_2) }, /* DECIMAL(15, 2) */
};

static const flare_scan customer_2_scan = {
    .columns = customer_2_columns,
    .column_count = 4,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    (void)parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_ids_create(worker, &query->kept_strings));
    FLARE_TRY(flare_ids_create(worker, &query->segment));
    return flare_worker_status(worker);
}

/* Pipeline 1: customer -> totals. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_1 *const local = own;

    struct totals *const totals = &local->totals;
    int64_t average = 0;                                            /* #3 */
    int64_t row_count = 0;                                          /* #3 */

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const flare_string *const c_mktsegment = block.columns[2].values; /* VARCHAR */
        const int64_t *const c_acctbal = block.columns[3].values;   /* DECIMAL(15, 2) */

        for (int32_t row = 0; row < block.rows; row++) {
            average += c_acctbal[row];                              /* #3 */
            if (totals->row_count + row_count == 0)
                totals->segment = flare_ids_string(query->kept_strings,
                        flare_ids_intern(worker, query->kept_strings, c_mktsegment[row])); /* #3 */
            row_count++;                                            /* #3 */
        }
    }
    totals->average += average;
    totals->row_count += row_count;
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_TOTALS, .offset = FLARE_OFFSET(struct query, totals),
            .local = FLARE_OFFSET(struct local_1, totals), .merge = merge_totals }, /* #3 */
};

/* Pipeline 2: totals -> build totals. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    (void)own;

    const struct totals *const source = &query->totals;
    for (int32_t row = 0; row < 1; row++) {
        query->totals_2.average = source->row_count > 0
                ? flare_average_int128(worker, flare_int128_of(source->average), source->row_count,
                0) : flare_int128_of(0);
        query->totals_2.average_valid = source->row_count > 0;
        query->totals_2.segment = (flare_single_row(worker, source->row_count, 0) &&
                source->row_count > 0) ? flare_ids_intern(worker, query->segment, source->segment)
                : 0;
        query->totals_2.segment_valid = flare_single_row(worker, source->row_count, 0) &&
                source->row_count > 0;
    }
    return flare_worker_status(worker);
}

/* Pipeline 3: customer -> probe totals -> result. */
static flare_status pipeline_3(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_3 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int64_t *const c_custkey = block.columns[0].values;   /* BIGINT */
        const int32_t *const c_nationkey = block.columns[1].values; /* INTEGER */
        const flare_string *const c_mktsegment = block.columns[2].values; /* VARCHAR */
        const int64_t *const c_acctbal = block.columns[3].values;   /* DECIMAL(15, 2) */

        int32_t result_rows = 0;
        for (int32_t row = 0; row < block.rows; row++) {
            if (!(query->totals_2.average_valid != 0 &&
                    flare_compare_int128(flare_int128_of(c_acctbal[row] * 1000000),
                    query->totals_2.average) > 0))                  /* #1 */
                continue;
            local->c_custkey[result_rows] = c_custkey[row];
            local->c_nationkey[result_rows] = c_nationkey[row];
            local->c_mktsegment[result_rows] = c_mktsegment[row];
            local->c_acctbal[result_rows] = c_acctbal[row];
            local->average[result_rows] = query->totals_2.average;
            local->average_valid[result_rows] = query->totals_2.average_valid != 0;
            local->segment[result_rows] = query->totals_2.segment_valid != 0
                    ? flare_ids_string(query->segment, query->totals_2.segment)
                    : flare_string_empty();
            local->segment_valid[result_rows] = query->totals_2.segment_valid != 0;
            result_rows++;
        }
        flare_output_column(worker, 0, local->c_custkey, 0, result_rows);
        flare_output_column(worker, 1, local->c_nationkey, 0, result_rows);
        flare_output_column(worker, 2, local->c_mktsegment, 0, result_rows);
        flare_output_column(worker, 3, local->c_acctbal, 0, result_rows);
        flare_output_column(worker, 4, local->average, local->average_valid, result_rows);
        flare_output_column(worker, 5, local->segment, local->segment_valid, result_rows);
        flare_output_rows(worker, result_rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* customer -> totals */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &customer_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
        .built = built_1,
        .built_count = 1,
    },
    { /* totals -> build totals */
        .name = "2",
        .source = FLARE_SOURCE_ONCE,
        .morsel = pipeline_2,
    },
    { /* customer -> probe totals -> result */
        .name = "3",
        .source = FLARE_SOURCE_SCAN,
        .scan = &customer_2_scan,
        .local_size = sizeof(struct local_3),
        .morsel = pipeline_3,
    },
};

static const flare_result_column columns[] = {
    { .name = "c_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "c_nationkey", .type = FLARE_INT32 },                 /* INTEGER */
    { .name = "c_mktsegment", .type = FLARE_STRING },               /* VARCHAR */
    { .name = "c_acctbal", .type = FLARE_INT64, .decimal = true },  /* DECIMAL(15, 2) */
    { .name = "average", .type = FLARE_INT128, .nullable = true },  /* DECIMAL(38, 8) */
    { .name = "segment", .type = FLARE_STRING, .nullable = true },  /* VARCHAR */
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
    .column_count = 6,
    .model_count = 0,
};
