/*
 * select case when b <> 0 then a / b end as safe,
 *        case when c < 10 then 'small' when c < 100 then upper(s) else 'large' end as size,
 *        greatest(a, b, c) as largest
 * from   t
 *
 *   #1 Project safe = case when b <> 0 then a / b else null end, size = case when c < 10 then 'small' when c <
 *           100 then upper(s) else 'large' end, largest = greatest(a, b, c)
 *   #2   Scan t (a, b, c, s), 1000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int32_t b_equal;                            /* #1 0 */
    int32_t c_bound;                            /* #1 10 */
    flare_string value;                         /* #1 'small' */
    int32_t c_bound_2;                          /* #1 100 */
    flare_string otherwise;                     /* #1 'large' */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    int32_t safe[FLARE_BLOCK];
    uint8_t safe_valid[FLARE_BLOCK];
    flare_string size[FLARE_BLOCK];
    uint8_t size_valid[FLARE_BLOCK];
    int32_t largest[FLARE_BLOCK];
};

static const flare_column t_columns[] = {
    { .name = "a", .type = FLARE_INT32, .nullable = true },         /* INTEGER */
    { .name = "b", .type = FLARE_INT32, .nullable = true },         /* INTEGER */
    { .name = "c", .type = FLARE_INT32 },                           /* INTEGER */
    { .name = "s", .type = FLARE_STRING, .nullable = true },        /* VARCHAR */
};

static const flare_scan t_scan = {
    .columns = t_columns,
    .column_count = 4,
};

/* Pipeline 1: t -> project -> result. */
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
        const flare_string *const s = block.columns[3].values;      /* VARCHAR */
        const uint8_t *const s_valid = block.columns[3].valid;

        for (int32_t row = 0; row < block.rows; row++) {
            int32_t chosen;
            bool chosen_valid;
            if (b_valid[row] && b[row] != parameters->b_equal) {
                chosen = (a_valid[row] && b_valid[row])
                        ? flare_divide_int32(worker, a[row], b[row], 0) : 0; /* #1 */
                chosen_valid = a_valid[row] && b_valid[row];
            } else {
                chosen = 0;                                         /* #1 */
                chosen_valid = false;
            }
            local->safe[row] = chosen;
            local->safe_valid[row] = chosen_valid;
            flare_string chosen_2;
            bool chosen_valid_2;
            if (c[row] < parameters->c_bound) {
                chosen_2 = parameters->value;                       /* #1 */
                chosen_valid_2 = true;
            } else if (c[row] < parameters->c_bound_2) {
                chosen_2 = s_valid[row] ? flare_upper(worker, s[row]) : flare_string_empty(); /* #1 */
                chosen_valid_2 = s_valid[row];
            } else {
                chosen_2 = parameters->otherwise;                   /* #1 */
                chosen_valid_2 = true;
            }
            local->size[row] = chosen_2;
            local->size_valid[row] = chosen_valid_2;
            const int32_t greatest = (b_valid[row] && (!a_valid[row] || b[row] > a[row])) ? b[row]
                    : a[row];                                       /* #1 */
            const bool greatest_valid = b_valid[row] || a_valid[row]; /* #1 */
            const int32_t greatest_2 = (!greatest_valid || c[row] > greatest) ? c[row] : greatest; /* #1 */
            local->largest[row] = greatest_2;
        }
        flare_output_column(worker, 0, local->safe, local->safe_valid, block.rows);
        flare_output_column(worker, 1, local->size, local->size_valid, block.rows);
        flare_output_column(worker, 2, local->largest, 0, block.rows);
        flare_output_rows(worker, block.rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* t -> project -> result */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &t_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
    },
};

static const flare_result_column columns[] = {
    { .name = "safe", .type = FLARE_INT32, .nullable = true },      /* INTEGER */
    { .name = "size", .type = FLARE_STRING, .nullable = true },     /* VARCHAR */
    { .name = "largest", .type = FLARE_INT32 },                     /* INTEGER */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .parameters_size = sizeof(struct parameters),
    .pipelines = pipelines,
    .pipeline_count = 1,
    .columns = columns,
    .column_count = 3,
    .model_count = 0,
};
