/* Decimals: edge values; division against long multiplication; casts against what the text says. */
#include "worker_stub.h"

#include <math.h>

#include "decimal/wide.h"

static flare_query query;
static flare_worker *const worker = &query.workers[0];

/* ---- Numbers of up to 640 bits, as far as checking a quotient needs them ---- */

enum { LIMBS = 20 };
typedef struct {
    uint32_t limb[LIMBS];
} big;

static big big_of(flare_uwide value)
{
    big number = { { 0 } };
    for (int i = 0; i < 4; i++)
        number.limb[i] = (uint32_t)(value >> (32 * i));
    return number;
}

static big big_multiply(big a, flare_uwide b)
{
    const big factor = big_of(b);
    big product = { { 0 } };
    for (int i = 0; i < 4; i++) {
        uint64_t carry = 0;
        for (int j = 0; i + j < LIMBS; j++) {
            carry += (uint64_t)factor.limb[i] * a.limb[j] + product.limb[i + j];
            product.limb[i + j] = (uint32_t)carry;
            carry >>= 32;
        }
    }
    return product;
}

static int big_compare(const big *a, const big *b)
{
    for (int i = LIMBS - 1; i >= 0; i--)
        if (a->limb[i] != b->limb[i])
            return a->limb[i] < b->limb[i] ? -1 : 1;
    return 0;
}

static big big_subtract(big a, big b)
{
    int64_t borrow = 0;
    for (int i = 0; i < LIMBS; i++) {
        borrow += (int64_t)a.limb[i] - b.limb[i];
        a.limb[i] = (uint32_t)borrow;
        borrow >>= 32;
    }
    return a;
}

/* ---- Helpers ---- */

static const flare_uwide limit = (flare_uwide)10000000000000000000u * 10000000000000000000u;

static flare_int128 wide(flare_wide value)
{
    return flare_int128_from(value);
}

static bool same(flare_int128 a, flare_wide b)
{
    return flare_wide_of(a) == b;
}

/* A number of any magnitude below 10^38. */
static flare_wide random_decimal(void)
{
    const flare_uwide bits = (flare_uwide)random_word() << 64 | random_word();
    const flare_wide value = (flare_wide)((bits >> random_below(127)) % limit);
    return random_word() & 1 ? -value : value;
}

/* ---- Tests ---- */

