/*
 * select count(*) as orders
 * from   orders
 * where  year(o_orderdate) = 1995 and o_comment like '%special%' and o_shippriority in (1, 3, 2) and o_clerk is
 *     not null
 *   and  upper(o_clerk) = 'CLERK#000000951' and o_orderdate < o_shipdate and o_custkey >= ? and 1000000 /
 *     o_custkey > 10
 *
 *   #1 Aggregate orders = count(*) [one group]
 *   #2   Scan orders (o_orderdate, o_clerk, o_comment, o_shippriority, o_custkey, o_shipdate) where
 *           year(o_orderdate) = 1995 and o_comment like '%special%' and o_shippriority in (1, 3, 2) and o_clerk
 *           is not null and upper(o_clerk) = 'CLERK#000000951' and o_orderdate < o_shipdate and o_custkey >= $1
 *           and (1000000 / o_custkey) > 10, 1500000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int64_t o_orderdate_equal;                  /* #2 1995 */
    flare_like o_comment_like;                  /* #2 o_comment like '%special%' */
    flare_list o_shippriority_in;               /* #2 3 values */
    flare_string o_clerk_equal;                 /* #2 'CLERK#000000951' */
    int64_t o_custkey[2];                       /* #2 o_custkey >= $1 */
    int64_t o_custkey_dividend;                 /* #2 1000000 */
    int64_t o_custkey_bound;                    /* #2 10 */
};

/* The totals of #1. */
struct totals {
    int64_t orders;                             /* #1 count(*) */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct totals totals;                       /* #1 */
};

/* The query's own state, shared by its workers. */
struct query {
    struct totals totals;                       /* #1 */
};

/* #2: year(o_orderdate) = 1995 */
static flare_status keep_o_orderdate(flare_worker *worker, const void *argument,
        const flare_vector *columns, int32_t rows, uint8_t *keep)
{
    const struct parameters *const parameters = argument;
    const int32_t *const o_orderdate = columns[0].values;           /* DATE */

    for (int32_t row = 0; row < rows; row++) {
        if (!keep[row])
            continue;
        keep[row] = (int64_t)flare_year_of_date(o_orderdate[row]) == parameters->o_orderdate_equal;
    }
    return flare_worker_status(worker);
}

/* #2: upper(o_clerk) = 'CLERK#000000951' */
static flare_status keep_o_clerk(flare_worker *worker, const void *argument,
        const flare_vector *columns, int32_t rows, uint8_t *keep)
{
    const struct parameters *const parameters = argument;
    const flare_string *const o_clerk = columns[0].values;          /* VARCHAR */

    for (int32_t row = 0; row < rows; row++) {
        if (!keep[row])
            continue;
        keep[row] = flare_equal_string(flare_upper(worker, o_clerk[row]),
                parameters->o_clerk_equal);
    }
    return flare_worker_status(worker);
}

/* #2: o_orderdate < o_shipdate */
static flare_status keep_o_orderdate_2(flare_worker *worker, const void *argument,
        const flare_vector *columns, int32_t rows, uint8_t *keep)
{
    (void)argument;
    const int32_t *const o_orderdate = columns[0].values;           /* DATE */
    const int32_t *const o_shipdate = columns[1].values;            /* DATE */
    const uint8_t *const o_shipdate_valid = columns[1].valid;

    for (int32_t row = 0; row < rows; row++)
        keep[row] &= (uint8_t)(o_shipdate_valid[row] && o_orderdate[row] < o_shipdate[row]);
    return flare_worker_status(worker);
}

/* Adds one worker's totals to another of the same kind. */
static void merge_totals(void *into_row, const void *from_row)
{
    struct totals *const into = into_row;
    const struct totals *const from = from_row;

    into->orders += from->orders;
}

static const flare_column orders_columns[] = {
    { .name = "o_orderdate", .type = FLARE_INT32, .filter_only = true }, /* DATE */
    { .name = "o_clerk", .type = FLARE_STRING, .nullable = true, .filter_only = true }, /* VARCHAR */
    { .name = "o_comment", .type = FLARE_STRING, .nullable = true, .filter_only = true }, /* VARCHAR */
    { .name = "o_shippriority", .type = FLARE_INT32, .filter_only = true }, /* INTEGER */
    { .name = "o_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "o_shipdate", .type = FLARE_INT32, .nullable = true, .filter_only = true }, /* DATE */
};

static const flare_filter orders_filters[] = {
    { .keep = keep_o_orderdate, .column_count = 1, .columns = { 0 } }, /* #2 year(o_orderdate) = 1995 */
    { .keep = flare_keep_like, .argument = FLARE_OFFSET(struct parameters, o_comment_like),
            .column_count = 1, .columns = { 2 } },                  /* #2 o_comment like '%special%' */
    { .keep = flare_keep_in_int32, .argument = FLARE_OFFSET(struct parameters, o_shippriority_in),
            .column_count = 1, .columns = { 3 } },                  /* #2 o_shippriority in (1, 3, 2) */
    { .keep = flare_keep_not_null, .column_count = 1, .columns = { 1 } }, /* #2 o_clerk is not null */
    { .keep = keep_o_clerk, .column_count = 1, .columns = { 1 } },  /* #2 upper(o_clerk) = 'CLERK#000000951' */
    { .keep = keep_o_orderdate_2, .column_count = 2, .columns = { 0, 5 } }, /* #2 o_orderdate < o_shipdate */
    { .keep = flare_keep_range_int64, .argument = FLARE_OFFSET(struct parameters, o_custkey),
            .column_count = 1, .columns = { 4 } },                  /* #2 o_custkey >= $1 */
    { .keep = 0 },
};

static const flare_scan orders_scan = {
    .columns = orders_columns,
    .column_count = 6,
    .filters = orders_filters,
};

/* Pipeline 1: orders -> filter -> totals. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    (void)state;
    struct local_1 *const local = own;

    struct totals *const totals = &local->totals;
    int64_t orders = 0;                                             /* #1 */

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int64_t *const o_custkey = block.columns[4].values;   /* BIGINT */

        for (int32_t row = 0; row < block.rows; row++) {
            if (flare_divide_int64(worker, parameters->o_custkey_dividend, o_custkey[row],
                    0) <= parameters->o_custkey_bound)              /* #2 */
                continue;
            orders++;                                               /* #1 */
        }
    }
    totals->orders += orders;
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_TOTALS, .offset = FLARE_OFFSET(struct query, totals),
            .local = FLARE_OFFSET(struct local_1, totals), .merge = merge_totals }, /* #1 */
};

/* Pipeline 2: totals -> result. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    (void)own;

    const struct totals *const source = &query->totals;
    const int64_t orders = source->orders;
    flare_output_column(worker, 0, &orders, 0, 1);
    flare_output_rows(worker, 1);
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* orders -> filter -> totals */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &orders_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
        .built = built_1,
        .built_count = 1,
    },
    { /* totals -> result */
        .name = "2",
        .source = FLARE_SOURCE_ONCE,
        .morsel = pipeline_2,
    },
};

static const flare_result_column columns[] = {
    { .name = "orders", .type = FLARE_INT64 },                      /* BIGINT */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .parameters_size = sizeof(struct parameters),
    .pipelines = pipelines,
    .pipeline_count = 2,
    .columns = columns,
    .column_count = 1,
    .model_count = 0,
};
