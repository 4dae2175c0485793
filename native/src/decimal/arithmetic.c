#include "decimal/wide.h"

#define E19 ((flare_uwide)10000000000000000000u)

const flare_uwide flare_powers_of_ten[FLARE_DECIMAL_DIGITS + 1] = {
    1u,
    10u,
    100u,
    1000u,
    10000u,
    100000u,
    1000000u,
    10000000u,
    100000000u,
    1000000000u,
    10000000000u,
    100000000000u,
    1000000000000u,
    10000000000000u,
    100000000000000u,
    1000000000000000u,
    10000000000000000u,
    100000000000000000u,
    1000000000000000000u,
    E19,
    E19 * 10u,
    E19 * 100u,
    E19 * 1000u,
    E19 * 10000u,
    E19 * 100000u,
    E19 * 1000000u,
    E19 * 10000000u,
    E19 * 100000000u,
    E19 * 1000000000u,
    E19 * 10000000000u,
    E19 * 100000000000u,
    E19 * 1000000000000u,
    E19 * 10000000000000u,
    E19 * 100000000000000u,
    E19 * 1000000000000000u,
    E19 * 10000000000000000u,
    E19 * 100000000000000000u,
    E19 * 1000000000000000000u,
    E19 * 10000000000000000000u,
};

flare_int128 flare_decimal_checked(flare_worker *worker, bool negative, flare_uwide magnitude,
                                   int32_t digits, int32_t position)
{
    if (magnitude >= flare_powers_of_ten[digits]) {
        flare_fail(&worker->error, FLARE_ERROR_OVERFLOW, position,
                   "a decimal result has more than %d digits", digits);
        return flare_int128_of(0);
    }
    return flare_signed(negative, magnitude);
}

/* Where even 128 bits do not hold the result. */
static flare_int128 overflowed(flare_worker *worker, int32_t position)
{
    return flare_decimal_checked(worker, false, flare_powers_of_ten[FLARE_DECIMAL_DIGITS],
                                 FLARE_DECIMAL_DIGITS, position);
}

flare_int128 flare_add_int128(flare_worker *worker, flare_int128 a, flare_int128 b,
                              int32_t position)
{
    flare_wide sum;
    if (__builtin_add_overflow(flare_wide_of(a), flare_wide_of(b), &sum))
        return overflowed(worker, position);
    return flare_decimal_checked(worker, sum < 0, flare_magnitude(sum), FLARE_DECIMAL_DIGITS,
                                 position);
}

flare_int128 flare_subtract_int128(flare_worker *worker, flare_int128 a, flare_int128 b,
                                   int32_t position)
{
    flare_wide difference;
    if (__builtin_sub_overflow(flare_wide_of(a), flare_wide_of(b), &difference))
        return overflowed(worker, position);
    return flare_decimal_checked(worker, difference < 0, flare_magnitude(difference),
                                 FLARE_DECIMAL_DIGITS, position);
}

flare_int128 flare_multiply_int128(flare_worker *worker, flare_int128 a, flare_int128 b,
                                   int32_t position)
{
    flare_uwide product;
    const bool negative = (a.high < 0) != (b.high < 0);
    if (!flare_multiply_magnitudes(flare_magnitude(flare_wide_of(a)),
                                   flare_magnitude(flare_wide_of(b)), &product))
        return overflowed(worker, position);
    return flare_decimal_checked(worker, negative, product, FLARE_DECIMAL_DIGITS, position);
}

flare_int128 flare_multiply_wide_int64(int64_t a, int64_t b)
{
    return flare_int128_from((flare_wide)a * b);
}

flare_int128 flare_negate_int128(flare_int128 value)
{
    return flare_int128_from((flare_wide) - (flare_uwide)flare_wide_of(value));
}

flare_int128 flare_remainder_int128(flare_worker *worker, flare_int128 a, flare_int128 b,
                                    int32_t position)
{
    const flare_uwide divisor = flare_magnitude(flare_wide_of(b));
    if (divisor == 0) {
        flare_raise(worker, FLARE_ERROR_DIVISION_BY_ZERO, position);
        return a;
    }
    return flare_signed(a.high < 0, flare_magnitude(flare_wide_of(a)) % divisor);
}

int64_t flare_narrow_int128(flare_worker *worker, flare_int128 value, int32_t position)
{
    if (value.high != (int64_t)value.low >> 63)
        flare_raise(worker, FLARE_ERROR_OVERFLOW, position);
    return (int64_t)value.low;
}
