/* Filter stages: on dictionary entries, on values, on several columns. */
#include <string.h>

#include "scan/reader.h"

/* keep holds zeros and ones, so the bits that are set are the rows that are alive; eight bytes at a time. */
static int32_t count_alive(const uint8_t *keep, int32_t rows)
{
    int32_t alive = 0;
    int32_t row = 0;
    for (; row + 8 <= rows; row += 8) {
        uint64_t eight;
        memcpy(&eight, keep + row, sizeof eight);
        alive += __builtin_popcountll(eight);
    }
    for (; row < rows; row++)
        alive += keep[row];
    return alive;
}

static flare_column_reader *only_column(const flare_scan_reader *reader, const flare_stage *stage)
{
    return &reader->columns[stage->filter->columns[0]];
}

/* Runs the predicate on each entry: the table of its outcomes by code. */
static flare_status fill_table(flare_worker *worker, flare_stage *stage,
                               const flare_column_reader *column)
{
    const uint32_t entries = column->dictionary.entry_count;
    FLARE_TRY(flare_buffer_reserve(&stage->table, entries, &worker->error));
    uint8_t *const table = stage->table.data;
    memset(table, 1, entries);
    for (uint32_t done = 0; done < entries;) {
        const uint32_t rows = entries - done < FLARE_BLOCK ? entries - done : FLARE_BLOCK;
        const flare_vector vector = { .values = (const uint8_t *)column->dictionary.entries +
                                                (size_t)done * column->values.value_size };
        FLARE_TRY(
            stage->filter->keep(worker, stage->argument, &vector, (int32_t)rows, table + done));
        done += rows;
    }
    stage->none = memchr(table, 1, entries) == NULL;
    stage->way = FLARE_STAGE_TABLE;
    return FLARE_OK;
}

/* The table pays if there are fewer entries than rows that will ask for one. */
static flare_status decide(flare_worker *worker, const flare_scan_reader *reader,
                           flare_stage *stage, const flare_column_reader *column)
{
    const int64_t rows_left = reader->group->end_row - reader->row;
    const int64_t expected = rows_left * reader->alive / reader->rows;
    if ((int64_t)column->dictionary.entry_count <= expected)
        return fill_table(worker, stage, column);
    stage->way = FLARE_STAGE_VALUES;
    return FLARE_OK;
}

/* keep &= outcome, where null rows have the outcome null_kept. */
static void apply_outcome(flare_scan_reader *reader, const flare_stage *stage, const uint8_t *valid)
{
    const int32_t rows = reader->rows;
    uint8_t *const keep = reader->keep;
    const uint8_t *const outcome = reader->outcome;
    if (stage->filter->null_kept)
        for (int32_t row = 0; row < rows; row++)
            keep[row] &= (uint8_t)(outcome[row] | (valid[row] ^ 1));
    else
        for (int32_t row = 0; row < rows; row++)
            keep[row] &= (uint8_t)(outcome[row] & valid[row]);
}

static flare_status run_on_codes(flare_worker *worker, flare_scan_reader *reader,
                                 const flare_stage *stage, const flare_column_reader *column)
{
    const flare_window *const window = &column->window;
    const size_t rows = (size_t)reader->rows;
    uint8_t *target = reader->keep;
    if (window->valid != NULL) {
        target = reader->outcome;
        memset(target, 1, rows);
    }
    if (flare_codes_lookup(window->codes, rows, stage->table.data, column->dictionary.entry_count,
                           target) != FLARE_CODEC_OK)
        return flare_column_fail(column, &worker->error, FLARE_ERROR_FORMAT,
                                 "a code is not in its dictionary.");
    if (window->valid != NULL)
        apply_outcome(reader, stage, window->valid);
    return FLARE_OK;
}

/* All rows of the window, also those that are dropped already: cheaper than gathering the others. */
static flare_status run_on_window(flare_worker *worker, flare_scan_reader *reader,
                                  const flare_stage *stage, const flare_column_reader *column)
{
    const flare_window *const window = &column->window;
    const flare_vector vector = { .values = window->values };
    if (window->valid == NULL)
        return stage->filter->keep(worker, stage->argument, &vector, reader->rows, reader->keep);
    memset(reader->outcome, 1, (size_t)reader->rows);
    FLARE_TRY(stage->filter->keep(worker, stage->argument, &vector, reader->rows, reader->outcome));
    apply_outcome(reader, stage, window->valid);
    return FLARE_OK;
}

