/* The life of a query, as the thread sees it that asked for it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/query.h"
#include "flare/file.h"

/* ---- Open ---------------------------------------------------------------------------------------------------------------- */

static flare_status relocate(flare_query *query, int64_t size, const int32_t *relocations,
                             int32_t count, flare_error *error)
{
    for (int32_t i = 0; i < count; i++) {
        const int32_t at = relocations[i];
        uint64_t offset;
        if (at < 0 || at % 8 != 0 || at > size - 8)
            return flare_fail(error, FLARE_ERROR_INTERNAL, -1,
                              "relocation %d of %lld bytes of parameters", at, (long long)size);
        memcpy(&offset, query->parameters + at, sizeof offset);
        if (offset > (uint64_t)size)
            return flare_fail(error, FLARE_ERROR_INTERNAL, -1, "the parameter at %d points outside",
                              at);
        const uint8_t *const target = query->parameters + offset;
        memcpy(query->parameters + at, &target, sizeof target);
    }
    return FLARE_OK;
}

static flare_status open_parameters(flare_query *query, const void *parameters, int64_t size,
                                    const int32_t *relocations, int32_t relocation_count,
                                    flare_error *error)
{
    if (size < query->program->parameters_size || size > INT32_MAX || relocation_count < 0)
        return flare_fail(error, FLARE_ERROR_INTERNAL, -1,
                          "%lld bytes of parameters where the program has %u", (long long)size,
                          query->program->parameters_size);
    query->parameters = flare_arena_allocate_zeroed(&query->arena, (uint64_t)size + 1, error);
    if (query->parameters == NULL)
        return FLARE_FAILED;
    if (size > 0)
        memcpy(query->parameters, parameters, (size_t)size);
    return relocate(query, size, relocations, relocation_count, error);
}

static flare_status open_parts(flare_query *query, int32_t threads, flare_error *error)
{
    const flare_program *const program = query->program;
    const size_t scan_count = (size_t)query->compiled->scan_count;
    const size_t worker_count = (size_t)threads;
    const size_t stride = (size_t)program->row_counters + 8; /* a cache line apart */
    flare_arena *const arena = &query->arena;
    query->state = flare_arena_allocate_zeroed(arena, (uint64_t)program->query_size + 1, error);
    query->scans =
        flare_arena_allocate_zeroed(arena, (scan_count + 1) * sizeof *query->scans, error);
    query->models = flare_arena_allocate_zeroed(
        arena, ((size_t)program->model_count + 1) * sizeof(flare_model *), error);
    query->costs = flare_arena_allocate_zeroed(
        arena, ((size_t)program->pipeline_count + 1) * sizeof *query->costs, error);
    query->workers =
        flare_arena_allocate_zeroed(arena, worker_count * sizeof *query->workers, error);
    int64_t *const row_counts =
        flare_arena_allocate_zeroed(arena, worker_count * stride * sizeof *row_counts, error);
    if (row_counts == NULL || query->state == NULL || query->scans == NULL ||
        query->models == NULL || query->costs == NULL || query->workers == NULL)
        return FLARE_FAILED;
    query->worker_count = threads;
    for (int32_t i = 0; i < threads; i++) {
        flare_worker *const worker = &query->workers[i];
        worker->query = query;
        worker->index = i;
        worker->parameters = query->parameters;
        worker->state = query->state;
        flare_arena_open(&worker->block_arena, query->engine->budget);
        flare_arena_open(&worker->query_arena, query->engine->budget);
        worker->row_counts = row_counts + (size_t)i * stride;
    }
    return FLARE_OK;
}

static void open_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

flare_query *flare_query_open(flare_engine *engine, flare_compiled *compiled,
                              const void *parameters, int64_t parameters_size,
                              const int32_t *relocations, int32_t relocation_count, int32_t threads,
                              flare_error *error)
{
    *error = (flare_error){ .position = -1 };
    flare_query *const query = calloc(1, sizeof *query);
    if (query == NULL) {
        flare_fail_memory(error, sizeof *query);
        return NULL;
    }
    flare_engine_retain(engine);
    flare_compiled_retain(compiled);
    query->engine = engine;
    query->compiled = compiled;
    query->program = compiled->program;
    query->pipeline = -1;
    flare_arena_open(&query->arena, engine->budget);
    open_condition(&query->changed);
    if (threads > engine->threads)
        threads = engine->threads;
    if (open_parameters(query, parameters, parameters_size, relocations, relocation_count, error) ==
            FLARE_OK &&
        open_parts(query, threads < 1 ? 1 : threads, error) == FLARE_OK)
        return query;
    flare_query_close(query);
    return NULL;
}

