#include "scan/plan.h"

#include <stdlib.h>
#include <string.h>

#include "flare/steps.h"
#include "parquet/column.h"

enum { MANY_GROUPS = 4 }; /* for each worker */

static int32_t count_filters(const flare_filter *filters)
{
    int32_t count = 0;
    while (filters != NULL && filters[count].keep != NULL)
        count++;
    return count;
}

/* Room for everything that is known to be needed; zeroed. */
static flare_status allocate(flare_error *error, flare_scan_plan *plan,
                             const flare_scan_source *source)
{
    const size_t columns = (size_t)plan->scan->column_count;
    const size_t files = (size_t)source->file_count;
    plan->ids = calloc(columns + 1, sizeof *plan->ids);
    plan->files = calloc(files + 1, sizeof *plan->files);
    plan->leaves = calloc(files * columns + 1, sizeof *plan->leaves);
    if (plan->ids == NULL || plan->files == NULL || plan->leaves == NULL)
        return flare_fail_memory(error, files * columns * sizeof *plan->leaves);
    return FLARE_OK;
}

static flare_status check_filters(flare_error *error, const flare_scan_plan *plan)
{
    for (int32_t f = 0; f < plan->filter_count; f++) {
        const flare_filter *const filter = &plan->scan->filters[f];
        bool fits = filter->column_count >= 1 && filter->column_count <= FLARE_FILTER_COLUMNS;
        for (int32_t i = 0; fits && i < filter->column_count; i++)
            fits = filter->columns[i] < plan->scan->column_count;
        if (!fits)
            return flare_fail(error, FLARE_ERROR_INTERNAL, -1,
                              "Filter %d of a scan names columns that it does not have.", f);
    }
    return FLARE_OK;
}

static flare_status add_group(flare_error *error, flare_scan_plan *plan, flare_scan_group group)
{
    if (plan->group_count == plan->group_capacity) {
        const int32_t capacity = plan->group_capacity == 0 ? 16 : 2 * plan->group_capacity;
        flare_scan_group *const grown =
            realloc(plan->groups, (size_t)capacity * sizeof *plan->groups);
        if (grown == NULL)
            return flare_fail_memory(error, (uint64_t)capacity * sizeof *plan->groups);
        plan->groups = grown;
        plan->group_capacity = capacity;
    }
    plan->groups[plan->group_count++] = group;
    return FLARE_OK;
}

/* The column with most bytes: where its pages begin, a cut wastes least. */
static int32_t heaviest_column(const flare_scan_plan *plan, const flare_scan_group *group)
{
    int32_t heaviest = -1;
    int64_t most = -1;
    for (int32_t c = 0; c < plan->scan->column_count; c++) {
        if (group->leaves[c] == -1)
            continue;
        const int64_t size =
            flare_file_chunk(group->file, group->row_group, group->leaves[c])->byte_size;
        if (size > most) {
            most = size;
            heaviest = c;
        }
    }
    return heaviest;
}

/*
 * Cuts a large row group into ranges, so that several workers can share it. Headers that cannot be read cut nothing:
 * whoever comes to that page reports it.
 */
static flare_status add_ranges(flare_error *error, flare_scan_plan *plan, flare_scan_group group)
{
    const int32_t c = heaviest_column(plan, &group);
    if (group.end_row <= flare_steps_range || c == -1)
        return add_group(error, plan, group);
    const int64_t rows = group.end_row;
    flare_column_reader column;
    flare_error unread = { FLARE_ERROR_NONE, -1, "" };
    flare_column_prepare(&column, plan->budget, &plan->scan->columns[c]);
    flare_column_open(&column, group.file, group.row_group, group.leaves[c]);
    flare_status status = FLARE_OK;
    int64_t row = 0; /* where the next page begins */
    while (status == FLARE_OK && row < rows &&
           flare_column_next_page(&column, &unread) == FLARE_OK) {
        if (row - group.first_row >= flare_steps_range) {
            group.end_row = row;
            status = add_group(error, plan, group);
            group.first_row = row;
            plan->has_ranges = true;
        }
        row += column.page.rows_left;
    }
    flare_column_close(&column);
    group.end_row = rows;
    return status == FLARE_OK ? add_group(error, plan, group) : status;
}

