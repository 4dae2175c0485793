/*
 * Parquet's hybrid of run-length and bit-packed runs, decoded run by run: a request takes whatever
 * the current run has, in one memset or one call of an unpacking kernel, then opens the next run.
 * Format: https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */
#include "kernels.h"

#include <assert.h>

enum { GROUP = 8, MAX_BIT_WIDTH = 32 };

static flare_codec_result open_stream(flare_rle *rle, const uint8_t *source, size_t source_size,
                                      uint32_t bit_width)
{
    if (bit_width > MAX_BIT_WIDTH)
        return FLARE_CODEC_CORRUPT;
    *rle = (flare_rle){
        .cursor = source,
        .end = source + source_size,
        .bit_width = (uint8_t)bit_width,
        .left = bit_width == 0 ? UINT64_MAX : 0, /* zeros without end */
    };
    return FLARE_CODEC_OK;
}

flare_codec_result flare_rle_open(flare_rle *rle, const uint8_t *source, size_t source_size,
                                  uint32_t bit_width)
{
    return open_stream(rle, source, source_size, bit_width);
}

/* How many whole values the rest of the stream can hold. */
static uint64_t values_in_stream(const flare_rle *rle)
{
    return (uint64_t)(rle->end - rle->cursor) * 8 / rle->bit_width;
}

flare_codec_result flare_rle_open_packed(flare_rle *rle, const uint8_t *source, size_t source_size,
                                         uint32_t bit_width)
{
    const flare_codec_result result = open_stream(rle, source, source_size, bit_width);
    if (result == FLARE_CODEC_OK && bit_width > 0) {
        rle->packed = 1;
        rle->left = values_in_stream(rle);
    }
    return result;
}

/* A LEB128 number of at most 32 bits. */
static flare_codec_result read_header(flare_rle *rle, uint32_t *header)
{
    uint64_t number = 0;
    for (uint32_t shift = 0; shift < 35; shift += 7) {
        if (rle->cursor == rle->end)
            return FLARE_CODEC_CORRUPT;
        const uint8_t byte = *rle->cursor++;
        number |= (uint64_t)(byte & 127) << shift;
        if (byte < 128) {
            *header = (uint32_t)number;
            return number <= UINT32_MAX ? FLARE_CODEC_OK : FLARE_CODEC_CORRUPT;
        }
    }
    return FLARE_CODEC_CORRUPT;
}

static flare_codec_result open_repeated(flare_rle *rle, uint32_t count)
{
    const size_t bytes = (rle->bit_width + 7u) / 8;
    if ((size_t)(rle->end - rle->cursor) < bytes)
        return FLARE_CODEC_CORRUPT;
    uint32_t value = 0;
    memcpy(&value, rle->cursor, bytes);
    if ((uint64_t)value >> rle->bit_width != 0)
        return FLARE_CODEC_CORRUPT;
    rle->cursor += bytes;
    rle->value = value;
    rle->left = count;
    rle->packed = 0;
    return FLARE_CODEC_OK;
}

static void open_groups(flare_rle *rle, uint32_t groups)
{
    const bool is_whole = (uint64_t)groups * rle->bit_width <= (uint64_t)(rle->end - rle->cursor);
    rle->left = is_whole ? (uint64_t)groups * GROUP : values_in_stream(rle);
    rle->packed = 1;
    rle->group_offset = 0;
}

/* Opens runs until one has values. Every round takes at least one byte, so it ends. */
static flare_codec_result open_run(flare_rle *rle)
{
    while (rle->left == 0) {
        if (rle->packed && rle->group_offset > 0)
            rle->cursor = rle->end; /* the run was cut inside a group, so nothing follows it */
        uint32_t header;
        flare_codec_result result = read_header(rle, &header);
        if (result != FLARE_CODEC_OK)
            return result;
        if (header & 1)
            open_groups(rle, header >> 1);
        else
            result = open_repeated(rle, header >> 1);
        if (result != FLARE_CODEC_OK)
            return result;
    }
    return FLARE_CODEC_OK;
}

/* Moves a packed run by `count` of its values. */
static void advance_packed(flare_rle *rle, size_t count)
{
    const size_t in_group = rle->group_offset + count;
    const uint64_t bytes = (uint64_t)(in_group / GROUP) * rle->bit_width;
    rle->cursor += bytes;
    rle->group_offset = (uint8_t)(in_group % GROUP);
    rle->left -= count;
}

FLARE_INLINE void unpack_to(const uint8_t *source, size_t source_size, uint32_t bit_width,
                            void *target, size_t count, size_t value_size)
{
    if (value_size == 1)
        flare_unpack_u8(source, source_size, bit_width, target, count);
    else if (value_size == 2)
        flare_unpack_u16(source, source_size, bit_width, target, count);
    else
        flare_unpack_u32(source, source_size, bit_width, target, count);
}

