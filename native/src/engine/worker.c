/* What programs and the rest of the library ask of a worker. */
#include <string.h>

#include "engine/query.h"
#include "flare/steps.h"
#include "join/join.h"
#include "window/cut.h"

struct flare_deferred {
    void (*close)(void *object);
    void *object;
    struct flare_deferred *next;
};

/* ---- Errors ------------------------------------------------------------------------------------------------------------ */

/* Without words: where code and position say it all, the sentence is Java's. */
flare_status flare_raise(flare_worker *worker, flare_error_code code, int32_t position)
{
    return flare_fail(&worker->error, code, position, "%s", "");
}

flare_status flare_worker_status(const flare_worker *worker)
{
    return worker->error.code == FLARE_ERROR_NONE ? FLARE_OK : FLARE_FAILED;
}

bool flare_worker_stopped(flare_worker *worker)
{
    if (worker->error.code != FLARE_ERROR_NONE)
        return true;
    flare_query *const query = worker->query;
    if (atomic_load_explicit(&query->cancelled, memory_order_relaxed)) {
        flare_raise(worker, FLARE_ERROR_CANCELLED, -1);
        return true;
    }
    return atomic_load_explicit(&query->failed, memory_order_relaxed);
}

/* ---- Memory ------------------------------------------------------------------------------------------------------------ */

void *flare_allocate(flare_worker *worker, uint64_t byte_size)
{
    return flare_arena_allocate_zeroed(&worker->query_arena, byte_size, &worker->error);
}

void *flare_worker_scratch(flare_worker *worker, uint64_t byte_size)
{
    return flare_arena_allocate(&worker->block_arena, byte_size, &worker->error);
}

flare_status flare_worker_defer(flare_worker *worker, void (*close)(void *object), void *object)
{
    struct flare_deferred *const deferred =
        flare_arena_allocate(&worker->query_arena, sizeof *deferred, &worker->error);
    if (deferred == NULL) {
        close(object);
        return FLARE_FAILED;
    }
    *deferred = (struct flare_deferred){ close, object, worker->deferred };
    worker->deferred = deferred;
    return FLARE_OK;
}

void flare_worker_close_deferred(flare_worker *worker)
{
    while (worker->deferred != NULL) {
        struct flare_deferred *const deferred = worker->deferred;
        worker->deferred = deferred->next;
        deferred->close(deferred->object);
    }
}

/* ---- The query --------------------------------------------------------------------------------------------------------- */

int32_t flare_query_workers(const flare_query *query)
{
    return query->worker_count;
}

flare_budget *flare_query_budget(const flare_query *query)
{
    return query->engine->budget;
}

flare_model *flare_query_model(const flare_query *query, int32_t number)
{
    return number >= 0 && number < query->program->model_count ? query->models[number] : NULL;
}

int64_t *flare_row_counts(flare_worker *worker)
{
    return worker->row_counts;
}

/* ---- Sources ----------------------------------------------------------------------------------------------------------- */

static bool source_ended(flare_worker *worker)
{
    return flare_worker_stopped(worker) ||
           atomic_load_explicit(&worker->query->dry, memory_order_relaxed);
}

bool flare_next_block(flare_worker *worker, flare_block *block)
{
    if (source_ended(worker))
        return false;
    flare_arena_reset(&worker->block_arena);
    if (worker->reader == NULL) {
        flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1,
                   "a pipeline without scan asks for blocks");
        return false;
    }
    const bool more = flare_scan_next(worker, worker->reader, block);
    worker->rows_given += more ? block->rows : 0;
    return more;
}

/* Points at the next rows of this worker's morsel; their number. */
static int32_t take_rows(flare_worker *worker)
{
    const flare_query *const query = worker->query;
    const flare_source source = query->program->pipelines[query->pipeline].source;
    const int64_t left = worker->row_end - worker->row_first;
    const int32_t count = left < flare_steps_block ? (int32_t)left : flare_steps_block;
    if (source == FLARE_SOURCE_ARRAY)
        return flare_array_take(query->rows, &worker->row_first, worker->row_end, flare_steps_block,
                                worker->row_pointers);
    if (source == FLARE_SOURCE_GROUPS)
        flare_groups_rows(query->rows, worker->row_first, count, worker->row_pointers);
    else if (source == FLARE_SOURCE_JOIN)
        flare_join_rows(query->rows, worker->row_first, count, worker->row_pointers);
    else
        flare_sorter_rows(query->rows, worker->row_first, count, worker->row_pointers);
    worker->row_first += count;
    return count;
}

bool flare_next_rows(flare_worker *worker, flare_row_block *block)
{
    if (worker->row_first >= worker->row_end || source_ended(worker))
        return false;
    flare_arena_reset(&worker->block_arena);

    const int32_t count = take_rows(worker);
    worker->rows_given += count;
    *block = (flare_row_block){ count, worker->row_pointers };
    return count > 0;
}

bool flare_next_partition(flare_worker *worker, flare_partition *partition)
{
    if (worker->partition_first >= worker->row_end || source_ended(worker))
        return false;
    flare_arena_reset(&worker->block_arena);
    const flare_query *const query = worker->query;
    const int32_t keys = query->program->pipelines[query->pipeline].partition_keys;
    if (flare_partition_take(worker, query->rows, keys, worker->partition_first, partition) !=
        FLARE_OK)
        return false;
    worker->partition_first += partition->rows;
    worker->rows_given += partition->rows;
    return true;
}

/* ---- Limit ------------------------------------------------------------------------------------------------------------- */

flare_status flare_limit_take(flare_worker *worker, flare_limit *limit, int32_t rows,
                              int32_t *first, int32_t *count)
{
    const int64_t seen = __atomic_fetch_add(&limit->taken, rows, __ATOMIC_RELAXED);
    int64_t end; /* of the rows that are wanted */
    if (limit->limit < 0 || __builtin_add_overflow(limit->offset, limit->limit, &end))
        end = INT64_MAX;
    const int64_t from = limit->offset > seen ? limit->offset : seen;
    const int64_t to = end < seen + rows ? end : seen + rows;

    *first = from < to ? (int32_t)(from - seen) : 0;
    *count = from < to ? (int32_t)(to - from) : 0;
    if (seen + rows >= end)
        atomic_store_explicit(&worker->query->dry, true, memory_order_relaxed);
    return flare_worker_status(worker);
}