/* ---- Bind ---------------------------------------------------------------------------------------------------------------- */

/* A copy in the query's arena; null and an error without memory. */
static int32_t *copy_numbers(flare_query *query, const int32_t *numbers, int64_t count,
                             flare_error *error)
{
    int32_t *const copy =
        flare_arena_allocate(&query->arena, ((uint64_t)count + 1) * sizeof *copy, error);
    if (copy != NULL && count > 0)
        memcpy(copy, numbers, (size_t)count * sizeof *copy);
    return copy;
}

static const flare_scan *scan_of(const flare_query *query, int32_t number)
{
    for (int32_t i = 0; i < query->program->pipeline_count; i++) {
        const flare_pipeline *const pipeline = &query->program->pipelines[i];
        if (pipeline->source == FLARE_SOURCE_SCAN && number-- == 0)
            return pipeline->scan;
    }
    return NULL;
}

static flare_status bind_file(flare_query *query, flare_scan_file *target, int64_t file,
                              const int32_t *row_groups, int32_t row_group_count,
                              const int32_t *leaves, int32_t column_count, flare_error *error)
{
    if (file == 0 || row_group_count < 0)
        return flare_fail(error, FLARE_ERROR_INTERNAL, -1, "a scan is bound to no file");
    const int32_t *const kept_groups = copy_numbers(query, row_groups, row_group_count, error);
    const int32_t *const kept_leaves = copy_numbers(query, leaves, column_count, error);
    if (kept_groups == NULL || kept_leaves == NULL)
        return FLARE_FAILED;
    *target = (flare_scan_file){ .file = flare_file_retain((flare_file *)(intptr_t)file),
                                 .row_groups = kept_groups,
                                 .row_group_count = row_group_count,
                                 .leaves = kept_leaves };
    return FLARE_OK;
}

int32_t flare_query_bind_scan(flare_query *query, int32_t number, const int64_t *files,
                              const int32_t *row_group_counts, int32_t file_count,
                              const int32_t *row_groups, const int32_t *leaves,
                              int32_t column_count, flare_error *error)
{
    *error = (flare_error){ .position = -1 };
    const flare_scan *const scan = number < 0 ? NULL : scan_of(query, number);
    if (scan == NULL || query->started || query->scans[number].bound ||
        scan->column_count != column_count || file_count < 0)
        return (int32_t)flare_fail(error, FLARE_ERROR_INTERNAL, -1,
                                   "scan %d cannot be bound to %d files with %d columns", number,
                                   file_count, column_count);
    struct bound_scan *const bound = &query->scans[number];
    bound->files = flare_arena_allocate_zeroed(
        &query->arena, ((uint64_t)file_count + 1) * sizeof *bound->files, error);
    if (bound->files == NULL)
        return FLARE_FAILED;
    for (int32_t i = 0; i < file_count; i++) {
        FLARE_TRY(bind_file(query, &bound->files[i], files[i], row_groups, row_group_counts[i],
                            leaves, column_count, error));
        bound->file_count++;
        row_groups += row_group_counts[i];
        leaves += column_count;
    }
    bound->bound = true;
    return FLARE_OK;
}

int32_t flare_query_bind_model(flare_query *query, int32_t number, flare_model *model,
                               flare_error *error)
{
    *error = (flare_error){ .position = -1 };
    if (number < 0 || number >= query->program->model_count || model == NULL || query->started)
        return (int32_t)flare_fail(error, FLARE_ERROR_INTERNAL, -1, "model %d cannot be bound",
                                   number);
    query->models[number] = model;
    return FLARE_OK;
}

/* ---- Run ----------------------------------------------------------------------------------------------------------------- */

