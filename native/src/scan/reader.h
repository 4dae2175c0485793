/*
 * The inside of a scan's reader: the columns, the filter stages, and the rows of the window that are still alive.
 *
 *   window: rows row .. row + rows - 1 of a row group, at most FLARE_BLOCK
 *   keep:   one byte a row of the window, 1 while it is alive
 */
#ifndef FLARE_SCAN_READER_H
#define FLARE_SCAN_READER_H

#include "parquet/column.h"
#include "scan/plan.h"

/* How a stage on one column runs in the current row group. */
typedef enum flare_stage_way {
    FLARE_STAGE_UNDECIDED,
    FLARE_STAGE_TABLE, /* by code: the predicate has run on every entry of the dictionary */
    FLARE_STAGE_VALUES /* on values, since the dictionary is longer than the rows that are left */
} flare_stage_way;

typedef struct flare_stage {
    const flare_filter *filter;
    const void *argument;
    flare_stage_way way;
    bool none;          /* the table keeps no entry */
    flare_buffer table; /* one byte an entry */
} flare_stage;

/* A column's dense vectors. */
typedef struct flare_gathered {
    flare_buffer values;
    flare_buffer valid;
    flare_buffer ids;
} flare_gathered;

struct flare_scan_reader {
    flare_scan_plan *plan;
    flare_column_reader *columns;
    flare_gathered *gathered; /* by column */
    flare_stage *stages;
    flare_vector *vectors; /* of the block, by column */

    int32_t next_group; /* of the plan, after the current one */
    int32_t end_group;  /* of the morsel */
    const flare_scan_group *group;
    int64_t row; /* first row of the window */
    int32_t rows;
    int64_t next_row; /* first row of the next window */
    int32_t polls;

    int32_t alive; /* rows of the window that all stages so far keep */
    uint8_t keep[FLARE_BLOCK];
    uint8_t outcome[FLARE_BLOCK]; /* of one stage */
    uint16_t selection[FLARE_BLOCK];
};

/* Runs a stage on the window: narrows keep and alive, or gives up rows beyond the window by moving next_row. */
flare_status flare_stage_run(flare_worker *worker, flare_scan_reader *reader, flare_stage *stage);

/*
 * The values of `count` rows of a column as a vector: those that `selection` names, or all of the window where it is
 * null. Strings for a column of FLARE_IDS. They live until the next call for the column, or the next window.
 */
flare_status flare_reader_take(flare_worker *worker, flare_scan_reader *reader, int32_t c,
                               const uint16_t *selection, int32_t count, flare_vector *vector);

/* The same with ids for strings. */
flare_status flare_reader_take_ids(flare_worker *worker, flare_scan_reader *reader, int32_t c,
                                   const uint16_t *selection, int32_t count, flare_vector *vector);

/* Checks what was taken against the range that the column's statistics claim. Errors: CLAIM. */
flare_status flare_reader_check_range(flare_worker *worker, flare_scan_reader *reader, int32_t c,
                                      int32_t count, const flare_vector *vector);

#endif
