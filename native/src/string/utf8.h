/*
 * UTF-8 by structure: a character is a lead byte and exactly the continuation bytes that it promises; any byte that is not part of one is
 * a character by itself. So every string of bytes falls into characters in one way, from the front as from the back. Overlong forms and
 * surrogates are let through.
 */
#ifndef FLARE_STRING_UTF8_H
#define FLARE_STRING_UTF8_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { FLARE_UTF8_BAD = 0x200000, FLARE_UTF8_MOST = 4 };

static inline bool flare_utf8_continues(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Bytes that a lead byte promises, itself included; 1 for bytes that are no lead. */
static inline uint32_t flare_utf8_promise(uint8_t lead)
{
    if (lead < 0xC2 || lead > 0xF4)
        return 1;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Bytes of the first character; left: bytes there are, at least 1. */
static inline uint32_t flare_utf8_size(const uint8_t *bytes, uint64_t left)
{
    if (bytes[0] < 0x80)
        return 1;
    const uint32_t size = flare_utf8_promise(bytes[0]);
    if (size > left)
        return 1;
    for (uint32_t i = 1; i < size; i++)
        if (!flare_utf8_continues(bytes[i]))
            return 1;
    return size;
}

/* Bytes of the last character; left: bytes before `end`, at least 1. */
static inline uint32_t flare_utf8_size_before(const uint8_t *end, uint64_t left)
{
    uint32_t size = 1;
    while (size < FLARE_UTF8_MOST && size < left && flare_utf8_continues(end[-(int32_t)size]))
        size++;
    return flare_utf8_promise(end[-(int32_t)size]) == size ? size : 1;
}

/* The code point of a character of `size` bytes; a byte that is none gets a number of its own from FLARE_UTF8_BAD on. */
static inline uint32_t flare_utf8_code(const uint8_t *bytes, uint32_t size)
{
    switch (size) {
    case 2:
        return (bytes[0] & 0x1Fu) << 6 | (bytes[1] & 0x3Fu);
    case 3:
        return (bytes[0] & 0x0Fu) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
    case 4:
        return (bytes[0] & 0x07u) << 18 | (bytes[1] & 0x3Fu) << 12 | (bytes[2] & 0x3Fu) << 6 |
               (bytes[3] & 0x3Fu);
    default:
        return bytes[0] < 0x80 ? bytes[0] : FLARE_UTF8_BAD + bytes[0];
    }
}

/* Writes a code point, or the byte of a number from FLARE_UTF8_BAD on; returns its size. The target has room for 4 bytes. */
static inline uint32_t flare_utf8_write(uint8_t *bytes, uint32_t code)
{
    if (code < 0x80 || code >= FLARE_UTF8_BAD) {
        bytes[0] = (uint8_t)(code >= FLARE_UTF8_BAD ? code - FLARE_UTF8_BAD : code);
        return 1;
    }
    if (code < 0x800) {
        bytes[0] = (uint8_t)(0xC0 | code >> 6);
        bytes[1] = (uint8_t)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        bytes[0] = (uint8_t)(0xE0 | code >> 12);
        bytes[1] = (uint8_t)(0x80 | (code >> 6 & 0x3F));
        bytes[2] = (uint8_t)(0x80 | (code & 0x3F));
        return 3;
    }
    bytes[0] = (uint8_t)(0xF0 | code >> 18);
    bytes[1] = (uint8_t)(0x80 | (code >> 12 & 0x3F));
    bytes[2] = (uint8_t)(0x80 | (code >> 6 & 0x3F));
    bytes[3] = (uint8_t)(0x80 | (code & 0x3F));
    return 4;
}

/* True where every byte is below 0x80, so that bytes and characters are the same. */
static inline bool flare_utf8_is_ascii(const uint8_t *bytes, uint64_t length)
{
    uint64_t seen = 0;
    for (; length >= 8; length -= 8, bytes += 8) {
        uint64_t word;
        memcpy(&word, bytes, sizeof word);
        seen |= word;
    }
    for (; length > 0; length--)
        seen |= (uint64_t)*bytes++;
    return (seen & 0x8080808080808080u) == 0;
}

#endif
