#include "string/text.h"

#include "string/utf8.h"

enum { SHOWN_BYTES = 60 };

bool flare_text_open(flare_worker *worker, flare_text *text, uint64_t length, int32_t position)
{
    text->length = length;
    text->bytes = text->small;
    if (length <= FLARE_INLINE_BYTES)
        return true;
    text->bytes = NULL;
    if (length > INT32_MAX)
        flare_fail(&worker->error, FLARE_ERROR_DATA, position,
                   "a string of %llu bytes would be longer than the 2147483647 that are allowed",
                   (unsigned long long)length);
    else
        text->bytes = flare_worker_scratch(worker, length);
    return text->bytes != NULL;
}

flare_string flare_text_copy(flare_worker *worker, const void *bytes, uint64_t length)
{
    flare_text text;
    if (!flare_text_open(worker, &text, length, -1))
        return flare_string_empty();
    memcpy(text.bytes, bytes, length);
    return flare_text_close(&text);
}

/* Whole characters only; what is no valid character, and controls, become question marks. */
static void show(flare_string value, char *shown)
{
    const uint8_t *const bytes = flare_text_bytes(&value);
    uint32_t at = 0;
    uint32_t out = 0;
    while (at < value.length) {
        const uint32_t size = flare_utf8_size(bytes + at, value.length - at);
        if (out + size > SHOWN_BYTES) {
            memcpy(shown + out, "...", 4);
            return;
        }
        if (flare_utf8_code(bytes + at, size) < 0x20 || (size == 1 && bytes[at] >= 0x7F)) {
            shown[out++] = '?';
        } else {
            memcpy(shown + out, bytes + at, size);
            out += size;
        }
        at += size;
    }
    shown[out] = 0;
}

void flare_text_refuse(flare_worker *worker, int32_t position, flare_string value, const char *type)
{
    char shown[SHOWN_BYTES + 4];
    show(value, shown);
    flare_fail(&worker->error, FLARE_ERROR_CAST, position, "cannot cast '%s' to %s", shown, type);
}
