/*
 * TensorFlow models against a fake of TensorFlow's C API: who owns what and for how long, that no row
 * is copied, and what each failure becomes. The fake's model multiplies: output = sum of inputs * 2.
 */
#undef NDEBUG
#include "flare/model.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "flare/engine.h"
#include "model/tensorflow_api.h"

struct TF_Status {
    int code;
};
struct TF_Tensor {
    int type;
    int rank;
    int64_t dims[2];
    void *data;
    bool owned;
    bool aliased; /* data is an input's memory */
};
struct TF_Operation {
    const char *name;
    int type;
};

/* What the fake has seen, and how it is to misbehave. */
static struct {
    int statuses, tensors, graphs, sessions, options; /* alive */
    void *wrapped[2];                                 /* data of the last run's inputs */
    int64_t dims[2][2];
    int ranks[2];
    int input_count;
    char directory[64], tag[16];
    uint8_t config[32];
    size_t config_length;
    bool
        output_alive_at_run; /* the last run began before the output of the one before was deleted */
    bool outputs_alive;
    const char *message; /* of a failure */
    bool fail_load, fail_run, copy, alias, long_output, other_type;
} fake;

static TF_Operation operations[] = {
    { "x", TF_FLOAT }, { "y", TF_INT64 }, { "classification", TF_INT64 }, { "label", TF_BOOL }
};

static int fake_GetCode(const TF_Status *status)
{
    return status->code;
}

static const char *fake_Message(const TF_Status *status)
{
    return status->code == TF_OK ? "" : fake.message;
}

static TF_Status *fake_NewStatus(void)
{
    fake.statuses++;
    return calloc(1, sizeof(TF_Status));
}

static void fake_DeleteStatus(TF_Status *status)
{
    fake.statuses--;
    free(status);
}

static TF_Tensor *fake_NewTensor(int type, const int64_t *dims, int dim_count, void *data,
                                 size_t length, TF_Deallocator *deallocator, void *argument)
{
    TF_Tensor *const tensor = calloc(1, sizeof *tensor);
    assert(tensor != NULL);
    *tensor = (TF_Tensor){ .type = type, .rank = dim_count, .data = data };
    memcpy(tensor->dims, dims, (size_t)dim_count * sizeof *dims);
    if (fake.copy) {
        tensor->data = malloc(length);
        tensor->owned = true;
        memcpy(tensor->data, data, length);
        deallocator(data, length, argument);
    }
    fake.tensors++;
    return tensor;
}

static void fake_DeleteTensor(TF_Tensor *tensor)
{
    fake.tensors--;
    if (tensor->owned || tensor->aliased)
        fake.outputs_alive = false;
    if (tensor->owned)
        free(tensor->data);
    free(tensor);
}

static void *fake_TensorData(const TF_Tensor *tensor)
{
    return tensor->data;
}

static int fake_TensorType(const TF_Tensor *tensor)
{
    return tensor->type;
}

static int64_t fake_TensorElementCount(const TF_Tensor *tensor)
{
    int64_t count = 1;
    for (int i = 0; i < tensor->rank; i++)
        count *= tensor->dims[i];
    return count;
}

static TF_Graph *fake_NewGraph(void)
{
    fake.graphs++;
    return malloc(1);
}

static void fake_DeleteGraph(TF_Graph *graph)
{
    fake.graphs--;
    free(graph);
}

static TF_Operation *fake_GraphOperationByName(TF_Graph *graph, const char *name)
{
    assert(graph != NULL);
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (strcmp(operations[i].name, name) == 0)
            return &operations[i];
    }
    return NULL;
}

static int fake_OperationNumOutputs(TF_Operation *operation)
{
    (void)operation;
    return 1;
}

static int fake_OperationOutputType(TF_Output output)
{
    return output.oper->type;
}

static TF_SessionOptions *fake_NewSessionOptions(void)
{
    fake.options++;
    return malloc(1);
}

static void fake_DeleteSessionOptions(TF_SessionOptions *options)
{
    fake.options--;
    free(options);
}

static void fake_SetConfig(TF_SessionOptions *options, const void *config, size_t length,
                           TF_Status *status)
{
    assert(options != NULL && length <= sizeof fake.config);
    memcpy(fake.config, config, length);
    fake.config_length = length;
    status->code = TF_OK;
}

