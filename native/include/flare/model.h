/*
 * Models inside: what stands behind the flare_model_* functions of program.h.
 *
 * A model is shared by all workers and does not change once it is open. A tile belongs to one
 * worker: memory for up to FLARE_BLOCK rows of every input, which the generated loop fills, and the
 * output of the last run, which it reads in place.
 *
 *     open_tile -> { fill the inputs -> run -> read the output }* -> close_tile
 *
 * Input i of a tile is rows x width values of its type, row by row. A row with a null among its
 * arguments must still be filled with some number (0 does); the caller makes its result null.
 * The output is one value a row and lives until the next run of the tile or until it is closed.
 *
 * A kind of model is a flare_model_kind: TensorFlow's is in tensorflow.c, a lowered graph can be
 * another. Types are those of program.h: FLARE_FLOAT, FLARE_DOUBLE, FLARE_INT32, FLARE_INT64, and
 * FLARE_BOOL for outputs only.
 */
#ifndef FLARE_MODEL_H
#define FLARE_MODEL_H

#include <stdint.h>

#include "flare/error.h"
#include "flare/program.h"

/* Input memory starts at a multiple of this, or TensorFlow would copy it. */
enum { FLARE_MODEL_ALIGNMENT = 64 };

/* The largest memory of a tile. */
enum { FLARE_MODEL_MAX_TILE_BYTES = 1 << 28 };

typedef struct flare_model flare_model;

/* One kind of model. None of these keeps `error` beyond its call. */
typedef struct flare_model_kind {
    flare_status (*open_tile)(flare_model *model, void *memory, flare_error *error,
                              flare_model_tile **tile);
    flare_status (*run)(flare_model_tile *tile, int32_t rows, flare_error *error);
    void (*close_tile)(flare_model_tile *tile);
    void (*close)(flare_model *model);
} flare_model_kind;

/* The head of every model. */
struct flare_model {
    const flare_model_kind *kind;
    int32_t input_count;
    int32_t output_bytes; /* of one value */
    uint64_t tile_bytes;  /* the memory that a tile needs for its inputs */
};

/* The head of every tile. */
struct flare_model_tile {
    flare_model *model;
    void **inputs;      /* input_count pointers, each aligned to FLARE_MODEL_ALIGNMENT */
    const void *output; /* null before the first run */
};

/*
 * A tile's life without a worker. open takes tile_bytes of memory, aligned to FLARE_MODEL_ALIGNMENT,
 * that stays the caller's and must outlive the tile. run takes 0 .. FLARE_BLOCK rows, 0 does nothing;
 * the inputs of a failed run stay as they are, its output is gone. close accepts null.
 */
flare_status flare_model_tile_open(flare_model *model, void *memory, flare_error *error,
                                   flare_model_tile **tile);
flare_status flare_model_tile_run(flare_model_tile *tile, int32_t rows, flare_error *error);
void flare_model_tile_close(flare_model_tile *tile);

/* Frees a model, all tiles of which are closed. Accepts null. */
void flare_model_close(flare_model *model);

/*
 * TensorFlow. Its C API arrives as a table of addresses, so nothing here links or loads it: the
 * caller asks for the names (engine.h), looks each of them up, and passes the addresses in order.
 */

/* One input or output of a model: a tensor of the graph. */
typedef struct flare_model_tensor {
    const char *operation; /* its name in the graph */
    int32_t index;         /* which of the operation's outputs */
    flare_type type;
    int32_t rank;  /* 1: [rows], 2: [rows, width] */
    int32_t width; /* values a row; 1 where rank is 1 */
} flare_model_tensor;

/* What to load: a SavedModel, the tensors to feed and the one to fetch. All of it is copied. */
typedef struct flare_tensorflow_source {
    const char *directory;
    const char *tag; /* of the meta graph, usually "serve" */
    const flare_model_tensor *inputs;
    int32_t input_count;
    const flare_model_tensor *output; /* one value a row, [rows] or [rows, 1]; rank is not read */
} flare_tensorflow_source;

/*
 * Loads a SavedModel by TensorFlow's functions: flare_engine_tensorflow_count() addresses, copied.
 * Fails when TensorFlow cannot read the model, or when a tensor is missing in the graph or of another
 * type. The caller ends the model by flare_model_close.
 */
flare_status flare_tensorflow_open(const int64_t *functions, const flare_tensorflow_source *source,
                                   flare_error *error, flare_model **model);

#endif
