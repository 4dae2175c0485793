/*
 * The process's threads. One lock guards the ring of queries and their phases; it is held between morsels only, so a
 * thread takes it a few times per million rows.
 *
 * Queries take turns: a query that was served goes to the end of the ring. While it is the only one, a worker goes on to
 * the next morsel in its neighbourhood without putting its rows into a batch first, so results come in full batches.
 */
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "base/traffic.h"
#include "engine/query.h"

enum { MAX_POOL = 256 };
enum { STACK_SIZE = 8 << 20 };     /* TensorFlow runs on it */
enum { STRETCHES = 4 };            /* in which a worker takes its share of the parts */
enum { WAITING_LIMIT = 64 << 20 }; /* bytes of batches that nobody takes before the workers pause */

pthread_mutex_t flare_pool_lock = PTHREAD_MUTEX_INITIALIZER;

static pthread_mutex_t lifecycle = PTHREAD_MUTEX_INITIALIZER; /* of opening and closing */
static int32_t engine_count;
static int32_t thread_count;
static pthread_t threads[MAX_POOL];

/* Under flare_pool_lock. */
static pthread_cond_t work = PTHREAD_COND_INITIALIZER;
static flare_query *ring; /* the next one to be served */
static bool stopping;

/* What a thread does next: some morsels or parts if there is a worker, else the query's next pipeline. */
struct task {
    flare_query *query;
    flare_worker *worker;
    int64_t morsel;
    int64_t end; /* behind the last */
};

/* ---- Ring ---------------------------------------------------------------------------------------------------------------- */

void flare_pool_wake(void)
{
    pthread_cond_broadcast(&work);
}

void flare_pool_add(flare_query *query)
{
    if (ring == NULL) {
        query->next = query->previous = query;
        ring = query;
    } else {
        query->next = ring;
        query->previous = ring->previous;
        ring->previous->next = query;
        ring->previous = query;
    }
    flare_pool_wake();
}

void flare_pool_remove(flare_query *query)
{
    if (query->next == query) {
        ring = NULL;
    } else {
        query->previous->next = query->next;
        query->next->previous = query->previous;
        if (ring == query)
            ring = query->next;
    }
    query->next = query->previous = NULL;
}

/* ---- Choosing ------------------------------------------------------------------------------------------------------------ */

static bool stopped(const flare_query *query)
{
    return atomic_load(&query->failed) || atomic_load(&query->cancelled);
}

/* No more morsels will be given out. */
static bool exhausted(const flare_query *query)
{
    return query->next_morsel >= query->morsel_count || stopped(query) || atomic_load(&query->dry);
}

static bool paused(const flare_query *query)
{
    const int64_t share = flare_budget_limit(query->engine->budget) / 4;
    return query->batch_bytes >= (share < WAITING_LIMIT ? share : WAITING_LIMIT);
}

static flare_worker *idle_worker(const flare_query *query)
{
    for (int32_t i = 0; i < query->worker_count; i++) {
        if (!query->workers[i].busy)
            return &query->workers[i];
    }
    return NULL;
}

/* Morsels go one by one; parts are often so small that asking for each would cost more than its work. */
static int64_t stretch(const flare_query *query)
{
    const int64_t parts = FLARE_PARTS / (STRETCHES * (int64_t)query->worker_count);
    return query->in_parts && parts > 1 ? parts : 1;
}

static void take_morsels(flare_query *query, struct task *task)
{
    const int64_t left = query->morsel_count - query->next_morsel;
    const int64_t count = stretch(query);
    task->morsel = query->next_morsel;
    query->next_morsel += count < left ? count : left;
    task->end = query->next_morsel;
}

static bool claim(flare_query *query, struct task *task)
{
    *task = (struct task){ .query = query };
    if (query->phase == MORSELS && exhausted(query) && query->busy_count == 0)
        query->phase = ADVANCE;
    if (query->phase == ADVANCE) {
        query->phase = ADVANCING;
        return true;
    }
    if (query->phase != MORSELS || exhausted(query) || paused(query))
        return false;
    task->worker = idle_worker(query);
    if (task->worker == NULL)
        return false;
    take_morsels(query, task);
    task->worker->busy = true;
    task->worker->run_first = task->morsel;
    task->worker->run_batches = 0;
    query->busy_count++;
    return true;
}

