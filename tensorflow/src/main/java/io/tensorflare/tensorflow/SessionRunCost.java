package io.tensorflare.tensorflow;

import io.tensorflare.ProgressListener;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * Answers: what does TF_SessionRun alone cost, on tensors that are ready? It is the floor for a
 * query that calls the model on as many rows. Same tiles, same session settings, one thread.
 */
public final class SessionRunCost {
    private static final int TILE_ROWS = 2048;
    private static final int RUNS = 5;

    private SessionRunCost() {}

    /**
     * Measures a model on zeroed inputs.
     *
     * @param rows how many in all, in tiles of 2048
     * @return CPU nanoseconds of the thread, the smallest of five measurements
     */
    public static long cpuNanos(Path directory, long rows) {
        TensorFlowModelLoader loader = new TensorFlowModelLoader();
        try (TensorFlowModel model =
                loader.load(loader.describe(directory, Map.of()), ProgressListener.NONE)) {
            int tiles = Math.toIntExact((rows + TILE_ROWS - 1) / TILE_ROWS);
            ByteBuffer tile = model.tile();
            ByteBuffer output = ByteBuffer.allocateDirect(TILE_ROWS * Long.BYTES);
            long best = Long.MAX_VALUE;
            for (int i = 0; i < RUNS; i++) {
                long start = cpuNanosOfThread();
                model.run(tile, TILE_ROWS, tiles, output);
                best = Math.min(best, cpuNanosOfThread() - start);
            }
            return best;
        }
    }

    /** Prints the cost: {@code SessionRunCost DIRECTORY ROWS}. */
    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: SessionRunCost DIRECTORY ROWS");
        }
        long rows = Long.parseLong(arguments[1]);
        long nanos = cpuNanos(Path.of(arguments[0]), rows);
        System.out.printf(
                "TF_SessionRun alone: %,d rows, %.1f ms CPU, %.1f ns a row%n",
                rows, nanos / 1e6, (double) nanos / rows);
    }

    private static long cpuNanosOfThread() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
