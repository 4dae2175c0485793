/*
 * Scans: rows, filters and ids over files of all codecs, page versions and writers; claims. Values are functions of the
 * row's number (native/test/data/make_data.py).
 */
#include "flare/steps.h"
#include "scan/plan.h"
#include "small_table.h"

static flare_string string(const char *text)
{
    flare_string value = { .length = (uint32_t)strlen(text) };
    CHECK(value.length <= 12);
    memcpy((uint8_t *)&value + offsetof(flare_string, prefix), text, value.length);
    return value;
}

/* ---- Filters and which rows they keep ----------------------------------------------------------------------------------- */

static const struct parameters {
    int32_t digits[2];
    int64_t numbers[2];
    int64_t no_number[2];
    flare_string word;
    int64_t claimed[2];
    int64_t claimed_wrongly[2];
} parameters = {
    .digits = { 3, 5 },
    .numbers = { 100, 400 },
    .no_number = { 5000, 6000 },
    .word = { .length = 2, .prefix = "cc" },
    .claimed = { 0, 999 },
    .claimed_wrongly = { 0, 500 },
};

#define ARGUMENT(field) ((uint32_t)offsetof(struct parameters, field))

/* A generated stage on several columns: digit * 100 < number. */
static flare_status keep_digit_below(flare_worker *worker, const void *argument,
                                     const flare_vector *columns, int32_t rows, uint8_t *keep)
{
    const int32_t *const digits = columns[0].values;
    const int64_t *const numbers = columns[1].values;
    for (int32_t row = 0; row < rows; row++)
        keep[row] &= columns[1].valid[row] && digits[row] * 100 < numbers[row];
    (void)worker;
    (void)argument;
    return FLARE_OK;
}

#define DIGITS                                                               \
    {                                                                        \
        flare_keep_range_int32, ARGUMENT(digits), false, 1, { DIGIT }, false \
    }
#define NUMBERS                                                                \
    {                                                                          \
        flare_keep_range_int64, ARGUMENT(numbers), false, 1, { NUMBER }, false \
    }
#define NUMBERS_OR_NULL                                                       \
    {                                                                         \
        flare_keep_range_int64, ARGUMENT(numbers), false, 1, { NUMBER }, true \
    }
#define NO_NUMBER                                                                \
    {                                                                            \
        flare_keep_range_int64, ARGUMENT(no_number), false, 1, { NUMBER }, false \
    }
#define NULLS                                        \
    {                                                \
        flare_keep_null, 0, false, 1, { TEXT }, true \
    }
#define NOT_NULLS                                         \
    {                                                     \
        flare_keep_not_null, 0, false, 1, { TEXT }, false \
    }
#define WORD                                                               \
    {                                                                      \
        flare_keep_equal_string, ARGUMENT(word), false, 1, { TEXT }, false \
    }
#define NOT_WORD                                                             \
    {                                                                        \
        flare_keep_unequal_string, ARGUMENT(word), false, 1, { TEXT }, false \
    }
#define BELOW                                                   \
    {                                                           \
        keep_digit_below, 0, false, 2, { DIGIT, NUMBER }, false \
    }

static bool in_digits(int64_t i)
{
    return digit_of(i) >= 3 && digit_of(i) <= 5;
}

static bool in_numbers(int64_t i)
{
    return !is_null(i) && number_of(i) >= 100 && number_of(i) <= 400;
}

static bool is_word(int64_t i)
{
    return !is_null(i) && i % 26 == 2 && i % 20 == 2;
}

static bool is_below(int64_t i)
{
    return !is_null(i) && digit_of(i) * 100 < number_of(i);
}

static bool keeps_all(int64_t i)
{
    return i >= 0;
}
static bool keeps_numbers(int64_t i)
{
    return in_numbers(i);
}
static bool keeps_numbers_or_null(int64_t i)
{
    return in_numbers(i) || is_null(i);
}
static bool keeps_both(int64_t i)
{
    return in_digits(i) && in_numbers(i);
}
static bool keeps_none(int64_t i)
{
    return i < 0;
}
static bool keeps_nulls(int64_t i)
{
    return is_null(i);
}
static bool keeps_present_digits(int64_t i)
{
    return in_digits(i) && !is_null(i);
}
static bool keeps_words(int64_t i)
{
    return is_word(i);
}
static bool keeps_other_words(int64_t i)
{
    return !is_null(i) && !is_word(i) && in_digits(i);
}
static bool keeps_below(int64_t i)
{
    return is_below(i) && in_digits(i);
}