static flare_status bind_group(flare_error *error, flare_scan_plan *plan, flare_file *file,
                               const int32_t *leaves, int32_t row_group)
{
    if (row_group < 0 || row_group >= flare_file_row_group_count(file))
        return flare_fail(error, FLARE_ERROR_INTERNAL, -1, "File %s has no row group %d.",
                          flare_file_path(file), row_group);
    const int64_t rows = flare_file_rows(file, row_group);
    if (rows == 0)
        return FLARE_OK;
    for (int32_t c = 0; c < plan->scan->column_count; c++) {
        if (leaves[c] < -1 || leaves[c] >= flare_file_leaf_count(file))
            return flare_fail(error, FLARE_ERROR_INTERNAL, -1, "File %s has no leaf %d.",
                              flare_file_path(file), leaves[c]);
        FLARE_TRY(flare_column_check(&plan->scan->columns[c], file, row_group, leaves[c], error));
    }
    const flare_scan_group whole = {
        .file = file,
        .leaves = leaves,
        .row_group = row_group,
        .end_row = rows,
    };
    return add_ranges(error, plan, whole);
}

static flare_status bind_files(flare_error *error, flare_scan_plan *plan,
                               const flare_scan_source *source)
{
    const int32_t columns = plan->scan->column_count;
    for (int32_t f = 0; f < source->file_count; f++) {
        const flare_scan_file *const from = &source->files[f];
        int32_t *const leaves = plan->leaves + (size_t)f * (size_t)columns;
        memcpy(leaves, from->leaves, (size_t)columns * sizeof *leaves);
        plan->files[plan->file_count++] = flare_file_retain(from->file);
        for (int32_t g = 0; g < from->row_group_count; g++)
            FLARE_TRY(bind_group(error, plan, from->file, leaves, from->row_groups[g]));
    }
    return FLARE_OK;
}

static flare_status bind_ids(flare_error *error, flare_scan_plan *plan, const void *query)
{
    for (int32_t c = 0; c < plan->scan->column_count; c++) {
        const flare_column *const column = &plan->scan->columns[c];
        if (column->type != FLARE_IDS)
            continue;
        memcpy(&plan->ids[c], (const uint8_t *)query + column->ids, sizeof plan->ids[c]);
        if (plan->ids[c] == NULL)
            return flare_fail(error, FLARE_ERROR_INTERNAL, -1, "Column %s has no id space.",
                              column->name);
    }
    return FLARE_OK;
}

/*
 * A morsel has two row groups, whose pages are decompressed together, where there are many, or where the busiest worker
 * has no more of them than if they went one by one.
 */
static int32_t groups_per_morsel(const flare_scan_plan *plan, int32_t workers)
{
    if (plan->has_ranges)
        return 1;
    const int32_t groups = plan->group_count;
    const int32_t pairs = (groups + 1) / 2;
    const int32_t most_alone = (groups + workers - 1) / workers;
    const int32_t most_in_pairs = 2 * ((pairs + workers - 1) / workers);
    const bool many = workers == 1 || groups / workers >= MANY_GROUPS;
    return many || most_in_pairs <= most_alone ? 2 : 1;
}

flare_status flare_scan_bind(flare_error *error, flare_budget *budget, const flare_scan *scan,
                             const flare_scan_source *source, const void *parameters,
                             const void *query, flare_scan_plan **plan)
{
    *plan = NULL;
    flare_scan_plan *const bound = calloc(1, sizeof *bound);
    if (bound == NULL)
        return flare_fail_memory(error, sizeof *bound);
    bound->budget = budget;
    bound->scan = scan;
    bound->parameters = parameters;
    bound->query = query;
    bound->filter_count = count_filters(scan->filters);
    flare_arena_open(&bound->arena, budget);
    flare_status status = allocate(error, bound, source);
    if (status == FLARE_OK)
        status = check_filters(error, bound);
    if (status == FLARE_OK)
        status = bind_files(error, bound, source);
    if (status == FLARE_OK)
        status = bind_ids(error, bound, query);
    bound->groups_per_morsel = groups_per_morsel(bound, source->worker_count);
    if (status != FLARE_OK) {
        flare_scan_unbind(bound);
        return status;
    }
    *plan = bound;
    return FLARE_OK;
}

