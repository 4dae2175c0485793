/*
 * values (1, 'one'), (2, null), (3, '* / three ? ?/ and a longer text')
 *
 *   #1 Values 3 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int64_t row_count;                          /* #1 rows */
    flare_list id;                              /* #1 */
    flare_list name;                            /* #1 */
    flare_list name_valid;                      /* #1 */
};

/* Pipeline 1: values -> result. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    (void)state;
    (void)own;

    for (int64_t start = 0; start < parameters->row_count; start += FLARE_BLOCK) {
        const int32_t count = flare_block_rows(parameters->row_count - start);
        const int32_t *const id = (const int32_t *)parameters->id.values + start;
        const flare_string *const name = (const flare_string *)parameters->name.values + start;
        const uint8_t *const name_valid = (const uint8_t *)parameters->name_valid.values + start;

        flare_output_column(worker, 0, id, 0, count);
        flare_output_column(worker, 1, name, name_valid, count);
        flare_output_rows(worker, count);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* values -> result */
        .name = "1",
        .source = FLARE_SOURCE_ONCE,
        .morsel = pipeline_1,
    },
};

static const flare_result_column columns[] = {
    { .name = "id", .type = FLARE_INT32 },                          /* INTEGER */
    { .name = "name", .type = FLARE_STRING, .nullable = true },     /* VARCHAR */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .parameters_size = sizeof(struct parameters),
    .pipelines = pipelines,
    .pipeline_count = 1,
    .columns = columns,
    .column_count = 2,
    .model_count = 0,
};
