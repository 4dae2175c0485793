package io.tensorflare.engine;

import io.tensorflare.Timings;
import io.tensorflare.emit.Program;
import io.tensorflare.pipeline.Node;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * What EXPLAIN and EXPLAIN ANALYZE tell of a query, as rows of text. A pipeline's time stands
 * beside the operator that gathers its rows, the bytes it read beside its scan.
 */
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
    private final long[] counts;
    private final Timings timings;

    private Analysis(Execution run, Timings timings) {
        this.query = run.compiled();
        this.pruning = run.pruning();
        this.costs = run.query().costs(query.program().pipelines().size());
        this.counts = run.query().rowCounts(query.program().plan().size() + 1);
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
            if (program.plan().get(i).isEmpty()) {
                continue;
            }
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
        if (query.program().plan().get(number - 1).isEmpty()) {
            return;
        }
        OptionalLong actual = actual(node);
        List<PipelineCost> gathering = costs(outline -> outline.end() == number);
        List<PipelineCost> reading =
                node.plan() instanceof Plan.Scan
                        ? costs(outline -> outline.source() == number)
                        : List.of();
        rows.add(
                row(
                        query.program().plan().get(number - 1),
                        number <= estimates.size() ? whole(estimates.get(number - 1)) : UNKNOWN,
                        actual.isPresent() ? Long.toString(actual.getAsLong()) : UNKNOWN,
                        sum(gathering, PipelineCost::nanos, Analysis::nanos),
                        sum(gathering, PipelineCost::cpuNanos, Analysis::nanos),
                        sum(reading, PipelineCost::bytesRead, Long::toString),
                        sum(reading, PipelineCost::bytesUnzipped, Long::toString),
                        pruned(number)));
        node.inputs().forEach(input -> operators(input, rows));
    }

    private List<PipelineCost> costs(Predicate<Program.Outline> which) {
        List<Program.Outline> outlines = query.program().outlines();
        return IntStream.range(0, costs.size())
                .filter(i -> which.test(outlines.get(i)))
                .mapToObj(costs::get)
                .toList();
    }

    private static String sum(
            List<PipelineCost> costs,
            ToLongFunction<PipelineCost> cost,
            LongFunction<String> text) {
        return costs.isEmpty() ? UNKNOWN : text.apply(costs.stream().mapToLong(cost).sum());
    }

    /**
     * Counted by the program inside of pipelines, and by the engine where they begin; the rest give
     * as many rows as their inputs. Unknown where an equal operator elsewhere did the work.
     */
    private OptionalLong actual(Node node) {
        Plan plan = node.plan();
        if (node.number() == 1) {
            return OptionalLong.of(timings.rows());
        }
        if (query.program().counted().get(node.number())) {
            return OptionalLong.of(counts[node.number()]);
        }
        if (plan instanceof Plan.Values values) {
            return OptionalLong.of(values.rows().size());
        }
        boolean givesAll =
                plan instanceof Plan.Project
                        || plan instanceof Plan.Predict
                        || plan instanceof Plan.Window
                        || plan instanceof Plan.Union;
        List<PipelineCost> begun = costs(outline -> outline.source() == node.number());
        return begun.isEmpty() && givesAll
                ? ofInputs(node)
                : begun.stream().mapToLong(PipelineCost::rows).max();
    }

    private OptionalLong ofInputs(Node node) {
        List<OptionalLong> inputs = node.inputs().stream().map(this::actual).toList();
        return inputs.stream().allMatch(OptionalLong::isPresent)
                ? OptionalLong.of(inputs.stream().mapToLong(OptionalLong::getAsLong).sum())
                : OptionalLong.empty();
    }

    private String pruned(int node) {
        List<Program.ScanBinding> scans = query.program().scans();
        for (int i = 0; i < scans.size(); i++) {
            if (query.program().outlines().get(scans.get(i).pipeline()).source() == node) {
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
                nanos(cost.nanos()),
                nanos(cost.cpuNanos()),
                Long.toString(cost.bytesRead()),
                Long.toString(cost.bytesUnzipped()),
                UNKNOWN);
    }

    private static String nanos(long nanos) {
        return ms(nanos / 1e6);
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