static const struct filter_case {
    flare_filter filters[4];
    bool (*keeps)(int64_t i);
} filter_cases[] = {
    { { { 0 } }, keeps_all },
    { { NUMBERS }, keeps_numbers },
    { { NUMBERS_OR_NULL }, keeps_numbers_or_null },
    { { DIGITS, NUMBERS }, keeps_both },
    { { NUMBERS, DIGITS }, keeps_both },
    { { NO_NUMBER, DIGITS }, keeps_none },
    { { NULLS }, keeps_nulls },
    { { NOT_NULLS, DIGITS }, keeps_present_digits },
    { { WORD }, keeps_words },
    { { DIGITS, NOT_WORD }, keeps_other_words },
    { { BELOW, DIGITS }, keeps_below },
    { { DIGITS, BELOW }, keeps_below },
};

/* ---- Rows of the small table ---------------------------------------------------------------------------------------------- */

struct progress {
    bool (*keeps)(int64_t i);
    const flare_ids *ids; /* null: strings */
    int64_t next;         /* the first row that was not yet seen */
    int64_t rows;
};

static void check_row(const struct progress *progress, const flare_block *block, int32_t at,
                      int64_t i)
{
    const flare_vector *const columns = block->columns;
    CHECK(((const int32_t *)columns[DIGIT].values)[at] == digit_of(i));
    CHECK(columns[NUMBER].valid[at] == !is_null(i));
    CHECK(columns[TEXT].valid[at] == !is_null(i));
    if (is_null(i))
        return;
    CHECK(((const int64_t *)columns[NUMBER].values)[at] == number_of(i));
    const flare_string text =
        progress->ids == NULL
            ? ((const flare_string *)columns[TEXT].values)[at]
            : flare_ids_string(progress->ids, ((const uint32_t *)columns[TEXT].values)[at]);
    CHECK(is_text_of(text, i));
}

static bool check_block(void *context, const flare_block *block)
{
    struct progress *const progress = context;
    for (int32_t at = 0; at < block->rows; at++) {
        const int64_t i = ((const int32_t *)block->columns[ID].values)[at];
        while (progress->next < i)
            CHECK(!progress->keeps(progress->next++));
        CHECK(progress->next++ == i && progress->keeps(i));
        check_row(progress, block, at, i);
    }
    return true;
}

static void check_filter(struct bench *bench, flare_file *file, const struct filter_case *filter,
                         flare_type text, int64_t rows)
{
    flare_column columns[COLUMNS];
    small_columns(columns, text);
    const flare_scan scan = { columns, COLUMNS, filter->filters };
    flare_ids *ids = NULL;
    if (text == FLARE_IDS)
        CHECK(flare_ids_create(&bench->worker, &ids) == FLARE_OK);
    struct progress progress = { .keeps = filter->keeps, .ids = ids };
    if (run_scan(bench, &scan, file, leaves, &parameters, &ids, check_block, &progress) !=
        FLARE_OK) {
        fprintf(stderr, "%s\n", bench->worker.error.message);
        abort();
    }
    while (progress.next < rows)
        CHECK(!progress.keeps(progress.next++));
}

static void check_small(const char *name, int64_t rows)
{
    for (flare_access access = FLARE_ACCESS_MAP; access <= FLARE_ACCESS_READ; access++) {
        struct bench bench;
        bench_open(&bench, 64 << 20);
        flare_file *const file = open_data(&bench, name, access);
        for (size_t f = 0; f < sizeof filter_cases / sizeof *filter_cases; f++) {
            check_filter(&bench, file, &filter_cases[f], FLARE_STRING, rows);
            check_filter(&bench, file, &filter_cases[f], FLARE_IDS, rows);
        }
        flare_file_release(file);
        bench_close(&bench);
    }
}

