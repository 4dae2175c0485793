/* Pages of a column chunk: from header to levels and values that can be read in pieces. */
#include "base/traffic.h"
#include "parquet/column.h"
#include "parquet/undo.h"

#include <stdlib.h>
#include <string.h>

/* Headers hold statistics, so they have no bound of their own; this one is generous. */
enum { FIRST_HEADER_READ = 4096, MAX_HEADER_SIZE = 16 << 20 };

flare_status flare_column_fail(const flare_column_reader *column, flare_error *error,
                               flare_error_code code, const char *sentence)
{
    return flare_fail(error, code, -1, "File %s, column %s, page at byte %lld: %s",
                      flare_file_path(column->file), column->name, (long long)column->page.offset,
                      sentence);
}

static flare_status fail_format(const flare_column_reader *column, flare_error *error,
                                const char *sentence)
{
    return flare_column_fail(column, error, FLARE_ERROR_FORMAT, sentence);
}

/* ---- Headers -------------------------------------------------------------------------------------------------------- */

/* The header at column->offset. From a mapping it is read in place; pread fetches more until it is whole. */
static flare_status read_header(flare_column_reader *column, flare_page_header *header,
                                flare_error *error)
{
    const int64_t available = column->end - column->offset;
    int64_t size = column->file->mapping != NULL ? MAX_HEADER_SIZE : FIRST_HEADER_READ;
    column->page.offset = column->offset;
    for (;;) {
        const int64_t wanted = size < available ? size : available;
        const uint8_t *bytes;
        FLARE_TRY(
            flare_file_bytes(column->file, column->offset, wanted, &column->input, error, &bytes));
        const size_t header_size = flare_page_header_read(header, bytes, (size_t)wanted);
        if (header_size != 0) {
            column->offset += (int64_t)header_size;
            column->page.offset = column->offset;
            return FLARE_OK;
        }
        if (wanted == available || size >= MAX_HEADER_SIZE)
            return fail_format(column, error, "its header is damaged.");
        size *= 16;
    }
}

static bool is_dictionary_encoding(int32_t encoding)
{
    return encoding == FLARE_ENCODING_PLAIN_DICTIONARY || encoding == FLARE_ENCODING_RLE_DICTIONARY;
}

/* ---- Bytes ---------------------------------------------------------------------------------------------------------- */

static flare_status fail_codec(const flare_column_reader *column, flare_error *error,
                               flare_codec_result result)
{
    if (result == FLARE_CODEC_NO_MEMORY)
        return flare_fail_memory(error, 0);
    return fail_format(column, error, flare_codec_explain(result, column->chunk->codec));
}

flare_status flare_column_decompress(flare_column_reader *column, int64_t offset,
                                     int64_t stored_size, int64_t plain_size, bool compressed,
                                     int32_t encoding, uint32_t shift, flare_buffer *target,
                                     flare_error *error, const uint8_t **bytes)
{
    const uint8_t *source;
    FLARE_TRY(flare_file_bytes(column->file, offset, stored_size, &column->input, error, &source));
    const bool plain = !compressed || column->chunk->codec == FLARE_UNCOMPRESSED;
    if (plain && stored_size != plain_size)
        return fail_format(column, error, "its two sizes differ, though it is not compressed.");
    /* Strings are handed on as pointers, even under locks, where a page that is gone must not be met. */
    const bool strings = column->chunk->physical_type == FLARE_PHYSICAL_BYTE_ARRAY ||
                         column->chunk->physical_type == FLARE_PHYSICAL_FIXED;
    if (plain && !strings && column->file->mapping != NULL) {
        *bytes = source;
        return FLARE_OK;
    }
    FLARE_TRY(flare_buffer_reserve(target, (uint64_t)plain_size + shift, error));
    *bytes = target->data + shift;
    if (plain) {
        memcpy(target->data + shift, source, (size_t)plain_size);
        return FLARE_OK;
    }
    const flare_snappy_mode mode = flare_snappy_choose(column->chunk->physical_type, encoding,
                                                       (size_t)stored_size, (size_t)plain_size);
    flare_traffic.unzipped += plain_size;
    const flare_codec_result result =
        flare_decompress(column->chunk->codec, source, (size_t)stored_size, target->data + shift,
                         (size_t)plain_size, mode);
    return result == FLARE_CODEC_OK ? FLARE_OK : fail_codec(column, error, result);
}

/* ---- Dictionaries --------------------------------------------------------------------------------------------------- */

