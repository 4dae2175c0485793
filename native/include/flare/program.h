/*
 * What a generated program may name: the one header that it includes. No system header, no compiler builtin in generated text; what a
 * compiler lacks (TinyCC) has its fallback here. native/ implements everything declared here; CONTRACT in DESIGN.md gives the reasons.
 *
 * The way of a query
 *   open      flare_program.open fills struct query (zeroed): id spaces, groups, sorters, joins
 *   pipeline  for each in order: local_open once per worker (struct local zeroed), morsel once per morsel on any worker, merge once per worker
 *             (one at a time), then for each of FLARE_PARTS parts on any worker what it has built and part, finish once; then the next
 * Errors are sticky: a function that fails notes the first error in its worker and returns a harmless value; flare_next_block and
 * flare_next_rows then return false, and flare_worker_status tells. So expressions stay expressions.
 */
#ifndef FLARE_PROGRAM_H
#define FLARE_PROGRAM_H

#ifdef FLARE_RUNTIME /* the library's own sources */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#else
typedef signed char int8_t;
typedef unsigned char uint8_t;
typedef short int16_t;
typedef unsigned short uint16_t;
typedef int int32_t;
typedef unsigned int uint32_t;
typedef long int64_t;
typedef unsigned long uint64_t;
typedef unsigned long size_t;
typedef _Bool bool;
enum { false = 0, true = 1 };
#endif

#ifdef FLARE_RUNTIME /* what programs may name is exported */
#pragma GCC visibility push(default)
#endif

/* Programs of unusual size define FLARE_LARGE_PROGRAM before they include this: calls compile faster than copies. */
#if defined(FLARE_LARGE_PROGRAM) && !defined(__TINYC__)
#define FLARE_INLINE static __attribute__((noinline, unused))
#else
#define FLARE_INLINE static inline
#endif

enum { FLARE_ABI = 2 };
enum { FLARE_BLOCK = 2048 }; /* rows of a block, at most */
enum {
    FLARE_PARTS = 64
}; /* what a pipeline builds is cut into so many parts, which are worked on in parallel */

#define FLARE_OFFSET(type, field) ((uint32_t)(size_t) & ((type *)0)->field)

typedef enum { FLARE_OK = 0, FLARE_FAILED } flare_status;

#define FLARE_TRY(call)          \
    do {                         \
        if ((call) != FLARE_OK)  \
            return FLARE_FAILED; \
    } while (0)

/* What went wrong; Java turns code, position and operand into one sentence. Numbers are part of the ABI. */
typedef enum {
    FLARE_ERROR_NONE = 0,
    FLARE_ERROR_OVERFLOW = 1, /* a result does not fit its type */
    FLARE_ERROR_DIVISION_BY_ZERO = 2,
    FLARE_ERROR_CAST = 3,   /* a value does not fit the type it is cast to; operand: the value */
    FLARE_ERROR_DATA = 4,   /* any other value that a function refuses */
    FLARE_ERROR_MEMORY = 5, /* over the budget */
    FLARE_ERROR_CANCELLED = 6,
    FLARE_ERROR_FILE = 7,   /* a file is gone, cut or unreadable */
    FLARE_ERROR_FORMAT = 8, /* not valid Parquet, or an encoding that is not supported */
    FLARE_ERROR_CLAIM =
        9, /* a file's statistics lie: a null or a value outside the range they promise */
    FLARE_ERROR_MODEL = 10,
    FLARE_ERROR_COMPILER = 11,
    FLARE_ERROR_INTERNAL = 12,
    FLARE_ERROR_ASSUMPTION =
        13, /* the plan rests on keys that are not unique: the engine plans again without that */
    FLARE_ERROR_ROWS = 14 /* a sub-query used as a value has more than one row */
} flare_error_code;

/* ---- workers ---------------------------------------------------------------------------------------------------------------- */

typedef struct flare_worker
    flare_worker; /* one thread's view of one query: its source, its arenas, its first error */

/* Notes an error unless there is one already. Position: number of a place in the SQL text, or -1. Always FLARE_FAILED. */
flare_status flare_raise(flare_worker *worker, flare_error_code code, int32_t position);
flare_status flare_worker_status(const flare_worker *worker);

/* Zeroed memory that lives as long as the query, on its budget; aligned to 64; null (and an error) when the budget is spent. */
void *flare_allocate(flare_worker *worker, uint64_t byte_size);

