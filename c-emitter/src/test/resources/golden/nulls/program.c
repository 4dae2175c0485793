/*
 * select a < b and c > 5 as and_value, a is null or a = b as or_value, not a < b as not_value,
 *        a is distinct from b as distinct_value, coalesce(a, b, c) as first_value, a / b as quotient
 * from   t
 * where  not (a < b and c > 5)
 *
 *   #1 Project and_value = (a < b) and (c > 5), or_value = a is null or (a = b), not_value = not (a < b),
 *           distinct_value = a is distinct from b, first_value = coalesce(a, b, c), quotient = a / b
 *   #2   Filter not ((a < b) and (c > 5))
 *   #3     Project a, b, c, s
 *   #4       Scan t (a, b, c, s), 1000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int32_t c_bound;                            /* #2 5 */
    int32_t c_bound_2;                          /* #1 5 */
    int32_t c_bound_3;                          /* #1 5 */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    uint8_t and_value[FLARE_BLOCK];
    uint8_t and_value_valid[FLARE_BLOCK];
    uint8_t or_value[FLARE_BLOCK];
    uint8_t or_value_valid[FLARE_BLOCK];
    uint8_t not_value[FLARE_BLOCK];
    uint8_t not_value_valid[FLARE_BLOCK];
    uint8_t distinct_value[FLARE_BLOCK];
    int32_t first_value[FLARE_BLOCK];
    int32_t quotient[FLARE_BLOCK];
    uint8_t quotient_valid[FLARE_BLOCK];
};

static const flare_column t_columns[] = {
    { .name = "a", .type = FLARE_INT32, .nullable = true },         /* INTEGER */
    { .name = "b", .type = FLARE_INT32, .nullable = true },         /* INTEGER */
    { .name = "c", .type = FLARE_INT32 },                           /* INTEGER */
    { .name = "s", .type = FLARE_STRING, .nullable = true, .filter_only = true }, /* VARCHAR */
};

static const flare_scan t_scan = {
    .columns = t_columns,
    .column_count = 4,
};

/* Pipeline 1: t -> project -> filter -> project -> result. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    (void)state;
    struct local_1 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int32_t *const a = block.columns[0].values;           /* INTEGER */
        const uint8_t *const a_valid = block.columns[0].valid;
        const int32_t *const b = block.columns[1].values;           /* INTEGER */
        const uint8_t *const b_valid = block.columns[1].valid;
        const int32_t *const c = block.columns[2].values;           /* INTEGER */

        int32_t result_rows = 0;
        for (int32_t row = 0; row < block.rows; row++) {
            if (!((a_valid[row] && b_valid[row] && a[row] >= b[row]) ||
                    c[row] <= parameters->c_bound))                 /* #2 */
                continue;
            const bool is_true = a_valid[row] && b_valid[row] && a[row] < b[row] &&
                    c[row] > parameters->c_bound_2;                 /* #1 */
            const bool is_false = (a_valid[row] && b_valid[row] && a[row] >= b[row]) || c[row] <=
                    parameters->c_bound_3;                          /* #1 */
            local->and_value[result_rows] = is_true;
            local->and_value_valid[result_rows] = is_true || is_false;
            const bool is_true_2 = !a_valid[row] ||
                    (a_valid[row] && b_valid[row] && a[row] == b[row]); /* #1 */
            const bool is_false_2 = a_valid[row] && a_valid[row] && b_valid[row] && a[row] !=
                    b[row];                                         /* #1 */
            local->or_value[result_rows] = is_true_2;
            local->or_value_valid[result_rows] = is_true_2 || is_false_2;
            const bool is_true_3 = a_valid[row] && b_valid[row] && a[row] >= b[row]; /* #1 */
            const bool is_false_3 = a_valid[row] && b_valid[row] && a[row] < b[row]; /* #1 */
            local->not_value[result_rows] = is_true_3;
            local->not_value_valid[result_rows] = is_true_3 || is_false_3;
            local->distinct_value[result_rows] =
                    !((a_valid[row] && b_valid[row] && a[row] == b[row]) ||
                    (!a_valid[row] && !b_valid[row]));
            local->first_value[result_rows] = a_valid[row] ? a[row] : b_valid[row] ? b[row]
                    : c[row];
            local->quotient[result_rows] = (a_valid[row] && b_valid[row])
                    ? flare_divide_int32(worker, a[row], b[row], 0) : 0;
            local->quotient_valid[result_rows] = a_valid[row] && b_valid[row];
            result_rows++;
        }
        flare_output_column(worker, 0, local->and_value, local->and_value_valid, result_rows);
        flare_output_column(worker, 1, local->or_value, local->or_value_valid, result_rows);
        flare_output_column(worker, 2, local->not_value, local->not_value_valid, result_rows);
        flare_output_column(worker, 3, local->distinct_value, 0, result_rows);
        flare_output_column(worker, 4, local->first_value, 0, result_rows);
        flare_output_column(worker, 5, local->quotient, local->quotient_valid, result_rows);
        flare_output_rows(worker, result_rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* t -> project -> filter -> project -> result */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &t_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
    },
};

static const flare_result_column columns[] = {
    { .name = "and_value", .type = FLARE_BOOL, .nullable = true },  /* BOOLEAN */
    { .name = "or_value", .type = FLARE_BOOL, .nullable = true },   /* BOOLEAN */
    { .name = "not_value", .type = FLARE_BOOL, .nullable = true },  /* BOOLEAN */
    { .name = "distinct_value", .type = FLARE_BOOL },               /* BOOLEAN */
    { .name = "first_value", .type = FLARE_INT32 },                 /* INTEGER */
    { .name = "quotient", .type = FLARE_INT32, .nullable = true },  /* INTEGER */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .parameters_size = sizeof(struct parameters),
    .pipelines = pipelines,
    .pipeline_count = 1,
    .columns = columns,
    .column_count = 6,
    .model_count = 0,
};
