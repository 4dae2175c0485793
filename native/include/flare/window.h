/*
 * What a program with window functions may name besides program.h: rows of a sorter, taken apart into partitions.
 *
 * A pipeline whose source is FLARE_SOURCE_WINDOWS gets its rows in order, cut between partitions. First it asks for one partition after the
 * other and writes into the rows what the functions give; then flare_next_rows hands out all these rows. Numbers of rows count within the
 * partition, from 0; a frame is the rows from .. to - 1.
 */
#ifndef FLARE_WINDOW_H
#define FLARE_WINDOW_H

#include "flare/program.h"

#ifdef FLARE_RUNTIME
#pragma GCC visibility push(default)
#endif

/* The rows with the same partition keys; lives until the next one is asked for. */
typedef struct {
    int64_t rows; /* at least 1 */
    void **row;   /* the program's own row structs, in order */
    const flare_sort *sort;
    int32_t partition_keys; /* so many keys of `sort` come first; the rest order the partition */
} flare_partition;

/* The next partition of this worker's morsel; false at its end, on an error and on cancel. */
bool flare_next_partition(flare_worker *worker, flare_partition *partition);

/* The row so far behind another, before it where the distance is negative; null where there is none. */
FLARE_INLINE const void *flare_row_near(const flare_partition *partition, int64_t at,
                                        int64_t distance)
{
    const bool inside = distance >= -at && distance < partition->rows - at;
    return inside ? partition->row[at + distance] : 0;
}

/* The first or last row of a frame, or number n from 1; null where the frame has none. */
FLARE_INLINE const void *flare_first_row(const flare_partition *partition, int64_t from, int64_t to)
{
    return from < to ? partition->row[from] : 0;
}
FLARE_INLINE const void *flare_last_row(const flare_partition *partition, int64_t from, int64_t to)
{
    return from < to ? partition->row[to - 1] : 0;
}
FLARE_INLINE const void *flare_nth_row(const flare_partition *partition, int64_t from, int64_t to,
                                       int64_t n)
{
    return n >= 1 && from < to && n <= to - from ? partition->row[from + n - 1] : 0;
}

/* Asked in loops over a partition, which may be long: fails once the query should stop. */
flare_status flare_partition_poll(flare_worker *worker);

/* ---- peers ------------------------------------------------------------------------------------------------------------------- */

/* Rows that are equal in the order: first .. end - 1. All zero before the first. */
typedef struct {
    int64_t first, end;
    int64_t number; /* of these peers, from 1 */
} flare_peers;

/* The peers from `end` on. */
void flare_next_peers(const flare_partition *partition, flare_peers *peers);

/* PERCENT_RANK. */
FLARE_INLINE double flare_percent_rank(int64_t first, int64_t rows)
{
    return rows > 1 ? (double)first / (double)(rows - 1) : 0.0;
}

/* The part, from 1, in which a row falls when so many rows are divided; larger parts come first. FLARE_ERROR_DATA for no parts. */
int64_t flare_ntile(flare_worker *worker, int64_t at, int64_t rows, int64_t parts,
                    int32_t position);

/* ---- frames ------------------------------------------------------------------------------------------------------------------ */

/* So many rows before or after row `at`, within 0 .. rows; distance >= 0. */
FLARE_INLINE int64_t flare_rows_before(int64_t at, int64_t distance)
{
    return distance < at ? at - distance : 0;
}
FLARE_INLINE int64_t flare_rows_after(int64_t at, int64_t distance, int64_t rows)
{
    return distance < rows - at ? at + distance : rows;
}

/*
 * Frames by value: `limit` says where the row at hand has a value of the partition's only order key, NULL as that is. Both go on from the
 * answer for the row before: limits come in order.
 *   first   the first row that does not come before the limit
 *   end     behind the last row that does not come after it
 */
int64_t flare_limit_first(const flare_partition *partition, const flare_sort_key *limit, int64_t at,
                          int64_t first);
int64_t flare_limit_end(const flare_partition *partition, const flare_sort_key *limit, int64_t at,
                        int64_t end);

/* ---- rows whose value is not NULL: IGNORE NULLS ------------------------------------------------------------------------------- */

typedef struct {
    const flare_partition *partition;
    int64_t count;
    int64_t *at; /* their numbers, ascending */
} flare_valid_rows;

/* `valid` is the offset of the value's uint8_t in the row struct. Lives as long as the partition. */
flare_status flare_valid_find(flare_worker *worker, const flare_partition *partition,
                              uint32_t valid, flare_valid_rows *found);

/* Number n, from 1, of those in from .. to - 1; the last one there; the one so far from row `at`. Null where there is none. */
const void *flare_valid_nth(const flare_valid_rows *valid, int64_t from, int64_t to, int64_t n);
const void *flare_valid_last(const flare_valid_rows *valid, int64_t from, int64_t to);
const void *flare_valid_near(const flare_valid_rows *valid, int64_t at, int64_t distance);

/* ---- aggregates over any frame ------------------------------------------------------------------------------------------------ */

typedef void flare_frame_add(void *frame, const void *row);
typedef void flare_frame_merge(void *into, const void *from);

/*
 * A tree over the rows of a partition: each node is the program's own struct of running values over 16, 64, 256, ... rows. So a frame takes a
 * number of steps that grows with the logarithm of its length, and nothing is ever taken out of a sum again: doubles do not drift.
 *   V. Leis, K. Kundhikanjana, A. Kemper, T. Neumann, Efficient processing of window functions in analytical SQL queries, 2015.
 */
enum { FLARE_TREE_LEVELS = 32 };
typedef struct {
    const flare_partition *partition;
    flare_frame_add *add;
    flare_frame_merge *merge;
    uint32_t frame_size;
    int32_t levels;
    uint8_t *nodes[FLARE_TREE_LEVELS];
} flare_tree;

/* `frame_size`: bytes of a node, whose running values are zero at first. Lives as long as the partition. */
flare_status flare_tree_build(flare_worker *worker, const flare_partition *partition,
                              uint32_t frame_size, flare_frame_add *add, flare_frame_merge *merge,
                              flare_tree *tree);

/* Brings rows from .. to - 1 into a frame that is zero. */
void flare_tree_collect(const flare_tree *tree, int64_t from, int64_t to, void *frame);

#ifdef FLARE_RUNTIME
#pragma GCC visibility pop
#endif

#endif