/* This worker's counters of rows, program.row_counters of them: the engine adds those of all workers up. */
int64_t *flare_row_counts(flare_worker *worker);

/* ---- 128-bit integers ------------------------------------------------------------------------------------------------------- */

typedef struct {
    uint64_t low;
    int64_t high;
} flare_int128;

/* ---- strings ---------------------------------------------------------------------------------------------------------------- */

/*
 * 16 bytes:  | length u32 | prefix 4 bytes | rest 8 bytes or pointer |
 * up to 12 bytes lie inside (prefix, then rest, unused bytes zero); longer ones keep their first 4 bytes in prefix and all bytes at `bytes`.
 */
typedef struct {
    uint32_t length; /* bytes */
    uint8_t prefix[4];
    union {
        uint8_t rest[8];
        const uint8_t *bytes;
    } tail;
} flare_string;

FLARE_INLINE flare_string flare_string_empty(void)
{
    const flare_string empty = { 0, { 0 }, { { 0 } } };
    return empty;
}

/* ---- sources ---------------------------------------------------------------------------------------------------------------- */

/* How a column's values lie in a block, a group or a result. */
typedef enum {
    FLARE_BOOL,   /* uint8_t 0 or 1 */
    FLARE_INT32,  /* tinyint, smallint, integer, date */
    FLARE_INT64,  /* bigint, decimal up to 18 digits, time, timestamp */
    FLARE_INT128, /* decimal of 19 to 38 digits */
    FLARE_FLOAT,
    FLARE_DOUBLE,
    FLARE_STRING, /* flare_string: varchar, binary */
    FLARE_IDS     /* uint32_t query-wide ids of strings */
} flare_type;

typedef struct flare_vector {
    const void *values; /* of the column's flare_type; undefined where not valid */
    const uint8_t *
        valid; /* one byte a row, 1 or 0; always there for nullable columns, never read for others */
    const struct flare_vector *children; /* null: columns are flat for now */
} flare_vector;

typedef struct {
    int32_t rows; /* 1 .. FLARE_BLOCK */
    const flare_vector *columns;
} flare_block;

/* The next surviving rows of this worker's morsel; false at its end, on an error and on cancel. Strings live until the next call. */
bool flare_next_block(flare_worker *worker, flare_block *block);

/* The next group or sorted rows of this worker's morsel: up to FLARE_BLOCK pointers to the program's own row structs. */
typedef struct {
    int32_t rows;
    void *const *row;
} flare_row_block;
bool flare_next_rows(flare_worker *worker, flare_row_block *block);

/* How many of `left` rows go into the next block, for programs that make their rows themselves. */
FLARE_INLINE int32_t flare_block_rows(int64_t left)
{
    return left < FLARE_BLOCK ? (int32_t)left : FLARE_BLOCK;
}

/*
 * A filter stage of a scan: keep[row] &= predicate(row). `argument` points into the parameters. Stages on one column run on dictionary
 * entries where that is cheaper, so they see no nulls: null_kept is the outcome for null. Stages on several columns see the rows that
 * earlier stages kept, and read `valid` of nullable columns themselves. Of a FLARE_IDS column a stage sees the strings (FLARE_STRING);
 * only stages on that one column read it.
 */
typedef flare_status flare_keep(flare_worker *worker, const void *argument,
                                const flare_vector *columns, int32_t rows, uint8_t *keep);

enum { FLARE_FILTER_COLUMNS = 8 };

typedef struct {
    flare_keep *keep; /* null ends the list */
    uint32_t
        argument; /* offset in the parameters; from_query: of a pointer in struct query, which is what keep gets */
    bool from_query;
    uint8_t column_count;
    uint8_t columns
        [FLARE_FILTER_COLUMNS]; /* numbers of the scan's columns, in the order that keep sees them */
    bool null_kept;             /* for stages on one column */
} flare_filter;

/* Prebuilt stages. Argument of a range: two values of the type, from and to, both included (doubles: NaN is the largest). */
flare_keep flare_keep_range_int32, flare_keep_range_int64, flare_keep_range_int128,
    flare_keep_range_float, flare_keep_range_double;
flare_keep flare_keep_unequal_int32, flare_keep_unequal_int64; /* argument: one value */
flare_keep flare_keep_true, flare_keep_false;                  /* booleans; no argument */
flare_keep flare_keep_null, flare_keep_not_null; /* no argument; with null_kept true and false */

