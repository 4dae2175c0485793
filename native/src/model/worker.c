/* Models as generated programs call them: by their number in the query, errors to the worker, tiles closed with the query. */
#include "flare/worker.h"

#include <stddef.h>

#include "flare/model.h"

static void close_deferred(void *tile)
{
    flare_model_tile_close(tile);
}

flare_status flare_model_open(flare_worker *worker, int32_t number, flare_model_tile **tile)
{
    flare_model *const model = flare_query_model(worker->query, number);
    if (model == NULL)
        return flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1, "no model %d is bound",
                          (int)number);
    void *const memory = flare_allocate(worker, model->tile_bytes);
    if (memory == NULL)
        return FLARE_FAILED;
    FLARE_TRY(flare_model_tile_open(model, memory, &worker->error, tile));
    return flare_worker_defer(worker, close_deferred, *tile);
}

flare_status flare_model_run(flare_worker *worker, flare_model_tile *tile, int32_t rows)
{
    FLARE_TRY(flare_worker_status(worker));
    return flare_model_tile_run(tile, rows, &worker->error);
}