int32_t flare_query_start(flare_query *query, flare_error *error)
{
    *error = (flare_error){ .position = -1 };
    for (int32_t i = 0; i < query->compiled->scan_count; i++) {
        if (!query->scans[i].bound)
            return (int32_t)flare_fail(error, FLARE_ERROR_INTERNAL, -1, "scan %d is not bound", i);
    }
    for (int32_t i = 0; i < query->program->model_count; i++) {
        if (query->models[i] == NULL)
            return (int32_t)flare_fail(error, FLARE_ERROR_INTERNAL, -1, "model %d is not bound", i);
    }
    if (query->started)
        return (int32_t)flare_fail(error, FLARE_ERROR_INTERNAL, -1, "a query runs once");
    query->started = true;
    pthread_mutex_lock(&flare_pool_lock);
    query->phase = ADVANCE;
    flare_pool_add(query);
    pthread_mutex_unlock(&flare_pool_lock);
    return FLARE_OK;
}

static bool before(const struct batch_order *a, const struct batch_order *b)
{
    if (a->pipeline != b->pipeline)
        return a->pipeline < b->pipeline;
    return a->morsel != b->morsel ? a->morsel < b->morsel : a->sequence < b->sequence;
}

void flare_query_add_batch(flare_query *query, flare_batch *batch)
{
    pthread_mutex_lock(&flare_pool_lock);
    flare_batch **link = &query->batches;
    if (query->last_batch != NULL && before(&query->last_batch->order, &batch->order))
        link = &query->last_batch->next;
    while (*link != NULL && before(&(*link)->order, &batch->order))
        link = &(*link)->next;
    batch->next = *link;
    *link = batch;
    if (batch->next == NULL)
        query->last_batch = batch;
    query->batch_bytes += (int64_t)batch->byte_size;
    atomic_fetch_add(&query->result_rows, batch->rows);
    pthread_cond_broadcast(&query->changed);
    pthread_mutex_unlock(&flare_pool_lock);
}

/* No batch can come any more that belongs before this one. Under the pool's lock. */
static bool is_next(const flare_query *query, const flare_batch *batch)
{
    if (query->phase == DONE || batch->order.pipeline < query->pipeline)
        return true;
    for (int32_t i = 0; i < query->worker_count; i++) {
        const flare_worker *const worker = &query->workers[i];
        if (worker->busy && worker->run_first < batch->order.morsel)
            return false;
    }
    return batch->order.morsel < query->next_morsel;
}

static flare_batch *take_batch(flare_query *query)
{
    flare_batch *const batch = query->batches;
    if (batch == NULL || !is_next(query, batch))
        return NULL;
    query->batches = batch->next;
    if (batch->next == NULL)
        query->last_batch = NULL;
    batch->next = NULL;
    query->batch_bytes -= (int64_t)batch->byte_size;
    flare_pool_wake(); /* workers may have paused */
    return batch;
}

static struct timespec deadline(int32_t timeout_ms)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += timeout_ms / 1000;
    time.tv_nsec += timeout_ms % 1000 * 1000000L;
    if (time.tv_nsec >= 1000000000) {
        time.tv_nsec -= 1000000000;
        time.tv_sec++;
    }
    return time;
}

/* What there is to say now; TIMEOUT if nothing yet. Under the pool's lock. */
static int32_t look(flare_query *query, flare_batch **batch, flare_error *error)
{
    if (query->error.code != FLARE_ERROR_NONE) {
        *error = query->error;
        return FLARE_NEXT_FAILED;
    }
    *batch = take_batch(query);
    if (*batch != NULL)
        return FLARE_NEXT_READY;
    return query->phase == DONE ? FLARE_NEXT_END : FLARE_NEXT_TIMEOUT;
}

