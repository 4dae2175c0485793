package io.tensorflare.engine;

/**
 * What a pipeline needed.
 *
 * @param rows given by its source: after the filters of a scan, before those of later steps
 * @param nanos from its begin to its end
 * @param cpuNanos of all workers
 * @param bytesRead of files, as they are stored
 * @param bytesUnzipped made by decompressing
 */
record PipelineCost(long rows, long nanos, long cpuNanos, long bytesRead, long bytesUnzipped) {}
