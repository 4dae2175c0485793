/* What tests of scans share: a worker without an engine behind it, files of native/test/data, and a scan's way through. */
#ifndef FLARE_TEST_SCAN_SUPPORT_H
#define FLARE_TEST_SCAN_SUPPORT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/query.h"
#include "flare/file.h"
#include "flare/ids.h"
#include "flare/scan.h"

#define CHECK(condition)                                                    \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                        \
        }                                                                   \
    } while (0)

/* One worker of a query that has nothing but a budget. */
struct bench {
    flare_engine engine;
    flare_query query;
    flare_worker worker;
    flare_error error; /* of calls without a worker */
    int32_t repeats;   /* how often run_scan reads each row group; 0: once */
};

static inline void bench_open(struct bench *bench, int64_t budget)
{
    memset(bench, 0, sizeof *bench);
    bench->engine.budget = flare_budget_open(budget);
    bench->query.engine = &bench->engine;
    bench->worker.query = &bench->query;
    flare_arena_open(&bench->worker.query_arena, bench->engine.budget);
    flare_arena_open(&bench->worker.block_arena, bench->engine.budget);
}

static inline void bench_close(struct bench *bench)
{
    flare_worker_close_deferred(&bench->worker);
    flare_arena_close(&bench->worker.query_arena);
    flare_arena_close(&bench->worker.block_arena);
    flare_budget_close(bench->engine.budget);
}

static inline flare_identity identity_of(const char *path)
{
    struct stat now;
    CHECK(stat(path, &now) == 0);
    return (flare_identity){
        .byte_size = now.st_size,
        .modified_nanos = (int64_t)now.st_mtim.tv_sec * 1000000000 + now.st_mtim.tv_nsec,
        .inode = (int64_t)now.st_ino,
    };
}

/* All bytes of a file; the caller frees them. */
static inline uint8_t *read_whole(const char *path, int64_t *byte_size)
{
    FILE *const file = fopen(path, "rb");
    CHECK(file != NULL);
    CHECK(fseek(file, 0, SEEK_END) == 0);
    *byte_size = ftell(file);
    rewind(file);
    uint8_t *const bytes = malloc((size_t)*byte_size + 1);
    CHECK(bytes != NULL && fread(bytes, 1, (size_t)*byte_size, file) == (size_t)*byte_size);
    fclose(file);
    return bytes;
}

/* native/test/data/<name>.parquet, or the file at `path` with the layout of that name. */
static inline flare_status open_as(struct bench *bench, const char *path, const char *name,
                                   flare_access access, flare_file **file)
{
    char layout_path[256];
    int64_t layout_size;
    snprintf(layout_path, sizeof layout_path, "native/test/data/%s.layout", name);
    uint8_t *const layout = read_whole(layout_path, &layout_size);
    const flare_identity identity = identity_of(path);
    const flare_status status =
        flare_file_open(&bench->error, path, &identity, layout, layout_size, access, file);
    free(layout);
    return status;
}

static inline flare_file *open_data(struct bench *bench, const char *name, flare_access access)
{
    char path[256];
    flare_file *file;
    snprintf(path, sizeof path, "native/test/data/%s.parquet", name);
    if (open_as(bench, path, name, access, &file) != FLARE_OK) {
        fprintf(stderr, "%s\n", bench->error.message);
        abort();
    }
    return file;
}

/* Gets every block; returns false to stop. */
typedef bool on_block(void *context, const flare_block *block);

/*
 * Binds a scan to all row groups of a file, or to all of them several times, runs it, and closes all. The outcome is the worker's status; errors of bind
 * are copied to it.
 */
static inline flare_status run_scan(struct bench *bench, const flare_scan *scan, flare_file *file,
                                    const int32_t *leaves, const void *parameters,
                                    const void *query, on_block *each, void *context)
{
    int32_t row_groups[64];
    const int32_t row_group_count = flare_file_row_group_count(file);
    const int32_t repeats = bench->repeats == 0 ? 1 : bench->repeats;
    CHECK(row_group_count * repeats <= 64);
    for (int32_t g = 0; g < row_group_count * repeats; g++)
        row_groups[g] = g % row_group_count;
    const flare_scan_file scan_file = {
        .file = file,
        .row_groups = row_groups,
        .row_group_count = row_group_count * repeats,
        .leaves = leaves,
    };
    const flare_scan_source source = { &scan_file, 1, 1 };
    flare_worker *const worker = &bench->worker;
    memset(&worker->error, 0, sizeof worker->error);
    flare_scan_plan *plan;
    flare_scan_reader *reader = NULL;
    if (flare_scan_bind(&worker->error, bench->engine.budget, scan, &source, parameters, query,
                        &plan) != FLARE_OK)
        return FLARE_FAILED;
    bool going = flare_scan_preload(worker, plan) == FLARE_OK &&
                 flare_scan_open(worker, plan, &reader) == FLARE_OK;
    for (int32_t m = 0; going && m < flare_scan_morsel_count(plan); m++) {
        flare_block block;
        going = flare_scan_begin(worker, reader, m) == FLARE_OK;
        while (going && flare_scan_next(worker, reader, &block)) {
            CHECK(block.rows >= 1 && block.rows <= FLARE_BLOCK);
            going = each(context, &block);
        }
        going = going && worker->error.code == FLARE_ERROR_NONE;
    }
    flare_scan_close(reader);
    flare_scan_unbind(plan);
    return worker->error.code == FLARE_ERROR_NONE ? FLARE_OK : FLARE_FAILED;
}

static inline const uint8_t *bytes_of(const flare_string *string)
{
    return string->length > 12 ? string->tail.bytes
                               : (const uint8_t *)string + offsetof(flare_string, prefix);
}

#endif
