/*
 * select   mode, sum(part) as parts
 * from     (select part, mode from shipped union all select part, mode from ordered)
 * group by mode
 *
 *   #1 Aggregate by mode: parts = sum(part) [hash table]
 *   #2   Union all of 2
 *   #3     Scan shipped (part, mode), 1000 rows
 *   #4     Scan ordered (part, mode), 1000 rows
 */
#include "flare/program.h"

/* Keys of #1, compared byte by byte. */
struct key {
    uint32_t mode;                              /* #1 id in mode */
    uint8_t mode_valid;                         /* #1 */
    uint8_t padding[3];                         /* always zero */
};

/* One group of #1. */
struct group {
    struct key key;                             /* #1 */
    int64_t parts;                              /* #1 sum(part) */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct key keys[FLARE_BLOCK];               /* #1 */
    void *found[FLARE_BLOCK];                   /* #1 the group of each row */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    struct key keys[FLARE_BLOCK];               /* #1 */
    void *found[FLARE_BLOCK];                   /* #1 the group of each row */
};

/* One worker's own part of pipeline 3. */
struct local_3 {
    flare_string mode[FLARE_BLOCK];
    uint8_t mode_valid[FLARE_BLOCK];
    int64_t parts[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_ids *mode;                            /* #1 ids of mode */
    flare_groups *groups;                       /* #1 */
};

/* Adds one group to another of the same kind. */
static void merge_group(void *into_row, const void *from_row)
{
    struct group *const into = into_row;
    const struct group *const from = from_row;

    into->parts += from->parts;
}

static const flare_column shipped_columns[] = {
    { .name = "part", .type = FLARE_INT32 },                        /* INTEGER */
    { .name = "mode", .type = FLARE_IDS, .ids = FLARE_OFFSET(struct query, mode) }, /* VARCHAR */
};

static const flare_scan shipped_scan = {
    .columns = shipped_columns,
    .column_count = 2,
};

static const flare_column ordered_columns[] = {
    { .name = "part", .type = FLARE_INT32 },                        /* INTEGER */
    { .name = "mode", .type = FLARE_IDS, .nullable = true,
            .ids = FLARE_OFFSET(struct query, mode) },              /* VARCHAR */
};

static const flare_scan ordered_scan = {
    .columns = ordered_columns,
    .column_count = 2,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    (void)parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_ids_create(worker, &query->mode));
    FLARE_TRY(flare_groups_create(worker, sizeof(struct key), sizeof(struct group),
            &query->groups));
    return flare_worker_status(worker);
}

/* Pipeline 1: shipped -> groups. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_1 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int32_t *const part = block.columns[0].values;        /* INTEGER */
        const uint32_t *const mode = block.columns[1].values;       /* VARCHAR */

        for (int32_t row = 0; row < block.rows; row++) {
            struct key *const key = &local->keys[row];
            key->mode = mode[row];                                  /* #1 */
            key->mode_valid = true;
        }
        FLARE_TRY(flare_groups_find(worker, query->groups, local->keys, block.rows, local->found)); /* #1 */
        for (int32_t row = 0; row < block.rows; row++) {
            struct group *const group = local->found[row];          /* #1 */
            group->parts += part[row];                              /* #1 */
        }
    }
    return flare_worker_status(worker);
}

/* Pipeline 2: ordered -> groups. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int32_t *const part = block.columns[0].values;        /* INTEGER */
        const uint32_t *const mode = block.columns[1].values;       /* VARCHAR */
        const uint8_t *const mode_valid = block.columns[1].valid;

        for (int32_t row = 0; row < block.rows; row++) {
            struct key *const key = &local->keys[row];
            key->mode = mode_valid[row] ? mode[row] : 0;            /* #1 */
            key->mode_valid = mode_valid[row];
        }
        FLARE_TRY(flare_groups_find(worker, query->groups, local->keys, block.rows, local->found)); /* #1 */
        for (int32_t row = 0; row < block.rows; row++) {
            struct group *const group = local->found[row];          /* #1 */
            group->parts += part[row];                              /* #1 */
        }
    }
    return flare_worker_status(worker);
}

static const flare_built built_2[] = {
    { .kind = FLARE_BUILT_GROUPS, .offset = FLARE_OFFSET(struct query, groups),
            .merge = merge_group },                                 /* #1 */
};

/* Pipeline 3: groups -> result. */
static flare_status pipeline_3(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_3 *const local = own;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        for (int32_t row = 0; row < block.rows; row++) {
            const struct group *const source = block.row[row];      /* #1 */
            local->mode[row] = source->key.mode_valid != 0
                    ? flare_ids_string(query->mode, source->key.mode) : flare_string_empty();
            local->mode_valid[row] = source->key.mode_valid != 0;
            local->parts[row] = source->parts;
        }
        flare_output_column(worker, 0, local->mode, local->mode_valid, block.rows);
        flare_output_column(worker, 1, local->parts, 0, block.rows);
        flare_output_rows(worker, block.rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* shipped -> groups */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &shipped_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
    },
    { /* ordered -> groups */
        .name = "2",
        .source = FLARE_SOURCE_SCAN,
        .scan = &ordered_scan,
        .local_size = sizeof(struct local_2),
        .morsel = pipeline_2,
        .built = built_2,
        .built_count = 1,
    },
    { /* groups -> result */
        .name = "3",
        .source = FLARE_SOURCE_GROUPS,
        .source_offset = FLARE_OFFSET(struct query, groups),
        .local_size = sizeof(struct local_3),
        .morsel = pipeline_3,
    },
};

static const flare_result_column columns[] = {
    { .name = "mode", .type = FLARE_STRING, .nullable = true },     /* VARCHAR */
    { .name = "parts", .type = FLARE_INT64, .nullable = true },     /* BIGINT */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .open = open,
    .pipelines = pipelines,
    .pipeline_count = 3,
    .columns = columns,
    .column_count = 2,
    .model_count = 0,
};