/* A list of constants in the parameters. */
typedef struct {
    const void *values; /* sorted ascending, distinct, of the column's type */
    int64_t count;
} flare_list;
flare_keep flare_keep_in_int32, flare_keep_in_int64,
    flare_keep_in_string; /* argument: flare_list */

flare_keep flare_keep_equal_string, flare_keep_unequal_string; /* argument: flare_string */

/* Strings between bounds, both included unless told; a missing bound is open. */
typedef struct {
    flare_string from, to;
    uint8_t has_from, has_to, from_excluded, to_excluded;
} flare_string_range;
flare_keep flare_keep_range_string;

typedef struct {
    flare_string pattern;
    flare_string escape; /* empty: none */
} flare_like;
flare_keep flare_keep_like, flare_keep_not_like; /* argument: flare_like */

/*
 * Filters on what earlier pipelines built; from_query. Rows whose key is there are kept, and null_kept must be false.
 * dense: exact; argument: flare_dense. join: the key is this one column, or this is the first of its columns, an int32 widened to the int64
 * that the key holds; rows without a partner may pass unless the join has a range; argument: flare_join with a range or a `filter`.
 */
flare_keep flare_keep_dense_int32, flare_keep_dense_int64;
flare_keep flare_keep_join_int32, flare_keep_join_int64;

typedef struct flare_ids
    flare_ids; /* an id space: the strings that a query has seen in one role, numbered from 0 */

typedef struct {
    const char *name; /* for reading only */
    flare_type type;
    bool nullable;    /* false: a null in the file is an error that names file and column */
    bool filter_only; /* only filters read it: a block's vector of it need not be filled */
    bool
        preload_ids; /* FLARE_IDS: every dictionary entry of the scan gets its id before the first morsel; a plain page is an error */
    uint32_t ids;    /* FLARE_IDS: offset of the flare_ids pointer in struct query */
    bool
        has_range; /* integers: the program relies on the range that the file's statistics claim: a value outside is an error */
    uint32_t range; /* offset of two int64_t in the parameters: from and to, both included */
} flare_column;

/* What a scan reads. The engine binds files and row groups by the scan's number. */
typedef struct {
    const flare_column *columns;
    int32_t column_count;
    const flare_filter *filters; /* in order; null: none */
} flare_scan;

/* ---- ids -------------------------------------------------------------------------------------------------------------------- */

flare_status flare_ids_create(flare_worker *worker, flare_ids **ids);
uint32_t flare_ids_count(const flare_ids *ids);
flare_string flare_ids_string(const flare_ids *ids, uint32_t id); /* lives as long as the query */
uint32_t flare_ids_intern(flare_worker *worker, flare_ids *ids,
                          flare_string string); /* finds or adds; thread-safe */

/* ---- groups ----------------------------------------------------------------------------------------------------------------- */

/*
 * A hash table of rows of the program's own struct:  | key: key_size bytes | aggregates, zero at first |
 * Keys are compared byte by byte: padding and the values of null keys must be zero, doubles normalised, strings be ids. Each worker
 * fills a table of its own; FLARE_BUILT_GROUPS brings them together.
 */
typedef struct flare_groups flare_groups;
flare_status flare_groups_create(flare_worker *worker, uint32_t key_size, uint32_t row_size,
                                 flare_groups **groups);

/* For each of `rows` keys (an array with stride key_size, a multiple of 8) the row in this worker's table, made where missing. */
flare_status flare_groups_find(flare_worker *worker, flare_groups *groups, const void *keys,
                               int32_t rows, void **found);

/* The same for groups whose rows are keys alone, where nobody asks for the rows: each key is there once after the merge. */
flare_status flare_groups_add(flare_worker *worker, flare_groups *groups, const void *keys,
                              int32_t rows);

/* ---- groups in an array ----------------------------------------------------------------------------------------------------- */

/*
 * Rows of the program's own struct in an array, zero at first, for groups that the program numbers by their keys. Each worker fills an
 * array of its own; FLARE_BUILT_ARRAY adds them up, and FLARE_SOURCE_ARRAY delivers those that count something.
 */
typedef struct flare_array flare_array;

/* count_offset: of the int64_t in a row that is above 0 where the group is there. */
flare_status flare_array_create(flare_worker *worker, uint32_t row_size, uint32_t count_offset,
                                flare_array **array);

/* This worker's rows, once merged those of all: `size` of them, whoever asks. Null (and an error) when the budget is spent. */
void *flare_array_rows(flare_worker *worker, flare_array *array, int64_t size);

