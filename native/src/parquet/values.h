/*
 * From physical values, as PLAIN pages hold them, to the values of a block.
 *
 * A flare_values says how one column chunk does it. Values without nulls, close together:
 *
 *   FIXED     stored_size bytes each; copied as they are, or through `convert`
 *   STRINGS   byte arrays: a length of 4 bytes, then the bytes; becomes flare_string, or a decimal through `convert`
 *   BITS      booleans, one bit each
 */
#ifndef FLARE_PARQUET_VALUES_H
#define FLARE_PARQUET_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flare/file.h"
#include "flare/program.h"

/*
 * Converts `count` values of stored_size bytes (unaligned) into `target`, an array of the column's type. False if a
 * value does not fit that type. For byte arrays the source is an array of flare_string.
 */
typedef bool flare_convert(const void *source, uint32_t stored_size, size_t count, void *target);

typedef enum flare_values_form {
    FLARE_VALUES_FIXED,
    FLARE_VALUES_STRINGS,
    FLARE_VALUES_BITS
} flare_values_form;

typedef struct flare_values {
    flare_values_form form;
    flare_type type;        /* of the result: the scan's type, with FLARE_STRING for FLARE_IDS */
    uint32_t stored_size;   /* FIXED: bytes of a value in the page */
    uint32_t value_size;    /* bytes of a value in a block */
    flare_convert *convert; /* null: FIXED values are copied, STRINGS stay strings */
} flare_values;

/* How the chunk's values become `type`. False if there is no way: a lying layout, or a planner's mistake. */
bool flare_values_choose(flare_values *values, const flare_chunk *chunk, flare_type type);

/* Bytes of a value of a type in a block. */
uint32_t flare_type_size(flare_type type);

/*
 * Reads `count` byte arrays from `next`, without passing `end`, into strings that point at them (short ones hold their
 * bytes). Returns where the next one starts, or null if they do not fit in front of `end`.
 */
const uint8_t *flare_values_strings(const uint8_t *next, const uint8_t *end, size_t count,
                                    flare_string *target);

/* Passes over `count` byte arrays. Returns and fails as above. */
const uint8_t *flare_values_skip_strings(const uint8_t *next, const uint8_t *end, size_t count);

/* A string of `length` bytes at `bytes`, where `readable` bytes (at least length) may be read. */
flare_string flare_values_string(const uint8_t *bytes, uint32_t length, size_t readable);

#endif