/* From inside a group: its rest, or as much of it as is wanted. Returns the number of values. */
FLARE_INLINE size_t next_of_group(flare_rle *rle, uint8_t *target, size_t count, size_t value_size)
{
    union {
        uint8_t u8[GROUP];
        uint16_t u16[GROUP];
        uint32_t u32[GROUP];
    } group;
    const size_t rest = (size_t)(GROUP - rle->group_offset);
    const size_t part = count < rest ? count : rest;
    unpack_to(rle->cursor, (size_t)(rle->end - rle->cursor), rle->bit_width, &group,
              rle->group_offset + part, value_size);
    memcpy(target, (const uint8_t *)&group + rle->group_offset * value_size, part * value_size);
    advance_packed(rle, part);
    return part;
}

/* `count` values of the packed run, which has them. */
FLARE_INLINE void next_packed(flare_rle *rle, uint8_t *target, size_t count, size_t value_size)
{
    if (rle->group_offset > 0) {
        const size_t part = next_of_group(rle, target, count, value_size);
        target += part * value_size;
        count -= part;
    }
    if (count == 0)
        return;
    unpack_to(rle->cursor, (size_t)(rle->end - rle->cursor), rle->bit_width, target, count,
              value_size);
    advance_packed(rle, count);
}

FLARE_INLINE void fill(void *target, uint32_t value, size_t count, size_t value_size)
{
    if (value_size == 1) {
        memset(target, (int)value, count);
    } else if (value_size == 2) {
        uint16_t *const values = target;
        for (size_t i = 0; i < count; i++)
            values[i] = (uint16_t)value;
    } else {
        uint32_t *const values = target;
        for (size_t i = 0; i < count; i++)
            values[i] = value;
    }
}

FLARE_INLINE flare_codec_result next(flare_rle *rle, uint8_t *target, size_t count,
                                     size_t value_size)
{
    assert(rle->bit_width <= 8 * value_size);
    while (count > 0) {
        const flare_codec_result result = open_run(rle);
        if (result != FLARE_CODEC_OK)
            return result;
        const size_t part = count < rle->left ? count : (size_t)rle->left;
        if (rle->packed) {
            next_packed(rle, target, part, value_size);
        } else {
            fill(target, rle->value, part, value_size);
            rle->left -= part;
        }
        target += part * value_size;
        count -= part;
    }
    return FLARE_CODEC_OK;
}

flare_codec_result flare_rle_next_u8(flare_rle *rle, uint8_t *target, size_t count)
{
    return next(rle, target, count, sizeof *target);
}

flare_codec_result flare_rle_next_u16(flare_rle *rle, uint16_t *target, size_t count)
{
    return next(rle, (uint8_t *)target, count, sizeof *target);
}

flare_codec_result flare_rle_next_u32(flare_rle *rle, uint32_t *target, size_t count)
{
    return next(rle, (uint8_t *)target, count, sizeof *target);
}

flare_codec_result flare_rle_next_codes(flare_rle *rle, flare_code_type type, void *target,
                                        size_t count)
{
    switch (type) {
    case FLARE_CODE_U8:
        return flare_rle_next_u8(rle, target, count);
    case FLARE_CODE_U16:
        return flare_rle_next_u16(rle, target, count);
    case FLARE_CODE_U32:
        break;
    }
    return flare_rle_next_u32(rle, target, count);
}

flare_codec_result flare_rle_skip(flare_rle *rle, size_t count)
{
    while (count > 0) {
        const flare_codec_result result = open_run(rle);
        if (result != FLARE_CODEC_OK)
            return result;
        const size_t part = count < rle->left ? count : (size_t)rle->left;
        if (rle->packed)
            advance_packed(rle, part);
        else
            rle->left -= part;
        count -= part;
    }
    return FLARE_CODEC_OK;
}

flare_codec_result flare_rle_repeat(flare_rle *rle, size_t count, uint32_t *value, size_t *repeats)
{
    *value = 0;
    *repeats = 0;
    if (count == 0)
        return FLARE_CODEC_OK;
    const flare_codec_result result = open_run(rle);
    if (result != FLARE_CODEC_OK || rle->packed)
        return result;
    *value = rle->value;
    *repeats = count < rle->left ? count : (size_t)rle->left;
    return FLARE_CODEC_OK;
}

flare_codec_result flare_rle_validity(flare_rle *rle, uint8_t *valid, size_t count, size_t *nulls)
{
    assert(rle->bit_width == 1);
    uint32_t value;
    size_t repeats;
    flare_codec_result result = flare_rle_repeat(rle, count, &value, &repeats);
    if (result == FLARE_CODEC_OK && repeats == count) {
        memset(valid, (int)value, count);
        *nulls = value == 1 ? 0 : count;
        return flare_rle_skip(rle, count);
    }
    if (result == FLARE_CODEC_OK)
        result = flare_rle_next_u8(rle, valid, count);
    if (result != FLARE_CODEC_OK)
        return result;
    size_t present = 0;
    for (size_t i = 0; i < count; i++)
        present += valid[i];
    *nulls = count - present;
    return FLARE_CODEC_OK;
}
