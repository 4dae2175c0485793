/* Text to integers, doubles and booleans. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "number/scan.h"
#include "string/text.h"

/* ---- Integers ---------------------------------------------------------------------------------------------------------- */

static const char *integer_type(int64_t to)
{
    return to <= INT8_MAX    ? "TINYINT"
           : to <= INT16_MAX ? "SMALLINT"
           : to <= INT32_MAX ? "INTEGER"
                             : "BIGINT";
}

/* A whole number that fits 64 bits. */
static bool read_int64(const uint8_t *bytes, uint32_t length, int64_t *value)
{
    flare_number_strip(&bytes, &length);
    const bool negative = length > 0 && bytes[0] == '-';
    uint32_t at = length > 0 && (bytes[0] == '-' || bytes[0] == '+');
    if (at == length)
        return false;
    int64_t sum = 0; /* negative, as there is one more negative number */
    for (; at < length; at++) {
        if (!flare_is_digit(bytes[at]) || __builtin_mul_overflow(sum, 10, &sum) ||
            __builtin_sub_overflow(sum, bytes[at] - '0', &sum))
            return false;
    }
    if (!negative && sum == INT64_MIN)
        return false;
    *value = negative ? sum : -sum;
    return true;
}

int64_t flare_cast_string_to_int64(flare_worker *worker, flare_string value, int64_t from,
                                   int64_t to, int32_t position)
{
    int64_t number;
    if (read_int64(flare_text_bytes(&value), value.length, &number) && number >= from &&
        number <= to)
        return number;
    flare_text_refuse(worker, position, value, integer_type(to));
    return 0;
}

/* ---- Floating point ---------------------------------------------------------------------------------------------------- */

static bool equals_word(const uint8_t *bytes, uint32_t length, const char *word)
{
    for (uint32_t i = 0; i < length; i++) {
        const uint8_t lower = bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] | 0x20 : bytes[i];
        if (word[i] == 0 || lower != (uint8_t)word[i])
            return false;
    }
    return word[length] == 0;
}

/* nan, inf and infinity, of any case. */
static bool read_special(const uint8_t *bytes, uint32_t length, double *value)
{
    flare_number_strip(&bytes, &length);
    const bool negative = length > 0 && bytes[0] == '-';
    if (length > 0 && (bytes[0] == '-' || bytes[0] == '+')) {
        bytes++;
        length--;
    }
    if (equals_word(bytes, length, "nan"))
        *value = (double)NAN;
    else if (equals_word(bytes, length, "inf") || equals_word(bytes, length, "infinity"))
        *value = negative ? -(double)INFINITY : (double)INFINITY;
    else
        return false;
    return true;
}

/* The number as "-digits e exponent": strtod's decimal point is the locale's, so there is none. Null where memory is short. */
static const char *without_point(flare_worker *worker, const flare_number_text *number, char *small,
                                 uint64_t small_size)
{
    const uint64_t size = number->mantissa_length + 24ull;
    char *const text = size <= small_size ? small : flare_worker_scratch(worker, size);
    if (text == NULL)
        return NULL;
    uint64_t at = 0;
    if (number->negative)
        text[at++] = '-';
    for (uint32_t i = 0; i < number->mantissa_length; i++)
        if (number->mantissa[i] != '.')
            text[at++] = (char)number->mantissa[i];
    const long long exponent = (long long)number->exponent - number->fraction_digits;
    snprintf(text + at, size - at, "e%lld", exponent);
    return text;
}

double flare_cast_string_to_double(flare_worker *worker, flare_string value, int32_t position)
{
    flare_number_text number;
    double result = 0;
    if (!flare_number_scan(flare_text_bytes(&value), value.length, &number)) {
        if (!read_special(flare_text_bytes(&value), value.length, &result))
            flare_text_refuse(worker, position, value, "DOUBLE");
        return result;
    }
    char small[128];
    const char *const text = without_point(worker, &number, small, sizeof small);
    if (text == NULL)
        return 0;
    result = strtod(text, NULL);
    if (isfinite(result))
        return result;
    flare_text_refuse(worker, position, value, "DOUBLE");
    return 0;
}

float flare_cast_string_to_float(flare_worker *worker, flare_string value, int32_t position)
{
    flare_number_text number;
    double special = 0;
    if (!flare_number_scan(flare_text_bytes(&value), value.length, &number)) {
        if (!read_special(flare_text_bytes(&value), value.length, &special))
            flare_text_refuse(worker, position, value, "FLOAT");
        return (float)special;
    }
    char small[128];
    const char *const text = without_point(worker, &number, small, sizeof small);
    if (text == NULL)
        return 0;
    const float result = strtof(text, NULL);
    if (isfinite(result))
        return result;
    flare_text_refuse(worker, position, value, "FLOAT");
    return 0;
}

/* ---- Booleans ---------------------------------------------------------------------------------------------------------- */

bool flare_cast_string_to_bool(flare_worker *worker, flare_string value, int32_t position)
{
    static const char *const words[] = {
        "false", "true", "f", "t", "no", "yes", "n", "y", "0", "1", "off", "on"
    }; /* false and true in turn */
    const uint8_t *bytes = flare_text_bytes(&value);
    uint32_t length = value.length;
    flare_number_strip(&bytes, &length);
    for (uint32_t i = 0; i < sizeof words / sizeof *words; i++)
        if (equals_word(bytes, length, words[i]))
            return i % 2 == 1;
    flare_text_refuse(worker, position, value, "BOOLEAN");
    return false;
}
