/*
 * The scalar functions that generated expressions call. Included by program.h only.
 *
 * Conventions: one name per SQL function and operand type (_int32 _int64 _int128 _float _double _string). A function that can fail takes
 * the worker first and the number of its place in the SQL text last, and is sticky (see program.h). Strings that are made live in the
 * worker's block arena until the next block. No function sees NULL.
 */
#ifndef FLARE_FUNCTIONS_H
#define FLARE_FUNCTIONS_H

#ifdef __TINYC__
#define FLARE_COLD
#else
#define FLARE_COLD __attribute__((cold, noinline))
#endif

/* ---- checked integer arithmetic: ADD SUBTRACT MULTIPLY DIVIDE REMAINDER NEGATE ABS ----------------------------------------------- */

FLARE_INLINE int32_t flare_narrow_int32(flare_worker *worker, int64_t value, int32_t position)
{
    if (value != (int32_t)value)
        flare_raise(worker, FLARE_ERROR_OVERFLOW, position);
    return (int32_t)value;
}

FLARE_INLINE int32_t flare_add_int32(flare_worker *worker, int32_t a, int32_t b, int32_t position)
{
    return flare_narrow_int32(worker, (int64_t)a + b, position);
}

FLARE_INLINE int32_t flare_subtract_int32(flare_worker *worker, int32_t a, int32_t b,
                                          int32_t position)
{
    return flare_narrow_int32(worker, (int64_t)a - b, position);
}

FLARE_INLINE int32_t flare_multiply_int32(flare_worker *worker, int32_t a, int32_t b,
                                          int32_t position)
{
    return flare_narrow_int32(worker, (int64_t)a * b, position);
}

FLARE_INLINE int64_t flare_add_int64(flare_worker *worker, int64_t a, int64_t b, int32_t position)
{
    const int64_t sum = (int64_t)((uint64_t)a + (uint64_t)b);
    if (((a ^ sum) & (b ^ sum)) < 0)
        flare_raise(worker, FLARE_ERROR_OVERFLOW, position);
    return sum;
}

FLARE_INLINE int64_t flare_subtract_int64(flare_worker *worker, int64_t a, int64_t b,
                                          int32_t position)
{
    const int64_t difference = (int64_t)((uint64_t)a - (uint64_t)b);
    if (((a ^ b) & (a ^ difference)) < 0)
        flare_raise(worker, FLARE_ERROR_OVERFLOW, position);
    return difference;
}

int64_t flare_multiply_int64(flare_worker *worker, int64_t a, int64_t b, int32_t position);

FLARE_INLINE int32_t flare_divide_int32(flare_worker *worker, int32_t a, int32_t b,
                                        int32_t position)
{
    if (b == 0) {
        flare_raise(worker, FLARE_ERROR_DIVISION_BY_ZERO, position);
        return 0;
    }
    return flare_narrow_int32(worker, (int64_t)a / b, position);
}

int64_t flare_divide_int64(flare_worker *worker, int64_t a, int64_t b,
                           int32_t position); /* toward zero */
int32_t flare_remainder_int32(flare_worker *worker, int32_t a, int32_t b,
                              int32_t position); /* sign of a */
int64_t flare_remainder_int64(flare_worker *worker, int64_t a, int64_t b, int32_t position);

/* The value if from <= value <= to, else FLARE_ERROR_OVERFLOW: for TINYINT, SMALLINT and decimals of p digits. */
FLARE_INLINE int64_t flare_within_int64(flare_worker *worker, int64_t value, int64_t from,
                                        int64_t to, int32_t position)
{
    if (value < from || value > to)
        flare_raise(worker, FLARE_ERROR_OVERFLOW, position);
    return value;
}

/* ---- aggregates ------------------------------------------------------------------------------------------------------------------ */

/* SINGLE_VALUE: whether there is a row; a second one is FLARE_ERROR_ROWS. */
FLARE_INLINE bool flare_single_row(flare_worker *worker, int64_t row_count, int32_t position)
{
    if (row_count > 1)
        flare_raise(worker, FLARE_ERROR_ROWS, position);
    return row_count > 0;
}

/* ---- 128-bit integers: decimals of up to 38 digits, sums ------------------------------------------------------------------------- */

