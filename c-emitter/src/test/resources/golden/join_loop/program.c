/*
 * select *
 * from a join b on a_number < b_number
 *
 *   #1 Join inner on a_number < b_number [nested loop]
 *   #2   Scan a (a_number, a_text, a_ratio), 1000 rows
 *   #3   Scan b (b_number, b_text, b_ratio), 1000 rows
 */
#include "flare/program.h"

/* A row of #1's right side. */
struct b {
    const struct b *next;                       /* next row of the same key */
    flare_string b_text;
    double b_ratio;
    int32_t b_number;
    uint8_t b_text_valid;
    uint8_t b_ratio_valid;
    uint8_t b_number_valid;
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct b b_rows[FLARE_BLOCK];               /* #1 */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    const void *b_found[FLARE_BLOCK];           /* #1 the first partner of each row */
    int32_t pair_row[FLARE_BLOCK];              /* #1 */
    const void *pair_match[FLARE_BLOCK];        /* #1 */
    int32_t a_number[FLARE_BLOCK];
    uint8_t a_number_valid[FLARE_BLOCK];
    flare_string a_text[FLARE_BLOCK];
    uint8_t a_text_valid[FLARE_BLOCK];
    double a_ratio[FLARE_BLOCK];
    uint8_t a_ratio_valid[FLARE_BLOCK];
    int32_t b_number[FLARE_BLOCK];
    uint8_t b_number_valid[FLARE_BLOCK];
    flare_string b_text[FLARE_BLOCK];
    uint8_t b_text_valid[FLARE_BLOCK];
    double b_ratio[FLARE_BLOCK];
    uint8_t b_ratio_valid[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_join *b;                              /* #1 */
};

static const flare_column b_columns[] = {
    { .name = "b_number", .type = FLARE_INT32, .nullable = true },  /* INTEGER */
    { .name = "b_text", .type = FLARE_STRING, .nullable = true },   /* VARCHAR */
    { .name = "b_ratio", .type = FLARE_DOUBLE, .nullable = true },  /* DOUBLE */
};

static const flare_scan b_scan = {
    .columns = b_columns,
    .column_count = 3,
};

static const flare_column a_columns[] = {
    { .name = "a_number", .type = FLARE_INT32, .nullable = true },  /* INTEGER */
    { .name = "a_text", .type = FLARE_STRING, .nullable = true },   /* VARCHAR */
    { .name = "a_ratio", .type = FLARE_DOUBLE, .nullable = true },  /* DOUBLE */
};

static const flare_scan a_scan = {
    .columns = a_columns,
    .column_count = 3,
};

static const uint32_t join_1_strings[] = {
    FLARE_OFFSET(struct b, b_text),
};
static const flare_join_layout join_1 = {
    .row_size = sizeof(struct b),
    .strings = join_1_strings,
    .string_count = 1,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    (void)parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_join_create(worker, &join_1, 0, &query->b));
    return flare_worker_status(worker);
}

/* Pipeline 1: b -> build b. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_1 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int32_t *const b_number = block.columns[0].values;    /* INTEGER */
        const uint8_t *const b_number_valid = block.columns[0].valid;
        const flare_string *const b_text = block.columns[1].values; /* VARCHAR */
        const uint8_t *const b_text_valid = block.columns[1].valid;
        const double *const b_ratio = block.columns[2].values;      /* DOUBLE */
        const uint8_t *const b_ratio_valid = block.columns[2].valid;

        for (int32_t row = 0; row < block.rows; row++) {
            struct b *const into_join = &local->b_rows[row];
            into_join->b_text = b_text_valid[row] ? b_text[row] : flare_string_empty();
            into_join->b_text_valid = b_text_valid[row];
            into_join->b_ratio = b_ratio_valid[row] ? b_ratio[row] : 0;
            into_join->b_ratio_valid = b_ratio_valid[row];
            into_join->b_number = b_number_valid[row] ? b_number[row] : 0;
            into_join->b_number_valid = b_number_valid[row];
        }
        FLARE_TRY(flare_join_append(worker, query->b, local->b_rows, block.rows)); /* #1 build */
    }
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_JOIN, .offset = FLARE_OFFSET(struct query, b) }, /* #1 */
};

