/*
 * Models inside: what stands behind the flare_model_* functions of program.h.
 *
 * A model is shared by all workers and does not change once it is open. A tile belongs to one worker: memory for up to
 * FLARE_BLOCK rows of every input, which the generated loop fills, and the output of the last run, which it reads in
 * place.
 *
 *     open_tile -> { fill the inputs -> run -> read the output }* -> close_tile
 *
 * Inputs are row-major: input i of a tile is rows x width values of its element type, one after the other. A row whose
 * arguments hold a null must still be filled with some number (0 does): the caller makes its result null.
 * The output is one value a row and belongs to the tile until its next run or until it is closed.
 *
 * A kind of model is a flare_model_kind: TensorFlow's is in tensorflow.c, a lowered graph can be another.
 */
#ifndef FLARE_MODEL_H
#define FLARE_MODEL_H

#include <stdint.h>

#include "flare/error.h"
#include "flare/program.h"

/* Input memory starts at a multiple of this, or TensorFlow copies it. */
enum { FLARE_MODEL_ALIGNMENT = 64 };

/* The largest tile that is opened, all inputs together. */
enum { FLARE_MODEL_MAX_TILE_BYTES = 1 << 30 };

/* What the values of a tensor are in C. */
typedef enum flare_element {
    FLARE_ELEMENT_FLOAT = 1,
    FLARE_ELEMENT_DOUBLE,
    FLARE_ELEMENT_INT32,
    FLARE_ELEMENT_INT64,
    FLARE_ELEMENT_BOOL, /* one byte, outputs only */
} flare_element;

/* One kind of model. No function keeps error beyond its call. */
typedef struct flare_model_kind {
    flare_status (*open_tile)(flare_model *model, flare_error *error, flare_model_tile **tile);
    flare_status (*run)(flare_model_tile *tile, int32_t rows, flare_error *error);
    void (*close_tile)(flare_model_tile *tile);
    void (*close)(flare_model *model);
} flare_model_kind;

/* The head of every model. */
struct flare_model {
    const flare_model_kind *kind;
    int32_t input_count;
};

/* The head of every tile. */
struct flare_model_tile {
    flare_model *model;
    void *const *inputs; /* input_count pointers, each aligned to FLARE_MODEL_ALIGNMENT */
    const void *output;  /* null before the first run */
};

/* The same as the functions of program.h, for callers that have no worker. close accepts null. */
flare_status flare_model_tile_open(flare_model *model, flare_error *error, flare_model_tile **tile);
flare_status flare_model_tile_run(flare_model_tile *tile, int32_t rows, flare_error *error);

/* Frees a model. Every tile of it must have been closed. Accepts null. */
void flare_model_close(flare_model *model);

/*
 * TensorFlow. Its C API arrives as a table of addresses, so nothing here links or loads it: the caller asks for the
 * names, finds each function, and passes the addresses in the same order.
 */

/* How many functions are wanted, and the name of each; null outside 0 .. count - 1. */
int32_t flare_tensorflow_function_count(void);
const char *flare_tensorflow_function_name(int32_t index);

/*
 * Keeps TensorFlow from writing its informational messages to stderr, unless the environment says otherwise. To be
 * called before its library is loaded, and while no other thread changes the environment.
 */
void flare_tensorflow_quiet(void);

/* One input or output of a model: a tensor of the graph. */
typedef struct flare_model_tensor {
    const char *operation; /* name in the graph */
    int32_t index;         /* which of the operation's outputs */
    flare_element element;
    int32_t rank;  /* 1: [rows], 2: [rows, width] */
    int32_t width; /* values a row, at least 1; 1 for rank 1 */
} flare_model_tensor;

/* What to load: a SavedModel and the tensors to feed and fetch. Everything is copied. */
typedef struct flare_tensorflow_source {
    const char *directory;
    const char *tag; /* of the meta graph, usually "serve" */
    const flare_model_tensor *inputs;
    int32_t input_count;
    flare_model_tensor output; /* rank and width are not looked at: one value a row, [rows] or [rows, 1] */
} flare_tensorflow_source;

/*
 * Loads a SavedModel with TensorFlow's functions.
 *
 * functions: flare_tensorflow_function_count() addresses, none of them 0; copied.
 * Fails when TensorFlow cannot read the model, or when a tensor is missing or not of the element type that it should be.
 * The model is the caller's, who ends it with flare_model_close.
 */
flare_status flare_tensorflow_open(const int64_t *functions, const flare_tensorflow_source *source,
                                   flare_error *error, flare_model **model);

#endif
