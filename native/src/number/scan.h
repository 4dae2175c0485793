/* Reading the text of numbers. Internal to the rooms of functions. */
#ifndef FLARE_NUMBER_SCAN_H
#define FLARE_NUMBER_SCAN_H

#include <stdbool.h>
#include <stdint.h>

/* [sign] digits [. digits] [e [sign] digits], with a digit on one side of the point at least, and spaces around. */
typedef struct {
    bool negative;
    const uint8_t *mantissa; /* digits, and a point perhaps */
    uint32_t mantissa_length;
    uint32_t fraction_digits;
    int32_t exponent; /* as written; beyond a million it stays there */
} flare_number_text;

bool flare_number_scan(const uint8_t *bytes, uint32_t length, flare_number_text *number);

/* Moves both ends of a text past spaces, tabs and line ends. */
void flare_number_strip(const uint8_t **bytes, uint32_t *length);

static inline bool flare_is_digit(uint8_t byte)
{
    return (uint8_t)(byte - '0') < 10;
}

#endif
