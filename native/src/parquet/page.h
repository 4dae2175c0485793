/* The header of a page, as parquet.thrift defines it. */
#ifndef FLARE_PARQUET_PAGE_H
#define FLARE_PARQUET_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum flare_page_kind {
    FLARE_PAGE_DATA = 0,
    FLARE_PAGE_INDEX = 1,
    FLARE_PAGE_DICTIONARY = 2,
    FLARE_PAGE_DATA_V2 = 3
} flare_page_kind;

typedef enum flare_encoding {
    FLARE_ENCODING_PLAIN = 0,
    FLARE_ENCODING_PLAIN_DICTIONARY = 2,
    FLARE_ENCODING_RLE = 3,
    FLARE_ENCODING_BIT_PACKED = 4,
    FLARE_ENCODING_DELTA_BINARY_PACKED = 5,
    FLARE_ENCODING_DELTA_LENGTH_BYTE_ARRAY = 6,
    FLARE_ENCODING_DELTA_BYTE_ARRAY = 7,
    FLARE_ENCODING_RLE_DICTIONARY = 8,
    FLARE_ENCODING_BYTE_STREAM_SPLIT = 9
} flare_encoding;

/* Sizes and counts are never negative. */
typedef struct flare_page_header {
    int32_t kind;        /* flare_page_kind, or a number that is none */
    int32_t plain_size;  /* bytes of the page without compression, its header apart */
    int32_t stored_size; /* bytes in the file, its header apart */
    int32_t value_count; /* nulls included; entries of a dictionary */
    int32_t encoding;    /* of the values */

    /* Data pages of the first version. */
    int32_t definition_encoding;

    /* Data pages of the second version: levels come first, not compressed. */
    int32_t null_count;
    int32_t definition_size;
    int32_t repetition_size;
    bool compressed; /* the values; true for other pages */
} flare_page_header;

/*
 * Reads the header at `bytes`, of which `size` may be read. Returns the bytes that it takes; 0 if there is no whole and
 * valid header.
 */
size_t flare_page_header_read(flare_page_header *header, const uint8_t *bytes, size_t size);

/* Name of an encoding, for messages. Static. */
const char *flare_encoding_name(int32_t encoding);

#endif
