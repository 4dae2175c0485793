/* Models as Java sees them: addresses and packed bytes become the calls of model.h. */
#include "flare/engine.h"

#include <stdlib.h>
#include <string.h>

#include "flare/model.h"

enum { TENSOR_NUMBERS = 4 }; /* index, type, rank, width */

/* Tensors from packed numbers and names. */
static void unpack(const int32_t *numbers, const char *names, flare_model_tensor *tensors,
                   int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        const int32_t *const n = &numbers[i * TENSOR_NUMBERS];
        tensors[i] = (flare_model_tensor){
            .operation = names, .index = n[0], .type = (flare_type)n[1], .rank = n[2], .width = n[3]
        };
        names += strlen(names) + 1;
    }
}

flare_model *flare_engine_tensorflow_open(const int64_t *functions, const char *directory,
                                          const char *tag, const char *operations,
                                          const int32_t *tensors, int32_t input_count,
                                          struct flare_error *error)
{
    *error = (flare_error){ .position = -1 };
    flare_model_tensor *const unpacked = calloc((size_t)input_count + 1, sizeof *unpacked);
    if (unpacked == NULL) {
        flare_fail(error, FLARE_ERROR_MEMORY, -1, "no memory for the model in '%s'", directory);
        return NULL;
    }
    unpack(tensors, operations, unpacked, input_count + 1);
    const flare_tensorflow_source source = { .directory = directory,
                                             .tag = tag,
                                             .inputs = unpacked,
                                             .input_count = input_count,
                                             .output = &unpacked[input_count] };
    flare_model *model = NULL;
    flare_tensorflow_open(functions, &source, error, &model);
    free(unpacked);
    return model;
}

void flare_engine_model_close(flare_model *model)
{
    flare_model_close(model);
}

void flare_engine_model_numbers(const flare_model *model, int64_t *numbers)
{
    numbers[0] = (int64_t)model->tile_bytes;
    numbers[1] = model->input_count;
    numbers[2] = model->output_bytes;
}

int32_t flare_engine_model_run(flare_model *model, void *memory, int32_t rows, int32_t times,
                               void *output, struct flare_error *error)
{
    *error = (flare_error){ .position = -1 };
    flare_model_tile *tile;
    if (flare_model_tile_open(model, memory, error, &tile) != FLARE_OK)
        return FLARE_DOOR_FAILED;
    flare_status status = FLARE_OK;
    for (int32_t i = 0; i < times && status == FLARE_OK; i++)
        status = flare_model_tile_run(tile, rows, error);
    if (status == FLARE_OK && times > 0)
        memcpy(output, flare_model_output(tile), (size_t)rows * (size_t)model->output_bytes);
    flare_model_tile_close(tile);
    return status == FLARE_OK ? FLARE_DOOR_OK : FLARE_DOOR_FAILED;
}