FLARE_INLINE flare_int128 flare_int128_of(int64_t value)
{
    const flare_int128 wide = { (uint64_t)value, value >> 63 };
    return wide;
}

/* Without a check: for sums that cannot reach 2^127. */
FLARE_INLINE void flare_accumulate_int64(flare_int128 *sum, int64_t addend)
{
    const uint64_t low = sum->low + (uint64_t)addend;
    sum->high += (addend >> 63) + (low < (uint64_t)addend);
    sum->low = low;
}

FLARE_INLINE void flare_accumulate_int128(flare_int128 *sum, flare_int128 addend)
{
    const uint64_t low = sum->low + addend.low;
    sum->high += addend.high + (low < addend.low);
    sum->low = low;
}

/* Takes out again what was accumulated. */
FLARE_INLINE void flare_deduct_int128(flare_int128 *sum, flare_int128 value)
{
    const uint64_t low = sum->low - value.low;
    sum->high -= value.high + (sum->low < value.low);
    sum->low = low;
}

FLARE_INLINE int32_t flare_compare_int128(flare_int128 a, flare_int128 b)
{
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return a.low == b.low ? 0 : a.low < b.low ? -1 : 1;
}

/* Whether a value has more than 38 digits. */
FLARE_INLINE bool flare_exceeds_38_digits(flare_int128 value)
{
    const flare_int128 limit = { 0x098a224000000000u, 0x4b3b4ca85a86c47a };      /* 10^38 */
    const flare_int128 least = { 0xf675ddc000000001u, -0x4b3b4ca85a86c47a - 1 }; /* 1 - 10^38 */
    return flare_compare_int128(value, limit) >= 0 || flare_compare_int128(value, least) < 0;
}

/* For merging sums of at most 38 digits each: once a sum has more digits it stays so, and the check of the result finds it. */
FLARE_INLINE void flare_accumulate_saturating(flare_int128 *sum, flare_int128 addend)
{
    if (flare_exceeds_38_digits(*sum))
        return;
    flare_int128 total = *sum;
    flare_accumulate_int128(&total, addend);
    if (((sum->high ^ total.high) & (addend.high ^ total.high)) < 0) {
        total.low = 0;
        total.high = 0x7fffffffffffffff;
    }
    *sum = total;
}

/* Decimals: |result| must stay below 10^38, else FLARE_ERROR_OVERFLOW. */
flare_int128 flare_add_int128(flare_worker *worker, flare_int128 a, flare_int128 b,
                              int32_t position);
flare_int128 flare_subtract_int128(flare_worker *worker, flare_int128 a, flare_int128 b,
                                   int32_t position);
flare_int128 flare_multiply_int128(flare_worker *worker, flare_int128 a, flare_int128 b,
                                   int32_t position);
flare_int128 flare_multiply_wide_int64(int64_t a, int64_t b); /* exact */
flare_int128 flare_negate_int128(flare_int128 value);
/* round(a * 10^shift / b), half away from zero; shift 0..76; exact whatever the intermediate needs. */
flare_int128 flare_divide_int128(flare_worker *worker, flare_int128 a, flare_int128 b,
                                 int32_t shift, int32_t position);
flare_int128 flare_remainder_int128(flare_worker *worker, flare_int128 a, flare_int128 b,
                                    int32_t position);
/* round(value * 10^shift), shift -38..38, half away from zero; the result must have at most `precision` digits. */
flare_int128 flare_rescale_int128(flare_worker *worker, flare_int128 value, int32_t shift,
                                  int32_t precision, int32_t position);
int64_t flare_rescale_int64(flare_worker *worker, int64_t value, int32_t shift, int32_t precision,
                            int32_t position);
/* Narrow to 64 bits, or FLARE_ERROR_OVERFLOW. */
int64_t flare_narrow_int128(flare_worker *worker, flare_int128 value, int32_t position);
/* FLOOR, CEIL, TRUNCATE and ROUND of a decimal of `scale` to `digits` after the point, at the same scale. */
flare_int128 flare_floor_int128(flare_worker *worker, flare_int128 value, int32_t scale,
                                int32_t position);
flare_int128 flare_ceil_int128(flare_worker *worker, flare_int128 value, int32_t scale,
                               int32_t position);
