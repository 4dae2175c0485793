/*
 * select   s, total, few
 * from     (select upper(s) as s, sum(a) as total, count(*) filter (where a < 9) as few
 *           from (select distinct s, a from t) group by upper(s) limit 7)
 * order by s desc
 * offset   3
 *
 *   #1 Sort s desc offset 3
 *   #2   Limit limit 7
 *   #3     Aggregate by s: total = sum(a), few = count(*) filter (where few) [hash table]
 *   #4       Project s = upper(s), a, few = a < 9
 *   #5         Aggregate by s, a [hash table]
 *   #6           Project s, a
 *   #7             Scan t (a, b, c, s), 1000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int32_t a_bound;                            /* #4 9 */
    int64_t offset;                             /* #2 0 */
    int64_t limit;                              /* #2 7 */
    int64_t offset_2;                           /* #1 3 */
};

/* Keys of #5, compared byte by byte. */
struct key {
    uint32_t s;                                 /* #5 id in s */
    int32_t a;                                  /* #5 */
    uint8_t s_valid;                            /* #5 */
    uint8_t a_valid;                            /* #5 */
    uint8_t padding[6];                         /* always zero */
};

/* One group of #5. */
struct group {
    struct key key;                             /* #5 */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct key keys[FLARE_BLOCK];               /* #5 */
    void *found[FLARE_BLOCK];                   /* #5 the group of each row */
};

/* Keys of #3, compared byte by byte. */
struct key_2 {
    uint32_t s;                                 /* #3 id in s_2 */
    uint8_t s_valid;                            /* #3 */
    uint8_t padding[3];                         /* always zero */
};

/* One group of #3. */
struct group_2 {
    struct key_2 key;                           /* #3 */
    int64_t total;                              /* #3 sum(a) */
    int64_t a_count;                            /* #3 count(a) */
    int64_t few;                                /* #3 count(*) where few */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    struct key_2 keys[FLARE_BLOCK];             /* #3 */
    void *found[FLARE_BLOCK];                   /* #3 the group of each row */
};

/* One row of #1. */
struct sorted {
    flare_string s;
    int64_t total;
    int64_t few;
    uint8_t s_valid;
    uint8_t total_valid;
};

/* One worker's own part of pipeline 3. */
struct local_3 {
    struct sorted sorted[FLARE_BLOCK];          /* #1 */
};

/* One worker's own part of pipeline 4. */
struct local_4 {
    flare_string s[FLARE_BLOCK];
    uint8_t s_valid[FLARE_BLOCK];
    int64_t total[FLARE_BLOCK];
    uint8_t total_valid[FLARE_BLOCK];
    int64_t few[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_ids *s;                               /* #5 ids of s */
    flare_groups *groups;                       /* #5 */
    flare_ids *s_2;                             /* #3 ids of s */
    flare_groups *groups_2;                     /* #3 */
    flare_limit limit;                          /* #2 */
    flare_sorter *sorter;                       /* #1 */
    flare_limit limit_2;                        /* #1 */
};

/* Adds one group to another of the same kind. */
static void merge_group_2(void *into_row, const void *from_row)
{
    struct group_2 *const into = into_row;
    const struct group_2 *const from = from_row;

    into->total += from->total;
    into->a_count += from->a_count;
    into->few += from->few;
}

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

static const flare_sort_key sort_1_keys[] = {
    { .type = FLARE_STRING, .offset = FLARE_OFFSET(struct sorted, s),
            .valid_offset = FLARE_OFFSET(struct sorted, s_valid), .descending = true,
            .nulls_first = true },
};
static const uint32_t sort_1_strings[] = {
    FLARE_OFFSET(struct sorted, s),
};
static const flare_sort sort_1 = {
    .row_size = sizeof(struct sorted),
    .keys = sort_1_keys,
    .key_count = 1,
    .strings = sort_1_strings,
    .string_count = 1,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    const struct parameters *const parameters = parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_ids_create(worker, &query->s));
    FLARE_TRY(flare_groups_create(worker, sizeof(struct key), sizeof(struct group),
            &query->groups));
    FLARE_TRY(flare_ids_create(worker, &query->s_2));
    FLARE_TRY(flare_groups_create(worker, sizeof(struct key_2), sizeof(struct group_2),
            &query->groups_2));
    query->limit.offset = parameters->offset;
    query->limit.limit = parameters->limit;
    FLARE_TRY(flare_sorter_create(worker, &sort_1, -1, &query->sorter));
    query->limit_2.offset = parameters->offset_2;
    query->limit_2.limit = -1;
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
            key->s = s_valid[row] ? s[row] : 0;                     /* #5 */
            key->s_valid = s_valid[row];
            key->a = a_valid[row] ? a[row] : 0;                     /* #5 */
            key->a_valid = a_valid[row];
        }
        FLARE_TRY(flare_groups_find(worker, query->groups, local->keys, block.rows, local->found)); /* #5 */
    }
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_GROUPS, .offset = FLARE_OFFSET(struct query, groups) }, /* #5 */
};

