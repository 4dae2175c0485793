/**
 * The queries of TPC-H and TPC-DS, here and in other engines: what an equal answer is, what a run
 * costs, and the table and the chart of it. Door: {@link io.tensorflare.bench.tpc.TpchBenchmark}.
 */
package io.tensorflare.bench.tpc;
