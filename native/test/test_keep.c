/* Prebuilt filter stages against the plain meaning of each, on values around their bounds; both variants of the loops. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flare/engine.h"
#include "flare/program.h"
#include "scan/range.h"

#define CHECK(condition)                                                    \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                        \
        }                                                                   \
    } while (0)

enum { ROWS = 2047 };

static uint64_t state = 88172645463325252u;

static uint64_t next_random(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* Small numbers, so that bounds are met often, and the extremes. */
static int64_t next_number(int64_t least, int64_t most)
{
    const uint64_t random = next_random();
    return random % 50 == 0 ? least : random % 50 == 1 ? most : (int64_t)(random >> 8) % 40 - 20;
}

/* keep starts with zeros among ones: a stage may only clear. */
static void start_keep(uint8_t *before, uint8_t *keep)
{
    for (int32_t row = 0; row < ROWS; row++)
        before[row] = keep[row] = next_random() % 8 != 0;
}

#define CHECK_KEPT(values, condition)                              \
    for (int32_t row = 0; row < ROWS; row++) {                     \
        const bool kept = before[row] && (condition);              \
        if (keep[row] != kept) {                                   \
            fprintf(stderr, "%s, row %d\n", #condition, (int)row); \
            abort();                                               \
        }                                                          \
    }

#define CHECK_NUMBERS(bits, least, most)                                                          \
    static void check_int##bits(void)                                                             \
    {                                                                                             \
        static int##bits##_t values[ROWS];                                                        \
        uint8_t before[ROWS], keep[ROWS];                                                         \
        const int##bits##_t bounds[][2] = { { -5, 7 },      { 3, 3 },        { 7, -5 },           \
                                            { least, 0 },   { 0, most },     { least, most },     \
                                            { most, most }, { least, least } };                   \
        for (int32_t row = 0; row < ROWS; row++)                                                  \
            values[row] = (int##bits##_t)next_number(least, most);                                \
        const flare_vector vector = { .values = values };                                         \
        for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++) {                             \
            const int##bits##_t from = bounds[b][0], to = bounds[b][1];                           \
            start_keep(before, keep);                                                             \
            flare_keep_range_int##bits(NULL, bounds[b], &vector, ROWS, keep);                     \
            CHECK_KEPT(values, from <= values[row] && values[row] <= to)                          \
            start_keep(before, keep);                                                             \
            flare_range_loops_portable.int##bits(values, ROWS, from, to, keep);                   \
            CHECK_KEPT(values, from <= values[row] && values[row] <= to)                          \
            start_keep(before, keep);                                                             \
            flare_keep_unequal_int##bits(NULL, &from, &vector, ROWS, keep);                       \
            CHECK_KEPT(values, values[row] != from)                                               \
            bool within = true;                                                                   \
            for (int32_t row = 0; row < ROWS; row++)                                              \
                within = within && from <= values[row] && values[row] <= to;                      \
            CHECK(flare_range_loops_portable.within_int##bits(values, ROWS, from, to) == within); \
            CHECK(flare_range_loops_best()->within_int##bits(values, ROWS, from, to) == within);  \
        }                                                                                         \
        int##bits##_t list[24];                                                                   \
        for (int32_t count = 0; count <= 24; count++) {                                           \
            for (int32_t i = 0; i < count; i++)                                                   \
                list[i] = i == 0 ? least : i == 23 ? most : (int##bits##_t)(2 * i - 20);          \
            const flare_list constants = { list, count };                                         \
            start_keep(before, keep);                                                             \
            flare_keep_in_int##bits(NULL, &constants, &vector, ROWS, keep);                       \
            for (int32_t row = 0; row < ROWS; row++) {                                            \
                bool found = false;                                                               \
                for (int32_t i = 0; i < count; i++)                                               \
                    found |= list[i] == values[row];                                              \
                CHECK(keep[row] == (before[row] && found));                                       \
            }                                                                                     \
        }                                                                                         \
    }

CHECK_NUMBERS(32, INT32_MIN, INT32_MAX)
CHECK_NUMBERS(64, INT64_MIN, INT64_MAX)

/* NaN is the largest number and equal to itself. */
static bool real_in_range(double value, double from, double to)
{
    const bool not_below = isnan(value) || value >= from;
    const bool not_above = isnan(to) || value <= to;
    return not_below && not_above;
}

#define CHECK_REALS(name, type)                                                                   \
    static void check_##name(void)                                                                \
    {                                                                                             \
        static type values[ROWS];                                                                 \
        uint8_t before[ROWS], keep[ROWS];                                                         \
        const type inf = (type)INFINITY, nan_ = (type)NAN;                                        \
        const type bounds[][2] = { { -5, 7 },      { -inf, 0 }, { 0, inf },       { -inf, nan_ }, \
                                   { nan_, nan_ }, { 0, nan_ }, { (type)-0.0, 0 } };              \
        for (int32_t row = 0; row < ROWS; row++) {                                                \
            const uint64_t random = next_random() % 40;                                           \
            values[row] = random == 0   ? inf                                                     \
                          : random == 1 ? -inf                                                    \
                          : random == 2 ? nan_                                                    \
                          : random == 3 ? (type)-0.0                                              \
                                        : (type)((int)random - 20) / 2;                           \
        }                                                                                         \
        const flare_vector vector = { .values = values };                                         \
        for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++) {                             \
            start_keep(before, keep);                                                             \
            flare_keep_range_##name(NULL, bounds[b], &vector, ROWS, keep);                        \
            CHECK_KEPT(values, real_in_range((double)values[row], (double)bounds[b][0],           \
                                             (double)bounds[b][1]))                               \
        }                                                                                         \
    }

CHECK_REALS(float, float)
CHECK_REALS(double, double)

static flare_int128 wide(__int128 value)
{
    return (flare_int128){ (uint64_t)value, (int64_t)(value >> 64) };
}

static void check_int128(void)
{
    static flare_int128 values[ROWS];
    static __int128 plain[ROWS];
    uint8_t before[ROWS], keep[ROWS];
    const __int128 unit = (__int128)1 << 64;
    for (int32_t row = 0; row < ROWS; row++) {
        plain[row] = unit * (int64_t)(next_random() % 5) - 2 * unit + (int64_t)(next_random() % 5);
        values[row] = wide(plain[row]);
    }
    const __int128 bounds[][2] = {
        { -unit, unit }, { 0, 3 }, { -2 * unit + 1, -unit + 2 }, { 5, 0 }
    };
    const flare_vector vector = { .values = values };
    for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++) {
        const flare_int128 argument[2] = { wide(bounds[b][0]), wide(bounds[b][1]) };
        start_keep(before, keep);
        flare_keep_range_int128(NULL, argument, &vector, ROWS, keep);
        CHECK_KEPT(values, bounds[b][0] <= plain[row] && plain[row] <= bounds[b][1])
    }
}

static void check_booleans(void)
{
    static uint8_t values[ROWS];
    uint8_t before[ROWS], keep[ROWS];
    for (int32_t row = 0; row < ROWS; row++)
        values[row] = next_random() % 2;
    const flare_vector vector = { .values = values };
    start_keep(before, keep);
    flare_keep_true(NULL, NULL, &vector, ROWS, keep);
    CHECK_KEPT(values, values[row] == 1)
    start_keep(before, keep);
    flare_keep_false(NULL, NULL, &vector, ROWS, keep);
    CHECK_KEPT(values, values[row] == 0)
    start_keep(before, keep);
    flare_keep_null(NULL, NULL, &vector, ROWS, keep);
    CHECK_KEPT(values, row < 0)
    start_keep(before, keep);
    flare_keep_not_null(NULL, NULL, &vector, ROWS, keep);
    CHECK_KEPT(values, row >= 0)
}

/* ---- Strings ------------------------------------------------------------------------------------------------------------ */

static const char *const words[] = {
    "",
    "a",
    "abc",
    "abcd",
    "abcde",
    "abcdefghijkl",
    "abcdefghijklm",
    "abcdefghijkln",
    "b",
    "special requests",
};
enum { WORDS = sizeof words / sizeof *words };

static flare_string string(const char *text)
{
    flare_string value = { .length = (uint32_t)strlen(text) };
    memcpy(value.prefix, text, value.length < 4 ? value.length : 4);
    if (value.length > 12)
        value.tail.bytes = (const uint8_t *)text;
    else if (value.length > 4)
        memcpy(value.tail.rest, text + 4, value.length - 4);
    return value;
}

static void check_strings(void)
{
    static flare_string values[ROWS];
    static const char *plain[ROWS];
    uint8_t before[ROWS], keep[ROWS];
    for (int32_t row = 0; row < ROWS; row++) {
        plain[row] = words[next_random() % WORDS];
        values[row] = string(plain[row]);
    }
    const flare_vector vector = { .values = values };
    for (int32_t w = 0; w < WORDS; w++) {
        const flare_string other = string(words[w]);
        start_keep(before, keep);
        flare_keep_equal_string(NULL, &other, &vector, ROWS, keep);
        CHECK_KEPT(values, strcmp(plain[row], words[w]) == 0)
        start_keep(before, keep);
        flare_keep_unequal_string(NULL, &other, &vector, ROWS, keep);
        CHECK_KEPT(values, strcmp(plain[row], words[w]) != 0)
        flare_string_range range = { .from = other, .has_from = 1 };
        start_keep(before, keep);
        flare_keep_range_string(NULL, &range, &vector, ROWS, keep);
        CHECK_KEPT(values, strcmp(plain[row], words[w]) >= 0)
        range = (flare_string_range){ .from = string("abc"),
                                      .to = other,
                                      .has_from = 1,
                                      .has_to = 1,
                                      .from_excluded = 1,
                                      .to_excluded = 1 };
        start_keep(before, keep);
        flare_keep_range_string(NULL, &range, &vector, ROWS, keep);
        CHECK_KEPT(values, strcmp(plain[row], "abc") > 0 && strcmp(plain[row], words[w]) < 0)
    }
    flare_string sorted[3] = { string("abc"), string("abcdefghijklm"), string("b") };
    const flare_list list = { sorted, 3 };
    start_keep(before, keep);
    flare_keep_in_string(NULL, &list, &vector, ROWS, keep);
    CHECK_KEPT(values, strcmp(plain[row], "abc") == 0 || strcmp(plain[row], "b") == 0 ||
                           strcmp(plain[row], "abcdefghijklm") == 0)
    const flare_like like = { string("%e%"), string("") };
    start_keep(before, keep);
    flare_keep_like(NULL, &like, &vector, ROWS, keep);
    CHECK_KEPT(values, strchr(plain[row], 'e') != NULL)
    start_keep(before, keep);
    flare_keep_not_like(NULL, &like, &vector, ROWS, keep);
    CHECK_KEPT(values, strchr(plain[row], 'e') == NULL)
}

int main(void)
{
    check_int32();
    check_int64();
    check_float();
    check_double();
    check_int128();
    check_booleans();
    check_strings();
    return 0;
}
