/* What a thread does for a query. Programs run behind flare_fault_guard: a file that is cut ends a query, not the process. */
#include "engine/query.h"
#include "flare/fault.h"
#include "flare/steps.h"
#include "join/join.h"
#include "window/cut.h"

enum { MORSELS_PER_WORKER = 4 };

static const flare_pipeline *current(const flare_query *query)
{
    return &query->program->pipelines[query->pipeline];
}

static bool stopped(const flare_query *query)
{
    return atomic_load(&query->failed) || atomic_load(&query->cancelled);
}

/* A program that fails must say why. */
static bool passed(flare_worker *worker, flare_status status)
{
    if (status != FLARE_OK && !stopped(worker->query))
        flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1, "pipeline %s failed without an error",
                   current(worker->query)->name);
    return worker->error.code == FLARE_ERROR_NONE && status == FLARE_OK;
}

/* ---- Begin ------------------------------------------------------------------------------------------------------------- */

struct begin_call {
    flare_query *query;
    int64_t morsel_count;
    int64_t row_count;
};

static int32_t scan_number(const flare_query *query)
{
    int32_t number = 0;
    for (int32_t i = 0; i < query->pipeline; i++)
        number += query->program->pipelines[i].source == FLARE_SOURCE_SCAN;
    return number;
}

static flare_status begin_scan(struct begin_call *call, flare_worker *worker)
{
    flare_query *const query = call->query;
    const struct bound_scan *const bound = &query->scans[scan_number(query)];
    const flare_scan_source source = { bound->files, bound->file_count, query->worker_count };
    FLARE_TRY(flare_scan_bind(&worker->error, query->engine->budget, current(query)->scan, &source,
                              query->parameters, query->state, &query->plan));
    call->morsel_count = flare_scan_morsel_count(query->plan);
    call->row_count = flare_scan_rows(query->plan);
    return flare_scan_preload(worker, query->plan);
}

static int64_t count_rows(const flare_pipeline *pipeline, const void *rows)
{
    switch (pipeline->source) {
    case FLARE_SOURCE_GROUPS:
        return flare_groups_count(rows);
    case FLARE_SOURCE_SORTED:
    case FLARE_SOURCE_WINDOWS:
        return flare_sorter_count(rows);
    case FLARE_SOURCE_JOIN:
        return flare_join_count(rows);
    case FLARE_SOURCE_ARRAY:
        return flare_array_size(rows);
    case FLARE_SOURCE_ONCE:
    case FLARE_SOURCE_SCAN:
        break;
    }
    return 0;
}

/* Rows of a morsel of rows in memory: some morsels for each worker, of whole blocks, even where there are few rows. */
static int64_t rows_scale(const flare_query *query)
{
    const int64_t workers = query->worker_count;
    const int64_t share = query->row_count / (MORSELS_PER_WORKER * workers);
    const int64_t blocks = share / flare_steps_block + 1;
    const int64_t rows = blocks * flare_steps_block;
    return workers == 1 || rows > flare_steps_morsel ? flare_steps_morsel : rows;
}

static flare_status begin_rows(struct begin_call *call, flare_worker *worker)
{
    flare_query *const query = call->query;
    const flare_pipeline *const pipeline = current(query);
    query->rows = *(const void *const *)(const void *)((const uint8_t *)query->state +
                                                       pipeline->source_offset);
    if (query->rows == NULL)
        return flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1,
                          "pipeline %s has no rows to read", pipeline->name);
    const bool at_once =
        pipeline->source == FLARE_SOURCE_SORTED ||
        (pipeline->source == FLARE_SOURCE_WINDOWS && pipeline->partition_keys == 0);
    query->row_count = count_rows(pipeline, query->rows);
    query->rows_scale = at_once ? query->row_count : rows_scale(query); /* in order: one morsel */
    call->morsel_count = query->row_count == 0 ? 0 : (query->row_count - 1) / query->rows_scale + 1;
    return FLARE_OK;
}

static void begin(void *argument)
{
    struct begin_call *const call = argument;
    flare_query *const query = call->query;
    flare_worker *const worker = &query->workers[0];
    if (query->pipeline == 0 && query->program->open != NULL &&
        !passed(worker, query->program->open(worker, query->parameters, query->state)))
        return;
    switch (current(query)->source) {
    case FLARE_SOURCE_ONCE:
        call->morsel_count = 1;
        break;
    case FLARE_SOURCE_SCAN:
        passed(worker, begin_scan(call, worker));
        break;
    case FLARE_SOURCE_GROUPS:
    case FLARE_SOURCE_SORTED:
    case FLARE_SOURCE_JOIN:
    case FLARE_SOURCE_WINDOWS:
    case FLARE_SOURCE_ARRAY:
        passed(worker, begin_rows(call, worker));
        break;
    }
}

void flare_query_begin_pipeline(flare_query *query, int64_t *morsel_count, int64_t *row_count)
{
    struct begin_call call = { .query = query };
    flare_worker *const worker = &query->workers[0];
    atomic_store(&query->dry, false);
    if (!flare_worker_stopped(worker))
        flare_fault_guard(begin, &call, &worker->error);
    *morsel_count = call.morsel_count;
    *row_count = call.row_count;
}

/* ---- Morsels ------------------------------------------------------------------------------------------------------------ */

