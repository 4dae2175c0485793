/**
 * Benchmarks beside DuckDB: the same files, the same run, and the same model, each answer checked
 * before it is timed. {@link io.tensorflare.bench.Main} runs them and writes one table.
 */
package io.tensorflare.bench;
