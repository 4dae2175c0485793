/*
 * Silence while TensorFlow starts. Its variable TF_CPP_MIN_LOG_LEVEL does not reach the messages that it writes through
 * Abseil's log, the level of which is hidden inside its library. Abseil writes each message to stderr by one fwrite, and
 * glibc lets a program assign stderr: so for a moment it is a stream whose write function knows those lines.
 */
#include "flare/engine.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char variable[] = "TF_CPP_MIN_LOG_LEVEL";

static FILE *standard; /* the real stderr between begin and end, else null */

static bool starts_with(const char *text, size_t length, const char *prefix)
{
    const size_t prefix_length = strlen(prefix);
    return length >= prefix_length && memcmp(text, prefix, prefix_length) == 0;
}

/* "I0000 00:00:1795343592.021332   12470 file.cc:401] ..." and the line that goes before the first of them. */
static bool is_information(const char *text, size_t length)
{
    return starts_with(text, length, "I0000 ") ||
           starts_with(text, length, "WARNING: All log messages before absl::InitializeLog()");
}

static ssize_t write_filtered(void *cookie, const char *text, size_t length)
{
    (void)cookie;
    if (is_information(text, length))
        return (ssize_t)length;
    return write(STDERR_FILENO, text, length);
}

/* Made once and never closed: a thread may hold it longer than we do. */
static FILE *filtered_stream(void)
{
    static FILE *stream;
    if (stream == NULL) {
        stream = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = write_filtered });
        if (stream != NULL)
            setvbuf(stream, NULL, _IONBF, 0);
    }
    return stream;
}

void flare_engine_tensorflow_quiet_begin(void)
{
    if (getenv(variable) != NULL || standard != NULL)
        return;
    setenv(variable, "2", 0); /* 0 information, 1 warnings, 2 errors */
    FILE *const filtered = filtered_stream();
    if (filtered == NULL)
        return;
    standard = stderr;
    stderr = filtered;
}

void flare_engine_tensorflow_quiet_end(void)
{
    if (standard == NULL)
        return;
    stderr = standard;
    standard = NULL;
}
