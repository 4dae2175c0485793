/*
 * An open Parquet file: where its column chunks lie, and their bytes.
 *
 * Java reads the footer and hands over a layout, the few numbers of it that decoding needs. Nothing in the layout is
 * trusted: every offset and size is checked against the file. The file is opened once, mapped once, and shared by all
 * queries that hold a reference.
 *
 * Layout, in the machine's byte order (little-endian), without gaps:
 *
 *   | flare_layout | int64 rows[row_group_count] | flare_chunk chunks[row_group_count][leaf_count] |
 *
 * Leaves are the primitive columns of the file's schema in the footer's order, so row_groups[g].columns[l] of the
 * footer is chunks[g][l].
 */
#ifndef FLARE_FILE_H
#define FLARE_FILE_H

#include <stdint.h>

#include "flare/error.h"
#include "flare/program.h"

typedef struct flare_layout {
    int32_t version; /* FLARE_LAYOUT_VERSION */
    int32_t row_group_count;
    int32_t leaf_count;
    int32_t reserved; /* 0 */
} flare_layout;

enum { FLARE_LAYOUT_VERSION = 1 };

/* What Parquet's converted or logical type asks of a physical value. Numbers are part of the layout. */
typedef enum flare_conversion {
    FLARE_CONVERSION_NONE = 0,     /* also dates, signed integers of any size, strings, binaries */
    FLARE_CONVERSION_DECIMAL = 1,  /* unscaled; byte arrays hold it big-endian */
    FLARE_CONVERSION_UNSIGNED = 2, /* uint8 to uint64 */
    FLARE_CONVERSION_TIMESTAMP_MILLIS = 3, /* to microseconds */
    FLARE_CONVERSION_TIMESTAMP_MICROS = 4,
    FLARE_CONVERSION_TIMESTAMP_NANOS = 5, /* to microseconds, rounded down */
    FLARE_CONVERSION_TIMESTAMP_INT96 = 6, /* to microseconds, rounded down */
    FLARE_CONVERSION_TIME_MILLIS = 7,     /* to microseconds */
    FLARE_CONVERSION_TIME_MICROS = 8,
    FLARE_CONVERSION_TIME_NANOS = 9 /* to microseconds, rounded down */
} flare_conversion;

/* Parquet's physical types, by their numbers. */
typedef enum flare_physical {
    FLARE_PHYSICAL_BOOLEAN = 0,
    FLARE_PHYSICAL_INT32 = 1,
    FLARE_PHYSICAL_INT64 = 2,
    FLARE_PHYSICAL_INT96 = 3,
    FLARE_PHYSICAL_FLOAT = 4,
    FLARE_PHYSICAL_DOUBLE = 5,
    FLARE_PHYSICAL_BYTE_ARRAY = 6,
    FLARE_PHYSICAL_FIXED = 7 /* FIXED_LEN_BYTE_ARRAY */
} flare_physical;

/* One column chunk: 48 bytes. */
typedef struct flare_chunk {
    int64_t first_page_offset;    /* dictionary page, else first data page */
    int64_t byte_size;            /* of all pages with their headers: total_compressed_size */
    int64_t value_count;          /* nulls included */
    int32_t codec;                /* CompressionCodec's number */
    int32_t physical_type;        /* flare_physical */
    int32_t type_length;          /* bytes of a FLARE_PHYSICAL_FIXED value, else 0 */
    int32_t conversion;           /* flare_conversion */
    int32_t max_definition_level; /* 0: required, 1: nullable */
    int32_t max_repetition_level; /* must be 0 */
} flare_chunk;

/* What the file was when its footer was read. */
typedef struct flare_identity {
    int64_t byte_size;
    int64_t modified_nanos; /* mtime, since the epoch */
    int64_t inode;          /* 0: not compared */
} flare_identity;

/*
 * How bytes are read. A mapped file that is cut while it is read raises SIGBUS, which workers turn into an error; pread
 * into pooled buffers is for network file systems, or by setting.
 */
typedef enum flare_access { FLARE_ACCESS_MAP = 0, FLARE_ACCESS_READ = 1 } flare_access;

typedef struct flare_file flare_file;

/*
 * Opens a file and checks its identity and its layout, which is copied. The caller holds the first reference.
 * Errors: FILE (gone, unreadable, changed since its footer was read), FORMAT (the layout contradicts the file).
 */
flare_status flare_file_open(flare_error *error, const char *path, const flare_identity *identity,
                             const void *layout, int64_t layout_size, flare_access access,
                             flare_file **file);

/*
 * Compares the identity again, both of the open file and of what its path names now: before each execution.
 * Errors: FILE.
 */
flare_status flare_file_check(flare_error *error, const flare_file *file);

/* References; the last release closes the file. Release accepts null. Any thread. */
flare_file *flare_file_retain(flare_file *file);
void flare_file_release(flare_file *file);

const char *flare_file_path(const flare_file *file);
int32_t flare_file_row_group_count(const flare_file *file);
int32_t flare_file_leaf_count(const flare_file *file);
int64_t flare_file_rows(const flare_file *file, int32_t row_group);
const flare_chunk *flare_file_chunk(const flare_file *file, int32_t row_group, int32_t leaf);

#endif
