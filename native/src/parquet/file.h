/* The inside of flare_file, for the column readers. */
#ifndef FLARE_PARQUET_FILE_H
#define FLARE_PARQUET_FILE_H

#include <stdatomic.h>

#include "flare/file.h"
#include "flare/memory.h"

struct flare_file {
    atomic_int references;
    int descriptor;
    char *path;
    flare_identity identity;
    const uint8_t *mapping; /* of the whole file; null: bytes come from pread */
    flare_layout layout;
    int64_t *rows;       /* by row group */
    flare_chunk *chunks; /* by row group, then leaf */
};

/*
 * The bytes at `offset`, of which `byte_size` may be read: in the mapping, or read into `buffer`, where they live until
 * it is used again. The range must lie in the file, as ranges within a chunk do. Errors: FILE, MEMORY.
 */
flare_status flare_file_bytes(const flare_file *file, int64_t offset, int64_t byte_size,
                              flare_buffer *buffer, flare_error *error, const uint8_t **bytes);

/* Whether bytes lie in the mapping, where they may change between two reads. */
static inline bool flare_file_maps(const flare_file *file, const uint8_t *bytes)
{
    return file->mapping != NULL && bytes >= file->mapping &&
           bytes < file->mapping + file->identity.byte_size;
}

#endif
