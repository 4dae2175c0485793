/**
 * The demo's model: states clustered by their crime rates, and a classifier that TensorFlow learns
 * from that. Doors: {@link io.tensorflare.tensorflow.demo.Crime} for the data, {@link
 * io.tensorflare.tensorflow.demo.CrimeClassifier} for the model.
 */
package io.tensorflare.tensorflow.demo;