flare_int128 flare_truncate_int128(flare_worker *worker, flare_int128 value, int32_t scale,
                                   int32_t digits, int32_t position);
flare_int128 flare_round_int128(flare_worker *worker, flare_int128 value, int32_t scale,
                                int32_t digits, int32_t position);

/* AVG of decimals: round(sum * 10^6 / count), half away from zero, the scale grows by 6. */
flare_int128 flare_average_int128(flare_worker *worker, flare_int128 sum, int64_t count,
                                  int32_t position);

/* ---- floating point ---------------------------------------------------------------------------------------------------------------- */

/* Total order: NaN equals itself and is the largest, -0.0 equals 0.0. */
FLARE_INLINE bool flare_equal_double(double a, double b)
{
    return a == b || (a != a && b != b);
}
FLARE_INLINE bool flare_less_double(double a, double b)
{
    return a < b || (a == a && b != b);
}
/* One bit pattern for each equal value, for keys: NaN and zero made canonical. */
double flare_canonical_double(double value);
float flare_canonical_float(float value);

/* IEEE 754: division by zero gives infinity or NaN. SQRT, logarithms, ASIN and ACOS outside their domain: FLARE_ERROR_DATA, as in DuckDB. */
double flare_remainder_double(double a, double b);
double flare_sqrt_double(flare_worker *worker, double value, int32_t position);
double flare_ln_double(flare_worker *worker, double value, int32_t position);
double flare_log10_double(flare_worker *worker, double value, int32_t position);
double flare_log2_double(flare_worker *worker, double value, int32_t position);
double flare_power_double(double base, double exponent);
double flare_exp_double(double value);
double flare_sin_double(double value);
double flare_cos_double(double value);
double flare_tan_double(double value);
double flare_asin_double(flare_worker *worker, double value, int32_t position);
double flare_acos_double(flare_worker *worker, double value, int32_t position);
double flare_atan_double(double value);
double flare_atan2_double(double y, double x);
double flare_floor_double(double value);
double flare_ceil_double(double value);
double flare_truncate_double(double value);
double flare_round_double(double value, int32_t digits); /* half away from zero */
FLARE_INLINE double flare_pi(void)
{
    return 3.14159265358979323846;
}
FLARE_INLINE double flare_degrees_double(double radians)
{
    return radians * (180.0 / 3.14159265358979323846);
}
FLARE_INLINE double flare_radians_double(double degrees)
{
    return degrees * (3.14159265358979323846 / 180.0);
}

/* VAR and STDDEV by Welford's update; zero at first. */
typedef struct {
    int64_t count;
    double mean, m2;
} flare_moments;
void flare_moments_add(flare_moments *moments, double value);
void flare_moments_merge(flare_moments *into, const flare_moments *from); /* Chan et al. */

/* ---- casts: out of range, NaN and unreadable text are FLARE_ERROR_CAST ----------------------------------------------------------- */

int32_t flare_cast_double_to_int32(flare_worker *worker, double value,
                                   int32_t position); /* rounds half away from zero */
int64_t flare_cast_double_to_int64(flare_worker *worker, double value, int32_t position);
flare_int128 flare_cast_double_to_decimal(flare_worker *worker, double value, int32_t precision,
                                          int32_t scale, int32_t position);
float flare_cast_extreme_double_to_float(flare_worker *worker, double value, int32_t position);
/* Inline for what is neither NaN nor beyond the range: it fills the tensors of models. */
FLARE_INLINE float flare_cast_double_to_float(flare_worker *worker, double value, int32_t position)
{
    const float narrow = (float)value;
    const float zero = narrow - narrow; /* unless it is NaN or infinite */
    return zero == 0 ? narrow : flare_cast_extreme_double_to_float(worker, value, position);
}
double flare_cast_decimal_to_double(flare_int128 value, int32_t scale);
/* Integers from decimals: flare_rescale_int128 with -scale, then narrow. */
int64_t flare_cast_string_to_int64(flare_worker *worker, flare_string value, int64_t from,
                                   int64_t to, int32_t position);
