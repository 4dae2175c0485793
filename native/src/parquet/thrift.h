/*
 * Reads Thrift's compact protocol, as much of it as page headers need. Every byte is read once and within bounds; a
 * reader that met nonsense, or the end, is `broken` and returns zeros from then on, so that callers check once.
 */
#ifndef FLARE_PARQUET_THRIFT_H
#define FLARE_PARQUET_THRIFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct flare_thrift {
    const uint8_t *next;
    const uint8_t *end;
    bool broken;
} flare_thrift;

typedef enum flare_thrift_type {
    FLARE_THRIFT_STOP = 0,
    FLARE_THRIFT_TRUE = 1,
    FLARE_THRIFT_FALSE = 2,
    FLARE_THRIFT_BYTE = 3,
    FLARE_THRIFT_INT16 = 4,
    FLARE_THRIFT_INT32 = 5,
    FLARE_THRIFT_INT64 = 6,
    FLARE_THRIFT_DOUBLE = 7,
    FLARE_THRIFT_BINARY = 8,
    FLARE_THRIFT_LIST = 9,
    FLARE_THRIFT_SET = 10,
    FLARE_THRIFT_MAP = 11,
    FLARE_THRIFT_STRUCT = 12,
    FLARE_THRIFT_UUID = 13
} flare_thrift_type;

/* A field of a struct. */
typedef struct flare_thrift_field {
    int32_t id; /* 0 before the first */
    uint8_t type;
} flare_thrift_field;

/*
 * Steps to the next field of a struct; false at its end or when broken. Start with a zeroed field. The caller reads the
 * value, or skips it.
 */
bool flare_thrift_next(flare_thrift *thrift, flare_thrift_field *field);

/* Passes over the field's value, whatever it is. */
void flare_thrift_skip(flare_thrift *thrift, flare_thrift_field field);

/* The value of an integer field; broken if the field is of another type, or the value does not fit. */
int32_t flare_thrift_int32(flare_thrift *thrift, flare_thrift_field field);

/* The value of a boolean field, which lies in its type. */
bool flare_thrift_bool(flare_thrift *thrift, flare_thrift_field field);

#endif
