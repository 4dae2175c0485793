package io.tensorflare.engine;

import io.tensorflare.Timings;
import io.tensorflare.emit.Program;
import io.tensorflare.pipeline.Node;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** What EXPLAIN and EXPLAIN ANALYZE tell of a query, as rows of text. */
public final class Analysis {
    /** Headings of the rows. */
    public static final List<String> COLUMNS =
            List.of(
                    "step",
                    "estimated_rows",
                    "rows",
                    "ms",
                    "cpu_ms",
                    "bytes_read",
                    "bytes_unzipped",
                    "row_groups");

    private static final String UNKNOWN = "";

    private final CompiledQuery query;
    private final List<Execution.Pruning> pruning;
    private final List<PipelineCost> costs;
    private final Timings timings;

    private Analysis(Execution run, Timings timings) {
        this.query = run.compiled();
        this.pruning = run.pruning();
        this.costs = run.query().costs(query.program().pipelines().size());
        this.timings = timings;
    }

    /** The rows after a run that has ended. */
    static List<List<String>> rows(Execution run, Timings timings) {
        return new Analysis(run, timings).rows();
    }

    /** The plan, one operator a line, each with the rows that were expected of it. */
    static String plan(Program program, List<Double> estimates) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < program.plan().size(); i++) {
            lines.add(
                    program.plan().get(i)
                            + (i < estimates.size() ? "  [~" + whole(estimates.get(i)) + "]" : ""));
        }
        return String.join("\n", lines);
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        operators(Node.number(query.planned().plan()), rows);
        for (int i = 0; i < costs.size(); i++) {
            rows.add(pipeline(i));
        }
        rows.add(stage("plan", timings.planMs()));
        rows.add(stage("emit", timings.emitMs()));
        rows.add(
                stage(
                        timings.compilerCpuMs() > 0 ? "compile" : "compile (cached)",
                        timings.compileMs()));
        rows.add(stage("execute", timings.executeMs()));
        rows.add(
                row(
                        "total",
                        UNKNOWN,
                        Long.toString(timings.rows()),
                        ms(timings.totalMs()),
                        ms(timings.cpuMs()),
                        Long.toString(costs.stream().mapToLong(PipelineCost::bytesRead).sum()),
                        Long.toString(costs.stream().mapToLong(PipelineCost::bytesUnzipped).sum()),
                        UNKNOWN));
        return rows;
    }

    private void operators(Node node, List<List<String>> rows) {
        List<Double> estimates = query.planned().estimatedRows();
        int number = node.number();
        OptionalLong actual = actual(node);
        rows.add(
                row(
                        query.program().plan().get(number - 1),
                        number <= estimates.size() ? whole(estimates.get(number - 1)) : UNKNOWN,
                        actual.isPresent() ? Long.toString(actual.getAsLong()) : UNKNOWN,
                        UNKNOWN,
                        UNKNOWN,
                        UNKNOWN,
                        UNKNOWN,
                        pruned(number)));
        node.inputs().forEach(input -> operators(input, rows));
    }

    /**
     * Known of the root, of every operator at which a pipeline begins, and of those that give a row
     * for a row of one of these.
     */
    private OptionalLong actual(Node node) {
        if (node.number() == 1) {
            return OptionalLong.of(timings.rows());
        }
        List<Integer> sources = query.program().sources();
        OptionalLong rows =
                IntStream.range(0, costs.size())
                        .filter(i -> sources.get(i) == node.number())
                        .mapToLong(i -> costs.get(i).rows())
                        .max();
        boolean rowForRow =
                node.plan() instanceof Plan.Project
                        || node.plan() instanceof Plan.Predict
                        || node.plan() instanceof Plan.Window;
        return rows.isEmpty() && rowForRow ? actual(node.input()) : rows;
    }

    private String pruned(int node) {
        List<Program.ScanBinding> scans = query.program().scans();
        for (int i = 0; i < scans.size(); i++) {
            if (query.program().sources().get(scans.get(i).pipeline()) == node) {
                return pruning.get(i).text();
            }
        }
        return UNKNOWN;
    }

    private List<String> pipeline(int number) {
        PipelineCost cost = costs.get(number);
        return row(
                "pipeline " + query.program().pipelines().get(number),
                UNKNOWN,
                Long.toString(cost.rows()),
                ms(cost.nanos() / 1e6),
                ms(cost.cpuNanos() / 1e6),
                Long.toString(cost.bytesRead()),
                Long.toString(cost.bytesUnzipped()),
                UNKNOWN);
    }

    private static List<String> stage(String name, double ms) {
        return row(name, UNKNOWN, UNKNOWN, ms(ms), UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
    }

    private static List<String> row(String... cells) {
        return List.of(cells);
    }

    private static String ms(double ms) {
        return String.format(Locale.ROOT, "%.1f", ms);
    }

    private static String whole(double rows) {
        return String.format(Locale.ROOT, "%.0f", rows);
    }
}
