/*
 * Rows made by the program itself, `rows` of them, in every type; every third value is null in the nullable columns.
 *
 *   #1 Values                                                pipeline 1, once
 */
#include "flare/program.h"

struct parameters {
    int64_t rows;
    int64_t fail_at;        /* row, or -1 */
    const int64_t *numbers; /* 3 of them, repeated */
    flare_string text;      /* longer than 12 bytes */
};

/* Pipeline 1: values -> result. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_struct, void *state,
                               void *local_struct)
{
    const struct parameters *const parameters = parameter_struct;
    (void)state;
    (void)local_struct;

    for (int64_t first = 0; first < parameters->rows; first += FLARE_BLOCK) {
        const int64_t left = parameters->rows - first;
        const int32_t rows = left < FLARE_BLOCK ? (int32_t)left : FLARE_BLOCK;
        uint8_t flag[FLARE_BLOCK];
        uint8_t valid[FLARE_BLOCK];
        int32_t day[FLARE_BLOCK];
        int64_t number[FLARE_BLOCK];
        flare_int128 wide[FLARE_BLOCK];
        double real[FLARE_BLOCK];
        flare_string text[FLARE_BLOCK];

        for (int32_t row = 0; row < rows; row++) {
            const int64_t at = first + row;
            if (at == parameters->fail_at)
                return flare_raise(worker, FLARE_ERROR_OVERFLOW, 17);
            flag[row] = (uint8_t)(at & 1);
            valid[row] = at % 3 != 2;
            day[row] = (int32_t)at;
            number[row] = parameters->numbers[at % 3];
            wide[row].low = (uint64_t)at;
            wide[row].high = -1;
            real[row] = (double)at / 4;
            text[row] = parameters->text;
        }
        FLARE_TRY(flare_output_column(worker, 0, flag, 0, rows));
        FLARE_TRY(flare_output_column(worker, 1, day, valid, rows));
        FLARE_TRY(flare_output_column(worker, 2, number, valid, rows));
        FLARE_TRY(flare_output_column(worker, 3, wide, 0, rows));
        FLARE_TRY(flare_output_column(worker, 4, real, 0, rows));
        FLARE_TRY(flare_output_column(worker, 5, text, valid, rows));
        FLARE_TRY(flare_output_rows(worker, rows));
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { .name = "1: values -> result", .source = FLARE_SOURCE_ONCE, .morsel = pipeline_1 },
};

static const flare_result_column columns[] = {
    { .name = "flag", .type = FLARE_BOOL, .nullable = false },
    { .name = "day", .type = FLARE_INT32, .nullable = true },
    { .name = "number", .type = FLARE_INT64, .nullable = true },
    { .name = "wide", .type = FLARE_INT128, .nullable = false },
    { .name = "real", .type = FLARE_DOUBLE, .nullable = false },
    { .name = "text", .type = FLARE_STRING, .nullable = true },
};

const flare_program flare_query = {
    .abi = FLARE_ABI,
    .parameters_size = sizeof(struct parameters),
    .pipelines = pipelines,
    .pipeline_count = 1,
    .columns = columns,
    .column_count = 6,
};
