/*
 * Models that TensorFlow runs, through its C API.
 *
 * Opening: graph and session from the SavedModel, then each input and the output is looked up and its
 * type compared. A tile is one piece of memory for all inputs. A run wraps each input in a tensor
 * without copying it, calls TF_SessionRun, and keeps the one output tensor, which is read in
 * place and deleted before the next run: an output may share memory with an input.
 *
 *     tile memory:  | input 0: FLARE_BLOCK x width 0 | input 1: FLARE_BLOCK x width 1 | ...
 */
#include "flare/model.h"

#include <stdlib.h>
#include <string.h>

#include "flare/engine.h"
#include "tensorflow_api.h"

/* An input of the graph, ready to be fed. */
typedef struct {
    int type; /* TensorFlow's number */
    int rank;
    int64_t width;
    size_t row_bytes;
    size_t offset; /* in a tile's memory */
} fed_tensor;

typedef struct {
    flare_model head;
    flare_tensorflow_api api;
    char *directory; /* for messages */
    TF_Graph *graph;
    TF_Session *session;
    TF_Output *inputs; /* head.input_count of them, as of fed */
    fed_tensor *fed;
    TF_Output output;
    int output_type; /* TensorFlow's number */
} tensorflow_model;

typedef struct {
    flare_model_tile head;
    TF_Status *status;
    TF_Tensor **tensors; /* the inputs of a run, null between runs */
    TF_Tensor *output;   /* of the last run, or null */
} tensorflow_tile;

/*
 * ConfigProto: intra_op_parallelism_threads (field 2) = 1 and inter_op_parallelism_threads (field 5)
 * = -1. So an operation runs in the thread that calls TF_SessionRun: our workers are the parallelism.
 */
static const uint8_t one_thread[] = { 0x10, 1,    0x28, 0xff, 0xff, 0xff, 0xff,
                                      0xff, 0xff, 0xff, 0xff, 0xff, 0x01 };

static const char *const function_names[] = {
#define FLARE_NAME(result, name, parameters) "TF_" #name,
    FLARE_TENSORFLOW_FUNCTIONS(FLARE_NAME)
#undef FLARE_NAME
};

int32_t flare_engine_tensorflow_count(void)
{
    return FLARE_TENSORFLOW_FUNCTION_COUNT;
}

const char *flare_engine_tensorflow_name(int32_t index)
{
    if (index < 0 || index >= FLARE_TENSORFLOW_FUNCTION_COUNT)
        return NULL;
    return function_names[index];
}

/* TensorFlow's message is cut at its first line: the rest names nodes and stack frames of its own. */
static flare_status fail(const tensorflow_model *model, const TF_Status *status, const char *what,
                         flare_error *error)
{
    const char *const message = model->api.Message(status);
    return flare_fail(error, FLARE_ERROR_MODEL, -1,
                      "TensorFlow could not %s the model in '%s': %.*s", what, model->directory,
                      (int)strcspn(message, "\n"), message);
}

static flare_status fail_memory(const tensorflow_model *model, flare_error *error)
{
    return flare_fail(error, FLARE_ERROR_MEMORY, -1, "no memory for the model in '%s'",
                      model->directory);
}

/* TensorFlow's number and the size of a type, or false where a model cannot have it. */
static bool find_type(flare_type type, int *number, size_t *byte_size)
{
    switch (type) {
    case FLARE_FLOAT:
        return *number = TF_FLOAT, *byte_size = sizeof(float), true;
    case FLARE_DOUBLE:
        return *number = TF_DOUBLE, *byte_size = sizeof(double), true;
    case FLARE_INT32:
        return *number = TF_INT32, *byte_size = sizeof(int32_t), true;
    case FLARE_INT64:
        return *number = TF_INT64, *byte_size = sizeof(int64_t), true;
    case FLARE_BOOL:
        return *number = TF_BOOL, *byte_size = sizeof(uint8_t), true;
    case FLARE_INT128:
    case FLARE_STRING:
    case FLARE_IDS:
        break;
    }
    return false;
}