/* The outcome of selected rows goes back to their places. */
static void scatter_outcome(flare_scan_reader *reader, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        reader->keep[reader->selection[i]] = reader->outcome[i];
}

/* Only rows that are alive and not null, gathered. */
static flare_status run_on_survivors(flare_worker *worker, flare_scan_reader *reader,
                                     const flare_stage *stage, const flare_column_reader *column)
{
    const uint8_t *const valid = column->window.valid;
    if (valid != NULL) {
        memset(reader->outcome, 1, (size_t)reader->rows);
        for (int32_t row = 0; row < reader->rows; row++)
            reader->outcome[row] = reader->keep[row] & valid[row];
    }
    const int32_t count = (int32_t)flare_select(valid != NULL ? reader->outcome : reader->keep,
                                                (size_t)reader->rows, reader->selection);
    if (valid != NULL && !stage->filter->null_kept)
        memcpy(reader->keep, reader->outcome, (size_t)reader->rows);
    if (count == 0)
        return FLARE_OK;
    flare_vector vector;
    FLARE_TRY(flare_reader_take(worker, reader, stage->filter->columns[0], reader->selection, count,
                                &vector));
    memset(reader->outcome, 1, (size_t)count);
    FLARE_TRY(stage->filter->keep(worker, stage->argument, &vector, count, reader->outcome));
    scatter_outcome(reader, count);
    return FLARE_OK;
}

static flare_status run_on_one(flare_worker *worker, flare_scan_reader *reader, flare_stage *stage)
{
    flare_column_reader *const column = only_column(reader, stage);
    bool coded;
    int64_t page_rows;
    FLARE_TRY(flare_column_peek(column, reader->row, &coded, &page_rows, &worker->error));
    if (coded && stage->way == FLARE_STAGE_UNDECIDED)
        FLARE_TRY(decide(worker, reader, stage, column));
    const bool by_code = coded && stage->way == FLARE_STAGE_TABLE;
    const bool nulls_kept = stage->filter->null_kept && column->nullable;
    if (by_code && stage->none && !nulls_kept && page_rows >= reader->rows) {
        /* No row of the page is kept: it need not even be decompressed. */
        reader->next_row = reader->row + page_rows < reader->group->end_row
                               ? reader->row + page_rows
                               : reader->group->end_row;
        reader->alive = 0;
        return FLARE_OK;
    }
    FLARE_TRY(flare_column_window(column, reader->row, reader->rows, &worker->error));
    const bool few = reader->alive < reader->rows / 4;
    if (column->window.coded && stage->way == FLARE_STAGE_TABLE)
        FLARE_TRY(run_on_codes(worker, reader, stage, column));
    else if (column->window.coded || few)
        FLARE_TRY(run_on_survivors(worker, reader, stage, column));
    else
        FLARE_TRY(run_on_window(worker, reader, stage, column));
    reader->alive = count_alive(reader->keep, reader->rows);
    return FLARE_OK;
}

static flare_status run_on_several(flare_worker *worker, flare_scan_reader *reader,
                                   const flare_stage *stage)
{
    const flare_filter *const filter = stage->filter;
    const bool all = reader->alive == reader->rows;
    if (!all)
        flare_select(reader->keep, (size_t)reader->rows, reader->selection);
    flare_vector vectors[FLARE_FILTER_COLUMNS];
    for (int32_t i = 0; i < filter->column_count; i++) {
        const int32_t c = filter->columns[i];
        FLARE_TRY(
            flare_column_window(&reader->columns[c], reader->row, reader->rows, &worker->error));
        FLARE_TRY(flare_reader_take(worker, reader, c, all ? NULL : reader->selection,
                                    reader->alive, &vectors[i]));
    }
    if (all)
        FLARE_TRY(filter->keep(worker, stage->argument, vectors, reader->rows, reader->keep));
    else {
        memset(reader->outcome, 1, (size_t)reader->alive);
        FLARE_TRY(filter->keep(worker, stage->argument, vectors, reader->alive, reader->outcome));
        scatter_outcome(reader, reader->alive);
    }
    reader->alive = count_alive(reader->keep, reader->rows);
    return FLARE_OK;
}

flare_status flare_stage_run(flare_worker *worker, flare_scan_reader *reader, flare_stage *stage)
{
    return stage->filter->column_count == 1 ? run_on_one(worker, reader, stage)
                                            : run_on_several(worker, reader, stage);
}
