/* Models of every kind: guards, then the kind's own function. */
#include "flare/model.h"

#include <stddef.h>

flare_status flare_model_tile_open(flare_model *model, void *memory, flare_error *error,
                                   flare_model_tile **tile)
{
    *tile = NULL;
    if ((uintptr_t)memory % FLARE_MODEL_ALIGNMENT != 0)
        return flare_fail(error, FLARE_ERROR_INTERNAL, -1, "a model's tile is not aligned");
    return model->kind->open_tile(model, memory, error, tile);
}

flare_status flare_model_tile_run(flare_model_tile *tile, int32_t rows, flare_error *error)
{
    if (rows < 0 || rows > FLARE_BLOCK)
        return flare_fail(error, FLARE_ERROR_INTERNAL, -1, "a model was run on %d rows", (int)rows);
    if (rows == 0) /* no row of the block survived */
        return FLARE_OK;
    return tile->model->kind->run(tile, rows, error);
}

void flare_model_tile_close(flare_model_tile *tile)
{
    if (tile != NULL)
        tile->model->kind->close_tile(tile);
}

void flare_model_close(flare_model *model)
{
    if (model != NULL)
        model->kind->close(model);
}

void *flare_model_input(flare_model_tile *tile, int32_t input)
{
    return tile->inputs[input];
}

const void *flare_model_output(const flare_model_tile *tile)
{
    return tile->output;
}
