#include "parquet/undo.h"

#include <string.h>

#include "flare/codec.h"
#include "parquet/page.h"

/* ---- DELTA_BINARY_PACKED ------------------------------------------------------------------------------------------- */

typedef struct cursor {
    const uint8_t *next;
    const uint8_t *end;
} cursor;

static bool read_varint(cursor *from, uint64_t *value)
{
    *value = 0;
    for (uint32_t shift = 0; shift < 64 && from->next < from->end; shift += 7) {
        const uint8_t byte = *from->next++;
        *value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return true;
    }
    return false;
}

static bool read_zigzag(cursor *from, uint64_t *value)
{
    uint64_t folded;
    if (!read_varint(from, &folded))
        return false;
    *value = (folded >> 1) ^ (0 - (folded & 1));
    return true;
}

/* `count` values of more than 32 bits each, from `size` bytes that hold them. */
static void unpack_wide(const uint8_t *source, size_t size, uint32_t width, uint64_t *target,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const size_t bit = i * width;
        const size_t first = bit / 8;
        uint8_t window[16] = { 0 }; /* a value spans 9 bytes at most */
        memcpy(window, source + first, size - first < 9 ? size - first : 9);
        uint64_t low, high;
        memcpy(&low, window, 8);
        memcpy(&high, window + 8, 8);
        const uint32_t shift = bit % 8;
        const uint64_t value = shift == 0 ? low : low >> shift | high << (64 - shift);
        target[i] = width == 64 ? value : value & (((uint64_t)1 << width) - 1);
    }
}

/* The deltas of a part of a miniblock, added up from *value on. */
static void add_deltas(const uint8_t *source, size_t size, uint32_t width, uint64_t least,
                       uint64_t *value, int64_t *target, size_t count)
{
    enum { PART = 256 }; /* whole bytes at any width */
    uint32_t narrow[PART];
    uint64_t wide[PART];
    for (size_t done = 0; done < count; done += PART) {
        const size_t rows = count - done < PART ? count - done : PART;
        const size_t offset = done / 8 * width;
        if (width <= 32)
            flare_unpack_u32(source + offset, size - offset, width, narrow, rows);
        else
            unpack_wide(source + offset, size - offset, width, wide, rows);
        for (size_t i = 0; i < rows; i++) {
            *value += least + (width <= 32 ? narrow[i] : wide[i]);
            target[done + i] = (int64_t)*value;
        }
    }
}

/*
 * block:  least delta (zigzag), a width for each miniblock, the miniblocks; those without values have no bytes.
 */
static bool read_block(cursor *from, uint64_t miniblocks, uint64_t per_miniblock, uint64_t *value,
                       int64_t *target, uint64_t left, uint64_t *read)
{
    uint64_t least;
    if (!read_zigzag(from, &least) || miniblocks > (uint64_t)(from->end - from->next))
        return false;
    const uint8_t *const widths = from->next;
    from->next += miniblocks;
    *read = 0;
    for (uint64_t m = 0; m < miniblocks && *read < left; m++) {
        const uint64_t count = left - *read < per_miniblock ? left - *read : per_miniblock;
        const uint64_t available = (uint64_t)(from->end - from->next);
        const uint32_t width = widths[m];
        if (width > 64 || (count * width + 7) / 8 > available)
            return false;
        add_deltas(from->next, available, width, least, value, target + *read, count);
        const uint64_t whole = per_miniblock / 8 * width;
        from->next += whole < available ? whole : available;
        *read += count;
    }
    return true;
}

/*
 * page:  values a block, miniblocks a block, count, first value (zigzag), blocks
 *
 * At most `capacity` values go to target. Returns where the bytes end in `from`.
 */
static bool read_deltas(cursor *from, int64_t *target, uint64_t capacity, uint64_t *count)
{
    uint64_t block_size, miniblocks, value;
    if (!read_varint(from, &block_size) || !read_varint(from, &miniblocks) ||
        !read_varint(from, count) || !read_zigzag(from, &value))
        return false;
    if (miniblocks == 0 || block_size == 0 || block_size > UINT32_MAX ||
        block_size % miniblocks != 0 || block_size / miniblocks % 8 != 0 || *count > capacity)
        return false;
    if (*count > 0)
        target[0] = (int64_t)value;
    for (uint64_t done = 1; done < *count;) {
        uint64_t read;
        if (!read_block(from, miniblocks, block_size / miniblocks, &value, target + done,
                        *count - done, &read))
            return false;
        done += read;
    }
    return true;
}

static flare_undo_result undo_numbers(const flare_values *values, cursor from, uint32_t value_count,
                                      flare_buffer *target, uint64_t *byte_size, flare_error *error)
{
    uint64_t count;
    if (flare_buffer_reserve(target, (uint64_t)value_count * sizeof(int64_t), error) != FLARE_OK)
        return FLARE_UNDO_NO_MEMORY;
    int64_t *const wide = (int64_t *)target->data;
    if (!read_deltas(&from, wide, value_count, &count))
        return FLARE_UNDO_CORRUPT;
    if (values->stored_size == 4)
        for (uint64_t i = 0; i < count; i++) {
            const int32_t narrow = (int32_t)wide[i];
            memcpy(target->data + i * sizeof narrow, &narrow, sizeof narrow);
        }
    *byte_size = count * values->stored_size;
    return FLARE_UNDO_OK;
}

/* ---- Byte arrays -------------------------------------------------------------------------------------------------- */

/* Lengths as the file states them: not negative, of 32 bits. */
static bool read_lengths(cursor *from, int64_t *lengths, uint64_t capacity, uint64_t *count)
{
    if (!read_deltas(from, lengths, capacity, count))
        return false;
    bool fits = true;
    for (uint64_t i = 0; i < *count; i++)
        fits &= lengths[i] >= 0 && lengths[i] <= INT32_MAX;
    return fits;
}

