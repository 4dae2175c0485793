package io.tensorflare.bench.tpc;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The runs of one query by one engine.
 *
 * @param cold the first run of all, with nothing planned or compiled, files in the page cache
 * @param warm the runs after it
 */
record Measurement(Peer peer, String query, int threads, Optional<Cost> cold, List<Cost> warm) {
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

    /** Cores that were busy: CPU time by wall time. */
    double cores() {
        return median(cost -> cost.cpu() / cost.wall());
    }

    /** Times the speed of another measurement, whose runs took turns with these. */
    double speedUp(Measurement other) {
        return median(
                IntStream.range(0, Math.min(warm.size(), other.warm.size()))
                        .mapToDouble(run -> other.warm.get(run).wall() / warm.get(run).wall()));
    }

    private double median(ToDoubleFunction<Cost> part) {
        return median(warm.stream().mapToDouble(part));
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