/* ---- joins ------------------------------------------------------------------------------------------------------------------ */

/*
 * The build side of a join: copies of rows of the program's own struct, found by key.
 *
 *   | next: pointer to the next row with the same key, or null | rest of the struct, with the key at key_offset |
 *
 * Keys are compared byte by byte, as those of groups: padding zero, doubles canonical, strings as ids of one id space. Integers of a key
 * with a range or a filter are int64_t, narrower ones widened.
 *
 *   append (pipeline's morsels, any worker) -> index (its parts) -> finish -> find, filters, FLARE_SOURCE_JOIN (later pipelines)
 *
 * After finish the program may write to its rows, but neither to `next` nor to the key.
 */
typedef struct flare_join flare_join;

typedef struct {
    uint32_t row_size;   /* a multiple of 8 */
    uint32_t key_offset; /* a multiple of 8, at least 8 */
    uint32_t
        key_size; /* a multiple of 8; 0: no key, every row is the partner of every probe, in one chain */
    const uint32_t *
        strings; /* offsets of every flare_string in the row: their bytes are copied; null ones have length 0 */
    int32_t string_count;
    bool unique; /* a second row with a key is FLARE_ERROR_ASSUMPTION */
    bool filter; /* flare_keep_join_* will be asked */
} flare_join_layout;

/* range: null, or from and to (both included) of a key of 8 bytes: the index may then be an array; a build key outside is
 * FLARE_ERROR_CLAIM. The layout must outlive the query. */
flare_status flare_join_create(flare_worker *worker, const flare_join_layout *layout,
                               const int64_t *range, flare_join **join);

/* Copies rows into this worker's pages; what `next` holds is ignored. */
flare_status flare_join_append(flare_worker *worker, flare_join *join, const void *rows,
                               int32_t row_count);

/* Rows that no key finds (theirs has a null), but that FLARE_SOURCE_JOIN delivers. */
flare_status flare_join_append_apart(flare_worker *worker, flare_join *join, const void *rows,
                                     int32_t row_count);

flare_status flare_join_index(flare_worker *worker, flare_join *join, int32_t part);
flare_status flare_join_finish(flare_worker *worker, flare_join *join);

/* For each of `rows` keys (an array with stride key_size) the first row of its chain, or null; any number of workers at once. */
flare_status flare_join_find(flare_worker *worker, const flare_join *join, const void *keys,
                             int32_t rows, const void **found);
/* The same where keys can be null: valid is one byte a row, and a key that is not valid finds nothing. */
flare_status flare_join_find_valid(flare_worker *worker, const flare_join *join, const void *keys,
                                   const uint8_t *valid, int32_t rows, const void **found);

int64_t flare_join_count(const flare_join *join);       /* of all rows; after finish */
int64_t flare_join_apart_count(const flare_join *join); /* of those appended apart */

/*
 * Pairs of probe rows and their partners, up to FLARE_BLOCK at a time:
 *
 *   flare_pairs pairs = { 0 };
 *   while (flare_next_pairs(worker, &pairs, found, rows, matched, pair_row, match))
 *       for (int32_t pair = 0; pair < pairs.count; pair++) ... pair_row[pair], match[pair]
 *
 * found: of flare_join_find, for `rows` probe rows. matched: null; or one byte a probe row for LEFT and FULL joins, which the first call
 * clears, and where the program notes 1 for rows with a pair that passes its residual condition. Once all pairs are out, the rows that are
 * still 0 come once each, in calls of their own, with the partner null. There are no more pairs once the worker should stop.
 */
typedef struct {
    int32_t count; /* of pairs of this call */
    int32_t row;   /* private */
    const void *match;
    bool begun, alone;
} flare_pairs;
bool flare_next_pairs(flare_worker *worker, flare_pairs *pairs, const void *const *found,
                      int32_t rows, uint8_t *matched, int32_t *pair_row, const void **match);

/* found, or null once the worker should stop: where a search through a whole join begins. */
const void *flare_join_first(flare_worker *worker, const void *found);

/* ---- dense maps ------------------------------------------------------------------------------------------------------------- */

/*
 * Unique integer keys of a range: a bitmap, which guards an array of the program's own small structs that is never cleared. row_size 0: a set.
 * Filled by any number of workers in one pipeline, read in later ones.
 */
