/* Queries over a Parquet file that the test writes: rows in order, paused workers, cancel, a file that is cut. */
#include "engine_support.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "flare/file.h"

enum { MB = 1 << 20 };

static flare_error error;

/* ---- A file of one column: int64 n = 0, 1, 2, ..., PLAIN, uncompressed, one page a row group --------------------------------- */

struct test_file {
    char path[64];
    int64_t identity[3];
    int32_t row_groups;
    int32_t rows; /* of each row group */
    uint8_t *layout;
    int64_t layout_size;
};

/* An i32 field of Thrift's compact protocol, whose number is one more than the last one's. */
static uint8_t *put_i32(uint8_t *at, uint32_t value)
{
    *at++ = 0x15;
    for (value <<= 1; value >= 0x80; value >>= 7)
        *at++ = (uint8_t)(value | 0x80);
    *at++ = (uint8_t)value;
    return at;
}

/* Header of a data page of `rows` values of 8 bytes; returns its size. */
static size_t put_page_header(uint8_t *header, int32_t rows)
{
    uint8_t *at = header;
    at = put_i32(at, 0); /* data page */
    at = put_i32(at, (uint32_t)rows * 8);
    at = put_i32(at, (uint32_t)rows * 8);
    *at++ = 0x2C; /* field 5: its own header */
    at = put_i32(at, (uint32_t)rows);
    at = put_i32(at, 0); /* PLAIN */
    at = put_i32(at, 3); /* levels: RLE */
    at = put_i32(at, 3);
    *at++ = 0;
    *at++ = 0;
    return (size_t)(at - header);
}

static void write_all(int descriptor, const void *bytes, size_t size)
{
    CHECK(write(descriptor, bytes, size) == (ssize_t)size);
}

static void write_row_group(struct test_file *file, int descriptor, int32_t row_group,
                            flare_chunk *chunk)
{
    uint8_t header[64];
    const size_t header_size = put_page_header(header, file->rows);
    int64_t *const values = malloc((size_t)file->rows * sizeof *values);
    CHECK(values != NULL);
    for (int32_t row = 0; row < file->rows; row++)
        values[row] = (int64_t)row_group * file->rows + row;
    *chunk = (flare_chunk){ .first_page_offset = lseek(descriptor, 0, SEEK_CUR),
                            .byte_size = (int64_t)header_size + (int64_t)file->rows * 8,
                            .value_count = file->rows,
                            .physical_type = FLARE_PHYSICAL_INT64 };
    write_all(descriptor, header, header_size);
    write_all(descriptor, values, (size_t)file->rows * sizeof *values);
    free(values);
}

