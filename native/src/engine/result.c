/*
 * The end of a pipeline whose rows are the result: each column is gathered from a field of the rows, a block at a time.
 *
 *   row structs   | a | b | c |  | a | b | c |   ...      ->      a a ...   b b ...   c c ...
 */
#include <string.h>

#include "engine/query.h"

/* One column of a block. */
struct gathered {
    flare_int128 values[FLARE_BLOCK]; /* room for any type */
    uint8_t valid[FLARE_BLOCK];
};

uint32_t flare_result_local_size(void)
{
    return sizeof(struct gathered);
}

bool flare_result_takes(flare_type column, flare_type field)
{
    if (column == field)
        return field != FLARE_IDS;
    return (field == FLARE_IDS && column == FLARE_STRING) ||
           (field == FLARE_INT32 && (column == FLARE_INT64 || column == FLARE_INT128)) ||
           (field == FLARE_INT64 && column == FLARE_INT128);
}

/* Rows of structs that hold a field. */
struct source {
    void *const *row;
    int32_t rows;
    uint32_t offset;
};

static inline const void *field_of(const struct source *source, int32_t row)
{
    return (const uint8_t *)source->row[row] + source->offset;
}

static inline __attribute__((always_inline)) void copy(const struct source *source, void *target,
                                                       size_t width)
{
    for (int32_t row = 0; row < source->rows; row++)
        memcpy((uint8_t *)target + (size_t)row * width, field_of(source, row), width);
}

static inline __attribute__((always_inline)) int64_t integer_at(const struct source *source,
                                                                int32_t row, flare_type type)
{
    return type == FLARE_INT32 ? *(const int32_t *)field_of(source, row)
                               : *(const int64_t *)field_of(source, row);
}

static void widen(const struct source *source, flare_type type, flare_type wanted, void *target)
{
    if (wanted == FLARE_INT64) {
        for (int32_t row = 0; row < source->rows; row++)
            ((int64_t *)target)[row] = integer_at(source, row, type);
    } else {
        for (int32_t row = 0; row < source->rows; row++)
            ((flare_int128 *)target)[row] = flare_int128_of(integer_at(source, row, type));
    }
}

static void name_ids(const struct source *source, const flare_ids *ids, const uint8_t *valid,
                     flare_string *target)
{
    for (int32_t row = 0; row < source->rows; row++) {
        const uint32_t id = *(const uint32_t *)field_of(source, row);
        target[row] =
            valid == NULL || valid[row] ? flare_ids_string(ids, id) : flare_string_empty();
    }
}

static void copy_typed(const struct source *source, flare_type type, void *target)
{
    switch (type) {
    case FLARE_BOOL:
        copy(source, target, 1);
        break;
    case FLARE_INT32:
    case FLARE_FLOAT:
    case FLARE_IDS:
        copy(source, target, 4);
        break;
    case FLARE_INT64:
    case FLARE_DOUBLE:
        copy(source, target, 8);
        break;
    case FLARE_INT128:
    case FLARE_STRING:
        copy(source, target, 16);
        break;
    }
}

static flare_status append(flare_worker *worker, int32_t column, const flare_field *field,
                           const flare_row_block *block, struct gathered *gathered)
{
    const flare_query *const query = worker->query;
    const flare_type wanted = query->program->columns[column].type;
    const uint8_t *valid = NULL;
    struct source source = { block->row, block->rows, field->valid_offset };
    if (field->valid_offset > 0) {
        copy(&source, gathered->valid, 1);
        valid = gathered->valid;
    }
    source.offset = field->offset;
    if (field->type == FLARE_IDS) {
        const uint8_t *const state = query->state;
        const flare_ids *const ids = *(flare_ids *const *)(const void *)(state + field->ids);
        name_ids(&source, ids, valid, (flare_string *)(void *)gathered->values);
    } else if (field->type != wanted) {
        widen(&source, field->type, wanted, gathered->values);
    } else {
        copy_typed(&source, wanted, gathered->values);
    }
    return flare_output_column(worker, column, gathered->values, valid, block->rows);
}

flare_status flare_result_append(flare_worker *worker, const flare_pipeline *pipeline)
{
    const int32_t columns = worker->query->program->column_count;
    struct gathered *const gathered = worker->local;
    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        for (int32_t i = 0; i < columns; i++)
            FLARE_TRY(append(worker, i, &pipeline->result[i], &block, gathered));
        FLARE_TRY(flare_output_rows(worker, block.rows));
    }
    return flare_worker_status(worker);
}