static void test_sums(void)
{
    const flare_wide most = (flare_wide)(limit - 1);
    assert(same(flare_add_int128(worker, wide(most - 1), wide(1), 0), most));
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    flare_add_int128(worker, wide(most), wide(1), 7);
    assert(worker->error.position == 7 && stub_error(worker) == FLARE_ERROR_OVERFLOW);
    flare_add_int128(worker, wide(most), wide(most), 0); /* beyond 2^127 */
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    flare_subtract_int128(worker, wide(-most), wide(1), 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    flare_subtract_int128(worker, wide(-most), wide(most), 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    assert(same(flare_negate_int128(wide(-most)), most));
    for (int i = 0; i < 20000; i++) {
        const flare_wide a = random_decimal() / 2;
        const flare_wide b = random_decimal() / 2;
        assert(same(flare_add_int128(worker, wide(a), wide(b), 0), a + b));
        assert(same(flare_subtract_int128(worker, wide(a), wide(b), 0), a - b));
        flare_int128 sum = wide(a);
        flare_accumulate_int128(&sum, wide(b));
        assert(same(sum, a + b));
        const int64_t word = (int64_t)random_word();
        flare_accumulate_int64(&sum, word);
        assert(same(sum, a + b + word));
        assert(flare_compare_int128(wide(a), wide(b)) == (a > b) - (a < b));
    }
    assert(stub_error(worker) == FLARE_ERROR_NONE);
}

static void test_long_sums(void)
{
    const flare_wide most = (flare_wide)(limit - 1);
    assert(!flare_exceeds_38_digits(wide(most)) && !flare_exceeds_38_digits(wide(-most)));
    assert(flare_exceeds_38_digits(wide(most + 1)) && flare_exceeds_38_digits(wide(-most - 1)));
    for (int sign = -1; sign <= 1; sign += 2) {
        flare_int128 sum = wide(sign * (most - 5));
        flare_accumulate_saturating(&sum, wide(sign * 5));
        assert(same(sum, sign * most));
        flare_accumulate_saturating(&sum, wide(sign * 5));
        assert(flare_exceeds_38_digits(sum));
        sum = wide(sign * most);
        flare_accumulate_saturating(&sum, wide(sign * most)); /* beyond 2^127 */
        assert(flare_exceeds_38_digits(sum));
        flare_accumulate_saturating(&sum, wide(-sign * most)); /* no way back */
        assert(flare_exceeds_38_digits(sum));
    }
}

static void test_products(void)
{
    for (int i = 0; i < 100000; i++) {
        const flare_wide a = random_decimal();
        const flare_wide b = random_decimal();
        const flare_int128 product = flare_multiply_int128(worker, wide(a), wide(b), 0);
        const big exact = big_multiply(big_of(flare_magnitude(a)), flare_magnitude(b));
        const big most = big_of(limit);
        if (big_compare(&exact, &most) >= 0) {
            assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
            continue;
        }
        assert(stub_error(worker) == FLARE_ERROR_NONE);
        assert(same(product, (flare_wide)((flare_uwide)a * (flare_uwide)b)));
        const int64_t left = (int64_t)random_word();
        const int64_t right = (int64_t)random_word();
        assert(same(flare_multiply_wide_int64(left, right), (flare_wide)left * right));
    }
    assert(same(flare_multiply_wide_int64(INT64_MIN, INT64_MIN), (flare_wide)1 << 126));
}

/* quotient is round(a * 10^shift / b): twice the remainder is at most b, and on a tie the quotient is the larger one. */
static void check_quotient(flare_wide a, flare_wide b, int32_t shift)
{
    const flare_int128 result = flare_divide_int128(worker, wide(a), wide(b), shift, 3);
    big dividend = big_of(flare_magnitude(a));
    for (int32_t i = 0; i < shift; i++)
        dividend = big_multiply(dividend, 10);
    const flare_uwide divisor = flare_magnitude(b);
    dividend = big_multiply(dividend, 2);
    if (stub_error(worker) == FLARE_ERROR_OVERFLOW) {
        /* 2 * a * 10^shift >= (2 * 10^38 - 1) * b */
        const big least = big_multiply(big_of(2 * limit - 1), divisor);
        assert(big_compare(&dividend, &least) >= 0);
        return;
    }
    const flare_uwide quotient = flare_magnitude(flare_wide_of(result));
    assert(quotient < limit);
    assert(quotient == 0 || (flare_wide_of(result) < 0) == ((a < 0) != (b < 0)));
    /* (2q - 1) b <= 2 a 10^shift < (2q + 1) b */
    const big above = big_multiply(big_of(2 * quotient + 1), divisor);
    assert(big_compare(&dividend, &above) < 0);
    if (quotient > 0) {
        const big below = big_multiply(big_of(2 * quotient - 1), divisor);
        const big rest = big_subtract(dividend, below);
        assert(big_compare(&dividend, &below) >= 0 && rest.limb[LIMBS - 1] == 0);
    }
}

static void test_quotients(void)
{
    for (int i = 0; i < 100000; i++) {
        const flare_wide b = random_decimal();
        if (b != 0)
            check_quotient(random_decimal(), b, (int32_t)random_below(77));
    }
    const flare_wide most = (flare_wide)(limit - 1);
    const flare_wide least = (flare_wide)((flare_uwide)1 << 127); /* of all int128 */
    const flare_wide edges[] = { 1,
                                 -1,
                                 2,
                                 3,
                                 most,
                                 -most,
                                 least,
                                 INT64_MAX,
                                 INT64_MIN,
                                 (flare_wide)UINT64_MAX,
                                 (flare_wide)UINT64_MAX + 1 };
    enum { EDGES = sizeof edges / sizeof *edges };
    for (int a = 0; a < EDGES; a++)
        for (int b = 0; b < EDGES; b++)
            for (int32_t shift = 0; shift <= 76; shift++)
                check_quotient(edges[a], edges[b], shift);
    assert(same(flare_divide_int128(worker, wide(1), wide(2), 0, 0), 1)); /* half away from zero */
    assert(same(flare_divide_int128(worker, wide(-1), wide(2), 0, 0), -1));
    assert(same(flare_divide_int128(worker, wide(1), wide(3), 6, 0), 333333));
    flare_divide_int128(worker, wide(1), wide(0), 6, 0);
    assert(stub_error(worker) == FLARE_ERROR_DIVISION_BY_ZERO);
    flare_remainder_int128(worker, wide(1), wide(0), 0);
    assert(stub_error(worker) == FLARE_ERROR_DIVISION_BY_ZERO);
    assert(same(flare_remainder_int128(worker, wide(-7), wide(3), 0), -1));
    assert(same(flare_remainder_int128(worker, wide(least), wide(-1), 0), 0));
    assert(same(flare_average_int128(worker, wide(10), 3, 0), 3333333));
    assert(same(flare_average_int128(worker, wide(-20), 3, 0), -6666667));
    assert(stub_error(worker) == FLARE_ERROR_NONE);
}

static void test_scales(void)
{
    assert(same(flare_rescale_int128(worker, wide(125), -1, 38, 0), 13));
    assert(same(flare_rescale_int128(worker, wide(-125), -1, 38, 0), -13));
    assert(same(flare_rescale_int128(worker, wide(124), -1, 38, 0), 12));
    assert(same(flare_rescale_int128(worker, wide(5), 37, 38, 0), (flare_wide)(limit / 2)));
    assert(same(flare_rescale_int128(worker, wide((flare_wide)(limit - 1)), -38, 38, 0), 1));
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    flare_rescale_int128(worker, wide(1), 38, 38, 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    flare_rescale_int128(worker, wide(999), 0, 2, 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    flare_rescale_int128(worker, wide((flare_wide)(limit - 1)), 38, 38, 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    flare_rescale_int128(worker, wide(995), -1, 2, 0); /* rounding makes a digit more */
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    for (int i = 0; i < 100000; i++) {
        const int64_t value = (int64_t)random_word() >> random_below(64);
        const int32_t shift = (int32_t)random_below(45) - 22;
        const int32_t precision = 1 + (int32_t)random_below(18);
        const int64_t narrow = flare_rescale_int64(worker, value, shift, precision, 0);
        const flare_error_code code = stub_error(worker);
        const flare_int128 both =
            flare_rescale_int128(worker, flare_int128_of(value), shift, precision, 0);
        assert(code == stub_error(worker) && same(both, narrow));
    }
    assert(flare_rescale_int64(worker, INT64_MIN, -19, 18, 0) == -1);
    assert(flare_narrow_int128(worker, wide(INT64_MIN), 0) == INT64_MIN);
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    flare_narrow_int128(worker, wide((flare_wide)INT64_MAX + 1), 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    flare_narrow_int128(worker, wide((flare_wide)INT64_MIN - 1), 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
}

static void test_rounding(void)
{
    /* value, scale, digits: floor, ceil, truncated, rounded */
    static const struct {
        int64_t value;
        int32_t scale, digits;
        int64_t floor, ceil, truncated, rounded;
    } cases[] = {
        { 12345, 2, 1, 12300, 12400, 12340, 12350 },
        { -12345, 2, 1, -12400, -12300, -12340, -12350 },
        { 12300, 2, 0, 12300, 12300, 12300, 12300 },
        { 0, 2, 0, 0, 0, 0, 0 },
        { 1250, 2, -1, 1200, 1300, 1000, 1000 },
        { 1550, 2, -1, 1500, 1600, 1000, 2000 },
        { -50, 2, 0, -100, 0, 0, -100 },
        { 12345, 2, 5, 12300, 12400, 12345, 12345 },
        { 7, 0, -1, 7, 7, 0, 10 },
        { 12345, 2, -100, 12300, 12400, 0, 0 },
        { 5, 2, INT32_MIN, 0, 100, 0, 0 },
        { 5, 2, INT32_MAX, 0, 100, 5, 5 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const flare_int128 value = wide(cases[i].value);
        const int32_t scale = cases[i].scale;
        const int32_t digits = cases[i].digits;
        assert(same(flare_floor_int128(worker, value, scale, 0), cases[i].floor));
        assert(same(flare_ceil_int128(worker, value, scale, 0), cases[i].ceil));
        assert(same(flare_truncate_int128(worker, value, scale, digits, 0), cases[i].truncated));
        assert(same(flare_round_int128(worker, value, scale, digits, 0), cases[i].rounded));
    }
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    const flare_int128 most = wide((flare_wide)(limit - 1));
    flare_ceil_int128(worker, most, 1, 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    flare_round_int128(worker, most, 38, 0, 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    flare_floor_int128(worker, flare_negate_int128(most), 38, 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
}

static void test_doubles(void)
{
    assert(flare_cast_decimal_to_double(wide(12345), 2) == 123.45);
    assert(flare_cast_decimal_to_double(wide(-5), 1) == -0.5);
    assert(flare_cast_decimal_to_double(wide((flare_wide)limit - 1), 0) == 1e38);
    for (int i = 0; i < 20000; i++) { /* as the text reads */
        const flare_wide value = random_decimal();
        const int32_t scale = (int32_t)random_below(39);
        const flare_string written = flare_cast_decimal_to_string(worker, wide(value), scale);
        char copy[64] = { 0 };
        memcpy(copy, bytes_of(&written), written.length);
        assert(flare_cast_decimal_to_double(wide(value), scale) == strtod(copy, NULL));
        const flare_int128 read = flare_cast_string_to_decimal(worker, written, 38, scale, 0);
        assert(same(read, value) && stub_error(worker) == FLARE_ERROR_NONE);
        flare_arena_reset(&worker->block_arena);
    }
    static const struct {
        double value;
        int32_t precision, scale;
        int64_t expected;
    } cases[] = {
        { 0.285, 15, 2, 29 },
        { 1.115, 15, 2, 112 },
        { 2.675, 5, 2, 268 },
        { -2.675, 5, 2, -268 },
        { 1.005, 5, 2, 101 },
        { 0.5, 1, 0, 1 },
        { -0.5, 1, 0, -1 },
        { 0.49999999999999994, 1, 0, 0 },
        { 99.994, 4, 2, 9999 },
        { 5e-324, 38, 38, 0 },
        { 1e15, 19, 3, 1000000000000000000 },
        { 9007199254740993.0, 16, 0, 9007199254740992 },
        { -0.0, 1, 0, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const flare_int128 cast = flare_cast_double_to_decimal(
            worker, cases[i].value, cases[i].precision, cases[i].scale, 0);
        assert(stub_error(worker) == FLARE_ERROR_NONE && same(cast, cases[i].expected));
    }
    assert(same(flare_cast_double_to_decimal(worker, 0x1p100, 38, 0, 0), (flare_wide)1 << 100));
    const double refused[] = { 99.995,           -99.995,           100,         1e30,
                               (double)INFINITY, -(double)INFINITY, (double)NAN, 1e300 };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        flare_cast_double_to_decimal(worker, refused[i], 4, 2, 0);
        assert(stub_error(worker) == FLARE_ERROR_CAST);
    }
    flare_cast_double_to_decimal(worker, 1e30, 4, 2, 9);
    assert(strcmp(worker->error.message, "cannot cast 1e+30 to DECIMAL(4, 2)") == 0);
    assert(worker->error.position == 9 && stub_error(worker) == FLARE_ERROR_CAST);
}

/* What the slow way by text gives is what the fast way gives. */
static void test_double_ways(void)
{
    for (int i = 0; i < 20000; i++) {
        const int32_t digits = (int32_t)random_below(12);
        const double value = (double)(int64_t)(random_word() >> 24) / pow(10, digits);
        const int32_t scale = (int32_t)random_below(6);
        const flare_int128 cast = flare_cast_double_to_decimal(worker, value, 38, scale, 0);
        const flare_string written = flare_cast_double_to_string(worker, value);
        assert(flare_compare_int128(
                   cast, flare_cast_string_to_decimal(worker, written, 38, scale, 0)) == 0);
        flare_arena_reset(&worker->block_arena);
    }
    assert(stub_error(worker) == FLARE_ERROR_NONE);
}

static void test_text(void)
{
    assert(is_text(flare_cast_decimal_to_string(worker, wide(5), 2), "0.05"));
    assert(is_text(flare_cast_decimal_to_string(worker, wide(-5), 2), "-0.05"));
    assert(is_text(flare_cast_decimal_to_string(worker, wide(0), 2), "0.00"));
    assert(is_text(flare_cast_decimal_to_string(worker, wide(0), 0), "0"));
    assert(is_text(flare_cast_decimal_to_string(worker, wide(-12345), 2), "-123.45"));
    assert(is_text(flare_cast_decimal_to_string(worker, wide((flare_wide)(limit - 1)), 38),
                   "0.99999999999999999999999999999999999999"));
    assert(is_text(flare_cast_decimal_to_string(worker, wide((flare_wide)1 << 127), 0),
                   "-170141183460469231731687303715884105728"));
    assert(is_text(flare_cast_decimal_to_string(worker, wide((flare_wide)1 << 127), 38),
                   "-1.70141183460469231731687303715884105728"));
    static const struct {
        const char *text;
        int32_t precision, scale;
        int64_t expected;
    } good[] = {
        { "1.25", 3, 1, 13 },
        { "-1.25", 3, 1, -13 },
        { " +7 ", 3, 1, 70 },
        { "1e2", 4, 1, 1000 },
        { ".5", 1, 0, 1 },
        { "5.", 2, 1, 50 },
        { "12e-1", 3, 0, 1 },
        { "0.04", 1, 1, 0 },
        { "0.05", 1, 1, 1 },
        { "0000000000000000000000000000000000000000000000001", 1, 0, 1 },
        { "0e999999999", 1, 0, 0 },
        { "1e-999999999", 1, 0, 0 },
        { "0.00000000000000000000000000000000000000000000000001e51", 3, 0, 10 },
        { "1.4999999999999999999999999999999999999999999999999999999", 3, 0, 1 },
        { "-0", 1, 0, 0 },
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        const flare_int128 value = flare_cast_string_to_decimal(
            worker, text(good[i].text), good[i].precision, good[i].scale, 0);
        assert(stub_error(worker) == FLARE_ERROR_NONE && same(value, good[i].expected));
    }
    static const char *const bad[] = { "",      " ",           ".",    "-",   "1e",
                                       "1e+",   "1.2.3",       "1 2",  "abc", "100",
                                       "99.95", "1e999999999", "0x10", "nan", "--1" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        flare_cast_string_to_decimal(worker, text(bad[i]), 3, 1, 0);
        assert(stub_error(worker) == FLARE_ERROR_CAST);
    }
    flare_cast_string_to_decimal(worker, text("zw\xC3\xB6lf\n\xFF"), 3, 1, 4);
    assert(strcmp(worker->error.message, "cannot cast 'zw\xC3\xB6lf?\x3F' to DECIMAL(3, 1)") == 0);
    assert(stub_error(worker) == FLARE_ERROR_CAST);
    assert(same(flare_cast_string_to_decimal(worker, text("99999999999999999999999999999999999999"),
                                             38, 0, 0),
                (flare_wide)(limit - 1)));
    flare_cast_string_to_decimal(worker, text("99999999999999999999999999999999999999.5"), 38, 0,
                                 0);
    assert(stub_error(worker) == FLARE_ERROR_CAST);
}

int main(void)
{
    stub_open(&query, 1, 64 << 20);
    test_sums();
    test_long_sums();
    test_products();
    test_quotients();
    test_scales();
    test_rounding();
    test_doubles();
    test_double_ways();
    test_text();
    stub_close(&query);
    return 0;
}
