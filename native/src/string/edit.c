/* Strings that are made anew, in the worker's block arena. */
#include "flare/strings.h"
#include "string/text.h"
#include "string/utf8.h"

flare_string flare_concat(flare_worker *worker, flare_string a, flare_string b)
{
    if (a.length == 0)
        return b;
    if (b.length == 0)
        return a;
    flare_text text;
    if (!flare_text_open(worker, &text, (uint64_t)a.length + b.length, -1))
        return flare_string_empty();
    memcpy(text.bytes, flare_text_bytes(&a), a.length);
    memcpy(text.bytes + a.length, flare_text_bytes(&b), b.length);
    return flare_text_close(&text);
}

flare_string flare_reverse(flare_worker *worker, flare_string value)
{
    const uint8_t *const bytes = flare_text_bytes(&value);
    flare_text text;
    if (!flare_text_open(worker, &text, value.length, -1))
        return flare_string_empty();
    for (uint64_t at = 0; at < value.length;) {
        const uint32_t size = flare_utf8_size(bytes + at, value.length - at);
        at += size;
        memcpy(text.bytes + (value.length - at), bytes + at - size, size);
    }
    return flare_text_close(&text);
}

/* ---- REPLACE ------------------------------------------------------------------------------------------------------------ */

static int64_t find_from(const flare_string *value, uint64_t at, const flare_string *needle)
{
    return flare_find_bytes(flare_text_bytes(value) + at, value->length - at,
                            flare_text_bytes(needle), needle->length);
}

static uint64_t count_needles(const flare_string *value, const flare_string *needle)
{
    uint64_t count = 0;
    uint64_t at = 0;
    for (int64_t found; (found = find_from(value, at, needle)) >= 0; count++)
        at += (uint64_t)found + needle->length;
    return count;
}

flare_string flare_replace(flare_worker *worker, flare_string value, flare_string from,
                           flare_string to)
{
    const uint64_t count = from.length == 0 ? 0 : count_needles(&value, &from);
    if (count == 0)
        return value;
    flare_text text;
    if (!flare_text_open(worker, &text, value.length - count * from.length + count * to.length, -1))
        return flare_string_empty();
    const uint8_t *const bytes = flare_text_bytes(&value);
    uint64_t at = 0;
    uint64_t out = 0;
    for (int64_t found; (found = find_from(&value, at, &from)) >= 0;) {
        memcpy(text.bytes + out, bytes + at, (uint64_t)found);
        out += (uint64_t)found;
        memcpy(text.bytes + out, flare_text_bytes(&to), to.length);
        out += to.length;
        at += (uint64_t)found + from.length;
    }
    memcpy(text.bytes + out, bytes + at, value.length - at);
    return flare_text_close(&text);
}

/* ---- REPEAT, LPAD, RPAD ------------------------------------------------------------------------------------------------- */

/* Fills with the pattern, over and over; the last one may be cut. */
static void fill_with(uint8_t *target, uint64_t length, const uint8_t *pattern,
                      uint64_t pattern_length)
{
    if (length <= pattern_length) {
        memcpy(target, pattern, length);
        return;
    }
    memcpy(target, pattern, pattern_length);
    for (uint64_t done = pattern_length; done < length;) {
        const uint64_t more = done < length - done ? done : length - done;
        memcpy(target + done, target, more);
        done += more;
    }
}

flare_string flare_repeat(flare_worker *worker, flare_string value, int64_t count, int32_t position)
{
    if (count <= 0 || value.length == 0)
        return flare_string_empty();
    uint64_t length;
    if (__builtin_mul_overflow((uint64_t)count, (uint64_t)value.length, &length))
        length = UINT64_MAX;
    flare_text text;
    if (!flare_text_open(worker, &text, length, position))
        return flare_string_empty();
    fill_with(text.bytes, length, flare_text_bytes(&value), value.length);
    return flare_text_close(&text);
}

/* Bytes of `count` characters of an endless row of fills. */
static uint64_t fill_bytes(const flare_string *fill, int64_t count)
{
    const uint64_t per_fill = (uint64_t)flare_length(*fill);
    uint64_t byte_size;
    if (__builtin_mul_overflow((uint64_t)count / per_fill, (uint64_t)fill->length, &byte_size))
        return UINT64_MAX / 2;
    const uint8_t *const bytes = flare_text_bytes(fill);
    uint64_t at = 0;
    for (uint64_t left = (uint64_t)count % per_fill; left > 0; left--)
        at += flare_utf8_size(bytes + at, fill->length - at);
    return byte_size > UINT64_MAX / 2 ? UINT64_MAX / 2 : byte_size + at;
}

typedef enum { FILL_LEFT, FILL_RIGHT } fill_side;

static flare_string pad(flare_worker *worker, flare_string value, int64_t length, flare_string fill,
                        fill_side side, int32_t position)
{
    if (length <= 0)
        return flare_string_empty();
    const int64_t missing = length - flare_length(value);
    if (missing <= 0)
        return flare_left(worker, value, length);
    if (fill.length == 0)
        return value;
    const uint64_t added = fill_bytes(&fill, missing);
    flare_text text;
    if (!flare_text_open(worker, &text, value.length + added, position))
        return flare_string_empty();
    const bool left = side == FILL_LEFT;
    memcpy(text.bytes + (left ? added : 0), flare_text_bytes(&value), value.length);
    fill_with(text.bytes + (left ? 0 : value.length), added, flare_text_bytes(&fill), fill.length);
    return flare_text_close(&text);
}

flare_string flare_lpad(flare_worker *worker, flare_string value, int64_t length, flare_string fill,
                        int32_t position)
{
    return pad(worker, value, length, fill, FILL_LEFT, position);
}

flare_string flare_rpad(flare_worker *worker, flare_string value, int64_t length, flare_string fill,
                        int32_t position)
{
    return pad(worker, value, length, fill, FILL_RIGHT, position);
}

flare_string flare_chr(flare_worker *worker, int32_t code, int32_t position)
{
    if (code <= 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
        flare_fail(&worker->error, FLARE_ERROR_DATA, position,
                   "CHR knows no character number %d; they go from 1 to 1114111, without 55296 to "
                   "57343",
                   code);
        return flare_string_empty();
    }
    uint8_t bytes[FLARE_UTF8_MOST];
    return flare_text_view(bytes, flare_utf8_write(bytes, (uint32_t)code));
}
