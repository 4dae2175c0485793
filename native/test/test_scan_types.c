/* Every type, from every physical form, page version and writer, against functions of the row's number (make_data.py). */
#include "scan_support.h"

enum { COLUMNS = 24 };

/* Whether the value at `at` of a column is the one of row i. */
typedef bool value_check(const void *values, int32_t at, int64_t i);

#define INTEGER(name, type, expression)                          \
    static bool name(const void *values, int32_t at, int64_t i)  \
    {                                                            \
        return ((const type *)values)[at] == (type)(expression); \
    }

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static bool equal_128(const void *values, int32_t at, __int128 expected)
{
    const flare_int128 value = ((const flare_int128 *)values)[at];
    return value.low == (uint64_t)expected && value.high == (int64_t)(expected >> 64);
}

INTEGER(id, int64_t, i)
INTEGER(flag, uint8_t, i % 3 == 0)
INTEGER(i8, int32_t, i % 200 - 100)
INTEGER(i16, int32_t, i * 100 - 3000)
INTEGER(i32, int32_t, i * 100003 - 5000000)
INTEGER(i64, int64_t, i * 10000000019 - 7)
INTEGER(u8, int32_t, i * 3 % 256)
INTEGER(u16, int32_t, i * 601 % 65536)
INTEGER(u32, int64_t, 4294967295 - i * 1000)
INTEGER(f32, float, (float)i / 4 - 10)
INTEGER(f64, double, (double)i / 8 - 100.5)
INTEGER(day, int32_t, i * 37 - 2000)
INTEGER(ts_ms, int64_t, (i - 20) * 86400123 * 1000)
INTEGER(ts_us, int64_t, (i - 20) * 86400123457)
INTEGER(ts_ns, int64_t, floor_divide((i - 20) * 86400123456789, 1000))
INTEGER(t_ms, int64_t, i * 719993 % 86400000 * 1000)
INTEGER(t_us, int64_t, i * 719993001 % 86400000000)
INTEGER(t_ns, int64_t, i * 719993001007 % 86400000000000 / 1000)
INTEGER(d9, int64_t, i * 100003 - 4000000)
INTEGER(d18, int64_t, i * 70000000133 - 5)

static bool u64(const void *values, int32_t at, int64_t i)
{
    return equal_128(values, at, (__int128)(UINT64_MAX - (uint64_t)i * 1000000000000000));
}

static bool d38(const void *values, int32_t at, int64_t i)
{
    const __int128 wide = (__int128)12345678901234567 * 1000000000000000000 + 890123456789012345;
    return equal_128(values, at, wide * (i - 60));
}

static bool text(const void *values, int32_t at, int64_t i)
{
    const flare_string value = ((const flare_string *)values)[at];
    bool same = value.length == i % 20;
    for (uint32_t b = 0; same && b < value.length; b++)
        same = bytes_of(&value)[b] == 'a' + i % 26;
    /* Short strings are compared by words: what is unused must be zero. */
    for (uint32_t b = value.length; same && b < 12; b++)
        same = ((const uint8_t *)&value)[4 + b] == 0;
    return same && (value.length <= 12 || memcmp(value.prefix, value.tail.bytes, 4) == 0);
}

static bool fixed(const void *values, int32_t at, int64_t i)
{
    const flare_string value = ((const flare_string *)values)[at];
    char expected[16];
    snprintf(expected, sizeof expected, "%05d", (int)i);
    return value.length == 5 && memcmp(bytes_of(&value), expected, 5) == 0;
}

struct expected_column {
    flare_column column;
    value_check *check;
};

#define NULLABLE(column_name, column_type)                                           \
    {                                                                                \
        { .name = #column_name, .type = column_type, .nullable = true }, column_name \
    }

static const struct expected_column expected[COLUMNS] = {
    { { .name = "id", .type = FLARE_INT64 }, id },
    NULLABLE(flag, FLARE_BOOL),
    NULLABLE(i8, FLARE_INT32),
    NULLABLE(i16, FLARE_INT32),
    NULLABLE(i32, FLARE_INT32),
    NULLABLE(i64, FLARE_INT64),
    NULLABLE(u8, FLARE_INT32),
    NULLABLE(u16, FLARE_INT32),
    NULLABLE(u32, FLARE_INT64),
    NULLABLE(u64, FLARE_INT128),
    NULLABLE(f32, FLARE_FLOAT),
    NULLABLE(f64, FLARE_DOUBLE),
    NULLABLE(day, FLARE_INT32),
    NULLABLE(ts_ms, FLARE_INT64),
    NULLABLE(ts_us, FLARE_INT64),
    NULLABLE(ts_ns, FLARE_INT64),
    NULLABLE(t_ms, FLARE_INT64),
    NULLABLE(t_us, FLARE_INT64),
    NULLABLE(t_ns, FLARE_INT64),
    NULLABLE(d9, FLARE_INT64),
    NULLABLE(d18, FLARE_INT64),
    NULLABLE(d38, FLARE_INT128),
    NULLABLE(text, FLARE_STRING),
    NULLABLE(fixed, FLARE_STRING),
};

struct progress {
    const struct expected_column *columns;
    int32_t column_count;
    int64_t rows;
};

static bool check_block(void *context, const flare_block *block)
{
    struct progress *const progress = context;
    for (int32_t c = 0; c < progress->column_count; c++) {
        const flare_vector *const vector = &block->columns[c];
        for (int32_t at = 0; at < block->rows; at++) {
            const int64_t i = progress->rows + at;
            const bool present = c == 0 || i % 7 != 3;
            if (c > 0)
                CHECK(vector->valid[at] == present);
            if (present && !progress->columns[c].check(vector->values, at, i)) {
                fprintf(stderr, "column %s, row %d\n", progress->columns[c].column.name, (int)i);
                abort();
            }
        }
    }
    progress->rows += block->rows;
    return true;
}

static void check_file(const char *name, const struct expected_column *columns,
                       int32_t column_count, int64_t rows, flare_access access)
{
    struct bench bench;
    bench_open(&bench, 64 << 20);
    flare_column specs[COLUMNS];
    int32_t leaves[COLUMNS];
    for (int32_t c = 0; c < column_count; c++) {
        specs[c] = columns[c].column;
        leaves[c] = c;
    }
    const flare_scan scan = { .columns = specs, .column_count = column_count };
    flare_file *const file = open_data(&bench, name, access);
    struct progress progress = { columns, column_count, 0 };
    if (run_scan(&bench, &scan, file, leaves, NULL, NULL, check_block, &progress) != FLARE_OK) {
        fprintf(stderr, "%s: %s\n", name, bench.worker.error.message);
        abort();
    }
    CHECK(progress.rows == rows);
    flare_file_release(file);
    bench_close(&bench);
}

int main(void)
{
    for (flare_access access = FLARE_ACCESS_MAP; access <= FLARE_ACCESS_READ; access++) {
        check_file("types_plain", expected, COLUMNS, 80, access);
        check_file("types_v2", expected, COLUMNS, 80, access);
        const struct expected_column int96[] = { expected[0], expected[15] };
        check_file("int96", int96, 2, 60, access);
    }
    return 0;
}
