#include "number/scan.h"

enum { EXPONENT_LIMIT = 1000000 };

static bool is_space(uint8_t byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

void flare_number_strip(const uint8_t **bytes, uint32_t *length)
{
    while (*length > 0 && is_space((*bytes)[0])) {
        (*bytes)++;
        (*length)--;
    }
    while (*length > 0 && is_space((*bytes)[*length - 1]))
        (*length)--;
}

/* The exponent after 'e', all bytes of it. */
static bool scan_exponent(const uint8_t *bytes, uint32_t length, int32_t *exponent)
{
    uint32_t at = 0;
    const bool negative = length > 0 && bytes[0] == '-';
    if (length > 0 && (bytes[0] == '-' || bytes[0] == '+'))
        at++;
    if (at == length)
        return false;
    int32_t value = 0;
    for (; at < length; at++) {
        if (!flare_is_digit(bytes[at]))
            return false;
        value = value * 10 + (bytes[at] - '0');
        if (value > EXPONENT_LIMIT)
            value = EXPONENT_LIMIT;
    }
    *exponent = negative ? -value : value;
    return true;
}

bool flare_number_scan(const uint8_t *bytes, uint32_t length, flare_number_text *number)
{
    flare_number_strip(&bytes, &length);
    *number = (flare_number_text){ .negative = length > 0 && bytes[0] == '-' };
    uint32_t at = length > 0 && (bytes[0] == '-' || bytes[0] == '+');
    number->mantissa = bytes + at;
    const uint32_t start = at;
    uint32_t digits = 0;
    bool point = false;
    for (; at < length; at++) {
        if (flare_is_digit(bytes[at])) {
            digits++;
            number->fraction_digits += point;
        } else if (bytes[at] == '.' && !point) {
            point = true;
        } else {
            break;
        }
    }
    number->mantissa_length = at - start;
    if (digits == 0)
        return false;
    if (at == length)
        return true;
    return (bytes[at] == 'e' || bytes[at] == 'E') &&
           scan_exponent(bytes + at + 1, length - at - 1, &number->exponent);
}
