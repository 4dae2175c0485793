/*
 * select sum(l_extendedprice * l_discount) as revenue
 * from   lineitem
 * where  l_shipdate >= date '1994-01-01' and l_shipdate < date '1995-01-01'
 *   and  l_discount between 0.05 and 0.07 and l_quantity < 24
 *
 *   #1 Aggregate revenue = sum($f0) [one group]
 *   #2   Project $f0 = l_extendedprice * l_discount
 *   #3     Scan lineitem (l_shipdate, l_discount, l_quantity, l_extendedprice) where l_shipdate >= 1994-01-01
 *           and l_shipdate < 1995-01-01 and l_discount >= 0.05 and l_discount <= 0.07 and l_quantity < 24,
 *           6001215 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int32_t l_shipdate[2];                      /* #3 l_shipdate >= 1994-01-01 and l_shipdate < 1995-01-01 */
    int64_t l_discount[2];                      /* #3 l_discount >= 0.05 and l_discount <= 0.07 */
    int64_t l_quantity[2];                      /* #3 l_quantity < 24 */
    int64_t l_discount_claim[2];                /* #3 claimed 0 .. 10 */
    int64_t l_extendedprice_claim[2];           /* #3 claimed 90100 .. 10494950 */
};

/* The totals of #1. */
struct totals {
    int64_t revenue;                            /* #1 sum($f0) */
    int64_t row_count;                          /* #1 count(*) */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct totals totals;                       /* #1 */
};

/* The query's own state, shared by its workers. */
struct query {
    struct totals totals;                       /* #1 */
};

/* Adds one worker's totals to another of the same kind. */
static void merge_totals(void *into_row, const void *from_row)
{
    struct totals *const into = into_row;
    const struct totals *const from = from_row;

    into->revenue += from->revenue;
    into->row_count += from->row_count;
}

static const flare_column lineitem_columns[] = {
    { .name = "l_shipdate", .type = FLARE_INT32, .filter_only = true }, /* DATE */
    { .name = "l_discount", .type = FLARE_INT64, .has_range = true,
            .range = FLARE_OFFSET(struct parameters, l_discount_claim) }, /* DECIMAL(15, 2) */
    { .name = "l_quantity", .type = FLARE_INT64, .filter_only = true }, /* DECIMAL(15, 2) */
    { .name = "l_extendedprice", .type = FLARE_INT64, .has_range = true,
            .range = FLARE_OFFSET(struct parameters, l_extendedprice_claim) }, /* DECIMAL(15, 2) */
};

static const flare_filter lineitem_filters[] = {
    { .keep = flare_keep_range_int32, .argument = FLARE_OFFSET(struct parameters, l_shipdate),
            .column_count = 1, .columns = { 0 } },                  /* #3 l_shipdate >= 1994-01-01 and l_shipdate < 1995-01-01 */
    { .keep = flare_keep_range_int64, .argument = FLARE_OFFSET(struct parameters, l_discount),
            .column_count = 1, .columns = { 1 } },                  /* #3 l_discount >= 0.05 and l_discount <= 0.07 */
    { .keep = flare_keep_range_int64, .argument = FLARE_OFFSET(struct parameters, l_quantity),
            .column_count = 1, .columns = { 2 } },                  /* #3 l_quantity < 24 */
    { .keep = 0 },
};

static const flare_scan lineitem_scan = {
    .columns = lineitem_columns,
    .column_count = 4,
    .filters = lineitem_filters,
};

/* Pipeline 1: lineitem -> filter -> project -> totals. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    (void)state;
    struct local_1 *const local = own;

    struct totals *const totals = &local->totals;
    int64_t revenue = 0;                                            /* #1 */
    int64_t row_count = 0;                                          /* #1 */

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int64_t *const l_discount = block.columns[1].values;  /* DECIMAL(15, 2) */
        const int64_t *const l_extendedprice = block.columns[3].values; /* DECIMAL(15, 2) */

        for (int32_t row = 0; row < block.rows; row++)
            revenue += l_extendedprice[row] * l_discount[row];      /* #1 */
        row_count += block.rows;                                    /* #1 */
    }
    totals->revenue += revenue;
    totals->row_count += row_count;
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
    const flare_int128 revenue = flare_int128_of(source->revenue);
    const uint8_t revenue_valid = source->row_count > 0;
    flare_output_column(worker, 0, &revenue, &revenue_valid, 1);
    flare_output_rows(worker, 1);
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* lineitem -> filter -> project -> totals */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &lineitem_scan,
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
    { .name = "revenue", .type = FLARE_INT128, .nullable = true },  /* DECIMAL(38, 4) */
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
