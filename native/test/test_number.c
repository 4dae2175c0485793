/* Numbers: edges of integers, functions' domains, text both ways, lists, moments. */
#include "worker_stub.h"

#include <float.h>
#include <locale.h>
#include <math.h>

#include "number/shortest.h"

static flare_query query;
static flare_worker *const worker = &query.workers[0];

static void test_integers(void)
{
    static const int64_t edges[] = {
        INT64_MIN, INT64_MIN + 1, -3,       -2, -1, 0, 1, 2, 3, INT32_MAX,
        INT32_MIN, INT64_MAX - 1, INT64_MAX
    };
    const int count = sizeof edges / sizeof *edges;
    for (int i = 0; i < count; i++)
        for (int k = 0; k < count; k++) {
            const int64_t a = edges[i];
            const int64_t b = edges[k];
            const __int128 product = (__int128)a * b;
            const int64_t result = flare_multiply_int64(worker, a, b, 0);
            const bool fits = product == (int64_t)product;
            assert(stub_error(worker) == (fits ? FLARE_ERROR_NONE : FLARE_ERROR_OVERFLOW));
            assert(!fits || result == (int64_t)product);
            const int64_t quotient = flare_divide_int64(worker, a, b, 0);
            const flare_error_code code = stub_error(worker);
            const int64_t rest = flare_remainder_int64(worker, a, b, 0);
            const flare_error_code rest_code = stub_error(worker);
            if (b == 0) {
                assert(code == FLARE_ERROR_DIVISION_BY_ZERO && rest_code == code);
                continue;
            }
            assert(rest_code == FLARE_ERROR_NONE && rest == (int64_t)((__int128)a % b));
            const __int128 exact = (__int128)a / b;
            assert(code == (exact == (int64_t)exact ? FLARE_ERROR_NONE : FLARE_ERROR_OVERFLOW));
            assert(code != FLARE_ERROR_NONE || quotient == (int64_t)exact);
        }
    assert(flare_remainder_int32(worker, INT32_MIN, -1, 0) == 0);
    assert(flare_remainder_int32(worker, -7, 3, 0) == -1 && stub_error(worker) == FLARE_ERROR_NONE);
    flare_divide_int32(worker, INT32_MIN, -1, 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    flare_add_int64(worker, INT64_MAX, 1, 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    flare_subtract_int64(worker, 0, INT64_MIN, 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
}

static void test_domains(void)
{
    flare_sqrt_double(worker, -1e-300, 0);
    assert(stub_error(worker) == FLARE_ERROR_DATA);
    flare_ln_double(worker, 0, 0);
    assert(stub_error(worker) == FLARE_ERROR_DATA);
    flare_log10_double(worker, -0.0, 0);
    assert(stub_error(worker) == FLARE_ERROR_DATA);
    flare_log2_double(worker, -(double)INFINITY, 0);
    assert(stub_error(worker) == FLARE_ERROR_DATA);
    flare_asin_double(worker, 1.0000001, 0);
    assert(stub_error(worker) == FLARE_ERROR_DATA);
    flare_acos_double(worker, -1.0000001, 0);
    assert(stub_error(worker) == FLARE_ERROR_DATA);
    const double nan = (double)NAN;
    assert(isnan(flare_sqrt_double(worker, nan, 0)) && isnan(flare_ln_double(worker, nan, 0)));
    assert(isnan(flare_acos_double(worker, nan, 0)));
    assert(flare_sqrt_double(worker, -0.0, 0) == 0 && flare_log2_double(worker, 8, 0) == 3);
    assert(flare_log10_double(worker, 1000, 0) == 3 && flare_acos_double(worker, 1, 0) == 0);
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    assert(isnan(flare_remainder_double(5.5, 0)) && flare_remainder_double(-5.5, 2) == -1.5);
    assert(!signbit(flare_canonical_double(-0.0)) && !signbit(flare_canonical_float(-0.0f)));
    const double canonical = flare_canonical_double(-nan);
    const double other = flare_canonical_double(strtod("nan(123)", NULL));
    assert(memcmp(&canonical, &other, sizeof other) == 0);
    assert(flare_equal_double(nan, -nan) && flare_less_double((double)INFINITY, nan) &&
           !flare_less_double(nan, nan));
}

static void test_rounding(void)
{
    static const struct {
        double value;
        int32_t digits;
        double expected;
    } cases[] = {
        { 2.675, 2, 2.68 },
        { -2.675, 2, -2.68 },
        { 2.5, 0, 3 },
        { -2.5, 0, -3 },
        { 0.285, 2, 0.29 },
        { 1.005, 2, 1.01 },
        { 1234.5, -2, 1200 },
        { 1250, -2, 1300 },
        { 1e300, 2, 1e300 },
        { 1e300, -299, 1e300 },
        { 123.456, 400, 123.456 },
        { 123.456, -400, 0 },
        { 0.49999999999999994, 0, 0 },
        { 4503599627370497.5, 0, 4503599627370498.0 },
        { 1e-320, 5, 0 },
        { 5e307, -308, 1e308 },
        { 1.7976931348623157e308, 1, 1.7976931348623157e308 },
        { 0, 3, 0 },
        { 123.456, INT32_MIN, 0 },
        { 123.456, INT32_MAX, 123.456 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double rounded = flare_round_double(cases[i].value, cases[i].digits);
        if (rounded != cases[i].expected)
            fprintf(stderr, "round(%.17g, %d) = %.17g\n", cases[i].value, cases[i].digits, rounded);
        assert(rounded == cases[i].expected);
    }
    assert(isnan(flare_round_double((double)NAN, 2)) &&
           isinf(flare_round_double((double)INFINITY, -2)));
    assert(signbit(flare_round_double(-0.2, 0)));
}

static void test_casts(void)
{
    assert(flare_cast_double_to_int32(worker, 2147483647.4, 0) == INT32_MAX);
    assert(flare_cast_double_to_int32(worker, -2147483648.4, 0) == INT32_MIN);
    assert(flare_cast_double_to_int32(worker, 2.5, 0) == 3 &&
           flare_cast_double_to_int32(worker, -2.5, 0) == -3);
    assert(flare_cast_double_to_int64(worker, -0x1p63, 0) == INT64_MIN);
    assert(flare_cast_double_to_float(worker, 0x1.fffffefp127, 0) == FLT_MAX);
    assert(isinf(flare_cast_double_to_float(worker, (double)INFINITY, 0)) &&
           isnan(flare_cast_double_to_float(worker, (double)NAN, 0)));
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    const double bad[] = { 2147483647.5,      -2147483648.5, (double)NAN, (double)INFINITY,
                           -(double)INFINITY, 1e30,          -1e300 };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        flare_cast_double_to_int32(worker, bad[i], 0);
        assert(stub_error(worker) == FLARE_ERROR_CAST);
        if (i < 2)
            continue;
        flare_cast_double_to_int64(worker, bad[i], 0);
        assert(stub_error(worker) == FLARE_ERROR_CAST);
    }
    flare_cast_double_to_int64(worker, 0x1p63, 0);
    assert(stub_error(worker) == FLARE_ERROR_CAST);
    flare_cast_double_to_float(worker, 0x1.ffffffp127, 3);
    assert(strcmp(worker->error.message, "cannot cast 3.4028235677973366e+38 to FLOAT") == 0);
    assert(worker->error.position == 3 && stub_error(worker) == FLARE_ERROR_CAST);
}

static void test_number_text(void)
{
    static const struct {
        double value;
        const char *expected;
    } doubles[] = {
        { 1, "1.0" },
        { 1.5, "1.5" },
        { -0.0, "-0.0" },
        { 1e15, "1000000000000000.0" },
        { 1e16, "1e+16" },
        { 123456789012345680.0, "1.2345678901234568e+17" },
        { 1e30, "1e+30" },
        { 0.0001, "0.0001" },
        { 0.00001, "1e-05" },
        { 1.25e-7, "1.25e-07" },
        { 5e-324, "5e-324" },
        { 1e300, "1e+300" },
        { 9007199254740992.0, "9007199254740992.0" },
        { 0x1p-44, "5.684341886080802e-14" },
        { 0.1, "0.1" },
        { 0.1 + 0.2, "0.30000000000000004" },
        { -123.456, "-123.456" },
        { 2e-308, "2e-308" },
        { DBL_MAX, "1.7976931348623157e+308" },
        { DBL_MIN, "2.2250738585072014e-308" },
        { 9.5e-323, "9.4e-323" },
    };
    for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++)
        assert(is_text(flare_cast_double_to_string(worker, doubles[i].value), doubles[i].expected));
    assert(is_text(flare_cast_double_to_string(worker, (double)NAN), "nan"));
    assert(is_text(flare_cast_double_to_string(worker, -(double)INFINITY), "-inf"));
    assert(is_text(flare_cast_float_to_string(worker, (float)INFINITY), "inf"));
    assert(is_text(flare_cast_float_to_string(worker, 0.1f), "0.1"));
    assert(is_text(flare_cast_float_to_string(worker, 123456789.125f), "123456790.0"));
    assert(is_text(flare_cast_float_to_string(worker, 1e30f), "1e+30"));
    assert(is_text(flare_cast_float_to_string(worker, FLT_MAX), "3.4028235e+38"));
    assert(is_text(flare_cast_float_to_string(worker, 0x1p-149f), "1e-45"));
    assert(is_text(flare_cast_int64_to_string(worker, INT64_MIN), "-9223372036854775808"));
    assert(is_text(flare_cast_int64_to_string(worker, INT64_MAX), "9223372036854775807"));
    assert(is_text(flare_cast_int64_to_string(worker, 0), "0"));
    assert(is_text(flare_cast_bool_to_string(true), "true") &&
           is_text(flare_cast_bool_to_string(false), "false"));
}

static void test_round_trips(void)
{
    for (int i = 0; i < 60000; i++) {
        const uint64_t bits = random_word();
        double value;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        const double read =
            flare_cast_string_to_double(worker, flare_cast_double_to_string(worker, value), 0);
        assert(memcmp(&read, &value, sizeof value) == 0);
        float narrow;
        memcpy(&narrow, &bits, sizeof narrow);
        if (isfinite(narrow)) {
            const float read_float =
                flare_cast_string_to_float(worker, flare_cast_float_to_string(worker, narrow), 0);
            assert(memcmp(&read_float, &narrow, sizeof narrow) == 0);
        }
        const int64_t number = (int64_t)bits >> random_below(64);
        assert(flare_cast_string_to_int64(worker, flare_cast_int64_to_string(worker, number),
                                          INT64_MIN, INT64_MAX, 0) == number);
        flare_arena_reset(&worker->block_arena);
    }
    for (int exponent = -1074; exponent < 1024; exponent++) { /* where spacing changes */
        const double value = ldexp(1, exponent);
        assert(flare_cast_string_to_double(worker, flare_cast_double_to_string(worker, value), 0) ==
               value);
    }
    assert(stub_error(worker) == FLARE_ERROR_NONE);
}

static void test_reading(void)
{
    static const struct {
        const char *text;
        int64_t from, to, expected;
    } integers[] = {
        { "0", INT64_MIN, INT64_MAX, 0 },
        { "-0", INT64_MIN, INT64_MAX, 0 },
        { " \t+12\n", INT64_MIN, INT64_MAX, 12 },
        { "-9223372036854775808", INT64_MIN, INT64_MAX, INT64_MIN },
        { "9223372036854775807", INT64_MIN, INT64_MAX, INT64_MAX },
        { "127", INT8_MIN, INT8_MAX, 127 },
        { "-128", INT8_MIN, INT8_MAX, -128 },
        { "000000000000000000000000000001", INT8_MIN, INT8_MAX, 1 },
    };
    for (size_t i = 0; i < sizeof integers / sizeof *integers; i++)
        assert(flare_cast_string_to_int64(worker, text(integers[i].text), integers[i].from,
                                          integers[i].to, 0) == integers[i].expected);
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    static const char *const no_integers[] = { "",
                                               " ",
                                               "-",
                                               "+",
                                               "1.5",
                                               "1e3",
                                               "0x10",
                                               "1 2",
                                               "abc",
                                               "9223372036854775808",
                                               "-9223372036854775809",
                                               "99999999999999999999",
                                               "--1",
                                               "128" };
    for (size_t i = 0; i < sizeof no_integers / sizeof *no_integers; i++) {
        const bool small = strcmp(no_integers[i], "128") == 0;
        flare_cast_string_to_int64(worker, text(no_integers[i]), small ? INT8_MIN : INT64_MIN,
                                   small ? INT8_MAX : INT64_MAX, 0);
        assert(stub_error(worker) == FLARE_ERROR_CAST);
    }
    flare_cast_string_to_int64(worker, text("abc"), INT32_MIN, INT32_MAX, 8);
    assert(strcmp(worker->error.message, "cannot cast 'abc' to INTEGER") == 0 &&
           worker->error.position == 8);
    assert(stub_error(worker) == FLARE_ERROR_CAST);
    static const char *const no_doubles[] = { "",       "-",     ".",   "e5",    "1e",     "0x1p3",
                                              "nan(1)", "infin", "1,5", "1e400", "-1e400", "1 1" };
    for (size_t i = 0; i < sizeof no_doubles / sizeof *no_doubles; i++) {
        flare_cast_string_to_double(worker, text(no_doubles[i]), 0);
        assert(stub_error(worker) == FLARE_ERROR_CAST);
        flare_cast_string_to_float(worker, text(no_doubles[i]), 0);
        assert(stub_error(worker) == FLARE_ERROR_CAST);
    }
    flare_cast_string_to_float(worker, text("1e39"), 0);
    assert(stub_error(worker) == FLARE_ERROR_CAST);
    assert(flare_cast_string_to_double(worker, text(" -12.5E-1 "), 0) == -1.25);
    assert(flare_cast_string_to_double(worker, text("1e-400"), 0) == 0);
    assert(flare_cast_string_to_double(worker, text(".5"), 0) == 0.5 &&
           flare_cast_string_to_double(worker, text("5."), 0) == 5);
    assert(isnan(flare_cast_string_to_double(worker, text("NaN"), 0)));
    assert(flare_cast_string_to_double(worker, text("-Infinity"), 0) == -(double)INFINITY);
    assert(flare_cast_string_to_float(worker, text("1.00000017881393432617187499"), 0) ==
           0x1.000002p0f); /* rounded once */
    char digits[1000];
    memset(digits, '1', sizeof digits);
    memcpy(digits + 1, ".", 1);
    assert(flare_cast_string_to_double(worker, string_of(digits, sizeof digits), 0) ==
           1.1111111111111111);
    assert(flare_cast_string_to_bool(worker, text(" TRUE "), 0) &&
           flare_cast_string_to_bool(worker, text("y"), 0));
    assert(!flare_cast_string_to_bool(worker, text("off"), 0) &&
           !flare_cast_string_to_bool(worker, text("0"), 0));
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    flare_cast_string_to_bool(worker, text("tru"), 0);
    assert(stub_error(worker) == FLARE_ERROR_CAST);
    flare_cast_string_to_bool(worker, text(""), 0);
    assert(stub_error(worker) == FLARE_ERROR_CAST);
}

static void test_lists(void)
{
    int32_t narrow[100];
    int64_t wide[100];
    flare_int128 widest[100];
    double doubles[101];
    for (int count = 0; count <= 100; count += count < 5 ? 1 : 19) {
        for (int i = 0; i < count; i++) {
            narrow[i] = 3 * i - 100;
            wide[i] = 3000000000000 * (i - 40);
            widest[i] = flare_multiply_wide_int64(wide[i], INT64_MAX);
            doubles[i] = 0.5 * (i - 10);
        }
        doubles[count] = (double)NAN;
        for (int i = -1; i <= 100; i++) {
            const bool is_in = i >= 0 && i < count;
            assert(flare_in_int32(3 * i - 100, (flare_list){ narrow, count }) == is_in);
            assert(!flare_in_int32(3 * i - 99, (flare_list){ narrow, count }));
            const int64_t value = 3000000000000 * (i - 40);
            assert(flare_in_int64(value, (flare_list){ wide, count }) == is_in);
            assert(!flare_in_int64(value + 1, (flare_list){ wide, count }));
            assert(flare_in_int128(flare_multiply_wide_int64(value, INT64_MAX),
                                   (flare_list){ widest, count }) == is_in);
            assert(flare_in_double(0.5 * (i - 10), (flare_list){ doubles, count }) == is_in);
        }
        assert(!flare_in_double((double)NAN, (flare_list){ doubles, count }));
        assert(flare_in_double(-(double)NAN, (flare_list){ doubles, count + 1 }));
        assert(flare_in_double(-0.0, (flare_list){ doubles, count }) == (count > 10));
    }
}

static void test_moments(void)
{
    double values[1000];
    long double sum = 0;
    for (int i = 0; i < 1000; i++)
        sum += values[i] = 1e9 + (double)random_below(1000) / 7;
    const double mean = (double)(sum / 1000);
    double squares = 0;
    for (int i = 0; i < 1000; i++)
        squares += (values[i] - mean) * (values[i] - mean);
    flare_moments parts[4];
    memset(parts, 0, sizeof parts);
    flare_moments all = parts[3];
    for (int i = 0; i < 1000; i++) {
        flare_moments_add(&parts[i % 3 == 0 ? 0 : i % 7 == 0 ? 1 : 2], values[i]);
        flare_moments_add(&all, values[i]);
    }
    flare_moments merged = { 0, 0, 0 };
    for (int i = 0; i < 4; i++)
        flare_moments_merge(&merged, &parts[i]); /* into nothing, and nothing into it */
    assert(merged.count == 1000 && all.count == 1000);
    assert(fabs(merged.mean - mean) < 1e-6 && fabs(all.mean - mean) < 1e-6);
    assert(fabs(merged.m2 / squares - 1) < 1e-7 && fabs(all.m2 / squares - 1) < 1e-7);
}

int main(void)
{
    stub_open(&query, 1, 64 << 20);
    for (int round = 0; round < 2;
         round++) { /* again with a decimal comma, where the system has it */
        test_integers();
        test_domains();
        test_rounding();
        test_casts();
        test_number_text();
        test_round_trips();
        test_reading();
        test_lists();
        test_moments();
        if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL)
            break;
    }
    stub_close(&query);
    return 0;
}