static TF_Session *fake_LoadSessionFromSavedModel(const TF_SessionOptions *options,
                                                  const TF_Buffer *run_options,
                                                  const char *directory, const char *const *tags,
                                                  int tag_count, TF_Graph *graph,
                                                  TF_Buffer *meta_graph, TF_Status *status)
{
    assert(options != NULL && run_options == NULL && graph != NULL && meta_graph == NULL);
    assert(tag_count == 1);
    strncpy(fake.directory, directory, sizeof fake.directory - 1);
    strncpy(fake.tag, tags[0], sizeof fake.tag - 1);
    status->code = fake.fail_load ? 5 : TF_OK;
    if (fake.fail_load)
        return NULL;
    fake.sessions++;
    return malloc(1);
}

static void fake_CloseSession(TF_Session *session, TF_Status *status)
{
    assert(session != NULL);
    status->code = TF_OK;
}

static void fake_DeleteSession(TF_Session *session, TF_Status *status)
{
    fake.sessions--;
    status->code = TF_OK;
    free(session);
}

/* Reads every value that was fed, so that the sanitizers see what lies behind the tile. */
static int64_t sum_of_row(const TF_Tensor *tensor, int64_t row)
{
    const int64_t width = tensor->rank == 2 ? tensor->dims[1] : 1;
    int64_t sum = 0;
    for (int64_t i = row * width; i < (row + 1) * width; i++)
        sum += tensor->type == TF_FLOAT ? (int64_t)((const float *)tensor->data)[i]
                                        : ((const int64_t *)tensor->data)[i];
    return sum;
}

static void fake_SessionRun(TF_Session *session, const TF_Buffer *run_options,
                            const TF_Output *inputs, TF_Tensor *const *input_values,
                            int input_count, const TF_Output *outputs, TF_Tensor **output_values,
                            int output_count, const TF_Operation *const *targets, int target_count,
                            TF_Buffer *run_metadata, TF_Status *status)
{
    assert(session != NULL && run_options == NULL && targets == NULL && run_metadata == NULL);
    assert(target_count == 0 && output_count == 1 && *output_values == NULL);
    fake.output_alive_at_run = fake.outputs_alive;
    fake.input_count = input_count;
    for (int i = 0; i < input_count; i++) {
        assert(inputs[i].oper->type == input_values[i]->type && inputs[i].index == 0);
        fake.wrapped[i] = input_values[i]->data;
        fake.ranks[i] = input_values[i]->rank;
        memcpy(fake.dims[i], input_values[i]->dims, sizeof fake.dims[i]);
    }
    status->code = fake.fail_run ? 3 : TF_OK;
    if (fake.fail_run)
        return;

    const int64_t rows = input_values[0]->dims[0] + (fake.long_output ? 1 : 0);
    TF_Tensor *const output = calloc(1, sizeof *output);
    assert(output != NULL);
    *output = (TF_Tensor){ .type = outputs[0].oper->type, .rank = 1, .dims = { rows } };
    if (fake.other_type)
        output->type = TF_DOUBLE;
    if (fake.alias) {
        output->data = input_values[input_count - 1]->data;
        output->aliased = true;
    } else {
        int64_t *const values = calloc((size_t)rows, sizeof *values);
        for (int64_t row = 0; row < input_values[0]->dims[0]; row++) {
            for (int i = 0; i < input_count; i++)
                values[row] += 2 * sum_of_row(input_values[i], row);
        }
        output->data = values;
        output->owned = true;
    }
    fake.tensors++;
    fake.outputs_alive = true;
    *output_values = output;
}

static const flare_tensorflow_api table = {
#define FIELD(result, name, parameters) .name = fake_##name,
    FLARE_TENSORFLOW_FUNCTIONS(FIELD)
#undef FIELD
};

static int64_t functions[FLARE_TENSORFLOW_FUNCTION_COUNT];

static const flare_model_tensor matrix = { "x", 0, FLARE_FLOAT, 2, 4 };
static const flare_model_tensor label = { "classification", 0, FLARE_INT64, 1, 1 };
static const flare_tensorflow_source classifier = { "dir", "serve", &matrix, 1, &label };

static void reset(void)
{
    memset(&fake, 0, sizeof fake);
    memcpy(functions, &table, sizeof table);
}

static void assert_nothing_left(void)
{
    assert(fake.statuses == 0 && fake.tensors == 0 && fake.graphs == 0 && fake.sessions == 0);
    assert(fake.options == 0);
}

static flare_model *open_model(const flare_tensorflow_source *source)
{
    flare_error error = { 0 };
    flare_model *model;
    assert(flare_tensorflow_open(functions, source, &error, &model) == FLARE_OK);
    return model;
}

