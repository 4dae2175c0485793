/* The part of TensorFlow's C API that models call, as a table of function pointers. */
#ifndef FLARE_TENSORFLOW_API_H
#define FLARE_TENSORFLOW_API_H

#include <stddef.h>
#include <stdint.h>

/* TensorFlow's own types; all but TF_Output are opaque. */
typedef struct TF_Buffer TF_Buffer;
typedef struct TF_Graph TF_Graph;
typedef struct TF_Operation TF_Operation;
typedef struct TF_Session TF_Session;
typedef struct TF_SessionOptions TF_SessionOptions;
typedef struct TF_Status TF_Status;
typedef struct TF_Tensor TF_Tensor;
typedef struct TF_Output {
    TF_Operation *oper;
    int index;
} TF_Output;
typedef void TF_Deallocator(void *data, size_t length, void *argument);

/* TF_DataType and TF_Code are C enums; these are the values used here. */
enum { TF_FLOAT = 1, TF_DOUBLE = 2, TF_INT32 = 3, TF_INT64 = 9, TF_BOOL = 10 };
enum { TF_OK = 0 };

/* X(result, name, parameters); the order is that of flare_engine_tensorflow_name. */
#define FLARE_TENSORFLOW_FUNCTIONS(X)                                                             \
    X(TF_Status *, NewStatus, (void))                                                             \
    X(void, DeleteStatus, (TF_Status *))                                                          \
    X(int, GetCode, (const TF_Status *))                                                          \
    X(const char *, Message, (const TF_Status *))                                                 \
    X(TF_Tensor *, NewTensor,                                                                     \
      (int type, const int64_t *dims, int dim_count, void *data, size_t length, TF_Deallocator *, \
       void *argument))                                                                           \
    X(void, DeleteTensor, (TF_Tensor *))                                                          \
    X(void *, TensorData, (const TF_Tensor *))                                                    \
    X(int, TensorType, (const TF_Tensor *))                                                       \
    X(int64_t, TensorElementCount, (const TF_Tensor *))                                           \
    X(TF_Graph *, NewGraph, (void))                                                               \
    X(void, DeleteGraph, (TF_Graph *))                                                            \
    X(TF_Operation *, GraphOperationByName, (TF_Graph *, const char *name))                       \
    X(int, OperationNumOutputs, (TF_Operation *))                                                 \
    X(int, OperationOutputType, (TF_Output))                                                      \
    X(TF_SessionOptions *, NewSessionOptions, (void))                                             \
    X(void, DeleteSessionOptions, (TF_SessionOptions *))                                          \
    X(void, SetConfig, (TF_SessionOptions *, const void *config, size_t length, TF_Status *))     \
    X(TF_Session *, LoadSessionFromSavedModel,                                                    \
      (const TF_SessionOptions *, const TF_Buffer *run_options, const char *directory,            \
       const char *const *tags, int tag_count, TF_Graph *, TF_Buffer *meta_graph, TF_Status *))   \
    X(void, CloseSession, (TF_Session *, TF_Status *))                                            \
    X(void, DeleteSession, (TF_Session *, TF_Status *))                                           \
    X(void, SessionRun,                                                                           \
      (TF_Session *, const TF_Buffer *run_options, const TF_Output *inputs,                       \
       TF_Tensor *const *input_values, int input_count, const TF_Output *outputs,                 \
       TF_Tensor **output_values, int output_count, const TF_Operation *const *targets,           \
       int target_count, TF_Buffer *run_metadata, TF_Status *))

typedef struct flare_tensorflow_api {
#define FLARE_FIELD(result, name, parameters) result(*name) parameters;
    FLARE_TENSORFLOW_FUNCTIONS(FLARE_FIELD)
#undef FLARE_FIELD
} flare_tensorflow_api;

enum { FLARE_TENSORFLOW_FUNCTION_COUNT = sizeof(flare_tensorflow_api) / sizeof(void (*)(void)) };

#endif
