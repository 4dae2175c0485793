/*
 * Numbers 0 .. count - 1 grouped by themselves, the groups sorted, the first `limit` of them.
 *
 *   #1 Limit                                                 pipeline 3
 *   #2 Sort      key descending                              pipelines 2 -> 3
 *   #3 Aggregate by key: twice = sum(2 * key)                pipelines 1 -> 2
 *   #4 Values                                                pipeline 1
 */
#include "flare/program.h"

struct parameters {
    int64_t count;
    int64_t spoilt;         /* key at which pipeline 2 fails, or -1 */
    int64_t silent_failure; /* 1: it fails without saying why */
};

struct query {
    flare_groups *groups; /* #3 */
    flare_sorter *sorter; /* #2 */
    flare_limit limit;    /* #1 */
    int64_t local_count;  /* of pipeline 2's workers */
    int64_t merged_rows;
};

struct group {
    int64_t key;
    int64_t twice;
};

struct local {
    int64_t rows;
    int64_t opened; /* 1 once local_open has run */
};

static const flare_sort_key keys[] = {
    { .type = FLARE_INT64, .offset = 0, .valid_offset = -1, .descending = true },
};
static const flare_sort sort = { .row_size = sizeof(struct group), .keys = keys, .key_count = 1 };

static flare_status open_query(flare_worker *worker, const void *parameters, void *state)
{
    struct query *const query = state;
    (void)parameters;
    query->limit.offset = 5;
    query->limit.limit = 10000;
    FLARE_TRY(flare_groups_create(worker, 8, sizeof(struct group), &query->groups));
    return flare_sorter_create(worker, &sort, -1, &query->sorter);
}

/* Pipeline 1: values -> groups. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_struct, void *state,
                               void *local)
{
    const struct parameters *const parameters = parameter_struct;
    struct query *const query = state;
    (void)local;
    for (int64_t first = 0; first < parameters->count; first += FLARE_BLOCK) {
        const int64_t left = parameters->count - first;
        const int32_t rows = left < FLARE_BLOCK ? (int32_t)left : FLARE_BLOCK;
        int64_t key[FLARE_BLOCK];
        void *group[FLARE_BLOCK];
        for (int32_t row = 0; row < rows; row++)
            key[row] = first + row;
        FLARE_TRY(flare_groups_find(worker, query->groups, key, rows, group));
        for (int32_t row = 0; row < rows; row++)
            ((struct group *)group[row])->twice += 2 * key[row];
    }
    return flare_worker_status(worker);
}

static void merge_group(void *into_row, const void *from_row)
{
    struct group *const into = into_row;
    const struct group *const from = from_row;
    into->twice += from->twice;
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_GROUPS,
      .offset = FLARE_OFFSET(struct query, groups),
      .merge = merge_group },
};

static flare_status open_2(flare_worker *worker, const void *parameters, void *state,
                           void *local_struct)
{
    struct local *const local = local_struct;
    (void)worker;
    (void)parameters;
    (void)state;
    local->opened += 1;
    return FLARE_OK;
}

/* Pipeline 2: groups -> sorter. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_struct, void *state,
                               void *local_struct)
{
    const struct parameters *const parameters = parameter_struct;
    struct query *const query = state;
    struct local *const local = local_struct;
    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        struct group rows[FLARE_BLOCK];
        for (int32_t row = 0; row < block.rows; row++) {
            rows[row] = *(const struct group *)block.row[row];
            if (rows[row].key == parameters->spoilt)
                return parameters->silent_failure
                           ? FLARE_FAILED
                           : flare_raise(worker, FLARE_ERROR_DIVISION_BY_ZERO, 3);
        }
        local->rows += block.rows;
        FLARE_TRY(flare_sorter_append(worker, query->sorter, rows, block.rows));
    }
    return flare_worker_status(worker);
}

static flare_status merge_2(flare_worker *worker, void *state, const void *local_struct)
{
    struct query *const query = state;
    const struct local *const local = local_struct;
    (void)worker;
    query->local_count += local->opened;
    query->merged_rows += local->rows;
    return FLARE_OK;
}

static flare_status finish_2(flare_worker *worker, const void *parameter_struct, void *state)
{
    const struct parameters *const parameters = parameter_struct;
    struct query *const query = state;
    if (query->merged_rows != parameters->count)
        return flare_raise(worker, FLARE_ERROR_DATA, 99);
    return flare_sorter_finish(worker, query->sorter);
}

/* Pipeline 3: sorted rows -> limit -> result. */
static flare_status pipeline_3(flare_worker *worker, const void *parameters, void *state,
                               void *local)
{
    struct query *const query = state;
    (void)parameters;
    (void)local;
    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        int64_t key[FLARE_BLOCK];
        int64_t twice[FLARE_BLOCK];
        int32_t first;
        int32_t count;
        FLARE_TRY(flare_limit_take(worker, &query->limit, block.rows, &first, &count));
        for (int32_t row = 0; row < block.rows; row++) {
            const struct group *const group = block.row[row];
            key[row] = group->key;
            twice[row] = group->twice;
        }
        FLARE_TRY(flare_output_column(worker, 0, key + first, 0, count));
        FLARE_TRY(flare_output_column(worker, 1, twice + first, 0, count));
        FLARE_TRY(flare_output_rows(worker, count));
    }
    return flare_worker_status(worker);
}

/* One more row after all others: how many workers pipeline 2 had. */
static flare_status finish_3(flare_worker *worker, const void *parameters, void *state)
{
    const struct query *const query = state;
    (void)parameters;
    FLARE_TRY(flare_output_column(worker, 0, &query->local_count, 0, 1));
    FLARE_TRY(flare_output_column(worker, 1, &query->merged_rows, 0, 1));
    return flare_output_rows(worker, 1);
}

static const flare_pipeline pipelines[] = {
    { .name = "1: values -> groups",
      .source = FLARE_SOURCE_ONCE,
      .morsel = pipeline_1,
      .built = built_1,
      .built_count = 1 },
    { .name = "2: groups -> sort",
      .source = FLARE_SOURCE_GROUPS,
      .source_offset = FLARE_OFFSET(struct query, groups),
      .local_size = sizeof(struct local),
      .local_open = open_2,
      .morsel = pipeline_2,
      .merge = merge_2,
      .finish = finish_2 },
    { .name = "3: sorted -> limit -> result",
      .source = FLARE_SOURCE_SORTED,
      .source_offset = FLARE_OFFSET(struct query, sorter),
      .morsel = pipeline_3,
      .finish = finish_3 },
};

static const flare_result_column columns[] = {
    { .name = "key", .type = FLARE_INT64, .nullable = false },
    { .name = "twice", .type = FLARE_INT64, .nullable = false },
};

const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .parameters_size = sizeof(struct parameters),
    .open = open_query,
    .pipelines = pipelines,
    .pipeline_count = 3,
    .columns = columns,
    .column_count = 2,
};
