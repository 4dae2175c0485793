/* Lengths, places, prefixes. */
#include "flare/strings.h"
#include "string/text.h"
#include "string/utf8.h"

static int64_t count_characters(const uint8_t *bytes, uint64_t length)
{
    if (flare_utf8_is_ascii(bytes, length))
        return (int64_t)length;
    int64_t count = 0;
    for (uint64_t at = 0; at < length; count++)
        at += flare_utf8_size(bytes + at, length - at);
    return count;
}

int64_t flare_length(flare_string value)
{
    return count_characters(flare_text_bytes(&value), value.length);
}

int64_t flare_position(flare_string needle, flare_string haystack)
{
    const uint8_t *const bytes = flare_text_bytes(&haystack);
    const int64_t found =
        flare_find_bytes(bytes, haystack.length, flare_text_bytes(&needle), needle.length);
    return found < 0 ? 0 : 1 + count_characters(bytes, (uint64_t)found);
}

bool flare_starts_with(flare_string value, flare_string prefix)
{
    return prefix.length <= value.length &&
           memcmp(flare_text_bytes(&value), flare_text_bytes(&prefix), prefix.length) == 0;
}

bool flare_ends_with(flare_string value, flare_string suffix)
{
    return suffix.length <= value.length &&
           memcmp(flare_text_bytes(&value) + (value.length - suffix.length),
                  flare_text_bytes(&suffix), suffix.length) == 0;
}

bool flare_contains(flare_string value, flare_string needle)
{
    return flare_find_bytes(flare_text_bytes(&value), value.length, flare_text_bytes(&needle),
                            needle.length) >= 0;
}

int32_t flare_ascii(flare_string value)
{
    if (value.length == 0)
        return 0;
    const uint8_t *const bytes = flare_text_bytes(&value);
    const uint32_t code = flare_utf8_code(bytes, flare_utf8_size(bytes, value.length));
    return (int32_t)(code >= FLARE_UTF8_BAD ? code - FLARE_UTF8_BAD : code);
}
