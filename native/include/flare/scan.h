/*
 * The scan: morsels of Parquet files in, blocks of surviving rows out.
 *
 *   plan    of one pipeline of one query; bound before its first morsel, shared by its workers, read-only while they run
 *   reader  one worker's way through morsels, with its decode buffers; opened once per worker, used for many morsels
 *   morsel  a row group; a range of pages of a large one; or two small neighbours, whose pages are decompressed together
 *
 *   bind -> preload -> { open -> { begin -> next ... }* -> close } per worker -> unbind
 *
 * A block's vectors, and its strings, live until the next call of flare_scan_next or flare_scan_begin of that reader.
 * Filter stages run in their order. A stage on one column must be free of side effects and errors: it may run on
 * dictionary entries that no row uses, and on values of rows that are already dropped. A stage on several columns sees
 * only rows that all earlier stages kept. For a column of FLARE_IDS a stage sees the strings (flare_string), not the ids.
 */
#ifndef FLARE_SCAN_H
#define FLARE_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include "flare/error.h"
#include "flare/file.h"
#include "flare/memory.h"
#include "flare/program.h"

/* What to read of one file. */
typedef struct flare_scan_file {
    flare_file *file;          /* retained while the plan lives */
    const int32_t *row_groups; /* numbers of those to read, in order; copied */
    int32_t row_group_count;
    const int32_t *
        leaves; /* for each column of the scan its leaf in this file, or -1: not in it, all null; copied */
} flare_scan_file;

typedef struct flare_scan_source {
    const flare_scan_file *files;
    int32_t file_count;
    int32_t worker_count; /* who share the morsels, at least 1 */
} flare_scan_source;

typedef struct flare_scan_plan flare_scan_plan;
typedef struct flare_scan_reader flare_scan_reader;

/*
 * Binds a scan to its files. `scan`, `parameters` and `query` (where FLARE_IDS columns find their id spaces) must
 * outlive the plan; `query` is read from here on, so its open function must have run. Decode buffers are on `budget`.
 * Errors: FORMAT (a column's physical type cannot become the scan's type; nested columns), INTERNAL (numbers of row
 * groups or leaves that the file does not have), MEMORY.
 */
flare_status flare_scan_bind(flare_error *error, flare_budget *budget, const flare_scan *scan,
                             const flare_scan_source *source, const void *parameters,
                             const void *query, flare_scan_plan **plan);

/* How many morsels there are, and their rows before any filter. */
int32_t flare_scan_morsel_count(const flare_scan_plan *plan);
int64_t flare_scan_morsel_rows(const flare_scan_plan *plan, int32_t morsel);
int64_t flare_scan_rows(const flare_scan_plan *plan);

/*
 * Interns the dictionaries of all columns that ask for it (flare_column.preload_ids). By one worker, once, before any
 * reader is opened; does nothing if no column asks. Errors: those of reading, and CLAIM for a page without dictionary.
 */
flare_status flare_scan_preload(flare_worker *worker, flare_scan_plan *plan);

flare_status flare_scan_open(flare_worker *worker, flare_scan_plan *plan,
                             flare_scan_reader **reader);

/* Goes to the start of a morsel, 0 .. flare_scan_morsel_count - 1, in any order. */
flare_status flare_scan_begin(flare_worker *worker, flare_scan_reader *reader, int32_t morsel);

/*
 * The next rows that survive all filters, at least one; false at the end of the morsel and on an error, which the
 * worker then holds.
 * Errors: FILE, FORMAT, MEMORY, CLAIM (a null in a column that is not nullable).
 */
bool flare_scan_next(flare_worker *worker, flare_scan_reader *reader, flare_block *block);

/* Both accept null. Readers are closed before their plan is unbound. */
void flare_scan_close(flare_scan_reader *reader);
void flare_scan_unbind(flare_scan_plan *plan);

#endif
