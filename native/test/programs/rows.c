/*
 * Rows made backwards and sorted, whose fields are the result: every type, integers widened, ids named; every third value is null
 * where it may be.
 *
 *   #1 Sort      at                                          pipelines 1 -> 2
 *   #2 Values                                                pipeline 1, once
 */
#include "flare/program.h"

struct parameters {
    int64_t rows;
};

struct sorted {
    flare_string text;
    int64_t at;
    int64_t number;
    double real;
    uint32_t text_id;
    int32_t day;
    int32_t small;
    uint8_t flag;
    uint8_t valid;
};

struct query {
    flare_ids *ids;
    flare_sorter *sorter;
};

static const flare_sort_key keys[] = {
    { .type = FLARE_INT64, .offset = FLARE_OFFSET(struct sorted, at), .valid_offset = -1 },
};
static const uint32_t strings[] = { FLARE_OFFSET(struct sorted, text) };
static const flare_sort sort = {
    .row_size = sizeof(struct sorted),
    .keys = keys,
    .key_count = 1,
    .strings = strings,
    .string_count = 1,
};

static const uint8_t letters[] = "a text of 21 letters!";

static flare_status open_query(flare_worker *worker, const void *parameters, void *state)
{
    struct query *const query = state;
    (void)parameters;
    FLARE_TRY(flare_ids_create(worker, &query->ids));
    return flare_sorter_create(worker, &sort, -1, &query->sorter);
}

/* Pipeline 1: values -> sort. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_struct, void *state,
                               void *local)
{
    const struct parameters *const parameters = parameter_struct;
    struct query *const query = state;
    (void)local;
    for (int64_t at = parameters->rows - 1; at >= 0; at--) {
        const bool valid = at % 3 != 2;
        const flare_string text = { 21, { 'a', ' ', 't', 'e' }, { .bytes = letters } };
        const struct sorted row = {
            .text = valid ? text : flare_string_empty(),
            .at = at,
            .number = 10 * at,
            .real = (double)at / 4,
            .text_id = valid ? flare_ids_intern(worker, query->ids, text) : 12345,
            .day = (int32_t)at,
            .small = -1 - (int32_t)at,
            .flag = (uint8_t)(at & 1),
            .valid = valid,
        };
        FLARE_TRY(flare_sorter_append(worker, query->sorter, &row, 1));
    }
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_SORTER, .offset = FLARE_OFFSET(struct query, sorter) },
};

static const flare_field result_2[] = {
    { .type = FLARE_BOOL, .offset = FLARE_OFFSET(struct sorted, flag) },
    { .type = FLARE_INT32,
      .offset = FLARE_OFFSET(struct sorted, day),
      .valid_offset = FLARE_OFFSET(struct sorted, valid) },
    { .type = FLARE_INT64,
      .offset = FLARE_OFFSET(struct sorted, number),
      .valid_offset = FLARE_OFFSET(struct sorted, valid) },
    { .type = FLARE_INT64, .offset = FLARE_OFFSET(struct sorted, at) },
    { .type = FLARE_INT32, .offset = FLARE_OFFSET(struct sorted, small) },
    { .type = FLARE_INT32, .offset = FLARE_OFFSET(struct sorted, day) },
    { .type = FLARE_DOUBLE, .offset = FLARE_OFFSET(struct sorted, real) },
    { .type = FLARE_STRING,
      .offset = FLARE_OFFSET(struct sorted, text),
      .valid_offset = FLARE_OFFSET(struct sorted, valid) },
    { .type = FLARE_IDS,
      .offset = FLARE_OFFSET(struct sorted, text_id),
      .valid_offset = FLARE_OFFSET(struct sorted, valid),
      .ids = FLARE_OFFSET(struct query, ids) },
};

static const flare_pipeline pipelines[] = {
    { .name = "1: values -> sort",
      .source = FLARE_SOURCE_ONCE,
      .morsel = pipeline_1,
      .built = built_1,
      .built_count = 1 },
    { .name = "2: sorted rows -> result",
      .source = FLARE_SOURCE_SORTED,
      .source_offset = FLARE_OFFSET(struct query, sorter),
      .result = result_2 },
};

static const flare_result_column columns[] = {
    { .name = "flag", .type = FLARE_BOOL },
    { .name = "day", .type = FLARE_INT32, .nullable = true },
    { .name = "number", .type = FLARE_INT64, .nullable = true },
    { .name = "wide_at", .type = FLARE_INT128 },
    { .name = "wide_small", .type = FLARE_INT128 },
    { .name = "long_day", .type = FLARE_INT64 },
    { .name = "real", .type = FLARE_DOUBLE },
    { .name = "text", .type = FLARE_STRING, .nullable = true },
    { .name = "text_of_id", .type = FLARE_STRING, .nullable = true },
};

const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .parameters_size = sizeof(struct parameters),
    .open = open_query,
    .pipelines = pipelines,
    .pipeline_count = 2,
    .columns = columns,
    .column_count = 9,
};
