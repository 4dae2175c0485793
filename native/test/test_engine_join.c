/* A full join from open to close: the parts of a pipeline side by side, pairs, the rows that nobody asked for, errors in a part. */
#include "engine_support.h"

#include <stdbool.h>

struct parameters {
    int64_t builds, probes, modulo;
    int64_t range[2];
    int64_t dense;
    int64_t spoilt_part;
};

static flare_error error;

enum { VALUES = 2 };

struct sums {
    int64_t rows, pairs, alone, unmatched;
    uint64_t numbers; /* sum of the numbers of pairs */
};

static void add_batch(const flare_batch *batch, struct sums *sums)
{
    int64_t numbers[1 + 2 * FLARE_BATCH_NUMBERS];
    flare_batch_numbers(batch, numbers);
    const int64_t *const number = (const int64_t *)(intptr_t)numbers[1 + 2];
    const int64_t *const copy = (const int64_t *)(intptr_t)numbers[1 + FLARE_BATCH_NUMBERS + 2];
    for (int64_t row = 0; row < numbers[0]; row++) {
        sums->rows++;
        if (number[row] < 0) {
            CHECK(copy[row] == 64); /* every part was worked on, before finish */
            sums->unmatched++;
        } else if (copy[row] < 0) {
            sums->alone++;
        } else {
            sums->pairs++;
            sums->numbers += (uint64_t)number[row];
        }
    }
}

static int32_t run(flare_compiled *compiled, int32_t threads, const struct parameters *parameters,
                   struct sums *sums)
{
    flare_engine *const engine = flare_engine_open(threads, 256 << 20, &error);
    CHECK_OK(engine != NULL, error);
    flare_query *const query = flare_query_open(engine, compiled, parameters, sizeof *parameters,
                                                NULL, 0, threads, &error);
    CHECK_OK(query != NULL, error);
    CHECK_OK(flare_query_start(query, &error) == 0, error);
    *sums = (struct sums){ .rows = 0 };
    flare_batch *batch;
    int32_t outcome;
    while ((outcome = flare_query_next(query, -1, &batch, &error)) == FLARE_NEXT_READY) {
        add_batch(batch, sums);
        flare_batch_release(batch);
    }
    flare_query_close(query);
    flare_engine_close(engine);
    return outcome;
}

static void check_join(flare_compiled *compiled, int32_t threads, int64_t builds, int64_t probes,
                       int64_t modulo, bool dense)
{
    const struct parameters parameters = { .builds = builds,
                                           .probes = probes,
                                           .modulo = modulo,
                                           .range = { 0, builds - 1 },
                                           .dense = dense,
                                           .spoilt_part = -1 };
    struct sums sums;
    CHECK_OK(run(compiled, threads, &parameters, &sums) == FLARE_NEXT_END, error);
    int64_t pairs = 0, alone = 0;
    uint64_t numbers = 0;
    for (int64_t probe = 0; probe < probes; probe++) {
        const bool there = probe % modulo < builds;
        pairs += there ? 2 : 0;
        alone += !there;
        numbers += there ? 2 * (uint64_t)probe : 0;
    }
    const int64_t asked = probes < modulo ? probes : modulo;
    const int64_t unmatched = builds > asked ? builds - asked : 0;
    CHECK(sums.pairs == pairs && sums.alone == alone && sums.numbers == numbers);
    CHECK(sums.unmatched == 2 * unmatched + (builds + 99) / 100);
}

static void check_failure(flare_compiled *compiled, int32_t threads, int64_t part)
{
    const struct parameters parameters = {
        .builds = 1000, .probes = 10, .modulo = 10, .spoilt_part = part
    };
    struct sums sums;
    CHECK(run(compiled, threads, &parameters, &sums) == FLARE_NEXT_FAILED);
    CHECK(error.code == FLARE_ERROR_ASSUMPTION && sums.rows == 0);
}

int main(void)
{
    flare_compiled *const compiled = compile_program("join");
    for (int32_t threads = 1; threads <= 7; threads += 3) {
        for (int32_t dense = 0; dense < 2; dense++) {
            check_join(compiled, threads, 0, 1000, 10, dense);
            check_join(compiled, threads, 1, 1, 1, dense);
            check_join(compiled, threads, 1, 5000, 2, dense);
            check_join(compiled, threads, 50000, 200000, 100000, dense);
            check_join(compiled, threads, 50000, 10000, 20000, dense);
        }
        check_failure(compiled, threads, 0);
        check_failure(compiled, threads, 63);
    }
    flare_compiled_close(compiled);
    return 0;
}
