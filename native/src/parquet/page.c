#include "parquet/page.h"

#include "parquet/thrift.h"

/* DataPageHeader; DictionaryPageHeader is the start of it. */
static void read_data(flare_thrift *thrift, flare_page_header *header)
{
    flare_thrift_field field = { 0, 0 };
    while (flare_thrift_next(thrift, &field)) {
        if (field.id == 1)
            header->value_count = flare_thrift_int32(thrift, field);
        else if (field.id == 2)
            header->encoding = flare_thrift_int32(thrift, field);
        else if (field.id == 3 && header->kind == FLARE_PAGE_DATA)
            header->definition_encoding = flare_thrift_int32(thrift, field);
        else
            flare_thrift_skip(thrift, field);
    }
}

static void read_data_v2(flare_thrift *thrift, flare_page_header *header)
{
    flare_thrift_field field = { 0, 0 };
    while (flare_thrift_next(thrift, &field)) {
        if (field.id == 1)
            header->value_count = flare_thrift_int32(thrift, field);
        else if (field.id == 2)
            header->null_count = flare_thrift_int32(thrift, field);
        else if (field.id == 4)
            header->encoding = flare_thrift_int32(thrift, field);
        else if (field.id == 5)
            header->definition_size = flare_thrift_int32(thrift, field);
        else if (field.id == 6)
            header->repetition_size = flare_thrift_int32(thrift, field);
        else if (field.id == 7)
            header->compressed = flare_thrift_bool(thrift, field);
        else
            flare_thrift_skip(thrift, field);
    }
}

/* The struct that describes a page of this kind; others are skipped. */
static bool describes(int32_t kind, int32_t field)
{
    return (kind == FLARE_PAGE_DATA && field == 5) ||
           (kind == FLARE_PAGE_DICTIONARY && field == 7) ||
           (kind == FLARE_PAGE_DATA_V2 && field == 8);
}

size_t flare_page_header_read(flare_page_header *header, const uint8_t *bytes, size_t size)
{
    *header = (flare_page_header){ .kind = -1, .encoding = -1, .compressed = true };
    header->definition_encoding = FLARE_ENCODING_RLE;
    bool described = false;

    flare_thrift thrift = { bytes, bytes + size, false };
    flare_thrift_field field = { 0, 0 };
    while (flare_thrift_next(&thrift, &field)) {
        if (field.id == 1)
            header->kind = flare_thrift_int32(&thrift, field);
        else if (field.id == 2)
            header->plain_size = flare_thrift_int32(&thrift, field);
        else if (field.id == 3)
            header->stored_size = flare_thrift_int32(&thrift, field);
        else if (describes(header->kind, field.id) && field.type == FLARE_THRIFT_STRUCT) {
            described = true;
            if (header->kind == FLARE_PAGE_DATA_V2)
                read_data_v2(&thrift, header);
            else
                read_data(&thrift, header);
        } else
            flare_thrift_skip(&thrift, field);
    }
    const bool positive = header->kind >= 0 && header->plain_size >= 0 &&
                          header->stored_size >= 0 && header->value_count >= 0 &&
                          header->null_count >= 0 && header->definition_size >= 0 &&
                          header->repetition_size >= 0;
    const bool known = header->kind == FLARE_PAGE_DATA || header->kind == FLARE_PAGE_DICTIONARY ||
                       header->kind == FLARE_PAGE_DATA_V2;
    if (thrift.broken || !positive || (known && !described))
        return 0;
    return (size_t)(thrift.next - bytes);
}

const char *flare_encoding_name(int32_t encoding)
{
    static const char *const names[] = {
        "PLAIN",          "GROUP_VAR_INT",       "PLAIN_DICTIONARY",        "RLE",
        "BIT_PACKED",     "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY",
        "RLE_DICTIONARY", "BYTE_STREAM_SPLIT",
    };
    const int32_t count = (int32_t)(sizeof names / sizeof *names);
    return encoding >= 0 && encoding < count ? names[encoding] : "unknown";
}
