/* Decompressing two row groups' pages of a column in one loop. */
#include "base/traffic.h"
#include "parquet/column.h"

void flare_column_expect(flare_column_reader *column, const flare_file *file, int32_t row_group,
                         int32_t leaf)
{
    column->ahead.file = file;
    column->ahead.chunk = leaf == -1 ? NULL : flare_file_chunk(file, row_group, leaf);
}

bool flare_ahead_take(flare_column_reader *column, flare_buffer *target, const uint8_t **bytes)
{
    flare_page_ahead *const ahead = &column->ahead;
    /* A mapped file may change: what was checked is the header that was read then. */
    if (!ahead->ready || ahead->offset != column->page.offset ||
        ahead->buffer_file != column->file || ahead->plain_size != column->page.header.plain_size)
        return false;
    const flare_buffer filled = ahead->buffer;
    ahead->buffer = *target;
    *target = filled;
    ahead->ready = false;
    *bytes = target->data + ahead->shift;
    return true;
}

static bool is_fit(const flare_page_header *header, const flare_file *file,
                   const flare_chunk *chunk)
{
    return file->mapping != NULL && chunk->codec == FLARE_SNAPPY &&
           header->kind == FLARE_PAGE_DATA && header->encoding == FLARE_ENCODING_PLAIN;
}

/* Reads the header of the expected chunk's first page: where its body is, if it is fit. */
static bool look_ahead(const flare_page_ahead *ahead, flare_page_header *header, int64_t *offset)
{
    const flare_chunk *const chunk = ahead->chunk;
    const uint8_t *const start = ahead->file->mapping + chunk->first_page_offset;
    const size_t size = flare_page_header_read(header, start, (size_t)chunk->byte_size);
    *offset = chunk->first_page_offset + (int64_t)size;
    return size != 0 && is_fit(header, ahead->file, chunk) &&
           header->stored_size <= chunk->byte_size - (int64_t)size;
}

bool flare_ahead_pair(flare_column_reader *column, flare_buffer *target, const uint8_t **bytes)
{
    flare_page_ahead *const ahead = &column->ahead;
    const flare_page_header *const header = &column->page.header;
    const bool often_needed = 2 * column->chunks_loaded > column->chunks_opened;
    flare_page_header next;
    int64_t next_offset;
    if (ahead->chunk == NULL || ahead->file->mapping == NULL || !often_needed ||
        !is_fit(header, column->file, column->chunk) || !look_ahead(ahead, &next, &next_offset))
        return false;

    const uint32_t shift = flare_page_shift(header, column->chunk->max_definition_level != 0);
    const uint32_t next_shift = flare_page_shift(&next, ahead->chunk->max_definition_level != 0);
    const uint64_t size = (uint64_t)header->plain_size + shift;
    const uint64_t next_size = (uint64_t)next.plain_size + next_shift;
    flare_error none = { FLARE_ERROR_NONE, -1, "" }; /* without room for two, one is decompressed */
    ahead->ready = false;
    if (flare_buffer_reserve(target, size, &none) != FLARE_OK ||
        flare_buffer_reserve(&ahead->buffer, next_size, &none) != FLARE_OK)
        return false;
    flare_traffic.read += (int64_t)header->stored_size + next.stored_size;
    flare_traffic.unzipped += (int64_t)header->plain_size + next.plain_size;
    const flare_snappy_page pages[2] = {
        { column->file->mapping + column->page.offset, (size_t)header->stored_size,
          target->data + shift, (size_t)header->plain_size },
        { ahead->file->mapping + next_offset, (size_t)next.stored_size,
          ahead->buffer.data + next_shift, (size_t)next.plain_size },
    };
    const flare_snappy_mode mode =
        flare_snappy_choose(column->chunk->physical_type, header->encoding,
                            (size_t)header->stored_size, (size_t)header->plain_size);
    if (flare_snappy_decode_pair(pages, mode) != FLARE_CODEC_OK)
        return false; /* one of them is damaged: alone, each gets its own verdict */
    ahead->ready = true;
    ahead->buffer_file = ahead->file;
    ahead->offset = next_offset;
    ahead->plain_size = next.plain_size;
    ahead->shift = next_shift;
    ahead->chunk = NULL;
    *bytes = target->data + shift;
    return true;
}
