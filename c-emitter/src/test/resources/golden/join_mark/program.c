/*
 * select a.*, a_number in (select b_number from b) as mark
 * from a
 *
 *   #1 Join mark on a_number = b_number [hash table over b_number, filters the scan]
 *   #2   Scan a (a_number, a_text, a_ratio), 1000 rows
 *   #3   Scan b (b_number, b_text, b_ratio), 1000 rows
 */
#include "flare/program.h"

/* Keys of #1, compared byte by byte. */
struct b_key {
    int64_t b_number;                           /* #1 */
};

/* A row of #1's right side. */
struct b {
    const struct b *next;                       /* next row of the same key */
    struct b_key key;
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct b b_rows[FLARE_BLOCK];               /* #1 */
    struct b b_apart[FLARE_BLOCK];              /* #1 */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    const void *b_found[FLARE_BLOCK];           /* #1 the first partner of each row */
    struct b_key keys[FLARE_BLOCK];             /* #1 */
    uint8_t keys_valid[FLARE_BLOCK];            /* #1 */
    uint8_t mark[FLARE_BLOCK];
    uint8_t mark_valid[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_join *b;                              /* #1 */
};

static const flare_column b_columns[] = {
    { .name = "b_number", .type = FLARE_INT32, .nullable = true },  /* INTEGER */
    { .name = "b_text", .type = FLARE_STRING, .nullable = true, .filter_only = true }, /* VARCHAR */
    { .name = "b_ratio", .type = FLARE_DOUBLE, .nullable = true, .filter_only = true }, /* DOUBLE */
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

static const flare_join_layout join_1 = {
    .row_size = sizeof(struct b),
    .key_offset = FLARE_OFFSET(struct b, key),
    .key_size = sizeof(struct b_key),
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

        int32_t built_rows = 0;
        int32_t apart_rows = 0;
        for (int32_t row = 0; row < block.rows; row++) {
            struct b *const into_join = b_number_valid[row] ? &local->b_rows[built_rows++]
                    : &local->b_apart[apart_rows++];
            into_join->key.b_number = b_number[row];                /* #1 build */
        }
        FLARE_TRY(flare_join_append(worker, query->b, local->b_rows, built_rows)); /* #1 build */
        FLARE_TRY(flare_join_append_apart(worker, query->b, local->b_apart, apart_rows)); /* #1 */
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

        for (int32_t row = 0; row < block.rows; row++) {
            struct b_key *const key_of_row = &local->keys[row];
            key_of_row->b_number = a_number[row];                   /* #1 probe */
            local->keys_valid[row] = a_number_valid[row];
        }
        FLARE_TRY(flare_join_find_valid(worker, query->b, local->keys, local->keys_valid,
                block.rows, local->b_found));                       /* #1 probe */
        for (int32_t row = 0; row < block.rows; row++) {
            const struct b *const b = local->b_found[row];          /* #1 */
            local->mark[row] = b != 0;
            local->mark_valid[row] = b != 0 || flare_join_count(query->b)
                    + flare_join_apart_count(query->b) == 0 ||
                    (a_number_valid[row] && flare_join_apart_count(query->b) == 0);
        }
        flare_output_column(worker, 0, a_number, a_number_valid, block.rows);
        flare_output_column(worker, 1, a_text, a_text_valid, block.rows);
        flare_output_column(worker, 2, a_ratio, a_ratio_valid, block.rows);
        flare_output_column(worker, 3, local->mark, local->mark_valid, block.rows);
        flare_output_rows(worker, block.rows);
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
    { .name = "mark", .type = FLARE_BOOL, .nullable = true },       /* BOOLEAN */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .open = open,
    .pipelines = pipelines,
    .pipeline_count = 2,
    .columns = columns,
    .column_count = 4,
    .model_count = 0,
};
