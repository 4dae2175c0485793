/*
 * Shortest digits by trial: 15, 16 and 17 digits for doubles (6 to 9 for floats), the first that reads back. Normal numbers keep 15
 * digits (6) whatever they are, so a shorter text shows as trailing zeroes; subnormal ones are tried from one digit on. Where the
 * spacing of floating point numbers changes, at powers of two, the nearest text of n digits may miss and its neighbour hit: that is
 * tried too. Only digits and 'e' are ever read or kept, as the decimal point is the locale's.
 */
#include "number/shortest.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    double value; /* above 0 */
    bool is_float;
} target;

static bool reads_back(target wanted, uint64_t digits, int32_t exponent)
{
    char text[40];
    snprintf(text, sizeof text, "%llue%d", (unsigned long long)digits, exponent);
    if (wanted.is_float)
        return strtof(text, NULL) == (float)wanted.value;
    return strtod(text, NULL) == wanted.value;
}

/* The value rounded to so many digits. */
static flare_shortest rounded(double value, int32_t digit_count)
{
    char text[48];
    snprintf(text, sizeof text, "%.*e", digit_count - 1, value);
    flare_shortest number = { 0, 0 };
    const char *at = text;
    for (; *at != 'e' && *at != 0; at++)
        if (*at >= '0' && *at <= '9')
            number.digits = number.digits * 10 + (uint64_t)(*at - '0');
    number.exponent = (*at == 0 ? 0 : (int32_t)strtol(at + 1, NULL, 10)) - (digit_count - 1);
    return number;
}

static flare_shortest search(target wanted, int32_t from, int32_t to)
{
    flare_shortest number = rounded(wanted.value, from);
    for (int32_t count = from; count < to; number = rounded(wanted.value, ++count)) {
        if (reads_back(wanted, number.digits, number.exponent))
            break;
        if (reads_back(wanted, number.digits + 1, number.exponent)) {
            number.digits++;
            break;
        }
    }
    while (number.digits % 10 == 0) {
        number.digits /= 10;
        number.exponent++;
    }
    return number;
}

flare_shortest flare_shortest_double(double value)
{
    const target wanted = { fabs(value), false };
    if (wanted.value == 0)
        return (flare_shortest){ 0, 0 };
    return search(wanted, wanted.value < DBL_MIN ? 1 : DBL_DIG, 17);
}

flare_shortest flare_shortest_float(float value)
{
    const target wanted = { fabs((double)value), true };
    if (wanted.value == 0)
        return (flare_shortest){ 0, 0 };
    return search(wanted, wanted.value < FLT_MIN ? 1 : FLT_DIG, 9);
}

/* ---- Rounding ---------------------------------------------------------------------------------------------------------- */

static const double small_powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                       1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

/* digits * 10^shift, rounded; below 2^53. */
static double round_digits(flare_shortest number, int32_t shift)
{
    const int32_t power = number.exponent + shift;
    if (power >= 0)
        return (double)number.digits * small_powers[power > 22 ? 22 : power];
    if (power < -18)
        return 0; /* digits < 10^17 */
    uint64_t unit = 1;
    for (int32_t i = power; i < 0; i++)
        unit *= 10;
    const uint64_t rest = number.digits % unit;
    return (double)(number.digits / unit + (rest >= unit - rest));
}

double flare_shortest_round(double value, int32_t shift)
{
    const double magnitude = fabs(value);
    double scaled;
    if (shift >= -22 && shift <= 22)
        scaled = shift < 0 ? magnitude / small_powers[-shift] : magnitude * small_powers[shift];
    else
        scaled = magnitude * pow(10, shift);

    /* Product, power and the value's own text are off by a few units in the last place: only near one half does that matter. */
    const double fraction = scaled - floor(scaled);
    if (fabs(fraction - 0.5) > scaled * 0x1p-48 + 0x1p-48)
        return round(scaled);
    return round_digits(flare_shortest_double(value), shift);
}

/* ---- Text -------------------------------------------------------------------------------------------------------------- */

enum { FIXED_FROM = -4, FIXED_BELOW = 16 }; /* decimal exponents that are written without 'e' */

static uint32_t put_zeroes(char *text, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        text[i] = '0';
    return count > 0 ? (uint32_t)count : 0;
}

/* The digits with a point after the first `whole` of them, or with zeroes where there are none. */
static uint32_t put_fixed(char *text, const char *digits, int32_t digit_count, int32_t whole)
{
    uint32_t length = 0;
    if (whole <= 0) {
        text[length++] = '0';
        text[length++] = '.';
        length += put_zeroes(text + length, -whole);
        for (int32_t i = 0; i < digit_count; i++)
            text[length++] = digits[i];
        return length;
    }
    for (int32_t i = 0; i < whole; i++)
        text[length++] = i < digit_count ? digits[i] : '0';
    text[length++] = '.';
    for (int32_t i = whole; i < digit_count; i++)
        text[length++] = digits[i];
    if (digit_count <= whole)
        text[length++] = '0';
    return length;
}

static uint32_t put_scientific(char *text, const char *digits, int32_t digit_count,
                               int32_t exponent)
{
    uint32_t length = 0;
    text[length++] = digits[0];
    if (digit_count > 1)
        text[length++] = '.';
    for (int32_t i = 1; i < digit_count; i++)
        text[length++] = digits[i];
    text[length++] = 'e';
    text[length++] = exponent < 0 ? '-' : '+';
    const int32_t size = exponent < 0 ? -exponent : exponent;
    if (size >= 100)
        text[length++] = (char)('0' + size / 100);
    text[length++] = (char)('0' + size / 10 % 10);
    text[length++] = (char)('0' + size % 10);
    return length;
}

static uint32_t put_number(char *text, flare_shortest number)
{
    char digits[20] = { 0 };
    int32_t digit_count = 0;
    for (uint64_t rest = number.digits; rest > 0 || digit_count == 0; rest /= 10)
        digit_count++;
    uint64_t rest = number.digits;
    for (int32_t i = digit_count - 1; i >= 0; i--, rest /= 10)
        digits[i] = (char)('0' + rest % 10);
    const int32_t exponent = number.exponent + digit_count - 1;
    if (exponent >= FIXED_FROM && exponent < FIXED_BELOW)
        return put_fixed(text, digits, digit_count, exponent + 1);
    return put_scientific(text, digits, digit_count, exponent);
}

static uint32_t put_special(double value, char *text)
{
    const char *const word = value != value ? "nan" : value > 0 ? "inf" : "-inf";
    uint32_t length = 0;
    for (; word[length] != 0; length++)
        text[length] = word[length];
    return length;
}

uint32_t flare_format_double(double value, char text[FLARE_NUMBER_TEXT])
{
    if (!isfinite(value))
        return put_special(value, text);
    const uint32_t sign = signbit(value) != 0;
    text[0] = '-';
    return sign + put_number(text + sign, flare_shortest_double(value));
}

uint32_t flare_format_float(float value, char text[FLARE_NUMBER_TEXT])
{
    if (!isfinite(value))
        return put_special((double)value, text);
    const uint32_t sign = signbit(value) != 0;
    text[0] = '-';
    return sign + put_number(text + sign, flare_shortest_float(value));
}