static flare_status convert_dictionary(flare_column_reader *column, const uint8_t *bytes,
                                       uint64_t byte_size, flare_error *error)
{
    flare_dictionary *const dictionary = &column->dictionary;
    const flare_values *const values = &column->values;
    const uint64_t count = dictionary->entry_count;
    const bool strings = values->form == FLARE_VALUES_STRINGS;
    if (values->form == FLARE_VALUES_BITS)
        return fail_format(column, error, "booleans with a dictionary are not supported.");
    if (count > byte_size / (strings ? 4 : values->stored_size))
        return fail_format(column, error, "its dictionary is shorter than its header says.");
    const bool in_place = ((uintptr_t)bytes & 7) == 0 && !flare_file_maps(column->file, bytes);
    if (!strings && values->convert == NULL && in_place) {
        dictionary->entries = bytes;
        return FLARE_OK;
    }
    /* Decimals in byte arrays go through strings, which lie behind the result. */
    const uint64_t result_size = count * values->value_size;
    const uint64_t strings_size =
        strings && values->convert != NULL ? count * sizeof(flare_string) : 0;
    FLARE_TRY(flare_buffer_reserve(&dictionary->converted, result_size + strings_size + 16, error));
    uint8_t *const target = dictionary->converted.data;
    const void *source = bytes;
    if (strings) {
        const uint64_t start = strings_size == 0 ? 0 : (result_size + 15) & ~(uint64_t)15;
        flare_string *const read = (flare_string *)(target + start);
        if (flare_values_strings(bytes, bytes + byte_size, count, read) == NULL)
            return fail_format(column, error, "its dictionary is shorter than its header says.");
        source = read;
    }
    if (values->convert != NULL) {
        if (!values->convert(source, values->stored_size, count, target))
            return flare_column_fail(column, error, FLARE_ERROR_DATA,
                                     "a value does not fit the column's type.");
    } else if (!strings)
        memcpy(target, bytes, result_size);
    dictionary->entries = target;
    return FLARE_OK;
}

static flare_status load_dictionary(flare_column_reader *column, const flare_page_header *header,
                                    flare_error *error)
{
    if (column->dictionary.entries != NULL)
        return fail_format(column, error, "a second dictionary.");
    if (header->encoding != FLARE_ENCODING_PLAIN &&
        header->encoding != FLARE_ENCODING_PLAIN_DICTIONARY)
        return fail_format(column, error, "its dictionary is not encoded as PLAIN.");
    const uint8_t *bytes;
    FLARE_TRY(flare_column_decompress(column, column->offset, header->stored_size,
                                      header->plain_size, true, FLARE_ENCODING_PLAIN, 0,
                                      &column->dictionary.page, error, &bytes));
    column->dictionary.entry_count = (uint32_t)header->value_count;
    return convert_dictionary(column, bytes, (uint64_t)header->plain_size, error);
}

/* ---- Data pages ----------------------------------------------------------------------------------------------------- */

flare_status flare_column_next_page(flare_column_reader *column, flare_error *error)
{
    flare_page *const page = &column->page;
    for (;;) {
        if (column->offset >= column->end)
            return fail_format(column, error, "the chunk ends before its rows do.");
        flare_page_header *const header = &page->header;
        FLARE_TRY(read_header(column, header, error));
        if (header->stored_size > column->end - column->offset)
            return fail_format(column, error, "it is longer than its column chunk.");
        if (header->kind == FLARE_PAGE_DICTIONARY)
            FLARE_TRY(load_dictionary(column, header, error));
        column->offset += header->stored_size;
        const bool data = header->kind == FLARE_PAGE_DATA || header->kind == FLARE_PAGE_DATA_V2;
        if (data && header->value_count > 0)
            break;
    }
    if (page->header.value_count > column->rows_unseen)
        return fail_format(column, error, "the chunk has more rows than its row group.");
    column->rows_unseen -= page->header.value_count;
    page->rows_left = page->header.value_count;
    page->coded = is_dictionary_encoding(page->header.encoding);
    page->loaded = false;
    return FLARE_OK;
}

/* Levels of the first version: | byte size u32 | runs |, in front of the values. */
static flare_status open_levels(flare_column_reader *column, const uint8_t **bytes,
                                const uint8_t *end, flare_error *error)
{
    flare_page *const page = &column->page;
    if (page->header.definition_encoding != FLARE_ENCODING_RLE)
        return fail_format(column, error,
                           "definition levels encoded as BIT_PACKED are not supported.");
    uint32_t levels_size;
    if (end - *bytes < (ptrdiff_t)sizeof levels_size)
        return fail_format(column, error, "its definition levels are cut.");
    memcpy(&levels_size, *bytes, sizeof levels_size);
    *bytes += sizeof levels_size;
    if (levels_size > (size_t)(end - *bytes))
        return fail_format(column, error, "its definition levels are cut.");
    const flare_codec_result result = flare_rle_open(&page->levels, *bytes, levels_size, 1);
    *bytes += levels_size;
    return result == FLARE_CODEC_OK ? FLARE_OK
                                    : fail_format(column, error, "its levels are damaged.");
}

