/* LIKE against its definition. Input: | pattern length u8 | escape or 0 | pattern | value |; patterns are made valid UTF-8. */
#include <stdlib.h>

#include "../test/like_naive.h"
#include "flare/strings.h"

enum { MOST_PATTERN = 24, MOST_VALUE = 200, MOST_WILDCARDS = 5 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static flare_string string_of(const uint8_t *bytes, size_t length)
{
    flare_string string = flare_string_empty();
    string.length = (uint32_t)length;
    memcpy(string.prefix, bytes, length < 4 ? length : 4);
    if (length > 12)
        string.tail.bytes = bytes;
    else if (length > 4)
        memcpy(string.tail.rest, bytes + 4, length - 4);
    return string;
}

/* Bytes that belong to no character become letters, and so do wildcards above the number that recursion bears. */
static void make_valid(uint8_t *bytes, size_t length)
{
    int32_t wildcards = 0;
    for (size_t at = 0; at < length;) {
        const uint32_t size = naive_size(bytes + at, bytes + length);
        if (size == 1 && bytes[at] >= 0x80)
            bytes[at] &= 0x7F;
        if (bytes[at] == '%' && ++wildcards > MOST_WILDCARDS)
            bytes[at] = '_';
        at += size;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    size_t pattern_length = data[0] % (MOST_PATTERN + 1);
    const uint8_t escape = data[1] & 0x7F;
    const uint32_t escape_length = escape != 0;
    data += 2;
    size -= 2;
    if (pattern_length > size)
        pattern_length = size;
    const size_t value_length =
        size - pattern_length > MOST_VALUE ? MOST_VALUE : size - pattern_length;
    uint8_t *const pattern = malloc(pattern_length + 1);
    uint8_t *const value = malloc(value_length + 1); /* at its block's end */
    memcpy(pattern, data, pattern_length);
    memcpy(value + 1, data + pattern_length, value_length);
    make_valid(pattern, pattern_length);

    const bool expected = naive_like(value + 1, value + 1 + value_length, pattern,
                                     pattern + pattern_length, &escape, escape_length);
    const flare_string value_string = string_of(value + 1, value_length);
    const flare_string pattern_string = string_of(pattern, pattern_length);
    const flare_string escape_string = string_of(&escape, escape_length);
    flare_like_pattern compiled;
    flare_like_compile(&compiled, pattern_string, escape_string);
    if (flare_like_compiled(&compiled, &value_string) != expected ||
        flare_like_match(value_string, pattern_string, escape_string) != expected)
        abort();
    /* What matches keeps matching when case is ignored. */
    if (expected && !flare_ilike_match(value_string, pattern_string, escape_string))
        abort();
    free(pattern);
    free(value);
    return 0;
}
