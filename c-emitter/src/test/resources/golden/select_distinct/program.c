/*
 * select distinct s, a from t
 *
 *   #1 Aggregate by s, a [hash table]
 *   #2   Project s, a
 *   #3     Scan t (a, b, c, s), 1000 rows
 */
#include "flare/program.h"

/* Keys of #1, compared byte by byte. */
struct key {
    uint32_t s;                                 /* #1 id in s */
    int32_t a;                                  /* #1 */
    uint8_t s_valid;                            /* #1 */
    uint8_t a_valid;                            /* #1 */
    uint8_t padding[6];                         /* always zero */
};

/* One group of #1. */
struct group {
    struct key key;                             /* #1 */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct key keys[FLARE_BLOCK];               /* #1 */
    void *found[FLARE_BLOCK];                   /* #1 the group of each row */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    flare_string s[FLARE_BLOCK];
    uint8_t s_valid[FLARE_BLOCK];
    int32_t a[FLARE_BLOCK];
    uint8_t a_valid[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_ids *s;                               /* #1 ids of s */
    flare_groups *groups;                       /* #1 */
};

static const flare_column t_columns[] = {
    { .name = "a", .type = FLARE_INT32, .nullable = true },         /* INTEGER */
    { .name = "b", .type = FLARE_INT32, .nullable = true, .filter_only = true }, /* INTEGER */
    { .name = "c", .type = FLARE_INT32, .filter_only = true },      /* INTEGER */
    { .name = "s", .type = FLARE_IDS, .nullable = true, .ids = FLARE_OFFSET(struct query, s) }, /* VARCHAR */
};

static const flare_scan t_scan = {
    .columns = t_columns,
    .column_count = 4,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    (void)parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_ids_create(worker, &query->s));
    FLARE_TRY(flare_groups_create(worker, sizeof(struct key), sizeof(struct group),
            &query->groups));
    return flare_worker_status(worker);
}

/* Pipeline 1: t -> project -> groups. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_1 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int32_t *const a = block.columns[0].values;           /* INTEGER */
        const uint8_t *const a_valid = block.columns[0].valid;
        const uint32_t *const s = block.columns[3].values;          /* VARCHAR */
        const uint8_t *const s_valid = block.columns[3].valid;

        for (int32_t row = 0; row < block.rows; row++) {
            struct key *const key = &local->keys[row];
            key->s = s_valid[row] ? s[row] : 0;                     /* #1 */
            key->s_valid = s_valid[row];
            key->a = a_valid[row] ? a[row] : 0;                     /* #1 */
            key->a_valid = a_valid[row];
        }
        FLARE_TRY(flare_groups_find(worker, query->groups, local->keys, block.rows, local->found)); /* #1 */
    }
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_GROUPS, .offset = FLARE_OFFSET(struct query, groups) }, /* #1 */
};

/* Pipeline 2: groups -> result. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        for (int32_t row = 0; row < block.rows; row++) {
            const struct group *const source = block.row[row];      /* #1 */
            local->s[row] = source->key.s_valid != 0 ? flare_ids_string(query->s, source->key.s)
                    : flare_string_empty();
            local->s_valid[row] = source->key.s_valid != 0;
            local->a[row] = source->key.a;
            local->a_valid[row] = source->key.a_valid != 0;
        }
        flare_output_column(worker, 0, local->s, local->s_valid, block.rows);
        flare_output_column(worker, 1, local->a, local->a_valid, block.rows);
        flare_output_rows(worker, block.rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* t -> project -> groups */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &t_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
        .built = built_1,
        .built_count = 1,
    },
    { /* groups -> result */
        .name = "2",
        .source = FLARE_SOURCE_GROUPS,
        .source_offset = FLARE_OFFSET(struct query, groups),
        .local_size = sizeof(struct local_2),
        .morsel = pipeline_2,
    },
};

static const flare_result_column columns[] = {
    { .name = "s", .type = FLARE_STRING, .nullable = true },        /* VARCHAR */
    { .name = "a", .type = FLARE_INT32, .nullable = true },         /* INTEGER */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .open = open,
    .pipelines = pipelines,
    .pipeline_count = 2,
    .columns = columns,
    .column_count = 2,
    .model_count = 0,
};