typedef struct {
    int64_t from;
    uint64_t size; /* keys from .. from + size - 1 */
    uint64_t *bits;
    uint8_t *rows;
    uint32_t row_size;
    int64_t count; /* of keys that are there */
} flare_dense;

/* from above to: no key is in range. */
flare_status flare_dense_create(flare_worker *worker, int64_t from, int64_t to, uint32_t row_size,
                                flare_dense **dense);

/* Adds keys and their rows (null when row_size is 0). A key out of range is FLARE_ERROR_CLAIM, one that is there already
 * FLARE_ERROR_ASSUMPTION. */
flare_status flare_dense_add(flare_worker *worker, flare_dense *dense, const int64_t *keys,
                             const void *rows, int32_t count);
/* Adds keys to a set, where they may be already. A key out of range is FLARE_ERROR_CLAIM. */
flare_status flare_dense_put(flare_worker *worker, flare_dense *dense, const int64_t *keys,
                             int32_t count);

FLARE_INLINE bool flare_dense_has(const flare_dense *dense, int64_t key)
{
    const uint64_t at = (uint64_t)key - (uint64_t)dense->from;
    return at < dense->size && (dense->bits[at >> 6] >> (at & 63) & 1);
}

/* The row of a key that is there. */
FLARE_INLINE const void *flare_dense_row(const flare_dense *dense, int64_t key)
{
    return dense->rows + ((uint64_t)key - (uint64_t)dense->from) * dense->row_size;
}

/* The row of a key, or null. */
FLARE_INLINE const void *flare_dense_find(const flare_dense *dense, int64_t key)
{
    return flare_dense_has(dense, key) ? flare_dense_row(dense, key) : (const void *)0;
}

/* ---- sorting ---------------------------------------------------------------------------------------------------------------- */

typedef struct {
    flare_type type;      /* FLARE_IDS is not allowed: sort by the string */
    uint32_t offset;      /* in the row struct */
    int32_t valid_offset; /* of a uint8_t in the row struct, or -1 */
    bool descending;
    bool nulls_first;
} flare_sort_key;

typedef struct {
    uint32_t row_size;
    const flare_sort_key *keys;
    int32_t key_count;
    const uint32_t *strings; /* offsets of every flare_string in the row: their bytes are copied */
    int32_t string_count;
} flare_sort;

/* Rows of a struct, ordered once all workers have appended. With limit >= 0 only the first `limit` rows in order are kept (top-k). Zero keys: any order. */
typedef struct flare_sorter flare_sorter;
flare_status flare_sorter_create(flare_worker *worker, const flare_sort *sort, int64_t limit,
                                 flare_sorter **sorter);
flare_status flare_sorter_append(flare_worker *worker, flare_sorter *sorter, const void *rows,
                                 int32_t row_count);
/* In the pipeline's part function, for all parts; without that, finish does it alone. */
flare_status flare_sorter_sort_part(flare_worker *worker, flare_sorter *sorter, int32_t part);
flare_status flare_sorter_finish(flare_worker *worker, flare_sorter *sorter);

/* ---- result ----------------------------------------------------------------------------------------------------------------- */

/* Appends `rows` values to a result column; valid may be null where the column is not nullable. Every column of the result in turn gets
 * the same number of rows, then flare_output_rows ends the block. Strings are copied. */
flare_status flare_output_column(flare_worker *worker, int32_t column, const void *values,
                                 const uint8_t *valid, int32_t rows);
flare_status flare_output_rows(flare_worker *worker, int32_t rows);

/* LIMIT and OFFSET without ORDER BY, shared by all workers: of the next `rows` rows keep `*count` from `*first` on. Once the limit is
 * reached sources run dry. `limit` < 0: none. */
typedef struct {
    int64_t offset;
    int64_t limit;
    int64_t taken; /* rows seen so far; atomic */
} flare_limit;
flare_status flare_limit_take(flare_worker *worker, flare_limit *limit, int32_t rows,
                              int32_t *first, int32_t *count);

/* ---- models ----------------------------------------------------------------------------------------------------------------- */

typedef struct flare_model_tile
    flare_model_tile; /* one worker's input memory for up to FLARE_BLOCK rows */

/* `model` is the number under which the engine bound it. The tile is closed with its worker. */
flare_status flare_model_open(flare_worker *worker, int32_t model, flare_model_tile **tile);
void *flare_model_input(flare_model_tile *tile,
                        int32_t input); /* rows x width, row by row, in the input's element type */
