package io.tensorflare.bench.tpc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Ours and DuckDB's CPU time on one thread, the worst ratio first. */
final class ShortTable {
    private record Row(String query, Measurement ours, Measurement theirs) {
        double warm() {
            return ours.cpu() / theirs.cpu();
        }

        double cold() {
            return ours.cold().orElseThrow().cpu() / theirs.cold().orElseThrow().cpu();
        }
    }

    private final Results results;
    private final List<QueryText> queries;

    ShortTable(Results results, List<QueryText> queries) {
        this.results = results;
        this.queries = queries;
    }

    String text() {
        List<Row> rows = new ArrayList<>();
        for (QueryText query : queries) {
            results.find(Peer.TENSORFLARE, query.name(), 1)
                    .ifPresent(
                            ours ->
                                    rows.add(
                                            new Row(
                                                    query.name(),
                                                    ours,
                                                    results.find(Peer.DUCKDB, query.name(), 1)
                                                            .orElseThrow())));
        }
        rows.sort(Comparator.comparingDouble(Row::warm).reversed());
        StringBuilder text =
                new StringBuilder(
                        "query  cpu ms  DuckDB  ratio |  wall  DuckDB | cold cpu  DuckDB  ratio\n");
        for (Row row : rows) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-5s %7.1f %7.1f %6.2f | %5.0f %7.0f | %8.1f %7.1f %6.2f%n",
                            row.query,
                            row.ours.cpu(),
                            row.theirs.cpu(),
                            row.warm(),
                            row.ours.wall(),
                            row.theirs.wall(),
                            row.ours.cold().orElseThrow().cpu(),
                            row.theirs.cold().orElseThrow().cpu(),
                            row.cold()));
        }
        text.append(
                String.format(
                        Locale.ROOT,
                        "geometric mean of %d: warm %.3f, cold %.3f%n",
                        rows.size(),
                        GeometricMean.of(rows.stream().map(Row::warm).toList()),
                        GeometricMean.of(rows.stream().map(Row::cold).toList())));
        results.failures().forEach((query, why) -> text.append(query + " failed: " + why + "\n"));
        return text.toString();
    }
}