static bool check_each_row(void *context, const flare_block *block)
{
    struct progress *const progress = context;
    for (int32_t at = 0; at < block->rows; at++)
        check_row(progress, block, at, ((const int32_t *)block->columns[ID].values)[at]);
    progress->rows += block->rows;
    return true;
}

/* So many row groups that a morsel holds two, whose pages are decompressed together. */
static void check_pairs(const char *name, int64_t rows)
{
    struct bench bench;
    bench_open(&bench, 64 << 20);
    bench.repeats = 17;
    flare_file *const file = open_data(&bench, name, FLARE_ACCESS_MAP);
    flare_column columns[COLUMNS];
    small_columns(columns, FLARE_STRING);
    const flare_scan scan = { .columns = columns, .column_count = COLUMNS };
    struct progress progress = { .rows = 0 };
    CHECK(run_scan(&bench, &scan, file, leaves, &parameters, NULL, check_each_row, &progress) ==
          FLARE_OK);
    CHECK(progress.rows == 17 * rows);
    flare_file_release(file);
    bench_close(&bench);
}

/* Large row groups are cut into ranges of pages: the same rows, in more morsels. */
static void check_ranges(const char *name, int64_t rows, int32_t least_morsels)
{
    const int64_t before = flare_steps_range;
    flare_steps_range = 700;
    check_small(name, rows);

    struct bench bench;
    bench_open(&bench, 64 << 20);
    flare_file *const file = open_data(&bench, name, FLARE_ACCESS_MAP);
    flare_column columns[COLUMNS];
    small_columns(columns, FLARE_STRING);
    const flare_scan scan = { .columns = columns, .column_count = COLUMNS };
    const int32_t row_group = 0;
    const flare_scan_file scan_file = { file, &row_group, 1, leaves };
    const flare_scan_source source = { &scan_file, 1, 1 };
    flare_scan_plan *plan;
    CHECK(flare_scan_bind(&bench.error, bench.engine.budget, &scan, &source, NULL, NULL, &plan) ==
          FLARE_OK);
    CHECK(flare_scan_morsel_count(plan) >= least_morsels && flare_scan_rows(plan) == rows);
    int64_t sum = 0;
    for (int32_t m = 0; m < flare_scan_morsel_count(plan); m++)
        sum += flare_scan_morsel_rows(plan, m);
    CHECK(sum == rows);
    flare_scan_unbind(plan);
    flare_file_release(file);
    bench_close(&bench);
    flare_steps_range = before;
}

/* Morsels of two row groups where that keeps no worker busy for longer. */
static void check_morsels(void)
{
    static const struct {
        int32_t groups, workers, morsels;
    } cases[] = { { 1, 1, 1 }, { 2, 1, 1 }, { 3, 1, 2 },   { 49, 1, 25 }, { 2, 2, 2 },
                  { 3, 2, 2 }, { 6, 2, 6 }, { 7, 2, 4 },   { 13, 2, 7 },  { 7, 7, 7 },
                  { 8, 7, 4 }, { 2, 7, 2 }, { 20, 7, 20 }, { 49, 7, 25 } };
    struct bench bench;
    bench_open(&bench, 64 << 20);
    flare_file *const file = open_data(&bench, "codec_snappy", FLARE_ACCESS_MAP);
    const flare_column column = { .name = "text", .type = FLARE_STRING, .nullable = true };
    const flare_scan scan = { .columns = &column, .column_count = 1 };
    const int32_t leaf = TEXT;
    const int32_t row_groups[64] = { 0 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const flare_scan_file scan_file = { file, row_groups, cases[i].groups, &leaf };
        const flare_scan_source source = { &scan_file, 1, cases[i].workers };
        flare_scan_plan *plan;
        CHECK(flare_scan_bind(&bench.error, bench.engine.budget, &scan, &source, NULL, NULL,
                              &plan) == FLARE_OK);
        CHECK(flare_scan_morsel_count(plan) == cases[i].morsels);
        flare_scan_unbind(plan);
    }
    flare_file_release(file);
    bench_close(&bench);
}

/* ---- Block boundaries, nulls, no rows, other writers ------------------------------------------------------------------------ */

