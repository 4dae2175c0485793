package io.tensorflare.bench.tpc;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The runs of one query by one engine.
 *
 * @param cold the first run, with nothing planned or compiled, files in the page cache
 * @param warm the runs after it
 */
record Measurement(Peer peer, String query, int threads, Cost cold, List<Cost> warm) {
    Measurement {
        warm = List.copyOf(warm);
        if (warm.isEmpty()) {
            throw new IllegalArgumentException("no warm run of " + query);
        }
    }

    double wall() {
        return median(Cost::wall);
    }

    double cpu() {
        return median(Cost::cpu);
    }

    private double median(ToDoubleFunction<Cost> part) {
        double[] sorted = warm.stream().mapToDouble(part).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