flare_status flare_model_run(flare_worker *worker, flare_model_tile *tile, int32_t rows);
const void *flare_model_output(
    const flare_model_tile *tile); /* one element a row; lives until the next run */

/* ---- the contents page ------------------------------------------------------------------------------------------------------ */

typedef enum {
    FLARE_SOURCE_ONCE, /* morsel is called once; the program makes the rows itself (values, one group) */
    FLARE_SOURCE_SCAN, /* flare_next_block */
    FLARE_SOURCE_GROUPS, /* flare_next_rows over the flare_groups at `source_offset` in struct query */
    FLARE_SOURCE_SORTED, /* flare_next_rows over the flare_sorter at `source_offset`, in order, by one worker */
    FLARE_SOURCE_JOIN, /* flare_next_rows over all rows of the flare_join at `source_offset`, in any order */
    FLARE_SOURCE_WINDOWS, /* sorted rows too, by all workers, cut between partitions: flare_next_partition, then flare_next_rows */
    FLARE_SOURCE_ARRAY /* flare_next_rows over the rows of the flare_array at `source_offset` that are there */
} flare_source;

/*
 * What a pipeline builds for later ones. Once its last morsel is done, the engine merges, sorts or indexes each of its parts on any worker,
 * and then finishes it; totals are added up at once.
 */
typedef enum {
    FLARE_BUILT_GROUPS,
    FLARE_BUILT_SORTER,
    FLARE_BUILT_JOIN,
    FLARE_BUILT_ARRAY,
    FLARE_BUILT_TOTALS /* a struct of running values in struct query, to which that of each worker's struct local is added */
} flare_built_kind;

typedef struct {
    flare_built_kind kind;
    uint32_t offset; /* in struct query: of the pointer to it; of totals themselves */
    uint32_t local;  /* in struct local: of a worker's totals */
    void (*merge)(void *into,
                  const void *from); /* groups: where keys are equal; null: rows are keys alone */
} flare_built;

/* A column of the result as it lies in the rows of a pipeline's source. Integers may be narrower than the column, ids are strings. */
typedef struct {
    flare_type type;
    uint32_t offset;       /* in the row struct */
    uint32_t valid_offset; /* of a uint8_t in the row struct; 0: never null */
    uint32_t ids;          /* FLARE_IDS: offset in struct query of the pointer to their flare_ids */
} flare_field;

typedef struct {
    const char *name;
    flare_source source;
    const flare_scan *scan; /* FLARE_SOURCE_SCAN */
    uint32_t source_offset;
    int32_t
        partition_keys; /* FLARE_SOURCE_WINDOWS: so many of the sorter's keys make a partition */
    uint32_t local_size;
    flare_status (*local_open)(flare_worker *worker, const void *parameters, void *query,
                               void *local); /* or null; after ids are preloaded */
    flare_status (*morsel)(flare_worker *worker, const void *parameters, void *query, void *local);
    const flare_field *
        result; /* instead of morsel: the source's rows are the result, with a field for each column */
    flare_status (*merge)(flare_worker *worker, void *query, const void *local); /* or null */
    flare_status (*part)(flare_worker *worker, const void *parameters, void *query,
                         int32_t part); /* or null; 0 .. FLARE_PARTS - 1, side by side */
    const flare_built *built;
    int32_t built_count;
    flare_status (*finish)(flare_worker *worker, const void *parameters, void *query); /* or null */
} flare_pipeline;

typedef struct {
    const char *name;
    flare_type type; /* FLARE_IDS is not allowed */
    bool nullable;
    bool
        decimal; /* FLARE_INT64 values are unscaled decimals: batches hold them in 16 bytes, as Arrow's Decimal128 */
} flare_result_column;

typedef struct {
    int32_t abi;
    uint32_t query_size;
    uint32_t parameters_size;
    flare_status (*open)(flare_worker *worker, const void *parameters, void *query); /* or null */
    const flare_pipeline *pipelines;
    int32_t pipeline_count;
    const flare_result_column *columns;
    int32_t column_count;
    int32_t model_count;
    int32_t row_counters; /* of a program made to be analysed: one an operator, by its number */
} flare_program;

#ifdef FLARE_RUNTIME
#include "flare/functions.h"
#pragma GCC visibility pop
#else
extern __attribute__((visibility("default")))
const flare_program flare_query; /* the one symbol of a program */
#include "flare/functions.h"
#endif

#endif
