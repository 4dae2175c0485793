/*
 * Any bytes as a column chunk: errors and values, but no crash, no endless loop, nothing read outside.
 *
 * Input: | flare_type | codec | physical type | conversion | nullable and ways | type length | rows u16 | chunk ... |
 * Seeds: python3 native/test/data/make_data.py seeds DIRECTORY
 */
#include <stdlib.h>
#include <string.h>

#include "engine/query.h"
#include "flare/engine.h"
#include "flare/scan.h"
#include "parquet/file.h"
#include "scan/plan.h"

enum { HEADER = 8, BUDGET = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t touched;

/* Reads what a generated program would read, so that a sanitizer sees what is not there. */
static void touch(const flare_block *block, flare_type type)
{
    const flare_vector *const vector = &block->columns[0];
    for (int32_t row = 0; row < block->rows; row++) {
        if (!vector->valid[row])
            continue;
        switch (type) {
        case FLARE_BOOL:
            touched += ((const uint8_t *)vector->values)[row];
            break;
        case FLARE_INT32:
        case FLARE_FLOAT:
        case FLARE_IDS:
            touched += ((const uint32_t *)vector->values)[row];
            break;
        case FLARE_INT64:
        case FLARE_DOUBLE:
            touched += ((const uint64_t *)vector->values)[row];
            break;
        case FLARE_INT128:
            touched += ((const flare_int128 *)vector->values)[row].low;
            break;
        case FLARE_STRING: {
            const flare_string *const string = &((const flare_string *)vector->values)[row];
            for (uint32_t i = 0; string->length > 12 && i < string->length; i++)
                touched += string->tail.bytes[i];
            break;
        }
        }
    }
}

/* `repeats` copies of the row group: with many, pages are decompressed in pairs. */
static void scan_chunk(flare_file *file, const flare_scan *scan, const void *parameters,
                       int32_t repeats)
{
    flare_engine engine = { .budget = flare_budget_open(BUDGET) };
    flare_query query = { .engine = &engine };
    flare_worker worker = { .query = &query };
    flare_arena_open(&worker.query_arena, engine.budget);
    flare_ids *ids = NULL;
    flare_ids_create(&worker, &ids);

    static const int32_t zeros[8] = { 0 };
    const flare_scan_file scan_file = { file, zeros, repeats, zeros };
    const flare_scan_source source = { &scan_file, 1, 1 };
    flare_scan_plan *plan = NULL;
    flare_scan_reader *reader = NULL;
    if (flare_scan_bind(&worker.error, engine.budget, scan, &source, parameters, &ids, &plan) ==
            FLARE_OK &&
        flare_scan_preload(&worker, plan) == FLARE_OK &&
        flare_scan_open(&worker, plan, &reader) == FLARE_OK) {
        flare_block block;
        for (int32_t m = 0;
             m < flare_scan_morsel_count(plan) && flare_scan_begin(&worker, reader, m) == FLARE_OK;
             m++)
            while (flare_scan_next(&worker, reader, &block))
                touch(&block, scan->columns[0].type);
    }
    flare_scan_close(reader);
    flare_scan_unbind(plan);
    flare_worker_close_deferred(&worker);
    flare_arena_close(&worker.query_arena);
    flare_budget_close(engine.budget);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < HEADER)
        return 0;
    uint16_t row_count;
    memcpy(&row_count, data + 6, sizeof row_count);
    int64_t rows = row_count;
    const size_t chunk_size = size - HEADER;
    uint8_t *const bytes = malloc(chunk_size + 1); /* its end is guarded, unlike that of data */
    if (bytes == NULL)
        return 0;
    memcpy(bytes, data + HEADER, chunk_size);

    flare_chunk chunk = {
        .byte_size = (int64_t)chunk_size,
        .value_count = rows,
        .codec = data[1] % 8,
        .physical_type = data[2] % 8,
        .conversion = data[3] % 10,
        .max_definition_level = data[4] & 1,
        .type_length = data[5],
    };
    flare_file file = {
        .path = (char[]){ "fuzz" },
        .descriptor = -1,
        .mapping = bytes,
        .identity = { .byte_size = (int64_t)chunk_size },
        .layout = { FLARE_LAYOUT_VERSION, 1, 1, 0 },
        .rows = &rows,
        .chunks = &chunk,
    };
    atomic_init(&file.references, 2); /* never the last: it lies on the stack */

    /* Ways: with a range stage, or one that keeps single rows, so that rows are passed over and picked. */
    static const int64_t range[4] = { 0, INT64_MAX / 3, 0, 1000 };
    const flare_type type = (flare_type)(data[0] % 8);
    const flare_column column = {
        .name = "column",
        .type = type,
        .nullable = (data[4] & 2) != 0,
        .preload_ids = (data[4] & 4) != 0,
    };
    const bool filtered = (data[4] & 8) != 0 && type == FLARE_INT64;
    const flare_filter filters[2] = {
        { .keep = flare_keep_range_int64,
          .column_count = 1,
          .columns = { 0 },
          .null_kept = (data[4] & 16) != 0 },
    };
    const flare_scan scan = { &column, 1, filtered ? filters : NULL };
    flare_set_steps(0, (data[4] & 32) != 0 ? 300 : INT64_MAX);
    scan_chunk(&file, &scan, range, (data[4] & 64) != 0 ? 8 : 1);
    free(bytes);
    return 0;
}
