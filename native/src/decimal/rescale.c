/* Changes of scale and rounding to places; all by magnitude, so that both signs are treated alike. */
#include "decimal/wide.h"

static flare_int128 too_long(flare_worker *worker, int32_t precision, int32_t position)
{
    return flare_decimal_checked(worker, false, flare_powers_of_ten[precision], precision,
                                 position);
}

flare_int128 flare_rescale_int128(flare_worker *worker, flare_int128 value, int32_t shift,
                                  int32_t precision, int32_t position)
{
    const flare_uwide magnitude = flare_magnitude(flare_wide_of(value));
    flare_uwide scaled;
    if (shift < 0)
        scaled = flare_divide_rounding(magnitude, flare_powers_of_ten[-shift]);
    else if (!flare_multiply_magnitudes(magnitude, flare_powers_of_ten[shift], &scaled))
        return too_long(worker, precision, position);
    return flare_decimal_checked(worker, value.high < 0, scaled, precision, position);
}

int64_t flare_rescale_int64(flare_worker *worker, int64_t value, int32_t shift, int32_t precision,
                            int32_t position)
{
    if (shift < -18 || shift > 18 || precision > 18)
        return flare_narrow_int128(
            worker,
            flare_rescale_int128(worker, flare_int128_of(value), shift, precision, position),
            position);
    const int64_t power = (int64_t)flare_powers_of_ten[shift < 0 ? -shift : shift];
    const int64_t limit = (int64_t)flare_powers_of_ten[precision];
    int64_t scaled;
    if (shift < 0) {
        const int64_t rest = value % power;
        scaled = value / power + (2 * rest >= power) - (2 * rest <= -power);
    } else if (__builtin_mul_overflow(value, power, &scaled)) {
        scaled = limit;
    }
    if (scaled >= limit || scaled <= -limit)
        return (int64_t)too_long(worker, precision, position).low;
    return scaled;
}

/* The magnitude without its last `drop` digits, which become zeroes; drop may be any number. */
static flare_uwide cut(flare_uwide magnitude, int32_t drop)
{
    if (drop <= 0)
        return magnitude;
    if (drop > FLARE_DECIMAL_DIGITS)
        return 0;
    return magnitude - magnitude % flare_powers_of_ten[drop];
}

flare_int128 flare_truncate_int128(flare_worker *worker, flare_int128 value, int32_t scale,
                                   int32_t digits, int32_t position)
{
    (void)worker;
    (void)position;
    if (digits >= scale)
        return value;
    if (digits < -FLARE_DECIMAL_DIGITS)
        return flare_int128_of(0);
    return flare_signed(value.high < 0, cut(flare_magnitude(flare_wide_of(value)), scale - digits));
}

/* Away from zero to a multiple of 10^scale if it is not one, else as it is. */
static flare_int128 grow(flare_worker *worker, flare_int128 value, int32_t scale, int32_t position)
{
    const flare_uwide magnitude = flare_magnitude(flare_wide_of(value));
    flare_uwide whole = cut(magnitude, scale);
    if (whole != magnitude)
        whole += flare_powers_of_ten[scale];
    return flare_decimal_checked(worker, value.high < 0, whole, FLARE_DECIMAL_DIGITS, position);
}

flare_int128 flare_floor_int128(flare_worker *worker, flare_int128 value, int32_t scale,
                                int32_t position)
{
    return value.high < 0 ? grow(worker, value, scale, position)
                          : flare_truncate_int128(worker, value, scale, 0, position);
}

flare_int128 flare_ceil_int128(flare_worker *worker, flare_int128 value, int32_t scale,
                               int32_t position)
{
    return value.high < 0 ? flare_truncate_int128(worker, value, scale, 0, position)
                          : grow(worker, value, scale, position);
}

flare_int128 flare_round_int128(flare_worker *worker, flare_int128 value, int32_t scale,
                                int32_t digits, int32_t position)
{
    if (digits >= scale)
        return value;
    if (digits < scale - FLARE_DECIMAL_DIGITS)
        return flare_int128_of(0);
    const flare_uwide unit = flare_powers_of_ten[scale - digits];
    const flare_uwide rounded =
        flare_divide_rounding(flare_magnitude(flare_wide_of(value)), unit) * unit;
    return flare_decimal_checked(worker, value.high < 0, rounded, FLARE_DECIMAL_DIGITS, position);
}
