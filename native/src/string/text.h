/* Reading and making flare_string. Internal to the rooms of functions. */
#ifndef FLARE_STRING_TEXT_H
#define FLARE_STRING_TEXT_H

#include <string.h>

#include "flare/worker.h"

enum { FLARE_INLINE_BYTES = 12 };

/* The bytes of a string; of a short one they lie within `string`, which must outlive them. */
static inline const uint8_t *flare_text_bytes(const flare_string *string)
{
    return string->length <= FLARE_INLINE_BYTES
               ? (const uint8_t *)string + offsetof(flare_string, prefix)
               : string->tail.bytes;
}

/* A string of bytes that live long enough: until the next block at least, if there are more than 12. */
static inline flare_string flare_text_view(const uint8_t *bytes, uint64_t length)
{
    flare_string string = flare_string_empty();
    string.length = (uint32_t)length;
    if (length <= FLARE_INLINE_BYTES) {
        memcpy((uint8_t *)&string + offsetof(flare_string, prefix), bytes, length);
    } else {
        memcpy(string.prefix, bytes, sizeof string.prefix);
        string.tail.bytes = bytes;
    }
    return string;
}

/* A string in the making: bytes to write, within the struct while they are few. */
typedef struct {
    uint64_t length;
    uint8_t
        *bytes; /* `length` of them; null: there is no such string, and the worker has an error */
    uint8_t small[FLARE_INLINE_BYTES];
} flare_text;

/* Room for a string of exactly `length` bytes. Errors: DATA above 2^31 - 1 bytes, MEMORY. */
bool flare_text_open(flare_worker *worker, flare_text *text, uint64_t length, int32_t position);

static inline flare_string flare_text_close(const flare_text *text)
{
    return flare_text_view(text->bytes, text->length);
}

/* A string of a few bytes that lie on the stack: copied. Empty, and an error, where there is no memory. */
flare_string flare_text_copy(flare_worker *worker, const void *bytes, uint64_t length);

/* FLARE_ERROR_CAST: "cannot cast '...' to <type>". The value is cut and made printable. */
void flare_text_refuse(flare_worker *worker, int32_t position, flare_string value,
                       const char *type);

#endif
