/**
 * Makes TensorFlow's SavedModels callable from SQL: reads their signatures, and loads TensorFlow
 * when the first of them is used. The door is {@link
 * io.tensorflare.tensorflow.TensorFlowModelLoader}, found by the engine itself.
 */
package io.tensorflare.tensorflow;