static bool count_in_order(void *context, const flare_block *block)
{
    int64_t *const next = context;
    for (int32_t at = 0; at < block->rows; at++) {
        CHECK(((const int32_t *)block->columns[0].values)[at] == *next);
        CHECK(((const int32_t *)block->columns[1].values)[at] == digit_of(*next));
        ++*next;
    }
    return true;
}

static void check_boundaries(void)
{
    struct bench bench;
    bench_open(&bench, 64 << 20);
    flare_file *const file = open_data(&bench, "blocks", FLARE_ACCESS_MAP);
    CHECK(flare_file_row_group_count(file) == 4);
    const flare_column columns[] = {
        { .name = "id", .type = FLARE_INT32 },
        { .name = "digit", .type = FLARE_INT32 },
    };
    const flare_scan scan = { .columns = columns, .column_count = 2 };
    const int32_t both[] = { 0, 1 };
    int64_t next = 0;
    CHECK(run_scan(&bench, &scan, file, both, NULL, NULL, count_in_order, &next) == FLARE_OK);
    CHECK(next == 2047 + 2048 + 2049 + 1);
    flare_file_release(file);
    bench_close(&bench);
}

static bool count_nulls(void *context, const flare_block *block)
{
    for (int32_t c = 1; c < 5; c++)
        for (int32_t at = 0; at < block->rows; at++)
            CHECK(block->columns[c].valid[at] == 0);
    *(int64_t *)context += block->rows;
    return true;
}

/* Columns of nulls alone, of every type, and one that the file does not have. */
static void check_nulls(void)
{
    struct bench bench;
    bench_open(&bench, 64 << 20);
    flare_file *const file = open_data(&bench, "nulls", FLARE_ACCESS_MAP);
    const flare_column columns[] = {
        { .name = "id", .type = FLARE_INT32, .nullable = true },
        { .name = "number", .type = FLARE_INT64, .nullable = true },
        { .name = "text", .type = FLARE_IDS, .nullable = true, .preload_ids = true },
        { .name = "flag", .type = FLARE_BOOL, .nullable = true },
        { .name = "absent", .type = FLARE_STRING, .nullable = true },
    };
    const flare_filter filters[] = { { flare_keep_null, 0, false, 1, { 1 }, true }, { 0 } };
    const flare_scan scan = { columns, 5, filters };
    const int32_t map[] = { 0, 1, 2, 3, -1 };
    flare_ids *ids;
    int64_t rows = 0;
    CHECK(flare_ids_create(&bench.worker, &ids) == FLARE_OK);
    CHECK(run_scan(&bench, &scan, file, map, &parameters, &ids, count_nulls, &rows) == FLARE_OK);
    CHECK(rows == 40);
    flare_file_release(file);
    bench_close(&bench);
}

static bool count_rows(void *context, const flare_block *block)
{
    *(int64_t *)context += block->rows;
    return true;
}

static void check_no_columns(void)
{
    struct bench bench;
    bench_open(&bench, 64 << 20);
    flare_file *const file = open_data(&bench, "pages_v1", FLARE_ACCESS_MAP);
    const flare_scan scan = { .column_count = 0 };
    int64_t rows = 0;
    CHECK(run_scan(&bench, &scan, file, leaves, NULL, NULL, count_rows, &rows) == FLARE_OK);
    CHECK(rows == 2300);
    flare_file_release(file);
    bench_close(&bench);
}

static bool check_nation(void *context, const flare_block *block)
{
    CHECK(block->rows == 25);
    const int32_t *const keys = block->columns[0].values;
    const flare_string *const names = block->columns[1].values;
    const int32_t *const regions = block->columns[2].values;
    for (int32_t at = 0; at < block->rows; at++)
        CHECK(keys[at] == at && regions[at] >= 0 && regions[at] <= 4);
    CHECK(names[24].length == 13 && memcmp(names[24].tail.bytes, "UNITED STATES", 13) == 0);
    CHECK(names[7].length == 7 && memcmp(bytes_of(&names[7]), "GERMANY", 7) == 0);
    CHECK(regions[7] == 3);
    *(int64_t *)context += block->rows;
    return true;
}