static void write_file(struct test_file *file, int32_t row_groups, int32_t rows)
{
    snprintf(file->path, sizeof file->path, "/tmp/flare-test-%d.parquet", (int)getpid());
    file->row_groups = row_groups;
    file->rows = rows;
    file->layout_size = (int64_t)sizeof(flare_layout) +
                        row_groups * (int64_t)(sizeof(int64_t) + sizeof(flare_chunk));
    file->layout = calloc(1, (size_t)file->layout_size);
    CHECK(file->layout != NULL);
    flare_layout *const layout = (flare_layout *)(void *)file->layout;
    *layout = (flare_layout){ FLARE_LAYOUT_VERSION, row_groups, 1, 0 };
    int64_t *const row_counts = (int64_t *)(void *)(layout + 1);
    flare_chunk *const chunks = (flare_chunk *)(void *)(row_counts + row_groups);

    const int descriptor = open(file->path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    CHECK(descriptor >= 0);
    write_all(descriptor, "PAR1", 4);
    for (int32_t i = 0; i < row_groups; i++) {
        row_counts[i] = rows;
        write_row_group(file, descriptor, i, &chunks[i]);
    }
    write_all(descriptor, "PAR1", 4);
    struct stat status;
    CHECK(fstat(descriptor, &status) == 0);
    close(descriptor);
    file->identity[0] = status.st_size;
    file->identity[1] = status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
    file->identity[2] = (int64_t)status.st_ino;
}

static void remove_file(struct test_file *file)
{
    unlink(file->path);
    free(file->layout);
}

static flare_file *open_file(const struct test_file *file, flare_access access)
{
    flare_file *const opened = flare_engine_file_open(file->path, file->identity, file->layout,
                                                      file->layout_size, (int32_t)access, &error);
    CHECK_OK(opened != NULL, error);
    return opened;
}

/* ---- Queries ------------------------------------------------------------------------------------------------------------------ */

struct fixture {
    flare_engine *engine;
    flare_compiled *compiled;
    struct test_file file;
    flare_file *opened;
};

static void open_fixture(struct fixture *fixture, int32_t threads, int64_t memory,
                         flare_access access, int32_t row_groups, int32_t rows)
{
    fixture->engine = flare_engine_open(threads, memory, &error);
    CHECK_OK(fixture->engine != NULL, error);
    fixture->compiled = compile_program("scan");
    write_file(&fixture->file, row_groups, rows);
    fixture->opened = open_file(&fixture->file, access);
    CHECK_OK(flare_engine_file_check(fixture->opened, &error) == 0, error);
}

static void close_fixture(struct fixture *fixture)
{
    flare_engine_file_close(fixture->opened);
    remove_file(&fixture->file);
    flare_compiled_close(fixture->compiled);
    flare_engine_close(fixture->engine);
}

static flare_query *open_query(const struct fixture *fixture, int64_t from, int64_t to)
{
    const int64_t parameters[2] = { from, to };
    flare_query *const query = flare_query_open(fixture->engine, fixture->compiled, parameters,
                                                sizeof parameters, NULL, 0, 7, &error);
    CHECK_OK(query != NULL, error);
    const int64_t files[1] = { (int64_t)(intptr_t)fixture->opened };
    const int32_t counts[1] = { fixture->file.row_groups };
    const int32_t leaves[1] = { 0 };
    int32_t *const row_groups = calloc((size_t)fixture->file.row_groups, sizeof *row_groups);
    CHECK(row_groups != NULL);
    for (int32_t i = 0; i < fixture->file.row_groups; i++)
        row_groups[i] = i;
    CHECK(flare_query_start(query, &error) != 0); /* not yet bound */
    CHECK_OK(flare_query_bind_scan(query, 0, files, counts, 1, row_groups, leaves, 1, &error) == 0,
             error);
    CHECK(flare_query_bind_scan(query, 0, files, counts, 1, row_groups, leaves, 1, &error) != 0);
    free(row_groups);
    CHECK_OK(flare_query_start(query, &error) == 0, error);
    return query;
}

/* Takes all rows, which must be from, from + 1, ... to, then their sum. */
static void check_rows(flare_query *query, int64_t from, int64_t to)
{
    int64_t next = from;
    int64_t sum = 0;
    int64_t told = -1;
    int32_t result;
    flare_batch *batch;
    while ((result = flare_query_next(query, -1, &batch, &error)) == FLARE_NEXT_READY) {
        int64_t numbers[1 + FLARE_BATCH_NUMBERS];
        flare_batch_numbers(batch, numbers);
        const int64_t *const n = (const int64_t *)(intptr_t)numbers[3];
        for (int64_t row = 0; row < numbers[0]; row++) {
            CHECK(told < 0);
            if (next > to) {
                told = n[row];
            } else {
                CHECK(n[row] == next);
                sum += next++;
            }
        }
        flare_batch_release(batch);
    }
    CHECK_OK(result == FLARE_NEXT_END, error);
    CHECK(next == to + 1 && told == sum);
}

static void test_rows_come_in_order(int32_t threads, flare_access access)
{
    struct fixture fixture;
    open_fixture(&fixture, threads, 64 * MB, access, 60, 10007);
    const int64_t last = 60 * 10007 - 1;
    flare_query *query = open_query(&fixture, 0, last);
    check_rows(query, 0, last);
    int64_t numbers[FLARE_QUERY_NUMBERS];
    flare_query_numbers(query, numbers);
    CHECK(numbers[0] == numbers[1] && numbers[4] == last + 1 && numbers[5] == last + 1);
    CHECK(numbers[6] == last + 2);
    flare_query_close(query);

    query = open_query(&fixture, 12345, 456789);
    check_rows(query, 12345, 456789);
    flare_query_close(query);
    query = open_query(&fixture, last + 1, last + 1000); /* no row */
    check_rows(query, 0, -1);
    flare_query_close(query);
    close_fixture(&fixture);
}

static void test_a_result_larger_than_memory(void)
{
    struct fixture fixture;
    open_fixture(&fixture, 3, 24 * MB, FLARE_ACCESS_MAP, 40, 100000); /* 32 MB of rows */
    flare_query *const query = open_query(&fixture, 0, INT64_MAX);
    usleep(200000); /* nobody takes them: the workers pause */
    check_rows(query, 0, 40 * 100000 - 1);
    int64_t numbers[FLARE_ENGINE_NUMBERS];
    flare_engine_numbers(fixture.engine, numbers);
    CHECK(numbers[2] <= 24 * MB);
    flare_query_close(query);
    close_fixture(&fixture);
}

static void test_cancel_while_paused(void)
{
    struct fixture fixture;
    open_fixture(&fixture, 3, 24 * MB, FLARE_ACCESS_MAP, 40, 100000);
    flare_query *query = open_query(&fixture, 0, INT64_MAX);
    flare_batch *batch;
    CHECK_OK(flare_query_next(query, -1, &batch, &error) == FLARE_NEXT_READY, error);
    usleep(100000);
    flare_query_cancel(query);
    flare_batch *none;
    int32_t result;
    while ((result = flare_query_next(query, -1, &none, &error)) == FLARE_NEXT_READY)
        flare_batch_release(none);
    CHECK(result == FLARE_NEXT_FAILED && error.code == FLARE_ERROR_CANCELLED);
    flare_query_close(query);
    flare_batch_release(batch);
    query = open_query(&fixture, 0, INT64_MAX);
    flare_query_close(query); /* nobody takes anything */
    close_fixture(&fixture);
}

static void test_a_file_that_is_cut(void)
{
    struct fixture fixture;
    open_fixture(&fixture, 2, 64 * MB, FLARE_ACCESS_MAP, 20, 50000);
    CHECK(truncate(fixture.file.path, 4096) == 0);
    CHECK(flare_engine_file_check(fixture.opened, &error) != 0);
    CHECK(error.code == FLARE_ERROR_FILE);
    flare_query *const query = open_query(&fixture, 0, INT64_MAX);
    flare_batch *batch;
    int32_t result;
    while ((result = flare_query_next(query, -1, &batch, &error)) == FLARE_NEXT_READY)
        flare_batch_release(batch);
    CHECK(result == FLARE_NEXT_FAILED && error.code == FLARE_ERROR_FILE);
    CHECK(strstr(error.message, fixture.file.path) != NULL);
    flare_query_close(query);
    close_fixture(&fixture);
}

static void test_other_files_than_expected(void)
{
    struct fixture fixture;
    open_fixture(&fixture, 1, 64 * MB, FLARE_ACCESS_MAP, 2, 1000);
    int64_t identity[3];
    memcpy(identity, fixture.file.identity, sizeof identity);
    identity[1]++;
    CHECK(flare_engine_file_open(fixture.file.path, identity, fixture.file.layout,
                                 fixture.file.layout_size, 0, &error) == NULL);
    CHECK(error.code == FLARE_ERROR_FILE);
    CHECK(flare_engine_file_open("/nowhere.parquet", identity, fixture.file.layout,
                                 fixture.file.layout_size, 0, &error) == NULL);
    CHECK(error.code == FLARE_ERROR_FILE);
    CHECK(strstr(error.message, "/nowhere.parquet") != NULL);
    close_fixture(&fixture);
}

int main(void)
{
    test_rows_come_in_order(1, FLARE_ACCESS_MAP);
    test_rows_come_in_order(7, FLARE_ACCESS_MAP);
    test_rows_come_in_order(2, FLARE_ACCESS_READ);
    test_a_result_larger_than_memory();
    test_cancel_while_paused();
    test_a_file_that_is_cut();
    test_other_files_than_expected();
    return 0;
}