void flare_scan_unbind(flare_scan_plan *plan)
{
    if (plan == NULL)
        return;
    for (int32_t f = 0; f < plan->file_count; f++)
        flare_file_release(plan->files[f]);
    flare_arena_close(&plan->arena);
    free(plan->ids);
    free(plan->files);
    free(plan->leaves);
    free(plan->groups);
    free(plan);
}

int32_t flare_scan_morsel_count(const flare_scan_plan *plan)
{
    return (plan->group_count + plan->groups_per_morsel - 1) / plan->groups_per_morsel;
}

int64_t flare_scan_morsel_rows(const flare_scan_plan *plan, int32_t morsel)
{
    const int32_t first = morsel * plan->groups_per_morsel;
    int64_t rows = 0;
    for (int32_t g = first; g < first + plan->groups_per_morsel && g < plan->group_count; g++)
        rows += plan->groups[g].end_row - plan->groups[g].first_row;
    return rows;
}

int64_t flare_scan_rows(const flare_scan_plan *plan)
{
    int64_t rows = 0;
    for (int32_t g = 0; g < plan->group_count; g++)
        rows += plan->groups[g].end_row - plan->groups[g].first_row;
    return rows;
}

/* ---- Preloading ids --------------------------------------------------------------------------------------------------- */

/* Ids of one chunk's dictionary, kept for the readers. */
static flare_status preload_chunk(flare_worker *worker, flare_scan_plan *plan,
                                  flare_column_reader *column, int32_t c, flare_scan_group *group)
{
    bool coded;
    int64_t rows;
    flare_column_open(column, group->file, group->row_group, group->leaves[c]);
    FLARE_TRY(flare_column_peek(column, 0, &coded, &rows, &worker->error));
    const uint32_t count = column->dictionary.entry_count;
    if (count == 0)
        return FLARE_OK;
    FLARE_TRY(flare_column_intern(column, worker, plan->ids[c]));
    uint32_t *const kept =
        flare_arena_allocate(&plan->arena, (uint64_t)count * sizeof *kept, &worker->error);
    if (kept == NULL)
        return FLARE_FAILED;
    memcpy(kept, column->dictionary.ids, (size_t)count * sizeof *kept);
    group->ids[c] = kept;
    return FLARE_OK;
}

static flare_status preload_column(flare_worker *worker, flare_scan_plan *plan, int32_t c)
{
    flare_column_reader column;
    flare_column_prepare(&column, plan->budget, &plan->scan->columns[c]);
    flare_status status = FLARE_OK;
    for (int32_t g = 0; g < plan->group_count && status == FLARE_OK; g++) {
        if (plan->groups[g].first_row == 0)
            status = preload_chunk(worker, plan, &column, c, &plan->groups[g]);
        else /* the range before is of the same row group */
            plan->groups[g].ids[c] = plan->groups[g - 1].ids[c];
    }
    flare_column_close(&column);
    return status;
}

flare_status flare_scan_preload(flare_worker *worker, flare_scan_plan *plan)
{
    const int32_t columns = plan->scan->column_count;
    bool wanted = false;
    for (int32_t c = 0; c < columns; c++)
        wanted |= plan->scan->columns[c].type == FLARE_IDS && plan->scan->columns[c].preload_ids;
    if (!wanted)
        return FLARE_OK;
    for (int32_t g = 0; g < plan->group_count; g++) {
        plan->groups[g].ids = flare_arena_allocate_zeroed(
            &plan->arena, (uint64_t)columns * sizeof *plan->groups[g].ids, &worker->error);
        if (plan->groups[g].ids == NULL)
            return FLARE_FAILED;
    }
    for (int32_t c = 0; c < columns; c++)
        if (plan->scan->columns[c].type == FLARE_IDS && plan->scan->columns[c].preload_ids)
            FLARE_TRY(preload_column(worker, plan, c));
    return FLARE_OK;
}
