/*
 * The door between Java and the native engine: numbers, addresses and packed bytes, no object of either side.
 *
 *   engine    threads and the memory budget
 *   compiled  a generated program, loaded
 *   file      an open Parquet file
 *   query     one execution of a program:  open -> bind scans and models -> start -> next ... -> close
 *   batch     up to 65536 rows of a result, in Arrow's layout; outlives query and engine
 *
 * Functions that can fail take a flare_error (error.h gives its layout: code int32, position int32, message), which they
 * zero first, and return null or FLARE_DOOR_FAILED. Handles are not checked: each is closed once, by its owner. All close functions
 * accept null. Any thread may call; one query is used by one thread at a time, except flare_query_cancel and
 * flare_query_numbers. Text is UTF-8, ended by zero.
 */
#ifndef FLARE_ENGINE_H
#define FLARE_ENGINE_H

#include <stdint.h>

#include "flare/build.h"

#ifdef __cplusplus
extern "C" {
#endif

struct flare_error;

typedef struct flare_engine flare_engine;
typedef struct flare_compiled flare_compiled;
typedef struct flare_file flare_file;
typedef struct flare_query flare_query;
typedef struct flare_batch flare_batch;
typedef struct flare_model flare_model;

enum { FLARE_DOOR_OK = 0, FLARE_DOOR_FAILED = 1 };

/* ---- Engine ------------------------------------------------------------------------------------------------------- */

/*
 * threads: of the pool, 1 .. 256; the pool is the process's, so the largest number of all open engines counts.
 * memory: the budget in bytes of arenas, decode buffers, hash tables and results, at least 1 MB.
 */
FLARE_API flare_engine *flare_engine_open(int32_t threads, int64_t memory,
                                          struct flare_error *error);

/* The level of x86-64 that this machine has: 2, 3 or 4. Kernels are chosen by it. */
FLARE_API int32_t flare_cpu_level(void);

/* All its queries must be closed. Batches may still be held; their memory goes with the last of them. */
FLARE_API void flare_engine_close(flare_engine *engine);

/* numbers: memory limit, used now, and the most ever used, in bytes; idle pages of the pool count as used. */
enum { FLARE_ENGINE_NUMBERS = 3 };
FLARE_API void flare_engine_numbers(const flare_engine *engine, int64_t *numbers);

/*
 * For tests: rows of a block at most, and rows of a morsel about, in the whole process from now on; 0 is as usual. While
 * no query runs.
 */
FLARE_API void flare_set_steps(int32_t block_rows, int64_t morsel_rows);

/* ---- Compiled programs -------------------------------------------------------------------------------------------- */

/* Loads a shared object and checks its contents page. Whoever gives the path must trust the file: loading runs it. */
FLARE_API flare_compiled *flare_compiled_open(const char *path, struct flare_error *error);

/* Queries that are open keep the program in memory. */
FLARE_API void flare_compiled_close(flare_compiled *compiled);

/* numbers: size of the parameter struct in bytes, pipelines, scans, result columns, models. */
enum { FLARE_COMPILED_NUMBERS = 5 };
FLARE_API void flare_compiled_numbers(const flare_compiled *compiled, int64_t *numbers);

/* The name of a pipeline, "" outside 0 .. pipelines - 1. Lives as long as the program. */
FLARE_API const char *flare_compiled_pipeline(const flare_compiled *compiled, int32_t pipeline);

/* ---- Files -------------------------------------------------------------------------------------------------------- */

/*
 * identity: byte size, mtime in nanoseconds, inode (0: not compared). layout: see file.h. access: 0 maps the file, 1 reads it.
 * Errors: FILE, FORMAT.
 */
FLARE_API flare_file *flare_engine_file_open(const char *path, const int64_t *identity,
                                             const void *layout, int64_t layout_size,
                                             int32_t access, struct flare_error *error);

/* Is it still the file whose footer was read? Before each execution. Errors: FILE. */
FLARE_API int32_t flare_engine_file_check(const flare_file *file, struct flare_error *error);

/* Queries that are open keep the file. */
FLARE_API void flare_engine_file_close(flare_file *file);

/* ---- Queries ------------------------------------------------------------------------------------------------------ */

/*
 * parameters: parameters_size bytes, at least the program's parameter struct, then what it points to; copied to memory
 * aligned to 64. relocations: offsets, multiples of 8, of pointers in it; each holds the offset of what it points to.
 * threads: how many workers at most, 1 .. 256.
 */
FLARE_API flare_query *flare_query_open(flare_engine *engine, flare_compiled *compiled,
                                        const void *parameters, int64_t parameters_size,
                                        const int32_t *relocations, int32_t relocation_count,
                                        int32_t threads, struct flare_error *error);

/*
 * Says what a scan reads. scan: its number, counting the program's pipelines that scan from 0. For each of file_count
 * files: its handle (address), how many row groups of it are read, and for each of column_count columns the leaf it is
 * in that file, or -1. row_groups: their numbers, all files one after the other. Everything is copied, files are kept.
 */
FLARE_API int32_t flare_query_bind_scan(flare_query *query, int32_t scan, const int64_t *files,
                                        const int32_t *row_group_counts, int32_t file_count,
                                        const int32_t *row_groups, const int32_t *leaves,
                                        int32_t column_count, struct flare_error *error);

/* The model is borrowed: it must outlive the query. */
FLARE_API int32_t flare_query_bind_model(flare_query *query, int32_t number, flare_model *model,
                                         struct flare_error *error);

/* Every scan and model must be bound. Workers begin; the caller does not wait. Once. */
FLARE_API int32_t flare_query_start(flare_query *query, struct flare_error *error);

/*
 * Waits for the next batch, at most timeout_ms (negative: for ever). READY: *batch is the caller's, to be released.
 * After FAILED every call fails the same way. Rows come in the order of morsels, so a scan alone gives the files' order.
 * Batches nobody takes are kept up to a bound, then the workers of the query pause.
 */
enum { FLARE_NEXT_END = 0, FLARE_NEXT_FAILED = 1, FLARE_NEXT_READY = 2, FLARE_NEXT_TIMEOUT = 3 };
FLARE_API int32_t flare_query_next(flare_query *query, int32_t timeout_ms, flare_batch **batch,
                                   struct flare_error *error);

/* Workers stop at their next block, and flare_query_next fails with CANCELLED. From any thread, any number of times. */
FLARE_API void flare_query_cancel(flare_query *query);

/*
 * numbers, at any time from any thread: morsels done, morsels of the pipelines begun so far, pipelines done, pipelines,
 * rows of the scans whose morsels are done, rows of the scans begun so far, result rows so far, CPU nanoseconds of workers.
 */
enum { FLARE_QUERY_NUMBERS = 8 };
FLARE_API void flare_query_numbers(flare_query *query, int64_t *numbers);

/*
 * numbers of one pipeline, at any time from any thread: rows that its source gave (after the filters of a scan), nanoseconds
 * from its begin to its end, CPU nanoseconds, bytes read of files, bytes made by decompressing. Zero before it begins.
 */
enum { FLARE_PIPELINE_NUMBERS = 5 };
FLARE_API void flare_query_pipeline_numbers(flare_query *query, int32_t pipeline, int64_t *numbers);

/*
 * The rows that each operator gave, by its number, as far as the program counts them; `count` is at most the program's
 * row_counters. To be asked once flare_query_next has said END.
 */
FLARE_API void flare_query_row_counts(flare_query *query, int64_t *rows, int32_t count);

/* Cancels, waits until no worker is in it, and frees. Batches handed out before stay. */
FLARE_API void flare_query_close(flare_query *query);

/* ---- Batches ------------------------------------------------------------------------------------------------------ */

/*
 * numbers: rows, then for each column
 *
 *   | null count | validity | values | values size | bytes | bytes size |     addresses, sizes in bytes
 *
 *   validity   bitmap, 1 is a value; 0 where the null count is 0
 *   values     bool: bitmap. int32, int64, float, double: as they are. int128: 16 bytes, little-endian.
 *              string: rows + 1 offsets of int32 into bytes
 *   bytes      of strings, else 0
 *
 * Addresses are aligned to 64 and live as long as the batch. Values of nulls are zero, their strings empty.
 */
enum { FLARE_BATCH_NUMBERS = 6 };
FLARE_API void flare_batch_numbers(const flare_batch *batch, int64_t *numbers);

/* References: one is there at first. The last release frees the batch. Any thread. */
FLARE_API void flare_batch_retain(flare_batch *batch);
FLARE_API void flare_batch_release(flare_batch *batch);

/* ---- Models ------------------------------------------------------------------------------------------------------- */

/*
 * Loads a SavedModel, see model.h. functions: addresses in the order of flare_tensorflow_function_name.
 * tensors: of each input, then of the output: index, type (flare_type), rank, width. operations: their names, one after
 * the other, each ended by zero. Errors: MODEL.
 */
FLARE_API flare_model *flare_engine_tensorflow_open(const int64_t *functions, const char *directory,
                                                    const char *tag, const char *operations,
                                                    const int32_t *tensors, int32_t input_count,
                                                    struct flare_error *error);
FLARE_API void flare_engine_model_close(flare_model *model);

/*
 * The functions of TensorFlow's C API whose addresses are wanted: how many, and the name of each; null outside
 * 0 .. count - 1.
 */
FLARE_API int32_t flare_engine_tensorflow_count(void);
FLARE_API const char *flare_engine_tensorflow_name(int32_t index);

/*
 * Keeps TensorFlow's informational messages from standard error while it starts, unless TF_CPP_MIN_LOG_LEVEL already says
 * what it should write. begin comes before its library is loaded, end after its first session has run: what it says only
 * once takes no notice of the variable, so between the two the C library's stderr is a stream that leaves such lines out.
 * Other lines, and what is written to the descriptor itself, as Java does, pass. One caller at a time.
 */
FLARE_API void flare_engine_tensorflow_quiet_begin(void);
FLARE_API void flare_engine_tensorflow_quiet_end(void);

/* numbers: bytes of a tile's memory, inputs, bytes of an output value. */
enum { FLARE_MODEL_NUMBERS = 3 };
FLARE_API void flare_engine_model_numbers(const flare_model *model, int64_t *numbers);

/*
 * Runs a model without a query, `times` times on the same rows: for tests, and to measure what the model alone costs.
 * tile: memory of the model's tile, aligned to 64: each input in turn, 2048 rows of it, of which the first `rows` are
 * read. output: gets one value a row. Errors: MODEL, INTERNAL.
 */
FLARE_API int32_t flare_engine_model_run(flare_model *model, void *tile, int32_t rows,
                                         int32_t times, void *output, struct flare_error *error);

/* ---- Processes ---------------------------------------------------------------------------------------------------- */

/*
 * Runs a program without a shell, with nothing of this process but what is given, in a process group of its own; standard
 * input and output are /dev/null.
 *
 * arguments: argument_count texts one after the other, each ended by zero, in arguments_size bytes; the first is the
 * absolute path of the program. environment: the same, "NAME=value" each. directory: the working directory.
 * timeout_ms: at most so long, then the group is killed. cancel: not 0 kills it too; may be null, else read until return.
 * output: what it wrote to standard error, at most output_capacity - 1 bytes, ended by zero; the rest is read and dropped.
 * Errors: COMPILER (cannot be started, timeout), CANCELLED, INTERNAL. An exit code other than 0 is no error here.
 */
enum {
    FLARE_SPAWN_NUMBERS = 4
}; /* exit code (128 + signal if killed), CPU ns, wall ns, bytes of output */
FLARE_API int32_t flare_spawn(const char *arguments, int64_t arguments_size, int32_t argument_count,
                              const char *environment, int64_t environment_size,
                              int32_t environment_count, const char *directory, int32_t timeout_ms,
                              const int32_t *cancel, char *output, int64_t output_capacity,
                              int64_t *numbers, struct flare_error *error);

#ifdef __cplusplus
}
#endif

#endif
