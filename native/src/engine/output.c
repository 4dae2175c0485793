/*
 * Rows of a result on their way into a batch. A worker appends blocks to growing columns; when the batch is full, or the
 * run of morsels is over, the columns are copied into one block of memory of just the right size (a query may make
 * thousands of small batches), in Arrow's layout.
 */
#include <string.h>

#include "engine/query.h"

enum { BATCH_ROWS = 65536 };
enum { BATCH_TEXT = 256 << 20 }; /* bytes of one column's strings after which a batch is full */

struct output_column {
    flare_type type;
    bool nullable;
    bool widened;   /* 8-byte decimals become 16 bytes */
    uint32_t width; /* bytes of a value in the batch; of an offset for strings */
    int32_t rows;   /* of the block that is being appended */
    int64_t null_count;
    int64_t text_size;
    flare_buffer values; /* strings: rows + 1 offsets */
    flare_buffer valid;  /* one byte a row */
    flare_buffer text;
};

struct flare_output {
    int32_t rows;    /* of whole blocks */
    int32_t pending; /* columns of the block that is being appended */
    int32_t column_count;
    struct output_column columns[];
};

/* ---- Life ----------------------------------------------------------------------------------------------------------------- */

static uint32_t width_of(flare_type type)
{
    switch (type) {
    case FLARE_BOOL:
        return 1;
    case FLARE_INT32:
    case FLARE_FLOAT:
    case FLARE_STRING:
    case FLARE_IDS:
        return 4;
    case FLARE_INT64:
    case FLARE_DOUBLE:
        return 8;
    case FLARE_INT128:
        return 16;
    }
    return 0;
}

static void clear(struct flare_output *output)
{
    output->rows = 0;
    output->pending = 0;
    for (int32_t i = 0; i < output->column_count; i++) {
        output->columns[i].rows = 0;
        output->columns[i].null_count = 0;
        output->columns[i].text_size = 0;
    }
}

static struct flare_output *open_output(flare_worker *worker)
{
    const flare_program *const program = worker->query->program;
    flare_budget *const budget = worker->query->engine->budget;
    struct flare_output *const output = flare_allocate(
        worker, sizeof *output + (size_t)program->column_count * sizeof output->columns[0]);
    if (output == NULL)
        return NULL;
    output->column_count = program->column_count;
    for (int32_t i = 0; i < output->column_count; i++) {
        struct output_column *const column = &output->columns[i];
        column->type = program->columns[i].type;
        column->nullable = program->columns[i].nullable;
        column->widened = program->columns[i].decimal && column->type == FLARE_INT64;
        if (column->widened)
            column->type = FLARE_INT128;
        column->width = width_of(column->type);
        flare_buffer_open(&column->values, budget);
        flare_buffer_open(&column->valid, budget);
        flare_buffer_open(&column->text, budget);
    }
    clear(output);
    worker->output = output;
    return output;
}

void flare_output_close(struct flare_output *output)
{
    if (output == NULL)
        return;
    for (int32_t i = 0; i < output->column_count; i++) {
        flare_buffer_close(&output->columns[i].values);
        flare_buffer_close(&output->columns[i].valid);
        flare_buffer_close(&output->columns[i].text);
    }
}

/* ---- Appending -------------------------------------------------------------------------------------------------------------- */

static const uint8_t *text_of(const flare_string *string)
{
    return string->length <= 12 ? string->prefix : string->tail.bytes;
}

static flare_status append_valid(struct output_column *column, int32_t at, const uint8_t *valid,
                                 int32_t rows, flare_error *error)
{
    const uint64_t end = (uint64_t)at + (uint64_t)rows;
    FLARE_TRY(flare_buffer_grow(&column->valid, end, (uint64_t)at, error));
    uint8_t *const target = column->valid.data + at;
    if (valid == NULL) {
        memset(target, 1, (size_t)rows);
        return FLARE_OK;
    }
    for (int32_t row = 0; row < rows; row++) {
        target[row] = valid[row] & 1;
        column->null_count += !target[row];
    }
    return FLARE_OK;
}

static void widen(flare_int128 *target, const int64_t *values, int32_t rows)
{
    for (int32_t row = 0; row < rows; row++)
        target[row] = flare_int128_of(values[row]);
}

