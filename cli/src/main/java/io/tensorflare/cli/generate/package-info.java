/**
 * Writes the data that demos, tests and benchmarks read: TPC-H, TPC-DS and US arrests, as Parquet.
 * Doors: {@link io.tensorflare.cli.generate.TpchGenerator}, {@link
 * io.tensorflare.cli.generate.TpcdsGenerator} and {@link
 * io.tensorflare.cli.generate.CrimeGenerator}.
 */
package io.tensorflare.cli.generate;