int32_t flare_query_next(flare_query *query, int32_t timeout_ms, flare_batch **batch,
                         flare_error *error)
{
    *error = (flare_error){ .position = -1 };
    *batch = NULL;
    if (!query->started) {
        flare_fail(error, FLARE_ERROR_INTERNAL, -1, "the query is not started");
        return FLARE_NEXT_FAILED;
    }
    const struct timespec end = deadline(timeout_ms < 0 ? 0 : timeout_ms);
    pthread_mutex_lock(&flare_pool_lock);
    int32_t result = look(query, batch, error);
    int waited = 0;
    while (result == FLARE_NEXT_TIMEOUT && waited != ETIMEDOUT) {
        waited = timeout_ms < 0 ? pthread_cond_wait(&query->changed, &flare_pool_lock)
                                : pthread_cond_timedwait(&query->changed, &flare_pool_lock, &end);
        result = look(query, batch, error);
    }
    pthread_mutex_unlock(&flare_pool_lock);
    return result;
}

void flare_query_cancel(flare_query *query)
{
    atomic_store(&query->cancelled, true);
    pthread_mutex_lock(&flare_pool_lock);
    flare_pool_wake();
    pthread_mutex_unlock(&flare_pool_lock);
}

void flare_query_numbers(flare_query *query, int64_t *numbers)
{
    pthread_mutex_lock(&flare_pool_lock);
    numbers[0] = query->morsels_done;
    numbers[1] = query->morsels_begun;
    numbers[2] = query->pipeline < 0 ? 0 : query->pipeline;
    numbers[3] = query->program->pipeline_count;
    numbers[4] = query->rows_done;
    numbers[5] = query->rows_begun;
    numbers[6] = atomic_load(&query->result_rows);
    numbers[7] = atomic_load(&query->cpu_nanos);
    pthread_mutex_unlock(&flare_pool_lock);
}

void flare_query_pipeline_numbers(flare_query *query, int32_t pipeline, int64_t *numbers)
{
    memset(numbers, 0, FLARE_PIPELINE_NUMBERS * sizeof *numbers);
    if (pipeline < 0 || pipeline >= query->program->pipeline_count)
        return;
    pthread_mutex_lock(&flare_pool_lock);
    const struct pipeline_cost *const cost = &query->costs[pipeline];
    numbers[0] = cost->rows;
    numbers[1] = cost->nanos;
    numbers[2] = cost->cpu_nanos;
    numbers[3] = cost->read;
    numbers[4] = cost->unzipped;
    pthread_mutex_unlock(&flare_pool_lock);
}

void flare_query_row_counts(flare_query *query, int64_t *rows, int32_t count)
{
    memset(rows, 0, (size_t)count * sizeof *rows);
    pthread_mutex_lock(&flare_pool_lock);
    for (int32_t i = 0; i < query->worker_count; i++) {
        for (int32_t j = 0; j < count && j < query->program->row_counters; j++)
            rows[j] += query->workers[i].row_counts[j];
    }
    pthread_mutex_unlock(&flare_pool_lock);
}

/* ---- Close --------------------------------------------------------------------------------------------------------------- */

static void wait_until_done(flare_query *query)
{
    flare_query_cancel(query);
    pthread_mutex_lock(&flare_pool_lock);
    while (query->phase != DONE)
        pthread_cond_wait(&query->changed, &flare_pool_lock);
    pthread_mutex_unlock(&flare_pool_lock);
}

static void close_workers(flare_query *query)
{
    for (int32_t i = query->worker_count - 1; i >= 0; i--)
        flare_worker_close_deferred(&query->workers[i]);
    for (int32_t i = 0; i < query->worker_count; i++) {
        flare_output_close(query->workers[i].output);
        flare_arena_close(&query->workers[i].block_arena);
        flare_arena_close(&query->workers[i].query_arena);
    }
}

static void close_scans(flare_query *query)
{
    for (int32_t i = 0; query->scans != NULL && i < query->compiled->scan_count; i++) {
        for (int32_t file = 0; file < query->scans[i].file_count; file++)
            flare_file_release(query->scans[i].files[file].file);
    }
}

void flare_query_close(flare_query *query)
{
    if (query == NULL)
        return;
    if (query->started)
        wait_until_done(query);
    close_workers(query);
    close_scans(query);
    for (flare_batch *batch; (batch = query->batches) != NULL;) {
        query->batches = batch->next;
        flare_batch_release(batch);
    }
    pthread_cond_destroy(&query->changed);
    flare_arena_close(&query->arena);
    flare_compiled_close(query->compiled);
    flare_engine_release(query->engine);
    free(query);
}
