/* Pipelines whose rows are the result, and what pipelines build: programs/rows.c. */
#include "engine_support.h"

#include <stdbool.h>

enum { COLUMNS = 9, FLAG = 0, DAY, NUMBER, WIDE_AT, WIDE_SMALL, LONG_DAY, REAL, TEXT, TEXT_OF_ID };
enum { NULLS = 0, VALIDITY, VALUES, VALUES_SIZE, BYTES, BYTES_SIZE };

static flare_error error;

typedef int64_t column_numbers[FLARE_BATCH_NUMBERS];

static bool bit(int64_t address, int64_t row)
{
    return ((const uint8_t *)(intptr_t)address)[row / 8] >> (row % 8) & 1;
}

static int64_t long_at(const column_numbers column, int64_t at)
{
    return ((const int64_t *)(intptr_t)column[VALUES])[at];
}

static void check_text(const column_numbers column, int64_t row, bool valid)
{
    static const char letters[] = "a text of 21 letters!";
    const int32_t *const offsets = (const int32_t *)(intptr_t)column[VALUES];
    const size_t length = (size_t)(offsets[row + 1] - offsets[row]);
    CHECK(length == (valid ? sizeof letters - 1 : 0));
    CHECK(memcmp((const char *)(intptr_t)column[BYTES] + offsets[row], letters, length) == 0);
}

static void check_row(const column_numbers *columns, int64_t row, int64_t at)
{
    const bool valid = at % 3 != 2;
    CHECK(bit(columns[FLAG][VALUES], row) == (at & 1));
    CHECK(columns[DAY][VALIDITY] == 0 || bit(columns[DAY][VALIDITY], row) == valid);
    CHECK(((const int32_t *)(intptr_t)columns[DAY][VALUES])[row] == (valid ? (int32_t)at : 0));
    CHECK(long_at(columns[NUMBER], row) == (valid ? 10 * at : 0));
    CHECK(long_at(columns[WIDE_AT], 2 * row) == at);
    CHECK(long_at(columns[WIDE_AT], 2 * row + 1) == 0);
    CHECK(long_at(columns[WIDE_SMALL], 2 * row) == -1 - at);
    CHECK(long_at(columns[WIDE_SMALL], 2 * row + 1) == -1);
    CHECK(long_at(columns[LONG_DAY], row) == at);
    CHECK(((const double *)(intptr_t)columns[REAL][VALUES])[row] == (double)at / 4);
    check_text(columns[TEXT], row, valid);
    check_text(columns[TEXT_OF_ID], row, valid);
}

/* Checks a batch whose first row is row number `first` of the result; returns its rows. */
static int64_t check_batch(const flare_batch *batch, int64_t first)
{
    int64_t numbers[1 + COLUMNS * FLARE_BATCH_NUMBERS];
    flare_batch_numbers(batch, numbers);
    const column_numbers *const columns = (const column_numbers *)&numbers[1];
    int64_t nulls = 0;
    for (int64_t row = 0; row < numbers[0]; row++) {
        check_row(columns, row, first + row);
        nulls += (first + row) % 3 == 2;
    }
    for (int32_t i = 0; i < COLUMNS; i++) {
        const bool nullable = i == DAY || i == NUMBER || i >= TEXT;
        CHECK(columns[i][NULLS] == (nullable ? nulls : 0));
    }
    return numbers[0];
}

static void check_rows(flare_engine *engine, flare_compiled *compiled, int64_t row_count)
{
    flare_query *const query =
        flare_query_open(engine, compiled, &row_count, sizeof row_count, NULL, 0, 4, &error);
    CHECK_OK(query != NULL, error);
    CHECK_OK(flare_query_start(query, &error) == 0, error);
    int64_t rows = 0;
    int32_t result;
    flare_batch *batch;
    while ((result = flare_query_next(query, -1, &batch, &error)) == FLARE_NEXT_READY) {
        rows += check_batch(batch, rows);
        flare_batch_release(batch);
    }
    CHECK_OK(result == FLARE_NEXT_END, error);
    CHECK(rows == row_count);
    flare_query_close(query);
}

int main(void)
{
    flare_engine *const engine = flare_engine_open(3, 256 << 20, &error);
    CHECK_OK(engine != NULL, error);
    flare_compiled *const compiled = compile_program("rows");
    static const int64_t row_counts[] = { 0, 1, 2, 3, 8, 2048, 2049, 65536, 65537, 200001 };
    for (size_t i = 0; i < sizeof row_counts / sizeof *row_counts; i++)
        check_rows(engine, compiled, row_counts[i]);
    flare_compiled_close(compiled);
    flare_engine_close(engine);
    return 0;
}
