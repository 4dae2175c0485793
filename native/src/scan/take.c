/* From a column's window to dense vectors of the rows that are alive. */
#include <string.h>

#include "scan/range.h"
#include "scan/reader.h"

/* Validity of a nullable column's rows where none is null. */
static uint8_t all_valid[FLARE_BLOCK];

__attribute__((constructor)) static void fill_all_valid(void)
{
    memset(all_valid, 1, sizeof all_valid);
}

static flare_status take_validity(flare_worker *worker, flare_scan_reader *reader, int32_t c,
                                  const uint16_t *selection, int32_t count, const uint8_t **valid)
{
    const flare_column_reader *const column = &reader->columns[c];
    *valid = all_valid;
    if (column->window.valid == NULL)
        return FLARE_OK;
    *valid = column->window.valid;
    if (selection == NULL)
        return FLARE_OK;
    flare_buffer *const target = &reader->gathered[c].valid;
    FLARE_TRY(flare_buffer_reserve(target, FLARE_BLOCK, &worker->error));
    flare_pick(column->window.valid, 1, selection, (size_t)count, target->data);
    *valid = target->data;
    return FLARE_OK;
}

/* By code from an array over the dictionary's entries. */
static flare_status gather(flare_worker *worker, flare_scan_reader *reader, int32_t c,
                           const uint16_t *selection, int32_t count, const void *entries,
                           uint32_t entry_size, const void **values)
{
    const flare_column_reader *const column = &reader->columns[c];
    flare_buffer *const target = &reader->gathered[c].values;
    FLARE_TRY(flare_buffer_reserve(target, (uint64_t)FLARE_BLOCK * 16, &worker->error));
    if (flare_gather(column->window.codes, selection, (size_t)count, entries,
                     column->dictionary.entry_count, entry_size, target->data) != FLARE_CODEC_OK)
        return flare_column_fail(column, &worker->error, FLARE_ERROR_FORMAT,
                                 "a code is not in its dictionary.");
    *values = target->data;
    return FLARE_OK;
}

flare_status flare_reader_take(flare_worker *worker, flare_scan_reader *reader, int32_t c,
                               const uint16_t *selection, int32_t count, flare_vector *vector)
{
    const flare_column_reader *const column = &reader->columns[c];
    const uint32_t value_size =
        flare_type_size(column->type == FLARE_IDS ? FLARE_STRING : column->type);
    *vector = (flare_vector){ .values = column->window.values };
    FLARE_TRY(take_validity(worker, reader, c, selection, count, &vector->valid));
    if (column->window.coded)
        return gather(worker, reader, c, selection, count, column->dictionary.entries, value_size,
                      &vector->values);
    if (selection == NULL)
        return FLARE_OK;
    flare_buffer *const target = &reader->gathered[c].values;
    FLARE_TRY(flare_buffer_reserve(target, (uint64_t)FLARE_BLOCK * 16, &worker->error));
    flare_pick(column->window.values, value_size, selection, (size_t)count, target->data);
    vector->values = target->data;
    return FLARE_OK;
}

/* Strings that no dictionary holds get their ids one by one. */
static flare_status intern_values(flare_worker *worker, flare_scan_reader *reader, int32_t c,
                                  int32_t count, flare_vector *vector)
{
    const flare_column_reader *const column = &reader->columns[c];
    if (reader->plan->scan->columns[c].preload_ids && column->window.null_count < reader->rows)
        return flare_column_fail(column, &worker->error, FLARE_ERROR_CLAIM,
                                 "it has no dictionary, though the file's footer says so.");
    flare_buffer *const target = &reader->gathered[c].ids;
    FLARE_TRY(
        flare_buffer_reserve(target, (uint64_t)FLARE_BLOCK * sizeof(uint32_t), &worker->error));
    const flare_string *const strings = vector->values;
    uint32_t *const numbers = (uint32_t *)target->data;
    memset(numbers, 0, (size_t)count * sizeof *numbers);
    if (column->window.null_count == 0)
        FLARE_TRY(flare_ids_intern_block(worker, reader->plan->ids[c], strings, count, numbers));
    else
        for (int32_t i = 0; i < count; i++)
            if (vector->valid[i])
                FLARE_TRY(flare_ids_intern_block(worker, reader->plan->ids[c], &strings[i], 1,
                                                 &numbers[i]));
    vector->values = numbers;
    return FLARE_OK;
}

flare_status flare_reader_take_ids(flare_worker *worker, flare_scan_reader *reader, int32_t c,
                                   const uint16_t *selection, int32_t count, flare_vector *vector)
{
    flare_column_reader *const column = &reader->columns[c];
    if (!column->window.coded) {
        FLARE_TRY(flare_reader_take(worker, reader, c, selection, count, vector));
        return intern_values(worker, reader, c, count, vector);
    }
    if (column->dictionary.ids == NULL && reader->group->ids != NULL)
        column->dictionary.ids = reader->group->ids[c];
    FLARE_TRY(flare_column_intern(column, worker, reader->plan->ids[c]));
    FLARE_TRY(take_validity(worker, reader, c, selection, count, &vector->valid));
    return gather(worker, reader, c, selection, count, column->dictionary.ids, sizeof(uint32_t),
                  &vector->values);
}

/* ---- Claims --------------------------------------------------------------------------------------------------------- */

static bool within(const flare_range_loops *loops, flare_type type, const void *values,
                   int64_t count, const int64_t *range)
{
    if (type == FLARE_INT64)
        return loops->within_int64(values, count, range[0], range[1]);
    const int64_t from = range[0] < INT32_MIN ? INT32_MIN : range[0];
    const int64_t to = range[1] > INT32_MAX ? INT32_MAX : range[1];
    if (from > INT32_MAX || to < INT32_MIN)
        return count == 0;
    return loops->within_int32(values, count, (int32_t)from, (int32_t)to);
}

static bool valid_within(const flare_range_loops *loops, flare_type type,
                         const flare_vector *vector, int32_t count, const int64_t *range)
{
    const uint32_t value_size = flare_type_size(type);
    for (int32_t i = 0; i < count; i++) {
        const uint8_t *const value = (const uint8_t *)vector->values + (size_t)i * value_size;
        if (vector->valid[i] && !within(loops, type, value, 1, range))
            return false;
    }
    return true;
}

flare_status flare_reader_check_range(flare_worker *worker, flare_scan_reader *reader, int32_t c,
                                      int32_t count, const flare_vector *vector)
{
    flare_column_reader *const column = &reader->columns[c];
    const flare_type type = column->type;
    if (type != FLARE_INT32 && type != FLARE_INT64)
        return FLARE_OK;
    const flare_range_loops *const loops = flare_range_loops_best();
    int64_t range[2];
    memcpy(range, (const uint8_t *)reader->plan->parameters + reader->plan->scan->columns[c].range,
           sizeof range);
    if (column->window.coded) {
        /* Once per chunk: entries in the range make all their rows so. */
        flare_dictionary *const dictionary = &column->dictionary;
        if (!dictionary->range_checked)
            dictionary->in_range =
                within(loops, type, dictionary->entries, dictionary->entry_count, range);
        dictionary->range_checked = true;
        if (dictionary->in_range)
            return FLARE_OK;
    }
    const bool fits = column->window.valid == NULL
                          ? within(loops, type, vector->values, count, range)
                          : valid_within(loops, type, vector, count, range);
    return fits
               ? FLARE_OK
               : flare_column_fail(column, &worker->error, FLARE_ERROR_CLAIM,
                                   "a value outside the range that the file's statistics promise.");
}
