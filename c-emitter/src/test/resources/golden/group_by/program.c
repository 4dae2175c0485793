/*
 * select   o_clerk, o_custkey, sum(o_totalprice) as total, avg(o_weight) as weight, min(o_comment) as
 *     first_comment,
 *          max(o_totalprice) as largest, stddev_samp(o_weight) as spread, count(*) as orders
 * from     orders
 * group by o_clerk, o_custkey
 * having   count(*) > 10
 *
 *   #1 Filter orders > 10
 *   #2   Aggregate by o_clerk, o_custkey: total = sum(o_totalprice), weight = avg(o_weight), first_comment =
 *           min(o_comment), largest = max(o_totalprice), spread = stddev_samp(o_weight), orders = count(*) [hash
 *           table]
 *   #3     Scan orders (o_clerk, o_custkey, o_totalprice, o_comment, o_weight), 1500000 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int64_t orders_bound;                       /* #1 10 */
};

/* Keys of #2, compared byte by byte. */
struct key {
    int64_t o_custkey;                          /* #2 */
    uint32_t o_clerk;                           /* #2 id in o_clerk */
    uint8_t o_clerk_valid;                      /* #2 */
    uint8_t padding[3];                         /* always zero */
};

/* One group of #2. */
struct group {
    struct key key;                             /* #2 */
    flare_int128 total;                         /* #2 sum(o_totalprice) */
    int64_t o_totalprice_count;                 /* #2 count(o_totalprice) */
    double weight;                              /* #2 sum(o_weight) */
    int64_t o_weight_count;                     /* #2 count(o_weight) */
    int64_t o_comment_count;                    /* #2 count(o_comment) */
    flare_string first_comment;                 /* #2 min(o_comment) */
    int64_t largest;                            /* #2 max(o_totalprice) */
    flare_moments spread;                       /* #2 mean and variance of o_weight */
    int64_t orders;                             /* #2 count(*) */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct key keys[FLARE_BLOCK];               /* #2 */
    void *found[FLARE_BLOCK];                   /* #2 the group of each row */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    flare_string o_clerk[FLARE_BLOCK];
    uint8_t o_clerk_valid[FLARE_BLOCK];
    int64_t o_custkey[FLARE_BLOCK];
    flare_int128 total[FLARE_BLOCK];
    uint8_t total_valid[FLARE_BLOCK];
    double weight[FLARE_BLOCK];
    uint8_t weight_valid[FLARE_BLOCK];
    flare_string first_comment[FLARE_BLOCK];
    uint8_t first_comment_valid[FLARE_BLOCK];
    int64_t largest[FLARE_BLOCK];
    uint8_t largest_valid[FLARE_BLOCK];
    double spread[FLARE_BLOCK];
    uint8_t spread_valid[FLARE_BLOCK];
    int64_t orders[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_ids *o_clerk;                         /* #2 ids of o_clerk */
    flare_groups *groups;                       /* #2 */
    flare_ids *kept_strings;                    /* #2 strings that groups keep */
};

/* Adds one group to another of the same kind. */
static void merge_group(void *into_row, const void *from_row)
{
    struct group *const into = into_row;
    const struct group *const from = from_row;

    flare_accumulate_int128(&into->total, from->total);
    into->weight += from->weight;
    if (from->o_comment_count > 0 &&
            (into->o_comment_count == 0 ||
            flare_compare_string(from->first_comment, into->first_comment) < 0))
        into->first_comment = from->first_comment;
    if (from->o_totalprice_count > 0 &&
            (into->o_totalprice_count == 0 || from->largest > into->largest))
        into->largest = from->largest;
    flare_moments_merge(&into->spread, &from->spread);
    into->o_totalprice_count += from->o_totalprice_count;
    into->o_weight_count += from->o_weight_count;
    into->o_comment_count += from->o_comment_count;
    into->orders += from->orders;
}

static const flare_column orders_columns[] = {
    { .name = "o_clerk", .type = FLARE_IDS, .nullable = true,
            .ids = FLARE_OFFSET(struct query, o_clerk) },           /* VARCHAR */
    { .name = "o_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "o_totalprice", .type = FLARE_INT64, .nullable = true }, /* DECIMAL(15, 2) */
    { .name = "o_comment", .type = FLARE_STRING, .nullable = true }, /* VARCHAR */
    { .name = "o_weight", .type = FLARE_DOUBLE, .nullable = true }, /* DOUBLE */
};

static const flare_scan orders_scan = {
    .columns = orders_columns,
    .column_count = 5,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    (void)parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_ids_create(worker, &query->o_clerk));
    FLARE_TRY(flare_ids_create(worker, &query->kept_strings));
    FLARE_TRY(flare_groups_create(worker, sizeof(struct key), sizeof(struct group),
            &query->groups));
    return flare_worker_status(worker);
}

/* Pipeline 1: orders -> groups. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_1 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const uint32_t *const o_clerk = block.columns[0].values;    /* VARCHAR */
        const uint8_t *const o_clerk_valid = block.columns[0].valid;
        const int64_t *const o_custkey = block.columns[1].values;   /* BIGINT */
        const int64_t *const o_totalprice = block.columns[2].values; /* DECIMAL(15, 2) */
        const uint8_t *const o_totalprice_valid = block.columns[2].valid;
        const flare_string *const o_comment = block.columns[3].values; /* VARCHAR */
        const uint8_t *const o_comment_valid = block.columns[3].valid;
        const double *const o_weight = block.columns[4].values;     /* DOUBLE */
        const uint8_t *const o_weight_valid = block.columns[4].valid;

