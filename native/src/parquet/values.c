#include "parquet/values.h"

#include <string.h>

/* ---- Numbers -------------------------------------------------------------------------------------------------------- */

/*
 * One converter a line: it reads `stored` values from bytes that may lie anywhere, and writes `target_type` values;
 * `expression` makes one of `value`, and may set `fits` to false.
 */
#define CONVERTER(name, stored, target_type, expression)                                   \
    static bool name(const void *source, uint32_t stored_size, size_t count, void *target) \
    {                                                                                      \
        const uint8_t *const bytes = source;                                               \
        target_type *const result = target;                                                \
        bool fits = true;                                                                  \
        for (size_t i = 0; i < count; i++) {                                               \
            stored value;                                                                  \
            memcpy(&value, bytes + i * sizeof value, sizeof value);                        \
            result[i] = expression;                                                        \
        }                                                                                  \
        (void)stored_size;                                                                 \
        return fits;                                                                       \
    }

static inline int64_t floor_thousandth(int64_t value)
{
    return value / 1000 - (value % 1000 < 0);
}

static inline int64_t thousandfold(int64_t value, bool *fits)
{
    int64_t result;
    if (__builtin_mul_overflow(value, (int64_t)1000, &result))
        *fits = false;
    return result;
}

static inline int64_t below_sign(uint64_t value, bool *fits)
{
    *fits &= value <= INT64_MAX;
    return (int64_t)value;
}

static inline flare_int128 widen(int64_t value)
{
    return (flare_int128){ (uint64_t)value, value >> 63 };
}

CONVERTER(int32_to_int64, int32_t, int64_t, value)
CONVERTER(uint32_to_int64, uint32_t, int64_t, value)
CONVERTER(int32_millis_to_micros, int32_t, int64_t, (int64_t)value * 1000)
CONVERTER(int32_to_int128, int32_t, flare_int128, widen(value))
CONVERTER(uint32_to_int128, uint32_t, flare_int128, widen(value))
CONVERTER(int64_to_int128, int64_t, flare_int128, widen(value))
CONVERTER(uint64_to_int128, uint64_t, flare_int128, ((flare_int128){ value, 0 }))
CONVERTER(uint64_to_int64, uint64_t, int64_t, below_sign(value, &fits))
CONVERTER(int64_millis_to_micros, int64_t, int64_t, thousandfold(value, &fits))
CONVERTER(int64_nanos_to_micros, int64_t, int64_t, floor_thousandth(value))
CONVERTER(float_to_double, float, double, (double)value)

/* INT96: nanoseconds of the day, then the Julian day. 2440588 is 1970-01-01. */
typedef struct int96 {
    uint32_t nanos_low, nanos_high, day;
} int96;

static inline int64_t int96_to_micros(int96 value, bool *fits)
{
    const int64_t nanos = (int64_t)((uint64_t)value.nanos_high << 32 | value.nanos_low);
    const int64_t days = (int64_t)(int32_t)value.day - 2440588;
    int64_t micros;
    if (__builtin_mul_overflow(days, (int64_t)86400000000, &micros) ||
        __builtin_add_overflow(micros, floor_thousandth(nanos), &micros))
        *fits = false;
    return micros;
}

CONVERTER(int96_to_int64, int96, int64_t, int96_to_micros(value, &fits))

/* ---- Big-endian decimals ----------------------------------------------------------------------------------------------- */

/* Two's complement of `size` bytes, most significant first; false if it needs more than 128 bits. */
static inline bool big_endian(const uint8_t *bytes, uint32_t size, flare_int128 *result)
{
    if (size == 0) {
        *result = (flare_int128){ 0, 0 };
        return true;
    }
    const uint8_t sign = bytes[0] & 0x80 ? 0xff : 0;
    while (size > 16) {
        if (*bytes != sign || (bytes[1] & 0x80) != (sign & 0x80))
            return false;
        bytes++;
        size--;
    }
    uint8_t extended[16];
    memset(extended, sign, sizeof extended);
    memcpy(extended + sizeof extended - size, bytes, size);
    uint64_t high, low;
    memcpy(&high, extended, 8);
    memcpy(&low, extended + 8, 8);
    *result = (flare_int128){ __builtin_bswap64(low), (int64_t)__builtin_bswap64(high) };
    return true;
}

static inline bool big_endian_int64(const uint8_t *bytes, uint32_t size, int64_t *result)
{
    flare_int128 wide = { 0, 0 };
    const bool fits = big_endian(bytes, size, &wide);
    *result = (int64_t)wide.low;
    return fits && wide.high == *result >> 63;
}

static bool fixed_to_int64(const void *source, uint32_t stored_size, size_t count, void *target)
{
    bool fits = true;
    for (size_t i = 0; i < count; i++)
        fits &= big_endian_int64((const uint8_t *)source + i * stored_size, stored_size,
                                 (int64_t *)target + i);
    return fits;
}