struct morsel_call {
    flare_worker *worker;
    int64_t morsel;
};

static flare_status open_worker(flare_worker *worker, const flare_pipeline *pipeline)
{
    flare_query *const query = worker->query;
    const uint32_t local_size =
        pipeline->result != NULL ? flare_result_local_size() : pipeline->local_size;
    worker->local = flare_allocate(worker, local_size > 0 ? local_size : 1);
    if (worker->local == NULL)
        return FLARE_FAILED;
    if (query->plan != NULL)
        FLARE_TRY(flare_scan_open(worker, query->plan, &worker->reader));
    if (query->rows != NULL && worker->row_pointers == NULL) {
        worker->row_pointers = flare_allocate(worker, FLARE_BLOCK * sizeof(void *));
        if (worker->row_pointers == NULL)
            return FLARE_FAILED;
    }
    if (pipeline->local_open != NULL)
        FLARE_TRY(pipeline->local_open(worker, query->parameters, query->state, worker->local));
    worker->opened = true;
    return flare_worker_status(worker);
}

static flare_status begin_morsel(flare_worker *worker, int64_t morsel)
{
    const flare_query *const query = worker->query;
    if (worker->reader != NULL)
        return flare_scan_begin(worker, worker->reader, (int32_t)morsel);
    worker->row_first = morsel * query->rows_scale;
    worker->row_end = worker->row_first + query->rows_scale;
    if (worker->row_end > query->row_count)
        worker->row_end = query->row_count;
    if (current(query)->source == FLARE_SOURCE_WINDOWS) {
        const int32_t keys = current(query)->partition_keys;
        worker->row_first = flare_partition_cut(query->rows, keys, worker->row_first);
        worker->row_end = flare_partition_cut(query->rows, keys, worker->row_end);
        worker->partition_first = worker->row_first;
    }
    return FLARE_OK;
}

static void run_morsel(void *argument)
{
    const struct morsel_call *const call = argument;
    flare_worker *const worker = call->worker;
    flare_query *const query = worker->query;
    const flare_pipeline *const pipeline = current(query);
    if (!worker->opened && !passed(worker, open_worker(worker, pipeline)))
        return;
    if (!passed(worker, begin_morsel(worker, call->morsel)))
        return;
    passed(worker, pipeline->result != NULL
                       ? flare_result_append(worker, pipeline)
                       : pipeline->morsel(worker, query->parameters, query->state, worker->local));
}

static void run_part(void *argument)
{
    const struct morsel_call *const call = argument;
    flare_worker *const worker = call->worker;
    const flare_query *const query = worker->query;
    const flare_pipeline *const pipeline = current(query);
    const int32_t part = (int32_t)call->morsel;
    flare_arena_reset(&worker->block_arena);
    if (passed(worker, flare_built_part(worker, pipeline, part)) && pipeline->part != NULL)
        passed(worker, pipeline->part(worker, query->parameters, query->state, part));
}

void flare_worker_run(flare_worker *worker, int64_t morsel)
{
    struct morsel_call call = { worker, morsel };
    flare_fault_guard(worker->query->in_parts ? run_part : run_morsel, &call, &worker->error);
}

int64_t flare_query_morsel_rows(const flare_query *query, int64_t morsel)
{
    return query->plan == NULL ? 0 : flare_scan_morsel_rows(query->plan, (int32_t)morsel);
}

/* ---- End ---------------------------------------------------------------------------------------------------------------- */

static void merge(void *argument)
{
    flare_query *const query = argument;
    const flare_pipeline *const pipeline = current(query);
    for (int32_t i = 0; i < query->worker_count; i++) {
        flare_worker *const worker = &query->workers[i];
        if (!worker->opened)
            continue;
        flare_built_merge(worker, pipeline);
        if (pipeline->merge != NULL &&
            !passed(worker, pipeline->merge(worker, query->state, worker->local)))
            return;
    }
}

void flare_query_merge_pipeline(flare_query *query)
{
    flare_worker *const first = &query->workers[0];
    if (!flare_worker_stopped(first))
        flare_fault_guard(merge, query, &first->error);
}

static void end(void *argument)
{
    flare_query *const query = argument;
    const flare_pipeline *const pipeline = current(query);
    flare_worker *const first = &query->workers[0];
    if (!passed(first, flare_built_finish(first, pipeline)))
        return;
    if (pipeline->finish != NULL &&
        !passed(first, pipeline->finish(first, query->parameters, query->state)))
        return;
    flare_output_flush(first);
}

void flare_query_end_pipeline(flare_query *query)
{
    flare_worker *const first = &query->workers[0];
    first->run_first = INT64_MAX;
    first->run_batches = 0;
    if (!flare_worker_stopped(first))
        flare_fault_guard(end, query, &first->error);

    for (int32_t i = 0; i < query->worker_count; i++) {
        flare_worker *const worker = &query->workers[i];
        if (worker->reader != NULL)
            flare_scan_close(worker->reader);
        worker->reader = NULL;
        worker->opened = false;
        worker->row_first = worker->row_end = 0;
    }
    if (query->plan != NULL)
        flare_scan_unbind(query->plan);
    query->plan = NULL;
    query->rows = NULL;
    query->row_count = query->rows_scale = 0;
}