static flare_status append_fixed(struct output_column *column, int32_t at, const void *values,
                                 const uint8_t *valid, int32_t rows, flare_error *error)
{
    const uint64_t width = column->width;
    const uint64_t start = (uint64_t)at * width;
    FLARE_TRY(flare_buffer_grow(&column->values, start + (uint64_t)rows * width, start, error));
    uint8_t *const target = column->values.data + start;
    if (column->widened)
        widen((flare_int128 *)target, values, rows);
    else
        memcpy(target, values, (uint64_t)rows * width);
    for (int32_t row = 0; valid != NULL && row < rows; row++) {
        if (!valid[row])
            memset(target + (uint64_t)row * width, 0, width);
    }
    return FLARE_OK;
}

static flare_status append_strings(struct output_column *column, int32_t at,
                                   const flare_string *values, const uint8_t *valid, int32_t rows,
                                   flare_error *error)
{
    int64_t text_size = column->text_size;
    for (int32_t row = 0; row < rows; row++)
        text_size += valid == NULL || valid[row] ? values[row].length : 0;
    if (text_size > INT32_MAX)
        return flare_fail(error, FLARE_ERROR_DATA, -1,
                          "%d rows of a result hold more than 2 GB of text in one column", rows);
    const uint64_t kept = at == 0 ? 0 : ((uint64_t)at + 1) * sizeof(int32_t);
    FLARE_TRY(flare_buffer_grow(
        &column->values, ((uint64_t)at + (uint64_t)rows + 1) * sizeof(int32_t), kept, error));
    FLARE_TRY(
        flare_buffer_grow(&column->text, (uint64_t)text_size, (uint64_t)column->text_size, error));

    int32_t *const offsets = (int32_t *)(void *)column->values.data + at;
    int32_t end = (int32_t)column->text_size;
    offsets[0] = end;
    for (int32_t row = 0; row < rows; row++) {
        if (valid == NULL || valid[row]) {
            memcpy(column->text.data + end, text_of(&values[row]), values[row].length);
            end += (int32_t)values[row].length;
        }
        offsets[row + 1] = end;
    }
    column->text_size = end;
    return FLARE_OK;
}

static bool full(const struct flare_output *output, int32_t rows)
{
    if (output->rows > BATCH_ROWS - rows)
        return output->rows > 0;
    for (int32_t i = 0; i < output->column_count; i++) {
        if (output->columns[i].text_size > BATCH_TEXT)
            return true;
    }
    return false;
}

static flare_status misused(flare_worker *worker)
{
    return flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1,
                      "a program appends to its result out of turn");
}

flare_status flare_output_column(flare_worker *worker, int32_t number, const void *values,
                                 const uint8_t *valid, int32_t rows)
{
    FLARE_TRY(flare_worker_status(worker));
    struct flare_output *const output =
        worker->output != NULL ? worker->output : open_output(worker);
    if (output == NULL)
        return FLARE_FAILED;
    if (rows == 0)
        return FLARE_OK;
    if (number < 0 || number >= output->column_count || rows < 0 || rows > BATCH_ROWS ||
        output->columns[number].rows > 0)
        return misused(worker);
    if (output->pending == 0 && full(output, rows))
        FLARE_TRY(flare_output_flush(worker));

    struct output_column *const column = &output->columns[number];
    if (!column->nullable)
        valid = NULL;
    else
        FLARE_TRY(append_valid(column, output->rows, valid, rows, &worker->error));
    if (column->type == FLARE_STRING)
        FLARE_TRY(append_strings(column, output->rows, values, valid, rows, &worker->error));
    else
        FLARE_TRY(append_fixed(column, output->rows, values, valid, rows, &worker->error));
    column->rows = rows;
    output->pending++;
    return FLARE_OK;
}

flare_status flare_output_rows(flare_worker *worker, int32_t rows)
{
    FLARE_TRY(flare_worker_status(worker));
    if (rows == 0)
        return FLARE_OK;
    struct flare_output *const output = worker->output;
    if (output == NULL || output->pending != output->column_count)
        return misused(worker);
    for (int32_t i = 0; i < output->column_count; i++) {
        if (output->columns[i].rows != rows)
            return misused(worker);
        output->columns[i].rows = 0;
    }
    output->pending = 0;
    output->rows += rows;
    return FLARE_OK;
}

/* ---- Batches ---------------------------------------------------------------------------------------------------------------- */

static uint64_t rounded(uint64_t byte_size)
{
    return (byte_size + FLARE_ALIGNMENT - 1) & ~(uint64_t)(FLARE_ALIGNMENT - 1);
}

static uint64_t bitmap_size(int32_t rows)
{
    return ((uint64_t)rows + 7) / 8;
}

static uint64_t values_size(const struct output_column *column, int32_t rows)
{
    if (column->type == FLARE_BOOL)
        return bitmap_size(rows);
    return ((uint64_t)rows + (column->type == FLARE_STRING)) * column->width;
}

