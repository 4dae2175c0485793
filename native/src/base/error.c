#include "flare/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Takes back the bytes of a character that was cut in the middle. */
static void drop_cut_character(char *message)
{
    size_t length = strlen(message);
    size_t tail = 0;
    while (tail < 3 && tail < length && ((uint8_t)message[length - 1 - tail] & 0xC0) == 0x80)
        tail++;
    if (tail == length)
        return;
    const uint8_t lead = (uint8_t)message[length - 1 - tail];
    const size_t expected = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    if (lead >= 0x80 && tail < expected)
        message[length - 1 - tail] = 0;
}

static void append(flare_error *error, const char *format, va_list arguments)
{
    const size_t length = strlen(error->message);
    const size_t room = sizeof error->message - length;
    const int wanted = vsnprintf(error->message + length, room, format, arguments);
    if (wanted >= 0 && (size_t)wanted >= room)
        drop_cut_character(error->message);
}

flare_status flare_fail(flare_error *error, flare_error_code code, int32_t position,
                        const char *format, ...)
{
    if (error == NULL || error->code != FLARE_ERROR_NONE)
        return FLARE_FAILED;
    error->code = code;
    error->position = position;
    error->message[0] = 0;
    va_list arguments;
    va_start(arguments, format);
    append(error, format, arguments);
    va_end(arguments);
    return FLARE_FAILED;
}

flare_status flare_fail_more(flare_error *error, const char *format, ...)
{
    if (error == NULL)
        return FLARE_FAILED;
    va_list arguments;
    va_start(arguments, format);
    append(error, format, arguments);
    va_end(arguments);
    return FLARE_FAILED;
}

flare_status flare_fail_memory(flare_error *error, uint64_t byte_size)
{
    return flare_fail(
        error, FLARE_ERROR_MEMORY, -1,
        "out of the memory budget: %llu more bytes are needed; raise it with --memory or "
        "EngineOptions",
        (unsigned long long)byte_size);
}
