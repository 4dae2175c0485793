/*
 * 128-bit arithmetic on the compiler's own type, which programs do not see. Internal to decimal/ and number/.
 *
 * Decimals are calculated by magnitude and sign: the magnitude of every flare_int128, also of the least one, fits 128 bits.
 */
#ifndef FLARE_DECIMAL_WIDE_H
#define FLARE_DECIMAL_WIDE_H

#include "flare/worker.h"

typedef __int128 flare_wide;
typedef unsigned __int128 flare_uwide;

enum { FLARE_DECIMAL_DIGITS = 38 };

extern const flare_uwide flare_powers_of_ten[FLARE_DECIMAL_DIGITS + 1]; /* 10^0 .. 10^38 */

static inline flare_wide flare_wide_of(flare_int128 value)
{
    return (flare_wide)((flare_uwide)(uint64_t)value.high << 64 | value.low);
}

static inline flare_int128 flare_int128_from(flare_wide value)
{
    const flare_int128 parts = { (uint64_t)value, (int64_t)(value >> 64) };
    return parts;
}

static inline flare_uwide flare_magnitude(flare_wide value)
{
    return value < 0 ? -(flare_uwide)value : (flare_uwide)value;
}

static inline flare_int128 flare_signed(bool negative, flare_uwide magnitude)
{
    return flare_int128_from((flare_wide)(negative ? -magnitude : magnitude));
}

/* The product, or false if it needs more than 128 bits. (clang's builtin would call a function that libgcc lacks.) */
static inline bool flare_multiply_magnitudes(flare_uwide a, flare_uwide b, flare_uwide *product)
{
    const uint64_t a_high = (uint64_t)(a >> 64);
    const uint64_t b_high = (uint64_t)(b >> 64);
    if (a_high != 0 && b_high != 0)
        return false;
    const flare_uwide cross =
        (flare_uwide)a_high * (uint64_t)b + (flare_uwide)b_high * (uint64_t)a; /* one is 0 */
    if (cross >> 64 != 0)
        return false;
    const flare_uwide low = (flare_uwide)(uint64_t)a * (uint64_t)b;
    *product = low + (cross << 64);
    return *product >= low;
}

/* round(value / divisor), half away from zero; divisor above 0. */
static inline flare_uwide flare_divide_rounding(flare_uwide value, flare_uwide divisor)
{
    const flare_uwide rest = value % divisor;
    return value / divisor + (rest >= divisor - rest);
}

/* The number if it has at most `digits` (0 .. 38) digits; else FLARE_ERROR_OVERFLOW, and zero. */
flare_int128 flare_decimal_checked(flare_worker *worker, bool negative, flare_uwide magnitude,
                                   int32_t digits, int32_t position);

#endif
