package io.tensorflare.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;

/** All results as one Markdown table. */
final class ResultTable {
    private static final String HEAD =
            """
            | query | threads | CPU ms TensorFlare | CPU ms DuckDB | ratio | wall ms TensorFlare | wall ms DuckDB | ratio |
            | --- | --: | --: | --: | --: | --: | --: | --: |
            """;

    /** One measurement, ms a run. */
    private record Cost(double cpu, double wall) {
        static Cost of(RunResult result) {
            return new Cost(
                    result.getSecondaryResults().get(CpuTime.LABEL).getScore(),
                    result.getPrimaryResult().getScore());
        }
    }

    private final List<RunResult> results;

    ResultTable(List<RunResult> results) {
        this.results = results;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("# TensorFlare beside DuckDB\n\n")
                .append(circumstances())
                .append('\n')
                .append(HEAD);
        for (Question question : Question.values()) {
            for (String threads : List.of("1", "2")) {
                text.append(row(question, threads));
            }
        }
        Cost alone = modelAlone();
        text.append(
                String.format(
                        Locale.ROOT,
                        "| TF_SessionRun alone | 1 | %.1f | | | %.1f | | |%n",
                        alone.cpu,
                        alone.wall));
        text.append(
                String.format(
                        Locale.ROOT,
                        "%nThe classifier's query costs %.2f times the CPU time of TF_SessionRun alone.%n",
                        cost(Question.CLASSIFIER, "1", PeerName.TENSORFLARE).cpu / alone.cpu));
        return text.toString();
    }

    private String row(Question question, String threads) {
        Cost ours = cost(question, threads, PeerName.TENSORFLARE);
        Cost duck = cost(question, threads, PeerName.DUCKDB);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %.1f | %.2f | %.1f | %.1f | %.2f |%n",
                question.title(),
                threads,
                ours.cpu,
                duck.cpu,
                ours.cpu / duck.cpu,
                ours.wall,
                duck.wall,
                ours.wall / duck.wall);
    }

    private Cost cost(Question question, String threads, PeerName peer) {
        return results.stream()
                .filter(result -> question.name().equals(result.getParams().getParam("question")))
                .filter(result -> threads.equals(result.getParams().getParam("threads")))
                .filter(result -> peer.name().equals(result.getParams().getParam("peer")))
                .findFirst()
                .map(Cost::of)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "no result of "
                                                + peer.title()
                                                + " for "
                                                + question.title()));
    }

    private Cost modelAlone() {
        return results.stream()
                .filter(
                        result ->
                                result.getParams()
                                        .getBenchmark()
                                        .startsWith(ModelBenchmark.class.getName()))
                .findFirst()
                .map(Cost::of)
                .orElseThrow(() -> new IllegalStateException("no result of the model alone"));
    }

    private static String circumstances() {
        return String.format(
                Locale.ROOT,
                """
                %s, %s, %d processors, JDK %s, DuckDB %s.
                Parquet as DuckDB writes it (snappy): lineitem at scale 1 (6 001 215 rows), crime with %,d rows. Each answer was checked against the
                other engine's before it was timed. Times are ms a run, warm, planned and compiled before; CPU is of the whole process.
                The model is the same SavedModel for both: in DuckDB it is a vectorised Java function.
                """,
                LocalDate.now(),
                processor().orElse("unknown processor"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                DuckDb.version(),
                BenchFiles.CRIME_ROWS);
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
}
