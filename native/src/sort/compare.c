/*
 * Part 0 of a key that can be null:   | 1 bit: where nulls go | the upper 63 bits of the value's image |
 * anything else:                      | 64 bits of the value's image |
 * The image of a value is an unsigned number in the value's order: integers with the sign bit flipped, doubles by their bits with
 * negatives inverted, wide integers as the nearest of 64 bits, strings by 8 bytes. Descending inverts the image, never the null bit.
 * Later parts of rows whose earlier ones are equal: strings go on from where the last part ended for certain, wide integers have their
 * upper half and then their lower, others the whole image.
 */
#include "compare.h"

#include <string.h>

enum { INLINE_BYTES = 12, STRING_PART = 7 };

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

/* 8 bytes from `first` on, zeroes beyond the end. */
static uint64_t image_of_string(flare_string string, uint64_t first)
{
    const uint8_t *const bytes = string.length <= INLINE_BYTES ? string.prefix : string.tail.bytes;
    const uint64_t left = string.length > first ? string.length - first : 0;
    uint64_t image = 0;
    memcpy(&image, bytes + (left > 0 ? first : 0), left < sizeof(image) ? left : sizeof(image));
    return __builtin_bswap64(image);
}

/* Those beyond 64 bits become the largest or the least: values that are neither are told apart. */
static uint64_t image_of_int128(flare_int128 value, uint32_t part)
{
    if (part > 0)
        return part == 1 ? (uint64_t)value.high ^ sign_bit : value.low;
    const bool fits = value.high == (int64_t)value.low >> 63;
    return fits ? value.low ^ sign_bit : value.high < 0 ? 0 : UINT64_MAX;
}

static uint64_t image(const flare_sort_key *key, uint32_t part, const uint8_t *row)
{
    switch (key->type) {
    case FLARE_BOOL:
        return (uint64_t)row[key->offset] << 63;
    case FLARE_INT32:
        return (uint64_t)(uint32_t)load_int32(row, key->offset) << 32 ^ sign_bit;
    case FLARE_INT64:
        return load(row, key->offset) ^ sign_bit;
    case FLARE_INT128:
        return image_of_int128(load_int128(row, key->offset), part);
    case FLARE_FLOAT:
    case FLARE_DOUBLE:
        return image_of_double(load_double(row, key));
    case FLARE_STRING:
        return image_of_string(load_string(row, key->offset), (uint64_t)part * STRING_PART);
    case FLARE_IDS:
        break;
    }
    return 0;
}

static bool is_valid(const flare_sort_key *key, const uint8_t *row)
{
    return key->valid_offset < 0 || row[key->valid_offset];
}

uint64_t flare_sort_prefix(const flare_sort *sort, uint32_t part, const uint8_t *row)
{
    if (sort->key_count == 0)
        return 0;
    const flare_sort_key *const key = &sort->keys[0];
    if (!is_valid(key, row))
        return key->nulls_first ? 0 : sign_bit;
    const uint64_t value = key->descending ? ~image(key, part, row) : image(key, part, row);
    if (key->valid_offset < 0 || part > 0)
        return value;
    return value >> 1 | (key->nulls_first ? sign_bit : 0);
}

/* Strings of a run end within the part, all at the same place; or some go on; or zero bytes look like ends. */
static flare_sort_next next_of_strings(const flare_sort_key *key, uint32_t part,
                                       const flare_sort_entry *entries, int64_t count)
{
    const uint32_t length = load_string(entries[0].row, key->offset).length;
    uint32_t longest = length;
    bool equal = true;
    for (int64_t i = 1; i < count; i++) {
        const uint32_t other = load_string(entries[i].row, key->offset).length;
        longest = other > longest ? other : longest;
        equal &= other == length;
    }
    if (longest > ((uint64_t)part + 1) * STRING_PART)
        return FLARE_NEXT_PART;
    return equal ? FLARE_NEXT_KEY : FLARE_NEXT_COMPARED;
}

flare_sort_next flare_sort_next_of(const flare_sort *sort, uint32_t part,
                                   const flare_sort_entry *entries, int64_t count)
{
    const flare_sort_key *const key = &sort->keys[0];
    const uint8_t *const row = entries[0].row;
    if (!is_valid(key, row))
        return FLARE_NEXT_KEY;
    const bool whole = part > 0 || key->valid_offset < 0;
    bool exact = true;
    switch (key->type) {
    case FLARE_STRING:
        return next_of_strings(key, part, entries, count);
    case FLARE_INT128: {
        const uint64_t image = image_of_int128(load_int128(row, key->offset), 0);
        exact = part > 1 || (whole && part == 0 && image != 0 && image != UINT64_MAX);
        break;
    }
    case FLARE_INT64:
    case FLARE_DOUBLE:
        exact = whole;
        break;
    case FLARE_BOOL:
    case FLARE_INT32:
    case FLARE_FLOAT: /* as a double it ends in zeroes */
    case FLARE_IDS:
        break;
    }
    return exact ? FLARE_NEXT_KEY : FLARE_NEXT_PART;
}

static int32_t compare_values(const flare_sort_key *key, const flare_sort_key *other,
                              const uint8_t *a, const uint8_t *b)
{
    if (key->type == FLARE_STRING)
        return flare_compare_string(load_string(a, key->offset), load_string(b, other->offset));
    if (key->type == FLARE_INT128)
        return flare_compare_int128(load_int128(a, key->offset), load_int128(b, other->offset));
    const uint64_t left = image(key, 0, a);
    const uint64_t right = image(other, 0, b);
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