/* Most pages of a nullable column hold no null: one run of ones. Then levels are not looked at again. */
static flare_status look_for_nulls(flare_column_reader *column, flare_error *error)
{
    flare_page *const page = &column->page;
    uint32_t value;
    size_t repeats;
    if (flare_rle_repeat(&page->levels, (size_t)page->rows_left, &value, &repeats) !=
        FLARE_CODEC_OK)
        return fail_format(column, error, "its definition levels are damaged.");
    page->no_nulls = value == 1 && repeats == (size_t)page->rows_left;
    return FLARE_OK;
}

uint32_t flare_page_shift(const flare_page_header *header, bool has_levels)
{
    if (header->kind == FLARE_PAGE_DATA_V2 || !has_levels)
        return 0;
    uint32_t prefix = 4 + 1 + 1; /* size of the levels, a run's length, its value */
    for (uint32_t rest = (uint32_t)header->value_count << 1; rest >= 0x80; rest >>= 7)
        prefix++;
    return (8 - prefix % 8) % 8;
}

static flare_buffer *page_buffer(flare_column_reader *column)
{
    return &column->pages[column->page_count - 1];
}

static flare_status load_v1(flare_column_reader *column, const uint8_t **bytes, const uint8_t **end,
                            flare_error *error)
{
    const flare_page_header *const header = &column->page.header;
    const bool has_levels = column->chunk->max_definition_level != 0;
    flare_buffer *const target = page_buffer(column);
    if (!flare_ahead_take(column, target, bytes) && !flare_ahead_pair(column, target, bytes))
        FLARE_TRY(flare_column_decompress(
            column, column->page.offset, header->stored_size, header->plain_size, true,
            header->encoding, flare_page_shift(header, has_levels), target, error, bytes));
    *end = *bytes + header->plain_size;
    if (!has_levels)
        return FLARE_OK;
    FLARE_TRY(open_levels(column, bytes, *end, error));
    return look_for_nulls(column, error);
}

/* | repetition levels | definition levels | values |: only the values are compressed. */
static flare_status load_v2(flare_column_reader *column, const uint8_t **bytes, const uint8_t **end,
                            flare_error *error)
{
    flare_page *const page = &column->page;
    const flare_page_header *const header = &page->header;
    const int64_t levels_size = (int64_t)header->repetition_size + header->definition_size;
    if (levels_size > header->stored_size || levels_size > header->plain_size)
        return fail_format(column, error, "its levels are longer than it is.");
    const int64_t stored_size = header->stored_size - levels_size;
    const int64_t plain_size = header->plain_size - levels_size;
    flare_buffer *const target = page_buffer(column);

    /* Levels first: they come from the same read, and with pread must not lie where the values are read to. */
    if (column->chunk->max_definition_level != 0) {
        const uint8_t *levels;
        FLARE_TRY(flare_file_bytes(column->file, page->offset, levels_size, &column->level_bytes,
                                   error, &levels));
        if (flare_rle_open(&page->levels, levels + header->repetition_size,
                           (size_t)header->definition_size, 1) != FLARE_CODEC_OK)
            return fail_format(column, error, "its levels are damaged.");
        FLARE_TRY(look_for_nulls(column, error));
    }
    /* Writers leave out the compressed form of no values at all. */
    const bool compressed = header->compressed && stored_size > 0;
    FLARE_TRY(flare_column_decompress(column, page->offset + levels_size, stored_size,
                                      compressed ? plain_size : stored_size, compressed,
                                      header->encoding, 0, target, error, bytes));
    *end = *bytes + (compressed ? plain_size : stored_size);
    return FLARE_OK;
}

static flare_status open_codes(flare_column_reader *column, const uint8_t *bytes,
                               const uint8_t *end, flare_error *error)
{
    flare_page *const page = &column->page;
    flare_codec_result result;
    if (bytes ==
        end) /* of nulls alone: some writers leave out the width; a code from here is an error */
        result = flare_rle_open(&page->packed, bytes, 0, 1);
    else if (column->dictionary.entries == NULL)
        return fail_format(column, error, "it holds codes, but the chunk has no dictionary.");
    else
        result = flare_rle_open(&page->packed, bytes + 1, (size_t)(end - bytes - 1), *bytes);
    return result == FLARE_CODEC_OK ? FLARE_OK
                                    : fail_format(column, error, "its codes are damaged.");
}