/* Bytes of 0 and 1 to bits, the first row lowest. `bytes` may be read up to the next multiple of 8. */
static void pack_bits(const uint8_t *bytes, int32_t rows, uint8_t *bits)
{
    for (int32_t row = 0; row < rows; row += 8) {
        uint64_t eight;
        memcpy(&eight, bytes + row, 8);
        if (rows - row < 8)
            eight &= ((uint64_t)1 << (8 * (rows - row))) - 1;
        bits[row / 8] = (uint8_t)(((eight & 0x0101010101010101) * 0x0102040810204080) >> 56);
    }
}

static uint64_t batch_size(const struct flare_output *output)
{
    const size_t heads = (size_t)output->column_count * sizeof(int64_t[FLARE_BATCH_NUMBERS]);
    uint64_t size = rounded(sizeof(flare_batch)) + rounded(heads);
    for (int32_t i = 0; i < output->column_count; i++) {
        const struct output_column *const column = &output->columns[i];
        if (column->null_count > 0)
            size += rounded(bitmap_size(output->rows));
        size += rounded(values_size(column, output->rows)) + rounded((uint64_t)column->text_size);
    }
    return size;
}

/* Copies one column to `target`, notes its addresses, and returns where it ends. */
static uint8_t *place(const struct output_column *column, int32_t rows, uint8_t *target,
                      int64_t *numbers)
{
    numbers[0] = column->null_count;
    numbers[1] = 0;
    if (column->null_count > 0) {
        numbers[1] = (int64_t)(intptr_t)target;
        pack_bits(column->valid.data, rows, target);
        target += rounded(bitmap_size(rows));
    }
    const uint64_t size = values_size(column, rows);
    numbers[2] = (int64_t)(intptr_t)target;
    numbers[3] = (int64_t)size;
    if (column->type == FLARE_BOOL)
        pack_bits(column->values.data, rows, target);
    else
        memcpy(target, column->values.data, size);
    target += rounded(size);

    numbers[4] = column->type == FLARE_STRING ? (int64_t)(intptr_t)target : 0;
    numbers[5] = column->text_size;
    if (column->text_size > 0)
        memcpy(target, column->text.data, (uint64_t)column->text_size);
    return target + rounded((uint64_t)column->text_size);
}

static flare_batch *make_batch(const struct flare_output *output, flare_engine *engine,
                               flare_error *error)
{
    uint64_t byte_size = batch_size(output);
    uint8_t *const block = flare_pages_take(engine->budget, &byte_size);
    if (block == NULL) {
        flare_fail_memory(error, byte_size);
        return NULL;
    }
    flare_batch *const batch = (flare_batch *)(void *)block;
    uint8_t *const heads = block + rounded(sizeof *batch);
    *batch = (flare_batch){ .references = 1,
                            .engine = engine,
                            .byte_size = byte_size,
                            .rows = output->rows,
                            .column_count = output->column_count,
                            .columns = (int64_t(*)[FLARE_BATCH_NUMBERS])(void *)heads };
    flare_engine_retain(engine);
    uint8_t *target = heads + rounded((size_t)output->column_count * sizeof *batch->columns);
    for (int32_t i = 0; i < output->column_count; i++)
        target = place(&output->columns[i], output->rows, target, batch->columns[i]);
    return batch;
}

flare_status flare_output_flush(flare_worker *worker)
{
    struct flare_output *const output = worker->output;
    if (output == NULL || output->rows == 0 || flare_worker_status(worker) != FLARE_OK)
        return flare_worker_status(worker);
    flare_query *const query = worker->query;
    flare_batch *const batch = make_batch(output, query->engine, &worker->error);
    if (batch == NULL)
        return FLARE_FAILED;
    batch->order =
        (struct batch_order){ query->pipeline, worker->run_first, worker->run_batches++ };
    flare_query_add_batch(query, batch);
    clear(output);
    return FLARE_OK;
}

void flare_batch_numbers(const flare_batch *batch, int64_t *numbers)
{
    numbers[0] = batch->rows;
    memcpy(numbers + 1, batch->columns, (size_t)batch->column_count * sizeof *batch->columns);
}

void flare_batch_retain(flare_batch *batch)
{
    atomic_fetch_add(&batch->references, 1);
}

void flare_batch_release(flare_batch *batch)
{
    if (batch == NULL || atomic_fetch_sub(&batch->references, 1) > 1)
        return;
    flare_engine *const engine = batch->engine;
    flare_pages_give(engine->budget, batch, batch->byte_size);
    flare_engine_release(engine);
}
