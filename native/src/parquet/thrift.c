#include "parquet/thrift.h"

enum { MAX_DEPTH = 16 }; /* page headers nest 3 deep */

static uint8_t read_byte(flare_thrift *thrift)
{
    if (thrift->next == thrift->end) {
        thrift->broken = true;
        return 0;
    }
    return *thrift->next++;
}

static uint64_t read_varint(flare_thrift *thrift)
{
    uint64_t value = 0;
    for (uint32_t shift = 0; shift < 64; shift += 7) {
        const uint8_t byte = read_byte(thrift);
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    thrift->broken = true;
    return 0;
}

static int64_t read_zigzag(flare_thrift *thrift)
{
    const uint64_t value = read_varint(thrift);
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

static void skip_bytes(flare_thrift *thrift, uint64_t byte_size)
{
    if (byte_size > (uint64_t)(thrift->end - thrift->next))
        thrift->broken = true;
    else
        thrift->next += byte_size;
}

bool flare_thrift_next(flare_thrift *thrift, flare_thrift_field *field)
{
    const uint8_t header = read_byte(thrift);
    field->type = header & 15;
    if (thrift->broken || field->type == FLARE_THRIFT_STOP)
        return false;
    const int64_t id = header >> 4 != 0 ? (int64_t)field->id + (header >> 4) : read_zigzag(thrift);
    if (id < INT16_MIN || id > INT16_MAX)
        thrift->broken = true;
    field->id = (int32_t)id;
    return !thrift->broken;
}

static void skip_value(flare_thrift *thrift, uint8_t type, int32_t depth);

static void skip_elements(flare_thrift *thrift, uint64_t count, uint8_t type, int32_t depth)
{
    /* Every element takes a byte at least, so a count beyond what is left is a lie that would cost time. */
    if (count > (uint64_t)(thrift->end - thrift->next))
        thrift->broken = true;
    const bool boolean = type == FLARE_THRIFT_TRUE || type == FLARE_THRIFT_FALSE;
    for (uint64_t i = 0; i < count && !thrift->broken; i++)
        skip_value(thrift, boolean ? (uint8_t)FLARE_THRIFT_BYTE : type, depth);
}

static void skip_list(flare_thrift *thrift, int32_t depth)
{
    const uint8_t header = read_byte(thrift);
    const uint64_t count = header >> 4 == 15 ? read_varint(thrift) : header >> 4;
    skip_elements(thrift, count, header & 15, depth);
}

static void skip_map(flare_thrift *thrift, int32_t depth)
{
    const uint64_t count = read_varint(thrift);
    const uint8_t types = count == 0 ? 0 : read_byte(thrift);
    if (count > (uint64_t)(thrift->end - thrift->next))
        thrift->broken = true;
    for (uint64_t i = 0; i < count && !thrift->broken; i++) {
        skip_elements(thrift, 1, types >> 4, depth);
        skip_elements(thrift, 1, types & 15, depth);
    }
}

static void skip_struct(flare_thrift *thrift, int32_t depth)
{
    flare_thrift_field field = { 0, 0 };
    while (flare_thrift_next(thrift, &field))
        skip_value(thrift, field.type, depth);
}

/* `depth` bounds the recursion: nested values of a hostile file would else end the stack. */
static void skip_value(flare_thrift *thrift, uint8_t type, int32_t depth)
{
    if (thrift->broken)
        return;
    if (depth == MAX_DEPTH) {
        thrift->broken = true;
        return;
    }
    switch (type) {
    case FLARE_THRIFT_TRUE:
    case FLARE_THRIFT_FALSE:
        return;
    case FLARE_THRIFT_BYTE:
        skip_bytes(thrift, 1);
        return;
    case FLARE_THRIFT_INT16:
    case FLARE_THRIFT_INT32:
    case FLARE_THRIFT_INT64:
        read_varint(thrift);
        return;
    case FLARE_THRIFT_DOUBLE:
        skip_bytes(thrift, 8);
        return;
    case FLARE_THRIFT_BINARY:
        skip_bytes(thrift, read_varint(thrift));
        return;
    case FLARE_THRIFT_LIST:
    case FLARE_THRIFT_SET:
        skip_list(thrift, depth + 1);
        return;
    case FLARE_THRIFT_MAP:
        skip_map(thrift, depth + 1);
        return;
    case FLARE_THRIFT_STRUCT:
        skip_struct(thrift, depth + 1);
        return;
    case FLARE_THRIFT_UUID:
        skip_bytes(thrift, 16);
        return;
    default:
        thrift->broken = true;
    }
}

void flare_thrift_skip(flare_thrift *thrift, flare_thrift_field field)
{
    skip_value(thrift, field.type, 0);
}

int32_t flare_thrift_int32(flare_thrift *thrift, flare_thrift_field field)
{
    if (field.type != FLARE_THRIFT_INT32 && field.type != FLARE_THRIFT_INT16) {
        thrift->broken = true;
        return 0;
    }
    const int64_t value = read_zigzag(thrift);
    if (value < INT32_MIN || value > INT32_MAX) {
        thrift->broken = true;
        return 0;
    }
    return (int32_t)value;
}

bool flare_thrift_bool(flare_thrift *thrift, flare_thrift_field field)
{
    if (field.type != FLARE_THRIFT_TRUE && field.type != FLARE_THRIFT_FALSE)
        thrift->broken = true;
    return field.type == FLARE_THRIFT_TRUE;
}
