/*
 * select sum(amount * rate) as total, avg(amount / rate) as mean_ratio, max(amount + rate) as largest,
 *     sum(units) as all_units
 * from   ledger
 *
 *   #1 Aggregate total = sum(product), mean_ratio = avg(ratio), largest = max(sum), all_units = sum(units) [one
 *           group]
 *   #2   Project product = amount * rate, ratio = amount / rate, sum = amount + rate, units
 *   #3     Scan ledger (amount, rate, units), 1000000 rows
 */
#include "flare/program.h"

/* The totals of #1. */
struct totals {
    flare_int128 total;                         /* #1 sum(product) */
    int64_t product_count;                      /* #1 count(product) */
    flare_int128 mean_ratio;                    /* #1 sum(ratio) */
    int64_t ratio_count;                        /* #1 count(ratio) */
    int64_t sum_count;                          /* #1 count(sum) */
    flare_int128 largest;                       /* #1 max(sum) */
    flare_int128 all_units;                     /* #1 sum(units) */
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

    flare_accumulate_saturating(&into->total, from->total);
    flare_accumulate_saturating(&into->mean_ratio, from->mean_ratio);
    if (from->sum_count > 0 && (into->sum_count == 0 ||
            flare_compare_int128(from->largest, into->largest) > 0))
        into->largest = from->largest;
    flare_accumulate_int128(&into->all_units, from->all_units);
    into->product_count += from->product_count;
    into->ratio_count += from->ratio_count;
    into->sum_count += from->sum_count;
    into->row_count += from->row_count;
}

static const flare_column ledger_columns[] = {
    { .name = "amount", .type = FLARE_INT128 },                     /* DECIMAL(30, 4) */
    { .name = "rate", .type = FLARE_INT64, .nullable = true },      /* DECIMAL(18, 6) */
    { .name = "units", .type = FLARE_INT64 },                       /* BIGINT */
};

static const flare_scan ledger_scan = {
    .columns = ledger_columns,
    .column_count = 3,
};

/* Pipeline 1: ledger -> project -> totals. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    (void)state;
    struct local_1 *const local = own;

    struct totals *const totals = &local->totals;
    int64_t product_count = 0;                                      /* #1 */
    int64_t ratio_count = 0;                                        /* #1 */
    int64_t sum_count = 0;                                          /* #1 */
    int64_t row_count = 0;                                          /* #1 */

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const flare_int128 *const amount = block.columns[0].values; /* DECIMAL(30, 4) */
        const int64_t *const rate = block.columns[1].values;        /* DECIMAL(18, 6) */
        const uint8_t *const rate_valid = block.columns[1].valid;
        const int64_t *const units = block.columns[2].values;       /* BIGINT */

        for (int32_t row = 0; row < block.rows; row++) {
            const flare_int128 largest_value = rate_valid[row]
                    ? flare_add_int128(worker, flare_rescale_int128(worker, amount[row], 2, 38, 0),
                    flare_int128_of(rate[row]), 0) : flare_int128_of(0); /* #1 */
            if (rate_valid[row]) {
                totals->total = flare_add_int128(worker, totals->total,
                        flare_rescale_int128(worker,
                        flare_multiply_int128(worker, amount[row], flare_int128_of(rate[row]), 0),
                        -2, 38, 0), 0);                             /* #1 */
                totals->mean_ratio = flare_add_int128(worker, totals->mean_ratio,
                        flare_divide_int128(worker, amount[row], flare_int128_of(rate[row]), 12,
                        0), 0);                                     /* #1 */
                if (totals->sum_count + sum_count == 0 ||
                        flare_compare_int128(largest_value, totals->largest) > 0)
                    totals->largest = largest_value;                /* #1 */
                product_count++;                                    /* #1 */
                ratio_count++;                                      /* #1 */
                sum_count++;                                        /* #1 */
            }
            flare_accumulate_int64(&totals->all_units, units[row]); /* #1 */
        }
        row_count += block.rows;                                    /* #1 */
    }
    totals->product_count += product_count;
    totals->ratio_count += ratio_count;
    totals->sum_count += sum_count;
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
    const flare_int128 total = source->product_count > 0
            ? flare_rescale_int128(worker, source->total, 0, 38, 0) : flare_int128_of(0);
    const uint8_t total_valid = source->product_count > 0;
    flare_output_column(worker, 0, &total, &total_valid, 1);
    const flare_int128 mean_ratio = source->ratio_count > 0
            ? flare_average_int128(worker, source->mean_ratio, source->ratio_count, 0)
            : flare_int128_of(0);
    const uint8_t mean_ratio_valid = source->ratio_count > 0;
    flare_output_column(worker, 1, &mean_ratio, &mean_ratio_valid, 1);
    const flare_int128 largest = source->largest;
    const uint8_t largest_valid = source->sum_count > 0;
    flare_output_column(worker, 2, &largest, &largest_valid, 1);
    const flare_int128 all_units = source->all_units;
    const uint8_t all_units_valid = source->row_count > 0;
    flare_output_column(worker, 3, &all_units, &all_units_valid, 1);
    flare_output_rows(worker, 1);
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* ledger -> project -> totals */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &ledger_scan,
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
    { .name = "total", .type = FLARE_INT128, .nullable = true },    /* DECIMAL(38, 8) */
    { .name = "mean_ratio", .type = FLARE_INT128, .nullable = true }, /* DECIMAL(38, 16) */
    { .name = "largest", .type = FLARE_INT128, .nullable = true },  /* DECIMAL(38, 6) */
    { .name = "all_units", .type = FLARE_INT128, .nullable = true }, /* DECIMAL(38, 0) */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .pipelines = pipelines,
    .pipeline_count = 2,
    .columns = columns,
    .column_count = 4,
    .model_count = 0,
};