static void check_parquet_java(void)
{
    struct bench bench;
    bench_open(&bench, 64 << 20);
    flare_file *const file = open_data(&bench, "nation", FLARE_ACCESS_MAP);
    const flare_column columns[] = {
        { .name = "n_nationkey", .type = FLARE_INT32 },
        { .name = "n_name", .type = FLARE_STRING },
        { .name = "n_regionkey", .type = FLARE_INT32 },
    };
    const flare_scan scan = { .columns = columns, .column_count = 3 };
    int64_t rows = 0;
    CHECK(run_scan(&bench, &scan, file, leaves, NULL, NULL, check_nation, &rows) == FLARE_OK);
    CHECK(rows == 25);
    flare_file_release(file);
    bench_close(&bench);
}

static bool check_duckdb_block(void *context, const flare_block *block)
{
    int64_t *const next = context;
    const flare_vector *const columns = block->columns;
    for (int32_t at = 0; at < block->rows; at++, ++*next) {
        const int64_t i = *next;
        CHECK(((const int64_t *)columns[0].values)[at] == i);
        CHECK(columns[1].valid[at] == !is_null(i) && columns[4].valid[at] == !is_null(i));
        if (is_null(i))
            continue;
        CHECK(((const int64_t *)columns[1].values)[at] == number_of(i));
        CHECK(is_text_of(((const flare_string *)columns[2].values)[at], i));
        CHECK(((const int64_t *)columns[3].values)[at] == i % 50 * 100003 - 4000000);
        CHECK(((const uint8_t *)columns[4].values)[at] == (i % 3 == 0));
    }
    return true;
}

static void check_duckdb(void)
{
    struct bench bench;
    bench_open(&bench, 64 << 20);
    flare_file *const file = open_data(&bench, "duckdb", FLARE_ACCESS_MAP);
    const flare_column columns[] = {
        { .name = "id", .type = FLARE_INT64 },
        { .name = "number", .type = FLARE_INT64, .nullable = true },
        { .name = "text", .type = FLARE_STRING, .nullable = true },
        { .name = "amount", .type = FLARE_INT64, .nullable = true },
        { .name = "flag", .type = FLARE_BOOL, .nullable = true },
    };
    const flare_scan scan = { .columns = columns, .column_count = 5 };
    const int32_t all[] = { 0, 1, 2, 3, 4 };
    int64_t next = 0;
    if (run_scan(&bench, &scan, file, all, NULL, NULL, check_duckdb_block, &next) != FLARE_OK) {
        fprintf(stderr, "%s\n", bench.worker.error.message);
        abort();
    }
    CHECK(next == 2100);
    flare_file_release(file);
    bench_close(&bench);
}

/* ---- Claims ----------------------------------------------------------------------------------------------------------------- */

static flare_error_code outcome_of(const char *name, const flare_column *column, int32_t leaf)
{
    struct bench bench;
    bench_open(&bench, 64 << 20);
    flare_file *const file = open_data(&bench, name, FLARE_ACCESS_MAP);
    const flare_scan scan = { .columns = column, .column_count = 1 };
    flare_ids *ids;
    int64_t rows = 0;
    CHECK(flare_ids_create(&bench.worker, &ids) == FLARE_OK);
    run_scan(&bench, &scan, file, &leaf, &parameters, &ids, count_rows, &rows);
    const flare_error_code code = bench.worker.error.code;
    if (code != FLARE_ERROR_NONE) /* names file and column */
        CHECK(strstr(bench.worker.error.message, name) != NULL &&
              strstr(bench.worker.error.message, column->name) != NULL);
    flare_file_release(file);
    bench_close(&bench);
    return code;
}