static flare_model_tile *open_tile(flare_model *model)
{
    flare_error error = { 0 };
    flare_model_tile *tile;
    void *const memory = aligned_alloc(FLARE_MODEL_ALIGNMENT, model->tile_bytes);
    assert(flare_model_tile_open(model, memory, &error, &tile) == FLARE_OK);
    return tile;
}

static void close_all(flare_model *model, flare_model_tile *tile)
{
    void *const memory = tile->inputs[0];
    flare_model_tile_close(tile);
    free(memory);
    flare_model_close(model);
    assert_nothing_left();
}

static void assert_open_fails(const flare_tensorflow_source *source, flare_error_code code,
                              const char *sentence)
{
    flare_error error = { 0 };
    flare_model *model;
    assert(flare_tensorflow_open(functions, source, &error, &model) == FLARE_FAILED);
    assert(model == NULL && error.code == code);
    assert(strcmp(error.message, sentence) == 0);
    assert_nothing_left();
}

static void assert_run_fails(flare_model_tile *tile, int32_t rows, flare_error_code code,
                             const char *sentence)
{
    flare_error error = { 0 };
    assert(flare_model_tile_run(tile, rows, &error) == FLARE_FAILED);
    assert(error.code == code && strcmp(error.message, sentence) == 0);
    assert(flare_model_output(tile) == NULL || rows < 0 || rows > FLARE_BLOCK);
}

static void test_names(void)
{
    assert(flare_engine_tensorflow_count() == FLARE_TENSORFLOW_FUNCTION_COUNT);
    assert(strcmp(flare_engine_tensorflow_name(0), "TF_NewStatus") == 0);
    assert(strcmp(flare_engine_tensorflow_name(FLARE_TENSORFLOW_FUNCTION_COUNT - 1),
                  "TF_SessionRun") == 0);
    assert(flare_engine_tensorflow_name(-1) == NULL);
    assert(flare_engine_tensorflow_name(FLARE_TENSORFLOW_FUNCTION_COUNT) == NULL);
}

/* One matrix of four features: the rows that the loop writes are the rows that TensorFlow reads. */
static void test_matrix_without_copy(void)
{
    reset();
    flare_model *const model = open_model(&classifier);
    assert(strcmp(fake.directory, "dir") == 0 && strcmp(fake.tag, "serve") == 0);
    const uint8_t config[] = { 0x10, 1,    0x28, 0xff, 0xff, 0xff, 0xff,
                               0xff, 0xff, 0xff, 0xff, 0xff, 0x01 };
    assert(fake.config_length == sizeof config && memcmp(fake.config, config, sizeof config) == 0);

    flare_error error = { 0 };
    flare_model_tile *const tile = open_tile(model);
    assert(flare_model_output(tile) == NULL);
    for (int32_t rows = FLARE_BLOCK; rows >= 1; rows /= 8) {
        float *const feature = flare_model_input(tile, 0);
        assert((uintptr_t)feature % FLARE_MODEL_ALIGNMENT == 0);
        for (int32_t i = 0; i < rows * 4; i++)
            feature[i] = (float)(i + rows);
        assert(flare_model_tile_run(tile, rows, &error) == FLARE_OK);
        assert(fake.wrapped[0] == feature && fake.ranks[0] == 2);
        assert(fake.dims[0][0] == rows && fake.dims[0][1] == 4);
        assert(!fake.output_alive_at_run && fake.outputs_alive);
        assert(fake.tensors == 1); /* the output alone */
        const int64_t *const output = flare_model_output(tile);
        for (int32_t row = 0; row < rows; row++)
            assert(output[row] == 2 * (16 * row + 6 + 4 * rows));
    }
    close_all(model, tile);
}

/* Two inputs, [rows] and [rows, 1], each with memory of its own. */
static void test_two_inputs(void)
{
    reset();
    const flare_model_tensor inputs[] = { { "x", 0, FLARE_FLOAT, 1, 1 },
                                          { "y", 0, FLARE_INT64, 2, 1 } };
    const flare_tensorflow_source source = { "dir", "serve", inputs, 2, &label };
    flare_model *const model = open_model(&source);
    assert(model->input_count == 2 && model->tile_bytes == FLARE_BLOCK * (4 + 8));
    flare_model_tile *const tile = open_tile(model);
    float *const x = flare_model_input(tile, 0);
    int64_t *const y = flare_model_input(tile, 1);
    assert((uint8_t *)y == (uint8_t *)x + FLARE_BLOCK * 4);
    for (int32_t row = 0; row < FLARE_BLOCK; row++) {
        x[row] = (float)row;
        y[row] = row * 10;
    }
    flare_error error = { 0 };
    assert(flare_model_tile_run(tile, FLARE_BLOCK, &error) == FLARE_OK);
    assert(fake.input_count == 2 && fake.wrapped[0] == x && fake.wrapped[1] == y);
    assert(fake.ranks[0] == 1 && fake.ranks[1] == 2 && fake.dims[1][1] == 1);
    assert(((const int64_t *)flare_model_output(tile))[7] == 2 * 77);
    close_all(model, tile);
}

