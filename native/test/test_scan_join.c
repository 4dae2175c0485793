/* Scans filtered by what earlier pipelines built: sets, maps and joins that lie in struct query. */
#include "small_table.h"

struct state {
    int64_t unused;
    flare_dense *digits;
    flare_join *numbers;
};

typedef struct {
    const void *next;
    int64_t key;
} join_row;

static const flare_join_layout layout = { .row_size = sizeof(join_row),
                                          .key_offset = offsetof(join_row, key),
                                          .key_size = 8,
                                          .filter = true };

static const flare_filter filters[] = {
    { .keep = flare_keep_dense_int32,
      .argument = FLARE_OFFSET(struct state, digits),
      .from_query = true,
      .column_count = 1,
      .columns = { DIGIT } },
    { .keep = flare_keep_join_int64,
      .argument = FLARE_OFFSET(struct state, numbers),
      .from_query = true,
      .column_count = 1,
      .columns = { NUMBER } },
    { .keep = NULL },
};

static bool is_kept(int64_t i)
{
    return digit_of(i) % 2 == 0 && !is_null(i) && number_of(i) % 10 == 0;
}

/* Digits 0, 2, .. 10 and numbers 0, 10, .. 990. */
static void build(flare_worker *worker, struct state *state, const int64_t *range)
{
    CHECK(flare_dense_create(worker, 0, 10, 0, &state->digits) == FLARE_OK);
    for (int64_t digit = 0; digit <= 10; digit += 2)
        CHECK(flare_dense_put(worker, state->digits, &digit, 1) == FLARE_OK);
    CHECK(flare_join_create(worker, &layout, range, &state->numbers) == FLARE_OK);
    for (int64_t number = 0; number < 1000; number += 10) {
        const join_row row = { .key = number };
        CHECK(flare_join_append(worker, state->numbers, &row, 1) == FLARE_OK);
    }
    for (int32_t part = 0; part < FLARE_PARTS; part++)
        CHECK(flare_join_index(worker, state->numbers, part) == FLARE_OK);
    CHECK(flare_join_finish(worker, state->numbers) == FLARE_OK);
}

struct progress {
    int64_t next;
    int64_t extra; /* rows that passed the bloom filter alone */
};

static bool check_block(void *context, const flare_block *block)
{
    struct progress *const progress = context;
    for (int32_t at = 0; at < block->rows; at++) {
        const int64_t i = ((const int32_t *)block->columns[ID].values)[at];
        while (progress->next < i)
            CHECK(!is_kept(progress->next++));
        CHECK(block->columns[NUMBER].valid[at] && digit_of(i) % 2 == 0);
        progress->extra += !is_kept(progress->next++);
    }
    return true;
}

static void check(const char *name, const int64_t *range)
{
    struct bench bench;
    bench_open(&bench, 64 << 20);
    bench.query.worker_count = 1;
    flare_file *const file = open_data(&bench, name, FLARE_ACCESS_MAP);
    struct state state = { .unused = 0 };
    build(&bench.worker, &state, range);
    flare_column columns[COLUMNS];
    small_columns(columns, FLARE_STRING);
    const flare_scan scan = { columns, COLUMNS, filters };
    struct progress progress = { .next = 0 };
    CHECK(run_scan(&bench, &scan, file, leaves, NULL, &state, check_block, &progress) == FLARE_OK);
    CHECK(progress.next > 0 && progress.extra <= (range ? 0 : progress.next / 20));
    flare_file_release(file);
    bench_close(&bench);
}

int main(void)
{
    static const char *const names[] = { "codec_none", "codec_snappy" };
    static const int64_t range[2] = { 0, 999 };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        check(names[i], NULL);
        check(names[i], range);
    }
    return 0;
}
