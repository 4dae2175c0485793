package io.tensorflare.bench.tpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Runs queries, each as a command of its own. */
final class FirstQuery {
    /** Processes whose median counts. */
    static final int PROCESSES = 3;

    private final Path launcher;
    private final Path data;

    FirstQuery(Path launcher, Path data) {
        this.launcher = launcher;
        this.data = data;
    }

    /** What the cache of programs holds when the command starts. */
    enum Programs {
        /** This query's. */
        KEPT,
        NONE
    }

    /** Medians over some processes. */
    record Times(double wallSeconds, double cpuSeconds) {}

    Times measure(QueryText query, Programs programs) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("tensorflare-start");
        try {
            Path sql = Files.writeString(folder.resolve("query.sql"), query.sql());
            Path cache = folder.resolve("cache");
            if (programs == Programs.KEPT) {
                run(sql, cache);
            }
            List<Times> times = new ArrayList<>();
            for (int process = 0; process < PROCESSES; process++) {
                Path used = programs == Programs.KEPT ? cache : folder.resolve("empty" + process);
                times.add(run(sql, used));
            }
            return new Times(
                    median(times.stream().mapToDouble(Times::wallSeconds)),
                    median(times.stream().mapToDouble(Times::cpuSeconds)));
        } finally {
            delete(folder);
        }
    }

    /** bash tells the times of the command with all processes that it waits for. */
    private Times run(Path sql, Path cache) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "bash",
                        "-c",
                        "TIMEFORMAT='%R %U %S'; time \"$@\" >/dev/null",
                        "bash",
                        launcher.toAbsolutePath().toString(),
                        "query",
                        "--data",
                        data.toString(),
                        "-f",
                        sql.toString());
        builder.environment()
                .putAll(Map.of("TENSORFLARE_CACHE", cache.toString(), "TENSORFLARE_NO_BUILD", "1"));
        Process process = builder.redirectErrorStream(true).start();
        String told =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(sql + " failed: " + told);
        }
        String[] seconds = told.split("\\s+");
        return new Times(
                Double.parseDouble(seconds[0]),
                Double.parseDouble(seconds[1]) + Double.parseDouble(seconds[2]));
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