static flare_status open_booleans(flare_column_reader *column, const uint8_t *bytes,
                                  const uint8_t *end, flare_error *error)
{
    flare_page *const page = &column->page;
    if (page->header.encoding == FLARE_ENCODING_PLAIN) {
        flare_rle_open_packed(&page->packed, bytes, (size_t)(end - bytes), 1);
        return FLARE_OK;
    }
    uint32_t size = 0; /* | byte size u32 | runs | */
    if (end - bytes >= (ptrdiff_t)sizeof size)
        memcpy(&size, bytes, sizeof size);
    if (bytes != end && (size_t)(end - bytes) < sizeof size + (size_t)size)
        return fail_format(column, error, "its booleans are cut.");
    flare_rle_open(&page->packed, bytes == end ? bytes : bytes + sizeof size, size, 1);
    return FLARE_OK;
}

/*
 * Rewrites the page's values as PLAIN. They get the page's buffer, which lives as long as strings need it; what was in
 * it, which may hold levels, lives in the other until the next such page.
 */
static flare_status undo_encoding(flare_column_reader *column, flare_error *error)
{
    flare_page *const page = &column->page;
    const int32_t encoding = page->header.encoding;
    uint64_t byte_size;
    switch (flare_undo(encoding, column->chunk->physical_type, &column->values, page->next,
                       page->end, (uint32_t)page->header.value_count, &column->unpacked,
                       &column->lengths, &byte_size, error)) {
    case FLARE_UNDO_OK:
        break;
    case FLARE_UNDO_CORRUPT:
        return fail_format(column, error, "its values are damaged.");
    case FLARE_UNDO_NO_MEMORY:
        return FLARE_FAILED;
    case FLARE_UNDO_UNSUPPORTED:
        return flare_fail(error, FLARE_ERROR_FORMAT, -1,
                          "File %s, column %s: the encoding %s is not supported for its type.",
                          flare_file_path(column->file), column->name,
                          flare_encoding_name(encoding));
    }
    const flare_buffer undone = column->unpacked;
    column->unpacked = *page_buffer(column);
    *page_buffer(column) = undone;
    page->next = undone.data;
    page->end = undone.data + byte_size;
    return FLARE_OK;
}

static flare_status open_values(flare_column_reader *column, const uint8_t *bytes,
                                const uint8_t *end, flare_error *error)
{
    flare_page *const page = &column->page;
    const int32_t encoding = page->header.encoding;
    page->next = bytes;
    page->end = end;
    if (page->coded)
        return open_codes(column, bytes, end, error);
    if (column->values.form == FLARE_VALUES_BITS &&
        (encoding == FLARE_ENCODING_PLAIN || encoding == FLARE_ENCODING_RLE))
        return open_booleans(column, bytes, end, error);
    return encoding == FLARE_ENCODING_PLAIN ? FLARE_OK : undo_encoding(column, error);
}

/* Buffers of pages are reused, unless strings of the window being made point into the last one. */
static flare_status prepare_buffer(flare_column_reader *column, flare_error *error)
{
    if (column->page_count > 0 && !column->keep_page)
        return FLARE_OK;
    if (column->page_count == column->page_capacity) {
        const int32_t capacity = column->page_capacity == 0 ? 2 : 2 * column->page_capacity;
        flare_buffer *const grown =
            realloc(column->pages, (size_t)capacity * sizeof *column->pages);
        if (grown == NULL)
            return flare_fail_memory(error, (uint64_t)capacity * sizeof *column->pages);
        column->pages = grown;
        for (int32_t i = column->page_capacity; i < capacity; i++)
            flare_buffer_open(&column->pages[i], column->budget);
        column->page_capacity = capacity;
    }
    column->page_count++;
    column->keep_page = false;
    return FLARE_OK;
}

flare_status flare_column_load_page(flare_column_reader *column, flare_error *error)
{
    flare_page *const page = &column->page;
    const uint8_t *bytes = NULL;
    const uint8_t *end = NULL;
    page->no_nulls = column->chunk->max_definition_level == 0;
    column->chunks_loaded += !column->chunk_loaded;
    column->chunk_loaded = true;
    FLARE_TRY(prepare_buffer(column, error));
    if (page->header.kind == FLARE_PAGE_DATA)
        FLARE_TRY(load_v1(column, &bytes, &end, error));
    else
        FLARE_TRY(load_v2(column, &bytes, &end, error));
    FLARE_TRY(open_values(column, bytes, end, error));
    page->loaded = true;
    return FLARE_OK;
}
