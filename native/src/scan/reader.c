#include "scan/reader.h"

#include <stdlib.h>
#include <string.h>

#include "flare/steps.h"
enum { WINDOWS_PER_POLL = 16 };

/* ---- Life ----------------------------------------------------------------------------------------------------------- */

static const void *argument_of(const flare_scan_plan *plan, const flare_filter *filter)
{
    if (!filter->from_query)
        return (const uint8_t *)plan->parameters + filter->argument;
    const void *built;
    memcpy(&built, (const uint8_t *)plan->query + filter->argument, sizeof built);
    return built;
}

static flare_status allocate(flare_error *error, flare_scan_reader *reader)
{
    const flare_scan_plan *const plan = reader->plan;
    const size_t columns = (size_t)plan->scan->column_count;
    const size_t stages = (size_t)plan->filter_count;
    reader->columns = calloc(columns + 1, sizeof *reader->columns);
    reader->gathered = calloc(columns + 1, sizeof *reader->gathered);
    reader->vectors = calloc(columns + 1, sizeof *reader->vectors);
    reader->stages = calloc(stages + 1, sizeof *reader->stages);
    if (reader->columns == NULL || reader->gathered == NULL || reader->vectors == NULL ||
        reader->stages == NULL)
        return flare_fail_memory(error, columns * sizeof *reader->columns);
    for (size_t c = 0; c < columns; c++) {
        flare_column_prepare(&reader->columns[c], plan->budget, &plan->scan->columns[c]);
        flare_buffer_open(&reader->gathered[c].values, plan->budget);
        flare_buffer_open(&reader->gathered[c].valid, plan->budget);
        flare_buffer_open(&reader->gathered[c].ids, plan->budget);
    }
    for (size_t s = 0; s < stages; s++) {
        reader->stages[s].filter = &plan->scan->filters[s];
        reader->stages[s].argument = argument_of(plan, &plan->scan->filters[s]);
        flare_buffer_open(&reader->stages[s].table, plan->budget);
    }
    return FLARE_OK;
}

flare_status flare_scan_open(flare_worker *worker, flare_scan_plan *plan,
                             flare_scan_reader **reader)
{
    *reader = NULL;
    flare_scan_reader *const opened = calloc(1, sizeof *opened);
    if (opened == NULL)
        return flare_fail_memory(&worker->error, sizeof *opened);
    opened->plan = plan;
    if (allocate(&worker->error, opened) != FLARE_OK) {
        flare_scan_close(opened);
        return FLARE_FAILED;
    }
    *reader = opened;
    return FLARE_OK;
}

void flare_scan_close(flare_scan_reader *reader)
{
    if (reader == NULL)
        return;
    const flare_scan_plan *const plan = reader->plan;
    for (int32_t c = 0; c < plan->scan->column_count; c++) {
        if (reader->columns != NULL)
            flare_column_close(&reader->columns[c]);
        if (reader->gathered != NULL) {
            flare_buffer_close(&reader->gathered[c].values);
            flare_buffer_close(&reader->gathered[c].valid);
            flare_buffer_close(&reader->gathered[c].ids);
        }
    }
    for (int32_t s = 0; reader->stages != NULL && s < plan->filter_count; s++)
        flare_buffer_close(&reader->stages[s].table);
    free(reader->columns);
    free(reader->gathered);
    free(reader->vectors);
    free(reader->stages);
    free(reader);
}

/* ---- Blocks ----------------------------------------------------------------------------------------------------------- */

/* The block of the rows that are alive. */
static flare_status deliver(flare_worker *worker, flare_scan_reader *reader, flare_block *block)
{
    const uint16_t *selection = NULL;
    if (reader->alive < reader->rows) {
        flare_select(reader->keep, (size_t)reader->rows, reader->selection);
        selection = reader->selection;
    }
    const flare_scan *const scan = reader->plan->scan;
    for (int32_t c = 0; c < scan->column_count; c++) {
        flare_vector *const vector = &reader->vectors[c];
        if (scan->columns[c].filter_only)
            continue;
        FLARE_TRY(
            flare_column_window(&reader->columns[c], reader->row, reader->rows, &worker->error));
        if (scan->columns[c].type == FLARE_IDS)
            FLARE_TRY(flare_reader_take_ids(worker, reader, c, selection, reader->alive, vector));
        else
            FLARE_TRY(flare_reader_take(worker, reader, c, selection, reader->alive, vector));
        if (scan->columns[c].has_range)
            FLARE_TRY(flare_reader_check_range(worker, reader, c, reader->alive, vector));
    }
    *block = (flare_block){ .rows = reader->alive, .columns = reader->vectors };
    return FLARE_OK;
}

/* ---- The way through a morsel ------------------------------------------------------------------------------------------ */

flare_status flare_scan_begin(flare_worker *worker, flare_scan_reader *reader, int32_t morsel)
{
    const flare_scan_plan *const plan = reader->plan;
    if (morsel < 0 || morsel >= flare_scan_morsel_count(plan))
        return flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1, "A scan has no morsel %d.",
                          morsel);
    const int32_t end = (morsel + 1) * plan->groups_per_morsel;
    reader->next_group = morsel * plan->groups_per_morsel;
    reader->end_group = end < plan->group_count ? end : plan->group_count;
    reader->group = NULL;
    return FLARE_OK;
}

static void open_group(flare_scan_reader *reader)
{
    const flare_scan_group *const group = &reader->plan->groups[reader->next_group++];
    const flare_scan_group *const after = reader->next_group < reader->end_group ? group + 1 : NULL;
    reader->group = group;
    reader->next_row = group->first_row;
    for (int32_t c = 0; c < reader->plan->scan->column_count; c++) {
        flare_column_open(&reader->columns[c], group->file, group->row_group, group->leaves[c]);
        if (after != NULL)
            flare_column_expect(&reader->columns[c], after->file, after->row_group,
                                after->leaves[c]);
    }
    for (int32_t s = 0; s < reader->plan->filter_count; s++)
        reader->stages[s].way = FLARE_STAGE_UNDECIDED;
}

/* Goes to the next window; false at the end of the morsel. */
static bool advance(flare_scan_reader *reader)
{
    while (reader->group == NULL || reader->next_row == reader->group->end_row) {
        if (reader->next_group >= reader->end_group)
            return false;
        open_group(reader);
    }
    reader->row = reader->next_row;
    const int64_t left = reader->group->end_row - reader->row;
    reader->rows = left < flare_steps_block ? (int32_t)left : flare_steps_block;
    reader->next_row = reader->row + reader->rows;
    reader->alive = reader->rows;
    return true;
}

static flare_status filter(flare_worker *worker, flare_scan_reader *reader)
{
    if (reader->plan->filter_count > 0)
        memset(reader->keep, 1, (size_t)reader->rows);
    for (int32_t s = 0; s < reader->plan->filter_count && reader->alive > 0; s++)
        FLARE_TRY(flare_stage_run(worker, reader, &reader->stages[s]));
    return FLARE_OK;
}

bool flare_scan_next(flare_worker *worker, flare_scan_reader *reader, flare_block *block)
{
    while (advance(reader)) {
        if (++reader->polls % WINDOWS_PER_POLL == 0 && flare_worker_stopped(worker))
            return false;
        if (filter(worker, reader) != FLARE_OK)
            return false;
        if (reader->alive > 0)
            return deliver(worker, reader, block) == FLARE_OK;
    }
    return false;
}