static bool fixed_to_int128(const void *source, uint32_t stored_size, size_t count, void *target)
{
    bool fits = true;
    for (size_t i = 0; i < count; i++)
        fits &= big_endian((const uint8_t *)source + i * stored_size, stored_size,
                           (flare_int128 *)target + i);
    return fits;
}

static const uint8_t *string_bytes(const flare_string *string)
{
    return string->length > 12 ? string->tail.bytes
                               : (const uint8_t *)string + offsetof(flare_string, prefix);
}

static bool strings_to_int64(const void *source, uint32_t stored_size, size_t count, void *target)
{
    const flare_string *const strings = source;
    bool fits = true;
    for (size_t i = 0; i < count; i++)
        fits &=
            big_endian_int64(string_bytes(&strings[i]), strings[i].length, (int64_t *)target + i);
    (void)stored_size;
    return fits;
}

static bool strings_to_int128(const void *source, uint32_t stored_size, size_t count, void *target)
{
    const flare_string *const strings = source;
    bool fits = true;
    for (size_t i = 0; i < count; i++)
        fits &=
            big_endian(string_bytes(&strings[i]), strings[i].length, (flare_int128 *)target + i);
    (void)stored_size;
    return fits;
}

/* ---- Strings -------------------------------------------------------------------------------------------------------- */

flare_string flare_values_string(const uint8_t *bytes, uint32_t length, size_t readable)
{
    flare_string string = { .length = length };
    if (length > 12) {
        memcpy(string.prefix, bytes, 4);
        string.tail.bytes = bytes;
        return string;
    }
    if (readable < 12) {
        /* Prefix and rest lie one behind the other. */
        memcpy((uint8_t *)&string + offsetof(flare_string, prefix), bytes, length);
        return string;
    }
    /* Loads of fixed sizes and masks cost less than a copy of unknown length. */
    uint32_t prefix;
    uint64_t rest;
    memcpy(&prefix, bytes, 4);
    memcpy(&rest, bytes + 4, 8);
    const uint32_t in_prefix = length < 4 ? length : 4;
    const uint32_t in_rest = length - in_prefix;
    prefix &= (uint32_t)(((uint64_t)1 << (8 * in_prefix)) - 1);
    rest &= in_rest == 8 ? UINT64_MAX : ((uint64_t)1 << (8 * in_rest)) - 1;
    memcpy(string.prefix, &prefix, 4);
    memcpy(string.tail.rest, &rest, 8);
    return string;
}

const uint8_t *flare_values_strings(const uint8_t *next, const uint8_t *end, size_t count,
                                    flare_string *target)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t length;
        if (end - next < 4)
            return NULL;
        memcpy(&length, next, 4);
        next += 4;
        const size_t readable = (size_t)(end - next);
        if (length > readable)
            return NULL;
        target[i] = flare_values_string(next, length, readable);
        next += length;
    }
    return next;
}

const uint8_t *flare_values_skip_strings(const uint8_t *next, const uint8_t *end, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t length;
        if (end - next < 4)
            return NULL;
        memcpy(&length, next, 4);
        next += 4;
        if (length > (size_t)(end - next))
            return NULL;
        next += length;
    }
    return next;
}

static bool fixed_to_string(const void *source, uint32_t stored_size, size_t count, void *target)
{
    const uint8_t *const bytes = source;
    for (size_t i = 0; i < count; i++)
        ((flare_string *)target)[i] =
            flare_values_string(bytes + i * stored_size, stored_size, (count - i) * stored_size);
    return true;
}

/* ---- Choice --------------------------------------------------------------------------------------------------------- */

uint32_t flare_type_size(flare_type type)
{
    switch (type) {
    case FLARE_BOOL:
        return 1;
    case FLARE_INT32:
    case FLARE_FLOAT:
    case FLARE_IDS:
        return 4;
    case FLARE_INT64:
    case FLARE_DOUBLE:
        return 8;
    case FLARE_INT128:
    case FLARE_STRING:
        return 16;
    }
    return 0;
}

/* One way from a physical type and conversion to a type. */
typedef struct way {
    flare_physical physical;
    int32_t conversion; /* ANY: each that has no line of its own above */
    flare_type type;
    flare_convert *convert; /* null: a copy */
} way;

enum { ANY = -1 };

