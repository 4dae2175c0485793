/* What went wrong, by value: the first error that happens is the one that is told. */
#ifndef FLARE_ERROR_H
#define FLARE_ERROR_H

#include "flare/program.h"

enum { FLARE_MESSAGE_SIZE = 512 };

/*
 * Zeroed before use. Java reads it from a direct buffer, so the layout is part of the door:
 *
 *   | code int32 | position int32 | message: UTF-8, ended by a zero byte |
 */
typedef struct flare_error {
    flare_error_code code;
    int32_t position; /* number of a place in the SQL text, or -1 */
    char message[FLARE_MESSAGE_SIZE];
} flare_error;

/*
 * Notes an error unless there is one already; the message says what, where and what to do. Always FLARE_FAILED, so that
 * `return flare_fail(...)` reads well. A message that is too long is cut between two characters; error may be null.
 */
flare_status flare_fail(flare_error *error, flare_error_code code, int32_t position,
                        const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Appends to the message of the error there is, such as the file or column that the caller knows. Always FLARE_FAILED. */
flare_status flare_fail_more(flare_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The sentence for running out of budget. Always FLARE_FAILED. */
flare_status flare_fail_memory(flare_error *error, uint64_t byte_size);

#endif
