/* Windows over a column chunk. */
#include "parquet/column.h"

#include <stdlib.h>
#include <string.h>

/* The arrays of a window in the scratch buffer, of FLARE_BLOCK elements each; a value has at most 16 bytes. */
enum {
    VALID = 0,                           /* of the piece being read */
    MIXED_VALID = VALID + FLARE_BLOCK,   /* of a window that spans pages */
    CODES = MIXED_VALID + FLARE_BLOCK,   /* 4 bytes */
    VALUES = CODES + 4 * FLARE_BLOCK,    /* of the piece */
    STRINGS = VALUES + 16 * FLARE_BLOCK, /* of the piece, before they become decimals */
    MIXED_VALUES = STRINGS + 16 * FLARE_BLOCK,
    MIXED_CODES = MIXED_VALUES + 16 * FLARE_BLOCK, /* 4 bytes */
    SCRATCH_SIZE = MIXED_CODES + 4 * FLARE_BLOCK
};

/* What null rows show. */
static const _Alignas(64) uint8_t no_values[16 * FLARE_BLOCK];

static flare_status fail_format(const flare_column_reader *column, flare_error *error,
                                const char *sentence)
{
    return flare_column_fail(column, error, FLARE_ERROR_FORMAT, sentence);
}

static flare_status fail_cut(const flare_column_reader *column, flare_error *error)
{
    return fail_format(column, error, "it holds fewer values than its header says.");
}

/* ---- Life ----------------------------------------------------------------------------------------------------------- */

void flare_column_prepare(flare_column_reader *column, flare_budget *budget,
                          const flare_column *spec)
{
    memset(column, 0, sizeof *column);
    column->budget = budget;
    column->name = spec->name;
    column->type = spec->type;
    column->nullable = spec->nullable;
    column->window_row = -1;
    flare_buffer_open(&column->input, budget);
    flare_buffer_open(&column->level_bytes, budget);
    flare_buffer_open(&column->scratch, budget);
    flare_buffer_open(&column->unpacked, budget);
    flare_buffer_open(&column->lengths, budget);
    flare_buffer_open(&column->ahead.buffer, budget);
    flare_buffer_open(&column->dictionary.page, budget);
    flare_buffer_open(&column->dictionary.converted, budget);
    flare_buffer_open(&column->dictionary.id_buffer, budget);
}

void flare_column_close(flare_column_reader *column)
{
    if (column->budget == NULL)
        return;
    for (int32_t i = 0; i < column->page_capacity; i++)
        flare_buffer_close(&column->pages[i]);
    free(column->pages);
    flare_buffer_close(&column->input);
    flare_buffer_close(&column->level_bytes);
    flare_buffer_close(&column->scratch);
    flare_buffer_close(&column->unpacked);
    flare_buffer_close(&column->lengths);
    flare_buffer_close(&column->ahead.buffer);
    flare_buffer_close(&column->dictionary.page);
    flare_buffer_close(&column->dictionary.converted);
    flare_buffer_close(&column->dictionary.id_buffer);
    memset(column, 0, sizeof *column);
}

flare_status flare_column_check(const flare_column *spec, const flare_file *file, int32_t row_group,
                                int32_t leaf, flare_error *error)
{
    const char *const path = flare_file_path(file);
    if (leaf == -1)
        return spec->nullable ? FLARE_OK
                              : flare_fail(error, FLARE_ERROR_FORMAT, -1,
                                           "File %s has no column %s.", path, spec->name);
    const flare_chunk *const chunk = flare_file_chunk(file, row_group, leaf);
    flare_values values;
    if (chunk->max_repetition_level != 0 || chunk->max_definition_level < 0 ||
        chunk->max_definition_level > 1)
        return flare_fail(error, FLARE_ERROR_FORMAT, -1,
                          "File %s, column %s: nested columns are not supported.", path,
                          spec->name);
    if (!flare_values_choose(&values, chunk, spec->type))
        return flare_fail(error, FLARE_ERROR_FORMAT, -1,
                          "File %s, column %s: its physical type %d (conversion %d) cannot be read "
                          "as this query needs it.",
                          path, spec->name, chunk->physical_type, chunk->conversion);
    if (chunk->value_count != flare_file_rows(file, row_group))
        return flare_fail(error, FLARE_ERROR_FORMAT, -1,
                          "File %s, column %s has %lld values in a row group of %lld rows.", path,
                          spec->name, (long long)chunk->value_count,
                          (long long)flare_file_rows(file, row_group));
    return FLARE_OK;
}