        for (int32_t row = 0; row < block.rows; row++) {
            struct key *const key = &local->keys[row];
            key->o_clerk = o_clerk_valid[row] ? o_clerk[row] : 0;   /* #2 */
            key->o_clerk_valid = o_clerk_valid[row];
            key->o_custkey = o_custkey[row];                        /* #2 */
        }
        FLARE_TRY(flare_groups_find(worker, query->groups, local->keys, block.rows, local->found)); /* #2 */
        for (int32_t row = 0; row < block.rows; row++) {
            struct group *const group = local->found[row];          /* #2 */
            if (o_totalprice_valid[row]) {
                flare_accumulate_int64(&group->total, o_totalprice[row]); /* #2 */
                if (group->o_totalprice_count == 0 || o_totalprice[row] > group->largest)
                    group->largest = o_totalprice[row];             /* #2 */
                group->o_totalprice_count++;                        /* #2 */
            }
            if (o_weight_valid[row]) {
                group->weight += o_weight[row];                     /* #2 */
                flare_moments_add(&group->spread, o_weight[row]);   /* #2 */
                group->o_weight_count++;                            /* #2 */
            }
            if (o_comment_valid[row]) {
                if (group->o_comment_count == 0 ||
                        flare_compare_string(o_comment[row], group->first_comment) < 0)
                    group->first_comment = flare_ids_string(query->kept_strings,
                            flare_ids_intern(worker, query->kept_strings, o_comment[row])); /* #2 */
                group->o_comment_count++;                           /* #2 */
            }
            group->orders++;                                        /* #2 */
        }
    }
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_GROUPS, .offset = FLARE_OFFSET(struct query, groups),
            .merge = merge_group },                                 /* #2 */
};

/* Pipeline 2: groups -> filter -> result. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        int32_t result_rows = 0;
        for (int32_t row = 0; row < block.rows; row++) {
            const struct group *const source = block.row[row];      /* #2 */
            if (source->orders <= parameters->orders_bound)         /* #1 */
                continue;
            local->o_clerk[result_rows] = source->key.o_clerk_valid != 0
                    ? flare_ids_string(query->o_clerk, source->key.o_clerk) : flare_string_empty();
            local->o_clerk_valid[result_rows] = source->key.o_clerk_valid != 0;
            local->o_custkey[result_rows] = source->key.o_custkey;
            local->total[result_rows] = source->total;
            local->total_valid[result_rows] = source->o_totalprice_count > 0;
            local->weight[result_rows] = source->weight / (double)source->o_weight_count;
            local->weight_valid[result_rows] = source->o_weight_count > 0;
            local->first_comment[result_rows] = source->o_comment_count > 0 ? source->first_comment
                    : flare_string_empty();
            local->first_comment_valid[result_rows] = source->o_comment_count > 0;
            local->largest[result_rows] = source->largest;
            local->largest_valid[result_rows] = source->o_totalprice_count > 0;
            local->spread[result_rows] = source->spread.count > 1
                    ? flare_sqrt_double(worker,
                    source->spread.m2 / (double)(source->spread.count - 1), 0) : 0;
            local->spread_valid[result_rows] = source->spread.count > 1;
            local->orders[result_rows] = source->orders;
            result_rows++;
        }
        flare_output_column(worker, 0, local->o_clerk, local->o_clerk_valid, result_rows);
        flare_output_column(worker, 1, local->o_custkey, 0, result_rows);
        flare_output_column(worker, 2, local->total, local->total_valid, result_rows);
        flare_output_column(worker, 3, local->weight, local->weight_valid, result_rows);
        flare_output_column(worker, 4, local->first_comment, local->first_comment_valid,
                result_rows);
        flare_output_column(worker, 5, local->largest, local->largest_valid, result_rows);
        flare_output_column(worker, 6, local->spread, local->spread_valid, result_rows);
        flare_output_column(worker, 7, local->orders, 0, result_rows);
        flare_output_rows(worker, result_rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* orders -> groups */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &orders_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
        .built = built_1,
        .built_count = 1,
    },
    { /* groups -> filter -> result */
        .name = "2",
        .source = FLARE_SOURCE_GROUPS,
        .source_offset = FLARE_OFFSET(struct query, groups),
        .local_size = sizeof(struct local_2),
        .morsel = pipeline_2,
    },
};

static const flare_result_column columns[] = {
    { .name = "o_clerk", .type = FLARE_STRING, .nullable = true },  /* VARCHAR */
    { .name = "o_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "total", .type = FLARE_INT128, .nullable = true },    /* DECIMAL(38, 2) */
    { .name = "weight", .type = FLARE_DOUBLE, .nullable = true },   /* DOUBLE */
    { .name = "first_comment", .type = FLARE_STRING, .nullable = true }, /* VARCHAR */
    { .name = "largest", .type = FLARE_INT64, .nullable = true, .decimal = true }, /* DECIMAL(15, 2) */
    { .name = "spread", .type = FLARE_DOUBLE, .nullable = true },   /* DOUBLE */
    { .name = "orders", .type = FLARE_INT64 },                      /* BIGINT */
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
    .column_count = 8,
    .model_count = 0,
};
