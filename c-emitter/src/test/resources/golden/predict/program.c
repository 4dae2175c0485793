/*
 * select   cluster, count(*) as total
 * from     (select cluster, classifier(murder, assault, population, rape) as classification from crime)
 * where    classification = cluster
 * group by cluster
 *
 *   #1 Aggregate by cluster: total = count(*) [direct array of 1 dimension]
 *   #2   Project cluster
 *   #3     Filter classification = cluster
 *   #4       Predict classification = classifier(cast(murder as REAL), cast(assault as REAL), cast(population as
 *           REAL), cast(rape as REAL))
 *   #5         Scan crime (murder, assault, population, rape, cluster), 2000000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int64_t cluster_keys[2];                    /* #1 0 .. 3 */
};

/* One group of #1. */
struct group {
    int64_t total;                              /* #1 count(*) */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    flare_model_tile *classifier_tile;          /* #4 */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    int64_t cluster[FLARE_BLOCK];
    int64_t total[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_array *groups;                        /* #1 */
};

/* Adds one group to another of the same kind. */
static void merge_group(void *into_row, const void *from_row)
{
    struct group *const into = into_row;
    const struct group *const from = from_row;

    into->total += from->total;
}

static const flare_column crime_columns[] = {
    { .name = "murder", .type = FLARE_DOUBLE },                     /* DOUBLE */
    { .name = "assault", .type = FLARE_DOUBLE },                    /* DOUBLE */
    { .name = "population", .type = FLARE_DOUBLE },                 /* DOUBLE */
    { .name = "rape", .type = FLARE_DOUBLE },                       /* DOUBLE */
    { .name = "cluster", .type = FLARE_INT64 },                     /* BIGINT */
};

static const flare_scan crime_scan = {
    .columns = crime_columns,
    .column_count = 5,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    (void)parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_array_create(worker, sizeof(struct group), FLARE_OFFSET(struct group, total),
            &query->groups));
    return flare_worker_status(worker);
}

/* Opens pipeline 1 for a worker. */
static flare_status open_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    (void)state;
    struct local_1 *const local = own;

    FLARE_TRY(flare_model_open(worker, 0, &local->classifier_tile)); /* #4 classifier */
    return flare_worker_status(worker);
}

/* Pipeline 1: crime -> predict classifier -> filter -> project -> groups. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    struct query *const query = state;
    struct local_1 *const local = own;

    const int64_t cluster_slots = parameters->cluster_keys[1] - parameters->cluster_keys[0] + 1;
    struct group *const groups = flare_array_rows(worker, query->groups, cluster_slots); /* #1 */
    if (!groups)
        return FLARE_FAILED;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const double *const murder = block.columns[0].values;       /* DOUBLE */
        const double *const assault = block.columns[1].values;      /* DOUBLE */
        const double *const population = block.columns[2].values;   /* DOUBLE */
        const double *const rape = block.columns[3].values;         /* DOUBLE */
        const int64_t *const cluster = block.columns[4].values;     /* BIGINT */

        float *const features = flare_model_input(local->classifier_tile, 0); /* the tensor's own memory */
        for (int32_t row = 0; row < block.rows; row++) {
            features[row * 4 + 0] = flare_cast_double_to_float(worker, murder[row], 0); /* #4 */
            features[row * 4 + 1] = flare_cast_double_to_float(worker, assault[row], 0);
            features[row * 4 + 2] = flare_cast_double_to_float(worker, population[row], 0);
            features[row * 4 + 3] = flare_cast_double_to_float(worker, rape[row], 0);
        }
        FLARE_TRY(flare_model_run(worker, local->classifier_tile, block.rows)); /* #4 */
        const int64_t *const classification = flare_model_output(local->classifier_tile);
        for (int32_t row = 0; row < block.rows; row++) {
            if (classification[row] != cluster[row])                /* #3 */
                continue;
            const int64_t cluster_slot = cluster[row] - parameters->cluster_keys[0]; /* #1 */
            if (cluster_slot < 0 || cluster_slot >= cluster_slots)  /* the range is a claim of the file */
                return flare_raise(worker, FLARE_ERROR_CLAIM, -1);
            struct group *const group = &groups[cluster_slot];      /* #1 */
            group->total++;                                         /* #1 */
        }
    }
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_ARRAY, .offset = FLARE_OFFSET(struct query, groups),
            .merge = merge_group },                                 /* #1 */
};

/* Pipeline 2: groups -> result. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    const int64_t cluster_slots = parameters->cluster_keys[1] - parameters->cluster_keys[0] + 1;
    const struct group *const merged = flare_array_rows(worker, query->groups, cluster_slots); /* #1 */
    if (!merged)
        return FLARE_FAILED;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        for (int32_t row = 0; row < block.rows; row++) {
            const struct group *const source = block.row[row];      /* #1 */
            const int64_t slot = source - merged;
            local->cluster[row] = parameters->cluster_keys[0] + slot;
            local->total[row] = source->total;
        }
        flare_output_column(worker, 0, local->cluster, 0, block.rows);
        flare_output_column(worker, 1, local->total, 0, block.rows);
        flare_output_rows(worker, block.rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* crime -> predict classifier -> filter -> project -> groups */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &crime_scan,
        .local_size = sizeof(struct local_1),
        .local_open = open_1,
        .morsel = pipeline_1,
        .built = built_1,
        .built_count = 1,
    },
    { /* groups -> result */
        .name = "2",
        .source = FLARE_SOURCE_ARRAY,
        .source_offset = FLARE_OFFSET(struct query, groups),
        .local_size = sizeof(struct local_2),
        .morsel = pipeline_2,
    },
};

static const flare_result_column columns[] = {
    { .name = "cluster", .type = FLARE_INT64 },                     /* BIGINT */
    { .name = "total", .type = FLARE_INT64 },                       /* BIGINT */
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
    .column_count = 2,
    .model_count = 1,
};