void flare_column_open(flare_column_reader *column, const flare_file *file, int32_t row_group,
                       int32_t leaf)
{
    column->file = file;
    column->chunk = leaf == -1 ? NULL : flare_file_chunk(file, row_group, leaf);
    column->row = 0;
    column->rows_unseen = flare_file_rows(file, row_group);
    column->window_row = -1;
    column->page.rows_left = 0;
    column->page.loaded = false;
    column->dictionary.entries = NULL;
    column->dictionary.entry_count = 0;
    column->dictionary.ids = NULL;
    column->dictionary.range_checked = false;
    column->ahead.chunk = NULL;
    column->chunk_loaded = false;
    column->chunks_opened++;
    if (column->chunk == NULL)
        return;
    column->offset = column->chunk->first_page_offset;
    column->end = column->offset + column->chunk->byte_size;
    flare_values_choose(&column->values, column->chunk, column->type);
}

/* ---- Passing over --------------------------------------------------------------------------------------------------- */

/* How many of the page's next rows hold a value, consuming their levels. */
static flare_status count_present(flare_column_reader *column, int32_t rows, size_t *present,
                                  flare_error *error)
{
    *present = (size_t)rows;
    if (column->page.no_nulls)
        return FLARE_OK;
    uint8_t *const valid = column->scratch.data + VALID;
    for (int32_t done = 0; done < rows;) {
        const int32_t step = rows - done < FLARE_BLOCK ? rows - done : FLARE_BLOCK;
        size_t nulls;
        if (flare_rle_validity(&column->page.levels, valid, (size_t)step, &nulls) != FLARE_CODEC_OK)
            return fail_format(column, error, "its definition levels are damaged.");
        *present -= nulls;
        done += step;
    }
    return FLARE_OK;
}

static flare_status skip_values(flare_column_reader *column, size_t count, flare_error *error)
{
    flare_page *const page = &column->page;
    if (page->coded || column->values.form == FLARE_VALUES_BITS)
        return flare_rle_skip(&page->packed, count) == FLARE_CODEC_OK ? FLARE_OK
                                                                      : fail_cut(column, error);
    if (column->values.form == FLARE_VALUES_STRINGS) {
        page->next = flare_values_skip_strings(page->next, page->end, count);
        return page->next != NULL ? FLARE_OK : fail_cut(column, error);
    }
    if (count > (size_t)(page->end - page->next) / column->values.stored_size)
        return fail_cut(column, error);
    page->next += count * column->values.stored_size;
    return FLARE_OK;
}

/* Makes the current page one that still has rows. */
static flare_status reach_page(flare_column_reader *column, flare_error *error)
{
    if (column->page.rows_left == 0)
        FLARE_TRY(flare_column_next_page(column, error));
    return FLARE_OK;
}

static flare_status reach_values(flare_column_reader *column, flare_error *error)
{
    FLARE_TRY(reach_page(column, error));
    if (!column->page.loaded)
        FLARE_TRY(flare_column_load_page(column, error));
    return FLARE_OK;
}

static flare_status pass_over(flare_column_reader *column, int64_t rows, flare_error *error)
{
    while (rows > 0) {
        FLARE_TRY(reach_page(column, error));
        flare_page *const page = &column->page;
        const int32_t step = rows < page->rows_left ? (int32_t)rows : page->rows_left;
        if (step < page->rows_left) {
            size_t present;
            FLARE_TRY(reach_values(column, error));
            FLARE_TRY(count_present(column, step, &present, error));
            FLARE_TRY(skip_values(column, present, error));
        }
        page->rows_left -= step;
        column->row += step;
        rows -= step;
    }
    return FLARE_OK;
}