/* A model may answer with its input: the output is dropped before the memory is filled and run again. */
static void test_output_aliases_input(void)
{
    reset();
    fake.alias = true;
    const flare_model_tensor y = { "y", 0, FLARE_INT64, 1, 1 };
    const flare_tensorflow_source source = { "dir", "serve", &y, 1, &label };
    flare_model *const model = open_model(&source);
    flare_model_tile *const tile = open_tile(model);
    flare_error error = { 0 };
    for (int64_t i = 0; i < 3; i++) {
        int64_t *const input = flare_model_input(tile, 0);
        input[0] = i;
        assert(flare_model_tile_run(tile, 1, &error) == FLARE_OK);
        assert(!fake.output_alive_at_run);
        assert(*(const int64_t *)flare_model_output(tile) == i);
    }
    close_all(model, tile);
}

/* Workers share a model, each with a tile of its own. */
static void test_two_tiles(void)
{
    reset();
    flare_model *const model = open_model(&classifier);
    flare_model_tile *const first = open_tile(model);
    flare_model_tile *const second = open_tile(model);
    flare_error error = { 0 };
    memset(flare_model_input(first, 0), 0, 16);
    memset(flare_model_input(second, 0), 0, 16);
    ((float *)flare_model_input(first, 0))[0] = 1;
    ((float *)flare_model_input(second, 0))[0] = 2;
    assert(flare_model_tile_run(first, 1, &error) == FLARE_OK);
    assert(flare_model_tile_run(second, 1, &error) == FLARE_OK);
    assert(*(const int64_t *)flare_model_output(first) == 2);
    assert(*(const int64_t *)flare_model_output(second) == 4);
    void *const memory = second->inputs[0];
    flare_model_tile_close(second);
    free(memory);
    close_all(model, first);
}

static void test_run_failures(void)
{
    reset();
    flare_model *const model = open_model(&classifier);
    flare_model_tile *const tile = open_tile(model);
    memset(flare_model_input(tile, 0), 0, model->tile_bytes);

    fake.fail_run = true;
    fake.message = "indices[0] = 7 is not in [0, 3)\n\t [[{{node lookup}}]]";
    assert_run_fails(
        tile, 5, FLARE_ERROR_MODEL,
        "TensorFlow could not run the model in 'dir': indices[0] = 7 is not in [0, 3)");
    fake.fail_run = false;

    fake.long_output = true;
    assert_run_fails(
        tile, 5, FLARE_ERROR_MODEL,
        "the model in 'dir' gave 6 values for 5 rows, where one for each row is needed");
    fake.long_output = false;

    fake.other_type = true;
    assert_run_fails(tile, 5, FLARE_ERROR_MODEL,
                     "the model in 'dir' gave an output of another type than its signature says");
    fake.other_type = false;

    fake.copy = true;
    assert_run_fails(tile, 5, FLARE_ERROR_INTERNAL, "TensorFlow copied a model's input");
    fake.copy = false;

    assert_run_fails(tile, -1, FLARE_ERROR_INTERNAL, "a model was run on -1 rows");
    assert_run_fails(tile, FLARE_BLOCK + 1, FLARE_ERROR_INTERNAL, "a model was run on 2049 rows");

    flare_error error = { 0 };
    fake.fail_run = true;
    assert(flare_model_tile_run(tile, 0, &error) == FLARE_OK); /* nothing to run */
    fake.fail_run = false;
    assert(flare_model_tile_run(tile, 5, &error) == FLARE_OK); /* and goes on serving */
    close_all(model, tile);
}

