/*
 * select o_orderkey, o_totalprice, o_comment from orders order by o_totalprice desc, o_orderkey limit 10 offset
 *     5
 *
 *   #1 Sort o_totalprice desc, o_orderkey limit 10 offset 5
 *   #2   Scan orders (o_orderkey, o_totalprice, o_comment), 1500000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int64_t sorted_rows;                        /* #1 limit and offset */
    int64_t offset;                             /* #1 5 */
    int64_t limit;                              /* #1 10 */
};

/* One row of #1. */
struct sorted {
    int64_t o_orderkey;
    int64_t o_totalprice;
    flare_string o_comment;
    uint8_t o_totalprice_valid;
    uint8_t o_comment_valid;
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct sorted sorted[FLARE_BLOCK];          /* #1 */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    int64_t o_orderkey[FLARE_BLOCK];
    int64_t o_totalprice[FLARE_BLOCK];
    uint8_t o_totalprice_valid[FLARE_BLOCK];
    flare_string o_comment[FLARE_BLOCK];
    uint8_t o_comment_valid[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_sorter *sorter;                       /* #1 */
    flare_limit limit;                          /* #1 */
};

static const flare_column orders_columns[] = {
    { .name = "o_orderkey", .type = FLARE_INT64 },                  /* BIGINT */
    { .name = "o_totalprice", .type = FLARE_INT64, .nullable = true }, /* DECIMAL(15, 2) */
    { .name = "o_comment", .type = FLARE_STRING, .nullable = true }, /* VARCHAR */
};

static const flare_scan orders_scan = {
    .columns = orders_columns,
    .column_count = 3,
};

static const flare_sort_key sort_1_keys[] = {
    { .type = FLARE_INT64, .offset = FLARE_OFFSET(struct sorted, o_totalprice),
            .valid_offset = FLARE_OFFSET(struct sorted, o_totalprice_valid), .descending = true,
            .nulls_first = true },
    { .type = FLARE_INT64, .offset = FLARE_OFFSET(struct sorted, o_orderkey), .valid_offset = -1 },
};
static const uint32_t sort_1_strings[] = {
    FLARE_OFFSET(struct sorted, o_comment),
};
static const flare_sort sort_1 = {
    .row_size = sizeof(struct sorted),
    .keys = sort_1_keys,
    .key_count = 2,
    .strings = sort_1_strings,
    .string_count = 1,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    const struct parameters *const parameters = parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_sorter_create(worker, &sort_1, parameters->sorted_rows, &query->sorter));
    query->limit.offset = parameters->offset;
    query->limit.limit = parameters->limit;
    return flare_worker_status(worker);
}

/* Pipeline 1: orders -> sort. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_1 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int64_t *const o_orderkey = block.columns[0].values;  /* BIGINT */
        const int64_t *const o_totalprice = block.columns[1].values; /* DECIMAL(15, 2) */
        const uint8_t *const o_totalprice_valid = block.columns[1].valid;
        const flare_string *const o_comment = block.columns[2].values; /* VARCHAR */
        const uint8_t *const o_comment_valid = block.columns[2].valid;

        for (int32_t row = 0; row < block.rows; row++) {
            struct sorted *const into_sort = &local->sorted[row];
            into_sort->o_orderkey = o_orderkey[row];
            into_sort->o_totalprice = o_totalprice_valid[row] ? o_totalprice[row] : 0;
            into_sort->o_totalprice_valid = o_totalprice_valid[row];
            into_sort->o_comment = o_comment_valid[row] ? o_comment[row] : flare_string_empty();
            into_sort->o_comment_valid = o_comment_valid[row];
        }
        FLARE_TRY(flare_sorter_append(worker, query->sorter, local->sorted, block.rows)); /* #1 */
    }
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_SORTER, .offset = FLARE_OFFSET(struct query, sorter) }, /* #1 */
};

/* Pipeline 2: sorted rows -> limit -> result. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        int32_t first_row, row_limit;
        FLARE_TRY(flare_limit_take(worker, &query->limit, block.rows, &first_row, &row_limit)); /* #1 */
        const int32_t end_row = first_row + row_limit;
        int32_t result_rows = 0;
        for (int32_t row = first_row; row < end_row; row++) {
            const struct sorted *const sorted = block.row[row];     /* #1 */
            local->o_orderkey[result_rows] = sorted->o_orderkey;
            local->o_totalprice[result_rows] = sorted->o_totalprice;
            local->o_totalprice_valid[result_rows] = sorted->o_totalprice_valid != 0;
            local->o_comment[result_rows] = sorted->o_comment;
            local->o_comment_valid[result_rows] = sorted->o_comment_valid != 0;
            result_rows++;
        }
        flare_output_column(worker, 0, local->o_orderkey, 0, result_rows);
        flare_output_column(worker, 1, local->o_totalprice, local->o_totalprice_valid, result_rows);
        flare_output_column(worker, 2, local->o_comment, local->o_comment_valid, result_rows);
        flare_output_rows(worker, result_rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* orders -> sort */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &orders_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
        .built = built_1,
        .built_count = 1,
    },
    { /* sorted rows -> limit -> result */
        .name = "2",
        .source = FLARE_SOURCE_SORTED,
        .source_offset = FLARE_OFFSET(struct query, sorter),
        .local_size = sizeof(struct local_2),
        .morsel = pipeline_2,
    },
};

static const flare_result_column columns[] = {
    { .name = "o_orderkey", .type = FLARE_INT64 },                  /* BIGINT */
    { .name = "o_totalprice", .type = FLARE_INT64, .nullable = true, .decimal = true }, /* DECIMAL(15, 2) */
    { .name = "o_comment", .type = FLARE_STRING, .nullable = true }, /* VARCHAR */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .parameters_size = sizeof(struct parameters),
    .open = open,
    .pipelines = pipelines,
    .pipeline_count = 2,
    .columns = columns,
    .column_count = 3,
    .model_count = 0,
};