/* ---- Pieces: rows within one page ----------------------------------------------------------------------------------- */

static flare_status read_codes(flare_column_reader *column, size_t present, flare_window *window,
                               flare_error *error)
{
    flare_rle *const packed = &column->page.packed;
    const flare_code_type type = flare_code_type_of(packed->bit_width);
    uint8_t *const codes = column->scratch.data + CODES;
    if (flare_rle_next_codes(packed, type, codes, present) != FLARE_CODEC_OK)
        return fail_format(column, error, "its codes are damaged.");
    if (window->null_count > 0)
        flare_spread(codes, (uint32_t)type, window->valid, (size_t)window->rows);
    window->coded = true;
    window->codes = (flare_codes){ codes, type };
    return FLARE_OK;
}

static flare_status convert(flare_column_reader *column, const void *source, size_t present,
                            void *target, flare_error *error)
{
    const flare_values *const values = &column->values;
    if (!values->convert(source, values->stored_size, present, target))
        return flare_column_fail(column, error, FLARE_ERROR_DATA,
                                 "a value does not fit the column's type.");
    return FLARE_OK;
}

/*
 * Values of one size: handed on in place where nothing is to be done. Not from a mapping: what is checked against a range
 * must not change before it is used.
 */
static flare_status read_fixed(flare_column_reader *column, size_t present, flare_window *window,
                               flare_error *error)
{
    flare_page *const page = &column->page;
    const flare_values *const values = &column->values;
    const uint8_t *const source = page->next;
    uint8_t *const target = column->scratch.data + VALUES;
    if (present > (size_t)(page->end - source) / values->stored_size)
        return fail_cut(column, error);
    page->next += present * values->stored_size;
    const bool in_place = ((uintptr_t)source & 7) == 0 && !flare_file_maps(column->file, source);
    window->values = target;
    if (values->convert != NULL)
        FLARE_TRY(convert(column, source, present, target, error));
    else if (window->null_count == 0 && in_place)
        window->values = source;
    else
        memcpy(target, source, present * values->stored_size);
    return FLARE_OK;
}

static flare_status read_strings(flare_column_reader *column, size_t present, flare_window *window,
                                 flare_error *error)
{
    flare_page *const page = &column->page;
    uint8_t *const target = column->scratch.data + VALUES;
    const bool converted = column->values.convert != NULL;
    flare_string *const strings =
        (flare_string *)(converted ? column->scratch.data + STRINGS : target);
    page->next = flare_values_strings(page->next, page->end, present, strings);
    if (page->next == NULL)
        return fail_cut(column, error);
    window->values = target;
    return converted ? convert(column, strings, present, target, error) : FLARE_OK;
}

static flare_status read_bits(flare_column_reader *column, size_t present, flare_window *window,
                              flare_error *error)
{
    uint8_t *const target = column->scratch.data + VALUES;
    if (flare_rle_next_u8(&column->page.packed, target, present) != FLARE_CODEC_OK)
        return fail_cut(column, error);
    window->values = target;
    return FLARE_OK;
}

static flare_status read_values(flare_column_reader *column, size_t present, flare_window *window,
                                flare_error *error)
{
    window->coded = false;
    switch (column->values.form) {
    case FLARE_VALUES_FIXED:
        FLARE_TRY(read_fixed(column, present, window, error));
        break;
    case FLARE_VALUES_STRINGS:
        FLARE_TRY(read_strings(column, present, window, error));
        break;
    case FLARE_VALUES_BITS:
        FLARE_TRY(read_bits(column, present, window, error));
        break;
    }
    /* Pages are handed on in place only without nulls, so values of a window with nulls lie in scratch. */
    if (window->null_count > 0)
        flare_spread(column->scratch.data + VALUES, column->values.value_size, window->valid,
                     (size_t)window->rows);
    return FLARE_OK;
}