/* Byte arrays have their length in front; values of one size have none. */
static bool write_length(uint8_t **to, const flare_values *values, uint64_t length)
{
    if (values->form == FLARE_VALUES_FIXED)
        return length == values->stored_size;
    const uint32_t stored = (uint32_t)length;
    memcpy(*to, &stored, sizeof stored);
    *to += sizeof stored;
    return true;
}

/*
 * page:  prefix lengths (deltas; DELTA_BYTE_ARRAY only), suffix lengths (deltas), suffixes one after the other
 *
 * A value is the prefix of the value before it, then its suffix. Without prefixes the suffix is the value.
 */
static flare_undo_result undo_strings(const flare_values *values, cursor from, bool has_prefixes,
                                      uint32_t value_count, flare_buffer *target,
                                      flare_buffer *scratch, uint64_t *byte_size,
                                      flare_error *error)
{
    const uint64_t lengths_size = (uint64_t)value_count * sizeof(int64_t);
    if (flare_buffer_reserve(scratch, 2 * lengths_size, error) != FLARE_OK)
        return FLARE_UNDO_NO_MEMORY;
    int64_t *const suffixes = (int64_t *)scratch->data;
    int64_t *const prefixes = suffixes + value_count;
    uint64_t count;
    uint64_t prefix_count;
    memset(prefixes, 0, lengths_size);
    if (has_prefixes && !read_lengths(&from, prefixes, value_count, &prefix_count))
        return FLARE_UNDO_CORRUPT;
    if (!read_lengths(&from, suffixes, value_count, &count) ||
        (has_prefixes && prefix_count != count))
        return FLARE_UNDO_CORRUPT;

    uint64_t size = count * sizeof(uint32_t);
    uint64_t suffix_size = 0;
    uint64_t before = 0;
    for (uint64_t i = 0; i < count; i++) {
        if ((uint64_t)prefixes[i] > before)
            return FLARE_UNDO_CORRUPT;
        before = (uint64_t)prefixes[i] + (uint64_t)suffixes[i];
        if (before > INT32_MAX)
            return FLARE_UNDO_CORRUPT;
        size += before;
        suffix_size += (uint64_t)suffixes[i];
    }
    if (suffix_size > (uint64_t)(from.end - from.next))
        return FLARE_UNDO_CORRUPT;
    if (flare_buffer_reserve(target, size, error) != FLARE_OK)
        return FLARE_UNDO_NO_MEMORY;
    uint8_t *to = target->data;
    const uint8_t *previous = to;
    for (uint64_t i = 0; i < count; i++) {
        const size_t prefix = (size_t)prefixes[i];
        const size_t suffix = (size_t)suffixes[i];
        if (!write_length(&to, values, prefix + suffix))
            return FLARE_UNDO_CORRUPT;
        memcpy(to, previous, prefix);
        memcpy(to + prefix, from.next, suffix);
        from.next += suffix;
        previous = to;
        to += prefix + suffix;
    }
    *byte_size = (uint64_t)(to - target->data);
    return FLARE_UNDO_OK;
}

/* ---- BYTE_STREAM_SPLIT: the first bytes of all values, then the second bytes of all, ... --------------------------------- */

static flare_undo_result undo_streams(const flare_values *values, cursor from, flare_buffer *target,
                                      uint64_t *byte_size, flare_error *error)
{
    const uint64_t width = values->stored_size;
    const uint64_t size = (uint64_t)(from.end - from.next);
    const uint64_t count = size / width;
    if (size % width != 0)
        return FLARE_UNDO_CORRUPT;
    if (flare_buffer_reserve(target, size, error) != FLARE_OK)
        return FLARE_UNDO_NO_MEMORY;
    for (uint64_t byte = 0; byte < width; byte++)
        for (uint64_t i = 0; i < count; i++)
            target->data[i * width + byte] = from.next[byte * count + i];
    *byte_size = size;
    return FLARE_UNDO_OK;
}

flare_undo_result flare_undo(int32_t encoding, int32_t physical_type, const flare_values *values,
                             const uint8_t *bytes, const uint8_t *end, uint32_t value_count,
                             flare_buffer *target, flare_buffer *scratch, uint64_t *byte_size,
                             flare_error *error)
{
    const cursor from = { bytes, end };
    const bool integers =
        physical_type == FLARE_PHYSICAL_INT32 || physical_type == FLARE_PHYSICAL_INT64;
    const bool strings = values->form == FLARE_VALUES_STRINGS;
    const bool fixed = physical_type == FLARE_PHYSICAL_FIXED;
    const bool reals =
        physical_type == FLARE_PHYSICAL_FLOAT || physical_type == FLARE_PHYSICAL_DOUBLE;
    *byte_size = 0;
    if (bytes == end) /* of nulls alone */
        return FLARE_UNDO_OK;
    if (encoding == FLARE_ENCODING_DELTA_BINARY_PACKED && integers)
        return undo_numbers(values, from, value_count, target, byte_size, error);
    if (encoding == FLARE_ENCODING_DELTA_LENGTH_BYTE_ARRAY && strings)
        return undo_strings(values, from, false, value_count, target, scratch, byte_size, error);
    if (encoding == FLARE_ENCODING_DELTA_BYTE_ARRAY && (strings || fixed))
        return undo_strings(values, from, true, value_count, target, scratch, byte_size, error);
    if (encoding == FLARE_ENCODING_BYTE_STREAM_SPLIT && (integers || reals || fixed))
        return undo_streams(values, from, target, byte_size, error);
    return FLARE_UNDO_UNSUPPORTED;
}
