/*
 * One query from inside, and the process's pool that runs it.
 *
 *   WAITING   not started
 *   ADVANCE   a thread should take the query's next step: merge what the workers of the current pipeline have and begin its parts, if it
 *             has any; or end it and begin the next one
 *   ADVANCING a thread does so
 *   MORSELS   threads take morsels, or parts, each with a worker that nobody holds
 *   DONE      no thread will touch the query again
 *
 * Everything below "under the pool's lock" is read and written there only, unless it is atomic.
 */
#ifndef FLARE_ENGINE_QUERY_H
#define FLARE_ENGINE_QUERY_H

#include <pthread.h>
#include <stdatomic.h>

#include "flare/engine.h"
#include "flare/memory.h"
#include "flare/scan.h"
#include "flare/worker.h"

struct flare_engine {
    _Atomic int32_t references; /* the owner's, and one for each query and batch */
    int32_t threads;
    flare_budget *budget;
};

void flare_engine_retain(flare_engine *engine);
void flare_engine_release(flare_engine *engine);

struct flare_compiled {
    _Atomic int32_t references;
    void *library; /* of dlopen */
    const flare_program *program;
    int32_t scan_count;
};

void flare_compiled_retain(flare_compiled *compiled);

/* What bind_scan was told, with its copies. */
struct bound_scan {
    flare_scan_file *files;
    int32_t file_count;
    bool bound;
};

/* Where a batch stands among the batches of its query: rows come in this order. */
struct batch_order {
    int32_t pipeline;
    int64_t morsel; /* the first of its run; INT64_MAX for what finish appends */
    int32_t sequence;
};

typedef enum { WAITING, ADVANCE, ADVANCING, MORSELS, DONE } query_phase;

/* What a pipeline needed so far. */
struct pipeline_cost {
    int64_t rows;  /* given by its source, after its filters */
    int64_t nanos; /* from its begin to its end; 0 before */
    int64_t cpu_nanos;
    int64_t read, unzipped; /* bytes */
};

struct flare_query {
    flare_engine *engine;
    flare_compiled *compiled;
    const flare_program *program;
    flare_arena arena; /* of the query's own parts; used by open and bind, before any worker */
    uint8_t *parameters;
    void *state; /* the program's struct query */
    struct bound_scan *scans;
    flare_model **models;
    flare_worker *workers;
    int32_t worker_count;
    bool started; /* for the thread that uses the query */

    _Atomic bool cancelled;
    _Atomic bool failed;
    _Atomic bool dry; /* a limit of the current pipeline is reached */
    _Atomic int64_t cpu_nanos;
    _Atomic int64_t result_rows;

    /* Of the current pipeline: written while ADVANCING, read by workers. */
    int32_t pipeline; /* -1 before the first */
    flare_scan_plan *plan;
    const void *rows;   /* flare_groups, flare_array, flare_sorter or flare_join */
    int64_t row_count;  /* of rows */
    int64_t rows_scale; /* rows of a morsel */
    bool in_parts;      /* morsels are done, and parts are given out instead */

    /* Under the pool's lock. */
    struct pipeline_cost *costs; /* of each pipeline */
    int64_t pipeline_began;      /* nanoseconds of the clock */
    query_phase phase;
    flare_error error;
    int64_t next_morsel, morsel_count;
    int32_t busy_count;
    int64_t morsels_done, morsels_begun, rows_done, rows_begun;
    flare_batch *batches, *last_batch; /* in order */
    int64_t batch_bytes;
    pthread_cond_t changed;       /* for the thread in flare_query_next or flare_query_close */
    flare_query *next, *previous; /* ring of the pool's queries; null: not in it */
};

/* ---- pool.c -------------------------------------------------------------------------------------------------------- */

extern pthread_mutex_t flare_pool_lock;

/* One more engine that wants so many threads; and one less. */
flare_status flare_pool_open(int32_t threads, flare_error *error);
void flare_pool_close(void);

/* Under the lock: puts a query into the ring, or takes it out; tells threads that there may be work. */
void flare_pool_add(flare_query *query);
void flare_pool_remove(flare_query *query);
void flare_pool_wake(void);

/* ---- pipeline.c: what a thread does for a query; called without the lock -------------------------------------------------- */

/* Merges what the workers of the current pipeline have, unless the query has failed. Errors are the workers'. */
void flare_query_merge_pipeline(flare_query *query);

/* Finishes the current pipeline, unless the query has failed, and closes what it had. Errors are worker 0's. */
void flare_query_end_pipeline(flare_query *query);

/* Begins the pipeline whose number is in query->pipeline. Errors are worker 0's. */
void flare_query_begin_pipeline(flare_query *query, int64_t *morsel_count, int64_t *row_count);

/* Runs one morsel, or one part. Errors are the worker's. */
void flare_worker_run(flare_worker *worker, int64_t morsel);

/* Rows of a morsel of the current scan; 0 for other sources. */
int64_t flare_query_morsel_rows(const flare_query *query, int64_t morsel);

/* ---- result.c: pipelines whose rows are the result ------------------------------------------------------------------------ */

/* Whether a column of the result can be made of a field of that type. */
bool flare_result_takes(flare_type column, flare_type field);

/* Of worker->local for such a pipeline. */
uint32_t flare_result_local_size(void);

/* Appends the rows of this worker's morsel to the result. */
flare_status flare_result_append(flare_worker *worker, const flare_pipeline *pipeline);

/* ---- built.c: what pipelines build ------------------------------------------------------------------------------------------ */

/* Adds what this worker has to the query's: the pipeline's morsels are done, one worker at a time. */
void flare_built_merge(flare_worker *worker, const flare_pipeline *pipeline);

flare_status flare_built_part(flare_worker *worker, const flare_pipeline *pipeline, int32_t part);
flare_status flare_built_finish(flare_worker *worker, const flare_pipeline *pipeline);

/* ---- output.c and batch.c --------------------------------------------------------------------------------------------- */

/* Calls what was deferred, the last first. */
void flare_worker_close_deferred(flare_worker *worker);

void flare_output_close(struct flare_output *output);

/* Makes a batch of the rows that were appended, if any, and adds it to the query's. */
flare_status flare_output_flush(flare_worker *worker);

struct flare_batch {
    _Atomic int32_t references;
    flare_engine *engine;
    uint64_t byte_size; /* real size of the block that this struct heads */
    struct batch_order order;
    flare_batch *next;
    int64_t rows;
    int32_t column_count;
    int64_t (*columns)[FLARE_BATCH_NUMBERS]; /* as flare_batch_numbers tells them */
};

/* Adds a batch to the query's, which owns it from here. Takes the lock. */
void flare_query_add_batch(flare_query *query, flare_batch *batch);

#endif
