/* Parts of strings: they share the bytes of the whole. */
#include "flare/strings.h"
#include "string/text.h"
#include "string/utf8.h"

static flare_string slice(const flare_string *value, uint64_t from, uint64_t to)
{
    return flare_text_view(flare_text_bytes(value) + from, to - from);
}

/* Where the character number `count` from 0 begins, at or behind byte `from`; the length if there are fewer. */
static uint64_t skip(const flare_string *value, uint64_t from, int64_t count)
{
    const uint8_t *const bytes = flare_text_bytes(value);
    const uint64_t rest = value->length - from;
    const uint64_t skipped = (uint64_t)count < rest ? (uint64_t)count : rest;
    if (flare_utf8_is_ascii(bytes + from, skipped))
        return from + skipped;
    for (; count > 0 && from < value->length; count--)
        from += flare_utf8_size(bytes + from, value->length - from);
    return from;
}

/* Where the last `count` characters begin. */
static uint64_t skip_back(const flare_string *value, int64_t count)
{
    const uint8_t *const bytes = flare_text_bytes(value);
    uint64_t end = value->length;
    for (; count > 0 && end > 0; count--)
        end -= flare_utf8_size_before(bytes + end, end);
    return end;
}

flare_string flare_substring(flare_worker *worker, flare_string value, int64_t from)
{
    (void)worker;
    return from <= 1 ? value : slice(&value, skip(&value, 0, from - 1), value.length);
}

flare_string flare_substring_for(flare_worker *worker, flare_string value, int64_t from,
                                 int64_t count, int32_t position)
{
    if (count < 0) {
        flare_fail(&worker->error, FLARE_ERROR_DATA, position,
                   "SUBSTRING cannot take %lld characters; the count must not be negative",
                   (long long)count);
        return flare_string_empty();
    }
    int64_t end; /* number of the first character that is not taken */
    if (__builtin_add_overflow(from, count, &end))
        end = INT64_MAX;
    if (from < 1)
        from = 1;
    if (end <= from)
        return flare_string_empty();
    const uint64_t start = skip(&value, 0, from - 1);
    return slice(&value, start, skip(&value, start, end - from));
}

flare_string flare_left(flare_worker *worker, flare_string value, int64_t count)
{
    (void)worker;
    if (count >= 0)
        return slice(&value, 0, skip(&value, 0, count));
    return slice(&value, 0, skip_back(&value, count == INT64_MIN ? INT64_MAX : -count));
}

flare_string flare_right(flare_worker *worker, flare_string value, int64_t count)
{
    (void)worker;
    if (count >= 0)
        return slice(&value, skip_back(&value, count), value.length);
    return slice(&value, skip(&value, 0, count == INT64_MIN ? INT64_MAX : -count), value.length);
}

/* ---- TRIM --------------------------------------------------------------------------------------------------------------- */

static bool is_one_of(const uint8_t *character, uint32_t size, const flare_string *characters)
{
    const uint8_t *const bytes = flare_text_bytes(characters);
    for (uint64_t at = 0; at < characters->length;) {
        const uint32_t other = flare_utf8_size(bytes + at, characters->length - at);
        if (other == size && memcmp(bytes + at, character, size) == 0)
            return true;
        at += other;
    }
    return false;
}

static uint64_t trimmed_start(const flare_string *value, const flare_string *characters)
{
    const uint8_t *const bytes = flare_text_bytes(value);
    uint64_t at = 0;
    while (at < value->length) {
        const uint32_t size = flare_utf8_size(bytes + at, value->length - at);
        if (!is_one_of(bytes + at, size, characters))
            break;
        at += size;
    }
    return at;
}

static uint64_t trimmed_end(const flare_string *value, uint64_t start,
                            const flare_string *characters)
{
    const uint8_t *const bytes = flare_text_bytes(value);
    uint64_t end = value->length;
    while (end > start) {
        const uint32_t size = flare_utf8_size_before(bytes + end, end - start);
        if (!is_one_of(bytes + end - size, size, characters))
            break;
        end -= size;
    }
    return end;
}

flare_string flare_trim(flare_worker *worker, flare_string value, flare_string characters)
{
    (void)worker;
    const uint64_t start = trimmed_start(&value, &characters);
    return slice(&value, start, trimmed_end(&value, start, &characters));
}

flare_string flare_trim_leading(flare_worker *worker, flare_string value, flare_string characters)
{
    (void)worker;
    return slice(&value, trimmed_start(&value, &characters), value.length);
}

flare_string flare_trim_trailing(flare_worker *worker, flare_string value, flare_string characters)
{
    (void)worker;
    return slice(&value, 0, trimmed_end(&value, 0, &characters));
}

/* ---- SPLIT_PART --------------------------------------------------------------------------------------------------------- */

static int64_t count_parts(const flare_string *value, const flare_string *separator)
{
    const uint8_t *const bytes = flare_text_bytes(value);
    int64_t parts = 1;
    for (uint64_t at = 0;; parts++) {
        const int64_t found = flare_find_bytes(bytes + at, value->length - at,
                                               flare_text_bytes(separator), separator->length);
        if (found < 0)
            return parts;
        at += (uint64_t)found + separator->length;
    }
}

/* The part of a number from 1. */
static flare_string part_at(const flare_string *value, const flare_string *separator, int64_t part)
{
    const uint8_t *const bytes = flare_text_bytes(value);
    uint64_t at = 0;
    for (;; part--) {
        const int64_t found = flare_find_bytes(bytes + at, value->length - at,
                                               flare_text_bytes(separator), separator->length);
        if (part == 1)
            return slice(value, at, found < 0 ? value->length : at + (uint64_t)found);
        if (found < 0)
            return flare_string_empty();
        at += (uint64_t)found + separator->length;
    }
}

flare_string flare_split_part(flare_worker *worker, flare_string value, flare_string separator,
                              int64_t part, int32_t position)
{
    if (part == 0) {
        flare_fail(&worker->error, FLARE_ERROR_DATA, position,
                   "SPLIT_PART has no part 0; the first is 1, the last is -1");
        return flare_string_empty();
    }
    if (separator.length == 0)
        return part == 1 || part == -1 ? value : flare_string_empty();
    if (part < 0)
        part += count_parts(&value, &separator) + 1;
    return part < 1 ? flare_string_empty() : part_at(&value, &separator, part);
}