static void test_open_failures(void)
{
    reset();
    fake.fail_load = true;
    fake.message = "Could not find meta graph";
    assert_open_fails(&classifier, FLARE_ERROR_MODEL,
                      "TensorFlow could not load the model in 'dir': Could not find meta graph");
    fake.fail_load = false;

    flare_model_tensor input = matrix;
    flare_model_tensor output = label;
    const flare_tensorflow_source source = { "dir", "serve", &input, 1, &output };
    output.operation = "nowhere";
    assert_open_fails(
        &source, FLARE_ERROR_MODEL,
        "the signature of the model in 'dir' names 'nowhere:0', which its graph does not have");
    output = label;
    output.index = 1;
    assert_open_fails(&source, FLARE_ERROR_MODEL,
                      "the signature of the model in 'dir' names 'classification:1', which its "
                      "graph does not have");
    output = label;
    output.type = FLARE_DOUBLE;
    assert_open_fails(&source, FLARE_ERROR_MODEL,
                      "'classification:0' in the graph of the model in 'dir' is not of the type "
                      "that its signature says");
    output = label;
    output.type = FLARE_STRING;
    assert_open_fails(&source, FLARE_ERROR_INTERNAL, "a model's tensor has type 6");
    output = label;

    const char *const shape =
        "the input 'x' of the model in 'dir' has a type or shape that cannot be fed from columns";
    input.rank = 3;
    assert_open_fails(&source, FLARE_ERROR_MODEL, shape);
    input.rank = 1;
    assert_open_fails(&source, FLARE_ERROR_MODEL, shape);
    input.rank = 2;
    input.width = 0;
    assert_open_fails(&source, FLARE_ERROR_MODEL, shape);
    input.width = INT32_MAX;
    assert_open_fails(&source, FLARE_ERROR_MODEL, shape);

    const flare_tensorflow_source nothing = { "dir", "serve", &matrix, 0, &label };
    assert_open_fails(&nothing, FLARE_ERROR_MODEL, "the model in 'dir' has no input");
    functions[FLARE_TENSORFLOW_FUNCTION_COUNT - 1] = 0;
    assert_open_fails(&classifier, FLARE_ERROR_MODEL,
                      "this TensorFlow has no function TF_SessionRun");
}

static void test_tile_alignment(void)
{
    reset();
    flare_model *const model = open_model(&classifier);
    flare_error error = { 0 };
    flare_model_tile *tile;
    _Alignas(FLARE_MODEL_ALIGNMENT) uint8_t memory[128] = { 0 };
    assert(flare_model_tile_open(model, memory + 8, &error, &tile) == FLARE_FAILED);
    assert(tile == NULL && error.code == FLARE_ERROR_INTERNAL);
    flare_model_tile_close(NULL);
    flare_model_close(model);
    flare_model_close(NULL);
    assert_nothing_left();
}

/* The door: packed tensors, and rows from memory of the caller's. */
static void test_door(void)
{
    reset();
    flare_error error = { .code = FLARE_ERROR_INTERNAL };
    const int32_t tensors[] = { 0, FLARE_FLOAT, 2, 4, 0, FLARE_INT64, 2, 1, 0, FLARE_INT64, 1, 1 };
    flare_model *const model = flare_engine_tensorflow_open(
        functions, "dir", "serve", "x\0y\0classification", tensors, 2, &error);
    assert(model != NULL && error.code == FLARE_ERROR_NONE);
    int64_t numbers[FLARE_MODEL_NUMBERS];
    flare_engine_model_numbers(model, numbers);
    assert(numbers[0] == FLARE_BLOCK * (16 + 8) && numbers[1] == 2 && numbers[2] == 8);

    uint8_t *const tile = aligned_alloc(FLARE_MODEL_ALIGNMENT, (size_t)numbers[0]);
    int64_t output[2] = { 0 };
    memset(tile, 0, (size_t)numbers[0]);
    ((float *)(void *)tile)[3] = 5;
    ((int64_t *)(void *)(tile + FLARE_BLOCK * 16))[1] = 7;
    assert(flare_engine_model_run(model, tile, 2, 3, output, &error) == FLARE_DOOR_OK);
    assert(output[0] == 10 && output[1] == 14);
    assert(flare_engine_model_run(model, tile + 8, 2, 3, output, &error) == FLARE_DOOR_FAILED);
    fake.fail_run = true;
    fake.message = "no";
    assert(flare_engine_model_run(model, tile, 2, 3, output, &error) == FLARE_DOOR_FAILED);
    assert(error.code == FLARE_ERROR_MODEL);
    fake.fail_run = false;
    free(tile);
    flare_engine_model_close(model);

    fake.fail_load = true;
    assert(flare_engine_tensorflow_open(functions, "dir", "serve", "x\0y\0classification", tensors,
                                        2, &error) == NULL);
    assert(error.code == FLARE_ERROR_MODEL);
    assert_nothing_left();
}

int main(void)
{
    test_names();
    test_matrix_without_copy();
    test_two_inputs();
    test_output_aliases_input();
    test_two_tiles();
    test_run_failures();
    test_open_failures();
    test_tile_alignment();
    test_door();
    return 0;
}
