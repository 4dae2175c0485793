/* Files that are not what they were: changed, cut, damaged. Errors or other values, never a crash; sanitizers watch. */
#include <fcntl.h>
#include <unistd.h>

#include "small_table.h"

static const struct parameters {
    int64_t numbers[2];
} parameters = { .numbers = { 100, 400 } };

static const flare_filter filter_cases[3][2] = {
    { { 0 } },
    { { flare_keep_range_int64, 0, false, 1, { NUMBER }, false } },
    { { flare_keep_range_int64, 0, false, 1, { NUMBER }, true } },
};

static void write_whole(const char *path, const uint8_t *bytes, int64_t byte_size)
{
    const int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    CHECK(descriptor >= 0 && write(descriptor, bytes, (size_t)byte_size) == byte_size);
    close(descriptor);
}

static void check_identity(const char *path)
{
    struct bench bench;
    bench_open(&bench, 64 << 20);
    int64_t byte_size, layout_size;
    uint8_t *const bytes = read_whole("native/test/data/codec_none.parquet", &byte_size);
    uint8_t *const layout = read_whole("native/test/data/codec_none.layout", &layout_size);
    write_whole(path, bytes, byte_size);
    flare_identity identity = identity_of(path);
    flare_file *file;
    CHECK(flare_file_open(&bench.error, path, &identity, layout, layout_size, FLARE_ACCESS_MAP,
                          &file) == FLARE_OK);
    CHECK(flare_file_check(&bench.error, file) == FLARE_OK);
    const struct timespec times[2] = { { 1, 0 }, { 1, 0 } };
    CHECK(utimensat(AT_FDCWD, path, times, 0) == 0);
    CHECK(flare_file_check(&bench.error, file) == FLARE_FAILED);
    CHECK(bench.error.code == FLARE_ERROR_FILE && strstr(bench.error.message, path) != NULL);
    flare_file_release(file);

    memset(&bench.error, 0, sizeof bench.error);
    CHECK(flare_file_open(&bench.error, path, &identity, layout, layout_size, FLARE_ACCESS_MAP,
                          &file) == FLARE_FAILED);
    CHECK(file == NULL && bench.error.code == FLARE_ERROR_FILE);

    /* A layout that does not fit: of another size, or pointing outside the file. */
    identity = identity_of(path);
    memset(&bench.error, 0, sizeof bench.error);
    CHECK(flare_file_open(&bench.error, path, &identity, layout, layout_size - 1, FLARE_ACCESS_MAP,
                          &file) == FLARE_FAILED);
    CHECK(bench.error.code == FLARE_ERROR_INTERNAL);
    memset(&bench.error, 0, sizeof bench.error);
    write_whole(path, bytes, 1000);
    CHECK(open_as(&bench, path, "codec_none", FLARE_ACCESS_MAP, &file) == FLARE_FAILED);
    CHECK(bench.error.code == FLARE_ERROR_FORMAT);
    memset(&bench.error, 0, sizeof bench.error);
    unlink(path);
    CHECK(flare_file_open(&bench.error, path, &identity, layout, layout_size, FLARE_ACCESS_MAP,
                          &file) == FLARE_FAILED);
    CHECK(bench.error.code == FLARE_ERROR_FILE);
    free(bytes);
    free(layout);
    bench_close(&bench);
}

static bool ignore(void *context, const flare_block *block)
{
    (void)context;
    return block->rows > 0;
}

/* Damaged bytes give errors or other values, never a crash; sanitizers watch. */
static void check_damage(const char *path, const char *name, int32_t step)
{
    char original[256];
    int64_t byte_size;
    snprintf(original, sizeof original, "native/test/data/%s.parquet", name);
    uint8_t *const bytes = read_whole(original, &byte_size);
    int32_t refused = 0;
    for (int64_t at = 4; at < byte_size - 8; at += step) {
        struct bench bench;
        bench_open(&bench, 16 << 20);
        bench.repeats = at % 4 == 0 ? 16 : 1;
        const uint8_t before = bytes[at];
        bytes[at] ^= (uint8_t)(1 + at % 255);
        write_whole(path, bytes, byte_size);
        bytes[at] = before;
        flare_column columns[COLUMNS];
        small_columns(columns, FLARE_STRING);
        const flare_scan scan = { columns, COLUMNS, filter_cases[at % 3] };
        flare_file *file;
        CHECK(open_as(&bench, path, name, at % 2 ? FLARE_ACCESS_MAP : FLARE_ACCESS_READ, &file) ==
              FLARE_OK);
        refused +=
            run_scan(&bench, &scan, file, leaves, &parameters, NULL, ignore, NULL) != FLARE_OK;
        flare_file_release(file);
        bench_close(&bench);
    }
    CHECK(refused > 10);
    free(bytes);
    unlink(path);
}

int main(void)
{
    char path[64];
    snprintf(path, sizeof path, "/tmp/flare-test-scan-%d.parquet", (int)getpid());
    check_identity(path);
    check_damage(path, "codec_none", 7);
    check_damage(path, "codec_snappy", 5);
    check_damage(path, "codec_zstd", 5);
    check_damage(path, "pages_none", 13);
    check_damage(path, "pages_v2", 61);
    check_damage(path, "java_v2", 31);
    check_damage(path, "deltas", 11);
    check_damage(path, "delta_lengths", 11);
    return 0;
}
