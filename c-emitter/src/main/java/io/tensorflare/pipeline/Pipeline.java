package io.tensorflare.pipeline;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Plan;
import java.util.List;

/** A stretch of the plan that rows pass without being gathered. Numbers count from 1. */
public record Pipeline(int number, Source source, List<Step> steps, Sink sink) {
    public Pipeline {
        steps = List.copyOf(steps);
    }

    /** The columns after the last step. */
    public List<Column> columns() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (changesColumns(steps.get(i))) {
                return steps.get(i).node().plan().columns();
            }
        }
        return source.columns();
    }

    /** One line, such as {@code lineitem -> filter -> aggregate}. */
    public String describe() {
        StringBuilder line = new StringBuilder(describe(source));
        steps.forEach(step -> line.append(" -> ").append(describe(step)));
        return line.append(" -> ").append(describe(sink)).toString();
    }

    private static boolean changesColumns(Step step) {
        return step instanceof Step.Project
                || step instanceof Step.Predict
                || step instanceof Step.Probe;
    }

    private static String describe(Source source) {
        if (source instanceof Source.Scan scan) {
            return scan.plan().table() + (scan.filters().isEmpty() ? "" : " -> filter");
        }
        if (source instanceof Source.Built built) {
            boolean partnered = built.plan().kind() == Plan.Join.Kind.RIGHT_SEMI;
            return "rows of "
                    + right(source.node())
                    + (partnered ? " with" : " without")
                    + " partner";
        }
        return source instanceof Source.Values
                ? "values"
                : source instanceof Source.Distinct
                        ? "distinct values"
                        : source instanceof Source.Sorted
                                ? "sorted rows"
                                : source instanceof Source.Windows
                                        ? "windows"
                                        : groups(source.node());
    }

    private static String right(Node join) {
        return Rooted.name(((Plan.Join) join.plan()).right());
    }

    private static String groups(Node node) {
        return ((Plan.Aggregate) node.plan()).keys().isEmpty() ? "totals" : "groups";
    }

    private static String describe(Step step) {
        if (step instanceof Step.Predict predict) {
            return "predict " + predict.plan().model().name();
        }
        if (step instanceof Step.Probe) {
            return "probe " + right(step.node());
        }
        return step instanceof Step.Filter
                ? "filter"
                : step instanceof Step.Project ? "project" : "limit";
    }

    private static String describe(Sink sink) {
        if (sink instanceof Sink.Aggregate aggregate) {
            return groups(aggregate.node());
        }
        if (sink instanceof Sink.Build build) {
            return "build " + right(build.node());
        }
        if (sink instanceof Sink.Match match) {
            return "match " + right(match.node());
        }
        if (sink instanceof Sink.Sort sort) {
            return sort.node().plan() instanceof Plan.Window ? "partitions" : "sort";
        }
        return "result";
    }
}
