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
    int64_t slot_count;                         /* #1 */
    struct group *groups;                       /* #1 */
    flare_model_tile *classifier_tile;          /* #4 */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    int64_t cluster[FLARE_BLOCK];
    int64_t total[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    int64_t slot_count;                         /* #1 slots of groups */
    struct group *groups;                       /* #1 */
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

/* Opens pipeline 1 for a worker. */
static flare_status open_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    (void)state;
    struct local_1 *const local = own;

    local->slot_count = parameters->cluster_keys[1] - parameters->cluster_keys[0] + 1; /* #1 */
    local->groups = flare_allocate(worker, (uint64_t)local->slot_count * sizeof(struct group));
    FLARE_TRY(flare_model_open(worker, 0, &local->classifier_tile)); /* #4 classifier */
    return flare_worker_status(worker);
}

/* Pipeline 1: crime -> predict classifier -> filter -> project -> groups. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    (void)state;
    struct local_1 *const local = own;

    struct group *const groups = local->groups;
    const int64_t cluster_slots = parameters->cluster_keys[1] - parameters->cluster_keys[0] + 1;

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

/* Adds a worker's part of pipeline 1 to the query. */
static flare_status merge_1(flare_worker *worker, void *state, const void *own)
{
    struct query *const query = state;
    const struct local_1 *const local = own;

    if (query->groups == 0) {
        query->groups = local->groups;
        query->slot_count = local->slot_count;
    } else {
        for (int64_t slot = 0; slot < local->slot_count; slot++)
            merge_group(&query->groups[slot], &local->groups[slot]);
    }
    return flare_worker_status(worker);
}

/* Pipeline 2: groups -> result. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    for (int64_t start = 0; start < query->slot_count; start += FLARE_BLOCK) {
        const int32_t count = flare_block_rows(query->slot_count - start);
        int32_t result_rows = 0;
        for (int32_t row = 0; row < count; row++) {
            const int64_t slot = start + row;
            const struct group *const source = &query->groups[slot]; /* #1 */
            if (source->total == 0)
                continue;
            local->cluster[result_rows] = parameters->cluster_keys[0] + slot;
            local->total[result_rows] = source->total;
            result_rows++;
        }
        flare_output_column(worker, 0, local->cluster, 0, result_rows);
        flare_output_column(worker, 1, local->total, 0, result_rows);
        flare_output_rows(worker, result_rows);
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
        .merge = merge_1,
    },
    { /* groups -> result */
        .name = "2",
        .source = FLARE_SOURCE_ONCE,
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
    .pipelines = pipelines,
    .pipeline_count = 2,
    .columns = columns,
    .column_count = 2,
    .model_count = 1,
};