/* Pipeline 2: a -> probe b -> result. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int32_t *const a_number = block.columns[0].values;    /* INTEGER */
        const uint8_t *const a_number_valid = block.columns[0].valid;
        const flare_string *const a_text = block.columns[1].values; /* VARCHAR */
        const uint8_t *const a_text_valid = block.columns[1].valid;
        const double *const a_ratio = block.columns[2].values;      /* DOUBLE */
        const uint8_t *const a_ratio_valid = block.columns[2].valid;

        FLARE_TRY(flare_join_find(worker, query->b, 0, block.rows, local->b_found)); /* #1 probe */
        flare_pairs pairs = { 0 };
        while (flare_next_pairs(worker, &pairs, local->b_found, block.rows, 0, local->pair_row,
                local->pair_match)) {
            int32_t result_rows = 0;
            for (int32_t pair = 0; pair < pairs.count; pair++) {
                const int32_t row = local->pair_row[pair];
                const struct b *const b = local->pair_match[pair];  /* #1 */
                if (!(a_number_valid[row] && b->b_number_valid != 0 && a_number[row] < b->b_number)) /* #1 */
                    continue;
                local->a_number[result_rows] = a_number[row];
                local->a_number_valid[result_rows] = a_number_valid[row];
                local->a_text[result_rows] = a_text[row];
                local->a_text_valid[result_rows] = a_text_valid[row];
                local->a_ratio[result_rows] = a_ratio[row];
                local->a_ratio_valid[result_rows] = a_ratio_valid[row];
                local->b_number[result_rows] = b->b_number;
                local->b_number_valid[result_rows] = b->b_number_valid != 0;
                local->b_text[result_rows] = b->b_text;
                local->b_text_valid[result_rows] = b->b_text_valid != 0;
                local->b_ratio[result_rows] = b->b_ratio;
                local->b_ratio_valid[result_rows] = b->b_ratio_valid != 0;
                result_rows++;
            }
            flare_output_column(worker, 0, local->a_number, local->a_number_valid, result_rows);
            flare_output_column(worker, 1, local->a_text, local->a_text_valid, result_rows);
            flare_output_column(worker, 2, local->a_ratio, local->a_ratio_valid, result_rows);
            flare_output_column(worker, 3, local->b_number, local->b_number_valid, result_rows);
            flare_output_column(worker, 4, local->b_text, local->b_text_valid, result_rows);
            flare_output_column(worker, 5, local->b_ratio, local->b_ratio_valid, result_rows);
            flare_output_rows(worker, result_rows);
        }
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* b -> build b */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &b_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
        .built = built_1,
        .built_count = 1,
    },
    { /* a -> probe b -> result */
        .name = "2",
        .source = FLARE_SOURCE_SCAN,
        .scan = &a_scan,
        .local_size = sizeof(struct local_2),
        .morsel = pipeline_2,
    },
};

static const flare_result_column columns[] = {
    { .name = "a_number", .type = FLARE_INT32, .nullable = true },  /* INTEGER */
    { .name = "a_text", .type = FLARE_STRING, .nullable = true },   /* VARCHAR */
    { .name = "a_ratio", .type = FLARE_DOUBLE, .nullable = true },  /* DOUBLE */
    { .name = "b_number", .type = FLARE_INT32, .nullable = true },  /* INTEGER */
    { .name = "b_text", .type = FLARE_STRING, .nullable = true },   /* VARCHAR */
    { .name = "b_ratio", .type = FLARE_DOUBLE, .nullable = true },  /* DOUBLE */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .open = open,
    .pipelines = pipelines,
    .pipeline_count = 2,
    .columns = columns,
    .column_count = 6,
    .model_count = 0,
};
