/* Decimals from and to doubles and text. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "decimal/wide.h"
#include "number/scan.h"
#include "number/shortest.h"
#include "string/text.h"

enum { DECIMAL_TEXT = FLARE_DECIMAL_DIGITS + 4 }; /* sign, "0." and 39 digits of the least int128 */

/* Writes the digits and returns where they begin; the text ends at `end`. At least min_digits, by leading zeroes. */
static char *put_digits(char *end, flare_uwide value, int32_t min_digits)
{
    char *at = end;
    for (flare_uwide rest = value; rest > 0;) {
        const flare_uwide above = rest / flare_powers_of_ten[18];
        uint64_t part = (uint64_t)(rest - above * flare_powers_of_ten[18]);
        for (int32_t i = 0; i < 18 && (above > 0 || part > 0); i++, part /= 10)
            *--at = (char)('0' + part % 10);
        rest = above;
    }
    while (end - at < min_digits)
        *--at = '0';
    return at;
}

flare_string flare_cast_decimal_to_string(flare_worker *worker, flare_int128 value, int32_t scale)
{
    char text[DECIMAL_TEXT];
    char *const end = text + sizeof text;
    char *at = put_digits(end, flare_magnitude(flare_wide_of(value)), scale + 1);
    if (scale > 0) {
        for (char *to = at - 1; to < end - scale - 1; to++)
            *to = to[1];
        end[-scale - 1] = '.';
        at--;
    }
    if (value.high < 0)
        *--at = '-';
    return flare_text_copy(worker, at, (uint64_t)(end - at));
}

/* ---- Doubles ----------------------------------------------------------------------------------------------------------- */

double flare_cast_decimal_to_double(flare_int128 value, int32_t scale)
{
    static const double exact_powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                           1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                           1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    const flare_uwide magnitude = flare_magnitude(flare_wide_of(value));
    if (magnitude < (flare_uwide)1 << 53 && scale <= 22) { /* two exact numbers: rounded once */
        const double quotient = (double)(uint64_t)magnitude / exact_powers[scale];
        return value.high < 0 ? -quotient : quotient;
    }
    char text[DECIMAL_TEXT + 8];
    char *at = put_digits(text + DECIMAL_TEXT, magnitude, 1);
    snprintf(text + DECIMAL_TEXT, 8, "e-%d", scale);
    if (value.high < 0)
        *--at = '-';
    return strtod(at, NULL);
}

/* digits * 10^shift, rounded half away from zero; false if that is beyond 128 bits. */
static bool scale_digits(flare_uwide digits, int32_t shift, flare_uwide *scaled)
{
    if (shift < 0) {
        *scaled = shift < -FLARE_DECIMAL_DIGITS
                      ? 0
                      : flare_divide_rounding(digits, flare_powers_of_ten[-shift]);
        return true;
    }
    *scaled = 0;
    return digits == 0 || (shift <= FLARE_DECIMAL_DIGITS &&
                           flare_multiply_magnitudes(digits, flare_powers_of_ten[shift], scaled));
}

/* round(|value| * 10^scale): of whole numbers exactly, of others what their shortest text says. */
static bool scale_double(double value, int32_t scale, flare_uwide *scaled)
{
    const double magnitude = fabs(value);
    if (!(magnitude < 0x1p127))
        return false;
    if (magnitude >= 0x1p53)
        return scale_digits((flare_uwide)magnitude, scale, scaled);
    if (scale <= 22 && magnitude * pow(10, scale) < 0x1p46) {
        *scaled = (flare_uwide)flare_shortest_round(magnitude, scale);
        return true;
    }
    const flare_shortest number = flare_shortest_double(magnitude);
    return scale_digits(number.digits, number.exponent + scale, scaled);
}

flare_int128 flare_cast_double_to_decimal(flare_worker *worker, double value, int32_t precision,
                                          int32_t scale, int32_t position)
{
    flare_uwide scaled;
    if (scale_double(value, scale, &scaled) && scaled < flare_powers_of_ten[precision])
        return flare_signed(value < 0, scaled);
    char text[FLARE_NUMBER_TEXT];
    const uint32_t length = flare_format_double(value, text);
    flare_fail(&worker->error, FLARE_ERROR_CAST, position, "cannot cast %.*s to DECIMAL(%d, %d)",
               (int)length, text, precision, scale);
    return flare_int128_of(0);
}

/* ---- Text -------------------------------------------------------------------------------------------------------------- */

/* The first `kept` digits of a mantissa after its leading zeroes, padded with zeroes, rounded by the next digit. */
static flare_uwide first_digits(const flare_number_text *number, uint32_t from, int64_t kept)
{
    flare_uwide value = 0;
    int64_t digits = 0;
    for (uint32_t i = from; i < number->mantissa_length && digits <= kept; i++) {
        if (number->mantissa[i] == '.')
            continue;
        const uint32_t digit = (uint32_t)(number->mantissa[i] - '0');
        if (digits++ < kept)
            value = value * 10 + digit;
        else
            value += digit >= 5;
    }
    return digits < kept ? value * flare_powers_of_ten[kept - digits] : value;
}

static bool read_decimal(const flare_number_text *number, int32_t scale, flare_uwide *value)
{
    uint32_t from = 0;
    while (from < number->mantissa_length &&
           (number->mantissa[from] == '0' || number->mantissa[from] == '.'))
        from++;
    int64_t digits = 0; /* that count */
    for (uint32_t i = from; i < number->mantissa_length; i++)
        digits += number->mantissa[i] != '.';
    *value = 0;
    const int64_t kept = digits + number->exponent - number->fraction_digits + scale;
    if (digits == 0 || kept < 0)
        return true;
    if (kept > FLARE_DECIMAL_DIGITS)
        return false;
    *value = first_digits(number, from, kept);
    return true;
}

flare_int128 flare_cast_string_to_decimal(flare_worker *worker, flare_string value,
                                          int32_t precision, int32_t scale, int32_t position)
{
    flare_number_text number;
    flare_uwide read;
    if (flare_number_scan(flare_text_bytes(&value), value.length, &number) &&
        read_decimal(&number, scale, &read) && read < flare_powers_of_ten[precision])
        return flare_signed(number.negative, read);
    char type[32];
    snprintf(type, sizeof type, "DECIMAL(%d, %d)", precision, scale);
    flare_text_refuse(worker, position, value, type);
    return flare_int128_of(0);
}
