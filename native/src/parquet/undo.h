/*
 * Encodings that are undone for a whole page, into the bytes that PLAIN would have: DELTA_BINARY_PACKED,
 * DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY and BYTE_STREAM_SPLIT. Readers of PLAIN do the rest.
 */
#ifndef FLARE_PARQUET_UNDO_H
#define FLARE_PARQUET_UNDO_H

#include "flare/memory.h"
#include "parquet/values.h"

typedef enum flare_undo_result {
    FLARE_UNDO_OK,
    FLARE_UNDO_CORRUPT,
    FLARE_UNDO_UNSUPPORTED, /* not an encoding of this list, or not for this physical type */
    FLARE_UNDO_NO_MEMORY    /* an error of the budget, which is noted */
} flare_undo_result;

/*
 * Undoes `encoding` of the values at bytes .. end, at most value_count of them, into `target`; *byte_size is how much
 * they take there. `scratch` is for lengths.
 */
flare_undo_result flare_undo(int32_t encoding, int32_t physical_type, const flare_values *values,
                             const uint8_t *bytes, const uint8_t *end, uint32_t value_count,
                             flare_buffer *target, flare_buffer *scratch, uint64_t *byte_size,
                             flare_error *error);

#endif