/* The next `rows` rows, all of the current page. */
static flare_status read_piece(flare_column_reader *column, int32_t rows, flare_window *window,
                               flare_error *error)
{
    flare_page *const page = &column->page;
    uint8_t *const valid = column->scratch.data + VALID;
    size_t nulls = 0;
    if (!page->no_nulls &&
        flare_rle_validity(&page->levels, valid, (size_t)rows, &nulls) != FLARE_CODEC_OK)
        return fail_format(column, error, "its definition levels are damaged.");
    if (nulls > 0 && !column->nullable)
        return flare_column_fail(column, error, FLARE_ERROR_CLAIM,
                                 "a null, though the file's statistics say that there is none.");
    const size_t present = (size_t)rows - nulls;
    *window = (flare_window){ .rows = rows, .null_count = (int32_t)nulls };
    window->valid = nulls > 0 ? valid : NULL;
    if (present == 0)
        window->values = no_values;
    else if (page->coded)
        FLARE_TRY(read_codes(column, present, window, error));
    else
        FLARE_TRY(read_values(column, present, window, error));
    page->rows_left -= rows;
    column->row += rows;
    return FLARE_OK;
}

/* ---- Windows -------------------------------------------------------------------------------------------------------- */

/* Codes of pages may have different widths: here all are wide. */
static void append_codes(flare_column_reader *column, const flare_window *piece)
{
    uint32_t *const target = (uint32_t *)(column->scratch.data + MIXED_CODES) + column->window.rows;
    const flare_codes codes = piece->codes;
    for (int32_t row = 0; row < piece->rows; row++)
        target[row] = !piece->coded                  ? 0
                      : codes.type == FLARE_CODE_U8  ? ((const uint8_t *)codes.values)[row]
                      : codes.type == FLARE_CODE_U16 ? ((const uint16_t *)codes.values)[row]
                                                     : ((const uint32_t *)codes.values)[row];
}

/* Values of `rows` codes, into the window from row `done` on. */
static flare_status decode_codes(flare_column_reader *column, flare_codes codes, int32_t done,
                                 int32_t rows, flare_error *error)
{
    const uint32_t value_size = column->values.value_size;
    uint8_t *const target = column->scratch.data + MIXED_VALUES + (size_t)done * value_size;
    if (flare_gather(codes, NULL, (size_t)rows, column->dictionary.entries,
                     column->dictionary.entry_count, value_size, target) != FLARE_CODEC_OK)
        return fail_format(column, error, "a code is not in its dictionary.");
    return FLARE_OK;
}

static flare_status append_values(flare_column_reader *column, const flare_window *piece,
                                  flare_error *error)
{
    flare_window *const window = &column->window;
    if (window->coded)
        FLARE_TRY(decode_codes(column, window->codes, 0, window->rows, error));
    window->coded = false;
    window->values = column->scratch.data + MIXED_VALUES;
    if (piece->coded)
        return decode_codes(column, piece->codes, window->rows, piece->rows, error);
    const uint32_t value_size = column->values.value_size;
    memcpy(column->scratch.data + MIXED_VALUES + (size_t)window->rows * value_size, piece->values,
           (size_t)piece->rows * value_size);
    return FLARE_OK;
}

/* As long as all pages are of codes the window is so too: they are of one dictionary. */
static flare_status append_piece(flare_column_reader *column, const flare_window *piece,
                                 flare_error *error)
{
    flare_window *const window = &column->window;
    const bool only_nulls = piece->null_count == piece->rows;
    if (window->coded && (piece->coded || only_nulls))
        append_codes(column, piece);
    else
        FLARE_TRY(append_values(column, piece, error));
    uint8_t *const valid = column->scratch.data + MIXED_VALID + window->rows;
    if (piece->valid != NULL)
        memcpy(valid, piece->valid, (size_t)piece->rows);
    else
        memset(valid, 1, (size_t)piece->rows);
    window->rows += piece->rows;
    window->null_count += piece->null_count;
    return FLARE_OK;
}

