/*
 * Division as on paper, but 19 decimal digits a step: a * 10^shift never exists as a number, so a shift of 76 needs no more than
 * the 192 bits of remainder * 10^19.
 */
#include "decimal/wide.h"

enum { STEP_DIGITS = 19 }; /* 10^19 < 2^64 */

/* (top * 2^64 + bottom) / divisor, where top < divisor and the divisor's highest bit is set: Knuth's algorithm D, one digit of it. */
static uint64_t divide_192(flare_uwide top, uint64_t bottom, flare_uwide divisor,
                           flare_uwide *remainder)
{
    const uint64_t high = (uint64_t)(divisor >> 64);
    const uint64_t low = (uint64_t)divisor;
    uint64_t quotient =
        (uint64_t)(top >> 64) >= high ? UINT64_MAX : (uint64_t)(top / high); /* at most 2 too big */
    const flare_uwide product_low = (flare_uwide)quotient * low;
    flare_uwide product = (flare_uwide)quotient * high + (product_low >> 64);
    uint64_t product_bottom = (uint64_t)product_low;
    while (product > top || (product == top && product_bottom > bottom)) {
        quotient--;
        product -= (flare_uwide)high + (product_bottom < low);
        product_bottom -= low;
    }
    const flare_uwide rest = top - product - (bottom < product_bottom); /* below 2^64 */
    *remainder = rest << 64 | (bottom - product_bottom);
    return quotient;
}

/* Quotient of remainder * factor / divisor, which is below factor as remainder < divisor; the remainder follows. */
static uint64_t next_digits(flare_uwide *remainder, uint64_t factor, flare_uwide divisor)
{
    const flare_uwide low = (flare_uwide)(uint64_t)*remainder * factor;
    const flare_uwide high = (*remainder >> 64) * factor + (low >> 64);
    const uint64_t bottom = (uint64_t)low;
    const uint64_t divisor_high = (uint64_t)(divisor >> 64);
    if (divisor_high == 0) {
        const flare_uwide product = high << 64 | bottom;
        *remainder = product % divisor;
        return (uint64_t)(product / divisor);
    }
    const int32_t shift = __builtin_clzll(divisor_high);
    const flare_uwide top = shift == 0 ? high : high << shift | bottom >> (64 - shift);
    const uint64_t quotient = divide_192(top, bottom << shift, divisor << shift, remainder);
    *remainder >>= shift;
    return quotient;
}

static flare_int128 too_big(flare_worker *worker, int32_t position)
{
    return flare_decimal_checked(worker, false, flare_powers_of_ten[FLARE_DECIMAL_DIGITS],
                                 FLARE_DECIMAL_DIGITS, position);
}

flare_int128 flare_divide_int128(flare_worker *worker, flare_int128 a, flare_int128 b,
                                 int32_t shift, int32_t position)
{
    const flare_uwide limit = flare_powers_of_ten[FLARE_DECIMAL_DIGITS];
    const flare_uwide value = flare_magnitude(flare_wide_of(a));
    const flare_uwide divisor = flare_magnitude(flare_wide_of(b));
    if (divisor == 0) {
        flare_raise(worker, FLARE_ERROR_DIVISION_BY_ZERO, position);
        return flare_int128_of(0);
    }
    const bool negative = (a.high < 0) != (b.high < 0);
    if (value <= UINT64_MAX && shift <= STEP_DIGITS)
        return flare_decimal_checked(
            worker, negative, flare_divide_rounding(value * flare_powers_of_ten[shift], divisor),
            FLARE_DECIMAL_DIGITS, position);

    flare_uwide quotient = value / divisor;
    flare_uwide remainder = value % divisor;
    for (int32_t left = shift; left > 0;) {
        const int32_t step = left < STEP_DIGITS ? left : STEP_DIGITS;
        const uint64_t factor = (uint64_t)flare_powers_of_ten[step];
        if (quotient >= limit / factor + 1)
            return too_big(worker, position);
        quotient = quotient * factor + next_digits(&remainder, factor, divisor);
        left -= step;
    }
    if (remainder >= divisor - remainder)
        quotient++;
    return flare_decimal_checked(worker, negative, quotient, FLARE_DECIMAL_DIGITS, position);
}

flare_int128 flare_average_int128(flare_worker *worker, flare_int128 sum, int64_t count,
                                  int32_t position)
{
    return flare_divide_int128(worker, sum, flare_int128_of(count), 6, position);
}
