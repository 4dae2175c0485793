/*
 * Prefix of a key that can be null:   | 1 bit: where nulls go | the upper 63 bits of the value's image |
 * of one that cannot:                 | 64 bits of the value's image |
 * The image of a value is an unsigned number in the value's order: integers with the sign bit flipped, doubles by their bits with
 * negatives inverted, strings by their first 8 bytes. Descending inverts the image, never the null bit.
 */
#include "compare.h"

#include <string.h>

static const uint64_t sign_bit = 1ull << 63;

static inline uint64_t load(const uint8_t *row, uint32_t offset)
{
    uint64_t word;
    memcpy(&word, row + offset, sizeof(word));
    return word;
}

static inline int32_t load_int32(const uint8_t *row, uint32_t offset)
{
    int32_t value;
    memcpy(&value, row + offset, sizeof(value));
    return value;
}

static inline flare_string load_string(const uint8_t *row, uint32_t offset)
{
    flare_string string;
    memcpy(&string, row + offset, sizeof(string));
    return string;
}

static inline flare_int128 load_int128(const uint8_t *row, uint32_t offset)
{
    flare_int128 value;
    memcpy(&value, row + offset, sizeof(value));
    return value;
}

static double load_double(const uint8_t *row, const flare_sort_key *key)
{
    if (key->type == FLARE_FLOAT) {
        float narrow;
        memcpy(&narrow, row + key->offset, sizeof(narrow));
        return (double)narrow;
    }
    double value;
    memcpy(&value, row + key->offset, sizeof(value));
    return value;
}

static uint64_t image_of_double(double value)
{
    const double canonical = flare_canonical_double(value);
    uint64_t bits;
    memcpy(&bits, &canonical, sizeof(bits));
    return bits & sign_bit ? ~bits : bits | sign_bit;
}

static uint64_t image_of_string(flare_string string)
{
    uint64_t image = 0;
    memcpy(&image, string.prefix, 4);
    if (string.length > 12)
        memcpy((uint8_t *)&image + 4, string.tail.bytes + 4, 4);
    else
        memcpy((uint8_t *)&image + 4, string.tail.rest, 4);
    return __builtin_bswap64(image);
}

static uint64_t image(const flare_sort_key *key, const uint8_t *row)
{
    switch (key->type) {
    case FLARE_BOOL:
        return row[key->offset];
    case FLARE_INT32:
        return (uint64_t)(int64_t)load_int32(row, key->offset) ^ sign_bit;
    case FLARE_INT64:
        return load(row, key->offset) ^ sign_bit;
    case FLARE_INT128:
        return (uint64_t)load_int128(row, key->offset).high ^ sign_bit;
    case FLARE_FLOAT:
    case FLARE_DOUBLE:
        return image_of_double(load_double(row, key));
    case FLARE_STRING:
        return image_of_string(load_string(row, key->offset));
    case FLARE_IDS:
        break;
    }
    return 0;
}

static bool is_valid(const flare_sort_key *key, const uint8_t *row)
{
    return key->valid_offset < 0 || row[key->valid_offset];
}

uint64_t flare_sort_prefix(const flare_sort *sort, const uint8_t *row)
{
    if (sort->key_count == 0)
        return 0;
    const flare_sort_key *const key = &sort->keys[0];
    if (!is_valid(key, row))
        return key->nulls_first ? 0 : sign_bit;
    const uint64_t value = key->descending ? ~image(key, row) : image(key, row);
    if (key->valid_offset < 0)
        return value;
    return value >> 1 | (key->nulls_first ? sign_bit : 0);
}

bool flare_sort_prefix_is_exact(const flare_sort *sort)
{
    if (sort->key_count == 0)
        return true;
    const flare_sort_key *const key = &sort->keys[0];
    const bool whole =
        key->type == FLARE_INT64 || key->type == FLARE_INT32 || key->type == FLARE_DOUBLE;
    return sort->key_count == 1 && key->valid_offset < 0 && whole;
}

static int32_t compare_values(const flare_sort_key *key, const flare_sort_key *other,
                              const uint8_t *a, const uint8_t *b)
{
    if (key->type == FLARE_STRING)
        return flare_compare_string(load_string(a, key->offset), load_string(b, other->offset));
    if (key->type == FLARE_INT128)
        return flare_compare_int128(load_int128(a, key->offset), load_int128(b, other->offset));
    const uint64_t left = image(key, a);
    const uint64_t right = image(other, b);
    return left == right ? 0 : left < right ? -1 : 1;
}

int32_t flare_sort_compare_key(const flare_sort_key *key, const flare_sort_key *other,
                               const uint8_t *a, const uint8_t *b)
{
    const bool a_valid = is_valid(key, a);
    const bool b_valid = is_valid(other, b);
    if (a_valid && b_valid) {
        const int32_t order = compare_values(key, other, a, b);
        return key->descending ? -order : order;
    }
    if (a_valid == b_valid)
        return 0;
    return a_valid == key->nulls_first ? 1 : -1;
}

int32_t flare_sort_compare(const flare_sort *sort, const uint8_t *a, const uint8_t *b)
{
    for (int32_t i = 0; i < sort->key_count; i++) {
        const int32_t order = flare_sort_compare_key(&sort->keys[i], &sort->keys[i], a, b);
        if (order != 0)
            return order;
    }
    return 0;
}
