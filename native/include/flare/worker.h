/*
 * A worker from inside the library: one of the (up to `threads`) hands of one query. A worker is used by one thread at a
 * time, not always the same one; its arenas and its error therefore need no lock.
 *
 * What lives how long
 *   worker->block_arena   until the next flare_next_block or flare_next_rows of this worker: strings that functions make
 *   worker->query_arena   until the query is closed
 *   flare_worker_defer    a function that is called when the query is closed
 */
#ifndef FLARE_WORKER_H
#define FLARE_WORKER_H

#include "flare/error.h"
#include "flare/memory.h"
#include "flare/program.h"

typedef struct flare_query flare_query;
typedef struct flare_model flare_model;
typedef struct flare_scan_reader flare_scan_reader;
struct flare_deferred;

struct flare_worker {
    flare_query *query;
    int32_t index;          /* 0 .. flare_query_workers - 1 */
    flare_error error;      /* the first error of this worker */
    const void *parameters; /* the program's, relocated */
    void *
        state; /* the program's struct query: where flare_column.ids and source_offset point into */
    flare_arena block_arena;
    flare_arena query_arena;

    /* Private to the engine. */
    flare_scan_reader *reader; /* of the current pipeline; null: it is no scan */
    int64_t row_first,
        row_end;             /* row numbers left of the current morsel of groups or sorted rows */
    int64_t partition_first; /* where the next partition of that morsel begins */
    const void *rows;        /* the flare_groups or flare_sorter they are in */
    void **row_pointers;     /* FLARE_BLOCK of them */
    void *local;             /* the program's struct local */
    struct flare_output *output;     /* rows of the result that are not yet in a batch */
    struct flare_deferred *deferred; /* last one first */
    bool opened;                     /* local_open has run in this pipeline */
    bool busy;                       /* a thread holds this worker */
    int64_t *row_counts;             /* program.row_counters of them */
    int64_t rows_given;              /* by its sources, since the engine last looked */
    int64_t run_first;   /* first morsel of the run of morsels that is being worked on */
    int32_t run_batches; /* batches made of that run so far */
};

/* How many workers the query has. */
int32_t flare_query_workers(const flare_query *query);

/* The engine's budget. */
flare_budget *flare_query_budget(const flare_query *query);

/* The model bound under a number, or null. */
flare_model *flare_query_model(const flare_query *query, int32_t number);

/*
 * True when this worker should stop: it has an error, another worker has, or the query is cancelled.
 * Cheap; loops over more than a block (merges, sorts, builds) ask every few thousand rows. On cancel it notes the error.
 */
bool flare_worker_stopped(flare_worker *worker);

/* Calls close(object) when the query is closed, in reverse order. On failure (memory) close is called at once. */
flare_status flare_worker_defer(flare_worker *worker, void (*close)(void *object), void *object);

/* byte_size bytes until the next block, aligned to 16; null and an error of the worker when the budget is spent. */
void *flare_worker_scratch(flare_worker *worker, uint64_t byte_size);

/* ---- Row sources: what the engine asks of groups and sorters, implemented with them ----------------------------------- */

/*
 * Pointers to rows number first .. first + count - 1 of the merged table, or in sorted order; count is at most FLARE_BLOCK
 * and the numbers lie below flare_groups_count or flare_sorter_count. Called by several workers at once.
 */
void flare_groups_rows(const flare_groups *groups, int64_t first, int32_t count, void **rows);
void flare_sorter_rows(const flare_sorter *sorter, int64_t first, int32_t count, void **rows);
int64_t flare_sorter_count(const flare_sorter *sorter); /* after finish */

/* Rows that lie anywhere are on their way to the second cache when the program reads a block of them. */
static inline void flare_prefetch_row(const void *row)
{
    __builtin_prefetch(row, 0, 2);
}

const flare_sort *flare_sorter_sort(const flare_sorter *sorter);

/*
 * Up to `most` rows that are there, from row number *first on, which is moved to where the next call goes on, and before `end`.
 * The numbers lie below flare_array_size, that of all rows.
 */
int32_t flare_array_take(const flare_array *array, int64_t *first, int64_t end, int32_t most,
                         void **rows);
int64_t flare_array_size(const flare_array *array); /* after finish */

/* ---- What the engine does with what pipelines have built: each of FLARE_PARTS parts on any worker, then finish ------------- */

/* merge(into, from) adds a row to another one. */
flare_status flare_array_merge_part(flare_worker *worker, flare_array *array,
                                    void (*merge)(void *into, const void *from), int32_t part);
void flare_array_finish(flare_array *array);

/*
 * Combines a part of all workers' tables: merge(into, from) for equal keys, of which `into` stays. Parts may be merged side by side; the groups
 * can be read when all FLARE_PARTS are. The tables may be filled again then, where a key gets a new row or the one it had, and merged again
 * on top of what is there. Where merge is null, rows are keys alone.
 */
flare_status flare_groups_merge_part(flare_worker *worker, flare_groups *groups,
                                     void (*merge)(void *into, const void *from), int32_t part);
/* All parts in turn. */
flare_status flare_groups_merge(flare_worker *worker, flare_groups *groups,
                                void (*merge)(void *into, const void *from));
int64_t flare_groups_count(const flare_groups *groups); /* of the merged table */

#endif
