/* LIKE as its definition reads, by recursion: what the real matchers are compared with, on short strings. */
#ifndef LIKE_NAIVE_H
#define LIKE_NAIVE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Bytes of the first character; a byte that belongs to none is one by itself. */
static inline uint32_t naive_size(const uint8_t *bytes, const uint8_t *end)
{
    const uint8_t lead = bytes[0];
    const uint32_t size = lead >= 0xC2 && lead <= 0xDF   ? 2
                          : lead >= 0xE0 && lead <= 0xEF ? 3
                          : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                         : 1;
    if ((size_t)(end - bytes) < size)
        return 1;
    for (uint32_t i = 1; i < size; i++)
        if (bytes[i] < 0x80 || bytes[i] > 0xBF)
            return 1;
    return size;
}

static inline bool naive_starts(const uint8_t *bytes, const uint8_t *end, const uint8_t *with,
                                uint32_t length)
{
    return (size_t)(end - bytes) >= length && memcmp(bytes, with, length) == 0;
}

/* escape_length 0: none. The patterns must be valid UTF-8. */
static inline bool naive_like(const uint8_t *value, const uint8_t *value_end,
                              const uint8_t *pattern, const uint8_t *pattern_end,
                              const uint8_t *escape, uint32_t escape_length)
{
    if (pattern == pattern_end)
        return value == value_end;
    uint32_t literal = naive_size(pattern, pattern_end);
    if (escape_length > 0 && naive_starts(pattern, pattern_end, escape, escape_length)) {
        pattern += escape_length;
        if (pattern == pattern_end)
            return false;
        literal = naive_size(pattern, pattern_end);
    } else if (*pattern == '%') {
        for (;; value += naive_size(value, value_end)) {
            if (naive_like(value, value_end, pattern + 1, pattern_end, escape, escape_length))
                return true;
            if (value == value_end)
                return false;
        }
    } else if (*pattern == '_') {
        return value < value_end && naive_like(value + naive_size(value, value_end), value_end,
                                               pattern + 1, pattern_end, escape, escape_length);
    }
    return naive_starts(value, value_end, pattern, literal) &&
           naive_like(value + literal, value_end, pattern + literal, pattern_end, escape,
                      escape_length);
}

#endif
