/**
 * Writes the data that demos, tests and benchmarks read: TPC-H and US arrests, as Parquet. Doors:
 * {@link io.tensorflare.cli.generate.TpchGenerator} and {@link
 * io.tensorflare.cli.generate.CrimeGenerator}.
 */
package io.tensorflare.cli.generate;