/* ---- tiles ---------------------------------------------------------------------------------- */

/* TensorFlow is done with a tile's memory, which stays the tile's. */
static void keep_memory(void *data, size_t length, void *argument)
{
    (void)data;
    (void)length;
    (void)argument;
}

static void close_tile(flare_model_tile *head)
{
    tensorflow_tile *const tile = (tensorflow_tile *)head;
    const tensorflow_model *const model = (const tensorflow_model *)head->model;
    if (tile->output != NULL)
        model->api.DeleteTensor(tile->output);
    if (tile->status != NULL)
        model->api.DeleteStatus(tile->status);
    free(tile->tensors);
    free(head->inputs);
    free(tile);
}

static flare_status open_tile(flare_model *head, void *memory, flare_error *error,
                              flare_model_tile **result)
{
    tensorflow_model *const model = (tensorflow_model *)head;
    const size_t input_count = (size_t)head->input_count;
    tensorflow_tile *const tile = calloc(1, sizeof *tile);
    if (tile == NULL)
        return fail_memory(model, error);
    tile->head.model = head;
    tile->head.inputs = calloc(input_count, sizeof *tile->head.inputs);
    tile->tensors = calloc(input_count, sizeof *tile->tensors);
    tile->status = model->api.NewStatus();
    if (tile->head.inputs == NULL || tile->tensors == NULL || tile->status == NULL) {
        close_tile(&tile->head);
        return fail_memory(model, error);
    }
    for (size_t i = 0; i < input_count; i++)
        tile->head.inputs[i] = (uint8_t *)memory + model->fed[i].offset;
    *result = &tile->head;
    return FLARE_OK;
}

/* Wraps the inputs of a run. A copy would be a fault of ours (alignment), so it is one. */
static flare_status wrap_inputs(const tensorflow_model *model, tensorflow_tile *tile, int32_t rows,
                                flare_error *error)
{
    for (int32_t i = 0; i < model->head.input_count; i++) {
        const fed_tensor *const fed = &model->fed[i];
        void *const memory = tile->head.inputs[i];
        const int64_t dims[] = { rows, fed->width };
        tile->tensors[i] = model->api.NewTensor(fed->type, dims, fed->rank, memory,
                                                (size_t)rows * fed->row_bytes, keep_memory, NULL);
        if (tile->tensors[i] == NULL)
            return fail_memory(model, error);
        if (model->api.TensorData(tile->tensors[i]) != memory)
            return flare_fail(error, FLARE_ERROR_INTERNAL, -1, "TensorFlow copied a model's input");
    }
    return FLARE_OK;
}

static void unwrap_inputs(const tensorflow_model *model, tensorflow_tile *tile)
{
    for (int32_t i = 0; i < model->head.input_count; i++) {
        if (tile->tensors[i] != NULL)
            model->api.DeleteTensor(tile->tensors[i]);
        tile->tensors[i] = NULL;
    }
}

static flare_status call(tensorflow_model *model, tensorflow_tile *tile, flare_error *error)
{
    const flare_tensorflow_api *const api = &model->api;
    api->SessionRun(model->session, NULL, model->inputs, tile->tensors, model->head.input_count,
                    &model->output, &tile->output, 1, NULL, 0, NULL, tile->status);
    if (api->GetCode(tile->status) != TF_OK)
        return fail(model, tile->status, "run", error);
    return FLARE_OK;
}

/* The output must be what the signature said: one value of the type for each row. */
static flare_status check_output(const tensorflow_model *model, const tensorflow_tile *tile,
                                 int32_t rows, flare_error *error)
{
    if (tile->output == NULL || model->api.TensorType(tile->output) != model->output_type)
        return flare_fail(
            error, FLARE_ERROR_MODEL, -1,
            "the model in '%s' gave an output of another type than its signature says",
            model->directory);
    const int64_t count = model->api.TensorElementCount(tile->output);
    if (count != rows)
        return flare_fail(
            error, FLARE_ERROR_MODEL, -1,
            "the model in '%s' gave %lld values for %d rows, where one for each row is needed",
            model->directory, (long long)count, (int)rows);
    return FLARE_OK;
}

