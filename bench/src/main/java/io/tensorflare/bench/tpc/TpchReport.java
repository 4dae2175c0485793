package io.tensorflare.bench.tpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** All results in Markdown. */
final class TpchReport {
    private final Results results;
    private final List<QueryText> queries;
    private final String scale;
    private final String duckDbVersion;

    TpchReport(Results results, List<QueryText> queries, String scale, String duckDbVersion) {
        this.results = results;
        this.queries = queries;
        this.scale = scale;
        this.duckDbVersion = duckDbVersion;
    }

    String text() {
        StringBuilder text = new StringBuilder("# TPC-H beside DuckDB\n\n" + circumstances());
        text.append("\n## One thread, warm: CPU time in ms\n\n").append(warm(1).text());
        text.append("\n## Two threads, warm: wall time in ms\n\n").append(twoThreads().text());
        text.append("\n## One thread, cold: the first run, compiler included\n\n")
                .append(cold().text());
        if (!results.memory().isEmpty()) {
            text.append("\n## Peak memory in MB\n\n").append(memory().text());
        }
        results.failures()
                .forEach((query, why) -> text.append("\n" + query + " failed: " + why + "\n"));
        return text.toString();
    }

    private Columns warm(int threads) {
        Columns table = new Columns(queries);
        table.add(
                "TensorFlare", query -> value(Peer.TENSORFLARE, query, threads, Measurement::cpu));
        for (Peer peer : List.of(Peer.DUCKDB, Peer.DUCKDB_MEMORY, Peer.SPARK)) {
            if (results.has(peer, threads)) {
                table.add(peer.title(), query -> value(peer, query, threads, Measurement::cpu));
                table.addRatio(
                        "ratio", query -> results.ratio(peer, query, threads, Measurement::cpu));
            }
        }
        table.add(
                "wall TensorFlare",
                query -> value(Peer.TENSORFLARE, query, threads, Measurement::wall));
        table.add("wall DuckDB", query -> value(Peer.DUCKDB, query, threads, Measurement::wall));
        return table;
    }

    private Columns twoThreads() {
        Columns table = new Columns(queries);
        table.add("TensorFlare", query -> value(Peer.TENSORFLARE, query, 2, Measurement::wall));
        table.addRatio("times one thread's speed", query -> speedUp(Peer.TENSORFLARE, query));
        table.addRatio("cores busy", query -> cores(Peer.TENSORFLARE, query));
        for (Peer peer : List.of(Peer.DUCKDB, Peer.DUCKDB_MEMORY, Peer.SPARK)) {
            if (results.has(peer, 2)) {
                table.add(peer.title(), query -> value(peer, query, 2, Measurement::wall));
                table.addRatio("ratio", query -> results.ratio(peer, query, 2, Measurement::wall));
            }
        }
        table.addRatio("DuckDB's speed-up", query -> speedUp(Peer.DUCKDB, query));
        table.addRatio("DuckDB's cores", query -> cores(Peer.DUCKDB, query));
        table.add("CPU TensorFlare", query -> value(Peer.TENSORFLARE, query, 2, Measurement::cpu));
        table.add("CPU DuckDB", query -> value(Peer.DUCKDB, query, 2, Measurement::cpu));
        return table;
    }

    private Optional<Double> speedUp(Peer peer, String query) {
        return results.find(peer, query, 1)
                .flatMap(one -> results.find(peer, query, 2).map(two -> two.speedUp(one)));
    }

    private Optional<Double> cores(Peer peer, String query) {
        return value(peer, query, 2, Measurement::cores);
    }

    private Columns cold() {
        Columns table = new Columns(queries);
        ToDoubleFunction<Measurement> cpu = one -> one.cold().orElseThrow().cpu();
        ToDoubleFunction<Measurement> wall = one -> one.cold().orElseThrow().wall();
        table.add("CPU TensorFlare", query -> value(Peer.TENSORFLARE, query, 1, cpu));
        table.add("CPU DuckDB", query -> value(Peer.DUCKDB, query, 1, cpu));
        table.addRatio("ratio", query -> results.ratio(Peer.DUCKDB, query, 1, cpu));
        table.add("wall TensorFlare", query -> value(Peer.TENSORFLARE, query, 1, wall));
        table.add("wall DuckDB", query -> value(Peer.DUCKDB, query, 1, wall));
        table.addRatio("ratio", query -> results.ratio(Peer.DUCKDB, query, 1, wall));
        return table;
    }

    private Columns memory() {
        Columns table = new Columns(queries);
        Function<String, Optional<Double>> ours =
                query -> results.memory(Peer.TENSORFLARE, query).map(PeakMemory::compared);
        Function<String, Optional<Double>> theirs =
                query -> results.memory(Peer.DUCKDB, query).map(PeakMemory::compared);
        table.add("TensorFlare, anonymous", ours);
        table.add("DuckDB, resident", theirs);
        table.addRatio(
                "ratio",
                query -> ours.apply(query).flatMap(mb -> theirs.apply(query).map(of -> mb / of)));
        return table;
    }

    private Optional<Double> value(
            Peer peer, String query, int threads, ToDoubleFunction<Measurement> part) {
        return results.find(peer, query, threads).map(part::applyAsDouble);
    }

    private String circumstances() {
        return String.format(
                Locale.ROOT,
                """
                %s, %s, %d processors, JDK %s, DuckDB %s, scale %s.
                All engines read the same Parquet files, as DuckDB writes them (snappy), from the page cache. Each answer was checked against DuckDB's
                before it was timed. A warm run finds its plan and program; numbers are medians. CPU time is of all threads but those of the JVM's own compiler and
                collector; a cold run's includes the C compiler. Peak memory is that of a JVM that runs one query on one thread; ratios are ours by theirs.
                One and two threads take turns, run by run; how much sooner two finish is the median of the ratios of a run to the one before it.
                """,
                LocalDate.now(),
                processor().orElse("unknown processor"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                duckDbVersion,
                scale);
    }

    private static Optional<String> processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A table with a row for each query, and one of geometric means. */
    private static final class Columns {
        private record Column(
                String title, String format, Function<String, Optional<Double>> value) {}

        private final List<QueryText> queries;
        private final List<Column> columns = new ArrayList<>();

        Columns(List<QueryText> queries) {
            this.queries = queries;
        }

        void add(String title, Function<String, Optional<Double>> value) {
            columns.add(new Column(title, "%.1f", value));
        }

        void addRatio(String title, Function<String, Optional<Double>> value) {
            columns.add(new Column(title, "%.2f", value));
        }

        String text() {
            StringBuilder text = new StringBuilder("| query |");
            columns.forEach(column -> text.append(" " + column.title + " |"));
            text.append("\n| --- |" + " --: |".repeat(columns.size()) + "\n");
            for (QueryText query : queries) {
                row(text, query.name(), column -> column.value.apply(query.name()));
            }
            row(text, "geometric mean", this::mean);
            return text.toString();
        }

        private Optional<Double> mean(Column column) {
            List<Double> values =
                    queries.stream()
                            .flatMap(query -> column.value.apply(query.name()).stream())
                            .toList();
            return values.isEmpty() ? Optional.empty() : Optional.of(GeometricMean.of(values));
        }

        private void row(
                StringBuilder text, String name, Function<Column, Optional<Double>> value) {
            text.append("| " + name + " |");
            for (Column column : columns) {
                String cell =
                        value.apply(column)
                                .map(number -> String.format(Locale.ROOT, column.format, number))
                                .orElse("");
                text.append(" " + cell + " |");
            }
            text.append("\n");
        }
    }
}
