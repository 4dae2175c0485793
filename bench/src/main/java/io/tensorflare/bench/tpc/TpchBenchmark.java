package io.tensorflare.bench.tpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Runs the queries of TPC-H here and in DuckDB, and writes a table, the raw numbers and a chart.
 *
 * <pre>
 * folder/generated/*.parquet   from {@code tensorflare generate tpch}
 * folder/*.parquet             the same rows, written by DuckDB
 * folder/spark.csv             Spark's times, where it ran before
 * </pre>
 */
public final class TpchBenchmark {
    private static final String USAGE =
            "usage: TpchBenchmark [--quick | --prepare] [--queries q01,q05] [--repeats N] --scale SF FOLDER RESULTS";

    private enum Mode {
        /** Writes the files only. */
        PREPARE,
        /** One thread, a short table. */
        QUICK,
        FULL
    }

    /** What is asked for. */
    private record Options(
            Mode mode, List<String> queries, int repeats, String scale, List<Path> paths) {
        static Options parse(String[] arguments) {
            List<String> rest = new ArrayList<>(Arrays.asList(arguments));
            Mode mode =
                    rest.remove("--quick")
                            ? Mode.QUICK
                            : rest.remove("--prepare") ? Mode.PREPARE : Mode.FULL;
            Optional<String> queries = take(rest, "--queries");
            Optional<String> repeats = take(rest, "--repeats");
            Optional<String> scale = take(rest, "--scale");
            if (rest.size() != 2 || scale.isEmpty()) {
                throw new IllegalArgumentException(USAGE);
            }
            return new Options(
                    mode,
                    queries.map(list -> List.of(list.split(","))).orElse(List.of()),
                    repeats.map(Integer::parseInt).orElse(mode == Mode.QUICK ? 3 : 5),
                    scale.get(),
                    rest.stream().map(Path::of).toList());
        }

        private static Optional<String> take(List<String> rest, String name) {
            int index = rest.indexOf(name);
            if (index < 0 || index + 1 == rest.size()) {
                return Optional.empty();
            }
            rest.remove(index);
            return Optional.of(rest.remove(index));
        }

        Path folder() {
            return paths.get(0);
        }

        Path results() {
            return paths.get(1);
        }

        List<QueryText> texts() {
            return QueryText.tpch().stream()
                    .filter(query -> queries.isEmpty() || queries.contains(query.name()))
                    .toList();
        }
    }

    private TpchBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(1);
            return;
        }
        prepare(options.folder());
        boolean failed =
                switch (options.mode()) {
                    case PREPARE -> false;
                    case QUICK -> quick(options);
                    case FULL -> full(options);
                };
        System.exit(failed ? 1 : 0);
    }

    /** Lets DuckDB write the files that all engines read. */
    private static void prepare(Path folder) throws IOException {
        for (String table : QueryText.TPCH_TABLES) {
            Path file = folder.resolve(table + ".parquet");
            if (!Files.exists(file)) {
                Path unfinished = folder.resolve(table + ".unfinished");
                try (DuckDbEngine duckDb =
                        DuckDbEngine.open(
                                DuckDbEngine.Tables.PARQUET,
                                folder.resolve("generated"),
                                List.of(table))) {
                    duckDb.write("FROM " + table, unfinished, "");
                }
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** For development: one thread, DuckDB on Parquet, a short table on the console. */
    private static boolean quick(Options options) {
        try (Comparison comparison =
                new Comparison(options.folder(), List.of(Peer.TENSORFLARE, Peer.DUCKDB))) {
            comparison.warmUp(options.texts());
            comparison.measure(options.texts(), List.of(1), options.repeats());
            System.out.println(new ShortTable(comparison.results(), options.texts()).text());
            return !comparison.results().failures().isEmpty();
        }
    }

    private static boolean full(Options options) throws IOException {
        List<Peer> peers = List.of(Peer.TENSORFLARE, Peer.DUCKDB, Peer.DUCKDB_MEMORY);
        Results results;
        String version;
        try (Comparison comparison = new Comparison(options.folder(), peers)) {
            results = comparison.results();
            version = comparison.duckDbVersion();
            comparison.warmUp(options.texts());
            comparison.measure(options.texts(), List.of(1, 2), options.repeats());
        }
        SparkTimes.read(options.folder().resolve("spark.csv")).forEach(results::add);
        for (QueryText query : options.texts()) {
            if (!results.failed(query.name())) {
                for (Peer peer : List.of(Peer.TENSORFLARE, Peer.DUCKDB)) {
                    results.add(PeakMemory.measure(peer, query.name(), options.folder()));
                }
            }
        }
        TpchReport report = new TpchReport(results, options.texts(), options.scale(), version);
        write(options.results().resolve("tpch.md"), report.text());
        write(options.results().resolve("tpch.csv"), RawNumbers.of(results));
        write(
                options.results().resolve("tpch.svg"),
                new RatioChart(results, options.texts()).svg());
        System.out.println(report.text());
        return !results.failures().isEmpty();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }
}