double flare_cast_string_to_double(flare_worker *worker, flare_string value, int32_t position);
float flare_cast_string_to_float(flare_worker *worker, flare_string value, int32_t position);
flare_int128 flare_cast_string_to_decimal(flare_worker *worker, flare_string value,
                                          int32_t precision, int32_t scale, int32_t position);
bool flare_cast_string_to_bool(flare_worker *worker, flare_string value, int32_t position);
int32_t flare_cast_string_to_date(flare_worker *worker, flare_string value, int32_t position);
int64_t flare_cast_string_to_time(flare_worker *worker, flare_string value, int32_t position);
int64_t flare_cast_string_to_timestamp(flare_worker *worker, flare_string value, int32_t position);
flare_string flare_cast_int64_to_string(flare_worker *worker, int64_t value);
flare_string flare_cast_decimal_to_string(flare_worker *worker, flare_int128 value, int32_t scale);
/* Shortest that reads back, as DuckDB writes it: 1.5, 1.0, 1e+30, 1e-05, nan, inf, -inf. */
flare_string flare_cast_double_to_string(flare_worker *worker, double value);
flare_string flare_cast_float_to_string(flare_worker *worker, float value);
flare_string flare_cast_bool_to_string(bool value);
flare_string flare_cast_date_to_string(flare_worker *worker, int32_t value);
flare_string flare_cast_time_to_string(flare_worker *worker, int64_t value);
flare_string flare_cast_timestamp_to_string(flare_worker *worker, int64_t value);

/* ---- strings: UTF-8, positions and lengths in characters from 1 ------------------------------------------------------------------ */

bool flare_equal_string_long(
    flare_string a, flare_string b); /* both longer than 12 bytes, same length and prefix */

FLARE_INLINE bool flare_equal_string(flare_string a, flare_string b)
{
    if (a.length != b.length || a.prefix[0] != b.prefix[0] || a.prefix[1] != b.prefix[1] ||
        a.prefix[2] != b.prefix[2] || a.prefix[3] != b.prefix[3])
        return false;
    return a.tail.bytes == b.tail.bytes || (a.length > 12 && flare_equal_string_long(a, b));
}

int32_t flare_compare_string(flare_string a,
                             flare_string b); /* by bytes: negative, zero, positive */
/* '%' any characters, '_' one character; the escape, one character or empty, takes the next one literally. A pattern that ends with its
 * escape matches nothing; flare_like_check makes that a FLARE_ERROR_DATA, and is then false: for patterns that are no constants. */
bool flare_like_match(flare_string value, flare_string pattern, flare_string escape);
bool flare_ilike_match(flare_string value, flare_string pattern, flare_string escape);
bool flare_like_check(flare_worker *worker, flare_string pattern, flare_string escape,
                      int32_t position);
/* Perl's regular expressions. Options are letters: i ignores case, s lets a dot take line breaks, m lets ^ and $ stand at lines, g replaces
 * every match; c is the default. A wrong pattern, or one that takes too long, is FLARE_ERROR_DATA. */
bool flare_regexp_matches(flare_worker *worker, flare_string value, flare_string pattern,
                          flare_string options, int32_t position);
bool flare_regexp_full_match(flare_worker *worker, flare_string value, flare_string pattern,
                             flare_string options, int32_t position);
/* Empty where there is no match, or no such group; group 0 is the whole match. */
flare_string flare_regexp_extract(flare_worker *worker, flare_string value, flare_string pattern,
                                  int64_t group, flare_string options, int32_t position);
/* \0 to \9 in the replacement are the groups. */
flare_string flare_regexp_replace(flare_worker *worker, flare_string value, flare_string pattern,
                                  flare_string replacement, flare_string options, int32_t position);
bool flare_in_string(flare_string value, flare_list list); /* sorted lists */
bool flare_in_int32(int32_t value, flare_list list);
bool flare_in_int64(int64_t value, flare_list list);
bool flare_in_int128(flare_int128 value, flare_list list);
bool flare_in_double(double value, flare_list list);

