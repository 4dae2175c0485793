/**
 * The public API: open a {@link io.tensorflare.TensorFlare}, register Parquet files and models,
 * query, read columnar results.
 */
package io.tensorflare;