static void drop_output(const tensorflow_model *model, tensorflow_tile *tile)
{
    if (tile->output != NULL)
        model->api.DeleteTensor(tile->output);
    tile->output = NULL;
    tile->head.output = NULL;
}

static flare_status run(flare_model_tile *head, int32_t rows, flare_error *error)
{
    tensorflow_tile *const tile = (tensorflow_tile *)head;
    tensorflow_model *const model = (tensorflow_model *)head->model;
    drop_output(model, tile);
    flare_status status = wrap_inputs(model, tile, rows, error);
    if (status == FLARE_OK)
        status = call(model, tile, error);
    unwrap_inputs(model, tile);
    if (status == FLARE_OK)
        status = check_output(model, tile, rows, error);
    if (status != FLARE_OK) {
        drop_output(model, tile);
        return status;
    }
    head->output = model->api.TensorData(tile->output);
    return FLARE_OK;
}

/* ---- loading -------------------------------------------------------------------------------- */

static void close_model(flare_model *head)
{
    tensorflow_model *const model = (tensorflow_model *)head;
    TF_Status *const status = model->api.NewStatus();
    if (model->session != NULL && status != NULL) {
        model->api.CloseSession(model->session, status);
        model->api.DeleteSession(model->session, status);
    }
    if (status != NULL)
        model->api.DeleteStatus(status);
    if (model->graph != NULL)
        model->api.DeleteGraph(model->graph);
    free(model->inputs);
    free(model->fed);
    free(model->directory);
    free(model);
}

static const flare_model_kind tensorflow_kind = {
    .open_tile = open_tile,
    .run = run,
    .close_tile = close_tile,
    .close = close_model,
};

static flare_status load(tensorflow_model *model, const char *tag, TF_Status *status,
                         flare_error *error)
{
    const flare_tensorflow_api *const api = &model->api;
    TF_SessionOptions *const options = api->NewSessionOptions();
    if (options == NULL)
        return fail_memory(model, error);
    api->SetConfig(options, one_thread, sizeof one_thread, status);
    if (api->GetCode(status) == TF_OK)
        model->session = api->LoadSessionFromSavedModel(options, NULL, model->directory, &tag, 1,
                                                        model->graph, NULL, status);
    api->DeleteSessionOptions(options);
    if (api->GetCode(status) != TF_OK)
        return fail(model, status, "load", error);
    return FLARE_OK;
}

/* Finds a tensor in the graph and compares its type with the one that the signature says. */
static flare_status find(const tensorflow_model *model, const flare_model_tensor *tensor,
                         TF_Output *output, int *type, size_t *value_bytes, flare_error *error)
{
    if (!find_type(tensor->type, type, value_bytes))
        return flare_fail(error, FLARE_ERROR_INTERNAL, -1, "a model's tensor has type %d",
                          (int)tensor->type);
    TF_Operation *const operation =
        model->api.GraphOperationByName(model->graph, tensor->operation);
    if (operation == NULL || tensor->index < 0 ||
        tensor->index >= model->api.OperationNumOutputs(operation))
        return flare_fail(
            error, FLARE_ERROR_MODEL, -1,
            "the signature of the model in '%s' names '%s:%d', which its graph does not have",
            model->directory, tensor->operation, (int)tensor->index);
    *output = (TF_Output){ operation, tensor->index };
    if (model->api.OperationOutputType(*output) != *type)
        return flare_fail(
            error, FLARE_ERROR_MODEL, -1,
            "'%s:%d' in the graph of the model in '%s' is not of the type that its signature says",
            tensor->operation, (int)tensor->index, model->directory);
    return FLARE_OK;
}