flare_string flare_concat(flare_worker *worker, flare_string a, flare_string b);
flare_string flare_upper(flare_worker *worker, flare_string value);
flare_string flare_lower(flare_worker *worker, flare_string value);
/* Any of the characters, as often as they come. */
flare_string flare_trim(flare_worker *worker, flare_string value, flare_string characters);
flare_string flare_trim_leading(flare_worker *worker, flare_string value, flare_string characters);
flare_string flare_trim_trailing(flare_worker *worker, flare_string value, flare_string characters);
/* As in the standard: places before 1 count, so SUBSTRING('abc' FROM 0 FOR 2) is 'a'. A negative count is FLARE_ERROR_DATA. */
flare_string flare_substring(flare_worker *worker, flare_string value, int64_t from);
flare_string flare_substring_for(flare_worker *worker, flare_string value, int64_t from,
                                 int64_t count, int32_t position);
flare_string flare_left(flare_worker *worker, flare_string value,
                        int64_t count); /* negative: all but the last */
flare_string flare_right(flare_worker *worker, flare_string value, int64_t count);
int64_t flare_position(flare_string needle, flare_string haystack);
flare_string flare_replace(flare_worker *worker, flare_string value, flare_string from,
                           flare_string to);
flare_string flare_reverse(flare_worker *worker, flare_string value);
/* A result above 2^31 - 1 bytes is FLARE_ERROR_DATA. Pads cut what is longer; with nothing to pad, they only cut. */
flare_string flare_repeat(flare_worker *worker, flare_string value, int64_t count,
                          int32_t position);
flare_string flare_lpad(flare_worker *worker, flare_string value, int64_t length, flare_string fill,
                        int32_t position);
flare_string flare_rpad(flare_worker *worker, flare_string value, int64_t length, flare_string fill,
                        int32_t position);
int64_t flare_length(flare_string value);
FLARE_INLINE int64_t flare_octet_length(flare_string value)
{
    return value.length;
}
bool flare_starts_with(flare_string value, flare_string prefix);
bool flare_ends_with(flare_string value, flare_string suffix);
bool flare_contains(flare_string value, flare_string needle);
/* Part 1 is the first, -1 the last; none there: empty; part 0 is FLARE_ERROR_DATA. An empty separator leaves one part. */
flare_string flare_split_part(flare_worker *worker, flare_string value, flare_string separator,
                              int64_t part, int32_t position);
int32_t flare_ascii(flare_string value); /* code point of the first character; 0: empty */
flare_string flare_chr(flare_worker *worker, int32_t code, int32_t position);

/* ---- dates (int32 days) and timestamps (int64 microseconds) since 1970-01-01 ---------------------------------------------------------- */

typedef enum {
    FLARE_YEAR,
    FLARE_QUARTER,
    FLARE_MONTH,
    FLARE_WEEK,
    FLARE_DAY,
    FLARE_DAY_OF_WEEK,
    FLARE_ISO_DAY_OF_WEEK,
    FLARE_DAY_OF_YEAR,
    FLARE_HOUR,
    FLARE_MINUTE,
    FLARE_SECOND,
    FLARE_MILLISECOND, /* of the minute, seconds included, as PostgreSQL and DuckDB have it */
    FLARE_MICROSECOND  /* likewise */
} flare_date_field;

int32_t flare_year_of_date(int32_t date);
int64_t flare_extract_date(flare_date_field field, int32_t date);
int64_t flare_extract_timestamp(flare_date_field field, int64_t timestamp);
int64_t flare_extract_time(flare_date_field field, int64_t time);
/* The first day of the unit; HOUR and less leave a date as it is. At the very first representable date truncation stays there. */
int32_t flare_trunc_date(flare_date_field unit, int32_t date);
int64_t flare_trunc_timestamp(flare_date_field unit, int64_t timestamp);
int32_t flare_add_months_date(flare_worker *worker, int32_t date, int64_t months, int32_t position);
int64_t flare_add_months_timestamp(flare_worker *worker, int64_t timestamp, int64_t months,
                                   int32_t position);
int32_t flare_add_days(flare_worker *worker, int32_t date, int64_t days, int32_t position);
int32_t flare_last_day(int32_t date);
int32_t flare_date_of_timestamp(int64_t timestamp); /* floor */
int64_t flare_timestamp_of_date(flare_worker *worker, int32_t date, int32_t position);
int64_t flare_time_of_timestamp(int64_t timestamp);
int64_t flare_add_microseconds_time(int64_t time, int64_t microseconds); /* around the clock */

#endif