/* Pipeline 2: groups -> project -> groups. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        for (int32_t row = 0; row < block.rows; row++) {
            const struct group *const source = block.row[row];      /* #5 */
            struct key_2 *const key = &local->keys[row];
            key->s = source->key.s_valid != 0
                    ? flare_ids_intern(worker, query->s_2,
                    flare_upper(worker, flare_ids_string(query->s, source->key.s))) : 0; /* #3 */
            key->s_valid = source->key.s_valid != 0;
        }
        FLARE_TRY(flare_groups_find(worker, query->groups_2, local->keys, block.rows,
                local->found));                                     /* #3 */
        for (int32_t row = 0; row < block.rows; row++) {
            struct group_2 *const group = local->found[row];        /* #3 */
            const struct group *const source = block.row[row];      /* #5 */
            if (source->key.a_valid != 0) {
                group->total += source->key.a;                      /* #3 */
                group->a_count++;                                   /* #3 */
            }
            if (source->key.a_valid != 0 && source->key.a < parameters->a_bound)
                group->few++;                                       /* #3 */
        }
    }
    return flare_worker_status(worker);
}

static const flare_built built_2[] = {
    { .kind = FLARE_BUILT_GROUPS, .offset = FLARE_OFFSET(struct query, groups_2),
            .merge = merge_group_2 },                               /* #3 */
};

/* Pipeline 3: groups -> limit -> sort. */
static flare_status pipeline_3(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_3 *const local = own;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        int32_t first_row, row_limit;
        FLARE_TRY(flare_limit_take(worker, &query->limit, block.rows, &first_row, &row_limit)); /* #2 */
        const int32_t end_row = first_row + row_limit;
        int32_t sorted_rows = 0;
        for (int32_t row = first_row; row < end_row; row++) {
            const struct group_2 *const source = block.row[row];    /* #3 */
            struct sorted *const into_sort = &local->sorted[sorted_rows];
            into_sort->s = source->key.s_valid != 0 ? flare_ids_string(query->s_2, source->key.s)
                    : flare_string_empty();
            into_sort->s_valid = source->key.s_valid != 0;
            into_sort->total = source->a_count > 0 ? source->total : 0;
            into_sort->total_valid = source->a_count > 0;
            into_sort->few = source->few;
            sorted_rows++;
        }
        FLARE_TRY(flare_sorter_append(worker, query->sorter, local->sorted, sorted_rows)); /* #1 */
    }
    return flare_worker_status(worker);
}

static const flare_built built_3[] = {
    { .kind = FLARE_BUILT_SORTER, .offset = FLARE_OFFSET(struct query, sorter) }, /* #1 */
};

/* Pipeline 4: sorted rows -> limit -> result. */
static flare_status pipeline_4(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_4 *const local = own;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        int32_t first_row, row_limit;
        FLARE_TRY(flare_limit_take(worker, &query->limit_2, block.rows, &first_row, &row_limit)); /* #1 */
        const int32_t end_row = first_row + row_limit;
        int32_t result_rows = 0;
        for (int32_t row = first_row; row < end_row; row++) {
            const struct sorted *const sorted = block.row[row];     /* #1 */
            local->s[result_rows] = sorted->s;
            local->s_valid[result_rows] = sorted->s_valid != 0;
            local->total[result_rows] = sorted->total;
            local->total_valid[result_rows] = sorted->total_valid != 0;
            local->few[result_rows] = sorted->few;
            result_rows++;
        }
        flare_output_column(worker, 0, local->s, local->s_valid, result_rows);
        flare_output_column(worker, 1, local->total, local->total_valid, result_rows);
        flare_output_column(worker, 2, local->few, 0, result_rows);
        flare_output_rows(worker, result_rows);
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
    { /* groups -> project -> groups */
        .name = "2",
        .source = FLARE_SOURCE_GROUPS,
        .source_offset = FLARE_OFFSET(struct query, groups),
        .local_size = sizeof(struct local_2),
        .morsel = pipeline_2,
        .built = built_2,
        .built_count = 1,
    },
    { /* groups -> limit -> sort */
        .name = "3",
        .source = FLARE_SOURCE_GROUPS,
        .source_offset = FLARE_OFFSET(struct query, groups_2),
        .local_size = sizeof(struct local_3),
        .morsel = pipeline_3,
        .built = built_3,
        .built_count = 1,
    },
    { /* sorted rows -> limit -> result */
        .name = "4",
        .source = FLARE_SOURCE_SORTED,
        .source_offset = FLARE_OFFSET(struct query, sorter),
        .local_size = sizeof(struct local_4),
        .morsel = pipeline_4,
    },
};

static const flare_result_column columns[] = {
    { .name = "s", .type = FLARE_STRING, .nullable = true },        /* VARCHAR */
    { .name = "total", .type = FLARE_INT64, .nullable = true },     /* BIGINT */
    { .name = "few", .type = FLARE_INT64 },                         /* BIGINT */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .parameters_size = sizeof(struct parameters),
    .open = open,
    .pipelines = pipelines,
    .pipeline_count = 4,
    .columns = columns,
    .column_count = 3,
    .model_count = 0,
};
