package io.tensorflare.bench.tpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the Spark process wrote: a line {@code query,threads,run,wall_ms,cpu_ms} for each run, the
 * first of a query and number of threads being the cold one.
 */
final class SparkTimes {
    private record Key(String query, int threads) {}

    private SparkTimes() {}

    /** Empty where there is no such file. */
    static List<Measurement> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        Map<Key, List<Cost>> runs = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split(",");
            runs.computeIfAbsent(
                            new Key(cells[0], Integer.parseInt(cells[1])), k -> new ArrayList<>())
                    .add(new Cost(Double.parseDouble(cells[3]), Double.parseDouble(cells[4])));
        }
        return runs.entrySet().stream()
                .map(
                        entry ->
                                new Measurement(
                                        Peer.SPARK,
                                        entry.getKey().query(),
                                        entry.getKey().threads(),
                                        Optional.of(entry.getValue().get(0)),
                                        entry.getValue().subList(1, entry.getValue().size())))
                .toList();
    }
}