static const way ways[] = {
    { FLARE_PHYSICAL_BOOLEAN, ANY, FLARE_BOOL, NULL },
    { FLARE_PHYSICAL_INT32, FLARE_CONVERSION_TIME_MILLIS, FLARE_INT64, int32_millis_to_micros },
    { FLARE_PHYSICAL_INT32, FLARE_CONVERSION_UNSIGNED, FLARE_INT64, uint32_to_int64 },
    { FLARE_PHYSICAL_INT32, FLARE_CONVERSION_UNSIGNED, FLARE_INT128, uint32_to_int128 },
    { FLARE_PHYSICAL_INT32, FLARE_CONVERSION_UNSIGNED, FLARE_INT32, NULL },
    { FLARE_PHYSICAL_INT32, FLARE_CONVERSION_DECIMAL, FLARE_INT64, int32_to_int64 },
    { FLARE_PHYSICAL_INT32, FLARE_CONVERSION_DECIMAL, FLARE_INT128, int32_to_int128 },
    { FLARE_PHYSICAL_INT32, FLARE_CONVERSION_NONE, FLARE_INT32, NULL },
    { FLARE_PHYSICAL_INT32, FLARE_CONVERSION_NONE, FLARE_INT64, int32_to_int64 },
    { FLARE_PHYSICAL_INT64, FLARE_CONVERSION_TIMESTAMP_MILLIS, FLARE_INT64,
      int64_millis_to_micros },
    { FLARE_PHYSICAL_INT64, FLARE_CONVERSION_TIMESTAMP_NANOS, FLARE_INT64, int64_nanos_to_micros },
    { FLARE_PHYSICAL_INT64, FLARE_CONVERSION_TIME_NANOS, FLARE_INT64, int64_nanos_to_micros },
    { FLARE_PHYSICAL_INT64, FLARE_CONVERSION_UNSIGNED, FLARE_INT64, uint64_to_int64 },
    { FLARE_PHYSICAL_INT64, FLARE_CONVERSION_UNSIGNED, FLARE_INT128, uint64_to_int128 },
    { FLARE_PHYSICAL_INT64, FLARE_CONVERSION_DECIMAL, FLARE_INT128, int64_to_int128 },
    { FLARE_PHYSICAL_INT64, ANY, FLARE_INT64, NULL },
    { FLARE_PHYSICAL_INT96, ANY, FLARE_INT64, int96_to_int64 },
    { FLARE_PHYSICAL_FLOAT, ANY, FLARE_FLOAT, NULL },
    { FLARE_PHYSICAL_FLOAT, ANY, FLARE_DOUBLE, float_to_double },
    { FLARE_PHYSICAL_DOUBLE, ANY, FLARE_DOUBLE, NULL },
    { FLARE_PHYSICAL_BYTE_ARRAY, FLARE_CONVERSION_DECIMAL, FLARE_INT64, strings_to_int64 },
    { FLARE_PHYSICAL_BYTE_ARRAY, FLARE_CONVERSION_DECIMAL, FLARE_INT128, strings_to_int128 },
    { FLARE_PHYSICAL_BYTE_ARRAY, FLARE_CONVERSION_NONE, FLARE_STRING, NULL },
    { FLARE_PHYSICAL_FIXED, FLARE_CONVERSION_DECIMAL, FLARE_INT64, fixed_to_int64 },
    { FLARE_PHYSICAL_FIXED, FLARE_CONVERSION_DECIMAL, FLARE_INT128, fixed_to_int128 },
    { FLARE_PHYSICAL_FIXED, FLARE_CONVERSION_NONE, FLARE_STRING, fixed_to_string },
};

static uint32_t stored_size(const flare_chunk *chunk)
{
    switch (chunk->physical_type) {
    case FLARE_PHYSICAL_INT32:
    case FLARE_PHYSICAL_FLOAT:
        return 4;
    case FLARE_PHYSICAL_INT64:
    case FLARE_PHYSICAL_DOUBLE:
        return 8;
    case FLARE_PHYSICAL_INT96:
        return 12;
    case FLARE_PHYSICAL_FIXED:
        return (uint32_t)chunk->type_length;
    default:
        return 0;
    }
}

bool flare_values_choose(flare_values *values, const flare_chunk *chunk, flare_type type)
{
    const flare_type wanted = type == FLARE_IDS ? FLARE_STRING : type;
    if (chunk->physical_type == FLARE_PHYSICAL_FIXED && chunk->type_length <= 0)
        return false;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if ((int32_t)ways[i].physical != chunk->physical_type || ways[i].type != wanted ||
            (ways[i].conversion != ANY && ways[i].conversion != chunk->conversion))
            continue;
        *values = (flare_values){
            .form = chunk->physical_type == FLARE_PHYSICAL_BOOLEAN      ? FLARE_VALUES_BITS
                    : chunk->physical_type == FLARE_PHYSICAL_BYTE_ARRAY ? FLARE_VALUES_STRINGS
                                                                        : FLARE_VALUES_FIXED,
            .type = wanted,
            .stored_size = stored_size(chunk),
            .value_size = flare_type_size(wanted),
            .convert = ways[i].convert,
        };
        return true;
    }
    return false;
}