static flare_status find_inputs(tensorflow_model *model, const flare_tensorflow_source *source,
                                flare_error *error)
{
    for (int32_t i = 0; i < source->input_count; i++) {
        const flare_model_tensor *const tensor = &source->inputs[i];
        fed_tensor *const fed = &model->fed[i];
        size_t value_bytes;
        FLARE_TRY(find(model, tensor, &model->inputs[i], &fed->type, &value_bytes, error));
        if (tensor->type == FLARE_BOOL || tensor->rank < 1 || tensor->rank > 2 ||
            tensor->width < 1 || tensor->width > FLARE_MODEL_MAX_TILE_BYTES / FLARE_BLOCK ||
            (tensor->rank == 1 && tensor->width != 1))
            return flare_fail(error, FLARE_ERROR_MODEL, -1,
                              "the input '%s' of the model in '%s' has a type or shape that cannot "
                              "be fed from columns",
                              tensor->operation, model->directory);
        fed->rank = tensor->rank;
        fed->width = tensor->width;
        fed->row_bytes = (size_t)tensor->width * value_bytes;
        fed->offset = model->head.tile_bytes;
        /* FLARE_BLOCK rows of any type are a multiple of the alignment: the next input is aligned */
        model->head.tile_bytes += FLARE_BLOCK * fed->row_bytes;
        if (model->head.tile_bytes > FLARE_MODEL_MAX_TILE_BYTES)
            return flare_fail(error, FLARE_ERROR_MODEL, -1,
                              "the inputs of the model in '%s' have too many columns",
                              model->directory);
    }
    return FLARE_OK;
}

static flare_status open_with(tensorflow_model *model, const flare_tensorflow_source *source,
                              TF_Status *status, flare_error *error)
{
    size_t value_bytes;
    FLARE_TRY(load(model, source->tag, status, error));
    FLARE_TRY(find_inputs(model, source, error));
    FLARE_TRY(
        find(model, source->output, &model->output, &model->output_type, &value_bytes, error));
    model->head.output_bytes = (int32_t)value_bytes;
    return FLARE_OK;
}

/* Memory for a model and copies of what it keeps; the table first, for close_model needs it. */
static tensorflow_model *create(const int64_t *functions, const flare_tensorflow_source *source)
{
    tensorflow_model *const model = calloc(1, sizeof *model);
    if (model == NULL)
        return NULL;
    memcpy(&model->api, functions, sizeof model->api);
    model->head = (flare_model){ .kind = &tensorflow_kind, .input_count = source->input_count };
    model->directory = strdup(source->directory);
    model->inputs = calloc((size_t)source->input_count, sizeof *model->inputs);
    model->fed = calloc((size_t)source->input_count, sizeof *model->fed);
    model->graph = model->api.NewGraph();
    if (model->directory == NULL || model->inputs == NULL || model->fed == NULL ||
        model->graph == NULL) {
        close_model(&model->head);
        return NULL;
    }
    return model;
}

flare_status flare_tensorflow_open(const int64_t *functions, const flare_tensorflow_source *source,
                                   flare_error *error, flare_model **result)
{
    *result = NULL;
    if (source->input_count < 1)
        return flare_fail(error, FLARE_ERROR_MODEL, -1, "the model in '%s' has no input",
                          source->directory);
    for (int32_t i = 0; i < FLARE_TENSORFLOW_FUNCTION_COUNT; i++) {
        if (functions[i] == 0)
            return flare_fail(error, FLARE_ERROR_MODEL, -1, "this TensorFlow has no function %s",
                              function_names[i]);
    }
    tensorflow_model *const model = create(functions, source);
    if (model == NULL)
        return flare_fail(error, FLARE_ERROR_MEMORY, -1, "no memory for the model in '%s'",
                          source->directory);
    TF_Status *const tensorflow_status = model->api.NewStatus();
    flare_status status = tensorflow_status == NULL
                              ? fail_memory(model, error)
                              : open_with(model, source, tensorflow_status, error);
    if (tensorflow_status != NULL)
        model->api.DeleteStatus(tensorflow_status);
    if (status != FLARE_OK) {
        close_model(&model->head);
        return status;
    }
    *result = &model->head;
    return FLARE_OK;
}
