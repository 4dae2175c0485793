#include <stdlib.h>

#include "engine/query.h"

enum { MAX_THREADS = 256 };
enum { MIN_MEMORY = 1 << 20 };

flare_engine *flare_engine_open(int32_t threads, int64_t memory, flare_error *error)
{
    *error = (flare_error){ .position = -1 };
    if (threads < 1 || threads > MAX_THREADS || memory < MIN_MEMORY) {
        flare_fail(error, FLARE_ERROR_INTERNAL, -1, "an engine of %d threads and %lld bytes",
                   threads, (long long)memory);
        return NULL;
    }
    flare_engine *const engine = calloc(1, sizeof *engine);
    flare_budget *const budget = flare_budget_open(memory);
    if (engine == NULL || budget == NULL) {
        flare_fail_memory(error, sizeof *engine);
    } else if (flare_pool_open(threads, error) == FLARE_OK) {
        engine->references = 1;
        engine->threads = threads;
        engine->budget = budget;
        return engine;
    }
    flare_budget_close(budget);
    free(engine);
    return NULL;
}

void flare_engine_retain(flare_engine *engine)
{
    atomic_fetch_add(&engine->references, 1);
}

void flare_engine_release(flare_engine *engine)
{
    if (atomic_fetch_sub(&engine->references, 1) > 1)
        return;
    flare_budget_close(engine->budget);
    free(engine);
}

void flare_engine_close(flare_engine *engine)
{
    if (engine == NULL)
        return;
    flare_pool_close();
    flare_engine_release(engine);
}

void flare_engine_numbers(const flare_engine *engine, int64_t *numbers)
{
    numbers[0] = flare_budget_limit(engine->budget);
    numbers[1] = flare_budget_used(engine->budget);
    numbers[2] = flare_budget_peak(engine->budget);
}
