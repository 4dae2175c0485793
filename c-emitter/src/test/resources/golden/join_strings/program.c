/*
 * select *
 * from a full join b on a_text = b_text and a_ratio = b_ratio
 *
 *   #1 Join full on (a_text = b_text) and (a_ratio = b_ratio) [hash table over b_text, b_ratio, filters the
 *           scan]
 *   #2   Scan a (a_number, a_text, a_ratio), 1000 rows
 *   #3   Scan b (b_number, b_text, b_ratio), 1000 rows
 */
#include "flare/program.h"

/* Keys of #1, compared byte by byte. */
struct b_key {
    double b_ratio;                             /* #1 */
    uint32_t b_text;                            /* #1 id in b_text */
    uint8_t b_text_valid;                       /* #1 */
    uint8_t b_ratio_valid;                      /* #1 */
    uint8_t padding[2];                         /* always zero */
};

/* A row of #1's right side. */
struct b {
    const struct b *next;                       /* next row of the same key */
    struct b_key key;
    double b_ratio;
    int32_t b_number;
    uint8_t b_ratio_valid;
    uint8_t b_number_valid;
    uint8_t matched;                            /* has a partner */
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
    int32_t pair_row[FLARE_BLOCK];              /* #1 */
    const void *pair_match[FLARE_BLOCK];        /* #1 */
    uint8_t pair_matched[FLARE_BLOCK];          /* #1 */
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

/* One worker's own part of pipeline 3. */
struct local_3 {
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
    flare_ids *b_text;                          /* #1 ids of b_text */
    flare_join *b;                              /* #1 */
};

static const flare_column b_columns[] = {
    { .name = "b_number", .type = FLARE_INT32, .nullable = true },  /* INTEGER */
    { .name = "b_text", .type = FLARE_IDS, .nullable = true,
            .ids = FLARE_OFFSET(struct query, b_text) },            /* VARCHAR */
    { .name = "b_ratio", .type = FLARE_DOUBLE, .nullable = true },  /* DOUBLE */
};

static const flare_scan b_scan = {
    .columns = b_columns,
    .column_count = 3,
};

static const flare_column a_columns[] = {
    { .name = "a_number", .type = FLARE_INT32, .nullable = true },  /* INTEGER */
    { .name = "a_text", .type = FLARE_IDS, .nullable = true,
            .ids = FLARE_OFFSET(struct query, b_text) },            /* VARCHAR */
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

    FLARE_TRY(flare_ids_create(worker, &query->b_text));
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
        const uint32_t *const b_text = block.columns[1].values;     /* VARCHAR */
        const uint8_t *const b_text_valid = block.columns[1].valid;
        const double *const b_ratio = block.columns[2].values;      /* DOUBLE */
        const uint8_t *const b_ratio_valid = block.columns[2].valid;

        int32_t built_rows = 0;
        int32_t apart_rows = 0;
        for (int32_t row = 0; row < block.rows; row++) {
            struct b *const into_join = b_text_valid[row] && b_ratio_valid[row]
                    ? &local->b_rows[built_rows++] : &local->b_apart[apart_rows++];
            into_join->key.b_text = b_text_valid[row] ? b_text[row] : 0; /* #1 build */
            into_join->key.b_text_valid = b_text_valid[row];
            into_join->key.b_ratio = b_ratio_valid[row] ? flare_canonical_double(b_ratio[row]) : 0; /* #1 build */
            into_join->key.b_ratio_valid = b_ratio_valid[row];
            into_join->b_ratio = b_ratio_valid[row] ? b_ratio[row] : 0;
            into_join->b_ratio_valid = b_ratio_valid[row];
            into_join->b_number = b_number_valid[row] ? b_number[row] : 0;
            into_join->b_number_valid = b_number_valid[row];
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
        const uint32_t *const a_text = block.columns[1].values;     /* VARCHAR */
        const uint8_t *const a_text_valid = block.columns[1].valid;
        const double *const a_ratio = block.columns[2].values;      /* DOUBLE */
        const uint8_t *const a_ratio_valid = block.columns[2].valid;

        for (int32_t row = 0; row < block.rows; row++) {
            struct b_key *const key_of_row = &local->keys[row];
            key_of_row->b_text = a_text_valid[row] ? a_text[row] : 0; /* #1 probe */
            key_of_row->b_text_valid = a_text_valid[row];
            key_of_row->b_ratio = a_ratio_valid[row] ? flare_canonical_double(a_ratio[row]) : 0; /* #1 probe */
            key_of_row->b_ratio_valid = a_ratio_valid[row];
        }
        FLARE_TRY(flare_join_find(worker, query->b, local->keys, block.rows, local->b_found)); /* #1 probe */
        flare_pairs pairs = { 0 };
        while (flare_next_pairs(worker, &pairs, local->b_found, block.rows, local->pair_matched,
                local->pair_row, local->pair_match)) {
            for (int32_t pair = 0; pair < pairs.count; pair++) {
                const int32_t row = local->pair_row[pair];
                struct b *const b = (struct b *)local->pair_match[pair]; /* #1 */
                local->pair_matched[row] = b != 0;                  /* #1 */
                if (b != 0)                                         /* #1 */
                    b->matched = true;
            }
            for (int32_t pair = 0; pair < pairs.count; pair++) {
                const int32_t row = local->pair_row[pair];
                struct b *const b = (struct b *)local->pair_match[pair]; /* #1 */
                local->a_number[pair] = a_number[row];
                local->a_number_valid[pair] = a_number_valid[row];
                local->a_text[pair] = a_text_valid[row]
                        ? flare_ids_string(query->b_text, a_text[row]) : flare_string_empty();
                local->a_text_valid[pair] = a_text_valid[row];
                local->a_ratio[pair] = a_ratio[row];
                local->a_ratio_valid[pair] = a_ratio_valid[row];
                local->b_number[pair] = (b != 0 && b->b_number_valid != 0) ? b->b_number : 0;
                local->b_number_valid[pair] = b != 0 && b->b_number_valid != 0;
                local->b_text[pair] = (b != 0 && a_text_valid[row])
                        ? flare_ids_string(query->b_text, a_text[row]) : flare_string_empty();
                local->b_text_valid[pair] = b != 0 && a_text_valid[row];
                local->b_ratio[pair] = (b != 0 && b->b_ratio_valid != 0) ? b->b_ratio : 0;
                local->b_ratio_valid[pair] = b != 0 && b->b_ratio_valid != 0;
            }
            flare_output_column(worker, 0, local->a_number, local->a_number_valid, pairs.count);
            flare_output_column(worker, 1, local->a_text, local->a_text_valid, pairs.count);
            flare_output_column(worker, 2, local->a_ratio, local->a_ratio_valid, pairs.count);
            flare_output_column(worker, 3, local->b_number, local->b_number_valid, pairs.count);
            flare_output_column(worker, 4, local->b_text, local->b_text_valid, pairs.count);
            flare_output_column(worker, 5, local->b_ratio, local->b_ratio_valid, pairs.count);
            flare_output_rows(worker, pairs.count);
        }
    }
    return flare_worker_status(worker);
}

/* Pipeline 3: rows of b without partner -> result. */
static flare_status pipeline_3(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_3 *const local = own;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        int32_t result_rows = 0;
        for (int32_t row = 0; row < block.rows; row++) {
            const struct b *const source = block.row[row];          /* #1 */
            if (source->matched != 0)                               /* #1 */
                continue;
            local->a_number[result_rows] = 0;
            local->a_number_valid[result_rows] = false;
            local->a_text[result_rows] = flare_string_empty();
            local->a_text_valid[result_rows] = false;
            local->a_ratio[result_rows] = 0;
            local->a_ratio_valid[result_rows] = false;
            local->b_number[result_rows] = source->b_number;
            local->b_number_valid[result_rows] = source->b_number_valid != 0;
            local->b_text[result_rows] = source->key.b_text_valid != 0
                    ? flare_ids_string(query->b_text, source->key.b_text) : flare_string_empty();
            local->b_text_valid[result_rows] = source->key.b_text_valid != 0;
            local->b_ratio[result_rows] = source->b_ratio;
            local->b_ratio_valid[result_rows] = source->b_ratio_valid != 0;
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
    { /* rows of b without partner -> result */
        .name = "3",
        .source = FLARE_SOURCE_JOIN,
        .source_offset = FLARE_OFFSET(struct query, b),
        .local_size = sizeof(struct local_3),
        .morsel = pipeline_3,
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
    .pipeline_count = 3,
    .columns = columns,
    .column_count = 6,
    .model_count = 0,
};