static void check_claims(void)
{
    const flare_column never_null = { .name = "number", .type = FLARE_INT64 };
    CHECK(outcome_of("codec_none", &never_null, NUMBER) == FLARE_ERROR_CLAIM);
    CHECK(outcome_of("pages_v2", &never_null, NUMBER) == FLARE_ERROR_CLAIM);

    flare_column ranged = { .name = "number", .type = FLARE_INT64, .nullable = true };
    ranged.has_range = true;
    ranged.range = ARGUMENT(claimed);
    CHECK(outcome_of("codec_snappy", &ranged, NUMBER) == FLARE_ERROR_NONE);
    CHECK(outcome_of("pages_v1", &ranged, NUMBER) == FLARE_ERROR_NONE);
    ranged.range = ARGUMENT(claimed_wrongly);
    CHECK(outcome_of("codec_snappy", &ranged, NUMBER) == FLARE_ERROR_CLAIM);
    CHECK(outcome_of("pages_v1", &ranged, NUMBER) == FLARE_ERROR_CLAIM);

    flare_column preloaded = { .name = "text", .type = FLARE_IDS, .nullable = true };
    preloaded.preload_ids = true;
    CHECK(outcome_of("codec_zstd", &preloaded, TEXT) == FLARE_ERROR_NONE);
    CHECK(outcome_of("pages_coded", &preloaded, TEXT) == FLARE_ERROR_NONE);
    CHECK(outcome_of("pages_v1", &preloaded, TEXT) == FLARE_ERROR_CLAIM);

    const flare_column mistyped = { .name = "text", .type = FLARE_INT64, .nullable = true };
    CHECK(outcome_of("codec_zstd", &mistyped, TEXT) == FLARE_ERROR_FORMAT);
    const flare_column absent = { .name = "absent", .type = FLARE_INT64 };
    CHECK(outcome_of("codec_zstd", &absent, -1) == FLARE_ERROR_FORMAT);
}

/* Ids exist before the first morsel where that was asked for. */
static void check_preload(void)
{
    struct bench bench;
    bench_open(&bench, 64 << 20);
    flare_file *const file = open_data(&bench, "codec_snappy", FLARE_ACCESS_MAP);
    const flare_column column = {
        .name = "text", .type = FLARE_IDS, .nullable = true, .preload_ids = true
    };
    const flare_scan scan = { .columns = &column, .column_count = 1 };
    const int32_t leaf = TEXT, row_group = 0;
    const flare_scan_file scan_file = { file, &row_group, 1, &leaf };
    const flare_scan_source source = { &scan_file, 1, 1 };
    flare_ids *ids;
    flare_scan_plan *plan;
    CHECK(flare_ids_create(&bench.worker, &ids) == FLARE_OK);
    CHECK(flare_scan_bind(&bench.error, bench.engine.budget, &scan, &source, NULL, &ids, &plan) ==
          FLARE_OK);
    CHECK(flare_scan_preload(&bench.worker, plan) == FLARE_OK);
    bool distinct[26][20] = { { false } };
    uint32_t expected = 0;
    for (int64_t i = 0; i < 100; i++)
        if (!is_null(i)) {
            const int64_t letter = i % 20 == 0 ? 0 : i % 26; /* all empty strings are one */
            expected += !distinct[letter][i % 20];
            distinct[letter][i % 20] = true;
        }
    CHECK(flare_ids_count(ids) == expected);
    CHECK(flare_ids_intern(&bench.worker, ids, string("cc")) < expected);
    flare_scan_unbind(plan);
    flare_file_release(file);
    bench_close(&bench);
}

int main(void)
{
    static const char *const codecs[] = { "codec_none",   "codec_snappy", "codec_gzip",
                                          "codec_brotli", "codec_lz4",    "codec_zstd" };
    for (size_t c = 0; c < sizeof codecs / sizeof *codecs; c++)
        check_small(codecs[c], 100);
    check_small("pages_v1", 2300);
    check_small("pages_v2", 2300);
    check_small("pages_none", 300);
    check_small("pages_coded", 2300);
    check_small("empty", 0);
    check_small("java_v1", 800);
    check_small("java_v2", 800);
    check_small("deltas", 300);
    check_small("delta_lengths", 300);
    check_ranges("pages_v1", 2300, 3);
    check_ranges("pages_v2", 2300, 3);
    check_ranges("java_v1", 800, 2);
    check_pairs("codec_snappy", 100);
    check_pairs("pages_v1", 2300);
    check_boundaries();
    check_nulls();
    check_no_columns();
    check_parquet_java();
    check_duckdb();
    check_claims();
    check_preload();
    check_morsels();
    return 0;
}