/* A window that spans pages. */
static flare_status read_mixed(flare_column_reader *column, int32_t rows, flare_error *error)
{
    flare_window *const window = &column->window;
    *window = (flare_window){ .coded = column->dictionary.entries != NULL };
    window->codes = (flare_codes){ column->scratch.data + MIXED_CODES, FLARE_CODE_U32 };
    while (window->rows < rows) {
        FLARE_TRY(reach_values(column, error));
        const int32_t left = rows - window->rows;
        const int32_t step = left < column->page.rows_left ? left : column->page.rows_left;
        flare_window piece;
        FLARE_TRY(read_piece(column, step, &piece, error));
        FLARE_TRY(append_piece(column, &piece, error));
        column->keep_page = column->values.type == FLARE_STRING;
    }
    column->keep_page = false;
    window->valid = window->null_count > 0 ? column->scratch.data + MIXED_VALID : NULL;
    if (window->null_count == rows) {
        window->coded = false;
        window->values = no_values;
    }
    return FLARE_OK;
}

/* Nothing points into the pages of the window before any more: only the current one stays. */
static void let_pages_go(flare_column_reader *column)
{
    if (column->page_count <= 1)
        return;
    const flare_buffer current = column->pages[column->page_count - 1];
    column->pages[column->page_count - 1] = column->pages[0];
    column->pages[0] = current;
    column->page_count = 1;
}

flare_status flare_column_window(flare_column_reader *column, int64_t row, int32_t rows,
                                 flare_error *error)
{
    if (column->window_row == row && column->window.rows == rows)
        return FLARE_OK;
    column->window_row = -1;
    let_pages_go(column);
    if (column->chunk == NULL) {
        column->window = (flare_window){
            .rows = rows, .null_count = rows, .values = no_values, .valid = no_values
        };
        column->window_row = row;
        return FLARE_OK;
    }
    FLARE_TRY(flare_buffer_reserve(&column->scratch, SCRATCH_SIZE, error));
    FLARE_TRY(pass_over(column, row - column->row, error));
    FLARE_TRY(reach_values(column, error));
    if (rows <= column->page.rows_left)
        FLARE_TRY(read_piece(column, rows, &column->window, error));
    else
        FLARE_TRY(read_mixed(column, rows, error));
    column->window_row = row;
    return FLARE_OK;
}

flare_status flare_column_peek(flare_column_reader *column, int64_t row, bool *coded, int64_t *rows,
                               flare_error *error)
{
    if (column->chunk == NULL) {
        *coded = false;
        *rows = column->rows_unseen - row;
        return FLARE_OK;
    }
    if (column->window_row == row) {
        *coded = column->window.coded;
        *rows = column->window.rows;
        return FLARE_OK;
    }
    FLARE_TRY(flare_buffer_reserve(&column->scratch, SCRATCH_SIZE, error));
    FLARE_TRY(pass_over(column, row - column->row, error));
    FLARE_TRY(reach_page(column, error));
    *coded = column->page.coded;
    *rows = column->page.rows_left;
    return FLARE_OK;
}

flare_status flare_column_intern(flare_column_reader *column, flare_worker *worker, flare_ids *ids)
{
    flare_dictionary *const dictionary = &column->dictionary;
    if (dictionary->ids != NULL)
        return FLARE_OK;
    const uint64_t byte_size = (uint64_t)dictionary->entry_count * sizeof(uint32_t);
    FLARE_TRY(flare_buffer_reserve(&dictionary->id_buffer, byte_size, &worker->error));
    uint32_t *const numbers = (uint32_t *)dictionary->id_buffer.data;
    FLARE_TRY(flare_ids_intern_block(worker, ids, dictionary->entries,
                                     (int32_t)dictionary->entry_count, numbers));
    dictionary->ids = numbers;
    return FLARE_OK;
}
