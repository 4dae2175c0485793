/*
 * Numbers 0 .. probes - 1 of every morsel-like block joined with rows key 0 .. builds - 1, each twice; then the rows nobody asked for.
 *
 *   #1 Join      full, key = number % modulo                 pipelines 1 -> 2, 3
 *   #2 Values    the rows that are built                     pipeline 1
 *   #3 Values    the rows that pass by                       pipeline 2
 */
#include "flare/program.h"

struct parameters {
    int64_t builds;
    int64_t probes;
    int64_t modulo;
    int64_t range[2];
    int64_t dense;       /* 1: the key has a range */
    int64_t spoilt_part; /* fails there, or -1 */
};

struct build {
    const struct build *next;
    int64_t key;
    int64_t copy;
    uint8_t matched;
    uint8_t unused[7];
};

struct query {
    flare_join *builds;
    int64_t parts[FLARE_PARTS]; /* how often each was worked on */
    int64_t finished;           /* parts, as finish saw them */
};

static const flare_join_layout layout = {
    .row_size = sizeof(struct build),
    .key_offset = FLARE_OFFSET(struct build, key),
    .key_size = 8,
};

static flare_status open_query(flare_worker *worker, const void *parameter_struct, void *state)
{
    const struct parameters *const parameters = parameter_struct;
    struct query *const query = state;
    return flare_join_create(worker, &layout, parameters->dense ? parameters->range : 0,
                             &query->builds);
}

/* Pipeline 1: values -> join. Every hundredth row more lies apart. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_struct, void *state,
                               void *local)
{
    const struct parameters *const parameters = parameter_struct;
    struct query *const query = state;
    (void)local;
    for (int64_t key = 0; key < parameters->builds; key++) {
        struct build rows[2] = { { .key = key, .copy = 0 }, { .key = key, .copy = 1 } };
        FLARE_TRY(flare_join_append(worker, query->builds, rows, 2));
        if (key % 100 == 0)
            FLARE_TRY(flare_join_append_apart(worker, query->builds, rows, 1));
    }
    return flare_worker_status(worker);
}

static flare_status part_1(flare_worker *worker, const void *parameter_struct, void *state,
                           int32_t part)
{
    const struct parameters *const parameters = parameter_struct;
    struct query *const query = state;
    query->parts[part]++;
    if (part == parameters->spoilt_part)
        return flare_raise(worker, FLARE_ERROR_ASSUMPTION, -1);
    return flare_worker_status(worker);
}

static flare_status finish_1(flare_worker *worker, const void *parameters, void *state)
{
    struct query *const query = state;
    (void)parameters;
    for (int32_t part = 0; part < FLARE_PARTS; part++)
        query->finished += query->parts[part] == 1;
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_JOIN, .offset = FLARE_OFFSET(struct query, builds) },
};

/* Pipeline 2: values -> join -> result. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_struct, void *state,
                               void *local)
{
    const struct parameters *const parameters = parameter_struct;
    struct query *const query = state;
    (void)local;
    for (int64_t done = 0; done < parameters->probes;) {
        const int32_t rows = flare_block_rows(parameters->probes - done);
        int64_t key[FLARE_BLOCK];
        const void *found[FLARE_BLOCK];
        for (int32_t row = 0; row < rows; row++)
            key[row] = (done + row) % parameters->modulo;
        FLARE_TRY(flare_join_find(worker, query->builds, key, rows, found));
        uint8_t matched[FLARE_BLOCK];
        int32_t pair_row[FLARE_BLOCK];
        const void *match[FLARE_BLOCK];
        flare_pairs pairs = { 0 };
        while (flare_next_pairs(worker, &pairs, found, rows, matched, pair_row, match)) {
            int64_t number[FLARE_BLOCK];
            int64_t copy[FLARE_BLOCK];
            for (int32_t pair = 0; pair < pairs.count; pair++) {
                const struct build *const build = match[pair];
                number[pair] = done + pair_row[pair];
                copy[pair] = build ? build->copy : -1;
                if (!build)
                    continue;
                matched[pair_row[pair]] = 1;
                ((struct build *)(size_t)build)->matched = 1;
            }
            FLARE_TRY(flare_output_column(worker, 0, number, 0, pairs.count));
            FLARE_TRY(flare_output_column(worker, 1, copy, 0, pairs.count));
            FLARE_TRY(flare_output_rows(worker, pairs.count));
        }
        done += rows;
    }
    return flare_worker_status(worker);
}

/* Pipeline 3: the join's rows without partner -> result. */
static flare_status pipeline_3(flare_worker *worker, const void *parameters, void *state,
                               void *local)
{
    const struct query *const query = state;
    (void)parameters;
    (void)local;
    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        int64_t key[FLARE_BLOCK];
        int64_t finished[FLARE_BLOCK];
        int32_t count = 0;
        for (int32_t row = 0; row < block.rows; row++) {
            const struct build *const build = block.row[row];
            if (build->matched)
                continue;
            key[count] = -1 - build->key;
            finished[count++] = query->finished;
        }
        FLARE_TRY(flare_output_column(worker, 0, key, 0, count));
        FLARE_TRY(flare_output_column(worker, 1, finished, 0, count));
        FLARE_TRY(flare_output_rows(worker, count));
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { .name = "1: values -> join",
      .source = FLARE_SOURCE_ONCE,
      .morsel = pipeline_1,
      .built = built_1,
      .built_count = 1,
      .part = part_1,
      .finish = finish_1 },
    { .name = "2: values -> result", .source = FLARE_SOURCE_ONCE, .morsel = pipeline_2 },
    { .name = "3: join -> result",
      .source = FLARE_SOURCE_JOIN,
      .source_offset = FLARE_OFFSET(struct query, builds),
      .morsel = pipeline_3 },
};

static const flare_result_column columns[] = {
    { .name = "number", .type = FLARE_INT64, .nullable = false },
    { .name = "copy", .type = FLARE_INT64, .nullable = false },
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