static bool choose(struct task *task)
{
    flare_query *query = ring;
    if (query == NULL)
        return false;
    do {
        if (claim(query, task)) {
            ring = query->next; /* the others first, next time */
            return true;
        }
        query = query->next;
    } while (query != ring);
    return false;
}

/* ---- Working -------------------------------------------------------------------------------------------------------------- */

static int64_t clock_nanos(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t now_nanos(void)
{
    return clock_nanos(CLOCK_MONOTONIC);
}

/* What this thread has spent so far, and what a task adds to it. */
struct spent {
    int64_t cpu_nanos;
    struct flare_traffic traffic;
};

static struct spent spent(void)
{
    return (struct spent){ clock_nanos(CLOCK_THREAD_CPUTIME_ID), flare_traffic };
}

/* A task's cost is that of the pipeline it worked on; opening the query is the first one's. Under the lock. */
static void note_cost(flare_query *query, flare_worker *worker, int32_t pipeline,
                      struct spent before)
{
    const struct spent after = spent();
    atomic_fetch_add(&query->cpu_nanos, after.cpu_nanos - before.cpu_nanos);
    if (query->program->pipeline_count == 0)
        return;
    struct pipeline_cost *const cost = &query->costs[pipeline < 0 ? 0 : pipeline];
    cost->cpu_nanos += after.cpu_nanos - before.cpu_nanos;
    cost->read += after.traffic.read - before.traffic.read;
    cost->unzipped += after.traffic.unzipped - before.traffic.unzipped;
    if (worker != NULL) {
        cost->rows += worker->rows_given;
        worker->rows_given = 0;
    }
}

/* The first error of any worker is the query's. */
static void note_error(flare_query *query, const flare_worker *worker)
{
    if (worker->error.code == FLARE_ERROR_NONE || query->error.code != FLARE_ERROR_NONE)
        return;
    query->error = worker->error;
    atomic_store(&query->failed, true);
}

static void end_query(flare_query *query)
{
    query->phase = DONE;
    flare_pool_remove(query);
}

static void note_errors(flare_query *query)
{
    for (int32_t i = 0; i < query->worker_count; i++)
        note_error(query, &query->workers[i]);
}

/* Morsels are done: merges, and gives out parts if the pipeline has any, else false. Enters and leaves with the lock. */
static bool begin_parts(flare_query *query)
{
    pthread_mutex_unlock(&flare_pool_lock);
    flare_query_merge_pipeline(query);
    pthread_mutex_lock(&flare_pool_lock);
    note_errors(query);
    const flare_pipeline *const pipeline = &query->program->pipelines[query->pipeline];
    if ((pipeline->part == NULL && pipeline->built_count == 0) || stopped(query))
        return false;
    atomic_store(&query->dry, false);
    query->in_parts = true;
    query->next_morsel = 0;
    query->morsel_count = FLARE_PARTS;
    return true;
}

static void begin_pipeline(flare_query *query)
{
    int64_t morsel_count = 0;
    int64_t row_count = 0;
    query->in_parts = false;
    query->pipeline_began = now_nanos();
    pthread_mutex_unlock(&flare_pool_lock);
    flare_query_begin_pipeline(query, &morsel_count, &row_count);
    pthread_mutex_lock(&flare_pool_lock);
    note_error(query, &query->workers[0]);
    query->next_morsel = 0;
    query->morsel_count = morsel_count;
    query->morsels_begun += morsel_count;
    query->rows_begun += row_count;
}

/* Ends the current pipeline, if any, and begins the next. Enters and leaves with the lock. */
static void next_pipeline(flare_query *query)
{
    if (query->pipeline >= 0) {
        pthread_mutex_unlock(&flare_pool_lock);
        flare_query_end_pipeline(query);
        pthread_mutex_lock(&flare_pool_lock);
        note_errors(query);
        query->costs[query->pipeline].nanos = now_nanos() - query->pipeline_began;
    }
    query->pipeline++;
    if (query->pipeline < query->program->pipeline_count)
        begin_pipeline(query);
}

/* Wakes who waits for the query, if there is something to see. Under the lock. */
static void tell(flare_query *query)
{
    if (query->batches != NULL || query->phase == DONE || query->error.code != FLARE_ERROR_NONE)
        pthread_cond_broadcast(&query->changed);
}

/* Enters and leaves with the lock. */
static void advance(flare_query *query)
{
    if (query->pipeline < 0 || query->in_parts || !begin_parts(query))
        next_pipeline(query);
    if (query->pipeline == query->program->pipeline_count)
        end_query(query);
    else
        query->phase = MORSELS;
    tell(query);
    flare_pool_wake();
}

/* Takes what comes next for the same run, if that is fair and, for morsels, if nobody else took the neighbour. Under the lock. */
static bool go_on(flare_query *query, struct task *task)
{
    if (query->next != query || exhausted(query) || paused(query) ||
        (!query->in_parts && query->next_morsel != task->end))
        return false;
    take_morsels(query, task);
    return true;
}

/* Enters and leaves with the lock. */
static void run(struct task task)
{
    flare_query *const query = task.query;
    flare_worker *const worker = task.worker;
    do {
        pthread_mutex_unlock(&flare_pool_lock);
        for (int64_t i = task.morsel; i < task.end && !stopped(query); i++)
            flare_worker_run(worker, i);
        pthread_mutex_lock(&flare_pool_lock);
        note_error(query, worker);
        if (!query->in_parts) {
            query->morsels_done++;
            query->rows_done += flare_query_morsel_rows(query, task.morsel);
        }
    } while (go_on(query, &task));

    pthread_mutex_unlock(&flare_pool_lock);
    if (!stopped(query))
        flare_output_flush(worker);
    pthread_mutex_lock(&flare_pool_lock);
    note_error(query, worker);
    worker->busy = false;
    query->busy_count--;
    tell(query);
}

static void *serve(void *unused)
{
    (void)unused;
    struct task task;
    pthread_mutex_lock(&flare_pool_lock);
    while (!stopping) {
        if (!choose(&task)) {
            pthread_cond_wait(&work, &flare_pool_lock);
            continue;
        }
        flare_query *const query = task.query;
        const int32_t pipeline = query->pipeline;
        const struct spent before = spent();
        if (task.worker == NULL)
            advance(query);
        else
            run(task);
        note_cost(query, task.worker, pipeline, before);
    }
    pthread_mutex_unlock(&flare_pool_lock);
    return NULL;
}

/* ---- Threads --------------------------------------------------------------------------------------------------------------- */

/* Signals that are meant for the process go to its other threads; a thread gets those that it causes itself. */
static void block_signals(sigset_t *before)
{
    sigset_t blocked;
    sigfillset(&blocked);
    sigdelset(&blocked, SIGBUS);
    sigdelset(&blocked, SIGSEGV);
    sigdelset(&blocked, SIGFPE);
    sigdelset(&blocked, SIGILL);
    sigdelset(&blocked, SIGTRAP);
    sigdelset(&blocked, SIGABRT);
    pthread_sigmask(SIG_SETMASK, &blocked, before);
}

/* Under the lifecycle's lock. */
static flare_status start_threads(int32_t wanted, flare_error *error)
{
    sigset_t before;
    pthread_attr_t attributes;
    block_signals(&before);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    while (thread_count < wanted &&
           pthread_create(&threads[thread_count], &attributes, serve, NULL) == 0) {
        char name[16];
        snprintf(name, sizeof name, "flare-%d", thread_count);
        pthread_setname_np(threads[thread_count], name);
        thread_count++;
    }
    pthread_attr_destroy(&attributes);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (thread_count < wanted)
        return flare_fail(error, FLARE_ERROR_MEMORY, -1,
                          "no more than %d of %d threads can be started", thread_count, wanted);
    return FLARE_OK;
}

/* Under the lifecycle's lock. */
static void stop_threads(void)
{
    pthread_mutex_lock(&flare_pool_lock);
    stopping = true;
    flare_pool_wake();
    pthread_mutex_unlock(&flare_pool_lock);
    while (thread_count > 0)
        pthread_join(threads[--thread_count], NULL);
    stopping = false;
}

flare_status flare_pool_open(int32_t wanted, flare_error *error)
{
    pthread_mutex_lock(&lifecycle);
    const flare_status status = start_threads(wanted < MAX_POOL ? wanted : MAX_POOL, error);
    if (status == FLARE_OK)
        engine_count++;
    else if (engine_count == 0)
        stop_threads();
    pthread_mutex_unlock(&lifecycle);
    return status;
}

void flare_pool_close(void)
{
    pthread_mutex_lock(&lifecycle);
    if (--engine_count == 0)
        stop_threads();
    pthread_mutex_unlock(&lifecycle);
}
